/* Honours: entered, withdrawn, listed, verified. */
#include "care/honour.h"

#include "base/text.h"
#include "care/care_priv.h"
#include "care/honour_sql.h"
#include "org/partner.h"

#include <assert.h>
#include <inttypes.h>

/* ---- words ---- */

static const struct org_words kinds[] = {
#define X(name, word, zh, en) [HONOUR_##name] = {word, zh, en},
	HONOUR_KINDS(X)
#undef X
};
static const struct org_words levels[] = {
#define X(name, word, zh, en) [HONOUR_LEVEL_##name] = {word, zh, en},
	HONOUR_LEVELS(X)
#undef X
};

const struct org_words *honour_kind_words(enum honour_kind kind)
{
	assert(kind < HONOUR_KINDS_COUNT);
	return &kinds[kind];
}
const struct org_words *honour_level_words(enum honour_level level)
{
	assert(level < HONOUR_LEVELS_COUNT);
	return &levels[level];
}
static bool find_word(const struct org_words *words, size_t count, struct str text, size_t *at)
{
	for (*at = 0; *at < count; ++*at)
		if (str_is(text, words[*at].word) || str_is(text, words[*at].zh))
			return true;
	return false;
}
bool honour_kind_parse(enum honour_kind *out, struct str text)
{
	size_t at = 0;
	const bool known = find_word(kinds, HONOUR_KINDS_COUNT, text, &at);
	if (known)
		*out = (enum honour_kind)at;
	return known;
}
bool honour_level_parse(enum honour_level *out, struct str text)
{
	size_t at = 0;
	const bool known = find_word(levels, HONOUR_LEVELS_COUNT, text, &at);
	if (known)
		*out = (enum honour_level)at;
	return known;
}

/* ---- rows ---- */

static bool copy_text(struct arena *mem, const struct rows *r, const char *column, struct str *out)
{
	*out = STR_NULL;
	if (store_is_null(r, column))
		return true;
	*out = arena_str(mem, store_text(r, column));
	return out->at != NULL;
}

