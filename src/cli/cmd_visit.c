#include "base/name.h"
#include "care/visit.h"
#include "cli/cli_priv.h"
#include "cli/cmd.h"
#include "org/partner.h"
#include "people/attachment.h"

#include <inttypes.h>

/* ---- what is typed ---- */

/* "zjt:联合": a union by its code, or a partner. */
static struct sn_err body_parse(struct cli *cli, struct str text, struct visit_body *out)
{
	const char *colon = memrchr(text.at, ':', text.bytes);
	struct partner partner;
	struct org org;
	if (!colon)
		return SN_FAIL(VISIT_BODY, .field = "with");
	const struct str who = {text.at, (size_t)(colon - text.at)};
	const struct str role = {colon + 1, text.bytes - who.bytes - 1};
	*out = (struct visit_body){.org_no = 0};
	if (!cooperation_role_parse(&out->role, role))
		return SN_FAIL(VISIT_BODY, .field = "with");
	const struct sn_err e = org_find(&cli->ctx, who, 0, &org);
	if (!sn_failed(e)) {
		out->org_no = org.org_no;
		return SN_SUCCESS;
	}
	if (e.reason != SN_R_NO_SUCH_ORG)
		return e;
	SN_TRY(partner_find(&cli->ctx, who, 0, &partner));
	out->partner_no = partner.partner_no;
	return SN_SUCCESS;
}

static struct sn_err given_parse(struct cli *cli, struct str text, struct visit_given *out)
{
	struct str rest = text, word;
	(void)cli;
	if (!str_split(&rest, ':', &word) || !visit_given_parse(&out->kind, word))
		return SN_FAIL(VISIT_GIVEN, .field = "given");
	return uuid_parse(&out->id, rest, "given");
}

static struct sn_err parts_parse(struct cli *cli, struct visit *v)
{
	struct visit_body *bodies = ARENA_ARRAY(cli->ctx.mem, struct visit_body, VISIT_PARTS_MAX);
	struct visit_given *given = ARENA_ARRAY(cli->ctx.mem, struct visit_given, VISIT_PARTS_MAX);
	struct str rest = cli_value(cli, "with"), part;
	if (!bodies || !given)
		return SN_FAIL(OUT_OF_MEMORY);
	while (str_split(&rest, ';', &part)) {
		if (v->bodies_count == VISIT_PARTS_MAX)
			return SN_FAIL(VISIT_PARTS, .field = "with", .arg = {VISIT_PARTS_MAX});
		SN_TRY(body_parse(cli, str_trim(part), &bodies[v->bodies_count++]));
	}
	rest = cli_value(cli, "given");
	while (str_split(&rest, ';', &part)) {
		if (v->given_count == VISIT_PARTS_MAX)
			return SN_FAIL(VISIT_PARTS, .field = "given", .arg = {VISIT_PARTS_MAX});
		SN_TRY(given_parse(cli, str_trim(part), &given[v->given_count++]));
	}
	v->bodies = bodies;
	v->given = given;
	return SN_SUCCESS;
}

static struct sn_err met_parse(struct cli *cli, struct visit *v)
{
	v->met_is = VISIT_EXACT;
	SN_TRY(cli_int(cli, "met", &v->met));
	if (cli_has(cli, "met") && v->met <= 0)
		return SN_FAIL(VISIT_MET, .field = "met");
	if (cli_has(cli, "met-is") && !visit_qualifier_parse(&v->met_is, cli_value(cli, "met-is")))
		return SN_FAIL(VISIT_QUALIFIER, .field = "met-is");
	return SN_SUCCESS;
}

/* ---- visit add ---- */

struct adding {
	struct visit what, out;
};
static struct sn_err add_work(struct ctx *c, void *arg)
{
	struct adding *a = arg;
	return visit_add(c, &a->what, &a->out);
}

static void say_id(const struct cli *cli, struct uuid made)
{
	char id[UUID_TEXT_BYTES];
	uuid_text(made, id);
	if (cli->format == TABLE_FORMAT_JSON)
		(void)fprintf(cli->out, "{\"id\":\"%s\"}\n", id);
	else
		(void)fprintf(cli->out, "%s %s\n", CLI_WORDS(cli, "已登记，编号", "recorded as"),
			      id);
}

