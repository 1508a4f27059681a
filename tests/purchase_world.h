#ifndef SN_TESTS_PURCHASE_WORLD_H
#define SN_TESTS_PURCHASE_WORLD_H
/* purchase_world: goods that two people have accepted, for tests that buy them. */
#include "ledger/document.h"
#include "ledger/purchase.h"

/* Thresholds that ask for nothing but the floor: two people accept. */
#define PURCHASE_FLOOR_ONLY                                                                        \
	"{\"schema\":1,\"version\":1,\"from\":\"2014-01-01\",\"source\":\"test\","                 \
	"\"tiers\":[{\"from_fen\":0,\"meeting\":false,\"quotes\":0,\"contract\":false}]}"

struct accepting {
	int64_t org_no, cycle_no;
	struct uuid maker_id, first_id, second_id;
	const struct goods_line *lines;
	size_t count;
};
/* A purchase of just these lines; c's actor stays as it was. Inside a work. */
static inline struct sn_err accepted_goods(struct ctx *c, const struct accepting *of,
					   struct uuid *purchase_id)
{
	enum { LINES_MAX = 8 };
	struct purchase_line lines[LINES_MAX];
	const struct uuid actor_id = c->actor_id;
	struct purchase p;
	bool complete = false;
	size_t count = 0;
	for (size_t i = 0; i < of->count && i < LINES_MAX; i++) {
		size_t k = 0;
		while (k < count && lines[k].item_no != of->lines[i].item_no)
			k++;
		if (k == count)
			lines[count++] = (struct purchase_line){.item_no = of->lines[i].item_no,
								.value = MONEY_FEN(0)};
		lines[k].quantity += of->lines[i].quantity;
	}
	c->actor_id = of->maker_id;
	SN_TRY(purchase_open(c,
			     &(const struct purchase){.purchase_id = uuid_random(),
						      .org_no = of->org_no,
						      .cycle_no = of->cycle_no,
						      .words = STR("test"),
						      .ceiling = MONEY_FEN(INT64_C(1000000000000))},
			     &(const struct purchase_meeting){.number = STR_NULL}, &p));
	const struct uuid both[] = {of->first_id, of->second_id};
	for (int i = 0; i < 2; i++) {
		c->actor_id = both[i];
		SN_TRY(purchase_accept(c,
				       &(const struct purchase_step){.step_id = uuid_random(),
								     .purchase_id = p.purchase_id,
								     .number = STR("1"),
								     .lines = lines,
								     .lines_count = count},
				       &complete));
	}
	c->actor_id = actor_id;
	*purchase_id = p.purchase_id;
	return SN_SUCCESS;
}
#endif
