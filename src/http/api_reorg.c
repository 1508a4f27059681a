/* Changes of the tree of unions: adding, renaming, aliases, splitting; moving and merging after a preview. */
#include "http/routes.h"
#include "http/shapes.h"
#include "org/org_cache.h"
#include "report/reorg.h"

#define KIND_WORDS "general|industry|zone|grassroots|joint"
#define CLASS_WORDS                                                                                \
	"source|fund|payable|supply|convert|stock|custody|recipient|over-issue|written-off|in-"    \
	"transit"
#define EFFECT_WORDS "with|gains|loses|narrows|taken"
enum { CHILDREN_MAX = 200, ROW_MAX = 100000 };

/* What an act has left behind, in a line. */
static const struct field done_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .example = "150300", .zh = "代码", .en = "code"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "乌海市总工会", .zh = "名称", .en = "name"},
	{"parent", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "上级工会",
	 .en = "the union above"},
	{"became", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "已并入",
	 .en = "the union that it became part of"},
	{"until", FIELD_DAY, FIELD_NULLABLE, .example = "2024-10-26", .zh = "至",
	 .en = "no more from this day on"},
	{"version", FIELD_INT, FIELD_NEEDED, .example = "42", .zh = "组织的版本",
	 .en = "the version of the tree"},
	{0},
};
static const struct shape shape_done = {"OrgChanged", done_fields};

static struct sn_err done_out(struct ctx *c, struct json_out *o, int64_t org_no)
{
	struct org org;
	int64_t version = 0;
	SN_TRY(org_by_no(c, org_no, 0, &org));
	SN_TRY(org_version(c, &version));
	json_out_object(o, NULL);
	json_out_text(o, "code", org.code);
	json_out_text(o, "name", org.name);
	reply_org(c, o, "parent", org.parent_no);
	reply_org(c, o, "became", org.became_no);
	reply_day(o, "until", org.until_day);
	json_out_int(o, "version", version);
	json_out_end(o);
	return SN_SUCCESS;
}

/* ---- adding ---- */

static const struct field add_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .max = ORG_CODE_BYTES_MAX, .example = "150304",
	 .zh = "代码", .en = "code"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "乌达区总工会",
	 .zh = "全称（以批复为准）", .en = "its official name"},
	{"parent", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "150300",
	 .zh = "上级工会", .en = "the union above"},
	{"kind", FIELD_WORD, FIELD_NEEDED, .words = KIND_WORDS, .example = "general", .zh = "类型",
	 .en = "kind"},
	{"level", FIELD_INT, FIELD_NEEDED, .min = 1, .max = ORG_DEPTH_MAX, .example = "3",
	 .zh = "级别", .en = "level"},
	{"division", FIELD_TEXT, 0, .max = ORG_CODE_BYTES_MAX, .example = "150304",
	 .zh = "行政区划代码", .en = "GB/T 2260 code"},
	{"order", FIELD_INT, 0, .min = 0, .max = 1000000, .example = "30", .zh = "排列次序",
	 .en = "its place in the official order"},
	{"name_confirmed", FIELD_BOOL, 0, .example = "true", .zh = "名称经本会确认",
	 .en = "the union itself has confirmed its name"},
	{"from", FIELD_DAY, 0, .example = "2024-10-26", .zh = "自哪一天起",
	 .en = "from which day on"},
	{0},
};
static const struct shape shape_add = {"OrgNew", add_fields};

static struct sn_err add(struct ctx *c, struct call *q, struct json_out *o)
{
	struct org_new what = {0};
	struct org parent, made;
	struct str kind;
	int64_t level = 0;
	SN_TRY(body_org(c, q->body, "parent", &parent));
	SN_TRY(call_may(c, q, parent.org_no));
	what.parent_code = parent.code;
	SN_TRY(json_get_text(q->body, "code", &what.code));
	SN_TRY(json_get_text(q->body, "name", &what.name));
	SN_TRY(json_get_text(q->body, "kind", &kind));
	SN_TRY(json_get_int(q->body, "level", &level));
	SN_TRY(json_get_text_or(q->body, "division", &what.division));
	SN_TRY(json_get_int_or(q->body, "order", &what.official_order));
	SN_TRY(json_get_bool_or(q->body, "name_confirmed", &what.name_confirmed));
	SN_TRY(body_day(q->body, "from", &what.from_day));
	what.level = (int)level;
	if (!org_kind_parse(&what.kind, kind))
		return SN_FAIL(ORG_BAD_KIND, .field = "kind");
	SN_TRY(org_add(c, &what, &made, NULL));
	return done_out(c, o, made.org_no);
}

