/* What people_import() would do with a file and its corrections; what it refuses, kept for reading. */
#include "people/intake_priv.h"
#include "people/intake_sql.h"
#include "people/people_priv.h"

#include <inttypes.h>
#include <stdlib.h>

/* ---- corrections ---- */

enum { FIX_SEPARATOR = 0x1F }; /* no cell has one: normal forms drop control characters */

static struct sn_err fix_text(struct ctx *c, const struct people_fix *fix, struct str *out)
{
	*out = str_of(arena_printf(c->mem, STR_FMT "%c%" PRId64 "%c%zu%c" STR_FMT,
				   STR_ARG(fix->sheet), FIX_SEPARATOR, fix->row, FIX_SEPARATOR,
				   fix->column, FIX_SEPARATOR, STR_ARG(fix->value)));
	return out->at ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static struct sn_err fix_parse(struct str text, struct people_fix *out)
{
	struct str row, column;
	int64_t number = 0;
	struct str rest = text;
	if (!str_split(&rest, FIX_SEPARATOR, &out->sheet) ||
	    !str_split(&rest, FIX_SEPARATOR, &row) || !str_split(&rest, FIX_SEPARATOR, &column) ||
	    !str_to_int(row, &out->row) || !str_to_int(column, &number) || number < 0)
		return SN_FAIL(SEAL_BROKEN, .field = "fixes");
	out->column = (size_t)number;
	out->value = rest.bytes > 0 ? rest : STR_NULL;
	return SN_SUCCESS;
}

static struct sn_err read_fixes(struct ctx *c, const struct intake *which, struct people_fix *list,
				size_t *count)
{
	struct str *sealed = ARENA_ARRAY(c->mem, struct str, INTAKE_FIXES_MAX);
	size_t n = 0;
	if (!sealed)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(c->store, &intake_sql_fixes,
				     PARAMS(p_int(which->shard), p_uuid(which->intake_id)));
	while (n < INTAKE_FIXES_MAX && store_next(r))
		sealed[n++] = arena_str(c->mem, store_bytes(r, "sealed"));
	SN_TRY(store_done(r));
	for (size_t i = 0; i < n; i++) {
		const struct intake_seal at = {"intake_fix", which->intake_id, (int64_t)i + 1};
		struct str plain;
		SN_TRY(intake_unseal(c, &at, sealed[i], &plain));
		SN_TRY(fix_parse(plain, &list[i]));
	}
	*count = n;
	return SN_SUCCESS;
}

/* The later one of a cell counts. */
static struct sn_err put_fix(struct people_fix *list, size_t *count, struct people_fix fix)
{
	for (size_t i = 0; i < *count; i++)
		if (people_fix_order(&list[i], &fix) == 0) {
			list[i].value = fix.value;
			return SN_SUCCESS;
		}
	if (*count == INTAKE_FIXES_MAX)
		return SN_FAIL(TOO_MANY_FIXES, .field = "fixes", .arg = {INTAKE_FIXES_MAX});
	list[(*count)++] = fix;
	return SN_SUCCESS;
}

static bool column_of(const struct intake_fixing *how, struct str name, size_t *column)
{
	const struct str wanted = str_trim(name);
	if (!how->columns)
		return people_import_column(name, column);
	for (size_t k = 0; k < how->columns_count; k++)
		for (size_t i = 0; i < TABLE_NAMES_MAX && how->columns[k].names[i]; i++)
			if (str_is(wanted, how->columns[k].names[i])) {
				*column = k;
				return true;
			}
	return false;
}

struct sn_err intake_fixes(struct ctx *c, const struct intake *which,
			   const struct intake_fixing *how, struct people_fix **out, size_t *count)
{
	const struct intake_fix *more = how->more;
	struct people_fix *list = ARENA_ARRAY(c->mem, struct people_fix, INTAKE_FIXES_MAX);
	size_t n = 0;
	if (!list)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(read_fixes(c, which, list, &n));
	for (size_t i = 0; i < how->more_count; i++) {
		struct people_fix fix = {
			.sheet = more[i].sheet, .row = more[i].row, .value = more[i].value};
		if (!column_of(how, more[i].column, &fix.column))
			return SN_FAIL(NO_SUCH_COLUMN, .field = "column");
		if (more[i].value.bytes > CELL_CHARACTERS_MAX ||
		    memchr(more[i].sheet.at ? more[i].sheet.at : "", FIX_SEPARATOR,
			   more[i].sheet.bytes))
			return SN_FAIL(TOO_LONG, .field = "fixes", .arg = {CELL_CHARACTERS_MAX});
		SN_TRY(put_fix(list, &n, fix));
	}
	if (n > 0)
		qsort(list, n, sizeof *list, people_fix_order);
	*out = list;
	*count = n;
	return SN_SUCCESS;
}

/* ---- the job ---- */

struct sn_err intake_job(struct ctx *c, const struct intake *which, struct intake_job *out)
{
	struct roster_row row = {.row = 0};
	struct people_fix *fixes = NULL;
	*out = (struct intake_job){.what = {.employer = which->employer}};
	SN_TRY(intake_open(c, which, &out->source));
	SN_TRY(org_by_no(c, which->org_no, 0, &out->what.org));
	SN_TRY(people_add_categories(c->mem, which->categories, &row));
	memcpy(out->categories, row.categories, sizeof out->categories);
	SN_TRY(intake_fixes(c, which, &(const struct intake_fixing){.more_count = 0}, &fixes,
			    &out->what.fixes_count));
	out->what.fixes = fixes;
	out->what.source = &out->source.source;
	out->what.categories = out->categories;
	out->what.categories_count = row.categories_count;
	return SN_SUCCESS;
}

struct sn_err intake_check(struct ctx *c, const struct intake *which,
			   const struct intake_check *how, struct intake_checked *out)
{
	struct intake_job job;
	struct people_fix *fixes = NULL;
	SN_TRY(intake_job(c, which, &job));
	SN_TRY(intake_fixes(
		c, which,
		&(const struct intake_fixing){.more = how->more, .more_count = how->more_count},
		&fixes, &out->fixes_count));
	out->fixes = job.what.fixes = fixes;
	job.what.fixes_count = out->fixes_count;
	job.what.progress = how->progress;
	job.what.progress_self = how->progress_self;
	job.what.dry_run = true;
	return people_import(c, &job.what, &out->result);
}

struct sn_err intake_rejects_file(struct ctx *c, const struct intake *which, const char *path,
				  enum lang lang, int64_t *rejected)
{
	struct intake_job job;
	struct people_import_result result;
	SN_TRY(intake_job(c, which, &job));
	job.what.dry_run = true;
	job.what.rejects_path = str_of(path);
	job.what.lang = lang;
	SN_TRY(people_import(c, &job.what, &result));
	*rejected = result.rejected;
	return SN_SUCCESS;
}

/* ---- keeping what a check said ---- */

static struct sn_err keep_rejects(struct ctx *c, const struct intake *which,
				  const struct people_import_result *result)
{
	enum { WIDTH = 12 };
	struct param *params = ARENA_ARRAY(c->mem, struct param, result->rejects_count * WIDTH + 1);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < result->rejects_count; i++) {
		const struct import_reject *r = &result->rejects[i];
		const struct intake_seal at = {"intake_reject", which->intake_id, (int64_t)i + 1};
		struct str sealed = STR_NULL;
		if (r->value.bytes > 0)
			SN_TRY(intake_seal(c, &at, r->value, &sealed));
		const struct param set[WIDTH] = {p_int(which->shard),
						 p_uuid(which->intake_id),
						 p_int(at.number),
						 p_int(r->row),
						 p_text(r->sheet),
						 p_text(r->column),
						 p_bytes(sealed.at, sealed.bytes),
						 p_text(str_of(sn_reason_word(r->why.reason))),
						 p_int(r->why.arg[0]),
						 p_int(r->why.arg[1]),
						 p_int(r->why.arg[2]),
						 p_text(str_of(r->why.text))};
		memcpy(params + i * WIDTH, set, sizeof set);
	}
	return result->rejects_count == 0 ? SN_SUCCESS
					  : store_many(c->store, &intake_sql_reject_add, params,
						       result->rejects_count, NULL);
}

