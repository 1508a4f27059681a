#ifndef SN_HTTP_OPENAPI_H
#define SN_HTTP_OPENAPI_H
/* openapi: what describes the API to programs (openapi.json) and to people (/api/docs), from the rows of route.h alone.
 *
 *   shape   a shape's name is its component's: two shapes of one name are a fault (tests/unit/test_openapi.c).
 *   start   api_openapi() in api.h; docs_page(). */
#include "http/route.h"

enum { OPENAPI_SHAPES_MAX = 512 };
struct openapi_shapes {
	const struct shape *list[OPENAPI_SHAPES_MAX];
	size_t count;
	size_t asked; /* the first so many are (also) of requests, which shape_check() holds to them */
};
/* All that requests and replies are made of. */
void openapi_shapes(struct openapi_shapes *all);
/* "cycles" of "/api/v1/cycles/{cycle}". */
struct str openapi_tag(const struct route *r);
int openapi_status(const struct route *r);
/* A document of this shape, of its fields' examples. */
void openapi_example(struct json_out *o, const struct shape *s);

/* The same for people: one page of HTML without scripts; its sheet is /api/docs.css. */
void openapi_page(struct buf *out, enum lang lang);
extern const char openapi_sheet[];
#endif
