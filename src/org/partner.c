/* Partners: who they are, found by what people call them. */
#include "base/text.h"
#include "org/partner_priv.h"
#include "org/partner_sql.h"

#include <assert.h>
#include <inttypes.h>

static const struct org_words kinds[] = {
#define X(name, word, zh, en) [PARTNER_##name] = {word, zh, en},
	PARTNER_KINDS(X)
#undef X
};

const struct org_words *partner_kind_words(enum partner_kind kind)
{
	assert(kind < PARTNER_KINDS_COUNT);
	return &kinds[kind];
}

bool partner_kind_parse(enum partner_kind *out, struct str text)
{
	for (size_t k = 0; k < PARTNER_KINDS_COUNT; k++) {
		if (str_is(text, kinds[k].word) || str_is(text, kinds[k].zh)) {
			*out = (enum partner_kind)k;
			return true;
		}
	}
	return false;
}

struct sn_err partner_err_named(struct sn_err e, const struct partner *partner)
{
	return sn_err_with_text(e, STR_FMT " " STR_FMT, STR_ARG(partner->code),
				STR_ARG(partner->name));
}

void *partner_grown(struct arena *mem, void *array, size_t size, size_t count)
{
	enum { FIRST = 16 };
	const bool full = count == 0 || (count >= FIRST && (count & (count - 1)) == 0);
	if (!full)
		return array;
	void *bigger = arena_alloc_n(mem, size, count == 0 ? FIRST : count * 2);
	if (bigger && count > 0)
		memcpy(bigger, array, count * size);
	return bigger;
}

/* ---- rows ---- */

struct sn_err partner_from_row(struct arena *mem, const struct rows *r, struct partner *out)
{
	*out = (struct partner){
		.partner_no = store_int(r, "partner_no"),
		.code = arena_str(mem, store_text(r, "code")),
		.name = arena_str(mem, store_text(r, "name")),
		.org_no = store_is_null(r, "org_no") ? 0 : store_int(r, "org_no"),
		.from_day = (int32_t)store_int(r, "from_day"),
		.closed_day = (int32_t)store_int(r, "closed_day"),
	};
	const bool has_uscc = !store_is_null(r, "uscc");
	if (has_uscc)
		out->uscc = arena_str(mem, store_text(r, "uscc"));
	if (!out->code.at || !out->name.at || (has_uscc && !out->uscc.at))
		return SN_FAIL(OUT_OF_MEMORY);
	const bool known = partner_kind_parse(&out->kind, store_text(r, "kind"));
	assert(known); /* the table's CHECK has the same list */
	(void)known;
	return SN_SUCCESS;
}

static struct sn_err read_one(struct ctx *c, struct rows *r, struct partner *out, bool *there)
{
	struct sn_err e = SN_SUCCESS;
	*there = false;
	if (store_next(r)) {
		*there = true;
		e = partner_from_row(c->mem, r, out);
	}
	SN_TRY(store_done(r));
	return e;
}

struct sn_err partner_by_no(struct ctx *c, int64_t partner_no, int32_t day, struct partner *out)
{
	bool there = false;
	SN_TRY(read_one(c,
			store_query(c->store, &partner_sql_by_no,
				    PARAMS(p_int(partner_no), p_int(org_day(c, day)))),
			out, &there));
	if (!there)
		return sn_err_with_text(SN_FAIL(NO_SUCH_PARTNER, .field = "partner"),
					"no. %" PRId64, partner_no);
	return SN_SUCCESS;
}

struct sn_err partner_by_code(struct ctx *c, struct str code, struct partner *out, bool *there)
{
	return read_one(c, store_query(c->store, &partner_sql_by_code, PARAMS(p_text(code))), out,
			there);
}

/* ---- by text ---- */

/* Partners that go by a text, those of the best rank alone. */
struct namesakes {
	int64_t partner_no[ORG_NAMESAKES_MAX];
	size_t count;
	int rank;
	bool more;
};

/* A name of another day comes after everything that holds on the day asked for. */
static int rank_of(const struct rows *r, int32_t day)
{
	enum { BY_NAME = 2, BY_FORMER_NAME = 4 };
	const int rank = (int)store_int(r, "rank");
	const int64_t from = store_int(r, "from_day"), until = store_int(r, "until_day");
	if (rank == BY_NAME && (from > day || (until != 0 && until <= day)))
		return BY_FORMER_NAME;
	return rank;
}

