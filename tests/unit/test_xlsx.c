#include "base/limits.h"
#include "base/xlsx.h"
#include "base/xlsx_priv.h"
#include "tap.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>

#ifdef __has_feature /* clang */
#define SANITIZED __has_feature(address_sanitizer)
#elif defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

/* A sheet as one text: "row:[Ttext][Nnumber]", rows after each other. */
static struct sn_err flatten(struct xlsx *x, size_t sheet, struct buf *out)
{
	static const char letters[] = {[CELL_EMPTY] = '-', [CELL_TEXT] = 'T', [CELL_NUMBER] = 'N',
				       [CELL_DATE] = 'D',  [CELL_BOOL] = 'B', [CELL_ERROR] = 'E'};
	struct xlsx_row row;
	bool more = true;
	buf_reset(out);
	SN_TRY(xlsx_sheet_start(x, sheet));
	for (;;) {
		SN_TRY(xlsx_next(x, &row, &more));
		if (!more)
			return SN_SUCCESS;
		buf_printf(out, "%d:", (int)row.row);
		for (size_t i = 0; i < row.count; i++)
			buf_printf(out, "[%c" STR_FMT "]", letters[row.cells[i].kind],
				   STR_ARG(row.cells[i].text));
		buf_add_char(out, '\n');
	}
}

/* All sheets of a file, or the first error. */
static struct sn_err read_source(const struct byte_source *source, struct buf *out)
{
	struct xlsx *x = NULL;
	struct sn_err e = xlsx_open(&x, source);
	for (size_t i = 0; !sn_failed(e) && i < xlsx_sheet_count(x); i++)
		e = flatten(x, i, out);
	xlsx_close(x);
	return e;
}

static struct sn_err read_file(const char *name, struct buf *out)
{
	char path[512];
	struct byte_source source;
	(void)snprintf(path, sizeof path, TEST_FILES "/%s", name);
	SN_TRY(byte_source_file(&source, path));
	const struct sn_err e = read_source(&source, out);
	byte_source_close(&source);
	return e;
}

static void reads(const char *name, const char *want, const char *what)
{
	struct buf *out = buf_new(1 << 20);
	const struct sn_err e = read_file(name, out);
	if (!OK(!sn_failed(e), what))
		printf("# %s %s\n", sn_reason_word(e.reason), e.text);
	EQ_STR(buf_str(out).at, want, what);
	buf_free(out);
}

static void refuses(const char *name, enum sn_reason reason, const char *what)
{
	struct buf *out = buf_new(1 << 20);
	const struct sn_err e = read_file(name, out);
	if (!OK(e.reason == reason, what))
		printf("# %s %s\n", sn_reason_word(e.reason), e.text);
	buf_free(out);
}

static void test_excel(void)
{
	struct byte_source source;
	struct xlsx *x = NULL;
	struct buf *out = buf_new(1 << 20);
	OK(!sn_failed(byte_source_file(&source, TEST_FILES "/excel.xlsx")), "the file is there");
	OK(!sn_failed(xlsx_open(&x, &source)), "a workbook is opened");
	EQ_I64((int64_t)xlsx_sheet_count(x), 5, "its sheets are listed");
	OK(str_is(xlsx_sheet(x, 1).name, "二班") && !xlsx_sheet(x, 1).hidden, "… by name");
	OK(xlsx_sheet(x, 3).hidden, "… and the hidden one is known");
	OK(!sn_failed(flatten(x, 0, out)), "the first sheet is read");
	EQ_STR(buf_str(out).at,
	       "1:[T2024年送温暖人员花名册（合成数据）]\n"
	       "2:[T填报单位：合成工会]\n"
	       "3:[T序号][T姓名*][T身份证\n号码][T联系 电话（必填）][T出生日期][T金额][T备注]\n"
	       "4:[N1][T合成甲][T000000199001010011][N13800000000][D1990-01-01][N200.5]\n"
	       "5:[N2][T合成 乙][N1.5210319800101e+17][T１３８００００００００]"
	       "[D2024-10-26T09:30:00][N0.3][T=1+1]\n"
	       "8:[N3][T合成丙][-][-][-][BTRUE]\n"
	       "9:[T合计][-][-][-][-][N401]\n",
	       "numbers keep their digits, dates are dates, gaps are empty");
	const struct xlsx_range *ranges;
	OK(xlsx_merged(x, &ranges) == 1 && ranges[0].row_first == 1 && ranges[0].row_last == 1 &&
		   ranges[0].column_first == 0 && ranges[0].column_last == 5,
	   "the merged title is reported");
	OK(!sn_failed(flatten(x, 4, out)) && buf_str(out).bytes == 0, "an empty sheet has no rows");
	struct xlsx_row row;
	bool more = true;
	OK(!sn_failed(xlsx_next(x, &row, &more)) && !more, "behind the end there are no more");
	OK(!sn_failed(flatten(x, 1, out)), "another sheet is read after it");
	EQ_STR(buf_str(out).at,
	       "1:[T职工姓名][T证件号码]\n2:[T合成丁][T000000199001010044]\n3:[T共1人]\n",
	       "… from its top");
	xlsx_close(x);
	xlsx_close(NULL);
	byte_source_close(&source);
	buf_free(out);
}

static void test_writers(void)
{
	reads("wps_rich.xlsx", "1:[T姓名]\n3:[T合成 甲][-][T\ra_b_xZZZZ_]\n",
	      "rich runs are joined, the pronunciation left out, escapes read");
	reads("libreoffice_strict.xlsx",
	      "1:[T姓名][T工号]\n2:[T合成甲][N13800138001][N1.52103198001010E+17][BTRUE][BFALSE]"
	      "[E#N/A][N100.1][N12.50]\n",
	      "the strict namespace without places; digits lost stay visible");
	reads("prefixed.xlsx", "1:[T姓名][T身份证号]\n2:[T合成甲][T000000199001010011]\n",
	      "prefixes do not matter");
	reads("dates_1900.xlsx",
	      "1:[D2024-10-26]\n2:[D2024-10-26T09:30:00]\n3:[D12:00:00]\n4:[D2024-10-26]\n"
	      "5:[D2024-10-27]\n6:[N1.5]\n7:[N3.14]\n8:[D1900-02-28]\n9:[N60]\n10:[D1900-03-01]\n"
	      "11:[N-1]\n12:[N2958466]\n20:[D2024-10-26][D2024-10-26T09:30:00]\n",
	      "dates of the 1900 system, with the day that never was");
	reads("dates_1904.xlsx",
	      "1:[D2028-10-27]\n2:[D2028-10-27T09:30:00]\n3:[D12:00:00]\n4:[D2028-10-27]\n"
	      "5:[D2028-10-28]\n6:[N1.5]\n7:[N3.14]\n8:[D1904-02-29]\n9:[D1904-03-01]\n"
	      "10:[D1904-03-02]\n11:[N-1]\n12:[N2958466]\n20:[D2024-10-26][D2024-10-26T09:30:00]\n",
	      "dates of the 1904 system");
}

