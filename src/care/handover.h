#ifndef SN_CARE_HANDOVER_H
#define SN_CARE_HANDOVER_H
/* handover: what a hand-over is besides its record: where, through whom, tried in vain, exchanged; and what of it is still
 * missing when the cycle closes.
 *
 *   how     A delivery may say where it happened (place; home: brought to the recipient's door) and who took it for him
 *           (代领): the proxy's name, his relation, and the mandate, which is the number of a paper or what the attached
 *           one says.  A proxy without a mandate is refused.  Name and mandate are sealed under the recipient's key; a
 *           keyed hash of the name within its shard counts for how many others one person collects in a cycle: beyond
 *           PROXY_OTHERS_MAX the gift is given and a case is opened.  A foreman is never proxy for his own team.
 *   attempt A hand-over that did not happen: absent, refused (with the person's words), wrong size, damaged.  Damaged with
 *           its item drafts the LOSS of one piece out of the custody it lay in (document.h), by a keeper or distributor.
 *   exchange
 *           After the delivery, such as for another size: the old record is taken back (its transfers are reversed, so the
 *           piece lies where it came from) and a new record gives the other piece; both point at each other in one row.
 *           The award moves to the new record; where the two differ in value, the row and the answer say both.
 *           Another size is then what the person wears (size.h), also on the roster.
 *   custody At closing every custody of the cycle is zero, or explained: the holder says why in his words what he holds at
 *           that moment (quantity and value by account), and an approver, who is another, signs; a leaf binds it.  What
 *           changes afterwards is no longer explained.
 *   missing Who is entitled and has had nothing yet, by union and team, with what was tried.
 *   errors  relation_unknown, place_unknown, relation_needed, mandate_needed, proxy_needed, foreman_proxy;
 *           outcome_unknown, attempt_differs; exchange_differs, exchanged_already, exchange_same; custody_none,
 *           explanation_differs, explanation_signed, no_such_explanation, same_hand; too_long, missing_field, not_granted,
 *           not_his_team, and those of care_deliver().
 *   source  issue 3, points 2 and 9; product.md (What real union work asks for besides).
 *   start   struct delivery_item's `how`; handover_attempt(), handover_exchange(), handover_missing(). */
#include "care/care.h"

/* clang-format off */
#define HANDOVER_PLACES(X)   /* name, word, zh, en; stored by number: new ones go to the end */ \
	X(UNSAID,  "-",       "—",        "not said")           \
	X(SITE,    "site",    "作业点",   "at the work site")   \
	X(HOME,    "home",    "送货上门", "brought home")       \
	X(UNION,   "union",   "工会",     "at the union")       \
	X(STATION, "station", "驿站",     "at a station")       \
	X(HOSPITAL, "hospital", "医院",   "in hospital")
#define HANDOVER_RELATIONS(X) \
	X(SELF,      "-",         "本人",   "the person")    \
	X(SPOUSE,    "spouse",    "配偶",   "spouse")        \
	X(PARENT,    "parent",    "父母",   "parent")        \
	X(CHILD,     "child",     "子女",   "child")         \
	X(SIBLING,   "sibling",   "兄弟姐妹", "sibling")     \
	X(RELATIVE,  "relative",  "亲属",   "relative")      \
	X(COLLEAGUE, "colleague", "同事",   "colleague")     \
	X(NEIGHBOUR, "neighbour", "邻居",   "neighbour")     \
	X(OTHER,     "other",     "其他",   "other")
#define HANDOVER_OUTCOMES(X) \
	X(ABSENT,     "absent",     "不在",     "absent")     \
	X(REFUSED,    "refused",    "谢绝",     "refused")    \
	X(WRONG_SIZE, "wrong-size", "尺码不合", "wrong size") \
	X(DAMAGED,    "damaged",    "破损",     "damaged")
/* clang-format on */
enum handover_place {
#define X(name, word, zh, en) HANDOVER_AT_##name,
	HANDOVER_PLACES(X) HANDOVER_PLACES_COUNT
#undef X
};
enum handover_relation {
#define X(name, word, zh, en) HANDOVER_BY_##name,
	HANDOVER_RELATIONS(X) HANDOVER_RELATIONS_COUNT
#undef X
};
enum handover_outcome {
#define X(name, word, zh, en) HANDOVER_##name,
	HANDOVER_OUTCOMES(X) HANDOVER_OUTCOMES_COUNT
#undef X
};
struct handover_words {
	const char *word, *zh, *en;
};
const struct handover_words *handover_outcome_words(enum handover_outcome outcome);
/* From the word or the Chinese name; an empty text is UNSAID, SELF. */
struct sn_err handover_place_parse(enum handover_place *out, struct str text) SN_MUST_USE;
struct sn_err handover_relation_parse(enum handover_relation *out, struct str text) SN_MUST_USE;
struct sn_err handover_outcome_parse(enum handover_outcome *out, struct str text) SN_MUST_USE;

/* ---- how: part of a delivery ---- */

struct handover_how {
	enum handover_place place;
	enum handover_relation relation; /* SELF: no proxy */
	struct str proxy, mandate;       /* STR_NULL: none */
};
/* Pure: a proxy has a name, a relation and a mandate, or nothing of these is said. */
struct sn_err handover_how_check(const struct handover_how *how) SN_MUST_USE;

