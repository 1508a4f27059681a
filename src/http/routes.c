/* The tables of rows, in the order in which the API's description shows them. */
#include "http/routes.h"

const struct route *const http_route_tables[] = {
	api_cycle_routes,
	api_document_routes,
	api_document_draft_routes,
	api_approval_routes,
	api_ledger_routes,
	api_stock_routes,
	api_fund_routes,
	api_entitle_routes,
	api_delivery_routes,
	api_case_routes,
	api_progress_routes,
	NULL,
};
