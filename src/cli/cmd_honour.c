/* Honours 荣誉 of people, unions, partners and stations. */
#include "base/name.h"
#include "care/honour.h"
#include "cli/cli_priv.h"
#include "cli/cmd.h"
#include "org/partner.h"
#include "people/attachment.h"

#include <inttypes.h>

/* ---- honour add ---- */

/* Exactly one of the four says whose it is. */
static struct sn_err subject_value(struct cli *cli, struct honour *h)
{
	static const char *const options[HONOUR_KINDS_COUNT] = {[HONOUR_PERSON] = "person",
								[HONOUR_UNION] = "union",
								[HONOUR_PARTNER] = "partner",
								[HONOUR_STATION] = "station"};
	struct partner partner;
	struct person person;
	struct org org;
	size_t said = 0;
	for (size_t i = 0; i < HONOUR_KINDS_COUNT; i++)
		if (cli_has(cli, options[i])) {
			h->kind = (enum honour_kind)i;
			said++;
		}
	if (said != 1 || (h->kind != HONOUR_STATION && cli_has(cli, "station-code")))
		return SN_FAIL(HONOUR_SUBJECT);
	switch (h->kind) {
	case HONOUR_PERSON:
		SN_TRY(cmd_person(cli, cli_value(cli, "person"), &person));
		h->person_id = person.person_id;
		h->shard = person.shard;
		return SN_SUCCESS;
	case HONOUR_UNION:
		SN_TRY(cli_org(cli, "union", &org));
		h->union_no = org.org_no;
		return SN_SUCCESS;
	case HONOUR_PARTNER:
		SN_TRY(partner_find(&cli->ctx, cli_value(cli, "partner"), 0, &partner));
		h->partner_no = partner.partner_no;
		return SN_SUCCESS;
	case HONOUR_STATION:
	case HONOUR_KINDS_COUNT:
		break;
	}
	h->station = cli_value(cli, "station");
	h->station_code = cli_value(cli, "station-code");
	return SN_SUCCESS;
}

struct entering {
	struct honour what, out;
};
static struct sn_err add_work(struct ctx *c, void *arg)
{
	struct entering *a = arg;
	return honour_add(c, &a->what, &a->out);
}

static struct sn_err cmd_honour_add(struct cli *cli)
{
	struct entering a = {.what = {.honour_id = new_id(&cli->ctx),
				      .award = cli_value(cli, "award"),
				      .giver = cli_value(cli, "giver"),
				      .document = cli_value(cli, "document"),
				      .words = cli_value(cli, "words"),
				      .level_known = cli_has(cli, "level")}};
	char id[UUID_TEXT_BYTES];
	int64_t year = 0;
	struct org org;
	SN_TRY(cli_org(cli, "org", &org));
	a.what.org_no = org.org_no;
	SN_TRY(subject_value(cli, &a.what));
	SN_TRY(cli_uuid(cli, "id", &a.what.honour_id));
	SN_TRY(cli_int(cli, "year", &year));
	if (year < INT32_MIN || year > INT32_MAX || (year == 0 && cli_has(cli, "year")))
		year = -1; /* a year that is none, refused with the others */
	a.what.year = (int32_t)year;
	if (a.what.level_known && !honour_level_parse(&a.what.level, cli_value(cli, "level")))
		return SN_FAIL(HONOUR_LEVEL, .field = "level");
	SN_TRY(store_write(&cli->ctx, add_work, &a));
	uuid_text(a.out.honour_id, id);
	if (cli->format == TABLE_FORMAT_JSON)
		(void)fprintf(cli->out, "{\"id\":\"%s\"}\n", id);
	else
		(void)fprintf(cli->out, "%s %s\n", CLI_WORDS(cli, "已登记，编号", "recorded as"),
			      id);
	return SN_SUCCESS;
}

/* ---- honour withdraw ---- */

struct withdrawing {
	struct uuid honour_id;
	struct str why;
};
static struct sn_err withdraw_work(struct ctx *c, void *arg)
{
	const struct withdrawing *w = arg;
	return honour_withdraw(c, w->honour_id, w->why);
}

