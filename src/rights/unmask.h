#ifndef SN_RIGHTS_UNMASK_H
#define SN_RIGHTS_UNMASK_H
/* unmask: may this user see this person's whole number, now and for this?
 *
 *   shapes  unmask_ask() stands inside a work, before the number is opened in the same work: its line in the trail and the
 *           reply are one commit, so nobody is shown what the trail does not hold.  Who opens the number then is the
 *           caller: people (ID number, phone) or care (card).
 *   rules   Who: UNMASK for ID numbers and phones, UNMASK_CARD for cards, at the person's union.  Why: a purpose of the list
 *           (audit.h) and what it is for.  Fresh: a second factor given in this session within five minutes; the command
 *           line is the machine itself and has no session.  How many: UNMASK_HOUR_MAX in any hour and UNMASK_DAY_MAX in any day
 *           of a user, counted in the trail.  The same number shown again counts again.
 *   trail   A refusal for the right or the budget leaves its line, too.
 *   errors  not_granted, purpose_needed, reference_needed, audit_personal, factor_needed_here, step_up_needed, unmask_budget
 *           (RATE; arg 0: seconds to wait; text: from when on).
 *   source  trust.md 4, 5; T11.
 *   start   unmask_ask(). */
#include "people/people.h"
#include "rights/audit.h"

/* clang-format off */
#define UNMASK_FIELDS(X)   /* name, word, permission, act, zh, en */ \
	X(ID_NUMBER, "id_number", UNMASK,      UNMASK,       "身份证号", "ID number") \
	X(PHONE,     "phone",     UNMASK,      UNMASK_PHONE, "电话",     "phone") \
	X(CARD,      "card",      UNMASK_CARD, UNMASK_CARD,  "银行卡号", "card number")
/* clang-format on */
enum unmask_field {
#define X(name, word, permission, act, zh, en) UNMASK_##name,
	UNMASK_FIELDS(X) UNMASK_FIELDS_COUNT
#undef X
};
const struct org_words *unmask_field_words(enum unmask_field field);
/* false: there is no such field, or purpose; "none" is no purpose to see a number for. */
bool unmask_field_parse(struct str word, enum unmask_field *out) SN_MUST_USE;
bool unmask_purpose_parse(struct str word, enum audit_purpose *out) SN_MUST_USE;

struct unmask {
	const struct person *person;
	enum unmask_field field;
	enum audit_purpose purpose;
	struct str reference;
	struct uuid session_id; /* null: the command line */
	struct str address;     /* STR_NULL: likewise */
};
/* How many are left to the user after this one. */
struct unmask_left {
	int64_t hour, day;
};
struct sn_err unmask_ask(struct ctx *c, const struct unmask *u,
			 struct unmask_left *left) SN_MUST_USE;

/* Pure: at_us are the times of earlier ones, the latest first. 0: one more is possible now; else how long to wait. */
int64_t unmask_wait_us(const int64_t *at_us, size_t count, int64_t now_us);
#endif
