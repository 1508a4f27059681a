/* Sizes as people write them, and what a reserve comes to: pure decisions over values. */
#include "base/text.h"
#include "care/size_priv.h"

#include <assert.h>
#include <stdlib.h>

/* ---- the one form ---- */

/* Words for sizes that mean one thing everywhere; 特大 and the like mean another in each shop, and are refused. */
static const struct {
	const char *word, *key;
} words[] = {{"小", "S"}, {"中", "M"}, {"大", "L"}, {"加大", "XL"}, {"均", "F"}, {"FREE", "F"}};

static uint32_t narrow(uint32_t character)
{
	if (character >= 0xFF01U && character <= 0xFF5EU)
		character -= 0xFEE0U;
	if (character >= 'a' && character <= 'z')
		return character - 'a' + 'A';
	switch (character) {
	case '-':
	case '_':
	case '\\':
	case 0x2013U: /* – */
	case 0x2014U: /* — */
	case 0x2212U: /* − */
	case 0x00D7U: /* × */
		return '/';
	default:
		return character;
	}
}

static bool is_blank(uint32_t character)
{
	return character <= ' ' || character == 0x00A0U || character == 0x3000U ||
	       character == 0x200BU || character == 0xFEFFU;
}

/* Without the 码 and 号 behind it, but for a text that is nothing else. */
static size_t without_suffix(const char *key, size_t bytes)
{
	static const char *const suffixes[] = {"码", "号"};
	enum { SUFFIX_BYTES = 3, SUFFIXES = sizeof suffixes / sizeof suffixes[0] };
	for (size_t i = 0; i < SUFFIXES; i++)
		if (bytes > SUFFIX_BYTES &&
		    memcmp(key + bytes - SUFFIX_BYTES, suffixes[i], SUFFIX_BYTES) == 0) {
			bytes -= SUFFIX_BYTES;
			i = (size_t)-1; /* 大号码 */
		}
	return bytes;
}

/* XXL and 2XL are one size, 1XL is XL. The letters of `key` from `from` to its end are looked at. */
static void count_x(char key[SIZE_KEY_BYTES])
{
	char digits[8];
	size_t n = 0, x = 0;
	while (n + 1 < sizeof digits && key[n] >= '0' && key[n] <= '9') {
		digits[n] = key[n];
		n++;
	}
	digits[n] = '\0';
	while (key[n + x] == 'X')
		x++;
	const char last = key[n + x];
	const bool ends = (last == 'L' || last == 'S') && key[n + x + 1] == '\0';
	if (!ends || x == 0 || (n > 0 && x != 1))
		return;
	const long times = n > 0 ? strtol(digits, NULL, 10) : (long)x;
	if (times < 1 || times > 9)
		return;
	if (times == 1)
		(void)snprintf(key, SIZE_KEY_BYTES, "X%c", last);
	else
		(void)snprintf(key, SIZE_KEY_BYTES, "%ldX%c", times, last);
}

bool size_key(struct str text, char key[SIZE_KEY_BYTES])
{
	struct str rest = text;
	uint32_t character = 0;
	size_t n = 0;
	key[0] = '\0';
	while (text_next(&rest, &character)) {
		if (is_blank(character))
			continue;
		if (n + TEXT_CHARACTER_BYTES + 1 > SIZE_KEY_BYTES)
			return false;
		n += text_put(key + n, narrow(character));
	}
	n = without_suffix(key, n);
	key[n] = '\0';
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(key, words[i].word) == 0)
			(void)snprintf(key, SIZE_KEY_BYTES, "%s", words[i].key);
	count_x(key);
	return true;
}

/* ---- comparing ---- */

/* Letters: S is -1, M 0, L 1, each X one further out. */
static bool letter_rank(const char *key, int64_t *rank)
{
	size_t n = 0;
	int64_t times = 0;
	if (strcmp(key, "M") == 0) {
		*rank = 0;
		return true;
	}
	if (key[0] >= '2' && key[0] <= '9' && key[1] == 'X') {
		times = key[0] - '0';
		n = 2;
	} else if (key[0] == 'X') {
		times = 1;
		n = 1;
	}
	if ((key[n] != 'S' && key[n] != 'L') || key[n + 1] != '\0')
		return false;
	*rank = key[n] == 'S' ? -1 - times : 1 + times;
	return true;
}