static struct sn_err keep_fixes(struct ctx *c, const struct intake *which,
				const struct intake_checked *checked)
{
	enum { WIDTH = 4 };
	struct param *params = ARENA_ARRAY(c->mem, struct param, checked->fixes_count * WIDTH + 1);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < checked->fixes_count; i++) {
		const struct intake_seal at = {"intake_fix", which->intake_id, (int64_t)i + 1};
		struct str text, sealed;
		SN_TRY(fix_text(c, &checked->fixes[i], &text));
		SN_TRY(intake_seal(c, &at, text, &sealed));
		params[i * WIDTH] = p_int(which->shard);
		params[i * WIDTH + 1] = p_uuid(which->intake_id);
		params[i * WIDTH + 2] = p_int(at.number);
		params[i * WIDTH + 3] = p_bytes(sealed.at, sealed.bytes);
	}
	return checked->fixes_count == 0 ? SN_SUCCESS
					 : store_many(c->store, &intake_sql_fix_add, params,
						      checked->fixes_count, NULL);
}

static struct str join(struct ctx *c, struct str before, struct str next)
{
	return before.bytes == 0 ? next
				 : str_of(arena_printf(c->mem, STR_FMT "、" STR_FMT,
						       STR_ARG(before), STR_ARG(next)));
}

