/* Lists of bank cards. */
#include "care/listed.h"

#include "base/idnumber.h"
#include "base/name.h"
#include "base/text.h"
#include "care/card_sql.h"
#include "care/care_priv.h"
#include "care/payout.h"

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

static struct str cell(const struct list_entry *line, enum column which)
{
	return str_trim(line->cells[which].text);
}

/* ---- a row ---- */

struct parsed {
	struct card_new card;
	struct id_hash hash;
	struct str name; /* as the file has it; STR_NULL: not */
};

/* What the row says by itself; whom it names is looked up a page at a time. */
static struct sn_err parse(struct ctx *c, const struct list_entry *line, struct parsed *out)
{
	struct id_number id;
	struct card_new *k = &out->card;
	*out = (struct parsed){.name = STR_NULL};
	struct sn_err e = id_number_parse(&id, line->cells[ID_NUMBER].text, day_of(now_us(c)));
	e.field = "id_number";
	SN_TRY(e);
	out->hash = people_id_hash(c->keys, &id);
	SN_TRY(card_number_parse(&k->number, line->cells[CARD]));
	SN_TRY(handover_relation_parse(&k->relation, cell(line, RELATION)));
	SN_TRY(text_normalise(c->mem, cell(line, BANK), &k->bank));
	if (cell(line, NAME).bytes > 0)
		SN_TRY(name_parse(c->mem, cell(line, NAME), &out->name));
	if (cell(line, HOLDER).bytes > 0)
		SN_TRY(name_parse(c->mem, cell(line, HOLDER), &k->holder));
	return SN_SUCCESS;
}

static struct sn_err same_name(struct ctx *c, struct str written, struct str known)
{
	struct str a, b;
	char mask[NAME_MASK_BYTES];
	SN_TRY(name_key(c->mem, written, &a));
	SN_TRY(name_key(c->mem, known, &b));
	if (str_eq(a, b))
		return SN_SUCCESS;
	name_mask(known, mask);
	return sn_err_with_text(SN_FAIL(CARD_NAME_DIFFERS, .field = "name"), "%s", mask);
}

/* A list rarely names people of many unions. */
static struct sn_err is_ours(struct ctx *c, struct listed_cards *of, int64_t org_no, bool *ours)
{
	struct org org;
	*ours = of->org_path.bytes == 0;
	if (*ours)
		return SN_SUCCESS;
	if (of->last_org_no != org_no) {
		SN_TRY(org_by_no(c, org_no, 0, &org));
		of->last_org_no = org_no;
		of->last_is_ours = str_starts(org.path, of->org_path);
	}
	*ours = of->last_is_ours;
	return SN_SUCCESS;
}

/* The row against the roster. Of people elsewhere nothing is told, not even that they are known. */
static struct sn_err match(struct ctx *c, struct listed_cards *of, const struct person *p,
			   struct parsed *row)
{
	struct card_new *k = &row->card;
	bool ours = false;
	if (uuid_is_null(p->person_id))
		return of->org_path.bytes == 0 ? SN_FAIL(WHO_UNKNOWN, .field = "id_number")
					       : SN_FAIL(LIST_ELSEWHERE, .field = "id_number");
	SN_TRY(is_ours(c, of, p->org_no, &ours));
	if (!ours)
		return SN_FAIL(LIST_ELSEWHERE, .field = "id_number");
	if (!str_is_null(row->name))
		SN_TRY(same_name(c, row->name, p->name));
	if (k->relation == HANDOVER_BY_SELF && !str_is_null(k->holder) &&
	    !sn_failed(same_name(c, k->holder, p->name)))
		k->holder = STR_NULL;
	k->who = (struct person_ref){p->shard, p->person_id};
	k->org_no = p->org_no;
	return card_check(k);
}

/* ---- what becomes of rows ---- */

struct lines {
	struct list_entry **list; /* that can be read, and whose people are known */
	struct parsed *parsed;
	struct card_new *cards;
	struct card_set *results;
	size_t count;
};

static bool fails(struct list_entry *line, struct sn_err why)
{
	if (!sn_failed(why))
		return false;
	line->fate = LIST_REFUSED;
	line->why = why;
	return true;
}

