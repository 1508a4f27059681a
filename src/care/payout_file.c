/* The bank's two files: the one that it gets, kept sealed until it has answered for all, and the one that it gives back. */
#include "care/payout_file.h"

#include "base/csv.h"
#include "base/sheet_writer.h"
#include "care/payout_priv.h"
#include "care/payout_sql.h"
#include "people/keyring.h"

#include <inttypes.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- writing ---- */

static const char *const format_words[PAYOUT_FORMATS_COUNT] = {"csv", "xlsx"};

const char *payout_format_word(enum payout_format format)
{
	return format_words[format];
}
/* What banks ask for, in their order. The file is for the bank, so it is Chinese in every language. */
static const char *const titles[] = {"序号", "收款人户名", "收款账号", "开户行", "金额", "附言"};
enum { TITLES = sizeof titles / sizeof titles[0], REMARK_BYTES = 96, YUAN_BYTES = 32 };

static void remark_of(const struct payout *b, const struct payout_order *o, char out[REMARK_BYTES])
{
	(void)snprintf(out, REMARK_BYTES, STR_FMT "-%" PRId64, STR_ARG(b->number), o->serial);
}

static void csv_row(struct csv_out *o, const struct payout *b, const struct payout_order *order)
{
	char number[24], yuan[YUAN_BYTES], remark[REMARK_BYTES];
	const int64_t fen = money_fen(order->value);
	(void)snprintf(number, sizeof number, "%" PRId64, order->serial);
	(void)snprintf(yuan, sizeof yuan, "%" PRId64 ".%02" PRId64, fen / 100, fen % 100);
	remark_of(b, order, remark);
	csv_out_cell(o, str_of(number));
	csv_out_cell(o, order->holder);
	csv_out_cell(o, str_of(order->number.digits));
	csv_out_cell(o, order->bank);
	csv_out_cell(o, str_of(yuan));
	csv_out_cell(o, str_of(remark));
	csv_out_row_end(o);
}

static struct sn_err write_csv(const char *path, const struct payout_orders *orders)
{
	FILE *f = fopen(path, "we");
	if (!f)
		return sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), "%s", path);
	struct csv_out o = csv_out_begin(f, true);
	for (size_t i = 0; i < TITLES; i++)
		csv_out_cell(&o, str_of(titles[i]));
	csv_out_row_end(&o);
	for (size_t i = 0; i < orders->count; i++)
		csv_row(&o, &orders->batch, &orders->orders[i]);
	const struct sn_err e = csv_out_done(&o);
	const bool closed = fflush(f) == 0 && fsync(fileno(f)) == 0;
	if (fclose(f) != 0 || !closed)
		return sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), "%s", path);
	return e;
}

static struct sn_err write_xlsx(const char *path, const struct payout_orders *orders)
{
	struct sheet_column columns[TITLES] = {{.width = 6},  {.width = 16}, {.width = 24},
					       {.width = 24}, {.width = 12}, {.width = 28}};
	struct sheet_writer *w = NULL;
	char remark[REMARK_BYTES];
	for (size_t i = 0; i < TITLES; i++)
		columns[i].title = str_of(titles[i]);
	SN_TRY(sheet_writer_open_secret(&w, path));
	const struct sn_err e = sheet_writer_sheet(w, "代发", columns, TITLES);
	if (sn_failed(e)) {
		sheet_writer_drop(w);
		return e;
	}
	for (size_t i = 0; i < orders->count; i++) {
		const struct payout_order *order = &orders->orders[i];
		remark_of(&orders->batch, order, remark);
		sheet_writer_int(w, order->serial);
		sheet_writer_text(w, order->holder);
		sheet_writer_text(w, str_of(order->number.digits));
		sheet_writer_text(w, order->bank);
		sheet_writer_money(w, order->value);
		sheet_writer_text(w, str_of(remark));
		sheet_writer_row_end(w);
	}
	return sheet_writer_close(w);
}

struct sn_err payout_file_write(const char *path, enum payout_format format,
				const struct payout_orders *orders)
{
	return format == PAYOUT_XLSX ? write_xlsx(path, orders) : write_csv(path, orders);
}

/* ---- kept sealed ---- */

