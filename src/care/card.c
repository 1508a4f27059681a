/* Bank cards: set, replaced, opened for the bank's file alone. */
#include "care/card.h"

#include "care/card_sql.h"
#include "care/care_priv.h"
#include "care/payout.h"
#include "people/people_sql.h"

static const char card_table[] = "bank_card";

/* ---- rows ---- */

static struct str kept(struct arena *mem, struct str s)
{
	return s.bytes == 0 ? STR_NULL : arena_str(mem, s);
}

static struct card card_from_row(struct arena *mem, const struct rows *r)
{
	struct card k = {.card_id = store_uuid(r, "card_id"),
			 .who = {store_int(r, "shard"), store_uuid(r, "person_id")},
			 .bank = kept(mem, store_text(r, "bank")),
			 .relation = (enum handover_relation)store_int(r, "relation"),
			 .bad = !store_is_null(r, "bad_us"),
			 .bad_words = kept(mem, store_text(r, "bad_words")),
			 .at_us = store_int(r, "at_us")};
	const struct str hash = store_bytes(r, "card_hash"), last4 = store_text(r, "last4");
	if (hash.bytes == sizeof k.hash.bytes)
		memcpy(k.hash.bytes, hash.at, hash.bytes);
	if (last4.bytes == CARD_LAST_DIGITS)
		memcpy(k.last4, last4.at, last4.bytes);
	return k;
}

/* content[i]: the keyed hash of all that was said of the card; NULL: not asked for. */
static struct sn_err read_current(struct ctx *c, const struct person_ref *who, size_t count,
				  struct card *out, struct blind_index *content)
{
	struct param *params = ARENA_ARRAY(c->mem, struct param, 2 * count + 1);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	memset(out, 0, count * sizeof *out);
	for (size_t i = 0; i < count; i++) {
		params[2 * i] = p_int(who[i].shard);
		params[2 * i + 1] = p_uuid(who[i].person_id);
	}
	struct rows *r = store_query_many(c->store, &card_sql_current, params, count);
	while (store_next(r)) {
		const size_t i = store_set(r);
		out[i] = card_from_row(c->mem, r);
		const struct str hash = store_bytes(r, "content_hash");
		if (content && hash.bytes == sizeof content[i].bytes)
			memcpy(content[i].bytes, hash.at, hash.bytes);
	}
	return store_done(r);
}

struct sn_err card_current(struct ctx *c, const struct person_ref *who, size_t count,
			   struct card *out)
{
	return read_current(c, who, count, out, NULL);
}

struct sn_err card_people(struct ctx *c, const struct card *card, int64_t *people)
{
	*people = 0;
	struct rows *r = store_query(c->store, &card_sql_people,
				     PARAMS(p_bytes(card->hash.bytes, sizeof card->hash.bytes)));
	while (store_next(r))
		*people = store_int(r, "people");
	return store_done(r);
}

/* ---- whose a number is, across shards ---- */

static struct sn_err other_of(struct ctx *c, const struct blind_index *hash, struct uuid person_id,
			      struct person_ref *other)
{
	*other = (struct person_ref){.shard = 0};
	struct rows *r =
		store_query(c->store, &card_sql_others,
			    PARAMS(p_bytes(hash->bytes, sizeof hash->bytes), p_uuid(person_id)));
	while (store_next(r))
		*other = (struct person_ref){store_int(r, "shard"), store_uuid(r, "person_id")};
	return store_done(r);
}

static struct sn_err registrant(struct ctx *c, const struct blind_index *hash,
				struct person_ref *who)
{
	*who = (struct person_ref){.shard = 0};
	struct rows *r = store_query(c->store, &card_sql_registered,
				     PARAMS(p_bytes(hash->bytes, sizeof hash->bytes)));
	while (store_next(r))
		*who = (struct person_ref){store_int(r, "shard"), store_uuid(r, "ref_id")};
	return store_done(r);
}

