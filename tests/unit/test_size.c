/* Sizes: said by people, totalled, frozen, changed late, handed out and exchanged; both engines. Everybody is synthetic. */
#include "care/handover.h"
#include "care/size.h"
#include "care_world.h"

#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)

enum { S, M, L, XL, SIZES };
enum who { WANG_1, WANG_2, LI, ZHAO, SUN, ZHOU, ELSEWHERE, NOT_ENTITLED, MOVED, PEOPLE };
enum { LINES_MAX = 8 };

struct scene {
	struct world w;
	struct item sizes[SIZES];
	struct person people[PEOPLE];
	struct size_scope scope; /* of the county */
};

struct step {
	enum {
		ITEMS,
		PERSON,
		MOVE,
		COLLECT,
		MAKE,
		CHECK,
		CANCEL,
		EXCHANGE,
		VOID,
		GRANT,
		SPOIL
	} what;
	struct scene *s;
	enum who who;
	struct size_scope *scope;
	struct size_line lines[LINES_MAX];
	struct size_result results[LINES_MAX];
	size_t count;
	struct str why, which;
	struct size_order_ask ask;
	struct size_order order;
	struct handover_exchange exchange;
	struct handover_exchanged exchanged;
	struct uuid id;
	const struct sn_statement *spoil;
};

static struct sn_err add_items(struct ctx *c, struct scene *s)
{
	static const char *const labels[SIZES] = {"S", "M", "L", "XL"};
	for (size_t i = 0; i < SIZES; i++) {
		const struct item item = {
			.code = str_of(arena_printf(s->w.f.c.mem, "kit:2024-hw/%s", labels[i])),
			.name = STR("防寒服"),
			.size = str_of(labels[i]),
			.unit = UNIT_PIECE};
		SN_TRY(goods_item_add(c, &item, NULL, 0, &s->sizes[i]));
		s->sizes[i].code = item.code;
		s->sizes[i].size = item.size;
	}
	return SN_SUCCESS;
}

static struct sn_err add_person_at(struct ctx *c, struct scene *s, enum who who, int at)
{
	static const struct {
		enum world_org org;
		const char *name, *team;
		bool has_id;
	} rows[PEOPLE] = {[WANG_1] = {COUNTY, "王英", "一班", true},
			  [WANG_2] = {COUNTY, "王英", "二班", true},
			  [LI] = {COUNTY, "李秀", "一班", true},
			  [ZHAO] = {COUNTY, "赵甲", "一班", false},
			  [SUN] = {COUNTY, "孙乙", NULL, true},
			  [ZHOU] = {COUNTY, "周丙", "二班", true},
			  [ELSEWHERE] = {OTHER_COUNTY, "吴丁", "一班", true},
			  [NOT_ENTITLED] = {COUNTY, "郑戊", "一班", true},
			  [MOVED] = {COUNTY, "冯己", "一班", true}};
	static const struct str category = {"环卫工", sizeof "环卫工" - 1};
	const struct id_number id = world_id((int)who + 10);
	const struct org *org = &s->w.orgs[at < 0 ? (int)rows[who].org : at];
	return people_add(c,
			  &(const struct person_new){.shard = org->shard,
						     .org_no = org->org_no,
						     .id = rows[who].has_id ? &id : NULL,
						     .name = str_of(rows[who].name),
						     .team = str_of(rows[who].team),
						     .categories = &category,
						     .categories_count = who != NOT_ENTITLED},
			  &s->people[who]);
}