static void test_refusals(void)
{
	refuses("doctype.xlsx", SN_R_UNREADABLE_FILE, "a DOCTYPE is refused");
	refuses("columns_257.xlsx", SN_R_TOO_MANY_COLUMNS, "257 columns are refused");
	refuses("cell_too_long.xlsx", SN_R_TOO_BIG, "a cell too long is refused");
	refuses("cut_off.xlsx", SN_R_UNREADABLE_FILE, "a file cut off is refused");
	refuses("not_a_workbook.xlsx", SN_R_UNREADABLE_FILE, "a zip of something else is refused");
	refuses("damaged_xml.xlsx", SN_R_UNREADABLE_FILE, "damaged XML is refused");
	refuses("old.xls", SN_R_OLD_XLS_FILE, "an old .xls is named");
	refuses("encrypted.xlsx", SN_R_ENCRYPTED_FILE, "a password is named");
	refuses("utf8.csv", SN_R_UNREADABLE_FILE, "a CSV is no workbook");
}

/* A zip by hand, so that its sizes can lie. */
struct zip_writer {
	struct buf *all, *central;
	int entries;
};

static void put_number(struct buf *b, uint32_t value, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_add_char(b, (char)(value >> (8 * i) & 0xFF));
}

struct zip_entry {
	const char *name;
	struct str packed;
	uint32_t crc, size;
	uint16_t method, flags;
};

static void put_header(struct buf *b, const struct zip_entry *e)
{
	put_number(b, 20, 2);
	put_number(b, e->flags, 2);
	put_number(b, e->method, 2);
	put_number(b, 0x59550000, 4);
	put_number(b, e->crc, 4);
	put_number(b, (uint32_t)e->packed.bytes, 4);
	put_number(b, e->size, 4);
	put_number(b, (uint32_t)strlen(e->name), 2);
	put_number(b, 0, 2);
}

static void add_entry(struct zip_writer *w, const struct zip_entry *e)
{
	const uint32_t at = (uint32_t)buf_str(w->all).bytes;
	buf_add(w->all, STR("PK\3\4"));
	put_header(w->all, e);
	buf_add(w->all, str_of(e->name));
	buf_add(w->all, e->packed);
	buf_add(w->central, STR("PK\1\2\24\0"));
	put_header(w->central, e);
	put_number(w->central, 0, 2);
	put_number(w->central, 0, 4);
	put_number(w->central, 0, 4);
	put_number(w->central, at, 4);
	buf_add(w->central, str_of(e->name));
	w->entries++;
}

static void add_stored(struct zip_writer *w, const char *name, const char *text)
{
	const struct str packed = str_of(text);
	const uint32_t crc = (uint32_t)crc32(0, (const Bytef *)text, (uInt)packed.bytes);
	add_entry(w, &(struct zip_entry){name, packed, crc, (uint32_t)packed.bytes, 0, 0});
}

static struct str finish(struct zip_writer *w)
{
	const uint32_t at = (uint32_t)buf_str(w->all).bytes;
	const uint32_t bytes = (uint32_t)buf_str(w->central).bytes;
	buf_add(w->all, buf_str(w->central));
	buf_add(w->all, STR("PK\5\6\0\0\0\0"));
	put_number(w->all, (uint32_t)w->entries, 2);
	put_number(w->all, (uint32_t)w->entries, 2);
	put_number(w->all, bytes, 4);
	put_number(w->all, at, 4);
	put_number(w->all, 0, 2);
	return buf_str(w->all);
}

enum { BLOCK_BYTES = 1 << 20, BLOCKS = 1024 };

/* 1 GiB of blanks inside a sheet, packed into 1 MB: one packed MiB, again and again. */
static void pack_bomb(struct buf *packed, const char *head)
{
	unsigned char *block = malloc(BLOCK_BYTES), *out = malloc(BLOCK_BYTES);
	z_stream z = {0};
	(void)deflateInit2(&z, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY);
	for (size_t i = 0; head[i]; i++)
		block[i] = (unsigned char)head[i];
	z.next_in = block;
	z.avail_in = (uInt)strlen(head);
	z.next_out = out;
	z.avail_out = BLOCK_BYTES;
	(void)deflate(&z, Z_FULL_FLUSH);
	buf_add(packed, (struct str){(char *)out, BLOCK_BYTES - z.avail_out});
	memset(block, ' ', BLOCK_BYTES);
	z.next_in = block;
	z.avail_in = BLOCK_BYTES;
	z.next_out = out;
	z.avail_out = BLOCK_BYTES;
	(void)deflate(&z, Z_FULL_FLUSH);
	const struct str again = {(char *)out, BLOCK_BYTES - z.avail_out};
	for (int i = 0; i < BLOCKS; i++)
		buf_add(packed, again);
	buf_add(packed, STR("\3\0"));
	(void)deflateEnd(&z);
	free(block);
	free(out);
}

static void add_book(struct zip_writer *w)
{
	add_stored(w, "xl/workbook.xml",
		   "<workbook><sheets><sheet name='x' id='r1'/></sheets></workbook>");
	add_stored(w, "xl/_rels/workbook.xml.rels",
		   "<Relationships><Relationship Id='r1' Type='/worksheet' Target='s.xml'/>"
		   "<Relationship Id='r2' Type='/sharedStrings' Target='t.xml'/></Relationships>");
}

