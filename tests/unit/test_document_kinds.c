/* Documents of each kind: cash, kits of several sources, counts, policies, lists; and a paper that is made twice. */
#include "document_world.h"
#include "ledger/budget_sql.h"
#include "ledger/goods_sql.h"
#include "ledger/ledger_sql.h"
#include "ledger/purchase_sql.h"
#include "org/org_sql.h"
#include "rights/rights_sql.h"
#include "tlog/tlog_sql.h"

static const struct store_domain *const domains[WORLD_DOMAINS] = {
	&org_domain,    &rights_domain, &tlog_domain,    &ledger_domain,
	&budget_domain, &goods_domain,  &purchase_domain};

#define YUAN(n) ((int64_t)(n)*100)

static struct sn_err money_in(struct world *w, enum fund_source source, int64_t fen,
			      struct document *d)
{
	struct act a = {.what = DO_RECEIVE,
			.plan = plan_of(DOCUMENT_RECEIVE, REGION, 1, fen),
			.money = {{0, MONEY_FEN(fen)}},
			.document = d};
	a.plan.plan.source = source;
	return act(w, MAKER, &a);
}
static void have_money(struct world *w, enum fund_source source, int64_t fen)
{
	struct document d;
	fixture_must(money_in(w, source, fen, &d), "receive");
	sign_all(w, &d);
}
static void buy(struct world *w, enum fund_source source, struct goods_line line,
		const char *invoice)
{
	struct document d;
	struct act a = {.what = DO_PURCHASE,
			.plan = plan_of(DOCUMENT_PURCHASE, REGION, 1, money_fen(line.total)),
			.goods = {line},
			.count = 1,
			.document = &d};
	a.plan.plan.source = source;
	a.plan.plan.document.reference = str_of(invoice);
	fixture_must(act(w, MAKER, &a), "purchase");
	sign_all(w, &d);
}
static struct act goods_act(enum document_kind kind, int64_t item_no, int64_t quantity,
			    struct document *d)
{
	return (struct act){.what = DO_GOODS,
			    .plan = plan_of(kind, REGION, 1, item_no ? 0 : quantity),
			    .goods = {{item_no, quantity, MONEY_FEN(0)}},
			    .count = 1,
			    .document = d};
}
static const char *accept_as(struct world *w, enum who who, struct document *d)
{
	struct act a = {.what = DO_ACCEPT, .document = d};
	return sn_reason_word(act(w, who, &a).reason);
}
static const char *cancel_as(struct world *w, enum who who, struct document *d)
{
	struct act a = {.what = DO_CANCEL, .document = d};
	return sn_reason_word(act(w, who, &a).reason);
}

/* ---- items ---- */

struct new_item {
	struct item item, out;
	const struct item_part *parts;
	size_t count;
};
static struct sn_err item_work(struct ctx *c, void *arg)
{
	struct new_item *n = arg;
	return goods_item_add(c, &n->item, n->parts, n->count, &n->out);
}
static const char *add_item(struct world *w, struct item item, const struct item_part *parts,
			    size_t count, int64_t *item_no)
{
	struct new_item n = {.item = item, .parts = parts, .count = count};
	const struct sn_err e = store_write(&w->f.c, item_work, &n);
	if (item_no)
		*item_no = n.out.item_no;
	return sn_reason_word(e.reason);
}

