#include "ledger/act_priv.h"
#include "ledger/ledger_sql.h"

/* ---- leaves ---- */

static struct sn_err leaf_of(struct ctx *c, const struct ledger_act *act, struct tlog_leaf *out)
{
	*out = (struct tlog_leaf){.kind = act->kind,
				  .day = day_of(act->at_us),
				  .level = '-',
				  .reverses_index = -1,
				  .commitment = act->digest.bytes};
	struct rows *r = store_query(c->store, &ledger_sql_word,
				     PARAMS(p_int(LEDGER_WORD_CYCLE), p_int(act->cycle_no)));
	if (store_next(r))
		out->cycle = arena_str(c->mem, store_text(r, "word"));
	return store_done(r);
}

struct sn_err ledger_act_append(struct ctx *c, const struct ledger_act *act)
{
	struct tlog_leaf leaf;
	SN_TRY(leaf_of(c, act, &leaf));
	return tlog_append(c, &leaf, act->shard, act->ref_id);
}

struct comparison {
	const struct tlog_leaf *right;
	bool same;
};
static struct sn_err compare(void *self, const struct tlog_stored *leaf)
{
	struct comparison *k = self;
	char text[TLOG_LEAF_BYTES_MAX];
	size_t bytes = 0;
	SN_TRY(tlog_leaf_text(k->right, text, &bytes));
	if (str_eq(leaf->body, (struct str){text, bytes})) /* its kind stands in it, too */
		k->same = true;
	return SN_SUCCESS;
}

static struct uuid id_before(struct uuid id)
{
	for (size_t i = sizeof id.bytes; i-- > 0 && id.bytes[i]-- == 0;)
		;
	return id;
}

struct sn_err ledger_leaf_stands(struct ctx *c, const struct tlog_leaf *leaf, int64_t shard,
				 struct uuid ref_id, bool *stands)
{
	struct comparison k = {leaf, false};
	const struct tlog_range one = {.shard = shard,
				       .after_id = id_before(ref_id), /* open below */
				       .until_id = ref_id};
	SN_TRY(tlog_leaves(c, &one, compare, &k));
	*stands = k.same;
	return SN_SUCCESS;
}

struct sn_err ledger_act_stands(struct ctx *c, const struct ledger_act *act, bool *stands)
{
	struct tlog_leaf leaf;
	SN_TRY(leaf_of(c, act, &leaf));
	return ledger_leaf_stands(c, &leaf, act->shard, act->ref_id, stands);
}

/* ---- digests ---- */

struct sha256 ledger_act_digest(struct sha256 what, struct uuid first_id, struct uuid second_id)
{
	char bytes[SHA256_BYTES + 2 * sizeof first_id.bytes];
	memcpy(bytes, what.bytes, SHA256_BYTES);
	memcpy(bytes + SHA256_BYTES, first_id.bytes, sizeof first_id.bytes);
	memcpy(bytes + SHA256_BYTES + sizeof first_id.bytes, second_id.bytes,
	       sizeof second_id.bytes);
	return crypto_sha256((struct str){bytes, sizeof bytes});
}

void ledger_digest_text(struct buf *b, struct str text)
{
	buf_printf(b, " %zu:", text.bytes);
	buf_add(b, text);
}

void ledger_digest_id(struct buf *b, struct uuid id)
{
	char text[UUID_TEXT_BYTES];
	uuid_text(id, text);
	buf_printf(b, " %s", text);
}

struct sn_err ledger_digest_end(struct buf *b, struct sha256 *out)
{
	const bool full = buf_full(b);
	if (!full)
		*out = crypto_sha256(buf_str(b));
	buf_free(b);
	return full ? SN_FAIL(OUT_OF_MEMORY) : SN_SUCCESS;
}
