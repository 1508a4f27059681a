/* Random histories against a tiny shadow of the ledger: every answer and every balance is foretold by a model of forty
 * lines that knows neither batches nor shards nor databases.
 *   SONGNUAN_PROPERTY_RUNS   how many histories (make torture: 10,000)
 *   SONGNUAN_PROPERTY_SEED   repeats a run; it is printed
 * Source: issue 2, "Bad input and faults". */
#include "base/crypto.h"
#include "ledger/ledger_priv.h"
#include "ledger/ledger_sql.h"
#include "org/org_sql.h"
#include "rights/rights_sql.h"
#include "store_fixture.h"
#include "tlog/tlog_sql.h"

#include <unistd.h>

static const struct store_domain *const domains[] = {&org_domain, &rights_domain, &tlog_domain,
						     &ledger_domain};
enum {
	ORGS = 3,
	ITEMS = 2,
	HOLDERS = 2,
	BATCH_MAX = 50,
	STEPS = 10,
	ACCOUNTS_MAX = 256,
	KNOWN_MAX = 1024,
	FORETOLD_CYCLE = 1
};

/* ---- chance ---- */

static uint64_t next(uint64_t *seed) /* splitmix64 */
{
	uint64_t z = (*seed += 0x9E3779B97F4A7C15U);
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
	z = (z ^ z >> 27) * 0x94D049BB133111EBU;
	return z ^ z >> 31;
}
static int64_t below(uint64_t *seed, int64_t n)
{
	return (int64_t)(next(seed) % (uint64_t)n);
}

/* ---- the shadow ---- */

struct pile { /* an account */
	struct account_key key;
	int64_t quantity, fen, held_quantity, held_fen;
};
enum known_state { POSTED, OPEN, GONE, HELD_AND_POSTED };
struct known {
	struct transfer transfer;
	enum known_state state;
	int64_t until_us;
	bool reversed;
};
struct shadow {
	struct pile piles[ACCOUNTS_MAX];
	size_t piles_count;
	struct known posted[KNOWN_MAX], held[KNOWN_MAX];
	size_t posted_count, held_count;
};

