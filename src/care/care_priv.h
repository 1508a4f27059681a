#ifndef SN_CARE_CARE_PRIV_H
#define SN_CARE_CARE_PRIV_H
/* care_priv: what care's files share. */
#include "base/crypto.h"
#include "base/idnumber.h"
#include "care/care.h"
#include "care/handover.h"
#include "people/team.h"

enum { NOWHERE = -1, CARE_CODE_BYTES_MAX = 64 };
/* 1 to 64 small letters, digits, dots and hyphens: it stands in leaves, files and commands. */
bool care_code_is_good(struct str code);

/* Room for one more item behind count; grows by doubling inside the arena. NULL: no memory. */
static inline void *care_grow(struct arena *mem, void *items, size_t count, size_t size)
{
	if ((count & (count - 1)) != 0)
		return items;
	void *more = arena_alloc_n(mem, size, count == 0 ? 16 : count * 2);
	if (more && count > 0)
		memcpy(more, items, count * size);
	return more;
}

/* ---- a cycle's life, pure ---- */

/* What a step asks of the one who takes it. */
/* The first thing that keeps it from being closed, as the refusal that names it. */
struct sn_err care_closing_check(struct ctx *c, const struct cycle *cycle) SN_MUST_USE;
enum rights_role care_cycle_step_role(enum cycle_state to);
/* May this user bring the cycle there now? Signs it: cycle_state, same_hand. */
struct sn_err care_cycle_step(struct cycle *cycle, enum cycle_state to,
			      struct uuid user_id) SN_MUST_USE;

/* What it waits for: DRAFT where it was sent back. */
enum cycle_state care_cycle_next_state(const struct cycle *cycle);
/* Is it handed in, and not approved yet? */
bool care_cycle_is_asked(const struct cycle *cycle);
/* May the actor take that step, as far as it is not a matter of roles? */
struct sn_err care_cycle_turn(struct ctx *c, const struct cycle *cycle,
			      enum cycle_state to) SN_MUST_USE;
/* same_hand: in an earlier round, which was sent back, he made what he now judges, or judged what he now makes. */
struct sn_err care_cycle_round(struct ctx *c, const struct cycle *cycle,
			       enum cycle_state to) SN_MUST_USE;
/* Code, name and days: bad_cycle_code, missing_field, too_long, bad_period. */
struct sn_err care_cycle_good(const struct cycle *what) SN_MUST_USE;
/* One that was sent back, as its row says it; check_id null: it was not checked yet. */
struct cycle_back {
	struct uuid back_id, by_id, maker_id, check_id, checker_id;
	int64_t at_us, made_us, checked_us;
	struct str words, name;
	int64_t programme_version;
	int32_t from_day, until_day;
};
struct sn_err care_cycle_backs(struct ctx *c, int64_t cycle_no, struct cycle_back **out,
			       size_t *count) SN_MUST_USE;
struct sn_err care_back_digest(struct ctx *c, const struct cycle *cycle,
			       const struct cycle_back *back, struct sha256 *out) SN_MUST_USE;

/* cycle_state with the state that it is in and the one that it would have to be in: one of enum cycle_state, or of these. The
 * reason's words have them in the same order. */
enum { CYCLE_APPROVED_OR_OPEN = CYCLE_STATES_COUNT, CYCLE_NOT_MADE };
struct sn_err care_cycle_wrong_state(const struct cycle *cycle, int wanted) SN_MUST_USE;

/* ---- leaves: what the log says of lists and cycles ---- */

/* An entitlement as its list binds it: who may get what, worth how much, opened by which token. A list is digested in
 * the order of entitlement ids, which is the order of making. */
