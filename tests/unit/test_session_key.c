/* Security keys as a second factor: added, used to sign in and to step up, removed; and all that must not open, on both engines. */
#include "base/limits.h"
#include "key_world.h"
#include "rights/session_sql.h"
#include "signin_world.h"

static const struct webauthn_site site = {{"https://care.example.cn", 23}, {"care.example.cn", 15}},
				  moved = {{"https://new.example.cn", 22}, {"new.example.cn", 14}};

/* ---- acts ---- */

static struct sn_err ask(struct signin_world *w, const struct session_begun *of, store_work *work,
			 struct session_key_ask *a)
{
	*a = (struct session_key_ask){.session_id = of->session.session_id, .site = site};
	return store_write(&w->f.c, work, a);
}
static struct sn_err add_said(struct signin_world *w, const struct session_begun *of,
			      const struct soft_out *out, const char *name,
			      struct session_begun *begun)
{
	struct session_key_new k = {.session_id = of->session.session_id,
				    .site = site,
				    .name = str_of(name),
				    .attestation = soft_str(&out->attestation),
				    .client_data = soft_str(&out->client),
				    .transports = 1U << SESSION_BY_USB,
				    .from = office};
	*begun = *of;
	SN_TRY(session_key_add_prepare(&w->f.c, &k));
	SN_TRY(store_write(&w->f.c, session_key_add_work, &k));
	*begun = k.begun;
	return SN_SUCCESS;
}
static struct sn_err add(struct signin_world *w, const struct session_begun *of,
			 const struct soft_key *k, const char *name, struct session_begun *begun)
{
	struct session_key_ask a;
	struct soft_out out = {.cose.count = 0};
	*begun = *of;
	SN_TRY(ask(w, of, session_key_add_ask_work, &a));
	const struct soft_say say = soft_honest(WEBAUTHN_CREATE, site, a.challenge);
	soft_create(k, &say, &out);
	return add_said(w, of, &out, name, begun);
}
static struct sn_err prove_said(struct signin_world *w, const struct session_begun *of,
				const struct soft_key *k, const struct soft_out *out,
				struct session_begun *begun)
{
	struct session_key_answer answer = {.session_id = of->session.session_id,
					    .site = site,
					    .credential_id = {(const char *)k->id, sizeof k->id},
					    .answer = soft_answer(out),
					    .from = office};
	*begun = *of;
	SN_TRY(session_key_prepare(&w->f.c, &answer));
	SN_TRY(store_write(&w->f.c, session_key_work, &answer));
	*begun = answer.begun;
	return SN_SUCCESS;
}
/* bent: what is changed of an honest answer; NULL: nothing. */
typedef void bend(struct soft_say *say);
static struct sn_err prove(struct signin_world *w, const struct session_begun *of,
			   const struct soft_key *k, uint32_t counter, bend *bent,
			   struct session_begun *begun)
{
	struct session_key_ask a;
	struct soft_out out = {.cose.count = 0};
	*begun = *of;
	SN_TRY(ask(w, of, session_key_ask_work, &a));
	struct soft_say say = soft_honest(WEBAUTHN_GET, site, a.challenge);
	say.counter = counter;
	if (bent)
		bent(&say);
	soft_assert(k, &say, &out);
	return prove_said(w, of, k, &out, begun);
}
static struct sn_err change(struct signin_world *w, const struct session_begun *of,
			    store_work *work, struct uuid key_id, const char *name)
{
	struct session_key_change ch = {.session_id = of->session.session_id,
					.key_id = key_id,
					.name = str_of(name),
					.from = office};
	return store_write(&w->f.c, work, &ch);
}
static struct session_key *keys(struct signin_world *w, enum signin_user who, size_t *count)
{
	struct session_key *list = NULL;
	fixture_must(session_keys(&w->f.c, w->users[who].user_id, &list, count), "keys");
	return list;
}

/* ---- adding ---- */

