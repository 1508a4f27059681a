/* What is stored of hand-overs besides their records, looked at again. */
#include "care/handover_priv.h"
#include "care/handover_sql.h"

struct verifying {
	void (*each)(void *self, const struct ledger_finding *f);
	void *self;
	int64_t *findings;
};

static void report(struct verifying *v, const struct ledger_finding *f)
{
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
	SN_TRY(verify_proxies(c, &v));
	SN_TRY(handover_explanations_verify(c, explanation_wrong, &v));
	SN_TRY(care_cycles(c, &cycles, &count));
	for (size_t i = 0; i < count; i++)
		SN_TRY(verify_custody(c, &v, &cycles[i]));
	return SN_SUCCESS;
}
