#ifndef SN_CLI_CMD_FILE_H
#define SN_CLI_CMD_FILE_H
/* cmd_file: what commands share about files: reading one whole, and handing rejected rows back. */
#include "base/crypto.h"
#include "base/table_in.h"
#include "care/care.h"
#include "cli/cmd.h"
#include "people/list.h"

/* The whole file, at most bytes_max (too_big); lives in ctx.mem. */
struct sn_err cmd_read_file(struct cli *cli, struct str path, size_t bytes_max,
			    struct str *out) SN_MUST_USE;

/* SHA-256 of a file: cannot_read_file. */
struct sn_err cmd_file_digest(const char *path, struct sha256 *out) SN_MUST_USE;
const char *cmd_cycle_state_text(const struct cli *cli, int state);

/* Rejected rows: the first IMPORT_REJECTS_SHOWN_MAX in memory for the answer, all of them in an .xlsx with the file's
 * own columns and row, column, value, reason behind them (product.md: the rest is handed back as a file). */
struct cmd_rejects {
	struct cli *cli;
	struct str path; /* STR_NULL: no file */
	struct str
		value; /* of the row's cell, as it may be shown; STR_NULL: the refusal's own text */
	struct sheet_writer *sheet;
	struct import_reject *list;
	size_t list_count;
	int64_t count;
};
struct sn_err cmd_reject(struct cmd_rejects *r, const struct table_in *table,
			 const struct table_row *row, struct sn_err why) SN_MUST_USE;
struct sn_err cmd_rejects_close(struct cmd_rejects *r, struct sn_err e) SN_MUST_USE;

/* A list of sizes or cards at the command's first operand, with its --rejects. Columns of refused rows by their keys. */
struct sn_err cmd_list_read(struct cli *cli, const struct list_kind *kind,
			    struct list_result *out) SN_MUST_USE;
#endif
