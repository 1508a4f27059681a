#ifndef SN_HTTP_ROUTES_H
#define SN_HTTP_ROUTES_H
/* routes: the tables of rows, one a file api_SUBJECT.c; each ends with a row without a path. A new one is a line here and
 * a line in routes.c. */
#include "http/route.h"

extern const struct route api_action_routes[];
extern const struct route api_approval_routes[];
extern const struct route api_audit_routes[];
extern const struct route api_budget_routes[];
extern const struct route api_case_routes[];
extern const struct route api_clerk_routes[];
extern const struct route api_cooperation_routes[];
extern const struct route api_copy_routes[];
extern const struct route api_cycle_routes[];
extern const struct route api_delivery_routes[];
extern const struct route api_receipt_routes[];
extern const struct route api_document_draft_routes[];
extern const struct route api_document_routes[];
extern const struct route api_duplicate_routes[];
extern const struct route api_entitle_routes[];
extern const struct route api_fund_routes[];
extern const struct route api_import_routes[];
extern const struct route api_key_routes[];
extern const struct route api_ledger_routes[];
extern const struct route api_letter_routes[];
extern const struct route api_live_routes[];
extern const struct route api_oidc_routes[];
extern const struct route api_org_routes[];
extern const struct route api_partner_routes[];
extern const struct route api_payout_routes[];
extern const struct route api_people_routes[];
extern const struct route api_post_routes[];
extern const struct route api_programme_routes[];
extern const struct route api_progress_routes[];
extern const struct route api_purchase_routes[];
extern const struct route api_reorg_routes[];
extern const struct route api_report_routes[];
extern const struct route api_rules_routes[];
extern const struct route api_session_routes[];
extern const struct route api_stock_routes[];
extern const struct route api_system_routes[];
extern const struct route api_user_routes[];
extern const struct route api_visit_routes[];
extern const struct route api_workbench_routes[];
extern const struct route api_card_routes[];
extern const struct route api_payout_file_routes[];
extern const struct route api_donation_routes[];
extern const struct route api_purchase_step_routes[];
extern const struct route api_closing_routes[];
extern const struct route api_unmask_routes[];
extern const struct route api_attachment_routes[];
extern const struct route api_sheet_routes[];
#endif
