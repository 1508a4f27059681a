#include "base/byte_source.h"

#include "base/limits.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static struct sn_err file_read_at(void *self, int64_t offset, struct byte_piece *piece)
{
	/* The descriptor travels as the pointer's value, so that a source needs no memory of its own. */
	const int fd = (int)(intptr_t)self;
	ssize_t n;
	do
		n = pread(fd, piece->out, piece->wanted, (off_t)offset);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return sn_err_with_text(SN_FAIL(CANNOT_READ_FILE), "%s", strerrordesc_np(errno));
	piece->got = (size_t)n;
	return SN_SUCCESS;
}

static void file_close(void *self)
{
	(void)close((int)(intptr_t)self);
}

struct sn_err byte_source_file(struct byte_source *s, const char *path)
{
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return sn_err_with_text(SN_FAIL(CANNOT_READ_FILE), "%s", path);
	struct stat st;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		(void)close(fd);
		return sn_err_with_text(SN_FAIL(CANNOT_READ_FILE), "%s", path);
	}
	if (st.st_size > FILE_BYTES_MAX) {
		(void)close(fd);
		return sn_err_with_text(SN_FAIL(TOO_BIG, .arg = {FILE_BYTES_MAX}), "字节数 bytes");
	}
	*s = (struct byte_source){
		.read_at = file_read_at,
		.close = file_close,
		.bytes = st.st_size,
		/* NOLINTNEXTLINE(performance-no-int-to-ptr): an integer in a pointer's place */
		.self = (void *)(intptr_t)fd};
	return SN_SUCCESS;
}

static struct sn_err memory_read_at(void *self, int64_t offset, struct byte_piece *piece)
{
	const struct str *text = self;
	const size_t at = (size_t)offset;
	const size_t left = at < text->bytes ? text->bytes - at : 0;
	piece->got = left < piece->wanted ? left : piece->wanted;
	if (piece->got > 0)
		memcpy(piece->out, text->at + at, piece->got);
	return SN_SUCCESS;
}

struct byte_source byte_source_memory(struct str *text)
{
	return (struct byte_source){
		.read_at = memory_read_at, .bytes = (int64_t)text->bytes, .self = text};
}

void byte_source_close(struct byte_source *s)
{
	if (s->close)
		s->close(s->self);
	*s = (struct byte_source){0};
}

struct sn_err byte_source_read(const struct byte_source *s, int64_t offset,
			       struct byte_piece *piece)
{
	assert(offset >= 0);
	struct byte_piece all = *piece;
	all.got = 0;
	while (all.got < piece->wanted) {
		struct byte_piece part = {.out = (char *)piece->out + all.got,
					  .wanted = piece->wanted - all.got};
		SN_TRY(s->read_at(s->self, offset + (int64_t)all.got, &part));
		if (part.got == 0)
			break;
		all.got += part.got;
	}
	piece->got = all.got;
	return SN_SUCCESS;
}
