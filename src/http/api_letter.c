/* 慰问信: the letters of a cycle, printed for the people of a union. Printing counts, and is a write of its own; the file of a
 * printing is fetched afterwards, by who may print, each time on the audit trail: names stand in it whole. */
#include "care/letter.h"
#include "http/api_priv.h"
#include "http/names.h"
#include "http/routes.h"
#include "http/shapes.h"
#include "rights/audit.h"

#include <inttypes.h>

#define LANG_WORDS "zh|mn|en"
#define WAY_WORDS  "name|team"
#define HTML_TYPE  "text/html; charset=utf-8"
enum { CODE_MAX = 64 };

/* clang-format off */
static const struct field letter_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .max = CODE_MAX, .example = "thanks", .zh = "代码", .en = "code"},
	{"language", FIELD_WORD, FIELD_NEEDED, .words = LANG_WORDS, .example = "zh", .zh = "语言", .en = "language"},
	{"version", FIELD_INT, FIELD_NEEDED, .example = "2", .zh = "版本", .en = "version"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "哪个工会的信", .en = "whose letter"},
	{"title", FIELD_TEXT, FIELD_NULLABLE, .max = 500, .example = "致全区环卫工人的慰问信", .zh = "标题", .en = "title"},
	{"sender", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "内蒙古自治区总工会", .zh = "署名", .en = "sender"},
	{"checked", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "已审核，可以印", .en = "checked: it may be printed"},
	{"to_one", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "正文称呼本人，只能每人一封", .en = "its text names a person: one a person only"},
	{0},
};
static const struct shape shape_letter = {"Letter", letter_fields};
#define RUN_FIELDS \
	{"run_id", FIELD_UUID, FIELD_NEEDED, .example = "0192d0e6-7c00-7abc-8def-0123456789ab", .zh = "印制编号", .en = "id of the printing"}, \
	{"code", FIELD_TEXT, FIELD_NEEDED, .max = CODE_MAX, .example = "thanks", .zh = "代码", .en = "code"}, \
	{"language", FIELD_WORD, FIELD_NEEDED, .words = LANG_WORDS, .example = "zh", .zh = "语言", .en = "language"}, \
	{"by", FIELD_WORD, FIELD_NEEDED, .words = WAY_WORDS, .example = "name", .zh = "每人一封或每班组一封", .en = "one a person or one a team"}, \
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "为哪个工会印的", .en = "for whose people"}, \
	{"letters", FIELD_INT, FIELD_NEEDED, .example = "30", .zh = "新印（封）", .en = "new letters"}, \
	{"again", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "重印（封）", .en = "reprints"}
static const struct field run_fields[] = {
	RUN_FIELDS,
	{"version", FIELD_INT, FIELD_NEEDED, .example = "2", .zh = "版本", .en = "version"},
	{"user", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "谁印的", .en = "by whom"},
	{"at", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-20T02:15:00.000000Z", .zh = "何时", .en = "when"},
	{0},
};
static const struct shape shape_run = {"LetterRun", run_fields};
static const struct field printed_fields[] = {
	RUN_FIELDS,
	{"reached", FIELD_INT, FIELD_NEEDED, .example = "30", .zh = "首次送达的名额", .en = "entitlements that got their first"},
	{"left_out", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "不在班组、没有印的名额", .en = "entitlements of people in no team, not printed"},
	{0},
};
static const struct shape shape_printed = {"LetterPrinted", printed_fields};
static const struct field print_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .max = CODE_MAX, .example = "thanks", .zh = "代码", .en = "code"},
	{"language", FIELD_WORD, FIELD_NEEDED, .words = LANG_WORDS, .example = "zh", .zh = "语言", .en = "language"},
	{"by", FIELD_WORD, FIELD_NEEDED, .words = WAY_WORDS, .example = "name", .zh = "每人一封或每班组一封", .en = "one a person or one a team"},
	{"org", FIELD_TEXT, FIELD_NEEDED, .max = ORG_CODE_BYTES_MAX, .example = "150302", .zh = "为哪个工会及其下级的人印", .en = "for the people of this union and those below it"},
	{"team", FIELD_TEXT, 0, .max = NAME_BYTES_MAX, .example = "一班", .zh = "只印这个班组", .en = "of this team only"},
	{0},
};
static const struct shape shape_print = {"LetterPrint", print_fields};
/* clang-format on */

