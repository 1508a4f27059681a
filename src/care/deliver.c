/* Deliveries: an array of records is loaded as a set, decided in order, written as sets (settled.md 1). */
#include "care/care_priv.h"
#include "care/care_sql.h"

#include <assert.h>
#include <stdlib.h>

/* One batch with what only loading and writing need. */
struct work {
	const struct programme *programme;
	struct delivery_batch b;
	struct delivery_result *out;
	struct lookup *lookups;
	size_t lookups_count, places_count;
};
/* Where goods may lie: a distributor's custody in a shard, or a union's stock and fund. */
struct lookup {
	int64_t place, shard, org_no;
	struct uuid by_id;
};

/* ---- loading: who ---- */

/* A record's person, to be put in order. */
struct seen {
	struct person_ref who;
	size_t at;
};

static int compare_refs(struct person_ref a, struct person_ref b)
{
	if (a.shard != b.shard)
		return a.shard < b.shard ? -1 : 1;
	return uuid_compare(a.person_id, b.person_id);
}
static int by_ref(const void *a, const void *b)
{
	const struct seen *x = a, *y = b;
	const int who = compare_refs(x->who, y->who);
	return who ? who : (x->at > y->at) - (x->at < y->at);
}

/* people[i] is whom the i-th record names; a null person_id: nobody. */
static struct sn_err find_people(struct ctx *c, const struct delivery_batch *b,
				 struct person *people)
{
	struct id_hash *hashes = ARENA_ARRAY(c->mem, struct id_hash, b->count + 1);
	struct person_ref *refs = ARENA_ARRAY(c->mem, struct person_ref, b->count + 1);
	struct person *found = ARENA_ARRAY(c->mem, struct person, b->count + 1);
	size_t hashed = 0, named = 0;
	if (!hashes || !refs || !found)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < b->count; i++) {
		const struct delivery_item *item = b->handovers[i].item;
		if (uuid_is_null(item->who.person_id))
			hashes[hashed++] = item->id_hash;
		else
			refs[named++] = item->who;
	}
	if (hashed > 0)
		SN_TRY(people_by_hashes(c, hashes, hashed, found));
	if (named > 0)
		SN_TRY(people_by_refs(c, refs, named, found + hashed));
	size_t hash_at = 0, ref_at = hashed;
	for (size_t i = 0; i < b->count; i++) {
		const bool by_hash = uuid_is_null(b->handovers[i].item->who.person_id);
		people[i] = found[by_hash ? hash_at++ : ref_at++];
	}
	return SN_SUCCESS;
}

static struct sn_err load_takers(struct ctx *c, struct work *w)
{
	struct delivery_batch *b = &w->b;
	struct person *people = ARENA_ARRAY(c->mem, struct person, b->count + 1);
	struct seen *seen = ARENA_ARRAY(c->mem, struct seen, b->count + 1);
	b->takers = ARENA_ARRAY(c->mem, struct taker, b->count + 1);
	if (!people || !seen || !b->takers)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(find_people(c, b, people));
	size_t n = 0;
	for (size_t i = 0; i < b->count; i++) {
		b->handovers[i].taker = NOWHERE;
		if (!uuid_is_null(people[i].person_id))
			seen[n++] = (struct seen){{people[i].shard, people[i].person_id}, i};
	}
	qsort(seen, n, sizeof *seen, by_ref);
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || compare_refs(seen[i - 1].who, seen[i].who) != 0)
			b->takers[b->takers_count++].person = people[seen[i].at];
		b->handovers[seen[i].at].taker = (int64_t)b->takers_count - 1;
	}
	return SN_SUCCESS;
}

/* ---- loading: rights and awards ---- */

static const struct benefit *benefit_of(const struct programme *p, struct str code)
{
	for (size_t i = 0; i < p->benefits_count; i++)
		if (str_eq(p->benefits[i].code, code))
			return &p->benefits[i];
	return NULL;
}

