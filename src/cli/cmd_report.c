#include "cli/cmd.h"
#include "report/report_json.h"

#include <inttypes.h>

/* ---- the table for people ---- */

static const struct table_out_column columns[] = {
	{"name", "工会", "union", TABLE_TEXT, 0},
	{"recipients", "人数（人）", "people", TABLE_TEXT, 0},
	{"amount", "金额（元）", "amount (yuan)", TABLE_TEXT, 0},
	{"meaning", "金额含义", "meaning", TABLE_TEXT, 0},
	{"unknown", "未报金额", "amounts unknown", TABLE_INT, 0},
	{"named_a", "本人确认 A", "named A", TABLE_INT, 0},
	{"named_b", "签名影像 B", "named B", TABLE_INT, 0},
	{"named_c", "发放人记录 C", "named C", TABLE_INT, 0},
	{"coverage", "实名占比", "named share", TABLE_TEXT, 0},
	{"note", "说明", "note", TABLE_TEXT, 0},
};

/* "16,066余", "近 47,000", "—": the source's own way of saying how exact it is. */
static const char *figure_text(const struct cli *cli, struct figure f, bool money)
{
	char number[32];
	if (f.known_parts == 0)
		return f.unknown_parts > 0 ? CLI_WORDS(cli, "未报", "not said") : NULL;
	money_text(MONEY_FEN(money ? f.value : f.value * 100), number, sizeof number);
	if (!money)
		number[strlen(number) - 3] = '\0'; /* the ".00" of a count */
	if (f.is == QUALIFIER_ABOUT)
		return arena_printf(cli->ctx.mem, "%s %s", CLI_WORDS(cli, "近", "about"), number);
	if (f.is == QUALIFIER_MORE_THAN)
		return cli->lang == LANG_ZH ? arena_printf(cli->ctx.mem, "%s余", number)
					    : arena_printf(cli->ctx.mem, "over %s", number);
	return arena_printf(cli->ctx.mem, "%s", number);
}

static const char *share_text(const struct cli *cli, const struct report_row *row)
{
	if (row->recipients.known_parts == 0 || row->recipients.value <= 0)
		return NULL;
	const int64_t permille = report_named_people(row) * 1000 / row->recipients.value;
	return arena_printf(cli->ctx.mem, "%" PRId64 ".%" PRId64 " %%", permille / 10,
			    permille % 10);
}

static const char *note_text(const struct cli *cli, const struct report_row *row)
{
	if (row->detail)
		return CLI_WORDS(cli, "已含在上级数字内", "inside the figure above");
	if (row->subtree)
		return CLI_WORDS(cli, "上报（含下级）", "reported with those below");
	if (row->own)
		return CLI_WORDS(cli, "上报（本级）", "reported, own");
	return NULL;
}

static void table_row(struct cli *cli, struct table_out *t, const struct org_tree *tree,
		      const struct report_row *row)
{
	const char *name = org_tree_org(tree, row->at)->name.at;
	table_out_text(t, str_of(arena_printf(cli->ctx.mem, "%*s%s", row->depth * 2, "", name)));
	table_out_text(t, str_of(figure_text(cli, row->recipients, false)));
	table_out_text(t, str_of(figure_text(cli, row->amount, true)));
	table_out_text(t, row->meaning == MEANING_UNKNOWN
				  ? STR_NULL
				  : str_of(CLI_WORDS(cli, report_meaning_words(row->meaning)->zh,
						     report_meaning_words(row->meaning)->en)));
	table_out_int(t, row->amount.unknown_parts);
	table_out_int(t, row->named[EVIDENCE_A]);
	table_out_int(t, row->named[EVIDENCE_B]);
	table_out_int(t, row->named[EVIDENCE_C]);
	table_out_text(t, str_of(share_text(cli, row)));
	table_out_text(t, str_of(note_text(cli, row)));
	table_out_row_end(t);
}

