/* What comes next of a purchase, whose turn it is, which papers it has, and what its findings say. */
#include "ledger/document.h"
#include "ledger/purchase_priv.h"
#include "ledger/purchase_sql.h"

#include <inttypes.h>

#define X(name, word, zh, en) {word, zh, en},
static const struct ledger_words next_words[] = {PURCHASE_NEXTS(X)};
#undef X

const struct ledger_words *purchase_next_words(enum purchase_next next)
{
	return &next_words[next];
}

/* ---- what comes next ---- */

static unsigned bit(enum purchase_next next)
{
	return 1U << next;
}

/* The step that purchase_may() lets come before any goods: a quote, the contract, or none of them. */
static unsigned papers_next(const struct purchase_state *s)
{
	const bool accepts = !sn_failed(
		purchase_may(&s->purchase->needs, s->steps, s->steps_count, PURCHASE_ACCEPTANCE));
	const bool contracts = !sn_failed(
		purchase_may(&s->purchase->needs, s->steps, s->steps_count, PURCHASE_CONTRACT));
	if (accepts)
		return 0;
	return bit(contracts ? PURCHASE_NEXT_CONTRACT : PURCHASE_NEXT_QUOTE);
}

static unsigned goods_next(const struct purchase_state *s)
{
	bool contracted = false, all_there = true;
	unsigned open = 0;
	for (size_t i = 0; i < s->items_count; i++) {
		const struct purchase_item *item = &s->items[i];
		contracted = contracted || item->contracted >= 0;
		all_there = all_there && item->accepted >= item->contracted;
		if (item->stocked < item->accepted)
			open |= bit(PURCHASE_NEXT_STOCK);
	}
	/* without a contract nobody knows whether more comes: the first lorry is waited for, others may come */
	const bool waits = contracted ? !all_there : s->items_count == 0;
	return open | (waits ? bit(PURCHASE_NEXT_ACCEPT) : 0);
}

static const struct purchase_step *half_sheet(const struct purchase_state *s)
{
	for (size_t i = 0; i < s->steps_count; i++)
		if (s->steps[i].kind == PURCHASE_ACCEPTANCE && uuid_is_null(s->steps[i].second_id))
			return &s->steps[i];
	return NULL;
}

/* Who accepted the goods does not draft the paper that pays for them. */
static bool has_accepted(const struct purchase_state *s, struct uuid user_id)
{
	bool has = false;
	for (size_t i = 0; i < s->steps_count; i++)
		has = has || (s->steps[i].kind == PURCHASE_ACCEPTANCE &&
			      (uuid_eq(s->steps[i].first_id, user_id) ||
			       uuid_eq(s->steps[i].second_id, user_id)));
	return has;
}

void purchase_turn_of(const struct purchase_state *s, const struct purchase_who *who,
		      struct purchase_turn *out)
{
	const struct purchase_step *half = half_sheet(s);
	*out = (struct purchase_turn){.open = papers_next(s), .sheet = STR_NULL};
	if (out->open == 0)
		out->open = goods_next(s);
	if (half) {
		out->open = (out->open & ~bit(PURCHASE_NEXT_ACCEPT)) | bit(PURCHASE_NEXT_SECOND);
		out->sheet = half->number;
	}
	if (money_less(s->credited, s->sent))
		out->open |= bit(PURCHASE_NEXT_CREDIT);
	const bool counts =
		who->counts &&
		!sn_failed(purchase_acceptor(s->purchase, s->steps, s->steps_count, who->user_id));
	const bool makes = who->makes;
	out->mine |= makes ? out->open & (bit(PURCHASE_NEXT_QUOTE) | bit(PURCHASE_NEXT_CONTRACT) |
					  bit(PURCHASE_NEXT_CREDIT))
			   : 0;
	out->mine |=
		makes && !has_accepted(s, who->user_id) ? out->open & bit(PURCHASE_NEXT_STOCK) : 0;
	out->mine |= counts ? out->open & bit(PURCHASE_NEXT_ACCEPT) : 0;
	if (half && counts && !uuid_eq(half->first_id, who->user_id))
		out->mine |= out->open & bit(PURCHASE_NEXT_SECOND);
}

/* Whoever has none of these roles may not; what is wrong with the store comes back. */
static struct sn_err may(struct ctx *c, const enum rights_role *roles, size_t count, int64_t org_no,
			 bool *out)
{
	const struct sn_err e = rights_require(c, roles, count, org_no);
	*out = !sn_failed(e);
	return sn_err_code(e) == SN_DENIED ? SN_SUCCESS : e;
}

struct sn_err purchase_turn(struct ctx *c, const struct purchase *p, struct purchase_turn *out)
{
	static const enum rights_role makes[] = {ROLE_MAKER};
	static const enum rights_role counts[] = {ROLE_KEEPER, ROLE_CHECKER, ROLE_DISTRIBUTOR};
	struct purchase_state s = {.purchase = p};
	SN_TRY(purchase_steps(c, p, &s.steps, &s.steps_count));
	SN_TRY(purchase_items(c, p, &s.items, &s.items_count));
	SN_TRY(purchase_back_sums(c, p, FUND_NONE, &s.sent, &s.credited));
	struct purchase_who who = {.user_id = c->actor_id};
	SN_TRY(may(c, makes, 1, p->org_no, &who.makes));
	SN_TRY(may(c, counts, sizeof counts / sizeof counts[0], p->org_no, &who.counts));
	purchase_turn_of(&s, &who, out);
	return SN_SUCCESS;
}

/* ---- its papers ---- */

struct sn_err purchase_documents(struct ctx *c, const struct purchase *of, struct document **out,
				 size_t *count)
{
	struct uuid *ids = NULL;
	size_t n = 0;
	bool memory = true;
	struct rows *r = store_query(c->store, &purchase_sql_documents,
				     PARAMS(p_int(of->shard), p_uuid(of->purchase_id)));
	while (memory && store_next(r)) {
		ids = ledger_grow(c->mem, ids, n, sizeof *ids);
		memory = ids != NULL;
		if (memory)
			ids[n++] = store_uuid(r, "document_id");
	}
	SN_TRY(store_done(r));
	*out = memory ? ARENA_ARRAY(c->mem, struct document, n + 1) : NULL;
	*count = n;
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < n; i++)
		SN_TRY(document_read(c, ids[i], &(*out)[i]));
	return SN_SUCCESS;
}

/* ---- what a finding says ---- */

struct str purchase_finding_say(struct arena *mem, enum lang lang, const struct purchase_finding *f)
{
	const struct ledger_words *words = purchase_finding_words(f->kind);
	struct buf *b = buf_new(1024);
	if (!b)
		return STR_NULL;
	for (const char *at = lang == LANG_ZH ? words->zh : words->en; *at; at++) {
		char yuan[32];
		const int64_t which = strncmp(at, "{1}", 3) == 0 || strncmp(at, "{yuan1}", 7) == 0
					      ? f->found
					      : f->expected;
		if (strncmp(at, "{text}", 6) == 0) {
			buf_add(b, f->text);
			at += 5;
		} else if (strncmp(at, "{yuan", 5) == 0) {
			money_text(MONEY_FEN(which), yuan, sizeof yuan);
			buf_add(b, str_of(yuan));
			at += 6;
		} else if (*at == '{') {
			buf_printf(b, "%" PRId64, which);
			at += 2;
		} else {
			buf_add_char(b, *at);
		}
	}
	const struct str text = arena_str(mem, buf_str(b));
	buf_free(b);
	return text;
}
