/* What is signed beside papers of money: the three lists of 审批 over all kinds, budget entries made, approved, refused and
 * withdrawn, what took from a line; who holds what, and to whom something may be issued. */
#include "http_world.h"
#include "ledger/fund.h"

static struct answer post(struct http_world *h, enum world_user who, const char *target,
			  const char *body)
{
	return http_ask(h, (struct ask){who, "POST", target, body});
}
static struct answer get(struct http_world *h, enum world_user who, const char *target)
{
	return http_ask(h, (struct ask){who, "GET", target});
}
static bool truth(const struct answer *a, const char *key)
{
	bool value = false;
	fixture_must(json_get_bool(&a->root, key, &value), key);
	return value;
}
/* The i-th of a kind in a box; "" where there is none. */
static const char *in_box(const struct answer *a, const char *kind, const char *key)
{
	for (size_t i = 0; i < http_items(a); i++)
		if (strcmp(http_item_text(a, "items", i, "kind"), kind) == 0)
			return http_item_text(a, "items", i, key);
	return "";
}

/* SECOND_HAND is the cashier and keeper as well; FIRST_HAND distributes only. */
static struct sn_err more_roles(struct ctx *c, void *arg)
{
	static const char matrix[] =
		"{\"schema\":1,\"version\":1,\"from\":\"2014-01-01\",\"source\":\"test\","
		"\"purposes\":[{\"purpose\":\"gift\",\"zh\":\"慰问\",\"en\":\"gift\"}],"
		"\"rules\":[{\"source\":\"OWN\",\"purpose\":\"gift\",\"allowed\":true}]}";
	static const enum rights_role roles[] = {ROLE_CASHIER, ROLE_KEEPER};
	struct world *w = arg;
	bool changed;
	SN_TRY(fund_matrix_load(c, str_of(matrix), &changed));
	for (int i = 0; i < 2; i++)
		SN_TRY(rights_grant_add(
			c, &(const struct rights_grant){.user_id = w->users[SECOND_HAND].user_id,
							.role = roles[i],
							.org_no = w->orgs[REGION].org_no}));
	return SN_SUCCESS;
}

/* ---- budgets ---- */

#define ENTRY(id, code, fen)                                                                       \
	"{\"entry_id\":\"" id "\",\"org\":\"150000\",\"cycle\":\"hw-2024\",\"kind\":\"add\","      \
	"\"code\":\"" code "\",\"words\":\"慰问品\",\"source\":\"OWN\",\"delta_fen\":" fen         \
	",\"roles\":[\"maker\"],\"users\":[\"first\"]}"
#define ENTRY_1     "0192d0e6-7c00-7abc-8def-0000000000b1"
#define ENTRY_2     "0192d0e6-7c00-7abc-8def-0000000000b2"
#define ENTRY_3     "0192d0e6-7c00-7abc-8def-0000000000b3"
#define ENTRIES     "/api/v1/budgets/entries"
#define WHY(words)  "{\"words\":\"" words "\"}"
#define OF(id, act) ENTRIES "/" id act

static void refusing(struct http_world *h)
{
	struct answer a = post(h, MAKER, ENTRIES, ENTRY(ENTRY_1, "gift", "500000"));
	EQ_I64(a.status, 201, "a maker enters a line and who may spend from it");
	a = get(h, APPROVER, OF(ENTRY_1, ""));
	OK(truth(&a, "may_approve") && !truth(&a, "may_withdraw"),
	   "an approver is told that he may approve it");
	EQ_STR(http_item_text(&a, "users", 0, "login"), "first", "and who is named as a spender");
	a = get(h, MAKER, OF(ENTRY_1, ""));
	OK(!truth(&a, "may_approve") && truth(&a, "may_withdraw"),
	   "its maker, that he may withdraw it");
	a = get(h, FIRST_HAND, OF(ENTRY_1, ""));
	EQ_I64(a.status, 403, "a distributor opens no budget");
	a = post(h, APPROVER, OF(ENTRY_1, "/refuse"), WHY(" "));
	EQ_STR(a.code, "missing_field", "refused without a reason it is not");
	a = post(h, CHECKER, OF(ENTRY_1, "/refuse"), WHY("不对"));
	EQ_I64(a.status, 403, "nor by who could not approve it");
	a = post(h, APPROVER, OF(ENTRY_1, "/refuse"), WHY("与纪要不符"));
	EQ_STR(http_text(&a, "state"), "refused", "with a reason it is over");
	a = post(h, APPROVER, OF(ENTRY_1, "/refuse"), WHY("与纪要不符"));
	EQ_I64(a.status, 200, "the same again is the same answer");
	a = post(h, APPROVER, OF(ENTRY_1, "/refuse"), WHY("另一个理由"));
	EQ_STR(a.code, "budget_refused", "other words are not");
	a = post(h, APPROVER, OF(ENTRY_1, "/approve"), NULL);
	EQ_STR(a.code, "budget_refused", "what was refused is not approved");
	a = get(h, MAKER, OF(ENTRY_1, ""));
	EQ_STR(http_text(&a, "refused_words"), "与纪要不符", "its maker reads why");
	OK(!truth(&a, "may_withdraw"), "and withdraws it no more");
	a = post(h, MAKER, ENTRIES, ENTRY(ENTRY_2, "gift", "500000"));
	a = post(h, MAKER, OF(ENTRY_2, "/refuse"), WHY("重填"));
	EQ_STR(http_text(&a, "state"), "withdrawn", "a maker withdraws his own");
	a = get(h, APPROVER, "/api/v1/approvals/counts");
	EQ_I64(http_int(&a, "budgets"), 0, "none of them waits");
	a = get(h, MAKER, "/api/v1/budgets/lines?org=150000");
	EQ_I64((int64_t)http_items(&a), 0, "and none has made a line");
}

