/* Making a draft of this year out of last year's cycle: what would be written is planned first, then written. */
#include "report/copy.h"

#include "base/limits.h"
#include "ledger/goods.h"
#include "report/copy_priv.h"
#include "report/copy_sql.h"

#include <assert.h>

/* ---- what there is already ---- */

struct sn_err copy_origin(struct ctx *c, const struct cycle *cycle, struct cycle *from)
{
	struct copy_copied copied;
	SN_TRY(copy_copied_read(c, cycle->cycle_no, &copied));
	if (!copied.there)
		return sn_err_with_text(SN_FAIL(COPY_NONE, .field = "cycle"), STR_FMT,
					STR_ARG(cycle->code));
	return care_cycle_by_no(c, copied.from_no, from);
}

/* ---- the plan ---- */

static int32_t year_of(int32_t day)
{
	return day / 10000;
}

static struct sn_err plan_cycle(struct ctx *c, const struct copy_ask *ask, struct copy_plan *p)
{
	const struct cycle *was = &p->was.cycle;
	struct cycle *now = &p->now.cycle;
	*now = (struct cycle){.code = ask->code,
			      .name = ask->name,
			      .programme = was->programme,
			      .org_no = was->org_no,
			      .from_day = ask->from_day,
			      .until_day = ask->until_day,
			      .state = CYCLE_DRAFT};
	if (ask->from_day <= was->from_day)
		return SN_FAIL(COPY_NOT_LATER, .field = "from", .arg = {was->from_day});
	if (str_is_null(now->name))
		now->name = copy_title(c->mem, was->name, year_of(was->from_day),
				       year_of(ask->from_day));
	if (str_is_null(now->name))
		return SN_FAIL(COPY_NAME_NEEDED, .field = "name");
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, was->org_no));
	SN_TRY(care_programme_read(c, was->programme, 0, ask->from_day, &p->now.programme));
	now->programme_version = p->now.programme.version;
	return SN_SUCCESS;
}

/* "kit:x" and its sizes, "kit:x/L". */
static bool is_kit_of(struct str code, struct str kit)
{
	return str_starts(code, kit) && (code.bytes == kit.bytes || code.at[kit.bytes] == '/');
}

static struct sn_err plan_kit(struct ctx *c, const struct copy_kit *pair, const struct item *was,
			      struct copy_plan *p)
{
	struct copy_new_kit *kit = &p->kits[p->kits_count++];
	kit->item = *was;
	kit->item.item_no = 0;
	kit->item.code = str_of(arena_printf(c->mem, STR_FMT STR_FMT, STR_ARG(pair->now),
					     (int)(was->code.bytes - pair->was.bytes),
					     was->code.at + pair->was.bytes));
	const struct str name = copy_title(c->mem, was->name, year_of(p->was.cycle.from_day),
					   year_of(p->now.cycle.from_day));
	if (!str_is_null(name))
		kit->item.name = name;
	if (str_is_null(kit->item.code))
		return SN_FAIL(OUT_OF_MEMORY);
	return goods_parts(c, was->item_no, &kit->parts, &kit->parts_count);
}

static struct sn_err plan_pair(struct ctx *c, const struct copy_kit *pair, const struct item *items,
			       size_t count, struct copy_plan *p)
{
	const size_t before = p->kits_count;
	for (size_t i = 0; i < count; i++)
		if (items[i].kit && is_kit_of(items[i].code, pair->was))
			SN_TRY(plan_kit(c, pair, &items[i], p));
	return p->kits_count > before ? SN_SUCCESS
				      : sn_err_with_text(SN_FAIL(COPY_KIT_UNKNOWN, .field = "kit"),
							 STR_FMT, STR_ARG(pair->was));
}

/* Kits are every union's, so who adds one is a maker everywhere, as with item add. */
static struct sn_err plan_kits(struct ctx *c, const struct copy_ask *ask, struct copy_plan *p)
{
	struct item *items = NULL;
	size_t count = 0;
	const char *text = "";
	if (ask->kits_count == 0)
		return SN_SUCCESS;
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, 0));
	SN_TRY(goods_items(c, &items, &count));
	p->kits = ARENA_ARRAY(c->mem, struct copy_new_kit, ask->kits_count * (count + 1));
	if (!p->kits)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < ask->kits_count; i++) {
		SN_TRY(plan_pair(c, &ask->kits[i], items, count, p));
		text = arena_printf(c->mem, "%s%s" STR_FMT "=" STR_FMT, text, i == 0 ? "" : ",",
				    STR_ARG(ask->kits[i].was), STR_ARG(ask->kits[i].now));
		if (!text)
			return SN_FAIL(OUT_OF_MEMORY);
	}
	p->kits_text = str_of(text);
	return SN_SUCCESS;
}

