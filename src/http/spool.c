#include "http/spool.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PIECE_BYTES = 64 << 10, SEALED_BYTES = PIECE_BYTES + CRYPTO_SEAL_EXTRA_BYTES };

struct spool {
	int fd, memory_fd; /* -1: none */
	struct crypto_key key;
	struct sha256_stream *hash;
	struct sha256 digest;
	int64_t bytes;
	int64_t piece_at; /* which piece stands in `piece`, while it is read; -1: none */
	size_t filled;    /* of `piece`, while it is written */
	bool ended;
	const char *type, *name;
	char path[32];
	uint8_t piece[PIECE_BYTES], sealed[SEALED_BYTES];
};

static int open_nameless(const char *directory)
{
	char path[4096];
	int fd = open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600);
	if (fd >= 0)
		return fd;
	if (snprintf(path, sizeof path, "%s/songnuan-XXXXXX", directory) >= (int)sizeof path)
		return -1;
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		(void)unlink(path);
	return fd;
}

struct sn_err spool_new(struct spool **out, struct str directory)
{
	char place[4096];
	const char *temporary = getenv("TMPDIR");
	struct spool *s = *out = calloc(1, sizeof *s);
	if (!s)
		return SN_FAIL(OUT_OF_MEMORY);
	(void)snprintf(place, sizeof place, STR_FMT,
		       STR_ARG(directory.bytes > 0 ? directory
						   : str_of(temporary ? temporary : "/var/tmp")));
	s->memory_fd = -1;
	s->piece_at = -1;
	s->key = crypto_key_random();
	s->hash = sha256_stream_new();
	s->fd = open_nameless(place);
	if (s->hash && s->fd >= 0)
		return SN_SUCCESS;
	const bool memory = !s->hash;
	spool_free(s);
	*out = NULL;
	return memory ? SN_FAIL(OUT_OF_MEMORY) : SN_FAIL(CANNOT_WRITE_FILE);
}

void spool_free(struct spool *s)
{
	if (!s)
		return;
	if (s->fd >= 0)
		(void)close(s->fd);
	if (s->memory_fd >= 0)
		(void)close(s->memory_fd);
	sha256_stream_free(s->hash);
	crypto_wipe(s, sizeof *s);
	free(s);
}

/* ---- writing ---- */

/* Which piece it is, so that two of them cannot be exchanged. */
static struct str place_of(const int64_t *number)
{
	return (struct str){(const char *)number, sizeof *number};
}