static void namesakes_put(struct namesakes *all, int64_t partner_no, int rank)
{
	if (all->count > 0 && rank > all->rank)
		return;
	if (all->count > 0 && rank < all->rank)
		all->count = 0;
	all->rank = rank;
	if (all->count > 0 && all->partner_no[all->count - 1] == partner_no)
		return; /* once for each of its former names */
	if (all->count == ORG_NAMESAKES_MAX)
		all->more = true;
	else
		all->partner_no[all->count++] = partner_no;
}

static struct sn_err namesakes_read(struct ctx *c, struct str text, int32_t day,
				    struct namesakes *all)
{
	struct str code, key;
	struct uscc uscc;
	SN_TRY(text_normalise(c->mem, text, &code));
	SN_TRY(org_key(c->mem, text, &key));
	const bool is_uscc = !sn_failed(uscc_parse(&uscc, text));
	struct rows *r = store_query(c->store, &partner_sql_known_as,
				     PARAMS(p_text(code),
					    p_text(is_uscc ? str_of(uscc.characters) : STR_NULL),
					    p_text(key)));
	while (store_next(r))
		namesakes_put(all, store_int(r, "partner_no"), rank_of(r, day));
	return store_done(r);
}

struct sn_err partner_find(struct ctx *c, struct str text, int32_t day, struct partner *out)
{
	day = org_day(c, day);
	struct namesakes all = {.count = 0};
	struct partner closed = {.partner_no = 0}, one;
	bool found = false;
	SN_TRY(namesakes_read(c, text, day, &all));
	for (size_t i = 0; i < all.count; i++) {
		const struct sn_err e = partner_by_no(c, all.partner_no[i], day, &one);
		if (e.reason == SN_R_NO_SUCH_PARTNER)
			continue; /* not yet on that day */
		SN_TRY(e);
		if (one.closed_day != 0 && one.closed_day <= day) {
			closed = one;
			continue;
		}
		if (found || all.more)
			return org_err_typed(SN_FAIL(PARTNER_AMBIGUOUS, .field = "partner"), text);
		*out = one;
		found = true;
	}
	if (found)
		return SN_SUCCESS;
	if (closed.partner_no != 0)
		return partner_err_named(
			SN_FAIL(PARTNER_CLOSED, .field = "partner", .arg = {closed.closed_day}),
			&closed);
	return org_err_typed(SN_FAIL(NO_SUCH_PARTNER, .field = "partner"), text);
}

/* ---- lists ---- */

struct sn_err partner_list(struct ctx *c, const struct partner_filter *filter, struct partner **out,
			   size_t *count)
{
	struct partner *list = NULL;
	size_t n = 0;
	struct sn_err e = SN_SUCCESS;
	struct org org = {.org_no = 0};
	const int32_t today = org_day(c, 0);
	if (filter->org_no != 0)
		SN_TRY(org_by_no(c, filter->org_no, 0, &org));
	struct rows *r = filter->org_no != 0 ? store_query(c->store, &partner_sql_below,
							   PARAMS(p_text(org.path)))
					     : store_query(c->store, &partner_sql_all, NO_PARAMS);
	while (!sn_failed(e) && store_next(r)) {
		list = partner_grown(c->mem, list, sizeof *list, n);
		if (!list) {
			e = SN_FAIL(OUT_OF_MEMORY);
			break;
		}
		e = partner_from_row(c->mem, r, &list[n]);
		const struct partner *p = &list[n];
		const bool closed = p->closed_day != 0 && p->closed_day <= today;
		n += (!filter->kind || p->kind == *filter->kind) && (filter->closed_too || !closed);
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	return e;
}

struct sn_err partner_names(struct ctx *c, int64_t partner_no, struct partner_name **out,
			    size_t *count)
{
	struct partner_name *list = NULL;
	size_t n = 0;
	bool memory = true;
	struct rows *r = store_query(c->store, &partner_sql_names_of, PARAMS(p_int(partner_no)));
	while (memory && store_next(r)) {
		list = partner_grown(c->mem, list, sizeof *list, n);
		if (list)
			list[n++] = (struct partner_name){
				.name = arena_str(c->mem, store_text(r, "name")),
				.from_day = (int32_t)store_int(r, "from_day"),
				.until_day = (int32_t)store_int(r, "until_day")};
		memory = list && list[n - 1].name.at;
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

struct sn_err partner_aliases(struct ctx *c, int64_t partner_no, struct str **out, size_t *count)
{
	struct str *list = NULL;
	size_t n = 0;
	bool memory = true;
	struct rows *r = store_query(c->store, &partner_sql_aliases_of, PARAMS(p_int(partner_no)));
	while (memory && store_next(r)) {
		list = partner_grown(c->mem, list, sizeof *list, n);
		if (list)
			list[n++] = arena_str(c->mem, store_text(r, "alias"));
		memory = list && list[n - 1].at;
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}
