#include "cli/cli_priv.h"
#include "cli/demo.h"

#include <stdarg.h>
#include <string.h>

enum { STEP_WORDS_MAX = 40 };

/* ---- one step: a command of the table, in this process, on the demo's open database ---- */

static const struct cli_command *command_of(char **words)
{
	struct cli_cursor c = {0};
	while (cli_next_command(&c)) {
		if (strcmp(c.at->group, words[0]) == 0 &&
		    (!c.at->verb || strcmp(c.at->verb, words[1]) == 0))
			return c.at;
	}
	return NULL;
}

static void print_step(const struct demo *d, char **words, int count)
{
	(void)fputs("\n$ songnuan", d->cli->out);
	for (int i = 0; i < count; i++)
		(void)fprintf(d->cli->out, strpbrk(words[i], " ,;()") ? " '%s'" : " %s", words[i]);
	(void)fputs("\n", d->cli->out);
}

/* The step's own world: its memory, its user; the database is the demo's. */
static struct sn_err run_words(struct demo *d, char **words, int count)
{
	struct cli step = *d->cli;
	step.command = command_of(words);
	step.operands_count = step.given_count = 0;
	step.ctx.mem = arena_new(REQUEST_ARENA_BYTES);
	step.out = d->shown ? d->cli->out : d->nothing;
	const int used = step.command->verb ? 2 : 1;
	struct sn_err e = step.ctx.mem ? cli_parse(&step, count - used, words + used)
				       : SN_FAIL(OUT_OF_MEMORY);
	step.lang = d->cli->lang;
	if (!sn_failed(e) && (step.command->needs >= CLI_WRITE || cli_has(&step, "as")))
		e = cli_find_actor(&step);
	(void)fflush(
		step.out); /* what a step says on stderr stands behind its command, in a file too */
	if (!sn_failed(e))
		e = cli_open_output(&step);
	if (!sn_failed(e))
		e = cli_close_output(&step, step.command->run(&step));
	arena_free(step.ctx.mem);
	return e;
}

static int words_of(char **words, va_list ap)
{
	int count = 0;
	for (char *word = va_arg(ap, char *); word && count < STEP_WORDS_MAX;
	     word = va_arg(ap, char *))
		words[count++] = word;
	return count;
}

struct sn_err demo_step(struct demo *d, ...)
{
	char *words[STEP_WORDS_MAX];
	va_list ap;
	va_start(ap, d);
	const int count = words_of(words, ap);
	va_end(ap);
	d->steps++;
	if (d->shown)
		print_step(d, words, count);
	return run_words(d, words, count);
}

struct sn_err demo_refused(struct demo *d, const char *reason, ...)
{
	char *words[STEP_WORDS_MAX], told[512];
	va_list ap;
	va_start(ap, reason);
	const int count = words_of(words, ap);
	va_end(ap);
	d->steps++;
	if (d->shown)
		print_step(d, words, count);
	const struct sn_err e = run_words(d, words, count);
	if (strcmp(sn_reason_word(e.reason), reason) != 0)
		return sn_failed(e) ? e : sn_err_with_text(SN_FAIL(BAD_USAGE), "not %s", reason);
	sn_err_words(e, d->cli->lang, told, sizeof told);
	if (d->shown)
		(void)fprintf(d->cli->out,
			      CLI_WORDS(d->cli, "拒绝：%s（%s）\n", "refused: %s (%s)\n"), told,
			      reason);
	return SN_SUCCESS;
}

void demo_chapter(const struct demo *d, const char *zh, const char *en)
{
	(void)fprintf(d->cli->out, "\n── %s ──\n", CLI_WORDS(d->cli, zh, en));
}

char *demo_text(const struct demo *d, const char *fmt, ...)
{
	char room[256];
	va_list ap;
	va_start(ap, fmt);
	(void)vsnprintf(room, sizeof room, fmt, ap);
	va_end(ap);
	return arena_printf(d->cli->ctx.mem, "%s", room);
}

char *demo_fresh_id(const struct demo *d)
{
	char id[UUID_TEXT_BYTES];
	uuid_text(new_id(&d->cli->ctx), id);
	return demo_text(d, "%s", id);
}

/* ---- the input files, written where they can be read ---- */

char *demo_input_directory(const struct demo *d)
{
	const char *keys = cli_keys_path(d->cli).at, *slash = strrchr(keys, '/');
	return slash ? demo_text(d, "%.*s/input", (int)(slash - keys), keys)
		     : demo_text(d, "input");
}

struct sn_err demo_write_file(struct demo *d, const char *name, const void *bytes, size_t count,
			      char **path)
{
	*path = demo_text(d, "%s/%s", demo_input_directory(d), name);
	FILE *f = fopen(*path, "we");
	const bool written = f && fwrite(bytes, 1, count, f) == count;
	if ((f && fclose(f) != 0) || !written)
		return sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), "%s", *path);
	return SN_SUCCESS;
}