static struct sn_err cmd_visit_add(struct cli *cli)
{
	struct adding a = {.what = {.visit_id = new_id(&cli->ctx),
				    .day = day_of(now_us(&cli->ctx)),
				    .leader = cli_value(cli, "leader"),
				    .post = cli_value(cli, "post"),
				    .site = cli_value(cli, "site"),
				    .team = cli_value(cli, "team"),
				    .words = cli_value(cli, "words")}};
	struct cycle cycle;
	struct org org;
	SN_TRY(cli_org(cli, "org", &org));
	a.what.org_no = org.org_no;
	if (cli_has(cli, "cycle")) {
		SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &cycle));
		a.what.cycle_no = cycle.cycle_no;
	}
	SN_TRY(cli_uuid(cli, "id", &a.what.visit_id));
	SN_TRY(cli_day(cli, "day", &a.what.day));
	SN_TRY(met_parse(cli, &a.what));
	SN_TRY(parts_parse(cli, &a.what));
	SN_TRY(store_write(&cli->ctx, add_work, &a));
	say_id(cli, a.out.visit_id);
	return SN_SUCCESS;
}

/* ---- visit list ---- */

static const struct table_out_column list_columns[] = {
	{"id", "编号", "id", TABLE_TEXT, 0},
	{"org", "工会", "union", TABLE_TEXT, 0},
	{"day", "日期", "day", TABLE_DAY, 0},
	{"leader", "带队", "leader", TABLE_TEXT, 0},
	{"post", "职务", "post", TABLE_TEXT, 0},
	{"site", "地点", "site", TABLE_TEXT, 0},
	{"team", "班组", "team", TABLE_TEXT, 0},
	{"met", "看望（人）", "people met", TABLE_INT, 0},
	{"met_is", "准确程度", "how exact", TABLE_QUALIFIER, 0},
	{"words", "原话", "words", TABLE_TEXT, 0},
};

static struct sn_err list_row(struct cli *cli, struct table_out *t, const struct visit *v)
{
	char id[UUID_TEXT_BYTES];
	struct org org;
	SN_TRY(org_by_no(&cli->ctx, v->org_no, 0, &org));
	uuid_text(v->visit_id, id);
	table_out_text(t, str_of(id));
	table_out_text(t, org.code);
	table_out_day(t, v->day);
	table_out_text(t, v->leader);
	table_out_text(t, v->post);
	table_out_text(t, v->site);
	table_out_text(t, v->team);
	if (v->met == 0) {
		table_out_unknown(t);
		table_out_qualifier(t, STR("unknown"));
	} else {
		table_out_int(t, v->met);
		table_out_qualifier(t, str_of(visit_qualifier_words(v->met_is)->word));
	}
	table_out_text(t, v->words);
	table_out_row_end(t);
	return SN_SUCCESS;
}

static struct sn_err list_path(struct cli *cli, struct str *path)
{
	struct org org;
	SN_TRY(cli_org(cli, "org", &org));
	*path = org.path;
	return SN_SUCCESS;
}

static struct sn_err cmd_visit_list(struct cli *cli)
{
	struct visit *list = NULL;
	struct table_out *t = NULL;
	struct cycle cycle = {.cycle_no = 0};
	struct str path;
	size_t count = 0;
	SN_TRY(list_path(cli, &path));
	if (cli_has(cli, "cycle"))
		SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &cycle));
	SN_TRY(visit_list(&cli->ctx, path, cycle.cycle_no, &list, &count));
	SN_TRY(cli_table(cli, list_columns, sizeof list_columns / sizeof list_columns[0], &t));
	struct sn_err e = SN_SUCCESS;
	for (size_t i = 0; i < count && !sn_failed(e); i++)
		e = list_row(cli, t, &list[i]);
	const struct sn_err closed = table_out_close(t);
	SN_TRY(e);
	SN_TRY(closed);
	if (cli->format == TABLE_FORMAT_TEXT)
		(void)fprintf(cli->out, "\n%s%zu %s\n", CLI_WORDS(cli, "共 ", ""), count,
			      unit_name(UNIT_SESSION, (int64_t)count, cli->lang));
	return SN_SUCCESS;
}

/* ---- visit show ---- */

static void say(const struct cli *cli, const char *label, struct str value)
{
	if (value.bytes > 0)
		(void)fprintf(cli->out, "%s%s" STR_FMT "\n", label, CLI_WORDS(cli, "：", ": "),
			      STR_ARG(value));
}

