/* Actions over years: their rows, and their progress. */
#include "care/cooperation.h"
#include "report/action_priv.h"
#include "report/action_sql.h"
#include "rights/rights.h"

#include <assert.h>

/* ---- actions ---- */

static struct action action_from_row(struct ctx *c, const struct rows *r)
{
	return (struct action){
		.action_no = store_int(r, "action_no"),
		.code = arena_str(c->mem, store_text(r, "code")),
		.name = arena_str(c->mem, store_text(r, "name")),
		.words = store_is_null(r, "words") ? STR_NULL
						   : arena_str(c->mem, store_text(r, "words")),
		.org_no = store_int(r, "org_no"),
		.first_year = (int32_t)store_int(r, "first_year"),
	};
}

static bool code_is_good(struct str code)
{
	for (size_t i = 0; i < code.bytes; i++) {
		const char b = code.at[i];
		if (!((b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') ||
		      b == '-' || b == '_' || b == '.'))
			return false;
	}
	return code.bytes > 0 && code.bytes <= ACTION_CODE_BYTES_MAX;
}

static struct sn_err bad_code(void)
{
	return SN_FAIL(BAD_ACTION_CODE, .field = "code", .arg = {ACTION_CODE_BYTES_MAX});
}

struct sn_err action_by_code(struct ctx *c, struct str code, struct action *out)
{
	*out = (struct action){.action_no = 0};
	if (!code_is_good(code))
		return bad_code();
	struct rows *r = store_query(c->store, &action_sql_by_code, PARAMS(p_text(code)));
	while (store_next(r))
		*out = action_from_row(c, r);
	SN_TRY(store_done(r));
	if (out->action_no != 0)
		return SN_SUCCESS;
	return sn_err_with_text(SN_FAIL(NO_SUCH_ACTION, .field = "code"), STR_FMT, STR_ARG(code));
}

struct sn_err action_list(struct ctx *c, struct action **out, size_t *count)
{
	*count = 0;
	*out = ARENA_ARRAY(c->mem, struct action, ACTION_LIST_MAX);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(c->store, &action_sql_all, PARAMS(p_int(ACTION_LIST_MAX)));
	while (store_next(r))
		(*out)[(*count)++] = action_from_row(c, r);
	return store_done(r);
}

static struct sn_err check_words(struct str words, bool needed)
{
	if (needed && str_trim(words).bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "words");
	if (words.bytes > ACTION_WORDS_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "words", .arg = {ACTION_WORDS_BYTES_MAX});
	return SN_SUCCESS;
}

static bool year_is_good(int32_t year)
{
	return year >= ACTION_YEAR_MIN && year <= ACTION_YEAR_MAX;
}

static struct sn_err check_action(const struct action *what)
{
	if (!code_is_good(what->code))
		return bad_code();
	if (str_trim(what->name).bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "name");
	if (what->name.bytes > NAME_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "name", .arg = {NAME_BYTES_MAX});
	if (!year_is_good(what->first_year))
		return SN_FAIL(ACTION_BAD_YEARS, .field = "first-year", .arg = {ACTION_YEAR_MIN});
	return check_words(what->words, false);
}

static struct sn_err next_no(struct ctx *c, int64_t *out)
{
	struct rows *r = store_query(c->store, &action_sql_last_no, NO_PARAMS);
	while (store_next(r))
		*out = store_int(r, "action_no") + 1;
	return store_done(r);
}

struct sn_err action_create(struct ctx *c, const struct action *what, struct action *out,
			    bool *changed)
{
	struct org org;
	*changed = false;
	SN_TRY(check_action(what));
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, what->org_no));
	SN_TRY(org_by_no(c, what->org_no, 0, &org));
	const struct sn_err e = action_by_code(c, what->code, out);
	if (!sn_failed(e)) {
		const bool same = str_eq(out->name, what->name) &&
				  str_eq(out->words, what->words) && out->org_no == what->org_no &&
				  out->first_year == what->first_year;
		return same ? SN_SUCCESS
			    : sn_err_with_text(SN_FAIL(ACTION_CODE_TAKEN, .field = "code"), STR_FMT,
					       STR_ARG(what->code));
	}
	if (e.reason != SN_R_NO_SUCH_ACTION)
		return e;
	*out = *what;
	*changed = true;
	SN_TRY(next_no(c, &out->action_no));
	return store_run(c->store, &action_sql_add,
			 PARAMS(p_int(out->action_no), p_text(what->code), p_text(what->name),
				p_text(what->words), p_int(what->org_no), p_int(what->first_year),
				p_uuid_or_null(c->actor_id), p_int(now_us(c))),
			 NULL);
}