/* 165/88A by its height, then its girth. */
static bool number_rank(const char *key, int64_t *rank)
{
	char *end = NULL;
	const long first = strtol(key, &end, 10);
	if (end == key || first < 0 || first > 999999)
		return false;
	const long second = *end == '/' ? strtol(end + 1, NULL, 10) : 0;
	*rank = (int64_t)first * 100000 + (second >= 0 && second < 100000 ? second : 0);
	return true;
}

int size_compare(struct str a, struct str b)
{
	char x[SIZE_KEY_BYTES], y[SIZE_KEY_BYTES];
	int64_t x_rank = 0, y_rank = 0;
	if (!size_key(a, x) || !size_key(b, y))
		return str_compare(a, b);
	const int x_kind = letter_rank(x, &x_rank) ? 0 : number_rank(x, &x_rank) ? 1 : 2;
	const int y_kind = letter_rank(y, &y_rank) ? 0 : number_rank(y, &y_rank) ? 1 : 2;
	if (x_kind != y_kind)
		return x_kind - y_kind;
	if (x_rank != y_rank)
		return x_rank < y_rank ? -1 : 1;
	return str_compare(a, b);
}

/* ---- which of the sizes ---- */

/* "L(175/96A)" is L and it is 175/96A: what stands before a bracket, and what in it. */
struct key_parts {
	char whole[SIZE_KEY_BYTES], before[SIZE_KEY_BYTES], in[SIZE_KEY_BYTES];
};
static bool parts_of(struct str text, struct key_parts *out)
{
	*out = (struct key_parts){.whole = ""};
	if (!size_key(text, out->whole) || out->whole[0] == '\0')
		return false;
	const char *open = strchr(out->whole, '('), *close = open ? strchr(open, ')') : NULL;
	if (!open || !close || open == out->whole)
		return true;
	const struct str before = {out->whole, (size_t)(open - out->whole)};
	const struct str in = {open + 1, (size_t)(close - open - 1)};
	return size_key(before, out->before) && size_key(in, out->in);
}

static bool same_part(const char *a, const char *b)
{
	return a[0] != '\0' && strcmp(a, b) == 0;
}

/* How well they agree: 3 wholly, 2 in a part, 1 but for the letter of the body type, 0 not. */
static int agreement(const struct key_parts *said, const struct key_parts *is)
{
	const size_t bytes = strlen(said->whole);
	if (strcmp(said->whole, is->whole) == 0)
		return 3;
	if (same_part(said->whole, is->before) || same_part(said->whole, is->in) ||
	    same_part(said->before, is->whole) || same_part(said->in, is->whole) ||
	    same_part(said->before, is->before))
		return 2;
	const char *type = strncmp(said->whole, is->whole, bytes) == 0 ? is->whole + bytes : "";
	const bool letter = type[0] >= 'A' && type[0] <= 'Z' && type[1] == '\0';
	return strchr(said->whole, '/') && letter ? 1 : 0;
}

struct sn_err size_parse(const struct size_scope *scope, struct str text, size_t *at)
{
	const struct sn_err unknown = sn_err_with_text(SN_FAIL(SIZE_UNKNOWN, .field = "size"),
						       STR_FMT, STR_ARG(scope->names));
	struct key_parts said, is;
	int best = 0;
	size_t found = 0;
	if (!parts_of(text, &said))
		return unknown;
	for (size_t i = 0; i < scope->count; i++) {
		const int now = parts_of(scope->sizes[i].size, &is) ? agreement(&said, &is) : 0;
		if (now > best) {
			best = now;
			found = 0;
		}
		if (now == best && best > 0) {
			found++;
			*at = i;
		}
	}
	return found == 1 ? SN_SUCCESS : unknown;
}

