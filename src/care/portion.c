/* Giving without names: a fact, its goods, and what of it is counted. */
#include "care/portion.h"

#include "base/text.h"
#include "care/care_priv.h"
#include "care/care_sql.h"

/* ---- rows ---- */

struct stored {
	struct portion is;
	size_t transfers;
};

static bool copy_text(struct arena *mem, const struct rows *r, const char *column, struct str *out)
{
	*out = STR_NULL;
	if (store_is_null(r, column))
		return true;
	*out = arena_str(mem, store_text(r, column));
	return out->at != NULL;
}

static struct sn_err from_row(struct arena *mem, const struct rows *r, struct stored *out)
{
	struct portion *p = &out->is;
	*p = (struct portion){.portion_id = store_uuid(r, "portion_id"),
			      .shard = store_int(r, "shard"),
			      .org_no = store_int(r, "org_no"),
			      .cycle_no = store_int(r, "cycle_no"),
			      .day = (int32_t)store_int(r, "day"),
			      .item_no = store_int(r, "item_no"),
			      .quantity = store_int(r, "quantity"),
			      .level = (enum evidence)store_int(r, "level"),
			      .by_id = store_uuid(r, "by_id"),
			      .value = store_money(r, "value_fen"),
			      .actor_id = store_uuid(r, "actor_id"),
			      .at_us = store_int(r, "at_us"),
			      .reversal_id = store_uuid(r, "reversal_id")};
	if (!store_is_null(r, "person_times"))
		p->person_times = store_int(r, "person_times");
	out->transfers = (size_t)store_int(r, "transfers");
	const bool copied = copy_text(mem, r, "site", &p->site) &&
			    copy_text(mem, r, "words", &p->words) &&
			    copy_text(mem, r, "why", &p->why);
	return copied ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static struct sn_err read_one(struct ctx *c, struct uuid portion_id, struct stored *out,
			      bool *there)
{
	struct sn_err e = SN_SUCCESS;
	struct rows *r = store_query(c->store, &care_sql_portion_by_id, PARAMS(p_uuid(portion_id)));
	*there = store_next(r);
	if (*there)
		e = from_row(c->mem, r, out);
	SN_TRY(store_done(r));
	return e;
}

struct sn_err portion_by_id(struct ctx *c, struct uuid portion_id, struct portion *out)
{
	struct stored stored;
	bool there = false;
	SN_TRY(read_one(c, portion_id, &stored, &there));
	if (!there)
		return SN_FAIL(NO_SUCH_PORTION);
	*out = stored.is;
	return SN_SUCCESS;
}

struct sn_err portion_list(struct ctx *c, int64_t cycle_no, struct str org_path,
			   struct portion **out, size_t *count)
{
	struct portion *list = NULL;
	struct sn_err e = SN_SUCCESS;
	size_t n = 0;
	struct rows *r =
		store_query(c->store, &care_sql_portion_below,
			    PARAMS(p_int(cycle_no), p_text(org_path), p_int(PORTION_LIST_MAX)));
	while (!sn_failed(e) && store_next(r)) {
		struct stored stored;
		list = care_grow(c->mem, list, n, sizeof *list);
		e = list ? from_row(c->mem, r, &stored) : SN_FAIL(OUT_OF_MEMORY);
		if (!sn_failed(e))
			list[n++] = stored.is;
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	return e;
}

/* ---- what may be told: pure but for the clock ---- */

static struct sn_err text_take(struct ctx *c, struct str in, const char *field, struct str *out)
{
	SN_TRY(text_normalise(c->mem, in, out));
	if (out->bytes > CARE_WORDS_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = field, .arg = {CARE_WORDS_BYTES_MAX});
	if (out->bytes == 0)
		*out = STR_NULL;
	return SN_SUCCESS;
}

static struct sn_err check(struct ctx *c, const struct cycle *cycle, struct portion *p)
{
	if (p->level != EVIDENCE_C && p->level != EVIDENCE_R)
		return SN_FAIL(PORTION_LEVEL, .field = "level");
	if (p->quantity <= 0)
		return SN_FAIL(PORTION_NONE, .field = "quantity");
	if (p->person_times < 0)
		return SN_FAIL(PORTION_NONE, .field = "person_times");
	const int32_t today = day_of(now_us(c));
	const int32_t last =
		cycle->until_day != 0 && cycle->until_day < today ? cycle->until_day : today;
	if (p->day < cycle->from_day || p->day > last)
		return SN_FAIL(PORTION_DAY, .field = "day", .arg = {p->day, cycle->from_day, last});
	SN_TRY(text_take(c, p->site, "site", &p->site));
	if (str_is_null(p->site))
		return SN_FAIL(MISSING_FIELD, .field = "site");
	return text_take(c, p->words, "words", &p->words);
}

/* A distributor hands out of his own custody; who hands out of the stock or writes down for others is a maker or
 * keeper. */
static struct sn_err may_add(struct ctx *c, const struct portion *p)
{
	static const enum rights_role roles[] = {ROLE_DISTRIBUTOR, ROLE_MAKER, ROLE_KEEPER};
	const bool own = !uuid_is_null(p->by_id) && uuid_eq(p->by_id, c->actor_id);
	return own ? rights_require(c, roles, 3, p->org_no)
		   : rights_require(c, roles + 1, 2, p->org_no);
}

/* The field in which it differs from the one that is there; NULL: it is the same. */
static const char *difference(const struct portion *p, const struct portion *is)
{
	if (p->cycle_no != is->cycle_no)
		return "cycle";
	if (p->org_no != is->org_no)
		return "org";
	if (p->day != is->day)
		return "day";
	if (!str_eq(p->site, is->site))
		return "site";
	if (p->item_no != is->item_no)
		return "item";
	if (p->quantity != is->quantity)
		return "quantity";
	if (p->person_times != is->person_times)
		return "person_times";
	if (p->level != is->level)
		return "level";
	if (!uuid_eq(p->by_id, is->by_id))
		return "by";
	return str_eq(p->words, is->words) ? NULL : "words";
}

/* ---- adding ---- */

/* Out of its place, lot by lot; the value follows from the lots. */
static struct sn_err post(struct ctx *c, struct portion *p, size_t *transfers)
{
	const bool custody = !uuid_is_null(p->by_id);
	const struct account_key place = {.org_no = p->org_no,
					  .class = custody ? ACCOUNT_CUSTODY : ACCOUNT_STOCK,
					  .cycle_no = p->cycle_no,
					  .item_no = p->item_no,
					  .holder_id = p->by_id};
	struct lot_share shares[PORTION_LOTS_MAX];
	struct transfer moves[PORTION_LOTS_MAX];
	SN_TRY(goods_lots_take(c, &place, p->quantity, shares, PORTION_LOTS_MAX, transfers));
	p->value = MONEY_FEN(0);
	for (size_t i = 0; i < *transfers; i++) {
		struct transfer *t = &moves[i];
		*t = (struct transfer){.transfer_id = care_share_id(p->portion_id, i),
				       .kind = TRANSFER_HANDOVER,
				       .day = p->day,
				       .at_us = now_us(c),
				       .from = shares[i].key,
				       .to = shares[i].key,
				       .quantity = shares[i].quantity,
				       .value = shares[i].value};
		t->to.class = ACCOUNT_RECIPIENT;
		t->to.holder_id = UUID_NULL;
		t->to.level = p->level;
		if (!money_add(&p->value, p->value, t->value))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "quantity");
	}
	return ledger_post_all(c, moves, *transfers);
}

static struct sn_err write(struct ctx *c, const struct portion *p, enum unit unit, size_t transfers)
{
	return store_run(c->store, &care_sql_portion_add,
			 PARAMS(p_int(p->shard), p_uuid(p->portion_id), p_int(p->cycle_no),
				p_int(p->org_no), p_int(p->day), p_text(p->site), p_int(p->item_no),
				p_text(str_of(unit_word(unit))), p_int(p->quantity),
				p->person_times == 0 ? p_null() : p_int(p->person_times),
				p_int(p->level), p_uuid_or_null(p->by_id), p_text(p->words),
				p_money(p->value), p_int((int64_t)transfers),
				p_uuid_or_null(p->actor_id), p_int(p->at_us)),
			 NULL);
}

/* Its union takes part in the cycle. */
static struct sn_err place_check(struct ctx *c, const struct cycle *cycle, struct portion *p)
{
	struct org org, runs;
	SN_TRY(org_by_no(c, p->org_no, 0, &org));
	SN_TRY(org_by_no(c, cycle->org_no, 0, &runs));
	if (!str_starts(org.path, runs.path))
		return sn_err_with_text(SN_FAIL(ORG_OUTSIDE_CYCLE, .field = "org"), STR_FMT,
					STR_ARG(org.code));
	p->shard = org.shard;
	return SN_SUCCESS;
}

struct sn_err portion_add(struct ctx *c, const struct portion *what, struct portion *out)
{
	struct portion p = *what;
	struct stored there;
	struct cycle cycle;
	struct item item;
	bool known = false;
	size_t transfers = 0;
	SN_TRY(care_cycle_by_no(c, p.cycle_no, &cycle));
	SN_TRY(place_check(c, &cycle, &p));
	SN_TRY(may_add(c, &p));
	SN_TRY(goods_item_by_no(c, p.item_no, &item));
	SN_TRY(check(c, &cycle, &p));
	SN_TRY(read_one(c, p.portion_id, &there, &known));
	if (known) {
		const char *field = difference(&p, &there.is);
		*out = there.is;
		return field ? SN_FAIL(PORTION_DIFFERS, .field = field) : SN_SUCCESS;
	}
	if (cycle.state != CYCLE_OPEN)
		return care_cycle_wrong_state(&cycle, CYCLE_OPEN);
	p.actor_id = c->actor_id;
	p.at_us = now_us(c);
	SN_TRY(post(c, &p, &transfers));
	SN_TRY(write(c, &p, item.unit, transfers));
	*out = p;
	return SN_SUCCESS;
}

/* ---- taking back ---- */

struct sn_err portion_reverse(struct ctx *c, struct uuid portion_id, struct uuid reversal_id,
			      struct str why)
{
	static const enum rights_role roles[] = {ROLE_CHECKER, ROLE_APPROVER};
	struct stored stored;
	bool there = false;
	int64_t changed = 0;
	struct str words;
	SN_TRY(read_one(c, portion_id, &stored, &there));
	if (!there)
		return SN_FAIL(NO_SUCH_PORTION);
	SN_TRY(rights_require(c, roles, 2, stored.is.org_no));
	SN_TRY(text_take(c, why, "why", &words));
	if (str_is_null(words))
		return SN_FAIL(MISSING_FIELD, .field = "why");
	if (uuid_eq(stored.is.reversal_id, reversal_id) && str_eq(stored.is.why, words))
		return SN_SUCCESS;
	if (!uuid_is_null(stored.is.reversal_id))
		return SN_FAIL(PORTION_REVERSED);
	for (size_t i = 0; i < stored.transfers; i++)
		SN_TRY(ledger_reverse(c, stored.is.shard, care_share_id(portion_id, i),
				      care_share_id(reversal_id, i), day_of(now_us(c))));
	SN_TRY(store_run(c->store, &care_sql_portion_reverse,
			 PARAMS(p_int(stored.is.shard), p_uuid(portion_id), p_uuid(reversal_id),
				p_uuid_or_null(c->actor_id), p_text(words)),
			 &changed));
	return changed == 1 ? SN_SUCCESS : SN_FAIL(PORTION_REVERSED);
}

/* ---- counting ---- */

struct sn_err portion_totals(struct ctx *c, int64_t cycle_no, struct str org_path,
			     struct portion_total **out, size_t *count)
{
	struct portion_total *list = NULL;
	struct sn_err e = SN_SUCCESS;
	size_t n = 0;
	struct rows *r = store_query(c->store, &care_sql_portion_totals,
				     PARAMS(p_int(cycle_no), p_text(org_path)));
	while (!sn_failed(e) && store_next(r)) {
		list = care_grow(c->mem, list, n, sizeof *list);
		if (!list) {
			e = SN_FAIL(OUT_OF_MEMORY);
			break;
		}
		struct portion_total *t = &list[n++];
		*t = (struct portion_total){.level = (enum evidence)store_int(r, "level"),
					    .quantity = store_int(r, "quantity"),
					    .times = store_int(r, "times"),
					    .person_times = store_int(r, "person_times"),
					    .unknown_times = store_int(r, "unknown_times"),
					    .value = store_money(r, "value_fen")};
		e = unit_parse(&t->unit, store_text(r, "unit"), "unit");
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	return e;
}

struct sn_err portion_verify(struct ctx *c,
			     void (*each)(void *self, const struct ledger_finding *f), void *self,
			     int64_t *findings)
{
	struct rows *r = store_query(c->store, &care_sql_portions_wrong, NO_PARAMS);
	while (store_next(r)) {
		(*findings)++;
		each(self, &(const struct ledger_finding){.what = "portion",
							  .shard = store_int(r, "shard"),
							  .id = store_uuid(r, "portion_id"),
							  .expected = store_int(r, "value_fen"),
							  .found = store_int(r, "moved_fen")});
	}
	return store_done(r);
}
