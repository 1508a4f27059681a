/* Second factors, stepping up, getting back in by two people, on both engines. */
#include "base/limits.h"
#include "rights/session_sql.h"
#include "signin_world.h"

static void test_enrolling(enum fixture_engine engine)
{
	struct signin_world w;
	struct session s;
	struct session_begun begun, again;
	struct session_enrol e = {.code = STR_NULL};
	char code[8];
	signin_open(&w, engine);
	const struct session_begun a = signed_in(&w, CHECKER);
	OK(a.session.need == SESSION_NEEDS_ENROL && a.session.permissions == 0,
	   "a checker without a second factor may nothing but take one");
	REASON(second(&w, &a, "123456", &begun), "no_second_factor", "he has none to give");
	REASON(enrol(&w, &a, session_totp_confirm_work, &e), "no_second_factor", "nor to confirm");
	fixture_must(enrol(&w, &a, session_totp_begin_work, &e), "begin");
	OK(strlen(e.secret) == 32 && str_starts(e.uri, STR("otpauth://totp/")) &&
		   strstr(e.uri.at, e.secret) && strstr(e.uri.at, "checker"),
	   "he is told a secret, for the authenticator");
	EQ_STR(find(&w, a.token, &s), "ok", "until he has proved it");
	OK(s.need == SESSION_NEEDS_ENROL && s.permissions == 0, "nothing has changed");
	e.code = STR("000000");
	shown(&w, e.secret, code);
	if (strcmp(code, "000000") == 0)
		e.code = STR("000001");
	REASON(enrol(&w, &a, session_totp_confirm_work, &e), "code_wrong",
	       "a wrong code proves nothing");
	later(&w, MINUTES(11));
	shown(&w, e.secret, code);
	e.code = str_of(code);
	REASON(enrol(&w, &a, session_totp_confirm_work, &e), "no_second_factor",
	       "nor does a secret that was told long ago");
	fixture_must(enrol(&w, &a, session_totp_begin_work, &e), "begin again");
	shown(&w, e.secret, code);
	e.code = str_of(code);
	REASON(enrol(&w, &a, session_totp_confirm_work, &e), "ok", "the first code proves it");
	OK(e.begun.session.need == SESSION_NEEDS_NOTHING &&
		   e.begun.session.permissions & 1U << PERMISSION_CYCLE_SIGN &&
		   session_is_stepped_up(&e.begun.session, w.f.at_us),
	   "and he works");
	EQ_STR(find(&w, a.token, &s), "sign_in_first", "with a new token");
	EQ_STR(find(&w, e.begun.token, &s), "ok", "from then on");

	fixture_must(sign_in(&w, "checker", good, office, &begun), "sign in");
	OK(begun.session.need == SESSION_NEEDS_SECOND && begun.session.permissions == 0 &&
		   !session_is_stepped_up(&begun.session, w.f.at_us),
	   "his password alone opens nothing any more");
	struct session_enrol other = {.code = STR_NULL};
	REASON(enrol(&w, &begun, session_totp_begin_work, &other), "second_factor_missing",
	       "nor does it take another factor");
	REASON(enrol(&w, &begun, session_paper_work, &other), "second_factor_missing", "or a list");
	REASON(enrol(&w, &begun, session_totp_drop_work, &other), "second_factor_missing",
	       "or drop the one there is");
	REASON(change_password(&w, &begun, good, better, &again), "second_factor_missing",
	       "or change the password");
	REASON(second(&w, &begun, code, &again), "code_used", "a code is taken once");
	later(&w, SECONDS(30));
	shown(&w, e.secret, code);
	REASON(second(&w, &begun, code, &again), "ok", "the next one opens");
	OK(again.session.need == SESSION_NEEDS_NOTHING, "the session");
	EQ_STR(find(&w, begun.token, &s), "sign_in_first", "by a new token");
	REASON(second(&w, &again, code, &begun), "code_used", "and is used, too");
	EQ_I64(trail(&w, AUDIT_SECOND, "ok") + trail(&w, AUDIT_SECOND, "code_used") +
		       trail(&w, AUDIT_FACTOR, "ok") + trail(&w, AUDIT_STEP_UP, "code_used"),
	       4, "all of it stands in the trail");
	signin_close(&w);
}

