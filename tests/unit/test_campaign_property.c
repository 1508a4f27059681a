/* Random campaigns: money is raised, allotted, spent and returned; goods are bought, put together, issued, moved, handed
 * out, lost and taken back, by documents and by deliveries, some of them twice. After every step all of it is there:
 *   money of each source   raised = spent on goods + given + lost + left in funds and custody
 *   goods of each lot      bought or put together = in stock + custody + handed out + over-issue + lost + taken into kits
 * What was raised, spent, given and lost is counted here, by what the public functions answered, not read from the books.
 *   SONGNUAN_PROPERTY_RUNS   how many campaigns (make torture: 10,000)
 *   SONGNUAN_PROPERTY_SEED   repeats a run; it is printed
 * Source: issue 3, "Shown, not said". */
#include "base/crypto.h"
#include "care_world.h"
#include "purchase_world.h"

enum { CASHIER, KEEPER, KEEPER_2, HELPERS };
enum { THING_KIT, THING_COAT, THING_SET, THINGS };
enum { STEPS = 24, TAKERS = 4, ACTS_MAX = 64, LOTS_MAX = 1 << 15 };

/* What happened, by our own count. */
struct tally {
	int64_t raised[FUND_SOURCES_COUNT], spent[FUND_SOURCES_COUNT], given[FUND_SOURCES_COUNT];
	int64_t bought[THINGS], handed[THINGS], lost[THINGS];
};
struct act {
	bool is_delivery;
	enum document_kind kind;
	struct uuid document_id, maker_id, purchase_id;
	uint64_t seed; /* and invoice: what its words followed from */
	int64_t invoice;
	struct document document;
	struct delivery_item item;
	int64_t shard;
	struct tally by;
	bool reversed;
};
struct campaign {
	struct world w;
	struct uuid helpers[HELPERS];
	int64_t things[THINGS];
	uint64_t seed;
	struct person takers[TAKERS];
	struct act acts[ACTS_MAX];
	size_t acts_count;
	struct tally all;
	int64_t people, invoice, done, bought, delivered, reversed, replayed, refused;
	const char *wrong;
};

static int64_t below(struct campaign *k, int64_t n)
{
	uint64_t z = (k->seed += 0x9E3779B97F4A7C15U); /* splitmix64 */
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
	z = (z ^ z >> 27) * 0x94D049BB133111EBU;
	return (int64_t)((z ^ z >> 31) % (uint64_t)n);
}
static void differs(struct campaign *k, const char *what)
{
	if (!k->wrong)
		k->wrong = what;
}
static void tally_add(struct tally *to, const struct tally *by, int64_t sign)
{
	for (int i = 0; i < FUND_SOURCES_COUNT; i++) {
		to->raised[i] += sign * by->raised[i];
		to->spent[i] += sign * by->spent[i];
		to->given[i] += sign * by->given[i];
	}
	for (int i = 0; i < THINGS; i++) {
		to->bought[i] += sign * by->bought[i];
		to->handed[i] += sign * by->handed[i];
		to->lost[i] += sign * by->lost[i];
	}
}

/* ---- the world ---- */

static struct sn_err settle(struct ctx *c, void *arg)
{
	struct campaign *k = arg;
	static const struct {
		const char *login;
		enum rights_role role;
	} rows[HELPERS] = {
		{"cashier", ROLE_CASHIER}, {"keeper", ROLE_KEEPER}, {"keeper-2", ROLE_KEEPER}};
	for (int i = 0; i < HELPERS; i++) {
		struct user u;
		SN_TRY(rights_user_add(c,
				       &(struct user){.login = str_of(rows[i].login),
						      .name = str_of(rows[i].login),
						      .org_no = k->w.orgs[REGION].org_no},
				       &u));
		k->helpers[i] = u.user_id;
		SN_TRY(rights_grant_add(
			c, &(struct rights_grant){.user_id = u.user_id,
						  .role = rows[i].role,
						  .org_no = k->w.orgs[REGION].org_no}));
	}
	const struct item_part parts[] = {{k->w.coat.item_no, 2}};
	struct item set;
	SN_TRY(goods_item_add(c,
			      &(struct item){.code = STR("kit:2024-hw/set"),
					     .name = STR("慰问套装"),
					     .unit = UNIT_SET,
					     .kit = true},
			      parts, 1, &set));
	k->things[THING_KIT] = k->w.kit.item_no;
	k->things[THING_COAT] = k->w.coat.item_no;
	k->things[THING_SET] = set.item_no;
	bool changed = false;
	const struct rights_grant loads = {.user_id = k->w.users[MAKER].user_id,
					   .role = ROLE_ACCOUNTANT};
	SN_TRY(rights_grant_add(c, &loads));
	c->actor_id = loads.user_id;
	SN_TRY(purchase_rules_load(c, STR(PURCHASE_FLOOR_ONLY), &changed));
	c->actor_id = UUID_NULL;
	SN_TRY(rights_grant_end(c, &loads));
	return fund_matrix_load(
		c,
		STR("{\"schema\":1,\"version\":1,\"from\":\"2014-01-01\",\"source\":\"test\","
		    "\"purposes\":[{\"purpose\":\"gift\",\"zh\":\"慰问\",\"en\":\"gift\"}],"
		    "\"rules\":[{\"source\":\"OWN\",\"purpose\":\"gift\",\"allowed\":true},"
		    "{\"source\":\"UPPER\",\"purpose\":\"gift\",\"allowed\":true}]}"),
		&changed);
}

