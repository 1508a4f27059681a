/* The tables of rows, in the order in which the API's description shows them. */
#include "http/routes.h"

const struct route *const http_route_tables[] = {
	api_cycle_routes,
	api_people_routes,
	api_duplicate_routes,
	api_import_routes,
	api_clerk_routes,
	api_entitle_routes,
	api_delivery_routes,
	api_case_routes,
	api_progress_routes,
	NULL,
};
