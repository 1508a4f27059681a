#ifndef SN_CLI_DEMO_H
#define SN_CLI_DEMO_H
/* demo: the 2024 case told on the command line. Every step is a command that a cadre could type: it is printed, then run
 * through the same table as everything else.
 *
 *   people  synthetic: names put together from a list, ID numbers with valid check digits and nobody behind them on
 *           purpose; every file says 合成数据 in its first row.
 *   shape   demo.c tells the story; demo_step.c runs a command; demo_X.c is the chapter of X, listed in demo.c's
 *           chapters[]; demo_people.c makes the rosters.
 *   start   cmd_demo() in demo.c. */
#include "base/idnumber.h"
#include "cli/cli.h"
#include "report/report.h"

struct demo {
	struct cli *cli;
	int64_t scale;
	bool shown; /* steps print themselves and their answer */
	int64_t steps;
	FILE *nothing; /* where the answers of steps go that are not shown */
};

/* Runs the words of one command line, the last of which is NULL; prints them and the answer where d->shown. */
__attribute__((sentinel)) struct sn_err demo_step(struct demo *d, ...);
/* A step that the program is to refuse for this reason; prints the refusal as a cadre would read it. */
__attribute__((sentinel)) struct sn_err demo_refused(struct demo *d, const char *reason, ...);
void demo_chapter(const struct demo *d, const char *zh, const char *en);
/* Text for the words of a step; lives as long as the demo. */
char *demo_text(const struct demo *d, const char *fmt, ...) SN_PRINTF(2, 3);
char *demo_fresh_id(const struct demo *d);
/* Where input files are written, so that they can be read: beside the database; with a server, beside the key file. */
char *demo_input_directory(const struct demo *d);
struct sn_err demo_write_file(struct demo *d, const char *name, const void *bytes, size_t count,
			      char **path) SN_MUST_USE;

/* Through all hands of a document of money: checker, approver, cashier of `who` ("r", "b", "w"). */
struct sn_err demo_sign(struct demo *d, const char *id, const char *who) SN_MUST_USE;
/* One figure of programme-facts.csv with its source's words; false: there is none of that key. */
bool demo_fact(const char *key, struct figure *value, struct str *quote) SN_MUST_USE;

struct sn_err demo_action(struct demo *d) SN_MUST_USE;
struct sn_err demo_size(struct demo *d) SN_MUST_USE;
struct sn_err demo_honour(struct demo *d) SN_MUST_USE;
struct sn_err demo_letter(struct demo *d) SN_MUST_USE;
struct sn_err demo_closing(struct demo *d) SN_MUST_USE;
struct sn_err demo_facts_told(struct demo *d) SN_MUST_USE;
struct sn_err demo_portion(struct demo *d) SN_MUST_USE;
struct sn_err demo_team(struct demo *d) SN_MUST_USE;
struct sn_err demo_visit(struct demo *d) SN_MUST_USE;
struct sn_err demo_copy(struct demo *d) SN_MUST_USE;
struct sn_err demo_payout(struct demo *d) SN_MUST_USE;

struct demo_place {
	const char *county;   /* whose stock and distributors */
	const char *employer; /* the grassroots union whose roster it is */
	const char *division; /* six digits of the ID numbers */
	int64_t people;       /* how many at scale 1 */
	int64_t led;          /* the first of them are a team whose foreman hands out to them, and
				 one more stands on the roster, who declines */
};
enum { DEMO_LED = 30 }; /* 第1班 of 乌达区: the chapter of demo_team.c */
/* The i-th person on a place's roster: his ID number. */
struct id_number demo_person_id(const struct demo_place *place, int64_t i);

/* Writes the roster and the delivery list of a place into a directory; paths come back. */
struct demo_files {
	struct str roster, deliveries;
};
struct sn_err demo_write_people(struct cli *cli, const char *directory,
				const struct demo_place *place, int64_t people,
				struct demo_files *out) SN_MUST_USE;
/* A sheet of sizes as teams hand it in: written in many ways, and here and there nothing. */
struct sn_err demo_write_sizes(struct cli *cli, const char *directory,
			       const struct demo_place *place, int64_t people,
			       struct str *out) SN_MUST_USE;
#endif
