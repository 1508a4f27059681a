#include "report/report_priv.h"

#include <assert.h>
#include <stdlib.h>

/* ---- one read: what was said and what was handed over, put at its place in the tree ---- */

struct builder {
	struct ctx *c;
	const struct report_ask *ask;
	struct report *out;
	struct report_row *all; /* the asked subtree in pre-order */
	int32_t first, count;
	struct reported_row *said;
	size_t said_count;
	struct sn_err failed; /* of a callback that cannot return one */
};

/* The row of a union, NULL where it is outside the asked subtree. */
static struct report_row *row_of(const struct builder *b, int64_t org_no)
{
	const int32_t at = org_tree_at(b->ask->tree, org_no);
	return at != ORG_NOWHERE && org_tree_contains(b->ask->tree, b->first, at)
		       ? &b->all[at - b->first]
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
	r->findings[r->findings_count++] = *f;
}

/* A row of a union that the tree of this day does not have: said, not dropped. */
static void find_unplaced(struct builder *b, const struct reported *said)
{
	if (org_tree_at(b->ask->tree, said->org_no) == ORG_NOWHERE)
		add_finding(b, &(struct report_finding){.what = "union_not_in_tree",
							.at = b->first,
							.found = said->recipients});
}

static void place_reported(struct builder *b)
{
	for (size_t i = 0; i < b->said_count; i++) {
		const struct reported *said = &b->said[i].said;
		struct report_row *row = row_of(b, said->org_no);
		if (!row) {
			find_unplaced(b, said);
			continue;
		}
		if (report_is_other(said)) {
			row->others = true;
			continue;
		}
		switch (said->scope) {
		case SCOPE_OWN:
			row->own = said;
			break;
		case SCOPE_SUBTREE:
			row->subtree = said;
			break;
		case SCOPE_STATED:
			if (row == b->all)
				b->out->stated = said;
			break;
		case SCOPES_COUNT:
			break;
		}
	}
}

/* ---- partners and joint activities ---- */

/* The company's own word on the same giving, NULL: it said nothing itself. */
static const struct reported *said_itself(const struct builder *b, const struct reported *said)
{
	for (size_t i = 0; i < b->said_count; i++) {
		const struct reported *other = &b->said[i].said;
		if (other->partner_no == said->partner_no && other->by_partner &&
		    other->joint_no == said->joint_no)
			return other;
	}
	return NULL;
}

static bool is_twice(struct builder *b, const struct reported *said, int32_t at)
{
	const struct reported *own =
		said->partner_no != 0 && !said->by_partner ? said_itself(b, said) : NULL;
	if (!own)
		return false;
	const bool people = said->recipients.known_parts > 0 && own->recipients.known_parts > 0;
	add_finding(b, &(struct report_finding){.what = people ? "partner_reported_twice"
							       : "partner_amount_reported_twice",
						.at = at,
						.stated = people ? said->recipients : said->amount,
						.found = people ? own->recipients : own->amount});
	return true;
}

/* The leading union owes the figure: without a word of it, the joint activity is counted nowhere. */
static void find_lead_silent(struct builder *b, const struct reported *said, int32_t at)
{
	for (size_t i = 0; i < b->said_count; i++) {
		const struct reported *lead = &b->said[i].said;
		if (lead->org_no == said->joint_no && lead->scope != SCOPE_STATED &&
		    lead->joint_no == 0)
			return;
	}
	const struct report_row *lead = row_of(b, said->joint_no);
	if (!lead || lead->person_times > 0 || report_named_people(lead) > 0)
		return; /* outside the asked subtree its own report tells */
	add_finding(b, &(struct report_finding){
			       .what = "joint_lead_silent", .at = at, .stated = said->recipients});
}

/* Between the reading and the sum: what is another part of its union's figures is added to it, once. */
static struct sn_err place_others(struct builder *b)
{
	struct report *out = b->out;
	out->others = ARENA_ARRAY(b->c->mem, struct report_other, b->said_count + 1);
	if (!out->others)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < b->said_count; i++) {
		const struct reported *said = &b->said[i].said;
		struct report_row *row = report_is_other(said) ? row_of(b, said->org_no) : NULL;
		if (!row)
			continue;
		struct report_other *other = &out->others[out->others_count++];
		*other = (struct report_other){.said = said,
					       .at = row->at,
					       .depth = row->depth + 1,
					       .twice = is_twice(b, said, row->at)};
		other->added = said->joint_no == 0 && !other->twice;
		if (said->joint_no != 0)
			find_lead_silent(b, said, row->at);
		if (other->added)
			SN_TRY(report_other_add(row, said));
	}
	return SN_SUCCESS;
}

static int by_place(const void *a, const void *b)
{
	const struct report_other *left = a, *right = b;
	if (left->at != right->at)
		return left->at < right->at ? -1 : 1;
	return left->said < right->said ? -1 : 1;
}

/* Those that are shown, in the order of the tree; inside a subtree figure they are detail. */
static void keep_others(struct builder *b)
{
	struct report *out = b->out;
	size_t kept = 0;
	for (size_t i = 0; i < out->others_count; i++) {
		struct report_other other = out->others[i];
		const struct report_row *row = &b->all[other.at - b->first];
		if (row->depth > b->ask->depth)
			continue;
		other.detail = row->detail || row->subtree;
		other.added = other.added && !other.detail;
		out->others[kept++] = other;
	}
	out->others_count = kept;
	qsort(out->others, kept, sizeof *out->others, by_place);
}

