/* One SQL text for both engines. A layer adds its domain to `domains`, in the order of tools/layers.txt; everything
 * below goes through all of them. Source: architecture.md, Storage; settled.md 8, 9. */
#include "care/card_sql.h"
#include "care/care_sql.h"
#include "care/cooperation_sql.h"
#include "care/handover_sql.h"
#include "care/honour_sql.h"
#include "care/letter_sql.h"
#include "care/payout_sql.h"
#include "care/size_sql.h"
#include "care/visit_sql.h"
#include "cli/cli.h"
#include "http/idem_sql.h"
#include "ledger/budget_sql.h"
#include "ledger/closing_sql.h"
#include "ledger/donation_sql.h"
#include "ledger/goods_sql.h"
#include "ledger/ledger_sql.h"
#include "ledger/purchase_sql.h"
#include "org/org_sql.h"
#include "org/partner_sql.h"
#include "people/attachment_sql.h"
#include "people/clerk_sql.h"
#include "people/intake_sql.h"
#include "people/people_sql.h"
#include "people/team_sql.h"
#include "report/action_sql.h"
#include "report/copy_sql.h"
#include "report/post_sql.h"
#include "report/report_sql.h"
#include "rights/audit_sql.h"
#include "rights/oidc_sql.h"
#include "rights/rights_sql.h"
#include "rights/session_sql.h"
#include "store/store_priv.h"
#include "store/store_sql.h"
#include "store_fixture.h"
#include "testdb/testdb_sql.h"
#include "tlog/tlog_sql.h"

#include <ctype.h>
#include <stdlib.h>

/* clang-format off */
static const struct store_domain *const domains[] = {
	&testdb_domain,
	&tlog_domain,
	&org_domain,
	&partner_domain,
	&people_domain,
	&team_domain,
	&attachment_domain,
	&clerk_domain,
	&intake_domain,
	&rights_domain,
	&audit_domain,
	&session_domain,
	&oidc_domain,
	&ledger_domain,
	&budget_domain,
	&goods_domain,
	&closing_domain,
	&donation_domain,
	&purchase_domain,
	&care_domain,
	&handover_domain,
	&cooperation_domain,
	&visit_domain,
	&size_domain,
	&letter_domain,
	&honour_domain,
	&card_domain,
	&payout_domain,
	&report_domain,
	&action_domain,
	&copy_domain,
	&post_domain,
	&idem_domain,
};
/* clang-format on */
enum { DOMAINS = sizeof domains / sizeof domains[0] };

/* Tables with a shard among their columns that does not place them: the tree and the heads of an import and of an
 * entitling run are few and the same everywhere (Citus: reference tables), a leaf stands with its log, which is a
 * region's (settled.md 2), and what makes a person unique across shards goes by its hash (settled.md 10). */
static const char *const reference_tables[] = {"org",         "import_batch", "import_open",
					       "entitle_run", "tlog_leaf",    "registry"};

/* ---- words ---- */

struct forbidden {
	const char *words; /* lower case; a blank stands for any blanks */
	const char *instead;
};
/* clang-format off */
static const struct forbidden forbidden[] = {
	{"on conflict",       "INSERT, and take a unique violation as done already"},
	{"insert or",         "INSERT, and take a unique violation as done already"},
	{"replace into",      "INSERT, and take a unique violation as done already"},
	{"returning",         "ids are made by us"},
	{"trigger",           "the domain's code"},
	{"jsonb",             "columns"},
	{"autoincrement",     "UUID v7 or a number of ours"},
	{"serial",            "UUID v7 or a number of ours"},
	{"generated",         "UUID v7 or a number of ours"},
	{"now (",             "a parameter from our clock"},
	{"current_timestamp", "a parameter from our clock"},
	{"current_date",      "a parameter from our clock"},
	{"current_time",      "a parameter from our clock"},
	{"strftime",          "day_of()"},
	{"date_trunc",        "day_of()"},
	{"random (",          "a parameter"},
	{"boolean",           "SMALLINT with a CHECK"},
	{"true",              "1"},
	{"false",             "0"},
	{"enum",              "SMALLINT or TEXT with a CHECK"},
	{"real",              "whole numbers"},
	{"float",             "whole numbers"},
	{"double",            "whole numbers"},
	{"numeric",           "whole numbers; CAST(SUM(…) AS BIGINT)"},
	{"recursive",         "a range of the path"},
	{"pg_advisory",       "the lease"},
	{"ilike",             "a stored sort key"},
	{"glob",              "a range: >= a AND < b"},
	{"ifnull",            "COALESCE"},
	{"::",                "CAST"},
	{"''",                "NULL"},
	{"->",                "columns"},
};
/* clang-format on */

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Small letters, comments and double blanks gone, so that words can be looked for. */
static void normalise(const char *sql, char *out, size_t out_bytes)
{
	size_t n = 0;
	for (const char *at = sql; *at && n + 1 < out_bytes; at++) {
		if (at[0] == '-' && at[1] == '-')
			at += strcspn(at, "\n");
		if (!*at)
			break;
		const char c =
			isspace((unsigned char)*at) ? ' ' : (char)tolower((unsigned char)*at);
		if (c != ' ' || (n > 0 && out[n - 1] != ' '))
			out[n++] = c;
	}
	out[n] = '\0';
}

