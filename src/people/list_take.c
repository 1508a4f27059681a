/* A kept file of a list through the states of an import: checked, taken over by pieces, taken back whole. The state says which
 * way it goes from the first piece to the last, so that whoever comes after a crash sees it and goes on. */
#include "people/intake_priv.h"
#include "people/intake_sql.h"
#include "people/list.h"

/* ---- what is to be read ---- */

struct list_work {
	struct intake_source source;
	struct list_job job;
};

static struct sn_err work_of(struct ctx *c, const struct intake *which,
			     const struct list_kind *kind, const struct intake_check *how,
			     struct list_work *out)
{
	struct people_fix *fixes = NULL;
	*out = (struct list_work){.job = {.kind = *kind, .dry_run = true}};
	SN_TRY(intake_open(c, which, &out->source));
	SN_TRY(intake_fixes(c, which,
			    &(const struct intake_fixing){.columns = kind->columns,
							  .columns_count = kind->columns_count,
							  .more = how ? how->more : NULL,
							  .more_count = how ? how->more_count : 0},
			    &fixes, &out->job.fixes_count));
	out->job.source = &out->source.source;
	out->job.fixes = fixes;
	out->job.progress = how ? how->progress : NULL;
	out->job.progress_self = how ? how->progress_self : NULL;
	return SN_SUCCESS;
}

static void checked_of(const struct list_work *work, const struct list_result *result,
		       struct intake_checked *out)
{
	*out = (struct intake_checked){.result = result->rows,
				       .empty = result->empty,
				       .noted = result->noted,
				       .fixes = work->job.fixes,
				       .fixes_count = work->job.fixes_count};
}

struct sn_err list_check(struct ctx *c, const struct intake *which, const struct list_kind *kind,
			 const struct intake_check *how, struct intake_checked *out)
{
	struct list_work work;
	struct list_result result;
	SN_TRY(work_of(c, which, kind, how, &work));
	SN_TRY(list_read(c, &work.job, &result));
	checked_of(&work, &result, out);
	return SN_SUCCESS;
}

struct sn_err list_rejects_file(struct ctx *c, const struct intake *which,
				const struct list_kind *kind, const struct list_rejects *where,
				int64_t *rejected)
{
	struct list_work work;
	struct list_result result;
	SN_TRY(work_of(c, which, kind, NULL, &work));
	work.job.rejects_path = str_of(where->path);
	work.job.lang = where->lang;
	SN_TRY(list_read(c, &work.job, &result));
	*rejected = result.rows.rejected;
	return SN_SUCCESS;
}

/* ---- how far it is ---- */

/* On its way still, and the same way; else somebody has turned it round. */
static struct sn_err step(struct ctx *c, const struct intake *on, int64_t done)
{
	int64_t changed = 0;
	SN_TRY(store_run(c->store, &intake_sql_step,
			 PARAMS(p_int(on->shard), p_uuid(on->intake_id), p_int((int64_t)on->state),
				p_int(done), p_int(now_us(c))),
			 &changed));
	return changed == 1 ? SN_SUCCESS : SN_FAIL(IMPORT_BUSY, .field = "import");
}

static struct sn_err step_taken(struct ctx *c, void *self, int64_t read)
{
	return step(c, self, read);
}

/* ---- taking over ---- */

struct moving {
	const struct intake *which;
	const struct list_kind *kind;
	struct intake now;
	size_t left;
};

static struct sn_err begin_work(struct ctx *c, void *arg)
{
	struct moving *m = arg;
	SN_TRY(intake_by_id(c, m->which->intake_id, &m->now));
	if (m->now.state == INTAKE_TAKING)
		return SN_SUCCESS; /* it was cut off */
	if (m->now.state != INTAKE_CHECKED || m->which->state != INTAKE_CHECKED)
		return intake_state_error(&m->now);
	m->now.batch_id = UUID_NULL;
	SN_TRY(intake_move_to(c, &m->now, INTAKE_TAKING, &m->now));
	m->now.done = 0;
	return step(c, &m->now, 0);
}

