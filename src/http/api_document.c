/* Documents of money and goods: drafted, signed, accepted, sent back, taken back; listed and opened. */
#include "care/care.h"
#include "http/money.h"
#include "http/names.h"
#include "http/routes.h"
#include "http/shapes.h"

#include <inttypes.h>

/* ---- one document as a row ---- */

static const struct field document_fields[] = {DOCUMENT_FIELDS, {0}};
const struct shape shape_document = {"Document", document_fields};

static const char *const hand_words[HANDS_COUNT + 1] = {"maker", "checker", "approver", "treasurer",
							"receiver"};

const char *money_hand_word(enum hand hand)
{
	return hand_words[hand];
}

/* Who still has to sign or accept. */
static void waits_out(struct json_out *o, const struct document *d)
{
	const bool over = d->state == DOCUMENT_DONE || d->state == DOCUMENT_CANCELLED;
	json_out_array(o, "waits_for");
	for (int hand = 0; hand < HANDS_COUNT && !over; hand++)
		if ((d->needed & 1U << hand) && uuid_is_null(d->signatures.by[hand]))
			json_out_text(o, NULL, str_of(hand_words[hand]));
	if (!over && (d->needed & DOCUMENT_NEEDS_RECEIVER) && d->accepted_us == 0)
		json_out_text(o, NULL, str_of(hand_words[HANDS_COUNT]));
	json_out_end(o);
}

/* The keys of a row, inside an object that is open. */
static void document_keys(struct names *n, struct json_out *o, const struct document *d)
{
	json_out_uuid(o, "document_id", d->document_id);
	json_out_text(o, "kind", str_of(document_kind_words(d->kind)->word));
	names_org(n, o, "org", d->org_no);
	names_cycle(n, o, "cycle", d->cycle_no);
	json_out_text(o, "state", str_of(document_state_words(d->state)->word));
	json_out_bool(o, "reversed", !uuid_is_null(d->reversal_id));
	json_out_int(o, "count", d->declared_count);
	json_out_money(o, "total_fen", d->declared_total);
	json_out_text(o, "purpose", d->purpose);
	json_out_text(o, "words", d->words);
	json_out_text(o, "reference", d->reference);
	reply_day(o, "day", d->day);
	reply_time(o, "made_at", d->made_us);
	names_user(n, o, "maker", d->signatures.by[HAND_MAKER]);
	names_user(n, o, "receiver", d->receiver_id);
	names_org(n, o, "receiver_org", d->receiver_org_no);
	waits_out(o, d);
}
void money_document_out(struct names *n, struct json_out *o, const char *key,
			const struct document *d)
{
	json_out_object(o, key);
	document_keys(n, o, d);
	json_out_end(o);
}

/* ---- the list ---- */

/* "1730000000000000 UUID" of the last row. */
struct sn_err money_document_page(const struct page *page, struct document_page *out)
{
	struct str rest = page->after, at;
	*out = (struct document_page){.rows_max = page->rows_max + 1};
	if (str_is_null(page->after))
		return SN_SUCCESS;
	if (!str_split(&rest, ' ', &at) || !str_to_int(at, &out->before_us) ||
	    sn_failed(uuid_parse(&out->before_id, rest, "after")))
		return SN_FAIL(BAD_CURSOR, .field = "after");
	return SN_SUCCESS;
}
void money_document_rows(struct ctx *c, struct call *q, struct json_out *o,
			 struct document_rows rows)
{
	char next[64] = "", id[UUID_TEXT_BYTES];
	struct names *n = names_new(c);
	const bool more = rows.count > (size_t)rows.rows_max;
	const size_t shown = more ? (size_t)rows.rows_max : rows.count;
	for (size_t i = 0; n && i < shown; i++)
		money_document_out(n, o, NULL, &rows.list[i]);
	if (more) {
		const struct document *last = &rows.list[shown - 1];
		uuid_text(last->document_id, id);
		(void)snprintf(next, sizeof next, "%" PRId64 " %s", last->made_us, id);
	}
	page_end(c, q, o, more ? str_of(next) : STR_NULL);
}

