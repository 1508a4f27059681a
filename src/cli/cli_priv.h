#ifndef SN_CLI_CLI_PRIV_H
#define SN_CLI_CLI_PRIV_H
/* What the command line's own files share: the options of all commands, and the commands by file. */
#include "cli/cli.h"

const struct cli_option *cli_common_options(void);
enum lang cli_lang_of_environment(void);
void cli_report_error(const struct cli *cli, struct sn_err e);
#endif
