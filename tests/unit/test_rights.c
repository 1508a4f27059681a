/* Users, grants and hands, on both engines. */
#include "org/org_sql.h"
#include "rights/permission.h"
#include "rights/rights_sql.h"
#include "store_fixture.h"

static const struct store_domain *const domains[] = {&org_domain, &rights_domain};
#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)

/* ---- hands: pure ---- */

static struct uuid somebody(unsigned n)
{
	struct uuid u = UUID_NULL;
	u.bytes[15] = (uint8_t)n;
	return u;
}

/* Every state of a document (who has signed) × every hand × a new or an old signer × 2, 3, 4 hands. */
static void test_table(void)
{
	int wrong = 0, accepted = 0;
	for (int hands = 2; hands <= 4; hands++) {
		const unsigned needed = rights_needed(hands);
		for (unsigned state = 0; state < 1U << HANDS_COUNT; state++) {
			for (unsigned hand = 0; hand < HANDS_COUNT; hand++) {
				for (unsigned who = 1; who <= HANDS_COUNT + 1; who++) {
					struct signatures s = {0};
					bool before = true, same = false;
					for (unsigned k = 0; k < HANDS_COUNT; k++) {
						if (state & 1U << k) {
							s.by[k] = somebody(k + 1);
							same |= who == k + 1;
						} else if (k < hand && (needed & 1U << k)) {
							before = false;
						}
					}
					const bool may = (needed & 1U << hand) &&
							 !(state & 1U << hand) && before && !same;
					const struct sn_err e = rights_sign(&s, (enum hand)hand,
									    somebody(who), needed);
					wrong += may == sn_failed(e);
					accepted += !sn_failed(e);
				}
			}
		}
	}
	EQ_I64(wrong, 0, "every hand in every state is decided by the rule");
	OK(accepted > 0, "and some are accepted");
}

static void test_histories(void)
{
	uint64_t seed = 20241026;
	int coincide = 0, complete = 0;
	for (int n = 0; n < 10000; n++) {
		struct signatures s = {0};
		const unsigned needed = rights_needed(2 + n % 3);
		for (int step = 0; step < 24; step++) {
			seed = seed * 6364136223846793005U + 1442695040888963407U;
			const enum hand hand = (enum hand)(seed >> 33 & 3U);
			(void)sn_failed(rights_sign(
				&s, hand, somebody(1 + (unsigned)(seed >> 40) % 5), needed));
		}
		unsigned signed_by = 0;
		for (unsigned a = 0; a < HANDS_COUNT; a++) {
			signed_by |= uuid_is_null(s.by[a]) ? 0 : 1U << a;
			for (unsigned b = 0; b < a; b++)
				coincide += !uuid_is_null(s.by[a]) && uuid_eq(s.by[a], s.by[b]);
		}
		complete += signed_by == needed;
	}
	EQ_I64(coincide, 0, "in 10,000 random histories no two hands of a document coincide");
	OK(complete > 1000, "and many of them were completed");
	struct signatures s = {0};
	REASON(rights_sign(&s, HAND_MAKER, UUID_NULL, rights_needed(2)), "no_actor",
	       "nobody signs without a name");
}

/* ---- grants ---- */

enum { REGION = 1, COUNTY, CREW, OTHER };
struct step {
	enum {
		DO_ORGS,
		DO_BOOTSTRAP,
		DO_USER,
		DO_NAMED,
		DO_GRANT,
		DO_END,
		DO_CLOSE,
		DO_POLICY,
		DO_MOVE
	} what;
	struct str login, name;
	struct rights_grant grant;
	struct rights_policy policy;
	struct uuid user_id, other_id;
	struct user *out;
};
#define UNION(c, p, k, l)                                                                          \
	{                                                                                          \
		.code = STR(c), .parent_code = STR(p), .name = STR("工会" c), .kind = (k),         \
		.level = (l), .from_day = 20150101                                                 \
	}