/* ---- names ---- */

static const struct field rename_fields[] = {
	{"name", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "乌海市总工会",
	 .zh = "新的全称", .en = "its new official name"},
	{"day", FIELD_DAY, 0, .example = "2024-10-26", .zh = "自哪一天起（缺省：今天）",
	 .en = "from which day on; none: today"},
	{0},
};
static const struct shape shape_rename = {"OrgRename", rename_fields};
static const struct field alias_fields[] = {
	{"alias", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "乌海工会",
	 .zh = "简称、别名", .en = "alias"},
	{0},
};
static const struct shape shape_alias = {"OrgAlias", alias_fields};

static struct sn_err change_name(struct ctx *c, struct call *q, struct json_out *o)
{
	struct org org;
	struct str name;
	int32_t day = 0;
	SN_TRY(org_find(c, q->args[0], 0, &org));
	SN_TRY(call_may(c, q, org.org_no));
	SN_TRY(json_get_text(q->body, "name", &name));
	SN_TRY(body_day(q->body, "day", &day));
	SN_TRY(org_rename(c, org.org_no, name, day));
	return done_out(c, o, org.org_no);
}

static struct sn_err add_alias(struct ctx *c, struct call *q, struct json_out *o)
{
	struct org org;
	struct str alias;
	SN_TRY(org_find(c, q->args[0], 0, &org));
	SN_TRY(call_may(c, q, org.org_no));
	SN_TRY(json_get_text(q->body, "alias", &alias));
	SN_TRY(org_add_alias(c, org.org_no, alias));
	return done_out(c, o, org.org_no);
}

/* ---- splitting ---- */

static const struct field split_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .max = ORG_CODE_BYTES_MAX, .example = "150304",
	 .zh = "新工会的代码", .en = "the new union's code"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "乌达区总工会",
	 .zh = "新工会的全称", .en = "the new union's official name"},
	{"children", FIELD_LIST, FIELD_NEEDED, .max = CHILDREN_MAX, .example = "150302001",
	 .zh = "划给新工会的直接下级（代码）",
	 .en = "codes of those right below that go to the new union"},
	{"day", FIELD_DAY, 0, .example = "2024-10-26", .zh = "自哪一天起（缺省：今天）",
	 .en = "from which day on; none: today"},
	{0},
};
static const struct shape shape_split = {"OrgSplit", split_fields};

/* The new union stands beside the one that it comes out of: the right is asked over both. */
static struct sn_err split(struct ctx *c, struct call *q, struct json_out *o)
{
	struct org from, child, made;
	struct json_value list;
	struct str code;
	struct org_new what;
	struct org_split act = {.what = &what};
	SN_TRY(org_find(c, q->args[0], 0, &from));
	SN_TRY(call_may(c, q, from.parent_no));
	what = (struct org_new){.kind = from.kind,
				.level = from.level,
				.official_order = from.official_order,
				.name_confirmed = true};
	act.from_no = from.org_no;
	SN_TRY(json_get_text(q->body, "code", &what.code));
	SN_TRY(json_get_text(q->body, "name", &what.name));
	SN_TRY(body_day(q->body, "day", &act.day));
	SN_TRY(json_get_array(q->body, "children", &list));
	act.children_count = json_count(&list);
	int64_t *children = ARENA_ARRAY(c->mem, int64_t, act.children_count + 1);
	if (!children)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < act.children_count; i++) {
		const struct json_value item = json_at(&list, i);
		SN_TRY(json_as_text(&item, &code));
		SN_TRY(org_find(c, code, 0, &child));
		children[i] = child.org_no;
	}
	act.children = children;
	SN_TRY(org_split(c, &act, &made));
	return done_out(c, o, made.org_no);
}

/* ---- moving and merging: the preview ---- */

