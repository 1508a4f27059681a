#include "base/table_in.h"
#include "org/partner.h"
#include "report/report_priv.h"

#include <assert.h>

/* The columns of campaign-2024.csv, each with the Chinese names that unions use. */
enum column {
	ORG_CODE,
	ORG_NAME,
	SCOPE,
	RECIPIENTS,
	RECIPIENTS_IS,
	AMOUNT_FEN,
	AMOUNT_YUAN,
	AMOUNT_IS,
	MEANING,
	KIND,
	WORDS,
	PARTNER,
	REPORTED_BY,
	JOINT_WITH,
	COLUMNS
};
static const struct table_column columns[COLUMNS] = {
	[ORG_CODE] = {"org_code", true, {"工会代码", "代码"}},
	[ORG_NAME] = {"org_name", false, {"工会名称", "工会"}},
	[SCOPE] = {"scope", true, {"范围"}},
	[RECIPIENTS] = {"recipients", true, {"人数", "慰问人数"}},
	[RECIPIENTS_IS] = {"recipients_is", false, {"人数性质"}},
	[AMOUNT_FEN] = {"amount_fen", false, {"金额（分）"}},
	[AMOUNT_YUAN] = {"amount_yuan", false, {"金额（元）", "金额", "慰问金额"}},
	[AMOUNT_IS] = {"amount_is", false, {"金额性质"}},
	[MEANING] = {"amount_meaning", false, {"金额含义"}},
	[KIND] = {"kind", false, {"形式"}},
	[WORDS] = {"note", false, {"原文", "说明", "备注"}},
	[PARTNER] = {"partner_code", false, {"合作单位代码", "企业代码"}},
	[REPORTED_BY] = {"reported_by", false, {"报送方"}},
	[JOINT_WITH] = {"joint_with", false, {"牵头工会代码", "联合牵头"}},
};

static const char *const scope_words[] = {
#define X(name, word) [SCOPE_##name] = (word),
	REPORT_SCOPES(X)
#undef X
};
static const struct report_words qualifier_words[] = {
#define X(name, word, zh, en) [QUALIFIER_##name] = {word, zh, en},
	QUALIFIERS(X)
#undef X
};
static const struct report_words meaning_words[] = {
#define X(name, word, zh, en) [MEANING_##name] = {word, zh, en},
	MEANINGS(X)
#undef X
};
const struct report_words *report_qualifier_words(enum qualifier is)
{
	return &qualifier_words[is];
}
const struct report_words *report_meaning_words(enum meaning meaning)
{
	return &meaning_words[meaning];
}

/* ---- one row from cells to types ---- */

/* What a refused word looked like, short enough for a message and without a person's data in it. */
static struct sn_err refuse(struct sn_err e, struct str word)
{
	return sn_err_with_text(e, STR_FMT, word.bytes > 40 ? 40 : (int)word.bytes,
				word.at ? word.at : "");
}

static struct sn_err parse_scope(struct str word, enum report_scope *out)
{
	for (int i = 0; i < SCOPES_COUNT; i++)
		if (str_is(word, scope_words[i])) {
			*out = (enum report_scope)i;
			return SN_SUCCESS;
		}
	return refuse(SN_FAIL(BAD_SCOPE, .field = "scope"), word);
}

static struct sn_err parse_meaning(struct str word, enum meaning *out)
{
	*out = MEANING_UNKNOWN;
	for (int i = 0; i < MEANING_MIXED && word.bytes > 0; i++)
		if (str_is(word, meaning_words[i].word)) {
			*out = (enum meaning)i;
			return SN_SUCCESS;
		}
	return word.bytes == 0 ? SN_SUCCESS
			       : refuse(SN_FAIL(BAD_MEANING, .field = "amount_meaning"), word);
}

static struct sn_err parse_qualifier(struct str is, const char *field, enum qualifier *out)
{
	*out = QUALIFIER_EXACT;
	for (int i = 0; i < QUALIFIERS_COUNT; i++)
		if (str_is(is, qualifier_words[i].word)) {
			*out = (enum qualifier)i;
			return SN_SUCCESS;
		}
	return is.bytes == 0 ? SN_SUCCESS : refuse(SN_FAIL(BAD_QUALIFIER, .field = field), is);
}

