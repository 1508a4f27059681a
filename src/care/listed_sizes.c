/* Lists of sizes. */
#include "care/listed.h"

#include "base/idnumber.h"
#include "base/name.h"
#include "base/text.h"
#include "care/size_priv.h"
#include "care/size_sql.h"

enum column { ID_NUMBER, NAME, TEAM, ORG, LAST4, SIZE, COLUMNS };
static const struct table_column columns[COLUMNS] = {
	[ID_NUMBER] = {"id_number",
		       false,
		       {"身份证号", "身份证号码", "证件号码", "身份证", "公民身份号码"}},
	[NAME] = {"name", false, {"姓名", "名字", "职工姓名", "人员姓名"}},
	[TEAM] = {"team", false, {"班组", "所在班组", "小组", "班次"}},
	[ORG] = {"org", false, {"工会代码", "union"}},
	[LAST4] = {"last4",
		   false,
		   {"证件后四位", "后四位", "末四位", "身份证后四位", "身份证末四位",
		    "last four of ID"}},
	[SIZE] = {"size",
		  true,
		  {"尺码", "型号", "号型", "尺寸", "码数", "服装尺码", "衣服尺码", "服装型号",
		   "服装号型"}},
};

static struct str cell(const struct list_entry *line, enum column which)
{
	return str_trim(line->cells[which].text);
}

/* ---- who ---- */

struct sn_err listed_last4(struct arena *mem, struct str text, struct str *out)
{
	SN_TRY(text_normalise(mem, text, out));
	if (out->bytes == 0)
		return SN_SUCCESS;
	if (out->bytes > LISTED_LAST4)
		*out = (struct str){out->at + out->bytes - LISTED_LAST4, LISTED_LAST4};
	char *four = arena_printf(mem, "%.*s" STR_FMT, (int)(LISTED_LAST4 - out->bytes), "0000",
				  STR_ARG(*out));
	if (!four)
		return SN_FAIL(OUT_OF_MEMORY);
	if (four[LISTED_LAST4 - 1] == 'x')
		four[LISTED_LAST4 - 1] = 'X';
	*out = str_of(four);
	return SN_SUCCESS;
}

struct sn_err listed_who(struct ctx *c, struct str number, struct size_line *out)
{
	struct id_number id;
	if (number.bytes == 0)
		return out->name.bytes > 0 ? SN_SUCCESS : SN_FAIL(SIZE_WHO, .field = "name");
	if (memchr(number.at, '*', number.bytes) && out->name.bytes > 0)
		return listed_last4(c->mem, number, &out->last4);
	struct sn_err e = id_number_parse(&id, number, day_of(now_us(c)));
	e.field = "id_number";
	SN_TRY(e);
	out->has_id = true;
	out->id_hash = people_id_hash(c->keys, &id);
	return SN_SUCCESS;
}

static struct sn_err parse(struct ctx *c, const struct list_entry *line, struct size_line *out)
{
	*out = (struct size_line){.row = line->row,
				  .name = cell(line, NAME),
				  .team = cell(line, TEAM),
				  .org = cell(line, ORG),
				  .size = cell(line, SIZE)};
	if (out->size.bytes == 0) /* who has said nothing needs no name */
		return SN_SUCCESS;
	SN_TRY(listed_last4(c->mem, cell(line, LAST4), &out->last4));
	return listed_who(c, cell(line, ID_NUMBER), out);
}

/* ---- what becomes of a row ---- */

/* What of the row may be shown: the size that was written, a masked name; a number never. */
static struct str shown(struct ctx *c, const struct list_entry *line)
{
	char masked[NAME_MASK_BYTES];
	const char *field = line->why.field;
	if (field && strcmp(field, "size") == 0)
		return size_shown(c->mem, cell(line, SIZE));
	if (!field || strcmp(field, "name") != 0)
		return STR_NULL;
	name_mask(cell(line, NAME), masked);
	return arena_str(c->mem, str_of(masked));
}

static void refuse(struct ctx *c, struct list_entry *line, struct sn_err why)
{
	line->fate = LIST_REFUSED;
	line->why = why;
	line->shown = shown(c, line);
}

