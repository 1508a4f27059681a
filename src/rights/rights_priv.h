#ifndef SN_RIGHTS_RIGHTS_PRIV_H
#define SN_RIGHTS_RIGHTS_PRIV_H
/* What rights.c and second.c share: grants with how far they reach. */
#include "rights/rights.h"

/* A live grant and how far it reaches: path STR_NULL reaches everywhere. */
struct reach {
	struct rights_grant grant;
	struct str path;
};
struct reaches {
	struct reach *list;
	size_t count;
};
/* Live grants of a role to users who are open. In c->mem. */
struct sn_err rights_reaches_of_role(struct ctx *c, enum rights_role role,
				     struct reaches *out) SN_MUST_USE;
/* The path of a union; STR_NULL for 0, everywhere. */
struct sn_err rights_path(struct ctx *c, int64_t org_no, struct str *path) SN_MUST_USE;
bool rights_reaches_down_to(const struct reach *g, int64_t org_no, struct str path); /* pure */
bool rights_role_parse(struct str word, enum rights_role *out);
/* The grant itself, under the rules of any grant; the right was asked. */
struct sn_err rights_grant_write(struct ctx *c, const struct rights_grant *grant) SN_MUST_USE;
/* Could it be written? And is it there already, as it is or reaching further? */
struct sn_err rights_grant_check(struct ctx *c, const struct rights_grant *grant,
				 bool *there) SN_MUST_USE;
/* A grant that was asked for: written, or put before a second person. */
struct sn_err rights_grant_ask(struct ctx *c, const struct rights_grant *grant) SN_MUST_USE;
#endif
