/* The workbench (工作台): what waits for me, how far the open cycles are where I look, what is wrong; one cheap read. */
#include "care/handover.h"
#include "http/api_priv.h"
#include "http/approval.h"
#include "http/cache.h"
#include "http/reply_care.h"
#include "http/routes.h"

/* clang-format off */
static const struct field waiting_fields[] = {
	{"cycle", FIELD_TEXT, FIELD_NEEDED, .example = "hw-2025", .zh = "活动", .en = "cycle"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "2025年环卫工人节慰问", .zh = "名称", .en = "its name"},
	{"to", FIELD_WORD, FIELD_NEEDED, .words = "draft|checked|approved|open|audited", .example = "checked", .zh = "等我做的一步；draft：被退回，待我重新提交", .en = "the step that waits for me; draft: it was sent back, to be handed in again"},
	{0},
};
static const struct shape shape_waiting = {"WorkbenchWaiting", waiting_fields};
static const struct field cycle_fields[] = {
	{"cycle", FIELD_TEXT, FIELD_NEEDED, .example = "hw-2024", .zh = "活动", .en = "cycle"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "2024年环卫工人节慰问", .zh = "名称", .en = "its name"},
	{"until", FIELD_DAY, FIELD_NULLABLE, .example = "2024-12-31", .zh = "至", .en = "until"},
	{"commit", FIELD_INT, FIELD_NEEDED, .example = "4711", .zh = "数据到第几次提交", .en = "the commit that it was read at"},
	{"as_of", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-26T09:30:00+08:00", .zh = "数据时间", .en = "when it was read"},
	{"behind", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "之后又有提交", .en = "commits came after it"},
	{"rights", FIELD_INT, FIELD_NEEDED, .example = "240", .zh = "应领（份）", .en = "rights"},
	{"given", FIELD_INT, FIELD_NEEDED, .example = "128", .zh = "已领（份）", .en = "handed over"},
	{"given_fen", FIELD_FEN, FIELD_NEEDED, .example = "2547200", .zh = "已发金额（分）", .en = "value handed over"},
	{"today", FIELD_INT, FIELD_NEEDED, .example = "31", .zh = "今日发放（次）", .en = "hand-overs of today"},
	{"today_people", FIELD_INT, FIELD_NEEDED, .example = "31", .zh = "今日领取（人，按名册）", .en = "people of today, by roster"},
	{"today_fen", FIELD_FEN, FIELD_NEEDED, .example = "616900", .zh = "今日金额（分）", .en = "value of today"},
	{"cases_open", FIELD_INT, FIELD_NEEDED, .example = "2", .zh = "未结事项", .en = "open cases"},
	{"custody_overdue", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "活动已到期、发放人手中还没交清的物资或现金：几项，与保管清单一致", .en = "what distributors still hold though its last day has passed: as many lines as the list of custody has"},
	{"unallocated_fen", FIELD_FEN, FIELD_NEEDED, .example = "1240000", .zh = "本级留存、未下拨的资金（分）", .en = "money that lies at the union itself"},
	{0},
};
static const struct shape shape_cycle_line = {"WorkbenchCycle", cycle_fields};
static const struct field mine_fields[] = {
	{"kind", FIELD_WORD, FIELD_NEEDED, .words = APPROVAL_KIND_WORDS, .example = "payout", .zh = "事项", .en = "kind"},
	{"count", FIELD_INT, FIELD_NEEDED, .example = "2", .zh = "件数", .en = "how many"},
	{0},
};
static const struct shape shape_mine = {"WorkbenchMine", mine_fields};
static const struct field workbench_fields[] = {
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会（含下级）", .en = "the union, with those below it"},
	{"day", FIELD_DAY, FIELD_NEEDED, .example = "2024-10-26", .zh = "今天", .en = "today"},
	{"waiting", FIELD_LIST, FIELD_NEEDED, .of = &shape_waiting, .zh = "等我办的活动", .en = "cycles that wait for me"},
	{"mine", FIELD_LIST, FIELD_NEEDED, .of = &shape_mine, .zh = "等我办的各种事项的件数，活动另列；与审批里该事项的清单一致", .en = "how much of each kind waits for me, as many as the list of that kind holds; cycles stand beside"},
	{"papers", FIELD_INT, FIELD_NEEDED, .example = "3", .zh = "等我办的单据、预算、批次等，活动另列", .en = "papers, budgets, batches and the like that wait for my hand; cycles stand beside"},
	{"cycles", FIELD_LIST, FIELD_NEEDED, .of = &shape_cycle_line, .zh = "进行中的活动", .en = "the open cycles"},
	{0},
};
static const struct shape shape_workbench = {"Workbench", workbench_fields};
static const struct query_field org_query[] = {
	{"org", FIELD_TEXT, NULL, "150300", "工会（含下级）", "the union, with those below it"},
	{0},
};
/* clang-format on */

struct bench {
	struct org org;
	int32_t today;
	struct cycle *cycles; /* those over or under the union */
	size_t count;
};

static struct sn_err read_bench(struct ctx *c, struct call *q, struct bench *out)
{
	struct cycle *all = NULL;
	size_t count = 0;
	SN_TRY(call_org(c, q, &out->org));
	SN_TRY(care_cycles(c, &all, &count));
	out->today = day_of(now_us(c));
	out->cycles = all;
	out->count = 0;
	for (size_t i = 0; i < count; i++) {
		struct org led;
		SN_TRY(org_by_no(c, all[i].org_no, 0, &led));
		if (str_starts(led.path, out->org.path) || str_starts(out->org.path, led.path))
			out->cycles[out->count++] = all[i];
	}
	return SN_SUCCESS;
}

/* What waits for the actor, wherever it is: the list that 审批 shows. */
static struct sn_err waiting_out(struct ctx *c, struct json_out *o, const struct approvals *mine)
{
	json_out_array(o, "waiting");
	for (size_t i = 0; i < mine->count; i++) {
		enum cycle_state to;
		struct cycle cycle;
		bool waits = false;
		if (mine->list[i].kind != APPROVAL_cycle)
			continue;
		SN_TRY(care_cycle_by_no(c, mine->list[i].cycle_no, &cycle));
		SN_TRY(care_cycle_waits(c, &cycle, &to, &waits));
		json_out_object(o, NULL);
		json_out_text(o, "cycle", cycle.code);
		json_out_text(o, "name", cycle.name);
		json_out_text(o, "to", str_of(care_cycle_state_word(to)));
		json_out_end(o);
	}
	json_out_end(o);
	return SN_SUCCESS;
}

/* Kind by kind, without those of which nothing waits. */
static void mine_out(struct json_out *o, const struct approvals *mine)
{
	int64_t papers = 0;
	json_out_array(o, "mine");
	for (int k = 0; k < APPROVAL_KINDS_COUNT; k++) {
		int64_t count = 0;
		for (size_t i = 0; i < mine->count; i++)
			count += (int)mine->list[i].kind == k;
		if (k == APPROVAL_cycle || count == 0)
			continue;
		papers += count;
		json_out_object(o, NULL);
		json_out_text(o, "kind", str_of(approval_kind_word((enum approval_kind)k)));
		json_out_int(o, "count", count);
		json_out_end(o);
	}
	json_out_end(o);
	json_out_int(o, "papers", papers);
}

/* ---- an open cycle ---- */

static struct sn_err cases_open(struct ctx *c, const struct cycle *cycle, const struct bench *b,
				int64_t *out)
{
	struct care_case *cases = NULL;
	struct handover_case *proxies = NULL;
	size_t cases_count = 0, proxies_count = 0;
	*out = 0;
	SN_TRY(care_cases(c, cycle->cycle_no, &cases, &cases_count));
	SN_TRY(handover_cases(c, cycle->cycle_no, &proxies, &proxies_count));
	for (size_t i = 0; i < cases_count; i++)
		*out += cases[i].open && reply_is_below(c, cases[i].org_no, b->org.path);
	for (size_t i = 0; i < proxies_count; i++)
		*out += proxies[i].open && reply_is_below(c, proxies[i].org_no, b->org.path);
	return SN_SUCCESS;
}

struct held {
	struct arena *mem;
	struct account_key *keys;
	size_t count, room;
};
static struct sn_err see_held(void *self, const struct account *a)
{
	struct held *h = self;
	for (size_t i = 0; i < h->count; i++)
		if (uuid_eq(h->keys[i].holder_id, a->key.holder_id) &&
		    h->keys[i].org_no == a->key.org_no && h->keys[i].item_no == a->key.item_no)
			return SN_SUCCESS;
	if (h->count == h->room) {
		const size_t room = h->room == 0 ? 64 : h->room * 2;
		struct account_key *more = ARENA_ARRAY(h->mem, struct account_key, room);
		if (!more)
			return SN_FAIL(OUT_OF_MEMORY);
		if (h->count > 0)
			memcpy(more, h->keys, h->count * sizeof *more);
		h->keys = more;
		h->room = room;
	}
	h->keys[h->count++] = a->key;
	return SN_SUCCESS;
}

static struct sn_err custody_overdue(struct ctx *c, const struct cycle *cycle,
				     const struct bench *b, int64_t *out)
{
	struct held held = {.mem = c->mem};
	*out = 0;
	if (cycle->until_day == 0 || cycle->until_day > b->today)
		return SN_SUCCESS;
	SN_TRY(ledger_accounts(c,
			       &(const struct account_filter){.cycle_no = cycle->cycle_no,
							      .class = ACCOUNT_CUSTODY},
			       see_held, &held));
	for (size_t i = 0; i < held.count; i++)
		*out += reply_is_below(c, held.keys[i].org_no, b->org.path);
	return SN_SUCCESS;
}

static struct sn_err add_money(void *self, const struct account *a)
{
	struct money *sum = self;
	return money_add(sum, *sum, a->value) ? SN_SUCCESS
					      : SN_FAIL(AMOUNT_OVERFLOW, .field = "amount");
}

/* What lies at the union itself: its own fund of the cycle. */
static struct sn_err unallocated(struct ctx *c, const struct cycle *cycle, const struct bench *b,
				 struct money *out)
{
	*out = MONEY_FEN(0);
	return ledger_accounts(c,
			       &(const struct account_filter){.shard = b->org.shard,
							      .org_no = b->org.org_no,
							      .cycle_no = cycle->cycle_no,
							      .class = ACCOUNT_FUND},
			       add_money, out);
}

struct sums {
	int64_t rights, given, today, today_people;
	struct money given_value, today_value;
};
static struct sn_err sum_up(const struct cache_progress *p, struct sums *s)
{
	*s = (struct sums){.rights = 0};
	for (size_t i = 0; i < p->count; i++) {
		const struct register_progress_row *row = &p->rows[i];
		s->rights += row->rights;
		s->given +=
			row->given[EVIDENCE_A] + row->given[EVIDENCE_B] + row->given[EVIDENCE_C];
		s->today += row->today;
		s->today_people += row->today_people;
		if (!money_add(&s->given_value, s->given_value, row->given_value) ||
		    !money_add(&s->today_value, s->today_value, row->today_value))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "value");
	}
	return SN_SUCCESS;
}

