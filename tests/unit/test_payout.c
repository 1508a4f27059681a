/* Bank batches: made, signed, exported, answered, paid again; and what may not happen; both engines. Everybody is synthetic. */
#include "care/card_sql.h"
#include "payout_world.h"

#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)
enum { GIFT = 20000, CROWD = 12 };

static struct payout_line line_at(struct pay_world *p, const struct payout *b, int64_t serial)
{
	struct payout_line *lines = NULL;
	size_t count = 0;
	fixture_must(payout_lines(&p->w.f.c, b->batch_id, &lines, &count), "lines");
	for (size_t i = 0; i < count; i++)
		if (lines[i].serial == serial)
			return lines[i];
	return (struct payout_line){.serial = 0};
}
static const struct person *person_of(const struct person *people, const struct payout_line *l)
{
	for (size_t i = 0; i < CROWD; i++)
		if (uuid_eq(people[i].person_id, l->person_id))
			return &people[i];
	return NULL;
}
static struct payout read_batch(struct pay_world *p, const struct payout *b)
{
	struct payout out;
	fixture_must(payout_find(&p->w.f.c, b->number, &out), "find");
	return out;
}

/* ---- cards ---- */

static void test_cards(struct pay_world *p, const struct person *people)
{
	struct card_set set = pay_set_card(p, &people[0], 1);
	EQ_I64((int64_t)set.fate, CARD_UNCHANGED, "the same card again changes nothing");
	struct card_new other = {.who = {people[1].shard, people[1].person_id},
				 .org_no = people[1].org_no,
				 .number = pay_card(1),
				 .holder = STR("合成户主")};
	struct pay_cards all = {&other, 1, &set};
	fixture_must(world_as(&p->w, MAKER, pay_cards_work, &all), "card");
	REASON(set.why, "card_relation", "a card in another name says whose it is");
	other.relation = HANDOVER_BY_SPOUSE;
	fixture_must(world_as(&p->w, CHECKER, pay_cards_work, &all), "card");
	REASON(set.why, "not_granted", "only a maker sets cards");
	fixture_must(world_as(&p->w, MAKER, pay_cards_work, &all), "card");
	EQ_I64((int64_t)set.fate, CARD_CHANGED, "a card may be another's");
	OK(set.shared, "… and it is said that two people are paid by it");
	struct card now;
	fixture_must(card_current(&p->w.f.c, &other.who, 1, &now), "card");
	const struct card_ref ref = {now.who.shard, now.card_id};
	struct card_opened opened;
	fixture_must(card_open(&p->w.f.c, &ref, 1, &opened), "open");
	EQ_STR(opened.number.digits, pay_card(1).digits, "the bank's file gets the whole number");
	OK(str_is(opened.holder, "合成户主"), "… and the holder's name");
	EQ_I64(pay_findings(p), 0, "verification finds nothing");
	(void)pay_set_card(p, &people[1], 2);
	EQ_I64(pay_findings(p), 0, "… also when the second has his own again");
}

/* ---- the way that it goes ---- */

