/* What of a cycle can be copied, as it stands, and what keeps a part of it from being copied. */
#include "report/copy_priv.h"

#include "base/limits.h"
#include "report/copy_sql.h"

/* ---- what was copied before ---- */

struct sn_err copy_copied_read(struct ctx *c, int64_t cycle_no, struct copy_copied *out)
{
	*out = (struct copy_copied){.there = false};
	struct rows *r = store_query(c->store, &copy_sql_by_cycle, PARAMS(p_int(cycle_no)));
	if (store_next(r)) {
		const struct str asked = store_bytes(r, "asked");
		out->there = asked.bytes == SHA256_BYTES;
		out->from_no = store_int(r, "from_no");
		out->kits = arena_str(c->mem, store_text(r, "kits"));
		if (out->there)
			memcpy(out->asked.bytes, asked.at, SHA256_BYTES);
	}
	return store_done(r);
}

/* ---- bodies ---- */

static struct sn_err role_read(struct ctx *c, const struct cooperation *is, struct copy_role *out)
{
	struct partner partner;
	struct org org;
	*out = (struct copy_role){.is = *is};
	if (is->partner_no != 0) {
		SN_TRY(partner_by_no(c, is->partner_no, 0, &partner));
		out->code = partner.code;
		out->name = partner.name;
		return SN_SUCCESS;
	}
	SN_TRY(org_by_no(c, is->org_no, 0, &org));
	out->code = org.code;
	out->name = org.name;
	return SN_SUCCESS;
}

static struct sn_err roles_read(struct ctx *c, struct copy_state *s)
{
	struct cooperation *list = NULL;
	SN_TRY(cooperation_list(c, s->cycle.cycle_no, &list, &s->roles_count));
	s->roles = ARENA_ARRAY(c->mem, struct copy_role, s->roles_count + 1);
	if (!s->roles)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < s->roles_count; i++)
		SN_TRY(role_read(c, &list[i], &s->roles[i]));
	return SN_SUCCESS;
}

static struct sn_err role_why(struct ctx *c, struct copy_role *r)
{
	struct partner partner;
	struct org org;
	if (r->is.partner_no != 0) {
		SN_TRY(partner_by_no(c, r->is.partner_no, 0, &partner));
		if (partner.closed_day != 0)
			r->why = sn_err_with_text(
				SN_FAIL(PARTNER_CLOSED, .arg = {partner.closed_day}), STR_FMT,
				STR_ARG(partner.code));
		return SN_SUCCESS;
	}
	SN_TRY(org_by_no(c, r->is.org_no, 0, &org));
	if (org.until_day != 0 && org.until_day <= day_of(now_us(c)))
		r->why = SN_FAIL(COPY_ORG_CLOSED, .arg = {org.until_day});
	return SN_SUCCESS;
}

/* ---- the budget ---- */

static struct sn_err org_code(struct ctx *c, int64_t org_no, struct str *out)
{
	struct org org;
	SN_TRY(org_by_no(c, org_no, 0, &org));
	*out = org.code;
	return SN_SUCCESS;
}

static const struct budget_line *line_of(const struct budget_line *lines, size_t count,
					 const struct budget_entry *e)
{
	for (size_t i = 0; i < count; i++)
		if (lines[i].org_no == e->org_no && str_eq(lines[i].code, e->code))
			return &lines[i];
	return NULL;
}

/* A line is what its first entry adds, with the amount that all of them came to; or an entry that waits. */
static struct sn_err budget_read(struct ctx *c, struct copy_state *s)
{
	const struct budget_filter filter = {.cycle_no = s->cycle.cycle_no};
	struct budget_line *lines = NULL;
	struct budget_entry *entries = NULL;
	size_t lines_count = 0, count = 0;
	SN_TRY(budget_lines(c, &filter, &lines, &lines_count));
	SN_TRY(budget_entries(c, &filter, &entries, &count));
	s->lines = ARENA_ARRAY(c->mem, struct copy_line, count + 1);
	s->lists = ARENA_ARRAY(c->mem, struct copy_list, count + 1);
	if (!s->lines || !s->lists)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		const struct budget_entry *e = &entries[i];
		const bool waits = e->approved_us == 0;
		struct str code = STR_NULL;
		SN_TRY(org_code(c, e->org_no, &code));
		if (e->kind == BUDGET_CLOSED_LIST)
			s->lists[s->lists_count++] = (struct copy_list){
				.org_no = e->org_no, .org_code = code, .waits = waits};
		if (e->kind != BUDGET_ADD)
			continue;
		const struct budget_line *line = line_of(lines, lines_count, e);
		if (waits && line) /* another entry has added it meanwhile */
			continue;
		struct copy_line *out = &s->lines[s->lines_count++];
		*out = (struct copy_line){.entry = *e, .org_code = code, .waits = waits};
		if (line)
			out->entry.delta = line->amount;
	}
	return SN_SUCCESS;
}

