/* People: they come, are found by their hashes, leave and are merged, on both engines. */
#include "base/idnumber.h"
#include "org/org_sql.h"
#include "people/people.h"
#include "people/people_sql.h"
#include "store_fixture.h"

#include <unistd.h>

static const struct store_domain *const domains[] = {&org_domain, &people_domain};

struct act {
	const struct person_new *what;
	size_t count;
	struct person *out;
	struct person_ref from, into;
};
static struct sn_err add_work(struct ctx *c, void *arg)
{
	struct act *a = arg;
	return people_add_many(c, a->what, a->count, a->out);
}
static struct sn_err leave_work(struct ctx *c, void *arg)
{
	return people_leave(c, ((struct act *)arg)->from);
}
static struct sn_err merge_work(struct ctx *c, void *arg)
{
	const struct act *a = arg;
	return people_merge(c, a->from, a->into);
}
static struct person_ref ref(struct person p)
{
	return (struct person_ref){p.shard, p.person_id};
}

static void come_and_go(struct fixture *f)
{
	const struct id_number ids[2] = {id_number_make(150102, 19900307, 1),
					 id_number_make(150102, 19800102, 2)};
	const struct str cleaner = STR("环卫工");
	const struct person_new what[3] = {
		{.shard = 7,
		 .org_no = 7,
		 .id = &ids[0],
		 .name = STR("合成甲"),
		 .phone = STR("13800138000"),
		 .team = STR("一班"),
		 .categories = &cleaner,
		 .categories_count = 1},
		{.shard = 7,
		 .org_no = 7,
		 .id = &ids[1],
		 .name = STR("合成乙"),
		 .employer = STR("合成公司")},
		{.shard = 7, .org_no = 7, .name = STR("其其格·合成"), .team = STR("一班")},
	};
	struct person out[3], again[3], found[3];
	struct act a = {.what = what, .count = 3, .out = out};
	fixture_must(store_write(&f->c, add_work, &a), "three come");
	OK(out[0].has_id && str_is(out[0].team, "一班") && str_is(out[1].employer, "合成公司"),
	   "three people come");
	a.out = again;
	fixture_must(store_write(&f->c, add_work, &a), "again");
	OK(uuid_eq(out[0].person_id, again[0].person_id) &&
		   uuid_eq(out[2].person_id, again[2].person_id),
	   "who is there already stays the same person, with an ID number or by name and team");

	const struct id_hash hashes[3] = {
		people_id_hash(f->c.keys, &ids[1]), {{1}}, people_id_hash(f->c.keys, &ids[0])};
	fixture_must(people_by_hashes(&f->c, hashes, 3, found), "by hashes");
	OK(uuid_eq(found[0].person_id, out[1].person_id) && uuid_is_null(found[1].person_id) &&
		   uuid_eq(found[2].person_id, out[0].person_id),
	   "each hash is answered in its place");
	struct id_number id;
	fixture_must(people_open_id(&f->c, ref(out[1]), &id), "open");
	EQ_STR(id.digits, ids[1].digits, "the ID number opens");
	EQ_STR(sn_reason_word(people_open_id(&f->c, ref(out[2]), &id).reason), "no_identity",
	       "who has none has none");

	size_t count = 0;
	struct roster_page page = {.shard = 7, .org_no = 7, .rows_max = 3};
	fixture_must(people_roster(&f->c, &page, found, &count), "roster");
	EQ_I64((int64_t)count, 3, "all are on the roster");
	page.categories = &cleaner;
	page.categories_count = 1;
	fixture_must(people_roster(&f->c, &page, found, &count), "roster");
	EQ_I64((int64_t)count, 1, "one of them is a cleaner");

	struct seal_item items[2] = {{.who = ref(out[0]),
				      .place = {"award", "seed", out[0].person_id},
				      .plain = STR("abc")},
				     {.who = ref(out[2]),
				      .place = {"award", "seed", out[2].person_id},
				      .plain = STR("d")}};
	struct str plain = STR_NULL;
	struct id_number opened[2];
	bool has[2] = {false, true};
	fixture_must(people_seal_many(&f->c, items, 2, opened, has), "seal");
	OK(has[0] && strcmp(opened[0].digits, ids[0].digits) == 0 && !has[1],
	   "sealing for many tells their ID numbers, where there are any");
	fixture_must(people_unseal(&f->c, items[1].who, items[1].place, items[1].sealed, &plain),
		     "unseal");
	OK(str_is(plain, "d"), "what is sealed for a person opens again");
	OK(sn_failed(people_unseal(&f->c, items[0].who, items[1].place, items[1].sealed, &plain)),
	   "not for another");

	a.from = ref(out[1]);
	fixture_must(store_write(&f->c, leave_work, &a), "leave");
	page.categories_count = 0;
	fixture_must(people_roster(&f->c, &page, found, &count), "roster");
	EQ_I64((int64_t)count, 2, "who left is not on the roster");
	const struct person_new there = {
		.shard = 9, .org_no = 9, .id = &ids[1], .name = STR("合成乙")};
	a = (struct act){.what = &there, .count = 1, .out = again};
	fixture_must(store_write(&f->c, add_work, &a), "arrive");
	fixture_must(people_by_hashes(&f->c, hashes, 1, found), "by hash");
	OK(found[0].org_no == 9, "and may come onto another union's");
	fixture_must(people_by_refs(&f->c, &(struct person_ref){7, out[1].person_id}, 1, found),
		     "old");
	OK(found[0].shard == 9, "the old name of him leads there");

	a = (struct act){.from = ref(out[2]), .into = ref(out[0])};
	fixture_must(store_write(&f->c, merge_work, &a), "merge");
	fixture_must(people_by_refs(&f->c, &a.from, 1, found), "merged");
	OK(uuid_eq(found[0].person_id, out[0].person_id), "a merged person leads to the survivor");
	EQ_STR(sn_reason_word(store_write(&f->c, merge_work, &a).reason), "same_person",
	       "two that are one are not merged again");
	a.from.person_id = UUID_NULL;
	EQ_STR(sn_reason_word(store_write(&f->c, leave_work, &a).reason), "no_such_person",
	       "nobody cannot leave");
}