static void test_whole(struct pay_world *p, const struct person *people)
{
	struct payout_made made;
	struct payout_orders orders;
	const struct pay_sums before = pay_sums(p);
	fixture_must(pay_create(p, &made), "create");
	const struct payout b = made.batch;
	EQ_I64(b.lines_count, CROWD - 1, "who is entitled and has a card goes into the batch");
	EQ_I64((int64_t)made.left_count, 1, "who has none is told");
	REASON(made.left[0].why, "no_card", "… with the reason");
	OK(str_starts(b.number, STR("150302-20241026-")), "a batch has a number");
	EQ_I64(pay_sums(p).held, before.held + (CROWD - 1) * GIFT, "its money is held");
	EQ_I64(pay_sums(p).fund, before.fund, "… and not spent");
	EQ_I64(line_at(p, &b, 2).holds, 2,
	       "… of one payment in two accounts, where the first has not enough");
	struct pay_step s = {.what = PAY_TAKE, .batch_id = b.batch_id};
	REASON(pay_as(p, p->cashier_id, pay_step_work, &s), "payout_state",
	       "nothing is exported before it is approved");
	REASON(pay_sign(p, b.batch_id, p->w.users[MAKER].user_id, HAND_APPROVER), "not_granted",
	       "the maker does not approve");
	REASON(pay_sign(p, b.batch_id, p->w.users[APPROVER].user_id, HAND_APPROVER), "out_of_turn",
	       "nobody approves before it is checked");
	pay_approve(p, &b);
	s.what = PAY_TAKE;
	REASON(pay_as(p, p->accountant_id, pay_step_work, &s), "not_granted",
	       "an accountant does not export");
	fixture_must(pay_export(p, b.batch_id, &orders), "export");
	EQ_I64((int64_t)orders.count, CROWD - 1, "the file has a row each");
	EQ_I64(money_fen(orders.total), (CROWD - 1) * GIFT, "… and the batch's total");
	REASON(pay_export(p, b.batch_id, NULL), "payout_exported", "it is written once");
	struct payout_made more;
	REASON(pay_create(p, &more), "payout_empty", "nobody of it goes into another batch");

	/* the bank answers: 1 paid, 2 bounced, 3 pending, 4 wrong amount, 5 twice, 6 another batch */
	struct payout_row rows[8];
	struct payout_taken taken[8];
	rows[0] = pay_row(&b, 1, GIFT, PAYOUT_SAYS_PAID);
	rows[1] = pay_row(&b, 2, GIFT, PAYOUT_SAYS_BOUNCED);
	rows[2] = pay_row(&b, 3, GIFT, PAYOUT_SAYS_PENDING);
	rows[3] = pay_row(&b, 4, GIFT + 1, PAYOUT_SAYS_PAID);
	rows[4] = pay_row(&b, 5, GIFT, PAYOUT_SAYS_PAID);
	rows[5] = pay_row(&b, 5, GIFT, PAYOUT_SAYS_BOUNCED);
	rows[6] = pay_row(&b, 6, GIFT, PAYOUT_SAYS_PAID);
	rows[6].batch = STR("150302-20241026-99");
	rows[7] = pay_row(&b, 99, GIFT, PAYOUT_SAYS_PAID);
	fixture_must(pay_return(p, b.batch_id, rows, 8, taken), "return");
	EQ_I64(taken[0].fate, PAYOUT_TAKES_PAID, "paid is a delivery");
	EQ_I64(taken[1].fate, PAYOUT_TAKES_BOUNCED, "bounced is not");
	EQ_I64(taken[2].fate, PAYOUT_STILL_WAITS, "pending waits");
	REASON(taken[3].why, "payout_amount", "another amount is handed back");
	REASON(taken[4].why, "payout_twice", "two words about one payment are handed back");
	REASON(taken[5].why, "payout_twice", "… both");
	REASON(taken[6].why, "payout_other", "another batch's row is handed back");
	REASON(taken[7].why, "payout_line_gone", "so is one that no line is");
	EQ_I64(pay_sums(p).paid, before.paid + GIFT, "one gift is in the books");
	EQ_I64(pay_sums(p).held, before.held + (CROWD - 3) * GIFT,
	       "the bounced one's money is free");
	EQ_I64(world_coverage(&p->w).people, 1, "… and one person is covered");
	const struct payout_line paid = line_at(p, &b, 1);
	struct care_record record;
	fixture_must(care_record_by_id(&p->w.f.c, paid.line_id, &record), "the delivery");
	EQ_I64(line_at(p, &b, 2).why, PAYOUT_WHY_CLOSED, "a bounced line says why");
	fixture_must(pay_return(p, b.batch_id, rows, 8, taken), "again");
	EQ_I64(taken[0].fate, PAYOUT_UNCHANGED, "the same file again pays nobody");
	EQ_I64(taken[1].fate, PAYOUT_UNCHANGED, "… and bounces nothing");
	EQ_I64(pay_sums(p).paid, before.paid + GIFT, "… the books are as before");
	EQ_I64(pay_findings(p), 0, "verification finds nothing");

	/* the bounced one again: not by the same card, but by another */
	const struct person *bounced =
		person_of(people, &(struct payout_line){.person_id = line_at(p, &b, 2).person_id});
	REASON(pay_create(p, &more), "payout_empty",
	       "a card that the bank sent back is not used again");
	EQ_I64((int64_t)more.left_count, 2, "… and it is told");
	(void)pay_set_card(p, bounced, 7002);
	fixture_must(pay_create(p, &more), "create");
	EQ_I64(more.batch.lines_count, 1, "with a new card he goes into the next batch");
	pay_approve(p, &more.batch);
	fixture_must(pay_export(p, more.batch.batch_id, NULL), "export");
	rows[0] = pay_row(&b, 2, GIFT, PAYOUT_SAYS_PAID);
	fixture_must(pay_return(p, b.batch_id, rows, 1, taken), "return");
	REASON(taken[0].why, "payout_line_ended",
	       "a bounced line that the bank now calls paid is handed back");
	rows[0] = pay_row(&more.batch, 1, GIFT, PAYOUT_SAYS_PAID);
	fixture_must(pay_return(p, more.batch.batch_id, rows, 1, taken), "return");
	EQ_I64(taken[0].fate, PAYOUT_TAKES_PAID, "the second payment is the gift");
	EQ_I64(read_batch(p, &more.batch).state, PAYOUT_DONE, "a batch is done with its last line");
	EQ_I64(world_coverage(&p->w).people, 2, "two people are covered");
	EQ_I64(pay_findings(p), 0, "verification finds nothing");

	/* 退汇 after paid: taken back, and paid once more */
	rows[0] = pay_row(&more.batch, 1, GIFT, PAYOUT_SAYS_BOUNCED);
	fixture_must(pay_return(p, more.batch.batch_id, rows, 1, taken), "return");
	REASON(taken[0].why, "payout_line_paid", "failed is not said of what was paid");
	rows[0] = pay_row(&more.batch, 1, GIFT, PAYOUT_SAYS_BACK);
	rows[0].why = PAYOUT_WHY_OTHER;
	fixture_must(pay_return(p, more.batch.batch_id, rows, 1, taken), "return");
	EQ_I64(taken[0].fate, PAYOUT_TAKES_BACK, "returned takes the delivery back");
	EQ_I64(world_coverage(&p->w).people, 1, "… and he is covered no more");
	EQ_I64(pay_sums(p).paid, before.paid + GIFT, "… the money is back in the fund");
	fixture_must(pay_return(p, more.batch.batch_id, rows, 1, taken), "return");
	EQ_I64(taken[0].fate, PAYOUT_UNCHANGED, "returned again changes nothing");
	rows[0] = pay_row(&more.batch, 1, GIFT, PAYOUT_SAYS_PAID);
	fixture_must(pay_return(p, more.batch.batch_id, rows, 1, taken), "return");
	EQ_I64(taken[0].fate, PAYOUT_UNCHANGED, "the first file replayed pays nobody");
	EQ_I64(pay_sums(p).paid, before.paid + GIFT, "… the books are as before");
	const struct payout third = pay_to_bank(p);
	EQ_I64(third.lines_count, 1, "he may be paid once more");
	rows[0] = pay_row(&third, 1, GIFT, PAYOUT_SAYS_PAID);
	fixture_must(pay_return(p, third.batch_id, rows, 1, taken), "return");
	EQ_I64(world_coverage(&p->w).people, 2, "… and is");
	EQ_I64(pay_findings(p), 0, "verification finds nothing");
}