/* Each chunk stands at its own place: its column is its number. */
struct chunk_place {
	char column[SEAL_WORD_BYTES_MAX];
	struct seal_place place;
};
static void place_of(struct chunk_place *p, struct uuid batch_id, int64_t chunk_no)
{
	(void)snprintf(p->column, sizeof p->column, "sealed/%" PRId64, chunk_no);
	p->place = (struct seal_place){"payout_file_chunk", p->column, batch_id};
}

static struct sn_err keep_chunk(struct ctx *c, const struct payout *b, int64_t chunk_no,
				struct str plain)
{
	struct chunk_place at = {.column = ""};
	const struct arena_mark mark = arena_mark(c->mem);
	uint8_t *sealed = arena_alloc(c->mem, plain.bytes + SEAL_OVERHEAD_BYTES);
	if (!sealed)
		return SN_FAIL(OUT_OF_MEMORY);
	struct person_key key = keyring_installation_key(c->keys);
	place_of(&at, b->batch_id, chunk_no);
	keyring_seal(&key, &at.place, plain, sealed);
	crypto_wipe(&key, sizeof key);
	SN_TRY(store_run(c->store, &payout_sql_file_chunk_add,
			 PARAMS(p_int(b->shard), p_uuid(b->batch_id), p_int(chunk_no),
				p_bytes(sealed, plain.bytes + SEAL_OVERHEAD_BYTES)),
			 NULL));
	arena_rewind(c->mem, mark);
	return SN_SUCCESS;
}

static struct sn_err keep(struct ctx *c, const struct payout *b, const struct payout_file *file)
{
	SN_TRY(store_run(c->store, &payout_sql_file_add,
			 PARAMS(p_int(b->shard), p_uuid(b->batch_id), p_int(file->format),
				p_int((int64_t)file->bytes)),
			 NULL));
	for (size_t at = 0, no = 0; at < file->bytes; at += PAYOUT_FILE_CHUNK_BYTES, no++) {
		const size_t left = file->bytes - at;
		const struct str piece = {file->at + at, left < PAYOUT_FILE_CHUNK_BYTES
								 ? left
								 : PAYOUT_FILE_CHUNK_BYTES};
		SN_TRY(keep_chunk(c, b, (int64_t)no, piece));
	}
	return SN_SUCCESS;
}

struct sn_err payout_file_forget(struct ctx *c, const struct payout *b)
{
	SN_TRY(store_run(c->store, &payout_sql_file_chunks_drop,
			 PARAMS(p_int(b->shard), p_uuid(b->batch_id)), NULL));
	return store_run(c->store, &payout_sql_file_drop,
			 PARAMS(p_int(b->shard), p_uuid(b->batch_id)), NULL);
}

/* ---- exporting ---- */

static struct sn_err read_back(struct ctx *c, int fd, struct payout_file *out)
{
	struct stat is;
	if (fstat(fd, &is) != 0)
		return SN_FAIL(CANNOT_READ_FILE);
	char *bytes = arena_alloc(c->mem, (size_t)is.st_size + 1);
	size_t have = 0;
	if (!bytes)
		return SN_FAIL(OUT_OF_MEMORY);
	while (have < (size_t)is.st_size) {
		const ssize_t n = pread(fd, bytes + have, (size_t)is.st_size - have, (off_t)have);
		if (n <= 0)
			return SN_FAIL(CANNOT_READ_FILE);
		have += (size_t)n;
	}
	out->at = bytes;
	out->bytes = have;
	return SN_SUCCESS;
}