static struct sn_err work(struct ctx *c, void *arg)
{
	static const struct org_new orgs[] = {
		UNION("15", "", ORG_GENERAL, 1), UNION("1501", "15", ORG_GENERAL, 3),
		UNION("E1", "1501", ORG_GRASSROOTS, 4), UNION("1502", "15", ORG_GENERAL, 3)};
	struct org_added added[4];
	struct step *s = arg;
	switch (s->what) {
	case DO_ORGS:
		return org_add_many(c, orgs, 4, added);
	case DO_BOOTSTRAP:
		return rights_bootstrap(c, s->login, STR("管理员"), s->out);
	case DO_USER:
		return rights_user_add(
			c, &(struct user){.login = s->login, .name = STR("合成用户")}, s->out);
	case DO_NAMED:
		return rights_user_add(c,
				       &(struct user){.login = s->login,
						      .name = s->name,
						      .org_no = s->grant.org_no},
				       s->out);
	case DO_GRANT:
		return rights_grant_add(c, &s->grant);
	case DO_END:
		return rights_grant_end(c, &s->grant);
	case DO_CLOSE:
		return rights_user_close(c, s->user_id, s->other_id);
	case DO_POLICY:
		return rights_policy_set(c, &s->policy);
	case DO_MOVE:
		return org_move(c, OTHER, COUNTY, 20240101);
	}
	return SN_SUCCESS;
}
static struct sn_err run(struct fixture *f, struct step s)
{
	return store_write(&f->c, work, &s);
}
static struct user user(struct fixture *f, const char *login)
{
	struct user u = {.closed = true}, again;
	fixture_must(run(f, (struct step){.what = DO_USER, .login = str_of(login), .out = &u}),
		     login);
	fixture_must(rights_user_by_login(&f->c, str_of(login), &again), login);
	return again;
}
static struct sn_err grant(struct fixture *f, struct user u, enum rights_role role, int64_t org_no)
{
	return run(f, (struct step){.what = DO_GRANT, .grant = {u.user_id, role, org_no, 0}});
}
static struct sn_err require(struct fixture *f, struct user u, enum rights_role role,
			     int64_t org_no)
{
	struct ctx c = f->c;
	c.actor_id = u.user_id;
	return RIGHTS_REQUIRE(&c, role, org_no);
}
static void open(struct fixture *f, enum fixture_engine engine)
{
	fixture_open(f, engine, domains, 2);
	fixture_must(run(f, (struct step){.what = DO_ORGS}), "unions");
}