/* ---- meanwhile ---- */

static struct delivery_item cash_item(struct pay_world *p, const struct person *who, bool asked)
{
	return (struct delivery_item){.record_id = new_id(&p->w.f.c),
				      .who = {who->shard, who->person_id},
				      .quantity = GIFT,
				      .level = EVIDENCE_C,
				      .at_us = now_us(&p->w.f.c),
				      .asked = asked};
}

static void test_meanwhile(struct pay_world *p)
{
	struct person people[3];
	struct delivery_result out;
	struct payout_made made;
	struct payout_orders orders;
	struct payout_taken taken[3];
	pay_people(p, 500, 3, people);
	fixture_must(pay_create(p, &made), "create");
	const struct payout b = made.batch;
	const struct person *a = &people[0];
	struct delivery_item item = cash_item(p, a, true);
	world_deliver_as(&p->w, MAKER, &item, 1, &out);
	REASON(out.why, "payout_waiting", "who is in a batch is not paid in hand");
	OK(str_eq(str_of(out.why.text), b.number), "… and the batch is named");
	struct pay_step s = {.what = PAY_VOID, .shard = people[1].shard};
	struct payout_line l = line_at(p, &b, 1);
	s.id = l.entitlement_id;
	REASON(world_as(&p->w, APPROVER, pay_step_work, &s), "payout_void_waits",
	       "an entitlement is not void while a batch pays it");
	REASON(world_advance(&p->w, MAKER, CYCLE_CLOSED), "payout_pending",
	       "a cycle is not closed while a batch is not finished");
	/* a fact before the export: the line is dropped */
	item = cash_item(p, a, false);
	world_deliver_as(&p->w, MAKER, &item, 1, &out);
	EQ_I64(out.outcome, DELIVERY_AWARDED, "a fact is a fact");
	pay_approve(p, &b);
	const struct pay_sums before = pay_sums(p);
	fixture_must(pay_export(p, b.batch_id, &orders), "export");
	EQ_I64(orders.dropped, 1, "who was given since is not in the bank's file");
	EQ_I64((int64_t)orders.count, 2, "… the others are");
	EQ_I64(pay_sums(p).held, before.held - GIFT, "… and his money is free");
	/* a fact after the export: the bank's payment is the second gift */
	int64_t serial = 0;
	for (int64_t n = 1; n <= 3; n++)
		if (line_at(p, &b, n).state == PAYOUT_LINE_WAITING)
			serial = n;
	l = line_at(p, &b, serial);
	const struct person *second = uuid_eq(l.person_id, people[1].person_id)   ? &people[1]
				      : uuid_eq(l.person_id, people[2].person_id) ? &people[2]
										  : &people[0];
	item = cash_item(p, second, false);
	world_deliver_as(&p->w, MAKER, &item, 1, &out);
	EQ_I64(out.outcome, DELIVERY_AWARDED, "a fact in the meantime is the gift");
	const int64_t cases = world_open_cases(&p->w);
	struct payout_row rows[3] = {pay_row(&b, 1, GIFT, PAYOUT_SAYS_PAID),
				     pay_row(&b, 2, GIFT, PAYOUT_SAYS_PAID),
				     pay_row(&b, 3, GIFT, PAYOUT_SAYS_PAID)};
	struct pay_step cashier = {.what = PAY_RETURN,
				   .returned = {.batch_id = b.batch_id, .rows = rows, .count = 3},
				   .taken = taken};
	REASON(pay_as(p, p->cashier_id, pay_step_work, &cashier), "not_granted",
	       "who exports does not enter the return");
	fixture_must(pay_return(p, b.batch_id, rows, 3, taken), "return");
	int64_t paid = 0, doubled = 0, dropped = 0;
	for (size_t i = 0; i < 3; i++) {
		paid += taken[i].fate == PAYOUT_TAKES_PAID;
		doubled += taken[i].fate == PAYOUT_TAKES_DOUBLED;
		dropped += taken[i].why.reason == SN_R_PAYOUT_LINE_DROPPED;
	}
	EQ_I64(paid, 1, "one of the three is paid");
	EQ_I64(doubled, 1, "one was given meanwhile: the bank's payment is the second");
	EQ_I64(dropped, 1, "one was dropped: a bank that pays it nevertheless is asked");
	EQ_I64(world_open_cases(&p->w), cases + 1, "the second gift is a case");
	EQ_I64(pay_sums(p).over, before.over + GIFT, "… and lies in over-issue");
	struct pay_step reverse = {.what = PAY_REVERSE, .shard = l.shard, .id = l.line_id};
	REASON(world_as(&p->w, APPROVER, pay_step_work, &reverse), "payout_by_bank",
	       "what the bank paid comes back by a return file alone");
	EQ_I64(read_batch(p, &b).state, PAYOUT_DONE, "the batch is done");
	EQ_I64(pay_findings(p), 0, "verification finds nothing");
}

