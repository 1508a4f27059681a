/* Verification: everything that care keeps is recounted from what it stands on. */
#include "care/care_priv.h"
#include "care/care_sql.h"

#include <stdlib.h>

/* Who is told, and how many there were. */
struct verifying {
	void (*each)(void *self, const struct ledger_finding *f);
	void *self;
	int64_t *findings;
};

static void report(struct verifying *v, const struct ledger_finding *f)
{
	(*v->findings)++;
	if (v->each)
		v->each(v->self, f);
}

/* ---- rows that should not be there ---- */

static struct sn_err verify_rows(struct ctx *c, struct verifying *v,
				 const struct sn_statement *which, const char *what)
{
	struct rows *r = store_query(c->store, which, NO_PARAMS);
	while (store_next(r))
		report(v, &(const struct ledger_finding){.what = what,
							 .shard = store_int(r, "shard"),
							 .id = store_uuid(r, "record_id")});
	return store_done(r);
}

static struct sn_err verify_runs(struct ctx *c, struct verifying *v)
{
	struct rows *r = store_query(c->store, &care_sql_runs, NO_PARAMS);
	while (store_next(r)) {
		struct ledger_finding f = {.what = "entitlement",
					   .shard = store_int(r, "shard"),
					   .id = store_uuid(r, "run_id"),
					   .expected = store_int(r, "made"),
					   .found = store_int(r, "found")};
		if (f.expected != f.found)
			report(v, &f);
		f.expected = money_fen(store_money(r, "value_fen"));
		f.found = money_fen(store_money(r, "found_fen"));
		if (f.expected != f.found)
			report(v, &f);
	}
	return store_done(r);
}

/* ---- coverage, counted anew ---- */

/* A row of coverage, from which everything that is recounted is taken away: nothing may be left. */
struct counted {
	int64_t shard, cycle_no;
	struct coverage left;
};

static int by_key(const void *a, const void *b)
{
	const struct counted *x = a, *y = b;
	if (x->shard != y->shard)
		return x->shard < y->shard ? -1 : 1;
	if (x->left.org_no != y->left.org_no)
		return x->left.org_no < y->left.org_no ? -1 : 1;
	if (x->cycle_no != y->cycle_no)
		return x->cycle_no < y->cycle_no ? -1 : 1;
	return (x->left.level > y->left.level) - (x->left.level < y->left.level);
}