/* An empty cell is an unknown part, never zero. */
static struct sn_err parse_figure(struct figure *out, struct str value, struct str is,
				  const char *field)
{
	int64_t number = 0;
	enum qualifier qualifier;
	SN_TRY(parse_qualifier(is, field, &qualifier));
	*out = report_figure_unknown();
	if (value.bytes == 0)
		return SN_SUCCESS;
	if (!str_to_int(value, &number) || number < 0)
		return refuse(SN_FAIL(BAD_NUMBER, .field = field), value);
	*out = report_figure(number, qualifier);
	return SN_SUCCESS;
}

struct importer {
	const struct reported_import *what;
	struct table_in *table;
	struct reported_row *rows; /* the good ones */
	size_t rows_count;
	struct reported_row *in_force; /* what stands already */
	size_t in_force_count;
	struct reported_import_result *out;
};

static struct str cell(const struct importer *m, const struct table_row *row, enum column which)
{
	return str_trim(table_cell(m->table, row, which).text);
}

/* The press is quoted in fen, a cadre writes yuan: one of the two columns says it. */
static struct sn_err parse_amount(const struct importer *m, const struct table_row *row,
				  struct figure *out)
{
	const struct str fen = cell(m, row, AMOUNT_FEN), yuan = cell(m, row, AMOUNT_YUAN);
	struct money amount;
	enum qualifier qualifier;
	if (yuan.bytes == 0)
		return parse_figure(out, fen, cell(m, row, AMOUNT_IS), "amount_fen");
	if (fen.bytes > 0)
		return SN_FAIL(AMOUNT_TWICE, .field = "amount_yuan");
	SN_TRY(parse_qualifier(cell(m, row, AMOUNT_IS), "amount_yuan", &qualifier));
	if (!money_parse(&amount, yuan) || money_less(amount, MONEY_FEN(0)))
		return refuse(SN_FAIL(BAD_AMOUNT, .field = "amount_yuan"), yuan);
	*out = report_figure(money_fen(amount), qualifier);
	return SN_SUCCESS;
}

/* By code; a name that belongs to another union says that one of the two is wrong. */
static struct sn_err parse_org(struct ctx *c, const struct importer *m, const struct table_row *row,
			       struct reported_row *out)
{
	const struct str code = cell(m, row, ORG_CODE), name = cell(m, row, ORG_NAME);
	const struct org_tree *tree = m->what->tree;
	const int32_t top = org_tree_at(tree, m->what->cycle.org_no),
		      at = org_tree_by_code(tree, code);
	struct org by_name;
	if (at == ORG_NOWHERE || !org_tree_contains(tree, top, at))
		return refuse(SN_FAIL(ORG_OUTSIDE_CYCLE, .field = "org_code"), code);
	const struct org *org = org_tree_org(tree, at);
	if (name.bytes > 0 && !sn_failed(org_find(c, name, 0, &by_name)) &&
	    by_name.org_no != org->org_no)
		return refuse(SN_FAIL(ORG_NAME_DIFFERS, .field = "org_name"), by_name.code);
	out->said.org_no = org->org_no;
	out->shard = org->shard;
	return SN_SUCCESS;
}

/* Two figures of one thing: the later corrects the earlier. */
static bool of_one_thing(const struct reported *a, const struct reported *b)
{
	return a->org_no == b->org_no && a->scope == b->scope && a->partner_no == b->partner_no &&
	       a->by_partner == b->by_partner && a->joint_no == b->joint_no;
}

/* The giving of a partner stands beside one union, whoever reports it: so it can be added once. */
struct sn_err report_partner_check(struct ctx *c, struct str code, struct reported *said)
{
	struct partner partner;
	SN_TRY(partner_find(c, code, 0, &partner));
	if (said->scope != SCOPE_OWN)
		return SN_FAIL(OTHER_SCOPE, .field = "scope");
	if (partner.org_no != said->org_no)
		return sn_err_with_text(SN_FAIL(PARTNER_ELSEWHERE, .field = "partner_code"),
					STR_FMT " " STR_FMT, STR_ARG(partner.code),
					STR_ARG(partner.name));
	said->partner_no = partner.partner_no;
	return SN_SUCCESS;
}

