/* What becomes of a year's remainder: decided source by source, moved by documents. */
#include "ledger/closing_priv.h"
#include "ledger/closing_sql.h"
#include "ledger/donation.h"
#include "ledger/ledger_priv.h"

#include <assert.h>

static const struct document_words carry_words[] = {
#define X(name, word, zh, en) [CARRY_##name] = {(word), (zh), (en)},
	CARRY_DECISIONS(X)
#undef X
};

const struct document_words *closing_carry_words(enum carry_decision decision)
{
	assert(decision < CARRY_DECISIONS_COUNT);
	return &carry_words[decision];
}

enum { CARRIES_MAX = 4096 }; /* sources × cycles of one union and year: some dozens */

/* Those that hold: a decision whose document was cancelled is no longer one. */
static struct sn_err read_carries(struct ctx *c, int64_t shard, int64_t org_no, int32_t year,
				  struct carry **out, size_t *count)
{
	bool kept = true;
	*count = 0;
	*out = ARENA_ARRAY(c->mem, struct carry, CARRIES_MAX);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(c->store, &closing_sql_carries,
				     PARAMS(p_int(shard), p_int(org_no), p_int(year)));
	while (kept && *count < CARRIES_MAX && store_next(r)) {
		if (!store_is_null(r, "state") && store_int(r, "state") == DOCUMENT_CANCELLED)
			continue;
		struct carry *y = &(*out)[(*count)++];
		*y = (struct carry){.shard = shard,
				    .org_no = org_no,
				    .year = year,
				    .cycle_no = store_int(r, "cycle_no"),
				    .source = (enum fund_source)store_int(r, "source"),
				    .decision = (enum carry_decision)store_int(r, "decision"),
				    .to_cycle_no = store_int(r, "to_cycle_no"),
				    .words = arena_str(c->mem, store_text(r, "words")),
				    .remainder = store_money(r, "remainder_fen"),
				    .document_id = store_uuid(r, "document_id")};
		kept = !str_is_null(y->words);
	}
	SN_TRY(store_done(r));
	return kept ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

struct sn_err closing_carries(struct ctx *c, int64_t org_no, int32_t year, struct carry **out,
			      size_t *count)
{
	int64_t shard = 0;
	SN_TRY(ledger_shard_of(c, org_no, &shard));
	return read_carries(c, shard, org_no, year, out, count);
}

/* ---- deciding ---- */

static const struct carry *decided(const struct carry *list, size_t count, int64_t cycle_no,
				   enum fund_source source)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].cycle_no == cycle_no && list[i].source == source)
			return &list[i];
	return NULL;
}

static struct account_key fund_of(const struct carry *what)
{
	return (struct account_key){.org_no = what->org_no,
				    .class = ACCOUNT_FUND,
				    .cycle_no = what->cycle_no,
				    .source = what->source};
}

static struct document_plan plan_of(const struct carry *what, struct money amount)
{
	return (struct document_plan){.document = {.document_id = what->document_id,
						   .org_no = what->org_no,
						   .cycle_no = what->cycle_no,
						   .declared_count = 1,
						   .declared_total = amount,
						   .words = what->words},
				      .source = what->source};
}

/* Within the union, from one cycle's fund to the other's: whose money it is stays as it was. */
static struct sn_err draft_to_cycle(struct ctx *c, const struct carry *what,
				    const struct document_plan *plan, struct money amount)
{
	struct document d = plan->document, out;
	struct transfer t = {.transfer_id = new_id(c),
			     .kind = TRANSFER_ALLOT,
			     .from = fund_of(what),
			     .to = fund_of(what),
			     .value = amount};
	d.kind = DOCUMENT_ALLOT;
	d.purpose = plan->purpose;
	t.to.cycle_no = what->to_cycle_no;
	return document_make(c, &d, &t, 1, &out);
}

/* Donated money stays bound: the paper says to which purpose, and where there are several, each has its own paper. */
static struct sn_err draft(struct ctx *c, const struct carry *what, struct money amount)
{
	struct document_plan plan = plan_of(what, amount);
	struct document out;
	if (what->source == FUND_DONATION)
		SN_TRY(donation_purpose_of(c, what->org_no, what->cycle_no, &plan.purpose));
	if (what->decision == CARRY_CYCLE)
		return draft_to_cycle(c, what, &plan, amount);
	return document_make_return(c, &plan, amount, &out);
}

