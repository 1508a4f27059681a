/* The installation (系统): versions, size, whole or not, backups. For who looks after the system, and sees no business data. */
#include "http/api.h"
#include "http/routes.h"
#include "http/shapes.h"
#include "report/verify.h"
#include "rights/audit.h"
#include "store/shelf.h"

#include <inttypes.h>

enum { DOMAINS_SHOWN_MAX = 200, FINDING_KINDS_MAX = 100, FOLDER_BYTES_MAX = 1024 };
#define BACKUP_EXAMPLE "songnuan-20241026-101500.backup"
#define AT_EXAMPLE     "2024-10-26T02:15:00.123456Z"

/* ---- backups as they are listed ---- */

static const struct field backup_fields[] = {
	{"id", FIELD_TEXT, FIELD_NEEDED, .max = SHELF_NAME_BYTES, .example = BACKUP_EXAMPLE,
	 .zh = "文件名", .en = "its file's name"},
	{"at", FIELD_TIME, FIELD_NEEDED, .example = AT_EXAMPLE, .zh = "何时备份", .en = "made at"},
	{"bytes", FIELD_INT, FIELD_NEEDED, .example = "10485760", .zh = "大小（字节）",
	 .en = "size in bytes"},
	{"until", FIELD_DAY, FIELD_NEEDED, .example = "2024-11-30",
	 .zh = "保留到哪天：此后有了新备份即删除（其中还有已依法删除的个人信息）",
	 .en = "kept until then; deleted once a newer one is there (it still holds who was "
	       "erased)"},
	{0},
};
static const struct shape shape_backup = {"Backup", backup_fields};
static const struct field made_fields[] = {
	{"backup", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_backup, .zh = "新备份",
	 .en = "the new one"},
	{"expired", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "同时删除了几个过期备份",
	 .en = "how many expired ones were deleted with it"},
	{0},
};
static const struct shape shape_made = {"BackupMade", made_fields};
static const struct field checked_fields[] = {
	{"backup", FIELD_OBJECT, FIELD_NEEDED, .of = &shape_backup, .zh = "哪个备份",
	 .en = "which backup"},
	{"at", FIELD_TIME, FIELD_NEEDED, .example = AT_EXAMPLE, .zh = "何时核对",
	 .en = "checked at"},
	{0},
};
static const struct shape shape_checked = {"BackupChecked", checked_fields};

static void backup_out(struct json_out *o, const char *key, const struct shelf_item *b)
{
	json_out_object(o, key);
	json_out_text(o, "id", str_of(b->name));
	reply_time(o, "at", b->made_us);
	json_out_int(o, "bytes", b->bytes);
	reply_day(o, "until", day_add(day_of(b->made_us), SHELF_KEEP_DAYS));
	json_out_end(o);
}
static struct sn_err shelf_of(const struct call *q, struct shelf **out)
{
	*out = q->api->shelf;
	return *out ? SN_SUCCESS : SN_FAIL(NO_BACKUP_FOLDER);
}

/* ---- how it is ---- */

static const struct field schema_fields[] = {
	{"domain", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "ledger", .zh = "部分",
	 .en = "part"},
	{"number", FIELD_INT, FIELD_NEEDED, .example = "3", .zh = "结构版本",
	 .en = "schema version"},
	{0},
};
static const struct shape shape_schema = {"SchemaVersion", schema_fields};
static const struct field system_fields[] = {
	{"version", FIELD_TEXT, FIELD_NEEDED, .max = 32, .example = SN_VERSION, .zh = "程序版本",
	 .en = "version of the program"},
	{"store", FIELD_WORD, FIELD_NEEDED, .words = "sqlite|postgresql", .example = "sqlite",
	 .zh = "数据库", .en = "database"},
	{"bytes", FIELD_INT, FIELD_NEEDED, .example = "104857600", .zh = "数据库大小（字节）",
	 .en = "its size in bytes"},
	{"free_bytes", FIELD_INT, FIELD_NULLABLE, .example = "1073741824",
	 .zh = "磁盘还剩（字节）；空：数据库在别的服务器上",
	 .en = "free beside it, in bytes; null: it lies on another server"},
	{"commit", FIELD_INT, FIELD_NEEDED, .example = "4711", .zh = "写入次数",
	 .en = "number of the last commit"},
	{"schemas", FIELD_LIST, FIELD_NEEDED, .of = &shape_schema, .max = DOMAINS_SHOWN_MAX,
	 .zh = "各部分的结构版本", .en = "schema versions, part by part"},
	{"backup_folder", FIELD_TEXT, FIELD_NULLABLE, .max = FOLDER_BYTES_MAX, .example = "backups",
	 .zh = "备份目录；空：没有设置", .en = "where backups are kept; null: nowhere"},
	{"last_backup", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_backup, .zh = "最近的备份",
	 .en = "the newest backup"},
	{0},
};
static const struct shape shape_system = {"System", system_fields};