/* Who knows the password has not more tries of the second factor by it. */
static void test_guessing(enum fixture_engine engine)
{
	struct signin_world w;
	struct session_enrol e = {.code = STR_NULL};
	struct session_begun begun, out;
	char code[8];
	int opened = 0, tried = 0, locked = 0;
	signin_open(&w, engine);
	const struct session_begun a = signed_in(&w, CHECKER);
	fixture_must(enrol(&w, &a, session_totp_begin_work, &e), "begin");
	shown(&w, e.secret, code);
	e.code = str_of(code);
	fixture_must(enrol(&w, &a, session_totp_confirm_work, &e), "confirm");
	later(&w, 32 * 24 * 60 * MINUTES(1));
	for (int i = 0; i < 200; i++) {
		char guess[8];
		const struct sn_err in = sign_in(&w, "checker", good, elsewhere, &begun);
		if (in.reason == SN_R_SIGNIN_LOCKED) {
			locked++;
			continue;
		}
		fixture_must(in, "the password is known");
		shown(&w, e.secret, code);
		uint32_t right = 0;
		(void)session_digits_parse(str_of(code), &right);
		(void)snprintf(guess, sizeof guess, "%06u",
			       (right + 100U + (unsigned)i) % 1000000U);
		const struct sn_err g = second(&w, &begun, guess, &out);
		tried += g.reason == SN_R_CODE_WRONG;
		locked += g.reason == SN_R_SIGNIN_LOCKED;
		opened += !sn_failed(g);
	}
	EQ_I64(opened, 0, "no guess opens");
	EQ_I64(tried, 5, "five are looked at");
	EQ_I64(locked, 195, "then the account is shut, whatever the password");
	later(&w, SECONDS(1));
	fixture_must(sign_in(&w, "checker", good, elsewhere, &begun), "a second later");
	shown(&w, e.secret, code);
	REASON(second(&w, &begun, code, &out), "ok", "its own authenticator opens it");
	signin_close(&w);
}

static void test_paper(enum fixture_engine engine)
{
	struct signin_world w;
	struct session_enrol e = {.code = STR_NULL};
	struct session_begun begun, out;
	struct session_factors has;
	signin_open(&w, engine);
	const struct session_begun a = signed_in(&w, CHECKER);
	fixture_must(enrol(&w, &a, session_paper_work, &e), "a paper list");
	struct session s;
	EQ_STR(find(&w, a.token, &s), "ok", "counts as a second factor");
	OK(s.need == SESSION_NEEDS_SECOND, "once a code of it is given");
	REASON(second(&w, &a, e.codes[0], &out), "ok", "which it is");
	int opened = 0;
	for (int i = 0; i < SESSION_PAPER_CODES; i++) {
		fixture_must(sign_in(&w, "checker", good, office, &begun), "sign in");
		opened += !sn_failed(second(&w, &begun, e.codes[i], &out));
	}
	EQ_I64(opened, SESSION_PAPER_CODES - 1, "each of the others opens once");
	fixture_must(session_factors(&w.f.c, w.users[CHECKER].user_id, &has), "factors");
	OK(has.required && has.paper_codes_left == 0 && has.paper_since_us != 0 &&
		   has.totp_since_us == 0,
	   "none is left");
	fixture_must(sign_in(&w, "checker", good, office, &begun), "sign in");
	OK(begun.session.need == SESSION_NEEDS_SECOND,
	   "a list that is used up is no way around the second factor");
	struct session_enrol more = {.code = STR_NULL};
	fixture_must(enrol(&w, &out, session_paper_work, &more),
		     "in the last session he makes another");
	REASON(second(&w, &begun, e.codes[3], &out), "code_wrong", "the old list is void");
	REASON(second(&w, &begun, more.codes[3], &out), "ok", "the new one holds");

	const struct session_begun other = signed_in(&w, APPROVER);
	fixture_must(enrol(&w, &other, session_paper_work, &e), "another's list");
	fixture_must(sign_in(&w, "checker", good, office, &begun), "sign in");
	REASON(second(&w, &begun, e.codes[0], &out), "code_wrong", "opens nothing of his");
	struct session_paper_for list = {.user_id = w.users[FAR_APPROVER].user_id};
	struct ctx clerk = as(&w, CLERK), guard = as(&w, GUARD), admin = as(&w, ADMIN);
	REASON(store_write(&clerk, session_paper_for_work, &list), "not_granted",
	       "not by a colleague");
	REASON(store_write(&admin, session_paper_for_work, &list), "not_granted",
	       "nor by the system's administrator");
	REASON(store_write(&guard, session_paper_for_work, &list), "ok",
	       "the security administrator prints the first list for another");
	REASON(store_write(&guard, session_paper_for_work, &list), "second_factor_is_set",
	       "and no second one");
	signin_close(&w);
}

