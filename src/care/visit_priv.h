#ifndef SN_CARE_VISIT_PRIV_H
#define SN_CARE_VISIT_PRIV_H
/* visit_priv: what visit's files share. */
#include "care/bound.h"
#include "care/visit.h"

struct sn_err visit_from_row(struct arena *mem, const struct rows *r,
			     struct visit *out) SN_MUST_USE;
/* Bodies and what was given, of a visit whose row has been read. */
struct sn_err visit_parts_read(struct ctx *c, struct visit *v) SN_MUST_USE;
struct sn_err visit_need_from_row(struct arena *mem, const struct rows *r,
				  struct visit_need *out) SN_MUST_USE;

/* Check values of all that the rows say; sha256: as it is stored, of what was entered. */
struct sn_err visit_value(struct ctx *c, const struct visit *v, struct str sha256,
			  struct blind_index *out) SN_MUST_USE;
struct sn_err visit_need_value(struct ctx *c, const struct visit_need *n,
			       struct blind_index *out) SN_MUST_USE;
#endif