static bool has_words(const char *sql, const char *words)
{
	const size_t length = strlen(words);
	const bool first = is_word(words[0]), last = is_word(words[length - 1]);
	for (const char *at = sql; (at = strstr(at, words)); at++)
		if (!(first && at > sql && is_word(at[-1])) && !(last && is_word(at[length])))
			return true;
	/* "now (" is "now(" too */
	const char *blank = strstr(words, " (");
	if (!blank)
		return false;
	char close[64];
	(void)snprintf(close, sizeof close, "%.*s(", (int)(blank - words), words);
	return strstr(sql, close) != NULL;
}

static int refuse_words(const char *name, const char *sql)
{
	static const char *const writes[] = {"insert", "update", "delete"};
	enum { TEXT = 1 << 18 };
	char *text = malloc(TEXT);
	int bad = 0;
	normalise(sql, text, TEXT);
	for (size_t i = 0; i < sizeof forbidden / sizeof forbidden[0]; i++)
		if (has_words(text, forbidden[i].words)) {
			printf("# %s: no \"%s\" here; instead: %s\n", name, forbidden[i].words,
			       forbidden[i].instead);
			bad++;
		}
	for (size_t i = 0; i < 3 && strncmp(text, "with ", 5) == 0; i++)
		if (has_words(text, writes[i])) {
			printf("# %s: a WITH that writes\n", name);
			bad++;
		}
	free(text);
	return bad;
}

static void words(void)
{
	int bad = 0;
	OK(refuse_words("probe", "SELECT Now()") == 1 &&
		   refuse_words("probe", "SELECT now ( )") == 1 &&
		   refuse_words("probe", "INSERT INTO a VALUES (1) ON  CONFLICT DO NOTHING") == 1 &&
		   refuse_words("probe", "SELECT a::text") == 1 &&
		   refuse_words("probe", "x = ''") == 1 &&
		   refuse_words("probe", "WITH a AS (DELETE FROM b) SELECT 1") == 1,
	   "the forbidden words are found");
	OK(refuse_words("probe", "SELECT known, real_name FROM enumeration -- now() \n") == 0,
	   "and nothing else is");
	for (size_t d = 0; d < DOMAINS; d++) {
		for (size_t i = 0; i < domains[d]->statements_count; i++)
			bad += refuse_words(domains[d]->statements[i]->name,
					    domains[d]->statements[i]->sql);
		for (size_t i = 0; i < domains[d]->migrations_count; i++) {
			bad += refuse_words(domains[d]->name, domains[d]->migrations[i].sqlite);
			bad += refuse_words(domains[d]->name, domains[d]->migrations[i].pg);
		}
	}
	EQ_I64(bad, 0, "no statement and no migration uses what only one engine has");
}

/* ---- every statement is understood ---- */

static void prepares(struct fixture *f)
{
	int bad = 0;
	for (size_t d = 0; d < DOMAINS; d++)
		for (size_t i = 0; i < domains[d]->statements_count; i++) {
			const struct sn_statement *which = domains[d]->statements[i];
			const struct sn_err e = f->c.store->engine->prepare(f->c.store, which);
			if (!sn_failed(e))
				continue;
			bad++;
			printf("# %s: %s\n", which->name, e.text);
		}
	EQ_I64(bad, 0,
	       f->engine == FIXTURE_PG ? "PostgreSQL understands every statement"
				       : "SQLite understands every statement");
}

