/* What anybody may bring as a receipt: whatever is taken is written again as it was, and no stranger's key has signed it. */
#include "tlog/receipt.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void full(struct str text)
{
	static const char go[] =
		"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
	struct tlog_receipt r;
	struct tlog_vkey vkey;
	struct tlog_head head;
	uint8_t bytes[TLOG_RECEIPT_BYTES_MAX];
	if (sn_failed(tlog_receipt_parse(text, &r)))
		return;
	const bool known = !sn_failed(tlog_vkey_parse(str_of(go), &vkey));
	const bool holds = !sn_failed(tlog_receipt_check(&r, &vkey, &head));
	assert(known && !holds);
	(void)known;
	(void)holds;
	(void)tlog_receipt_opens(&r, STR("a"), STR_NULL).reason;
	if (!str_is_null(r.note)) {
		struct buf *b = buf_new(TLOG_NOTE_BYTES_MAX + TLOG_RECEIPT_TEXT_BYTES_MAX);
		tlog_receipt_text(&r, b);
		assert(buf_full(b) || str_eq(buf_str(b), text));
		buf_free(b);
	} else if (str_starts(text, STR("SNR1"))) {
		const size_t count = tlog_receipt_bytes(&r, bytes);
		assert(str_eq(text, (struct str){(const char *)bytes, count}));
	}
}

static void brief(struct str text)
{
	struct tlog_short s;
	char again[TLOG_SHORT_TEXT_BYTES];
	if (sn_failed(tlog_short_parse(text, &s)))
		return;
	tlog_short_text(&s, again);
	assert(text.bytes >= strlen(again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!crypto_start())
		return 0;
	const struct str text = {(const char *)data, size};
	full(text);
	brief(text);
	return 0;
}
