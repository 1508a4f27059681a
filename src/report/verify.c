#include "report/verify.h"

#include "care/care.h"
#include "care/cooperation.h"
#include "care/handover.h"
#include "care/honour.h"
#include "care/letter.h"
#include "care/payout.h"
#include "care/portion.h"
#include "care/size.h"
#include "care/visit.h"
#include "ledger/budget.h"
#include "ledger/closing.h"
#include "ledger/donation.h"
#include "ledger/purchase.h"
#include "org/partner.h"
#include "people/attachment.h"
#include "people/keyring.h"
#include "people/team.h"
#include "report/action.h"
#include "report/copy.h"
#include "rights/audit.h"
#include "store/seal.h"
#include "tlog/tlog.h"

#include <string.h>

typedef void verify_each(void *self, const struct ledger_finding *f);

/* ---- domains below the ledger: their findings in the ledger's words ---- */

struct passing {
	verify_each *each;
	void *self;
	int64_t *findings;
};
static void pass(const struct passing *p, struct ledger_finding f)
{
	p->each(p->self, &f);
}
static void pass_partner(void *self, const char *what, int64_t partner_no)
{
	static const struct {
		const char *what, *words;
	} words[] = {
		{"uscc", "partner-uscc"}, {"name", "partner-name"}, {"event", "partner-event"}};
	const struct passing *p = self;
	const char *as = what;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(what, words[i].what) == 0)
			as = words[i].words;
	(*p->findings)++;
	pass(p, (struct ledger_finding){.what = as, .account_no = partner_no});
}
static void pass_people(void *self, const char *what, int64_t shard, struct uuid id)
{
	const struct passing *p = self;
	(*p->findings)++;
	pass(p, (struct ledger_finding){.what = what, .shard = shard, .id = id});
}
static void pass_audit(void *self, const struct audit_finding *f)
{
	const bool missing = strcmp(f->what, "missing") == 0;
	pass(self, (struct ledger_finding){.what = missing ? "audit-missing" : "audit-changed",
					   .account_no = f->audit_no});
}

static struct sn_err partners(struct ctx *c, verify_each *each, void *self, int64_t *findings)
{
	return partner_verify(c, pass_partner, &(struct passing){each, self, findings});
}
static struct sn_err teams(struct ctx *c, verify_each *each, void *self, int64_t *findings)
{
	return team_verify(c, pass_people, &(struct passing){each, self, findings});
}
static struct sn_err attachments(struct ctx *c, verify_each *each, void *self, int64_t *findings)
{
	return attachment_verify(c, pass_people, &(struct passing){each, self, findings});
}
static struct sn_err trail(struct ctx *c, verify_each *each, void *self, int64_t *findings)
{
	struct passing p = {each, self, findings};
	int64_t last = 0;
	return audit_verify(c, &(const struct audit_watch){.each = pass_audit, .self = &p},
			    findings, &last);
}

static void pass_row(void *self, const struct seal_finding *f)
{
	static const char *const words[] = {[SEAL_EDITED] = "row-edited",
					    [SEAL_ADDED] = "row-added",
					    [SEAL_MISSING] = "row-missing",
					    [SEAL_SUM] = "rows-count",
					    [SEAL_NOT_BEGUN] = "rows-unsealed"};
	const struct passing *p = self;
	(*p->findings)++;
	pass(p, (struct ledger_finding){.what = words[f->fault],
					.row = f->row,
					.expected = f->expected,
					.found = f->found});
}
static struct sn_err rows(struct ctx *c, verify_each *each, void *self, int64_t *findings)
{
	const struct store_key key = keyring_rows_key(c->keys);
	return seal_verify(c, &key, pass_row, &(struct passing){each, self, findings});
}

/* ---- all of them ---- */

typedef struct sn_err verify_part(struct ctx *c, verify_each *each, void *self, int64_t *findings);

struct sn_err verify_all(struct ctx *c, const struct verify_watch *watch, int64_t *leaves)
{
	/* clang-format off */
	static verify_part *const parts[] = {
		rows,
		partners,
		teams,
		attachments,
		trail,
		ledger_verify,
		document_verify,
		closing_verify,
		caps_verify,
		care_verify,
		portion_verify,
		visit_verify,
		size_verify,
		letter_verify,
		honour_verify,
		cooperation_verify,
		action_verify,
		copy_verify,
		donation_verify,
		handover_verify,
		card_verify,
		payout_verify,
		budget_verify,
		purchase_verify,
	};
	/* clang-format on */
	const size_t count = sizeof parts / sizeof parts[0];
	int64_t found = 0;
	SN_TRY(tlog_verify(c, leaves));
	for (size_t i = 0; i < count; i++) {
		if (watch->far)
			SN_TRY(watch->far(watch->self, (int64_t)i + 1, (int64_t)count + 1));
		SN_TRY(parts[i](c, watch->each, watch->self, &found));
	}
	return SN_SUCCESS;
}
