/* Signing in, sessions, lockout, on both engines. */
#include "base/limits.h"
#include "signin_world.h"

#include <pthread.h>
#include <stdatomic.h>

static void test_first_start(enum fixture_engine engine)
{
	struct signin_world w;
	struct session_setup_code code = {.login = STR_NULL}, again = {.login = STR_NULL};
	bool set_up = true;
	signin_open(&w, engine);
	fixture_must(session_is_set_up(&w.f.c, &set_up), "set up");
	OK(!set_up, "a new installation has no password anywhere");
	struct ctx clerk = as(&w, CLERK), admin = as(&w, ADMIN);
	REASON(store_write(&clerk, session_setup_code_work, &code), "not_granted_to_all",
	       "not everybody makes the set-up code");
	fixture_must(store_write(&w.f.c, session_setup_code_work, &code), "the program does");
	EQ_STR(code.login.at, "admin", "it is the first administrator's");
	fixture_must(store_write(&w.f.c, session_setup_code_work, &again), "made once more");
	REASON(redeem(&w, NULL, code.code, good), "code_wrong", "the one before is void");
	REASON(redeem(&w, NULL, "ABCD-EFGH-JKMN", good), "code_wrong", "another one is none");
	REASON(redeem(&w, "clerk", again.code, good), "code_wrong", "it is nobody else's");
	REASON(redeem(&w, NULL, again.code, STR("Password2024!!")), "password_common",
	       "it sets a strong password");
	REASON(redeem(&w, NULL, again.code, good), "ok", "and then it does");
	REASON(redeem(&w, NULL, again.code, better), "code_wrong", "once");
	fixture_must(session_is_set_up(&w.f.c, &set_up), "set up");
	OK(set_up, "then the installation has begun");
	REASON(store_write(&w.f.c, session_setup_code_work, &code), "setup_done",
	       "and makes no set-up code any more");
	REASON(store_write(&admin, session_setup_code_work, &code), "not_granted_to_all",
	       "nor does its administrator, where security is another's");
	EQ_STR(try_in(&w, "admin", good, office), "ok", "the administrator signs in");
	EQ_I64(trail(&w, AUDIT_SETUP, "ok"), 2, "the trail has the codes that were made");
	EQ_I64(trail(&w, AUDIT_REDEEM, "code_wrong"), 4, "those that were wrong");
	EQ_I64(trail(&w, AUDIT_REDEEM, "ok"), 1, "and the one that was right");
	signin_close(&w);
}

static void test_signing_in(enum fixture_engine engine)
{
	struct signin_world w;
	struct session_begun first, begun;
	struct session s;
	signin_open(&w, engine);
	REASON(set_password(&w, CLERK, CHECKER, good), "not_granted",
	       "nobody sets another's password");
	REASON(set_password(&w, ADMIN, CLERK, good), "not_granted",
	       "nor does the system's administrator");
	REASON(set_password(&w, GUARD, CLERK, STR("short")), "bad_password", "nor a weak one");
	REASON(set_password(&w, GUARD, CLERK, good), "ok",
	       "the security administrator sets the first one");
	REASON(set_password(&w, GUARD, CLERK, better), "password_is_set",
	       "and not another: that takes two people");
	fixture_must(sign_in(&w, "Clerk ", good, office, &first), "sign in");
	OK(first.session.need == SESSION_NEEDS_PASSWORD && first.session.permissions == 0,
	   "who has another's password may nothing");
	REASON(change_password(&w, &first, good, good, &begun), "password_same",
	       "before he has his own");
	REASON(change_password(&w, &first, STR("wrong old one!"), better, &begun), "password_wrong",
	       "for which he gives the old one");
	REASON(change_password(&w, &first, good, better, &begun), "ok", "then");
	OK(begun.session.need == SESSION_NEEDS_NOTHING &&
		   begun.session.permissions & 1U << PERMISSION_ROSTER_WRITE,
	   "he works");
	EQ_STR(find(&w, first.token, &s), "sign_in_first", "with another token: the first is void");
	EQ_STR(find(&w, begun.token, &s), "ok", "by which he is found");
	OK(uuid_eq(s.session_id, first.session.session_id) &&
		   uuid_eq(s.user.user_id, w.users[CLERK].user_id) &&
		   str_is(s.user.login, "clerk") && s.permissions == begun.session.permissions,
	   "in the same session, himself");
	EQ_STR(s.csrf, begun.session.csrf, "with the value that his pages send back");
	OK(strlen(s.csrf) == 43 && strcmp(s.csrf, s.csrf) == 0 &&
		   strcmp(s.csrf, begun.token) != 0 &&
		   strcmp(first.session.csrf, begun.session.csrf) != 0,
	   "which is another for each token, and not the token");
	char other[SESSION_TOKEN_BYTES];
	memcpy(other, begun.token, sizeof other);
	other[7] = other[7] == 'A' ? 'B' : 'A';
	EQ_STR(find(&w, other, &s), "sign_in_first", "another token is nobody's");
	EQ_STR(find(&w, "", &s), "sign_in_first", "none is nobody's");
	EQ_STR(try_in(&w, "clerk", good, office), "signin_wrong", "the old password is over");
	EQ_STR(try_in(&w, "clerk", better, office), "ok", "the new one holds");
	signin_close(&w);
}

