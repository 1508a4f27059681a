/* Users, their roles, and how many hands money needs (系统). Who manages users sees users, and nothing of the business. */
#include "base/text.h"
#include "http/routes.h"
#include "http/shapes.h"
#include "rights/audit.h"

#include <inttypes.h>

enum { GRANTS_MAX = 1000, ROLES_MAX = 32, DETAIL_MAX = 1000, SECONDS_MAX = 1000 };
#define ASKED_STATES "waits|confirmed|refused|replaced|alone"
#define ROLE_EXAMPLE "checker"

/* ---- users ---- */

static const struct field grant_fields[] = {
	{"role", FIELD_TEXT, FIELD_NEEDED, .max = 32, .example = ROLE_EXAMPLE, .zh = "岗位",
	 .en = "role"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref,
	 .zh = "在哪个工会及其下级；空：全部", .en = "at which union and below; null: everywhere"},
	{"until", FIELD_DAY, FIELD_NULLABLE, .example = "2025-12-31",
	 .zh = "到哪一天为止（当天不算；空：长期）", .en = "until, not included; null: open"},
	{0},
};
static const struct shape shape_grant = {"Grant", grant_fields};
/* A grant that waits for a second person, or took effect without one. */
static const struct field asked_fields[] = {
	{"role", FIELD_TEXT, FIELD_NEEDED, .max = 32, .example = ROLE_EXAMPLE, .zh = "岗位",
	 .en = "role"},
	{"id", FIELD_UUID, FIELD_NEEDED, .example = "01928c5e-8a3b-7c4d-9e5f-0123456789ab",
	 .zh = "编号", .en = "id"},
	{"user", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "授予谁",
	 .en = "to whom"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref,
	 .zh = "在哪个工会及其下级；空：全部", .en = "at which union and below; null: everywhere"},
	{"until", FIELD_DAY, FIELD_NULLABLE, .example = "2025-12-31",
	 .zh = "到哪一天为止；空：长期", .en = "until, not included; null: open"},
	{"state", FIELD_WORD, FIELD_NEEDED, .words = ASKED_STATES, .example = "waits",
	 .zh = "waits 等第二人确认；alone 没有第二人，已直接生效",
	 .en = "waits for a second person; alone: took effect, there is no second one"},
	{"by", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "谁授予的",
	 .en = "granted by"},
	{"at", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-26T02:15:00.123456Z", .zh = "何时",
	 .en = "when"},
	{"closed_by", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "谁确认或退回的",
	 .en = "confirmed or refused by"},
	{"closed", FIELD_TIME, FIELD_NULLABLE, .example = "2024-10-26T02:15:00.123456Z",
	 .zh = "何时确认或退回", .en = "confirmed or refused at"},
	{"seconds", FIELD_LIST, FIELD_NEEDED, .of = &shape_user_ref, .max = SECONDS_MAX,
	 .zh = "谁可以确认", .en = "who may confirm it"},
	{0},
};
static const struct shape shape_asked = {"GrantAsked", asked_fields};

static const struct field user_fields[] = {
	{"login", FIELD_TEXT, FIELD_NEEDED, .max = LOGIN_BYTES_MAX, .example = "wang",
	 .zh = "登录名", .en = "login"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "王经办（合成数据）",
	 .zh = "姓名", .en = "name"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "所在工会",
	 .en = "the user's union"},
	{"closed", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "已停用", .en = "closed"},
	{"grants", FIELD_LIST, FIELD_NEEDED, .of = &shape_grant, .max = GRANTS_MAX,
	 .zh = "现有岗位", .en = "what he holds today"},
	{"waiting", FIELD_LIST, FIELD_NEEDED, .of = &shape_asked, .max = GRANTS_MAX,
	 .zh = "等第二人确认的岗位", .en = "roles that wait for a second person"},
	{0},
};
static const struct shape shape_user = {"User", user_fields};

