#include "base/csv.h"

#include "base/cell.h"
#include "base/encoding.h"
#include "base/limits.h"

#include <assert.h>
#include <stdlib.h>

enum {
	PIECE_BYTES = ENCODING_SAMPLE_BYTES,
	DECODED_BYTES_MAX = PIECE_BYTES * 2, /* a character of 2 bytes grows to 3 */
	DETECT_ROWS = 50
};

/* Positions in the text count from the row's start, so that they stay right when the row moves to the front. */
struct span {
	size_t at, bytes;
};

struct csv_in {
	struct byte_source source;
	int64_t offset; /* of what was not read yet */
	struct decoder *decoder;
	struct buf *decoded;
	char *piece;
	char *text; /* a row begins at `start`; a NUL stands at `end` and stops every scan */
	size_t start, end, room;
	bool ended; /* nothing stands behind `end` */
	bool stops[256];
	char delimiter;
	int64_t row;
	struct span spans[FILE_COLUMNS_MAX];
	struct str cells[FILE_COLUMNS_MAX];
};

static struct sn_err append(struct csv_in *in, struct str more)
{
	if (in->end + more.bytes + 1 > in->room) {
		const size_t room = (in->end + more.bytes + 1) * 2;
		char *text = realloc(in->text, room);
		if (!text)
			return SN_FAIL(OUT_OF_MEMORY);
		in->text = text;
		in->room = room;
	}
	if (more.bytes > 0)
		memcpy(in->text + in->end, more.at, more.bytes);
	in->end += more.bytes;
	in->text[in->end] = '\0';
	return SN_SUCCESS;
}

/* Moves the row begun to the front and reads a piece more behind it. */
static struct sn_err fill(struct csv_in *in)
{
	assert(!in->ended);
	in->end -= in->start;
	memmove(in->text, in->text + in->start, in->end);
	in->start = 0;
	struct byte_piece piece = {.out = in->piece, .wanted = PIECE_BYTES};
	SN_TRY(byte_source_read(&in->source, in->offset, &piece));
	if (!in->decoder) {
		in->decoder = decoder_new(encoding_detect((struct str){in->piece, piece.got}));
		if (!in->decoder)
			return SN_FAIL(OUT_OF_MEMORY);
	}
	in->offset += (int64_t)piece.got;
	in->ended = piece.got < piece.wanted;
	buf_reset(in->decoded);
	SN_TRY(decoder_feed(in->decoder, (struct str){in->piece, piece.got}, in->decoded));
	if (in->ended)
		SN_TRY(decoder_end(in->decoder, in->decoded));
	return append(in, buf_str(in->decoded));
}

/* The delimiter that most of the first rows have; among equals the one that occurs most, then the comma. */
static char detect_delimiter(struct str text)
{
	static const char candidates[] = {',', '\t', ';'};
	int64_t rows[3] = {0}, all[3] = {0}, here[3] = {0};
	bool quoted = false;
	int row = 0;
	for (size_t i = 0; i <= text.bytes && row < DETECT_ROWS; i++) {
		char c = '\n';
		if (i < text.bytes)
			c = text.at[i];
		if (c == '"')
			quoted = !quoted;
		for (int k = 0; k < 3 && !quoted; k++)
			if (c == candidates[k])
				here[k]++;
		if (i < text.bytes && (quoted || (c != '\n' && c != '\r')))
			continue;
		row++;
		for (int k = 0; k < 3; k++) {
			rows[k] += here[k] > 0;
			all[k] += here[k];
			here[k] = 0;
		}
	}
	int best = 0;
	for (int k = 1; k < 3; k++)
		if (rows[k] > rows[best] || (rows[k] == rows[best] && all[k] > all[best]))
			best = k;
	return candidates[best];
}

static struct sn_err begin(struct csv_in *in)
{
	in->piece = malloc(PIECE_BYTES);
	in->decoded = buf_new(DECODED_BYTES_MAX);
	if (!in->piece || !in->decoded)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(append(in, STR("")));
	SN_TRY(fill(in));
	in->delimiter = detect_delimiter((struct str){in->text, in->end});
	in->stops[(unsigned char)in->delimiter] = true;
	in->stops['\n'] = in->stops['\r'] = in->stops[0] = true;
	return SN_SUCCESS;
}

struct sn_err csv_open(struct csv_in **in, const struct byte_source *source)
{
	*in = calloc(1, sizeof **in);
	if (!*in)
		return SN_FAIL(OUT_OF_MEMORY);
	(*in)->source = *source;
	const struct sn_err e = begin(*in);
	if (sn_failed(e)) {
		csv_close(*in);
		*in = NULL;
	}
	return e;
}

void csv_close(struct csv_in *in)
{
	if (!in)
		return;
	decoder_free(in->decoder);
	buf_free(in->decoded);
	free(in->piece);
	free(in->text);
	free(in);
}

/* A cell as it stands in the text; `close` is its closing quote, 0 where it has none. */
struct found {
	size_t at, close, stop;
	bool doubled; /* a quote inside, written twice */
};