/* ---- a file ---- */

static void import_file(struct fixture *f)
{
	const struct id_number a = id_number_make(150102, 19710101, 5),
			       b = id_number_make(150102, 19720202, 6);
	char path[300];
	(void)snprintf(path, sizeof path, "/tmp/songnuan-roster-%d.csv", (int)getpid());
	FILE *file = fopen(path, "we");
	if (!file)
		return;
	(void)fprintf(
		file,
		"合成花名册\n姓名,身份证号码,联系电话,班组,银行卡\n合成丙,%s,13900139000,二班,1\n"
		"合成丁,%s,,二班,2\n合成丙,%s,,,3\n合成戊,1.52103E+17,,,4\n合成己,,,三班,5\n"
		"合成庚,%.17s#,,,6\n合计,5,,,\n",
		a.digits, b.digits, a.digits, b.digits);
	(void)fclose(file);
	struct people_import what = {
		.org = {.org_no = 21, .shard = 21}, .path = str_of(path), .dry_run = true};
	struct people_import_result out;
	fixture_must(people_import(&f->c, &what, &out), "dry run");
	EQ_I64(out.taken, 3, "a dry run says what would be taken");
	OK(uuid_is_null(out.batch_id), "and makes no batch");
	what.dry_run = false;
	fixture_must(people_import(&f->c, &what, &out), "import");
	EQ_I64(out.read, 6, "six rows are read");
	EQ_I64(out.taken, 3, "three are taken");
	EQ_I64(out.without_id, 1, "one without an ID number");
	EQ_I64(out.totals_rows, 1, "the total is counted");
	EQ_I64((int64_t)out.rejects_count, 3, "three are refused");
	EQ_I64((int64_t)out.ignored_count, 1, "a column that is not taken is named");
	if (out.rejects_count == 3) {
		EQ_STR(sn_reason_word(out.rejects[0].why.reason), "duplicate_in_file",
		       "twice in the file");
		EQ_I64(out.rejects[0].why.arg[0], 3, "the earlier row is named");
		EQ_STR(sn_reason_word(out.rejects[1].why.reason), "id_lost_digits", "lost digits");
		OK(memmem(out.rejects[0].value.at, out.rejects[0].value.bytes, a.digits, 18) ==
			   NULL,
		   "masked");
	}
	struct people_batch batch;
	fixture_must(people_batch(&f->c, out.batch_id, &batch), "batch");
	EQ_I64(batch.taken, 3, "the batch is there");
	fixture_must(people_import(&f->c, &what, &out), "again");
	EQ_I64(out.unchanged, 3, "the same file again changes nothing");
	OK(out.taken == 0 && out.changed == 0 && uuid_is_null(out.batch_id), "and makes no batch");
	int64_t people = 0;
	fixture_must(people_undo(&f->c, batch.batch_id, NULL, &people), "undo");
	EQ_I64(people, 3, "a batch is taken back whole");
	EQ_STR(sn_reason_word(people_undo(&f->c, batch.batch_id, NULL, &people).reason),
	       "batch_undone", "once");
	fixture_must(people_import(&f->c, &what, &out), "after the undo");
	EQ_I64(out.taken, 3, "and nothing of it is left: the file is taken as new");
	(void)unlink(path);
}

