/* Whoever edits a sealed table by hand is found and the row is named; what our own statements write is sound. Both engines. */
#include "store/seal.h"
#include "store_fixture.h"
#include "testdb/testdb_sql.h"

#include <string.h>

static const struct store_domain *const domains[] = {&testdb_domain};
static const struct store_key key = {{1, 2, 3}};

struct house {
	struct fixture f;
	struct store_seals *seals;
	struct store_group_hook hook;
	struct uuid id[4];
};

static struct sn_err run_sql(struct ctx *c, void *arg)
{
	return store_run(c->store, arg, NO_PARAMS, NULL);
}
/* What somebody does who has the database and not us: a statement that knows of no seals. */
static void by_hand(struct house *h, const char *sql)
{
	struct sn_statement *s = ARENA_NEW(h->f.c.mem, struct sn_statement);
	*s = (struct sn_statement){.name = "test.by_hand", .sql = sql, .params = ""};
	fixture_must(store_write(&h->f.c, run_sql, s), sql);
}

static struct sn_err seal_all(struct ctx *c, void *arg)
{
	int64_t rows = 0;
	(void)arg;
	return seal_anew(c, STR_NULL, &rows);
}

static struct sn_err add_things(struct ctx *c, void *arg)
{
	const struct house *h = arg;
	struct param params[4 * 5];
	for (size_t i = 0; i < 4; i++) {
		params[5 * i] = p_int(7);
		params[5 * i + 1] = p_uuid(h->id[i]);
		params[5 * i + 2] = i == 3 ? p_null()
					   : p_text(str_of(i == 0   ? "A"
							   : i == 1 ? "B"
								    : "C"));
		params[5 * i + 3] = i == 2 ? p_null() : p_int((int64_t)i);
		params[5 * i + 4] = p_bytes(i == 0 ? "\0x" : NULL, 2);
	}
	return store_many(c->store, &testdb_sql_item_add, params, 4, NULL);
}

static void open_house(struct house *h, enum fixture_engine engine)
{
	*h = (struct house){.seals = store_seals_new(&key)};
	fixture_create(&h->f, engine, domains, 1);
	h->hook = store_seals_hook(h->seals);
	h->f.writer_config.hooks = &h->hook;
	h->f.writer_config.hooks_count = 1;
	h->f.writer_config.seals = h->seals;
	fixture_start(&h->f);
	fixture_must(store_write(&h->f.c, seal_all, NULL), "seal_anew");
	for (size_t i = 0; i < 4; i++)
		h->id[i] = new_id(&h->f.c);
	fixture_must(store_write(&h->f.c, add_things, h), "things");
}
static void close_house(struct house *h)
{
	fixture_close(&h->f);
	store_seals_free(h->seals);
}

/* ---- what verification says: "EDITED thing shard=7 …; SUM thing" ---- */

struct said {
	char text[1024];
	size_t used;
	char id[UUID_TEXT_BYTES]; /* shown as "…" */
};
static void say(void *self, const struct seal_finding *f)
{
	static const char *const words[] = {"edited", "added", "missing", "sum", "not-begun"};
	struct said *s = self;
	const char *id = strstr(f->row, " id=");
	s->used += (size_t)snprintf(s->text + s->used, sizeof s->text - s->used, "%s%s %.*s",
				    s->used ? "; " : "", words[f->fault],
				    id ? (int)(id - f->row) : (int)strlen(f->row), f->row);
	if (id && strncmp(id + 4, s->id, sizeof s->id) != 0)
		s->used += (size_t)snprintf(s->text + s->used, sizeof s->text - s->used, " other");
}
/* nth: which of the four rows is meant where a row is named. */
static bool verify_says(struct house *h, size_t nth, const char *expected)
{
	struct said s = {.used = 0};
	uuid_text(h->id[nth], s.id);
	fixture_must(seal_verify(&h->f.c, &key, say, &s), "seal_verify");
	if (strcmp(s.text, expected) != 0)
		printf("# said: %s\n", s.text);
	return strcmp(s.text, expected) == 0;
}

/* ---- our own statements ---- */