/* ---- who changed posts, who was merged ---- */

static struct sn_err change_post_work(struct ctx *c, void *arg)
{
	const struct pay_world *p = arg;
	const int64_t org_no = p->w.orgs[REGION].org_no;
	SN_TRY(rights_grant_end(c, &(const struct rights_grant){.user_id = p->cashier_id,
								.role = ROLE_CASHIER,
								.org_no = org_no}));
	return rights_grant_add(c, &(const struct rights_grant){.user_id = p->cashier_id,
								.role = ROLE_ACCOUNTANT,
								.org_no = org_no});
}
static struct sn_err change_back_work(struct ctx *c, void *arg)
{
	const struct pay_world *p = arg;
	const int64_t org_no = p->w.orgs[REGION].org_no;
	SN_TRY(rights_grant_end(c, &(const struct rights_grant){.user_id = p->cashier_id,
								.role = ROLE_ACCOUNTANT,
								.org_no = org_no}));
	return rights_grant_add(c, &(const struct rights_grant){.user_id = p->cashier_id,
								.role = ROLE_CASHIER,
								.org_no = org_no});
}
static struct sn_err merge_work(struct ctx *c, void *arg)
{
	const struct person *people = arg;
	return people_merge(c, (struct person_ref){people[0].shard, people[0].person_id},
			    (struct person_ref){people[1].shard, people[1].person_id});
}

