/* Sending a cycle back to its maker, handing it in again, and the rounds that it went through. */
#include "care/care_priv.h"
#include "care/care_sql.h"

/* ---- whose turn it is ---- */

enum cycle_state care_cycle_next_state(const struct cycle *cycle)
{
	return cycle->back_us != 0 ? CYCLE_DRAFT : cycle->state + 1;
}

bool care_cycle_is_asked(const struct cycle *cycle)
{
	return cycle->back_us == 0 && cycle->state < CYCLE_APPROVED;
}

struct sn_err care_cycle_round(struct ctx *c, const struct cycle *cycle, enum cycle_state to)
{
	int64_t made = 0, judged = 0;
	struct rows *r = store_query(c->store, &care_sql_back_parts,
				     PARAMS(p_int(cycle->cycle_no), p_uuid_or_null(c->actor_id)));
	if (store_next(r)) {
		made = store_int(r, "made");
		judged = store_int(r, "judged");
	}
	SN_TRY(store_done(r));
	const bool judges = to == CYCLE_CHECKED || to == CYCLE_APPROVED || to == CYCLE_AUDITED;
	return (judges && made > 0) || (to == CYCLE_DRAFT && judged > 0) ? SN_FAIL(SAME_HAND)
									 : SN_SUCCESS;
}

struct sn_err care_cycle_turn(struct ctx *c, const struct cycle *cycle, enum cycle_state to)
{
	struct cycle after = *cycle;
	if (to != CYCLE_DRAFT)
		SN_TRY(care_cycle_step(&after, to, c->actor_id));
	return care_cycle_round(c, cycle, to);
}

/* ---- sending back ---- */

/* What is handed in, with the check that it has. */
static struct sn_err round_read(struct ctx *c, const struct cycle *cycle, struct cycle_back *out)
{
	struct rows *r =
		store_query(c->store, &care_sql_steps_with_ids, PARAMS(p_int(cycle->cycle_no)));
	while (store_next(r)) {
		if (store_int(r, "state") == CYCLE_DRAFT) {
			out->made_us = store_int(r, "at_us");
		} else if (store_int(r, "state") == CYCLE_CHECKED) {
			out->check_id = store_uuid(r, "step_id");
			out->checker_id = store_uuid(r, "by_id");
			out->checked_us = store_int(r, "at_us");
		}
	}
	SN_TRY(store_done(r));
	out->maker_id = cycle->signatures.by[HAND_MAKER];
	out->name = cycle->name;
	out->programme_version = cycle->programme_version;
	out->from_day = cycle->from_day;
	out->until_day = cycle->until_day;
	return SN_SUCCESS;
}

/* The row's random id is in it, so that no reason can be guessed from its digest. */
struct sn_err care_back_digest(struct ctx *c, const struct cycle *cycle,
			       const struct cycle_back *back, struct sha256 *out)
{
	char id[UUID_TEXT_BYTES], by[UUID_TEXT_BYTES], maker[UUID_TEXT_BYTES];
	char check[UUID_TEXT_BYTES], checker[UUID_TEXT_BYTES];
	const struct arena_mark mark = arena_mark(c->mem);
	uuid_text(back->back_id, id);
	uuid_text(back->by_id, by);
	uuid_text(back->maker_id, maker);
	uuid_text(back->check_id, check);
	uuid_text(back->checker_id, checker);
	const char *text = arena_printf(
		c->mem,
		"songnuan-cycle-back/v1\ncamp " STR_FMT
		"\nback %s\nby %s\nat %lld\nmaker %s\nmade %lld\ncheck %s\nchecker %s\n"
		"checked %lld\nversion %lld\nfrom %d\nuntil %d\nname " STR_FMT "\nwhy " STR_FMT
		"\n",
		STR_ARG(cycle->code), id, by, (long long)back->at_us, maker,
		(long long)back->made_us, check, checker, (long long)back->checked_us,
		(long long)back->programme_version, back->from_day, back->until_day,
		STR_ARG(back->name), STR_ARG(back->words));
	if (!text)
		return SN_FAIL(OUT_OF_MEMORY);
	*out = crypto_sha256(str_of(text));
	arena_rewind(c->mem, mark);
	return SN_SUCCESS;
}

