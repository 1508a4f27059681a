#ifndef SN_CLI_CMD_PAYOUT_H
#define SN_CLI_CMD_PAYOUT_H
/* cmd_payout: what the two files of the payout commands share: a batch's line of text, and the commands on files. */
#include "care/payout.h"
#include "cli/cmd.h"

/* 150802-20241105-1 · 待回盘 · 12 笔 2,400.00 元 */
void cmd_say_payout(const struct cli *cli, const struct payout *batch);
/* The batch's number, id, state, lines and total as members of an object that is open. */
void cmd_json_payout(struct json_out *o, const struct payout *batch);

struct sn_err cmd_payout_export(struct cli *cli) SN_MUST_USE;
struct sn_err cmd_payout_return(struct cli *cli) SN_MUST_USE;
#endif