static void spending(struct http_world *h)
{
#define RECEIVE                                                                                    \
	"{\"document_id\":\"0192d0e6-7c00-7abc-8def-0000000000d1\",\"org\":\"150000\","            \
	"\"cycle\":\"hw-2024\",\"source\":\"OWN\",\"purpose\":\"gift\",\"words\":\"拨入\","      \
	"\"total_fen\":60000}"
#define ALLOT                                                                                      \
	"{\"document_id\":\"0192d0e6-7c00-7abc-8def-0000000000d2\",\"org\":\"150000\","            \
	"\"cycle\":\"hw-2024\",\"source\":\"OWN\",\"purpose\":\"gift\",\"budget\":\"gift\","       \
	"\"count\":1,\"total_fen\":40000,\"lines\":[{\"org\":\"150300\",\"amount_fen\":40000}]}"
#define DOCUMENT(n, act) "/api/v1/documents/0192d0e6-7c00-7abc-8def-0000000000d" n act
	struct answer a = post(h, MAKER, ENTRIES, ENTRY(ENTRY_3, "gift", "50000"));
	a = post(h, APPROVER, OF(ENTRY_3, "/approve"), NULL);
	EQ_STR(http_text(&a, "state"), "approved", "another entry is approved");
	a = post(h, APPROVER, OF(ENTRY_3, "/refuse"), WHY("晚了"));
	EQ_STR(a.code, "signed_already", "and refused no more");
	a = post(h, MAKER, OF(ENTRY_3, "/refuse"), WHY("晚了"));
	EQ_STR(a.code, "signed_already", "nor withdrawn");
	a = post(h, MAKER, "/api/v1/documents/receive", RECEIVE);
	a = post(h, APPROVER, DOCUMENT("1", "/sign"), "{\"hand\":\"approver\"}");
	a = post(h, SECOND_HAND, DOCUMENT("1", "/sign"), "{\"hand\":\"treasurer\"}");
	EQ_STR(http_text(&a, "state"), "done", "money is there");
	a = post(h, MAKER, "/api/v1/documents/allot", ALLOT);
	EQ_I64(a.status, 201, "an allotment is drafted out of the line");
	a = get(h, MAKER, "/api/v1/budgets/lines?org=150000&cycle=hw-2024");
	EQ_I64(http_item_int(&a, "items", 0, "used_fen"), 40000, "the line has given");
	EQ_I64(http_item_int(&a, "items", 0, "bound_fen"), 40000, "and says that it is bound only");
	EQ_I64(http_item_int(&a, "items", 0, "left_fen"), 10000, "what is left is left");
	a = get(h, MAKER, "/api/v1/budgets/uses?org=150000&cycle=hw-2024&code=gift");
	EQ_STR(http_item_text(&a, "items", 0, "counts"), "bound",
	       "the paper is found from the line");
	EQ_STR(http_item_text(&a, "items", 0, "kind"), "allot", "with its kind");
	a = post(h, APPROVER, DOCUMENT("2", "/sign"), "{\"hand\":\"approver\"}");
	a = post(h, SECOND_HAND, DOCUMENT("2", "/sign"), "{\"hand\":\"treasurer\"}");
	a = get(h, MAKER, "/api/v1/budgets/lines?org=150000&cycle=hw-2024");
	EQ_I64(http_item_int(&a, "items", 0, "bound_fen"), 0, "posted, it is bound no more");
	a = get(h, MAKER, "/api/v1/budgets/uses?org=150000&cycle=hw-2024&code=gift");
	EQ_STR(http_item_text(&a, "items", 0, "counts"), "used", "but used");
	a = get(h, MAKER, "/api/v1/budgets/uses?org=150000&cycle=hw-2024&code=none");
	EQ_STR(a.code, "budget_gone", "a line that is not there is not");
	a = get(h, MAKER, "/api/v1/budgets/uses?org=150000");
	EQ_STR(a.code, "missing_field", "nor one without its code");
}

