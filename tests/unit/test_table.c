#include "base/sheet_writer.h"
#include "base/table_in.h"
#include "base/table_out.h"
#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

static const struct table_column roster[] = {
	{"name", true, {"姓名", "名字", "职工姓名"}},
	{"id", true, {"身份证号", "身份证号码", "证件号码"}},
	{"phone", false, {"联系电话", "手机"}},
};
enum { NAME, ID, PHONE, ROSTER_COUNT };

/* Every row as "sheet/row:name|id|phone", totals as "sheet/row=". */
static struct sn_err flatten_columns(struct table_in *t, size_t count, struct buf *out)
{
	struct table_row row;
	bool more = true;
	for (;;) {
		SN_TRY(table_next(t, &row, &more));
		if (!more)
			return SN_SUCCESS;
		buf_printf(out, STR_FMT "/%d", STR_ARG(row.sheet), (int)row.row);
		if (row.kind == TABLE_ROW_TOTAL) {
			buf_add(out, STR("=\n"));
			continue;
		}
		for (size_t k = 0; k < count; k++) {
			buf_add_char(out, k == 0 ? ':' : '|');
			buf_add(out, table_cell(t, &row, k).text);
		}
		buf_add_char(out, '\n');
	}
}

static struct sn_err flatten(struct table_in *t, struct buf *out)
{
	return flatten_columns(t, ROSTER_COUNT, out);
}

static struct table_in *open_file(const char *name, struct sn_err *e)
{
	char path[512];
	struct table_in *t = NULL;
	(void)snprintf(path, sizeof path, TEST_FILES "/%s", name);
	*e = table_open(&t, path, roster, ROSTER_COUNT);
	return t;
}

static void reads(const char *name, const char *want)
{
	struct sn_err e;
	struct buf *out = buf_new(1 << 20);
	struct table_in *t = open_file(name, &e);
	if (OK(!sn_failed(e), name))
		OK(!sn_failed(flatten(t, out)), name);
	EQ_STR(buf_str(out).at, want, name);
	table_close(t);
	buf_free(out);
}

static void reads_text(struct str text, const char *want, const char *what)
{
	struct table_in *t = NULL;
	struct buf *out = buf_new(1 << 20);
	const struct byte_source source = byte_source_memory(&text);
	OK(!sn_failed(table_open_source(&t, &source, roster, ROSTER_COUNT)), what);
	if (t)
		OK(!sn_failed(flatten(t, out)), what);
	EQ_STR(buf_str(out).at, want, what);
	table_close(t);
	buf_free(out);
}

static void refuses(const char *name, enum sn_reason reason, const char *what)
{
	struct sn_err e;
	struct table_in *t = open_file(name, &e);
	OK(e.reason == reason && !t, what);
	table_close(t);
}

static void test_excel(void)
{
	struct sn_err e;
	struct buf *out = buf_new(1 << 20);
	struct table_in *t = open_file("excel.xlsx", &e);
	OK(!sn_failed(e), "a workbook with titles is opened");
	EQ_I64((int64_t)table_header_count(t), 7, "its header is found below them");
	OK(str_is(table_header(t, 1), "姓名*"), "… and kept as written");
	OK(!table_header_unknown(t, 1) && table_header_unknown(t, 6),
	   "unknown columns are known as such");
	EQ_I64(table_column_at(t, ID), 2, "a name with a line end is recognised");
	EQ_I64(table_column_at(t, PHONE), 3, "… and one with a mark");
	OK(!sn_failed(flatten(t, out)), "it is read to its end");
	EQ_STR(buf_str(out).at,
	       "花名册/4:合成甲|000000199001010011|13800000000\n"
	       "花名册/5:合成 乙|1.5210319800101e+17|１３８００００００００\n"
	       "花名册/8:合成丙||\n"
	       "花名册/9=\n"
	       "二班/2:合成丁|000000199001010044|\n"
	       "二班/3=\n",
	       "sheets follow each other, totals are marked, blank rows passed over");
	EQ_I64((int64_t)table_skipped_count(t), 3, "what was not read is listed");
	OK(str_is(table_skipped(t, 0).sheet, "说明") &&
		   table_skipped(t, 0).why.reason == SN_R_NO_HEADER,
	   "… a sheet of notes");
	OK(table_skipped(t, 1).why.reason == SN_R_HIDDEN_SHEET, "… a hidden sheet");
	OK(table_skipped(t, 2).why.reason == SN_R_EMPTY_SHEET, "… an empty sheet");
	struct table_row row;
	bool more = true;
	OK(!sn_failed(table_next(t, &row, &more)) && !more, "behind the end there are no more");
	table_close(t);
	buf_free(out);
}

