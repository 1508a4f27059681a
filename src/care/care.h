#ifndef SN_CARE_CARE_H
#define SN_CARE_CARE_H
/* care: the engine of all programmes: programme → cycle → entitlement → delivery.
 *
 *   shapes  A programme is a versioned JSON document with a schema, an effective period and a source (rules are
 *           data, settled.md 30).  A cycle is one run of it under one version.  An entitlement says that a person
 *           may get a benefit, once; it is made from rosters and holds the caps.  A delivery is a physical fact
 *           (key record_id) and always moves the goods; an award (key shard, cycle, benefit, person) is give-once.
 *   rules   Asking for a second gift is refused and the first is named (given_already).  A reported fact never is
 *           refused for that: the second posts to over-issue and opens a case.  Which of two is the award is
 *           derived, min(clamp(time told, cycle's first day, time received), record_id), so every order of arrival
 *           ends with the same one.  All of one hand-over is one transaction: delivery, award, transfer,
 *           balances, leaf, coverage.
 *   errors  programme_*: bad file, period out of order; value_unset; cycle_state, cycle_sent_back, no_such_cycle,
 *           custody_left, holds_left, same_hand; given_already (arg 0: day, text: union and level) and the other refusals that
 *           care_deliver() lists.
 *   source  settled.md 1, 6, 10, 15 to 20, 23, 27, 30; product.md (The life every kind of care shares).
 *   start   care_programme_load(), care_cycle_create(), care_entitle(), care_deliver(). */
#include "ledger/caps.h"
#include "ledger/document.h"
#include "ledger/goods.h"
#include "ledger/ledger.h"
#include "people/people.h"

/* ---- programmes ---- */

/* clang-format off */
#define PROGRAMME_KINDS(X)   /* name, word, zh, en; source: product.md, The programmes */ \
	X(CAMPAIGN,     "campaign",     "集中慰问",       "campaign")           \
	X(FUND,         "fund",         "筹资",           "fund raising")       \
	X(HARDSHIP,     "hardship",     "困难职工帮扶",   "hardship aid")       \
	X(SCHOOLING,    "schooling",    "子女助学",       "aid for children")   \
	X(MEDICAL,      "medical",      "医疗互助",       "medical mutual aid") \
	X(EXAM,         "exam",         "免费体检",       "medical exams")      \
	X(RECUPERATION, "recuperation", "疗休养",         "recuperation")       \
	X(CONTEST,      "contest",      "技能竞赛",       "skills contest")     \
	X(SERVICE,      "service",      "驿站服务",       "station services")   \
	X(TRAINING,     "training",     "培训·创业",      "training")           \
	X(EVENT,        "event",        "活动·宣讲",      "events")             \
	X(RATING,       "rating",       "驿站星级·奖补",  "station rating")     \
	X(SELECTION,    "selection",    "典型案例·最美",  "selection")          \
	X(SURVEY,       "survey",       "调研·诉求",      "needs and complaints")
/* clang-format on */

struct benefit {
	struct str code;      /* "gift" */
	struct str item_code; /* what is handed over first of all: an item's code; STR_NULL: cash */
	const struct str
		*items; /* each of which is this gift; STR_NULL: cash. "kit:x" is also "kit:x/L" */
	size_t items_count;
	int64_t quantity;   /* pieces a head */
	struct money value; /* the standard a head */
	bool value_known; /* false: the union has not set it; entitling then refuses (value_unset) */
};
/* How many people of the union and of those below it may be entitled in one cycle. */
struct quota {
	struct str org_code;
	int64_t places;
};
struct programme {
	struct str code, name_zh, name_en, source;
	struct str source_zh; /* source where the file says it in one language alone */
	int64_t version;
	int32_t from_day, until_day;
	struct str kind;              /* "campaign", … one of PROGRAMME_KINDS */
	const struct str *categories; /* who: any of these; none: everybody on the roster */
	size_t categories_count;
	int64_t age_from, age_until; /* in full years on the cycle's first day; 0: open */
	int64_t gap_days; /* less than that since a gift of another cycle: no other; 0: no rule */
	const struct quota
		*quotas; /* each holds for itself; a union under none of them has no limit */
	size_t quotas_count;
	const struct benefit *benefits;
	size_t benefits_count;
	const struct cap_rule *caps;
	size_t caps_count;
	unsigned sources; /* 1 << FUND_x: whose money may pay; 0: any */
	struct str
		unset; /* the first value that nobody has set yet, as $.caps[0].max_fen; STR_NULL: none */
	struct str unset_by; /* who sets it, in the file's words */
	struct str json;     /* the document as loaded */
};
/* Reads a document against the closed schema (data/schema/programme.schema.json); the result lives in mem and
 * points into json. */
