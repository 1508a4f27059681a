/* Bank batches: whom a batch takes, and from which money. */
#include "care/payout.h"

#include "care/payout_priv.h"
#include "care/payout_sql.h"
#include "ledger/budget.h"
#include "ledger/fund.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

/* ---- words ---- */

#define X(name, word, zh, en) {word, zh, en},
static const struct payout_words state_words[] = {PAYOUT_STATES(X)};
static const struct payout_words line_state_words[] = {PAYOUT_LINE_STATES(X)};
static const struct payout_words why_words[] = {PAYOUT_WHYS(X)};
static const struct payout_words act_words[] = {PAYOUT_ACTS(X)};
#undef X

/* A stored number that no list has is a finding of verify; its word says so. */
static const struct payout_words no_words = {"?", "？", "?"};

const struct payout_words *payout_state_words(enum payout_state state)
{
	return state < PAYOUT_STATES_COUNT ? &state_words[state] : &no_words;
}
const struct payout_words *payout_line_state_words(enum payout_line_state state)
{
	return state < PAYOUT_LINE_STATES_COUNT ? &line_state_words[state] : &no_words;
}
const struct payout_words *payout_why_words(enum payout_why why)
{
	return why < PAYOUT_WHYS_COUNT ? &why_words[why] : &no_words;
}
const struct payout_words *payout_act_words(enum payout_act_kind kind)
{
	return kind < PAYOUT_ACTS_COUNT ? &act_words[kind] : &no_words;
}

/* ---- what is loaded ---- */

/* A line whose person's record became part of another. */
struct merged {
	struct uuid person_id; /* who he is now */
	struct str benefit;
};
struct making {
	const struct payout_ask *ask;
	const struct programme *programme;
	struct payout_made *out;
	struct payout_line *lines; /* candidates, of which those that are taken stay */
	size_t count;
	struct merged *merged; /* room for PAYOUT_PAGE_ROWS */
	size_t merged_count;
	struct payout_purse purses[PAYOUT_PARTS_MAX];
	size_t purses_count;
	struct cash_share *shares; /* of all lines, one after the other */
	size_t shares_count;
};

static bool is_cash(const struct programme *p, struct str code)
{
	for (size_t i = 0; i < p->benefits_count; i++)
		if (str_eq(p->benefits[i].code, code))
			return care_benefit_has(&p->benefits[i], STR_NULL);
	return false;
}

static struct sn_err check_benefit(const struct making *m)
{
	const struct str asked = m->ask->benefit;
	bool any = false;
	for (size_t i = 0; i < m->programme->benefits_count; i++) {
		const struct str code = m->programme->benefits[i].code;
		any = any ||
		      ((str_is_null(asked) || str_eq(asked, code)) && is_cash(m->programme, code));
	}
	if (any)
		return SN_SUCCESS;
	const char *colon = str_is_null(asked) ? "" : ": ";
	return sn_err_with_text(SN_FAIL(PAYOUT_NO_CASH, .field = "benefit"), "%s" STR_FMT, colon,
				asked.bytes > CARE_CODE_BYTES_MAX ? CARE_CODE_BYTES_MAX
								  : (int)asked.bytes,
				asked.at ? asked.at : "");
}

