/* The API of money and goods: papers drafted, signed, sent back and taken back; what waits for whom; the ledger as lists. */
#include "http_world.h"
#include "ledger/fund.h"

/* SECOND_HAND is the cashier and keeper as well; FIRST_HAND distributes only. */
static struct sn_err more_roles(struct ctx *c, void *arg)
{
	static const char matrix[] =
		"{\"schema\":1,\"version\":1,\"from\":\"2014-01-01\",\"source\":\"test\","
		"\"purposes\":[{\"purpose\":\"gift\",\"zh\":\"慰问\",\"en\":\"gift\"}],"
		"\"rules\":[{\"source\":\"OWN\",\"purpose\":\"gift\",\"allowed\":true},"
		"{\"source\":\"UPPER\",\"purpose\":\"gift\",\"allowed\":true}]}";
	struct world *w = arg;
	bool changed;
	SN_TRY(fund_matrix_load(c, str_of(matrix), &changed));
	static const enum rights_role roles[] = {ROLE_CASHIER, ROLE_KEEPER};
	for (int i = 0; i < 2; i++)
		SN_TRY(rights_grant_add(
			c, &(const struct rights_grant){.user_id = w->users[SECOND_HAND].user_id,
							.role = roles[i],
							.org_no = w->orgs[REGION].org_no}));
	return SN_SUCCESS;
}
/* A maker of one county takes the auditor's place in the list of those who ask. */
static struct sn_err somebody_else(struct ctx *c, void *arg)
{
	struct world *w = arg;
	const struct user u = {.login = STR("elsewhere"),
			       .name = STR("elsewhere"),
			       .org_no = w->orgs[OTHER_COUNTY].org_no};
	SN_TRY(rights_user_add(c, &u, &w->users[AUDITOR]));
	return rights_grant_add(
		c, &(const struct rights_grant){.user_id = w->users[AUDITOR].user_id,
						.role = ROLE_MAKER,
						.org_no = w->orgs[OTHER_COUNTY].org_no});
}

static struct answer post(struct http_world *h, enum world_user who, const char *target,
			  const char *body)
{
	return http_ask(h, (struct ask){who, "POST", target, body});
}
static struct answer get(struct http_world *h, enum world_user who, const char *target)
{
	return http_ask(h, (struct ask){who, "GET", target});
}
static void keep(char *out, size_t bytes, const struct answer *a, const char *key)
{
	(void)snprintf(out, bytes, "%s", http_text(a, key));
}
static int64_t waiting(struct http_world *h, enum world_user who)
{
	const struct answer a = get(h, who, "/api/v1/approvals/counts");
	return http_int(&a, "documents");
}

#define RECEIVE(id, fen)                                                                           \
	"{\"document_id\":\"" id "\",\"org\":\"150000\",\"cycle\":\"hw-2024\",\"source\":\"OWN\"," \
	"\"purpose\":\"gift\",\"words\":\"本级拨入\",\"total_fen\":" fen "}"
#define ID_1        "0192d0e6-7c00-7abc-8def-000000000001"
#define ID_2        "0192d0e6-7c00-7abc-8def-000000000002"
#define ID_3        "0192d0e6-7c00-7abc-8def-000000000003"
#define ID_4        "0192d0e6-7c00-7abc-8def-000000000004"
#define ID_9        "0192d0e6-7c00-7abc-8def-000000000009"
#define AT(id, act) "/api/v1/documents/" id "/" act