static struct sn_err from_row(struct arena *mem, const struct rows *r, struct honour *out)
{
	*out = (struct honour){.honour_id = store_uuid(r, "honour_id"),
			       .shard = store_int(r, "shard"),
			       .org_no = store_int(r, "org_no"),
			       .person_id = store_uuid(r, "person_id"),
			       .union_no = store_int(r, "union_no"),
			       .partner_no = store_int(r, "partner_no"),
			       .year = (int32_t)store_int(r, "year"),
			       .level_known = !store_is_null(r, "level"),
			       .maker_id = store_uuid(r, "maker_id"),
			       .at_us = store_int(r, "at_us"),
			       .withdrawn_us = store_int(r, "withdrawn_us"),
			       .withdrawn_by = store_uuid(r, "withdrawn_by")};
	/* the table's CHECKs have the same lists: somebody has gone round them */
	const bool known = honour_kind_parse(&out->kind, store_text(r, "kind"));
	const bool level =
		!out->level_known || honour_level_parse(&out->level, store_text(r, "level"));
	if (!known || !level)
		return sn_err_with_text(SN_FAIL(ROW_DAMAGED), "honour");
	const bool copied = copy_text(mem, r, "station", &out->station) &&
			    copy_text(mem, r, "station_code", &out->station_code) &&
			    copy_text(mem, r, "award", &out->award) &&
			    copy_text(mem, r, "giver", &out->giver) &&
			    copy_text(mem, r, "document", &out->document) &&
			    copy_text(mem, r, "words", &out->words) &&
			    copy_text(mem, r, "why", &out->why);
	return copied ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static struct sn_err read_one(struct ctx *c, struct uuid honour_id, struct honour *out, bool *there)
{
	struct sn_err e = SN_SUCCESS;
	struct rows *r = store_query(c->store, &honour_sql_by_id, PARAMS(p_uuid(honour_id)));
	*there = store_next(r);
	if (*there)
		e = from_row(c->mem, r, out);
	SN_TRY(store_done(r));
	return e;
}

struct sn_err honour_by_id(struct ctx *c, struct uuid honour_id, struct honour *out)
{
	bool there = false;
	SN_TRY(read_one(c, honour_id, out, &there));
	return there ? SN_SUCCESS : SN_FAIL(NO_SUCH_HONOUR);
}

/* ---- leaves ---- */

/* Each part behind its length, so that no two honours are the same text. */
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
static void add_id(struct sha256_stream *s, struct uuid id)
{
	add_text(s, (struct str){(const char *)id.bytes, sizeof id.bytes});
}

static struct sn_err digest_of(const struct honour *h, bool withdrawn, struct sha256 *out)
{
	struct sha256_stream *s = sha256_stream_new();
	if (!s)
		return SN_FAIL(OUT_OF_MEMORY);
	add_text(s, STR("songnuan-honour/v1"));
	add_id(s, h->honour_id);
	add_number(s, h->org_no);
	add_number(s, h->kind);
	add_id(s, h->person_id);
	add_number(s, h->union_no);
	add_number(s, h->partner_no);
	add_text(s, h->station);
	add_text(s, h->station_code);
	add_text(s, h->award);
	add_text(s, h->giver);
	add_number(s, h->year);
	add_number(s, h->level_known ? (int64_t)h->level : -1);
	add_text(s, h->document);
	add_text(s, h->words);
	add_id(s, h->maker_id);
	add_number(s, h->at_us);
	if (withdrawn) {
		add_id(s, h->withdrawn_by);
		add_number(s, h->withdrawn_us);
		add_text(s, h->why);
	}
	*out = sha256_stream_end(s);
	sha256_stream_free(s);
	return SN_SUCCESS;
}

/* Withdrawing has a leaf of its own: its id follows from the honour's. */
static struct uuid leaf_id(const struct honour *h, bool withdrawn)
{
	return care_share_id(h->honour_id, withdrawn);
}
static struct tlog_leaf leaf_of(const struct honour *h, bool withdrawn, const struct sha256 *digest)
{
	return (struct tlog_leaf){.kind = TLOG_HONOUR,
				  .day = day_of(withdrawn ? h->withdrawn_us : h->at_us),
				  .level = '-',
				  .reverses_index = -1,
				  .commitment = digest->bytes};
}
static struct sn_err append(struct ctx *c, const struct honour *h, bool withdrawn)
{
	struct sha256 digest;
	SN_TRY(digest_of(h, withdrawn, &digest));
	const struct tlog_leaf leaf = leaf_of(h, withdrawn, &digest);
	return tlog_append(c, &leaf, h->shard, leaf_id(h, withdrawn));
}
static struct sn_err stands(struct ctx *c, const struct honour *h, bool withdrawn, bool *out)
{
	struct sha256 digest;
	SN_TRY(digest_of(h, withdrawn, &digest));
	const struct tlog_leaf leaf = leaf_of(h, withdrawn, &digest);
	return care_leaf_stands(c, h->shard, leaf_id(h, withdrawn), &leaf, out);
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

/* One code, one station. */
static struct sn_err code_check(struct ctx *c, const struct honour *h)
{
	if (str_is_null(h->station_code))
		return SN_SUCCESS;
	if (!care_code_is_good(h->station_code))
		return SN_FAIL(HONOUR_CODE, .field = "station", .arg = {CARE_CODE_BYTES_MAX});
	struct rows *r =
		store_query(c->store, &honour_sql_station_of_code, PARAMS(p_text(h->station_code)));
	const bool other = store_next(r) && (store_int(r, "org_no") != h->org_no ||
					     !str_eq(store_text(r, "station"), h->station));
	SN_TRY(store_done(r));
	return other ? sn_err_with_text(SN_FAIL(HONOUR_STATION, .field = "station"), STR_FMT,
					STR_ARG(h->station_code))
		     : SN_SUCCESS;
}

/* Who is honoured is there and belongs to the union that keeps it; a partner may stand beside any union. */
static struct sn_err subject_check(struct ctx *c, const struct org *keeper, struct honour *h)
{
	const struct person_ref ref = {h->shard, h->person_id};
	struct partner partner;
	struct person person;
	struct org org = *keeper;
	switch (h->kind) {
	case HONOUR_PERSON:
		SN_TRY(people_by_refs(c, &ref, 1, &person));
		if (uuid_is_null(person.person_id))
			return SN_FAIL(NO_SUCH_PERSON);
		SN_TRY(org_by_no(c, person.org_no, 0, &org));
		break;
	case HONOUR_UNION:
		SN_TRY(org_by_no(c, h->union_no, 0, &org));
		break;
	case HONOUR_PARTNER:
		return partner_by_no(c, h->partner_no, 0, &partner);
	case HONOUR_STATION:
		SN_TRY(text_take(c, "station", true, &h->station));
		return code_check(c, h);
	case HONOUR_KINDS_COUNT:
		break;
	}
	return str_starts(org.path, keeper->path) ? SN_SUCCESS : SN_FAIL(HONOUR_OUTSIDE);
}

static struct sn_err content_check(struct ctx *c, struct honour *h)
{
	const int32_t this_year = day_of(now_us(c)) / 10000;
	if (h->year != 0 && (h->year < HONOUR_YEAR_MIN || h->year > this_year))
		return SN_FAIL(HONOUR_YEAR, .field = "year", .arg = {HONOUR_YEAR_MIN, this_year});
	SN_TRY(text_take(c, "award", true, &h->award));
	SN_TRY(text_take(c, "giver", false, &h->giver));
	SN_TRY(text_take(c, "document", false, &h->document));
	return text_take(c, "words", false, &h->words);
}

/* Without who entered it and when. */
static struct sn_err same_content(const struct honour *h, const struct honour *is, bool *same)
{
	struct honour a = *h;
	struct sha256 one, other;
	a.maker_id = is->maker_id;
	a.at_us = is->at_us;
	SN_TRY(digest_of(&a, false, &one));
	SN_TRY(digest_of(is, false, &other));
	*same = sha256_eq(one, other);
	return SN_SUCCESS;
}

/* ---- entering and withdrawing ---- */

static struct sn_err write(struct ctx *c, const struct honour *h)
{
	return store_run(c->store, &honour_sql_add,
			 PARAMS(p_int(h->shard), p_uuid(h->honour_id), p_int(h->org_no),
				p_text(str_of(kinds[h->kind].word)), p_uuid_or_null(h->person_id),
				h->union_no == 0 ? p_null() : p_int(h->union_no),
				h->partner_no == 0 ? p_null() : p_int(h->partner_no),
				p_text(h->station), p_text(h->station_code), p_text(h->award),
				p_text(h->giver), h->year == 0 ? p_null() : p_int(h->year),
				h->level_known ? p_text(str_of(levels[h->level].word)) : p_null(),
				p_text(h->document), p_text(h->words), p_uuid_or_null(h->maker_id),
				p_int(h->at_us)),
			 NULL);
}

static bool same_told(struct str a, struct str b)
{
	return str_is_null(a) ? str_is_null(b) : !str_is_null(b) && str_eq(a, b);
}
/* One award, told once more: nothing that was told of the two tells them apart. */
static bool is_alike(const struct honour *a, const struct honour *b)
{
	return uuid_eq(a->person_id, b->person_id) && a->union_no == b->union_no &&
	       a->partner_no == b->partner_no && same_told(a->station, b->station) &&
	       a->year == b->year && a->level_known == b->level_known &&
	       (!a->level_known || a->level == b->level) && same_told(a->giver, b->giver) &&
	       same_told(a->document, b->document);
}
static struct sn_err twice_check(struct ctx *c, const struct honour *h)
{
	struct sn_err e = SN_SUCCESS;
	struct rows *r = store_query(c->store, &honour_sql_alike,
				     PARAMS(p_int(h->shard), p_int(h->org_no),
					    p_text(str_of(kinds[h->kind].word)), p_text(h->award)));
	while (!sn_failed(e) && store_next(r)) {
		const struct arena_mark mark = arena_mark(c->mem);
		struct honour is;
		e = from_row(c->mem, r, &is);
		if (!sn_failed(e) && is_alike(h, &is)) {
			char id[UUID_TEXT_BYTES];
			uuid_text(is.honour_id, id);
			e = sn_err_with_text(SN_FAIL(HONOUR_TWICE, .field = "award"), "%s", id);
		}
		arena_rewind(c->mem, mark);
	}
	SN_TRY(store_done(r));
	return e;
}

struct sn_err honour_add(struct ctx *c, const struct honour *what, struct honour *out)
{
	struct honour h = *what, is;
	struct org org;
	bool there = false, same = false;
	SN_TRY(org_by_no(c, h.org_no, 0, &org));
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, h.org_no));
	/* a region honours people of its counties: an honour stands where its person does */
	if (h.kind != HONOUR_PERSON || h.shard == 0)
		h.shard = org.shard;
	SN_TRY(subject_check(c, &org, &h));
	SN_TRY(content_check(c, &h));
	SN_TRY(read_one(c, h.honour_id, &is, &there));
	if (there) {
		*out = is;
		SN_TRY(same_content(&h, &is, &same));
		return same ? SN_SUCCESS : SN_FAIL(HONOUR_DIFFERS);
	}
	SN_TRY(twice_check(c, &h));
	h.maker_id = c->actor_id;
	h.at_us = now_us(c);
	h.withdrawn_us = 0;
	*out = h;
	SN_TRY(write(c, &h));
	return append(c, &h, false);
}