static const char *other_note(const struct cli *cli, const struct report_other *other)
{
	if (other->said->joint_no != 0)
		return CLI_WORDS(cli, "联合活动 R，计入牵头工会，不重复计",
				 "joint activity R, counts where it is led");
	if (other->twice)
		return CLI_WORDS(cli, "工会代报 R，企业已自报，不重复计",
				 "for the company R, which reported itself: not added again");
	if (other->detail)
		return CLI_WORDS(cli, "自有慰问 R，已含在上级数字内",
				 "own giving R, inside the figure above");
	return other->said->by_partner ? CLI_WORDS(cli, "自有慰问 R，自报，已计入",
						   "own giving R, reported itself, added")
				       : CLI_WORDS(cli, "自有慰问 R，工会代报，已计入",
						   "own giving R, reported for it, added");
}

enum { NAMED_COLUMNS = 4 }; /* A, B, C and their share: nobody is named in a reported figure */

static void other_row(struct cli *cli, struct table_out *t, const char *name,
		      const struct report_other *other)
{
	const struct reported *said = other->said;
	table_out_text(t, str_of(arena_printf(cli->ctx.mem, "%*s%s", other->depth * 2, "", name)));
	table_out_text(t, str_of(figure_text(cli, said->recipients, false)));
	table_out_text(t, str_of(figure_text(cli, said->amount, true)));
	table_out_text(t, said->meaning == MEANING_UNKNOWN
				  ? STR_NULL
				  : str_of(CLI_WORDS(cli, report_meaning_words(said->meaning)->zh,
						     report_meaning_words(said->meaning)->en)));
	table_out_int(t, said->amount.unknown_parts);
	for (int named = 0; named < NAMED_COLUMNS; named++)
		table_out_unknown(t);
	table_out_text(t, str_of(other_note(cli, other)));
	table_out_row_end(t);
}

static void text_head(const struct cli *cli, const struct org_tree *tree, const struct report *r,
		      int32_t as_of)
{
	char day[DAY_TEXT_BYTES];
	day_text(as_of, day);
	(void)fprintf(cli->out, "%s — " STR_FMT "\n%s %s\n\n", r->cycle.name.at,
		      STR_ARG(org_tree_org(tree, r->org_at)->name), CLI_WORDS(cli, "截至", "as of"),
		      day);
}

static void text_stated(const struct cli *cli, const struct report *r)
{
	const struct report_row *total = &r->rows[0];
	const struct {
		const char *zh, *en;
		struct figure figure;
		bool money;
	} lines[] = {
		{"自下而上合计人数", "sum from below, people", total->recipients, false},
		{"上级通报人数", "stated from above, people",
		 r->stated ? r->stated->recipients : (struct figure){0}, false},
		{"其中发放金额", "given", total->given, true},
		{"其中筹集金额", "raised", total->raised, true},
		{"上级通报金额", "stated from above, amount",
		 r->stated ? r->stated->amount : (struct figure){0}, true},
	};
	(void)fputs("\n", cli->out);
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		const char *text = figure_text(cli, lines[i].figure, lines[i].money);
		if (text)
			(void)fprintf(cli->out, "%s%s%s\n",
				      CLI_WORDS(cli, lines[i].zh, lines[i].en),
				      CLI_WORDS(cli, "：", ": "), text);
	}
	if (r->stated && r->stated->words.bytes > 0)
		(void)fprintf(cli->out, "%s" STR_FMT "\n",
			      CLI_WORDS(cli, "通报原文：", "in its own words: "),
			      STR_ARG(r->stated->words));
}

/* A line for each unit and level: they are added to nothing. */
static void text_portion(const struct cli *cli, const struct portion_total *p)
{
	char value[32];
	money_text(p->value, value, sizeof value);
	(void)fprintf(cli->out, "  %c  %" PRId64 " %s", ledger_evidence_letter(p->level),
		      p->quantity, unit_name(p->unit, p->quantity, cli->lang));
	if (p->unknown_times < p->times)
		(void)fprintf(cli->out, "%s%" PRId64 " %s", CLI_WORDS(cli, "，", ", "),
			      p->person_times,
			      unit_name(UNIT_PERSON_TIME, p->person_times, cli->lang));
	if (p->unknown_times > 0)
		(void)fprintf(cli->out,
			      CLI_WORDS(cli, "，其中 %" PRId64 " 次人次不详",
					", person-times not known of %" PRId64),
			      p->unknown_times);
	(void)fprintf(cli->out,
		      CLI_WORDS(cli, "，共发放 %" PRId64 " 次，物品值 %s 元\n",
				", given %" PRId64 " times, worth %s yuan\n"),
		      p->times, value);
}

