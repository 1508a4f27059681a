/* Whoever edits the database by hand is found: each column that a leaf carries, the leaves, and the balances. */
#include "base/crypto.h"
#include "ledger/ledger_priv.h"
#include "ledger/ledger_sql.h"
#include "org/org_sql.h"
#include "rights/rights_sql.h"
#include "store_fixture.h"
#include "tlog/tlog_sql.h"

static const struct store_domain *const domains[] = {&org_domain, &rights_domain, &tlog_domain,
						     &ledger_domain};
enum { REGION = 1, LEAGUE, ROUNDS = 8, TRANSFERS = 10 * ROUNDS, EDITS = 100 };

struct world {
	struct fixture f;
	struct tlog *tlog;
	struct store_group_hook hook;
	uint64_t seed;
	struct transfer transfers[TRANSFERS];
	size_t count;
};

static int64_t below(struct world *w, int64_t n)
{
	w->seed = w->seed * 6364136223846793005U + 1442695040888963407U;
	return (int64_t)((w->seed >> 33) % (uint64_t)n);
}

/* ---- a small world with every kind of row ---- */

static void add(struct world *w, enum transfer_kind kind, struct account_key from,
		struct account_key to, int64_t quantity)
{
	struct transfer *t = &w->transfers[w->count++];
	*t = (struct transfer){.transfer_id = uuid_new(&w->f.ids, w->f.c.clock),
			       .kind = kind,
			       .day = 20241026,
			       .at_us = FIXTURE_AT_US,
			       .from = from,
			       .to = to,
			       .quantity = quantity,
			       .value = MONEY_FEN(quantity ? 250 * quantity : 1000),
			       .has_commitment = kind == TRANSFER_HANDOVER};
	memset(t->commitment, (int)w->count, sizeof t->commitment);
}

static void add_round(struct world *w)
{
	struct account_key source = {
		.org_no = REGION, .class = ACCOUNT_SOURCE, .cycle_no = 1, .source = FUND_OWN};
	struct account_key fund = source, league = source;
	fund.class = league.class = ACCOUNT_FUND;
	league.org_no = LEAGUE;
	struct account_key supply = source, stock = source, custody = source, worker = source;
	supply.class = ACCOUNT_SUPPLY;
	supply.item_no = stock.item_no = custody.item_no = worker.item_no = 1;
	supply.lot_no = stock.lot_no = custody.lot_no = worker.lot_no = REGION << 20 | 1;
	stock.class = ACCOUNT_STOCK;
	custody.class = ACCOUNT_CUSTODY;
	custody.holder_id.bytes[0] = 1;
	worker.class = ACCOUNT_RECIPIENT;
	worker.level = EVIDENCE_B;
	struct account_key far = stock;
	far.org_no = LEAGUE;
	add(w, TRANSFER_RECEIVE, source, fund, 0);
	add(w, TRANSFER_RECEIVE, source, fund, 0);
	add(w, TRANSFER_ALLOT, fund, league, 0);
	add(w, TRANSFER_SUPPLY, supply, stock, 10);
	add(w, TRANSFER_ISSUE, stock, custody, 4);
	add(w, TRANSFER_HANDOVER, custody, worker, 1);
	add(w, TRANSFER_MOVE, stock, far, 2);
	const struct transfer *first = &w->transfers[w->count - 7];
	add(w, TRANSFER_REVERSE, first->to, first->from, 0);
	w->transfers[w->count - 1].reverses_id = first->transfer_id;
	struct account_key parts = stock, kits = stock, kit_stock = stock;
	parts.class = kits.class = ACCOUNT_CONVERT;
	kits.item_no = kit_stock.item_no = 2;
	kits.lot_no = kit_stock.lot_no = REGION << 20 | 2;
	add(w, TRANSFER_CONVERT, stock, parts, 1);
	add(w, TRANSFER_CONVERT, kits, kit_stock, 1);
}

static struct sn_err settle(struct ctx *c, void *arg)
{
	struct world *w = arg;
	static const struct org_new orgs[] = {{.code = {"15", 2},
					       .name = {"某区总工会", 15},
					       .kind = ORG_GENERAL,
					       .level = 1,
					       .from_day = 20140101},
					      {.code = {"1501", 4},
					       .parent_code = {"15", 2},
					       .name = {"某市总工会", 15},
					       .kind = ORG_GENERAL,
					       .level = 2,
					       .from_day = 20140101}};
	struct org_added added[2];
	SN_TRY(org_add_many(c, orgs, 2, added));
	SN_TRY(ledger_word_set(c, LEDGER_WORD_CYCLE, 1, STR("hw-2024")));
	SN_TRY(ledger_word_set(c, LEDGER_WORD_ITEM, 1, STR("coat")));
	SN_TRY(ledger_word_set(c, LEDGER_WORD_ITEM, 2, STR("kit")));
	return ledger_post_all(c, w->transfers, w->count);
}