/* ---- its cycles ---- */

static struct sn_err full(void)
{
	return SN_FAIL(ACTION_FULL, .field = "code", .arg = {ACTION_MEMBERS_MAX});
}

struct sn_err action_cycles(struct ctx *c, int64_t action_no, struct cycle **out, size_t *count)
{
	int64_t numbers[ACTION_MEMBERS_MAX];
	size_t n = 0;
	*count = 0;
	struct rows *r = store_query(c->store, &action_sql_cycles_of,
				     PARAMS(p_int(action_no), p_int(ACTION_MEMBERS_MAX)));
	while (store_next(r))
		numbers[n++] = store_int(r, "cycle_no");
	SN_TRY(store_done(r));
	*out = ARENA_ARRAY(c->mem, struct cycle, n + 1);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < n; i++)
		SN_TRY(care_cycle_by_no(c, numbers[i], &(*out)[i]));
	*count = n;
	return SN_SUCCESS;
}

static struct sn_err cycle_text(struct sn_err e, const struct cycle *cycle)
{
	return sn_err_with_text(e, STR_FMT, STR_ARG(cycle->code));
}

struct sn_err action_cycle_add(struct ctx *c, const struct action *a, const struct cycle *cycle,
			       bool *changed)
{
	struct cycle *list = NULL;
	size_t count = 0;
	struct org lead, org;
	*changed = false;
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, a->org_no));
	if (cycle->from_day / 10000 < a->first_year)
		return SN_FAIL(ACTION_BAD_YEARS, .field = "cycle", .arg = {a->first_year});
	SN_TRY(org_by_no(c, a->org_no, 0, &lead));
	SN_TRY(org_by_no(c, cycle->org_no, 0, &org));
	if (!str_starts(org.path, lead.path))
		return cycle_text(SN_FAIL(ACTION_CYCLE_OUTSIDE, .field = "cycle"), cycle);
	SN_TRY(action_cycles(c, a->action_no, &list, &count));
	for (size_t i = 0; i < count; i++)
		if (list[i].cycle_no == cycle->cycle_no)
			return SN_SUCCESS;
	if (count == ACTION_MEMBERS_MAX)
		return full();
	*changed = true;
	return store_run(c->store, &action_sql_cycle_add,
			 PARAMS(p_uuid(new_id(c)), p_int(a->action_no), p_int(cycle->cycle_no),
				p_uuid_or_null(c->actor_id), p_int(now_us(c))),
			 NULL);
}

struct sn_err action_cycle_remove(struct ctx *c, const struct action *a, const struct cycle *cycle)
{
	int64_t changed = 0;
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, a->org_no));
	SN_TRY(store_run(c->store, &action_sql_cycle_remove,
			 PARAMS(p_int(a->action_no), p_int(cycle->cycle_no),
				p_uuid_or_null(c->actor_id), p_int(now_us(c))),
			 &changed));
	return changed == 1 ? SN_SUCCESS
			    : cycle_text(SN_FAIL(ACTION_NOT_MEMBER, .field = "cycle"), cycle);
}

/* ---- targets and opening figures ---- */

static struct sn_err figure_from_row(struct ctx *c, const struct rows *r, int64_t *action_no,
				     struct action_figure *out)
{
	*action_no = store_int(r, "action_no");
	*out = (struct action_figure){
		.figure_id = store_uuid(r, "figure_id"),
		.role = (enum action_role)store_int(r, "role"),
		.measure = (enum action_measure)store_int(r, "measure"),
		.from_year = (int32_t)store_int(r, "from_year"),
		.until_year = (int32_t)store_int(r, "until_year"),
		.said = store_is_null(r, "value")
				? report_figure_unknown()
				: report_figure(store_int(r, "value"),
						(enum qualifier)store_int(r, "value_is")),
		.words = arena_str(c->mem, store_text(r, "words")),
	};
	return unit_parse(&out->unit, store_text(r, "unit"), "unit");
}