static void test_hands_and_twins(struct pay_world *p)
{
	struct person people[2];
	struct payout_made made;
	struct payout_taken taken[1];
	pay_people(p, 700, 2, people);
	fixture_must(store_write(&p->w.f.c, merge_work, people), "merge");
	fixture_must(pay_create(p, &made), "create");
	EQ_I64(made.batch.lines_count, 1, "who was entitled under two records is paid once");
	int64_t twins = 0;
	for (size_t i = 0; i < made.left_count; i++)
		twins += made.left[i].why.reason == SN_R_PAYOUT_TWINS;
	EQ_I64(twins, 1, "… and the other entitlement is told, with the reason");
	pay_approve(p, &made.batch);
	fixture_must(pay_export(p, made.batch.batch_id, NULL), "export");
	const struct payout_row row = pay_row(&made.batch, 1, GIFT, PAYOUT_SAYS_PAID);
	struct pay_step s = {
		.what = PAY_RETURN,
		.returned = {.batch_id = made.batch.batch_id, .rows = &row, .count = 1},
		.taken = taken};
	fixture_must(store_write(&p->w.f.c, change_post_work, p), "another post");
	REASON(pay_as(p, p->cashier_id, pay_step_work, &s), "payout_own_return",
	       "who exported does not enter the return, whatever his post is now");
	fixture_must(store_write(&p->w.f.c, change_back_work, p), "his post again");
	fixture_must(pay_return(p, made.batch.batch_id, &row, 1, taken), "return");
	EQ_I64(taken[0].fate, PAYOUT_TAKES_PAID, "another one does");
	REASON(pay_create(p, &made), "payout_empty", "the merged record's entitlement is not paid");
	EQ_I64(pay_findings(p), 0, "verification finds nothing");
}

/* ---- money ---- */