static const struct field grant_fields[] = {
	{"user", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "用户", .en = "user"},
	{"role", FIELD_TEXT, FIELD_NEEDED, .example = "checker", .zh = "岗位", .en = "role"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "在哪个工会",
	 .en = "at which union"},
	{"effect", FIELD_WORD, FIELD_NEEDED, .words = EFFECT_WORDS, .example = "loses",
	 .zh = "变化", .en = "what becomes of it"},
	{0},
};
static const struct shape shape_grant = {"ReorgGrant", grant_fields};
static const struct field cycle_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .example = "hw-2024", .zh = "代码", .en = "code"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "2024年环卫工人节慰问", .zh = "活动",
	 .en = "cycle"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "主办工会",
	 .en = "run by"},
	{"effect", FIELD_WORD, FIELD_NEEDED, .words = EFFECT_WORDS, .example = "loses",
	 .zh = "变化", .en = "what becomes of it"},
	{0},
};
static const struct shape shape_reorg_cycle = {"ReorgCycle", cycle_fields};
static const struct field account_fields[] = {
	{"class", FIELD_WORD, FIELD_NEEDED, .words = CLASS_WORDS, .example = "fund",
	 .zh = "账户类别", .en = "class of account"},
	{"accounts", FIELD_INT, FIELD_NEEDED, .example = "4", .zh = "有余额的账户",
	 .en = "accounts that are not empty"},
	{"quantity", FIELD_INT, FIELD_NEEDED, .example = "128", .zh = "件数", .en = "pieces"},
	{"value_fen", FIELD_INT, FIELD_NEEDED, .example = "2547200", .zh = "金额（分）",
	 .en = "value in fen"},
	{0},
};
static const struct shape shape_accounts = {"ReorgAccounts", account_fields};
static const struct field hands_fields[] = {
	{"from_fen", FIELD_FEN, FIELD_NEEDED, .example = "100000", .zh = "这样一笔（分）",
	 .en = "for such an amount"},
	{"before", FIELD_INT, FIELD_NEEDED, .example = "4", .zh = "现在需要几人经手",
	 .en = "hands it needs now"},
	{"after", FIELD_INT, FIELD_NEEDED, .example = "3", .zh = "变动后需要几人",
	 .en = "hands it needs then"},
	{0},
};
static const struct shape shape_hands = {"ReorgHands", hands_fields};
static const struct field plan_fields[] = {
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "变动的工会",
	 .en = "the union"},
	{"parent", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "现在的上级",
	 .en = "the union above it now"},
	{"other", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref,
	 .zh = "新的上级，或并入的工会", .en = "the new parent, or the union that takes it in"},
	{"day", FIELD_DAY, FIELD_NEEDED, .example = "2024-10-26", .zh = "自哪一天起",
	 .en = "from which day on"},
	{"version", FIELD_INT, FIELD_NEEDED, .example = "41", .zh = "预览所依据的组织版本",
	 .en = "the version of the tree that this was made for"},
	{"unions", FIELD_INT, FIELD_NEEDED, .example = "4", .zh = "工会数（含全部下级）",
	 .en = "unions, with all below"},
	{"children", FIELD_INT, FIELD_NEEDED, .example = "3", .zh = "直接下级数",
	 .en = "unions right below"},
	{"people", FIELD_INT, FIELD_NEEDED, .example = "1240", .zh = "在册职工",
	 .en = "people on rosters"},
	{"users", FIELD_INT, FIELD_NEEDED, .example = "9", .zh = "用户",
	 .en = "users who belong there"},
	{"grants_with", FIELD_INT, FIELD_NEEDED, .example = "12", .zh = "随同不变的授权",
	 .en = "grants that stay as they are"},
	{"accounts", FIELD_LIST, FIELD_NEEDED, .of = &shape_accounts, .max = ACCOUNT_CLASSES_COUNT,
	 .zh = "有余额的账户", .en = "accounts that are not empty"},
	{"hands", FIELD_LIST, FIELD_NEEDED, .of = &shape_hands, .max = 2, .zh = "经手人数",
	 .en = "how many hands money needs"},
	{"grants", FIELD_LIST, FIELD_NEEDED, .of = &shape_grant, .max = ROW_MAX,
	 .zh = "管辖有变的授权", .en = "grants whose reach changes"},
	{"cycles", FIELD_LIST, FIELD_NEEDED, .of = &shape_reorg_cycle, .max = ROW_MAX,
	 .zh = "未结束的活动", .en = "cycles that are not closed"},
	{0},
};
static const struct shape shape_plan = {"ReorgPlan", plan_fields};