struct sn_err honour_withdraw(struct ctx *c, struct uuid honour_id, struct str why)
{
	static const enum rights_role roles[] = {ROLE_CHECKER, ROLE_APPROVER};
	struct honour h;
	int64_t changed = 0;
	SN_TRY(honour_by_id(c, honour_id, &h));
	SN_TRY(rights_require(c, roles, 2, h.org_no));
	SN_TRY(text_take(c, "why", true, &why));
	if (h.withdrawn_us != 0)
		return str_eq(h.why, why)
			       ? SN_SUCCESS
			       : SN_FAIL(HONOUR_WITHDRAWN, .arg = {day_of(h.withdrawn_us)});
	h.withdrawn_us = now_us(c);
	h.withdrawn_by = c->actor_id;
	h.why = why;
	SN_TRY(store_run(c->store, &honour_sql_withdraw,
			 PARAMS(p_int(h.shard), p_uuid(honour_id), p_int(h.withdrawn_us),
				p_uuid_or_null(h.withdrawn_by), p_text(why)),
			 &changed));
	assert(changed == 1); /* one writer: nobody came between */
	return append(c, &h, true);
}

/* ---- listing ---- */

static struct sn_err read_rows(struct ctx *c, const struct honour_filter *filter,
			       struct honour_row **out, size_t *count)
{
	const char *end = arena_printf(c->mem, STR_FMT "g", STR_ARG(filter->org_path));
	struct honour_row *list = NULL;
	struct sn_err e = SN_SUCCESS;
	size_t n = 0;
	if (!end)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(
		c->store, &honour_sql_below,
		PARAMS(p_text(filter->org_path), p_text(str_of(end)), p_int(filter->withdrawn_too),
		       p_int(filter->year),
		       filter->one_kind ? p_text(str_of(kinds[filter->kind].word)) : p_null(),
		       p_int(HONOUR_LIST_MAX)));
	while (!sn_failed(e) && store_next(r)) {
		list = care_grow(c->mem, list, n, sizeof *list);
		if (!list) {
			e = SN_FAIL(OUT_OF_MEMORY);
			break;
		}
		list[n].person = (struct person){.shard = 0};
		e = from_row(c->mem, r, &list[n++].is);
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	return e;
}

/* Who the people are now: aliases of merged duplicates are followed. One read for all. */
static struct sn_err read_people(struct ctx *c, struct honour_row *list, size_t count)
{
	struct person_ref *refs = ARENA_ARRAY(c->mem, struct person_ref, count + 1);
	struct person *people = ARENA_ARRAY(c->mem, struct person, count + 1);
	size_t n = 0;
	if (!refs || !people)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++)
		if (list[i].is.kind == HONOUR_PERSON)
			refs[n++] = (struct person_ref){list[i].is.shard, list[i].is.person_id};
	SN_TRY(people_by_refs(c, refs, n, people));
	n = 0;
	for (size_t i = 0; i < count; i++)
		if (list[i].is.kind == HONOUR_PERSON)
			list[i].person = people[n++];
	return SN_SUCCESS;
}

