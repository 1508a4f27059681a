#ifndef SN_HTTP_SHAPES_H
#define SN_HTTP_SHAPES_H
/* shapes: what several subjects' replies share. */
#include "http/route.h"

extern const struct shape shape_org_ref, shape_user_ref, shape_cycle, shape_org,
	shape_programme_document;
/* {}: a body where only the act itself is said. */
extern const struct shape shape_nothing;
#endif
