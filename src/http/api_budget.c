/* Budgets: lines with what is left of them, and the entries that they come from. */
#include "ledger/budget.h"

#include "care/payout.h"
#include "http/money.h"
#include "http/routes.h"
#include "http/shapes.h"

#include <inttypes.h>

/* clang-format off */
#define ENTRY_KIND_WORDS "add|change|closed_list"
static const char *const entry_kinds[BUDGET_ENTRIES_COUNT] = {"add", "change", "closed_list"};

static const struct field line_fields[] = {
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会", .en = "union"},
	{"cycle", FIELD_TEXT, FIELD_NULLABLE, .example = "hw-2024", .zh = "活动", .en = "cycle"},
	{"code", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "gift", .zh = "科目", .en = "code"},
	{"words", FIELD_TEXT, FIELD_NULLABLE, .example = "慰问品", .zh = "用于", .en = "what for"},
	{"source", FIELD_WORD, FIELD_NULLABLE, .words = SOURCE_WORDS, .example = "OWN", .zh = "资金来源", .en = "whose money"},
	{"amount_fen", FIELD_FEN, FIELD_NEEDED, .example = "1000000", .zh = "预算（分）", .en = "amount in fen"},
	{"used_fen", FIELD_FEN, FIELD_NEEDED, .example = "600000", .zh = "已用（分），含占用", .en = "used in fen, with what is bound"},
	{"bound_fen", FIELD_FEN, FIELD_NEEDED, .example = "100000", .zh = "其中占用：单据已拟、未办完，批次未回盘（分）", .en = "of it bound: papers that are drafted and not posted, payments that the bank has not answered"},
	{"left_fen", FIELD_FEN, FIELD_NEEDED, .example = "400000", .zh = "余额（分）", .en = "left in fen"},
	{"roles", FIELD_LIST, FIELD_NEEDED, .zh = "哪些角色可用；空为不限", .en = "roles that may spend it; none: whoever may make the paper"},
	{"users", FIELD_LIST, FIELD_NEEDED, .of = &shape_user_ref, .zh = "指定的人", .en = "users who are named"},
	{0},
};
static const struct shape shape_line = {"BudgetLine", line_fields};
#define ENTRY_STATE_WORDS "made|approved|refused|withdrawn"
#define ENTRY_FIELDS \
	{"entry_id", FIELD_UUID, FIELD_NEEDED, .example = "0192d0e6-7c00-7abc-8def-0123456789ae", .zh = "编号", .en = "id"}, \
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会", .en = "union"}, \
	{"cycle", FIELD_TEXT, FIELD_NULLABLE, .example = "hw-2024", .zh = "活动", .en = "cycle"}, \
	{"kind", FIELD_WORD, FIELD_NEEDED, .words = ENTRY_KIND_WORDS, .example = "add", .zh = "设立、调整、改为封闭", .en = "adds, changes, or closes the list"}, \
	{"code", FIELD_TEXT, FIELD_NULLABLE, .example = "gift", .zh = "科目", .en = "code"}, \
	{"words", FIELD_TEXT, FIELD_NULLABLE, .example = "慰问品", .zh = "理由", .en = "what for, why"}, \
	{"source", FIELD_WORD, FIELD_NULLABLE, .words = SOURCE_WORDS, .example = "OWN", .zh = "资金来源", .en = "whose money"}, \
	{"delta_fen", FIELD_FEN, FIELD_NEEDED, .example = "1000000", .zh = "增减（分）", .en = "more or less, in fen"}, \
	{"maker", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "经办", .en = "maker"}, \
	{"made_at", FIELD_TIME, FIELD_NULLABLE, .example = "2024-10-20T02:15:00.000000Z", .zh = "填报时间", .en = "when it was made"}, \
	{"approver", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "批准", .en = "approver; null: it counts for nothing yet"}, \
	{"approved_at", FIELD_TIME, FIELD_NULLABLE, .example = "2024-10-21T02:15:00.000000Z", .zh = "批准时间", .en = "when it was approved"}, \
	{"state", FIELD_WORD, FIELD_NEEDED, .words = ENTRY_STATE_WORDS, .example = "made", .zh = "待批准、已批准、已退回、已撤回", .en = "waits, approved, refused, withdrawn by its maker"}, \
	{"refused_by", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "退回人", .en = "who refused it"}, \
	{"refused_at", FIELD_TIME, FIELD_NULLABLE, .example = "2024-10-21T02:15:00.000000Z", .zh = "退回时间", .en = "when"}, \
	{"refused_words", FIELD_TEXT, FIELD_NULLABLE, .example = "金额与会议纪要不符", .zh = "退回理由", .en = "why"}, \
	{"roles", FIELD_LIST, FIELD_NEEDED, .zh = "设立时：哪些角色可用；空为不限", .en = "of one that adds a line: roles that may spend; none: whoever may make the paper"}, \
	{"users", FIELD_LIST, FIELD_NEEDED, .of = &shape_user_ref, .zh = "设立时：指定的人", .en = "of one that adds a line: users who are named"}
