/* Rows as every common writer writes them: no comments, no prefixes, no blanks between the elements. They are read
 * here at a third of what a whole XML parser takes; what is written in any other way is left to expat. */
#include "base/text.h"
#include "base/xlsx_priv.h"

enum { ATTRIBUTES_MAX = 16, ATTRIBUTES_BYTES = 512 }; /* a row has up to 13, a cell up to 6 */

struct attributes {
	const char *list[2 * ATTRIBUTES_MAX + 1]; /* as expat gives them: name, value, …, NULL */
	size_t count;
	char text[ATTRIBUTES_BYTES];
	size_t bytes;
};

struct scan {
	const char *at, *end;
	bool more; /* the end was reached while all was plain so far */
	const struct xlsx_handlers *handlers;
	void *self;
};

static const char *const no_attributes[1] = {NULL};

static bool take(struct scan *s, struct str literal)
{
	const size_t left = (size_t)(s->end - s->at);
	if (left < literal.bytes) {
		s->more = s->more || memcmp(s->at, literal.at, left) == 0;
		return false;
	}
	if (memcmp(s->at, literal.at, literal.bytes) != 0)
		return false;
	s->at += literal.bytes;
	return true;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
static bool in_name(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || c == ':' || c == '_';
}
static bool in_value(char c)
{
	return c >= ' ' && c <= '~' && c != '<' && c != '&';
}

/* Copies what stands before `ends`, which is taken too. */
static bool take_word(struct scan *s, struct attributes *a, bool (*allows)(char), char ends)
{
	a->list[a->count++] = a->text + a->bytes;
	for (; s->at < s->end && *s->at != ends; s->at++) {
		if (!allows(*s->at) || a->bytes + 2 > sizeof a->text)
			return false;
		a->text[a->bytes++] = *s->at;
	}
	s->more = s->at == s->end;
	if (s->more)
		return false;
	s->at++;
	a->text[a->bytes++] = '\0';
	return true;
}

/* XML has no two attributes of one name. */
static bool has_twice(const struct attributes *a)
{
	for (size_t i = 0; i + 2 < a->count; i += 2)
		if (strcmp(a->list[i], a->list[a->count - 2]) == 0)
			return true;
	return false;
}

static bool take_attributes(struct scan *s, struct attributes *a)
{
	a->count = a->bytes = 0;
	while (take(s, STR(" "))) {
		if (a->count == 2 * (size_t)ATTRIBUTES_MAX)
			return false;
		if (s->at < s->end && !is_letter(*s->at))
			return false;
		if (!take_word(s, a, in_name, '=') || !take(s, STR("\"")) ||
		    !take_word(s, a, in_value, '"') || has_twice(a))
			return false;
	}
	a->list[a->count] = NULL;
	return true;
}

/* U+FFFE and U+FFFF are characters of UTF-8, but not of XML. */
static bool is_xml_text(struct str s)
{
	static const char last_two[] = {'\xEF', '\xBF'};
	struct str rest = s;
	for (;;) {
		const char *at = memmem(rest.at, rest.bytes, last_two, sizeof last_two);
		if (!at)
			return text_is_utf8(s);
		rest = (struct str){at + 2, (size_t)(rest.at + rest.bytes - (at + 2))};
		if (rest.bytes > 0 && (unsigned char)rest.at[0] >= 0xBEU)
			return false;
	}
}

static bool take_entity(struct scan *s)
{
	static const struct {
		struct str written;
		char meant;
	} entities[] = {{STR("&amp;"), '&'},
			{STR("&lt;"), '<'},
			{STR("&gt;"), '>'},
			{STR("&quot;"), '"'},
			{STR("&apos;"), '\''}};
	for (size_t i = 0; i < sizeof entities / sizeof entities[0]; i++)
		if (take(s, entities[i].written)) {
			s->handlers->text(s->self, &entities[i].meant, 1);
			return true;
		}
	return false;
}

/* Up to the next tag. A lone > is not plain: "]]>" is no text. */
static bool take_text(struct scan *s)
{
	do {
		const char *from = s->at;
		unsigned char all = 0;
		for (; s->at < s->end; s->at++) {
			const unsigned char c = (unsigned char)*s->at;
			if (c == '<' || c == '&' || c == '>' || (c < ' ' && c != '\t' && c != '\n'))
				break;
			all |= c;
		}
		s->more = s->at == s->end;
		if (s->more)
			return false;
		const struct str text = {from, (size_t)(s->at - from)};
		if (all >= 0x80U && !is_xml_text(text))
			return false;
		if (text.bytes > 0)
			s->handlers->text(s->self, text.at, (int)text.bytes);
		if (*s->at == '<')
			return true;
	} while (take_entity(s));
	return false;
}

static void start(const struct scan *s, const char *name, const char *const *attributes)
{
	s->handlers->start(s->self, name, attributes);
}
static void end(const struct scan *s, const char *name)
{
	s->handlers->end(s->self, name);
}

/* The text and the end tag. */
static bool take_rest(struct scan *s, const char *name, struct str end_tag)
{
	if (!take_text(s) || !take(s, end_tag))
		return false;
	end(s, name);
	return true;
}

static bool take_inline(struct scan *s)
{
	static const char *const preserve[] = {"xml:space", "preserve", NULL};
	start(s, "is", no_attributes);
	if (take(s, STR("<t>")))
		start(s, "t", no_attributes);
	else if (take(s, STR("<t xml:space=\"preserve\">")))
		start(s, "t", preserve);
	else
		return false;
	if (!take_rest(s, "t", STR("</t>")) || !take(s, STR("</is>")))
		return false;
	end(s, "is");
	return true;
}

static bool take_value(struct scan *s)
{
	if (take(s, STR("<is>")))
		return take_inline(s);
	if (take(s, STR("<v>"))) {
		start(s, "v", no_attributes);
		return take_rest(s, "v", STR("</v>"));
	}
	if (!take(s, STR("<f>")))
		return false;
	start(s, "f", no_attributes);
	return take_rest(s, "f", STR("</f>"));
}

static bool take_cell(struct scan *s)
{
	struct attributes a;
	if (!take(s, STR("<c")) || !take_attributes(s, &a))
		return false;
	start(s, "c", a.list);
	if (!take(s, STR("/>"))) {
		if (!take(s, STR(">")))
			return false;
		while (!take(s, STR("</c>")))
			if (!take_value(s))
				return false;
	}
	end(s, "c");
	return true;
}

static bool take_row(struct scan *s)
{
	struct attributes a;
	if (!take(s, STR("<row")) || !take_attributes(s, &a))
		return false;
	start(s, "row", a.list);
	if (!take(s, STR("/>"))) {
		if (!take(s, STR(">")))
			return false;
		while (!take(s, STR("</row>")))
			if (!take_cell(s))
				return false;
	}
	end(s, "row");
	return true;
}

enum xlsx_plain xlsx_plain_row(struct str *text, const struct xlsx_handlers *handlers, void *self)
{
	struct scan s = {
		.at = text->at, .end = text->at + text->bytes, .handlers = handlers, .self = self};
	if (!take_row(&s))
		return s.more ? XLSX_PLAIN_MORE : XLSX_PLAIN_NOT;
	*text = (struct str){s.at, (size_t)(s.end - s.at)};
	return XLSX_PLAIN_ROW;
}
