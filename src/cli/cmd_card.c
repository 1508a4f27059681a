/* Bank cards: one by one, as a list, removed, and listed: always masked. */
#include "base/idnumber.h"
#include "base/name.h"
#include "base/text.h"
#include "care/card.h"
#include "care/entry.h"
#include "cli/cli_priv.h"
#include "cli/cmd.h"
#include "cli/cmd_file.h"

#include <inttypes.h>

/* ---- card set, remove, show ---- */

struct setting {
	struct card_new what;
	struct card_set out;
	struct person person;
};
static struct sn_err set_work(struct ctx *c, void *arg)
{
	struct setting *s = arg;
	SN_TRY(card_set(c, &s->what, 1, &s->out));
	return s->out.why;
}
static struct sn_err remove_work(struct ctx *c, void *arg)
{
	const struct setting *s = arg;
	return card_remove(c, &s->person);
}

static const char *fate_words(const struct cli *cli, enum card_fate fate)
{
	if (fate == CARD_UNCHANGED)
		return CLI_WORDS(cli, "未变", "unchanged");
	return fate == CARD_CHANGED ? CLI_WORDS(cli, "已换卡", "changed")
				    : CLI_WORDS(cli, "已登记", "set");
}

static void say_shared(const struct cli *cli)
{
	(void)fprintf(cli->out, "%s\n",
		      CLI_WORDS(cli, "  提示：另有人也用这个卡号（songnuan card list --shared）",
				"  note: another person has this number too (songnuan card list "
				"--shared)"));
}

static struct sn_err cmd_card_set(struct cli *cli)
{
	struct setting s = {.what = {.bank = cli_value(cli, "bank")}};
	char name[NAME_MASK_BYTES], mask[CARD_MASK_BYTES];
	SN_TRY(cmd_person(cli, cli->operands[0], &s.person));
	SN_TRY(card_number_parse(&s.what.number,
				 (struct cell){CELL_TEXT, cli_value(cli, "number")}));
	SN_TRY(handover_relation_parse(&s.what.relation, cli_value(cli, "relation")));
	if (cli_has(cli, "holder"))
		SN_TRY(name_parse(cli->ctx.mem, cli_value(cli, "holder"), &s.what.holder));
	if (str_eq(s.what.holder, s.person.name) && s.what.relation == HANDOVER_BY_SELF)
		s.what.holder = STR_NULL;
	s.what.who = (struct person_ref){s.person.shard, s.person.person_id};
	s.what.org_no = s.person.org_no;
	SN_TRY(store_write(&cli->ctx, set_work, &s));
	name_mask(s.person.name, name);
	card_number_mask(card_number_last4(&s.what.number), mask);
	(void)fprintf(cli->out, "%s %s%s%s\n", name, mask, CLI_WORDS(cli, "：", ": "),
		      fate_words(cli, s.out.fate));
	if (s.out.shared)
		say_shared(cli);
	return SN_SUCCESS;
}

static struct sn_err cmd_card_remove(struct cli *cli)
{
	struct setting s = {.what = {.org_no = 0}};
	char name[NAME_MASK_BYTES];
	SN_TRY(cmd_person(cli, cli->operands[0], &s.person));
	SN_TRY(store_write(&cli->ctx, remove_work, &s));
	name_mask(s.person.name, name);
	(void)fprintf(cli->out, "%s%s\n", name,
		      CLI_WORDS(cli, "：已不再登记银行卡", ": no bank card any more"));
	return SN_SUCCESS;
}

/* ---- lists ---- */

static const struct table_out_column list_columns[] = {
	{"org", "工会", "union", TABLE_TEXT, 0},
	{"person", "人员编号", "person", TABLE_TEXT, 0},
	{"name", "姓名", "name", TABLE_TEXT, 0},
	{"card", "卡号", "card", TABLE_TEXT, 0},
	{"bank", "开户行", "bank", TABLE_TEXT, 0},
	{"holder", "户主", "holder", TABLE_TEXT, 0},
	{"people", "用此卡的人数", "people of this card", TABLE_INT, 0},
	{"state", "状态", "state", TABLE_TEXT, 0},
};

