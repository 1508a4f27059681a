#include "base/csv.h"

#include <assert.h>

struct csv_out csv_out_begin(FILE *file, bool bom)
{
	if (bom)
		(void)fputs("\xEF\xBB\xBF", file); /* asked once, by csv_out_done() */
	return (struct csv_out){.file = file};
}

/* -12, 3.50, 1,234.50: a number begins with a sign without being a formula. */
static bool is_plain_number(struct str s)
{
	bool digit = false, point = false;
	for (size_t i = s.at[0] == '-' || s.at[0] == '+'; i < s.bytes; i++) {
		const char c = s.at[i];
		if (c >= '0' && c <= '9')
			digit = true;
		else if (c == '.' && digit && !point)
			point = true;
		else if (c != ',' || !digit || point)
			return false;
	}
	return digit;
}

/* trust.md T9 */
static bool would_run(struct str s)
{
	return s.bytes > 0 && s.at[0] && strchr("=+-@\t\r", s.at[0]) && !is_plain_number(s);
}

static bool needs_quotes(struct str s)
{
	for (size_t i = 0; i < s.bytes; i++)
		if (s.at[i] && strchr(",\"\r\n\t;", s.at[i]))
			return true;
	return false;
}

void csv_out_cell(struct csv_out *o, struct str text)
{
	if (o->in_row)
		(void)fputc_unlocked(',', o->file);
	o->in_row = true;
	const bool runs = would_run(text);
	if (!needs_quotes(text)) {
		if (runs)
			(void)fputc_unlocked('\'', o->file);
		(void)fwrite_unlocked(text.at, 1, text.bytes, o->file);
		return;
	}
	(void)fputs_unlocked(runs ? "\"'" : "\"", o->file);
	for (size_t i = 0; i < text.bytes; i++) {
		if (text.at[i] == '"')
			(void)fputc_unlocked('"', o->file);
		(void)fputc_unlocked(text.at[i], o->file);
	}
	(void)fputc_unlocked('"', o->file);
}

void csv_out_row_end(struct csv_out *o)
{
	(void)fputs_unlocked("\r\n", o->file);
	o->in_row = false;
}

struct sn_err csv_out_done(struct csv_out *o)
{
	assert(!o->in_row);
	if (fflush(o->file) != 0 || ferror(o->file))
		return sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), "CSV");
	return SN_SUCCESS;
}
