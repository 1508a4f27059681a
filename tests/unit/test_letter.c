/* Letters: a text is checked by another person, printed once for each entitlement, and counted in 封; both engines. */
#include "base/limits.h"
#include "care/letter.h"
#include "care_world.h"
#include "org/partner.h"

#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)

/* ---- texts: pure ---- */

static void test_texts(void)
{
	static const struct {
		const char *text, *body, *reason;
		enum letter_lang lang;
		int64_t row;
		unsigned uses;
		const char *what;
	} rows[] = {
		{"\xEF\xBB\xBF\r\n 您好，{name}师傅：\r\n\r\n　　谢谢{team}。 \t\r\n\n",
		 " 您好，{name}师傅：\n\n　　谢谢{team}。", "ok", LETTER_ZH, 0,
		 1U << LETTER_HAS_NAME | 1U << LETTER_HAS_TEAM,
		 "BOM, CRLF and blanks at ends are dropped, the writer's indent stays"},
		{"{union}{year}{item} 谢", "{union}{year}{item} 谢", "ok", LETTER_ZH, 0,
		 1U << LETTER_HAS_UNION | 1U << LETTER_HAS_YEAR | 1U << LETTER_HAS_ITEM,
		 "all that it uses is known"},
		{"您好\n谢谢{nmae}", NULL, "letter_placeholder", LETTER_ZH, 2, 0,
		 "an unknown placeholder, with its line"},
		{"您好{name", NULL, "letter_placeholder", LETTER_ZH, 1, 0,
		 "one that is not closed"},
		{"您好\x01", NULL, "letter_control", LETTER_ZH, 1, 0, "a control character"},
		{"您好\n\n\xE2\x80\xAE反", NULL, "letter_control", LETTER_ZH, 3, 0,
		 "text that would be turned around"},
		{"您好\x7F", NULL, "letter_control", LETTER_ZH, 1, 0, "delete"},
		{"您好\xC2\x85", NULL, "letter_control", LETTER_ZH, 1, 0, "a line of old machines"},
		{"您好\xE2\x80\xA8", NULL, "letter_control", LETTER_ZH, 1, 0, "a line separator"},
		{"您好\xE2\x81\xA6", NULL, "letter_control", LETTER_ZH, 1, 0, "text set apart"},
		{"您好\xE2\x81\xA9", NULL, "letter_control", LETTER_ZH, 1, 0, "… to its end"},
		{"您好\xEF\xBB\xBF", NULL, "letter_control", LETTER_ZH, 1, 0,
		 "a byte order mark inside"},
		{"您好\xEF\xBF\xBD", NULL, "letter_control", LETTER_ZH, 1, 0,
		 "what another program could not read"},
		{"您好\xE2\x81\xB0\xEF\xBF\xBC。", "您好\xE2\x81\xB0\xEF\xBF\xBC。", "ok",
		 LETTER_ZH, 0, 0, "what stands beside those marks is no control"},
		{"Dear Иван", NULL, "letter_script", LETTER_EN, 0, 0, "Russian is no English"},
		{"您好\xFF", NULL, "bad_encoding", LETTER_ZH, 0, 0, "bytes of no encoding"},
		{" \n\n", NULL, "missing_field", LETTER_ZH, 0, 0, "nothing"},
		{"Dear friend", NULL, "letter_script", LETTER_ZH, 0, 0, "English is no Chinese"},
		{"Эрхэм найз", NULL, "letter_script", LETTER_MN, 0, 0, "Mongolian in Cyrillic"},
		{"ᠰᠠᠶᠢᠨ найз", NULL, "letter_script", LETTER_MN, 0, 0, "… also in part"},
		{"您好", NULL, "letter_script", LETTER_MN, 0, 0, "Chinese is no Mongolian"},
		{"ᠰᠠᠶᠢᠨ ᠪᠠᠶᠢᠨ᠎ᠠ ᠤᠤ {name}", "ᠰᠠᠶᠢᠨ ᠪᠠᠶᠢᠨ᠎ᠠ ᠤᠤ {name}", "ok", LETTER_MN, 0,
		 1U << LETTER_HAS_NAME, "Mongolian keeps its separators"},
		{"Dear {name}", "Dear {name}", "ok", LETTER_EN, 0, 1U << LETTER_HAS_NAME,
		 "English"},
		{"您好", NULL, "letter_script", LETTER_EN, 0, 0, "Chinese is no English"},
	};
	struct arena *mem = arena_new(1 << 20);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct str body = STR_NULL;
		unsigned uses = 0;
		const struct sn_err e =
			letter_text_take(mem, str_of(rows[i].text), rows[i].lang, &body, &uses);
		EQ_STR(sn_failed(e) ? sn_reason_word(e.reason) : "ok", rows[i].reason,
		       rows[i].what);
		EQ_I64(e.row, rows[i].row, "… at its line");
		if (rows[i].body) {
			OK(str_is(body, rows[i].body), "… as it is kept");
			EQ_I64(uses, rows[i].uses, "… and what it uses");
		}
	}
	char lines[200] = "";
	for (size_t i = 0; i <= LETTER_LINES_MAX; i++)
		memcpy(lines + i * 5, "谢a\n", 6);
	struct str body;
	unsigned uses;
	REASON(letter_text_take(mem, str_of(lines), LETTER_ZH, &body, &uses), "letter_long",
	       "more lines than a page has");
	char *full = arena_alloc(mem, LETTER_CHARACTERS_MAX * 3 + 4);
	for (size_t i = 0; i <= LETTER_CHARACTERS_MAX; i++)
		memcpy(full + i * 3, "谢", 3);
	REASON(letter_text_take(mem, (struct str){full, LETTER_CHARACTERS_MAX * 3 + 3}, LETTER_ZH,
				&body, &uses),
	       "letter_long", "more characters than a page has");
	EQ_I64(sn_failed(letter_text_take(mem, (struct str){full, LETTER_CHARACTERS_MAX * 3},
					  LETTER_ZH, &body, &uses)),
	       0, "as many as it has");
	enum { GB_BYTES = LETTER_TEXT_BYTES_MAX - LETTER_TEXT_BYTES_MAX % 2 };
	char *gb = arena_alloc(mem, LETTER_TEXT_BYTES_MAX + 2);
	for (size_t i = 0; i < GB_BYTES; i += 2)
		memcpy(gb + i, "\xC4\xFA", 2); /* 您 in GB18030 */
	gb[GB_BYTES] = gb[GB_BYTES + 1] = 'a';
	REASON(letter_text_take(mem, (struct str){gb, GB_BYTES}, LETTER_ZH, &body, &uses),
	       "too_long", "as UTF-8 it is more than a letter");
	REASON(letter_text_take(mem, (struct str){gb, LETTER_TEXT_BYTES_MAX + 1}, LETTER_ZH, &body,
				&uses),
	       "too_long", "so is it as it came");
	arena_free(mem);
}