static void test_stepping_up(enum fixture_engine engine)
{
	struct signin_world w;
	struct session s;
	struct session_begun out;
	signin_open(&w, engine);
	const struct session_begun a = signed_in(&w, CLERK);
	OK(session_is_stepped_up(&a.session, w.f.at_us), "who has just signed in is stepped up");
	later(&w, MINUTES(5));
	EQ_STR(find(&w, a.token, &s), "ok", "later");
	OK(!session_is_stepped_up(&s, w.f.at_us), "he is not");
	struct session_again again = {.desk = w.desk,
				      .session_id = a.session.session_id,
				      .password = better,
				      .from = office};
	fixture_must(session_again_prepare(&w.f.c, &again), "prepare");
	REASON(store_write(&w.f.c, session_again_work, &again), "password_wrong",
	       "a wrong password");
	again.password = good;
	fixture_must(session_again_prepare(&w.f.c, &again), "prepare");
	REASON(store_write(&w.f.c, session_again_work, &again), "ok", "the right one");
	OK(session_is_stepped_up(&again.begun.session, w.f.at_us), "steps up, for five minutes");
	EQ_STR(find(&w, a.token, &s), "sign_in_first", "with another token");

	struct session_enrol e = {.code = STR_NULL};
	char code[8];
	fixture_must(enrol(&w, &again.begun, session_totp_begin_work, &e), "who need not");
	shown(&w, e.secret, code);
	e.code = str_of(code);
	fixture_must(enrol(&w, &again.begun, session_totp_confirm_work, &e),
		     "may have a second factor");
	REASON(session_again_prepare(&w.f.c, &again), "second_factor_missing",
	       "then the password alone steps up nobody");
	later(&w, MINUTES(6));
	struct session_enrol drop = {.code = STR_NULL};
	REASON(enrol(&w, &e.begun, session_totp_drop_work, &drop), "step_up_needed",
	       "to drop it he steps up");
	struct session_begun changed;
	REASON(change_password(&w, &e.begun, good, better, &changed), "ok",
	       "for a new password he gives the old one");
	OK(!session_is_stepped_up(&changed.session, w.f.at_us), "which is no second factor");
	REASON(enrol(&w, &changed, session_totp_drop_work, &drop), "step_up_needed",
	       "and drops none");
	shown(&w, e.secret, code);
	fixture_must(second(&w, &changed, code, &out), "step up");
	OK(session_is_stepped_up(&out.session, w.f.at_us), "by a code");
	REASON(enrol(&w, &out, session_totp_drop_work, &drop), "ok", "then it is dropped");
	REASON(enrol(&w, &out, session_totp_drop_work, &drop), "no_second_factor", "once");
	EQ_I64(trail(&w, AUDIT_STEP_UP, "ok"), 2, "the trail tells both");
	signin_close(&w);
}

