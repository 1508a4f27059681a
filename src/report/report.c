#include "report/report_priv.h"

#include <assert.h>
#include <stdlib.h>

/* ---- one read: what was said and what was handed over, put at its place in the tree ---- */

struct builder {
	struct ctx *c;
	const struct report_ask *ask;
	struct report *out;
	struct report_node *nodes; /* the asked subtree in pre-order */
	int32_t first, count;
	struct reported_row *rows;
	size_t rows_count;
	struct sn_err failed; /* of a callback that cannot return one */
};

/* The node of a union, NULL where it is outside the asked subtree. */
static struct report_node *node_of(const struct builder *b, int64_t org_no)
{
	const int32_t at = org_tree_at(b->ask->tree, org_no);
	return at != ORG_NOWHERE && org_tree_contains(b->ask->tree, b->first, at)
		       ? &b->nodes[at - b->first]
		       : NULL;
}

static void add_finding(void *self, const struct report_finding *f)
{
	struct builder *b = self;
	struct report *r = b->out;
	if ((r->findings_count & (r->findings_count - 1)) == 0) {
		const size_t room = r->findings_count == 0 ? 8 : r->findings_count * 2;
		struct report_finding *more = ARENA_ARRAY(b->c->mem, struct report_finding, room);
		if (!more) {
			b->failed = SN_FAIL(OUT_OF_MEMORY);
			return;
		}
		if (r->findings_count > 0)
			memcpy(more, r->findings, r->findings_count * sizeof *more);
		r->findings = more;
	}
	r->findings[r->findings_count] = *f;
	r->findings[r->findings_count++].at += b->first;
}

/* A row of a union that the tree of this day does not have: said, not dropped. */
static void find_unplaced(struct builder *b, const struct reported *said)
{
	if (org_tree_at(b->ask->tree, said->org_no) == ORG_NOWHERE)
		add_finding(b, &(struct report_finding){.what = "union_not_in_tree",
							.found = said->recipients});
}

static void place_reported(struct builder *b)
{
	for (size_t i = 0; i < b->rows_count; i++) {
		const struct reported *said = &b->rows[i].said;
		struct report_node *node = node_of(b, said->org_no);
		if (!node) {
			find_unplaced(b, said);
			continue;
		}
		switch (said->scope) {
		case SCOPE_OWN:
			node->own = said;
			break;
		case SCOPE_SUBTREE:
			node->subtree = said;
			break;
		case SCOPE_STATED:
			if (node == b->nodes)
				b->out->stated = said;
			break;
		case SCOPES_COUNT:
			break;
		}
	}
}

static struct sn_err place_coverage(void *self, const struct coverage *row)
{
	struct builder *b = self;
	struct report_node *node = node_of(b, row->org_no);
	if (!node)
		return SN_SUCCESS;
	assert(row->level < EVIDENCE_COUNT);
	node->named[row->level] += row->people;
	node->person_times += row->person_times;
	node->households += row->households;
	node->pieces += row->pieces;
	if (!money_add(&node->named_value, node->named_value, row->value))
		return SN_FAIL(AMOUNT_OVERFLOW, .field = "named");
	return SN_SUCCESS;
}

static struct sn_err read_all(struct builder *b)
{
	SN_TRY(store_snapshot(b->c->store));
	struct sn_err e = report_rows_read(b->c, b->ask->cycle.cycle_no, &b->rows, &b->rows_count);
	if (!sn_failed(e))
		e = care_coverage(b->c, b->ask->cycle.cycle_no, place_coverage, b);
	store_release(b->c->store);
	return e;
}

/* ---- the answer ---- */

static struct report_row row_of(const struct builder *b, int32_t index)
{
	const struct report_node *n = &b->nodes[index];
	const int32_t at = b->first + index;
	struct report_row row = {
		.at = at,
		.depth = org_tree_depth(b->ask->tree, at) - org_tree_depth(b->ask->tree, b->first),
		.recipients = n->recipients,
		.amount = n->amount,
		.given = n->given,
		.raised = n->raised,
		.meaning = report_meaning_of(n),
		.named_value = n->subtree_named_value,
		.person_times = n->subtree_person_times,
		.households = n->subtree_households,
		.pieces = n->subtree_pieces,
		.reported_own = n->own != NULL,
		.reported_subtree = n->subtree != NULL,
		.detail = n->detail,
		.words = n->subtree ? n->subtree->words
			 : n->own   ? n->own->words
				    : STR_NULL,
	};
	for (int level = 0; level < EVIDENCE_COUNT; level++) {
		row.named[level] = n->subtree_named[level];
		row.named_people += n->subtree_named[level];
	}
	return row;
}