/* ---- the three lists ---- */

#define CYCLE                                                                                      \
	"{\"code\":\"hw-2026\",\"name\":\"2026年慰问\",\"programme\":\"campaign\","             \
	"\"org\":\"150000\",\"from\":\"2024-11-01\",\"until\":\"2024-12-31\"}"

static void boxes(struct http_world *h)
{
	struct answer a = post(h, MAKER, "/api/v1/cycles", CYCLE);
	EQ_I64(a.status, 201, "a cycle is drafted");
	a = get(h, CHECKER, "/api/v1/approvals");
	EQ_STR(in_box(&a, "cycle", "step"), "checker", "it waits for the checker");
	OK(*in_box(&a, "cycle", "since") != '\0', "since it was drafted");
	a = get(h, MAKER, "/api/v1/approvals?box=started");
	EQ_STR(in_box(&a, "cycle", "key"), "hw-2026", "its maker has started it");
	EQ_STR(in_box(&a, "budget", "state"), "approved", "and his budget entries");
	EQ_STR(in_box(&a, "document", "detail"), "allot", "and his papers");
	a = post(h, CHECKER, "/api/v1/cycles/hw-2026/state", "{\"to\":\"checked\"}");
	a = get(h, CHECKER, "/api/v1/approvals?box=done");
	EQ_STR(in_box(&a, "cycle", "state"), "checked",
	       "who checked it finds it among what he has done");
	a = get(h, APPROVER, "/api/v1/approvals?box=done");
	EQ_STR(in_box(&a, "budget", "key"), ENTRY_3, "an approver, the entry that he approved");
	OK(http_items(&a) >= 4, "those that he refused, and his papers");
	a = get(h, MAKER, "/api/v1/approvals?box=done");
	EQ_STR(in_box(&a, "budget", "key"), "", "what one has made is started, not done");
	a = get(h, CHECKER, "/api/v1/cycles/hw-2026/steps");
	EQ_I64((int64_t)http_items(&a), 2, "the cycle's steps so far");
	EQ_STR(http_item_text(&a, "items", 1, "state"), "checked", "in their order");
	a = get(h, FIRST_HAND, "/api/v1/approvals?box=started");
	EQ_I64((int64_t)http_items(&a), 0, "somebody else has started nothing");
}

/* Page by page one reads what one page says. */
static void paging(struct http_world *h)
{
	enum { ALL_MAX = 32 };
	char all[ALL_MAX][64], target[512] = "/api/v1/approvals?box=started&limit=1";
	struct answer a = get(h, MAKER, "/api/v1/approvals?box=started&limit=30");
	const size_t count = http_items(&a);
	OK(count >= 6 && count < ALL_MAX, "papers, entries and a cycle");
	for (size_t i = 0; i < count && i < ALL_MAX; i++)
		(void)snprintf(all[i], sizeof all[i], "%s", http_item_text(&a, "items", i, "key"));
	size_t same = 0;
	for (size_t i = 0; i < count && i < ALL_MAX; i++) {
		a = get(h, MAKER, target);
		same += strcmp(http_item_text(&a, "items", 0, "key"), all[i]) == 0;
		(void)snprintf(target, sizeof target,
			       "/api/v1/approvals?box=started&limit=1&after=%s",
			       http_text(&a, "next"));
	}
	EQ_I64((int64_t)same, (int64_t)count, "a row a page gives the same list, kinds mixed");
	EQ_STR(http_text(&a, "next"), "", "and ends where it ends");
}

/* ---- goods ---- */

#define ISSUE                                                                                      \
	"{\"document_id\":\"0192d0e6-7c00-7abc-8def-0000000000d9\",\"org\":\"150302\","            \
	"\"cycle\":\"hw-2024\",\"to\":\"first\",\"count\":1,"                                      \
	"\"lines\":[{\"item\":\"kit:2024-hw\",\"quantity\":4}]}"