struct sn_err honour_list(struct ctx *c, const struct honour_filter *filter,
			  struct honour_row **out, size_t *count)
{
	size_t all = 0;
	SN_TRY(read_rows(c, filter, out, &all));
	SN_TRY(read_people(c, *out, all));
	*count = 0;
	for (size_t i = 0; i < all; i++)
		if (uuid_is_null(filter->person_id) ||
		    uuid_eq(filter->person_id, (*out)[i].person.person_id) ||
		    uuid_eq(filter->person_id, (*out)[i].is.person_id))
			(*out)[(*count)++] = (*out)[i];
	return SN_SUCCESS;
}

/* ---- verifying ---- */

enum { VERIFY_PAGE = 500 };

struct verifying {
	void (*each)(void *self, const struct ledger_finding *f);
	void *self;
	int64_t count, leaves;
};
static void report(struct verifying *v, struct ledger_finding f)
{
	v->count++;
	v->each(v->self, &f);
}

/* One that was withdrawn has a second leaf, one that stands has none. */
static struct sn_err verify_withdrawn(struct ctx *c, const struct honour *h, bool *right)
{
	int64_t index = -1;
	if (h->withdrawn_us != 0)
		return stands(c, h, true, right);
	SN_TRY(tlog_index_of(c, h->shard, leaf_id(h, true), &index));
	*right = index == -1;
	return SN_SUCCESS;
}

