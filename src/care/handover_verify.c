/* What is stored of hand-overs besides their records, looked at again. */
#include "care/handover_priv.h"
#include "care/handover_sql.h"

struct verifying {
	void (*each)(void *self, const struct ledger_finding *f);
	void *self;
	int64_t *findings;
};

static void report(void *self, const struct ledger_finding *f)
{
	struct verifying *v = self;
	(*v->findings)++;
	v->each(v->self, f);
}

static void explanation_wrong(void *self, int64_t shard, struct uuid id)
{
	report(self,
	       &(const struct ledger_finding){.what = "explanation", .shard = shard, .id = id});
}

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

static struct sn_err verify_proxies(struct ctx *c, struct verifying *v)
{
	struct rows *r =
		store_query(c->store, &handover_sql_proxies_wrong, PARAMS(p_int(PROXY_OTHERS_MAX)));
	while (store_next(r))
		report(v, &(const struct ledger_finding){.what = "proxy",
							 .shard = store_int(r, "shard"),
							 .account_no = store_int(r, "cycle_no"),
							 .expected = PROXY_OTHERS_MAX,
							 .found = store_int(r, "others")});
	return store_done(r);
}

/* ---- attempts and exchanges against their check values ---- */

struct sn_err handover_attempt_value(struct ctx *c, const struct attempt_row *a,
				     struct blind_index *out)
{
	struct sha256_stream *s;
	SN_TRY(bound_begin(&s));
	bound_id(s, a->is.attempt_id);
	bound_number(s, a->is.who.shard);
	bound_id(s, a->is.who.person_id);
	bound_number(s, a->cycle_no);
	bound_number(s, a->org_no);
	bound_number(s, a->is.outcome);
	bound_number(s, a->is.item_no);
	bound_text(s, a->is.words);
	bound_number(s, a->is.day);
	bound_id(s, a->is.by_id);
	bound_id(s, a->is.document_id);
	bound_id(s, a->actor_id);
	bound_number(s, a->at_us);
	*out = bound_end(c, BOUND_ATTEMPT, s);
	return SN_SUCCESS;
}

struct sn_err handover_exchange_value(struct ctx *c, const struct exchange_row *x,
				      struct blind_index *out)
{
	struct sha256_stream *s;
	SN_TRY(bound_begin(&s));
	bound_id(s, x->is.exchange_id);
	bound_number(s, x->shard);
	bound_id(s, x->is.record_id);
	bound_number(s, x->new_shard);
	bound_number(s, x->cycle_no);
	bound_number(s, x->is.item_no);
	bound_number(s, money_fen(x->out.was));
	bound_number(s, money_fen(x->out.now));
	bound_text(s, x->is.words);
	bound_id(s, x->actor_id);
	bound_number(s, x->at_us);
	*out = bound_end(c, BOUND_EXCHANGE, s);
	return SN_SUCCESS;
}

static struct str text_or_null(const struct rows *r, const char *column)
{
	return store_is_null(r, column) ? STR_NULL : store_text(r, column);
}

static struct sn_err attempt_right(struct ctx *c, const struct rows *r, struct bound_row *row)
{
	const struct attempt_row a = {
		.is = {.attempt_id = store_uuid(r, "attempt_id"),
		       .who = {store_int(r, "shard"), store_uuid(r, "person_id")},
		       .outcome = (enum handover_outcome)store_int(r, "outcome"),
		       .item_no = store_int(r, "item_no"),
		       .words = text_or_null(r, "words"),
		       .day = (int32_t)store_int(r, "day"),
		       .by_id = store_uuid(r, "holder_id"),
		       .document_id = store_uuid(r, "document_id")},
		.cycle_no = store_int(r, "cycle_no"),
		.org_no = store_int(r, "org_no"),
		.at_us = store_int(r, "at_us"),
		.actor_id = store_uuid(r, "actor_id")};
	row->id = a.is.attempt_id;
	return handover_attempt_value(c, &a, &row->right);
}