struct one {
	const struct sn_statement *which;
	struct param params[3 * 3];
	size_t sets;
	int64_t changed[3];
};
static struct sn_err run_one(struct ctx *c, void *arg)
{
	struct one *o = arg;
	return store_many(c->store, o->which, o->params, o->sets, o->changed);
}
static struct sn_err run_and_refuse(struct ctx *c, void *arg)
{
	SN_TRY(run_one(c, arg));
	return SN_FAIL(MISSING_FIELD);
}
static struct sn_err attempt_and_go_on(struct ctx *c, void *arg)
{
	const struct sn_err e = store_attempt(c, run_and_refuse, arg);
	return e.reason == SN_R_MISSING_FIELD ? SN_SUCCESS : e;
}

static void test_ours_is_sound(enum fixture_engine engine)
{
	struct house h;
	open_house(&h, engine);
	OK(verify_says(&h, 0, ""), "rows that were inserted together are sound");

	struct one take = {.which = &testdb_sql_item_take,
			   .params = {p_int(1), p_int(7), p_uuid(h.id[3]), p_int(1), p_int(7),
				      p_uuid(h.id[3]), p_int(1), p_int(7), p_uuid(h.id[0])},
			   .sets = 2};
	fixture_must(store_write(&h.f.c, run_one, &take), "taking twice");
	OK(take.changed[0] == 1 && take.changed[1] == 1 && verify_says(&h, 0, ""),
	   "a row that one statement changes twice is sound, and both changes are counted");

	struct one refused = {.which = &testdb_sql_item_rename,
			      .params = {p_int(7), p_uuid(h.id[0]), p_text(STR("Z"))},
			      .sets = 1};
	const struct sn_err e = store_write(&h.f.c, run_and_refuse, &refused);
	OK(e.reason == SN_R_MISSING_FIELD && verify_says(&h, 0, ""),
	   "what a refused request wrote leaves no trace in seals or sum");
	fixture_must(store_write(&h.f.c, attempt_and_go_on, &refused), "an attempt");
	OK(verify_says(&h, 0, ""), "nor does an attempt that was undone");

	take.params[2] = p_uuid(h.id[0]);
	take.sets = 1;
	const struct sn_err below = store_write(&h.f.c, run_one, &take);
	OK(below.reason == SN_R_STORE_CHECK && below.arg[0] == 0 && verify_says(&h, 0, ""),
	   "a rule of the table refuses as without seals, and says which set it was");

	struct one drop = {.which = &testdb_sql_item_drop,
			   .params = {p_int(7), p_uuid(h.id[1]), p_int(7), p_uuid(new_id(&h.f.c))},
			   .sets = 2};
	fixture_must(store_write(&h.f.c, run_one, &drop), "dropping");
	OK(drop.changed[0] == 1 && drop.changed[1] == 0 && verify_says(&h, 0, ""),
	   "a row that was deleted takes its seal along");
	close_house(&h);
}

/* ---- edits ---- */

#define FIRST_SEAL                                                                                 \
	"(SELECT row_key FROM row_seal WHERE table_name = 'thing' ORDER BY row_key LIMIT 1)"

static void test_edits(enum fixture_engine engine)
{
	static const struct {
		const char *sql, *says, *what;
	} edits[] = {
		{"UPDATE thing SET qty = 5 WHERE name = 'A'", "edited thing shard=7", "a number"},
		{"UPDATE thing SET name = 'AA' WHERE name = 'A'", "edited thing shard=7", "a text"},
		{"UPDATE thing SET qty = NULL WHERE name = 'A'", "edited thing shard=7",
		 "nothing instead of 0"},
		{"UPDATE thing SET data = NULL WHERE name = 'A'", "edited thing shard=7", "bytes"},
		{"DELETE FROM thing WHERE name = 'A'", "missing thing shard=7", "a row less"},
		{"UPDATE thing SET shard = 6 WHERE name = 'A'",
		 "added thing shard=6; missing thing shard=7", "another key"},
		{"DELETE FROM row_seal WHERE row_key = " FIRST_SEAL,
		 "sum thing; added thing shard=7", "a seal less"},
		{"UPDATE row_seal_sum SET rows_count = rows_count + 1", "sum thing",
		 "the number of rows"},
		{"DELETE FROM row_seal_sum", "not-begun thing", "no sum"},
	};
	for (size_t i = 0; i < sizeof edits / sizeof edits[0]; i++) {
		struct house h;
		open_house(&h, engine);
		by_hand(&h, edits[i].sql);
		OK(verify_says(&h, 0, edits[i].says), edits[i].what);
		close_house(&h);
	}
}

