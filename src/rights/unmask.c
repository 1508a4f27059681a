#include "rights/unmask.h"

#include "base/limits.h"
#include "rights/session.h"

#include <assert.h>

static const int64_t hour_us = INT64_C(3600) * 1000000, day_us = INT64_C(86400) * 1000000;

const struct org_words *unmask_field_words(enum unmask_field field)
{
	static const struct org_words words[] = {
#define X(name, word, permission, act, zh, en) [UNMASK_##name] = {word, zh, en},
		UNMASK_FIELDS(X)
#undef X
	};
	assert(field < UNMASK_FIELDS_COUNT);
	return &words[field];
}
static enum permission permission_of(enum unmask_field field)
{
	static const enum permission needed[] = {
#define X(name, word, permission, act, zh, en) [UNMASK_##name] = PERMISSION_##permission,
		UNMASK_FIELDS(X)
#undef X
	};
	return needed[field];
}
static enum audit_act act_of(enum unmask_field field)
{
	static const enum audit_act acts[] = {
#define X(name, word, permission, act, zh, en) [UNMASK_##name] = AUDIT_##act,
		UNMASK_FIELDS(X)
#undef X
	};
	return acts[field];
}
bool unmask_field_parse(struct str word, enum unmask_field *out)
{
	for (unsigned f = 0; f < UNMASK_FIELDS_COUNT; f++)
		if (str_is(word, unmask_field_words((enum unmask_field)f)->word)) {
			*out = (enum unmask_field)f;
			return true;
		}
	return false;
}
bool unmask_purpose_parse(struct str word, enum audit_purpose *out)
{
	for (unsigned p = AUDIT_FOR_NONE + 1; p < AUDIT_PURPOSES_COUNT; p++)
		if (str_is(word, audit_purpose_words((enum audit_purpose)p)->word)) {
			*out = (enum audit_purpose)p;
			return true;
		}
	return false;
}

/* ---- the budget ---- */

int64_t unmask_wait_us(const int64_t *at_us, size_t count, int64_t now_us)
{
	int64_t free_us = now_us;
	/* The one that has to grow old enough: the twentieth latest, the hundredth latest. A clock that was set back makes it
	 * wait longer, never less. */
	if (count >= UNMASK_HOUR_MAX && at_us[UNMASK_HOUR_MAX - 1] + hour_us > free_us)
		free_us = at_us[UNMASK_HOUR_MAX - 1] + hour_us;
	if (count >= UNMASK_DAY_MAX && at_us[UNMASK_DAY_MAX - 1] + day_us > free_us)
		free_us = at_us[UNMASK_DAY_MAX - 1] + day_us;
	return free_us - now_us;
}

/* "2024-10-26 14:35", rounded up: at that minute it is possible. */
static void minute_text(int64_t at_us, char out[TIME_TEXT_BYTES])
{
	time_text(at_us + INT64_C(59999999), out);
	out[10] = ' ';
	out[16] = '\0';
}

static struct sn_err budget_check(struct ctx *c, struct unmask_left *left)
{
	int64_t at_us[UNMASK_DAY_MAX], in_hour = 0;
	size_t count = 0;
	char text[TIME_TEXT_BYTES];
	const int64_t now = now_us(c);
	SN_TRY(audit_unmasked(c, c->actor_id, now - day_us, at_us, UNMASK_DAY_MAX, &count));
	const int64_t wait_us = unmask_wait_us(at_us, count, now);
	if (wait_us > 0) {
		minute_text(now + wait_us, text);
		return sn_err_with_text(
			SN_FAIL(UNMASK_BUDGET, .arg = {(wait_us + 999999) / 1000000,
						       UNMASK_HOUR_MAX, UNMASK_DAY_MAX}),
			"%s", text);
	}
	while ((size_t)in_hour < count && at_us[in_hour] > now - hour_us)
		in_hour++;
	*left = (struct unmask_left){UNMASK_HOUR_MAX - in_hour - 1,
				     UNMASK_DAY_MAX - (int64_t)count - 1};
	if (left->hour > left->day)
		left->hour = left->day;
	return SN_SUCCESS;
}

/* ---- asking ---- */

static struct sn_err said_check(const struct unmask *u)
{
	if (u->purpose == AUDIT_FOR_NONE)
		return SN_FAIL(PURPOSE_NEEDED, .field = "purpose");
	if (str_trim(u->reference).bytes == 0)
		return SN_FAIL(REFERENCE_NEEDED, .field = "reference");
	return SN_SUCCESS;
}

struct sn_err unmask_ask(struct ctx *c, const struct unmask *u, struct unmask_left *left)
{
	char id[UUID_TEXT_BYTES];
	uuid_text(u->person->person_id, id);
	struct audit_entry entry = {.act = act_of(u->field),
				    .session_id = u->session_id,
				    .org_no = u->person->org_no,
				    .object_kind = STR("person"),
				    .object_id = str_of(id),
				    .purpose = u->purpose,
				    .reference = u->reference,
				    .address = u->address};
	SN_TRY(said_check(u));
	struct sn_err e = rights_may(c, permission_of(u->field), u->person->org_no);
	/* Proving oneself comes before the budget: who has not says nothing about how many he has seen. */
	if (!sn_failed(e) && !uuid_is_null(u->session_id))
		SN_TRY(session_require_fresh(c, u->session_id));
	if (!sn_failed(e))
		e = budget_check(c, left);
	if (e.reason == SN_R_NOT_GRANTED || e.reason == SN_R_UNMASK_BUDGET) {
		entry.outcome = e.reason;
		SN_TRY(audit_refused(c, &entry));
	}
	SN_TRY(e);
	return audit_write(c, &entry);
}
