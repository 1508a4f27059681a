/* A case's closing: the row, its leaf, and both compared. Whoever closes, opens again, rewords or deletes a case by hand
 * is found. */
#include "care/care_priv.h"
#include "care/care_sql.h"

/* What a closed case's leaf is made of. */
struct closed_case {
	int64_t shard, at_us;
	struct uuid case_id, record_id;
	struct sha256 digest;
};

/* cm: the case's random ids are in it, so that no digest can be guessed. */
static struct sn_err closed_from_row(struct arena *mem, const struct rows *r,
				     struct closed_case *out)
{
	char id[UUID_TEXT_BYTES], record[UUID_TEXT_BYTES], posted[UUID_TEXT_BYTES];
	char person[UUID_TEXT_BYTES], by[UUID_TEXT_BYTES];
	const struct arena_mark mark = arena_mark(mem);
	*out = (struct closed_case){.shard = store_int(r, "shard"),
				    .at_us = store_int(r, "closed_us"),
				    .case_id = store_uuid(r, "case_id"),
				    .record_id = store_uuid(r, "record_id")};
	uuid_text(out->case_id, id);
	uuid_text(out->record_id, record);
	uuid_text(store_uuid(r, "posted_id"), posted);
	uuid_text(store_uuid(r, "person_id"), person);
	uuid_text(store_uuid(r, "closed_by"), by);
	const char *text = arena_printf(
		mem,
		"songnuan-case/v1\ncase %s\nkind %lld\ncycle %lld\norg %lld\nrecord %s\nposted %s\n"
		"person %s\nopened %lld\nclosed %lld\nby %s\nwhy " STR_FMT "\n",
		id, (long long)store_int(r, "kind"), (long long)store_int(r, "cycle_no"),
		(long long)store_int(r, "org_no"), record, posted, person,
		(long long)store_int(r, "opened_us"), (long long)out->at_us, by,
		STR_ARG(store_text(r, "words")));
	if (!text)
		return SN_FAIL(OUT_OF_MEMORY);
	out->digest = crypto_sha256(str_of(text));
	arena_rewind(mem, mark);
	return SN_SUCCESS;
}

static struct tlog_leaf leaf_of(const struct closed_case *k)
{
	return (struct tlog_leaf){.kind = TLOG_CASE,
				  .day = day_of(k->at_us),
				  .level = '-',
				  .reverses_index = -1,
				  .commitment = k->digest.bytes};
}

/* Of one record at most one case is open. */
static struct sn_err open_case(struct ctx *c, int64_t shard, struct uuid record_id,
			       struct uuid *case_id)
{
	struct rows *r =
		store_query(c->store, &care_sql_case_open, PARAMS(p_int(shard), p_uuid(record_id)));
	*case_id = store_next(r) ? store_uuid(r, "case_id") : UUID_NULL;
	return store_done(r);
}

struct sn_err care_case_shut(struct ctx *c, int64_t shard, struct uuid record_id, struct str why)
{
	struct closed_case k = {.shard = shard};
	struct uuid case_id;
	struct sn_err e = SN_FAIL(NO_SUCH_DELIVERY);
	SN_TRY(open_case(c, shard, record_id, &case_id));
	if (uuid_is_null(case_id))
		return SN_SUCCESS;
	SN_TRY(store_run(c->store, &care_sql_case_close,
			 PARAMS(p_int(shard), p_uuid(case_id), p_int(now_us(c)),
				p_uuid_or_null(c->actor_id), p_text(why)),
			 NULL));
	struct rows *r =
		store_query(c->store, &care_sql_case_closed, PARAMS(p_int(shard), p_uuid(case_id)));
	if (store_next(r))
		e = closed_from_row(c->mem, r, &k);
	SN_TRY(store_done(r));
	SN_TRY(e);
	const struct tlog_leaf leaf = leaf_of(&k);
	return tlog_append(c, &leaf, shard, case_id);
}

/* ---- verifying: each closed case has its leaf, and each leaf its closed case ---- */

static struct sn_err read_closed(struct ctx *c, struct closed_case **out, size_t *count)
{
	struct sn_err e = SN_SUCCESS;
	struct rows *r = store_query(c->store, &care_sql_cases_closed, NO_PARAMS);
	*out = NULL;
	*count = 0;
	while (!sn_failed(e) && store_next(r)) {
		*out = care_grow(c->mem, *out, *count, sizeof **out);
		e = *out ? closed_from_row(c->mem, r, &(*out)[(*count)++]) : SN_FAIL(OUT_OF_MEMORY);
	}
	SN_TRY(store_done(r));
	return e;
}

struct sn_err care_cases_verify(struct ctx *c, const struct marks_verifying *v)
{
	struct closed_case *list;
	size_t count;
	int64_t leaves = 0;
	SN_TRY(read_closed(c, &list, &count));
	for (size_t i = 0; i < count; i++) {
		const struct tlog_leaf leaf = leaf_of(&list[i]);
		bool stands = false;
		SN_TRY(care_leaf_stands(c, list[i].shard, list[i].case_id, &leaf, &stands));
		if (!stands)
			v->report(v->self, &(const struct ledger_finding){.what = "case",
									  .shard = list[i].shard,
									  .id = list[i].record_id});
	}
	SN_TRY(tlog_count_kind(c, TLOG_CASE, &leaves));
	if (leaves != (int64_t)count)
		v->report(v->self, &(const struct ledger_finding){.what = "case",
								  .expected = leaves,
								  .found = (int64_t)count});
	return SN_SUCCESS;
}
