/* Whoever edits a done document, its lines, or what they posted is found: every column, on both engines. */
#include "document_world.h"
#include "ledger/budget_sql.h"
#include "ledger/goods_sql.h"
#include "ledger/ledger_sql.h"
#include "ledger/purchase_sql.h"
#include "org/org_sql.h"
#include "rights/rights_sql.h"
#include "tlog/tlog_sql.h"

static const struct store_domain *const domains[WORLD_DOMAINS] = {
	&org_domain,   &rights_domain, &tlog_domain,    &ledger_domain,
	&goods_domain, &budget_domain, &purchase_domain};

/* $1 is the document, $2 an id that nobody has. A column may stand in several edits, where a CHECK holds it to another. */
/* clang-format off */
#define HEAD(column, to) {"document", column, {.name = "test.document", .params = "uu", \
	.sql = "UPDATE document SET " column " = " to " WHERE document_id = $1 AND ($2 = $2)"}}
#define LINE(column, to) {"document_line", column, {.name = "test.line", .params = "uu", \
	.sql = "UPDATE document_line SET " column " = " to " WHERE document_id = $1 AND ($2 = $2)"}}
#define LEG(column, to) {"transfer", column, {.name = "test.leg", .params = "uu", \
	.sql = "UPDATE transfer SET " column " = " to " WHERE document_id = $1 AND ($2 = $2)" \
	       " AND other_shard > shard"}}
#define FAR(column, to) {"transfer", column, {.name = "test.far", .params = "uu", \
	.sql = "UPDATE transfer SET " column " = " to " WHERE document_id = $1 AND ($2 = $2)" \
	       " AND other_shard < shard"}}
#define OTHER(name_, text) {"", "", {.name = name_, .params = "uu", .sql = text}}
/* clang-format on */
static const struct edit {
	const char *table, *column;
	struct sn_statement statement;
} edits[] = {
	HEAD("shard", "shard + 1000"),
	HEAD("document_id", "$2"),
	HEAD("org_no", "org_no + 1"),
	HEAD("cycle_no", "cycle_no + 1"),
	HEAD("kind", "kind + 1"),
	HEAD("state", "0"),
	HEAD("state", "2"),
	HEAD("declared_count", "declared_count + 1"),
	HEAD("declared_total_fen", "declared_total_fen + 1"),
	HEAD("purpose", "'fun'"),
	HEAD("purpose", "NULL"),
	HEAD("words", "'x'"),
	HEAD("reference", "'x'"),
	HEAD("day", "day + 1"),
	HEAD("needed", "needed - 8"),
	HEAD("asked_hash", "(SELECT hash FROM tlog_leaf WHERE leaf_index = 0)"),
	HEAD("maker_id", "$2"),
	HEAD("checker_id", "$2"),
	HEAD("approver_id", "$2"),
	HEAD("treasurer_id", "$2"),
	HEAD("receiver_id", "$2"),
	HEAD("receiver_org_no", "receiver_org_no + 1"),
	HEAD("holder_id", "$2"),
	HEAD("made_us", "made_us + 1"),
	HEAD("checked_us", "checked_us - 1"),
	HEAD("approved_us", "approved_us + 1"),
	HEAD("treasured_us", "treasured_us + 1"),
	HEAD("accepted_us", "made_us, receiver_id = $2"),
	HEAD("cancelled_us", "made_us, cancelled_by_id = $2, state = 4"),
	HEAD("cancelled_by_id", "$2, cancelled_us = made_us, state = 4"),
	HEAD("reversal_id", "$2"),
	HEAD("reversal_id", "NULL"),
	HEAD("reversed_us", "reversed_us + 1"),
	HEAD("reversed_by_id", "$2"),
	HEAD("reversed_words", "'x'"),
	LINE("shard", "shard + 1000"),
	LINE("document_id", "$2"),
	LINE("line_no", "line_no + 1"),
	LINE("transfer_id", "$2"),
	LINE("kind", "kind + 1"),
	LINE("ask_no", "ask_no + 1"),
	LINE("counted", "1 - counted"),
	LINE("held", "1 - held"),
	LINE("from_org_no", "from_org_no + 1"),
	LINE("from_class", "from_class + 1"),
	LINE("from_cycle_no", "from_cycle_no + 1"),
	LINE("from_source", "from_source - 1"),
	LINE("from_item_no", "from_item_no + 1"),
	LINE("from_lot_no", "from_lot_no + 1"),
	LINE("from_holder_id", "$2"),
	LINE("to_org_no", "to_org_no + 1"),
	LINE("to_class", "to_class + 1"),
	LINE("to_cycle_no", "to_cycle_no + 1"),
	LINE("to_source", "to_source + 1"),
	LINE("to_item_no", "to_item_no + 1"),
	LINE("to_lot_no", "to_lot_no + 1"),
	LINE("to_holder_id", "$2"),
	LINE("quantity", "quantity + 1"),
	LINE("value_fen", "value_fen - 1"),
	LEG("at_us", "at_us + 1"),
	LEG("posted_us", "posted_us + 1"),
	LEG("document_id", "$2"),
	LEG("document_id", "NULL"),
	LEG("actor_id", "$2"),
	FAR("at_us", "at_us - 1"),
	FAR("posted_us", "posted_us - 1"),
	FAR("document_id", "$2"),
	FAR("document_id", "NULL"),
	FAR("actor_id", "NULL"),
	OTHER("the document is gone", "DELETE FROM document WHERE document_id = $1 AND ($2 = $2)"),
	OTHER("its lines are gone",
	      "DELETE FROM document_line WHERE document_id = $1 AND ($2 = $2)"),
	OTHER("every document is gone", "DELETE FROM document WHERE $1 = $1 AND $2 = $2"),
	OTHER("its leaf is gone", "DELETE FROM tlog_leaf WHERE ref_id = $1 AND ($2 = $2)"),
	OTHER("its leaf is another's", "UPDATE tlog_leaf SET ref_id = $2 WHERE ref_id = $1"),
	OTHER("its leaf is of another kind",
	      "UPDATE tlog_leaf SET kind = 9 WHERE ref_id = $1 AND ($2 = $2)"),
};
enum { EDITS = sizeof edits / sizeof edits[0] };