static struct sn_err read_candidates(struct ctx *c, struct making *m)
{
	const struct payout_ask *ask = m->ask;
	m->lines = ARENA_ARRAY(c->mem, struct payout_line, PAYOUT_LINES_MAX + 1);
	m->merged = ARENA_ARRAY(c->mem, struct merged, PAYOUT_PAGE_ROWS);
	if (!m->lines || !m->merged)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(c->store, &payout_sql_candidates,
				     PARAMS(p_int(ask->cycle.cycle_no), p_text(ask->benefit),
					    p_text(ask->org.path), p_int(PAYOUT_LINES_MAX + 1)));
	while (store_next(r) && m->count <= PAYOUT_LINES_MAX) {
		const struct str benefit = store_text(r, "benefit");
		const struct money value = store_money(r, "value_fen");
		if (!is_cash(m->programme, benefit) || !money_less(MONEY_FEN(0), value))
			continue;
		/* the programme's own text: it lives as long as the request */
		struct str code = STR_NULL;
		for (size_t i = 0; i < m->programme->benefits_count; i++)
			if (str_eq(m->programme->benefits[i].code, benefit))
				code = m->programme->benefits[i].code;
		m->lines[m->count++] =
			(struct payout_line){.shard = store_int(r, "shard"),
					     .org_no = store_int(r, "org_no"),
					     .entitlement_id = store_uuid(r, "entitlement_id"),
					     .person_id = store_uuid(r, "person_id"),
					     .benefit = code,
					     .value = value};
	}
	SN_TRY(store_done(r));
	return m->count > PAYOUT_LINES_MAX ? SN_FAIL(PAYOUT_TOO_MANY, .arg = {PAYOUT_LINES_MAX})
					   : SN_SUCCESS;
}

/* ---- who can be paid ---- */

static struct sn_err leave_out(struct ctx *c, struct making *m, const struct payout_line *line,
			       struct str name, struct sn_err why)
{
	struct payout_made *out = m->out;
	out->left = care_grow(c->mem, out->left, out->left_count, sizeof *out->left);
	if (!out->left)
		return SN_FAIL(OUT_OF_MEMORY);
	out->left[out->left_count++] = (struct payout_left){.shard = line->shard,
							    .org_no = line->org_no,
							    .person_id = line->person_id,
							    .name = arena_str(c->mem, name),
							    .value = line->value,
							    .why = why};
	return SN_SUCCESS;
}

/* Somebody whose record was merged into another one is paid by one of the two entitlements: by the surviving record's own,
 * else by the first of the others. */
static struct sn_err check_twin(struct ctx *c, struct making *m, const struct payout_line *line,
				const struct person *p, struct sn_err *why)
{
	const struct person_ref who = {p->shard, p->person_id};
	struct care_entitlement *own = NULL;
	size_t count = 0;
	int64_t awards = 0;
	*why = SN_SUCCESS;
	if (uuid_eq(line->person_id, p->person_id))
		return SN_SUCCESS;
	const struct arena_mark mark = arena_mark(c->mem);
	SN_TRY(handover_received(c, m->ask->cycle.cycle_no, &who, 1, &awards));
	SN_TRY(care_entitlements_of(c, m->ask->cycle.cycle_no, who, &own, &count));
	bool twin = awards > 0;
	for (size_t i = 0; i < count; i++)
		twin = twin || (!own[i].voided && str_eq(own[i].benefit, line->benefit) &&
				!uuid_eq(own[i].entitlement_id, line->entitlement_id));
	for (size_t i = 0; i < m->merged_count; i++)
		twin = twin || (uuid_eq(m->merged[i].person_id, p->person_id) &&
				str_eq(m->merged[i].benefit, line->benefit));
	arena_rewind(c->mem, mark);
	if (twin)
		*why = SN_FAIL(PAYOUT_TWINS);
	else if (m->merged_count < PAYOUT_PAGE_ROWS)
		m->merged[m->merged_count++] = (struct merged){p->person_id, line->benefit};
	else
		*why = SN_FAIL(TOO_LONG, .field = "person", .arg = {PAYOUT_PAGE_ROWS});
	return SN_SUCCESS;
}

static struct sn_err card_good(const struct card *card)
{
	if (uuid_is_null(card->card_id))
		return SN_FAIL(NO_CARD);
	if (card->bad)
		return sn_err_with_text(SN_FAIL(PAYOUT_CARD_BAD), STR_FMT,
					STR_ARG(card->bad_words));
	return SN_SUCCESS;
}

