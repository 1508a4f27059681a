/* Searching: one pass over the tree in memory, and what goes by other words from the database. */
#include "org/org_search.h"
#include "org/org_priv.h"
#include "org/org_sql.h"

enum rank { RANK_WHOLE, RANK_BEGINS, RANK_PART, RANK_OTHER_WORDS, RANKS_COUNT };
enum { OTHERS_MAX = 500 };

struct searching {
	const struct org_search *ask;
	struct str key;
	struct org_hit *hits[RANKS_COUNT]; /* hits_max of each */
	size_t counts[RANKS_COUNT];
	bool more;
};

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}
/* Does the key begin here, blanks left out? ended: the text ends with it. */
static bool begins_at(struct str text, size_t from, struct str key, bool *ended)
{
	size_t k = 0, i = from;
	for (; i < text.bytes && k < key.bytes; i++) {
		if (text.at[i] == ' ')
			continue;
		if (small(text.at[i]) != key.at[k])
			return false;
		k++;
	}
	*ended = i == text.bytes;
	return k == key.bytes;
}
/* How well the text holds the key; RANKS_COUNT: not at all. */
static enum rank rank_of(struct str text, struct str key)
{
	bool ended = false;
	if (begins_at(text, 0, key, &ended))
		return ended ? RANK_WHOLE : RANK_BEGINS;
	for (size_t i = 1; i + key.bytes <= text.bytes; i++)
		if (small(text.at[i]) == key.at[0] && begins_at(text, i, key, &ended))
			return RANK_PART;
	return RANKS_COUNT;
}

static bool is_in(const struct searching *s, int32_t at)
{
	for (int rank = 0; rank < RANKS_COUNT; rank++)
		for (size_t i = 0; i < s->counts[rank]; i++)
			if (s->hits[rank][i].at == at)
				return true;
	return false;
}
static void hit(struct searching *s, enum rank rank, int32_t at, struct str known_as)
{
	if (s->ask->may && !s->ask->may(s->ask->self, at))
		return;
	if (s->counts[rank] == s->ask->hits_max)
		s->more = true;
	else
		s->hits[rank][s->counts[rank]++] = (struct org_hit){at, known_as};
}

static void tree_scan(struct searching *s)
{
	const struct org_tree *t = s->ask->tree;
	for (int32_t at = 0; at < org_tree_count(t); at++) {
		const struct org *o = org_tree_org(t, at);
		const enum rank by_code = rank_of(o->code, s->key),
				by_name = rank_of(o->name, s->key);
		/* A code is asked for by its beginning: 0302 inside of 150302 is no answer. */
		const enum rank code = by_code == RANK_PART ? RANKS_COUNT : by_code;
		const enum rank best = code < by_name ? code : by_name;
		if (best < RANKS_COUNT)
			hit(s, best, at, STR_NULL);
	}
}

/* %key% for LIKE, with ! before what LIKE would read as something else. */
static struct sn_err like_pattern(struct arena *mem, struct str key, struct str *out)
{
	char *at = arena_alloc(mem, key.bytes * 2 + 3);
	size_t n = 0;
	if (!at)
		return SN_FAIL(OUT_OF_MEMORY);
	at[n++] = '%';
	for (size_t i = 0; i < key.bytes; i++) {
		if (key.at[i] == '%' || key.at[i] == '_' || key.at[i] == '!')
			at[n++] = '!';
		at[n++] = key.at[i];
	}
	at[n++] = '%';
	*out = (struct str){at, n};
	return SN_SUCCESS;
}

static struct sn_err others(struct ctx *c, struct searching *s, const struct sn_statement *which,
			    struct str pattern)
{
	bool memory = true;
	int64_t rows = 0;
	struct rows *r =
		store_query(c->store, which, PARAMS(p_text(pattern), p_int(OTHERS_MAX + 1)));
	while (memory && rows < OTHERS_MAX && store_next(r)) {
		const int32_t at = org_tree_at(s->ask->tree, store_int(r, "org_no"));
		rows++;
		if (at == ORG_NOWHERE || is_in(s, at))
			continue;
		const struct str words = arena_str(c->mem, store_text(r, "words"));
		memory = words.at != NULL;
		hit(s, RANK_OTHER_WORDS, at, words);
	}
	s->more |= memory && rows == OTHERS_MAX && store_next(r);
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

struct sn_err org_search(struct ctx *c, const struct org_search *ask, struct org_hit **out,
			 size_t *count, bool *more)
{
	struct searching s = {.ask = ask};
	struct str pattern;
	*out = NULL;
	*count = 0;
	*more = false;
	if (ask->text.bytes > NAME_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "find", .arg = {NAME_BYTES_MAX});
	SN_TRY(org_key(c->mem, ask->text, &s.key));
	if (s.key.bytes == 0)
		return SN_SUCCESS;
	for (int rank = 0; rank < RANKS_COUNT; rank++) {
		s.hits[rank] = ARENA_ARRAY(c->mem, struct org_hit, ask->hits_max + 1);
		if (!s.hits[rank])
			return SN_FAIL(OUT_OF_MEMORY);
	}
	tree_scan(&s);
	SN_TRY(like_pattern(c->mem, s.key, &pattern));
	SN_TRY(others(c, &s, &org_sql_aliases_like, pattern));
	SN_TRY(others(c, &s, &org_sql_former_names_like, pattern));
	SN_TRY(others(c, &s, &org_sql_closed_like, pattern));
	*out = ARENA_ARRAY(c->mem, struct org_hit, ask->hits_max + 1);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	for (int rank = 0; rank < RANKS_COUNT; rank++)
		for (size_t i = 0; i < s.counts[rank]; i++) {
			if (*count < ask->hits_max)
				(*out)[(*count)++] = s.hits[rank][i];
			else
				s.more = true;
		}
	*more = s.more;
	return SN_SUCCESS;
}