static struct sn_err parse_lines(struct ctx *c, struct list_entry **lines, size_t count,
				 struct lines *out)
{
	*out = (struct lines){.list = ARENA_ARRAY(c->mem, struct list_entry *, count + 1),
			      .parsed = ARENA_ARRAY(c->mem, struct parsed, count + 1),
			      .cards = ARENA_ARRAY(c->mem, struct card_new, count + 1),
			      .results = ARENA_ARRAY(c->mem, struct card_set, count + 1)};
	if (!out->list || !out->parsed || !out->cards || !out->results)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		if (cell(lines[i], CARD).bytes == 0) {
			lines[i]->fate = LIST_EMPTY; /* a list says nothing where it is blank */
			continue;
		}
		const struct sn_err e = parse(c, lines[i], &out->parsed[out->count]);
		if (sn_err_code(e) == SN_NOMEM)
			return e;
		if (!fails(lines[i], e))
			out->list[out->count++] = lines[i];
	}
	return SN_SUCCESS;
}

static struct sn_err match_lines(struct ctx *c, struct listed_cards *of, struct lines *l)
{
	struct id_hash *hashes = ARENA_ARRAY(c->mem, struct id_hash, l->count + 1);
	struct person *people = ARENA_ARRAY(c->mem, struct person, l->count + 1);
	size_t kept = 0;
	if (!hashes || !people)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < l->count; i++)
		hashes[i] = l->parsed[i].hash;
	if (l->count > 0)
		SN_TRY(people_by_hashes(c, hashes, l->count, people));
	for (size_t i = 0; i < l->count; i++) {
		const struct sn_err e = match(c, of, &people[i], &l->parsed[i]);
		if (sn_err_code(e) == SN_NOMEM)
			return e;
		if (fails(l->list[i], e))
			continue;
		l->cards[kept] = l->parsed[i].card;
		l->list[kept++] = l->list[i];
	}
	l->count = kept;
	return SN_SUCCESS;
}

static void settle(struct ctx *c, const struct lines *l)
{
	static const enum list_fate fates[] = {[CARD_TAKEN] = LIST_NEW,
					       [CARD_CHANGED] = LIST_CHANGED,
					       [CARD_UNCHANGED] = LIST_SAME,
					       [CARD_REFUSED] = LIST_REFUSED};
	for (size_t i = 0; i < l->count; i++) {
		struct list_entry *line = l->list[i];
		line->fate = fates[l->results[i].fate];
		line->why = l->results[i].why;
		line->noted = l->results[i].shared;
		line->who = l->cards[i].who.person_id;
		line->said = card_said(c->keys, &l->cards[i]);
	}
}

static struct sn_err look(struct ctx *c, void *self, struct list_entry *lines, size_t count)
{
	struct list_entry **all = ARENA_ARRAY(c->mem, struct list_entry *, count + 1);
	struct lines l;
	if (!all)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++)
		all[i] = &lines[i];
	SN_TRY(parse_lines(c, all, count, &l));
	SN_TRY(match_lines(c, self, &l));
	SN_TRY(card_look(c, l.cards, l.count, l.results));
	settle(c, &l);
	return SN_SUCCESS;
}

static struct sn_err write(struct ctx *c, void *self, struct list_entry **lines, size_t count)
{
	struct listed_cards *of = self;
	struct lines l;
	SN_TRY(parse_lines(c, lines, count, &l));
	SN_TRY(match_lines(c, of, &l));
	if (uuid_is_null(of->intake_id))
		SN_TRY(card_set(c, l.cards, l.count, l.results));
	else
		SN_TRY(card_set_listed(c,
				       &(const struct card_import){.intake_id = of->intake_id,
								   .what = l.cards,
								   .count = l.count},
				       l.results));
	settle(c, &l);
	return SN_SUCCESS;
}

/* ---- an import, and back ---- */

static struct sn_err counts(struct ctx *c, void *self, int64_t *taken, int64_t *changed)
{
	const struct listed_cards *of = self;
	struct rows *r =
		store_query(c->store, &card_sql_import_counts, PARAMS(p_uuid(of->intake_id)));
	if (store_next(r)) {
		*taken = store_int(r, "taken");
		*changed = store_int(r, "changed");
	}
	return store_done(r);
}

static struct sn_err ask(struct ctx *c, void *self)
{
	const struct listed_cards *of = self;
	int64_t later = 0, used = 0;
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, of->org_no));
	struct rows *r =
		store_query(c->store, &card_sql_import_stands, PARAMS(p_uuid(of->intake_id)));
	if (store_next(r)) {
		later = store_int(r, "later");
		used = store_int(r, "used");
	}
	SN_TRY(store_done(r));
	if (used > 0)
		return SN_FAIL(LIST_IN_USE, .field = "import", .arg = {used});
	return later > 0 ? SN_FAIL(LIST_LATER, .field = "import", .arg = {later}) : SN_SUCCESS;
}