static void text_portions(const struct cli *cli, const struct report *r)
{
	if (r->portions_count > 0)
		(void)fprintf(cli->out, "\n%s\n",
			      CLI_WORDS(cli, "不记名发放（不计入人数和金额）：",
					"given without names (in no figure above):"));
	for (size_t i = 0; i < r->portions_count; i++)
		text_portion(cli, &r->portions[i]);
}

/* Of its own unit, so it is added to nothing. */
static void text_letters(const struct cli *cli, const struct report *r)
{
	const struct letter_total *l = &r->letters;
	if (l->letters + l->again == 0)
		return;
	(void)fprintf(cli->out, "\n%s%" PRId64 " %s", CLI_WORDS(cli, "慰问信：", "printed: "),
		      l->letters, unit_name(UNIT_LETTER, l->letters, cli->lang));
	if (l->again > 0)
		(void)fprintf(
			cli->out,
			CLI_WORDS(cli, "，另重印 %" PRId64 " 封", ", besides %" PRId64 " reprints"),
			l->again);
	(void)fputs("\n", cli->out);
}

/* Sessions and those met there: beside the figures, added to none of them. */
static void text_visits(const struct cli *cli, const struct visit_total *v)
{
	const struct visit_words *is = visit_qualifier_words(v->met_is);
	const bool zh = cli->lang == LANG_ZH;
	if (v->sessions == 0)
		return;
	(void)fprintf(
		cli->out, "\n%s\n  %" PRId64 " %s",
		CLI_WORDS(cli, "慰问（走访，不计入人数和金额）：", "visits (in no figure above):"),
		v->sessions, unit_name(UNIT_SESSION, v->sessions, cli->lang));
	if (v->sessions_untold < v->sessions)
		(void)fprintf(cli->out, "%s%s%" PRId64 "%s%s%s", CLI_WORDS(cli, "，见到", ", met "),
			      zh ? is->zh_before : is->en, v->met, zh ? is->zh_behind : "",
			      zh ? "" : " ", unit_name(UNIT_PERSON_TIME, v->met, cli->lang));
	if (v->sessions_untold > 0)
		(void)fprintf(cli->out,
			      CLI_WORDS(cli, "，其中 %" PRId64 " 场未报人数",
					", nobody said how many at %" PRId64),
			      v->sessions_untold);
	if (v->needs > 0)
		(void)fprintf(cli->out,
			      CLI_WORDS(cli, "；听到诉求 %" PRId64 " 条，未办结 %" PRId64 " 条",
					"; %" PRId64 " needs heard, %" PRId64 " open"),
			      v->needs, v->needs_open);
	(void)fputs("\n", cli->out);
}

static void text_tail(const struct cli *cli, const struct org_tree *tree, const struct report *r)
{
	text_stated(cli, r);
	text_portions(cli, r);
	text_letters(cli, r);
	text_visits(cli, &r->visits);
	if (r->silent_count > 0)
		(void)fprintf(cli->out, "\n%s",
			      CLI_WORDS(cli, "未报数字的工会：", "said nothing: "));
	for (size_t i = 0; i < r->silent_count; i++)
		(void)fprintf(cli->out, "%s" STR_FMT, i == 0 ? "" : CLI_WORDS(cli, "、", ", "),
			      STR_ARG(org_tree_org(tree, r->silent[i])->name));
	if (r->findings_count > 0)
		(void)fprintf(cli->out, "\n\n%s\n",
			      CLI_WORDS(cli, "需要核对：", "to be looked at:"));
	for (size_t i = 0; i < r->findings_count; i++) {
		const struct report_finding *f = &r->findings[i];
		const bool money = strstr(f->what, "amount") || strstr(f->what, "value");
		const char *stated = figure_text(cli, f->stated, money),
			   *found = figure_text(cli, f->found, money);
		const char *gap = figure_text(
			cli, report_figure(f->stated.value - f->found.value, QUALIFIER_EXACT),
			money);
		(void)fprintf(cli->out, "  " STR_FMT " %s%s%s / %s%s%s%s\n",
			      STR_ARG(org_tree_org(tree, f->at)->name),
			      report_finding_text(f->what, cli->lang), CLI_WORDS(cli, "：", ": "),
			      stated ? stated : "—", found ? found : "—",
			      CLI_WORDS(cli, "，相差 ", ", difference "), gap, "");
	}
	(void)fputs("\n", cli->out);
}