static struct sn_err verify_one(struct ctx *c, struct verifying *v, const struct honour *h)
{
	bool added = false, withdrawn = false;
	SN_TRY(stands(c, h, false, &added));
	SN_TRY(verify_withdrawn(c, h, &withdrawn));
	v->leaves += h->withdrawn_us != 0 ? 2 : 1;
	if (!added || !withdrawn)
		report(v, (struct ledger_finding){
				  .what = "honour", .shard = h->shard, .id = h->honour_id});
	return SN_SUCCESS;
}

static struct sn_err verify_page(struct ctx *c, struct verifying *v, struct uuid *after, bool *last)
{
	struct honour *page = ARENA_ARRAY(c->mem, struct honour, VERIFY_PAGE);
	struct sn_err e = SN_SUCCESS;
	size_t n = 0;
	if (!page)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r =
		store_query(c->store, &honour_sql_all, PARAMS(p_uuid(*after), p_int(VERIFY_PAGE)));
	while (!sn_failed(e) && store_next(r))
		e = from_row(c->mem, r, &page[n++]);
	SN_TRY(store_done(r));
	SN_TRY(e);
	for (size_t i = 0; i < n; i++)
		SN_TRY(verify_one(c, v, &page[i]));
	*last = n < VERIFY_PAGE;
	if (n > 0)
		*after = page[n - 1].honour_id;
	return SN_SUCCESS;
}

struct sn_err honour_verify(struct ctx *c, void (*each)(void *self, const struct ledger_finding *f),
			    void *self, int64_t *findings)
{
	struct verifying v = {.each = each, .self = self};
	struct uuid after = UUID_NULL;
	int64_t leaves = 0;
	for (bool last = false; !last;) {
		const struct arena_mark mark = arena_mark(c->mem);
		SN_TRY(verify_page(c, &v, &after, &last));
		arena_rewind(c->mem, mark);
	}
	SN_TRY(tlog_count_kind(c, TLOG_HONOUR, &leaves));
	if (leaves != v.leaves)
		report(&v, (struct ledger_finding){
				   .what = "honour", .expected = leaves, .found = v.leaves});
	struct rows *r = store_query(c->store, &honour_sql_wrong, NO_PARAMS);
	while (store_next(r))
		report(&v, (struct ledger_finding){.what = "honour-subject",
						   .shard = store_int(r, "shard"),
						   .id = store_uuid(r, "honour_id")});
	SN_TRY(store_done(r));
	*findings += v.count;
	return SN_SUCCESS;
}