/* The card stands with the person as he is now, or with the record that the entitlement names. */
static struct sn_err read_cards(struct ctx *c, const struct payout_line *lines,
				const struct person *people, size_t count, struct card *cards)
{
	struct person_ref *who = ARENA_ARRAY(c->mem, struct person_ref, 2 * count + 1);
	struct card *both = ARENA_ARRAY(c->mem, struct card, 2 * count + 1);
	if (!who || !both)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		who[2 * i] = (struct person_ref){people[i].shard, people[i].person_id};
		who[2 * i + 1] = (struct person_ref){lines[i].shard, lines[i].person_id};
	}
	SN_TRY(card_current(c, who, 2 * count, both));
	for (size_t i = 0; i < count; i++)
		cards[i] = uuid_is_null(both[2 * i].card_id) ? both[2 * i + 1] : both[2 * i];
	return SN_SUCCESS;
}

static struct sn_err decide_page(struct ctx *c, struct ctx *paged, struct making *m,
				 const struct payout_line *page, size_t count, size_t *kept)
{
	struct person_ref *refs = ARENA_ARRAY(paged->mem, struct person_ref, count + 1);
	struct person *people = ARENA_ARRAY(paged->mem, struct person, count + 1);
	struct card *cards = ARENA_ARRAY(paged->mem, struct card, count + 1);
	struct payout_line *lines = ARENA_ARRAY(paged->mem, struct payout_line, count + 1);
	if (!refs || !people || !cards || !lines)
		return SN_FAIL(OUT_OF_MEMORY);
	memcpy(lines, page, count * sizeof *lines); /* those kept move up over the page */
	for (size_t i = 0; i < count; i++)
		refs[i] = (struct person_ref){lines[i].shard, lines[i].person_id};
	SN_TRY(people_by_refs(paged, refs, count, people));
	SN_TRY(read_cards(paged, lines, people, count, cards));
	for (size_t i = 0; i < count; i++) {
		struct sn_err why;
		SN_TRY(check_twin(paged, m, &lines[i], &people[i], &why));
		if (!sn_failed(why))
			why = card_good(&cards[i]);
		if (sn_failed(why)) {
			SN_TRY(leave_out(c, m, &lines[i], people[i].name, why));
			continue;
		}
		lines[i].card = (struct card_ref){cards[i].who.shard, cards[i].card_id};
		lines[i].card_hash = cards[i].hash;
		memcpy(lines[i].last4, cards[i].last4, sizeof lines[i].last4);
		lines[i].serial = (int64_t)*kept + 1;
		m->lines[(*kept)++] = lines[i];
	}
	return SN_SUCCESS;
}

/* Keeps the lines that can be paid; the others are told with their reason. */
static struct sn_err decide_people(struct ctx *c, struct making *m)
{
	struct ctx paged = *c;
	struct sn_err e = SN_SUCCESS;
	size_t kept = 0;
	paged.mem = arena_new(REQUEST_ARENA_BYTES);
	if (!paged.mem)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t at = 0; at < m->count && !sn_failed(e); at += PAYOUT_PAGE_ROWS) {
		const size_t left = m->count - at;
		e = decide_page(c, &paged, m, &m->lines[at],
				left < PAYOUT_PAGE_ROWS ? left : PAYOUT_PAGE_ROWS, &kept);
		arena_reset(paged.mem);
	}
	arena_free(paged.mem);
	m->count = kept;
	return e;
}

/* ---- from which money ---- */

static struct sn_err see_purse(void *self, const struct account *a)
{
	struct making *m = self;
	const struct payout_ask *ask = m->ask;
	struct money free;
	if (a->key.class != ACCOUNT_FUND ||
	    (a->key.cycle_no != 0 && a->key.cycle_no != ask->cycle.cycle_no))
		return SN_SUCCESS;
	if (ask->source != FUND_NONE && a->key.source != ask->source)
		return SN_SUCCESS;
	if (m->programme->sources != 0 && !(m->programme->sources & 1U << a->key.source))
		return SN_SUCCESS;
	if (!money_subtract(&free, a->value, a->held_value))
		return SN_FAIL(AMOUNT_OVERFLOW, .field = "value_fen");
	if (money_less(MONEY_FEN(0), free) && m->purses_count < PAYOUT_PARTS_MAX)
		m->purses[m->purses_count++] = (struct payout_purse){a->key, free};
	return SN_SUCCESS;
}