static struct sn_err asked_out(struct ctx *c, struct json_out *o, const struct rights_asked *a)
{
	struct user *seconds = NULL;
	size_t count = 0;
	if (a->state == RIGHTS_ASKED_WAITS)
		SN_TRY(rights_seconds(c, a, &seconds, &count));
	json_out_object(o, NULL);
	json_out_text(o, "role", str_of(rights_role_word(a->grant.role)));
	json_out_uuid(o, "id", a->asked_id);
	reply_user(c, o, "user", a->grant.user_id);
	reply_org(c, o, "org", a->grant.org_no);
	reply_day(o, "until", a->grant.until_day);
	json_out_text(o, "state", str_of(rights_asked_word(a->state)));
	reply_user(c, o, "by", a->asked_by);
	reply_time(o, "at", a->asked_at_us);
	reply_user(c, o, "closed_by", a->closed_by);
	reply_time(o, "closed", a->closed_at_us);
	json_out_array(o, "seconds");
	for (size_t i = 0; i < count; i++) {
		json_out_object(o, NULL);
		json_out_text(o, "login", seconds[i].login);
		json_out_text(o, "name", seconds[i].name);
		json_out_end(o);
	}
	json_out_end(o);
	json_out_end(o);
	return SN_SUCCESS;
}
static struct sn_err waiting_out(struct ctx *c, struct json_out *o, struct uuid user_id)
{
	struct rights_asked *asked = NULL;
	size_t count = 0;
	SN_TRY(rights_asked(c, RIGHTS_ASKED_WAITS, user_id, &asked, &count));
	json_out_array(o, "waiting");
	for (size_t i = 0; i < count; i++)
		SN_TRY(asked_out(c, o, &asked[i]));
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err user_out(struct ctx *c, struct json_out *o, const struct user *u)
{
	struct rights_grant *grants = NULL;
	size_t count = 0;
	SN_TRY(rights_grants(c, u->user_id, &grants, &count));
	json_out_object(o, NULL);
	json_out_text(o, "login", u->login);
	json_out_text(o, "name", u->name);
	reply_org(c, o, "org", u->org_no);
	json_out_bool(o, "closed", u->closed);
	json_out_array(o, "grants");
	for (size_t i = 0; i < count; i++) {
		json_out_object(o, NULL);
		json_out_text(o, "role", str_of(rights_role_word(grants[i].role)));
		reply_org(c, o, "org", grants[i].org_no);
		reply_day(o, "until", grants[i].until_day);
		json_out_end(o);
	}
	json_out_end(o);
	SN_TRY(waiting_out(c, o, u->user_id));
	json_out_end(o);
	return SN_SUCCESS;
}

/* Whether the asker manages users at a union, asked once for each. */
struct reach {
	int64_t *org_no;
	bool *may;
	size_t count;
};
static struct sn_err reach_ask(struct ctx *c, struct call *q, struct reach *r, int64_t org_no,
			       bool *may)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->org_no[i] == org_no) {
			*may = r->may[i];
			return SN_SUCCESS;
		}
	const struct sn_err e = call_may(c, q, org_no);
	if (sn_failed(e) && sn_err_code(e) != SN_DENIED)
		return e;
	*may = !sn_failed(e);
	r->org_no[r->count] = org_no;
	r->may[r->count++] = *may;
	return SN_SUCCESS;
}

struct listing {
	struct str find, after;
	bool closed_too, in_org;
	struct org org;
};
static struct sn_err listing_read(struct ctx *c, struct call *q, struct listing *l)
{
	SN_TRY(text_normalise(c->mem, call_query(q, "find"), &l->find)); /* as names are kept */
	l->closed_too = str_is(call_query(q, "closed"), "true");
	l->in_org = !str_is_null(call_query(q, "org"));
	return l->in_org ? org_find(c, call_query(q, "org"), 0, &l->org) : SN_SUCCESS;
}
static bool holds(struct str text, struct str part)
{
	for (size_t i = 0; i + part.bytes <= text.bytes; i++)
		if (memcmp(text.at + i, part.at, part.bytes) == 0)
			return true;
	return false;
}
static struct sn_err is_listed(struct ctx *c, const struct listing *l, const struct user *u,
			       bool *out)
{
	struct org org;
	*out = (l->closed_too || !u->closed) &&
	       (str_is_null(l->after) || str_compare(u->login, l->after) > 0) &&
	       (l->find.bytes == 0 || holds(u->login, l->find) || holds(u->name, l->find));
	if (!*out || !l->in_org)
		return SN_SUCCESS;
	*out = u->org_no != 0;
	if (!*out)
		return SN_SUCCESS;
	SN_TRY(org_by_no(c, u->org_no, 0, &org));
	*out = str_starts(org.path, l->org.path);
	return SN_SUCCESS;
}

