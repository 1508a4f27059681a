#include "care/attached.h"
#include "cli/cli_priv.h"
#include "cli/cmd.h"
#include "cli/cmd_file.h"
#include "rights/permission.h"

#include <inttypes.h>

/* ---- what it belongs to ---- */

/* "visit:0190…": what it names, which must be there. */
static struct sn_err subject(struct cli *cli, struct str text, struct attached *out)
{
	enum attachment_subject kind;
	struct str rest = text, word;
	struct uuid id;
	if (!str_split(&rest, ':', &word) || !attachment_subject_parse(&kind, word))
		return SN_FAIL(ATTACHMENT_SUBJECT, .field = "for");
	SN_TRY(uuid_parse(&id, rest, "for"));
	return attached_find(&cli->ctx, kind, id, out);
}

/* ---- attachment add ---- */

struct adding {
	struct attachment what, out;
	struct attachment_file file;
};

static struct sn_err add_work(struct ctx *c, void *arg)
{
	struct adding *a = arg;
	SN_TRY(rights_may(c, PERMISSION_SCAN_ADD, a->what.org_no));
	return attachment_add(c, &a->what, &a->file, &a->out);
}

static void print_one(const struct cli *cli, const struct attachment *a)
{
	char id[UUID_TEXT_BYTES], digest[SHA256_BYTES * 2 + 1];
	uuid_text(a->attachment_id, id);
	crypto_hex(a->digest.bytes, SHA256_BYTES, digest);
	if (cli->format == TABLE_FORMAT_JSON)
		(void)fprintf(cli->out,
			      "{\"id\":\"%s\",\"type\":\"%s\",\"bytes\":%" PRId64
			      ",\"sha256\":\"%s\"}\n",
			      id, attachment_type_word(a->type), a->bytes, digest);
	else
		(void)fprintf(cli->out,
			      CLI_WORDS(cli,
					"附件 %s：%s，%" PRId64 " 字节，已加密保存\n"
					"SHA-256 %s\n",
					"attachment %s: %s, %" PRId64 " bytes, stored sealed\n"
					"SHA-256 %s\n"),
			      id, attachment_type_word(a->type), a->bytes, digest);
}

static struct sn_err cmd_attachment_add(struct cli *cli)
{
	struct adding a = {
		.what = {.attachment_id = new_id(&cli->ctx), .caption = cli_value(cli, "caption")}};
	struct attached to;
	struct str bytes;
	if (!attachment_consent_parse(&a.what.consent, cli_value(cli, "consent")))
		return SN_FAIL(ATTACHMENT_CONSENT, .field = "consent");
	SN_TRY(cli_uuid(cli, "id", &a.what.attachment_id));
	SN_TRY(subject(cli, cli_value(cli, "for"), &to));
	a.what.subject = to.kind;
	a.what.subject_id = to.id;
	a.what.org_no = to.org_no;
	SN_TRY(cmd_read_file(cli, cli->operands[0], ATTACHMENT_BYTES_MAX, &bytes));
	SN_TRY(attachment_take(cli->ctx.mem, bytes, &a.file));
	SN_TRY(store_write(&cli->ctx, add_work, &a));
	print_one(cli, &a.out);
	return SN_SUCCESS;
}

/* ---- attachment get ---- */

static struct sn_err cmd_attachment_get(struct cli *cli)
{
	struct uuid id;
	struct attachment a;
	struct str bytes;
	if (str_is_null(cli->output))
		return SN_FAIL(MISSING_FIELD, .field = "output");
	SN_TRY(uuid_parse(&id, cli->operands[0], "attachment"));
	SN_TRY(attachment_by_id(&cli->ctx, id, &a));
	SN_TRY(attached_may_open(&cli->ctx, a.subject, a.org_no));
	SN_TRY(attachment_read(&cli->ctx, &a, &bytes));
	if (fwrite(bytes.at, 1, bytes.bytes, cli->out) != bytes.bytes)
		return sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), STR_FMT, STR_ARG(cli->output));
	(void)fprintf(stderr,
		      CLI_WORDS(cli, "%s，%" PRId64 " 字节，肖像：%s\n",
				"%s, %" PRId64 " bytes, consent: %s\n"),
		      attachment_type_word(a.type), a.bytes,
		      CLI_WORDS(cli, attachment_consent_words(a.consent)->zh,
				attachment_consent_words(a.consent)->en));
	return SN_SUCCESS;
}

/* ---- attachment list ---- */

static const struct table_out_column columns[] = {
	{"id", "编号", "id", TABLE_TEXT, 0},
	{"for", "属于", "for", TABLE_TEXT, 0},
	{"for_id", "所属编号", "its id", TABLE_TEXT, 0},
	{"org", "工会", "union", TABLE_TEXT, 0},
	{"type", "类型", "type", TABLE_TEXT, 0},
	{"bytes", "字节", "bytes", TABLE_INT, 0},
	{"consent", "肖像同意", "consent", TABLE_TEXT, 0},
	{"caption", "说明", "caption", TABLE_TEXT, 0},
	{"sha256", "SHA-256", "SHA-256", TABLE_TEXT, 0},
	{"added", "添加时间", "added", TABLE_TIME, 0},
};

