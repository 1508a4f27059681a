/* Imports through the API: upload, check, correct, take over, take back; companies' lists by link and code. */
#include "http_world.h"
#include "people/people.h"
#include "rights/audit.h"

#define HEADER "姓名,身份证号,手机,班组,岗位,用人单位\n"

struct import_world {
	struct http_world h;
	char file[1024], wrong[24], import[UUID_TEXT_BYTES];
	char secret[64], code[16], link[UUID_TEXT_BYTES];
};

static struct answer ask(struct import_world *w, enum world_user who, const char *method,
			 const char *target, const char *body)
{
	return http_ask(&w->h, (struct ask){who, method, target, body});
}
static struct answer on_import(struct import_world *w, enum world_user who, const char *method,
			       const char *rest, const char *body)
{
	char target[128];
	(void)snprintf(target, sizeof target, "/api/v1/imports/%s%s", w->import, rest);
	return ask(w, who, method, target, body);
}
static int64_t count_of(const struct answer *a, const char *key)
{
	const struct json_value counts = json_find(&a->root, "counts");
	int64_t value = -1;
	const struct sn_err e = json_get_int_or(&counts, key, &value);
	return sn_failed(e) ? -1 : value;
}
/* The n-th row of a reply's items. */
static const char *item_text(const struct answer *a, size_t n, const char *key)
{
	const struct json_value items = json_find(&a->root, "items");
	const struct json_value one = json_at(&items, n);
	struct str text = STR_NULL;
	const struct sn_err e = json_get_text_or(&one, key, &text);
	return sn_failed(e) || !text.at ? "" : text.at;
}

/* Rows of a list: each a name and a number; n < 0: a number that is none. */
static void write_file(struct import_world *w, const int *numbers, const char *const *names,
		       const char *phone)
{
	size_t used = (size_t)snprintf(w->file, sizeof w->file, HEADER);
	for (int i = 0; names[i]; i++) {
		struct id_number id = world_id(numbers[i] < 0 ? 0 : numbers[i]);
		if (numbers[i] < 0) {
			id.digits[17] = id.digits[17] == '1' ? '2' : '1';
			(void)snprintf(w->wrong, sizeof w->wrong, "%.18s", id.digits);
		}
		used += (size_t)snprintf(w->file + used, sizeof w->file - used,
					 "%s,%.18s,%s,一班,清扫,\n", names[i], id.digits, phone);
	}
}

static struct answer upload(struct import_world *w, enum world_user who)
{
	struct answer a = http_ask(
		&w->h,
		(struct ask){who, "POST",
			     "/api/v1/imports?org=150302&categories=%E7%8E%AF%E5%8D%AB%E5%B7%A5",
			     .upload = str_of(w->file), .upload_name = "名单.csv"});
	(void)snprintf(w->import, sizeof w->import, "%s", http_text(&a, "id"));
	return a;
}

static void three_steps(struct import_world *w)
{
	char fix[256];
	write_file(w, (const int[]){1, -1, 2}, (const char *[]){"合成甲", "合成乙", "合成丙", NULL},
		   "13800138000");
	struct answer a = upload(w, CHECKER);
	EQ_I64(a.status, 403, "a checker uploads no roster");
	a = upload(w, MAKER);
	EQ_I64(a.status, 201, "a maker uploads a file");
	EQ_STR(http_text(&a, "state"), "uploaded", "which waits");
	a = on_import(w, MAKER, "POST", "/take", "{}");
	EQ_STR(a.code, "import_state", "and is not taken over unchecked");
	a = on_import(w, MAKER, "POST", "/check", "{}");
	EQ_STR(http_text(&a, "state"), "checked", "the check reads it");
	EQ_I64(count_of(&a, "taken"), 2, "two would be taken");
	EQ_I64(count_of(&a, "rejected"), 1, "one is refused");
	a = ask(w, MAKER, "GET", "/api/v1/people?org=150302", NULL);
	EQ_I64((int64_t)http_items(&a), 0, "the roster stays as it was");
	a = on_import(w, MAKER, "GET", "/rejects", NULL);
	EQ_I64((int64_t)http_items(&a), 1, "what was refused is listed");
	EQ_STR(item_text(&a, 0, "column"), "身份证号", "with its column");
	EQ_STR(item_text(&a, 0, "reason"), "bad_id_checksum", "and its reason");
	OK(!strstr(a.body.at, w->wrong), "and no whole number");
	a = on_import(w, MAKER, "POST", "/check",
		      "{\"fixes\":[{\"row\":3,\"column\":\"鞋码\",\"value\":\"42\"}]}");
	EQ_STR(a.code, "no_such_column", "a correction of no column is refused");
	(void)snprintf(fix, sizeof fix,
		       "{\"fixes\":[{\"row\":3,\"column\":\"身份证号\",\"value\":\"%.18s\"}]}",
		       world_id(3).digits);
	a = on_import(w, MAKER, "POST", "/check", fix);
	EQ_I64(count_of(&a, "taken"), 3, "the corrected cell goes through the same parser");
	EQ_I64(count_of(&a, "rejected"), 0, "and nothing is refused any more");
	a = on_import(w, MAKER, "POST", "/check", "{}");
	EQ_I64(count_of(&a, "taken"), 3, "corrections stay for the next check");
	a = on_import(w, CHECKER, "POST", "/take", "{}");
	EQ_I64(a.status, 403, "a checker takes nothing over");
	a = on_import(w, MAKER, "POST", "/take", "{}");
	EQ_I64(a.status, 200, "the maker does");
	EQ_STR(http_text(&a, "state"), "taken", "and it says so");
	a = ask(w, MAKER, "GET", "/api/v1/people?org=150302", NULL);
	EQ_I64((int64_t)http_items(&a), 3, "three people are on the roster");
	a = on_import(w, MAKER, "POST", "/take", "{}");
	EQ_STR(a.code, "import_state", "not twice");
}

