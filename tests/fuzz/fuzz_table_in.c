/* Any file as an import takes it: rows rise within a sheet, every wished cell can be asked. */
#include "base/table_in.h"

#include <assert.h>

static const struct table_column columns[] = {
	{"name", true, {"姓名", "名字"}},
	{"phone", false, {"手机", "联系电话"}},
};

static void read_all(struct table_in *t)
{
	struct table_row row;
	bool more = false;
	while (!sn_failed(table_next(t, &row, &more)) && more) {
		assert(row.row > 0 && row.count <= FILE_COLUMNS_MAX);
		for (size_t k = 0; k < 2; k++)
			assert(table_cell(t, &row, k).text.bytes <= CELL_BYTES_MAX);
	}
	for (size_t i = 0; i < table_header_count(t); i++)
		assert(table_header(t, i).at && (table_header_unknown(t, i) || i < 256));
	for (size_t i = 0; i < table_skipped_count(t); i++)
		assert(sn_failed(table_skipped(t, i).why));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = {(const char *)data, size};
	const struct byte_source source = byte_source_memory(&in);
	struct table_in *t = NULL;
	if (sn_failed(table_open_source(&t, &source, columns, 2)))
		return 0;
	read_all(t);
	table_close(t);
	return 0;
}
