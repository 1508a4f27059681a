/* Letters 慰问信: texts, proofs, printing and counting. */
#include "base/limits.h"
#include "base/name.h"
#include "care/letter.h"
#include "cli/cli_priv.h"
#include "cli/cmd_file.h"
#include "org/partner.h"

#include <inttypes.h>

/* ---- what is typed ---- */

static struct sn_err lang_value(const struct cli *cli, enum letter_lang *out)
{
	*out = LETTER_ZH;
	return !cli_has(cli, "language") || letter_lang_parse(out, cli_value(cli, "language"))
		       ? SN_SUCCESS
		       : SN_FAIL(LETTER_LANG, .field = "language");
}

static struct sn_err key_value(struct cli *cli, struct letter_key *out)
{
	struct cycle cycle;
	*out = (struct letter_key){.code = cli->operands[0]};
	SN_TRY(lang_value(cli, &out->lang));
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &cycle));
	out->cycle_no = cycle.cycle_no;
	return cli_int(cli, "version", &out->version);
}

/* A union by its code or name, or a partner. */
static struct sn_err sender_value(struct cli *cli, struct letter *l)
{
	const struct str who = cli_value(cli, "sender");
	struct partner partner;
	struct org org;
	const struct sn_err e = org_find(&cli->ctx, who, 0, &org);
	if (e.reason != SN_R_NO_SUCH_ORG) {
		l->sender_org_no = org.org_no;
		return e;
	}
	SN_TRY(partner_find(&cli->ctx, who, 0, &partner));
	l->sender_partner_no = partner.partner_no;
	return SN_SUCCESS;
}

/* ---- letter add, letter check ---- */

struct texting {
	struct letter what, out;
	struct letter_key key;
};
static struct sn_err add_work(struct ctx *c, void *arg)
{
	struct texting *t = arg;
	return letter_add(c, &t->what, &t->out);
}
static struct sn_err check_work(struct ctx *c, void *arg)
{
	struct texting *t = arg;
	return letter_check(c, &t->key, &t->out);
}

static void say_version(const struct cli *cli, const struct letter *l, const char *zh,
			const char *en)
{
	const struct org_words *lang = letter_lang_words(l->lang);
	if (cli->format == TABLE_FORMAT_JSON)
		(void)fprintf(cli->out,
			      "{\"code\":\"" STR_FMT "\",\"language\":\"%s\",\"version\":%" PRId64
			      "}\n",
			      STR_ARG(l->code), lang->word, l->version);
	else
		(void)fprintf(cli->out,
			      CLI_WORDS(cli, STR_FMT " %s 第 %" PRId64 " 版，%s\n",
					STR_FMT " in %s, version %" PRId64 ": %s\n"),
			      STR_ARG(l->code), CLI_WORDS(cli, lang->zh, lang->en), l->version,
			      CLI_WORDS(cli, zh, en));
}

static struct sn_err cmd_letter_add(struct cli *cli)
{
	struct texting t = {.what = {.code = cli->operands[0], .title = cli_value(cli, "title")}};
	struct cycle cycle;
	struct org org;
	SN_TRY(lang_value(cli, &t.what.lang));
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &cycle));
	t.what.cycle_no = cycle.cycle_no;
	t.what.org_no = cycle.org_no;
	if (cli_has(cli, "org")) {
		SN_TRY(cli_org(cli, "org", &org));
		t.what.org_no = org.org_no;
	}
	SN_TRY(sender_value(cli, &t.what));
	SN_TRY(cli_day(cli, "day", &t.what.day));
	SN_TRY(cmd_read_file(cli, cli_value(cli, "file"), LETTER_TEXT_BYTES_MAX, &t.what.body));
	SN_TRY(store_write(&cli->ctx, add_work, &t));
	say_version(cli, &t.out, "待另一个人核对样稿后审核",
		    "to be read and checked by another person");
	return SN_SUCCESS;
}

