#ifndef SN_ORG_ORG_H
#define SN_ORG_ORG_H
/* org: unions as a tree with history.
 *
 *   shapes  A union has a number that never changes (org_no), a code of its own (GB/T 2260 code or private), an
 *           official name that is data and never made by the program, a shard that is stored at its creation and
 *           never changes, and a place in the tree from a day until a day.  struct org_tree is the tree as of one
 *           day, in memory: unions stand in pre-order, so a subtree is one interval and walking the array
 *           backwards meets children before parents.
 *   path    the current tree as text, a segment of ORG_PATH_SEGMENT_BYTES for each union from the root down, for
 *           filters in SQL: JOIN org o ON o.org_no = x.org_no … WHERE o.path >= $1 AND o.path < $1 || 'g'.
 *           A union that was merged away stands below the one it became part of, so its rows are still found.
 *   units   days yyyymmdd (UTC+8); until_day is the first day on which it is no longer so, 0: open.
 *   errors  no_such_org, org_ambiguous, org_code_taken, org_loop, org_too_deep, org_closed, org_day_ahead,
 *           org_day_order, org_not_child, alias_taken.  Texts are union codes and official names, which are public.
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

struct org_words {
	const char *word, *zh, *en;
};
const struct org_words *org_kind_words(enum org_kind kind);
/* The word or the Chinese name of a kind. */
bool org_kind_parse(enum org_kind *out, struct str text);

enum { ORG_PATH_SEGMENT_BYTES = 6 };

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
	int64_t became_no; /* the union it became part of on until_day; 0: none */
	struct str path;   /* in the current tree, whatever the day asked for */
};

/* By code, official name, alias or former name, in this order, as of a day (0: today). A union that was merged away
 * by then answers with the one it became part of. org_ambiguous: several have this name. Text lives in c->mem. */
struct sn_err org_find(struct ctx *c, struct str code_or_name, int32_t day,
		       struct org *out) SN_MUST_USE;
/* This very union; where it was closed by that day, as it was last (until_day and became_no tell). */
struct sn_err org_by_no(struct ctx *c, int64_t org_no, int32_t day, struct org *out) SN_MUST_USE;

/* ---- changes: each inside a work, each with its day; what was before stays readable as of before ---- */

struct org_new {
	struct str code, parent_code, name, division; /* parent_code STR_NULL: a root */
	enum org_kind kind;
	int level; /* 1 … ORG_DEPTH_MAX */
	int64_t official_order;
	bool name_confirmed;
	/* 0: nobody said. A root, and what comes in one array with its parent, were there before the books (as its parent);
	 * what comes under a union that is there already begins today. */
	int32_t from_day;
};
enum { ORG_FIRST_DAY = 19000101 }; /* "before the books" */
/* A union with the same code and the same first content is left as it is (changed = false). */
struct sn_err org_add(struct ctx *c, const struct org_new *what, struct org *out,
		      bool *changed) SN_MUST_USE;
struct org_added {
	int64_t org_no; /* 0: refused */
	bool changed;   /* false: it was there already, with the same content */
	struct sn_err why;
};
/* An array, parents before or after children, each one for itself: a refused union stops only those below it. The
 * return value is of the store alone. */
struct sn_err org_add_many(struct ctx *c, const struct org_new *what, size_t count,
			   struct org_added *out) SN_MUST_USE;
/* Where the union is found by this text already, nothing changes. */
struct sn_err org_add_alias(struct ctx *c, int64_t org_no, struct str alias) SN_MUST_USE;
/* A name given by decision is a confirmed one; the same name again confirms it. */
struct sn_err org_rename(struct ctx *c, int64_t org_no, struct str name, int32_t day) SN_MUST_USE;
/* Its whole subtree goes with it; shards stay. */
struct sn_err org_move(struct ctx *c, int64_t org_no, int64_t new_parent_no,
		       int32_t day) SN_MUST_USE;
/* from becomes part of into: closed on that day, its children move; from that day on its code and names find into. */
struct sn_err org_merge(struct ctx *c, int64_t from_no, int64_t into_no, int32_t day) SN_MUST_USE;
/* Would it be taken? Reads alone; an act that is entered late may still be refused for a day in between (org_loop). */
struct sn_err org_move_check(struct ctx *c, int64_t org_no, int64_t new_parent_no,
			     int32_t day) SN_MUST_USE;
struct sn_err org_merge_check(struct ctx *c, int64_t from_no, int64_t into_no,
			      int32_t day) SN_MUST_USE;
/* A new union (beside `from`, where what.parent_code is STR_NULL) that takes over the named children of `from`. */
struct org_split {
	int64_t from_no;
	const struct org_new *what;
	const int64_t *children;
	size_t children_count;
	int32_t day;
};
struct sn_err org_split(struct ctx *c, const struct org_split *split, struct org *out) SN_MUST_USE;

/* ---- what was done ---- */

/* clang-format off */
#define ORG_EVENTS(X)   /* name, word, zh, en */ \
	X(ADD,     "add",     "建立",     "added")          \
	X(ALIAS,   "alias",   "增加简称", "alias added")    \
	X(RENAME,  "rename",  "改名",     "renamed")        \
	X(CONFIRM, "confirm", "确认名称", "name confirmed") \
	X(MOVE,    "move",    "改隶",     "moved")          \
	X(MERGE,   "merge",   "并入",     "merged")         \
	X(SPLIT,   "split",   "分设",     "split off")
/* clang-format on */
enum org_event_kind {
#define X(name, word, zh, en) ORG_EVENT_##name,
	ORG_EVENTS(X) ORG_EVENTS_COUNT
#undef X
};
const struct org_words *org_event_words(enum org_event_kind kind);
struct org_event {
	enum org_event_kind kind;
	int64_t org_no,
		other_no; /* other: new parent, the union it became part of, the union it was split from */
	struct str words; /* the new name or alias */
	int32_t day;
	struct uuid actor_id; /* null: the program itself */
	int64_t at_us;
};
/* What happened to the union, oldest first, also where it was the other one. */
struct sn_err org_events(struct ctx *c, int64_t org_no, struct org_event **out,
			 size_t *count) SN_MUST_USE;
struct sn_err org_aliases(struct ctx *c, int64_t org_no, struct str **out,
			  size_t *count) SN_MUST_USE;

/* ---- import ---- */

struct org_import_result {
	int64_t read, added, unchanged, skipped; /* skipped rows are listed by the callback */
};
/* CSV or xlsx with code,parent,level,kind,name,division,order,aliases,confirmed,from (or their Chinese names), in any
 * order of rows; aliases are parted by ; or 、. Outside a work: reads the file, then writes in one. The same file
 * again changes nothing. each_skipped hears of every row or alias that was not taken, with its row, after the write. */
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
/* ORG_NOWHERE: no such union on that day. One that was merged away answers with the union it became part of. */
int32_t org_tree_at(const struct org_tree *t, int64_t org_no);
int32_t org_tree_by_code(const struct org_tree *t, struct str code);
/* Its struct and texts live as long as the tree. */
const struct org *org_tree_org(const struct org_tree *t, int32_t at);
int32_t org_tree_parent(const struct org_tree *t, int32_t at); /* ORG_NOWHERE for a root */
int32_t org_tree_end(const struct org_tree *t, int32_t at);    /* one past its last descendant */
int org_tree_depth(const struct org_tree *t, int32_t at);      /* 0 for a root */
static inline bool org_tree_contains(const struct org_tree *t, int32_t ancestor, int32_t at)
{
	return at >= ancestor && at < org_tree_end(t, ancestor);
}
#endif