static void test_users(enum fixture_engine engine)
{
	struct fixture f;
	struct user admin, u;
	open(&f, engine);
	fixture_must(
		run(&f, (struct step){.what = DO_BOOTSTRAP, .login = STR("admin"), .out = &admin}),
		"first");
	REASON(run(&f, (struct step){.what = DO_BOOTSTRAP, .login = STR("again"), .out = &u}),
	       "users_exist", "there is one first user");
	REASON(run(&f, (struct step){.what = DO_USER, .login = STR("admin"), .out = &u}),
	       "login_taken", "a login is one user's");
	REASON(run(&f, (struct step){.what = DO_USER, .login = STR("Ad min"), .out = &u}),
	       "bad_login", "a login is small letters, digits and signs");
	REASON(grant(&f, admin, ROLE_MAKER, COUNTY), "admin_is_apart",
	       "an administrator gets no other role");
	const struct user maker = user(&f, "maker");
	fixture_must(grant(&f, maker, ROLE_MAKER, COUNTY), "grant");
	fixture_must(grant(&f, maker, ROLE_MAKER, COUNTY), "the same grant again");
	REASON(grant(&f, maker, ROLE_ADMIN, 0), "admin_is_apart",
	       "nor becomes one who holds another role");
	REASON(require(&f, maker, ROLE_MAKER, COUNTY), "ok", "a role holds at its union");
	REASON(require(&f, maker, ROLE_MAKER, CREW), "ok", "and below it");
	REASON(require(&f, maker, ROLE_MAKER, REGION), "not_granted", "not above it");
	REASON(require(&f, maker, ROLE_MAKER, OTHER), "not_granted", "nor beside it");
	REASON(require(&f, maker, ROLE_MAKER, 0), "not_granted_to_all", "nor everywhere");
	REASON(require(&f, maker, ROLE_CHECKER, COUNTY), "not_granted",
	       "another role is another right");
	REASON(require(&f, admin, ROLE_MAKER, COUNTY), "not_granted",
	       "an administrator does no business");
	REASON(require(&f, (struct user){.closed = false}, ROLE_MAKER, COUNTY), "no_actor",
	       "nobody in particular may nothing");

	f.c.actor_id = maker.user_id;
	REASON(grant(&f, maker, ROLE_CHECKER, COUNTY), "not_granted",
	       "who is no administrator grants nothing");
	f.c.actor_id = admin.user_id;
	REASON(run(&f, (struct step){.what = DO_GRANT,
				     .grant = {maker.user_id, ROLE_CHECKER, COUNTY, 20241001}}),
	       "grant_over", "a grant that is over is refused");
	REASON(run(&f, (struct step){.what = DO_GRANT,
				     .grant = {maker.user_id, ROLE_CHECKER, COUNTY, 20241027}}),
	       "ok", "an administrator grants for a day");
	REASON(require(&f, maker, ROLE_CHECKER, COUNTY), "ok", "and it holds that day");
	REASON(run(&f, (struct step){.what = DO_END, .grant = {admin.user_id, ROLE_ADMIN, 0, 0}}),
	       "last_admin", "the last administrator stays");
	REASON(run(&f, (struct step){.what = DO_CLOSE, .user_id = admin.user_id}), "last_admin",
	       "and is not closed");

	const struct user heir = user(&f, "heir");
	fixture_must(run(&f, (struct step){.what = DO_CLOSE,
					   .user_id = maker.user_id,
					   .other_id = heir.user_id}),
		     "close");
	REASON(require(&f, maker, ROLE_MAKER, COUNTY), "user_closed", "a closed user may nothing");
	REASON(require(&f, heir, ROLE_MAKER, COUNTY), "ok", "the successor has his roles");
	fixture_set_time(&f, FIXTURE_AT_US + INT64_C(86400000000));
	REASON(require(&f, heir, ROLE_CHECKER, COUNTY), "not_granted", "a grant ends with its day");
	struct rights_grant *grants = NULL;
	struct user *users = NULL;
	size_t count = 0;
	fixture_must(rights_grants(&f.c, heir.user_id, &grants, &count), "grants");
	EQ_I64((int64_t)count, 1, "and is no longer listed");
	fixture_must(rights_users(&f.c, &users, &count), "users");
	EQ_I64((int64_t)count, 3, "users are listed, closed ones too");
	fixture_close(&f);
}