static struct sn_err cmd_letter_check(struct cli *cli)
{
	struct texting t;
	SN_TRY(key_value(cli, &t.key));
	SN_TRY(store_write(&cli->ctx, check_work, &t));
	say_version(cli, &t.out, "已审核，可以印", "checked, it may be printed");
	return SN_SUCCESS;
}

/* ---- letter list ---- */

static const struct table_out_column list_columns[] = {
	{"code", "代码", "code", TABLE_TEXT, 0},
	{"language", "语言", "language", TABLE_TEXT, 0},
	{"version", "版本", "version", TABLE_INT, 0},
	{"org", "工会", "union", TABLE_TEXT, 0},
	{"sender", "署名", "sender", TABLE_TEXT, 0},
	{"day", "落款日期", "day", TABLE_DAY, 0},
	{"state", "状态", "state", TABLE_TEXT, 0},
	{"checked_by", "审核人", "checked by", TABLE_TEXT, 0},
};

static struct sn_err list_row(struct cli *cli, struct table_out *t, const struct letter *l)
{
	const bool text = cli->format == TABLE_FORMAT_TEXT, checked = l->checked_us != 0;
	const struct org_words *lang = letter_lang_words(l->lang);
	struct user checker = {.login = STR_NULL};
	struct str sender;
	struct org org;
	SN_TRY(org_by_no(&cli->ctx, l->org_no, 0, &org));
	SN_TRY(letter_sender(&cli->ctx, l, &sender));
	if (checked)
		SN_TRY(rights_user_by_id(&cli->ctx, l->checker_id, &checker));
	table_out_text(t, l->code);
	table_out_text(t, str_of(text ? CLI_WORDS(cli, lang->zh, lang->en) : lang->word));
	table_out_int(t, l->version);
	table_out_text(t, org.code);
	table_out_text(t, sender);
	if (l->day == 0)
		table_out_unknown(t);
	else
		table_out_day(t, l->day);
	table_out_text(t, !text     ? str_of(checked ? "checked" : "draft")
			  : checked ? str_of(CLI_WORDS(cli, "已审核", "checked"))
				    : str_of(CLI_WORDS(cli, "待审核", "to be checked")));
	table_out_text(t, checker.login);
	table_out_row_end(t);
	return SN_SUCCESS;
}

static struct sn_err cmd_letter_list(struct cli *cli)
{
	struct letter *list = NULL;
	struct table_out *t = NULL;
	struct cycle cycle;
	size_t count = 0;
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &cycle));
	SN_TRY(letter_list(&cli->ctx, cycle.cycle_no, &list, &count));
	SN_TRY(cli_table(cli, list_columns, sizeof list_columns / sizeof list_columns[0], &t));
	struct sn_err e = SN_SUCCESS;
	for (size_t i = 0; i < count && !sn_failed(e); i++)
		e = list_row(cli, t, &list[i]);
	const struct sn_err closed = table_out_close(t);
	return sn_failed(e) ? e : closed;
}

/* ---- pages into a file ---- */

enum { SHEET_BYTES_MAX = 1 << 20 }; /* a team of LETTER_PRINT_MAX names is some 300 KB */

struct printing {
	struct cli *cli;
	FILE *file;
	struct buf *room;
	bool failed;
};
static struct sn_err printing_open(struct printing *p, struct cli *cli)
{
	*p = (struct printing){.cli = cli};
	p->room = buf_new(SHEET_BYTES_MAX);
	if (!p->room)
		return SN_FAIL(OUT_OF_MEMORY);
	p->file = cli->out; /* names stand in it whole; main() makes it for its maker alone */
	return SN_SUCCESS;
}
static void printing_flush(struct printing *p)
{
	const struct str bytes = buf_str(p->room);
	p->failed = p->failed || buf_full(p->room) ||
		    fwrite(bytes.at, 1, bytes.bytes, p->file) != bytes.bytes;
	buf_reset(p->room);
}
static struct sn_err printing_close(struct printing *p)
{
	if (fflush(p->file) != 0)
		p->failed = true;
	buf_free(p->room);
	return p->failed ? sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), STR_FMT,
					    STR_ARG(p->cli->output))
			 : SN_SUCCESS;
}