/* Four people more, half of them in each county, and what they are entitled to. */
static void begin(struct campaign *k)
{
	k->acts_count = 0;
	for (int i = 0; i < 2; i++)
		world_people(&k->w,
			     (struct world_people){.org = i == 0 ? COUNTY : OTHER_COUNTY,
						   .first = (int)k->people + i * (TAKERS / 2),
						   .count = TAKERS / 2,
						   .out = k->takers + i * (TAKERS / 2)});
	k->people += TAKERS;
	(void)world_entitle(&k->w, REGION);
}

/* ---- documents ---- */

struct making {
	struct campaign *k;
	struct act *act;
	enum document_kind kind;
};
static int64_t org_of(struct campaign *k, enum fund_source source)
{
	return k->w.orgs[source == FUND_OWN ? REGION : below(k, 3) ? COUNTY : OTHER_COUNTY].org_no;
}
static struct sn_err make_money(struct ctx *c, struct making *m, struct document_plan *plan)
{
	struct campaign *k = m->k;
	struct document *d = &m->act->document;
	struct tally *by = &m->act->by;
	const int64_t fen = 20000 + below(k, 80000);
	plan->document.declared_count = 1;
	plan->document.declared_total = MONEY_FEN(fen);
	if (m->kind == DOCUMENT_RECEIVE) {
		plan->source = FUND_OWN;
		plan->document.org_no = k->w.orgs[REGION].org_no;
		by->raised[FUND_OWN] = fen;
		return document_make_receive(c, plan, MONEY_FEN(fen), d);
	}
	if (m->kind == DOCUMENT_ALLOT) {
		plan->source = FUND_OWN;
		plan->document.org_no = k->w.orgs[REGION].org_no;
		by->raised[FUND_OWN] = -fen;
		by->raised[FUND_UPPER] = fen;
		const struct money_line line = {org_of(k, FUND_UPPER), MONEY_FEN(fen)};
		return document_make_allot(c, plan, &line, 1, d);
	}
	plan->document.org_no = org_of(k, plan->source);
	by->raised[FUND_OWN] = plan->source == FUND_OWN ? -fen : fen;
	by->raised[FUND_UPPER] = plan->source == FUND_OWN ? 0 : -fen;
	return document_make_return(c, plan, MONEY_FEN(fen), d);
}
static struct sn_err make_purchase(struct ctx *c, struct making *m, struct document_plan *plan)
{
	struct campaign *k = m->k;
	char number[32];
	const int which = below(k, 3) ? THING_KIT : THING_COAT;
	const int64_t quantity = 2 + below(k, 6), fen = quantity * (1000 + below(k, 3000));
	const struct goods_line line = {k->things[which], quantity, MONEY_FEN(fen)};
	plan->document.org_no = org_of(k, plan->source);
	plan->document.declared_count = 1;
	plan->document.declared_total = line.total;
	(void)snprintf(number, sizeof number, "1500-%lld", (long long)++k->invoice);
	plan->document.reference = str_of(number);
	m->act->by.bought[which] = quantity;
	m->act->by.spent[plan->source] = fen;
	if (uuid_is_null(m->act->purchase_id)) /* said again, it is the same purchase */
		SN_TRY(accepted_goods(c,
				      &(const struct accepting){.org_no = plan->document.org_no,
								.cycle_no = k->w.cycle.cycle_no,
								.maker_id = c->actor_id,
								.first_id = k->helpers[KEEPER],
								.second_id = k->helpers[KEEPER_2],
								.lines = &line,
								.count = 1},
				      &m->act->purchase_id));
	plan->purchase_id = m->act->purchase_id;
	return document_make_purchase(c, plan, &line, 1, &m->act->document);
}
static struct sn_err make_goods(struct ctx *c, struct making *m, const struct document_plan *plan)
{
	struct campaign *k = m->k;
	struct goods_plan goods = {.plan = *plan};
	struct document *d = &goods.plan.document;
	const int which = (int)below(k, THINGS);
	const struct goods_line line = {k->things[which], 1 + below(k, 3), MONEY_FEN(0)};
	const struct uuid hand = k->w.users[FIRST_HAND + below(k, 2)].user_id;
	d->kind = m->kind;
	d->org_no = org_of(k, below(k, 3) ? FUND_OWN : FUND_UPPER);
	d->declared_count = 1;
	goods.plan.source = FUND_NONE;
	goods.plan.purpose = STR_NULL;
	if (m->kind == DOCUMENT_ISSUE)
		goods.receiver_id = hand;
	if (m->kind == DOCUMENT_GIVEBACK)
		goods.holder_id = c->actor_id = hand;
	if (m->kind == DOCUMENT_LOSS && below(k, 2))
		goods.holder_id = hand;
	if (m->kind == DOCUMENT_MOVE)
		goods.to_org_no = org_of(k, FUND_UPPER);
	if (m->kind == DOCUMENT_LOSS)
		m->act->by.lost[which] = line.quantity;
	return document_make_goods(c, &goods, &line, 1, &m->act->document);
}
static struct sn_err make_work(struct ctx *c, void *arg)
{
	struct making *m = arg;
	struct document_plan plan = {.document = {.document_id = m->act->document_id,
						  .cycle_no = m->k->w.cycle.cycle_no},
				     .source = below(m->k, 2) ? FUND_OWN : FUND_UPPER,
				     .purpose = STR("gift")};
	if (m->kind == DOCUMENT_PURCHASE)
		return make_purchase(c, m, &plan);
	if (m->kind == DOCUMENT_KIT) {
		const struct goods_line line = {m->k->things[THING_SET], 1, MONEY_FEN(0)};
		plan.document.org_no = org_of(m->k, plan.source);
		plan.document.declared_count = 1;
		plan.source = FUND_NONE;
		return document_make_kits(c, &plan, &line, &m->act->document);
	}
	if (m->kind == DOCUMENT_RECEIVE || m->kind == DOCUMENT_ALLOT || m->kind == DOCUMENT_RETURN)
		return make_money(c, m, &plan);
	return make_goods(c, m, &plan);
}