/* In the order of by_key, as the statement sorts them. */
static struct sn_err read_coverage(struct ctx *c, struct counted **out, size_t *count)
{
	bool memory = true;
	struct rows *r = store_query(c->store, &care_sql_coverage_all, NO_PARAMS);
	while (memory && store_next(r)) {
		*out = care_grow(c->mem, *out, *count, sizeof **out);
		memory = *out != NULL;
		if (!memory)
			break;
		(*out)[(*count)++] =
			(struct counted){.shard = store_int(r, "shard"),
					 .cycle_no = store_int(r, "cycle_no"),
					 .left = {.org_no = store_int(r, "org_no"),
						  .level = (enum evidence)store_int(r, "level"),
						  .people = store_int(r, "people"),
						  .person_times = store_int(r, "person_times"),
						  .households = store_int(r, "households"),
						  .pieces = store_int(r, "pieces"),
						  .value = store_money(r, "value_fen")}};
	}
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

struct recount {
	struct counted *rows;
	size_t count;
	struct verifying *v;
};

static struct coverage *row_of(const struct recount *k, const struct rows *r)
{
	const struct counted key = {.shard = store_int(r, "shard"),
				    .cycle_no = store_int(r, "cycle_no"),
				    .left = {.org_no = store_int(r, "org_no"),
					     .level = (enum evidence)store_int(r, "level")}};
	struct counted *found =
		k->count > 0 ? bsearch(&key, k->rows, k->count, sizeof key, by_key) : NULL;
	if (found)
		return &found->left;
	report(k->v, &(const struct ledger_finding){.what = "coverage",
						    .shard = key.shard,
						    .id = store_uuid(r, "record_id"),
						    .found = 1});
	return NULL;
}

/* Whom a row counts, to see where the next person or household begins: its awards stand together, earliest first. */
struct head {
	int64_t shard, cycle_no;
	struct uuid id;
};
static bool is_next_head(struct head *last, const struct rows *r, const char *column)
{
	const struct head now = {store_int(r, "shard"), store_int(r, "cycle_no"),
				 store_uuid(r, column)};
	const bool next = now.shard != last->shard || now.cycle_no != last->cycle_no ||
			  !uuid_eq(now.id, last->id);
	*last = now;
	return next;
}

static struct sn_err take_awards(struct ctx *c, struct recount *k)
{
	struct head last = {.shard = 0};
	struct rows *r = store_query(c->store, &care_sql_awards_in_order, NO_PARAMS);
	while (store_next(r)) {
		const bool next = is_next_head(&last, r, "person_id");
		struct coverage *row = row_of(k, r);
		if (!row)
			continue;
		row->people -= next;
		row->person_times--;
		row->pieces -= store_int(r, "cash") ? 0 : store_int(r, "quantity");
		if (!money_subtract(&row->value, row->value, store_money(r, "value_fen")))
			row->value = MONEY_FEN(INT64_MIN); /* cannot be right: reported */
	}
	return store_done(r);
}

static struct sn_err take_households(struct ctx *c, struct recount *k)
{
	struct head last = {.shard = 0};
	struct rows *r = store_query(c->store, &care_sql_awards_by_household, NO_PARAMS);
	while (store_next(r)) {
		const bool next = is_next_head(&last, r, "household_id");
		struct coverage *row = next ? row_of(k, r) : NULL;
		if (row)
			row->households--;
	}
	return store_done(r);
}

static void report_left(struct verifying *v, const struct counted *k)
{
	const int64_t left[] = {k->left.people, k->left.person_times, k->left.households,
				k->left.pieces, money_fen(k->left.value)};
	for (size_t i = 0; i < sizeof left / sizeof left[0]; i++)
		if (left[i] != 0)
			report(v, &(const struct ledger_finding){.what = "coverage",
								 .shard = k->shard,
								 .account_no = k->left.org_no,
								 .found = left[i]});
}

static struct sn_err verify_coverage(struct ctx *c, struct verifying *v)
{
	struct recount k = {.v = v};
	SN_TRY(read_coverage(c, &k.rows, &k.count));
	SN_TRY(take_awards(c, &k));
	SN_TRY(take_households(c, &k));
	for (size_t i = 0; i < k.count; i++)
		report_left(v, &k.rows[i]);
	return SN_SUCCESS;
}

/* ---- cycles: each step that was taken is a leaf ---- */

static struct sn_err verify_steps(struct ctx *c, struct verifying *v)
{
	struct step {
		struct uuid id;
		int64_t cycle_no;
	} *steps = NULL;
	size_t count = 0;
	bool memory = true;
	struct rows *r = store_query(c->store, &care_sql_cycle_steps, NO_PARAMS);
	while (memory && store_next(r)) {
		if (store_int(r, "state") == CYCLE_DRAFT)
			continue;
		steps = care_grow(c->mem, steps, count, sizeof *steps);
		memory = steps != NULL;
		if (memory)
			steps[count++] =
				(struct step){store_uuid(r, "step_id"), store_int(r, "cycle_no")};
	}
	SN_TRY(store_done(r));
	if (!memory)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		struct cycle cycle;
		int64_t shard = 0, index = -1;
		SN_TRY(care_cycle_by_no(c, steps[i].cycle_no, &cycle));
		SN_TRY(ledger_shard_of(c, cycle.org_no, &shard));
		SN_TRY(tlog_index_of(c, shard, steps[i].id, &index));
		if (index < 0)
			report(v, &(const struct ledger_finding){
					  .what = "leaf", .shard = shard, .id = steps[i].id});
	}
	return SN_SUCCESS;
}

struct sn_err care_verify(struct ctx *c, void (*each)(void *self, const struct ledger_finding *f),
			  void *self, int64_t *findings)
{
	struct verifying v = {each, self, findings};
	*findings = 0;
	SN_TRY(verify_rows(c, &v, &care_sql_awards_wrong, "award"));
	SN_TRY(verify_rows(c, &v, &care_sql_deliveries_wrong, "delivery"));
	SN_TRY(verify_rows(c, &v, &care_sql_cases_wrong, "case"));
	SN_TRY(verify_runs(c, &v));
	SN_TRY(verify_coverage(c, &v));
	return verify_steps(c, &v);
}
