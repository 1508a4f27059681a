/* The schema: migrations are numbered per domain and are the only DDL. */
#include "base/limits.h"
#include "store/store_priv.h"
#include "store/store_sql.h"

#include <assert.h>

enum { MIGRATE_LEASE_US = 60 * 1000 * 1000 };

/* Domain 0 is the store's own: its tables are there before all others. */
static const struct store_domain *domain_at(const struct store_config *config, size_t i)
{
	return i == 0 ? &store_domain : config->domains[i - 1];
}

static int newest(const struct store_domain *d)
{
	int number = 0;
	for (size_t i = 0; i < d->migrations_count; i++) {
		assert(d->migrations[i].number == number + 1);
		number = d->migrations[i].number;
	}
	return number;
}

/* How far the database has come in a domain; 0: not begun. */
struct versions {
	int64_t number[STORE_DOMAINS_MAX];
};

static struct sn_err read_versions(struct store *s, struct versions *v)
{
	struct sn_err foreign = SN_SUCCESS;
	*v = (struct versions){{0}};
	assert(s->config.domains_count < STORE_DOMAINS_MAX);
	struct rows *r = store_query(s, &store_sql_versions, NO_PARAMS);
	while (store_next(r)) {
		const struct str name = store_text(r, "domain");
		size_t i = 0;
		while (i <= s->config.domains_count &&
		       !str_is(name, domain_at(&s->config, i)->name))
			i++;
		if (i <= s->config.domains_count)
			v->number[i] = store_int(r, "number");
		else /* a later version of the program added it */
			foreign = sn_err_with_text(SN_FAIL(STORE_NEWER), STR_FMT, STR_ARG(name));
	}
	SN_TRY(store_done(r));
	return foreign;
}

struct sn_err store_versions(struct store *s, struct arena *mem, struct store_version **out,
			     size_t *count)
{
	struct versions v;
	*count = s->config.domains_count + 1;
	*out = ARENA_ARRAY(mem, struct store_version, *count);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(read_versions(s, &v));
	for (size_t i = 0; i < *count; i++)
		(*out)[i] = (struct store_version){domain_at(&s->config, i)->name, v.number[i]};
	return SN_SUCCESS;
}

static struct sn_err compare(const struct store_domain *d, int64_t number)
{
	if (number == newest(d))
		return SN_SUCCESS;
	const struct sn_err e = number > newest(d) ? SN_FAIL(STORE_NEWER) : SN_FAIL(STORE_OLDER);
	return sn_err_with_text(e, "%s %d, %d", d->name, (int)number, newest(d));
}

struct sn_err store_check_schema(struct store *s)
{
	struct versions v;
	bool has = false;
	SN_TRY(s->engine->has_schema(s, &has));
	if (!has)
		return sn_err_with_text(SN_FAIL(STORE_MISSING), "%s", s->config.url.at);
	SN_TRY(read_versions(s, &v));
	for (size_t i = 0; i <= s->config.domains_count; i++)
		SN_TRY(compare(domain_at(&s->config, i), v.number[i]));
	return SN_SUCCESS;
}

static struct sn_err run_script(struct store *s, const struct store_domain *d,
				const struct store_migration *m)
{
	struct sn_err e = s->engine->script(s, s->engine == &store_pg ? m->pg : m->sqlite);
	if (!sn_failed(e))
		e = store_run(s, &store_sql_version_add,
			      PARAMS(p_text(str_of(d->name)), p_int(m->number),
				     p_int(clock_now_us(s->config.clock))),
			      NULL);
	return sn_failed(e) ? sn_err_with_text(e, "%s %d: %s", d->name, m->number, e.text) : e;
}

/* lease: NULL for the store's own tables, before there is one. */
static struct sn_err apply(struct store *s, const struct store_domain *d,
			   const struct store_migration *m, const struct store_lease *lease)
{
	SN_TRY(store_begin(s));
	struct sn_err e = run_script(s, d, m);
	if (!sn_failed(e) && lease)
		e = store_lease_commit(s, lease);
	if (!sn_failed(e))
		return store_commit(s);
	store_rollback(s);
	return e;
}

static struct sn_err apply_missing(struct store *s, const struct store_domain *d, int64_t number,
				   const struct store_lease *lease)
{
	for (size_t i = 0; i < d->migrations_count; i++)
		if (d->migrations[i].number > number)
			SN_TRY(apply(s, d, &d->migrations[i], lease));
	return SN_SUCCESS;
}

static struct sn_err bring_up(struct store *s)
{
	struct versions v = {{0}};
	struct store_lease lease = {.lease_us = MIGRATE_LEASE_US};
	bool has = false, all = true;
	SN_TRY(s->engine->has_schema(s, &has));
	if (has)
		SN_TRY(read_versions(s, &v));
	SN_TRY(apply_missing(s, &store_domain, v.number[0], NULL));
	for (size_t i = 0; i <= s->config.domains_count; i++) {
		const struct store_domain *d = domain_at(&s->config, i);
		if (v.number[i] > newest(d))
			return compare(d, v.number[i]);
		all = all && (i == 0 || v.number[i] == newest(d));
	}
	if (all)
		return SN_SUCCESS;
	SN_TRY(store_lease_take(s, &lease, "migration"));
	struct sn_err e = SN_SUCCESS;
	for (size_t i = 1; i <= s->config.domains_count && !sn_failed(e); i++)
		e = apply_missing(s, domain_at(&s->config, i), v.number[i], &lease);
	store_lease_give(s, &lease);
	return e;
}

struct sn_err store_build_schema(struct store *s)
{
	for (size_t i = 0; i <= s->config.domains_count; i++) {
		const struct store_domain *d = domain_at(&s->config, i);
		for (size_t k = 0; k < d->migrations_count; k++)
			SN_TRY(run_script(s, d, &d->migrations[k]));
	}
	return SN_SUCCESS;
}

struct sn_err store_adopt(struct store *s)
{
	bool has = false;
	SN_TRY(s->engine->has_schema(s, &has));
	if (!has)
		return SN_FAIL(BACKUP_DAMAGED);
	SN_TRY(store_begin(s));
	const struct sn_err e = store_run(s, &store_sql_lease_clear, NO_PARAMS, NULL);
	if (sn_failed(e)) {
		store_rollback(s);
		return e;
	}
	SN_TRY(store_commit(s));
	return bring_up(s);
}

static struct sn_err open_and_bring_up(const struct store_config *config, enum store_use use)
{
	struct store *s = NULL;
	SN_TRY(store_open_raw(&s, config, use));
	const struct sn_err e = bring_up(s);
	store_close(s);
	return e;
}

struct sn_err store_create(const struct store_config *config)
{
	return open_and_bring_up(config, STORE_USE_CREATE);
}

struct sn_err store_migrate(const struct store_config *config)
{
	return open_and_bring_up(config, STORE_USE_WRITE);
}
