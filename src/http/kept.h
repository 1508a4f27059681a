#ifndef SN_HTTP_KEPT_H
#define SN_HTTP_KEPT_H
/* kept: replies that cost much to make and are the same for everybody who may see them, such as a region's report; made
 * once a commit.
 *
 *   shape   A text by its key, which says all that it depends on (cycle, union, day, language …), and the number of the
 *           commit that it was read at.  After another commit it is made again.  At most KEPT_TEXTS_MAX, in
 *           KEPT_BYTES_MAX together; the one that nobody has asked for longest makes room.
 *   rule    Who may see it is decided before it is asked for, each time.
 *   errors  none: what is not kept is made.
 *   source  performance.md (a report is cached under the commit number).
 *   start   kept_new() once a process, into struct api; a handler says call_kept() (route.h). */
#include "base/str.h"

struct kept;
struct kept *kept_new(void); /* NULL: out of memory */
void kept_free(struct kept *k);

/* Adds the text to `out`; false: there is none of this commit. */
bool kept_find(struct kept *k, struct str key, int64_t commit, struct buf *out);
/* A copy; what finds no room is not kept. */
void kept_put(struct kept *k, struct str key, int64_t commit, struct str text);
#endif
