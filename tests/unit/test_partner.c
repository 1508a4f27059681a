/* Partners: registered once, found by what they are called, renamed and closed with a day; on both engines. */
#include "org/org_sql.h"
#include "org/partner.h"
#include "org/partner_sql.h"
#include "store_fixture.h"

#include <unistd.h>

static const struct store_domain *const domains[] = {&org_domain, &partner_domain};

#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)

/* ---- one act in one work ---- */

struct step {
	enum { DO_ORG, DO_ADD, DO_ALIAS, DO_RENAME, DO_CLOSE, DO_SPOIL } what;
	struct partner_new add;
	int64_t partner_no;
	struct str text;
	int32_t day;
	struct partner out;
	bool changed;
};
static struct sn_err step_work(struct ctx *c, void *arg)
{
	static const struct sn_statement spoil = {
		.name = "test.spoil",
		.sql = "UPDATE partner SET uscc = '91150000MA0000000X' WHERE partner_no = $1",
		.params = "i"};
	struct step *s = arg;
	struct org org;
	switch (s->what) {
	case DO_ORG:
		return org_add(c,
			       &(const struct org_new){.code = s->text,
						       .name = s->text,
						       .kind = ORG_GENERAL,
						       .level = 1,
						       .from_day = 20150101},
			       &org, NULL);
	case DO_ADD:
		return partner_add(c, &s->add, &s->out, &s->changed);
	case DO_ALIAS:
		return partner_add_alias(c, s->partner_no, s->text);
	case DO_RENAME:
		return partner_rename(c, s->partner_no, s->text, s->day);
	case DO_CLOSE:
		return partner_close(c, s->partner_no, s->day);
	case DO_SPOIL:
		return store_run(c->store, &spoil, PARAMS(p_int(s->partner_no)), NULL);
	}
	return SN_SUCCESS;
}
static struct sn_err run(struct fixture *f, struct step *s)
{
	return store_write(&f->c, step_work, s);
}
static struct sn_err add(struct fixture *f, struct partner_new what, struct step *s)
{
	*s = (struct step){.what = DO_ADD, .add = what};
	return run(f, s);
}
static struct sn_err act(struct fixture *f, struct step s)
{
	return run(f, &s);
}
static const char *found(struct fixture *f, const char *text, int32_t day)
{
	struct partner p;
	const struct sn_err e = partner_find(&f->c, str_of(text), day, &p);
	return sn_failed(e) ? sn_reason_word(e.reason) : p.code.at;
}

static struct uscc uscc_a, uscc_b;

static void open_world(struct fixture *f, enum fixture_engine engine)
{
	fixture_open(f, engine, domains, 2);
	fixture_must(act(f, (struct step){.what = DO_ORG, .text = STR("15")}), "a union");
	fixture_must(act(f, (struct step){.what = DO_ORG, .text = STR("16")}), "another");
}
#define PARTNER(c, n, k, u, o, d)                                                                  \
	((struct partner_new){.code = STR(c),                                                      \
			      .name = STR(n),                                                      \
			      .kind = PARTNER_##k,                                                 \
			      .uscc = (u),                                                         \
			      .org_no = (o),                                                       \
			      .from_day = (d)})

static void test_registered_once(enum fixture_engine engine)
{
	struct fixture f;
	struct step s;
	open_world(&f, engine);
	const struct str a = str_of(uscc_a.characters), b = str_of(uscc_b.characters);
	fixture_must(add(&f, PARTNER("cgj", "甲市城市管理局", GOVERNMENT, a, 1, 20200101), &s),
		     "add");
	EQ_I64(s.changed, 1, "a partner is added");
	fixture_must(add(&f, PARTNER("cgj", "甲市城市管理局", GOVERNMENT, a, 1, 20200101), &s),
		     "again");
	EQ_I64(s.changed, 0, "the same again changes nothing");
	REASON(add(&f, PARTNER("cgj", "乙市城市管理局", GOVERNMENT, a, 1, 0), &s),
	       "partner_code_taken", "the same code with another name is refused");
	const struct sn_err twin = add(&f, PARTNER("p2", "城管", GOVERNMENT, a, 0, 0), &s);
	REASON(twin, "partner_uscc_taken", "a second partner with the same USCC is refused");
	EQ_STR(twin.text, "cgj 甲市城市管理局", "… and told which one it is");
	REASON(add(&f, PARTNER("p2", "甲市 城市管理局", GOVERNMENT, STR_NULL, 1, 0), &s),
	       "partner_name_taken",
	       "the same name beside the same union is refused, blanks or not");
	fixture_must(add(&f, PARTNER("p2", "甲市城市管理局", GOVERNMENT, STR_NULL, 2, 0), &s),
		     "beside another union");
	EQ_STR(found(&f, "甲市城市管理局", 0), "partner_ambiguous",
	       "two of one name are not guessed at");
	fixture_must(add(&f, PARTNER("p2", "甲市城市管理局", GOVERNMENT, b, 2, 0), &s), "its USCC");
	EQ_I64(s.changed, 1, "a USCC that was not known is added");
	EQ_STR(found(&f, uscc_b.characters, 0), "p2", "… and finds it");
	REASON(add(&f, PARTNER("p3", "丙", COMPANY, STR("91150000MA0000000X"), 0, 0), &s),
	       "bad_uscc_checksum", "a wrong check character is refused");
	REASON(add(&f, PARTNER("丙", "丙", COMPANY, STR_NULL, 0, 0), &s), "partner_bad_code",
	       "a code is ASCII");
	REASON(add(&f, PARTNER("p4", "", COMPANY, STR_NULL, 0, 0), &s), "missing_field",
	       "no name, no partner: none is made up");
	REASON(add(&f, PARTNER("p4", "丁", COMPANY, STR_NULL, 0, 20990101), &s), "org_day_ahead",
	       "a day that is still ahead is refused");
	REASON(add(&f, PARTNER("p4", "丁", COMPANY, STR_NULL, 99, 0), &s), "no_such_org",
	       "a union that is not there is refused");
	fixture_close(&f);
}

