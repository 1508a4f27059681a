/* Verification: a batch's sums, states and money from its lines, each paid line's one delivery, each act's leaf. */
#include "care/payout_priv.h"
#include "care/payout_sql.h"

struct verifying {
	void (*each)(void *self, const struct ledger_finding *f);
	void *self;
	int64_t *findings;
	int64_t acts;
};

static void report(struct verifying *v, const struct ledger_finding *f)
{
	(*v->findings)++;
	v->each(v->self, f);
}

/* ---- rows against rows ---- */

static struct sn_err verify_budget(struct ctx *c, struct verifying *v)
{
	static const struct sn_statement *const wrong[] = {&payout_sql_budget_takes_wrong,
							   &payout_sql_budget_backs_wrong,
							   &payout_sql_budget_strays};
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct rows *r = store_query(c->store, wrong[i], NO_PARAMS);
		while (store_next(r))
			report(v, &(const struct ledger_finding){
					  .what = "payout-budget",
					  .shard = store_int(r, "shard"),
					  .id = store_uuid(r, "paper_id"),
					  .expected = store_int(r, "expected_fen"),
					  .found = store_int(r, "found_fen")});
		SN_TRY(store_done(r));
	}
	return SN_SUCCESS;
}

static struct sn_err verify_rows(struct ctx *c, struct verifying *v)
{
	struct rows *r = store_query(c->store, &payout_sql_lines_wrong, NO_PARAMS);
	while (store_next(r))
		report(v, &(const struct ledger_finding){.what = "payout-line",
							 .shard = store_int(r, "shard"),
							 .id = store_uuid(r, "line_id")});
	SN_TRY(store_done(r));
	r = store_query(c->store, &payout_sql_holds_wrong, NO_PARAMS);
	while (store_next(r))
		report(v, &(const struct ledger_finding){.what = "payout-hold",
							 .shard = store_int(r, "shard"),
							 .id = store_uuid(r, "line_id"),
							 .expected = store_int(r, "value_fen"),
							 .found = store_int(r, "held_fen")});
	SN_TRY(store_done(r));
	r = store_query(c->store, &payout_sql_acts_wrong, NO_PARAMS);
	while (store_next(r))
		report(v, &(const struct ledger_finding){.what = "payout-leaf",
							 .shard = store_int(r, "shard"),
							 .id = store_uuid(r, "act_id")});
	return store_done(r);
}

/* ---- one batch ---- */

/* Its first parts were looked at by one statement; a payment out of several accounts is held in all of them. */
static struct sn_err verify_parts(struct ctx *c, struct verifying *v, const struct payout *b,
				  const struct payout_line *l)
{
	struct money held = MONEY_FEN(0);
	bool right = true;
	if (l->holds < 2 || l->state != PAYOUT_LINE_WAITING)
		return SN_SUCCESS;
	for (size_t part = 0; part < (size_t)l->holds && right; part++) {
		const struct hold_ref ref = {b->shard, payout_hold_id(l, part)};
		struct transfer t;
		const struct sn_err e = ledger_hold_read(c, &ref, 1, &t);
		if (sn_failed(e) && e.reason != SN_R_HOLD_GONE)
			return e;
		right = !sn_failed(e) && money_add(&held, held, t.value);
	}
	if (!right || money_fen(held) != money_fen(l->value))
		report(v, &(const struct ledger_finding){.what = "payout-hold",
							 .shard = l->shard,
							 .id = l->line_id,
							 .expected = money_fen(l->value),
							 .found = money_fen(held)});
	return SN_SUCCESS;
}

struct counted {
	int64_t lines, waiting, serial;
	struct money total;
	bool in_order;
};

static struct sn_err count_lines(struct ctx *c, struct verifying *v, const struct payout *b,
				 const struct payout_line *lines, size_t count, struct counted *out)
{
	*out = (struct counted){.in_order = true};
	for (size_t i = 0; i < count; i++) {
		out->lines++;
		out->waiting += lines[i].state == PAYOUT_LINE_WAITING;
		out->in_order = out->in_order && lines[i].serial == (int64_t)i + 1;
		if (!money_add(&out->total, out->total, lines[i].value))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "total");
		SN_TRY(verify_parts(c, v, b, &lines[i]));
	}
	return SN_SUCCESS;
}

/* What its state must be, by what its lines are. */
static bool state_fits(const struct payout *b, int64_t waiting)
{
	switch (b->state) {
	case PAYOUT_DONE:
	case PAYOUT_CANCELLED:
		return waiting == 0;
	case PAYOUT_EXPORTED:
		return waiting > 0;
	case PAYOUT_MADE:
	case PAYOUT_APPROVED:
		return true;
	case PAYOUT_STATES_COUNT:
		break;
	}
	return false;
}