/* ---- one edit, looked at in the same work, which is then refused ---- */

struct look {
	const struct sn_statement *edit;
	struct uuid document_id;
	int64_t rows, named, findings;
};
static void note(void *self, const struct ledger_finding *f)
{
	struct look *l = self;
	l->named += strcmp(f->what, "document") == 0;
}
static struct sn_err look(struct ctx *c, void *arg)
{
	struct look *l = arg;
	SN_TRY(store_run(c->store, l->edit, PARAMS(p_uuid(l->document_id), p_uuid(uuid_random())),
			 &l->rows));
	SN_TRY(document_verify(c, note, l, &l->findings));
	return SN_FAIL(DOCUMENT_GONE);
}
static struct look edited(struct world *w, const struct sn_statement *edit, struct uuid document_id)
{
	struct look l = {.edit = edit, .document_id = document_id};
	REASON(store_write(&w->f.c, look, &l), "document_gone", "looked at and taken back");
	return l;
}

/* ---- a paper with every hand, across two shards ---- */

static struct document allotted(struct world *w, bool done)
{
	struct document d;
	struct act a = {.what = DO_ALLOT,
			.plan = plan_of(DOCUMENT_ALLOT, REGION, 1, 600000),
			.money = {{COUNTY, MONEY_FEN(600000)}},
			.count = 1,
			.document = &d};
	a.plan.plan.document.words = STR("冬季慰问");
	a.plan.plan.document.reference = STR("工发〔2024〕1号");
	REASON(act(w, MAKER, &a), "ok", "money for the county");
	if (done)
		sign_all(w, &d);
	return d;
}
static void money_comes_in(struct world *w)
{
	struct document d;
	struct act a = {.what = DO_RECEIVE,
			.plan = plan_of(DOCUMENT_RECEIVE, REGION, 1, 9000000),
			.money = {{0, MONEY_FEN(9000000)}},
			.document = &d};
	REASON(act(w, MAKER, &a), "ok", "money comes in");
	sign_all(w, &d);
}

