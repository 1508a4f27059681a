#ifndef SN_TESTS_SIGNIN_WORLD_H
#define SN_TESTS_SIGNIN_WORLD_H
/* signin_world: some users with roles, a keyring and a desk with cheap hashing, on a fixture of either engine.
 *
 *   start   struct signin_world w; signin_open(&w, engine); … signin_close(&w); */
#include "people/keyring.h"
#include "rights/session_priv.h"
#include "store_fixture.h"

#include <unistd.h>

/* Generated; headers do not include what is made at build time. */
extern const struct sn_statement audit_sql_after;
extern const struct store_domain audit_domain, oidc_domain, org_domain, rights_domain,
	session_domain;

#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)

enum signin_org { SW_REGION = 1, SW_COUNTY, SW_OTHER };
enum signin_user {
	ADMIN,
	GUARD,
	SECOND_GUARD,
	CLERK,
	CHECKER,
	APPROVER,
	FAR_APPROVER,
	SIGNIN_USERS
};
struct signin_world {
	struct fixture f;
	struct keyring *keys;
	struct session_desk *desk;
	struct user users[SIGNIN_USERS];
};
#define SECONDS(n) ((n)*INT64_C(1000000))
#define MINUTES(n) SECONDS((n)*INT64_C(60))

/* 合成数据 */
static const struct str good = {"k7#mQ2x9Lp4w", 12}, better = {"湖 47 pear lamp 缓慢 bus", 26};
static const struct session_from office = {{"198.51.100.7", 12}, {"Chrome 109 · Windows 10", 24}};
static const struct session_from elsewhere = {{"203.0.113.99", 12}, {"curl", 4}};

static inline struct sn_err signin_people_work(struct ctx *c, void *arg)
{
	static const struct org_new orgs[] = {{.code = {"15", 2},
					       .name = {"工会 15", 9},
					       .kind = ORG_GENERAL,
					       .level = 1,
					       .from_day = 20150101},
					      {.code = {"1501", 4},
					       .parent_code = {"15", 2},
					       .name = {"工会 1501", 11},
					       .kind = ORG_GENERAL,
					       .level = 3,
					       .from_day = 20150101},
					      {.code = {"1502", 4},
					       .parent_code = {"15", 2},
					       .name = {"工会 1502", 11},
					       .kind = ORG_GENERAL,
					       .level = 3,
					       .from_day = 20150101}};
	static const struct {
		const char *login;
		enum rights_role role;
		int64_t role_org_no, org_no;
	} rows[SIGNIN_USERS] = {{"admin", ROLE_ADMIN, 0, 0},
				{"guard", ROLE_SECURITY, 0, 0},
				{"guard2", ROLE_SECURITY, 0, 0},
				{"clerk", ROLE_MAKER, SW_COUNTY, SW_COUNTY},
				{"checker", ROLE_CHECKER, SW_COUNTY, SW_COUNTY},
				{"approver", ROLE_APPROVER, SW_COUNTY, SW_COUNTY},
				{"farapprover", ROLE_APPROVER, SW_OTHER, SW_OTHER}};
	struct signin_world *w = arg;
	struct org_added added[3];
	SN_TRY(org_add_many(c, orgs, 3, added));
	for (size_t i = 0; i < SIGNIN_USERS; i++) {
		const struct user u = {.login = str_of(rows[i].login),
				       .name = STR("合成用户"),
				       .org_no = rows[i].org_no};
		SN_TRY(rights_user_add(c, &u, &w->users[i]));
		w->users[i].login = u.login;
		SN_TRY(rights_grant_add(
			c, &(const struct rights_grant){.user_id = w->users[i].user_id,
							.role = rows[i].role,
							.org_no = rows[i].role_org_no}));
	}
	return SN_SUCCESS;
}
static inline void signin_open(struct signin_world *w, enum fixture_engine engine)
{
	static const struct store_domain *const domains[] = {
		&org_domain, &rights_domain, &audit_domain, &session_domain, &oidc_domain};
	char path[] = "/tmp/songnuan-signin-XXXXXX";
	const int fd = mkstemp(path);
	OK(fd >= 0 && close(fd) == 0 && unlink(path) == 0, "a place for the key");
	fixture_must(keyring_create(str_of(path)), "key");
	fixture_must(keyring_load(&w->keys, str_of(path)), "key");
	(void)unlink(path);
	fixture_create(&w->f, engine, domains, sizeof domains / sizeof domains[0]);
	w->f.writer_config.base.keys = w->keys;
	w->f.c.keys = w->keys;
	fixture_start(&w->f);
	fixture_must(session_desk_new(&w->desk, (struct session_cost){8192, 1}), "desk");
	fixture_must(store_write(&w->f.c, signin_people_work, w), "people");
}
static inline void signin_close(struct signin_world *w)
{
	session_desk_free(w->desk);
	fixture_close(&w->f);
	keyring_free(w->keys);
}
static inline struct ctx as(struct signin_world *w, enum signin_user who)
{
	struct ctx c = w->f.c;
	c.actor_id = w->users[who].user_id;
	return c;
}
static inline void later(struct signin_world *w, int64_t us)
{
	fixture_set_time(&w->f, w->f.at_us + us);
}

