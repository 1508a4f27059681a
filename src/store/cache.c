/* Prepared statements by their address: a small table with open addressing, never emptied before its handle. */
#include "store/store_priv.h"

#include <stdint.h>
#include <stdlib.h>

static size_t slot_of(const struct store_cache *cache, const struct sn_statement *which)
{
	size_t i = (((uintptr_t)which >> 4) * 0x9E3779B97F4A7C15U >> 20) & (cache->size - 1);
	while (cache->slots[i].which && cache->slots[i].which != which)
		i = (i + 1) & (cache->size - 1);
	return i;
}

void *store_cache_get(const struct store_cache *cache, const struct sn_statement *which)
{
	return cache->size ? cache->slots[slot_of(cache, which)].prepared : NULL;
}

static bool grow(struct store_cache *cache)
{
	const struct store_cache old = *cache;
	const size_t size = old.size ? old.size * 2 : 64;
	struct store_cached *slots = calloc(size, sizeof *slots);
	if (!slots)
		return false;
	cache->slots = slots;
	cache->size = size;
	for (size_t i = 0; i < old.size; i++)
		if (old.slots[i].which)
			slots[slot_of(cache, old.slots[i].which)] = old.slots[i];
	free(old.slots);
	return true;
}

bool store_cache_add(struct store_cache *cache, const struct sn_statement *which, void *prepared)
{
	if (cache->used * 2 >= cache->size && !grow(cache))
		return false;
	cache->slots[slot_of(cache, which)] = (struct store_cached){which, prepared};
	cache->used++;
	return true;
}