/* ---- sealed tables (store/seal.h) ---- */

static const struct store_sealed *sealed_of(const char *table, size_t bytes)
{
	for (size_t d = 0; d < DOMAINS; d++) {
		const struct store_sealed *const *s = domains[d]->sealed;
		for (; s && *s; s++)
			if (strlen((*s)->table) == bytes && strncmp((*s)->table, table, bytes) == 0)
				return *s;
	}
	return NULL;
}

/* The table that a statement writes, as it begins; NULL: it reads. */
static const char *written_table(const char *sql, size_t *bytes)
{
	static const char *const verbs[] = {"INSERT INTO ", "UPDATE ", "DELETE FROM "};
	sql += strspn(sql, " \t\n");
	for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
		if (strncmp(sql, verbs[i], strlen(verbs[i])) != 0)
			continue;
		*bytes = strcspn(sql + strlen(verbs[i]), " \t\n(");
		return sql + strlen(verbs[i]);
	}
	return NULL;
}

static void seals_what_it_writes(struct fixture *f)
{
	int bad = 0, writes = 0;
	for (size_t d = 0; d < DOMAINS; d++) {
		for (size_t i = 0; i < domains[d]->statements_count; i++) {
			const struct sn_statement *which = domains[d]->statements[i];
			size_t bytes = 0;
			const char *table = written_table(which->sql, &bytes);
			if (!table || !sealed_of(table, bytes))
				continue;
			writes++;
			const struct sn_err e =
				which->back ? f->c.store->engine->prepare(f->c.store, which->back)
					    : SN_SUCCESS;
			if (which->sealed == sealed_of(table, bytes) &&
			    (which->row || (which->back && !sn_failed(e))))
				continue;
			printf("# %s: %s\n", which->name, sn_failed(e) ? e.text : "not sealed");
			bad++;
		}
	}
	OK(writes > 100, "many statements write sealed tables");
	EQ_I64(bad, 0, "each seals what it writes, and both engines understand its twin");
}

/* ---- both engines have the same schema ---- */

static const struct sn_statement sqlite_columns = {
	.name = "test.sqlite_columns",
	.sql = "SELECT s.name AS tab, c.name AS col, c.pk AS key_no,"
	       " CASE c.type WHEN 'INTEGER' THEN 'number' WHEN 'TEXT' THEN 'text' WHEN 'BLOB' THEN "
	       "'bytes'"
	       " ELSE c.type END AS kind, MAX(c.\"notnull\", c.pk > 0) AS needed"
	       " FROM sqlite_schema AS s JOIN pragma_table_info(s.name) AS c"
	       " WHERE s.type = 'table' AND substr(s.name, 1, 7) <> 'sqlite_' ORDER BY 1, 2",
	.params = "",
};
static const struct sn_statement pg_columns = {
	.name = "test.pg_columns",
	.sql = "SELECT t.relname::text COLLATE \"C\" AS tab, a.attname::text COLLATE \"C\" AS col,"
	       " COALESCE(array_position(k.conkey, a.attnum), 0) AS key_no,"
	       " CASE WHEN a.atttypid IN (20, 21, 23) THEN 'number' WHEN a.atttypid IN (25, 1043) "
	       "THEN 'text'"
	       " WHEN a.atttypid IN (17, 2950) THEN 'bytes' ELSE a.atttypid::regtype::text END AS "
	       "kind,"
	       " a.attnotnull::int AS needed"
	       " FROM pg_class AS t JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum > 0"
	       " AND NOT a.attisdropped LEFT JOIN pg_constraint AS k ON k.conrelid = t.oid AND "
	       "k.contype = 'p'"
	       " WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace ORDER BY 1, 2",
	.params = "",
};
/* A sealed table's list has all its columns, and its key as far as it goes. */
static void sealed_lists_are_whole(struct fixture *f)
{
	int bad = 0;
	struct rows *r = store_query(f->c.store, &sqlite_columns, NO_PARAMS);
	while (store_next(r)) {
		const struct str table = store_text(r, "tab"), column = store_text(r, "col");
		const struct store_sealed *sealed = sealed_of(table.at, table.bytes);
		size_t at = 0;
		if (!sealed)
			continue;
		while (sealed->letters[at] && !str_is(column, sealed->columns[at]))
			at++;
		const size_t key_no = (size_t)store_int(r, "key_no");
		const bool number = str_is(store_text(r, "kind"), "number");
		const bool right = sealed->letters[at] && number == (sealed->letters[at] == 'i') &&
				   (at < sealed->key_count ? key_no == at + 1 : key_no == 0);
		if (!right)
			printf("# " STR_FMT "." STR_FMT " is not in its list as it is\n",
			       STR_ARG(table), STR_ARG(column));
		bad += !right;
	}
	fixture_must(store_done(r), "columns");
	EQ_I64(bad, 0, "the lists of sealed tables name every column, the key's first");
}