/* ---- finding ---- */

struct orgs {
	struct org league, county, town;
};
static struct sn_err orgs_work(struct ctx *c, void *arg)
{
	struct orgs *o = arg;
	bool changed = false;
	const struct org_new league = {.code = STR("150100"),
				       .name = STR("合成市总工会"),
				       .level = 2,
				       .from_day = 20200101};
	const struct org_new county = {.code = STR("150102"),
				       .parent_code = STR("150100"),
				       .name = STR("合成区总工会"),
				       .level = 3,
				       .from_day = 20200101};
	const struct org_new town = {.code = STR("150102-1"),
				     .parent_code = STR("150102"),
				     .name = STR("合成街道工会"),
				     .kind = ORG_GRASSROOTS,
				     .level = 4,
				     .from_day = 20200101};
	SN_TRY(org_add(c, &league, &o->league, &changed));
	SN_TRY(org_add(c, &county, &o->county, &changed));
	return org_add(c, &town, &o->town, &changed);
}

struct findings {
	int names, phones;
	size_t people;
};
static void count_finding(void *self, const struct people_finding *f)
{
	struct findings *n = self;
	n->names += f->kind == PEOPLE_SAME_NAME_AND_TEAM;
	n->phones += f->kind == PEOPLE_SAME_PHONE;
	n->people += f->count;
}

static int64_t find_count(struct fixture *f, struct people_query query, struct people_found *first)
{
	struct people_found *found = NULL;
	size_t count = 0;
	query.rows_max = query.rows_max > 0 ? query.rows_max : 10;
	fixture_must(people_find(&f->c, &query, &found, &count), "find");
	if (count > 0)
		*first = found[0];
	return (int64_t)count;
}

static const char *find_refused(struct fixture *f, struct people_query query)
{
	struct people_found *found = NULL;
	size_t count = 0;
	query.rows_max = 10;
	return sn_reason_word(people_find(&f->c, &query, &found, &count).reason);
}