static void test_merged(void)
{
	static const struct table_column columns[] = {
		{"unit", false, {"单位"}},  {"team", false, {"班组"}},  {"name", true, {"姓名"}},
		{"id", true, {"身份证号"}}, {"phone", false, {"手机"}},
	};
	struct table_in *t = NULL;
	struct buf *out = buf_new(1 << 20);
	OK(!sn_failed(table_open(&t, TEST_FILES "/merged.xlsx", columns, 5)),
	   "a workbook with merged cells is opened");
	if (t)
		OK(!sn_failed(flatten_columns(t, 5, out)), "… and read");
	EQ_STR(buf_str(out).at,
	       "合并/3:合成一厂|甲班|合成甲|000000199001010011|\n"
	       "合并/4:合成一厂|甲班|合成乙|000000199001010022|\n"
	       "合并/5=\n"
	       "合并/6:合成一厂|乙班|合成丙|000000199001010033|\n"
	       "合并/7:合成一厂|乙班|合成丁|000000199001010044|\n"
	       "合并/9:||合成戊|000000199001010055|\n"
	       "合并/10:合成二厂||合成己|000000199001010066|\n"
	       "合并/11:||合成庚|000000199001010077|\n"
	       "合并/12:||合成辛|000000199001010088|\n"
	       "合并/13:合成三厂||合成壬|000000199001010099|\n"
	       "合并/15:||合成癸|000000199001010010|\n"
	       "合并/16:||合成子|000000199001010012|1\n"
	       "合并/17:||合成丑|000000199001010013|1\n"
	       "两层/3:合成一厂||合成甲|000000199001010011|1\n"
	       "两层/6:||合成乙|000000199001010022|\n"
	       "不合并/3:||合成甲|000000199001010011|1\n"
	       "分组/3:||合成甲|000000199001010011|1\n"
	       "合并表头/3:||合成甲|1|\n",
	       "merged cells are filled down where the file says so; headers have one row or two");
	table_close(t);
	buf_free(out);
	reads_text(STR("姓名,身份证号,联系\n,,手机\n合成甲,1,2\n,,3\n"), "/3:合成甲|1|2\n/4:||3\n",
		   "a second header row of a CSV is no person");
	reads_text(STR("姓名,身份证号\n,,手机\n,,手机\n,,手机\n,,手机\n1,2\n"),
		   "/5:||手机\n/6:1|2|\n", "a header has four rows at most");
	reads_text(STR("姓名,身份证号\n,,x\n"), "/2:||\n",
		   "a row below the header that names no column is data");
	reads_text(STR("姓名,身份证号,"
		       "很长的说明很长的说明很长的说明很长的说明很长的说明很长的说明很长的说明很长"
		       "的说明\n"
		       "很长的说明很长的说明很长的说明很长的说明很长的说明很长的说明很长的说明很长"
		       "的说明,2\n"
		       "7,共\n8,共x\n累计人数,1\n合计（人）,1\n"),
		   "/2:"
		   "很长的说明很长的说明很长的说明很长的说明很长的说明很长的说明很长的说明很长的说"
		   "明|2|\n"
		   "/3:7|共|\n/4:8|共x|\n/5:累计人数|1|\n/6=\n",
		   "long texts are neither names nor totals");
	reads_text(STR("姓名,身份证号\n"), "", "a header alone");
}

