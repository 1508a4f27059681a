/* The PostgreSQL engine. */
#include "store/store_priv.h"
static struct sn_err pg_open(struct store **out, const struct store_config *config,
			     enum store_use use)
{
	(void)out;
	(void)config;
	(void)use;
	return sn_err_with_text(SN_FAIL(STORE_DOWN), "PostgreSQL");
}
const struct store_engine store_pg = {.open = pg_open};