static struct sn_err step_work(struct ctx *c, void *arg)
{
	struct step *t = arg;
	struct world *w = &t->s->w;
	switch (t->what) {
	case ITEMS:
		return add_items(c, t->s);
	case PERSON:
		return add_person_at(c, t->s, t->who, -1);
	case MOVE: /* he leaves, and the next list of another county names him */
		SN_TRY(people_leave(c, (struct person_ref){t->s->people[MOVED].shard,
							   t->s->people[MOVED].person_id}));
		return add_person_at(c, t->s, MOVED, OTHER_COUNTY);
	case COLLECT:
		return size_collect(c, t->scope,
				    &(const struct size_lines){t->lines, t->count, t->why},
				    t->results);
	case MAKE:
		return size_order_make(c, t->scope, &t->ask, &t->order);
	case CHECK:
		return size_order_check(c, t->which, &t->order);
	case CANCEL:
		return size_order_cancel(c, t->which, t->why, &t->order);
	case EXCHANGE:
		return handover_exchange(c, &t->exchange, &t->exchanged);
	case VOID:
		return care_entitlement_void(c, w->orgs[COUNTY].shard, t->id, STR("离岗"));
	case GRANT:
		return rights_grant_add(
			c, &(const struct rights_grant){.user_id = w->users[MAKER].user_id,
							.role = ROLE_CHECKER,
							.org_no = w->orgs[REGION].org_no});
	case SPOIL:
		return store_run(c->store, t->spoil, NO_PARAMS, NULL);
	}
	return SN_SUCCESS;
}
static struct sn_err as(struct scene *s, enum world_user who, struct step *t)
{
	t->s = s;
	if (!t->scope)
		t->scope = &s->scope;
	return t->what == GRANT ? store_write(&s->w.f.c, step_work, t) /* the program itself */
				: world_as(&s->w, who, step_work, t);
}

/* ---- short forms ---- */

static struct size_line numbered(struct scene *s, enum who who, const char *size)
{
	return (struct size_line){.row = (int64_t)who + 1,
				  .has_id = true,
				  .id_hash = s->people[who].id_hash,
				  .size = str_of(size)};
}
static struct size_line named(const char *name, const char *team, const char *size)
{
	return (struct size_line){.name = str_of(name), .team = str_of(team), .size = str_of(size)};
}
static struct size_result one(struct scene *s, struct size_line line, const char *why)
{
	struct step t = {.what = COLLECT, .lines = {line}, .count = 1, .why = str_of(why)};
	fixture_must(as(s, MAKER, &t), "collect");
	return t.results[0];
}
static void says(struct scene *s, struct size_line line, enum size_outcome outcome,
		 const char *what)
{
	const struct size_result r = one(s, line, NULL);
	EQ_I64(r.outcome, outcome, what);
	if (sn_failed(r.why))
		printf("# %s\n", sn_reason_word(r.why.reason));
}
static void refuses(struct scene *s, struct size_line line, const char *reason, const char *what)
{
	const struct size_result r = one(s, line, NULL);
	REASON(r.why, reason, what);
	EQ_I64(r.outcome, SIZE_REFUSED, "… and nothing else");
}
static struct size_totals totals(struct scene *s)
{
	struct size_totals t;
	fixture_must(size_totals(&s->w.f.c, &s->scope, &t), "totals");
	return t;
}
static int64_t findings(struct scene *s)
{
	int64_t n = 0;
	fixture_must(size_verify(&s->w.f.c, world_print_finding, NULL, &n), "verify");
	return n;
}
static struct size_person row_of(struct scene *s, enum who who)
{
	struct size_list list = {.mem = s->w.f.c.mem};
	fixture_must(size_people(&s->w.f.c, &s->scope, UUID_NULL, size_list_add, &list), "people");
	for (size_t i = 0; i < list.count; i++)
		if (uuid_eq(list.people[i].person_id, s->people[who].person_id))
			return list.people[i];
	return (struct size_person){.shard = 0};
}
static struct size_scope scope_of(struct scene *s, enum world_org org)
{
	struct size_scope scope;
	fixture_must(size_scope_read(&s->w.f.c,
				     &(const struct size_scope_ask){.cycle = STR("hw-2024"),
								    .org = s->w.orgs[org]},
				     &scope),
		     "scope");
	return scope;
}

static void open_scene(struct scene *s, enum fixture_engine engine)
{
	memset(s, 0, sizeof *s);
	care_world_open(&s->w, engine);
	struct size_scope none;
	const struct size_scope_ask ask = {.cycle = STR("hw-2024"), .org = s->w.orgs[COUNTY]};
	REASON(size_scope_read(&s->w.f.c, &ask, &none), "size_none",
	       "a cycle whose things have no sizes");
	fixture_must(as(s, MAKER, &(struct step){.what = ITEMS}), "items");
	for (enum who who = WANG_1; who < MOVED; who++)
		fixture_must(as(s, MAKER, &(struct step){.what = PERSON, .who = who}), "person");
	(void)world_entitle(&s->w, COUNTY);
	(void)world_entitle(&s->w, OTHER_COUNTY);
	s->scope = scope_of(s, COUNTY);
}

