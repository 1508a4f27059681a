/* log, verify log: the log's key, its checkpoints, its files; checking a published log like an outsider does. */
#include "cli/cmd_log.h"
#include "cli/cli_priv.h"
#include "http/assets.h"
#include "tlog/signer.h"

#include <errno.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- the key and its guard ---- */

/* Beside the root key, wherever that is, unless it is said. */
struct str cli_log_key_path(struct cli *cli)
{
	const struct str keys = cli_keys_path(cli);
	size_t folder = keys.bytes;
	if (!str_is_null(cli->log_key_path))
		return cli->log_key_path;
	while (folder > 0 && keys.at[folder - 1] != '/')
		folder--;
	return str_of(arena_printf(cli->ctx.mem, "%.*slog.key", (int)folder, str_at(keys)));
}

/* NULL where there is no key: then only the database's own checkpoint is looked at. */
struct sn_err cli_log_signer(struct cli *cli, struct tlog_signer **out)
{
	const struct str path = cli_log_key_path(cli);
	if (str_is_null(path))
		return SN_FAIL(OUT_OF_MEMORY);
	const struct sn_err e = tlog_signer_load(out, path);
	return e.reason == SN_R_LOG_KEY_MISSING ? SN_SUCCESS : e;
}

struct sn_err cli_log_guard(struct cli *cli)
{
	struct tlog_signer *signer = NULL;
	SN_TRY(cli_log_signer(cli, &signer));
	const struct sn_err e = tlog_guard(&cli->ctx, signer);
	tlog_signer_free(signer);
	return e;
}

struct sn_err cli_log_key_check(struct cli *cli)
{
	struct tlog_signer *signer = NULL;
	SN_TRY(cli_log_signer(cli, &signer));
	if (!signer)
		return tlog_key_may_be_made(&cli->ctx, cli_log_key_path(cli));
	tlog_signer_free(signer);
	return SN_SUCCESS;
}

static struct sn_err with_key(struct cli *cli, struct tlog_signer **out)
{
	const struct str path = cli_log_key_path(cli);
	return str_is_null(path) ? SN_FAIL(OUT_OF_MEMORY) : tlog_signer_load(out, path);
}

/* Makes it where --origin says so; prints its public half. */
static struct sn_err log_key(struct cli *cli)
{
	const struct str origin = cli_value(cli, "origin");
	struct tlog_signer *signer = NULL;
	char vkey[TLOG_KEY_TEXT_BYTES];
	if (!str_is_null(origin)) {
		const struct str path = cli_log_key_path(cli);
		if (!str_is_null(path) && access(path.at, F_OK) != 0)
			SN_TRY(tlog_key_may_be_made(&cli->ctx, path));
		SN_TRY(tlog_key_create(path, origin));
	}
	SN_TRY(with_key(cli, &signer));
	tlog_vkey_text(tlog_signer_vkey(signer), vkey);
	tlog_signer_free(signer);
	(void)fprintf(cli->out, "%s\n", vkey);
	return SN_SUCCESS;
}

/* ---- checkpoints ---- */

static struct sn_err published(struct cli *cli, struct tlog_published *out)
{
	SN_TRY(tlog_published_read(&cli->ctx, out));
	return out->size == 0 ? SN_FAIL(NO_CHECKPOINT) : SN_SUCCESS;
}

static struct sn_err log_show(struct cli *cli)
{
	struct tlog_published p;
	SN_TRY(published(cli, &p));
	(void)fwrite(p.note.at, 1, p.note.bytes, cli->out);
	return SN_SUCCESS;
}

/* Where no server runs that would sign. */
static struct sn_err log_sign(struct cli *cli)
{
	struct tlog_signer *signer = NULL;
	struct tlog_published p;
	bool signed_now = false;
	if (cli->data.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "--data");
	if (str_starts(cli->data, STR("postgres")) && cli->keys_path.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "--keys");
	cli_store_config(cli);
	SN_TRY(cli_open_as_program(cli));
	SN_TRY(with_key(cli, &signer));
	struct sn_err e = tlog_sign(&cli->ctx, signer, &signed_now);
	if (!sn_failed(e))
		e = published(cli, &p);
	tlog_signer_free(signer);
	SN_TRY(e);
	(void)fwrite(p.note.at, 1, p.note.bytes, cli->out);
	return SN_SUCCESS;
}

/* ---- files for a static host ---- */

