/* 签领表: who has still to be given what, team by team, to be printed and signed by hand. Names stand in it whole, so it is asked
 * for with a purpose and each asking is on the audit trail before the answer goes out. */
#include "care/handover.h"
#include "http/names.h"
#include "http/reply_care.h"
#include "http/routes.h"
#include "people/team.h"
#include "rights/audit.h"

#define PURPOSE_WORDS "delivery|inspection"
#define NO_TEAM       "none" /* ?team=: of people in no team */

/* clang-format off */
static const struct field row_fields[] = {
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "王小燕（合成数据）", .zh = "姓名（完整）", .en = "name, whole"},
	{"item", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_item_ref, .zh = "物品；空为现金", .en = "the item; null: cash"},
	{"size_missing", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "这件物品分尺码，还没有登记", .en = "the item has sizes, and none was said"},
	{"quantity", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "数量", .en = "quantity"},
	{"value_fen", FIELD_FEN, FIELD_NEEDED, .example = "20000", .zh = "金额（分）", .en = "value"},
	{0},
};
static const struct shape shape_row = {"SignSheetRow", row_fields};
static const struct field team_fields[] = {
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会", .en = "union"},
	{"team", FIELD_TEXT, FIELD_NULLABLE, .example = "一班", .zh = "班组；空为未编班组", .en = "team; null: in none"},
	{"foreman", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "班组长", .en = "foreman"},
	{"people", FIELD_INT, FIELD_NEEDED, .example = "30", .zh = "人数", .en = "people"},
	{"rows", FIELD_LIST, FIELD_NEEDED, .max = SIGN_SHEET_ROWS_MAX, .of = &shape_row, .zh = "每份一行", .en = "one a gift"},
	{0},
};
static const struct shape shape_team = {"SignSheetTeam", team_fields};
static const struct field sheet_fields[] = {
	{"cycle", FIELD_TEXT, FIELD_NEEDED, .example = "hw-2024", .zh = "活动", .en = "cycle"},
	{"cycle_name", FIELD_TEXT, FIELD_NEEDED, .example = "2024年环卫工人节慰问", .zh = "活动名称", .en = "what the cycle is called"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会（含下级）", .en = "the union, with those below it"},
	{"by", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "制表人", .en = "who asked for it"},
	{"at", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-26T02:15:00.000000Z", .zh = "制表时间", .en = "when"},
	{"teams", FIELD_LIST, FIELD_NEEDED, .max = SIGN_SHEET_ROWS_MAX, .of = &shape_team, .zh = "按班组", .en = "by team"},
	{0},
};
static const struct shape shape_sheet = {"SignSheet", sheet_fields};
/* clang-format on */

/* ---- what stands on it ---- */

struct sheet {
	struct arena *mem;
	struct handover_missing_row *rows;
	int64_t count; /* of the rows that there are; SIGN_SHEET_ROWS_MAX of them are kept */
	bool no_team;  /* only people in none */
};

static struct sn_err see(void *self, const struct handover_missing_row *row)
{
	struct sheet *s = self;
	if (s->no_team && !uuid_is_null(row->team_id))
		return SN_SUCCESS;
	if (s->count++ >= SIGN_SHEET_ROWS_MAX)
		return SN_SUCCESS;
	struct handover_missing_row *kept = &s->rows[s->count - 1];
	*kept = *row;
	kept->name = arena_str(s->mem, row->name);
	kept->team = arena_str(s->mem, row->team);
	kept->benefit = arena_str(s->mem, row->benefit);
	return kept->benefit.at ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static struct sn_err read_sheet(struct ctx *c, struct call *q, const struct cycle *cycle,
				const struct org *org, struct sheet *s)
{
	struct missing_filter filter = {.cycle_no = cycle->cycle_no, .path = org->path};
	const struct str team = call_query(q, "team");
	s->mem = c->mem;
	s->rows = ARENA_ARRAY(c->mem, struct handover_missing_row, SIGN_SHEET_ROWS_MAX);
	if (!s->rows)
		return SN_FAIL(OUT_OF_MEMORY);
	s->no_team = str_is(team, NO_TEAM);
	if (!str_is_null(team) && !s->no_team)
		SN_TRY(uuid_parse(&filter.team_id, team, "team"));
	SN_TRY(handover_missing(c, &filter, see, s));
	if (s->count > SIGN_SHEET_ROWS_MAX)
		return SN_FAIL(SIGN_SHEET_LONG, .arg = {s->count, SIGN_SHEET_ROWS_MAX});
	return SN_SUCCESS;
}

/* ---- how it is written ---- */

struct writing {
	struct names *names;
	struct reply_items items;
	struct programme programme;
};

/* "coat" is also "coat/L" (care.h, struct benefit). */
static bool in_a_size(const struct item *item, struct str code)
{
	return !str_is_null(item->size) && str_starts(item->code, code) &&
	       item->code.bytes > code.bytes && item->code.at[code.bytes] == '/';
}

/* "定制棉服 L" without its size. */
static struct str plain_name(const struct item *item)
{
	struct str name = item->name;
	if (name.bytes > item->size.bytes + 1 &&
	    memcmp(name.at + name.bytes - item->size.bytes, item->size.at, item->size.bytes) == 0)
		name.bytes -= item->size.bytes;
	while (name.bytes > 0 && name.at[name.bytes - 1] == ' ')
		name.bytes--;
	return name;
}

static void named_out(struct json_out *o, struct str code, struct str name)
{
	json_out_object(o, "item");
	json_out_text(o, "code", code);
	json_out_text(o, "name", name);
	json_out_end(o);
}

/* What may be handed over as this gift first of all; STR_NULL: cash. */
static struct str gift_code(const struct writing *w, struct str benefit)
{
	for (size_t i = 0; i < w->programme.benefits_count; i++)
		if (str_eq(w->programme.benefits[i].code, benefit))
			return w->programme.benefits[i].item_code;
	return STR_NULL;
}

/* "item" and "size_missing": the item in the size that he wears, else the item; cash alone is null. */
static void gift_out(struct json_out *o, const struct writing *w,
		     const struct handover_missing_row *row)
{
	const struct str code = gift_code(w, row->benefit);
	const struct item *is = NULL, *sized = NULL;
	for (size_t i = 0; i < w->items.count; i++) {
		const struct item *one = &w->items.list[i];
		if (row->size_item_no != 0 ? one->item_no == row->size_item_no
					   : str_eq(one->code, code))
			is = one;
		if (!str_is_null(code) && in_a_size(one, code))
			sized = one;
	}
	if (is)
		named_out(o, is->code, is->name);
	else if (str_is_null(code))
		json_out_null(o, "item");
	else
		named_out(o, code, sized ? plain_name(sized) : code);
	json_out_bool(o, "size_missing", sized && row->size_item_no == 0);
}

static size_t team_end(const struct sheet *s, size_t from)
{
	size_t end = from;
	while (end < (size_t)s->count && s->rows[end].org_no == s->rows[from].org_no &&
	       uuid_eq(s->rows[end].team_id, s->rows[from].team_id))
		end++;
	return end;
}

static struct sn_err team_out(struct ctx *c, struct json_out *o, const struct writing *w,
			      const struct handover_missing_row *rows, size_t count)
{
	struct uuid foreman = UUID_NULL;
	int64_t people = 0;
	if (!uuid_is_null(rows->team_id))
		SN_TRY(team_foreman_of(c, (struct team_ref){rows->shard, rows->team_id}, &foreman));
	json_out_object(o, NULL);
	names_org(w->names, o, "org", rows->org_no);
	json_out_text(o, "team", rows->team.bytes > 0 ? rows->team : STR_NULL);
	names_user(w->names, o, "foreman", foreman);
	json_out_array(o, "rows");
	for (size_t i = 0; i < count; i++) {
		people += i == 0 || !uuid_eq(rows[i].person_id, rows[i - 1].person_id);
		json_out_object(o, NULL);
		json_out_text(o, "name", rows[i].name);
		gift_out(o, w, &rows[i]);
		json_out_int(o, "quantity", rows[i].quantity);
		json_out_money(o, "value_fen", rows[i].value);
		json_out_end(o);
	}
	json_out_end(o);
	json_out_int(o, "people", people);
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err trail(struct ctx *c, struct call *q, const struct org *org, int64_t rows)
{
	const bool gives = str_is(call_query(q, "purpose"), "delivery");
	return call_trail(c, q,
			  &(const struct audit_entry){.act = AUDIT_EXPORT,
						      .session_id = q->session_id,
						      .org_no = org->org_no,
						      .object_kind = STR("sign-sheet"),
						      .object_id = q->args[0],
						      .purpose = gives ? AUDIT_FOR_DELIVERY
								       : AUDIT_FOR_INSPECTION,
						      .address = q->from,
						      .rows = rows});
}

static struct sn_err sheet(struct ctx *c, struct call *q, struct json_out *o)
{
	struct sheet s = {.count = 0};
	struct writing w = {.names = names_new(c)};
	struct cycle cycle;
	struct org org;
	if (!w.names)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(reply_cycle_org(c, q, &cycle, &org));
	if (str_is_null(call_query(q, "purpose")))
		return SN_FAIL(MISSING_FIELD, .field = "purpose");
	SN_TRY(read_sheet(c, q, &cycle, &org, &s));
	SN_TRY(reply_items_read(c, &w.items));
	SN_TRY(care_programme_read(c, cycle.programme, cycle.programme_version, 0, &w.programme));
	SN_TRY(trail(c, q, &org, s.count));
	json_out_object(o, NULL);
	json_out_text(o, "cycle", cycle.code);
	json_out_text(o, "cycle_name", cycle.name);
	names_org(w.names, o, "org", org.org_no);
	names_user(w.names, o, "by", c->actor_id);
	reply_time(o, "at", now_us(c));
	json_out_array(o, "teams");
	for (size_t from = 0; from < (size_t)s.count;) {
		const size_t end = team_end(&s, from);
		SN_TRY(team_out(c, o, &w, &s.rows[from], end - from));
		from = end;
	}
	json_out_end(o);
	json_out_end(o);
	return SN_SUCCESS;
}

/* clang-format off */
static const struct query_field sheet_query[] = {
	{"org", FIELD_TEXT, NULL, "150300", "工会（含下级）", "the union, with those below it"},
	{"team", FIELD_TEXT, NULL, "none", "只要这个班组（编号）；none：未编班组的", "of this team only, by its id; none: of people in no team"},
	{"purpose", FIELD_WORD, PURPOSE_WORDS, "delivery", "为什么要看全名，必写", "what whole names are needed for; must be said", .needed = true},
	{0},
};
const struct route api_sheet_routes[] = {
	{"GET", "/api/v1/cycles/{cycle}/sign-sheet", ROUTE_READ, WHO_PERMITTED, PERMISSION_DELIVER, .reply = &shape_sheet,
	 .query = sheet_query, .answer = sheet, .zh = "签领表：未领的人，按班组（有全名，记入审计）", .en = "the sign-off sheet: who has still to be given what, by team (names stand in it whole; it goes on the audit trail)"},
	{0},
};
/* clang-format on */