struct listing {
	struct cli *cli;
	struct table_out *table;
	const struct org_tree *tree;
	int64_t rows;
};

static struct str relation_text(const struct cli *cli, enum handover_relation relation)
{
	static const char *const words[][3] = {
#define X(name, word, zh, en) {word, zh, en},
		HANDOVER_RELATIONS(X)
#undef X
	};
	if (relation >= HANDOVER_RELATIONS_COUNT)
		return STR_NULL;
	if (cli->format != TABLE_FORMAT_TEXT)
		return str_of(relation == HANDOVER_BY_SELF ? "self" : words[relation][0]);
	return str_of(CLI_WORDS(cli, words[relation][1], words[relation][2]));
}

static struct str org_code(const struct org_tree *tree, int64_t org_no)
{
	const int32_t at = org_tree_at(tree, org_no);
	return at == ORG_NOWHERE ? STR_NULL : org_tree_org(tree, at)->code;
}

static struct sn_err list_row(void *self, const struct card_row *row)
{
	struct listing *l = self;
	char id[UUID_TEXT_BYTES], name[NAME_MASK_BYTES], mask[CARD_MASK_BYTES];
	const char *bad = l->cli->format != TABLE_FORMAT_TEXT
				  ? "bounced"
				  : CLI_WORDS(l->cli, "银行曾退回", "the bank sent it back");
	const char *good =
		l->cli->format != TABLE_FORMAT_TEXT ? "good" : CLI_WORDS(l->cli, "可用", "good");
	uuid_text(row->card.who.person_id, id);
	name_mask(row->name, name);
	card_number_mask(row->card.last4, mask);
	table_out_text(l->table, org_code(l->tree, row->org_no));
	table_out_text(l->table, str_of(id));
	table_out_text(l->table, str_of(name));
	table_out_text(l->table, str_of(mask));
	table_out_text(l->table, row->card.bank);
	table_out_text(l->table, relation_text(l->cli, row->card.relation));
	table_out_int(l->table, row->people);
	table_out_text(l->table, str_of(row->card.bad ? bad : good));
	table_out_row_end(l->table);
	l->rows++;
	return SN_SUCCESS;
}

static struct sn_err cmd_card_list(struct cli *cli)
{
	struct card_filter filter = {.shared_only = cli_has(cli, "shared")};
	struct listing l = {.cli = cli};
	struct org_tree *tree = NULL;
	struct org org;
	SN_TRY(cli_org(cli, "org", &org));
	filter.org_path = org.path;
	SN_TRY(org_tree_load(&cli->ctx, 0, &tree));
	l.tree = tree;
	struct sn_err e = cli_table(cli, list_columns, sizeof list_columns / sizeof list_columns[0],
				    &l.table);
	if (!sn_failed(e)) {
		e = card_list(&cli->ctx, &filter, list_row, &l);
		const struct sn_err closed = table_out_close(l.table);
		e = sn_failed(e) ? e : closed;
	}
	org_tree_free(tree);
	if (l.rows == CARD_LIST_MAX)
		(void)fprintf(
			stderr, "%s\n",
			CLI_WORDS(cli, "（只列出前面的；请按下级工会分别列出）",
				  "(only the first are listed; list the unions below one by one)"));
	return e;
}

/* A person's card, as it is shown in the list. */
static struct sn_err cmd_card_show(struct cli *cli)
{
	struct listing l = {.cli = cli};
	struct org_tree *tree = NULL;
	struct person person;
	struct card_row row = {.people = 1};
	SN_TRY(cmd_person(cli, cli->operands[0], &person));
	const struct person_ref who = {person.shard, person.person_id};
	SN_TRY(card_current(&cli->ctx, &who, 1, &row.card));
	if (uuid_is_null(row.card.card_id))
		return SN_FAIL(NO_CARD);
	SN_TRY(card_people(&cli->ctx, &row.card, &row.people));
	row.org_no = person.org_no;
	row.name = person.name;
	SN_TRY(org_tree_load(&cli->ctx, 0, &tree));
	l.tree = tree;
	struct sn_err e = cli_table(cli, list_columns, sizeof list_columns / sizeof list_columns[0],
				    &l.table);
	if (!sn_failed(e)) {
		e = list_row(&l, &row);
		const struct sn_err closed = table_out_close(l.table);
		e = sn_failed(e) ? e : closed;
	}
	org_tree_free(tree);
	return e;
}

