/* The API of what is paid, bought and given: a bank batch from its checks to its return, a purchase from its meeting into the
 * stock, a donation from its donor to its receipt; and what each of them refuses. People, cards and donors are synthetic. */
#include "care/payout_file.h"
#include "http_world.h"
#include "ledger/donation.h"
#include "ledger/fund.h"
#include "ledger/purchase.h"
#include "payout_world.h"
#include "rights/audit.h"

/* SECOND_HAND is cashier and keeper, FIRST_HAND accountant; the auditor looks. */
static const enum world_user CASHIER = SECOND_HAND, ACCOUNTANT = FIRST_HAND;

static struct sn_err prepare(struct ctx *c, void *arg)
{
	static const char matrix[] =
		"{\"schema\":1,\"version\":1,\"from\":\"2014-01-01\",\"source\":\"test\","
		"\"purposes\":[{\"purpose\":\"gift\",\"zh\":\"慰问\",\"en\":\"gift\"}],"
		"\"rules\":[{\"source\":\"OWN\",\"purpose\":\"gift\",\"allowed\":true},"
		"{\"source\":\"DONATION\",\"purpose\":\"gift\",\"allowed\":true}]}";
	static const struct {
		enum world_user who;
		enum rights_role role;
	} roles[] = {{SECOND_HAND, ROLE_CASHIER},
		     {SECOND_HAND, ROLE_KEEPER},
		     {FIRST_HAND, ROLE_ACCOUNTANT}};
	struct world *w = arg;
	bool changed;
	SN_TRY(fund_matrix_load(c, str_of(matrix), &changed));
	for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++)
		SN_TRY(rights_grant_add(
			c, &(const struct rights_grant){.user_id = w->users[roles[i].who].user_id,
							.role = roles[i].role,
							.org_no = w->orgs[REGION].org_no}));
	for (int i = 0; i < 3; i++) {
		static const char *const codes[] = {"s1", "s2", "s3"};
		static const char *const names[] = {"供应一（合成数据）", "供应二（合成数据）",
						    "供应三（合成数据）"};
		struct partner partner;
		SN_TRY(partner_add(c,
				   &(const struct partner_new){.code = str_of(codes[i]),
							       .name = str_of(names[i]),
							       .kind = PARTNER_COMPANY},
				   &partner, &changed));
	}
	return SN_SUCCESS;
}

