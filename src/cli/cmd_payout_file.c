/* The bank's two files: the one that it gets, written once and whole or not at all, and the one that it gives back. */
#include "care/payout_file.h"
#include "cli/cli_priv.h"
#include "cli/cmd_file.h"
#include "cli/cmd_payout.h"

#include <fcntl.h>
#include <inttypes.h>
#include <unistd.h>

/* ---- payout export ---- */

struct exporting {
	struct cli *cli;
	struct payout batch;
	struct payout_orders orders;
	struct sha256 file;
	char *part; /* the file until it is whole: PATH.part */
};

static struct sn_err take_work(struct ctx *c, void *arg)
{
	struct exporting *x = arg;
	return payout_export_take(c, x->batch.batch_id, &x->orders);
}
static struct sn_err done_work(struct ctx *c, void *arg)
{
	struct exporting *x = arg;
	return payout_export_done(c, &x->orders, x->file, &x->batch);
}

/* Nobody else can read it from its first byte on; what an export that broke off left behind gives way. */
static struct sn_err make_part(const struct exporting *x)
{
	(void)unlink(x->part);
	const int fd = open(x->part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0 || close(fd) != 0)
		return sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), "%s", x->part);
	return SN_SUCCESS;
}

static struct sn_err write_part(struct exporting *x)
{
	SN_TRY(make_part(x));
	SN_TRY(payout_file_write(x->part,
				 x->cli->format == TABLE_FORMAT_XLSX ? PAYOUT_XLSX : PAYOUT_CSV,
				 &x->orders));
	return cmd_file_digest(x->part, &x->file);
}

static struct sn_err into_place(const struct exporting *x)
{
	return rename(x->part, x->cli->output.at) == 0
		       ? SN_SUCCESS
		       : sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), "%s", x->part);
}

/* An export whose last step, the file's name, did not happen: the file is there, and is the one that was written. */
static bool is_left_behind(const struct exporting *x)
{
	struct sha256 file;
	const bool exported = x->batch.state == PAYOUT_EXPORTED || x->batch.state == PAYOUT_DONE;
	return exported && access(x->part, R_OK) == 0 &&
	       !sn_failed(cmd_file_digest(x->part, &file)) && sha256_eq(file, x->batch.file_sha256);
}

static struct sn_err export_anew(struct exporting *x)
{
	SN_TRY(store_write(&x->cli->ctx, take_work, x));
	struct sn_err e = x->orders.count > 0 ? write_part(x) : SN_SUCCESS;
	if (!sn_failed(e))
		e = store_write(&x->cli->ctx, done_work, x);
	if (x->orders.count > 0)
		crypto_wipe(x->orders.orders, x->orders.count * sizeof *x->orders.orders);
	if (sn_failed(e)) {
		(void)unlink(x->part);
		return e;
	}
	return into_place(x);
}

static struct sn_err say_export(const struct exporting *x)
{
	struct cli *cli = x->cli;
	char file[2 * SHA256_BYTES + 1], total[32];
	crypto_hex(x->batch.file_sha256.bytes, SHA256_BYTES, file);
	money_text(x->orders.total, total, sizeof total);
	cmd_say_payout(cli, &x->batch);
	if (x->orders.dropped > 0)
		(void)fprintf(cli->out,
			      CLI_WORDS(cli, "  已另行发放或作废，撤出 %" PRId64 " 笔\n",
					"  %" PRId64 " taken out: given otherwise or void\n"),
			      x->orders.dropped);
	if (x->orders.count > 0)
		(void)fprintf(
			cli->out,
			CLI_WORDS(cli, "  文件：%zu 笔 %s 元\n", "  file: %zu payments, %s yuan\n"),
			x->orders.count, total);
	(void)fprintf(cli->out, "  sha256 %s\n", file);
	return SN_SUCCESS;
}

struct sn_err cmd_payout_export(struct cli *cli)
{
	struct exporting x = {.cli = cli};
	if (str_is_null(cli->output) ||
	    (cli->format != TABLE_FORMAT_CSV && cli->format != TABLE_FORMAT_XLSX))
		return SN_FAIL(PAYOUT_FILE_NEEDED, .field = "output");
	SN_TRY(payout_find(&cli->ctx, cli->operands[0], &x.batch));
	if (access(cli->output.at, F_OK) == 0)
		return SN_FAIL(PAYOUT_FILE_EXISTS, .field = "output");
	x.part = arena_printf(cli->ctx.mem, STR_FMT ".part", STR_ARG(cli->output));
	if (!x.part)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(RIGHTS_REQUIRE(&cli->ctx, ROLE_CASHIER, x.batch.org_no));
	SN_TRY(is_left_behind(&x) ? into_place(&x) : export_anew(&x));
	return say_export(&x);
}

/* ---- payout return ---- */

struct returning {
	struct cli *cli;
	struct arena *mem;
	struct table_in *table;
	struct payout_said said;
	struct payout_return what;
	struct payout_taken *taken;
	struct payout batch;
	struct cmd_rejects rejects;
};

static struct sn_err read_all(struct returning *r)
{
	return payout_file_read(r->mem, r->table, &r->said);
}