struct sn_err action_figures(struct ctx *c, int64_t action_no, struct action_figure **out,
			     size_t *count)
{
	struct sn_err e = SN_SUCCESS;
	int64_t of = 0;
	*count = 0;
	*out = ARENA_ARRAY(c->mem, struct action_figure, ACTION_MEMBERS_MAX);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(c->store, &action_sql_figures_of,
				     PARAMS(p_int(action_no), p_int(ACTION_MEMBERS_MAX)));
	while (!sn_failed(e) && store_next(r))
		e = figure_from_row(c, r, &of, &(*out)[(*count)++]);
	const struct sn_err read = store_done(r);
	return sn_failed(e) ? e : read;
}

static bool same_key(const struct action_figure *a, const struct action_figure *b)
{
	return a->role == b->role && a->measure == b->measure && a->unit == b->unit &&
	       a->from_year == b->from_year && a->until_year == b->until_year;
}

static bool same_content(const struct action_figure *a, const struct action_figure *b)
{
	return a->said.known_parts == b->said.known_parts && a->said.value == b->said.value &&
	       a->said.is == b->said.is && str_eq(a->words, b->words);
}

/* The whole action is a target's alone: from its first year, open. An opening figure has an end. */
static struct sn_err check_years(const struct action *a, struct action_figure *f)
{
	if (f->from_year == 0 && f->until_year == 0 && f->role == ACTION_TARGET) {
		f->from_year = a->first_year;
		return SN_SUCCESS;
	}
	if (f->from_year < a->first_year || !year_is_good(f->until_year) ||
	    f->until_year < f->from_year)
		return SN_FAIL(ACTION_BAD_YEARS, .field = "years", .arg = {a->first_year});
	return SN_SUCCESS;
}

static struct sn_err check_figure(const struct action *a, struct action_figure *f)
{
	if (!action_measure_counts(f->measure, f->unit))
		return sn_err_with_text(SN_FAIL(ACTION_BAD_UNIT, .field = "unit"), "%s %s",
					action_measure_words(f->measure)->zh, unit_word(f->unit));
	if (f->role == ACTION_TARGET && f->said.known_parts == 0)
		return SN_FAIL(ACTION_VALUE_NEEDED, .field = "value");
	if (f->said.value < 0)
		return sn_err_with_text(SN_FAIL(BAD_NUMBER, .field = "value"), "%lld",
					(long long)f->said.value);
	SN_TRY(check_years(a, f));
	return check_words(f->words, true);
}

/* Whether the caller's id is there already: the same figure, or somebody else's. */
static struct sn_err find_by_id(struct ctx *c, const struct action *a,
				const struct action_figure *f, bool *there)
{
	struct sn_err e = SN_SUCCESS;
	struct action_figure found = {.figure_id = UUID_NULL};
	int64_t action_no = 0;
	*there = false;
	if (uuid_is_null(f->figure_id))
		return SN_SUCCESS;
	struct rows *r =
		store_query(c->store, &action_sql_figure_by_id, PARAMS(p_uuid(f->figure_id)));
	while (!sn_failed(e) && store_next(r))
		e = figure_from_row(c, r, &action_no, &found);
	SN_TRY(store_done(r));
	SN_TRY(e);
	*there = !uuid_is_null(found.figure_id);
	if (*there &&
	    !(action_no == a->action_no && same_key(&found, f) && same_content(&found, f)))
		return SN_FAIL(ACTION_ID_TAKEN, .field = "id");
	return SN_SUCCESS;
}

static struct sn_err figure_write(struct ctx *c, const struct action *a,
				  const struct action_figure *f, struct uuid corrects)
{
	return store_run(c->store, &action_sql_figure_add,
			 PARAMS(p_uuid(uuid_is_null(f->figure_id) ? new_id(c) : f->figure_id),
				p_int(a->action_no), p_int(f->role), p_int(f->measure),
				p_text(str_of(unit_word(f->unit))), p_int(f->from_year),
				p_int(f->until_year),
				f->said.known_parts > 0 ? p_int(f->said.value) : p_null(),
				p_int(f->said.is), p_text(f->words), p_uuid_or_null(corrects),
				p_uuid_or_null(c->actor_id), p_int(now_us(c))),
			 NULL);
}

