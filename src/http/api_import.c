/* Imports (导入) in three steps: upload, check and correct, take over; and back. */
#include "care/listed.h"
#include "http/import_out.h"
#include "http/routes.h"
#include "http/shapes.h"
#include "rights/audit.h"

#include <inttypes.h>

#define XLSX_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#define KIND_WORDS  "roster|sizes|cards"
#define STATE_WORDS "uploaded|checked|taken|undone|sent|returned|taking|undoing"

/* Its pieces come several a second: after so long without one, whoever did them is gone. */
enum { ALIVE_US = 20 * 1000 * 1000 };

static const struct field open_fields[] = {
	{"done", FIELD_INT, FIELD_NEEDED, .example = "12000",
	 .zh = "已办：导入的行数，或撤回的人数",
	 .en = "rows that are in, or people who are out again"},
	{"total", FIELD_INT, FIELD_NULLABLE, .example = "47000", .zh = "共几行或几人；空：未知",
	 .en = "of so many; null: nobody knows"},
	{"by", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "办理人",
	 .en = "who is doing it"},
	{"at", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-20T02:20:00.000000Z",
	 .zh = "最近办到的时间", .en = "of its last piece"},
	{"alive", FIELD_BOOL, FIELD_NEEDED, .example = "false",
	 .zh = "还在办；否：中断了，可以继续或撤回",
	 .en = "it is going on; false: it was cut off, go on with it or take it back"},
	{0},
};
static const struct shape shape_open = {"ImportOpen", open_fields};

