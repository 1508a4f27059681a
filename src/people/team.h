#ifndef SN_PEOPLE_TEAM_H
#define SN_PEOPLE_TEAM_H
/* team: work sites (清扫现场, 转运站, 处理场), the teams (班组) that collect there, and their foremen.
 *
 *   shapes  A site or a team is a group of people.h: a roster whose columns name a team and a site makes both, and people
 *           join by these names alone.  What a roster can't say stands here: a site's kind and its address in words, at
 *           which site a team works, who leads it.  Each of these has days or times; what was said before is kept.
 *           Names are unique within a union.
 *   foreman A user with the role of distributor.  While he leads a team, that role reaches the people of his own teams
 *           only (not_his_team, care/care.h); he takes kits by ISSUE like any distributor and has custody of them until
 *           each name is confirmed.  One team has one foreman at a time, a foreman may lead several teams.
 *   errors  no_such_site, no_such_team, site_kind_unknown, too_long, missing_field, foreman_is_none.
 *   rights  asked by the caller (layer rights stands above): a maker of the union; the foreman must be a distributor there.
 *   source  product.md (What real union work asks for besides); issue 3, point 2.
 *   start   team_site_set(), team_set(), team_foreman_set(); team_list(); team_led_by() before a hand-over. */
#include "people/people.h"

/* clang-format off */
#define TEAM_SITE_KINDS(X)   /* name, word, zh, en; stored by number: new ones go to the end */ \
	X(OTHER,    "other",    "其他",     "other")            \
	X(SWEEPING, "sweeping", "清扫现场", "sweeping area")    \
	X(TRANSFER, "transfer", "转运站",   "transfer station") \
	X(PLANT,    "plant",    "处理场",   "treatment plant")
/* clang-format on */
enum team_site_kind {
#define X(name, word, zh, en) TEAM_SITE_##name,
	TEAM_SITE_KINDS(X) TEAM_SITE_KINDS_COUNT
#undef X
};
struct team_words {
	const char *word, *zh, *en;
};
const struct team_words *team_site_kind_words(enum team_site_kind kind);
/* The word or the Chinese name of a kind. */
bool team_site_kind_parse(enum team_site_kind *out, struct str text) SN_MUST_USE;

struct team_site {
	int64_t shard, org_no;
	struct uuid site_id;
	struct str name, address; /* address STR_NULL: not known */
	bool kind_known;          /* false: a roster named it and nobody has said what it is */
	enum team_site_kind kind;
};
struct team {
	int64_t shard, org_no;
	struct uuid team_id, site_id; /* site null: not known */
	struct str name, site;
	struct uuid foreman_id; /* null: none now */
	int64_t members;        /* on the roster now; counted by team_list() alone */
};

/* ---- changes: each inside a work; the same again changes nothing, and what was said before stays as a row ---- */

struct team_site_new {
	int64_t shard, org_no;
	struct str name, address;
	enum team_site_kind kind;
};
struct sn_err team_site_set(struct ctx *c, const struct team_site_new *what, struct team_site *out,
			    bool *changed) SN_MUST_USE;
struct team_new {
	int64_t shard, org_no;
	struct str name, site; /* site: a name that is known there; STR_NULL: not known */
};
struct sn_err team_set(struct ctx *c, const struct team_new *what, struct team *out,
		       bool *changed) SN_MUST_USE;
/* From today on; the one before ends. user_id null: nobody leads it (foreman_is_none where nobody did). */
struct sn_err team_foreman_set(struct ctx *c, const struct team *team,
			       struct uuid user_id) SN_MUST_USE;

/* ---- reading ---- */

struct sn_err team_site_find(struct ctx *c, const struct org *org, struct str name,
			     struct team_site *out) SN_MUST_USE;
struct sn_err team_find(struct ctx *c, const struct org *org, struct str name,
			struct team *out) SN_MUST_USE;
/* Of one union, by name, also those that only a roster has named. In c->mem. */
struct sn_err team_sites(struct ctx *c, const struct org *org, struct team_site **out,
			 size_t *count) SN_MUST_USE;
struct sn_err team_list(struct ctx *c, const struct org *org, struct team **out,
			size_t *count) SN_MUST_USE;
struct team_member {
	struct person_ref who;
	struct str name, size; /* name whole: masked at the edge */
};
/* Who is on the roster and in the team now, in the order of their names. */
struct sn_err team_members(struct ctx *c, const struct team *team, struct team_member **out,
			   size_t *count) SN_MUST_USE;

/* Which teams the user leads now; count 0: he is no foreman. */
struct team_ref {
	int64_t shard;
	struct uuid team_id;
};
struct sn_err team_led_by(struct ctx *c, struct uuid user_id, struct team_ref **out,
			  size_t *count) SN_MUST_USE;
/* Who leads it now; null: nobody. */
struct sn_err team_foreman_of(struct ctx *c, struct team_ref team,
			      struct uuid *user_id) SN_MUST_USE;

/* ---- checking ---- */

/* What is said of a group that is not there or is of another union or kind: "site", "team", "foreman"; id: the group. */
typedef void team_each_finding(void *self, const char *what, int64_t shard, struct uuid id);
struct sn_err team_verify(struct ctx *c, team_each_finding *each, void *self) SN_MUST_USE;
#endif
