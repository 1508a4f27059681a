/* What the log says of a done document, and of one that was taken back: made here when it happens, and again here when
 * it is verified. */
#include "ledger/document_priv.h"
#include "ledger/goods_sql.h"

#include <stdlib.h>

/* ---- what a leaf binds ---- */

/* Big-endian, so that the digest is the same on every machine. */
static void add_number(struct sha256_stream *s, int64_t number)
{
	char bytes[sizeof number];
	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (char)((uint64_t)number >> (56 - 8 * i));
	sha256_stream_add(s, (struct str){bytes, sizeof bytes});
}

/* Its length before it: no two rows are the same text. */
static void add_text(struct sha256_stream *s, struct str text)
{
	add_number(s, (int64_t)text.bytes);
	if (text.bytes)
		sha256_stream_add(s, text);
}

static void add_numbers(struct sha256_stream *s, const struct rows *r, const char *const *columns)
{
	for (; *columns; columns++)
		add_number(s, store_int(r, *columns));
}

static void add_ids(struct sha256_stream *s, const struct rows *r, const char *const *columns)
{
	for (; *columns; columns++) {
		const struct uuid id = store_uuid(r, *columns);
		sha256_stream_add(s, (struct str){(const char *)id.bytes, sizeof id.bytes});
	}
}

static void add_head(struct sha256_stream *s, const struct rows *r)
{
	static const char *const numbers[] = {"shard",
					      "org_no",
					      "cycle_no",
					      "kind",
					      "state",
					      "day",
					      "needed",
					      "declared_count",
					      "made_us",
					      "checked_us",
					      "approved_us",
					      "declared_total_fen",
					      "treasured_us",
					      "accepted_us",
					      "cancelled_us",
					      "receiver_org_no",
					      NULL};
	static const char *const ids[] = {"document_id", "maker_id",        "checker_id",
					  "approver_id", "treasurer_id",    "receiver_id",
					  "holder_id",   "cancelled_by_id", NULL};
	sha256_stream_add(s, STR("songnuan-document/v1\n"));
	add_numbers(s, r, numbers);
	add_ids(s, r, ids);
	add_text(s, store_text(r, "purpose"));
	add_text(s, store_text(r, "words"));
	add_text(s, store_text(r, "reference"));
	add_text(s, store_bytes(r, "asked_hash"));
}

/* A line, and what was posted of it: the shards say where a leg stands, 0 that there is none. */
static void add_line(struct sha256_stream *s, const struct rows *r)
{
	static const char *const numbers[] = {
		"line_no",     "line_kind",     "ask_no",        "counted",     "held",
		"from_org_no", "from_class",    "from_cycle_no", "from_source", "from_item_no",
		"from_lot_no", "to_org_no",     "to_class",      "to_cycle_no", "to_source",
		"to_item_no",  "to_lot_no",     "quantity",      "value_fen",   "leg_shard",
		"leg_at_us",   "leg_posted_us", "far_shard",     "far_at_us",   "far_posted_us",
		NULL};
	static const char *const ids[] = {
		"transfer_id",  "from_holder_id",  "to_holder_id", "leg_document_id",
		"leg_actor_id", "far_document_id", "far_actor_id", NULL};
	add_numbers(s, r, numbers);
	add_ids(s, r, ids);
}

/* Taking back changes nothing of what was done: it is a leaf of its own, behind that of the first opposite posting. */
static void add_reversal(struct sha256_stream *s, const struct rows *r)
{
	static const char *const numbers[] = {"shard", "reversed_us", NULL};
	static const char *const ids[] = {"document_id", "reversal_id", "reversed_by_id", NULL};
	sha256_stream_add(s, STR("songnuan-document-reversal/v1\n"));
	add_numbers(s, r, numbers);
	add_ids(s, r, ids);
	add_text(s, store_text(r, "reversed_words"));
}

/* The ids are random, so nobody finds the words by trying. */
static struct tlog_leaf leaf_of(int32_t day, const struct sha256 *digest)
{
	return (struct tlog_leaf){.kind = TLOG_DOCUMENT,
				  .day = day,
				  .level = '-',
				  .reverses_index = -1,
				  .commitment = digest->bytes};
}

typedef void add_rows(struct sha256_stream *s, struct rows *r);

static void add_done(struct sha256_stream *s, struct rows *r)
{
	for (bool head = true; store_next(r); head = false) {
		if (head)
			add_head(s, r);
		add_line(s, r);
	}
}
static void add_reversed(struct sha256_stream *s, struct rows *r)
{
	if (store_next(r))
		add_reversal(s, r);
}

static struct sn_err append(struct ctx *c, const struct document *d, add_rows *rows, int32_t day,
			    struct uuid ref_id)
{
	struct sha256_stream *stream = sha256_stream_new();
	if (!stream)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(c->store, &goods_sql_document_whole,
				     PARAMS(p_int(d->shard), p_uuid(d->document_id)));
	rows(stream, r);
	const struct sha256 digest = sha256_stream_end(stream);
	sha256_stream_free(stream);
	SN_TRY(store_done(r));
	const struct tlog_leaf leaf = leaf_of(day, &digest);
	return tlog_append(c, &leaf, d->shard, ref_id);
}