struct sn_err care_programme_parse(struct arena *mem, struct str json,
				   struct programme *out) SN_MUST_USE;
/* Parses and stores it. The same version with the same content: loaded already (changed = false); with other
 * content: programme_version_taken. A later version begins on a later day, else programme_overlap. Inside a work. */
struct sn_err care_programme_load(struct ctx *c, struct str json, struct programme *out,
				  bool *changed) SN_MUST_USE;
/* The version in force on a day (0: today), or exactly `version` (> 0). */
struct sn_err care_programme_read(struct ctx *c, struct str code, int64_t version, int32_t day,
				  struct programme *out) SN_MUST_USE;
struct sn_err care_programmes(struct ctx *c, struct programme **out, size_t *count) SN_MUST_USE;
/* Those that this user has loaded, and when. In c->mem. */
struct programme_loaded {
	struct programme programme;
	int64_t at_us;
};
struct sn_err care_programmes_of(struct ctx *c, struct uuid user_id, struct programme_loaded **out,
				 size_t *count) SN_MUST_USE;

/* ---- cycles ---- */

/* clang-format off */
#define CYCLE_STATES(X)   /* name, word, zh, en */ \
	X(DRAFT,    "draft",    "草稿",   "draft")    \
	X(CHECKED,  "checked",  "已审核", "checked")  \
	X(APPROVED, "approved", "已批准", "approved") \
	X(OPEN,     "open",     "进行中", "open")     \
	X(CLOSED,   "closed",   "已结束", "closed")   \
	X(AUDITED,  "audited",  "已审计", "audited")
/* clang-format on */
enum cycle_state {
#define X(name, word, zh, en) CYCLE_##name,
	CYCLE_STATES(X) CYCLE_STATES_COUNT
#undef X
};
struct cycle {
	int64_t cycle_no;
	struct str code, name; /* "hw-2024", "2024年环卫工人节慰问" */
	struct str programme;
	int64_t programme_version;
	int64_t org_no; /* who runs it; its subtree takes part */
	enum cycle_state state;
	int32_t from_day, until_day;
	struct signatures signatures;
	struct uuid auditor_id; /* null: not audited */
	int64_t back_us;        /* sent back and not handed in again since; 0: not */
};
const char *care_cycle_state_word(enum cycle_state state);
/* From its word; false: there is no such state. */
bool care_cycle_state_parse(enum cycle_state *out, struct str word) SN_MUST_USE;
/* A draft, by the actor as maker. programme_version 0: the one in force on from_day. The same code and content
 * again is the same answer; other content: cycle_code_taken. Inside a work. */
struct sn_err care_cycle_create(struct ctx *c, const struct cycle *what,
				struct cycle *out) SN_MUST_USE;
/* One step on, by the actor in the role that the step needs: a checker checks, an approver approves, a maker opens
 * and closes, an auditor audits; maker, checker, approver and auditor are four people (same_hand). Closing needs
 * no bank batch unfinished (payout_pending), every custody of the cycle at zero or explained and signed (handover.h; custody_left names who holds what) and nothing
 * held (holds_left). Already in the state asked for: nothing happens. Each step is a leaf. Inside a work. */
