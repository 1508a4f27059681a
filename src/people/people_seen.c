/* A hash set of 16-byte keys: 24 bytes a slot, at most half full, so 1,000,000 rows take 48 MB. */
#include "people/people_priv.h"

#include <stdlib.h>

enum { SLOTS_FIRST = 1 << 12 };

struct slot {
	uint8_t key[16];
	struct people_place at; /* row 0: free */
};
struct people_seen {
	struct slot *slots;
	size_t slots_count, used;
};

struct people_seen *people_seen_new(void)
{
	struct people_seen *s = malloc(sizeof *s);
	struct slot *slots = calloc(SLOTS_FIRST, sizeof *slots);
	if (!s || !slots) {
		free(s);
		free(slots);
		return NULL;
	}
	*s = (struct people_seen){.slots = slots, .slots_count = SLOTS_FIRST};
	return s;
}

void people_seen_free(struct people_seen *s)
{
	if (!s)
		return;
	free(s->slots);
	free(s);
}

/* Keyed hashes, or UUIDs whose last bytes are random: no further mixing is needed. */
static struct slot *slot_of(const struct people_seen *s, const uint8_t key[16])
{
	uint64_t start = 0;
	memcpy(&start, key + 8, sizeof start);
	for (size_t i = (size_t)start & (s->slots_count - 1);; i = (i + 1) & (s->slots_count - 1)) {
		struct slot *at = &s->slots[i];
		if (at->at.row == 0 || memcmp(at->key, key, sizeof at->key) == 0)
			return at;
	}
}

static bool grow(struct people_seen *s)
{
	struct people_seen bigger = {.slots_count = s->slots_count * 2, .used = s->used};
	bigger.slots = calloc(bigger.slots_count, sizeof *bigger.slots);
	if (!bigger.slots)
		return false;
	for (size_t i = 0; i < s->slots_count; i++) {
		if (s->slots[i].at.row != 0)
			*slot_of(&bigger, s->slots[i].key) = s->slots[i];
	}
	free(s->slots);
	*s = bigger;
	return true;
}

struct sn_err people_seen_add(struct people_seen *s, const uint8_t key[16],
			      struct people_place here, struct people_place *earlier)
{
	if (s->used * 2 >= s->slots_count && !grow(s))
		return SN_FAIL(OUT_OF_MEMORY);
	struct slot *at = slot_of(s, key);
	*earlier = at->at;
	if (at->at.row == here.row && at->at.sheet_no == here.sheet_no)
		*earlier = (struct people_place){0}; /* the same row, decided again */
	if (at->at.row != 0)
		return SN_SUCCESS;
	memcpy(at->key, key, sizeof at->key);
	at->at = here;
	s->used++;
	return SN_SUCCESS;
}