static struct sn_err maker_why(struct ctx *c, int64_t org_no, struct sn_err *why)
{
	if (uuid_is_null(c->actor_id))
		return SN_SUCCESS;
	const struct sn_err e = RIGHTS_REQUIRE(c, ROLE_MAKER, org_no);
	if (sn_failed(e) && e.reason != SN_R_NOT_GRANTED)
		return e;
	*why = e;
	return SN_SUCCESS;
}

static struct sn_err org_why(struct ctx *c, int64_t org_no, struct sn_err *why)
{
	struct org org;
	SN_TRY(org_by_no(c, org_no, 0, &org));
	if (org.until_day == 0 || org.until_day > day_of(now_us(c)))
		return maker_why(c, org_no, why);
	*why = SN_FAIL(COPY_ORG_CLOSED, .arg = {org.until_day});
	return SN_SUCCESS;
}

/* Takes users out who were closed. A line that named somebody and names nobody any more is not copied. */
static struct sn_err spenders_why(struct ctx *c, struct copy_line *l)
{
	struct budget_entry *e = &l->entry;
	const bool named = e->roles != 0 || e->users_count > 0;
	size_t n = 0;
	for (size_t i = 0; i < e->users_count; i++) {
		struct user user;
		SN_TRY(rights_user_by_id(c, e->users[i], &user));
		if (!user.closed)
			e->users[n++] = e->users[i];
	}
	e->users_count = n;
	if (named && e->roles == 0 && n == 0)
		l->why = SN_FAIL(COPY_NO_SPENDER);
	return SN_SUCCESS;
}

static struct sn_err line_why(struct ctx *c, struct copy_line *l)
{
	SN_TRY(org_why(c, l->entry.org_no, &l->why));
	if (sn_failed(l->why))
		return SN_SUCCESS;
	if (!money_less(MONEY_FEN(0), l->entry.delta)) {
		l->why = SN_FAIL(COPY_EMPTY_LINE);
		return SN_SUCCESS;
	}
	return spenders_why(c, l);
}

/* ---- actions ---- */

static struct sn_err members_read(struct ctx *c, struct copy_state *s)
{
	struct action *list = NULL;
	size_t count = 0;
	SN_TRY(action_list(c, &list, &count));
	s->members = ARENA_ARRAY(c->mem, struct copy_member, count + 1);
	if (!s->members)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		struct cycle *cycles = NULL;
		size_t cycles_count = 0;
		bool member = false;
		SN_TRY(action_cycles(c, list[i].action_no, &cycles, &cycles_count));
		for (size_t j = 0; j < cycles_count; j++)
			member = member || cycles[j].cycle_no == s->cycle.cycle_no;
		if (member)
			s->members[s->members_count++] = (struct copy_member){.action = list[i]};
	}
	return SN_SUCCESS;
}

/* ---- all of it ---- */

struct sn_err copy_state_read(struct ctx *c, const struct cycle *cycle, struct copy_state *out)
{
	*out = (struct copy_state){.cycle = *cycle};
	SN_TRY(care_programme_read(c, cycle->programme, cycle->programme_version, 0,
				   &out->programme));
	SN_TRY(roles_read(c, out));
	SN_TRY(budget_read(c, out));
	return members_read(c, out);
}

struct sn_err copy_state_whys(struct ctx *c, struct copy_state *s)
{
	for (size_t i = 0; i < s->roles_count; i++)
		SN_TRY(role_why(c, &s->roles[i]));
	for (size_t i = 0; i < s->lines_count; i++)
		SN_TRY(line_why(c, &s->lines[i]));
	for (size_t i = 0; i < s->lists_count; i++)
		SN_TRY(org_why(c, s->lists[i].org_no, &s->lists[i].why));
	for (size_t i = 0; i < s->members_count; i++)
		SN_TRY(maker_why(c, s->members[i].action.org_no, &s->members[i].why));
	return SN_SUCCESS;
}
