/* Visits 慰问: who went where, what was given and what was heard. */
#include "care/visit.h"

#include "base/text.h"
#include "care/care_priv.h"
#include "care/visit_priv.h"
#include "care/visit_sql.h"

#include <assert.h>
#include <inttypes.h>

/* ---- words ---- */

static const struct visit_words qualifiers[] = {
#define X(name, word, before, behind, en) [VISIT_##name] = {word, before, behind, en},
	VISIT_QUALIFIERS(X)
#undef X
};
static const struct {
	const char *word, *zh;
} given_kinds[] = {
#define X(name, word, zh) [VISIT_GIVEN_##name] = {word, zh},
	VISIT_GIVEN_KINDS(X)
#undef X
};

const struct visit_words *visit_qualifier_words(enum visit_qualifier is)
{
	assert(is < VISIT_QUALIFIERS_COUNT);
	return &qualifiers[is];
}
bool visit_qualifier_parse(enum visit_qualifier *out, struct str word)
{
	for (size_t i = 0; i < VISIT_QUALIFIERS_COUNT; i++)
		if (str_is(word, qualifiers[i].word)) {
			*out = (enum visit_qualifier)i;
			return true;
		}
	return false;
}
const char *visit_given_word(enum visit_given_kind kind)
{
	assert(kind < VISIT_GIVEN_KINDS_COUNT);
	return given_kinds[kind].word;
}
bool visit_given_parse(enum visit_given_kind *out, struct str word)
{
	for (size_t i = 0; i < VISIT_GIVEN_KINDS_COUNT; i++)
		if (str_is(word, given_kinds[i].word) || str_is(word, given_kinds[i].zh)) {
			*out = (enum visit_given_kind)i;
			return true;
		}
	return false;
}

/* ---- rows ---- */

/* Texts that are copied; false where there was no memory for one. */
static void copy_text(struct arena *mem, const struct rows *r, const char *column, struct str *out,
		      bool *memory)
{
	*out = STR_NULL;
	if (store_is_null(r, column))
		return;
	*out = arena_str(mem, store_text(r, column));
	*memory = *memory && out->at;
}

