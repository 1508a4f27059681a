/* The steps of a purchase: opened, quoted, contracted, accepted. Each decides over what is there, then writes. */
#include "ledger/purchase_priv.h"
#include "ledger/purchase_sql.h"

#include <assert.h>
#include <stdlib.h>

/* ---- what all steps share ---- */

static struct sn_err text_good(struct str text, const char *field)
{
	return text.bytes > PURCHASE_WORDS_BYTES_MAX
		       ? SN_FAIL(TOO_LONG, .field = field, .arg = {PURCHASE_WORDS_BYTES_MAX})
		       : SN_SUCCESS;
}

static struct sn_err step_good(struct ctx *c, struct purchase_step *s)
{
	if (uuid_is_null(s->step_id))
		return SN_FAIL(MISSING_FIELD, .field = "id");
	SN_TRY(text_good(s->number, "number"));
	SN_TRY(text_good(s->words, "words"));
	SN_TRY(text_good(s->present, "present"));
	if (s->day == 0)
		s->day = day_of(now_us(c));
	s->first_id = c->actor_id;
	s->second_id = UUID_NULL;
	s->at_us = now_us(c);
	s->second_us = 0;
	return SN_SUCCESS;
}

/* A maker's step on a purchase that is there. */
struct chain {
	struct purchase purchase;
	struct purchase_step *steps;
	size_t count;
	struct purchase_step step;
	struct sha256 digest;
	bool there;
};

static struct sn_err chain_begin(struct ctx *c, const struct purchase_step *given,
				 enum purchase_step_kind kind, struct chain *out)
{
	*out = (struct chain){.step = *given};
	out->step.kind = kind;
	SN_TRY(step_good(c, &out->step));
	SN_TRY(purchase_read(c, given->purchase_id, &out->purchase));
	const enum rights_role counts[] = {ROLE_KEEPER, ROLE_CHECKER, ROLE_DISTRIBUTOR};
	if (kind == PURCHASE_ACCEPTANCE)
		SN_TRY(rights_require(c, counts, sizeof counts / sizeof counts[0],
				      out->purchase.org_no));
	else
		SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, out->purchase.org_no));
	SN_TRY(purchase_step_digest(&out->purchase, &out->step, &out->digest));
	SN_TRY(purchase_step_there(c, &out->purchase, &out->step, out->digest, &out->there));
	if (out->there)
		return SN_SUCCESS;
	SN_TRY(purchase_steps(c, &out->purchase, &out->steps, &out->count));
	if (out->count >= PURCHASE_STEPS_MAX)
		return SN_FAIL(TOO_LONG, .field = "purchase", .arg = {PURCHASE_STEPS_MAX});
	return purchase_may(&out->purchase.needs, out->steps, out->count, kind);
}

static struct sn_err chain_write(struct ctx *c, const struct chain *x, bool counts)
{
	SN_TRY(purchase_step_row_add(c, &x->purchase, &x->step, x->digest));
	if (!counts)
		return SN_SUCCESS;
	const struct ledger_act act = purchase_act(&x->purchase, &x->step, x->digest);
	return ledger_act_append(c, &act);
}

static struct sn_err amount_good(struct money amount, const char *field)
{
	return money_less(MONEY_FEN(0), amount) ? SN_SUCCESS
						: SN_FAIL(QUANTITY_BAD, .field = field);
}

/* Lines in the order of their items, as they are read back: the digest goes by it. */
static int by_item(const void *a, const void *b)
{
	const struct purchase_line *x = a, *y = b;
	return (x->item_no > y->item_no) - (x->item_no < y->item_no);
}

