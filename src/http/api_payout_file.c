/* 银行文件: the file that the bank gets, exported once and fetched by cashiers for a purpose, and the one that it gives back. */
#include "care/payout_file.h"

#include "http/payout_out.h"
#include "http/reply_care.h"
#include "http/routes.h"
#include "rights/audit.h"

/* ---- export ---- */

/* clang-format off */
static const struct field export_fields[] = {
	{"format", FIELD_WORD, FIELD_NEEDED, .words = "csv|xlsx", .example = "xlsx", .zh = "文件格式", .en = "form of the file"},
	{0},
};
static const struct shape shape_export = {"PayoutExport", export_fields};
static const struct field exported_fields[] = {
	{"batch", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_payout_whole, .zh = "批次", .en = "the batch"},
	{"payments", FIELD_INT, FIELD_NEEDED, .example = "119", .zh = "文件里的笔数", .en = "payments in the file"},
	{"total_fen", FIELD_FEN, FIELD_NEEDED, .example = "2380000", .zh = "文件里的金额（分）", .en = "their sum in fen"},
	{"dropped", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "已另行发放或作废，撤出的笔数", .en = "taken out: given otherwise since, or void"},
	{0},
};
static const struct shape shape_exported = {"PayoutExported", exported_fields};
/* clang-format on */