static struct sn_err body_name(struct cli *cli, const struct visit_body *b, int32_t day,
			       struct str *name)
{
	struct partner partner;
	struct org org;
	if (b->org_no != 0) {
		SN_TRY(org_by_no(&cli->ctx, b->org_no, day, &org));
		*name = org.name;
		return SN_SUCCESS;
	}
	struct sn_err e = partner_by_no(&cli->ctx, b->partner_no, day, &partner);
	if (e.reason ==
	    SN_R_NO_SUCH_PARTNER) /* registered after the visit: its first name is not known */
		e = partner_by_no(&cli->ctx, b->partner_no, 0, &partner);
	SN_TRY(e);
	*name = partner.name;
	return SN_SUCCESS;
}

static struct sn_err show_bodies(struct cli *cli, const struct visit *v)
{
	for (size_t i = 0; i < v->bodies_count; i++) {
		const struct org_words *role = cooperation_role_words(v->bodies[i].role);
		struct str name;
		SN_TRY(body_name(cli, &v->bodies[i], v->day, &name));
		say(cli, CLI_WORDS(cli, role->zh, role->en), name);
	}
	return SN_SUCCESS;
}

static struct sn_err show_parts(struct cli *cli, const struct visit *v)
{
	struct attachment *pictures = NULL;
	struct visit_need *needs = NULL;
	size_t count = 0;
	char id[UUID_TEXT_BYTES];
	for (size_t i = 0; i < v->given_count; i++) {
		uuid_text(v->given[i].id, id);
		say(cli, CLI_WORDS(cli, "所发", "given"),
		    str_of(arena_printf(cli->ctx.mem, "%s:%s", visit_given_word(v->given[i].kind),
					id)));
	}
	SN_TRY(attachment_list(
		&cli->ctx,
		&(const struct attachment_filter){.shard = v->shard, .subject_id = v->visit_id},
		&pictures, &count));
	for (size_t i = 0; i < count; i++) {
		uuid_text(pictures[i].attachment_id, id);
		say(cli, CLI_WORDS(cli, "照片", "picture"),
		    str_of(arena_printf(cli->ctx.mem, "%s " STR_FMT, id,
					STR_ARG(pictures[i].caption))));
	}
	SN_TRY(visit_needs(&cli->ctx,
			   &(const struct visit_need_filter){
				   .visit_id = v->visit_id, .shard = v->shard, .closed_too = true},
			   &needs, &count));
	for (size_t i = 0; i < count; i++)
		say(cli, CLI_WORDS(cli, "诉求", "need"),
		    str_of(arena_printf(cli->ctx.mem, STR_FMT "%s" STR_FMT "%s" STR_FMT,
					STR_ARG(needs[i].topic), CLI_WORDS(cli, "：", ": "),
					STR_ARG(needs[i].words), needs[i].open ? "" : " → ",
					STR_ARG(needs[i].answer))));
	return SN_SUCCESS;
}

static struct sn_err cmd_visit_show(struct cli *cli)
{
	struct visit v;
	struct uuid id;
	struct org org;
	char day[DAY_TEXT_BYTES];
	SN_TRY(uuid_parse(&id, cli->operands[0], "visit"));
	SN_TRY(visit_by_id(&cli->ctx, id, &v));
	SN_TRY(org_by_no(&cli->ctx, v.org_no, v.day, &org));
	day_text(v.day, day);
	say(cli, CLI_WORDS(cli, "日期", "day"), str_of(day));
	say(cli, CLI_WORDS(cli, "工会", "union"), org.name);
	say(cli, CLI_WORDS(cli, "带队", "leader"),
	    str_is_null(v.leader) ? STR_NULL
				  : str_of(arena_printf(cli->ctx.mem, STR_FMT " " STR_FMT,
							STR_ARG(v.leader), STR_ARG(v.post))));
	SN_TRY(show_bodies(cli, &v));
	say(cli, CLI_WORDS(cli, "地点", "site"), v.site);
	say(cli, CLI_WORDS(cli, "班组", "team"), v.team);
	const struct visit_words *is = visit_qualifier_words(v.met_is);
	say(cli, CLI_WORDS(cli, "看望", "people met"),
	    v.met == 0 ? str_of(CLI_WORDS(cli, "未说明", "not known"))
		       : str_of(arena_printf(cli->ctx.mem, "%s%" PRId64 "%s%s",
					     CLI_WORDS(cli, is->zh_before, is->en), v.met,
					     CLI_WORDS(cli, is->zh_behind, ""),
					     CLI_WORDS(cli, "人", ""))));
	say(cli, CLI_WORDS(cli, "原话", "words"), v.words);
	return show_parts(cli, &v);
}