static void test_names(enum fixture_engine engine)
{
	struct fixture f;
	struct step s;
	struct partner_name *names = NULL;
	size_t count = 0;
	open_world(&f, engine);
	fixture_must(
		add(&f, PARTNER("zjt", "住房和城乡建设厅", GOVERNMENT, STR_NULL, 1, 20200101), &s),
		"a");
	const int64_t zjt = s.out.partner_no;
	fixture_must(add(&f, PARTNER("hw", "环卫服务中心", INSTITUTION, STR_NULL, 1, 20200101), &s),
		     "b");
	const int64_t hw = s.out.partner_no;
	fixture_must(
		act(&f, (struct step){.what = DO_ALIAS, .partner_no = zjt, .text = STR("住建厅")}),
		"alias");
	EQ_STR(found(&f, "住建厅", 0), "zjt", "found by its alias");
	EQ_I64(sn_failed(act(
		       &f,
		       (struct step){.what = DO_ALIAS, .partner_no = zjt, .text = STR("住建厅")})),
	       0, "the same alias again is no harm");
	REASON(act(&f, (struct step){.what = DO_ALIAS, .partner_no = hw, .text = STR("住建厅")}),
	       "partner_alias_taken", "an alias stands for one partner");
	fixture_must(act(&f, (struct step){.what = DO_RENAME,
					   .partner_no = hw,
					   .text = STR("环境卫生事务中心"),
					   .day = 20230601}),
		     "rename");
	EQ_STR(found(&f, "环卫服务中心", 0), "hw", "the former name still finds it");
	struct partner p;
	fixture_must(partner_by_no(&f.c, hw, 20230531, &p), "before");
	EQ_STR(p.name.at, "环卫服务中心", "and is its name of the days before");
	fixture_must(partner_names(&f.c, hw, &names, &count), "names");
	EQ_I64((int64_t)count, 2, "both names are kept");
	EQ_I64(names[0].until_day, 20230601, "… with their day");
	REASON(act(&f, (struct step){.what = DO_RENAME,
				     .partner_no = hw,
				     .text = STR("丙中心"),
				     .day = 20230101}),
	       "partner_day_order", "a name does not begin before the last one");
	REASON(act(&f, (struct step){.what = DO_RENAME,
				     .partner_no = hw,
				     .text = STR("住房和城乡建设厅")}),
	       "partner_name_taken", "nobody takes another's name beside the same union");
	fixture_must(act(&f, (struct step){.what = DO_CLOSE, .partner_no = hw, .day = 20240101}),
		     "close");
	EQ_STR(found(&f, "hw", 0), "partner_closed", "a closed partner is refused");
	EQ_STR(found(&f, "hw", 20231231), "hw", "but stood the day before");
	EQ_I64(sn_failed(
		       act(&f, (struct step){.what = DO_CLOSE, .partner_no = hw, .day = 20240101})),
	       0, "closing on the same day again is no harm");
	REASON(act(&f, (struct step){.what = DO_RENAME, .partner_no = hw, .text = STR("丁")}),
	       "partner_closed", "a closed partner gets no name");
	struct partner *list = NULL;
	fixture_must(partner_list(&f.c, &(const struct partner_filter){.org_no = 1}, &list, &count),
		     "list");
	EQ_I64((int64_t)count, 1, "lists show those that are open");
	fixture_must(partner_list(&f.c, &(const struct partner_filter){.closed_too = true}, &list,
				  &count),
		     "list");
	EQ_I64((int64_t)count, 2, "or all");
	fixture_must(partner_list(&f.c,
				  &(const struct partner_filter){
					  .kind = &(const enum partner_kind){PARTNER_COMPANY}},
				  &list, &count),
		     "list");
	EQ_I64((int64_t)count, 0, "or of one kind");
	fixture_close(&f);
}

