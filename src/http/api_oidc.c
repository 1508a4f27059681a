/* Signing in by another service (oidc.h): the buttons, the way there and back, who is linked, the services themselves. The
 * provider sends the browser to a page of the console, which posts what it was given: so no GET changes anything, and no
 * answer is a redirect. */
#include "http/api.h"
#include "http/oidc_flow.h"
#include "http/routes.h"
#include "http/session_out.h"
#include "http/shapes.h"

enum { BACK_BYTES_MAX = 4096, ERROR_BYTES_MAX = 256 };
#define PROVIDER_EXAMPLE "portal"
#define ISSUER_EXAMPLE   "https://id.example.cn"

static struct sn_err desk_of(const struct call *q, struct oidc_desk **out)
{
	*out = q->api->oidc;
	return *out ? SN_SUCCESS : SN_FAIL(OIDC_NO_PROVIDER);
}
static struct sn_err named_provider(struct ctx *c, const struct call *q, struct oidc_provider *out)
{
	struct str code;
	SN_TRY(json_get_text(q->body, "provider", &code));
	return oidc_provider_by_code(c, code, out);
}

/* ---- the buttons ---- */

static const struct field button_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .example = PROVIDER_EXAMPLE, .zh = "代码", .en = "code"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "示例政务统一登录", .zh = "名称",
	 .en = "name"},
	{0},
};
static const struct shape shape_button = {"OidcButton", button_fields};
static const struct field buttons_fields[] = {
	{"providers", FIELD_LIST, FIELD_NEEDED, .of = &shape_button, .max = OIDC_PROVIDERS_MAX,
	 .zh = "可以用哪些统一登录服务登录", .en = "the services by which one may sign in"},
	{0},
};
static const struct shape shape_buttons = {"OidcButtons", buttons_fields};

static struct sn_err buttons(struct ctx *c, struct call *q, struct json_out *o)
{
	struct oidc_provider *all = NULL;
	size_t count = 0;
	if (q->api->oidc && !str_is_null(q->api->site.origin))
		SN_TRY(oidc_providers(c, &all, &count));
	json_out_object(o, NULL);
	json_out_array(o, "providers");
	for (size_t i = 0; i < count; i++) {
		json_out_object(o, NULL);
		json_out_text(o, "code", all[i].code);
		json_out_text(o, "name", all[i].name);
		json_out_end(o);
	}
	json_out_end(o);
	json_out_end(o);
	return SN_SUCCESS;
}

/* ---- there ---- */

static const struct field start_fields[] = {
	{"provider", FIELD_TEXT, FIELD_NEEDED, .max = OIDC_CODE_BYTES_MAX,
	 .example = PROVIDER_EXAMPLE, .zh = "哪个统一登录服务", .en = "which service"},
	{"link", FIELD_BOOL, 0, .example = "false", .zh = "关联本人的账号（缺省：登录）",
	 .en = "to link one's own account; else to sign in"},
	{0},
};
static const struct shape shape_start = {"OidcStart", start_fields};
static const struct field way_fields[] = {
	{"url", FIELD_TEXT, FIELD_NEEDED,
	 .example = ISSUER_EXAMPLE "/authorize?response_type=code&…", .zh = "浏览器接着打开的地址",
	 .en = "where the browser goes"},
	{0},
};
static const struct shape shape_way = {"OidcWay", way_fields};

static struct sn_err start(struct ctx *c, struct call *q, struct json_out *o)
{
	struct oidc_desk *desk;
	struct oidc_start s = {.session_id = UUID_NULL, .origin = q->api->site.origin};
	bool link = false;
	SN_TRY(desk_of(q, &desk));
	SN_TRY(named_provider(c, q, &s.provider));
	SN_TRY(json_get_bool_or(q->body, "link", &link));
	if (link) {
		if (!q->session)
			return SN_FAIL(SIGN_IN_FIRST);
		SN_TRY(oidc_link_check(c, q->session_id, s.provider.provider_id));
		s.session_id = q->session_id;
	}
	SN_TRY(oidc_flow_start(c, desk, &s));
	q->browser_new = s.browser;
	json_out_object(o, NULL);
	json_out_text(o, "url", s.url);
	json_out_end(o);
	return SN_SUCCESS;
}

/* ---- and back ---- */