static struct sn_err list(struct ctx *c, struct call *q, struct json_out *o)
{
	struct user *users = NULL;
	struct listing l = {.find = STR_NULL};
	struct page page;
	struct str last = STR_NULL;
	size_t count = 0;
	int64_t shown = 0;
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(listing_read(c, q, &l));
	l.after = page.after;
	SN_TRY(rights_users(c, &users, &count));
	struct reach reach = {.org_no = ARENA_ARRAY(c->mem, int64_t, count + 1),
			      .may = ARENA_ARRAY(c->mem, bool, count + 1)};
	if (!reach.org_no || !reach.may)
		return SN_FAIL(OUT_OF_MEMORY);
	q->asked = true; /* each of them is asked about */
	for (size_t i = 0; i < count && shown <= page.rows_max; i++) {
		bool listed = false;
		SN_TRY(is_listed(c, &l, &users[i], &listed));
		if (listed)
			SN_TRY(reach_ask(c, q, &reach, users[i].org_no, &listed));
		if (!listed || shown++ == page.rows_max)
			continue;
		SN_TRY(user_out(c, o, &users[i]));
		last = users[i].login;
	}
	page_end(c, q, o, shown > page.rows_max ? last : STR_NULL);
	return SN_SUCCESS;
}

/* The user whom the path names, where the asker manages users of his union. */
static struct sn_err named(struct ctx *c, struct call *q, struct user *out)
{
	SN_TRY(rights_user_by_login(c, q->args[0], out));
	return call_may(c, q, out->org_no);
}

static struct sn_err show(struct ctx *c, struct call *q, struct json_out *o)
{
	struct user u;
	SN_TRY(named(c, q, &u));
	return user_out(c, o, &u);
}

/* ---- adding and closing: the domain asks ---- */

/* What changes who may do what stands in the trail, in the same commit. user_id null: a policy. */
static struct sn_err told(struct ctx *c, const struct call *q, struct uuid user_id, int64_t org_no)
{
	char id[UUID_TEXT_BYTES];
	uuid_text(user_id, id);
	struct audit_entry entry = {.act = AUDIT_USER,
				    .org_no = org_no,
				    .session_id = q->session_id,
				    .address = q->from};
	if (!uuid_is_null(user_id)) {
		entry.object_kind = STR("user");
		entry.object_id = str_of(id);
	}
	return audit_write(c, &entry);
}

static const struct field add_fields[] = {
	{"login", FIELD_TEXT, FIELD_NEEDED, .max = LOGIN_BYTES_MAX, .example = "wang",
	 .zh = "登录名", .en = "login"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "王经办（合成数据）",
	 .zh = "姓名", .en = "name"},
	{"org", FIELD_TEXT, 0, .max = NAME_BYTES_MAX, .example = "150302",
	 .zh = "所在工会（缺省：不属于某个工会）",
	 .en = "the user's union; none: of the installation"},
	{0},
};
static const struct shape shape_add = {"UserNew", add_fields};
static const struct field close_fields[] = {
	{"successor", FIELD_TEXT, 0, .max = LOGIN_BYTES_MAX, .example = "li",
	 .zh = "接任者：全部岗位转给他（缺省：岗位一并终止）",
	 .en = "who takes over all his roles; none: they end"},
	{0},
};
static const struct shape shape_close = {"UserClose", close_fields};

