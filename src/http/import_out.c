/* What imports by makers and by companies' clerks have in common. */
#include "http/import_out.h"

static const struct field counts_fields[] = {
	{"read", FIELD_INT, FIELD_NEEDED, .example = "612", .zh = "读入", .en = "rows read"},
	{"taken", FIELD_INT, FIELD_NEEDED, .example = "590", .zh = "新收", .en = "new people"},
	{"changed", FIELD_INT, FIELD_NEEDED, .example = "7", .zh = "更新", .en = "changed"},
	{"unchanged", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "未变", .en = "unchanged"},
	{"rejected", FIELD_INT, FIELD_NEEDED, .example = "15", .zh = "退回", .en = "refused"},
	{"totals", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "合计行", .en = "totals rows"},
	{"blank", FIELD_INT, FIELD_NEEDED, .example = "2", .zh = "空行", .en = "blank rows"},
	{"without_id", FIELD_INT, FIELD_NEEDED, .example = "3", .zh = "无证件号",
	 .en = "known by name and team alone"},
	{"empty", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "尺码、银行卡名单：没有填的行",
	 .en = "of sizes and cards: rows that say nothing of their person"},
	{"noted", FIELD_INT, FIELD_NEEDED, .example = "0",
	 .zh = "尺码：订单之后的；银行卡：另有人也用这个卡号的",
	 .en = "of sizes: after an order; of cards: another person's too"},
	{0},
};
const struct shape shape_import_counts = {"ImportCounts", counts_fields};

void import_counts_out(struct json_out *o, const struct intake *i)
{
	if (i->checked_us == 0) {
		json_out_null(o, "counts");
		return;
	}
	json_out_object(o, "counts");
	json_out_int(o, "read", i->read);
	json_out_int(o, "taken", i->taken);
	json_out_int(o, "changed", i->changed);
	json_out_int(o, "unchanged", i->unchanged);
	json_out_int(o, "rejected", i->rejected);
	json_out_int(o, "totals", i->totals);
	json_out_int(o, "blank", i->blank);
	json_out_int(o, "without_id", i->without_id);
	json_out_int(o, "empty", i->empty);
	json_out_int(o, "noted", i->noted);
	json_out_end(o);
}

static const struct field reject_fields[] = {
	{"no", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "序号", .en = "number"},
	{"sheet", FIELD_TEXT, FIELD_NULLABLE, .example = "一队", .zh = "工作表；空：文本",
	 .en = "sheet; null: plain text"},
	{"row", FIELD_INT, FIELD_NEEDED, .example = "14", .zh = "行号", .en = "row, as shown"},
	{"column", FIELD_TEXT, FIELD_NEEDED, .example = "身份证号", .zh = "列", .en = "column"},
	{"value", FIELD_TEXT, FIELD_NULLABLE, .example = "150***********0021",
	 .zh = "原值（身份信息脱敏）", .en = "what stands there, masked where it is an identity"},
	{"reason", FIELD_TEXT, FIELD_NEEDED, .example = "bad_id_checksum", .zh = "原因代码",
	 .en = "stable code of the reason"},
	{"message", FIELD_TEXT, FIELD_NEEDED, .example = "身份证号的校验位不对；请核对",
	 .zh = "原因", .en = "the reason in words"},
	{0},
};
const struct shape shape_import_reject = {"ImportReject", reject_fields};

void import_reject_out(struct json_out *o, const struct call *q, const struct intake_reject *r,
		       bool for_clerk)
{
	char words[512];
	struct sn_err why = r->why;
	if (for_clerk && (why.reason == SN_R_DUPLICATE_EXISTING ||
			  why.reason == SN_R_SEVERAL_MATCH || why.reason == SN_R_MERGED_TOO_OFTEN))
		why = SN_FAIL(UNION_LOOKS, .row = why.row, .field = why.field);
	sn_err_words(why, q->lang, words, sizeof words);
	json_out_object(o, NULL);
	json_out_int(o, "no", r->reject_no);
	json_out_text(o, "sheet", r->sheet.bytes > 0 ? r->sheet : STR_NULL);
	json_out_int(o, "row", r->row);
	json_out_text(o, "column", r->column);
	json_out_text(o, "value", r->value);
	json_out_text(o, "reason", str_of(sn_reason_word(why.reason)));
	json_out_text(o, "message", str_of(words));
	json_out_end(o);
}

/* ---- corrections ---- */

static const struct field fix_fields[] = {
	{"sheet", FIELD_TEXT, 0, .max = NAME_BYTES_MAX, .example = "一队",
	 .zh = "工作表；不填：文本", .en = "sheet; absent: plain text"},
	{"row", FIELD_INT, FIELD_NEEDED, .min = 1, .max = FILE_ROWS_MAX, .example = "14",
	 .zh = "行号", .en = "row, as shown"},
	{"column", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "身份证号",
	 .zh = "列", .en = "column"},
	{"value", FIELD_TEXT, 0, .max = 4096, .example = "一班", .zh = "更正为；不填：空",
	 .en = "what it is to be; absent: nothing"},
	{0},
};
const struct shape shape_import_fix = {"ImportFix", fix_fields};

struct sn_err import_fixes_of(struct ctx *c, const struct json_value *body, struct intake_fix **out,
			      size_t *count)
{
	const struct json_value list = json_find(body, "fixes");
	*count = json_kind(&list) == JSON_KIND_ARRAY ? json_count(&list) : 0;
	*out = ARENA_ARRAY(c->mem, struct intake_fix, *count + 1);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < *count; i++) {
		const struct json_value one = json_at(&list, i);
		struct intake_fix *fix = &(*out)[i];
		*fix = (struct intake_fix){.sheet = STR("")};
		SN_TRY(json_get_text_or(&one, "sheet", &fix->sheet));
		if (str_is_null(fix->sheet))
			fix->sheet = STR("");
		SN_TRY(json_get_int(&one, "row", &fix->row));
		SN_TRY(json_get_text(&one, "column", &fix->column));
		SN_TRY(json_get_text_or(&one, "value", &fix->value));
	}
	return SN_SUCCESS;
}