/* ---- needs ---- */

struct need_work {
	struct visit_need what, out;
};
static struct sn_err need_add_work(struct ctx *c, void *arg)
{
	struct need_work *w = arg;
	return visit_need_add(c, &w->what, &w->out);
}
static struct sn_err need_close_work(struct ctx *c, void *arg)
{
	const struct need_work *w = arg;
	return visit_need_close(c, w->what.need_id, w->what.answer);
}

static struct sn_err cmd_visit_need_add(struct cli *cli)
{
	struct need_work w = {.what = {.need_id = new_id(&cli->ctx),
				       .who = cli_value(cli, "who"),
				       .topic = cli_value(cli, "topic"),
				       .words = cli_value(cli, "words")}};
	struct org owner;
	SN_TRY(uuid_parse(&w.what.visit_id, cli->operands[0], "visit"));
	SN_TRY(cli_uuid(cli, "id", &w.what.need_id));
	if (cli_has(cli, "owner")) {
		SN_TRY(cli_org(cli, "owner", &owner));
		w.what.org_no = owner.org_no;
	}
	SN_TRY(store_write(&cli->ctx, need_add_work, &w));
	say_id(cli, w.out.need_id);
	return SN_SUCCESS;
}

static struct sn_err cmd_visit_need_close(struct cli *cli)
{
	struct need_work w = {.what = {.answer = cli_value(cli, "answer")}};
	SN_TRY(uuid_parse(&w.what.need_id, cli->operands[0], "need"));
	SN_TRY(store_write(&cli->ctx, need_close_work, &w));
	(void)fprintf(cli->out, "%s\n", CLI_WORDS(cli, "已办结", "closed"));
	return SN_SUCCESS;
}

static const struct table_out_column need_columns[] = {
	{"id", "编号", "id", TABLE_TEXT, 0},
	{"visit", "慰问编号", "visit", TABLE_TEXT, 0},
	{"org", "承办工会", "owner", TABLE_TEXT, 0},
	{"who", "诉求人", "who", TABLE_TEXT, 0},
	{"topic", "事项", "topic", TABLE_TEXT, 0},
	{"words", "原话", "words", TABLE_TEXT, 0},
	{"state", "状态", "state", TABLE_TEXT, 0},
	{"answer", "办理情况", "what was done", TABLE_TEXT, 0},
};

/* Names are masked in every list. */
static struct sn_err need_row(struct cli *cli, struct table_out *t, const struct visit_need *n)
{
	const bool text = cli->format == TABLE_FORMAT_TEXT;
	char id[UUID_TEXT_BYTES], visit[UUID_TEXT_BYTES], who[NAME_MASK_BYTES];
	struct org org;
	SN_TRY(org_by_no(&cli->ctx, n->org_no, 0, &org));
	uuid_text(n->need_id, id);
	uuid_text(n->visit_id, visit);
	table_out_text(t, str_of(id));
	table_out_text(t, str_of(visit));
	table_out_text(t, org.code);
	if (str_is_null(n->who)) {
		table_out_text(t, str_of(text ? CLI_WORDS(cli, "匿名", "anonymous") : "anonymous"));
	} else {
		name_mask(n->who, who);
		table_out_text(t, str_of(who));
	}
	table_out_text(t, n->topic);
	table_out_text(t, n->words);
	table_out_text(t, str_of(n->open ? (text ? CLI_WORDS(cli, "待办", "open") : "open")
					 : (text ? CLI_WORDS(cli, "已办结", "closed") : "closed")));
	table_out_text(t, n->answer);
	table_out_row_end(t);
	return SN_SUCCESS;
}

static struct sn_err cmd_visit_need_list(struct cli *cli)
{
	struct visit_need_filter filter = {.closed_too = cli_has(cli, "all")};
	struct visit_need *list = NULL;
	struct table_out *t = NULL;
	size_t count = 0;
	SN_TRY(list_path(cli, &filter.org_path));
	SN_TRY(visit_needs(&cli->ctx, &filter, &list, &count));
	SN_TRY(cli_table(cli, need_columns, sizeof need_columns / sizeof need_columns[0], &t));
	struct sn_err e = SN_SUCCESS;
	for (size_t i = 0; i < count && !sn_failed(e); i++)
		e = need_row(cli, t, &list[i]);
	const struct sn_err closed = table_out_close(t);
	return sn_failed(e) ? e : closed;
}

