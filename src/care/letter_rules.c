/* What a letter's text may be, which pages a printing has, and how large its type is: pure. */
#include "base/encoding.h"
#include "base/limits.h"
#include "base/text.h"
#include "care/letter_priv.h"

#include <assert.h>

/* ---- words ---- */

static const struct org_words langs[] = {
#define X(name, word, zh, en) [LETTER_##name] = {word, zh, en},
	LETTER_LANGS(X)
#undef X
};
static const struct org_words ways[] = {
#define X(name, word, zh, en) [LETTER_BY_##name] = {word, zh, en},
	LETTER_WAYS(X)
#undef X
};

const struct org_words *letter_lang_words(enum letter_lang lang)
{
	assert(lang < LETTER_LANGS_COUNT);
	return &langs[lang];
}
const struct org_words *letter_way_words(enum letter_way way)
{
	assert(way < LETTER_WAYS_COUNT);
	return &ways[way];
}
static bool is_word(const struct org_words *words, struct str text)
{
	return str_is(text, words->word) || str_is(text, words->zh);
}
bool letter_lang_parse(enum letter_lang *out, struct str text)
{
	for (size_t i = 0; i < LETTER_LANGS_COUNT; i++)
		if (is_word(&langs[i], text)) {
			*out = (enum letter_lang)i;
			return true;
		}
	return false;
}
bool letter_way_parse(enum letter_way *out, struct str text)
{
	for (size_t i = 0; i < LETTER_WAYS_COUNT; i++)
		if (is_word(&ways[i], text)) {
			*out = (enum letter_way)i;
			return true;
		}
	return false;
}

/* ---- the text ---- */

/* Controls, line separators, and marks that turn the direction of what follows. */
static bool is_control(uint32_t ch)
{
	return ch < 0x20 || (ch >= 0x7F && ch < 0xA0) || (ch >= 0x2028 && ch <= 0x202E) ||
	       (ch >= 0x2066 && ch <= 0x2069) || ch == 0xFEFF || ch == 0xFFFD;
}

