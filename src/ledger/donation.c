/* Donations: who gave what for which purpose, and what is left of each. */
#include "ledger/donation.h"

#include "base/name.h"
#include "ledger/donation_priv.h"
#include "ledger/donation_sql.h"
#include "ledger/ledger_priv.h"
#include "ledger/purchase_priv.h"
#include "org/partner.h"
#include "people/keyring.h"

#include <assert.h>

/* ---- the donor's name ---- */

static struct seal_place name_place(struct uuid donation_id)
{
	return (struct seal_place){
		.table = "donation", .column = "donor_name", .row_id = donation_id};
}

struct sealed_name {
	char masked[NAME_MASK_BYTES];
	struct str sealed;
	struct wrapped_key key;
};

static struct sn_err seal_name(struct ctx *c, struct str name, struct uuid donation_id,
			       struct sealed_name *out)
{
	struct person_key key;
	struct str stored;
	SN_TRY(name_parse(c->mem, name, &stored));
	if (!c->keys)
		return SN_FAIL(KEY_MISSING);
	const struct seal_place place = name_place(donation_id);
	uint8_t *bytes = arena_alloc(c->mem, stored.bytes + SEAL_OVERHEAD_BYTES);
	if (!bytes)
		return SN_FAIL(OUT_OF_MEMORY);
	name_mask(stored, out->masked);
	keyring_new_key(c->keys, donation_id, &key, &out->key);
	keyring_seal(&key, &place, stored, bytes);
	crypto_wipe(&key, sizeof key);
	out->sealed = (struct str){(const char *)bytes, stored.bytes + SEAL_OVERHEAD_BYTES};
	return SN_SUCCESS;
}

static struct sn_err open_name(struct ctx *c, const struct rows *r, struct uuid donation_id,
			       struct str *out)
{
	const struct seal_place place = name_place(donation_id);
	const struct str sealed = store_bytes(r, "donor_sealed");
	struct person_key key = {.person_id = donation_id,
				 .epoch = store_int(r, "donor_key_epoch")};
	if (!c->keys)
		return SN_FAIL(KEY_MISSING);
	SN_TRY(keyring_unwrap(c->keys, store_bytes(r, "donor_key"), &key));
	uint8_t *plain = arena_alloc(c->mem, sealed.bytes + 1);
	struct sn_err e =
		plain ? keyring_open(&key, &place, sealed, plain) : SN_FAIL(OUT_OF_MEMORY);
	crypto_wipe(&key, sizeof key);
	if (!sn_failed(e))
		*out = (struct str){(const char *)plain, sealed.bytes - SEAL_OVERHEAD_BYTES};
	return e;
}

struct sn_err donation_name_open(struct ctx *c, struct uuid donation_id, struct str *out)
{
	struct sn_err e = SN_FAIL(DONATION_GONE, .field = "donation");
	struct rows *r = store_query(c->store, &donation_sql_sealed, PARAMS(p_uuid(donation_id)));
	if (store_next(r))
		e = open_name(c, r, donation_id, out);
	SN_TRY(store_done(r));
	return e;
}

/* ---- reading ---- */

static struct donation from_row(struct ctx *c, const struct rows *r)
{
	struct donation d = {
		.donation_id = store_uuid(r, "donation_id"),
		.shard = store_int(r, "shard"),
		.org_no = store_int(r, "org_no"),
		.cycle_no = store_int(r, "cycle_no"),
		.donor = {.kind = (enum donor_kind)store_int(r, "donor"),
			  .partner_no = store_int(r, "partner_no"),
			  .name = arena_str(c->mem, store_text(r, "donor_masked"))},
		.goods = store_int(r, "goods") != 0,
		.amount = store_money(r, "amount_fen"),
		.returned = store_money(r, "returned_fen"),
		.purpose = arena_str(c->mem, store_text(r, "purpose")),
		.state = (enum document_state)store_int(r, "state"),
		.reversed = !store_is_null(r, "reversed_us"),
		.day = (int32_t)store_int(r, "day"),
		.receipt_year = store_int(r, "receipt_year"),
		.receipt_no = store_int(r, "receipt_no"),
	};
	if (!store_is_null(r, "basis"))
		d.basis = arena_str(c->mem, store_text(r, "basis"));
	if (d.goods)
		d.left = store_money(r, "stock_fen");
	else if (d.state == DOCUMENT_DONE &&
		 !d.reversed) /* both above zero: CHECKs of the tables */
		d.left = MONEY_FEN(money_fen(d.amount) - money_fen(d.returned));
	return d;
}

