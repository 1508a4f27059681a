#include "http/names.h"

#include "care/care.h"
#include "http/shapes.h"

enum {
	NAMES_KEPT_MAX = 128
}; /* a page names fewer unions and people; what comes behind is asked again */

struct names {
	struct ctx *c;
	struct org orgs[NAMES_KEPT_MAX];
	struct user users[NAMES_KEPT_MAX];
	size_t orgs_count, users_count;
	struct cycle *cycles;
	struct item *items;
	size_t cycles_count, items_count;
	bool has_cycles, has_items;
};

struct names *names_new(struct ctx *c)
{
	struct names *n = ARENA_NEW(c->mem, struct names);
	if (n)
		*n = (struct names){.c = c};
	return n;
}

void names_org(struct names *n, struct json_out *o, const char *key, int64_t org_no)
{
	struct org org = {.org_no = 0};
	size_t at = 0;
	while (at < n->orgs_count && n->orgs[at].org_no != org_no)
		at++;
	if (at < n->orgs_count)
		org = n->orgs[at];
	else if (org_no == 0 || sn_failed(org_by_no(n->c, org_no, 0, &org))) {
		json_out_null(o, key);
		return;
	}
	if (at == n->orgs_count && at < NAMES_KEPT_MAX)
		n->orgs[n->orgs_count++] = org;
	json_out_object(o, key);
	json_out_text(o, "code", org.code);
	json_out_text(o, "name", org.name);
	json_out_end(o);
}

void names_user(struct names *n, struct json_out *o, const char *key, struct uuid user_id)
{
	struct user user;
	size_t at = 0;
	while (at < n->users_count && !uuid_eq(n->users[at].user_id, user_id))
		at++;
	if (at < n->users_count)
		user = n->users[at];
	else if (uuid_is_null(user_id) || sn_failed(rights_user_by_id(n->c, user_id, &user))) {
		json_out_null(o, key);
		return;
	}
	if (at == n->users_count && at < NAMES_KEPT_MAX)
		n->users[n->users_count++] = user;
	json_out_object(o, key);
	json_out_text(o, "login", user.login);
	json_out_text(o, "name", user.name);
	json_out_end(o);
}

void names_cycle(struct names *n, struct json_out *o, const char *key, int64_t cycle_no)
{
	if (!n->has_cycles && sn_failed(care_cycles(n->c, &n->cycles, &n->cycles_count)))
		n->cycles_count = 0;
	n->has_cycles = true;
	for (size_t i = 0; i < n->cycles_count; i++)
		if (n->cycles[i].cycle_no == cycle_no) {
			json_out_text(o, key, n->cycles[i].code);
			return;
		}
	json_out_null(o, key);
}

void names_item(struct names *n, struct json_out *o, const char *key, int64_t item_no)
{
	if (!n->has_items && sn_failed(goods_items(n->c, &n->items, &n->items_count)))
		n->items_count = 0;
	n->has_items = true;
	for (size_t i = 0; i < n->items_count; i++)
		if (n->items[i].item_no == item_no) {
			json_out_object(o, key);
			json_out_text(o, "code", n->items[i].code);
			json_out_text(o, "name", n->items[i].name);
			json_out_text(o, "unit", str_of(unit_word(n->items[i].unit)));
			json_out_end(o);
			return;
		}
	json_out_null(o, key);
}

void names_account(struct names *n, struct json_out *o, const char *key,
		   const struct account_key *a)
{
	const char level = ledger_evidence_letter(a->level);
	json_out_object(o, key);
	names_org(n, o, "org", a->org_no);
	json_out_text(o, "class", str_of(ledger_class_words(a->class)->word));
	names_cycle(n, o, "cycle", a->cycle_no);
	json_out_text(o, "source",
		      a->source == FUND_NONE ? STR_NULL
					     : str_of(ledger_source_words(a->source)->word));
	names_item(n, o, "item", a->item_no);
	if (a->lot_no != 0)
		json_out_int(o, "lot", a->lot_no);
	else
		json_out_null(o, "lot");
	names_user(n, o, "holder", a->holder_id);
	json_out_text(o, "level", a->level == EVIDENCE_NONE ? STR_NULL : (struct str){&level, 1});
	json_out_end(o);
}

/* ---- words ---- */

const char *names_transfer_kind(enum transfer_kind kind)
{
	static const char *const words[] = {
#define X(name, word, leaf) [TRANSFER_##name] = (word),
		TRANSFER_KINDS(X)
#undef X
	};
	return words[kind];
}

int names_class_of(struct str word)
{
	for (int i = 0; i < ACCOUNT_CLASSES_COUNT; i++)
		if (str_is(word, ledger_class_words((enum account_class)i)->word))
			return i;
	return -1;
}

int names_transfer_kind_of(struct str word)
{
	for (int i = 0; i < TRANSFER_KINDS_COUNT; i++)
		if (str_is(word, names_transfer_kind((enum transfer_kind)i)))
			return i;
	return -1;
}

enum fund_source names_source_of(struct str word)
{
	for (int i = FUND_NONE + 1; i < FUND_SOURCES_COUNT; i++)
		if (str_is(word, ledger_source_words((enum fund_source)i)->word))
			return (enum fund_source)i;
	return FUND_NONE;
}

/* ---- shapes ---- */

static const struct field item_ref_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .example = "kit:2024-hw/L", .zh = "代码", .en = "code"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "慰问礼包 L", .zh = "品名", .en = "name"},
	{"unit", FIELD_TEXT, FIELD_NEEDED, .example = "piece", .zh = "单位", .en = "unit"},
	{0},
};
const struct shape shape_item_unit_ref = {"ItemUnitRef", item_ref_fields};

static const struct field account_ref_fields[] = {
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会", .en = "union"},
	{"class", FIELD_WORD, FIELD_NEEDED, .words = CLASS_WORDS, .example = "fund", .zh = "类别",
	 .en = "class"},
	{"cycle", FIELD_TEXT, FIELD_NULLABLE, .example = "hw-2024", .zh = "活动", .en = "cycle"},
	{"source", FIELD_WORD, FIELD_NULLABLE, .words = SOURCE_WORDS, .example = "UPPER",
	 .zh = "资金来源", .en = "whose money"},
	{"item", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_item_unit_ref, .zh = "物品；空为现金",
	 .en = "item; null: money"},
	{"lot", FIELD_INT, FIELD_NULLABLE, .example = "1048577", .zh = "批次", .en = "lot"},
	{"holder", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "保管人",
	 .en = "holder"},
	{"level", FIELD_WORD, FIELD_NULLABLE, .words = "A|B|C|R", .example = "B", .zh = "证据级别",
	 .en = "evidence level"},
	{0},
};
const struct shape shape_account_ref = {"AccountRef", account_ref_fields};
