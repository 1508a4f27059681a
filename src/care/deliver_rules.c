/* Who may get it and what becomes of each record of a batch: pure decisions over loaded values. */
#include "care/care_priv.h"

#include <assert.h>

/* ---- ages ---- */

/* Full years on a day. */
int64_t care_age_on(int32_t birth_day, int32_t day)
{
	const int64_t years = day / 10000 - birth_day / 10000;
	return day % 10000 < birth_day % 10000 ? years - 1 : years;
}

/* Who has no number has no age that we know, and is not refused for lacking papers (product.md). */
struct sn_err care_age_decide(const struct programme *p, int64_t age)
{
	const bool outside = age < p->age_from || (p->age_until > 0 && age >= p->age_until);
	return age != NOWHERE && outside
		       ? SN_FAIL(AGE_OUTSIDE, .arg = {age, p->age_from, p->age_until})
		       : SN_SUCCESS;
}

/* ---- tokens ---- */

/* Crockford's base32: no I L O U. */
static const char token_letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void care_token_make(char token[CARE_TOKEN_BYTES])
{
	uint8_t random[CARE_TOKEN_BYTES];
	crypto_random(random, sizeof random);
	for (size_t i = 0; i < CARE_TOKEN_BYTES - 1; i++)
		token[i] = token_letters[random[i] & 31];
	token[CARE_TOKEN_BYTES - 1] = 0;
	crypto_wipe(random, sizeof random);
}

/* What people write for a letter of a token; 0: no such letter. */
static char token_letter(char typed)
{
	char letter = typed;
	if (typed >= 'a' && typed <= 'z')
		letter = (char)(typed - 'a' + 'A');
	if (letter == 'O')
		return '0';
	if (letter == 'I' || letter == 'L')
		return '1';
	if (!letter || !strchr(token_letters, letter))
		return 0;
	return letter;
}

bool care_token_read(struct str typed, char token[CARE_TOKEN_BYTES])
{
	size_t n = 0;
	for (size_t i = 0; i < typed.bytes; i++) {
		if (typed.at[i] == '-' || typed.at[i] == ' ')
			continue;
		const char letter = token_letter(typed.at[i]);
		if (!letter || n == CARE_TOKEN_BYTES - 1)
			return false;
		token[n++] = letter;
	}
	token[n] = 0;
	return n == CARE_TOKEN_BYTES - 1;
}

struct sha256 care_token_hash(struct uuid entitlement_id, const char token[CARE_TOKEN_BYTES])
{
	static const char label[] = "songnuan/token/v1\n";
	char text[sizeof label - 1 + sizeof entitlement_id.bytes + CARE_TOKEN_BYTES - 1];
	memcpy(text, label, sizeof label - 1);
	memcpy(text + sizeof label - 1, entitlement_id.bytes, sizeof entitlement_id.bytes);
	memcpy(text + sizeof label - 1 + sizeof entitlement_id.bytes, token, CARE_TOKEN_BYTES - 1);
	return crypto_sha256((struct str){text, sizeof text});
}

/* ---- small rules ---- */

int care_award_compare(const struct award *a, const struct award *b)
{
	if (a->key_us != b->key_us)
		return a->key_us < b->key_us ? -1 : 1;
	return uuid_compare(a->record_id, b->record_id);
}

/* "kit:2024-hw" is also each of its sizes, "kit:2024-hw/L": a coat that fits is the same gift. */
bool care_benefit_has(const struct benefit *benefit, struct str item_code)
{
	for (size_t i = 0; i < benefit->items_count; i++) {
		const struct str one = benefit->items[i];
		if (str_is_null(one) || str_is_null(item_code)) {
			if (str_is_null(one) && str_is_null(item_code))
				return true;
			continue;
		}
		if (!str_starts(item_code, one))
			continue;
		if (item_code.bytes == one.bytes || item_code.at[one.bytes] == '/')
			return true;
	}
	return false;
}

/* The first share moves under the record's own id, so a record's receipt finds its leaf; further ones under ids derived
 * from it, which keep its time and sort beside it. */
struct uuid care_share_id(struct uuid record_id, size_t share)
{
	if (share == 0)
		return record_id;
	char text[sizeof record_id.bytes + 2];
	memcpy(text, record_id.bytes, sizeof record_id.bytes);
	text[sizeof record_id.bytes] = (char)(share & 255);
	text[sizeof record_id.bytes + 1] = (char)(share >> 8);
	const struct sha256 digest = crypto_sha256((struct str){text, sizeof text});
	struct uuid id = record_id;
	memcpy(id.bytes + 8, digest.bytes, 8);
	id.bytes[8] = (uint8_t)((id.bytes[8] & 0x3f) | 0x80); /* RFC 9562: the variant */
	return id;
}

