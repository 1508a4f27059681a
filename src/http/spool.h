#ifndef SN_HTTP_SPOOL_H
#define SN_HTTP_SPOOL_H
/* spool: bytes on their way in or out that are too many for memory: an upload until it is read, a download until it is sent.
 *
 *   shape   A file without a name, in pieces that are sealed under a key which only this process's memory holds: what is
 *           found on the disk later is noise.  First it is written from front to back, then read at any place.
 *   errors  cannot_write_file, cannot_read_file (also where somebody changed the bytes), out_of_memory.
 *   rule    one thread at a time.
 *   source  settled.md 5, 7.
 *   start   spool_new(), spool_add() or spool_file(), spool_end(), spool_read(). */
#include "base/byte_source.h"
#include "base/crypto.h"

#include <stdio.h>

struct spool;
/* directory: where the file lies; STR_NULL: TMPDIR, or /var/tmp. */
struct sn_err spool_new(struct spool **out, struct str directory) SN_MUST_USE;
void spool_free(struct spool *s); /* NULL is fine */

struct sn_err spool_add(struct spool *s, struct str bytes) SN_MUST_USE;
/* A stream that adds; fclose() says whether all of it arrived. */
struct sn_err spool_file(struct spool *s, FILE **out) SN_MUST_USE;
/* A path in memory for writers that know only paths; spool_end() takes in what stands there then. */
struct sn_err spool_path(struct spool *s, const char **path) SN_MUST_USE;
/* Nothing more comes; it can be read. */
struct sn_err spool_end(struct spool *s) SN_MUST_USE;

int64_t spool_bytes(const struct spool *s);
struct sha256 spool_digest(const struct spool *s); /* of all bytes; after spool_end() */
struct sn_err spool_read(struct spool *s, int64_t offset, struct byte_piece *piece) SN_MUST_USE;
/* It as a source; the spool stays the caller's. */
struct byte_source spool_source(struct spool *s);

/* What a download is to its reader. The texts stay where they are. */
void spool_name(struct spool *s, const char *type, const char *name);
const char *spool_type(const struct spool *s);
const char *spool_file_name(const struct spool *s);
#endif
