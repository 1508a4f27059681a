#include "base/name.h"
#include "care/care.h"
#include "cli/cmd.h"
#include "cli/cmd_file.h"

#include <inttypes.h>

/* ---- programme ---- */

struct programme_work {
	struct str json;
	struct programme programme;
	bool changed;
};

static struct sn_err load_work(struct ctx *c, void *arg)
{
	struct programme_work *w = arg;
	return care_programme_load(c, w->json, &w->programme, &w->changed);
}

struct sn_err cmd_programme_load(struct cli *cli)
{
	struct programme_work w = {0};
	SN_TRY(RIGHTS_REQUIRE(&cli->ctx, ROLE_MAKER, 0));
	SN_TRY(cmd_read_file(cli, cli->operands[0], JSON_BYTES_MAX, &w.json));
	SN_TRY(store_write(&cli->ctx, load_work, &w));
	(void)fprintf(cli->out,
		      CLI_WORDS(cli, "%s：" STR_FMT " 第 %" PRId64 " 版\n",
				"%s: " STR_FMT " version %" PRId64 "\n"),
		      w.changed ? CLI_WORDS(cli, "已载入", "loaded")
				: CLI_WORDS(cli, "已在，未变", "there already, unchanged"),
		      STR_ARG(w.programme.code), w.programme.version);
	if (!str_is_null(w.programme.unset))
		(void)fprintf(cli->out,
			      CLI_WORDS(cli, "注意：" STR_FMT " 尚未设定，应由 " STR_FMT " 决定\n",
					"note: " STR_FMT " is not set yet; " STR_FMT
					" decides it\n"),
			      STR_ARG(w.programme.unset), STR_ARG(w.programme.unset_by));
	return SN_SUCCESS;
}

static const struct table_out_column programme_columns[] = {
	{"code", "代码", "code", TABLE_TEXT, 0},     {"name", "项目", "programme", TABLE_TEXT, 0},
	{"version", "版", "version", TABLE_INT, 0},  {"from", "自", "from", TABLE_DAY, 0},
	{"until", "至", "until", TABLE_DAY, 0},      {"kind", "类型", "kind", TABLE_TEXT, 0},
	{"source", "依据", "source", TABLE_TEXT, 0},
};

static void day_or_unknown(struct table_out *t, int32_t day)
{
	if (day == 0)
		table_out_unknown(t);
	else
		table_out_day(t, day);
}

struct sn_err cmd_programme_list(struct cli *cli)
{
	struct programme *list = NULL;
	struct table_out *t = NULL;
	size_t count = 0;
	SN_TRY(care_programmes(&cli->ctx, &list, &count));
	SN_TRY(cli_table(cli, programme_columns,
			 sizeof programme_columns / sizeof programme_columns[0], &t));
	for (size_t i = 0; i < count; i++) {
		table_out_text(t, list[i].code);
		table_out_text(t, cli->lang == LANG_ZH ? list[i].name_zh : list[i].name_en);
		table_out_int(t, list[i].version);
		day_or_unknown(t, list[i].from_day);
		day_or_unknown(t, list[i].until_day);
		table_out_text(t, list[i].kind);
		table_out_text(t, cli->lang == LANG_ZH ? list[i].source_zh : list[i].source);
		table_out_row_end(t);
	}
	return table_out_close(t);
}

struct sn_err cmd_programme_show(struct cli *cli)
{
	struct programme programme;
	int64_t version = 0;
	SN_TRY(cli_int(cli, "version", &version));
	SN_TRY(care_programme_read(&cli->ctx, cli->operands[0], version, 0, &programme));
	(void)fprintf(cli->out, STR_FMT "\n", STR_ARG(programme.json));
	return SN_SUCCESS;
}

/* ---- cycle ---- */

struct cycle_work {
	struct cycle cycle, made;
	enum cycle_state to;
};

static struct sn_err create_work(struct ctx *c, void *arg)
{
	struct cycle_work *w = arg;
	return care_cycle_create(c, &w->cycle, &w->made);
}

static struct sn_err advance_work(struct ctx *c, void *arg)
{
	struct cycle_work *w = arg;
	return care_cycle_advance(c, w->cycle.cycle_no, w->to, &w->made);
}

