/* Rosters as people really write them, what is refused, and taking a batch back; all people are made up (合成数据). */
#include "base/idnumber.h"
#include "base/table_in.h"
#include "org/org_sql.h"
#include "people/people.h"
#include "people/people_sql.h"
#include "store_fixture.h"

#include <unistd.h>

static const struct store_domain *const domains[] = {&org_domain, &people_domain};

/* ---- unions, files, reads ---- */

struct world {
	struct fixture f;
	struct org one, other;
	char folder[64];
};

static struct sn_err unions_work(struct ctx *c, void *arg)
{
	struct world *w = arg;
	bool changed = false;
	const struct org_new what[2] = {{.code = STR("150700"),
					 .name = STR("合成甲市总工会"),
					 .level = 2,
					 .from_day = 20200101},
					{.code = STR("150800"),
					 .name = STR("合成乙市总工会"),
					 .level = 2,
					 .from_day = 20200101}};
	SN_TRY(org_add(c, &what[0], &w->one, &changed));
	return org_add(c, &what[1], &w->other, &changed);
}

static struct people_import_result import(struct world *w, const struct org *org, const char *path)
{
	struct people_import_result out;
	const struct people_import what = {.org = *org, .path = str_of(path)};
	fixture_must(people_import(&w->f.c, &what, &out), path);
	return out;
}

/* Writes a CSV of the header and these lines and imports it. */
static struct people_import_result import_lines(struct world *w, const struct org *org,
						const char *lines)
{
	char path[128];
	(void)snprintf(path, sizeof path, "%s/lines.csv", w->folder);
	FILE *file = fopen(path, "we");
	if (file) {
		(void)fprintf(file, "姓名,身份证号,手机,班组,岗位,类别\n%s", lines);
		(void)fclose(file);
	}
	return import(w, org, path);
}

static const struct sn_statement all_people = {
	"test.people",
	"SELECT name, name_key, dek, id_sealed, phone_sealed, team_id, employer_id, post, left_us "
	"FROM person ORDER BY shard, person_id",
	"", "everybody"};
static const struct sn_statement all_rows = {
	"test.rows",
	"SELECT CAST((SELECT COUNT(*) FROM people_group) * 1000000 + (SELECT COUNT(*) FROM "
	"person_category) * 10000 + (SELECT COUNT(*) FROM registry) * 100 + (SELECT COUNT(*) FROM "
	"import_batch) * 10 + (SELECT COUNT(*) FROM import_change) AS BIGINT) AS rows_of_all",
	"", "everybody"};

/* All that a list may change, as bytes. */
static struct str state(struct world *w)
{
	static const char *const columns[] = {"name", "name_key", "dek", "id_sealed",
					      "phone_sealed"};
	struct buf *b = buf_new(1 << 22);
	struct rows *r = store_query(w->f.c.store, &all_people, NO_PARAMS);
	while (store_next(r)) {
		for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
			buf_add(b, i < 2 ? store_text(r, columns[i]) : store_bytes(r, columns[i]));
			buf_add_char(b, '|');
		}
		const struct uuid ids[2] = {store_uuid(r, "team_id"), store_uuid(r, "employer_id")};
		buf_add(b, (struct str){(const char *)ids, sizeof ids});
		buf_add(b, store_text(r, "post"));
		buf_printf(b, "|%" PRId64 "\n", store_int(r, "left_us"));
	}
	fixture_must(store_done(r), "people");
	r = store_query(w->f.c.store, &all_rows, NO_PARAMS);
	if (store_next(r))
		buf_printf(b, "%" PRId64, store_int(r, "rows_of_all"));
	fixture_must(store_done(r), "rows");
	const struct str copy = arena_str(w->f.c.mem, buf_str(b));
	buf_free(b);
	return copy;
}

static struct person person_of(struct world *w, const struct id_number *id)
{
	struct person p;
	const struct id_hash hash = people_id_hash(w->f.c.keys, id);
	fixture_must(people_by_hashes(&w->f.c, &hash, 1, &p), "by hash");
	return p;
}