static struct sn_err org_of_body(struct ctx *c, const struct call *q, int64_t *org_no)
{
	struct str text = STR_NULL;
	struct org org;
	*org_no = 0;
	SN_TRY(json_get_text_or(q->body, "org", &text));
	if (str_is_null(text))
		return SN_SUCCESS;
	SN_TRY(org_find(c, text, 0, &org));
	*org_no = org.org_no;
	return SN_SUCCESS;
}

static struct sn_err add(struct ctx *c, struct call *q, struct json_out *o)
{
	struct user what = {.closed = false}, made;
	SN_TRY(json_get_text(q->body, "login", &what.login));
	SN_TRY(json_get_text(q->body, "name", &what.name));
	SN_TRY(org_of_body(c, q, &what.org_no));
	SN_TRY(rights_user_add(c, &what, &made));
	SN_TRY(told(c, q, made.user_id, what.org_no));
	return user_out(c, o, &made);
}

static struct sn_err close_one(struct ctx *c, struct call *q, struct json_out *o)
{
	struct user u, successor = {.closed = false};
	struct str login = STR_NULL;
	SN_TRY(named(c, q, &u));
	SN_TRY(json_get_text_or(q->body, "successor", &login));
	if (!str_is_null(login))
		SN_TRY(rights_user_by_login(c, login, &successor));
	SN_TRY(rights_user_close(c, u.user_id, successor.user_id));
	SN_TRY(told(c, q, u.user_id, u.org_no));
	if (!uuid_is_null(successor.user_id))
		SN_TRY(told(c, q, successor.user_id, successor.org_no));
	SN_TRY(rights_user_by_id(c, u.user_id, &u));
	return user_out(c, o, &u);
}

/* ---- roles ---- */

static const struct field role_fields[] = {
	{"role", FIELD_TEXT, FIELD_NEEDED, .max = 32, .example = ROLE_EXAMPLE, .zh = "岗位代码",
	 .en = "role"},
	{"zh", FIELD_TEXT, FIELD_NEEDED, .example = "审核", .zh = "中文", .en = "in Chinese"},
	{"en", FIELD_TEXT, FIELD_NEEDED, .example = "checker", .zh = "英文", .en = "in English"},
	{"permissions", FIELD_LIST, FIELD_NEEDED, .max = PERMISSIONS_COUNT, .example = "care.read",
	 .zh = "可以做什么", .en = "what it may do"},
	{0},
};
static const struct shape shape_role = {"Role", role_fields};
static const struct field roles_fields[] = {
	{"roles", FIELD_LIST, FIELD_NEEDED, .of = &shape_role, .max = ROLES_MAX, .zh = "全部岗位",
	 .en = "all roles"},
	{0},
};
static const struct shape shape_roles = {"Roles", roles_fields};

