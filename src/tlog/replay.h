#ifndef SN_TLOG_REPLAY_H
#define SN_TLOG_REPLAY_H
/* replay: a published log recomputed from its files, wherever they are: what an outsider does, without any database.
 *
 *   shape   Files (files.h) come from a source.  The checkpoint is opened and its signature checked; then every bundle of
 *           entries is read, every record hashed, every tile compared hash by hash, and the root with the checkpoint's.  With an
 *           earlier checkpoint of the same log, the tree must have grown from that one.
 *   errors  not_a_checkpoint, not_signed, other_log, log_since_longer; with the first bad index in arg[0]: log_file_shape,
 *           log_entry_differs, log_tile_differs, log_since_differs; log_root_differs.  What the source refuses is handed on.
 *   memory  one bundle and one tile a level, whatever the log's size.
 *   source  trust.md 3.9; C2SP tlog-tiles.
 *   start   tlog_replay(). */
#include "tlog/files.h"
#include "tlog/note.h"

struct tlog_source {
	/* All bytes of a file, into out, which holds at most its limit: what does not fit is log_file_shape. */
	struct sn_err (*read)(void *self, const char *path, struct buf *out);
	void *self;
};

struct tlog_replay {
	const struct tlog_vkey *vkey; /* NULL: signatures are not looked at */
	struct str since;             /* an earlier checkpoint's note; STR_NULL: none */
	/* Each record in its order, whose hash is what the tiles say; NULL: nobody looks. */
	struct sn_err (*each)(void *self, int64_t index, struct str record);
	void (*far)(void *self, int64_t done, int64_t total); /* once a bundle; NULL */
	void *self;
};
struct tlog_replayed {
	struct tlog_checkpoint checkpoint; /* its origin lives in mem */
	int64_t since_size;                /* 0: there was no earlier one */
	int64_t records;
};
struct sn_err tlog_replay(struct arena *mem, const struct tlog_source *source,
			  const struct tlog_replay *ask, struct tlog_replayed *out) SN_MUST_USE;
#endif