static void items_are_what_they_say(struct world *w)
{
	char long_code[ITEM_CODE_BYTES_MAX + 2] = {0}, long_name[NAME_BYTES_MAX + 2] = {0};
	memset(long_code, 'a', sizeof long_code - 1);
	memset(long_name, 'a', sizeof long_name - 1);
	const struct item good = {
		.code = STR("sack"), .name = STR("米袋"), .unit = UNIT_SET, .kit = true};
	const struct item_part rice = {w->rice, 2};
	static const char *const bad_codes[] = {"", "a b", "防寒服", "a\tb", "a;b"};
	for (size_t i = 0; i < sizeof bad_codes / sizeof *bad_codes; i++) {
		struct item bad = good;
		bad.code = str_of(bad_codes[i]);
		EQ_STR(add_item(w, bad, &rice, 1, NULL), "item_bad",
		       "a code that a leaf cannot say");
	}
	struct item bad = good;
	bad.code = (struct str){"a\0b", 3};
	EQ_STR(add_item(w, bad, &rice, 1, NULL), "item_bad", "nor one with a zero byte in it");
	bad.code = str_of(long_code);
	EQ_STR(add_item(w, bad, &rice, 1, NULL), "item_bad", "nor one that is too long");
	bad = good;
	bad.name = STR("");
	EQ_STR(add_item(w, bad, &rice, 1, NULL), "item_bad", "an item has a name");
	bad.name = str_of(long_name);
	EQ_STR(add_item(w, bad, &rice, 1, NULL), "item_bad", "of a length that fits a paper");
	bad = good;
	bad.unit = UNIT_PERSON;
	EQ_STR(add_item(w, bad, &rice, 1, NULL), "item_bad", "people are not handed over");
	EQ_STR(add_item(w, good, NULL, 0, NULL), "kit_parts", "a kit has parts");
	bad = good;
	bad.kit = false;
	EQ_STR(add_item(w, bad, &rice, 1, NULL), "kit_parts", "what is no kit has none");
	static struct item_part many[KIT_PARTS_MAX + 1];
	for (size_t i = 0; i <= KIT_PARTS_MAX; i++)
		many[i] = (struct item_part){1000 + (int64_t)i, 1};
	EQ_STR(add_item(w, good, many, KIT_PARTS_MAX + 1, NULL), "kit_parts", "nor too many");
	const struct item_part twice[] = {{w->rice, 1}, {w->coat, 1}, {w->rice, 1}};
	EQ_STR(add_item(w, good, twice, 3, NULL), "kit_parts", "a part stands there once");
	const struct item_part none = {w->rice, 0};
	EQ_STR(add_item(w, good, &none, 1, NULL), "kit_parts", "and with a quantity");
	const struct item_part kit = {w->kit, 1}, unknown = {4711, 1};
	EQ_STR(add_item(w, good, &kit, 1, NULL), "kit_inside_kit", "a kit is no part");
	EQ_STR(add_item(w, good, &unknown, 1, NULL), "item_unknown", "nor what nobody knows");
	int64_t first = 0, again = 0;
	EQ_STR(add_item(w, good, &rice, 1, &first), "ok", "two rices are a sack");
	EQ_STR(add_item(w, good, &rice, 1, &again), "ok", "the same again is the same item");
	EQ_I64(again, first, "under the same number");
	const struct item_part more = {w->rice, 3}, other = {w->coat, 2};
	const struct item_part both[] = {{w->rice, 2}, {w->coat, 2}};
	EQ_STR(add_item(w, good, &more, 1, NULL), "item_code_taken",
	       "with more rice it is another");
	EQ_STR(add_item(w, good, &other, 1, NULL), "item_code_taken", "or of coats");
	EQ_STR(add_item(w, good, both, 2, NULL), "item_code_taken", "or of both");
	bad = good;
	bad.name = STR("麻袋");
	EQ_STR(add_item(w, bad, &rice, 1, NULL), "item_code_taken", "or with another name");
	bad = good;
	bad.size = STR("L");
	EQ_STR(add_item(w, bad, &rice, 1, NULL), "item_code_taken", "or a size");
	bad = good;
	bad.unit = UNIT_PIECE;
	EQ_STR(add_item(w, bad, &rice, 1, NULL), "item_code_taken", "or a unit");
	bad = good;
	bad.kit = false;
	EQ_STR(add_item(w, bad, NULL, 0, NULL), "item_code_taken", "or no kit at all");
	struct item found, *list;
	size_t count;
	fixture_must(goods_item_by_code(&w->f.c, STR("sack"), &found), "by code");
	EQ_I64(found.item_no, first, "it is found by its code");
	REASON(goods_item_by_code(&w->f.c, STR("sock"), &found), "item_unknown", "a sock is not");
	fixture_must(goods_items(&w->f.c, &list, &count), "items");
	EQ_I64((int64_t)count, 4, "four items are listed");
	w->sack = first;
}

