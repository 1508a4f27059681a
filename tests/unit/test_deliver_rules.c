/* The decision of deliveries: every refusal, doubles in any order, lots oldest first. */
#include "care/care_priv.h"
#include "tap.h"

enum { MAX = 8 };
#define START_US INT64_C(1729900800000000) /* 2024-10-26 08:00 in China */
#define NOW_US   (START_US + INT64_C(86400000000))

/* A union that holds kits and cash, and one person entitled to one gift worth 200 yuan. */
struct world {
	struct cycle cycle;
	struct str gift_items[2], coat_items[1];
	struct benefit benefits[2];
	struct taker takers[2];
	struct right rights[2];
	struct award_slot slots[2];
	struct holding holdings[4];
	struct delivery_item items[MAX];
	struct handover handovers[MAX];
	struct share shares[MAX + 4];
	struct delivery_batch b;
	char token[CARE_TOKEN_BYTES];
};

static struct uuid id(uint8_t n)
{
	return (struct uuid){.bytes = {0x01, 0x92, n, 0, 0, 0, 0x70, 0, 0x80, [15] = n}};
}

static void make_world(struct world *w)
{
	memset(w, 0, sizeof *w);
	w->cycle = (struct cycle){.cycle_no = 1, .code = STR("hw-2024"), .from_day = 20241026};
	w->gift_items[0] = STR("kit:2024-hw");
	w->gift_items[1] = STR_NULL;
	w->coat_items[0] = STR("coat");
	w->benefits[0] = (struct benefit){.code = STR("gift"),
					  .items = w->gift_items,
					  .items_count = 2,
					  .quantity = 1,
					  .value = MONEY_FEN(20000)};
	w->benefits[1] = (struct benefit){
		.code = STR("coat"), .items = w->coat_items, .items_count = 1, .quantity = 1};
	w->takers[0] =
		(struct taker){.person.person_id = id(1), .person.shard = 9, .rights_count = 1};
	w->takers[1] = (struct taker){.person.person_id = id(2), .person.shard = 9};
	w->rights[0] = (struct right){.shard = 9,
				      .org_no = 9,
				      .quantity = 1,
				      .entitlement_id = id(50),
				      .person_id = id(1),
				      .benefit = &w->benefits[0],
				      .value = MONEY_FEN(20000)};
	memcpy(w->token, "0123456789AB", CARE_TOKEN_BYTES);
	const struct sha256 hash = care_token_hash(id(50), w->token);
	memcpy(w->rights[0].token_hash, hash.bytes, SHA256_BYTES);
	w->holdings[0] = (struct holding){.place = 0,
					  .key = {.org_no = 9,
						  .class = ACCOUNT_STOCK,
						  .source = FUND_UPPER,
						  .item_no = 7,
						  .lot_no = 1},
					  .quantity = 1,
					  .value = MONEY_FEN(19900)};
	w->holdings[1] = w->holdings[0];
	w->holdings[1].key.lot_no = 2;
	w->holdings[1].quantity = 4;
	w->holdings[1].value = MONEY_FEN(80000);
	w->holdings[2] =
		(struct holding){.place = 0,
				 .key = {.org_no = 9, .class = ACCOUNT_FUND, .source = FUND_OWN},
				 .value = MONEY_FEN(50000)};
	w->b = (struct delivery_batch){.cycle = &w->cycle,
				       .received_us = NOW_US,
				       .handovers = w->handovers,
				       .takers = w->takers,
				       .rights = w->rights,
				       .slots = w->slots,
				       .holdings = w->holdings,
				       .takers_count = 2,
				       .rights_count = 1,
				       .slots_count = 1,
				       .holdings_count = 3,
				       .shares = w->shares};
}

/* A kit for the entitled person, at level C, as a fact. */
static struct delivery_item *add(struct world *w, uint8_t record, int64_t minutes)
{
	const size_t n = w->b.count++;
	w->items[n] = (struct delivery_item){.record_id = id(record),
					     .item_no = 7,
					     .quantity = 1,
					     .level = EVIDENCE_C,
					     .at_us = START_US + minutes * 60000000};
	w->handovers[n] = (struct handover){.item = &w->items[n],
					    .item_code = STR("kit:2024-hw"),
					    .same = NOWHERE,
					    .place = {0, NOWHERE},
					    .content = {record}};
	return &w->items[n];
}

static void refused(const struct world *w, size_t n, enum sn_reason reason, const char *what)
{
	const struct handover *h = &w->handovers[n];
	if (!OK(h->outcome == DELIVERY_REFUSED && h->why.reason == reason, what))
		printf("# outcome %d, %s\n", (int)h->outcome, sn_reason_word(h->why.reason));
}