/* The next delimiter, line end or end of the text from `at` on; a NUL before the end is a plain character. */
static size_t find_stop(const struct csv_in *in, size_t at)
{
	const unsigned char *text = (const unsigned char *)in->text;
	for (;;) {
		while (!in->stops[text[at]])
			at++;
		if (text[at] != '\0' || at == in->end)
			return at;
		at++;
	}
}

/* Whether what was found up to `at` is known only with more text: the last CR may be half a line end. */
static bool needs_more(const struct csv_in *in, size_t at)
{
	if (in->ended)
		return false;
	return at >= in->end || (in->text[at] == '\r' && at + 1 == in->end);
}

static bool find_close(const struct csv_in *in, struct found *f)
{
	size_t at = f->at;
	for (;;) {
		const char *quote = memchr(in->text + at, '"', in->end - at);
		if (!quote)
			return false;
		f->close = (size_t)(quote - in->text);
		if (f->close + 1 == in->end || in->text[f->close + 1] != '"')
			return true;
		f->doubled = true;
		at = f->close + 2;
	}
}

/* Finds the cell that begins at `at`. false: more text is needed, or there is none behind an open quote. */
static bool find_cell(const struct csv_in *in, size_t at, struct found *f)
{
	*f = (struct found){.at = at};
	if (in->text[at] == '"') {
		f->at++;
		if (!find_close(in, f) || needs_more(in, f->close + 1))
			return false;
		at = f->close + 1;
	}
	f->stop = find_stop(in, at);
	return !needs_more(in, f->stop);
}

/* A quoted cell loses its quotes in place; what stands behind the closing one belongs to it, as in spreadsheets. */
static struct span unquote(char *text, const struct found *f)
{
	if (!f->doubled && f->close + 1 == f->stop)
		return (struct span){f->at, f->close - f->at};
	size_t out = f->at;
	for (size_t i = f->at; i < f->stop; i++) {
		if (i == f->close)
			continue;
		text[out++] = text[i];
		if (i < f->close && text[i] == '"')
			i++;
	}
	return (struct span){f->at, out - f->at};
}

static struct sn_err too_long_a_cell(const struct csv_in *in, bool quoted, struct str cell)
{
	/* An open quote swallows the rows behind it; an honest long cell has no line end. */
	if (quoted && (memchr(cell.at, '\n', cell.bytes) || memchr(cell.at, '\r', cell.bytes)))
		return SN_FAIL(OPEN_QUOTE, .row = in->row + 1);
	return sn_err_with_text(SN_FAIL(TOO_BIG, .row = in->row + 1, .arg = {CELL_CHARACTERS_MAX}),
				"单元格字数 characters of a cell");
}

/* Finds the cell at row position `at`, reading on as needed. */
static struct sn_err next_cell(struct csv_in *in, size_t at, struct found *f)
{
	while (!find_cell(in, in->start + at, f)) {
		const struct str cell = {in->text + in->start + at, in->end - in->start - at};
		if (in->ended)
			return SN_FAIL(OPEN_QUOTE, .row = in->row + 1);
		if (cell.bytes > CELL_BYTES_MAX)
			return too_long_a_cell(in, cell.at[0] == '"', cell);
		SN_TRY(fill(in));
	}
	return SN_SUCCESS;
}

static struct sn_err add_cell(struct csv_in *in, const struct found *f, size_t *count)
{
	const struct span whole =
		f->close ? unquote(in->text, f) : (struct span){f->at, f->stop - f->at};
	const struct str cell = {in->text + whole.at, whole.bytes};
	if (cell_is_too_long(cell))
		return too_long_a_cell(in, f->close > 0, cell);
	if (*count == FILE_COLUMNS_MAX) {
		/* Spreadsheets write thousands of empty cells behind a row when a far column was once touched. */
		if (whole.bytes == 0)
			return SN_SUCCESS;
		return SN_FAIL(TOO_MANY_COLUMNS, .row = in->row + 1, .arg = {FILE_COLUMNS_MAX});
	}
	in->spans[(*count)++] = (struct span){whole.at - in->start, whole.bytes};
	return SN_SUCCESS;
}

struct sn_err csv_next(struct csv_in *in, struct csv_row *row, bool *more)
{
	*more = false;
	while (in->start == in->end && !in->ended)
		SN_TRY(fill(in));
	if (in->start == in->end)
		return SN_SUCCESS;
	if (in->row == FILE_ROWS_MAX)
		return sn_err_with_text(SN_FAIL(TOO_BIG, .row = in->row, .arg = {FILE_ROWS_MAX}),
					"行数 rows");
	size_t count = 0, at = 0;
	struct found f;
	do {
		SN_TRY(next_cell(in, at, &f));
		SN_TRY(add_cell(in, &f, &count));
		at = f.stop + 1 - in->start;
	} while (in->text[f.stop] == in->delimiter); /* behind the end stands a NUL, see append() */

	for (size_t i = 0; i < count; i++)
		in->cells[i] =
			(struct str){in->text + in->start + in->spans[i].at, in->spans[i].bytes};
	const bool two = in->text[f.stop] == '\r' && in->text[f.stop + 1] == '\n';
	in->start = f.stop + (f.stop < in->end) + two;
	*row = (struct csv_row){.cells = in->cells, .count = count, .row = ++in->row};
	*more = true;
	return SN_SUCCESS;
}