/* ---- acts, both halves of each ---- */

static inline struct sn_err sign_in(struct signin_world *w, const char *login, struct str password,
				    struct session_from from, struct session_begun *out)
{
	*out = (struct session_begun){.session = {.has_second = false}};
	struct session_signin s = {
		.desk = w->desk, .login = str_of(login), .password = password, .from = from};
	SN_TRY(session_signin_prepare(&w->f.c, &s));
	SN_TRY(store_write(&w->f.c, session_signin_work, &s));
	*out = s.begun;
	return SN_SUCCESS;
}
static inline const char *try_in(struct signin_world *w, const char *login, struct str password,
				 struct session_from from)
{
	struct session_begun begun;
	return sn_reason_word(sign_in(w, login, password, from, &begun).reason);
}
static inline struct sn_err set_password(struct signin_world *w, enum signin_user by,
					 enum signin_user whose, struct str password)
{
	struct session_password p = {
		.desk = w->desk, .user_id = w->users[whose].user_id, .password = password};
	struct ctx c = as(w, by);
	SN_TRY(session_password_prepare(&c, &p));
	return store_write(&c, session_password_work, &p);
}
static inline struct sn_err change_password(struct signin_world *w, const struct session_begun *of,
					    struct str old, struct str new_password,
					    struct session_begun *out)
{
	*out = (struct session_begun){.session = {.has_second = false}};
	struct session_change p = {.desk = w->desk,
				   .session_id = of->session.session_id,
				   .password = old,
				   .new_password = new_password,
				   .from = office};
	SN_TRY(session_change_prepare(&w->f.c, &p));
	SN_TRY(store_write(&w->f.c, session_change_work, &p));
	*out = p.begun;
	return SN_SUCCESS;
}
static inline struct sn_err second(struct signin_world *w, const struct session_begun *of,
				   const char *code, struct session_begun *out)
{
	*out = (struct session_begun){.session = {.has_second = false}};
	struct session_second s = {
		.session_id = of->session.session_id, .code = str_of(code), .from = office};
	SN_TRY(store_write(&w->f.c, session_second_work, &s));
	*out = s.begun;
	return SN_SUCCESS;
}
static inline struct sn_err redeem(struct signin_world *w, const char *login, const char *code,
				   struct str password)
{
	struct session_redeem r = {.desk = w->desk,
				   .login = str_of(login),
				   .code = str_of(code),
				   .new_password = password,
				   .from = office};
	SN_TRY(session_redeem_prepare(&w->f.c, &r));
	return store_write(&w->f.c, session_redeem_work, &r);
}
static inline struct sn_err enrol(struct signin_world *w, const struct session_begun *of,
				  store_work *work, struct session_enrol *e)
{
	e->session_id = of->session.session_id;
	e->from = office;
	return store_write(&w->f.c, work, e);
}
static inline const char *find(struct signin_world *w, const char *token, struct session *out)
{
	return sn_reason_word(session_find(&w->f.c, w->desk, str_of(token), out).reason);
}
/* His own password, so that nothing is left to do; for who needs a second factor, up to that. */
static inline struct session_begun signed_in(struct signin_world *w, enum signin_user who)
{
	struct session_begun begun;
	fixture_must(set_password(w, who, who, good), "password");
	fixture_must(sign_in(w, w->users[who].login.at, good, office, &begun), "sign in");
	return begun;
}
/* What an authenticator shows that has this secret, in base32. */
static inline void shown(struct signin_world *w, const char *base32, char out[8])
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	char secret[20];
	unsigned bits = 0, held = 0;
	size_t n = 0;
	for (; *base32 && n < sizeof secret; base32++) {
		bits = bits << 5 | (unsigned)(strchr(letters, *base32) - letters);
		held += 5;
		if (held >= 8) {
			held -= 8;
			secret[n++] = (char)(bits >> held & 0xFFU);
		}
	}
	(void)snprintf(out, 8, "%06u",
		       session_totp((struct str){secret, n}, session_totp_step(w->f.at_us)));
}
/* How many rows of the trail say this of anybody. */
static inline int64_t trail(struct signin_world *w, enum audit_act act, const char *outcome)
{
	struct rows *r = store_query(w->f.c.store, &audit_sql_after, PARAMS(p_int(0), p_int(1000)));
	int64_t count = 0;
	while (store_next(r))
		count += str_is(store_text(r, "act"), audit_act_words(act)->word) &&
			 str_is(store_text(r, "outcome"), outcome);
	fixture_must(store_done(r), "trail");
	return count;
}
#endif
