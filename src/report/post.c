#include "report/post_priv.h"

#include "base/text.h"
#include "report/post_sql.h"

#include <assert.h>

const struct org_words *post_item_words(enum post_item_kind kind)
{
	static const struct org_words words[] = {
#define X(name, word, zh, en) [POST_ITEM_##name] = {word, zh, en},
		POST_ITEM_KINDS(X)
#undef X
	};
	assert(kind < POST_ITEM_KINDS_COUNT);
	return &words[kind];
}
const char *post_state_word(enum post_state state)
{
	static const char *const words[] = {
#define X(name, word) [POST_##name] = (word),
		POST_STATES(X)
#undef X
	};
	assert(state < POST_STATES_COUNT);
	return words[state];
}
const char *post_part_word(enum post_part part)
{
	static const char *const words[] = {
#define X(name, word) [POST_PART_##name] = (word),
		POST_PARTS(X)
#undef X
	};
	assert(part < POST_PARTS_COUNT);
	return words[part];
}

/* ---- pure ---- */

enum post_state post_state_of(const struct post_paper *p)
{
	return p->done_at_us != 0 ? POST_DONE : p->void_at_us != 0 ? POST_VOID : POST_OPEN;
}
/* Who signs this part: the giver himself, or who drew the paper up for one who is gone. */
static struct uuid signer_of(const struct post_paper *p, enum post_part part)
{
	return part == POST_PART_GIVER ? p->made_by : p->who[part];
}
enum post_part post_turn(const struct post_paper *p, struct uuid user_id)
{
	for (unsigned part = 0; part < POST_PARTS_COUNT && post_state_of(p) == POST_OPEN; part++)
		if (p->signed_us[part] == 0 && uuid_eq(signer_of(p, (enum post_part)part), user_id))
			return (enum post_part)part;
	return POST_PARTS_COUNT;
}
static bool is_named(const struct post_paper *p, struct uuid user_id)
{
	bool named = uuid_eq(p->made_by, user_id);
	for (unsigned part = 0; part < POST_PARTS_COUNT; part++)
		named |= uuid_eq(p->who[part], user_id);
	return named;
}
static bool are_three(const struct post_new *what, struct uuid made_by)
{
	const struct uuid *who = what->who;
	return !uuid_eq(who[POST_PART_GIVER], who[POST_PART_RECEIVER]) &&
	       !uuid_eq(who[POST_PART_GIVER], who[POST_PART_WITNESS]) &&
	       !uuid_eq(who[POST_PART_RECEIVER], who[POST_PART_WITNESS]) &&
	       !uuid_eq(made_by, who[POST_PART_RECEIVER]) &&
	       !uuid_eq(made_by, who[POST_PART_WITNESS]);
}
static bool of_the_business(enum rights_role role)
{
	return (RIGHTS_ADMINISTRATORS & 1U << role) == 0;
}

/* ---- rows ---- */

static int64_t time_or_0(const struct rows *r, const char *column)
{
	return store_is_null(r, column) ? 0 : store_int(r, column);
}
static struct post_paper paper_from_row(struct arena *mem, const struct rows *r)
{
	return (struct post_paper){
		.paper_id = store_uuid(r, "paper_id"),
		.org_no = store_int(r, "org_no"),
		.who = {[POST_PART_GIVER] = store_uuid(r, "giver_id"),
			[POST_PART_RECEIVER] = store_uuid(r, "receiver_id"),
			[POST_PART_WITNESS] = store_uuid(r, "witness_id")},
		.reason = arena_str(mem, store_text(r, "reason")),
		.made_by = store_uuid(r, "made_by"),
		.made_at_us = store_int(r, "made_at_us"),
		.signed_us = {[POST_PART_GIVER] = time_or_0(r, "giver_signed_us"),
			      [POST_PART_RECEIVER] = time_or_0(r, "receiver_signed_us"),
			      [POST_PART_WITNESS] = time_or_0(r, "witness_signed_us")},
		.done_at_us = time_or_0(r, "done_at_us"),
		.void_by = store_uuid(r, "void_by"),
		.void_at_us = time_or_0(r, "void_at_us"),
		.void_why = arena_str(mem, store_text(r, "void_why"))};
}
static struct sn_err paper_read(struct ctx *c, struct uuid paper_id, struct post_paper *out)
{
	struct sn_err e = SN_FAIL(NO_SUCH_POST);
	struct rows *r = store_query(c->store, &post_sql_paper, PARAMS(p_uuid(paper_id)));
	if (store_next(r)) {
		*out = paper_from_row(c->mem, r);
		e = SN_SUCCESS;
	}
	SN_TRY(store_done(r));
	return arena_ran_short(c->mem) ? SN_FAIL(OUT_OF_MEMORY) : e;
}
static struct param p_value(const struct post_item *item)
{
	return item->has_value ? p_money(item->value) : p_null();
}

