/* Unions (组织): the tree a level at a time, by what a person types, one union, and what happened to it. What is read
 * comes out of the tree in memory; names of unions are public, but a user sees those over and under his own. */
#include "http/routes.h"
#include "http/shapes.h"
#include "org/org_cache.h"
#include "org/org_search.h"

#include <inttypes.h>

#define KIND_WORDS  "general|industry|zone|grassroots|joint"
#define EVENT_WORDS "add|alias|rename|confirm|move|merge|split"

static const struct field row_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .max = ORG_CODE_BYTES_MAX, .example = "150300",
	 .zh = "代码", .en = "code"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "乌海市总工会",
	 .zh = "名称", .en = "name"},
	{"kind", FIELD_WORD, FIELD_NEEDED, .words = KIND_WORDS, .example = "general", .zh = "类型",
	 .en = "kind"},
	{"level", FIELD_INT, FIELD_NEEDED, .min = 1, .max = ORG_DEPTH_MAX, .example = "2",
	 .zh = "级别：1 自治区，2 盟市，3 旗县，4 苏木乡镇或企业",
	 .en = "level: 1 region, 2 league, 3 county, 4 township or enterprise"},
	{"division", FIELD_TEXT, FIELD_NULLABLE, .max = ORG_CODE_BYTES_MAX, .example = "150300",
	 .zh = "行政区划代码", .en = "GB/T 2260 code"},
	{"name_confirmed", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "名称经本会确认",
	 .en = "the union itself has confirmed its name"},
	{"parent", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "上级工会",
	 .en = "the union above"},
	{"children", FIELD_INT, FIELD_NEEDED, .min = 0, .example = "3",
	 .zh = "直接下级数（本人可见的）", .en = "unions right below that the asker may see"},
	{"below", FIELD_INT, FIELD_NEEDED, .min = 0, .example = "3", .zh = "全部下级数",
	 .en = "all unions below"},
	{"known_as", FIELD_TEXT, FIELD_NULLABLE, .max = NAME_BYTES_MAX, .example = "乌海工会",
	 .zh = "按哪个简称、曾用名查到", .en = "the alias or former name that was found"},
	{0},
};
static const struct shape shape_row = {"Org", row_fields};

/* ---- which unions the asker sees: those over and under where he has the permission ---- */

struct sight {
	const struct org_tree *tree;
	bool everywhere;
	int32_t *held; /* positions; a grant that lies under an earlier one is left out */
	size_t count;
};

static bool sees(const struct sight *s, int32_t at)
{
	for (size_t i = 0; i < s->count && !s->everywhere; i++)
		if (org_tree_contains(s->tree, s->held[i], at) ||
		    org_tree_contains(s->tree, at, s->held[i]))
			return true;
	return s->everywhere;
}
static bool may_see(const void *sight, int32_t at)
{
	return sees(sight, at);
}
static bool is_covered(const struct sight *s, int32_t at)
{
	for (size_t i = 0; i < s->count; i++)
		if (org_tree_contains(s->tree, s->held[i], at))
			return true;
	return false;
}

/* Asks for all that a list shows: what sees() lets through was asked about. */
static struct sn_err sight_take(struct ctx *c, struct call *q, struct sight *out)
{
	struct rights_grant *grants = NULL;
	size_t count = 0;
	const unsigned roles = rights_permission_words(q->route->permission)->roles;
	SN_TRY(call_tree(c, q, &out->tree));
	SN_TRY(rights_grants(c, c->actor_id, &grants, &count));
	out->everywhere = false;
	out->count = 0;
	out->held = ARENA_ARRAY(c->mem, int32_t, count + 1);
	if (!out->held)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		const int32_t at = org_tree_at(out->tree, grants[i].org_no);
		if (!(roles & 1U << grants[i].role))
			continue;
		out->everywhere |= grants[i].org_no == 0;
		if (at != ORG_NOWHERE && !is_covered(out, at))
			out->held[out->count++] = at;
	}
	q->asked = true;
	return SN_SUCCESS;
}