static struct sn_err schemas_out(struct ctx *c, struct json_out *o)
{
	struct store_version *versions = NULL;
	size_t count = 0;
	SN_TRY(store_versions(c->store, c->mem, &versions, &count));
	json_out_array(o, "schemas");
	for (size_t i = 0; i < count; i++) {
		json_out_object(o, NULL);
		json_out_text(o, "domain", str_of(versions[i].domain));
		json_out_int(o, "number", versions[i].number);
		json_out_end(o);
	}
	json_out_end(o);
	return SN_SUCCESS;
}
static struct sn_err last_out(struct ctx *c, const struct shelf *shelf, struct json_out *o)
{
	struct shelf_item *items = NULL;
	size_t count = 0;
	if (shelf)
		SN_TRY(shelf_list(shelf, c->mem, &items, &count));
	if (count > 0)
		backup_out(o, "last_backup", &items[0]);
	else
		json_out_null(o, "last_backup");
	return SN_SUCCESS;
}
static struct sn_err show(struct ctx *c, struct call *q, struct json_out *o)
{
	struct store_state state;
	int64_t commit_seq = 0;
	SN_TRY(call_may(c, q, 0));
	SN_TRY(store_state(c->store, &state));
	SN_TRY(store_commit_seq(c->store, &commit_seq));
	json_out_object(o, NULL);
	json_out_text(o, "version", STR(SN_VERSION));
	json_out_text(o, "store",
		      state.kind == STORE_POSTGRESQL ? STR("postgresql") : STR("sqlite"));
	json_out_int(o, "bytes", state.bytes);
	if (state.free_bytes < 0)
		json_out_null(o, "free_bytes");
	else
		json_out_int(o, "free_bytes", state.free_bytes);
	json_out_int(o, "commit", commit_seq);
	SN_TRY(schemas_out(c, o));
	json_out_text(o, "backup_folder",
		      q->api->shelf ? str_of(shelf_folder(q->api->shelf)) : STR_NULL);
	SN_TRY(last_out(c, q->api->shelf, o));
	json_out_end(o);
	return SN_SUCCESS;
}

/* ---- backups ---- */

static struct audit_entry entry_of(const struct call *q, struct str name)
{
	return (struct audit_entry){.act = AUDIT_SYSTEM,
				    .session_id = q->session_id,
				    .object_kind = STR("backup"),
				    .object_id = name,
				    .address = q->from};
}
static struct sn_err far(void *self, int64_t done, int64_t total)
{
	return call_progress(self, done, total);
}

static struct sn_err backups(struct ctx *c, struct call *q, struct json_out *o)
{
	struct shelf_item *items = NULL;
	struct page page;
	size_t count = 0;
	int64_t at = 0, shown = 0;
	char next[24];
	SN_TRY(call_may(c, q, 0));
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(page_number(&page, &at));
	if (q->api->shelf)
		SN_TRY(shelf_list(q->api->shelf, c->mem, &items, &count));
	for (; at < (int64_t)count && shown < page.rows_max; at++, shown++)
		backup_out(o, NULL, &items[at]);
	(void)snprintf(next, sizeof next, "%" PRId64, at);
	page_end(c, q, o, at < (int64_t)count ? str_of(next) : STR_NULL);
	return SN_SUCCESS;
}

struct making {
	struct shelf_item item;
	int64_t expired;
};
/* Long work, outside the writer: who writes meanwhile is not held up. */
static struct sn_err make_prepare(struct ctx *c, struct call *q, struct json_out *o)
{
	struct making *m = q->prepared = ARENA_NEW(c->mem, struct making);
	struct shelf *shelf = NULL;
	(void)o;
	if (!m)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(rights_may(c, PERMISSION_SYSTEM, 0));
	SN_TRY(shelf_of(q, &shelf));
	return shelf_make(shelf, &(const struct store_watch){.far = far, .self = q}, &m->item,
			  &m->expired);
}
static struct sn_err make(struct ctx *c, struct call *q, struct json_out *o)
{
	const struct making *m = q->prepared;
	const struct audit_entry entry = entry_of(q, str_of(m->item.name));
	SN_TRY(audit_write(c, &entry));
	json_out_object(o, NULL);
	backup_out(o, "backup", &m->item);
	json_out_int(o, "expired", m->expired);
	json_out_end(o);
	return SN_SUCCESS;
}

static struct sn_err check_backup(struct ctx *c, struct call *q, struct json_out *o)
{
	struct shelf *shelf = NULL;
	struct shelf_item item;
	SN_TRY(call_may(c, q, 0));
	SN_TRY(shelf_of(q, &shelf));
	SN_TRY(shelf_check(shelf, q->args[0], &item));
	const struct audit_entry entry = entry_of(q, str_of(item.name));
	SN_TRY(call_trail(c, q, &entry));
	json_out_object(o, NULL);
	backup_out(o, "backup", &item);
	reply_time(o, "at", now_us(c));
	json_out_end(o);
	return SN_SUCCESS;
}

/* ---- is all of it whole? ---- */

