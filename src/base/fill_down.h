#ifndef SN_BASE_FILL_DOWN_H
#define SN_BASE_FILL_DOWN_H
/* fill_down: cells that a sheet shows as one get the value that stands in the topmost.
 *
 *   why     rosters write a unit, a team or a work site once and merge the cells below it.
 *   shape   ranges of one column and several rows; wider ones are titles and stay as they are.  What a person sees is
 *           what counts: a value hidden below the topmost gives way to it.  A range whose topmost cell is empty fills
 *           nothing.
 *   memory  one value a column: FILE_COLUMNS_MAX × CELL_BYTES_MAX (33 MB) at the very most.
 *   start   fill_down_begin() with each sheet, fill_down_row() with its rows from the top, fill_down_end(). */
#include "base/cell.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/xlsx.h"

struct fill_down_value {
	int32_t row_last; /* 0: nothing is to be filled */
	enum cell_kind kind;
	char *at;
	size_t bytes, room;
};

struct fill_down {
	const struct xlsx_range *ranges; /* by first row, borrowed */
	size_t count, next;
	size_t columns; /* those from here on are never filled */
	struct fill_down_value values[FILE_COLUMNS_MAX];
};

void fill_down_begin(struct fill_down *f, const struct xlsx_range *ranges, size_t count);
/* cells has room for FILE_COLUMNS_MAX; texts put into it hold until the next row. */
struct sn_err fill_down_row(struct fill_down *f, int64_t row, struct cell *cells,
			    size_t *count) SN_MUST_USE;
void fill_down_end(struct fill_down *f);
#endif
