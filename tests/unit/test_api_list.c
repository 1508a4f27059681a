/* Lists of sizes and bank cards through the API: the same three steps as a roster, and back whole; both engines. Everybody is
 * synthetic. */
#include "care/card.h"
#include "care/size.h"
#include "http_world.h"

enum { PEOPLE = 4, FILE_BYTES = 2048 };
struct list_world {
	struct http_world h;
	struct person people[PEOPLE], other;
	char file[FILE_BYTES], import[UUID_TEXT_BYTES];
};

static struct answer ask(struct list_world *w, enum world_user who, const char *method,
			 const char *target, const char *body)
{
	return http_ask(&w->h, (struct ask){who, method, target, body});
}
static struct answer on_import(struct list_world *w, enum world_user who, const char *method,
			       const char *rest, const char *body)
{
	char target[128];
	(void)snprintf(target, sizeof target, "/api/v1/imports/%s%s", w->import, rest);
	return ask(w, who, method, target, body);
}
static struct answer upload(struct list_world *w, const char *query)
{
	char target[160];
	(void)snprintf(target, sizeof target, "/api/v1/imports?org=150302&%s", query);
	const struct answer a =
		http_ask(&w->h, (struct ask){MAKER, "POST", target, .upload = str_of(w->file),
					     .upload_name = "名单.csv"});
	(void)snprintf(w->import, sizeof w->import, "%s", http_text(&a, "id"));
	return a;
}
static int64_t count_of(const struct answer *a, const char *key)
{
	const struct json_value counts = json_find(&a->root, "counts");
	int64_t value = -1;
	const struct sn_err e = json_get_int_or(&counts, key, &value);
	return sn_failed(e) ? -1 : value;
}
static const char *item_text(const struct answer *a, size_t n, const char *key)
{
	const struct json_value items = json_find(&a->root, "items");
	const struct json_value one = json_at(&items, n);
	struct str text = STR_NULL;
	const struct sn_err e = json_get_text_or(&one, key, &text);
	return sn_failed(e) || !text.at ? "" : text.at;
}
static void counts_are(const struct answer *a, int64_t taken, int64_t changed, int64_t unchanged,
		       int64_t rejected, const char *what)
{
	const bool so = count_of(a, "taken") == taken && count_of(a, "changed") == changed &&
			count_of(a, "unchanged") == unchanged &&
			count_of(a, "rejected") == rejected;
	OK(so, what);
	if (!so)
		printf("# " STR_FMT "\n", STR_ARG(a->body));
}

/* ---- cards ---- */

/* 19 digits with a right check digit. */
static const char *card_text(int n, char room[24])
{
	(void)snprintf(room, 24, "6299%014d0", n);
	for (char digit = '0'; digit <= '9'; digit++) {
		room[18] = digit;
		if (card_number_is_luhn(str_of(room)))
			break;
	}
	return room;
}
static void card_row(struct list_world *w, int person, int card)
{
	char number[24];
	const size_t used = strlen(w->file);
	(void)snprintf(w->file + used, sizeof w->file - used, "%.18s,%s,示例银行\n",
		       world_id(person).digits, card_text(card, number));
}
static void begin_cards(struct list_world *w)
{
	(void)snprintf(w->file, sizeof w->file, "身份证号,银行卡号,开户行\n");
}
static void card_is(struct list_world *w, int i, int card, const char *what)
{
	char number[24];
	struct card now;
	const struct person_ref who = {w->people[i].shard, w->people[i].person_id};
	fixture_must(card_current(&w->h.w.f.c, &who, 1, &now), "card");
	EQ_STR(now.last4, card < 0 ? "" : card_text(card, number) + 15, what);
}

