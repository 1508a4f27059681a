#ifndef SN_REPORT_ACTION_H
#define SN_REPORT_ACTION_H
/* action: an umbrella over years (行动, 计划): what was promised, what was said before the system, what its cycles report.
 *
 *   shapes  An action has members (cycles of any programme), targets and opening figures.  A figure has a measure, a
 *           unit of counting, years, a value with its qualifier and its source's own words.  Opening figures are
 *           level R, for years before the system.  Entering other content for the same figure is a new row that
 *           points back at the old one; a cycle that was taken out stays with the time and the hand.
 *   rule    Progress is a row for each measure and unit over all years, and one for each target over its own: opening
 *           figures + the report of each member at its union (report_build()), the weakest qualifier kept, unknown parts
 *           counted.  Units are never added to each other, nor given, raised and invested: a report says given and
 *           raised, so the others grow by opening figures alone.  A cycle's figures stand in the year of its first
 *           day.  Beside, never added: a figure that overlaps the year of a cycle which says the same measure, or a
 *           wider opening figure, or that reaches out of a target's years (finding "overlaps"); and a cycle that another
 *           union leads, which counts there (finding "led_elsewhere").  The order of entering makes no difference.
 *   units   years 1900 to 2199, none before the action's first, until_year 0: open; money in fen (UNIT_FEN).
 *   errors  no_such_action, bad_action_code, action_code_taken, action_bad_measure, action_bad_unit, action_bad_years,
 *           action_value_needed, action_cycle_outside, action_not_member, action_id_taken, action_full,
 *           missing_field, too_long, amount_overflow, not_granted.
 *   source  product.md (Units of counting; opening figures); data/2024/programme-facts.csv (4200万余元 since 2015, 近3000家).
 *   start   action_create(), action_figure_add(), action_progress(); action_sum() in action_priv.h is the pure rule. */
#include "base/quantity.h"
#include "report/report.h"

/* clang-format off */
#define ACTION_MEASURES(X)   /* name, word, zh, en; stored by number: new ones go to the end */ \
	X(GIVEN,    "given",    "发放", "given")    \
	X(RAISED,   "raised",   "筹集", "raised")   \
	X(INVESTED, "invested", "投入", "invested") \
	X(REACHED,  "reached",  "惠及", "reached")  \
	X(BUILT,    "built",    "建成", "built")    \
	X(HELD,     "held",     "举办", "held")     \
	X(SERVED,   "served",   "服务", "served")
#define ACTION_FINDINGS(X)   /* name, word, zh, en */ \
	X(NONE,     "",              "", "") \
	X(OVERLAPS, "overlaps",      "与已计入的年份重叠，只列不加", "overlaps years that are counted already: shown, not added") \
	X(LED_ELSEWHERE, "led_elsewhere", "由其他工会主办，计入主办工会", "led by another union: it counts there")
/* clang-format on */
enum action_measure {
#define X(name, word, zh, en) ACTION_##name,
	ACTION_MEASURES(X) ACTION_MEASURES_COUNT
#undef X
};
enum action_finding {
#define X(name, word, zh, en) ACTION_FINDING_##name,
	ACTION_FINDINGS(X) ACTION_FINDINGS_COUNT
#undef X
};
const struct report_words *action_measure_words(enum action_measure measure);
const struct report_words *action_finding_words(enum action_finding finding);
/* The word or the Chinese name. */
bool action_measure_parse(enum action_measure *out, struct str text) SN_MUST_USE;
/* Which units a measure is counted in: money is given, raised or invested; people, person-times and households are
 * reached or served; stations are built; sessions are held. */
bool action_measure_counts(enum action_measure measure, enum unit unit);

struct action {
	int64_t action_no;
	struct str code, name, words; /* words: the source's own, or STR_NULL */
	int64_t org_no;               /* who leads it; its subtree's cycles may be members */
	int32_t first_year;
};
/* By a maker at the union. The same code and content again changes nothing. Inside a work. */
struct sn_err action_create(struct ctx *c, const struct action *what, struct action *out,
			    bool *changed) SN_MUST_USE;
struct sn_err action_by_code(struct ctx *c, struct str code, struct action *out) SN_MUST_USE;
struct sn_err action_list(struct ctx *c, struct action **out, size_t *count) SN_MUST_USE;

/* By a maker at the action's union; a cycle may be a member of several actions. Inside a work. */
struct sn_err action_cycle_add(struct ctx *c, const struct action *a, const struct cycle *cycle,
			       bool *changed) SN_MUST_USE;
struct sn_err action_cycle_remove(struct ctx *c, const struct action *a,
				  const struct cycle *cycle) SN_MUST_USE;
/* In the order of their first days, then by code; in c->mem. */
struct sn_err action_cycles(struct ctx *c, int64_t action_no, struct cycle **out,
			    size_t *count) SN_MUST_USE;

enum action_role { ACTION_TARGET, ACTION_OPENING };
struct action_figure {
	struct uuid figure_id;
	enum action_role role;
	enum action_measure measure;
	enum unit unit;
	int32_t from_year,
		until_year; /* a year or a span; a target from 0 until 0: the whole action */
	struct figure said; /* an opening figure may be unknown, a target not */
	struct str words;
};
/* By a maker at the action's union. figure_id null: made here; the same id and content again is the same answer, other
 * content is action_id_taken. The same measure, unit and years with other content corrects. Inside a work. */
struct sn_err action_figure_add(struct ctx *c, const struct action *a,
				const struct action_figure *what, bool *changed) SN_MUST_USE;
/* What is in force. In c->mem. */
struct sn_err action_figures(struct ctx *c, int64_t action_no, struct action_figure **out,
			     size_t *count) SN_MUST_USE;

/* An opening figure or what a cycle's report says in one measure and unit. */
struct action_part {
	enum action_measure measure;
	enum unit unit;
	int32_t from_year, until_year; /* a cycle's: the year of its first day */
	struct figure said;
	struct str code,
		words; /* code: the cycle's; STR_NULL: an opening figure, with its source's words */
	bool led_elsewhere;
};
struct action_place {
	bool here;                   /* of this row's measure, unit and years */
	enum action_finding finding; /* NONE: added */
};
struct action_row {
	enum action_measure measure;
	enum unit unit;
	int32_t from_year, until_year;
	struct figure promised; /* nothing said: nothing was promised for these years */
	struct str words;       /* the promise's */
	struct figure opening, cycles, total;
	struct action_place *places; /* one for each part */
};
struct action_progress {
	struct action action;
	struct cycle *cycles;
	size_t cycles_count;
	struct action_part *parts;
	size_t parts_count;
	struct action_row *rows; /* by measure, unit, years */
	size_t rows_count;
};
/* As of today; builds the report of each member, one after the other, in memory of its own. */
struct sn_err action_progress(struct ctx *c, const struct action *a,
			      struct action_progress *out) SN_MUST_USE;

/* Members and corrected rows that are not there: findings "action". Overlaps are no damage: both were said;
 * action_progress() names them. */
struct sn_err action_verify(struct ctx *c, void (*each)(void *self, const struct ledger_finding *f),
			    void *self, int64_t *findings) SN_MUST_USE;
#endif
