/* receipt show: what a person gets of his hand-over, as text, address, code or page. */
#include "cli/cmd_receipt.h"
#include "base/name.h"
#include "base/qr.h"
#include "cli/cli_priv.h"
#include "rights/audit.h"
#include "tlog/signer.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <unistd.h>

enum { PAGE_BYTES_MAX = 4 << 20, CODE_DOTS = 8 };

/* ---- which, and may he ---- */

/* At the union of the roster, or the one that gave; in the trail before anything is shown. */
static struct sn_err permit(struct cli *cli, const struct register_delivery *d)
{
	char person[UUID_TEXT_BYTES], record[UUID_TEXT_BYTES];
	if (sn_failed(rights_may(&cli->ctx, PERMISSION_DELIVER, d->roster_no)))
		SN_TRY(rights_may(&cli->ctx, PERMISSION_DELIVER, d->giver_no));
	uuid_text(d->person_id, person);
	uuid_text(d->record_id, record);
	return audit_first(&cli->ctx, &(const struct audit_entry){.act = AUDIT_EXPORT,
								  .org_no = d->roster_no,
								  .object_kind = STR("person"),
								  .object_id = str_of(person),
								  .reference = str_of(record),
								  .rows = 1});
}

/* The log's public key where it is at hand: a paper shows it. */
static struct sn_err read_key(struct cli *cli, struct str *out)
{
	struct tlog_signer *signer = NULL;
	char text[TLOG_KEY_TEXT_BYTES];
	*out = STR_NULL;
	SN_TRY(cli_log_signer(cli, &signer));
	if (!signer)
		return SN_SUCCESS;
	tlog_vkey_text(tlog_signer_vkey(signer), text);
	tlog_signer_free(signer);
	*out = arena_str(cli->ctx.mem, str_of(text));
	return str_is_null(*out) ? SN_FAIL(OUT_OF_MEMORY) : SN_SUCCESS;
}

/* Of the hand-over all, of one of its other transfers that one. */
static struct sn_err choose(struct cli *cli, struct uuid id, const struct care_receipts *of,
			    struct cmd_receipt **out, size_t *count)
{
	struct cmd_receipt *all = ARENA_ARRAY(cli->ctx.mem, struct cmd_receipt, of->count + 1);
	const struct str site = care_receipt_site(cli->ctx.mem, of->origin, cli_value(cli, "site"));
	struct str key = STR_NULL;
	size_t n = 0;
	if (!all || str_is_null(site))
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(read_key(cli, &key));
	for (size_t i = 0; i < of->count; i++) {
		if (!uuid_eq(id, of->whole.row.record_id) && !uuid_eq(id, of->all[i].transfer_id))
			continue;
		all[n] = (struct cmd_receipt){
			.of = of,
			.one = &of->all[i],
			.key = key,
			.brief = care_receipt_short(cli->ctx.mem, site, &of->all[i]),
			.full = care_receipt_full(cli->ctx.mem, site, &of->all[i])};
		if (str_is_null(all[n].brief) || str_is_null(all[n].full))
			return SN_FAIL(OUT_OF_MEMORY);
		n++;
	}
	*out = all;
	*count = n;
	return SN_SUCCESS;
}

/* ---- as a picture ---- */

/* FILE.png; of further records FILE-2.png and so on. For its owner alone. */
static struct sn_err write_code(struct cli *cli, const struct cmd_receipt *r, size_t number)
{
	struct str name = cli_value(cli, "qr");
	const struct str end = STR(".png");
	struct buf *png = buf_new(1 << 20);
	struct qr qr;
	if (!png)
		return SN_FAIL(OUT_OF_MEMORY);
	if (number > 1 && name.bytes > end.bytes &&
	    memcmp(name.at + name.bytes - end.bytes, end.at, end.bytes) == 0)
		name.bytes -= end.bytes;
	const char *path =
		number == 1 ? name.at
			    : arena_printf(cli->ctx.mem, STR_FMT "-%zu.png", STR_ARG(name), number);
	const bool full = cli_has(cli, "full");
	struct sn_err e = path ? qr_make(cli->ctx.mem, full ? r->full : r->brief, &qr)
			       : SN_FAIL(OUT_OF_MEMORY);
	if (!sn_failed(e))
		e = qr_png(&qr, CODE_DOTS, png);
	if (!sn_failed(e)) {
		const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
		const struct str bytes = buf_str(png);
		const bool written =
			fd >= 0 && write(fd, bytes.at, bytes.bytes) == (ssize_t)bytes.bytes;
		if ((fd >= 0 && close(fd) != 0) || !written)
			e = sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), "%s", path);
	}
	buf_free(png);
	return e;
}