/* Takes the rows of one entitlement query; takers[i] is whose rights its i-th set brings. */
static struct sn_err take_rights(struct ctx *c, struct work *w, struct rows *r,
				 const size_t *takers)
{
	struct delivery_batch *b = &w->b;
	bool memory = true;
	while (memory && store_next(r)) {
		struct taker *t = &b->takers[takers[store_set(r)]];
		const struct benefit *benefit = benefit_of(w->programme, store_text(r, "benefit"));
		if (!benefit)
			continue; /* the cycle's version never changes, so there is none */
		b->rights = care_grow(c->mem, b->rights, b->rights_count, sizeof *b->rights);
		memory = b->rights != NULL;
		if (!memory)
			break;
		struct right *right = &b->rights[b->rights_count];
		*right = (struct right){.shard = store_int(r, "shard"),
					.org_no = store_int(r, "org_no"),
					.quantity = store_int(r, "quantity"),
					.entitlement_id = store_uuid(r, "entitlement_id"),
					.person_id = store_uuid(r, "person_id"),
					.benefit = benefit,
					.value = store_money(r, "value_fen"),
					.tries = store_int(r, "token_tries"),
					.tries_before = store_int(r, "token_tries"),
					.voided = !store_is_null(r, "void_us")};
		const struct str hash = store_bytes(r, "token_hash");
		assert(hash.bytes == SHA256_BYTES);
		memcpy(right->token_hash, hash.at, SHA256_BYTES);
		if (t->rights_count++ == 0)
			t->rights_first = b->rights_count;
		b->rights_count++;
	}
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static struct sn_err load_rights(struct ctx *c, struct work *w)
{
	struct delivery_batch *b = &w->b;
	size_t *takers = ARENA_ARRAY(c->mem, size_t, b->takers_count + 1);
	struct param *params = ARENA_ARRAY(c->mem, struct param, b->takers_count * 3 + 1);
	if (!takers || !params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < b->takers_count; i++) {
		const struct person *p = &b->takers[i].person;
		takers[i] = i;
		params[i * 3] = p_int(p->shard);
		params[i * 3 + 1] = p_int(b->cycle->cycle_no);
		params[i * 3 + 2] = p_uuid(p->person_id);
	}
	SN_TRY(take_rights(
		c, w, store_query_many(c->store, &care_sql_entitlement_of, params, b->takers_count),
		takers));
	/* Who moved to another shard since is entitled where the cycle pinned him. */
	size_t n = 0;
	for (size_t i = 0; i < b->takers_count; i++) {
		const struct taker *t = &b->takers[i];
		if (t->rights_count > 0 || !t->person.has_id)
			continue;
		takers[n] = i;
		params[n * 2] = p_int(b->cycle->cycle_no);
		params[n * 2 + 1] =
			p_bytes(t->person.id_hash.bytes, sizeof t->person.id_hash.bytes);
		n++;
	}
	if (n == 0)
		return SN_SUCCESS;
	return take_rights(
		c, w, store_query_many(c->store, &care_sql_entitlement_of_hash, params, n), takers);
}

static int by_slot(const void *a, const void *b)
{
	const struct award *x = &((const struct award_slot *)a)->was;
	const struct award *y = &((const struct award_slot *)b)->was;
	const int who = compare_refs((struct person_ref){x->shard, x->person_id},
				     (struct person_ref){y->shard, y->person_id});
	return who ? who : str_compare(x->benefit, y->benefit);
}

static struct sn_err take_awards(struct ctx *c, struct delivery_batch *b, struct rows *r)
{
	bool memory = true;
	while (memory && store_next(r)) {
		b->slots = care_grow(c->mem, b->slots, b->slots_count, sizeof *b->slots);
		memory = b->slots != NULL;
		if (memory)
			b->slots[b->slots_count++].was = care_award_from_row(c->mem, r);
	}
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static void sort_slots(struct delivery_batch *b)
{
	size_t n = 0;
	if (b->slots_count == 0)
		return;
	qsort(b->slots, b->slots_count, sizeof *b->slots, by_slot);
	for (size_t i = 0; i < b->slots_count; i++)
		if (n == 0 || by_slot(&b->slots[n - 1], &b->slots[i]) != 0)
			b->slots[n++] = b->slots[i];
	b->slots_count = n;
}

/* All awards of the people concerned, and of everybody in their households: a household counts once. */
static struct sn_err load_awards(struct ctx *c, struct delivery_batch *b)
{
	const size_t room = b->takers_count + b->rights_count + 1;
	struct param *params = ARENA_ARRAY(c->mem, struct param, room * 3);
	size_t n = 0;
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < b->rights_count; i++) {
		const struct right *right = &b->rights[i];
		if (i > 0 && uuid_eq(right[-1].person_id, right->person_id))
			continue;
		params[n * 3] = p_int(right->shard);
		params[n * 3 + 1] = p_int(b->cycle->cycle_no);
		params[n * 3 + 2] = p_uuid(right->person_id);
		n++;
	}
	if (n > 0)
		SN_TRY(take_awards(c, b,
				   store_query_many(c->store, &care_sql_award_of, params, n)));
	n = 0;
	const size_t own = b->slots_count;
	struct param *households = ARENA_ARRAY(c->mem, struct param, (room + own) * 3);
	if (!households)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < b->takers_count + own; i++) {
		int64_t shard;
		struct uuid household_id;
		if (i < b->takers_count) {
			shard = b->takers[i].person.shard;
			household_id = b->takers[i].person.household_id;
		} else {
			shard = b->slots[i - b->takers_count].was.shard;
			household_id = b->slots[i - b->takers_count].was.household_id;
		}
		if (uuid_is_null(household_id))
			continue;
		households[n * 3] = p_int(shard);
		households[n * 3 + 1] = p_int(b->cycle->cycle_no);
		households[n * 3 + 2] = p_uuid(household_id);
		n++;
	}
	if (n > 0)
		SN_TRY(take_awards(
			c, b,
			store_query_many(c->store, &care_sql_award_of_household, households, n)));
	sort_slots(b);
	return SN_SUCCESS;
}

