#ifndef SN_HTTP_ASSETS_H
#define SN_HTTP_ASSETS_H
/* assets: the console's files, built by web/ and embedded with their compressed forms.
 *
 *   shape    Files below /assets/ carry a hash in their name: immutable, they may be kept for a year.  All others
 *            (pages, icons) are asked for again each time by their etag.
 *   pages    / and every path below /admin/ without a dot in its last part are the console, whose own router reads the
 *            path.  An unknown /assets/x.js is nothing: a page instead of it would leave a blank screen after an update.
 *   etag     of the plain bytes; a reply says Vary: Accept-Encoding and, for a compressed form, makes it weak.
 *   source   frontend.md, How the C server must serve it.
 *   start    asset_find(). */
#include "base/str.h"

#include <stdbool.h>

struct asset_form {
	const unsigned char *at; /* NULL: there is none, it would save nothing */
	size_t bytes;
};
struct asset {
	struct str path;  /* "/assets/admin-DaYnZ_LH.js" */
	const char *type; /* Content-Type */
	const char *etag; /* with its quotes */
	bool immutable;
	struct asset_form plain, gzip, brotli;
};

/* By the path of a request, without its query. NULL: there is none. */
const struct asset *asset_find(struct str path);
/* All of them, sorted by path. */
extern const struct asset asset_list[];
extern const size_t asset_count;
#endif
