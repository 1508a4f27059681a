#include "care/entry.h"
#include "cli/cmd.h"
#include "cli/cmd_file.h"

#include <inttypes.h>

/* A delivery file: one row a hand-over (care/entry.h). */

struct delivering {
	struct cli *cli;
	struct cmd_rejects rejects;
	struct entry_file_result counts;
};

static struct sn_err reject(void *self, const struct table_in *table, const struct table_row *row,
			    struct sn_err why)
{
	struct delivering *d = self;
	return cmd_reject(&d->rejects, table, row, why);
}
static void show_progress(void *self, int64_t rows)
{
	const struct delivering *d = self;
	cli_progress(d->cli, CLI_WORDS(d->cli, "发放", "deliver"), rows, 0);
}

/* ---- the answer ---- */

static struct sn_err print(const struct delivering *d)
{
	struct cli *cli = d->cli;
	if (cli->format == TABLE_FORMAT_JSON) {
		struct json_out o = json_out_file(cli->out, true);
		json_out_object(&o, NULL);
		json_out_object(&o, "rows");
		json_out_int(&o, "read", d->counts.read);
		json_out_int(&o, "awarded", d->counts.awarded);
		json_out_int(&o, "unchanged", d->counts.replayed);
		json_out_int(&o, "over_issue", d->counts.over_issue);
		json_out_int(&o, "other_size", d->counts.other_size);
		json_out_int(&o, "rejected", d->rejects.count);
		json_out_int(&o, "totals", d->counts.totals);
		json_out_end(&o);
		cmd_json_rejects(cli, &o, d->rejects.list, d->rejects.list_count);
		json_out_end(&o);
		return json_out_done(&o);
	}
	cmd_text_counts(cli, (const struct cmd_count[]){
				     {"读入", "read", d->counts.read},
				     {"已发放", "handed over", d->counts.awarded},
				     {"已在", "there already", d->counts.replayed},
				     {"重复或无名额（已立事项）",
				      "given twice or not entitled (cases)", d->counts.over_issue},
				     {"退回", "rejected", d->rejects.count},
				     {"合计行", "totals rows", d->counts.totals},
				     {NULL, NULL, 0}});
	if (d->counts.other_size > 0)
		(void)fprintf(cli->out,
			      CLI_WORDS(cli, "其中 %" PRId64 " 件与登记的尺码不同\n",
					"of these %" PRId64
					" in another size than was collected\n"),
			      d->counts.other_size);
	cmd_text_rejects(cli, d->rejects.list, d->rejects.list_count);
	return SN_SUCCESS;
}

struct sn_err cmd_deliver(struct cli *cli)
{
	struct delivering d = {.cli = cli,
			       .rejects = {.cli = cli, .path = cli_value(cli, "rejects")}};
	struct byte_source source;
	struct entry_file file = {.source = &source,
				  .asked = cli_has(cli, "ask"),
				  .reject = reject,
				  .progress = show_progress,
				  .self = &d};
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &file.cycle));
	SN_TRY(byte_source_file(&source, cli->operands[0].at));
	struct sn_err e = entry_deliver_file(&cli->ctx, &file, &d.counts);
	byte_source_close(&source);
	e = cmd_rejects_close(&d.rejects, e);
	cli_progress_end(cli);
	SN_TRY(e);
	SN_TRY(print(&d));
	return d.rejects.count > 0 ? SN_FAIL(PARTLY_TAKEN, .arg = {d.rejects.count}) : SN_SUCCESS;
}