/* More than PROXY_OTHERS_MAX people of a cycle through one proxy. */
struct handover_case {
	struct uuid case_id, record_id; /* the record that went beyond it */
	int64_t shard, org_no, others, opened_us;
	bool open;
};
struct sn_err handover_cases(struct ctx *c, int64_t cycle_no, struct handover_case **out,
			     size_t *count) SN_MUST_USE;
/* By a checker or approver who has looked into it. Inside a work. */
struct sn_err handover_case_close(struct ctx *c, int64_t shard, struct uuid case_id,
				  struct str words) SN_MUST_USE;

/* ---- attempts ---- */

struct handover_attempt {
	struct uuid attempt_id; /* the caller's; the same id and content again is the same answer */
	struct person_ref who;
	enum handover_outcome outcome;
	int64_t item_no;   /* 0: not said */
	struct str words;  /* REFUSED: needed */
	int32_t day;       /* 0: today */
	struct uuid by_id; /* whose custody a damaged piece lay in; null: the union's stock */
	/* out: the draft of the loss; null: none */
	struct uuid document_id;
};
/* By a distributor (a foreman: of his team), maker or keeper at the person's union, while the cycle is open. Inside a
 * work. */
struct sn_err handover_attempt(struct ctx *c, const struct cycle *cycle,
			       struct handover_attempt *what) SN_MUST_USE;

/* ---- exchange ---- */

struct handover_exchange {
	struct uuid exchange_id; /* the caller's; also the new record's id */
	struct uuid record_id;   /* what was handed over */
	int64_t item_no;         /* what he gets instead */
	struct str words;        /* why; STR_NULL: not said */
	enum evidence level;     /* of the new hand-over: B or C */
};
struct handover_exchanged {
	struct uuid record_id; /* the new one */
	struct money was, now; /* what the two cost */
	bool replayed;
};
/* By a distributor (a foreman: of his team), maker or keeper at the union that gave. The new piece comes from where the
 * old one came from. Inside a work. */
struct sn_err handover_exchange(struct ctx *c, const struct handover_exchange *what,
				struct handover_exchanged *out) SN_MUST_USE;

/* ---- custody explained ---- */

struct handover_explanation {
	struct uuid explanation_id; /* the caller's */
	int64_t shard, org_no, cycle_no;
	struct uuid holder_id, approver_id; /* approver null: not signed yet */
	int64_t quantity;                   /* of all accounts of it */
	struct money value;
	struct str words;
};
/* By the holder himself, of all that he has custody of in the cycle. custody_none: it is zero. Inside a work. */
struct sn_err handover_explain(struct ctx *c, const struct cycle *cycle, struct uuid explanation_id,
			       struct str words) SN_MUST_USE;
/* By an approver of the unions whose custody it is, not the holder; signing again changes nothing. Inside a work. */
struct sn_err handover_explain_sign(struct ctx *c, struct uuid explanation_id) SN_MUST_USE;
struct sn_err handover_explanations(struct ctx *c, int64_t cycle_no,
				    struct handover_explanation **out, size_t *count) SN_MUST_USE;
/* Is this custody, exactly as it is now, explained and signed? */
struct sn_err handover_is_explained(struct ctx *c, const struct account *custody,
				    bool *explained) SN_MUST_USE;

/* ---- who has not yet received ---- */

struct handover_missing_row {
	int64_t shard, org_no;
	struct uuid person_id, team_id; /* team null: none */
	struct str name, team, benefit; /* name whole: masked at the edge */
	int64_t size_item_no; /* of a gift in sizes: the one he wears (size.h); 0: not said */
	int64_t quantity;     /* pieces that he may get */
	struct money value;   /* what they are worth by the standard */
	int64_t attempts[HANDOVER_OUTCOMES_COUNT];
};
typedef struct sn_err handover_each_missing(void *self, const struct handover_missing_row *row);
struct missing_filter {
	int64_t cycle_no;
	struct str path;     /* of the union whose subtree is asked about */
	struct uuid team_id; /* null: all */
};
/* By union, team and name. A row's texts hold until its callback returns, which must not read the database. */
struct sn_err handover_missing(struct ctx *c, const struct missing_filter *filter,
			       handover_each_missing *each, void *self) SN_MUST_USE;
/* What people have had in a cycle: count of awards of each, in the order asked. */
struct sn_err handover_received(struct ctx *c, int64_t cycle_no, const struct person_ref *who,
				size_t count, int64_t *awards) SN_MUST_USE;

/* ---- checking ---- */

/* Findings: "how" (of no delivery), "proxy" (more than may be, and no case), "attempt" (of nobody; not what its check value
 * says), "exchange" (its two records do not belong together; not what its check value says), "explanation" (signed and
 * without its leaf), "custody" (left in a closed cycle and not explained). "attempt" and "exchange" without an id: in that
 * shard some are gone, or too many (bound.h). */
struct sn_err handover_verify(struct ctx *c,
			      void (*each)(void *self, const struct ledger_finding *f), void *self,
			      int64_t *findings) SN_MUST_USE;
#endif