static struct sn_err list_row(struct cli *cli, struct table_out *t, const struct attachment *a)
{
	const struct org_words *subject = attachment_subject_words(a->subject);
	const struct org_words *consent = attachment_consent_words(a->consent);
	const bool people = cli->format == TABLE_FORMAT_TEXT;
	char id[UUID_TEXT_BYTES], for_id[UUID_TEXT_BYTES], digest[SHA256_BYTES * 2 + 1];
	struct org org;
	SN_TRY(org_by_no(&cli->ctx, a->org_no, 0, &org));
	uuid_text(a->attachment_id, id);
	uuid_text(a->subject_id, for_id);
	crypto_hex(a->digest.bytes, SHA256_BYTES, digest);
	table_out_text(t, str_of(id));
	table_out_text(t,
		       str_of(people ? CLI_WORDS(cli, subject->zh, subject->en) : subject->word));
	table_out_text(t, str_of(for_id));
	table_out_text(t, org.code);
	table_out_text(t, str_of(attachment_type_word(a->type)));
	table_out_int(t, a->bytes);
	table_out_text(t,
		       str_of(people ? CLI_WORDS(cli, consent->zh, consent->en) : consent->word));
	table_out_text(t, a->caption);
	table_out_text(t, str_of(digest));
	table_out_time(t, a->added_us);
	table_out_row_end(t);
	return SN_SUCCESS;
}

static struct sn_err cmd_attachment_list(struct cli *cli)
{
	struct attachment_filter filter = {.shard = 0};
	struct attached to;
	struct attachment *list = NULL;
	struct table_out *t = NULL;
	struct org org;
	size_t count = 0;
	if (cli_has(cli, "for") == cli_has(cli, "org"))
		return sn_err_with_text(SN_FAIL(BAD_USAGE), "--for KIND:ID | --org CODE");
	if (cli_has(cli, "for")) {
		SN_TRY(subject(cli, cli_value(cli, "for"), &to));
		filter.shard = to.shard;
		filter.subject_id = to.id;
	} else {
		SN_TRY(cli_org(cli, "org", &org));
		filter.org_path = org.path;
	}
	SN_TRY(attachment_list(&cli->ctx, &filter, &list, &count));
	SN_TRY(cli_table(cli, columns, sizeof columns / sizeof columns[0], &t));
	struct sn_err e = SN_SUCCESS;
	for (size_t i = 0; i < count && !sn_failed(e); i++)
		e = list_row(cli, t, &list[i]);
	const struct sn_err closed = table_out_close(t);
	return sn_failed(e) ? e : closed;
}

/* ---- the table ---- */

/* clang-format off */
#define END {NULL, NULL, false, NULL, NULL}
#define FOR_ZH "属于什么：document、portion、visit、honour（或单据、份发放、慰问、荣誉）:编号"
#define FOR_EN "what it belongs to: document, portion, visit, honour and its id"
static const struct cli_option add_options[] = {
	{"for", "KIND:ID", true, FOR_ZH, FOR_EN},
	{"consent", "yes|no|not-needed", true, "照片中可辨认的人是否同意", "did the people who can be recognised agree"},
	{"caption", "WORDS", false, "说明文字", "what it shows"},
	{"id", "UUID", false, "自定编号：同一编号同一内容再次提交不会重复", "an id of your own: the same again changes nothing"}, END};
static const struct cli_option list_options[] = {
	{"for", "KIND:ID", false, FOR_ZH, FOR_EN},
	{"org", "CODE", false, "这个工会及下级的", "of this union and those below it"}, END};

const struct cli_command cli_attachment_commands[] = {
	{"attachment", "add", "FILE", 1, 1, add_options, CLI_WRITE, cmd_attachment_add, "添加照片或扫描件（JPEG、PNG、PDF）", "add a picture or a scan (JPEG, PNG, PDF)",
	 "照片中的拍摄地点、设备、时间等信息（EXIF、GPS）一律去掉，只保留方向；内容加密保存，同一内容只存一份。PDF 原样保存。", "Where, when and by what a picture was taken (EXIF, GPS) is dropped, only the way up is kept; contents are sealed, and the same one is stored once. A PDF is stored as it is.",
	 "songnuan attachment add 现场.jpg --for visit:0192f0c0-… --consent yes --caption 转运站慰问现场 --as li"},
	{"attachment", "get", "ID", 1, 1, NULL, CLI_READ, cmd_attachment_get, "取出附件，写到 -o 指定的文件", "write an attachment to the file of -o", NULL, NULL, "songnuan attachment get 0192f0c0-… -o 现场.jpg --as li"},
	{"attachment", "list", NULL, 0, 0, list_options, CLI_READ, cmd_attachment_list, "列出附件", "list attachments", NULL, NULL, NULL},
	{0},
};
/* clang-format on */