/* What nothing keeps from being copied, as it would stand: lines wait for approval, and words say where they come from. */
static struct sn_err plan_parts(struct ctx *c, struct copy_plan *p)
{
	const struct copy_state *was = &p->was;
	struct copy_state *now = &p->now;
	now->roles = ARENA_ARRAY(c->mem, struct copy_role, was->roles_count + 1);
	now->lines = ARENA_ARRAY(c->mem, struct copy_line, was->lines_count + 1);
	now->lists = ARENA_ARRAY(c->mem, struct copy_list, was->lists_count + 1);
	now->members = ARENA_ARRAY(c->mem, struct copy_member, was->members_count + 1);
	if (!now->roles || !now->lines || !now->lists || !now->members)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < was->roles_count; i++)
		if (!sn_failed(was->roles[i].why))
			now->roles[now->roles_count++] = was->roles[i];
	for (size_t i = 0; i < was->lists_count; i++)
		if (!sn_failed(was->lists[i].why)) {
			now->lists[now->lists_count] = was->lists[i];
			now->lists[now->lists_count++].waits = true;
		}
	for (size_t i = 0; i < was->members_count; i++)
		if (!sn_failed(was->members[i].why))
			now->members[now->members_count++] = was->members[i];
	for (size_t i = 0; i < was->lines_count; i++) {
		if (sn_failed(was->lines[i].why))
			continue;
		struct copy_line *l = &now->lines[now->lines_count++];
		*l = was->lines[i];
		l->waits = true;
	}
	return SN_SUCCESS;
}

static struct sn_err plan(struct ctx *c, const struct copy_ask *ask, struct copy_plan **out)
{
	struct copy_plan *p = *out = ARENA_NEW(c->mem, struct copy_plan);
	if (!p)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(care_cycle_by_no(c, ask->from_no, &p->was.cycle));
	SN_TRY(plan_cycle(c, ask, p));
	const struct cycle was = p->was.cycle;
	SN_TRY(copy_state_read(c, &was, &p->was));
	SN_TRY(copy_state_whys(c, &p->was));
	SN_TRY(plan_kits(c, ask, p));
	SN_TRY(plan_parts(c, p));
	return copy_asked(&p->now.cycle, ask->from_no, p->kits_text, &p->asked);
}

/* The code is free, or it is this very copy. */
static struct sn_err find_earlier(struct ctx *c, const struct copy_plan *p, struct cycle *earlier,
				  bool *there)
{
	struct copy_copied copied;
	const struct sn_err e = care_cycle_by_code(c, p->now.cycle.code, earlier);
	*there = !sn_failed(e);
	if (e.reason == SN_R_NO_SUCH_CYCLE)
		return SN_SUCCESS;
	SN_TRY(e);
	SN_TRY(copy_copied_read(c, earlier->cycle_no, &copied));
	if (!copied.there)
		return sn_err_with_text(SN_FAIL(CYCLE_CODE_TAKEN, .field = "code"), STR_FMT,
					STR_ARG(earlier->code));
	if (!sha256_eq(copied.asked, p->asked))
		return sn_err_with_text(SN_FAIL(COPY_DIFFERS, .field = "code"), STR_FMT,
					STR_ARG(earlier->code));
	return SN_SUCCESS;
}

struct sn_err copy_plan(struct ctx *c, const struct copy_ask *ask, const struct copy_plan **out)
{
	struct copy_plan *p = NULL;
	struct cycle earlier;
	bool there = false;
	SN_TRY(plan(c, ask, &p));
	SN_TRY(find_earlier(c, p, &earlier, &there));
	*out = p;
	return SN_SUCCESS;
}

struct copy_pair copy_pair_of(const struct copy_plan *p)
{
	return (struct copy_pair){.was = p->was.cycle, .now = p->now.cycle, .plan = p};
}

/* ---- writing it ---- */

static struct sn_err write_kits(struct ctx *c, const struct copy_plan *p, const struct cycle *cycle)
{
	(void)cycle;
	for (size_t i = 0; i < p->kits_count; i++) {
		struct item made;
		SN_TRY(goods_item_add(c, &p->kits[i].item, p->kits[i].parts, p->kits[i].parts_count,
				      &made));
	}
	return SN_SUCCESS;
}

static struct sn_err write_roles(struct ctx *c, const struct copy_plan *p,
				 const struct cycle *cycle)
{
	for (size_t i = 0; i < p->now.roles_count; i++) {
		struct cooperation role = p->now.roles[i].is;
		bool changed = false;
		role.cycle_no = cycle->cycle_no;
		SN_TRY(cooperation_add(c, &role, &changed));
	}
	return SN_SUCCESS;
}