/* ---- collecting ---- */

static void test_scope(struct scene *s)
{
	struct size_scope other;
	EQ_I64((int64_t)s->scope.count, SIZES, "the sizes are the items that bear one");
	EQ_STR(s->scope.names.at, "S、M、L、XL", "small before large");
	EQ_STR(s->scope.benefit.at, "gift", "of the benefit that they are");
	const struct size_scope_ask ask = {
		.cycle = STR("hw-2024"), .benefit = STR("food"), .org = s->w.orgs[COUNTY]};
	REASON(size_scope_read(&s->w.f.c, &ask, &other), "size_benefit",
	       "a benefit that there is not");
}

static void test_collect(struct scene *s)
{
	EQ_I64(totals(s).missing, 6, "at first everybody is missing");
	EQ_I64(totals(s).entitled, 6, "of those who are entitled");
	says(s, numbered(s, WANG_1, "ｌ"), SIZE_TAKEN, "by ID number, however it is written");
	says(s, numbered(s, WANG_1, "L码"), SIZE_SAME, "the same again changes nothing");
	says(s, named("王英", "二班", "XL"), SIZE_TAKEN, "by name and team");
	says(s, named("赵 甲", NULL, "m"), SIZE_TAKEN, "who has no ID number, by name");
	says(s, named("李秀", "一班", " "), SIZE_BLANK, "a blank says nothing");
	refuses(s, named("王英", NULL, "L"), "size_ambiguous", "one of two");
	refuses(s, named("李秀", "二班", "L"), "size_not_entitled", "of another team");
	refuses(s, named("某某", NULL, "L"), "size_not_entitled", "whom nobody knows");
	refuses(s, named("", NULL, "L"), "size_who", "nobody");
	refuses(s, numbered(s, LI, "5XL"), "size_unknown", "a size that there is not");
	refuses(s, numbered(s, NOT_ENTITLED, "L"), "size_not_entitled", "who gets none");
	const struct size_result r = one(s, numbered(s, ELSEWHERE, "L"), NULL);
	REASON(r.why, "size_elsewhere", "who is another union's");
	EQ_STR(r.why.text, "150303", "… which is named");
	struct size_line line = numbered(s, LI, "L");
	line.id_hash.bytes[0] ^= 1;
	refuses(s, line, "who_unknown", "a number that nobody bears");
	const struct size_totals t = totals(s);
	EQ_I64(t.missing, 3, "who has said nothing is missing");
	EQ_I64(t.by[L].pieces, 1, "one L");
	EQ_I64(t.by[XL].pieces, 1, "one XL");
	EQ_I64(t.by[S].pieces, 0, "no S, of those who said one");
	EQ_I64(t.by[L].stock, -1, "what is not known is not zero");
	EQ_I64(t.by[L].ordered, -1, "nor ordered");
	struct person p;
	const struct person_ref wang = {s->people[WANG_1].shard, s->people[WANG_1].person_id};
	fixture_must(people_by_refs(&s->w.f.c, &wang, 1, &p), "roster");
	EQ_STR(p.size.at, "L", "the roster knows it");
	struct step t2 = {.what = COLLECT, .lines = {numbered(s, LI, "L")}, .count = 1};
	REASON(as(s, FIRST_HAND, &t2), "not_granted", "a distributor enters none");
}

/* The last four of the number tell two of one name apart. */
static void test_last4(struct scene *s)
{
	struct id_number id = world_id(10 + WANG_2);
	struct size_line line = named("王英", NULL, "XL");
	line.last4 = (struct str){id.digits + 14, 4};
	says(s, line, SIZE_SAME, "the last four say which of the two");
	line.last4 = STR("0000");
	refuses(s, line, "size_last4", "nobody's last four");
	line = named("赵甲", NULL, "m");
	line.last4 = STR("1234");
	says(s, line, SIZE_SAME, "who has no number is not told apart by it");
	line = named("王英", NULL, "XL");
	line.org = STR("150303");
	refuses(s, line, "size_not_entitled", "of another union");
}