static int hands_of(struct fixture *f, int64_t org_no, int64_t fen)
{
	struct rights_policy p;
	fixture_must(rights_policy_of(&f->c, org_no, MONEY_FEN(fen), &p), "policy");
	return p.hands;
}
static void test_refusals(enum fixture_engine engine)
{
	struct fixture f;
	struct user out;
	open(&f, engine);
	char long_text[NAME_BYTES_MAX + 2] = {0};
	memset(long_text, 'a', sizeof long_text - 1);
	static const char *const bad[] = {"", "a", "-ab", ".ab", "a b", "Abc", "a/b", "名字"};
	int refused = 0;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		refused += run(&f,
			       (struct step){.what = DO_USER, .login = str_of(bad[i]), .out = &out})
				   .reason == SN_R_BAD_LOGIN;
	EQ_I64(refused, 8, "a login begins with a letter or digit and has nothing strange in it");
	REASON(run(&f, (struct step){.what = DO_USER, .login = str_of(long_text), .out = &out}),
	       "bad_login", "nor is it endless");
	REASON(run(&f, (struct step){.what = DO_USER, .login = STR("a.b_c-9"), .out = &out}), "ok",
	       "signs may stand inside");
	struct step named = {
		.what = DO_NAMED, .login = STR("nobody"), .name = STR("  "), .out = &out};
	REASON(run(&f, named), "missing_field", "a user has a name");
	named.name = str_of(long_text);
	REASON(run(&f, named), "too_long", "of a length that fits a paper");
	named.name = STR("合成用户");
	named.grant.org_no = 4711;
	REASON(run(&f, named), "no_such_org", "and a union that is there");
	const struct user u = user(&f, "plain");
	REASON(grant(&f, u, ROLE_MAKER, 4711), "no_such_org", "so has a grant");
	REASON(run(&f, (struct step){.what = DO_GRANT,
				     .grant = {uuid_random(), ROLE_MAKER, COUNTY, 0}}),
	       "no_such_user", "and a user");
	REASON(run(&f, (struct step){.what = DO_CLOSE, .user_id = uuid_random()}), "no_such_user",
	       "who is not there is not closed");
	fixture_must(grant(&f, u, ROLE_MAKER, COUNTY), "grant");
	fixture_must(run(&f, (struct step){.what = DO_CLOSE, .user_id = u.user_id}), "close");
	REASON(run(&f, (struct step){.what = DO_CLOSE, .user_id = u.user_id}), "ok",
	       "closing again is the same answer");
	REASON(grant(&f, u, ROLE_MAKER, CREW), "user_closed", "a closed user is granted nothing");
	struct step set = {.what = DO_POLICY,
			   .policy = {COUNTY, MONEY_FEN(0), 5, STR("示例办公会决定")}};
	REASON(run(&f, set), "bad_policy", "five hands are too many");
	set.policy.hands = 2;
	set.policy.from_amount = MONEY_FEN(-1);
	REASON(run(&f, set), "bad_policy", "no policy begins below nothing");
	set.policy = (struct rights_policy){COUNTY, MONEY_FEN(0), 2, STR("")};
	REASON(run(&f, set), "bad_policy", "somebody decided it");
	set.policy.source = STR("示例办公会决定");
	set.policy.org_no = 4711;
	REASON(run(&f, set), "no_such_org", "for a union that is there");
	f.c.actor_id = u.user_id;
	set.policy.org_no = COUNTY;
	REASON(run(&f, set), "user_closed", "and who sets it may");
	f.c.actor_id = UUID_NULL;
	set.policy.org_no = 0;
	REASON(run(&f, set), "ok", "or for all");
	EQ_I64(hands_of(&f, OTHER, 99999), 2, "which then counts everywhere");
	struct signatures s = {0};
	REASON(rights_sign(&s, HANDS_COUNT, somebody(1), rights_needed(4)), "hand_not_needed",
	       "there is no fifth hand");
	fixture_close(&f);
}

/* More grants than one page of room. */
static void test_many_grants(enum fixture_engine engine)
{
	struct fixture f;
	open(&f, engine);
	const struct user u = user(&f, "busy");
	static const enum rights_role roles[] = {ROLE_MAKER,  ROLE_CHECKER, ROLE_APPROVER,
						 ROLE_KEEPER, ROLE_AUDITOR, ROLE_DISTRIBUTOR};
	size_t count = 0;
	struct rights_grant *grants = NULL;
	for (size_t i = 0; i < 6; i++)
		for (int64_t org_no = 0; org_no <= OTHER; org_no++)
			fixture_must(grant(&f, u, roles[i], org_no), "grant");
	fixture_must(rights_grants(&f.c, u.user_id, &grants, &count), "grants");
	EQ_I64((int64_t)count, 30, "each of many grants is listed");
	REASON(require(&f, u, ROLE_DISTRIBUTOR, OTHER), "ok", "and holds");
	fixture_close(&f);
}

static void test_money_pair(enum fixture_engine engine)
{
	struct fixture f;
	open(&f, engine);
	const struct user a = user(&f, "aa"), b = user(&f, "bb"), d = user(&f, "dd");
	fixture_must(grant(&f, a, ROLE_ACCOUNTANT, COUNTY), "accountant");
	REASON(grant(&f, a, ROLE_CASHIER, COUNTY), "accountant_and_cashier",
	       "nobody is accountant and cashier of one union");
	REASON(grant(&f, a, ROLE_CASHIER, CREW), "accountant_and_cashier", "nor of one below it");
	REASON(grant(&f, a, ROLE_CASHIER, REGION), "accountant_and_cashier", "nor of one above it");
	REASON(grant(&f, a, ROLE_CASHIER, 0), "accountant_and_cashier", "nor everywhere");
	fixture_must(grant(&f, b, ROLE_CASHIER, COUNTY), "cashier");
	REASON(grant(&f, b, ROLE_ACCOUNTANT, CREW), "accountant_and_cashier",
	       "the other way round neither");
	fixture_must(grant(&f, d, ROLE_ACCOUNTANT, COUNTY), "here");
	REASON(grant(&f, d, ROLE_CASHIER, OTHER), "ok", "of two separate unions he may");
	fixture_must(run(&f, (struct step){.what = DO_MOVE}), "move");
	REASON(require(&f, d, ROLE_CASHIER, OTHER), "accountant_and_cashier",
	       "until a move brings them together: then he is neither");
	fixture_close(&f);
}

