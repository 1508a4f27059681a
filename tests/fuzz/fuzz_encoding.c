/* In one piece or byte by byte: the same text, the same refusal; and the text is UTF-8. */
#include "base/encoding.h"
#include "base/text.h"

#include <assert.h>
#include <stdlib.h>

static struct sn_err decode(struct str bytes, size_t piece_bytes, struct buf *out)
{
	struct sn_err e = SN_SUCCESS;
	struct decoder *d = decoder_new(encoding_detect(bytes));
	if (!d)
		abort();
	for (size_t at = 0; at < bytes.bytes && !sn_failed(e); at += piece_bytes)
		e = decoder_feed(d, (struct str){bytes.at + at, piece_bytes}, out);
	if (!sn_failed(e))
		e = decoder_end(d, out);
	decoder_free(d);
	return e;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct str bytes = {(const char *)data, size};
	struct buf *whole = buf_new(1 << 20), *pieces = buf_new(1 << 20);
	if (!whole || !pieces)
		abort();
	if (size > 0 && size <= 4096) {
		const struct sn_err a = decode(bytes, size, whole), b = decode(bytes, 1, pieces);
		assert(a.reason == b.reason && a.arg[0] == b.arg[0]);
		assert(sn_failed(a) || str_eq(buf_str(whole), buf_str(pieces)));
		assert(text_is_utf8(buf_str(whole)));
		(void)a;
		(void)b;
	}
	buf_free(whole);
	buf_free(pieces);
	return 0;
}
