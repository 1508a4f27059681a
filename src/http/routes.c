/* The tables of rows, in the order in which the API's description shows them. */
#include "http/routes.h"

const struct route *const http_route_tables[] = {
	api_org_routes,   api_reorg_routes, api_partner_routes, api_programme_routes,
	api_cycle_routes, api_rules_routes, api_copy_routes,    NULL,
};