/* ---- rows ---- */

static void org_fields_out(struct json_out *o, const struct sight *s, int32_t at)
{
	const struct org *org = org_tree_org(s->tree, at);
	const int32_t parent = org_tree_parent(s->tree, at), end = org_tree_end(s->tree, at);
	int64_t children = 0;
	for (int32_t child = at + 1; child < end; child = org_tree_end(s->tree, child))
		children += sees(s, child);
	json_out_text(o, "code", org->code);
	json_out_text(o, "name", org->name);
	json_out_text(o, "kind", str_of(org_kind_words(org->kind)->word));
	json_out_int(o, "level", org->level);
	json_out_text(o, "division", org->division);
	json_out_bool(o, "name_confirmed", org->name_confirmed);
	if (parent == ORG_NOWHERE) {
		json_out_null(o, "parent");
	} else {
		json_out_object(o, "parent");
		json_out_text(o, "code", org_tree_org(s->tree, parent)->code);
		json_out_text(o, "name", org_tree_org(s->tree, parent)->name);
		json_out_end(o);
	}
	json_out_int(o, "children", children);
	json_out_int(o, "below", end - at - 1);
}
static void row_out(struct json_out *o, const struct sight *s, int32_t at, struct str known_as)
{
	json_out_object(o, NULL);
	org_fields_out(o, s, at);
	json_out_text(o, "known_as", known_as);
	json_out_end(o);
}

/* ---- a level of the tree, or what was typed ---- */

static struct sn_err find(struct ctx *c, struct call *q, struct json_out *o, const struct sight *s,
			  const struct page *page)
{
	struct org_hit *hits = NULL;
	size_t count = 0;
	bool more = false;
	const struct org_search ask = {.tree = s->tree,
				       .text = call_query(q, "find"),
				       .hits_max = (size_t)page->rows_max,
				       .may = may_see,
				       .self = s};
	SN_TRY(org_search(c, &ask, &hits, &count, &more));
	for (size_t i = 0; i < count; i++)
		row_out(o, s, hits[i].at, hits[i].known_as);
	page_end(c, q, o, STR_NULL); /* the best ones; who wants others types more */
	return SN_SUCCESS;
}