static struct sn_err place_coverage(void *self, const struct coverage *by)
{
	struct builder *b = self;
	struct report_row *row = row_of(b, by->org_no);
	if (!row)
		return SN_SUCCESS;
	assert(by->level < EVIDENCE_COUNT);
	row->named[by->level] += by->people;
	row->person_times += by->person_times;
	row->households += by->households;
	row->pieces += by->pieces;
	if (!money_add(&row->named_value, row->named_value, by->value))
		return SN_FAIL(AMOUNT_OVERFLOW, .field = "named");
	return SN_SUCCESS;
}

static struct sn_err read_all(struct builder *b)
{
	SN_TRY(store_snapshot(b->c->store));
	struct sn_err e = report_rows_read(b->c, b->ask->cycle.cycle_no, &b->said, &b->said_count);
	if (!sn_failed(e))
		e = care_coverage(b->c, b->ask->cycle.cycle_no, place_coverage, b);
	if (!sn_failed(e))
		e = portion_totals(b->c, b->ask->cycle.cycle_no,
				   org_tree_org(b->ask->tree, b->first)->path, &b->out->portions,
				   &b->out->portions_count);
	if (!sn_failed(e))
		e = letter_total(b->c, b->ask->cycle.cycle_no,
				 org_tree_org(b->ask->tree, b->first)->path, &b->out->letters);
	if (!sn_failed(e))
		e = visit_totals(b->c, org_tree_org(b->ask->tree, b->first)->path,
				 b->ask->cycle.cycle_no, &b->out->visits);
	store_release(b->c->store);
	return e;
}

/* ---- the answer ---- */

/* Grassroots unions do not report upwards by themselves: only unions down to the county can be silent. */
static bool is_silent(const struct builder *b, const struct report_row *row)
{
	if (row->has_words || row->detail || row->parent == ORG_NOWHERE ||
	    org_tree_org(b->ask->tree, row->at)->level > REPORT_SILENT_LEVEL_MAX)
		return false;
	/* Where the union above is silent altogether, one line says it for all below. */
	return row->parent == b->first || b->all[row->parent - b->first].has_words;
}

/* How many of the shown unions are silent; out: NULL, or where to put their positions. */
static size_t find_silent(const struct builder *b, int32_t *out)
{
	size_t count = 0;
	for (int32_t i = 0; i < b->count; i++) {
		if (b->all[i].depth > b->ask->depth || !is_silent(b, &b->all[i]))
			continue;
		if (out)
			out[count] = b->all[i].at;
		count++;
	}
	return count;
}

/* What is shown moves to the front of the rows: they are too many to copy. */
static void keep_shown(struct builder *b)
{
	struct report *out = b->out;
	out->rows = b->all;
	for (int32_t i = 0; i < b->count; i++) {
		const struct report_row *row = &b->all[i];
		if (i > 0 && (row->depth > b->ask->depth || !row->has_words))
			continue;
		if (out->rows_count < (size_t)i)
			out->rows[out->rows_count] = *row;
		out->rows_count++;
	}
}

/* The statement from above and the sum from below are two figures: where both are known and differ, the difference is
 * named, not explained away. */
static void compare_stated(struct builder *b)
{
	const struct reported *stated = b->out->stated;
	const struct report_row *sum = &b->all[0];
	if (!stated)
		return;
	if (stated->recipients.known_parts > 0 && stated->recipients.value != sum->recipients.value)
		add_finding(b, &(struct report_finding){.what = "stated_people_differ",
							.at = b->first,
							.stated = stated->recipients,
							.found = sum->recipients});
	if (stated->amount.known_parts > 0 && stated->amount.value != sum->amount.value)
		add_finding(b, &(struct report_finding){.what = "stated_amount_differs",
							.at = b->first,
							.stated = stated->amount,
							.found = sum->amount});
}

struct sn_err report_build(struct ctx *c, const struct report_ask *ask, struct report *out)
{
	const struct org_tree *tree = ask->tree;
	*out = (struct report){.cycle = ask->cycle, .org_at = ask->org_at, .depth_max = ask->depth};
	struct builder b = {.c = c,
			    .ask = ask,
			    .out = out,
			    .first = ask->org_at,
			    .count = org_tree_end(tree, ask->org_at) - ask->org_at,
			    .failed = SN_SUCCESS};
	b.all = ARENA_ARRAY(c->mem, struct report_row, (size_t)b.count);
	if (!b.all)
		return SN_FAIL(OUT_OF_MEMORY);
	const int depth = org_tree_depth(tree, b.first);
	for (int32_t i = 0; i < b.count; i++) {
		b.all[i].at = b.first + i;
		b.all[i].parent = i == 0 ? ORG_NOWHERE : org_tree_parent(tree, b.first + i);
		b.all[i].depth = org_tree_depth(tree, b.first + i) - depth;
	}
	SN_TRY(read_all(&b));
	place_reported(&b);
	SN_TRY(place_others(&b));
	SN_TRY(report_sum(b.all, b.count, add_finding, &b));
	compare_stated(&b);
	SN_TRY(b.failed);
	out->silent_count = find_silent(&b, NULL);
	out->silent = ARENA_ARRAY(c->mem, int32_t, out->silent_count + 1);
	if (!out->silent)
		return SN_FAIL(OUT_OF_MEMORY);
	(void)find_silent(&b, out->silent);
	keep_others(&b);
	keep_shown(&b);
	return SN_SUCCESS;
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