static const char *why(const struct people_import_result *out, size_t i)
{
	return i < out->rejects_count ? sn_reason_word(out->rejects[i].why.reason) : "none";
}

/* ---- files as people write them ---- */

static void as_written(struct world *w)
{
	struct people_import_result out = import(w, &w->one, TEST_FILES "/roster_gb18030.csv");
	EQ_I64(out.read, 6, "GB18030 below a title: six people are read");
	EQ_I64(out.taken, 6, "and all taken: wide digits, 15 digits, a small x, blanks, dots, 𠮷");
	EQ_I64(out.totals_rows, 1, "the totals row is nobody");
	EQ_I64(out.blank_rows, 1, "nor is the blank one");
	EQ_I64(out.without_id, 1, "one has no ID number");
	OK(out.ignored_count == 1 && str_is(out.ignored[0], "银行卡"),
	   "what is not taken is named");
	const struct id_number fifteen = id_number_make(150000, 19080808, 8);
	OK(str_is(person_of(w, &fifteen).name, "𠮷合成"), "a 15-digit number is the same person's");
	const struct id_number second = id_number_make(150000, 19020202, 2);
	OK(str_is(person_of(w, &second).name, "其其格·合成"), "a dot of any kind is the dot");
	const struct id_number first = id_number_make(150000, 19010101, 1);
	OK(str_is(person_of(w, &first).name, "合成甲"), "blanks inside a Chinese name are none");
	const struct str before = state(w);
	out = import(w, &w->one, TEST_FILES "/roster_utf8_bom.csv");
	EQ_I64(out.unchanged, 6, "the same people in UTF-8 with a BOM are unchanged");
	OK(uuid_is_null(out.batch_id) && str_eq(before, state(w)), "and so is every table");
	const struct str said = STR("环卫工");
	struct people_import what = {.org = w->one,
				     .path = STR("" TEST_FILES "/roster_utf8_bom.csv"),
				     .categories = &said,
				     .categories_count = 1,
				     .dry_run = true};
	fixture_must(people_import(&w->f.c, &what, &out), "dry run");
	EQ_I64(out.changed, 4, "a category given to all is new to four");
	OK(str_eq(before, state(w)), "a dry run writes nothing");
	out = import(w, &w->other, TEST_FILES "/roster_utf8_bom.csv");
	EQ_I64(out.rejected, 5, "who is on another union's roster is refused");
	EQ_STR(why(&out, 0), "duplicate_existing", "for that reason");
	char words[512] = "";
	if (out.rejects_count > 0)
		sn_err_words(out.rejects[0].why, LANG_ZH, words, sizeof words);
	OK(strstr(words, "合成甲市总工会") != NULL, "which names the other union");
	fixture_must(people_undo(&w->f.c, out.batch_id, NULL, &(int64_t){0}), "undo");
}

/* ---- a workbook, and what comes back ---- */

enum { BACK_NAME, BACK_ID, BACK_TEAM, BACK_ROW, BACK_COLUMN, BACK_VALUE, BACK_REASON, BACK_COUNT };
static const struct table_column back_columns[BACK_COUNT] = {
	[BACK_NAME] = {"name", true, {"姓名", "名字"}},
	[BACK_ID] = {"id", true, {"身份证号", "证件号码"}},
	[BACK_TEAM] = {"team", false, {"班组"}},
	[BACK_ROW] = {"row", true, {"行号"}},
	[BACK_COLUMN] = {"column", true, {"列"}},
	[BACK_VALUE] = {"value", true, {"值"}},
	[BACK_REASON] = {"reason", true, {"原因"}},
};