struct sn_err document_leaf_append(struct ctx *c, const struct document *d)
{
	return append(c, d, add_done, d->day, d->document_id);
}

struct sn_err document_leaf_reversed(struct ctx *c, const struct document *d)
{
	return append(c, d, add_reversed, day_of(d->reversed_us), d->reversal_id);
}

/* ---- verification ---- */

struct paper { /* what there must be a leaf of */
	int64_t shard;
	struct uuid ref_id; /* the document's or its reversal's */
	int32_t day;
	struct sha256 digest;
};
struct verifying {
	struct ctx *c;
	void (*each)(void *self, const struct ledger_finding *f);
	void *self;
	int64_t findings;
	struct paper *papers; /* once read, by shard and id, as leaves come */
	size_t count, room;
	size_t compared, until;
	int64_t leaves;
};

static void found(struct verifying *v, struct ledger_finding f)
{
	v->findings++;
	v->each(v->self, &f);
}
static void paper_found(struct verifying *v, int64_t shard, struct uuid id)
{
	found(v, (struct ledger_finding){.what = "document", .shard = shard, .id = id});
}

static struct sn_err verify_envelopes(struct verifying *v)
{
	struct rows *r = store_query(v->c->store, &goods_sql_document_envelopes_wrong, NO_PARAMS);
	while (store_next(r)) {
		const bool count_wrong = store_int(r, "asks") != store_int(r, "declared_count");
		found(v, (struct ledger_finding){
				 .what = "envelope",
				 .shard = store_int(r, "shard"),
				 .id = store_uuid(r, "document_id"),
				 .expected = store_int(r, count_wrong ? "declared_count"
								      : "declared_total_fen"),
				 .found = store_int(r, count_wrong ? "asks" : "total_fen")});
	}
	return store_done(r);
}

static struct sn_err verify_strays(struct verifying *v)
{
	struct rows *r = store_query(v->c->store, &goods_sql_document_strays, NO_PARAMS);
	while (store_next(r))
		paper_found(v, store_int(r, "shard"), store_uuid(r, "transfer_id"));
	return store_done(r);
}

static struct paper *paper_add(struct verifying *v, int64_t shard, struct uuid ref_id, int32_t day)
{
	if (v->count == v->room) {
		const size_t room = v->room ? 2 * v->room : 256;
		struct paper *moved = reallocarray(v->papers, room, sizeof *moved);
		if (!moved)
			return NULL;
		v->papers = moved;
		v->room = room;
	}
	v->papers[v->count] = (struct paper){.shard = shard, .ref_id = ref_id, .day = day};
	return &v->papers[v->count++];
}

/* A document's first row. Its own paper is the last one, so that its lines are added to it. */
static bool papers_of(struct verifying *v, struct sha256_stream *stream, const struct rows *r)
{
	const int64_t shard = store_int(r, "shard"), reversed_us = store_int(r, "reversed_us");
	const struct uuid reversal_id = store_uuid(r, "reversal_id");
	if (v->count)
		v->papers[v->count - 1].digest = sha256_stream_end(stream);
	if (!uuid_is_null(reversal_id) || reversed_us != 0) {
		struct paper *back = paper_add(v, shard, reversal_id, day_of(reversed_us));
		if (!back)
			return false;
		add_reversal(stream, r);
		back->digest = sha256_stream_end(stream);
	}
	if (!paper_add(v, shard, store_uuid(r, "document_id"), (int32_t)store_int(r, "day")))
		return false;
	add_head(stream, r);
	return true;
}

static int by_shard_and_id(const void *a, const void *b)
{
	const struct paper *x = a, *y = b;
	const int order = (x->shard > y->shard) - (x->shard < y->shard);
	return order ? order : uuid_compare(x->ref_id, y->ref_id);
}

static struct sn_err read_papers(struct verifying *v, struct sha256_stream *stream)
{
	bool kept = true;
	struct rows *r = store_query(v->c->store, &goods_sql_documents_whole, NO_PARAMS);
	while (kept && store_next(r)) {
		const struct paper *last = v->count ? &v->papers[v->count - 1] : NULL;
		if (!last || last->shard != store_int(r, "shard") ||
		    !uuid_eq(last->ref_id, store_uuid(r, "document_id")))
			kept = papers_of(v, stream, r);
		if (kept)
			add_line(stream, r);
	}
	if (v->count) {
		v->papers[v->count - 1].digest = sha256_stream_end(stream);
		qsort(v->papers, v->count, sizeof *v->papers, by_shard_and_id);
	}
	SN_TRY(store_done(r));
	if (!kept)
		return SN_FAIL(OUT_OF_MEMORY);
	return SN_SUCCESS;
}