struct sn_err intake_note(struct ctx *c, const struct intake *which,
			  const struct intake_checked *checked)
{
	const struct people_import_result *r = &checked->result;
	const struct param *key = PARAMS(p_int(which->shard), p_uuid(which->intake_id));
	struct str ignored = STR_NULL, skipped = STR_NULL;
	for (size_t i = 0; i < r->ignored_count; i++)
		ignored = join(c, ignored, r->ignored[i]);
	for (size_t i = 0; i < r->skipped_count; i++)
		skipped = join(c, skipped, r->skipped[i].sheet);
	SN_TRY(store_run(c->store, &intake_sql_rejects_remove, key, NULL));
	SN_TRY(store_run(c->store, &intake_sql_fixes_remove, key, NULL));
	SN_TRY(keep_rejects(c, which, r));
	SN_TRY(keep_fixes(c, which, checked));
	return store_run(c->store, &intake_sql_checked,
			 PARAMS(p_int(which->shard), p_uuid(which->intake_id), p_int(now_us(c)),
				p_int(r->read), p_int(r->taken), p_int(r->changed),
				p_int(r->unchanged), p_int(r->rejected), p_int(r->totals_rows),
				p_int(r->blank_rows), p_int(r->without_id), p_text(ignored),
				p_text(skipped), p_text(which->words), p_int(checked->empty),
				p_int(checked->noted)),
			 NULL);
}

struct sn_err intake_keep(struct ctx *c, const struct intake *which,
			  const struct intake_checked *checked, struct intake *out)
{
	struct intake now;
	SN_TRY(intake_by_id(c, which->intake_id, &now));
	if (now.state == INTAKE_TAKEN || now.state == INTAKE_UNDONE || intake_is_open(now.state))
		return intake_state_error(&now);
	SN_TRY(intake_note(c, which, checked));
	return intake_by_id(c, which->intake_id, out);
}

static enum sn_reason reason_of(struct str word)
{
	for (int i = 0; i < SN_REASONS_COUNT; i++)
		if (str_is(word, sn_reason_word((enum sn_reason)i)))
			return (enum sn_reason)i;
	return SN_R_NONE; /* an older program's: what its words were is not known any more */
}