static void test_words(void)
{
	enum letter_lang lang = LETTER_LANGS_COUNT;
	enum letter_way way = LETTER_WAYS_COUNT;
	OK(letter_lang_parse(&lang, STR("mn")) && lang == LETTER_MN, "a language by its word");
	OK(letter_lang_parse(&lang, STR("英文")) && lang == LETTER_EN, "… or its name");
	OK(!letter_lang_parse(&lang, STR("ru")) && lang == LETTER_EN, "no other");
	OK(letter_way_parse(&way, STR("每班组一封")) && way == LETTER_BY_TEAM, "so is a way");
	OK(!letter_way_parse(&way, STR("all")) && way == LETTER_BY_TEAM, "no other");
}

/* ---- pages: pure ---- */

static struct letter_target target(int n, int team, bool had)
{
	struct letter_target t = {
		.shard = 1, .org_no = 2, .name = STR("合一"), .benefit = STR("gift"), .had = had};
	t.entitlement_id.bytes[15] = (uint8_t)n;
	t.team_id.bytes[15] = (uint8_t)team;
	if (team != 0)
		t.team = STR("一班");
	return t;
}

static void test_plan(void)
{
	const struct letter_target targets[] = {target(1, 1, true), target(2, 1, false),
						target(3, 2, false), target(4, 0, false)};
	struct letter_page pages[4];
	struct letter_plan plan = {.pages = pages};
	letter_plan(targets, 4, LETTER_BY_NAME, false, &plan);
	EQ_I64((int64_t)plan.count, 4, "one a person");
	EQ_I64(pages[0].reached, 0, "who had one is not reached again");
	EQ_I64(pages[1].reached, 1, "who had none is");
	letter_plan(targets, 4, LETTER_BY_NAME, true, &plan);
	EQ_I64((int64_t)plan.count, 3, "a text that names the team needs one");
	EQ_I64((int64_t)plan.left_out, 1, "… and says who was left out");
	letter_plan(targets, 4, LETTER_BY_TEAM, false, &plan);
	EQ_I64((int64_t)plan.count, 2, "one a team");
	EQ_I64((int64_t)pages[0].count, 2, "… with its people");
	EQ_I64(pages[0].reached, 1, "… of whom one had none");
	EQ_I64((int64_t)plan.left_out, 1, "who is in no team is left out");
	letter_plan(targets, 0, LETTER_BY_TEAM, false, &plan);
	EQ_I64((int64_t)plan.count, 0, "nobody");
	struct letter_target apart[3] = {target(1, 1, false), target(2, 1, false),
					 target(3, 1, false)};
	apart[1].org_no = apart[2].org_no = 3;
	apart[2].benefit = STR("coat");
	letter_plan(apart, 3, LETTER_BY_TEAM, false, &plan);
	EQ_I64((int64_t)plan.count, 3, "another union's or benefit's team has its own page");
}