/* A batch of many thousands is decided whole: it needs more than a request has. */
static struct sn_err wide_new(const struct ctx *c, struct ctx *wide)
{
	*wide = *c;
	wide->mem = arena_new(PAYOUT_ARENA_BYTES);
	return wide->mem ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static struct sn_err export_file(struct ctx *c, struct call *q, struct json_out *o)
{
	struct payout_file_made made;
	enum payout_format format = PAYOUT_CSV;
	struct payout b;
	struct str word;
	struct ctx wide;
	SN_TRY(json_get_text(q->body, "format", &word));
	format = str_is(word, payout_format_word(PAYOUT_XLSX)) ? PAYOUT_XLSX : PAYOUT_CSV;
	SN_TRY(payout_find(c, q->args[0], &b));
	SN_TRY(wide_new(c, &wide));
	const struct sn_err e = payout_file_export(&wide, b.batch_id, format, &made);
	arena_free(wide.mem);
	SN_TRY(e);
	SN_TRY(payout_find(c, q->args[0], &b));
	json_out_object(o, NULL);
	SN_TRY(payout_whole_out(c, o, "batch", &b));
	json_out_int(o, "payments", made.payments);
	json_out_money(o, "total_fen", made.total);
	json_out_int(o, "dropped", made.dropped);
	json_out_end(o);
	return SN_SUCCESS;
}

/* ---- fetching it ---- */

#define PURPOSE_WORDS "payment|correction|inspection|law"
static enum audit_purpose purpose_of(struct str word)
{
	int purpose = AUDIT_FOR_NONE;
	for (int i = 0; i < AUDIT_PURPOSES_COUNT; i++)
		if (str_is(word, audit_purpose_words((enum audit_purpose)i)->word))
			purpose = i;
	return (enum audit_purpose)purpose;
}

static struct sn_err trail(struct ctx *c, struct call *q, const struct payout *b)
{
	char id[UUID_TEXT_BYTES];
	uuid_text(b->batch_id, id);
	return call_trail(
		c, q,
		&(const struct audit_entry){.act = AUDIT_EXPORT,
					    .session_id = q->session_id,
					    .org_no = b->org_no,
					    .object_kind = STR("payout-batch"),
					    .object_id = str_of(id),
					    .purpose = purpose_of(call_query(q, "purpose")),
					    .address = q->from,
					    .rows = b->lines_count,
					    .digest = b->file_sha256});
}

/* Whole card numbers leave: who, why and which file stand in the trail before the first byte goes. */
static struct sn_err fetch(struct ctx *c, struct call *q, struct json_out *o)
{
	struct payout_file file;
	struct payout b;
	FILE *to = NULL;
	(void)o;
	SN_TRY(payout_find(c, q->args[0], &b));
	SN_TRY(call_may(c, q, b.org_no));
	if (str_is_null(call_query(q, "purpose")))
		return SN_FAIL(MISSING_FIELD, .field = "purpose");
	SN_TRY(payout_file_open(c, &b, &file));
	struct sn_err e = trail(c, q, &b);
	const char *name = arena_printf(c->mem, STR_FMT ".%s", STR_ARG(b.number),
					payout_format_word(file.format));
	if (!sn_failed(e))
		e = name ? call_download(c, q, "application/octet-stream", name, &to)
			 : SN_FAIL(OUT_OF_MEMORY);
	if (!sn_failed(e)) {
		const bool written = fwrite(file.at, 1, file.bytes, to) == file.bytes;
		if (fclose(to) != 0 || !written)
			e = SN_FAIL(CANNOT_WRITE_FILE);
	}
	crypto_wipe(file.at, file.bytes);
	return e;
}

/* ---- what the bank gives back ---- */

/* clang-format off */
static const struct field refused_fields[] = {
	{"row", FIELD_INT, FIELD_NEEDED, .example = "12", .zh = "行号", .en = "row as the spreadsheet shows it"},
	REPLY_WHY_FIELDS,
	{0},
};
static const struct shape shape_refused = {"PayoutReturnReject", refused_fields};
static const struct field returned_fields[] = {
	{"batch", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_payout_whole, .zh = "批次", .en = "the batch"},
	{"checked_only", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "只核对，没有入账", .en = "only looked at, nothing was booked"},
	{"read", FIELD_INT, FIELD_NEEDED, .example = "120", .zh = "读入", .en = "rows read"},
	{"paid", FIELD_INT, FIELD_NEEDED, .example = "117", .zh = "付讫", .en = "paid"},
	{"doubled", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "付讫但已另行发放（已立事项）", .en = "paid, but given meanwhile: cases"},
	{"bounced", FIELD_INT, FIELD_NEEDED, .example = "2", .zh = "退回", .en = "bounced"},
	{"sent_back", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "退汇冲回", .en = "sent back"},
	{"pending", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "处理中", .en = "pending"},
	{"unchanged", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "未变", .en = "said before"},
	{"rejected", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "对不上的行", .en = "rows that do not fit"},
	{"totals", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "合计行", .en = "rows that only add up others"},
	{"rejects", FIELD_LIST, FIELD_NEEDED, .of = &shape_refused, .zh = "对不上的行及原因，最多 1000 行", .en = "the rows that do not fit, 1,000 at most"},
	{0},
};
static const struct shape shape_returned = {"PayoutReturn", returned_fields};
static const struct query_field return_query[] = {
	{"check", FIELD_WORD, "true|false", "true", "true：只核对，不入账", "true: only look, book nothing"},
	{0},
};
/* clang-format on */

struct returning {
	struct payout_said said;
	struct sha256 file;
};

static struct sn_err digest_of(struct ctx *c, const struct byte_source *source, struct sha256 *out)
{
	enum { PIECE_BYTES = 64 << 10 };
	struct sha256_stream *s = sha256_stream_new();
	char *room = arena_alloc(c->mem, PIECE_BYTES);
	struct sn_err e = s && room ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
	for (int64_t at = 0; !sn_failed(e) && at < source->bytes;) {
		struct byte_piece piece = {.out = room, .wanted = PIECE_BYTES};
		e = byte_source_read(source, at, &piece);
		if (!sn_failed(e) && piece.got == 0)
			e = SN_FAIL(CANNOT_READ_FILE);
		sha256_stream_add(s, (struct str){room, piece.got});
		at += (int64_t)piece.got;
	}
	if (!sn_failed(e))
		*out = sha256_stream_end(s);
	sha256_stream_free(s);
	return e;
}

/* Reading the file needs no transaction. */
static struct sn_err return_prepare(struct ctx *c, struct call *q, struct json_out *unused)
{
	struct returning *r = ARENA_NEW(c->mem, struct returning);
	struct table_in *table = NULL;
	(void)unused;
	if (!r)
		return SN_FAIL(OUT_OF_MEMORY);
	q->prepared = r;
	SN_TRY(digest_of(c, &q->upload, &r->file));
	SN_TRY(table_open_source(&table, &q->upload, payout_return_columns,
				 payout_return_columns_count));
	const struct sn_err e = payout_file_read(c->mem, table, &r->said);
	table_close(table);
	return e;
}

static int64_t fated(const struct payout_taken *taken, size_t count, enum payout_fate fate)
{
	int64_t n = 0;
	for (size_t i = 0; i < count; i++)
		n += taken[i].fate == fate;
	return n;
}

static void rejects_out(const struct call *q, struct json_out *o, const struct payout_said *said,
			const struct payout_taken *taken)
{
	int64_t rejected = 0;
	json_out_array(o, "rejects");
	for (size_t i = 0; i < said->read_count; i++) {
		const struct payout_reading *read = &said->read[i];
		const struct payout_taken *t = read->parsed ? &taken[read->at] : NULL;
		if (t && t->fate != PAYOUT_REFUSED)
			continue;
		if (rejected++ >= IMPORT_REJECTS_SHOWN_MAX)
			continue;
		json_out_object(o, NULL);
		json_out_int(o, "row", read->row);
		reply_why(o, q, t ? t->why : read->why);
		json_out_end(o);
	}
	json_out_end(o);
	json_out_int(o, "rejected", rejected);
}

static void counts_out(struct json_out *o, const struct payout_said *said,
		       const struct payout_taken *taken)
{
	static const struct {
		const char *key;
		enum payout_fate fate;
	} fates[] = {{"paid", PAYOUT_TAKES_PAID},       {"doubled", PAYOUT_TAKES_DOUBLED},
		     {"bounced", PAYOUT_TAKES_BOUNCED}, {"sent_back", PAYOUT_TAKES_BACK},
		     {"pending", PAYOUT_STILL_WAITS},   {"unchanged", PAYOUT_UNCHANGED}};
	json_out_int(o, "read", (int64_t)said->read_count);
	for (size_t i = 0; i < sizeof fates / sizeof fates[0]; i++)
		json_out_int(o, fates[i].key, fated(taken, said->rows_count, fates[i].fate));
	json_out_int(o, "totals", said->totals);
}

static struct sn_err take(struct ctx *wide, const struct call *q, const struct payout *b,
			  struct payout_taken *taken)
{
	const struct returning *r = q->prepared;
	const struct payout_return what = {.batch_id = b->batch_id,
					   .rows = r->said.rows,
					   .count = r->said.rows_count,
					   .file = r->file};
	struct payout after;
	return str_is(call_query(q, "check"), "true") ? payout_return_look(wide, &what, taken)
						      : payout_return(wide, &what, taken, &after);
}

static struct sn_err return_answer(struct ctx *c, struct call *q, struct json_out *o)
{
	const struct returning *r = q->prepared;
	struct payout_taken *taken =
		ARENA_ARRAY(c->mem, struct payout_taken, r->said.rows_count + 1);
	struct payout b;
	struct ctx wide;
	if (!taken)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(payout_find(c, q->args[0], &b));
	SN_TRY(wide_new(c, &wide));
	const struct sn_err e = take(&wide, q, &b, taken);
	arena_free(wide.mem);
	SN_TRY(e);
	SN_TRY(payout_find(c, q->args[0], &b));
	json_out_object(o, NULL);
	SN_TRY(payout_whole_out(c, o, "batch", &b));
	json_out_bool(o, "checked_only", str_is(call_query(q, "check"), "true"));
	counts_out(o, &r->said, taken);
	rejects_out(q, o, &r->said, taken);
	json_out_end(o);
	return SN_SUCCESS;
}

/* clang-format off */
static const struct query_field fetch_query[] = {
	{"purpose", FIELD_WORD, PURPOSE_WORDS, "payment", "为什么要这个文件，必写", "what the file is for; must be said"},
	{0},
};
const struct route api_payout_file_routes[] = {
	{"POST", "/api/v1/payouts/{batch}/export", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_MONEY_SIGN, BODY_JSON, .request = &shape_export,
	 .reply = &shape_exported, .answer = export_file, .zh = "生成给银行的文件（出纳；只生成一次）", .en = "make the bank's file (a cashier; once)"},
	{"GET", "/api/v1/payouts/{batch}/file", ROUTE_READ, WHO_PERMITTED, PERMISSION_MONEY_SIGN, .file = "application/octet-stream",
	 .query = fetch_query, .answer = fetch, .zh = "下载给银行的文件：有完整卡号，每次下载都留痕", .en = "fetch the bank's file: it has whole card numbers, each fetching is in the audit trail"},
	{"POST", "/api/v1/payouts/{batch}/return", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_MONEY_MAKE, BODY_FILE,
	 .body_bytes_max = PAYOUT_RETURN_BYTES_MAX, .reply = &shape_returned, .query = return_query, .prepare = return_prepare,
	 .answer = return_answer, .zh = "上传银行回盘文件（会计）：付讫、退回、退汇", .en = "upload the bank's return file (an accountant): paid, bounced, sent back"},
	{0},
};
/* clang-format on */
