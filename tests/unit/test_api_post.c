/* Posts handed over by a signed list, through the API: what the list holds, who signs, when the roles move, and what may
 * not happen. */
#include "http_world.h"
#include "ledger/ledger.h"

enum { HEIR, SAFETY, STRANGER, MORE };
struct hall {
	struct http_world h;
	struct user users[MORE];
	char id[UUID_TEXT_BYTES];
};

static struct sn_err more_work(struct ctx *c, void *arg)
{
	struct hall *f = arg;
	static const char *const logins[MORE] = {"heir", "safety", "stranger"};
	for (size_t i = 0; i < MORE; i++)
		SN_TRY(rights_user_add(
			c,
			&(const struct user){.login = str_of(logins[i]), .name = STR("合成用户")},
			&f->users[i]));
	SN_TRY(rights_grant_add(c, &(const struct rights_grant){.user_id = f->users[SAFETY].user_id,
								.role = ROLE_SECURITY}));
	/* Whoever has no role at all comes through no door. */
	for (size_t i = 0; i < MORE; i += STRANGER)
		SN_TRY(rights_grant_add(c, &(const struct rights_grant){
						   .user_id = f->users[i].user_id,
						   .role = ROLE_KEEPER,
						   .org_no = f->h.w.orgs[OTHER_COUNTY].org_no}));
	return SN_SUCCESS;
}
static struct answer ask_as(struct hall *f, const struct user *who, const char *method,
			    const char *target, const char *body)
{
	const struct user kept = f->h.w.users[MAKER];
	f->h.w.users[MAKER] = *who;
	const struct answer a = http_ask(&f->h, (struct ask){MAKER, method, target, body});
	f->h.w.users[MAKER] = kept;
	return a;
}
static struct answer act(struct hall *f, const struct user *who, const char *what, const char *body)
{
	char target[128];
	(void)snprintf(target, sizeof target, "/api/v1/posts/%s%s", f->id, what);
	return ask_as(f, who, what[0] ? "POST" : "GET", target, body);
}
static size_t count_of(const struct answer *a, const char *key)
{
	const struct json_value list = json_find(&a->root, key);
	return json_count(&list);
}
static bool has_kind(const struct answer *a, const char *kind)
{
	const struct json_value items = json_find(&a->root, "items");
	bool found = false;
	for (size_t i = 0; i < json_count(&items); i++) {
		const struct json_value item = json_at(&items, i);
		struct str word = STR_NULL;
		found |= !sn_failed(json_get_text(&item, "kind", &word)) && str_is(word, kind);
	}
	return found;
}
static size_t roles_of(struct hall *f, struct uuid user_id)
{
	struct rights_grant *grants = NULL;
	size_t count = 0;
	fixture_must(rights_grants(&f->h.w.f.c, user_id, &grants, &count), "grants");
	return count;
}

static void draws_up(struct hall *f)
{
	const struct user *first = &f->h.w.users[FIRST_HAND];
	struct answer a = ask_as(f, first, "POST", "/api/v1/posts",
				 "{\"org\":\"150000\",\"receiver\":\"heir\",\"witness\":\"heir\"}");
	EQ_STR(a.code, "post_three", "three are three people");
	a = ask_as(f, first, "POST", "/api/v1/posts",
		   "{\"org\":\"150000\",\"receiver\":\"heir\",\"witness\":\"second\"}");
	EQ_STR(a.code, "post_witness", "a distributor is no witness");
	a = ask_as(f, first, "POST", "/api/v1/posts",
		   "{\"org\":\"150302\",\"receiver\":\"heir\",\"witness\":\"approver\"}");
	EQ_STR(a.code, "post_not_held", "what is held elsewhere is handed over there");
	a = ask_as(f, first, "POST", "/api/v1/posts",
		   "{\"org\":\"150000\",\"receiver\":\"nobody\",\"witness\":\"approver\"}");
	EQ_STR(a.code, "no_such_user", "the receiver is a user");
	a = ask_as(f, first, "POST", "/api/v1/posts",
		   "{\"org\":\"150000\",\"receiver\":\"heir\",\"witness\":\"approver\",\"giver\":"
		   "\"second\",\"reason\":\"调离\"}");
	EQ_STR(a.code, "not_granted", "nobody hands over another's post by himself");
	a = ask_as(f, first, "POST", "/api/v1/posts",
		   "{\"org\":\"150000\",\"receiver\":\"heir\",\"witness\":\"approver\"}");
	EQ_I64(a.status, 201, "a distributor draws up the handover of his post");
	(void)snprintf(f->id, sizeof f->id, "%s", http_text(&a, "id"));
	EQ_I64((int64_t)count_of(&a, "roles"), 1, "with the role that he holds there");
	OK(has_kind(&a, "goods"), "and the goods in his custody");
	EQ_STR(http_text(&a, "my_turn"), "giver", "he is to sign");
	a = ask_as(f, first, "POST", "/api/v1/posts",
		   "{\"org\":\"150000\",\"receiver\":\"heir\",\"witness\":\"approver\"}");
	EQ_STR(a.code, "post_open", "one at a time");
}

