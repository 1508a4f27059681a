#ifndef SN_BASE_CELL_H
#define SN_BASE_CELL_H
/* cell: one cell of a table from outside, whatever file it stood in.
 *
 *   shape   text is UTF-8.  NUMBER keeps the digits of the file: a whole number of up to 15 digits is written out
 *           (1.3800138001E+10 is 13800138001), a fraction is rounded to the 15 digits that a spreadsheet shows;
 *           a whole number of more digits has lost some in the spreadsheet and stays as the file has it.  DATE is 2024-10-26, 2024-10-26T09:30:00 or, for
 *           a time without a day, 09:30:00.  BOOL is TRUE or FALSE; ERROR is #N/A and the like.
 *   rule    an id number that comes as NUMBER with more than 15 digits is lost (id_lost_digits), never guessed.
 *   memory  the text belongs to the reader and holds until its next row. */
#include "base/limits.h"
#include "base/str.h"

#include <stdbool.h>

enum cell_kind { CELL_EMPTY, CELL_TEXT, CELL_NUMBER, CELL_DATE, CELL_BOOL, CELL_ERROR };

struct cell {
	enum cell_kind kind;
	struct str text;
};

/* More than CELL_CHARACTERS_MAX. The text is UTF-8: each character has one byte that continues none. */
static inline bool cell_is_too_long(struct str text)
{
	size_t characters = 0;
	if (text.bytes <= CELL_CHARACTERS_MAX)
		return false;
	for (size_t i = 0; i < text.bytes; i++)
		characters += ((unsigned char)text.at[i] & 0xC0U) != 0x80U;
	return characters > CELL_CHARACTERS_MAX;
}
#endif