/* The cycle's own money before what is of none; then as deliveries take it. */
static int by_age(const void *a, const void *b)
{
	const struct account_key *x = &((const struct payout_purse *)a)->key;
	const struct account_key *y = &((const struct payout_purse *)b)->key;
	if (x->cycle_no != y->cycle_no)
		return x->cycle_no > y->cycle_no ? -1 : 1;
	return (x->source > y->source) - (x->source < y->source);
}

static struct sn_err money_short(const struct making *m, const struct payout_purse *purses)
{
	struct money has = MONEY_FEN(0), needs = MONEY_FEN(0);
	bool fits = true;
	for (size_t i = 0; i < m->purses_count; i++)
		fits = fits && money_add(&has, has, purses[i].free);
	for (size_t i = 0; i < m->count; i++)
		fits = fits && money_add(&needs, needs, m->lines[i].value);
	if (!fits)
		return SN_FAIL(AMOUNT_OVERFLOW, .field = "total");
	return sn_err_with_text(SN_FAIL(PAYOUT_MONEY_SHORT, .field = "amount",
					.arg = {money_fen(has), money_fen(needs)}),
				STR_FMT, STR_ARG(m->ask->org.name));
}

/* Each purse that is used must be one that the matrix lets pay for this. */
static struct sn_err check_sources(struct ctx *c, const struct making *m,
				   const struct payout_purse *before)
{
	for (size_t i = 0; i < m->purses_count; i++)
		if (money_less(m->purses[i].free, before[i].free))
			SN_TRY(fund_require(c, m->purses[i].key.source, m->ask->purpose,
					    day_of(now_us(c))));
	return SN_SUCCESS;
}

static struct sn_err find_money(struct ctx *c, struct making *m)
{
	struct payout_purse before[PAYOUT_PARTS_MAX];
	SN_TRY(ledger_accounts(c,
			       &(const struct account_filter){.shard = m->ask->org.shard,
							      .org_no = m->ask->org.org_no,
							      .class = ACCOUNT_FUND},
			       see_purse, m));
	qsort(m->purses, m->purses_count, sizeof *m->purses, by_age);
	memcpy(before, m->purses, sizeof before);
	m->shares = ARENA_ARRAY(c->mem, struct cash_share, m->count + m->purses_count + 1);
	if (!m->shares)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < m->count; i++) {
		const size_t n = payout_spend(m->purses, m->purses_count, m->lines[i].value,
					      &m->shares[m->shares_count]);
		if (n == 0)
			return money_short(m, before);
		m->lines[i].holds = (int64_t)n;
		m->shares_count += n;
	}
	return check_sources(c, m, before);
}

/* ---- writing ---- */

static struct sn_err hold_page(struct ctx *c, const struct making *m, struct payout_line *lines,
			       size_t count, size_t *share)
{
	struct hold *holds = ARENA_ARRAY(c->mem, struct hold, count + m->purses_count + 1);
	struct posting *postings = ARENA_ARRAY(c->mem, struct posting, count + m->purses_count + 1);
	size_t n = 0;
	if (!holds || !postings)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		for (size_t part = 0; part < (size_t)lines[i].holds; part++) {
			const struct cash_share *s = &m->shares[(*share)++];
			struct transfer *t = &holds[n++].transfer;
			*t = (struct transfer){.transfer_id = payout_hold_id(&lines[i], part),
					       .kind = TRANSFER_HANDOVER,
					       .day = m->out->batch.day,
					       .at_us = m->out->batch.made_us,
					       .from = s->from,
					       .to = s->from,
					       .value = s->value};
			t->to.org_no = lines[i].org_no;
			t->to.class = ACCOUNT_RECIPIENT;
			t->to.cycle_no = m->ask->cycle.cycle_no;
			t->to.level = EVIDENCE_C;
		}
	}
	SN_TRY(ledger_hold(c, holds, n, postings));
	for (size_t i = 0; i < n; i++)
		SN_TRY(postings[i].outcome);
	return SN_SUCCESS;
}