static void accounts_out(struct json_out *o, const struct reorg_plan *p)
{
	json_out_array(o, "accounts");
	for (size_t i = 0; i < p->accounts_count; i++) {
		const struct reorg_accounts *a = &p->accounts[i];
		json_out_object(o, NULL);
		json_out_text(o, "class", str_of(ledger_class_words(a->class)->word));
		json_out_int(o, "accounts", a->accounts);
		json_out_int(o, "quantity", a->quantity);
		json_out_money(o, "value_fen", a->value);
		json_out_end(o);
	}
	json_out_end(o);
	json_out_array(o, "hands");
	for (size_t i = 0; i < sizeof p->hands / sizeof p->hands[0]; i++) {
		json_out_object(o, NULL);
		json_out_money(o, "from_fen", p->hands[i].amount);
		json_out_int(o, "before", p->hands[i].before);
		json_out_int(o, "after", p->hands[i].after);
		json_out_end(o);
	}
	json_out_end(o);
}
static void effects_out(struct ctx *c, struct json_out *o, const struct reorg_plan *p)
{
	json_out_array(o, "grants");
	for (size_t i = 0; i < p->grants_count; i++) {
		const struct reorg_grant *g = &p->grants[i];
		json_out_object(o, NULL);
		reply_user(c, o, "user", g->grant.user_id);
		json_out_text(o, "role", str_of(rights_role_word(g->grant.role)));
		reply_org(c, o, "org", g->grant.org_no);
		json_out_text(o, "effect", str_of(reorg_effect_words(g->effect)->word));
		json_out_end(o);
	}
	json_out_end(o);
	json_out_array(o, "cycles");
	for (size_t i = 0; i < p->cycles_count; i++) {
		const struct reorg_cycle *y = &p->cycles[i];
		json_out_object(o, NULL);
		json_out_text(o, "code", y->cycle.code);
		json_out_text(o, "name", y->cycle.name);
		reply_org(c, o, "org", y->cycle.org_no);
		json_out_text(o, "effect", str_of(reorg_effect_words(y->effect)->word));
		json_out_end(o);
	}
	json_out_end(o);
}

