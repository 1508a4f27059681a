#ifndef SN_CARE_PORTION_H
#define SN_CARE_PORTION_H
/* portion: giving without names: 腊八粥 and 元宵 by the bowl, drinks at a station.
 *
 *   shapes  A portion is a fact: on this day, at this place, so many of an item were handed round by a union in a cycle.
 *           It has no person, so it stands outside give-once and caps and is never added to people.
 *   goods   Leave the union's stock, or the distributor's custody (by_id), the oldest lots first, through the ledger
 *           (HANDOVER to the recipients' account of its level), as goods given by name do.
 *   levels  C: the distributor's word.  R: a total that was reported.  No other: a picture is kept (attachment.h) but
 *           raises nothing, since it does not say who had what.
 *   units   quantity in the item's own unit (份, 件, …); person_times 人次, or unknown, which is never zero.
 *   errors  portion_level, portion_none (quantity or person-times of zero), portion_day (outside the cycle's days, or
 *           ahead), portion_differs, portion_reversed, no_such_portion, org_outside_cycle, cycle_state, goods_short,
 *           not_granted, too_long, missing_field.
 *   rights  A distributor out of his own custody; a maker or keeper out of the stock and for others.  Taking back: a
 *           checker or approver.
 *   tables  portion, in care's own schema: care_verify() weighs the recipients' accounts against deliveries and
 *           portions together.
 *   source  product.md (Giving without names; Units of counting); settled.md 17, 24.
 *   start   portion_add(), portion_totals(). */
#include "care/care.h"

struct portion {
	struct uuid portion_id;
	int64_t shard, org_no, cycle_no;
	int32_t day;
	struct str
		site; /* where, in the maker's words: a station, a crossing, a transfer station */
	int64_t item_no;
	int64_t quantity;
	int64_t person_times; /* 0: unknown */
	enum evidence level;  /* C or R */
	struct uuid by_id;    /* whose custody it leaves; null: the union's stock */
	struct str words;     /* STR_NULL: none */
	struct money value;   /* of the goods, by their lots */
	struct uuid actor_id;
	int64_t at_us;
	struct uuid reversal_id; /* null: it stands */
	struct str why;          /* why it was taken back */
};
/* what: portion_id (the maker's own; the same id and content again is the same answer), org_no, cycle_no, day, site,
 * item_no, quantity, person_times, level, by_id, words. The cycle must be open. Inside a work. */
struct sn_err portion_add(struct ctx *c, const struct portion *what,
			  struct portion *out) SN_MUST_USE;
/* Takes it back (红字更正): its transfers are reversed, the row stays and says why. The same again changes nothing.
 * Inside a work. */
struct sn_err portion_reverse(struct ctx *c, struct uuid portion_id, struct uuid reversal_id,
			      struct str why) SN_MUST_USE;
struct sn_err portion_by_id(struct ctx *c, struct uuid portion_id, struct portion *out) SN_MUST_USE;
/* Of a cycle, by union and day, those taken back too; at most PORTION_LIST_MAX; in c->mem. */
struct sn_err portion_list(struct ctx *c, int64_t cycle_no, struct str org_path,
			   struct portion **out, size_t *count) SN_MUST_USE;

/* ---- what report reads ---- */

/* What stands of one item unit and level in a subtree: units are never added to each other, nor to people. */
struct portion_total {
	enum unit unit;
	enum evidence level;
	int64_t quantity, times; /* times: on how many occasions */
	int64_t person_times,
		unknown_times; /* known ones added; of how many occasions they are not known */
	struct money value;
};
struct sn_err portion_totals(struct ctx *c, int64_t cycle_no, struct str org_path,
			     struct portion_total **out, size_t *count) SN_MUST_USE;

/* Portions whose transfers are not there or moved another value: findings "portion". */
struct sn_err portion_verify(struct ctx *c,
			     void (*each)(void *self, const struct ledger_finding *f), void *self,
			     int64_t *findings) SN_MUST_USE;
#endif
