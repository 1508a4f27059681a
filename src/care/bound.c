/* Rows without leaves: their check values, how many there are, and both compared. */
#include "care/bound.h"

#include "care/care_priv.h"
#include "care/care_sql.h"

#include <assert.h>
#include <inttypes.h>

enum { VALUE_BYTES = sizeof((struct blind_index *)0)->bytes };

static const char *const words[] = {
#define X(name, word) [BOUND_##name] = (word),
	BOUND_KINDS(X)
#undef X
};

/* ---- a row's check value ---- */

struct sn_err bound_begin(struct sha256_stream **out)
{
	*out = sha256_stream_new();
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	return SN_SUCCESS;
}

/* What was not told is told from what is empty. */
void bound_text(struct sha256_stream *s, struct str text)
{
	char head[32];
	(void)snprintf(head, sizeof head, "%zu%c", text.bytes, str_is_null(text) ? '-' : ':');
	sha256_stream_add(s, str_of(head));
	if (text.bytes > 0)
		sha256_stream_add(s, text);
}
void bound_number(struct sha256_stream *s, int64_t number)
{
	char text[32];
	(void)snprintf(text, sizeof text, "%" PRId64, number);
	bound_text(s, str_of(text));
}
void bound_id(struct sha256_stream *s, struct uuid id)
{
	bound_text(s, (struct str){(const char *)id.bytes, sizeof id.bytes});
}

struct blind_index bound_end(const struct ctx *c, enum bound_kind kind, struct sha256_stream *s)
{
	char digest[2 * SHA256_BYTES + 1], text[sizeof digest + 64];
	assert(c->keys && kind < BOUND_KINDS_COUNT);
	const struct sha256 sum = sha256_stream_end(s);
	sha256_stream_free(s);
	crypto_hex(sum.bytes, SHA256_BYTES, digest);
	(void)snprintf(text, sizeof text, "songnuan-bound/v1\nrow %s %s\n", words[kind], digest);
	return keyring_index(c->keys, KEYRING_BOUND, str_of(text));
}

bool bound_read(struct blind_index *out, struct str column)
{
	memset(out->bytes, 0, sizeof out->bytes);
	if (column.bytes == sizeof out->bytes)
		memcpy(out->bytes, column.at, sizeof out->bytes);
	return column.bytes > 0;
}

/* ---- how many there are ---- */

/* A shard's rows of one kind. */
struct sum {
	int64_t shard, count;
	struct blind_index combined;
};
static void combine(struct blind_index *into, const struct blind_index *value)
{
	for (size_t i = 0; i < VALUE_BYTES; i++)
		into->bytes[i] ^= value->bytes[i];
}
static struct blind_index sum_check(const struct ctx *c, enum bound_kind kind, const struct sum *s)
{
	char combined[2 * VALUE_BYTES + 1], text[sizeof combined + 128];
	crypto_hex(s->combined.bytes, VALUE_BYTES, combined);
	(void)snprintf(text, sizeof text, "songnuan-bound/v1\nsum %s %" PRId64 " %" PRId64 " %s\n",
		       words[kind], s->shard, s->count, combined);
	return keyring_index(c->keys, KEYRING_BOUND, str_of(text));
}

/* there: the shard has had a row of the kind before. */
static struct sn_err read_sum(struct ctx *c, enum bound_kind kind, struct sum *s, bool *there)
{
	struct rows *r =
		store_query(c->store, &care_sql_bound, PARAMS(p_int(s->shard), p_int(kind)));
	*there = store_next(r);
	if (*there) {
		s->count = store_int(r, "row_count");
		(void)bound_read(&s->combined, store_bytes(r, "combined"));
	}
	return store_done(r);
}

