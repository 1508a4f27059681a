#ifndef SN_BASE_XLSX_PRIV_H
#define SN_BASE_XLSX_PRIV_H
/* xlsx_priv: what the files of the xlsx reader share.
 *
 *   xlsx_zip.c      the package: parts inflated by stream, every cap of trust.md T9
 *   xlsx_xml.c      one part's XML: no DOCTYPE, bounded depth, errors of the handlers
 *   xlsx_book.c     workbook, relations and styles: names of sheets, which style is a date
 *   xlsx_strings.c  the shared strings
 *   xlsx_number.c   numbers and dates as text
 *   xlsx_merges.c   which cells of a sheet are merged
 *   xlsx_plain.c    rows in their common writing, without expat
 *   xlsx.c          the rows of a sheet */
#include "base/arena.h"
#include "base/limits.h"
#include "base/xlsx.h"

#include <expat.h>
#include <zip.h>

/* The package. */
struct xlsx_package {
	struct byte_source source;
	int64_t at;       /* where libzip reads */
	struct sn_err io; /* what the source said when libzip failed */
	zip_t *zip;
	int64_t inflated_bytes; /* of all parts together */
};
struct sn_err xlsx_package_open(struct xlsx_package *p,
				const struct byte_source *source) SN_MUST_USE;
void xlsx_package_close(struct xlsx_package *p);

struct xlsx_part {
	struct xlsx_package *package;
	zip_file_t *file; /* NULL: not open */
	int64_t declared_bytes, inflated_bytes;
};
bool xlsx_part_exists(struct xlsx_package *p, const char *name);
struct sn_err xlsx_part_open(struct xlsx_part *part, struct xlsx_package *p,
			     const char *name) SN_MUST_USE;
struct sn_err xlsx_part_read(struct xlsx_part *part, struct byte_piece *piece) SN_MUST_USE;
void xlsx_part_close(struct xlsx_part *part);

/* One part's XML. Names come to the handlers without their prefix, so that it does not matter which namespace
 * (transitional or strict) and which prefix the writer chose. */
struct xlsx_handlers {
	void (*start)(void *self, const char *name, const char *const *attributes);
	void (*end)(void *self, const char *name);
	void (*text)(void *self, const char *at, int bytes); /* may be NULL */
};
struct xlsx_xml {
	XML_Parser parser;
	const struct xlsx_handlers *handlers;
	void *self;
	int depth;
	bool suspended, final;
	bool utf8; /* as far as the XML declaration says */
	struct sn_err e;
	char *bytes; /* unpacked; from .at to .end the parser has not had them yet */
	size_t at, end;
	bool last;       /* nothing comes behind .end */
	int64_t fed;     /* bytes that the parser has had */
	struct str stop; /* expat is stopped behind these bytes; null: nowhere */
	bool stopped;
};
struct sn_err xlsx_xml_open(struct xlsx_xml *xml, const struct xlsx_handlers *handlers,
			    void *self) SN_MUST_USE;
void xlsx_xml_close(struct xlsx_xml *xml);
/* A handler's way to end the parsing with an error, and to come back to the caller after this element. */
void xlsx_xml_fail(struct xlsx_xml *xml, struct sn_err e);
void xlsx_xml_suspend(struct xlsx_xml *xml);
/* In a start handler: its tag is the last that the parser has had. */
bool xlsx_xml_is_last(const struct xlsx_xml *xml);
/* Reads more of the part behind what is there; false: there is no more, or no room for it. */
struct sn_err xlsx_xml_fill(struct xlsx_xml *xml, struct xlsx_part *part, bool *more) SN_MUST_USE;
/* Parses on until a handler suspends, the part ends (*ended) or .stop was met. */
struct sn_err xlsx_xml_run(struct xlsx_xml *xml, struct xlsx_part *part, bool *ended) SN_MUST_USE;
/* A whole part at once. */
struct sn_err xlsx_part_parse(struct xlsx_package *p, const char *name,
			      const struct xlsx_handlers *handlers,
			      struct xlsx_xml *xml) SN_MUST_USE;
/* The value of an attribute by its name without prefix; NULL: it is not there. */
const char *xlsx_attribute(const char *const *attributes, const char *name);

/* Takes one row off the text and tells it to the handlers as expat would. MORE: the text ends inside the row; NOT: it
 * begins with something else, or with a row that expat is to read. What the handlers heard of these two is to be
 * forgotten. The text is UTF-8 and stands straight in sheetData. */
enum xlsx_plain { XLSX_PLAIN_ROW, XLSX_PLAIN_MORE, XLSX_PLAIN_NOT };
enum xlsx_plain xlsx_plain_row(struct str *text, const struct xlsx_handlers *handlers, void *self);

/* Text that grows; positions in it stay, its address does not. */
struct xlsx_text {
	char *at;
	size_t bytes, room;
};
bool xlsx_text_add(struct xlsx_text *t, const char *at, size_t bytes) SN_MUST_USE;
/* Turns _x000D_ and the like, from `start` to the end, into the characters they stand for (ST_Xstring). */
void xlsx_text_unescape(struct xlsx_text *t, size_t start);

struct xlsx_strings {
	struct xlsx_text text;
	uint32_t *ends; /* where each string ends in the text */
	size_t count, room;
};
struct sn_err xlsx_strings_load(struct xlsx_strings *s, struct xlsx_package *p,
				const char *name) SN_MUST_USE;
void xlsx_strings_free(struct xlsx_strings *s);

/* The merged ranges of a sheet, by first row. */
struct xlsx_merges {
	struct xlsx_range *ranges;
	size_t count, room;
};
struct sn_err xlsx_merges_load(struct xlsx_merges *m, struct xlsx_package *p,
			       const char *name) SN_MUST_USE;
void xlsx_merges_free(struct xlsx_merges *m);
/* "AB12": column 27, row 12; false: it is no reference. */
bool xlsx_reference(const char *text, int *column, int64_t *row);

/* The workbook. */
enum { XLSX_NAME_BYTES = 256 };
struct xlsx_book_sheet {
	struct str name, relation;
	const char *part; /* NULL: not a worksheet */
	bool hidden;
};
struct xlsx_book {
	struct arena *mem;
	struct xlsx_book_sheet *sheets;
	size_t sheet_count;
	const char *strings_part, *styles_part; /* NULL: there is none */
	bool from_1904;
	uint8_t *style_is_date; /* by cell format */
	size_t style_count;
};
struct sn_err xlsx_book_load(struct xlsx_book *b, struct xlsx_package *p) SN_MUST_USE;

/* Numbers. */
enum { XLSX_NUMBER_BYTES = 64 };
bool xlsx_format_is_date(int64_t id, const char *code);
/* See cell.h; false: the text stays as it is. */
bool xlsx_number_text(struct str in, char out[XLSX_NUMBER_BYTES]);
/* false: no day or time that the format knows. */
bool xlsx_date_text(struct str in, bool from_1904, char out[XLSX_NUMBER_BYTES]);

static inline struct sn_err xlsx_unreadable(const char *why)
{
	return sn_err_with_text(SN_FAIL(UNREADABLE_FILE), "%s", why);
}
static inline struct sn_err xlsx_too_big(const char *what, int64_t max)
{
	return sn_err_with_text(SN_FAIL(TOO_BIG, .arg = {max}), "%s", what);
}
/* Long before its end: no cell has more bytes; at its end its characters are counted. */
static inline struct sn_err xlsx_long_cell(void)
{
	return xlsx_too_big("单元格字数 characters of a cell", CELL_CHARACTERS_MAX);
}
#endif