/* What came into a fund and left it for one purpose. */
struct flow {
	struct str purpose; /* empty: money that nobody bound */
	int64_t in_fen, out_fen;
	int64_t used_fen; /* of out what was not returned, less what came back of it */
};
struct flows {
	struct flow *list;
	size_t count;
};

static struct flow *flow_of(struct flows *flows, struct str purpose)
{
	for (size_t i = 0; i < flows->count; i++)
		if (str_eq(flows->list[i].purpose, purpose))
			return &flows->list[i];
	if (flows->count == FUND_PURPOSES_MAX)
		return NULL;
	flows->list[flows->count] = (struct flow){.purpose = purpose};
	return &flows->list[flows->count++];
}

/* Cash that was given back and allotments that came back were not used after all. */
static bool flow_add(struct flow *f, enum document_kind kind, int64_t in_fen, int64_t out_fen)
{
	const bool back =
		kind == DOCUMENT_GIVEBACK || kind == DOCUMENT_RETURN || kind == DOCUMENT_SENDBACK;
	if (__builtin_add_overflow(f->in_fen, in_fen, &f->in_fen) ||
	    __builtin_add_overflow(f->out_fen, out_fen, &f->out_fen))
		return false;
	/* no value is below zero: it stays between what went out and less than nothing by what came in */
	f->used_fen += kind == DOCUMENT_RETURN ? 0 : out_fen;
	f->used_fen -= back ? in_fen : 0;
	return true;
}

static struct sn_err flows_read(struct ctx *c, int64_t org_no, int64_t cycle_no, struct flows *out)
{
	bool fits = true;
	int64_t shard = 0;
	*out = (struct flows){.list = ARENA_ARRAY(c->mem, struct flow, FUND_PURPOSES_MAX)};
	if (!out->list)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(ledger_shard_of(c, org_no, &shard));
	struct rows *r = store_query(
		c->store, &donation_sql_flows,
		PARAMS(p_int(org_no), p_int(cycle_no), p_int(FUND_DONATION), p_int(shard)));
	while (fits && store_next(r)) {
		struct flow *f = flow_of(out, arena_str(c->mem, store_text(r, "purpose")));
		fits = f && flow_add(f, (enum document_kind)store_int(r, "kind"),
				     store_int(r, "in_fen"), store_int(r, "out_fen"));
	}
	SN_TRY(store_done(r));
	return fits ? SN_SUCCESS : SN_FAIL(AMOUNT_OVERFLOW, .field = "amount_fen");
}

static bool of_one_fund(const struct donation *a, const struct donation *b)
{
	return !a->goods && !b->goods && a->shard == b->shard && a->org_no == b->org_no &&
	       a->cycle_no == b->cycle_no;
}

/* What was used for a purpose is taken from its donations, the oldest first. */
static void spend(struct donation *list, size_t count, const struct donation *fund,
		  const struct flow *flow)
{
	int64_t fen = flow->used_fen;
	for (size_t i = 0; i < count && fen > 0; i++) {
		struct donation *d = &list[i];
		if (!of_one_fund(d, fund) || !str_eq(d->purpose, flow->purpose))
			continue;
		const int64_t left_fen = money_fen(d->left);
		const int64_t taken = fen < left_fen ? fen : left_fen;
		d->left = MONEY_FEN(left_fen - taken);
		fen -= taken;
	}
}