/* ---- cash ---- */

static void cash_goes_out_and_comes_back(struct world *w)
{
	struct document d, over, back, lost;
	have_money(w, FUND_OWN, YUAN(5000));
	struct act a = goods_act(DOCUMENT_ISSUE, 0, YUAN(2000), &d);
	a.plan.receiver_id = w->people[DISTRIBUTOR];
	a.plan.plan.purpose = STR("fun");
	REASON(act(w, MAKER, &a), "source_forbids", "cash is spent on what its source may buy");
	a.plan.plan.purpose = STR("");
	REASON(act(w, MAKER, &a), "missing_field", "and on something");
	a.plan.plan.purpose = STR("gift");
	a.plan.plan.document.declared_total = MONEY_FEN(0);
	REASON(act(w, MAKER, &a), "envelope_total", "its total is declared");
	a.plan.plan.document.declared_total = MONEY_FEN(YUAN(2000));
	REASON(act(w, KEEPER, &a), "not_granted", "a keeper of goods does not draw cash");
	REASON(act(w, MAKER, &a), "ok", "two thousand yuan for the distributor");
	EQ_I64(d.needed, (1 << HANDS_COUNT) - 1 + DOCUMENT_NEEDS_RECEIVER,
	       "four hands of the union, and the one who gets it");
	EQ_STR(accept_as(w, DISTRIBUTOR, &d), "out_of_turn", "he does not accept before they sign");
	EQ_STR(accept_as(w, MAKER, &d), "same_hand", "who made it does not accept it");
	REASON(sign(w, DISTRIBUTOR, HAND_CHECKER, &d), "same_hand", "who gets it does not sign it");
	sign_all(w, &d);
	EQ_I64(d.state, DOCUMENT_APPROVED, "it is paid out and waits for him");
	EQ_I64(total(w, REGION, ACCOUNT_CUSTODY, 0, FUND_OWN).fen, 0, "nothing is his yet");
	EQ_STR(accept_as(w, KEEPER, &d), "not_the_receiver", "another does not take it");
	EQ_STR(accept_as(w, DISTRIBUTOR, &d), "ok", "he takes it");
	EQ_I64(total(w, REGION, ACCOUNT_CUSTODY, 0, FUND_OWN).fen, YUAN(2000), "and has it");
	EQ_I64(total(w, REGION, ACCOUNT_FUND, 0, FUND_OWN).fen, YUAN(3000), "the fund has less");
	struct act more = goods_act(DOCUMENT_ISSUE, 0, YUAN(3001), &over);
	more.plan.receiver_id = w->people[DISTRIBUTOR];
	REASON(act(w, MAKER, &more), "cash_short", "more than the fund has is not issued");

	struct act give = goods_act(DOCUMENT_GIVEBACK, 0, YUAN(1500), &back);
	REASON(act(w, DISTRIBUTOR, &give), "missing_field", "a giveback names its holder");
	give.plan.holder_id = w->people[DISTRIBUTOR];
	REASON(act(w, DISTRIBUTOR, &give), "ok", "what was not handed over goes back");
	EQ_STR(accept_as(w, KEEPER, &back), "not_granted", "a keeper does not take cash in");
	EQ_STR(accept_as(w, CASHIER, &back), "ok", "the cashier does");
	EQ_I64(total(w, REGION, ACCOUNT_FUND, 0, FUND_OWN).fen, YUAN(4500), "into its own fund");

	struct act loss = goods_act(DOCUMENT_LOSS, 0, YUAN(500), &lost);
	REASON(act(w, KEEPER, &loss), "missing_field", "cash is lost by somebody");
	loss.plan.holder_id = w->people[DISTRIBUTOR];
	REASON(act(w, KEEPER, &loss), "ok", "the rest is lost");
	REASON(sign(w, DISTRIBUTOR, HAND_APPROVER, &lost), "same_hand",
	       "not approved by its loser");
	EQ_STR(accept_as(w, KEEPER_2, &lost), "hand_not_needed", "nobody receives a loss");
	REASON(sign(w, APPROVER, HAND_APPROVER, &lost), "ok", "the approver does");
	EQ_I64(total(w, REGION, ACCOUNT_WRITTEN_OFF, 0, FUND_OWN).fen, YUAN(500), "written off");
	EQ_I64(total(w, REGION, ACCOUNT_CUSTODY, 0, FUND_OWN).fen, 0, "custody is empty");
}