static struct pile *pile_of(struct shadow *s, const struct account_key *key)
{
	for (size_t i = 0; i < s->piles_count; i++)
		if (ledger_key_eq(&s->piles[i].key, key))
			return &s->piles[i];
	s->piles[s->piles_count] = (struct pile){.key = *key};
	return &s->piles[s->piles_count++];
}
static struct known *known_of(struct known *all, size_t count, struct uuid id)
{
	for (size_t i = 0; i < count; i++)
		if (uuid_eq(all[i].transfer.transfer_id, id))
			return &all[i];
	return NULL;
}
static bool is_same(const struct transfer *a, const struct transfer *b)
{
	return a->kind == b->kind && a->day == b->day && a->at_us == b->at_us &&
	       a->quantity == b->quantity && money_fen(a->value) == money_fen(b->value) &&
	       ledger_key_eq(&a->from, &b->from) && ledger_key_eq(&a->to, &b->to);
}
static bool is_endless(const struct account_key *key)
{
	return key->class == ACCOUNT_SOURCE || key->class == ACCOUNT_SUPPLY;
}
static const char *shadow_take(struct shadow *s, const struct transfer *t)
{
	const struct pile *from = pile_of(s, &t->from);
	if (is_endless(&t->from))
		return "ok";
	if (from->quantity - from->held_quantity < t->quantity)
		return "goods_short";
	return from->fen - from->held_fen < money_fen(t->value) ? "balance_short" : "ok";
}
static void shadow_move(struct shadow *s, const struct transfer *t)
{
	struct pile *from = pile_of(s, &t->from);
	from->quantity -= t->quantity;
	from->fen -= money_fen(t->value);
	struct pile *to = pile_of(s, &t->to);
	to->quantity += t->quantity;
	to->fen += money_fen(t->value);
}
static void shadow_hold(struct shadow *s, const struct transfer *t, int64_t sign)
{
	struct pile *from = pile_of(s, &t->from);
	from->held_quantity += sign * t->quantity;
	from->held_fen += sign * money_fen(t->value);
}
static const char *shadow_reversal(struct shadow *s, const struct transfer *t)
{
	struct known *first = known_of(s->posted, s->posted_count, t->reverses_id);
	if (!first)
		return "no_such_transfer";
	if (first->transfer.kind == TRANSFER_REVERSE)
		return "reversal_final";
	if (first->reversed)
		return "reversed_already";
	if (!ledger_key_eq(&first->transfer.from, &t->to) ||
	    !ledger_key_eq(&first->transfer.to, &t->from) ||
	    first->transfer.quantity != t->quantity ||
	    money_fen(first->transfer.value) != money_fen(t->value))
		return "transfer_shape";
	const char *word = shadow_take(s, t);
	first->reversed = strcmp(word, "ok") == 0;
	return word;
}
static const char *shadow_post(struct shadow *s, const struct transfer *t)
{
	if (t->from.org_no > INT32_MAX || t->to.org_no > INT32_MAX)
		return "no_such_org";
	const struct known *before = known_of(s->posted, s->posted_count, t->transfer_id);
	if (before)
		return is_same(&before->transfer, t) ? "ok" : "transfer_differs";
	const char *word = t->kind == TRANSFER_REVERSE ? shadow_reversal(s, t) : shadow_take(s, t);
	if (strcmp(word, "ok") != 0)
		return word;
	shadow_move(s, t);
	s->posted[s->posted_count++] = (struct known){.transfer = *t};
	return word;
}
static const char *shadow_hold_make(struct shadow *s, const struct hold *h)
{
	const struct known *before = known_of(s->held, s->held_count, h->transfer.transfer_id);
	if (before && !is_same(&before->transfer, &h->transfer))
		return "transfer_differs";
	if (before)
		return before->state == GONE ? "hold_gone" : "ok";
	const char *word = shadow_take(s, &h->transfer);
	if (strcmp(word, "ok") != 0)
		return word;
	shadow_hold(s, &h->transfer, 1);
	s->held[s->held_count++] =
		(struct known){.transfer = h->transfer, .state = OPEN, .until_us = h->until_us};
	return word;
}
static const char *shadow_hold_post(struct shadow *s, struct known *h, int64_t at_us)
{
	if (h->state == HELD_AND_POSTED)
		return "ok";
	if (h->state == GONE || (h->until_us && h->until_us <= at_us))
		return "hold_gone";
	const struct known *before = known_of(s->posted, s->posted_count, h->transfer.transfer_id);
	if (!before) {
		shadow_move(s, &h->transfer);
		s->posted[s->posted_count++] = (struct known){.transfer = h->transfer};
	}
	shadow_hold(s, &h->transfer, -1);
	h->state = HELD_AND_POSTED;
	return "ok";
}
static const char *shadow_hold_void(struct shadow *s, struct known *h)
{
	if (h->state == HELD_AND_POSTED)
		return "hold_gone";
	if (h->state == OPEN)
		shadow_hold(s, &h->transfer, -1);
	h->state = GONE;
	return "ok";
}
static int64_t shadow_expire(struct shadow *s, int64_t at_us)
{
	int64_t n = 0;
	for (size_t i = 0; i < s->held_count; i++) {
		struct known *h = &s->held[i];
		if (h->state != OPEN || !h->until_us || h->until_us > at_us)
			continue;
		(void)shadow_hold_void(s, h);
		n++;
	}
	return n;
}

/* ---- a history ---- */

struct history {
	struct fixture *f;
	uint64_t seed;
	uint64_t first_seed;
	int64_t orgs[ORGS], shards[ORGS];
	int no;
	int steps; /* of the next work */
	struct shadow shadow;
	struct transfer batch[BATCH_MAX];
	struct posting out[BATCH_MAX];
	const char *wrong; /* what differed first */
	char detail[200];
	int64_t accepted, refused, replayed, leaves_seen;
};

static void differs(struct history *h, const char *what, const char *want, const char *got)
{
	if (h->wrong)
		return;
	h->wrong = what;
	(void)snprintf(h->detail, sizeof h->detail, "want %s, got %s", want, got);
}
static void answer(struct history *h, const char *what, const char *want, struct sn_err got)
{
	const char *word = sn_reason_word(got.reason);
	if (strcmp(want, word) != 0)
		differs(h, what, want, word);
	if (sn_failed(got))
		h->refused++;
	else
		h->accepted++;
}

static struct uuid history_id(struct history *h)
{
	struct uuid id;
	const uint64_t a = next(&h->seed), b = next(&h->seed);
	memcpy(id.bytes, &a, 8);
	memcpy(id.bytes + 8, &b, 8);
	return id;
}
static int64_t any_org(struct history *h)
{
	return h->orgs[below(&h->seed, ORGS)];
}