static void test_texts(void)
{
	static const char two[] = "/2:合成甲|000000199001010011|\n/3:合成乙|000000199001010022|\n";
	reads("utf8.csv", two);
	reads("utf8_bom.csv", two);
	reads("gb18030.csv", two);
	reads("utf16_tab.csv", two);
	reads("prefixed.xlsx", "Sheet1/2:合成甲|000000199001010011|\n");
	reads_text(STR("名单\n\n＊姓 名,证件号码：,手机\n1,2,3\n , ,　\n姓名,证件号码：,手机\n"
		       "＊姓 名,证件号码：,手机\n7,合计：25,\n共 2 人\n一班小计\n总计25\n共和,5\n"),
		   "/4:1|2|3\n/6:姓名|证件号码：|手机\n/8=\n/9=\n/10=\n/11=\n/12:共和|5|\n",
		   "marks, blanks and width do not matter; a repeated header is passed over");
	reads_text(STR("NAME,ID,x\na,b,c\n"), "/2:a|b|\n", "the caller's own keys are names too");
}

/* What a person is told when much is missing fits an error. */
static void test_many_missing(void)
{
	static const struct table_column many[] = {
		{"a", true, {"第一个很长很长的列名"}}, {"b", true, {"第二个很长很长的列名"}},
		{"c", true, {"第三个很长很长的列名"}}, {"d", true, {"第四个很长很长的列名"}},
		{"plain_key", true, {NULL}},
	};
	struct table_in *t = NULL;
	struct str text = STR("a,x\n");
	struct byte_source source = byte_source_memory(&text);
	const struct sn_err e = table_open_source(&t, &source, many, 5);
	OK(e.reason == SN_R_NO_HEADER &&
		   str_starts(str_of(e.text), STR("第二个很长很长的列名、第三")),
	   "names that are missing are told as far as there is room");
	text = STR("a\n");
	source = byte_source_memory(&text);
	EQ_STR(table_open_source(&t, &source, many + 4, 1).text, "plain_key",
	       "a column without names is told by its key");
}

/* A table in which nothing is required: whatever names a column is the header. */
static void test_optional_columns(void)
{
	static const struct table_column columns[] = {{"a", false, {"甲"}}, {"b", false, {"乙"}}};
	struct table_in *t = NULL;
	struct buf *out = buf_new(1 << 16);
	struct str text = STR("标题\n甲,乙\n,乙\n1,2\n甲,乙\n");
	const struct byte_source source = byte_source_memory(&text);
	OK(!sn_failed(table_open_source(&t, &source, columns, 2)), "nothing is required");
	if (t)
		OK(!sn_failed(flatten_columns(t, 2, out)), "… and it is read");
	EQ_STR(buf_str(out).at, "/3:|乙\n/4:1|2\n",
	       "a whole header that is repeated is passed over");
	table_close(t);
	buf_free(out);
}

static void test_refusals(void)
{
	struct sn_err e;
	struct table_in *t = open_file("no_header.csv", &e);
	OK(e.reason == SN_R_NO_HEADER, "a file without a header is refused");
	EQ_STR(e.text, "姓名、身份证号", "… and what is missing is named");
	table_close(t);
	refuses("old.xls", SN_R_OLD_XLS_FILE, "an old .xls is named");
	refuses("encrypted.xlsx", SN_R_ENCRYPTED_FILE, "a password is named");
	refuses("wps_rich.xlsx", SN_R_NO_HEADER, "a workbook without the columns is refused");
	refuses("not there", SN_R_CANNOT_READ_FILE, "a file that is not there is named");
	struct str html = STR("<html><table></table></html>"), none = STR("");
	struct byte_source source = byte_source_memory(&html);
	OK(table_open_source(&t, &source, roster, ROSTER_COUNT).reason == SN_R_UNREADABLE_FILE,
	   "a web page under the name .xls is refused");
	source = byte_source_memory(&none);
	OK(table_open_source(&t, &source, roster, ROSTER_COUNT).reason == SN_R_NO_HEADER,
	   "an empty file is refused");
	table_close(NULL);
}

