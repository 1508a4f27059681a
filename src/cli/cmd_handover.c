#include "care/entry.h"

#include "base/idnumber.h"
#include "base/name.h"
#include "cli/cli_priv.h"
#include "cli/cmd.h"
#include "cli/cmd_file.h"
#include "people/team.h"

#include <inttypes.h>

/* The id that --id gives, or a fresh one. */
static struct sn_err id_option(struct cli *cli, struct uuid *out)
{
	*out = new_id(&cli->ctx);
	return cli_uuid(cli, "id", out);
}

/* An ID number, or the person's id as lists show it together with the union's shard. */
static struct sn_err who_operand(struct cli *cli, struct str text, struct person_ref *out)
{
	struct id_number id;
	struct person p;
	struct sn_err e = id_number_parse(&id, text, day_of(now_us(&cli->ctx)));
	e.field = "id_number";
	SN_TRY(e);
	const struct id_hash hash = people_id_hash(cli->ctx.keys, &id);
	SN_TRY(people_by_hashes(&cli->ctx, &hash, 1, &p));
	*out = (struct person_ref){p.shard, p.person_id};
	return uuid_is_null(p.person_id) ? SN_FAIL(WHO_UNKNOWN, .field = "id_number") : SN_SUCCESS;
}

static struct sn_err print_id(struct cli *cli, const char *zh, const char *en, struct uuid id)
{
	char text[UUID_TEXT_BYTES];
	uuid_text(id, text);
	(void)fprintf(cli->out, "%s %s\n", CLI_WORDS(cli, zh, en), text);
	return SN_SUCCESS;
}

/* ---- handover attempt ---- */

struct attempt_work {
	struct cycle cycle;
	struct handover_attempt attempt;
};
static struct sn_err attempt_work(struct ctx *c, void *arg)
{
	struct attempt_work *w = arg;
	return handover_attempt(c, &w->cycle, &w->attempt);
}

static struct sn_err cmd_attempt(struct cli *cli)
{
	struct attempt_work w = {.attempt = {.words = cli_value(cli, "words")}};
	struct user by;
	struct item item;
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &w.cycle));
	SN_TRY(handover_outcome_parse(&w.attempt.outcome, cli_value(cli, "outcome")));
	SN_TRY(id_option(cli, &w.attempt.attempt_id));
	SN_TRY(cli_day(cli, "day", &w.attempt.day));
	SN_TRY(who_operand(cli, cli->operands[0], &w.attempt.who));
	if (cli_has(cli, "item")) {
		SN_TRY(goods_item_by_code(&cli->ctx, cli_value(cli, "item"), &item));
		w.attempt.item_no = item.item_no;
	}
	if (cli_has(cli, "by")) {
		SN_TRY(cli_user(cli, cli_value(cli, "by"), &by));
		w.attempt.by_id = by.user_id;
	}
	SN_TRY(store_write(&cli->ctx, attempt_work, &w));
	SN_TRY(print_id(cli, "已记录", "recorded", w.attempt.attempt_id));
	if (uuid_is_null(w.attempt.document_id))
		return SN_SUCCESS;
	return print_id(cli, "报损单（待批准）", "a loss, to be approved:", w.attempt.document_id);
}

/* ---- handover exchange ---- */

struct exchange_work {
	struct handover_exchange what;
	struct handover_exchanged out;
};
static struct sn_err exchange_work(struct ctx *c, void *arg)
{
	struct exchange_work *w = arg;
	return handover_exchange(c, &w->what, &w->out);
}

