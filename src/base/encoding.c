#include "base/encoding.h"

#include "base/text.h"

#include <assert.h>
#include <stdlib.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>

static const struct str byte_order_mark = {"\xEF\xBB\xBF", 3};

const char *encoding_word(enum encoding encoding)
{
	static const char *const words[] = {
#define X(name, word) [ENCODING_##name] = (word),
		ENCODINGS(X)
#undef X
	};
	return words[encoding];
}

enum { CARRY_BYTES = 4, UNITS = 4096 };

/* A sequence that more bytes could complete: completing it by the smallest or the largest continuation tells. */
static bool may_be_completed(struct str s)
{
	char low[CARRY_BYTES] = {0}, high[CARRY_BYTES] = {0};
	const unsigned char lead = (unsigned char)s.at[0];
	const size_t need = lead >= 0xF0U ? 4 : lead >= 0xE0U ? 3 : 2;
	if (lead < 0xC2U || s.bytes >= need)
		return false;
	memset(low, 0x80, sizeof low);
	memset(high, 0xBF, sizeof high);
	memcpy(low, s.at, s.bytes);
	memcpy(high, s.at, s.bytes);
	return text_is_utf8((struct str){low, need}) || text_is_utf8((struct str){high, need});
}

/* The sample may end inside a character. */
static bool sample_is_utf8(struct str sample)
{
	if (text_is_utf8(sample))
		return true;
	for (size_t tail = 1; tail < CARRY_BYTES && tail < sample.bytes; tail++) {
		const struct str whole = {sample.at, sample.bytes - tail};
		if (may_be_completed((struct str){sample.at + whole.bytes, tail}))
			return text_is_utf8(whole);
	}
	return false;
}

enum encoding encoding_detect(struct str sample)
{
	if (str_starts(sample, STR("\xFF\xFE")))
		return ENCODING_UTF16LE;
	if (str_starts(sample, STR("\xFE\xFF")))
		return ENCODING_UTF16BE;
	if (str_starts(sample, byte_order_mark))
		return ENCODING_UTF8;
	/* A file shorter than the sample has no cut character: its half one is somebody's GB18030. */
	const bool cut = sample.bytes >= ENCODING_SAMPLE_BYTES;
	return (cut ? sample_is_utf8(sample) : text_is_utf8(sample)) ? ENCODING_UTF8
								     : ENCODING_GB18030;
}

struct decoder {
	enum encoding encoding;
	UConverter *converter;   /* of GB18030 */
	int64_t read_bytes;      /* of the file, before the piece in hand */
	bool started;            /* a byte order mark is no longer expected */
	char carry[CARRY_BYTES]; /* UTF-8 and UTF-16: a character cut by the piece's end */
	size_t carry_bytes;
	uint32_t high; /* GB18030: a high surrogate whose low one has not come yet; 0: none */
	UChar units[UNITS];
	char text[UNITS * 3 + TEXT_CHARACTER_BYTES];
};