static struct sn_err spend_funds(struct ctx *c, struct donation *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct donation *fund = &list[i];
		struct flows flows;
		bool first = !fund->goods;
		for (size_t j = 0; j < i && first; j++)
			first = !of_one_fund(&list[j], fund);
		if (!first)
			continue;
		SN_TRY(flows_read(c, fund->org_no, fund->cycle_no, &flows));
		for (size_t k = 0; k < flows.count; k++)
			spend(list, count, fund, &flows.list[k]);
	}
	return SN_SUCCESS;
}

struct sn_err donation_list(struct ctx *c, const struct donation_filter *filter,
			    struct donation **out, size_t *count)
{
	struct donation *list = NULL;
	size_t n = 0;
	bool memory = true;
	struct rows *r = store_query(
		c->store, &donation_sql_list,
		PARAMS(p_int(filter->org_no), p_int(filter->cycle_no), p_text(filter->path)));
	while (memory && store_next(r)) {
		list = ledger_grow(c->mem, list, n, sizeof *list);
		memory = list != NULL;
		if (memory)
			list[n++] = from_row(c, r);
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	return memory ? spend_funds(c, list, n) : SN_FAIL(OUT_OF_MEMORY);
}

struct sn_err donation_by_id(struct ctx *c, struct uuid donation_id,
			     const struct donation_filter *among, struct donation *out, bool *there)
{
	struct donation *list = NULL;
	size_t count = 0;
	*there = false;
	SN_TRY(donation_list(c, among, &list, &count));
	for (size_t i = 0; i < count; i++)
		if (uuid_eq(list[i].donation_id, donation_id)) {
			*out = list[i];
			*there = true;
		}
	return SN_SUCCESS;
}

struct sn_err donation_read(struct ctx *c, struct uuid donation_id, struct donation *out)
{
	struct donation_filter among = {.path = STR_NULL};
	bool there = false;
	struct rows *r = store_query(c->store, &donation_sql_place, PARAMS(p_uuid(donation_id)));
	while (store_next(r)) {
		among.org_no = store_int(r, "org_no");
		among.cycle_no = store_int(r, "cycle_no");
		there = true;
	}
	SN_TRY(store_done(r));
	if (there)
		SN_TRY(donation_by_id(c, donation_id, &among, out, &there));
	return there ? SN_SUCCESS : SN_FAIL(DONATION_GONE, .field = "donation");
}

/* ---- where it went ---- */

struct use_row {
	struct uuid document_id;
	struct money in, out;
};

struct sn_err donation_uses(struct ctx *c, const struct donation *of, struct donation_use **out,
			    size_t *count)
{
	struct use_row *rows = ARENA_ARRAY(c->mem, struct use_row, DONATION_USES_MAX);
	size_t n = 0;
	*out = NULL;
	*count = 0;
	if (!rows)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(c->store, &donation_sql_uses,
				     PARAMS(p_int(of->org_no), p_int(of->cycle_no),
					    p_int(FUND_DONATION), p_int(of->shard),
					    p_text(of->purpose), p_int(DONATION_USES_MAX)));
	while (store_next(r)) /* the statement has the limit */
		rows[n++] = (struct use_row){.document_id = store_uuid(r, "document_id"),
					     .in = store_money(r, "in_fen"),
					     .out = store_money(r, "out_fen")};
	SN_TRY(store_done(r));
	*out = ARENA_ARRAY(c->mem, struct donation_use, n + 1);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < n; i++) {
		struct donation_use *use = &(*out)[(*count)++];
		use->in = rows[i].in;
		use->out = rows[i].out;
		SN_TRY(document_read(c, rows[i].document_id, &use->document));
	}
	return SN_SUCCESS;
}