/* ---- card import ---- */

enum column { ID_NUMBER, NAME, CARD, BANK, HOLDER, RELATION, COLUMNS };
static const struct table_column columns[COLUMNS] = {
	[ID_NUMBER] = {"id_number",
		       true,
		       {"身份证号", "身份证号码", "证件号码", "身份证", "公民身份号码", "证件号"}},
	[NAME] = {"name", false, {"姓名", "名字", "职工姓名", "人员姓名"}},
	[CARD] = {"card",
		  true,
		  {"银行卡号", "卡号", "银行账号", "账号", "帐号", "工资卡号", "收款账号",
		   "存折账号"}},
	[BANK] = {"bank", false, {"开户行", "开户银行", "银行", "银行名称", "开户行名称"}},
	[HOLDER] = {"holder", false, {"户名", "账户名", "账户名称", "开户名", "持卡人", "户主"}},
	[RELATION] = {"relation", false, {"关系", "与本人关系", "户主关系"}},
};
enum { PAGE_ROWS = 1000 };

struct card_page {
	struct card_new cards[PAGE_ROWS];
	struct card_set results[PAGE_ROWS];
	struct id_hash hashes[PAGE_ROWS];
	struct str names[PAGE_ROWS]; /* as the file has them; STR_NULL: not */
	struct person people[PAGE_ROWS];
	struct table_row rows[PAGE_ROWS];
	size_t count;
	/* people who stand in the page once more, with the same number: after the others, one by one */
	size_t again_count;
	struct card_new again_cards[PAGE_ROWS];
	struct card_set again_results[PAGE_ROWS];
	struct table_row again_rows[PAGE_ROWS];
};
/* Whom the file has named so far, and in which row: open addressing, by the person's id. */
struct named {
	struct uuid person_id;
	int64_t row;
	struct card_number number;
};
struct importing {
	struct cli *cli;
	struct table_in *table;
	struct card_page *page;
	struct arena *page_mem;
	struct named *named; /* a power of two, at most half full */
	size_t named_room, named_count;
	struct cmd_rejects rejects;
	int64_t read, taken, changed, unchanged, shared, without, totals;
};

static struct named *named_slot(struct named *table, size_t room, struct uuid id)
{
	size_t at = 0;
	for (size_t i = 0; i < sizeof id.bytes; i++)
		at = at * 31 + id.bytes[i];
	at &= room - 1;
	while (!uuid_is_null(table[at].person_id) && !uuid_eq(table[at].person_id, id))
		at = (at + 1) & (room - 1);
	return &table[at];
}

static struct sn_err named_grow(struct importing *m)
{
	enum { ROOM_FIRST = 4096 };
	const size_t room = m->named_room == 0 ? ROOM_FIRST : m->named_room * 2;
	struct named *grown = ARENA_ARRAY(m->cli->ctx.mem, struct named, room);
	if (!grown)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < m->named_room; i++)
		if (!uuid_is_null(m->named[i].person_id))
			*named_slot(grown, room, m->named[i].person_id) = m->named[i];
	m->named = grown;
	m->named_room = room;
	return SN_SUCCESS;
}

static struct str cell(const struct importing *m, const struct table_row *row, enum column which)
{
	return str_trim(table_cell(m->table, row, which).text);
}

