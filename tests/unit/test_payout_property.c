/* Random batches: made, signed, exported, cancelled; the bank pays, bounces, sends back, says things twice and again; people
 * are given cash in hand meanwhile, asking or as a fact; cards change. After every step:
 *   money      received = in the fund (held and free) + paid + over-issue
 *   held       what waits in batches, to the fen
 *   give-once  nobody has two awards; whoever was paid by two hands has a case
 *   waiting    nobody waits in two batches, and nobody waits who has been paid by one
 * What was given is counted here by the answers, not read from the books.
 *   SONGNUAN_PROPERTY_RUNS   how many histories (make torture: 10,000)
 *   SONGNUAN_PROPERTY_SEED   repeats a run; it is printed
 * Source: issue 3, point 1 (paid, bounced with reason, paid again, never twice). */
#include "payout_world.h"

enum { GIFT = 20000, PEOPLE = 6, STEPS = 60, BATCHES_MAX = 40, RUNS = 12 };

struct history {
	struct pay_world p;
	struct person people[PEOPLE];
	struct payout batches[BATCHES_MAX];
	size_t batches_count;
	uint64_t seed;
	int64_t received, paid, in_hand, back, cards, doubled, replays, refused, exhausted;
	bool of_budget[BATCHES_MAX];
	const char *wrong;
};

static int64_t below(struct history *h, int64_t n)
{
	uint64_t z = (h->seed += 0x9E3779B97F4A7C15U); /* splitmix64 */
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
	z = (z ^ z >> 27) * 0x94D049BB133111EBU;
	return (int64_t)((z ^ z >> 31) % (uint64_t)n);
}
static void expect(struct history *h, bool holds, const char *what)
{
	if (!holds && !h->wrong)
		h->wrong = what;
}
/* Any refusal will do; a fault of the machine will not. */
static void may_refuse(struct history *h, struct sn_err e)
{
	const int code = (int)sn_err_code(e);
	h->refused += sn_failed(e);
	expect(h, !sn_failed(e) || (code != SN_IO && code != SN_NOMEM && code != SN_MISMATCH),
	       "a fault");
}

/* ---- steps ---- */

