/* From the file into the roster, and out of it again: by pieces, each a request of the writer. The state says which way it
 * goes from the first piece to the last, so that whoever comes after a crash sees it and goes on. */
#include "people/intake_priv.h"
#include "people/intake_sql.h"
#include "people/people_priv.h"

/* Leaves are a few statements a person: so many a piece. */
enum { LEAVERS_PIECE = 200 };

static bool is_taken_from(enum intake_state state)
{
	return state == INTAKE_CHECKED || state == INTAKE_SENT;
}

/* ---- begin ---- */

struct beginning {
	const struct intake *which;
	const struct intake_take *what;
	struct intake now;
	struct people_open open;
};

/* Only who is on this union's roster leaves by it. */
static struct sn_err keep_leavers(struct ctx *c, const struct intake *i,
				  const struct intake_take *what)
{
	const size_t count = what->leavers_count;
	struct person_ref *refs = ARENA_ARRAY(c->mem, struct person_ref, count + 1);
	struct person *people = ARENA_ARRAY(c->mem, struct person, count + 1);
	struct param *rows = ARENA_ARRAY(c->mem, struct param, 3 * count + 1);
	size_t kept = 0;
	if (!refs || !people || !rows)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t k = 0; k < count; k++)
		refs[k] = (struct person_ref){i->shard, what->leavers[k]};
	SN_TRY(people_by_refs(c, refs, count, people));
	for (size_t k = 0; k < count; k++) {
		bool twice = false;
		if (uuid_is_null(people[k].person_id) || people[k].org_no != i->org_no)
			return SN_FAIL(NO_SUCH_PERSON, .field = "leavers");
		for (size_t n = 0; n < kept && !twice; n++)
			twice = uuid_eq(rows[3 * n + 2].as.id, what->leavers[k]);
		if (twice)
			continue;
		rows[3 * kept] = p_int(i->shard);
		rows[3 * kept + 1] = p_uuid(i->intake_id);
		rows[3 * kept++ + 2] = p_uuid(what->leavers[k]);
	}
	return kept > 0 ? store_many(c->store, &intake_sql_leaver_add, rows, kept, NULL)
			: SN_SUCCESS;
}

static struct sn_err begin_work(struct ctx *c, void *arg)
{
	struct beginning *b = arg;
	struct org org;
	SN_TRY(intake_by_id(c, b->which->intake_id, &b->now));
	if (b->now.state == INTAKE_TAKING)
		return people_open(c, b->now.batch_id, &b->open);
	if (!is_taken_from(b->now.state) || b->now.state != b->which->state)
		return intake_state_error(&b->now);
	SN_TRY(org_by_no(c, b->now.org_no, 0, &org));
	SN_TRY(people_import_begin(c, &org, &b->open));
	SN_TRY(keep_leavers(c, &b->now, b->what));
	b->now.batch_id = b->open.batch_id;
	return intake_move_to(c, &b->now, INTAKE_TAKING, &b->now);
}

/* ---- who leaves with it ---- */

struct leaving {
	const struct intake *which;
	size_t count;
};

static struct sn_err leave_work(struct ctx *c, void *arg)
{
	struct leaving *l = arg;
	struct uuid ids[LEAVERS_PIECE];
	l->count = 0;
	struct rows *r = store_query(
		c->store, &intake_sql_leavers,
		PARAMS(p_int(l->which->shard), p_uuid(l->which->intake_id), p_int(LEAVERS_PIECE)));
	while (l->count < LEAVERS_PIECE && store_next(r))
		ids[l->count++] = store_uuid(r, "person_id");
	SN_TRY(store_done(r));
	for (size_t i = 0; i < l->count; i++) {
		SN_TRY(people_leave(c, (struct person_ref){l->which->shard, ids[i]}));
		SN_TRY(store_run(
			c->store, &intake_sql_leaver_remove,
			PARAMS(p_int(l->which->shard), p_uuid(l->which->intake_id), p_uuid(ids[i])),
			NULL));
	}
	return SN_SUCCESS;
}

static struct sn_err all_leave(struct ctx *c, const struct intake *which)
{
	struct leaving l = {.which = which};
	do
		SN_TRY(store_write(c, leave_work, &l));
	while (l.count == LEAVERS_PIECE);
	return SN_SUCCESS;
}