/* What Linux says about this process: "VmRSS:", what it uses; "VmHWM:", the most that it used. */
static int64_t memory_kib(const char *what)
{
	char line[256];
	int64_t kib = -1;
	FILE *file = fopen("/proc/self/status", "re");
	while (file && fgets(line, sizeof line, file))
		if (str_starts(str_of(line), str_of(what)))
			kib = strtoll(line + strlen(what), NULL, 10);
	if (file)
		(void)fclose(file);
	return kib;
}

/* The child: reads the file and prints which reason, which cap, the growth and the time. */
static int read_bomb(const char *path)
{
	struct buf *out = buf_new(1 << 16);
	struct byte_source source;
	struct timespec from, to;
	const int64_t before_kib = memory_kib("VmRSS:");
	(void)clock_gettime(CLOCK_MONOTONIC, &from);
	struct sn_err e = byte_source_file(&source, path);
	if (!sn_failed(e))
		e = read_source(&source, out);
	(void)clock_gettime(CLOCK_MONOTONIC, &to);
	const int64_t growth_kib = memory_kib("VmHWM:") - before_kib;
	const double ms =
		(double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
	printf("%s %lld %.0f %s\n", sn_reason_word(e.reason), (long long)growth_kib, ms, e.text);
	byte_source_close(&source);
	buf_free(out);
	return 0;
}

/* What the child says of the file, in a process that has used no memory yet. */
static void ask_child(const char *path, char answer[256])
{
	int ends[2] = {-1, -1};
	answer[0] = '\0';
	(void)fflush(stdout);
	if (pipe(ends) != 0)
		return;
	const pid_t child = fork();
	if (child == 0) {
		(void)dup2(ends[1], STDOUT_FILENO);
		(void)execl("/proc/self/exe", "test_xlsx", "--bomb", path, (char *)NULL);
		_exit(127);
	}
	(void)close(ends[1]);
	FILE *file = fdopen(ends[0], "re");
	if (!file || !fgets(answer, 256, file))
		answer[0] = '\0';
	if (file)
		(void)fclose(file);
	(void)waitpid(child, NULL, 0);
}

static bool write_temporary(char path[], struct str text)
{
	const int fd = mkstemp(path);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "we");
	if (!file)
		return false;
	const bool whole = fwrite(text.at, 1, text.bytes, file) == text.bytes;
	return fclose(file) == 0 && whole;
}

/* cap: how the text of the error begins. */
static void refuses_bomb(const struct zip_entry *entry, const char *cap, const char *what)
{
	struct zip_writer w = {.all = buf_new(8 << 20), .central = buf_new(1 << 16)};
	struct buf *packed = buf_new(4 << 20);
	char path[] = "/tmp/songnuan-test-XXXXXX", answer[256], reason[64] = "";
	long long growth_kib = INT64_MAX;
	int ms = 0, text_at = 0;
	const char *head =
		strcmp(entry->name, "xl/s.xml") == 0 ? "<worksheet><sheetData>  " : "<sst><si><t>";
	pack_bomb(packed, head);
	add_book(&w);
	struct zip_entry bomb = *entry;
	bomb.packed = buf_str(packed);
	add_entry(&w, &bomb);
	if (strcmp(entry->name, "xl/s.xml") != 0)
		add_stored(&w, "xl/s.xml", "<worksheet/>");
	OK(write_temporary(path, finish(&w)), "a bomb is written");
	ask_child(path, answer);
	(void)unlink(path);
	/* NOLINTNEXTLINE(cert-err34-c): our own child's */
	(void)sscanf(answer, "%63s %lld %d %n", reason, &growth_kib, &ms, &text_at);
	EQ_STR(reason, "too_big", what);
	OK(str_starts(str_of(answer + text_at), str_of(cap)), "… by the cap that is meant for it");
	printf("# took %d ms, grew by %lld KiB: %s", ms, growth_kib, answer);
	OK(SANITIZED || growth_kib < 20 << 10, "… with less than 20 MiB of growth");
	buf_free(w.all);
	buf_free(w.central);
	buf_free(packed);
}

static void test_bombs(void)
{
	const uint32_t honest = (uint32_t)BLOCK_BYTES * BLOCKS + 24;
	refuses_bomb(&(struct zip_entry){.name = "xl/s.xml", .size = honest, .method = 8},
		     "压缩倍数", "a bomb that says so");
	refuses_bomb(&(struct zip_entry){.name = "xl/s.xml", .size = 1000, .method = 8}, "多于声明",
		     "a bomb that lies");
	refuses_bomb(&(struct zip_entry){.name = "xl/t.xml", .size = honest - 12, .method = 8},
		     "压缩倍数", "a bomb of texts");
	refuses_bomb(&(struct zip_entry){.name = "xl/t.xml", .size = 9 << 20, .method = 8},
		     "单元格字数", "a lying bomb of one text");
	refuses_bomb(&(struct zip_entry){.name = "xl/t.xml", .size = 2000u << 20, .method = 8},
		     "展开后", "more than 1.5 GiB declared");
}

static void refuses_parts(const char *sheet, const char *strings, enum sn_reason reason,
			  const char *what)
{
	struct zip_writer w = {.all = buf_new(16 << 20), .central = buf_new(1 << 16)};
	struct buf *out = buf_new(1 << 16);
	add_book(&w);
	add_stored(&w, "xl/s.xml", sheet);
	add_stored(&w, "xl/t.xml", strings);
	struct str all = finish(&w);
	const struct byte_source source = byte_source_memory(&all);
	const struct sn_err e = read_source(&source, out);
	if (!OK(e.reason == reason, what))
		printf("# %s %s\n", sn_reason_word(e.reason), e.text);
	buf_free(w.all);
	buf_free(w.central);
	buf_free(out);
}

#define ROWS(text) "<worksheet><sheetData>" text "</sheetData></worksheet>"

