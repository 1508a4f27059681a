/* The file in sealed chunks: written once, read at any place. */
#include "people/intake_priv.h"
#include "people/intake_sql.h"
#include "people/people_priv.h"

#include <inttypes.h>

struct place {
	char column[SEAL_WORD_BYTES_MAX];
	struct seal_place place;
};
static void place_of(struct place *p, const struct intake_seal *at)
{
	(void)snprintf(p->column, sizeof p->column, "sealed/%" PRId64, at->number);
	p->place = (struct seal_place){at->table, p->column, at->intake_id};
}

struct sn_err intake_seal(struct ctx *c, const struct intake_seal *at, struct str plain,
			  struct str *sealed)
{
	struct place p;
	SN_TRY(people_need_keys(c));
	uint8_t *out = arena_alloc(c->mem, plain.bytes + SEAL_OVERHEAD_BYTES);
	if (!out)
		return SN_FAIL(OUT_OF_MEMORY);
	struct person_key key = keyring_installation_key(c->keys);
	place_of(&p, at);
	keyring_seal(&key, &p.place, plain, out);
	crypto_wipe(&key, sizeof key);
	*sealed = (struct str){(const char *)out, plain.bytes + SEAL_OVERHEAD_BYTES};
	return SN_SUCCESS;
}

struct sn_err intake_unseal(struct ctx *c, const struct intake_seal *at, struct str sealed,
			    struct str *plain)
{
	struct place p;
	SN_TRY(people_need_keys(c));
	if (sealed.bytes < SEAL_OVERHEAD_BYTES)
		return SN_FAIL(SEAL_BROKEN);
	uint8_t *out = arena_alloc(c->mem, sealed.bytes - SEAL_OVERHEAD_BYTES + 1);
	if (!out)
		return SN_FAIL(OUT_OF_MEMORY);
	struct person_key key = keyring_installation_key(c->keys);
	place_of(&p, at);
	const struct sn_err e = keyring_open(&key, &p.place, sealed, out);
	crypto_wipe(&key, sizeof key);
	*plain = (struct str){(const char *)out, sealed.bytes - SEAL_OVERHEAD_BYTES};
	return e;
}

struct sn_err intake_add_chunks(struct ctx *c, const struct intake *which,
				const struct byte_source *source)
{
	char *room = arena_alloc(c->mem, INTAKE_CHUNK_BYTES);
	if (!room)
		return SN_FAIL(OUT_OF_MEMORY);
	const struct arena_mark mark = arena_mark(c->mem);
	for (int64_t no = 0; no * INTAKE_CHUNK_BYTES < source->bytes; no++) {
		struct byte_piece piece = {.out = room, .wanted = INTAKE_CHUNK_BYTES};
		const struct intake_seal at = {"intake_chunk", which->intake_id, no};
		struct str sealed;
		SN_TRY(byte_source_read(source, no * INTAKE_CHUNK_BYTES, &piece));
		SN_TRY(intake_seal(c, &at, (struct str){room, piece.got}, &sealed));
		SN_TRY(store_run(c->store, &intake_sql_add_chunk,
				 PARAMS(p_int(which->shard), p_uuid(which->intake_id), p_int(no),
					p_bytes(sealed.at, sealed.bytes)),
				 NULL));
		arena_rewind(c->mem, mark);
	}
	crypto_wipe(room, INTAKE_CHUNK_BYTES);
	return SN_SUCCESS;
}

/* ---- reading ---- */

static struct sn_err hold(struct intake_source *s, int64_t no)
{
	struct ctx *c = s->c;
	const struct arena_mark mark = arena_mark(c->mem);
	const struct intake_seal at = {"intake_chunk", s->intake_id, no};
	struct str sealed = STR_NULL, plain = STR_NULL;
	if (s->held == no)
		return SN_SUCCESS;
	s->held = -1;
	struct rows *r = store_query(c->store, &intake_sql_chunk,
				     PARAMS(p_int(s->shard), p_uuid(s->intake_id), p_int(no)));
	if (store_next(r))
		sealed = arena_str(c->mem, store_bytes(r, "sealed"));
	SN_TRY(store_done(r));
	if (str_is_null(sealed))
		return SN_FAIL(NO_SUCH_IMPORT);
	SN_TRY(intake_unseal(c, &at, sealed, &plain));
	if (plain.bytes > INTAKE_CHUNK_BYTES)
		return SN_FAIL(SEAL_BROKEN);
	memcpy(s->open, plain.at, plain.bytes);
	s->open_bytes = plain.bytes;
	s->held = no;
	arena_rewind(c->mem, mark);
	return SN_SUCCESS;
}

static struct sn_err read_at(void *self, int64_t offset, struct byte_piece *piece)
{
	struct intake_source *s = self;
	const size_t in = (size_t)(offset % INTAKE_CHUNK_BYTES);
	piece->got = 0;
	if (offset < 0 || offset >= s->source.bytes)
		return SN_SUCCESS;
	SN_TRY(hold(s, offset / INTAKE_CHUNK_BYTES));
	if (in >= s->open_bytes)
		return SN_SUCCESS;
	piece->got = s->open_bytes - in < piece->wanted ? s->open_bytes - in : piece->wanted;
	memcpy(piece->out, s->open + in, piece->got);
	return SN_SUCCESS;
}

struct sn_err intake_open(struct ctx *c, const struct intake *which, struct intake_source *out)
{
	*out = (struct intake_source){.c = c,
				      .shard = which->shard,
				      .intake_id = which->intake_id,
				      .held = -1,
				      .open = arena_alloc(c->mem, INTAKE_CHUNK_BYTES)};
	out->source = (struct byte_source){.read_at = read_at, .bytes = which->bytes, .self = out};
	return out->open ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}