static void open_world(struct world *w, enum fixture_engine engine)
{
	fixture_create(&w->f, engine, domains, 4);
	w->tlog = tlog_new();
	w->hook = tlog_hook(w->tlog);
	w->f.writer_config.hooks = &w->hook;
	w->f.writer_config.hooks_count = 1;
	w->f.writer_config.base.tlog = w->tlog;
	fixture_start(&w->f);
	w->count = 0;
	w->seed = 20241026;
	for (int i = 0; i < ROUNDS; i++)
		add_round(w);
	fixture_must(store_write(&w->f.c, settle, w), "settle");
}

/* ---- one edit, looked at, and taken back ---- */

struct edit {
	const struct sn_statement *statement; /* the store knows statements by address */
	struct param params[8];
};
static struct sn_err edit_work(struct ctx *c, void *arg)
{
	const struct edit *e = arg;
	return store_run(c->store, e->statement, e->params, NULL);
}
static void run_edit(struct world *w, struct edit e)
{
	fixture_must(store_write(&w->f.c, edit_work, &e), e.statement->sql);
}

struct sought {
	const char *what;
	struct uuid id;
	int64_t index;
	int64_t findings;
	bool named;
};
static void note(void *self, const struct ledger_finding *f)
{
	struct sought *s = self;
	s->findings++;
	if (s->what && strcmp(f->what, s->what) != 0)
		return;
	s->named = s->named || uuid_is_null(s->id) || uuid_eq(f->id, s->id);
}
static bool is_found(struct world *w, struct sought s)
{
	int64_t n = 0;
	fixture_must(ledger_verify(&w->f.c, note, &s, &n), "verify");
	return n > 0 && n == s.findings && s.named;
}

/* ---- columns of a transfer ---- */

struct row {
	int64_t shard, kind, day, quantity, value_fen, from_no, to_no, other_shard;
};
static struct row read_row(struct world *w, const struct transfer *t)
{
	struct row row = {.shard = REGION};
	struct rows *r = store_query(w->f.c.store, &ledger_sql_transfer_by_id,
				     PARAMS(p_int(REGION), p_uuid(t->transfer_id)));
	while (store_next(r)) {
		row.kind = store_int(r, "kind");
		row.day = store_int(r, "day");
		row.quantity = store_int(r, "quantity");
		row.value_fen = store_int(r, "value_fen");
		row.from_no = store_int(r, "from_no");
		row.to_no = store_int(r, "to_no");
		row.other_shard = store_int(r, "other_shard");
	}
	fixture_must(store_done(r), "row");
	return row;
}
enum column { KIND, DAY, QUANTITY, VALUE, FROM, TO, OTHER_SHARD, COMMITMENT, COLUMNS };
/* clang-format off */
#define SET(column, type) {.name = "test.set_" column, .params = "iu" type, \
	.sql = "UPDATE transfer SET " column " = $3 WHERE shard = $1 AND transfer_id = $2"}
/* clang-format on */
static const struct sn_statement column_sets[COLUMNS] = {
	[KIND] = SET("kind", "i"),
	[DAY] = SET("day", "i"),
	[QUANTITY] = SET("quantity", "i"),
	[VALUE] = SET("value_fen", "i"),
	[FROM] = SET("from_no", "i"),
	[TO] = SET("to_no", "i"),
	[OTHER_SHARD] = SET("other_shard", "i"),
	[COMMITMENT] = SET("commitment", "b"),
};