/* From where to where each kind goes here; goods or money. */
static const struct route {
	enum transfer_kind kind;
	enum account_class from, to;
	bool goods, away;
} routes[] = {
	{TRANSFER_RECEIVE, ACCOUNT_SOURCE, ACCOUNT_FUND, false, false},
	{TRANSFER_RECEIVE, ACCOUNT_SOURCE, ACCOUNT_FUND, false, false},
	{TRANSFER_ALLOT, ACCOUNT_FUND, ACCOUNT_FUND, false, true},
	{TRANSFER_ALLOT, ACCOUNT_FUND, ACCOUNT_FUND, false, true},
	{TRANSFER_PURCHASE, ACCOUNT_FUND, ACCOUNT_PAYABLE, false, false},
	{TRANSFER_SUPPLY, ACCOUNT_SUPPLY, ACCOUNT_STOCK, true, false},
	{TRANSFER_SUPPLY, ACCOUNT_SUPPLY, ACCOUNT_STOCK, true, false},
	{TRANSFER_ISSUE, ACCOUNT_STOCK, ACCOUNT_CUSTODY, true, false},
	{TRANSFER_ISSUE, ACCOUNT_FUND, ACCOUNT_CUSTODY, false, false},
	{TRANSFER_MOVE, ACCOUNT_STOCK, ACCOUNT_STOCK, true, true},
	{TRANSFER_GIVEBACK, ACCOUNT_CUSTODY, ACCOUNT_STOCK, true, false},
	{TRANSFER_HANDOVER, ACCOUNT_CUSTODY, ACCOUNT_RECIPIENT, true, false},
	{TRANSFER_HANDOVER, ACCOUNT_CUSTODY, ACCOUNT_OVER_ISSUE, true, false},
	{TRANSFER_HANDOVER, ACCOUNT_CUSTODY, ACCOUNT_RECIPIENT, false, false},
	{TRANSFER_HANDOVER, ACCOUNT_STOCK, ACCOUNT_RECIPIENT, true, true},
	{TRANSFER_LOSS, ACCOUNT_CUSTODY, ACCOUNT_WRITTEN_OFF, true, false},
	{TRANSFER_RETURN, ACCOUNT_FUND, ACCOUNT_SOURCE, false, false},
};
enum { ROUTES = sizeof routes / sizeof routes[0] };

static void fill_side(struct history *h, struct account_key *key, enum account_class class)
{
	key->class = class;
	if (class == ACCOUNT_CUSTODY) /* two distributors a history */
		key->holder_id.bytes[0] = (uint8_t)(1 + below(&h->seed, HOLDERS));
	if (class == ACCOUNT_RECIPIENT)
		key->level = below(&h->seed, 2) ? EVIDENCE_C : EVIDENCE_A;
}
static struct transfer fresh(struct history *h)
{
	const struct route *r = &routes[below(&h->seed, ROUTES)];
	struct transfer t = {.transfer_id = history_id(h),
			     .kind = r->kind,
			     .day = 20241001 + (int32_t)below(&h->seed, 30),
			     .at_us = FIXTURE_AT_US + below(&h->seed, 1000)};
	t.from.org_no = any_org(h);
	t.from.source = below(&h->seed, 4) ? FUND_UPPER : FUND_OWN;
	t.from.cycle_no = below(&h->seed, 4) ? FORETOLD_CYCLE : 0;
	int64_t cost = 0;
	if (r->goods) {
		const int64_t lot = 1 + below(&h->seed, 2);
		cost = 100 * lot + 7;
		t.from.item_no = 1 + below(&h->seed, ITEMS);
		t.from.lot_no = h->orgs[below(&h->seed, 2)] << 20 | lot;
		t.quantity = 1 + below(&h->seed, r->kind == TRANSFER_SUPPLY ? 60 : 12);
	}
	t.value = MONEY_FEN(
		r->goods ? cost * t.quantity
			 : 1 + below(&h->seed, r->kind == TRANSFER_RECEIVE ? 9000 : 2500));
	t.to = t.from;
	fill_side(h, &t.from, r->from);
	fill_side(h, &t.to, r->to);
	while (r->away && t.to.org_no == t.from.org_no && t.to.class == t.from.class)
		t.to.org_no = any_org(h);
	if (r->kind == TRANSFER_ALLOT)
		t.to.source = FUND_UPPER;
	return t;
}
static struct transfer opposite(struct history *h, const struct transfer *of)
{
	struct transfer t = *of;
	t.transfer_id = history_id(h);
	t.kind = TRANSFER_REVERSE;
	t.from = of->to;
	t.to = of->from;
	t.reverses_id = of->transfer_id;
	return t;
}
/* Something said before, changed in one place. */
static struct transfer changed(struct history *h, struct transfer t)
{
	switch (below(&h->seed, 4)) {
	case 0:
		t.day = t.day == 20241005 ? 20241006 : 20241005;
		break;
	case 1:
		t.at_us++;
		break;
	case 2:
		t.value = MONEY_FEN(money_fen(t.value) + 1);
		break;
	default:
		t.from.cycle_no = t.to.cycle_no = 1 - t.from.cycle_no;
	}
	return t;
}
static struct transfer any_transfer(struct history *h, size_t made)
{
	const int64_t chance = below(&h->seed, 100);
	struct shadow *s = &h->shadow;
	/* of this batch as well as of what was posted before */
	const struct transfer *earlier = NULL;
	if (made && below(&h->seed, 2))
		earlier = &h->batch[below(&h->seed, (int64_t)made)];
	else if (s->posted_count)
		earlier = &s->posted[below(&h->seed, (int64_t)s->posted_count)].transfer;
	if (chance < 80 || !earlier)
		return fresh(h);
	if (chance < 87)
		return *earlier;
	if (chance < 91 && earlier->kind != TRANSFER_REVERSE)
		return changed(h, *earlier);
	if (chance < 92) {
		struct transfer nowhere = fresh(h);
		nowhere.from.org_no += INT64_C(1) << 40;
		return nowhere;
	}
	return opposite(h, earlier);
}

