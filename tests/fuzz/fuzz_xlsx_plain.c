/* What the reader of plain rows takes, expat takes too, and tells the same. The input is what stands behind
 * <sheetData>. */
#include "base/xlsx_priv.h"

#include <assert.h>
#include <stdlib.h>

/* Every event as text; pieces of text run together, as nobody promises where they are cut. */
struct heard {
	struct xlsx_text text;
	int depth;
};

static void note(struct heard *h, const char *at, size_t bytes)
{
	if (!xlsx_text_add(&h->text, at, bytes))
		abort();
}

static void hear_start(void *self, const char *name, const char *const *attributes)
{
	struct heard *h = self;
	note(h, "\1", 1);
	note(h, name, strlen(name) + 1);
	for (; *attributes; attributes++)
		note(h, *attributes, strlen(*attributes) + 1);
	note(h, "\2", 1);
}

static void hear_end(void *self, const char *name)
{
	struct heard *h = self;
	note(h, "\3", 1);
	note(h, name, strlen(name) + 1);
}

static void hear_text(void *self, const char *at, int bytes)
{
	note(self, at, (size_t)bytes);
}

static void XMLCALL expat_start(void *self, const XML_Char *name, const XML_Char **attributes)
{
	struct heard *h = self;
	if (h->depth++ > 0)
		hear_start(h, name, (const char *const *)attributes);
}

static void XMLCALL expat_end(void *self, const XML_Char *name)
{
	struct heard *h = self;
	if (--h->depth > 0)
		hear_end(h, name);
}

static void by_expat(struct heard *h, struct str row)
{
	static const char open[] = "<sheetData>", close[] = "</sheetData>";
	XML_Parser p = XML_ParserCreate(NULL);
	if (!p)
		abort();
	XML_SetUserData(p, h);
	XML_SetElementHandler(p, expat_start, expat_end);
	XML_SetCharacterDataHandler(p, hear_text);
	assert(XML_Parse(p, open, sizeof open - 1, XML_FALSE) == XML_STATUS_OK);
	assert(XML_Parse(p, row.at, (int)row.bytes, XML_FALSE) == XML_STATUS_OK);
	assert(XML_Parse(p, close, sizeof close - 1, XML_TRUE) == XML_STATUS_OK);
	XML_ParserFree(p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct xlsx_handlers handlers = {hear_start, hear_end, hear_text};
	struct str rest = {(const char *)data, size};
	for (;;) {
		struct heard plain = {.depth = 0}, expat = {.depth = 0};
		const struct str before = rest;
		const enum xlsx_plain what = xlsx_plain_row(&rest, &handlers, &plain);
		if (what == XLSX_PLAIN_ROW) {
			assert(rest.bytes < before.bytes);
			by_expat(&expat, (struct str){before.at, before.bytes - rest.bytes});
			assert(plain.text.bytes == expat.text.bytes);
			assert(memcmp(plain.text.at, expat.text.at, plain.text.bytes) == 0);
		}
		free(plain.text.at);
		free(expat.text.at);
		if (what != XLSX_PLAIN_ROW)
			return 0;
	}
}
