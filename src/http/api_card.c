/* 银行卡: a person's card set, changed, taken away; lists of them. Only the last four digits are ever answered. */
#include "care/card.h"

#include "base/name.h"
#include "base/text.h"
#include "http/names.h"
#include "http/people_out.h"
#include "http/routes.h"
#include "http/shapes.h"

/* clang-format off */
#define RELATION_WORDS "self|spouse|parent|child|sibling|relative|colleague|neighbour|other"
static const struct field card_fields[] = {
	{"person", FIELD_UUID, FIELD_NEEDED, .example = "01930000-0000-7000-8000-000000000001", .zh = "人员编号", .en = "whose"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "王**", .zh = "姓名（脱敏）", .en = "name, masked"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会", .en = "on whose roster"},
	{"card", FIELD_TEXT, FIELD_NEEDED, .max = 16, .example = "**** 1234", .zh = "卡号末四位", .en = "last four of the card"},
	{"bank", FIELD_TEXT, FIELD_NULLABLE, .example = "示例银行", .zh = "开户行", .en = "where it was opened"},
	{"relation", FIELD_WORD, FIELD_NEEDED, .words = RELATION_WORDS, .example = "self", .zh = "户主与本人的关系", .en = "in whose name it is"},
	{"people", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "用这个卡号的人数", .en = "how many people are paid by its number"},
	{"bad", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "银行退回过，还没有更正", .en = "the bank sent money back, and nobody set it anew"},
	{"bad_words", FIELD_TEXT, FIELD_NULLABLE, .example = "账户已销户", .zh = "银行的话", .en = "the bank's words"},
	{0},
};
static const struct shape shape_card = {"Card", card_fields};
static const struct field set_fields[] = {
	{"number", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "6299 0000 0000 0000 018", .zh = "卡号、存折号或其他账号", .en = "number of the card, passbook or other account"},
	{"bank", FIELD_TEXT, 0, .max = NAME_BYTES_MAX, .example = "示例银行", .zh = "开户行", .en = "where it was opened"},
	{"holder", FIELD_TEXT, 0, .max = NAME_BYTES_MAX, .example = "合成甲", .zh = "户名；不写为本人", .en = "in whose name it is; none: the person's"},
	{"relation", FIELD_WORD, 0, .words = RELATION_WORDS, .example = "spouse", .zh = "户主与本人的关系；不写为本人", .en = "how the holder is related; none: the person himself"},
	{0},
};
static const struct shape shape_set = {"CardNew", set_fields};
static const struct field done_fields[] = {
	{"card", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_card, .zh = "银行卡", .en = "the card"},
	{"fate", FIELD_WORD, FIELD_NEEDED, .words = "set|changed|unchanged", .example = "changed", .zh = "新登记、换卡、未变", .en = "what became of it"},
	{0},
};
static const struct shape shape_done = {"CardSet", done_fields};
static const struct query_field list_query[] = {
	{"org", FIELD_TEXT, NULL, "150300", "工会代码，含下级", "code of a union; those below it too"},
	{"shared", FIELD_WORD, "true|false", "true", "true：只看几个人共用的卡号", "true: only numbers that several people share"},
	{0},
};
/* clang-format on */

static const char *relation_word(enum handover_relation relation)
{
	static const char *const words[] = {
#define X(name, word, zh, en) [HANDOVER_BY_##name] = word,
		HANDOVER_RELATIONS(X)
#undef X
	};
	if (relation == HANDOVER_BY_SELF)
		return "self";
	return relation < HANDOVER_RELATIONS_COUNT ? words[relation] : "other";
}

static void card_out(struct names *n, struct json_out *o, const char *key,
		     const struct card_row *row)
{
	char masked[NAME_MASK_BYTES], card[16];
	name_mask(row->name, masked);
	(void)snprintf(card, sizeof card, "**** %s", row->card.last4);
	json_out_object(o, key);
	json_out_uuid(o, "person", row->card.who.person_id);
	json_out_text(o, "name", str_of(masked));
	names_org(n, o, "org", row->org_no);
	json_out_text(o, "card", str_of(card));
	json_out_text(o, "bank", row->card.bank);
	json_out_text(o, "relation", str_of(relation_word(row->card.relation)));
	json_out_int(o, "people", row->people);
	json_out_bool(o, "bad", row->card.bad);
	json_out_text(o, "bad_words", row->card.bad ? row->card.bad_words : STR_NULL);
	json_out_end(o);
}

/* ---- the list ---- */

struct listing {
	struct arena
		*mem; /* of its own: the domain takes back what is in the call's between rows */
	struct card_row *rows;
	size_t count;
};
/* A row's texts hold until its callback returns, and names are read by other queries: kept first, shown after. */
static struct sn_err keep_row(void *self, const struct card_row *row)
{
	struct listing *l = self;
	if (l->count == CARD_LIST_MAX)
		return SN_SUCCESS;
	struct card_row *kept = &l->rows[l->count++];
	*kept = *row;
	kept->name = arena_str(l->mem, row->name);
	kept->card.bank = arena_str(l->mem, row->card.bank);
	kept->card.bad_words = arena_str(l->mem, row->card.bad_words);
	return SN_SUCCESS;
}

static struct sn_err list_read(struct ctx *c, struct call *q, struct json_out *o, struct listing *l)
{
	struct card_filter filter = {.shared_only = str_is(call_query(q, "shared"), "true")};
	struct names *n = names_new(c);
	struct page page;
	struct org org;
	l->rows = ARENA_ARRAY(l->mem, struct card_row, CARD_LIST_MAX);
	if (!n || !l->rows)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(call_org(c, q, &org));
	filter.org_path = org.path;
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(card_list(c, &filter, keep_row, l));
	if (arena_ran_short(l->mem))
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < l->count; i++)
		card_out(n, o, NULL, &l->rows[i]);
	page_end(c, q, o, STR_NULL); /* the domain lists the first CARD_LIST_MAX */
	return trail_people(c, q, org.org_no, l->count);
}