static void test_sheets(void)
{
	struct letter_target names[900];
	const struct letter_target evil = {.name = STR("<b>&\"'")};
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		names[i] = (struct letter_target){.name = STR("乌云·其木格")};
	struct letter l = {.code = STR("hw"),
			   .lang = LETTER_ZH,
			   .version = 1,
			   .day = 20241020,
			   .title = STR("A<B"),
			   .body = STR("您好{name}：\n\n</p><script>alert(1)</script>{name}")};
	struct letter_sheet s = {.letter = &l, .sender = STR("某<总>工会")};
	struct buf *b = buf_new(1 << 20);
	s.values.of[LETTER_HAS_NAME] = evil.name;
	s.names = &evil;
	s.names_count = 1;
	letter_html_head(b, &l);
	letter_html_page(b, &s);
	letter_html_tail(b);
	const char *html = buf_str(b).at;
	OK(!strstr(html, "<script") && !strstr(html, "<b>") && !strstr(html, "<总>"),
	   "nothing that was typed is markup");
	OK(strstr(html, "<p>您好&lt;b&gt;&amp;&quot;&#39;：</p>") != NULL, "a name is escaped");
	OK(strstr(html, "&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;b&gt;") != NULL,
	   "so is the text");
	OK(strstr(html, "<span>&lt;b&gt;") != NULL, "so are lists of names");
	OK(strstr(html, "2024年10月20日") != NULL, "the day under the sender's name");
	OK(!strstr(html, "http") && !strstr(html, "src=") && !strstr(html, "url("),
	   "nothing is fetched");
	buf_reset(b);
	s.proof = true;
	letter_html_page(b, &s);
	OK(strstr(buf_str(b).at, "您好{name}") != NULL, "a proof shows placeholders as they are");
	OK(strstr(buf_str(b).at, "样稿") != NULL, "… and that it is one");
	EQ_I64(letter_type_size(&s), 36, "a short letter is set large");
	s.names = names;
	s.names_count = 100;
	OK(letter_type_size(&s) < 36, "one with many names smaller");
	s.names_count = 900;
	EQ_I64(letter_type_size(&s), 18, "never too small to read");
	OK(!letter_names_apart(&s), "a horizontal list runs on to the next page");
	l.lang = LETTER_MN;
	OK(letter_names_apart(&s), "a vertical one has sheets of its own");
	s.names_count = 0;
	OK(!letter_names_apart(&s), "not where nobody is named");
	s.names_count = 2;
	OK(!letter_names_apart(&s), "nor where they have room beside the text");
	char wide[400];
	memset(wide, 'x', sizeof wide);
	const struct letter_target long_name = {.name = {wide, sizeof wide}};
	const struct letter_sheet one = {.letter = &l, .names = &long_name, .names_count = 1};
	OK(letter_names_room(&one) > 0, "a name that is longer than a line has one of its own");
	l.title = STR_NULL;
	s.names_count = 0;
	EQ_I64(letter_type_size(&s), 36, "without a title and names it is set large again");
	l.title = STR("A<B");
	s.names_count = 900;
	buf_reset(b);
	s.proof = false;
	letter_html_page(b, &s);
	size_t sheets = 0, spans = 0;
	for (const char *at = buf_str(b).at; (at = strstr(at, "<section")) != NULL; at++)
		sheets++;
	for (const char *at = buf_str(b).at; (at = strstr(at, "<span>")) != NULL; at++)
		spans++;
	EQ_I64((int64_t)sheets,
	       1 + (900 + (int64_t)letter_names_room(&s) - 1) / (int64_t)letter_names_room(&s),
	       "… as many as it needs");
	EQ_I64((int64_t)spans, 900, "… and nobody is left off");
	buf_free(b);
}