static void signing(struct http_world *h)
{
	char snapshot[80], body[160];
	struct answer a =
		post(h, FIRST_HAND, "/api/v1/documents/receive", RECEIVE(ID_1, "1000000"));
	EQ_I64(a.status, 403, "a distributor drafts no money");
	a = post(h, MAKER, "/api/v1/documents/receive", RECEIVE(ID_1, "-5"));
	EQ_STR(a.code, "out_of_range", "less than nothing is refused with its path");
	a = post(h, MAKER, "/api/v1/documents/receive", RECEIVE(ID_1, "1000000"));
	EQ_I64(a.status, 201, "the maker drafts");
	keep(snapshot, sizeof snapshot, &a, "snapshot");
	OK(strlen(snapshot) == 64, "what will be signed has a digest");
	a = post(h, MAKER, "/api/v1/documents/receive", RECEIVE(ID_1, "1000000"));
	EQ_STR(http_text(&a, "snapshot"), snapshot,
	       "the same id and content again is the same paper");
	a = post(h, MAKER, "/api/v1/documents/receive", RECEIVE(ID_1, "999"));
	EQ_STR(a.code, "document_differs", "with other content it is refused");
	EQ_I64(waiting(h, MAKER), 0, "it does not wait for its maker");
	EQ_I64(waiting(h, CHECKER), 1, "it waits for the checker");
	EQ_I64(waiting(h, APPROVER), 0, "not yet for the approver");
	a = get(h, CHECKER, "/api/v1/approvals");
	EQ_STR(http_item_text(&a, "items", 0, "step"), "checker", "as what it waits");
	EQ_STR(http_item_text(&a, "items", 0, "key"), ID_1, "and what it is");
	a = post(h, APPROVER, AT(ID_1, "sign"), "{\"hand\":\"approver\"}");
	EQ_STR(a.code, "out_of_turn", "nobody signs before his turn");
	a = post(h, MAKER, AT(ID_1, "sign"), "{\"hand\":\"checker\"}");
	EQ_I64(a.status, 403, "nor the maker his own");
	a = post(h, CHECKER, AT(ID_1, "sign"), "{\"hand\":\"checker\",\"snapshot\":\"0000\"}");
	EQ_STR(a.code, "snapshot_differs", "nor what he has not seen");
	(void)snprintf(body, sizeof body, "{\"hand\":\"checker\",\"snapshot\":\"%s\"}", snapshot);
	a = post(h, CHECKER, AT(ID_1, "sign"), body);
	EQ_STR(http_text(&a, "state"), "checked", "what he has seen he signs");
	a = post(h, CHECKER, AT(ID_1, "sign"), "{\"hand\":\"approver\"}");
	EQ_I64(a.status, 403, "nobody signs twice");
	EQ_I64(waiting(h, CHECKER), 0, "it has left his desk");
	a = post(h, APPROVER, AT(ID_1, "sign"), "{\"hand\":\"approver\",\"words\":\"同意\"}");
	a = post(h, SECOND_HAND, AT(ID_1, "sign"), "{\"hand\":\"treasurer\"}");
	EQ_STR(http_text(&a, "state"), "done", "the last hand posts it");
	EQ_STR(http_item_text(&a, "acts", 2, "words"), "同意",
	       "what was said stands in the timeline");
	EQ_STR(http_text(&a, "snapshot"), snapshot, "and what was signed is what was drafted");
	a = get(h, CHECKER, "/api/v1/approvals?box=done");
	EQ_STR(http_item_text(&a, "items", 0, "key"), ID_1, "he finds it among what he has done");
	a = get(h, MAKER, "/api/v1/approvals?box=started");
	EQ_STR(http_item_text(&a, "items", 0, "state"), "done",
	       "its maker among what he has started");
}

static void sending_back(struct http_world *h)
{
	struct answer a = post(h, MAKER, "/api/v1/documents/receive", RECEIVE(ID_2, "500000"));
	a = post(h, CHECKER, AT(ID_2, "send-back"), "{\"words\":\"\"}");
	EQ_I64(a.status, 400, "sent back without a reason is refused");
	a = post(h, CHECKER, AT(ID_2, "send-back"), "{\"words\":\"  \"}");
	EQ_STR(a.code, "missing_field", "blanks are no reason");
	a = post(h, MAKER, AT(ID_2, "send-back"), "{\"words\":\"错\"}");
	EQ_STR(a.code, "send_back_own", "nobody sends back his own");
	a = post(h, APPROVER, AT(ID_2, "send-back"), "{\"words\":\"错\"}");
	EQ_STR(a.code, "not_your_turn", "nor before his turn");
	a = post(h, CHECKER, AT(ID_2, "send-back"), "{\"words\":\"人数不符\"}");
	EQ_STR(http_text(&a, "state"), "cancelled", "with a reason it is over");
	EQ_STR(http_item_text(&a, "acts", 1, "act"), "send_back", "as sent back");
	EQ_STR(http_item_text(&a, "acts", 1, "words"), "人数不符", "and the reason stays");
	a = post(h, CHECKER, AT(ID_2, "send-back"), "{\"words\":\"人数不符\"}");
	EQ_I64(a.status, 200, "the same again is the same answer");
	a = post(h, CHECKER, AT(ID_2, "sign"), "{\"hand\":\"checker\"}");
	EQ_STR(a.code, "document_state", "it is signed no more");
	a = get(h, CHECKER, "/api/v1/approvals?box=done");
	EQ_STR(http_item_text(&a, "items", 0, "key"), ID_2, "he finds what he sent back");
}