/* The writers know only paths; this one is in memory and has no name. */
static struct sn_err write_memory(struct ctx *c, const struct payout_orders *orders,
				  struct payout_file *out)
{
	char path[32];
	const int fd = memfd_create("payout", MFD_CLOEXEC);
	if (fd < 0)
		return SN_FAIL(CANNOT_WRITE_FILE);
	(void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	struct sn_err e = payout_file_write(path, out->format, orders);
	if (!sn_failed(e))
		e = read_back(c, fd, out);
	(void)close(fd);
	return e;
}

static struct sn_err export_orders(struct ctx *c, const struct payout_orders *orders,
				   struct payout_file *file, struct payout *out)
{
	if (orders->count > 0)
		SN_TRY(write_memory(c, orders, file));
	SN_TRY(payout_export_done(c, orders, crypto_sha256((struct str){file->at, file->bytes}),
				  out));
	return keep(c, out, file);
}

struct sn_err payout_file_export(struct ctx *c, struct uuid batch_id, enum payout_format format,
				 struct payout_file_made *out)
{
	struct payout_file file = {.format = format};
	struct payout_orders orders;
	if (!c->keys)
		return SN_FAIL(KEYS_NEEDED);
	SN_TRY(payout_export_take(c, batch_id, &orders));
	out->payments = (int64_t)orders.count;
	out->dropped = orders.dropped;
	out->total = orders.total;
	const struct sn_err e = export_orders(c, &orders, &file, &out->batch);
	if (orders.count > 0)
		crypto_wipe(orders.orders, orders.count * sizeof *orders.orders);
	if (file.bytes > 0)
		crypto_wipe(file.at, file.bytes);
	return e;
}

/* ---- opening ---- */

static struct sn_err kept_row(struct ctx *c, const struct payout *b, struct payout_file *file,
			      int64_t *bytes)
{
	*bytes = 0;
	struct rows *r = store_query(c->store, &payout_sql_file,
				     PARAMS(p_int(b->shard), p_uuid(b->batch_id)));
	if (store_next(r)) {
		file->format = (enum payout_format)store_int(r, "format");
		*bytes = store_int(r, "bytes");
	}
	return store_done(r);
}

struct sn_err payout_file_kept(struct ctx *c, const struct payout *batch, bool *out)
{
	struct payout_file file;
	int64_t bytes = 0;
	SN_TRY(kept_row(c, batch, &file, &bytes));
	*out = bytes > 0;
	return SN_SUCCESS;
}

static struct sn_err open_chunks(struct ctx *c, const struct payout *b, uint8_t *out, size_t bytes)
{
	struct person_key key = keyring_installation_key(c->keys);
	struct sn_err e = SN_SUCCESS;
	size_t at = 0;
	int64_t expected = 0;
	struct rows *r = store_query(c->store, &payout_sql_file_chunks,
				     PARAMS(p_int(b->shard), p_uuid(b->batch_id)));
	while (!sn_failed(e) && store_next(r)) {
		struct chunk_place place = {.column = ""};
		const struct str sealed = store_bytes(r, "sealed");
		const int64_t chunk_no = store_int(r, "chunk_no");
		if (chunk_no != expected++ || sealed.bytes <= SEAL_OVERHEAD_BYTES ||
		    sealed.bytes - SEAL_OVERHEAD_BYTES > bytes - at) {
			e = SN_FAIL(SEAL_BROKEN, .field = "file");
			break;
		}
		place_of(&place, b->batch_id, chunk_no);
		e = keyring_open(&key, &place.place, sealed, out + at);
		at += sealed.bytes - SEAL_OVERHEAD_BYTES;
	}
	crypto_wipe(&key, sizeof key);
	SN_TRY(store_done(r));
	SN_TRY(e);
	return at == bytes ? SN_SUCCESS : SN_FAIL(SEAL_BROKEN, .field = "file");
}

struct sn_err payout_file_open(struct ctx *c, const struct payout *batch, struct payout_file *out)
{
	int64_t bytes = 0;
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_CASHIER, batch->org_no));
	if (!c->keys)
		return SN_FAIL(KEYS_NEEDED);
	SN_TRY(kept_row(c, batch, out, &bytes));
	if (bytes <= 0)
		return SN_FAIL(PAYOUT_FILE_GONE, .field = "batch");
	uint8_t *plain = arena_alloc(c->mem, (size_t)bytes + 1);
	if (!plain)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(open_chunks(c, batch, plain, (size_t)bytes));
	out->at = (char *)plain;
	out->bytes = (size_t)bytes;
	return sha256_eq(crypto_sha256((struct str){out->at, out->bytes}), batch->file_sha256)
		       ? SN_SUCCESS
		       : SN_FAIL(SEAL_BROKEN, .field = "file");
}

/* ---- what the bank gives back ---- */

