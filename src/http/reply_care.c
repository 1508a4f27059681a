#include "http/reply_care.h"

#include "base/name.h"

static const struct field item_ref_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .example = "kit:2024-hw", .zh = "代码", .en = "code"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "慰问礼包", .zh = "名称", .en = "name"},
	{0},
};
const struct shape shape_item_ref = {"ItemRef", item_ref_fields};

struct sn_err reply_items_read(struct ctx *c, struct reply_items *out)
{
	return goods_items(c, &out->list, &out->count);
}

void reply_item(struct json_out *o, const char *key, const struct reply_items *items,
		int64_t item_no)
{
	for (size_t i = 0; i < items->count; i++) {
		if (items->list[i].item_no != item_no)
			continue;
		json_out_object(o, key);
		json_out_text(o, "code", items->list[i].code);
		json_out_text(o, "name", items->list[i].name);
		json_out_end(o);
		return;
	}
	json_out_null(o, key);
}

void reply_name(struct json_out *o, const char *key, struct str name)
{
	char masked[NAME_MASK_BYTES];
	name_mask(name, masked);
	json_out_text(o, key, str_of(masked));
}

void reply_level(struct json_out *o, const char *key, enum evidence level)
{
	const char letter[] = {ledger_evidence_letter(level), '\0'};
	if (level == EVIDENCE_NONE)
		json_out_null(o, key);
	else
		json_out_text(o, key, str_of(letter));
}

void reply_id(struct json_out *o, const char *key, struct uuid id)
{
	if (uuid_is_null(id))
		json_out_null(o, key);
	else
		json_out_uuid(o, key, id);
}

void reply_why(struct json_out *o, const struct call *q, struct sn_err why)
{
	char words[512];
	if (!sn_failed(why)) {
		json_out_null(o, "reason");
		json_out_null(o, "message");
		json_out_null(o, "field");
		return;
	}
	sn_err_words(why, q->lang, words, sizeof words);
	json_out_text(o, "reason", str_of(sn_reason_word(why.reason)));
	json_out_text(o, "message", str_of(words));
	json_out_text(o, "field", str_of(why.field));
}

struct sn_err reply_cycle_org(struct ctx *c, struct call *q, struct cycle *cycle, struct org *org)
{
	SN_TRY(call_cycle(c, q, q->args[0], cycle));
	return call_org(c, q, org);
}

bool reply_is_below(struct ctx *c, int64_t org_no, struct str path)
{
	struct org org;
	return !sn_failed(org_by_no(c, org_no, 0, &org)) && str_starts(org.path, path);
}