/* Every right knows its slot, with an award in it or none. */
static struct sn_err give_slots(struct ctx *c, struct delivery_batch *b)
{
	const size_t loaded = b->slots_count;
	for (size_t i = 0; i < b->rights_count; i++) {
		struct right *right = &b->rights[i];
		const struct award_slot key = {.was = {.shard = right->shard,
						       .person_id = right->person_id,
						       .benefit = right->benefit->code}};
		const struct award_slot *found =
			loaded > 0 ? bsearch(&key, b->slots, loaded, sizeof key, by_slot) : NULL;
		if (found) {
			right->slot = (size_t)(found - b->slots);
			continue;
		}
		b->slots = care_grow(c->mem, b->slots, b->slots_count, sizeof key);
		if (!b->slots)
			return SN_FAIL(OUT_OF_MEMORY);
		right->slot = b->slots_count;
		b->slots[b->slots_count++] = key;
	}
	for (size_t i = 0; i < b->slots_count; i++)
		b->slots[i].now = b->slots[i].was;
	return SN_SUCCESS;
}

/* ---- loading: records that are there already ---- */

static void put(char **at, const void *value, size_t bytes)
{
	memcpy(*at, value, bytes);
	*at += bytes;
}

/* What makes two records the same: all that the maker said but how it was brought (asked, token, the benefit's name),
 * so that a phone which lost the answer may bring it again as a fact. A known number stands for the person, since it
 * stays when people move or duplicates are merged. */
static void hash_content(const struct delivery_batch *b, struct handover *h)
{
	char text[16 + 16 + 5 * sizeof(int64_t)], *at = text;
	const struct delivery_item *item = h->item;
	const struct person *p = h->taker == NOWHERE ? NULL : &b->takers[h->taker].person;
	const int64_t numbers[5] = {b->cycle->cycle_no, item->item_no, item->quantity, item->level,
				    item->at_us};
	if (!p || p->has_id)
		put(&at, p ? p->id_hash.bytes : item->id_hash.bytes, sizeof item->id_hash.bytes);
	else
		put(&at, p->person_id.bytes, sizeof p->person_id.bytes);
	put(&at, item->by_id.bytes, sizeof item->by_id.bytes);
	put(&at, numbers, sizeof numbers);
	const struct sha256 digest = crypto_sha256((struct str){text, sizeof text});
	memcpy(h->content, digest.bytes, SHA256_BYTES);
}

static int by_record(const void *a, const void *b)
{
	const struct handover *x = *(const struct handover *const *)a;
	const struct handover *y = *(const struct handover *const *)b;
	const int record = uuid_compare(x->item->record_id, y->item->record_id);
	return record ? record : (x > y) - (x < y);
}

static struct sn_err load_known(struct ctx *c, struct delivery_batch *b)
{
	struct param *params = ARENA_ARRAY(c->mem, struct param, b->count + 1);
	struct handover **order = ARENA_ARRAY(c->mem, struct handover *, b->count + 1);
	if (!params || !order)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < b->count; i++) {
		params[i] = p_uuid(b->handovers[i].item->record_id);
		order[i] = &b->handovers[i];
		hash_content(b, &b->handovers[i]);
	}
	qsort(order, b->count, sizeof *order, by_record);
	for (size_t i = 0; i < b->count; i++) {
		const bool same =
			i > 0 && uuid_eq(order[i - 1]->item->record_id, order[i]->item->record_id);
		order[i]->same = same ? order[i - 1] - b->handovers : NOWHERE;
	}
	struct rows *r = store_query_many(c->store, &care_sql_delivery_anywhere, params, b->count);
	while (store_next(r)) {
		struct handover *h = &b->handovers[store_set(r)];
		const struct str content = store_bytes(r, "content");
		assert(content.bytes == SHA256_BYTES);
		memcpy(h->known_content, content.at, SHA256_BYTES);
		h->known_case_id = store_uuid(r, "case_id");
		h->known = true;
	}
	return store_done(r);
}

/* ---- loading: items and where they lie ---- */