struct str size_shown(struct arena *mem, struct str text)
{
	enum { SHOWN = 24, DIGITS = 6 };
	char *shown = arena_alloc(mem, SHOWN * TEXT_CHARACTER_BYTES + 4);
	struct str rest = text;
	uint32_t character = 0;
	size_t n = 0, characters = 0, digits = 0;
	if (!shown)
		return STR_NULL;
	while (characters < SHOWN && text_next(&rest, &character)) {
		const uint32_t plain = narrow(character);
		digits += plain >= '0' && plain <= '9';
		const bool masked = digits > DIGITS && (plain < 0x80U && plain > ' ');
		n += text_put(shown + n, masked ? '*' : character);
		characters++;
	}
	if (rest.bytes > 0)
		n += text_put(shown + n, 0x2026U); /* … */
	return (struct str){shown, n};
}

/* ---- reserves ---- */

static bool count_of(struct str text, int64_t *out)
{
	return str_to_int(str_trim(text), out) && *out >= 0 && *out <= SIZE_RESERVE_PIECES_MAX;
}

/* Digits and nothing else: "-0" would be a number too. */
static bool digits_of(struct str text, size_t bytes_max, int64_t *out)
{
	return text.bytes > 0 && text.bytes <= bytes_max && text.at[0] != '-' &&
	       str_to_int(text, out);
}

/* "3" or "2.5" in hundredths; at most 100. */
static bool percent_of(struct str text, int64_t *out)
{
	struct str part = str_trim(text), whole;
	int64_t units = 0, hundredths = 0;
	const bool pointed = memchr(part.at, '.', part.bytes) != NULL;
	if (!str_split(&part, '.', &whole) || !digits_of(whole, 3, &units) ||
	    (pointed && !digits_of(part, 2, &hundredths)))
		return false;
	if (part.bytes == 1)
		hundredths *= 10;
	*out = units * 100 + hundredths;
	return *out <= 10000;
}

static bool named_pieces(const struct size_scope *scope, struct str text, struct size_reserve *out)
{
	struct str rest = text, one;
	while (str_split(&rest, ',', &one)) {
		struct str count = one, name;
		size_t at = 0;
		int64_t pieces = 0;
		if (!str_split(&count, '=', &name) || !count_of(count, &pieces) ||
		    sn_failed(size_parse(scope, name, &at)) || out->pieces[at] != 0)
			return false;
		out->pieces[at] = pieces;
	}
	return true;
}

struct sn_err size_reserve_parse(struct arena *mem, const struct size_scope *scope, struct str text,
				 struct size_reserve *out)
{
	const struct str said = str_trim(text);
	*out = (struct size_reserve){.words = STR_NULL};
	if (said.bytes == 0)
		return SN_SUCCESS;
	out->pieces = ARENA_ARRAY(mem, int64_t, scope->count + 1);
	out->words = arena_str(mem, said);
	if (!out->pieces || str_is_null(out->words))
		return SN_FAIL(OUT_OF_MEMORY);
	const struct str less = {said.at, said.bytes - 1};
	const bool percent = said.at[less.bytes] == '%';
	const bool named = memchr(said.at, '=', said.bytes) != NULL;
	const bool good = said.bytes <= SIZE_RESERVE_BYTES_MAX &&
			  (percent ? percent_of(less, &out->percent_e2)
			   : named ? named_pieces(scope, said, out)
				   : count_of(said, &out->each));
	return good ? SN_SUCCESS
		    : sn_err_with_text(SN_FAIL(SIZE_RESERVE, .field = "reserve",
					       .arg = {SIZE_RESERVE_PIECES_MAX}),
				       STR_FMT, STR_ARG(scope->names));
}

int64_t size_reserve_of(const struct size_reserve *reserve, size_t at, int64_t pieces)
{
	const int64_t named = reserve->pieces ? reserve->pieces[at] : 0;
	assert(pieces >= 0);
	if (pieces == 0)
		return named;
	/* rounded up: 3 % of one coat is a coat */
	return named + reserve->each + (pieces * reserve->percent_e2 + 9999) / 10000;
}
