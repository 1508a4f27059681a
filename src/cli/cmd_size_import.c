#include "care/listed.h"
#include "cli/cli_priv.h"
#include "cli/cmd_file.h"
#include "cli/cmd_size.h"

#include <inttypes.h>

/* ---- size import ---- */

static struct sn_err print_import(struct cli *cli, const struct listed_sizes *of,
				  const struct list_result *x)
{
	const struct people_import_result *r = &x->rows;
	if (cli->format == TABLE_FORMAT_JSON) {
		struct json_out o = json_out_file(cli->out, true);
		json_out_object(&o, NULL);
		json_out_object(&o, "rows");
		json_out_int(&o, "read", r->read);
		json_out_int(&o, "taken", r->taken);
		json_out_int(&o, "changed", r->changed);
		json_out_int(&o, "unchanged", r->unchanged);
		json_out_int(&o, "blank", x->empty);
		json_out_int(&o, "late", x->noted);
		json_out_int(&o, "rejected", r->rejected);
		json_out_int(&o, "totals", r->totals_rows);
		json_out_end(&o);
		json_out_text(&o, "sizes", of->scope.names);
		cmd_json_rejects(cli, &o, r->rejects, r->rejects_count);
		json_out_end(&o);
		return json_out_done(&o);
	}
	cmd_text_counts(cli, (const struct cmd_count[]){{"读入", "read", r->read},
							{"登记", "taken", r->taken},
							{"改动", "changed", r->changed},
							{"未变", "unchanged", r->unchanged},
							{"未填", "left blank", x->empty},
							{"退回", "rejected", r->rejected},
							{"合计行", "totals rows", r->totals_rows},
							{NULL, NULL, 0}});
	if (x->noted > 0)
		(void)fprintf(cli->out,
			      CLI_WORDS(cli, "其中 %" PRId64 " 人在订单之后，计入变更\n",
					"of these %" PRId64
					" came after the order: late changes\n"),
			      x->noted);
	cmd_text_rejects(cli, r->rejects, r->rejects_count);
	return SN_SUCCESS;
}

struct sn_err cmd_size_import(struct cli *cli)
{
	struct listed_sizes of = {.why = cli_value(cli, "why")};
	struct list_result result;
	SN_TRY(cmd_size_scope(cli, &of.scope));
	const struct list_kind kind = listed_sizes(&of);
	SN_TRY(cmd_list_read(cli, &kind, &result));
	SN_TRY(print_import(cli, &of, &result));
	return result.rows.rejected > 0 ? SN_FAIL(PARTLY_TAKEN, .arg = {result.rows.rejected})
					: SN_SUCCESS;
}

/* ---- size set ---- */

struct setting {
	struct size_scope scope;
	struct size_line line;
	struct size_lines lines;
	struct size_result result;
};
static struct sn_err set_work(struct ctx *c, void *arg)
{
	struct setting *s = arg;
	SN_TRY(size_collect(c, &s->scope, &s->lines, &s->result));
	return s->result.outcome == SIZE_REFUSED ? s->result.why : SN_SUCCESS;
}

/* An ID number begins with a digit, a name never does. */
static bool is_number(struct str text)
{
	return text.bytes > 0 && text.at[0] >= '0' && text.at[0] <= '9';
}

struct sn_err cmd_size_set(struct cli *cli)
{
	const struct str who = str_trim(cli->operands[0]);
	struct setting s = {.line = {.name = is_number(who) ? STR_NULL : who,
				     .team = cli_value(cli, "team"),
				     .size = cli->operands[1]},
			    .lines = {.count = 1, .why = cli_value(cli, "why")}};
	s.lines.lines = &s.line;
	SN_TRY(cmd_size_scope(cli, &s.scope));
	SN_TRY(listed_last4(cli->ctx.mem, cli_value(cli, "last4"), &s.line.last4));
	SN_TRY(listed_who(&cli->ctx, is_number(who) ? who : STR_NULL, &s.line));
	if (str_trim(s.line.size).bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "size");
	SN_TRY(store_write(&cli->ctx, set_work, &s));
	(void)fprintf(cli->out, "%s%s\n",
		      s.result.outcome == SIZE_TAKEN     ? CLI_WORDS(cli, "已登记", "entered")
		      : s.result.outcome == SIZE_CHANGED ? CLI_WORDS(cli, "已改", "changed")
							 : CLI_WORDS(cli, "未变", "unchanged"),
		      s.result.late ? CLI_WORDS(cli, "（在订单之后，计入变更）",
						" (after the order: a late change)")
				    : "");
	return SN_SUCCESS;
}