static struct sn_err list(struct ctx *c, struct call *q, struct json_out *o)
{
	struct letter *all = NULL;
	struct names *n = names_new(c);
	struct cycle cycle;
	struct page page;
	size_t count = 0;
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(call_cycle(c, q, q->args[0], &cycle));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(letter_list(c, cycle.cycle_no, &all, &count));
	for (size_t i = 0; i < count; i++) {
		const struct letter *l = &all[i];
		struct str sender;
		if (sn_failed(call_may_near(c, q, l->org_no)))
			continue; /* another branch's letter to its own people */
		SN_TRY(letter_sender(c, l, &sender));
		json_out_object(o, NULL);
		json_out_text(o, "code", l->code);
		json_out_text(o, "language", str_of(letter_lang_words(l->lang)->word));
		json_out_int(o, "version", l->version);
		names_org(n, o, "org", l->org_no);
		json_out_text(o, "title", l->title);
		json_out_text(o, "sender", sender);
		json_out_bool(o, "checked", l->checked_us != 0);
		json_out_bool(o, "to_one", (l->uses & 1U << LETTER_HAS_NAME) != 0);
		json_out_end(o);
	}
	q->asked = true;             /* at the cycle's union, and of each of them */
	page_end(c, q, o, STR_NULL); /* a cycle has some */
	return SN_SUCCESS;
}

static struct sn_err runs(struct ctx *c, struct call *q, struct json_out *o)
{
	struct letter_run_row *all = NULL;
	struct names *n = names_new(c);
	struct cycle cycle;
	struct page page;
	struct org org;
	size_t count = 0;
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(call_cycle(c, q, q->args[0], &cycle));
	SN_TRY(call_org(c, q, &org));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(letter_runs(c, cycle.cycle_no, org.path, &all, &count));
	for (size_t i = 0; i < count; i++) {
		json_out_object(o, NULL);
		json_out_uuid(o, "run_id", all[i].run_id);
		json_out_text(o, "code", all[i].code);
		json_out_text(o, "language", str_of(letter_lang_words(all[i].lang)->word));
		json_out_text(o, "by", str_of(letter_way_words(all[i].way)->word));
		names_org(n, o, "org", all[i].org_no);
		json_out_int(o, "letters", all[i].letters);
		json_out_int(o, "again", all[i].again);
		json_out_int(o, "version", all[i].version);
		names_user(n, o, "user", all[i].by_id);
		reply_time(o, "at", all[i].at_us);
		json_out_end(o);
	}
	page_end(c, q, o, STR_NULL);
	return SN_SUCCESS;
}

/* ---- printing: the domain asks ---- */

static struct sn_err print(struct ctx *c, struct call *q, struct json_out *o)
{
	struct letter_ask ask = {.team = STR_NULL};
	struct letter_printed made;
	struct names *n = names_new(c);
	struct str lang, way;
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(care_cycle_by_code(c, q->args[0], &ask.cycle));
	SN_TRY(json_get_text(q->body, "code", &ask.code));
	SN_TRY(json_get_text(q->body, "language", &lang));
	SN_TRY(json_get_text(q->body, "by", &way));
	SN_TRY(json_get_text_or(q->body, "team", &ask.team));
	SN_TRY(body_org(c, q->body, "org", &ask.org));
	if (!letter_lang_parse(&ask.lang, lang))
		return SN_FAIL(LETTER_LANG, .field = "language");
	if (!letter_way_parse(&ask.way, way))
		return SN_FAIL(LETTER_WAY, .field = "by");
	SN_TRY(letter_print(c, &ask, &made));
	json_out_object(o, NULL);
	json_out_uuid(o, "run_id", made.run_id);
	json_out_text(o, "code", ask.code);
	json_out_text(o, "language", lang);
	json_out_text(o, "by", way);
	names_org(n, o, "org", ask.org.org_no);
	json_out_int(o, "letters", made.letters);
	json_out_int(o, "again", made.again);
	json_out_int(o, "reached", made.reached);
	json_out_int(o, "left_out", (int64_t)made.plan.left_out);
	json_out_end(o);
	return SN_SUCCESS;
}

