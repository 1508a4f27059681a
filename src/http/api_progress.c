/* Progress (发放进度): how far a cycle is by union, who has not had his yet by team, what distributors still hold. */
#include "base/name.h"
#include "care/handover.h"
#include "http/api_priv.h"
#include "http/cache.h"
#include "http/reply_care.h"
#include "http/routes.h"
#include "ledger/account_list.h"
#include "people/team.h"

#include <inttypes.h>
#include <stdlib.h>

/* ---- how far it is ---- */

/* clang-format off */
#define PROGRESS_FIELDS \
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会", .en = "union"}, \
	{"own", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "本级名册，不含下级", .en = "its own roster alone"}, \
	{"has_below", FIELD_BOOL, FIELD_NEEDED, .example = "true", .zh = "可以往下看", .en = "there is something below"}, \
	{"rights", FIELD_INT, FIELD_NEEDED, .example = "240", .zh = "应领（份）", .en = "rights"}, \
	{"given", FIELD_INT, FIELD_NEEDED, .example = "128", .zh = "已领（份）", .en = "handed over"}, \
	{"left", FIELD_INT, FIELD_NEEDED, .example = "112", .zh = "未领（份）", .en = "not yet"}, \
	{"A", FIELD_INT, FIELD_NEEDED, .example = "100", .zh = "本人确认", .en = "own code"}, \
	{"B", FIELD_INT, FIELD_NEEDED, .example = "20", .zh = "签名影像", .en = "signature or picture"}, \
	{"C", FIELD_INT, FIELD_NEEDED, .example = "8", .zh = "发放人记录", .en = "distributor's word"}, \
	{"entitled_fen", FIELD_FEN, FIELD_NEEDED, .example = "4800000", .zh = "应发金额（分）", .en = "value of the rights"}, \
	{"given_fen", FIELD_FEN, FIELD_NEEDED, .example = "2547200", .zh = "已发金额（分）", .en = "value handed over"}, \
	{"today", FIELD_INT, FIELD_NEEDED, .example = "31", .zh = "今日发放（次）", .en = "hand-overs of today"}, \
	{"today_people", FIELD_INT, FIELD_NEEDED, .example = "31", .zh = "今日领取（人，按名册）", .en = "people of today, by roster"}, \
	{"today_fen", FIELD_FEN, FIELD_NEEDED, .example = "616900", .zh = "今日金额（分）", .en = "value of today"}