struct sn_err post_roles(struct ctx *c, const struct post_paper *p, struct rights_grant **out,
			 size_t *count)
{
	*count = 0;
	*out = ARENA_ARRAY(c->mem, struct rights_grant, RIGHTS_ROLES_COUNT);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(c->store, &post_sql_roles, PARAMS(p_uuid(p->paper_id)));
	while (*count < RIGHTS_ROLES_COUNT && store_next(r)) {
		struct rights_grant *g = &(*out)[(*count)++];
		*g = (struct rights_grant){.user_id = p->who[POST_PART_GIVER],
					   .org_no = p->org_no,
					   .until_day = (int32_t)store_int(r, "until_day")};
		for (unsigned role = 0; role < RIGHTS_ROLES_COUNT; role++)
			if (str_is(store_text(r, "role"), rights_role_word((enum rights_role)role)))
				g->role = (enum rights_role)role;
	}
	return store_done(r);
}
static struct post_item item_from_row(struct arena *mem, const struct rows *r)
{
	struct post_item item = {
		.object_id = arena_str(mem, store_text(r, "object_id")),
		.words = arena_str(mem, store_text(r, "words")),
		.quantity = store_is_null(r, "quantity") ? -1 : store_int(r, "quantity"),
		.has_value = !store_is_null(r, "value_fen")};
	if (item.has_value)
		item.value = store_money(r, "value_fen");
	for (unsigned k = 0; k < POST_ITEM_KINDS_COUNT; k++)
		if (str_is(store_text(r, "kind"), post_item_words((enum post_item_kind)k)->word))
			item.kind = (enum post_item_kind)k;
	return item;
}
struct sn_err post_items(struct ctx *c, const struct post_paper *p, struct post_item **out,
			 size_t *count)
{
	size_t room = 32;
	*count = 0;
	*out = ARENA_ARRAY(c->mem, struct post_item, room);
	struct rows *r = store_query(c->store, &post_sql_items, PARAMS(p_uuid(p->paper_id)));
	while (*out && store_next(r)) {
		if (*count == room) {
			struct post_item *more = ARENA_ARRAY(c->mem, struct post_item, room * 2);
			if (more)
				memcpy(more, *out, room * sizeof *more);
			*out = more;
			room *= 2;
		}
		if (*out)
			(*out)[(*count)++] = item_from_row(c->mem, r);
	}
	SN_TRY(store_done(r));
	return *out && !arena_ran_short(c->mem) ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* ---- who may ---- */

static bool is_denial(struct sn_err e)
{
	return e.reason == SN_R_NOT_GRANTED || e.reason == SN_R_NOT_GRANTED_TO_ALL;
}
/* For one who is gone: who manages users there, or an approver of the union above. */
static struct sn_err may_stand_in(struct ctx *c, const struct org *org)
{
	const struct sn_err e = rights_manages_users(c, org->org_no);
	if (!is_denial(e) || org->parent_no == 0)
		return e;
	return RIGHTS_REQUIRE(c, ROLE_APPROVER, org->parent_no);
}
static struct sn_err may_witness(struct ctx *c, struct uuid witness_id, int64_t org_no)
{
	static const enum rights_role roles[] = {ROLE_CHECKER, ROLE_APPROVER, ROLE_AUDITOR,
						 ROLE_SUPERVISOR};
	struct ctx his = *c;
	his.actor_id = witness_id;
	const struct sn_err e = rights_require(&his, roles, sizeof roles / sizeof roles[0], org_no);
	return is_denial(e) ? SN_FAIL(POST_WITNESS, .field = "witness") : e;
}
/* Of the union, whoever is named on a paper or not. */
static struct sn_err may_look(struct ctx *c, int64_t org_no)
{
	static const enum rights_role roles[] = {ROLE_AUDITOR, ROLE_SUPERVISOR, ROLE_APPROVER};
	const struct sn_err e = rights_manages_users(c, org_no);
	return is_denial(e) ? rights_require(c, roles, sizeof roles / sizeof roles[0], org_no) : e;
}

/* ---- drawing up ---- */

/* The roles of the business that he holds at this very union. */
static struct sn_err roles_held(struct ctx *c, const struct post_new *what,
				struct rights_grant **out, size_t *count)
{
	struct rights_grant *all = NULL;
	struct user giver;
	size_t n = 0;
	*count = 0;
	SN_TRY(rights_user_by_id(c, what->who[POST_PART_GIVER], &giver));
	SN_TRY(rights_grants(c, giver.user_id, &all, &n));
	for (size_t i = 0; i < n; i++)
		if (all[i].org_no == what->org_no && of_the_business(all[i].role))
			all[(*count)++] = all[i];
	*out = all;
	return *count > 0 ? SN_SUCCESS
			  : sn_err_with_text(SN_FAIL(POST_NOT_HELD), STR_FMT, STR_ARG(giver.name));
}
static struct sn_err none_open(struct ctx *c, const struct post_new *what)
{
	struct user giver;
	SN_TRY(rights_user_by_id(c, what->who[POST_PART_GIVER], &giver));
	struct rows *r = store_query(c->store, &post_sql_open_of,
				     PARAMS(p_uuid(giver.user_id), p_int(what->org_no)));
	const bool open = store_next(r);
	SN_TRY(store_done(r));
	return open ? sn_err_with_text(SN_FAIL(POST_OPEN), STR_FMT, STR_ARG(giver.name))
		    : SN_SUCCESS;
}
static struct sn_err draw_up_check(struct ctx *c, const struct post_new *what,
				   const struct org *org, struct str *reason)
{
	struct user receiver;
	*reason = STR_NULL;
	if (!are_three(what, c->actor_id))
		return SN_FAIL(POST_THREE, .field = "witness");
	if (!uuid_eq(c->actor_id, what->who[POST_PART_GIVER])) {
		SN_TRY(may_stand_in(c, org));
		SN_TRY(text_normalise(c->mem, what->reason, reason));
		if (reason->bytes == 0)
			return SN_FAIL(MISSING_FIELD, .field = "reason");
	}
	SN_TRY(rights_user_by_id(c, what->who[POST_PART_RECEIVER], &receiver));
	if (receiver.closed)
		return sn_err_with_text(SN_FAIL(USER_CLOSED, .field = "receiver"), STR_FMT,
					STR_ARG(receiver.login));
	SN_TRY(may_witness(c, what->who[POST_PART_WITNESS], what->org_no));
	return none_open(c, what);
}
static struct sn_err write_lists(struct ctx *c, const struct post_paper *p,
				 const struct rights_grant *roles, size_t roles_count)
{
	struct post_item *items = NULL;
	struct org org;
	size_t count = 0;
	SN_TRY(org_by_no(c, p->org_no, 0, &org));
	SN_TRY(post_gather(c, p->who[POST_PART_GIVER], &org, &items, &count));
	for (size_t i = 0; i < roles_count; i++)
		SN_TRY(store_run(c->store, &post_sql_role_add,
				 PARAMS(p_uuid(p->paper_id),
					p_text(str_of(rights_role_word(roles[i].role))),
					p_int(roles[i].until_day)),
				 NULL));
	for (size_t i = 0; i < count; i++)
		SN_TRY(store_run(c->store, &post_sql_item_add,
				 PARAMS(p_uuid(p->paper_id), p_int((int64_t)i + 1),
					p_text(str_of(post_item_words(items[i].kind)->word)),
					p_text(items[i].object_id), p_text(items[i].words),
					items[i].quantity < 0 ? p_null() : p_int(items[i].quantity),
					p_value(&items[i])),
				 NULL));
	return SN_SUCCESS;
}
struct sn_err post_draw_up(struct ctx *c, const struct post_new *what, struct post_paper *out)
{
	struct org org;
	struct rights_grant *roles = NULL;
	size_t count = 0;
	struct str reason;
	if (uuid_is_null(c->actor_id))
		return SN_FAIL(NO_ACTOR);
	SN_TRY(org_by_no(c, what->org_no, 0, &org));
	SN_TRY(draw_up_check(c, what, &org, &reason));
	SN_TRY(roles_held(c, what, &roles, &count));
	*out = (struct post_paper){.paper_id = new_id(c),
				   .org_no = what->org_no,
				   .reason = reason,
				   .made_by = c->actor_id,
				   .made_at_us = now_us(c)};
	memcpy(out->who, what->who, sizeof out->who);
	SN_TRY(store_run(
		c->store, &post_sql_paper_add,
		PARAMS(p_uuid(out->paper_id), p_int(out->org_no), p_uuid(out->who[POST_PART_GIVER]),
		       p_uuid(out->who[POST_PART_RECEIVER]), p_uuid(out->who[POST_PART_WITNESS]),
		       p_text(reason), p_uuid(out->made_by), p_int(out->made_at_us)),
		NULL));
	return write_lists(c, out, roles, count);
}

/* ---- signing ---- */

static struct sn_err write_signature(struct ctx *c, struct post_paper *p, enum post_part part)
{
	static const struct sn_statement *const statements[] = {
		[POST_PART_GIVER] = &post_sql_sign_giver,
		[POST_PART_RECEIVER] = &post_sql_sign_receiver,
		[POST_PART_WITNESS] = &post_sql_sign_witness};
	int64_t changed = 0;
	p->signed_us[part] = now_us(c);
	SN_TRY(store_run(c->store, statements[part],
			 PARAMS(p_uuid(p->paper_id), p_int(p->signed_us[part])), &changed));
	return changed == 1 ? SN_SUCCESS : SN_FAIL(POST_DONE);
}
/* All three have signed: the roles move, as far as the giver still holds them. */
static struct sn_err pass_roles(struct ctx *c, struct post_paper *p)
{
	struct rights_grant *roles = NULL;
	struct org org;
	size_t count = 0;
	int64_t custody = 0;
	SN_TRY(org_by_no(c, p->org_no, 0, &org));
	SN_TRY(may_witness(c, p->who[POST_PART_WITNESS], p->org_no));
	SN_TRY(post_custody(c, p->who[POST_PART_GIVER], &org, &custody));
	if (custody > 0 && p->reason.bytes == 0)
		return SN_FAIL(POST_CUSTODY, .arg = {custody});
	SN_TRY(post_roles(c, p, &roles, &count));
	for (size_t i = 0; i < count; i++)
		SN_TRY(rights_grant_pass(c, &roles[i], p->who[POST_PART_RECEIVER]));
	p->done_at_us = now_us(c);
	return store_run(c->store, &post_sql_done,
			 PARAMS(p_uuid(p->paper_id), p_int(p->done_at_us)), NULL);
}
struct sn_err post_sign(struct ctx *c, struct uuid paper_id, struct post_paper *out)
{
	SN_TRY(paper_read(c, paper_id, out));
	if (!is_named(out, c->actor_id))
		return SN_FAIL(POST_NOT_YOURS);
	if (post_state_of(out) != POST_OPEN)
		return SN_FAIL(POST_DONE);
	const enum post_part part = post_turn(out, c->actor_id);
	if (part == POST_PARTS_COUNT) {
		for (unsigned k = 0; k < POST_PARTS_COUNT; k++)
			if (out->signed_us[k] != 0 &&
			    uuid_eq(signer_of(out, (enum post_part)k), c->actor_id))
				return SN_FAIL(POST_SIGNED);
		return SN_FAIL(POST_NOT_YOURS);
	}
	SN_TRY(write_signature(c, out, part));
	for (unsigned k = 0; k < POST_PARTS_COUNT; k++)
		if (out->signed_us[k] == 0)
			return SN_SUCCESS;
	return pass_roles(c, out);
}
struct sn_err post_void(struct ctx *c, struct uuid paper_id, struct str why, struct post_paper *out)
{
	int64_t changed = 0;
	SN_TRY(paper_read(c, paper_id, out));
	if (!is_named(out, c->actor_id))
		return SN_FAIL(POST_NOT_YOURS);
	SN_TRY(text_normalise(c->mem, why, &out->void_why));
	if (out->void_why.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "why");
	out->void_by = c->actor_id;
	out->void_at_us = now_us(c);
	SN_TRY(store_run(c->store, &post_sql_void,
			 PARAMS(p_uuid(paper_id), p_uuid(out->void_by), p_int(out->void_at_us),
				p_text(out->void_why)),
			 &changed));
	return changed == 1 ? SN_SUCCESS : SN_FAIL(POST_DONE);
}

/* ---- reading ---- */

struct sn_err post_read(struct ctx *c, struct uuid paper_id, struct post_paper *out)
{
	SN_TRY(paper_read(c, paper_id, out));
	return is_named(out, c->actor_id) ? SN_SUCCESS : may_look(c, out->org_no);
}
struct sn_err post_list(struct ctx *c, const struct org *org, const struct post_page *page,
			struct post_paper **out, size_t *count)
{
	const struct uuid any = UUID_NULL;
	*count = 0;
	if (org)
		SN_TRY(may_look(c, org->org_no));
	*out = ARENA_ARRAY(c->mem, struct post_paper, page->rows_max + 1);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	struct rows *r = store_query(
		c->store, &post_sql_papers,
		PARAMS(org ? p_text(org->path) : p_null(), org ? p_null() : p_uuid(c->actor_id),
		       p_int(page->before_us == 0 ? INT64_MAX : page->before_us),
		       p_uuid(page->before_us == 0 ? any : page->before_id),
		       p_int((int64_t)page->rows_max)));
	while (*count < page->rows_max && store_next(r))
		(*out)[(*count)++] = paper_from_row(c->mem, r);
	SN_TRY(store_done(r));
	return arena_ran_short(c->mem) ? SN_FAIL(OUT_OF_MEMORY) : SN_SUCCESS;
}