bool report_by_parse(struct str word, bool *by_partner)
{
	*by_partner = str_is(word, "partner") || str_is(word, "本单位") || str_is(word, "企业");
	return *by_partner || word.bytes == 0 || str_is(word, "union") || str_is(word, "工会");
}

static struct sn_err parse_joint(const struct importer *m, struct str lead, struct reported *said)
{
	const int32_t at = org_tree_by_code(m->what->tree, lead);
	if (at == ORG_NOWHERE)
		return refuse(SN_FAIL(ORG_OUTSIDE_CYCLE, .field = "joint_with"), lead);
	said->joint_no = org_tree_org(m->what->tree, at)->org_no;
	if (said->scope != SCOPE_OWN)
		return SN_FAIL(OTHER_SCOPE, .field = "scope");
	return said->joint_no == said->org_no ? SN_FAIL(JOINT_WITH_ITSELF, .field = "joint_with")
					      : SN_SUCCESS;
}

/* Whose figure it is, where it is not the union's own. */
static struct sn_err parse_other(struct ctx *c, const struct importer *m,
				 const struct table_row *row, struct reported *said)
{
	const struct str partner = cell(m, row, PARTNER), by = cell(m, row, REPORTED_BY),
			 lead = cell(m, row, JOINT_WITH);
	if (!report_by_parse(by, &said->by_partner) || (said->by_partner && partner.bytes == 0))
		return SN_FAIL(BAD_REPORTED_BY, .field = "reported_by");
	if (partner.bytes > 0)
		SN_TRY(report_partner_check(c, partner, said));
	return lead.bytes > 0 ? parse_joint(m, lead, said) : SN_SUCCESS;
}

static struct sn_err parse_row(struct ctx *c, const struct importer *m, const struct table_row *row,
			       struct reported_row *out)
{
	struct reported *said = &out->said;
	*out = (struct reported_row){.said = {.row = row->row}};
	SN_TRY(parse_org(c, m, row, out));
	SN_TRY(parse_scope(cell(m, row, SCOPE), &said->scope));
	SN_TRY(parse_other(c, m, row, said));
	SN_TRY(parse_figure(&said->recipients, cell(m, row, RECIPIENTS),
			    cell(m, row, RECIPIENTS_IS), "recipients"));
	SN_TRY(parse_amount(m, row, &said->amount));
	SN_TRY(parse_meaning(cell(m, row, MEANING), &said->meaning));
	said->kind = arena_str(c->mem, cell(m, row, KIND));
	said->words = arena_str(c->mem, cell(m, row, WORDS));
	if (said->recipients.known_parts + said->amount.known_parts == 0 && said->words.bytes == 0)
		return SN_FAIL(NOTHING_SAID, .field = "recipients");
	for (size_t i = 0; i < m->rows_count; i++) {
		const struct reported *other = &m->rows[i].said;
		if (of_one_thing(other, said))
			return SN_FAIL(REPORTED_TWICE, .field = "org_code", .arg = {other->row});
	}
	return SN_SUCCESS;
}

static struct sn_err keep_reject(struct ctx *c, struct importer *m, const struct table_row *row,
				 struct sn_err why)
{
	struct reported_import_result *out = m->out;
	why.row = row->row;
	out->rejected++;
	if (out->rejects_count == IMPORT_REJECTS_SHOWN_MAX)
		return SN_SUCCESS;
	if (!out->rejects)
		out->rejects = ARENA_ARRAY(c->mem, struct import_reject, IMPORT_REJECTS_SHOWN_MAX);
	if (!out->rejects)
		return SN_FAIL(OUT_OF_MEMORY);
	out->rejects[out->rejects_count++] = (struct import_reject){
		.row = row->row,
		.sheet = arena_str(c->mem, row->sheet),
		.column = str_of(why.field),
		.value = arena_str(c->mem, str_of(why.text)),
		.why = why,
	};
	return SN_SUCCESS;
}

