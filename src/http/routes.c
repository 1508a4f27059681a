/* The tables of rows, in the order in which the API's description shows them. */
#include "http/routes.h"

/* clang-format off */
const struct route *const http_route_tables[] = {
	api_session_routes,
	api_live_routes,
	api_org_routes,
	api_reorg_routes,
	api_partner_routes,
	api_programme_routes,
	api_cycle_routes,
	api_rules_routes,
	api_copy_routes,
	api_action_routes,
	api_people_routes,
	api_duplicate_routes,
	api_import_routes,
	api_clerk_routes,
	api_entitle_routes,
	api_delivery_routes,
	api_document_routes,
	api_approval_routes,
	api_ledger_routes,
	api_stock_routes,
	api_budget_routes,
	api_case_routes,
	api_progress_routes,
	api_report_routes,
	api_workbench_routes,
	api_user_routes,
	api_document_draft_routes,
	api_fund_routes,
	api_payout_routes,
	api_visit_routes,
	NULL,
};
/* clang-format on */