/* A time that cannot be is moved to the border of what can: a device's clock is only a claim (settled.md 18). */
static int64_t clamp_us(const struct delivery_batch *b, int64_t at_us)
{
	const int64_t first_us = day_start_us(b->cycle->from_day);
	if (at_us > b->received_us)
		return b->received_us;
	return at_us < first_us ? first_us : at_us;
}

/* Among the person's rights the one that the record is about: of the benefit that it names, else of one whose item it
 * is; one that is still open before one that was given already. */
static int64_t find_right(const struct delivery_batch *b, const struct handover *h)
{
	const struct taker *t = &b->takers[h->taker];
	int64_t found = NOWHERE;
	for (size_t i = t->rights_first; i < t->rights_first + t->rights_count; i++) {
		const struct right *right = &b->rights[i];
		const bool named = h->item->benefit.bytes > 0;
		if (named && !str_eq(right->benefit->code, h->item->benefit))
			continue;
		if (!care_benefit_has(right->benefit, h->item_code))
			continue;
		const bool open = !right->voided && !b->slots[right->slot].now.there;
		if (open)
			return (int64_t)i;
		if (found == NOWHERE || b->rights[found].voided)
			found = (int64_t)i;
	}
	return found;
}

static struct sn_err check_token(struct right *right, struct str typed)
{
	char token[CARE_TOKEN_BYTES];
	if (typed.bytes == 0 || !right)
		return SN_FAIL(LEVEL_NEEDS_PROOF, .field = "level");
	if (right->tries >= TOKEN_TRIES_MAX)
		return SN_FAIL(TOKEN_LOCKED, .field = "token", .arg = {TOKEN_TRIES_MAX});
	if (care_token_read(typed, token)) {
		const struct sha256 hash = care_token_hash(right->entitlement_id, token);
		if (crypto_eq(hash.bytes, right->token_hash, SHA256_BYTES))
			return SN_SUCCESS;
	}
	right->tries++;
	return SN_FAIL(TOKEN_WRONG, .field = "token", .arg = {TOKEN_TRIES_MAX - right->tries});
}

/* arg 1 is the union, whose name care_deliver() puts into the text. */
static struct sn_err given_already(const struct award *first)
{
	return SN_FAIL(GIVEN_ALREADY, .arg = {day_of(first->key_us), first->org_no, first->level});
}

/* ---- taking goods ---- */

/* Where a place's holdings start: they stand by place, and a batch may know a thousand places. */
static size_t first_of(const struct delivery_batch *b, int64_t place)
{
	size_t low = 0, high = b->holdings_count;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		if (b->holdings[middle].place < place)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}
static bool is_of(const struct delivery_batch *b, size_t holding, int64_t place)
{
	return holding < b->holdings_count && b->holdings[holding].place == place;
}

static bool may_take(const struct delivery_batch *b, const struct handover *h,
		     const struct holding *from)
{
	if (from->key.item_no != h->item->item_no)
		return false;
	if (uuid_is_null(h->item->by_id) == (from->key.class == ACCOUNT_CUSTODY))
		return false;
	if (sn_failed(h->granted) && (from->powers & h->wanted) == 0)
		return false;
	return b->sources == 0 || (b->sources & 1U << from->key.source) != 0;
}

/* Who may not at the person's union may still where the goods lie. */
static struct sn_err check_granted(const struct delivery_batch *b, const struct handover *h)
{
	if (!sn_failed(h->granted))
		return SN_SUCCESS;
	for (size_t at = 0; at < 2 && h->place[at] != NOWHERE; at++)
		for (size_t i = first_of(b, h->place[at]); is_of(b, i, h->place[at]); i++)
			if ((b->holdings[i].powers & h->wanted) != 0)
				return SN_SUCCESS;
	return h->granted;
}

/* Goods: pieces at their lot's cost, all that is left at all that it is worth. Cash: fen. */
static struct share share_of(const struct holding *from, int64_t wanted)
{
	const bool cash = from->key.item_no == 0;
	const int64_t has = cash ? money_fen(from->value) : from->quantity;
	const int64_t quantity = wanted < has ? wanted : has;
	struct share s = {.from = from->key, .quantity = cash ? 0 : quantity};
	if (quantity == has)
		s.value = from->value;
	else if (cash)
		s.value = MONEY_FEN(quantity);
	else
		s.value = MONEY_FEN(money_fen(from->value) / has * quantity);
	return s;
}