static void the_same_again(struct import_world *w)
{
	write_file(w, (const int[]){1, 2, 3}, (const char *[]){"合成甲", "合成丙", "合成乙", NULL},
		   "13800138000");
	struct answer a = upload(w, MAKER);
	a = on_import(w, MAKER, "POST", "/check", "{}");
	EQ_I64(count_of(&a, "unchanged"), 3, "the same list again changes nothing");
	a = on_import(w, MAKER, "DELETE", "", NULL);
	EQ_I64(a.status, 204, "and is given up");
	a = on_import(w, MAKER, "GET", "", NULL);
	EQ_STR(a.code, "no_such_import", "its file is gone");
	a = ask(w, MAKER, "GET", "/api/v1/imports?org=150300", NULL);
	EQ_I64((int64_t)http_items(&a), 1, "the other one is in the list of the union above");
	(void)snprintf(w->import, sizeof w->import, "%s", item_text(&a, 0, "id"));
	(void)snprintf(w->file, sizeof w->file, "甲\t乙\n1\t2\n");
	a = upload(w, MAKER);
	a = on_import(w, MAKER, "POST", "/check", "{}");
	EQ_STR(a.code, "no_header", "a file that is no roster says what it lacks");
	a = on_import(w, MAKER, "DELETE", "", NULL);
}

static void pasted(struct import_world *w)
{
	(void)snprintf(w->file, sizeof w->file,
		       "姓名\t身份证号\t班组\n合成丁\t%.18s\t二班\n合成戊\t\t二班\n",
		       world_id(7).digits);
	struct answer a = upload(w, MAKER);
	a = on_import(w, MAKER, "POST", "/check", "{}");
	EQ_I64(count_of(&a, "taken"), 2, "cells pasted from a spreadsheet are a list");
	a = on_import(w, MAKER, "GET", "/comparison", NULL);
	EQ_I64(http_int(&a, "new"), 2, "two are new");
	EQ_I64(http_int(&a, "gone"), 3, "three of the roster are not on it");
	a = on_import(w, MAKER, "POST", "/take", "{}");
	a = on_import(w, MAKER, "POST", "/undo", "{}");
	EQ_I64(http_int(&a, "people"), 2, "a whole import is taken back");
	a = ask(w, MAKER, "GET", "/api/v1/people?org=150302", NULL);
	EQ_I64((int64_t)http_items(&a), 3, "and the roster is as before");
	a = on_import(w, MAKER, "POST", "/undo", "{}");
	EQ_STR(a.code, "import_state", "not twice");
}

/* ---- a company's clerk ---- */

static struct answer clerk(struct import_world *w, const char *what, const char *code,
			   const char *rest)
{
	static char body[4096];
	char target[64];
	(void)snprintf(body, sizeof body, "{\"link\":\"%s\",\"code\":\"%s\"%s}", w->secret, code,
		       rest);
	(void)snprintf(target, sizeof target, "/api/v1/clerk/%s", what);
	return ask(w, WORLD_USERS, "POST", target, body);
}