static const struct sn_statement pg_collations = {
	.name = "test.pg_collations",
	.sql = "SELECT t.relname::text AS tab, a.attname::text AS col FROM pg_class AS t"
	       " JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum > 0"
	       " JOIN pg_collation AS c ON c.oid = a.attcollation"
	       " WHERE t.relkind = 'r' AND t.relnamespace = 'public'::regnamespace AND c.collname "
	       "<> 'C'",
	.params = "",
};
static const struct sn_statement sqlite_unique = {
	.name = "test.sqlite_unique",
	.sql = "SELECT tab, group_concat(col, ',') AS cols FROM (SELECT s.name AS tab, l.name AS "
	       "idx, i.name AS col"
	       " FROM sqlite_schema AS s JOIN pragma_index_list(s.name) AS l JOIN "
	       "pragma_index_info(l.name) AS i"
	       " WHERE s.type = 'table' AND l.\"unique\" = 1 AND l.origin <> 'pk' ORDER BY s.name, "
	       "l.name, i.seqno)"
	       " GROUP BY tab, idx ORDER BY 1, 2",
	.params = "",
};
static const struct sn_statement pg_unique = {
	.name = "test.pg_unique",
	.sql = "SELECT t.relname::text COLLATE \"C\" AS tab, string_agg(COALESCE(a.attname::text, "
	       "'expr'), ',' ORDER BY"
	       " k.ord) COLLATE \"C\" AS cols FROM pg_index AS x JOIN pg_class AS t ON t.oid = "
	       "x.indrelid"
	       " CROSS JOIN LATERAL unnest(x.indkey::int2[]) WITH ORDINALITY AS k(attnum, ord)"
	       " LEFT JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = k.attnum AND "
	       "k.attnum > 0"
	       " WHERE x.indisunique AND NOT x.indisprimary AND t.relnamespace = "
	       "'public'::regnamespace"
	       " GROUP BY t.relname, x.indexrelid ORDER BY 1, 2",
	.params = "",
};

static bool is_reference(struct str table)
{
	for (size_t i = 0; i < sizeof reference_tables / sizeof reference_tables[0]; i++)
		if (str_is(table, reference_tables[i]))
			return true;
	return false;
}

/* A SQLite database is one log, so that a leaf's number alone is its key there; PostgreSQL's may hold a log a region. */
static int key_no(const struct fixture *f, const struct rows *r)
{
	const int no = (int)store_int(r, "key_no");
	if (f->engine == FIXTURE_PG || !str_is(store_text(r, "tab"), "tlog_leaf"))
		return no;
	return str_is(store_text(r, "col"), "log_no") ? 1 : no ? no + 1 : 0;
}

/* One line a column and a unique index; the same text on both engines. */
static void describe(struct fixture *f, struct buf *text)
{
	const bool pg = f->engine == FIXTURE_PG;
	struct rows *r = store_query(f->c.store, pg ? &pg_columns : &sqlite_columns, NO_PARAMS);
	while (store_next(r))
		buf_printf(text, STR_FMT "." STR_FMT " " STR_FMT "%s key %d\n",
			   STR_ARG(store_text(r, "tab")), STR_ARG(store_text(r, "col")),
			   STR_ARG(store_text(r, "kind")),
			   store_int(r, "needed") ? " not null" : "", key_no(f, r));
	fixture_must(store_done(r), "columns");
	r = store_query(f->c.store, pg ? &pg_unique : &sqlite_unique, NO_PARAMS);
	while (store_next(r))
		buf_printf(text, STR_FMT " unique (" STR_FMT ")\n", STR_ARG(store_text(r, "tab")),
			   STR_ARG(store_text(r, "cols")));
	fixture_must(store_done(r), "unique");
}