static struct sn_err close_work(struct ctx *c, void *arg)
{
	return rights_user_close(c, ((const struct user *)arg)->user_id, UUID_NULL);
}
/* Who does not exist, who has no password, who is closed, whose password it is not. */
static void test_same_words(enum fixture_engine engine)
{
	struct signin_world w;
	signin_open(&w, engine);
	(void)signed_in(&w, CLERK);
	(void)signed_in(&w, APPROVER);
	static const char *const logins[] = {"nobody", "checker", "approver",
					     "clerk",  "",        "NOBODY!"};
	EQ_STR(try_in(&w, "approver", good, office), "ok", "somebody is there");
	struct ctx guard = as(&w, GUARD);
	fixture_must(store_write(&guard, close_work, &w.users[APPROVER]), "and is closed");
	EQ_STR(try_in(&w, "approver", good, office), "signin_wrong",
	       "then his password opens nothing");
	int same = 0;
	for (size_t i = 0; i < sizeof logins / sizeof logins[0]; i++) {
		struct session_signin s = {.desk = w.desk,
					   .login = str_of(logins[i]),
					   .password = better,
					   .from = elsewhere};
		fixture_must(session_signin_prepare(&w.f.c, &s), "prepare never tells");
		same += store_write(&w.f.c, session_signin_work, &s).reason == SN_R_SIGNIN_WRONG;
	}
	EQ_I64(same, 6, "one answer for whoever cannot sign in");
	EQ_I64(trail(&w, AUDIT_SIGN_IN, "signin_wrong"), 7, "and a row for each");
	signin_close(&w);
}

static void test_lock(enum fixture_engine engine, const char *login)
{
	struct signin_world w;
	signin_open(&w, engine);
	(void)signed_in(&w, CLERK);
	for (int i = 0; i < 5; i++)
		EQ_STR(try_in(&w, login, better, elsewhere), "signin_wrong", "wrong");
	struct session_begun begun;
	struct sn_err e = sign_in(&w, login, good, elsewhere, &begun);
	REASON(e, "signin_locked", "after five failures it is shut");
	EQ_I64(e.arg[0], 1, "for a second");
	later(&w, SECONDS(1));
	EQ_STR(try_in(&w, login, better, elsewhere), "signin_wrong", "then one try is open");
	e = sign_in(&w, login, good, elsewhere, &begun);
	REASON(e, "signin_locked", "and the next takes longer");
	EQ_I64(e.arg[0], 2, "twice as long");
	for (int i = 0; i < 12; i++) {
		later(&w, MINUTES(15));
		EQ_STR(try_in(&w, login, better, elsewhere), "signin_wrong", "wrong again");
	}
	e = sign_in(&w, login, good, elsewhere, &begun);
	REASON(e, "signin_locked", "in the end");
	EQ_I64(e.arg[0], 900, "a quarter of an hour, and no longer");
	later(&w, MINUTES(15));
	if (strcmp(login, "clerk") != 0) {
		signin_close(&w);
		return;
	}
	EQ_STR(try_in(&w, login, good, elsewhere), "ok", "the right one then opens");
	for (int i = 0; i < 4; i++)
		EQ_STR(try_in(&w, login, better, elsewhere), "signin_wrong", "wrong");
	EQ_STR(try_in(&w, login, good, elsewhere), "ok", "and the count has begun anew");
	signin_close(&w);
}
static void test_lock_is_no_weapon(enum fixture_engine engine)
{
	struct signin_world w;
	signin_open(&w, engine);
	(void)signed_in(&w, CLERK);
	for (int i = 0; i < 5; i++)
		EQ_STR(try_in(&w, "clerk", better, elsewhere), "signin_wrong",
		       "a stranger guesses");
	EQ_STR(try_in(&w, "clerk", good, elsewhere), "signin_locked", "where he is it is shut");
	EQ_STR(try_in(&w, "clerk", good, office), "ok",
	       "where the clerk has signed in before it is not");
	for (int i = 0; i < 5; i++)
		EQ_STR(try_in(&w, "clerk", better, office), "signin_wrong", "who guesses there");
	EQ_STR(try_in(&w, "clerk", good, office), "signin_locked", "is counted there");
	later(&w, 31 * 24 * 60 * MINUTES(1));
	for (int i = 0; i < 5; i++)
		EQ_STR(try_in(&w, "clerk", better, office), "signin_wrong", "a month later");
	EQ_STR(try_in(&w, "clerk", good, elsewhere), "signin_locked",
	       "no address is known any more");
	signin_close(&w);
}
/* Guesses that were compared before the others were counted. */
static void test_parallel_guesses(enum fixture_engine engine)
{
	enum { GUESSES = 8 };
	struct signin_world w;
	struct session_signin s[GUESSES];
	int told = 0;
	signin_open(&w, engine);
	(void)signed_in(&w, CLERK);
	for (int i = 0; i < GUESSES; i++) {
		s[i] = (struct session_signin){.desk = w.desk,
					       .login = STR("clerk"),
					       .password = i == GUESSES - 1 ? good : better,
					       .from = elsewhere};
		fixture_must(session_signin_prepare(&w.f.c, &s[i]), "prepared at once");
	}
	for (int i = 0; i < GUESSES; i++)
		told += store_write(&w.f.c, session_signin_work, &s[i]).reason !=
			SN_R_SIGNIN_LOCKED;
	EQ_I64(told, 5, "of guesses made at once no more are answered than one after the other");
	signin_close(&w);
}