struct signing {
	struct document *d;
	enum hand hand; /* HANDS_COUNT: accepts */
};
static struct sn_err sign_work(struct ctx *c, void *arg)
{
	const struct signing *s = arg;
	return s->hand == HANDS_COUNT
		       ? document_accept(c, s->d->shard, s->d->document_id, s->d)
		       : document_sign(c, s->d->shard, s->d->document_id, s->hand, s->d);
}
static void note(struct campaign *k, struct sn_err e)
{
	k->refused += sn_failed(e);
	if (strncmp(sn_reason_word(e.reason), "store_", 6) == 0)
		differs(k, "refused by the storage, not by a rule");
}
static struct sn_err as_user(struct campaign *k, struct uuid user_id, store_work *work, void *arg)
{
	struct ctx c = k->w.f.c;
	c.actor_id = user_id;
	return store_write(&c, work, arg);
}
static void sign_all(struct campaign *k, struct document *d)
{
	const struct uuid whose[HANDS_COUNT] = {[HAND_CHECKER] = k->w.users[CHECKER].user_id,
						[HAND_APPROVER] = k->w.users[APPROVER].user_id,
						[HAND_TREASURER] = k->helpers[CASHIER]};
	for (int h = HAND_CHECKER; h < HANDS_COUNT; h++)
		if (d->needed & 1U << h && d->state != DOCUMENT_DONE)
			note(k,
			     as_user(k, whose[h], sign_work, &(struct signing){d, (enum hand)h}));
	if (d->state != DOCUMENT_DONE && d->needed & DOCUMENT_NEEDS_RECEIVER)
		note(k,
		     as_user(k,
			     uuid_is_null(d->receiver_id) ? k->helpers[KEEPER_2] : d->receiver_id,
			     sign_work, &(struct signing){d, HANDS_COUNT}));
}
static void document_step(struct campaign *k, enum document_kind kind)
{
	struct act *act = &k->acts[k->acts_count];
	struct making m = {k, act, kind};
	const bool goods = kind == DOCUMENT_ISSUE || kind == DOCUMENT_MOVE ||
			   kind == DOCUMENT_LOSS || kind == DOCUMENT_KIT;
	*act = (struct act){.kind = kind,
			    .document_id = new_id(&k->w.f.c),
			    .maker_id = goods ? k->helpers[KEEPER] : k->w.users[MAKER].user_id,
			    .seed = k->seed,
			    .invoice = k->invoice};
	const struct sn_err e = as_user(k, act->maker_id, make_work, &m);
	note(k, e);
	if (sn_failed(e))
		return;
	sign_all(k, &act->document);
	if (act->document.state != DOCUMENT_DONE)
		return; /* what it holds stays held, as it happens */
	tally_add(&k->all, &act->by, 1);
	k->acts_count++;
	k->done++;
	k->bought += kind == DOCUMENT_PURCHASE;
}