static void cards_three_steps(struct list_world *w)
{
	char fix[256], number[24];
	begin_cards(w);
	card_row(w, 10, 1);
	card_row(w, 11, 2);
	card_row(w, 50, 3); /* of another county */
	const size_t used = strlen(w->file);
	(void)snprintf(w->file + used, sizeof w->file - used, "%.18s,6299 0000,\n%.18s,,\n",
		       world_id(12).digits, world_id(13).digits);
	w->file[used + 18 + 5] = 'x'; /* no digit */
	struct answer a = upload(w, "kind=cards");
	EQ_I64(a.status, 201, "a list of cards is uploaded as a roster is");
	EQ_STR(http_text(&a, "kind"), "cards", "and says what it is");
	a = on_import(w, MAKER, "POST", "/take", "{}");
	EQ_STR(a.code, "import_state", "it is not taken over unchecked");
	a = on_import(w, MAKER, "POST", "/check", "{}");
	counts_are(&a, 2, 0, 0, 2, "the check says what would become of it");
	EQ_I64(count_of(&a, "empty"), 1, "a row without a card says nothing");
	card_is(w, 0, -1, "and nothing is set by it");
	a = on_import(w, MAKER, "GET", "/rejects", NULL);
	EQ_STR(item_text(&a, 0, "reason"), "list_elsewhere", "of another county nothing is told");
	EQ_STR(item_text(&a, 0, "column"), "身份证号", "but the column");
	EQ_STR(item_text(&a, 1, "reason"), "card_characters", "a number that is none is refused");
	EQ_STR(item_text(&a, 1, "column"), "银行卡号", "with its column");
	OK(!strstr(a.body.at, "6299"), "and no number stands in the answer");
	a = on_import(w, CHECKER, "GET", "/rejects.xlsx", NULL);
	EQ_I64(a.status, 403, "a checker gets no whole rows");
	a = on_import(w, MAKER, "GET", "/rejects.xlsx", NULL);
	EQ_I64(a.status, 200, "the maker gets the refused rows as a file");
	a = on_import(w, MAKER, "GET", "/comparison", NULL);
	EQ_STR(a.code, "import_state", "there is no comparing with the roster");
	a = on_import(w, MAKER, "POST", "/check",
		      "{\"fixes\":[{\"row\":5,\"column\":\"手机\",\"value\":\"42\"}]}");
	EQ_STR(a.code, "no_such_column", "a roster's column is none of theirs");
	(void)snprintf(fix, sizeof fix,
		       "{\"fixes\":[{\"row\":5,\"column\":\"银行卡号\",\"value\":\"%s\"}]}",
		       card_text(4, number));
	a = on_import(w, MAKER, "POST", "/check", fix);
	counts_are(&a, 3, 0, 0, 1, "a corrected cell goes through the same parser");
	a = on_import(w, CHECKER, "POST", "/take", "{}");
	EQ_I64(a.status, 403, "a checker takes nothing over");
	a = on_import(w, MAKER, "POST", "/take", "{}");
	EQ_STR(http_text(&a, "state"), "taken", "the maker does");
	counts_are(&a, 3, 0, 0, 1, "as the check had said");
	card_is(w, 0, 1, "and the cards are set");
	card_is(w, 2, 4, "the corrected one too");
	EQ_I64(world_findings(&w->h.w), 0, "verification finds nothing");
}

static void cards_again(struct list_world *w)
{
	begin_cards(w);
	card_row(w, 10, 1);
	card_row(w, 11, 2);
	struct answer a = upload(w, "kind=cards");
	a = on_import(w, MAKER, "POST", "/check", "{}");
	counts_are(&a, 0, 0, 2, 0, "the same cards again change nothing");
	a = on_import(w, MAKER, "POST", "/take", "{}");
	OK(strstr(a.body.at, "\"can_undo\":false") != NULL, "and there is nothing to take back");
	begin_cards(w);
	card_row(w, 10, 5);
	card_row(w, 13, 6);
	card_row(w, 13, 6);
	card_row(w, 13, 7);
	a = upload(w, "kind=cards");
	a = on_import(w, MAKER, "POST", "/check", "{}");
	counts_are(&a, 1, 1, 1, 1, "who stands there twice is said once, or refused");
	a = on_import(w, MAKER, "POST", "/take", "{}");
	counts_are(&a, 1, 1, 1, 1, "when it is taken over, too");
	card_is(w, 0, 5, "a card is another one");
	card_is(w, 3, 6, "and a new one is there");
}