static const struct table_out_column printed[] = {
	{"org", "单位", "union", TABLE_TEXT, 0},
	{"people", "人数", "people", TABLE_INT, 0},
	{"amount_fen", "金额", "amount", TABLE_MONEY, 0},
	{"day", "日期", "day", TABLE_DAY, 0},
	{"ok", "齐全", "complete", TABLE_BOOL, 0},
	{"is", "性质", "kind", TABLE_QUALIFIER, 0},
};

static void print_rows(struct table_out *t)
{
	table_out_text(t, STR("合成\n工会"));
	table_out_int(t, 1234);
	table_out_money(t, MONEY_FEN(123450));
	table_out_day(t, 20241026);
	table_out_bool(t, true);
	table_out_qualifier(t, STR("more_than"));
	table_out_row_end(t);
	table_out_text(t, STR_NULL);
	for (int i = 0; i < 5; i++)
		table_out_unknown(t);
	table_out_row_end(t);
}

static void prints(enum table_format format, enum lang lang, const char *want, const char *what)
{
	char *written = NULL;
	size_t bytes = 0;
	struct table_out *t = NULL;
	FILE *file = open_memstream(&written, &bytes);
	const struct table_out_spec spec = {
		.format = format, .lang = lang, .columns = printed, .count = 6, .file = file};
	OK(!sn_failed(table_out_open(&t, &spec)), what);
	print_rows(t);
	OK(!sn_failed(table_out_close(t)), what);
	(void)fclose(file);
	EQ_STR(written, want, what);
	free(written);
}

static void test_printing(void)
{
	prints(TABLE_FORMAT_TEXT, LANG_ZH,
	       "单位       人数      金额  日期        齐全  性质\n"
	       "合成 工会  1234  1,234.50  2024-10-26  是    余\n"
	       "—             —         —  —           —     —\n",
	       "a text is aligned by width, what is unknown is no 0");
	prints(TABLE_FORMAT_CSV, LANG_EN,
	       "\xEF\xBB\xBFunion,people,amount,day,complete,kind\r\n"
	       "\"合成\n工会\",1234,\"1,234.50\",2024-10-26,yes,more_than\r\n,,,,,\r\n",
	       "a CSV has a BOM and empty cells");
	prints(TABLE_FORMAT_JSON, LANG_ZH,
	       "[\n\t{\n\t\t\"org\": \"合成\\n工会\",\n\t\t\"people\": 1234,\n"
	       "\t\t\"amount_fen\": 123450,\n\t\t\"day\": \"2024-10-26\",\n\t\t\"ok\": true,\n"
	       "\t\t\"is\": \"more_than\"\n\t},\n\t{\n\t\t\"org\": null,\n\t\t\"people\": null,\n"
	       "\t\t\"amount_fen\": null,\n\t\t\"day\": null,\n\t\t\"ok\": null,\n"
	       "\t\t\"is\": null\n\t}\n]\n",
	       "JSON has keys, fen and null");
	enum table_format format;
	OK(table_format_parse(&format, STR("csv")) && format == TABLE_FORMAT_CSV,
	   "a format's word");
	OK(!table_format_parse(&format, STR("ods")), "an unknown format");
	OK(!sn_failed(table_out_close(NULL)), "nothing is closed");
}

static const struct table_out_column times[] = {{"at", "时间", "time", TABLE_TIME, 0}};

static void prints_times(enum table_format format, int rows, bool disk_full, const char *what)
{
	char *written = NULL;
	size_t bytes = 0;
	struct table_out *t = NULL;
	FILE *file = disk_full ? fopen("/dev/full", "we") : open_memstream(&written, &bytes);
	const struct table_out_spec spec = {
		.format = format, .columns = times, .count = 1, .file = file, .name = "x"};
	if (!OK(file && !sn_failed(table_out_open(&t, &spec)), what))
		return;
	for (int i = 0; i < rows; i++) {
		table_out_time(t, 1729906200000000);
		table_out_row_end(t);
	}
	const struct sn_err e = table_out_close(t);
	OK(disk_full ? e.reason == SN_R_CANNOT_WRITE_FILE : !sn_failed(e), what);
	(void)fclose(file);
	int found = 0;
	for (const char *at = written; at && (at = strstr(at, "2024-10-26")); at++)
		found++;
	EQ_I64(found, disk_full ? 0 : rows, "… each row with its time");
	free(written);
}