/* ---- steps ---- */

static size_t make_batch(struct history *h)
{
	const size_t count = 1 + (size_t)below(&h->seed, 1 + below(&h->seed, BATCH_MAX));
	for (size_t i = 0; i < count; i++)
		h->batch[i] = any_transfer(h, i);
	return count;
}
static struct sn_err step_post(struct ctx *c, struct history *h)
{
	const size_t count = make_batch(h);
	SN_TRY(ledger_post(c, h->batch, count, h->out));
	for (size_t i = 0; i < count; i++) {
		answer(h, "a transfer of a batch", shadow_post(&h->shadow, &h->batch[i]),
		       h->out[i].outcome);
		h->replayed += h->out[i].replayed;
	}
	return SN_SUCCESS;
}
static struct sn_err step_post_all(struct ctx *c, struct history *h)
{
	static struct shadow before;
	const size_t count = make_batch(h);
	const char *word = "ok";
	before = h->shadow;
	for (size_t i = 0; i < count && strcmp(word, "ok") == 0; i++)
		word = shadow_post(&h->shadow, &h->batch[i]);
	if (strcmp(word, "ok") != 0)
		h->shadow = before;
	answer(h, "all or nothing", word, ledger_post_all(c, h->batch, count));
	return SN_SUCCESS;
}
static struct sn_err step_hold(struct ctx *c, struct history *h)
{
	struct hold holds[8];
	const size_t count = 1 + (size_t)below(&h->seed, 8);
	for (size_t i = 0; i < count; i++) {
		const struct shadow *s = &h->shadow;
		holds[i] = (struct hold){
			.transfer = fresh(h),
			.until_us = below(&h->seed, 2) ? 0 : h->f->at_us + below(&h->seed, 40)};
		if (s->held_count && below(&h->seed, 6) == 0)
			holds[i].transfer =
				s->held[below(&h->seed, (int64_t)s->held_count)].transfer;
		if (below(&h->seed, 12) == 0)
			holds[i].transfer = changed(h, holds[i].transfer);
	}
	SN_TRY(ledger_hold(c, holds, count, h->out));
	for (size_t i = 0; i < count; i++)
		answer(h, "a hold", shadow_hold_make(&h->shadow, &holds[i]), h->out[i].outcome);
	return SN_SUCCESS;
}
static int64_t shard_of(const struct history *h, int64_t org_no)
{
	for (int i = 0; i < ORGS; i++)
		if (h->orgs[i] == org_no)
			return h->shards[i];
	return 0;
}
static struct sn_err step_hold_end(struct ctx *c, struct history *h, bool post)
{
	struct shadow *s = &h->shadow;
	if (s->held_count == 0)
		return SN_SUCCESS;
	struct known *k = &s->held[below(&h->seed, (int64_t)s->held_count)];
	const struct hold_ref ref = {shard_of(h, k->transfer.from.org_no), k->transfer.transfer_id};
	if (post)
		answer(h, "posting a hold", shadow_hold_post(s, k, h->f->at_us),
		       ledger_hold_post(c, &ref, 1));
	else
		answer(h, "voiding a hold", shadow_hold_void(s, k), ledger_hold_void(c, &ref, 1));
	return SN_SUCCESS;
}
static struct sn_err step_expire(struct ctx *c, struct history *h)
{
	int64_t voided = 0;
	fixture_set_time(h->f, h->f->at_us + below(&h->seed, 30));
	SN_TRY(ledger_hold_expire(c, &voided));
	if (voided != shadow_expire(&h->shadow, h->f->at_us))
		differs(h, "expiry", "as many as ran out", "another number");
	return SN_SUCCESS;
}
static struct sn_err step_reverse(struct ctx *c, struct history *h)
{
	struct shadow *s = &h->shadow;
	if (s->posted_count == 0)
		return SN_SUCCESS;
	const struct transfer of = s->posted[below(&h->seed, (int64_t)s->posted_count)].transfer;
	struct transfer t = opposite(h, &of);
	t.day = 20241101;
	t.at_us = h->f->at_us;
	const int64_t shard = shard_of(h, below(&h->seed, 2) ? of.from.org_no : of.to.org_no);
	const char *want = shadow_post(s, &t);
	answer(h, "a reversal by name", want,
	       ledger_reverse(c, shard, of.transfer_id, t.transfer_id, t.day));
	return SN_SUCCESS;
}

