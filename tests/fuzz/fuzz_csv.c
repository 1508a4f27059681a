/* A table read, written and read again has the same cells (but for the ' that makes a formula harmless). */
#include "base/csv.h"

#include <assert.h>
#include <stdlib.h>

static bool same(struct str a, struct str b)
{
	if (str_eq(a, b))
		return true;
	return b.bytes == a.bytes + 1 && b.at[0] == '\'' &&
	       str_eq(a, (struct str){b.at + 1, b.bytes - 1});
}

static bool write_again(struct str in, FILE *file)
{
	const struct byte_source source = byte_source_memory(&in);
	struct csv_in *reader = NULL;
	struct csv_row row;
	bool more = false;
	struct csv_out out = csv_out_begin(file, true);
	struct sn_err e = csv_open(&reader, &source);
	if (sn_failed(e))
		return false;
	for (e = csv_next(reader, &row, &more); more && !sn_failed(e);
	     e = csv_next(reader, &row, &more)) {
		for (size_t i = 0; i < row.count; i++)
			csv_out_cell(&out, row.cells[i]);
		csv_out_row_end(&out);
	}
	csv_close(reader);
	return !sn_failed(csv_out_done(&out)) && !sn_failed(e);
}

/* Where the second text has the comma, the first may have had another delimiter, so rows are compared by cells. */
static void compare(struct str first, struct str second)
{
	const struct byte_source a_source = byte_source_memory(&first);
	const struct byte_source b_source = byte_source_memory(&second);
	struct csv_in *a = NULL, *b = NULL;
	struct csv_row a_row, b_row;
	bool a_more = true, b_more = true;
	if (sn_failed(csv_open(&a, &a_source)) || sn_failed(csv_open(&b, &b_source)))
		abort();
	for (;;) {
		if (sn_failed(csv_next(a, &a_row, &a_more)) ||
		    sn_failed(csv_next(b, &b_row, &b_more)) || a_more != b_more)
			abort();
		if (!a_more)
			break;
		assert(a_row.row == b_row.row);
		if (a_row.count != b_row.count)
			abort();
		for (size_t i = 0; i < a_row.count; i++)
			if (!same(a_row.cells[i], b_row.cells[i]))
				abort();
	}
	csv_close(a);
	csv_close(b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *written = NULL;
	size_t bytes = 0;
	const struct str in = {(const char *)data, size};
	FILE *file = open_memstream(&written, &bytes);
	if (!file)
		return 0;
	const bool whole = write_again(in, file);
	(void)fclose(file);
	/* Without a comma in it the second text may be read with another delimiter than it was written with. */
	if (whole && memchr(written, ',', bytes) && !memchr(written, '\t', bytes) &&
	    !memchr(written, ';', bytes))
		compare(in, (struct str){written, bytes});
	free(written);
	return 0;
}
