#ifndef SN_BASE_BYTE_SOURCE_H
#define SN_BASE_BYTE_SOURCE_H
/* byte_source: bytes of a known number that can be read at any place: a file, memory, or an upload that lies
 * encrypted in chunks on disk and is decrypted while it is read (settled.md 7).
 *
 *   shape   bytes: the whole length.  read_at() fills a piece as far as it can; got = 0 only at the end.
 *   errors  cannot_read_file when the file cannot be opened or read.
 *   rule    whoever opened a source closes it; readers of a source borrow it.
 *   start   byte_source_file(&s, path) … byte_source_close(&s), or byte_source_memory(&text). */
#include "base/err.h"
#include "base/str.h"

#include <stdint.h>

/* Room for `wanted` bytes at `out`; `got` says how many were read. */
struct byte_piece {
	void *out;
	size_t wanted, got;
};

struct byte_source {
	struct sn_err (*read_at)(void *self, int64_t offset, struct byte_piece *piece);
	void (*close)(void *self); /* NULL: there is nothing to close */
	int64_t bytes;
	void *self;
};

struct sn_err byte_source_file(struct byte_source *s, const char *path) SN_MUST_USE;
/* The text and its bytes stay where they are as long as the source is used. */
struct byte_source byte_source_memory(struct str *text);
void byte_source_close(struct byte_source *s);

/* Reads until the piece is full or the source ends. */
struct sn_err byte_source_read(const struct byte_source *s, int64_t offset,
			       struct byte_piece *piece) SN_MUST_USE;
#endif