/* ---- what must hold after every step ---- */

struct comparison {
	struct history *h;
	size_t matched;
	int64_t fen, quantity[1 + ITEMS]; /* of one shard */
	int64_t *transit_fen, *transit_quantity;
};
static struct sn_err compare_account(void *self, const struct account *a)
{
	struct comparison *n = self;
	char text[LEDGER_KEY_BYTES_MAX];
	const struct account_key *key = &a->key;
	n->fen += money_fen(a->value);
	n->quantity[key->item_no] += a->quantity;
	if (key->class == ACCOUNT_IN_TRANSIT) {
		*n->transit_fen += money_fen(a->value);
		*n->transit_quantity += a->quantity;
		return SN_SUCCESS;
	}
	const struct pile *p = pile_of(&n->h->shadow, key);
	if (p->quantity != a->quantity || p->fen != money_fen(a->value) ||
	    p->held_quantity != a->held_quantity || p->held_fen != money_fen(a->held_value))
		differs(n->h, "a balance", ledger_key_text(key, text).at, "another");
	const bool negative =
		a->quantity < a->held_quantity || money_fen(a->value) < money_fen(a->held_value);
	if (negative && !is_endless(key))
		differs(n->h, "an account", "none below zero", "one that is");
	n->matched += p->quantity || p->fen || p->held_quantity || p->held_fen;
	return SN_SUCCESS;
}
static struct sn_err compare_all(struct ctx *c, struct history *h)
{
	size_t want = 0, got = 0;
	int64_t transit_fen = 0, transit_quantity = 0;
	for (int i = 0; i < ORGS; i++) {
		if (i > 0 && h->shards[i] == h->shards[i - 1])
			continue;
		struct comparison n = {
			.h = h, .transit_fen = &transit_fen, .transit_quantity = &transit_quantity};
		const struct account_filter filter = {
			.shard = h->shards[i], .class = -1, .with_zero = true};
		SN_TRY(ledger_accounts(c, &filter, compare_account, &n));
		if (n.fen || n.quantity[1] || n.quantity[2])
			differs(h, "a shard's trial balance", "zero", "not zero");
		got += n.matched;
	}
	for (size_t i = 0; i < h->shadow.piles_count; i++) {
		const struct pile *p = &h->shadow.piles[i];
		want += p->quantity || p->fen || p->held_quantity || p->held_fen;
	}
	if (want != got)
		differs(h, "the accounts", "as many as foretold", "others");
	if (transit_fen || transit_quantity)
		differs(h, "in-transit", "zero over all shards", "not zero");
	return SN_SUCCESS;
}

static struct sn_err step(struct ctx *c, struct history *h)
{
	const int64_t chance = below(&h->seed, 100);
	if (chance < 55)
		return step_post(c, h);
	if (chance < 65)
		return step_post_all(c, h);
	if (chance < 77)
		return step_hold(c, h);
	if (chance < 85)
		return step_hold_end(c, h, true);
	if (chance < 90)
		return step_hold_end(c, h, false);
	return chance < 94 ? step_expire(c, h) : step_reverse(c, h);
}
static struct sn_err some_steps(struct ctx *c, void *arg)
{
	struct history *h = arg;
	for (int i = 0; i < h->steps && !h->wrong; i++) {
		SN_TRY(step(c, h));
		SN_TRY(compare_all(c, h));
	}
	return SN_SUCCESS;
}
static struct sn_err last_step(struct ctx *c, void *arg)
{
	struct history *h = arg;
	int64_t voided = 0;
	SN_TRY(ledger_hold_expire(c, &voided));
	if (voided != shadow_expire(&h->shadow, h->f->at_us))
		differs(h, "expiry", "as many as ran out", "another number");
	return compare_all(c, h);
}

/* ---- leaves: what an outsider adds up ---- */