/* ---- its file ---- */

static struct sn_err piece(void *self, struct str html, int64_t done, int64_t total)
{
	FILE *file = self;
	(void)done;
	(void)total;
	return fwrite(html.at, 1, html.bytes, file) == html.bytes ? SN_SUCCESS
								  : SN_FAIL(CANNOT_WRITE_FILE);
}

static struct sn_err file(struct ctx *c, struct call *q, struct json_out *o)
{
	struct letter_ask ask;
	struct letter_printed printed;
	struct uuid run_id;
	FILE *out = NULL;
	(void)o;
	q->asked = true; /* letter_run_read() does, at the union that it was printed for */
	SN_TRY(uuid_parse(&run_id, q->args[1], "run"));
	SN_TRY(letter_run_read(c, run_id, &ask, &printed));
	if (!str_eq(ask.cycle.code, q->args[0]))
		return SN_FAIL(NO_SUCH_LETTER, .field = "run");
	const struct audit_entry entry = {.act = AUDIT_EXPORT,
					  .session_id = q->session_id,
					  .org_no = ask.org.org_no,
					  .object_kind = STR("letter-run"),
					  .object_id = q->args[1],
					  .address = q->from,
					  .rows = (int64_t)printed.plan.count};
	SN_TRY(call_trail(c, q, &entry));
	SN_TRY(call_download(c, q, HTML_TYPE, "letters.html", &out));
	struct sn_err e = letter_file(c, &ask, &printed, &(const struct letter_file){piece, out});
	if (fclose(out) != 0 && !sn_failed(e))
		e = SN_FAIL(CANNOT_WRITE_FILE);
	return e;
}

/* clang-format off */
static const struct query_field org_query[] = {{"org", FIELD_TEXT, NULL, "150300", "工会代码", "code of the union; those below it too"}, {0}};
const struct route api_letter_routes[] = {
	{"GET", "/api/v1/cycles/{cycle}/letters/texts", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ, .reply = &shape_letter, .reply_page = true,
	 .answer = list, .zh = "活动的慰问信，每一版", .en = "the letters of a cycle, each version"},
	{"GET", "/api/v1/cycles/{cycle}/letters/runs", ROUTE_READ, WHO_PERMITTED, PERMISSION_DELIVER, .reply = &shape_run, .reply_page = true,
	 .query = org_query, .answer = runs, .zh = "印过的慰问信，新的在前", .en = "what was printed of them, the latest first"},
	{"POST", "/api/v1/cycles/{cycle}/letters/runs", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_DELIVER, BODY_JSON, .request = &shape_print,
	 .reply = &shape_printed, .status = 201, .answer = print, .zh = "印慰问信：计数，文件另取", .en = "print letters: counted; the file is fetched by its id"},
	{"GET", "/api/v1/cycles/{cycle}/letters/runs/{run}", ROUTE_READ, WHO_PERMITTED, PERMISSION_DELIVER, .file = HTML_TYPE, .answer = file,
	 .zh = "一次印制的文件（有全名，记入审计）", .en = "the file of a printing (names stand in it whole; it goes on the audit trail)"},
	{0},
};
/* clang-format on */