static struct sn_err load_items(struct ctx *c, struct delivery_batch *b)
{
	struct item last = {.item_no = 0};
	struct sn_err fault = SN_SUCCESS;
	for (size_t i = 0; i < b->count; i++) {
		struct handover *h = &b->handovers[i];
		const int64_t item_no = h->item->item_no;
		if (item_no == 0)
			continue;
		if (item_no != last.item_no) {
			fault = goods_item_by_no(c, item_no, &last);
			if (sn_failed(fault) && sn_err_code(fault) != SN_NOT_FOUND)
				return fault;
			last.item_no = item_no;
		}
		h->item_code = last.code;
		h->fault = fault;
	}
	return SN_SUCCESS;
}

static struct sn_err add_lookup(struct ctx *c, struct work *w, const struct lookup *what,
				int64_t *place)
{
	int64_t found = NOWHERE;
	for (size_t i = w->lookups_count; i-- > 0;) {
		const struct lookup *l = &w->lookups[i];
		const bool same = uuid_is_null(what->by_id)
					  ? uuid_is_null(l->by_id) && l->org_no == what->org_no
					  : uuid_eq(l->by_id, what->by_id);
		if (!same)
			continue;
		found = l->place;
		if (l->shard == what->shard) {
			*place = found;
			return SN_SUCCESS;
		}
	}
	w->lookups = care_grow(c->mem, w->lookups, w->lookups_count, sizeof *w->lookups);
	if (!w->lookups)
		return SN_FAIL(OUT_OF_MEMORY);
	*place = found == NOWHERE ? (int64_t)w->places_count++ : found;
	w->lookups[w->lookups_count] = *what;
	w->lookups[w->lookups_count++].place = *place;
	return SN_SUCCESS;
}

/* A distributor's custody lies in the shard of the union that issued it: the recipient's, his own, or the cycle's. */
static struct sn_err add_custody(struct ctx *c, struct work *w, struct uuid by_id, int64_t shard,
				 int64_t *place)
{
	const size_t before = w->lookups_count;
	struct user user = {.org_no = 0};
	int64_t other = 0;
	SN_TRY(add_lookup(c, w, &(const struct lookup){.shard = shard, .by_id = by_id}, place));
	if (w->lookups_count == before)
		return SN_SUCCESS;
	SN_TRY(ledger_shard_of(c, w->b.cycle->org_no, &other));
	SN_TRY(add_lookup(c, w, &(const struct lookup){.shard = other, .by_id = by_id}, place));
	const struct sn_err e = rights_user_by_id(c, by_id, &user);
	if (sn_failed(e) || user.org_no == 0)
		return sn_err_code(e) == SN_NOT_FOUND ? SN_SUCCESS : e;
	SN_TRY(ledger_shard_of(c, user.org_no, &other));
	return add_lookup(c, w, &(const struct lookup){.shard = other, .by_id = by_id}, place);
}

static struct sn_err find_places(struct ctx *c, struct work *w)
{
	struct delivery_batch *b = &w->b;
	for (size_t i = 0; i < b->count; i++) {
		struct handover *h = &b->handovers[i];
		h->place[0] = h->place[1] = NOWHERE;
		if (h->taker == NOWHERE)
			continue;
		const struct taker *t = &b->takers[h->taker];
		const struct right *right =
			t->rights_count > 0 ? &b->rights[t->rights_first] : NULL;
		const int64_t shard = right ? right->shard : t->person.shard;
		const int64_t org_no = right ? right->org_no : t->person.org_no;
		if (!uuid_is_null(h->item->by_id)) {
			SN_TRY(add_custody(c, w, h->item->by_id, shard, &h->place[0]));
			continue;
		}
		SN_TRY(add_lookup(c, w, &(const struct lookup){.shard = shard, .org_no = org_no},
				  &h->place[0]));
		if (org_no != shard)
			SN_TRY(add_lookup(c, w,
					  &(const struct lookup){.shard = shard, .org_no = shard},
					  &h->place[1]));
	}
	return SN_SUCCESS;
}

struct finding_holdings {
	struct ctx *c;
	struct delivery_batch *b;
	int64_t place;
};
static struct sn_err see_holding(void *self, const struct account *a)
{
	struct finding_holdings *f = self;
	const enum account_class class = a->key.class;
	const bool here =
		class == ACCOUNT_CUSTODY || class == ACCOUNT_STOCK || class == ACCOUNT_FUND;
	if (!here || (a->key.cycle_no != 0 && a->key.cycle_no != f->b->cycle->cycle_no))
		return SN_SUCCESS;
	struct delivery_batch *b = f->b;
	b->holdings = care_grow(f->c->mem, b->holdings, b->holdings_count, sizeof *b->holdings);
	if (!b->holdings)
		return SN_FAIL(OUT_OF_MEMORY);
	struct holding *h = &b->holdings[b->holdings_count];
	*h = (struct holding){
		.place = f->place, .key = a->key, .quantity = a->quantity - a->held_quantity};
	if (!money_subtract(&h->value, a->value, a->held_value))
		return SN_FAIL(AMOUNT_OVERFLOW, .field = "value_fen");
	b->holdings_count++;
	return SN_SUCCESS;
}