struct decoder *decoder_new(enum encoding encoding)
{
	struct decoder *d = calloc(1, sizeof *d);
	if (!d)
		return NULL;
	d->encoding = encoding;
	if (encoding != ENCODING_GB18030)
		return d;
	UErrorCode status = U_ZERO_ERROR;
	d->converter = ucnv_open("gb18030", &status);
	ucnv_setToUCallBack(d->converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
	if (U_FAILURE(status)) {
		decoder_free(d);
		return NULL;
	}
	return d;
}

void decoder_free(struct decoder *d)
{
	if (!d)
		return;
	if (d->converter)
		ucnv_close(d->converter);
	free(d);
}

static struct sn_err bad_at(int64_t offset)
{
	return SN_FAIL(BAD_ENCODING, .arg = {offset});
}

static struct sn_err put(struct decoder *d, struct str text, struct buf *out)
{
	if (text.bytes == 0)
		return SN_SUCCESS;
	if (!d->started && str_starts(text, byte_order_mark)) {
		text.at += byte_order_mark.bytes;
		text.bytes -= byte_order_mark.bytes;
	}
	d->started = true;
	buf_add(out, text);
	return buf_full(out) ? SN_FAIL(TOO_LONG, .field = "file") : SN_SUCCESS;
}

/* How many bytes at the start are whole characters. What follows is a cut character (at most three bytes that begin
 * a well-formed sequence) or something that is no UTF-8. */
static size_t whole_bytes(struct str s)
{
	struct str rest = s;
	uint32_t c = 0;
	size_t good = 0;
	while (text_next(&rest, &c)) {
		const size_t step = s.bytes - rest.bytes - good;
		if (c == 0xFFFDU && step == 1)
			return good;
		good += step;
	}
	return good;
}

static struct sn_err feed_utf8(struct decoder *d, struct str piece, struct buf *out)
{
	/* The carried bytes are completed first, byte by byte: at most three steps. */
	while (d->carry_bytes > 0 && piece.bytes > 0) {
		d->carry[d->carry_bytes++] = *piece.at;
		piece.at++;
		piece.bytes--;
		d->read_bytes++;
		const struct str carried = {d->carry, d->carry_bytes};
		if (text_is_utf8(carried)) {
			d->carry_bytes = 0;
			SN_TRY(put(d, carried, out));
		} else if (!may_be_completed(carried)) {
			return bad_at(d->read_bytes - (int64_t)d->carry_bytes);
		}
	}
	const size_t whole = whole_bytes(piece);
	SN_TRY(put(d, (struct str){piece.at, whole}, out));
	if (whole < piece.bytes) {
		const struct str tail = {piece.at + whole, piece.bytes - whole};
		if (!may_be_completed(tail))
			return bad_at(d->read_bytes + (int64_t)whole);
		memcpy(d->carry, tail.at, tail.bytes);
		d->carry_bytes = tail.bytes;
	}
	d->read_bytes += (int64_t)piece.bytes;
	return SN_SUCCESS;
}

static uint32_t unit_at(const struct decoder *d, size_t at)
{
	const unsigned char a = (unsigned char)d->carry[at], b = (unsigned char)d->carry[at + 1];
	return d->encoding == ENCODING_UTF16LE ? (uint32_t)a | (uint32_t)b << 8U
					       : (uint32_t)b | (uint32_t)a << 8U;
}

/* A character of the carried bytes, two or four; false: they are none. *whole: it was complete. */
static bool utf16_character(const struct decoder *d, uint32_t *character, bool *whole)
{
	const uint32_t first = unit_at(d, 0);
	const bool high = first >= 0xD800U && first <= 0xDBFFU;
	*whole = !high;
	*character = first;
	if (!high)
		return first < 0xDC00U || first > 0xDFFFU;
	if (d->carry_bytes < 4)
		return true;
	const uint32_t second = unit_at(d, 2);
	*whole = true;
	*character = 0x10000U + ((first - 0xD800U) << 10U) + (second - 0xDC00U);
	return second >= 0xDC00U && second <= 0xDFFFU;
}

static struct sn_err feed_utf16(struct decoder *d, struct str piece, struct buf *out)
{
	size_t used = 0;
	for (size_t i = 0; i < piece.bytes; i++) {
		uint32_t c = 0;
		bool whole = false;
		d->carry[d->carry_bytes++] = piece.at[i];
		d->read_bytes++;
		if (d->carry_bytes % 2 != 0)
			continue;
		if (!utf16_character(d, &c, &whole)) {
			SN_TRY(put(d, (struct str){d->text, used}, out));
			return bad_at(d->read_bytes - (int64_t)d->carry_bytes);
		}
		if (!whole)
			continue;
		d->carry_bytes = 0;
		used += text_put(d->text + used, c);
		if (used + TEXT_CHARACTER_BYTES > sizeof d->text) {
			SN_TRY(put(d, (struct str){d->text, used}, out));
			used = 0;
		}
	}
	return put(d, (struct str){d->text, used}, out);
}

/* The converter gives well-formed UTF-16, only a pair may be cut by the end of the room for units. */
static struct sn_err put_units(struct decoder *d, size_t units, struct buf *out)
{
	size_t used = 0;
	for (size_t i = 0; i < units; i++) {
		uint32_t c = d->units[i];
		if (c >= 0xD800U && c <= 0xDBFFU) {
			d->high = c;
			continue;
		}
		if (d->high != 0)
			c = 0x10000U + ((d->high - 0xD800U) << 10U) + (c - 0xDC00U);
		d->high = 0;
		used += text_put(d->text + used, c);
	}
	return put(d, (struct str){d->text, used}, out);
}

/* Bytes that the converter took and did not convert: at the file's end those that it waited with, else the bad
 * sequence and what it would read again behind it. */
static int64_t held_bytes(const struct decoder *d, int32_t pending_at_end)
{
	char invalid[32];
	int8_t invalid_bytes = sizeof invalid;
	UErrorCode status = U_ZERO_ERROR;
	if (pending_at_end > 0)
		return pending_at_end;
	const int32_t again = ucnv_toUCountPending(d->converter, &status);
	ucnv_getInvalidChars(d->converter, invalid, &invalid_bytes, &status);
	return U_SUCCESS(status) ? invalid_bytes + again : 0;
}

static struct sn_err feed_converter(struct decoder *d, struct str piece, struct buf *out, bool end)
{
	static const char nothing[1] = "";
	const char *from = piece.bytes > 0 ? piece.at : nothing;
	const char *const start = from, *const limit = from + piece.bytes;
	UErrorCode status = U_ZERO_ERROR;
	const int32_t pending = end ? ucnv_toUCountPending(d->converter, &status) : 0;
	status = U_BUFFER_OVERFLOW_ERROR;
	while (status == U_BUFFER_OVERFLOW_ERROR) {
		UChar *to = d->units;
		status = U_ZERO_ERROR;
		ucnv_toUnicode(d->converter, &to, d->units + UNITS, &from, limit, NULL, end ? 1 : 0,
			       &status);
		SN_TRY(put_units(d, (size_t)(to - d->units), out));
	}
	d->read_bytes += from - start;
	return U_SUCCESS(status) ? SN_SUCCESS : bad_at(d->read_bytes - held_bytes(d, pending));
}

struct sn_err decoder_feed(struct decoder *d, struct str piece, struct buf *out)
{
	switch (d->encoding) {
	case ENCODING_UTF8:
		return feed_utf8(d, piece, out);
	case ENCODING_UTF16LE:
	case ENCODING_UTF16BE:
		return feed_utf16(d, piece, out);
	case ENCODING_GB18030:
	case ENCODINGS_COUNT:
		break;
	}
	return feed_converter(d, piece, out, false);
}

struct sn_err decoder_end(struct decoder *d, struct buf *out)
{
	if (d->converter)
		return feed_converter(d, STR_NULL, out, true);
	return d->carry_bytes > 0 ? bad_at(d->read_bytes - (int64_t)d->carry_bytes) : SN_SUCCESS;
}