static void test_award(void)
{
	struct world w;
	make_world(&w);
	add(&w, 10, 1);
	care_deliver_decide(&w.b);
	const struct handover *h = &w.handovers[0];
	EQ_I64(h->outcome, DELIVERY_AWARDED, "an entitled person is given the kit");
	EQ_I64((int64_t)w.b.shares_count, 1, "… from one lot");
	EQ_I64(w.shares[0].from.lot_no, 1, "… the oldest");
	EQ_I64(money_fen(h->value), 19900, "… at what it cost");
	OK(w.slots[0].now.there && uuid_eq(w.slots[0].now.record_id, id(10)),
	   "… and it is the award");
	OK(!h->over, "… and no case");
}

static void test_powers(void)
{
	struct world w;
	make_world(&w);
	add(&w, 10, 1);
	w.handovers[0].granted = SN_FAIL(NOT_GRANTED);
	w.handovers[0].wanted = POWER_OTHERS;
	care_deliver_decide(&w.b);
	refused(&w, 0, SN_R_NOT_GRANTED, "who may at no union hands out nothing");
	w.holdings[0].powers = POWER_OWN;
	w.handovers[0].place[1] = 1;
	care_deliver_decide(&w.b);
	refused(&w, 0, SN_R_NOT_GRANTED, "… nor who may hand out only what is his own");
	w.holdings[1].powers = POWER_OTHERS;
	care_deliver_decide(&w.b);
	EQ_I64(w.handovers[0].outcome, DELIVERY_AWARDED, "who may at one union");
	EQ_I64(w.shares[0].from.lot_no, 2, "… takes what lies there, though it is the younger lot");
	make_world(&w);
	add(&w, 10, 1);
	w.handovers[0].granted = SN_FAIL(NOT_GRANTED);
	w.handovers[0].wanted = POWER_OWN;
	w.handovers[0].place[0] = 4;
	w.handovers[0].place[1] = 0;
	w.holdings[0].powers = POWER_OWN;
	care_deliver_decide(&w.b);
	EQ_I64(w.handovers[0].outcome, DELIVERY_AWARDED,
	       "nothing in the first place, and who may at the second takes it there");
}

static void test_alternatives(void)
{
	struct world w;
	make_world(&w);
	add(&w, 10, 1);
	w.items[0].item_no = 0;
	w.items[0].quantity = 20000;
	w.handovers[0].item_code = STR_NULL;
	care_deliver_decide(&w.b);
	EQ_I64(w.handovers[0].outcome, DELIVERY_AWARDED, "cash is the same gift");
	EQ_I64(w.shares[0].quantity, 0, "… moved as money without pieces");
	EQ_I64(money_fen(w.holdings[2].value), 30000, "… out of the fund");

	OK(care_benefit_has(&w.benefits[0], STR("kit:2024-hw/L")), "a size of the kit is the kit");
	OK(!care_benefit_has(&w.benefits[0], STR("kit:2024-hw2")), "a longer code is not");
	OK(!care_benefit_has(&w.benefits[0], STR("kit:2024")), "nor a shorter one");
	OK(!care_benefit_has(&w.benefits[1], STR_NULL), "a coat is not cash");
}

static void test_lots(void)
{
	struct world w;
	make_world(&w);
	w.rights[0].quantity = 3;
	add(&w, 10, 1)->quantity = 3;
	care_deliver_decide(&w.b);
	EQ_I64((int64_t)w.handovers[0].shares_count, 2, "three kits come of two lots");
	EQ_I64(money_fen(w.handovers[0].value), 59900, "… each at its own cost");
	OK(!uuid_eq(care_share_id(id(10), 0), care_share_id(id(10), 1)) &&
		   !uuid_eq(care_share_id(id(10), 1), care_share_id(id(10), 2)) &&
		   memcmp(care_share_id(id(10), 1).bytes, id(10).bytes, 8) == 0,
	   "… under ids of their own that sort together");

	make_world(&w);
	add(&w, 10, 1)->quantity = 9;
	w.rights[0].quantity = 9;
	add(&w, 11, 1);
	w.rights[0].quantity = 9;
	care_deliver_decide(&w.b);
	refused(&w, 0, SN_R_STOCK_SHORT, "more than there is is refused");
	EQ_I64(w.handovers[0].why.arg[0], 5, "… naming what there is");
	EQ_I64(w.holdings[0].quantity, 1, "… and takes nothing");

	make_world(&w);
	add(&w, 10, 1);
	w.holdings[0].place = w.holdings[1].place = 1;
	w.handovers[0].place[1] = 1;
	care_deliver_decide(&w.b);
	EQ_I64(w.handovers[0].outcome, DELIVERY_AWARDED,
	       "the county's stock stands in for the union's");

	make_world(&w);
	add(&w, 10, 1)->by_id = id(77);
	care_deliver_decide(&w.b);
	refused(&w, 0, SN_R_STOCK_SHORT, "a distributor without custody cannot hand out the stock");

	make_world(&w);
	add(&w, 10, 1);
	w.b.sources = 1U << FUND_OWN;
	care_deliver_decide(&w.b);
	refused(&w, 0, SN_R_STOCK_SHORT,
		"what was bought from money that may not pay is left alone");
	w.b.sources = 1U << FUND_UPPER;
	care_deliver_decide(&w.b);
	EQ_I64(w.handovers[0].outcome, DELIVERY_AWARDED, "… and what may pay pays");
}

