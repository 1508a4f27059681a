/* Signing in and what belongs to it: the session, its second factor, one's password, one's sessions, the first start.
 * Replies of these routes hold what is told once, so none is kept for a repeat (route.secret): each act knows its own. */
#include "http/api.h"
#include "http/routes.h"
#include "http/session_out.h"
#include "http/shapes.h"
#include "people/keyring.h"

#include <inttypes.h>

struct session_from api_session_from(const struct call *q)
{
	return (struct session_from){.address = q->from, .agent = q->agent};
}

static struct sn_err desk_of(const struct call *q, struct session_desk **out)
{
	*out = q->api->desk;
	return *out ? SN_SUCCESS : SN_FAIL(SIGN_IN_FIRST);
}

/* ---- what a session looks like ---- */

static const struct field user_fields[] = {
	{"login", FIELD_TEXT, FIELD_NEEDED, .example = "w-maker", .zh = "用户名", .en = "login"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "王经办（合成数据）", .zh = "姓名",
	 .en = "name"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "所在工会",
	 .en = "the user's union"},
	{0},
};
static const struct shape shape_session_user = {"SessionUser", user_fields};

static const struct field grant_fields[] = {
	{"role", FIELD_TEXT, FIELD_NEEDED, .example = "maker", .zh = "角色", .en = "role"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref,
	 .zh = "在哪个工会及其下级；空：全部", .en = "at which union and below; null: everywhere"},
	{"until", FIELD_DAY, FIELD_NULLABLE, .example = "2025-12-31", .zh = "到这一天为止（不含）",
	 .en = "until this day (exclusive)"},
	{0},
};
static const struct shape shape_grant = {"SessionGrant", grant_fields};

static const struct field session_fields[] = {
	{"user", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_session_user, .zh = "用户", .en = "user"},
	{"permissions", FIELD_LIST, FIELD_NEEDED, .example = "care.read",
	 .zh = "权限（菜单据此显示）", .en = "permissions, at any union: what menus show"},
	{"grants", FIELD_LIST, FIELD_NEEDED, .of = &shape_grant, .zh = "担任的角色",
	 .en = "roles held"},
	{"csrf", FIELD_TEXT, FIELD_NEEDED, .example = "6b1f…",
	 .zh = "防伪标记：写入请求放进 X-Songnuan-CSRF 头",
	 .en = "goes into the header X-Songnuan-CSRF of every write"},
	{"drafts", FIELD_TEXT, FIELD_NULLABLE, .example = "qqqqqqqqqqqqqqqqqqqqqg",
	 .zh = "本人草稿的密钥（base64url，128 "
	       "位），浏览器用它加密没交完的内容；空：还要第二步验证或改密码",
	 .en = "base64url of a key of 128 bits: the browser seals by it what this user has not "
	       "handed in; "
	       "null: a second step is due"},
	{"second_factor", FIELD_WORD, FIELD_NEEDED, .words = "done|needed|enrol", .example = "done",
	 .zh = "第二步验证", .en = "second factor"},
	{"need", FIELD_WORD, FIELD_NEEDED, .words = "nothing|second|password|enrol",
	 .example = "nothing", .zh = "办理业务前还须做什么", .en = "what comes before any work"},
	{"expires", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-26T10:00:00+08:00",
	 .zh = "此后不用即失效", .en = "ends then if it is not used"},
	{"demo", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "演示系统：密码公开",
	 .en = "a demo: its passwords are public"},
	{0},
};
const struct shape shape_session = {"Session", session_fields};

static const char *second_word(const struct session *s)
{
	if (s->need == SESSION_NEEDS_SECOND)
		return "needed";
	return s->need == SESSION_NEEDS_ENROL ? "enrol" : "done";
}

static struct sn_err grants_out(struct ctx *c, struct json_out *o, const struct session *s)
{
	struct rights_grant *grants = NULL;
	size_t count = 0;
	SN_TRY(rights_grants(c, s->user.user_id, &grants, &count));
	json_out_array(o, "grants");
	for (size_t i = 0; i < count; i++) {
		json_out_object(o, NULL);
		json_out_text(o, "role", str_of(rights_role_word(grants[i].role)));
		reply_org(c, o, "org", grants[i].org_no);
		reply_day(o, "until", grants[i].until_day);
		json_out_end(o);
	}
	json_out_end(o);
	return SN_SUCCESS;
}

