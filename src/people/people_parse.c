#include "base/text.h"
#include "people/people_priv.h"

struct sn_err people_word(struct arena *mem, struct str text, struct str *word)
{
	*word = STR_NULL;
	SN_TRY(text_normalise(mem, text, word));
	if (word->bytes > NAME_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .arg = {NAME_BYTES_MAX});
	if (word->bytes == 0)
		*word = STR_NULL;
	return SN_SUCCESS;
}

static bool is_separator(uint32_t character)
{
	return character == ' ' || character == ',' || character == ';' || character == '/' ||
	       character == '|' || character == 0x3001U; /* 、 */
}

static struct sn_err add_category(struct roster_row *row, struct str category)
{
	if (category.bytes == 0)
		return SN_SUCCESS;
	for (size_t i = 0; i < row->categories_count; i++) {
		if (str_eq(row->categories[i], category))
			return SN_SUCCESS;
	}
	if (row->categories_count == PEOPLE_CATEGORIES_MAX)
		return SN_FAIL(TOO_MANY_CATEGORIES, .arg = {PEOPLE_CATEGORIES_MAX});
	row->categories[row->categories_count++] = category;
	return SN_SUCCESS;
}

struct sn_err people_add_categories(struct arena *mem, struct str text, struct roster_row *row)
{
	struct str word = STR_NULL;
	SN_TRY(people_word(mem, text, &word));
	struct str rest = word, part = {word.at, 0};
	uint32_t character = 0;
	while (text_next(&rest, &character)) {
		if (!is_separator(character)) {
			part.bytes = (size_t)(rest.at - part.at);
			continue;
		}
		SN_TRY(add_category(row, part));
		part = (struct str){rest.at, 0};
	}
	return add_category(row, part);
}