static int kind_of(struct str word)
{
	for (int i = 0; i < DOCUMENT_KINDS_COUNT; i++)
		if (str_is(word, document_kind_words((enum document_kind)i)->word))
			return i;
	return -1;
}
static int state_of(struct str word)
{
	for (int i = 0; i < DOCUMENT_STATES_COUNT; i++)
		if (str_is(word, document_state_words((enum document_state)i)->word))
			return i;
	return -1;
}

struct sn_err money_query_cycle(struct ctx *c, const struct call *q, int64_t *cycle_no)
{
	struct cycle cycle;
	const struct str code = call_query(q, "cycle");
	*cycle_no = 0;
	if (str_is_null(code))
		return SN_SUCCESS;
	SN_TRY(care_cycle_by_code(c, code, &cycle));
	*cycle_no = cycle.cycle_no;
	return SN_SUCCESS;
}
struct sn_err money_query_until(const struct call *q, int32_t *until_day)
{
	*until_day = 0;
	SN_TRY(call_query_day(q, "until", until_day));
	if (*until_day != 0)
		*until_day =
			day_add(*until_day,
				1); /* people say the last day, the domains the first after it */
	return SN_SUCCESS;
}

static struct sn_err list(struct ctx *c, struct call *q, struct json_out *o)
{
	struct document_subtree filter = {.state = state_of(call_query(q, "state")),
					  .kind = kind_of(call_query(q, "kind"))};
	struct document_page at;
	struct document *rows = NULL;
	struct page page;
	struct org org;
	size_t count = 0;
	SN_TRY(call_org(c, q, &org));
	filter.path = org.path;
	SN_TRY(money_query_cycle(c, q, &filter.cycle_no));
	SN_TRY(call_query_day(q, "from", &filter.from_day));
	SN_TRY(money_query_until(q, &filter.until_day));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(money_document_page(&page, &at));
	SN_TRY(document_of_subtree(c, &filter, &at, &rows, &count));
	money_document_rows(c, q, o, (struct document_rows){rows, count, page.rows_max});
	return SN_SUCCESS;
}

/* ---- one, with all that belongs to it ---- */

static const struct field line_fields[] = {
	{"kind", FIELD_WORD, FIELD_NEEDED, .words = TRANSFER_WORDS, .example = "allot",
	 .zh = "事项", .en = "what it does"},
	{"transfer_id", FIELD_UUID, FIELD_NEEDED, .example = "0192d0e6-7c00-7abc-8def-0123456789ab",
	 .zh = "编号", .en = "id"},
	{"from", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_account_ref, .zh = "自", .en = "from"},
	{"to", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_account_ref, .zh = "至", .en = "to"},
	{"quantity", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "件数；现金为 0",
	 .en = "pieces; 0 of money"},
	{"value_fen", FIELD_FEN, FIELD_NEEDED, .example = "20000000", .zh = "金额（分）",
	 .en = "value in fen"},
	{0},
};
static const struct shape shape_line = {"DocumentLine", line_fields};

static const struct field act_fields[] = {
	{"act", FIELD_WORD, FIELD_NEEDED,
	 .words = "make|check|approve|pay|accept|cancel|send_back|reverse", .example = "approve",
	 .zh = "办理", .en = "what was done"},
	{"by", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "谁", .en = "by whom"},
	{"at", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-26T02:15:00.000000Z", .zh = "何时",
	 .en = "when"},
	{"words", FIELD_TEXT, FIELD_NULLABLE, .example = "同意", .zh = "意见",
	 .en = "what he said"},
	{0},
};
static const struct shape shape_act = {"DocumentAct", act_fields};