struct sn_err donation_lots(struct ctx *c, const struct donation *of, struct purchase_lot **out,
			    size_t *count)
{
	struct purchase_lot *list = NULL;
	size_t n = 0;
	bool memory = true;
	struct rows *r = store_query(c->store, &donation_sql_lots,
				     PARAMS(p_int(of->shard), p_uuid(of->donation_id)));
	while (store_next(r)) {
		list = ledger_grow(c->mem, list, n, sizeof *list);
		memory = list != NULL;
		if (!memory)
			break;
		const int64_t quantity = store_int(r, "quantity");
		const struct money value = store_money(r, "value_fen");
		list[n++] = (struct purchase_lot){
			.lot_no = store_int(r, "lot_no"),
			.item_no = store_int(r, "item_no"),
			.document_id = of->donation_id,
			.unit_cost = MONEY_FEN(quantity > 0 ? money_fen(value) / quantity : 0),
			.bought = quantity,
			.bought_value = value};
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	if (!memory)
		return SN_FAIL(OUT_OF_MEMORY);
	return n > 0 ? purchase_places_read(c, of->cycle_no, list, n) : SN_SUCCESS;
}

/* ---- what is bound ---- */

static int64_t bound_in(const struct flow *f)
{
	return f->in_fen > f->out_fen ? f->in_fen - f->out_fen : 0;
}

/* What a fund has left for all purposes but one (STR_NULL: for all), and what it is free to spend. */
static struct sn_err bound_and_free(struct ctx *c, const struct account_key *fund,
				    struct str purpose, int64_t *bound_fen, int64_t *free_fen)
{
	struct flows flows;
	struct account account;
	int64_t shard = 0;
	*bound_fen = 0;
	SN_TRY(flows_read(c, fund->org_no, fund->cycle_no, &flows));
	for (size_t i = 0; i < flows.count; i++) /* each ≤ LEDGER_FEN_MAX: 9,000 of them fit */
		if (flows.list[i].purpose.bytes > 0 && !str_eq(flows.list[i].purpose, purpose) &&
		    __builtin_add_overflow(*bound_fen, bound_in(&flows.list[i]), bound_fen))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "amount_fen");
	SN_TRY(ledger_shard_of(c, fund->org_no, &shard));
	SN_TRY(ledger_balance(c, shard, fund, &account));
	*free_fen = money_fen(account.value) - money_fen(account.held_value);
	return SN_SUCCESS;
}

struct sn_err donation_guard(struct ctx *c, const struct document *d,
			     const struct account_key *fund, struct money taken)
{
	int64_t bound_fen = 0, free_fen = 0;
	SN_TRY(bound_and_free(c, fund, d->purpose, &bound_fen, &free_fen));
	const int64_t after_fen = free_fen - money_fen(taken);
	if (bound_fen > 0 && after_fen < bound_fen && after_fen >= 0)
		return SN_FAIL(DONATION_BOUND, .field = "amount", .arg = {bound_fen, after_fen});
	return SN_SUCCESS; /* below zero the ledger refuses by itself */
}

struct sn_err donation_guard_reversed(struct ctx *c, const struct document *d,
				      const struct account_key *fund)
{
	const struct donation_filter among = {.org_no = d->org_no, .cycle_no = d->cycle_no};
	int64_t bound_fen = 0, free_fen = 0;
	struct donation was;
	bool there = false;
	SN_TRY(donation_by_id(c, d->document_id, &among, &was, &there));
	if (there && was.receipt_no != 0)
		return SN_FAIL(RECEIPT_IN_FORCE, .field = "donation",
			       .arg = {was.receipt_year, was.receipt_no});
	if (there && !money_is_zero(was.returned)) /* it would leave the books twice */
		return SN_FAIL(DONATION_LEFT, .field = "donation",
			       .arg = {money_fen(was.amount) - money_fen(was.returned),
				       money_fen(was.amount)});
	if (fund->class != ACCOUNT_FUND)
		return SN_SUCCESS;
	SN_TRY(bound_and_free(c, fund, STR_NULL, &bound_fen, &free_fen));
	return free_fen < bound_fen
		       ? SN_FAIL(DONATION_BOUND, .field = "amount", .arg = {bound_fen, free_fen})
		       : SN_SUCCESS;
}