static void test_damage(void)
{
	static const char no_strings[] = "<sst/>";
	refuses_parts(ROWS("<row r='1'/><row r='2000001'/>"), no_strings, SN_R_TOO_BIG,
		      "a row behind the last is refused");
	refuses_parts(ROWS("<row r='2'/><row r='2'/>"), no_strings, SN_R_UNREADABLE_FILE,
		      "rows that do not rise are refused");
	refuses_parts(ROWS("<row r='x'/>"), no_strings, SN_R_UNREADABLE_FILE,
		      "a row without a number is refused");
	refuses_parts(ROWS("<row r='1'><c r='A2'/></row>"), no_strings, SN_R_UNREADABLE_FILE,
		      "a cell of another row is refused");
	refuses_parts(ROWS("<row r='1'><c r='B1'/><c r='A1'/></row>"), no_strings,
		      SN_R_UNREADABLE_FILE, "cells that do not rise are refused");
	refuses_parts(ROWS("<row r='1'><c r='AAAA1'/></row>"), no_strings, SN_R_UNREADABLE_FILE,
		      "a column of four letters is refused");
	refuses_parts(ROWS("<row r='1'><c r='1'/></row>"), no_strings, SN_R_UNREADABLE_FILE,
		      "a place without a column is refused");
	refuses_parts(ROWS("<row><c t='s'><v>0</v></c></row>"), no_strings, SN_R_UNREADABLE_FILE,
		      "a text that is not there is refused");
	refuses_parts(ROWS("<row><c t='s'><v>-1</v></c></row>"), no_strings, SN_R_UNREADABLE_FILE,
		      "… nor one before the first");
	refuses_parts(ROWS("<row><c t='s'><v>x</v></c></row>"), no_strings, SN_R_UNREADABLE_FILE,
		      "… nor one without a number");
	refuses_parts(ROWS("<row r='1'><c r='XFD1' s='3'/></row>"), no_strings, SN_R_NONE,
		      "an empty cell far out does no harm");
	refuses_parts(ROWS("<row r='1'><c r='b1' t='q'><f>1</f><v> 1 </v></c></row>"), no_strings,
		      SN_R_NONE, "small letters and unknown types are read");
	struct buf *deep = buf_new(1 << 16);
	for (int i = 0; i <= 64; i++)
		buf_add(deep, STR("<a>"));
	refuses_parts(buf_str(deep).at, no_strings, SN_R_TOO_BIG, "XML too deep is refused");
	buf_free(deep);
	refuses_parts(ROWS(""), "<!DOCTYPE x><sst/>", SN_R_UNREADABLE_FILE,
		      "a DOCTYPE among the texts is refused");
}

/* The plain writing of rows is read without expat; what is refused and what is read must not depend on that. */
static void test_plain_damage(void)
{
	static const char none[] = "<sst/>";
	refuses_parts(ROWS("<row r=\"1\"/><row r=\"2000001\"/>"), none, SN_R_TOO_BIG,
		      "plain: a row behind the last is refused");
	refuses_parts(ROWS("<row r=\"2\"/><row r=\"2\"/>"), none, SN_R_UNREADABLE_FILE,
		      "plain: rows that do not rise are refused");
	refuses_parts(ROWS("<row r=\"1\"><c r=\"A2\"/></row>"), none, SN_R_UNREADABLE_FILE,
		      "plain: a cell of another row is refused");
	refuses_parts(ROWS("<row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row>"), none,
		      SN_R_UNREADABLE_FILE, "plain: cells that do not rise are refused");
	refuses_parts(ROWS("<row><c t=\"s\"><v>0</v></c></row>"), none, SN_R_UNREADABLE_FILE,
		      "plain: a text that is not there is refused");
	refuses_parts(ROWS("<row r=\"1\" r=\"2\"><c><v>1</v></c></row>"), none,
		      SN_R_UNREADABLE_FILE, "plain: an attribute that comes twice is refused");
	refuses_parts(ROWS("<row><c t=\"str\"><v>]]></v></c></row>"), none, SN_R_UNREADABLE_FILE,
		      "plain: brackets that XML forbids are refused");
	refuses_parts(ROWS("<row><c t=\"str\"><v>\xC3(</v></c></row>"), none, SN_R_UNREADABLE_FILE,
		      "plain: text that is no UTF-8 is refused");
	refuses_parts(ROWS("<row><c t=\"str\"><v>\xEF\xBF\xBF</v></c></row>"), none,
		      SN_R_UNREADABLE_FILE, "plain: U+FFFF is refused");
	refuses_parts(ROWS("<row><c t=\"str\"><v>\x01</v></c></row>"), none, SN_R_UNREADABLE_FILE,
		      "plain: a control character is refused");
	refuses_parts(ROWS("<row><c><v>1</v></c></rows>"), none, SN_R_UNREADABLE_FILE,
		      "plain: an end tag of another name is refused");
	refuses_parts("<worksheet><sheetData><row><c><v>1</v></c></row>", none,
		      SN_R_UNREADABLE_FILE, "plain: a part that ends behind a row is refused");
	refuses_parts("<worksheet><sheetData><row><c><v>1</v></c></r", none, SN_R_UNREADABLE_FILE,
		      "plain: a part that ends inside a row is refused");
}

/* What a part says; in small pieces where it is long. */
static struct sn_err read_part(const char *sheet, struct buf *out)
{
	struct zip_writer w = {.all = buf_new(16 << 20), .central = buf_new(1 << 16)};
	add_book(&w);
	add_stored(&w, "xl/s.xml", sheet);
	add_stored(&w, "xl/t.xml", "<sst><si><t>甲</t></si></sst>");
	struct str all = finish(&w);
	const struct byte_source source = byte_source_memory(&all);
	const struct sn_err e = read_source(&source, out);
	buf_free(w.all);
	buf_free(w.central);
	return e;
}

/* <sheetData > is for expat alone: what it reads, the reader of plain rows is to read, and nothing else. */
static void same_both_ways(const char *before, const char *rows, const char *what)
{
	struct buf *sheet = buf_new(4 << 20), *plain = buf_new(4 << 20), *expat = buf_new(4 << 20);
	buf_printf(sheet, "%s<worksheet><sheetData>%s</sheetData></worksheet>", before, rows);
	const struct sn_err a = read_part(buf_str(sheet).at, plain);
	buf_reset(sheet);
	buf_printf(sheet, "%s<worksheet><sheetData >%s</sheetData></worksheet>", before, rows);
	const struct sn_err b = read_part(buf_str(sheet).at, expat);
	OK(a.reason == b.reason && (sn_failed(b) || buf_str(expat).bytes > 0), what);
	EQ_STR(buf_str(plain).at, buf_str(expat).at, what);
	buf_free(sheet);
	buf_free(plain);
	buf_free(expat);
}

