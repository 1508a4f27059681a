#include "base/name.h"

#include "base/limits.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

enum { DOT = 0xB7, CHARACTERS_MAX = NAME_BYTES_MAX };

/* What keyboards, converters and web pages give for the dot between the parts of a name. U+0387 is U+00B7 already in
 * normal form. */
static bool is_dot(uint32_t c)
{
	static const uint32_t dots[] = {DOT,    0x2022, 0x2024, 0x2027, 0x2219,
					0x22C5, 0x30FB, 0xFF65, 0x16EB, 0x2E31};
	for (size_t i = 0; i < sizeof dots / sizeof dots[0]; i++)
		if (dots[i] == c)
			return true;
	return false;
}

static bool is_variation_selector(uint32_t c)
{
	return (c >= 0xFE00U && c <= 0xFE0FU) || (c >= 0xE0100U && c <= 0xE01EFU) ||
	       (c >= 0x180BU && c <= 0x180DU) || c == 0x180FU;
}

/* Part of a Chinese name: an ideograph, the selector of its form, or a character that a font of one's own shows. */
static bool is_chinese(uint32_t c)
{
	return text_is_ideograph(c) || is_variation_selector(c) || (c >= 0xE000U && c <= 0xF8FFU);
}

static bool is_mongolian_joiner(uint32_t c)
{
	return c == 0x180EU || c == 0x200CU || c == 0x200DU || c == 0x202FU;
}

/* Radicals and ideographic description characters: how people write a character that their computer lacks. */
static bool is_description(uint32_t c)
{
	return c >= 0x2E80U && c <= 0x2FFFU;
}

static bool is_letter(uint32_t c)
{
	return is_chinese(c) || is_description(c) || u_isalpha((UChar32)c);
}

/* What may stand in a name beside letters. Not among them: * of a masked name, ? and U+FFFD of a lost character, and
 * whatever separates two people in one cell. */
static bool may_stand_in_name(uint32_t c)
{
	if (is_letter(c) || c == DOT || is_mongolian_joiner(c))
		return true;
	if (c < 0x80U)
		return (c >= '0' && c <= '9') || strchr(" -'.,()", (int)c);
	const int8_t type = u_charType((UChar32)c);
	return type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK ||
	       type == U_DECIMAL_DIGIT_NUMBER || c == 0x2019U || (c >= 0x1800U && c <= 0x180AU);
}

/* A name as characters. */
struct characters {
	uint32_t at[CHARACTERS_MAX];
	size_t count;
};

static uint32_t neighbour(const struct characters *in, size_t i, int step)
{
	for (size_t at = i + (size_t)step; at < in->count; at += (size_t)step)
		if (in->at[at] != ' ')
			return in->at[at];
	return 0;
}

static void unify_dots(struct characters *name)
{
	for (size_t i = 0; i < name->count; i++) {
		const bool between = name->at[i] == '.' && is_chinese(neighbour(name, i, -1)) &&
				     is_chinese(neighbour(name, i, 1));
		if (is_dot(name->at[i]) || between)
			name->at[i] = DOT;
	}
}

/* Dots stand between two parts, singly and without blanks; blanks between Chinese characters are somebody's way to
 * make 张 三 as wide as 司马相如. */
static void drop_padding(struct characters *name)
{
	size_t kept = 0;
	for (size_t i = 0; i < name->count; i++) {
		const uint32_t c = name->at[i];
		const uint32_t before = kept > 0 ? name->at[kept - 1] : DOT;
		const uint32_t after = i + 1 < name->count ? name->at[i + 1] : DOT;
		const bool blank_is_padding =
			before == DOT || after == DOT || (is_chinese(before) && is_chinese(after));
		if ((c == ' ' && blank_is_padding) || (c == DOT && before == DOT))
			continue;
		name->at[kept++] = c;
	}
	while (kept > 0 && name->at[kept - 1] == DOT)
		kept--;
	name->count = kept;
}

static bool is_a_name(const struct characters *name)
{
	bool letter = false;
	for (size_t i = 0; i < name->count; i++) {
		if (!may_stand_in_name(name->at[i]))
			return false;
		letter = letter || is_letter(name->at[i]);
	}
	return letter;
}

/* Blanks of all kinds are forgiven; an escape or a zero byte is no slip of the hand. */
static bool has_control(struct str text)
{
	for (size_t i = 0; i < text.bytes; i++) {
		const unsigned char c = (unsigned char)text.at[i];
		if ((c < ' ' && (c < '\t' || c > '\r')) || c == 0x7FU)
			return true;
	}
	return false;
}

static struct sn_err write_characters(struct arena *mem, const struct characters *name,
				      struct str *out)
{
	char *at = arena_alloc(mem, name->count * TEXT_CHARACTER_BYTES + 1);
	if (!at)
		return SN_FAIL(OUT_OF_MEMORY);
	size_t used = 0;
	for (size_t i = 0; i < name->count; i++)
		used += text_put(at + used, name->at[i]);
	*out = (struct str){at, used};
	return SN_SUCCESS;
}

