#include "cli/cmd_file.h"

#include "base/sheet_writer.h"
#include "care/care.h"

struct sn_err cmd_read_file(struct cli *cli, struct str path, size_t bytes_max, struct str *out)
{
	FILE *f = fopen(path.at, "re");
	if (!f)
		return sn_err_with_text(SN_FAIL(CANNOT_READ_FILE), STR_FMT, STR_ARG(path));
	char *bytes = arena_alloc(cli->ctx.mem, bytes_max + 1);
	const size_t got = bytes ? fread(bytes, 1, bytes_max + 1, f) : 0;
	const bool failed = ferror(f) != 0;
	(void)fclose(f);
	if (!bytes)
		return SN_FAIL(OUT_OF_MEMORY);
	if (failed)
		return sn_err_with_text(SN_FAIL(CANNOT_READ_FILE), STR_FMT, STR_ARG(path));
	if (got > bytes_max)
		return SN_FAIL(TOO_LONG, .field = "file", .arg = {(int64_t)bytes_max});
	*out = (struct str){bytes, got};
	return SN_SUCCESS;
}

struct sn_err cmd_file_digest(const char *path, struct sha256 *out)
{
	char piece[1 << 14];
	size_t got = 0;
	FILE *f = fopen(path, "re");
	struct sha256_stream *s = sha256_stream_new();
	const bool read = f && s;
	while (read && (got = fread(piece, 1, sizeof piece, f)) > 0)
		sha256_stream_add(s, (struct str){piece, got});
	const bool failed = !f || ferror(f) != 0;
	if (s)
		*out = sha256_stream_end(s);
	sha256_stream_free(s);
	if (f)
		(void)fclose(f);
	if (failed)
		return sn_err_with_text(SN_FAIL(CANNOT_READ_FILE), "%s", path);
	return read ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

const char *cmd_cycle_state_text(const struct cli *cli, int state)
{
	static const char *const words[][2] = {
#define X(name, word, zh, en) [CYCLE_##name] = {zh, en},
		CYCLE_STATES(X)
#undef X
	};
	return CLI_WORDS(cli, words[state][0], words[state][1]);
}

/* ---- rejects ---- */

static struct sn_err open_sheet(struct cmd_rejects *r, const struct table_in *table)
{
	const size_t own = table_header_count(table);
	struct sheet_column *columns = ARENA_ARRAY(r->cli->ctx.mem, struct sheet_column, own + 4);
	const char *const more[] = {
		CLI_WORDS(r->cli, "行号", "row"), CLI_WORDS(r->cli, "列", "column"),
		CLI_WORDS(r->cli, "值", "value"), CLI_WORDS(r->cli, "原因", "reason")};
	if (!columns)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < own; i++)
		columns[i] = (struct sheet_column){.title = table_header(table, i)};
	for (size_t i = 0; i < 4; i++)
		columns[own + i] = (struct sheet_column){.title = str_of(more[i])};
	SN_TRY(sheet_writer_open(&r->sheet, r->path.at));
	return sheet_writer_sheet(r->sheet, CLI_WORDS(r->cli, "退回", "rejected"), columns,
				  own + 4);
}

/* The rows go back to whoever handed them in, so they are his own and unmasked; answers are masked. */
static struct sn_err to_sheet(struct cmd_rejects *r, const struct table_in *table,
			      const struct table_row *row, struct sn_err why)
{
	char words[512];
	if (!r->sheet)
		SN_TRY(open_sheet(r, table));
	for (size_t i = 0; i < table_header_count(table); i++)
		sheet_writer_text(r->sheet, i < row->count ? row->cells[i].text : STR_NULL);
	sn_err_words(why, r->cli->lang, words, sizeof words);
	sheet_writer_int(r->sheet, row->row);
	sheet_writer_text(r->sheet, str_of(why.field));
	sheet_writer_text(r->sheet, str_is_null(r->value) ? str_of(why.text) : r->value);
	sheet_writer_text(r->sheet, str_of(words));
	sheet_writer_row_end(r->sheet);
	return SN_SUCCESS;
}

struct sn_err cmd_reject(struct cmd_rejects *r, const struct table_in *table,
			 const struct table_row *row, struct sn_err why)
{
	why.row = row->row;
	r->count++;
	if (!r->list)
		r->list = ARENA_ARRAY(r->cli->ctx.mem, struct import_reject,
				      IMPORT_REJECTS_SHOWN_MAX);
	if (!r->list)
		return SN_FAIL(OUT_OF_MEMORY);
	if (r->list_count < IMPORT_REJECTS_SHOWN_MAX)
		r->list[r->list_count++] = (struct import_reject){
			.row = row->row,
			.sheet = arena_str(r->cli->ctx.mem, row->sheet),
			.column = str_of(why.field),
			.value = arena_str(r->cli->ctx.mem,
					   str_is_null(r->value) ? str_of(why.text) : r->value),
			.why = why};
	return str_is_null(r->path) ? SN_SUCCESS : to_sheet(r, table, row, why);
}

struct sn_err cmd_rejects_close(struct cmd_rejects *r, struct sn_err e)
{
	if (!r->sheet)
		return e;
	const struct sn_err closed = sheet_writer_close(r->sheet);
	r->sheet = NULL;
	return sn_failed(e) ? e : closed;
}

/* ---- lists ---- */

static struct sn_err show_rows(void *self, int64_t rows)
{
	struct cli *cli = self;
	cli_progress(cli, CLI_WORDS(cli, "读入", "rows"), rows, 0);
	return SN_SUCCESS;
}

struct sn_err cmd_list_read(struct cli *cli, const struct list_kind *kind, struct list_result *out)
{
	const struct list_job job = {.kind = *kind,
				     .path = cli->operands[0].at,
				     .rejects_path = cli_value(cli, "rejects"),
				     .lang = cli->lang,
				     .progress = show_rows,
				     .progress_self = cli};
	const struct sn_err e = list_read(&cli->ctx, &job, out);
	cli_progress_end(cli);
	SN_TRY(e);
	for (size_t i = 0; i < out->rows.rejects_count; i++) {
		struct import_reject *r = &out->rows.rejects[i];
		for (size_t k = 0; k < kind->columns_count; k++)
			if (str_is(r->column, kind->columns[k].names[0]))
				r->column = str_of(kind->columns[k].key);
	}
	return SN_SUCCESS;
}