static void test_money(struct pay_world *p)
{
	struct person people[2];
	struct payout_made made;
	struct pay_sums before = pay_sums(p);
	pay_people(p, 600, 2, people);
	pay_money(p, COUNTY, FUND_OTHER, 1);
	struct pay_step s = {.what = PAY_CREATE,
			     .ask = {.batch_id = new_id(&p->w.f.c),
				     .cycle = p->w.cycle,
				     .source = FUND_OTHER,
				     .purpose = STR("gift")}};
	fixture_must(org_by_no(&p->w.f.c, p->w.orgs[COUNTY].org_no, 0, &s.ask.org), "org");
	const struct sn_err e = world_as(&p->w, MAKER, pay_step_work, &s);
	REASON(e, "payout_money_short", "a batch needs its money");
	EQ_I64(e.arg[0], 1, "… what there is is said");
	EQ_I64(e.arg[1], 2 * GIFT, "… and what is needed");
	s.ask.source = FUND_UPPER;
	pay_money(p, COUNTY, FUND_UPPER, 2 * GIFT);
	s.ask.purpose = STR("fun");
	REASON(world_as(&p->w, MAKER, pay_step_work, &s), "source_forbids",
	       "money pays for what the matrix allows");
	s.ask.purpose = STR("gift");
	s.ask.benefit = STR("coat");
	REASON(world_as(&p->w, MAKER, pay_step_work, &s), "payout_no_cash",
	       "a benefit that is no cash has no batch");
	s.ask.benefit = STR_NULL;
	REASON(world_as(&p->w, CHECKER, pay_step_work, &s), "not_granted", "a maker makes it");
	fixture_must(world_as(&p->w, MAKER, pay_step_work, &s), "create");
	EQ_I64(s.made.batch.lines_count, 2, "a batch of one source");
	fixture_must(world_as(&p->w, MAKER, pay_step_work, &s), "again");
	OK(s.made.replayed, "the same id again is the same batch");
	s.ask.words = STR("别的");
	REASON(world_as(&p->w, MAKER, pay_step_work, &s), "payout_differs",
	       "… with other content it is refused");
	EQ_I64(pay_sums(p).held, before.held + 2 * GIFT, "its money is held once");
	s.what = PAY_CANCEL;
	s.batch_id = s.made.batch.batch_id;
	REASON(world_as(&p->w, CHECKER, pay_step_work, &s), "not_granted",
	       "a batch is cancelled by its maker or an approver");
	fixture_must(world_as(&p->w, MAKER, pay_step_work, &s), "cancel");
	EQ_I64(pay_sums(p).held, before.held, "a cancelled batch holds nothing");
	fixture_must(world_as(&p->w, MAKER, pay_step_work, &s), "again");
	REASON(pay_sign(p, s.batch_id, p->w.users[APPROVER].user_id, HAND_APPROVER), "payout_state",
	       "… and is not approved any more");
	fixture_must(pay_create(p, &made), "create");
	EQ_I64(made.batch.lines_count, 2, "they go into another batch");
	EQ_I64(pay_findings(p), 0, "verification finds nothing");
	pay_approve(p, &made.batch);
	fixture_must(pay_export(p, made.batch.batch_id, NULL), "export");
	struct payout_row rows[2] = {pay_row(&made.batch, 1, GIFT, PAYOUT_SAYS_PAID),
				     pay_row(&made.batch, 2, GIFT, PAYOUT_SAYS_PAID)};
	struct payout_taken taken[2];
	before = pay_sums(p);
	fixture_must(pay_return(p, made.batch.batch_id, rows, 2, taken), "return");
	EQ_I64(pay_sums(p).held, before.held - 2 * GIFT, "what was held is paid");
	EQ_I64(pay_sums(p).fund, before.fund - 2 * GIFT, "… out of the fund");
	EQ_I64(pay_findings(p), 0, "verification finds nothing");
}

/* ---- 退汇 when the cycle is closed ---- */

