#include "base/xlsx_priv.h"

#include <assert.h>

static int64_t source_seek(struct xlsx_package *p, void *data, uint64_t bytes)
{
	zip_error_t error;
	const int64_t at = zip_source_seek_compute_offset(
		(zip_uint64_t)p->at, (zip_uint64_t)p->source.bytes, data, bytes, &error);
	if (at < 0)
		return -1;
	p->at = at;
	return 0;
}

static int64_t source_read(struct xlsx_package *p, void *data, uint64_t bytes)
{
	struct byte_piece piece = {.out = data, .wanted = bytes};
	p->io = byte_source_read(&p->source, p->at, &piece);
	if (sn_failed(p->io))
		return -1;
	p->at += (int64_t)piece.got;
	return (int64_t)piece.got;
}

/* libzip asks the byte source by this one function (zip_source_function(3)). */
static zip_int64_t source_call(void *self, void *data, zip_uint64_t bytes, zip_source_cmd_t command)
{
	struct xlsx_package *p = self;
	if (command == ZIP_SOURCE_OPEN) {
		p->at = 0;
		return 0;
	}
	if (command == ZIP_SOURCE_READ)
		return source_read(p, data, bytes);
	if (command == ZIP_SOURCE_SEEK)
		return source_seek(p, data, bytes);
	if (command == ZIP_SOURCE_TELL)
		return p->at;
	if (command == ZIP_SOURCE_STAT) {
		zip_stat_t *st = data;
		zip_stat_init(st);
		st->size = (zip_uint64_t)p->source.bytes;
		st->valid |= ZIP_STAT_SIZE;
		return sizeof *st;
	}
	if (command == ZIP_SOURCE_ERROR) {
		const int codes[2] = {ZIP_ER_READ, 0};
		memcpy(data, codes, sizeof codes);
		return sizeof codes;
	}
	if (command == ZIP_SOURCE_SUPPORTS)
		return zip_source_make_command_bitmap(
			ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
			ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL,
			ZIP_SOURCE_SUPPORTS, -1);
	return 0;
}

/* An old binary file ([MS-CFB]): with a password it holds a stream of this name in UTF-16 ([MS-OFFCRYPTO] 2.3.4.4). */
static struct sn_err which_ole_file(const struct byte_source *source)
{
	static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
	enum { STEP = 4096 };
	char window[STEP + sizeof name];
	for (int64_t at = 0; at < source->bytes; at += STEP) {
		struct byte_piece piece = {.out = window, .wanted = sizeof window};
		SN_TRY(byte_source_read(source, at, &piece));
		if (memmem(window, piece.got, name, sizeof name))
			return SN_FAIL(ENCRYPTED_FILE);
	}
	return SN_FAIL(OLD_XLS_FILE);
}