static void step_create(struct history *h)
{
	struct payout_made made;
	const bool of_budget = below(h, 3) != 0;
	const struct sn_err e = pay_create_of(&h->p, of_budget ? "cash" : NULL, &made);
	may_refuse(h, e);
	h->exhausted += e.reason == SN_R_BUDGET_SHORT;
	if (sn_failed(e) || h->batches_count == BATCHES_MAX)
		return;
	h->of_budget[h->batches_count] = of_budget;
	h->batches[h->batches_count++] = made.batch;
}
/* The newest more often than the others: it is the one that goes on. */
static const struct payout *any_batch(struct history *h)
{
	if (h->batches_count == 0)
		return NULL;
	return below(h, 2) ? &h->batches[h->batches_count - 1]
			   : &h->batches[below(h, (int64_t)h->batches_count)];
}
static void step_forward(struct history *h)
{
	const struct payout *b = any_batch(h);
	if (!b)
		return;
	const int64_t how_far = below(h, 4);
	if (b->needed & 1U << HAND_CHECKER)
		may_refuse(h, pay_sign(&h->p, b->batch_id, h->p.w.users[CHECKER].user_id,
				       HAND_CHECKER));
	if (how_far == 0)
		return;
	may_refuse(h, pay_sign(&h->p, b->batch_id, h->p.w.users[APPROVER].user_id, HAND_APPROVER));
	may_refuse(h, pay_sign(&h->p, b->batch_id, h->p.cashier_id, HAND_TREASURER));
	if (how_far > 1)
		may_refuse(h, pay_export(&h->p, b->batch_id, NULL));
}
static void step_cancel(struct history *h)
{
	const struct payout *b = any_batch(h);
	struct pay_step s = {.what = PAY_CANCEL};
	if (!b)
		return;
	s.batch_id = b->batch_id;
	may_refuse(h, world_as(&h->p.w, MAKER, pay_step_work, &s));
}
static void step_return(struct history *h)
{
	const struct payout *b = any_batch(h);
	struct payout_row rows[PEOPLE + 2];
	struct payout_taken taken[PEOPLE + 2];
	size_t count = 0;
	if (!b)
		return;
	for (int64_t n = 1; n <= b->lines_count && count < PEOPLE + 1; n++) {
		if (below(h, 3) == 0)
			continue;
		const enum payout_says says = (enum payout_says)below(h, PAYOUT_SAYS_COUNT);
		rows[count++] = pay_row(b, n, below(h, 12) == 0 ? GIFT + 1 : GIFT, says);
		if (below(h, 10) == 0)
			rows[count++] =
				pay_row(b, n, GIFT, (enum payout_says)below(h, PAYOUT_SAYS_COUNT));
	}
	for (int again = 0; again <= (below(h, 3) == 0); again++) {
		const struct sn_err e = pay_return(&h->p, b->batch_id, rows, count, taken);
		may_refuse(h, e);
		for (size_t i = 0; i < count && !sn_failed(e); i++) {
			const bool paid = taken[i].fate == PAYOUT_TAKES_PAID ||
					  taken[i].fate == PAYOUT_TAKES_DOUBLED;
			const bool changes = paid || taken[i].fate == PAYOUT_TAKES_BOUNCED ||
					     taken[i].fate == PAYOUT_TAKES_BACK;
			h->paid += paid;
			h->doubled += taken[i].fate == PAYOUT_TAKES_DOUBLED;
			h->back += taken[i].fate == PAYOUT_TAKES_BACK;
			h->replays += again;
			expect(h, !again || !changes, "the same file again changed something");
		}
	}
}
static void step_hand(struct history *h)
{
	const struct person *who = &h->people[below(h, PEOPLE)];
	struct delivery_result out;
	const struct delivery_item item = {.record_id = new_id(&h->p.w.f.c),
					   .who = {who->shard, who->person_id},
					   .quantity = GIFT,
					   .level = EVIDENCE_C,
					   .at_us = now_us(&h->p.w.f.c),
					   .asked = below(h, 4) != 0};
	world_deliver_as(&h->p.w, MAKER, &item, 1, &out);
	h->in_hand += out.outcome != DELIVERY_REFUSED;
}
static void step_card(struct history *h)
{
	(void)pay_set_card(&h->p, &h->people[below(h, PEOPLE)], 1000 + (int)h->cards++);
}

/* ---- what holds ---- */

struct waiting {
	int64_t lines, paid;
};
static struct waiting of_person(struct history *h, const struct payout_line *lines, size_t count,
				struct uuid person_id, struct waiting sum)
{
	(void)h;
	for (size_t i = 0; i < count; i++) {
		if (!uuid_eq(lines[i].person_id, person_id))
			continue;
		sum.lines += lines[i].state == PAYOUT_LINE_WAITING;
		sum.paid += lines[i].state == PAYOUT_LINE_PAID;
	}
	return sum;
}

static void check(struct history *h)
{
	const struct pay_sums s = pay_sums(&h->p);
	struct waiting all[PEOPLE] = {{0}};
	int64_t waiting = 0, budgeted = 0;
	const struct arena_mark mark = arena_mark(h->p.w.f.c.mem);
	for (size_t b = 0; b < h->batches_count; b++) {
		struct payout_line *lines = NULL;
		size_t count = 0;
		fixture_must(payout_lines(&h->p.w.f.c, h->batches[b].batch_id, &lines, &count),
			     "lines");
		for (size_t i = 0; i < PEOPLE; i++)
			all[i] = of_person(h, lines, count, h->people[i].person_id, all[i]);
		for (size_t i = 0; i < count; i++) {
			const bool stays = lines[i].state == PAYOUT_LINE_WAITING ||
					   lines[i].state == PAYOUT_LINE_PAID;
			waiting += lines[i].state == PAYOUT_LINE_WAITING;
			budgeted += h->of_budget[b] && stays;
		}
	}
	for (size_t i = 0; i < PEOPLE; i++) {
		const struct person_ref who = {h->people[i].shard, h->people[i].person_id};
		int64_t awards = 0;
		fixture_must(
			handover_received(&h->p.w.f.c, h->p.w.cycle.cycle_no, &who, 1, &awards),
			"awards");
		expect(h, awards <= 1, "somebody has two awards");
		expect(h, all[i].lines + all[i].paid <= 1, "somebody waits or was paid twice");
	}
	expect(h, s.held == waiting * GIFT, "what is held is not what waits");
	expect(h, pay_budget_used(&h->p, "cash") == budgeted * GIFT,
	       "what is used of the budget line is not what waits or was paid");
	expect(h, s.fund + s.paid + s.over == h->received, "received is not held + paid + left");
	expect(h, s.paid + s.over == (h->paid + h->in_hand - h->back) * GIFT,
	       "what was given is not what the answers said");
	arena_rewind(h->p.w.f.c.mem, mark);
}