/* ---- deliveries ---- */

static void deliver(struct campaign *k, struct act *act, struct delivery_result *out)
{
	const bool cash = act->item.item_no == 0;
	world_deliver_as(&k->w,
			 cash                                                       ? MAKER
			 : uuid_eq(act->item.by_id, k->w.users[FIRST_HAND].user_id) ? FIRST_HAND
										    : SECOND_HAND,
			 &act->item, 1, out);
}
static void delivery_step(struct campaign *k)
{
	struct act *act = &k->acts[k->acts_count];
	struct delivery_result out;
	const struct person *who = &k->takers[below(k, TAKERS)];
	const int which = below(k, 2) ? THING_KIT : THING_SET;
	*act = (struct act){
		.is_delivery = true, .item = world_item(&k->w, who), .shard = who->shard};
	act->item.asked = below(k, 4) == 0;
	if (below(k, 3) == 0) {
		act->item.item_no = 0;
		act->item.quantity = 20000;
		act->item.by_id = UUID_NULL;
		act->by.given[FUND_UPPER] = 20000;
	} else {
		act->item.item_no = k->things[which];
		act->item.by_id = k->w.users[FIRST_HAND + below(k, 2)].user_id;
		act->by.handed[which] = 1;
	}
	deliver(k, act, &out);
	if (out.outcome != DELIVERY_AWARDED && out.outcome != DELIVERY_OVER_ISSUE) {
		note(k, out.why);
		return;
	}
	tally_add(&k->all, &act->by, 1);
	k->acts_count++;
	k->delivered++;
}

/* ---- taking back, and saying again ---- */

struct reversing {
	struct act *act;
	struct uuid reversal_id;
};
static struct sn_err reverse_work(struct ctx *c, void *arg)
{
	struct reversing *r = arg;
	struct act *act = r->act;
	if (act->is_delivery)
		return care_delivery_reverse(c, act->shard, act->item.record_id, r->reversal_id,
					     STR("录错"));
	return document_reverse(c, &act->document, r->reversal_id, STR("录错"), &act->document);
}
static void reverse_step(struct campaign *k)
{
	if (k->acts_count == 0)
		return;
	struct act *act = &k->acts[below(k, (int64_t)k->acts_count)];
	struct reversing r = {act, new_id(&k->w.f.c)};
	if (act->reversed)
		return;
	struct sn_err e = world_as(&k->w, APPROVER, reverse_work, &r);
	note(k, e);
	if (sn_failed(e))
		return;
	act->reversed = true;
	tally_add(&k->all, &act->by, -1);
	k->reversed++;
	e = world_as(&k->w, APPROVER, reverse_work, &r); /* the same again is the same answer */
	if (sn_failed(e))
		differs(k, "a reversal said again was refused");
}
/* The same paper, drafted and signed again by those who did. */
static void draft_again(struct campaign *k, const struct act *act)
{
	const uint64_t seed = k->seed;
	const int64_t invoice = k->invoice;
	struct act again = {.kind = act->kind,
			    .document_id = act->document_id,
			    .purchase_id = act->purchase_id};
	struct making m = {k, &again, act->kind};
	struct document signed_again = act->document;
	k->seed = act->seed;
	k->invoice = act->invoice;
	const struct sn_err e = as_user(k, act->maker_id, make_work, &m);
	k->seed = seed;
	k->invoice = invoice;
	if (sn_failed(e) || again.document.state != DOCUMENT_DONE)
		differs(k, "a document drafted again was not the same answer");
	if (act->document.needed & 1U << HAND_APPROVER &&
	    sn_failed(world_as(&k->w, APPROVER, sign_work,
			       &(struct signing){&signed_again, HAND_APPROVER})))
		differs(k, "a signature given again was refused");
}
static void replay_step(struct campaign *k)
{
	if (k->acts_count == 0)
		return;
	struct act *act = &k->acts[below(k, (int64_t)k->acts_count)];
	struct delivery_result out;
	if (!act->is_delivery) {
		draft_again(k, act);
	} else {
		deliver(k, act, &out);
		if (out.outcome != DELIVERY_REPLAYED)
			differs(k, "a delivery said again was not the same answer");
	}
	k->replayed++;
}