static struct sn_err print_table(struct cli *cli, const struct org_tree *tree,
				 const struct report *r, const char *const *names, int32_t as_of)
{
	struct table_out *t = NULL;
	const bool text = cli->format == TABLE_FORMAT_TEXT;
	if (text)
		text_head(cli, tree, r, as_of);
	SN_TRY(cli_table(cli, columns, sizeof columns / sizeof columns[0], &t));
	size_t next = 0; /* both are in the order of the tree */
	for (size_t i = 0; i < r->rows_count; i++) {
		table_row(cli, t, tree, &r->rows[i]);
		for (; next < r->others_count && r->others[next].at == r->rows[i].at; next++)
			other_row(cli, t, names[next], &r->others[next]);
	}
	SN_TRY(table_out_close(t));
	if (text)
		text_tail(cli, tree, r);
	return SN_SUCCESS;
}

/* ---- commands ---- */

static struct sn_err print_sources(struct cli *cli, const struct report_ask *ask);

static struct sn_err with_tree(struct cli *cli, struct report_ask *ask, int32_t as_of)
{
	struct report report;
	int64_t depth = 1;
	const struct str code = cli_value(cli, "org");
	const int64_t top = ask->cycle.org_no;
	SN_TRY(cli_int(cli, "depth", &depth));
	if (depth < 0 || depth > ORG_DEPTH_MAX)
		return SN_FAIL(BAD_NUMBER, .field = "depth");
	ask->depth = (int)depth;
	ask->org_at = org_tree_at(ask->tree, top);
	if (!str_is_null(code)) {
		struct org org;
		SN_TRY(org_find(&cli->ctx, code, as_of, &org));
		ask->org_at = org_tree_at(ask->tree, org.org_no);
	}
	if (ask->org_at == ORG_NOWHERE)
		return SN_FAIL(NOT_IN_TREE, .field = "org");
	if (cli_has(cli, "rows"))
		return print_sources(cli, ask);
	SN_TRY(report_build(&cli->ctx, ask, &report));
	if (cli->format == TABLE_FORMAT_JSON) {
		struct json_out o = json_out_file(cli->out, true);
		SN_TRY(report_json(
			&cli->ctx, &o,
			&(const struct report_view){ask->tree, &report, as_of, cli->lang}));
		return json_out_done(&o);
	}
	const char **names = ARENA_ARRAY(cli->ctx.mem, const char *, report.others_count + 1);
	if (!names)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < report.others_count; i++)
		SN_TRY(report_other_name(
			&cli->ctx,
			&(const struct report_view){ask->tree, &report, as_of, cli->lang},
			&report.others[i], &names[i]));
	return print_table(cli, ask->tree, &report, names, as_of);
}

struct sn_err cmd_report(struct cli *cli)
{
	struct report_ask ask = {0};
	struct org_tree *tree = NULL;
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &ask.cycle));
	int32_t as_of = report_as_of(&cli->ctx, &ask.cycle);
	SN_TRY(cli_day(cli, "day", &as_of));
	SN_TRY(org_tree_load(&cli->ctx, as_of, &tree));
	ask.tree = tree;
	const struct sn_err e = with_tree(cli, &ask, as_of);
	org_tree_free(tree);
	return e;
}

/* ---- drill-down: the reported rows, word for word ---- */

static const struct table_out_column source_columns[] = {
	{"org", "代码", "code", TABLE_TEXT, 0},
	{"name", "工会", "union", TABLE_TEXT, 0},
	{"scope", "范围", "scope", TABLE_TEXT, 0},
	{"recipients", "人数", "people", TABLE_INT, 0},
	{"recipients_is", "人数性质", "people are", TABLE_QUALIFIER, 0},
	{"amount_fen", "金额", "amount", TABLE_MONEY, 0},
	{"amount_is", "金额性质", "amount is", TABLE_QUALIFIER, 0},
	{"meaning", "含义", "meaning", TABLE_TEXT, 0},
	{"by", "报送方", "reported by", TABLE_TEXT, 0},
	{"row", "原表行号", "file row", TABLE_INT, 0},
	{"words", "原文", "words", TABLE_TEXT, 0},
};