static void cards_back(struct list_world *w)
{
	char target[128], body[128], number[24], id[UUID_TEXT_BYTES];
	struct answer a = on_import(w, CHECKER, "POST", "/undo", "{}");
	EQ_I64(a.status, 403, "a checker takes nothing back");
	a = on_import(w, MAKER, "POST", "/undo", "{}");
	EQ_I64(a.status, 200, "the maker takes it back whole");
	card_is(w, 0, 1, "who had a card has that one again");
	card_is(w, 3, -1, "who had none has none");
	EQ_I64(world_findings(&w->h.w), 0, "verification finds nothing");
	a = on_import(w, MAKER, "POST", "/undo", "{}");
	EQ_STR(a.code, "import_state", "not twice");
	begin_cards(w);
	card_row(w, 10, 8);
	card_row(w, 13, 9);
	a = upload(w, "kind=cards");
	a = on_import(w, MAKER, "POST", "/check", "{}");
	a = on_import(w, MAKER, "POST", "/take", "{}");
	uuid_text(w->people[3].person_id, id);
	(void)snprintf(target, sizeof target, "/api/v1/people/%s/card", id);
	(void)snprintf(body, sizeof body, "{\"number\":\"%s\"}", card_text(10, number));
	a = ask(w, MAKER, "POST", target, body);
	EQ_I64(a.status, 200, "somebody's card is set anew");
	a = on_import(w, MAKER, "POST", "/undo", "{}");
	EQ_STR(a.code, "list_later", "and the list is not taken back over that");
	card_is(w, 0, 8, "none of it");
	a = on_import(w, MAKER, "GET", "", NULL);
	EQ_STR(http_text(&a, "state"), "taken", "it is as it was");
}

/* ---- sizes ---- */

static void size_row(struct list_world *w, int person, const char *size)
{
	const size_t used = strlen(w->file);
	(void)snprintf(w->file + used, sizeof w->file - used, "%.18s,%s\n", world_id(person).digits,
		       size);
}
static void begin_sizes(struct list_world *w)
{
	(void)snprintf(w->file, sizeof w->file, "身份证号,尺码\n");
}
struct wears {
	struct uuid person_id;
	int64_t item_no;
};
static struct sn_err note_wears(void *self, const struct size_person *p)
{
	struct wears *x = self;
	if (uuid_eq(p->person_id, x->person_id))
		x->item_no = p->item_no;
	return SN_SUCCESS;
}
static void size_is(struct list_world *w, int i, const char *size, const char *what)
{
	struct ctx c = w->h.w.f.c;
	struct size_scope scope;
	struct wears x = {.person_id = w->people[i].person_id};
	struct person now;
	const struct person_ref who = {w->people[i].shard, w->people[i].person_id};
	const char *is = "";
	fixture_must(size_scope_read(&c,
				     &(const struct size_scope_ask){.cycle = STR("hw-2024"),
								    .org = w->h.w.orgs[COUNTY]},
				     &scope),
		     "scope");
	fixture_must(size_people(&c, &scope, UUID_NULL, note_wears, &x), "people");
	for (size_t k = 0; k < scope.count; k++)
		if (scope.sizes[k].item_no == x.item_no)
			is = scope.sizes[k].size.at;
	EQ_STR(is, size, what);
	fixture_must(people_by_refs(&c, &who, 1, &now), "person");
	EQ_STR(now.size.at ? now.size.at : "", size, "… on the roster too");
}
static struct sn_err items_work(struct ctx *c, void *arg)
{
	static const char *const labels[] = {"S", "M", "L"};
	struct item made;
	(void)arg;
	for (size_t i = 0; i < 3; i++)
		SN_TRY(goods_item_add(
			c,
			&(const struct item){
				.code = str_of(arena_printf(c->mem, "kit:2024-hw/%s", labels[i])),
				.name = STR("防寒服"),
				.size = str_of(labels[i]),
				.unit = UNIT_PIECE},
			NULL, 0, &made));
	return SN_SUCCESS;
}
static struct sn_err order_work(struct ctx *c, void *arg)
{
	struct list_world *w = arg;
	struct size_scope scope;
	struct size_order order;
	SN_TRY(size_scope_read(
		c,
		&(const struct size_scope_ask){.cycle = STR("hw-2024"), .org = w->h.w.orgs[COUNTY]},
		&scope));
	return size_order_make(c, &scope, &(const struct size_order_ask){.order_id = new_id(c)},
			       &order);
}

