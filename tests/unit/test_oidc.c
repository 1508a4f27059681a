/* Services by which people sign in, and whose their accounts are, on both engines. */
#include "rights/oidc.h"
#include "rights/oidc_sql.h"
#include "signin_world.h"

static struct oidc_provider_new portal(void)
{
	return (struct oidc_provider_new){.provider = {.code = STR("portal"),
						       .name = STR("示例统一登录（合成数据）"),
						       .issuer = STR("https://id.example.cn"),
						       .client_id = STR("songnuan")},
					  .secret = STR("synthetic secret"),
					  .from = office};
}
static struct sn_err add(struct signin_world *w, enum signin_user by, struct oidc_provider_new *n)
{
	struct ctx c = as(w, by);
	return store_write(&c, oidc_provider_add_work, n);
}
static struct uuid added(struct signin_world *w, const char *code)
{
	struct oidc_provider_new n = portal();
	n.provider.code = str_of(code);
	fixture_must(add(w, ADMIN, &n), "a service");
	return n.provider.provider_id;
}

static void test_services(enum fixture_engine engine)
{
	struct signin_world w;
	struct oidc_provider *all = NULL, p;
	struct str secret;
	size_t count = 9;
	signin_open(&w, engine);
	struct oidc_provider_new n = portal();
	REASON(add(&w, GUARD, &n), "not_granted_to_all", "who manages users configures no service");
	REASON(add(&w, CLERK, &n), "not_granted_to_all", "nor does a maker");
	fixture_must(oidc_providers(&w.f.c, &all, &count), "list");
	EQ_I64((int64_t)count, 0, "there is none");
	REASON(add(&w, ADMIN, &n), "ok", "the system administrator does");
	EQ_I64(trail(&w, AUDIT_SYSTEM, "ok"), 1, "and the trail says so");
	fixture_must(oidc_provider_by_code(&w.f.c, STR("portal"), &p), "found");
	OK(str_is(p.scope, "openid") && str_is(p.claim, "sub") && p.has_secret &&
		   str_is_null(p.hosts) && !p.private_network,
	   "with what is usual");
	fixture_must(oidc_provider_secret(&w.f.c, &p, &secret), "secret");
	OK(str_is(secret, "synthetic secret"), "its secret is there for who asks the service");
	struct rows *r =
		store_query(w.f.c.store, &oidc_sql_provider, PARAMS(p_uuid(p.provider_id)));
	OK(store_next(r) && !memmem(store_bytes(r, "secret").at, store_bytes(r, "secret").bytes,
				    "synthetic", 9),
	   "and sealed in the database");
	fixture_must(store_done(r), "row");
	REASON(add(&w, ADMIN, &n), "oidc_provider_exists", "a code is used once");
	struct oidc_provider_gone gone = {.code = STR("portal"), .from = office};
	struct ctx c = as(&w, GUARD);
	REASON(store_write(&c, oidc_provider_remove_work, &gone), "not_granted_to_all",
	       "who manages users removes none");
	c = as(&w, ADMIN);
	REASON(store_write(&c, oidc_provider_remove_work, &gone), "ok", "removed");
	REASON(store_write(&c, oidc_provider_remove_work, &gone), "oidc_no_provider", "once");
	REASON(add(&w, ADMIN, &n), "oidc_provider_exists", "nor is its code used again");
	for (int i = 0; i < OIDC_PROVIDERS_MAX; i++) {
		char code[8];
		(void)snprintf(code, sizeof code, "p%d", i);
		(void)added(&w, code);
	}
	n.provider.code = STR("one-more");
	REASON(add(&w, ADMIN, &n), "oidc_too_many", "there are only so many");
	signin_close(&w);
}

