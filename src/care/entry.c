/* From words to hand-overs, and a file of them page by page. */
#include "care/entry.h"

#include "base/crypto.h"
#include "base/idnumber.h"

enum { ENTRY_LOGINS_MAX = 512 };

struct entries {
	struct cycle cycle;
	struct programme programme;
	struct item *items;
	size_t items_count;
	struct user users[ENTRY_LOGINS_MAX]; /* those that were named so far */
	size_t users_count;
};

struct sn_err entry_open(struct ctx *c, const struct cycle *cycle, struct entries **out)
{
	struct entries *x = *out = ARENA_NEW(c->mem, struct entries);
	if (!x)
		return SN_FAIL(OUT_OF_MEMORY);
	x->cycle = *cycle;
	SN_TRY(care_programme_read(c, cycle->programme, cycle->programme_version, 0,
				   &x->programme));
	return goods_items(c, &x->items, &x->items_count);
}

/* ---- one entry ---- */

struct sn_err entry_record_id(struct arena *mem, const struct cycle *cycle, struct str text,
			      struct uuid *out)
{
	if (text.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "delivery_id");
	if (text.bytes == 36 && !sn_failed(uuid_parse(out, text, "delivery_id")))
		return SN_SUCCESS;
	const char *name = arena_printf(mem, "songnuan-delivery/v1\n" STR_FMT "\n" STR_FMT "\n",
					STR_ARG(cycle->code), STR_ARG(text));
	if (!name)
		return SN_FAIL(OUT_OF_MEMORY);
	const struct sha256 hash = crypto_sha256(str_of(name));
	memcpy(out->bytes, hash.bytes, sizeof out->bytes);
	out->bytes[6] = (uint8_t)((out->bytes[6] & 0x0FU) | 0x80U);
	out->bytes[8] = (uint8_t)((out->bytes[8] & 0x3FU) | 0x80U);
	return SN_SUCCESS;
}

static struct sn_err parse_who(const struct ctx *c, const struct entry *words,
			       struct delivery_item *out)
{
	struct id_number id;
	out->who = words->who;
	if (!uuid_is_null(words->who.person_id))
		return SN_SUCCESS;
	if (words->id_number.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "id_number");
	struct sn_err e = id_number_parse(&id, words->id_number, day_of(now_us(c)));
	e.field = "id_number";
	SN_TRY(e);
	out->id_hash = people_id_hash(c->keys, &id);
	return SN_SUCCESS;
}

/* "coat", where there is "coat/L": in the size that was collected for him. */
static bool parse_sized(const struct entries *x, struct str code, struct delivery_item *out)
{
	const struct programme *p = &x->programme;
	bool sized = false;
	for (size_t i = 0; i < x->items_count && !sized; i++) {
		const struct str is = x->items[i].code;
		sized = x->items[i].size.bytes > 0 && str_starts(is, code) &&
			is.bytes > code.bytes && is.at[code.bytes] == '/';
	}
	for (size_t i = 0; sized && i < p->benefits_count; i++)
		for (size_t k = 0; k < p->benefits[i].items_count; k++)
			if (str_eq(p->benefits[i].items[k], code)) {
				out->benefit = p->benefits[i].code;
				out->collected_size = true;
				return true;
			}
	return false;
}

static struct sn_err parse_item(const struct entries *x, struct str code, struct str quantity,
				struct delivery_item *out)
{
	struct money cash;
	if (str_is(code, "cash") || str_is(code, "现金")) {
		out->item_no = 0;
		if (!money_parse(&cash, quantity))
			return sn_err_with_text(SN_FAIL(BAD_AMOUNT, .field = "quantity"), STR_FMT,
						STR_ARG(quantity));
		out->quantity = money_fen(cash);
		return SN_SUCCESS;
	}
	if (!str_to_int(quantity, &out->quantity) || out->quantity <= 0)
		return sn_err_with_text(SN_FAIL(BAD_NUMBER, .field = "quantity"), STR_FMT,
					STR_ARG(quantity));
	for (size_t i = 0; i < x->items_count; i++)
		if (str_eq(x->items[i].code, code)) {
			out->item_no = x->items[i].item_no;
			return SN_SUCCESS;
		}
	if (parse_sized(x, code, out))
		return SN_SUCCESS;
	return sn_err_with_text(SN_FAIL(ITEM_UNKNOWN, .field = "item"), STR_FMT, STR_ARG(code));
}

