/* What is added in an action, and what is shown beside. Pure. */
#include "report/action_priv.h"

#include <assert.h>

static const struct report_words measures[] = {
#define X(name, word, zh, en) [ACTION_##name] = {word, zh, en},
	ACTION_MEASURES(X)
#undef X
};
static const struct report_words finding_words[] = {
#define X(name, word, zh, en) [ACTION_FINDING_##name] = {word, zh, en},
	ACTION_FINDINGS(X)
#undef X
};
#define UNIT_BIT(unit) (1U << (unit))
enum {
	PEOPLE = UNIT_BIT(UNIT_PERSON) | UNIT_BIT(UNIT_PERSON_TIME) | UNIT_BIT(UNIT_HOUSEHOLD),
	THINGS = UNIT_BIT(UNIT_PIECE) | UNIT_BIT(UNIT_SET) | UNIT_BIT(UNIT_PORTION) |
		 UNIT_BIT(UNIT_KILOGRAM) | UNIT_BIT(UNIT_LITRE) | UNIT_BIT(UNIT_VOLUME),
};
static const unsigned units_of[ACTION_MEASURES_COUNT] = {
	[ACTION_GIVEN] = UNIT_BIT(UNIT_FEN) | THINGS,
	[ACTION_RAISED] = UNIT_BIT(UNIT_FEN) | THINGS,
	[ACTION_INVESTED] = UNIT_BIT(UNIT_FEN),
	[ACTION_REACHED] = PEOPLE,
	[ACTION_BUILT] = UNIT_BIT(UNIT_STATION),
	[ACTION_HELD] = UNIT_BIT(UNIT_SESSION),
	[ACTION_SERVED] = PEOPLE,
};

const struct report_words *action_measure_words(enum action_measure measure)
{
	assert(measure < ACTION_MEASURES_COUNT);
	return &measures[measure];
}

const struct report_words *action_finding_words(enum action_finding finding)
{
	assert(finding < ACTION_FINDINGS_COUNT);
	return &finding_words[finding];
}

bool action_measure_parse(enum action_measure *out, struct str text)
{
	for (size_t i = 0; i < ACTION_MEASURES_COUNT; i++) {
		if (str_is(text, measures[i].word) || str_is(text, measures[i].zh)) {
			*out = (enum action_measure)i;
			return true;
		}
	}
	return false;
}

bool action_measure_counts(enum action_measure measure, enum unit unit)
{
	assert(measure < ACTION_MEASURES_COUNT && unit < UNITS_COUNT);
	return (units_of[measure] & UNIT_BIT(unit)) != 0;
}

/* ---- years ---- */

static int32_t end_of(int32_t until_year)
{
	return until_year == 0 ? INT32_MAX : until_year;
}

bool action_spans_meet(int32_t a_from, int32_t a_until, int32_t b_from, int32_t b_until)
{
	return a_from <= end_of(b_until) && b_from <= end_of(a_until);
}

static bool inside(const struct action_part *part, const struct action_row *row)
{
	return part->from_year >= row->from_year &&
	       end_of(part->until_year) <= end_of(row->until_year);
}

static bool meet(const struct action_part *a, const struct action_part *b)
{
	return action_spans_meet(a->from_year, a->until_year, b->from_year, b->until_year);
}

/* Of two opening figures that overlap the wider counts, of two as wide the earlier: two of the same years are one
 * figure (a correction), so this orders all of them whatever the order of entering. */
static bool goes_before(const struct action_part *a, const struct action_part *b)
{
	const int32_t a_years = end_of(a->until_year) - a->from_year,
		      b_years = end_of(b->until_year) - b->from_year;
	return a_years != b_years ? a_years > b_years : a->from_year < b->from_year;
}

/* ---- the sum ---- */

static bool is_opening(const struct action_part *part)
{
	return str_is_null(part->code);
}

/* Added in this row already, and of the same years. What is unknown covers nothing, and is always counted as unknown. */
static bool is_covered(const struct action_row *row, const struct action_part *parts, size_t count,
		       size_t which)
{
	if (parts[which].said.known_parts == 0)
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct action_place *place = &row->places[i];
		if (i != which && place->here && place->finding == ACTION_FINDING_NONE &&
		    parts[i].said.known_parts > 0 && meet(&parts[i], &parts[which]))
			return true;
	}
	return false;
}

static void place_cycles(struct action_row *row, const struct action_part *parts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct action_part *part = &parts[i];
		row->places[i] = (struct action_place){.finding = ACTION_FINDING_OVERLAPS};
		if (part->measure != row->measure || part->unit != row->unit ||
		    !action_spans_meet(part->from_year, part->until_year, row->from_year,
				       row->until_year))
			continue;
		if (!is_opening(part))
			row->places[i].finding = part->led_elsewhere ? ACTION_FINDING_LED_ELSEWHERE
								     : ACTION_FINDING_NONE;
		row->places[i].here = true;
	}
}

/* The widest opening figure that is inside the row and not yet looked at; count: none is left. */
static size_t next_opening(const struct action_row *row, const struct action_part *parts,
			   size_t count, const struct action_part *last)
{
	size_t best = count;
	for (size_t i = 0; i < count; i++) {
		if (!row->places[i].here || !is_opening(&parts[i]) || !inside(&parts[i], row) ||
		    (last && !goes_before(last, &parts[i])))
			continue;
		if (best == count || goes_before(&parts[i], &parts[best]))
			best = i;
	}
	return best;
}

struct sn_err action_sum(struct action_row *row, const struct action_part *parts, size_t count)
{
	const struct action_part *last = NULL;
	row->opening = row->cycles = row->total = (struct figure){0};
	place_cycles(row, parts, count);
	for (size_t i; (i = next_opening(row, parts, count, last)) < count; last = &parts[i])
		if (!is_covered(row, parts, count, i))
			row->places[i].finding = ACTION_FINDING_NONE;
	for (size_t i = 0; i < count; i++) {
		if (!row->places[i].here || row->places[i].finding != ACTION_FINDING_NONE)
			continue;
		SN_TRY(report_figure_add(is_opening(&parts[i]) ? &row->opening : &row->cycles,
					 parts[i].said));
		SN_TRY(report_figure_add(&row->total, parts[i].said));
	}
	return SN_SUCCESS;
}