enum { LINE_PARAMS = 15 };

static struct sn_err write_page(struct ctx *c, const struct making *m, struct payout_line *lines,
				size_t count, size_t *share)
{
	struct param *params = ARENA_ARRAY(c->mem, struct param, count * LINE_PARAMS + 1);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		const struct payout_line *l = &lines[i];
		const struct param row[LINE_PARAMS] = {
			p_int(l->shard),
			p_uuid(l->line_id),
			p_uuid(m->out->batch.batch_id),
			p_int(l->serial),
			p_int(m->ask->cycle.cycle_no),
			p_uuid(l->entitlement_id),
			p_uuid(l->person_id),
			p_int(l->org_no),
			p_text(l->benefit),
			p_money(l->value),
			p_int(l->card.shard),
			p_uuid(l->card.card_id),
			p_bytes(l->card_hash.bytes, sizeof l->card_hash.bytes),
			p_text(str_of(l->last4)),
			p_int(l->holds)};
		memcpy(&params[i * LINE_PARAMS], row, sizeof row);
	}
	SN_TRY(store_many(c->store, &payout_sql_line_add, params, count, NULL));
	return hold_page(c, m, lines, count, share);
}

static struct sn_err write_lines(struct ctx *c, const struct making *m)
{
	size_t share = 0;
	for (size_t i = 0; i < m->count; i++)
		m->lines[i].line_id = new_id(c);
	for (size_t at = 0; at < m->count; at += PAYOUT_PAGE_ROWS) {
		const struct arena_mark mark = arena_mark(c->mem);
		const size_t left = m->count - at;
		SN_TRY(write_page(c, m, &m->lines[at],
				  left < PAYOUT_PAGE_ROWS ? left : PAYOUT_PAGE_ROWS, &share));
		arena_rewind(c->mem, mark);
	}
	return SN_SUCCESS;
}