static struct sn_err parse_by(struct ctx *c, struct entries *x, struct str login, struct uuid *out)
{
	*out = UUID_NULL;
	if (login.bytes == 0)
		return SN_SUCCESS;
	for (size_t i = 0; i < x->users_count; i++)
		if (str_eq(x->users[i].login, login)) {
			*out = x->users[i].user_id;
			return SN_SUCCESS;
		}
	if (x->users_count == ENTRY_LOGINS_MAX)
		return SN_FAIL(TOO_LONG, .field = "by", .arg = {ENTRY_LOGINS_MAX});
	struct sn_err e = rights_user_by_login(c, login, &x->users[x->users_count]);
	e.field = "by";
	SN_TRY(e);
	*out = x->users[x->users_count++].user_id;
	return SN_SUCCESS;
}

/* Where and through whom: nothing said is no row. */
static struct sn_err parse_how(struct arena *mem, const struct entry *words,
			       struct delivery_item *out)
{
	if (words->place.bytes + words->proxy.bytes + words->relation.bytes +
		    words->mandate.bytes ==
	    0)
		return SN_SUCCESS;
	struct handover_how *how = ARENA_NEW(mem, struct handover_how);
	if (!how)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(handover_place_parse(&how->place, words->place));
	SN_TRY(handover_relation_parse(&how->relation, words->relation));
	how->proxy = words->proxy.bytes == 0 ? STR_NULL : arena_str(mem, words->proxy);
	how->mandate = words->mandate.bytes == 0 ? STR_NULL : arena_str(mem, words->mandate);
	out->how = how;
	return SN_SUCCESS;
}

struct sn_err entry_parse(struct ctx *c, struct arena *mem, struct entries *x,
			  const struct entry *words, struct delivery_item *out)
{
	const struct str level = words->level;
	*out = (struct delivery_item){.quantity = 0};
	SN_TRY(entry_record_id(mem, &x->cycle, words->record, &out->record_id));
	SN_TRY(parse_who(c, words, out));
	SN_TRY(parse_item(x, words->item, words->quantity, out));
	if (!ledger_evidence_parse(&out->level, level) || out->level == EVIDENCE_R)
		return sn_err_with_text(SN_FAIL(BAD_LEVEL, .field = "level"), STR_FMT,
					level.bytes > 4 ? 4 : (int)level.bytes, str_at(level));
	SN_TRY(time_parse(&out->at_us, words->at, "at"));
	SN_TRY(parse_by(c, x, words->by, &out->by_id));
	out->token = words->token.bytes == 0 ? STR_NULL : arena_str(mem, words->token);
	return parse_how(mem, words, out);
}

/* ---- a file ---- */

enum column {
	DELIVERY_ID,
	ID_NUMBER,
	ITEM,
	QUANTITY,
	LEVEL,
	AT,
	BY,
	TOKEN,
	PLACE,
	PROXY,
	RELATION,
	MANDATE,
	COLUMNS
};
static const struct table_column columns[COLUMNS] = {
	[DELIVERY_ID] = {"delivery_id", true, {"发放编号"}},
	[ID_NUMBER] = {"id_number", true, {"身份证号", "身份证号码", "证件号码", "身份证"}},
	[ITEM] = {"item", true, {"物品", "品名"}},
	[QUANTITY] = {"quantity", true, {"数量"}},
	[LEVEL] = {"level", true, {"证据", "凭证级别", "级别"}},
	[AT] = {"at", true, {"时间", "发放时间", "日期"}},
	[BY] = {"by", false, {"发放人", "经办人"}},
	[TOKEN] = {"token", false, {"领取码"}},
	[PLACE] = {"place", false, {"地点", "领取地点"}},
	[PROXY] = {"proxy", false, {"代领人"}},
	[RELATION] = {"relation", false, {"关系", "与本人关系"}},
	[MANDATE] = {"mandate", false, {"委托", "委托书编号"}},
};

struct page {
	struct delivery_item items[ENTRY_PAGE_ROWS];
	struct delivery_result results[ENTRY_PAGE_ROWS];
	struct table_row rows[ENTRY_PAGE_ROWS]; /* copies, for handing rejects back */
	size_t count;
};
struct reading {
	struct ctx *c;
	const struct entry_file *what;
	struct entries *entries;
	struct table_in *table;
	struct page *page;
	struct arena *mem; /* texts of the page's rows */
	struct entry_file_result *out;
};

struct sn_err entry_keep_row(struct arena *mem, const struct table_row *row, struct table_row *out)
{
	struct cell *cells = ARENA_ARRAY(mem, struct cell, row->count + 1);
	if (!cells)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < row->count; i++)
		cells[i] = (struct cell){.kind = row->cells[i].kind,
					 .text = arena_str(mem, row->cells[i].text)};
	*out = (struct table_row){.kind = row->kind,
				  .row = row->row,
				  .sheet = arena_str(mem, row->sheet),
				  .cells = cells,
				  .count = row->count};
	return SN_SUCCESS;
}

