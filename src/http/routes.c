/* The tables of rows, in the order in which the API's description shows them. */
#include "http/routes.h"

/* clang-format off */
const struct route *const http_route_tables[] = {
	api_cycle_routes,
	api_entitle_routes,
	api_delivery_routes,
	api_case_routes,
	api_progress_routes,
	api_report_routes,
	api_visit_routes,
	api_workbench_routes,
	NULL,
};
/* clang-format on */
