/* Links for companies. */
#include "people/clerk.h"

#include "people/clerk_sql.h"
#include "people/people_priv.h"

static struct sha256 secret_hash(struct str secret)
{
	return crypto_sha256(secret);
}

/* Over both: who has the database has neither. */
static struct sha256 code_hash(struct str secret, struct str code)
{
	const struct sha256 code_digest = crypto_sha256(code);
	struct sha256 out;
	/* The digest of the secret stands in the database, so the secret itself is mixed in. */
	struct sha256_stream *stream = sha256_stream_new();
	if (!stream)
		return (struct sha256){{0}}; /* equals none: a digest of zeros is nobody's */
	sha256_stream_add(stream, secret);
	sha256_stream_add(stream, (struct str){(const char *)code_digest.bytes, SHA256_BYTES});
	out = sha256_stream_end(stream);
	sha256_stream_free(stream);
	return out;
}

static struct clerk_link from_row(struct ctx *c, const struct rows *r, struct sha256 *code)
{
	const struct str hash = store_bytes(r, "code_hash");
	const struct str categories = store_text(r, "categories");
	if (hash.bytes == sizeof code->bytes)
		memcpy(code->bytes, hash.at, hash.bytes);
	return (struct clerk_link){
		.link_id = store_uuid(r, "link_id"),
		.shard = store_int(r, "shard"),
		.org_no = store_int(r, "org_no"),
		.employer = arena_str(c->mem, store_text(r, "employer")),
		.categories = categories.bytes > 0 ? arena_str(c->mem, categories) : STR_NULL,
		.tries = store_int(r, "tries"),
		.at_us = store_int(r, "at_us"),
		.expires_us = store_int(r, "expires_us"),
		.used_us = store_is_null(r, "used_us") ? 0 : store_int(r, "used_us"),
		.ended_us = store_is_null(r, "ended_us") ? 0 : store_int(r, "ended_us"),
		.maker_id = store_uuid(r, "maker_id"),
		.ended_by = store_uuid(r, "ended_by")};
}

/* ---- making and ending ---- */

/* Eight digits, each as likely as the other. */
static void new_code(char out[CLERK_CODE_TEXT_BYTES])
{
	for (size_t i = 0; i + 1 < CLERK_CODE_TEXT_BYTES;) {
		uint8_t byte;
		crypto_random(&byte, 1);
		if (byte < 250)
			out[i++] = (char)('0' + byte % 10);
	}
	out[CLERK_CODE_TEXT_BYTES - 1] = '\0';
}

struct sn_err clerk_link_add(struct ctx *c, const struct clerk_new *what, struct clerk_link *out,
			     struct clerk_told *told)
{
	uint8_t secret[CLERK_SECRET_BYTES];
	struct roster_row row = {.row = 0};
	struct clerk_link k = {.link_id = new_id(c),
			       .shard = what->org.shard,
			       .org_no = what->org.org_no,
			       .maker_id = c->actor_id,
			       .at_us = now_us(c)};
	SN_TRY(people_word(c->mem, what->employer, &k.employer));
	SN_TRY(people_word(c->mem, what->categories, &k.categories));
	SN_TRY(people_add_categories(c->mem, what->categories, &row));
	if (str_is_null(k.employer))
		return SN_FAIL(MISSING_FIELD, .field = "employer");
	if (what->days < 1 || what->days > CLERK_DAYS_MAX)
		return SN_FAIL(OUT_OF_RANGE, .field = "days", .arg = {1, CLERK_DAYS_MAX});
	k.expires_us = k.at_us + what->days * 86400 * 1000000;
	crypto_random(secret, sizeof secret);
	crypto_base64url(secret, sizeof secret, told->secret);
	new_code(told->code);
	const struct sha256 hash = secret_hash(str_of(told->secret));
	const struct sha256 code = code_hash(str_of(told->secret), str_of(told->code));
	*out = k;
	return store_run(c->store, &clerk_sql_add,
			 PARAMS(p_int(k.shard), p_uuid(k.link_id), p_int(k.org_no),
				p_text(k.employer), p_text(k.categories),
				p_bytes(hash.bytes, sizeof hash.bytes),
				p_bytes(code.bytes, sizeof code.bytes), p_uuid_or_null(k.maker_id),
				p_int(k.at_us), p_int(k.expires_us)),
			 NULL);
}