/* ---- a cycle's letters ---- */

enum { FIRST, SECOND, THIRD, TEAMLESS, PEOPLE };

struct step {
	enum { ADD, CHECK, PRINT, PARTNER, VOID, PERSON, SPOIL } what;
	struct letter text, out;
	struct letter_key key;
	struct letter_ask ask;
	struct letter_printed printed;
	int64_t shard;
	struct uuid id;
	const char *team;
	int n;
	struct world *w;
	const struct sn_statement *spoil;
};
static struct sn_err person_work(struct ctx *c, const struct step *s)
{
	static const struct str category = {"环卫工", sizeof "环卫工" - 1};
	const struct id_number id = world_id(s->n);
	char name[8] = "合";
	struct person person;
	(void)text_put(name + 3, 0x4E00 + (uint32_t)s->n);
	return people_add(c,
			  &(const struct person_new){.shard = s->w->orgs[COUNTY].shard,
						     .org_no = s->w->orgs[COUNTY].org_no,
						     .id = &id,
						     .name = str_of(name),
						     .team = str_of(s->team),
						     .categories = &category,
						     .categories_count = 1},
			  &person);
}
static struct sn_err step_work(struct ctx *c, void *arg)
{
	struct step *s = arg;
	struct partner partner;
	bool changed;
	switch (s->what) {
	case ADD:
		return letter_add(c, &s->text, &s->out);
	case CHECK:
		return letter_check(c, &s->key, &s->out);
	case PRINT:
		return letter_print(c, &s->ask, &s->printed);
	case PARTNER:
		return partner_add(c,
				   &(const struct partner_new){.code = STR("acftu"),
							       .name = STR("中华全国总工会"),
							       .kind = PARTNER_NATIONAL},
				   &partner, &changed);
	case VOID:
		return care_entitlement_void(c, s->shard, s->id, STR("名单有误"));
	case PERSON:
		return person_work(c, s);
	case SPOIL:
		return store_run(c->store, s->spoil, NO_PARAMS, NULL);
	}
	return SN_SUCCESS;
}
static struct sn_err as(struct world *w, enum world_user who, struct step *s)
{
	return world_as(w, who, step_work, s);
}
static void must(struct world *w, enum world_user who, struct step s, const char *what)
{
	fixture_must(as(w, who, &s), what);
}
static int64_t findings(struct world *w)
{
	int64_t n = 0;
	fixture_must(letter_verify(&w->f.c, world_print_finding, NULL, &n), "verify");
	return n;
}
static struct step text(struct world *w, const char *code, const char *body)
{
	return (struct step){.what = ADD,
			     .text = {.org_no = w->orgs[REGION].org_no,
				      .cycle_no = w->cycle.cycle_no,
				      .code = str_of(code),
				      .lang = LETTER_ZH,
				      .sender_org_no = w->orgs[REGION].org_no,
				      .day = 20241020,
				      .title = STR("慰问信"),
				      .body = str_of(body)}};
}
static struct step check(struct world *w, const char *code, int64_t version)
{
	return (struct step){.what = CHECK,
			     .key = {.cycle_no = w->cycle.cycle_no,
				     .code = str_of(code),
				     .lang = LETTER_ZH,
				     .version = version}};
}
static struct step print(struct world *w, const char *code, enum letter_way way)
{
	return (struct step){.what = PRINT,
			     .ask = {.cycle = w->cycle,
				     .org = w->orgs[COUNTY],
				     .code = str_of(code),
				     .lang = LETTER_ZH,
				     .way = way}};
}
static size_t missing(struct world *w, const char *code)
{
	struct letter_missing *list = NULL;
	size_t count = 0;
	fixture_must(letter_missing(
			     &w->f.c,
			     &(const struct letter_missing_filter){.cycle_no = w->cycle.cycle_no,
								   .org_path = w->orgs[REGION].path,
								   .code = str_of(code)},
			     &list, &count),
		     "missing");
	return count;
}
static struct letter_total total(struct world *w)
{
	struct letter_total t;
	fixture_must(letter_total(&w->f.c, w->cycle.cycle_no, w->orgs[REGION].path, &t), "total");
	return t;
}