static const char *scope_text(const struct cli *cli, enum report_scope scope)
{
	switch (scope) {
	case SCOPE_OWN:
		return CLI_WORDS(cli, "本级", "own");
	case SCOPE_SUBTREE:
		return CLI_WORDS(cli, "含下级", "subtree");
	case SCOPE_STATED:
	case SCOPES_COUNT:
		break;
	}
	return CLI_WORDS(cli, "上级通报", "stated");
}

/* Who said it, and of whose giving. */
static const char *by_text(const struct cli *cli, const struct reported *said)
{
	if (said->joint_no != 0)
		return CLI_WORDS(cli, "联合活动", "joint activity");
	if (said->partner_no == 0)
		return CLI_WORDS(cli, "工会", "union");
	return said->by_partner ? CLI_WORDS(cli, "合作单位自报", "partner itself")
				: CLI_WORDS(cli, "工会代合作单位", "union for a partner");
}

static void figure_cells(struct table_out *t, struct figure f, bool money)
{
	if (f.known_parts == 0)
		table_out_unknown(t);
	else if (money)
		table_out_money(t, MONEY_FEN(f.value));
	else
		table_out_int(t, f.value);
	table_out_qualifier(
		t, str_of(f.known_parts == 0 ? "unknown" : report_qualifier_words(f.is)->word));
}

static struct sn_err print_sources(struct cli *cli, const struct report_ask *ask)
{
	struct reported *rows = NULL;
	struct table_out *t = NULL;
	size_t count = 0;
	SN_TRY(report_sources(&cli->ctx, ask, &rows, &count));
	SN_TRY(cli_table(cli, source_columns, sizeof source_columns / sizeof source_columns[0],
			 &t));
	for (size_t i = 0; i < count; i++) {
		const struct org *org =
			org_tree_org(ask->tree, org_tree_at(ask->tree, rows[i].org_no));
		table_out_text(t, org->code);
		table_out_text(t, org->name);
		table_out_text(t, str_of(scope_text(cli, rows[i].scope)));
		figure_cells(t, rows[i].recipients, false);
		figure_cells(t, rows[i].amount, true);
		table_out_text(t, str_of(CLI_WORDS(cli, report_meaning_words(rows[i].meaning)->zh,
						   report_meaning_words(rows[i].meaning)->en)));
		table_out_text(t, str_of(by_text(cli, &rows[i])));
		table_out_int(t, rows[i].row);
		table_out_text(t, rows[i].words);
		table_out_row_end(t);
	}
	return table_out_close(t);
}

/* ---- reported import, reported state ---- */

struct sn_err cmd_reported_import(struct cli *cli)
{
	struct reported_import what = {.path = cli->operands[0]};
	struct reported_import_result result;
	struct org_tree *tree = NULL;
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &what.cycle));
	SN_TRY(RIGHTS_REQUIRE(&cli->ctx, ROLE_MAKER, what.cycle.org_no));
	SN_TRY(org_tree_load(&cli->ctx, report_as_of(&cli->ctx, &what.cycle), &tree));
	what.tree = tree;
	const struct sn_err e = report_import(&cli->ctx, &what, &result);
	org_tree_free(tree);
	SN_TRY(e);
	if (cli->format == TABLE_FORMAT_JSON) {
		struct json_out o = json_out_file(cli->out, true);
		json_out_object(&o, NULL);
		json_out_object(&o, "rows");
		json_out_int(&o, "read", result.read);
		json_out_int(&o, "taken", result.taken);
		json_out_int(&o, "corrected", result.corrected);
		json_out_int(&o, "unchanged", result.unchanged);
		json_out_int(&o, "rejected", result.rejected);
		json_out_int(&o, "totals", result.totals_rows);
		json_out_end(&o);
		cmd_json_rejects(cli, &o, result.rejects, result.rejects_count);
		json_out_end(&o);
		SN_TRY(json_out_done(&o));
	} else {
		cmd_text_counts(cli, (const struct cmd_count[]){
					     {"读入", "read", result.read},
					     {"收下", "taken", result.taken},
					     {"更正", "corrected", result.corrected},
					     {"未变", "unchanged", result.unchanged},
					     {"退回", "rejected", result.rejected},
					     {"合计行", "totals rows", result.totals_rows},
					     {NULL, NULL, 0}});
		cmd_text_rejects(cli, result.rejects, result.rejects_count);
	}
	return result.rejected > 0 ? SN_FAIL(PARTLY_TAKEN, .arg = {result.rejected}) : SN_SUCCESS;
}