/* The same in every session of a user, so that he opens after the end of one what he kept in it. */
static void drafts_out(const struct ctx *c, struct json_out *o, const struct session *s)
{
	char id[UUID_TEXT_BYTES], text[32];
	if (!c->keys || s->need != SESSION_NEEDS_NOTHING) {
		json_out_null(o, "drafts");
		return;
	}
	uuid_text(s->user.user_id, id);
	struct blind_index key = keyring_index(c->keys, KEYRING_DRAFTS, str_of(id));
	_Static_assert(sizeof text > (sizeof key.bytes * 4 + 2) / 3, "a key as text");
	crypto_base64url(key.bytes, sizeof key.bytes, text);
	json_out_text(o, "drafts", str_of(text));
	crypto_wipe(&key, sizeof key);
	crypto_wipe(text, sizeof text);
}

static struct sn_err session_out(struct ctx *c, const struct call *q, struct json_out *o,
				 const struct session *s)
{
	json_out_object(o, NULL);
	json_out_object(o, "user");
	json_out_text(o, "login", s->user.login);
	json_out_text(o, "name", s->user.name);
	reply_org(c, o, "org", s->user.org_no);
	json_out_end(o);
	json_out_array(o, "permissions");
	for (int p = 0; p < PERMISSIONS_COUNT; p++)
		if (s->permissions & 1U << p)
			json_out_text(o, NULL,
				      str_of(rights_permission_words((enum permission)p)->word));
	json_out_end(o);
	SN_TRY(grants_out(c, o, s));
	json_out_text(o, "csrf", str_of(s->csrf));
	drafts_out(c, o, s);
	json_out_text(o, "second_factor", str_of(second_word(s)));
	json_out_text(o, "need", str_of(session_need_word(s->need)));
	reply_time(o, "expires", s->expires_at_us);
	json_out_bool(o, "demo", q->api->demo);
	json_out_end(o);
	return SN_SUCCESS;
}

/* A session that has begun or stepped up: its new token goes into the cookie. */
struct sn_err api_session_begun(struct ctx *c, struct call *q, struct json_out *o,
				const struct session_begun *begun)
{
	q->token = arena_str(c->mem, str_of(begun->token));
	return session_out(c, q, o, &begun->session);
}

static struct sn_err show(struct ctx *c, struct call *q, struct json_out *o)
{
	return q->session ? session_out(c, q, o, q->session) : SN_FAIL(SIGN_IN_FIRST);
}

/* ---- signing in and out ---- */

static const struct field signin_fields[] = {
	{"login", FIELD_TEXT, FIELD_NEEDED, .max = LOGIN_BYTES_MAX, .example = "w-maker",
	 .zh = "用户名", .en = "login"},
	{"password", FIELD_TEXT, FIELD_NEEDED, .max = 1024, .example = "合成数据-密码",
	 .zh = "密码", .en = "password"},
	{0},
};
static const struct shape shape_signin = {"SignIn", signin_fields};

static struct sn_err signin_prepare(struct ctx *c, struct call *q, struct json_out *o)
{
	struct session_signin *s = q->prepared = ARENA_NEW(c->mem, struct session_signin);
	(void)o;
	if (!s)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(desk_of(q, &s->desk));
	s->from = api_session_from(q);
	SN_TRY(json_get_text(q->body, "login", &s->login));
	SN_TRY(json_get_text(q->body, "password", &s->password));
	return session_signin_prepare(c, s);
}
static struct sn_err signin(struct ctx *c, struct call *q, struct json_out *o)
{
	struct session_signin *s = q->prepared;
	SN_TRY(session_signin_work(c, s));
	return api_session_begun(c, q, o, &s->begun);
}

static struct sn_err end_sessions(struct ctx *c, const struct call *q, struct uuid session_id,
				  struct uuid but_id)
{
	struct session_ending ending = {.user_id = c->actor_id,
					.session_id = session_id,
					.but_id = but_id,
					.from = api_session_from(q)};
	return session_end_work(c, &ending);
}