struct public_sum {
	char account[64];
	int64_t fen, quantity;
};
struct prefix {
	struct public_sum sums[ACCOUNTS_MAX];
	size_t count;
};
static struct str leaf_value(struct str body, const char *key)
{
	const size_t bytes = strlen(key);
	for (size_t i = 0; i + bytes < body.bytes; i++) {
		if ((i > 0 && body.at[i - 1] != '\n') || memcmp(body.at + i, key, bytes) != 0 ||
		    body.at[i + bytes] != ' ')
			continue;
		const char *from = body.at + i + bytes + 1;
		const char *end = memchr(from, '\n', (size_t)(body.at + body.bytes - from));
		return (struct str){from, (size_t)(end - from)};
	}
	return STR_NULL;
}
static int64_t leaf_number(struct str body, const char *key)
{
	const struct str text = leaf_value(body, key);
	return str_is_null(text) || text.at[0] == '-' ? 0 : strtoll(text.at, NULL, 10);
}
/* false: it went below zero where that may not be. */
static bool add_leaf(struct prefix *p, struct str account, struct str item, int64_t quantity,
		     int64_t fen)
{
	char name[64];
	size_t i = 0;
	(void)snprintf(name, sizeof name, STR_FMT " " STR_FMT, STR_ARG(account), STR_ARG(item));
	while (i < p->count && strcmp(p->sums[i].account, name) != 0)
		i++;
	if (i == p->count)
		memcpy(p->sums[p->count++].account, name, sizeof name);
	p->sums[i].quantity += quantity;
	p->sums[i].fen += fen;
	const bool endless = strncmp(name, "source", 6) == 0 || strncmp(name, "supply", 6) == 0 ||
			     strncmp(name, "in-transit", 10) == 0;
	return endless || (p->sums[i].quantity >= 0 && p->sums[i].fen >= 0);
}
static void read_leaves(struct history *h)
{
	static struct prefix p;
	memset(&p, 0, sizeof p);
	struct tlog_head head;
	fixture_must(tlog_read_head(&h->f->c, &head), "head");
	struct rows *r = store_query(h->f->c.store, &tlog_sql_bodies,
				     PARAMS(p_int(1), p_int(h->leaves_seen), p_int(head.size)));
	while (store_next(r)) {
		const struct str body = store_bytes(r, "body");
		const struct str item = leaf_value(body, "item");
		const int64_t quantity = leaf_number(body, "qty"), fen = leaf_number(body, "fen");
		if (!add_leaf(&p, leaf_value(body, "cr"), item, -quantity, -fen) ||
		    !add_leaf(&p, leaf_value(body, "dr"), item, quantity, fen))
			differs(h, "the leaves' prefix sums", "never negative", "negative");
	}
	fixture_must(store_done(r), "leaves");
	int64_t want = 0, got = 0;
	for (size_t i = 0; i < p.count; i++)
		got += strncmp(p.sums[i].account, "stock/", 6) == 0 ? p.sums[i].quantity : 0;
	for (size_t i = 0; i < h->shadow.piles_count; i++)
		want += h->shadow.piles[i].key.class == ACCOUNT_STOCK ? h->shadow.piles[i].quantity
								      : 0;
	if (want != got)
		differs(h, "the leaves' sum", "the stock", "another");
	h->leaves_seen = head.size;
}

/* ---- the world ---- */

struct settling {
	int first, count;
};
/* Two shards a history: a league with a union in it, and another league. */
static struct sn_err settle(struct ctx *c, void *arg)
{
	const struct settling *s = arg;
	for (int i = s->first; i < s->first + s->count; i++) {
		char codes[ORGS][16];
		struct org_new orgs[ORGS];
		struct org_added added[ORGS];
		for (int j = 0; j < ORGS; j++) {
			(void)snprintf(codes[j], sizeof codes[j], "%d-%d", 100000 + i, j);
			orgs[j] = (struct org_new){.code = str_of(codes[j]),
						   .name = STR("合成总工会"),
						   .kind = j == 1 ? ORG_GRASSROOTS : ORG_GENERAL,
						   .level = j == 1 ? 4 : 2,
						   .parent_code =
							   j == 1 ? str_of(codes[0]) : STR_NULL,
						   .from_day = 20140101};
		}
		SN_TRY(org_add_many(c, orgs, ORGS, added));
	}
	if (s->first > 0)
		return SN_SUCCESS;
	SN_TRY(ledger_word_set(c, LEDGER_WORD_CYCLE, FORETOLD_CYCLE, STR("hw-2024")));
	SN_TRY(ledger_word_set(c, LEDGER_WORD_ITEM, 1, STR("coat")));
	return ledger_word_set(c, LEDGER_WORD_ITEM, 2, STR("kit:2024-hw"));
}
static struct tlog *tlog;
static struct store_group_hook hooks[1];
static void open_world(struct fixture *f, enum fixture_engine engine, int histories)
{
	fixture_create(f, engine, domains, 4);
	tlog = tlog_new();
	hooks[0] = tlog_hook(tlog);
	f->writer_config.hooks = hooks;
	f->writer_config.hooks_count = 1;
	f->writer_config.base.tlog = tlog;
	fixture_start(f);
	for (int i = 0; i < histories; i += 500) {
		struct settling s = {i, histories - i < 500 ? histories - i : 500};
		fixture_must(store_write(&f->c, settle, &s), "unions");
	}
}
static void find_orgs(struct history *h, int no)
{
	for (int j = 0; j < ORGS; j++) {
		char code[16];
		struct org org;
		(void)snprintf(code, sizeof code, "%d-%d", 100000 + no, j);
		fixture_must(org_find(&h->f->c, str_of(code), 0, &org), "union");
		h->orgs[j] = org.org_no;
		h->shards[j] = org.shard;
	}
}
static void begin(struct history *h, struct fixture *f, int no, uint64_t seed)
{
	h->f = f;
	h->no = no;
	h->seed = h->first_seed = seed;
	h->wrong = NULL;
	h->shadow.piles_count = h->shadow.posted_count = h->shadow.held_count = 0;
	find_orgs(h, no);
}
static bool history_holds(struct history *h)
{
	for (int left = STEPS; left > 0 && !h->wrong; left -= h->steps) {
		h->steps = 1 + (int)below(&h->seed, left);
		fixture_must(store_write(&h->f->c, some_steps, h), "steps");
	}
	fixture_set_time(h->f, h->f->at_us + 1000); /* all that can run out has */
	if (!h->wrong)
		fixture_must(store_write(&h->f->c, last_step, h), "last step");
	read_leaves(h);
	if (h->wrong)
		printf("# history %d, seed %" PRIu64 ": %s: %s\n", h->no, h->first_seed, h->wrong,
		       h->detail);
	return !h->wrong;
}

