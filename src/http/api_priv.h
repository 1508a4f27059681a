#ifndef SN_HTTP_API_PRIV_H
#define SN_HTTP_API_PRIV_H
/* What the files of one call share. */
#include "http/api.h"

enum { QUERY_FIELDS_MAX = 24, BODY_ERRORS_MAX = 20 };

struct query {
	struct {
		struct str name, value;
	} given[QUERY_FIELDS_MAX];
	size_t count;
};
/* "/api/v1/people?q=%E7%8E%8B" into the path and its parameters, decoded, in mem. bad_target: not UTF-8, a broken
 * escape, a parameter twice, too many. */
struct sn_err query_parse(struct arena *mem, struct str target, struct str *path,
			  struct query *out) SN_MUST_USE;
/* %xx of a path or a header; bad_target. */
struct sn_err query_decode(struct arena *mem, struct str text, struct str *out) SN_MUST_USE;
/* Does the route's path say this one? Arguments in their order; they point into path. */
bool query_matches(const char *route_path, struct str path, struct str args[CALL_ARGS_MAX]);
/* The arguments that query_matches() found, decoded into mem. */
struct sn_err query_decode_args(struct arena *mem, struct str args[CALL_ARGS_MAX]) SN_MUST_USE;
/* limit, after, format: what every page route takes. */
const struct query_field *query_page_fields(void);
/* Every parameter is declared and of its kind. */
struct sn_err query_check(const struct route *route, const struct query *q) SN_MUST_USE;

/* What is wrong with a body, place by place; the first BODY_ERRORS_MAX. */
struct body_errors {
	struct {
		char path[160];
		struct sn_err why;
	} list[BODY_ERRORS_MAX];
	size_t count;
};
/* "a|b|c" holds it. */
bool shape_has_word(const char *words, struct str text);
void shape_check(const struct shape *shape, const struct json_value *v, struct body_errors *out);

struct api_call {
	struct call q;
	struct api *api;
	const struct api_request *request;
	struct query query;
	struct str body;
	struct sha256 upload_digest;
	struct json_doc *doc;
	struct json_value root;
	struct body_errors errors;
	struct uuid user_id; /* who asks */
	struct buf *reply;
	struct org_shared *tree;   /* of api->trees */
	struct org_tree *own_tree; /* where the api has none */
	int32_t tree_day;          /* of the one or the other; 0: today */
	struct str
		kept; /* the reply as it was made before: of the same write, or at the same commit */
	int kept_status;
	struct str
		keep_as; /* the key under which the reply is kept for others; STR_NULL: it is not */
	int64_t keep_commit;
	const char *allow;
};

/* Is this page asked for as a file? Then page_export() answers instead of the row. */
bool page_is_export(const struct api_call *k, enum table_format *format);
struct sn_err page_export(struct ctx *c, struct api_call *k, enum table_format format) SN_MUST_USE;

int api_success_status(const struct api_call *k);
int problem_status(struct sn_err why);
void problem_out(struct json_out *o, const struct api_call *k, struct sn_err why);

/* k->kept is there where this is a repeat. */
struct sn_err idem_find(struct ctx *c, struct api_call *k) SN_MUST_USE;
struct sn_err idem_keep(struct ctx *c, struct api_call *k) SN_MUST_USE;
#endif