static void play(struct history *h, uint64_t seed)
{
	h->seed = seed;
	for (int step = 0; step < STEPS && !h->wrong; step++) {
		switch (below(h, 12)) {
		case 0:
		case 1:
			step_create(h);
			break;
		case 2:
		case 3:
		case 4:
		case 5:
			step_forward(h);
			break;
		case 6:
			step_cancel(h);
			break;
		case 7:
		case 8:
		case 9:
			step_return(h);
			break;
		case 10:
			step_hand(h);
			break;
		default:
			step_card(h);
			break;
		}
		check(h);
	}
}

static uint64_t number_of(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);
	return text ? strtoull(text, NULL, 0) : otherwise;
}

int main(void)
{
	const uint64_t first = number_of("SONGNUAN_PROPERTY_SEED", 20241026);
	const uint64_t runs =
		getenv("SONGNUAN_PROPERTY_SEED") ? 1 : number_of("SONGNUAN_PROPERTY_RUNS", RUNS);
	OK(crypto_start(), "crypto starts");
	FOR_EACH_ENGINE(engine)
	{
		struct history *h = calloc(1, sizeof *h);
		int64_t paid = 0, doubled = 0, back = 0, replays = 0, exhausted = 0;
		const char *wrong = NULL;
		if (!h)
			return 1;
		for (uint64_t run = 0; run < runs && !wrong; run++) {
			memset(h, 0, sizeof *h);
			payout_world_open(&h->p, engine);
			h->received = 1000 * GIFT;
			/* some payments are taken out of two accounts */
			pay_money(&h->p, COUNTY, FUND_UPPER, 5 * GIFT / 2);
			pay_money(&h->p, COUNTY, FUND_OWN, h->received - 5 * GIFT / 2);
			pay_budget_entry(&h->p, &(const struct budget_entry){
							.kind = BUDGET_ADD,
							.code = STR("cash"),
							.source = FUND_OWN,
							.delta = MONEY_FEN((PEOPLE - 1) * GIFT)});
			pay_people(&h->p, 1, PEOPLE, h->people);
			play(h, first + run);
			if (!h->wrong && pay_findings(&h->p) != 0)
				h->wrong = "verification finds something";
			if (h->wrong)
				printf("# SONGNUAN_PROPERTY_SEED=%llu\n",
				       (unsigned long long)(first + run));
			wrong = h->wrong;
			paid += h->paid;
			doubled += h->doubled;
			back += h->back;
			replays += h->replays;
			exhausted += h->exhausted;
			payout_world_close(&h->p);
		}
		EQ_STR(wrong ? wrong : "", "", "what must hold after every step holds");
		OK(runs < RUNS || (paid > 0 && back > 0 && replays > 0 && exhausted > 0),
		   "the histories have payments, money sent back, files replayed and a budget line "
		   "that is exhausted");
		printf("# %llu histories: %lld paid, %lld doubled, %lld sent back, %lld rows "
		       "replayed\n",
		       (unsigned long long)runs, (long long)paid, (long long)doubled,
		       (long long)back, (long long)replays);
		free(h);
	}
	return tap_done();
}