static void test_enrolling(enum fixture_engine engine, enum crypto_signature kind)
{
	struct signin_world w;
	struct session s;
	struct session_begun now, begun;
	struct session_factors has;
	struct soft_key k = soft_key_new(kind);
	size_t count = 0;
	signin_open(&w, engine);
	const struct session_begun a = signed_in(&w, CHECKER);
	OK(a.session.need == SESSION_NEEDS_ENROL, "a checker needs a second factor");
	REASON(add(&w, &a, &k, "  蓝色　密钥 ", &now), "ok", "a security key is one");
	OK(now.session.need == SESSION_NEEDS_NOTHING && now.session.permissions != 0 &&
		   session_is_stepped_up(&now.session, w.f.at_us),
	   "and he works");
	EQ_STR(find(&w, a.token, &s), "sign_in_first", "with a new token");
	const struct session_key *list = keys(&w, CHECKER, &count);
	OK(count == 1 && str_is(list[0].name, "蓝色 密钥") && list[0].verified &&
		   list[0].transports == 1U << SESSION_BY_USB &&
		   str_is(list[0].rp_id, "care.example.cn") && list[0].added_at_us == w.f.at_us &&
		   list[0].used_at_us == 0,
	   "it stands in his list");
	fixture_must(session_factors(&w.f.c, w.users[CHECKER].user_id, &has), "factors");
	OK(has.required && has.keys == 1 && has.totp_since_us == 0, "and among his factors");

	later(&w, MINUTES(60));
	fixture_must(sign_in(&w, "checker", good, office, &begun), "sign in");
	OK(begun.session.need == SESSION_NEEDS_SECOND && begun.session.permissions == 0,
	   "his password alone opens nothing");
	REASON(prove(&w, &begun, &k, 2, NULL, &now), "ok", "the key does");
	OK(now.session.need == SESSION_NEEDS_NOTHING, "the session is open");
	EQ_STR(find(&w, begun.token, &s), "sign_in_first", "by a new token");
	EQ_I64(keys(&w, CHECKER, &count)[0].used_at_us, w.f.at_us, "when it was used is known");
	later(&w, MINUTES(6));
	EQ_STR(find(&w, now.token, &s), "ok", "later");
	OK(!session_is_stepped_up(&s, w.f.at_us), "he is not stepped up any more");
	REASON(prove(&w, &now, &k, 3, NULL, &begun), "ok", "the key steps up");
	OK(session_is_stepped_up(&begun.session, w.f.at_us), "for five minutes");
	EQ_I64(trail(&w, AUDIT_KEY_ADD, "ok") + trail(&w, AUDIT_SECOND, "ok") * 10 +
		       trail(&w, AUDIT_STEP_UP, "ok") * 100,
	       111, "the trail tells all three");
	soft_key_free(&k);
	signin_close(&w);
}
static void test_adding_refused(enum fixture_engine engine)
{
	struct signin_world w;
	struct session_begun now, begun, other;
	struct session_key_ask a;
	struct soft_out out = {.cose.count = 0};
	struct soft_key k = soft_key_new(CRYPTO_EDDSA), second_key = soft_key_new(CRYPTO_ES256);
	signin_open(&w, engine);
	const struct session_begun of = signed_in(&w, CHECKER);
	fixture_must(ask(&w, &of, session_key_add_ask_work, &a), "asked");
	struct soft_say say = soft_honest(WEBAUTHN_CREATE, site, a.challenge);
	soft_create(&k, &say, &out);
	REASON(add_said(&w, &of, &out, " ", &now), "bad_key_name", "a key has a name");
	REASON(add_said(&w, &of, &out,
			"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七"
			"八九十一",
			&now),
	       "bad_key_name", "of forty characters at most");
	later(&w, SECONDS(SESSION_CHALLENGE_S));
	REASON(add_said(&w, &of, &out, "密钥", &now), "key_asked_before",
	       "after five minutes the question is over");
	fixture_must(ask(&w, &of, session_key_add_ask_work, &a), "asked again");
	say.challenge = a.challenge;
	say.origin = "https://evil.cn";
	soft_create(&k, &say, &out);
	REASON(add_said(&w, &of, &out, "密钥", &now), "key_origin", "from another page");
	say.origin = site.origin.at;
	soft_create(&k, &say, &out);
	REASON(add_said(&w, &of, &out, "密钥", &now), "key_asked_before",
	       "the question was answered, though badly");
	fixture_must(add(&w, &of, &k, "密钥", &now), "a good one");
	REASON(add_said(&w, &now, &out, "密钥", &begun), "key_asked_before", "once");
	REASON(add(&w, &now, &k, "密钥", &begun), "key_taken", "the same key again");
	other = signed_in(&w, APPROVER);
	REASON(add(&w, &other, &k, "密钥", &begun), "key_taken", "nor by another user");
	fixture_must(ask(&w, &other, session_key_add_ask_work, &a), "a question to another");
	say.challenge = a.challenge;
	soft_create(&second_key, &say, &out);
	REASON(add_said(&w, &now, &out, "密钥", &begun), "key_asked_before",
	       "is not answered in this session");
	later(&w, MINUTES(6));
	REASON(add(&w, &now, &second_key, "第二把", &begun), "step_up_needed",
	       "for the second key the first one is shown");
	fixture_must(sign_in(&w, "checker", good, office, &begun), "sign in");
	REASON(add(&w, &begun, &second_key, "第二把", &other), "second_factor_missing",
	       "who has only the password adds none");
	EQ_I64(trail(&w, AUDIT_KEY_ADD, "key_origin") + 10 * trail(&w, AUDIT_KEY_ADD, "key_taken") +
		       100 * trail(&w, AUDIT_KEY_ADD, "key_asked_before"),
	       421, "the trail tells what was refused");
	struct session_key_ask nowhere = {.session_id = of.session.session_id};
	REASON(store_write(&w.f.c, session_key_add_ask_work, &nowhere), "step_up_needed",
	       "nothing before the proof");
	fixture_must(prove(&w, &now, &k, 2, NULL, &now), "step up");
	REASON(store_write(&w.f.c, session_key_add_ask_work, &nowhere), "site_unknown",
	       "a server that knows no address asks for no key");
	soft_key_free(&k);
	soft_key_free(&second_key);
	signin_close(&w);
}
static void test_many(enum fixture_engine engine)
{
	struct signin_world w;
	struct session_begun now;
	struct session_key_ask a;
	size_t count = 0;
	signin_open(&w, engine);
	now = signed_in(&w, CLERK);
	for (int i = 0; i < SESSION_KEYS_MAX; i++) {
		struct soft_key k = soft_key_new(CRYPTO_EDDSA);
		fixture_must(add(&w, &now, &k, "密钥", &now), "a key");
		soft_key_free(&k);
	}
	REASON(ask(&w, &now, session_key_add_ask_work, &a), "key_many", "there is an end to keys");
	fixture_must(ask(&w, &now, session_key_ask_work, &a), "each of them is asked for");
	EQ_I64((int64_t)a.count, SESSION_KEYS_MAX, "by its id");
	OK(a.verify, "all of them know their user");
	const struct uuid first = keys(&w, CLERK, &count)[0].key_id;
	fixture_must(change(&w, &now, session_key_remove_work, first, NULL), "one goes");
	REASON(ask(&w, &now, session_key_add_ask_work, &a), "ok", "and there is room");
	EQ_I64((int64_t)a.count, SESSION_KEYS_MAX - 1,
	       "the others are told, so that none is added twice");
	signin_close(&w);
}

