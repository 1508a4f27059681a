#include "base/csv.h"
#include "base/limits.h"
#include "tap.h"

#include <stdlib.h>

/* The whole table as one text: cells in [], rows as "number:". */
static struct sn_err flatten(struct str in, struct buf *out)
{
	const struct byte_source source = byte_source_memory(&in);
	struct csv_in *reader = NULL;
	struct csv_row row;
	bool more = true;
	buf_reset(out);
	struct sn_err e = csv_open(&reader, &source);
	while (!sn_failed(e)) {
		e = csv_next(reader, &row, &more);
		if (sn_failed(e) || !more)
			break;
		buf_printf(out, "%d:", (int)row.row);
		for (size_t i = 0; i < row.count; i++) {
			buf_add_char(out, '[');
			buf_add(out, row.cells[i]);
			buf_add_char(out, ']');
		}
	}
	csv_close(reader);
	return e;
}

static void reads(struct str in, const char *want, const char *what)
{
	struct buf *out = buf_new(1 << 20);
	OK(!sn_failed(flatten(in, out)), what);
	EQ_STR(buf_str(out).at, want, what);
	buf_free(out);
}

static void refuses(struct str in, enum sn_reason reason, int64_t row, const char *what)
{
	struct buf *out = buf_new(8 << 20);
	const struct sn_err e = flatten(in, out);
	OK(e.reason == reason, what);
	EQ_I64(e.row, row, what);
	buf_free(out);
}

static void test_shapes(void)
{
	reads(STR(""), "", "a file without bytes has no rows");
	reads(STR("a,b\r\nc,d\r\n"), "1:[a][b]2:[c][d]", "CRLF ends a row");
	reads(STR("a,b\nc,d"), "1:[a][b]2:[c][d]", "the last row needs no line end");
	reads(STR("a,b\rc,d\r"), "1:[a][b]2:[c][d]", "CR alone ends a row");
	reads(STR("a,,\n,\n"), "1:[a][][]2:[][]", "empty cells are cells");
	reads(STR("a\n\nb"), "1:[a]2:[]3:[b]",
	      "an empty line is a row, so that numbers stay right");
	reads(STR("a,"), "1:[a][]", "a delimiter at the end opens an empty cell");
	reads(STR("\"a\nb\",c\nd"), "1:[a\nb][c]2:[d]", "a line end inside quotes ends no row");
	reads(STR("\"a\"\"b\",\"\"\n\"\"\"\""), "1:[a\"b][]2:[\"]", "quotes written twice are one");
	reads(STR("\"a\"b\"c,d"), "1:[ab\"c][d]",
	      "what stands behind a closing quote belongs to the cell");
	reads(STR("a\"b,c\"\n"), "1:[a\"b][c\"]", "a quote inside a cell is a character");
	reads(STR("a\0b,c\n"), "1:[a", "a NUL is a character");
}

static void test_delimiters(void)
{
	reads(STR("a,b;c;d\n"), "1:[a,b][c][d]", "among equals the one that occurs most");
	reads(STR("a;b,c\n"), "1:[a;b][c]", "… then the comma");
	reads(STR("a;b\tc\n;\n"), "1:[a][b\tc]2:[][]", "the one that most rows have");
	reads(STR("\"a\" \"\n\"b\"\"\"c\n"), "1:[a \"]2:[b\"c]",
	      "what stands behind a closing quote");
	reads(STR("a,\r"), "1:[a][]", "a line end of old kind at the end");
	reads(STR("a\tb,c\nd\te"), "1:[a][b,c]2:[d][e]",
	      "a tab in every row wins over a comma in one");
	reads(STR("a;b;c\n1;2,5;3"), "1:[a][b][c]2:[1][2,5][3]", "semicolons of other countries");
	reads(STR("\"a,b,c\";d\n\"e,f,g\";h"), "1:[a,b,c][d]2:[e,f,g][h]",
	      "what is quoted does not count");
	reads(STR("a;b,c"), "1:[a;b][c]", "among equals the comma");
}