static struct sn_err carry_good(const struct carry *what)
{
	int32_t from = 0, until = 0;
	if (!closing_is_year(what->year) || !closing_days(what->year, &from, &until))
		return SN_FAIL(CLOSING_PERIOD, .field = "year");
	if (what->source <= FUND_NONE || what->source >= FUND_SOURCES_COUNT)
		return SN_FAIL(SOURCE_MISSING, .field = "source");
	if (str_trim(what->words).bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "words");
	if (what->words.bytes > NAME_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "words", .arg = {NAME_BYTES_MAX});
	if (what->decision != CARRY_KEEP && uuid_is_null(what->document_id))
		return SN_FAIL(MISSING_FIELD, .field = "document_id");
	return SN_SUCCESS;
}

static struct sn_err repeated(const struct carry *there, const struct carry *what)
{
	if (there->decision == what->decision && there->to_cycle_no == what->to_cycle_no &&
	    uuid_eq(there->document_id, what->document_id))
		return SN_SUCCESS;
	const struct document_words *w = closing_carry_words(there->decision);
	return sn_err_with_text(SN_FAIL(CARRY_DECIDED), "%s %s", w->zh, w->en);
}

struct sn_err closing_carry(struct ctx *c, const struct carry *what, struct carry *out)
{
	struct carry *list = NULL;
	struct account fund;
	size_t count = 0;
	*out = *what;
	SN_TRY(carry_good(what));
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, what->org_no));
	if (out->decision == CARRY_KEEP)
		out->document_id = UUID_NULL;
	if (out->decision != CARRY_CYCLE)
		out->to_cycle_no = 0;
	SN_TRY(ledger_shard_of(c, what->org_no, &out->shard));
	SN_TRY(read_carries(c, out->shard, what->org_no, what->year, &list, &count));
	const struct carry *there = decided(list, count, what->cycle_no, what->source);
	if (there) {
		SN_TRY(repeated(there, out));
		*out = *there;
		return SN_SUCCESS;
	}
	const struct account_key key = fund_of(out);
	SN_TRY(ledger_balance(c, out->shard, &key, &fund));
	/* neither is below zero nor more held than there is: a CHECK of the table */
	out->remainder = MONEY_FEN(money_fen(fund.value) - money_fen(fund.held_value));
	if (!money_less(MONEY_FEN(0), out->remainder))
		return SN_FAIL(CARRY_NOTHING);
	if (out->decision != CARRY_KEEP)
		SN_TRY(draft(c, out, out->remainder));
	return store_run(c->store, &closing_sql_carry_add,
			 PARAMS(p_int(out->shard), p_int(out->org_no), p_int(out->year),
				p_int(out->cycle_no), p_int(out->source), p_uuid(new_id(c)),
				p_int(out->decision), p_int(out->to_cycle_no),
				p_money(out->remainder), p_text(out->words),
				p_uuid_or_null(out->document_id), p_uuid_or_null(c->actor_id),
				p_int(now_us(c))),
			 NULL);
}

/* ---- what is left of a year ---- */

struct sn_err closing_remainders(struct ctx *c, const struct closing *year, struct remainder **out,
				 size_t *count)
{
	struct carry *list = NULL;
	size_t carries = 0;
	bool memory = true;
	*out = NULL;
	*count = 0;
	SN_TRY(read_carries(c, year->shard, year->org_no, year->period, &list, &carries));
	struct rows *r = store_query(
		c->store, &closing_sql_remainders,
		PARAMS(p_int(year->shard), p_int(year->org_no), p_int(year->period * 100 + 12)));
	while (store_next(r)) {
		*out = ledger_grow(c->mem, *out, *count, sizeof **out);
		memory = *out != NULL;
		if (!memory)
			break;
		struct remainder *m = &(*out)[(*count)++];
		*m = (struct remainder){.cycle_no = store_int(r, "cycle_no"),
					.source = (enum fund_source)store_int(r, "source"),
					.left = store_money(r, "closing_fen")};
		m->decided = decided(list, carries, m->cycle_no, m->source);
	}
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}
