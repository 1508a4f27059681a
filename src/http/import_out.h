#ifndef SN_HTTP_IMPORT_OUT_H
#define SN_HTTP_IMPORT_OUT_H
/* import_out: how a roster's file and what was refused of it stand in replies; corrections in requests. */
#include "http/route.h"
#include "people/intake.h"

extern const struct shape shape_import_reject, shape_import_fix;

/* The counts of the last check; null before it. */
void import_counts_out(struct json_out *o, const struct intake *i);
/* What import_counts_out() writes, for shapes. */
extern const struct shape shape_import_counts;
/* for_clerk: what would tell of other people's rosters is not told. */
void import_reject_out(struct json_out *o, const struct call *q, const struct intake_reject *r,
		       bool for_clerk);
/* body.fixes */
struct sn_err import_fixes_of(struct ctx *c, const struct json_value *body, struct intake_fix **out,
			      size_t *count) SN_MUST_USE;
#endif