struct sn_err visit_from_row(struct arena *mem, const struct rows *r, struct visit *out)
{
	bool memory = true;
	*out = (struct visit){.visit_id = store_uuid(r, "visit_id"),
			      .shard = store_int(r, "shard"),
			      .org_no = store_int(r, "org_no"),
			      .cycle_no =
				      store_is_null(r, "cycle_no") ? 0 : store_int(r, "cycle_no"),
			      .day = (int32_t)store_int(r, "day"),
			      .met = store_is_null(r, "met") ? 0 : store_int(r, "met"),
			      .actor_id = store_uuid(r, "actor_id"),
			      .at_us = store_int(r, "at_us")};
	/* the tables' CHECKs have the same lists: somebody has gone round them */
	if (!visit_qualifier_parse(&out->met_is, store_text(r, "met_is")))
		return sn_err_with_text(SN_FAIL(ROW_DAMAGED), "visit");
	copy_text(mem, r, "leader", &out->leader, &memory);
	copy_text(mem, r, "post", &out->post, &memory);
	copy_text(mem, r, "site", &out->site, &memory);
	copy_text(mem, r, "team", &out->team, &memory);
	copy_text(mem, r, "words", &out->words, &memory);
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

struct sn_err visit_need_from_row(struct arena *mem, const struct rows *r, struct visit_need *out)
{
	bool memory = true;
	*out = (struct visit_need){.need_id = store_uuid(r, "need_id"),
				   .visit_id = store_uuid(r, "visit_id"),
				   .shard = store_int(r, "shard"),
				   .org_no = store_int(r, "org_no"),
				   .actor_id = store_uuid(r, "actor_id"),
				   .at_us = store_int(r, "at_us"),
				   .open = store_is_null(r, "closed_day"),
				   .closed_by = store_uuid(r, "closed_by")};
	if (!out->open)
		out->closed_day = (int32_t)store_int(r, "closed_day");
	copy_text(mem, r, "who", &out->who, &memory);
	copy_text(mem, r, "topic", &out->topic, &memory);
	copy_text(mem, r, "words", &out->words, &memory);
	copy_text(mem, r, "answer", &out->answer, &memory);
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static struct sn_err read_bodies(struct ctx *c, struct visit *v)
{
	struct visit_body *list = NULL;
	struct sn_err e = SN_SUCCESS;
	struct rows *r = store_query(c->store, &visit_sql_bodies,
				     PARAMS(p_int(v->shard), p_uuid(v->visit_id)));
	while (!sn_failed(e) && store_next(r)) {
		list = care_grow(c->mem, list, v->bodies_count, sizeof *list);
		if (!list) {
			e = SN_FAIL(OUT_OF_MEMORY);
			break;
		}
		struct visit_body *b = &list[v->bodies_count++];
		*b = (struct visit_body){
			.org_no = store_is_null(r, "org_no") ? 0 : store_int(r, "org_no"),
			.partner_no =
				store_is_null(r, "partner_no") ? 0 : store_int(r, "partner_no")};
		if (!cooperation_role_parse(&b->role, store_text(r, "role")))
			e = sn_err_with_text(SN_FAIL(ROW_DAMAGED), "visit_body");
	}
	SN_TRY(store_done(r));
	v->bodies = list;
	return e;
}

static struct sn_err read_given(struct ctx *c, struct visit *v)
{
	struct visit_given *list = NULL;
	struct sn_err e = SN_SUCCESS;
	struct rows *r = store_query(c->store, &visit_sql_given,
				     PARAMS(p_int(v->shard), p_uuid(v->visit_id)));
	while (!sn_failed(e) && store_next(r)) {
		list = care_grow(c->mem, list, v->given_count, sizeof *list);
		if (!list) {
			e = SN_FAIL(OUT_OF_MEMORY);
			break;
		}
		struct visit_given *g = &list[v->given_count++];
		g->id = store_uuid(r, "given_id");
		if (!visit_given_parse(&g->kind, store_text(r, "kind")))
			e = sn_err_with_text(SN_FAIL(ROW_DAMAGED), "visit_given");
	}
	SN_TRY(store_done(r));
	v->given = list;
	return e;
}

struct sn_err visit_parts_read(struct ctx *c, struct visit *v)
{
	SN_TRY(read_bodies(c, v));
	return read_given(c, v);
}

/* digest: what it was entered with. */
static struct sn_err read_one(struct ctx *c, struct uuid visit_id, struct visit *out,
			      struct sha256 *digest, bool *there)
{
	struct sn_err e = SN_SUCCESS;
	struct rows *r = store_query(c->store, &visit_sql_by_id, PARAMS(p_uuid(visit_id)));
	*there = store_next(r);
	if (*there) {
		const struct str stored = store_bytes(r, "sha256");
		if (stored.bytes == sizeof digest->bytes)
			memcpy(digest->bytes, stored.at, stored.bytes);
		e = visit_from_row(c->mem, r, out);
	}
	SN_TRY(store_done(r));
	SN_TRY(e);
	return *there ? visit_parts_read(c, out) : SN_SUCCESS;
}

struct sn_err visit_by_id(struct ctx *c, struct uuid visit_id, struct visit *out)
{
	struct sha256 digest = {{0}};
	bool there = false;
	SN_TRY(read_one(c, visit_id, out, &digest, &there));
	return there ? SN_SUCCESS : SN_FAIL(NO_SUCH_VISIT);
}

struct sn_err visit_list(struct ctx *c, struct str org_path, int64_t cycle_no, struct visit **out,
			 size_t *count)
{
	struct visit *list = NULL;
	struct sn_err e = SN_SUCCESS;
	size_t n = 0;
	struct rows *r =
		store_query(c->store, &visit_sql_below,
			    PARAMS(p_text(org_path), p_int(cycle_no), p_int(VISIT_LIST_MAX)));
	while (!sn_failed(e) && store_next(r)) {
		list = care_grow(c->mem, list, n, sizeof *list);
		e = list ? visit_from_row(c->mem, r, &list[n]) : SN_FAIL(OUT_OF_MEMORY);
		n++;
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	return e;
}

/* About is weaker than more than, as in a report's figures. */
static struct sn_err total_add(const struct rows *r, struct visit_total *t)
{
	enum visit_qualifier is = VISIT_EXACT;
	const int64_t told = store_int(r, "told"), sessions = store_int(r, "sessions");
	t->sessions += sessions;
	t->sessions_untold += sessions - told;
	if (told == 0)
		return SN_SUCCESS;
	if (!visit_qualifier_parse(&is, store_text(r, "met_is")) ||
	    __builtin_add_overflow(t->met, store_int(r, "met"), &t->met))
		return SN_FAIL(AMOUNT_OVERFLOW, .field = "met");
	if (is > t->met_is)
		t->met_is = is;
	return SN_SUCCESS;
}

struct sn_err visit_totals(struct ctx *c, struct str org_path, int64_t cycle_no,
			   struct visit_total *out)
{
	struct sn_err e = SN_SUCCESS;
	*out = (struct visit_total){.met_is = VISIT_EXACT};
	struct rows *r =
		store_query(c->store, &visit_sql_totals, PARAMS(p_text(org_path), p_int(cycle_no)));
	while (!sn_failed(e) && store_next(r))
		e = total_add(r, out);
	SN_TRY(store_done(r));
	SN_TRY(e);
	r = store_query(c->store, &visit_sql_need_totals,
			PARAMS(p_text(org_path), p_int(cycle_no)));
	if (store_next(r)) {
		out->needs = store_int(r, "needs");
		out->needs_open = store_int(r, "open");
	}
	return store_done(r);
}

/* ---- what may be entered ---- */

static struct sn_err text_take(struct ctx *c, const char *field, bool needed, struct str *text)
{
	struct str out;
	SN_TRY(text_normalise(c->mem, *text, &out));
	if (out.bytes > CARE_WORDS_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = field, .arg = {CARE_WORDS_BYTES_MAX});
	if (out.bytes == 0 && needed)
		return SN_FAIL(MISSING_FIELD, .field = field);
	*text = out.bytes == 0 ? STR_NULL : out;
	return SN_SUCCESS;
}

static struct sn_err check(struct ctx *c, struct visit *v)
{
	const int32_t today = day_of(now_us(c));
	if (!day_is_valid(v->day) || v->day > today)
		return SN_FAIL(VISIT_DAY, .field = "day", .arg = {v->day, today});
	if (v->met < 0)
		return SN_FAIL(VISIT_MET, .field = "met");
	if (v->bodies_count > VISIT_PARTS_MAX || v->given_count > VISIT_PARTS_MAX)
		return SN_FAIL(VISIT_PARTS, .arg = {VISIT_PARTS_MAX});
	SN_TRY(text_take(c, "leader", false, &v->leader));
	SN_TRY(text_take(c, "post", false, &v->post));
	SN_TRY(text_take(c, "site", true, &v->site));
	SN_TRY(text_take(c, "team", false, &v->team));
	return text_take(c, "words", false, &v->words);
}

/* Of all that was entered, each part behind its length, so that no two visits are the same text. */
static void add_text(struct sha256_stream *s, struct str text)
{
	char head[32];
	(void)snprintf(head, sizeof head, "%zu:", text.bytes);
	sha256_stream_add(s, str_of(head));
	if (text.bytes > 0)
		sha256_stream_add(s, text);
}
static void add_number(struct sha256_stream *s, int64_t number)
{
	char text[32];
	(void)snprintf(text, sizeof text, "%" PRId64, number);
	add_text(s, str_of(text));
}
static struct sn_err digest_of(const struct visit *v, struct sha256 *out)
{
	struct sha256_stream *s = sha256_stream_new();
	if (!s)
		return SN_FAIL(OUT_OF_MEMORY);
	add_text(s, STR("songnuan-visit/v1"));
	add_number(s, v->org_no);
	add_number(s, v->cycle_no);
	add_number(s, v->day);
	add_text(s, v->leader);
	add_text(s, v->post);
	add_text(s, v->site);
	add_text(s, v->team);
	add_number(s, v->met);
	add_number(s, v->met_is);
	add_text(s, v->words);
	for (size_t i = 0; i < v->bodies_count; i++) {
		add_number(s, v->bodies[i].org_no);
		add_number(s, v->bodies[i].partner_no);
		add_number(s, v->bodies[i].role);
	}
	for (size_t i = 0; i < v->given_count; i++) {
		add_number(s, v->given[i].kind);
		add_text(s, (struct str){(const char *)v->given[i].id.bytes,
					 sizeof v->given[i].id.bytes});
	}
	*out = sha256_stream_end(s);
	sha256_stream_free(s);
	return SN_SUCCESS;
}

/* ---- adding ---- */

static struct sn_err add_bodies(struct ctx *c, const struct visit *v)
{
	for (size_t i = 0; i < v->bodies_count; i++) {
		const struct visit_body *b = &v->bodies[i];
		assert((b->org_no == 0) != (b->partner_no == 0));
		SN_TRY(store_run(c->store, &visit_sql_add_body,
				 PARAMS(p_int(v->shard), p_uuid(v->visit_id), p_int((int64_t)i),
					b->org_no == 0 ? p_null() : p_int(b->org_no),
					b->partner_no == 0 ? p_null() : p_int(b->partner_no),
					p_text(str_of(cooperation_role_words(b->role)->word))),
				 NULL));
	}
	return SN_SUCCESS;
}

static struct sn_err add_given(struct ctx *c, const struct visit *v)
{
	static const struct sn_statement *const there[] = {
		[VISIT_GIVEN_PORTION] = &visit_sql_portion_there,
		[VISIT_GIVEN_DELIVERY] = &visit_sql_delivery_there,
		[VISIT_GIVEN_DOCUMENT] = &visit_sql_document_there};
	for (size_t i = 0; i < v->given_count; i++) {
		const struct visit_given *g = &v->given[i];
		struct rows *r = store_query(c->store, there[g->kind],
					     PARAMS(p_int(v->shard), p_uuid(g->id)));
		const bool found = store_next(r);
		SN_TRY(store_done(r));
		for (size_t before = 0; before < i; before++)
			if (uuid_eq(v->given[before].id, g->id))
				return SN_FAIL(VISIT_GIVEN, .field = "given");
		if (!found)
			return SN_FAIL(VISIT_GIVEN, .field = "given");
		SN_TRY(store_run(c->store, &visit_sql_add_given,
				 PARAMS(p_int(v->shard), p_uuid(v->visit_id),
					p_text(str_of(given_kinds[g->kind].word)), p_uuid(g->id)),
				 NULL));
	}
	return SN_SUCCESS;
}

static struct sn_err write(struct ctx *c, const struct visit *v, const struct sha256 *digest)
{
	struct bound_change bound = {.kind = BOUND_VISIT, .shard = v->shard};
	SN_TRY(visit_value(c, v, (struct str){(const char *)digest->bytes, sizeof digest->bytes},
			   &bound.now));
	SN_TRY(store_run(c->store, &visit_sql_add,
			 PARAMS(p_int(v->shard), p_uuid(v->visit_id), p_int(v->org_no),
				v->cycle_no == 0 ? p_null() : p_int(v->cycle_no), p_int(v->day),
				p_text(v->leader), p_text(v->post), p_text(v->site),
				p_text(v->team), v->met == 0 ? p_null() : p_int(v->met),
				p_text(str_of(qualifiers[v->met_is].word)), p_text(v->words),
				p_bytes(digest->bytes, sizeof digest->bytes),
				p_uuid_or_null(v->actor_id), p_int(v->at_us), p_bound(&bound.now)),
			 NULL));
	SN_TRY(add_bodies(c, v));
	SN_TRY(add_given(c, v));
	return bound_put(c, &bound);
}

struct sn_err visit_add(struct ctx *c, const struct visit *what, struct visit *out)
{
	struct visit v = *what, is;
	struct sha256 digest, stored = {{0}};
	struct org org;
	bool there = false;
	SN_TRY(org_by_no(c, v.org_no, 0, &org));
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, v.org_no));
	SN_TRY(check(c, &v));
	v.shard = org.shard;
	v.actor_id = c->actor_id;
	v.at_us = now_us(c);
	SN_TRY(digest_of(&v, &digest));
	SN_TRY(read_one(c, v.visit_id, &is, &stored, &there));
	if (there) {
		*out = is;
		return sha256_eq(digest, stored) ? SN_SUCCESS : SN_FAIL(VISIT_DIFFERS);
	}
	*out = v;
	return write(c, &v, &digest);
}

/* ---- needs ---- */

/* bound: with the check value that it has. */
static struct sn_err read_need(struct ctx *c, struct uuid need_id, struct visit_need *out,
			       struct bound_change *bound, bool *there)
{
	struct sn_err e = SN_SUCCESS;
	struct rows *r = store_query(c->store, &visit_sql_need_by_id, PARAMS(p_uuid(need_id)));
	*bound = (struct bound_change){.kind = BOUND_NEED};
	*there = store_next(r);
	if (*there) {
		bound->shard = store_int(r, "shard");
		bound->was_there = bound_read(&bound->was, store_bytes(r, "check_value"));
		e = visit_need_from_row(c->mem, r, out);
	}
	SN_TRY(store_done(r));
	return e;
}

static bool need_is(const struct visit_need *a, const struct visit_need *b)
{
	return uuid_eq(a->visit_id, b->visit_id) && a->org_no == b->org_no &&
	       str_eq(a->who, b->who) && str_eq(a->topic, b->topic) && str_eq(a->words, b->words);
}

struct sn_err visit_need_add(struct ctx *c, const struct visit_need *what, struct visit_need *out)
{
	struct visit_need n = *what, is;
	struct bound_change bound;
	struct visit visit;
	struct org owner;
	bool there = false;
	SN_TRY(visit_by_id(c, n.visit_id, &visit));
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, visit.org_no));
	n.shard = visit.shard;
	n.open = true;
	if (n.org_no == 0)
		n.org_no = visit.org_no;
	SN_TRY(org_by_no(c, n.org_no, 0, &owner));
	SN_TRY(text_take(c, "who", false, &n.who));
	SN_TRY(text_take(c, "topic", true, &n.topic));
	SN_TRY(text_take(c, "words", true, &n.words));
	SN_TRY(read_need(c, n.need_id, &is, &bound, &there));
	if (there) {
		*out = is;
		return need_is(&n, &is) ? SN_SUCCESS : SN_FAIL(NEED_DIFFERS);
	}
	n.actor_id = c->actor_id;
	n.at_us = now_us(c);
	n.closed_by = UUID_NULL;
	*out = n;
	bound.shard = n.shard;
	SN_TRY(visit_need_value(c, &n, &bound.now));
	SN_TRY(store_run(c->store, &visit_sql_need_add,
			 PARAMS(p_int(n.shard), p_uuid(n.need_id), p_uuid(n.visit_id),
				p_int(n.org_no), p_text(n.who), p_text(n.topic), p_text(n.words),
				p_uuid_or_null(n.actor_id), p_int(n.at_us), p_bound(&bound.now)),
			 NULL));
	return bound_put(c, &bound);
}