/* What the row says by itself; whom it names is looked up a page at a time. */
static struct sn_err parse_row(struct importing *m, const struct table_row *row, size_t at)
{
	struct card_page *page = m->page;
	struct card_new *k = &page->cards[at];
	struct id_number id;
	*k = (struct card_new){.org_no = 0};
	page->names[at] = STR_NULL;
	struct sn_err e = id_number_parse(&id, table_cell(m->table, row, ID_NUMBER).text,
					  day_of(now_us(&m->cli->ctx)));
	e.field = "id_number";
	SN_TRY(e);
	page->hashes[at] = people_id_hash(m->cli->ctx.keys, &id);
	SN_TRY(card_number_parse(&k->number, table_cell(m->table, row, CARD)));
	SN_TRY(handover_relation_parse(&k->relation, cell(m, row, RELATION)));
	SN_TRY(text_normalise(m->page_mem, cell(m, row, BANK), &k->bank));
	if (cell(m, row, NAME).bytes > 0)
		SN_TRY(name_parse(m->page_mem, cell(m, row, NAME), &page->names[at]));
	if (cell(m, row, HOLDER).bytes > 0)
		SN_TRY(name_parse(m->page_mem, cell(m, row, HOLDER), &k->holder));
	return SN_SUCCESS;
}

static struct sn_err same_name(struct importing *m, struct str written, struct str known)
{
	struct str a, b;
	char mask[NAME_MASK_BYTES];
	SN_TRY(name_key(m->page_mem, written, &a));
	SN_TRY(name_key(m->page_mem, known, &b));
	if (str_eq(a, b))
		return SN_SUCCESS;
	name_mask(known, mask);
	return sn_err_with_text(SN_FAIL(CARD_NAME_DIFFERS, .field = "name"), "%s", mask);
}

/* The row against the roster, and against the rows above it; *same: this one was said above. */
static struct sn_err check_row(struct importing *m, size_t at, bool *same)
{
	struct card_page *page = m->page;
	struct card_new *k = &page->cards[at];
	const struct person *p = &page->people[at];
	*same = false;
	if (uuid_is_null(p->person_id))
		return SN_FAIL(WHO_UNKNOWN, .field = "id_number");
	if (!str_is_null(page->names[at]))
		SN_TRY(same_name(m, page->names[at], p->name));
	if (k->relation == HANDOVER_BY_SELF && !str_is_null(k->holder) &&
	    !sn_failed(same_name(m, k->holder, p->name)))
		k->holder = STR_NULL;
	k->who = (struct person_ref){p->shard, p->person_id};
	k->org_no = p->org_no;
	SN_TRY(card_check(k));
	if (2 * (m->named_count + 1) > m->named_room)
		SN_TRY(named_grow(m));
	struct named *n = named_slot(m->named, m->named_room, p->person_id);
	if (uuid_is_null(n->person_id)) {
		*n = (struct named){p->person_id, page->rows[at].row, k->number};
		m->named_count++;
		return SN_SUCCESS;
	}
	*same = strcmp(n->number.digits, k->number.digits) == 0;
	return *same ? SN_SUCCESS : SN_FAIL(CARD_TWICE, .field = "card", .arg = {n->row});
}

static struct sn_err page_work(struct ctx *c, void *arg)
{
	struct card_page *page = ((struct importing *)arg)->page;
	SN_TRY(card_set(c, page->cards, page->count, page->results));
	for (size_t i = 0; i < page->again_count; i++)
		SN_TRY(card_set(c, &page->again_cards[i], 1, &page->again_results[i]));
	return SN_SUCCESS;
}

/* Keeps the rows that can be set; the others are handed back. */
static struct sn_err sift_page(struct importing *m)
{
	struct card_page *page = m->page;
	size_t kept = 0;
	page->again_count = 0;
	for (size_t i = 0; i < page->count; i++) {
		bool same = false;
		const struct sn_err e = check_row(m, i, &same);
		if (sn_err_code(e) == SN_NOMEM)
			return e;
		if (sn_failed(e))
			SN_TRY(cmd_reject(&m->rejects, m->table, &page->rows[i], e));
		if (sn_failed(e))
			continue;
		if (same) {
			page->again_cards[page->again_count] = page->cards[i];
			page->again_rows[page->again_count++] = page->rows[i];
			continue;
		}
		page->cards[kept] = page->cards[i];
		page->rows[kept++] = page->rows[i];
	}
	page->count = kept;
	return SN_SUCCESS;
}