static void holding(struct http_world *h)
{
	world_goods(&h->w, (struct world_goods){.org_no = h->w.orgs[COUNTY].org_no,
						.lot = h->w.orgs[COUNTY].org_no << 20 | 1,
						.quantity = 10});
	struct answer a = get(h, SECOND_HAND, "/api/v1/stock/holders?org=150302");
	EQ_STR(http_item_text(&a, "items", 0, "login"), "first",
	       "a keeper sees to whom he may issue");
	a = get(h, CHECKER, "/api/v1/stock/holders?org=150302");
	EQ_I64(a.status, 403, "a checker issues nothing");
	a = post(h, SECOND_HAND, "/api/v1/documents/issue", ISSUE);
	EQ_I64(a.status, 201, "the keeper issues");
	a = get(h, FIRST_HAND, "/api/v1/stock/mine");
	EQ_I64((int64_t)http_items(&a), 0, "before he accepts he holds nothing");
	a = post(h, FIRST_HAND, DOCUMENT("9", "/sign"), "{\"hand\":\"receiver\"}");
	a = get(h, FIRST_HAND, "/api/v1/stock/mine");
	EQ_I64(http_item_int(&a, "items", 0, "quantity"), 4,
	       "a distributor sees what he holds himself");
	a = get(h, MAKER, "/api/v1/stock/mine");
	EQ_I64((int64_t)http_items(&a), 0, "and nobody sees it as his own");
}

/* ---- partners: roles in a cycle, and what they gave ---- */

#define PARTNERS "/api/v1/cycles/hw-2024/partners"
static void cooperating(struct http_world *h)
{
	static const char add[] = "{\"code\":\"nm-zjt\",\"name\":\"住房和城乡建设厅\","
				  "\"kind\":\"government\",\"org\":\"150000\"}";
	static const char joint[] = "{\"role\":\"joint\",\"partner\":\"nm-zjt\"}";
	struct answer a = post(h, MAKER, "/api/v1/partners", add);
	EQ_I64(a.status, 201, "a partner is registered");
	a = get(h, MAKER, PARTNERS);
	EQ_STR(http_item_text(&a, "roles", 0, "role"), "", "nobody stands beside the union yet");
	OK(truth(&a, "may_change"), "a maker is told that he may change it");
	a = get(h, CHECKER, PARTNERS);
	OK(!truth(&a, "may_change"), "a checker, that he may not");
	a = post(h, CHECKER, PARTNERS, joint);
	EQ_I64(a.status, 403, "and he may not");
	a = post(h, MAKER, PARTNERS, "{\"role\":\"joint\"}");
	EQ_STR(a.code, "missing_field", "a role is somebody's");
	a = post(h, MAKER, PARTNERS, "{\"role\":\"lead\",\"org\":\"150000\"}");
	EQ_STR(a.code, "cooperation_own", "its own union has its role already");
	a = post(h, MAKER, PARTNERS, joint);
	EQ_STR(http_item_text(&a, "roles", 0, "role"), "joint", "a partner joins");
	a = post(h, MAKER, PARTNERS, "{\"role\":\"host\",\"org\":\"150302\"}");
	EQ_STR(http_item_text(&a, "roles", 1, "role"), "host", "a union hosts");
	a = get(h, CHECKER, "/api/v1/partners/nm-zjt/roles");
	EQ_STR(http_item_text(&a, "items", 0, "cycle"), "hw-2024", "the partner's page says where");
	a = get(h, CHECKER, "/api/v1/partners/nm-zjt/giving");
	EQ_I64((int64_t)http_items(&a), 0, "it has given nothing");
	a = get(h, FIRST_HAND, "/api/v1/partners/nm-zjt/giving");
	EQ_I64(a.status, 403, "a distributor sees no figures");
	a = post(h, MAKER, PARTNERS "/end", joint);
	EQ_STR(http_item_text(&a, "roles", 0, "role"), "host", "a role ends");
	a = post(h, MAKER, PARTNERS "/end", joint);
	EQ_STR(a.code, "cooperation_gone", "once");
	a = get(h, CHECKER, "/api/v1/partners/nobody/giving");
	EQ_I64(a.status, 404, "a partner that is not there gave nothing");
}

int main(void)
{
	OK(crypto_start(), "libsodium is there");
	FOR_EACH_ENGINE(engine)
	{
		struct http_world h;
		http_world_open(&h, engine);
		fixture_must(store_write(&h.w.f.c, more_roles, &h.w), "roles");
		refusing(&h);
		spending(&h);
		boxes(&h);
		paging(&h);
		holding(&h);
		cooperating(&h);
		http_world_close(&h);
	}
	return tap_done();
}
