/* How many hands a document needs, and who may be the next one. */
#include "rights/rights.h"
#include "rights/rights_sql.h"

enum { HANDS_FEWEST = 2, HANDS_MOST = 4 };

unsigned rights_needed(int hands)
{
	unsigned needed = 1U << HAND_MAKER | 1U << HAND_APPROVER;
	if (hands > HANDS_FEWEST)
		needed |= 1U << HAND_TREASURER;
	if (hands >= HANDS_MOST)
		needed |= 1U << HAND_CHECKER;
	return needed;
}

struct sn_err rights_sign(struct signatures *s, enum hand hand, struct uuid user_id,
			  unsigned needed)
{
	if (uuid_is_null(user_id))
		return SN_FAIL(NO_ACTOR);
	if (hand >= HANDS_COUNT || !(needed & 1U << hand))
		return SN_FAIL(HAND_NOT_NEEDED);
	if (!uuid_is_null(s->by[hand]))
		return SN_FAIL(SIGNED_ALREADY);
	for (unsigned other = 0; other < HANDS_COUNT; other++) {
		if (uuid_eq(s->by[other], user_id))
			return SN_FAIL(SAME_HAND);
	}
	for (unsigned before = 0; before < (unsigned)hand; before++) {
		if ((needed & 1U << before) && uuid_is_null(s->by[before]))
			return SN_FAIL(OUT_OF_TURN);
	}
	s->by[hand] = user_id;
	return SN_SUCCESS;
}

/* product.md, Few hands; the policy that the first migration sets for all says the same. */
enum { SMALL_BELOW_FEN = 100000, HANDS_SMALL = 3 };
int rights_hands_recommended(struct money amount)
{
	return money_less(amount, MONEY_FEN(SMALL_BELOW_FEN)) ? HANDS_SMALL : HANDS_MOST;
}

/* ---- the policy ---- */

static struct sn_err path_of(struct ctx *c, int64_t org_no, struct str *path)
{
	*path = STR_NULL;
	if (org_no == 0)
		return SN_SUCCESS;
	struct org org;
	SN_TRY(org_by_no(c, org_no, 0, &org));
	*path = org.path;
	return SN_SUCCESS;
}

struct sn_err rights_policy_set(struct ctx *c, const struct rights_policy *policy)
{
	struct str path;
	if (!uuid_is_null(c->actor_id))
		SN_TRY(rights_manages_users(c, policy->org_no));
	if (policy->hands < HANDS_FEWEST || policy->hands > HANDS_MOST ||
	    money_less(policy->from_amount, MONEY_FEN(0)) || policy->source.bytes == 0)
		return SN_FAIL(BAD_POLICY);
	SN_TRY(path_of(c, policy->org_no, &path));
	return store_run(c->store, &rights_sql_policy_add,
			 PARAMS(p_uuid(new_id(c)), p_int(policy->org_no),
				p_money(policy->from_amount), p_int(policy->hands),
				p_text(policy->source), p_uuid_or_null(c->actor_id),
				p_int(now_us(c))),
			 NULL);
}

/* Nearer unions have longer paths; of one union the highest amount counts, of one amount the newest. */
struct choice {
	size_t path_bytes;
	struct money from_amount;
	bool any;
};
static bool is_better(const struct choice *best, size_t path_bytes, struct money from_amount)
{
	if (!best->any || path_bytes > best->path_bytes)
		return true;
	return path_bytes == best->path_bytes && !money_less(from_amount, best->from_amount);
}

struct sn_err rights_policy_of(struct ctx *c, int64_t org_no, struct money amount,
			       struct rights_policy *out)
{
	struct str path;
	struct choice best = {.any = false};
	bool memory = true;
	SN_TRY(path_of(c, org_no, &path));
	/* The floor of all: where nobody says anything, four. */
	*out = (struct rights_policy){.hands = HANDS_MOST, .source = STR("-")};
	struct rows *r = store_query(c->store, &rights_sql_policies_over, PARAMS(p_text(path)));
	while (memory && store_next(r)) {
		const size_t bytes = store_is_null(r, "path") ? 0 : store_text(r, "path").bytes;
		const struct money from = store_money(r, "from_amount_fen");
		if (money_less(amount, from) || !is_better(&best, bytes, from))
			continue;
		best = (struct choice){bytes, from, true};
		*out = (struct rights_policy){.org_no = store_int(r, "org_no"),
					      .from_amount = from,
					      .hands = (int)store_int(r, "hands"),
					      .source = arena_str(c->mem, store_text(r, "source"))};
		memory = out->source.at != NULL;
	}
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

struct sn_err rights_signatures_needed(struct ctx *c, int64_t org_no, struct money amount,
				       unsigned *needed)
{
	struct rights_policy policy;
	SN_TRY(rights_policy_of(c, org_no, amount, &policy));
	*needed = rights_needed(policy.hands);
	return SN_SUCCESS;
}

/* ---- what is in force, for people ---- */

/* Does the policy rule an amount for which it asks fewer hands than is recommended? It rules from its own amount on, and
 * the recommendation grows once. */
static struct sn_err is_exception(struct ctx *c, const struct rights_policy *p, bool *out)
{
	const struct money amounts[] = {p->from_amount, MONEY_FEN(SMALL_BELOW_FEN)};
	*out = false;
	for (size_t i = 0; i < sizeof amounts / sizeof amounts[0]; i++) {
		struct rights_policy rules;
		if (money_less(amounts[i], p->from_amount) ||
		    p->hands >= rights_hands_recommended(amounts[i]))
			continue;
		SN_TRY(rights_policy_of(c, p->org_no, amounts[i], &rules));
		*out |= rules.org_no == p->org_no &&
			!money_less(rules.from_amount, p->from_amount) &&
			!money_less(p->from_amount, rules.from_amount);
	}
	return SN_SUCCESS;
}

struct sn_err rights_policies(struct ctx *c, struct rights_policy_row **out, size_t *count)
{
	struct rights_policy_row *list = NULL;
	size_t n = 0, room = 0;
	bool memory = true;
	struct rows *r = store_query(c->store, &rights_sql_policies, NO_PARAMS);
	while (memory && store_next(r)) {
		if (n == room) {
			room = room == 0 ? 16 : room * 2;
			struct rights_policy_row *bigger =
				ARENA_ARRAY(c->mem, struct rights_policy_row, room);
			if (bigger && n > 0)
				memcpy(bigger, list, n * sizeof *list);
			list = bigger;
		}
		memory = list != NULL;
		if (!memory)
			break;
		list[n++] = (struct rights_policy_row){
			.policy = {.org_no = store_int(r, "org_no"),
				   .from_amount = store_money(r, "from_amount_fen"),
				   .hands = (int)store_int(r, "hands"),
				   .source = arena_str(c->mem, store_text(r, "source"))},
			.set_by = store_uuid(r, "set_by"),
			.set_at_us = store_int(r, "set_at_us")};
		memory = list[n - 1].policy.source.at != NULL;
	}
	SN_TRY(store_done(r));
	if (!memory)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < n; i++)
		SN_TRY(is_exception(c, &list[i].policy, &list[i].exception));
	*out = list;
	*count = n;
	return SN_SUCCESS;
}
