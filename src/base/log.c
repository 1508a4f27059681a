#include "base/log.h"

#include <inttypes.h>

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
		(void)fprintf(to, STR_FMT, STR_ARG(text));
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
	(void)fprintf(log->to, "%s %s %s", at, words[level], event);
	for (; values->key; values++) {
		(void)fprintf(log->to, " %s=", values->key);
		if (str_is_null(values->text))
			(void)fprintf(log->to, "%" PRId64, values->number);
		else
			write_text(log->to, values->text);
	}
	(void)fputc('\n', log->to);
	if (!log->lazy)
		(void)fflush(log->to);
	funlockfile(log->to);
}
