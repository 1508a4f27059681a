/* What a move or a merger would change, counted as it stands, and the act itself. */
#include "report/reorg.h"
#include "org/org_cache.h"
#include "report/report_sql.h"
#include "rights/permission.h"

#include <assert.h>

enum { LARGE_FROM_FEN = 100000 }; /* product.md, Few hands: the recommended default changes there */

static const struct org_words effects[] = {
#define X(name, word, zh, en) [REORG_EFFECT_##name] = {word, zh, en},
	REORG_EFFECTS(X)
#undef X
};
const struct org_words *reorg_effect_words(enum reorg_effect effect)
{
	assert(effect < REORG_EFFECTS_COUNT);
	return &effects[effect];
}

/* ---- may it be done ---- */

/* Over the place that is left and the place that is entered. */
static struct sn_err ask_rights(struct ctx *c, const struct reorg *ask, const struct org *org,
				const struct org *other)
{
	const int64_t entered = ask->kind == REORG_MOVE ? other->org_no : other->parent_no;
	SN_TRY(rights_may(c, PERMISSION_ORG_WRITE, org->parent_no));
	return rights_may(c, PERMISSION_ORG_WRITE, entered);
}

static struct sn_err check(struct ctx *c, const struct reorg *ask, struct org *org,
			   struct org *other)
{
	int64_t version = 0;
	SN_TRY(org_by_no(c, ask->org_no, 0, org));
	SN_TRY(org_by_no(c, ask->other_no, 0, other));
	SN_TRY(ask_rights(c, ask, org, other));
	SN_TRY(org_version(c, &version));
	if (ask->version != 0 && ask->version != version)
		return SN_FAIL(REORG_CHANGED);
	if (ask->kind == REORG_MOVE && org->until_day == 0 && org->parent_no == other->org_no)
		return sn_err_with_text(SN_FAIL(REORG_NOTHING, .field = "to"), STR_FMT,
					STR_ARG(org->name));
	return SN_SUCCESS;
}

struct sn_err reorg_do(struct ctx *c, const struct reorg *ask)
{
	struct org org, other;
	SN_TRY(check(c, ask, &org, &other));
	return ask->kind == REORG_MOVE ? org_move(c, ask->org_no, ask->other_no, ask->day)
				       : org_merge(c, ask->org_no, ask->other_no, ask->day);
}

/* ---- who reaches it, before and after ---- */

struct planning {
	struct ctx *c;
	const struct org_tree *tree;
	struct reorg_plan *out;
	int32_t top; /* the union that moves */
	int32_t left,
		taken; /* over it until then and from then on; left ORG_NOWHERE: it was a root */
};

static bool is_over(const struct planning *p, int32_t ancestor, int32_t at)
{
	return at != ORG_NOWHERE && org_tree_contains(p->tree, ancestor, at);
}
/* Of something that reaches the subtree of the union at this position. */
static enum reorg_effect effect_at(const struct planning *p, int32_t at)
{
	if (is_over(p, p->top, at))
		return p->out->what.kind == REORG_MERGE && at == p->top ? REORG_EFFECT_TAKEN
									: REORG_EFFECT_WITH;
	const bool before = is_over(p, at, p->left), after = is_over(p, at, p->taken);
	if (before == after)
		return REORG_EFFECT_NONE;
	return after ? REORG_EFFECT_GAINS : REORG_EFFECT_LOSES;
}

static struct sn_err grants_plan(struct planning *p)
{
	struct rights_grant *all = NULL;
	size_t count = 0;
	SN_TRY(rights_grants(p->c, UUID_NULL, &all, &count));
	p->out->grants = ARENA_ARRAY(p->c->mem, struct reorg_grant, count + 1);
	if (!p->out->grants)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		const int32_t at =
			all[i].org_no == 0 ? ORG_NOWHERE : org_tree_at(p->tree, all[i].org_no);
		if (at == ORG_NOWHERE)
			continue; /* everywhere stays everywhere */
		enum reorg_effect effect = effect_at(p, at);
		/* Its role keeps what is the union's own; what was below it stands beside it then. */
		if (effect == REORG_EFFECT_TAKEN && p->out->children > 0)
			effect = REORG_EFFECT_NARROWS;
		if (effect == REORG_EFFECT_WITH || effect == REORG_EFFECT_TAKEN)
			p->out->grants_with++;
		else if (effect != REORG_EFFECT_NONE)
			p->out->grants[p->out->grants_count++] =
				(struct reorg_grant){all[i], effect};
	}
	return SN_SUCCESS;
}