static struct sn_err count_result(struct importing *m, const struct card_set *r,
				  const struct table_row *row)
{
	m->taken += r->fate == CARD_TAKEN;
	m->changed += r->fate == CARD_CHANGED;
	m->unchanged += r->fate == CARD_UNCHANGED;
	m->shared += r->shared;
	return r->fate == CARD_REFUSED ? cmd_reject(&m->rejects, m->table, row, r->why)
				       : SN_SUCCESS;
}

static struct sn_err flush_page(struct importing *m)
{
	struct card_page *page = m->page;
	struct ctx c = m->cli->ctx;
	c.mem = m->page_mem;
	if (page->count == 0)
		return SN_SUCCESS;
	SN_TRY(people_by_hashes(&c, page->hashes, page->count, page->people));
	SN_TRY(sift_page(m));
	if (page->count + page->again_count > 0)
		SN_TRY(store_write(&c, page_work, m));
	for (size_t i = 0; i < page->count; i++)
		SN_TRY(count_result(m, &page->results[i], &page->rows[i]));
	for (size_t i = 0; i < page->again_count; i++)
		SN_TRY(count_result(m, &page->again_results[i], &page->again_rows[i]));
	page->count = 0;
	arena_reset(m->page_mem);
	cli_progress(m->cli, CLI_WORDS(m->cli, "登记卡号", "cards"), m->read, 0);
	return SN_SUCCESS;
}

static struct sn_err take_row(struct importing *m, const struct table_row *row)
{
	struct card_page *page = m->page;
	m->read++;
	if (cell(m, row, CARD).bytes == 0) {
		m->without++; /* a list says nothing where it is blank */
		return SN_SUCCESS;
	}
	const struct sn_err e = parse_row(m, row, page->count);
	if (sn_failed(e))
		return sn_err_code(e) == SN_NOMEM ? e : cmd_reject(&m->rejects, m->table, row, e);
	SN_TRY(entry_keep_row(m->page_mem, row, &page->rows[page->count]));
	page->count++;
	return page->count == PAGE_ROWS ? flush_page(m) : SN_SUCCESS;
}

static struct sn_err read_file(struct importing *m)
{
	struct table_row row;
	bool more = true;
	for (;;) {
		SN_TRY(table_next(m->table, &row, &more));
		if (!more)
			return flush_page(m);
		if (row.kind == TABLE_ROW_TOTAL)
			m->totals++;
		else
			SN_TRY(take_row(m, &row));
	}
}

static struct sn_err print_import(const struct importing *m)
{
	struct cli *cli = m->cli;
	if (cli->format == TABLE_FORMAT_JSON) {
		struct json_out o = json_out_file(cli->out, true);
		json_out_object(&o, NULL);
		json_out_object(&o, "rows");
		json_out_int(&o, "read", m->read);
		json_out_int(&o, "taken", m->taken);
		json_out_int(&o, "changed", m->changed);
		json_out_int(&o, "unchanged", m->unchanged);
		json_out_int(&o, "shared", m->shared);
		json_out_int(&o, "without_card", m->without);
		json_out_int(&o, "rejected", m->rejects.count);
		json_out_int(&o, "totals", m->totals);
		json_out_end(&o);
		cmd_json_rejects(cli, &o, m->rejects.list, m->rejects.list_count);
		json_out_end(&o);
		return json_out_done(&o);
	}
	cmd_text_counts(cli, (const struct cmd_count[]){{"读入", "read", m->read},
							{"新登记", "set", m->taken},
							{"换卡", "changed", m->changed},
							{"未变", "unchanged", m->unchanged},
							{"没写卡号", "without a card", m->without},
							{"退回", "rejected", m->rejects.count},
							{"合计行", "totals rows", m->totals},
							{NULL, NULL, 0}});
	if (m->shared > 0)
		(void)fprintf(cli->out,
			      CLI_WORDS(cli,
					"  提示：%" PRId64
					" 人的卡号另有人也在用（songnuan card list --shared）\n",
					"  note: %" PRId64 " people's cards are another's too "
					"(songnuan card list --shared)\n"),
			      m->shared);
	cmd_text_rejects(cli, m->rejects.list, m->rejects.list_count);
	return SN_SUCCESS;
}