static void compare(struct str sqlite, struct str pg)
{
	struct str a = STR_NULL, b = STR_NULL;
	int bad = 0;
	bool more_a = str_split(&sqlite, '\n', &a), more_b = str_split(&pg, '\n', &b);
	while ((more_a || more_b) && bad < 20) {
		const int order = !more_a ? 1 : !more_b ? -1 : str_compare(a, b);
		if (order != 0) {
			printf("# only %s: " STR_FMT "\n", order < 0 ? "SQLite" : "PostgreSQL",
			       STR_ARG(order < 0 ? a : b));
			bad++;
		}
		if (order <= 0)
			more_a = str_split(&sqlite, '\n', &a);
		if (order >= 0)
			more_b = str_split(&pg, '\n', &b);
	}
	EQ_I64(bad, 0, "both engines have the same tables, columns, keys and unique indexes");
}

static void collations(struct fixture *f)
{
	int bad = 0;
	struct rows *r = store_query(f->c.store, &pg_collations, NO_PARAMS);
	for (; store_next(r); bad++)
		printf("# " STR_FMT "." STR_FMT " is not COLLATE \"C\"\n",
		       STR_ARG(store_text(r, "tab")), STR_ARG(store_text(r, "col")));
	fixture_must(store_done(r), "collations");
	EQ_I64(bad, 0, "every text of PostgreSQL sorts by bytes");
}

/* ---- shards ---- */

/* The table itself, not a column of its name. */
static bool touches(const char *text, const char *table)
{
	static const char *const before[] = {"from", "join", "into", "update"};
	for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
		char words[96];
		(void)snprintf(words, sizeof words, "%s %s", before[i], table);
		if (has_words(text, words))
			return true;
	}
	return false;
}

static int names_no_shard(const char *table)
{
	enum { TEXT = 1 << 16 };
	char *text = malloc(TEXT);
	int bad = 0;
	for (size_t d = 0; d < DOMAINS; d++)
		for (size_t i = 0; i < domains[d]->statements_count; i++) {
			const struct sn_statement *which = domains[d]->statements[i];
			normalise(which->sql, text, TEXT);
			if (which->any_shard || !touches(text, table) || has_words(text, "shard"))
				continue;
			printf("# %s: %s is sharded; name its shard or say \"-- any shard: why\"\n",
			       which->name, table);
			bad++;
		}
	free(text);
	return bad;
}

static void shards(struct fixture *f)
{
	int bad = 0, tables = 0;
	struct rows *r = store_query(f->c.store, &sqlite_columns, NO_PARAMS);
	while (store_next(r)) {
		const struct str table = store_text(r, "tab");
		char name[64];
		if (!str_is(store_text(r, "col"), "shard") || is_reference(table))
			continue;
		(void)snprintf(name, sizeof name, STR_FMT, STR_ARG(table));
		tables++;
		if (store_int(r, "key_no") != 1) {
			printf("# %s: shard is not first in its key\n", name);
			bad++;
		}
		bad += names_no_shard(name);
	}
	fixture_must(store_done(r), "shards");
	OK(tables > 0, "there are sharded tables");
	EQ_I64(bad, 0, "shard stands first in their keys and in every statement about them");
}

/* ---- where NULLs stand ---- */

/* A comparison leaves no NULL to be sorted. */
static bool is_compared(const char *text, const char *column)
{
	static const char *const after[] = {"is not null", "<", "<=", ">", ">=", "=", "in ("};
	for (size_t i = 0; i < sizeof after / sizeof after[0]; i++) {
		char words[96];
		(void)snprintf(words, sizeof words, "%s %s", column, after[i]);
		if (has_words(text, words))
			return true;
	}
	return false;
}

