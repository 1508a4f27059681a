#include "report/report_priv.h"

#include <assert.h>

struct figure report_figure(int64_t value, enum qualifier is)
{
	return (struct figure){.value = value, .is = is, .known_parts = 1};
}

struct figure report_figure_unknown(void)
{
	return (struct figure){.unknown_parts = 1};
}

struct sn_err report_figure_add(struct figure *sum, struct figure part)
{
	if (__builtin_add_overflow(sum->value, part.value, &sum->value))
		return SN_FAIL(AMOUNT_OVERFLOW, .field = "report");
	if (part.is > sum->is)
		sum->is = part.is;
	sum->known_parts += part.known_parts;
	sum->unknown_parts += part.unknown_parts;
	return SN_SUCCESS;
}

/* ---- one union's own part ---- */

int64_t report_named_people(const struct report_row *row)
{
	int64_t sum = 0;
	for (int level = 0; level < EVIDENCE_COUNT; level++)
		sum += row->named[level];
	return sum;
}

/* Given and raised come first: where both fit, their sum may still not. */
static struct sn_err add_figures(struct report_row *to, const struct report_row *part)
{
	SN_TRY(report_figure_add(&to->recipients, part->recipients));
	SN_TRY(report_figure_add(&to->given, part->given));
	SN_TRY(report_figure_add(&to->raised, part->raised));
	return report_figure_add(&to->amount, part->amount);
}

/* What it said, as figures: an amount stands under what it means, and once in `amount`. */
static struct report_row figures_of(const struct reported *said)
{
	struct report_row part = {.recipients = said->recipients, .amount = said->amount};
	if (said->amount.known_parts > 0 && said->meaning == MEANING_GIVEN)
		part.given = said->amount;
	if (said->amount.known_parts > 0 && said->meaning == MEANING_RAISED)
		part.raised = said->amount;
	return part;
}

struct sn_err report_other_add(struct report_row *row, const struct reported *said)
{
	const struct report_row part = figures_of(said);
	row->others = true;
	return add_figures(row, &part);
}

/* Scope own where it reported that, else its named deliveries; nothing where there is neither. */
static struct sn_err add_own_part(struct report_row *row)
{
	struct report_row part = {.parent = ORG_NOWHERE};
	const int64_t people = report_named_people(row);
	if (row->own) {
		part = figures_of(row->own);
	} else if (people > 0 || !money_is_zero(row->named_value)) {
		part.recipients = report_figure(people, QUALIFIER_EXACT);
		part.amount = report_figure(money_fen(row->named_value), QUALIFIER_EXACT);
		part.given = part.amount;
	}
	return add_figures(row, &part);
}

/* Hand-overs by name are summed beside the figures, never into a reported one. */
static struct sn_err add_named(struct report_row *parent, const struct report_row *child)
{
	for (int level = 0; level < EVIDENCE_COUNT; level++)
		parent->named[level] += child->named[level];
	parent->person_times += child->person_times;
	parent->households += child->households;
	parent->pieces += child->pieces;
	if (!money_add(&parent->named_value, parent->named_value, child->named_value))
		return SN_FAIL(AMOUNT_OVERFLOW, .field = "report");
	return SN_SUCCESS;
}

/* ---- contradictions ---- */

struct finder {
	report_each_finding *each;
	void *self;
};

/* A claim with "余" has no upper bound: more than it is no contradiction (settled.md 24). */
static bool exceeds(struct figure claim, struct figure found)
{
	return claim.known_parts > 0 && claim.is != QUALIFIER_MORE_THAN &&
	       found.value > claim.value;
}

static void find(const struct finder *f, const char *what, int32_t at, struct figure claim,
		 struct figure found)
{
	if (exceeds(claim, found))
		f->each(f->self, &(struct report_finding){
					 .what = what, .at = at, .stated = claim, .found = found});
}

static void find_in_own(const struct finder *f, const struct report_row *row)
{
	const struct figure people = report_figure(report_named_people(row), QUALIFIER_EXACT);
	const struct figure value = report_figure(money_fen(row->named_value), QUALIFIER_EXACT);
	find(f, "named_exceeds_reported", row->at, row->own->recipients, people);
	if (row->own->meaning == MEANING_GIVEN)
		find(f, "named_value_exceeds_reported", row->at, row->own->amount, value);
}

/* Called before the subtree figure takes the place of the sum. */
static void find_in_subtree(const struct finder *f, const struct report_row *row)
{
	const struct reported *said = row->subtree;
	const struct figure people = report_figure(report_named_people(row), QUALIFIER_EXACT);
	find(f, "named_exceeds_reported", row->at, said->recipients, people);
	find(f, "children_exceed_subtree", row->at, said->recipients, row->recipients);
	if (said->meaning == MEANING_GIVEN)
		find(f, "children_amount_exceeds_subtree", row->at, said->amount, row->given);
	if (said->meaning == MEANING_RAISED)
		find(f, "children_amount_exceeds_subtree", row->at, said->amount, row->raised);
}

/* ---- the sum ---- */

static enum meaning meaning_of(const struct report_row *row)
{
	const bool given = row->given.known_parts > 0, raised = row->raised.known_parts > 0;
	if (given && raised)
		return MEANING_MIXED;
	return given ? MEANING_GIVEN : raised ? MEANING_RAISED : MEANING_UNKNOWN;
}

/* While it holds only what is its own. Every award counts a person-time, so without one nothing was handed over. */
static struct sn_err start(const struct finder *f, struct report_row *row)
{
	row->has_words = row->own || row->subtree || row->person_times > 0 ||
			 report_named_people(row) > 0 || row->others;
	if (!row->has_words)
		return SN_SUCCESS;
	if (row->own)
		find_in_own(f, row);
	return add_own_part(row);
}

/* When all of its children were added to it: what it said with its subtree takes the place of the sum. */
static void finish(const struct finder *f, struct report_row *row)
{
	if (row->subtree) {
		const struct report_row said = figures_of(row->subtree);
		find_in_subtree(f, row);
		row->recipients = said.recipients;
		row->amount = said.amount;
		row->given = said.given;
		row->raised = said.raised;
	}
	row->meaning = meaning_of(row);
}

struct sn_err report_sum(struct report_row *rows, int32_t count, report_each_finding *each,
			 void *self)
{
	const struct finder f = {each, self};
	const int32_t first = rows[0].at;
	for (int32_t i = 0; i < count; i++) {
		struct report_row *row = &rows[i];
		SN_TRY(start(&f, row));
		if (row->parent == ORG_NOWHERE)
			continue;
		assert(row->parent - first < i);
		const struct report_row *parent = &rows[row->parent - first];
		row->detail = parent->detail || parent->subtree;
	}
	/* Pre-order backwards: every union is met after all of its children were added to it. */
	for (int32_t i = count - 1; i >= 0; i--) {
		struct report_row *row = &rows[i];
		if (!row->has_words)
			continue;
		finish(&f, row);
		if (row->parent == ORG_NOWHERE)
			continue;
		struct report_row *parent = &rows[row->parent - first];
		SN_TRY(add_figures(parent, row));
		SN_TRY(add_named(parent, row));
		parent->has_words = true;
	}
	return SN_SUCCESS;
}
