/* How a gift was handed over: where, and through whom; part of the delivery that it is said of. */
#include "base/name.h"
#include "care/care_priv.h"
#include "care/handover_sql.h"

#include <assert.h>

/* ---- words ---- */

static const struct handover_words places[HANDOVER_PLACES_COUNT] = {
#define X(name, word, zh, en) {word, zh, en},
	HANDOVER_PLACES(X)
#undef X
};
static const struct handover_words relations[HANDOVER_RELATIONS_COUNT] = {
#define X(name, word, zh, en) {word, zh, en},
	HANDOVER_RELATIONS(X)
#undef X
};
static const struct handover_words outcomes[HANDOVER_OUTCOMES_COUNT] = {
#define X(name, word, zh, en) {word, zh, en},
	HANDOVER_OUTCOMES(X)
#undef X
};

/* Which of the words it is; `count`: none. */
static size_t find_word(const struct handover_words *words, size_t count, struct str text)
{
	size_t i = 0;
	while (i < count && !str_is(text, words[i].word) && !str_is(text, words[i].zh))
		i++;
	return i;
}

struct sn_err handover_place_parse(enum handover_place *out, struct str text)
{
	const size_t found = text.bytes == 0 ? 0 : find_word(places, HANDOVER_PLACES_COUNT, text);
	if (found == HANDOVER_PLACES_COUNT)
		return SN_FAIL(PLACE_UNKNOWN, .field = "place");
	*out = (enum handover_place)found;
	return SN_SUCCESS;
}

struct sn_err handover_relation_parse(enum handover_relation *out, struct str text)
{
	const size_t found =
		text.bytes == 0 ? 0 : find_word(relations, HANDOVER_RELATIONS_COUNT, text);
	if (found == HANDOVER_RELATIONS_COUNT)
		return SN_FAIL(RELATION_UNKNOWN, .field = "relation");
	*out = (enum handover_relation)found;
	return SN_SUCCESS;
}

struct sn_err handover_outcome_parse(enum handover_outcome *out, struct str text)
{
	const size_t found = find_word(outcomes, HANDOVER_OUTCOMES_COUNT, text);
	if (found == HANDOVER_OUTCOMES_COUNT)
		return SN_FAIL(OUTCOME_UNKNOWN, .field = "outcome");
	*out = (enum handover_outcome)found;
	return SN_SUCCESS;
}

const struct handover_words *handover_outcome_words(enum handover_outcome outcome)
{
	assert(outcome < HANDOVER_OUTCOMES_COUNT);
	return &outcomes[outcome];
}

/* ---- the rule ---- */

struct sn_err handover_how_check(const struct handover_how *how)
{
	const bool proxy = how->proxy.bytes > 0, mandate = how->mandate.bytes > 0;
	const bool related = how->relation != HANDOVER_BY_SELF;
	if (!proxy)
		return related || mandate ? SN_FAIL(PROXY_NEEDED, .field = "proxy") : SN_SUCCESS;
	if (!related)
		return SN_FAIL(RELATION_NEEDED, .field = "relation");
	if (!mandate)
		return SN_FAIL(MANDATE_NEEDED, .field = "mandate");
	if (how->proxy.bytes > NAME_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "proxy", .arg = {NAME_BYTES_MAX});
	if (how->mandate.bytes > HANDOVER_WORDS_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "mandate", .arg = {HANDOVER_WORDS_BYTES_MAX});
	return SN_SUCCESS;
}

/* ---- loading ---- */

static struct sn_err key_of(struct ctx *c, struct str typed, struct str *key)
{
	struct str name;
	struct sn_err e = name_parse(c->mem, typed, &name);
	e.field = "proxy";
	SN_TRY(e);
	return name_key(c->mem, name, key);
}

/* A name is what we know of a proxy: who bears the foreman's is taken for him, and may come himself as another. */
static struct sn_err check_not_foreman(struct ctx *c, const struct person *p, struct str proxy)
{
	struct uuid user_id = UUID_NULL;
	struct user user;
	struct str key, foreman;
	if (uuid_is_null(p->team_id))
		return SN_SUCCESS;
	SN_TRY(team_foreman_of(c, (struct team_ref){p->shard, p->team_id}, &user_id));
	if (uuid_is_null(user_id))
		return SN_SUCCESS;
	SN_TRY(rights_user_by_id(c, user_id, &user));
	SN_TRY(name_key(c->mem, proxy, &key));
	SN_TRY(name_key(c->mem, user.name, &foreman));
	return str_eq(key, foreman) ? SN_FAIL(FOREMAN_PROXY, .field = "proxy") : SN_SUCCESS;
}

