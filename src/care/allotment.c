#include "care/allotment.h"

#include "care/care_priv.h"
#include "care/care_sql.h"

enum { ALLOTMENT_CATEGORIES_MAX = 6 }; /* a programme names two or three */

/* ---- the standard ---- */

static struct sn_err standard_of(const struct programme *p, struct allotment_table *t)
{
	t->standard_known = p->benefits_count > 0;
	t->standard = MONEY_FEN(0);
	for (size_t i = 0; i < p->benefits_count; i++) {
		t->standard_known = t->standard_known && p->benefits[i].value_known;
		if (p->benefits[i].value_known &&
		    !money_add(&t->standard, t->standard, p->benefits[i].value))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "standard");
	}
	return SN_SUCCESS;
}

/* ---- the unions below ---- */

struct child {
	int64_t org_no;
	struct str code, path;
};
static struct sn_err children_read(struct ctx *c, int64_t org_no, struct child **out, size_t *count)
{
	struct child *list = NULL;
	size_t n = 0;
	struct rows *r = store_query(c->store, &care_sql_allotment_children, PARAMS(p_int(org_no)));
	while (store_next(r)) {
		list = care_grow(c->mem, list, n, sizeof *list);
		if (!list)
			break;
		list[n++] = (struct child){store_int(r, "org_no"),
					   arena_str(c->mem, store_text(r, "code")),
					   arena_str(c->mem, store_text(r, "path"))};
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	return arena_ran_short(c->mem) ? SN_FAIL(OUT_OF_MEMORY) : SN_SUCCESS;
}

static struct sn_err rostered(struct ctx *c, const struct org *org, const struct programme *p,
			      const struct child *children, struct allotment_table *t)
{
	struct str k[ALLOTMENT_CATEGORIES_MAX] = {STR_NULL};
	if (p->categories_count > ALLOTMENT_CATEGORIES_MAX)
		return SN_FAIL(TOO_LONG, .field = "categories", .arg = {ALLOTMENT_CATEGORIES_MAX});
	for (size_t i = 0; i < p->categories_count; i++)
		k[i] = p->categories[i];
	struct rows *r = store_query(c->store, &care_sql_allotment_people,
				     PARAMS(p_text(org->path), p_int(p->categories_count > 0),
					    p_text(k[0]), p_text(k[1]), p_text(k[2]), p_text(k[3]),
					    p_text(k[4]), p_text(k[5])));
	while (store_next(r)) {
		const struct str path = store_text(r, "path");
		for (size_t i = 0; i < t->count; i++)
			if (str_starts(path, children[i].path))
				t->rows[i].rostered += store_int(r, "people");
	}
	return store_done(r);
}

/* ---- what they have got ---- */

static struct allotment_row *row_of(struct allotment_table *t, int64_t org_no)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->rows[i].org_no == org_no)
			return &t->rows[i];
	return NULL;
}

static struct sn_err given(struct ctx *c, const struct cycle *cycle, const struct org *org,
			   struct allotment_table *t)
{
	struct rows *r =
		store_query(c->store, &care_sql_allotment_given,
			    PARAMS(p_int(org->shard), p_int(org->org_no), p_int(cycle->cycle_no)));
	while (store_next(r)) {
		struct allotment_row *row = row_of(t, store_int(r, "org_no"));
		if (!row)
			continue; /* further below: its own table at the union between shows it */
		row->allotted = store_money(r, "done_fen");
		row->drafted = store_money(r, "open_fen");
	}
	SN_TRY(store_done(r));
	r = store_query(c->store, &care_sql_allotment_returned,
			PARAMS(p_int(org->org_no), p_int(cycle->cycle_no)));
	while (store_next(r)) {
		struct allotment_row *row = row_of(t, store_int(r, "org_no"));
		if (row)
			row->returned = store_money(r, "done_fen");
	}
	return store_done(r);
}

static struct sn_err add_free(void *self, const struct account *a)
{
	struct allotment_table *t = self;
	struct money free;
	return money_subtract(&free, a->value, a->held_value) &&
			       money_add(&t->available, t->available, free)
		       ? SN_SUCCESS
		       : SN_FAIL(AMOUNT_OVERFLOW, .field = "available");
}

/* ---- sums ---- */

static bool finish_row(struct allotment_row *row, const struct allotment_table *t)
{
	struct money got;
	row->people = row->quota >= 0 ? row->quota : row->rostered;
	return money_times(&row->should, t->standard, row->people) &&
	       money_add(&got, row->allotted, row->drafted) &&
	       money_subtract(&got, got, row->returned) &&
	       money_subtract(&row->lacking, row->should, got);
}
static struct sn_err finish(struct allotment_table *t)
{
	struct money lacking = MONEY_FEN(0);
	for (size_t i = 0; i < t->count; i++) {
		struct allotment_row *row = &t->rows[i];
		if (!finish_row(row, t) || !money_add(&t->should, t->should, row->should) ||
		    !money_add(&t->allotted, t->allotted, row->allotted) ||
		    !money_add(&t->drafted, t->drafted, row->drafted) ||
		    !money_add(&t->returned, t->returned, row->returned) ||
		    !money_add(&lacking, lacking, row->lacking))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "lacking");
	}
	return money_subtract(&t->left, t->available, lacking)
		       ? SN_SUCCESS
		       : SN_FAIL(AMOUNT_OVERFLOW, .field = "left");
}

struct sn_err care_allotment_table(struct ctx *c, const struct cycle *cycle, const struct org *org,
				   struct allotment_table *out)
{
	struct programme programme;
	struct child *children = NULL;
	*out = (struct allotment_table){.count = 0};
	SN_TRY(care_programme_read(c, cycle->programme, cycle->programme_version, 0, &programme));
	SN_TRY(standard_of(&programme, out));
	SN_TRY(children_read(c, org->org_no, &children, &out->count));
	out->rows = ARENA_ARRAY(c->mem, struct allotment_row, out->count + 1);
	if (!out->rows)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < out->count; i++) {
		out->rows[i] = (struct allotment_row){
			.org_no = children[i].org_no, .code = children[i].code, .quota = -1};
		for (size_t k = 0; k < programme.quotas_count; k++)
			if (str_eq(programme.quotas[k].org_code, children[i].code))
				out->rows[i].quota = programme.quotas[k].places;
	}
	SN_TRY(rostered(c, org, &programme, children, out));
	SN_TRY(given(c, cycle, org, out));
	SN_TRY(ledger_accounts(c,
			       &(const struct account_filter){.shard = org->shard,
							      .org_no = org->org_no,
							      .cycle_no = cycle->cycle_no,
							      .class = ACCOUNT_FUND},
			       add_free, out));
	return finish(out);
}