static const struct field finding_fields[] = {
	{"what", FIELD_TEXT, FIELD_NEEDED, .max = 64, .example = "balance",
	 .zh = "哪一类问题（songnuan verify 列出每一条）",
	 .en = "kind of finding (songnuan verify lists each)"},
	{"count", FIELD_INT, FIELD_NEEDED, .example = "1", .zh = "几处", .en = "how many"},
	{0},
};
static const struct shape shape_finding = {"SystemFinding", finding_fields};
static const struct field whole_fields[] = {
	{"leaves", FIELD_INT, FIELD_NEEDED, .example = "47000", .zh = "存证条数",
	 .en = "leaves of the log"},
	{"findings", FIELD_INT, FIELD_NEEDED, .example = "0", .zh = "查出几处问题",
	 .en = "how much was found wrong"},
	{"kinds", FIELD_LIST, FIELD_NEEDED, .of = &shape_finding, .max = FINDING_KINDS_MAX,
	 .zh = "按类别", .en = "by kind"},
	{"at", FIELD_TIME, FIELD_NEEDED, .example = AT_EXAMPLE, .zh = "何时核对",
	 .en = "checked at"},
	{0},
};
static const struct shape shape_whole = {"SystemChecked", whole_fields};

struct checking {
	const struct call *q;
	int64_t findings;
	size_t kinds;
	struct {
		const char *what;
		int64_t count;
	} kind[FINDING_KINDS_MAX];
};
/* Kinds and counts: which account or person it is, is no administrator's business. */
static void count_finding(void *self, const struct ledger_finding *f)
{
	struct checking *k = self;
	size_t at = 0;
	k->findings++;
	while (at < k->kinds && strcmp(k->kind[at].what, f->what) != 0)
		at++;
	if (at == FINDING_KINDS_MAX)
		return;
	if (at == k->kinds)
		k->kind[k->kinds++].what = f->what;
	k->kind[at].count++;
}
static struct sn_err parts_far(void *self, int64_t done, int64_t total)
{
	const struct checking *k = self;
	return call_progress(k->q, done, total);
}
static struct sn_err check(struct ctx *c, struct call *q, struct json_out *o)
{
	struct checking *k = ARENA_NEW(c->mem, struct checking);
	int64_t leaves = 0;
	SN_TRY(call_may(c, q, 0));
	if (!k)
		return SN_FAIL(OUT_OF_MEMORY);
	*k = (struct checking){.q = q};
	SN_TRY(verify_all(
		c, &(const struct verify_watch){.each = count_finding, .far = parts_far, .self = k},
		&leaves));
	json_out_object(o, NULL);
	json_out_int(o, "leaves", leaves);
	json_out_int(o, "findings", k->findings);
	json_out_array(o, "kinds");
	for (size_t i = 0; i < k->kinds; i++) {
		json_out_object(o, NULL);
		json_out_text(o, "what", str_of(k->kind[i].what));
		json_out_int(o, "count", k->kind[i].count);
		json_out_end(o);
	}
	json_out_end(o);
	reply_time(o, "at", now_us(c));
	json_out_end(o);
	return SN_SUCCESS;
}

/* clang-format off */
#define SYSTEM "/api/v1/system"
const struct route api_system_routes[] = {
	{"GET", SYSTEM, ROUTE_READ, WHO_PERMITTED, PERMISSION_SYSTEM, .reply = &shape_system, .answer = show,
	 .zh = "版本、数据库大小、磁盘余量、最近的备份", .en = "versions, size of the database, what is free, the newest backup"},
	{"GET", SYSTEM "/check", ROUTE_READ, WHO_PERMITTED, PERMISSION_SYSTEM, .reply = &shape_whole, .threads = ROUTE_SLOW, .answer = check,
	 .zh = "核对全部数据：存证、余额、占用、上限、审计日志……（同 songnuan verify；用时较长，有进度）",
	 .en = "verify everything: log, balances, holds, caps, trail, … (as songnuan verify does; takes a while, with progress)"},
	{"GET", SYSTEM "/backups", ROUTE_READ, WHO_PERMITTED, PERMISSION_SYSTEM, .reply = &shape_backup, .reply_page = true,
	 .answer = backups, .zh = "已有的备份，新的在前", .en = "the backups that there are, newest first"},
	{"POST", SYSTEM "/backups", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_SYSTEM, .reply = &shape_made, .status = 201,
	 .threads = ROUTE_SLOW, .prepare = make_prepare, .answer = make, .zh = "备份（加密；用时较长，有进度，可以取消）",
	 .en = "make a backup (encrypted; takes a while, with progress, and can be cancelled)"},
	{"GET", SYSTEM "/backups/{backup}/check", ROUTE_READ, WHO_PERMITTED, PERMISSION_SYSTEM, .reply = &shape_checked,
	 .threads = ROUTE_SLOW, .answer = check_backup, .zh = "核对一个备份能否恢复", .en = "check whether a backup could be restored"},
	{0},
};
/* clang-format on */
