/* What is stored of partners, recomputed. */
#include "org/partner_priv.h"
#include "org/partner_sql.h"

struct verifying {
	partner_each_finding *each;
	void *self;
	/* the partner whose names are being read */
	int64_t partner_no;
	int32_t next_day; /* where its next name must begin; 0: the open one was met */
};

static void names_end(struct verifying *v)
{
	if (v->partner_no != 0 && v->next_day != 0)
		v->each(v->self, "name", v->partner_no);
}

static void partner_begin(struct verifying *v, const struct rows *r)
{
	struct uscc uscc;
	names_end(v);
	v->partner_no = store_int(r, "partner_no");
	v->next_day = (int32_t)store_int(r, "first_day");
	if (store_is_null(r, "uscc"))
		return;
	const struct str stored = store_text(r, "uscc");
	if (sn_failed(uscc_parse(&uscc, stored)) || !str_is(stored, uscc.characters))
		v->each(v->self, "uscc", v->partner_no);
}

static struct sn_err name_check(struct ctx *c, struct verifying *v, const struct rows *r)
{
	const struct arena_mark mark = arena_mark(c->mem);
	struct str key;
	if (store_is_null(r, "name"))
		return SN_SUCCESS; /* names_end() says that there is none */
	SN_TRY(org_key(c->mem, store_text(r, "name"), &key));
	if (store_int(r, "from_day") != v->next_day || !str_eq(key, store_text(r, "name_key")))
		v->each(v->self, "name", v->partner_no);
	v->next_day = (int32_t)store_int(r, "until_day");
	arena_rewind(c->mem, mark);
	return SN_SUCCESS;
}

struct sn_err partner_verify(struct ctx *c, partner_each_finding *each, void *self)
{
	struct verifying v = {.each = each, .self = self};
	struct sn_err e = SN_SUCCESS;
	struct rows *r = store_query(c->store, &partner_sql_every_name, NO_PARAMS);
	while (!sn_failed(e) && store_next(r)) {
		if (store_int(r, "partner_no") != v.partner_no)
			partner_begin(&v, r);
		e = name_check(c, &v, r);
	}
	SN_TRY(store_done(r));
	SN_TRY(e);
	names_end(&v);
	r = store_query(c->store, &partner_sql_without_event, NO_PARAMS);
	while (store_next(r))
		each(self, "event", store_int(r, "partner_no"));
	return store_done(r);
}