/* ---- as text ---- */

static struct sn_err tell_json(struct cli *cli, const struct cmd_receipt *all, size_t count)
{
	struct json_out o = json_out_file(cli->out, true);
	struct buf *text = buf_new(TLOG_RECEIPT_TEXT_BYTES_MAX + TLOG_NOTE_BYTES_MAX);
	if (!text)
		return SN_FAIL(OUT_OF_MEMORY);
	json_out_object(&o, NULL);
	json_out_uuid(&o, "record_id", all[0].of->whole.row.record_id);
	json_out_text(&o, "origin", all[0].of->origin);
	json_out_text(&o, "vkey", all[0].key);
	json_out_array(&o, "receipts");
	for (size_t i = 0; i < count; i++) {
		buf_reset(text);
		tlog_receipt_text(&all[i].one->full, text);
		json_out_object(&o, NULL);
		json_out_uuid(&o, "transfer_id", all[i].one->transfer_id);
		json_out_int(&o, "index", all[i].one->full.index);
		json_out_int(&o, "size", all[i].one->full.size);
		json_out_text(&o, "record", tlog_receipt_record(&all[i].one->full));
		json_out_bool(&o, "bound", all[i].one->bound);
		json_out_text(&o, "short", all[i].brief);
		json_out_text(&o, "full", all[i].full);
		json_out_text(&o, "proof", buf_str(text));
		json_out_end(&o);
	}
	json_out_end(&o);
	json_out_end(&o);
	buf_free(text);
	return json_out_done(&o);
}

static void tell(struct cli *cli, const struct cmd_receipt *r)
{
	char masked[NAME_MASK_BYTES];
	name_mask(r->of->whole.row.name, masked);
	(void)fprintf(cli->out,
		      CLI_WORDS(cli,
				"%s 的收据：" STR_FMT " 第 %" PRId64 " 条（已签 %" PRId64
				" 条）\n" STR_FMT "\n",
				"receipt of %s: " STR_FMT ", record %" PRId64 " of %" PRId64
				"\n" STR_FMT "\n"),
		      masked, STR_ARG(r->of->origin), r->one->full.index, r->one->full.size,
		      STR_ARG(r->brief));
	if (!r->one->bound)
		(void)fputs(
			CLI_WORDS(cli,
				  "注意：发放之后名册上的姓名或证件号改过；核对时要用发放时的\n",
				  "note: name or ID number were corrected after the hand-over; it "
				  "opens with the former ones\n"),
			cli->out);
}

static struct sn_err tell_proofs(struct cli *cli, const struct cmd_receipt *all, size_t count)
{
	struct buf *text = buf_new((TLOG_RECEIPT_TEXT_BYTES_MAX + TLOG_NOTE_BYTES_MAX) * count);
	if (!text)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++)
		tlog_receipt_text(&all[i].one->full, text);
	const struct str bytes = buf_str(text);
	(void)fwrite(bytes.at, 1, bytes.bytes, cli->out);
	buf_free(text);
	return SN_SUCCESS;
}

static struct sn_err tell_page(struct cli *cli, const struct cmd_receipt *all, size_t count)
{
	struct buf *page = buf_new(PAGE_BYTES_MAX);
	if (!page)
		return SN_FAIL(OUT_OF_MEMORY);
	const struct sn_err e = cmd_receipt_page(cli, all, count, page);
	const struct str bytes = buf_str(page);
	if (!sn_failed(e))
		(void)fwrite(bytes.at, 1, bytes.bytes, cli->out);
	buf_free(page);
	return e;
}