static const struct field entry_fields[] = {
	ENTRY_FIELDS,
	{0},
};
static const struct shape shape_entry = {"BudgetEntry", entry_fields};
static const struct field entry_whole_fields[] = {
	ENTRY_FIELDS,
	{"line", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_line, .zh = "该科目现在的样子；空为还没有", .en = "the line as it is now; null: there is none yet"},
	{"closed", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "这份预算已封闭", .en = "this budget is a closed list"},
	{"since", FIELD_LIST, FIELD_NEEDED, .of = &shape_entry, .zh = "拟写之后同一科目又批准的变动", .en = "what was approved of the same line after this one was made"},
	{"may_approve", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "您可以批准或退回", .en = "you may approve or refuse it"},
	{"may_withdraw", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "您可以撤回", .en = "you may withdraw it"},
	{0},
};
static const struct shape shape_entry_whole = {"BudgetEntryWhole", entry_whole_fields};
static const struct field refuse_fields[] = {
	{"words", FIELD_TEXT, FIELD_NEEDED, .max = PURCHASE_WORDS_BYTES_MAX, .example = "金额与会议纪要不符", .zh = "理由", .en = "why"},
	{0},
};
static const struct shape shape_refuse = {"BudgetRefusal", refuse_fields};
static const struct field use_fields[] = {
	{"paper", FIELD_WORD, FIELD_NEEDED, .words = "document|payout", .example = "document", .zh = "单据或银行批次", .en = "a document or a bank batch"},
	{"document_id", FIELD_UUID, FIELD_NEEDED, .example = "0192d0e6-7c00-7abc-8def-0123456789ab", .zh = "编号", .en = "id"},
	{"kind", FIELD_WORD, FIELD_NULLABLE, .words = DOCUMENT_KIND_WORDS, .example = "allot", .zh = "单据类型", .en = "kind of the document"},
	{"words", FIELD_TEXT, FIELD_NULLABLE, .example = "2024年慰问资金", .zh = "说明", .en = "what for"},
	{"day", FIELD_DAY, FIELD_NULLABLE, .example = "2024-10-20", .zh = "日期", .en = "day"},
	{"state", FIELD_TEXT, FIELD_NULLABLE, .max = 32, .example = "done", .zh = "单据状态", .en = "state of the document"},
	{"amount_fen", FIELD_FEN, FIELD_NEEDED, .example = "20000000", .zh = "用去（分）；负数为退回", .en = "taken, in fen; less than zero: given back"},
	{"counts", FIELD_WORD, FIELD_NEEDED, .words = "used|bound|coming|free", .example = "used", .zh = "已用、占用、待退回、已放开", .en = "used, bound, will come back, free again"},
	{0},
};
static const struct shape shape_use = {"BudgetUse", use_fields};
static const struct field new_fields[] = {
	{"entry_id", FIELD_UUID, FIELD_NEEDED, .example = "0192d0e6-7c00-7abc-8def-0123456789ae", .zh = "编号，由您生成", .en = "the caller's id"},
	{"org", FIELD_TEXT, FIELD_NEEDED, .max = ORG_CODE_BYTES_MAX, .example = "150000", .zh = "工会代码", .en = "code of the union"},
	{"cycle", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "hw-2024", .zh = "活动代码", .en = "code of the cycle"},
	{"kind", FIELD_WORD, FIELD_NEEDED, .words = ENTRY_KIND_WORDS, .example = "add", .zh = "设立、调整、改为封闭", .en = "adds, changes, or closes the list"},
	{"code", FIELD_TEXT, 0, .max = 64, .example = "gift", .zh = "科目", .en = "code"},
	{"words", FIELD_TEXT, 0, .max = PURCHASE_WORDS_BYTES_MAX, .example = "慰问品", .zh = "理由", .en = "what for, why"},
	{"source", FIELD_WORD, 0, .words = SOURCE_WORDS, .example = "OWN", .zh = "资金来源", .en = "whose money"},
	{"delta_fen", FIELD_FEN, 0, .min = -INT64_C(1000000000000000), .max = INT64_C(1000000000000000), .example = "1000000", .zh = "增减（分）", .en = "more or less, in fen"},
	{"roles", FIELD_LIST, 0, .max = RIGHTS_ROLES_COUNT, .example = "maker", .zh = "设立：哪些角色可用", .en = "adding: roles that may spend from it"},
	{"users", FIELD_LIST, 0, .max = BUDGET_USERS_MAX, .example = "zhang", .zh = "设立：指定的人（用户名）", .en = "adding: logins of users who may"},
	{0},
};
static const struct shape shape_new = {"BudgetEntryNew", new_fields};
/* clang-format on */