static void allotting(struct http_world *h)
{
	struct answer a = get(h, MAKER, "/api/v1/funds/allotments/table?org=150000&cycle=hw-2024");
	EQ_I64(a.status, 200, "the table of allotments");
	EQ_I64(http_int(&a, "standard_fen"), 20000, "has the programme's standard");
	EQ_I64(http_item_int(&a, "rows", 0, "people"), 3, "the rosters' people, with those below");
	EQ_I64(http_item_int(&a, "rows", 0, "should_fen"), 60000, "people × standard");
	EQ_I64(http_item_int(&a, "rows", 0, "lacking_fen"), 60000, "all of it is lacking");
	EQ_I64(http_int(&a, "available_fen"), 1000000, "the fund has what came in");
	EQ_I64(http_int(&a, "left_fen"), 940000, "and so much stays unallotted");
#define ALLOT(id, count, total)                                                                    \
	"{\"document_id\":\"" id "\",\"org\":\"150000\",\"cycle\":\"hw-2024\",\"source\":\"OWN\"," \
	"\"purpose\":\"gift\",\"count\":" count ",\"total_fen\":" total                            \
	",\"lines\":[{\"org\":\"150300\",\"amount_fen\":60000}]}"
	a = post(h, MAKER, "/api/v1/documents/allot", ALLOT(ID_3, "2", "60000"));
	EQ_STR(a.code, "envelope_count", "a count that its lines do not have is refused");
	a = post(h, MAKER, "/api/v1/documents/allot", ALLOT(ID_3, "1", "60001"));
	EQ_STR(a.code, "envelope_total", "and a total that they do not have");
	a = post(h, MAKER, "/api/v1/documents/allot", ALLOT(ID_3, "1", "60000"));
	EQ_I64(a.status, 201, "count and total as declared");
	a = get(h, MAKER, "/api/v1/funds/allotments/table?org=150000&cycle=hw-2024");
	EQ_I64(http_item_int(&a, "rows", 0, "drafted_fen"), 60000,
	       "what is drafted counts as drafted");
	EQ_I64(http_item_int(&a, "rows", 0, "lacking_fen"), 0, "and lacks no more");
	EQ_I64(http_int(&a, "available_fen"), 940000, "nor is it free");
	a = post(h, MAKER, AT(ID_3, "cancel"), NULL);
	EQ_STR(http_text(&a, "state"), "cancelled", "the maker cancels what he drafted");
	a = post(h, MAKER, "/api/v1/documents/allot", ALLOT(ID_4, "1", "60000"));
	a = post(h, SECOND_HAND, AT(ID_4, "sign"), "{\"hand\":\"treasurer\"}");
	EQ_STR(a.code, "out_of_turn", "under 1,000 yuan three hands are enough, in their order");
	a = post(h, APPROVER, AT(ID_4, "sign"), "{\"hand\":\"approver\"}");
	a = post(h, SECOND_HAND, AT(ID_4, "sign"), "{\"hand\":\"treasurer\"}");
	EQ_STR(http_text(&a, "state"), "done", "it is paid out");
	a = get(h, MAKER, "/api/v1/funds/allotments/table?org=150000&cycle=hw-2024");
	EQ_I64(http_item_int(&a, "rows", 0, "allotted_fen"), 60000, "the league has it");
	a = get(h, MAKER, "/api/v1/funds/allotments/table?org=150000");
	EQ_STR(a.code, "missing_field", "no table without a cycle");
}