static void test_plain(void)
{
	static const char one[] = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>";
	same_both_ways("", one, "a shared text");
	same_both_ways(
		"",
		"<row r=\"1\"/><row r=\"3\" spans=\"1:2\" ht=\"15.75\"><c r=\"B3\" s=\"1\"/>"
		"<c><f>1+1</f><v>2</v></c><c t=\"b\"><v>1</v></c><c><v></v></c></row><row></row>",
		"empty rows and cells, formulas, what has no place");
	same_both_ways("",
		       "<row><c t=\"inlineStr\"><is><t xml:space=\"preserve\"> &lt;甲&gt; &amp;"
		       "&quot;𠮷\xEF\xBF\xBC\xEF\xBB\xBF&apos;\t\n</t></is></c></row>",
		       "entities, blanks and characters of every length");
	same_both_ways("",
		       "<row><c><v>1</v></c></row><row><c t=\"str\"><v>&#20013;</v></c></row>"
		       "<row><c t=\"str\"><v>a\r\nb</v></c></row>",
		       "expat takes over at a row that is not plain");
	same_both_ways(
		"", "<row><c t=\"inlineStr\"><is><r><t>富</t></r><r><t>文本</t></r></is></c></row>",
		"… as a rich text is");
	same_both_ways("", "<row><c><v/></c><c t=\"inlineStr\"><is><t a=\"b\">x</t></is></c></row>",
		       "… and one with attributes");
	same_both_ways("", "<row><c\tr=\"A1\"><v>1</v></c></row>", "… and other blanks");
	same_both_ways("", "<row r='1'><c r=\"A1\" ><v>1</v></c></row>", "… and other quotes");
	same_both_ways("<!-- <sheetData><row/> -->", one, "a comment that looks like rows is none");
	same_both_ways("<?xml version='1.0' encoding='UTF-8'?>", one, "a declaration of UTF-8");
	same_both_ways("<?xml version='1.0' encoding='ISO-8859-1'?>",
		       "<row><c t=\"str\"><v>\xE4\xBA\xBA</v></c></row>",
		       "another encoding is read as it is");
	same_both_ways("",
		       "<row a=\"\" b=\"\" c=\"\" d=\"\" e=\"\" f=\"\" g=\"\" h=\"\" i=\"\" j=\"\""
		       " k=\"\" l=\"\" m=\"\" n=\"\" o=\"\" p=\"\" q=\"\"><c><v>1</v></c></row>",
		       "more attributes than a row has");
	static const char *const hardly_plain[] = {
		"<row r=\"1\" x14ac:dyDescent=\"0.2\" AZ_9=\"1\"><c r=\"A1\"><v>1</v></c></row>",
		"<row -r=\"1\"><c><v>1</v></c></row>",
		"<row {=\"1\"><c><v>1</v></c></row>",
		"<row [=\"1\"><c><v>1</v></c></row>",
		"<row a-b=\"1\"><c><v>1</v></c></row>",
		"<row a;=\"1\"><c><v>1</v></c></row>",
		"<row a=\"&lt;\"><c><v>1</v></c></row>",
		"<row a=\"<\"><c><v>1</v></c></row>",
		"<row a=\"\xE4\xB8\xAD\"><c><v>1</v></c></row>",
		"<row a=\"\t\"><c><v>1</v></c></row>",
		"<row a=\"1\"b=\"2\"><c><v>1</v></c></row>",
		"<row a = \"1\"><c><v>1</v></c></row>",
		"<row ><c><v>1</v></c></row>",
		"<row><c><v>1</v> </c></row>",
		"<row><c> <v>1</v></c></row>",
		"<row> <c><v>1</v></c> </row>",
		"<row><c a=\"1\" b=\"2\" a=\"3\"><v>1</v></c></row>",
		"<row><c t=\"inlineStr\"><is><t>x</t><t>y</t></is></c></row>",
		"<row><c t=\"inlineStr\"><is><t>x</u></is></c></row>",
		"<row><c t=\"inlineStr\"><is><t>x</t></it></c></row>",
		"<row><c t=\"inlineStr\"><is><t>x&nbsp;</t></is></c></row>",
		"<row><c t=\"inlineStr\"><is></is></c></row>",
		"<row><c t=\"str\"><f a=\"1\">1</f><v>1</v></c></row>",
		"<row><c t=\"str\"><f>a&amp;b</f><v>1</v></c></row>",
		"<row><c t=\"str\"><f>a<b/></f><v>1</v></c></row>",
		"<row><c t=\"str\"><x>1</x></c></row>",
		"<row><c t=\"str\"><v>a > b</v></c></row>",
		"<row><c t=\"str\"><v>\xEF\xBF\xBD\xEF\xBF</v></c></row>",
		"<row><c t=\"str\"><v>\xEF\xBF\xBD</v></c></row>",
		"<row><c t=\"str\"><v>\xEF\xBF\xBE</v></c></row>",
		"<row><d/></row>",
		"<row/><!-- x --><row/>",
		"<row></row ><row/>",
	};
	for (size_t i = 0; i < sizeof hardly_plain / sizeof hardly_plain[0]; i++) {
		char rows[256];
		(void)snprintf(rows, sizeof rows, "<row><c><v>1</v></c></row>%s", hardly_plain[i]);
		same_both_ways("", rows, hardly_plain[i]);
	}
	struct buf *long_rows = buf_new(2 << 20);
	for (int i = 0; i < 9000; i++)
		buf_printf(long_rows, "<row><c><v>%d</v></c><c t=\"s\"><v>0</v></c></row>", i);
	same_both_ways("", buf_str(long_rows).at, "rows over the ends of many pieces");
	buf_add(long_rows, STR("<row z=\""));
	for (int i = 0; i < 600; i++)
		buf_add_char(long_rows, 'z');
	buf_add(long_rows, STR("\">"));
	for (int i = 0; i < 180; i++)
		buf_printf(long_rows, "<c s=\"1\"><f>%0400d</f><v>%d</v></c>", i, i);
	buf_add(long_rows, STR("</row><row><c><v>1</v></c></row>"));
	same_both_ways("", buf_str(long_rows).at, "a row longer than a piece");
	buf_free(long_rows);
}