static struct sn_err cmd_honour_withdraw(struct cli *cli)
{
	struct withdrawing w = {.why = cli_value(cli, "why")};
	SN_TRY(uuid_parse(&w.honour_id, cli->operands[0], "honour"));
	SN_TRY(store_write(&cli->ctx, withdraw_work, &w));
	(void)fprintf(cli->out, "%s\n",
		      CLI_WORDS(cli, "已撤销，记录保留", "withdrawn; the record stays"));
	return SN_SUCCESS;
}

/* ---- whose ---- */

/* Whole names of people are for those who work there, with --as. */
static struct sn_err may_name(struct cli *cli, int64_t org_no)
{
	static const enum rights_role roles[] = {ROLE_MAKER, ROLE_CHECKER, ROLE_APPROVER,
						 ROLE_AUDITOR};
	return cli_has(cli, "names") ? rights_require(&cli->ctx, roles, 4, org_no) : SN_SUCCESS;
}

static struct sn_err subject_name(struct cli *cli, const struct honour_row *row, struct str *out)
{
	const struct honour *h = &row->is;
	struct partner partner;
	struct org org;
	switch (h->kind) {
	case HONOUR_PERSON: {
		char masked[NAME_MASK_BYTES];
		name_mask(row->person.name, masked);
		*out = cli_has(cli, "names") ? row->person.name
					     : arena_str(cli->ctx.mem, str_of(masked));
		return SN_SUCCESS;
	}
	case HONOUR_UNION:
		SN_TRY(org_by_no(&cli->ctx, h->union_no, 0, &org));
		*out = org.name;
		return SN_SUCCESS;
	case HONOUR_PARTNER:
		SN_TRY(partner_by_no(&cli->ctx, h->partner_no, 0, &partner));
		*out = partner.name;
		return SN_SUCCESS;
	case HONOUR_STATION:
	case HONOUR_KINDS_COUNT:
		break;
	}
	*out = h->station;
	return SN_SUCCESS;
}

static struct str level_text(const struct cli *cli, const struct honour *h)
{
	if (!h->level_known)
		return STR_NULL;
	const struct org_words *level = honour_level_words(h->level);
	return str_of(cli->format == TABLE_FORMAT_TEXT ? CLI_WORDS(cli, level->zh, level->en)
						       : level->word);
}

/* ---- honour list ---- */

static const struct table_out_column columns[] = {
	{"id", "编号", "id", TABLE_TEXT, 0},
	{"org", "工会", "union", TABLE_TEXT, 0},
	{"kind", "类别", "kind", TABLE_TEXT, 0},
	{"whose", "获得者", "whose", TABLE_TEXT, 0},
	{"station_code", "驿站代码", "station code", TABLE_TEXT, 0},
	{"award", "荣誉", "award", TABLE_TEXT, 0},
	{"giver", "授予单位", "giver", TABLE_TEXT, 0},
	{"level", "级别", "level", TABLE_TEXT, 0},
	{"year", "年份", "year", TABLE_INT, 0},
	{"document", "文号", "document", TABLE_TEXT, 0},
	{"withdrawn", "已撤销", "withdrawn", TABLE_BOOL, 0},
};

static struct sn_err list_row(struct cli *cli, struct table_out *t, const struct honour_row *row)
{
	const struct honour *h = &row->is;
	const struct org_words *kind = honour_kind_words(h->kind);
	char id[UUID_TEXT_BYTES];
	struct str whose;
	struct org org;
	SN_TRY(org_by_no(&cli->ctx, h->org_no, 0, &org));
	SN_TRY(subject_name(cli, row, &whose));
	uuid_text(h->honour_id, id);
	table_out_text(t, str_of(id));
	table_out_text(t, org.code);
	table_out_text(t,
		       str_of(cli->format == TABLE_FORMAT_TEXT ? CLI_WORDS(cli, kind->zh, kind->en)
							       : kind->word));
	table_out_text(t, whose);
	table_out_text(t, h->station_code);
	table_out_text(t, h->award);
	table_out_text(t, h->giver);
	table_out_text(t, level_text(cli, h));
	if (h->year == 0)
		table_out_unknown(t);
	else
		table_out_int(t, h->year);
	table_out_text(t, h->document);
	table_out_bool(t, h->withdrawn_us != 0);
	table_out_row_end(t);
	return SN_SUCCESS;
}

