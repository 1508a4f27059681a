/* 审批: what waits for the actor, what he has started, what he has had in hand. The kinds and what they ask their domains
 * stand in approval.h: no rule stands here. */
#include "http/approval.h"

#include "http/names.h"
#include "http/routes.h"
#include "http/shapes.h"

#include <inttypes.h>
#include <stdlib.h>

/* clang-format off */
#define APPROVAL_STEP_WORDS "checker|approver|treasurer|receiver|open|audit|export|return|confirm|quote|contract|accept|second|stock|credit|hand_in|close_again"
static const struct field approval_fields[] = {
	{"kind", FIELD_WORD, FIELD_NEEDED, .words = APPROVAL_KIND_WORDS, .example = "document", .zh = "事项", .en = "what it is"},
	{"key", FIELD_TEXT, FIELD_NEEDED, .max = 96, .example = "0192d0e6-7c00-7abc-8def-0123456789ab", .zh = "编号；活动为代码，批次为批号，结账为工会代码与期间，方案为代码与版本", .en = "its id; the code of a cycle, the number of a batch, union and period of a closing, code and version of a programme"},
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

struct approval_source {
	const char *word, *counted;
	struct sn_err (*waiting)(struct approvals *w);
	struct sn_err (*mine)(struct approvals *w);
};
static const struct approval_source kinds[APPROVAL_KINDS_COUNT] = {
#define X(separator, name, word, counted, zh, en)                                                  \
	[APPROVAL_##name] = {word, counted, approval_##name##_waiting, approval_##name##_mine},
	APPROVAL_KINDS(X)
#undef X
};

const char *approval_kind_word(enum approval_kind kind)
{
	return kinds[kind].word;
}
static int kind_of(struct str word)
{
	for (int k = 0; k < APPROVAL_KINDS_COUNT; k++)
		if (str_is(word, kinds[k].word))
			return k;
	return -1;
}

/* ---- gathering ---- */

static int oldest_first(const void *a, const void *b)
{
	const struct approval *x = a, *y = b;
	if (x->since_us != y->since_us)
		return x->since_us < y->since_us ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return str_compare(x->key, y->key);
}
static int newest_first(const void *a, const void *b)
{
	const struct approval *x = a, *y = b;
	if (x->since_us != y->since_us)
		return x->since_us > y->since_us ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return -str_compare(x->key, y->key);
}
static int in_order(enum approval_box box, const struct approval *a, const struct approval *b)
{
	return box == APPROVAL_WAITING ? oldest_first(a, b) : newest_first(a, b);
}

struct sn_err approval_add(struct approvals *w, struct approval what)
{
	if (!str_is_null(w->last.key) && in_order(w->box, &what, &w->last) <= 0)
		return SN_SUCCESS;
	if (w->count == w->room) {
		const size_t room = w->room == 0 ? 64 : w->room * 2;
		struct approval *more = ARENA_ARRAY(w->c->mem, struct approval, room);
		if (!more)
			return SN_FAIL(OUT_OF_MEMORY);
		if (w->count > 0)
			memcpy(more, w->list, w->count * sizeof *more);
		w->list = more;
		w->room = room;
	}
	w->list[w->count++] = what;
	return SN_SUCCESS;
}

static struct sn_err gather(struct approvals *w)
{
	for (int k = 0; k < APPROVAL_KINDS_COUNT; k++)
		if (w->kind < 0 || w->kind == k)
			SN_TRY(w->box == APPROVAL_WAITING ? kinds[k].waiting(w) : kinds[k].mine(w));
	if (w->count > 0)
		qsort(w->list, w->count, sizeof *w->list,
		      w->box == APPROVAL_WAITING ? oldest_first : newest_first);
	return SN_SUCCESS;
}

struct sn_err approval_waiting_read(struct ctx *c, struct call *q, struct approvals *out)
{
	*out = (struct approvals){.c = c, .q = q, .box = APPROVAL_WAITING, .kind = -1};
	SN_TRY(rights_held_read(c, &out->held));
	return gather(out);
}

/* ---- the three lists ---- */

static void approval_out(struct names *n, struct json_out *o, const struct approval *a)
{
	json_out_object(o, NULL);
	json_out_text(o, "kind", str_of(kinds[a->kind].word));
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

/* The cursor is the last row's time, kind and key: what was signed in between moves nothing out of a page. */
static struct sn_err last_read(const struct page *page, struct approval *out)
{
	struct str rest = page->after, at, word;
	*out = (struct approval){.key = STR_NULL};
	if (str_is_null(page->after))
		return SN_SUCCESS;
	if (!str_split(&rest, ' ', &at) || !str_to_int(at, &out->since_us) ||
	    !str_split(&rest, ' ', &word))
		return SN_FAIL(BAD_CURSOR, .field = "after");
	const int kind = kind_of(word);
	if (kind < 0)
		return SN_FAIL(BAD_CURSOR, .field = "after");
	out->kind = (enum approval_kind)kind;
	out->key = rest;
	return SN_SUCCESS;
}

static struct sn_err list(struct ctx *c, struct call *q, struct json_out *o)
{
	const struct str box = call_query(q, "box");
	struct approvals w = {.c = c, .q = q, .kind = kind_of(call_query(q, "kind"))};
	struct names *n = names_new(c);
	struct page page;
	const char *next = NULL;
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	q->asked = true; /* his own: what waits for him, what he has made and signed */
	w.box = str_is(box, "started") ? APPROVAL_STARTED
		: str_is(box, "done")  ? APPROVAL_DONE
				       : APPROVAL_WAITING;
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(last_read(&page, &w.last));
	w.rows_max = (size_t)page.rows_max + 1;
	SN_TRY(rights_held_read(c, &w.held));
	SN_TRY(gather(&w));
	const bool more = w.count > (size_t)page.rows_max;
	const size_t shown = more ? (size_t)page.rows_max : w.count;
	for (size_t i = 0; i < shown; i++)
		approval_out(n, o, &w.list[i]);
	if (more) {
		const struct approval *last = &w.list[shown - 1];
		next = arena_printf(c->mem, "%" PRId64 " %s " STR_FMT, last->since_us,
				    kinds[last->kind].word, STR_ARG(last->key));
	}
	page_end(c, q, o, next ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

/* clang-format off */
static const struct field count_fields[] = {
	{"waiting", FIELD_INT, FIELD_NEEDED, .example = "7", .zh = "待我办", .en = "waiting for me"},
#define X(separator, name, word, counted, z, e) \
	{counted, FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "其中" z, .en = "of them " e},
	APPROVAL_KINDS(X)
#undef X
	{"oldest", FIELD_TIME, FIELD_NULLABLE, .example = "2024-10-20T02:15:00.000000Z", .zh = "等得最久的", .en = "since when the oldest waits"},
	{0},
};
/* clang-format on */
static const struct shape shape_counts = {"ApprovalCounts", count_fields};

static struct sn_err counts(struct ctx *c, struct call *q, struct json_out *o)
{
	struct approvals w;
	q->asked = true;
	SN_TRY(approval_waiting_read(c, q, &w));
	json_out_object(o, NULL);
	json_out_int(o, "waiting", (int64_t)w.count);
	for (int k = 0; k < APPROVAL_KINDS_COUNT; k++) {
		int64_t count = 0;
		for (size_t i = 0; i < w.count; i++)
			count += (int)w.list[i].kind == k;
		json_out_int(o, kinds[k].counted, count);
	}
	reply_time(o, "oldest", w.count > 0 ? w.list[0].since_us : 0);
	json_out_end(o);
	return SN_SUCCESS;
}

static const struct query_field list_query[] = {
	{"box", FIELD_WORD, "waiting|started|done", "waiting", "待我办、我发起、已办",
	 "waiting for me, started by me, done by me"},
	{"kind", FIELD_WORD, APPROVAL_KIND_WORDS, "payout", "只看一种事项", "of one kind only"},
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