static const struct field back_fields[] = {
	{"state", FIELD_TEXT, FIELD_NEEDED, .max = ERROR_BYTES_MAX,
	 .example = "Zk3Q0p1Qx8yT2aB4cD5eFgZk3Q0p1Qx8yT2aB4cD5eE", .zh = "出发时带去的标记",
	 .en = "the mark that was sent there"},
	{"code", FIELD_TEXT, FIELD_NULLABLE, .max = BACK_BYTES_MAX, .example = "SplxlOBeZQQYbYS6",
	 .zh = "统一登录服务给的授权码", .en = "the code that the service gave"},
	{"error", FIELD_TEXT, FIELD_NULLABLE, .max = ERROR_BYTES_MAX, .example = "",
	 .zh = "统一登录服务说为什么不行", .en = "why the service did not"},
	{"iss", FIELD_TEXT, FIELD_NULLABLE, .max = BACK_BYTES_MAX, .example = ISSUER_EXAMPLE,
	 .zh = "统一登录服务自称的地址", .en = "who the service says that it is"},
	{0},
};
static const struct shape shape_back = {"OidcBack", back_fields};

/* Asks the provider; what came of it is for the work. */
static struct sn_err back(struct ctx *c, const struct call *q, struct uuid session_id,
			  struct oidc_back *b)
{
	struct oidc_desk *desk;
	*b = (struct oidc_back){
		.browser = q->browser, .session_id = session_id, .origin = q->api->site.origin};
	SN_TRY(desk_of(q, &desk));
	SN_TRY(json_get_text(q->body, "state", &b->state));
	SN_TRY(json_get_text_or(q->body, "code", &b->code));
	SN_TRY(json_get_text_or(q->body, "error", &b->error));
	SN_TRY(json_get_text_or(q->body, "iss", &b->issuer));
	return oidc_flow_back(c, desk, b);
}

static struct sn_err signin_prepare(struct ctx *c, struct call *q, struct json_out *o)
{
	struct oidc_back b;
	struct oidc_signin *s = q->prepared = ARENA_NEW(c->mem, struct oidc_signin);
	(void)o;
	if (!s)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(back(c, q, UUID_NULL, &b));
	*s = (struct oidc_signin){.provider_id = b.provider_id,
				  .outcome = b.outcome,
				  .subject = b.identity.subject,
				  .second = b.identity.second,
				  .from = api_session_from(q)};
	return SN_SUCCESS;
}
static struct sn_err signin(struct ctx *c, struct call *q, struct json_out *o)
{
	struct oidc_signin *s = q->prepared;
	SN_TRY(oidc_signin_work(c, s));
	return api_session_begun(c, q, o, &s->begun);
}

/* ---- links ---- */

static const struct field link_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .example = PROVIDER_EXAMPLE, .zh = "统一登录服务的代码",
	 .en = "code of the service"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "示例政务统一登录", .zh = "统一登录服务",
	 .en = "the service"},
	{"linked", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-26T09:30:00+08:00", .zh = "关联于",
	 .en = "linked at"},
	{"linked_by", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "由谁关联",
	 .en = "by whom"},
	{"used", FIELD_TIME, FIELD_NULLABLE, .example = "2024-10-26T09:45:00+08:00",
	 .zh = "最近用它登录", .en = "last used to sign in"},
	{0},
};
static const struct shape shape_link = {"OidcLink", link_fields};
static const struct field links_fields[] = {
	{"links", FIELD_LIST, FIELD_NEEDED, .of = &shape_link, .max = OIDC_PROVIDERS_MAX,
	 .zh = "已关联的统一登录账号", .en = "accounts that are linked"},
	{0},
};
static const struct shape shape_links = {"OidcLinks", links_fields};