/* A role that is granted while he works asks at once; a user who is closed is out at once. */
static struct sn_err promote_work(struct ctx *c, void *arg)
{
	const struct signin_world *w = arg;
	return rights_grant_add(c, &(const struct rights_grant){.user_id = w->users[CLERK].user_id,
								.role = ROLE_APPROVER,
								.org_no = SW_COUNTY});
}
static struct sn_err agree_work(struct ctx *c, void *arg)
{
	const struct signin_world *w = arg;
	struct rights_asked *waiting = NULL, confirmed;
	size_t count = 0;
	SN_TRY(rights_asked(c, RIGHTS_ASKED_WAITS, w->users[CLERK].user_id, &waiting, &count));
	return count == 1 ? rights_asked_confirm(c, waiting[0].asked_id, &confirmed)
			  : SN_FAIL(NO_SUCH_ASKED);
}
static struct sn_err close_work(struct ctx *c, void *arg)
{
	const struct signin_world *w = arg;
	return rights_user_close(c, w->users[CLERK].user_id, UUID_NULL);
}
static void test_changes_of_rights(enum fixture_engine engine)
{
	struct signin_world w;
	struct session s;
	signin_open(&w, engine);
	const struct session_begun a = signed_in(&w, CLERK);
	OK(a.session.need == SESSION_NEEDS_NOTHING, "a clerk works");
	struct ctx guard = as(&w, GUARD);
	struct ctx second = as(&w, SECOND_GUARD);
	fixture_must(store_write(&guard, promote_work, &w), "promoted");
	EQ_STR(find(&w, a.token, &s), "ok", "before a second person has agreed");
	OK(s.need == SESSION_NEEDS_NOTHING, "he is what he was");
	fixture_must(store_write(&second, agree_work, &w), "agreed");
	EQ_STR(find(&w, a.token, &s), "ok", "an approver");
	OK(s.need == SESSION_NEEDS_ENROL && s.permissions == 0, "takes a second factor first");
	fixture_must(store_write(&guard, close_work, &w), "closed");
	EQ_STR(find(&w, a.token, &s), "sign_in_first", "a closed user is out");
	signin_close(&w);
}

static void test_reset(enum fixture_engine engine)
{
	struct signin_world w;
	struct session s;
	struct session_enrol e = {.code = STR_NULL};
	struct session_begun begun;
	struct session_reset_row *rows = NULL;
	size_t count = 0;
	signin_open(&w, engine);
	const struct session_begun a = signed_in(&w, CHECKER);
	fixture_must(enrol(&w, &a, session_paper_work, &e), "factor");
	struct ctx clerk = as(&w, CLERK), checker = as(&w, CHECKER), guard = as(&w, GUARD),
		   guard2 = as(&w, SECOND_GUARD), approver = as(&w, APPROVER),
		   far = as(&w, FAR_APPROVER), admin = as(&w, ADMIN);
	struct session_reset r = {.user_id = w.users[CHECKER].user_id, .factors_too = true};
	struct session_reset own = {.user_id = w.users[GUARD].user_id};
	REASON(store_write(&clerk, session_reset_work, &r), "not_granted",
	       "a colleague asks for none");
	REASON(store_write(&admin, session_reset_work, &r), "not_granted",
	       "nor does the system's administrator");
	REASON(store_write(&guard, session_reset_work, &own), "reset_for_oneself",
	       "nobody for himself");
	REASON(store_write(&guard, session_reset_work, &r), "ok",
	       "the security administrator asks");
	struct session_reset_confirm confirm = {.reset_id = r.reset_id};
	REASON(redeem(&w, "checker", r.code, better), "reset_not_confirmed",
	       "one person is not enough");
	REASON(store_write(&guard, session_reset_confirm_work, &confirm), "reset_needs_another",
	       "he does not confirm it himself");
	REASON(store_write(&checker, session_reset_confirm_work, &confirm), "reset_needs_another",
	       "nor does the user");
	REASON(store_write(&clerk, session_reset_confirm_work, &confirm), "not_granted",
	       "nor a clerk");
	REASON(store_write(&far, session_reset_confirm_work, &confirm), "not_granted",
	       "nor another union's approver");
	fixture_must(session_resets(&approver, &rows, &count), "list");
	OK(count == 1 && str_is(rows[0].user.login, "checker") && !rows[0].confirmed &&
		   rows[0].factors_too && uuid_eq(rows[0].asked_by, w.users[GUARD].user_id),
	   "the union's approver sees it waiting");
	fixture_must(session_resets(&far, &rows, &count), "list");
	EQ_I64((int64_t)count, 0, "another's does not");
	fixture_must(session_resets(&guard, &rows, &count), "list");
	EQ_I64((int64_t)count, 1, "who asked sees what became of it");
	REASON(store_write(&approver, session_reset_confirm_work, &confirm), "ok",
	       "he confirms it");
	REASON(store_write(&guard2, session_reset_confirm_work, &confirm), "ok",
	       "once more is the same");
	EQ_STR(find(&w, a.token, &s), "ok", "until it is used the user works on");
	REASON(redeem(&w, "clerk", r.code, better), "code_wrong", "it is his alone");
	REASON(redeem(&w, "checker", r.code, STR("checker-2024-xyz")), "password_has_login",
	       "for a strong password");
	REASON(redeem(&w, "checker", r.code, better), "ok", "which he sets");
	REASON(redeem(&w, "checker", r.code, good), "code_wrong", "once");
	EQ_STR(find(&w, a.token, &s), "sign_in_first", "his sessions have ended");
	EQ_STR(try_in(&w, "checker", good, office), "signin_wrong", "the old password is over");
	fixture_must(sign_in(&w, "checker", better, office, &begun), "sign in");
	OK(begun.session.need == SESSION_NEEDS_ENROL, "and his second factor: he takes a new one");

	fixture_must(store_write(&guard, session_reset_work, &r), "another reset");
	const struct uuid first = r.reset_id;
	char code[SESSION_CODE_BYTES];
	memcpy(code, r.code, sizeof code);
	fixture_must(store_write(&guard2, session_reset_work, &r), "and one that takes its place");
	confirm.reset_id = first;
	REASON(store_write(&guard2, session_reset_confirm_work, &confirm), "no_such_reset",
	       "what was replaced is not confirmed");
	confirm.reset_id = r.reset_id;
	fixture_must(store_write(&guard, session_reset_confirm_work, &confirm),
		     "by another administrator");
	REASON(redeem(&w, "checker", code, good), "code_wrong", "nor used");
	later(&w, 24 * 60 * MINUTES(1));
	REASON(redeem(&w, "checker", r.code, good), "code_wrong", "after a day it is over");
	REASON(store_write(&guard2, session_reset_confirm_work, &confirm), "no_such_reset",
	       "for all");
	EQ_I64(trail(&w, AUDIT_RESET, "ok"), 3, "the trail tells who asked");
	EQ_I64(trail(&w, AUDIT_RESET_CONFIRM, "ok"), 2, "and who confirmed");
	signin_close(&w);
}