static struct sn_err list(struct ctx *c, struct call *q, struct json_out *o)
{
	struct listing l = {.mem = arena_new(REQUEST_ARENA_BYTES)};
	if (!l.mem)
		return SN_FAIL(OUT_OF_MEMORY);
	const struct sn_err e = list_read(c, q, o, &l);
	arena_free(l.mem);
	return e;
}

/* ---- one ---- */

static struct sn_err person_of(struct ctx *c, struct call *q, struct person *out)
{
	struct person_ref who;
	SN_TRY(call_person(c, q, q->args[0], &who));
	return people_by_refs(c, &who, 1, out);
}

static struct sn_err card_of(struct ctx *c, const struct person *person, struct card_row *out)
{
	const struct person_ref who = {person->shard, person->person_id};
	*out = (struct card_row){.org_no = person->org_no, .name = person->name};
	SN_TRY(card_current(c, &who, 1, &out->card));
	return uuid_is_null(out->card.card_id) ? SN_FAIL(NO_CARD)
					       : card_people(c, &out->card, &out->people);
}

static struct sn_err new_of(struct ctx *c, const struct call *q, const struct person *person,
			    struct card_new *out)
{
	struct str number, holder = STR_NULL, relation = STR_NULL, bank = STR_NULL;
	*out = (struct card_new){.who = {person->shard, person->person_id},
				 .org_no = person->org_no,
				 .bank = STR_NULL,
				 .holder = STR_NULL};
	SN_TRY(json_get_text(q->body, "number", &number));
	SN_TRY(json_get_text_or(q->body, "bank", &bank));
	SN_TRY(json_get_text_or(q->body, "holder", &holder));
	SN_TRY(json_get_text_or(q->body, "relation", &relation));
	struct sn_err e = card_number_parse(&out->number, (struct cell){CELL_TEXT, number});
	e.field = sn_failed(e) ? "number" : NULL;
	SN_TRY(e);
	SN_TRY(handover_relation_parse(&out->relation,
				       str_is(relation, "self") ? STR_NULL : relation));
	SN_TRY(text_normalise(c->mem, str_is_null(bank) ? STR("") : bank, &out->bank));
	if (holder.bytes > 0)
		SN_TRY(name_parse(c->mem, holder, &out->holder));
	if (str_eq(out->holder, person->name) && out->relation == HANDOVER_BY_SELF)
		out->holder = STR_NULL;
	return SN_SUCCESS;
}

static struct sn_err set(struct ctx *c, struct call *q, struct json_out *o)
{
	static const char *const fates[] = {
		[CARD_TAKEN] = "set", [CARD_CHANGED] = "changed", [CARD_UNCHANGED] = "unchanged"};
	struct names *n = names_new(c);
	struct card_new what;
	struct card_set done;
	struct card_row row;
	struct person person;
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(person_of(c, q, &person));
	SN_TRY(new_of(c, q, &person, &what));
	SN_TRY(card_set(c, &what, 1, &done));
	if (done.fate == CARD_REFUSED)
		return done.why;
	SN_TRY(trail_change(c, q, &person));
	SN_TRY(card_of(c, &person, &row));
	json_out_object(o, NULL);
	card_out(n, o, "card", &row);
	json_out_text(o, "fate", str_of(fates[done.fate]));
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err take_away(struct ctx *c, struct call *q, struct json_out *o)
{
	struct person person;
	(void)o; /* 204 */
	SN_TRY(person_of(c, q, &person));
	SN_TRY(card_remove(c, &person));
	return trail_change(c, q, &person);
}

/* clang-format off */
const struct route api_card_routes[] = {
	{"GET", "/api/v1/cards", ROUTE_READ, WHO_PERMITTED, PERMISSION_ROSTER_READ, .reply = &shape_card, .reply_page = true,
	 .query = list_query, .answer = list, .zh = "银行卡名单（只有末四位）", .en = "bank cards, the last four alone"},
	{"POST", "/api/v1/people/{person}/card", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_ROSTER_WRITE, BODY_JSON, .request = &shape_set,
	 .reply = &shape_done, .answer = set, .zh = "登记或更换银行卡", .en = "set a person's bank card, or another one"},
	{"DELETE", "/api/v1/people/{person}/card", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_ROSTER_WRITE, .answer = take_away,
	 .zh = "不再有银行卡", .en = "a person has no bank card any more"},
	{0},
};
/* clang-format on */
