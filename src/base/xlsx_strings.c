#include "base/text.h"
#include "base/xlsx_priv.h"

#include <assert.h>
#include <stdlib.h>

bool xlsx_text_add(struct xlsx_text *t, const char *at, size_t bytes)
{
	if (t->bytes + bytes > t->room) {
		const size_t room = (t->bytes + bytes) + (t->bytes + bytes) / 2 + 4096;
		char *grown = realloc(t->at, room);
		if (!grown)
			return false;
		t->at = grown;
		t->room = room;
	}
	memcpy(t->at + t->bytes, at, bytes);
	t->bytes += bytes;
	return true;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

/* The character of "_xHHHH_" at `at`; 0: it is none, or half a surrogate pair, which stays as it is. */
static uint32_t escaped_character(const char *at, size_t left)
{
	enum { ESCAPE_BYTES = 7 };
	if (left < ESCAPE_BYTES || at[0] != '_' || at[1] != 'x' || at[6] != '_')
		return 0;
	uint32_t character = 0;
	for (int i = 2; i < 6; i++) {
		const int digit = hex_digit(at[i]);
		if (digit < 0)
			return 0;
		character = character * 16 + (uint32_t)digit;
	}
	return character >= 0xD800 && character <= 0xDFFF ? 0 : character;
}

void xlsx_text_unescape(struct xlsx_text *t, size_t start)
{
	if (t->bytes == start || !memchr(t->at + start, '_', t->bytes - start))
		return;
	size_t out = start;
	for (size_t i = start; i < t->bytes;) {
		const uint32_t character = escaped_character(t->at + i, t->bytes - i);
		if (character == 0) {
			t->at[out++] = t->at[i++];
			continue;
		}
		char bytes[TEXT_CHARACTER_BYTES];
		const size_t n = text_put(bytes, character);
		memcpy(t->at + out, bytes, n);
		out += n;
		i += 7;
	}
	t->bytes = out;
}

struct loader {
	struct xlsx_xml xml;
	struct xlsx_strings *strings;
	size_t start; /* of the string being read */
	bool in_text;
	int phonetic; /* inside rPh: how it is pronounced, not what it says */
};

static void strings_start(void *self, const char *name, const char *const *attributes)
{
	struct loader *l = self;
	(void)attributes;
	if (strcmp(name, "si") == 0)
		l->start = l->strings->text.bytes;
	else if (strcmp(name, "rPh") == 0)
		l->phonetic++;
	else if (strcmp(name, "t") == 0)
		l->in_text = l->phonetic == 0;
}

static struct sn_err end_of_string(struct loader *l)
{
	struct xlsx_strings *s = l->strings;
	if (s->count == XLSX_STRINGS_MAX)
		return xlsx_too_big("不同文字的个数 different texts", XLSX_STRINGS_MAX);
	if (s->count == s->room) {
		const size_t room = s->room * 2 + 1024;
		uint32_t *ends = reallocarray(s->ends, room, sizeof *ends);
		if (!ends)
			return SN_FAIL(OUT_OF_MEMORY);
		s->ends = ends;
		s->room = room;
	}
	xlsx_text_unescape(&s->text, l->start);
	/* A string may be empty, and the first one before there is any text. */
	if (s->text.bytes > l->start &&
	    cell_is_too_long((struct str){s->text.at + l->start, s->text.bytes - l->start}))
		return xlsx_long_cell();
	s->ends[s->count++] = (uint32_t)s->text.bytes;
	return SN_SUCCESS;
}

static void strings_end(void *self, const char *name)
{
	struct loader *l = self;
	if (strcmp(name, "t") == 0) {
		l->in_text = false;
	} else if (strcmp(name, "rPh") == 0) {
		l->phonetic--;
	} else if (strcmp(name, "si") == 0) {
		const struct sn_err e = end_of_string(l);
		if (sn_failed(e))
			xlsx_xml_fail(&l->xml, e);
	}
}

static void strings_text(void *self, const char *at, int bytes)
{
	struct loader *l = self;
	struct xlsx_text *t = &l->strings->text;
	if (!l->in_text)
		return;
	if (t->bytes - l->start + (size_t)bytes > CELL_BYTES_MAX)
		xlsx_xml_fail(&l->xml, xlsx_long_cell());
	else if (t->bytes + (size_t)bytes > XLSX_STRINGS_BYTES_MAX)
		xlsx_xml_fail(&l->xml, xlsx_too_big("文字总字节数 bytes of all texts",
						    XLSX_STRINGS_BYTES_MAX));
	else if (!xlsx_text_add(t, at, (size_t)bytes))
		xlsx_xml_fail(&l->xml, SN_FAIL(OUT_OF_MEMORY));
}

struct sn_err xlsx_strings_load(struct xlsx_strings *s, struct xlsx_package *p, const char *name)
{
	static const struct xlsx_handlers handlers = {strings_start, strings_end, strings_text};
	struct loader l = {.strings = s};
	l.xml.self = &l;
	return xlsx_part_parse(p, name, &handlers, &l.xml);
}

void xlsx_strings_free(struct xlsx_strings *s)
{
	free(s->text.at);
	free(s->ends);
	*s = (struct xlsx_strings){0};
}