/* His card has ended: the number is another's who has it too, or nobody's. */
static struct sn_err leave(struct ctx *c, const struct card *ended)
{
	const struct param hash = p_bytes(ended->hash.bytes, sizeof ended->hash.bytes);
	struct person_ref first, other;
	SN_TRY(registrant(c, &ended->hash, &first));
	if (!uuid_eq(first.person_id, ended->who.person_id))
		return SN_SUCCESS;
	SN_TRY(other_of(c, &ended->hash, ended->who.person_id, &other));
	if (uuid_is_null(other.person_id))
		return store_run(c->store, &people_sql_unregister,
				 PARAMS(p_int(REGISTRY_CARD), hash), NULL);
	return store_run(
		c->store, &people_sql_register_again,
		PARAMS(p_int(other.shard), p_uuid(other.person_id), p_int(REGISTRY_CARD), hash),
		NULL);
}

static struct sn_err end_card(struct ctx *c, const struct card *k)
{
	int64_t changed = 0;
	SN_TRY(store_run(c->store, &card_sql_end,
			 PARAMS(p_int(k->who.shard), p_uuid(k->card_id), p_int(now_us(c)),
				p_uuid_or_null(c->actor_id)),
			 &changed));
	return changed == 1 ? leave(c, k) : SN_FAIL(NO_CARD);
}

/* ---- setting ---- */

struct blind_index card_said(const struct keyring *keys, const struct card_new *k)
{
	char text[CARD_NUMBER_BYTES + 2 * NAME_BYTES_MAX + 8];
	const int bytes =
		snprintf(text, sizeof text, "%s|%d|" STR_FMT "|" STR_FMT, k->number.digits,
			 (int)k->relation, STR_ARG(k->bank), STR_ARG(k->holder));
	const struct blind_index index =
		keyring_index(keys, KEYRING_CARD, (struct str){text, (size_t)bytes});
	crypto_wipe(text, sizeof text);
	return index;
}

static struct blind_index hash_of(const struct keyring *keys, const struct card_number *number)
{
	return keyring_index(keys, KEYRING_CARD, str_of(number->digits));
}

struct sn_err card_check(const struct card_new *k)
{
	if (k->bank.bytes > NAME_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "bank", .arg = {NAME_BYTES_MAX});
	if (k->holder.bytes > NAME_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "holder", .arg = {NAME_BYTES_MAX});
	if ((k->holder.bytes > 0) != (k->relation != HANDOVER_BY_SELF))
		return SN_FAIL(CARD_RELATION, .field = "relation");
	return SN_SUCCESS;
}

/* ---- an array of them on its way ---- */

struct setting {
	const struct card_new *what;
	struct card_set *out;
	struct card *now;
	struct blind_index *content,
		*hashes;       /* content: of the card there is; hashes: of the number given */
	struct uuid *card_ids; /* as they are written */
	size_t count;
};

static bool is_written(const struct card_set *s)
{
	return s->fate == CARD_TAKEN || s->fate == CARD_CHANGED;
}
static bool same_hash(const struct blind_index *a, const struct blind_index *b)
{
	return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

/* Who else is paid by these numbers: people who are there already, or who stand in the same array. */
static struct sn_err find_shared(struct ctx *c, struct setting *s)
{
	struct param *params = ARENA_ARRAY(c->mem, struct param, 2 * s->count + 1);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < s->count; i++) {
		params[2 * i] = p_bytes(s->hashes[i].bytes, sizeof s->hashes[i].bytes);
		params[2 * i + 1] = p_uuid(s->what[i].who.person_id);
	}
	struct rows *r = store_query_many(c->store, &card_sql_others, params, s->count);
	while (store_next(r))
		s->out[store_set(r)].shared = true;
	SN_TRY(store_done(r));
	for (size_t i = 0; i < s->count; i++)
		for (size_t k = 0; k < i; k++)
			if (same_hash(&s->hashes[i], &s->hashes[k]))
				s->out[i].shared = s->out[k].shared = true;
	return SN_SUCCESS;
}