static void find(struct fixture *f)
{
	struct orgs o;
	struct org_tree *tree = NULL;
	struct people_found first = {.person = {.left = false}};
	fixture_must(store_write(&f->c, orgs_work, &o), "unions");
	fixture_must(org_tree_load(&f->c, 0, &tree), "tree");
	const struct id_number id = id_number_make(150102, 19850505, 11),
			       other = id_number_make(150102, 19850506, 12);
	const struct str phone = STR("13700137000");
	const struct person_new what[] = {
		{o.town.shard, o.town.org_no, &id, STR("王合成"), phone, .team = STR("一班")},
		{o.town.shard, o.town.org_no, NULL, STR("王合成"), phone, .team = STR("二班")},
		{o.town.shard, o.town.org_no, NULL, STR("王合成"), .team = STR("三班")},
		{o.county.shard, o.county.org_no, &other, STR("王合"), phone},
		{o.league.shard, o.league.org_no, NULL, STR("李合成"), phone},
	};
	enum { COUNT = sizeof what / sizeof what[0] };
	struct person out[COUNT];
	struct act a = {.what = what, .count = COUNT, .out = out};
	fixture_must(store_write(&f->c, add_work, &a), "people to find");
	struct people_query q = {.tree = tree, .id_number = str_of(id.digits)};
	EQ_I64(find_count(f, q, &first), 1, "an ID number finds one person");
	EQ_STR(first.name_masked, "王**", "whose name is masked");
	EQ_STR(first.phone_masked, "137****7000", "and the phone");
	OK(memcmp(first.id_masked, "150***********", 14) == 0, "and the number itself");
	q.org_no = o.league.org_no;
	EQ_I64(find_count(f, q, &first), 1, "also for the union above");
	q.org_no = o.town.org_no;
	q.id_number = str_of(other.digits);
	EQ_I64(find_count(f, q, &first), 0, "not for one that he is not below");
	q = (struct people_query){.tree = tree, .phone = STR("+86 137-0013-7000")};
	EQ_I64(find_count(f, q, &first), 4, "a phone finds whoever has it");
	q.org_no = o.county.org_no;
	EQ_I64(find_count(f, q, &first), 3, "of the unions asked about");
	q = (struct people_query){.tree = tree, .name = STR("王 合")};
	EQ_I64(find_count(f, q, &first), 4, "a name's beginning finds all that go on from it");
	q.rows_max = 2;
	EQ_I64(find_count(f, q, &first), 2, "as many as are wanted");
	q = (struct people_query){
		.tree = tree, .org_no = o.league.org_no, .last4 = str_of(id.digits + 14)};
	EQ_I64(find_count(f, q, &first), 1, "the last four of an ID number find its owner");
	OK(uuid_eq(first.person.person_id, out[0].person_id), "and nobody else");
	q.name = STR("李");
	EQ_I64(find_count(f, q, &first), 0, "together with a name only who has both");
	EQ_STR(find_refused(f, (struct people_query){.tree = tree}), "find_by_one",
	       "something is to be asked for");
	q.phone = phone;
	EQ_STR(find_refused(f, q), "find_by_one", "but not two things");
	EQ_STR(find_refused(f, (struct people_query){.tree = tree, .last4 = STR("12X4")}),
	       "bad_last4", "an X stands last");
	EQ_STR(find_refused(f, (struct people_query){.tree = tree, .id_number = STR("15010")}),
	       "bad_id_length", "half an ID number is refused, not searched");
	EQ_STR(find_refused(f, (struct people_query){.tree = tree, .name = STR("·")}),
	       "missing_name", "a dot is no name");
	EQ_STR(find_refused(f,
			    (struct people_query){.tree = tree, .org_no = 999, .name = STR("王")}),
	       "no_such_org", "nor 999 a union");

	struct findings n = {0};
	fixture_must(people_duplicates(&f->c, tree, 0, count_finding, &n), "duplicates");
	EQ_I64(n.names, 0, "one name in three teams is no finding");
	EQ_I64(n.phones, 1, "a phone of three people of one shard is one");
	EQ_I64((int64_t)n.people, 3, "they are named");
	const struct id_number third = id_number_make(150102, 19850507, 13);
	const struct person_new twice = {o.town.shard, o.town.org_no, &third, STR("王·合成"),
					 .team = STR("二班")};
	a = (struct act){.what = &twice, .count = 1, .out = out};
	fixture_must(store_write(&f->c, add_work, &a), "a second of the name");
	n = (struct findings){0};
	fixture_must(people_duplicates(&f->c, tree, o.county.org_no, count_finding, &n),
		     "duplicates");
	EQ_I64(n.names, 1, "two of one name and team are a finding, however it is written");
	EQ_I64((int64_t)n.people, 5, "both are named");
	n = (struct findings){0};
	fixture_must(people_duplicates(&f->c, tree, o.town.org_no, count_finding, &n),
		     "duplicates");
	EQ_I64(n.phones, 0, "a phone that two of a union have is none, whoever else has it");
	org_tree_free(tree);
}

int main(void)
{
	char path[] = "/tmp/songnuan-people-XXXXXX";
	struct keyring *k = NULL;
	if (!crypto_start() || close(mkstemp(path)) != 0 || unlink(path) != 0)
		return 1;
	fixture_must(keyring_create(str_of(path)), "keyring_create");
	fixture_must(keyring_load(&k, str_of(path)), "keyring_load");
	(void)unlink(path);
	FOR_EACH_ENGINE(engine)
	{
		struct fixture f;
		fixture_create(&f, engine, domains, 2);
		f.c.keys = f.writer_config.base.keys = k;
		fixture_start(&f);
		come_and_go(&f);
		import_file(&f);
		find(&f);
		fixture_close(&f);
	}
	keyring_free(k);
	return tap_done();
}