/* ---- order ---- */

enum { INDEPENDENT = 60 };

/* The same account of another history's unions. */
static struct account_key elsewhere(const struct history *a, const struct history *b,
				    struct account_key key)
{
	const int64_t lot_org = key.lot_no >> 20, lot = key.lot_no & ((1 << 20) - 1);
	for (int i = 0; i < ORGS; i++)
		if (a->orgs[i] == key.org_no) {
			key.org_no = b->orgs[i];
			break;
		}
	for (int i = 0; i < ORGS; i++)
		if (a->orgs[i] == lot_org) {
			key.lot_no = b->orgs[i] << 20 | lot;
			break;
		}
	return key;
}
/* Enough to take from, so that no operation waits for another. */
static size_t prepare(struct history *h, const struct transfer *t, struct transfer out[2])
{
	if (is_endless(&t->from))
		return 0;
	const bool goods = t->from.item_no != 0;
	out[0] = *t;
	out[0].transfer_id = history_id(h);
	out[0].kind = goods ? TRANSFER_SUPPLY : TRANSFER_RECEIVE;
	out[0].from = out[0].to = t->from;
	out[0].from.class = goods ? ACCOUNT_SUPPLY : ACCOUNT_SOURCE;
	out[0].to.class = goods ? ACCOUNT_STOCK : ACCOUNT_FUND;
	out[0].from.holder_id = out[0].to.holder_id = UUID_NULL;
	out[1] = out[0];
	out[1].transfer_id = history_id(h);
	out[1].kind = TRANSFER_ISSUE;
	out[1].from = out[0].to;
	out[1].to = t->from;
	return t->from.class == ACCOUNT_CUSTODY ? 2 : 1;
}
struct order {
	struct transfer transfers[3 * INDEPENDENT];
	size_t count, cut; /* how many at once */
};
static struct sn_err post_order(struct ctx *c, void *arg)
{
	struct order *o = arg;
	for (size_t i = 0; i < o->count; i += o->cut) {
		const size_t left = o->count - i;
		SN_TRY(ledger_post_all(c, o->transfers + i, left < o->cut ? left : o->cut));
	}
	return SN_SUCCESS;
}
struct seen {
	struct account accounts[ACCOUNTS_MAX];
	size_t count;
};
static struct sn_err see(void *self, const struct account *a)
{
	struct seen *s = self;
	s->accounts[s->count++] = *a;
	return SN_SUCCESS;
}
static int64_t differences(const struct history *a, const struct history *b)
{
	static struct seen seen;
	int64_t n = 0;
	seen.count = 0;
	for (int i = 0; i < ORGS; i++) {
		const struct account_filter filter = {.org_no = a->orgs[i], .class = -1};
		fixture_must(ledger_accounts(&a->f->c, &filter, see, &seen), "accounts");
	}
	for (size_t i = 0; i < seen.count; i++) {
		const struct account *x = &seen.accounts[i];
		const struct account_key key = elsewhere(a, b, x->key);
		struct account y;
		fixture_must(ledger_balance(&b->f->c, shard_of(b, key.org_no), &key, &y),
			     "balance");
		n += x->quantity != y.quantity || money_fen(x->value) != money_fen(y.value);
	}
	return n + (seen.count == 0);
}
/* Twice the same operations, the second time shuffled and cut otherwise: how many balances differ. */
static int64_t order_matters(struct history *a, struct history *b)
{
	static struct order first, second;
	first.count = second.count = 0;
	first.cut = 1 + (size_t)below(&a->seed, 50);
	second.cut = 1 + (size_t)below(&a->seed, 50);
	struct transfer acts[INDEPENDENT];
	for (int i = 0; i < INDEPENDENT; i++) {
		acts[i] = fresh(a);
		first.count += prepare(a, &acts[i], first.transfers + first.count);
	}
	const size_t prepared = first.count;
	for (int i = 0; i < INDEPENDENT; i++)
		first.transfers[first.count++] = acts[i];
	for (size_t i = 0; i < first.count; i++) {
		struct transfer t = first.transfers[i];
		t.transfer_id = history_id(a);
		t.from = elsewhere(a, b, t.from);
		t.to = elsewhere(a, b, t.to);
		second.transfers[i] = t;
	}
	second.count = first.count;
	for (size_t i = second.count - 1; i > prepared; i--) { /* Fisher-Yates */
		const size_t j = prepared + (size_t)below(&a->seed, (int64_t)(i - prepared + 1));
		const struct transfer t = second.transfers[i];
		second.transfers[i] = second.transfers[j];
		second.transfers[j] = t;
	}
	fixture_must(store_write(&a->f->c, post_order, &first), "in order");
	fixture_must(store_write(&b->f->c, post_order, &second), "shuffled");
	return differences(a, b);
}