static struct sn_err stated_figure(const struct cli *cli, const char *value, const char *is,
				   bool money, struct figure *out)
{
	const struct str how = cli_value(cli, is);
	int64_t number = 0;
	struct money amount = MONEY_FEN(0);
	enum qualifier qualifier = QUALIFIER_EXACT;
	*out = report_figure_unknown();
	if (!cli_has(cli, value))
		return SN_SUCCESS;
	if (money) {
		SN_TRY(cli_money(cli, value, &amount));
		number = money_fen(amount);
	} else {
		SN_TRY(cli_int(cli, value, &number));
	}
	for (int i = 0; i < QUALIFIERS_COUNT; i++)
		if (str_is(how, report_qualifier_words((enum qualifier)i)->word))
			qualifier = (enum qualifier)i;
	if (!str_is_null(how) && !str_is(how, report_qualifier_words(qualifier)->word))
		return sn_err_with_text(SN_FAIL(BAD_QUALIFIER, .field = is), STR_FMT, STR_ARG(how));
	*out = report_figure(number, qualifier);
	return SN_SUCCESS;
}

struct state_work {
	struct cycle cycle;
	struct reported stated;
	struct str partner; /* STR_NULL: a statement from above */
};

static struct sn_err state_work(struct ctx *c, void *arg)
{
	struct state_work *w = arg;
	if (!str_is_null(w->partner))
		SN_TRY(report_partner_check(c, w->partner, &w->stated));
	return report_state(c, &w->cycle, &w->stated);
}

/* A partner's figure has its reporter and what its amount means. */
static struct sn_err partner_options(const struct cli *cli, struct state_work *w)
{
	const struct str meaning = cli_value(cli, "meaning");
	w->partner = cli_value(cli, "partner");
	if (!report_by_parse(cli_value(cli, "by"), &w->stated.by_partner) ||
	    (w->stated.by_partner && str_is_null(w->partner)))
		return SN_FAIL(BAD_REPORTED_BY, .field = "by");
	w->stated.scope = str_is_null(w->partner) ? SCOPE_STATED : SCOPE_OWN;
	for (int i = 0; i < MEANING_MIXED; i++)
		if (str_is(meaning, report_meaning_words((enum meaning)i)->word))
			w->stated.meaning = (enum meaning)i;
	if (!str_is_null(meaning) &&
	    !str_is(meaning, report_meaning_words(w->stated.meaning)->word))
		return sn_err_with_text(SN_FAIL(BAD_MEANING, .field = "meaning"), STR_FMT,
					STR_ARG(meaning));
	return SN_SUCCESS;
}

struct sn_err cmd_reported_state(struct cli *cli)
{
	struct state_work w = {.stated = {.scope = SCOPE_STATED,
					  .meaning = MEANING_UNKNOWN,
					  .words = cli_value(cli, "words")}};
	struct org org;
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &w.cycle));
	SN_TRY(cli_org(cli, "org", &org));
	SN_TRY(RIGHTS_REQUIRE(&cli->ctx, ROLE_MAKER, org.org_no));
	w.stated.org_no = org.org_no;
	SN_TRY(partner_options(cli, &w));
	SN_TRY(stated_figure(cli, "people", "people-is", false, &w.stated.recipients));
	SN_TRY(stated_figure(cli, "amount", "amount-is", true, &w.stated.amount));
	SN_TRY(store_write(&cli->ctx, state_work, &w));
	const char *people = figure_text(cli, w.stated.recipients, false),
		   *amount = figure_text(cli, w.stated.amount, true);
	(void)fprintf(cli->out,
		      CLI_WORDS(cli, "已登记上级通报：" STR_FMT "，%s 人，%s 元\n",
				"stated from above: " STR_FMT ", %s people, %s yuan\n"),
		      STR_ARG(org.name), people, amount);
	return SN_SUCCESS;
}