struct sn_err care_cycle_advance(struct ctx *c, int64_t cycle_no, enum cycle_state to,
				 struct cycle *out) SN_MUST_USE;
/* What comes next in its life: who takes the step, whether the actor may, and all that keeps it from being closed. */
/* clang-format off */
#define CYCLE_BLOCKS(X)   /* name, word, zh, en */ \
	X(PAYOUT,  "payout",  "银行代发批次未办完", "bank batch not finished") \
	X(CUSTODY, "custody", "发放员手中未交清",   "left in custody")         \
	X(HOLD,    "hold",    "冻结未解除",         "still held")
/* clang-format on */
enum cycle_block_kind {
#define X(name, word, zh, en) CYCLE_BLOCK_##name,
	CYCLE_BLOCKS(X) CYCLE_BLOCKS_COUNT
#undef X
};
struct cycle_block {
	enum cycle_block_kind kind;
	int64_t org_no;        /* whose account; 0: a batch's */
	struct uuid holder_id; /* custody: who holds it */
	int64_t item_no;       /* 0: money */
	int64_t quantity;
	struct money value;
	struct str batch; /* the batch's number; the first one that is not finished */
};
struct cycle_next {
	bool ended;          /* audited: nothing comes after it */
	enum cycle_state to; /* DRAFT: it was sent back, and its maker hands it in again */
	enum rights_role role;
	struct sn_err why; /* why the actor cannot take the step himself; SN_SUCCESS: he can */
	struct cycle_block *blocks; /* before closing; in c->mem */
	size_t blocks_count;
	bool send_back; /* the actor may send it back instead */
};
const struct ledger_words *care_cycle_block_words(enum cycle_block_kind kind);
struct sn_err care_cycle_next(struct ctx *c, const struct cycle *cycle,
			      struct cycle_next *out) SN_MUST_USE;
/* Does it wait for the actor, and for which step (DRAFT: to hand it in again)? One that is open runs: nobody is waited for. */
struct sn_err care_cycle_waits(struct ctx *c, const struct cycle *cycle, enum cycle_state *to,
			       bool *waits) SN_MUST_USE;
struct sn_err care_cycle_by_code(struct ctx *c, struct str code, struct cycle *out) SN_MUST_USE;
struct sn_err care_cycle_by_no(struct ctx *c, int64_t cycle_no, struct cycle *out) SN_MUST_USE;
struct sn_err care_cycles(struct ctx *c, struct cycle **out, size_t *count) SN_MUST_USE;
/* A step of its life: the state that it reached, by whom and when. */
struct cycle_step {
	int64_t cycle_no;
	enum cycle_state state; /* DRAFT: it was made */
	struct uuid by_id;      /* null: the program itself */
	int64_t at_us, made_us; /* made_us: when the cycle was made */
};
/* In their order. In c->mem. */
struct sn_err care_cycle_steps(struct ctx *c, int64_t cycle_no, struct cycle_step **out,
			       size_t *count) SN_MUST_USE;
/* All that this user has taken, by cycle; checks that were made void, and sending back, stand as the check. In c->mem. */
struct sn_err care_cycle_steps_of(struct ctx *c, struct uuid user_id, struct cycle_step **out,
				  size_t *count) SN_MUST_USE;

/* Sent back (退回), before it is approved: whoever could take the next step says why it is not taken.  The check that there
 * is becomes void, the cycle is its maker's draft again, and waits for nobody else.  same_hand (his own),
 * not_granted, cycle_sent_back (it was already), cycle_state (approved: too late), missing_field.  Each is a leaf. Inside a
 * work. */
struct sn_err care_cycle_send_back(struct ctx *c, int64_t cycle_no, struct str why,
				   struct cycle *out) SN_MUST_USE;
/* By a maker: name and days as he gives them, the programme's version that is in force on the first one; then it is to be
 * checked anew. Who made it in one round judges it in none, and the other way round (same_hand). cycle_not_back. Inside a
 * work. */
