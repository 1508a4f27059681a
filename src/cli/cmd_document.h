#ifndef SN_CLI_CMD_DOCUMENT_H
#define SN_CLI_CMD_DOCUMENT_H
/* cmd_document: what commands on money and goods share: the plan out of the options, lists inside an option, and how a
 * document is printed. */
#include "care/care.h"
#include "cli/cli.h"
#include "ledger/document.h"

/* The word of --source. */
struct sn_err cmd_source(struct str word, enum fund_source *out) SN_MUST_USE;
/* From --org --cycle --id --again --day --words --purpose --source --budget --purchase. */
struct sn_err cmd_document_plan(struct cli *cli, struct document_plan *plan) SN_MUST_USE;
/* From --org, --cycle, --state, each of which may be absent. */
struct sn_err cmd_document_filter(struct cli *cli, struct document_filter *filter) SN_MUST_USE;
struct sn_err cmd_print_document(struct cli *cli, const struct document *d) SN_MUST_USE;
/* Takes the next "name=value" off a comma list; more is false behind the last. */
struct sn_err cmd_next_pair(struct str *rest, const char *option, struct str *name,
			    struct str *value, bool *more) SN_MUST_USE;
/* Says on stderr that a list of documents ends at its limit. */
void cmd_say_cut(const struct cli *cli, size_t count);
#endif
