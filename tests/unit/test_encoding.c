#include "base/encoding.h"
#include "tap.h"

#define LITERAL(text)                                                                              \
	{                                                                                          \
		(text), sizeof(text) - 1                                                           \
	}

static const struct {
	const char *what;
	struct str bytes;
	enum encoding encoding;
	const char *utf8;   /* NULL: bad_encoding */
	int64_t bad_offset; /* then */
} cases[] = {
	{"UTF-8", LITERAL("姓名,𠮷田"), ENCODING_UTF8, "姓名,𠮷田", 0},
	{"UTF-8 with a mark", LITERAL("\xef\xbb\xbf姓名"), ENCODING_UTF8, "姓名", 0},
	{"a second mark is text", LITERAL("\xef\xbb\xbf\xef\xbb\xbfx"), ENCODING_UTF8, "\ufeffx",
	 0},
	{"nothing", LITERAL(""), ENCODING_UTF8, "", 0},
	{"UTF-16LE", LITERAL("\xff\xfe\xd3\x59\x42\xd8\xb7\xdf"), ENCODING_UTF16LE, "姓𠮷", 0},
	{"UTF-16BE", LITERAL("\xfe\xff\x59\xd3\xd8\x42\xdf\xb7"), ENCODING_UTF16BE, "姓𠮷", 0},
	{"GBK", LITERAL("\xd0\xd5\xc3\xfb,\xcd\xf5"), ENCODING_GB18030, "姓名,王", 0},
	{"GB18030, four bytes", LITERAL("\x95\x34\xb2\x35\xcc\xef"), ENCODING_GB18030, "𠮷田", 0},
	{"GB18030 with a mark", LITERAL("\x84\x31\x95\x33\xd0\xd5"), ENCODING_GB18030, "姓", 0},
	{"a mark, then no UTF-8",
	 LITERAL("\xef\xbb\xbf"
		 "ab\xff"),
	 ENCODING_UTF8, NULL, 5},
	{"half a pair", LITERAL("\xff\xfe\x42\xd8\x41\x00"), ENCODING_UTF16LE, NULL, 2},
	{"a second half alone", LITERAL("\xff\xfe\x42\xdc\x41\x00"), ENCODING_UTF16LE, NULL, 2},
	{"a private character", LITERAL("\xfe\xff\xe8\x63"), ENCODING_UTF16BE, "\ue863", 0},
	{"a pair with too high a half", LITERAL("\xfe\xff\xd8\x42\xe8\x63"), ENCODING_UTF16BE, NULL,
	 2},
	{"half a unit", LITERAL("\xff\xfe\x41\x00\x41"), ENCODING_UTF16LE, NULL, 4},
	{"half a GBK character", LITERAL("ab\xd0"), ENCODING_GB18030, NULL, 2},
	{"a byte GB18030 lacks", LITERAL("ab\xd0\xd5\xff\xff"), ENCODING_GB18030, NULL, 4},
};

static struct sn_err decode(enum encoding encoding, struct str bytes, size_t piece_bytes,
			    struct buf *out)
{
	struct sn_err e = SN_SUCCESS;
	struct decoder *d = decoder_new(encoding);
	for (size_t at = 0; at < bytes.bytes && !sn_failed(e); at += piece_bytes) {
		const size_t left = bytes.bytes - at;
		e = decoder_feed(
			d, (struct str){bytes.at + at, left < piece_bytes ? left : piece_bytes},
			out);
	}
	if (!sn_failed(e))
		e = decoder_end(d, out);
	decoder_free(d);
	return e;
}

static void files_are_read_in_pieces_of_any_size(void)
{
	struct buf *out = buf_new(1 << 20);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		EQ_STR(encoding_word(encoding_detect(cases[i].bytes)),
		       encoding_word(cases[i].encoding), cases[i].what);
		for (size_t piece = 1; piece <= cases[i].bytes.bytes + 1; piece++) {
			buf_reset(out);
			const struct sn_err e =
				decode(cases[i].encoding, cases[i].bytes, piece, out);
			OK(e.reason == (cases[i].utf8 ? SN_R_NONE : SN_R_BAD_ENCODING),
			   "read, or refused by bad_encoding");
			EQ_I64(e.arg[0], cases[i].bad_offset, "at the first bad byte");
			if (cases[i].utf8)
				EQ_STR(buf_str(out).at, cases[i].utf8, "as UTF-8");
		}
	}
	buf_free(out);
}