static bool leaf_is_right(const struct paper *p, struct str body)
{
	const struct tlog_leaf right = leaf_of(p->day, &p->digest);
	char text[TLOG_LEAF_BYTES_MAX];
	size_t bytes = 0;
	return !sn_failed(tlog_leaf_text(&right, text, &bytes)) &&
	       str_eq(body, (struct str){text, bytes});
}

/* Both come in the order of shards and ids: a paper that is passed over has no leaf, and a leaf without a paper says
 * that one was done which is so no more. */
static struct sn_err compare_leaf(void *self, const struct tlog_stored *leaf)
{
	struct verifying *v = self;
	if (leaf->kind != TLOG_DOCUMENT)
		return SN_SUCCESS;
	v->leaves++;
	while (v->compared < v->until &&
	       uuid_compare(v->papers[v->compared].ref_id, leaf->ref_id) < 0) {
		const struct paper *p = &v->papers[v->compared++];
		paper_found(v, p->shard, p->ref_id);
	}
	const struct paper *p = &v->papers[v->compared];
	const bool there = v->compared < v->until && uuid_eq(p->ref_id, leaf->ref_id);
	if (!there || !leaf_is_right(p, leaf->body))
		paper_found(v, v->papers[v->until - 1].shard, leaf->ref_id);
	v->compared += there;
	return SN_SUCCESS;
}

/* The papers of one shard, from v->compared on. */
static struct sn_err verify_shard(struct verifying *v)
{
	struct tlog_range all = {.shard = v->papers[v->compared].shard};
	memset(all.until_id.bytes, 0xff, sizeof all.until_id.bytes);
	v->until = v->compared;
	while (v->until < v->count && v->papers[v->until].shard == all.shard)
		v->until++;
	SN_TRY(tlog_leaves(v->c, &all, compare_leaf, v));
	for (; v->compared < v->until; v->compared++)
		paper_found(v, all.shard, v->papers[v->compared].ref_id);
	return SN_SUCCESS;
}

static struct sn_err verify_papers(struct verifying *v)
{
	int64_t leaves = 0;
	struct sha256_stream *stream = sha256_stream_new();
	if (!stream)
		return SN_FAIL(OUT_OF_MEMORY);
	const struct sn_err e = read_papers(v, stream);
	sha256_stream_free(stream);
	SN_TRY(e);
	while (v->compared < v->count)
		SN_TRY(verify_shard(v));
	/* leaves of a shard that has no papers at all */
	SN_TRY(tlog_count_kind(v->c, TLOG_DOCUMENT, &leaves));
	if (leaves != v->leaves)
		found(v, (struct ledger_finding){
				 .what = "document", .expected = leaves, .found = v->leaves});
	return SN_SUCCESS;
}

struct sn_err document_verify(struct ctx *c,
			      void (*each)(void *self, const struct ledger_finding *f), void *self,
			      int64_t *findings)
{
	struct verifying v = {.c = c, .each = each, .self = self};
	struct sn_err e = verify_envelopes(&v);
	if (!sn_failed(e))
		e = verify_strays(&v);
	if (!sn_failed(e))
		e = verify_papers(&v);
	free(v.papers);
	*findings += v.findings;
	return e;
}

/* ---- what is signed ---- */

/* Head and lines as they were drafted: nothing in it changes while it is signed. */
static void add_snapshot(struct sha256_stream *s, const struct rows *r, bool head)
{
	static const char *const head_numbers[] = {
		"shard",          "org_no",  "cycle_no",           "kind", "day", "needed",
		"declared_count", "made_us", "declared_total_fen", NULL};
	static const char *const line_numbers[] = {"line_no",
						   "line_kind",
						   "ask_no",
						   "counted",
						   "from_org_no",
						   "from_class",
						   "from_cycle_no",
						   "from_source",
						   "from_item_no",
						   "from_lot_no",
						   "to_org_no",
						   "to_class",
						   "to_cycle_no",
						   "to_source",
						   "to_item_no",
						   "to_lot_no",
						   "quantity",
						   "value_fen",
						   NULL};
	static const char *const head_ids[] = {"document_id", "maker_id", "holder_id", NULL};
	static const char *const line_ids[] = {"from_holder_id", "to_holder_id", NULL};
	if (head) {
		sha256_stream_add(s, STR("songnuan-document-snapshot/v1\n"));
		add_numbers(s, r, head_numbers);
		add_ids(s, r, head_ids);
		add_text(s, store_text(r, "purpose"));
		add_text(s, store_text(r, "words"));
		add_text(s, store_text(r, "reference"));
	}
	add_numbers(s, r, line_numbers);
	add_ids(s, r, line_ids);
}

struct sn_err document_snapshot(struct ctx *c, const struct document *d, struct sha256 *out)
{
	struct sha256_stream *s = sha256_stream_new();
	if (!s)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(c->store, &goods_sql_document_whole,
				     PARAMS(p_int(d->shard), p_uuid(d->document_id)));
	for (bool head = true; store_next(r); head = false)
		add_snapshot(s, r, head);
	const struct sn_err e = store_done(r);
	*out = sha256_stream_end(s);
	sha256_stream_free(s);
	return e;
}