static struct sn_err signout(struct ctx *c, struct call *q, struct json_out *o)
{
	(void)o;
	SN_TRY(end_sessions(c, q, q->session_id, UUID_NULL));
	q->token_gone = true;
	return SN_SUCCESS;
}

/* ---- the second factor ---- */

static const struct field code_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .max = 32, .example = "123456",
	 .zh = "验证器显示的六位数字，或一次性验证码",
	 .en = "six digits of the authenticator, or a code of the paper list"},
	{0},
};
static const struct shape shape_code = {"SecondFactor", code_fields};

static struct sn_err second(struct ctx *c, struct call *q, struct json_out *o)
{
	struct session_second *s = ARENA_NEW(c->mem, struct session_second);
	if (!s)
		return SN_FAIL(OUT_OF_MEMORY);
	s->session_id = q->session_id;
	s->from = api_session_from(q);
	SN_TRY(json_get_text(q->body, "code", &s->code));
	SN_TRY(session_second_work(c, s));
	return api_session_begun(c, q, o, &s->begun);
}

static const struct field factors_fields[] = {
	{"required", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "按角色必须有",
	 .en = "asked for by the user's roles"},
	{"totp_since", FIELD_TIME, FIELD_NULLABLE, .example = "2024-10-01T09:00:00+08:00",
	 .zh = "验证器自", .en = "authenticator since"},
	{"paper_since", FIELD_TIME, FIELD_NULLABLE, .example = "2024-10-01T09:00:00+08:00",
	 .zh = "一次性验证码自", .en = "paper list since"},
	{"paper_codes_left", FIELD_INT, FIELD_NEEDED, .example = "10", .zh = "还剩几个一次性验证码",
	 .en = "codes left on the paper list"},
	{"keys", FIELD_INT, FIELD_NEEDED, .example = "2", .zh = "有几把安全密钥或通行密钥",
	 .en = "how many security keys and passkeys"},
	{"key_site", FIELD_TEXT, FIELD_NULLABLE, .example = "https://care.example.cn",
	 .zh = "密钥在哪个网址使用；空：服务器还不知道自己的网址，不能用密钥",
	 .en = "the address at which keys are used; null: the server has not been told its own"},
	{0},
};
static const struct shape shape_factors = {"SecondFactors", factors_fields};

static struct sn_err factors(struct ctx *c, struct call *q, struct json_out *o)
{
	struct session_factors f;
	SN_TRY(session_factors(c, c->actor_id, &f));
	json_out_object(o, NULL);
	json_out_bool(o, "required", f.required);
	reply_time(o, "totp_since", f.totp_since_us);
	reply_time(o, "paper_since", f.paper_since_us);
	json_out_int(o, "paper_codes_left", f.paper_codes_left);
	json_out_int(o, "keys", f.keys);
	json_out_text(o, "key_site", q->api->site.origin);
	json_out_end(o);
	return SN_SUCCESS;
}

static const struct field totp_fields[] = {
	{"secret", FIELD_TEXT, FIELD_NEEDED, .example = "JBSWY3DPEHPK3PXP",
	 .zh = "密钥（手工输入用）", .en = "the secret, to be typed in"},
	{"uri", FIELD_TEXT, FIELD_NEEDED, .example = "otpauth://totp/songnuan:w-maker?secret=…",
	 .zh = "二维码的内容", .en = "what the QR code holds"},
	{0},
};
static const struct shape shape_totp = {"Totp", totp_fields};