static void test_list(struct scene *s)
{
	struct step t = {.what = COLLECT,
			 .lines = {numbered(s, LI, "S"), numbered(s, SUN, "M"),
				   named("孙乙", NULL, "M"), numbered(s, LI, "L"),
				   numbered(s, WANG_1, "9")},
			 .count = 5};
	fixture_must(as(s, MAKER, &t), "a list");
	REASON(t.results[0].why, "size_twice", "two sizes of one person");
	EQ_I64(t.results[0].why.arg[0], LI + 1, "… with the other row");
	REASON(t.results[3].why, "size_twice", "are both refused");
	EQ_I64(t.results[1].outcome, SIZE_TAKEN, "the others are taken");
	EQ_I64(t.results[2].outcome, SIZE_SAME, "twice the same is once");
	REASON(t.results[4].why, "size_unknown", "one that cannot be read");
	EQ_I64(totals(s).missing, 2, "who was refused is still missing");
	says(s, numbered(s, SUN, "S"), SIZE_CHANGED, "before an order a size just changes");
	EQ_I64(findings(s), 0, "what was said holds");
}

/* ---- orders ---- */

static struct step order_ask(struct scene *s, bool late, const char *reserve)
{
	struct step t = {.what = MAKE, .ask = {.order_id = new_id(&s->w.f.c), .late = late}};
	fixture_must(size_reserve_parse(s->w.f.c.mem, &s->scope, str_of(reserve), &t.ask.reserve),
		     "reserve");
	return t;
}

static void test_draft(struct scene *s)
{
	struct step t = order_ask(s, true, NULL);
	REASON(as(s, MAKER, &t), "size_no_order", "nothing is late before the first order");
	t = order_ask(s, false, "10%");
	REASON(as(s, FIRST_HAND, &t), "not_granted", "a distributor orders nothing");
	fixture_must(as(s, MAKER, &t), "order");
	EQ_STR(t.order.number.at, "hw-2024/150302/gift/1", "an order has a number");
	EQ_I64(t.order.people, 4, "of those who have said a size");
	EQ_I64(t.order.missing, 2, "and says how many have not");
	fixture_must(as(s, MAKER, &t), "again");
	EQ_STR(t.order.number.at, "hw-2024/150302/gift/1", "the same again is the same order");
	struct step other = t;
	other.ask.words = STR("快");
	REASON(as(s, MAKER, &other), "size_order_differs", "one id, one order");
	other = order_ask(s, false, NULL);
	REASON(as(s, MAKER, &other), "size_order_open", "not a second one beside a draft");
	struct step cancel = {.what = CANCEL, .which = t.order.number};
	REASON(as(s, MAKER, &cancel), "missing_field", "not cancelled without a reason");
	cancel.why = STR("余量写错");
	fixture_must(as(s, MAKER, &cancel), "cancelled");
	EQ_I64(sn_failed(as(s, MAKER, &cancel)), 0, "again is the same answer");
	struct step check = {.what = CHECK, .which = t.order.number};
	REASON(as(s, CHECKER, &check), "size_order_cancelled", "what is cancelled is not checked");
	says(s, numbered(s, SUN, "M"), SIZE_CHANGED, "nothing is late after a cancelled order");
}