static struct sn_err exchange_right(struct ctx *c, const struct rows *r, struct bound_row *row)
{
	const struct exchange_row x = {
		.is = {.exchange_id = store_uuid(r, "exchange_id"),
		       .record_id = store_uuid(r, "record_id"),
		       .item_no = store_int(r, "item_no"),
		       .words = text_or_null(r, "words")},
		.out = {.was = store_money(r, "was_fen"), .now = store_money(r, "now_fen")},
		.shard = store_int(r, "shard"),
		.new_shard = store_int(r, "new_shard"),
		.cycle_no = store_int(r, "cycle_no"),
		.at_us = store_int(r, "at_us"),
		.actor_id = store_uuid(r, "actor_id")};
	row->id = x.is.exchange_id;
	return handover_exchange_value(c, &x, &row->right);
}

typedef struct sn_err right_of(struct ctx *c, const struct rows *r, struct bound_row *row);

static struct sn_err verify_bound(struct ctx *c, struct verifying *v, enum bound_kind kind,
				  const struct sn_statement *all, right_of *right)
{
	struct bound_check *check;
	struct sn_err e = SN_SUCCESS;
	SN_TRY(bound_check_new(c, kind, report, v, &check));
	struct rows *r = store_query(c->store, all, NO_PARAMS);
	while (!sn_failed(e) && store_next(r)) {
		struct bound_row row = {.shard = store_int(r, "shard")};
		row.has_value = bound_read(&row.stored, store_bytes(r, "check_value"));
		e = right(c, r, &row);
		if (!sn_failed(e))
			e = bound_check_row(check, &row);
	}
	SN_TRY(store_done(r));
	return sn_failed(e) ? e : bound_check_end(check);
}

/* ---- custody of closed cycles ---- */

struct custody_left {
	struct arena *mem;
	struct account *list;
	size_t count;
};
static struct sn_err see_custody(void *self, const struct account *a)
{
	struct custody_left *left = self; /* the filter is for custody that is not empty */
	left->list = care_grow(left->mem, left->list, left->count, sizeof *a);
	if (!left->list)
		return SN_FAIL(OUT_OF_MEMORY);
	left->list[left->count++] = *a;
	return SN_SUCCESS;
}

static struct sn_err verify_custody(struct ctx *c, struct verifying *v, const struct cycle *cycle)
{
	struct custody_left left = {.mem = c->mem};
	if (cycle->state != CYCLE_CLOSED && cycle->state != CYCLE_AUDITED)
		return SN_SUCCESS;
	SN_TRY(ledger_accounts(c,
			       &(const struct account_filter){.cycle_no = cycle->cycle_no,
							      .class = ACCOUNT_CUSTODY},
			       see_custody, &left));
	for (size_t i = 0; i < left.count; i++) {
		bool explained = false;
		SN_TRY(handover_was_explained(c, &left.list[i], &explained));
		if (!explained)
			report(v,
			       &(const struct ledger_finding){.what = "custody",
							      .shard = left.list[i].shard,
							      .account_no = left.list[i].account_no,
							      .found = left.list[i].quantity});
	}
	return SN_SUCCESS;
}

struct sn_err handover_verify(struct ctx *c,
			      void (*each)(void *self, const struct ledger_finding *f), void *self,
			      int64_t *findings)
{
	static const struct {
		const struct sn_statement *which;
		const char *what;
	} wrong[] = {{&handover_sql_how_wrong, "how"},
		     {&handover_sql_attempts_wrong, "attempt"},
		     {&handover_sql_exchanges_wrong, "exchange"}};
	struct verifying v = {each, self, findings};
	struct cycle *cycles = NULL;
	size_t count = 0;
	*findings = 0;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		SN_TRY(verify_rows(c, &v, wrong[i].which, wrong[i].what));
	SN_TRY(verify_bound(c, &v, BOUND_ATTEMPT, &handover_sql_attempts_all, attempt_right));
	SN_TRY(verify_bound(c, &v, BOUND_EXCHANGE, &handover_sql_exchanges_all, exchange_right));
	SN_TRY(verify_proxies(c, &v));
	SN_TRY(handover_explanations_verify(c, explanation_wrong, &v));
	SN_TRY(care_cycles(c, &cycles, &count));
	for (size_t i = 0; i < count; i++)
		SN_TRY(verify_custody(c, &v, &cycles[i]));
	return SN_SUCCESS;
}