struct before {
	struct person_ref who;
	struct uuid card_id, was_card_id;
	enum handover_relation relation;
	bool bad;
	struct str bad_words;
};

static struct sn_err read_before(struct ctx *c, const struct listed_cards *of, struct before *out,
				 size_t *count)
{
	struct rows *r = store_query(c->store, &card_sql_import_rows,
				     PARAMS(p_uuid(of->intake_id), p_int(LIST_BACK_ROWS)));
	*count = 0;
	while (*count < LIST_BACK_ROWS && store_next(r))
		out[(*count)++] = (struct before){
			.who = {store_int(r, "shard"), store_uuid(r, "person_id")},
			.card_id = store_uuid(r, "card_id"),
			.was_card_id = store_uuid(r, "was_card_id"),
			.relation = (enum handover_relation)store_int(r, "relation"),
			.bad = !store_is_null(r, "bad_us"),
			.bad_words = arena_str(c->mem, store_text(r, "bad_words"))};
	return store_done(r);
}

/* The card that there was is set again: a new row, and bad again where the bank had refused it. */
static struct sn_err set_again(struct ctx *c, const struct before *b, const struct person *p)
{
	const struct card_ref was = {b->who.shard, b->was_card_id};
	struct card_opened opened;
	struct card_set done;
	struct card now;
	SN_TRY(card_open(c, &was, 1, &opened));
	const struct card_new again = {.who = b->who,
				       .org_no = p->org_no,
				       .number = opened.number,
				       .bank = opened.bank,
				       .holder = opened.holder,
				       .relation = b->relation};
	SN_TRY(card_set(c, &again, 1, &done));
	if (done.fate == CARD_REFUSED)
		return done.why;
	if (!b->bad)
		return SN_SUCCESS;
	SN_TRY(card_current(c, &b->who, 1, &now));
	return card_mark_bad(c, (struct card_ref){b->who.shard, now.card_id}, b->bad_words);
}

/* Whose card is another by now, or in a batch since the question was asked, or who went to another union, keeps it. */
static struct sn_err one_back(struct ctx *c, struct listed_cards *of, const struct before *b)
{
	struct person person;
	bool ours = false;
	struct card now;
	struct str batch = STR_NULL;
	SN_TRY(card_current(c, &b->who, 1, &now));
	if (!uuid_eq(now.card_id, b->card_id))
		return SN_SUCCESS;
	SN_TRY(payout_waits_for_card(c, now.card_id, &batch));
	if (!str_is_null(batch))
		return SN_SUCCESS;
	SN_TRY(people_by_refs(c, &b->who, 1, &person));
	if (!uuid_eq(person.person_id, b->who.person_id))
		return SN_SUCCESS;
	SN_TRY(is_ours(c, of, person.org_no, &ours));
	if (!ours)
		return SN_SUCCESS;
	return uuid_is_null(b->was_card_id) ? card_remove(c, &person) : set_again(c, b, &person);
}

static struct sn_err back(struct ctx *c, void *self, size_t *count)
{
	struct listed_cards *of = self;
	struct before *list = ARENA_ARRAY(c->mem, struct before, LIST_BACK_ROWS);
	if (!list)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(read_before(c, of, list, count));
	for (size_t i = 0; i < *count; i++) {
		const struct arena_mark mark = arena_mark(c->mem);
		SN_TRY(store_run(c->store, &card_sql_import_remove,
				 PARAMS(p_int(list[i].who.shard), p_uuid(of->intake_id),
					p_uuid(list[i].who.person_id)),
				 NULL));
		SN_TRY(one_back(c, of, &list[i]));
		arena_rewind(c->mem, mark);
	}
	return SN_SUCCESS;
}

struct list_kind listed_cards(struct listed_cards *of)
{
	return (struct list_kind){.columns = columns,
				  .columns_count = COLUMNS,
				  .main_column = CARD,
				  .twice = SN_R_CARD_TWICE,
				  .look = look,
				  .write = write,
				  .counts = counts,
				  .ask = ask,
				  .back = back,
				  .self = of};
}
