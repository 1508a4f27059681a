/* Normal form and name form are their own form, keys and masks are UTF-8, and both forms have one key. */
#include "base/limits.h"
#include "base/name.h"
#include "base/text.h"

#include <assert.h>
#include <stdlib.h>

static void check_text(struct arena *mem, struct str text)
{
	struct str normal, again;
	if (sn_failed(text_normalise(mem, text, &normal)))
		return;
	const bool taken = !sn_failed(text_normalise(mem, normal, &again));
	assert(taken && str_eq(normal, again));
	assert(text_is_utf8(normal));
	assert(text_columns(normal) <= 2 * text_characters(normal));
	(void)taken;
}

static void check_name(struct arena *mem, struct str text)
{
	struct str name, again, key, key_again;
	char mask[NAME_MASK_BYTES];
	if (sn_failed(name_parse(mem, text, &name)))
		return;
	const bool taken = !sn_failed(name_parse(mem, name, &again));
	assert(taken && str_eq(name, again));
	assert(name.bytes > 0 && name.bytes <= NAME_BYTES_MAX);
	name_mask(name, mask);
	assert(text_is_utf8(str_of(mask)));
	const bool keyed = !sn_failed(name_key(mem, text, &key)) &&
			   !sn_failed(name_key(mem, name, &key_again));
	assert(keyed && str_eq(key, key_again));
	(void)taken;
	(void)keyed;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *mem = arena_new(1 << 20);
	if (!mem)
		abort();
	const struct str text = {(const char *)data, size};
	if (size <= 4096) { /* room for all forms in the arena */
		check_text(mem, text);
		check_name(mem, text);
	}
	arena_free(mem);
	return 0;
}