struct sn_err list_take(struct ctx *c, const struct intake *which, const struct list_kind *kind,
			const struct intake_check *how, struct intake_checked *out)
{
	struct moving m = {.which = which, .kind = kind};
	struct list_work work;
	struct list_result result;
	SN_TRY(store_write(c, begin_work, &m));
	SN_TRY(work_of(c, &m.now, kind, how, &work));
	work.job.dry_run = false;
	work.job.done = m.now.done;
	work.job.step = step_taken;
	work.job.step_self = &m.now;
	SN_TRY(list_read(c, &work.job, &result));
	checked_of(&work, &result, out);
	return SN_SUCCESS;
}

struct sn_err list_take_end(struct ctx *c, const struct intake *which, const struct list_kind *kind,
			    const struct intake_checked *taken, struct intake *out)
{
	struct intake now;
	struct intake_checked whole = *taken;
	struct people_import_result *r = &whole.result;
	SN_TRY(intake_by_id(c, which->intake_id, &now));
	if (now.state != INTAKE_TAKING)
		return intake_state_error(&now);
	/* What this run and those before it wrote; a row of theirs looks unchanged by now. */
	SN_TRY(kind->counts(c, kind->self, &r->taken, &r->changed));
	r->unchanged = r->read - r->taken - r->changed - r->rejected - whole.empty;
	SN_TRY(intake_note(c, &now, &whole));
	now.batch_id = r->taken + r->changed > 0 ? now.intake_id : UUID_NULL;
	return intake_move_to(c, &now, INTAKE_TAKEN, out);
}

/* ---- and back ---- */

static struct sn_err turn_work(struct ctx *c, void *arg)
{
	struct moving *m = arg;
	SN_TRY(intake_by_id(c, m->which->intake_id, &m->now));
	if (m->now.state == INTAKE_UNDOING)
		return SN_SUCCESS; /* it was cut off */
	const bool taken = m->now.state == INTAKE_TAKEN && !uuid_is_null(m->now.batch_id);
	if (!taken && m->now.state != INTAKE_TAKING)
		return intake_state_error(&m->now);
	SN_TRY(intake_move_to(c, &m->now, INTAKE_UNDOING, &m->now));
	m->now.done = 0;
	return step(c, &m->now, 0);
}

static struct sn_err drop_work(struct ctx *c, void *arg)
{
	struct moving *m = arg;
	const bool whole = !uuid_is_null(m->now.batch_id);
	return intake_move_to(c, &m->now, whole ? INTAKE_TAKEN : INTAKE_TAKING, &m->now);
}

static struct sn_err back_work(struct ctx *c, void *arg)
{
	struct moving *m = arg;
	SN_TRY(m->kind->back(c, m->kind->self, &m->left));
	return step(c, &m->now, m->now.done + (int64_t)m->left);
}

struct sn_err list_undo(struct ctx *c, const struct intake *which, const struct list_kind *kind,
			const struct list_undo *how, int64_t *people)
{
	struct moving m = {.which = which, .kind = kind, .left = 1};
	SN_TRY(store_write(c, turn_work, &m));
	if (m.now.done == 0) {
		const struct sn_err refused = kind->ask(c, kind->self);
		if (sn_failed(refused)) {
			SN_TRY(store_write(c, drop_work, &m));
			return refused;
		}
	}
	while (m.left > 0) {
		SN_TRY(store_write(c, back_work, &m));
		m.now.done += (int64_t)m.left;
		if (how->progress)
			how->progress(how->progress_self, m.now.done);
	}
	*people = m.now.done;
	return SN_SUCCESS;
}

struct sn_err list_undo_end(struct ctx *c, const struct intake *which, struct intake *out)
{
	struct intake now;
	SN_TRY(intake_by_id(c, which->intake_id, &now));
	if (now.state != INTAKE_UNDOING)
		return intake_state_error(&now);
	if (!uuid_is_null(now.batch_id))
		return intake_move_to(c, &now, INTAKE_UNDONE, out);
	return intake_move_to(c, &now, INTAKE_CHECKED, out);
}