/* ---- what must hold after each step ---- */

struct lot_sum {
	int64_t lot_no, item_no, quantity, fen;
};
struct sums {
	struct campaign *k;
	int64_t left[FUND_SOURCES_COUNT];
	struct tally seen; /* spent, given, bought, handed, lost as the books have them */
	struct lot_sum lots[LOTS_MAX];
	size_t lots_count;
};
static void add_to_lot(struct sums *s, const struct account *a)
{
	size_t i = 0;
	while (i < s->lots_count && s->lots[i].lot_no != a->key.lot_no)
		i++;
	struct lot_sum *lot = &s->lots[i];
	if (i == s->lots_count) {
		*lot = (struct lot_sum){.lot_no = a->key.lot_no, .item_no = a->key.item_no};
		s->lots_count++;
	}
	lot->quantity += a->quantity;
	lot->fen += money_fen(a->value);
	if (lot->item_no != a->key.item_no)
		differs(s->k, "a lot of two things");
}
static void add_money(struct sums *s, const struct account *a)
{
	const int64_t fen = money_fen(a->value);
	if (a->key.class == ACCOUNT_FUND || a->key.class == ACCOUNT_CUSTODY)
		s->left[a->key.source] += fen;
	if (a->key.class == ACCOUNT_PAYABLE)
		s->seen.spent[a->key.source] += fen;
	if (a->key.class == ACCOUNT_RECIPIENT || a->key.class == ACCOUNT_OVER_ISSUE)
		s->seen.given[a->key.source] += fen;
}
static struct sn_err add_account(void *self, const struct account *a)
{
	struct sums *s = self;
	if (a->key.class == ACCOUNT_IN_TRANSIT)
		return SN_SUCCESS; /* comes to nothing over both shards: the trial balance says so */
	if (a->key.item_no == 0) {
		add_money(s, a);
		return SN_SUCCESS;
	}
	add_to_lot(s, a);
	for (int i = 0; i < THINGS; i++) {
		if (a->key.item_no != s->k->things[i])
			continue;
		s->seen.bought[i] -= a->key.class == ACCOUNT_SUPPLY ? a->quantity : 0;
		s->seen.lost[i] += a->key.class == ACCOUNT_WRITTEN_OFF ? a->quantity : 0;
		if (a->key.class == ACCOUNT_RECIPIENT || a->key.class == ACCOUNT_OVER_ISSUE)
			s->seen.handed[i] += a->quantity;
	}
	return SN_SUCCESS;
}
static void check_books(struct campaign *k)
{
	static struct sums s;
	const struct tally *all = &k->all;
	const struct arena_mark mark = arena_mark(k->w.f.c.mem);
	memset(s.left, 0, sizeof s.left);
	memset(&s.seen, 0, sizeof s.seen);
	s.lots_count = 0;
	s.k = k;
	fixture_must(ledger_accounts(&k->w.f.c, &(const struct account_filter){.class = -1},
				     add_account, &s),
		     "accounts");
	for (int i = 0; i < FUND_SOURCES_COUNT; i++) {
		if (s.seen.spent[i] != all->spent[i])
			differs(k, "money: what was spent on goods is not paid to suppliers");
		if (s.seen.given[i] != all->given[i])
			differs(k, "money: what was given is not with the recipients");
		if (s.left[i] != all->raised[i] - all->spent[i] - all->given[i])
			differs(k, "money: raised is not spent, given, returned or left");
	}
	for (int i = 0; i < THINGS; i++) {
		if (s.seen.bought[i] != all->bought[i])
			differs(k, "goods: what was bought is not supplied");
		if (s.seen.handed[i] != all->handed[i])
			differs(k, "goods: what was handed out is not with the recipients");
		if (s.seen.lost[i] != all->lost[i])
			differs(k, "goods: what was lost is not written off");
	}
	for (size_t i = 0; i < s.lots_count; i++)
		if (s.lots[i].quantity != 0 || s.lots[i].fen != 0)
			differs(k, "a lot is not all in stock, custody, hands, kits or lost");
	arena_rewind(k->w.f.c.mem, mark);
}