static struct sn_err cycle_out(struct ctx *c, const struct call *q, struct json_out *o,
			       const struct bench *b, const struct cycle *cycle)
{
	struct cache_progress p;
	struct sums sums;
	struct money left;
	int64_t cases = 0, overdue = 0;
	SN_TRY(cache_progress(q->api->cache, c, cycle, b->org.path, &p));
	SN_TRY(sum_up(&p, &sums));
	SN_TRY(cases_open(c, cycle, b, &cases));
	SN_TRY(custody_overdue(c, cycle, b, &overdue));
	SN_TRY(unallocated(c, cycle, b, &left));
	json_out_object(o, NULL);
	json_out_text(o, "cycle", cycle->code);
	json_out_text(o, "name", cycle->name);
	reply_day(o, "until", cycle->until_day);
	json_out_int(o, "commit", p.commit);
	reply_time(o, "as_of", p.made_us);
	json_out_bool(o, "behind", p.behind);
	json_out_int(o, "rights", sums.rights);
	json_out_int(o, "given", sums.given);
	json_out_money(o, "given_fen", sums.given_value);
	json_out_int(o, "today", sums.today);
	json_out_int(o, "today_people", sums.today_people);
	json_out_money(o, "today_fen", sums.today_value);
	json_out_int(o, "cases_open", cases);
	json_out_int(o, "custody_overdue", overdue);
	json_out_money(o, "unallocated_fen", left);
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err workbench(struct ctx *c, struct call *q, struct json_out *o)
{
	struct bench b;
	struct approvals mine;
	SN_TRY(read_bench(c, q, &b));
	SN_TRY(approval_waiting_read(c, q, &mine));
	json_out_object(o, NULL);
	reply_org(c, o, "org", b.org.org_no);
	reply_day(o, "day", b.today);
	SN_TRY(waiting_out(c, o, &mine));
	mine_out(o, &mine);
	json_out_array(o, "cycles");
	for (size_t i = 0; i < b.count; i++)
		if (b.cycles[i].state == CYCLE_OPEN)
			SN_TRY(cycle_out(c, q, o, &b, &b.cycles[i]));
	json_out_end(o);
	json_out_end(o);
	return SN_SUCCESS;
}

const struct route api_workbench_routes[] = {
	{"GET", "/api/v1/workbench", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ,
	 .reply = &shape_workbench, .query = org_query, .answer = workbench,
	 .zh = "工作台：等我办的、进行中的活动、有问题的",
	 .en = "what waits for me, the open cycles, what is wrong"},
	{0},
};