struct sn_err action_figure_add(struct ctx *c, const struct action *a,
				const struct action_figure *what, bool *changed)
{
	struct action_figure f = *what, *list = NULL;
	struct uuid corrects = UUID_NULL;
	size_t count = 0;
	bool there = false;
	*changed = false;
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, a->org_no));
	SN_TRY(check_figure(a, &f));
	SN_TRY(find_by_id(c, a, &f, &there));
	if (there)
		return SN_SUCCESS;
	SN_TRY(action_figures(c, a->action_no, &list, &count));
	for (size_t i = 0; i < count; i++) {
		if (!same_key(&list[i], &f))
			continue;
		if (same_content(&list[i], &f))
			return SN_SUCCESS;
		corrects = list[i].figure_id;
	}
	if (count == ACTION_MEMBERS_MAX && uuid_is_null(corrects))
		return full();
	*changed = true;
	return figure_write(c, a, &f, corrects);
}

/* ---- progress ---- */

/* What a report says in the words of an action; people by name below a reported figure are in it already. */
enum { CYCLE_PARTS_MAX = 6 };

static size_t parts_of(const struct report_row *total, struct action_part *out)
{
	const struct {
		enum action_measure measure;
		enum unit unit;
		struct figure said;
	} said[CYCLE_PARTS_MAX] = {
		{ACTION_GIVEN, UNIT_FEN, total->given},
		{ACTION_RAISED, UNIT_FEN, total->raised},
		{ACTION_REACHED, UNIT_PERSON, total->recipients},
		{ACTION_REACHED, UNIT_PERSON_TIME, report_figure(total->person_times, 0)},
		{ACTION_REACHED, UNIT_HOUSEHOLD, report_figure(total->households, 0)},
		{ACTION_GIVEN, UNIT_PIECE, report_figure(total->pieces, 0)},
	};
	size_t n = 0;
	for (size_t i = 0; i < CYCLE_PARTS_MAX; i++) {
		const bool counted = said[i].unit == UNIT_PERSON_TIME ||
				     said[i].unit == UNIT_HOUSEHOLD || said[i].unit == UNIT_PIECE;
		/* Counted by name alone: zero says that nobody was named, not that nothing was given. */
		if (!report_figure_said(said[i].said) || (counted && said[i].said.value == 0))
			continue;
		out[n++] = (struct action_part){
			.measure = said[i].measure, .unit = said[i].unit, .said = said[i].said};
	}
	return n;
}

/* The report as of the cycle's last day, or today; in c->mem, which is given back after it. */
static struct sn_err cycle_parts(struct ctx *c, const struct cycle *cycle, struct action_part *out,
				 size_t *count)
{
	struct org_tree *tree = NULL;
	struct report report;
	const int32_t today = day_of(now_us(c));
	const bool over = cycle->until_day != 0 && cycle->until_day < today;
	SN_TRY(org_tree_load(c, over ? cycle->until_day : today, &tree));
	const struct report_ask ask = {
		.cycle = *cycle, .tree = tree, .org_at = org_tree_at(tree, cycle->org_no)};
	const struct sn_err e = ask.org_at == ORG_NOWHERE ? SN_FAIL(NOT_IN_TREE, .field = "cycle")
							  : report_build(c, &ask, &report);
	if (!sn_failed(e))
		*count = parts_of(&report.rows[0], out);
	org_tree_free(tree);
	return e;
}

static struct sn_err add_cycle(struct ctx *c, const struct cycle *cycle, struct action_progress *p)
{
	struct action_part *parts = &p->parts[p->parts_count];
	struct cooperation lead;
	size_t count = 0;
	struct ctx own = *c;
	own.mem = arena_child(c->mem, REQUEST_ARENA_BYTES);
	if (!own.mem)
		return SN_FAIL(OUT_OF_MEMORY);
	struct sn_err e = cooperation_lead(&own, cycle, &lead);
	if (!sn_failed(e))
		e = cycle_parts(&own, cycle, parts, &count);
	arena_free(own.mem);
	SN_TRY(e);
	for (size_t i = 0; i < count; i++) {
		parts[i].from_year = parts[i].until_year = cycle->from_day / 10000;
		parts[i].code = cycle->code;
		/* A partner outside the tree has no figures of its own where it could count. */
		parts[i].led_elsewhere = lead.org_no != 0 && lead.org_no != cycle->org_no;
	}
	p->parts_count += count;
	return SN_SUCCESS;
}

static bool same_row(const struct action_row *a, const struct action_row *b)
{
	return a->measure == b->measure && a->unit == b->unit && a->from_year == b->from_year &&
	       a->until_year == b->until_year;
}