static struct sn_err cmd_exchange(struct cli *cli)
{
	struct exchange_work w = {.what = {.words = cli_value(cli, "words"), .level = EVIDENCE_C}};
	struct cycle cycle;
	struct item item;
	char id[UUID_TEXT_BYTES];
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &cycle));
	SN_TRY(entry_record_id(cli->ctx.mem, &cycle, cli->operands[0], &w.what.record_id));
	SN_TRY(goods_item_by_code(&cli->ctx, cli_value(cli, "item"), &item));
	SN_TRY(id_option(cli, &w.what.exchange_id));
	if (cli_has(cli, "level") && !ledger_evidence_parse(&w.what.level, cli_value(cli, "level")))
		return SN_FAIL(BAD_LEVEL, .field = "level");
	w.what.item_no = item.item_no;
	SN_TRY(store_write(&cli->ctx, exchange_work, &w));
	const int64_t was = money_fen(w.out.was), now = money_fen(w.out.now);
	uuid_text(w.out.record_id, id);
	(void)fprintf(cli->out,
		      CLI_WORDS(cli,
				"已调换，新记录 %s；原值 %" PRId64 ".%02" PRId64
				" 元，新值 %" PRId64 ".%02" PRId64 " 元\n",
				"exchanged, the new record is %s; it was worth %" PRId64
				".%02" PRId64 " yuan, is worth %" PRId64 ".%02" PRId64 " yuan\n"),
		      id, was / 100, was % 100, now / 100, now % 100);
	return SN_SUCCESS;
}

/* ---- custody ---- */

struct explain_work {
	struct cycle cycle;
	struct uuid id;
	struct str words;
};
static struct sn_err explain_work(struct ctx *c, void *arg)
{
	const struct explain_work *w = arg;
	return handover_explain(c, &w->cycle, w->id, w->words);
}
static struct sn_err sign_work(struct ctx *c, void *arg)
{
	const struct explain_work *w = arg;
	return handover_explain_sign(c, w->id);
}

static struct sn_err cmd_explain(struct cli *cli)
{
	struct explain_work w = {.words = cli_value(cli, "words")};
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &w.cycle));
	SN_TRY(id_option(cli, &w.id));
	SN_TRY(store_write(&cli->ctx, explain_work, &w));
	return print_id(cli, "已说明，待批准人签署",
			"explained, to be signed by an approver:", w.id);
}

static struct sn_err cmd_explain_sign(struct cli *cli)
{
	struct explain_work w = {.words = STR_NULL};
	SN_TRY(uuid_parse(&w.id, cli->operands[0], "id"));
	SN_TRY(store_write(&cli->ctx, sign_work, &w));
	return print_id(cli, "已签署", "signed", w.id);
}

static const struct table_out_column explanation_columns[] = {
	{"id", "编号", "id", TABLE_TEXT, 0},
	{"org", "工会", "union", TABLE_TEXT, 0},
	{"holder", "保管人", "holder", TABLE_TEXT, 0},
	{"quantity", "件数", "pieces", TABLE_INT, 0},
	{"value_fen", "金额", "value", TABLE_MONEY, 0},
	{"words", "说明", "why", TABLE_TEXT, 0},
	{"approver", "批准人", "approver", TABLE_TEXT, 0},
};

static struct str login_of(struct cli *cli, struct uuid user_id)
{
	struct user user;
	if (uuid_is_null(user_id) || sn_failed(rights_user_by_id(&cli->ctx, user_id, &user)))
		return STR_NULL;
	return user.login;
}

static struct sn_err cmd_explanations(struct cli *cli)
{
	struct handover_explanation *list = NULL;
	struct table_out *t = NULL;
	struct cycle cycle;
	struct org org;
	size_t count = 0;
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &cycle));
	SN_TRY(handover_explanations(&cli->ctx, cycle.cycle_no, &list, &count));
	SN_TRY(cli_table(cli, explanation_columns,
			 sizeof explanation_columns / sizeof explanation_columns[0], &t));
	for (size_t i = 0; i < count; i++) {
		char id[UUID_TEXT_BYTES];
		const struct sn_err e = org_by_no(&cli->ctx, list[i].org_no, 0, &org);
		uuid_text(list[i].explanation_id, id);
		table_out_text(t, str_of(id));
		table_out_text(t, sn_failed(e) ? STR_NULL : org.code);
		table_out_text(t, login_of(cli, list[i].holder_id));
		table_out_int(t, list[i].quantity);
		table_out_money(t, list[i].value);
		table_out_text(t, list[i].words);
		table_out_text(t, login_of(cli, list[i].approver_id));
		table_out_row_end(t);
	}
	return table_out_close(t);
}