struct list_line {
	int64_t shard, org_no, quantity;
	struct uuid entitlement_id, person_id;
	struct id_hash id_hash;
	bool has_id;
	const uint8_t *token_hash;
	struct str benefit;
	struct money value;
};
void care_list_begin(struct sha256_stream *list);
void care_list_add(struct sha256_stream *list, const struct list_line *line);
struct list_leaf {
	int64_t at_us, made;
	struct str cycle;
	struct money value;
	struct sha256 digest;
};
/* Both leaves point at the digest that they were given. */
struct tlog_leaf care_list_leaf(const struct list_leaf *of);
struct tlog_leaf care_step_leaf(struct str cycle, int64_t at_us, const struct sha256 *digest);
struct sn_err care_step_digest(struct ctx *c, const struct cycle *cycle, enum cycle_state state,
			       struct sha256 *out) SN_MUST_USE;
/* Is there a leaf of that thing that says exactly this? */
struct sn_err care_leaf_stands(struct ctx *c, int64_t shard, struct uuid ref_id,
			       const struct tlog_leaf *right, bool *stands) SN_MUST_USE;

/* ---- marks: an entitlement that is void, a token that was told ---- */

struct void_mark {
	int64_t shard, at_us, list_shard;
	struct uuid entitlement_id, run_id,
		by_id;    /* run_id: the list that made it, in list_shard */
	struct str cycle; /* its code */
	struct str words;
};
/* The number-th token told for it; how many there were stands in told_count, so that none of them comes back. */
struct token_mark {
	int64_t shard, at_us, number;
	struct uuid entitlement_id;
	struct str cycle;
	const uint8_t *hash;
};
struct sn_err care_void_append(struct ctx *c, const struct void_mark *m) SN_MUST_USE;
struct sn_err care_token_append(struct ctx *c, const struct token_mark *m) SN_MUST_USE;
/* Findings "void" and "token", id the entitlement's; without one where a leaf has lost its mark. */
struct marks_verifying {
	void (*report)(void *self, const struct ledger_finding *f);
	void *self;
};
struct sn_err care_marks_verify(struct ctx *c, const struct marks_verifying *v) SN_MUST_USE;
/* Closes the case about this record, if one is open, with its leaf. */
struct sn_err care_case_shut(struct ctx *c, int64_t shard, struct uuid record_id,
			     struct str why) SN_MUST_USE;
struct sn_err care_cases_verify(struct ctx *c, const struct marks_verifying *v) SN_MUST_USE;
/* Places counted anew: more people entitled than a quota has places is a finding "places": account_no the union whose places
 * they are, id the first entitlement beyond them, expected the places, found who has one. Of no union that there is: id null. */
struct sn_err care_places_verify(struct ctx *c, const struct cycle *cycle,
				 const struct programme *programme,
				 const struct marks_verifying *v) SN_MUST_USE;

/* ---- ages: pure ---- */

int64_t care_age_on(int32_t birth_day, int32_t day);
/* age_outside; NOWHERE: not known, and no reason to refuse. */
struct sn_err care_age_decide(const struct programme *p, int64_t age) SN_MUST_USE;

/* ---- gaps: pure, and what they are decided by ---- */

/* A gift of another cycle of the programme: its day is that of the hand-over, before it the cycle's first. */
struct earlier_gift {
	int32_t day;
	struct str cycle_name;
};
/* Civil days from one to the other, whichever comes first. */
int64_t care_days_between(int32_t a, int32_t b);
/* gift_too_soon, with its day and cycle. */
struct sn_err care_gap_decide(int64_t gap_days, int32_t day,
			      const struct earlier_gift *gift) SN_MUST_USE;
/* One answer for each of the people; of several gifts the one of the latest cycle is named. */
struct sn_err care_gaps_check(struct ctx *c, const struct programme *programme,
			      const struct cycle *cycle, const struct person *people, size_t count,
			      struct sn_err *out) SN_MUST_USE;

/* ---- quotas: pure, and what they are decided by ---- */