/* ---- a campaign ---- */

static void step(struct campaign *k)
{
	static const enum document_kind kinds[] = {
		DOCUMENT_RECEIVE, DOCUMENT_RECEIVE, DOCUMENT_ALLOT,    DOCUMENT_ALLOT,
		DOCUMENT_RETURN,  DOCUMENT_KIT,     DOCUMENT_PURCHASE, DOCUMENT_PURCHASE,
		DOCUMENT_ISSUE,   DOCUMENT_ISSUE,   DOCUMENT_ISSUE,    DOCUMENT_MOVE,
		DOCUMENT_LOSS,    DOCUMENT_GIVEBACK};
	const int64_t chance = below(k, 100);
	if (chance < 60)
		document_step(k, kinds[below(k, sizeof kinds / sizeof kinds[0])]);
	else if (chance < 84)
		delivery_step(k);
	else if (chance < 92)
		reverse_step(k);
	else
		replay_step(k);
	check_books(k);
}
static void run(struct campaign *k, enum fixture_engine engine, int campaigns)
{
	struct trial_row *rows;
	size_t count = 0;
	int64_t findings = 0;
	bool balanced = false;
	for (int i = 0; i < campaigns && !k->wrong; i++) {
		const struct arena_mark mark = arena_mark(k->w.f.c.mem);
		begin(k);
		for (int j = 0; j < STEPS && !k->wrong; j++)
			step(k);
		arena_rewind(k->w.f.c.mem, mark);
	}
	printf("# %d campaigns on %s: %lld documents, %lld deliveries, %lld taken back, %lld said "
	       "again, %lld refusals\n",
	       campaigns, engine == FIXTURE_PG ? "PostgreSQL" : "SQLite", (long long)k->done,
	       (long long)k->delivered, (long long)k->reversed, (long long)k->replayed,
	       (long long)k->refused);
	OK(!k->wrong, k->wrong ? k->wrong : "money and goods are all there after every step");
	OK(k->done > campaigns && k->bought > campaigns / 4 && k->delivered > campaigns &&
		   k->reversed > campaigns / 4 && k->replayed > campaigns / 4,
	   "documents, purchases among them, deliveries, reversals and replays: of each there are "
	   "many");
	fixture_must(ledger_trial(&k->w.f.c, &rows, &count, &balanced), "trial");
	OK(balanced && count > 0, "the trial balance of every shard is zero");
	EQ_I64(world_findings(&k->w), 0, "ledger and care are verified without a finding");
	fixture_must(document_verify(&k->w.f.c, world_print_finding, NULL, &findings), "documents");
	EQ_I64(findings, 0, "documents too");
}

int main(void)
{
	static struct campaign k;
	const char *seed = getenv("SONGNUAN_PROPERTY_SEED"),
		   *runs = getenv("SONGNUAN_PROPERTY_RUNS");
	const struct uuid random = uuid_random();
	uint64_t first = 0;
	if (!crypto_start())
		return 2;
	memcpy(&first, random.bytes, 4);
	if (seed && *seed)
		first = strtoull(seed, NULL, 10);
	const int campaigns = runs && *runs ? (int)strtol(runs, NULL, 10) : 60;
	if (campaigns <= 60 && access("/dev/shm", W_OK) == 0) /* it is not about disks */
		(void)setenv("TMPDIR", "/dev/shm", 1);
	printf("# SONGNUAN_PROPERTY_SEED=%llu\n", (unsigned long long)first);
	FOR_EACH_ENGINE(engine)
	{
		memset(&k, 0, sizeof k);
		k.seed = first;
		care_world_open(&k.w, engine);
		fixture_must(store_write(&k.w.f.c, settle, &k), "settle");
		run(&k, engine, engine == FIXTURE_PG ? (campaigns + 3) / 4 : campaigns);
		care_world_close(&k.w);
	}
	return tap_done();
}
