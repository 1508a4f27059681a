/* What waits on the disk: whole, at any place, and unreadable to anybody else. */
#include "base/limits.h"
#include "http/spool.h"
#include "tap.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { BYTES = 200000 };

static void fill(uint8_t *bytes)
{
	for (size_t i = 0; i < BYTES; i++)
		bytes[i] = (uint8_t)("姓名,身份证号\n"[i % 21]);
}

/* The one open file that has no name any more. */
static int nameless(void)
{
	DIR *d = opendir("/proc/self/fd");
	int found = -1;
	for (struct dirent *e = d ? readdir(d) : NULL; e; e = readdir(d)) {
		char link[64], to[512];
		(void)snprintf(link, sizeof link, "/proc/self/fd/%.16s", e->d_name);
		const ssize_t n = readlink(link, to, sizeof to - 1);
		to[n > 0 ? n : 0] = '\0';
		int64_t fd = 0;
		if (strstr(to, "(deleted)") && str_to_int(str_of(e->d_name), &fd))
			found = (int)fd;
	}
	(void)closedir(d);
	return found;
}

static void whole(const uint8_t *bytes, struct str directory)
{
	struct spool *s = NULL;
	uint8_t *back = malloc(BYTES);
	OK(!sn_failed(spool_new(&s, directory)), "a spool");
	for (size_t at = 0; at < BYTES;) {
		const size_t n =
			(at * 7 + 13) % 70001 < BYTES - at ? (at * 7 + 13) % 70001 : BYTES - at;
		OK(!sn_failed(spool_add(s, (struct str){(const char *)bytes + at, n})),
		   "some bytes");
		at += n;
	}
	OK(!sn_failed(spool_end(s)), "ended");
	EQ_I64(spool_bytes(s), BYTES, "as many as went in");
	OK(sha256_eq(spool_digest(s), crypto_sha256((struct str){(const char *)bytes, BYTES})),
	   "with their digest");
	const int64_t places[] = {0, 65535, 65536, 131071, BYTES - 1, BYTES, 1};
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
		struct byte_piece piece = {.out = back, .wanted = BYTES};
		OK(!sn_failed(spool_read(s, places[i], &piece)), "read from a place");
		OK(piece.got == (size_t)(BYTES - places[i]) &&
			   memcmp(back, bytes + places[i], piece.got) == 0,
		   "what stands there, to the end");
	}
	spool_free(s);
	free(back);
}

static void unreadable(const uint8_t *bytes, struct str directory)
{
	struct spool *s = NULL;
	char raw[4096] = "";
	bool seen = false;
	uint8_t one = 0;
	OK(!sn_failed(spool_new(&s, directory)), "a spool");
	OK(!sn_failed(spool_add(s, (struct str){(const char *)bytes, BYTES})), "bytes");
	OK(!sn_failed(spool_end(s)), "ended");
	OK(rmdir(directory.at) == 0, "its directory holds no name");
	const int fd = nameless();
	ssize_t n = pread(fd, raw, sizeof raw, 0);
	OK(n == (ssize_t)sizeof raw, "there is something on the disk");
	for (size_t i = 0; i + 6 < sizeof raw; i++)
		seen = seen || memcmp(raw + i, "姓名", 6) == 0;
	OK(!seen, "which does not tell what it is");
	one = (uint8_t)(raw[100] ^ 1);
	n = pwrite(fd, &one, 1, 100);
	struct byte_piece piece = {.out = raw, .wanted = 10};
	OK(n == 1 && sn_failed(spool_read(s, 0, &piece)), "a byte that was changed is found out");
	spool_free(s);
}

static void by_stream_and_path(void)
{
	struct spool *s = NULL;
	FILE *f = NULL;
	const char *path = NULL;
	char back[64] = "";
	struct byte_piece piece = {.out = back, .wanted = sizeof back};
	OK(!sn_failed(spool_new(&s, STR_NULL)), "a spool where temporary files lie");
	OK(!sn_failed(spool_file(s, &f)), "as a stream");
	(void)fprintf(f, "%s\n", "一行");
	OK(fclose(f) == 0 && !sn_failed(spool_end(s)), "closed and ended");
	OK(!sn_failed(spool_read(s, 0, &piece)) && piece.got == 7 && memcmp(back, "一行\n", 7) == 0,
	   "the line is there");
	spool_free(s);
	OK(!sn_failed(spool_new(&s, STR_NULL)) && !sn_failed(spool_path(s, &path)), "as a path");
	f = fopen(path, "w");
	OK(f && fputs("book", f) >= 0 && fclose(f) == 0, "which a writer opens");
	OK(!sn_failed(spool_end(s)) && spool_bytes(s) == 4, "what it wrote is taken in");
	spool_free(s);
}

int main(void)
{
	char directory[] = "/tmp/songnuan-spool-XXXXXX";
	uint8_t *bytes = malloc(BYTES);
	OK(crypto_start() && bytes && mkdtemp(directory), "ready");
	fill(bytes);
	whole(bytes, str_of(directory));
	unreadable(bytes, str_of(directory));
	by_stream_and_path();
	free(bytes);
	return tap_done();
}