static struct sn_err decide_set(struct ctx *c, const struct setting *s, size_t at)
{
	const struct card_new *k = &s->what[at];
	struct card_set *out = &s->out[at];
	*out = (struct card_set){.fate = CARD_REFUSED, .why = card_check(k)};
	if (sn_failed(out->why))
		return SN_SUCCESS;
	out->why = RIGHTS_REQUIRE(c, ROLE_MAKER, k->org_no);
	if (sn_failed(out->why))
		return out->why.reason == SN_R_NOT_GRANTED ? SN_SUCCESS : out->why;
	const struct blind_index said = card_said(c->keys, k);
	out->fate = uuid_is_null(s->now[at].card_id) ? CARD_TAKEN : CARD_CHANGED;
	if (out->fate == CARD_CHANGED && !s->now[at].bad && same_hash(&said, &s->content[at]))
		out->fate = CARD_UNCHANGED;
	return SN_SUCCESS;
}

enum { ADD_PARAMS = 12, REGISTER_PARAMS = 5 };

static void add_params(const struct ctx *c, const struct setting *s, size_t at,
		       const struct seal_item *sealed, struct param out[ADD_PARAMS])
{
	const struct card_new *k = &s->what[at];
	const bool own = k->relation == HANDOVER_BY_SELF;
	struct blind_index *content = &s->content[at]; /* of what there is now on */
	*content = card_said(c->keys, k);
	const struct param params[ADD_PARAMS] = {
		p_int(k->who.shard),
		p_uuid(sealed[0].place.row_id),
		p_uuid(k->who.person_id),
		p_bytes(s->hashes[at].bytes, sizeof s->hashes[at].bytes),
		p_bytes(content->bytes, sizeof content->bytes),
		p_bytes(sealed[0].sealed.at, sealed[0].sealed.bytes),
		p_text(str_of(card_number_last4(&k->number))),
		p_text(k->bank),
		own ? p_null() : p_bytes(sealed[1].sealed.at, sealed[1].sealed.bytes),
		p_int(k->relation),
		p_int(now_us(c)),
		p_uuid_or_null(c->actor_id)};
	memcpy(out, params, sizeof params);
}

/* Seals what is to be written in one set read, two items a card, and writes it as a set. */
static struct sn_err write_cards(struct ctx *c, const struct setting *s)
{
	struct seal_item *items = ARENA_ARRAY(c->mem, struct seal_item, 2 * s->count + 1);
	struct param *params = ARENA_ARRAY(c->mem, struct param, ADD_PARAMS * s->count + 1);
	size_t n = 0;
	if (!items || !params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < s->count; i++) {
		const struct uuid card_id = s->card_ids[i] = new_id(c);
		if (!is_written(&s->out[i]))
			continue;
		items[2 * n] = (struct seal_item){.who = s->what[i].who,
						  .place = {card_table, "number", card_id},
						  .plain = str_of(s->what[i].number.digits)};
		items[2 * n + 1] = (struct seal_item){.who = s->what[i].who,
						      .place = {card_table, "holder", card_id},
						      .plain = s->what[i].holder};
		n++;
	}
	SN_TRY(people_seal_many(c, items, 2 * n, NULL, NULL));
	n = 0;
	for (size_t i = 0; i < s->count; i++)
		if (is_written(&s->out[i])) {
			add_params(c, s, i, &items[2 * n], &params[ADD_PARAMS * n]);
			n++;
		}
	return store_many(c->store, &card_sql_add, params, n, NULL);
}