static void sizes_there_and_back(struct list_world *w)
{
	struct answer a;
	begin_sizes(w);
	size_row(w, 10, "L码");
	size_row(w, 11, "9XL");
	size_row(w, 12, "");
	a = upload(w, "kind=sizes");
	EQ_STR(a.code, "missing_field", "sizes are of a cycle");
	a = upload(w, "kind=sizes&cycle=hw-2023");
	EQ_STR(a.code, "no_such_cycle", "that there is");
	a = upload(w, "kind=sizes&cycle=hw-2024");
	EQ_STR(http_text(&a, "benefit"), "gift", "of the benefit that has sizes");
	a = on_import(w, MAKER, "POST", "/check", "{}");
	counts_are(&a, 1, 0, 0, 1, "one size is none of the tailor's");
	EQ_I64(count_of(&a, "empty"), 1, "and one is not said");
	size_is(w, 0, "", "a check says nothing to anybody");
	a = on_import(w, MAKER, "GET", "/rejects", NULL);
	EQ_STR(item_text(&a, 0, "column"), "尺码", "the column of the refusal");
	EQ_STR(item_text(&a, 0, "value"), "9XL", "the value");
	a = on_import(w, MAKER, "POST", "/check",
		      "{\"fixes\":[{\"row\":3,\"column\":\"尺码\",\"value\":\"M\"}]}");
	counts_are(&a, 2, 0, 0, 0, "a corrected size is taken");
	a = on_import(w, MAKER, "POST", "/take", "{}");
	counts_are(&a, 2, 0, 0, 0, "and all of it is taken over");
	size_is(w, 0, "L", "what was said is worn");
	EQ_I64(world_findings(&w->h.w), 0, "verification finds nothing");
	begin_sizes(w);
	size_row(w, 10, "L");
	size_row(w, 11, "S");
	a = upload(w, "kind=sizes&cycle=hw-2024");
	a = on_import(w, MAKER, "POST", "/check", "{}");
	counts_are(&a, 0, 1, 1, 0, "the next list changes what differs");
	a = on_import(w, MAKER, "POST", "/take", "{}");
	size_is(w, 1, "S", "and no more");
	a = on_import(w, MAKER, "POST", "/undo", "{}");
	EQ_I64(a.status, 200, "it is taken back");
	size_is(w, 1, "M", "and the list before it stands");
	EQ_I64(world_findings(&w->h.w), 0, "verification finds nothing");
	a = ask(w, MAKER, "GET", "/api/v1/imports?org=150302", NULL);
	(void)snprintf(w->import, sizeof w->import, "%s", item_text(&a, 1, "id"));
	a = on_import(w, MAKER, "POST", "/undo", "{}");
	EQ_I64(a.status, 200, "and that one, too");
	size_is(w, 0, "", "nobody has said a size");
	EQ_I64(world_findings(&w->h.w), 0, "verification finds nothing");
}

static void sizes_after_an_order(struct list_world *w)
{
	struct answer a;
	begin_sizes(w);
	size_row(w, 10, "L");
	a = upload(w, "kind=sizes&cycle=hw-2024");
	a = on_import(w, MAKER, "POST", "/check", "{}");
	a = on_import(w, MAKER, "POST", "/take", "{}");
	fixture_must(world_as(&w->h.w, MAKER, order_work, w), "order");
	a = on_import(w, MAKER, "POST", "/undo", "{}");
	EQ_STR(a.code, "list_in_use", "what the tailor was told is not taken back");
	size_is(w, 0, "L", "it stays");
	begin_sizes(w);
	size_row(w, 11, "M");
	a = upload(w, "kind=sizes&cycle=hw-2024");
	a = on_import(w, MAKER, "POST", "/check", "{}");
	counts_are(&a, 0, 0, 0, 1, "after an order a size says why");
	a = on_import(w, MAKER, "POST", "/check", "{\"why\":\"新来一人\"}");
	counts_are(&a, 1, 0, 0, 0, "and the reason may come with the check");
	EQ_I64(count_of(&a, "noted"), 1, "it is told that it is late");
	a = on_import(w, MAKER, "POST", "/take", "{}");
	EQ_STR(http_text(&a, "why"), "新来一人", "the reason stays with it");
	size_is(w, 1, "M", "and the size is said");
}

int main(void)
{
	OK(crypto_start(), "libsodium is there");
	FOR_EACH_ENGINE(engine)
	{
		struct list_world w;
		memset(&w, 0, sizeof w);
		http_world_open(&w.h, engine);
		world_people(&w.h.w,
			     (struct world_people){
				     .org = COUNTY, .first = 10, .count = PEOPLE, .out = w.people});
		world_people(&w.h.w, (struct world_people){.org = OTHER_COUNTY,
							   .first = 50,
							   .count = 1,
							   .out = &w.other});
		cards_three_steps(&w);
		cards_again(&w);
		cards_back(&w);
		fixture_must(world_as(&w.h.w, MAKER, items_work, NULL), "items");
		(void)world_entitle(&w.h.w, COUNTY);
		sizes_there_and_back(&w);
		sizes_after_an_order(&w);
		http_world_close(&w.h);
	}
	return tap_done();
}