/* ---- proxies that somebody must look into ---- */

struct close_work {
	struct org org;
	struct uuid id;
	struct str words;
};
static struct sn_err close_work(struct ctx *c, void *arg)
{
	const struct close_work *w = arg;
	return handover_case_close(c, w->org.shard, w->id, w->words);
}

static struct sn_err cmd_proxy_close(struct cli *cli)
{
	struct close_work w = {.words = cli_value(cli, "words")};
	SN_TRY(cli_org(cli, "org", &w.org));
	SN_TRY(uuid_parse(&w.id, cli->operands[0], "case"));
	SN_TRY(store_write(&cli->ctx, close_work, &w));
	return print_id(cli, "已办结", "closed", w.id);
}

static const struct table_out_column proxy_columns[] = {
	{"case", "编号", "case", TABLE_TEXT, 0},
	{"org", "工会", "union", TABLE_TEXT, 0},
	{"record", "发放记录", "record", TABLE_TEXT, 0},
	{"others", "代领人数", "people collected for", TABLE_INT, 0},
	{"opened", "登记时间", "opened", TABLE_TIME, 0},
	{"open", "未结", "open", TABLE_BOOL, 0},
};

static struct sn_err cmd_proxies(struct cli *cli)
{
	struct handover_case *list = NULL;
	struct table_out *t = NULL;
	struct cycle cycle;
	struct org org;
	size_t count = 0;
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &cycle));
	SN_TRY(handover_cases(&cli->ctx, cycle.cycle_no, &list, &count));
	SN_TRY(cli_table(cli, proxy_columns, sizeof proxy_columns / sizeof proxy_columns[0], &t));
	for (size_t i = 0; i < count; i++) {
		char id[UUID_TEXT_BYTES], record[UUID_TEXT_BYTES];
		const struct sn_err e = org_by_no(&cli->ctx, list[i].org_no, 0, &org);
		uuid_text(list[i].case_id, id);
		uuid_text(list[i].record_id, record);
		table_out_text(t, str_of(id));
		table_out_text(t, sn_failed(e) ? STR_NULL : org.code);
		table_out_text(t, str_of(record));
		table_out_int(t, list[i].others);
		table_out_time(t, list[i].opened_us);
		table_out_bool(t, list[i].open);
		table_out_row_end(t);
	}
	return table_out_close(t);
}

/* ---- missing ---- */

static const struct table_out_column missing_columns[] = {
	{"org", "工会", "union", TABLE_TEXT, 0},
	{"team", "班组", "team", TABLE_TEXT, 0},
	{"name", "姓名", "name", TABLE_TEXT, 0},
	{"benefit", "项目", "benefit", TABLE_TEXT, 0},
	{"absent", "不在", "absent", TABLE_INT, 0},
	{"refused", "谢绝", "refused", TABLE_INT, 0},
	{"wrong_size", "尺码不合", "wrong size", TABLE_INT, 0},
	{"damaged", "破损", "damaged", TABLE_INT, 0},
};
static const struct table_out_column missing_team_columns[] = {
	{"org", "工会", "union", TABLE_TEXT, 0},
	{"team", "班组", "team", TABLE_TEXT, 0},
	{"missing", "未领（份）", "missing gifts", TABLE_INT, 0},
	{"absent", "其中不在过", "of these absent once", TABLE_INT, 0},
};

/* The rows stand by union and team, so a count a team needs no more than the one before. */
struct telling {
	struct cli *cli;
	struct table_out *table;
	bool names, counts;
	struct org org; /* of the rows being told */
	char team[NAME_BYTES_MAX + 1];
	int64_t missing, absent;
};

static void team_end(struct telling *t)
{
	if (t->missing == 0)
		return;
	table_out_text(t->table, t->org.code);
	table_out_text(t->table, t->team[0] ? str_of(t->team) : STR_NULL);
	table_out_int(t->table, t->missing);
	table_out_int(t->table, t->absent);
	table_out_row_end(t->table);
	t->missing = t->absent = 0;
}