static void test_encodings(void)
{
	reads(STR("\xEF\xBB\xBF姓名,单位\n"), "1:[姓名][单位]", "UTF-8 with a BOM");
	reads(STR("\xD0\xD5\xC3\xFB,\xB5\xA5\xCE\xBB\n"), "1:[姓名][单位]", "GB18030");
	reads(STR("\xFF\xFE\xD3\x59\t\0\x0D\x54\r\0\n\0"), "1:[姓][名]", "UTF-16 with tabs");
}

/* A table with rows of every length around the size of a piece. */
static void test_pieces(void)
{
	struct buf *in = buf_new(64 << 20), *want = buf_new(64 << 20), *out = buf_new(64 << 20);
	for (int i = 1; i <= 30000; i++) {
		buf_printf(in, "%d,\"x\"\"%d\n\",%.*s\r\n", i, i, i % 17, "yyyyyyyyyyyyyyyyy");
		buf_printf(want, "%d:[%d][x\"%d\n][%.*s]", i, i, i, i % 17, "yyyyyyyyyyyyyyyyy");
	}
	OK(!sn_failed(flatten(buf_str(in), out)), "a table of many pieces is read");
	OK(str_eq(buf_str(out), buf_str(want)), "… and every cell is right");
	buf_reset(in);
	for (int i = 0; i < 65535; i++)
		buf_add_char(in, i == 21845 || i == 43690 ? ',' : 'a');
	buf_add(in, STR("\r\n\"b\"\n"));
	OK(!sn_failed(flatten(buf_str(in), out)), "a line end cut in two is read");
	OK(buf_str(out).bytes == 2 + 65535 + 4 + 5, "… as one");
	buf_free(in);
	buf_free(want);
	buf_free(out);
}

static void test_refusals(void)
{
	refuses(STR("a,b\nc,\"d\ne,f\n"), SN_R_OPEN_QUOTE, 2,
		"an open quote is named with its row");
	struct buf *in = buf_new(8 << 20);
	for (int i = 0; i < FILE_COLUMNS_MAX; i++)
		buf_add(in, STR("x,"));
	struct buf *out = buf_new(1 << 20);
	OK(!sn_failed(flatten(buf_str(in), out)), "empty cells behind the last column do no harm");
	buf_free(out);
	buf_add(in, STR("x\n"));
	refuses(buf_str(in), SN_R_TOO_MANY_COLUMNS, 1, "257 columns are refused");
	buf_reset(in);
	buf_add(in, STR("h\n"));
	for (int i = 0; i <= CELL_BYTES_MAX; i++)
		buf_add_char(in, 'x');
	refuses(buf_str(in), SN_R_TOO_BIG, 2, "a cell too long is refused");
	for (int i = 0; i <= CELL_BYTES_MAX; i++)
		buf_add_char(in, 'x');
	refuses(buf_str(in), SN_R_TOO_BIG, 2, "… wherever it ends");
	buf_reset(in);
	for (int i = 0; i < 40000; i++)
		buf_add(in, i == 7 ? STR("\"open\n") : STR("abcdefgh\n"));
	refuses(buf_str(in), SN_R_OPEN_QUOTE, 8, "an open quote is found before the file's end");
	buf_reset(in);
	buf_add(in, STR("\""));
	for (int i = 0; i < 40000; i++)
		buf_add(in, STR("abcdefgh"));
	refuses(buf_str(in), SN_R_TOO_BIG, 1, "a quoted cell without a line end is just too long");
	buf_reset(in);
	buf_add(in, STR("\"\"\""));
	for (int i = 1; i < CELL_CHARACTERS_MAX; i++)
		buf_add(in, STR("汉"));
	buf_add(in, STR("\",b\n"));
	out = buf_new(1 << 20);
	OK(!sn_failed(flatten(buf_str(in), out)), "a cell has 32,767 characters, not bytes");
	buf_free(out);
	buf_reset(in);
	for (int i = 0; i <= CELL_CHARACTERS_MAX; i++)
		buf_add(in, STR("汉"));
	refuses(buf_str(in), SN_R_TOO_BIG, 1, "… and no more");
	buf_free(in);
	refuses(STR("\xFF\xFE\x00"), SN_R_BAD_ENCODING, 0, "half a character is refused");
}

static void test_rows_max(void)
{
	char *text = malloc(FILE_ROWS_MAX + 1);
	memset(text, '\n', FILE_ROWS_MAX + 1);
	struct str in = {text, FILE_ROWS_MAX + 1};
	refuses(in, SN_R_TOO_BIG, FILE_ROWS_MAX, "too many rows are refused");
	free(text);
}