static struct sn_err preview(struct ctx *c, struct call *q, struct json_out *o, struct reorg ask,
			     const char *other_key)
{
	const struct org_tree *tree = NULL;
	struct reorg_plan p;
	struct org org, other;
	const struct str text = call_query(q, other_key);
	SN_TRY(org_find(c, q->args[0], 0, &org));
	SN_TRY(org_find(c, text, 0, &other));
	SN_TRY(call_query_day(q, "day", &ask.day));
	ask.org_no = org.org_no;
	ask.other_no = other.org_no;
	SN_TRY(call_tree(c, q, &tree));
	SN_TRY(reorg_plan(c, &ask, tree, &p));
	q->asked = true; /* reorg_plan() asks over both places */
	json_out_object(o, NULL);
	reply_org(c, o, "org", p.org.org_no);
	reply_org(c, o, "parent", p.from_parent.org_no);
	reply_org(c, o, "other", p.other.org_no);
	reply_day(o, "day", p.what.day);
	json_out_int(o, "version", p.what.version);
	json_out_int(o, "unions", p.unions);
	json_out_int(o, "children", p.children);
	json_out_int(o, "people", p.people);
	json_out_int(o, "users", p.users);
	json_out_int(o, "grants_with", p.grants_with);
	accounts_out(o, &p);
	effects_out(c, o, &p);
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err preview_move(struct ctx *c, struct call *q, struct json_out *o)
{
	return preview(c, q, o, (struct reorg){.kind = REORG_MOVE}, "to");
}
static struct sn_err preview_merge(struct ctx *c, struct call *q, struct json_out *o)
{
	return preview(c, q, o, (struct reorg){.kind = REORG_MERGE}, "into");
}

/* ---- moving and merging: the act ---- */

#define ACT_FIELDS                                                                                 \
	{"day",                                                                                    \
	 FIELD_DAY,                                                                                \
	 0,                                                                                        \
	 .example = "2024-10-26",                                                                  \
	 .zh = "自哪一天起（缺省：今天）",                                                         \
	 .en = "from which day on; none: today"},                                                  \
		{"version",                                                                        \
		 FIELD_INT,                                                                        \
		 0,                                                                                \
		 .min = 0,                                                                         \
		 .max = INT64_MAX,                                                                 \
		 .example = "41",                                                                  \
		 .zh = "所看预览的版本：此后组织有变动就不办",                                     \
		 .en = "the version of the preview that was looked at: refused where the tree "    \
		       "has changed since"},
static const struct field move_fields[] = {
	{"to", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "150000",
	 .zh = "新的上级", .en = "the new parent"},
	ACT_FIELDS{0},
};
static const struct shape shape_move = {"OrgMove", move_fields};
static const struct field merge_fields[] = {
	{"into", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "150302",
	 .zh = "并入哪个工会", .en = "the union that takes it in"},
	ACT_FIELDS{0},
};
static const struct shape shape_merge = {"OrgMerge", merge_fields};

static struct sn_err act(struct ctx *c, struct call *q, struct json_out *o, struct reorg what,
			 const char *other_key)
{
	struct org org, other;
	SN_TRY(org_find(c, q->args[0], 0, &org));
	SN_TRY(body_org(c, q->body, other_key, &other));
	SN_TRY(body_day(q->body, "day", &what.day));
	SN_TRY(json_get_int_or(q->body, "version", &what.version));
	what.org_no = org.org_no;
	what.other_no = other.org_no;
	SN_TRY(reorg_do(c, &what));
	return done_out(c, o, org.org_no);
}
static struct sn_err do_move(struct ctx *c, struct call *q, struct json_out *o)
{
	return act(c, q, o, (struct reorg){.kind = REORG_MOVE}, "to");
}
static struct sn_err do_merge(struct ctx *c, struct call *q, struct json_out *o)
{
	return act(c, q, o, (struct reorg){.kind = REORG_MERGE}, "into");
}

static const struct query_field move_query[] = {
	{"to", FIELD_TEXT, NULL, "150000", "新的上级，代码或名称", "the new parent, code or name",
	 true},
	{"day", FIELD_DAY, NULL, "2024-10-26", "自哪一天起", "from which day on"},
	{0},
};
static const struct query_field merge_query[] = {
	{"into", FIELD_TEXT, NULL, "150302", "并入哪个工会，代码或名称",
	 "the union that takes it in, code or name", true},
	{"day", FIELD_DAY, NULL, "2024-10-26", "自哪一天起", "from which day on"},
	{0},
};

#define WRITES(path_, shape_, answer_, zh_, en_)                                                   \
	{                                                                                          \
		"POST", path_, ROUTE_WRITE, WHO_PERMITTED, PERMISSION_ORG_WRITE, BODY_JSON,        \
			.request = (shape_), .reply = &shape_done, .answer = (answer_),            \
			.zh = (zh_), .en = (en_)                                                   \
	}
const struct route api_reorg_routes[] = {
	WRITES("/api/v1/orgs", &shape_add, add, "增设工会", "add a union"),
	WRITES("/api/v1/orgs/{org}/name", &shape_rename, change_name, "改名；同名则为确认名称",
	       "rename a union; the same name confirms it"),
	WRITES("/api/v1/orgs/{org}/aliases", &shape_alias, add_alias, "增加简称", "add an alias"),
	WRITES("/api/v1/orgs/{org}/split", &shape_split, split, "分设新工会，划出部分下级",
	       "split off a new union with some of those below"),
	{"GET", "/api/v1/orgs/{org}/move", ROUTE_READ, WHO_PERMITTED, PERMISSION_ORG_WRITE,
	 .reply = &shape_plan, .query = move_query, .answer = preview_move,
	 .zh = "预览：改隶会带来哪些变化", .en = "preview: what moving the union would change"},
	WRITES("/api/v1/orgs/{org}/move", &shape_move, do_move, "改隶：换一个上级",
	       "move a union under another one"),
	{"GET", "/api/v1/orgs/{org}/merge", ROUTE_READ, WHO_PERMITTED, PERMISSION_ORG_WRITE,
	 .reply = &shape_plan, .query = merge_query, .answer = preview_merge,
	 .zh = "预览：并入会带来哪些变化", .en = "preview: what merging the union would change"},
	WRITES("/api/v1/orgs/{org}/merge", &shape_merge, do_merge, "并入另一个工会",
	       "merge a union into another one"),
	{0},
};
