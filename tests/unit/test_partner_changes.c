/* What a partner may not be, become or be called; rows of a file that are not taken; edits that are found. Both engines. */
#include "base/limits.h"
#include "base/uscc.h"
#include "care_world.h"
#include "org/partner_priv.h"

#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)

struct step {
	enum { ADD, ALIAS, RENAME, CLOSE } what;
	struct partner_new add;
	int64_t partner_no;
	struct str text;
	int32_t day;
	struct partner out;
	bool changed;
};
static struct sn_err step_work(struct ctx *c, void *arg)
{
	struct step *s = arg;
	switch (s->what) {
	case ADD:
		return partner_add(c, &s->add, &s->out, &s->changed);
	case ALIAS:
		return partner_add_alias(c, s->partner_no, s->text);
	case RENAME:
		return partner_rename(c, s->partner_no, s->text, s->day);
	case CLOSE:
		return partner_close(c, s->partner_no, s->day);
	}
	return SN_SUCCESS;
}
static const char *does(struct world *w, struct step *s)
{
	return sn_reason_word(world_as(w, MAKER, step_work, s).reason);
}
static struct partner_new of(const char *code, const char *name)
{
	return (struct partner_new){.code = str_of(code),
				    .name = str_of(name),
				    .kind = PARTNER_COMPANY,
				    .from_day = 20200101};
}
static int64_t added(struct world *w, struct partner_new what)
{
	struct step s = {.what = ADD, .add = what};
	EQ_STR(does(w, &s), "ok", "a partner");
	return s.out.partner_no;
}
static const char *adds(struct world *w, struct partner_new what)
{
	struct step s = {.what = ADD, .add = what};
	return does(w, &s);
}