static struct sn_err check_one(struct ctx *c, const struct delivery_batch *b,
			       const struct handover *h)
{
	struct str key;
	SN_TRY(handover_how_check(h->item->how));
	if (h->item->how->proxy.bytes == 0 || h->taker == NOWHERE)
		return SN_SUCCESS;
	SN_TRY(key_of(c, h->item->how->proxy, &key));
	return check_not_foreman(c, &b->takers[h->taker].person, h->item->how->proxy);
}

struct sn_err handover_how_load(struct ctx *c, struct delivery_batch *b)
{
	for (size_t i = 0; i < b->count; i++) {
		struct handover *h = &b->handovers[i];
		if (!h->item->how || sn_failed(h->fault))
			continue;
		h->fault = check_one(c, b, h);
		const enum sn_err_code code = sn_err_code(h->fault);
		if (code == SN_NOMEM || code == SN_IO || code == SN_FULL)
			return h->fault;
	}
	return SN_SUCCESS;
}

struct sn_err handover_foreman_of(struct ctx *c, const struct person *person)
{
	static const enum rights_role others[] = {ROLE_MAKER, ROLE_KEEPER};
	struct team_ref *led = NULL;
	size_t count = 0;
	SN_TRY(team_led_by(c, c->actor_id, &led, &count));
	if (count == 0)
		return SN_SUCCESS;
	const struct sn_err may = rights_require(c, others, 2, person->org_no);
	if (sn_err_code(may) != SN_DENIED) /* he may, or nobody knows */
		return may;
	for (size_t i = 0; i < count; i++)
		if (led[i].shard == person->shard && uuid_eq(led[i].team_id, person->team_id))
			return SN_SUCCESS;
	return SN_FAIL(NOT_HIS_TEAM, .field = "id_number");
}

/* ---- writing ---- */

enum { HOW_PARAMS = 9, BLIND_BYTES = sizeof(struct blind_index) };
struct how_rows {
	const struct handover **of; /* the written records that say how */
	struct blind_index *proxies;
	struct seal_item *seals; /* two a proxy: its name, its mandate */
	size_t count, seals_count;
};

static struct sn_err proxy_index(struct ctx *c, int64_t shard, struct str proxy,
				 struct blind_index *out)
{
	struct str key;
	SN_TRY(key_of(c, proxy, &key));
	const char *text = arena_printf(c->mem, "%lld\n" STR_FMT, (long long)shard, STR_ARG(key));
	if (!text)
		return SN_FAIL(OUT_OF_MEMORY);
	*out = keyring_index(c->keys, KEYRING_PROXY, str_of(text));
	return SN_SUCCESS;
}

static struct sn_err collect(struct ctx *c, const struct delivery_batch *b,
			     struct handover *const *written, size_t count, struct how_rows *x)
{
	*x = (struct how_rows){.of = ARENA_ARRAY(c->mem, const struct handover *, count + 1),
			       .proxies = ARENA_ARRAY(c->mem, struct blind_index, count + 1),
			       .seals = ARENA_ARRAY(c->mem, struct seal_item, 2 * count + 1)};
	if (!x->of || !x->proxies || !x->seals)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		const struct handover *h = written[i];
		const struct handover_how *how = h->item->how;
		if (!how)
			continue;
		x->of[x->count] = h;
		if (how->proxy.bytes > 0) {
			const struct person *p = &b->takers[h->taker].person;
			const struct person_ref who = {p->shard, p->person_id};
			const struct uuid id = h->item->record_id;
			SN_TRY(proxy_index(c, care_shard_of(b, h), how->proxy,
					   &x->proxies[x->count]));
			x->seals[x->seals_count++] =
				(struct seal_item){.who = who,
						   .place = {"handover_how", "proxy", id},
						   .plain = how->proxy};
			x->seals[x->seals_count++] =
				(struct seal_item){.who = who,
						   .place = {"handover_how", "mandate", id},
						   .plain = how->mandate};
		}
		x->count++;
	}
	return x->seals_count == 0 ? SN_SUCCESS
				   : people_seal_many(c, x->seals, x->seals_count, NULL, NULL);
}

