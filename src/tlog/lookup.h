#ifndef SN_TLOG_LOOKUP_H
#define SN_TLOG_LOOKUP_H
/* lookup: one record of a published log with its proof, out of the log's files: what a short receipt names.
 *
 *   shape   Reads the checkpoint, the bundle that holds the record, and the tiles on its way to the root: some ten files,
 *           whatever the log's size.  The result is a receipt with the checkpoint as its note, to be checked like one that
 *           somebody brought (receipt.h); nothing is taken from the files on trust.
 *   errors  not_a_checkpoint, not_signed, no_such_leaf (the log does not reach so far), log_file_shape, log_entry_differs (the
 *           record is not what its tile says); what the source refuses is handed on.
 *   source  C2SP tlog-tiles; trust.md 3.8, 3.9.
 *   start   tlog_lookup(). */
#include "tlog/receipt.h"
#include "tlog/replay.h"

/* vkey NULL: the signature is not looked at. The note lives in mem. */
struct sn_err tlog_lookup(struct arena *mem, const struct tlog_source *source,
			  const struct tlog_vkey *vkey, int64_t index,
			  struct tlog_receipt *out) SN_MUST_USE;
#endif