/* What the tables themselves refuse, whoever writes. */
struct direct {
	const struct sn_statement *which;
	const struct param *params;
};
static struct sn_err direct_work(struct ctx *c, void *arg)
{
	const struct direct *d = arg;
	return store_run(c->store, d->which, d->params, NULL);
}
static const char *direct(struct signin_world *w, const struct sn_statement *which,
			  const struct param *params)
{
	struct direct d = {which, params};
	return sn_reason_word(store_write(&w->f.c, direct_work, &d).reason);
}
static void test_floor(enum fixture_engine engine)
{
	struct signin_world w;
	struct session_reset r;
	signin_open(&w, engine);
	struct ctx guard = as(&w, GUARD);
	r = (struct session_reset){.user_id = w.users[CHECKER].user_id};
	fixture_must(store_write(&guard, session_reset_work, &r), "reset");
	EQ_STR(direct(&w, &session_sql_code_use, PARAMS(p_uuid(r.reset_id), p_int(w.f.at_us))),
	       "store_check", "a reset that nobody confirmed is not used");
	EQ_STR(direct(&w, &session_sql_reset_confirm,
		      PARAMS(p_uuid(r.reset_id), p_uuid(w.users[GUARD].user_id), p_int(w.f.at_us))),
	       "store_check", "nor confirmed by who asked for it");
	EQ_STR(direct(&w, &session_sql_reset_confirm,
		      PARAMS(p_uuid(r.reset_id), p_uuid(w.users[CHECKER].user_id),
			     p_int(w.f.at_us))),
	       "store_check", "nor by the user");
	const struct uuid user_id = w.users[CHECKER].user_id;
	EQ_STR(direct(&w, &session_sql_code_add,
		      PARAMS(p_uuid(uuid_random()), p_uuid(user_id), p_int(3),
			     p_bytes("0123456789abcdef", 16), p_uuid(user_id), p_int(1), p_int(2),
			     p_int(0))),
	       "store_check", "nor asked for by the user");
	signin_close(&w);
}

int main(void)
{
	OK(crypto_start(), "crypto");
	FOR_EACH_ENGINE(engine)
	{
		test_enrolling(engine);
		test_guessing(engine);
		test_paper(engine);
		test_stepping_up(engine);
		test_changes_of_rights(engine);
		test_reset(engine);
		test_floor(engine);
	}
	return tap_done();
}
