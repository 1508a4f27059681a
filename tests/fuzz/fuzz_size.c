/* The one form of a size is its own; whatever is written is one of the sizes or refused, and two sizes have one order. */
#include "care/size.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct item items[] = {{.item_no = 1, .size = STR("S")},
					    {.item_no = 2, .size = STR("L(175/96A)")},
					    {.item_no = 3, .size = STR("2XL")},
					    {.item_no = 4, .size = STR("165/88A")}};
	static const struct size_scope scope = {
		.sizes = items, .count = sizeof items / sizeof items[0], .names = STR("S、L、2XL")};
	char key[SIZE_KEY_BYTES], again[SIZE_KEY_BYTES];
	struct size_reserve reserve;
	struct arena *mem = arena_new(1 << 20);
	const struct str text = {(const char *)data, size};
	const struct str first = {text.at, size / 2},
			 second = {text.at + size / 2, size - size / 2};
	size_t at = scope.count;
	if (!mem || size > 4096) {
		arena_free(mem);
		return 0;
	}
	if (size_key(text, key)) {
		const bool same = size_key(str_of(key), again) && strcmp(key, again) == 0;
		assert(same);
		(void)same;
	}
	if (!sn_failed(size_parse(&scope, text, &at)))
		assert(at < scope.count);
	const int up = size_compare(first, second), down = size_compare(second, first);
	assert((up < 0) == (down > 0) && (up == 0) == (down == 0));
	(void)up;
	(void)down;
	if (!sn_failed(size_reserve_parse(mem, &scope, text, &reserve)))
		assert(size_reserve_of(&reserve, 0, 100) >= 0);
	(void)size_shown(mem, text);
	arena_free(mem);
	return 0;
}