static struct answer clerk_file(struct import_world *w)
{
	static char rest[4096];
	char text[2048];
	crypto_base64url(w->file, strlen(w->file), text);
	(void)snprintf(rest, sizeof rest, ",\"name\":\"名单.csv\",\"file\":\"%s\"", text);
	return clerk(w, "upload", w->code, rest);
}

static void make_link(struct import_world *w)
{
	const char *body = "{\"org\":\"150302\",\"employer\":\"合成环卫公司\",\"days\":7}";
	struct answer a = ask(w, CHECKER, "POST", "/api/v1/clerk-links", body);
	EQ_I64(a.status, 403, "a checker makes no link");
	a = ask(w, MAKER, "POST", "/api/v1/clerk-links", body);
	EQ_I64(a.status, 201, "a maker makes a link for a company");
	const struct json_value link = json_find(&a.root, "link");
	struct str id;
	fixture_must(json_get_text(&link, "id", &id), "link");
	(void)snprintf(w->link, sizeof w->link, "%s", id.at);
	(void)snprintf(w->secret, sizeof w->secret, "%s", http_text(&a, "secret"));
	(void)snprintf(w->code, sizeof w->code, "%s", http_text(&a, "code"));
	EQ_I64((int64_t)strlen(w->code), 8, "its code has eight digits");
	a = ask(w, MAKER, "GET", "/api/v1/clerk-links?org=150300", NULL);
	EQ_I64((int64_t)http_items(&a), 1, "it stands in the list");
	OK(!strstr(a.body.at, w->secret) && !strstr(a.body.at, w->code), "without secret and code");
}

static void clerk_sends(struct import_world *w)
{
	struct answer a = clerk(w, "look", w->code, "");
	EQ_STR(http_text(&a, "state"), "none", "nothing was uploaded yet");
	a = clerk(w, "send", w->code, "");
	EQ_STR(a.code, "clerk_state", "nothing is not sent");
	/* 合成甲 is on this union's roster under no employer; one row names another company. */
	(void)snprintf(w->file, sizeof w->file,
		       HEADER
		       "合成己,%.18s,,一班,,\n合成庚,%.18s,,一班,,别的公司\n合成辛,%.18s,,一班,,\n",
		       world_id(11).digits, world_id(12).digits, world_id(50).digits);
	a = clerk_file(w);
	EQ_STR(http_text(&a, "state"), "uploaded", "a list is uploaded without an account");
	a = clerk(w, "check", w->code, "");
	EQ_I64(count_of(&a, "rejected"), 2,
	       "another company's row and another union's person are refused");
	EQ_I64(count_of(&a, "changed"), 0, "what of it is known stays untold");
	a = clerk(w, "rejects", w->code, "");
	EQ_I64((int64_t)http_items(&a), 2, "its refused rows are listed");
	EQ_STR(item_text(&a, 0, "reason"), "other_employer", "with the reason");
	EQ_STR(item_text(&a, 1, "reason"), "union_looks",
	       "but not on which other roster somebody is");
	OK(!strstr(a.body.at, "海南区"), "the other union is not named");
	a = clerk(w, "check", w->code,
		  ",\"fixes\":[{\"row\":3,\"column\":\"用人单位\",\"value\":\"合成环卫公司\"}]");
	EQ_I64(count_of(&a, "rejected"), 1, "a corrected cell counts");
	a = clerk(w, "send", w->code, "");
	EQ_STR(http_text(&a, "state"), "sent", "the list is sent");
	a = clerk_file(w);
	EQ_STR(a.code, "clerk_state", "and not changed any more");
}

static void maker_accepts(struct import_world *w)
{
	struct answer a = ask(w, MAKER, "GET", "/api/v1/imports?org=150302", NULL);
	EQ_STR(item_text(&a, 0, "state"), "sent", "the maker sees what was sent");
	EQ_STR(item_text(&a, 0, "employer"), "合成环卫公司", "and by which company");
	(void)snprintf(w->import, sizeof w->import, "%s", item_text(&a, 0, "id"));
	a = on_import(w, MAKER, "POST", "/return", "{}");
	EQ_STR(http_text(&a, "state"), "returned", "gives it back");
	a = clerk(w, "check", w->code, "");
	EQ_STR(http_text(&a, "state"), "checked", "the clerk goes on");
	a = clerk(w, "send", w->code, "");
	a = on_import(w, MAKER, "GET", "/comparison", NULL);
	EQ_I64(http_int(&a, "new"), 2, "two are new");
	EQ_I64(http_int(&a, "gone"), 0, "people of other employers are not missed");
	a = on_import(w, MAKER, "POST", "/take", "{}");
	EQ_STR(http_text(&a, "state"), "taken", "and takes it over");
	a = clerk(w, "look", w->code, "");
	EQ_STR(http_text(&a, "state"), "taken", "the clerk sees that it was");
}