static struct sn_err cannot_write(const char *path)
{
	return errno == ENOSPC || errno == EDQUOT || errno == EFBIG
		       ? SN_FAIL(STORE_FULL)
		       : sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), "%s", path);
}

static bool make_folders(char *path)
{
	for (char *at = path + 1; *at; at++) {
		if (*at != '/')
			continue;
		*at = '\0';
		const bool made = mkdir(path, 0755) == 0 || errno == EEXIST;
		*at = '/';
		if (!made)
			return false;
	}
	return true;
}

struct exporting {
	struct cli *cli;
	int64_t size, written, kept;
	struct buf *bytes, *there;
};

/* What is there already and says the same is left alone, so that copying the folder on costs only what is new. */
static bool is_there(struct exporting *e, const char *path)
{
	buf_reset(e->there);
	return cmd_log_read_file(path, e->there) && str_eq(buf_str(e->there), buf_str(e->bytes));
}

/* For everybody to read; beside its name first, so that nobody fetches half of it. */
static struct sn_err write_public(struct exporting *e, const char *file)
{
	const struct str folder = e->cli->operands[0];
	char path[CMD_LOG_PATH_BYTES], part[CMD_LOG_PATH_BYTES + 8];
	const int n = snprintf(path, sizeof path, STR_FMT "/%s", STR_ARG(folder), file);
	if (n < 0 || n >= (int)sizeof path)
		return SN_FAIL(TOO_LONG, .field = "file", .arg = {CMD_LOG_PATH_BYTES - 1});
	if (is_there(e, path)) {
		e->kept++;
		return SN_SUCCESS;
	}
	(void)snprintf(part, sizeof part, "%s.part", path);
	if (!make_folders(path))
		return cannot_write(path);
	FILE *f = fopen(part, "we");
	if (!f)
		return cannot_write(part);
	const struct str bytes = buf_str(e->bytes);
	bool fine = fwrite(bytes.at, 1, bytes.bytes, f) == bytes.bytes &&
		    fchmod(fileno(f), 0644) == 0 && fflush(f) == 0 && fsync(fileno(f)) == 0;
	fine = fclose(f) == 0 && fine && rename(part, path) == 0;
	if (!fine) {
		const struct sn_err why = cannot_write(path);
		(void)unlink(part);
		return why;
	}
	e->written++;
	return SN_SUCCESS;
}

/* The checkpoint comes last: whoever fetches it finds what it speaks of. */
static struct sn_err export_all(struct exporting *e, const struct tlog_published *p)
{
	struct tlog_files_cursor cursor = {.stage = 0};
	char path[TLOG_FILE_PATH_BYTES];
	while (tlog_files_next(&cursor, p->size)) {
		buf_reset(e->bytes);
		SN_TRY(tlog_file_read(&e->cli->ctx, &cursor.file, p->size, e->bytes));
		tlog_file_path(&cursor.file, path);
		SN_TRY(write_public(e, path));
		if (cursor.file.kind == TLOG_FILE_ENTRIES)
			cli_progress(e->cli, CLI_WORDS(e->cli, "导出", "exporting"),
				     cursor.file.number * TLOG_FILE_WIDTH, p->size);
	}
	const struct asset *page = asset_find(STR("/verify.html"));
	if (page) {
		buf_reset(e->bytes);
		buf_add(e->bytes, (struct str){(const char *)page->plain.at, page->plain.bytes});
		SN_TRY(write_public(e, "verify.html"));
	}
	buf_reset(e->bytes);
	buf_add(e->bytes, p->note);
	return write_public(e, "checkpoint");
}

static struct sn_err log_export(struct cli *cli)
{
	struct tlog_published p;
	SN_TRY(published(cli, &p));
	/* The folder is for everybody, unlike all else that is written here. */
	const mode_t before = umask(022);
	struct exporting e = {.cli = cli,
			      .size = p.size,
			      .bytes = buf_new(TLOG_FILE_ENTRIES_BYTES + 1),
			      .there = buf_new(TLOG_FILE_ENTRIES_BYTES + 1)};
	struct sn_err done = e.bytes && e.there ? export_all(&e, &p) : SN_FAIL(OUT_OF_MEMORY);
	buf_free(e.bytes);
	buf_free(e.there);
	(void)umask(before);
	SN_TRY(done);
	(void)fprintf(cli->out,
		      CLI_WORDS(cli,
				"已导出 %" PRId64 " 条存证：新写 %" PRId64 " 个文件，%" PRId64
				" 个原已相同\n",
				"%" PRId64 " records exported: %" PRId64 " files written, %" PRId64
				" were there already\n"),
		      p.size, e.written, e.kept);
	return SN_SUCCESS;
}

