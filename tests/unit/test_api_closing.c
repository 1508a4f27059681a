/* Closing a month, sending closings and cycles back, and the desk's counts through the API, on both engines. */
#include "http_world.h"

enum { BOOKKEEPER = AUDITOR }; /* the world's fourth user keeps the books here */

static struct answer post(struct http_world *h, int who, const char *target, const char *body)
{
	return http_ask(h, (struct ask){(enum world_user)who, "POST", target, body});
}
static struct answer get(struct http_world *h, int who, const char *target)
{
	return http_ask(h, (struct ask){(enum world_user)who, "GET", target});
}
static struct sn_err grant_work(struct ctx *c, void *arg)
{
	struct world *w = arg;
	SN_TRY(rights_grant_end(c,
				&(const struct rights_grant){.user_id = w->users[AUDITOR].user_id,
							     .role = ROLE_AUDITOR,
							     .org_no = w->orgs[REGION].org_no}));
	return rights_grant_add(c,
				&(const struct rights_grant){.user_id = w->users[AUDITOR].user_id,
							     .role = ROLE_ACCOUNTANT,
							     .org_no = w->orgs[REGION].org_no});
}

/* ---- the desk: each count is that of the list which it opens ---- */

static const char *const kinds[] = {"document", "budget",    "payout",
				    "closing",  "programme", "purchase"};
static void counts_match(struct http_world *h, int who, int64_t at_least)
{
	int64_t papers = 0;
	struct answer a = get(h, who, "/api/v1/workbench");
	struct json_value list = json_find(&a.root, "mine");
	const int64_t said = http_int(&a, "papers");
	const size_t kinds_said = json_count(&list);
	list = json_find(&a.root, "waiting");
	const size_t cycles = json_count(&list);
	size_t kinds_full = 0;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		char target[96];
		int64_t count = 0;
		a = get(h, who, "/api/v1/workbench");
		list = json_find(&a.root, "mine");
		for (size_t k = 0; k < json_count(&list); k++)
			if (strcmp(http_item_text(&a, "mine", k, "kind"), kinds[i]) == 0)
				count = http_item_int(&a, "mine", k, "count");
		(void)snprintf(target, sizeof target, "/api/v1/approvals?limit=200&kind=%s",
			       kinds[i]);
		a = get(h, who, target);
		EQ_I64(count, (int64_t)http_items(&a), kinds[i]);
		papers += count;
		kinds_full += count > 0;
	}
	EQ_I64(papers, said, "their sum");
	EQ_I64((int64_t)kinds_said, (int64_t)kinds_full, "no kind that is empty");
	a = get(h, who, "/api/v1/approvals?limit=200&kind=cycle");
	EQ_I64((int64_t)cycles, (int64_t)http_items(&a), "cycles");
	a = get(h, who, "/api/v1/approvals/counts");
	EQ_I64(http_int(&a, "waiting"), papers + (int64_t)cycles, "and all of them together");
	OK(papers + (int64_t)cycles >= at_least, "something waits");
}

/* ---- a closing ---- */