static struct sn_err cycles_plan(struct planning *p)
{
	struct cycle *all = NULL;
	size_t count = 0;
	SN_TRY(care_cycles(p->c, &all, &count));
	p->out->cycles = ARENA_ARRAY(p->c->mem, struct reorg_cycle, count + 1);
	if (!p->out->cycles)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		const int32_t at = org_tree_at(p->tree, all[i].org_no);
		if (at == ORG_NOWHERE || all[i].state >= CYCLE_CLOSED)
			continue;
		const enum reorg_effect effect = effect_at(p, at);
		if (effect != REORG_EFFECT_NONE)
			p->out->cycles[p->out->cycles_count++] =
				(struct reorg_cycle){all[i], effect};
	}
	return SN_SUCCESS;
}

/* A policy of the union's own goes with it; one from above is the new place's. */
static struct sn_err hands_plan(struct planning *p, int which, struct money amount)
{
	struct rights_policy before, after;
	SN_TRY(rights_policy_of(p->c, p->out->org.org_no, amount, &before));
	SN_TRY(rights_policy_of(p->c, p->out->other.org_no, amount, &after));
	const int32_t at = before.org_no == 0 ? ORG_NOWHERE : org_tree_at(p->tree, before.org_no);
	const bool own = at == p->top && at != ORG_NOWHERE;
	p->out->hands[which].amount = amount;
	p->out->hands[which].before = before.hands;
	p->out->hands[which].after = own ? before.hands : after.hands;
	return SN_SUCCESS;
}

/* ---- what stands there ---- */

static struct sn_err accounts_plan(struct planning *p, const struct param *range)
{
	struct reorg_plan *out = p->out;
	out->accounts = ARENA_ARRAY(p->c->mem, struct reorg_accounts, ACCOUNT_CLASSES_COUNT);
	if (!out->accounts)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(p->c->store, &report_sql_accounts_below, range);
	while (out->accounts_count < ACCOUNT_CLASSES_COUNT && store_next(r))
		out->accounts[out->accounts_count++] =
			(struct reorg_accounts){.class = (enum account_class)store_int(r, "class"),
						.accounts = store_int(r, "accounts"),
						.quantity = store_int(r, "quantity"),
						.value = store_money(r, "value_fen")};
	return store_done(r);
}

static struct sn_err users_plan(struct planning *p)
{
	struct user *users = NULL;
	size_t count = 0;
	SN_TRY(rights_users(p->c, &users, &count));
	for (size_t i = 0; i < count; i++)
		p->out->users += !users[i].closed && users[i].org_no != 0 &&
				 is_over(p, p->top, org_tree_at(p->tree, users[i].org_no));
	return SN_SUCCESS;
}

static struct sn_err counts_plan(struct planning *p)
{
	const struct str path = p->out->org.path;
	const struct str end = str_of(arena_printf(p->c->mem, STR_FMT "g", STR_ARG(path)));
	if (!end.at)
		return SN_FAIL(OUT_OF_MEMORY);
	const struct param *range = PARAMS(p_text(path), p_text(end));
	p->out->unions = org_tree_end(p->tree, p->top) - p->top;
	for (int32_t at = p->top + 1; at < org_tree_end(p->tree, p->top);
	     at = org_tree_end(p->tree, at))
		p->out->children++;
	struct rows *r = store_query(p->c->store, &report_sql_people_below, range);
	p->out->people = store_next(r) ? store_int(r, "people") : 0;
	SN_TRY(store_done(r));
	SN_TRY(users_plan(p));
	return accounts_plan(p, range);
}

struct sn_err reorg_plan(struct ctx *c, const struct reorg *ask, const struct org_tree *tree,
			 struct reorg_plan *out)
{
	struct planning p = {.c = c, .tree = tree, .out = out};
	*out = (struct reorg_plan){.what = *ask};
	SN_TRY(check(c, ask, &out->org, &out->other));
	SN_TRY(ask->kind == REORG_MOVE ? org_move_check(c, ask->org_no, ask->other_no, ask->day)
				       : org_merge_check(c, ask->org_no, ask->other_no, ask->day));
	if (out->what.day == 0)
		out->what.day = day_of(now_us(c));
	SN_TRY(org_version(c, &out->what.version));
	if (out->org.parent_no != 0)
		SN_TRY(org_by_no(c, out->org.parent_no, 0, &out->from_parent));
	p.top = org_tree_at(tree, ask->org_no);
	p.left = out->org.parent_no == 0 ? ORG_NOWHERE : org_tree_at(tree, out->org.parent_no);
	p.taken = org_tree_at(tree, ask->other_no);
	if (p.top == ORG_NOWHERE || p.taken == ORG_NOWHERE)
		return SN_FAIL(REORG_CHANGED); /* the tree is a moment older than the rows */
	SN_TRY(counts_plan(&p));
	SN_TRY(grants_plan(&p));
	SN_TRY(cycles_plan(&p));
	SN_TRY(hands_plan(&p, 0, MONEY_FEN(LARGE_FROM_FEN - 1)));
	return hands_plan(&p, 1, MONEY_FEN(LARGE_FROM_FEN));
}
