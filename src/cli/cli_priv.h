#ifndef SN_CLI_CLI_PRIV_H
#define SN_CLI_CLI_PRIV_H
/* What the command line's own files share: the options of all commands, and the commands by file. */
#include "cli/cli.h"
#include "ledger/ledger.h"

const struct cli_option *cli_common_options(void);
enum lang cli_lang_of_environment(void);
/* STR_NULL: not set. */
struct str cli_env(const char *variable);
/* Tables of commands, one a part of the work; each ends with a row without a group. */
extern const struct cli_command cli_action_commands[];
extern const struct cli_command cli_audit_commands[];
extern const struct cli_command cli_user_commands[];
extern const struct cli_command cli_copy_commands[];
extern const struct cli_command cli_attachment_commands[];
extern const struct cli_command cli_portion_commands[];
extern const struct cli_command cli_visit_commands[];
extern const struct cli_command cli_size_commands[];
extern const struct cli_command cli_honour_commands[];
extern const struct cli_command cli_post_commands[];
extern const struct cli_command cli_letter_commands[];
extern const struct cli_command cli_card_commands[];
extern const struct cli_command cli_payout_commands[];
extern const struct cli_command cli_partner_commands[];
extern const struct cli_command cli_closing_commands[];
extern const struct cli_command cli_cycle_back_commands[];
extern const struct cli_command cli_team_commands[];
extern const struct cli_command cli_handover_commands[];
extern const struct cli_command cli_cooperation_commands[];
extern const struct cli_command cli_donation_commands[];
extern const struct cli_command cli_budget_commands[];
extern const struct cli_command cli_purchase_commands[];
extern const struct cli_command cli_serve_commands[];
extern const struct cli_command cli_oidc_commands[];
extern const struct cli_command cli_log_commands[];
extern const struct cli_command cli_receipt_commands[];

void cli_report_error(const struct cli *cli, struct sn_err e);
/* Where cli->out goes: to the file of -o, if there is one. A file is written beside its name and takes it when all of it is
 * there: a command that is refused leaves what was there as it was. A pipe or a device is written as it is. */
struct sn_err cli_open_output(struct cli *cli) SN_MUST_USE;
/* What was printed must have arrived: a full disk is not a success. e: how the command ended. */
struct sn_err cli_close_output(struct cli *cli, struct sn_err e) SN_MUST_USE;
#endif
