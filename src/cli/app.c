#include "cli/cli_priv.h"
#include "people/keyring.h"
#include "store/seal.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

void cli_store_config(struct cli *cli)
{
	size_t count = 0;
	const struct store_domain *const *domains = cli_domains(&count);
	cli->store = (struct store_config){
		.url = cli->data,
		.domains = domains,
		.domains_count = count,
		.clock = cli->ctx.clock,
	};
}

struct str cli_keys_path(struct cli *cli)
{
	if (!str_is_null(cli->keys_path))
		return cli->keys_path;
	return str_of(arena_printf(cli->ctx.mem, STR_FMT "/root.key", STR_ARG(cli->data)));
}

/* An I/O error at COMMIT: nobody knows whether it is there, so nothing more is said than that (settled.md 7). */
static void fatal(void *self, struct sn_err e)
{
	cli_report_error(self, e);
	_exit(sn_err_exit_status(e));
}

static struct sn_err open_writer(struct cli *cli)
{
	SN_TRY(cli_log_guard(cli));
	struct writer_config config = {
		.store = cli->store,
		.base = cli->ctx,
		.hooks_count = 2,
		.holder = arena_printf(cli->ctx.mem, "songnuan %s, process %ld",
				       cli->command->group, (long)getpid()),
		.wait_us = INT64_C(10) * 1000000,
		.fatal = fatal,
		.fatal_self = cli,
	};
	const struct store_key key = keyring_rows_key(cli->keyring);
	cli->tlog = tlog_new();
	cli->seals = store_seals_new(&key);
	if (!cli->tlog || !cli->seals || !config.holder)
		return SN_FAIL(OUT_OF_MEMORY);
	cli->hooks[0] = tlog_hook(cli->tlog);
	cli->hooks[1] = store_seals_hook(cli->seals);
	config.hooks = cli->hooks; /* the writer keeps the pointer as long as it lives */
	config.seals = cli->seals;
	config.base.tlog = cli->tlog;
	return writer_start(&cli->ctx.writer, &config);
}

struct sn_err cli_open_output(struct cli *cli)
{
	struct stat there;
	if (str_is_null(cli->output) || cli->format == TABLE_FORMAT_XLSX ||
	    cli->command->needs == CLI_WRITE_FILE)
		return SN_SUCCESS;
	const bool direct = stat(cli->output.at, &there) == 0 && !S_ISREG(there.st_mode);
	cli->file_part = direct ? NULL
				: arena_printf(cli->ctx.mem, STR_FMT ".%ld.part",
					       STR_ARG(cli->output), (long)getpid());
	if (!direct && !cli->file_part)
		return SN_FAIL(OUT_OF_MEMORY);
	cli->file = fopen(direct ? cli->output.at : cli->file_part, "we");
	if (!cli->file)
		return sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), STR_FMT, STR_ARG(cli->output));
	cli->out = cli->file;
	return SN_SUCCESS;
}

/* An answer with an error beside it, such as a trial balance that is not zero, is an answer. */
static bool is_answer(struct sn_err e)
{
	return !sn_failed(e) || sn_err_code(e) == SN_PARTLY || sn_err_code(e) == SN_MISMATCH;
}

struct sn_err cli_close_output(struct cli *cli, struct sn_err e)
{
	bool lost = ferror(cli->out) != 0;
	lost = (cli->file ? fclose(cli->file) : fflush(cli->out)) != 0 || lost;
	if (cli->file && cli->file_part && (lost || !is_answer(e)))
		(void)unlink(cli->file_part);
	else if (cli->file && cli->file_part)
		lost = rename(cli->file_part, cli->output.at) != 0;
	cli->file = NULL;
	if (!sn_failed(e) && lost)
		e = sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), "%s",
				     str_is_null(cli->output) ? "stdout" : cli->output.at);
	return e;
}

struct sn_err cli_find_actor(struct cli *cli)
{
	struct user user;
	struct str login = cli_value(cli, "as");
	if (str_is_null(login))
		login = cli_env("SONGNUAN_USER");
	if (login.bytes == 0)
		return cli->ctx.writer ? SN_FAIL(MISSING_FIELD, .field = "--as") : SN_SUCCESS;
	SN_TRY(cli_user(cli, login, &user));
	cli->ctx.actor_id = user.user_id;
	return SN_SUCCESS;
}

/* For init alone: there is no user yet on whose behalf it could be. */
struct sn_err cli_open_as_program(struct cli *cli)
{
	SN_TRY(store_open(&cli->ctx.store, &cli->store));
	SN_TRY(keyring_load(&cli->keyring, cli_keys_path(cli)));
	cli->ctx.keys = cli->keyring;
	return open_writer(cli);
}

struct sn_err cli_open(struct cli *cli, enum cli_needs needs)
{
	if (needs == CLI_NOTHING)
		return SN_SUCCESS;
	if (cli->data.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "--data");
	if (str_starts(cli->data, STR("postgres")) && cli->keys_path.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "--keys");
	cli_store_config(cli);
	SN_TRY(store_open(&cli->ctx.store, &cli->store));
	SN_TRY(keyring_load(&cli->keyring, cli_keys_path(cli)));
	cli->ctx.keys = cli->keyring;
	if (needs >= CLI_WRITE)
		SN_TRY(open_writer(cli));
	return cli_find_actor(cli);
}

void cli_close(struct cli *cli)
{
	writer_stop(cli->ctx.writer);
	store_close(cli->ctx.store);
	keyring_free(cli->keyring);
	tlog_free(cli->tlog);
	store_seals_free(cli->seals);
	cli->ctx.writer = NULL;
	cli->ctx.store = NULL;
	cli->ctx.keys = NULL;
	cli->keyring = NULL;
	cli->tlog = NULL;
	cli->seals = NULL;
}

/* ---- what commands print ---- */

struct sn_err cli_table(struct cli *cli, const struct table_out_column *columns, size_t count,
			struct table_out **out)
{
	if (cli->format == TABLE_FORMAT_XLSX && str_is_null(cli->output))
		return sn_err_with_text(SN_FAIL(BAD_USAGE), "--format xlsx -o FILE.xlsx");
	return table_out_open(out, &(struct table_out_spec){.format = cli->format,
							    .lang = cli->lang,
							    .columns = columns,
							    .count = count,
							    .file = cli->out,
							    .path = cli->output.at,
							    .name = cli->command->group});
}

void cli_progress(struct cli *cli, const char *label, int64_t done, int64_t total)
{
	const int64_t at_us = now_us(&cli->ctx);
	if (!isatty(STDERR_FILENO) || at_us - cli->started_us < 1000000 ||
	    at_us - cli->drawn_us < 100000)
		return;
	cli->drawn_us = at_us;
	if (total > 0)
		(void)fprintf(stderr, "\r%s %3d %%  %" PRId64 " / %" PRId64 "\033[K", label,
			      (int)(done * 100 / total), done, total);
	else
		(void)fprintf(stderr, "\r%s %" PRId64 "\033[K", label, done);
}

void cli_progress_end(struct cli *cli)
{
	if (cli->drawn_us != 0)
		(void)fputs("\r\033[K", stderr);
	cli->drawn_us = 0;
}
