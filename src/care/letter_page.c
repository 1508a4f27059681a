/* A letter as a page of HTML: everything that it needs is in it, so it prints in any browser without a network. */
#include "base/text.h"
#include "care/letter_priv.h"

#include <inttypes.h>

/* ---- the style ---- */

/* Fonts by what Windows, macOS, Linux and the domestic systems have; a character that one lacks comes out of the next.
 * Mongolian stands upright in columns from left to right, Chinese names in it too. letter_rules.c knows the margins. */
static const char style[] =
	"@page{size:A4 portrait;margin:30mm 28mm}\n"
	"*{box-sizing:border-box}\n"
	"body{margin:0;color:#000;background:#fff;font-family:\"Noto Serif CJK SC\",\"Source Han "
	"Serif SC\",\"FangSong\",\"STFangsong\",\"SimSun\",\"SimSun-ExtB\",\"Noto Sans Mongolian\","
	"\"Mongolian Baiti\",\"Menksoft Qagan\",serif}\n"
	"[lang=mn-Mong]{font-family:\"Noto Sans Mongolian\",\"Mongolian Baiti\",\"Menksoft Qagan\","
	"\"Noto Serif CJK SC\",\"Source Han Serif SC\",\"SimSun\",serif}\n"
	".letter{line-height:1.8;break-after:page;overflow-wrap:anywhere}\n"
	".letter:last-of-type{break-after:auto}\n"
	".letter p{margin:0;white-space:pre-wrap;min-height:1.8em}\n"
	".letter h1{font-size:1.5em;font-weight:bold;text-align:center;margin:0 0 1em}\n"
	".sign{text-align:end;margin-block-start:1.8em;break-inside:avoid}\n"
	".names{margin-block-start:1.8em;padding-block-start:.9em;border-block-start:1px solid "
	"#000}\n"
	".names span{display:inline-block;min-inline-size:4em;margin-inline-end:1em}\n"
	".mn{writing-mode:vertical-lr;text-orientation:mixed;block-size:154mm;inline-size:236mm}\n"
	".mn p,.mn h1{min-height:0;min-width:1.8em}\n"
	".proof{outline:2px dashed #999}\n"
	".proof::before{content:attr(data-proof);display:block;text-align:center;color:#999}\n"
	"@media screen{body{background:#888}.letter{background:#fff;margin:8mm auto;padding:30mm "
	"28mm;width:210mm;min-height:297mm}.mn{inline-size:297mm;block-size:210mm;padding:30mm "
	"28mm}}\n";

static const char *html_lang(enum letter_lang lang)
{
	static const char *const tags[] = {
		[LETTER_ZH] = "zh-Hans", [LETTER_MN] = "mn-Mong", [LETTER_EN] = "en"};
	return tags[lang];
}

void letter_html_head(struct buf *b, const struct letter *letter)
{
	buf_printf(b,
		   "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>",
		   html_lang(letter->lang));
	buf_add_html(b, letter->code);
	buf_printf(b, " %s v%" PRId64 "</title>\n<style>\n", letter_lang_words(letter->lang)->word,
		   letter->version);
	buf_add(b, str_of(style));
	buf_add(b, STR("</style>\n</head>\n<body>\n"));
}

void letter_html_tail(struct buf *b)
{
	buf_add(b, STR("</body>\n</html>\n"));
}

/* ---- a page ---- */

static void add_line(struct buf *b, struct str line, const struct letter_sheet *s)
{
	static const char *const words[] = {
#define X(name, word) [LETTER_HAS_##name] = "{" word "}",
		LETTER_PLACEHOLDERS(X)
#undef X
	};
	while (line.bytes > 0) {
		size_t which = 0, plain = 0;
		while (which < LETTER_PLACEHOLDERS_COUNT && !str_starts(line, str_of(words[which])))
			which++;
		if (which < LETTER_PLACEHOLDERS_COUNT && !s->proof) {
			buf_add_html(b, s->values.of[which]);
			plain = strlen(words[which]);
		} else {
			do
				plain++;
			while (plain < line.bytes && line.at[plain] != '{');
			buf_add_html(b, (struct str){line.at, plain});
		}
		line = (struct str){line.at + plain, line.bytes - plain};
	}
}