static void ledger(struct http_world *h)
{
	char target[256];
	struct answer a = get(h, MAKER, "/api/v1/ledger/transfers?org=150000&limit=1");
	EQ_I64((int64_t)http_items(&a), 1, "a page of one");
	EQ_STR(http_item_text(&a, "items", 0, "voucher"), "document", "each row has its voucher");
	(void)snprintf(target, sizeof target,
		       "/api/v1/ledger/transfers?org=150000&limit=1&after=%s",
		       http_text(&a, "next"));
	a = get(h, MAKER, target);
	EQ_I64((int64_t)http_items(&a), 1, "and the next");
	EQ_STR(http_text(&a, "next"), "",
	       "two transfers in all: both legs of the allotment are one");
	a = get(h, MAKER, "/api/v1/ledger/transfers?org=150000&kind=allot");
	const struct json_value items = json_find(&a.root, "items"), first = json_at(&items, 0),
				to = json_find(&first, "to");
	struct str class = STR_NULL;
	fixture_must(json_get_text(&to, "class", &class), "class");
	EQ_STR(class.at, "fund", "from fund to fund, not into in-transit");
	a = get(h, MAKER, "/api/v1/ledger/transfers?org=150000&from=2030-01-01");
	EQ_I64((int64_t)http_items(&a), 0, "days narrow it");
	a = get(h, MAKER, "/api/v1/ledger/transfers?org=150302");
	EQ_I64((int64_t)http_items(&a), 0, "a county sees what is its own");
	a = get(h, MAKER, "/api/v1/ledger/accounts?org=150000&class=fund&limit=1");
	EQ_I64(http_item_int(&a, "items", 0, "value_fen"), 940000, "the region's fund");
	(void)snprintf(target, sizeof target, "/api/v1/ledger/accounts/%s/%s/statement?limit=1",
		       http_item_text(&a, "items", 0, "shard"),
		       http_item_text(&a, "items", 0, "account"));
	a = get(h, MAKER, target);
	EQ_I64(http_item_int(&a, "items", 0, "balance_fen"), 940000, "its statement ends with it");
	char next[400];
	(void)snprintf(next, sizeof next, "%s&after=%s", target, http_text(&a, "next"));
	a = get(h, MAKER, next);
	EQ_I64(http_item_int(&a, "items", 0, "balance_fen"), 1000000,
	       "the balance runs over pages");
	(void)snprintf(next, sizeof next, "%s&order=earliest", target);
	a = get(h, MAKER, next);
	EQ_I64(http_item_int(&a, "items", 0, "balance_fen"), 1000000, "the earliest first as well");
	(void)snprintf(next, sizeof next, "%s&order=earliest&after=%s", target,
		       http_text(&a, "next"));
	a = get(h, MAKER, next);
	EQ_I64(http_item_int(&a, "items", 0, "balance_fen"), 940000, "up to the latest");
	(void)snprintf(next, sizeof next, "%s&until=2020-01-01", target);
	a = get(h, MAKER, next);
	EQ_I64((int64_t)http_items(&a), 0, "days that end before it have nothing");
	(void)snprintf(next, sizeof next, "%s&from=2020-01-01&order=earliest", target);
	a = get(h, MAKER, next);
	EQ_I64(http_item_int(&a, "items", 0, "balance_fen"), 1000000,
	       "a statement that begins later adds up what was before");
	(void)snprintf(next, sizeof next, "%s&after=AAAA", target);
	a = get(h, MAKER, next);
	EQ_STR(a.code, "bad_cursor", "a cursor that was made up is refused");
	a = get(h, MAKER, "/api/v1/ledger/sums?org=150000");
	OK(http_items(&a) >= 3, "sums by class, source and item");
	a = get(h, MAKER, "/api/v1/ledger/trial?org=150000");
	bool balanced = false;
	fixture_must(json_get_bool(&a.root, "balanced", &balanced), "balanced");
	OK(balanced, "the books balance");
	a = get(h, MAKER, "/api/v1/documents?org=150000&state=done&limit=1");
	EQ_STR(http_item_text(&a, "items", 0, "document_id"), ID_4, "the newest paper first");
	OK(*http_text(&a, "next") != '\0', "and there are others");
}

