/* A write's reply, kept with what was asked, in the write's own commit. */
#include "base/crypto.h"
#include "http/api_priv.h"
#include "http/idem_sql.h"

static bool is_key(struct str key)
{
	if (key.bytes == 0 || key.bytes > HTTP_KEY_BYTES_MAX)
		return false;
	for (size_t i = 0; i < key.bytes; i++)
		if (key.at[i] <= ' ' || key.at[i] > '~')
			return false;
	return true;
}

/* What is asked: the target says which thing, the body what of it. An upload's bytes are bound by its own digest. */
static struct sha256 asked(const struct api_call *k)
{
	struct sha256 parts[2] = {crypto_sha256(k->request->target), crypto_sha256(k->body)};
	return crypto_sha256((struct str){(const char *)parts, sizeof parts});
}

struct sn_err idem_find(struct ctx *c, struct api_call *k)
{
	const struct str key = k->request->idempotency_key;
	const struct sha256 hash = asked(k);
	struct sn_err e = SN_SUCCESS;
	if (!is_key(key))
		return SN_FAIL(IDEMPOTENCY_KEY_MISSING, .field = "Idempotency-Key");
	struct rows *r =
		store_query(c->store, &idem_sql_find, PARAMS(p_uuid(c->actor_id), p_text(key)));
	if (store_next(r)) {
		const struct str kept = store_bytes(r, "body_hash");
		if (kept.bytes != SHA256_BYTES || memcmp(kept.at, hash.bytes, SHA256_BYTES) != 0 ||
		    !str_is(store_text(r, "route"), k->q.route->path))
			e = SN_FAIL(IDEMPOTENCY_DIFFERS, .field = "Idempotency-Key");
		k->kept_status = (int)store_int(r, "status");
		k->kept = arena_str(c->mem, store_text(r, "reply"));
	}
	SN_TRY(store_done(r));
	if (sn_failed(e))
		k->kept_status = 0;
	return e;
}

struct sn_err idem_keep(struct ctx *c, struct api_call *k)
{
	const struct sha256 hash = asked(k);
	return store_run(c->store, &idem_sql_keep,
			 PARAMS(p_uuid(c->actor_id), p_text(k->request->idempotency_key),
				p_text(str_of(k->q.route->path)), p_bytes(hash.bytes, SHA256_BYTES),
				p_int(api_success_status(k)), p_text(buf_str(k->reply)),
				p_int(now_us(c))),
			 NULL);
}

struct sn_err api_sweep(struct ctx *c, void *swept)
{
	const int64_t kept_us = (int64_t)IDEM_KEEP_DAYS * 86400 * 1000000;
	return store_run(c->store, &idem_sql_sweep, PARAMS(p_int(now_us(c) - kept_us)), swept);
}