enum column { REMARK, SERIAL, ACCOUNT, AMOUNT, RESULT, REASON, REFERENCE, DAY, COLUMNS };
const struct table_column payout_return_columns[COLUMNS] = {
	[REMARK] = {"line",
		    false,
		    {"附言", "备注", "摘要", "用途", "业务编号", "附言/用途", "交易附言"}},
	[SERIAL] = {"serial", false, {"序号", "笔次", "编号", "明细序号"}},
	[ACCOUNT] = {"account",
		     false,
		     {"收款账号", "账号", "卡号", "帐号", "收款人账号", "银行卡号", "收款账户"}},
	[AMOUNT] = {"amount",
		    true,
		    {"金额", "交易金额", "实发金额", "金额（元）", "金额(元)", "代发金额",
		     "发生额"}},
	[RESULT] = {"result",
		    true,
		    {"结果", "状态", "处理结果", "处理状态", "交易状态", "交易结果", "返回结果",
		     "代发结果"}},
	[REASON] = {"reason",
		    false,
		    {"失败原因", "原因", "返回信息", "错误信息", "失败说明", "退回原因", "处理信息",
		     "退汇原因"}},
	[REFERENCE] = {"reference", false, {"流水号", "交易流水号", "银行流水号", "交易流水"}},
	[DAY] = {"day",
		 false,
		 {"日期", "交易日期", "入账日期", "处理日期", "交易时间", "处理时间"}},
};
const size_t payout_return_columns_count = COLUMNS;

static struct str cell(const struct table_in *table, const struct table_row *row, enum column which)
{
	return table_cell(table, row, which).text;
}

/* Room for one more of each, twice as much where it is short. */
struct said_room {
	size_t room;
};
static bool make_room(struct arena *mem, struct payout_said *s, struct said_room *k)
{
	enum { ROOM_FIRST = 256 };
	if (s->read_count < k->room)
		return true;
	const size_t room = k->room == 0 ? ROOM_FIRST : 2 * k->room;
	struct payout_reading *read = ARENA_ARRAY(mem, struct payout_reading, room);
	struct payout_row *rows = ARENA_ARRAY(mem, struct payout_row, room);
	if (!read || !rows)
		return false;
	if (s->read_count > 0)
		memcpy(read, s->read, s->read_count * sizeof *read);
	if (s->rows_count > 0)
		memcpy(rows, s->rows, s->rows_count * sizeof *rows);
	s->read = read;
	s->rows = rows;
	k->room = room;
	return true;
}

static struct sn_err read_row(struct arena *mem, const struct table_in *table,
			      const struct table_row *row, struct payout_said *s)
{
	const struct payout_cells cells = {.remark = cell(table, row, REMARK),
					   .serial = cell(table, row, SERIAL),
					   .account = cell(table, row, ACCOUNT),
					   .amount = cell(table, row, AMOUNT),
					   .result = cell(table, row, RESULT),
					   .reason = cell(table, row, REASON),
					   .reference = cell(table, row, REFERENCE),
					   .day = cell(table, row, DAY)};
	struct payout_reading *read = &s->read[s->read_count++];
	struct payout_row *out = &s->rows[s->rows_count];
	*read = (struct payout_reading){.row = row->row, .why = payout_parse_row(mem, &cells, out)};
	read->parsed = !sn_failed(read->why);
	if (sn_err_code(read->why) == SN_NOMEM)
		return read->why;
	out->row = row->row;
	read->at = s->rows_count;
	s->rows_count += read->parsed;
	return SN_SUCCESS;
}

struct sn_err payout_file_read(struct arena *mem, struct table_in *table, struct payout_said *out)
{
	struct said_room room = {0};
	struct table_row row;
	bool more = true;
	*out = (struct payout_said){.read = NULL};
	for (;;) {
		SN_TRY(table_next(table, &row, &more));
		if (!more)
			return SN_SUCCESS;
		if (row.kind == TABLE_ROW_TOTAL) {
			out->totals++;
			continue;
		}
		if (out->read_count == PAYOUT_RETURN_ROWS_MAX)
			return SN_FAIL(TOO_BIG, .field = "file", .arg = {PAYOUT_RETURN_ROWS_MAX});
		if (!make_room(mem, out, &room))
			return SN_FAIL(OUT_OF_MEMORY);
		SN_TRY(read_row(mem, table, &row, out));
	}
}
