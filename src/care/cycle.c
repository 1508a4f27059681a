/* Cycles: one run of a programme, from draft to audit. */
#include "care/care_priv.h"
#include "care/care_sql.h"

#include <assert.h>

/* ---- its life ---- */

/* How a state is reached: from the one before it, by whom. Source: product.md, Few hands; settled.md 27. */
static const struct {
	enum rights_role role;
	enum hand hand; /* HANDS_COUNT: the step is recorded, and signs nothing */
} steps[CYCLE_STATES_COUNT] = {
	[CYCLE_DRAFT] = {ROLE_MAKER, HAND_MAKER},
	[CYCLE_CHECKED] = {ROLE_CHECKER, HAND_CHECKER},
	[CYCLE_APPROVED] = {ROLE_APPROVER, HAND_APPROVER},
	[CYCLE_OPEN] = {ROLE_MAKER, HANDS_COUNT},
	[CYCLE_CLOSED] = {ROLE_MAKER, HANDS_COUNT},
	[CYCLE_AUDITED] = {ROLE_AUDITOR, HANDS_COUNT},
};
static const char *const state_words[] = {
#define X(name, word, zh, en) word,
	CYCLE_STATES(X)
#undef X
};

const char *care_cycle_state_word(enum cycle_state state)
{
	assert(state < CYCLE_STATES_COUNT);
	return state_words[state];
}

bool care_cycle_state_parse(enum cycle_state *out, struct str word)
{
	for (size_t i = 0; i < CYCLE_STATES_COUNT; i++) {
		if (str_is(word, state_words[i])) {
			*out = (enum cycle_state)i;
			return true;
		}
	}
	return false;
}

enum rights_role care_cycle_step_role(enum cycle_state to)
{
	assert(to < CYCLE_STATES_COUNT);
	return steps[to].role;
}

struct sn_err care_cycle_wrong_state(const struct cycle *cycle, int wanted)
{
	return sn_err_with_text(
		SN_FAIL(CYCLE_STATE, .field = "cycle", .arg = {cycle->state, wanted}), STR_FMT,
		STR_ARG(cycle->code));
}

/* Maker, checker, approver and auditor are four people. */
static bool has_signed(const struct cycle *cycle, struct uuid user_id)
{
	for (size_t i = 0; i < HANDS_COUNT; i++)
		if (uuid_eq(cycle->signatures.by[i], user_id))
			return true;
	return false;
}

struct sn_err care_cycle_step(struct cycle *cycle, enum cycle_state to, struct uuid user_id)
{
	assert(to < CYCLE_STATES_COUNT);
	if (cycle->back_us != 0)
		return sn_err_with_text(SN_FAIL(CYCLE_SENT_BACK, .field = "cycle"), STR_FMT,
					STR_ARG(cycle->code));
	if (to == CYCLE_DRAFT || cycle->state + 1 != to)
		return care_cycle_wrong_state(cycle,
					      to == CYCLE_DRAFT ? CYCLE_NOT_MADE : (int)to - 1);
	const bool signs = steps[to].hand != HANDS_COUNT || to == CYCLE_AUDITED;
	if (signs && has_signed(cycle, user_id))
		return SN_FAIL(SAME_HAND);
	if (steps[to].hand != HANDS_COUNT)
		cycle->signatures.by[steps[to].hand] = user_id;
	if (to == CYCLE_AUDITED)
		cycle->auditor_id = user_id;
	cycle->state = to;
	return SN_SUCCESS;
}

/* ---- reading ---- */

static struct cycle cycle_from_row(struct ctx *c, const struct rows *r)
{
	return (struct cycle){
		.cycle_no = store_int(r, "cycle_no"),
		.code = arena_str(c->mem, store_text(r, "code")),
		.name = arena_str(c->mem, store_text(r, "name")),
		.programme = arena_str(c->mem, store_text(r, "programme")),
		.programme_version = store_int(r, "programme_version"),
		.org_no = store_int(r, "org_no"),
		.state = (enum cycle_state)store_int(r, "state"),
		.from_day = (int32_t)store_int(r, "from_day"),
		.until_day = (int32_t)store_int(r, "until_day"),
		.signatures.by = {[HAND_MAKER] = store_uuid(r, "maker_id"),
				  [HAND_CHECKER] = store_uuid(r, "checker_id"),
				  [HAND_APPROVER] = store_uuid(r, "approver_id")},
		.auditor_id = store_uuid(r, "auditor_id"),
		.back_us = store_int(r, "back_us"), /* NULL reads as 0: not */
	};
}

static struct sn_err read_one(struct ctx *c, struct rows *r, struct cycle *out)
{
	*out = (struct cycle){.cycle_no = 0};
	while (store_next(r))
		*out = cycle_from_row(c, r);
	return store_done(r);
}