struct place {
	struct org org;
	int64_t cycle_no;
};
static struct sn_err place_of(struct ctx *c, struct call *q, struct place *out)
{
	SN_TRY(call_org(c, q, &out->org));
	return money_query_cycle(c, q, &out->cycle_no);
}

static struct str source_word(enum fund_source source)
{
	return source == FUND_NONE ? STR_NULL : str_of(ledger_source_words(source)->word);
}

static void roles_out(struct json_out *o, unsigned roles)
{
	json_out_array(o, "roles");
	for (int r = 0; r < RIGHTS_ROLES_COUNT; r++)
		if (roles & 1U << r)
			json_out_text(o, NULL, str_of(rights_role_word((enum rights_role)r)));
	json_out_end(o);
}
static void users_out(struct names *n, struct json_out *o, const struct uuid *users, size_t count)
{
	json_out_array(o, "users");
	for (size_t i = 0; i < count; i++)
		names_user(n, o, NULL, users[i]);
	json_out_end(o);
}

static struct sn_err line_out(struct ctx *c, struct names *n, struct json_out *o, const char *key,
			      const struct budget_line *line)
{
	struct uuid *users = NULL;
	size_t users_count = 0;
	struct money bound, batches;
	struct money left = MONEY_FEN(0);
	const bool fits = money_subtract(&left, line->amount, line->used);
	if (line->users_count > 0)
		SN_TRY(budget_spenders(c, line, &users, &users_count));
	SN_TRY(payout_bound(c, line->org_no, line->cycle_no, line->code, &batches));
	if (!money_add(&bound, line->bound, batches))
		return SN_FAIL(AMOUNT_OVERFLOW, .field = "bound_fen");
	json_out_object(o, key);
	names_org(n, o, "org", line->org_no);
	names_cycle(n, o, "cycle", line->cycle_no);
	json_out_text(o, "code", line->code);
	json_out_text(o, "words", line->words);
	json_out_text(o, "source", source_word(line->source));
	json_out_money(o, "amount_fen", line->amount);
	json_out_money(o, "used_fen", line->used);
	json_out_money(o, "bound_fen", bound);
	json_out_money(o, "left_fen", fits ? left : MONEY_FEN(0));
	roles_out(o, line->roles);
	users_out(n, o, users, users_count);
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err lines(struct ctx *c, struct call *q, struct json_out *o)
{
	struct budget_line *list = NULL;
	struct names *n = names_new(c);
	struct place at;
	struct page page;
	size_t count = 0;
	SN_TRY(place_of(c, q, &at));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(budget_lines(c,
			    &(const struct budget_filter){.shard = at.org.shard,
							  .org_no = at.org.org_no,
							  .cycle_no = at.cycle_no},
			    &list, &count));
	for (size_t i = 0; n && i < count; i++)
		SN_TRY(line_out(c, n, o, NULL, &list[i]));
	page_end(c, q, o, STR_NULL); /* a union has some dozen */
	return SN_SUCCESS;
}

static const char *entry_state(const struct budget_entry *e)
{
	if (e->refused_us != 0)
		return uuid_eq(e->refused_by_id, e->maker_id) ? "withdrawn" : "refused";
	return e->approved_us != 0 ? "approved" : "made";
}
static void entry_keys(struct names *n, struct json_out *o, const struct budget_entry *e)
{
	json_out_uuid(o, "entry_id", e->entry_id);
	names_org(n, o, "org", e->org_no);
	names_cycle(n, o, "cycle", e->cycle_no);
	json_out_text(o, "kind", str_of(entry_kinds[e->kind]));
	json_out_text(o, "code", e->code);
	json_out_text(o, "words", e->words);
	json_out_text(o, "source", source_word(e->source));
	json_out_money(o, "delta_fen", e->delta);
	names_user(n, o, "maker", e->maker_id);
	reply_time(o, "made_at", e->made_us);
	names_user(n, o, "approver", e->approver_id);
	reply_time(o, "approved_at", e->approved_us);
	json_out_text(o, "state", str_of(entry_state(e)));
	names_user(n, o, "refused_by", e->refused_by_id);
	reply_time(o, "refused_at", e->refused_us);
	json_out_text(o, "refused_words", e->refused_us != 0 ? e->refused_words : STR_NULL);
	roles_out(o, e->roles);
	users_out(n, o, e->users, e->users_count);
}
static void entry_out(struct names *n, struct json_out *o, const struct budget_entry *e)
{
	json_out_object(o, NULL);
	entry_keys(n, o, e);
	json_out_end(o);
}

static struct sn_err entries(struct ctx *c, struct call *q, struct json_out *o)
{
	struct budget_entry *list = NULL;
	struct names *n = names_new(c);
	struct place at;
	struct page page;
	size_t count = 0;
	SN_TRY(place_of(c, q, &at));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(budget_entries(c,
			      &(const struct budget_filter){.shard = at.org.shard,
							    .org_no = at.org.org_no,
							    .cycle_no = at.cycle_no},
			      &list, &count));
	for (size_t i = 0; n && i < count; i++)
		entry_out(n, o, &list[i]);
	page_end(c, q, o, STR_NULL);
	return SN_SUCCESS;
}

/* ---- one entry: what it is, what its line is now, what has changed since ---- */

static struct sn_err entry_whole_out(struct ctx *c, struct json_out *o,
				     const struct budget_entry *e)
{
	const struct budget_filter place = {e->shard, e->org_no, e->cycle_no};
	struct budget_entry *list = NULL;
	struct budget_line *lines = NULL;
	struct budget_mine may;
	struct names *n = names_new(c);
	size_t count = 0, lines_count = 0, at = 0;
	bool closed = false;
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(budget_lines(c, &place, &lines, &lines_count));
	SN_TRY(budget_entries(c, &place, &list, &count));
	SN_TRY(budget_closed(c, e->org_no, e->cycle_no, &closed));
	SN_TRY(budget_mine_read(c, e, &may));
	json_out_object(o, NULL);
	entry_keys(n, o, e);
	while (at < lines_count && !str_eq(lines[at].code, e->code))
		at++;
	if (at < lines_count)
		SN_TRY(line_out(c, n, o, "line", &lines[at]));
	else
		json_out_null(o, "line");
	json_out_bool(o, "closed", closed);
	json_out_array(o, "since");
	for (size_t i = 0; i < count; i++)
		if (str_eq(list[i].code, e->code) && list[i].approved_us > e->made_us &&
		    !uuid_eq(list[i].entry_id, e->entry_id))
			entry_out(n, o, &list[i]);
	json_out_end(o);
	json_out_bool(o, "may_approve", may.approve);
	json_out_bool(o, "may_withdraw", may.withdraw);
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err entry_arg(struct ctx *c, const struct call *q, struct budget_entry *out)
{
	struct uuid id;
	SN_TRY(uuid_parse(&id, q->args[0], "entry"));
	return budget_entry_by_id(c, id, out);
}
/* Its maker sees it, too, wherever he works by now. */
static struct sn_err entry_show(struct ctx *c, struct call *q, struct json_out *o)
{
	struct budget_entry e;
	SN_TRY(entry_arg(c, q, &e));
	q->asked = true;
	if (!uuid_eq(e.maker_id, c->actor_id))
		SN_TRY(rights_may(c, PERMISSION_MONEY_READ, e.org_no));
	return entry_whole_out(c, o, &e);
}

/* ---- what has taken from a line ---- */

static const char *use_word(const struct budget_used *u, bool open)
{
	if (u->state == BUDGET_USE_CANCELLED)
		return "free";
	if (u->state == BUDGET_USE_WAITS)
		return "coming";
	return open ? "bound" : "used";
}

static void use_document_out(struct ctx *c, struct json_out *o, const struct budget_used *u)
{
	struct document d;
	const bool there =
		u->paper == BUDGET_OF_DOCUMENT && !sn_failed(document_read(c, u->document_id, &d));
	json_out_text(o, "kind", there ? str_of(document_kind_words(d.kind)->word) : STR_NULL);
	json_out_text(o, "words", there ? d.words : STR_NULL);
	reply_day(o, "day", there ? d.day : 0);
	json_out_text(o, "state", there ? str_of(document_state_words(d.state)->word) : STR_NULL);
	json_out_money(o, "amount_fen", u->amount);
	json_out_text(o, "counts", str_of(use_word(u, there && d.state < DOCUMENT_DONE)));
}

static struct sn_err uses(struct ctx *c, struct call *q, struct json_out *o)
{
	struct budget_used *list = NULL;
	struct budget_line line;
	struct place at;
	struct page page;
	size_t count = 0;
	int64_t from = 0, shown = 0;
	char next[24] = "";
	SN_TRY(place_of(c, q, &at));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(page_number(&page, &from));
	SN_TRY(budget_line_read(c,
				&(const struct budget_line){.shard = at.org.shard,
							    .org_no = at.org.org_no,
							    .cycle_no = at.cycle_no,
							    .code = call_query(q, "code")},
				&line));
	SN_TRY(budget_uses(c, &line, &list, &count));
	for (; from + shown < (int64_t)count && shown < page.rows_max; shown++) {
		const struct budget_used *u = &list[from + shown];
		json_out_object(o, NULL);
		json_out_text(o, "paper",
			      str_of(u->paper == BUDGET_OF_PAYOUT ? "payout" : "document"));
		json_out_uuid(o, "document_id", u->document_id);
		use_document_out(c, o, u);
		json_out_end(o);
	}
	(void)snprintf(next, sizeof next, "%" PRId64, from + shown);
	page_end(c, q, o, from + shown < (int64_t)count ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

/* ---- entering, approving, refusing ---- */

static struct sn_err spenders_read(struct ctx *c, const struct call *q, struct budget_entry *e)
{
	const struct json_value roles = json_find(q->body, "roles"),
				users = json_find(q->body, "users");
	for (size_t i = 0; i < json_count(&roles); i++) {
		const struct json_value at = json_at(&roles, i);
		const unsigned before = e->roles;
		struct str word;
		SN_TRY(json_as_text(&at, &word));
		for (int r = 0; r < RIGHTS_ROLES_COUNT; r++)
			if (str_is(word, rights_role_word((enum rights_role)r)))
				e->roles |= 1U << r;
		if (e->roles == before)
			return SN_FAIL(BAD_WORD, .field = "roles");
	}
	e->users_count = json_count(&users);
	e->users = ARENA_ARRAY(c->mem, struct uuid, e->users_count + 1);
	if (!e->users)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < e->users_count; i++) {
		const struct json_value at = json_at(&users, i);
		struct user user;
		struct str login;
		SN_TRY(json_as_text(&at, &login));
		SN_TRY(rights_user_by_login(c, login, &user));
		e->users[i] = user.user_id;
	}
	return SN_SUCCESS;
}

static struct sn_err enter(struct ctx *c, struct call *q, struct json_out *o)
{
	struct budget_entry what = {.delta = MONEY_FEN(0)}, made;
	struct names *n = names_new(c);
	struct str code, kind, source = STR_NULL;
	struct cycle cycle;
	struct org org;
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(json_get_uuid(q->body, "entry_id", &what.entry_id));
	SN_TRY(body_org(c, q->body, "org", &org));
	SN_TRY(json_get_text(q->body, "cycle", &code));
	SN_TRY(care_cycle_by_code(c, code, &cycle));
	what.shard = org.shard;
	what.org_no = org.org_no;
	what.cycle_no = cycle.cycle_no;
	SN_TRY(json_get_text(q->body, "kind", &kind));
	while (!str_is(kind, entry_kinds[what.kind]))
		what.kind++; /* its shape knows no other word */
	SN_TRY(json_get_text_or(q->body, "code", &what.code));
	SN_TRY(json_get_text_or(q->body, "words", &what.words));
	SN_TRY(json_get_text_or(q->body, "source", &source));
	what.source = names_source_of(source);
	SN_TRY(json_get_money_or(q->body, "delta_fen", &what.delta));
	SN_TRY(spenders_read(c, q, &what));
	SN_TRY(budget_enter(c, &what, &made));
	entry_out(n, o, &made);
	return SN_SUCCESS;
}

static struct sn_err approve(struct ctx *c, struct call *q, struct json_out *o)
{
	struct budget_entry made;
	struct names *n = names_new(c);
	struct uuid id;
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(uuid_parse(&id, q->args[0], "entry"));
	SN_TRY(budget_approve(c, id, &made));
	entry_out(n, o, &made);
	return SN_SUCCESS;
}

static struct sn_err refuse(struct ctx *c, struct call *q, struct json_out *o)
{
	struct budget_entry made;
	struct str words;
	struct names *n = names_new(c);
	struct uuid id;
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(uuid_parse(&id, q->args[0], "entry"));
	SN_TRY(json_get_text(q->body, "words", &words));
	SN_TRY(budget_refuse(c, id, words, &made));
	entry_out(n, o, &made);
	return SN_SUCCESS;
}

/* clang-format off */
static const struct query_field place_query[] = {
	{"org", FIELD_TEXT, NULL, "150300", "工会代码", "code of the union"},
	{"cycle", FIELD_TEXT, NULL, "hw-2024", "活动代码", "code of a cycle"},
	{0},
};
static const struct query_field use_query[] = {
	{"org", FIELD_TEXT, NULL, "150300", "工会代码", "code of the union"},
	{"cycle", FIELD_TEXT, NULL, "hw-2024", "活动代码", "code of the cycle", true},
	{"code", FIELD_TEXT, NULL, "gift", "科目", "code of the line", true},
	{0},
};
const struct route api_budget_routes[] = {
	{"GET", "/api/v1/budgets/lines", ROUTE_READ, WHO_PERMITTED, PERMISSION_MONEY_READ, .reply = &shape_line, .reply_page = true,
	 .query = place_query, .answer = lines, .zh = "预算科目与余额", .en = "budget lines and what is left of them"},
	{"GET", "/api/v1/budgets/entries", ROUTE_READ, WHO_PERMITTED, PERMISSION_MONEY_READ, .reply = &shape_entry, .reply_page = true,
	 .query = place_query, .answer = entries, .zh = "预算的设立与调整，含待批准的", .en = "what budget lines come from, with what waits for approval"},
	{"POST", "/api/v1/budgets/entries", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_MONEY_MAKE, BODY_JSON, .request = &shape_new,
	 .reply = &shape_entry, .status = 201, .answer = enter, .zh = "拟预算", .en = "enter a budget line or a change of one"},
	{"POST", "/api/v1/budgets/entries/{entry}/approve", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_MONEY_SIGN, .reply = &shape_entry,
	 .answer = approve, .zh = "批准预算", .en = "approve it"},
	{"GET", "/api/v1/budgets/uses", ROUTE_READ, WHO_PERMITTED, PERMISSION_MONEY_READ, .reply = &shape_use, .reply_page = true,
	 .query = use_query, .answer = uses, .zh = "一个预算科目被哪些单据、批次用去", .en = "which documents and batches took from a budget line"},
	{"GET", "/api/v1/budgets/entries/{entry}", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ, .reply = &shape_entry_whole,
	 .answer = entry_show, .zh = "一笔预算编列：内容、科目现状、其后的变动", .en = "one entry: what it is, its line now, what has changed since"},
	{"POST", "/api/v1/budgets/entries/{entry}/refuse", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_MONEY_READ, BODY_JSON, .request = &shape_refuse,
	 .reply = &shape_entry, .answer = refuse, .zh = "退回一笔预算编列，写明理由；编列人自己为撤回", .en = "refuse an entry and say why; its maker withdraws it"},
	{0},
};
/* clang-format on */
