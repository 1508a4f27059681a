#ifndef SN_CARE_REGISTER_H
#define SN_CARE_REGISTER_H
/* register: 台账 and 进度: what was handed over and who may get what, a page at a time, and how far a cycle is.
 *
 *   shapes  A page is asked for with the key of the last row of the page before; the key of a delivery is (time, record),
 *           of an entitlement (shard, list, entitlement).  A union is asked about with all below it, by its path.
 *   union   The one whose roster the person stood on when he was entitled (roster_no), not the one that gave: who asks
 *           about his people sees what they got from anywhere.  The report counts by the giver (care_coverage()).
 *   counts  Progress counts rights, 份: a person with two gifts of one cycle has two.  Given is what stands as an award;
 *           what went to over-issue is a case and counts nowhere here.
 *   errors  those of the store.  Rights are the caller's: a read asks at the union before.
 *   source  product.md (every figure opens to its proof; 谁还没领到); settled.md 9 (shard first).
 *   start   register_deliveries(), register_delivery(), register_entitlements(), register_progress(). */
#include "care/care.h"

/* ---- deliveries ---- */

struct register_delivery {
	int64_t shard, roster_no, giver_no;
	struct uuid record_id, person_id;
	struct str name;    /* whole: masked at the edge */
	struct str benefit; /* STR_NULL: nobody had entitled him to it */
	int64_t item_no;    /* 0: cash */
	int64_t quantity;   /* pieces; cash: fen */
	struct money value;
	enum evidence level;
	int64_t at_us, received_us;
	struct uuid by_id,
		actor_id; /* out of whose custody; who recorded it; null: the stock, the program */
	bool over;        /* its goods lie in over-issue */
	struct uuid case_id, reversal_id;
	size_t transfers;
};
struct register_delivery_filter {
	int64_t cycle_no;
	struct str path;
	int32_t from_day, until_day; /* until: the first day that is no longer asked for; 0: open */
	enum evidence level;         /* NONE: all */
	struct uuid by_id;           /* null: all */
	int64_t before_us;           /* the last row's, 0: the first page */
	struct uuid before_id;
	size_t rows_max;
};
/* The newest first; in c->mem. */
struct sn_err register_deliveries(struct ctx *c, const struct register_delivery_filter *filter,
				  struct register_delivery **out, size_t *count) SN_MUST_USE;
/* One with all that is known of it; no_such_delivery. */
struct register_whole {
	struct register_delivery row;
	int64_t cycle_no;
	struct uuid entitlement_id;
	int64_t reversed_us; /* 0: it stands */
	struct uuid reversed_by;
	struct str reversed_words;
	struct transfer *posted; /* the transfers that moved it, from the account it left */
	size_t posted_count;
};
struct sn_err register_delivery(struct ctx *c, struct uuid record_id,
				struct register_whole *out) SN_MUST_USE;

/* ---- entitlements ---- */

/* clang-format off */
#define REGISTER_RIGHT_STATES(X)   /* name, word, zh, en; in the order of care.sql, entitlement_page */ \
	X(ALL,   "all",   "全部",   "all")         \
	X(OPEN,  "open",  "未领",   "not yet")     \
	X(GIVEN, "given", "已领",   "handed over") \
	X(VOID,  "void",  "已作废", "void")
/* clang-format on */
enum register_right_state {
#define X(name, word, zh, en) REGISTER_##name,
	REGISTER_RIGHT_STATES(X) REGISTER_RIGHT_STATES_COUNT
#undef X
};
const char *register_right_word(enum register_right_state state);
bool register_right_parse(enum register_right_state *out, struct str word) SN_MUST_USE;

struct register_key {
	int64_t shard;
	struct uuid run_id, entitlement_id;
};
struct register_right {
	struct register_key key;
	int64_t org_no, quantity;
	struct uuid person_id;
	struct str name, team, benefit; /* name whole: masked at the edge */
	struct money value;
	int32_t day;
	enum register_right_state state;
	struct str void_words;
	struct uuid record_id; /* of what was handed over; null: nothing yet */
	enum evidence level;
	int64_t given_us;
};
struct register_right_filter {
	int64_t cycle_no;
	struct str path;
	enum register_right_state state;
	struct register_key after; /* shard 0: the first page */
	size_t rows_max;
};
struct sn_err register_entitlements(struct ctx *c, const struct register_right_filter *filter,
				    struct register_right **out, size_t *count) SN_MUST_USE;
/* Where an entitlement of a cycle lies, by its id alone; no_such_entitlement. */
struct sn_err register_entitlement_shard(struct ctx *c, const struct cycle *cycle,
					 struct uuid entitlement_id, int64_t *shard) SN_MUST_USE;

/* ---- how far it is ---- */

/* Of one union's own roster; sums of a subtree are the caller's, by the rows' paths. */
struct register_progress_row {
	int64_t org_no;
	struct str path;
	int64_t rights, given[EVIDENCE_COUNT]; /* 份 */
	struct money entitled, given_value;
	int64_t today, today_people; /* handed over since since_us: times, people */
	struct money today_value;
};
/* Every union with a right or a hand-over of today, in the order of their paths; in c->mem. One read of all rights of
 * the cycle: asked once a commit, not once a viewer (http/cache.h). */
struct sn_err register_progress(struct ctx *c, const struct cycle *cycle, int64_t since_us,
				struct register_progress_row **out, size_t *count) SN_MUST_USE;
#endif