static void test_order(struct scene *s)
{
	struct step t = order_ask(s, false, "10%");
	fixture_must(as(s, MAKER, &t), "order");
	EQ_STR(t.order.number.at, "hw-2024/150302/gift/2", "a cancelled one keeps its number");
	EQ_I64((int64_t)t.order.lines_count, 3, "three sizes are worn");
	EQ_I64(t.order.lines[0].pieces, 2, "two M");
	EQ_I64(t.order.lines[0].reserve, 1, "and a reserve, rounded up");
	struct size_scope league = scope_of(s, LEAGUE);
	struct step over = order_ask(s, false, NULL);
	over.scope = &league;
	const struct sn_err e = as(s, MAKER, &over);
	REASON(e, "size_order_overlaps", "nobody is ordered for twice");
	EQ_STR(e.text, "hw-2024/150302/gift/2", "… the other order is named");
	struct step check = {.what = CHECK, .which = t.order.number};
	REASON(as(s, MAKER, &check), "not_granted", "a maker does not check");
	fixture_must(as(s, MAKER, &(struct step){.what = GRANT}), "who may both");
	REASON(as(s, MAKER, &check), "same_hand", "nobody checks what he made");
	fixture_must(as(s, CHECKER, &check), "checked");
	EQ_I64(sn_failed(as(s, CHECKER, &check)), 0, "again is the same answer");
	struct step cancel = {.what = CANCEL, .which = t.order.number, .why = STR("不要了")};
	REASON(as(s, MAKER, &cancel), "size_order_checked", "a checked order stays");
	check.which = STR("hw-2024/150302/gift/9");
	REASON(as(s, CHECKER, &check), "no_such_size_order", "one that there is not");
	EQ_I64(totals(s).by[M].ordered, 3, "what is ordered is seen, with the reserve");
	EQ_I64(totals(s).by[S].ordered, 0, "and of what nothing is");
	t = order_ask(s, false, NULL);
	REASON(as(s, MAKER, &t), "size_ordered", "there is one first order");
	t = order_ask(s, true, NULL);
	REASON(as(s, MAKER, &t), "size_nothing", "nothing has changed");
	EQ_I64(findings(s), 0, "the order holds");
}

static void test_late(struct scene *s)
{
	struct size_late *list = NULL;
	size_t count = 0;
	refuses(s, numbered(s, WANG_1, "XL"), "size_why", "late without a reason");
	says(s, numbered(s, WANG_1, "L"), SIZE_SAME, "the same size is no change");
	const struct size_result r = one(s, numbered(s, WANG_1, "XL"), "体检后改");
	EQ_I64(r.outcome, SIZE_CHANGED, "with a reason it is taken");
	OK(r.late, "… and is late");
	OK(one(s, numbered(s, LI, "S"), "当时请假").late, "so is a size that was missing");
	fixture_must(size_changes(&s->w.f.c, &s->scope, &list, &count), "changes");
	EQ_I64((int64_t)count, 2, "both are told");
	EQ_STR(list[0].words.at, "体检后改", "… with their reason");
	EQ_STR(list[0].number.at, "hw-2024/150302/gift/2", "… and the order that was there");
	OK(uuid_eq(list[0].by_id, s->w.users[MAKER].user_id), "… and who said so");
	EQ_I64(list[1].was_item_no, 0, "who had said none before had none");
	struct step t = order_ask(s, true, "3%");
	REASON(as(s, MAKER, &t), "size_reserve_late", "the reserve is the first order's");
	t = order_ask(s, true, NULL);
	fixture_must(as(s, MAKER, &t), "late order");
	EQ_I64((int64_t)t.order.lines_count, 3, "three sizes differ");
	int64_t sum = 0;
	for (size_t i = 0; i < t.order.lines_count; i++) {
		const struct size_order_line *l = &t.order.lines[i];
		sum += l->pieces;
		if (l->item_no == s->sizes[L].item_no)
			EQ_I64(l->pieces, -1, "one L fewer");
		if (l->item_no == s->sizes[XL].item_no)
			EQ_I64(l->pieces, 1, "one XL more");
	}
	EQ_I64(sum, 1, "and one who was missing");
	struct step check = {.what = CHECK, .which = t.order.number};
	fixture_must(as(s, CHECKER, &check), "checked");
	EQ_I64(totals(s).by[L].ordered, 1, "of L the reserve is left");
	t = order_ask(s, true, NULL);
	REASON(as(s, MAKER, &t), "size_nothing", "then nothing is late any more");
	EQ_I64(findings(s), 0, "the late order holds");
}

/* ---- handing out ---- */

static void goods(struct scene *s, int size, int64_t pieces)
{
	const struct item kit = s->w.kit;
	s->w.kit = s->sizes[size];
	world_goods(&s->w, (struct world_goods){.org_no = s->w.orgs[COUNTY].org_no,
						.lot = size + 1,
						.quantity = pieces,
						.holder_id = s->w.users[FIRST_HAND].user_id});
	s->w.kit = kit;
}

static struct delivery_result deliver(struct scene *s, const struct delivery_item *item)
{
	struct delivery_result r;
	world_deliver(&s->w, item, 1, &r);
	return r;
}
static struct delivery_item in_collected(struct scene *s, enum who who)
{
	struct delivery_item item = world_item(&s->w, &s->people[who]);
	item.item_no = 0;
	item.collected_size = true;
	item.benefit = STR("gift");
	return item;
}