struct sn_err clerk_link_by_id(struct ctx *c, struct uuid link_id, struct clerk_link *out)
{
	struct sha256 code;
	struct rows *r = store_query(c->store, &clerk_sql_by_id, PARAMS(p_uuid(link_id)));
	const bool there = store_next(r);
	if (there)
		*out = from_row(c, r, &code);
	SN_TRY(store_done(r));
	return there ? SN_SUCCESS : SN_FAIL(NO_SUCH_LINK, .field = "link");
}

struct sn_err clerk_links(struct ctx *c, const struct org *org, struct uuid before, size_t rows_max,
			  struct clerk_link **out, size_t *count)
{
	struct clerk_link *list = ARENA_ARRAY(c->mem, struct clerk_link, rows_max);
	const char *to = arena_printf(c->mem, STR_FMT "g", STR_ARG(org->path));
	struct sha256 code;
	size_t n = 0;
	if (!to || (rows_max > 0 && !list))
		return SN_FAIL(OUT_OF_MEMORY);
	if (uuid_is_null(before))
		memset(before.bytes, 0xFF, sizeof before.bytes);
	struct rows *r = store_query(c->store, &clerk_sql_below,
				     PARAMS(p_text(org->path), p_text(str_of(to)), p_uuid(before),
					    p_int((int64_t)rows_max)));
	while (n < rows_max && store_next(r))
		list[n++] = from_row(c, r, &code);
	*out = list;
	*count = n;
	return store_done(r);
}

struct sn_err clerk_link_end(struct ctx *c, const struct clerk_link *which)
{
	return store_run(c->store, &clerk_sql_finish,
			 PARAMS(p_int(which->shard), p_uuid(which->link_id), p_int(now_us(c)),
				p_uuid_or_null(c->actor_id)),
			 NULL);
}

/* ---- entering ---- */

/* *known: there is such a link; the verdict takes the same steps whether or not. */
static struct sn_err look_up(struct ctx *c, const struct clerk_key *key, struct clerk_link *out,
			     bool *known)
{
	const struct sha256 hash = secret_hash(key->secret);
	const struct sha256 asked = code_hash(key->secret, key->code);
	struct sha256 code = {{0}};
	struct rows *r = store_query(c->store, &clerk_sql_by_secret,
				     PARAMS(p_bytes(hash.bytes, sizeof hash.bytes)));
	*out = (struct clerk_link){.tries = CLERK_TRIES_MAX};
	*known = store_next(r);
	if (*known)
		*out = from_row(c, r, &code);
	SN_TRY(store_done(r));
	static const struct sha256 zeros;
	const bool same =
		crypto_eq(asked.bytes, code.bytes, sizeof code.bytes) && !sha256_eq(asked, zeros);
	const bool holds = *known && out->tries < CLERK_TRIES_MAX && out->ended_us == 0 &&
			   out->expires_us > now_us(c);
	*known = holds;
	return same && holds ? SN_SUCCESS : SN_FAIL(CLERK_LINK);
}

struct sn_err clerk_peek(struct ctx *c, const struct clerk_key *key, struct clerk_link *out)
{
	bool known;
	return look_up(c, key, out, &known);
}

static struct sn_err count_wrong(struct ctx *c, void *arg)
{
	const struct clerk_link *k = arg;
	return store_run(c->store, &clerk_sql_tried, PARAMS(p_int(k->shard), p_uuid(k->link_id)),
			 NULL);
}

struct sn_err clerk_enter(struct ctx *c, const struct clerk_key *key, struct clerk_link *out)
{
	bool known;
	const struct sn_err e = look_up(c, key, out, &known);
	if (!sn_failed(e))
		return store_run(c->store, &clerk_sql_used,
				 PARAMS(p_int(out->shard), p_uuid(out->link_id), p_int(now_us(c))),
				 NULL);
	if (known) {
		struct clerk_link *wrong = ARENA_NEW(c->mem, struct clerk_link);
		if (!wrong)
			return SN_FAIL(OUT_OF_MEMORY);
		*wrong = *out;
		SN_TRY(store_side(c, count_wrong, wrong));
	}
	return e;
}