/* What was bought for this cycle before what is of none, then the oldest lot. */
static int by_age(const void *a, const void *b)
{
	const struct holding *x = a, *y = b;
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	if (x->key.cycle_no != y->key.cycle_no)
		return x->key.cycle_no > y->key.cycle_no ? -1 : 1;
	if (x->key.lot_no != y->key.lot_no)
		return x->key.lot_no < y->key.lot_no ? -1 : 1;
	if (x->key.org_no != y->key.org_no)
		return x->key.org_no < y->key.org_no ? -1 : 1;
	return (x->key.source > y->key.source) - (x->key.source < y->key.source);
}

static struct sn_err load_holdings(struct ctx *c, struct work *w)
{
	for (size_t i = 0; i < w->lookups_count; i++) {
		const struct lookup *l = &w->lookups[i];
		struct finding_holdings f = {c, &w->b, l->place};
		const bool custody = !uuid_is_null(l->by_id);
		SN_TRY(ledger_accounts(
			c,
			&(const struct account_filter){.shard = l->shard,
						       .org_no = l->org_no,
						       .class = custody ? ACCOUNT_CUSTODY : -1,
						       .holder_id = l->by_id},
			see_holding, &f));
	}
	if (w->b.holdings_count > 0)
		qsort(w->b.holdings, w->b.holdings_count, sizeof *w->b.holdings, by_age);
	return SN_SUCCESS;
}

static struct sn_err load(struct ctx *c, struct work *w)
{
	SN_TRY(load_takers(c, w));
	if (w->b.takers_count > 0)
		SN_TRY(load_rights(c, w));
	SN_TRY(load_awards(c, &w->b));
	SN_TRY(give_slots(c, &w->b));
	SN_TRY(load_known(c, &w->b));
	SN_TRY(load_items(c, &w->b));
	SN_TRY(find_places(c, w));
	return load_holdings(c, w);
}

/* ---- writing ---- */

/* Whose the record is in the books: of the entitlement, or of the roster that the person stands on. */
static int64_t shard_of(const struct delivery_batch *b, const struct handover *h)
{
	return h->right == NOWHERE ? b->takers[h->taker].person.shard : b->rights[h->right].shard;
}
static int64_t org_of(const struct delivery_batch *b, const struct handover *h)
{
	return h->right == NOWHERE ? b->takers[h->taker].person.org_no : b->rights[h->right].org_no;
}
static struct uuid person_of(const struct delivery_batch *b, const struct handover *h)
{
	return h->right == NOWHERE ? b->takers[h->taker].person.person_id
				   : b->rights[h->right].person_id;
}

enum { SEED_BYTES = 16 };
/* The records that are written, with what their commitments need. */
struct writing {
	struct handover **handovers;
	size_t count, overs;
	struct seal_item *seals;
	struct id_number *ids;
	bool *has_id;
	uint8_t (*seeds)[SEED_BYTES];
};

static struct sn_err pick_written(struct ctx *c, struct delivery_batch *b, struct writing *x)
{
	*x = (struct writing){.handovers = ARENA_ARRAY(c->mem, struct handover *, b->count + 1)};
	if (!x->handovers)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < b->count; i++) {
		struct handover *h = &b->handovers[i];
		if (h->outcome == DELIVERY_REPLAYED && !h->known)
			h->case_id = b->handovers[h->same].case_id;
		if (h->outcome != DELIVERY_AWARDED && h->outcome != DELIVERY_OVER_ISSUE)
			continue;
		h->case_id = h->over ? new_id(c) : UUID_NULL;
		x->overs += h->over;
		x->handovers[x->count++] = h;
	}
	return SN_SUCCESS;
}

/* Random seeds, sealed under each person's key: who forgets a person forgets the seed (trust.md 3.2, 3.3). */
static struct sn_err make_seeds(struct ctx *c, const struct delivery_batch *b, struct writing *x)
{
	struct person_ref *who = ARENA_ARRAY(c->mem, struct person_ref, x->count + 1);
	x->seals = ARENA_ARRAY(c->mem, struct seal_item, x->count + 1);
	x->ids = ARENA_ARRAY(c->mem, struct id_number, x->count + 1);
	x->has_id = ARENA_ARRAY(c->mem, bool, x->count + 1);
	x->seeds = arena_alloc_n(c->mem, SEED_BYTES, x->count + 1);
	if (!who || !x->seals || !x->ids || !x->has_id || !x->seeds)
		return SN_FAIL(OUT_OF_MEMORY);
	crypto_random(x->seeds, SEED_BYTES * x->count);
	for (size_t i = 0; i < x->count; i++) {
		const struct handover *h = x->handovers[i];
		const struct person *p = &b->takers[h->taker].person;
		who[i] = (struct person_ref){p->shard, p->person_id};
		x->seals[i] = (struct seal_item){.who = who[i],
						 .place = {"delivery", "seed", h->item->record_id},
						 .plain = {(const char *)x->seeds[i], SEED_BYTES}};
	}
	SN_TRY(people_seal_many(c, x->seals, x->count));
	return people_open_ids(c, who, x->count, x->ids, x->has_id);
}