/* ---- what opens nothing ---- */

static void untouched(struct soft_say *say)
{
	say->flags = SOFT_UV;
}
static void unverified(struct soft_say *say)
{
	say->flags = SOFT_UP;
}
static void elsewhere_page(struct soft_say *say)
{
	say->origin = "https://care.example.cn.evil.cn";
}
static void elsewhere_site(struct soft_say *say)
{
	say->rp_id = "evil.cn";
}
static void other_question(struct soft_say *say)
{
	say->type = "webauthn.create";
}
static void other_challenge(struct soft_say *say)
{
	static const uint8_t zeros[WEBAUTHN_CHALLENGE_BYTES];
	say->challenge = zeros;
}
static void test_refused(enum fixture_engine engine, enum crypto_signature kind)
{
	static const struct {
		bend *bent;
		const char *reason, *what;
	} rows[] = {{untouched, "key_wrong", "nobody touched it"},
		    {unverified, "key_unverified", "a key that knew its user does not ask him"},
		    {elsewhere_page, "key_origin", "on a page that imitates ours"},
		    {elsewhere_site, "key_origin", "for another site"},
		    {other_question, "key_wrong", "an answer to another question"},
		    {other_challenge, "key_wrong", "another challenge"}};
	struct signin_world w;
	struct session s;
	struct session_begun begun, now;
	struct soft_key k = soft_key_new(kind), stranger = soft_key_new(kind);
	signin_open(&w, engine);
	now = signed_in(&w, CHECKER);
	fixture_must(add(&w, &now, &k, "密钥", &now), "a key");
	fixture_must(sign_in(&w, "checker", good, office, &begun), "sign in");
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		REASON(prove(&w, &begun, &k, 50 + (uint32_t)i, rows[i].bent, &now), rows[i].reason,
		       rows[i].what);
		EQ_STR(find(&w, begun.token, &s), "ok", "the session is there");
		OK(s.need == SESSION_NEEDS_SECOND && s.permissions == 0, "and as shut as before");
	}
	memcpy(stranger.id, k.id, sizeof k.id);
	REASON(prove(&w, &begun, &stranger, 60, NULL, &now), "key_wrong",
	       "another key's signature under its name");
	crypto_random(stranger.id, sizeof stranger.id);
	REASON(prove(&w, &begun, &stranger, 60, NULL, &now), "key_wrong",
	       "a key that nobody has added");
	REASON(prove(&w, &begun, &k, 60, NULL, &now), "signin_locked",
	       "after five forgeries the account is shut for a while");
	later(&w, SECONDS(3));
	EQ_I64(trail(&w, AUDIT_SECOND, "key_wrong"), 5, "forgeries stand in the trail");
	EQ_I64(trail(&w, AUDIT_SECOND, "key_origin"), 2, "and what came from elsewhere");
	EQ_I64(trail(&w, AUDIT_SECOND, "key_unverified"), 1, "and who did not show his finger");
	REASON(prove(&w, &begun, &k, 70, NULL, &now), "ok", "the key itself opens");
	soft_key_free(&k);
	soft_key_free(&stranger);
	signin_close(&w);
}
/* Whose key it is, decides; not that it is one. */
static void test_others_key(enum fixture_engine engine)
{
	struct signin_world w;
	struct session_begun begun, now, checkers, approvers;
	struct session_key_ask a;
	struct soft_key his = soft_key_new(CRYPTO_ES256), hers = soft_key_new(CRYPTO_ES256);
	signin_open(&w, engine);
	checkers = signed_in(&w, CHECKER);
	approvers = signed_in(&w, APPROVER);
	fixture_must(add(&w, &checkers, &his, "密钥", &now), "his");
	fixture_must(add(&w, &approvers, &hers, "密钥", &now), "hers");
	fixture_must(sign_in(&w, "checker", good, office, &begun), "sign in");
	fixture_must(ask(&w, &begun, session_key_ask_work, &a), "asked");
	OK(a.count == 1 && str_eq(a.keys[0].credential_id,
				  (struct str){(const char *)his.id, sizeof his.id}),
	   "his own key is asked for");
	REASON(prove(&w, &begun, &hers, 5, NULL, &now), "key_wrong", "hers opens nothing of his");
	size_t count = 0;
	const struct uuid id = keys(&w, APPROVER, &count)[0].key_id;
	fixture_must(prove(&w, &begun, &his, 5, NULL, &now), "his does");
	REASON(change(&w, &now, session_key_remove_work, id, NULL), "no_such_key",
	       "nor does he remove hers");
	REASON(change(&w, &now, session_key_rename_work, id, "我的"), "no_such_key",
	       "or rename it");
	soft_key_free(&his);
	soft_key_free(&hers);
	signin_close(&w);
}
static void test_once(enum fixture_engine engine)
{
	struct signin_world w;
	struct session_begun begun, second_begun, now;
	struct session_key_ask a, b;
	struct soft_out out = {.cose.count = 0};
	struct soft_key k = soft_key_new(CRYPTO_EDDSA);
	signin_open(&w, engine);
	now = signed_in(&w, CHECKER);
	fixture_must(add(&w, &now, &k, "密钥", &now), "a key");
	fixture_must(sign_in(&w, "checker", good, office, &begun), "sign in");
	fixture_must(sign_in(&w, "checker", good, office, &second_begun), "and elsewhere");
	REASON(prove_said(&w, &begun, &k, &out, &now), "key_asked_before", "nothing was asked");
	fixture_must(ask(&w, &begun, session_key_ask_work, &a), "asked");
	struct soft_say say = soft_honest(WEBAUTHN_GET, site, a.challenge);
	say.counter = 10;
	soft_assert(&k, &say, &out);
	REASON(prove_said(&w, &second_begun, &k, &out, &now), "key_asked_before",
	       "the other session was asked nothing");
	fixture_must(ask(&w, &second_begun, session_key_ask_work, &b), "the other is asked, too");
	REASON(prove_said(&w, &second_begun, &k, &out, &now), "key_wrong",
	       "and its question is its own");
	fixture_must(ask(&w, &begun, session_key_ask_work, &b), "asked again");
	REASON(prove_said(&w, &begun, &k, &out, &now), "key_wrong",
	       "the first question is no more");
	fixture_must(ask(&w, &begun, session_key_ask_work, &a), "asked once more");
	say.challenge = a.challenge;
	soft_assert(&k, &say, &out);
	later(&w, SECONDS(SESSION_CHALLENGE_S));
	REASON(prove_said(&w, &begun, &k, &out, &now), "key_asked_before",
	       "five minutes later it is over");
	fixture_must(ask(&w, &begun, session_key_ask_work, &a), "asked a last time");
	say.challenge = a.challenge;
	soft_assert(&k, &say, &out);
	/* Two requests with the same answer, both looked at before either is written. */
	struct session_key_answer twice[2];
	for (int i = 0; i < 2; i++) {
		twice[i] = (struct session_key_answer){
			.session_id = begun.session.session_id,
			.site = site,
			.credential_id = {(const char *)k.id, sizeof k.id},
			.answer = soft_answer(&out),
			.from = office};
		fixture_must(session_key_prepare(&w.f.c, &twice[i]), "looked at");
		REASON(twice[i].prepared.why, "ok", "it is good");
	}
	REASON(store_write(&w.f.c, session_key_work, &twice[0]), "ok", "the first opens");
	REASON(store_write(&w.f.c, session_key_work, &twice[1]), "key_asked_before",
	       "the second is late");
	REASON(prove_said(&w, &twice[0].begun, &k, &out, &now), "key_asked_before",
	       "and so is whoever has listened");
	soft_key_free(&k);
	signin_close(&w);
}
static void test_counter(enum fixture_engine engine)
{
	struct signin_world w;
	struct session_begun begun, now;
	struct soft_key k = soft_key_new(CRYPTO_ES256), quiet = soft_key_new(CRYPTO_ES256);
	struct session_key_ask a;
	struct soft_out out = {.cose.count = 0};
	signin_open(&w, engine);
	now = signed_in(&w, CHECKER);
	fixture_must(add(&w, &now, &k, "密钥", &now), "a key");
	fixture_must(ask(&w, &now, session_key_add_ask_work, &a), "asked");
	struct soft_say say = soft_honest(WEBAUTHN_CREATE, site, a.challenge);
	say.counter = 0;
	soft_create(&quiet, &say, &out);
	fixture_must(add_said(&w, &now, &out, "不计数", &now), "one that counts nothing");
	fixture_must(sign_in(&w, "checker", good, office, &begun), "sign in");
	REASON(prove(&w, &begun, &k, 4294967295U, NULL, &now), "ok",
	       "a counter goes up to its end");
	REASON(prove(&w, &now, &k, 4294967295U, NULL, &begun), "key_counter",
	       "the same again is a copy's");
	REASON(prove(&w, &now, &k, 7, NULL, &begun), "key_counter", "so is one before");
	REASON(prove(&w, &now, &k, 0, NULL, &begun), "key_counter",
	       "and one that has stopped counting");
	REASON(prove(&w, &now, &quiet, 0, NULL, &begun), "ok", "one that never counted");
	REASON(prove(&w, &begun, &quiet, 0, NULL, &now), "ok", "need not");
	REASON(prove(&w, &now, &quiet, 3, NULL, &begun), "ok", "until it does");
	REASON(prove(&w, &begun, &quiet, 0, NULL, &now), "key_counter", "from then on");
	EQ_I64(trail(&w, AUDIT_STEP_UP, "key_counter"), 4, "the trail tells of copies");
	soft_key_free(&k);
	soft_key_free(&quiet);
	signin_close(&w);
}

