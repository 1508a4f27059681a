#ifndef SN_CLI_CLI_H
#define SN_CLI_CLI_H
/* cli: the command line. A command is a row of a table: what it is called, what it takes, what it needs, its words.
 * Help, man pages and the check of options come from the same rows, so none of them can be forgotten.
 *
 *   shape   main() builds one struct cli for one command, opens what the row says it needs (CLI_READ, CLI_WRITE),
 *           runs it and reports the one error that comes back.  Commands parse, call the domain, render: no rules.
 *   streams answers on stdout, everything else on stderr.  --format json is stable; text is for people.
 *   exits   settled.md 13: 0 ok, 1 does not match, 2 usage, 3 refused, 4 partly taken, 69 not reachable, 74 storage,
 *           75 outcome unknown, 78 refuses to serve.
 *   start   cli_commands.c has the table; cmd_*.c one file a noun; main.c the way in. */
#include "base/table_out.h"
#include "org/org.h"
#include "rights/rights.h"
#include "store/ctx.h"
#include "store/writer.h"
#include "tlog/tlog.h"

#include <stdio.h>

struct cli;

enum cli_needs {
	CLI_NOTHING, /* no database */
	CLI_READ,    /* an open database and the keys */
	CLI_WRITE,   /* and the writer's lease; --as names the user */
	CLI_WRITE_FILE, /* and it makes the file of -o itself, whole or not at all: it is not opened before */
};

struct cli_option {
	const char *name;  /* "org" is --org; NULL ends the list */
	const char *value; /* what stands behind it in the help, NULL: a flag */
	bool required;
	const char *zh, *en;
};

struct cli_command {
	const char *group, *verb; /* "people" "import"; verb NULL: the group is the command */
	const char *operands;     /* "FILE", "CODE NAME…", NULL: none */
	int operands_min, operands_max;
	const struct cli_option *options;
	enum cli_needs needs;
	struct sn_err (*run)(struct cli *cli);
	const char *zh, *en;           /* one line */
	const char *more_zh, *more_en; /* paragraphs of the man page, NULL: none */
	const char *example;           /* lines to copy */
};

enum { CLI_OPERANDS_MAX = 64, CLI_OPTIONS_MAX = 32 };

struct cli {
	const struct cli_command *command;
	/* parsed */
	struct str operands[CLI_OPERANDS_MAX];
	int operands_count;
	struct {
		const char *name;
		struct str value;
	} given[CLI_OPTIONS_MAX];
	int given_count;
	enum lang lang;
	enum table_format format;
	struct str output; /* -o, STR_NULL: stdout */
	FILE *file;        /* what -o has opened, NULL: out is somebody else's */
	char *file_part; /* its name until all of it is there; NULL: its own from the first byte */
	struct str data, keys_path, log_key_path;
	/* opened */
	struct store_config store;
	struct ctx ctx;
	struct tlog *tlog;
	struct store_seals *seals;
	struct store_group_hook hooks[2]; /* the log, the seals of rows */
	struct keyring *keyring;
	struct uuid_maker ids;
	FILE *out;
	int64_t started_us, drawn_us; /* progress bar */
	struct sn_err fatal;
};

/* ---- what a command asks ---- */

/* The option's value, "" for a flag that was given, STR_NULL where it was not. */
struct str cli_value(const struct cli *cli, const char *name);
static inline bool cli_has(const struct cli *cli, const char *name)
{
	return !str_is_null(cli_value(cli, name));
}
/* Typed; where the option is absent *out stays as it was. */
struct sn_err cli_int(const struct cli *cli, const char *name, int64_t *out) SN_MUST_USE;
struct sn_err cli_money(const struct cli *cli, const char *name, struct money *out) SN_MUST_USE;
struct sn_err cli_day(const struct cli *cli, const char *name, int32_t *out) SN_MUST_USE;
struct sn_err cli_uuid(const struct cli *cli, const char *name, struct uuid *out) SN_MUST_USE;
struct sn_err cli_org(struct cli *cli, const char *name, struct org *out) SN_MUST_USE;
/* The user's --as is already in ctx.actor_id; this is any other user by login. */
struct sn_err cli_user(struct cli *cli, struct str login, struct user *out) SN_MUST_USE;

/* Words in the user's language; a macro, so that the compiler sees both as format strings. */
#define CLI_WORDS(cli, zh, en) ((cli)->lang == LANG_ZH ? (zh) : (en))

/* A table to where -o and --format say. */
struct sn_err cli_table(struct cli *cli, const struct table_out_column *columns, size_t count,
			struct table_out **out) SN_MUST_USE;

/* Draws "label 12,000 / 47,000" on a terminal, at most ten times a second and only after the first second. */
void cli_progress(struct cli *cli, const char *label, int64_t done, int64_t total);
void cli_progress_end(struct cli *cli);

/* Opens what a command of its own needs (demo, init): the same steps that main() takes for the table's rows. */
struct sn_err cli_open(struct cli *cli, enum cli_needs needs) SN_MUST_USE;
struct sn_err cli_open_as_program(struct cli *cli) SN_MUST_USE;
/* Whom --as names, into ctx.actor_id. */
struct sn_err cli_find_actor(struct cli *cli) SN_MUST_USE;
void cli_close(struct cli *cli);
/* All domains of the program, each behind those that it uses: what a whole database has. */
const struct store_domain *const *cli_domains(size_t *count);
/* Fills store (domains, clock) from cli->data; no I/O. */
void cli_store_config(struct cli *cli);
struct str cli_keys_path(struct cli *cli);

/* ---- the log's own key (tlog/signer.h) ---- */

struct tlog_signer;
struct str cli_log_key_path(struct cli *cli);
/* *out stays NULL where there is no key. */
struct sn_err cli_log_signer(struct cli *cli, struct tlog_signer **out) SN_MUST_USE;
/* Before anything is written or served: is the database the one that was signed? */
struct sn_err cli_log_guard(struct cli *cli) SN_MUST_USE;
/* Before it is served: is the key there, or may it be made? */
struct sn_err cli_log_key_check(struct cli *cli) SN_MUST_USE;

/* ---- the table ---- */

/* All commands, one after the other: struct cli_cursor c = {0}; while (cli_next_command(&c)) … c.at … */
struct cli_cursor {
	const struct cli_command *at;
	size_t table;
};
bool cli_next_command(struct cli_cursor *c);
void cli_help(FILE *out, const struct cli_command *command, enum lang lang);
void cli_help_group(FILE *out, struct str group, enum lang lang);
void cli_help_all(FILE *out, enum lang lang);
/* The command's group as a man page (mdoc). */
void cli_man(FILE *out, struct str group);
/* songnuan(1): every command in a line, the environment, exit statuses. */
void cli_man_overview(FILE *out);
struct sn_err cli_parse(struct cli *cli, int argc, char **argv) SN_MUST_USE;
#endif