static struct session_enrol *enrol_of(struct ctx *c, const struct call *q)
{
	struct session_enrol *e = ARENA_NEW(c->mem, struct session_enrol);
	if (e)
		*e = (struct session_enrol){.session_id = q->session_id,
					    .from = api_session_from(q)};
	return e;
}
static struct sn_err totp_begin(struct ctx *c, struct call *q, struct json_out *o)
{
	struct session_enrol *e = enrol_of(c, q);
	if (!e)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(session_totp_begin_work(c, e));
	json_out_object(o, NULL);
	json_out_text(o, "secret", str_of(e->secret));
	json_out_text(o, "uri", e->uri);
	json_out_end(o);
	return SN_SUCCESS;
}
static struct sn_err totp_confirm(struct ctx *c, struct call *q, struct json_out *o)
{
	struct session_enrol *e = enrol_of(c, q);
	if (!e)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(json_get_text(q->body, "code", &e->code));
	SN_TRY(session_totp_confirm_work(c, e));
	return api_session_begun(c, q, o, &e->begun);
}
static struct sn_err totp_drop(struct ctx *c, struct call *q, struct json_out *o)
{
	struct session_enrol *e = enrol_of(c, q);
	(void)o;
	return e ? session_totp_drop_work(c, e) : SN_FAIL(OUT_OF_MEMORY);
}

static const struct field paper_fields[] = {
	{"codes", FIELD_LIST, FIELD_NEEDED, .example = "7Q2K-M4TD-9XPA",
	 .zh = "一次性验证码：只显示这一次，请打印",
	 .en = "one-time codes: shown this once, print them"},
	{0},
};
static const struct shape shape_paper = {"PaperCodes", paper_fields};

static struct sn_err paper(struct ctx *c, struct call *q, struct json_out *o)
{
	struct session_enrol *e = enrol_of(c, q);
	if (!e)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(session_paper_work(c, e));
	json_out_object(o, NULL);
	json_out_array(o, "codes");
	for (int i = 0; i < SESSION_PAPER_CODES; i++)
		json_out_text(o, NULL, str_of(e->codes[i]));
	json_out_end(o);
	json_out_end(o);
	return SN_SUCCESS;
}

/* ---- passwords ---- */

static const struct field again_fields[] = {
	{"password", FIELD_TEXT, FIELD_NEEDED, .max = 1024, .example = "合成数据-密码",
	 .zh = "密码", .en = "password"},
	{0},
};
static const struct shape shape_again = {"StepUp", again_fields};

static struct sn_err again_prepare(struct ctx *c, struct call *q, struct json_out *o)
{
	struct session_again *a = q->prepared = ARENA_NEW(c->mem, struct session_again);
	(void)o;
	if (!a)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(desk_of(q, &a->desk));
	a->session_id = q->session_id;
	a->from = api_session_from(q);
	SN_TRY(json_get_text(q->body, "password", &a->password));
	return session_again_prepare(c, a);
}
static struct sn_err again(struct ctx *c, struct call *q, struct json_out *o)
{
	struct session_again *a = q->prepared;
	SN_TRY(session_again_work(c, a));
	return api_session_begun(c, q, o, &a->begun);
}

static const struct field change_fields[] = {
	{"password", FIELD_TEXT, FIELD_NEEDED, .max = 1024, .example = "合成数据-旧密码",
	 .zh = "现在的密码", .en = "the password as it is"},
	{"new_password", FIELD_TEXT, FIELD_NEEDED, .max = 1024, .example = "合成数据-新密码",
	 .zh = "新密码", .en = "the new one"},
	{0},
};
static const struct shape shape_change = {"PasswordChange", change_fields};

static struct sn_err change_prepare(struct ctx *c, struct call *q, struct json_out *o)
{
	struct session_change *p = q->prepared = ARENA_NEW(c->mem, struct session_change);
	(void)o;
	if (!p)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(desk_of(q, &p->desk));
	p->session_id = q->session_id;
	p->from = api_session_from(q);
	SN_TRY(json_get_text(q->body, "password", &p->password));
	SN_TRY(json_get_text(q->body, "new_password", &p->new_password));
	return session_change_prepare(c, p);
}
static struct sn_err change(struct ctx *c, struct call *q, struct json_out *o)
{
	struct session_change *p = q->prepared;
	SN_TRY(session_change_work(c, p));
	return api_session_begun(c, q, o, &p->begun);
}

/* ---- one's sessions ---- */

