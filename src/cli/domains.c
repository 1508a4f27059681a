/* The domains of the program; tests and benches of the whole take them from here, too. */
#include "care/card_sql.h"
#include "care/care_sql.h"
#include "care/cooperation_sql.h"
#include "care/handover_sql.h"
#include "care/honour_sql.h"
#include "care/letter_sql.h"
#include "care/payout_sql.h"
#include "care/size_sql.h"
#include "care/visit_sql.h"
#include "cli/cli.h"
#include "http/idem_sql.h"
#include "ledger/budget_sql.h"
#include "ledger/closing_sql.h"
#include "ledger/donation_sql.h"
#include "ledger/goods_sql.h"
#include "ledger/ledger_sql.h"
#include "ledger/purchase_sql.h"
#include "org/org_sql.h"
#include "org/partner_sql.h"
#include "people/attachment_sql.h"
#include "people/clerk_sql.h"
#include "people/intake_sql.h"
#include "people/people_sql.h"
#include "people/team_sql.h"
#include "report/action_sql.h"
#include "report/copy_sql.h"
#include "report/post_sql.h"
#include "report/report_sql.h"
#include "rights/audit_sql.h"
#include "rights/oidc_sql.h"
#include "rights/rights_sql.h"
#include "rights/session_sql.h"
#include "tlog/tlog_sql.h"

/* clang-format off */
/* Every domain that has tables, lowest layer first: migrations run in this order. */
static const struct store_domain *const domains[] = {
	&tlog_domain,
	&org_domain,
	&partner_domain,
	&people_domain,
	&team_domain,
	&attachment_domain,
	&clerk_domain,
	&intake_domain,
	&rights_domain,
	&audit_domain,
	&session_domain,
	&oidc_domain,
	&ledger_domain,
	&budget_domain,
	&goods_domain,
	&donation_domain,
	&closing_domain,
	&purchase_domain,
	&care_domain,
	&handover_domain,
	&cooperation_domain,
	&visit_domain,
	&size_domain,
	&letter_domain,
	&honour_domain,
	&card_domain,
	&payout_domain,
	&report_domain,
	&action_domain,
	&copy_domain,
	&post_domain,
	&idem_domain,
};
/* clang-format on */

const struct store_domain *const *cli_domains(size_t *count)
{
	*count = sizeof domains / sizeof domains[0];
	return domains;
}