/* ---- letter show: the proof ---- */

static struct sn_err write_proof(struct cli *cli, const struct letter *l, struct str sender)
{
	const struct letter_sheet sheet = {.letter = l, .sender = sender, .proof = true};
	struct printing p;
	SN_TRY(printing_open(&p, cli));
	letter_html_head(p.room, l);
	letter_html_page(p.room, &sheet);
	letter_html_tail(p.room);
	if (!p.failed)
		printing_flush(&p);
	return printing_close(&p);
}

static struct sn_err json_letter(struct cli *cli, const struct letter *l, struct str sender)
{
	struct json_out o = json_out_file(cli->out, true);
	char day[DAY_TEXT_BYTES];
	json_out_object(&o, NULL);
	json_out_text(&o, "code", l->code);
	json_out_text(&o, "language", str_of(letter_lang_words(l->lang)->word));
	json_out_int(&o, "version", l->version);
	json_out_text(&o, "state", str_of(l->checked_us != 0 ? "checked" : "draft"));
	json_out_text(&o, "title", l->title);
	json_out_text(&o, "body", l->body);
	json_out_text(&o, "sender", sender);
	if (l->day == 0) {
		json_out_null(&o, "day");
	} else {
		day_text(l->day, day);
		json_out_text(&o, "day", str_of(day));
	}
	json_out_end(&o);
	return json_out_done(&o);
}

static struct sn_err cmd_letter_show(struct cli *cli)
{
	struct letter_key key;
	struct letter l;
	struct str sender;
	SN_TRY(key_value(cli, &key));
	SN_TRY(letter_find(&cli->ctx, &key, &l));
	SN_TRY(letter_sender(&cli->ctx, &l, &sender));
	if (cli->format == TABLE_FORMAT_JSON)
		return json_letter(cli, &l, sender);
	if (!str_is_null(cli->output))
		return write_proof(cli, &l, sender);
	say_version(cli, &l, l.checked_us != 0 ? "已审核" : "待审核",
		    l.checked_us != 0 ? "checked" : "to be checked");
	if (!str_is_null(l.title))
		(void)fprintf(cli->out, "\n" STR_FMT "\n", STR_ARG(l.title));
	(void)fprintf(cli->out, "\n" STR_FMT "\n\n" STR_FMT "\n", STR_ARG(l.body), STR_ARG(sender));
	return SN_SUCCESS;
}

/* ---- letter print ---- */

struct letters {
	struct letter_ask ask;
	struct letter_printed out;
};
static struct sn_err print_work(struct ctx *c, void *arg)
{
	struct letters *w = arg;
	return letter_print(c, &w->ask, &w->out);
}

static struct sn_err print_piece(void *self, struct str html, int64_t done, int64_t total)
{
	struct cli *cli = self;
	if (fwrite(html.at, 1, html.bytes, cli->out) != html.bytes)
		return sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), STR_FMT, STR_ARG(cli->output));
	cli_progress(cli, CLI_WORDS(cli, "印制", "printing"), done, total);
	return SN_SUCCESS;
}

/* Names stand in it whole; main() makes the file for its maker alone. */
static struct sn_err write_letters(struct cli *cli, const struct letters *w)
{
	const struct sn_err e = letter_file(&cli->ctx, &w->ask, &w->out,
					    &(const struct letter_file){print_piece, cli});
	cli_progress_end(cli);
	SN_TRY(e);
	return fflush(cli->out) == 0 ? SN_SUCCESS
				     : sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), STR_FMT,
							STR_ARG(cli->output));
}