static void say_state(const struct cli *cli, const struct cycle *cycle)
{
	(void)fprintf(cli->out, STR_FMT "%s%s\n", STR_ARG(cycle->code), CLI_WORDS(cli, "：", ": "),
		      cmd_cycle_state_text(cli, (int)cycle->state));
}

struct sn_err cmd_cycle_create(struct cli *cli)
{
	struct cycle_work w = {.cycle = {.code = cli->operands[0],
					 .name = cli_value(cli, "name"),
					 .programme = cli_value(cli, "programme")}};
	struct org org;
	SN_TRY(cli_org(cli, "org", &org));
	w.cycle.org_no = org.org_no;
	SN_TRY(cli_day(cli, "from", &w.cycle.from_day));
	SN_TRY(cli_day(cli, "until", &w.cycle.until_day));
	SN_TRY(store_write(&cli->ctx, create_work, &w));
	say_state(cli, &w.made);
	return SN_SUCCESS;
}

struct sn_err cmd_cycle_advance(struct cli *cli)
{
	struct cycle_work w;
	const struct str to = cli_value(cli, "to");
	if (!care_cycle_state_parse(&w.to, to))
		return sn_err_with_text(SN_FAIL(BAD_USAGE), "--to " STR_FMT, STR_ARG(to));
	SN_TRY(care_cycle_by_code(&cli->ctx, cli->operands[0], &w.cycle));
	SN_TRY(store_write(&cli->ctx, advance_work, &w));
	say_state(cli, &w.made);
	return SN_SUCCESS;
}

static const struct table_out_column cycle_columns[] = {
	{"code", "代码", "code", TABLE_TEXT, 0},
	{"name", "活动", "cycle", TABLE_TEXT, 0},
	{"state", "状态", "state", TABLE_TEXT, 0},
	{"programme", "项目", "programme", TABLE_TEXT, 0},
	{"version", "版", "version", TABLE_INT, 0},
	{"org", "主办工会", "run by", TABLE_TEXT, 0},
	{"from", "自", "from", TABLE_DAY, 0},
	{"until", "至", "until", TABLE_DAY, 0},
};

struct sn_err cmd_cycle_show(struct cli *cli)
{
	struct cycle *list = NULL;
	struct table_out *t = NULL;
	struct org org;
	size_t count = 0;
	if (cli->operands_count > 0) {
		list = ARENA_NEW(cli->ctx.mem, struct cycle);
		if (!list)
			return SN_FAIL(OUT_OF_MEMORY);
		SN_TRY(care_cycle_by_code(&cli->ctx, cli->operands[0], list));
		count = 1;
	} else {
		SN_TRY(care_cycles(&cli->ctx, &list, &count));
	}
	SN_TRY(cli_table(cli, cycle_columns, sizeof cycle_columns / sizeof cycle_columns[0], &t));
	for (size_t i = 0; i < count; i++) {
		const struct sn_err e = org_by_no(&cli->ctx, list[i].org_no, 0, &org);
		table_out_text(t, list[i].code);
		table_out_text(t, list[i].name);
		table_out_text(t, str_of(cli->format == TABLE_FORMAT_TEXT
						 ? cmd_cycle_state_text(cli, (int)list[i].state)
						 : care_cycle_state_word(list[i].state)));
		table_out_text(t, list[i].programme);
		table_out_int(t, list[i].programme_version);
		table_out_text(t, sn_failed(e) ? STR_NULL : org.code);
		day_or_unknown(t, list[i].from_day);
		day_or_unknown(t, list[i].until_day);
		table_out_row_end(t);
	}
	return table_out_close(t);
}

/* ---- entitle ---- */

struct entitle_work {
	struct entitle_ask ask;
	struct entitle_result result;
};

static struct sn_err entitle_work(struct ctx *c, void *arg)
{
	struct entitle_work *w = arg;
	return care_entitle(c, &w->ask, &w->result);
}