/* The file a second time, in the same order: rows that were not taken are handed back as they stand in it. */
static struct sn_err reject_all(struct returning *r)
{
	struct table_row row;
	bool more = true;
	for (size_t i = 0; i < r->said.read_count;) {
		SN_TRY(table_next(r->table, &row, &more));
		if (!more)
			break;
		if (row.kind == TABLE_ROW_TOTAL)
			continue;
		const struct payout_reading *read = &r->said.read[i++];
		const struct payout_taken *taken = read->parsed ? &r->taken[read->at] : NULL;
		if (!taken || taken->fate == PAYOUT_REFUSED)
			SN_TRY(cmd_reject(&r->rejects, r->table, &row,
					  taken ? taken->why : read->why));
	}
	return SN_SUCCESS;
}

static struct sn_err return_work(struct ctx *c, void *arg)
{
	struct returning *r = arg;
	return payout_return(c, &r->what, r->taken, &r->batch);
}

static struct sn_err with_table(struct returning *r, struct sn_err (*work)(struct returning *r))
{
	r->table = NULL;
	SN_TRY(table_open(&r->table, r->cli->operands[1].at, payout_return_columns,
			  payout_return_columns_count));
	const struct sn_err e = work(r);
	table_close(r->table);
	return e;
}

static int64_t fated(const struct returning *r, enum payout_fate fate)
{
	int64_t n = 0;
	for (size_t i = 0; i < r->what.count; i++)
		n += r->taken[i].fate == fate;
	return n;
}

/* After the cycle is closed nobody is paid by another batch of it: say what is left to do. */
static struct sn_err say_late(const struct returning *r, int64_t back)
{
	struct cli *cli = r->cli;
	struct cycle cycle;
	SN_TRY(care_cycle_by_no(&cli->ctx, r->batch.cycle_no, &cycle));
	if (back > 0 && cycle.state != CYCLE_OPEN)
		(void)fprintf(
			cli->out,
			CLI_WORDS(
				cli,
				"活动“" STR_FMT "”已结束：退汇的钱已冲回原经费和预算项，%" PRId64
				" 人没有领到；请更正卡号，在下一次活动里补发\n",
				"the cycle " STR_FMT
				" is over: the money is back in its fund and budget line, %" PRId64
				" people were given nothing; correct their cards and give "
				"it to them in the next cycle\n"),
			STR_ARG(cycle.code), back);
	return SN_SUCCESS;
}

static struct sn_err print_return(const struct returning *r)
{
	struct cli *cli = r->cli;
	const struct cmd_count counts[] = {{"读入", "read", (int64_t)r->said.read_count},
					   {"付讫", "paid", fated(r, PAYOUT_TAKES_PAID)},
					   {"付讫但已另行发放（已立事项）",
					    "paid, but given meanwhile (cases)",
					    fated(r, PAYOUT_TAKES_DOUBLED)},
					   {"退回", "bounced", fated(r, PAYOUT_TAKES_BOUNCED)},
					   {"退汇冲回", "sent back", fated(r, PAYOUT_TAKES_BACK)},
					   {"处理中", "pending", fated(r, PAYOUT_STILL_WAITS)},
					   {"未变", "unchanged", fated(r, PAYOUT_UNCHANGED)},
					   {"对不上的行", "rejected", r->rejects.count},
					   {"合计行", "totals rows", r->said.totals},
					   {NULL, NULL, 0}};
	static const char *const keys[] = {"read",      "paid",      "doubled",
					   "bounced",   "sent_back", "pending",
					   "unchanged", "rejected",  "totals"};
	if (cli->format != TABLE_FORMAT_JSON) {
		cmd_text_counts(cli, counts);
		cmd_say_payout(cli, &r->batch);
		cmd_text_rejects(cli, r->rejects.list, r->rejects.list_count);
		return say_late(r, fated(r, PAYOUT_TAKES_BACK));
	}
	struct json_out o = json_out_file(cli->out, true);
	json_out_object(&o, NULL);
	cmd_json_payout(&o, &r->batch);
	json_out_object(&o, "rows");
	for (size_t i = 0; counts[i].zh; i++)
		json_out_int(&o, keys[i], counts[i].count);
	json_out_end(&o);
	cmd_json_rejects(cli, &o, r->rejects.list, r->rejects.list_count);
	json_out_end(&o);
	return json_out_done(&o);
}

static struct sn_err enter_return(struct returning *r)
{
	struct ctx c = r->cli->ctx;
	c.mem = r->mem;
	SN_TRY(payout_find(&c, r->cli->operands[0], &r->batch));
	SN_TRY(with_table(r, read_all));
	r->what.count = r->said.rows_count;
	r->taken = ARENA_ARRAY(r->mem, struct payout_taken, r->what.count + 1);
	if (!r->taken)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(cmd_file_digest(r->cli->operands[1].at, &r->what.file));
	r->what.batch_id = r->batch.batch_id;
	r->what.rows = r->said.rows;
	SN_TRY(store_write(&c, return_work, r));
	const struct sn_err e = with_table(r, reject_all);
	SN_TRY(cmd_rejects_close(&r->rejects, e));
	return print_return(r);
}

struct sn_err cmd_payout_return(struct cli *cli)
{
	struct returning r = {.cli = cli,
			      .rejects = {.cli = cli, .path = cli_value(cli, "rejects")}};
	r.mem = arena_new(PAYOUT_ARENA_BYTES);
	if (!r.mem)
		return SN_FAIL(OUT_OF_MEMORY);
	const struct sn_err e = enter_return(&r);
	arena_free(r.mem);
	SN_TRY(e);
	return r.rejects.count > 0 ? SN_FAIL(PARTLY_TAKEN, .arg = {r.rejects.count}) : SN_SUCCESS;
}