static int64_t findings(struct world *w)
{
	struct look l = {.rows = 0};
	fixture_must(document_verify(&w->f.c, note, &l, &l.findings), "verify");
	return l.findings;
}

static void every_column_is_bound(struct world *w)
{
	int found = 0;
	struct document d = allotted(w, true);
	EQ_I64(findings(w), 0, "what is done is right");
	struct act back = {.what = DO_REVERSE,
			   .reversal_id = uuid_random(),
			   .why = STR("下错了"),
			   .document = &d};
	REASON(act(w, APPROVER, &back), "ok", "it is taken back");
	EQ_I64(findings(w), 0, "and is right before");
	for (size_t i = 0; i < EDITS; i++) {
		const struct look l = edited(w, &edits[i].statement, d.document_id);
		const bool is_found = l.rows > 0 && l.named > 0 && l.findings >= l.named;
		if (!is_found)
			printf("# not found: %s\n", edits[i].statement.sql);
		found += is_found;
	}
	EQ_I64(found, EDITS, "each edit is found");
	EQ_I64(findings(w), 0, "taken back, all is right");
}

/* All hands are there, and the rows alone look like a paper that was done. */
static void a_forged_end_is_found(struct world *w)
{
	static const struct sn_statement forge_back = {
		.name = "test.forge_back",
		.params = "uu",
		.sql = "UPDATE document SET reversal_id = $2, reversed_us = 1 WHERE document_id = "
		       "$1"};
	static const struct sn_statement forge = {.name = "test.forge",
						  .params = "uu",
						  .sql = "UPDATE document SET state = 3, needed = "
							 "1 WHERE document_id = $1 AND ($2 = $2)"};
	const struct document first = allotted(w, false);
	struct look l = edited(w, &forge, first.document_id);
	EQ_I64(l.rows, 1, "a draft is said to be done");
	EQ_I64(l.named, 1, "no leaf says so, whatever comes behind it");
	const struct document second = allotted(w, true);
	l = edited(w, &forge_back, second.document_id);
	EQ_I64(l.rows, 1, "a paper that stands is said to be taken back");
	EQ_I64(l.named, 1, "no leaf says that");
	struct document cancelled = first;
	REASON(act(w, MAKER, &(struct act){.what = DO_CANCEL, .document = &cancelled}), "ok",
	       "cancelled");
	EQ_I64(findings(w), 0, "what is cancelled has no leaf and needs none");
}

/* Columns that are made later are not forgotten. */
static void no_column_is_left_out(struct world *w)
{
	static const struct sn_statement columns = {
		.name = "test.columns",
		.params = "",
		.sql = "SELECT 'document' AS t, name FROM pragma_table_info('document') UNION ALL "
		       "SELECT 'document_line', name FROM pragma_table_info('document_line')"};
	int missing = 0, seen = 0;
	struct rows *r = store_query(w->f.c.store, &columns, NO_PARAMS);
	while (store_next(r)) {
		bool there = false;
		for (size_t i = 0; i < EDITS; i++)
			there = there || (str_is(store_text(r, "t"), edits[i].table) &&
					  str_is(store_text(r, "name"), edits[i].column));
		if (!there)
			printf("# no edit of " STR_FMT "\n", STR_ARG(store_text(r, "name")));
		missing += !there;
		seen++;
	}
	fixture_must(store_done(r), "columns");
	OK(seen > 40 && missing == 0, "every column of a document and of its lines was edited");
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		static struct world w;
		world_open(&w, engine, domains);
		w.f.tick_us = 1; /* as a real clock */
		money_comes_in(&w);
		every_column_is_bound(&w);
		a_forged_end_is_found(&w);
		if (engine == FIXTURE_SQLITE)
			no_column_is_left_out(&w);
		fixture_close(&w.f);
		tlog_free(w.tlog);
	}
	return tap_done();
}