struct sn_err intake_rejects(struct ctx *c, const struct intake *which, int64_t after,
			     size_t rows_max, struct intake_reject **out, size_t *count)
{
	struct intake_reject *list = ARENA_ARRAY(c->mem, struct intake_reject, rows_max);
	size_t n = 0;
	if (rows_max > 0 && !list)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(c->store, &intake_sql_rejects,
				     PARAMS(p_int(which->shard), p_uuid(which->intake_id),
					    p_int(after), p_int((int64_t)rows_max)));
	while (n < rows_max && store_next(r)) {
		struct intake_reject *x = &list[n++];
		size_t column = 0;
		*x = (struct intake_reject){
			.reject_no = store_int(r, "reject_no"),
			.row = store_int(r, "row_no"),
			.sheet = arena_str(c->mem, store_text(r, "sheet")),
			.column = arena_str(c->mem, store_text(r, "column_name")),
			.value = arena_str(c->mem, store_bytes(r, "value_sealed"))};
		x->why = (struct sn_err){.reason = reason_of(store_text(r, "reason")),
					 .row = x->row,
					 .arg = {store_int(r, "arg_0"), store_int(r, "arg_1"),
						 store_int(r, "arg_2")}};
		x->why = sn_err_with_text(x->why, STR_FMT, STR_ARG(store_text(r, "words")));
		x->why.field = people_import_column(x->column, &column)
				       ? people_import_column_name(column)
				       : NULL;
	}
	SN_TRY(store_done(r));
	for (size_t i = 0; i < n; i++) {
		const struct intake_seal at = {"intake_reject", which->intake_id,
					       list[i].reject_no};
		if (list[i].value.bytes > 0)
			SN_TRY(intake_unseal(c, &at, list[i].value, &list[i].value));
		else
			list[i].value = STR_NULL;
	}
	*out = list;
	*count = n;
	return SN_SUCCESS;
}

/* ---- comparing ---- */

struct comparing {
	struct ctx *c;
	struct intake_comparison *out;
	struct intake_difference *list;
	struct uuid *seen; /* people of the roster that the list names */
	size_t seen_count, seen_room;
	bool ran_short;
};

static void note(struct comparing *k, const struct intake_difference *d, struct str name)
{
	struct arena *mem = k->c->mem;
	char masked[NAME_MASK_BYTES];
	k->out->counts[d->change]++;
	if (k->out->count == INTAKE_CHANGES_MAX)
		return;
	name_mask(name, masked);
	struct intake_difference *to = &k->list[k->out->count++];
	*to = *d;
	to->name = arena_str(mem, str_of(masked));
	to->team = d->team.bytes > 0 ? arena_str(mem, d->team) : STR_NULL;
	to->post = d->post.bytes > 0 ? arena_str(mem, d->post) : STR_NULL;
	to->was_team = d->was_team.bytes > 0 ? arena_str(mem, d->was_team) : STR_NULL;
	to->was_post = d->was_post.bytes > 0 ? arena_str(mem, d->was_post) : STR_NULL;
}

static bool note_seen(struct comparing *k, struct uuid id)
{
	enum { FIRST = 1024 };
	if (k->seen_count == k->seen_room) {
		const size_t room = k->seen_room == 0 ? FIRST : 2 * k->seen_room;
		struct uuid *more = ARENA_ARRAY(k->c->mem, struct uuid, room);
		if (!more)
			return false;
		if (k->seen_count > 0)
			memcpy(more, k->seen, k->seen_count * sizeof *more);
		k->seen = more;
		k->seen_room = room;
	}
	k->seen[k->seen_count++] = id;
	return true;
}

static enum intake_change change_of(const struct people_row *row)
{
	if (row->fate == ROW_NEW)
		return INTAKE_CHANGE_NEW;
	if (row->changes & CHANGE_RETURNS)
		return INTAKE_CHANGE_RETURNS;
	if (row->changes & (CHANGE_PHONE | CHANGE_NAME))
		return INTAKE_CHANGE_NUMBER;
	if (row->changes & (CHANGE_TEAM | CHANGE_SITE | CHANGE_WORDS))
		return INTAKE_CHANGE_MOVED;
	return INTAKE_CHANGE_OTHER;
}