/* ---- kits ---- */

static void kits_of_two_sources(struct world *w)
{
	struct document d;
	have_money(w, FUND_UPPER, YUAN(1000));
	buy(w, FUND_OWN, (struct goods_line){w->coat, 4, MONEY_FEN(YUAN(400))}, "A-1");
	buy(w, FUND_UPPER, (struct goods_line){w->rice, 6, MONEY_FEN(YUAN(60))}, "A-2");
	struct act k = {.what = DO_KITS,
			.plan = plan_of(DOCUMENT_KIT, REGION, 1, 0),
			.goods = {{w->kit, 2, MONEY_FEN(0)}},
			.document = &d};
	REASON(act(w, KEEPER, &k), "goods_short", "of one source there is no whole kit");
	k.plan.plan.source = FUND_NONE;
	k.goods[0].item_no = w->coat;
	REASON(act(w, KEEPER, &k), "not_a_kit", "a coat has no parts");
	k.goods[0].item_no = 4711;
	REASON(act(w, KEEPER, &k), "item_unknown", "nor has what nobody knows");
	k.goods[0].item_no = w->kit;
	k.goods[0].quantity = 0;
	REASON(act(w, KEEPER, &k), "quantity_bad", "no kits are no document");
	k.goods[0] = (struct goods_line){w->sack, INT64_MAX, MONEY_FEN(0)};
	REASON(act(w, KEEPER, &k), "quantity_bad", "nor are more than can be counted");
	k.goods[0].item_no = w->kit;
	k.goods[0].quantity = 2;
	REASON(act(w, KEEPER, &k), "ok", "of both sources there are two");
	REASON(act(w, KEEPER, &k), "ok", "the same again is the same answer");
	REASON(sign(w, CHECKER, HAND_CHECKER, &d), "ok", "a checker counts them");
	EQ_I64(total(w, REGION, ACCOUNT_STOCK, w->kit, FUND_NONE).quantity, 2, "two kits");
	EQ_I64(total(w, REGION, ACCOUNT_STOCK, w->kit, FUND_OWN).quantity, 0,
	       "of no single source");
	EQ_I64(total(w, REGION, ACCOUNT_STOCK, w->kit, FUND_NONE).fen, YUAN(240),
	       "worth what went into them");
	EQ_I64(total(w, REGION, ACCOUNT_CONVERT, 0, FUND_NONE).fen +
		       total(w, REGION, ACCOUNT_CONVERT, w->kit, FUND_NONE).fen +
		       total(w, REGION, ACCOUNT_CONVERT, w->coat, FUND_NONE).fen +
		       total(w, REGION, ACCOUNT_CONVERT, w->rice, FUND_NONE).fen,
	       0, "and nothing stays in between");
}

/* ---- what is no document ---- */