static struct sn_err lines_good(struct ctx *c, const struct purchase_step *given,
				struct purchase_step *out)
{
	const size_t count = given->lines_count;
	*out = *given;
	if (count == 0 || count > PURCHASE_LINES_MAX)
		return SN_FAIL(DOCUMENT_EMPTY, .field = "items", .arg = {PURCHASE_LINES_MAX});
	out->lines = ARENA_ARRAY(c->mem, struct purchase_line, count);
	if (!out->lines)
		return SN_FAIL(OUT_OF_MEMORY);
	memcpy(out->lines, given->lines, count * sizeof *out->lines);
	qsort(out->lines, count, sizeof *out->lines, by_item);
	for (size_t i = 0; i < count; i++) {
		const struct purchase_line *l = &out->lines[i];
		struct item item;
		SN_TRY(goods_item_by_no(c, l->item_no, &item));
		if (i > 0 && l->item_no == out->lines[i - 1].item_no)
			return sn_err_with_text(SN_FAIL(PURCHASE_ITEM_TWICE, .field = "items"),
						STR_FMT, STR_ARG(item.code));
		if (l->quantity < 0 || l->refused < 0 || l->quantity > LEDGER_QUANTITY_MAX ||
		    l->refused > LEDGER_QUANTITY_MAX || l->quantity + l->refused == 0)
			return SN_FAIL(QUANTITY_BAD, .field = "items");
	}
	return SN_SUCCESS;
}

/* ---- open ---- */

static struct sn_err meeting_good(const struct purchase *p, const struct purchase_meeting *m)
{
	const char *missing = m->number.bytes == 0    ? "number"
			      : m->present.bytes == 0 ? "present"
						      : NULL;
	if (p->needs.meeting && missing)
		return SN_FAIL(PURCHASE_MEETING_NEEDED, .field = missing,
			       .arg = {money_fen(p->ceiling)});
	return SN_SUCCESS;
}

static struct sn_err open_begin(struct ctx *c, const struct purchase *what, struct purchase *p)
{
	struct purchase_rules rules;
	struct purchase earlier;
	*p = *what;
	p->limit = p->ceiling;
	p->invoiced = MONEY_FEN(0);
	p->partner_no = 0;
	p->maker_id = c->actor_id;
	if (uuid_is_null(p->purchase_id))
		return SN_FAIL(MISSING_FIELD, .field = "id");
	if (p->words.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "words");
	SN_TRY(amount_good(p->ceiling, "ceiling"));
	if (money_fen(p->ceiling) > LEDGER_FEN_MAX)
		return SN_FAIL(QUANTITY_BAD, .field = "ceiling");
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, p->org_no));
	SN_TRY(ledger_shard_of(c, p->org_no, &p->shard));
	if (p->day == 0)
		p->day = day_of(now_us(c));
	SN_TRY(purchase_rules_read(c, p->day, &rules));
	p->rules_version = rules.version;
	p->needs = purchase_needs_of(&rules, p->ceiling);
	/* Asked again after the rules changed: what they were when it was opened holds. */
	const struct sn_err e = purchase_read(c, p->purchase_id, &earlier);
	if (sn_failed(e))
		return e.reason == SN_R_PURCHASE_GONE ? SN_SUCCESS : e;
	p->needs = earlier.needs;
	p->rules_version = earlier.rules_version;
	return earlier.shard == p->shard ? SN_SUCCESS : SN_FAIL(PURCHASE_DIFFERS, .field = "id");
}

struct sn_err purchase_open(struct ctx *c, const struct purchase *what,
			    const struct purchase_meeting *meeting, struct purchase *out)
{
	struct chain x = {.there = false};
	SN_TRY(open_begin(c, what, &x.purchase));
	x.step = (struct purchase_step){.step_id = x.purchase.purchase_id,
					.purchase_id = x.purchase.purchase_id,
					.kind = PURCHASE_OPEN,
					.number = meeting->number,
					.present = meeting->present,
					.words = x.purchase.words,
					.amount = x.purchase.ceiling,
					.day = x.purchase.day};
	SN_TRY(step_good(c, &x.step));
	SN_TRY(purchase_step_digest(&x.purchase, &x.step, &x.digest));
	SN_TRY(purchase_step_there(c, &x.purchase, &x.step, x.digest, &x.there));
	if (x.there)
		return purchase_read(c, x.purchase.purchase_id, out);
	SN_TRY(meeting_good(&x.purchase, meeting));
	SN_TRY(purchase_row_add(c, &x.purchase));
	*out = x.purchase;
	return chain_write(c, &x, true);
}

/* ---- quote ---- */