struct sn_err care_cycle_by_code(struct ctx *c, struct str code, struct cycle *out)
{
	if (!care_code_is_good(code))
		return SN_FAIL(BAD_CYCLE_CODE, .field = "cycle", .arg = {CARE_CODE_BYTES_MAX});
	SN_TRY(read_one(c, store_query(c->store, &care_sql_cycle_by_code, PARAMS(p_text(code))),
			out));
	if (out->cycle_no > 0)
		return SN_SUCCESS;
	return sn_err_with_text(SN_FAIL(NO_SUCH_CYCLE, .field = "cycle"), STR_FMT, STR_ARG(code));
}

struct sn_err care_cycle_by_no(struct ctx *c, int64_t cycle_no, struct cycle *out)
{
	SN_TRY(read_one(c, store_query(c->store, &care_sql_cycle_by_no, PARAMS(p_int(cycle_no))),
			out));
	if (out->cycle_no > 0)
		return SN_SUCCESS;
	return sn_err_with_text(SN_FAIL(NO_SUCH_CYCLE, .field = "cycle"), "%lld",
				(long long)cycle_no);
}

struct sn_err care_cycles(struct ctx *c, struct cycle **out, size_t *count)
{
	struct cycle *cycles = NULL;
	size_t n = 0;
	bool memory = true;
	struct rows *r = store_query(c->store, &care_sql_cycles, NO_PARAMS);
	while (memory && store_next(r)) {
		cycles = care_grow(c->mem, cycles, n, sizeof *cycles);
		memory = cycles != NULL;
		if (memory)
			cycles[n++] = cycle_from_row(c, r);
	}
	*out = cycles;
	*count = n;
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static struct sn_err steps_read(struct ctx *c, struct rows *r, struct cycle_step **out,
				size_t *count)
{
	struct cycle_step *list = NULL;
	size_t n = 0;
	bool memory = true;
	while (memory && store_next(r)) {
		list = care_grow(c->mem, list, n, sizeof *list);
		memory = list != NULL;
		if (memory)
			list[n++] = (struct cycle_step){
				.cycle_no = store_int(r, "cycle_no"),
				.state = (enum cycle_state)store_int(r, "state"),
				.by_id = store_uuid(r, "by_id"),
				.at_us = store_int(r, "at_us"),
				.made_us = store_int(r, "made_us")};
	}
	*out = list;
	*count = n;
	SN_TRY(store_done(r));
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}
struct sn_err care_cycle_steps(struct ctx *c, int64_t cycle_no, struct cycle_step **out,
			       size_t *count)
{
	return steps_read(c,
			  store_query(c->store, &care_sql_steps_of_cycle, PARAMS(p_int(cycle_no))),
			  out, count);
}
struct sn_err care_cycle_steps_of(struct ctx *c, struct uuid user_id, struct cycle_step **out,
				  size_t *count)
{
	return steps_read(c,
			  store_query(c->store, &care_sql_steps_of_user, PARAMS(p_uuid(user_id))),
			  out, count);
}

/* ---- making ---- */

struct sn_err care_cycle_good(const struct cycle *what)
{
	if (!care_code_is_good(what->code))
		return SN_FAIL(BAD_CYCLE_CODE, .field = "code", .arg = {CARE_CODE_BYTES_MAX});
	if (str_trim(what->name).bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "name");
	if (what->name.bytes > NAME_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "name", .arg = {NAME_BYTES_MAX});
	const bool open = what->until_day == 0;
	if (!day_is_valid(what->from_day) || (!open && !day_is_valid(what->until_day)) ||
	    (!open && what->until_day <= what->from_day))
		return SN_FAIL(BAD_PERIOD, .field = "cycle",
			       .arg = {what->from_day, what->until_day});
	return SN_SUCCESS;
}

static bool same_content(const struct cycle *a, const struct cycle *b)
{
	return str_eq(a->name, b->name) && str_eq(a->programme, b->programme) &&
	       a->programme_version == b->programme_version && a->org_no == b->org_no &&
	       a->from_day == b->from_day && a->until_day == b->until_day;
}

static struct sn_err next_cycle_no(struct ctx *c, int64_t *out)
{
	struct rows *r = store_query(c->store, &care_sql_cycle_last_no, NO_PARAMS);
	while (store_next(r))
		*out = store_int(r, "cycle_no") + 1;
	return store_done(r);
}

static struct sn_err add_cycle(struct ctx *c, const struct cycle *y)
{
	SN_TRY(store_run(c->store, &care_sql_cycle_add,
			 PARAMS(p_int(y->cycle_no), p_text(y->code), p_text(y->name),
				p_text(y->programme), p_int(y->programme_version), p_int(y->org_no),
				p_int(y->from_day), p_int(y->until_day),
				p_uuid_or_null(y->signatures.by[HAND_MAKER]), p_int(now_us(c))),
			 NULL));
	SN_TRY(ledger_word_set(c, LEDGER_WORD_CYCLE, y->cycle_no, y->code));
	return store_run(c->store, &care_sql_cycle_step_add,
			 PARAMS(p_int(y->cycle_no), p_int(CYCLE_DRAFT), p_uuid(new_id(c)),
				p_uuid_or_null(c->actor_id), p_int(now_us(c))),
			 NULL);
}

struct sn_err care_cycle_create(struct ctx *c, const struct cycle *what, struct cycle *out)
{
	struct programme programme;
	struct org org;
	SN_TRY(care_cycle_good(what));
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, what->org_no));
	SN_TRY(org_by_no(c, what->org_no, what->from_day, &org));
	SN_TRY(care_programme_read(c, what->programme, what->programme_version, what->from_day,
				   &programme));
	struct cycle wanted = *what;
	wanted.programme_version = programme.version;
	const struct sn_err e = care_cycle_by_code(c, what->code, out);
	if (!sn_failed(e))
		return same_content(out, &wanted)
			       ? SN_SUCCESS
			       : sn_err_with_text(SN_FAIL(CYCLE_CODE_TAKEN, .field = "code"),
						  STR_FMT, STR_ARG(what->code));
	if (e.reason != SN_R_NO_SUCH_CYCLE)
		return e;
	wanted.state = CYCLE_DRAFT;
	wanted.signatures = (struct signatures){.by = {[HAND_MAKER] = c->actor_id}};
	wanted.auditor_id = UUID_NULL;
	SN_TRY(next_cycle_no(c, &wanted.cycle_no));
	SN_TRY(add_cycle(c, &wanted));
	*out = wanted;
	return SN_SUCCESS;
}