/* Numbers that nobody has yet are registered to the first who brings them. */
static struct sn_err register_cards(struct ctx *c, const struct setting *s)
{
	struct param *asked = ARENA_ARRAY(c->mem, struct param, s->count + 1);
	struct param *params = ARENA_ARRAY(c->mem, struct param, REGISTER_PARAMS * s->count + 1);
	bool *there = ARENA_ARRAY(c->mem, bool, s->count + 1);
	size_t n = 0;
	if (!asked || !params || !there)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < s->count; i++)
		asked[i] = p_bytes(s->hashes[i].bytes, sizeof s->hashes[i].bytes);
	struct rows *r = store_query_many(c->store, &card_sql_registered, asked, s->count);
	while (store_next(r))
		there[store_set(r)] = true;
	SN_TRY(store_done(r));
	for (size_t i = 0; i < s->count; i++) {
		bool earlier = there[i] || !is_written(&s->out[i]);
		for (size_t k = 0; k < i && !earlier; k++)
			earlier = is_written(&s->out[k]) && same_hash(&s->hashes[i], &s->hashes[k]);
		if (earlier)
			continue;
		const struct param set[REGISTER_PARAMS] = {
			p_int(REGISTRY_CARD), asked[i], p_int(keyring_index_epoch(c->keys)),
			p_int(s->what[i].who.shard), p_uuid(s->what[i].who.person_id)};
		memcpy(&params[REGISTER_PARAMS * n++], set, sizeof set);
	}
	return store_many(c->store, &people_sql_register, params, n, NULL);
}

/* What becomes of each. */
static struct sn_err decide_all(struct ctx *c, struct setting *s)
{
	struct person_ref *who = ARENA_ARRAY(c->mem, struct person_ref, s->count + 1);
	s->now = ARENA_ARRAY(c->mem, struct card, s->count + 1);
	s->content = ARENA_ARRAY(c->mem, struct blind_index, s->count + 1);
	s->hashes = ARENA_ARRAY(c->mem, struct blind_index, s->count + 1);
	s->card_ids = ARENA_ARRAY(c->mem, struct uuid, s->count + 1);
	if (!who || !s->now || !s->content || !s->hashes || !s->card_ids)
		return SN_FAIL(OUT_OF_MEMORY);
	if (!c->keys)
		return SN_FAIL(KEYS_NEEDED);
	for (size_t i = 0; i < s->count; i++) {
		who[i] = s->what[i].who;
		s->hashes[i] = hash_of(c->keys, &s->what[i].number);
	}
	SN_TRY(read_current(c, who, s->count, s->now, s->content));
	for (size_t i = 0; i < s->count; i++)
		SN_TRY(decide_set(c, s, i));
	return find_shared(c, s);
}

static struct sn_err write_all(struct ctx *c, struct setting *s)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->out[i].fate == CARD_CHANGED)
			SN_TRY(end_card(c, &s->now[i]));
	SN_TRY(write_cards(c, s));
	return register_cards(c, s);
}

struct sn_err card_set(struct ctx *c, const struct card_new *what, size_t count,
		       struct card_set *out)
{
	struct setting s = {.what = what, .out = out, .count = count};
	SN_TRY(decide_all(c, &s));
	return write_all(c, &s);
}

struct sn_err card_look(struct ctx *c, const struct card_new *what, size_t count,
			struct card_set *out)
{
	struct setting s = {.what = what, .out = out, .count = count};
	return decide_all(c, &s);
}

struct sn_err card_set_listed(struct ctx *c, const struct card_import *list, struct card_set *out)
{
	enum { WIDTH = 5 };
	struct setting s = {.what = list->what, .out = out, .count = list->count};
	struct param *params = ARENA_ARRAY(c->mem, struct param, WIDTH * list->count + 1);
	size_t n = 0;
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(decide_all(c, &s));
	SN_TRY(write_all(c, &s));
	for (size_t i = 0; i < s.count; i++)
		if (is_written(&out[i]))
			memcpy(&params[WIDTH * n++],
			       PARAMS(p_int(s.what[i].who.shard), p_uuid(list->intake_id),
				      p_uuid(s.what[i].who.person_id), p_uuid(s.card_ids[i]),
				      p_uuid_or_null(s.now[i].card_id)),
			       WIDTH * sizeof(struct param));
	return n == 0 ? SN_SUCCESS : store_many(c->store, &card_sql_import_add, params, n, NULL);
}