struct sn_err bound_put(struct ctx *c, const struct bound_change *change)
{
	struct sum s = {.shard = change->shard};
	bool there;
	SN_TRY(read_sum(c, change->kind, &s, &there));
	s.count += !change->was_there;
	if (change->was_there)
		combine(&s.combined, &change->was);
	combine(&s.combined, &change->now);
	const struct blind_index check = sum_check(c, change->kind, &s);
	return store_run(c->store, there ? &care_sql_bound_move : &care_sql_bound_add,
			 PARAMS(p_int(s.shard), p_int(change->kind), p_int(s.count),
				p_bound(&s.combined), p_bound(&check)),
			 NULL);
}

/* ---- verifying ---- */

struct bound_check {
	struct ctx *c;
	enum bound_kind kind;
	void (*report)(void *self, const struct ledger_finding *f);
	void *self;
	struct sum *sums; /* what stands, by shard */
	size_t count;
};

struct sn_err bound_check_new(struct ctx *c, enum bound_kind kind,
			      void (*report)(void *self, const struct ledger_finding *f),
			      void *self, struct bound_check **out)
{
	*out = ARENA_NEW(c->mem, struct bound_check);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	**out = (struct bound_check){.c = c, .kind = kind, .report = report, .self = self};
	return SN_SUCCESS;
}

static bool is_same(const struct blind_index *a, const struct blind_index *b)
{
	return memcmp(a->bytes, b->bytes, VALUE_BYTES) == 0;
}

struct sn_err bound_check_row(struct bound_check *k, const struct bound_row *row)
{
	if (!row->has_value)
		return SN_SUCCESS;
	if (!is_same(&row->stored, &row->right))
		k->report(k->self, &(const struct ledger_finding){.what = words[k->kind],
								  .shard = row->shard,
								  .id = row->id});
	assert(k->count == 0 || k->sums[k->count - 1].shard <= row->shard);
	if (k->count == 0 || k->sums[k->count - 1].shard != row->shard) {
		k->sums = care_grow(k->c->mem, k->sums, k->count, sizeof *k->sums);
		if (!k->sums)
			return SN_FAIL(OUT_OF_MEMORY);
		k->sums[k->count++] = (struct sum){.shard = row->shard};
	}
	k->sums[k->count - 1].count++;
	combine(&k->sums[k->count - 1].combined, &row->stored);
	return SN_SUCCESS;
}

static void compare(const struct bound_check *k, const struct sum *noted,
		    const struct blind_index *check, const struct sum *stands)
{
	const struct blind_index right = sum_check(k->c, k->kind, noted);
	if (noted->count != stands->count || !is_same(&noted->combined, &stands->combined) ||
	    !is_same(check, &right))
		k->report(k->self, &(const struct ledger_finding){.what = words[k->kind],
								  .shard = stands->shard,
								  .expected = noted->count,
								  .found = stands->count});
}

/* Both come by shard; one that only either has stands beside nothing. */
struct sn_err bound_check_end(struct bound_check *k)
{
	static const struct blind_index none;
	size_t at = 0;
	struct rows *r = store_query(k->c->store, &care_sql_bounds, PARAMS(p_int(k->kind)));
	while (store_next(r)) {
		struct sum noted = {.shard = store_int(r, "shard"),
				    .count = store_int(r, "row_count")};
		struct blind_index check;
		(void)bound_read(&noted.combined, store_bytes(r, "combined"));
		(void)bound_read(&check, store_bytes(r, "check_value"));
		for (; at < k->count && k->sums[at].shard < noted.shard; at++)
			compare(k, &(const struct sum){.shard = k->sums[at].shard}, &none,
				&k->sums[at]);
		const bool stands = at < k->count && k->sums[at].shard == noted.shard;
		const struct sum nothing = {.shard = noted.shard};
		compare(k, &noted, &check, stands ? &k->sums[at] : &nothing);
		at += stands;
	}
	for (; at < k->count; at++)
		compare(k, &(const struct sum){.shard = k->sums[at].shard}, &none, &k->sums[at]);
	return store_done(r);
}
