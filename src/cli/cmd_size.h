#ifndef SN_CLI_CMD_SIZE_H
#define SN_CLI_CMD_SIZE_H
/* cmd_size: what the commands of sizes share: cmd_size.c prints sheets and totals, cmd_size_import.c takes sizes,
 * cmd_size_order.c orders. */
#include "care/size.h"
#include "cli/cmd.h"

/* --cycle, --org, --benefit. */
struct sn_err cmd_size_scope(struct cli *cli, struct size_scope *out) SN_MUST_USE;
/* A size's label by its item, "?" where the scope has none such. */
struct str cmd_size_label(const struct size_scope *scope, int64_t item_no);

enum { CMD_SIZE_LAST4 = 4 }; /* of an ID number: enough to tell two of one name apart */

struct sn_err cmd_size_import(struct cli *cli) SN_MUST_USE;
struct sn_err cmd_size_set(struct cli *cli) SN_MUST_USE;
struct sn_err cmd_size_order(struct cli *cli) SN_MUST_USE;
struct sn_err cmd_size_check(struct cli *cli) SN_MUST_USE;
struct sn_err cmd_size_cancel(struct cli *cli) SN_MUST_USE;
struct sn_err cmd_size_orders(struct cli *cli) SN_MUST_USE;
struct sn_err cmd_size_show(struct cli *cli) SN_MUST_USE;
struct sn_err cmd_size_changes(struct cli *cli) SN_MUST_USE;
#endif
