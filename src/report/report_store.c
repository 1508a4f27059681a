#include "report/report_priv.h"
#include "report/report_sql.h"

static struct figure figure_from(const struct rows *r, const char *value, const char *is)
{
	if (store_is_null(r, value))
		return report_figure_unknown();
	return report_figure(store_int(r, value), (enum qualifier)store_int(r, is));
}

static struct reported_row row_from(struct ctx *c, const struct rows *r)
{
	return (struct reported_row){
		.shard = store_int(r, "shard"),
		.said = {.reported_id = store_uuid(r, "reported_id"),
			 .org_no = store_int(r, "org_no"),
			 .scope = (enum report_scope)store_int(r, "scope"),
			 .recipients = figure_from(r, "recipients", "recipients_is"),
			 .amount = figure_from(r, "amount_fen", "amount_is"),
			 .meaning = (enum meaning)store_int(r, "meaning"),
			 .kind = arena_str(c->mem, store_text(r, "kind")),
			 .words = arena_str(c->mem, store_text(r, "words")),
			 .row = store_int(r, "file_row"),
			 .partner_no = store_int(r, "partner_no"),
			 .by_partner = store_int(r, "by_partner") != 0,
			 .joint_no = store_int(r, "joint_no")},
	};
}

/* Grows by doubling inside the arena: what is left behind is at most as much again. */
static struct sn_err push(struct ctx *c, struct reported_row **rows, size_t *count,
			  struct reported_row row)
{
	if ((*count & (*count - 1)) == 0) {
		struct reported_row *more =
			ARENA_ARRAY(c->mem, struct reported_row, *count == 0 ? 16 : *count * 2);
		if (!more)
			return SN_FAIL(OUT_OF_MEMORY);
		if (*count > 0)
			memcpy(more, *rows, *count * sizeof row);
		*rows = more;
	}
	(*rows)[(*count)++] = row;
	return SN_SUCCESS;
}

struct sn_err report_rows_read(struct ctx *c, int64_t cycle_no, struct reported_row **out,
			       size_t *count)
{
	struct sn_err e = SN_SUCCESS;
	struct rows *r =
		store_query(c->store, &report_sql_reported_of_cycle, PARAMS(p_int(cycle_no)));
	*out = NULL;
	*count = 0;
	while (!sn_failed(e) && store_next(r))
		e = push(c, out, count, row_from(c, r));
	const struct sn_err read = store_done(r);
	return sn_failed(e) ? e : read;
}

struct sn_err report_giving_of(struct ctx *c, int64_t partner_no, struct report_giving **out,
			       size_t *count)
{
	struct report_giving *list = NULL;
	size_t n = 0, room = 0;
	bool memory = true;
	struct rows *r =
		store_query(c->store, &report_sql_reported_of_partner, PARAMS(p_int(partner_no)));
	while (memory && store_next(r)) {
		if (n == room) {
			room = room == 0 ? 16 : room * 2;
			struct report_giving *more =
				ARENA_ARRAY(c->mem, struct report_giving, room);
			memory = more != NULL;
			if (memory && n > 0)
				memcpy(more, list, n * sizeof *list);
			list = more;
		}
		if (memory)
			list[n++] = (struct report_giving){store_int(r, "cycle_no"),
							   row_from(c, r).said};
	}
	*out = list;
	*count = n;
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static struct param figure_param(struct figure f)
{
	return f.known_parts > 0 ? p_int(f.value) : p_null();
}

struct sn_err report_row_add(struct ctx *c, const struct cycle *cycle,
			     const struct reported_row *row, struct uuid corrects)
{
	const struct reported *s = &row->said;
	return store_run(c->store, &report_sql_reported_add,
			 PARAMS(p_int(row->shard), p_uuid(s->reported_id), p_int(cycle->cycle_no),
				p_int(s->org_no), p_int(s->scope), figure_param(s->recipients),
				p_int(s->recipients.is), figure_param(s->amount),
				p_int(s->amount.is), p_int(s->meaning), p_text(s->kind),
				p_text(s->words), p_int(s->row), p_uuid_or_null(corrects),
				p_uuid(c->actor_id), p_int(now_us(c)), p_int(s->partner_no),
				p_int(s->by_partner), p_int(s->joint_no)),
			 NULL);
}