/* cm of trust.md 3.2: what the leaf says, bound to the person, opened by whoever holds the seed. */
static struct sn_err commit_to(struct ctx *c, const struct delivery_batch *b, struct writing *x,
			       size_t at, struct transfer *t)
{
	static const char label[] = "songnuan/salt/v1\n";
	const struct handover *h = x->handovers[at];
	char salted[sizeof label - 1 + SEED_BYTES];
	struct crypto_key salt;
	memcpy(salted, label, sizeof label - 1);
	memcpy(salted + sizeof label - 1, x->seeds[at], SEED_BYTES);
	const struct sha256 digest = crypto_sha256((struct str){salted, sizeof salted});
	memcpy(salt.bytes, digest.bytes, sizeof salt.bytes);
	const struct str item = str_is_null(h->item_code) ? STR("cny") : h->item_code;
	const struct arena_mark mark = arena_mark(c->mem);
	const char *rec =
		arena_printf(c->mem,
			     "songnuan-rec/v1\nname " STR_FMT "\nid %s\ncamp " STR_FMT
			     "\nitem " STR_FMT "\nqty %lld\nfen %lld\n",
			     STR_ARG(b->takers[h->taker].person.name),
			     x->has_id[at] ? x->ids[at].digits : "-", STR_ARG(b->cycle->code),
			     STR_ARG(item), (long long)t->quantity, (long long)money_fen(t->value));
	if (!rec)
		return SN_FAIL(OUT_OF_MEMORY);
	const struct sha256 cm = crypto_hmac_sha256(&salt, str_of(rec));
	memcpy(t->commitment, cm.bytes, sizeof t->commitment);
	t->has_commitment = true;
	arena_rewind(c->mem, mark);
	return SN_SUCCESS;
}

static struct transfer transfer_of(const struct delivery_batch *b, const struct handover *h,
				   size_t share)
{
	const struct share *s = &b->shares[h->shares_first + share];
	struct transfer t = {.transfer_id = care_share_id(h->item->record_id, share),
			     .kind = TRANSFER_HANDOVER,
			     .day = day_of(h->key_us),
			     .at_us = h->key_us,
			     .from = s->from,
			     .quantity = s->quantity,
			     .value = s->value};
	t.to = (struct account_key){.org_no = org_of(b, h),
				    .class = h->over ? ACCOUNT_OVER_ISSUE : ACCOUNT_RECIPIENT,
				    .cycle_no = b->cycle->cycle_no,
				    .source = s->from.source,
				    .item_no = s->from.item_no,
				    .lot_no = s->from.lot_no,
				    .level = h->over ? EVIDENCE_NONE : h->item->level};
	return t;
}

static struct sn_err post_transfers(struct ctx *c, const struct delivery_batch *b,
				    struct writing *x)
{
	struct transfer *transfers = ARENA_ARRAY(c->mem, struct transfer, b->shares_count + 1);
	struct posting *postings = ARENA_ARRAY(c->mem, struct posting, b->shares_count + 1);
	size_t n = 0;
	if (!transfers || !postings)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < x->count; i++) {
		for (size_t share = 0; share < x->handovers[i]->shares_count; share++) {
			transfers[n] = transfer_of(b, x->handovers[i], share);
			SN_TRY(commit_to(c, b, x, i, &transfers[n]));
			n++;
		}
	}
	SN_TRY(ledger_post(c, transfers, n, postings));
	for (size_t i = 0; i < n; i++) {
		SN_TRY(postings[i].outcome);
		if (postings[i].replayed) /* posted, but by no delivery: somebody else's */
			return SN_FAIL(RECORD_DIFFERS, .field = "delivery_id");
	}
	return SN_SUCCESS;
}

enum { DELIVERY_PARAMS = 23, CASE_PARAMS = 9, TRIED_PARAMS = 3 };

