/* Marks on an entitlement: that it is void, and the token that was told for it. A list's leaf binds neither, so that
 * each has a leaf of its own, made here when the mark is made, and again here when it is verified. */
#include "care/care_priv.h"
#include "care/care_sql.h"

/* cm binds what the leaf may not show; the entitlement's random id is in it, so that no digest can be guessed. */
static struct sn_err digest_void(struct ctx *c, const struct void_mark *m, struct sha256 *out)
{
	char id[UUID_TEXT_BYTES], by[UUID_TEXT_BYTES];
	uuid_text(m->entitlement_id, id);
	uuid_text(m->by_id, by);
	const char *text = arena_printf(
		c->mem, "songnuan-void/v1\nentitlement %s\nby %s\nat %lld\nwhy " STR_FMT "\n", id,
		by, (long long)m->at_us, STR_ARG(m->words));
	if (!text)
		return SN_FAIL(OUT_OF_MEMORY);
	*out = crypto_sha256(str_of(text));
	return SN_SUCCESS;
}
static struct sn_err digest_token(struct ctx *c, const struct token_mark *m, struct sha256 *out)
{
	char id[UUID_TEXT_BYTES], hash[SHA256_BYTES * 2 + 1];
	uuid_text(m->entitlement_id, id);
	crypto_hex(m->hash, SHA256_BYTES, hash);
	const char *text = arena_printf(
		c->mem, "songnuan-token/v1\nentitlement %s\nno %lld\nat %lld\nhash %s\n", id,
		(long long)m->number, (long long)m->at_us, hash);
	if (!text)
		return SN_FAIL(OUT_OF_MEMORY);
	*out = crypto_sha256(str_of(text));
	return SN_SUCCESS;
}

static struct tlog_leaf void_leaf(const struct void_mark *m, int64_t list_index,
				  const struct sha256 *digest)
{
	return (struct tlog_leaf){.kind = TLOG_VOID,
				  .day = day_of(m->at_us),
				  .cycle = m->cycle,
				  .level = '-',
				  .reverses_index = list_index,
				  .commitment = digest->bytes};
}
static struct tlog_leaf token_leaf(const struct token_mark *m, const struct sha256 *digest)
{
	return (struct tlog_leaf){.kind = TLOG_TOKEN,
				  .day = day_of(m->at_us),
				  .cycle = m->cycle,
				  .level = '-',
				  .reverses_index = -1,
				  .commitment = digest->bytes};
}
/* Each telling has a leaf of its own: its id follows from the entitlement's and its number. */
static struct uuid token_leaf_id(const struct token_mark *m)
{
	return care_share_id(m->entitlement_id, (size_t)m->number);
}

struct sn_err care_void_append(struct ctx *c, const struct void_mark *m)
{
	struct sha256 digest;
	int64_t list_index = -1;
	SN_TRY(digest_void(c, m, &digest));
	SN_TRY(tlog_index_of(c, m->list_shard, m->run_id, &list_index));
	const struct tlog_leaf leaf = void_leaf(m, list_index, &digest);
	return tlog_append(c, &leaf, m->shard, m->entitlement_id);
}

struct sn_err care_token_append(struct ctx *c, const struct token_mark *m)
{
	struct sha256 digest;
	SN_TRY(digest_token(c, m, &digest));
	const struct tlog_leaf leaf = token_leaf(m, &digest);
	return tlog_append(c, &leaf, m->shard, token_leaf_id(m));
}

/* ---- verifying: every mark has its leaf, and every leaf its mark ---- */

/* An entitlement's marks as they are stored; at_us 0: it bears none of that kind. */
struct marked {
	struct void_mark voided;
	struct token_mark token;
	bool told; /* a column of the token says so */
	uint8_t hash[SHA256_BYTES];
};
struct counts {
	int64_t voids, tokens;
};
enum { MARKS_PAGE = 500 };