static void test_what_is_entered(enum fixture_engine engine)
{
	struct signin_world w;
	signin_open(&w, engine);
	struct oidc_provider_new n;
	char long_id[OIDC_CLIENT_BYTES_MAX + 2];
	memset(long_id, 'x', sizeof long_id);
	long_id[sizeof long_id - 1] = '\0';
	const struct {
		const char *reason, *what;
		struct str code, issuer, client_id, scope, hosts, ca, acr;
	} rows[] = {
		{"oidc_bad_code", "a capital letter", .code = STR("Portal")},
		{"oidc_bad_code", "a digit first", .code = STR("1a")},
		{"oidc_bad_issuer", "no TLS", .issuer = STR("http://id.example.cn")},
		{"oidc_bad_issuer", "a query", .issuer = STR("https://id.example.cn/?x")},
		{"oidc_bad_issuer", "a user", .issuer = STR("https://a@id.example.cn")},
		{"oidc_bad_issuer", "a number in disguise", .issuer = STR("https://0x7f.1")},
		{"oidc_bad_value", "a client id that is too long", .client_id = str_of(long_id)},
		{"oidc_bad_value", "one with a line end", .client_id = STR("a\nb")},
		{"oidc_bad_value", "scopes without openid", .scope = STR("profile")},
		{"oidc_bad_host", "a host with a path", .hosts = STR("keys.example.cn/x")},
		{"oidc_bad_host", "no host", .hosts = STR("keys.example.cn 2130706433")},
		{"oidc_bad_value", "no certificate", .ca = STR("none")},
		{"oidc_bad_value", "an empty acr", .acr = STR("")},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		n = portal();
		if (rows[i].code.at)
			n.provider.code = rows[i].code;
		if (rows[i].issuer.at)
			n.provider.issuer = rows[i].issuer;
		if (rows[i].client_id.at)
			n.provider.client_id = rows[i].client_id;
		n.provider.scope = rows[i].scope;
		n.provider.hosts = rows[i].hosts;
		n.provider.ca_pem = rows[i].ca;
		n.provider.factor_acr = rows[i].acr;
		REASON(add(&w, ADMIN, &n), rows[i].reason, rows[i].what);
	}
	n = portal();
	n.provider.issuer = STR("http://localhost:4000");
	n.provider.hosts = STR("keys.example.cn  keys2.example.cn:8443");
	n.secret = STR_NULL;
	REASON(add(&w, ADMIN, &n), "ok", "this machine without TLS, two hosts, no secret");
	signin_close(&w);
}

/* ---- accounts ---- */

static struct sn_err link_own(struct signin_world *w, const struct session_begun *of,
			      struct uuid provider_id, const char *subject)
{
	struct oidc_linking l = {.provider_id = provider_id,
				 .session_id = of->session.session_id,
				 .subject = str_of(subject),
				 .from = office};
	return store_write(&w->f.c, oidc_link_work, &l);
}
static struct sn_err link_for(struct signin_world *w, enum signin_user by, enum signin_user whose,
			      struct uuid provider_id, const char *subject)
{
	struct ctx c = as(w, by);
	struct oidc_linking_for l = {.provider_id = provider_id,
				     .user_id = w->users[whose].user_id,
				     .subject = str_of(subject),
				     .from = office};
	return store_write(&c, oidc_link_for_work, &l);
}
static struct sn_err cut(struct signin_world *w, enum signin_user by, enum signin_user whose,
			 struct uuid provider_id)
{
	struct ctx c = as(w, by);
	struct oidc_cut what = {
		.provider_id = provider_id, .user_id = w->users[whose].user_id, .from = office};
	return store_write(&c, oidc_cut_work, &what);
}
static struct sn_err come(struct signin_world *w, struct uuid provider_id, const char *subject,
			  bool factor, struct session_begun *out)
{
	struct oidc_signin s = {.provider_id = provider_id,
				.subject = str_of(subject),
				.second = factor,
				.from = office};
	const struct sn_err e = store_write(&w->f.c, oidc_signin_work, &s);
	*out = s.begun;
	return e;
}

