#include "base/json.h"
#include "tap.h"

#include <stdlib.h>

static struct sn_err read_text(struct json_doc **doc, const char *text)
{
	return json_read(doc, str_of(text));
}

static void refuses(const char *text, enum sn_reason reason, int64_t row, const char *what)
{
	struct json_doc *doc;
	const struct sn_err e = read_text(&doc, text);
	OK(e.reason == reason && !doc, what);
	EQ_I64(e.row, row, "… and names the line");
	json_free(doc);
}

static void test_reading(void)
{
	struct json_doc *doc;
	const struct sn_err e = read_text(
		&doc, "{\"n\":9223372036854775807,\"t\":\"送暖\",\"b\":true,\"z\":null,\"f\":1.5,"
		      "\"a\":[1,{\"qty\":\"x\",\"colour\":2}],\"fen\":12,"
		      "\"id\":\"01890a5d-ac96-774b-bcce-b302099a8057\",\"no\":\"nope\"}");
	OK(!sn_failed(e), "a document is read");
	const struct json_value root = json_root(doc);
	int64_t n = 0;
	struct str t;
	bool b = false;
	struct money m;
	struct uuid id;
	struct json_value a, o;
	OK(!sn_failed(json_get_int(&root, "n", &n)) && n == INT64_MAX,
	   "int64_t is exact to its end");
	OK(!sn_failed(json_get_text(&root, "t", &t)) && str_is(t, "送暖"), "a text is read");
	OK(!sn_failed(json_get_bool(&root, "b", &b)) && b, "a bool is read");
	OK(!sn_failed(json_get_money(&root, "fen", &m)) && money_fen(m) == 12, "fen are money");
	OK(!sn_failed(json_get_uuid(&root, "id", &id)), "a uuid is read");
	OK(json_get_uuid(&root, "no", &id).reason == SN_R_BAD_UUID, "a wrong uuid is refused");
	EQ_STR(json_get_int(&root, "f", &n).text, "$.f", "a fraction is bad_number with its place");
	OK(json_get_int(&root, "t", &n).reason == SN_R_BAD_NUMBER, "a text is no number");
	OK(json_get_text(&root, "n", &t).reason == SN_R_WRONG_KIND, "a number is no text");
	OK(json_get_int(&root, "z", &n).reason == SN_R_MISSING_FIELD, "null is missing");
	OK(json_get_int(&root, "q", &n).reason == SN_R_MISSING_FIELD, "an absent key is missing");
	OK(!sn_failed(json_get_array(&root, "a", &a)) && json_count(&a) == 2, "an array is read");
	const struct json_value first = json_at(&a, 0), item = json_at(&a, 1),
				none = json_at(&a, 2);
	OK(!sn_failed(json_as_int(&first, &n)) && n == 1, "an item is a number");
	OK(sn_failed(json_as_text(&first, &t)), "an item that is a number is no text");
	OK(json_kind(&none) == JSON_ABSENT, "behind the last item nothing is there");
	OK(sn_failed(json_as_array(&item)) && !sn_failed(json_as_object(&item)),
	   "an item is an object");
	const struct sn_err deep = json_get_int(&item, "qty", &n);
	EQ_STR(deep.text, "$.a[1].qty", "an error names the whole way");
	EQ_STR(deep.field, "qty", "… and the field");
	static const char *const keys[] = {"qty", NULL};
	const struct sn_err unknown = json_only(&item, keys);
	OK(unknown.reason == SN_R_UNKNOWN_FIELD, "a closed object refuses what it does not know");
	EQ_STR(unknown.text, "$.a[1].colour", "… and names it");
	OK(json_only(&a, keys).reason == SN_R_WRONG_KIND, "an array is no object");
	OK(json_get_int(&a, "qty", &n).reason == SN_R_WRONG_KIND, "an array has no keys");
	OK(sn_failed(json_get_object(&root, "a", &o)), "an array is not taken for an object");
	const struct json_value text = json_find(&root, "t");
	OK(!sn_failed(json_as_text(&text, &t)), "a value itself is a text");
	OK(json_as_int(&text, &n).reason == SN_R_BAD_NUMBER, "a text itself is no number");
	json_free(doc);
}