struct sn_err donation_purpose_of(struct ctx *c, int64_t org_no, int64_t cycle_no, struct str *out)
{
	struct flows flows;
	size_t bound = 0;
	*out = STR_NULL;
	SN_TRY(flows_read(c, org_no, cycle_no, &flows));
	for (size_t i = 0; i < flows.count; i++) {
		if (flows.list[i].purpose.bytes == 0 || bound_in(&flows.list[i]) == 0)
			continue;
		*out = flows.list[i].purpose;
		bound++;
	}
	return bound > 1 ? SN_FAIL(DONATION_PURPOSE, .field = "purpose") : SN_SUCCESS;
}

struct sn_err donation_giveback(struct ctx *c, const struct account_key *fund, int64_t shard,
				struct uuid holder_id, struct str *purpose)
{
	struct str only = STR_NULL;
	size_t count = 0;
	bool named = false;
	struct rows *r =
		store_query(c->store, &donation_sql_issued_for,
			    PARAMS(p_int(shard), p_int(fund->org_no), p_int(fund->cycle_no),
				   p_int(FUND_DONATION), p_uuid(holder_id)));
	while (store_next(r)) {
		only = arena_str(c->mem, store_text(r, "purpose"));
		named = named || str_eq(only, *purpose);
		count++;
	}
	SN_TRY(store_done(r));
	if (count == 1)
		*purpose = only;
	return count == 1 || named ? SN_SUCCESS : SN_FAIL(DONATION_PURPOSE, .field = "purpose");
}

/* ---- making ---- */

static struct sn_err donor_check(struct ctx *c, const struct donor *donor)
{
	struct partner partner;
	switch (donor->kind) {
	case DONOR_PARTNER:
		if (donor->partner_no == 0)
			break;
		SN_TRY(partner_by_no(c, donor->partner_no, 0, &partner));
		return partner.closed_day == 0
			       ? SN_SUCCESS
			       : sn_err_with_text(SN_FAIL(PARTNER_CLOSED, .field = "donor",
							  .arg = {partner.closed_day}),
						  STR_FMT, STR_ARG(partner.code));
	case DONOR_PERSON:
		if (donor->name.bytes == 0)
			break;
		return SN_SUCCESS;
	case DONOR_ANONYMOUS:
		return SN_SUCCESS;
	case DONOR_KINDS_COUNT:
		break;
	}
	return SN_FAIL(DONATION_NO_DONOR, .field = "donor");
}

static struct sn_err is_same(struct ctx *c, const struct donation *is,
			     const struct donation_new *what, struct str basis)
{
	bool same =
		is->donor.kind == what->donor.kind && str_eq(is->basis, basis) &&
		(is->donor.kind != DONOR_PARTNER || is->donor.partner_no == what->donor.partner_no);
	if (same && is->donor.kind == DONOR_PERSON) {
		struct str known, asked;
		SN_TRY(donation_name_open(c, is->donation_id, &known));
		SN_TRY(name_parse(c->mem, what->donor.name, &asked));
		same = str_eq(known, asked);
	}
	return same ? SN_SUCCESS : SN_FAIL(DOCUMENT_DIFFERS, .field = "donation");
}

static struct sn_err add_row(struct ctx *c, const struct donation_new *what,
			     const struct document *d, struct str basis)
{
	const bool person = what->donor.kind == DONOR_PERSON;
	struct sealed_name name = {.sealed = STR_NULL};
	if (person)
		SN_TRY(seal_name(c, what->donor.name, d->document_id, &name));
	SN_TRY(store_run(
		c->store, &donation_sql_add,
		PARAMS(p_int(d->shard), p_uuid(d->document_id), p_int(d->org_no),
		       p_int(d->cycle_no), p_int(what->donor.kind),
		       what->donor.kind == DONOR_PARTNER ? p_int(what->donor.partner_no) : p_null(),
		       person ? p_text(str_of(name.masked)) : p_null(),
		       p_bytes(name.sealed.at, name.sealed.bytes),
		       person ? p_bytes(name.key.bytes, sizeof name.key.bytes) : p_null(),
		       person ? p_int(name.key.epoch) : p_null(), p_int(what->count > 0),
		       p_money(d->declared_total), p_text(d->purpose), p_text(basis),
		       p_uuid(c->actor_id), p_int(now_us(c))),
		NULL));
	const struct donation made = {
		.donation_id = d->document_id, .shard = d->shard, .org_no = d->org_no};
	return donation_leaf_append(c, &made, DONATION_MADE);
}

