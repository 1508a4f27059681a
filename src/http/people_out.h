#ifndef SN_HTTP_PEOPLE_OUT_H
#define SN_HTTP_PEOPLE_OUT_H
/* people_out: how a person stands in replies: always masked. */
#include "http/route.h"
#include "people/people.h"

extern const struct shape shape_person;
void person_out(struct ctx *c, struct json_out *o, const char *key, const struct people_found *f);

/* The person of a path's argument, and the right at the union where he is. */
struct sn_err call_person(struct ctx *c, struct call *q, struct str id,
			  struct person_ref *out) SN_MUST_USE;
/* The trail: who looked at this person, durable before the reply goes out; a masked list, within a second. */
struct sn_err trail_person(struct ctx *c, struct call *q, const struct person *person) SN_MUST_USE;
struct sn_err trail_people(struct ctx *c, const struct call *q, int64_t org_no,
			   size_t rows) SN_MUST_USE;
/* In the commit of what was written about him. */
struct sn_err trail_change(struct ctx *c, const struct call *q,
			   const struct person *person) SN_MUST_USE;
#endif