/* ---- all ---- */

static void show(void *self, const struct ledger_finding *f)
{
	(void)self;
	printf("# finding %s shard %lld account %lld expected %lld found %lld\n", f->what,
	       (long long)f->shard, (long long)f->account_no, (long long)f->expected,
	       (long long)f->found);
}
static void books_are_right(struct fixture *f)
{
	int64_t findings = -1;
	struct trial_row *rows;
	size_t count;
	bool balanced = false;
	fixture_must(ledger_verify(&f->c, show, NULL, &findings), "verify");
	EQ_I64(findings, 0, "verification, which recomputes all leaves, finds nothing");
	fixture_must(ledger_trial(&f->c, &rows, &count, &balanced), "trial");
	OK(balanced && count > 0, "the trial balance of every shard is zero");
}
static int64_t number_from(const char *name, int64_t otherwise)
{
	const char *text = getenv(name);
	return text && *text ? strtoll(text, NULL, 10) : otherwise;
}
static void run(enum fixture_engine engine, int histories, uint64_t seed)
{
	enum { PAIRS = 5 };
	static struct history h, other;
	struct fixture f;
	int held = 0;
	int64_t changed_by_order = 0, accepted = 0, refused = 0, replayed = 0;
	h.leaves_seen = other.leaves_seen = 0;
	h.accepted = h.refused = h.replayed = 0;
	open_world(&f, engine, histories + 2 * PAIRS);
	for (int i = 0; i < histories; i++) {
		const struct arena_mark mark = arena_mark(f.c.mem);
		begin(&h, &f, i, seed + (uint64_t)i);
		held += history_holds(&h);
		arena_rewind(f.c.mem, mark);
	}
	accepted = h.accepted;
	refused = h.refused;
	replayed = h.replayed;
	for (int i = 0; i < PAIRS; i++) {
		begin(&h, &f, histories + 2 * i, seed ^ (uint64_t)i);
		begin(&other, &f, histories + 2 * i + 1, 0);
		changed_by_order += order_matters(&h, &other);
	}
	printf("# %d histories on %s: %" PRId64 " accepted, of which %" PRId64 " replays, %" PRId64
	       " refused\n",
	       histories, engine == FIXTURE_PG ? "PostgreSQL" : "SQLite", accepted, replayed,
	       refused);
	EQ_I64(held, histories, "every answer and balance of every history is as foretold");
	OK(accepted > histories && refused > histories, "of both kinds of answer there are many");
	EQ_I64(changed_by_order, 0, "the order of independent operations changes no balance");
	books_are_right(&f);
	fixture_close(&f);
	tlog_free(tlog);
}

int main(void)
{
	OK(crypto_start(), "crypto starts");
	const struct uuid random = uuid_random();
	uint64_t seed = 0;
	memcpy(&seed, random.bytes, sizeof seed);
	seed = (uint64_t)number_from("SONGNUAN_PROPERTY_SEED", (int64_t)(seed >> 1));
	const int64_t runs = number_from("SONGNUAN_PROPERTY_RUNS", 0);
	/* not about disks: short runs stay in memory */
	if (runs == 0 && access("/dev/shm", W_OK) == 0)
		(void)setenv("TMPDIR", "/dev/shm", 1);
	printf("# SONGNUAN_PROPERTY_SEED=%" PRIu64 "\n", seed);
	FOR_EACH_ENGINE(engine)
	{
		const int fast = engine == FIXTURE_PG ? 60 : 300;
		run(engine, runs > 0 ? (int)runs : fast, seed);
	}
	return tap_done();
}