static struct sn_err import(struct importing *m)
{
	struct cli *cli = m->cli;
	m->page = ARENA_NEW(cli->ctx.mem, struct card_page);
	if (!m->page || !m->page_mem)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(table_open(&m->table, cli->operands[0].at, columns, COLUMNS));
	struct sn_err e = read_file(m);
	e = cmd_rejects_close(&m->rejects, e);
	table_close(m->table);
	cli_progress_end(cli);
	SN_TRY(e);
	return print_import(m);
}

static struct sn_err cmd_card_import(struct cli *cli)
{
	struct importing m = {.cli = cli,
			      .rejects = {.cli = cli, .path = cli_value(cli, "rejects")}};
	m.page_mem = arena_new(REQUEST_ARENA_BYTES);
	const struct sn_err e = import(&m);
	arena_free(m.page_mem);
	SN_TRY(e);
	return m.rejects.count > 0 ? SN_FAIL(PARTLY_TAKEN, .arg = {m.rejects.count}) : SN_SUCCESS;
}

/* ---- the table ---- */

/* clang-format off */
#define END {NULL, NULL, false, NULL, NULL}
static const struct cli_option set_options[] = {
	{"number", "DIGITS", true, "卡号、存折号或其他账号", "the number of the card, passbook or other account"},
	{"bank", "NAME", false, "开户行", "where it was opened"},
	{"holder", "NAME", false, "户名（缺省：本人）", "in whose name it is (the person's)"},
	{"relation", "WORD", false, "户名不是本人时：与本人的关系，如 spouse（配偶）、child（子女）", "where it is another's: spouse, parent, child, sibling, relative, other"}, END};
static const struct cli_option import_options[] = {
	{"rejects", "OUT.xlsx", false, "把退回的行写到这个文件", "hand rejected rows back in this file"}, END};
static const struct cli_option list_options[] = {
	{"org", "CODE", true, "这个工会及下级的", "of this union and those below it"},
	{"shared", NULL, false, "只看几个人共用的卡（请核实）", "only cards that several people share (look into them)"}, END};

const struct cli_command cli_card_commands[] = {
	{"card", "set", "PERSON", 1, 1, set_options, CLI_WRITE, cmd_card_set, "登记或更换一个人的银行卡", "set a person's bank card, or another one",
	 "卡号加密保存，各处只显示末四位。62 开头的 16、19 位银联卡核对校验位；存折和其他账号不核对。银行退回过的卡，更正后（或核实无误后原号）再登记一次才会再用。", "The number is kept encrypted; only its last four are ever shown. UnionPay cards (62…, 16 or 19 digits) have their check digit checked, passbooks and other accounts do not. A card that the bank sent back is used again once it was set anew, the same number too.",
	 "songnuan card set 0192f0c0-… --number '6222 …' --bank 示例银行 --as li"},
	{"card", "import", "FILE", 1, 1, import_options, CLI_WRITE, cmd_card_import, "导入一份银行卡名单", "import a list of bank cards",
	 "列：身份证号、银行卡号（卡号、账号……），可有姓名（用来核对错行）、开户行、户名、关系。没写卡号的行不改动原来的卡。", "Columns: ID number, card number, and if there are any: name (to notice shifted rows), bank, holder, relation. A row without a card leaves the one there is.",
	 "songnuan card import 工资卡.xlsx --rejects 退回.xlsx --as li"},
	{"card", "show", "PERSON", 1, 1, NULL, CLI_READ, cmd_card_show, "显示一个人的银行卡（只显示末四位）", "show a person's bank card (the last four alone)", NULL, NULL, NULL},
	{"card", "remove", "PERSON", 1, 1, NULL, CLI_WRITE, cmd_card_remove, "删去一个人的银行卡", "a person has no bank card any more", NULL, NULL, NULL},
	{"card", "list", NULL, 0, 0, list_options, CLI_READ, cmd_card_list, "列出银行卡（只显示末四位）", "list bank cards (the last four alone)", NULL, NULL, NULL},
	{0},
};
/* clang-format on */