struct cycle_amended {
	int64_t cycle_no;
	struct str name;
	int32_t from_day, until_day;
};
struct sn_err care_cycle_hand_in(struct ctx *c, const struct cycle_amended *what,
				 struct cycle *out) SN_MUST_USE;
/* What happened to it, in order: the rounds that were sent back, then the steps that count. In c->mem. */
enum cycle_act_kind { CYCLE_ACT_STEP, CYCLE_ACT_SEND_BACK, CYCLE_ACT_HAND_IN };
struct cycle_act {
	enum cycle_act_kind kind;
	enum cycle_state state; /* that it reached */
	struct uuid by_id;
	int64_t at_us;
	bool is_void;     /* a later sending back made it void */
	struct str words; /* SEND_BACK: why */
	/* SEND_BACK: what had been handed in */
	struct str name;
	int32_t from_day, until_day;
	int64_t programme_version;
};
struct sn_err care_cycle_acts(struct ctx *c, const struct cycle *cycle, struct cycle_act **out,
			      size_t *count) SN_MUST_USE;

/* ---- entitlements ---- */

struct entitle_refusal {
	struct person person; /* name to be masked at the edge */
	struct str benefit;
	struct sn_err
		why; /* cap_reached, pinned_elsewhere, age_outside, gift_too_soon, places_full, entitlement_void, roster_open */
};
struct entitle_result {
	int64_t looked; /* people */
	int64_t made, existing, refused;
	int64_t without_id; /* made for people without an ID number: no cap could be held for them, a finding */
	struct entitle_refusal *refusals; /* the first ENTITLE_REFUSALS_MAX; in c->mem */
	size_t refusals_count;
};
enum { CARE_TOKEN_BYTES = 13 }; /* 12 characters of Crockford's base32 and a NUL */
/* A new entitlement's secret, told once, for the letter; only its hash is kept. It counts once the work has
 * succeeded. */
typedef void care_each_token(void *self, const struct person *person, struct str benefit,
			     const char token[CARE_TOKEN_BYTES]);
struct entitle_ask {
	struct cycle cycle;
	struct org org; /* its whole subtree */
	const struct org_tree *tree;
	care_each_token *each_token; /* NULL: nobody prints letters */
	void *each_token_self;
	void (*progress)(void *self,
			 int64_t people); /* so many were looked at; NULL: nobody watches */
	void *progress_self;
};
/* From the rosters of the union's subtree, by the cycle's programme version. Again: makes only what is new. Nobody
 * is refused for lacking an ID number. By a maker, while the cycle is approved or open. Who is refused: places_full
 * (arg 0: taken, 1: places; text: the union), gift_too_soon (arg 0: the earlier gift's day, 1: the days that the rule
 * asks; text: its cycle), and as entitle_refusal says. Inside a work. */
struct sn_err care_entitle(struct ctx *c, const struct entitle_ask *ask,
			   struct entitle_result *out) SN_MUST_USE;
/* The same where others write too: outside a work, in pieces of ENTITLE_PAGE_ROWS people, each a work and a run of its own,
 * with its list bound in its own commit. So each entitlement that is there is whole, and whoever entitles again makes the
 * rest. From the first piece to care_entitle_end() an open row says how far it is: what a crash or an error of step()
 * (asked between pieces) left there. *out is also told where it fails. */
struct sn_err care_entitle_on(struct ctx *c, const struct entitle_ask *ask,
			      struct sn_err (*step)(void *self, int64_t looked, int64_t total),
			      void *self, struct entitle_result *out) SN_MUST_USE;
/* Inside a work: all were looked at; or nobody is going on with it, and what was made stays. By a maker. */
struct sn_err care_entitle_end(struct ctx *c, const struct entitle_ask *ask) SN_MUST_USE;
struct entitle_open {
	int64_t cycle_no, org_no;
	int64_t looked, total, made;
	struct uuid by_id;
	int64_t begun_us, step_us; /* step_us: of its last piece */
};
/* In c->mem. */
struct sn_err care_entitle_opens(struct ctx *c, int64_t cycle_no, struct entitle_open **out,
				 size_t *count) SN_MUST_USE;
