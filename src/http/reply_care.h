#ifndef SN_HTTP_REPLY_CARE_H
#define SN_HTTP_REPLY_CARE_H
/* reply_care: what the answers about deliveries, entitlements, cases and progress share. */
#include "care/care.h"
#include "http/shapes.h"

extern const struct shape shape_item_ref;

/* The items of a request, read once. */
struct reply_items {
	struct item *list;
	size_t count;
};
struct sn_err reply_items_read(struct ctx *c, struct reply_items *out) SN_MUST_USE;
/* {"code","name"}; cash: null. */
void reply_item(struct json_out *o, const char *key, const struct reply_items *items,
		int64_t item_no);
/* Masked: 王**. */
void reply_name(struct json_out *o, const char *key, struct str name);
void reply_level(struct json_out *o, const char *key, enum evidence level); /* NONE: null */
/* Null where the id is. */
void reply_id(struct json_out *o, const char *key, struct uuid id);
/* "reason", "message", "field" of a row that was refused; all null where it was not. */
void reply_why(struct json_out *o, const struct call *q, struct sn_err why);
/* What reply_why() writes, for shapes. */
/* clang-format off */
#define REPLY_WHY_FIELDS \
	{"reason", FIELD_TEXT, FIELD_NULLABLE, .example = "given_already", .zh = "原因代码", .en = "stable code of the reason"}, \
	{"message", FIELD_TEXT, FIELD_NULLABLE, .example = "这个人在本活动已经领过", .zh = "原因", .en = "the reason in words"}, \
	{"field", FIELD_TEXT, FIELD_NULLABLE, .example = "item", .zh = "哪一项", .en = "which input"}
/* clang-format on */

/* The asked cycle (args[0]) and the union of ?org= with the right at it, in the cycle's reach. */
struct sn_err reply_cycle_org(struct ctx *c, struct call *q, struct cycle *cycle,
			      struct org *org) SN_MUST_USE;
/* Does the union lie in the part of the tree that begins at the path? */
bool reply_is_below(struct ctx *c, int64_t org_no, struct str path);
#endif