static struct sn_err back_write(struct ctx *c, const struct cycle *cycle,
				const struct cycle_back *b)
{
	struct sha256 digest;
	int64_t shard = 0;
	const bool checked = !uuid_is_null(b->check_id);
	SN_TRY(store_run(c->store, &care_sql_back_add,
			 PARAMS(p_int(cycle->cycle_no), p_uuid(b->back_id),
				p_uuid_or_null(b->by_id), p_int(b->at_us), p_text(b->words),
				p_text(b->name), p_int(b->programme_version), p_int(b->from_day),
				p_int(b->until_day), p_uuid_or_null(b->maker_id), p_int(b->made_us),
				p_uuid_or_null(b->check_id), p_uuid_or_null(b->checker_id),
				checked ? p_int(b->checked_us) : p_null()),
			 NULL));
	SN_TRY(store_run(c->store, &care_sql_cycle_back_to,
			 PARAMS(p_int(cycle->cycle_no), p_int(cycle->state), p_int(b->at_us)),
			 NULL));
	if (checked)
		SN_TRY(store_run(c->store, &care_sql_check_void, PARAMS(p_int(cycle->cycle_no)),
				 NULL));
	SN_TRY(care_back_digest(c, cycle, b, &digest));
	SN_TRY(ledger_shard_of(c, cycle->org_no, &shard));
	const struct tlog_leaf leaf = care_step_leaf(cycle->code, b->at_us, &digest);
	return tlog_append(c, &leaf, shard, b->back_id);
}

struct sn_err care_cycle_send_back(struct ctx *c, int64_t cycle_no, struct str why,
				   struct cycle *out)
{
	struct cycle_back b = {.by_id = c->actor_id, .at_us = now_us(c), .words = str_trim(why)};
	SN_TRY(care_cycle_by_no(c, cycle_no, out));
	if (b.words.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "words");
	if (b.words.bytes > CARE_WORDS_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "words", .arg = {CARE_WORDS_BYTES_MAX});
	if (out->back_us == 0 && out->state >= CYCLE_APPROVED)
		return care_cycle_wrong_state(out, CYCLE_CHECKED);
	const enum cycle_state to = out->state + 1;
	SN_TRY(RIGHTS_REQUIRE(c, care_cycle_step_role(to), out->org_no));
	SN_TRY(care_cycle_turn(c, out, to));
	SN_TRY(round_read(c, out, &b));
	b.back_id = new_id(c);
	SN_TRY(back_write(c, out, &b));
	out->state = CYCLE_DRAFT;
	out->signatures.by[HAND_CHECKER] = UUID_NULL;
	out->back_us = b.at_us;
	return SN_SUCCESS;
}

/* ---- handing in again ---- */

struct sn_err care_cycle_hand_in(struct ctx *c, const struct cycle_amended *what, struct cycle *out)
{
	struct programme programme;
	struct org org;
	SN_TRY(care_cycle_by_no(c, what->cycle_no, out));
	SN_TRY(RIGHTS_REQUIRE(c, ROLE_MAKER, out->org_no));
	if (out->back_us == 0)
		return sn_err_with_text(SN_FAIL(CYCLE_NOT_BACK, .field = "cycle"), STR_FMT,
					STR_ARG(out->code));
	SN_TRY(care_cycle_round(c, out, CYCLE_DRAFT));
	out->name = what->name;
	out->from_day = what->from_day;
	out->until_day = what->until_day;
	SN_TRY(care_cycle_good(out));
	SN_TRY(org_by_no(c, out->org_no, out->from_day, &org));
	SN_TRY(care_programme_read(c, out->programme, 0, out->from_day, &programme));
	out->programme_version = programme.version;
	out->signatures.by[HAND_MAKER] = c->actor_id;
	out->back_us = 0;
	SN_TRY(store_run(c->store, &care_sql_cycle_amend,
			 PARAMS(p_int(out->cycle_no), p_text(out->name),
				p_int(out->programme_version), p_int(out->from_day),
				p_int(out->until_day), p_uuid_or_null(c->actor_id)),
			 NULL));
	return store_run(c->store, &care_sql_draft_again,
			 PARAMS(p_int(out->cycle_no), p_uuid(new_id(c)),
				p_uuid_or_null(c->actor_id), p_int(now_us(c))),
			 NULL);
}