struct sn_err xlsx_package_open(struct xlsx_package *p, const struct byte_source *source)
{
	char magic[8] = {0};
	struct byte_piece piece = {.out = magic, .wanted = sizeof magic};
	SN_TRY(byte_source_read(source, 0, &piece));
	if (memcmp(magic, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0)
		return which_ole_file(source);
	if (memcmp(magic, "PK\3\4", 4) != 0)
		return xlsx_unreadable("不是 xlsx 文件 not an xlsx file");
	*p = (struct xlsx_package){.source = *source};
	zip_error_t error;
	zip_source_t *zip_source = zip_source_function_create(source_call, p, &error);
	if (!zip_source)
		return SN_FAIL(OUT_OF_MEMORY);
	p->zip = zip_open_from_source(zip_source, ZIP_RDONLY, &error);
	if (!p->zip) {
		zip_source_free(zip_source);
		SN_TRY(p->io);
		return xlsx_unreadable("压缩包不完整 the zip is damaged or cut off");
	}
	if (zip_get_num_entries(p->zip, 0) > XLSX_ENTRIES_MAX)
		return xlsx_too_big("压缩包里的文件数 parts", XLSX_ENTRIES_MAX);
	return SN_SUCCESS;
}

void xlsx_package_close(struct xlsx_package *p)
{
	if (p->zip)
		zip_discard(p->zip);
	p->zip = NULL;
}

bool xlsx_part_exists(struct xlsx_package *p, const char *name)
{
	return zip_name_locate(p->zip, name, ZIP_FL_NOCASE) >= 0;
}

/* trust.md T9: as much as it likes up to 10 MiB, then at most 100 times what it is packed in. */
static bool inflates_too_much(int64_t inflated_bytes, int64_t packed_bytes)
{
	return inflated_bytes > XLSX_FREE_BYTES && inflated_bytes / XLSX_RATIO_MAX > packed_bytes;
}

static struct sn_err check_sizes(const struct xlsx_part *part, const zip_stat_t *st)
{
	const zip_uint64_t wanted = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_ENCRYPTION_METHOD;
	if ((st->valid & wanted) != wanted)
		return xlsx_unreadable("压缩包已损坏 the zip is damaged");
	if (st->encryption_method != ZIP_EM_NONE)
		return SN_FAIL(ENCRYPTED_FILE);
	if (st->comp_size > (zip_uint64_t)part->package->source.bytes)
		return xlsx_unreadable("压缩包已损坏 the zip is damaged");
	if (st->size > XLSX_INFLATED_BYTES_MAX)
		return xlsx_too_big("展开后的字节数 bytes unpacked", XLSX_INFLATED_BYTES_MAX);
	if (inflates_too_much((int64_t)st->size, (int64_t)st->comp_size))
		return xlsx_too_big("压缩倍数 compression ratio", XLSX_RATIO_MAX);
	return SN_SUCCESS;
}

struct sn_err xlsx_part_open(struct xlsx_part *part, struct xlsx_package *p, const char *name)
{
	*part = (struct xlsx_part){.package = p};
	const zip_int64_t index = zip_name_locate(p->zip, name, ZIP_FL_NOCASE);
	zip_stat_t st;
	if (index < 0 || zip_stat_index(p->zip, (zip_uint64_t)index, 0, &st) != 0)
		return xlsx_unreadable("缺少工作表 a part of the workbook is missing");
	SN_TRY(check_sizes(part, &st));
	part->declared_bytes = (int64_t)st.size;
	part->file = zip_fopen_index(p->zip, (zip_uint64_t)index, 0);
	if (!part->file) {
		SN_TRY(p->io);
		return xlsx_unreadable("压缩包已损坏 the zip is damaged");
	}
	return SN_SUCCESS;
}

/* The sizes that the zip declares may be lies: what really comes out is counted. */
static struct sn_err count_inflated(struct xlsx_part *part, int64_t bytes)
{
	struct xlsx_package *p = part->package;
	part->inflated_bytes += bytes;
	p->inflated_bytes += bytes;
	if (p->inflated_bytes > XLSX_INFLATED_BYTES_MAX)
		return xlsx_too_big("展开后的字节数 bytes unpacked", XLSX_INFLATED_BYTES_MAX);
	if (part->inflated_bytes > part->declared_bytes)
		return xlsx_too_big("多于声明的字节数 more bytes than declared",
				    part->declared_bytes);
	if (inflates_too_much(p->inflated_bytes, p->source.bytes))
		return xlsx_too_big("压缩倍数 compression ratio", XLSX_RATIO_MAX);
	return SN_SUCCESS;
}

struct sn_err xlsx_part_read(struct xlsx_part *part, struct byte_piece *piece)
{
	const zip_int64_t got = zip_fread(part->file, piece->out, piece->wanted);
	if (got < 0) {
		SN_TRY(part->package->io);
		return xlsx_unreadable("压缩包已损坏 the zip is damaged");
	}
	piece->got = (size_t)got;
	return count_inflated(part, got);
}

void xlsx_part_close(struct xlsx_part *part)
{
	if (part->file)
		(void)zip_fclose(part->file);
	part->file = NULL;
}
