/* The tree as of a day: one read, then arrays. No recursion: depth is data from outside. */
#include "org/org_priv.h"
#include "org/org_sql.h"

#include <assert.h>
#include <stdlib.h>

struct node {
	int32_t parent, end;
	int32_t depth;
};
/* A code and the position of its union; free where code is STR_NULL. */
struct code_slot {
	uint32_t hash;
	int32_t at;
	struct str code;
};
struct org_tree {
	struct arena *texts;
	int32_t count;
	struct org *orgs;   /* in pre-order */
	struct node *nodes; /* in pre-order */
	int32_t *at_of_no;  /* by org_no: numbers are dense, so this is an array */
	int64_t no_max;
	struct code_slot *codes; /* open addressing, a power of two of slots */
	size_t codes_mask;
};

void org_tree_free(struct org_tree *t)
{
	if (!t)
		return;
	arena_free(t->texts);
	free(t->orgs);
	free(t->nodes);
	free(t->at_of_no);
	free(t->codes);
	free(t);
}

/* ---- looking up ---- */

int32_t org_tree_count(const struct org_tree *t)
{
	return t->count;
}
int32_t org_tree_at(const struct org_tree *t, int64_t org_no)
{
	return org_no < 1 || org_no > t->no_max ? ORG_NOWHERE : t->at_of_no[org_no];
}
const struct org *org_tree_org(const struct org_tree *t, int32_t at)
{
	assert(at >= 0 && at < t->count);
	return &t->orgs[at];
}
int32_t org_tree_parent(const struct org_tree *t, int32_t at)
{
	assert(at >= 0 && at < t->count);
	return t->nodes[at].parent;
}
int32_t org_tree_end(const struct org_tree *t, int32_t at)
{
	assert(at >= 0 && at < t->count);
	return t->nodes[at].end;
}
int org_tree_depth(const struct org_tree *t, int32_t at)
{
	assert(at >= 0 && at < t->count);
	return t->nodes[at].depth;
}

/* FNV-1a, 32 bits; codes are short and a tree is built by the union's own staff. */
static uint32_t code_hash(struct str code)
{
	uint32_t h = 2166136261U;
	for (size_t i = 0; i < code.bytes; i++)
		h = (h ^ (unsigned char)code.at[i]) * 16777619U;
	return h;
}
/* The code's slot, or the free one where it would stand. */
static struct code_slot *code_find(const struct org_tree *t, struct str code)
{
	const uint32_t hash = code_hash(code);
	size_t i = hash & t->codes_mask;
	while (t->codes[i].code.at && (t->codes[i].hash != hash || !str_eq(t->codes[i].code, code)))
		i = (i + 1) & t->codes_mask;
	return &t->codes[i];
}
int32_t org_tree_by_code(const struct org_tree *t, struct str code)
{
	const struct code_slot *s = code_find(t, code);
	return s->code.at ? s->at : ORG_NOWHERE;
}

/* ---- building ---- */

/* While it is built, unions are known by their place in the array as it was read. */
struct building {
	struct org *read;
	size_t count;
	int32_t day;
	int32_t *read_of_no; /* by org_no; ORG_NOWHERE */
	struct sort_key *keys;
	int32_t *first; /* by read place + 1 (0: roots): where its children start in keys */
	struct org_tree *t;
};
/* Siblings in official order, then by code. */
struct sort_key {
	int32_t parent, read;
	int64_t official_order;
	struct str code;
};
static int by_parent_and_order(const void *a, const void *b)
{
	const struct sort_key *l = a, *r = b;
	if (l->parent != r->parent)
		return l->parent < r->parent ? -1 : 1;
	if (l->official_order != r->official_order)
		return l->official_order < r->official_order ? -1 : 1;
	return str_compare(l->code, r->code);
}