static struct sn_err cmd_honour_list(struct cli *cli)
{
	struct honour_filter filter = {.one_kind = cli_has(cli, "kind"),
				       .withdrawn_too = cli_has(cli, "all")};
	struct honour_row *list = NULL;
	struct table_out *t = NULL;
	struct org org;
	size_t count = 0;
	SN_TRY(cli_org(cli, "org", &org));
	SN_TRY(may_name(cli, org.org_no));
	filter.org_path = org.path;
	if (filter.one_kind && !honour_kind_parse(&filter.kind, cli_value(cli, "kind")))
		return SN_FAIL(HONOUR_KIND, .field = "kind");
	SN_TRY(cli_int(cli, "year", &filter.year));
	SN_TRY(cli_uuid(cli, "person", &filter.person_id));
	SN_TRY(honour_list(&cli->ctx, &filter, &list, &count));
	SN_TRY(cli_table(cli, columns, sizeof columns / sizeof columns[0], &t));
	struct sn_err e = SN_SUCCESS;
	for (size_t i = 0; i < count && !sn_failed(e); i++)
		e = list_row(cli, t, &list[i]);
	const struct sn_err closed = table_out_close(t);
	return sn_failed(e) ? e : closed;
}

/* ---- honour show ---- */

static void say(const struct cli *cli, const char *zh, const char *en, struct str value)
{
	(void)fprintf(
		cli->out, "%s%s" STR_FMT "\n", CLI_WORDS(cli, zh, en), CLI_WORDS(cli, "：", ": "),
		STR_ARG(str_is_null(value) ? str_of(CLI_WORDS(cli, "未说明", "not told")) : value));
}

static struct sn_err show_pictures(struct cli *cli, const struct honour *h)
{
	struct attachment *list = NULL;
	size_t count = 0;
	SN_TRY(attachment_list(
		&cli->ctx,
		&(const struct attachment_filter){.shard = h->shard, .subject_id = h->honour_id},
		&list, &count));
	for (size_t i = 0; i < count; i++) {
		char id[UUID_TEXT_BYTES];
		uuid_text(list[i].attachment_id, id);
		say(cli, "图片", "picture",
		    str_of(arena_printf(cli->ctx.mem, "%s " STR_FMT, id,
					STR_ARG(list[i].caption))));
	}
	return SN_SUCCESS;
}

static struct sn_err show_withdrawn(struct cli *cli, const struct honour *h)
{
	char day[DAY_TEXT_BYTES];
	if (h->withdrawn_us == 0)
		return SN_SUCCESS;
	day_text(day_of(h->withdrawn_us), day);
	say(cli, "已撤销", "withdrawn",
	    str_of(arena_printf(cli->ctx.mem, "%s " STR_FMT, day, STR_ARG(h->why))));
	return SN_SUCCESS;
}

static struct sn_err cmd_honour_show(struct cli *cli)
{
	struct honour_row row = {.person = {.shard = 0}};
	const struct honour *h = &row.is;
	struct uuid id;
	struct str whose;
	struct org org;
	SN_TRY(uuid_parse(&id, cli->operands[0], "honour"));
	SN_TRY(honour_by_id(&cli->ctx, id, &row.is));
	SN_TRY(may_name(cli, h->org_no));
	if (h->kind == HONOUR_PERSON)
		SN_TRY(people_by_refs(&cli->ctx, &(const struct person_ref){h->shard, h->person_id},
				      1, &row.person));
	SN_TRY(subject_name(cli, &row, &whose));
	SN_TRY(org_by_no(&cli->ctx, h->org_no, 0, &org));
	const struct org_words *kind = honour_kind_words(h->kind);
	say(cli, "荣誉", "award", h->award);
	say(cli, kind->zh, kind->en, whose);
	if (h->kind == HONOUR_STATION)
		say(cli, "驿站代码", "station code", h->station_code);
	say(cli, "登记工会", "kept by", org.name);
	say(cli, "授予单位", "given by", h->giver);
	say(cli, "级别", "level", level_text(cli, h));
	say(cli, "年份", "year",
	    h->year == 0 ? STR_NULL : str_of(arena_printf(cli->ctx.mem, "%d", h->year)));
	say(cli, "文号", "document", h->document);
	say(cli, "原话", "words", h->words);
	SN_TRY(show_withdrawn(cli, h));
	return show_pictures(cli, h);
}

