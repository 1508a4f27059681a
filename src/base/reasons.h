#ifndef SN_BASE_REASONS_H
#define SN_BASE_REASONS_H
/* reasons: every refusal that Songnuan can utter, in one list.
 *
 *   shape   X(NAME, CODE, "word", "zh-CN", "en").  CODE is one of SN_ERR_CODES in base/err.h; "word" is stable
 *           (scripts, JSON and the API rely on it) and is the name in small letters.
 *   text    says what is wrong, where, why, and what to do.  Placeholders: {field} {row} {text} from the error;
 *           {0} {1} {2} its whole-number arguments; {yuan0} {yuan1} {yuan2} the same, read as fen, shown as yuan;
 *           {day0} {day1} {day2} the same, read as yyyymmdd, shown as 2024-10-26; {0|draft|open} the word at that place of
 *           the list, counted from 0. In Chinese {field} is the word of fields.h.
 *   rule    {text} is masked or public before it enters an error: raw input never does (settled.md 12).
 *   where   each domain has its file, reasons_DOMAIN.h; a reason that two domains need stands in the lower one. */

#include "base/reasons_action.h"
#include "base/reasons_attachment.h"
#include "base/reasons_base.h"
#include "base/reasons_budget.h"
#include "base/reasons_caps.h"
#include "base/reasons_care.h"
#include "base/reasons_cli.h"
#include "base/reasons_closing.h"
#include "base/reasons_cooperation.h"
#include "base/reasons_copy.h"
#include "base/reasons_document.h"
#include "base/reasons_donation.h"
#include "base/reasons_fund.h"
#include "base/reasons_goods.h"
#include "base/reasons_handover.h"
#include "base/reasons_honour.h"
#include "base/reasons_http.h"
#include "base/reasons_ledger.h"
#include "base/reasons_letter.h"
#include "base/reasons_oidc.h"
#include "base/reasons_org.h"
#include "base/reasons_partner.h"
#include "base/reasons_payout.h"
#include "base/reasons_people.h"
#include "base/reasons_portion.h"
#include "base/reasons_purchase.h"
#include "base/reasons_report.h"
#include "base/reasons_rights.h"
#include "base/reasons_session.h"
#include "base/reasons_size.h"
#include "base/reasons_store.h"
#include "base/reasons_team.h"
#include "base/reasons_tlog.h"
#include "base/reasons_visit.h"

/* clang-format off */
#define SN_REASONS(X) \
	SN_REASONS_BASE(X) \
	SN_REASONS_TEXT(X) \
	SN_REASONS_STORE(X) \
	SN_REASONS_ORG(X) \
	SN_REASONS_PARTNER(X) \
	SN_REASONS_RIGHTS(X) \
	SN_REASONS_SESSION(X) \
	SN_REASONS_OIDC(X) \
	SN_REASONS_PEOPLE(X) \
	SN_REASONS_TEAM(X) \
	SN_REASONS_ATTACHMENT(X) \
	SN_REASONS_TLOG(X) \
	SN_REASONS_LEDGER(X) \
	SN_REASONS_GOODS(X) \
	SN_REASONS_DOCUMENT(X) \
	SN_REASONS_FUND(X) \
	SN_REASONS_CLOSING(X) \
	SN_REASONS_BUDGET(X) \
	SN_REASONS_PURCHASE(X) \
	SN_REASONS_CAPS(X) \
	SN_REASONS_DONATION(X) \
	SN_REASONS_CARE(X) \
	SN_REASONS_HANDOVER(X) \
	SN_REASONS_COOPERATION(X) \
	SN_REASONS_PORTION(X) \
	SN_REASONS_VISIT(X) \
	SN_REASONS_SIZE(X) \
	SN_REASONS_LETTER(X) \
	SN_REASONS_HONOUR(X) \
	SN_REASONS_CARD(X) \
	SN_REASONS_PAYOUT(X) \
	SN_REASONS_REPORT(X) \
	SN_REASONS_ACTION(X) \
	SN_REASONS_COPY(X) \
	SN_REASONS_HTTP(X) \
	SN_REASONS_CLI(X) \
	/* end of the list */

/* clang-format on */
#endif