/* 150802-20241105-2: the union's second of that day. */
static struct sn_err number_batch(struct ctx *c, const struct org *org, struct payout *b)
{
	int64_t before = 0;
	struct rows *r =
		store_query(c->store, &payout_sql_of_day, PARAMS(p_int(b->org_no), p_int(b->day)));
	while (store_next(r))
		before = store_int(r, "batches");
	SN_TRY(store_done(r));
	b->number = str_of(arena_printf(c->mem, STR_FMT "-%08d-%" PRId64, STR_ARG(org->code),
					b->day, before + 1));
	return b->number.at ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static struct sn_err write_batch(struct ctx *c, const struct making *m)
{
	const struct payout *b = &m->out->batch;
	SN_TRY(store_run(
		c->store, &payout_sql_add,
		PARAMS(p_int(b->shard), p_uuid(b->batch_id), p_text(b->number), p_int(b->org_no),
		       p_int(b->cycle_no), p_text(b->benefit), p_int(b->source), p_text(b->purpose),
		       p_text(b->words), p_int(b->day), p_int(b->lines_count), p_money(b->total),
		       p_int(b->needed), p_bytes(b->asked.bytes, SHA256_BYTES),
		       p_uuid(b->signatures.by[HAND_MAKER]), p_int(b->made_us), p_text(b->budget)),
		NULL));
	SN_TRY(write_lines(c, m));
	const struct payout_act act = {.act_id = new_id(c),
				       .kind = PAYOUT_ACT_MAKE,
				       .hand = HAND_MAKER,
				       .by_id = c->actor_id,
				       .at_us = b->made_us,
				       .lines_count = b->lines_count,
				       .value = b->total};
	return payout_act_add(c, b, &act, m->lines, m->count);
}

/* ---- the budget ---- */

/* Where the ask leaves the source open, the budget line says it. */
static struct sn_err source_of_budget(struct ctx *c, struct payout_ask *ask)
{
	struct budget_line line;
	if (ask->budget.bytes == 0)
		return SN_SUCCESS;
	SN_TRY(budget_line_read(c,
				&(const struct budget_line){.shard = ask->org.shard,
							    .org_no = ask->org.org_no,
							    .cycle_no = ask->cycle.cycle_no,
							    .code = ask->budget},
				&line));
	if (ask->source == FUND_NONE)
		ask->source = line.source;
	return SN_SUCCESS;
}

static struct budget_spending spending_of(const struct payout *b, struct uuid paper_id,
					  struct money amount)
{
	return (struct budget_spending){.document_id = paper_id,
					.shard = b->shard,
					.org_no = b->org_no,
					.cycle_no = b->cycle_no,
					.code = b->budget,
					.source = b->source,
					.amount = amount,
					.paper = BUDGET_OF_PAYOUT};
}

struct sn_err payout_budget_back(struct ctx *c, const struct payout *batch,
				 const struct payout_act *act, struct money freed)
{
	const struct budget_spending of = spending_of(batch, act->act_id, freed);
	return batch->budget.bytes == 0 || money_fen(freed) == 0 ? SN_SUCCESS
								 : budget_give_back(c, &of);
}

/* ---- the whole of it ---- */

static struct sn_err asked_hash(struct ctx *c, const struct payout_ask *ask, struct sha256 *out)
{
	const char *text =
		arena_printf(c->mem,
			     "songnuan-payout-asked/v1\norg %" PRId64 "\ncycle %" PRId64
			     "\nsource %d\nbenefit %zu:" STR_FMT "\npurpose %zu:" STR_FMT
			     "\nwords %zu:" STR_FMT "\nby ",
			     ask->org.org_no, ask->cycle.cycle_no, (int)ask->source,
			     ask->benefit.bytes, STR_ARG(ask->benefit), ask->purpose.bytes,
			     STR_ARG(ask->purpose), ask->words.bytes, STR_ARG(ask->words));
	const char *budget = arena_printf(c->mem, "\nbudget %zu:" STR_FMT, ask->budget.bytes,
					  STR_ARG(ask->budget));
	char by[UUID_TEXT_BYTES];
	if (!text || !budget)
		return SN_FAIL(OUT_OF_MEMORY);
	uuid_text(c->actor_id, by);
	struct sha256_stream *s = sha256_stream_new();
	if (!s)
		return SN_FAIL(OUT_OF_MEMORY);
	sha256_stream_add(s, str_of(text));
	sha256_stream_add(s, str_of(by));
	if (ask->budget.bytes > 0)
		sha256_stream_add(s, str_of(budget));
	*out = sha256_stream_end(s);
	sha256_stream_free(s);
	return SN_SUCCESS;
}

static struct sn_err check_ask(struct ctx *c, const struct payout_ask *ask)
{
	struct org top;
	if (uuid_is_null(c->actor_id))
		return SN_FAIL(NO_ACTOR);
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, ask->org.org_no));
	if (uuid_is_null(ask->batch_id))
		return SN_FAIL(MISSING_FIELD, .field = "id");
	if (ask->purpose.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "purpose");
	if (ask->budget.bytes > BUDGET_CODE_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "budget", .arg = {BUDGET_CODE_BYTES_MAX});
	if (ask->words.bytes > CARE_WORDS_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "words", .arg = {CARE_WORDS_BYTES_MAX});
	if (ask->cycle.state != CYCLE_OPEN)
		return care_cycle_wrong_state(&ask->cycle, CYCLE_OPEN);
	SN_TRY(org_by_no(c, ask->cycle.org_no, 0, &top));
	return str_starts(ask->org.path, top.path)
		       ? SN_SUCCESS
		       : sn_err_with_text(SN_FAIL(ORG_OUTSIDE_CYCLE, .field = "org"), STR_FMT,
					  STR_ARG(ask->org.name));
}

