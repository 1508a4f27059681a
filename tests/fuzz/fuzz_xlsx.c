/* A workbook's bytes, read to the end of every sheet: cells stay inside the row and their texts inside the limits. */
#include "base/limits.h"
#include "base/xlsx.h"

#include <assert.h>

static void read_sheet(struct xlsx *x, size_t index)
{
	struct xlsx_row row;
	int64_t last = 0;
	bool more = false;
	if (sn_failed(xlsx_sheet_start(x, index)))
		return;
	while (!sn_failed(xlsx_next(x, &row, &more)) && more) {
		assert(row.row > last && row.row <= FILE_ROWS_MAX);
		assert(row.count > 0 && row.count <= FILE_COLUMNS_MAX);
		last = row.row;
		size_t bytes = 0;
		for (size_t i = 0; i < row.count; i++) {
			assert(row.cells[i].text.bytes <= CELL_BYTES_MAX);
			/* Touches every byte, so that the sanitizer sees a text that is gone. */
			for (size_t k = 0; k < row.cells[i].text.bytes; k++)
				bytes += row.cells[i].text.at[k] != '\0';
		}
		(void)bytes;
	}
	const struct xlsx_range *ranges;
	(void)xlsx_merged(x, &ranges);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = {(const char *)data, size};
	const struct byte_source source = byte_source_memory(&in);
	struct xlsx *x = NULL;
	if (sn_failed(xlsx_open(&x, &source)))
		return 0;
	for (size_t i = 0; i < xlsx_sheet_count(x) && i < 4; i++)
		read_sheet(x, i);
	xlsx_close(x);
	return 0;
}
