#ifndef SN_BASE_ENCODING_H
#define SN_BASE_ENCODING_H
/* encoding: files as people's spreadsheets write them, read as UTF-8.
 *
 *   shapes  a byte order mark decides (UTF-8, UTF-16LE, UTF-16BE: "Unicode text" of spreadsheets).  Without one the
 *           file is UTF-8 where its first 64 KiB are, else GB18030, which holds GBK and GB2312 too.
 *   stream  feed a file's bytes in pieces of any size; a character cut by a piece's end is kept for the next.
 *           The byte order mark is not part of the output.
 *   errors  bad_encoding, arg {0}: the offset in the file of the first byte that can't be read (from 0);
 *           too_long: the output buffer is full, which is the caller's limit; out_of_memory.
 *   source  GB 18030-2005 by ICU's converter; RFC 3629 for UTF-8.
 *   start   decoder_new(encoding_detect(first_piece)), decoder_feed()…, decoder_end(). */
#include "base/err.h"
#include "base/str.h"

/* clang-format off */
#define ENCODINGS(X) \
	X(UTF8,    "utf-8") \
	X(UTF16LE, "utf-16le") \
	X(UTF16BE, "utf-16be") \
	X(GB18030, "gb18030")
/* clang-format on */
enum encoding {
#define X(name, word) ENCODING_##name,
	ENCODINGS(X) ENCODINGS_COUNT
#undef X
};
const char *encoding_word(enum encoding encoding);

enum { ENCODING_SAMPLE_BYTES = 64 << 10 };
/* From a file's start: all of the file where it is shorter than the sample. */
enum encoding encoding_detect(struct str sample);

struct decoder;
struct decoder *decoder_new(enum encoding encoding); /* NULL: out of memory */
void decoder_free(struct decoder *d);
/* Adds the piece to out as UTF-8. After an error the decoder is used up. */
struct sn_err decoder_feed(struct decoder *d, struct str piece, struct buf *out) SN_MUST_USE;
/* To be called behind the last piece: a character that was only begun is an error. */
struct sn_err decoder_end(struct decoder *d, struct buf *out) SN_MUST_USE;
#endif
