/* Read, unsealed, proven: nothing is decided here. */
#include "care/receipt.h"

#include "care/care_priv.h"
#include "care/care_sql.h"
#include "tlog/signer.h"

/* ---- which hand-over ---- */

/* A hand-over's further transfers begin like its own id (care_share_id()). */
static struct sn_err find_record(struct ctx *c, struct uuid id, struct uuid *record_id)
{
	struct uuid first = id, last = id;
	*record_id = UUID_NULL;
	memset(first.bytes + 8, 0, 8);
	memset(last.bytes + 8, 0xff, 8);
	struct rows *r = store_query(c->store, &care_sql_deliveries_between,
				     PARAMS(p_uuid(first), p_uuid(last)));
	while (store_next(r)) {
		const struct uuid candidate = store_uuid(r, "record_id");
		const size_t transfers = (size_t)store_int(r, "transfers");
		for (size_t i = 0; i < transfers; i++)
			if (uuid_eq(care_share_id(candidate, i), id))
				*record_id = candidate;
	}
	SN_TRY(store_done(r));
	return uuid_is_null(*record_id) ? SN_FAIL(NO_SUCH_DELIVERY) : SN_SUCCESS;
}

static struct sn_err read_seed(struct ctx *c, const struct register_delivery *d,
			       uint8_t seed[TLOG_SEED_BYTES])
{
	const struct person_ref who = {d->shard, d->person_id};
	struct str sealed = STR_NULL, plain = STR_NULL;
	struct rows *r = store_query(c->store, &care_sql_delivery_seed,
				     PARAMS(p_int(d->shard), p_uuid(d->record_id)));
	if (store_next(r))
		sealed = arena_str(c->mem, store_bytes(r, "seed"));
	SN_TRY(store_done(r));
	if (sealed.bytes == 0)
		return SN_FAIL(NO_RECEIPT_LEFT);
	SN_TRY(people_unseal(c, who, (struct seal_place){"delivery", "seed", d->record_id}, sealed,
			     &plain));
	if (plain.bytes != TLOG_SEED_BYTES)
		return SN_FAIL(NO_RECEIPT_LEFT);
	memcpy(seed, plain.at, TLOG_SEED_BYTES);
	return SN_SUCCESS;
}

/* ---- one record's ---- */

struct making {
	const struct tlog_published *published;
	uint8_t seed[TLOG_SEED_BYTES];
	struct id_number id;
	bool has_id;
};

static struct sn_err make_one(struct ctx *c, const struct making *m, int64_t index,
			      struct care_receipt *out)
{
	struct tlog_short brief = {.index = index};
	struct tlog_receipt *full = &out->full;
	struct str record;
	if (index >= m->published->size)
		return SN_FAIL(RECEIPT_EARLY, .arg = {m->published->size});
	memcpy(brief.seed, m->seed, TLOG_SEED_BYTES);
	tlog_short_text(&brief, out->brief);
	crypto_wipe(&brief, sizeof brief);
	*full = (struct tlog_receipt){.index = index,
				      .size = m->published->size,
				      .salt = tlog_salt_of(m->seed),
				      .note = m->published->note};
	SN_TRY(tlog_leaf_read(c, index, &record));
	if (record.bytes > sizeof full->record)
		return SN_FAIL(LEAF_DAMAGED, .arg = {index});
	memcpy(full->record, record.at, record.bytes);
	full->record_bytes = record.bytes;
	SN_TRY(tlog_inclusion(c, index, full->size, full->proof, &full->proof_count));
	return tlog_receipt_sign(full, m->published->note);
}

static struct sn_err make_all(struct ctx *c, const struct making *m, struct care_receipts *out)
{
	const struct register_whole *w = &out->whole;
	for (size_t i = 0; i < w->posted_count; i++) {
		struct care_receipt *r = &out->all[out->count];
		int64_t index = -1;
		r->transfer_id = w->posted[i].transfer_id;
		SN_TRY(tlog_index_of(c, w->row.shard, r->transfer_id, &index));
		if (index < 0)
			return SN_FAIL(NO_RECEIPT_LEFT);
		SN_TRY(make_one(c, m, index, r));
		r->bound = !sn_failed(tlog_receipt_opens(
			&r->full, w->row.name, m->has_id ? str_of(m->id.digits) : STR_NULL));
		out->count++;
	}
	return SN_SUCCESS;
}

struct sn_err care_receipts_read(struct ctx *c, struct uuid id, struct care_receipts *out)
{
	struct tlog_published published;
	struct tlog_checkpoint checkpoint;
	struct making m = {.published = &published};
	struct uuid record_id;
	*out = (struct care_receipts){.count = 0};
	SN_TRY(find_record(c, id, &record_id));
	SN_TRY(register_delivery(c, record_id, &out->whole));
	SN_TRY(tlog_published_read(c, &published));
	if (published.size == 0)
		return SN_FAIL(NO_CHECKPOINT);
	SN_TRY(tlog_checkpoint_open(published.note, NULL, &checkpoint));
	out->origin = checkpoint.origin;
	const struct register_delivery *d = &out->whole.row;
	const struct person_ref who = {d->shard, d->person_id};
	out->all = ARENA_ARRAY(c->mem, struct care_receipt, out->whole.posted_count + 1);
	if (!out->all)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(read_seed(c, d, m.seed));
	struct sn_err e = people_open_ids(c, &who, 1, &m.id, &m.has_id);
	if (!sn_failed(e))
		e = make_all(c, &m, out);
	crypto_wipe(&m.seed, sizeof m.seed);
	crypto_wipe(&m.id, sizeof m.id);
	return e;
}

struct str care_receipt_site(struct arena *mem, struct str origin, struct str site)
{
	const struct str prefix = STR("songnuan.");
	struct str rest = origin, host;
	if (site.bytes > 0)
		return site;
	(void)str_split(&rest, '/', &host);
	if (str_starts(host, prefix))
		host = (struct str){host.at + prefix.bytes, host.bytes - prefix.bytes};
	return str_of(arena_printf(mem, "https://" STR_FMT, STR_ARG(host)));
}

struct str care_receipt_short(struct arena *mem, struct str site, const struct care_receipt *r)
{
	return str_of(arena_printf(mem, STR_FMT "/r#%s", STR_ARG(site), r->brief));
}

struct str care_receipt_full(struct arena *mem, struct str site, const struct care_receipt *r)
{
	uint8_t bytes[TLOG_RECEIPT_BYTES_MAX];
	char text[(TLOG_RECEIPT_BYTES_MAX * 4 + 2) / 3 + 1];
	crypto_base64url(bytes, tlog_receipt_bytes(&r->full, bytes), text);
	return str_of(arena_printf(mem, STR_FMT "/r#%s", STR_ARG(site), text));
}