struct sn_err card_remove(struct ctx *c, const struct person *person)
{
	const struct person_ref who = {person->shard, person->person_id};
	struct card now;
	struct str batch = STR_NULL;
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, person->org_no));
	SN_TRY(card_current(c, &who, 1, &now));
	if (uuid_is_null(now.card_id))
		return SN_FAIL(NO_CARD);
	SN_TRY(payout_waits_for_card(c, now.card_id, &batch));
	if (!str_is_null(batch))
		return sn_err_with_text(SN_FAIL(CARD_IN_BATCH), STR_FMT, STR_ARG(batch));
	return end_card(c, &now);
}

struct sn_err card_mark_bad(struct ctx *c, struct card_ref card, struct str words)
{
	return store_run(
		c->store, &card_sql_mark_bad,
		PARAMS(p_int(card.shard), p_uuid(card.card_id), p_int(now_us(c)), p_text(words)),
		NULL);
}

/* ---- opening ---- */

/* Sealed as they stand: two items a card, the second null where it is in the person's own name. */
static struct sn_err read_sealed(struct ctx *c, const struct card_ref *cards, size_t count,
				 struct seal_item *items, struct card_opened *out)
{
	struct param *params = ARENA_ARRAY(c->mem, struct param, 2 * count + 1);
	size_t found = 0;
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		params[2 * i] = p_int(cards[i].shard);
		params[2 * i + 1] = p_uuid(cards[i].card_id);
	}
	struct rows *r = store_query_many(c->store, &card_sql_sealed, params, count);
	while (store_next(r)) {
		const size_t i = store_set(r);
		const struct person_ref who = {store_int(r, "shard"), store_uuid(r, "person_id")};
		const struct uuid card_id = store_uuid(r, "card_id");
		items[2 * i] =
			(struct seal_item){.who = who,
					   .place = {card_table, "number", card_id},
					   .sealed = kept(c->mem, store_bytes(r, "number_sealed"))};
		items[2 * i + 1] =
			(struct seal_item){.who = who,
					   .place = {card_table, "holder", card_id},
					   .sealed = kept(c->mem, store_bytes(r, "holder_sealed"))};
		out[i].bank = kept(c->mem, store_text(r, "bank"));
		found++;
	}
	SN_TRY(store_done(r));
	return found == count ? SN_SUCCESS : SN_FAIL(NO_CARD);
}

static struct sn_err take_number(struct ctx *c, struct str plain, struct card_opened *out)
{
	if (plain.bytes < CARD_DIGITS_MIN || plain.bytes > CARD_DIGITS_MAX)
		return SN_FAIL(SEAL_BROKEN, .field = "card");
	memcpy(out->number.digits, plain.at, plain.bytes);
	out->number.digits[plain.bytes] = '\0';
	out->hash = hash_of(c->keys, &out->number);
	return SN_SUCCESS;
}

struct sn_err card_open(struct ctx *c, const struct card_ref *cards, size_t count,
			struct card_opened *out)
{
	struct seal_item *items = ARENA_ARRAY(c->mem, struct seal_item, 2 * count + 1);
	if (!items)
		return SN_FAIL(OUT_OF_MEMORY);
	memset(out, 0, count * sizeof *out);
	SN_TRY(read_sealed(c, cards, count, items, out));
	SN_TRY(people_unseal_many(c, items, 2 * count));
	for (size_t i = 0; i < count; i++) {
		SN_TRY(take_number(c, items[2 * i].plain, &out[i]));
		out[i].holder = items[2 * i + 1].plain;
	}
	return SN_SUCCESS;
}