static struct sn_err receipt_show(struct cli *cli)
{
	struct care_receipts receipts;
	struct cmd_receipt *all = NULL;
	struct uuid id;
	size_t count = 0;
	SN_TRY(uuid_parse(&id, cli->operands[0], "delivery_id"));
	SN_TRY(care_receipts_read(&cli->ctx, id, &receipts));
	SN_TRY(permit(cli, &receipts.whole.row));
	SN_TRY(choose(cli, id, &receipts, &all, &count));
	if (cli_has(cli, "qr"))
		for (size_t i = 0; i < count; i++)
			SN_TRY(write_code(cli, &all[i], i + 1));
	if (cli->format == TABLE_FORMAT_JSON)
		return tell_json(cli, all, count);
	if (cli_has(cli, "print"))
		return tell_page(cli, all, count);
	if (cli_has(cli, "text"))
		return tell_proofs(cli, all, count);
	for (size_t i = 0; i < count; i++) {
		if (cli_has(cli, "full"))
			(void)fprintf(cli->out, STR_FMT "\n", STR_ARG(all[i].full));
		else
			tell(cli, &all[i]);
	}
	return SN_SUCCESS;
}

/* clang-format off */
static const struct cli_option show_options[] = {
	{"full", NULL, false, "完整收据：自带存证正文、证明和签名，核对时不需要网络", "the full receipt: record, proof and signature in it, so that checking needs no network"},
	{"text", NULL, false, "完整收据的标准文本（c2sp.org/tlog-proof@v1）", "the full receipt as standard text (c2sp.org/tlog-proof@v1)"},
	{"qr", "FILE.png", false, "另存二维码图片；与 --full 同用时为完整收据", "also write the code as a picture; with --full of the full receipt"},
	{"print", NULL, false, "打印页（A4 或 58 mm 小票），配合 -o 文件.html", "a page to print (A4 or 58 mm); with -o FILE.html"},
	{"site", "https://HOST", false, "收据网址的开头；不写则取自存证的名称", "how the receipt's address begins; from the log's name where it is not said"},
	{NULL, NULL, false, NULL, NULL}};
static const struct cli_option verify_options[] = {
	{"vkey", "KEY|FILE", true, "存证公钥（一行）或存有它的文件，应从收据以外的渠道得到", "the log's public key or a file with it, which you got elsewhere than the receipt"},
	{"with", "DIR|URL", false, "短收据：存证文件的目录或网址", "of a short receipt: a folder of the log's files, or their address"},
	{"person", NULL, false, "核对领取人：从标准输入读姓名、身份证号各一行（没有证件号写 -），不留在命令历史里", "check whose it is: name and ID number are read from standard input, a line each (-: none known), so that no shell keeps them"},
	{"name", "NAME", false, "领取人姓名；与 --id 同用，会留在命令历史里", "the person's name; with --id; the shell keeps it"},
	{"id", "NUMBER", false, "领取人身份证号；没有写 -", "the person's ID number; -: none is known"},
	{NULL, NULL, false, NULL, NULL}};

const struct cli_command cli_receipt_commands[] = {
	{"receipt", "show", "ID", 1, 1, show_options, CLI_WRITE, receipt_show, "一条发放的存证收据：网址、二维码、打印页或完整证明", "the receipt of a hand-over: address, code, page or the whole proof",
	 "ID 是发放编号或它的一笔转移的编号。每次取收据都记入审计日志：收据里的种子让持有人可以反复试出证件号码，请只交给本人。",
	 "ID is the hand-over's or that of one of its transfers. Each time goes on the audit trail: with a receipt's seed ID numbers can be tried until one is found, so give it to the person alone.",
	 "songnuan receipt show 0192f0c0-… --as li\nsongnuan receipt show 0192f0c0-… --print -o 收据.html --as li\nsongnuan receipt show 0192f0c0-… --full --qr 收据.png --as li"},
	{"verify", "receipt", "FILE|TEXT|-", 1, 1, verify_options, CLI_NOTHING, cmd_verify_receipt, "像外部人员那样核对一张收据：存证正文、位置、签名、领取人", "check a receipt as an outsider: record, place, signature, whose it is",
	 "不需要数据库。收据可以是网址、SNR1 文件、tlog-proof 文本；完整收据不需要网络，短收据用 --with 指明存证。不符时退出码 1，并说明哪一项不符；取不到文件为 69。",
	 "Needs no database. A receipt is its address, an SNR1 file or a tlog-proof text; a full one needs no network, for a short one --with says where the log is. Exit status 1 where anything does not agree, and which; 69 where a file cannot be fetched.",
	 "songnuan verify receipt 收据.tlog-proof --vkey 存证公钥.txt --person\nsongnuan verify receipt 'https://care.example.cn/r#AQ…' --vkey 存证公钥.txt --with https://care.example.cn/tlog/150000"},
	{0},
};
/* clang-format on */