static struct sn_err links_out(struct ctx *c, struct json_out *o, struct uuid user_id)
{
	struct oidc_link *all = NULL;
	size_t count = 0;
	SN_TRY(oidc_links(c, user_id, &all, &count));
	json_out_object(o, NULL);
	json_out_array(o, "links");
	for (size_t i = 0; i < count; i++) {
		json_out_object(o, NULL);
		json_out_text(o, "code", all[i].code);
		json_out_text(o, "name", all[i].name);
		reply_time(o, "linked", all[i].linked_at_us);
		reply_user(c, o, "linked_by", all[i].linked_by);
		reply_time(o, "used", all[i].used_at_us);
		json_out_end(o);
	}
	json_out_end(o);
	json_out_end(o);
	return SN_SUCCESS;
}
static struct sn_err own_links(struct ctx *c, struct call *q, struct json_out *o)
{
	(void)q;
	return links_out(c, o, c->actor_id);
}
static struct sn_err link_prepare(struct ctx *c, struct call *q, struct json_out *o)
{
	struct oidc_back b;
	struct oidc_linking *l = q->prepared = ARENA_NEW(c->mem, struct oidc_linking);
	(void)o;
	if (!l)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(back(c, q, q->session_id, &b));
	*l = (struct oidc_linking){.provider_id = b.provider_id,
				   .session_id = q->session_id,
				   .outcome = b.outcome,
				   .subject = b.identity.subject,
				   .from = api_session_from(q)};
	return SN_SUCCESS;
}
static struct sn_err link_own(struct ctx *c, struct call *q, struct json_out *o)
{
	SN_TRY(oidc_link_work(c, q->prepared));
	return links_out(c, o, c->actor_id);
}
static struct sn_err cut(struct ctx *c, const struct call *q, struct uuid user_id, struct str code)
{
	struct oidc_provider p;
	SN_TRY(oidc_provider_by_code(c, code, &p));
	struct oidc_cut w = {
		.provider_id = p.provider_id, .user_id = user_id, .from = api_session_from(q)};
	return oidc_cut_work(c, &w);
}
static struct sn_err cut_own(struct ctx *c, struct call *q, struct json_out *o)
{
	(void)o;
	return cut(c, q, c->actor_id, q->args[0]);
}

/* ---- of another, by who manages users there ---- */

static struct sn_err named_user(struct ctx *c, struct call *q, struct user *out)
{
	SN_TRY(rights_user_by_login(c, q->args[0], out));
	return call_may(c, q, out->org_no);
}
static struct sn_err user_links(struct ctx *c, struct call *q, struct json_out *o)
{
	struct user user;
	SN_TRY(named_user(c, q, &user));
	return links_out(c, o, user.user_id);
}
static const struct field link_for_fields[] = {
	{"provider", FIELD_TEXT, FIELD_NEEDED, .max = OIDC_CODE_BYTES_MAX,
	 .example = PROVIDER_EXAMPLE, .zh = "哪个统一登录服务", .en = "which service"},
	{"subject", FIELD_TEXT, FIELD_NEEDED, .max = OIDC_SUBJECT_BYTES_MAX,
	 .example = "10086-合成数据", .zh = "他在那边的账号标识，由服务方提供；只存密文",
	 .en = "his account there, as the service names it; kept as a keyed hash only"},
	{0},
};
static const struct shape shape_link_for = {"OidcLinkFor", link_for_fields};

static struct sn_err link_for(struct ctx *c, struct call *q, struct json_out *o)
{
	struct user user;
	struct oidc_provider p;
	struct oidc_linking_for l = {.from = api_session_from(q)};
	SN_TRY(named_user(c, q, &user));
	SN_TRY(named_provider(c, q, &p));
	SN_TRY(json_get_text(q->body, "subject", &l.subject));
	l.provider_id = p.provider_id;
	l.user_id = user.user_id;
	SN_TRY(oidc_link_for_work(c, &l));
	return links_out(c, o, user.user_id);
}
static struct sn_err cut_for(struct ctx *c, struct call *q, struct json_out *o)
{
	struct user user;
	SN_TRY(named_user(c, q, &user));
	SN_TRY(cut(c, q, user.user_id, q->args[1]));
	return links_out(c, o, user.user_id);
}

/* ---- the services themselves ---- */