static const struct field row_fields[] = {
	{"id", FIELD_UUID, FIELD_NEEDED, .example = "01928c5e-8a3b-7c4d-9e5f-0123456789ab",
	 .zh = "编号", .en = "id"},
	{"current", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "就是这一个",
	 .en = "it is this one"},
	{"started", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-26T09:30:00+08:00",
	 .zh = "登录于", .en = "signed in at"},
	{"used", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-26T09:45:00+08:00", .zh = "最近使用",
	 .en = "last used"},
	{"second_factor", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "经过第二步验证",
	 .en = "with a second factor"},
	{"address", FIELD_TEXT, FIELD_NULLABLE, .example = "203.0.113.7", .zh = "来自地址",
	 .en = "from which address"},
	{"agent", FIELD_TEXT, FIELD_NULLABLE, .example = "Chrome 109 · Windows", .zh = "浏览器",
	 .en = "browser"},
	{0},
};
static const struct shape shape_row = {"SessionRow", row_fields};

/* The cursor is a place in the list: a session that ends meanwhile moves the others up by one. */
static struct sn_err rows_out(struct ctx *c, struct call *q, struct json_out *o,
			      struct uuid user_id)
{
	struct session_row *rows = NULL;
	size_t count = 0;
	struct page page;
	int64_t at = 0, shown = 0;
	char next[24];
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(page_number(&page, &at));
	SN_TRY(session_list(c, q->api->desk, user_id, &rows, &count));
	for (; at < (int64_t)count && shown < page.rows_max; at++, shown++) {
		json_out_object(o, NULL);
		json_out_uuid(o, "id", rows[at].session_id);
		json_out_bool(o, "current", uuid_eq(rows[at].session_id, q->session_id));
		reply_time(o, "started", rows[at].started_at_us);
		reply_time(o, "used", rows[at].used_at_us);
		json_out_bool(o, "second_factor", rows[at].second);
		json_out_text(o, "address", rows[at].address);
		json_out_text(o, "agent", rows[at].agent);
		json_out_end(o);
	}
	(void)snprintf(next, sizeof next, "%" PRId64, at);
	page_end(c, q, o, at < (int64_t)count ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}
static struct sn_err list(struct ctx *c, struct call *q, struct json_out *o)
{
	return rows_out(c, q, o, c->actor_id);
}
static struct sn_err end_one(struct ctx *c, struct call *q, struct json_out *o)
{
	struct uuid id;
	(void)o;
	SN_TRY(uuid_parse(&id, q->args[0], "session"));
	SN_TRY(end_sessions(c, q, id, UUID_NULL));
	q->token_gone = uuid_eq(id, q->session_id);
	return SN_SUCCESS;
}
static struct sn_err end_others(struct ctx *c, struct call *q, struct json_out *o)
{
	(void)o;
	return end_sessions(c, q, UUID_NULL, q->session_id);
}

/* ---- another's sessions: by who manages users where he belongs ---- */

static const struct field ended_fields[] = {
	{"login", FIELD_TEXT, FIELD_NEEDED, .max = LOGIN_BYTES_MAX, .example = "wang",
	 .zh = "谁的登录", .en = "whose sessions"},
	{"ended", FIELD_INT, FIELD_NEEDED, .example = "2", .zh = "退出了几处",
	 .en = "how many ended"},
	{0},
};
static const struct shape shape_ended = {"SessionsEnded", ended_fields};

static struct sn_err list_of(struct ctx *c, struct call *q, struct json_out *o)
{
	struct user user;
	SN_TRY(rights_user_by_login(c, q->args[0], &user));
	SN_TRY(call_may(c, q, user.org_no));
	return rows_out(c, q, o, user.user_id);
}
/* {session} is not there: all of his. Who ends his own that way is signed out here, too. */
static struct sn_err end_of(struct ctx *c, struct call *q, struct json_out *o,
			    struct uuid session_id)
{
	struct user user;
	SN_TRY(rights_user_by_login(c, q->args[0], &user));
	struct session_ending ending = {
		.user_id = user.user_id, .session_id = session_id, .from = api_session_from(q)};
	SN_TRY(session_end_work(c, &ending));
	q->token_gone = uuid_is_null(session_id) ? uuid_eq(user.user_id, c->actor_id)
						 : uuid_eq(session_id, q->session_id);
	json_out_object(o, NULL);
	json_out_text(o, "login", user.login);
	json_out_int(o, "ended", ending.ended);
	json_out_end(o);
	return SN_SUCCESS;
}
static struct sn_err end_all_of(struct ctx *c, struct call *q, struct json_out *o)
{
	return end_of(c, q, o, UUID_NULL);
}
static struct sn_err end_one_of(struct ctx *c, struct call *q, struct json_out *o)
{
	struct uuid id;
	SN_TRY(uuid_parse(&id, q->args[1], "session"));
	return end_of(c, q, o, id);
}

/* ---- the first start ---- */

static const struct field setup_state_fields[] = {
	{"set_up", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "已有人能登录",
	 .en = "somebody can sign in already"},
	{"demo", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "演示系统：密码公开",
	 .en = "a demo: its passwords are public"},
	{0},
};
static const struct shape shape_setup_state = {"SetupState", setup_state_fields};

static struct sn_err setup_state(struct ctx *c, struct call *q, struct json_out *o)
{
	bool set_up = false;
	SN_TRY(session_is_set_up(c, &set_up));
	json_out_object(o, NULL);
	json_out_bool(o, "set_up", set_up);
	json_out_bool(o, "demo", q->api->demo);
	json_out_end(o);
	return SN_SUCCESS;
}

static const struct field setup_fields[] = {
	{"login", FIELD_TEXT, 0, .max = LOGIN_BYTES_MAX, .example = "w-maker",
	 .zh = "用户名；用初始设置码时不填", .en = "login; not given with the set-up code"},
	{"code", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "7Q2K-M4TD-9XPA",
	 .zh = "初始设置码或重置码", .en = "the set-up code, or a reset code"},
	{"new_password", FIELD_TEXT, FIELD_NEEDED, .max = 1024, .example = "合成数据-新密码",
	 .zh = "新密码", .en = "the new password"},
	{0},
};
static const struct shape shape_setup = {"Setup", setup_fields};
static const struct field setup_done_fields[] = {
	{"login", FIELD_TEXT, FIELD_NEEDED, .example = "admin", .zh = "用户名：现在可用新密码登录",
	 .en = "login: sign in with the new password now"},
	{0},
};
static const struct shape shape_setup_done = {"SetupDone", setup_done_fields};

static struct sn_err redeem_prepare(struct ctx *c, struct call *q, struct json_out *o)
{
	struct session_redeem *r = q->prepared = ARENA_NEW(c->mem, struct session_redeem);
	(void)o;
	if (!r)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(desk_of(q, &r->desk));
	r->from = api_session_from(q);
	SN_TRY(json_get_text_or(q->body, "login", &r->login));
	SN_TRY(json_get_text(q->body, "code", &r->code));
	SN_TRY(json_get_text(q->body, "new_password", &r->new_password));
	return session_redeem_prepare(c, r);
}
static struct sn_err redeem(struct ctx *c, struct call *q, struct json_out *o)
{
	struct session_redeem *r = q->prepared;
	SN_TRY(session_redeem_work(c, r));
	json_out_object(o, NULL);
	json_out_text(o, "login", r->answered_login);
	json_out_end(o);
	return SN_SUCCESS;
}

/* clang-format off */
#define SESSION "/api/v1/session"
const struct route api_session_routes[] = {
	{"GET", SESSION, ROUTE_POINT, WHO_SIGNED_IN, .reply = &shape_session, .secret = true, .answer = show,
	 .zh = "本次登录：用户、角色、权限", .en = "this session: user, roles, permissions"},
	{"POST", SESSION, ROUTE_WRITE, WHO_ANYBODY, .body = BODY_JSON, .request = &shape_signin, .reply = &shape_session,
	 .status = 201, .secret = true, .threads = ROUTE_HASHES, .prepare = signin_prepare, .answer = signin, .zh = "登录", .en = "sign in"},
	{"DELETE", SESSION, ROUTE_WRITE, WHO_SIGNED_IN, .secret = true, .answer = signout, .zh = "退出登录", .en = "sign out"},
	{"POST", SESSION "/second-factor", ROUTE_WRITE, WHO_SIGNED_IN, .body = BODY_JSON, .request = &shape_code,
	 .reply = &shape_session, .secret = true, .answer = second, .zh = "第二步验证", .en = "give the second factor"},
	{"POST", SESSION "/step-up", ROUTE_WRITE, WHO_SIGNED_IN, .body = BODY_JSON, .request = &shape_again,
	 .reply = &shape_session, .secret = true, .threads = ROUTE_HASHES, .prepare = again_prepare, .answer = again,
	 .zh = "再次输入密码（没有第二步验证的人）", .en = "give the password again, for who has no second factor"},
	{"GET", SESSION "/factors", ROUTE_POINT, WHO_SIGNED_IN, .reply = &shape_factors, .answer = factors,
	 .zh = "本人的第二步验证", .en = "one's own second factors"},
	{"POST", SESSION "/totp", ROUTE_WRITE, WHO_SIGNED_IN, .reply = &shape_totp, .secret = true, .answer = totp_begin,
	 .zh = "登记验证器：取得密钥", .en = "enrol an authenticator: get its secret"},
	{"POST", SESSION "/totp/confirm", ROUTE_WRITE, WHO_SIGNED_IN, .body = BODY_JSON, .request = &shape_code,
	 .reply = &shape_session, .secret = true, .answer = totp_confirm, .zh = "登记验证器：输入第一个验证码",
	 .en = "enrol an authenticator: its first code"},
	{"DELETE", SESSION "/totp", ROUTE_WRITE, WHO_SIGNED_IN, .secret = true, .answer = totp_drop, .zh = "停用验证器",
	 .en = "drop the authenticator"},
	{"POST", SESSION "/paper-codes", ROUTE_WRITE, WHO_SIGNED_IN, .reply = &shape_paper, .secret = true, .answer = paper,
	 .zh = "生成一次性验证码（原有的作废）", .en = "make a paper list of codes; those before are void"},
	{"POST", SESSION "/password", ROUTE_WRITE, WHO_SIGNED_IN, .body = BODY_JSON, .request = &shape_change,
	 .reply = &shape_session, .secret = true, .threads = ROUTE_HASHES, .prepare = change_prepare, .answer = change, .zh = "修改本人密码",
	 .en = "change one's own password"},
	{"GET", "/api/v1/sessions", ROUTE_READ, WHO_SIGNED_IN, .reply = &shape_row, .reply_page = true, .answer = list,
	 .zh = "本人的登录", .en = "one's own sessions"},
	{"DELETE", "/api/v1/sessions", ROUTE_WRITE, WHO_SIGNED_IN, .secret = true, .answer = end_others,
	 .zh = "退出本人其他的登录", .en = "end one's other sessions"},
	{"DELETE", "/api/v1/sessions/{session}", ROUTE_WRITE, WHO_SIGNED_IN, .secret = true, .answer = end_one,
	 .zh = "退出一个登录", .en = "end one session"},
	{"GET", "/api/v1/users/{user}/sessions", ROUTE_READ, WHO_PERMITTED, PERMISSION_USER_WRITE, .reply = &shape_row,
	 .reply_page = true, .answer = list_of, .zh = "一个用户的登录", .en = "a user's sessions"},
	{"DELETE", "/api/v1/users/{user}/sessions", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_USER_WRITE, .reply = &shape_ended,
	 .secret = true, .answer = end_all_of, .zh = "注销一个用户的全部登录", .en = "end all sessions of a user"},
	{"DELETE", "/api/v1/users/{user}/sessions/{session}", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_USER_WRITE, .reply = &shape_ended,
	 .secret = true, .answer = end_one_of, .zh = "注销一个用户的一处登录", .en = "end one session of a user"},
	{"GET", "/api/v1/setup", ROUTE_POINT, WHO_ANYBODY, .reply = &shape_setup_state, .answer = setup_state,
	 .zh = "是否已完成初始设置", .en = "has the first start been done"},
	{"POST", "/api/v1/setup", ROUTE_WRITE, WHO_ANYBODY, .body = BODY_JSON, .request = &shape_setup,
	 .reply = &shape_setup_done, .secret = true, .threads = ROUTE_HASHES, .prepare = redeem_prepare, .answer = redeem,
	 .zh = "凭初始设置码或重置码设置密码", .en = "set a password by the set-up code or a reset code"},
	{0},
};
/* clang-format on */
