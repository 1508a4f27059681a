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

static int64_t named_people(const int64_t named[EVIDENCE_COUNT])
{
	int64_t sum = 0;
	for (int level = 0; level < EVIDENCE_COUNT; level++)
		sum += named[level];
	return sum;
}

/* What it said, as figures: an amount stands under what it means, and once in `amount`. */
static struct sn_err add_reported(struct report_node *node, const struct reported *said)
{
	SN_TRY(report_figure_add(&node->recipients, said->recipients));
	SN_TRY(report_figure_add(&node->amount, said->amount));
	if (said->amount.known_parts == 0)
		return SN_SUCCESS;
	switch (said->meaning) {
	case MEANING_GIVEN:
		return report_figure_add(&node->given, said->amount);
	case MEANING_RAISED:
		return report_figure_add(&node->raised, said->amount);
	case MEANING_UNKNOWN:
	case MEANING_MIXED:
	case MEANINGS_COUNT:
		break;
	}
	return SN_SUCCESS;
}

/* Scope own where it reported that, else its named deliveries; nothing where there is neither. */
static struct sn_err add_own_part(struct report_node *node)
{
	if (node->own)
		return add_reported(node, node->own);
	const int64_t people = named_people(node->named);
	if (people == 0 && money_is_zero(node->named_value))
		return SN_SUCCESS;
	const struct figure value = report_figure(money_fen(node->named_value), QUALIFIER_EXACT);
	SN_TRY(report_figure_add(&node->recipients, report_figure(people, QUALIFIER_EXACT)));
	SN_TRY(report_figure_add(&node->amount, value));
	return report_figure_add(&node->given, value);
}

static struct sn_err add_child(struct report_node *parent, const struct report_node *child)
{
	SN_TRY(report_figure_add(&parent->recipients, child->recipients));
	SN_TRY(report_figure_add(&parent->amount, child->amount));
	SN_TRY(report_figure_add(&parent->given, child->given));
	return report_figure_add(&parent->raised, child->raised);
}

/* Hand-overs by name are summed beside the figures, never into a reported one. */
static struct sn_err add_named(struct report_node *parent, const struct report_node *child)
{
	for (int level = 0; level < EVIDENCE_COUNT; level++)
		parent->subtree_named[level] += child->subtree_named[level];
	parent->subtree_person_times += child->subtree_person_times;
	parent->subtree_households += child->subtree_households;
	parent->subtree_pieces += child->subtree_pieces;
	if (!money_add(&parent->subtree_named_value, parent->subtree_named_value,
		       child->subtree_named_value))
		return SN_FAIL(AMOUNT_OVERFLOW, .field = "report");
	parent->has_words = parent->has_words || child->has_words;
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

static void find_in_own(const struct finder *f, const struct report_node *node, int32_t at)
{
	const struct figure people = report_figure(named_people(node->named), QUALIFIER_EXACT);
	const struct figure value = report_figure(money_fen(node->named_value), QUALIFIER_EXACT);
	find(f, "named_exceeds_reported", at, node->own->recipients, people);
	if (node->own->meaning == MEANING_GIVEN)
		find(f, "named_value_exceeds_reported", at, node->own->amount, value);
}

/* Called before the subtree figure takes the place of the sum. */
static void find_in_subtree(const struct finder *f, const struct report_node *node, int32_t at)
{
	const struct reported *said = node->subtree;
	const struct figure people =
		report_figure(named_people(node->subtree_named), QUALIFIER_EXACT);
	find(f, "named_exceeds_reported", at, said->recipients, people);
	find(f, "children_exceed_subtree", at, said->recipients, node->recipients);
	if (said->meaning == MEANING_GIVEN)
		find(f, "children_amount_exceeds_subtree", at, said->amount, node->given);
	if (said->meaning == MEANING_RAISED)
		find(f, "children_amount_exceeds_subtree", at, said->amount, node->raised);
}

/* ---- the sum ---- */

static void start_node(struct report_node *node)
{
	for (int level = 0; level < EVIDENCE_COUNT; level++)
		node->subtree_named[level] = node->named[level];
	node->subtree_person_times = node->person_times;
	node->subtree_households = node->households;
	node->subtree_pieces = node->pieces;
	node->subtree_named_value = node->named_value;
	node->has_words = node->own || node->subtree || named_people(node->named) > 0 ||
			  node->person_times > 0;
}

static void clear_figures(struct report_node *node)
{
	node->recipients = node->amount = node->given = node->raised = (struct figure){0};
}

struct sn_err report_sum(struct report_node *nodes, int32_t count, report_each_finding *each,
			 void *self)
{
	const struct finder f = {each, self};
	for (int32_t at = 0; at < count; at++) {
		start_node(&nodes[at]);
		const int32_t parent = nodes[at].parent;
		nodes[at].detail =
			parent != ORG_NOWHERE && (nodes[parent].detail || nodes[parent].subtree);
	}
	/* Pre-order backwards: every union is met after all of its children were added to it. */
	for (int32_t at = count - 1; at >= 0; at--) {
		struct report_node *node = &nodes[at];
		SN_TRY(add_own_part(node));
		if (node->own)
			find_in_own(&f, node, at);
		if (node->subtree) {
			find_in_subtree(&f, node, at);
			clear_figures(node);
			SN_TRY(add_reported(node, node->subtree));
		}
		assert(node->parent < at);
		if (node->parent == ORG_NOWHERE)
			continue;
		SN_TRY(add_child(&nodes[node->parent], node));
		SN_TRY(add_named(&nodes[node->parent], node));
	}
	return SN_SUCCESS;
}

enum meaning report_meaning_of(const struct report_node *node)
{
	const bool given = node->given.known_parts > 0, raised = node->raised.known_parts > 0;
	if (given && raised)
		return MEANING_MIXED;
	return given ? MEANING_GIVEN : raised ? MEANING_RAISED : MEANING_UNKNOWN;
}