static void test_policy(enum fixture_engine engine)
{
	struct fixture f;
	unsigned needed = 0;
	open(&f, engine);
	EQ_I64(hands_of(&f, COUNTY, 99999), 3, "below 1,000 yuan three hands");
	EQ_I64(hands_of(&f, COUNTY, 100000), 4, "from 1,000 yuan four");
	struct step set = {.what = DO_POLICY,
			   .policy = {COUNTY, MONEY_FEN(0), 2, STR("示例办公会决定")}};
	fixture_must(run(&f, set), "policy");
	EQ_I64(hands_of(&f, CREW, 100000), 2, "the nearest union above that says something counts");
	EQ_I64(hands_of(&f, OTHER, 100000), 4, "only below it");
	set.policy.from_amount = MONEY_FEN(500000);
	set.policy.hands = 3;
	fixture_must(run(&f, set), "policy");
	EQ_I64(hands_of(&f, CREW, 499999), 2, "of one union the highest amount reached counts");
	EQ_I64(hands_of(&f, CREW, 500000), 3, "from its amount on");
	set.policy.hands = 4;
	fixture_must(run(&f, set), "policy");
	EQ_I64(hands_of(&f, CREW, 500000), 4, "the newest decision counts");
	set.policy.hands = 1;
	REASON(run(&f, set), "bad_policy", "one hand is never enough");
	fixture_must(rights_signatures_needed(&f.c, CREW, MONEY_FEN(1), &needed), "needed");
	EQ_I64(needed, 1U << HAND_MAKER | 1U << HAND_APPROVER, "two hands are maker and approver");
	fixture_close(&f);
}

/* ---- the floor: what the tables themselves refuse, whoever writes ---- */

struct direct {
	const struct sn_statement *which;
	const struct param *params;
};
static struct sn_err direct_work(struct ctx *c, void *arg)
{
	const struct direct *d = arg;
	return store_run(c->store, d->which, d->params, NULL);
}
static const char *direct(struct fixture *f, const struct sn_statement *which,
			  const struct param *params)
{
	struct direct d = {which, params};
	return sn_reason_word(store_write(&f->c, direct_work, &d).reason);
}
static const char *direct_grant(struct fixture *f, struct uuid user_id, const char *role,
				int64_t org_no)
{
	return direct(f, &rights_sql_grant_add,
		      PARAMS(p_uuid(uuid_random()), p_uuid(user_id), p_text(str_of(role)),
			     p_int(org_no), p_int(0), p_null(), p_int(FIXTURE_AT_US)));
}
static const char *direct_policy(struct fixture *f, int64_t fen, int64_t hands)
{
	return direct(f, &rights_sql_policy_add,
		      PARAMS(p_uuid(uuid_random()), p_int(COUNTY), p_int(fen), p_int(hands),
			     p_text(STR("x")), p_null(), p_int(FIXTURE_AT_US)));
}

