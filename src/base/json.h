#ifndef SN_BASE_JSON_H
#define SN_BASE_JSON_H
/* json: reading whole documents (programme files, requests) with answers a person can act on, and writing by stream.
 *
 *   shapes  struct json_doc owns what was read.  struct json_value is a place in it, small, copied freely; it knows
 *           its way from the root, so the place it was taken from stays alive as long as it (same or outer block).
 *           struct json_out writes to a file or a buffer and keeps only how deep it stands.
 *   units   numbers are int64_t: there are no fractions in Songnuan (money in fen); 1.5 and 1e3 are bad_number.
 *   errors  bad_json (line), too_big, missing_field, unknown_field, bad_number, wrong_kind; the text names the place
 *           ($.items[3].qty).  Keys twice in one object are bad_json.  Texts from the file do not enter an error.
 *   start   json_read(), json_root(), json_get_int(&object, "qty", &qty); json_only() closes an object against typing
 *           mistakes.  json_out_buf(), json_out_object() … json_out_end(), json_out_done(). */
#include "base/err.h"
#include "base/limits.h"
#include "base/money.h"
#include "base/str.h"
#include "base/uuid.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct json_doc;

enum json_kind {
	JSON_ABSENT, /* the key is not there */
	JSON_KIND_NULL,
	JSON_KIND_BOOL,
	JSON_KIND_INT,
	JSON_KIND_FRACTION, /* refused by every getter */
	JSON_KIND_TEXT,
	JSON_KIND_ARRAY,
	JSON_KIND_OBJECT
};

struct json_value {
	void *node;                      /* NULL: absent */
	const struct json_value *parent; /* NULL: the root */
	const char *key;                 /* in an object: the key */
	size_t index;                    /* in an array: from 0 */
};

struct sn_err json_read(struct json_doc **doc, struct str text) SN_MUST_USE;
void json_free(struct json_doc *doc);
struct json_value json_root(struct json_doc *doc);
enum json_kind json_kind(const struct json_value *v);

/* What stands under the key, JSON_ABSENT where nothing does or where `object` is no object. */
struct json_value json_find(const struct json_value *object, const char *key);
/* The number of items of an array or of keys of an object, else 0. */
size_t json_count(const struct json_value *v);
struct json_value json_at(const struct json_value *array, size_t index);

/* Goes through the keys of an object: start with (struct json_each){0}; false: no more. */
struct json_each {
	void *state;
	struct json_value value; /* value.key is the key */
};
bool json_next(const struct json_value *object, struct json_each *each);

/* Required: missing_field where the key is absent or null.  `key` is a literal. */
struct sn_err json_get_int(const struct json_value *object, const char *key,
			   int64_t *out) SN_MUST_USE;
struct sn_err json_get_text(const struct json_value *object, const char *key,
			    struct str *out) SN_MUST_USE;
struct sn_err json_get_bool(const struct json_value *object, const char *key,
			    bool *out) SN_MUST_USE;
struct sn_err json_get_array(const struct json_value *object, const char *key,
			     struct json_value *out) SN_MUST_USE;
struct sn_err json_get_object(const struct json_value *object, const char *key,
			      struct json_value *out) SN_MUST_USE;
/* Whole fen. */
struct sn_err json_get_money(const struct json_value *object, const char *key,
			     struct money *out) SN_MUST_USE;
struct sn_err json_get_uuid(const struct json_value *object, const char *key,
			    struct uuid *out) SN_MUST_USE;

/* Optional: absent or null leaves *out as it is, so set the default before. */
struct sn_err json_get_int_or(const struct json_value *object, const char *key,
			      int64_t *out) SN_MUST_USE;
struct sn_err json_get_text_or(const struct json_value *object, const char *key,
			       struct str *out) SN_MUST_USE;
struct sn_err json_get_bool_or(const struct json_value *object, const char *key,
			       bool *out) SN_MUST_USE;
struct sn_err json_get_money_or(const struct json_value *object, const char *key,
				struct money *out) SN_MUST_USE;

/* The value itself (an item of an array): wrong_kind where it is another. */
struct sn_err json_as_text(const struct json_value *v, struct str *out) SN_MUST_USE;
struct sn_err json_as_int(const struct json_value *v, int64_t *out) SN_MUST_USE;
struct sn_err json_as_object(const struct json_value *v) SN_MUST_USE;
struct sn_err json_as_array(const struct json_value *v) SN_MUST_USE;

/* The schema is closed: `v` is an object and each of its keys is one of `keys` (ended by NULL), else unknown_field. */
struct sn_err json_only(const struct json_value *v, const char *const *keys) SN_MUST_USE;

/* $.items[3].qty, for an error of the caller's own about this value. */
void json_path(const struct json_value *v, char *out, size_t out_bytes);

/* Writing. `key` is a literal inside an object and NULL elsewhere. A text that is not UTF-8 comes out with U+FFFD. */
struct json_out {
	FILE *file;
	struct buf *buf;
	bool indent;
	int depth;
	bool in_object[JSON_DEPTH_MAX], any[JSON_DEPTH_MAX];
};
struct json_out json_out_file(FILE *file, bool indent);
struct json_out json_out_buf(struct buf *buf, bool indent);
void json_out_object(struct json_out *o, const char *key);
void json_out_array(struct json_out *o, const char *key);
void json_out_end(struct json_out *o);
void json_out_text(struct json_out *o, const char *key, struct str text); /* STR_NULL: null */
void json_out_int(struct json_out *o, const char *key, int64_t value);
void json_out_bool(struct json_out *o, const char *key, bool value);
void json_out_null(struct json_out *o, const char *key);
void json_out_money(struct json_out *o, const char *key, struct money amount); /* fen */
void json_out_uuid(struct json_out *o, const char *key, struct uuid id);
/* Ends the text with a line end where it is indented; cannot_write_file or out_of_memory if anything was lost. */
struct sn_err json_out_done(struct json_out *o) SN_MUST_USE;
#endif
