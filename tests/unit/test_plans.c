/* No statement reads a whole table, or a whole shard of one, but those that must and say why. Each engine's own plan is
 * asked, on an empty database, where nothing but the indexes and SQLite's figures of the migrations guide it. PostgreSQL is
 * asked as the program asks it: enable_seqscan=off, so that a scan that is left is one without any index. */
#include "base/limits.h"
#include "cli/cli.h"
#include "store/store_sql.h"
#include "store_fixture.h"

#include <libpq-fe.h>

enum { PLAN_SQL_BYTES = STORE_SQL_BYTES_MAX + 32 };

static const char few[] = "a reference table: some hundred rows";
static const char verify[] = "verify looks at every row";

/* clang-format off */
static const struct {
	const char *statement, *why;
} whole[] = {
	{"tlog.count_by_kind", verify},
	{"org.events_of", "moves, merges and splits are rare"},
	{"org.aliases_like", "a part of a word is looked for: no index helps, and aliases are short"},
	{"org.former_names_like", "a part of a word is looked for, among former names alone"},
	{"org.closed_like", "a part of a word is looked for, among closed unions alone"},
	{"handover.how_wrong", verify},
	{"handover.proxies_wrong", verify},
	{"handover.attempts_wrong", verify},
	{"handover.exchanges_wrong", verify},
	{"handover.attempts_all", verify},
	{"handover.exchanges_all", verify},
	{"handover.explained_signed", verify},
	{"team.wrong", verify},
	{"rights.users", few},
	{"rights.user_count", few},
	{"rights.grants", few},
	{"rights.policies_over", few},
	{"rights.policies", few},
	{"oidc.providers", few},
	{"session.password_any", "one row is enough: is there any?"},
	{"closing.confirmed", verify},
	{"closing.waiting", "closings are few: twelve a year and union"},
	{"closing.of_user", "closings are few: twelve a year and union"},
	{"closing.unbalanced", "a closing proves that the shard's books balance"},
	{"closing.shard_value", "a closing proves that the shard's books balance"},
	{"ledger.accounts", verify},
	{"ledger.trial", "the trial balance is of every account"},
	{"ledger.trial_of_subtree", "the trial balance is of every account of a shard"},
	{"ledger.transfer_shards", verify},
	{"ledger.holds_open", verify},
	{"ledger.words", few},
	{"partner.all", "the whole registry is asked for"},
	{"partner.every_name", verify},
	{"partner.without_event", verify},
	{"goods.items", few},
	{"goods.document_envelopes_wrong", verify},
	{"goods.documents_whole", verify},
	{"goods.document_strays", verify},
	{"goods.fund_matrix_in_force", few},
	{"goods.caps_wrong", verify},
	{"budget.lines", "each of its filters may be absent, and lines are few"},
	{"budget.entries", "each of its filters may be absent, and entries are few"},
	{"budget.entries_of_user", "one of three may have been he, and entries are few"},
	{"budget.refused_wrong", verify},
	{"budget.uses_of_line", "the newest first, in the key's own order; papers of one shard that use budgets are few"},
	{"budget.lines_unlike", verify},
	{"budget.lines_wrong", verify},
	{"budget.lists_unlike", verify},
	{"closing.shut_alone", verify},
	{"budget.uses_wrong", verify},
	{"budget.entries_approved", verify},
	{"purchase.rules_in_force", few},
	{"purchase.below", "purchases are few"},
	{"purchase.list", "each of its filters may be absent, and purchases are few"},
	{"purchase.items_wrong", verify},
	{"purchase.invoiced_wrong", verify},
	{"purchase.lots_wrong", verify},
	{"purchase.all", verify},
	{"care.programmes", few},
	{"care.programmes_of", few},
	{"care.steps_of_user", few},
	{"care.cycles", few},
	{"care.cycle_steps", few},
	{"care.runs", few},
	{"care.places_taken", "once an entitling, where a programme has a quota: who has a place is not kept twice"},
	{"care.entitlements_by_run", verify},
	{"care.awards_in_order", verify},
	{"care.awards_by_household", verify},
	{"care.coverage_all", verify},
	{"care.awards_wrong", verify},
	{"care.deliveries_wrong", verify},
	{"care.cases_wrong", verify},
	{"care.holds_wrong", verify},
	{"care.holds_missing", verify},
	{"care.pins_wrong", verify},
	{"care.deliveries_posted", verify},
	{"care.cases_orphaned", verify},
	{"care.cases_closed", verify},
	{"care.received_wrong", verify},
	{"care.portions_wrong", verify},
	{"care.bounds", few},
	{"care.places_all", verify},
	{"people.decided", "asked once for a list of duplicates; what people have decided by hand is little"},
	{"people.decided_with", "asked when two records are merged; what people have decided by hand is little"},
	{"people.opens", "batches that are half way: a handful, and mostly none"},
	{"intake.of_link", "a county's lists of companies: some dozens, and they expire"},
	{"size.picks_wrong", verify},
	{"size.changes_wrong", verify},
	{"size.late_wrong", verify},
	{"size.orders_checked", verify},
	{"size.lines_wrong", verify},
	{"copy.all", verify},
	{"copy.steps", "the papers of a whole cycle are counted once, when it is copied or compared"},
	{"copy.documents", "the papers of a whole cycle are counted once, when it is copied or compared"},
	{"copy.price_in", "lots are few, and a kit has some dozen parts"},
	{"copy.price_since", "lots are few, and a kit has some dozen parts"},
	{"donation.list", "each of its filters may be absent, and donations are few beside transfers"},
	{"donation.receipts_broken", verify},
	{"donation.receipts_without", verify},
	{"donation.differs", verify},
	{"donation.acts_all", verify},
	{"donation.documents_without", verify},
	{"cooperation.findings", verify},
	{"cooperation.all", verify},
	{"cooperation.steps", verify},
	{"cooperation.of_partner", few},
	{"post.papers", "each of its filters may be absent, and papers about posts are few"},
	{"action.all", few},
	{"action.lost_cycles", verify},
	{"action.lost_figures", verify},
	{"visit.given_wrong", verify},
	{"visit.needs_wrong", verify},
	{"visit.needs_all", verify},
	{"letter.all", verify},
	{"letter.runs", verify},
	{"letter.wrong", verify},
	{"honour.wrong", verify},
	{"payout.acts_wrong", verify},
	{"payout.acts_count", verify},
	{"payout.lines_wrong", verify},
	{"payout.holds_wrong", verify},
	{"payout.budget_takes_wrong", verify},
	{"payout.budget_backs_wrong", verify},
	{"payout.budget_strays", verify},
};
/* clang-format on */
enum { WHOLE = sizeof whole / sizeof whole[0] };