/* Letters of scripts, as far as a text in the wrong one is to be told from one in the right. */
struct scripts {
	bool chinese, latin, mongolian, cyrillic;
};
static void look_at(struct scripts *s, uint32_t ch)
{
	s->chinese = s->chinese || text_is_ideograph(ch);
	s->latin = s->latin || (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
	s->mongolian = s->mongolian || (ch >= 0x1820 && ch <= 0x1878);
	s->cyrillic = s->cyrillic || (ch >= 0x0400 && ch <= 0x052F);
}
static bool is_written(const struct scripts *s, enum letter_lang lang)
{
	switch (lang) {
	case LETTER_ZH:
		return s->chinese;
	case LETTER_MN:
		return s->mongolian && !s->cyrillic;
	case LETTER_EN:
	case LETTER_LANGS_COUNT:
		break;
	}
	return s->latin && !s->cyrillic;
}

static bool take_placeholder(struct str *rest, unsigned *uses)
{
	static const char *const words[] = {
#define X(name, word) [LETTER_HAS_##name] = "{" word "}",
		LETTER_PLACEHOLDERS(X)
#undef X
	};
	for (size_t i = 0; i < LETTER_PLACEHOLDERS_COUNT; i++) {
		const struct str word = str_of(words[i]);
		if (str_starts(*rest, word)) {
			*rest = (struct str){rest->at + word.bytes, rest->bytes - word.bytes};
			*uses |= 1U << i;
			return true;
		}
	}
	return false;
}

static struct sn_err line_check(struct str line, int64_t row, struct scripts *scripts,
				unsigned *uses)
{
	uint32_t ch;
	while (line.bytes > 0) {
		if (*line.at == '{') {
			if (!take_placeholder(&line, uses))
				return SN_FAIL(LETTER_PLACEHOLDER, .field = "text", .row = row);
			continue;
		}
		(void)text_next(&line, &ch);
		if (is_control(ch))
			return SN_FAIL(LETTER_CONTROL, .field = "text", .row = row);
		look_at(scripts, ch);
	}
	return SN_SUCCESS;
}

/* Without blanks at its end; those before it are the writer's own indent. */
static struct str line_end(struct str line)
{
	while (line.bytes > 0 &&
	       (line.at[line.bytes - 1] == ' ' || line.at[line.bytes - 1] == '\t' ||
		line.at[line.bytes - 1] == '\r'))
		line.bytes--;
	return line;
}

/* Blank lines before and behind it are dropped, those between stay. */
static struct sn_err lines_take(struct str file, char *out, size_t *bytes, unsigned *uses,
				struct scripts *scripts)
{
	struct str rest = file;
	int64_t row = 0, lines = 0;
	*bytes = 0;
	for (size_t blank = 0; rest.bytes > 0;) {
		const char *lf = memchr(rest.at, '\n', rest.bytes);
		const size_t length = lf ? (size_t)(lf - rest.at) : rest.bytes;
		const struct str line = line_end((struct str){rest.at, length});
		const size_t used = length + (lf ? 1 : 0);
		rest = (struct str){rest.at + used, rest.bytes - used};
		SN_TRY(line_check(line, ++row, scripts, uses));
		blank += line.bytes == 0;
		if (line.bytes == 0)
			continue;
		for (size_t i = 0; *bytes > 0 && i <= blank; i++, lines++)
			out[(*bytes)++] = '\n';
		memcpy(out + *bytes, line.at, line.bytes);
		*bytes += line.bytes;
		blank = 0;
	}
	if (*bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "text");
	const struct str body = {out, *bytes};
	const int64_t characters = (int64_t)text_characters(body);
	return characters > LETTER_CHARACTERS_MAX || lines + 1 > LETTER_LINES_MAX
		       ? SN_FAIL(LETTER_LONG, .field = "text",
				 .arg = {characters, lines + 1, LETTER_CHARACTERS_MAX})
		       : SN_SUCCESS;
}

/* Plain text as it was saved here: UTF-8, or what older editors write (GB18030, UTF-16 with its mark). */
static struct sn_err decode(struct arena *mem, struct str file, struct str *out)
{
	enum { WIDER = 3 }; /* no character takes more bytes of UTF-8 for each of its own */
	struct buf *room = buf_new(file.bytes * WIDER + WIDER);
	struct decoder *d = decoder_new(encoding_detect(file));
	struct sn_err e = room && d ? decoder_feed(d, file, room) : SN_FAIL(OUT_OF_MEMORY);
	if (!sn_failed(e))
		e = decoder_end(d, room);
	*out = sn_failed(e) ? STR_NULL : arena_str(mem, buf_str(room));
	if (!sn_failed(e) && !out->at)
		e = SN_FAIL(OUT_OF_MEMORY);
	e.field = "text";
	decoder_free(d);
	buf_free(room);
	return e;
}

struct sn_err letter_text_take(struct arena *mem, struct str file, enum letter_lang lang,
			       struct str *body, unsigned *uses)
{
	struct scripts scripts = {false, false, false, false};
	if (file.bytes > LETTER_TEXT_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "text", .arg = {LETTER_TEXT_BYTES_MAX});
	SN_TRY(decode(mem, file, &file));
	if (file.bytes > LETTER_TEXT_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "text", .arg = {LETTER_TEXT_BYTES_MAX});
	char *out = arena_alloc(mem, file.bytes + 1);
	if (!out)
		return SN_FAIL(OUT_OF_MEMORY);
	*uses = 0;
	SN_TRY(lines_take(file, out, &body->bytes, uses, &scripts));
	body->at = out;
	return is_written(&scripts, lang) ? SN_SUCCESS : SN_FAIL(LETTER_SCRIPT, .field = "text");
}

/* ---- which pages ---- */

static bool same_team(const struct letter_page *page, const struct letter_target *t)
{
	return page->org_no == t->org_no && uuid_eq(page->team_id, t->team_id) &&
	       str_eq(page->benefit, t->benefit);
}

void letter_plan(const struct letter_target *targets, size_t count, enum letter_way way,
		 bool needs_team, struct letter_plan *plan)
{
	plan->count = plan->left_out = 0;
	for (size_t i = 0; i < count; i++) {
		const struct letter_target *t = &targets[i];
		if (uuid_is_null(t->team_id) && (way == LETTER_BY_TEAM || needs_team)) {
			plan->left_out++;
			continue;
		}
		struct letter_page *page = plan->count > 0 ? &plan->pages[plan->count - 1] : NULL;
		if (way == LETTER_BY_NAME || !page || !same_team(page, t)) {
			page = &plan->pages[plan->count++];
			*page = (struct letter_page){.shard = t->shard,
						     .org_no = t->org_no,
						     .subject_id = way == LETTER_BY_NAME
									   ? t->entitlement_id
									   : t->team_id,
						     .team_id = t->team_id,
						     .team = t->team,
						     .benefit = t->benefit,
						     .first = i,
						     .again = t->page_had};
		}
		page->count++;
		page->reached += !t->had;
	}
}

/* ---- how large ---- */

/* What A4 leaves between the margins of the style sheet (letter_page.c), in points: along a line, and across lines. */
enum { LINE_POINTS = 437, BLOCK_POINTS = 672, SIZE_MAX_HALVES = 36, SIZE_MIN_HALVES = 18 };

static size_t filled_columns(struct str line, const struct letter_values *values)
{
	static const char *const words[] = {
#define X(name, word) [LETTER_HAS_##name] = "{" word "}",
		LETTER_PLACEHOLDERS(X)
#undef X
	};
	size_t columns = text_columns(line);
	for (size_t i = 0; i < LETTER_PLACEHOLDERS_COUNT; i++) {
		const struct str word = str_of(words[i]);
		for (size_t at = 0; at + word.bytes <= line.bytes; at++)
			if (memcmp(line.at + at, word.at, word.bytes) == 0)
				columns += text_columns(values->of[i]);
	}
	return columns;
}

/* A column is half a type's size wide; a page's lines stand 1.8 sizes apart. */
static size_t lines_of(size_t columns, size_t halves, size_t line_points)
{
	const size_t lines = (columns * halves + 4 * line_points - 1) / (4 * line_points);
	return lines > 0 ? lines : 1;
}

/* A name and what parts it from the next. */
static size_t name_columns(const struct letter_target *t)
{
	const size_t columns = text_columns(t->name) + 2;
	return columns < 8 ? 8 : columns;
}

static size_t text_lines(const struct letter_sheet *s, size_t halves, size_t line_points)
{
	struct str rest = s->letter->body, line;
	size_t lines = 3; /* the sender, the day, and what stands between them and the text */
	while (str_split(&rest, '\n', &line))
		lines += lines_of(filled_columns(line, &s->values), halves, line_points);
	if (!str_is_null(s->letter->title))
		lines += 2 * lines_of(text_columns(s->letter->title) * 3 / 2, halves, line_points);
	return lines;
}
static size_t name_lines(const struct letter_sheet *s, size_t halves, size_t line_points)
{
	size_t columns = 0;
	for (size_t i = 0; i < s->names_count; i++)
		columns += name_columns(&s->names[i]);
	return columns == 0 ? 0 : 2 + lines_of(columns, halves, line_points);
}

/* Mongolian runs down the page, line by line to the right. */
struct room {
	size_t along, across;
};
static struct room room_of(enum letter_lang lang)
{
	return lang == LETTER_MN ? (struct room){BLOCK_POINTS, LINE_POINTS}
				 : (struct room){LINE_POINTS, BLOCK_POINTS};
}
static bool fits(const struct letter_sheet *s, size_t halves, bool with_names)
{
	const struct room room = room_of(s->letter->lang);
	const size_t lines = text_lines(s, halves, room.along) +
			     (with_names ? name_lines(s, halves, room.along) : 0);
	return lines * halves * 9 / 10 <= room.across;
}

/* A browser breaks lines across pages where these run along the page, not where they run down it. */
bool letter_names_apart(const struct letter_sheet *s)
{
	return s->letter->lang == LETTER_MN && s->names_count > 0 &&
	       !fits(s, SIZE_MIN_HALVES, true);
}
size_t letter_names_room(const struct letter_sheet *s)
{
	const struct room room = room_of(s->letter->lang);
	const size_t lines = room.across * 10 / (size_t)(SIZE_MIN_HALVES * 9) - 2;
	size_t widest = 1;
	for (size_t i = 0; i < s->names_count; i++)
		if (name_columns(&s->names[i]) > widest)
			widest = name_columns(&s->names[i]);
	const size_t a_line = 4 * room.along / SIZE_MIN_HALVES / widest;
	return lines * (a_line > 0 ? a_line : 1);
}

int letter_type_size(const struct letter_sheet *s)
{
	const bool apart = letter_names_apart(s);
	size_t halves = SIZE_MAX_HALVES;
	while (halves > SIZE_MIN_HALVES && !fits(s, halves, !apart))
		halves--;
	return (int)halves;
}