static void test_versions(struct world *w)
{
	struct step first = text(w, "hw", "您好，{name}师傅"), again = first, second, other;
	struct letter *list = NULL;
	size_t count = 0;
	fixture_must(as(w, MAKER, &first), "a text");
	EQ_I64(first.out.version, 1, "its first version");
	fixture_must(as(w, MAKER, &again), "again");
	EQ_I64(again.out.version, 1, "the same text again is the same version");
	second = text(w, "hw", "您好，{name}同志");
	fixture_must(as(w, MAKER, &second), "another text");
	EQ_I64(second.out.version, 2, "another text is another version");
	REASON(as(w, CHECKER, &second), "not_granted", "a checker enters none");
	other = text(w, "hw", "您好");
	other.text.org_no = w->orgs[COUNTY].org_no;
	REASON(as(w, MAKER, &other), "letter_elsewhere", "a code belongs to one union");
	other = text(w, "HW 1", "您好");
	REASON(as(w, MAKER, &other), "letter_code", "a code that is none");
	other = text(w, "hw", "您好");
	other.text.day = 20241301;
	REASON(as(w, MAKER, &other), "bad_day", "a day that is none");
	other.text.day = 0;
	other.text.sender_org_no = 0;
	other.text.sender_partner_no = 1;
	REASON(as(w, MAKER, &other), "no_such_partner", "a sender that nobody knows");
	must(w, MAKER, (struct step){.what = PARTNER}, "the national federation");
	other.text.lang = LETTER_MN;
	other.text.body = STR("ᠰᠠᠶᠢᠨ ᠪᠠᠶᠢᠨ᠎ᠠ ᠤᠤ {name}");
	fixture_must(as(w, MAKER, &other), "in Mongolian, from outside the tree");
	EQ_I64(other.out.version, 1, "each language counts its own versions");
	struct step c = check(w, "hw", 2);
	REASON(as(w, MAKER, &c), "not_granted", "a maker checks none");
	REASON(as(w, APPROVER, &c), "not_granted", "an approver neither");
	c.key.version = 9;
	REASON(as(w, CHECKER, &c), "no_such_letter", "a version that is not there");
	fixture_must(letter_list(&w->f.c, w->cycle.cycle_no, &list, &count), "list");
	EQ_I64((int64_t)count, 3, "every version is kept");
	OK(str_is(list[1].body, "您好，{name}师傅"), "… with its own text");
}

static struct sn_err grant_work(struct ctx *c, void *arg)
{
	struct world *w = arg;
	return rights_grant_add(c, &(const struct rights_grant){.user_id = w->users[MAKER].user_id,
								.role = ROLE_CHECKER,
								.org_no = w->orgs[REGION].org_no});
}

static void test_checked(struct world *w)
{
	struct step p = print(w, "hw", LETTER_BY_NAME), own = check(w, "hw", 2),
		    c = check(w, "hw", 1);
	REASON(as(w, MAKER, &p), "letter_unchecked", "what nobody checked is not printed");
	fixture_must(store_write(&w->f.c, grant_work, w), "the maker may check, too");
	REASON(as(w, MAKER, &own), "letter_own_text", "… but not what he entered himself");
	REASON(store_write(&w->f.c, step_work, &own), "no_actor", "nor does the program");
	fixture_must(as(w, CHECKER, &c), "checked");
	const int64_t at_us = c.out.checked_us;
	fixture_must(as(w, CHECKER, &c), "again");
	EQ_I64(c.out.checked_us, at_us, "checked again changes nothing");
	EQ_I64(findings(w), 0, "what was checked holds");
}