static bool may_read_all(const char *statement)
{
	for (size_t i = 0; i < WHOLE; i++)
		if (strcmp(whole[i].statement, statement) == 0)
			return true;
	return false;
}

/* A result that the statement made by itself is no table: "SCAN t" after "MATERIALIZE t", "SCAN CONSTANT ROW". */
static bool reads_all(const char *detail, const char *made)
{
	char name[64] = "";
	if (strstr(detail, "(shard=?)"))
		return true;
	if (sscanf(detail, "SCAN %63s", name) != 1)
		return false;
	return strcmp(name, "CONSTANT") != 0 && strcmp(name, made) != 0 && name[0] != '(';
}

static bool plan_reads_all(struct store *s, const struct sn_statement *plan)
{
	struct param params[STATEMENT_PARAMS_MAX];
	char detail[256], made[64] = "", bad[256] = "";
	for (size_t i = 0; i < STATEMENT_PARAMS_MAX; i++)
		params[i] = p_null();
	struct rows *r = store_query(s, plan, params);
	while (store_next(r)) {
		(void)snprintf(detail, sizeof detail, STR_FMT, STR_ARG(store_text(r, "detail")));
		(void)sscanf(detail, "MATERIALIZE %63s", made);
		(void)sscanf(detail, "CO-ROUTINE %63s", made);
		if (reads_all(detail, made))
			(void)snprintf(bad, sizeof bad, "%s", detail);
	}
	fixture_must(store_done(r), plan->name);
	if (bad[0] && !may_read_all(plan->name))
		printf("# %s: %s\n", plan->name, bad);
	return bad[0] != '\0';
}

/* ---- PostgreSQL ---- */

static void must(PGresult *r, ExecStatusType want, const char *what)
{
	if (PQresultStatus(r) != want) {
		printf("Bail out! %s: %s\n", what, PQresultErrorMessage(r));
		exit(1);
	}
}
static void pg_run(PGconn *conn, const char *sql)
{
	PGresult *r = PQexec(conn, sql);
	must(r, PGRES_COMMAND_OK, sql);
	PQclear(r);
}

/* "->  Index Scan using p on person", and in the next line "Index Cond: (shard = $1)" if it looks for anything. Which of
 * several indexes it takes, and whether it adds a second one, is chance while tables are empty. */
static bool pg_reads_all(const PGresult *plan, char bad[256])
{
	bool all = false;
	for (int i = 0; i < PQntuples(plan); i++) {
		const char *line = PQgetvalue(plan, i, 0);
		const char *next = i + 1 < PQntuples(plan) ? PQgetvalue(plan, i + 1, 0) : "";
		const bool index =
			!strstr(line, "Bitmap") && (strstr(line, "Index Scan using ") ||
						    strstr(line, "Index Only Scan using "));
		if (!strstr(line, "Seq Scan on ") && !(index && !strstr(next, "Index Cond: ")))
			continue;
		(void)snprintf(bad, 256, "%s | %s", line, index ? next : "");
		all = true;
	}
	return all;
}

/* What PostgreSQL alone reads whole: it makes no two ranges of (shard > $1 OR shard = $1 AND …); and of papers about posts the
 * open ones, a handful, have an index of their own that it prefers to the key. */
static bool pg_may_read_all(const char *statement)
{
	return may_read_all(statement) || strcmp(statement, "care.entitlements_marked") == 0 ||
	       strcmp(statement, "visit.all") == 0 || strcmp(statement, "card.page") == 0 ||
	       strcmp(statement, "payout.after") == 0 || /* verify */
	       strncmp(statement, "post.", 5) == 0;
}