/* ---- lists ---- */

struct sn_err card_list(struct ctx *c, const struct card_filter *filter, card_each *each,
			void *self)
{
	struct sn_err e = SN_SUCCESS;
	struct rows *r = store_query(
		c->store, &card_sql_below,
		PARAMS(p_text(filter->org_path), p_int(filter->shared_only), p_int(CARD_LIST_MAX)));
	while (!sn_failed(e) && store_next(r)) {
		const struct arena_mark mark = arena_mark(c->mem);
		const struct card_row row = {.card = card_from_row(c->mem, r),
					     .org_no = store_int(r, "org_no"),
					     .people = store_int(r, "people"),
					     .name = store_text(r, "name")};
		e = each(self, &row);
		arena_rewind(c->mem, mark);
	}
	SN_TRY(store_done(r));
	return e;
}

/* ---- verifying ---- */

enum { VERIFY_PAGE = 500 };
struct checked {
	struct card_ref ref;
	struct blind_index hash;
	char last4[CARD_LAST_DIGITS + 1];
	bool there;
};

static struct sn_err read_page(struct ctx *c, struct card_ref after, struct checked *page,
			       size_t *count)
{
	*count = 0;
	struct rows *r =
		store_query(c->store, &card_sql_page,
			    PARAMS(p_int(after.shard), p_uuid(after.card_id), p_int(VERIFY_PAGE)));
	while (store_next(r)) {
		struct checked *k = &page[(*count)++];
		const struct str hash = store_bytes(r, "card_hash"), last4 = store_text(r, "last4");
		*k = (struct checked){.ref = {store_int(r, "shard"), store_uuid(r, "card_id")},
				      .there = store_int(r, "there") == 1 &&
					       store_int(r, "known") == 1};
		if (hash.bytes == sizeof k->hash.bytes)
			memcpy(k->hash.bytes, hash.at, hash.bytes);
		if (last4.bytes == CARD_LAST_DIGITS)
			memcpy(k->last4, last4.at, last4.bytes);
	}
	return store_done(r);
}

/* What does not open is a finding; what the machine could not do is an error. */
static struct sn_err card_stands(struct ctx *c, const struct checked *k, bool *stands)
{
	struct card_opened opened;
	*stands = k->there;
	if (!*stands)
		return SN_SUCCESS;
	const struct sn_err e = card_open(c, &k->ref, 1, &opened);
	if (sn_failed(e) && e.reason != SN_R_SEAL_BROKEN && e.reason != SN_R_NO_SUCH_PERSON)
		return e;
	*stands = !sn_failed(e) &&
		  memcmp(opened.hash.bytes, k->hash.bytes, sizeof k->hash.bytes) == 0 &&
		  strcmp(card_number_last4(&opened.number), k->last4) == 0;
	return SN_SUCCESS;
}

struct sn_err card_verify(struct ctx *c, void (*each)(void *self, const struct ledger_finding *f),
			  void *self, int64_t *findings)
{
	struct card_ref after = {.shard = 0};
	struct checked *page = ARENA_ARRAY(c->mem, struct checked, VERIFY_PAGE);
	size_t count = VERIFY_PAGE;
	if (!page)
		return SN_FAIL(OUT_OF_MEMORY);
	while (count == VERIFY_PAGE) {
		const struct arena_mark mark = arena_mark(c->mem);
		SN_TRY(read_page(c, after, page, &count));
		for (size_t i = 0; i < count; i++) {
			bool stands = false;
			SN_TRY(card_stands(c, &page[i], &stands));
			after = page[i].ref;
			if (stands)
				continue;
			(*findings)++;
			each(self, &(const struct ledger_finding){.what = "card",
								  .shard = after.shard,
								  .id = after.card_id});
		}
		arena_rewind(c->mem, mark);
	}
	return SN_SUCCESS;
}
