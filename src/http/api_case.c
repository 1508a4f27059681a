/* Cases (事项): what somebody must look into: given twice, given without an entitlement, one proxy for too many. */
#include "care/handover.h"
#include "http/reply_care.h"
#include "http/routes.h"

#include <stdlib.h>

/* clang-format off */
#define KIND_WORDS "over_issue|not_entitled|proxy_many"
static const struct field case_fields[] = {
	{"case", FIELD_UUID, FIELD_NEEDED, .example = "0192c8a4-6f00-7aaa-8bbb-0123456789ad", .zh = "事项编号", .en = "the case's id"},
	{"kind", FIELD_WORD, FIELD_NEEDED, .words = KIND_WORDS, .example = "over_issue", .zh = "事由", .en = "what it is about"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会", .en = "union"},
	{"delivery", FIELD_UUID, FIELD_NEEDED, .example = "0192c8a4-6f00-7aaa-8bbb-0123456789ab", .zh = "发放记录", .en = "the hand-over"},
	{"others", FIELD_INT, FIELD_NULLABLE, .example = "5", .zh = "同一代领人代了几人", .en = "how many people one proxy collected for"},
	{"opened", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-26T09:30:00+08:00", .zh = "登记时间", .en = "opened"},
	{"open", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "未结", .en = "open"},
	{0},
};
static const struct shape shape_case = {"Case", case_fields};
static const struct query_field list_query[] = {
	{"org", FIELD_TEXT, NULL, "150300", "工会（含下级）", "the union, with those below it"},
	{"state", FIELD_WORD, "open|closed|all", "open", "未结（默认）、已结或全部", "open (where it is not said), closed or all"},
	{0},
};
static const struct field close_fields[] = {
	{"why", FIELD_TEXT, FIELD_NEEDED, .max = CARE_WORDS_BYTES_MAX, .example = "已核实，收回一件", .zh = "处理结果", .en = "what was done"},
	{0},
};
static const struct shape shape_close = {"CaseClosing", close_fields};
/* clang-format on */

/* Both tables' cases in one form. */
struct both {
	const char *kind;
	int64_t shard, org_no, others, opened_us; /* others 0: no proxy's */
	struct uuid case_id, record_id;
	bool open;
};
struct bundle {
	struct both *list;
	size_t count;
};

static int by_time(const void *a, const void *b)
{
	const struct both *x = a, *y = b;
	const int order = (x->opened_us < y->opened_us) - (x->opened_us > y->opened_us);
	return order ? order : uuid_compare(y->case_id, x->case_id);
}

static struct sn_err read_cases(struct ctx *c, int64_t cycle_no, struct bundle *out)
{
	struct care_case *cases = NULL;
	struct handover_case *proxies = NULL;
	size_t cases_count = 0, proxies_count = 0;
	SN_TRY(care_cases(c, cycle_no, &cases, &cases_count));
	SN_TRY(handover_cases(c, cycle_no, &proxies, &proxies_count));
	out->count = 0;
	out->list = ARENA_ARRAY(c->mem, struct both, cases_count + proxies_count + 1);
	if (!out->list)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < cases_count; i++)
		out->list[out->count++] = (struct both){.kind = cases[i].kind.at,
							.shard = cases[i].shard,
							.org_no = cases[i].org_no,
							.opened_us = cases[i].opened_us,
							.case_id = cases[i].case_id,
							.record_id = cases[i].record_id,
							.open = cases[i].open};
	for (size_t i = 0; i < proxies_count; i++)
		out->list[out->count++] = (struct both){.kind = "proxy_many",
							.shard = proxies[i].shard,
							.org_no = proxies[i].org_no,
							.others = proxies[i].others,
							.opened_us = proxies[i].opened_us,
							.case_id = proxies[i].case_id,
							.record_id = proxies[i].record_id,
							.open = proxies[i].open};
	if (out->count > 0)
		qsort(out->list, out->count, sizeof *out->list, by_time);
	return SN_SUCCESS;
}

static void case_out(struct ctx *c, struct json_out *o, const struct both *k)
{
	json_out_object(o, NULL);
	json_out_uuid(o, "case", k->case_id);
	json_out_text(o, "kind", str_of(k->kind));
	reply_org(c, o, "org", k->org_no);
	json_out_uuid(o, "delivery", k->record_id);
	if (k->others == 0)
		json_out_null(o, "others");
	else
		json_out_int(o, "others", k->others);
	reply_time(o, "opened", k->opened_us);
	json_out_bool(o, "open", k->open);
	json_out_end(o);
}

static bool wanted(struct str state, bool open)
{
	return str_is(state, "all") || open == !str_is(state, "closed");
}

static struct sn_err list(struct ctx *c, struct call *q, struct json_out *o)
{
	struct bundle all;
	struct cycle cycle;
	struct org org;
	struct page page;
	struct uuid after = UUID_NULL;
	const struct both *last = NULL;
	int64_t shown = 0;
	char next[UUID_TEXT_BYTES] = "";
	SN_TRY(reply_cycle_org(c, q, &cycle, &org));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(page_id(&page, &after));
	SN_TRY(read_cases(c, cycle.cycle_no, &all));
	for (size_t i = 0; i < all.count; i++) {
		const struct both *k = &all.list[i];
		if (!uuid_is_null(after)) { /* behind the last one of the page before */
			after = uuid_eq(after, k->case_id) ? UUID_NULL : after;
			continue;
		}
		if (!wanted(call_query(q, "state"), k->open) ||
		    !reply_is_below(c, k->org_no, org.path))
			continue;
		if (shown++ == page.rows_max)
			break;
		case_out(c, o, k);
		last = k;
	}
	if (last)
		uuid_text(last->case_id, next);
	page_end(c, q, o, shown > page.rows_max ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

/* The cycle of args[0] and the case of args[1] in it. */
static struct sn_err find(struct ctx *c, const struct call *q, struct cycle *cycle,
			  struct both *out)
{
	struct bundle all;
	struct uuid id;
	SN_TRY(care_cycle_by_code(c, q->args[0], cycle));
	SN_TRY(uuid_parse(&id, q->args[1], "case"));
	SN_TRY(read_cases(c, cycle->cycle_no, &all));
	for (size_t i = 0; i < all.count; i++)
		if (uuid_eq(all.list[i].case_id, id)) {
			*out = all.list[i];
			return SN_SUCCESS;
		}
	return SN_FAIL(NO_SUCH_CASE, .field = "case");
}

static struct sn_err show(struct ctx *c, struct call *q, struct json_out *o)
{
	struct cycle cycle;
	struct both k;
	SN_TRY(find(c, q, &cycle, &k));
	SN_TRY(call_may(c, q, k.org_no));
	case_out(c, o, &k);
	return SN_SUCCESS;
}

static struct sn_err close_case(struct ctx *c, struct call *q, struct json_out *o)
{
	struct cycle cycle;
	struct both k;
	struct str why;
	SN_TRY(json_get_text(q->body, "why", &why));
	SN_TRY(find(c, q, &cycle, &k));
	if (k.others > 0)
		SN_TRY(handover_case_close(c, k.shard, k.case_id, why));
	else
		SN_TRY(care_case_close(c,
				       &(const struct care_case){.case_id = k.case_id,
								 .shard = k.shard,
								 .org_no = k.org_no,
								 .cycle_no = cycle.cycle_no,
								 .record_id = k.record_id},
				       why));
	SN_TRY(find(c, q, &cycle, &k));
	case_out(c, o, &k);
	return SN_SUCCESS;
}

const struct route api_case_routes[] = {
	{"GET", "/api/v1/cycles/{cycle}/cases", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ,
	 .reply = &shape_case, .reply_page = true, .query = list_query, .answer = list,
	 .zh = "待处理事项（含下级，新的在前）",
	 .en = "what must be looked into, with the unions below, the newest first"},
	{"GET", "/api/v1/cycles/{cycle}/cases/{case}", ROUTE_READ, WHO_PERMITTED,
	 PERMISSION_CARE_READ, .reply = &shape_case, .answer = show, .zh = "一个事项",
	 .en = "one case"},
	{"POST", "/api/v1/cycles/{cycle}/cases/{case}/closing", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_REVERSE, BODY_JSON, .request = &shape_close, .reply = &shape_case,
	 .answer = close_case, .zh = "办结一个事项", .en = "close a case with what was done"},
	{0},
};