static void what_is_refused(struct world *w)
{
	struct document d;
	struct act a = goods_act(DOCUMENT_ISSUE, w->coat, 1, &d);
	REASON(act(w, KEEPER, &a), "missing_field", "an issue names who gets it");
	a.plan.receiver_id = w->people[DISTRIBUTOR];
	a.goods[1] = (struct goods_line){0, 100, MONEY_FEN(0)};
	a.count = 2;
	REASON(act(w, KEEPER, &a), "document_mixed", "cash and goods are two papers");
	a.count = 0;
	REASON(act(w, KEEPER, &a), "document_empty", "a paper has lines");
	a.count = 1;
	a.plan.plan.document.document_id = UUID_NULL;
	REASON(act(w, KEEPER, &a), "missing_field", "and an id");
	struct act move = goods_act(DOCUMENT_MOVE, w->coat, 1, &d);
	REASON(act(w, KEEPER, &move), "missing_field", "a move says where to");
	move.plan.to_org_no = move.plan.plan.document.org_no;
	REASON(act(w, KEEPER, &move), "move_itself", "and not to where it is");
	move = goods_act(DOCUMENT_MOVE, 0, 100, &d);
	move.plan.to_org_no = COUNTY;
	REASON(act(w, KEEPER, &move), "missing_field", "cash is not moved, it is allotted");
	REASON(money_in(w, FUND_NONE, 100, &d), "source_missing", "money has a source");
	REASON(money_in(w, FUND_SOURCES_COUNT, 100, &d), "source_missing", "one of the list");
	REASON(money_in(w, FUND_OWN, 0, &d), "quantity_bad", "no money is no receipt");
	struct act allot = {.what = DO_ALLOT,
			    .plan = plan_of(DOCUMENT_ALLOT, REGION, 1, 100),
			    .money = {{COUNTY, MONEY_FEN(-1)}},
			    .count = 1,
			    .document = &d};
	struct sn_err e = act(w, MAKER, &allot);
	REASON(e, "quantity_bad", "less than nothing is not allotted");
	EQ_I64(e.row, 1, "the line is named");
	allot.money[0] = (struct money_line){4711, MONEY_FEN(100)};
	REASON(act(w, MAKER, &allot), "no_such_org", "nor to a union that nobody knows");
	allot.plan.plan.source = FUND_NONE;
	REASON(act(w, MAKER, &allot), "source_missing", "nor out of no source");
	allot.count = 0;
	REASON(act(w, MAKER, &allot), "document_empty", "nor to nobody");
	struct act bought = {.what = DO_PURCHASE,
			     .plan = plan_of(DOCUMENT_PURCHASE, REGION, 1, 100),
			     .goods = {{4711, 1, MONEY_FEN(100)}},
			     .count = 1,
			     .document = &d};
	bought.plan.plan.document.reference = STR("A-9");
	REASON(act(w, MAKER, &bought), "item_unknown", "nor is bought what nobody knows");
	bought.plan.plan.document.reference = STR_NULL;
	REASON(act(w, MAKER, &bought), "missing_field", "nor without an invoice");
	bought.count = 0;
	REASON(act(w, MAKER, &bought), "document_empty", "nor nothing");
	EQ_STR(accept_as(w, KEEPER, &(struct document){.shard = REGION}), "document_gone",
	       "what is not there is not accepted");
	REASON(document_read(&w->f.c, uuid_random(), &d), "document_gone", "nor read");
}

/* ---- states ---- */

static void what_is_over_stays(struct world *w)
{
	struct document d;
	fixture_must(money_in(w, FUND_OWN, YUAN(10), &d), "receive");
	EQ_I64(d.needed, (1 << HANDS_COUNT) - 1 - (1 << HAND_CHECKER), "three hands below 1,000");
	EQ_STR(accept_as(w, CHECKER, &d), "hand_not_needed", "nobody receives money that comes in");
	EQ_STR(cancel_as(w, CHECKER, &d), "not_granted", "a checker does not cancel");
	EQ_STR(cancel_as(w, APPROVER, &d), "ok", "an approver does");
	EQ_STR(cancel_as(w, MAKER, &d), "ok", "cancelling again is the same answer");
	REASON(sign(w, APPROVER, HAND_APPROVER, &d), "document_state", "it is not signed any more");
	EQ_STR(accept_as(w, CHECKER, &d), "document_state", "nor accepted");
}

/* ---- policies ---- */

static struct sn_err policy_work(struct ctx *c, void *arg)
{
	return rights_policy_set(c, arg);
}
static void hands(struct world *w, int count)
{
	struct document d;
	struct rights_policy p = {
		.org_no = REGION, .hands = count, .source = STR("示例办公会决定")};
	w->f.c.actor_id = UUID_NULL;
	fixture_must(store_write(&w->f.c, policy_work, &p), "policy");
	fixture_must(money_in(w, FUND_OTHER, YUAN(2000), &d), "receive");
	EQ_I64(d.needed, rights_needed(count), "the policy says who signs");
	if (count == 2)
		REASON(sign(w, CASHIER, HAND_TREASURER, &d), "hand_not_needed", "and nobody else");
	sign_all(w, &d);
	EQ_I64(d.state, DOCUMENT_DONE, "and that is enough");
}