static struct sn_err write_all(int fd, const uint8_t *bytes, size_t count, int64_t at)
{
	while (count > 0) {
		const ssize_t n = pwrite(fd, bytes, count, at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return errno == ENOSPC || errno == EDQUOT || errno == EFBIG
				       ? SN_FAIL(STORE_FULL)
				       : SN_FAIL(CANNOT_WRITE_FILE);
		bytes += n;
		at += n;
		count -= (size_t)n;
	}
	return SN_SUCCESS;
}

/* The piece that is full, or the last one. */
static struct sn_err flush(struct spool *s)
{
	const int64_t number = (s->bytes - 1) / PIECE_BYTES;
	const size_t filled = s->filled;
	if (filled == 0)
		return SN_SUCCESS;
	crypto_seal(&s->key, place_of(&number), (struct str){(const char *)s->piece, filled},
		    s->sealed);
	s->filled = 0;
	return write_all(s->fd, s->sealed, filled + CRYPTO_SEAL_EXTRA_BYTES, number * SEALED_BYTES);
}

struct sn_err spool_add(struct spool *s, struct str bytes)
{
	assert(!s->ended);
	sha256_stream_add(s->hash, bytes);
	while (bytes.bytes > 0) {
		const size_t room = PIECE_BYTES - s->filled;
		const size_t n = bytes.bytes < room ? bytes.bytes : room;
		memcpy(s->piece + s->filled, bytes.at, n);
		s->filled += n;
		s->bytes += (int64_t)n;
		bytes = (struct str){bytes.at + n, bytes.bytes - n};
		if (s->filled == PIECE_BYTES)
			SN_TRY(flush(s));
	}
	return SN_SUCCESS;
}

static ssize_t cookie_write(void *self, const char *bytes, size_t count)
{
	if (!sn_failed(spool_add(self, (struct str){bytes, count})))
		return (ssize_t)count;
	errno = EIO;
	return 0;
}

struct sn_err spool_file(struct spool *s, FILE **out)
{
	*out = fopencookie(s, "w", (cookie_io_functions_t){.write = cookie_write});
	return *out ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

struct sn_err spool_path(struct spool *s, const char **path)
{
	s->memory_fd = memfd_create("songnuan", MFD_CLOEXEC);
	if (s->memory_fd < 0)
		return SN_FAIL(CANNOT_WRITE_FILE);
	(void)snprintf(s->path, sizeof s->path, "/proc/self/fd/%d", s->memory_fd);
	*path = s->path;
	return SN_SUCCESS;
}

static struct sn_err take_memory(struct spool *s)
{
	char part[16 << 10];
	int64_t at = 0;
	for (;;) {
		const ssize_t n = pread(s->memory_fd, part, sizeof part, at);
		if (n < 0)
			return SN_FAIL(CANNOT_READ_FILE);
		if (n == 0)
			break;
		SN_TRY(spool_add(s, (struct str){part, (size_t)n}));
		at += n;
	}
	(void)close(s->memory_fd);
	s->memory_fd = -1;
	return SN_SUCCESS;
}

struct sn_err spool_end(struct spool *s)
{
	if (s->ended)
		return SN_SUCCESS;
	if (s->memory_fd >= 0)
		SN_TRY(take_memory(s));
	SN_TRY(flush(s));
	s->digest = sha256_stream_end(s->hash);
	s->ended = true;
	return SN_SUCCESS;
}

/* ---- reading ---- */

int64_t spool_bytes(const struct spool *s)
{
	return s->bytes;
}
struct sha256 spool_digest(const struct spool *s)
{
	assert(s->ended);
	return s->digest;
}

static struct sn_err load(struct spool *s, int64_t number)
{
	const int64_t left = s->bytes - number * PIECE_BYTES;
	const size_t bytes = (size_t)(left < PIECE_BYTES ? left : PIECE_BYTES);
	size_t have = 0;
	s->piece_at = -1;
	while (have < bytes + CRYPTO_SEAL_EXTRA_BYTES) {
		const ssize_t n =
			pread(s->fd, s->sealed + have, bytes + CRYPTO_SEAL_EXTRA_BYTES - have,
			      number * SEALED_BYTES + (int64_t)have);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return SN_FAIL(CANNOT_READ_FILE);
		have += (size_t)n;
	}
	if (!crypto_open(&s->key, place_of(&number), (struct str){(const char *)s->sealed, have},
			 s->piece))
		return SN_FAIL(CANNOT_READ_FILE);
	s->piece_at = number;
	s->filled = bytes;
	return SN_SUCCESS;
}

struct sn_err spool_read(struct spool *s, int64_t offset, struct byte_piece *piece)
{
	assert(s->ended);
	piece->got = 0;
	while (piece->got < piece->wanted && offset < s->bytes) {
		const size_t inside = (size_t)(offset % PIECE_BYTES);
		if (s->piece_at != offset / PIECE_BYTES)
			SN_TRY(load(s, offset / PIECE_BYTES));
		size_t n = s->filled - inside;
		if (n > piece->wanted - piece->got)
			n = piece->wanted - piece->got;
		memcpy((char *)piece->out + piece->got, s->piece + inside, n);
		piece->got += n;
		offset += (int64_t)n;
	}
	return SN_SUCCESS;
}

static struct sn_err source_read(void *self, int64_t offset, struct byte_piece *piece)
{
	return spool_read(self, offset, piece);
}

struct byte_source spool_source(struct spool *s)
{
	assert(s->ended);
	return (struct byte_source){.read_at = source_read, .bytes = s->bytes, .self = s};
}

/* ---- what it is ---- */

void spool_name(struct spool *s, const char *type, const char *name)
{
	s->type = type;
	s->name = name;
}
const char *spool_type(const struct spool *s)
{
	return s->type;
}
const char *spool_file_name(const struct spool *s)
{
	return s->name;
}
