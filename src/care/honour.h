#ifndef SN_CARE_HONOUR_H
#define SN_CARE_HONOUR_H
/* honour: 荣誉, what people and stations were honoured with: a model worker's title, a station's plaque.
 *
 *   shapes  An honour belongs to a person, a union, a partner or a station, and is kept by a union.  It has its award
 *           as the plaque says it and, where the source tells, giver, year, level, document (文号) and its own words;
 *           what is not told stays unknown.  A picture of the plaque is an attachment (attachment.h, "honour").
 *   station Stations are not a domain yet: one is known by its union and its name, and has the code that it will have
 *           there as soon as somebody knows it (one code, one station), so that that domain takes its honours over.
 *   for good  Nothing is deleted: an honour that was taken away, or entered by mistake, is withdrawn with a reason and
 *           stays.
 *   errors  honour_subject, honour_kind, honour_level, honour_year, honour_outside, honour_code, honour_station,
 *           honour_differs, honour_twice, honour_withdrawn, no_such_honour, no_such_person, missing_field, too_long, not_granted.
 *   rights  A maker of the keeping union enters; a checker or approver withdraws.  Names of people are masked in lists.
 *   leaves  Entering and withdrawing (HONOUR).
 *   source  product.md (Honours of people and stations: award, giver, year, document); issue 3, point 8.
 *   start   honour_add(), honour_list(). */
#include "care/care.h"

/* clang-format off */
#define HONOUR_KINDS(X)   /* name, word, zh, en */ \
	X(PERSON,  "person",  "个人", "person")  \
	X(UNION,   "union",   "工会", "union")   \
	X(PARTNER, "partner", "单位", "partner") \
	X(STATION, "station", "驿站", "station")
#define HONOUR_LEVELS(X)   /* name, word, zh, en */ \
	X(NATIONAL, "national", "全国",   "national") \
	X(REGION,   "region",   "自治区", "region")   \
	X(LEAGUE,   "league",   "盟市",   "league")   \
	X(COUNTY,   "county",   "旗县",   "county")   \
	X(UNIT,     "unit",     "单位",   "unit")
/* clang-format on */
enum honour_kind {
#define X(name, word, zh, en) HONOUR_##name,
	HONOUR_KINDS(X) HONOUR_KINDS_COUNT
#undef X
};
enum honour_level {
#define X(name, word, zh, en) HONOUR_LEVEL_##name,
	HONOUR_LEVELS(X) HONOUR_LEVELS_COUNT
#undef X
};
const struct org_words *honour_kind_words(enum honour_kind kind);
const struct org_words *honour_level_words(enum honour_level level);
/* From the word or the Chinese name. */
bool honour_kind_parse(enum honour_kind *out, struct str text) SN_MUST_USE;
bool honour_level_parse(enum honour_level *out, struct str text) SN_MUST_USE;

struct honour {
	struct uuid honour_id;
	int64_t shard, org_no; /* who keeps it */
	enum honour_kind kind;
	/* whose: what the kind says, the others null */
	struct uuid person_id; /* in this shard */
	int64_t union_no, partner_no;
	struct str station, station_code; /* station_code STR_NULL: not known yet */
	struct str award;
	struct str giver, document, words; /* STR_NULL: not told */
	int32_t year;                      /* 0: not told */
	bool level_known;
	enum honour_level level; /* where level_known */
	struct uuid maker_id;
	int64_t at_us;
	int64_t withdrawn_us; /* 0: it stands */
	struct uuid withdrawn_by;
	struct str why;
};
/* what: honour_id (the maker's own; the same id and content again is the same answer), org_no, kind and whose, award and
 * what else is told; shard: where the person is (0: in the keeping union's). Inside a work. */
struct sn_err honour_add(struct ctx *c, const struct honour *what, struct honour *out) SN_MUST_USE;
/* The same reason again changes nothing. Inside a work. */
struct sn_err honour_withdraw(struct ctx *c, struct uuid honour_id, struct str why) SN_MUST_USE;
struct sn_err honour_by_id(struct ctx *c, struct uuid honour_id, struct honour *out) SN_MUST_USE;

struct honour_filter {
	struct str org_path; /* kept by this union or one below it */
	int64_t year;        /* 0: all */
	bool one_kind, withdrawn_too;
	enum honour_kind kind; /* where one_kind */
	struct uuid person_id; /* of this person, also under an alias; null: all */
};
struct honour_row {
	struct honour is;
	struct person person; /* of kind PERSON: who it is now; name whole, masked at the edge */
};
/* By union and year, at most HONOUR_LIST_MAX; in c->mem. */
struct sn_err honour_list(struct ctx *c, const struct honour_filter *filter,
			  struct honour_row **out, size_t *count) SN_MUST_USE;

/* An honour that is not what its leaf says, or without one: "honour"; of nobody: "honour-subject". */
struct sn_err honour_verify(struct ctx *c, void (*each)(void *self, const struct ledger_finding *f),
			    void *self, int64_t *findings) SN_MUST_USE;
#endif