static struct sn_err not_union_16(struct ctx *c, int64_t org_no)
{
	(void)c;
	return org_no == 2 ? SN_FAIL(NOT_GRANTED, .arg = {0, org_no}) : SN_SUCCESS;
}
struct told {
	int64_t rows[16];
	const char *words[16];
	size_t count;
};
static void tell(void *self, struct sn_err why)
{
	struct told *t = self;
	t->rows[t->count] = why.row;
	t->words[t->count++] = sn_reason_word(why.reason);
}

static void test_import(enum fixture_engine engine)
{
	struct fixture f;
	char path[] = "/tmp/partnerXXXXXX";
	struct told told = {.count = 0};
	struct partner_import_result r;
	open_world(&f, engine);
	FILE *file = fdopen(mkstemp(path), "w");
	(void)fprintf(file,
		      "代码,名称,类型,统一社会信用代码,所属工会,简称\n"
		      "cgj,甲市城市管理局,政府部门,%s,15,城管局;甲城管、城管\n"
		      "yy,甲市医院,医院,,15,\n"
		      "x1,丙公司,工厂,,15,\n"
		      "x2,丁公司,企业,%s,15,\n"
		      "x3,戊公司,company,,99,\n"
		      "x4,己公司,company,,16,\n"
		      "gs,庚公司,company,,,城管\n",
		      uscc_a.characters, uscc_a.characters);
	(void)fclose(file);
	const struct partner_import what = {
		.path = str_of(path), .allowed = not_union_16, .each_skipped = tell, .self = &told};
	fixture_must(partner_import(&f.c, &what, &r), "import");
	EQ_I64(r.read, 7, "rows read");
	EQ_I64(r.added, 3, "the good ones are taken");
	EQ_I64((int64_t)told.count, 5, "the others are told");
	EQ_I64(told.rows[0], 4, "by the row that a spreadsheet shows");
	EQ_STR(told.words[0], "partner_bad_kind", "a kind that there is not");
	EQ_STR(told.words[1], "partner_uscc_taken", "a USCC twice in one file");
	EQ_STR(told.words[2], "no_such_org", "a union that there is not");
	EQ_STR(told.words[3], "not_granted", "a union where the actor may not");
	EQ_STR(told.words[4], "partner_alias_taken",
	       "an alias of another: the partner itself stays");
	EQ_STR(found(&f, "甲城管", 0), "cgj", "aliases are parted by both signs");
	EQ_STR(found(&f, "gs", 0), "gs", "… whose alias was refused");
	told.count = 0;
	fixture_must(partner_import(&f.c, &what, &r), "again");
	EQ_I64(r.added, 0, "the same file again adds nothing");
	EQ_I64(r.unchanged, 3, "… and finds them unchanged");
	(void)unlink(path);
	fixture_close(&f);
}

static void count_finding(void *self, const char *what, int64_t partner_no)
{
	(void)partner_no;
	*(const char **)self = what;
}
static void test_verify(enum fixture_engine engine)
{
	struct fixture f;
	struct step s;
	const char *what = "none";
	open_world(&f, engine);
	fixture_must(
		add(&f, PARTNER("a", "甲", COMPANY, str_of(uscc_a.characters), 0, 20200101), &s),
		"a");
	fixture_must(act(&f, (struct step){.what = DO_RENAME,
					   .partner_no = 1,
					   .text = STR("甲公司"),
					   .day = 20220101}),
		     "rename");
	fixture_must(act(&f, (struct step){.what = DO_ALIAS, .partner_no = 1, .text = STR("小甲")}),
		     "alias");
	fixture_must(act(&f, (struct step){.what = DO_CLOSE, .partner_no = 1}), "close");
	fixture_must(partner_verify(&f.c, count_finding, &what), "verify");
	EQ_STR(what, "none", "what was entered by acts holds");
	fixture_must(act(&f, (struct step){.what = DO_SPOIL, .partner_no = 1}), "spoil");
	fixture_must(partner_verify(&f.c, count_finding, &what), "verify");
	EQ_STR(what, "uscc", "a USCC changed in the database is found");
	fixture_close(&f);
}

int main(void)
{
	uscc_a = uscc_make(150000, 1001);
	uscc_b = uscc_make(150000, 1002);
	FOR_EACH_ENGINE(engine)
	{
		test_registered_once(engine);
		test_names(engine);
		test_import(engine);
		test_verify(engine);
	}
	return tap_done();
}