/* clang-format off */
#define PROVIDER_FIELDS(may_be_null) \
	{"code", FIELD_TEXT, FIELD_NEEDED, .max = OIDC_CODE_BYTES_MAX, .example = PROVIDER_EXAMPLE, .zh = "代码，用过的不能再用", .en = "code; one that was used is not used again"}, \
	{"name", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "示例政务统一登录", .zh = "登录页按钮上的名称", .en = "the words on the button"}, \
	{"issuer", FIELD_TEXT, FIELD_NEEDED, .max = 512, .example = ISSUER_EXAMPLE, .zh = "服务方公布的 issuer，一字不差", .en = "issuer, exactly as it is published"}, \
	{"client_id", FIELD_TEXT, FIELD_NEEDED, .max = OIDC_CLIENT_BYTES_MAX, .example = "songnuan", .zh = "服务方给本系统的客户端编号", .en = "our client id there"}, \
	{"scope", FIELD_TEXT, 0, .max = OIDC_SCOPE_BYTES_MAX, .example = "openid", .zh = "请求的范围（缺省 openid）", .en = "scopes that are asked for (openid)"}, \
	{"claim", FIELD_TEXT, 0, .max = OIDC_CLAIM_BYTES_MAX, .example = "sub", .zh = "凭证里哪一项是账号标识（缺省 sub）", .en = "the claim that names an account (sub)"}, \
	{"hosts", FIELD_TEXT, may_be_null, .max = OIDC_HOSTS_BYTES_MAX, .example = "keys.example.cn", .zh = "除 issuer 的主机外，还可以用哪些主机（空格隔开）", .en = "hosts besides the issuer's, separated by blanks"}, \
	{"factor_acr", FIELD_TEXT, may_be_null, .max = OIDC_CLIENT_BYTES_MAX, .example = "urn:example:two-factor", .zh = "acr 为此值时算作已做第二步验证", .en = "an acr of this value counts as a second factor"}, \
	{"factor_amr", FIELD_TEXT, may_be_null, .max = OIDC_CLIENT_BYTES_MAX, .example = "mfa", .zh = "amr 含此值时算作已做第二步验证", .en = "an amr with this value counts as a second factor"}, \
	{"private_network", FIELD_BOOL, 0, .example = "false", .zh = "它在内部网络里（10.…、192.168.…）", .en = "it is within an own network (10.…, 192.168.…)"}
/* clang-format on */
static const struct field provider_fields[] = {
	PROVIDER_FIELDS(FIELD_NULLABLE),
	{"secret_set", FIELD_BOOL, 0, .example = "true", .zh = "已设客户端密钥（不显示）",
	 .en = "it has a client secret, which is not shown"},
	{"own_ca", FIELD_BOOL, 0, .example = "false", .zh = "用单独的根证书",
	 .en = "its certificate is checked against authorities of its own"},
	{"added", FIELD_TIME, 0, .example = "2024-10-26T09:30:00+08:00", .zh = "添加时间",
	 .en = "added at"},
	{"return_url", FIELD_TEXT, FIELD_NULLABLE,
	 .example = "https://care.example.cn" OIDC_RETURN_PATH,
	 .zh = "请在服务方登记的返回地址；空：服务器不知道自己对外的地址（--site）",
	 .en = "the address to be registered there; null: the server was not told its own "
	       "(--site)"},
	{0},
};
static const struct shape shape_provider = {"OidcProvider", provider_fields};
static const struct field providers_fields[] = {
	{"providers", FIELD_LIST, FIELD_NEEDED, .of = &shape_provider, .max = OIDC_PROVIDERS_MAX,
	 .zh = "在用的统一登录服务", .en = "the services in use"},
	{0},
};
static const struct shape shape_providers = {"OidcProviders", providers_fields};

static struct sn_err provider_out(struct ctx *c, const struct call *q, struct json_out *o,
				  const struct oidc_provider *p)
{
	const struct str origin = q->api->site.origin;
	struct str url = STR_NULL;
	if (!str_is_null(origin))
		url = str_of(arena_printf(c->mem, STR_FMT OIDC_RETURN_PATH, STR_ARG(origin)));
	json_out_object(o, NULL);
	json_out_text(o, "code", p->code);
	json_out_text(o, "name", p->name);
	json_out_text(o, "issuer", p->issuer);
	json_out_text(o, "client_id", p->client_id);
	json_out_text(o, "scope", p->scope);
	json_out_text(o, "claim", p->claim);
	json_out_text(o, "hosts", p->hosts);
	json_out_text(o, "factor_acr", p->factor_acr);
	json_out_text(o, "factor_amr", p->factor_amr);
	json_out_bool(o, "private_network", p->private_network);
	json_out_bool(o, "secret_set", p->has_secret);
	json_out_bool(o, "own_ca", !str_is_null(p->ca_pem));
	reply_time(o, "added", p->added_at_us);
	json_out_text(o, "return_url", url);
	json_out_end(o);
	return SN_SUCCESS;
}
static struct sn_err providers(struct ctx *c, struct call *q, struct json_out *o)
{
	struct oidc_provider *all = NULL;
	size_t count = 0;
	SN_TRY(call_may(c, q, 0));
	SN_TRY(oidc_providers(c, &all, &count));
	json_out_object(o, NULL);
	json_out_array(o, "providers");
	for (size_t i = 0; i < count; i++)
		SN_TRY(provider_out(c, q, o, &all[i]));
	json_out_end(o);
	json_out_end(o);
	return SN_SUCCESS;
}

