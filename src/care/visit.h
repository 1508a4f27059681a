#ifndef SN_CARE_VISIT_H
#define SN_CARE_VISIT_H
/* visit: 慰问: a group goes where people work, brings something and hears what they need.
 *
 *   shapes  A visit has its day, the union that enters it, its leader (name and post: public staff), the bodies that took
 *           part (unions and partners, each with a role), the site and team, how many people were met, and words.  What
 *           was given is linked (a portion, a delivery, a document), never moved again: it is in the books already.
 *           A need is what somebody said there: it is open until it is closed with what was done, and belongs to a
 *           union, so that it can become a case.
 *   units   a visit counts as one 场次, of its own; people met are 人 with how exact the figure is, and are never added
 *           to the people of a report: to be visited is not to be given something.
 *   bound   What a visit and a need say is bound by check values (bound.h): whoever edits, removes or adds one by hand is
 *           found.
 *   errors  visit_day, visit_met, visit_qualifier, visit_body, visit_given, visit_differs, no_such_visit, need_differs,
 *           need_closed, no_such_need, missing_field, too_long, visit_parts, not_granted, and those of org_find(),
 *           partner_find().
 *   rights  a maker at the union enters visits and needs; a need is closed by a maker or checker of the union that owns it.
 *   source  product.md (Visits 慰问; Units of counting); issue 3, point 4.
 *   start   visit_add(), visit_need_add(), visit_list(). */
#include "care/cooperation.h"

/* clang-format off */
#define VISIT_QUALIFIERS(X)   /* name, word, zh before, zh behind, en */ \
	X(EXACT,     "exact",     "",   "",   "")      \
	X(MORE_THAN, "more_than", "",   "余", "over ") \
	X(ABOUT,     "about",     "近", "",   "about ")
#define VISIT_GIVEN_KINDS(X)   /* name, word, zh */ \
	X(PORTION,  "portion",  "份发放") \
	X(DELIVERY, "delivery", "发放")   \
	X(DOCUMENT, "document", "单据")
/* clang-format on */
enum visit_qualifier {
#define X(name, word, before, behind, en) VISIT_##name,
	VISIT_QUALIFIERS(X) VISIT_QUALIFIERS_COUNT
#undef X
};
enum visit_given_kind {
#define X(name, word, zh) VISIT_GIVEN_##name,
	VISIT_GIVEN_KINDS(X) VISIT_GIVEN_KINDS_COUNT
#undef X
};
struct visit_words {
	const char *word, *zh_before, *zh_behind, *en;
};
const struct visit_words *visit_qualifier_words(enum visit_qualifier is);
bool visit_qualifier_parse(enum visit_qualifier *out, struct str word) SN_MUST_USE;
const char *visit_given_word(enum visit_given_kind kind);
bool visit_given_parse(enum visit_given_kind *out, struct str word) SN_MUST_USE;

struct visit_body {
	int64_t org_no, partner_no; /* one of the two, the other is 0 */
	enum cooperation_role role;
};
struct visit_given {
	enum visit_given_kind kind;
	struct uuid id;
};
struct visit {
	struct uuid visit_id;
	int64_t shard, org_no;
	int64_t cycle_no; /* 0: of no cycle */
	int32_t day;
	struct str leader, post; /* STR_NULL: not told */
	struct str site;
	struct str team; /* STR_NULL: none */
	int64_t met;     /* 0: not known */
	enum visit_qualifier met_is;
	struct str words; /* STR_NULL: none */
	const struct visit_body *bodies;
	size_t bodies_count;
	const struct visit_given *given;
	size_t given_count;
	struct uuid actor_id;
	int64_t at_us;
};
/* what: visit_id (the maker's own; the same id and content again is the same answer) and all but shard, actor_id, at_us.
 * What is linked must be there, in the union's shard. Inside a work. */
struct sn_err visit_add(struct ctx *c, const struct visit *what, struct visit *out) SN_MUST_USE;
/* With its bodies and what was given; in c->mem. */
struct sn_err visit_by_id(struct ctx *c, struct uuid visit_id, struct visit *out) SN_MUST_USE;
/* Of a union and those below it, the earliest first, without bodies and given; at most VISIT_LIST_MAX; in c->mem. */
struct sn_err visit_list(struct ctx *c, struct str org_path, int64_t cycle_no, struct visit **out,
			 size_t *count) SN_MUST_USE;

/* Of a cycle, at a union and those below it: sessions, and the people met at each of them added up, so that they are
 * person-times (somebody may be met twice); the weakest qualifier is kept. In units of its own: never added to a
 * report's people. */
struct visit_total {
	int64_t sessions, sessions_untold; /* untold: nobody said how many were met */
	int64_t met;
	enum visit_qualifier met_is;
	int64_t needs, needs_open;
};
struct sn_err visit_totals(struct ctx *c, struct str org_path, int64_t cycle_no,
			   struct visit_total *out) SN_MUST_USE;

/* ---- needs heard ---- */

struct visit_need {
	struct uuid need_id, visit_id;
	int64_t shard, org_no; /* org_no: who owns it */
	struct str who;        /* a person's name; STR_NULL: anonymous */
	struct str topic, words;
	struct uuid actor_id; /* who entered it, and when */
	int64_t at_us;
	bool open;
	int32_t closed_day;
	struct uuid closed_by;
	struct str answer; /* what was done; STR_NULL while it is open */
};
/* what: need_id, visit_id, org_no (0: the visit's union), who, topic, words. Inside a work. */
struct sn_err visit_need_add(struct ctx *c, const struct visit_need *what,
			     struct visit_need *out) SN_MUST_USE;
/* With what was done; the same answer again changes nothing. Inside a work. */
struct sn_err visit_need_close(struct ctx *c, struct uuid need_id, struct str answer) SN_MUST_USE;
struct visit_need_filter {
	struct uuid visit_id; /* null: all */
	int64_t shard;        /* of the visit */
	struct str org_path;  /* owners: this union and those below it; where visit_id is null */
	bool closed_too;
};
struct sn_err visit_needs(struct ctx *c, const struct visit_need_filter *filter,
			  struct visit_need **out, size_t *count) SN_MUST_USE;

/* A visit or need that is not what its check value says, and a shard where one is gone or one too many (bound.h): findings
 * "visit", "visit-need"; needs of no visit, too. Links to what is not there: "visit-given". */
struct sn_err visit_verify(struct ctx *c, void (*each)(void *self, const struct ledger_finding *f),
			   void *self, int64_t *findings) SN_MUST_USE;
#endif