static void test_by_name(struct world *w)
{
	struct step p = print(w, "hw", LETTER_BY_NAME);
	REASON(as(w, FIRST_HAND, &p), "not_granted", "a distributor prints none");
	p.ask.code = STR("nothing");
	REASON(as(w, MAKER, &p), "no_such_letter", "a letter that is not there");
	p = print(w, "hw", LETTER_BY_NAME);
	p.ask.org = w->orgs[OTHER_COUNTY];
	REASON(as(w, MAKER, &p), "letter_nobody", "nobody is entitled there");
	EQ_I64((int64_t)missing(w, NULL), PEOPLE, "all are without a letter");
	p = print(w, "hw", LETTER_BY_NAME);
	p.ask.team = STR("一班");
	fixture_must(as(w, MAKER, &p), "one team");
	EQ_I64(p.printed.letter.version, 1, "the newest checked version, not the newest");
	EQ_I64(p.printed.letters, 2, "two letters");
	p = print(w, "hw", LETTER_BY_NAME);
	fixture_must(as(w, MAKER, &p), "everybody");
	EQ_I64(p.printed.letters, 2, "two more");
	EQ_I64(p.printed.again, 2, "and two reprints");
	EQ_I64(p.printed.reached, 2, "for whom it is the first");
	EQ_I64((int64_t)p.printed.plan.left_out, 0, "nobody is left out");
	fixture_must(as(w, MAKER, &p), "everybody again");
	EQ_I64(p.printed.letters, 0, "the same print again counts no letter");
	struct step c = check(w, "hw", 2);
	fixture_must(as(w, CHECKER, &c), "the next version");
	fixture_must(as(w, MAKER, &p), "everybody, by the next version");
	EQ_I64(p.printed.letter.version, 2, "the newest checked one");
	EQ_I64(p.printed.letters, 0, "… is a reprint for who has had one");
	const struct letter_total t = total(w);
	EQ_I64(t.letters, 4, "four letters in all");
	EQ_I64(t.again, 10, "… and ten reprints");
	EQ_I64((int64_t)missing(w, NULL), 0, "nobody is without");
}

static void test_by_team(struct world *w)
{
	struct letter_count *list = NULL;
	size_t count = 0;
	struct step p = print(w, "hw", LETTER_BY_TEAM), t = text(w, "team", "{team}的同志们"),
		    c = check(w, "team", 1);
	REASON(as(w, MAKER, &p), "letter_to_one", "what speaks to one is not for a team");
	fixture_must(as(w, MAKER, &t), "a text for teams");
	fixture_must(as(w, CHECKER, &c), "checked");
	p = print(w, "team", LETTER_BY_TEAM);
	fixture_must(as(w, MAKER, &p), "by team");
	EQ_I64(p.printed.letters, 2, "a letter a team");
	EQ_I64(p.printed.reached, 3, "… for its people");
	EQ_I64((int64_t)p.printed.plan.left_out, 1, "who is in none is left out");
	EQ_I64((int64_t)missing(w, "team"), 1, "… and missing");
	must(w, MAKER, (struct step){.what = PERSON, .w = w, .n = 9, .team = "二班"}, "one more");
	EQ_I64(world_entitle(w, COUNTY).made, 1, "entitled");
	fixture_must(as(w, MAKER, &p), "by team again");
	EQ_I64(p.printed.letters, 0, "a team has its letter once");
	EQ_I64(p.printed.again, 2, "… and reprints");
	EQ_I64(p.printed.reached, 1, "… with one more name");
	fixture_must(letter_counts(&w->f.c, w->cycle.cycle_no, w->orgs[LEAGUE].path, &list, &count),
		     "counts");
	EQ_I64((int64_t)count, 5, "by team, code and language");
	OK(str_is(list[0].team, "一班") && str_is(list[0].code, "hw"), "… in this order");
	EQ_I64(list[0].letters, 2, "letters to the first team's people");
	EQ_I64(list[1].letters, 1, "one to the team, a unit of its own");
	EQ_I64(list[1].reached, 2, "… for two");
	OK(str_is_null(list[4].team), "people in no team stand last");
	EQ_I64(findings(w), 0, "all of it holds");
}