static bool is_empty(const struct holding *h)
{
	return h->key.item_no == 0 ? !money_less(MONEY_FEN(0), h->value) : h->quantity <= 0;
}

static bool same_money(const struct account_key *a, const struct account_key *b)
{
	return a->org_no == b->org_no && a->class == b->class && a->cycle_no == b->cycle_no &&
	       a->source == b->source && a->item_no == b->item_no;
}

/* What a bank has paid leaves the accounts in which it was held. */
static int64_t choose_held(struct delivery_batch *b, struct handover *h)
{
	int64_t found = 0;
	for (size_t k = 0; k < h->item->paid_from_count; k++) {
		const struct cash_share *wanted = &h->item->paid_from[k];
		for (size_t i = first_of(b, h->place[0]); is_of(b, i, h->place[0]); i++) {
			const struct holding *from = &b->holdings[i];
			if (!same_money(&from->key, &wanted->from) ||
			    money_less(from->value, wanted->value))
				continue;
			assert(h->shares_first + h->shares_count < b->count + b->holdings_count);
			found += money_fen(wanted->value);
			b->shares[h->shares_first + h->shares_count++] = (struct share){
				.holding = i, .from = from->key, .value = wanted->value};
		}
	}
	return found;
}

/* Chooses what the record's quantity is taken from; returns how much was found, which may be less. */
static int64_t choose(struct delivery_batch *b, struct handover *h)
{
	int64_t found = 0;
	h->shares_first = b->shares_count;
	h->shares_count = 0;
	if (h->item->paid_from)
		return choose_held(b, h);
	for (size_t at = 0; at < 2 && h->place[at] != NOWHERE; at++) {
		const int64_t place = h->place[at];
		for (size_t i = first_of(b, place); is_of(b, i, place) && found < h->item->quantity;
		     i++) {
			const struct holding *from = &b->holdings[i];
			if (!may_take(b, h, from) || is_empty(from))
				continue;
			assert(h->shares_first + h->shares_count < b->count + b->holdings_count);
			struct share s = share_of(from, h->item->quantity - found);
			s.holding = i;
			found += from->key.item_no == 0 ? money_fen(s.value) : s.quantity;
			b->shares[h->shares_first + h->shares_count++] = s;
		}
	}
	return found;
}

/* Takes the record's quantity, or refuses and takes nothing. */
static struct sn_err take(struct delivery_batch *b, struct handover *h)
{
	const int64_t found = choose(b, h);
	if (found < h->item->quantity)
		return SN_FAIL(STOCK_SHORT, .field = "item", .arg = {found, h->item->quantity});
	h->value = MONEY_FEN(0);
	for (size_t i = 0; i < h->shares_count; i++) {
		const struct share *s = &b->shares[h->shares_first + i];
		struct holding *from = &b->holdings[s->holding];
		from->quantity -= s->quantity;
		const bool taken = money_subtract(&from->value, from->value, s->value);
		const bool given = money_add(&h->value, h->value, s->value);
		assert(taken);
		assert(given);
		(void)taken;
		(void)given;
	}
	b->shares_count += h->shares_count;
	return SN_SUCCESS;
}

/* ---- one record ---- */

static struct sn_err check_item(const struct delivery_item *item)
{
	if (item->level != EVIDENCE_A && item->level != EVIDENCE_B && item->level != EVIDENCE_C)
		return SN_FAIL(BAD_LEVEL, .field = "level");
	if (item->quantity <= 0)
		return SN_FAIL(BAD_NUMBER, .field = "quantity");
	return SN_SUCCESS;
}

int64_t care_shard_of(const struct delivery_batch *b, const struct handover *h)
{
	return h->right == NOWHERE ? b->takers[h->taker].person.shard : b->rights[h->right].shard;
}

int64_t care_org_of(const struct delivery_batch *b, const struct handover *h)
{
	return h->right == NOWHERE ? b->takers[h->taker].person.org_no : b->rights[h->right].org_no;
}

struct uuid care_person_of(const struct delivery_batch *b, const struct handover *h)
{
	return h->right == NOWHERE ? b->takers[h->taker].person.person_id
				   : b->rights[h->right].person_id;
}

int64_t care_giver_of(const struct delivery_batch *b, const struct handover *h)
{
	return b->shares[h->shares_first].from.org_no;
}

