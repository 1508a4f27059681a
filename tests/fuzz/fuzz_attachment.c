/* Whatever a picture is made of: cleaning what was cleaned gives the same bytes, of the same type, and never more than
 * there were and the way up. */
#include "people/attachment.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum { EXIF_BYTES = 36 };
	struct arena *mem = arena_new(4 << 20);
	enum attachment_type type, type_again;
	struct str clean, again;
	if (!mem)
		return 0;
	if (!sn_failed(
		    attachment_clean(mem, (struct str){(const char *)data, size}, &type, &clean))) {
		const bool same = !sn_failed(attachment_clean(mem, clean, &type_again, &again)) &&
				  type == type_again && str_eq(clean, again);
		assert(same);
		assert(clean.bytes <= size + EXIF_BYTES);
		(void)same;
	}
	arena_free(mem);
	return 0;
}