static const struct field whole_fields[] = {
	DOCUMENT_FIELDS,
	{"lines", FIELD_LIST, FIELD_NEEDED, .of = &shape_line, .zh = "明细", .en = "its lines"},
	{"acts", FIELD_LIST, FIELD_NEEDED, .of = &shape_act, .zh = "办理过程",
	 .en = "what happened to it, in order"},
	{"snapshot", FIELD_TEXT, FIELD_NEEDED, .max = 64,
	 .example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
	 .zh = "所签内容的校验码；单据不能改，改了就是另一份",
	 .en = "digest of what is signed; a document never changes, another content is another "
	       "one"},
	{"my_hands", FIELD_LIST, FIELD_NEEDED, .zh = "您现在可以办的",
	 .en = "as what you could sign it now"},
	{"may_send_back", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "您可以退回",
	 .en = "you may send it back"},
	{"may_cancel", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "您可以撤销",
	 .en = "you may cancel it"},
	{"may_reverse", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "您可以红字更正",
	 .en = "you may take it back"},
	{0},
};
const struct shape shape_document_whole = {"DocumentWhole", whole_fields};

void money_line_out(struct names *n, struct json_out *o, const struct transfer *t)
{
	json_out_text(o, "kind", str_of(names_transfer_kind(t->kind)));
	json_out_uuid(o, "transfer_id", t->transfer_id);
	names_account(n, o, "from", &t->from);
	names_account(n, o, "to", &t->to);
	json_out_int(o, "quantity", t->quantity);
	json_out_money(o, "value_fen", t->value);
}