static struct sn_err list(struct ctx *c, struct call *q, struct json_out *o)
{
	struct sight s;
	struct page page;
	int64_t from = 0, shown = 0;
	char next[24] = "";
	SN_TRY(sight_take(c, q, &s));
	SN_TRY(page_begin(c, q, o, &page));
	if (!str_is_null(call_query(q, "find")))
		return find(c, q, o, &s, &page);
	SN_TRY(page_number(&page, &from));
	int32_t at = 0, end = org_tree_count(s.tree);
	const struct str parent = call_query(q, "parent");
	if (!str_is_null(parent)) {
		struct org org;
		SN_TRY(org_find(c, parent, 0, &org));
		SN_TRY(call_may_near(c, q, org.org_no));
		const int32_t top = org_tree_at(s.tree, org.org_no);
		at = top == ORG_NOWHERE ? 0 : top + 1;
		end = top == ORG_NOWHERE ? 0 : org_tree_end(s.tree, top);
	}
	if (from > at) /* the tree may be another one than for the page before: never outside */
		at = from < end ? (int32_t)from : end;
	for (; at < end && shown < page.rows_max; at = org_tree_end(s.tree, at)) {
		if (!sees(&s, at))
			continue;
		row_out(o, &s, at, STR_NULL);
		shown++;
	}
	(void)snprintf(next, sizeof next, "%" PRId32, at);
	page_end(c, q, o, at < end ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

/* ---- one union ---- */

static const struct field detail_fields[] = {
	{"code", FIELD_TEXT, FIELD_NEEDED, .max = ORG_CODE_BYTES_MAX, .example = "150300",
	 .zh = "代码", .en = "code"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .max = NAME_BYTES_MAX, .example = "乌海市总工会",
	 .zh = "名称", .en = "name"},
	{"kind", FIELD_WORD, FIELD_NEEDED, .words = KIND_WORDS, .example = "general", .zh = "类型",
	 .en = "kind"},
	{"level", FIELD_INT, FIELD_NEEDED, .min = 1, .max = ORG_DEPTH_MAX, .example = "2",
	 .zh = "级别", .en = "level"},
	{"division", FIELD_TEXT, FIELD_NULLABLE, .max = ORG_CODE_BYTES_MAX, .example = "150300",
	 .zh = "行政区划代码", .en = "GB/T 2260 code"},
	{"name_confirmed", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "名称经本会确认",
	 .en = "the union itself has confirmed its name"},
	{"parent", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "上级工会",
	 .en = "the union above"},
	{"children", FIELD_INT, FIELD_NEEDED, .min = 0, .example = "3",
	 .zh = "直接下级数（本人可见的）", .en = "unions right below that the asker may see"},
	{"below", FIELD_INT, FIELD_NEEDED, .min = 0, .example = "3", .zh = "全部下级数",
	 .en = "all unions below"},
	{"from", FIELD_DAY, FIELD_NULLABLE, .example = "2000-01-01", .zh = "自",
	 .en = "from; null: before the books"},
	{"aliases", FIELD_LIST, FIELD_NEEDED, .max = 1000, .example = "乌海工会",
	 .zh = "简称、别名", .en = "aliases"},
	{"above", FIELD_LIST, FIELD_NEEDED, .of = &shape_org_ref, .max = ORG_DEPTH_MAX,
	 .zh = "各级上级，自上而下", .en = "the unions above, from the top"},
	{"version", FIELD_INT, FIELD_NEEDED, .min = 0, .example = "41",
	 .zh = "组织的版本，任何变动都会加大",
	 .en = "the version of the tree, raised by every change"},
	{0},
};
const struct shape shape_org = {"OrgDetail", detail_fields};

static void above_out(struct json_out *o, const struct org_tree *tree, int32_t at)
{
	int32_t way[ORG_DEPTH_MAX];
	int steps = 0;
	for (int32_t up = org_tree_parent(tree, at); up != ORG_NOWHERE && steps < ORG_DEPTH_MAX;
	     up = org_tree_parent(tree, up))
		way[steps++] = up;
	json_out_array(o, "above");
	while (steps-- > 0) {
		json_out_object(o, NULL);
		json_out_text(o, "code", org_tree_org(tree, way[steps])->code);
		json_out_text(o, "name", org_tree_org(tree, way[steps])->name);
		json_out_end(o);
	}
	json_out_end(o);
}

static struct sn_err show(struct ctx *c, struct call *q, struct json_out *o)
{
	struct sight s;
	struct org org;
	struct str *aliases = NULL;
	size_t count = 0;
	int64_t version = 0;
	SN_TRY(org_find(c, q->args[0], 0, &org));
	SN_TRY(call_may_near(c, q, org.org_no));
	SN_TRY(sight_take(c, q, &s));
	SN_TRY(org_aliases(c, org.org_no, &aliases, &count));
	SN_TRY(org_version(c, &version));
	const int32_t at = org_tree_at(s.tree, org.org_no);
	if (at == ORG_NOWHERE)
		return sn_err_with_text(SN_FAIL(NO_SUCH_ORG, .field = "org"), STR_FMT,
					STR_ARG(org.code));
	json_out_object(o, NULL);
	org_fields_out(o, &s, at);
	reply_day(o, "from", org.from_day == ORG_FIRST_DAY ? 0 : org.from_day);
	json_out_array(o, "aliases");
	for (size_t i = 0; i < count; i++)
		json_out_text(o, NULL, aliases[i]);
	json_out_end(o);
	above_out(o, s.tree, at);
	json_out_int(o, "version", version);
	json_out_end(o);
	return SN_SUCCESS;
}

/* ---- what happened to it ---- */

static const struct field event_fields[] = {
	{"kind", FIELD_WORD, FIELD_NEEDED, .words = EVENT_WORDS, .example = "move", .zh = "变动",
	 .en = "what was done"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会", .en = "union"},
	{"other", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref,
	 .zh = "新的上级、并入的工会、分设自的工会",
	 .en = "new parent, the union that took it in, the union it was split from"},
	{"words", FIELD_TEXT, FIELD_NULLABLE, .max = NAME_BYTES_MAX, .example = "乌海市总工会",
	 .zh = "名称或简称", .en = "the name or alias"},
	{"day", FIELD_DAY, FIELD_NULLABLE, .example = "2024-10-26", .zh = "自哪一天起",
	 .en = "from which day on; null: before the books"},
	{"by", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "经办人",
	 .en = "who entered it"},
	{"at", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-26T02:15:00.123456Z", .zh = "登记时间",
	 .en = "when it was entered"},
	{0},
};
static const struct shape shape_event = {"OrgEvent", event_fields};

static void event_out(struct ctx *c, struct json_out *o, const struct org_event *e)
{
	json_out_object(o, NULL);
	json_out_text(o, "kind", str_of(org_event_words(e->kind)->word));
	reply_org(c, o, "org", e->org_no);
	reply_org(c, o, "other", e->other_no);
	json_out_text(o, "words", e->words);
	reply_day(o, "day", e->day == ORG_FIRST_DAY ? 0 : e->day);
	reply_user(c, o, "by", e->actor_id);
	reply_time(o, "at", e->at_us);
	json_out_end(o);
}

/* Newest first, as a person looks for it; the cursor counts from the oldest, which stays where it is. */
static struct sn_err history(struct ctx *c, struct call *q, struct json_out *o)
{
	struct org org;
	struct org_event *events = NULL;
	struct page page;
	size_t count = 0;
	char next[24];
	SN_TRY(org_find(c, q->args[0], 0, &org));
	SN_TRY(call_may_near(c, q, org.org_no));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(org_events(c, org.org_no, &events, &count));
	int64_t left = (int64_t)count;
	SN_TRY(page_number(&page, &left));
	if (left > (int64_t)count)
		left = (int64_t)count;
	for (int64_t shown = 0; left > 0 && shown < page.rows_max; shown++)
		event_out(c, o, &events[--left]);
	(void)snprintf(next, sizeof next, "%" PRId64, left);
	page_end(c, q, o, left > 0 ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

static const struct query_field list_query[] = {
	{"parent", FIELD_TEXT, NULL, "150000", "上级工会代码或名称；不写：最上级",
	 "code or name of the union above; none: the roots"},
	{"find", FIELD_TEXT, NULL, "乌海", "代码、名称、简称或曾用名，或其中一段",
	 "a code, name, alias or former name, or a part of one"},
	{0},
};

const struct route api_org_routes[] = {
	{"GET", "/api/v1/orgs", ROUTE_READ, WHO_PERMITTED, PERMISSION_ORG_READ, .reply = &shape_row,
	 .reply_page = true, .query = list_query, .answer = list,
	 .zh = "某工会的直接下级，或按代码、名称查找",
	 .en = "the unions right below one, or those that a text finds"},
	{"GET", "/api/v1/orgs/{org}", ROUTE_POINT, WHO_PERMITTED, PERMISSION_ORG_READ,
	 .reply = &shape_org, .answer = show, .zh = "一个工会", .en = "one union"},
	{"GET", "/api/v1/orgs/{org}/history", ROUTE_READ, WHO_PERMITTED, PERMISSION_ORG_READ,
	 .reply = &shape_event, .reply_page = true, .answer = history, .zh = "工会的沿革",
	 .en = "what happened to a union"},
	{0},
};