/* What a person may get of a cycle. */
struct care_entitlement {
	int64_t shard, org_no, quantity;
	struct uuid entitlement_id;
	struct str benefit;
	struct money value;
	bool voided;
	int64_t told_us; /* when its token was told; 0: never */
};
struct sn_err care_entitlements_of(struct ctx *c, int64_t cycle_no, struct person_ref who,
				   struct care_entitlement **out, size_t *count) SN_MUST_USE;
/* Tokens for letters (evidence A): for entitlements of the rosters of the union's subtree that are neither void nor
 * delivered and whose token nobody knows yet. `again`: also where one was told, which then no longer counts (a letter
 * that was lost). By a maker, while the cycle is approved or open. Inside a work. */
struct token_ask {
	struct cycle cycle;
	struct org org;
	const struct org_tree *tree;
	struct uuid person_id; /* of this person alone; null: everybody */
	bool again;
	care_each_token *each;
	void *self;
};
struct sn_err care_tokens(struct ctx *c, const struct token_ask *given, int64_t *told) SN_MUST_USE;
/* Takes it back and releases its caps; given_already where it was delivered. It stays void: entitling again does not
 * bring it back. Inside a work. */
struct sn_err care_entitlement_void(struct ctx *c, int64_t shard, struct uuid entitlement_id,
				    struct str why) SN_MUST_USE;

/* ---- deliveries ---- */

struct handover_how;
/* Cash out of one account. */
struct cash_share {
	struct account_key from;
	struct money value;
};
struct delivery_item {
	struct uuid record_id;  /* the maker's; the same id and content again is the same answer */
	struct id_hash id_hash; /* who, or */
	struct person_ref who;  /* …directly (null person_id: by id_hash) */
	struct str benefit;     /* STR_NULL: the one whose item it is */
	int64_t item_no;        /* 0: cash */
	bool collected_size; /* in the size that was collected for this benefit; item_no is not said */
	int64_t quantity;    /* pieces; cash: fen */
	enum evidence level; /* A, B or C */
	struct str token;    /* level A: the recipient's secret; otherwise STR_NULL */
	int64_t at_us;       /* device or file time */
	struct uuid
		by_id; /* the distributor whose custody it leaves; null: the union's stock or fund */
	bool asked;    /* true: asked online, a second is refused; false: a fact that happened */
	const struct handover_how *how; /* where, through whom (care/handover.h); NULL: not said */
	/* What a bank has paid out of money that was held for it (care/payout.h): exactly these accounts of one union, and
	 * nobody's right is asked again. NULL: cash and goods are looked for as ever. */
	const struct cash_share *paid_from;
	size_t paid_from_count;
};
enum delivery_outcome {
	DELIVERY_AWARDED,
	DELIVERY_REPLAYED,
	DELIVERY_OVER_ISSUE,
	DELIVERY_REFUSED
};
struct delivery_result {
	enum delivery_outcome outcome;
	struct sn_err why;   /* REFUSED: why; OVER_ISSUE: given_already or not_entitled */
	struct uuid case_id; /* OVER_ISSUE, also when replayed */
	struct uuid transfer_id;
	bool other_size; /* AWARDED, in another size than was collected (size.h): given all the same, and told */
};
/* Array write (settled.md 1): one set read, decisions in order, sets of inserts and guarded updates; where the
 * batch as a whole is refused (a transfer's id is somebody else's), one by one. The cycle must be open. Inside a work.
 *
 * Goods leave the distributor's custody (by_id), oldest lots first; without one the stock of the entitlement's union,
 * then of the union that its shard is. Cash likewise from custody or fund. Refused, each row alone:
 *   not_granted        the actor is no distributor, maker or keeper at the union whose stock or custody it leaves nor
 *                      at the person's; a distributor hands out of his own custody only, a maker or keeper hands in
 *                      lists for others. A null actor is the program itself
 *   who_unknown        nobody on a roster bears that ID number; the row is handed back, since nothing can be posted
 *   not_his_team       the actor is the foreman of a team and the person is in none of his, unless he is a maker or
 *                      keeper there too (people/team.h)
 *   not_entitled       asked only; a fact posts to over-issue and opens a case "not_entitled"
 *   given_already      asked only; a fact posts to over-issue and opens a case "over_issue" that names the loser
 *   payout_waiting     asked only: a bank batch is paying it (care/payout.h)
 *   quantity_differs   the first gift is handed over whole: what is more goes into a record of its own
 *   level_needs_proof  A without a token: report B or C; never lowered silently.  token_wrong, token_locked (after
 *                      TOKEN_TRIES_MAX wrong ones; trust.md T2)
 *   stock_short        accounts never go below zero: record the issue to the distributor first
 *   size_not_collected the record asks for the size that was collected, and there is none
 *   record_differs     the record is there with other content */