static void test_refusals(void)
{
	struct world w;
	make_world(&w);
	add(&w, 10, 1)->quantity = 2;
	add(&w, 11, 1)->quantity = 0;
	add(&w, 12, 1)->level = EVIDENCE_R;
	add(&w, 13, 1);
	w.handovers[3].taker = NOWHERE;
	add(&w, 14, 1)->asked = true;
	w.handovers[4].taker = 1;
	add(&w, 15, 1);
	w.handovers[5].known = true;
	w.handovers[5].known_content[0] = 99;
	add(&w, 16, 1);
	w.handovers[6].fault = SN_FAIL(BAD_NUMBER);
	add(&w, 17, 1)->benefit = STR("coat");
	w.items[7].asked = true;
	care_deliver_decide(&w.b);
	refused(&w, 0, SN_R_QUANTITY_DIFFERS, "another quantity is refused");
	refused(&w, 1, SN_R_BAD_NUMBER, "no pieces at all are refused");
	refused(&w, 2, SN_R_BAD_LEVEL, "level R is no hand-over's");
	refused(&w, 3, SN_R_WHO_UNKNOWN, "an unknown number is handed back");
	refused(&w, 4, SN_R_NOT_ENTITLED, "asking without an entitlement is refused");
	refused(&w, 5, SN_R_RECORD_DIFFERS, "a record that says something else is refused");
	refused(&w, 6, SN_R_BAD_NUMBER, "an unknown item is refused");
	refused(&w, 7, SN_R_NOT_ENTITLED, "a kit is no coat");

	make_world(&w);
	w.rights[0].voided = true;
	add(&w, 10, 1)->asked = true;
	add(&w, 11, 1);
	care_deliver_decide(&w.b);
	refused(&w, 0, SN_R_ENTITLEMENT_VOID, "a void entitlement gives nothing");
	OK(w.handovers[1].over && w.handovers[1].kind == CASE_NOT_ENTITLED,
	   "… and what was given all the same is a case");

	make_world(&w);
	add(&w, 10, 1)->asked = true;
	w.handovers[0].item_code = STR("coat");
	add(&w, 11, 1)->benefit = STR("gift");
	care_deliver_decide(&w.b);
	refused(&w, 0, SN_R_NOT_ENTITLED, "an item that is no gift of his is refused");
	EQ_I64(w.handovers[1].outcome, DELIVERY_AWARDED, "a gift asked for by its name is given");
}

static void test_not_entitled(void)
{
	struct world w;
	make_world(&w);
	add(&w, 10, 1)->quantity = 2;
	w.handovers[0].taker = 1;
	care_deliver_decide(&w.b);
	const struct handover *h = &w.handovers[0];
	OK(h->outcome == DELIVERY_OVER_ISSUE && h->over && h->kind == CASE_NOT_ENTITLED &&
		   h->why.reason == SN_R_NOT_ENTITLED && uuid_eq(h->loser_id, id(10)),
	   "a fact without an entitlement is posted to over-issue, whatever its quantity");
	EQ_I64((int64_t)h->shares_count, 2, "… and its goods are gone");
}