/* By position in the tree. */
struct place_limit {
	int32_t at;
	int64_t org_no, places, taken;
};
struct place_limits {
	const struct org_tree *tree;
	struct place_limit *of;
	size_t count;
};
/* places_full, by the nearest union at or above org_no that has no place left. */
struct sn_err care_place_decide(const struct place_limits *limits, int64_t org_no) SN_MUST_USE;
/* Takes so many at each union at or above org_no. */
void care_place_take(struct place_limits *limits, int64_t org_no, int64_t people);
/* Where a programme's limits lie in out->tree, nothing taken yet; no_such_org as below. */
struct sn_err care_places_find(struct ctx *c, const struct programme *programme,
			       struct place_limits *out) SN_MUST_USE;
/* With what the cycle's entitlements have taken; no_such_org: the programme names a union that is not there. */
struct sn_err care_places_read(struct ctx *c, const struct programme *programme,
			       const struct cycle *cycle, struct place_limits *out) SN_MUST_USE;

/* ---- tokens ---- */

/* 60 random bits as 12 characters of Crockford's base32. */
void care_token_make(char token[CARE_TOKEN_BYTES]);
/* Small letters, hyphens, blanks, and O I L for 0 1 1 are forgiven; false: it cannot be one. */
bool care_token_read(struct str typed, char token[CARE_TOKEN_BYTES]) SN_MUST_USE;
/* The entitlement's id is the salt. */
struct sha256 care_token_hash(struct uuid entitlement_id, const char token[CARE_TOKEN_BYTES]);

/* ---- awards and what they count ---- */

struct award {
	bool there;
	int64_t shard, org_no, key_us, quantity;
	struct uuid person_id, household_id, record_id;
	struct str benefit;
	enum evidence level;
	struct money value;
	bool cash;
};
/* An award before and after a batch. */
struct award_slot {
	struct award was, now;
};
/* Orders doubles: the earlier key, then the smaller record id, is the award (settled.md 18). < 0, 0, > 0. */
int care_award_compare(const struct award *a, const struct award *b);

/* What a union's coverage changes by. */
struct coverage_move {
	int64_t shard;
	struct coverage by; /* may be negative */
};
/* From the awards of every person and household concerned, all of them, before and after. */
struct sn_err care_coverage_moves(struct arena *mem, const struct award_slot *slots, size_t count,
				  struct coverage_move **out, size_t *moves) SN_MUST_USE;
struct sn_err care_coverage_write(struct ctx *c, int64_t cycle_no,
				  const struct coverage_move *moves, size_t count) SN_MUST_USE;
/* Writes the awards that changed, and what coverage changes by. */
struct sn_err care_awards_write(struct ctx *c, int64_t cycle_no, const struct award_slot *slots,
				size_t count) SN_MUST_USE;
struct award care_award_from_row(struct arena *mem, const struct rows *r);
/* The parameters of care_sql_award_add and award_move. */
enum { AWARD_PARAMS = 12 };
void care_award_params(const struct award *a, int64_t cycle_no, struct param out[AWARD_PARAMS]);

/* ---- a batch of deliveries: loaded, then decided by care_deliver_decide() alone ---- */

enum case_kind { CASE_OVER_ISSUE, CASE_NOT_ENTITLED };

/* A person of the batch and where the rights lie. */
struct taker {
	struct person person;
	size_t rights_first, rights_count;
};
struct right {
	int64_t shard, org_no, quantity;
	struct uuid entitlement_id, person_id;
	const struct benefit *benefit;
	struct money value;
	uint8_t token_hash[SHA256_BYTES];
	int64_t tries, tries_before;
	bool voided;
	struct str payout; /* the bank batch that is paying it; loaded where somebody asks */
	size_t slot;
};
/* What the actor may hand out at a union: POWER_OWN what is in his own custody (a distributor, maker or keeper),
 * POWER_OTHERS what lies in stock, in a fund or in somebody else's custody too (a maker or keeper hands in a list). */