static void test_ages(enum fixture_engine engine)
{
	struct signin_world w;
	struct session s;
	signin_open(&w, engine);
	const struct session_begun a = signed_in(&w, CLERK);
	struct session_begun b;
	fixture_must(sign_in(&w, "clerk", good, office, &b), "sign in");
	for (int i = 0; i < 3; i++) {
		later(&w, MINUTES(29));
		EQ_STR(find(&w, a.token, &s), "ok", "used every half hour it lives");
	}
	EQ_I64(s.expires_at_us, w.f.at_us + MINUTES(30), "and says until when");
	EQ_STR(find(&w, b.token, &s), "sign_in_first", "unused it ends");
	fixture_must(session_flush(&w.f.c, w.desk), "flush");
	session_desk_free(w.desk);
	fixture_must(session_desk_new(&w.desk, (struct session_cost){8192, 1}), "desk");
	later(&w, MINUTES(20));
	EQ_STR(find(&w, a.token, &s), "ok",
	       "also after a new start, as what was in memory was written");
	fixture_must(session_flush(&w.f.c, w.desk), "flush");
	fixture_must(session_flush(&w.f.c, w.desk), "flush again");
	for (int i = 0; i < 30; i++) {
		later(&w, MINUTES(20));
		(void)find(&w, a.token, &s);
	}
	EQ_STR(find(&w, a.token, &s), "ok", "it lives for hours");
	later(&w, MINUTES(20));
	EQ_STR(find(&w, a.token, &s), "sign_in_first", "twelve, whatever was done");
	signin_close(&w);
}

static void test_many_uses(enum fixture_engine engine)
{
	enum { SESSIONS = 300 };
	struct signin_world w;
	struct session s;
	char tokens[SESSIONS][SESSION_TOKEN_BYTES];
	int lost = 0;
	signin_open(&w, engine);
	(void)signed_in(&w, CLERK);
	for (int i = 0; i < SESSIONS; i++) {
		struct session_begun begun;
		fixture_must(sign_in(&w, "clerk", good, office, &begun), "sign in");
		memcpy(tokens[i], begun.token, sizeof tokens[i]);
	}
	for (int round = 0; round < 4; round++) {
		later(&w, MINUTES(20));
		for (int i = 0; i < SESSIONS; i++)
			lost += strcmp(find(&w, tokens[i], &s), "ok") != 0;
	}
	EQ_I64(lost, 0, "many sessions are kept in memory");
	fixture_must(session_flush(&w.f.c, w.desk), "flush");
	struct session_row *rows = NULL;
	size_t count = 0;
	struct ctx c = as(&w, CLERK);
	fixture_must(session_list(&c, NULL, w.users[CLERK].user_id, &rows, &count), "list");
	EQ_I64((int64_t)count, SESSIONS, "and all of them written");
	signin_close(&w);
}