static bool within_depth(const struct builder *b, int32_t index)
{
	const struct org_tree *tree = b->ask->tree;
	return org_tree_depth(tree, b->first + index) - org_tree_depth(tree, b->first) <=
	       b->ask->depth;
}

/* Grassroots unions do not report upwards by themselves: only unions down to the county can be silent. */
static bool is_silent(const struct builder *b, int32_t index)
{
	const struct report_node *n = &b->nodes[index];
	if (n->has_words || n->detail ||
	    org_tree_org(b->ask->tree, b->first + index)->level > REPORT_SILENT_LEVEL_MAX)
		return false;
	/* Where the union above is silent altogether, one line says it for all below. */
	return n->parent == ORG_NOWHERE || n->parent == 0 || b->nodes[n->parent].has_words;
}

static struct sn_err fill(struct builder *b)
{
	struct report *out = b->out;
	size_t rows = 0, silent = 0;
	for (int32_t i = 0; i < b->count; i++) {
		const bool shown = within_depth(b, i);
		rows += shown && (b->nodes[i].has_words || i == 0);
		silent += shown && i > 0 && is_silent(b, i);
	}
	out->rows = ARENA_ARRAY(b->c->mem, struct report_row, rows);
	out->silent = ARENA_ARRAY(b->c->mem, int32_t, silent + 1);
	if (!out->rows || !out->silent)
		return SN_FAIL(OUT_OF_MEMORY);
	for (int32_t i = 0; i < b->count; i++) {
		if (!within_depth(b, i))
			continue;
		if (b->nodes[i].has_words || i == 0)
			out->rows[out->rows_count++] = row_of(b, i);
		else if (is_silent(b, i))
			out->silent[out->silent_count++] = b->first + i;
	}
	return SN_SUCCESS;
}

/* The statement from above and the sum from below are two figures: where both are known and differ, the difference is
 * named, not explained away. */
static void compare_stated(struct builder *b)
{
	const struct reported *stated = b->out->stated;
	const struct report_node *sum = &b->nodes[0];
	if (!stated)
		return;
	if (stated->recipients.known_parts > 0 && stated->recipients.value != sum->recipients.value)
		add_finding(b, &(struct report_finding){.what = "stated_people_differ",
							.stated = stated->recipients,
							.found = sum->recipients});
	if (stated->amount.known_parts > 0 && stated->amount.value != sum->amount.value)
		add_finding(b, &(struct report_finding){.what = "stated_amount_differs",
							.stated = stated->amount,
							.found = sum->amount});
}

static struct sn_err build(struct builder *b)
{
	for (int32_t i = 0; i < b->count; i++) {
		const int32_t parent = org_tree_parent(b->ask->tree, b->first + i);
		b->nodes[i].parent = i == 0 ? ORG_NOWHERE : parent - b->first;
	}
	SN_TRY(read_all(b));
	place_reported(b);
	SN_TRY(report_sum(b->nodes, b->count, add_finding, b));
	compare_stated(b);
	SN_TRY(b->failed);
	return fill(b);
}

struct sn_err report_build(struct ctx *c, const struct report_ask *ask, struct report *out)
{
	*out = (struct report){.cycle = ask->cycle, .org_at = ask->org_at, .depth_max = ask->depth};
	struct builder b = {.c = c,
			    .ask = ask,
			    .out = out,
			    .first = ask->org_at,
			    .count = org_tree_end(ask->tree, ask->org_at) - ask->org_at,
			    .failed = SN_SUCCESS};
	b.nodes = calloc((size_t)b.count, sizeof *b.nodes);
	if (!b.nodes)
		return SN_FAIL(OUT_OF_MEMORY);
	const struct sn_err e = build(&b);
	free(b.nodes);
	return e;
}

struct sn_err report_sources(struct ctx *c, const struct report_ask *ask, struct reported **out,
			     size_t *count)
{
	struct reported_row *rows = NULL;
	size_t rows_count = 0;
	*count = 0;
	SN_TRY(report_rows_read(c, ask->cycle.cycle_no, &rows, &rows_count));
	*out = ARENA_ARRAY(c->mem, struct reported, rows_count + 1);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < rows_count; i++) {
		const int32_t at = org_tree_at(ask->tree, rows[i].said.org_no);
		if (at != ORG_NOWHERE && org_tree_contains(ask->tree, ask->org_at, at))
			(*out)[(*count)++] = rows[i].said;
	}
	return SN_SUCCESS;
}