static void test_options(void)
{
	struct json_doc *doc;
	(void)!sn_failed(read_text(&doc, "{\"n\":5,\"t\":\"x\",\"b\":false,\"m\":7,\"z\":null}"));
	const struct json_value root = json_root(doc);
	int64_t n = 1;
	struct str t = STR("d");
	bool b = true;
	struct money m = MONEY_FEN(1);
	OK(!sn_failed(json_get_int_or(&root, "q", &n)) && n == 1,
	   "an absent option keeps its default");
	OK(!sn_failed(json_get_int_or(&root, "z", &n)) && n == 1, "so does null");
	OK(!sn_failed(json_get_int_or(&root, "n", &n)) && n == 5,
	   "an option that is there is read");
	OK(!sn_failed(json_get_text_or(&root, "t", &t)) && str_is(t, "x"), "… a text");
	OK(!sn_failed(json_get_text_or(&root, "q", &t)) && str_is(t, "x"), "… or not");
	OK(!sn_failed(json_get_bool_or(&root, "b", &b)) && !b, "… a bool");
	OK(!sn_failed(json_get_bool_or(&root, "q", &b)) && !b, "… or not");
	OK(!sn_failed(json_get_money_or(&root, "m", &m)) && money_fen(m) == 7, "… money");
	OK(!sn_failed(json_get_money_or(&root, "q", &m)) && money_fen(m) == 7, "… or not");
	OK(sn_failed(json_get_int_or(&root, "t", &n)), "an option of a wrong kind is an error");
	size_t count = 0;
	for (struct json_each each = {0}; json_next(&root, &each);)
		count++;
	OK(count == 5 && json_count(&root) == 5, "all keys are gone through");
	json_free(doc);
}

static void test_refusals(void)
{
	refuses("{\"a\":1,\n\"a\":2}", SN_R_BAD_JSON, 2, "a key twice is refused");
	refuses("{\"a\":1", SN_R_BAD_JSON, 1, "a text cut off is refused");
	refuses("", SN_R_BAD_JSON, 1, "no text is refused");
	refuses("[1]x", SN_R_BAD_JSON, 1, "what stands behind is refused");
	refuses("[9223372036854775808]", SN_R_BAD_JSON, 1, "a number past int64_t is refused");
	refuses("[\"\xFF\"]", SN_R_BAD_JSON, 1, "what is no UTF-8 is refused");
	refuses("[\"\\u0000\"]", SN_R_BAD_JSON, 1, "a NUL is refused");
	refuses("{\"a\\u0000b\":1}", SN_R_BAD_JSON, 1, "… in a key too");
	refuses("{\"a\x01\":1}", SN_R_BAD_JSON, 1, "a control character is refused");
	OK(json_read(&(struct json_doc *){NULL}, STR_NULL).reason == SN_R_BAD_JSON,
	   "no text at all is refused");
	char deep[2 * JSON_DEPTH_MAX + 3] = {0};
	memset(deep, '[', JSON_DEPTH_MAX);
	memset(deep + JSON_DEPTH_MAX, ']', JSON_DEPTH_MAX);
	struct json_doc *doc;
	OK(!sn_failed(read_text(&doc, deep)), "32 levels are read");
	json_free(doc);
	memset(deep, '[', JSON_DEPTH_MAX + 1);
	memset(deep + JSON_DEPTH_MAX + 1, ']', JSON_DEPTH_MAX + 1);
	refuses(deep, SN_R_TOO_BIG, 0, "33 levels are refused");
	OK(!sn_failed(read_text(&doc, "[\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[\"]")),
	   "brackets inside a text do not count");
	json_free(doc);
	char *big = calloc(1, JSON_BYTES_MAX + 1);
	OK(json_read(&doc, (struct str){big, JSON_BYTES_MAX + 1}).reason == SN_R_TOO_BIG,
	   "more than the limit is refused");
	free(big);
	(void)!sn_failed(read_text(&doc, "{\"13800138000\":1}"));
	static const char *const keys[] = {"qty", NULL};
	const struct json_value root = json_root(doc);
	EQ_STR(json_only(&root, keys).text, "$.?",
	       "a key that may be somebody's number is not shown");
	json_free(doc);
}

