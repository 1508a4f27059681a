/* The console's embedded files: every one is found, pages are what they are, and nothing else is. */
#include "http/assets.h"
#include "tap.h"

#include <string.h>
#include <zlib.h>

static void every_file_is_found_by_its_path(void)
{
	bool found = true, typed = true, whole = true;
	for (size_t i = 0; i < asset_count; i++) {
		const struct asset *a = &asset_list[i];
		found = found && asset_find(a->path) == a;
		typed = typed && a->type && a->etag[0] == '"' &&
			a->etag[strlen(a->etag) - 1] == '"';
		whole = whole && a->plain.at && a->plain.bytes > 0;
	}
	OK(asset_count > 5 && found, "each of the files is found by its path");
	OK(typed, "each has a type and a quoted etag");
	OK(whole, "each has its bytes");
}

static void pages_of_the_console_are_its_page(void)
{
	static const char *const pages[] = {"/",           "/admin",      "/admin/",
					    "/admin.html", "/admin/orgs", "/admin/cycles/hw-2024"};
	const struct asset *page = asset_find(STR("/admin.html"));
	bool all = page != NULL;
	for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
		all = all && asset_find(str_of(pages[i])) == page;
	OK(all, "paths below /admin are the console's page");
	OK(page && !page->immutable, "which is asked for again each time");
	OK(page && strncmp(page->type, "text/html", 9) == 0, "and is HTML");
}

static void what_is_not_there_is_nothing(void)
{
	static const char *const none[] = {"",
					   "/assets/old-12345678.js",
					   "/admin/x.js",
					   "/administrator",
					   "/api/v1/x",
					   "/assets/",
					   "//",
					   "/admin.html/"};
	bool nothing = true;
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
		nothing = nothing && asset_find(str_of(none[i])) == NULL;
	OK(nothing, "an unknown file is nothing, not the page");
	OK(asset_find(STR_NULL) == NULL, "nor is no path at all");
}

static void compressed_forms_hold_the_same_bytes(void)
{
	bool same = true, smaller = true;
	size_t compressed = 0;
	for (size_t i = 0; i < asset_count; i++) {
		const struct asset *a = &asset_list[i];
		if (!a->gzip.at)
			continue;
		compressed++;
		smaller = smaller && a->gzip.bytes < a->plain.bytes &&
			  a->brotli.bytes < a->plain.bytes;
		unsigned char *plain = malloc(a->plain.bytes + 1);
		z_stream z = {.next_in = (z_const Bytef *)(uintptr_t)a->gzip.at,
			      .avail_in = (uInt)a->gzip.bytes,
			      .next_out = plain,
			      .avail_out = (uInt)a->plain.bytes + 1};
		same = same && plain && inflateInit2(&z, 16 + MAX_WBITS) == Z_OK &&
		       inflate(&z, Z_FINISH) == Z_STREAM_END && z.total_out == a->plain.bytes &&
		       memcmp(plain, a->plain.at, a->plain.bytes) == 0;
		(void)inflateEnd(&z);
		free(plain);
	}
	OK(compressed > 3 && same, "gzip gives the plain bytes back");
	OK(smaller, "and compressed forms save something");
}

/* frontend.md: no inline script or style, so that the policy of the page needs no exception. */
static void pages_hold_nothing_inline(void)
{
	const struct asset *page = asset_find(STR("/"));
	char *html = page ? strndup((const char *)page->plain.at, page->plain.bytes) : NULL;
	OK(html && !strstr(html, "<style") && !strstr(html, "style=") && !strstr(html, "onload="),
	   "no style in the page");
	bool outside = html != NULL;
	for (const char *at = html; outside && at && (at = strstr(at, "<script")) != NULL; at++)
		outside = strstr(at, "src=") && strstr(at, "src=") < strchr(at, '>') &&
			  strncmp(strchr(at, '>'), "></script>", 10) == 0;
	OK(outside, "each script is a file");
	free(html);
}

int main(void)
{
	every_file_is_found_by_its_path();
	pages_of_the_console_are_its_page();
	what_is_not_there_is_nothing();
	compressed_forms_hold_the_same_bytes();
	pages_hold_nothing_inline();
	return tap_done();
}
