#include "base/crypto.h"
#include "base/idnumber.h"
#include "care/handover.h"
#include "cli/cmd.h"
#include "cli/cmd_file.h"

#include <inttypes.h>

/* A delivery file: one row a hand-over. Rows go to care_deliver() in pages, each page durable before the next, so a
 * file that was cut short is simply handed in again: what is there already is the same answer. */

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

enum { PAGE_ROWS = 1000, LOGINS_MAX = 512 };

struct page {
	struct delivery_item items[PAGE_ROWS];
	struct delivery_result results[PAGE_ROWS];
	struct table_row rows[PAGE_ROWS]; /* copies, for handing rejects back */
	size_t count;
};

struct delivering {
	struct cli *cli;
	struct cycle cycle;
	struct programme programme;
	struct table_in *table;
	struct item *items;
	size_t items_count;
	struct user users[LOGINS_MAX]; /* those that the file named so far */
	size_t users_count;
	struct page *page;
	struct arena *page_mem; /* texts of the page's rows */
	struct cmd_rejects rejects;
	int64_t read, awarded, replayed, over_issue, other_size;
	int64_t totals; /* rows that only add up others */
};

static struct str cell(const struct delivering *d, const struct table_row *row, enum column which)
{
	return str_trim(table_cell(d->table, row, which).text);
}