static void count_row(struct telling *t, const struct handover_missing_row *row)
{
	if (t->missing == 0)
		(void)snprintf(t->team, sizeof t->team, STR_FMT, STR_ARG(row->team));
	t->missing++;
	t->absent += row->attempts[HANDOVER_ABSENT] > 0;
}

static void name_row(const struct telling *t, const struct handover_missing_row *row)
{
	char masked[NAME_MASK_BYTES];
	name_mask(row->name, masked);
	table_out_text(t->table, t->org.code);
	table_out_text(t->table, row->team.bytes > 0 ? row->team : STR_NULL);
	table_out_text(t->table, t->names ? row->name : str_of(masked));
	table_out_text(t->table, row->benefit);
	for (size_t i = 0; i < HANDOVER_OUTCOMES_COUNT; i++)
		table_out_int(t->table, row->attempts[i]);
	table_out_row_end(t->table);
}

struct list {
	struct arena *mem;
	struct handover_missing_row *rows;
	size_t count;
};
static struct sn_err keep_row(void *self, const struct handover_missing_row *row)
{
	struct list *l = self;
	if ((l->count & (l->count - 1)) == 0) {
		const size_t room = l->count == 0 ? 64 : l->count * 2;
		struct handover_missing_row *more =
			ARENA_ARRAY(l->mem, struct handover_missing_row, room);
		if (!more)
			return SN_FAIL(OUT_OF_MEMORY);
		if (l->count > 0)
			memcpy(more, l->rows, l->count * sizeof *more);
		l->rows = more;
	}
	struct handover_missing_row kept = *row;
	kept.name = arena_str(l->mem, row->name);
	kept.team = arena_str(l->mem, row->team);
	kept.benefit = arena_str(l->mem, row->benefit);
	l->rows[l->count++] = kept;
	return SN_SUCCESS;
}

static struct sn_err tell(struct telling *t, const struct list *l)
{
	for (size_t i = 0; i < l->count; i++) {
		const struct handover_missing_row *row = &l->rows[i];
		if (row->org_no != t->org.org_no) {
			if (t->counts)
				team_end(t);
			SN_TRY(org_by_no(&t->cli->ctx, row->org_no, 0, &t->org));
		}
		if (t->counts) {
			if (t->missing > 0 && !str_is(row->team, t->team))
				team_end(t);
			count_row(t, row);
		} else {
			name_row(t, row);
		}
	}
	if (t->counts)
		team_end(t);
	return SN_SUCCESS;
}

/* ---- missing, as lines to copy into a message: a union, then a line a team ---- */

static bool same_team(const struct handover_missing_row *a, const struct handover_missing_row *b)
{
	return a->org_no == b->org_no && str_eq(a->team, b->team);
}

static bool same_person(const struct handover_missing_row *a, const struct handover_missing_row *b)
{
	return a->shard == b->shard && uuid_eq(a->person_id, b->person_id);
}

/* Where the team of the row at `from` ends; how many people it is. Rows of one person stand together. */
static size_t team_of(const struct list *l, size_t from, int64_t *people)
{
	size_t i = from;
	*people = 0;
	for (; i < l->count && same_team(&l->rows[from], &l->rows[i]); i++)
		*people += i == from || !same_person(&l->rows[i - 1], &l->rows[i]);
	return i;
}

static void team_line(const struct telling *t, const struct list *l, size_t from, size_t until)
{
	struct cli *cli = t->cli;
	char masked[NAME_MASK_BYTES];
	for (size_t i = from; i < until; i++) {
		const struct handover_missing_row *row = &l->rows[i];
		if (i > from && same_person(&l->rows[i - 1], row))
			continue;
		name_mask(row->name, masked);
		(void)fprintf(cli->out, "%s" STR_FMT, i == from ? "" : CLI_WORDS(cli, "、", ", "),
			      STR_ARG(t->names ? row->name : str_of(masked)));
		if (row->attempts[HANDOVER_ABSENT] > 0)
			(void)fprintf(
				cli->out,
				CLI_WORDS(cli, "（不在 %" PRId64 " 次）", " (absent %" PRId64 "×)"),
				row->attempts[HANDOVER_ABSENT]);
	}
	(void)fputs("\n", cli->out);
}

