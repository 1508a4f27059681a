#include "base/text.h"
#include "org/org_priv.h"
#include "org/org_sql.h"

#include <assert.h>
#include <inttypes.h>

static const struct org_words kinds[] = {
#define X(name, word, zh, en) [ORG_##name] = {word, zh, en},
	ORG_KINDS(X)
#undef X
};
static const struct org_words events[] = {
#define X(name, word, zh, en) [ORG_EVENT_##name] = {word, zh, en},
	ORG_EVENTS(X)
#undef X
};

const struct org_words *org_kind_words(enum org_kind kind)
{
	assert(kind < ORG_KINDS_COUNT);
	return &kinds[kind];
}
const struct org_words *org_event_words(enum org_event_kind kind)
{
	assert(kind < ORG_EVENTS_COUNT);
	return &events[kind];
}
bool org_kind_parse(enum org_kind *out, struct str text)
{
	for (size_t k = 0; k < ORG_KINDS_COUNT; k++) {
		if (str_is(text, kinds[k].word) || str_is(text, kinds[k].zh)) {
			*out = (enum org_kind)k;
			return true;
		}
	}
	return false;
}

int32_t org_day(const struct ctx *c, int32_t day)
{
	return day != 0 ? day : day_of(now_us(c));
}

/* ---- texts ---- */

struct sn_err org_key(struct arena *mem, struct str name, struct str *key)
{
	struct str normal;
	SN_TRY(text_normalise(mem, name, &normal));
	char *at = arena_alloc(mem, normal.bytes + 1);
	if (!at)
		return SN_FAIL(OUT_OF_MEMORY);
	size_t bytes = 0;
	for (size_t i = 0; i < normal.bytes; i++) {
		const char ch = normal.at[i];
		if (ch != ' ')
			at[bytes++] = ch >= 'A' && ch <= 'Z' ? (char)(ch - 'A' + 'a') : ch;
	}
	*key = (struct str){at, bytes};
	return SN_SUCCESS;
}

/* An ID number has 15 or 18 signs and a phone number 11: what is shorter is nobody's. */
static bool is_code_shaped(struct str typed)
{
	if (typed.bytes == 0 || typed.bytes > 10)
		return false;
	for (size_t i = 0; i < typed.bytes; i++) {
		const char ch = typed.at[i];
		if (!((ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'Z') || ch == '-'))
			return false;
	}
	return true;
}
struct sn_err org_err_typed(struct sn_err e, struct str typed)
{
	if (is_code_shaped(typed))
		return sn_err_with_text(e, STR_FMT, STR_ARG(typed));
	return text_shape_in(e, typed);
}
struct sn_err org_err_named(struct sn_err e, const struct org *org)
{
	return sn_err_with_text(e, STR_FMT " " STR_FMT, STR_ARG(org->code), STR_ARG(org->name));
}