/* ---- the table ---- */

/* clang-format off */
#define END {NULL, NULL, false, NULL, NULL}
#define NAMES {"names", NULL, false, "显示个人全名（限当地经办、审核、批准、经审，须 --as）", "whole names of people (for maker, checker, approver, auditor there, with --as)"}
static const struct cli_option add_options[] = {
	{"org", "CODE", true, "哪个工会登记；驿站即所属工会", "which union keeps it; a station's own union"},
	{"person", "ID", false, "获得者是个人：people find 显示的编号", "whose: a person, by the id that people find shows"},
	{"union", "CODE", false, "获得者是工会", "whose: a union"},
	{"partner", "CODE", false, "获得者是合作单位", "whose: a partner"},
	{"station", "NAME", false, "获得者是驿站：名称", "whose: a station, by its name"},
	{"station-code", "CODE", false, "驿站的代码（知道时）", "the station's code, where it is known"},
	{"award", "WORDS", true, "荣誉名称，照牌匾或文件写", "the award, as plaque or document say it"},
	{"giver", "WORDS", false, "授予单位（不知道就不填）", "who gave it (leave out where not known)"},
	{"year", "YYYY", false, "哪一年（不知道就不填）", "which year (leave out where not known)"},
	{"level", "LEVEL", false, "national|region|league|county|unit（全国、自治区、盟市、旗县、单位）", "national, region, league, county or unit"},
	{"document", "NUMBER", false, "文号", "number of the document"},
	{"words", "WORDS", false, "说明或报道原话", "in words, or the source's own"},
	{"id", "UUID", false, "自定编号：同一编号同一内容再次提交不会重复", "an id of your own: the same again changes nothing"}, END};
static const struct cli_option list_options[] = {
	{"org", "CODE", true, "这个工会及下级登记的", "kept by this union and those below it"},
	{"kind", "KIND", false, "person|union|partner|station（个人、工会、单位、驿站）", "person, union, partner or station"},
	{"person", "ID", false, "只看这个人的", "of this person only"},
	{"year", "YYYY", false, "只看这一年的", "of this year only"},
	{"all", NULL, false, "已撤销的也列出", "withdrawn ones too"}, NAMES, END};
static const struct cli_option show_options[] = {NAMES, END};
static const struct cli_option withdraw_options[] = {
	{"why", "WORDS", true, "撤销原因", "why"}, END};

const struct cli_command cli_honour_commands[] = {
	{"honour", "add", NULL, 0, 0, add_options, CLI_WRITE, cmd_honour_add, "登记个人、工会、单位或驿站的荣誉", "enter an honour of a person, union, partner or station",
	 "没有说的就不填，显示为“未说明”。牌匾照片用 attachment add --for honour:编号。", "What is not told is left out and shown as not told. The plaque's picture goes with attachment add --for honour:ID.",
	 "songnuan honour add --org 152224 --station 突泉县总工会户外劳动者服务站 --award 全国最美工会户外劳动者服务站 --level national --year 2022 --as li"},
	{"honour", "show", "ID", 1, 1, show_options, CLI_READ, cmd_honour_show, "显示一项荣誉和它的照片", "show an honour and its pictures", NULL, NULL, NULL},
	{"honour", "list", NULL, 0, 0, list_options, CLI_READ, cmd_honour_list, "列出荣誉（个人姓名遮盖）", "list honours (names of people masked)", NULL, NULL, NULL},
	{"honour", "withdraw", "ID", 1, 1, withdraw_options, CLI_WRITE, cmd_honour_withdraw, "撤销一项荣誉：记录保留，写明原因", "withdraw an honour: the record stays and says why", NULL, NULL,
	 "songnuan honour withdraw 0192f0c0-… --why 登记有误 --as wang"},
	{0},
};
/* clang-format on */