static struct sn_err page_work(struct ctx *c, void *arg)
{
	struct reading *x = arg;
	return care_deliver(c, &x->what->cycle, x->page->items, x->page->count, x->page->results);
}

static struct sn_err reject(struct reading *x, const struct table_row *row, struct sn_err why)
{
	x->out->rejected++;
	return x->what->reject(x->what->self, x->table, row, why);
}

static struct sn_err count_page(struct reading *x)
{
	for (size_t i = 0; i < x->page->count; i++) {
		const struct delivery_result *r = &x->page->results[i];
		switch (r->outcome) {
		case DELIVERY_AWARDED:
			x->out->awarded++;
			x->out->other_size += r->other_size;
			break;
		case DELIVERY_REPLAYED:
			x->out->replayed++;
			break;
		case DELIVERY_OVER_ISSUE:
			x->out->over_issue++;
			break;
		case DELIVERY_REFUSED:
			SN_TRY(reject(x, &x->page->rows[i], r->why));
			break;
		}
	}
	return SN_SUCCESS;
}

static struct sn_err flush_page(struct reading *x)
{
	if (x->page->count == 0)
		return SN_SUCCESS;
	/* The work's own memory is of the page, so a file of any length needs no more than one. */
	struct ctx c = *x->c;
	c.mem = x->mem;
	SN_TRY(store_write(&c, page_work, x));
	SN_TRY(count_page(x));
	x->page->count = 0;
	arena_reset(x->mem);
	if (x->what->progress)
		x->what->progress(x->what->self, x->out->read);
	return SN_SUCCESS;
}

static struct sn_err parse_row(struct reading *x, const struct table_row *row,
			       struct delivery_item *out)
{
	struct str cells[COLUMNS];
	for (size_t i = 0; i < COLUMNS; i++)
		cells[i] = table_cell(x->table, row, i).text;
	for (size_t i = 0; i < COLUMNS; i++)
		if (i != ID_NUMBER) /* it says by itself what is wrong with its blanks */
			cells[i] = str_trim(cells[i]);
	SN_TRY(entry_parse(x->c, x->mem, x->entries,
			   &(const struct entry){.record = cells[DELIVERY_ID],
						 .id_number = cells[ID_NUMBER],
						 .item = cells[ITEM],
						 .quantity = cells[QUANTITY],
						 .level = cells[LEVEL],
						 .at = cells[AT],
						 .by = cells[BY],
						 .token = cells[TOKEN],
						 .place = cells[PLACE],
						 .proxy = cells[PROXY],
						 .relation = cells[RELATION],
						 .mandate = cells[MANDATE]},
			   out));
	out->asked = x->what->asked;
	return SN_SUCCESS;
}

static struct sn_err take_row(struct reading *x, const struct table_row *row)
{
	struct page *page = x->page;
	x->out->read++;
	const struct sn_err e = parse_row(x, row, &page->items[page->count]);
	if (sn_failed(e))
		return sn_err_code(e) == SN_NOMEM ? e : reject(x, row, e);
	SN_TRY(entry_keep_row(x->mem, row, &page->rows[page->count]));
	page->count++;
	return page->count == ENTRY_PAGE_ROWS ? flush_page(x) : SN_SUCCESS;
}

static struct sn_err read_rows(struct reading *x)
{
	struct table_row row;
	bool more = true;
	for (;;) {
		SN_TRY(table_next(x->table, &row, &more));
		if (!more)
			return flush_page(x);
		if (row.kind == TABLE_ROW_TOTAL)
			x->out->totals++;
		else
			SN_TRY(take_row(x, &row));
	}
}

struct sn_err entry_deliver_file(struct ctx *c, const struct entry_file *what,
				 struct entry_file_result *out)
{
	struct reading x = {.c = c, .what = what, .out = out};
	*out = (struct entry_file_result){0};
	SN_TRY(entry_open(c, &what->cycle, &x.entries));
	x.page = ARENA_NEW(c->mem, struct page);
	if (!x.page)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(table_open_source(&x.table, what->source, columns, COLUMNS));
	x.mem = arena_child(c->mem, REQUEST_ARENA_BYTES);
	const struct sn_err e = x.mem ? read_rows(&x) : SN_FAIL(OUT_OF_MEMORY);
	arena_free(x.mem);
	table_close(x.table);
	return e;
}