static struct str proposal_words(struct ctx *c, const struct copy_plan *p, struct str words)
{
	const char *text = arena_printf(c->mem, STR_FMT "（金额照 " STR_FMT "，待定）",
					STR_ARG(words), STR_ARG(p->was.cycle.code));
	const struct str out = str_of(text);
	return out.bytes == 0 || out.bytes > PURCHASE_WORDS_BYTES_MAX ? words : out;
}

static struct sn_err write_budget(struct ctx *c, const struct copy_plan *p,
				  const struct cycle *cycle)
{
	struct budget_entry made;
	for (size_t i = 0; i < p->now.lines_count; i++) {
		struct budget_entry e = p->now.lines[i].entry;
		e.entry_id = new_id(c);
		e.cycle_no = cycle->cycle_no;
		e.day = 0;
		e.words = proposal_words(c, p, e.words);
		SN_TRY(budget_enter(c, &e, &made));
	}
	for (size_t i = 0; i < p->now.lists_count; i++) {
		const struct budget_entry e = {
			.entry_id = new_id(c),
			.org_no = p->now.lists[i].org_no,
			.cycle_no = cycle->cycle_no,
			.kind = BUDGET_CLOSED_LIST,
			.words = proposal_words(c, p, STR("只许列支所列项目"))};
		SN_TRY(budget_enter(c, &e, &made));
	}
	return SN_SUCCESS;
}

static struct sn_err write_members(struct ctx *c, const struct copy_plan *p,
				   const struct cycle *cycle)
{
	for (size_t i = 0; i < p->now.members_count; i++) {
		bool changed = false;
		SN_TRY(action_cycle_add(c, &p->now.members[i].action, cycle, &changed));
	}
	return SN_SUCCESS;
}

struct sn_err copy_make(struct ctx *c, const struct copy_ask *ask, struct cycle *out, bool *changed)
{
	static struct sn_err (*const writers[])(struct ctx *, const struct copy_plan *,
						const struct cycle *) = {
		write_kits, write_roles, write_budget, write_members};
	struct copy_plan *p = NULL;
	bool there = false;
	*changed = false;
	SN_TRY(plan(c, ask, &p));
	SN_TRY(find_earlier(c, p, out, &there));
	if (there)
		return SN_SUCCESS;
	*changed = true;
	SN_TRY(care_cycle_create(c, &p->now.cycle, out));
	assert(out->state == CYCLE_DRAFT); /* nothing is copied as decided */
	for (size_t i = 0; i < sizeof writers / sizeof writers[0]; i++)
		SN_TRY(writers[i](c, p, out));
	return store_run(c->store, &copy_sql_add,
			 PARAMS(p_int(out->cycle_no), p_int(ask->from_no), p_text(p->kits_text),
				p_bytes(p->asked.bytes, SHA256_BYTES), p_uuid(c->actor_id),
				p_int(now_us(c))),
			 NULL);
}

/* ---- verify ---- */

/* Is the copied cycle still what was asked for? A cycle's own row is not edited after it was made. */
static struct sn_err stands(const struct rows *r, bool *good)
{
	const struct cycle now = {.code = store_text(r, "code"),
				  .name = store_text(r, "name"),
				  .from_day = (int32_t)store_int(r, "now_day"),
				  .until_day = (int32_t)store_int(r, "until_day")};
	const struct str stored = store_bytes(r, "asked");
	struct sha256 asked;
	SN_TRY(copy_asked(&now, store_int(r, "from_no"), store_text(r, "kits"), &asked));
	*good = store_int(r, "was_day") > 0 && store_int(r, "now_day") > store_int(r, "was_day") &&
		store_int(r, "now_org") == store_int(r, "was_org") &&
		str_eq(store_text(r, "now_programme"), store_text(r, "was_programme")) &&
		stored.bytes == SHA256_BYTES && memcmp(stored.at, asked.bytes, SHA256_BYTES) == 0;
	return SN_SUCCESS;
}

struct sn_err copy_verify(struct ctx *c, void (*each)(void *self, const struct ledger_finding *f),
			  void *self, int64_t *findings)
{
	struct sn_err e = SN_SUCCESS;
	struct rows *r = store_query(c->store, &copy_sql_all, NO_PARAMS);
	while (!sn_failed(e) && store_next(r)) {
		bool good = false;
		e = stands(r, &good);
		if (good || sn_failed(e))
			continue;
		++*findings;
		each(self, &(const struct ledger_finding){.what = "copy",
							  .expected = store_int(r, "from_no"),
							  .found = store_int(r, "cycle_no")});
	}
	const struct sn_err read = store_done(r);
	return sn_failed(e) ? e : read;
}
