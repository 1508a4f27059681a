/* What the log says of lists and of cycles: made here when they happen, and again here when they are verified. */
#include "care/care_priv.h"

#include <assert.h>

/* ---- lists ---- */

/* Big-endian, so that the digest is the same on every machine. */
static void put_number(char **at, int64_t number)
{
	for (int shift = 56; shift >= 0; shift -= 8)
		*(*at)++ = (char)((uint64_t)number >> shift);
}
static void put_bytes(char **at, const void *bytes, size_t count)
{
	memcpy(*at, bytes, count);
	*at += count;
}

void care_list_begin(struct sha256_stream *list)
{
	sha256_stream_add(list, STR("songnuan-roster/v1\n"));
}

/* Every part but the last has a fixed length, so no two lists are the same text. */
void care_list_add(struct sha256_stream *list, const struct list_line *l)
{
	static const uint8_t none[sizeof l->id_hash.bytes] = {0};
	char text[4 * sizeof(int64_t) + 2 * sizeof(struct uuid) + sizeof none + SHA256_BYTES +
		  CARE_CODE_BYTES_MAX + 1];
	char *at = text;
	assert(l->benefit.bytes <= CARE_CODE_BYTES_MAX);
	put_bytes(&at, l->entitlement_id.bytes, sizeof l->entitlement_id.bytes);
	put_bytes(&at, l->person_id.bytes, sizeof l->person_id.bytes);
	put_bytes(&at, l->has_id ? l->id_hash.bytes : none, sizeof none);
	put_bytes(&at, l->token_hash, SHA256_BYTES);
	put_number(&at, l->shard);
	put_number(&at, l->org_no);
	put_number(&at, l->quantity);
	put_number(&at, money_fen(l->value));
	put_bytes(&at, l->benefit.at, l->benefit.bytes);
	*at++ = '\n';
	sha256_stream_add(list, (struct str){text, (size_t)(at - text)});
}

struct tlog_leaf care_list_leaf(const struct list_leaf *of)
{
	return (struct tlog_leaf){.kind = TLOG_ROSTER,
				  .day = day_of(of->at_us),
				  .cycle = of->cycle,
				  .quantity = of->made,
				  .value = of->value,
				  .level = '-',
				  .reverses_index = -1,
				  .commitment = of->digest.bytes};
}

/* ---- cycles ---- */

/* cm: the step in words that everybody may know, so that its leaf can be opened by anybody; rules: the document of the
 * programme's version, so that nobody changes the rules of a cycle that was approved. */
struct sn_err care_step_digest(struct ctx *c, const struct cycle *cycle, enum cycle_state state,
			       struct sha256 *out)
{
	struct org org;
	struct programme programme;
	char rules[SHA256_BYTES * 2 + 1];
	const struct arena_mark mark = arena_mark(c->mem);
	SN_TRY(org_by_no(c, cycle->org_no, 0, &org));
	SN_TRY(care_programme_read(c, cycle->programme, cycle->programme_version, 0, &programme));
	const struct sha256 document = crypto_sha256(programme.json);
	crypto_hex(document.bytes, SHA256_BYTES, rules);
	const char *step =
		arena_printf(c->mem,
			     "songnuan-cycle/v1\ncamp " STR_FMT "\nstate %s\norg " STR_FMT
			     "\nfrom %d\nuntil %d\nprogramme " STR_FMT "\nversion %lld\nrules %s\n",
			     STR_ARG(cycle->code), care_cycle_state_word(state), STR_ARG(org.code),
			     cycle->from_day, cycle->until_day, STR_ARG(cycle->programme),
			     (long long)cycle->programme_version, rules);
	if (!step)
		return SN_FAIL(OUT_OF_MEMORY);
	*out = crypto_sha256(str_of(step));
	arena_rewind(c->mem, mark);
	return SN_SUCCESS;
}

struct tlog_leaf care_step_leaf(struct str cycle, int64_t at_us, const struct sha256 *digest)
{
	return (struct tlog_leaf){.kind = TLOG_CYCLE,
				  .day = day_of(at_us),
				  .cycle = cycle,
				  .level = '-',
				  .reverses_index = -1,
				  .commitment = digest->bytes};
}

/* ---- comparing ---- */

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
	k->same = k->same ||
		  (leaf->kind == k->right->kind && str_eq(leaf->body, (struct str){text, bytes}));
	return SN_SUCCESS;
}

struct sn_err care_leaf_stands(struct ctx *c, int64_t shard, struct uuid ref_id,
			       const struct tlog_leaf *right, bool *stands)
{
	struct comparison k = {right, false};
	struct tlog_range one = {.shard = shard, .after_id = ref_id, .until_id = ref_id};
	/* the id before it: ranges are open below */
	for (size_t i = sizeof ref_id.bytes; i-- > 0 && one.after_id.bytes[i]-- == 0;)
		;
	const struct sn_err e = tlog_leaves(c, &one, compare, &k);
	*stands = k.same;
	return e.reason == SN_R_LEAF_TEXT ? SN_SUCCESS : e; /* no leaf can say what the row says */
}
