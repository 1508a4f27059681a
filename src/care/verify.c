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

static void report(void *self, const struct ledger_finding *f)
{
	struct verifying *v = self;
	(*v->findings)++;
	if (v->each)
		v->each(v->self, f);
}

/* What a row points at is not there or cannot be read: the row is wrong, and the verification goes on. */
static bool points_nowhere(struct sn_err e)
{
	return sn_failed(e) && (sn_err_code(e) == SN_NOT_FOUND || sn_err_code(e) == SN_INVALID);
}

/* ---- rows that should not be there ---- */

static struct sn_err verify_rows(struct ctx *c, struct verifying *v, const struct param *params,
				 const struct sn_statement *which, const char *what)
{
	struct rows *r = store_query(c->store, which, params);
	while (store_next(r))
		report(v, &(const struct ledger_finding){.what = what,
							 .shard = store_int(r, "shard"),
							 .id = store_uuid(r, "record_id")});
	return store_done(r);
}

/* ---- lists: what each making made, and whether it is what its leaf binds ---- */

struct list {
	struct uuid run_id;
	int64_t shard, cycle_no, at_us;
	int64_t made, found;
	struct money value, found_value;
	struct sha256 digest;
};

static struct sn_err read_lists(struct ctx *c, struct list **out, size_t *count)
{
	bool memory = true;
	struct rows *r = store_query(c->store, &care_sql_runs, NO_PARAMS);
	while (memory && store_next(r)) {
		*out = care_grow(c->mem, *out, *count, sizeof **out);
		memory = *out != NULL;
		if (memory)
			(*out)[(*count)++] = (struct list){.run_id = store_uuid(r, "run_id"),
							   .shard = store_int(r, "shard"),
							   .cycle_no = store_int(r, "cycle_no"),
							   .at_us = store_int(r, "at_us"),
							   .made = store_int(r, "made"),
							   .value = store_money(r, "value_fen")};
	}
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static bool add_line(struct sha256_stream *stream, struct list *list, const struct rows *r)
{
	const struct str hash = store_bytes(r, "id_hash"), token = store_bytes(r, "token_hash");
	struct list_line line = {.shard = store_int(r, "shard"),
				 .org_no = store_int(r, "org_no"),
				 .quantity = store_int(r, "quantity"),
				 .entitlement_id = store_uuid(r, "entitlement_id"),
				 .person_id = store_uuid(r, "person_id"),
				 .has_id = hash.bytes == sizeof line.id_hash.bytes,
				 .token_hash = (const uint8_t *)token.at,
				 .benefit = store_text(r, "benefit"),
				 .value = store_money(r, "value_fen")};
	if (line.has_id)
		memcpy(line.id_hash.bytes, hash.at, sizeof line.id_hash.bytes);
	if (list->found++ == 0)
		care_list_begin(stream);
	if (token.bytes != SHA256_BYTES || line.benefit.bytes > CARE_CODE_BYTES_MAX ||
	    store_int(r, "cycle_no") != list->cycle_no)
		return false;
	care_list_add(stream, &line);
	return money_add(&list->found_value, list->found_value, line.value);
}

/* Lists and entitlements come in the same order; an entitlement that no list made is told at once. */
static struct sn_err recount_lists(struct ctx *c, struct verifying *v, struct list *lists,
				   size_t count, struct sha256_stream *stream)
{
	size_t at = 0;
	struct rows *r = store_query(c->store, &care_sql_entitlements_by_run, NO_PARAMS);
	while (store_next(r)) {
		const struct uuid run_id = store_uuid(r, "run_id");
		while (at < count && uuid_compare(lists[at].run_id, run_id) < 0) {
			if (lists[at].found > 0)
				lists[at].digest = sha256_stream_end(stream);
			at++;
		}
		const bool listed = at < count && uuid_eq(lists[at].run_id, run_id);
		if (!listed || !add_line(stream, &lists[at], r))
			report(v,
			       &(const struct ledger_finding){.what = "entitlement",
							      .shard = store_int(r, "shard"),
							      .id = store_uuid(r, "entitlement_id"),
							      .found = 1});
	}
	if (at < count && lists[at].found > 0)
		lists[at].digest = sha256_stream_end(stream);
	return store_done(r);
}

static struct sn_err verify_list(struct ctx *c, struct verifying *v, const struct list *list)
{
	struct ledger_finding f = {.what = "entitlement",
				   .shard = list->shard,
				   .id = list->run_id,
				   .expected = list->made,
				   .found = list->found};
	struct cycle cycle;
	bool stands = false;
	if (f.expected != f.found)
		report(v, &f);
	f.expected = money_fen(list->value);
	f.found = money_fen(list->found_value);
	if (f.expected != f.found)
		report(v, &f);
	const struct sn_err e = care_cycle_by_no(c, list->cycle_no, &cycle);
	if (sn_failed(e) && !points_nowhere(e))
		return e;
	const struct list_leaf of = {.at_us = list->at_us,
				     .made = list->found,
				     .cycle = cycle.code,
				     .value = list->found_value,
				     .digest = list->digest};
	const struct tlog_leaf leaf = care_list_leaf(&of);
	if (!sn_failed(e))
		SN_TRY(care_leaf_stands(c, list->shard, list->run_id, &leaf, &stands));
	if (!stands)
		report(v, &(const struct ledger_finding){
				  .what = "roster", .shard = list->shard, .id = list->run_id});
	return SN_SUCCESS;
}

static struct sn_err verify_lists(struct ctx *c, struct verifying *v)
{
	struct list *lists = NULL;
	size_t count = 0;
	SN_TRY(read_lists(c, &lists, &count));
	struct sha256_stream *stream = sha256_stream_new();
	if (!stream)
		return SN_FAIL(OUT_OF_MEMORY);
	struct sn_err e = recount_lists(c, v, lists, count, stream);
	sha256_stream_free(stream);
	for (size_t i = 0; i < count && !sn_failed(e); i++)
		e = verify_list(c, v, &lists[i]);
	return e;
}

/* ---- deliveries: each is what its transfers moved ---- */

/* A delivery that came out of several lots, or whose first transfer is not there: compared one by one. */
struct posted {
	int64_t shard;
	struct uuid record_id;
	size_t transfers;
	int64_t quantity, key_us;
	struct money value;
	bool cash;
};

/* Cash is counted in fen and has no pieces. */
static bool is_moved(const struct posted *d, int64_t moved, struct money value, int64_t at_us)
{
	const int64_t pieces = d->cash ? money_fen(value) : moved;
	return pieces == d->quantity && at_us == d->key_us &&
	       money_fen(value) == money_fen(d->value);
}

static struct sn_err verify_shares(struct ctx *c, struct verifying *v, const struct posted *d)
{
	int64_t moved = 0;
	struct money value = MONEY_FEN(0);
	bool right = true;
	for (size_t i = 0; i < d->transfers; i++) {
		struct transfer t = {.at_us = 0};
		const struct sn_err e =
			ledger_transfer_by_id(c, d->shard, care_share_id(d->record_id, i), &t);
		if (sn_failed(e) && sn_err_code(e) != SN_NOT_FOUND)
			return e;
		right = right && !sn_failed(e) && t.at_us == d->key_us &&
			money_add(&value, value, t.value);
		moved += t.quantity;
	}
	if (!right || !is_moved(d, moved, value, d->key_us))
		report(v, &(const struct ledger_finding){.what = "delivery",
							 .shard = d->shard,
							 .id = d->record_id,
							 .expected = moved,
							 .found = d->quantity});
	return SN_SUCCESS;
}

static struct sn_err verify_posted(struct ctx *c, struct verifying *v)
{
	struct posted *apart = NULL;
	size_t count = 0;
	bool memory = true;
	struct rows *r = store_query(c->store, &care_sql_deliveries_posted, NO_PARAMS);
	while (memory && store_next(r)) {
		const struct posted d = {.shard = store_int(r, "shard"),
					 .record_id = store_uuid(r, "record_id"),
					 .transfers = (size_t)store_int(r, "transfers"),
					 .quantity = store_int(r, "quantity"),
					 .key_us = store_int(r, "key_us"),
					 .value = store_money(r, "value_fen"),
					 .cash = store_int(r, "item_no") == 0};
		if (d.transfers == 1 &&
		    is_moved(&d, store_int(r, "moved"), store_money(r, "moved_fen"),
			     store_int(r, "at_us")))
			continue;
		apart = care_grow(c->mem, apart, count, sizeof *apart);
		memory = apart != NULL;
		if (memory)
			apart[count++] = d;
	}
	SN_TRY(store_done(r));
	for (size_t i = 0; i < count && memory; i++)
		SN_TRY(verify_shares(c, v, &apart[i]));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* What recipients hold in the books was handed over by name, shard by cycle by level. */
static struct sn_err verify_received(struct ctx *c, struct verifying *v)
{
	struct rows *r =
		store_query(c->store, &care_sql_received_wrong, PARAMS(p_int(ACCOUNT_RECIPIENT)));
	while (store_next(r))
		report(v, &(const struct ledger_finding){.what = "received",
							 .shard = store_int(r, "shard"),
							 .expected = store_int(r, "held_fen"),
							 .found = store_int(r, "given_fen")});
	return store_done(r);
}

/* ---- caps: each entitlement holds what its cycle's rules ask ---- */

static struct sn_err verify_holds(struct ctx *c, struct verifying *v)
{
	struct cycle *cycles;
	size_t count;
	SN_TRY(verify_rows(c, v, NO_PARAMS, &care_sql_holds_wrong, "cap"));
	SN_TRY(care_cycles(c, &cycles, &count));
	for (size_t i = 0; i < count; i++) {
		struct programme programme;
		int64_t rules = 0;
		const struct sn_err e = care_programme_read(
			c, cycles[i].programme, cycles[i].programme_version, 0, &programme);
		if (points_nowhere(e)) /* told by the cycle's leaves */
			continue;
		SN_TRY(e);
		SN_TRY(care_places_verify(c, &cycles[i], &programme,
					  &(const struct marks_verifying){report, v}));
		for (size_t j = 0; j < programme.caps_count; j++)
			rules += programme.caps[j].period != CAP_TIME;
		SN_TRY(verify_rows(c, v, PARAMS(p_int(cycles[i].cycle_no), p_int(rules)),
				   &care_sql_holds_missing, "cap"));
	}
	return SN_SUCCESS;
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

/* ---- cycles: each step that was taken is a leaf, and stands in the cycle ---- */

struct step {
	int64_t cycle_no, at_us;
	enum cycle_state state;
	struct uuid id, by_id;
};

static struct sn_err read_steps(struct ctx *c, struct step **out, size_t *count)
{
	bool memory = true;
	struct rows *r = store_query(c->store, &care_sql_cycle_steps, NO_PARAMS);
	while (memory && store_next(r)) {
		*out = care_grow(c->mem, *out, *count, sizeof **out);
		memory = *out != NULL;
		if (memory)
			(*out)[(*count)++] =
				(struct step){.cycle_no = store_int(r, "cycle_no"),
					      .at_us = store_int(r, "at_us"),
					      .state = (enum cycle_state)store_int(r, "state"),
					      .id = store_uuid(r, "step_id"),
					      .by_id = store_uuid(r, "by_id")};
	}
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* Whose signature the cycle bears for a step; opening and closing sign nothing. */
static bool is_signed_by(const struct cycle *cycle, const struct step *step)
{
	switch (step->state) {
	case CYCLE_DRAFT:
		return uuid_eq(cycle->signatures.by[HAND_MAKER], step->by_id);
	case CYCLE_CHECKED:
		return uuid_eq(cycle->signatures.by[HAND_CHECKER], step->by_id);
	case CYCLE_APPROVED:
		return uuid_eq(cycle->signatures.by[HAND_APPROVER], step->by_id);
	case CYCLE_AUDITED:
		return uuid_eq(cycle->auditor_id, step->by_id);
	case CYCLE_OPEN:
	case CYCLE_CLOSED:
	case CYCLE_STATES_COUNT:
		break;
	}
	return true;
}

/* Is there the leaf of an act on the cycle, with the digest that was made anew (why: or could not be)? */
static struct sn_err verify_leaf(struct ctx *c, struct verifying *v, const struct cycle *cycle,
				 const struct step *act, const struct sha256 *digest,
				 struct sn_err why)
{
	struct ledger_finding f = {
		.what = "leaf", .id = act->id, .expected = act->state, .found = cycle->state};
	bool stands = false;
	struct sn_err e = sn_failed(why) ? why : ledger_shard_of(c, cycle->org_no, &f.shard);
	if (!sn_failed(e)) {
		const struct tlog_leaf leaf = care_step_leaf(cycle->code, act->at_us, digest);
		e = care_leaf_stands(c, f.shard, act->id, &leaf, &stands);
	}
	if (!stands)
		report(v, &f);
	return points_nowhere(e) ? SN_SUCCESS : e;
}

static struct sn_err verify_step(struct ctx *c, struct verifying *v, const struct cycle *cycle,
				 const struct step *step)
{
	struct sha256 digest;
	if (!is_signed_by(cycle, step))
		report(v, &(const struct ledger_finding){.what = "cycle",
							 .id = step->id,
							 .expected = step->state,
							 .found = cycle->state});
	if (step->state == CYCLE_DRAFT) /* nobody else has seen it: no leaf */
		return SN_SUCCESS;
	const struct sn_err e = care_step_digest(c, cycle, step->state, &digest);
	return verify_leaf(c, v, cycle, step, &digest, e);
}

/* What was sent back: its check, as it was made for what was handed in then, and why it was sent back. */
static struct sn_err verify_back(struct ctx *c, struct verifying *v, const struct cycle *cycle,
				 const struct cycle_back *back)
{
	const struct step check = {
		.id = back->check_id, .at_us = back->checked_us, .state = CYCLE_CHECKED};
	const struct step sent = {.id = back->back_id, .at_us = back->at_us};
	struct cycle then = *cycle;
	struct sha256 digest;
	then.from_day = back->from_day;
	then.until_day = back->until_day;
	then.programme_version = back->programme_version;
	if (!uuid_is_null(back->check_id)) {
		const struct sn_err e = care_step_digest(c, &then, CYCLE_CHECKED, &digest);
		SN_TRY(verify_leaf(c, v, cycle, &check, &digest, e));
	}
	const struct sn_err e = care_back_digest(c, cycle, back, &digest);
	return verify_leaf(c, v, cycle, &sent, &digest, e);
}

/* One that waits for its maker was sent back last of all, then. */
static struct sn_err verify_backs(struct ctx *c, struct verifying *v, const struct cycle *cycle)
{
	struct cycle_back *backs;
	size_t count;
	SN_TRY(care_cycle_backs(c, cycle->cycle_no, &backs, &count));
	for (size_t i = 0; i < count; i++)
		SN_TRY(verify_back(c, v, cycle, &backs[i]));
	const int64_t last_us = count > 0 ? backs[count - 1].at_us : 0;
	if (cycle->back_us != 0 && cycle->back_us != last_us)
		report(v, &(const struct ledger_finding){.what = "cycle",
							 .account_no = cycle->cycle_no,
							 .expected = last_us,
							 .found = cycle->back_us});
	return SN_SUCCESS;
}

/* A cycle is where its last step brought it, and took each step before. */
static struct sn_err verify_cycle(struct ctx *c, struct verifying *v, const struct cycle *cycle,
				  const struct step *steps, size_t count)
{
	int64_t taken = 0;
	for (size_t i = 0; i < count; i++) {
		if (steps[i].cycle_no != cycle->cycle_no)
			continue;
		taken++;
		SN_TRY(verify_step(c, v, cycle, &steps[i]));
	}
	if (taken != cycle->state + 1)
		report(v, &(const struct ledger_finding){.what = "cycle",
							 .account_no = cycle->cycle_no,
							 .expected = taken - 1,
							 .found = cycle->state});
	return verify_backs(c, v, cycle);
}

static struct sn_err verify_cycles(struct ctx *c, struct verifying *v)
{
	struct step *steps = NULL;
	struct cycle *cycles = NULL;
	size_t steps_count = 0, count = 0;
	SN_TRY(read_steps(c, &steps, &steps_count));
	SN_TRY(care_cycles(c, &cycles, &count));
	for (size_t i = 0; i < count; i++)
		SN_TRY(verify_cycle(c, v, &cycles[i], steps, steps_count));
	return SN_SUCCESS;
}

struct sn_err care_verify(struct ctx *c, void (*each)(void *self, const struct ledger_finding *f),
			  void *self, int64_t *findings)
{
	static const struct {
		const struct sn_statement *which;
		const char *what;
	} wrong[] = {{&care_sql_awards_wrong, "award"},
		     {&care_sql_deliveries_wrong, "delivery"},
		     {&care_sql_cases_wrong, "case"},
		     {&care_sql_cases_orphaned, "case"},
		     {&care_sql_pins_wrong, "pin"}};
	struct verifying v = {each, self, findings};
	*findings = 0;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		SN_TRY(verify_rows(c, &v, NO_PARAMS, wrong[i].which, wrong[i].what));
	SN_TRY(verify_posted(c, &v));
	SN_TRY(verify_received(c, &v));
	SN_TRY(verify_lists(c, &v));
	SN_TRY(verify_holds(c, &v));
	SN_TRY(care_marks_verify(c, &(const struct marks_verifying){report, &v}));
	SN_TRY(care_cases_verify(c, &(const struct marks_verifying){report, &v}));
	SN_TRY(verify_coverage(c, &v));
	return verify_cycles(c, &v);
}
