/* Attachments: contents sealed in chunks, and what they are attached to. */
#include "base/text.h"
#include "people/attachment_priv.h"
#include "people/attachment_sql.h"

#include <assert.h>
#include <inttypes.h>

/* ---- rows ---- */

static struct sn_err from_row(struct arena *mem, const struct rows *r, struct attachment *out)
{
	*out = (struct attachment){.shard = store_int(r, "shard"),
				   .attachment_id = store_uuid(r, "attachment_id"),
				   .org_no = store_int(r, "org_no"),
				   .subject_id = store_uuid(r, "subject_id"),
				   .bytes = store_int(r, "bytes"),
				   .added_by = store_uuid(r, "added_by"),
				   .added_us = store_int(r, "added_us"),
				   .content_id = store_uuid(r, "content_id")};
	const struct str digest = store_bytes(r, "sha256"), type = store_text(r, "type");
	if (digest.bytes == sizeof out->digest.bytes)
		memcpy(out->digest.bytes, digest.at, digest.bytes);
	for (size_t t = 0; t < ATTACHMENT_TYPES_COUNT; t++)
		if (str_is(type, attachment_type_word((enum attachment_type)t)))
			out->type = (enum attachment_type)t;
	/* the table's CHECKs have the same lists */
	const bool known = attachment_subject_parse(&out->subject, store_text(r, "subject"));
	const bool said = attachment_consent_parse(&out->consent, store_text(r, "consent"));
	assert(known);
	assert(said);
	(void)known;
	(void)said;
	if (store_is_null(r, "caption"))
		return SN_SUCCESS;
	out->caption = arena_str(mem, store_text(r, "caption"));
	return out->caption.at ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static struct sn_err read_one(struct ctx *c, struct uuid attachment_id, struct attachment *out,
			      bool *there)
{
	struct sn_err e = SN_SUCCESS;
	struct rows *r =
		store_query(c->store, &attachment_sql_by_id, PARAMS(p_uuid(attachment_id)));
	*there = store_next(r);
	if (*there)
		e = from_row(c->mem, r, out);
	SN_TRY(store_done(r));
	return e;
}

struct sn_err attachment_by_id(struct ctx *c, struct uuid attachment_id, struct attachment *out)
{
	bool there = false;
	SN_TRY(read_one(c, attachment_id, out, &there));
	return there ? SN_SUCCESS : SN_FAIL(NO_SUCH_ATTACHMENT);
}

struct sn_err attachment_list(struct ctx *c, const struct attachment_filter *filter,
			      struct attachment **out, size_t *count)
{
	const size_t rows_max = filter->rows_max > 0 && filter->rows_max < ATTACHMENT_LIST_MAX
					? filter->rows_max
					: ATTACHMENT_LIST_MAX;
	struct attachment *list = ARENA_ARRAY(c->mem, struct attachment, rows_max);
	struct sn_err e = list ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
	size_t n = 0;
	SN_TRY(e);
	struct rows *r =
		uuid_is_null(filter->subject_id)
			? store_query(c->store, &attachment_sql_below,
				      PARAMS(p_text(filter->org_path), p_uuid(filter->after),
					     p_int((int64_t)rows_max)))
			: store_query(c->store, &attachment_sql_of_subject,
				      PARAMS(p_int(filter->shard), p_uuid(filter->subject_id),
					     p_uuid(filter->after), p_int((int64_t)rows_max)));
	while (!sn_failed(e) && store_next(r))
		e = from_row(c->mem, r, &list[n++]);
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	return e;
}

/* ---- contents ---- */

/* Each chunk stands at its own place: its column is its number. */
struct chunk_place {
	char column[SEAL_WORD_BYTES_MAX];
	struct seal_place place;
};
static void chunk_place(struct chunk_place *p, struct uuid content_id, int64_t chunk_no)
{
	(void)snprintf(p->column, sizeof p->column, "sealed/%" PRId64, chunk_no);
	p->place = (struct seal_place){"attachment_chunk", p->column, content_id};
}

static struct sn_err add_chunks(struct ctx *c, int64_t shard, struct uuid content_id,
				struct str bytes)
{
	enum { PARAMS_EACH = 4 };
	struct person_key key = keyring_installation_key(c->keys);
	const size_t chunks = (bytes.bytes + ATTACHMENT_CHUNK_BYTES - 1) / ATTACHMENT_CHUNK_BYTES;
	uint8_t *sealed = arena_alloc(c->mem, bytes.bytes + chunks * SEAL_OVERHEAD_BYTES);
	struct param *params = ARENA_ARRAY(c->mem, struct param, chunks * PARAMS_EACH);
	for (size_t i = 0; sealed && params && i < chunks; i++) {
		struct chunk_place at = {.column = ""};
		struct str piece = {bytes.at + i * ATTACHMENT_CHUNK_BYTES,
				    bytes.bytes - i * ATTACHMENT_CHUNK_BYTES};
		if (piece.bytes > ATTACHMENT_CHUNK_BYTES)
			piece.bytes = ATTACHMENT_CHUNK_BYTES;
		chunk_place(&at, content_id, (int64_t)i);
		keyring_seal(&key, &at.place, piece, sealed);
		params[i * PARAMS_EACH] = p_int(shard);
		params[i * PARAMS_EACH + 1] = p_uuid(content_id);
		params[i * PARAMS_EACH + 2] = p_int((int64_t)i);
		params[i * PARAMS_EACH + 3] = p_bytes(sealed, piece.bytes + SEAL_OVERHEAD_BYTES);
		sealed += piece.bytes + SEAL_OVERHEAD_BYTES;
	}
	crypto_wipe(&key, sizeof key);
	if (!sealed || !params)
		return SN_FAIL(OUT_OF_MEMORY);
	return store_many(c->store, &attachment_sql_add_chunk, params, chunks, NULL);
}

static struct sn_err content_of(struct ctx *c, const struct attachment *a, struct str bytes,
				struct uuid *content_id)
{
	struct rows *r = store_query(
		c->store, &attachment_sql_content_by_sha256,
		PARAMS(p_int(a->shard), p_bytes(a->digest.bytes, sizeof a->digest.bytes)));
	const bool there = store_next(r);
	*content_id = there ? store_uuid(r, "content_id") : UUID_NULL;
	SN_TRY(store_done(r));
	if (there)
		return SN_SUCCESS;
	*content_id = new_id(c);
	SN_TRY(store_run(c->store, &attachment_sql_add_content,
			 PARAMS(p_int(a->shard), p_uuid(*content_id),
				p_bytes(a->digest.bytes, sizeof a->digest.bytes),
				p_text(str_of(attachment_type_word(a->type))), p_int(a->bytes),
				p_int(keyring_index_epoch(c->keys))),
			 NULL));
	return add_chunks(c, a->shard, *content_id, bytes);
}

/* ---- adding ---- */

static struct sn_err caption_take(struct ctx *c, struct str in, struct str *out)
{
	SN_TRY(text_normalise(c->mem, in, out));
	if (out->bytes > ATTACHMENT_CAPTION_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "caption", .arg = {ATTACHMENT_CAPTION_BYTES_MAX});
	if (out->bytes == 0)
		*out = STR_NULL;
	return SN_SUCCESS;
}

/* The field in which the attachment differs from the one that is there; NULL: it is the same. */
static const char *difference(const struct attachment *a, const struct attachment *is)
{
	if (a->subject != is->subject || !uuid_eq(a->subject_id, is->subject_id))
		return "for";
	if (a->org_no != is->org_no)
		return "org";
	if (a->consent != is->consent)
		return "consent";
	if (!str_eq(a->caption, is->caption))
		return "caption";
	return sha256_eq(a->digest, is->digest) ? NULL : "file";
}

struct sn_err attachment_take(struct arena *mem, struct str bytes, struct attachment_file *out)
{
	SN_TRY(attachment_clean(mem, bytes, &out->type, &out->bytes));
	out->digest = crypto_sha256(out->bytes);
	return SN_SUCCESS;
}

struct sn_err attachment_add(struct ctx *c, const struct attachment *what,
			     const struct attachment_file *file, struct attachment *out)
{
	struct attachment a = *what, is;
	struct org org;
	bool there = false;
	assert(!uuid_is_null(what->attachment_id));
	if (!c->keys)
		return SN_FAIL(KEYS_NEEDED);
	SN_TRY(caption_take(c, what->caption, &a.caption));
	SN_TRY(org_by_no(c, a.org_no, 0, &org));
	a.shard = org.shard;
	a.type = file->type;
	a.digest = file->digest;
	a.bytes = (int64_t)file->bytes.bytes;
	a.added_by = c->actor_id;
	a.added_us = now_us(c);
	SN_TRY(read_one(c, a.attachment_id, &is, &there));
	if (there) {
		const char *field = difference(&a, &is);
		*out = is;
		return field ? SN_FAIL(ATTACHMENT_DIFFERS, .field = field) : SN_SUCCESS;
	}
	SN_TRY(content_of(c, &a, file->bytes, &a.content_id));
	*out = a;
	return store_run(c->store, &attachment_sql_add,
			 PARAMS(p_int(a.shard), p_uuid(a.attachment_id), p_uuid(a.content_id),
				p_int(a.org_no),
				p_text(str_of(attachment_subject_words(a.subject)->word)),
				p_uuid(a.subject_id),
				p_text(str_of(attachment_consent_words(a.consent)->word)),
				p_text(a.caption), p_uuid_or_null(a.added_by), p_int(a.added_us)),
			 NULL);
}

/* ---- reading ---- */

/* Opens the chunks one behind the other; what is not a whole row of them is seal_broken. */
static struct sn_err open_chunks(struct ctx *c, const struct attachment *of, uint8_t *out)
{
	struct person_key key = keyring_installation_key(c->keys);
	struct sn_err e = SN_SUCCESS;
	int64_t expected = 0;
	size_t at = 0;
	struct rows *r = store_query(c->store, &attachment_sql_chunks,
				     PARAMS(p_int(of->shard), p_uuid(of->content_id)));
	while (!sn_failed(e) && store_next(r)) {
		struct chunk_place place = {.column = ""};
		const struct str sealed = store_bytes(r, "sealed");
		const int64_t chunk_no = store_int(r, "chunk_no");
		const bool fits = chunk_no == expected++ && sealed.bytes > SEAL_OVERHEAD_BYTES &&
				  sealed.bytes - SEAL_OVERHEAD_BYTES <= (size_t)of->bytes - at;
		if (!fits) {
			e = SN_FAIL(SEAL_BROKEN, .field = "sealed");
			break;
		}
		chunk_place(&place, of->content_id, chunk_no);
		e = keyring_open(&key, &place.place, sealed, out + at);
		e.field = sn_failed(e) ? "sealed" : NULL;
		at += sealed.bytes - SEAL_OVERHEAD_BYTES;
	}
	crypto_wipe(&key, sizeof key);
	SN_TRY(store_done(r));
	SN_TRY(e);
	return at == (size_t)of->bytes ? SN_SUCCESS : SN_FAIL(SEAL_BROKEN, .field = "sealed");
}

struct sn_err attachment_read(struct ctx *c, const struct attachment *of, struct str *bytes)
{
	if (!c->keys)
		return SN_FAIL(KEYS_NEEDED);
	if (of->bytes <= 0 || of->bytes > ATTACHMENT_BYTES_MAX + ATTACHMENT_JPEG_EXTRA_BYTES)
		return SN_FAIL(SEAL_BROKEN, .field = "bytes");
	uint8_t *out = arena_alloc(c->mem, (size_t)of->bytes);
	if (!out)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(open_chunks(c, of, out));
	*bytes = (struct str){(const char *)out, (size_t)of->bytes};
	if (!sha256_eq(crypto_sha256(*bytes), of->digest))
		return SN_FAIL(SEAL_BROKEN, .field = "sha256");
	return SN_SUCCESS;
}

/* ---- checking ---- */

static struct sn_err content_after(struct ctx *c, struct attachment *at, bool *more)
{
	struct rows *r = store_query(c->store, &attachment_sql_content_after,
				     PARAMS(p_int(at->shard), p_uuid(at->content_id)));
	*more = store_next(r);
	if (*more) {
		const struct str digest = store_bytes(r, "sha256");
		at->shard = store_int(r, "shard");
		at->content_id = store_uuid(r, "content_id");
		at->bytes = store_int(r, "bytes");
		if (digest.bytes == sizeof at->digest.bytes)
			memcpy(at->digest.bytes, digest.at, digest.bytes);
	}
	return store_done(r);
}

struct sn_err attachment_verify(struct ctx *c, attachment_each_finding *each, void *self)
{
	struct attachment at = {.shard = 0};
	bool more = false;
	SN_TRY(content_after(c, &at, &more));
	while (more) {
		const struct arena_mark mark = arena_mark(c->mem);
		struct str bytes;
		const struct sn_err e = attachment_read(c, &at, &bytes);
		arena_rewind(c->mem, mark);
		if (e.reason == SN_R_SEAL_BROKEN)
			each(self, "attachment-content", at.shard, at.content_id);
		else
			SN_TRY(e);
		SN_TRY(content_after(c, &at, &more));
	}
	return SN_SUCCESS;
}