struct sn_err cmd_record_id(struct arena *mem, const struct cycle *cycle, struct str text,
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

static struct sn_err parse_who(const struct delivering *d, const struct table_row *row,
			       struct id_hash *out)
{
	const struct cell c = table_cell(d->table, row, ID_NUMBER);
	struct id_number id;
	if (c.text.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "id_number");
	struct sn_err e = id_number_parse(&id, c.text, day_of(now_us(&d->cli->ctx)));
	e.field = "id_number";
	SN_TRY(e);
	*out = people_id_hash(d->cli->ctx.keys, &id);
	return SN_SUCCESS;
}

/* "coat", where there is "coat/L": in the size that was collected for him. */
static bool parse_sized(const struct delivering *d, struct str code, struct delivery_item *out)
{
	const struct programme *p = &d->programme;
	bool sized = false;
	for (size_t i = 0; i < d->items_count && !sized; i++) {
		const struct str is = d->items[i].code;
		sized = d->items[i].size.bytes > 0 && str_starts(is, code) &&
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

static struct sn_err parse_item(const struct delivering *d, struct str code, struct str quantity,
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
	for (size_t i = 0; i < d->items_count; i++)
		if (str_eq(d->items[i].code, code)) {
			out->item_no = d->items[i].item_no;
			return SN_SUCCESS;
		}
	if (parse_sized(d, code, out))
		return SN_SUCCESS;
	return sn_err_with_text(SN_FAIL(ITEM_UNKNOWN, .field = "item"), STR_FMT, STR_ARG(code));
}

static struct sn_err parse_by(struct delivering *d, struct str login, struct uuid *out)
{
	*out = UUID_NULL;
	if (login.bytes == 0)
		return SN_SUCCESS;
	for (size_t i = 0; i < d->users_count; i++)
		if (str_eq(d->users[i].login, login)) {
			*out = d->users[i].user_id;
			return SN_SUCCESS;
		}
	if (d->users_count == LOGINS_MAX)
		return SN_FAIL(TOO_LONG, .field = "by", .arg = {LOGINS_MAX});
	struct sn_err e = cli_user(d->cli, login, &d->users[d->users_count]);
	e.field = "by";
	SN_TRY(e);
	*out = d->users[d->users_count++].user_id;
	return SN_SUCCESS;
}

/* Where and through whom: said by columns that a file may have; nothing said is no row. */
static struct sn_err parse_how(const struct delivering *d, const struct table_row *row,
			       struct delivery_item *out)
{
	const struct str place = cell(d, row, PLACE), proxy = cell(d, row, PROXY);
	const struct str relation = cell(d, row, RELATION), mandate = cell(d, row, MANDATE);
	if (place.bytes + proxy.bytes + relation.bytes + mandate.bytes == 0)
		return SN_SUCCESS;
	struct handover_how *how = ARENA_NEW(d->page_mem, struct handover_how);
	if (!how)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(handover_place_parse(&how->place, place));
	SN_TRY(handover_relation_parse(&how->relation, relation));
	how->proxy = proxy.bytes == 0 ? STR_NULL : arena_str(d->page_mem, proxy);
	how->mandate = mandate.bytes == 0 ? STR_NULL : arena_str(d->page_mem, mandate);
	out->how = how;
	return SN_SUCCESS;
}

static struct sn_err parse_row(struct delivering *d, const struct table_row *row,
			       struct delivery_item *out)
{
	*out = (struct delivery_item){.asked = cli_has(d->cli, "ask")};
	SN_TRY(cmd_record_id(d->page_mem, &d->cycle, cell(d, row, DELIVERY_ID), &out->record_id));
	SN_TRY(parse_who(d, row, &out->id_hash));
	SN_TRY(parse_item(d, cell(d, row, ITEM), cell(d, row, QUANTITY), out));
	const struct str level = cell(d, row, LEVEL);
	if (!ledger_evidence_parse(&out->level, level) || out->level == EVIDENCE_R)
		return sn_err_with_text(SN_FAIL(BAD_LEVEL, .field = "level"), STR_FMT,
					level.bytes > 4 ? 4 : (int)level.bytes,
					level.at ? level.at : "");
	SN_TRY(time_parse(&out->at_us, cell(d, row, AT), "at"));
	SN_TRY(parse_by(d, cell(d, row, BY), &out->by_id));
	const struct str token = cell(d, row, TOKEN);
	out->token = token.bytes == 0 ? STR_NULL : arena_str(d->page_mem, token);
	return parse_how(d, row, out);
}

/* ---- a page ---- */

static struct sn_err page_work(struct ctx *c, void *arg)
{
	struct delivering *d = arg;
	return care_deliver(c, &d->cycle, d->page->items, d->page->count, d->page->results);
}

static struct sn_err count_page(struct delivering *d)
{
	for (size_t i = 0; i < d->page->count; i++) {
		const struct delivery_result *r = &d->page->results[i];
		switch (r->outcome) {
		case DELIVERY_AWARDED:
			d->awarded++;
			d->other_size += r->other_size;
			break;
		case DELIVERY_REPLAYED:
			d->replayed++;
			break;
		case DELIVERY_OVER_ISSUE:
			d->over_issue++;
			break;
		case DELIVERY_REFUSED:
			SN_TRY(cmd_reject(&d->rejects, d->table, &d->page->rows[i], r->why));
			break;
		}
	}
	return SN_SUCCESS;
}

static struct sn_err flush_page(struct delivering *d)
{
	if (d->page->count == 0)
		return SN_SUCCESS;
	/* The work's own memory is of the page, so a file of any length needs no more than one. */
	struct ctx c = d->cli->ctx;
	c.mem = d->page_mem;
	SN_TRY(store_write(&c, page_work, d));
	SN_TRY(count_page(d));
	d->page->count = 0;
	arena_reset(d->page_mem);
	cli_progress(d->cli, CLI_WORDS(d->cli, "发放", "deliver"), d->read, 0);
	return SN_SUCCESS;
}

static struct sn_err take_row(struct delivering *d, const struct table_row *row)
{
	struct page *page = d->page;
	d->read++;
	const struct sn_err e = parse_row(d, row, &page->items[page->count]);
	if (sn_failed(e))
		return sn_err_code(e) == SN_NOMEM ? e : cmd_reject(&d->rejects, d->table, row, e);
	SN_TRY(cmd_keep_row(d->page_mem, row, &page->rows[page->count]));
	page->count++;
	return page->count == PAGE_ROWS ? flush_page(d) : SN_SUCCESS;
}

static struct sn_err read_file(struct delivering *d)
{
	struct table_row row;
	bool more = true;
	for (;;) {
		SN_TRY(table_next(d->table, &row, &more));
		if (!more)
			return flush_page(d);
		if (row.kind == TABLE_ROW_TOTAL)
			d->totals++;
		else
			SN_TRY(take_row(d, &row));
	}
}

/* ---- the answer ---- */

static struct sn_err print(const struct delivering *d)
{
	struct cli *cli = d->cli;
	if (cli->format == TABLE_FORMAT_JSON) {
		struct json_out o = json_out_file(cli->out, true);
		json_out_object(&o, NULL);
		json_out_object(&o, "rows");
		json_out_int(&o, "read", d->read);
		json_out_int(&o, "awarded", d->awarded);
		json_out_int(&o, "unchanged", d->replayed);
		json_out_int(&o, "over_issue", d->over_issue);
		json_out_int(&o, "other_size", d->other_size);
		json_out_int(&o, "rejected", d->rejects.count);
		json_out_int(&o, "totals", d->totals);
		json_out_end(&o);
		cmd_json_rejects(cli, &o, d->rejects.list, d->rejects.list_count);
		json_out_end(&o);
		return json_out_done(&o);
	}
	cmd_text_counts(cli, (const struct cmd_count[]){{"读入", "read", d->read},
							{"已发放", "handed over", d->awarded},
							{"已在", "there already", d->replayed},
							{"重复或无名额（已立事项）",
							 "given twice or not entitled (cases)",
							 d->over_issue},
							{"退回", "rejected", d->rejects.count},
							{"合计行", "totals rows", d->totals},
							{NULL, NULL, 0}});
	if (d->other_size > 0)
		(void)fprintf(cli->out,
			      CLI_WORDS(cli, "其中 %" PRId64 " 件与登记的尺码不同\n",
					"of these %" PRId64
					" in another size than was collected\n"),
			      d->other_size);
	cmd_text_rejects(cli, d->rejects.list, d->rejects.list_count);
	return SN_SUCCESS;
}

static struct sn_err deliver(struct delivering *d)
{
	struct cli *cli = d->cli;
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &d->cycle));
	SN_TRY(care_programme_read(&cli->ctx, d->cycle.programme, d->cycle.programme_version, 0,
				   &d->programme));
	SN_TRY(goods_items(&cli->ctx, &d->items, &d->items_count));
	d->page = ARENA_NEW(cli->ctx.mem, struct page);
	if (!d->page || !d->page_mem)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(table_open(&d->table, cli->operands[0].at, columns, COLUMNS));
	struct sn_err e = read_file(d);
	e = cmd_rejects_close(&d->rejects, e);
	table_close(d->table);
	cli_progress_end(cli);
	SN_TRY(e);
	return print(d);
}

struct sn_err cmd_deliver(struct cli *cli)
{
	struct delivering *d = ARENA_NEW(cli->ctx.mem, struct delivering);
	if (!d)
		return SN_FAIL(OUT_OF_MEMORY);
	d->cli = cli;
	d->rejects = (struct cmd_rejects){.cli = cli, .path = cli_value(cli, "rejects")};
	d->page_mem = arena_child(cli->ctx.mem, REQUEST_ARENA_BYTES);
	const struct sn_err e = deliver(d);
	arena_free(d->page_mem);
	SN_TRY(e);
	return d->rejects.count > 0 ? SN_FAIL(PARTLY_TAKEN, .arg = {d->rejects.count}) : SN_SUCCESS;
}
