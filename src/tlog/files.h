#ifndef SN_TLOG_FILES_H
#define SN_TLOG_FILES_H
/* files: the log as static files, for whoever wants all of it: a checkpoint, hashes in tiles, entries in bundles.
 *
 *   shape   checkpoint                    the published note (signer.h)
 *           tile/<L>/<N>[.p/<W>]          W hashes of 32 bytes, from the 256·N-th of level L on; a hash of level L stands for
 *                                         256^L records.  Without .p/<W> a tile has all its 256
 *           tile/entries/<N>[.p/<W>]      W records from the 256·N-th on, each behind its length in two bytes, big-endian
 *           <N> is written in parts of three digits, all but the last behind an x: 1234067 is x001/x234/067.
 *   rule    A file says what a log of `size` records says there, and never changes: a tile that is not full is another file
 *           than the same one fuller.  What is behind the published size is not there.
 *   errors  no_such_leaf: the log of this size has no such file; leaf_damaged.
 *   source  C2SP tlog-tiles; trust.md 3.4.
 *   start   tlog_file_parse(), tlog_file_read(); tlog_files_next() names all of them. */
#include "tlog/tlog.h"

enum tlog_file_kind { TLOG_FILE_CHECKPOINT, TLOG_FILE_HASHES, TLOG_FILE_ENTRIES };
enum {
	TLOG_FILE_WIDTH = 256,
	TLOG_FILE_PATH_BYTES = 64,
	TLOG_FILE_HASHES_BYTES = TLOG_FILE_WIDTH * TLOG_HASH_BYTES,
	TLOG_FILE_ENTRIES_BYTES = TLOG_FILE_WIDTH * (2 + TLOG_LEAF_BYTES_MAX),
};
struct tlog_file {
	enum tlog_file_kind kind;
	int level; /* of hashes */
	int64_t number;
	int width; /* TLOG_FILE_WIDTH: a whole one */
};
/* Below the log's folder, without a slash before it; one form of each path alone. */
bool tlog_file_parse(struct str path, struct tlog_file *out) SN_MUST_USE;
void tlog_file_path(const struct tlog_file *file, char out[TLOG_FILE_PATH_BYTES]);

/* Is there such a file of a log of this size? A checkpoint always. */
bool tlog_file_exists(const struct tlog_file *file, int64_t size);
/* All files of a log of this size but the checkpoint, beginning with a zeroed cursor; entries before hashes, level by level. */
struct tlog_files_cursor {
	int stage;
	int64_t at;
	struct tlog_file file;
};
bool tlog_files_next(struct tlog_files_cursor *cursor, int64_t size);

/* Appends the bytes of a file of hashes or entries. */
struct sn_err tlog_file_read(struct ctx *c, const struct tlog_file *file, int64_t size,
			     struct buf *out) SN_MUST_USE;
#endif