#define MONTH "\"org\":\"150302\",\"period\":202410"
#define ONE   "/api/v1/closings/150302/202410"
static void closing(struct http_world *h)
{
	char digest[80], body[200];
	struct answer a = get(h, BOOKKEEPER, "/api/v1/closings/next?org=150302");
	EQ_I64(a.status, 200, "what comes next");
	a = get(h, BOOKKEEPER, ONE);
	EQ_STR(http_text(&a, "state"), "open", "a month that nobody has closed is shown, too");
	a = get(h, BOOKKEEPER, "/api/v1/closings/150302/202413");
	EQ_STR(a.code, "closing_period", "one that there is not is not");
	a = get(h, FIRST_HAND, ONE);
	EQ_I64(a.status, 403, "nor to a distributor");
	a = post(h, BOOKKEEPER, "/api/v1/closings", "{" MONTH "}");
	EQ_STR(http_text(&a, "state"), "closed", "the accountant closes");
	a = get(h, APPROVER, "/api/v1/approvals?kind=closing");
	EQ_STR(http_item_text(&a, "items", 0, "key"), "150302 202410", "it waits for the approver");
	counts_match(h, APPROVER, 1);
	a = post(h, BOOKKEEPER, "/api/v1/closings/send-back", "{" MONTH ",\"words\":\"错\"}");
	EQ_I64(a.status, 403, "who closed it does not send it back");
	a = post(h, APPROVER, "/api/v1/closings/send-back", "{" MONTH ",\"words\":\"\"}");
	EQ_I64(a.status, 400, "nor anybody without a reason");
	a = post(h, APPROVER, "/api/v1/closings/send-back", "{" MONTH ",\"words\":\"漏记\"}");
	EQ_STR(http_text(&a, "state"), "sent_back", "the approver does");
	EQ_STR(http_item_text(&a, "backs", 0, "words"), "漏记", "with the reason");
	a = post(h, APPROVER, "/api/v1/closings/send-back", "{" MONTH ",\"words\":\"漏记\"}");
	EQ_STR(a.code, "closing_sent_back", "once");
	a = get(h, BOOKKEEPER, "/api/v1/approvals?kind=closing");
	EQ_STR(http_item_text(&a, "items", 0, "step"), "close_again",
	       "it waits for the accountant");
	counts_match(h, BOOKKEEPER, 1);
	a = get(h, APPROVER, "/api/v1/approvals?box=done&kind=closing");
	EQ_STR(http_item_text(&a, "items", 0, "state"), "sent_back", "he finds what he sent back");
	a = post(h, BOOKKEEPER, "/api/v1/closings", "{" MONTH "}");
	(void)snprintf(digest, sizeof digest, "%s", http_text(&a, "digest"));
	a = post(h, APPROVER, "/api/v1/closings/confirm", "{" MONTH ",\"digest\":\"00\"}");
	EQ_STR(a.code, "closing_moved", "what he has not seen is not confirmed");
	(void)snprintf(body, sizeof body, "{" MONTH ",\"digest\":\"%s\"}", digest);
	a = post(h, APPROVER, "/api/v1/closings/confirm", body);
	EQ_STR(http_text(&a, "state"), "confirmed", "what he has seen is");
	a = post(h, APPROVER, "/api/v1/closings/send-back", "{" MONTH ",\"words\":\"晚\"}");
	EQ_STR(a.code, "closing_done", "and stays");
	a = get(h, BOOKKEEPER, ONE "/accounts");
	EQ_I64(a.status, 200, "its accounts");
	a = get(h, BOOKKEEPER, "/api/v1/closings?org=150302");
	EQ_I64((int64_t)http_items(&a), 1, "it is listed");
	a = get(h, BOOKKEEPER, "/api/v1/closings/150302/2024/remainders");
	EQ_I64(a.status, 200, "and a year has its remainders");
	a = get(h, BOOKKEEPER, ONE "/remainders");
	EQ_STR(a.code, "closing_period", "a month has none");
}

/* ---- a cycle ---- */

#define CYCLE "/api/v1/cycles/hw-2025"
static void cycle(struct http_world *h)
{
	struct answer a =
		post(h, MAKER, "/api/v1/cycles",
		     "{\"code\":\"hw-2025\",\"name\":\"2025年慰问\",\"programme\":\"campaign\","
		     "\"org\":\"150000\",\"from\":\"2025-10-01\",\"until\":\"2025-12-01\"}");
	EQ_I64(a.status, 201, "a draft");
	counts_match(h, CHECKER, 1);
	a = get(h, CHECKER, CYCLE "/next");
	bool may = false;
	OK(!sn_failed(json_get_bool(&a.root, "may_send_back", &may)) && may, "the checker may");
	a = post(h, MAKER, CYCLE "/send-back", "{\"words\":\"x\"}");
	EQ_I64(a.status, 403, "its maker does not send it back");
	a = post(h, CHECKER, CYCLE "/send-back", "{\"words\":\"日期不符\"}");
	OK(strlen(http_text(&a, "sent_back")) > 0, "the checker does");
	a = get(h, MAKER, "/api/v1/approvals?kind=cycle");
	EQ_STR(http_item_text(&a, "items", 0, "step"), "hand_in", "it waits for its maker");
	counts_match(h, MAKER, 1);
	a = get(h, MAKER, "/api/v1/workbench");
	EQ_STR(http_item_text(&a, "waiting", 0, "to"), "draft", "on his desk, too");
	a = post(h, MAKER, CYCLE "/hand-in", "{\"name\":\"2025年慰问\",\"from\":\"2025-10-08\"}");
	EQ_STR(http_text(&a, "from"), "2025-10-08", "he amends it and hands it in");
	EQ_STR(http_text(&a, "sent_back"), "", "it is sent back no more");
	a = get(h, CHECKER, CYCLE "/steps");
	EQ_STR(http_item_text(&a, "items", 1, "act"), "send_back", "its life says so");
	EQ_STR(http_item_text(&a, "items", 1, "words"), "日期不符", "and why");
	EQ_STR(http_item_text(&a, "items", 2, "act"), "hand_in", "and what came of it");
	a = get(h, CHECKER, "/api/v1/approvals?box=done&kind=cycle");
	OK(http_items(&a) >= 1, "who sent it back finds it");
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		struct http_world h;
		http_world_open(&h, engine);
		h.w.f.c.actor_id = UUID_NULL;
		fixture_must(store_write(&h.w.f.c, grant_work, &h.w), "an accountant");
		fixture_set_time(&h.w.f, day_start_us(20241202));
		closing(&h);
		cycle(&h);
		http_world_close(&h);
	}
	return tap_done();
}