static void test_states(struct world *w)
{
	struct care_entitlement *list = NULL;
	size_t count = 0;
	struct id_hash hash;
	struct person person;
	const struct id_number id = world_id(FIRST);
	hash = people_id_hash(w->keys, &id);
	fixture_must(people_by_hashes(&w->f.c, &hash, 1, &person), "person");
	fixture_must(care_entitlements_of(&w->f.c, w->cycle.cycle_no,
					  (struct person_ref){person.shard, person.person_id},
					  &list, &count),
		     "entitlement");
	must(w, APPROVER,
	     (struct step){.what = VOID, .shard = list[0].shard, .id = list[0].entitlement_id},
	     "void");
	struct step p = print(w, "hw", LETTER_BY_NAME);
	fixture_must(as(w, MAKER, &p), "print");
	EQ_I64((int64_t)p.printed.plan.count, 4, "what was taken back gets no letter");
	EQ_I64(findings(w), 0, "… though the one that it had stays");
	p.ask.cycle.state = CYCLE_CLOSED;
	REASON(as(w, MAKER, &p), "cycle_state", "nothing is printed when it is over");
	p = print(w, "hw", LETTER_BY_NAME);
	struct step local = text(w, "local", "您好");
	local.text.org_no = w->orgs[OTHER_COUNTY].org_no;
	fixture_must(as(w, MAKER, &local), "a county's own letter");
	struct step c = check(w, "local", 1);
	fixture_must(as(w, CHECKER, &c), "checked");
	p.ask.code = STR("local");
	REASON(as(w, MAKER, &p), "letter_outside", "… is not for another county");
}

#define EDIT(text)                                                                                 \
	{                                                                                          \
		.name = "test.edit", .sql = (text), .params = ""                                   \
	}
static void test_tampered(struct world *w)
{
	static const struct {
		struct sn_statement edit;
		const char *what;
	} rows[] = {
		{EDIT("UPDATE letter SET body = 'x' WHERE code = 'hw' AND lang = 'zh' AND version "
		      "= 1"),
		 "a text that was changed after its check"},
		{EDIT("UPDATE letter SET sender_org_no = sender_org_no + 1 WHERE code = 'local'"),
		 "or its sender"},
		{EDIT("UPDATE letter SET checker_id = NULL, checked_us = NULL WHERE code = "
		      "'team'"),
		 "a check that was taken away"},
		{EDIT("UPDATE letter_run SET again = again + 1 WHERE way = 'team' AND letters = 0"),
		 "a count that was changed"},
		{EDIT("UPDATE letter_page SET reached = 7 WHERE code = 'team' AND reached = 2"),
		 "a page"},
		{EDIT("UPDATE letter_page SET lang = 'en' WHERE code = 'team' AND again = 0"),
		 "a page of another letter"},
		{EDIT("DELETE FROM letter_given WHERE again = 0 AND page_no = 1"),
		 "letters that were taken from somebody"},
		{EDIT("DELETE FROM letter_run WHERE way = 'team'"), "a printing that is gone"},
	};
	int64_t before = findings(w);
	EQ_I64(before, 0, "nothing was touched yet");
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		must(w, MAKER, (struct step){.what = SPOIL, .spoil = &rows[i].edit}, "spoil");
		const int64_t now = findings(w);
		OK(now != before, rows[i].what);
		before = now;
	}
}

int main(void)
{
	if (!crypto_start())
		return 1;
	test_texts();
	test_words();
	test_plan();
	test_sheets();
	FOR_EACH_ENGINE(engine)
	{
		static const char *const teams[PEOPLE] = {"一班", "一班", "二班", NULL};
		struct world w;
		care_world_open(&w, engine);
		for (int i = 0; i < PEOPLE; i++)
			must(&w, MAKER,
			     (struct step){.what = PERSON, .w = &w, .n = i, .team = teams[i]},
			     "people");
		EQ_I64(world_entitle(&w, COUNTY).made, PEOPLE, "four are entitled");
		test_versions(&w);
		test_checked(&w);
		test_by_name(&w);
		test_by_team(&w);
		test_states(&w);
		test_tampered(&w);
		care_world_close(&w);
	}
	return tap_done();
}