/* ---- advancing ---- */

static struct sn_err record_step(struct ctx *c, const struct cycle *cycle)
{
	const struct uuid step_id = new_id(c);
	const int64_t at_us = now_us(c);
	struct sha256 digest;
	int64_t shard = 0;
	SN_TRY(store_run(c->store, &care_sql_cycle_step_add,
			 PARAMS(p_int(cycle->cycle_no), p_int(cycle->state), p_uuid(step_id),
				p_uuid_or_null(c->actor_id), p_int(at_us)),
			 NULL));
	SN_TRY(care_step_digest(c, cycle, cycle->state, &digest));
	SN_TRY(ledger_shard_of(c, cycle->org_no, &shard));
	const struct tlog_leaf leaf = care_step_leaf(cycle->code, at_us, &digest);
	return tlog_append(c, &leaf, shard, step_id);
}

struct sn_err care_cycle_advance(struct ctx *c, int64_t cycle_no, enum cycle_state to,
				 struct cycle *out)
{
	SN_TRY(care_cycle_by_no(c, cycle_no, out));
	SN_TRY(rights_require(c, &steps[to].role, 1, out->org_no));
	if (out->state == to)
		return SN_SUCCESS;
	const enum cycle_state was = out->state;
	SN_TRY(care_cycle_step(out, to, c->actor_id));
	SN_TRY(care_cycle_round(c, out, to));
	if (to == CYCLE_CLOSED)
		SN_TRY(care_closing_check(c, out));
	SN_TRY(store_run(c->store, &care_sql_cycle_move,
			 PARAMS(p_int(cycle_no), p_int(was), p_int(to),
				p_uuid_or_null(out->signatures.by[HAND_CHECKER]),
				p_uuid_or_null(out->signatures.by[HAND_APPROVER]),
				p_uuid_or_null(out->auditor_id)),
			 NULL));
	return record_step(c, out);
}

struct sn_err care_cycle_waits(struct ctx *c, const struct cycle *cycle, enum cycle_state *to,
			       bool *waits)
{
	*to = care_cycle_next_state(cycle);
	*waits = false;
	if (cycle->state == CYCLE_OPEN || cycle->state == CYCLE_AUDITED)
		return SN_SUCCESS;
	const struct sn_err e = RIGHTS_REQUIRE(c, care_cycle_step_role(*to), cycle->org_no);
	if (sn_err_code(e) == SN_DENIED)
		return SN_SUCCESS;
	SN_TRY(e);
	const struct sn_err turn = care_cycle_turn(c, cycle, *to);
	if (sn_err_code(turn) != SN_OK && sn_err_code(turn) != SN_DENIED &&
	    sn_err_code(turn) != SN_CONFLICT)
		return turn;
	*waits = !sn_failed(turn);
	return SN_SUCCESS;
}