static void reading(struct hall *f)
{
	struct answer a = act(f, &f->users[STRANGER], "", NULL);
	EQ_I64(a.status, 403, "a keeper of another county does not read it");
	a = act(f, &f->h.w.users[SECOND_HAND], "", NULL);
	EQ_I64(a.status, 403, "nor does another distributor");
	a = act(f, &f->h.w.users[AUDITOR], "", NULL);
	EQ_I64(a.status, 200, "an auditor does");
	a = ask_as(f, &f->users[HEIR], "GET", "/api/v1/posts", NULL);
	EQ_I64((int64_t)http_items(&a), 1, "who is named finds it on his list");
	a = ask_as(f, &f->users[STRANGER], "GET", "/api/v1/posts", NULL);
	EQ_I64((int64_t)http_items(&a), 0, "and nobody else");
	a = ask_as(f, &f->users[STRANGER], "GET", "/api/v1/posts?org=150000", NULL);
	EQ_I64(a.status, 403, "all of a union are for who may look");
	a = ask_as(f, &f->h.w.users[AUDITOR], "GET", "/api/v1/posts?org=150000", NULL);
	EQ_I64((int64_t)http_items(&a), 1, "such as an auditor");
}

static struct sn_err give_back_work(struct ctx *c, void *arg)
{
	const struct hall *f = arg;
	const struct account_key from = {.org_no = f->h.w.orgs[COUNTY].org_no,
					 .class = ACCOUNT_CUSTODY,
					 .cycle_no = f->h.w.cycle.cycle_no,
					 .source = FUND_UPPER,
					 .item_no = f->h.w.kit.item_no,
					 .lot_no = 1,
					 .holder_id = f->h.w.users[FIRST_HAND].user_id};
	struct transfer t = {.transfer_id = new_id(c),
			     .kind = TRANSFER_GIVEBACK,
			     .day = 20241020,
			     .at_us = now_us(c),
			     .from = from,
			     .to = from,
			     .quantity = 3,
			     .value = MONEY_FEN(INT64_C(3) * KIT_VALUE_FEN)};
	t.to.class = ACCOUNT_STOCK;
	t.to.holder_id = UUID_NULL;
	return ledger_post_all(c, &t, 1);
}
static void signing(struct hall *f)
{
	const struct user *first = &f->h.w.users[FIRST_HAND];
	struct answer a = act(f, &f->h.w.users[AUDITOR], "/sign", NULL);
	EQ_STR(a.code, "post_not_yours", "who is not named does not sign");
	a = act(f, &f->users[HEIR], "/sign", NULL);
	EQ_STR(http_text(&a, "state"), "open", "the receiver signs");
	a = act(f, &f->users[HEIR], "/sign", NULL);
	EQ_STR(a.code, "post_signed", "once");
	a = act(f, &f->h.w.users[APPROVER], "/sign", NULL);
	EQ_I64(a.status, 200, "the witness signs");
	EQ_I64((int64_t)roles_of(f, f->users[HEIR].user_id), 1,
	       "with two signatures nothing moves");
	a = act(f, first, "/sign", NULL);
	EQ_STR(a.code, "post_custody", "nobody leaves with goods in his name");
	EQ_I64((int64_t)roles_of(f, first->user_id), 1, "and his role stays his");
	fixture_must(world_as(&f->h.w, MAKER, give_back_work, f), "give back");
	a = act(f, first, "/sign", NULL);
	EQ_STR(http_text(&a, "state"), "done", "with the third signature it is done");
	EQ_I64((int64_t)roles_of(f, f->users[HEIR].user_id), 2, "the receiver holds the role");
	EQ_I64((int64_t)roles_of(f, first->user_id), 0, "and the giver no longer");
	OK(has_kind(&a, "goods"), "the list stays as it was signed");
	a = act(f, &f->users[HEIR], "/void", "{\"why\":\"x\"}");
	EQ_STR(a.code, "post_done", "what is done stays done");
	a = act(f, &f->h.w.users[AUDITOR], "", NULL);
	EQ_I64(a.status, 200, "and auditors read it");
}