/* A month later: one changed the team, one is gone, one is new. */
static void next_month(struct import_world *w)
{
	char body[256];
	(void)snprintf(w->file, sizeof w->file,
		       HEADER "合成己,%.18s,,三班,,\n合成壬,%.18s,,一班,,\n", world_id(11).digits,
		       world_id(13).digits);
	struct answer a = clerk_file(w);
	a = clerk(w, "check", w->code, "");
	a = clerk(w, "send", w->code, "");
	a = ask(w, MAKER, "GET", "/api/v1/imports?org=150302", NULL);
	(void)snprintf(w->import, sizeof w->import, "%s", item_text(&a, 0, "id"));
	a = on_import(w, MAKER, "GET", "/comparison", NULL);
	EQ_I64(http_int(&a, "new"), 1, "新增");
	EQ_I64(http_int(&a, "moved"), 1, "调岗");
	EQ_I64(http_int(&a, "gone"), 1, "离岗");
	const struct json_value items = json_find(&a.root, "items");
	const char *gone = "";
	for (size_t i = 0; i < json_count(&items); i++)
		if (strcmp(item_text(&a, i, "change"), "gone") == 0)
			gone = item_text(&a, i, "person");
	(void)snprintf(body, sizeof body, "{\"leavers\":[\"%s\"]}", gone);
	a = on_import(w, MAKER, "POST", "/take", body);
	EQ_I64(a.status, 200, "taken over with who left");
	a = ask(w, MAKER, "GET", "/api/v1/people?org=150302&here=left", NULL);
	EQ_I64((int64_t)http_items(&a), 1, "who is among those who left now");
}

static void wrong_codes(struct import_world *w)
{
	char right[16];
	struct answer a = {0};
	(void)snprintf(right, sizeof right, "%s", w->code);
	for (int i = 0; i < CLERK_TRIES_MAX; i++)
		a = clerk(w, i % 2 ? "look" : "check", "00000000", "");
	EQ_STR(a.code, "clerk_link", "a wrong code is refused");
	a = clerk(w, "look", right, "");
	EQ_STR(a.code, "clerk_link", "after five the right one is, too");
	a = ask(w, MAKER, "GET", "/api/v1/clerk-links?org=150302", NULL);
	EQ_STR(item_text(&a, 0, "state"), "locked", "the maker sees why");
	(void)snprintf(w->secret, sizeof w->secret, "AAAAAAAAAAAAAAAAAAAAAA");
	a = clerk(w, "look", right, "");
	EQ_STR(a.code, "clerk_link", "an unknown link has the same words");
}

static void ended(struct import_world *w)
{
	char target[128];
	make_link(w);
	(void)snprintf(target, sizeof target, "/api/v1/clerk-links/%s/end", w->link);
	struct answer a = ask(w, MAKER, "POST", target, "{}");
	EQ_STR(http_text(&a, "state"), "ended", "a link is ended");
	a = clerk(w, "look", w->code, "");
	EQ_STR(a.code, "clerk_link", "and opens nothing");
}

int main(void)
{
	OK(crypto_start(), "libsodium is there");
	FOR_EACH_ENGINE(engine)
	{
		struct import_world w;
		struct person other;
		memset(&w, 0, sizeof w);
		http_world_open(&w.h, engine);
		world_people(&w.h.w,
			     (struct world_people){
				     .org = OTHER_COUNTY, .first = 50, .count = 1, .out = &other});
		three_steps(&w);
		the_same_again(&w);
		pasted(&w);
		make_link(&w);
		clerk_sends(&w);
		maker_accepts(&w);
		next_month(&w);
		wrong_codes(&w);
		http_world_close(&w.h);
		memset(&w, 0, sizeof w);
		http_world_open(&w.h, engine);
		ended(&w);
		http_world_close(&w.h);
	}
	return tap_done();
}
