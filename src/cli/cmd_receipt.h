#ifndef SN_CLI_CMD_RECEIPT_H
#define SN_CLI_CMD_RECEIPT_H
/* cmd_receipt: what the files of the receipts' commands share: cmd_receipt.c gives them out, cmd_receipt_page.c prints
 * them, cmd_receipt_check.c checks what somebody brings. */
#include "care/receipt.h"
#include "cli/cmd.h"

/* One receipt as it is shown. */
struct cmd_receipt {
	const struct care_receipts *of;
	const struct care_receipt *one;
	struct str brief, full; /* addresses */
	struct str key;         /* the log's public key; STR_NULL: it is not at hand */
};
/* A page for A4 or a 58 mm printer, by itself: nothing is fetched. */
struct sn_err cmd_receipt_page(struct cli *cli, const struct cmd_receipt *all, size_t count,
			       struct buf *out) SN_MUST_USE;
struct sn_err cmd_verify_receipt(struct cli *cli);
#endif