static struct sn_err write_rows(struct ctx *c, const struct delivery_batch *b,
				const struct how_rows *x)
{
	struct param *rows = ARENA_ARRAY(c->mem, struct param, x->count * HOW_PARAMS + 1);
	size_t seal = 0;
	if (!rows)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < x->count; i++) {
		const struct handover *h = x->of[i];
		const struct handover_how *how = h->item->how;
		const bool proxy = how->proxy.bytes > 0;
		const struct str name = proxy ? x->seals[seal].sealed : STR_NULL;
		const struct str mandate = proxy ? x->seals[seal + 1].sealed : STR_NULL;
		const struct param params[HOW_PARAMS] = {
			p_int(care_shard_of(b, h)),
			p_uuid(h->item->record_id),
			p_int(b->cycle->cycle_no),
			p_uuid(care_person_of(b, h)),
			p_int(how->place),
			p_int(how->relation),
			proxy ? p_bytes(x->proxies[i].bytes, BLIND_BYTES) : p_null(),
			proxy ? p_bytes(name.at, name.bytes) : p_null(),
			proxy ? p_bytes(mandate.at, mandate.bytes) : p_null()};
		memcpy(&rows[i * HOW_PARAMS], params, sizeof params);
		seal += proxy ? 2 : 0;
	}
	return store_many(c->store, &handover_sql_how_add, rows, x->count, NULL);
}

/* Opens a case where the proxy of this record now collects for more than he may and nobody is looking into it yet. */
static struct sn_err look_into(struct ctx *c, const struct delivery_batch *b,
			       const struct handover *h, const struct blind_index *proxy)
{
	const int64_t shard = care_shard_of(b, h), cycle_no = b->cycle->cycle_no;
	int64_t others = 0;
	bool open = false;
	struct rows *r = store_query(
		c->store, &handover_sql_proxied,
		PARAMS(p_int(shard), p_int(cycle_no), p_bytes(proxy->bytes, BLIND_BYTES)));
	while (store_next(r)) {
		others = store_int(r, "others");
		open = store_int(r, "open") > 0;
	}
	SN_TRY(store_done(r));
	if (others <= PROXY_OTHERS_MAX || open)
		return SN_SUCCESS;
	return store_run(c->store, &handover_sql_case_add,
			 PARAMS(p_int(shard), p_uuid(new_id(c)), p_int(cycle_no),
				p_int(care_org_of(b, h)), p_bytes(proxy->bytes, BLIND_BYTES),
				p_uuid(h->item->record_id), p_int(others), p_int(b->received_us)),
			 NULL);
}

struct sn_err handover_how_write(struct ctx *c, const struct delivery_batch *b,
				 struct handover *const *written, size_t count)
{
	struct how_rows x;
	bool said = false;
	for (size_t i = 0; i < count && !said; i++)
		said = written[i]->item->how != NULL;
	if (!said)
		return SN_SUCCESS;
	SN_TRY(collect(c, b, written, count, &x));
	SN_TRY(write_rows(c, b, &x));
	for (size_t i = 0; i < x.count; i++)
		if (x.of[i]->item->how->proxy.bytes > 0)
			SN_TRY(look_into(c, b, x.of[i], &x.proxies[i]));
	return SN_SUCCESS;
}

/* ---- cases ---- */

struct sn_err handover_cases(struct ctx *c, int64_t cycle_no, struct handover_case **out,
			     size_t *count)
{
	bool memory = true;
	*out = NULL;
	*count = 0;
	struct rows *r = store_query(c->store, &handover_sql_cases, PARAMS(p_int(cycle_no)));
	while (memory && store_next(r)) {
		*out = care_grow(c->mem, *out, *count, sizeof **out);
		memory = *out != NULL;
		if (memory)
			(*out)[(*count)++] =
				(struct handover_case){.case_id = store_uuid(r, "case_id"),
						       .record_id = store_uuid(r, "record_id"),
						       .shard = store_int(r, "shard"),
						       .org_no = store_int(r, "org_no"),
						       .others = store_int(r, "others"),
						       .opened_us = store_int(r, "opened_us"),
						       .open = store_is_null(r, "closed_us")};
	}
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

struct sn_err handover_case_close(struct ctx *c, int64_t shard, struct uuid case_id,
				  struct str words)
{
	int64_t org_no = 0, closed = 0;
	if (str_trim(words).bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "words");
	if (words.bytes > HANDOVER_WORDS_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "words", .arg = {HANDOVER_WORDS_BYTES_MAX});
	struct rows *r = store_query(c->store, &handover_sql_case_org,
				     PARAMS(p_int(shard), p_uuid(case_id)));
	while (store_next(r))
		org_no = store_int(r, "org_no");
	SN_TRY(store_done(r));
	if (org_no == 0)
		return SN_FAIL(NO_SUCH_PROXY_CASE, .field = "case");
	SN_TRY(rights_require(c, (const enum rights_role[]){ROLE_CHECKER, ROLE_APPROVER}, 2,
			      org_no));
	SN_TRY(store_run(c->store, &handover_sql_case_close,
			 PARAMS(p_int(shard), p_uuid(case_id), p_int(now_us(c)),
				p_uuid_or_null(c->actor_id), p_text(words)),
			 &closed));
	return closed > 0 ? SN_SUCCESS : SN_FAIL(NO_SUCH_PROXY_CASE, .field = "case");
}
