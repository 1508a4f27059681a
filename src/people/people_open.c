/* Batches that are half way: their rows. */
#include "people/people_priv.h"
#include "people/people_sql.h"

static struct people_open from_row(const struct rows *r)
{
	return (struct people_open){.batch_id = store_uuid(r, "batch_id"),
				    .by_id = store_uuid(r, "by_id"),
				    .shard = store_int(r, "shard"),
				    .org_no = store_int(r, "org_no"),
				    .way = (enum people_way)store_int(r, "way"),
				    .steps = store_int(r, "steps"),
				    .read = store_int(r, "read_count"),
				    .taken = store_int(r, "taken_count"),
				    .changed = store_int(r, "changed_count"),
				    .unchanged = store_int(r, "unchanged_count"),
				    .without_id = store_int(r, "without_id_count"),
				    .back = store_int(r, "back_count"),
				    .begun_us = store_int(r, "begun_us"),
				    .step_us = store_int(r, "step_us")};
}

struct sn_err people_open(struct ctx *c, struct uuid batch_id, struct people_open *out)
{
	*out = (struct people_open){.batch_id = UUID_NULL};
	struct rows *r = store_query(c->store, &people_sql_open_of, PARAMS(p_uuid(batch_id)));
	if (store_next(r))
		*out = from_row(r);
	return store_done(r);
}

struct sn_err people_opens(struct ctx *c, struct people_open **out, size_t *count)
{
	struct people_open *list = NULL;
	size_t n = 0, room = 0;
	bool memory = true;
	struct rows *r = store_query(c->store, &people_sql_opens, NO_PARAMS);
	while (memory && store_next(r)) {
		if (n == room) {
			room = room == 0 ? 8 : 2 * room;
			struct people_open *more = ARENA_ARRAY(c->mem, struct people_open, room);
			memory = more != NULL;
			if (memory && n > 0)
				memcpy(more, list, n * sizeof *more);
			list = more;
		}
		if (memory)
			list[n++] = from_row(r);
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* The one row of the union, whichever its batch. */
static struct sn_err none_here(struct ctx *c, int64_t org_no)
{
	struct people_open *list = NULL;
	size_t count = 0;
	SN_TRY(people_opens(c, &list, &count));
	for (size_t i = 0; i < count; i++)
		if (list[i].org_no == org_no)
			return SN_FAIL(IMPORT_OPEN_HERE, .field = "import");
	return SN_SUCCESS;
}

struct sn_err people_open_add(struct ctx *c, struct people_open *open)
{
	SN_TRY(none_here(c, open->org_no));
	open->by_id = c->actor_id;
	open->begun_us = open->step_us = now_us(c);
	return store_run(c->store, &people_sql_open_add,
			 PARAMS(p_uuid(open->batch_id), p_int(open->shard), p_int(open->org_no),
				p_int((int64_t)open->way), p_uuid_or_null(open->by_id),
				p_int(open->begun_us)),
			 NULL);
}

struct sn_err people_open_step(struct ctx *c, struct people_open *open)
{
	int64_t changed = 0;
	open->step_us = now_us(c);
	SN_TRY(store_run(c->store, &people_sql_open_step,
			 PARAMS(p_uuid(open->batch_id), p_int((int64_t)open->way),
				p_int(open->steps), p_int(open->read), p_int(open->taken),
				p_int(open->changed), p_int(open->unchanged),
				p_int(open->without_id), p_int(open->back), p_int(open->step_us)),
			 &changed));
	open->steps++;
	return changed == 1 ? SN_SUCCESS : SN_FAIL(IMPORT_BUSY, .field = "import");
}

/* Has nobody else gone on with it? */
static struct sn_err still(struct ctx *c, const struct people_open *open)
{
	struct people_open now;
	SN_TRY(people_open(c, open->batch_id, &now));
	return now.steps == open->steps && now.way == open->way
		       ? SN_SUCCESS
		       : SN_FAIL(IMPORT_BUSY, .field = "import");
}

struct sn_err people_open_turn(struct ctx *c, struct people_open *open, enum people_way way)
{
	SN_TRY(still(c, open));
	open->way = way;
	open->step_us = now_us(c);
	open->steps++;
	return store_run(c->store, &people_sql_open_turn,
			 PARAMS(p_uuid(open->batch_id), p_int((int64_t)way), p_int(open->step_us)),
			 NULL);
}

struct sn_err people_open_remove(struct ctx *c, const struct people_open *open)
{
	SN_TRY(still(c, open));
	return store_run(c->store, &people_sql_open_remove, PARAMS(p_uuid(open->batch_id)), NULL);
}