enum power { POWER_OWN = 1, POWER_OTHERS = 2 };
/* Something that goods may be taken from, oldest first within its place. */
struct holding {
	int64_t place;
	struct account_key key;
	int64_t quantity;
	struct money value;
	unsigned powers; /* what the actor may do at its union, bits of enum power */
};
struct share {
	size_t holding;
	struct account_key from;
	int64_t quantity; /* cash: 0 */
	struct money value;
};
/* One record on its way. */
struct handover {
	const struct delivery_item *item;
	struct str item_code; /* STR_NULL: cash */
	int64_t taker;        /* NOWHERE: nobody is known by that number */
	int64_t place[2];     /* where to take from, in this order; NOWHERE: none */
	uint8_t content[SHA256_BYTES];
	bool known; /* the record is stored already */
	uint8_t known_content[SHA256_BYTES];
	struct uuid known_case_id;
	int64_t same;        /* an earlier one of the batch with this record id; NOWHERE */
	struct sn_err fault; /* what loading found wrong with it */
	enum power wanted;   /* what handing it out asks of the actor */
	/* May he at the union whose member the person is? not_granted: then only what lies at a union where he may. */
	struct sn_err granted;

	/* decided */
	enum delivery_outcome outcome;
	struct sn_err why;
	int64_t right; /* NOWHERE: not entitled */
	int64_t key_us;
	size_t shares_first, shares_count;
	struct money value;
	bool over;       /* posts to over-issue and opens a case */
	bool sized;      /* loaded: the item bears a size */
	bool other_size; /* than was collected */
	enum case_kind kind;
	struct uuid loser_id, case_id;
};
struct delivery_batch {
	const struct cycle *cycle;
	int64_t received_us;
	unsigned sources; /* 1 << FUND_x whose money may pay; 0: any */
	struct handover *handovers;
	size_t count;
	struct taker *takers;
	struct right *rights;
	struct award_slot *slots;
	struct holding *holdings; /* by place */
	size_t takers_count, rights_count, slots_count, holdings_count;
	/* room for count + holdings_count: each share ends a record or empties a holding */
	struct share *shares;
	size_t shares_count;
};
/* The union that gave: out of whose custody, stock or fund the first of it came. Its own giving is what a report counts,
 * also where the person stands on a company's roster below it. */
int64_t care_giver_of(const struct delivery_batch *b, const struct handover *h);
/* Whose the record is in the books: of the entitlement, or of the roster that the person stands on. */
int64_t care_shard_of(const struct delivery_batch *b, const struct handover *h);
int64_t care_org_of(const struct delivery_batch *b, const struct handover *h);
struct uuid care_person_of(const struct delivery_batch *b, const struct handover *h);
/* Fills the batch from its cycle, handovers' items and count. */
struct sn_err care_deliver_read(struct ctx *c, const struct programme *programme,
				struct delivery_batch *b) SN_MUST_USE;
/* Writes what was decided. */
struct sn_err care_deliver_write(struct ctx *c, struct delivery_batch *b) SN_MUST_USE;
/* How the records were handed over (handover_how.c): what is wrong with it becomes a record's fault; then it is written,
 * and a case opened where one proxy collects for too many. */
struct sn_err handover_how_load(struct ctx *c, struct delivery_batch *b) SN_MUST_USE;
struct sn_err handover_how_write(struct ctx *c, const struct delivery_batch *b,
				 struct handover *const *written, size_t count) SN_MUST_USE;
/* Is the actor, where he is a foreman and neither maker nor keeper there, the foreman of this person? not_his_team. */
struct sn_err handover_foreman_of(struct ctx *c, const struct person *person) SN_MUST_USE;
/* Takes a hand-over back without asking who may: care_delivery_reverse() and an exchange have asked. */
struct sn_err care_delivery_take_back(struct ctx *c, int64_t shard, struct uuid record_id,
				      struct uuid reversal_id, struct str why) SN_MUST_USE;
/* Decides in order; each sees what the earlier ones took. Pure. */
void care_deliver_decide(struct delivery_batch *b);
/* Is the item this benefit? */
bool care_benefit_has(const struct benefit *benefit, struct str item_code);
struct uuid care_share_id(struct uuid record_id, size_t share);
#endif
