#ifndef SN_HTTP_SESSION_OUT_H
#define SN_HTTP_SESSION_OUT_H
/* session_out: how a session looks in a reply; shared by every act that begins one or steps it up.
 *
 *   start   api_session_begun() as the reply of a route with shape_session and route.secret. */
#include "http/route.h"
#include "rights/session.h"

extern const struct shape shape_session;
/* The session, and its new token on the way into the cookie. */
struct sn_err api_session_begun(struct ctx *c, struct call *q, struct json_out *o,
				const struct session_begun *begun) SN_MUST_USE;
struct session_from api_session_from(const struct call *q);
#endif
