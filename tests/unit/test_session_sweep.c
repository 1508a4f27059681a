/* Every act of signing in, and the trail, with a store and a memory that fail at each of their calls in turn: refused whole,
 * then done, said again the same. */
#include "fault_sweep.h"
#include "key_world.h"
#include "signin_world.h"

struct step {
	struct signin_world *w;
	struct session_begun of;
	struct session_signin signin;
	struct session_second second;
	struct session_again again;
	struct session_enrol enrol;
	struct session_change change;
	struct session_password password;
	struct session_setup_code setup;
	struct session_redeem redeem;
	struct session_reset reset;
	struct session_reset_confirm confirm;
	struct session_ending ending;
	struct session_key_ask key_ask;
	struct session_key_new key_new;
	struct session_key_answer key_answer;
	struct session_key_change key_change;
	struct audit_entry entry;
};
/* An act is swept with its own part of the step. */
#define ACT(name, call, part)                                                                      \
	static struct sn_err name(struct ctx *c, void *arg)                                        \
	{                                                                                          \
		struct step *s = arg;                                                              \
		return call(c, &s->part);                                                          \
	}
ACT(do_signin, session_signin_work, signin)
ACT(do_second, session_second_work, second)
ACT(do_again, session_again_work, again)
ACT(do_totp_begin, session_totp_begin_work, enrol)
ACT(do_totp_confirm, session_totp_confirm_work, enrol)
ACT(do_paper, session_paper_work, enrol)
ACT(do_drop, session_totp_drop_work, enrol)
ACT(do_change, session_change_work, change)
ACT(do_password, session_password_work, password)
ACT(do_setup, session_setup_code_work, setup)
ACT(do_redeem, session_redeem_work, redeem)
ACT(do_reset, session_reset_work, reset)
ACT(do_confirm, session_reset_confirm_work, confirm)
ACT(do_end, session_end_work, ending)
ACT(do_key_add_ask, session_key_add_ask_work, key_ask)
ACT(do_key_add, session_key_add_work, key_new)
ACT(do_key_ask, session_key_ask_work, key_ask)
ACT(do_key, session_key_work, key_answer)
ACT(do_key_rename, session_key_rename_work, key_change)
ACT(do_key_remove, session_key_remove_work, key_change)
ACT(do_audit, audit_write, entry)

static void act(struct step *s, enum signin_user who, store_work *work, const char *again,
		const char *what)
{
	fault_sweep(&(const struct sweep){.f = &s->w->f,
					  .actor_id = s->w->users[who].user_id,
					  .work = work,
					  .arg = s,
					  .again = again,
					  .what = what});
}
static void reads(struct step *s, enum signin_user who, store_work *work, const char *what)
{
	fault_sweep(&(const struct sweep){.f = &s->w->f,
					  .actor_id = s->w->users[who].user_id,
					  .work = work,
					  .arg = s,
					  .reads = true,
					  .what = what});
}

static struct sn_err read_find(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct session out;
	return session_find(c, s->w->desk, str_of(s->of.token), &out);
}
static struct sn_err read_list(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct session_row *rows = NULL;
	size_t count = 0;
	return session_list(c, s->w->desk, c->actor_id, &rows, &count);
}
static struct sn_err read_factors(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct session_factors out;
	return session_factors(c, s->w->users[CHECKER].user_id, &out);
}
static struct sn_err read_resets(struct ctx *c, void *arg)
{
	struct session_reset_row *rows = NULL;
	size_t count = 0;
	(void)arg;
	return session_resets(c, &rows, &count);
}
static struct sn_err read_prepare(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct session_signin in = {
		.desk = s->w->desk, .login = STR("clerk"), .password = good, .from = office};
	return session_signin_prepare(c, &in);
}
static struct sn_err read_trail(struct ctx *c, void *arg)
{
	struct audit_entry *rows = NULL;
	size_t count = 0;
	(void)arg;
	return audit_list(
		c,
		&(const struct audit_filter){.org_no = SW_COUNTY,
					     .acts = 1U << AUDIT_PERSON | 1U << AUDIT_LIST,
					     .rows_max = 10},
		&rows, &count);
}