static const struct field add_fields[] = {
	PROVIDER_FIELDS(0),
	{"secret", FIELD_TEXT, 0, .max = OIDC_SECRET_BYTES_MAX, .example = "合成数据",
	 .zh = "服务方给的客户端密钥；加密保存，不再显示",
	 .en = "the client secret; sealed, and never shown again"},
	{"ca_pem", FIELD_TEXT, 0, .max = OIDC_CA_BYTES_MAX,
	 .example = "-----BEGIN CERTIFICATE-----…",
	 .zh = "只认这些根证书（PEM；缺省：操作系统信任的）",
	 .en = "authorities that alone count, as PEM; else those of the machine"},
	{0},
};
static const struct shape shape_add = {"OidcProviderNew", add_fields};

static struct sn_err add(struct ctx *c, struct call *q, struct json_out *o)
{
	struct oidc_provider_new n = {.secret = STR_NULL, .from = api_session_from(q)};
	struct oidc_provider *p = &n.provider;
	SN_TRY(call_may(c, q, 0));
	SN_TRY(json_get_text(q->body, "code", &p->code));
	SN_TRY(json_get_text(q->body, "name", &p->name));
	SN_TRY(json_get_text(q->body, "issuer", &p->issuer));
	SN_TRY(json_get_text(q->body, "client_id", &p->client_id));
	SN_TRY(json_get_text_or(q->body, "secret", &n.secret));
	SN_TRY(json_get_text_or(q->body, "scope", &p->scope));
	SN_TRY(json_get_text_or(q->body, "claim", &p->claim));
	SN_TRY(json_get_text_or(q->body, "hosts", &p->hosts));
	SN_TRY(json_get_text_or(q->body, "ca_pem", &p->ca_pem));
	SN_TRY(json_get_text_or(q->body, "factor_acr", &p->factor_acr));
	SN_TRY(json_get_text_or(q->body, "factor_amr", &p->factor_amr));
	SN_TRY(json_get_bool_or(q->body, "private_network", &p->private_network));
	SN_TRY(oidc_provider_add_work(c, &n));
	return provider_out(c, q, o, p);
}
static struct sn_err drop(struct ctx *c, struct call *q, struct json_out *o)
{
	struct oidc_provider_gone g = {.code = q->args[0], .from = api_session_from(q)};
	(void)o;
	SN_TRY(call_may(c, q, 0));
	return oidc_provider_remove_work(c, &g);
}

static const struct field check_fields[] = {
	{"provider", FIELD_TEXT, FIELD_NEEDED, .max = OIDC_CODE_BYTES_MAX,
	 .example = PROVIDER_EXAMPLE, .zh = "哪个统一登录服务", .en = "which service"},
	{0},
};
static const struct shape shape_check = {"OidcCheck", check_fields};
static const struct field checked_fields[] = {
	{"authorization_endpoint", FIELD_TEXT, FIELD_NEEDED, .example = ISSUER_EXAMPLE "/authorize",
	 .zh = "登录页面", .en = "where people sign in"},
	{"token_endpoint", FIELD_TEXT, FIELD_NEEDED, .example = ISSUER_EXAMPLE "/token",
	 .zh = "换取凭证的地址", .en = "where codes become tokens"},
	{"jwks_uri", FIELD_TEXT, FIELD_NEEDED, .example = ISSUER_EXAMPLE "/jwks",
	 .zh = "公布密钥的地址", .en = "where its keys are"},
	{"keys", FIELD_INT, FIELD_NEEDED, .example = "2", .zh = "能用的密钥数",
	 .en = "keys that can be used"},
	{0},
};
static const struct shape shape_checked = {"OidcChecked", checked_fields};

static struct sn_err check(struct ctx *c, struct call *q, struct json_out *o)
{
	struct oidc_desk *desk;
	struct oidc_provider p;
	struct oidc_checked found;
	SN_TRY(call_may(c, q, 0));
	SN_TRY(named_provider(c, q, &p));
	SN_TRY(desk_of(q, &desk));
	SN_TRY(oidc_flow_check(c, desk, &p, &found));
	json_out_object(o, NULL);
	json_out_text(o, "authorization_endpoint", found.discovery.authorize);
	json_out_text(o, "token_endpoint", found.discovery.token);
	json_out_text(o, "jwks_uri", found.discovery.keys);
	json_out_int(o, "keys", (int64_t)found.keys);
	json_out_end(o);
	return SN_SUCCESS;
}