static void test_floor(enum fixture_engine engine)
{
	struct fixture f;
	open(&f, engine);
	const struct user a = user(&f, "aa");
	EQ_STR(direct_grant(&f, a.user_id, "accountant", COUNTY), "ok", "a grant");
	EQ_STR(direct_grant(&f, a.user_id, "accountant", COUNTY), "store_unique",
	       "the table holds a live grant once");
	EQ_STR(direct_grant(&f, a.user_id, "cashier", COUNTY), "store_unique",
	       "and never accountant and cashier of one union in one person");
	EQ_STR(direct_grant(&f, a.user_id, "cashier", OTHER), "ok", "of another union it does");
	EQ_STR(direct_grant(&f, a.user_id, "king", COUNTY), "store_check", "no role that is none");
	EQ_STR(direct_grant(&f, uuid_random(), "maker", COUNTY), "store_check",
	       "no grant to nobody");
	fixture_must(run(&f, (struct step){.what = DO_END,
					   .grant = {a.user_id, ROLE_ACCOUNTANT, COUNTY, 0}}),
		     "end");
	EQ_STR(direct_grant(&f, a.user_id, "cashier", COUNTY), "ok",
	       "what has ended stands in nobody's way");
	REASON(run(&f,
		   (struct step){.what = DO_END, .grant = {a.user_id, ROLE_ACCOUNTANT, COUNTY, 0}}),
	       "no_such_grant", "nothing ends twice");
	EQ_STR(direct(&f, &rights_sql_user_add,
		      PARAMS(p_uuid(uuid_random()), p_text(STR("aa")), p_text(STR("合成")),
			     p_null(), p_null(), p_int(0))),
	       "store_unique", "a login stands once");
	EQ_STR(direct(&f, &rights_sql_user_add,
		      PARAMS(p_uuid(uuid_random()), p_text(STR("zz")), p_text(STR("合成")),
			     p_int(4711), p_null(), p_int(0))),
	       "store_check", "a user's union is there");
	EQ_STR(direct_policy(&f, 0, 1), "store_check", "one hand is no policy");
	EQ_STR(direct_policy(&f, 0, 5), "store_check", "nor are five");
	EQ_STR(direct_policy(&f, -1, 3), "store_check", "nor is an amount below zero");
	fixture_close(&f);
}

static void test_admins(enum fixture_engine engine)
{
	struct fixture f;
	struct user admin;
	open(&f, engine);
	fixture_must(
		run(&f, (struct step){.what = DO_BOOTSTRAP, .login = STR("admin"), .out = &admin}),
		"first");
	const struct user heir = user(&f, "heir"), third = user(&f, "third");
	f.c.actor_id = admin.user_id;
	REASON(run(&f, (struct step){.what = DO_CLOSE, .user_id = admin.user_id}), "last_admin",
	       "the last administrator does not close himself");
	REASON(require(&f, admin, ROLE_ADMIN, 0), "ok", "and keeps his role when refused");
	REASON(run(&f, (struct step){.what = DO_CLOSE,
				     .user_id = admin.user_id,
				     .other_id = heir.user_id}),
	       "ok", "with a successor he may");
	REASON(require(&f, admin, ROLE_ADMIN, 0), "user_closed", "then he is nobody");
	REASON(require(&f, heir, ROLE_ADMIN, 0), "ok", "and the successor administrates");
	REASON(run(&f, (struct step){.what = DO_GRANT, .grant = {third.user_id, ROLE_ADMIN, 0, 0}}),
	       "user_closed", "who is closed grants nothing");
	f.c.actor_id = heir.user_id;
	fixture_must(grant(&f, third, ROLE_ADMIN, 0), "second administrator");
	REASON(run(&f, (struct step){.what = DO_CLOSE, .user_id = heir.user_id}), "ok",
	       "where there is another one he needs no successor");
	f.c.actor_id = third.user_id;
	REASON(run(&f, (struct step){.what = DO_CLOSE, .user_id = heir.user_id}), "ok",
	       "closing again changes nothing");
	REASON(run(&f, (struct step){.what = DO_END, .grant = {third.user_id, ROLE_ADMIN, 0, 0}}),
	       "last_admin", "nor does the last one resign");
	fixture_close(&f);
}

