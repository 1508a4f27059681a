#ifndef SN_LEDGER_CAPS_H
#define SN_LEDGER_CAPS_H
/* caps: how much one person may get in a period, over all programmes and unions.
 *
 *   shapes  A cap is held when the entitlement is made and released when that is voided; delivering never asks.
 *           cap_use(id_hash, rule, period, used CHECK ≤ max) is the constraint; cap_hold says what it consists of,
 *           so that a refusal names the earlier gift.  cycle_pin says which shard counts a person in a cycle.
 *           A rule of period TIME looks at the single amount; DAY, CYCLE and YEAR sum.
 *   store   All three are keyed by id_hash and distributed by it: a cap holds across shards.
 *   errors  cap_reached: arg 0 used, 1 asked, 2 max (fen); text: the latest earlier gift (cycle, union, amount).
 *           cap_hold_differs: the same entitlement is held with another amount.
 *   source  settled.md 6, 10; product.md programme 1 (examples of two provinces).
 *   start   caps_hold(). */
#include "ledger/ledger.h"

/* clang-format off */
#define CAP_PERIODS(X)   /* name, word */ \
	X(TIME, "time") X(DAY, "day") X(CYCLE, "cycle") X(YEAR, "year")
/* clang-format on */
enum cap_period {
#define X(name, word) CAP_##name,
	CAP_PERIODS(X) CAP_PERIODS_COUNT
#undef X
};
struct cap_rule {
	struct str rule; /* "campaign.person-year": programmes that share a word share the cap */
	enum cap_period period;
	struct money max;
};
struct cap_ask {
	uint8_t id_hash[16];
	struct uuid entitlement_id;
	int64_t shard, org_no, cycle_no;
	struct money amount;
	int32_t day;
	struct str
		gift; /* what a later refusal calls it: the cycle's code ("hw-2024"); STR_NULL: its number */
};
/* Holds every rule for every ask, or refuses that ask alone (out[i]). Asks are decided in their order; an entitlement
 * that is held already stays held once. Set reads and writes. Only inside a work. */
struct sn_err caps_hold(struct ctx *c, const struct cap_rule *rules, size_t rules_count,
			const struct cap_ask *asks, size_t count, struct sn_err *out) SN_MUST_USE;
/* Gives back what the entitlements hold; releasing twice changes nothing. Only id_hash and entitlement_id are read. */
struct sn_err caps_release(struct ctx *c, const struct cap_ask *asks, size_t count) SN_MUST_USE;
/* Pins (id_hash, cycle) to the shard; where it is pinned already, out[i] is that shard. */
struct sn_err caps_pin(struct ctx *c, const struct cap_ask *asks, size_t count,
		       int64_t *out_shard) SN_MUST_USE;
/* Recounts what is used from what is held: findings "cap", id the person's hash. */
struct sn_err caps_verify(struct ctx *c, void (*each)(void *self, const struct ledger_finding *f),
			  void *self, int64_t *findings) SN_MUST_USE;
#endif