/* ST_Xstring: _x000D_ and what only looks like it; in shared texts, what is no text of the cell. */
static void test_texts(void)
{
	static const char *const cases[][2] = {
		{"a_x000A_b", "1:[Ta\nb]\n"},      {"_x4e2D_", "1:[T中]\n"},
		{"_xD842_", "1:[T_xD842_]\n"},     {"_xE000_", "1:[T\ue000]\n"},
		{"_x000G_", "1:[T_x000G_]\n"},     {"_x00@0_", "1:[T_x00@0_]\n"},
		{"_x00`0_", "1:[T_x00`0_]\n"},     {"_x00/0_", "1:[T_x00/0_]\n"},
		{"_x00g0_", "1:[T_x00g0_]\n"},     {"_y0041_", "1:[T_y0041_]\n"},
		{"_x0041-", "1:[T_x0041-]\n"},     {"_x004", "1:[T_x004]\n"},
		{"__x0041_", "1:[T_A]\n"},         {"_x00e9_", "1:[Té]\n"},
		{"<r><t>甲</t></r>", "1:[T甲]\n"}, {"甲<rPh><t>jia</t></rPh>", "1:[T甲]\n"},
	};
	struct buf *out = buf_new(1 << 16), *strings = buf_new(1 << 16);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const bool tags = strchr(cases[i][0], '<') != NULL;
		buf_reset(strings);
		if (!tags)
			buf_printf(strings, "<sst><si><t>%s</t></si></sst>", cases[i][0]);
		else if (cases[i][0][0] == '<')
			buf_printf(strings, "<sst><si>%s</si></sst>", cases[i][0]);
		else
			buf_add(strings, STR("<sst><si><t>甲</t><rPh><t>jia</t></rPh></si></sst>"));
		struct zip_writer w = {.all = buf_new(1 << 20), .central = buf_new(1 << 16)};
		add_book(&w);
		add_stored(&w, "xl/s.xml", ROWS("<row><c t=\"s\"><v>0</v></c></row>"));
		add_stored(&w, "xl/t.xml", buf_str(strings).at);
		struct str all = finish(&w);
		const struct byte_source source = byte_source_memory(&all);
		OK(!sn_failed(read_source(&source, out)), "shared texts are read");
		EQ_STR(buf_str(out).at, cases[i][1], cases[i][0]);
		buf_free(w.all);
		buf_free(w.central);
	}
	buf_free(out);
	buf_free(strings);
}

/* A good package cut off at every length, and with every byte of its directory turned over: refused or read, never
 * anything else. */
static void test_broken_packages(void)
{
	struct zip_writer w = {.all = buf_new(1 << 20), .central = buf_new(1 << 16)};
	struct buf *out = buf_new(1 << 16);
	add_book(&w);
	add_stored(&w, "xl/s.xml", ROWS("<row><c><v>1</v></c></row>"));
	add_stored(&w, "xl/t.xml", "<sst/>");
	const struct str good = finish(&w);
	char *copy = malloc(good.bytes);
	bool told = copy != NULL;
	for (size_t bytes = 0; told && bytes < good.bytes; bytes++) {
		memcpy(copy, good.at, bytes);
		struct str cut = {copy, bytes};
		const struct byte_source source = byte_source_memory(&cut);
		const struct sn_err e = read_source(&source, out);
		told = e.reason == SN_R_UNREADABLE_FILE;
	}
	OK(told, "a package that is cut off anywhere is unreadable");
	for (size_t at = 0; told && at < good.bytes; at++) {
		memcpy(copy, good.at, good.bytes);
		copy[at] = (char)(copy[at] ^ 0xFF);
		struct str broken = {copy, good.bytes};
		const struct byte_source source = byte_source_memory(&broken);
		const struct sn_err e = read_source(&source, out);
		told = !sn_failed(e) || e.reason == SN_R_UNREADABLE_FILE ||
		       e.reason == SN_R_TOO_BIG || e.reason == SN_R_ENCRYPTED_FILE;
	}
	OK(told, "a byte that is wrong anywhere does no harm");
	free(copy);
	buf_free(w.all);
	buf_free(w.central);
	buf_free(out);
}

static void test_too_many_parts(void)
{
	struct zip_writer w = {.all = buf_new(4 << 20), .central = buf_new(4 << 20)};
	struct buf *out = buf_new(1 << 16);
	char name[32];
	for (int i = 0; i <= 4096; i++) {
		(void)snprintf(name, sizeof name, "part%d.xml", i);
		add_stored(&w, name, "<a/>");
	}
	struct str all = finish(&w);
	const struct byte_source source = byte_source_memory(&all);
	const struct sn_err e = read_source(&source, out);
	EQ_STR(sn_reason_word(e.reason), "too_big",
	       "a package of more than 4,096 parts is refused");
	buf_free(w.all);
	buf_free(w.central);
	buf_free(out);
}

/* A cell of so many Chinese characters, inline and shared. */
static void long_cell(int characters, enum sn_reason reason, const char *what)
{
	struct buf *sheet = buf_new(1 << 20), *strings = buf_new(1 << 20);
	buf_add(sheet, STR("<worksheet><sheetData><row><c t='inlineStr'><is><t>"));
	buf_add(strings, STR("<sst><si/><si><t>"));
	for (int i = 0; i < characters; i++) {
		buf_add(sheet, STR("汉"));
		buf_add(strings, STR("汉"));
	}
	buf_add(sheet, STR("</t></is></c></row></sheetData></worksheet>"));
	buf_add(strings, STR("</t></si></sst>"));
	refuses_parts(buf_str(sheet).at, "<sst/>", reason, what);
	refuses_parts(ROWS("<row><c t='s'><v>1</v></c></row>"), buf_str(strings).at, reason, what);
	buf_free(sheet);
	buf_free(strings);
}

static void test_long_cells(void)
{
	long_cell(CELL_CHARACTERS_MAX, SN_R_NONE, "a cell has 32,767 characters, not bytes");
	long_cell(CELL_CHARACTERS_MAX + 1, SN_R_TOO_BIG, "… and no more");
}