static void goods(struct http_world *h)
{
	world_goods(&h->w, (struct world_goods){.org_no = h->w.orgs[COUNTY].org_no,
						.lot = h->w.orgs[COUNTY].org_no << 20 | 1,
						.quantity = 10});
#define ISSUE                                                                                      \
	"{\"document_id\":\"" ID_9 "\",\"org\":\"150302\",\"cycle\":\"hw-2024\",\"to\":\"first\"," \
	"\"count\":1,\"lines\":[{\"item\":\"kit:2024-hw\",\"quantity\":4}]}"
	struct answer a = post(h, SECOND_HAND, "/api/v1/documents/issue", ISSUE);
	EQ_I64(a.status, 201, "the keeper issues");
	EQ_I64(waiting(h, FIRST_HAND), 1, "the receiver is asked to accept");
	a = get(h, FIRST_HAND, "/api/v1/documents/" ID_9);
	EQ_I64(a.status, 200, "he sees the paper that is for him");
	a = get(h, FIRST_HAND, "/api/v1/documents/" ID_1);
	EQ_I64(a.status, 403, "and no other");
	a = post(h, SECOND_HAND, AT(ID_9, "sign"), "{\"hand\":\"receiver\"}");
	EQ_I64(a.status, 403, "who gave does not accept");
	a = post(h, FIRST_HAND, AT(ID_9, "sign"), "{\"hand\":\"receiver\"}");
	EQ_STR(http_text(&a, "state"), "done", "he accepts");
	a = get(h, MAKER, "/api/v1/stock?org=150302&place=custody");
	EQ_I64(http_item_int(&a, "items", 0, "quantity"), 4, "they are in his custody");
	a = get(h, MAKER, "/api/v1/stock?org=150302&place=stock");
	EQ_I64(http_item_int(&a, "items", 0, "quantity"), 6, "the others in the stock");
	a = get(h, FIRST_HAND, "/api/v1/stock");
	EQ_I64(a.status, 403, "a distributor sees no union's stock");
	a = get(h, MAKER, "/api/v1/items");
	EQ_I64((int64_t)http_items(&a), 2, "items are listed");
	a = get(h, MAKER, "/api/v1/items/kit:2024-hw");
	EQ_STR(http_text(&a, "name"), "慰问礼包", "and opened by code");
}

#define ENTRY                                                                                      \
	"{\"entry_id\":\"0192d0e6-7c00-7abc-8def-0000000000b1\",\"org\":\"150000\","               \
	"\"cycle\":\"hw-2024\",\"kind\":\"add\",\"code\":\"gift\",\"words\":\"慰问品\","        \
	"\"source\":\"OWN\",\"delta_fen\":500000}"