/* ---- taking over ---- */

struct sn_err intake_take(struct ctx *c, const struct intake *which, const struct intake_take *what,
			  struct intake_taken *out)
{
	struct beginning b = {.which = which, .what = what};
	struct intake_job job;
	SN_TRY(store_write(c, begin_work, &b));
	out->open = b.open;
	if (b.open.way != PEOPLE_COMES)
		return intake_state_error(&b.now);
	SN_TRY(intake_job(c, &b.now, &job));
	job.what.progress = what->progress;
	job.what.progress_self = what->progress_self;
	SN_TRY(people_import_on(c, &job.what, &out->open, &out->result));
	SN_TRY(all_leave(c, &b.now));
	out->fixes = job.what.fixes;
	out->fixes_count = job.what.fixes_count;
	return SN_SUCCESS;
}

struct sn_err intake_take_end(struct ctx *c, const struct intake *which,
			      const struct intake_taken *taken, struct intake *out)
{
	struct intake now;
	struct people_import_result result = taken->result;
	SN_TRY(intake_by_id(c, which->intake_id, &now));
	if (now.state != INTAKE_TAKING)
		return intake_state_error(&now);
	SN_TRY(people_import_end(c, &taken->open, &now.sha256, &result));
	const struct intake_checked checked = {
		.result = result, .fixes = taken->fixes, .fixes_count = taken->fixes_count};
	SN_TRY(intake_note(c, &now, &checked)); /* what became of it, not what was expected */
	now.batch_id = result.batch_id;
	return intake_move_to(c, &now, INTAKE_TAKEN, out);
}

/* ---- and back ---- */

struct turning {
	const struct intake *which;
	struct intake now;
	struct people_open open;
};

static struct sn_err turn_work(struct ctx *c, void *arg)
{
	struct turning *t = arg;
	SN_TRY(intake_by_id(c, t->which->intake_id, &t->now));
	const bool taken = t->now.state == INTAKE_TAKEN && !uuid_is_null(t->now.batch_id);
	if (!taken && !intake_is_open(t->now.state))
		return intake_state_error(&t->now);
	SN_TRY(people_undo_begin(c, t->now.batch_id, &t->open));
	return t->now.state == INTAKE_UNDOING ? SN_SUCCESS
					      : intake_move_to(c, &t->now, INTAKE_UNDOING, &t->now);
}

static struct sn_err drop_work(struct ctx *c, void *arg)
{
	struct turning *t = arg;
	bool whole;
	SN_TRY(people_undo_drop(c, &t->open, &whole));
	return intake_move_to(c, &t->now, whole ? INTAKE_TAKEN : INTAKE_TAKING, &t->now);
}

struct sn_err intake_undo(struct ctx *c, const struct intake *which, const struct people_undo *how,
			  struct people_open *out)
{
	struct turning t = {.which = which};
	SN_TRY(store_write(c, turn_work, &t));
	*out = t.open;
	if (out->back == 0) {
		const struct sn_err refused = people_undo_ask(c, out, how->guard);
		if (sn_failed(refused)) {
			SN_TRY(store_write(c, drop_work, &t));
			return refused;
		}
	}
	return people_undo_on(c, out, how);
}

struct sn_err intake_undo_end(struct ctx *c, const struct intake *which,
			      const struct people_open *open, struct intake *out)
{
	struct intake now;
	bool whole;
	SN_TRY(intake_by_id(c, which->intake_id, &now));
	if (now.state != INTAKE_UNDOING)
		return intake_state_error(&now);
	SN_TRY(people_undo_end(c, open, &whole));
	SN_TRY(store_run(c->store, &intake_sql_leavers_remove,
			 PARAMS(p_int(now.shard), p_uuid(now.intake_id)), NULL));
	if (whole)
		return intake_move_to(c, &now, INTAKE_UNDONE, out);
	now.batch_id = UUID_NULL;
	return intake_move_to(c, &now, uuid_is_null(now.link_id) ? INTAKE_CHECKED : INTAKE_SENT,
			      out);
}