static void settle(struct ctx *c, struct list_entry *line, const struct size_result *r)
{
	static const enum list_fate fates[] = {[SIZE_TAKEN] = LIST_NEW,
					       [SIZE_CHANGED] = LIST_CHANGED,
					       [SIZE_SAME] = LIST_SAME,
					       [SIZE_BLANK] = LIST_EMPTY};
	if (r->outcome == SIZE_REFUSED) {
		refuse(c, line, r->why);
		return;
	}
	line->fate = fates[r->outcome];
	line->noted = r->late;
	line->who = r->person_id;
	memcpy(line->said.bytes, &r->item_no, sizeof r->item_no);
}

/* The lines that can be read, looked at or written. */
struct lines {
	struct list_entry **list;
	struct size_line *parsed;
	struct size_result *results;
	size_t count;
};

static struct sn_err parse_lines(struct ctx *c, struct list_entry **lines, size_t count,
				 struct lines *out)
{
	*out = (struct lines){.list = ARENA_ARRAY(c->mem, struct list_entry *, count + 1),
			      .parsed = ARENA_ARRAY(c->mem, struct size_line, count + 1),
			      .results = ARENA_ARRAY(c->mem, struct size_result, count + 1)};
	if (!out->list || !out->parsed || !out->results)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		const struct sn_err e = parse(c, lines[i], &out->parsed[out->count]);
		if (sn_err_code(e) == SN_NOMEM)
			return e;
		if (sn_failed(e))
			refuse(c, lines[i], e);
		else
			out->list[out->count++] = lines[i];
	}
	return SN_SUCCESS;
}

static struct sn_err collect(struct ctx *c, const struct listed_sizes *of, const struct lines *l,
			     bool look)
{
	SN_TRY(size_collect(c, &of->scope,
			    &(const struct size_lines){.lines = l->parsed,
						       .count = l->count,
						       .why = of->why,
						       .look = look,
						       .intake_id = of->intake_id},
			    l->results));
	for (size_t i = 0; i < l->count; i++)
		settle(c, l->list[i], &l->results[i]);
	return SN_SUCCESS;
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
	return collect(c, self, &l, true);
}

static struct sn_err write(struct ctx *c, void *self, struct list_entry **lines, size_t count)
{
	struct lines l;
	SN_TRY(parse_lines(c, lines, count, &l));
	return collect(c, self, &l, false);
}

/* ---- an import, and back ---- */

static struct sn_err two_counts(struct rows *r, const char *const names[2], int64_t *out[2])
{
	if (store_next(r))
		for (size_t i = 0; i < 2; i++)
			*out[i] = store_int(r, names[i]);
	return store_done(r);
}

static struct sn_err counts(struct ctx *c, void *self, int64_t *taken, int64_t *changed)
{
	const struct listed_sizes *of = self;
	return two_counts(
		store_query(c->store, &size_sql_import_counts, PARAMS(p_uuid(of->intake_id))),
		(const char *const[]){"taken", "changed"}, (int64_t *[]){taken, changed});
}

static struct sn_err ask(struct ctx *c, void *self)
{
	const struct listed_sizes *of = self;
	struct cycle now;
	int64_t later = 0, used = 0;
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, of->scope.org.org_no));
	SN_TRY(care_cycle_by_no(c, of->scope.cycle.cycle_no, &now));
	if (now.state != CYCLE_APPROVED && now.state != CYCLE_OPEN)
		return care_cycle_wrong_state(&now, CYCLE_APPROVED_OR_OPEN);
	SN_TRY(two_counts(
		store_query(c->store, &size_sql_import_stands, PARAMS(p_uuid(of->intake_id))),
		(const char *const[]){"later", "used"}, (int64_t *[]){&later, &used}));
	if (used > 0)
		return SN_FAIL(LIST_IN_USE, .field = "import", .arg = {used});
	return later > 0 ? SN_FAIL(LIST_LATER, .field = "import", .arg = {later}) : SN_SUCCESS;
}

struct before {
	struct person_ref who, roster;
	struct str benefit, was_size;
	int64_t cycle_no, change_no, was_item_no, was_order_item_no;
	int64_t changes, item_no; /* as it is now */
};