static void read_back(const char *path)
{
	struct table_in *t = NULL;
	struct table_row row;
	struct buf *b = buf_new(1 << 16);
	bool more = false;
	fixture_must(table_open(&t, path, back_columns, BACK_COUNT), "rejects file");
	for (;;) {
		fixture_must(table_next(t, &row, &more), "rejects row");
		if (!more)
			break;
		const struct str reason = table_cell(t, &row, BACK_REASON).text;
		buf_printf(b, STR_FMT " " STR_FMT " " STR_FMT " " STR_FMT " %s\n",
			   STR_ARG(row.sheet), STR_ARG(table_cell(t, &row, BACK_ROW).text),
			   STR_ARG(table_cell(t, &row, BACK_TEAM).text),
			   STR_ARG(table_cell(t, &row, BACK_COLUMN).text),
			   reason.bytes > 0 ? "why" : "");
	}
	EQ_STR(buf_str(b).at,
	       "一厂 5 甲班 身份证号 why\n一厂 6 乙班 身份证号 why\n一厂 7 乙班 姓名 why\n"
	       "一厂 8 乙班 手机 why\n一厂 9 乙班 性别 why\n一厂 10 乙班 出生日期 why\n"
	       "二厂 2  身份证号 why\n",
	       "rejects come back: their own columns, then row, column, value, reason");
	table_close(t);
	buf_free(b);
}

static void workbook(struct world *w)
{
	char path[128];
	struct people_import_result out;
	(void)snprintf(path, sizeof path, "%s/rejects.xlsx", w->folder);
	const struct people_import what = {.org = w->one,
					   .path = STR("" TEST_FILES "/roster.xlsx"),
					   .rejects_path = str_of(path)};
	fixture_must(people_import(&w->f.c, &what, &out), "workbook");
	EQ_I64(out.read, 10, "two sheets are read");
	EQ_I64(out.taken, 3, "the good part is taken");
	static const char *const reasons[] = {
		"id_lost_digits", "bad_id_characters", "missing_name",     "bad_phone",
		"id_contradicts", "id_contradicts",    "duplicate_in_file"};
	for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
		EQ_STR(why(&out, i), reasons[i], "the other rows are refused, each for its reason");
	EQ_I64((int64_t)out.skipped_count, 2, "sheets without people are named");
	EQ_I64(out.blank_rows, 1, "a row that has only merged cells is blank");
	read_back(path);
	const struct id_number second = id_number_make(150000, 19120101, 12);
	const struct person p = person_of(w, &second);
	OK(str_is(p.team, "甲班") && str_is(p.employer, "合成一厂"),
	   "team and employer that are merged over several rows are everyone's");
	char words[512] = "";
	if (out.rejects_count == 7)
		sn_err_words(out.rejects[6].why, LANG_ZH, words, sizeof words);
	OK(strstr(words, "一厂") != NULL,
	   "an earlier row on another sheet is named with its sheet");
	int64_t people = 0;
	fixture_must(people_undo(&w->f.c, out.batch_id, NULL, &people), "undo");
	EQ_I64(people, 3, "and all of it can be taken back");
	(void)unlink(path);
}

/* ---- taking back ---- */

static struct sn_err refuse(struct ctx *c, const struct person_ref *who, size_t count)
{
	(void)c;
	(void)who;
	return count > 0 ? SN_FAIL(BATCH_IN_USE) : SN_SUCCESS;
}