static void test_deliver(struct scene *s)
{
	for (int i = 0; i < SIZES; i++)
		goods(s, i, 3);
	const struct delivery_item wang = in_collected(s, WANG_1);
	struct delivery_result r = deliver(s, &wang);
	EQ_I64(r.outcome, DELIVERY_AWARDED, "handed out in the size that was collected");
	OK(!r.other_size, "… which is no other");
	EQ_I64(row_of(s, WANG_1).given_item_no, s->sizes[XL].item_no, "an XL");
	EQ_I64(deliver(s, &wang).outcome, DELIVERY_REPLAYED, "the same record again is there");
	struct delivery_item item = in_collected(s, ZHOU);
	r = deliver(s, &item);
	EQ_I64(r.outcome, DELIVERY_REFUSED, "whose size nobody knows");
	REASON(r.why, "size_not_collected", "… is said");
	item = world_item(&s->w, &s->people[ZHOU]);
	item.item_no = s->sizes[L].item_no;
	r = deliver(s, &item);
	EQ_I64(r.outcome, DELIVERY_AWARDED, "with a size named it is handed out");
	OK(!r.other_size, "… and is no other than was collected");
	item = world_item(&s->w, &s->people[WANG_2]);
	item.item_no = s->sizes[L].item_no;
	r = deliver(s, &item);
	EQ_I64(r.outcome, DELIVERY_AWARDED, "another size is handed out all the same");
	OK(r.other_size, "… and told");
	item = in_collected(s, NOT_ENTITLED);
	EQ_I64(deliver(s, &item).outcome, DELIVERY_REFUSED, "who is not entitled has no size here");
	const struct size_result set = one(s, numbered(s, WANG_2, "S"), "想换");
	REASON(set.why, "size_given", "after the hand-over it is an exchange");
	const struct size_totals t = totals(s);
	EQ_I64(t.by[L].given, 2, "what was handed out is counted by size");
	EQ_I64(t.by[L].custody, 1, "and what is left");
	EQ_I64(t.missing, 0, "who has received his is not missing");
	EQ_I64(t.served_without, 1, "… but told");
	EQ_I64(world_findings(&s->w), 0, "the books hold");
}

static void test_exchange(struct scene *s)
{
	struct size_late *list = NULL;
	size_t count = 0;
	struct delivery_item item = in_collected(s, SUN);
	EQ_I64(deliver(s, &item).outcome, DELIVERY_AWARDED, "an M");
	struct step t = {.what = EXCHANGE,
			 .exchange = {.exchange_id = new_id(&s->w.f.c),
				      .record_id = item.record_id,
				      .item_no = s->sizes[L].item_no,
				      .words = STR("穿不下"),
				      .level = EVIDENCE_C}};
	fixture_must(as(s, FIRST_HAND, &t), "exchange");
	fixture_must(as(s, FIRST_HAND, &t), "again");
	const struct size_person sun = row_of(s, SUN);
	EQ_I64(sun.item_no, s->sizes[L].item_no, "an exchange says what he wears");
	EQ_I64(sun.order_item_no, s->sizes[M].item_no, "… and not what was made for him");
	EQ_STR(sun.known.at, "L", "the roster knows it");
	fixture_must(size_changes(&s->w.f.c, &s->scope, &list, &count), "changes");
	EQ_I64((int64_t)count, 3, "it is told once");
	EQ_I64(list[2].how, SIZE_EXCHANGED, "… as an exchange");
	EQ_STR(list[2].words.at, "穿不下", "… with its reason");
	struct step late = order_ask(s, true, NULL);
	REASON(as(s, MAKER, &late), "size_nothing", "the tailor makes nothing for it");
	EQ_I64(findings(s), 0, "sizes hold");
	EQ_I64(world_findings(&s->w), 0, "and the books");
}

