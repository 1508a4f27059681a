/* Accounts that are shown one by one, gathered. */
#include "ledger/account_list.h"

#include "ledger/ledger_priv.h"

struct sn_err ledger_account_gather(void *self, const struct account *a)
{
	struct account_list *k = self;
	k->list = ledger_grow(k->mem, k->list, k->count, sizeof *k->list);
	if (!k->list)
		return SN_FAIL(OUT_OF_MEMORY);
	k->list[k->count++] = *a;
	return SN_SUCCESS;
}