static const char *pg_type(char letter)
{
	return letter == 'i' ? "BIGINT" : letter == 't' ? "TEXT" : letter == 'b' ? "BYTEA" : "UUID";
}
/* A plan that holds for every parameter, as of a statement that is prepared once and run often. */
static bool pg_plan_reads_all(PGconn *conn, const struct sn_statement *statement, char *sql)
{
	char types[512] = "", nulls[512] = "", bad[256] = "";
	for (const char *p = statement->params; *p; p++) {
		const char *comma = types[0] ? ", " : "";
		(void)snprintf(types + strlen(types), sizeof types - strlen(types), "%s%s", comma,
			       pg_type(*p));
		(void)snprintf(nulls + strlen(nulls), sizeof nulls - strlen(nulls), "%sNULL",
			       comma);
	}
	(void)snprintf(sql, PLAN_SQL_BYTES, "PREPARE p%s%s%s AS %s", *types ? "(" : "", types,
		       *types ? ")" : "", statement->sql);
	pg_run(conn, sql);
	(void)snprintf(sql, PLAN_SQL_BYTES, "EXPLAIN (COSTS OFF) EXECUTE p%s%s%s",
		       *types ? "(" : "", nulls, *types ? ")" : "");
	PGresult *plan = PQexec(conn, sql);
	must(plan, PGRES_TUPLES_OK, statement->name);
	const bool all = pg_reads_all(plan, bad);
	if (all && !pg_may_read_all(statement->name))
		printf("# PostgreSQL %s: %s\n", statement->name, bad);
	PQclear(plan);
	pg_run(conn, "DEALLOCATE p");
	return all;
}
static void check_pg(struct fixture *f, const struct store_domain *const *domains, size_t count)
{
	char *sql = calloc(1, PLAN_SQL_BYTES);
	PGconn *conn = PQconnectdb(f->url);
	int bad = 0;
	pg_run(conn, "SET enable_seqscan = off");
	pg_run(conn, "SET plan_cache_mode = force_generic_plan");
	for (size_t d = 0; d < count; d++)
		for (size_t i = 0; i < domains[d]->statements_count; i++) {
			const struct sn_statement *s = domains[d]->statements[i];
			bad += pg_plan_reads_all(conn, s, sql) && !pg_may_read_all(s->name);
		}
	EQ_I64(bad, 0, "nor does any on PostgreSQL");
	PQfinish(conn);
	free(sql);
}

/* ---- SQLite ---- */

static void check(struct fixture *f, const struct sn_statement *plans, size_t n)
{
	int bad = 0;
	size_t known = 0;
	for (size_t i = 0; i < n; i++) {
		if (!plan_reads_all(f->c.store, &plans[i]))
			continue;
		if (may_read_all(plans[i].name))
			known++;
		else
			bad++;
	}
	EQ_I64(bad, 0, "no statement reads a whole table or shard without a reason");
	EQ_I64((int64_t)known, WHOLE, "and each that has a reason still needs it");
	for (size_t k = 0; k < WHOLE && known < WHOLE; k++)
		for (size_t i = 0; i < n; i++)
			if (strcmp(plans[i].name, whole[k].statement) == 0 &&
			    !plan_reads_all(f->c.store, &plans[i]))
				printf("# no longer: %s\n", whole[k].statement);
}

int main(void)
{
	enum { PLANS_MAX = 1000 };
	struct fixture f;
	struct sn_statement *plans = calloc(PLANS_MAX, sizeof *plans);
	char *sql = calloc(PLANS_MAX, PLAN_SQL_BYTES);
	size_t n = 0, count = 0, all = 0;
	const struct store_domain *const *domains = cli_domains(&count);
	OK(reads_all("SCAN account", "") && reads_all("SEARCH p USING PRIMARY KEY (shard=?)", ""),
	   "a scan of a table and of a shard is found");
	OK(!reads_all("SCAN t", "t") && !reads_all("SCAN CONSTANT ROW", "") &&
		   !reads_all("SEARCH p USING PRIMARY KEY (shard=? AND person_id=?)", ""),
	   "and nothing else is");
	fixture_open(&f, FIXTURE_SQLITE, domains, count);
	for (size_t d = 0; d < count; d++)
		for (size_t i = 0; i < domains[d]->statements_count && n < PLANS_MAX; i++, n++) {
			char *text = sql + n * PLAN_SQL_BYTES;
			plans[n] = *domains[d]->statements[i];
			(void)snprintf(text, PLAN_SQL_BYTES, "EXPLAIN QUERY PLAN %s", plans[n].sql);
			plans[n].sql = text;
		}
	for (size_t d = 0; d < count; d++)
		all += domains[d]->statements_count;
	EQ_I64((int64_t)n, (int64_t)all, "every statement of the program is asked");
	check(&f, plans, n);
	fixture_close(&f);
	if (fixture_has(FIXTURE_PG)) {
		fixture_open(&f, FIXTURE_PG, domains, count);
		check_pg(&f, domains, count);
		fixture_close(&f);
	}
	free(plans);
	free(sql);
	return tap_done();
}