static struct award award_of(const struct delivery_batch *b, const struct handover *h)
{
	const struct right *right = &b->rights[h->right];
	return (struct award){.there = true,
			      .shard = right->shard,
			      .org_no = care_giver_of(b, h),
			      .key_us = h->key_us,
			      .quantity = h->item->quantity,
			      .person_id = right->person_id,
			      .household_id = b->takers[h->taker].person.household_id,
			      .record_id = h->item->record_id,
			      .benefit = right->benefit->code,
			      .level = h->item->level,
			      .value = h->value,
			      .cash = h->item->item_no == 0};
}

/* The record is a double: the later of the two is the case. Nobody's posting is unwritten (settled.md 18). */
static void settle_double(const struct delivery_batch *b, struct handover *h, struct award *first)
{
	const struct award mine = award_of(b, h);
	h->why = given_already(first);
	h->kind = CASE_OVER_ISSUE;
	h->loser_id = h->item->record_id;
	if (care_award_compare(&mine, first) < 0) {
		const struct uuid household_id = first->household_id;
		h->loser_id = first->record_id;
		*first = mine;
		first->household_id = household_id; /* counted once where it was counted first */
	}
}

static struct sn_err check_right(const struct handover *h, const struct right *right,
				 const struct award *first)
{
	const bool asked = h->item->asked;
	if (!right)
		return asked ? SN_FAIL(NOT_ENTITLED, .field = "item") : SN_SUCCESS;
	if (first->there)
		return asked ? given_already(first) : SN_SUCCESS;
	if (asked && !str_is_null(right->payout))
		return sn_err_with_text(SN_FAIL(PAYOUT_WAITING, .field = "item"), STR_FMT,
					STR_ARG(right->payout));
	const int64_t whole = h->item->item_no == 0 ? money_fen(right->value) : right->quantity;
	if (h->item->quantity != whole)
		return SN_FAIL(QUANTITY_DIFFERS, .field = "quantity",
			       .arg = {h->item->quantity, whole});
	return SN_SUCCESS;
}

static struct sn_err decide_new(struct delivery_batch *b, struct handover *h)
{
	SN_TRY(h->fault);
	SN_TRY(check_item(h->item));
	if (h->taker == NOWHERE)
		return SN_FAIL(WHO_UNKNOWN, .field = "id_number");
	SN_TRY(check_granted(b, h));
	h->right = find_right(b, h);
	if (h->right != NOWHERE && b->rights[h->right].voided) {
		if (h->item->asked)
			return SN_FAIL(ENTITLEMENT_VOID, .field = "item");
		h->right = NOWHERE;
	}
	struct right *right = h->right == NOWHERE ? NULL : &b->rights[h->right];
	struct award *first = right ? &b->slots[right->slot].now : NULL;
	h->key_us = clamp_us(b, h->item->at_us);
	if (h->item->level == EVIDENCE_A)
		SN_TRY(check_token(right, h->item->token));
	SN_TRY(check_right(h, right, first));
	SN_TRY(take(b, h));
	h->outcome = DELIVERY_AWARDED;
	if (right && !first->there) {
		*first = award_of(b, h);
		return SN_SUCCESS;
	}
	h->outcome = DELIVERY_OVER_ISSUE;
	h->over = true;
	if (right) {
		settle_double(b, h, first);
		return SN_SUCCESS;
	}
	h->why = SN_FAIL(NOT_ENTITLED, .field = "item");
	h->kind = CASE_NOT_ENTITLED;
	h->loser_id = h->item->record_id;
	return SN_SUCCESS;
}

static void decide_one(struct delivery_batch *b, struct handover *h)
{
	h->right = NOWHERE;
	h->over = false;
	const struct handover *same = h->same == NOWHERE ? NULL : &b->handovers[h->same];
	const bool taken = same && same->outcome != DELIVERY_REFUSED;
	if (h->known || taken) {
		const uint8_t *content = h->known ? h->known_content : same->content;
		h->outcome = DELIVERY_REPLAYED;
		h->why = SN_SUCCESS;
		h->case_id = h->known ? h->known_case_id : same->case_id;
		if (memcmp(content, h->content, SHA256_BYTES) != 0) {
			h->outcome = DELIVERY_REFUSED;
			h->why = SN_FAIL(RECORD_DIFFERS, .field = "delivery_id");
		}
		return;
	}
	const struct sn_err e = decide_new(b, h);
	if (sn_failed(e)) {
		h->outcome = DELIVERY_REFUSED;
		h->why = e;
	}
}

void care_deliver_decide(struct delivery_batch *b)
{
	b->shares_count = 0;
	for (size_t i = 0; i < b->count; i++)
		decide_one(b, &b->handovers[i]);
}