struct sn_err purchase_quote(struct ctx *c, const struct purchase_step *step)
{
	struct chain x;
	struct partner partner;
	SN_TRY(amount_good(step->amount, "amount"));
	SN_TRY(partner_by_no(c, step->partner_no, 0, &partner));
	struct purchase_step given = *step;
	given.lines = NULL;
	given.lines_count = 0;
	SN_TRY(chain_begin(c, &given, PURCHASE_QUOTE, &x));
	if (x.there)
		return SN_SUCCESS;
	for (size_t i = 0; i < x.count; i++)
		if (x.steps[i].kind == PURCHASE_QUOTE && x.steps[i].partner_no == step->partner_no)
			return sn_err_with_text(SN_FAIL(PURCHASE_QUOTE_TWICE, .field = "supplier"),
						STR_FMT " " STR_FMT, STR_ARG(partner.code),
						STR_ARG(partner.name));
	return chain_write(c, &x, true);
}

/* ---- contract ---- */

static struct sn_err contract_total(const struct purchase_step *s)
{
	struct money total = MONEY_FEN(0);
	for (size_t i = 0; i < s->lines_count; i++) {
		if (s->lines[i].refused != 0)
			return SN_FAIL(QUANTITY_BAD, .field = "items");
		if (money_less(s->lines[i].value, MONEY_FEN(0)) ||
		    !money_add(&total, total, s->lines[i].value))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "items");
	}
	if (money_fen(total) != money_fen(s->amount))
		return SN_FAIL(ENVELOPE_TOTAL, .field = "total",
			       .arg = {money_fen(s->amount), money_fen(total)});
	return SN_SUCCESS;
}

static struct sn_err contract_write(struct ctx *c, const struct chain *x)
{
	const struct purchase *p = &x->purchase;
	int64_t changed = 0;
	SN_TRY(store_run(c->store, &purchase_sql_set_contract,
			 PARAMS(p_int(p->shard), p_uuid(p->purchase_id), p_int(x->step.partner_no),
				p_money(x->step.amount)),
			 &changed));
	assert(changed == 1); /* one contract, before any invoice: purchase_may() */
	for (size_t i = 0; i < x->step.lines_count; i++)
		SN_TRY(store_run(c->store, &purchase_sql_item_add,
				 PARAMS(p_int(p->shard), p_uuid(p->purchase_id),
					p_int(x->step.lines[i].item_no),
					p_int(x->step.lines[i].quantity), p_int(0), p_int(0)),
				 NULL));
	return chain_write(c, x, true);
}

struct sn_err purchase_contract(struct ctx *c, const struct purchase_step *step)
{
	struct chain x;
	struct partner partner;
	struct purchase_step given;
	SN_TRY(amount_good(step->amount, "total"));
	if (step->number.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "number");
	SN_TRY(partner_by_no(c, step->partner_no, 0, &partner));
	SN_TRY(lines_good(c, step, &given));
	SN_TRY(contract_total(&given));
	SN_TRY(chain_begin(c, &given, PURCHASE_CONTRACT, &x));
	if (x.there)
		return SN_SUCCESS;
	const struct sn_err e = purchase_choice(&x.purchase, x.steps, x.count, &x.step);
	if (e.reason == SN_R_PURCHASE_NO_QUOTE)
		return sn_err_with_text(e, STR_FMT " " STR_FMT, STR_ARG(partner.code),
					STR_ARG(partner.name));
	SN_TRY(e);
	return contract_write(c, &x);
}

/* ---- acceptance ---- */

static struct sn_err acceptance_good(struct ctx *c, const struct chain *x)
{
	const struct purchase_step *contract = NULL;
	int64_t refused = 0;
	for (size_t i = 0; i < x->count; i++)
		if (x->steps[i].kind == PURCHASE_CONTRACT)
			contract = &x->steps[i];
	for (size_t i = 0; i < x->step.lines_count; i++) {
		const int64_t item_no = x->step.lines[i].item_no;
		bool ordered = !contract;
		refused += x->step.lines[i].refused;
		for (size_t k = 0; contract && k < contract->lines_count; k++)
			ordered = ordered || contract->lines[k].item_no == item_no;
		if (!ordered) {
			struct item known;
			SN_TRY(goods_item_by_no(c, item_no, &known));
			return sn_err_with_text(SN_FAIL(PURCHASE_NOT_CONTRACTED, .field = "items"),
						STR_FMT, STR_ARG(known.code));
		}
	}
	return refused > 0 && x->step.words.bytes == 0
		       ? SN_FAIL(PURCHASE_REFUSED_WHY, .field = "words")
		       : SN_SUCCESS;
}