static struct sn_err lines_out(struct ctx *c, struct names *n, struct json_out *o,
			       const struct document *d)
{
	struct transfer *lines = NULL;
	size_t count = 0;
	SN_TRY(document_lines(c, d, &lines, &count));
	json_out_array(o, "lines");
	for (size_t i = 0; i < count; i++) {
		json_out_object(o, NULL);
		money_line_out(n, o, &lines[i]);
		json_out_end(o);
	}
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err acts_out(struct ctx *c, struct names *n, struct json_out *o,
			      const struct document *d)
{
	struct document_act acts[DOCUMENT_ACTS_COUNT];
	size_t count = 0;
	SN_TRY(document_acts(c, d, acts, &count));
	json_out_array(o, "acts");
	for (size_t i = 0; i < count; i++) {
		json_out_object(o, NULL);
		json_out_text(o, "act", str_of(document_act_words(acts[i].kind)->word));
		names_user(n, o, "by", acts[i].by_id);
		reply_time(o, "at", acts[i].at_us);
		json_out_text(o, "words", acts[i].words);
		json_out_end(o);
	}
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err mine_out(struct ctx *c, struct json_out *o, const struct document *d)
{
	struct document_mine may;
	SN_TRY(document_mine_read(c, d, &may));
	json_out_array(o, "my_hands");
	for (int hand = HAND_CHECKER; hand <= HANDS_COUNT; hand++)
		if (may.hands & 1U << hand)
			json_out_text(o, NULL, str_of(hand_words[hand]));
	json_out_end(o);
	json_out_bool(o, "may_send_back", may.send_back);
	json_out_bool(o, "may_cancel", may.cancel);
	json_out_bool(o, "may_reverse", may.reverse);
	return SN_SUCCESS;
}

struct sn_err money_document_whole_out(struct ctx *c, struct json_out *o, const char *key,
				       const struct document *d)
{
	char hex[2 * SHA256_BYTES + 1];
	struct sha256 snapshot;
	struct names *n = names_new(c);
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	json_out_object(o, key);
	;
	document_keys(n, o, d);
	SN_TRY(lines_out(c, n, o, d));
	SN_TRY(acts_out(c, n, o, d));
	SN_TRY(document_snapshot(c, d, &snapshot));
	crypto_hex(snapshot.bytes, SHA256_BYTES, hex);
	json_out_text(o, "snapshot", str_of(hex));
	SN_TRY(mine_out(c, o, d));
	json_out_end(o);
	return SN_SUCCESS;
}

/* Who has a part in it sees it; else who may see money of the union, or of one that its lines reach. */
static struct sn_err may_see(struct ctx *c, struct call *q, const struct document *d)
{
	struct transfer *lines = NULL;
	size_t count = 0;
	bool part = uuid_eq(d->receiver_id, c->actor_id);
	for (int hand = 0; hand < HANDS_COUNT; hand++)
		part = part || uuid_eq(d->signatures.by[hand], c->actor_id);
	q->asked = true;
	struct sn_err e = part ? SN_SUCCESS : rights_may(c, PERMISSION_MONEY_READ, d->org_no);
	if (!sn_failed(e))
		return SN_SUCCESS;
	if (d->receiver_org_no != 0 &&
	    !sn_failed(rights_may(c, PERMISSION_MONEY_READ, d->receiver_org_no)))
		return SN_SUCCESS;
	if (d->kind != DOCUMENT_ALLOT)
		return e;
	SN_TRY(document_lines(c, d, &lines, &count));
	for (size_t i = 0; i < count; i++)
		if (!sn_failed(rights_may(c, PERMISSION_MONEY_READ, lines[i].to.org_no)))
			return SN_SUCCESS;
	return e;
}

static struct sn_err read_arg(struct ctx *c, const struct call *q, struct document *out)
{
	struct uuid id;
	SN_TRY(uuid_parse(&id, q->args[0], "document"));
	return document_read(c, id, out);
}
static struct sn_err show(struct ctx *c, struct call *q, struct json_out *o)
{
	struct document d;
	SN_TRY(read_arg(c, q, &d));
	SN_TRY(may_see(c, q, &d));
	return money_document_whole_out(c, o, NULL, &d);
}

/* ---- signing, and taking back ---- */

#define WORDS_FIELD                                                                                \
	{                                                                                          \
		"words", FIELD_TEXT, 0, .max = CARE_WORDS_BYTES_MAX, .example = "同意",            \
					.zh = "意见", .en = "what you say with it"                 \
	}
#define SNAPSHOT_FIELD                                                                             \
	{                                                                                          \
		"snapshot", FIELD_TEXT, 0,                                                         \
			.max = 64,                                                                 \
			.example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00" \
				   "a08",                                                          \
			.zh = "您看到的校验码；不符就不签",                                        \
			.en = "the digest that you have seen; where it differs nothing is signed"  \
	}
static const struct field sign_fields[] = {
	{"hand", FIELD_WORD, FIELD_NEEDED, .words = "checker|approver|treasurer|receiver",
	 .example = "approver", .zh = "以什么身份", .en = "as what"},
	WORDS_FIELD,
	SNAPSHOT_FIELD,
	{0},
};
static const struct shape shape_sign = {"DocumentSign", sign_fields};
static const struct field back_fields[] = {
	{"words", FIELD_TEXT, FIELD_NEEDED, .max = CARE_WORDS_BYTES_MAX,
	 .example = "人数与名册不符，请核对后重报", .zh = "退回理由", .en = "why"},
	{0},
};
static const struct shape shape_back = {"DocumentSendBack", back_fields};
static const struct field reverse_fields[] = {
	{"reversal_id", FIELD_UUID, FIELD_NEEDED, .example = "0192d0e6-7c00-7abc-8def-0123456789ac",
	 .zh = "更正的编号，由您生成", .en = "the caller's id of the taking back"},
	{"words", FIELD_TEXT, FIELD_NEEDED, .max = CARE_WORDS_BYTES_MAX, .example = "金额填错",
	 .zh = "理由", .en = "why"},
	{0},
};
static const struct shape shape_reverse = {"DocumentReverse", reverse_fields};

static struct sn_err same_snapshot(struct ctx *c, const struct call *q, const struct document *d)
{
	char hex[2 * SHA256_BYTES + 1];
	struct sha256 snapshot;
	struct str seen = STR_NULL;
	SN_TRY(json_get_text_or(q->body, "snapshot", &seen));
	if (str_is_null(seen))
		return SN_SUCCESS;
	SN_TRY(document_snapshot(c, d, &snapshot));
	crypto_hex(snapshot.bytes, SHA256_BYTES, hex);
	return str_is(seen, hex) ? SN_SUCCESS : SN_FAIL(SNAPSHOT_DIFFERS, .field = "snapshot");
}

static struct sn_err sign(struct ctx *c, struct call *q, struct json_out *o)
{
	struct document d;
	struct str word, words = STR_NULL;
	int hand = HAND_CHECKER;
	SN_TRY(json_get_text(q->body, "hand", &word));
	SN_TRY(json_get_text_or(q->body, "words", &words));
	while (hand < HANDS_COUNT && !str_is(word, hand_words[hand]))
		hand++;
	SN_TRY(read_arg(c, q, &d));
	SN_TRY(same_snapshot(c, q, &d));
	if (hand == HANDS_COUNT)
		SN_TRY(document_accept(c, d.shard, d.document_id, &d));
	else
		SN_TRY(document_sign(c, d.shard, d.document_id, (enum hand)hand, &d));
	SN_TRY(document_say(c, &d, (enum hand)hand, words));
	return money_document_whole_out(c, o, NULL, &d);
}

static struct sn_err send_back(struct ctx *c, struct call *q, struct json_out *o)
{
	struct document d, after;
	struct str words;
	SN_TRY(json_get_text(q->body, "words", &words));
	SN_TRY(read_arg(c, q, &d));
	SN_TRY(document_send_back(c, &d, words, &after));
	return money_document_whole_out(c, o, NULL, &after);
}

static struct sn_err cancel(struct ctx *c, struct call *q, struct json_out *o)
{
	struct document d, after;
	SN_TRY(read_arg(c, q, &d));
	SN_TRY(document_cancel(c, d.shard, d.document_id, &after));
	return money_document_whole_out(c, o, NULL, &after);
}

static struct sn_err reverse(struct ctx *c, struct call *q, struct json_out *o)
{
	struct document d, after;
	struct uuid id;
	struct str words;
	SN_TRY(json_get_uuid(q->body, "reversal_id", &id));
	SN_TRY(json_get_text(q->body, "words", &words));
	SN_TRY(read_arg(c, q, &d));
	SN_TRY(document_reverse(c, &d, id, words, &after));
	return money_document_whole_out(c, o, NULL, &after);
}

static const struct query_field list_query[] = {
	{"org", FIELD_TEXT, NULL, "150300", "工会代码", "code of a union; those below it too"},
	{"cycle", FIELD_TEXT, NULL, "hw-2024", "活动代码", "code of a cycle"},
	{"state", FIELD_WORD, DOCUMENT_STATE_WORDS, "done", "状态", "state"},
	{"kind", FIELD_WORD, DOCUMENT_KIND_WORDS, "allot", "类型", "kind"},
	{"from", FIELD_DAY, NULL, "2024-10-01", "自", "from this day on"},
	{"until", FIELD_DAY, NULL, "2024-10-31", "至（含）", "until this day, with it"},
	{0},
};

const struct route api_document_routes[] = {
	{"GET", "/api/v1/documents", ROUTE_READ, WHO_PERMITTED, PERMISSION_MONEY_READ,
	 .reply = &shape_document, .reply_page = true, .query = list_query, .answer = list,
	 .zh = "资金、物资单据，新的在前", .en = "papers of money and goods, the newest first"},
	{"GET", "/api/v1/documents/{document}", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ,
	 .reply = &shape_document_whole, .answer = show, .zh = "一份单据：明细、办理过程、所签内容",
	 .en = "one paper: its lines, what happened to it, what is signed"},
	{"POST", "/api/v1/documents/{document}/sign", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_CARE_READ, BODY_JSON, .request = &shape_sign, .reply = &shape_document_whole,
	 .answer = sign, .zh = "审核、批准、支付或签收", .en = "check, approve, pay or accept it"},
	{"POST", "/api/v1/documents/{document}/send-back", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_CARE_READ, BODY_JSON, .request = &shape_back, .reply = &shape_document_whole,
	 .answer = send_back, .zh = "退回，写明理由", .en = "send it back, saying why"},
	{"POST", "/api/v1/documents/{document}/cancel", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_CARE_READ, .reply = &shape_document_whole, .answer = cancel,
	 .zh = "撤销没办完的单据", .en = "cancel a paper that is not done"},
	{"POST", "/api/v1/documents/{document}/reverse", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_REVERSE, BODY_JSON, .request = &shape_reverse, .reply = &shape_document_whole,
	 .answer = reverse, .zh = "红字更正已办完的单据", .en = "take back a paper that is done"},
	{0},
};