static const struct field row_fields[] = {PROGRESS_FIELDS, {0}};
static const struct shape shape_row = {"ProgressRow", row_fields};
static const struct field progress_fields[] = {
	{"cycle", FIELD_TEXT, FIELD_NEEDED, .example = "hw-2024", .zh = "活动", .en = "cycle"},
	{"commit", FIELD_INT, FIELD_NEEDED, .example = "4711", .zh = "数据到第几次提交", .en = "the commit that it was read at"},
	{"as_of", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-26T09:30:00+08:00", .zh = "数据时间", .en = "when it was read"},
	{"behind", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "之后又有提交，请稍后再问", .en = "commits came after it: ask again in a moment"},
	{"total", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_row, .zh = "合计（含下级）", .en = "the union with all below it"},
	{"rows", FIELD_LIST, FIELD_NEEDED, .of = &shape_row, .zh = "直接下级及本级名册", .en = "the unions right below it, and its own roster"},
	{0},
};
static const struct shape shape_progress = {"Progress", progress_fields};
static const struct query_field org_query[] = {
	{"org", FIELD_TEXT, NULL, "150300", "工会（含下级）", "the union, with those below it"},
	{0},
};
/* clang-format on */

static struct sn_err add_row(struct register_progress_row *sum,
			     const struct register_progress_row *row)
{
	sum->rights += row->rights;
	sum->today += row->today;
	sum->today_people += row->today_people;
	for (int level = 0; level < EVIDENCE_COUNT; level++)
		sum->given[level] += row->given[level];
	const bool fits = money_add(&sum->entitled, sum->entitled, row->entitled) &&
			  money_add(&sum->given_value, sum->given_value, row->given_value) &&
			  money_add(&sum->today_value, sum->today_value, row->today_value);
	return fits ? SN_SUCCESS : SN_FAIL(AMOUNT_OVERFLOW, .field = "value");
}

struct row_words {
	int64_t org_no;
	bool own, has_below;
};
static void row_out(struct ctx *c, struct json_out *o, const char *key,
		    const struct register_progress_row *row, struct row_words words)
{
	const int64_t given =
		row->given[EVIDENCE_A] + row->given[EVIDENCE_B] + row->given[EVIDENCE_C];
	json_out_object(o, key);
	reply_org(c, o, "org", words.org_no);
	json_out_bool(o, "own", words.own);
	json_out_bool(o, "has_below", words.has_below);
	json_out_int(o, "rights", row->rights);
	json_out_int(o, "given", given);
	json_out_int(o, "left", row->rights - given);
	json_out_int(o, "A", row->given[EVIDENCE_A]);
	json_out_int(o, "B", row->given[EVIDENCE_B]);
	json_out_int(o, "C", row->given[EVIDENCE_C]);
	json_out_money(o, "entitled_fen", row->entitled);
	json_out_money(o, "given_fen", row->given_value);
	json_out_int(o, "today", row->today);
	json_out_int(o, "today_people", row->today_people);
	json_out_money(o, "today_fen", row->today_value);
	json_out_end(o);
}

/* The children in the official order, each with all below it; a child without rights is shown too: nobody has been
 * entitled there. */
static struct sn_err rows_out(struct ctx *c, struct json_out *o, const struct org_tree *tree,
			      int32_t at, const struct cache_progress *p)
{
	if (p->count > 0 && org_tree_at(tree, p->rows[0].org_no) == at)
		row_out(c, o, NULL, &p->rows[0],
			(struct row_words){.org_no = p->rows[0].org_no, .own = true});
	for (int32_t child = at + 1; child < org_tree_end(tree, at);
	     child = org_tree_end(tree, child)) {
		const struct org *org = org_tree_org(tree, child);
		struct register_progress_row sum = {.rights = 0};
		struct cache_progress below;
		cache_progress_cut(p, org->path, &below);
		for (size_t i = 0; i < below.count; i++)
			SN_TRY(add_row(&sum, &below.rows[i]));
		row_out(c, o, NULL, &sum,
			(struct row_words){.org_no = org->org_no,
					   .has_below = org_tree_end(tree, child) > child + 1});
	}
	return SN_SUCCESS;
}

static struct sn_err progress(struct ctx *c, struct call *q, struct json_out *o)
{
	struct cycle cycle;
	struct org org;
	const struct org_tree *tree;
	struct cache_progress p;
	struct register_progress_row total = {.rights = 0};
	SN_TRY(reply_cycle_org(c, q, &cycle, &org));
	SN_TRY(call_tree(c, q, &tree));
	const int32_t at = org_tree_at(tree, org.org_no);
	if (at == ORG_NOWHERE)
		return SN_FAIL(NOT_IN_TREE, .field = "org");
	SN_TRY(cache_progress(q->api->cache, c, &cycle, org.path, &p));
	for (size_t i = 0; i < p.count; i++)
		SN_TRY(add_row(&total, &p.rows[i]));
	json_out_object(o, NULL);
	json_out_text(o, "cycle", cycle.code);
	json_out_int(o, "commit", p.commit);
	reply_time(o, "as_of", p.made_us);
	json_out_bool(o, "behind", p.behind);
	row_out(c, o, "total", &total,
		(struct row_words){.org_no = org.org_no,
				   .has_below = org_tree_end(tree, at) > at + 1});
	json_out_array(o, "rows");
	SN_TRY(rows_out(c, o, tree, at, &p));
	json_out_end(o);
	json_out_end(o);
	return SN_SUCCESS;
}

/* ---- who has not had his yet ---- */

enum { TEAM_NAMES_MAX = 40 }; /* a team has some thirty */
/* clang-format off */
static const struct field team_fields[] = {
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会", .en = "union"},
	{"team_id", FIELD_UUID, FIELD_NULLABLE, .example = "0192c8a4-6f00-7aaa-8bbb-0123456789aa", .zh = "班组编号；空为不在班组", .en = "the team; null: in none"},
	{"team", FIELD_TEXT, FIELD_NULLABLE, .example = "一班", .zh = "班组", .en = "team"},
	{"foreman", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "班组长", .en = "foreman"},
	{"people", FIELD_INT, FIELD_NEEDED, .example = "5", .zh = "未领人数", .en = "people who have not had theirs"},
	{"absent", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "其中去过人不在", .en = "of these: were absent"},
	{"refused", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "其中谢绝", .en = "of these: refused"},
	{"names", FIELD_LIST, FIELD_NEEDED, .max = TEAM_NAMES_MAX, .example = "王**", .zh = "姓名（脱敏），最多 40 人", .en = "names, masked, 40 at most"},
	{"reminder", FIELD_TEXT, FIELD_NEEDED, .example = "【2024年环卫工人节慰问】一班还有 2 人没有领取：王**、李**。", .zh = "可复制的提醒", .en = "a reminder to copy"},
	{0},
};
static const struct shape shape_team = {"MissingTeam", team_fields};
/* clang-format on */

struct missing_team {
	int64_t org_no, shard;
	struct uuid team_id, last_person;
	struct str team;
	int64_t people, absent, refused;
	char (*names)[NAME_MASK_BYTES];
	size_t names_count;
};
struct missing {
	struct arena *mem;
	struct missing_team *teams;
	size_t count, room;
	struct sn_err failed;
};

static struct missing_team *team_of(struct missing *m, const struct handover_missing_row *row)
{
	struct missing_team *last = m->count > 0 ? &m->teams[m->count - 1] : NULL;
	if (last && last->org_no == row->org_no && uuid_eq(last->team_id, row->team_id))
		return last;
	if (m->count == m->room) {
		const size_t room = m->room == 0 ? 64 : m->room * 2;
		struct missing_team *more = ARENA_ARRAY(m->mem, struct missing_team, room);
		if (!more)
			return NULL;
		if (m->count > 0)
			memcpy(more, m->teams, m->count * sizeof *more);
		m->teams = more;
		m->room = room;
	}
	last = &m->teams[m->count++];
	*last = (struct missing_team){.org_no = row->org_no,
				      .shard = row->shard,
				      .team_id = row->team_id,
				      .team = arena_str(m->mem, row->team)};
	return last;
}

static struct sn_err see_missing(void *self, const struct handover_missing_row *row)
{
	struct missing *m = self;
	struct missing_team *t = team_of(m, row);
	if (!t)
		return SN_FAIL(OUT_OF_MEMORY);
	if (uuid_eq(t->last_person, row->person_id)) /* another gift of the same one */
		return SN_SUCCESS;
	t->last_person = row->person_id;
	t->people++;
	t->absent += row->attempts[HANDOVER_ABSENT] > 0;
	t->refused += row->attempts[HANDOVER_REFUSED] > 0;
	if (!t->names)
		t->names = arena_alloc_n(m->mem, NAME_MASK_BYTES, TEAM_NAMES_MAX);
	if (!t->names)
		return SN_FAIL(OUT_OF_MEMORY);
	if (t->names_count < TEAM_NAMES_MAX)
		name_mask(row->name, t->names[t->names_count++]);
	return SN_SUCCESS;
}

/* What a foreman's group may be sent: the gift's occasion, his team, masked names; the console adds where and until when. */
static const char *reminder_text(struct ctx *c, const struct call *q, const struct cycle *cycle,
				 const struct missing_team *t)
{
	const bool zh = q->lang == LANG_ZH;
	struct buf *b = buf_new(PROBLEM_BYTES_MAX);
	if (!b)
		return NULL;
	buf_printf(b,
		   zh ? "【" STR_FMT "】" STR_FMT "还有 %" PRId64 " 人没有领取："
		      : "[" STR_FMT "] " STR_FMT ": %" PRId64 " people have not had theirs: ",
		   STR_ARG(cycle->name),
		   STR_ARG(t->team.bytes ? t->team
			   : zh          ? STR("未编班组的职工")
					 : STR("people in no team")),
		   t->people);
	for (size_t i = 0; i < t->names_count; i++)
		buf_printf(b, "%s%s", i == 0 ? "" : zh ? "、" : ", ", t->names[i]);
	if (t->people > (int64_t)t->names_count)
		buf_printf(b, "%s", zh ? "等" : ", …");
	buf_printf(b, "%s", zh ? "。请提醒他们领取。" : ". Please remind them.");
	const struct str text = arena_str(c->mem, buf_str(b));
	buf_free(b);
	return text.at;
}

static struct sn_err team_out(struct ctx *c, const struct call *q, struct json_out *o,
			      const struct cycle *cycle, const struct missing_team *t)
{
	struct uuid foreman = UUID_NULL;
	if (!uuid_is_null(t->team_id))
		SN_TRY(team_foreman_of(c, (struct team_ref){t->shard, t->team_id}, &foreman));
	json_out_object(o, NULL);
	reply_org(c, o, "org", t->org_no);
	reply_id(o, "team_id", t->team_id);
	json_out_text(o, "team", t->team.bytes ? t->team : STR_NULL);
	reply_user(c, o, "foreman", foreman);
	json_out_int(o, "people", t->people);
	json_out_int(o, "absent", t->absent);
	json_out_int(o, "refused", t->refused);
	json_out_array(o, "names");
	for (size_t i = 0; i < t->names_count; i++)
		json_out_text(o, NULL, str_of(t->names[i]));
	json_out_end(o);
	json_out_text(o, "reminder", str_of(reminder_text(c, q, cycle, t)));
	json_out_end(o);
	return SN_SUCCESS;
}

/* "org_no team" of the last team of a page. */
static void team_key(const struct missing_team *t, char out[64])
{
	char id[UUID_TEXT_BYTES];
	uuid_text(t->team_id, id);
	(void)snprintf(out, 64, "%" PRId64 " %s", t->org_no, id);
}

static struct sn_err missing(struct ctx *c, struct call *q, struct json_out *o)
{
	struct missing m = {.mem = c->mem};
	struct missing_filter filter = {.cycle_no = 0};
	struct cycle cycle;
	struct org org;
	struct page page;
	int64_t shown = 0;
	char key[64], next[64] = "";
	SN_TRY(reply_cycle_org(c, q, &cycle, &org));
	SN_TRY(page_begin(c, q, o, &page));
	filter.cycle_no = cycle.cycle_no;
	filter.path = org.path;
	SN_TRY(handover_missing(c, &filter, see_missing, &m));
	bool behind = !str_is_null(page.after);
	for (size_t i = 0; i < m.count; i++) {
		team_key(&m.teams[i], key);
		if (behind) {
			behind = !str_is(page.after, key);
			continue;
		}
		if (shown++ == page.rows_max)
			break;
		SN_TRY(team_out(c, q, o, &cycle, &m.teams[i]));
		memcpy(next, key, sizeof next);
	}
	page_end(c, q, o, shown > page.rows_max ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

/* ---- what distributors still hold ---- */

/* clang-format off */
static const struct field custody_fields[] = {
	{"holder", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "发放人", .en = "who holds it"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会", .en = "whose it is"},
	{"item", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_item_ref, .zh = "物品；空为现金", .en = "the item; null: cash"},
	{"quantity", FIELD_INT, FIELD_NULLABLE, .example = "12", .zh = "件数", .en = "pieces"},
	{"value_fen", FIELD_FEN, FIELD_NEEDED, .example = "238800", .zh = "金额（分）", .en = "value"},
	{"explained", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "已说明并签字", .en = "explained and signed"},
	{0},
};
static const struct shape shape_custody = {"Custody", custody_fields};
/* clang-format on */

static int by_holder(const void *a, const void *b)
{
	const struct account *x = a, *y = b;
	const int order = uuid_compare(x->key.holder_id, y->key.holder_id);
	if (order != 0)
		return order;
	if (x->key.org_no != y->key.org_no)
		return x->key.org_no < y->key.org_no ? -1 : 1;
	return (x->key.item_no > y->key.item_no) - (x->key.item_no < y->key.item_no);
}

/* Lots of one thing in one hand are one row. */
static struct sn_err merge_lots(struct ctx *c, struct account_list *k, bool *explained)
{
	size_t rows = 0;
	for (size_t i = 0; i < k->count; i++) {
		bool here = false;
		SN_TRY(handover_is_explained(c, &k->list[i], &here));
		if (rows == 0 || by_holder(&k->list[rows - 1], &k->list[i]) != 0) {
			explained[rows] = here;
			k->list[rows++] = k->list[i];
			continue;
		}
		struct account *sum = &k->list[rows - 1];
		explained[rows - 1] = explained[rows - 1] && here;
		sum->quantity += k->list[i].quantity;
		if (!money_add(&sum->value, sum->value, k->list[i].value))
			return SN_FAIL(AMOUNT_OVERFLOW, .field = "value");
	}
	k->count = rows;
	return SN_SUCCESS;
}

static void custody_out(struct ctx *c, struct json_out *o, const struct reply_items *items,
			const struct account *a, bool explained)
{
	json_out_object(o, NULL);
	reply_user(c, o, "holder", a->key.holder_id);
	reply_org(c, o, "org", a->key.org_no);
	reply_item(o, "item", items, a->key.item_no);
	if (a->key.item_no == 0)
		json_out_null(o, "quantity");
	else
		json_out_int(o, "quantity", a->quantity);
	json_out_money(o, "value_fen", a->value);
	json_out_bool(o, "explained", explained);
	json_out_end(o);
}

static struct sn_err custody(struct ctx *c, struct call *q, struct json_out *o)
{
	struct account_list k = {.mem = c->mem};
	struct reply_items items;
	struct cycle cycle;
	struct org org;
	struct page page;
	int64_t at = 0, shown = 0, i = 0;
	char next[24] = "";
	SN_TRY(reply_cycle_org(c, q, &cycle, &org));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(page_number(&page, &at));
	SN_TRY(ledger_accounts(c,
			       &(const struct account_filter){.cycle_no = cycle.cycle_no,
							      .class = ACCOUNT_CUSTODY},
			       ledger_account_gather, &k));
	bool *explained = ARENA_ARRAY(c->mem, bool, k.count + 1);
	if (!explained)
		return SN_FAIL(OUT_OF_MEMORY);
	if (k.count > 0)
		qsort(k.list, k.count, sizeof *k.list, by_holder);
	SN_TRY(merge_lots(c, &k, explained));
	SN_TRY(reply_items_read(c, &items));
	for (; i < (int64_t)k.count; i++) {
		if (i < at || !reply_is_below(c, k.list[i].key.org_no, org.path))
			continue;
		if (shown++ == page.rows_max)
			break;
		custody_out(c, o, &items, &k.list[i], explained[i]);
	}
	(void)snprintf(next, sizeof next, "%" PRId64, i);
	page_end(c, q, o, shown > page.rows_max ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

const struct route api_progress_routes[] = {
	{"GET", "/api/v1/cycles/{cycle}/progress", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ,
	 .reply = &shape_progress, .query = org_query, .answer = progress,
	 .zh = "发放进度：合计与直接下级",
	 .en = "how far a cycle is: a union and those right below it"},
	{"GET", "/api/v1/cycles/{cycle}/missing", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ,
	 .reply = &shape_team, .reply_page = true, .query = org_query, .answer = missing,
	 .zh = "谁还没领到，按班组", .en = "who has not had his yet, by team"},
	{"GET", "/api/v1/cycles/{cycle}/custody", ROUTE_READ, WHO_PERMITTED, PERMISSION_CARE_READ,
	 .reply = &shape_custody, .reply_page = true, .query = org_query, .answer = custody,
	 .zh = "发放人手里还有什么", .en = "what distributors still hold"},
	{0},
};
