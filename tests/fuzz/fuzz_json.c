/* What json_read() takes can be walked to its end, and written and read again gives the same number of values. */
#include "base/json.h"

#include <assert.h>

enum { OUT_BYTES_MAX = 1 << 20 };

/* Goes through the first levels of the document and asks each value everything. */
static void ask(const struct json_value *v)
{
	static const char *const keys[] = {"a", "items", NULL};
	int64_t n = 0;
	bool b = false;
	struct str text = STR_NULL;
	struct uuid id;
	struct json_value inner;
	char path[40];
	json_path(v, path, sizeof path);
	(void)sn_failed(json_only(v, keys));
	(void)sn_failed(json_get_int(v, "a", &n));
	(void)sn_failed(json_get_bool(v, "a", &b));
	(void)sn_failed(json_get_text_or(v, "a", &text));
	(void)sn_failed(json_get_uuid(v, "a", &id));
	(void)sn_failed(json_get_array(v, "items", &inner));
	(void)sn_failed(json_as_int(v, &n));
	if (sn_failed(json_as_text(v, &text)))
		return;
	struct buf *buf = buf_new(OUT_BYTES_MAX);
	struct json_out o = json_out_buf(buf, false);
	json_out_array(&o, NULL);
	json_out_text(&o, NULL, text);
	json_out_end(&o);
	if (!sn_failed(json_out_done(&o))) {
		struct json_doc *again;
		const struct sn_err e = json_read(&again, buf_str(buf));
		assert(!sn_failed(e));
		const struct json_value root = json_root(again), item = json_at(&root, 0);
		struct str same = STR_NULL;
		(void)sn_failed(json_as_text(&item, &same));
		assert(str_eq(text, same));
		json_free(again);
	}
	buf_free(buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct json_doc *doc;
	if (sn_failed(json_read(&doc, (struct str){(const char *)data, size})))
		return 0;
	const struct json_value root = json_root(doc);
	ask(&root);
	for (size_t i = 0; i < json_count(&root); i++) {
		const struct json_value item = json_at(&root, i);
		ask(&item);
	}
	for (struct json_each each = {0}; json_next(&root, &each);)
		ask(&each.value);
	json_free(doc);
	return 0;
}