static struct sn_err tell_lines(struct telling *t, const struct list *l)
{
	struct cli *cli = t->cli;
	int64_t all = 0, people = 0;
	for (size_t from = 0, until = 0; from < l->count; from = until) {
		const struct handover_missing_row *row = &l->rows[from];
		if (row->org_no != t->org.org_no) {
			SN_TRY(org_by_no(&cli->ctx, row->org_no, 0, &t->org));
			(void)fprintf(cli->out, "%s" STR_FMT "\n", from == 0 ? "" : "\n",
				      STR_ARG(t->org.name));
		}
		until = team_of(l, from, &people);
		all += people;
		(void)fprintf(cli->out,
			      CLI_WORDS(cli, STR_FMT "（%" PRId64 " 人未领）：",
					STR_FMT " (%" PRId64 " missing): "),
			      STR_ARG(row->team.bytes > 0
					      ? row->team
					      : str_of(CLI_WORDS(cli, "未分班组", "no team"))),
			      people);
		team_line(t, l, from, until);
	}
	(void)fprintf(cli->out,
		      CLI_WORDS(cli, "%s合计 %" PRId64 " 人未领\n",
				"%s%" PRId64 " people have not yet received in all\n"),
		      l->count > 0 ? "\n" : "", all);
	return SN_SUCCESS;
}

static struct sn_err missing_ask(struct cli *cli, const struct org *org, struct missing_filter *out)
{
	struct cycle cycle;
	struct team team;
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &cycle));
	*out = (struct missing_filter){.cycle_no = cycle.cycle_no, .path = org->path};
	if (!cli_has(cli, "team"))
		return SN_SUCCESS;
	SN_TRY(team_find(&cli->ctx, org, cli_value(cli, "team"), &team));
	out->team_id = team.team_id;
	return SN_SUCCESS;
}

static struct sn_err cmd_missing(struct cli *cli)
{
	struct telling t = {
		.cli = cli, .names = cli_has(cli, "names"), .counts = cli_has(cli, "counts")};
	struct list l = {.mem = cli->ctx.mem};
	struct missing_filter filter;
	struct org org;
	SN_TRY(cli_org(cli, "org", &org));
	if (t.names) /* whole names are for those who hand out there */
		SN_TRY(RIGHTS_REQUIRE(&cli->ctx, ROLE_DISTRIBUTOR, org.org_no));
	SN_TRY(missing_ask(cli, &org, &filter));
	if (cli_has(cli, "lines") && (t.counts || cli->format != TABLE_FORMAT_TEXT))
		return sn_err_with_text(SN_FAIL(BAD_USAGE), "--lines | --counts | --format");
	SN_TRY(handover_missing(&cli->ctx, &filter, keep_row, &l));
	if (cli_has(cli, "lines"))
		return tell_lines(&t, &l);
	SN_TRY(cli_table(cli, t.counts ? missing_team_columns : missing_columns,
			 t.counts ? sizeof missing_team_columns / sizeof missing_team_columns[0]
				  : sizeof missing_columns / sizeof missing_columns[0],
			 &t.table));
	const struct sn_err e = tell(&t, &l);
	const struct sn_err closed = table_out_close(t.table);
	return sn_failed(e) ? e : closed;
}

/* ---- the table ---- */

/* clang-format off */
#define END {NULL, NULL, false, NULL, NULL}
#define CYCLE {"cycle", "CODE", true, "哪次活动", "of which cycle"}
#define ID {"id", "UUID", false, "自定的编号：同一编号再交是同一件事", "your own id: the same again is the same act"}
static const struct cli_option attempt_options[] = {
	CYCLE,
	{"outcome", "WORD", true, "absent、refused、wrong-size、damaged 或其中文（不在、谢绝、尺码不合、破损）", "absent, refused, wrong-size, damaged"},
	{"words", "WORDS", false, "原话（谢绝时必填）", "the person's words (needed where he refused)"},
	{"day", "DAY", false, "哪一天（缺省今天）", "on which day (today)"},
	{"item", "CODE", false, "哪样物品；破损时据此做报损单", "of which item; where it is damaged, its loss is drafted"},
	{"by", "LOGIN", false, "在谁的保管中", "in whose custody it lay"}, ID, END};
