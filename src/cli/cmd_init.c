#include "cli/cmd.h"
#include "people/keyring.h"
#include "rights/permission.h"
#include "store/seal.h"

#include <errno.h>
#include <inttypes.h>
#include <sys/stat.h>

/* ---- init: keys, database, first administrator ---- */

struct bootstrap {
	struct str login, name;
};

static struct sn_err bootstrap_work(struct ctx *c, void *arg)
{
	const struct bootstrap *b = arg;
	struct user user;
	int64_t rows = 0;
	SN_TRY(seal_anew(c, STR_NULL, &rows)); /* some tables come with rows */
	return rights_bootstrap(c, b->login, b->name, &user);
}

static bool is_server(const struct cli *cli)
{
	return str_starts(cli->data, STR("postgres"));
}

static struct sn_err make_directory(const struct cli *cli)
{
	if (is_server(cli) || mkdir(cli->data.at, 0700) == 0 || errno == EEXIST)
		return SN_SUCCESS;
	return sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), STR_FMT, STR_ARG(cli->data));
}

/* The key file is made only together with a new database: a database that lost its keys must not get others. */
static struct sn_err make_new(struct cli *cli)
{
	struct bootstrap b = {cli_value(cli, "admin"), cli_value(cli, "name")};
	if (str_is_null(b.login))
		b.login = STR("admin");
	if (str_is_null(b.name))
		b.name = str_of(CLI_WORDS(cli, "系统管理员", "administrator"));
	SN_TRY(store_create(&cli->store));
	/* A key file that stands ready (of a service, of another machine) is used as it is. */
	const struct sn_err key = keyring_create(cli_keys_path(cli));
	if (sn_failed(key) && key.reason != SN_R_KEY_EXISTS)
		return key;
	SN_TRY(cli_open_as_program(cli));
	return store_write(&cli->ctx, bootstrap_work, &b);
}

struct sn_err cmd_init(struct cli *cli)
{
	if (cli->data.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "--data");
	if (is_server(cli) && cli->keys_path.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "--keys");
	SN_TRY(make_directory(cli));
	cli_store_config(cli);
	struct sn_err e = make_new(cli);
	if (e.reason == SN_R_STORE_EXISTS) {
		SN_TRY(store_migrate(&cli->store));
		(void)fprintf(cli->out, "%s\n",
			      CLI_WORDS(cli, "数据库已在，结构已是最新",
					"the database is there; its schema is up to date"));
		return SN_SUCCESS;
	}
	SN_TRY(e);
	const struct str login = cli_has(cli, "admin") ? cli_value(cli, "admin") : STR("admin");
	(void)fprintf(cli->out,
		      CLI_WORDS(cli, "已建立：" STR_FMT "\n密钥文件：" STR_FMT "（请另存一份）\n",
				"made: " STR_FMT "\nkey file: " STR_FMT
				" (keep a copy elsewhere)\n"),
		      STR_ARG(cmd_shown_place(cli->data)), STR_ARG(cli_keys_path(cli)));
	if (strcmp(cli->command->group, "init") == 0)
		(void)fprintf(
			cli->out,
			CLI_WORDS(
				cli,
				"接下来：\n"
				"  songnuan org import 工会.csv --as " STR_FMT "    导入工会\n"
				"  songnuan user add LOGIN --name 姓名 --org 代码 --as " STR_FMT
				"    给每位经手人设用户，再用 user grant 授予角色\n"
				"  （命令后加 --help 看用法；先设 SONGNUAN_DATA 可省去 --data）\n",
				"next:\n"
				"  songnuan org import unions.csv --as " STR_FMT "    the unions\n"
				"  songnuan user add LOGIN --name NAME --org CODE --as " STR_FMT
				"    a user for everybody who acts, then user grant for the roles\n"
				"  (--help behind any command tells its use; SONGNUAN_DATA saves "
				"--data)\n"),
			STR_ARG(login), STR_ARG(login));
	return SN_SUCCESS;
}

/* ---- backup, restore ---- */

struct sealing {
	struct str table;
	int64_t rows;
};
static struct sn_err seal_work(struct ctx *c, void *arg)
{
	struct sealing *s = arg;
	SN_TRY(rights_may(c, PERMISSION_SYSTEM, 0));
	return seal_anew(c, s->table, &s->rows);
}
struct sn_err cmd_seal(struct cli *cli)
{
	struct sealing s = {cli->operands_count ? cli->operands[0] : STR_NULL, 0};
	SN_TRY(store_write(&cli->ctx, seal_work, &s));
	(void)fprintf(cli->out,
		      CLI_WORDS(cli, "已加封印 %" PRId64 " 行\n", "%" PRId64 " rows sealed\n"),
		      s.rows);
	return SN_SUCCESS;
}

struct sn_err cmd_backup(struct cli *cli)
{
	const struct store_key key = keyring_backup_key(cli->keyring);
	SN_TRY(store_backup(&cli->store, cli->operands[0], &key));
	(void)fprintf(cli->out,
		      CLI_WORDS(cli, "已备份到 " STR_FMT "；恢复时需要同一个密钥文件\n",
				"copied to " STR_FMT "; restoring it needs the same key file\n"),
		      STR_ARG(cli->operands[0]));
	return SN_SUCCESS;
}

struct sn_err cmd_restore(struct cli *cli)
{
	if (cli->data.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "--data");
	if (cli->keys_path.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "--keys");
	SN_TRY(make_directory(cli));
	cli_store_config(cli);
	SN_TRY(keyring_load(&cli->keyring, cli->keys_path));
	const struct store_key key = keyring_backup_key(cli->keyring);
	SN_TRY(store_restore(&cli->store, cli->operands[0], &key));
	(void)fprintf(cli->out,
		      CLI_WORDS(cli, "已恢复到 " STR_FMT "；请运行 songnuan verify 核对\n",
				"restored into " STR_FMT "; run songnuan verify to check it\n"),
		      STR_ARG(cli->data));
	return SN_SUCCESS;
}