struct sn_err visit_need_close(struct ctx *c, struct uuid need_id, struct str answer)
{
	static const enum rights_role roles[] = {ROLE_MAKER, ROLE_CHECKER};
	struct visit_need n;
	struct bound_change bound;
	bool there = false;
	int64_t changed = 0;
	SN_TRY(read_need(c, need_id, &n, &bound, &there));
	if (!there)
		return SN_FAIL(NO_SUCH_NEED);
	SN_TRY(rights_require(c, roles, 2, n.org_no));
	SN_TRY(text_take(c, "answer", true, &answer));
	if (!n.open)
		return str_eq(n.answer, answer) ? SN_SUCCESS
						: SN_FAIL(NEED_CLOSED, .arg = {n.closed_day});
	n.open = false;
	n.closed_day = day_of(now_us(c));
	n.closed_by = c->actor_id;
	n.answer = answer;
	SN_TRY(visit_need_value(c, &n, &bound.now));
	SN_TRY(store_run(c->store, &visit_sql_need_close,
			 PARAMS(p_int(n.shard), p_uuid(need_id), p_int(n.closed_day),
				p_uuid_or_null(n.closed_by), p_text(answer), p_bound(&bound.now)),
			 &changed));
	assert(changed == 1); /* one writer: nobody came between */
	return bound_put(c, &bound);
}

struct sn_err visit_needs(struct ctx *c, const struct visit_need_filter *filter,
			  struct visit_need **out, size_t *count)
{
	struct visit_need *list = NULL;
	struct sn_err e = SN_SUCCESS;
	size_t n = 0;
	struct rows *r =
		uuid_is_null(filter->visit_id)
			? store_query(c->store, &visit_sql_needs_below,
				      PARAMS(p_text(filter->org_path), p_int(filter->closed_too),
					     p_int(VISIT_LIST_MAX)))
			: store_query(c->store, &visit_sql_needs_of,
				      PARAMS(p_int(filter->shard), p_uuid(filter->visit_id),
					     p_int(filter->closed_too), p_int(VISIT_LIST_MAX)));
	while (!sn_failed(e) && store_next(r)) {
		list = care_grow(c->mem, list, n, sizeof *list);
		e = list ? visit_need_from_row(c->mem, r, &list[n]) : SN_FAIL(OUT_OF_MEMORY);
		n++;
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	return e;
}
