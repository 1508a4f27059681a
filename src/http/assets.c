/* Finds what web/ built; the table itself is generated (tools/build-web.sh). */
#include "http/assets.h"

#include <assert.h>
#include <string.h>

static int compare(struct str a, struct str b)
{
	const size_t n = a.bytes < b.bytes ? a.bytes : b.bytes;
	const int order = n > 0 ? memcmp(a.at, b.at, n) : 0;
	return order != 0 ? order : (a.bytes > b.bytes) - (a.bytes < b.bytes);
}

static const struct asset *exact(struct str path)
{
	size_t low = 0, high = asset_count;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const int order = compare(path, asset_list[middle].path);
		if (order == 0)
			return &asset_list[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

/* "/admin/cycles/hw-2024" is a page of the console; "/admin/logo.png" would be a file. */
static bool is_page(struct str path)
{
	static const char below[] = "/admin";
	const size_t n = sizeof below - 1;
	if (str_is(path, "/") || str_is(path, below))
		return true;
	if (path.bytes <= n || memcmp(path.at, below, n) != 0 || path.at[n] != '/')
		return false;
	for (size_t i = path.bytes; i-- > 0 && path.at[i] != '/';)
		if (path.at[i] == '.')
			return false;
	return true;
}

const struct asset *asset_find(struct str path)
{
	if (is_page(path)) {
		const struct asset *page = exact(STR("/admin.html"));
		assert(page);
		return page;
	}
	return exact(path);
}