static void compare_row(void *self, const struct people_row *row)
{
	struct comparing *k = self;
	if (row->was && !note_seen(k, row->was->person_id))
		k->ran_short = true;
	k->out->same += row->fate == ROW_UNCHANGED;
	if (row->fate != ROW_NEW && row->fate != ROW_CHANGED)
		return;
	note(k,
	     &(const struct intake_difference){.change = change_of(row),
					       .row = row->row,
					       .person_id =
						       row->was ? row->was->person_id : UUID_NULL,
					       .team = row->team,
					       .post = row->post,
					       .was_team = row->was ? row->was->team : STR_NULL,
					       .was_post = row->was ? row->was->post : STR_NULL},
	     row->name);
}

static int by_id(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct uuid));
}

static struct sn_err note_gone(struct ctx *c, struct comparing *k, const struct person_ref *refs,
			       size_t count)
{
	struct person *people = ARENA_ARRAY(c->mem, struct person, count);
	size_t gone = 0;
	struct person_ref *missing = ARENA_ARRAY(c->mem, struct person_ref, count);
	if (!people || !missing)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++)
		if (k->seen_count == 0 ||
		    !bsearch(&refs[i].person_id, k->seen, k->seen_count, sizeof *k->seen, by_id))
			missing[gone++] = refs[i];
	SN_TRY(people_by_refs(c, missing, gone, people));
	for (size_t i = 0; i < gone; i++)
		note(k,
		     &(const struct intake_difference){.change = INTAKE_CHANGE_GONE,
						       .person_id = people[i].person_id,
						       .was_team = people[i].team,
						       .was_post = people[i].post},
		     people[i].name);
	return SN_SUCCESS;
}

/* Who is on the roster and not on the list. */
static struct sn_err compare_roster(struct ctx *c, struct comparing *k, const struct intake *which)
{
	struct person_ref *refs = ARENA_ARRAY(c->mem, struct person_ref, IMPORT_PAGE_ROWS);
	struct uuid after = UUID_NULL;
	size_t count;
	if (!refs)
		return SN_FAIL(OUT_OF_MEMORY);
	if (k->seen_count > 0)
		qsort(k->seen, k->seen_count, sizeof *k->seen, by_id);
	do {
		count = 0;
		struct rows *r = store_query(c->store, &intake_sql_on_roster,
					     PARAMS(p_int(which->shard), p_int(which->org_no),
						    p_text(which->employer), p_uuid(after),
						    p_int(IMPORT_PAGE_ROWS)));
		while (count < IMPORT_PAGE_ROWS && store_next(r))
			refs[count++] =
				(struct person_ref){which->shard, store_uuid(r, "person_id")};
		SN_TRY(store_done(r));
		if (count > 0) {
			after = refs[count - 1].person_id;
			SN_TRY(note_gone(c, k, refs, count));
		}
	} while (count == IMPORT_PAGE_ROWS);
	return SN_SUCCESS;
}

struct sn_err intake_compare(struct ctx *c, const struct intake *which,
			     struct intake_comparison *out)
{
	struct intake_job job;
	struct people_import_result result;
	*out = (struct intake_comparison){.same = 0};
	struct comparing k = {
		.c = c,
		.out = out,
		.list = ARENA_ARRAY(c->mem, struct intake_difference, INTAKE_CHANGES_MAX)};
	if (!k.list)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(intake_job(c, which, &job));
	job.what.dry_run = true;
	job.what.each_row = compare_row;
	job.what.each_self = &k;
	SN_TRY(people_import(c, &job.what, &result));
	if (k.ran_short)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(compare_roster(c, &k, which));
	out->list = k.list;
	return SN_SUCCESS;
}