static struct sn_err read_before(struct ctx *c, const struct listed_sizes *of, struct before *out,
				 size_t *count)
{
	struct rows *r = store_query(c->store, &size_sql_import_rows,
				     PARAMS(p_uuid(of->intake_id), p_int(LIST_BACK_ROWS)));
	*count = 0;
	while (*count < LIST_BACK_ROWS && store_next(r))
		out[(*count)++] = (struct before){
			.who = {store_int(r, "shard"), store_uuid(r, "person_id")},
			.roster = {store_int(r, "roster_shard"), store_uuid(r, "roster_person_id")},
			.benefit = arena_str(c->mem, store_text(r, "benefit")),
			.was_size = store_is_null(r, "was_size")
					    ? STR_NULL
					    : arena_str(c->mem, store_text(r, "was_size")),
			.cycle_no = store_int(r, "cycle_no"),
			.change_no = store_int(r, "change_no"),
			.was_item_no = store_int(r, "was_item_no"),
			.was_order_item_no = store_int(r, "was_order_item_no"),
			.changes = store_int(r, "changes"),
			.item_no = store_int(r, "item_no")};
	return store_done(r);
}

static struct sn_err one_back(struct ctx *c, const struct before *b)
{
	const struct param shard = p_int(b->who.shard), cycle = p_int(b->cycle_no),
			   benefit = p_text(b->benefit), who = p_uuid(b->who.person_id);
	SN_TRY(store_run(c->store, &size_sql_change_remove,
			 PARAMS(shard, cycle, benefit, who, p_int(b->change_no)), NULL));
	if (b->change_no == 1)
		return store_run(c->store, &size_sql_pick_remove,
				 PARAMS(shard, cycle, benefit, who), NULL);
	return store_run(c->store, &size_sql_pick_back,
			 PARAMS(shard, cycle, benefit, who, p_int(b->was_item_no),
				p_int(b->was_order_item_no), p_int(b->change_no)),
			 NULL);
}

/* Where the roster still has the list's size. */
static struct sn_err roster_back(struct ctx *c, const struct listed_sizes *of,
				 const struct before *list, size_t count)
{
	struct person_ref *who = ARENA_ARRAY(c->mem, struct person_ref, count + 1);
	struct person *people = ARENA_ARRAY(c->mem, struct person, count + 1);
	struct str *sizes = ARENA_ARRAY(c->mem, struct str, count + 1);
	size_t n = 0;
	if (!who || !people || !sizes)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++)
		who[i] = list[i].roster;
	SN_TRY(people_by_refs(c, who, count, people));
	for (size_t i = 0; i < count; i++) {
		const int64_t at = size_at(&of->scope, list[i].item_no);
		if (at < 0 || !str_eq(people[i].size, of->scope.sizes[at].size))
			continue;
		who[n] = list[i].roster;
		sizes[n++] = list[i].was_size;
	}
	return people_sizes_set(c, who, sizes, n);
}

/* Whoever was changed between the question and this piece keeps what came later. */
static struct sn_err back(struct ctx *c, void *self, size_t *count)
{
	const struct listed_sizes *of = self;
	struct before *list = ARENA_ARRAY(c->mem, struct before, LIST_BACK_ROWS);
	size_t n = 0;
	if (!list)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(read_before(c, of, list, count));
	for (size_t i = 0; i < *count; i++) {
		SN_TRY(store_run(c->store, &size_sql_import_remove,
				 PARAMS(p_int(list[i].who.shard), p_uuid(of->intake_id),
					p_uuid(list[i].who.person_id)),
				 NULL));
		if (list[i].changes != list[i].change_no)
			continue;
		SN_TRY(one_back(c, &list[i]));
		list[n++] = list[i];
	}
	return n == 0 ? SN_SUCCESS : roster_back(c, of, list, n);
}

struct list_kind listed_sizes(struct listed_sizes *of)
{
	return (struct list_kind){.columns = columns,
				  .columns_count = COLUMNS,
				  .main_column = SIZE,
				  .twice = SN_R_SIZE_TWICE,
				  .look = look,
				  .write = write,
				  .counts = counts,
				  .ask = ask,
				  .back = back,
				  .self = of};
}