static void test_replays(void)
{
	struct world w;
	make_world(&w);
	add(&w, 10, 1);
	add(&w, 10, 1);
	w.handovers[1].same = 0;
	add(&w, 10, 1);
	w.handovers[2].same = 1;
	w.handovers[2].content[0] = 3;
	add(&w, 15, 1);
	w.handovers[3].known = true;
	w.handovers[3].known_content[0] = 15;
	w.handovers[3].known_case_id = id(33);
	care_deliver_decide(&w.b);
	EQ_I64(w.handovers[1].outcome, DELIVERY_REPLAYED, "a record twice in one file counts once");
	refused(&w, 2, SN_R_RECORD_DIFFERS, "… unless it says something else");
	OK(w.handovers[3].outcome == DELIVERY_REPLAYED && uuid_eq(w.handovers[3].case_id, id(33)),
	   "a stored record is answered as before, with its case");
	EQ_I64((int64_t)w.b.shares_count, 1, "… and only one was posted");

	make_world(&w);
	add(&w, 10, 1)->quantity = 2;
	add(&w, 10, 1);
	w.handovers[1].same = 0;
	care_deliver_decide(&w.b);
	EQ_I64(w.handovers[1].outcome, DELIVERY_AWARDED,
	       "a refused record does not bar its correction");
}

static void test_doubles(void)
{
	struct world w;
	make_world(&w);
	add(&w, 10, 5)->asked = true;
	add(&w, 11, 6)->asked = true;
	add(&w, 12, 7);
	add(&w, 13, 1);
	care_deliver_decide(&w.b);
	EQ_I64(w.handovers[0].outcome, DELIVERY_AWARDED, "the first who asks gets it");
	refused(&w, 1, SN_R_GIVEN_ALREADY, "who asks for a second gift is refused");
	EQ_I64(w.handovers[1].why.arg[0], 20241026, "… and told when the first was given");
	OK(w.handovers[2].over && uuid_eq(w.handovers[2].loser_id, id(12)),
	   "a later fact is the case itself");
	OK(w.handovers[3].over && uuid_eq(w.handovers[3].loser_id, id(10)),
	   "an earlier fact is the award, and the case names the other");
	OK(uuid_eq(w.slots[0].now.record_id, id(13)), "the award is the earliest");
}

/* The same facts in each of the 24 orders end with the same award and the same losers. */
static void test_orders(void)
{
	static const int64_t minutes[4] = {9, 3, 3,
					   100000}; /* the last lies in the future: clamped */
	int wrong = 0;
	for (int order = 0; order < 256; order++) {
		const int at[4] = {order & 3, order >> 2 & 3, order >> 4 & 3, order >> 6};
		if (at[0] == at[1] || at[0] == at[2] || at[0] == at[3] || at[1] == at[2] ||
		    at[1] == at[3] || at[2] == at[3])
			continue;
		struct world w;
		unsigned losers = 0;
		make_world(&w);
		for (int i = 0; i < 4; i++)
			add(&w, (uint8_t)(10 + at[i]), minutes[at[i]]);
		care_deliver_decide(&w.b);
		for (size_t i = 0; i < 4; i++)
			if (w.handovers[i].over)
				losers |= 1U << (w.handovers[i].loser_id.bytes[15] - 10);
		wrong += losers != 0xD || !uuid_eq(w.slots[0].now.record_id, id(11));
	}
	EQ_I64(wrong, 0, "doubles end the same in every order of arrival");
}

static void test_clamp(void)
{
	struct world w;
	make_world(&w);
	add(&w, 10, -1000000);
	care_deliver_decide(&w.b);
	EQ_I64(w.handovers[0].key_us, day_start_us(20241026),
	       "a time before the cycle is its first moment");
	make_world(&w);
	add(&w, 10, 1000000);
	care_deliver_decide(&w.b);
	EQ_I64(w.handovers[0].key_us, NOW_US, "a time to come is the time received");
}