static bool is_open(const struct building *b, int32_t read)
{
	const struct org *o = &b->read[read];
	return o->until_day == 0 || o->until_day > b->day;
}
static int32_t read_of(const struct building *b, int64_t org_no)
{
	return org_no < 1 || org_no > b->t->no_max ? ORG_NOWHERE : b->read_of_no[org_no];
}
/* The union itself or the one that it had become part of by that day; ORG_NOWHERE: none on that day. */
static int32_t successor(const struct building *b, int64_t org_no)
{
	int32_t at = read_of(b, org_no);
	for (size_t steps = 0; at != ORG_NOWHERE && !is_open(b, at); steps++)
		at = steps < b->count ? read_of(b, b->read[at].became_no) : ORG_NOWHERE;
	return at;
}

static struct sn_err numbers_read(struct building *b)
{
	struct org_tree *t = b->t;
	for (size_t i = 0; i < b->count; i++) {
		if (b->read[i].org_no > t->no_max)
			t->no_max = b->read[i].org_no;
	}
	assert(t->no_max <= ORG_NO_MAX); /* the table's CHECK */
	const size_t size = ((size_t)t->no_max + 1) * sizeof(int32_t);
	b->read_of_no = malloc(size);
	t->at_of_no = malloc(size);
	if (!b->read_of_no || !t->at_of_no)
		return SN_FAIL(OUT_OF_MEMORY);
	for (int64_t no = 0; no <= t->no_max; no++)
		b->read_of_no[no] = t->at_of_no[no] = ORG_NOWHERE;
	for (size_t i = 0; i < b->count; i++)
		b->read_of_no[b->read[i].org_no] = (int32_t)i;
	return SN_SUCCESS;
}

/* Fills keys with the open unions, sorted by parent, and says where each one's children start. */
static struct sn_err children_sort(struct building *b)
{
	struct org_tree *t = b->t;
	b->keys = malloc((b->count + 1) * sizeof *b->keys);
	b->first = malloc((b->count + 2) * sizeof *b->first);
	if (!b->keys || !b->first)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < b->count; i++) {
		const struct org *o = &b->read[i];
		if (!is_open(b, (int32_t)i))
			continue;
		const int32_t parent = o->parent_no == 0 ? ORG_NOWHERE : successor(b, o->parent_no);
		if (o->parent_no != 0 && parent == ORG_NOWHERE)
			return org_err_named(SN_FAIL(NO_SUCH_ORG, .field = "parent"), o);
		b->keys[t->count++] =
			(struct sort_key){parent, (int32_t)i, o->official_order, o->code};
	}
	qsort(b->keys, (size_t)t->count, sizeof *b->keys, by_parent_and_order);
	int32_t k = 0;
	for (int32_t parent = ORG_NOWHERE; parent < (int32_t)b->count; parent++) {
		while (k < t->count && b->keys[k].parent < parent)
			k++;
		b->first[parent + 1] = k;
	}
	b->first[b->count + 1] = t->count;
	return SN_SUCCESS;
}

/* Walks down and across with a stack of its own and gives the unions their positions. */
static struct sn_err pre_order(struct building *b)
{
	struct org_tree *t = b->t;
	struct {
		int32_t next, end, at;
	} stack[ORG_DEPTH_MAX + 1];
	int depth = 0;
	int32_t count = 0;
	stack[0].next = b->first[0];
	stack[0].end = b->first[1];
	stack[0].at = ORG_NOWHERE;
	while (depth >= 0) {
		if (stack[depth].next == stack[depth].end) {
			if (stack[depth].at != ORG_NOWHERE)
				t->nodes[stack[depth].at].end = count;
			depth--;
			continue;
		}
		const int32_t read = b->keys[stack[depth].next++].read;
		if (depth == ORG_DEPTH_MAX)
			return org_err_named(SN_FAIL(ORG_TOO_DEEP, .arg = {ORG_DEPTH_MAX}),
					     &b->read[read]);
		t->orgs[count] = b->read[read];
		t->nodes[count] = (struct node){.parent = stack[depth].at, .depth = depth};
		t->at_of_no[b->read[read].org_no] = count;
		depth++;
		stack[depth].next = b->first[read + 1];
		stack[depth].end = b->first[read + 2];
		stack[depth].at = count++;
	}
	if (count < t->count) /* who is not reached from a root goes in a circle */
		for (int32_t k = 0; k < t->count; k++)
			if (t->at_of_no[b->read[b->keys[k].read].org_no] == ORG_NOWHERE)
				return org_err_named(SN_FAIL(ORG_LOOP), &b->read[b->keys[k].read]);
	return SN_SUCCESS;
}