/* ---- stock taking ---- */

static void counts(struct world *w)
{
	struct document d = {0};
	struct act a = {.what = DO_COUNT,
			.plan = plan_of(DOCUMENT_LOSS, REGION, 0, 0),
			.goods = {{w->coat, 2, MONEY_FEN(0)}, {w->coat, 2, MONEY_FEN(0)}},
			.count = 2,
			.document = &d};
	REASON(act(w, KEEPER, &a), "count_twice", "a thing is counted once");
	a.count = 1;
	REASON(act(w, KEEPER, &a), "ok", "two coats are left and two are there");
	EQ_I64((int64_t)a.counted.count, 0, "so nothing differs");
	OK(uuid_is_null(d.document_id), "and nothing is lost");
	a.goods[0].quantity = -1;
	REASON(act(w, KEEPER, &a), "quantity_bad", "nobody counts less than none");
	a.goods[0].item_no = 4711;
	REASON(act(w, KEEPER, &a), "item_unknown", "nor what nobody knows");
	a.count = 0;
	REASON(act(w, KEEPER, &a), "document_empty", "nor nothing");
	struct document issue;
	struct act give = goods_act(DOCUMENT_ISSUE, w->coat, 2, &issue);
	give.plan.receiver_id = w->people[DISTRIBUTOR];
	fixture_must(act(w, KEEPER, &give), "issue");
	EQ_STR(accept_as(w, DISTRIBUTOR, &issue), "ok", "two coats are with the distributor");
	a.goods[0] = (struct goods_line){w->coat, 1, MONEY_FEN(0)};
	a.count = 1;
	a.plan.holder_id = w->people[DISTRIBUTOR];
	a.plan.plan.document.document_id = uuid_random();
	REASON(act(w, KEEPER, &a), "ok", "he is counted, and has one");
	EQ_I64(money_fen(d.declared_total), YUAN(100), "the loss says what it was worth");
	EQ_STR(cancel_as(w, KEEPER, &d), "ok", "it was found after all");
}

/* ---- money goes back to each place that it came from ---- */

static void money_goes_back_to_both(struct world *w)
{
	struct document d, back;
	static const enum fund_source sources[] = {FUND_OWN, FUND_UPPER};
	for (int i = 0; i < 2; i++) {
		struct act a = {.what = DO_ALLOT,
				.plan = plan_of(DOCUMENT_ALLOT, REGION, 1, YUAN(100)),
				.money = {{COUNTY, MONEY_FEN(YUAN(100))}},
				.count = 1,
				.document = &d};
		a.plan.plan.source = sources[i];
		fixture_set_time(&w->f, FIXTURE_AT_US + i);
		fixture_must(act(w, MAKER, &a), "allot");
		sign_all(w, &d);
	}
	const int64_t own_fen = total(w, REGION, ACCOUNT_FUND, 0, FUND_OWN).fen;
	const int64_t upper_fen = total(w, REGION, ACCOUNT_FUND, 0, FUND_UPPER).fen;
	struct act r = {.what = DO_RETURN,
			.plan = plan_of(DOCUMENT_RETURN, COUNTY, 1, YUAN(120)),
			.money = {{0, MONEY_FEN(YUAN(120))}},
			.document = &back};
	r.plan.plan.source = FUND_UPPER;
	fixture_must(act(w, MAKER, &r), "return");
	sign_all(w, &back);
	EQ_I64(total(w, REGION, ACCOUNT_FUND, 0, FUND_UPPER).fen - upper_fen, YUAN(100),
	       "what came last goes back first");
	EQ_I64(total(w, REGION, ACCOUNT_FUND, 0, FUND_OWN).fen - own_fen, YUAN(20),
	       "then the rest");
	r.plan.plan.document.document_id = uuid_random();
	r.plan.plan.document.declared_total = r.money[0].amount = MONEY_FEN(YUAN(81));
	REASON(act(w, MAKER, &r), "return_too_much", "what went back does not go back again");
	struct act out = r;
	out.plan.plan.document.org_no = REGION;
	out.plan.plan.source = FUND_OTHER;
	fixture_must(act(w, MAKER, &out), "return to the source");
	sign_all(w, &back);
	EQ_I64(total(w, REGION, ACCOUNT_SOURCE, 0, FUND_OTHER).fen, YUAN(81 - 4000),
	       "what came from outside leaves the books");
}