static struct sn_err read_rows(struct ctx *c, struct importer *m)
{
	struct table_row row;
	bool more = true;
	for (;;) {
		SN_TRY(table_next(m->table, &row, &more));
		if (!more)
			return SN_SUCCESS;
		if (row.kind == TABLE_ROW_TOTAL) {
			m->out->totals_rows++;
			continue;
		}
		m->out->read++;
		if (m->rows_count == REPORTED_ROWS_MAX)
			return SN_FAIL(TOO_LONG, .field = "rows", .arg = {REPORTED_ROWS_MAX});
		const struct sn_err e = parse_row(c, m, &row, &m->rows[m->rows_count]);
		if (!sn_failed(e))
			m->rows_count++;
		else if (sn_err_code(e) == SN_NOMEM || sn_err_code(e) == SN_DOWN)
			return e;
		else
			SN_TRY(keep_reject(c, m, &row, e));
	}
}

/* ---- writing ---- */

static bool figure_same(struct figure a, struct figure b)
{
	return a.known_parts == b.known_parts && a.value == b.value &&
	       (a.known_parts == 0 || a.is == b.is);
}

static bool same(const struct reported *a, const struct reported *b)
{
	return figure_same(a->recipients, b->recipients) && figure_same(a->amount, b->amount) &&
	       a->meaning == b->meaning && str_eq(a->kind, b->kind) && str_eq(a->words, b->words);
}

static const struct reported *in_force(const struct importer *m, const struct reported *said)
{
	for (size_t i = 0; i < m->in_force_count; i++) {
		const struct reported *old = &m->in_force[i].said;
		if (of_one_thing(old, said))
			return old;
	}
	return NULL;
}

/* The same content again changes nothing; other content takes the old one's place. */
static struct sn_err write_row(struct ctx *c, struct importer *m, struct reported_row *row)
{
	const struct reported *old = in_force(m, &row->said);
	if (old && same(old, &row->said)) {
		m->out->unchanged++;
		return SN_SUCCESS;
	}
	row->said.reported_id = new_id(c);
	SN_TRY(report_row_add(c, &m->what->cycle, row, old ? old->reported_id : UUID_NULL));
	*(old ? &m->out->corrected : &m->out->taken) += 1;
	return SN_SUCCESS;
}

static struct sn_err write_rows(struct ctx *c, void *arg)
{
	struct importer *m = arg;
	SN_TRY(report_rows_read(c, m->what->cycle.cycle_no, &m->in_force, &m->in_force_count));
	for (size_t i = 0; i < m->rows_count; i++)
		SN_TRY(write_row(c, m, &m->rows[i]));
	return SN_SUCCESS;
}

struct sn_err report_import(struct ctx *c, const struct reported_import *what,
			    struct reported_import_result *out)
{
	*out = (struct reported_import_result){0};
	struct importer m = {.what = what, .out = out};
	m.rows = ARENA_ARRAY(c->mem, struct reported_row, REPORTED_ROWS_MAX);
	if (!m.rows)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(what->source ? table_open_source(&m.table, what->source, columns, COLUMNS)
			    : table_open(&m.table, what->path.at, columns, COLUMNS));
	/* A file without any column of amounts would leave them all unknown without a word. */
	struct sn_err e = SN_SUCCESS;
	if (table_column_at(m.table, AMOUNT_FEN) < 0 && table_column_at(m.table, AMOUNT_YUAN) < 0)
		e = sn_err_with_text(SN_FAIL(NO_HEADER, .arg = {1}), "amount_yuan / amount_fen");
	if (!sn_failed(e))
		e = read_rows(c, &m);
	table_close(m.table);
	if (!sn_failed(e) && m.rows_count > 0)
		e = store_write(c, write_rows, &m);
	return e;
}

struct sn_err report_state(struct ctx *c, const struct cycle *cycle, const struct reported *stated)
{
	struct org org;
	struct importer m = {.what = &(struct reported_import){.cycle = *cycle},
			     .out = &(struct reported_import_result){0}};
	assert(stated->scope == SCOPE_STATED ||
	       (stated->scope == SCOPE_OWN && stated->partner_no != 0));
	SN_TRY(org_by_no(c, stated->org_no, 0, &org));
	SN_TRY(report_rows_read(c, cycle->cycle_no, &m.in_force, &m.in_force_count));
	return write_row(c, &m, &(struct reported_row){.said = *stated, .shard = org.shard});
}