static void voiding(struct hall *f)
{
	struct answer a =
		ask_as(f, &f->h.w.users[CHECKER], "POST", "/api/v1/posts",
		       "{\"org\":\"150000\",\"receiver\":\"heir\",\"witness\":\"approver\"}");
	EQ_I64(a.status, 201, "a checker draws up his");
	(void)snprintf(f->id, sizeof f->id, "%s", http_text(&a, "id"));
	a = act(f, &f->users[HEIR], "/void", "{\"why\":\" \"}");
	EQ_STR(a.code, "missing_field", "void is made with a reason");
	a = act(f, &f->h.w.users[AUDITOR], "/void", "{\"why\":\"x\"}");
	EQ_STR(a.code, "post_not_yours", "by who is named");
	a = act(f, &f->users[HEIR], "/void", "{\"why\":\"清单已变动\"}");
	EQ_STR(http_text(&a, "state"), "void", "the receiver does not agree");
	a = act(f, &f->h.w.users[CHECKER], "/sign", NULL);
	EQ_STR(a.code, "post_done", "then nobody signs it");
}

/* The giver is gone: security stands in for him, with the reason; what is asked of any grant is asked here. */
static void gone(struct hall *f)
{
	const char *const without = "{\"org\":\"150000\",\"giver\":\"maker\",\"receiver\":\"heir\","
				    "\"witness\":\"auditor\"}";
	const char *const with = "{\"org\":\"150000\",\"giver\":\"maker\",\"receiver\":\"heir\","
				 "\"witness\":\"auditor\",\"reason\":\"已调离\"}";
	const struct user maker = f->h.w.users[MAKER];
	struct answer a = ask_as(f, &f->users[SAFETY], "POST", "/api/v1/posts", without);
	EQ_STR(a.code, "missing_field", "for another it is done with a reason");
	a = ask_as(f, &f->users[SAFETY], "POST", "/api/v1/posts", with);
	EQ_I64(a.status, 201, "and the reason is on the paper");
	(void)snprintf(f->id, sizeof f->id, "%s", http_text(&a, "id"));
	a = act(f, &maker, "/sign", NULL);
	EQ_STR(a.code, "post_not_yours", "the giver's place is taken");
	a = act(f, &f->users[SAFETY], "/sign", NULL);
	a = act(f, &f->users[HEIR], "/sign", NULL);
	a = act(f, &f->h.w.users[AUDITOR], "/sign", NULL);
	EQ_STR(http_text(&a, "state"), "done", "it is done with three signatures");
	EQ_I64((int64_t)roles_of(f, maker.user_id), 0, "the maker's role has moved");
}

int main(void)
{
	OK(crypto_start(), "libsodium is there");
	FOR_EACH_ENGINE(engine)
	{
		struct hall f = {.id = ""};
		http_world_open(&f.h, engine);
		fixture_must(store_write(&f.h.w.f.c, more_work, &f), "more people");
		world_goods(&f.h.w,
			    (struct world_goods){.org_no = f.h.w.orgs[COUNTY].org_no,
						 .lot = 1,
						 .quantity = 3,
						 .holder_id = f.h.w.users[FIRST_HAND].user_id});
		draws_up(&f);
		reading(&f);
		signing(&f);
		voiding(&f);
		gone(&f);
		http_world_close(&f.h);
	}
	return tap_done();
}