/* ---- reading ---- */

static void documents_are_listed(struct world *w)
{
	struct document *list, d;
	struct transfer *lines;
	size_t count, all;
	fixture_must(document_list(&w->f.c, &(struct document_filter){.state = -1}, &list, &all),
		     "list");
	OK(all > 10, "all documents are listed");
	fixture_must(document_list(&w->f.c,
				   &(struct document_filter){.shard = COUNTY,
							     .org_no = COUNTY,
							     .state = DOCUMENT_DONE},
				   &list, &count),
		     "list");
	EQ_I64((int64_t)count, 1, "or one union's that are done");
	EQ_STR(document_kind_words(list[0].kind)->word, "return", "here one return");
	EQ_STR(document_state_words(list[0].state)->word, "done", "which is done");
	fixture_must(document_lines(&w->f.c, &list[0], &lines, &count), "lines");
	EQ_I64((int64_t)count, 2, "with a line for each place");
	EQ_I64(money_fen(lines[0].value) + money_fen(lines[1].value), YUAN(120), "as was asked");
	OK(uuid_eq(lines[0].document_id, list[0].document_id), "each says whose it is");
	fixture_must(document_read(&w->f.c, list[0].document_id, &d), "read");
	EQ_I64(money_fen(d.declared_total), YUAN(120), "and it is found by its id alone");
	fixture_must(document_list(&w->f.c, &(struct document_filter){.state = DOCUMENT_CANCELLED},
				   &list, &count),
		     "list");
	EQ_I64((int64_t)count, 2, "or what was cancelled");
	fixture_must(document_list(&w->f.c, &(struct document_filter){.state = -1, .cycle_no = 9},
				   &list, &count),
		     "list");
	EQ_I64((int64_t)count, 0, "or a cycle's");
}

/* From the newest on, each page behind the last document of the one before. */
static void a_list_goes_on_behind_a_document(struct world *w)
{
	struct document_filter filter = {.state = -1};
	struct document *list, *rest;
	size_t all, left;
	fixture_must(document_list(&w->f.c, &filter, &list, &all), "list");
	for (size_t i = 0; i < all; i++) {
		filter.before_us = list[i].made_us;
		filter.before_id = list[i].document_id;
		fixture_must(document_list(&w->f.c, &filter, &rest, &left), "list");
		EQ_I64((int64_t)left, (int64_t)(all - i - 1), "what is behind it is left");
		if (left > 0)
			OK(uuid_eq(rest[0].document_id, list[i + 1].document_id),
			   "and the next one is the first");
	}
}

/* ---- the same paper twice ---- */

