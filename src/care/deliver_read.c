/* Deliveries, the reading: who, what they are entitled to and have had, which records are there, what there is to take,
 * and whether the actor may; a batch is one set of queries, however many records it has (settled.md 1). */
#include "care/care_sql.h"
#include "care/payout.h"
#include "care/size_priv.h"

#include <assert.h>
#include <stdlib.h>

/* Where goods may lie: a distributor's custody in a shard, or a union's stock and fund. */
struct lookup {
	int64_t place, shard, org_no;
	struct uuid by_id;
};
/* One batch with what only its reading needs. */
struct reading {
	const struct programme *programme;
	struct delivery_batch *b;
	struct lookup *lookups;
	size_t lookups_count, places_count;
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

static struct sn_err load_takers(struct ctx *c, struct reading *w)
{
	struct delivery_batch *b = w->b;
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
static struct sn_err take_rights(struct ctx *c, struct reading *w, struct rows *r,
				 const size_t *takers)
{
	struct delivery_batch *b = w->b;
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

static struct sn_err load_rights(struct ctx *c, struct reading *w)
{
	struct delivery_batch *b = w->b;
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

/* What is said of how it was handed over belongs to the record's content. */
static void hash_how(const struct handover_how *how, uint8_t content[SHA256_BYTES])
{
	char text[3 * SHA256_BYTES + 2], *at = text;
	const struct sha256 proxy = crypto_sha256(how->proxy),
			    mandate = crypto_sha256(how->mandate);
	put(&at, content, SHA256_BYTES);
	put(&at, proxy.bytes, SHA256_BYTES);
	put(&at, mandate.bytes, SHA256_BYTES);
	*at++ = (char)how->place;
	*at++ = (char)how->relation;
	const struct sha256 digest = crypto_sha256((struct str){text, sizeof text});
	memcpy(content, digest.bytes, SHA256_BYTES);
}

/* What makes two records the same: all that the maker said but how it was brought (asked, token, the benefit's name),
 * so that a phone which lost the answer may bring it again as a fact. A known number stands for the person, since it
 * stays when people move or duplicates are merged. */
static void hash_content(const struct delivery_batch *b, struct handover *h)
{
	char text[16 + 16 + 5 * sizeof(int64_t)], *at = text;
	const struct delivery_item *item = h->item;
	const struct person *p = h->taker == NOWHERE ? NULL : &b->takers[h->taker].person;
	/* the wish, not the size that was found for it: that may change before the record comes again */
	const int64_t item_no = item->collected_size ? NOWHERE : item->item_no;
	const int64_t numbers[5] = {b->cycle->cycle_no, item_no, item->quantity, item->level,
				    item->at_us};
	if (!p || p->has_id)
		put(&at, p ? p->id_hash.bytes : item->id_hash.bytes, sizeof item->id_hash.bytes);
	else
		put(&at, p->person_id.bytes, sizeof p->person_id.bytes);
	put(&at, item->by_id.bytes, sizeof item->by_id.bytes);
	put(&at, numbers, sizeof numbers);
	const struct sha256 digest = crypto_sha256((struct str){text, sizeof text});
	memcpy(h->content, digest.bytes, SHA256_BYTES);
	if (item->how)
		hash_how(item->how, h->content);
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
	qsort(order, b->count, sizeof(struct handover *), by_record);
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
		h->sized = !sn_failed(fault) && last.size.bytes > 0;
		h->fault = fault;
	}
	return SN_SUCCESS;
}

static struct sn_err add_lookup(struct ctx *c, struct reading *w, const struct lookup *what,
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
static struct sn_err add_custody(struct ctx *c, struct reading *w, struct uuid by_id, int64_t shard,
				 int64_t *place)
{
	const size_t before = w->lookups_count;
	struct user user = {.org_no = 0};
	int64_t other = 0;
	SN_TRY(add_lookup(c, w, &(const struct lookup){.shard = shard, .by_id = by_id}, place));
	if (w->lookups_count == before)
		return SN_SUCCESS;
	SN_TRY(ledger_shard_of(c, w->b->cycle->org_no, &other));
	SN_TRY(add_lookup(c, w, &(const struct lookup){.shard = other, .by_id = by_id}, place));
	const struct sn_err e = rights_user_by_id(c, by_id, &user);
	if (sn_failed(e) || user.org_no == 0)
		return sn_err_code(e) == SN_NOT_FOUND ? SN_SUCCESS : e;
	SN_TRY(ledger_shard_of(c, user.org_no, &other));
	return add_lookup(c, w, &(const struct lookup){.shard = other, .by_id = by_id}, place);
}

/* The fund that a bank batch held its money in, wherever the recipient stands. */
static struct sn_err add_payer(struct ctx *c, struct reading *w, const struct delivery_item *item,
			       int64_t *place)
{
	struct lookup payer = {.org_no = item->paid_from[0].from.org_no};
	SN_TRY(ledger_shard_of(c, payer.org_no, &payer.shard));
	return add_lookup(c, w, &payer, place);
}

static struct sn_err find_places(struct ctx *c, struct reading *w)
{
	struct delivery_batch *b = w->b;
	for (size_t i = 0; i < b->count; i++) {
		struct handover *h = &b->handovers[i];
		h->place[0] = h->place[1] = NOWHERE;
		if (h->taker == NOWHERE)
			continue;
		if (h->item->paid_from) {
			SN_TRY(add_payer(c, w, h->item, &h->place[0]));
			continue;
		}
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
	/* Donated cash leaves a fund by a paper that says for which purpose (donation.h). */
	if (class == ACCOUNT_FUND && a->key.source == FUND_DONATION)
		return SN_SUCCESS;
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

static struct sn_err load_holdings(struct ctx *c, struct reading *w)
{
	for (size_t i = 0; i < w->lookups_count; i++) {
		const struct lookup *l = &w->lookups[i];
		struct finding_holdings f = {c, w->b, l->place};
		const bool custody = !uuid_is_null(l->by_id);
		SN_TRY(ledger_accounts(
			c,
			&(const struct account_filter){.shard = l->shard,
						       .org_no = l->org_no,
						       .class = custody ? ACCOUNT_CUSTODY : -1,
						       .holder_id = l->by_id},
			see_holding, &f));
	}
	if (w->b->holdings_count > 0)
		qsort(w->b->holdings, w->b->holdings_count, sizeof *w->b->holdings, by_age);
	return SN_SUCCESS;
}

/* ---- loading: what the actor may ---- */

/* Answers of rights, asked once a batch for each union and power. */
struct asked {
	int64_t org_no;
	enum power power;
	struct sn_err answer; /* not_granted */
};
struct asking {
	struct asked *asked;
	size_t count;
};

static struct sn_err ask_power(struct ctx *c, struct asking *a, int64_t org_no, enum power power,
			       struct sn_err *answer)
{
	static const enum rights_role roles[] = {ROLE_DISTRIBUTOR, ROLE_MAKER, ROLE_KEEPER};
	*answer = SN_SUCCESS;
	if (uuid_is_null(c->actor_id)) /* the program itself: init and tests */
		return SN_SUCCESS;
	for (size_t i = a->count; i-- > 0;) {
		if (a->asked[i].org_no == org_no && a->asked[i].power == power) {
			*answer = a->asked[i].answer;
			return SN_SUCCESS;
		}
	}
	*answer = power == POWER_OWN ? rights_require(c, roles, 3, org_no)
				     : rights_require(c, roles + 1, 2, org_no);
	if (sn_failed(*answer) && answer->reason != SN_R_NOT_GRANTED)
		return *answer;
	a->asked = care_grow(c->mem, a->asked, a->count, sizeof *a->asked);
	if (!a->asked)
		return SN_FAIL(OUT_OF_MEMORY);
	a->asked[a->count++] = (struct asked){org_no, power, *answer};
	return SN_SUCCESS;
}

static struct sn_err ask_holdings(struct ctx *c, struct asking *a, struct delivery_batch *b)
{
	for (size_t i = 0; i < b->holdings_count; i++) {
		struct holding *h = &b->holdings[i];
		const bool own =
			h->key.class == ACCOUNT_CUSTODY && uuid_eq(h->key.holder_id, c->actor_id);
		const enum power wanted = own ? POWER_OWN : POWER_OTHERS;
		struct sn_err answer;
		SN_TRY(ask_power(c, a, h->key.org_no, wanted, &answer));
		h->powers = sn_failed(answer) ? 0 : wanted;
	}
	return SN_SUCCESS;
}

/* A foreman's role of distributor reaches the people of his own teams; as a maker or keeper he is not bound to them. */
static struct sn_err check_foreman(struct ctx *c, struct asking *a, struct delivery_batch *b)
{
	struct team_ref *led = NULL;
	size_t led_count = 0;
	if (uuid_is_null(c->actor_id))
		return SN_SUCCESS;
	SN_TRY(team_led_by(c, c->actor_id, &led, &led_count));
	for (size_t i = 0; led_count > 0 && i < b->count; i++) {
		struct handover *h = &b->handovers[i];
		bool his = h->taker == NOWHERE || h->wanted != POWER_OWN || sn_failed(h->fault) ||
			   h->item->paid_from;
		for (size_t t = 0; t < led_count && !his; t++) {
			const struct person *p = &b->takers[h->taker].person;
			his = p->shard == led[t].shard && uuid_eq(p->team_id, led[t].team_id);
		}
		struct sn_err others = SN_SUCCESS;
		if (!his)
			SN_TRY(ask_power(c, a, b->takers[h->taker].person.org_no, POWER_OTHERS,
					 &others));
		if (sn_failed(others))
			h->fault = SN_FAIL(NOT_HIS_TEAM, .field = "id_number");
	}
	return SN_SUCCESS;
}

/* Each record: may the actor at the person's union? What lies elsewhere is asked about only where he may not. */
static struct sn_err load_powers(struct ctx *c, struct delivery_batch *b)
{
	struct asking a = {.count = 0};
	bool refused = false;
	for (size_t i = 0; i < b->count; i++) {
		struct handover *h = &b->handovers[i];
		const bool own =
			!uuid_is_null(h->item->by_id) && uuid_eq(h->item->by_id, c->actor_id);
		h->wanted = own ? POWER_OWN : POWER_OTHERS;
		if (h->taker == NOWHERE || h->item->paid_from)
			continue;
		const struct taker *t = &b->takers[h->taker];
		const int64_t org_no =
			t->rights_count > 0 ? b->rights[t->rights_first].org_no : t->person.org_no;
		SN_TRY(ask_power(c, &a, org_no, h->wanted, &h->granted));
		refused = refused || sn_failed(h->granted);
	}
	SN_TRY(check_foreman(c, &a, b));
	return refused ? ask_holdings(c, &a, b) : SN_SUCCESS;
}

/* ---- loading: what a bank batch is paying ---- */

/* Only who asks is refused for it. */
static struct sn_err load_payouts(struct ctx *c, struct delivery_batch *b)
{
	bool asked = false;
	for (size_t i = 0; i < b->count; i++)
		asked = asked || b->handovers[i].item->asked;
	if (!asked || b->rights_count == 0)
		return SN_SUCCESS;
	struct payout_asked *rights = ARENA_ARRAY(c->mem, struct payout_asked, b->rights_count);
	struct str *numbers = ARENA_ARRAY(c->mem, struct str, b->rights_count);
	if (!rights || !numbers)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < b->rights_count; i++)
		rights[i] = (struct payout_asked){b->rights[i].shard, b->rights[i].entitlement_id};
	SN_TRY(payout_waiting(c, rights, b->rights_count, numbers));
	for (size_t i = 0; i < b->rights_count; i++)
		b->rights[i].payout = numbers[i];
	return SN_SUCCESS;
}

struct sn_err care_deliver_read(struct ctx *c, const struct programme *programme,
				struct delivery_batch *b)
{
	struct reading w = {.programme = programme, .b = b};
	SN_TRY(load_takers(c, &w));
	if (b->takers_count > 0)
		SN_TRY(load_rights(c, &w));
	SN_TRY(load_awards(c, b));
	SN_TRY(give_slots(c, b));
	SN_TRY(size_deliver_resolve(c, b));
	SN_TRY(load_payouts(c, b));
	SN_TRY(load_known(c, b));
	SN_TRY(load_items(c, b));
	SN_TRY(find_places(c, &w));
	SN_TRY(load_holdings(c, &w));
	SN_TRY(handover_how_load(c, b));
	return load_powers(c, b);
}