static void test_times(void)
{
	prints_times(TABLE_FORMAT_TEXT, 450, false,
		     "a text longer than the rows that are measured");
	prints_times(TABLE_FORMAT_TEXT, 0, false, "a text without rows has its header");
	prints_times(TABLE_FORMAT_JSON, 3, false, "times as JSON");
	prints_times(TABLE_FORMAT_CSV, 3, false, "times as CSV");
	prints_times(TABLE_FORMAT_TEXT, 1, true, "a full disk is told for a text");
	prints_times(TABLE_FORMAT_JSON, 1, true, "a full disk is told for JSON");
	prints_times(TABLE_FORMAT_CSV, 1, true, "a full disk is told for a CSV");
}

static void test_sheets(void)
{
	char path[] = "/tmp/songnuan-test-XXXXXX";
	const int fd = mkstemp(path);
	(void)close(fd);
	static const struct sheet_column columns[] = {{{"姓名", 6}, 0}, {{"身份证号", 12}, 20}};
	struct sheet_writer *w = NULL;
	OK(!sn_failed(sheet_writer_open(&w, path)), "a workbook is begun");
	OK(!sn_failed(sheet_writer_sheet(w, "a/b:c", columns, 2)),
	   "a sheet with signs in its name");
	sheet_writer_text(w, STR("=1+1"));
	sheet_writer_int(w, 123456789012345678);
	sheet_writer_row_end(w);
	sheet_writer_text(w, STR("a\x01\xFF"));
	sheet_writer_day(w, 20241026);
	sheet_writer_row_end(w);
	sheet_writer_text(w, STR_NULL);
	sheet_writer_money(w, MONEY_FEN(-1050));
	sheet_writer_row_end(w);
	sheet_writer_int(w, 12);
	sheet_writer_day(w, 19000201);
	sheet_writer_row_end(w);
	OK(!sn_failed(sheet_writer_close(w)), "it is written");
	struct table_in *t = NULL;
	struct buf *out = buf_new(1 << 16);
	OK(!sn_failed(table_open(&t, path, roster, ROSTER_COUNT)), "what was written is opened");
	if (t)
		OK(!sn_failed(flatten(t, out)), "… and read");
	EQ_STR(buf_str(out).at,
	       "a_b_c/2:=1+1|123456789012345678|\na_b_c/3:a \xEF\xBF\xBD|2024-10-26|\n"
	       "a_b_c/4:|-10.5|\na_b_c/5:12|1900-02-01|\n",
	       "formulas are texts, long numbers keep their digits, days are days");
	table_close(t);
	buf_free(out);
	const struct table_out_spec spec = {.format = TABLE_FORMAT_XLSX,
					    .columns = printed,
					    .count = 6,
					    .path = path,
					    .name = "报表"};
	struct table_out *printed_table = NULL;
	OK(!sn_failed(table_out_open(&printed_table, &spec)), "a table is printed as xlsx");
	print_rows(printed_table);
	OK(!sn_failed(table_out_close(printed_table)), "… to its end");
	(void)unlink(path);
	OK(sheet_writer_open(&w, "/nonexistent/x.xlsx").reason == SN_R_CANNOT_WRITE_FILE && !w,
	   "a file that cannot be written is told at once");
	sheet_writer_drop(NULL);
	OK(!sn_failed(sheet_writer_open(&w, path)), "a workbook is begun");
	sheet_writer_drop(w);
	OK(access(path, F_OK) != 0, "a workbook that is dropped leaves no file");
}

int main(void)
{
	test_excel();
	test_merged();
	test_many_missing();
	test_optional_columns();
	test_times();
	test_texts();
	test_refusals();
	test_printing();
	test_sheets();
	return tap_done();
}
