/* receipt show --print: a page of its own. */
#include "base/name.h"
#include "base/qr.h"
#include "cli/cmd_receipt.h"

#include <inttypes.h>

/* clang-format off */
static const char style[] =
	"body{font:16px/1.5 sans-serif;color:#000;background:#fff;margin:1em auto;max-width:40em;padding:0 1em}"
	"article{break-after:page;page-break-after:always}article:last-child{break-after:auto;page-break-after:auto}"
	"h1{font-size:1.3em}dl{display:grid;grid-template-columns:auto 1fr;gap:.2em 1em}dt{color:#444}dd{margin:0;overflow-wrap:anywhere}"
	".codes{display:flex;flex-wrap:wrap;gap:1em}.codes figure{margin:0;width:12em}.codes .full{width:20em}svg{width:100%;height:auto;display:block}"
	"figcaption,small{font-size:.8em;overflow-wrap:anywhere}"
	"@media print and (max-width:80mm){body{font-size:9pt;margin:0;padding:0}dl{display:block}.codes figure,.codes .full{width:100%}}";
/* clang-format on */

static void fact(struct buf *out, const char *name, struct str value)
{
	buf_printf(out, "<dt>%s</dt><dd>", name);
	buf_add_html(out, value.bytes ? value : STR("—"));
	buf_add(out, STR("</dd>\n"));
}

static void facts(struct cli *cli, const struct cmd_receipt *r, struct buf *out)
{
	const struct str record = tlog_receipt_record(&r->one->full);
	const struct register_delivery *d = &r->of->whole.row;
	char masked[NAME_MASK_BYTES], index[32], yuan[32];
	int64_t fen = 0;
	name_mask(d->name, masked);
	(void)snprintf(index, sizeof index, "%" PRId64, r->one->full.index);
	const bool is_money = str_to_int(tlog_record_line(record, "fen"), &fen);
	money_text(MONEY_FEN(is_money ? fen : 0), yuan, sizeof yuan);
	buf_add(out, STR("<dl>\n"));
	fact(out, CLI_WORDS(cli, "领取人", "Received by"), str_of(masked));
	fact(out, CLI_WORDS(cli, "日期", "Day"), tlog_record_line(record, "day"));
	fact(out, CLI_WORDS(cli, "活动", "Cycle"), tlog_record_line(record, "camp"));
	fact(out, CLI_WORDS(cli, "物品", "Item"), tlog_record_line(record, "item"));
	fact(out, CLI_WORDS(cli, "数量", "Quantity"), tlog_record_line(record, "qty"));
	fact(out, CLI_WORDS(cli, "金额（元）", "Value (yuan)"), str_of(yuan));
	fact(out, CLI_WORDS(cli, "证据", "Evidence"), tlog_record_line(record, "lvl"));
	fact(out, CLI_WORDS(cli, "存证", "Log"), r->of->origin);
	fact(out, CLI_WORDS(cli, "存证序号", "Place in the log"), str_of(index));
	if (!str_is_null(r->key))
		fact(out, CLI_WORDS(cli, "存证公钥", "The log's public key"), r->key);
	buf_add(out, STR("</dl>\n"));
}

static struct sn_err code(struct cli *cli, struct str text, const char *class, const char *words,
			  struct buf *out)
{
	struct qr qr;
	const struct arena_mark mark = arena_mark(cli->ctx.mem);
	SN_TRY(qr_make(cli->ctx.mem, text, &qr));
	buf_printf(out, "<figure class=\"%s\">", class);
	qr_svg(&qr, str_of(words), out);
	buf_printf(out, "<figcaption>%s</figcaption></figure>\n", words);
	arena_rewind(cli->ctx.mem, mark);
	return SN_SUCCESS;
}

static struct sn_err article(struct cli *cli, const struct cmd_receipt *r, struct buf *out)
{
	buf_printf(out, "<article>\n<h1>%s</h1>\n", CLI_WORDS(cli, "发放收据", "Receipt"));
	facts(cli, r, out);
	buf_add(out, STR("<div class=\"codes\">\n"));
	SN_TRY(code(cli, r->brief, "brief",
		    CLI_WORDS(cli, "扫码核对（需要网络）", "Scan to check it (online)"), out));
	SN_TRY(code(cli, r->full, "full",
		    CLI_WORDS(cli, "完整证明（不需要网络）", "The whole proof (offline)"), out));
	buf_add(out, STR("</div>\n<p><small>"));
	buf_add_html(out, r->brief);
	buf_printf(
		out, "</small></p>\n<p><small>%s</small></p>\n</article>\n",
		CLI_WORDS(
			cli,
			"扫码后填写本人姓名和身份证号，即可核对这次发放是否如实记入公开存证，任何人"
			"不能事后改动。请像身份证一样保管：拿到本收据的人可以反复试出证件号码。",
			"Scan it and give your name and ID number: you see whether this hand-over "
			"stands in the public log as it happened, where nobody can change it "
			"afterwards. Keep it like your ID card: whoever has it can try numbers "
			"until yours is found."));
	return SN_SUCCESS;
}

struct sn_err cmd_receipt_page(struct cli *cli, const struct cmd_receipt *all, size_t count,
			       struct buf *out)
{
	buf_printf(out,
		   "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">"
		   "<meta name=\"viewport\" content=\"width=device-width\"><title>%s</title>"
		   "<style>%s</style></head><body>\n",
		   CLI_WORDS(cli, "zh-CN", "en"), CLI_WORDS(cli, "发放收据", "Receipt"), style);
	for (size_t i = 0; i < count; i++)
		SN_TRY(article(cli, &all[i], out));
	buf_add(out, STR("</body></html>\n"));
	return buf_full(out) ? SN_FAIL(OUT_OF_MEMORY) : SN_SUCCESS;
}