/* ---- one's keys ---- */

static void test_last(enum fixture_engine engine)
{
	struct signin_world w;
	struct session s;
	struct session_begun now, clerk;
	struct soft_key k = soft_key_new(CRYPTO_EDDSA), spare = soft_key_new(CRYPTO_ES256),
			mine = soft_key_new(CRYPTO_ES256);
	struct session_enrol e = {.code = STR_NULL};
	size_t count = 0;
	char code[8];
	signin_open(&w, engine);
	now = signed_in(&w, CHECKER);
	fixture_must(add(&w, &now, &k, "常用", &now), "a key");
	struct uuid id = keys(&w, CHECKER, &count)[0].key_id;
	REASON(change(&w, &now, session_key_rename_work, id, "锁在柜里"), "ok",
	       "a key gets another name");
	OK(str_is(keys(&w, CHECKER, &count)[0].name, "锁在柜里"), "which the list shows");
	REASON(change(&w, &now, session_key_rename_work, id, ""), "bad_key_name", "not none");
	REASON(change(&w, &now, session_key_remove_work, id, NULL), "last_factor",
	       "the last one of a checker stays");
	EQ_STR(find(&w, now.token, &s), "ok", "he works on");
	fixture_must(add(&w, &now, &spare, "备用", &now), "a second one");
	REASON(change(&w, &now, session_key_remove_work, id, NULL), "ok", "then one may go");
	REASON(change(&w, &now, session_key_remove_work, id, NULL), "no_such_key", "once");
	id = keys(&w, CHECKER, &count)[0].key_id;
	OK(count == 1, "the other stays");
	fixture_must(enrol(&w, &now, session_totp_begin_work, &e), "an authenticator");
	shown(&w, e.secret, code);
	e.code = str_of(code);
	fixture_must(enrol(&w, &now, session_totp_confirm_work, &e), "beside it");
	now = e.begun;
	REASON(change(&w, &now, session_key_remove_work, id, NULL), "ok", "lets the last key go");
	struct session_enrol drop = {.code = STR_NULL};
	REASON(enrol(&w, &now, session_totp_drop_work, &drop), "last_factor",
	       "but then the authenticator stays");
	fixture_must(enrol(&w, &now, session_paper_work, &drop), "with a paper list");
	REASON(enrol(&w, &now, session_totp_drop_work, &drop), "ok", "it may go");

	clerk = signed_in(&w, CLERK);
	fixture_must(add(&w, &clerk, &mine, "我的", &clerk), "a clerk, who need not, has one");
	later(&w, MINUTES(6));
	id = keys(&w, CLERK, &count)[0].key_id;
	REASON(change(&w, &clerk, session_key_remove_work, id, NULL), "step_up_needed",
	       "to remove it he shows it");
	fixture_must(prove(&w, &clerk, &mine, 2, NULL, &clerk), "step up");
	REASON(change(&w, &clerk, session_key_remove_work, id, NULL), "ok", "it is his to remove");
	struct session_begun begun;
	fixture_must(sign_in(&w, "clerk", good, office, &begun), "sign in");
	OK(begun.session.need == SESSION_NEEDS_NOTHING, "and he signs in without");
	EQ_I64(trail(&w, AUDIT_KEY_REMOVE, "ok"), 3, "the trail tells each");
	soft_key_free(&k);
	soft_key_free(&spare);
	soft_key_free(&mine);
	signin_close(&w);
}
/* A password that somebody learnt is no way around a key: it takes the key, or two people. */
static void test_reset(enum fixture_engine engine)
{
	struct signin_world w;
	struct session_begun now, begun, out;
	struct soft_key k = soft_key_new(CRYPTO_EDDSA);
	size_t count = 0;
	signin_open(&w, engine);
	now = signed_in(&w, CHECKER);
	fixture_must(add(&w, &now, &k, "密钥", &now), "a key");
	struct ctx guard = as(&w, GUARD), guard2 = as(&w, SECOND_GUARD);
	struct session_paper_for list = {.user_id = w.users[CHECKER].user_id};
	REASON(store_write(&guard, session_paper_for_work, &list), "second_factor_is_set",
	       "nobody prints another way in alone");
	struct session_reset r = {.user_id = w.users[CHECKER].user_id, .factors_too = false};
	fixture_must(store_write(&guard, session_reset_work, &r), "a reset of the password");
	struct session_reset_confirm confirm = {.reset_id = r.reset_id};
	fixture_must(store_write(&guard2, session_reset_confirm_work, &confirm), "confirmed");
	fixture_must(redeem(&w, "checker", r.code, better), "used");
	fixture_must(sign_in(&w, "checker", better, office, &begun), "sign in");
	OK(begun.session.need == SESSION_NEEDS_SECOND, "leaves the key");
	REASON(prove(&w, &begun, &k, 2, NULL, &out), "ok", "which opens");
	r.factors_too = true;
	fixture_must(store_write(&guard, session_reset_work, &r), "a reset of all");
	confirm.reset_id = r.reset_id;
	fixture_must(store_write(&guard2, session_reset_confirm_work, &confirm), "confirmed");
	fixture_must(redeem(&w, "checker", r.code, good), "used");
	(void)keys(&w, CHECKER, &count);
	EQ_I64((int64_t)count, 0, "takes the keys away");
	fixture_must(sign_in(&w, "checker", good, office, &begun), "sign in");
	OK(begun.session.need == SESSION_NEEDS_ENROL, "and he takes a new one");
	soft_key_free(&k);
	signin_close(&w);
}
/* The server's address has changed: its keys open nothing there, and are no hole either. */
static void test_moved(enum fixture_engine engine)
{
	struct signin_world w;
	struct session_begun now, begun;
	struct soft_key k = soft_key_new(CRYPTO_EDDSA);
	signin_open(&w, engine);
	now = signed_in(&w, CHECKER);
	fixture_must(add(&w, &now, &k, "密钥", &now), "a key");
	fixture_must(sign_in(&w, "checker", good, office, &begun), "sign in");
	OK(begun.session.need == SESSION_NEEDS_SECOND, "the second factor is asked for everywhere");
	struct session_key_ask a = {.session_id = begun.session.session_id, .site = moved};
	REASON(store_write(&w.f.c, session_key_ask_work, &a), "no_key",
	       "at another address no key of his is known");
	a.site = (struct webauthn_site){STR_NULL, STR_NULL};
	REASON(store_write(&w.f.c, session_key_ask_work, &a), "site_unknown",
	       "nor where the server knows none");
	soft_key_free(&k);
	signin_close(&w);
}
/* What the tables themselves refuse, whoever writes. */
static struct sn_err add_directly(struct ctx *c, void *arg)
{
	return store_run(c->store, &session_sql_key_add, arg, NULL);
}
static void test_floor(enum fixture_engine engine)
{
	struct signin_world w;
	signin_open(&w, engine);
	const struct uuid user_id = w.users[CHECKER].user_id;
	struct param row[] = {
		p_uuid(uuid_random()), p_uuid(user_id), p_bytes("id", 2), p_text(STR("a.cn")),
		p_bytes("key", 3),     p_int(-1),       p_int(0),         p_int(0),
		p_text(STR("密钥")),   p_int(1)};
	REASON(store_write(&w.f.c, add_directly, row), "store_check", "no counter is negative");
	row[5] = p_int(INT64_C(4294967296));
	REASON(store_write(&w.f.c, add_directly, row), "store_check", "or has more than 32 bits");
	row[5] = p_int(0);
	fixture_must(store_write(&w.f.c, add_directly, row), "a key");
	row[0] = p_uuid(uuid_random());
	REASON(store_write(&w.f.c, add_directly, row), "store_unique", "no credential twice");
	signin_close(&w);
}

int main(void)
{
	OK(crypto_start(), "crypto");
	FOR_EACH_ENGINE(engine)
	{
		test_enrolling(engine, CRYPTO_ES256);
		test_enrolling(engine, CRYPTO_EDDSA);
		test_enrolling(engine, CRYPTO_RS256);
		test_adding_refused(engine);
		test_many(engine);
		test_refused(engine, CRYPTO_ES256);
		test_refused(engine, CRYPTO_EDDSA);
		test_others_key(engine);
		test_once(engine);
		test_counter(engine);
		test_last(engine);
		test_reset(engine);
		test_moved(engine);
		test_floor(engine);
	}
	return tap_done();
}