static void test_signing_in(enum fixture_engine engine)
{
	struct signin_world w;
	struct session_begun begun;
	struct session s;
	signin_open(&w, engine);
	const struct uuid id = added(&w, "portal"), other = added(&w, "other");
	const struct session_begun clerk = signed_in(&w, CLERK);
	REASON(come(&w, id, "clerk-there", false, &begun), "oidc_unlinked",
	       "an account that is nobody's opens nothing");
	EQ_I64(trail(&w, AUDIT_SIGN_IN, "oidc_unlinked"), 1, "and the trail has it");
	REASON(link_own(&w, &clerk, id, "clerk-there"), "ok", "he links it");
	EQ_I64(trail(&w, AUDIT_LINK, "ok"), 1, "which the trail has, too");
	REASON(come(&w, id, "clerk-there", false, &begun), "ok", "then it opens");
	EQ_STR(find(&w, begun.token, &s), "ok", "a session");
	OK(uuid_eq(s.user.user_id, w.users[CLERK].user_id) && s.need == SESSION_NEEDS_NOTHING &&
		   s.permissions & 1U << PERMISSION_CYCLE_MAKE,
	   "of his own, with his roles");
	REASON(come(&w, id, "CLERK-THERE", false, &begun), "oidc_unlinked",
	       "accounts are told apart byte for byte");
	REASON(come(&w, other, "clerk-there", false, &begun), "oidc_unlinked",
	       "the same account elsewhere is another");
	struct oidc_signin bad = {
		.provider_id = id, .outcome = SN_R_OIDC_TOKEN_NONCE, .from = office};
	REASON(store_write(&w.f.c, oidc_signin_work, &bad), "oidc_refused",
	       "what did not pass is told without its reason");
	EQ_I64(trail(&w, AUDIT_SIGN_IN, "oidc_token_nonce"), 1, "which the trail has");
	struct oidc_link *links = NULL;
	size_t count = 0;
	struct ctx c = as(&w, CLERK);
	fixture_must(oidc_links(&c, w.users[CLERK].user_id, &links, &count), "links");
	OK(count == 1 && str_is(links[0].code, "portal") && links[0].used_at_us == w.f.at_us &&
		   uuid_eq(links[0].linked_by, w.users[CLERK].user_id),
	   "he sees it, and when it was used");
	c = as(&w, CHECKER);
	REASON(oidc_links(&c, w.users[CLERK].user_id, &links, &count), "not_granted",
	       "a colleague does not");
	REASON(cut(&w, CHECKER, CLERK, id), "not_granted", "nor cuts he it");
	REASON(cut(&w, GUARD, CLERK, other), "oidc_no_link", "what is not there is not cut");
	REASON(cut(&w, GUARD, CLERK, id), "ok", "who manages users cuts it");
	EQ_STR(find(&w, begun.token, &s), "sign_in_first", "and nobody stays");
	REASON(come(&w, id, "clerk-there", false, &begun), "oidc_unlinked", "or comes in by it");
	struct rows *r = store_query(w.f.c.store, &oidc_sql_links_of,
				     PARAMS(p_uuid(w.users[CLERK].user_id)));
	OK(!store_next(r), "no link is left");
	fixture_must(store_done(r), "links");
	signin_close(&w);
}

static struct sn_err close_clerk(struct ctx *c, void *world)
{
	struct signin_world *w = world;
	return rights_user_close(c, w->users[CLERK].user_id, UUID_NULL);
}
static void test_whose(enum fixture_engine engine)
{
	struct signin_world w;
	struct session_begun begun;
	signin_open(&w, engine);
	const struct uuid id = added(&w, "portal");
	REASON(link_for(&w, CHECKER, CLERK, id, "a"), "not_granted", "a colleague links nobody");
	REASON(link_for(&w, ADMIN, CLERK, id, "a"), "not_granted",
	       "nor does who configures the system");
	REASON(link_for(&w, GUARD, GUARD, id, "a"), "oidc_links_himself",
	       "nor who manages users himself");
	REASON(link_for(&w, GUARD, CLERK, id, ""), "oidc_bad_value", "an account has a name");
	REASON(link_for(&w, GUARD, CLERK, id, "a"), "ok", "he links who has no password");
	REASON(link_for(&w, GUARD, CLERK, id, "b"), "oidc_linked_already", "one account a service");
	REASON(link_for(&w, GUARD, APPROVER, id, "a"), "oidc_linked_to_another",
	       "one user an account");
	const struct session_begun approver = signed_in(&w, APPROVER);
	REASON(link_for(&w, GUARD, APPROVER, id, "c"), "oidc_links_himself",
	       "nobody is taken over who has a password");
	REASON(link_own(&w, &approver, id, "c"), "second_factor_missing",
	       "nor links who has more to do before he may work");
	struct ctx c = as(&w, GUARD);
	fixture_must(come(&w, id, "a", false, &begun), "come");
	struct session s;
	EQ_STR(find(&w, begun.token, &s), "ok", "in");
	fixture_must(store_write(&c, close_clerk, &w), "close");
	REASON(come(&w, id, "a", false, &begun), "oidc_unlinked",
	       "a user who is closed is told what a stranger is told");
	EQ_I64(trail(&w, AUDIT_SIGN_IN, "user_closed"), 1, "the trail knows better");
	signin_close(&w);
}