static void test_lists(enum fixture_engine engine)
{
	struct signin_world w;
	struct session s;
	struct session_row *rows = NULL;
	size_t count = 0;
	signin_open(&w, engine);
	const struct session_begun a = signed_in(&w, CLERK);
	struct session_begun b, last;
	later(&w, MINUTES(1));
	fixture_must(sign_in(&w, "clerk", good, elsewhere, &b), "another");
	struct ctx clerk = as(&w, CLERK), checker = as(&w, CHECKER), guard = as(&w, GUARD);
	fixture_must(session_list(&clerk, w.desk, w.users[CLERK].user_id, &rows, &count), "list");
	EQ_I64((int64_t)count, 2, "one sees one's own sessions");
	OK(uuid_eq(rows[0].session_id, b.session.session_id) &&
		   str_is(rows[0].address, "203.0.113.99") &&
		   str_is(rows[1].agent, "Chrome 109 · Windows 10"),
	   "newest first, with where they come from");
	REASON(session_list(&checker, w.desk, w.users[CLERK].user_id, &rows, &count), "not_granted",
	       "not a colleague's");
	fixture_must(session_list(&guard, w.desk, w.users[CLERK].user_id, &rows, &count), "list");
	EQ_I64((int64_t)count, 2, "the security administrator sees them");
	struct session_ending end = {.user_id = w.users[CLERK].user_id,
				     .session_id = a.session.session_id,
				     .from = office};
	REASON(store_write(&checker, session_end_work, &end), "not_granted",
	       "a colleague ends none");
	REASON(store_write(&clerk, session_end_work, &end), "ok", "one ends one's own");
	EQ_STR(find(&w, a.token, &s), "sign_in_first", "at once");
	REASON(store_write(&clerk, session_end_work, &end), "no_such_session", "once");
	end.user_id = w.users[CHECKER].user_id;
	end.session_id = b.session.session_id;
	REASON(store_write(&checker, session_end_work, &end), "no_such_session",
	       "and not by another's number");
	EQ_STR(find(&w, b.token, &s), "ok", "the other one lives");
	fixture_must(sign_in(&w, "clerk", good, office, &last), "a third");
	end = (struct session_ending){.user_id = w.users[CLERK].user_id,
				      .but_id = last.session.session_id,
				      .from = office};
	REASON(store_write(&clerk, session_end_work, &end), "ok", "all others");
	EQ_I64(end.ended, 1, "are ended");
	EQ_STR(find(&w, last.token, &s), "ok", "but this one");
	end.but_id = UUID_NULL;
	REASON(store_write(&guard, session_end_work, &end), "ok", "an administrator ends all");
	EQ_STR(find(&w, last.token, &s), "sign_in_first", "of another");
	EQ_I64(trail(&w, AUDIT_SESSION_END, "ok"), 1, "which the trail tells");
	signin_close(&w);
}

/* ---- what may be read out of the database ---- */

static bool file_has(const char *directory, const char *name, struct str secret)
{
	char path[512];
	(void)snprintf(path, sizeof path, "%s/%s", directory, name);
	FILE *f = fopen(path, "rb");
	static char bytes[8 << 20];
	if (!f)
		return false;
	const size_t n = fread(bytes, 1, sizeof bytes, f);
	(void)fclose(f);
	return memmem(bytes, n, secret.at, secret.bytes) != NULL;
}
static void test_nothing_secret_is_stored(void)
{
	struct signin_world w;
	struct session_enrol e = {.code = STR_NULL};
	signin_open(&w, FIXTURE_SQLITE);
	const struct session_begun a = signed_in(&w, CLERK);
	fixture_must(enrol(&w, &a, session_totp_begin_work, &e), "totp");
	fixture_must(enrol(&w, &a, session_paper_work, &e), "paper");
	fixture_must(session_flush(&w.f.c, w.desk), "flush");
	char letters[SESSION_CODE_LETTERS + 1];
	(void)session_code_parse(str_of(e.codes[3]), letters);
	const struct str secrets[] = {good,
				      str_of(a.token),
				      str_of(a.session.csrf),
				      str_of(e.secret),
				      str_of(e.codes[3]),
				      str_of(letters)};
	int found = 0, login = 0;
	static const char *const files[] = {"songnuan.db", "songnuan.db-wal"};
	for (size_t i = 0; i < 2; i++) {
		login += file_has(w.f.url, files[i], STR("clerk"));
		for (size_t k = 0; k < sizeof secrets / sizeof secrets[0]; k++)
			found += file_has(w.f.url, files[i], secrets[k]);
	}
	OK(login > 0, "what is stored is looked at");
	EQ_I64(found, 0, "no password, token, secret or code is in it");
	signin_close(&w);
}

