#ifndef SN_ORG_ORG_PRIV_H
#define SN_ORG_ORG_PRIV_H
/* org_priv: what the files of org share. */
#include "org/org.h"

/* The day itself, or today where it is 0. */
int32_t org_day(const struct ctx *c, int32_t day);

/* A row of the statements first_by_code, by_no and tree. Texts are copied into mem; out_of_memory. */
struct sn_err org_from_row(struct arena *mem, const struct rows *r, struct org *out) SN_MUST_USE;

/* A name as it is compared: in normal form, without blanks, ASCII letters small. */
struct sn_err org_key(struct arena *mem, struct str name, struct str *key) SN_MUST_USE;

/* Normal form, at most so many bytes (too_long), STR_NULL where nothing is left. */
struct sn_err org_text_take(struct arena *mem, struct str in, const char *field, size_t bytes_max,
			    struct str *out) SN_MUST_USE;

/* The error with what was typed, where that has the shape of a union's code and can be nothing personal;
 * otherwise with its shape alone (settled.md 12). */
struct sn_err org_err_typed(struct sn_err e, struct str typed) SN_MUST_USE;
/* The error with the union's code and official name, which are public. */
struct sn_err org_err_named(struct sn_err e, const struct org *org) SN_MUST_USE;

/* The segments' count of a path. */
int org_path_depth(struct str path);
/* The parent's path (STR_NULL: a root) and the union's own segment. */
struct sn_err org_path_below(struct arena *mem, struct str parent_path, int64_t org_no,
			     struct str *path) SN_MUST_USE;

/* Every act ends with it: what was kept of the tree is no longer today's (org_cache.h). */
struct sn_err org_version_raise(struct ctx *c) SN_MUST_USE;

/* The tree of these unions on that day. It takes over both: orgs (from malloc) and the arena of their texts, also
 * when it fails. */
struct sn_err org_tree_build(struct org *orgs, size_t count, int32_t day, struct arena *texts,
			     struct org_tree **out) SN_MUST_USE;
#endif