/* Only what looks like a field's name is repeated: a key may be a person's name or number. */
static void test_unknown_keys(void)
{
	static const char *const shown[] = {"colour", "Colour_2", "AZ_az", "a1234", "_"};
	static const char *const hidden[] = {"13800138000",
					     "a12345",
					     "",
					     "王英",
					     "a b",
					     "a-b",
					     "a@b",
					     "a[b",
					     "a{b",
					     "/",
					     ":",
					     "`",
					     "a_name_that_is_longer_than_forty_characters"};
	static const char *const none[] = {NULL};
	char text[128], path[128];
	struct json_doc *doc;
	for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++) {
		(void)snprintf(text, sizeof text, "{\"%s\":1}", shown[i]);
		(void)snprintf(path, sizeof path, "$.%s", shown[i]);
		OK(!sn_failed(read_text(&doc, text)), "read");
		const struct json_value root = json_root(doc);
		EQ_STR(json_only(&root, none).text, path, "a field's name is shown");
		json_free(doc);
	}
	for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++) {
		(void)snprintf(text, sizeof text, "{\"%s\":1}", hidden[i]);
		OK(!sn_failed(read_text(&doc, text)), "read");
		const struct json_value root = json_root(doc);
		EQ_STR(json_only(&root, none).text, "$.?", "what may be a person is not");
		json_free(doc);
	}
}

static void test_kinds(void)
{
	struct json_doc *doc;
	OK(!sn_failed(read_text(&doc, "{\"f\":1.5,\"t\":true,\"n\":null,\"m\":\"x\",\"i\":1}")),
	   "read");
	const struct json_value root = json_root(doc);
	const struct json_value i = json_find(&root, "i"), f = json_find(&root, "f"),
				t = json_find(&root, "t");
	struct money m;
	bool b;
	OK(json_kind(&i) != json_kind(&f), "a whole number and a fraction differ");
	OK(json_kind(&t) != json_kind(&i), "true is no number");
	EQ_I64((int64_t)json_count(&i), 0, "a number has no items");
	OK(sn_failed(json_get_money(&root, "m", &m)), "a text is no money");
	OK(sn_failed(json_get_bool(&root, "i", &b)), "a number is no bool");
	json_free(doc);
}

static void write_all(struct json_out *o)
{
	json_out_object(o, NULL);
	json_out_text(o, "t", STR("a\"b\\c\n\x01暖\xFF\xE6\x9A𠮷\xED\xA0\x80"));
	json_out_text(o, "none", STR_NULL);
	json_out_null(o, "z");
	json_out_int(o, "n", INT64_MIN);
	json_out_bool(o, "yes", true);
	json_out_bool(o, "no", false);
	json_out_money(o, "fen", MONEY_FEN(1050));
	json_out_uuid(o, "id", UUID_NULL);
	json_out_array(o, "a");
	json_out_int(o, NULL, 1);
	json_out_object(o, NULL);
	json_out_end(o);
	json_out_end(o);
	json_out_end(o);
}

static void test_writing(void)
{
	struct buf *b = buf_new(4096);
	struct json_out o = json_out_buf(b, false);
	write_all(&o);
	OK(!sn_failed(json_out_done(&o)), "a document is written");
	EQ_STR(buf_str(b).at,
	       "{\"t\":\"a\\\"b\\\\c\\n\\u0001暖\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD𠮷"
	       "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\",\"none\":null,\"z\":null,"
	       "\"n\":-9223372036854775808,\"yes\":true,\"no\":false,\"fen\":1050,"
	       "\"id\":\"00000000-0000-0000-0000-000000000000\",\"a\":[1,{}]}",
	       "escapes what must be, replaces what is no UTF-8");
	struct json_doc *doc;
	OK(!sn_failed(json_read(&doc, buf_str(b))), "what was written can be read");
	json_free(doc);
	buf_reset(b);
	o = json_out_buf(b, true);
	json_out_array(&o, NULL);
	json_out_object(&o, NULL);
	json_out_int(&o, "n", 1);
	json_out_end(&o);
	json_out_end(&o);
	OK(!sn_failed(json_out_done(&o)), "an indented document is written");
	EQ_STR(buf_str(b).at, "[\n\t{\n\t\t\"n\": 1\n\t}\n]\n", "… a tab for each level");
	buf_free(b);
	b = buf_new(8);
	o = json_out_buf(b, false);
	write_all(&o);
	OK(sn_failed(json_out_done(&o)), "a full buffer is told at the end");
	buf_free(b);
	FILE *full = fopen("/dev/full", "we");
	o = json_out_file(full, false);
	write_all(&o);
	OK(json_out_done(&o).reason == SN_R_CANNOT_WRITE_FILE, "a full disk is told at the end");
	(void)fclose(full);
}

int main(void)
{
	test_reading();
	test_options();
	test_refusals();
	test_unknown_keys();
	test_kinds();
	test_writing();
	return tap_done();
}