/* Three administrators, and who looks on from above. */
static unsigned may(struct fixture *f, struct user u)
{
	struct ctx c = f->c;
	unsigned permissions = 0;
	c.actor_id = u.user_id;
	fixture_must(rights_permissions(&c, &permissions), "permissions");
	/* The tree of unions and the policy of hands are no business data: administrators see them. */
	return permissions & ~(1U << PERMISSION_ORG_READ | 1U << PERMISSION_HANDS_READ);
}
static const char *may_at(struct fixture *f, struct user u, enum permission which, int64_t org_no)
{
	struct ctx c = f->c;
	c.actor_id = u.user_id;
	return sn_reason_word(rights_may(&c, which, org_no).reason);
}
/* Where there is another security administrator he confirms what is weighty. */
static struct sn_err confirm_work(struct ctx *c, void *arg)
{
	const struct user *user = arg;
	struct rights_asked *asked = NULL, confirmed;
	size_t count = 0;
	SN_TRY(rights_asked(c, RIGHTS_ASKED_WAITS, user->user_id, &asked, &count));
	return count == 1 ? rights_asked_confirm(c, asked[0].asked_id, &confirmed)
			  : SN_FAIL(NO_SUCH_ASKED);
}
static struct sn_err confirmed(struct fixture *f, struct user by, struct user user)
{
	const struct uuid kept = f->c.actor_id;
	f->c.actor_id = by.user_id;
	const struct sn_err e = store_write(&f->c, confirm_work, &user);
	f->c.actor_id = kept;
	return e;
}
static void test_three_administrators(enum fixture_engine engine)
{
	struct fixture f;
	struct user admin;
	open(&f, engine);
	fixture_must(
		run(&f, (struct step){.what = DO_BOOTSTRAP, .login = STR("admin"), .out = &admin}),
		"first");
	const struct user guard = user(&f, "guard"), reader = user(&f, "reader"),
			  above = user(&f, "above"), local = user(&f, "local"),
			  clerk = user(&f, "clerk");
	EQ_I64(may(&f, admin), 1U << PERMISSION_SYSTEM | 1U << PERMISSION_USER_WRITE,
	       "the first administrator configures, and manages users as long as nobody else does");
	f.c.actor_id = admin.user_id;
	fixture_must(grant(&f, local, ROLE_SECURITY, COUNTY), "security of a county");
	REASON(grant(&f, clerk, ROLE_MAKER, CREW), "not_granted",
	       "where a security administrator reaches, the system's manages nobody");
	REASON(grant(&f, clerk, ROLE_MAKER, OTHER), "ok", "elsewhere he still does");
	fixture_must(grant(&f, guard, ROLE_SECURITY, 0), "security");
	REASON(grant(&f, reader, ROLE_AUDITADMIN, 0), "not_granted_to_all",
	       "and nowhere once there is one for all");
	EQ_I64(may(&f, admin), 1U << PERMISSION_SYSTEM, "then he only configures");
	f.c.actor_id = guard.user_id;
	fixture_must(grant(&f, reader, ROLE_AUDITADMIN, 0), "audit administrator");
	fixture_must(grant(&f, above, ROLE_SUPERVISOR, COUNTY), "supervisor");
	EQ_I64(may(&f, above), 0, "what is weighty waits where a second one reaches, too");
	REASON(confirmed(&f, guard, above), "second_person", "who granted does not confirm");
	REASON(confirmed(&f, reader, above), "not_granted", "nor who manages no users");
	fixture_must(confirmed(&f, local, above), "the other one does");
	EQ_I64(may(&f, guard), 1U << PERMISSION_USER_WRITE,
	       "the security administrator manages users and sees no business data");
	EQ_I64(may(&f, reader), 1U << PERMISSION_AUDIT_READ,
	       "the audit administrator reads the audit trail and nothing else");
	EQ_I64(may(&f, above),
	       1U << PERMISSION_CARE_READ | 1U << PERMISSION_FIGURES_READ |
		       1U << PERMISSION_ROSTER_READ | 1U << PERMISSION_MONEY_READ |
		       1U << PERMISSION_AUDIT_READ,
	       "who supervises reads, and changes nothing");
	EQ_STR(may_at(&f, above, PERMISSION_ROSTER_READ, CREW), "ok", "in his own subtree");
	EQ_STR(may_at(&f, above, PERMISSION_ROSTER_READ, OTHER), "not_granted", "not beside it");
	EQ_STR(may_at(&f, local, PERMISSION_USER_WRITE, COUNTY), "ok", "a county has its own");
	EQ_STR(may_at(&f, local, PERMISSION_USER_WRITE, OTHER), "not_granted", "for itself");
	EQ_STR(may_at(&f, admin, PERMISSION_USER_WRITE, OTHER), "not_granted",
	       "the system's administrator is none of them");
	static const enum rights_role apart[] = {ROLE_ADMIN, ROLE_SECURITY, ROLE_AUDITADMIN};
	const struct user three[] = {admin, guard, reader};
	int mixed = 0;
	for (size_t who = 0; who < 3; who++)
		for (unsigned role = 0; role < RIGHTS_ROLES_COUNT; role++)
			if (role != apart[who])
				mixed += grant(&f, three[who], (enum rights_role)role, CREW)
						 .reason != SN_R_ADMIN_IS_APART;
	EQ_I64(mixed, 0, "none of the three gets any other role");
	int joined = 0;
	for (size_t role = 0; role < 3; role++)
		joined += grant(&f, clerk, apart[role], 0).reason != SN_R_ADMIN_IS_APART;
	EQ_I64(joined, 0, "nor does who holds a business role become one of them");
	REASON(grant(&f, guard, ROLE_SECURITY, COUNTY), "ok", "his own role elsewhere he may hold");
	REASON(run(&f,
		   (struct step){.what = DO_END, .grant = {guard.user_id, ROLE_SECURITY, 0, 0}}),
	       "last_security",
	       "the last one stays: nobody falls back to the system's administrator");
	REASON(run(&f, (struct step){.what = DO_CLOSE, .user_id = guard.user_id}), "last_security",
	       "nor is he closed without a successor");
	struct step set = {.what = DO_POLICY,
			   .policy = {COUNTY, MONEY_FEN(0), 2, STR("示例办公会决定")}};
	REASON(run(&f, set), "ok", "he sets how many hands money needs");
	f.c.actor_id = admin.user_id;
	REASON(run(&f, set), "not_granted", "and the system's administrator does not");
	fixture_close(&f);
}