static struct sn_err roles(struct ctx *c, struct call *q, struct json_out *o)
{
	(void)c;
	(void)q;
	json_out_object(o, NULL);
	json_out_array(o, "roles");
	for (int r = 0; r < RIGHTS_ROLES_COUNT; r++) {
		const struct org_words *w = rights_role_words((enum rights_role)r);
		json_out_object(o, NULL);
		json_out_text(o, "role", str_of(w->word));
		json_out_text(o, "zh", str_of(w->zh));
		json_out_text(o, "en", str_of(w->en));
		json_out_array(o, "permissions");
		for (int p = 0; p < PERMISSIONS_COUNT; p++) {
			const struct permission_words *pw =
				rights_permission_words((enum permission)p);
			if (pw->roles & 1U << r)
				json_out_text(o, NULL, str_of(pw->word));
		}
		json_out_end(o);
		json_out_end(o);
	}
	json_out_end(o);
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err role_parse(struct str word, enum rights_role *out)
{
	for (int r = 0; r < RIGHTS_ROLES_COUNT; r++)
		if (str_is(word, rights_role_word((enum rights_role)r))) {
			*out = (enum rights_role)r;
			return SN_SUCCESS;
		}
	return sn_err_with_text(SN_FAIL(BAD_WORD, .field = "role"), "/api/v1/roles");
}

static const struct field give_fields[] = {
	{"role", FIELD_TEXT, FIELD_NEEDED, .max = 32, .example = ROLE_EXAMPLE, .zh = "岗位",
	 .en = "role"},
	{"org", FIELD_TEXT, 0, .max = NAME_BYTES_MAX, .example = "150302",
	 .zh = "在哪个工会及其下级（缺省：全部）",
	 .en = "at which union and below; none: everywhere"},
	{"until", FIELD_DAY, 0, .example = "2025-12-31", .zh = "到哪一天为止（缺省：长期）",
	 .en = "until; none: open"},
	{0},
};
static const struct shape shape_give = {"GrantNew", give_fields};

static struct sn_err give(struct ctx *c, struct call *q, struct json_out *o)
{
	struct user u;
	struct str role;
	struct rights_grant grant = {.org_no = 0};
	SN_TRY(named(c, q, &u));
	SN_TRY(json_get_text(q->body, "role", &role));
	SN_TRY(role_parse(role, &grant.role));
	SN_TRY(org_of_body(c, q, &grant.org_no));
	SN_TRY(body_day(q->body, "until", &grant.until_day));
	grant.user_id = u.user_id;
	SN_TRY(rights_grant_add(c, &grant));
	SN_TRY(told(c, q, u.user_id, grant.org_no));
	return user_out(c, o, &u);
}

/* …/grants/{role}/{org}; "-": the grant that reaches everywhere. */
static struct sn_err take_back(struct ctx *c, struct call *q, struct json_out *o)
{
	struct user u;
	struct org org = {.org_no = 0};
	struct rights_grant grant = {.org_no = 0};
	SN_TRY(named(c, q, &u));
	SN_TRY(role_parse(q->args[1], &grant.role));
	if (!str_is(q->args[2], "-"))
		SN_TRY(org_find(c, q->args[2], 0, &org));
	grant.org_no = org.org_no;
	grant.user_id = u.user_id;
	SN_TRY(rights_grant_end(c, &grant));
	SN_TRY(told(c, q, u.user_id, grant.org_no));
	return user_out(c, o, &u);
}

/* ---- a second person ---- */

/* What waits is shown to who manages users there; what took effect without a second person also to the auditors. */
static struct sn_err asked_listed(struct ctx *c, const struct rights_asked *a, bool *listed)
{
	struct sn_err e = rights_manages_users(c, a->grant.org_no);
	if (a->state == RIGHTS_ASKED_ALONE && sn_failed(e) && sn_err_code(e) == SN_DENIED)
		e = RIGHTS_REQUIRE(c, ROLE_AUDITOR, a->grant.org_no);
	*listed = !sn_failed(e);
	return sn_failed(e) && sn_err_code(e) != SN_DENIED ? e : SN_SUCCESS;
}
static struct sn_err asked_list(struct ctx *c, struct call *q, struct json_out *o)
{
	const struct str word = call_query(q, "state");
	enum rights_asked_state state = RIGHTS_ASKED_WAITS;
	struct rights_asked *all = NULL;
	struct page page;
	size_t count = 0;
	int64_t at = 0, shown = 0;
	char next[24];
	for (unsigned s = 0; s < RIGHTS_ASKED_STATES_COUNT; s++)
		if (str_is(word, rights_asked_word((enum rights_asked_state)s)))
			state = (enum rights_asked_state)s;
	q->asked = true; /* each row is, below */
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(page_number(&page, &at));
	SN_TRY(rights_asked(c, state, UUID_NULL, &all, &count));
	for (; at < (int64_t)count && shown < page.rows_max; at++) {
		bool listed = false;
		SN_TRY(asked_listed(c, &all[at], &listed));
		if (!listed)
			continue;
		SN_TRY(asked_out(c, o, &all[at]));
		shown++;
	}
	(void)snprintf(next, sizeof next, "%" PRId64, at);
	page_end(c, q, o, at < (int64_t)count ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}
typedef struct sn_err asked_fn(struct ctx *c, struct uuid asked_id, struct rights_asked *out);
static struct sn_err asked_decide(struct ctx *c, struct call *q, struct json_out *o,
				  asked_fn *decide)
{
	struct uuid id;
	struct rights_asked asked;
	SN_TRY(uuid_parse(&id, q->args[0], "grant"));
	SN_TRY(decide(c, id, &asked));
	SN_TRY(told(c, q, asked.grant.user_id, asked.grant.org_no));
	return asked_out(c, o, &asked);
}
static struct sn_err asked_confirm(struct ctx *c, struct call *q, struct json_out *o)
{
	return asked_decide(c, q, o, rights_asked_confirm);
}
static struct sn_err asked_refuse(struct ctx *c, struct call *q, struct json_out *o)
{
	return asked_decide(c, q, o, rights_asked_refuse);
}

/* ---- how many hands money needs ---- */

static const struct field policy_fields[] = {
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref,
	 .zh = "哪个工会及其下级；空：全部", .en = "which union and below; null: everywhere"},
	{"from_fen", FIELD_FEN, FIELD_NEEDED, .example = "100000", .zh = "从多少起（分）",
	 .en = "from which amount on"},
	{"hands", FIELD_INT, FIELD_NEEDED, .min = 2, .max = 4, .example = "4", .zh = "几人经手",
	 .en = "how many hands"},
	{"exception", FIELD_BOOL, FIELD_NEEDED, .example = "false",
	 .zh = "少于推荐的人数：列给经审会", .en = "fewer than recommended: auditors are shown it"},
	{"source", FIELD_TEXT, FIELD_NEEDED, .max = DETAIL_MAX,
	 .example = "乌海市总工会主席办公会 2024 年第 3 号纪要", .zh = "依据",
	 .en = "the decision that set it"},
	{"by", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "由谁设置",
	 .en = "who set it; null: the program"},
	{"at", FIELD_TIME, FIELD_NULLABLE, .example = "2024-10-26T02:15:00.123456Z",
	 .zh = "设置时间", .en = "when it was set"},
	{0},
};
static const struct shape shape_policy = {"HandsPolicy", policy_fields};

static void policy_out(struct ctx *c, struct json_out *o, const struct rights_policy_row *row)
{
	json_out_object(o, NULL);
	reply_org(c, o, "org", row->policy.org_no);
	json_out_money(o, "from_fen", row->policy.from_amount);
	json_out_int(o, "hands", row->policy.hands);
	json_out_bool(o, "exception", row->exception);
	json_out_text(o, "source", row->policy.source);
	reply_user(c, o, "by", row->set_by);
	reply_time(o, "at", row->set_at_us);
	json_out_end(o);
}

/* Those that reach the asker's unions, and those of unions below him. */
static struct sn_err policies(struct ctx *c, struct call *q, struct json_out *o)
{
	struct rights_policy_row *all = NULL;
	struct page page;
	size_t count = 0;
	int64_t at = 0, shown = 0;
	char next[24];
	const bool exceptions = str_is(call_query(q, "exceptions"), "true");
	q->asked = true;
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(page_number(&page, &at));
	SN_TRY(rights_policies(c, &all, &count));
	for (; at < (int64_t)count && shown < page.rows_max; at++) {
		if (exceptions && !all[at].exception)
			continue;
		if (all[at].policy.org_no != 0 &&
		    sn_failed(call_may_near(c, q, all[at].policy.org_no)))
			continue;
		policy_out(c, o, &all[at]);
		shown++;
	}
	(void)snprintf(next, sizeof next, "%" PRId64, at);
	page_end(c, q, o, at < (int64_t)count ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

static const struct field set_fields[] = {
	{"org", FIELD_TEXT, 0, .max = NAME_BYTES_MAX, .example = "150302",
	 .zh = "哪个工会及其下级（缺省：全部）", .en = "which union and below; none: everywhere"},
	{"from_fen", FIELD_FEN, FIELD_NEEDED, .min = 0, .max = INT64_MAX, .example = "100000",
	 .zh = "从多少起（分）", .en = "from which amount on"},
	{"hands", FIELD_INT, FIELD_NEEDED, .min = 2, .max = 4, .example = "3", .zh = "几人经手",
	 .en = "how many hands"},
	{"source", FIELD_TEXT, FIELD_NEEDED, .max = DETAIL_MAX,
	 .example = "乌海市总工会主席办公会 2024 年第 3 号纪要", .zh = "依据",
	 .en = "the decision that sets it"},
	{0},
};
static const struct shape shape_set = {"HandsPolicyNew", set_fields};
static const struct field needed_fields[] = {
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref,
	 .zh = "哪个工会的规定；空：全部", .en = "whose policy counts; null: everywhere"},
	{"from_fen", FIELD_FEN, FIELD_NEEDED, .example = "100000", .zh = "从多少起（分）",
	 .en = "from which amount on"},
	{"hands", FIELD_INT, FIELD_NEEDED, .example = "4", .zh = "几人经手",
	 .en = "how many hands"},
	{"recommended", FIELD_INT, FIELD_NEEDED, .example = "4", .zh = "推荐几人",
	 .en = "how many are recommended"},
	{"source", FIELD_TEXT, FIELD_NEEDED, .example = "推荐默认值", .zh = "依据", .en = "source"},
	{0},
};
static const struct shape shape_needed = {"HandsNeeded", needed_fields};

static struct sn_err needed_out(struct ctx *c, struct json_out *o, int64_t org_no,
				struct money amount)
{
	struct rights_policy p;
	SN_TRY(rights_policy_of(c, org_no, amount, &p));
	json_out_object(o, NULL);
	reply_org(c, o, "org", p.org_no);
	json_out_money(o, "from_fen", p.from_amount);
	json_out_int(o, "hands", p.hands);
	json_out_int(o, "recommended", rights_hands_recommended(amount));
	json_out_text(o, "source", p.source);
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err needed(struct ctx *c, struct call *q, struct json_out *o)
{
	struct org org;
	int64_t fen = 0;
	SN_TRY(org_find(c, call_query(q, "org"), 0, &org));
	SN_TRY(call_may_near(c, q, org.org_no));
	SN_TRY(call_query_int(q, "amount_fen", &fen));
	if (fen < 0)
		return SN_FAIL(OUT_OF_RANGE, .field = "amount_fen", .arg = {0, INT64_MAX});
	return needed_out(c, o, org.org_no, MONEY_FEN(fen));
}

static struct sn_err set_policy(struct ctx *c, struct call *q, struct json_out *o)
{
	struct rights_policy p = {.hands = 0};
	int64_t hands = 0;
	SN_TRY(org_of_body(c, q, &p.org_no));
	SN_TRY(json_get_money(q->body, "from_fen", &p.from_amount));
	SN_TRY(json_get_int(q->body, "hands", &hands));
	SN_TRY(json_get_text(q->body, "source", &p.source));
	p.hands = (int)hands;
	SN_TRY(rights_policy_set(c, &p));
	SN_TRY(told(c, q, UUID_NULL, p.org_no));
	return needed_out(c, o, p.org_no, p.from_amount);
}

static const struct query_field list_query[] = {
	{"org", FIELD_TEXT, NULL, "150300", "只列这个工会及其下级的",
	 "those of this union and below"},
	{"find", FIELD_TEXT, NULL, "王", "登录名或姓名里的字", "a part of login or name"},
	{"closed", FIELD_WORD, "true|false", "true", "已停用的也列出", "closed ones too"},
	{0},
};
static const struct query_field asked_query[] = {
	{"state", FIELD_WORD, ASKED_STATES, "alone", "状态（缺省：waits）",
	 "state; none: those that wait"},
	{0},
};
static const struct query_field policies_query[] = {
	{"exceptions", FIELD_WORD, "true|false", "true", "只列少于推荐人数的",
	 "only those with fewer hands than recommended"},
	{0},
};
static const struct query_field needed_query[] = {
	{"org", FIELD_TEXT, NULL, "150302", "哪个工会", "of which union", true},
	{"amount_fen", FIELD_INT, NULL, "200000", "金额（分）", "amount in fen", true},
	{0},
};

#define WRITES(path_, shape_, answer_, zh_, en_)                                                   \
	{                                                                                          \
		"POST", path_, ROUTE_WRITE, WHO_PERMITTED, PERMISSION_USER_WRITE, BODY_JSON,       \
			.request = (shape_), .reply = &shape_user, .answer = (answer_),            \
			.zh = (zh_), .en = (en_)                                                   \
	}
const struct route api_user_routes[] = {
	{"GET", "/api/v1/users", ROUTE_READ, WHO_PERMITTED, PERMISSION_USER_WRITE,
	 .reply = &shape_user, .reply_page = true, .query = list_query, .answer = list,
	 .zh = "所管的用户", .en = "the users whom one manages"},
	WRITES("/api/v1/users", &shape_add, add, "增加用户", "add a user"),
	{"GET", "/api/v1/users/{user}", ROUTE_READ, WHO_PERMITTED, PERMISSION_USER_WRITE,
	 .reply = &shape_user, .answer = show, .zh = "一个用户", .en = "one user"},
	WRITES("/api/v1/users/{user}/close", &shape_close, close_one, "停用用户，岗位可转给接任者",
	       "close a user; his roles may pass to a successor"),
	WRITES("/api/v1/users/{user}/grants", &shape_give, give, "授予岗位", "grant a role"),
	{"DELETE", "/api/v1/users/{user}/grants/{role}/{org}", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_USER_WRITE, .reply = &shape_user, .answer = take_back,
	 .zh = "收回岗位；工会写 - 表示不限工会的",
	 .en = "end a grant; - for the one that reaches everywhere"},
	{"GET", "/api/v1/roles", ROUTE_POINT, WHO_SIGNED_IN, .reply = &shape_roles, .answer = roles,
	 .zh = "有哪些岗位，各能做什么", .en = "which roles there are and what each may do"},
	{"GET", "/api/v1/hands", ROUTE_READ, WHO_PERMITTED, PERMISSION_HANDS_READ,
	 .reply = &shape_policy, .reply_page = true, .query = policies_query, .answer = policies,
	 .zh = "经手人数的规定", .en = "how many hands money needs, as it is ruled"},
	{"POST", "/api/v1/hands", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_USER_WRITE, BODY_JSON,
	 .request = &shape_set, .reply = &shape_needed, .answer = set_policy, .zh = "规定经手人数",
	 .en = "rule how many hands money needs"},
	{"GET", "/api/v1/hands/needed", ROUTE_READ, WHO_PERMITTED, PERMISSION_HANDS_READ,
	 .reply = &shape_needed, .query = needed_query, .answer = needed,
	 .zh = "某工会一笔钱要几人经手", .en = "how many hands an amount of a union needs"},
	{"GET", "/api/v1/grants/asked", ROUTE_READ, WHO_PERMITTED, PERMISSION_HANDS_READ,
	 .reply = &shape_asked, .reply_page = true, .query = asked_query, .answer = asked_list,
	 .zh = "等第二人确认的授予；没有第二人而直接生效的（经审可看）",
	 .en = "grants that wait for a second person; those that took effect without one are for "
	       "auditors, too"},
	{"POST", "/api/v1/grants/asked/{grant}/confirm", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_USER_WRITE, .reply = &shape_asked, .answer = asked_confirm,
	 .zh = "确认一项授予（第二人）", .en = "confirm a grant (the second person)"},
	{"POST", "/api/v1/grants/asked/{grant}/refuse", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_USER_WRITE, .reply = &shape_asked, .answer = asked_refuse,
	 .zh = "退回一项授予；授予人也可以收回", .en = "refuse a grant; who granted takes it back"},
	{0},
};