static struct sn_err print_entitled(struct cli *cli, const struct entitle_result *r)
{
	char words[512], masked[NAME_MASK_BYTES];
	if (cli->format == TABLE_FORMAT_JSON) {
		struct json_out o = json_out_file(cli->out, true);
		json_out_object(&o, NULL);
		json_out_int(&o, "made", r->made);
		json_out_int(&o, "existing", r->existing);
		json_out_int(&o, "refused", r->refused);
		json_out_int(&o, "without_id", r->without_id);
		json_out_array(&o, "refusals");
		for (size_t i = 0; i < r->refusals_count; i++) {
			const struct entitle_refusal *x = &r->refusals[i];
			name_mask(x->person.name, masked);
			sn_err_words(x->why, cli->lang, words, sizeof words);
			json_out_object(&o, NULL);
			json_out_uuid(&o, "person", x->person.person_id);
			json_out_text(&o, "name", str_of(masked));
			json_out_text(&o, "benefit", x->benefit);
			json_out_text(&o, "reason", str_of(sn_reason_word(x->why.reason)));
			json_out_text(&o, "message", str_of(words));
			json_out_end(&o);
		}
		json_out_end(&o);
		json_out_end(&o);
		return json_out_done(&o);
	}
	cmd_text_counts(cli, (const struct cmd_count[]){{"新增名额", "made", r->made},
							{"已有", "existing", r->existing},
							{"未给", "refused", r->refused},
							{"无证件号", "without ID", r->without_id},
							{NULL, NULL, 0}});
	for (size_t i = 0; i < r->refusals_count; i++) {
		name_mask(r->refusals[i].person.name, masked);
		sn_err_words(r->refusals[i].why, cli->lang, words, sizeof words);
		(void)fprintf(cli->out, "  %s%s%s\n", masked, CLI_WORDS(cli, "：", ": "), words);
	}
	return SN_SUCCESS;
}

/* On the writer's thread, while the command's own waits for it. */
static void show_entitled(void *self, int64_t people)
{
	struct cli *cli = self;
	cli_progress(cli, CLI_WORDS(cli, "生成名额", "entitle"), people, 0);
}

struct sn_err cmd_entitle(struct cli *cli)
{
	struct entitle_work w = {.ask = {.progress = show_entitled, .progress_self = cli}};
	struct org_tree *tree = NULL;
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &w.ask.cycle));
	SN_TRY(cli_org(cli, "org", &w.ask.org));
	SN_TRY(org_tree_load(&cli->ctx, 0, &tree));
	w.ask.tree = tree;
	const struct sn_err e = store_write(&cli->ctx, entitle_work, &w);
	org_tree_free(tree);
	cli_progress_end(cli);
	SN_TRY(e);
	SN_TRY(print_entitled(cli, &w.result));
	return w.result.refused > 0 ? SN_FAIL(PARTLY_TAKEN, .arg = {w.result.refused}) : SN_SUCCESS;
}

/* ---- case list ---- */

static const struct table_out_column case_columns[] = {
	{"case", "编号", "case", TABLE_TEXT, 0},
	{"kind", "事由", "kind", TABLE_TEXT, 0},
	{"org", "工会", "union", TABLE_TEXT, 0},
	{"record", "发放记录", "record", TABLE_TEXT, 0},
	{"opened", "登记时间", "opened", TABLE_TIME, 0},
	{"open", "未结", "open", TABLE_BOOL, 0},
};

/* Words for people, the stable word for programs. */
static struct str case_kind(const struct cli *cli, struct str kind)
{
	if (cli->format != TABLE_FORMAT_TEXT)
		return kind;
	if (str_is(kind, "over_issue"))
		return str_of(CLI_WORDS(cli, "重复领取", "given twice"));
	return str_of(CLI_WORDS(cli, "没有名额", "not entitled"));
}

struct sn_err cmd_cases(struct cli *cli)
{
	struct cycle cycle;
	struct care_case *list = NULL;
	struct table_out *t = NULL;
	struct org org;
	size_t count = 0;
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &cycle));
	SN_TRY(care_cases(&cli->ctx, cycle.cycle_no, &list, &count));
	SN_TRY(cli_table(cli, case_columns, sizeof case_columns / sizeof case_columns[0], &t));
	for (size_t i = 0; i < count; i++) {
		char id[UUID_TEXT_BYTES], record[UUID_TEXT_BYTES];
		const struct sn_err e = org_by_no(&cli->ctx, list[i].org_no, 0, &org);
		uuid_text(list[i].case_id, id);
		uuid_text(list[i].record_id, record);
		table_out_text(t, str_of(id));
		table_out_text(t, case_kind(cli, list[i].kind));
		table_out_text(t, sn_failed(e) ? STR_NULL : org.code);
		table_out_text(t, str_of(record));
		table_out_time(t, list[i].opened_us);
		table_out_bool(t, list[i].open);
		table_out_row_end(t);
	}
	return table_out_close(t);
}