static void delivery_params(struct ctx *c, const struct delivery_batch *b, const struct handover *h,
			    struct str seed, struct param *out)
{
	const struct right *right = h->right == NOWHERE ? NULL : &b->rights[h->right];
	const struct delivery_item *item = h->item;
	const struct param params[DELIVERY_PARAMS] = {
		p_int(shard_of(b, h)),
		p_uuid(item->record_id),
		p_int(b->cycle->cycle_no),
		p_uuid(person_of(b, h)),
		p_uuid_or_null(b->takers[h->taker].person.household_id),
		p_int(care_giver_of(b, h)),
		right ? p_text(right->benefit->code) : p_null(),
		right ? p_uuid(right->entitlement_id) : p_null(),
		p_int(item->item_no),
		p_int(item->quantity),
		p_money(h->value),
		p_int(item->level),
		p_int(item->at_us),
		p_int(h->key_us),
		p_int(b->received_us),
		p_uuid_or_null(item->by_id),
		p_uuid_or_null(c->actor_id),
		p_int(item->asked),
		p_int(h->over),
		p_int((int64_t)h->shares_count),
		p_uuid_or_null(h->case_id),
		p_bytes(h->content, SHA256_BYTES),
		p_bytes(seed.at, seed.bytes)};
	memcpy(out, params, sizeof params);
}

static struct sn_err write_deliveries(struct ctx *c, const struct delivery_batch *b,
				      const struct writing *x)
{
	struct param *rows = ARENA_ARRAY(c->mem, struct param, x->count * DELIVERY_PARAMS + 1);
	struct param *cases = ARENA_ARRAY(c->mem, struct param, x->overs * CASE_PARAMS + 1);
	size_t n = 0;
	if (!rows || !cases)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < x->count; i++) {
		const struct handover *h = x->handovers[i];
		delivery_params(c, b, h, x->seals[i].sealed, &rows[i * DELIVERY_PARAMS]);
		if (!h->over)
			continue;
		const struct param params[CASE_PARAMS] = {
			p_int(shard_of(b, h)),      p_uuid(h->case_id),      p_int(h->kind),
			p_int(b->cycle->cycle_no),  p_int(org_of(b, h)),     p_uuid(h->loser_id),
			p_uuid(h->item->record_id), p_uuid(person_of(b, h)), p_int(b->received_us)};
		memcpy(&cases[n++ * CASE_PARAMS], params, sizeof params);
	}
	SN_TRY(store_many(c->store, &care_sql_delivery_add, rows, x->count, NULL));
	return n == 0 ? SN_SUCCESS : store_many(c->store, &care_sql_case_add, cases, n, NULL);
}

static bool award_changed(const struct award_slot *s)
{
	return s->was.there != s->now.there ||
	       (s->now.there && !uuid_eq(s->was.record_id, s->now.record_id));
}

struct sn_err care_awards_write(struct ctx *c, int64_t cycle_no, const struct award_slot *slots,
				size_t count)
{
	struct param *add = ARENA_ARRAY(c->mem, struct param, count * AWARD_PARAMS + 1);
	struct param *move = ARENA_ARRAY(c->mem, struct param, count * AWARD_PARAMS + 1);
	struct coverage_move *moves = NULL;
	size_t added = 0, moved = 0, n = 0;
	if (!add || !move)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		const struct award_slot *s = &slots[i];
		if (!award_changed(s))
			continue;
		if (!s->now.there)
			SN_TRY(store_run(c->store, &care_sql_award_remove,
					 PARAMS(p_int(s->was.shard), p_int(cycle_no),
						p_text(s->was.benefit), p_uuid(s->was.person_id)),
					 NULL));
		else if (s->was.there)
			care_award_params(&s->now, cycle_no, &move[moved++ * AWARD_PARAMS]);
		else
			care_award_params(&s->now, cycle_no, &add[added++ * AWARD_PARAMS]);
	}
	SN_TRY(store_many(c->store, &care_sql_award_add, add, added, NULL));
	SN_TRY(store_many(c->store, &care_sql_award_move, move, moved, NULL));
	SN_TRY(care_coverage_moves(c->mem, slots, count, &moves, &n));
	return care_coverage_write(c, cycle_no, moves, n);
}

static struct sn_err write_tries(struct ctx *c, const struct delivery_batch *b)
{
	for (size_t i = 0; i < b->rights_count; i++) {
		const struct right *right = &b->rights[i];
		if (right->tries == right->tries_before)
			continue;
		SN_TRY(store_run(c->store, &care_sql_entitlement_tried,
				 PARAMS(p_int(right->shard), p_uuid(right->entitlement_id),
					p_int(right->tries)),
				 NULL));
	}
	return SN_SUCCESS;
}

static struct sn_err write(struct ctx *c, struct work *w)
{
	struct delivery_batch *b = &w->b;
	struct writing x;
	SN_TRY(write_tries(c, b));
	SN_TRY(pick_written(c, b, &x));
	if (x.count == 0)
		return SN_SUCCESS;
	SN_TRY(make_seeds(c, b, &x));
	SN_TRY(post_transfers(c, b, &x));
	SN_TRY(write_deliveries(c, b, &x));
	return care_awards_write(c, b->cycle->cycle_no, b->slots, b->slots_count);
}

/* ---- answering ---- */