static void test_merges(void)
{
	static const char none[] = "<sst/>";
	refuses_parts(
		"<worksheet><sheetData/><mergeCell/><mergeCell ref='A1'/><mergeCell ref='A1:'/>"
		"<mergeCell ref='ABCDEFGHIJKLMNOPQ1:B2'/><mergeCell ref='1:2'/>"
		"<mergeCell ref='B1:A1'/><mergeCell ref='A0:A2'/><mergeCell ref='A1:A9999999999'/>"
		"<mergeCell ref='a1:b2'/></worksheet>",
		none, SN_R_NONE, "what is no range merges nothing");
	struct buf *many = buf_new(8 << 20);
	buf_add(many, STR("<worksheet>"));
	for (int i = 0; i <= XLSX_MERGES_MAX; i++)
		buf_add(many, STR("<mergeCell ref='A1:A2'/>"));
	buf_add(many, STR("</worksheet>"));
	refuses_parts(buf_str(many).at, none, SN_R_TOO_BIG, "too many merged ranges are refused");
	buf_free(many);
}

static void test_numbers(void)
{
	/* clang-format off */
	static const struct { const char *in, *want; } numbers[] = {
		{"0", "0"}, {"-0", "0"}, {"0.00", "0"}, {"0012", "12"}, {"-12", "-12"}, {"1e3", "1000"},
		{"1.3800138001E+10", "13800138001"}, {"123456789012345", "123456789012345"},
		{"0.30000000000000004", "0.3"}, {"-100.10000000000001", "-100.1"}, {"12.5e-1", "1.25"},
		{"1234567890123456", NULL}, {"1.52103198001010E+17", NULL}, {"12.50", NULL}, {"", NULL}, {"-", NULL},
		{"x", NULL}, {"1x", NULL}, {"1e", NULL}, {"1e+x", NULL}, {"1e999", NULL}, {"1e-999", NULL}, {"1.2.3", NULL},
		{"1.0000000000000001e-9", NULL}, {"152103198001012340.5", NULL},
		{"123456789012345678901234567890123456", NULL},
		{"100000000000000000000000000000000000000000000000000000000000000000000", NULL},
	};
	static const struct { const char *in, *want; } dates[] = {
		{"1", "1900-01-01"}, {"0", NULL}, {"x", NULL}, {"1x", NULL}, {"1e300", NULL}, {"nan", NULL},
		{"0.99999999", "1900-01-01"}, {"2958465", "9999-12-31"},
		{"1.000000000000000000000000000000000000000000000000000000000000000000", NULL},
	};
	static const struct { const char *code; bool is_date; } formats[] = {
		{"General", false}, {"0.00", false}, {"yyyy-mm-dd", true}, {"h:mm", true}, {"[h]:mm", false}, {"[Red]0", false},
		{"[$-804]yyyy", true}, {"\"day\"0", false}, {"\"open", false}, {"\\d0", false}, {"0_d", false}, {"*d", false},
		{"\\", false}, {"0;yyyy", false}, {"[", false}, {"AM/PM", true}, {"", false},
	};
	/* clang-format on */
	char out[XLSX_NUMBER_BYTES];
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
		if (OK(xlsx_number_text(str_of(numbers[i].in), out) == !!numbers[i].want,
		       numbers[i].in) &&
		    numbers[i].want)
			EQ_STR(out, numbers[i].want, numbers[i].in);
	for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++)
		if (OK(xlsx_date_text(str_of(dates[i].in), false, out) == !!dates[i].want,
		       dates[i].in) &&
		    dates[i].want)
			EQ_STR(out, dates[i].want, dates[i].in);
	for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
		OK(xlsx_format_is_date(200, formats[i].code) == formats[i].is_date,
		   formats[i].code);
	OK(xlsx_format_is_date(58, NULL) && xlsx_format_is_date(30, NULL) &&
		   !xlsx_format_is_date(0, NULL) && !xlsx_format_is_date(23, NULL) &&
		   !xlsx_format_is_date(49, NULL) && !xlsx_format_is_date(59, NULL),
	   "built-in formats");
}

/* A workbook whose parts are the caller's; NULL leaves one out. */
static void book(const char *root, const char *workbook, const char *relations,
		 enum sn_reason reason, const char *what)
{
	struct zip_writer w = {.all = buf_new(8 << 20), .central = buf_new(1 << 16)};
	struct buf *out = buf_new(1 << 16);
	if (root)
		add_stored(&w, "_rels/.rels", root);
	if (workbook)
		add_stored(&w, "xl/workbook.xml", workbook);
	if (relations)
		add_stored(&w, "xl/_rels/workbook.xml.rels", relations);
	add_stored(&w, "xl/s.xml", ROWS("<row><c s='1'><v>1</v></c></row>"));
	add_stored(&w, "xl/styles.xml",
		   "<styleSheet><numFmts><numFmt numFmtId='x'/><numFmt formatCode='0'/></numFmts>"
		   "<cellXfs><xf/><xf numFmtId='14'/></cellXfs><xf/></styleSheet>");
	struct str all = finish(&w);
	const struct byte_source source = byte_source_memory(&all);
	const struct sn_err e = read_source(&source, out);
	if (!OK(e.reason == reason, what))
		printf("# %s %s\n", sn_reason_word(e.reason), e.text);
	buf_free(w.all);
	buf_free(w.central);
	buf_free(out);
}

#define BOOK                                                                                       \
	"<workbook><sheets><sheet/><sheet name='y'/><sheet name='x' id='r1'/></sheets></workbook>"
#define SHEET  "<Relationship Id='r1' Type='/worksheet' Target='s.xml'/>"
#define ONE(x) "<Relationships>" x "</Relationships>"

