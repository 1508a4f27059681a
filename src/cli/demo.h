#ifndef SN_CLI_DEMO_H
#define SN_CLI_DEMO_H
/* demo: the 2024 case told on the command line. Every step is a command that a cadre could type: it is printed, then run
 * through the same table as everything else.
 *
 *   people  synthetic: names put together from a list, ID numbers with valid check digits and nobody behind them on
 *           purpose; every file says 合成数据 in its first row.
 *   start   cmd_demo() in demo.c. */
#include "cli/cli.h"

struct demo_place {
	const char *county;   /* whose stock and distributors */
	const char *employer; /* the grassroots union whose roster it is */
	const char *division; /* six digits of the ID numbers */
	int64_t people;       /* how many at scale 1 */
};

/* Writes the roster and the delivery list of a place into a directory; paths come back. */
struct demo_files {
	struct str roster, deliveries;
};
struct sn_err demo_write_people(struct cli *cli, const char *directory,
				const struct demo_place *place, int64_t people,
				struct demo_files *out) SN_MUST_USE;
#endif