struct money_in {
	struct world *w;
	int64_t fen;
};
static struct sn_err money_in(struct ctx *c, void *arg)
{
	const struct money_in *m = arg;
	struct transfer t = {.transfer_id = new_id(c),
			     .kind = TRANSFER_RECEIVE,
			     .day = 20241020,
			     .at_us = now_us(c),
			     .from = {.org_no = m->w->orgs[COUNTY].org_no,
				      .class = ACCOUNT_SOURCE,
				      .cycle_no = m->w->cycle.cycle_no,
				      .source = FUND_OWN},
			     .value = MONEY_FEN(m->fen)};
	t.to = t.from;
	t.to.class = ACCOUNT_FUND;
	return ledger_post_all(c, &t, 1);
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
static struct json_value item(const struct answer *a, const char *list, size_t i)
{
	const struct json_value items = json_find(&a->root, list);
	return json_at(&items, i);
}
static const char *text_of(const struct json_value *v, const char *key)
{
	struct str text = STR_NULL;
	const struct sn_err e = json_get_text_or(v, key, &text);
	return sn_failed(e) || !text.at ? "" : text.at;
}
static const char *item_text(const struct answer *a, const char *list, size_t i, const char *key)
{
	const struct json_value v = item(a, list, i);
	return text_of(&v, key);
}
static int64_t item_int(const struct answer *a, const char *list, size_t i, const char *key)
{
	int64_t value = -1;
	const struct json_value v = item(a, list, i);
	const struct sn_err e = json_get_int_or(&v, key, &value);
	return sn_failed(e) ? -1 : value;
}
static size_t count_of(const struct answer *a, const char *list)
{
	const struct json_value items = json_find(&a->root, list);
	return json_count(&items);
}
static const char *first_of(const struct answer *a, const char *list)
{
	struct str text = STR_NULL;
	const struct json_value v = item(a, list, 0);
	return count_of(a, list) == 0 || sn_failed(json_as_text(&v, &text)) ? "" : text.at;
}
static bool is_true(const struct answer *a, const char *key)
{
	bool value = false;
	return !sn_failed(json_get_bool(&a->root, key, &value)) && value;
}
/* Does it wait for this user as that? */
static const char *waits_as(struct http_world *h, enum world_user who, const char *kind)
{
	const struct answer a = get(h, who, "/api/v1/approvals?limit=200");
	for (size_t i = 0; i < count_of(&a, "items"); i++)
		if (strcmp(item_text(&a, "items", i, "kind"), kind) == 0)
			return item_text(&a, "items", i, "step");
	return "";
}

/* ---- bank batches ---- */

enum { PEOPLE = 3 };
#define BATCH_ID "0192d0e6-7c00-7abc-8def-0000000000d1"
#define BATCH                                                                                      \
	"{\"batch_id\":\"" BATCH_ID "\",\"org\":\"150302\",\"cycle\":\"hw-2024\","                 \
	"\"purpose\":\"gift\",\"words\":\"慰问金\"}"
#define PREVIEW "/api/v1/cycles/hw-2024/payout-preview?org=150302"

static void card(struct http_world *h, const struct person *person, int n)
{
	char target[128], body[160], id[UUID_TEXT_BYTES];
	uuid_text(person->person_id, id);
	(void)snprintf(target, sizeof target, "/api/v1/people/%s/card", id);
	struct answer a = post(h, MAKER, target, "{\"number\":\"6299 0000 0000 0000 000\"}");
	EQ_STR(a.code, "card_checksum", "a number with a wrong digit is refused");
	OK(!strstr(a.body.at, "6299"), "and not repeated in the answer");
	(void)snprintf(body, sizeof body, "{\"number\":\"%s\",\"bank\":\"示例银行\"}",
		       pay_card(n).digits);
	a = post(h, CHECKER, target, body);
	EQ_I64(a.status, 403, "a checker sets no card");
	a = post(h, MAKER, target, body);
	EQ_I64(a.status, 200, "a maker does");
	OK(!strstr(a.body.at, pay_card(n).digits), "the whole number never comes back");
}

static void looking(struct http_world *h, struct person *people)
{
	struct answer a = get(h, CHECKER, PREVIEW);
	EQ_I64(a.status, 403, "who makes no batch looks at none");
	a = get(h, MAKER, PREVIEW);
	EQ_I64(http_int(&a, "lines_count"), 0, "nobody has a card yet");
	EQ_I64(http_int(&a, "left_count"), PEOPLE, "and each is told");
	EQ_STR(item_text(&a, "left", 0, "reason"), "no_card", "with the reason");
	a = post(h, MAKER, "/api/v1/payouts", BATCH);
	EQ_STR(a.code, "payout_empty", "a batch of nobody is refused");
	for (int i = 0; i < PEOPLE - 1; i++)
		card(h, &people[i], i + 1);
	a = get(h, MAKER, PREVIEW);
	EQ_I64(http_int(&a, "lines_count"), PEOPLE - 1, "those with a card would be taken");
	EQ_I64(http_int(&a, "total_fen"), (PEOPLE - 1) * 20000, "with what they are entitled to");
	EQ_I64(http_int(&a, "free_fen"), 0, "but there is no money");
	a = post(h, MAKER, "/api/v1/payouts", BATCH);
	EQ_STR(a.code, "payout_money_short", "so none is made");
	struct money_in in = {&h->w, 200000};
	fixture_must(world_as(&h->w, MAKER, money_in, &in), "money");
	a = get(h, MAKER, PREVIEW);
	EQ_I64(http_int(&a, "free_fen"), 200000, "then there is");
	a = get(h, MAKER, "/api/v1/cards?org=150300");
	EQ_I64((int64_t)http_items(&a), PEOPLE - 1, "cards are listed");
	OK(strncmp(item_text(&a, "items", 0, "card"), "**** ", 5) == 0, "by their last four");
}

/* The batch's number, which lives in `number`. */
static void making(struct http_world *h, char number[64])
{
	char target[128];
	struct answer a = post(h, CHECKER, "/api/v1/payouts", BATCH);
	EQ_I64(a.status, 403, "a checker makes no batch");
	a = post(h, MAKER, "/api/v1/payouts", BATCH);
	EQ_I64(a.status, 201, "a maker does");
	const struct json_value batch = json_find(&a.root, "batch");
	(void)snprintf(number, 64, "%s", text_of(&batch, "number"));
	EQ_I64((int64_t)count_of(&a, "left"), 1, "who was left out is told");
	a = post(h, MAKER, "/api/v1/payouts", BATCH);
	EQ_I64(a.status, 201, "the same again is the same answer");
	a = get(h, MAKER, "/api/v1/payouts?org=150300");
	EQ_I64((int64_t)http_items(&a), 1, "and one batch");
	EQ_STR(waits_as(h, APPROVER, "payout"), "approver", "it waits for the approver");
	EQ_STR(waits_as(h, MAKER, "payout"), "", "not for its maker");
	(void)snprintf(target, sizeof target, "/api/v1/payouts/%s/sign", number);
	a = post(h, MAKER, target, "{\"hand\":\"approver\"}");
	EQ_I64(a.status, 403, "who made it does not approve it");
	(void)post(h, APPROVER, target, "{\"hand\":\"approver\"}");
	(void)snprintf(target, sizeof target, "/api/v1/payouts/%s/export", number);
	a = post(h, CASHIER, target, "{\"format\":\"csv\"}");
	EQ_STR(a.code, "payout_state", "it is not exported before the last hand");
	(void)snprintf(target, sizeof target, "/api/v1/payouts/%s/sign", number);
	a = post(h, CASHIER, target, "{\"hand\":\"treasurer\"}");
	EQ_STR(http_text(&a, "state"), "approved", "the last hand approves it");
	EQ_STR(http_text(&a, "my_step"), "export", "and its cashier has to export");
}

struct opening {
	struct str number;
	struct payout batch;
	struct payout_file file;
};
static struct sn_err open_file(struct ctx *c, void *arg)
{
	struct opening *o = arg;
	SN_TRY(payout_find(c, o->number, &o->batch));
	return payout_file_open(c, &o->batch, &o->file);
}

static int64_t fetches(struct http_world *h)
{
	struct ctx c = h->w.f.c;
	struct audit_entry *list = NULL;
	size_t count = 0;
	int64_t n = 0;
	c.actor_id = h->w.users[AUDITOR].user_id;
	fixture_must(audit_list(&c,
				&(const struct audit_filter){.acts = 1U << AUDIT_EXPORT,
							     .rows_max = 100,
							     .org_no = h->w.orgs[REGION].org_no},
				&list, &count),
		     "trail");
	for (size_t i = 0; i < count; i++)
		n += str_is(list[i].object_kind, "payout-batch") &&
		     list[i].purpose == AUDIT_FOR_PAYMENT;
	return n;
}

static void exporting(struct http_world *h, const char *number)
{
	char target[128];
	struct opening o = {.number = str_of(number)};
	(void)snprintf(target, sizeof target, "/api/v1/payouts/%s/export", number);
	struct answer a = post(h, ACCOUNTANT, target, "{\"format\":\"csv\"}");
	EQ_I64(a.status, 403, "an accountant exports nothing");
	a = post(h, CASHIER, target, "{\"format\":\"pdf\"}");
	EQ_I64(a.status, 400, "a form that no bank reads is refused");
	a = post(h, CASHIER, target, "{\"format\":\"csv\"}");
	EQ_I64(http_int(&a, "payments"), PEOPLE - 1, "a cashier does");
	OK(!strstr(a.body.at, pay_card(1).digits), "the answer has no card");
	a = post(h, CASHIER, target, "{\"format\":\"csv\"}");
	EQ_STR(a.code, "payout_exported", "once");
	fixture_must(world_as(&h->w, CASHIER, open_file, &o), "the file");
	const struct str file = {o.file.at, o.file.bytes};
	OK(memmem(file.at, file.bytes, pay_card(1).digits, strlen(pay_card(1).digits)) != NULL,
	   "the file has whole numbers");
	OK(world_as(&h->w, ACCOUNTANT, open_file, &o).reason == SN_R_NOT_GRANTED,
	   "which is for cashiers alone");
	(void)snprintf(target, sizeof target, "/api/v1/payouts/%s/file", number);
	a = get(h, CASHIER, target);
	EQ_STR(a.code, "missing_field", "nobody fetches it without saying why");
	EQ_I64(fetches(h), 0, "and nothing was fetched");
	(void)snprintf(target, sizeof target, "/api/v1/payouts/%s/file?purpose=payment", number);
	a = get(h, CASHIER, target);
	EQ_I64(a.status, 200, "a cashier fetches it");
	a = get(h, CASHIER, target);
	EQ_I64(a.status, 200, "and again, since a line may be cut");
	EQ_I64(fetches(h), 2, "each of them stands in the trail");
	a = get(h, MAKER, target);
	EQ_I64(a.status, 403, "its maker does not");
}

static void returning(struct http_world *h, const char *number, const struct person *bounced)
{
	char file[512], target[128], id[UUID_TEXT_BYTES];
	const struct ask check = {ACCOUNTANT, "POST", target, NULL, .upload_name = "回盘.csv"};
	(void)snprintf(file, sizeof file,
		       "附言,金额,处理状态,失败原因\n%s-1,200.00,交易成功,\n%s-2,200.00,交易失败,"
		       "账户已销户\n"
		       "%s-7,200.00,交易成功,\n%s-1,5,看不懂,\n",
		       number, number, number, number);
	struct ask ask = check;
	ask.upload = str_of(file);
	(void)snprintf(target, sizeof target, "/api/v1/payouts/%s/return?check=true", number);
	struct answer a = http_ask(h, ask);
	EQ_I64(http_int(&a, "paid"), 1, "the file is looked at: one is paid");
	EQ_I64(http_int(&a, "bounced"), 1, "one bounced");
	EQ_I64(http_int(&a, "rejected"), 2, "and two rows do not fit");
	EQ_I64(item_int(&a, "rejects", 0, "row"), 4, "each with its row");
	EQ_STR(item_text(&a, "rejects", 0, "reason"), "payout_line_gone", "and why");
	EQ_STR(item_text(&a, "rejects", 1, "reason"), "payout_result",
	       "also what is not understood");
	const struct json_value batch = json_find(&a.root, "batch");
	EQ_STR(text_of(&batch, "state"), "exported", "nothing was booked by that");
	(void)snprintf(target, sizeof target, "/api/v1/payouts/%s/return", number);
	ask.who = CASHIER;
	a = http_ask(h, ask);
	EQ_I64(a.status, 403, "who exported does not enter the return");
	ask.who = ACCOUNTANT;
	a = http_ask(h, ask);
	const struct json_value after = json_find(&a.root, "batch");
	EQ_STR(text_of(&after, "state"), "done", "booked, the batch is done");
	a = http_ask(h, ask);
	EQ_I64(http_int(&a, "unchanged"), 2, "the same file again changes nothing");
	(void)snprintf(target, sizeof target, "/api/v1/payouts/%s", number);
	a = get(h, MAKER, target);
	OK(!is_true(&a, "file_kept"), "nobody needs the file any more, and it is gone");
	(void)snprintf(target, sizeof target, "/api/v1/payouts/%s/file?purpose=payment", number);
	a = get(h, CASHIER, target);
	EQ_STR(a.code, "payout_file_gone", "which is said");
	(void)snprintf(target, sizeof target, "/api/v1/payouts/%s/lines?state=bounced", number);
	a = get(h, MAKER, target);
	EQ_I64((int64_t)http_items(&a), 1, "the failure is listed");
	EQ_STR(item_text(&a, "items", 0, "why"), "closed", "with the bank's reason");
	uuid_text(bounced->person_id, id);
	EQ_STR(item_text(&a, "items", 0, "person"), id, "and whose it is");
	a = get(h, MAKER, PREVIEW);
	EQ_I64(http_int(&a, "lines_count"), 0, "his card is bad: no other batch takes him");
	card(h, bounced, 50);
	a = get(h, MAKER, PREVIEW);
	EQ_I64(http_int(&a, "lines_count"), 1, "until it is set anew");
}

static void payouts(struct http_world *h)
{
	struct person people[PEOPLE];
	char number[64];
	world_people(&h->w, (struct world_people){.org = COUNTY, .count = PEOPLE, .out = people});
	(void)world_entitle(&h->w, COUNTY);
	looking(h, people);
	making(h, number);
	exporting(h, number);
	returning(h, number, &people[1]);
}

/* ---- purchases ---- */

#define PURCHASE_ID "0192d0e6-7c00-7abc-8def-0000000000e0"
#define PURCHASE    "/api/v1/purchases/" PURCHASE_ID
#define STEP(n)     "\"step_id\":\"0192d0e6-7c00-7abc-8def-0000000000e" n "\""
#define OPEN(more)                                                                                 \
	"{\"purchase_id\":\"" PURCHASE_ID "\",\"org\":\"150302\",\"cycle\":\"hw-2024\","           \
	"\"words\":\"防寒服\",\"ceiling_fen\":100000" more "}"
#define QUOTE(n, supplier, fen) "{" STEP(n) ",\"supplier\":\"" supplier "\",\"amount_fen\":" fen "}"
#define COUNT(n, pieces)                                                                           \
	"{" STEP(n) ",\"number\":\"验收-1\",\"lines\":[{\"item\":\"coat\",\"quantity\":" pieces    \
		    "}]}"

static void contracting(struct http_world *h)
{
	struct answer a = get(h, MAKER, "/api/v1/purchase-rules?amount_fen=100000");
	OK(is_true(&a, "unset"), "without thresholds the whole chain is asked for");
	a = post(h, CHECKER, "/api/v1/purchases", OPEN(""));
	EQ_I64(a.status, 403, "a checker opens no purchase");
	a = post(h, MAKER, "/api/v1/purchases", OPEN(""));
	EQ_STR(a.code, "purchase_meeting_needed", "nor a maker without its meeting");
	a = post(h, MAKER, "/api/v1/purchases",
		 OPEN(",\"meeting\":\"纪要1\",\"present\":\"三人（示例）\""));
	EQ_I64(a.status, 201, "with it he does");
	EQ_STR(first_of(&a, "my_next"), "quote", "and goes on with quotes");
	EQ_STR(waits_as(h, MAKER, "purchase"), "quote", "which wait for him");
	(void)post(h, MAKER, PURCHASE "/quotes", QUOTE("1", "s1", "90000"));
	a = post(h, MAKER, PURCHASE "/quotes", QUOTE("2", "s1", "80000"));
	EQ_STR(a.code, "purchase_quote_twice", "a supplier quotes once");
	a = post(h, MAKER, PURCHASE "/quotes", QUOTE("2", "nobody", "80000"));
	EQ_I64(a.status, 404, "and is somebody");
	(void)post(h, MAKER, PURCHASE "/quotes", QUOTE("2", "s2", "80000"));
	a = post(h, MAKER, PURCHASE "/quotes", QUOTE("3", "s3", "95000"));
	EQ_STR(first_of(&a, "my_next"), "contract", "three quotes, then the contract");
#define CONTRACT(more)                                                                             \
	"{" STEP("4") ",\"supplier\":\"s1\",\"number\":\"合同1\",\"total_fen\":90000,"           \
		      "\"lines\":[{\"item\":\"coat\",\"quantity\":10,\"total_fen\":90000}]" more   \
		      "}"
	a = post(h, MAKER, PURCHASE "/contract", CONTRACT(""));
	EQ_STR(a.code, "purchase_why", "not the cheapest without a reason");
	a = post(h, MAKER, PURCHASE "/contract", CONTRACT(",\"words\":\"质量\""));
	EQ_I64(a.status, 201, "with it");
	EQ_STR(first_of(&a, "next"), "accept", "then goods are waited for");
	EQ_I64((int64_t)count_of(&a, "my_next"), 0, "not by its maker");
	EQ_STR(waits_as(h, CHECKER, "purchase"), "accept", "but by who may count");
}

static void accepting(struct http_world *h)
{
	struct answer a = post(h, MAKER, PURCHASE "/acceptances", COUNT("5", "10"));
	EQ_I64(a.status, 403, "the maker does not accept what he bought");
	a = post(h, CHECKER, PURCHASE "/acceptances", COUNT("5", "10"));
	OK(!is_true(&a, "complete"), "the first count waits");
	a = get(h, CASHIER, PURCHASE);
	EQ_STR(http_text(&a, "half_sheet"), "验收-1", "the second reads its number");
	const struct json_value steps = json_find(&a.root, "steps"), half = json_at(&steps, 5),
				lines = json_find(&half, "lines");
	EQ_I64((int64_t)json_count(&lines), 0, "and not what the first has counted");
	EQ_STR(waits_as(h, CASHIER, "purchase"), "second", "it waits for a keeper");
	EQ_STR(waits_as(h, CHECKER, "purchase"), "", "and no more for the first");
	a = post(h, CHECKER, PURCHASE "/acceptances", COUNT("6", "10"));
	EQ_STR(a.code, "purchase_accepts_own", "who is not the same person");
	a = post(h, CASHIER, PURCHASE "/acceptances", COUNT("6", "9"));
	EQ_STR(a.code, "purchase_count_differs", "two counts that differ count for nothing");
	a = post(h, CASHIER, PURCHASE "/acceptances", COUNT("7", "10"));
	OK(is_true(&a, "complete"), "two that agree do");
	EQ_STR(waits_as(h, MAKER, "purchase"), "stock", "the maker brings it in by invoice");
	a = get(h, AUDITOR, PURCHASE);
	EQ_STR(item_text(&a, "findings", 0, "code"), "accepted_not_invoiced",
	       "until then it says so");
	OK(strstr(item_text(&a, "findings", 0, "message"), "10"), "in a whole sentence");
}

#define STOCK                                                                                      \
	"{\"document_id\":\"0192d0e6-7c00-7abc-8def-0000000000f1\",\"org\":\"150302\","            \
	"\"cycle\":\"hw-2024\",\"purchase_id\":\"" PURCHASE_ID "\",\"source\":\"OWN\","            \
	"\"purpose\":\"gift\",\"reference\":\"发票1\",\"count\":1,\"total_fen\":90000,"          \
	"\"lines\":[{\"item\":\"coat\",\"quantity\":10,\"total_fen\":90000}]}"
static void stocking(struct http_world *h)
{
	static const char sign[] = "/api/v1/documents/0192d0e6-7c00-7abc-8def-0000000000f1/sign";
	struct answer a = post(h, MAKER, "/api/v1/documents/purchase", STOCK);
	EQ_I64(a.status, 201, "the paper into the stock is drafted");
	EQ_STR(waits_as(h, MAKER, "purchase"), "", "the purchase waits for nobody now");
	a = post(h, APPROVER, sign, "{\"hand\":\"approver\"}");
	a = post(h, ACCOUNTANT, sign, "{\"hand\":\"treasurer\"}");
	EQ_STR(http_text(&a, "state"), "done", "signed, it is in the stock");
	a = get(h, AUDITOR, PURCHASE);
	EQ_I64(item_int(&a, "lots", 0, "stock"), 10, "where its pieces are");
	EQ_I64((int64_t)count_of(&a, "documents"), 1, "its paper stands with it");
	EQ_I64((int64_t)count_of(&a, "findings"), 0, "and everything agrees");
	a = get(h, MAKER, "/api/v1/purchases?org=150000");
	EQ_I64((int64_t)http_items(&a), 1, "the region's list has the county's");
	a = get(h, MAKER, "/api/v1/purchases?org=150303");
	EQ_I64((int64_t)http_items(&a), 0, "its neighbour's has not");
}

/* ---- donations ---- */

#define GIFT_ID "0192d0e6-7c00-7abc-8def-0000000000a1"
#define GIFT    "/api/v1/donations/" GIFT_ID
#define GIVEN(more)                                                                                \
	"{\"donation_id\":\"" GIFT_ID "\",\"org\":\"150302\",\"cycle\":\"hw-2024\","               \
	"\"purpose\":\"gift\"," more "}"
#define GIVER "\"donor_kind\":\"person\",\"person\":\"合成丁一\""

static void receiving(struct http_world *h)
{
	struct answer a =
		post(h, CHECKER, "/api/v1/donations", GIVEN(GIVER ",\"amount_fen\":50000"));
	EQ_I64(a.status, 403, "a checker enters no gift");
	a = post(h, MAKER, "/api/v1/donations",
		 GIVEN("\"donor_kind\":\"partner\",\"amount_fen\":5"));
	EQ_STR(a.code, "donation_no_donor", "nor anybody a gift of no one");
	a = post(h, MAKER, "/api/v1/donations", GIVEN(GIVER));
	EQ_STR(a.code, "missing_field", "nor one of nothing");
	a = post(h, MAKER, "/api/v1/donations",
		 GIVEN(GIVER ",\"amount_fen\":5,\"basis\":\"发票\",\"lines\":[{\"item\":\"coat\","
			     "\"quantity\":1,\"total_fen\":5}]"));
	EQ_STR(a.code, "donation_both", "nor money and goods in one");
	a = post(h, MAKER, "/api/v1/donations", GIVEN(GIVER ",\"amount_fen\":50000"));
	EQ_I64(a.status, 201, "a maker enters it");
	OK(!strstr(a.body.at, "合成丁一"), "a private donor's name is masked");
	EQ_STR(waits_as(h, APPROVER, "document"), "approver", "it waits to be signed");
	a = post(h, ACCOUNTANT, GIFT "/receipt", "{}");
	EQ_STR(a.code, "donation_not_in", "no receipt before it is in the books");
	(void)post(h, APPROVER, "/api/v1/documents/" GIFT_ID "/sign", "{\"hand\":\"approver\"}");
	a = post(h, CASHIER, "/api/v1/documents/" GIFT_ID "/sign", "{\"hand\":\"treasurer\"}");
	EQ_STR(http_text(&a, "state"), "done", "signed");
	a = get(h, AUDITOR, GIFT);
	EQ_I64(http_int(&a, "left_fen"), 50000, "all of it is left");
	EQ_I64((int64_t)count_of(&a, "uses"), 1, "and its own paper is where it came from");
}

static void receipts(struct http_world *h)
{
	char number[64];
	struct answer a = post(h, MAKER, GIFT "/receipt", "{}");
	EQ_I64(a.status, 403, "a maker gives no receipt");
	a = post(h, ACCOUNTANT, GIFT "/receipt", "{}");
	(void)snprintf(number, sizeof number, "%s", http_text(&a, "number"));
	EQ_STR(http_text(&a, "donor"), "合成丁一", "the receipt has the whole name");
	a = post(h, CASHIER, GIFT "/receipt", "{}");
	EQ_STR(http_text(&a, "number"), number, "there is one");
	a = post(h, CASHIER, GIFT "/receipt/void", "{\"words\":\"\"}");
	EQ_I64(a.status, 400, "void only with a reason");
	a = post(h, CASHIER, GIFT "/receipt/void", "{\"words\":\"抬头写错\"}");
	EQ_STR(http_text(&a, "receipt"), "", "void");
	a = post(h, CASHIER, GIFT "/receipt", "{}");
	OK(strcmp(http_text(&a, "number"), number) != 0, "another one has another number");
#define BACK(fen)                                                                                  \
	"{\"document_id\":\"0192d0e6-7c00-7abc-8def-0000000000a2\",\"amount_fen\":" fen "}"
	a = post(h, MAKER, GIFT "/return", BACK("50001"));
	EQ_STR(a.code, "donation_left", "no more goes back than is left");
	a = post(h, MAKER, GIFT "/return", BACK("20000"));
	EQ_I64(a.status, 201, "what is left goes back by a paper");
	a = get(h, MAKER, GIFT);
	EQ_I64(http_int(&a, "returned_fen"), 20000, "which the donation's page says");
	a = get(h, MAKER, "/api/v1/donations/0192d0e6-7c00-7abc-8def-0000000000a9");
	EQ_STR(a.code, "donation_gone", "one that is not there is not");
}

static void in_kind(struct http_world *h)
{
#define KIND_ID "0192d0e6-7c00-7abc-8def-0000000000b1"
#define KIND(more)                                                                                 \
	"{\"donation_id\":\"" KIND_ID "\",\"org\":\"150302\",\"cycle\":\"hw-2024\","               \
	"\"purpose\":\"gift\",\"donor_kind\":\"partner\",\"partner\":\"s1\","                      \
	"\"lines\":[{\"item\":\"coat\",\"quantity\":4,\"total_fen\":40000}]" more "}"
	static const char sign[] = "/api/v1/documents/" KIND_ID "/sign";
	struct answer a = post(h, MAKER, "/api/v1/donations", KIND(""));
	EQ_STR(a.code, "donation_no_basis", "goods say how they were valued");
	a = post(h, MAKER, "/api/v1/donations", KIND(",\"basis\":\"发票\""));
	EQ_I64(a.status, 201, "then they are entered");
	a = post(h, APPROVER, sign, "{\"hand\":\"approver\"}");
	EQ_STR(waits_as(h, CASHIER, "document"), "receiver", "a keeper has to accept them");
	a = post(h, CASHIER, sign, "{\"hand\":\"receiver\"}");
	EQ_STR(http_text(&a, "state"), "done", "two have accepted: value and goods");
	a = get(h, MAKER, "/api/v1/donations/" KIND_ID);
	EQ_I64(item_int(&a, "lots", 0, "stock"), 4, "where they are");
}

int main(void)
{
	OK(crypto_start(), "libsodium is there");
	FOR_EACH_ENGINE(engine)
	{
		struct http_world h;
		http_world_open(&h, engine);
		fixture_must(store_write(&h.w.f.c, prepare, &h.w), "prepare");
		payouts(&h);
		contracting(&h);
		accepting(&h);
		stocking(&h);
		receiving(&h);
		receipts(&h);
		in_kind(&h);
		EQ_I64(world_findings(&h.w), 0, "verification finds nothing");
		http_world_close(&h);
	}
	return tap_done();
}
