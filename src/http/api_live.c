/* What happens now, and long pieces of work. */
#include "http/api.h"
#include "http/job.h"
#include "http/routes.h"

#define JOB_STATE_WORDS  "running|done|refused|cancelled"
#define JOB_ID_EXAMPLE   "01928c5e-8a3b-7c4d-9e5f-0123456789ab"
#define JOB_PATH_EXAMPLE "/api/v1/imports/01930000-0000-7000-8000-000000000005/take"

static const struct field event_fields[] = {
	{"seq", FIELD_INT, 0, .example = "4711",
	 .zh = "commit 事件：最近一次写入的序号，同时是事件编号",
	 .en = "event commit: the number of the last commit, which is the event's id too"},
	{"id", FIELD_UUID, 0, .example = JOB_ID_EXAMPLE,
	 .zh = "job 事件：工作编号（X-Songnuan-Job）",
	 .en = "event job: the work's id (X-Songnuan-Job)"},
	{"state", FIELD_WORD, 0, .words = JOB_STATE_WORDS, .example = "running",
	 .zh = "job 事件：状态", .en = "event job: its state"},
	{"done", FIELD_INT, 0, .example = "2000", .zh = "job 事件：已办几行",
	 .en = "event job: rows done"},
	{"total", FIELD_INT, FIELD_NULLABLE, .example = "47000", .zh = "job 事件：共几行；空：未知",
	 .en = "event job: rows in all; null: nobody knows"},
	{"path", FIELD_TEXT, 0, .example = JOB_PATH_EXAMPLE, .zh = "job 事件：办的是哪个路径",
	 .en = "event job: the path that was asked for"},
	{0},
};
static const struct shape shape_event = {"LiveEvent", event_fields};

/* The server makes the stream of it (live.c). */
static struct sn_err live(struct ctx *c, struct call *q, struct json_out *o)
{
	(void)c;
	(void)q;
	(void)o;
	return SN_SUCCESS;
}

static const struct field job_fields[] = {
	{"id", FIELD_UUID, FIELD_NEEDED, .example = JOB_ID_EXAMPLE, .zh = "工作编号",
	 .en = "the work's id"},
	{"state", FIELD_WORD, FIELD_NEEDED, .words = JOB_STATE_WORDS, .example = "running",
	 .zh = "状态", .en = "state"},
	{"done", FIELD_INT, FIELD_NEEDED, .example = "2000", .zh = "已办几行", .en = "rows done"},
	{"total", FIELD_INT, FIELD_NULLABLE, .example = "47000", .zh = "共几行；空：未知",
	 .en = "rows in all; null: nobody knows"},
	{"path", FIELD_TEXT, FIELD_NEEDED, .example = JOB_PATH_EXAMPLE, .zh = "办的是哪个路径",
	 .en = "the path that was asked for"},
	{"started", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-26T09:30:00+08:00",
	 .zh = "开始于", .en = "begun at"},
	{0},
};
static const struct shape shape_job = {"Job", job_fields};

static struct sn_err jobs(struct ctx *c, struct call *q, struct json_out *o)
{
	struct page page;
	SN_TRY(page_begin(c, q, o, &page));
	struct job *list = ARENA_ARRAY(c->mem, struct job, (size_t)page.rows_max);
	if (!list)
		return SN_FAIL(OUT_OF_MEMORY);
	const size_t count = job_since(q->api->jobs, c->actor_id, 0, list, (size_t)page.rows_max);
	for (size_t i = 0; i < count; i++) {
		json_out_object(o, NULL);
		json_out_uuid(o, "id", list[i].job_id);
		json_out_text(o, "state", str_of(job_state_word(list[i].state)));
		json_out_int(o, "done", list[i].done);
		if (list[i].total > 0)
			json_out_int(o, "total", list[i].total);
		else
			json_out_null(o, "total");
		json_out_text(o, "path", str_of(list[i].path));
		reply_time(o, "started", list[i].started_at_us);
		json_out_end(o);
	}
	page_end(c, q, o, STR_NULL);
	return SN_SUCCESS;
}

static struct sn_err cancel(struct ctx *c, struct call *q, struct json_out *o)
{
	struct uuid id;
	(void)o;
	SN_TRY(uuid_parse(&id, q->args[0], "job"));
	return job_cancel(q->api->jobs, id, c->actor_id);
}

/* clang-format off */
const struct route api_live_routes[] = {
	{"GET", "/api/v1/live", ROUTE_POINT, WHO_SIGNED_IN, .reply = &shape_event, .stream = true, .answer = live,
	 .zh = "实时事件（SSE）：commit、job；断线后凭 Last-Event-ID 续接", .en = "events as they happen (SSE): commit, job; Last-Event-ID resumes"},
	{"GET", "/api/v1/jobs", ROUTE_POINT, WHO_SIGNED_IN, .reply = &shape_job, .reply_page = true, .answer = jobs,
	 .zh = "本人正在进行和刚结束的导入、导出", .en = "one's own imports and exports, under way and just ended"},
	{"DELETE", "/api/v1/jobs/{job}", ROUTE_WRITE, WHO_SIGNED_IN, .secret = true, .answer = cancel,
	 .zh = "取消一项进行中的工作", .en = "cancel work that is under way"},
	{0},
};
/* clang-format on */