static struct sn_err fill_batch(struct ctx *c, struct making *m, struct sha256 asked)
{
	const struct payout_ask *ask = m->ask;
	struct payout *b = &m->out->batch;
	*b = (struct payout){.batch_id = ask->batch_id,
			     .shard = ask->org.shard,
			     .org_no = ask->org.org_no,
			     .cycle_no = ask->cycle.cycle_no,
			     .benefit = ask->benefit,
			     .source = ask->source,
			     .purpose = ask->purpose,
			     .words = ask->words,
			     .budget = ask->budget.bytes > 0 ? ask->budget : STR_NULL,
			     .made_us = now_us(c),
			     .lines_count = (int64_t)m->count,
			     .signatures.by = {[HAND_MAKER] = c->actor_id},
			     .asked = asked};
	b->day = day_of(b->made_us);
	for (size_t i = 0; i < m->count; i++)
		if (!money_add(&b->total, b->total, m->lines[i].value))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "total");
	SN_TRY(number_batch(c, &ask->org, b));
	return rights_signatures_needed(c, b->org_no, b->total, &b->needed);
}

/* Whom the ask takes and whom it leaves out. */
static struct sn_err find_people(struct ctx *c, struct making *m, struct payout_ask *ask,
				 struct programme *programme)
{
	SN_TRY(care_programme_read(c, ask->cycle.programme, ask->cycle.programme_version, 0,
				   programme));
	SN_TRY(source_of_budget(c, ask));
	SN_TRY(check_benefit(m));
	SN_TRY(read_candidates(c, m));
	return decide_people(c, m);
}

struct sn_err payout_look(struct ctx *c, const struct payout_ask *given, struct payout_preview *out)
{
	struct payout_ask ask = *given;
	struct programme programme;
	struct payout_made made = {.replayed = false};
	struct making m = {.ask = &ask, .programme = &programme, .out = &made};
	*out = (struct payout_preview){.total = MONEY_FEN(0), .free = MONEY_FEN(0)};
	ask.batch_id = new_id(c);
	SN_TRY(care_cycle_by_no(c, given->cycle.cycle_no, &ask.cycle));
	SN_TRY(check_ask(c, &ask));
	SN_TRY(find_people(c, &m, &ask, &programme));
	for (size_t i = 0; i < m.count; i++)
		if (!money_add(&out->total, out->total, m.lines[i].value))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "total");
	SN_TRY(ledger_accounts(c,
			       &(const struct account_filter){.shard = ask.org.shard,
							      .org_no = ask.org.org_no,
							      .class = ACCOUNT_FUND},
			       see_purse, &m));
	for (size_t i = 0; i < m.purses_count; i++)
		if (!money_add(&out->free, out->free, m.purses[i].free))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "total");
	out->lines_count = (int64_t)m.count;
	out->left = made.left;
	out->left_count = made.left_count;
	return rights_signatures_needed(c, ask.org.org_no, out->total, &out->needed);
}

struct sn_err payout_create(struct ctx *c, const struct payout_ask *given, struct payout_made *out)
{
	struct payout_ask ask = *given;
	struct programme programme;
	struct sha256 asked;
	struct making m = {.ask = &ask, .programme = &programme, .out = out};
	*out = (struct payout_made){.replayed = false};
	SN_TRY(care_cycle_by_no(c, given->cycle.cycle_no, &ask.cycle));
	SN_TRY(check_ask(c, &ask));
	SN_TRY(asked_hash(c, &ask, &asked));
	const struct sn_err there = payout_read(c, ask.batch_id, &out->batch);
	if (!sn_failed(there)) {
		out->replayed = true;
		return sha256_eq(out->batch.asked, asked) ? SN_SUCCESS
							  : SN_FAIL(PAYOUT_DIFFERS, .field = "id");
	}
	if (there.reason != SN_R_NO_SUCH_PAYOUT)
		return there;
	SN_TRY(find_people(c, &m, &ask, &programme));
	if (m.count == 0)
		return SN_FAIL(PAYOUT_EMPTY, .arg = {(int64_t)out->left_count});
	SN_TRY(fill_batch(c, &m, asked));
	const struct budget_spending of = spending_of(&out->batch, ask.batch_id, out->batch.total);
	SN_TRY(budget_take(c, &of));
	SN_TRY(find_money(c, &m));
	return write_batch(c, &m);
}