static void set_column(struct world *w, enum column column, const struct transfer *t,
		       struct param value)
{
	run_edit(w, (struct edit){&column_sets[column],
				  {p_int(REGION), p_uuid(t->transfer_id), value}});
}
/* Any other kind that the table takes: a reversal must name what it takes back. */
static int64_t other_kind(struct world *w, int64_t kind)
{
	return (kind + 1 + below(w, TRANSFER_REVERSE - 1)) % TRANSFER_REVERSE;
}
/* Edits one column at random, asks, and puts it back: was it found and named? */
static bool column_is_found(struct world *w, enum column column)
{
	const struct transfer *t = &w->transfers[below(w, (int64_t)w->count)];
	while (column == KIND && t->kind == TRANSFER_REVERSE)
		t = &w->transfers[below(w, (int64_t)w->count)];
	const struct row row = read_row(w, t);
	struct param before = p_null(), edited = p_null();
	uint8_t commitment[32] = {0xee, (uint8_t)below(w, 256)};
	struct sought s = {.what = "leaf", .id = t->transfer_id};
	switch (column) {
	case KIND:
		before = p_int(row.kind);
		edited = p_int(other_kind(w, row.kind));
		break;
	case DAY:
		before = p_int(row.day);
		edited = p_int(row.day + 1 + below(w, 4));
		break;
	case QUANTITY:
		before = p_int(row.quantity);
		edited = p_int(row.quantity + 1 + below(w, 9));
		break;
	case VALUE:
		before = p_int(row.value_fen);
		edited = p_int(row.value_fen + 1 + below(w, 900));
		break;
	case FROM: /* the books differ, wherever it is said to come from */
	case TO:
		before = p_int(column == FROM ? row.from_no : row.to_no);
		edited = p_int((INT64_C(9) << 20) + 1 + below(w, 9));
		s = (struct sought){.what = "key", .id = t->transfer_id};
		break;
	case OTHER_SHARD:
		before = row.other_shard ? p_int(row.other_shard) : p_null();
		edited = p_int(7 + below(w, 9));
		s = (struct sought){.what = "in-transit", .id = t->transfer_id};
		break;
	case COMMITMENT:
		before = p_bytes(t->has_commitment ? t->commitment : NULL, sizeof t->commitment);
		edited = p_bytes(commitment, sizeof commitment);
		break;
	case COLUMNS:
		return false;
	}
	set_column(w, column, t, edited);
	const bool found = is_found(w, s);
	set_column(w, column, t, before);
	if (!found)
		printf("# not found: column %d of a %d\n", (int)column, (int)t->kind);
	return found;
}

/* ---- leaves ---- */

struct leaf_row {
	int64_t index, shard, kind;
	struct uuid ref_id;
	struct str hash, body;
};
static const struct sn_statement leaf_read = {
	.name = "test.leaf",
	.sql = "SELECT shard, ref_id, kind, hash, body FROM tlog_leaf WHERE log_no = 1 AND "
	       "leaf_index = $1",
	.params = "i"};
static struct leaf_row read_leaf(struct world *w, int64_t index)
{
	struct leaf_row leaf = {.index = index};
	struct rows *r = store_query(w->f.c.store, &leaf_read, PARAMS(p_int(index)));
	while (store_next(r)) {
		leaf.shard = store_int(r, "shard");
		leaf.kind = store_int(r, "kind");
		leaf.ref_id = store_uuid(r, "ref_id");
		leaf.hash = arena_str(w->f.c.mem, store_bytes(r, "hash"));
		leaf.body = arena_str(w->f.c.mem, store_bytes(r, "body"));
	}
	fixture_must(store_done(r), "leaf");
	return leaf;
}
static const struct sn_statement leaf_out = {
	.name = "test.leaf_out",
	.sql = "DELETE FROM tlog_leaf WHERE log_no = 1 AND leaf_index = $1",
	.params = "i"};