/* In the order of measure, unit and years, each once. */
static int row_order(const struct action_row *a, const struct action_row *b)
{
	const int parts[] = {(a->measure > b->measure) - (a->measure < b->measure),
			     (a->unit > b->unit) - (a->unit < b->unit),
			     (a->until_year != 0) - (b->until_year != 0), /* the whole first */
			     (a->from_year > b->from_year) - (a->from_year < b->from_year),
			     (a->until_year > b->until_year) - (a->until_year < b->until_year)};
	int order = 0;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		order = 2 * order + parts[i]; /* what stands first outweighs the rest */
	return order;
}

static void put_row(struct action_progress *p, struct action_row row)
{
	size_t at = p->rows_count;
	while (at > 0 && row_order(&row, &p->rows[at - 1]) < 0)
		at--;
	if (at > 0 && same_row(&p->rows[at - 1], &row)) {
		if (report_figure_said(row.promised)) {
			p->rows[at - 1].promised = row.promised;
			p->rows[at - 1].words = row.words;
		}
		return;
	}
	memmove(&p->rows[at + 1], &p->rows[at], (p->rows_count - at) * sizeof row);
	p->rows[at] = row;
	p->rows_count++;
}

/* A row over all years for what anybody said, and one for each target. */
static void make_rows(struct action_progress *p, const struct action_figure *figures, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct action_figure *f = &figures[i];
		if (f->role == ACTION_TARGET)
			put_row(p, (struct action_row){.measure = f->measure,
						       .unit = f->unit,
						       .from_year = f->from_year,
						       .until_year = f->until_year,
						       .promised = f->said,
						       .words = f->words});
	}
	for (size_t i = 0; i < p->parts_count; i++)
		put_row(p, (struct action_row){.measure = p->parts[i].measure,
					       .unit = p->parts[i].unit,
					       .from_year = p->action.first_year});
}

static struct sn_err sum_rows(struct ctx *c, struct action_progress *p)
{
	for (size_t i = 0; i < p->rows_count; i++) {
		p->rows[i].places = ARENA_ARRAY(c->mem, struct action_place, p->parts_count + 1);
		if (!p->rows[i].places)
			return SN_FAIL(OUT_OF_MEMORY);
		SN_TRY(action_sum(&p->rows[i], p->parts, p->parts_count));
	}
	return SN_SUCCESS;
}

struct sn_err action_progress(struct ctx *c, const struct action *a, struct action_progress *out)
{
	struct action_figure *figures = NULL;
	size_t count = 0;
	*out = (struct action_progress){.action = *a};
	SN_TRY(action_cycles(c, a->action_no, &out->cycles, &out->cycles_count));
	SN_TRY(action_figures(c, a->action_no, &figures, &count));
	const size_t parts_max = out->cycles_count * CYCLE_PARTS_MAX + count;
	out->parts = ARENA_ARRAY(c->mem, struct action_part, parts_max + 1);
	out->rows = ARENA_ARRAY(c->mem, struct action_row, parts_max + count + 1);
	if (!out->parts || !out->rows)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++)
		if (figures[i].role == ACTION_OPENING)
			out->parts[out->parts_count++] =
				(struct action_part){.measure = figures[i].measure,
						     .unit = figures[i].unit,
						     .from_year = figures[i].from_year,
						     .until_year = figures[i].until_year,
						     .said = figures[i].said,
						     .words = figures[i].words};
	for (size_t i = 0; i < out->cycles_count; i++)
		SN_TRY(add_cycle(c, &out->cycles[i], out));
	make_rows(out, figures, count);
	return sum_rows(c, out);
}

/* ---- verify ---- */

struct sn_err action_verify(struct ctx *c, void (*each)(void *self, const struct ledger_finding *f),
			    void *self, int64_t *findings)
{
	static const struct sn_statement *const lost[] = {&action_sql_lost_cycles,
							  &action_sql_lost_figures};
	for (size_t i = 0; i < sizeof lost / sizeof lost[0]; i++) {
		struct rows *r = store_query(c->store, lost[i], NO_PARAMS);
		while (store_next(r)) {
			(*findings)++;
			each(self, &(const struct ledger_finding){.what = "action",
								  .id = store_uuid(r, "id"),
								  .found = store_int(r, "found")});
		}
		SN_TRY(store_done(r));
	}
	return SN_SUCCESS;
}