static const struct field import_fields[] = {
	{"id", FIELD_UUID, FIELD_NEEDED, .example = "01930000-0000-7000-8000-000000000005",
	 .zh = "导入编号", .en = "id"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会", .en = "union"},
	{"kind", FIELD_WORD, FIELD_NEEDED, .words = KIND_WORDS, .example = "roster",
	 .zh = "种类：职工名册、尺码、银行卡", .en = "a roster, sizes of clothes, bank cards"},
	{"cycle", FIELD_TEXT, FIELD_NULLABLE, .example = "coat-2024", .zh = "尺码：哪个活动",
	 .en = "of sizes: the cycle"},
	{"benefit", FIELD_TEXT, FIELD_NULLABLE, .example = "coat", .zh = "尺码：哪一项福利",
	 .en = "of sizes: the benefit"},
	{"why", FIELD_TEXT, FIELD_NULLABLE, .example = "新来三人",
	 .zh = "尺码：订制之后还登记的原因", .en = "of sizes: why they are said after an order"},
	{"name", FIELD_TEXT, FIELD_NULLABLE, .example = "一队.xlsx", .zh = "文件名",
	 .en = "name of the file"},
	{"employer", FIELD_TEXT, FIELD_NULLABLE, .example = "示例环卫公司（合成数据）",
	 .zh = "企业提交的名单：用人单位；空：工会自己上传",
	 .en = "the employer whose list it is; null: the union's own upload"},
	{"state", FIELD_WORD, FIELD_NEEDED, .words = STATE_WORDS, .example = "checked",
	 .zh = "状态", .en = "state"},
	{"counts", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_import_counts,
	 .zh = "核对结果；空：还没有核对", .en = "what the last check said; null: none yet"},
	{"ignored", FIELD_TEXT, FIELD_NULLABLE, .example = "备注", .zh = "没有采用的列",
	 .en = "columns that were not taken"},
	{"skipped", FIELD_TEXT, FIELD_NULLABLE, .example = "说明", .zh = "没有读的工作表",
	 .en = "sheets that were not read"},
	{"maker", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "上传人；空：企业",
	 .en = "who uploaded it; null: a company"},
	{"at", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-20T02:15:00.000000Z", .zh = "上传时间",
	 .en = "uploaded at"},
	{"expires", FIELD_TIME, FIELD_NEEDED, .example = "2024-11-19T02:15:00.000000Z",
	 .zh = "文件保存到", .en = "the file is kept until"},
	{"moved_by", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "导入或撤回人",
	 .en = "who took it over or back"},
	{"moved_at", FIELD_TIME, FIELD_NULLABLE, .example = "2024-10-20T02:20:00.000000Z",
	 .zh = "导入或撤回时间", .en = "when"},
	{"open", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_open,
	 .zh = "导入中或撤回中：办到哪里；空：不在办",
	 .en = "on its way into or out of the roster: how far; null: it is whole"},
	{"can_undo", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "可以整批撤回",
	 .en = "it may be taken back whole"},
	{0},
};
static const struct shape shape_import = {"Import", import_fields};

/* A list that is not a roster says itself how far it is. */
static struct people_open open_list(const struct intake *i)
{
	const bool comes = i->state == INTAKE_TAKING;
	if (!intake_is_open(i->state))
		return (struct people_open){.batch_id = UUID_NULL};
	return (struct people_open){.batch_id = i->intake_id,
				    .way = comes ? PEOPLE_COMES : PEOPLE_GOES,
				    .read = i->done,
				    .back = i->done,
				    .taken = i->taken + i->changed,
				    .step_us = i->step_us};
}

/* What cannot be read looks like none, as for names (reply_org). */
static void open_out(struct ctx *c, struct json_out *o, const struct intake *i)
{
	struct people_open open = {.batch_id = UUID_NULL};
	if (i->kind != INTAKE_ROSTER)
		open = open_list(i);
	else if (intake_is_open(i->state) && sn_failed(people_open(c, i->batch_id, &open)))
		open.batch_id = UUID_NULL;
	if (uuid_is_null(open.batch_id)) {
		json_out_null(o, "open");
		return;
	}
	const bool comes = open.way == PEOPLE_COMES;
	const int64_t total = comes ? i->read : open.taken > 0 ? open.taken : i->taken;
	json_out_object(o, "open");
	json_out_int(o, "done", comes ? open.read : open.back);
	if (total > 0)
		json_out_int(o, "total", total);
	else
		json_out_null(o, "total");
	reply_user(c, o, "by", i->moved_by);
	reply_time(o, "at", open.step_us);
	json_out_bool(o, "alive", now_us(c) - open.step_us < ALIVE_US);
	json_out_end(o);
}

static void import_out(struct ctx *c, struct json_out *o, const char *key, const struct intake *i)
{
	json_out_object(o, key);
	json_out_uuid(o, "id", i->intake_id);
	reply_org(c, o, "org", i->org_no);
	json_out_text(o, "kind", str_of(intake_kind_word(i->kind)));
	json_out_text(o, "cycle", i->about);
	json_out_text(o, "benefit", i->part);
	json_out_text(o, "why", i->words);
	json_out_text(o, "name", i->name);
	json_out_text(o, "employer", uuid_is_null(i->link_id) ? STR_NULL : i->employer);
	json_out_text(o, "state", str_of(intake_state_word(i->state)));
	import_counts_out(o, i);
	json_out_text(o, "ignored", i->ignored);
	json_out_text(o, "skipped", i->skipped);
	reply_user(c, o, "maker", i->maker_id);
	reply_time(o, "at", i->at_us);
	reply_time(o, "expires", i->expires_us);
	reply_user(c, o, "moved_by", i->moved_by);
	reply_time(o, "moved_at", i->moved_us);
	open_out(c, o, i);
	json_out_bool(o, "can_undo",
		      (i->state == INTAKE_TAKEN && !uuid_is_null(i->batch_id)) ||
			      intake_is_open(i->state));
	json_out_end(o);
}

/* The import of the path, and the route's right at its union. */
static struct sn_err call_import(struct ctx *c, struct call *q, struct intake *out)
{
	struct uuid id;
	SN_TRY(uuid_parse(&id, q->args[0], "import"));
	SN_TRY(intake_by_id(c, id, out));
	return call_may(c, q, out->org_no);
}

/* Who imported what into which roster: in the same commit. */
static struct sn_err trail(struct ctx *c, const struct call *q, const struct intake *i,
			   int64_t rows)
{
	char id[UUID_TEXT_BYTES];
	uuid_text(i->intake_id, id);
	return audit_write(c, &(const struct audit_entry){.act = AUDIT_IMPORT,
							  .session_id = q->session_id,
							  .org_no = i->org_no,
							  .object_kind = STR("import"),
							  .object_id = str_of(id),
							  .address = q->from,
							  .rows = rows,
							  .digest = i->sha256});
}

/* ---- the list ---- */

static struct sn_err list(struct ctx *c, struct call *q, struct json_out *o)
{
	struct intake *found = NULL;
	size_t count = 0;
	struct page page;
	struct org org;
	struct uuid before = UUID_NULL;
	char id[UUID_TEXT_BYTES];
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(call_org(c, q, &org));
	SN_TRY(page_id(&page, &before));
	SN_TRY(intake_list(c, &org, before, (size_t)page.rows_max + 1, &found, &count));
	const bool more = count > (size_t)page.rows_max;
	count -= more;
	for (size_t i = 0; i < count; i++)
		import_out(c, o, NULL, &found[i]);
	if (more)
		uuid_text(found[count - 1].intake_id, id);
	page_end(c, q, o, more ? str_of(id) : STR_NULL);
	return SN_SUCCESS;
}

static struct sn_err show(struct ctx *c, struct call *q, struct json_out *o)
{
	struct intake i;
	SN_TRY(call_import(c, q, &i));
	import_out(c, o, NULL, &i);
	return SN_SUCCESS;
}

/* ---- one: upload ---- */

static struct sn_err upload(struct ctx *c, struct call *q, struct json_out *o)
{
	struct intake_new what = {.name = q->upload_name,
				  .about = call_query(q, "cycle"),
				  .part = call_query(q, "benefit"),
				  .words = call_query(q, "why"),
				  .categories = call_query(q, "categories"),
				  .source = &q->upload};
	const struct str kind = call_query(q, "kind");
	struct intake i;
	if (!str_is_null(kind) && !intake_kind_parse(&what.kind, kind))
		return sn_err_with_text(SN_FAIL(BAD_WORD, .field = "kind"), KIND_WORDS);
	SN_TRY(call_org(c, q, &what.org));
	SN_TRY(listed_ask(c, &what, &what.part));
	SN_TRY(intake_add(c, &what, &i));
	import_out(c, o, NULL, &i);
	return SN_SUCCESS;
}

static struct sn_err give_up(struct ctx *c, struct call *q, struct json_out *o)
{
	struct intake i;
	(void)o; /* 204 */
	SN_TRY(call_import(c, q, &i));
	return intake_remove(c, &i);
}

/* ---- two: check, correct ---- */

static const struct field check_fields[] = {
	{"fixes", FIELD_LIST, 0, .max = INTAKE_FIXES_MAX, .of = &shape_import_fix,
	 .zh = "更正的格；同一格以后一次为准",
	 .en = "corrected cells; the later one of a cell counts"},
	{"why", FIELD_TEXT, 0, .max = CARE_WORDS_BYTES_MAX, .example = "新来三人",
	 .zh = "尺码：订制之后还登记的原因；不填：同上次",
	 .en = "of sizes: why they are said after an order; absent: as before"},
	{0},
};
static const struct shape shape_check = {"ImportCheck", check_fields};

struct checking {
	struct intake import;
	struct intake_checked checked;
};

static struct sn_err tell_progress(void *self, int64_t rows)
{
	return call_progress(self, rows, 0);
}

static struct sn_err check_read(struct ctx *c, const struct intake *i,
				const struct intake_check *how, struct intake_checked *out)
{
	struct list_kind kind;
	if (i->kind == INTAKE_ROSTER)
		return intake_check(c, i, how, out);
	SN_TRY(listed_kind(c, i, &kind));
	return list_check(c, i, &kind, how, out);
}

static struct sn_err check_prepare(struct ctx *c, struct call *q, struct json_out *o)
{
	struct checking *k = ARENA_NEW(c->mem, struct checking);
	struct intake_fix *fixes = NULL;
	size_t count = 0;
	(void)o;
	if (!k)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(call_import(c, q, &k->import));
	SN_TRY(import_fixes_of(c, q->body, &fixes, &count));
	SN_TRY(json_get_text_or(q->body, "why", &k->import.words));
	q->prepared = k;
	return check_read(c, &k->import,
			  &(const struct intake_check){.more = fixes,
						       .more_count = count,
						       .progress = tell_progress,
						       .progress_self = q},
			  &k->checked);
}

static struct sn_err check(struct ctx *c, struct call *q, struct json_out *o)
{
	const struct checking *k = q->prepared;
	struct intake i;
	SN_TRY(call_may(c, q, k->import.org_no));
	SN_TRY(intake_keep(c, &k->import, &k->checked, &i));
	import_out(c, o, NULL, &i);
	return SN_SUCCESS;
}

static struct sn_err rejects(struct ctx *c, struct call *q, struct json_out *o)
{
	struct intake_reject *found = NULL;
	size_t count = 0;
	int64_t after = 0;
	struct page page;
	struct intake i;
	char next[24];
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(call_import(c, q, &i));
	SN_TRY(page_number(&page, &after));
	SN_TRY(intake_rejects(c, &i, after, (size_t)page.rows_max + 1, &found, &count));
	const bool more = count > (size_t)page.rows_max;
	count -= more;
	for (size_t k = 0; k < count; k++)
		import_reject_out(o, q, &found[k], false);
	if (more)
		(void)snprintf(next, sizeof next, "%" PRId64, found[count - 1].reject_no);
	page_end(c, q, o, more ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

/* The rows as they stood in the maker's file, whole: an export, so the trail has it first. */
static struct sn_err rejects_file(struct ctx *c, struct call *q, struct json_out *o)
{
	struct list_kind kind;
	struct intake i;
	int64_t rejected = 0;
	const char *path;
	char id[UUID_TEXT_BYTES];
	(void)o;
	SN_TRY(call_import(c, q, &i));
	if (i.checked_us == 0 || i.rejected == 0)
		return SN_FAIL(IMPORT_STATE, .field = "import");
	uuid_text(i.intake_id, id);
	SN_TRY(call_trail(c, q,
			  &(const struct audit_entry){.act = AUDIT_EXPORT,
						      .session_id = q->session_id,
						      .org_no = i.org_no,
						      .object_kind = STR("import"),
						      .object_id = str_of(id),
						      .address = q->from,
						      .rows = i.rejected}));
	SN_TRY(call_download_path(c, q, XLSX_TYPE, "rejects.xlsx", &path));
	if (i.kind == INTAKE_ROSTER)
		return intake_rejects_file(c, &i, path, q->lang, &rejected);
	SN_TRY(listed_kind(c, &i, &kind));
	return list_rejects_file(c, &i, &kind, &(const struct list_rejects){path, q->lang},
				 &rejected);
}

/* ---- comparing ---- */

static const struct field difference_fields[] = {
	{"change", FIELD_WORD, FIELD_NEEDED, .words = "new|gone|moved|number|returns|other",
	 .example = "moved", .zh = "新增、离岗、调岗、改号、返岗、其他更新",
	 .en = "new, not on the list, other team or post, other phone or name, back, something "
	       "else"},
	{"row", FIELD_INT, FIELD_NULLABLE, .example = "14", .zh = "行号", .en = "row of the list"},
	{"person", FIELD_UUID, FIELD_NULLABLE, .example = "01930000-0000-7000-8000-000000000001",
	 .zh = "人员编号；新增为空", .en = "who; null for a new one"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "王*英", .zh = "姓名（脱敏）",
	 .en = "name, masked"},
	{"team", FIELD_TEXT, FIELD_NULLABLE, .example = "二班", .zh = "现班组",
	 .en = "team on the list"},
	{"post", FIELD_TEXT, FIELD_NULLABLE, .example = "清扫", .zh = "现岗位",
	 .en = "post on the list"},
	{"was_team", FIELD_TEXT, FIELD_NULLABLE, .example = "一班", .zh = "原班组",
	 .en = "team on the roster"},
	{"was_post", FIELD_TEXT, FIELD_NULLABLE, .example = "清扫", .zh = "原岗位",
	 .en = "post on the roster"},
	{0},
};
static const struct shape shape_difference = {"ImportDifference", difference_fields};
static const struct field differences_fields[] = {
	{"new", FIELD_INT, FIELD_NEEDED, .example = "3", .zh = "新增", .en = "new"},
	{"gone", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "离岗", .en = "not on the list"},
	{"moved", FIELD_INT, FIELD_NEEDED, .example = "2", .zh = "调岗",
	 .en = "other team or post"},
	{"number", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "改号",
	 .en = "other phone or name"},
	{"returns", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "返岗", .en = "back again"},
	{"other", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "其他更新",
	 .en = "something else"},
	{"same", FIELD_INT, FIELD_NEEDED, .example = "120", .zh = "未变", .en = "unchanged"},
	{"items", FIELD_LIST, FIELD_NEEDED, .of = &shape_difference,
	 .zh = "逐人（最多 5000 人；各数是全部）",
	 .en = "one by one (the first 5,000; the counts are of all)"},
	{0},
};
static const struct shape shape_differences = {"ImportComparison", differences_fields};

static struct sn_err compare(struct ctx *c, struct call *q, struct json_out *o)
{
	struct intake i;
	struct intake_comparison x;
	SN_TRY(call_import(c, q, &i));
	if (i.kind != INTAKE_ROSTER)
		return sn_err_with_text(SN_FAIL(IMPORT_STATE, .field = "import"), "%s",
					intake_kind_word(i.kind));
	SN_TRY(intake_compare(c, &i, &x));
	json_out_object(o, NULL);
	for (int k = 0; k < INTAKE_CHANGES_COUNT; k++)
		json_out_int(o, intake_change_word((enum intake_change)k), x.counts[k]);
	json_out_int(o, "same", x.same);
	json_out_array(o, "items");
	for (size_t k = 0; k < x.count; k++) {
		const struct intake_difference *d = &x.list[k];
		json_out_object(o, NULL);
		json_out_text(o, "change", str_of(intake_change_word(d->change)));
		if (d->row > 0)
			json_out_int(o, "row", d->row);
		else
			json_out_null(o, "row");
		if (uuid_is_null(d->person_id))
			json_out_null(o, "person");
		else
			json_out_uuid(o, "person", d->person_id);
		json_out_text(o, "name", d->name);
		json_out_text(o, "team", d->team);
		json_out_text(o, "post", d->post);
		json_out_text(o, "was_team", d->was_team);
		json_out_text(o, "was_post", d->was_post);
		json_out_end(o);
	}
	json_out_end(o);
	json_out_end(o);
	return SN_SUCCESS;
}

/* ---- three: take over; and back ---- */

static const struct field take_fields[] = {
	{"leavers", FIELD_LIST, 0, .max = INTAKE_CHANGES_MAX,
	 .example = "01930000-0000-7000-8000-000000000001", .zh = "同时登记离岗的人员编号",
	 .en = "ids of people who are said to have left with it"},
	{0},
};
static const struct shape shape_take = {"ImportTake", take_fields};

/* A long list goes in by pieces: outside the writer, which takes each of them between other people's requests. */
struct taking {
	const struct call *call;
	struct intake import;
	struct intake_taken taken;
	int64_t leavers;
	struct people_open open; /* of the way back */
	int64_t back;            /* people who are as before */
	/* lists that are not rosters */
	struct list_kind kind;
	struct intake_checked listed;
};

static struct sn_err taking_new(struct ctx *c, struct call *q, struct taking **out)
{
	struct taking *t = *out = ARENA_NEW(c->mem, struct taking);
	if (!t)
		return SN_FAIL(OUT_OF_MEMORY);
	t->call = q;
	q->prepared = t;
	SN_TRY(call_import(c, q, &t->import));
	return t->import.kind == INTAKE_ROSTER ? SN_SUCCESS : listed_kind(c, &t->import, &t->kind);
}

static struct sn_err tell_taken(void *self, int64_t rows)
{
	const struct taking *t = self;
	return call_progress(t->call, rows, t->import.read);
}

/* On the way back nobody is asked any more whether he wants it: what has begun goes to its end. */
static void tell_back(void *self, int64_t people)
{
	const struct taking *t = self;
	const int64_t changed = t->import.kind == INTAKE_ROSTER ? 0 : t->import.changed;
	const int64_t total = t->open.taken > 0 ? t->open.taken : t->import.taken + changed;
	const struct sn_err ignored = call_progress(t->call, people, total);
	(void)ignored;
}

static struct sn_err back_end(struct ctx *c, const struct taking *t, struct intake *done)
{
	if (t->import.kind == INTAKE_ROSTER)
		SN_TRY(intake_undo_end(c, &t->import, &t->open, done));
	else
		SN_TRY(list_undo_end(c, &t->import, done));
	return trail(c, t->call, done, t->back);
}

static struct sn_err back_work(struct ctx *c, void *arg)
{
	struct taking *t = arg;
	struct intake done;
	return back_end(c, t, &done);
}

static struct sn_err go_back(struct ctx *c, struct taking *t)
{
	if (t->import.kind != INTAKE_ROSTER)
		return list_undo(c, &t->import, &t->kind, &(const struct list_undo){tell_back, t},
				 &t->back);
	SN_TRY(intake_undo(c, &t->import,
			   &(const struct people_undo){.guard = care_undo_guard,
						       .progress = tell_back,
						       .progress_self = t},
			   &t->open));
	t->back = t->open.back;
	return SN_SUCCESS;
}

static struct sn_err go_in(struct ctx *c, struct taking *t, const struct uuid *leavers)
{
	if (t->import.kind != INTAKE_ROSTER)
		return list_take(
			c, &t->import, &t->kind,
			&(const struct intake_check){.progress = tell_taken, .progress_self = t},
			&t->listed);
	return intake_take(c, &t->import,
			   &(const struct intake_take){.leavers = leavers,
						       .leavers_count = (size_t)t->leavers,
						       .progress = tell_taken,
						       .progress_self = t},
			   &t->taken);
}

static struct sn_err take_prepare(struct ctx *c, struct call *q, struct json_out *o)
{
	const struct json_value leavers = json_find(q->body, "leavers");
	const size_t count = json_kind(&leavers) == JSON_KIND_ARRAY ? json_count(&leavers) : 0;
	struct uuid *ids = ARENA_ARRAY(c->mem, struct uuid, count + 1);
	struct taking *t;
	(void)o;
	if (!ids)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(taking_new(c, q, &t));
	for (size_t k = 0; k < count; k++) {
		const struct json_value one = json_at(&leavers, k);
		struct str text;
		SN_TRY(json_as_text(&one, &text));
		SN_TRY(uuid_parse(&ids[k], text, "leavers"));
	}
	t->leavers = (int64_t)count;
	const struct sn_err e = go_in(c, t, ids);
	if (e.reason != SN_R_JOB_CANCELLED)
		return e;
	SN_TRY(go_back(c, t)); /* cancelled: all of it, or none */
	SN_TRY(store_write(c, back_work, t));
	return e;
}

static struct sn_err take(struct ctx *c, struct call *q, struct json_out *o)
{
	const struct taking *t = q->prepared;
	struct intake done;
	SN_TRY(call_may(c, q, t->import.org_no));
	if (t->import.kind == INTAKE_ROSTER)
		SN_TRY(intake_take_end(c, &t->import, &t->taken, &done));
	else
		SN_TRY(list_take_end(c, &t->import, &t->kind, &t->listed, &done));
	SN_TRY(trail(c, q, &done, done.taken + done.changed + t->leavers));
	import_out(c, o, NULL, &done);
	return SN_SUCCESS;
}

static const struct field undone_fields[] = {
	{"import", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_import, .zh = "导入",
	 .en = "the import"},
	{"people", FIELD_INT, FIELD_NEEDED, .example = "590", .zh = "撤回的人数",
	 .en = "people who were taken off again"},
	{0},
};
static const struct shape shape_undone = {"ImportUndone", undone_fields};

static void undone_out(struct ctx *c, struct json_out *o, const struct intake *i, int64_t people)
{
	json_out_object(o, NULL);
	import_out(c, o, "import", i);
	json_out_int(o, "people", people);
	json_out_end(o);
}

static struct sn_err undo_prepare(struct ctx *c, struct call *q, struct json_out *o)
{
	struct taking *t;
	(void)o;
	SN_TRY(taking_new(c, q, &t));
	return go_back(c, t);
}

static struct sn_err undo(struct ctx *c, struct call *q, struct json_out *o)
{
	const struct taking *t = q->prepared;
	struct intake done;
	SN_TRY(call_may(c, q, t->import.org_no));
	SN_TRY(back_end(c, t, &done));
	undone_out(c, o, &done, t->back);
	return SN_SUCCESS;
}

static struct sn_err give_back(struct ctx *c, struct call *q, struct json_out *o)
{
	struct intake i, done;
	SN_TRY(call_import(c, q, &i));
	SN_TRY(intake_move(c, &i, INTAKE_RETURNED, &done));
	import_out(c, o, NULL, &done);
	return SN_SUCCESS;
}

/* ---- the rows ---- */

#define QUERY_ORG                                                                                  \
	{                                                                                          \
		"org", FIELD_TEXT, NULL, "150300", "工会代码；不填：本工会",                       \
			"code of the union; one's own where it is not given"                       \
	}
static const struct query_field org_query[] = {QUERY_ORG, {0}};
static const struct query_field upload_query[] = {
	QUERY_ORG,
	{"kind", FIELD_WORD, KIND_WORDS, "sizes", "种类；不填：职工名册",
	 "which kind of list; absent: a roster"},
	{"cycle", FIELD_TEXT, NULL, "coat-2024", "尺码：哪个活动", "of sizes: the cycle"},
	{"benefit", FIELD_TEXT, NULL, "coat", "尺码：哪一项福利；不填：有尺码的那一项",
	 "of sizes: the benefit; absent: the one that has sizes"},
	{"why", FIELD_TEXT, NULL, "新来三人", "尺码：订制之后还登记的原因",
	 "of sizes: why they are said after an order"},
	{"categories", FIELD_TEXT, NULL, "环卫工", "给全体加上的类别",
	 "categories given to everybody"},
	{0},
};

const struct route api_import_routes[] = {
	{"GET", "/api/v1/imports", ROUTE_READ, WHO_PERMITTED, PERMISSION_ROSTER_READ,
	 .reply = &shape_import, .reply_page = true, .query = org_query, .answer = list,
	 .zh = "一个工会及其下级的导入，新的在前",
	 .en = "imports of a union and those below it, the newest first"},
	{"POST", "/api/v1/imports", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_ROSTER_WRITE, BODY_FILE,
	 .body_bytes_max = INTAKE_BYTES_MAX, .reply = &shape_import, .status = 201,
	 .query = upload_query, .answer = upload,
	 .zh = "第一步：上传名册、尺码或银行卡名单（xlsx、CSV，或从表格复制的文本）",
	 .en = "step one: upload a roster, or a list of sizes or bank cards (xlsx, CSV, or cells "
	       "copied as text)"},
	{"GET", "/api/v1/imports/{import}", ROUTE_READ, WHO_PERMITTED, PERMISSION_ROSTER_READ,
	 .reply = &shape_import, .answer = show, .zh = "一份导入", .en = "one import"},
	{"DELETE", "/api/v1/imports/{import}", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_ROSTER_WRITE,
	 .answer = give_up, .zh = "放弃：删去文件；已导入的人不变",
	 .en = "give it up: its file goes, what was taken over stays"},
	{"POST", "/api/v1/imports/{import}/check", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_ROSTER_WRITE, BODY_JSON, .request = &shape_check, .reply = &shape_import,
	 .prepare = check_prepare, .answer = check,
	 .zh = "第二步：核对（可带更正的格），不改动名册",
	 .en = "step two: check, with corrected cells; the roster stays as it is"},
	{"GET", "/api/v1/imports/{import}/rejects", ROUTE_READ, WHO_PERMITTED,
	 PERMISSION_ROSTER_READ, .reply = &shape_import_reject, .reply_page = true,
	 .answer = rejects, .zh = "核对没有通过的行（前 1000 行）",
	 .en = "rows that the check refused (the first 1,000)"},
	{"GET", "/api/v1/imports/{import}/rejects.xlsx", ROUTE_READ, WHO_PERMITTED,
	 PERMISSION_ROSTER_WRITE, .file = XLSX_TYPE, .answer = rejects_file,
	 .zh = "没有通过的全部行，原样带原因（xlsx）",
	 .en = "all refused rows as they stood in the file, with the reason (xlsx)"},
	{"GET", "/api/v1/imports/{import}/comparison", ROUTE_READ, WHO_PERMITTED,
	 PERMISSION_ROSTER_READ, .reply = &shape_differences, .answer = compare,
	 .zh = "与名册比对：新增、离岗、调岗、改号", .en = "compared with the roster"},
	{"POST", "/api/v1/imports/{import}/take", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_ROSTER_WRITE, BODY_JSON, .request = &shape_take, .reply = &shape_import,
	 .threads = ROUTE_SLOW, .prepare = take_prepare, .answer = take,
	 .zh = "第三步：导入；没有通过的行不导入；中断后再调用一次即继续",
	 .en = "step three: take it over; refused rows stay out; called again after a cut it goes "
	       "on"},
	{"POST", "/api/v1/imports/{import}/undo", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_ROSTER_WRITE, BODY_JSON, .request = &shape_nothing, .reply = &shape_undone,
	 .threads = ROUTE_SLOW, .prepare = undo_prepare, .answer = undo,
	 .zh = "整批撤回；导入到一半的也可以", .en = "take the whole import back, also half way"},
	{"POST", "/api/v1/imports/{import}/return", ROUTE_WRITE, WHO_PERMITTED,
	 PERMISSION_ROSTER_WRITE, BODY_JSON, .request = &shape_nothing, .reply = &shape_import,
	 .answer = give_back, .zh = "退回企业更正",
	 .en = "give a company's list back for correction"},
	{0},
};