struct sn_err care_deliver(struct ctx *c, const struct cycle *cycle,
			   const struct delivery_item *items, size_t count,
			   struct delivery_result *out) SN_MUST_USE;
/* Where a record lies, by its id alone. no_such_delivery. */
struct care_record {
	int64_t shard, cycle_no, org_no;
	struct uuid record_id;
};
struct sn_err care_record_by_id(struct ctx *c, struct uuid record_id,
				struct care_record *out) SN_MUST_USE;
/* Takes a hand-over back (红字更正): reversal of its transfers; where it was the award, the next of its doubles
 * becomes it (its case is closed), else the award is released; coverage follows. By an approver or checker who neither
 * handed it over nor recorded it (reversed_by_giver). Inside a work. */
struct sn_err care_delivery_reverse(struct ctx *c, int64_t shard, struct uuid record_id,
				    struct uuid reversal_id, struct str why) SN_MUST_USE;

/* Who has had what, by the union that gave (whose custody, stock or fund it came out of) and level: what report reads. Kept with each delivery, recounted by care_verify().
 * A person or household counts once a cycle, where and how the earliest award evidences it; person-times count
 * awards. */
struct coverage {
	int64_t org_no;
	enum evidence level;
	int64_t people, person_times, households, pieces;
	struct money value;
};
typedef struct sn_err care_each_coverage(void *self, const struct coverage *row);
struct sn_err care_coverage(struct ctx *c, int64_t cycle_no, care_each_coverage *each,
			    void *self) SN_MUST_USE;

struct care_case {
	struct uuid case_id;
	int64_t shard, org_no, cycle_no;
	struct str kind;       /* "over_issue", "not_entitled" */
	struct uuid record_id; /* the record that is not the award */
	struct person_ref who;
	int64_t opened_us;
	bool open;
};
struct sn_err care_cases(struct ctx *c, int64_t cycle_no, struct care_case **out,
			 size_t *count) SN_MUST_USE;

/* Decides a case though the goods stay where they are: what was given twice is left with the person and stays in
 * over-issue, the words say why. Goods that came back are a reversal instead, which closes the case itself. By a
 * checker or approver; again changes nothing. Inside a work. */
struct sn_err care_case_close(struct ctx *c, const struct care_case *which,
			      struct str why) SN_MUST_USE;

/* people_undo()'s guard: refuses while somebody of the batch has an entitlement, a delivery or an honour. */
struct sn_err care_undo_guard(struct ctx *c, const struct person_ref *who,
			      size_t count) SN_MUST_USE;

/* Recounts coverage, awards, cases and entitlements against the deliveries; each finding is called with words. */
struct sn_err care_verify(struct ctx *c, void (*each)(void *self, const struct ledger_finding *f),
			  void *self, int64_t *findings) SN_MUST_USE;
#endif