/* As each language writes a date. Mongolian: year, month and day with their case endings behind NNBSP (U+202F). */
static void add_day(struct buf *b, int32_t day, enum letter_lang lang)
{
	static const char *const months[] = {"January",   "February", "March",    "April",
					     "May",       "June",     "July",     "August",
					     "September", "October",  "November", "December"};
	const int y = day / 10000, m = day / 100 % 100, d = day % 100;
	switch (lang) {
	case LETTER_ZH:
		buf_printf(b, "%d年%d月%d日", y, m, d);
		break;
	case LETTER_MN:
		buf_printf(b, "%d ᠣᠨ\u202Fᠤ %d ᠰᠠᠷ᠎ᠠ\u202Fᠶᠢᠨ %d ᠡᠳᠦᠷ", y, m, d);
		break;
	case LETTER_EN:
	case LETTER_LANGS_COUNT:
		buf_printf(b, "%d %s %d", d, months[m - 1], y);
	}
}

static void add_names(struct buf *b, const struct letter_sheet *s, size_t from, size_t until)
{
	buf_add(b, STR("<div class=\"names\">"));
	for (size_t i = from; i < until; i++) {
		buf_add(b, STR("<span>"));
		buf_add_html(b, s->names[i].name);
		buf_add(b, STR("</span>\n"));
	}
	buf_add(b, STR("</div>\n"));
}

static void open_sheet(struct buf *b, const struct letter_sheet *s)
{
	const int halves = letter_type_size(s);
	buf_printf(b, "<section class=\"letter %s%s\" style=\"font-size:%d.%dpt\"%s>\n",
		   letter_lang_words(s->letter->lang)->word, s->proof ? " proof" : "", halves / 2,
		   halves % 2 * 5, s->proof ? " data-proof=\"样稿 · proof\"" : "");
}
static void close_sheet(struct buf *b)
{
	buf_add(b, STR("</section>\n"));
}

static void add_text(struct buf *b, const struct letter_sheet *s)
{
	const struct letter *l = s->letter;
	struct str rest = l->body, line;
	if (!str_is_null(l->title)) {
		buf_add(b, STR("<h1>"));
		buf_add_html(b, l->title);
		buf_add(b, STR("</h1>\n"));
	}
	while (str_split(&rest, '\n', &line)) {
		buf_add(b, STR("<p>"));
		add_line(b, line, s);
		buf_add(b, STR("</p>\n"));
	}
}

static void add_sender(struct buf *b, const struct letter_sheet *s)
{
	buf_add(b, STR("<div class=\"sign\"><p>"));
	buf_add_html(b, s->sender);
	buf_add(b, STR("</p>"));
	if (s->letter->day != 0) {
		buf_add(b, STR("<p>"));
		add_day(b, s->letter->day, s->letter->lang);
		buf_add(b, STR("</p>"));
	}
	buf_add(b, STR("</div>\n"));
}

void letter_html_page(struct buf *b, const struct letter_sheet *s)
{
	const size_t room = letter_names_apart(s) ? letter_names_room(s) : 0;
	open_sheet(b, s);
	add_text(b, s);
	add_sender(b, s);
	if (room == 0 && s->names_count > 0)
		add_names(b, s, 0, s->names_count);
	close_sheet(b);
	for (size_t from = 0; room > 0 && from < s->names_count; from += room) {
		const size_t left = s->names_count - from;
		buf_add(b, STR("<section class=\"letter mn\" style=\"font-size:9pt\">\n"));
		add_names(b, s, from, from + (left < room ? left : room));
		close_sheet(b);
	}
}