static struct sn_err read_keys(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct session_key *keys = NULL;
	size_t count = 0;
	return session_keys(c, s->w->users[CLERK].user_id, &keys, &count);
}
static struct sn_err read_answer(struct ctx *c, void *arg)
{
	const struct step *s = arg;
	struct session_key_answer answer = s->key_answer;
	return session_key_prepare(c, &answer);
}

static struct sn_err reader_work(struct ctx *c, void *arg)
{
	const struct signin_world *w = arg;
	return rights_grant_add(c,
				&(const struct rights_grant){.user_id = w->users[APPROVER].user_id,
							     .role = ROLE_AUDITOR,
							     .org_no = SW_COUNTY});
}

/* A security key, from its adding to its removal. */
static void key_acts(struct step *s)
{
	static const struct webauthn_site site = {{"https://care.example.cn", 23},
						  {"care.example.cn", 15}};
	struct signin_world *w = s->w;
	const struct uuid session_id = s->of.session.session_id;
	struct soft_key k = soft_key_new(CRYPTO_EDDSA);
	struct soft_out out = {.cose.count = 0};
	size_t count = 0;
	struct session_key *keys = NULL;
	s->key_ask = (struct session_key_ask){.session_id = session_id, .site = site};
	act(s, CLERK, do_key_add_ask, NULL, "a question to a new key");
	struct soft_say say = soft_honest(WEBAUTHN_CREATE, site, s->key_ask.challenge);
	soft_create(&k, &say, &out);
	s->key_new = (struct session_key_new){.session_id = session_id,
					      .site = site,
					      .name = STR("密钥"),
					      .attestation = soft_str(&out.attestation),
					      .client_data = soft_str(&out.client),
					      .from = office};
	fixture_must(session_key_add_prepare(&w->f.c, &s->key_new), "prepare");
	act(s, CLERK, do_key_add, "key_asked_before", "a security key");
	act(s, CLERK, do_key_ask, NULL, "a question to it");
	say = soft_honest(WEBAUTHN_GET, site, s->key_ask.challenge);
	say.counter = 2;
	soft_assert(&k, &say, &out);
	s->key_answer =
		(struct session_key_answer){.session_id = session_id,
					    .site = site,
					    .credential_id = {(const char *)k.id, sizeof k.id},
					    .answer = soft_answer(&out),
					    .from = office};
	reads(s, CLERK, read_answer, "what its answer is judged by");
	fixture_must(session_key_prepare(&w->f.c, &s->key_answer), "prepare");
	act(s, CLERK, do_key, "key_asked_before", "its answer");
	reads(s, CLERK, read_keys, "one's keys");
	fixture_must(session_keys(&w->f.c, w->users[CLERK].user_id, &keys, &count), "keys");
	s->key_change = (struct session_key_change){.session_id = session_id,
						    .key_id = keys[0].key_id,
						    .name = STR("另一个名字"),
						    .from = office};
	act(s, CLERK, do_key_rename, NULL, "another name for it");
	act(s, CLERK, do_key_remove, "no_such_key", "it is removed");
	soft_key_free(&k);
}
static void own_acts(struct step *s)
{
	struct signin_world *w = s->w;
	char code[8];
	s->of = signed_in(w, CLERK);
	s->signin = (struct session_signin){
		.desk = w->desk, .login = STR("clerk"), .password = good, .from = office};
	fixture_must(session_signin_prepare(&w->f.c, &s->signin), "prepare");
	act(s, CLERK, do_signin, NULL, "signing in");
	s->again = (struct session_again){.desk = w->desk,
					  .session_id = s->of.session.session_id,
					  .password = good,
					  .from = office};
	fixture_must(session_again_prepare(&w->f.c, &s->again), "prepare");
	act(s, CLERK, do_again, NULL, "stepping up by the password");
	s->change = (struct session_change){.desk = w->desk,
					    .session_id = s->of.session.session_id,
					    .password = good,
					    .new_password = better,
					    .from = office};
	fixture_must(session_change_prepare(&w->f.c, &s->change), "prepare");
	act(s, CLERK, do_change, NULL, "another password");
	s->enrol = (struct session_enrol){.session_id = s->of.session.session_id, .from = office};
	act(s, CLERK, do_totp_begin, NULL, "a secret for the authenticator");
	shown(w, s->enrol.secret, code);
	s->enrol.code = str_of(code);
	act(s, CLERK, do_totp_confirm, "no_second_factor", "its first code");
	act(s, CLERK, do_paper, NULL, "a paper list");
	s->second = (struct session_second){.session_id = s->of.session.session_id,
					    .code = str_of(s->enrol.codes[2]),
					    .from = office};
	act(s, CLERK, do_second, "code_used", "a code of it");
	act(s, CLERK, do_drop, "no_second_factor", "the authenticator is dropped");
	key_acts(s);
	s->ending = (struct session_ending){.user_id = w->users[CLERK].user_id, .from = office};
	act(s, CLERK, do_end, NULL, "signing out everywhere");
}
static void acts_of_others(struct step *s)
{
	struct signin_world *w = s->w;
	s->password = (struct session_password){.desk = w->desk,
						.user_id = w->users[CHECKER].user_id,
						.password = good,
						.from = office};
	struct ctx guard = as(w, GUARD);
	fixture_must(session_password_prepare(&guard, &s->password), "prepare");
	act(s, GUARD, do_password, "password_is_set", "another's first password");
	s->reset = (struct session_reset){
		.user_id = w->users[CHECKER].user_id, .factors_too = true, .from = office};
	act(s, GUARD, do_reset, NULL, "a reset is asked for");
	s->confirm = (struct session_reset_confirm){.reset_id = s->reset.reset_id, .from = office};
	act(s, APPROVER, do_confirm, NULL, "and confirmed");
	s->redeem = (struct session_redeem){.desk = w->desk,
					    .login = STR("checker"),
					    .code = str_of(s->reset.code),
					    .new_password = better,
					    .from = office};
	fixture_must(session_redeem_prepare(&w->f.c, &s->redeem), "prepare");
	act(s, CHECKER, do_redeem, "code_wrong", "and used");
}