/* clang-format off */
static const struct cli_option key_options[] = {
	{"origin", "HOST/tlog/REGION", false, "造一把新密钥，存证永久用这个名称", "make a key; the log is called by this name for good"},
	{NULL, NULL, false, NULL, NULL}};

#define LOG_FILES_ZH "存证文件的目录，或网址（如 https://care.example.cn/tlog/150000）"
#define LOG_FILES_EN "a folder of the log's files, or their address (https://care.example.cn/tlog/150000)"
static const struct cli_option check_options[] = {
	{"with", "DIR|URL", false, "与公布的存证逐条比较：" LOG_FILES_ZH, "compare with the published log, record by record: " LOG_FILES_EN},
	{NULL, NULL, false, NULL, NULL}};
static const struct cli_option verify_options[] = {
	{"vkey", "KEY|FILE", false, "存证公钥（songnuan log key 所显示的一行）或存有它的文件；不写则不核对签名", "the log's public key (the line that songnuan log key prints) or a file with it; without it signatures are not checked"},
	{"since", "CHECKPOINT", false, "以前保存的检查点文件：现在的必须是它的延续", "a checkpoint kept from before: the log must have grown from it"},
	{NULL, NULL, false, NULL, NULL}};

const struct cli_command cli_log_commands[] = {
	{"log", "key", NULL, 0, 0, key_options, CLI_READ, log_key, "显示存证公钥，交给核对的人；--origin 造密钥", "print the log's public key, for those who check it; --origin makes the key",
	 "密钥文件缺省为数据密钥旁的 log.key（权限 0600），由 songnuan serve 在有第一条存证时自动造好，也可先用 --origin 指定名称。请与数据密钥分开另存一份。"
	 "旁边的 log.key.checkpoint 是最后签的检查点：恢复备份时不要一起恢复，它正是用来发现旧备份的。",
	 "The key file is log.key beside the root key (mode 0600) unless --log-key says another; songnuan serve makes it at the first record, or --origin does before and says the name. Keep a copy of it, apart from the root key's. "
	 "log.key.checkpoint beside it is the last checkpoint that was signed: do not put it back with a backup, since it is what finds an old backup.",
	 "songnuan log key --origin songnuan.care.example.cn/tlog/150000\nsongnuan log key -o 存证公钥.txt"},
	{"log", "show", NULL, 0, 0, NULL, CLI_READ, log_show, "显示最后公布的检查点", "print the checkpoint that is published", NULL, NULL, "songnuan log show -o 检查点.txt"},
	{"log", "sign", NULL, 0, 0, NULL, CLI_NOTHING, log_sign, "不运行服务时，签一个检查点", "sign a checkpoint where no server runs", NULL, NULL, NULL},
	{"log", "export", "DIR", 1, 1, NULL, CLI_READ, log_export, "把公开存证和核对收据的网页写成静态文件，供任何网站发布", "write the public log and the page that checks receipts as static files, for any web server", NULL, NULL, "songnuan log export /srv/www/tlog/150000"},
	{"log", "check", NULL, 0, 0, check_options, CLI_READ, cmd_log_check, "数据库是否就是签名公布的那一个；缺哪些、从哪一条起不同", "is the database the one that was signed and published; what is missing, where do they part",
	 "只读。songnuan serve 因 log_behind 或 log_forked 拒绝启动时，用它查看原因；缺少的各条列成表。",
	 "Reads only. Where songnuan serve refuses with log_behind or log_forked, this says why; records that are missing are listed.",
	 "songnuan log check --with /srv/www/tlog/150000"},
	{"verify", "log", "DIR|URL", 1, 1, verify_options, CLI_NOTHING, cmd_verify_log, "像外部人员那样核对公布的存证：重算每一条", "check a published log as an outsider: recompute every record",
	 "不需要数据库。不符时退出码 1，并指出第一个不符的条号；取不到文件为 69。", "Needs no database. Exit status 1 where anything does not agree, naming the first bad record; 69 where a file cannot be fetched.",
	 "songnuan verify log https://care.example.cn/tlog/150000 --vkey 存证公钥.txt --since 检查点.txt"},
	{0},
};
/* clang-format on */