static void what_is_no_partner(struct world *w)
{
	static const char *const bad[] = {
		"",    "a b", "甲",  "a/b", "a:b",
		"a[b", "a`b", "a{b", "a@b", "a-code-that-is-longer-than-any-code"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		EQ_STR(adds(w, of(bad[i], "某公司")), "partner_bad_code", "a code that is none");
	EQ_STR(adds(w, of("p0", " ")), "missing_field", "a partner has a name");
	struct partner_new what = of("p0", "某公司");
	what.kind = PARTNER_KINDS_COUNT;
	EQ_STR(adds(w, what), "partner_bad_kind", "and is of a kind");
	what = of("p0", "某公司");
	what.from_day = 20990101;
	EQ_STR(adds(w, what), "org_day_ahead", "and there already");
	const int64_t no = added(w, of("Pa.b_c-9", "示例商行甲"));
	const struct partner_new good = of("Pa.b_c-9", "示例商行甲");
	EQ_STR(adds(w, good), "ok", "said again");
	for (int field = 0; field < 4; field++) {
		what = good;
		what.name = field == 0 ? STR("示例商行乙") : good.name;
		what.kind = field == 1 ? PARTNER_HOSPITAL : good.kind;
		what.org_no = field == 2 ? w->orgs[COUNTY].org_no : 0;
		what.from_day += field == 3;
		EQ_STR(adds(w, what), "partner_code_taken", "with another field it is another");
	}
	what = good;
	what.from_day = 0;
	EQ_STR(adds(w, what), "ok", "a day that is not said is no other day");
	what.uscc = STR("91150300MA0N8XYJ0A");
	struct uscc uscc;
	if (sn_failed(uscc_parse(&uscc, what.uscc)))
		what.uscc = STR("91350100M000100Y43");
	EQ_STR(adds(w, what), "ok", "its number comes later");
	EQ_STR(adds(w, what), "ok", "said again");
	what.uscc = STR("92350100M00010002W");
	if (!sn_failed(uscc_parse(&uscc, what.uscc)))
		EQ_STR(adds(w, what), "partner_code_taken", "and stays");
	(void)no;
}

static void names_and_days(struct world *w)
{
	struct partner found;
	const int64_t a = added(w, of("pa", "甲公司")), b = added(w, of("pb", "乙公司"));
	struct step s = {.what = ALIAS, .partner_no = a, .text = STR(" ")};
	EQ_STR(does(w, &s), "missing_field", "an alias is a name");
	s.text = STR("甲");
	EQ_STR(does(w, &s), "ok", "a short name");
	s.partner_no = b;
	EQ_STR(does(w, &s), "partner_alias_taken", "of one alone");
	s = (struct step){.what = RENAME, .partner_no = a, .text = STR(" "), .day = 20240101};
	EQ_STR(does(w, &s), "missing_field", "a new name is a name");
	s.text = STR("甲集团");
	s.day = 20990101;
	EQ_STR(does(w, &s), "org_day_ahead", "of today or before");
	s.day = 20190101;
	EQ_STR(does(w, &s), "partner_day_order", "not before it was there");
	s.day = 20240101;
	EQ_STR(does(w, &s), "ok", "renamed");
	s.text = STR("甲股份");
	EQ_STR(does(w, &s), "ok", "twice on one day: the second takes its place");
	EQ_STR(does(w, &s), "ok", "said again");
	fixture_must(partner_find(&w->f.c, STR("甲股份"), 0, &found), "by its name");
	EQ_I64(found.partner_no, a, "it is found by its name");
	fixture_must(partner_find(&w->f.c, STR("甲公司"), 20210101, &found), "then");
	EQ_I64(found.partner_no, a, "and by what it was called then");
	REASON(partner_find(&w->f.c, STR("pa"), 20190101, &found), "no_such_partner",
	       "before it was there it is not found");
	s.text = STR("丙公司");
	s.day = 20240601;
	EQ_STR(does(w, &s), "ok", "renamed again");
	const int64_t c = added(w, of("pc", "甲集"));
	s = (struct step){.what = CLOSE, .partner_no = c, .day = 20240601};
	EQ_STR(does(w, &s), "ok", "one ends");
	EQ_STR(does(w, &s), "ok", "said again");
	s = (struct step){.what = ALIAS, .partner_no = b, .text = STR("甲集")};
	EQ_STR(does(w, &s), "partner_alias_taken", "its name is not free");
	s = (struct step){.what = ALIAS, .partner_no = c, .text = STR("集")};
	EQ_STR(does(w, &s), "partner_closed", "it gets no other");
	REASON(partner_find(&w->f.c, STR("甲集"), 0, &found), "partner_closed",
	       "who is no more is named");
	struct partner_new beside = of("pd", "同名公司");
	beside.org_no = w->orgs[COUNTY].org_no;
	(void)added(w, beside);
	beside.code = STR("pe");
	beside.org_no = w->orgs[OTHER_COUNTY].org_no;
	(void)added(w, beside);
	REASON(partner_find(&w->f.c, STR("同名公司"), 0, &found), "partner_ambiguous",
	       "two of one name are two");
	s = (struct step){.what = ALIAS, .partner_no = b, .text = STR("同名公司")};
	EQ_STR(does(w, &s), "partner_alias_taken", "nor is it a third one's");
}

static void many(struct world *w)
{
	struct partner *list;
	struct str *aliases;
	size_t all = 0, open = 0, companies = 0, beside = 0, count = 0;
	static const enum partner_kind company = PARTNER_COMPANY, hospital = PARTNER_HOSPITAL;
	for (int i = 0; i < 40; i++) {
		char code[16], name[32];
		(void)snprintf(code, sizeof code, "m%d", i);
		(void)snprintf(name, sizeof name, "示例%d号", i);
		struct step s = {.what = ADD, .add = of(code, name)};
		fixture_must(world_as(w, MAKER, step_work, &s), "add");
		if (i > 0)
			continue;
		for (int k = 0; k < 20; k++) {
			(void)snprintf(name, sizeof name, "又名%d", k);
			struct step also = {.what = ALIAS,
					    .partner_no = s.out.partner_no,
					    .text = str_of(name)};
			fixture_must(world_as(w, MAKER, step_work, &also), "alias");
		}
		fixture_must(partner_aliases(&w->f.c, s.out.partner_no, &aliases, &count),
			     "aliases");
		EQ_I64((int64_t)count, 20, "twenty other names");
	}
	fixture_must(partner_list(&w->f.c, &(const struct partner_filter){.closed_too = true},
				  &list, &all),
		     "all");
	fixture_must(partner_list(&w->f.c, &(const struct partner_filter){.closed_too = false},
				  &list, &open),
		     "open");
	fixture_must(partner_list(&w->f.c, &(const struct partner_filter){.kind = &company}, &list,
				  &companies),
		     "companies");
	EQ_I64((int64_t)(all - open), 1, "one is closed");
	EQ_I64((int64_t)companies, (int64_t)open, "all others are companies");
	fixture_must(partner_list(&w->f.c, &(const struct partner_filter){.kind = &hospital}, &list,
				  &companies),
		     "hospitals");
	EQ_I64((int64_t)companies, 0, "none is a hospital");
	fixture_must(partner_list(&w->f.c,
				  &(const struct partner_filter){.org_no = w->orgs[LEAGUE].org_no},
				  &list, &beside),
		     "beside");
	EQ_I64((int64_t)beside, 2, "two are beside unions of the league");
}

/* ---- a file ---- */

static void tell(void *self, struct sn_err why)
{
	char *all = self;
	const size_t used = strlen(all);
	(void)snprintf(all + used, 512 - used, "%lld:%s ", (long long)why.row,
		       sn_reason_word(why.reason));
}
static struct sn_err nowhere(struct ctx *c, int64_t org_no)
{
	(void)c;
	return org_no != 0 ? SN_FAIL(NOT_GRANTED) : SN_SUCCESS;
}
static struct sn_err down(struct ctx *c, int64_t org_no)
{
	(void)c;
	(void)org_no;
	return SN_FAIL(STORE_DOWN);
}
static struct sn_err imports(struct world *w, const char *text, struct partner_import what,
			     struct partner_import_result *out)
{
	char path[] = "/tmp/songnuan-partners-XXXXXX.csv";
	const int fd = mkstemps(path, 4);
	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		fixture_must(SN_FAIL(CANNOT_WRITE_FILE), path);
	(void)close(fd);
	what.path = str_of(path);
	struct ctx c = w->f.c;
	c.actor_id = w->users[MAKER].user_id;
	const struct sn_err e = partner_import(&c, &what, out);
	(void)unlink(path);
	return e;
}
static void files(struct world *w)
{
	char told[512] = "";
	struct partner_import_result r;
	const struct partner_import here = {.each_skipped = tell, .self = told};
	fixture_must(imports(w,
			     "code,name,kind,org,aliases,from\n"
			     "f1,文件一,company,,一;二、三;;、,2021-01-01\n"
			     "f2,文件二,moon,,,\n"
			     "f3,文件三,company,,,2021-13-01\n"
			     "f4,文件四,company,999999,,\n"
			     "f5,文件五,company,,又名0;四,\n"
			     "合计,,,,,\n",
			     here, &r),
		     "a file");
	EQ_I64(r.added, 2, "two are taken");
	OK(strstr(told, "3:partner_bad_kind") && strstr(told, "4:bad_day") &&
		   strstr(told, "5:no_such_org") && strstr(told, "6:partner_alias_taken"),
	   told);
	told[0] = '\0';
	struct partner_import asked = here;
	asked.allowed = nowhere;
	fixture_must(imports(w, "code,name,kind,org\ng1,文件六,company,150302\n", asked, &r),
		     "asked");
	OK(strstr(told, "2:not_granted"), "whose right it is not");
	asked.allowed = down;
	REASON(imports(w, "code,name,kind\ng2,文件七,company\n", asked, &r), "store_down",
	       "what is nobody's fault ends it");
	fixture_must(imports(w, "code,name,kind\n", here, &r), "empty");
	EQ_I64(r.read, 0, "a file without rows is read");
	REASON(imports(w, "a,b\n1,2\n", here, &r), "no_header", "a file of something else is not");
}

/* ---- edits past every check ---- */

struct found {
	char words[128];
};
static void note(void *self, const char *what, int64_t partner_no)
{
	struct found *f = self;
	(void)partner_no;
	if (!strstr(f->words, what))
		(void)snprintf(f->words + strlen(f->words), sizeof f->words - strlen(f->words),
			       "%s ", what);
}
struct trial {
	const struct sn_statement *edit;
	struct found found;
};
static struct sn_err trial_work(struct ctx *c, void *arg)
{
	struct trial *t = arg;
	SN_TRY(store_run(c->store, t->edit, NO_PARAMS, NULL));
	SN_TRY(partner_verify(c, note, &t->found));
	return SN_FAIL(OUT_OF_TURN);
}
/* clang-format off */
static const struct {
	struct sn_statement statement;
	const char *found, *what;
} edits[] = {
#define ROW(text, found, what) {{.name = "test.edit", .params = "", .sql = (text)}, found, what}
	ROW("UPDATE partner_name SET name_key = 'x' WHERE until_day = 0", "name", "what a name is found by"),
	ROW("UPDATE partner_name SET name = 'x' WHERE until_day = 0", "name", "a name"),
	ROW("UPDATE partner_name SET from_day = from_day + 1", "name", "from when it was called so"),
	ROW("UPDATE partner_name SET until_day = 20990101 WHERE until_day = 0", "name", "until when"),
	ROW("DELETE FROM partner_name WHERE until_day = 0", "name", "its name of now"),
	ROW("DELETE FROM partner_name", "name", "all its names"),
	ROW("UPDATE partner SET uscc = '91150000MA0000000X' WHERE code = 'pa'", "uscc", "its number"),
	ROW("UPDATE partner SET uscc = '91150000ma0n8xyj0a' WHERE code = 'pb'", "uscc", "how it is written"),
	ROW("DELETE FROM partner_event", "event", "who entered it"),
};
/* clang-format on */
static void edits_are_found(struct world *w)
{
	struct found none = {.words = ""};
	fixture_must(partner_verify(&w->f.c, note, &none), "verify");
	EQ_STR(none.words, "", "before it nothing is to be found");
	for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
		struct trial t = {.edit = &edits[i].statement};
		const struct sn_err e = store_write(&w->f.c, trial_work, &t);
		if (!OK(e.reason == SN_R_OUT_OF_TURN && strstr(t.found.words, edits[i].found),
			edits[i].what))
			printf("# %s, found: %s\n", sn_reason_word(e.reason), t.found.words);
	}
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		static struct world w;
		care_world_open(&w, engine);
		what_is_no_partner(&w);
		names_and_days(&w);
		many(&w);
		files(&w);
		edits_are_found(&w);
		care_world_close(&w);
	}
	return tap_done();
}
