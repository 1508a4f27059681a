#include "base/json.h"

#include <assert.h>
#include <inttypes.h>

struct json_out json_out_file(FILE *file, bool indent)
{
	return (struct json_out){.file = file, .indent = indent};
}

struct json_out json_out_buf(struct buf *buf, bool indent)
{
	return (struct json_out){.buf = buf, .indent = indent};
}

static void put(struct json_out *o, struct str s)
{
	if (o->buf)
		buf_add(o->buf, s);
	else
		(void)fwrite_unlocked(s.at, 1, s.bytes,
				      o->file); /* asked once, by json_out_done() */
}

static void new_line(struct json_out *o)
{
	static const char tabs[] =
		"\n\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t";
	_Static_assert(sizeof tabs == JSON_DEPTH_MAX + 2, "a tab for each level");
	if (o->indent)
		put(o, (struct str){tabs, 1 + (size_t)o->depth});
}

/* How many bytes a whole UTF-8 character at `p` has; 0: it is none (RFC 3629 §4). */
static size_t character_bytes(const unsigned char *p, size_t left)
{
	const unsigned char lead = p[0];
	if (lead < 0x80)
		return 1;
	const size_t need = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
	if (lead < 0xC2 || lead > 0xF4 || left < need)
		return 0;
	const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
	const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
	if (p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < need; i++)
		if ((p[i] & 0xC0U) != 0x80U)
			return 0;
	return need;
}

static void put_escaped(struct json_out *o, unsigned char c)
{
	static const char letters[] = {
		['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
	char text[8] = {'\\', (char)c};
	if (c < sizeof letters && letters[c])
		text[1] = letters[c];
	else if (c < 0x20)
		(void)snprintf(text, sizeof text, "\\u%04x", (unsigned)c);
	put(o, str_of(text));
}

static void put_string(struct json_out *o, struct str text)
{
	put(o, STR("\""));
	size_t start = 0, i = 0;
	while (i < text.bytes) {
		const unsigned char *p = (const unsigned char *)text.at + i;
		const size_t bytes = character_bytes(p, text.bytes - i);
		if (bytes > 0 && *p >= 0x20 && *p != '"' && *p != '\\') {
			i += bytes;
			continue;
		}
		put(o, (struct str){text.at + start, i - start});
		if (bytes == 0)
			put(o, STR("\xEF\xBF\xBD"));
		else
			put_escaped(o, *p);
		start = ++i;
	}
	put(o, (struct str){text.at + start, i - start});
	put(o, STR("\""));
}

/* What stands before every value: the comma, the line and, inside an object, the key. */
static void before_value(struct json_out *o, const char *key)
{
	if (o->depth == 0) {
		assert(!key);
		return;
	}
	const int level = o->depth - 1;
	assert(o->in_object[level] == (key != NULL));
	if (o->any[level])
		put(o, STR(","));
	o->any[level] = true;
	new_line(o);
	if (!key)
		return;
	put_string(o, str_of(key));
	put(o, o->indent ? STR(": ") : STR(":"));
}

static void open_level(struct json_out *o, const char *key, bool object)
{
	before_value(o, key);
	assert(o->depth < JSON_DEPTH_MAX);
	o->in_object[o->depth] = object;
	o->any[o->depth] = false;
	o->depth++;
	put(o, object ? STR("{") : STR("["));
}

void json_out_object(struct json_out *o, const char *key)
{
	open_level(o, key, true);
}

void json_out_array(struct json_out *o, const char *key)
{
	open_level(o, key, false);
}

void json_out_end(struct json_out *o)
{
	assert(o->depth > 0);
	o->depth--;
	if (o->any[o->depth])
		new_line(o);
	put(o, o->in_object[o->depth] ? STR("}") : STR("]"));
}

void json_out_text(struct json_out *o, const char *key, struct str text)
{
	before_value(o, key);
	if (str_is_null(text))
		put(o, STR("null"));
	else
		put_string(o, text);
}

void json_out_int(struct json_out *o, const char *key, int64_t value)
{
	char text[24];
	before_value(o, key);
	(void)snprintf(text, sizeof text, "%" PRId64, value);
	put(o, str_of(text));
}

void json_out_bool(struct json_out *o, const char *key, bool value)
{
	before_value(o, key);
	put(o, value ? STR("true") : STR("false"));
}

void json_out_null(struct json_out *o, const char *key)
{
	json_out_text(o, key, STR_NULL);
}

void json_out_money(struct json_out *o, const char *key, struct money amount)
{
	json_out_int(o, key, money_fen(amount));
}

void json_out_uuid(struct json_out *o, const char *key, struct uuid id)
{
	char text[UUID_TEXT_BYTES];
	uuid_text(id, text);
	json_out_text(o, key, str_of(text));
}

struct sn_err json_out_done(struct json_out *o)
{
	assert(o->depth == 0);
	if (o->indent)
		put(o, STR("\n"));
	if (o->buf)
		return buf_full(o->buf) ? SN_FAIL(OUT_OF_MEMORY) : SN_SUCCESS;
	if (fflush(o->file) != 0 || ferror(o->file))
		return sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), "JSON");
	return SN_SUCCESS;
}