static void a_paper_made_twice(struct world *w)
{
	struct document d;
	struct act a = {.what = DO_RECEIVE,
			.plan = plan_of(DOCUMENT_RECEIVE, REGION, 1, YUAN(7)),
			.money = {{0, MONEY_FEN(YUAN(7))}},
			.document = &d};
	char first[UUID_TEXT_BYTES];
	a.plan.plan.refuse_twin = true;
	a.plan.plan.document.words = STR("慰问金");
	uuid_text(a.plan.plan.document.document_id, first);
	fixture_set_time(&w->f, FIXTURE_AT_US + INT64_C(3600000000));
	REASON(act(w, MAKER, &a), "ok", "a paper is made");
	REASON(act(w, MAKER, &a), "ok", "its own id again is the same answer");
	struct act twin = a;
	twin.plan.plan.document.document_id = uuid_random();
	fixture_set_time(&w->f, FIXTURE_AT_US + INT64_C(3630000000));
	const struct sn_err e = act(w, MAKER, &twin);
	REASON(e, "document_twin", "the same words under a new id are refused");
	EQ_I64(e.arg[0], 30, "it says how long ago");
	EQ_STR(e.text, first, "and which one it was");
	twin.plan.plan.document.words = STR("慰问金 二");
	REASON(act(w, MAKER, &twin), "ok", "other words are another paper");
	twin = a;
	twin.plan.plan.document.document_id = uuid_random();
	twin.plan.plan.refuse_twin = false;
	REASON(act(w, MAKER, &twin), "ok", "so is what is said to be another");
	EQ_STR(cancel_as(w, MAKER, &d), "ok", "the second is cancelled");
	twin.plan.plan.document.document_id = a.plan.plan.document.document_id;
	REASON(act(w, MAKER, &twin), "ok", "the first is still there");
	EQ_STR(cancel_as(w, MAKER, &d), "ok", "and is cancelled too");
	twin.plan.plan.document.document_id = uuid_random();
	twin.plan.plan.refuse_twin = true;
	REASON(act(w, MAKER, &twin), "ok", "what is cancelled has no twin");
	twin.plan.plan.document.document_id = uuid_random();
	fixture_set_time(&w->f, FIXTURE_AT_US + INT64_C(3630000000) + DOCUMENT_TWIN_US);
	REASON(act(w, MAKER, &twin), "ok", "and ten minutes later it is another paper");
}

static void one_finding(void *self, const struct ledger_finding *f)
{
	(void)self;
	printf("# finding %s expected %lld found %lld\n", f->what, (long long)f->expected,
	       (long long)f->found);
}
static void count_envelope(void *self, const struct ledger_finding *f)
{
	*(int64_t *)self += strcmp(f->what, "envelope") == 0;
}
static struct sn_err lift_total(struct ctx *c, void *arg)
{
	static const struct sn_statement up = {
		.name = "test.lift",
		.sql = "UPDATE document SET declared_total_fen = declared_total_fen + $1",
		.params = "i"};
	static const struct sn_statement more = {
		.name = "test.more",
		.sql = "UPDATE document SET declared_count = declared_count + $1",
		.params = "i"};
	const int64_t *by = arg;
	SN_TRY(store_run(c->store, &up, PARAMS(p_int(by[0])), NULL));
	return store_run(c->store, &more, PARAMS(p_int(by[1])), NULL);
}
static void envelopes_are_recounted(struct world *w)
{
	struct document *list;
	size_t all;
	int64_t n = 0, wrong = 0, by[] = {1, 0};
	fixture_must(document_verify(&w->f.c, one_finding, NULL, &n), "documents");
	fixture_must(ledger_verify(&w->f.c, one_finding, NULL, &n), "ledger");
	EQ_I64(n, 0, "envelopes, balances, holds and leaves are right");
	fixture_must(document_list(&w->f.c, &(struct document_filter){.state = -1}, &list, &all),
		     "list");
	fixture_must(store_write(&w->f.c, lift_total, by), "edit");
	fixture_must(document_verify(&w->f.c, count_envelope, &wrong, &n), "documents");
	EQ_I64(wrong, (int64_t)all, "a total that is edited is found in each");
	by[0] = -1;
	by[1] = 1;
	wrong = 0;
	fixture_must(store_write(&w->f.c, lift_total, by), "edit");
	fixture_must(document_verify(&w->f.c, count_envelope, &wrong, &n), "documents");
	EQ_I64(wrong, (int64_t)all, "and so is a count");
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		static struct world w;
		world_open(&w, engine, domains);
		items_are_what_they_say(&w);
		cash_goes_out_and_comes_back(&w);
		kits_of_two_sources(&w);
		what_is_refused(&w);
		what_is_over_stays(&w);
		counts(&w);
		hands(&w, 2);
		hands(&w, 3);
		money_goes_back_to_both(&w);
		documents_are_listed(&w);
		a_list_goes_on_behind_a_document(&w);
		a_paper_made_twice(&w);
		envelopes_are_recounted(&w);
		fixture_close(&w.f);
		tlog_free(w.tlog);
	}
	return tap_done();
}