static void take_leaf(struct world *w, int64_t index)
{
	run_edit(w, (struct edit){&leaf_out, {p_int(index)}});
}
static void put_leaf(struct world *w, const struct leaf_row *l)
{
	take_leaf(w, l->index);
	run_edit(w, (struct edit){.statement = &tlog_sql_leaf_add,
				  .params = {p_int(1), p_int(l->index), p_int(l->shard),
					     p_uuid(l->ref_id), p_int(l->kind),
					     p_bytes(l->hash.at, l->hash.bytes),
					     p_bytes(l->body.at, l->body.bytes)}});
}
static bool leaf_edit_is_found(struct world *w, int64_t what)
{
	struct tlog_head head;
	fixture_must(tlog_read_head(&w->f.c, &head), "head");
	const struct leaf_row before = read_leaf(w, below(w, head.size));
	struct leaf_row edited = before;
	edited.hash = arena_str(w->f.c.mem, before.hash);
	edited.body = arena_str(w->f.c.mem, before.body);
	struct sought s = {.what = "leaf", .id = before.ref_id};
	const struct str part = what == 0 ? edited.hash : edited.body;
	char *bytes = (char *)(uintptr_t)part.at;
	bytes[below(w, (int64_t)part.bytes)] ^= (char)(1 << below(w, 8));
	if (what == 0)
		s.id = UUID_NULL; /* a hash is damaged: the index is named */
	if (what == 2) {          /* body and hash together: the root tells, and the row */
		const struct tlog_hash hash = tlog_leaf_hash(edited.body);
		edited.hash = arena_str(w->f.c.mem,
					(struct str){(const char *)hash.bytes, sizeof hash.bytes});
	}
	if (what == 3) {
		edited = before;
		edited.kind =
			(before.kind + 1 + below(w, TLOG_KINDS_COUNT)) % (TLOG_KINDS_COUNT + 1);
	}
	put_leaf(w, &edited);
	const bool found = is_found(w, s);
	put_leaf(w, &before);
	return found;
}
static bool deleted_leaf_is_found(struct world *w)
{
	const struct leaf_row leaf = read_leaf(w, below(w, TRANSFERS));
	take_leaf(w, leaf.index);
	const bool found = is_found(w, (struct sought){.what = "leaf", .id = leaf.ref_id});
	put_leaf(w, &leaf);
	return found;
}

/* ---- accounts ---- */

static const struct sn_statement transit_up = {
	.name = "test.transit_up",
	.sql = "UPDATE account SET value_fen = value_fen + 1 WHERE class = 10",
	.params = ""};
static const struct sn_statement transit_down = {
	.name = "test.transit_down",
	.sql = "UPDATE account SET value_fen = value_fen - 1 WHERE class = 10",
	.params = ""};
static const struct sn_statement rename_fund = {
	.name = "test.rename_fund",
	.sql = "UPDATE account SET key = '1/fund/0/OWN/0/0/-/-' WHERE class = 1 AND org_no = 1",
	.params = ""};

/* From every kind to every other one, so none hides behind another's word. */
static void each_kind_is_bound(struct world *w)
{
	int asked = 0, found = 0;
	for (size_t i = 0; i < TRANSFERS / ROUNDS; i++) {
		const struct transfer *t = &w->transfers[i];
		for (int64_t kind = 0; kind < TRANSFER_REVERSE; kind++) {
			if (t->kind == TRANSFER_REVERSE || (int64_t)t->kind == kind)
				continue;
			asked++;
			set_column(w, KIND, t, p_int(kind));
			found += is_found(w, (struct sought){.what = "leaf", .id = t->transfer_id});
			set_column(w, KIND, t, p_int(t->kind));
		}
	}
	EQ_I64(asked, 9 * 10, "nine transfers were each told to be of ten other kinds");
	EQ_I64(found, asked, "and each time the leaf says otherwise");
}

static void edits(struct world *w)
{
	int64_t n = 0;
	int found = 0, leaves = 0;
	fixture_must(ledger_verify(&w->f.c, NULL, NULL, &n), "verify");
	EQ_I64(n, 0, "the books are right before");
	for (int i = 0; i < EDITS; i++)
		found += column_is_found(w, (enum column)(i % COLUMNS));
	EQ_I64(found, EDITS, "each of a hundred edits of transfers is found and named");
	for (int i = 0; i < 20; i++)
		leaves += leaf_edit_is_found(w, i % 4) && deleted_leaf_is_found(w);
	EQ_I64(leaves, 20, "so is each edit of a leaf, and each leaf that is gone");
	fixture_must(ledger_verify(&w->f.c, NULL, NULL, &n), "verify");
	EQ_I64(n, 0, "taken back, the books are right");
	each_kind_is_bound(w);
	run_edit(w, (struct edit){.statement = &transit_up});
	OK(is_found(w, (struct sought){.what = "in-transit"}), "in-transit must come to zero");
	run_edit(w, (struct edit){.statement = &transit_down});
	run_edit(w, (struct edit){.statement = &rename_fund});
	OK(is_found(w, (struct sought){.what = "key"}), "an account's name is its columns");
}

int main(void)
{
	OK(crypto_start(), "crypto starts");
	FOR_EACH_ENGINE(engine)
	{
		static struct world w;
		open_world(&w, engine);
		edits(&w);
		fixture_close(&w.f);
		tlog_free(w.tlog);
	}
	return tap_done();
}