static void test_tokens(void)
{
	struct world w;
	char token[CARE_TOKEN_BYTES], again[CARE_TOKEN_BYTES];
	care_token_make(token);
	EQ_I64((int64_t)strlen(token), 12, "a token has twelve characters");
	OK(care_token_read(str_of(token), again) && strcmp(token, again) == 0,
	   "… and is read as made");
	OK(care_token_read(STR("oil1-2345 6789"), again) && strcmp(again, "011123456789") == 0,
	   "small letters and hyphens are forgiven");
	OK(care_token_read(STR("o123-4567-89ab"), again) && strcmp(again, "0123456789AB") == 0,
	   "O is read as 0");
	OK(care_token_read(STR("Il23456789ab"), again) && strcmp(again, "1123456789AB") == 0,
	   "I and l are read as 1");
	OK(!care_token_read(STR("0123456789A"), again), "eleven characters are none");
	OK(!care_token_read(STR("0123456789ABC"), again), "nor thirteen");
	OK(!care_token_read(STR("0123456789AU"), again), "nor one with a letter that tokens lack");
	OK(!care_token_read((struct str){"012345678\0AB", 12}, again), "nor one with a NUL in it");
	OK(!care_token_read(STR("0123456789A{"), again) &&
		   !care_token_read(STR("0123456789A`"), again),
	   "nor one with a sign from beside the small letters");

	make_world(&w);
	add(&w, 10, 1)->level = EVIDENCE_A;
	add(&w, 11, 1)->level = EVIDENCE_A;
	w.items[1].token = STR("ZZZZZZZZZZZZ");
	add(&w, 12, 1)->level = EVIDENCE_A;
	w.items[2].token = STR("0123-4567-89ab");
	add(&w, 13, 2)->level = EVIDENCE_A;
	w.handovers[3].taker = 1;
	w.items[3].token = STR("0123456789AB");
	care_deliver_decide(&w.b);
	refused(&w, 0, SN_R_LEVEL_NEEDS_PROOF, "level A without a token is refused, not lowered");
	refused(&w, 1, SN_R_TOKEN_WRONG, "a wrong token is refused");
	EQ_I64(w.handovers[1].why.arg[0], 4, "… and says how many tries are left");
	EQ_I64(w.handovers[2].outcome, DELIVERY_AWARDED, "the right token proves level A");
	EQ_I64(w.slots[0].now.level, EVIDENCE_A, "… which the award bears");
	refused(&w, 3, SN_R_LEVEL_NEEDS_PROOF, "who has no entitlement has no token");

	make_world(&w);
	for (uint8_t i = 0; i < 6; i++) {
		struct delivery_item *item = add(&w, (uint8_t)(10 + i), 1);
		item->level = EVIDENCE_A;
		item->token = i == 5 ? STR("0123456789AB") : STR("not a token");
	}
	care_deliver_decide(&w.b);
	refused(&w, 4, SN_R_TOKEN_WRONG, "the fifth wrong token is the last");
	refused(&w, 5, SN_R_TOKEN_LOCKED, "… after it even the right one is refused");
	EQ_I64(w.rights[0].tries, 5, "… and the tries are counted");
}

/* One person with two open rights, whose items overlap: the open one is used, then the other. */
static void test_two_rights(void)
{
	struct world w;
	make_world(&w);
	w.coat_items[0] = STR("kit:2024-hw");
	w.rights[1] = w.rights[0];
	w.rights[1].benefit = &w.benefits[1];
	w.rights[1].slot = 1;
	w.takers[0].rights_count = 2;
	w.b.rights_count = w.b.slots_count = 2;
	add(&w, 10, 1);
	add(&w, 11, 2);
	add(&w, 12, 3);
	care_deliver_decide(&w.b);
	OK(w.handovers[0].right == 0 && w.handovers[1].right == 1,
	   "a second kit takes the second right");
	OK(w.handovers[2].over && w.handovers[2].right == 0,
	   "… and the third is the first's double");
	make_world(&w);
	w.rights[1] = w.rights[0];
	w.rights[0].voided = true;
	w.rights[1].benefit = &w.benefits[0];
	w.rights[1].slot = 1;
	w.slots[1].now = (struct award){.there = true, .record_id = id(3), .key_us = START_US};
	w.takers[0].rights_count = 2;
	add(&w, 10, 1)->asked = true;
	care_deliver_decide(&w.b);
	refused(&w, 0, SN_R_GIVEN_ALREADY, "a right that was used counts before one that is void");
}

static void test_ages(void)
{
	EQ_I64(care_age_on(19641026, 20241026), 60, "sixty on the birthday");
	EQ_I64(care_age_on(19641027, 20241026), 59, "… and not the day before");
	const struct programme p = {.age_from = 18, .age_until = 60}, any = {.age_from = 0};
	OK(care_age_decide(&p, 17).reason == SN_R_AGE_OUTSIDE, "17 is below 18");
	OK(!sn_failed(care_age_decide(&p, 18)) && !sn_failed(care_age_decide(&p, 59)),
	   "18 to 59 are in");
	OK(care_age_decide(&p, 60).reason == SN_R_AGE_OUTSIDE, "60 is out");
	OK(!sn_failed(care_age_decide(&p, NOWHERE)), "an unknown age refuses nobody");
	OK(!sn_failed(care_age_decide(&any, 99)), "no range, no refusal");
}

int main(void)
{
	if (!crypto_start())
		return 2;
	test_award();
	test_powers();
	test_alternatives();
	test_lots();
	test_refusals();
	test_not_entitled();
	test_replays();
	test_doubles();
	test_orders();
	test_clamp();
	test_tokens();
	test_two_rights();
	test_ages();
	return tap_done();
}