/* Codes of all, and for those that were merged away the position of who took them in. */
static struct sn_err names_of_positions(struct building *b)
{
	struct org_tree *t = b->t;
	size_t slots = 16;
	while (slots < b->count * 2)
		slots *= 2;
	t->codes = calloc(slots, sizeof *t->codes);
	if (!t->codes)
		return SN_FAIL(OUT_OF_MEMORY);
	t->codes_mask = slots - 1;
	for (size_t i = 0; i < b->count; i++) {
		const struct org *o = &b->read[i];
		const int32_t to = successor(b, o->org_no);
		if (to == ORG_NOWHERE)
			continue;
		const int32_t at = t->at_of_no[b->read[to].org_no];
		struct code_slot *s = code_find(t, o->code);
		*s = (struct code_slot){code_hash(o->code), at, o->code};
		t->at_of_no[o->org_no] = at;
	}
	return SN_SUCCESS;
}

struct sn_err org_tree_build(struct org *orgs, size_t count, int32_t day, struct arena *texts,
			     struct org_tree **out)
{
	struct sn_err e;
	struct building b = {.read = orgs, .count = count, .day = day};
	*out = NULL;
	b.t = calloc(1, sizeof *b.t);
	if (!b.t) {
		arena_free(texts);
		e = SN_FAIL(OUT_OF_MEMORY);
		goto done;
	}
	b.t->texts = texts;
	e = numbers_read(&b);
	if (!sn_failed(e))
		e = children_sort(&b);
	if (sn_failed(e))
		goto done;
	b.t->orgs = malloc(((size_t)b.t->count + 1) * sizeof *b.t->orgs);
	b.t->nodes = malloc(((size_t)b.t->count + 1) * sizeof *b.t->nodes);
	e = b.t->orgs && b.t->nodes ? pre_order(&b) : SN_FAIL(OUT_OF_MEMORY);
	if (!sn_failed(e))
		e = names_of_positions(&b);
	if (!sn_failed(e)) {
		*out = b.t;
		b.t = NULL;
	}
done:
	org_tree_free(b.t);
	free(b.first);
	free(b.keys);
	free(b.read_of_no);
	free(b.read);
	return e;
}

struct sn_err org_tree_load(struct ctx *c, int32_t day, struct org_tree **out)
{
	enum { FIRST = 256 };
	struct org *orgs = NULL;
	size_t count = 0, room = 0;
	day = org_day(c, day);
	*out = NULL;
	struct arena *texts = arena_new(ORG_TREE_BYTES_MAX);
	struct sn_err e = texts ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(c->store, &org_sql_tree, PARAMS(p_int(day)));
	while (!sn_failed(e) && store_next(r)) {
		if (count == room) {
			room = room == 0 ? FIRST : room * 2;
			struct org *bigger = reallocarray(orgs, room, sizeof *orgs);
			if (!bigger) {
				e = SN_FAIL(OUT_OF_MEMORY);
				break;
			}
			orgs = bigger;
		}
		e = count < ORG_NODES_MAX ? org_from_row(texts, r, &orgs[count++])
					  : SN_FAIL(ORG_FULL, .arg = {ORG_NODES_MAX});
	}
	const struct sn_err read = store_done(r);
	if (sn_failed(read) || sn_failed(e)) {
		free(orgs);
		arena_free(texts);
		return sn_failed(read) ? read : e;
	}
	return org_tree_build(orgs, count, day, texts, out);
}