/* Which acts a batch of this state has: each of those that brought it there, once. */
static bool acts_fit(const struct payout *b, const struct payout_act *acts, size_t count)
{
	int64_t kinds[PAYOUT_ACTS_COUNT] = {0}, signs = 0;
	for (size_t i = 0; i < count; i++)
		if (acts[i].kind < PAYOUT_ACTS_COUNT)
			kinds[acts[i].kind]++;
	for (unsigned h = HAND_CHECKER; h < HANDS_COUNT; h++)
		signs += !uuid_is_null(b->signatures.by[h]);
	const bool exported = b->state == PAYOUT_EXPORTED || b->state == PAYOUT_DONE;
	return kinds[PAYOUT_ACT_MAKE] == 1 && kinds[PAYOUT_ACT_SIGN] == signs &&
	       kinds[PAYOUT_ACT_EXPORT] == exported &&
	       kinds[PAYOUT_ACT_CANCEL] == (b->state == PAYOUT_CANCELLED);
}

/* Whom the batch names for what was done, and the file. */
static bool act_is_named(const struct payout *b, const struct payout_act *a)
{
	switch (a->kind) {
	case PAYOUT_ACT_MAKE:
	case PAYOUT_ACT_SIGN:
		return a->hand < HANDS_COUNT && uuid_eq(b->signatures.by[a->hand], a->by_id);
	case PAYOUT_ACT_EXPORT:
		return uuid_eq(b->exporter_id, a->by_id) && b->exported_us == a->at_us &&
		       sha256_eq(b->file_sha256, a->file);
	case PAYOUT_ACT_RETURN:
	case PAYOUT_ACT_CANCEL:
	case PAYOUT_ACT_DROP:
		return true;
	case PAYOUT_ACTS_COUNT:
		break;
	}
	return false;
}

static struct sn_err verify_acts(struct ctx *c, struct verifying *v, const struct payout *b,
				 const struct payout_line *lines, size_t count)
{
	struct payout_act *acts = NULL;
	size_t acts_count = 0;
	SN_TRY(payout_acts(c, b, &acts, &acts_count));
	if (!acts_fit(b, acts, acts_count))
		report(v, &(const struct ledger_finding){
				  .what = "payout-leaf", .shard = b->shard, .id = b->batch_id});
	for (size_t i = 0; i < acts_count; i++) {
		bool stands = false;
		if (act_is_named(b, &acts[i]))
			SN_TRY(payout_act_stands(c, b, &acts[i], lines, count, &stands));
		if (!stands)
			report(v, &(const struct ledger_finding){.what = "payout-leaf",
								 .shard = b->shard,
								 .id = acts[i].act_id});
	}
	return SN_SUCCESS;
}

static struct sn_err verify_batch(struct ctx *c, struct verifying *v, const struct payout *b)
{
	struct payout_line *lines = NULL;
	size_t count = 0;
	struct counted found;
	SN_TRY(payout_lines(c, b->batch_id, &lines, &count));
	SN_TRY(count_lines(c, v, b, lines, count, &found));
	if (found.lines != b->lines_count || money_fen(found.total) != money_fen(b->total) ||
	    !found.in_order || !state_fits(b, found.waiting))
		report(v, &(const struct ledger_finding){.what = "payout-sum",
							 .shard = b->shard,
							 .id = b->batch_id,
							 .expected = money_fen(b->total),
							 .found = money_fen(found.total)});
	return verify_acts(c, v, b, lines, count);
}

/* ---- all of them ---- */

enum { VERIFY_PAGE = 100 };

static struct sn_err verify_page(struct ctx *c, struct verifying *v, struct tlog_ref *after,
				 size_t *count)
{
	struct payout *page = ARENA_ARRAY(c->mem, struct payout, VERIFY_PAGE);
	*count = 0;
	if (!page)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r =
		store_query(c->store, &payout_sql_after,
			    PARAMS(p_int(after->shard), p_uuid(after->ref_id), p_int(VERIFY_PAGE)));
	while (store_next(r))
		page[(*count)++] = payout_from_row(c->mem, r);
	SN_TRY(store_done(r));
	for (size_t i = 0; i < *count; i++) {
		const struct arena_mark mark = arena_mark(c->mem);
		SN_TRY(verify_batch(c, v, &page[i]));
		arena_rewind(c->mem, mark);
		*after = (struct tlog_ref){page[i].shard, page[i].batch_id};
	}
	return SN_SUCCESS;
}

struct sn_err payout_verify(struct ctx *c, void (*each)(void *self, const struct ledger_finding *f),
			    void *self, int64_t *findings)
{
	struct verifying v = {.each = each, .self = self};
	struct tlog_ref after = {.shard = 0};
	int64_t leaves = 0;
	size_t count = VERIFY_PAGE;
	v.findings = findings;
	SN_TRY(verify_rows(c, &v));
	SN_TRY(verify_budget(c, &v));
	while (count == VERIFY_PAGE) {
		const struct arena_mark mark = arena_mark(c->mem);
		SN_TRY(verify_page(c, &v, &after, &count));
		arena_rewind(c->mem, mark);
	}
	struct rows *r = store_query(c->store, &payout_sql_acts_count, NO_PARAMS);
	while (store_next(r))
		v.acts = store_int(r, "acts");
	SN_TRY(store_done(r));
	SN_TRY(tlog_count_kind(c, TLOG_PAYOUT, &leaves));
	if (leaves != v.acts)
		report(&v, &(const struct ledger_finding){
				   .what = "payout-leaf", .expected = leaves, .found = v.acts});
	return SN_SUCCESS;
}