/* SQLite puts them first, PostgreSQL last: whoever sorts by a column that may be NULL says which. */
static int sorts_by(const char *name, const char *text, const char *column)
{
	int bad = 0;
	for (const char *at = text; (at = strstr(at, "order by ")) != NULL;) {
		at += strlen("order by ");
		const char *const end = at + strcspn(at, ")");
		while (at < end) {
			char term[256];
			const size_t length = strcspn(at, ",)");
			(void)snprintf(term, sizeof term, "%.*s", (int)length, at);
			if (has_words(term, column) && !has_words(term, "nulls first") &&
			    !has_words(term, "nulls last") && !strstr(term, "coalesce(")) {
				printf("# %s: %s may be NULL; NULLS FIRST or NULLS LAST?\n", name,
				       column);
				bad++;
			}
			at += length + (at[length] == ',');
		}
	}
	return bad;
}

static int sort_of_nulls(const char *table, const char *column)
{
	enum { TEXT = 1 << 16 };
	char *text = malloc(TEXT);
	int bad = 0;
	for (size_t d = 0; d < DOMAINS; d++)
		for (size_t i = 0; i < domains[d]->statements_count; i++) {
			normalise(domains[d]->statements[i]->sql, text, TEXT);
			if (touches(text, table) && !is_compared(text, column))
				bad += sorts_by(domains[d]->statements[i]->name, text, column);
		}
	free(text);
	return bad;
}

static void nulls(struct fixture *f)
{
	int bad = 0;
	OK(sorts_by("probe", "select a from t order by b, t.a desc", "a") == 1 &&
		   sorts_by("probe", "select a from t order by ab, a nulls last", "a") == 0,
	   "an order by what may be NULL is found");
	struct rows *r = store_query(f->c.store, &sqlite_columns, NO_PARAMS);
	while (store_next(r)) {
		char table[64], column[64];
		if (store_int(r, "needed"))
			continue;
		(void)snprintf(table, sizeof table, STR_FMT, STR_ARG(store_text(r, "tab")));
		(void)snprintf(column, sizeof column, STR_FMT, STR_ARG(store_text(r, "col")));
		bad += sort_of_nulls(table, column);
	}
	fixture_must(store_done(r), "columns");
	EQ_I64(bad, 0, "each says where its NULLs stand");
}

/* ---- SQLite keeps its types ---- */

static const struct sn_statement sqlite_loose = {
	.name = "test.sqlite_loose",
	.sql = "SELECT name FROM pragma_table_list() WHERE schema = 'main' AND type = 'table'"
	       " AND \"strict\" = 0 AND substr(name, 1, 7) <> 'sqlite_'",
	.params = "",
};

static void strict(struct fixture *f)
{
	int bad = 0;
	struct rows *r = store_query(f->c.store, &sqlite_loose, NO_PARAMS);
	for (; store_next(r); bad++)
		printf("# " STR_FMT " is not STRICT\n", STR_ARG(store_text(r, "name")));
	fixture_must(store_done(r), "strict");
	EQ_I64(bad, 0, "every table of SQLite is STRICT, as every one of PostgreSQL is");
}

/* The list above has each domain that the program has. */
static void nothing_is_left_out(void)
{
	size_t count = 0;
	const struct store_domain *const *all = cli_domains(&count);
	for (size_t i = 0; i < count; i++) {
		bool there = false;
		for (size_t d = 0; d < DOMAINS && !there; d++)
			there = domains[d] == all[i];
		OK(there, all[i]->name);
	}
}

int main(void)
{
	struct buf *text[2] = {buf_new(1 << 20), buf_new(1 << 20)};
	words();
	nothing_is_left_out();
	FOR_EACH_ENGINE(engine)
	{
		struct fixture f;
		fixture_open(&f, engine, domains, DOMAINS);
		prepares(&f);
		seals_what_it_writes(&f);
		describe(&f, text[engine]);
		if (engine == FIXTURE_SQLITE) {
			shards(&f);
			nulls(&f);
			strict(&f);
			sealed_lists_are_whole(&f);
		} else {
			collations(&f);
		}
		if (engine == FIXTURE_PG)
			compare(buf_str(text[FIXTURE_SQLITE]), buf_str(text[FIXTURE_PG]));
		fixture_close(&f);
	}
	buf_free(text[0]);
	buf_free(text[1]);
	return tap_done();
}
