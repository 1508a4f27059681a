/* 审批: what waits for the actor, what he has started, what he has had in hand. Each list asks the domain whose turn it
 * is: no rule stands here. */
#include "care/payout.h"
#include "http/money.h"
#include "http/routes.h"
#include "http/shapes.h"
#include "ledger/budget.h"
#include "ledger/closing.h"
#include "ledger/purchase.h"

#include <inttypes.h>
#include <stdlib.h>

/* clang-format off */
#define APPROVAL_KIND_WORDS "document|cycle|budget|payout|closing|purchase"
#define APPROVAL_STEP_WORDS "checker|approver|treasurer|receiver|open|audit|export|return|confirm|quote|contract|accept|second|stock|credit"
static const struct field approval_fields[] = {
	{"kind", FIELD_WORD, FIELD_NEEDED, .words = APPROVAL_KIND_WORDS, .example = "document", .zh = "事项：单据、活动、预算、银行批次、结账、采购", .en = "what it is"},
	{"key", FIELD_TEXT, FIELD_NEEDED, .max = 96, .example = "0192d0e6-7c00-7abc-8def-0123456789ab", .zh = "编号；活动为代码，批次为批号，结账为工会代码与期间", .en = "its id; the code of a cycle, the number of a batch, union and period of a closing"},
	{"title", FIELD_TEXT, FIELD_NULLABLE, .example = "2024年慰问资金", .zh = "标题", .en = "title"},
	{"detail", FIELD_TEXT, FIELD_NULLABLE, .max = 96, .example = "allot", .zh = "细类：单据类型、预算科目、期间", .en = "the document's kind, the budget's line, the period"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会", .en = "union"},
	{"cycle", FIELD_TEXT, FIELD_NULLABLE, .example = "hw-2024", .zh = "活动", .en = "cycle"},
	{"amount_fen", FIELD_FEN, FIELD_NULLABLE, .example = "30000000", .zh = "金额（分）", .en = "amount in fen"},
	{"step", FIELD_WORD, FIELD_NULLABLE, .words = APPROVAL_STEP_WORDS, .example = "approver", .zh = "等您办什么", .en = "what waits for you"},
	{"state", FIELD_TEXT, FIELD_NEEDED, .max = 32, .example = "checked", .zh = "状态", .en = "its state"},
	{"maker", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "经办", .en = "maker"},
	{"since", FIELD_TIME, FIELD_NULLABLE, .example = "2024-10-20T02:15:00.000000Z", .zh = "提交时间", .en = "when it was handed in"},
	{0},
};
/* clang-format on */
static const struct shape shape_approval = {"Approval", approval_fields};

struct approval {
	const char *kind, *step, *state;
	struct str key, title, detail;
	int64_t org_no, cycle_no, since_us;
	struct money amount;
	bool has_amount;
	struct uuid maker_id;
};
enum {
	APPROVALS_MAX = 2000
}; /* nobody signs more; what is behind comes up as the first ones are done */
struct approvals {
	struct ctx *c;
	const struct rights_held *held;
	struct approval *list;
	size_t count;
	struct cycle *cycles;
	size_t cycles_count;
};

static struct str id_text(struct ctx *c, struct uuid id)
{
	char text[UUID_TEXT_BYTES];
	uuid_text(id, text);
	return arena_str(c->mem, str_of(text));
}
static void add(struct approvals *w, struct approval what)
{
	if (w->count < APPROVALS_MAX)
		w->list[w->count++] = what;
}

static struct approval of_document(struct ctx *c, const struct document *d, const char *step)
{
	return (struct approval){.kind = "document",
				 .step = step,
				 .state = document_state_words(d->state)->word,
				 .key = id_text(c, d->document_id),
				 .title = d->words,
				 .detail = str_of(document_kind_words(d->kind)->word),
				 .org_no = d->org_no,
				 .cycle_no = d->cycle_no,
				 .since_us = d->made_us,
				 .amount = d->declared_total,
				 .has_amount = true,
				 .maker_id = d->signatures.by[HAND_MAKER]};
}

static struct sn_err documents(struct approvals *w)
{
	struct document_turn *turns = NULL;
	size_t count = 0;
	SN_TRY(document_waiting(w->c, &turns, &count));
	for (size_t i = 0; i < count; i++)
		add(w, of_document(w->c, &turns[i].document, money_hand_word(turns[i].hand)));
	return SN_SUCCESS;
}

static struct sn_err place(struct ctx *c, int64_t org_no, struct rights_at *at)
{
	struct org org;
	SN_TRY(org_by_no(c, org_no, 0, &org));
	*at = (struct rights_at){org_no, org.path};
	return SN_SUCCESS;
}

static struct sn_err cycles(struct approvals *w)
{
	static const char *const steps[CYCLE_STATES_COUNT] = {[CYCLE_CHECKED] = "checker",
							      [CYCLE_APPROVED] = "approver",
							      [CYCLE_OPEN] = "open",
							      [CYCLE_AUDITED] = "audit"};
	struct ctx *c = w->c;
	SN_TRY(care_cycles(c, &w->cycles, &w->cycles_count));
	for (size_t i = 0; i < w->cycles_count; i++) {
		const struct cycle *cycle = &w->cycles[i];
		enum cycle_state to;
		bool waits = false;
		SN_TRY(care_cycle_waits(c, cycle, &to, &waits));
		if (!waits)
			continue;
		add(w, (struct approval){.kind = "cycle",
					 .step = steps[to],
					 .state = care_cycle_state_word(cycle->state),
					 .key = cycle->code,
					 .title = cycle->name,
					 .org_no = cycle->org_no,
					 .cycle_no = cycle->cycle_no,
					 .maker_id = cycle->signatures.by[HAND_MAKER]});
	}
	return SN_SUCCESS;
}

static struct sn_err budgets(struct approvals *w)
{
	struct budget_entry *list = NULL;
	size_t count = 0;
	SN_TRY(budget_entries(w->c, &(const struct budget_filter){.shard = 0}, &list, &count));
	for (size_t i = 0; i < count; i++) {
		const struct budget_entry *e = &list[i];
		struct rights_at at;
		if (e->approved_us != 0)
			continue;
		SN_TRY(place(w->c, e->org_no, &at));
		if (sn_failed(budget_turn(e, w->held, at, w->c->actor_id)))
			continue;
		add(w, (struct approval){.kind = "budget",
					 .step = "approver",
					 .state = "made",
					 .key = id_text(w->c, e->entry_id),
					 .title = e->words,
					 .detail = e->code,
					 .org_no = e->org_no,
					 .cycle_no = e->cycle_no,
					 .since_us = e->made_us,
					 .amount = e->delta,
					 .has_amount = e->kind != BUDGET_CLOSED_LIST,
					 .maker_id = e->maker_id});
	}
	return SN_SUCCESS;
}

static struct sn_err payouts_of(struct approvals *w, struct str path)
{
	static const char *const next[] = {
		[PAYOUT_NEXT_EXPORT] = "export", [PAYOUT_NEXT_RETURN] = "return"};
	struct payout *list = NULL;
	size_t count = 0;
	SN_TRY(payout_list(w->c, path, 0, &list, &count));
	for (size_t i = 0; i < count; i++) {
		const struct payout *b = &list[i];
		struct payout_turn turn;
		struct rights_at at;
		if (b->state == PAYOUT_DONE || b->state == PAYOUT_CANCELLED)
			continue;
		SN_TRY(place(w->c, b->org_no, &at));
		if (sn_failed(payout_turn(b, w->held, at, w->c->actor_id, &turn)))
			continue;
		add(w, (struct approval){.kind = "payout",
					 .step = turn.next == PAYOUT_NEXT_SIGN
							 ? money_hand_word(turn.hand)
							 : next[turn.next],
					 .state = payout_state_words(b->state)->word,
					 .key = b->number,
					 .title = b->words,
					 .org_no = b->org_no,
					 .cycle_no = b->cycle_no,
					 .since_us = b->made_us,
					 .amount = b->total,
					 .has_amount = true,
					 .maker_id = b->signatures.by[HAND_MAKER]});
	}
	return SN_SUCCESS;
}

/* A purchase of a cycle that is over waits for nobody: its papers are not drafted any more. */
static bool is_over(const struct approvals *w, int64_t cycle_no)
{
	for (size_t i = 0; i < w->cycles_count; i++)
		if (w->cycles[i].cycle_no == cycle_no)
			return w->cycles[i].state > CYCLE_OPEN;
	return true;
}

static struct sn_err purchases_of(struct approvals *w, struct str path)
{
	struct purchase *list = NULL;
	size_t count = 0;
	SN_TRY(purchase_list(w->c, &(const struct purchase_filter){.path = path}, &list, &count));
	for (size_t i = 0; i < count; i++) {
		const struct purchase *p = &list[i];
		struct purchase_turn turn;
		int next = 0;
		if (is_over(w, p->cycle_no))
			continue;
		SN_TRY(purchase_turn(w->c, p, &turn));
		if (turn.mine == 0)
			continue;
		while (!(turn.mine & 1U << next))
			next++;
		add(w,
		    (struct approval){.kind = "purchase",
				      .step = purchase_next_words((enum purchase_next)next)->word,
				      .state = "made",
				      .key = id_text(w->c, p->purchase_id),
				      .title = p->words,
				      .org_no = p->org_no,
				      .cycle_no = p->cycle_no,
				      .since_us = day_start_us(p->day),
				      .amount = p->limit,
				      .has_amount = true,
				      .maker_id = p->maker_id});
	}
	return SN_SUCCESS;
}

/* Payouts and purchases of every union where he may have a part in money; one that lies below another of them is in that
 * one's subtree. */
static struct sn_err of_union(struct approvals *w, struct str path)
{
	SN_TRY(payouts_of(w, path));
	return purchases_of(w, path);
}

static struct sn_err of_unions(struct approvals *w, struct call *q)
{
	const struct org_tree *tree = NULL;
	struct rights_grant *grants = NULL;
	struct str done[64];
	size_t count = 0, n = 0;
	SN_TRY(rights_grants(w->c, w->c->actor_id, &grants, &count));
	for (size_t i = 0; i < count; i++)
		if (grants[i].org_no == 0) {
			SN_TRY(call_tree(w->c, q, &tree));
			for (int32_t at = 0; at < org_tree_count(tree); at = org_tree_end(tree, at))
				SN_TRY(of_union(w, org_tree_org(tree, at)->path));
			return SN_SUCCESS;
		}
	for (size_t i = 0; i < count && n < sizeof done / sizeof done[0]; i++) {
		struct rights_at at;
		bool inside = false;
		SN_TRY(place(w->c, grants[i].org_no, &at));
		for (size_t k = 0; k < count && !inside; k++) {
			struct rights_at other;
			SN_TRY(place(w->c, grants[k].org_no, &other));
			inside =
				other.path.bytes < at.path.bytes && str_starts(at.path, other.path);
		}
		for (size_t k = 0; k < n && !inside; k++)
			inside = str_eq(done[k], at.path);
		if (inside)
			continue;
		done[n++] = at.path;
		SN_TRY(of_union(w, at.path));
	}
	return SN_SUCCESS;
}

static struct sn_err closings(struct approvals *w)
{
	struct closing *list = NULL;
	size_t count = 0;
	SN_TRY(closing_waiting(w->c, &list, &count));
	for (size_t i = 0; i < count; i++) {
		const struct closing *k = &list[i];
		struct org org;
		SN_TRY(org_by_no(w->c, k->org_no, 0, &org));
		if (sn_failed(closing_turn(k, w->held, (struct rights_at){k->org_no, org.path},
					   w->c->actor_id)))
			continue;
		const char *period = arena_printf(w->c->mem, "%d", (int)k->period);
		const char *key =
			arena_printf(w->c->mem, STR_FMT " %d", STR_ARG(org.code), (int)k->period);
		add(w, (struct approval){.kind = "closing",
					 .step = "confirm",
					 .state = "closed",
					 .key = str_of(key),
					 .detail = str_of(period),
					 .org_no = k->org_no,
					 .since_us = k->closed_us,
					 .maker_id = k->closed_by});
	}
	return SN_SUCCESS;
}

static int oldest_first(const void *a, const void *b)
{
	const struct approval *x = a, *y = b;
	if (x->since_us != y->since_us)
		return x->since_us < y->since_us ? -1 : 1;
	return str_compare(x->key, y->key);
}

static struct sn_err waiting_read(struct ctx *c, struct call *q, struct approvals *w)
{
	*w = (struct approvals){.c = c,
				.list = ARENA_ARRAY(c->mem, struct approval, APPROVALS_MAX)};
	if (!w->list)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(rights_held_read(c, &w->held));
	SN_TRY(documents(w));
	SN_TRY(cycles(w));
	SN_TRY(budgets(w));
	SN_TRY(of_unions(w, q));
	SN_TRY(closings(w));
	qsort(w->list, w->count, sizeof *w->list, oldest_first);
	return SN_SUCCESS;
}

/* ---- the three lists ---- */

static void approval_out(struct names *n, struct json_out *o, const struct approval *a)
{
	json_out_object(o, NULL);
	json_out_text(o, "kind", str_of(a->kind));
	json_out_text(o, "key", a->key);
	json_out_text(o, "title", a->title);
	json_out_text(o, "detail", a->detail);
	names_org(n, o, "org", a->org_no);
	names_cycle(n, o, "cycle", a->cycle_no);
	if (a->has_amount)
		json_out_money(o, "amount_fen", a->amount);
	else
		json_out_null(o, "amount_fen");
	json_out_text(o, "step", a->step ? str_of(a->step) : STR_NULL);
	json_out_text(o, "state", str_of(a->state));
	names_user(n, o, "maker", a->maker_id);
	reply_time(o, "since", a->since_us);
	json_out_end(o);
}

/* The cursor is the last row's time and key: what was signed in between moves nothing out of a page. */
static struct sn_err waiting(struct ctx *c, struct call *q, struct json_out *o)
{
	struct approvals w;
	struct page page;
	struct approval from = {.key = STR_NULL};
	struct names *n = names_new(c);
	int64_t shown = 0;
	size_t i = 0;
	SN_TRY(page_begin(c, q, o, &page));
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	from.key = page.after;
	struct str at;
	if (!str_is_null(page.after) &&
	    (!str_split(&from.key, ' ', &at) || !str_to_int(at, &from.since_us)))
		return SN_FAIL(BAD_CURSOR, .field = "after");
	SN_TRY(waiting_read(c, q, &w));
	while (!str_is_null(page.after) && i < w.count && oldest_first(&w.list[i], &from) <= 0)
		i++;
	for (; i < w.count && shown < page.rows_max; i++, shown++)
		approval_out(n, o, &w.list[i]);
	const struct approval *last = shown > 0 ? &w.list[i - 1] : NULL;
	const char *next = last && i < w.count ? arena_printf(c->mem, "%" PRId64 " " STR_FMT,
							      last->since_us, STR_ARG(last->key))
					       : NULL;
	page_end(c, q, o, next ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

static struct sn_err documents_page(struct ctx *c, struct call *q, struct json_out *o, bool started)
{
	struct document_page at;
	struct document *rows = NULL;
	struct page page;
	struct names *n = names_new(c);
	char id[UUID_TEXT_BYTES];
	size_t count = 0;
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(money_document_page(&page, &at));
	SN_TRY(started ? document_of_maker(c, &at, &rows, &count)
		       : document_of_hand(c, &at, &rows, &count));
	const bool more = count > (size_t)page.rows_max;
	const size_t shown = more ? (size_t)page.rows_max : count;
	for (size_t i = 0; n && i < shown; i++) {
		const struct approval a = of_document(c, &rows[i], NULL);
		approval_out(n, o, &a);
	}
	const char *next = NULL;
	if (more) {
		uuid_text(rows[shown - 1].document_id, id);
		next = arena_printf(c->mem, "%" PRId64 " %s", rows[shown - 1].made_us, id);
	}
	page_end(c, q, o, next ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

static struct sn_err list(struct ctx *c, struct call *q, struct json_out *o)
{
	const struct str box = call_query(q, "box");
	q->asked = true; /* his own: what waits for him, what he has made and signed */
	if (str_is(box, "started"))
		return documents_page(c, q, o, true);
	if (str_is(box, "done"))
		return documents_page(c, q, o, false);
	return waiting(c, q, o);
}

static const struct field count_fields[] = {
	{"waiting", FIELD_INT, FIELD_NEEDED, .example = "7", .zh = "待我办",
	 .en = "waiting for me"},
	{"documents", FIELD_INT, FIELD_NEEDED, .example = "4", .zh = "其中单据", .en = "documents"},
	{"cycles", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "其中活动", .en = "cycles"},
	{"budgets", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "其中预算",
	 .en = "budget entries"},
	{"payouts", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "其中银行批次",
	 .en = "bank batches"},
	{"closings", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "其中结账", .en = "closings"},
	{"purchases", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "其中采购", .en = "purchases"},
	{"oldest", FIELD_TIME, FIELD_NULLABLE, .example = "2024-10-20T02:15:00.000000Z",
	 .zh = "等得最久的", .en = "since when the oldest waits"},
	{0},
};
static const struct shape shape_counts = {"ApprovalCounts", count_fields};

static struct sn_err counts(struct ctx *c, struct call *q, struct json_out *o)
{
	static const char *const keys[][2] = {{"document", "documents"}, {"cycle", "cycles"},
					      {"budget", "budgets"},     {"payout", "payouts"},
					      {"closing", "closings"},   {"purchase", "purchases"}};
	struct approvals w;
	int64_t oldest_us = 0;
	q->asked = true;
	SN_TRY(waiting_read(c, q, &w));
	json_out_object(o, NULL);
	json_out_int(o, "waiting", (int64_t)w.count);
	for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
		int64_t count = 0;
		for (size_t i = 0; i < w.count; i++)
			count += strcmp(w.list[i].kind, keys[k][0]) == 0;
		json_out_int(o, keys[k][1], count);
	}
	for (size_t i = 0; i < w.count && oldest_us == 0; i++)
		oldest_us = w.list[i].since_us;
	reply_time(o, "oldest", oldest_us);
	json_out_end(o);
	return SN_SUCCESS;
}

static const struct query_field list_query[] = {
	{"box", FIELD_WORD, "waiting|started|done", "waiting", "待我办、我发起、已办",
	 "waiting for me, started by me, done by me"},
	{0},
};

const struct route api_approval_routes[] = {
	{"GET", "/api/v1/approvals", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ,
	 .reply = &shape_approval, .reply_page = true, .query = list_query, .answer = list,
	 .zh = "审批：待我办（等得久的在前）、我发起、已办",
	 .en = "what waits for me (the oldest first), what I started, what I have done"},
	{"GET", "/api/v1/approvals/counts", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ,
	 .reply = &shape_counts, .answer = counts, .zh = "待我办的件数",
	 .en = "how much waits for me"},
	{0},
};