/* ---- the desk ---- */

struct queue {
	struct session_desk *desk;
	atomic_int inside, most, busy, done;
};
static void *hash_in_turn(void *arg)
{
	struct queue *q = arg;
	if (sn_failed(session_desk_enter(q->desk))) {
		atomic_fetch_add(&q->busy, 1);
		return NULL;
	}
	const int now = atomic_fetch_add(&q->inside, 1) + 1;
	int most = atomic_load(&q->most);
	while (now > most && !atomic_compare_exchange_weak(&q->most, &most, now))
		continue;
	(void)usleep(1000);
	atomic_fetch_sub(&q->inside, 1);
	atomic_fetch_add(&q->done, 1);
	session_desk_leave(q->desk);
	return NULL;
}
static void test_desk(void)
{
	enum { THREADS = SESSION_WAITING_MAX + 10 };
	pthread_t threads[THREADS];
	struct queue q = {.desk = NULL};
	fixture_must(session_desk_new(&q.desk, (struct session_cost){8192, 1}), "desk");
	for (int i = 0; i < SESSION_HASHING_MAX; i++)
		fixture_must(session_desk_enter(q.desk), "a place");
	for (int i = 0; i < THREADS; i++)
		(void)pthread_create(&threads[i], NULL, hash_in_turn, &q);
	for (int i = 0; i < 10000 && atomic_load(&q.busy) < THREADS - SESSION_WAITING_MAX; i++)
		(void)usleep(1000);
	EQ_I64(atomic_load(&q.busy), THREADS - SESSION_WAITING_MAX,
	       "fifty wait, the rest is told to come back");
	REASON(session_desk_enter(q.desk), "server_busy", "at once");
	for (int i = 0; i < SESSION_HASHING_MAX; i++)
		session_desk_leave(q.desk);
	for (int i = 0; i < THREADS; i++)
		(void)pthread_join(threads[i], NULL);
	EQ_I64(atomic_load(&q.done), SESSION_WAITING_MAX, "who waits has his turn");
	EQ_I64(atomic_load(&q.most), SESSION_HASHING_MAX, "two at once, never more");
	session_desk_free(q.desk);
}

/* A password at today's costs takes the place of one at yesterday's, when it is given. */
static void test_rehash(enum fixture_engine engine)
{
	struct signin_world w;
	struct credential before, after;
	signin_open(&w, engine);
	(void)signed_in(&w, CLERK);
	fixture_must(session_credential(&w.f.c, STR("clerk"), &before), "read");
	session_desk_free(w.desk);
	fixture_must(session_desk_new(&w.desk, (struct session_cost){16384, 2}), "dearer");
	EQ_STR(try_in(&w, "clerk", better, office), "signin_wrong", "a wrong password");
	fixture_must(session_credential(&w.f.c, STR("clerk"), &after), "read");
	OK(str_eq(before.hash, after.hash), "changes nothing");
	EQ_STR(try_in(&w, "clerk", good, office), "ok", "the right one");
	fixture_must(session_credential(&w.f.c, STR("clerk"), &after), "read");
	OK(str_starts(after.hash, STR("$argon2id$v=19$m=16,t=2,p=1$")), "is hashed anew");
	EQ_I64(after.set_at_us, before.set_at_us, "it is the same password");
	EQ_STR(try_in(&w, "clerk", good, office), "ok", "and opens as before");
	signin_close(&w);
}

int main(void)
{
	OK(crypto_start(), "crypto");
	test_desk();
	test_nothing_secret_is_stored();
	FOR_EACH_ENGINE(engine)
	{
		test_first_start(engine);
		test_signing_in(engine);
		test_same_words(engine);
		test_lock(engine, "clerk");
		test_lock(engine, "nobody");
		test_lock_is_no_weapon(engine);
		test_parallel_guesses(engine);
		test_ages(engine);
		test_many_uses(engine);
		test_lists(engine);
		test_rehash(engine);
	}
	return tap_done();
}