static void test_closed_cycle(struct pay_world *p)
{
	struct person people[2];
	struct payout_made made;
	struct payout_taken taken[2];
	const struct budget_entry line = {.kind = BUDGET_ADD,
					  .code = STR("cash"),
					  .source = FUND_OWN,
					  .delta = MONEY_FEN(2 * GIFT)};
	pay_money(p, COUNTY, FUND_OWN, 2 * GIFT);
	pay_budget_entry(p, &line);
	pay_people(p, 1, 2, people);
	fixture_must(pay_create_of(p, "cash", &made), "create");
	const struct payout b = made.batch;
	pay_approve(p, &b);
	fixture_must(pay_export(p, b.batch_id, NULL), "export");
	struct payout_row rows[2] = {pay_row(&b, 1, GIFT, PAYOUT_SAYS_PAID),
				     pay_row(&b, 2, GIFT, PAYOUT_SAYS_PAID)};
	fixture_must(pay_return(p, b.batch_id, rows, 2, taken), "return");
	fixture_must(world_advance(&p->w, MAKER, CYCLE_CLOSED), "closed");
	EQ_I64(pay_sums(p).fund, 0, "the cycle is closed with all money given");
	rows[1].says = PAYOUT_SAYS_BACK;
	fixture_must(pay_return(p, b.batch_id, rows, 2, taken), "return");
	EQ_I64(taken[0].fate, PAYOUT_UNCHANGED, "in a closed cycle what was said stays");
	EQ_I64(taken[1].fate, PAYOUT_TAKES_BACK, "… and what the bank sends back late is booked");
	EQ_I64(pay_sums(p).fund, GIFT, "… its money is in the fund again");
	EQ_I64(pay_sums(p).paid, GIFT, "… and nobody has it");
	EQ_I64(pay_budget_used(p, "cash"), GIFT, "… nor is it used of the budget line");
	EQ_I64(world_coverage(&p->w).people, 1, "… he is not covered");
	EQ_I64(line_at(p, &b, 2).state, PAYOUT_LINE_BACK, "… and the line says it");
	fixture_must(pay_return(p, b.batch_id, rows, 2, taken), "again");
	EQ_I64(taken[1].fate, PAYOUT_UNCHANGED, "the same file again changes nothing");
	rows[0].says = PAYOUT_SAYS_BOUNCED;
	fixture_must(pay_return(p, b.batch_id, rows, 1, taken), "return");
	REASON(taken[0].why, "payout_line_paid", "nothing else can be said any more");
	REASON(pay_create_of(p, "cash", &made), "cycle_state", "nor is another batch made");
	EQ_I64(pay_findings(p), 0, "verification finds nothing");
	fixture_must(world_advance(&p->w, AUDITOR, CYCLE_AUDITED), "audited");
	rows[0].says = PAYOUT_SAYS_BACK;
	fixture_must(pay_return(p, b.batch_id, rows, 1, taken), "return");
	EQ_I64(taken[0].fate, PAYOUT_TAKES_BACK, "also when it was audited");
	EQ_I64(pay_findings(p), 0, "verification finds nothing");
}

static void test_all_given(struct pay_world *p)
{
	struct person person;
	struct delivery_result out;
	struct payout_made made;
	struct payout_orders orders;
	pay_people(p, 800, 1, &person);
	fixture_must(pay_create(p, &made), "create");
	EQ_I64(made.batch.lines_count, 1, "a batch of one");
	struct delivery_item item = cash_item(p, &person, false);
	world_deliver_as(&p->w, MAKER, &item, 1, &out);
	pay_approve(p, &made.batch);
	REASON(pay_export(p, made.batch.batch_id, &orders), "payout_all_given",
	       "a batch whose people were all given otherwise has no file");
	struct pay_step s = {.what = PAY_CANCEL, .batch_id = made.batch.batch_id};
	fixture_must(world_as(&p->w, MAKER, pay_step_work, &s), "cancel");
	EQ_STR(payout_state_words(s.batch.state)->word, "cancelled",
	       "it is cancelled, as the refusal says");
	EQ_I64(pay_findings(p), 0, "verification finds nothing");
}

int main(void)
{
	OK(crypto_start(), "crypto starts");
	FOR_EACH_ENGINE(engine)
	{
		struct pay_world *p = calloc(1, sizeof *p);
		struct person people[CROWD];
		if (!p)
			return 1;
		payout_world_open(p, engine);
		/* the second payment is taken out of two accounts */
		pay_money(p, COUNTY, FUND_UPPER, 3 * GIFT / 2);
		pay_money(p, COUNTY, FUND_OWN, 100 * GIFT);
		pay_people(p, 1, CROWD - 1, people);
		world_people(&p->w, (struct world_people){.org = COUNTY,
							  .first = 100,
							  .count = 1,
							  .out = &people[CROWD - 1]});
		(void)world_entitle(&p->w, COUNTY);
		test_cards(p, people);
		test_whole(p, people);
		test_all_given(p);
		test_meanwhile(p);
		test_money(p);
		test_hands_and_twins(p);
		payout_world_close(p);
		memset(p, 0, sizeof *p);
		payout_world_open(p, engine);
		test_closed_cycle(p);
		payout_world_close(p);
		free(p);
	}
	return tap_done();
}
