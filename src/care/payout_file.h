#ifndef SN_CARE_PAYOUT_FILE_H
#define SN_CARE_PAYOUT_FILE_H
/* payout_file: the bank's two files: the one that it gets, with whole card numbers, and the one that it gives back.
 *
 *   shapes  What the bank gets is a table of six columns (序号 收款人户名 收款账号 开户行 金额 附言), CSV or xlsx, Chinese in every
 *           language.  What it gives back is any table that has an amount and a result (payout_parse_row()).
 *   kept    On the command line the file is written once, where its user says.  In the console it is sealed in the database
 *           in the commit that exports the batch, so that a cut line loses nothing, and is handed out to cashiers of the
 *           union, each time by name in the audit trail, until the bank has answered for every payment: then it goes.
 *   errors  those of payout_export_take(); payout_file_gone; seal_broken, keys_needed; those of table_in.h.
 *   rights  a cashier of the paying union.
 *   source  issue 4 (资金); decisions 21 and 29; product.md (Personal data).
 *   start   payout_file_export(), payout_file_open(); payout_file_read(). */
#include "base/table_in.h"
#include "care/payout.h"

/* ---- what the bank gets ---- */

enum payout_format { PAYOUT_CSV, PAYOUT_XLSX, PAYOUT_FORMATS_COUNT };
const char *payout_format_word(enum payout_format format); /* "csv": also the file's ending */

/* Into a file that is there or can be made; nothing of it goes elsewhere on the way. */
struct sn_err payout_file_write(const char *path, enum payout_format format,
				const struct payout_orders *orders) SN_MUST_USE;

struct payout_file_made {
	struct payout batch;
	int64_t payments, dropped; /* dropped: given otherwise since, taken out now */
	struct money total;
};
/* Takes, writes, seals and exports in one go. Inside a work. */
struct sn_err payout_file_export(struct ctx *c, struct uuid batch_id, enum payout_format format,
				 struct payout_file_made *out) SN_MUST_USE;

struct payout_file {
	enum payout_format format;
	char *at; /* in c->mem: wipe it when it is sent */
	size_t bytes;
};
/* Is it there? Asks for no right. */
struct sn_err payout_file_kept(struct ctx *c, const struct payout *batch, bool *out) SN_MUST_USE;
/* payout_file_gone: it was written on the command line, or the bank has answered for all. seal_broken also where it is
 * not the file that was exported. */
struct sn_err payout_file_open(struct ctx *c, const struct payout *batch,
			       struct payout_file *out) SN_MUST_USE;

/* ---- what the bank gives back ---- */

extern const struct table_column payout_return_columns[];
extern const size_t payout_return_columns_count;

/* A data row of the file: which of the parsed rows it is, or why it is none. */
struct payout_reading {
	int64_t row; /* as the spreadsheet shows it */
	bool parsed;
	size_t at;
	struct sn_err why;
};
struct payout_said {
	struct payout_reading *read; /* every row but totals, in the file's order */
	size_t read_count;
	struct payout_row *rows; /* those that could be read */
	size_t rows_count;
	int64_t totals;
};
/* All of a table that was opened with the columns above; texts in mem. too_big past PAYOUT_RETURN_ROWS_MAX. */
struct sn_err payout_file_read(struct arena *mem, struct table_in *table,
			       struct payout_said *out) SN_MUST_USE;
#endif
