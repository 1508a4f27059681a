/* Registrations of an import, kept back and written in the order of their keys.
 *
 * A key is a keyed hash, so rows written as they come touch a page of the registry each; once that is larger than the
 * writer's cache, every one of them is written out and read back over and over.  Sorted, neighbours share a page.
 * Nobody asks the registry for them before: a file that names a key twice is caught by people_seen. */
#include "people/people_priv.h"
#include "people/people_sql.h"

#include <assert.h>
#include <stdlib.h>

/* 8 MiB of the 200 MB that an import may take. */
enum { REGISTRATIONS_KEPT = 1 << 18 };

struct registration {
	struct id_hash hash;
	struct uuid person_id;
};
struct people_registrations {
	size_t count;
	struct registration kept[REGISTRATIONS_KEPT];
};

struct people_registrations *people_registrations_new(void)
{
	/* Pages that are never used are never there. */
	struct people_registrations *all = malloc(sizeof *all);
	if (all)
		all->count = 0;
	return all;
}

void people_registrations_free(struct people_registrations *all)
{
	free(all);
}

static int by_hash(const void *a, const void *b)
{
	const struct registration *x = a, *y = b;
	return memcmp(x->hash.bytes, y->hash.bytes, sizeof x->hash.bytes);
}

static struct sn_err register_some(struct ctx *c, int64_t shard, const struct registration *from,
				   size_t count, struct param *params)
{
	const int64_t epoch = keyring_index_epoch(c->keys);
	for (size_t i = 0; i < count; i++) {
		struct param *set = params + i * REGISTER_PARAMS;
		set[0] = p_int(REGISTRY_ID_NUMBER);
		set[1] = p_bytes(from[i].hash.bytes, sizeof from[i].hash.bytes);
		set[2] = p_int(epoch);
		set[3] = p_int(shard);
		set[4] = p_uuid(from[i].person_id);
	}
	return store_many(c->store, &people_sql_register, params, count, NULL);
}

struct sn_err people_registrations_write(struct ctx *c, const struct people_page *page)
{
	struct people_registrations *all = page->registrations;
	struct param *params =
		ARENA_ARRAY(c->mem, struct param, (size_t)IMPORT_PAGE_ROWS * REGISTER_PARAMS);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	qsort(all->kept, all->count, sizeof all->kept[0], by_hash);
	for (size_t at = 0; at < all->count; at += IMPORT_PAGE_ROWS) {
		const size_t left = all->count - at;
		SN_TRY(register_some(c, page->shard, all->kept + at,
				     left < IMPORT_PAGE_ROWS ? left : IMPORT_PAGE_ROWS, params));
	}
	all->count = 0;
	return SN_SUCCESS;
}

struct sn_err people_registrations_add(struct ctx *c, const struct people_page *page,
				       const struct roster_row *row)
{
	struct people_registrations *all = page->registrations;
	assert(row->has_id && !uuid_is_null(row->person_id));
	if (all->count == REGISTRATIONS_KEPT)
		SN_TRY(people_registrations_write(c, page));
	all->kept[all->count++] = (struct registration){row->id_hash, row->person_id};
	return SN_SUCCESS;
}
