#ifndef SN_LEDGER_ACCOUNT_LIST_H
#define SN_LEDGER_ACCOUNT_LIST_H
/* account_list: what ledger_accounts() shows one by one, gathered.
 *
 *   shapes  The accounts in the order in which they came; they live in `mem`, as their texts do.
 *   errors  out_of_memory.
 *   start   struct account_list list = {.mem = c->mem}; ledger_accounts(c, &filter, ledger_account_gather, &list). */
#include "ledger/ledger.h"

struct account_list {
	struct arena *mem;
	struct account *list;
	size_t count;
};
/* A ledger_each_account; self is the list. */
struct sn_err ledger_account_gather(void *self, const struct account *a) SN_MUST_USE;
#endif
