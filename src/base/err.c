#include "base/err.h"

#include "base/clock.h"
#include "base/fields.h"
#include "base/money.h"
#include "base/str.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
	int exit_status;
	int http_status;
} codes[] = {
#define X(name, exit_status, http_status) [SN_##name] = {exit_status, http_status},
	SN_ERR_CODES(X)
#undef X
};

static const struct {
	enum sn_err_code code;
	const char *word, *zh, *en;
} reasons[] = {
#define X(name, code, word, zh, en) [SN_R_##name] = {SN_##code, word, zh, en},
	SN_REASONS(X)
#undef X
};

/* A cut must not leave half a character at the end: bytes 10xxxxxx belong to the one before. */
static void cut_to_whole_character(char *text, size_t bytes)
{
	size_t start = bytes;
	while (start > 0 && ((unsigned char)text[start - 1] & 0xC0U) == 0x80U)
		start--;
	if (start == 0)
		return;
	const unsigned char lead = (unsigned char)text[start - 1];
	const size_t need = lead >= 0xF0U ? 4 : lead >= 0xE0U ? 3 : lead >= 0xC0U ? 2 : 1;
	if (bytes - (start - 1) < need)
		text[start - 1] = '\0';
}

struct sn_err sn_err_with_text(struct sn_err e, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	const int length = vsnprintf(e.text, sizeof e.text, fmt, ap);
	va_end(ap);
	if (length >= (int)sizeof e.text)
		cut_to_whole_character(e.text, sizeof e.text - 1);
	return e;
}

enum sn_err_code sn_err_code(struct sn_err e)
{
	return reasons[e.reason].code;
}
int sn_err_exit_status(struct sn_err e)
{
	return codes[sn_err_code(e)].exit_status;
}
int sn_err_http_status(struct sn_err e)
{
	return codes[sn_err_code(e)].http_status;
}
const char *sn_reason_word(enum sn_reason reason)
{
	return reasons[reason].word;
}

/* In Chinese the word that a form has above the column, where it is one of ours; else the field as the file calls it. */
static const char *field_words(const char *field, enum lang lang)
{
	static const struct {
		const char *word, *zh;
	} fields[] = {
#define X(word, zh) {word, zh},
		SN_FIELDS(X)
#undef X
	};
	for (size_t i = 0; field && lang == LANG_ZH && i < sizeof fields / sizeof fields[0]; i++)
		if (strcmp(fields[i].word, field) == 0)
			return fields[i].zh;
	return field ? field : "";
}

/* An end that is open is a dash. */
static const char *day_words(int32_t day, char *room, size_t room_bytes)
{
	if (!day_is_valid(day) || room_bytes < DAY_TEXT_BYTES)
		return "—";
	day_text(day, room);
	return room;
}
struct placeholder_room {
	char text[40];
};
/* The value of one placeholder; NULL: no such placeholder, it is printed as it stands. */
static const char *placeholder(const struct sn_err *e, const char *name, enum lang lang, char *room,
			       size_t room_bytes)
{
	const size_t last = strlen(name) - 1;
	const int which = name[last] - '0';
	if (strcmp(name, "field") == 0)
		return field_words(e->field, lang);
	if (strcmp(name, "text") == 0)
		return e->text;
	if (strcmp(name, "row") == 0) {
		(void)snprintf(room, room_bytes, "%" PRId64, e->row);
		return room;
	}
	if (which < 0 || which > 2)
		return NULL;
	const int64_t value = e->arg[which];
	if (last == 0)
		(void)snprintf(room, room_bytes, "%" PRId64, value);
	else if (strncmp(name, "yuan", 4) == 0 && last == 4)
		money_text(MONEY_FEN(value), room, room_bytes);
	else if (strncmp(name, "day", 3) == 0 && last == 3)
		return day_words((int32_t)value, room, room_bytes);
	else
		return NULL;
	return room;
}

/* {0|draft|open}, from behind its bar until `end`: the word at the argument's place, *bytes long. Beyond the list: nothing. */
static const char *choice(int64_t place, const char *list, const char *end, size_t *bytes)
{
	for (;; place--) {
		const char *bar = memchr(list, '|', (size_t)(end - list));
		*bytes = (size_t)((bar ? bar : end) - list);
		if (place == 0)
			return list;
		if (!bar) {
			*bytes = 0;
			return list;
		}
		list = bar + 1;
	}
}

/* The value of what stands between the braces, *bytes long; NULL: no such placeholder. */
static const char *value_of(const struct sn_err *e, struct str name, enum lang lang,
			    struct placeholder_room *room, size_t *bytes)
{
	char word[8] = "";
	if (name.bytes > 2 && name.at[1] == '|' && name.at[0] >= '0' && name.at[0] <= '2')
		return choice(e->arg[name.at[0] - '0'], name.at + 2, name.at + name.bytes, bytes);
	if (name.bytes == 0 || name.bytes >= sizeof word)
		return NULL;
	memcpy(word, name.at, name.bytes);
	const char *value = placeholder(e, word, lang, room->text, sizeof room->text);
	*bytes = value ? strlen(value) : 0;
	return value;
}

void sn_err_words(struct sn_err e, enum lang lang, char *out, size_t out_bytes)
{
	const char *in = lang == LANG_ZH ? reasons[e.reason].zh : reasons[e.reason].en;
	size_t used = 0;
	while (*in != '\0' && used + 1 < out_bytes) {
		struct placeholder_room room;
		size_t length = 0;
		const char *value = NULL;
		const char *end = *in == '{' ? strchr(in, '}') : NULL;
		if (end)
			value = value_of(&e, (struct str){in + 1, (size_t)(end - in) - 1}, lang,
					 &room, &length);
		if (!value) {
			out[used++] = *in++;
			continue;
		}
		const size_t left = out_bytes - 1 - used;
		memcpy(out + used, value, length < left ? length : left);
		used += length < left ? length : left;
		in = end + 1;
	}
	out[used] = '\0';
	if (*in != '\0')
		cut_to_whole_character(out, used);
}