static void taking_back(struct world *w)
{
	const struct id_number id = id_number_make(150000, 19210101, 21);
	char lines[256];
	int64_t people = 0;
	(void)snprintf(lines, sizeof lines, "合成子,%s,,一班,扫路,环卫工\n", id.digits);
	const struct people_import_result first = import_lines(w, &w->one, lines);
	EQ_I64(first.taken, 1, "a first list brings him");
	EQ_STR(sn_reason_word(people_undo(&w->f.c, first.batch_id, refuse, &people).reason),
	       "batch_in_use", "who has an entitlement is not taken back");
	OK(!uuid_is_null(person_of(w, &id).person_id), "and is still there");
	const struct str before = state(w);
	(void)snprintf(lines, sizeof lines, "合成丑,%s,13800138111,二班,开车,司机\n", id.digits);
	const struct people_import_result later = import_lines(w, &w->one, lines);
	EQ_I64(later.changed, 1, "a later list changes him");
	const struct person changed = person_of(w, &id);
	OK(str_is(changed.name, "合成丑") && str_is(changed.team, "二班") &&
		   str_is(changed.post, "开车"),
	   "in all that it says");
	EQ_STR(sn_reason_word(people_undo(&w->f.c, first.batch_id, NULL, &people).reason),
	       "batch_changed_later", "what a later list built upon is not taken back");
	fixture_must(people_undo(&w->f.c, later.batch_id, NULL, &people), "undo later");
	EQ_I64(people, 0, "the later list brought nobody");
	const struct person restored = person_of(w, &id);
	OK(str_is(restored.name, "合成子") && str_is(restored.team, "一班") &&
		   str_is(restored.post, "扫路"),
	   "taken back, he is as before");
	OK(str_eq((struct str){before.at, before.bytes - 8},
		  (struct str){state(w).at, before.bytes - 8}),
	   "to the byte, but for the group that is now empty");
	EQ_STR(sn_reason_word(people_undo(&w->f.c, later.batch_id, NULL, &people).reason),
	       "batch_undone", "once");
	fixture_must(people_undo(&w->f.c, first.batch_id, NULL, &people), "undo first");
	EQ_I64(people, 1, "then the first can go too");
	EQ_STR(sn_reason_word(people_undo(&w->f.c, uuid_random(), NULL, &people).reason),
	       "no_such_batch", "a batch that is not there is said");
}

static void several(struct world *w)
{
	const struct id_number a = id_number_make(150000, 19220101, 22),
			       b = id_number_make(150000, 19220102, 23);
	char lines[256];
	(void)snprintf(lines, sizeof lines, "合成寅,%s,,一班,,\n合成寅,%s,,一班,,\n", a.digits,
		       b.digits);
	EQ_I64(import_lines(w, &w->one, lines).taken, 2, "two of one name in one team");
	const struct people_import_result out =
		import_lines(w, &w->one, "合成寅,,,一班,,\n合成寅,,,二班,,\n");
	EQ_STR(why(&out, 0), "several_match", "a row without a number may mean either: refused");
	EQ_I64(out.taken, 1, "in another team it is somebody else");
}

/* ---- nothing in plain ---- */

enum { PLANTED = 500 };
struct planted {
	char numbers[2 * PLANTED][ID_NUMBER_BYTES]; /* ID numbers, then phones */
};

static int64_t found_in_file(const struct planted *p, const char *path)
{
	int64_t found = 0;
	FILE *file = fopen(path, "re");
	if (!file)
		return 0;
	const size_t room = 64 << 20;
	char *bytes = malloc(room);
	const size_t got = bytes ? fread(bytes, 1, room, file) : 0;
	for (size_t i = 0; i < 2 * PLANTED; i++)
		found += memmem(bytes, got, p->numbers[i], strlen(p->numbers[i])) != NULL;
	free(bytes);
	(void)fclose(file);
	return got == 0 ? -1 : found;
}

static const struct sn_statement plain_person = {
	"test.plain",
	"SELECT CAST(COUNT(*) AS BIGINT) AS n FROM person p, people_group g, import_change i WHERE "
	"p.name LIKE $1 OR p.name_key LIKE $1 OR p.post LIKE $1 OR g.name LIKE $1 OR i.name LIKE "
	"$1 "
	"OR p.id_sealed = $2 OR p.phone_sealed = $2 OR p.id_hash = $2 OR p.phone_hash = $2",
	"tb", "everybody"};