/* A database of before: its grants are all there after migration 002, and its constraints still hold. */
static void test_migration(enum fixture_engine engine)
{
	struct fixture f;
	struct store_domain old = rights_domain;
	old.migrations_count = 1;
	const struct store_domain *const before[] = {&org_domain, &old};
	fixture_open(&f, engine, before, 2);
	fixture_must(run(&f, (struct step){.what = DO_ORGS}), "unions");
	const struct user a = user(&f, "aa"), b = user(&f, "bb");
	EQ_STR(direct_grant(&f, a.user_id, "security", 0), "store_check",
	       "the roles of before are fewer");
	fixture_must(grant(&f, a, ROLE_ACCOUNTANT, COUNTY), "accountant");
	fixture_must(grant(&f, a, ROLE_MAKER, OTHER), "maker");
	fixture_must(grant(&f, b, ROLE_CASHIER, 0), "cashier");
	fixture_must(
		run(&f, (struct step){.what = DO_END, .grant = {a.user_id, ROLE_MAKER, OTHER, 0}}),
		"ended");
	fixture_stop(&f);
	f.config.domains = f.writer_config.store.domains = domains;
	fixture_must(store_migrate(&f.config), "migrate");
	fixture_start(&f);
	struct rights_grant *grants = NULL;
	size_t count = 0;
	fixture_must(rights_grants(&f.c, UUID_NULL, &grants, &count), "grants");
	EQ_I64((int64_t)count, 2, "what was granted still is, what had ended still has");
	REASON(require(&f, a, ROLE_ACCOUNTANT, CREW), "ok", "and holds");
	EQ_STR(direct_grant(&f, a.user_id, "cashier", COUNTY), "store_unique",
	       "nobody has become accountant and cashier of one union");
	EQ_STR(direct_grant(&f, a.user_id, "accountant", COUNTY), "store_unique",
	       "a live grant still stands once");
	EQ_STR(direct_grant(&f, b.user_id, "king", COUNTY), "store_check",
	       "nor is any word a role");
	EQ_STR(direct_grant(&f, uuid_random(), "maker", COUNTY), "store_check",
	       "nor anybody a user");
	EQ_STR(direct_grant(&f, a.user_id, "security", 0), "ok", "the new roles are there");
	fixture_close(&f);
}

int main(void)
{
	test_table();
	test_histories();
	FOR_EACH_ENGINE(engine)
	{
		test_users(engine);
		test_floor(engine);
		test_admins(engine);
		test_three_administrators(engine);
		test_migration(engine);
		test_refusals(engine);
		test_many_grants(engine);
		test_money_pair(engine);
		test_policy(engine);
	}
	return tap_done();
}