/* ---- what happened to it ---- */

struct sn_err care_cycle_backs(struct ctx *c, int64_t cycle_no, struct cycle_back **out,
			       size_t *count)
{
	bool memory = true;
	*out = NULL;
	*count = 0;
	struct rows *r = store_query(c->store, &care_sql_backs_of_cycle, PARAMS(p_int(cycle_no)));
	while (memory && store_next(r)) {
		*out = care_grow(c->mem, *out, *count, sizeof **out);
		memory = *out != NULL;
		if (!memory)
			break;
		(*out)[(*count)++] =
			(struct cycle_back){.back_id = store_uuid(r, "back_id"),
					    .by_id = store_uuid(r, "by_id"),
					    .maker_id = store_uuid(r, "maker_id"),
					    .check_id = store_uuid(r, "check_id"),
					    .checker_id = store_uuid(r, "checker_id"),
					    .at_us = store_int(r, "at_us"),
					    .made_us = store_int(r, "made_us"),
					    .checked_us = store_int(r, "checked_us"),
					    .words = arena_str(c->mem, store_text(r, "words")),
					    .name = arena_str(c->mem, store_text(r, "name")),
					    .programme_version = store_int(r, "programme_version"),
					    .from_day = (int32_t)store_int(r, "from_day"),
					    .until_day = (int32_t)store_int(r, "until_day")};
	}
	SN_TRY(store_done(r));
	return memory && !arena_ran_short(c->mem) ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* At most three acts of a round: handed in, checked, sent back. */
static size_t round_acts(const struct cycle_back *b, bool first, struct cycle_act out[3])
{
	size_t n = 0;
	out[n++] = (struct cycle_act){.kind = first ? CYCLE_ACT_STEP : CYCLE_ACT_HAND_IN,
				      .state = CYCLE_DRAFT,
				      .by_id = b->maker_id,
				      .at_us = b->made_us,
				      .is_void = true};
	if (!uuid_is_null(b->check_id))
		out[n++] = (struct cycle_act){.state = CYCLE_CHECKED,
					      .by_id = b->checker_id,
					      .at_us = b->checked_us,
					      .is_void = true};
	out[n++] = (struct cycle_act){.kind = CYCLE_ACT_SEND_BACK,
				      .state = CYCLE_DRAFT,
				      .by_id = b->by_id,
				      .at_us = b->at_us,
				      .words = b->words,
				      .name = b->name,
				      .from_day = b->from_day,
				      .until_day = b->until_day,
				      .programme_version = b->programme_version};
	return n;
}

struct sn_err care_cycle_acts(struct ctx *c, const struct cycle *cycle, struct cycle_act **out,
			      size_t *count)
{
	struct cycle_back *backs;
	struct cycle_step *steps;
	size_t backs_count, steps_count, n = 0;
	SN_TRY(care_cycle_backs(c, cycle->cycle_no, &backs, &backs_count));
	SN_TRY(care_cycle_steps(c, cycle->cycle_no, &steps, &steps_count));
	*out = ARENA_ARRAY(c->mem, struct cycle_act, 3 * backs_count + steps_count + 1);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < backs_count; i++)
		n += round_acts(&backs[i], i == 0, *out + n);
	for (size_t i = 0; i < steps_count; i++) {
		const bool draft = steps[i].state == CYCLE_DRAFT;
		if (draft && cycle->back_us != 0) /* it is told with the last round */
			continue;
		(*out)[n++] = (struct cycle_act){
			.kind = draft && backs_count > 0 ? CYCLE_ACT_HAND_IN : CYCLE_ACT_STEP,
			.state = steps[i].state,
			.by_id = steps[i].by_id,
			.at_us = steps[i].at_us};
	}
	*count = n;
	return SN_SUCCESS;
}