struct sn_err donation_make(struct ctx *c, const struct donation_new *what, struct document *out)
{
	struct document_plan plan = what->plan;
	const struct str basis = what->count > 0 ? str_trim(what->basis) : STR_NULL;
	struct donation is;
	bool there = false;
	plan.source = FUND_DONATION;
	plan.of_donor = true;
	SN_TRY(donor_check(c, &what->donor));
	SN_TRY(fund_require(c, FUND_DONATION, plan.purpose, plan.document.day));
	if (what->count > 0 && basis.bytes == 0)
		return SN_FAIL(DONATION_NO_BASIS, .field = "basis");
	if (basis.bytes > NAME_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "basis", .arg = {NAME_BYTES_MAX});
	SN_TRY(what->count > 0 ? document_make_gift(c, &plan, what->lines, what->count, out)
			       : document_make_receive(c, &plan, what->amount, out));
	const struct donation_filter among = {.org_no = out->org_no, .cycle_no = out->cycle_no};
	SN_TRY(donation_by_id(c, out->document_id, &among, &is, &there));
	if (there)
		return is_same(c, &is, what, basis);
	if (out->state != DOCUMENT_MADE) /* it came in as other money before */
		return SN_FAIL(DOCUMENT_DIFFERS, .field = "donation");
	return add_row(c, what, out, basis);
}

/* ---- back to the donor ---- */

static struct sn_err return_is_there(struct ctx *c, int64_t shard, struct uuid document_id,
				     struct uuid *donation_id)
{
	struct rows *r = store_query(c->store, &donation_sql_return_by_document,
				     PARAMS(p_int(shard), p_uuid(document_id)));
	*donation_id = store_next(r) ? store_uuid(r, "donation_id") : UUID_NULL;
	return store_done(r);
}

struct sn_err donation_return(struct ctx *c, struct uuid donation_id,
			      const struct document_plan *given, struct money amount,
			      struct document *out)
{
	struct document_plan plan = *given;
	struct donation d;
	struct uuid earlier;
	bool there = false;
	SN_TRY(donation_by_id(c, donation_id, &(const struct donation_filter){0}, &d, &there));
	if (!there)
		return SN_FAIL(DONATION_GONE, .field = "donation");
	if (d.goods)
		return SN_FAIL(DONATION_IN_KIND, .field = "donation");
	plan.source = FUND_DONATION;
	plan.to_donor = true;
	plan.purpose = d.purpose;
	plan.document.org_no = d.org_no;
	plan.document.cycle_no = d.cycle_no;
	SN_TRY(return_is_there(c, d.shard, plan.document.document_id, &earlier));
	const bool again = !uuid_is_null(earlier);
	if (again && !uuid_eq(earlier, donation_id))
		return SN_FAIL(DOCUMENT_DIFFERS, .field = "donation");
	if (!again && money_less(d.left, amount))
		return SN_FAIL(DONATION_LEFT, .field = "amount",
			       .arg = {money_fen(d.left), money_fen(amount)});
	SN_TRY(document_make_return(c, &plan, amount, out));
	if (again)
		return SN_SUCCESS;
	return store_run(c->store, &donation_sql_return_add,
			 PARAMS(p_int(out->shard), p_uuid(out->document_id), p_uuid(donation_id),
				p_money(amount)),
			 NULL);
}
