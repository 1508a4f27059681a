#ifndef SN_BASE_LOG_H
#define SN_BASE_LOG_H
/* log: what happened, one line an event, for people who run the program and for the tools they use.
 *
 *   shape   2024-10-26T09:30:00.000000+08:00 info import_done rows=47000 file="花名册.csv"
 *           A value is quoted where it is empty or has a blank, a quote, =, or a control character; line ends are
 *           escaped, so that one event is one line whatever it holds.
 *   rule    no names, ID numbers, phones: raw input never enters a log (settled.md 12).
 *   errors  none: a log that cannot be written stops nobody.
 *   start   struct log in main; LOG(&log, LOG_INFO, "import_done", LOG_INT("rows", n), LOG_STR("file", path)). */
#include "base/clock.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* clang-format off */
#define LOG_LEVELS(X) X(DEBUG, "debug") X(INFO, "info") X(WARN, "warn") X(ERROR, "error")
/* clang-format on */
enum log_level {
#define X(name, word) LOG_##name,
	LOG_LEVELS(X) LOG_LEVELS_COUNT
#undef X
};

struct log {
	FILE *to; /* NULL: nothing is written */
	struct clock clock;
	enum log_level least;
	bool lazy; /* whoever owns it flushes it */
};

struct log_value {
	const char *key; /* NULL ends the list */
	struct str text; /* {NULL, 0}: the number */
	int64_t number;
};
#define LOG_INT(name, value) ((struct log_value){.key = (name), .number = (value)})
#define LOG_STR(name, value) ((struct log_value){.key = (name), .text = (value)})
#define LOG(log, level, event, ...)                                                                \
	log_write((log), (level), (event),                                                         \
		  (const struct log_value[]){__VA_ARGS__ __VA_OPT__(, ){.key = NULL}})

void log_write(const struct log *log, enum log_level level, const char *event,
	       const struct log_value *values);
#endif