static void say_printed(const struct cli *cli, const struct letter_printed *p)
{
	(void)fprintf(stderr,
		      CLI_WORDS(cli,
				"新印 %" PRId64 " 封，重印 %" PRId64 " 封，新送达名额 %" PRId64
				" 个；写在 " STR_FMT "（有全名，印好后请删除）\n",
				"%" PRId64 " letters, %" PRId64 " reprints, %" PRId64
				" entitlements that had none; in " STR_FMT
				" (names stand in it whole: delete it once it is printed)\n"),
		      p->letters, p->again, p->reached, STR_ARG(cli->output));
	if (p->plan.left_out > 0)
		(void)fprintf(
			stderr,
			CLI_WORDS(cli,
				  "另有 %zu 个名额的人不在任何班组，没有印；见 letter missing\n",
				  "%zu more entitlements are of people in no team and were "
				  "not printed; see letter missing\n"),
			p->plan.left_out);
}

static struct sn_err cmd_letter_print(struct cli *cli)
{
	struct letters w = {.ask = {.code = cli->operands[0],
				    .team = cli_value(cli, "team"),
				    .way = LETTER_BY_NAME}};
	if (str_is_null(cli->output))
		return SN_FAIL(MISSING_FIELD, .field = "output");
	if (cli_has(cli, "by") && !letter_way_parse(&w.ask.way, cli_value(cli, "by")))
		return SN_FAIL(LETTER_WAY, .field = "sent_by");
	SN_TRY(lang_value(cli, &w.ask.lang));
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &w.ask.cycle));
	SN_TRY(cli_org(cli, "org", &w.ask.org));
	SN_TRY(store_write(&cli->ctx, print_work, &w));
	SN_TRY(write_letters(cli, &w));
	say_printed(cli, &w.out);
	return SN_SUCCESS;
}

/* ---- letter count ---- */

static const struct table_out_column count_columns[] = {
	{"org", "工会", "union", TABLE_TEXT, 0},
	{"team", "班组", "team", TABLE_TEXT, 0},
	{"code", "代码", "code", TABLE_TEXT, 0},
	{"language", "语言", "language", TABLE_TEXT, 0},
	{"letters", "慰问信（封）", "letters", TABLE_INT, 0},
	{"again", "重印（封）", "reprints", TABLE_INT, 0},
	{"reached", "送达名额（个）", "entitlements reached", TABLE_INT, 0},
};

static struct sn_err count_row(struct cli *cli, struct table_out *t, const struct letter_count *k)
{
	const struct org_words *lang = letter_lang_words(k->lang);
	struct org org;
	SN_TRY(org_by_no(&cli->ctx, k->org_no, 0, &org));
	table_out_text(t, org.code);
	table_out_text(t, k->team);
	table_out_text(t, k->code);
	table_out_text(t,
		       str_of(cli->format == TABLE_FORMAT_TEXT ? CLI_WORDS(cli, lang->zh, lang->en)
							       : lang->word));
	table_out_int(t, k->letters);
	table_out_int(t, k->again);
	table_out_int(t, k->reached);
	table_out_row_end(t);
	return SN_SUCCESS;
}

static struct sn_err cmd_letter_count(struct cli *cli)
{
	struct letter_count *list = NULL;
	struct table_out *t = NULL;
	struct cycle cycle;
	struct org org;
	size_t count = 0;
	int64_t letters = 0;
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &cycle));
	SN_TRY(cli_org(cli, "org", &org));
	SN_TRY(letter_counts(&cli->ctx, cycle.cycle_no, org.path, &list, &count));
	SN_TRY(cli_table(cli, count_columns, sizeof count_columns / sizeof count_columns[0], &t));
	struct sn_err e = SN_SUCCESS;
	for (size_t i = 0; i < count && !sn_failed(e); i++) {
		e = count_row(cli, t, &list[i]);
		letters += list[i].letters;
	}
	const struct sn_err closed = table_out_close(t);
	SN_TRY(e);
	SN_TRY(closed);
	if (cli->format == TABLE_FORMAT_TEXT)
		(void)fprintf(cli->out, "\n%s%" PRId64 " %s\n", CLI_WORDS(cli, "共 ", ""), letters,
			      unit_name(UNIT_LETTER, letters, cli->lang));
	return SN_SUCCESS;
}