static const struct cli_option exchange_options[] = {
	CYCLE,
	{"item", "CODE", true, "换成哪样（如另一尺码）", "for which item, such as another size"},
	{"level", "B|C", false, "新发放的凭证级别（缺省 C）", "evidence of the new hand-over (C)"},
	{"words", "WORDS", false, "为什么调换", "why"}, ID, END};
static const struct cli_option explain_options[] = {
	CYCLE, {"words", "WORDS", true, "为什么还在手里", "why it is still there"}, ID, END};
static const struct cli_option cycle_options[] = {CYCLE, END};
static const struct cli_option close_options[] = {
	{"org", "CODE", true, "哪个工会", "of which union"},
	{"words", "WORDS", true, "查看的结果", "what was found"}, END};
static const struct cli_option missing_options[] = {
	CYCLE,
	{"org", "CODE", true, "哪个工会及下级", "which union and those below it"},
	{"team", "NAME", false, "只看这个班组", "only this team"},
	{"counts", NULL, false, "只看各班组的份数", "only counts by team"},
	{"lines", NULL, false, "每个班组一行，可直接复制到群里", "a line a team, to copy into a message"},
	{"names", NULL, false, "显示全名（限当地发放员，须 --as）", "whole names (for distributors there, with --as)"}, END};

const struct cli_command cli_handover_commands[] = {
	{"handover", "attempt", "ID_NUMBER", 1, 1, attempt_options, CLI_WRITE, cmd_attempt, "记录没有送到：不在、谢绝、尺码不合、破损", "record that it was not handed over: absent, refused, wrong size, damaged", NULL, NULL,
	 "songnuan handover attempt 150302196001010010 --cycle hw-2024 --outcome absent --as zhao"},
	{"deliver", "exchange", "ID", 1, 1, exchange_options, CLI_WRITE, cmd_exchange, "发放后调换（ID 为发放编号或 UUID）：旧件退回原处，发新件", "exchange after the hand-over (ID: its delivery_id or UUID): the old piece goes back, the new one out",
	 "原记录红字更正，新记录指回原记录；价值有差别时两个数都写明。", "The old record is taken back and the new one points at it; where their values differ, both are named.", "songnuan deliver exchange 12 --cycle hw-2024 --item coat/L --as zhao"},
	{"handover", "explain", NULL, 0, 0, explain_options, CLI_WRITE, cmd_explain, "保管人说明手里为什么还有", "the holder says why he still has custody",
	 "由保管人本人说明，批准人签署；此后再有变动须重新说明。", "The holder himself explains, an approver signs; what changes afterwards is to be explained anew.", NULL},
	{"handover", "sign", "ID", 1, 1, NULL, CLI_WRITE, cmd_explain_sign, "批准人签署保管说明", "an approver signs an explanation", NULL, NULL, NULL},
	{"handover", "custody", NULL, 0, 0, cycle_options, CLI_READ, cmd_explanations, "列出保管说明", "list what was explained of custody", NULL, NULL, NULL},
	{"handover", "proxies", NULL, 0, 0, cycle_options, CLI_READ, cmd_proxies, "列出代领过多、待查看的事项", "list proxies who collect for too many", NULL, NULL, NULL},
	{"handover", "looked", "CASE", 1, 1, close_options, CLI_WRITE, cmd_proxy_close, "办结一件代领事项", "close a case of proxies", NULL, NULL, NULL},
	{"missing", NULL, NULL, 0, 0, missing_options, CLI_READ, cmd_missing, "还有谁没领到（遮名，按班组）", "who has not yet received, by team (masked)", NULL, NULL,
	 "songnuan missing --cycle hw-2024 --org 150802 --team 一班"},
	{0},
};
/* clang-format on */
