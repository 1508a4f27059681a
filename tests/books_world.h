#ifndef SN_TESTS_BOOKS_WORLD_H
#define SN_TESTS_BOOKS_WORLD_H
/* books_world: document_world with everything the ledger knows: three suppliers, keys for donors' names, closings. The
 * checker keeps the books. Everybody in it is synthetic.
 *
 *   start   books_open(), books_findings(), books_close(). */
#include "document_world.h"
#include "ledger/budget.h"
#include "ledger/caps.h"
#include "ledger/closing.h"
#include "ledger/donation.h"
#include "org/partner.h"
#include "people/keyring.h"

#include <unistd.h>

/* Generated; headers do not include what is made at build time. */
extern const struct store_domain org_domain, partner_domain, rights_domain, tlog_domain,
	ledger_domain, goods_domain, budget_domain, purchase_domain, donation_domain,
	closing_domain;
static const struct store_domain *const books_domains[] = {
	&org_domain,   &partner_domain, &rights_domain,   &tlog_domain,     &ledger_domain,
	&goods_domain, &budget_domain,  &purchase_domain, &donation_domain, &closing_domain,
};
enum { SELLERS = 3, BOOKKEEPER = CHECKER };

struct books {
	struct world w;
	struct keyring *keys;
	int64_t partner_no[SELLERS];
};

static inline struct sn_err books_settle(struct ctx *c, void *arg)
{
	struct books *b = arg;
	static const struct {
		struct str code, name;
	} sellers[SELLERS] = {{STR("gs"), STR("示例商行甲")},
			      {STR("gt"), STR("示例商行乙")},
			      {STR("gu"), STR("示例商行丙")}};
	for (int i = 0; i < SELLERS; i++) {
		struct partner partner;
		bool changed = false;
		SN_TRY(partner_add(c,
				   &(const struct partner_new){.code = sellers[i].code,
							       .name = sellers[i].name,
							       .kind = PARTNER_COMPANY,
							       .from_day = 20200101},
				   &partner, &changed));
		b->partner_no[i] = partner.partner_no;
	}
	static const char matrix[] =
		"{\"schema\":1,\"version\":2,\"from\":\"2014-01-01\",\"source\":\"test\","
		"\"purposes\":[{\"purpose\":\"gift\",\"zh\":\"慰问\",\"en\":\"gift\"}],\"rules\":["
		"{\"source\":\"OWN\",\"purpose\":\"gift\",\"allowed\":true},"
		"{\"source\":\"UPPER\",\"purpose\":\"gift\",\"allowed\":true},"
		"{\"source\":\"DONATION\",\"purpose\":\"gift\",\"allowed\":true}]}";
	bool loaded = false;
	SN_TRY(fund_matrix_load(c, str_of(matrix), &loaded));
	return rights_grant_add(c, &(const struct rights_grant){.user_id = b->w.people[BOOKKEEPER],
								.role = ROLE_ACCOUNTANT});
}
static inline void books_open(struct books *b, enum fixture_engine engine)
{
	char path[] = "/tmp/songnuan-books-key-XXXXXX";
	struct world *w = &b->w;
	fixture_create(&w->f, engine, books_domains,
		       sizeof books_domains / sizeof books_domains[0]);
	(void)close(mkstemp(path));
	(void)unlink(path);
	fixture_must(keyring_create(str_of(path)), "keys");
	fixture_must(keyring_load(&b->keys, str_of(path)), "keys");
	(void)unlink(path);
	w->tlog = tlog_new();
	w->hook = tlog_hook(w->tlog);
	w->f.writer_config.hooks = &w->hook;
	w->f.writer_config.hooks_count = 1;
	w->f.writer_config.base.tlog = w->tlog;
	w->f.writer_config.base.keys = b->keys;
	w->f.c.keys = b->keys;
	fixture_start(&w->f);
	fixture_must(store_write(&w->f.c, settle, w), "settle");
	fixture_must(store_write(&w->f.c, books_settle, b), "sellers");
}
static inline void books_close(struct books *b)
{
	fixture_close(&b->w.f);
	tlog_free(b->w.tlog);
	keyring_free(b->keys);
}
static inline struct sn_err books_as(struct books *b, enum who who, store_work *work, void *arg)
{
	b->w.f.c.actor_id = b->w.people[who];
	return store_write(&b->w.f.c, work, arg);
}

/* ---- what verify says ---- */

static inline void books_show(void *self, const struct ledger_finding *f)
{
	(void)self;
	printf("# finding %s shard %" PRId64 " account %" PRId64 " expected %" PRId64
	       " found %" PRId64 "\n",
	       f->what, f->shard, f->account_no, f->expected, f->found);
}
struct books_verifying {
	void (*each)(void *self, const struct ledger_finding *f);
	void *self;
	int64_t findings;
};
static inline struct sn_err books_verify(struct ctx *c, void *arg)
{
	struct books_verifying *v = arg;
	int64_t leaves = 0, *findings = &v->findings;
	*findings = 0;
	SN_TRY(ledger_verify(c, v->each, v->self, findings));
	SN_TRY(caps_verify(c, v->each, v->self, findings));
	SN_TRY(document_verify(c, v->each, v->self, findings));
	SN_TRY(donation_verify(c, v->each, v->self, findings));
	SN_TRY(budget_verify(c, v->each, v->self, findings));
	SN_TRY(purchase_verify(c, v->each, v->self, findings));
	SN_TRY(closing_verify(c, v->each, v->self, findings));
	return tlog_verify(c, &leaves);
}
static inline int64_t books_findings(struct books *b)
{
	struct books_verifying v = {.each = books_show};
	fixture_must(books_verify(&b->w.f.c, &v), "verify");
	return v.findings;
}

/* ---- edits past every check of the program ---- */

/* A statement of $1, which is a shard, and $2, which is an id. */
struct books_edit {
	const struct sn_statement
		*statement; /* static: handles remember statements by their address */
	int64_t shard;
	struct uuid id;
};
#define BOOKS_EDIT(text)                                                                           \
	{                                                                                          \
		.name = "test.edit", .params = "iu", .sql = (text)                                 \
	}
static inline struct sn_err books_edit_work(struct ctx *c, void *arg)
{
	const struct books_edit *e = arg;
	int64_t changed = 0;
	SN_TRY(store_run(c->store, e->statement, PARAMS(p_int(e->shard), p_uuid(e->id)), &changed));
	return changed > 0 ? SN_SUCCESS : SN_FAIL(NO_SUCH_TRANSFER);
}
/* Which kinds of finding it leads to ("purchase-leaf purchase-sum "), with the edit undone; "" where it goes unseen. */
struct books_trial {
	struct books_edit edit;
	char found[128];
};
static inline void books_note(void *self, const struct ledger_finding *f)
{
	struct books_trial *t = self;
	const size_t used = strlen(t->found);
	if (!strstr(t->found, f->what))
		(void)snprintf(t->found + used, sizeof t->found - used, "%s ", f->what);
}
static inline struct sn_err books_trial_work(struct ctx *c, void *arg)
{
	struct books_trial *t = arg;
	struct books_verifying v = {.each = books_note, .self = t};
	SN_TRY(books_edit_work(c, &t->edit));
	SN_TRY(books_verify(c, &v));
	return SN_FAIL(OUT_OF_TURN); /* undoes it */
}
static inline const char *books_found(struct books *b, struct books_trial *t)
{
	const struct sn_err e = store_write(&b->w.f.c, books_trial_work, t);
	if (e.reason != SN_R_OUT_OF_TURN)
		fixture_must(e, t->edit.statement->sql);
	return t->found;
}
#endif