/* given_already names union and level, stock_short who is short of what. */
static struct sn_err name_refusal(struct ctx *c, const struct work *w, const struct handover *h,
				  struct sn_err *why)
{
	struct org org;
	struct user user;
	if (why->reason == SN_R_GIVEN_ALREADY) {
		SN_TRY(org_by_no(c, why->arg[1], 0, &org));
		*why = sn_err_with_text(*why, STR_FMT ", %c", STR_ARG(org.name),
					ledger_evidence_letter((enum evidence)why->arg[2]));
		return SN_SUCCESS;
	}
	if (why->reason != SN_R_STOCK_SHORT)
		return SN_SUCCESS;
	const struct str item = str_is_null(h->item_code) ? STR("cny") : h->item_code;
	struct str holder = STR("?");
	if (uuid_is_null(h->item->by_id)) {
		SN_TRY(org_by_no(c, org_of(&w->b, h), 0, &org));
		holder = org.name;
	} else if (!sn_failed(rights_user_by_id(c, h->item->by_id, &user))) {
		holder = user.login;
	}
	*why = sn_err_with_text(*why, STR_FMT " · " STR_FMT, STR_ARG(holder), STR_ARG(item));
	return SN_SUCCESS;
}

static struct sn_err answer(struct ctx *c, const struct work *w)
{
	for (size_t i = 0; i < w->b.count; i++) {
		const struct handover *h = &w->b.handovers[i];
		struct delivery_result *out = &w->out[i];
		*out = (struct delivery_result){.outcome = h->outcome, .why = h->why};
		SN_TRY(name_refusal(c, w, h, &out->why));
		if (h->outcome == DELIVERY_REFUSED)
			continue;
		out->case_id = h->case_id;
		out->transfer_id = h->item->record_id;
	}
	return SN_SUCCESS;
}

struct deliver_ask {
	const struct cycle *cycle;
	const struct programme *programme;
	const struct delivery_item *items;
	size_t count;
	struct delivery_result *out;
};

static struct sn_err deliver_batch(struct ctx *c, void *arg)
{
	const struct deliver_ask *ask = arg;
	struct work w = {.programme = ask->programme,
			 .out = ask->out,
			 .b = {.cycle = ask->cycle,
			       .received_us = now_us(c),
			       .sources = ask->programme->sources,
			       .handovers = ARENA_ARRAY(c->mem, struct handover, ask->count + 1),
			       .count = ask->count}};
	if (!w.b.handovers)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < ask->count; i++)
		w.b.handovers[i].item = &ask->items[i];
	SN_TRY(load(c, &w));
	w.b.shares = ARENA_ARRAY(c->mem, struct share, ask->count + w.b.holdings_count + 1);
	if (!w.b.shares)
		return SN_FAIL(OUT_OF_MEMORY);
	care_deliver_decide(&w.b);
	SN_TRY(write(c, &w));
	return answer(c, &w);
}

/* A refusal, not a fault of machine or memory: what one record may cause and others need not suffer from. */
static bool is_refusal(struct sn_err e)
{
	const int code = (int)sn_err_code(e);
	return code == SN_INVALID || code == SN_DENIED || code == SN_NOT_FOUND ||
	       code == SN_CONFLICT || code == SN_LIMIT;
}

static struct sn_err deliver_each(struct ctx *c, const struct deliver_ask *all)
{
	for (size_t i = 0; i < all->count; i++) {
		struct deliver_ask one = *all;
		one.items = &all->items[i];
		one.out = &all->out[i];
		one.count = 1;
		const struct sn_err e = store_attempt(c, deliver_batch, &one);
		if (sn_failed(e) && !is_refusal(e))
			return e;
		if (sn_failed(e))
			all->out[i] =
				(struct delivery_result){.outcome = DELIVERY_REFUSED, .why = e};
	}
	return SN_SUCCESS;
}

struct sn_err care_deliver(struct ctx *c, const struct cycle *cycle,
			   const struct delivery_item *items, size_t count,
			   struct delivery_result *out)
{
	struct cycle now;
	struct programme programme;
	assert(count <= BATCH_ITEMS_MAX);
	if (count == 0)
		return SN_SUCCESS;
	const struct arena_mark mark = arena_mark(c->mem);
	SN_TRY(care_cycle_by_no(c, cycle->cycle_no, &now));
	if (now.state != CYCLE_OPEN)
		return care_cycle_wrong_state(&now, care_cycle_state_word(CYCLE_OPEN));
	SN_TRY(care_programme_read(c, now.programme, now.programme_version, 0, &programme));
	struct deliver_ask ask = {&now, &programme, items, count, out};
	struct sn_err e = store_attempt(c, deliver_batch, &ask);
	if (sn_failed(e) && is_refusal(e))
		e = deliver_each(c, &ask);
	arena_rewind(c->mem, mark);
	return e;
}
