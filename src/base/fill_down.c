#include "base/fill_down.h"

#include <stdlib.h>

void fill_down_begin(struct fill_down *f, const struct xlsx_range *ranges, size_t count)
{
	for (size_t i = 0; i < f->columns; i++)
		f->values[i].row_last = 0;
	f->ranges = ranges;
	f->count = count;
	f->next = 0;
	f->columns = 0;
}

static struct sn_err keep(struct fill_down_value *v, struct cell cell)
{
	if (cell.text.bytes > v->room) {
		char *grown = realloc(v->at, cell.text.bytes);
		if (!grown)
			return SN_FAIL(OUT_OF_MEMORY);
		v->at = grown;
		v->room = cell.text.bytes;
	}
	memcpy(v->at, cell.text.at, cell.text.bytes);
	v->bytes = cell.text.bytes;
	v->kind = cell.kind;
	return SN_SUCCESS;
}

/* A range begins: its value is kept, unless its first row is not there or has none. */
static struct sn_err begin_range(struct fill_down *f, const struct xlsx_range *range,
				 const struct cell *top)
{
	const size_t column = (size_t)range->column_first;
	if (range->column_first != range->column_last || column >= FILE_COLUMNS_MAX ||
	    range->row_first == range->row_last)
		return SN_SUCCESS;
	f->values[column].row_last = 0;
	if (!top || top->text.bytes == 0)
		return SN_SUCCESS;
	SN_TRY(keep(&f->values[column], *top));
	f->values[column].row_last = range->row_last;
	if (f->columns <= column)
		f->columns = column + 1;
	return SN_SUCCESS;
}

struct sn_err fill_down_row(struct fill_down *f, int64_t row, struct cell *cells, size_t *count)
{
	const size_t own = *count;
	for (size_t i = 0; i < f->columns; i++) {
		const struct fill_down_value *v = &f->values[i];
		if (row > v->row_last)
			continue;
		for (; *count <= i; ++*count)
			cells[*count] = (struct cell){CELL_EMPTY, STR("")};
		cells[i] = (struct cell){v->kind, {v->at, v->bytes}};
	}
	for (; f->next < f->count && f->ranges[f->next].row_first <= row; f->next++) {
		const struct xlsx_range *range = &f->ranges[f->next];
		const size_t column = (size_t)range->column_first;
		const bool here = range->row_first == row && column < own;
		SN_TRY(begin_range(f, range, here ? &cells[column] : NULL));
	}
	return SN_SUCCESS;
}

void fill_down_end(struct fill_down *f)
{
	for (size_t i = 0; i < FILE_COLUMNS_MAX; i++)
		free(f->values[i].at);
}