static struct sn_err broken_read_at(void *self, int64_t offset, struct byte_piece *piece)
{
	(void)self;
	(void)offset;
	(void)piece;
	return SN_FAIL(CANNOT_READ_FILE);
}

static void test_sources(void)
{
	struct csv_in *reader = NULL;
	const struct byte_source broken = {.read_at = broken_read_at, .bytes = 10};
	OK(csv_open(&reader, &broken).reason == SN_R_CANNOT_READ_FILE && !reader,
	   "a source that fails is told");
	struct byte_source s;
	OK(byte_source_file(&s, "/nonexistent/a.csv").reason == SN_R_CANNOT_READ_FILE,
	   "a file that is not there is told");
	OK(byte_source_file(&s, "/tmp").reason == SN_R_CANNOT_READ_FILE, "a folder is no file");
	char path[] = "/tmp/songnuan-test-XXXXXX";
	const int fd = mkstemp(path);
	FILE *file = fdopen(fd, "we");
	(void)fputs("a,b\n", file);
	(void)fclose(file);
	OK(!sn_failed(byte_source_file(&s, path)) && s.bytes == 4, "a file is opened");
	(void)remove(path);
	struct csv_row row;
	bool more = false;
	OK(!sn_failed(csv_open(&reader, &s)) && !sn_failed(csv_next(reader, &row, &more)) && more &&
		   row.count == 2 && str_is(row.cells[1], "b"),
	   "… and read");
	csv_close(reader);
	csv_close(NULL);
	byte_source_close(&s);
	struct str text = STR("x");
	s = byte_source_memory(&text);
	byte_source_close(&s);
}

static void writes(struct str cell, const char *want, const char *what)
{
	char *written = NULL;
	size_t bytes = 0;
	FILE *file = open_memstream(&written, &bytes);
	struct csv_out out = csv_out_begin(file, false);
	csv_out_cell(&out, cell);
	csv_out_row_end(&out);
	OK(!sn_failed(csv_out_done(&out)), what);
	(void)fclose(file);
	EQ_STR(written, want, what);
	free(written);
}

static void test_writing(void)
{
	writes(STR("送暖"), "送暖\r\n", "a text stands as it is");
	writes(STR_NULL, "\r\n", "an unknown value is an empty cell");
	writes(STR("a,\"b\"\n"), "\"a,\"\"b\"\"\n\"\r\n", "what would break the row is quoted");
	writes(STR("=1+1"), "'=1+1\r\n", "a formula is made harmless");
	writes(STR("@x"), "'@x\r\n", "… @");
	writes(STR("\tx"), "\"'\tx\"\r\n", "… a tab");
	writes(STR("\rx"), "\"'\rx\"\r\n", "… a CR");
	writes(STR("-1+cmd|' /C calc'!A0"), "'-1+cmd|' /C calc'!A0\r\n", "… a minus");
	writes(STR("-12.50"), "-12.50\r\n", "a plain number stays");
	writes(STR("+1,234.50"), "\"+1,234.50\"\r\n", "… with groups");
	writes(STR("-"), "'-\r\n", "a sign alone is no number");
	writes(STR("-1.2.3"), "'-1.2.3\r\n", "two points are no number");
	writes(STR("-,1"), "\"'-,1\"\r\n", "a comma first is no number");
	writes(STR("-.5"), "'-.5\r\n", "a point first is no number");
	writes(STR("-1.5,2"), "\"'-1.5,2\"\r\n", "a comma behind the point is no number");
	FILE *full = fopen("/dev/full", "we");
	struct csv_out out = csv_out_begin(full, true);
	csv_out_cell(&out, STR("a"));
	csv_out_cell(&out, STR("b"));
	csv_out_row_end(&out);
	OK(csv_out_done(&out).reason == SN_R_CANNOT_WRITE_FILE, "a full disk is told at the end");
	(void)fclose(full);
}

int main(void)
{
	test_shapes();
	test_delimiters();
	test_encodings();
	test_pieces();
	test_refusals();
	test_rows_max();
	test_sources();
	test_writing();
	return tap_done();
}