struct sn_err name_parse(struct arena *mem, struct str text, struct str *name)
{
	struct str normal = STR_NULL;
	struct characters c = {.count = 0};
	SN_TRY(text_normalise(mem, text, &normal));
	if (normal.bytes == 0)
		return SN_FAIL(MISSING_NAME, .field = "name");
	if (normal.bytes > NAME_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "name", .arg = {NAME_BYTES_MAX});
	for (struct str rest = normal; text_next(&rest, &c.at[c.count]);)
		c.count++;
	unify_dots(&c);
	drop_padding(&c);
	if (has_control(text) || !is_a_name(&c))
		return text_shape_in(SN_FAIL(BAD_NAME, .field = "name"), normal);
	return write_characters(mem, &c, name);
}

void name_mask(struct str name, char out[NAME_MASK_BYTES])
{
	uint32_t first = 0;
	size_t used = text_next(&name, &first) ? text_put(out, first) : 0;
	memcpy(out + used, "**", sizeof "**");
}

struct sn_err name_key(struct arena *mem, struct str name, struct str *key)
{
	struct str rest = STR_NULL;
	SN_TRY(text_normalise(mem, name, &rest));
	/* Folding one character gives one, which may take more bytes. */
	char *at = ARENA_ARRAY(mem, char, rest.bytes *TEXT_CHARACTER_BYTES + 1);
	if (!at)
		return SN_FAIL(OUT_OF_MEMORY);
	size_t used = 0;
	uint32_t c = 0;
	while (text_next(&rest, &c)) {
		if (c == ' ' || c == '.' || is_dot(c) || is_variation_selector(c) ||
		    is_mongolian_joiner(c))
			continue;
		used += text_put(at + used, (uint32_t)u_foldCase((UChar32)c, U_FOLD_CASE_DEFAULT));
	}
	*key = (struct str){at, used};
	return SN_SUCCESS;
}

struct pinyin {
	UCollator *collator;
	char version[96];
};

struct pinyin *pinyin_new(void)
{
	struct pinyin *p = calloc(1, sizeof *p);
	if (!p)
		return NULL;
	UErrorCode status = U_ZERO_ERROR;
	p->collator = ucol_open("zh@collation=pinyin", &status);
	/* Without its data ICU falls back to the root order, by radical: not what a list of names is sorted by. */
	if (U_FAILURE(status) || status == U_USING_DEFAULT_WARNING) {
		pinyin_free(p);
		return NULL;
	}
	ucol_setStrength(p->collator, UCOL_TERTIARY);
	UVersionInfo icu, zh, uca;
	char icu_text[U_MAX_VERSION_STRING_LENGTH], zh_text[U_MAX_VERSION_STRING_LENGTH],
		uca_text[U_MAX_VERSION_STRING_LENGTH];
	u_getVersion(icu);
	ucol_getVersion(p->collator, zh);
	ucol_getUCAVersion(p->collator, uca);
	u_versionToString(icu, icu_text);
	u_versionToString(zh, zh_text);
	u_versionToString(uca, uca_text);
	(void)snprintf(p->version, sizeof p->version, "icu %s pinyin %s uca %s", icu_text, zh_text,
		       uca_text);
	return p;
}

void pinyin_free(struct pinyin *p)
{
	if (!p)
		return;
	if (p->collator)
		ucol_close(p->collator);
	free(p);
}

struct sn_err pinyin_key(struct pinyin *p, struct arena *mem, struct str text, struct str *key)
{
	UChar units[NAME_BYTES_MAX + 1];
	int32_t count = 0;
	UErrorCode status = U_ZERO_ERROR;
	const struct str start = text_cut(text, NAME_BYTES_MAX);
	u_strFromUTF8WithSub(units, NAME_BYTES_MAX + 1, &count, start.bytes > 0 ? start.at : "",
			     (int32_t)start.bytes, 0xFFFD, NULL, &status);
	uint8_t small[256];
	int32_t bytes = ucol_getSortKey(p->collator, units, count, small, sizeof small);
	if (U_FAILURE(status) || bytes <= 0)
		return SN_FAIL(OUT_OF_MEMORY);
	uint8_t *at = arena_alloc(mem, (size_t)bytes);
	if (!at)
		return SN_FAIL(OUT_OF_MEMORY);
	if (bytes <= (int32_t)sizeof small)
		memcpy(at, small, (size_t)bytes);
	else
		(void)ucol_getSortKey(p->collator, units, count, at, bytes);
	/* ICU ends a key with a zero byte. */
	*key = (struct str){(const char *)at, (size_t)bytes - 1};
	return SN_SUCCESS;
}

const char *pinyin_version(const struct pinyin *p)
{
	return p->version;
}