static void look_everywhere(struct world *w, const struct planted *p)
{
	char path[400];
	int64_t found = 0;
	if (w->f.engine == FIXTURE_SQLITE) {
		(void)snprintf(path, sizeof path, "%s/songnuan.db", w->f.url);
		EQ_I64(found_in_file(p, path), 0, "no number stands in the database");
		(void)snprintf(path, sizeof path, "%s/songnuan.db-wal", w->f.url);
		found = found_in_file(p, path);
		OK(found <= 0, "nor in its write-ahead log");
	}
	for (size_t i = 0; i < 2 * PLANTED; i += 100) {
		char like[ID_NUMBER_BYTES + 2];
		(void)snprintf(like, sizeof like, "%%%s%%", p->numbers[i]);
		struct rows *r = store_query(w->f.c.store, &plain_person,
					     PARAMS(p_text(str_of(like)),
						    p_bytes(p->numbers[i], strlen(p->numbers[i]))));
		if (store_next(r))
			found = store_int(r, "n");
		fixture_must(store_done(r), "columns");
		EQ_I64(found, 0, "nor in a column");
	}
	const struct store_key key = keyring_backup_key(w->f.c.keys);
	(void)snprintf(path, sizeof path, "%s/backup", w->folder);
	fixture_must(store_backup(&w->f.config, str_of(path), &key), "backup");
	EQ_I64(found_in_file(p, path), 0, "nor in a backup");
	(void)unlink(path);
}

static void nothing_in_plain(struct world *w)
{
	struct planted *p = calloc(1, sizeof *p);
	struct buf *b = buf_new(1 << 20);
	struct people_found *found = NULL;
	struct org_tree *tree = NULL;
	size_t count = 0;
	if (!p || !b)
		return;
	for (int i = 0; i < PLANTED; i++) {
		const struct id_number id = id_number_make(150000, 19300101 + i % 28, i + 1);
		memcpy(p->numbers[i], id.digits, sizeof id.digits);
		(void)snprintf(p->numbers[PLANTED + i], ID_NUMBER_BYTES, "1377%07d",
			       1234500 + 7 * i);
		buf_printf(b, "合成甲,%s,%s,植班,,\n", p->numbers[i], p->numbers[PLANTED + i]);
	}
	struct people_import_result out = import_lines(w, &w->one, buf_str(b).at);
	EQ_I64(out.taken, PLANTED, "500 made-up people come");
	fixture_must(org_tree_load(&w->f.c, 0, &tree), "tree");
	const struct people_query query = {
		.tree = tree, .phone = str_of(p->numbers[PLANTED]), .rows_max = 5};
	fixture_must(people_find(&w->f.c, &query, &found, &count), "find");
	EQ_I64((int64_t)count, 1, "are found by their phones");
	org_tree_free(tree);
	out = import_lines(w, &w->other, buf_str(b).at);
	EQ_I64(out.rejected, PLANTED, "are refused elsewhere");
	bool masked = out.rejects_count == PLANTED;
	for (size_t i = 0; i < out.rejects_count; i++)
		masked = masked && memmem(out.rejects[i].value.at, out.rejects[i].value.bytes,
					  p->numbers[i], ID_NUMBER_DIGITS) == NULL;
	OK(masked, "and masked in the answer");
	look_everywhere(w, p);
	buf_free(b);
	free(p);
}

int main(void)
{
	char path[] = "/tmp/songnuan-import-key-XXXXXX";
	struct keyring *k = NULL;
	if (!crypto_start() || close(mkstemp(path)) != 0 || unlink(path) != 0)
		return 1;
	fixture_must(keyring_create(str_of(path)), "keyring_create");
	fixture_must(keyring_load(&k, str_of(path)), "keyring_load");
	(void)unlink(path);
	FOR_EACH_ENGINE(engine)
	{
		struct world w = {.folder = "/tmp/songnuan-import-XXXXXX"};
		char lines[128];
		if (!mkdtemp(w.folder))
			return 1;
		fixture_create(&w.f, engine, domains, 2);
		w.f.c.keys = w.f.writer_config.base.keys = k;
		fixture_start(&w.f);
		fixture_must(store_write(&w.f.c, unions_work, &w), "unions");
		as_written(&w);
		workbook(&w);
		taking_back(&w);
		several(&w);
		nothing_in_plain(&w);
		fixture_close(&w.f);
		(void)snprintf(lines, sizeof lines, "%s/lines.csv", w.folder);
		(void)unlink(lines);
		(void)rmdir(w.folder);
	}
	keyring_free(k);
	return tap_done();
}
