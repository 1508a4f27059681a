#include "base/log.h"

static bool is_plain(struct str text)
{
	for (size_t i = 0; i < text.bytes; i++) {
		const unsigned char c = (unsigned char)text.at[i];
		if (c <= ' ' || c == 0x7FU || c == '"' || c == '=' || c == '\\')
			return false;
	}
	return text.bytes > 0;
}

static void write_text(FILE *to, struct str text)
{
	if (is_plain(text)) {
		(void)fwrite_unlocked(text.at, 1, text.bytes, to);
		return;
	}
	(void)fputc('"', to);
	for (size_t i = 0; i < text.bytes; i++) {
		const unsigned char c = (unsigned char)text.at[i];
		if (c == '"' || c == '\\')
			(void)fprintf(to, "\\%c", c);
		else if (c == '\n')
			(void)fputs("\\n", to);
		else if (c < ' ' || c == 0x7FU)
			(void)fprintf(to, "\\x%02x", c);
		else
			(void)fputc(c, to);
	}
	(void)fputc('"', to);
}

/* By hand: a server writes several in every line, and printf takes longer than a small request does. */
static void write_number(FILE *to, int64_t number)
{
	char digits[24];
	size_t at = sizeof digits;
	uint64_t left = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	do {
		digits[--at] = (char)('0' + left % 10);
		left /= 10;
	} while (left > 0);
	if (number < 0)
		digits[--at] = '-';
	(void)fwrite_unlocked(digits + at, 1, sizeof digits - at, to);
}

void log_write(const struct log *log, enum log_level level, const char *event,
	       const struct log_value *values)
{
	static const char *const words[] = {
#define X(name, word) [LOG_##name] = (word),
		LOG_LEVELS(X)
#undef X
	};
	if (!log->to || level < log->least)
		return;
	char at[TIME_TEXT_BYTES];
	time_text(clock_now_us(log->clock), at);
	flockfile(log->to); /* one event is one line, also from two threads */
	(void)fputs_unlocked(at, log->to);
	(void)fputc_unlocked(' ', log->to);
	(void)fputs_unlocked(words[level], log->to);
	(void)fputc_unlocked(' ', log->to);
	(void)fputs_unlocked(event, log->to);
	for (; values->key; values++) {
		(void)fputc_unlocked(' ', log->to);
		(void)fputs_unlocked(values->key, log->to);
		(void)fputc_unlocked('=', log->to);
		if (str_is_null(values->text))
			write_number(log->to, values->number);
		else
			write_text(log->to, values->text);
	}
	(void)fputc_unlocked('\n', log->to);
	if (!log->lazy)
		(void)fflush(log->to);
	funlockfile(log->to);
}