static void test_second_factor(enum fixture_engine engine)
{
	struct signin_world w;
	struct session_begun begun;
	struct session_enrol e = {.code = STR_NULL};
	char code[8];
	signin_open(&w, engine);
	const struct uuid id = added(&w, "portal");
	fixture_must(link_for(&w, GUARD, CHECKER, id, "a"), "link");
	REASON(come(&w, id, "a", false, &begun), "ok", "a checker comes");
	OK(begun.session.need == SESSION_NEEDS_ENROL && begun.session.permissions == 0,
	   "and must take a second factor of ours");
	REASON(come(&w, id, "a", true, &begun), "ok", "where the service's counts");
	OK(begun.session.need == SESSION_NEEDS_NOTHING && begun.session.permissions != 0,
	   "he works");
	fixture_must(come(&w, id, "a", false, &begun), "again");
	fixture_must(enrol(&w, &begun, session_totp_begin_work, &e), "begin");
	shown(&w, e.secret, code);
	e.code = str_of(code);
	fixture_must(enrol(&w, &begun, session_totp_confirm_work, &e), "confirm");
	REASON(come(&w, id, "a", false, &begun), "ok", "with one of ours");
	OK(begun.session.need == SESSION_NEEDS_SECOND, "he is asked for it");
	REASON(come(&w, id, "a", true, &begun), "ok", "or has given the service's");
	OK(begun.session.need == SESSION_NEEDS_NOTHING &&
		   session_is_stepped_up(&begun.session, w.f.at_us),
	   "which counts as one");
	signin_close(&w);
}

static void test_getting_back_in(enum fixture_engine engine)
{
	struct signin_world w;
	struct session_begun begun;
	signin_open(&w, engine);
	const struct uuid id = added(&w, "portal");
	const struct session_begun clerk = signed_in(&w, CLERK);
	fixture_must(link_own(&w, &clerk, id, "a"), "link");
	struct session_reset reset = {.user_id = w.users[CLERK].user_id, .from = office};
	struct ctx c = as(&w, GUARD);
	fixture_must(store_write(&c, session_reset_work, &reset), "reset");
	struct session_reset_confirm confirm = {.reset_id = reset.reset_id, .from = office};
	c = as(&w, SECOND_GUARD);
	fixture_must(store_write(&c, session_reset_confirm_work, &confirm), "confirm");
	REASON(come(&w, id, "a", false, &begun), "ok", "until it is used, nothing changes");
	fixture_must(redeem(&w, "clerk", reset.code, better), "redeem");
	REASON(come(&w, id, "a", false, &begun), "oidc_unlinked",
	       "after a reset by two people no link is left");
	signin_close(&w);
}

static void test_linking_needs_a_fresh_proof(enum fixture_engine engine)
{
	struct signin_world w;
	signin_open(&w, engine);
	const struct uuid id = added(&w, "portal");
	const struct session_begun clerk = signed_in(&w, CLERK);
	struct ctx c = as(&w, CLERK);
	REASON(oidc_link_check(&c, clerk.session.session_id, id), "ok", "he has just signed in");
	later(&w, MINUTES(6));
	REASON(oidc_link_check(&c, clerk.session.session_id, id), "step_up_needed",
	       "later on he proves himself again");
	fixture_must(link_own(&w, &clerk, id, "a"), "an errand that began in time may end");
	REASON(oidc_link_check(&c, clerk.session.session_id, id), "step_up_needed", "still");
	REASON(cut(&w, CLERK, CLERK, id), "ok", "what shuts a door needs none");
	REASON(cut(&w, CLERK, CLERK, id), "oidc_no_link", "once");
	signin_close(&w);
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		test_services(engine);
		test_what_is_entered(engine);
		test_signing_in(engine);
		test_whose(engine);
		test_second_factor(engine);
		test_linking_needs_a_fresh_proof(engine);
		test_getting_back_in(engine);
	}
	return tap_done();
}