/* Who left gets none, and the tailor is told. */
static void test_void(struct scene *s)
{
	struct care_entitlement *list = NULL;
	size_t count = 0;
	const struct person_ref li = {s->people[LI].shard, s->people[LI].person_id};
	fixture_must(care_entitlements_of(&s->w.f.c, s->w.cycle.cycle_no, li, &list, &count),
		     "entitlements");
	struct step t = {.what = VOID, .id = list[0].entitlement_id};
	fixture_must(as(s, MAKER, &t), "void");
	EQ_I64(totals(s).by[S].pieces, 0, "who is not entitled any more is not counted");
	t = order_ask(s, true, NULL);
	fixture_must(as(s, MAKER, &t), "late order");
	EQ_I64(t.order.lines[0].pieces, -1, "one S fewer");
	refuses(s, numbered(s, LI, "L"), "size_not_entitled", "and says no size");
}

/* Who is entitled here and has moved to another county since is still measured here. */
static void test_moved(struct scene *s)
{
	fixture_must(as(s, MAKER, &(struct step){.what = PERSON, .who = MOVED}), "person");
	(void)world_entitle(&s->w, COUNTY);
	const int64_t shard = s->people[MOVED].shard;
	fixture_must(as(s, MAKER, &(struct step){.what = MOVE}), "move");
	OK(s->people[MOVED].shard != shard, "who moved stands in another shard");
	const struct size_result r = one(s, numbered(s, MOVED, "M"), "新到");
	EQ_I64(r.outcome, SIZE_TAKEN, "… and his size is taken where he is entitled");
	struct person p;
	const struct person_ref who = {s->people[MOVED].shard, s->people[MOVED].person_id};
	fixture_must(people_by_refs(&s->w.f.c, &who, 1, &p), "roster");
	EQ_STR(p.size.at, "M", "his roster knows it, where he is now");
	EQ_I64(findings(s), 0, "what was said of him holds");
}

/* ---- tampering ---- */

/* Each statement stays where it is: a store keeps what it prepared by its place. */
static const struct {
	struct sn_statement spoil;
	int64_t found;
	const char *what;
} spoils[] = {
#define SPOIL(n, sql, found, what)                                                                 \
	{                                                                                          \
		{"test.spoil" #n, sql, "", NULL}, found, what                                      \
	}
	SPOIL(1, "UPDATE size_order_line SET pieces = 3 WHERE pieces = 2", 1,
	      "an order that says more than was checked is found"),
	SPOIL(2, "UPDATE size_order_line SET pieces = 2 WHERE pieces = 3", 0,
	      "and put right holds again"),
	SPOIL(3, "UPDATE size_order SET missing = 0 WHERE order_no = 2", 1,
	      "one that hides who was missing"),
	SPOIL(4, "UPDATE size_order SET missing = 2 WHERE order_no = 2", 0, "… put right"),
	SPOIL(5, "UPDATE size_pick SET order_item_no = item_no WHERE item_no <> order_item_no", 1,
	      "a size that is made though nobody said it"),
	SPOIL(6, "UPDATE size_change SET order_id = NULL, words = NULL WHERE words = '体检后改'", 2,
	      "a late change that says it was in time"),
	SPOIL(7, "UPDATE size_change SET was_item_no = item_no WHERE change_no = 2 AND how = 0", 4,
	      "changes that do not go on from each other"),
	SPOIL(8, "DELETE FROM size_order WHERE order_no = 3", 8,
	      "an order that is gone, and its lines that are left"),
#undef SPOIL
};

static void test_tampered(struct scene *s)
{
	EQ_I64(findings(s), 0, "what was entered holds");
	for (size_t i = 0; i < sizeof spoils / sizeof spoils[0]; i++) {
		struct step t = {.what = SPOIL, .spoil = &spoils[i].spoil};
		fixture_must(as(s, MAKER, &t), spoils[i].what);
		EQ_I64(findings(s), spoils[i].found, spoils[i].what);
	}
}

int main(void)
{
	if (!crypto_start())
		return 1;
	FOR_EACH_ENGINE(engine)
	{
		struct scene s;
		open_scene(&s, engine);
		test_scope(&s);
		test_collect(&s);
		test_last4(&s);
		test_list(&s);
		test_draft(&s);
		test_order(&s);
		test_late(&s);
		test_deliver(&s);
		test_exchange(&s);
		test_void(&s);
		test_moved(&s);
		test_tampered(&s);
		care_world_close(&s.w);
	}
	return tap_done();
}