static struct sn_err accepted_add(struct ctx *c, const struct purchase *p,
				  const struct purchase_line *l)
{
	int64_t changed = 0;
	SN_TRY(store_run(c->store, &purchase_sql_item_accept,
			 PARAMS(p_int(p->shard), p_uuid(p->purchase_id), p_int(l->item_no),
				p_int(l->quantity), p_int(l->refused)),
			 &changed));
	if (changed == 1)
		return SN_SUCCESS;
	return store_run(c->store, &purchase_sql_item_add,
			 PARAMS(p_int(p->shard), p_uuid(p->purchase_id), p_int(l->item_no),
				p_null(), p_int(l->quantity), p_int(l->refused)),
			 NULL);
}

/* The second has counted: what the first found counts from now on. */
static struct sn_err complete(struct ctx *c, const struct chain *x, struct purchase_step *first)
{
	int64_t args[2], changed = 0;
	const int64_t item_no = purchase_count_apart(first, &x->step, args);
	struct sha256 digest;
	if (item_no != 0) {
		struct item known;
		SN_TRY(goods_item_by_no(c, item_no, &known));
		return sn_err_with_text(SN_FAIL(PURCHASE_COUNT_DIFFERS, .field = "items",
						.arg = {args[0], args[1]}),
					STR_FMT, STR_ARG(known.code));
	}
	first->second_id = c->actor_id;
	first->second_us = now_us(c);
	SN_TRY(store_run(c->store, &purchase_sql_step_second,
			 PARAMS(p_int(x->purchase.shard), p_uuid(first->step_id),
				p_uuid(c->actor_id), p_int(first->second_us)),
			 &changed));
	if (changed != 1)
		return SN_FAIL(PURCHASE_ACCEPTS_OWN);
	for (size_t i = 0; i < first->lines_count; i++)
		SN_TRY(accepted_add(c, &x->purchase, &first->lines[i]));
	SN_TRY(purchase_step_digest(&x->purchase, first, &digest));
	const struct ledger_act act = purchase_act(&x->purchase, first, digest);
	return ledger_act_append(c, &act);
}

static struct purchase_step *sheet_of(const struct chain *x)
{
	for (size_t i = 0; i < x->count; i++)
		if (x->steps[i].kind == PURCHASE_ACCEPTANCE &&
		    str_eq(x->steps[i].number, x->step.number))
			return &x->steps[i];
	return NULL;
}

struct sn_err purchase_accept(struct ctx *c, const struct purchase_step *step, bool *done)
{
	struct chain x;
	struct purchase_step given;
	*done = false;
	if (step->number.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "number");
	SN_TRY(lines_good(c, step, &given));
	given.partner_no = 0;
	given.amount = MONEY_FEN(0);
	for (size_t i = 0; i < given.lines_count; i++)
		given.lines[i].value = MONEY_FEN(0);
	SN_TRY(chain_begin(c, &given, PURCHASE_ACCEPTANCE, &x));
	if (x.there)
		return SN_SUCCESS;
	SN_TRY(purchase_acceptor(&x.purchase, x.steps, x.count, c->actor_id));
	SN_TRY(acceptance_good(c, &x));
	struct purchase_step *first = sheet_of(&x);
	if (!first)
		return chain_write(c, &x, false);
	/* asked again by the one who completed it: the same answer, where he counted the same */
	int64_t args[2];
	*done = uuid_eq(first->second_id, c->actor_id) &&
		purchase_count_apart(first, &x.step, args) == 0;
	if (*done)
		return SN_SUCCESS;
	if (!uuid_is_null(first->second_id))
		return sn_err_with_text(SN_FAIL(PURCHASE_NUMBER_TAKEN, .field = "number"), STR_FMT,
					STR_ARG(first->number));
	if (uuid_eq(first->first_id, c->actor_id))
		return SN_FAIL(PURCHASE_ACCEPTS_OWN);
	SN_TRY(complete(c, &x, first));
	*done = true;
	return SN_SUCCESS;
}