/* ---- letter missing ---- */

static const struct table_out_column missing_columns[] = {
	{"org", "工会", "union", TABLE_TEXT, 0},
	{"team", "班组", "team", TABLE_TEXT, 0},
	{"name", "姓名", "name", TABLE_TEXT, 0},
	{"benefit", "项目", "benefit", TABLE_TEXT, 0},
	{"received", "已领", "received", TABLE_BOOL, 0},
};

static struct sn_err missing_row(struct cli *cli, struct table_out *t,
				 const struct letter_missing *m)
{
	char name[NAME_MASK_BYTES];
	struct org org;
	SN_TRY(org_by_no(&cli->ctx, m->org_no, 0, &org));
	name_mask(m->name, name);
	table_out_text(t, org.code);
	table_out_text(t, m->team);
	table_out_text(t, str_of(name));
	table_out_text(t, m->benefit);
	table_out_bool(t, m->received);
	table_out_row_end(t);
	return SN_SUCCESS;
}

static struct sn_err cmd_letter_missing(struct cli *cli)
{
	struct letter_missing_filter filter = {.code = cli_value(cli, "letter"),
					       .one_lang = cli_has(cli, "language")};
	struct letter_missing *list = NULL;
	struct table_out *t = NULL;
	struct cycle cycle;
	struct org org;
	size_t count = 0;
	SN_TRY(lang_value(cli, &filter.lang));
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &cycle));
	SN_TRY(cli_org(cli, "org", &org));
	filter.cycle_no = cycle.cycle_no;
	filter.org_path = org.path;
	SN_TRY(letter_missing(&cli->ctx, &filter, &list, &count));
	SN_TRY(cli_table(cli, missing_columns, sizeof missing_columns / sizeof missing_columns[0],
			 &t));
	struct sn_err e = SN_SUCCESS;
	for (size_t i = 0; i < count && !sn_failed(e); i++)
		e = missing_row(cli, t, &list[i]);
	const struct sn_err closed = table_out_close(t);
	SN_TRY(e);
	SN_TRY(closed);
	if (cli->format == TABLE_FORMAT_TEXT)
		(void)fprintf(
			cli->out,
			count == LETTER_PRINT_MAX
				? CLI_WORDS(
					  cli, "\n以上是前 %zu 个，还有更多；请按下级工会查看\n",
					  "\nthe first %zu; there are more, look union by union\n")
				: CLI_WORDS(cli, "\n还没有慰问信的名额：%zu 个\n",
					    "\nentitlements without a letter: %zu\n"),
			count);
	return SN_SUCCESS;
}

/* ---- the table ---- */

/* clang-format off */
#define END {NULL, NULL, false, NULL, NULL}
#define CYCLE {"cycle", "CODE", true, "哪次活动", "of which cycle"}
#define LANGUAGE {"language", "zh|mn|en", false, "信的语言：中文、蒙古文、英文（缺省中文）", "the letter's language: Chinese, Mongolian, English (Chinese)"}
static const struct cli_option add_options[] = {
	CYCLE, LANGUAGE,
	{"sender", "CODE", true, "署名：工会，或合作单位（全国总工会在工会树之外）", "whom it is from: a union, or a partner (the national federation stands outside the tree)"},
	{"file", "FILE", true, "正文（纯文本，UTF-8 或 GB18030，一页以内）", "the text (plain text in UTF-8 or GB18030, one page)"},
	{"org", "CODE", false, "哪个工会的信（缺省：活动所属工会）", "whose letter it is (the cycle's union)"},
	{"title", "WORDS", false, "标题，居中大字", "a heading, centred in large type"},
	{"day", "DAY", false, "落款日期（不写就不印）", "the day under the sender's name (none is printed)"}, END};
static const struct cli_option list_options[] = {CYCLE, END};
static const struct cli_option show_options[] = {
	CYCLE, LANGUAGE,
	{"version", "N", false, "第几版（缺省最新）", "which version (the newest)"}, END};