int main(void)
{
	OK(crypto_start(), "crypto");
	FOR_EACH_ENGINE(engine)
	{
		struct signin_world w;
		struct step s = {.w = &w};
		signin_open(&w, engine);
		fixture_must(store_write(&w.f.c, reader_work, &w), "an auditor");
		act(&s, GUARD, do_setup, NULL, "the set-up code");
		own_acts(&s);
		acts_of_others(&s);
		s.entry = (struct audit_entry){.act = AUDIT_EXPORT,
					       .org_no = SW_COUNTY,
					       .object_kind = STR("roster"),
					       .object_id = STR("1501"),
					       .purpose = AUDIT_FOR_INSPECTION,
					       .reference = STR("合成〔2024〕1号"),
					       .address = office.address,
					       .rows = 12,
					       .digest = crypto_sha256(STR("a file"))};
		act(&s, CLERK, do_audit, NULL, "a row of the trail");
		s.of = signed_in(&w, CLERK);
		reads(&s, CLERK, read_prepare, "what signing in reads");
		reads(&s, CLERK, read_find, "whose cookie it is");
		reads(&s, CLERK, read_list, "one's sessions");
		reads(&s, CLERK, read_factors, "one's factors");
		reads(&s, GUARD, read_resets, "resets that wait");
		reads(&s, APPROVER, read_trail, "the trail");
		int64_t findings = 0, last = 0;
		fixture_must(audit_verify(&w.f.c, &(const struct audit_watch){.each = NULL},
					  &findings, &last),
			     "verify");
		EQ_I64(findings, 0, "and after all of it the trail has no hole");
		signin_close(&w);
	}
	return tap_done();
}