int org_path_depth(struct str path)
{
	return (int)(path.bytes / ORG_PATH_SEGMENT_BYTES);
}
struct sn_err org_path_below(struct arena *mem, struct str parent_path, int64_t org_no,
			     struct str *path)
{
	*path = str_of(arena_printf(mem, STR_FMT "%06x", STR_ARG(parent_path), (unsigned)org_no));
	return path->at ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* ---- rows ---- */

struct sn_err org_from_row(struct arena *mem, const struct rows *r, struct org *out)
{
	*out = (struct org){
		.org_no = store_int(r, "org_no"),
		.shard = store_int(r, "shard"),
		.code = arena_str(mem, store_text(r, "code")),
		.name = arena_str(mem, store_text(r, "name")),
		.path = arena_str(mem, store_text(r, "path")),
		.level = (int)store_int(r, "level"),
		.official_order = store_int(r, "official_order"),
		.name_confirmed = store_int(r, "confirmed") != 0,
		.from_day = (int32_t)store_int(r, "from_day"),
		.until_day = (int32_t)store_int(r, "until_day"),
		.parent_no = store_is_null(r, "parent_no") ? 0 : store_int(r, "parent_no"),
		.became_no = store_is_null(r, "became_no") ? 0 : store_int(r, "became_no"),
	};
	if (!store_is_null(r, "division"))
		out->division = arena_str(mem, store_text(r, "division"));
	if (!out->code.at || !out->name.at || !out->path.at)
		return SN_FAIL(OUT_OF_MEMORY);
	const bool known = org_kind_parse(&out->kind, store_text(r, "kind"));
	assert(known); /* the table's CHECK has the same list */
	(void)known;
	return SN_SUCCESS;
}

struct sn_err org_by_no(struct ctx *c, int64_t org_no, int32_t day, struct org *out)
{
	struct rows *r = store_query(c->store, &org_sql_by_no,
				     PARAMS(p_int(org_no), p_int(org_day(c, day))));
	struct sn_err e = SN_SUCCESS;
	bool found = false;
	if (store_next(r)) {
		found = true;
		e = org_from_row(c->mem, r, out);
	}
	SN_TRY(store_done(r));
	SN_TRY(e);
	if (!found)
		return sn_err_with_text(SN_FAIL(NO_SUCH_ORG, .field = "org"), "no. %" PRId64,
					org_no);
	return SN_SUCCESS;
}

/* ---- by text ---- */

/* Unions that go by a text, those of the best rank alone. */
struct namesakes {
	int64_t org_no[ORG_NAMESAKES_MAX];
	size_t count;
	int rank;
	bool more;
};

/* A name of another day comes after everything that holds on the day asked for. */
static int rank_of(const struct rows *r, int32_t day)
{
	enum { BY_NAME = 1, BY_FORMER_NAME = 3 };
	const int rank = (int)store_int(r, "rank");
	const int64_t from = store_int(r, "from_day"), until = store_int(r, "until_day");
	if (rank == BY_NAME && (from > day || (until != 0 && until <= day)))
		return BY_FORMER_NAME;
	return rank;
}
static void namesakes_put(struct namesakes *all, int64_t org_no, int rank)
{
	if (all->count > 0 && rank > all->rank)
		return;
	if (all->count > 0 && rank < all->rank)
		all->count = 0;
	all->rank = rank;
	if (all->count == ORG_NAMESAKES_MAX)
		all->more = true;
	else
		all->org_no[all->count++] = org_no;
}
static struct sn_err namesakes_read(struct ctx *c, struct str text, int32_t day,
				    struct namesakes *all)
{
	struct str code, key;
	SN_TRY(text_normalise(c->mem, text, &code));
	SN_TRY(org_key(c->mem, text, &key));
	struct rows *r =
		store_query(c->store, &org_sql_known_as, PARAMS(p_text(code), p_text(key)));
	while (store_next(r))
		namesakes_put(all, store_int(r, "org_no"), rank_of(r, day));
	return store_done(r);
}

/* The union itself or, where it was merged away by that day, the one it became part of. */
static struct sn_err resolve(struct ctx *c, int64_t org_no, int32_t day, struct org *out)
{
	SN_TRY(org_by_no(c, org_no, day, out));
	/* A union becomes part of one that is open at the time of entering, so the chain ends. */
	while (out->until_day != 0 && out->until_day <= day && out->became_no != 0)
		SN_TRY(org_by_no(c, out->became_no, day, out));
	return SN_SUCCESS;
}

struct sn_err org_find(struct ctx *c, struct str code_or_name, int32_t day, struct org *out)
{
	day = org_day(c, day);
	const struct sn_err no_such =
		org_err_typed(SN_FAIL(NO_SUCH_ORG, .field = "org"), code_or_name);
	struct namesakes all = {.count = 0};
	SN_TRY(namesakes_read(c, code_or_name, day, &all));
	bool found = false;
	for (size_t i = 0; i < all.count; i++) {
		struct org one;
		const struct sn_err e = resolve(c, all.org_no[i], day, &one);
		if (e.reason == SN_R_NO_SUCH_ORG)
			continue; /* not yet on that day */
		SN_TRY(e);
		if (all.more || (found && one.org_no != out->org_no))
			return org_err_typed(SN_FAIL(ORG_AMBIGUOUS, .field = "org"), code_or_name);
		*out = one;
		found = true;
	}
	return found ? SN_SUCCESS : no_such;
}

/* ---- what was done ---- */

enum { EVENTS_FIRST = 32 };

static struct sn_err event_from_row(struct arena *mem, const struct rows *r, struct org_event *out)
{
	*out = (struct org_event){
		.org_no = store_int(r, "org_no"),
		.other_no = store_is_null(r, "other_no") ? 0 : store_int(r, "other_no"),
		.day = (int32_t)store_int(r, "day"),
		.actor_id = store_uuid(r, "actor_id"),
		.at_us = store_int(r, "at_us"),
	};
	if (!store_is_null(r, "words")) {
		out->words = arena_str(mem, store_text(r, "words"));
		if (!out->words.at)
			return SN_FAIL(OUT_OF_MEMORY);
	}
	for (size_t k = 0; k < ORG_EVENTS_COUNT; k++) {
		if (str_is(store_text(r, "kind"), events[k].word))
			out->kind = (enum org_event_kind)k;
	}
	return SN_SUCCESS;
}

/* Room for one more in an arena's array: twice as much where it is full. */
static void *grown(struct arena *mem, void *array, size_t size, size_t count)
{
	const bool full = count == 0 || (count >= EVENTS_FIRST && (count & (count - 1)) == 0);
	if (!full)
		return array;
	void *bigger = arena_alloc_n(mem, size, count == 0 ? EVENTS_FIRST : count * 2);
	if (bigger && count > 0)
		memcpy(bigger, array, count * size);
	return bigger;
}

struct sn_err org_events(struct ctx *c, int64_t org_no, struct org_event **out, size_t *count)
{
	struct org_event *list = NULL;
	size_t n = 0;
	struct sn_err e = SN_SUCCESS;
	struct rows *r = store_query(c->store, &org_sql_events_of, PARAMS(p_int(org_no)));
	while (!sn_failed(e) && store_next(r)) {
		list = grown(c->mem, list, sizeof *list, n);
		e = list ? event_from_row(c->mem, r, &list[n]) : SN_FAIL(OUT_OF_MEMORY);
		n++;
	}
	SN_TRY(store_done(r));
	SN_TRY(e);
	*out = list;
	*count = n;
	return SN_SUCCESS;
}

struct sn_err org_aliases(struct ctx *c, int64_t org_no, struct str **out, size_t *count)
{
	struct str *list = NULL;
	size_t n = 0;
	bool memory = true;
	struct rows *r = store_query(c->store, &org_sql_aliases_of, PARAMS(p_int(org_no)));
	while (memory && store_next(r)) {
		list = grown(c->mem, list, sizeof *list, n);
		if (list)
			list[n++] = arena_str(c->mem, store_text(r, "alias"));
		memory = list && list[n - 1].at;
	}
	SN_TRY(store_done(r));
	if (!memory)
		return SN_FAIL(OUT_OF_MEMORY);
	*out = list;
	*count = n;
	return SN_SUCCESS;
}