/* clang-format off */
#define SESSION   "/api/v1/session/oidc"
#define PROVIDERS "/api/v1/oidc/providers"
#define USER      "/api/v1/users/{user}/oidc-links"
const struct route api_oidc_routes[] = {
	{"GET", SESSION, ROUTE_POINT, WHO_ANYBODY, .reply = &shape_buttons, .answer = buttons,
	 .zh = "登录页上有哪些统一登录服务", .en = "the services by which one may sign in"},
	{"POST", SESSION "/start", ROUTE_READ, WHO_ANYBODY, .body = BODY_JSON, .request = &shape_start, .reply = &shape_way,
	 .secret = true, .threads = ROUTE_OUTWARD, .answer = start,
	 .zh = "开始用统一登录服务登录，或关联本人账号：浏览器接着去哪里", .en = "begin to sign in by a service, or to link one's account: where the browser goes"},
	{"POST", SESSION, ROUTE_WRITE, WHO_ANYBODY, .body = BODY_JSON, .request = &shape_back, .reply = &shape_session,
	 .status = 201, .secret = true, .threads = ROUTE_OUTWARD, .prepare = signin_prepare, .answer = signin,
	 .zh = "从统一登录服务回来：登录", .en = "back from a service: sign in"},
	{"GET", SESSION "-links", ROUTE_READ, WHO_SIGNED_IN, .reply = &shape_links, .answer = own_links,
	 .zh = "本人关联的统一登录账号", .en = "one's own linked accounts"},
	{"POST", SESSION "-links", ROUTE_WRITE, WHO_SIGNED_IN, .body = BODY_JSON, .request = &shape_back, .reply = &shape_links,
	 .secret = true, .threads = ROUTE_OUTWARD, .prepare = link_prepare, .answer = link_own,
	 .zh = "从统一登录服务回来：关联本人账号", .en = "back from a service: link one's own account"},
	{"DELETE", SESSION "-links/{provider}", ROUTE_WRITE, WHO_SIGNED_IN, .secret = true, .answer = cut_own,
	 .zh = "解除本人的关联", .en = "cut one's own link"},
	{"GET", USER, ROUTE_READ, WHO_PERMITTED, PERMISSION_USER_WRITE, .reply = &shape_links, .answer = user_links,
	 .zh = "一个用户关联的统一登录账号", .en = "a user's linked accounts"},
	{"POST", USER, ROUTE_WRITE, WHO_PERMITTED, PERMISSION_USER_WRITE, .body = BODY_JSON, .request = &shape_link_for,
	 .reply = &shape_links, .answer = link_for, .zh = "给还没有密码的用户关联统一登录账号",
	 .en = "link an account for a user who has no password yet"},
	{"DELETE", USER "/{provider}", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_USER_WRITE, .reply = &shape_links, .answer = cut_for,
	 .zh = "解除一个用户的关联，他的登录全部退出", .en = "cut a user's link; all his sessions end"},
	{"GET", PROVIDERS, ROUTE_READ, WHO_PERMITTED, PERMISSION_SYSTEM, .reply = &shape_providers, .answer = providers,
	 .zh = "统一登录服务的设置", .en = "the services' settings"},
	{"POST", PROVIDERS, ROUTE_WRITE, WHO_PERMITTED, PERMISSION_SYSTEM, .body = BODY_JSON, .request = &shape_add,
	 .reply = &shape_provider, .status = 201, .answer = add, .zh = "添加统一登录服务", .en = "add a service"},
	{"POST", PROVIDERS "/check", ROUTE_READ, WHO_PERMITTED, PERMISSION_SYSTEM, .body = BODY_JSON, .request = &shape_check,
	 .reply = &shape_checked, .threads = ROUTE_OUTWARD, .answer = check,
	 .zh = "试连统一登录服务，看它公布的设置能不能用", .en = "ask a service for what it publishes, and see whether it can be used"},
	{"DELETE", PROVIDERS "/{provider}", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_SYSTEM, .answer = drop,
	 .zh = "停用统一登录服务，关联一并解除", .en = "remove a service; its links are cut"},
	{0},
};
/* clang-format on */