/* ---- the table ---- */

/* clang-format off */
#define END {NULL, NULL, false, NULL, NULL}
#define ID_OPTION {"id", "UUID", false, "自定编号：同一编号同一内容再次提交不会重复", "an id of your own: the same again changes nothing"}
static const struct cli_option add_options[] = {
	{"org", "CODE", true, "哪个工会登记", "which union enters it"},
	{"site", "WORDS", true, "去了哪里：清扫现场、转运站……", "where: a sweeping site, a transfer station …"},
	{"team", "WORDS", false, "哪个班组", "which team"},
	{"day", "DAY", false, "哪一天（缺省今天）", "which day (today)"},
	{"leader", "NAME", false, "带队人姓名", "who led the group"},
	{"post", "WORDS", false, "带队人职务", "his post"},
	{"with", "BODY:ROLE;…", false, "参加单位:角色（主办、联合、承办、共建、报送），用分号隔开", "bodies and roles (lead, joint, host, co-builder, reporter)"},
	{"met", "N", false, "看望了多少人（不知道就不填）", "how many people were met (leave out where not known)"},
	{"met-is", "exact|more_than|about", false, "准确、余、近（缺省准确）", "how exact that is (exact)"},
	{"given", "KIND:ID;…", false, "所发物品：portion、delivery、document:编号，用分号隔开（已登记的，不再出库）", "what was given, as it is in the books: portion, delivery, document and its id"},
	{"cycle", "CODE", false, "属于哪次活动", "of which cycle"},
	{"words", "WORDS", false, "说明或报道原话", "in words, or the source's own"}, ID_OPTION, END};
static const struct cli_option list_options[] = {
	{"org", "CODE", true, "这个工会及下级的", "of this union and those below it"},
	{"cycle", "CODE", false, "只看这次活动的", "of this cycle only"}, END};
static const struct cli_option need_add_options[] = {
	{"topic", "WORDS", true, "事项", "what about"},
	{"words", "WORDS", true, "原话", "in their own words"},
	{"who", "NAME", false, "谁说的（缺省：匿名）", "who said it (anonymous)"},
	{"owner", "CODE", false, "由哪个工会承办（缺省：登记慰问的工会）", "which union owns it (the visit's)"}, ID_OPTION, END};
static const struct cli_option need_list_options[] = {
	{"org", "CODE", true, "由这个工会及下级承办的", "owned by this union and those below it"},
	{"all", NULL, false, "已办结的也列出", "closed ones too"}, END};
static const struct cli_option need_close_options[] = {
	{"answer", "WORDS", true, "办理情况", "what was done"}, END};

const struct cli_command cli_visit_commands[] = {
	{"visit", "add", NULL, 0, 0, add_options, CLI_WRITE, cmd_visit_add, "登记一次慰问（走访）", "enter a visit",
	 "一次慰问计一场次，看望人数不计入活动的发放人数。照片用 attachment add --for visit:编号。", "A visit counts as one session; the people met are not counted as given to. Pictures go with attachment add --for visit:ID.",
	 "songnuan visit add --org 150428 --site 城区清扫现场 --met 400 --met-is more_than --words 慰问城市清洁一线环卫工人400多名 --as li"},
	{"visit", "show", "ID", 1, 1, NULL, CLI_READ, cmd_visit_show, "显示一次慰问：单位、所发、照片、诉求", "show a visit: bodies, what was given, pictures, needs", NULL, NULL, NULL},
	{"visit", "list", NULL, 0, 0, list_options, CLI_READ, cmd_visit_list, "列出慰问", "list visits", NULL, NULL, NULL},
	{"visit", "need-add", "VISIT", 1, 1, need_add_options, CLI_WRITE, cmd_visit_need_add, "登记听到的诉求", "enter a need that was heard", NULL, NULL, "songnuan visit need-add 0192f0c0-… --topic 饮水 --words 夏天路段上没有热水和凉水 --as li"},
	{"visit", "need-list", NULL, 0, 0, need_list_options, CLI_READ, cmd_visit_need_list, "列出诉求（姓名遮盖）", "list needs (names masked)", NULL, NULL, NULL},
	{"visit", "need-close", "NEED", 1, 1, need_close_options, CLI_WRITE, cmd_visit_need_close, "办结诉求，写明怎样办的", "close a need, saying what was done", NULL, NULL, NULL},
	{0},
};
/* clang-format on */
