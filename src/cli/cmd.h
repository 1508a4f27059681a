#ifndef SN_CLI_CMD_H
#define SN_CLI_CMD_H
/* cmd: every command's function, and the answers that several commands give in the same form. */
#include "base/json.h"
#include "cli/cli.h"
#include "people/people.h"

/* "read 2,389 · taken 2,380 · rejected 9"; the list ends with {NULL}. */
struct cmd_count {
	const char *zh, *en;
	int64_t count;
};
void cmd_text_counts(const struct cli *cli, const struct cmd_count *counts);
/* "rejects": [{"row","sheet","column","value","reason","message"}] */
void cmd_json_rejects(const struct cli *cli, struct json_out *o,
		      const struct import_reject *rejects, size_t count);
void cmd_text_rejects(const struct cli *cli, const struct import_reject *rejects, size_t count);

/* A person by the id that people find shows. */
struct sn_err cmd_person(struct cli *cli, struct str text, struct person *out) SN_MUST_USE;
/* Of an address only what stands behind the user and his password: a terminal keeps what it showed. */
struct str cmd_shown_place(struct str data);
/* Prints what verify finds; how many leaves were checked, how many findings there are. */
struct sn_err cmd_verify_with(struct cli *cli, int64_t *leaves, int64_t *findings) SN_MUST_USE;

struct sn_err cmd_init(struct cli *cli);
struct sn_err cmd_serve(struct cli *cli);
struct sn_err cmd_seal(struct cli *cli);
struct sn_err cmd_backup(struct cli *cli);
struct sn_err cmd_restore(struct cli *cli);
struct sn_err cmd_man(struct cli *cli);
struct sn_err cmd_user_add(struct cli *cli);
struct sn_err cmd_user_grant(struct cli *cli);
struct sn_err cmd_user_revoke(struct cli *cli);
struct sn_err cmd_user_close(struct cli *cli);
struct sn_err cmd_user_list(struct cli *cli);
struct sn_err cmd_user_policy(struct cli *cli);
/* One line of stdin; a terminal does not show it. */
struct sn_err cmd_secret_read(struct cli *cli, const char *words, struct str *out) SN_MUST_USE;
struct sn_err cmd_user_password(struct cli *cli);
struct sn_err cmd_user_setup_code(struct cli *cli);
struct sn_err cmd_user_codes(struct cli *cli);
struct sn_err cmd_user_reset(struct cli *cli);
struct sn_err cmd_user_reset_confirm(struct cli *cli);
struct sn_err cmd_user_resets(struct cli *cli);
struct sn_err cmd_user_sessions(struct cli *cli);
struct sn_err cmd_user_revoke_sessions(struct cli *cli);
struct sn_err cmd_org_import(struct cli *cli);
struct sn_err cmd_org_show(struct cli *cli);
struct sn_err cmd_org_move(struct cli *cli);
struct sn_err cmd_org_merge(struct cli *cli);
struct sn_err cmd_org_split(struct cli *cli);
struct sn_err cmd_org_rename(struct cli *cli);
struct sn_err cmd_org_alias(struct cli *cli);
struct sn_err cmd_people_import(struct cli *cli);
struct sn_err cmd_people_undo(struct cli *cli);
struct sn_err cmd_people_leave(struct cli *cli);
struct sn_err cmd_people_merge(struct cli *cli);
struct sn_err cmd_people_find(struct cli *cli);
struct sn_err cmd_people_duplicates(struct cli *cli);
struct sn_err cmd_people_unmask(struct cli *cli);
struct sn_err cmd_programme_load(struct cli *cli);
struct sn_err cmd_programme_list(struct cli *cli);
struct sn_err cmd_programme_show(struct cli *cli);
struct sn_err cmd_cycle_create(struct cli *cli);
struct sn_err cmd_cycle_advance(struct cli *cli);
struct sn_err cmd_cycle_show(struct cli *cli);
struct sn_err cmd_item_add(struct cli *cli);
struct sn_err cmd_item_list(struct cli *cli);
struct sn_err cmd_fund_matrix(struct cli *cli);
struct sn_err cmd_fund_receive(struct cli *cli);
struct sn_err cmd_fund_allot(struct cli *cli);
struct sn_err cmd_fund_purchase(struct cli *cli);
struct sn_err cmd_fund_return(struct cli *cli);
struct sn_err cmd_document_sign(struct cli *cli);
struct sn_err cmd_document_accept(struct cli *cli);
struct sn_err cmd_document_cancel(struct cli *cli);
struct sn_err cmd_document_reverse(struct cli *cli);
struct sn_err cmd_document_list(struct cli *cli);
struct sn_err cmd_document_exceptions(struct cli *cli);
struct sn_err cmd_stock_kit(struct cli *cli);
struct sn_err cmd_stock_issue(struct cli *cli);
struct sn_err cmd_stock_giveback(struct cli *cli);
struct sn_err cmd_stock_transfer(struct cli *cli);
struct sn_err cmd_stock_loss(struct cli *cli);
struct sn_err cmd_stock_count(struct cli *cli);
struct sn_err cmd_stock_custody(struct cli *cli);
struct sn_err cmd_entitle(struct cli *cli);
struct sn_err cmd_entitle_tokens(struct cli *cli);
struct sn_err cmd_entitle_void(struct cli *cli);
struct sn_err cmd_deliver(struct cli *cli);
struct sn_err cmd_deliver_reverse(struct cli *cli);
struct sn_err cmd_cases(struct cli *cli);
struct sn_err cmd_case_close(struct cli *cli);
struct sn_err cmd_reported_import(struct cli *cli);
struct sn_err cmd_reported_state(struct cli *cli);
struct sn_err cmd_report(struct cli *cli);
struct sn_err cmd_ledger_balance(struct cli *cli);
struct sn_err cmd_ledger_statement(struct cli *cli);
struct sn_err cmd_ledger_trial(struct cli *cli);
struct sn_err cmd_verify(struct cli *cli);
struct sn_err cmd_demo(struct cli *cli);
#endif