static const struct cli_option check_options[] = {
	CYCLE, LANGUAGE,
	{"version", "N", true, "核对的是第几版", "which version was read"}, END};
static const struct cli_option print_options[] = {
	CYCLE, LANGUAGE,
	{"org", "CODE", true, "给这个工会及下级的人印", "for the people of this union and those below it"},
	{"team", "NAME", false, "只印这个班组", "of this team only"},
	{"by", "name|team", false, "每人一封，或每班组一封并列名单（缺省每人一封）", "one a person, or one a team with its names (one a person)"}, END};
static const struct cli_option count_options[] = {
	CYCLE, {"org", "CODE", true, "这个工会及下级", "this union and those below it"}, END};
static const struct cli_option missing_options[] = {
	CYCLE, {"org", "CODE", true, "这个工会及下级", "this union and those below it"},
	{"letter", "CODE", false, "没有这封信的（缺省：一封都没有的）", "without this letter (without any)"},
	{"language", "zh|mn|en", false, "没有这种语言的", "without one in this language"}, END};

const struct cli_command cli_letter_commands[] = {
	{"letter", "add", "CODE", 1, 1, add_options, CLI_WRITE, cmd_letter_add, "登记慰问信正文（新的正文就是新的一版）", "enter a letter's text (another text is another version)",
	 "正文里可用 {name} 姓名、{team} 班组、{union} 工会、{year} 年份、{item} 物品，印时逐封填写。蒙古文信用传统蒙古文。登记后由另一个人核对样稿并审核，才能印。",
	 "The text may have {name}, {team}, {union}, {year} and {item}, which are filled in for each letter. Mongolian is in the traditional script. Another person reads the proof and checks the version before it is printed.",
	 "songnuan letter add hw-2024 --cycle hw-2024 --sender 150000 --title 慰问信 --day 2024-10-20 --file 慰问信.txt --as li"},
	{"letter", "show", "CODE", 1, 1, show_options, CLI_READ, cmd_letter_show, "显示一版正文；-o 文件.html 写样稿", "show a version; -o FILE.html writes a proof", NULL, NULL,
	 "songnuan letter show hw-2024 --cycle hw-2024 --language mn -o 样稿.html"},
	{"letter", "list", NULL, 0, 0, list_options, CLI_READ, cmd_letter_list, "列出一次活动的慰问信各版", "list the versions of a cycle's letters", NULL, NULL, NULL},
	{"letter", "check", "CODE", 1, 1, check_options, CLI_WRITE, cmd_letter_check, "审核一版正文（不能审核自己登记的）", "check a version (not one that you entered)", NULL, NULL,
	 "songnuan letter check hw-2024 --cycle hw-2024 --version 1 --as wang"},
	{"letter", "print", "CODE", 1, 1, print_options, CLI_WRITE, cmd_letter_print, "印慰问信：写成 A4 网页，一封一页，并计封数", "print letters: an A4 page each in one HTML file, counted",
	 "在浏览器里打开，打印到纸。印的是最新的已审核版。再印一次计为重印。文件里有全名，没有身份证号；印好后请删除。",
	 "Open it in a browser and print it. The newest checked version is printed. Printed again, it counts as a reprint. Names stand in the file whole, ID numbers never; delete it once it is printed.",
	 "songnuan letter print hw-2024 --cycle hw-2024 --org 150302 --by team -o 慰问信.html --as li"},
	{"letter", "count", NULL, 0, 0, count_options, CLI_READ, cmd_letter_count, "各工会、班组印了多少封（单位：封，不与人数相加）", "how many letters by union and team (of their own unit, never added to people)", NULL, NULL, NULL},
	{"letter", "missing", NULL, 0, 0, missing_options, CLI_READ, cmd_letter_missing, "哪些名额还没有慰问信（姓名遮盖）", "which entitlements have no letter yet (names masked)", NULL, NULL, NULL},
	{0},
};
/* clang-format on */