static void test_books(void)
{
	book(NULL, BOOK, ONE(SHEET), SN_R_NONE, "a workbook without root relations is found");
	book(ONE("<Relationship Type='/officeDocument' Target='/xl/workbook.xml'/><Relationship/>"),
	     BOOK, ONE(SHEET), SN_R_NONE, "a target from the root");
	book(ONE("<Relationship Type='/officeDocument' Target='./x/../xl/workbook.xml'/>"), BOOK,
	     ONE(SHEET), SN_R_UNREADABLE_FILE, "a crooked target is not found");
	book(NULL, BOOK, ONE("<Relationship Id='r1' Type='/worksheet' Target='../xl/./s.xml'/>"),
	     SN_R_UNREADABLE_FILE, "… nor one with a dot inside");
	book(NULL, BOOK, ONE("<Relationship Id='r1' Type='/worksheet' Target='../../xl/s.xml'/>"),
	     SN_R_NONE, "a target cannot leave the root");
	book(NULL, BOOK,
	     ONE(SHEET "<Relationship Id='r3' Type='/styles' Target='./styles.xml'/>"
		       "<Relationship Id='r4' Type='/theme' Target='t'/><Relationship Id='r5'/>"
		       "<Relationship Id='r5' Type='x'/><Other/>"),
	     SN_R_NONE, "styles are read");
	book(NULL, BOOK, ONE("<Relationship Id='r1' Type='/chartsheet' Target='s.xml'/>"),
	     SN_R_UNREADABLE_FILE, "a workbook of charts alone is refused");
	book(NULL, BOOK, ONE("<Relationship Id='r1' Type='/worksheet' Target='none.xml'/>"),
	     SN_R_UNREADABLE_FILE, "a sheet that is not there is told");
	book(NULL, BOOK, NULL, SN_R_UNREADABLE_FILE, "a workbook without relations is refused");
	book(NULL, NULL, ONE(SHEET), SN_R_UNREADABLE_FILE, "no workbook is refused");
	book(NULL,
	     "<workbook><workbookPr date1904='true'/><sheet name='x' id='r1' state='veryHidden'/>",
	     ONE(SHEET), SN_R_UNREADABLE_FILE, "a workbook cut off is refused");
	book(NULL,
	     "<workbook><workbookPr date1904='1'/><sheets><sheet name='x' id='r1' state='visible'/>"
	     "<sheet id='r2'/></sheets></workbook>",
	     ONE(SHEET
		 "<Relationship Type='/styles' Target='a'/><Relationship Type='/styles' Id='r9'/>"
		 "<Relationship Id='r4' Type='/styles' Target='none.xml'/>"),
	     SN_R_NONE, "styles that are not there are missed by nobody");
	book(NULL,
	     "<workbook><workbookPr date1904='0'/><workbookPr/><sheet name='x' "
	     "id='r1'/></workbook>",
	     ONE(SHEET), SN_R_NONE, "a workbook of 1900");
	book(ONE("<Relationship Type='/extended' Target='/docProps/app.xml'/>"
		 "<Relationship Type='/officeDocument'/><Other Type='/officeDocument' "
		 "Target='x'/>"),
	     BOOK, ONE(SHEET), SN_R_NONE, "root relations that say nothing of the workbook");
	book("<Relationships><Rel", BOOK, ONE(SHEET), SN_R_UNREADABLE_FILE,
	     "root relations cut off are refused");
	book(NULL, BOOK, "<Relationships><Rel", SN_R_UNREADABLE_FILE,
	     "a workbook's relations cut off are refused");
	struct buf *many = buf_new(1 << 20);
	buf_add(many, STR("<workbook>"));
	for (int i = 0; i <= XLSX_SHEETS_MAX; i++)
		buf_add(many, STR("<sheet name='x' id='r'/>"));
	buf_add(many, STR("</workbook>"));
	book(NULL, buf_str(many).at, ONE(SHEET), SN_R_TOO_BIG, "too many sheets are refused");
	buf_reset(many);
	buf_add(many, STR("<Relationships><Relationship Id='r1' Type='/worksheet' Target='"));
	for (int i = 0; i < 300; i++)
		buf_add_char(many, 'x');
	buf_add(many, STR("'/></Relationships>"));
	book(NULL, BOOK, buf_str(many).at, SN_R_UNREADABLE_FILE, "a name too long is no part");
	buf_reset(many);
	buf_add(many, STR("<Relationships><Relationship Type='/officeDocument' Target='"));
	for (int i = 0; i < 300; i++)
		buf_add_char(many, 'x');
	buf_add(many, STR("'/></Relationships>"));
	book(buf_str(many).at, BOOK, ONE(SHEET), SN_R_UNREADABLE_FILE, "… nor a workbook");
	buf_free(many);
}

/* A file whose n-th reading fails. */
struct failing {
	struct byte_source source;
	int left;
};

static struct sn_err failing_read_at(void *self, int64_t offset, struct byte_piece *piece)
{
	struct failing *f = self;
	if (f->left-- <= 0)
		return SN_FAIL(CANNOT_READ_FILE);
	return f->source.read_at(f->source.self, offset, piece);
}

static void test_failing_source(void)
{
	struct buf *out = buf_new(1 << 16);
	struct failing f = {.left = 0};
	if (!OK(!sn_failed(byte_source_file(&f.source, TEST_FILES "/excel.xlsx")), "a file"))
		return;
	bool all_told = true;
	struct sn_err e = SN_FAIL(CANNOT_READ_FILE);
	for (int n = 0; n < 1000 && sn_failed(e); n++) {
		f.left = n;
		const struct byte_source source = {
			.read_at = failing_read_at, .bytes = f.source.bytes, .self = &f};
		e = read_source(&source, out);
		all_told = all_told && (!sn_failed(e) || e.reason == SN_R_CANNOT_READ_FILE);
	}
	OK(!sn_failed(e), "with enough readings the file is read");
	OK(all_told, "a source that fails anywhere is told as what it is");
	byte_source_close(&f.source);
	buf_free(out);
}

static void test_passwords(void)
{
	struct zip_writer w = {.all = buf_new(8 << 20), .central = buf_new(1 << 16)};
	struct buf *out = buf_new(1 << 16);
	add_book(&w);
	add_entry(&w, &(struct zip_entry){"xl/s.xml", STR("0123456789012345"), 1, 4, 0, 1});
	struct str all = finish(&w);
	const struct byte_source source = byte_source_memory(&all);
	OK(read_source(&source, out).reason == SN_R_ENCRYPTED_FILE,
	   "a part with a password is named");
	buf_free(w.all);
	buf_free(w.central);
	buf_free(out);
}

int main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "--bomb") == 0)
		return read_bomb(argv[2]);
	(void)alarm(120); /* ten times what it takes under the slowest sanitizer */
	test_excel();
	test_writers();
	test_refusals();
	test_bombs();
	test_damage();
	test_plain_damage();
	test_plain();
	test_texts();
	test_broken_packages();
	test_too_many_parts();
	test_long_cells();
	test_merges();
	test_passwords();
	test_numbers();
	test_books();
	test_failing_source();
	return tap_done();
}
