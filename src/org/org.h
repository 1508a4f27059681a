#ifndef SN_ORG_ORG_H
#define SN_ORG_ORG_H
/* org: unions as a tree with history.
 *
 *   shapes  A union has a number that never changes (org_no), a code of its own (GB/T 2260 code or private), an
 *           official name that is data and never made by the program, a shard that is stored at its creation and
 *           never changes, and a place in the tree from a day until a day.  struct org_tree is the tree as of one
 *           day, in memory: unions stand in pre-order, so a subtree is one interval and walking the array
 *           backwards meets children before parents.
 *   units   days yyyymmdd (UTC+8); until_day is the first day on which it is no longer so, 0: open.
 *   errors  no_such_org, org_code_taken, org_loop, org_too_deep, org_closed, org_has_children, alias_taken.
 *   source  settled.md 9; product.md (the union tree is not the GB/T 2260 tree).
 *   start   org_find(), org_tree_load(), org_tree_contains(). */
#include "base/limits.h"
#include "store/ctx.h"
#include "store/store.h"

/* clang-format off */
#define ORG_KINDS(X)   /* name, word, zh, en */ \
	X(GENERAL,    "general",    "总工会",       "general union")      \
	X(INDUSTRY,   "industry",   "产业工会",     "industrial union")   \
	X(ZONE,       "zone",       "开发区工会",   "development zone")   \
	X(GRASSROOTS, "grassroots", "基层工会",     "grassroots union")   \
	X(JOINT,      "joint",      "联合基层工会", "joint grassroots")
/* clang-format on */
enum org_kind {
#define X(name, word, zh, en) ORG_##name,
	ORG_KINDS(X) ORG_KINDS_COUNT
#undef X
};

struct org {
	int64_t org_no;
	int64_t shard; /* org_no of the union whose shard it lives in; its own for region, league, county, industry, zone */
	struct str code, name;
	struct str division; /* GB/T 2260 code, STR_NULL where it has none */
	enum org_kind kind;
	int level;              /* 1 region, 2 league, 3 county, 4 township or enterprise, 5 … */
	int64_t official_order; /* unions are always listed in this order, then by code */
	bool name_confirmed;    /* false: the usual form, not yet confirmed by the union itself */
	int32_t from_day, until_day;
	int64_t parent_no; /* 0: a root */
};

/* By code, alias or official name, as of a day (0: today). Text lives in c->mem. */
struct sn_err org_find(struct ctx *c, struct str code_or_name, int32_t day,
		       struct org *out) SN_MUST_USE;
struct sn_err org_by_no(struct ctx *c, int64_t org_no, int32_t day, struct org *out) SN_MUST_USE;

/* ---- changes: each inside a work, each with its day; what was before stays readable as of before ---- */

struct org_new {
	struct str code, parent_code, name, division;
	enum org_kind kind;
	int level;
	int64_t official_order;
	bool name_confirmed;
	int32_t from_day;
};
/* A union with the same code and the same content is left as it is (changed = false). */
struct sn_err org_add(struct ctx *c, const struct org_new *what, struct org *out,
		      bool *changed) SN_MUST_USE;
struct sn_err org_add_alias(struct ctx *c, int64_t org_no, struct str alias) SN_MUST_USE;
struct sn_err org_rename(struct ctx *c, int64_t org_no, struct str name, int32_t day) SN_MUST_USE;
struct sn_err org_move(struct ctx *c, int64_t org_no, int64_t new_parent_no,
		       int32_t day) SN_MUST_USE;
/* from becomes part of into: closed on that day, its children move, its code and names become aliases. */
struct sn_err org_merge(struct ctx *c, int64_t from_no, int64_t into_no, int32_t day) SN_MUST_USE;
/* A new union beside `from` that takes over the named children from that day on. */
struct sn_err org_split(struct ctx *c, int64_t from_no, const struct org_new *what,
			const int64_t *children, size_t children_count, int32_t day) SN_MUST_USE;

struct org_import_result {
	int64_t read, added, unchanged, skipped; /* skipped rows are listed by the callback */
};
/* CSV or xlsx with code,parent,level,kind,name,division,order,aliases,confirmed,from. each_skipped says why. */
struct sn_err org_import(struct ctx *c, struct str path,
			 void (*each_skipped)(void *self, struct sn_err why), void *self,
			 struct org_import_result *out) SN_MUST_USE;

/* ---- the tree as of a day ---- */

struct org_tree;
/* day 0: today. Lives until org_tree_free(); one read of the database. */
struct sn_err org_tree_load(struct ctx *c, int32_t day, struct org_tree **out) SN_MUST_USE;
void org_tree_free(struct org_tree *t);

/* Unions are known inside a tree by their position 0 … count-1 in pre-order (siblings in official order). */
enum { ORG_NOWHERE = -1 };
int32_t org_tree_count(const struct org_tree *t);
int32_t org_tree_at(const struct org_tree *t, int64_t org_no);       /* ORG_NOWHERE */
int32_t org_tree_by_code(const struct org_tree *t, struct str code); /* ORG_NOWHERE */
const struct org *org_tree_org(const struct org_tree *t, int32_t at);
int32_t org_tree_parent(const struct org_tree *t, int32_t at); /* ORG_NOWHERE for a root */
int32_t org_tree_end(const struct org_tree *t, int32_t at);    /* one past its last descendant */
int org_tree_depth(const struct org_tree *t, int32_t at);      /* 0 for a root */
static inline bool org_tree_contains(const struct org_tree *t, int32_t ancestor, int32_t at)
{
	return at >= ancestor && at < org_tree_end(t, ancestor);
}
#endif