/* Each byte that can't go on the sequence before it, at each place of a cut. */
static const struct {
	struct str bytes;
	int64_t bad_offset;
} bad_utf8[] = {
	{LITERAL("\xc3"), 0},
	{LITERAL("a\xc3("), 1},
	{LITERAL("\xe4\xb8"), 0},
	{LITERAL("\xe4\xb8("), 0},
	{LITERAL("\xe0\x80\x80"), 0},
	{LITERAL("\xed\xa0\x80"), 0},
	{LITERAL("\xf0\xa0\xae"), 0},
	{LITERAL("\xf0\xa0\xae\xff"), 0},
	{LITERAL("\xf4\x90\x80\x80"), 0},
	{LITERAL("\xf0\x80\x80\x80"), 0},
	{LITERAL("王\x80"), 3},
	{LITERAL("王\xf5\x80"), 3},
};

static void broken_utf8_is_found_where_it_breaks(void)
{
	struct buf *out = buf_new(1 << 20);
	for (size_t i = 0; i < sizeof bad_utf8 / sizeof bad_utf8[0]; i++) {
		for (size_t piece = 1; piece <= bad_utf8[i].bytes.bytes; piece++) {
			const struct sn_err e =
				decode(ENCODING_UTF8, bad_utf8[i].bytes, piece, out);
			OK(e.reason == SN_R_BAD_ENCODING, "refused");
			EQ_I64(e.arg[0], bad_utf8[i].bad_offset, "at its first byte");
		}
	}
	buf_free(out);
}

/* A sample of exactly 64 KiB may end inside a character; a whole file may not. */
static void a_sample_may_end_inside_a_character(void)
{
	static char sample[ENCODING_SAMPLE_BYTES];
	static const char *const characters[] = {"é", "王", "𠮷"};
	for (size_t i = 0; i < 3; i++) {
		for (size_t tail = 1; tail < i + 2; tail++) {
			memset(sample, 'a', sizeof sample);
			memcpy(sample + sizeof sample - tail, characters[i], tail);
			EQ_I64(encoding_detect((struct str){sample, sizeof sample}), ENCODING_UTF8,
			       "still UTF-8");
			EQ_I64(encoding_detect((struct str){sample + 1, sizeof sample - 1}),
			       ENCODING_GB18030, "a shorter file is no UTF-8");
		}
	}
	memset(sample, 'a', sizeof sample);
	sample[sizeof sample - 1] = '\xff';
	EQ_I64(encoding_detect((struct str){sample, sizeof sample}), ENCODING_GB18030,
	       "a byte that begins nothing is no cut character");
	memset(sample + sizeof sample - 4, '\xbf', 4);
	EQ_I64(encoding_detect((struct str){sample, sizeof sample}), ENCODING_GB18030,
	       "nor are four that continue nothing");
}

static void long_text_passes_and_limits_hold(void)
{
	/* Odd before the pairs, so that one is cut by the end of the room for units. */
	const struct str pair = STR("\x95\x34\xb2\x35");
	char long_gb[2 + 4 * 10000] = {'a', 'a'};
	for (size_t i = 2; i < sizeof long_gb; i += 4)
		memcpy(long_gb + i, pair.at, pair.bytes);
	for (size_t skip = 0; skip < 2; skip++) {
		struct buf *out = buf_new(1 << 20);
		const struct str bytes = {long_gb + skip, sizeof long_gb - skip};
		OK(!sn_failed(decode(ENCODING_GB18030, bytes, bytes.bytes, out)), "read");
		EQ_I64((int64_t)buf_str(out).bytes, (int64_t)bytes.bytes,
		       "each of 10,000 characters has four bytes here and there");
		buf_free(out);
	}
	struct buf *small = buf_new(4);
	OK(decode(ENCODING_UTF8, cases[0].bytes, 100, small).reason == SN_R_TOO_LONG,
	   "a full buffer is the caller's limit");
	buf_reset(small);
	OK(decode(ENCODING_GB18030, cases[6].bytes, 100, small).reason == SN_R_TOO_LONG,
	   "in each encoding");
	buf_free(small);
	decoder_free(NULL);
}

int main(void)
{
	files_are_read_in_pieces_of_any_size();
	broken_utf8_is_found_where_it_breaks();
	a_sample_may_end_inside_a_character();
	long_text_passes_and_limits_hold();
	return tap_done();
}
