#include "base/log.h"
#include "tap.h"

#include <stdlib.h>

int main(void)
{
	char *text = NULL;
	size_t bytes = 0;
	int64_t at_us = 1729906200000000;
	FILE *to = open_memstream(&text, &bytes);
	struct log log = {.to = to, .clock = clock_fixed(&at_us), .least = LOG_INFO};
	if (!OK(to != NULL, "a log is opened"))
		return tap_done();

	LOG(&log, LOG_DEBUG, "unseen", LOG_INT("n", 1));
	LOG(&log, LOG_INFO, "started");
	LOG(&log, LOG_WARN, "import_done", LOG_INT("rows", -47000),
	    LOG_STR("file", STR("名册.csv")), LOG_STR("note", STR("two words")),
	    LOG_STR("empty", STR("")));
	LOG(&log, LOG_ERROR, "odd", LOG_STR("a", STR("line\nend")),
	    LOG_STR("b", STR("say \"x\"\\")), LOG_STR("c", STR("k=v")),
	    LOG_STR("d", STR("\x1b[0m\x7f")));
	(void)fclose(to);
	EQ_STR(text,
	       "2024-10-26T09:30:00+08:00 info started\n"
	       "2024-10-26T09:30:00+08:00 warn import_done rows=-47000 file=名册.csv "
	       "note=\"two words\" empty=\"\"\n"
	       "2024-10-26T09:30:00+08:00 error odd a=\"line\\nend\" b=\"say \\\"x\\\"\\\\\" "
	       "c=\"k=v\" d=\"\\x1b[0m\\x7f\"\n",
	       "one event is one line, values are quoted where they must be, below the level is "
	       "silence");
	free(text);
	text = NULL;
	to = open_memstream(&text, &bytes);
	if (!OK(to != NULL, "and once more"))
		return tap_done();
	log.to = to;
	LOG(&log, LOG_ERROR, "here");
	log.to = NULL;
	LOG(&log, LOG_ERROR, "nowhere", LOG_INT("n", 1));
	log.to = to;
	LOG(&log, LOG_ERROR, "here again");
	(void)fclose(to);
	EQ_STR(text,
	       "2024-10-26T09:30:00+08:00 error here\n2024-10-26T09:30:00+08:00 error here again\n",
	       "a log without a file is silent, and nothing of it comes later");
	free(text);
	return tap_done();
}