static void books(struct http_world *h)
{
	struct answer a = post(h, MAKER, "/api/v1/budgets/entries", ENTRY);
	EQ_I64(a.status, 201, "a budget line is entered");
	a = get(h, APPROVER, "/api/v1/approvals");
	EQ_STR(http_item_text(&a, "items", 0, "kind"), "budget", "it waits for an approver");
	a = get(h, CHECKER, "/api/v1/approvals");
	EQ_I64((int64_t)http_items(&a), 0, "and for nobody else");
	static const char approve[] =
		"/api/v1/budgets/entries/0192d0e6-7c00-7abc-8def-0000000000b1/approve";
	a = post(h, MAKER, approve, NULL);
	EQ_I64(a.status, 403, "its maker does not approve it");
	a = get(h, MAKER, "/api/v1/budgets/lines?org=150000");
	EQ_I64((int64_t)http_items(&a), 0, "before that there is no line");
	a = post(h, APPROVER, approve, NULL);
	EQ_I64(a.status, 200, "another one does");
	a = get(h, MAKER, "/api/v1/budgets/lines?org=150000");
	EQ_I64(http_item_int(&a, "items", 0, "left_fen"), 500000, "then it has what was entered");
	a = get(h, APPROVER, "/api/v1/approvals");
	EQ_I64((int64_t)http_items(&a), 0, "and waits no more");
	a = get(h, MAKER, "/api/v1/budgets/entries?org=150000");
	EQ_STR(http_item_text(&a, "items", 0, "code"), "gift", "its entry stays");
	a = get(h, MAKER, "/api/v1/purchases?org=150000");
	EQ_I64(a.status, 200, "purchases are listed");
	a = get(h, MAKER, "/api/v1/purchases/0192d0e6-7c00-7abc-8def-0000000000b2");
	EQ_STR(a.code, "purchase_gone", "one that is not there is not");
	a = get(h, MAKER, "/api/v1/donations?org=150000");
	EQ_I64(a.status, 200, "donations are listed");
	a = get(h, MAKER, "/api/v1/payouts?org=150000");
	EQ_I64(a.status, 200, "bank batches are listed");
	a = get(h, MAKER, "/api/v1/payouts/150000-20241101-1");
	EQ_STR(a.code, "no_such_payout", "one that is not there is not");
	a = get(h, MAKER, "/api/v1/closings?org=150000");
	EQ_I64(a.status, 200, "closings are listed");
	a = post(h, MAKER, "/api/v1/closings", "{\"org\":\"150000\",\"period\":202401}");
	EQ_I64(a.status, 403, "a maker closes no month");
	a = get(h, MAKER, "/api/v1/funds/matrix");
	EQ_STR(http_item_text(&a, "items", 0, "verdict"), "unset", "what nobody decided is unset");
	a = get(h, FIRST_HAND, "/api/v1/budgets/lines");
	EQ_I64(a.status, 403, "a distributor sees no budget");
}

static void others(struct http_world *h)
{
	struct answer a = get(h, APPROVER, AT(ID_1, "reverse"));
	EQ_I64(a.status, 405, "taking back is no reading");
	a = post(h, APPROVER, AT(ID_4, "reverse"),
		 "{\"reversal_id\":\"0192d0e6-7c00-7abc-8def-00000000000a\",\"words\":"
		 "\"重复下拨\"}");
	EQ_I64(a.status, 200, "an approver takes a done paper back");
	EQ_STR(http_item_text(&a, "acts", 3, "words"), "重复下拨", "and says why");
	a = get(h, MAKER, "/api/v1/funds/allotments/table?org=150000&cycle=hw-2024");
	EQ_I64(http_item_int(&a, "rows", 0, "allotted_fen"), 0, "the league has it no more");
	fixture_must(store_write(&h->w.f.c, somebody_else, &h->w), "somebody else");
	a = get(h, AUDITOR, "/api/v1/documents/" ID_1);
	EQ_I64(a.status, 403, "a maker of another union opens no paper of the region");
	a = get(h, AUDITOR, "/api/v1/documents?org=150000");
	EQ_I64(a.status, 403, "nor its list");
	a = get(h, AUDITOR, "/api/v1/documents?org=150302");
	EQ_I64(a.status, 403, "nor his neighbour's");
	a = get(h, AUDITOR, "/api/v1/documents");
	EQ_I64((int64_t)http_items(&a), 0, "his own list is empty");
	a = get(h, AUDITOR, "/api/v1/ledger/transfers?org=150300");
	EQ_I64(a.status, 403, "nor the ledger of the union above");
	a = post(h, AUDITOR, "/api/v1/documents/receive", RECEIVE(ID_2, "100"));
	OK(a.status == 403 || a.status == 409, "nor drafts for another union");
	a = post(h, AUDITOR, AT(ID_1, "cancel"), NULL);
	OK(a.status == 403 || a.status == 409, "nor cancels there");
	EQ_I64(waiting(h, AUDITOR), 0, "and nothing waits for him");
}

int main(void)
{
	OK(crypto_start(), "libsodium is there");
	FOR_EACH_ENGINE(engine)
	{
		struct http_world h;
		struct person people[3];
		http_world_open(&h, engine);
		fixture_must(store_write(&h.w.f.c, more_roles, &h.w), "roles");
		world_people(&h.w, (struct world_people){.org = COUNTY, .count = 3, .out = people});
		signing(&h);
		sending_back(&h);
		allotting(&h);
		ledger(&h);
		goods(&h);
		books(&h);
		others(&h);
		http_world_close(&h);
	}
	return tap_done();
}