static struct marked marked_from(struct arena *mem, const struct rows *r)
{
	const struct str hash = store_bytes(r, "told_hash");
	struct marked m = {.told = !store_is_null(r, "told_us") || hash.bytes > 0 ||
				   store_int(r, "told_count") != 0};
	m.voided = (struct void_mark){.shard = store_int(r, "shard"),
				      .at_us = store_int(r, "void_us"),
				      .list_shard = store_int(r, "list_shard"),
				      .entitlement_id = store_uuid(r, "entitlement_id"),
				      .run_id = store_uuid(r, "run_id"),
				      .by_id = store_uuid(r, "void_by"),
				      .cycle = arena_str(mem, store_text(r, "cycle")),
				      .words = arena_str(mem, store_text(r, "void_words"))};
	m.token = (struct token_mark){.shard = m.voided.shard,
				      .at_us = store_int(r, "told_us"),
				      .number = store_int(r, "told_count"),
				      .entitlement_id = m.voided.entitlement_id,
				      .cycle = m.voided.cycle};
	if (hash.bytes == SHA256_BYTES)
		memcpy(m.hash, hash.at, SHA256_BYTES);
	return m;
}

static struct sn_err void_stands(struct ctx *c, const struct void_mark *m, bool *stands)
{
	struct sha256 digest;
	int64_t list_index = -1;
	SN_TRY(digest_void(c, m, &digest));
	SN_TRY(tlog_index_of(c, m->list_shard, m->run_id, &list_index));
	const struct tlog_leaf leaf = void_leaf(m, list_index, &digest);
	return care_leaf_stands(c, m->shard, m->entitlement_id, &leaf, stands);
}
static struct sn_err token_stands(struct ctx *c, const struct token_mark *m, bool *stands)
{
	struct sha256 digest;
	SN_TRY(digest_token(c, m, &digest));
	const struct tlog_leaf leaf = token_leaf(m, &digest);
	return care_leaf_stands(c, m->shard, token_leaf_id(m), &leaf, stands);
}

static struct sn_err verify_marked(struct ctx *c, const struct marks_verifying *v, struct marked *m,
				   struct counts *counts)
{
	bool stands = true;
	struct ledger_finding f = {.shard = m->voided.shard, .id = m->voided.entitlement_id};
	if (m->voided.at_us != 0) {
		counts->voids++;
		SN_TRY(void_stands(c, &m->voided, &stands));
	}
	f.what = "void";
	if (!stands)
		v->report(v->self, &f);
	stands = true;
	m->token.hash = m->hash;
	if (m->told) {
		counts->tokens += m->token.number;
		SN_TRY(token_stands(c, &m->token, &stands));
	}
	f.what = "token";
	if (!stands)
		v->report(v->self, &f);
	return SN_SUCCESS;
}

static struct sn_err verify_page(struct ctx *c, const struct marks_verifying *v,
				 struct tlog_ref *after, struct counts *counts, bool *last)
{
	size_t count = 0;
	struct marked *marks = ARENA_ARRAY(c->mem, struct marked, MARKS_PAGE);
	if (!marks)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r =
		store_query(c->store, &care_sql_entitlements_marked,
			    PARAMS(p_int(after->shard), p_uuid(after->ref_id), p_int(MARKS_PAGE)));
	while (store_next(r))
		marks[count++] = marked_from(c->mem, r);
	SN_TRY(store_done(r));
	for (size_t i = 0; i < count; i++)
		SN_TRY(verify_marked(c, v, &marks[i], counts));
	*last = count < MARKS_PAGE;
	if (count > 0)
		*after = (struct tlog_ref){marks[count - 1].voided.shard,
					   marks[count - 1].voided.entitlement_id};
	return SN_SUCCESS;
}

struct sn_err care_marks_verify(struct ctx *c, const struct marks_verifying *v)
{
	struct tlog_ref after = {.shard = 0};
	struct counts counts = {0, 0};
	int64_t voids = 0, tokens = 0;
	bool last = false;
	while (!last) {
		const struct arena_mark mark = arena_mark(c->mem);
		SN_TRY(verify_page(c, v, &after, &counts, &last));
		arena_rewind(c->mem, mark);
	}
	SN_TRY(tlog_count_kind(c, TLOG_VOID, &voids));
	SN_TRY(tlog_count_kind(c, TLOG_TOKEN, &tokens));
	if (counts.voids != voids)
		v->report(v->self, &(const struct ledger_finding){.what = "void",
								  .expected = voids,
								  .found = counts.voids});
	if (counts.tokens != tokens)
		v->report(v->self, &(const struct ledger_finding){.what = "token",
								  .expected = tokens,
								  .found = counts.tokens});
	return SN_SUCCESS;
}