/* A row and its seal are taken out together: only the sum can say so. */
static void test_row_and_seal_gone(enum fixture_engine engine)
{
	struct house h;
	open_house(&h, engine);
	by_hand(&h, "DELETE FROM thing WHERE name = 'A'");
	by_hand(&h, "DELETE FROM row_seal WHERE row_key = " FIRST_SEAL);
	OK(verify_says(&h, 0, "sum thing"), "a row that is taken out with its seal is missed");

	struct one rename = {.which = &testdb_sql_item_rename,
			     .params = {p_int(7), p_uuid(h.id[1]), p_text(STR("BB"))},
			     .sets = 1};
	fixture_must(store_write(&h.f.c, run_one, &rename), "a change of ours");
	OK(verify_says(&h, 0, "sum thing"), "and our next change does not make it good");
	close_house(&h);
}

/* Whoever adds is not to hear "it is there already", which it is not. */
static void test_row_gone_and_added_again(enum fixture_engine engine)
{
	struct house h;
	open_house(&h, engine);
	by_hand(&h, "DELETE FROM thing");
	const struct sn_err e = store_write(&h.f.c, add_things, &h);
	OK(e.reason == SN_R_ROW_DAMAGED && strcmp(e.text, "thing") == 0,
	   "a row that was taken out by hand and comes again is told as damage");
	close_house(&h);
}

static void test_stranger_stays_stranger(enum fixture_engine engine)
{
	struct house h;
	open_house(&h, engine);
	by_hand(&h, "INSERT INTO thing (shard, id, name)"
		    " SELECT 8, id, 'S' FROM thing WHERE name = 'A'");
	OK(verify_says(&h, 0, "added thing shard=8"), "a row that was put in has no seal");
	struct one rename = {.which = &testdb_sql_item_rename,
			     .params = {p_int(8), p_uuid(h.id[0]), p_text(STR("SS"))},
			     .sets = 1};
	fixture_must(store_write(&h.f.c, run_one, &rename), "a change of ours");
	OK(rename.changed[0] == 1 && verify_says(&h, 0, "added thing shard=8"),
	   "nor gets one when we write it again");
	close_house(&h);
}

static struct sn_err seal_thing(struct ctx *c, void *arg)
{
	return seal_anew(c, str_of(arg), &(int64_t){0});
}
static void test_anew(enum fixture_engine engine)
{
	struct house h;
	open_house(&h, engine);
	by_hand(&h, "UPDATE thing SET qty = 5 WHERE name = 'A'");
	fixture_must(store_write(&h.f.c, seal_all, NULL), "tables without a sum");
	OK(verify_says(&h, 0, "edited thing shard=7"), "a table that is sealed stays as it was");
	char unknown[] = "things", thing[] = "thing";
	const struct sn_err e = store_write(&h.f.c, seal_thing, unknown);
	OK(e.reason == SN_R_NO_SUCH_TABLE, "a table that has no seals is refused by name");
	fixture_must(store_write(&h.f.c, seal_thing, thing), "one table anew");
	OK(verify_says(&h, 0, ""), "one that is sealed anew is taken as it stands");
	close_house(&h);
}

static void test_other_key(enum fixture_engine engine)
{
	static const struct store_key other = {{9}};
	struct house h;
	struct said s = {.used = 0};
	open_house(&h, engine);
	fixture_must(seal_verify(&h.f.c, &other, say, &s), "seal_verify");
	OK(strstr(s.text, "sum thing") && strstr(s.text, "edited thing"),
	   "with another key nothing fits: the seals are not to be made without it");
	close_house(&h);
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		test_ours_is_sound(engine);
		test_edits(engine);
		test_row_and_seal_gone(engine);
		test_row_gone_and_added_again(engine);
		test_stranger_stays_stranger(engine);
		test_anew(engine);
		test_other_key(engine);
	}
	return tap_done();
}
