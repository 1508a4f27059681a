/* Pictures and scans (照片、扫描件) of documents, portions, visits and honours: listed, added, fetched. What a file shows is
 * not masked, so each fetching stands on the audit trail before its first byte goes. */
#include "care/attached.h"
#include "http/api.h"
#include "http/names.h"
#include "http/routes.h"
#include "http/shapes.h"
#include "rights/audit.h"

#define SUBJECT_WORDS "document|portion|visit|honour"
#define CONSENT_WORDS "yes|no|not-needed"
#define TYPE_WORDS    "image/jpeg|image/png|application/pdf"
#define FILE_TYPE     "application/octet-stream"

/* clang-format off */
static const struct field attachment_fields[] = {
	{"attachment_id", FIELD_UUID, FIELD_NEEDED, .example = "0192c8a4-6f00-7aaa-8bbb-0123456789ab", .zh = "编号", .en = "its id"},
	{"for", FIELD_WORD, FIELD_NEEDED, .words = SUBJECT_WORDS, .example = "document", .zh = "属于什么", .en = "what it belongs to"},
	{"of", FIELD_UUID, FIELD_NEEDED, .example = "0192c8a4-6f00-7aaa-8bbb-0123456789ac", .zh = "所属编号", .en = "id of what it belongs to"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "工会", .en = "union"},
	{"type", FIELD_WORD, FIELD_NEEDED, .words = TYPE_WORDS, .example = "image/jpeg", .zh = "文件类型，按内容判断", .en = "kind of file, by its content"},
	{"bytes", FIELD_INT, FIELD_NEEDED, .example = "2400123", .zh = "字节", .en = "bytes"},
	{"consent", FIELD_WORD, FIELD_NEEDED, .words = CONSENT_WORDS, .example = "not-needed", .zh = "可辨认的人是否同意", .en = "did the people who can be recognised agree"},
	{"caption", FIELD_TEXT, FIELD_NULLABLE, .example = "签领表第 1 页（合成数据）", .zh = "说明", .en = "what it shows"},
	{"sha256", FIELD_TEXT, FIELD_NEEDED, .example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", .zh = "校验码", .en = "SHA-256 of what is stored"},
	{"by", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_user_ref, .zh = "谁上传的", .en = "who added it"},
	{"at", FIELD_TIME, FIELD_NEEDED, .example = "2024-10-26T02:15:00.000000Z", .zh = "何时", .en = "when"},
	{0},
};
static const struct shape shape_attachment = {"Attachment", attachment_fields};
/* clang-format on */

static void attachment_out(struct names *n, struct json_out *o, const struct attachment *a)
{
	char digest[SHA256_BYTES * 2 + 1];
	crypto_hex(a->digest.bytes, SHA256_BYTES, digest);
	json_out_object(o, NULL);
	json_out_uuid(o, "attachment_id", a->attachment_id);
	json_out_text(o, "for", str_of(attachment_subject_words(a->subject)->word));
	json_out_uuid(o, "of", a->subject_id);
	names_org(n, o, "org", a->org_no);
	json_out_text(o, "type", str_of(attachment_type_word(a->type)));
	json_out_int(o, "bytes", a->bytes);
	json_out_text(o, "consent", str_of(attachment_consent_words(a->consent)->word));
	json_out_text(o, "caption", a->caption);
	json_out_text(o, "sha256", str_of(digest));
	names_user(n, o, "by", a->added_by);
	reply_time(o, "at", a->added_us);
	json_out_end(o);
}

/* ?for= and ?of=, which go together. */
static struct sn_err asked_subject(struct ctx *c, const struct call *q, struct attached *out)
{
	enum attachment_subject kind;
	struct uuid id;
	if (str_is_null(call_query(q, "for")))
		return SN_FAIL(MISSING_FIELD, .field = "for");
	if (str_is_null(call_query(q, "of")))
		return SN_FAIL(MISSING_FIELD, .field = "of");
	if (!attachment_subject_parse(&kind, call_query(q, "for")))
		return SN_FAIL(ATTACHMENT_SUBJECT, .field = "for");
	SN_TRY(uuid_parse(&id, call_query(q, "of"), "of"));
	return attached_find(c, kind, id, out);
}

static struct audit_entry entry_of(const struct call *q, enum audit_act act, int64_t org_no)
{
	return (struct audit_entry){.act = act,
				    .session_id = q->session_id,
				    .org_no = org_no,
				    .object_kind = STR("attachment"),
				    .address = q->from};
}

/* ---- the list ---- */

static struct sn_err filter_of(struct ctx *c, struct call *q, struct attachment_filter *filter,
			       int64_t *org_no)
{
	struct attached of;
	struct org org;
	if (str_is_null(call_query(q, "for")) && str_is_null(call_query(q, "of"))) {
		SN_TRY(call_org(c, q, &org));
		filter->org_path = org.path;
		*org_no = org.org_no;
		return SN_SUCCESS;
	}
	SN_TRY(asked_subject(c, q, &of));
	SN_TRY(call_may(c, q, of.org_no));
	filter->shard = of.shard;
	filter->subject_id = of.id;
	*org_no = of.org_no;
	return SN_SUCCESS;
}

static struct sn_err list(struct ctx *c, struct call *q, struct json_out *o)
{
	struct attachment_filter filter = {.shard = 0};
	struct attachment *found = NULL;
	struct names *n = names_new(c);
	struct page page;
	size_t count = 0;
	int64_t org_no = 0;
	char last[UUID_TEXT_BYTES];
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(page_begin(c, q, o, &page));
	SN_TRY(filter_of(c, q, &filter, &org_no));
	SN_TRY(page_id(&page, &filter.after));
	filter.rows_max = (size_t)page.rows_max + 1; /* one more says that there is a next page */
	SN_TRY(attachment_list(c, &filter, &found, &count));
	const size_t shown = count < filter.rows_max ? count : count - 1;
	struct audit_entry e = entry_of(q, AUDIT_LIST, org_no);
	e.rows = (int64_t)shown;
	if (q->api->audit)
		SN_TRY(audit_note(c, q->api->audit, &e));
	for (size_t i = 0; i < shown; i++)
		attachment_out(n, o, &found[i]);
	if (shown < count)
		uuid_text(found[shown - 1].attachment_id, last);
	page_end(c, q, o, shown < count ? str_of(last) : STR_NULL);
	return SN_SUCCESS;
}

/* ---- adding ---- */

/* Reading and cleaning the file needs no transaction. */
static struct sn_err add_prepare(struct ctx *c, struct call *q, struct json_out *unused)
{
	struct attachment_file *file = ARENA_NEW(c->mem, struct attachment_file);
	struct byte_piece piece = {.wanted = (size_t)q->upload.bytes};
	(void)unused;
	piece.out = arena_alloc(c->mem, piece.wanted + 1);
	if (!file || !piece.out)
		return SN_FAIL(OUT_OF_MEMORY);
	q->prepared = file;
	SN_TRY(byte_source_read(&q->upload, 0, &piece));
	if (piece.got != piece.wanted)
		return SN_FAIL(CANNOT_READ_FILE);
	return attachment_take(c->mem, (struct str){piece.out, piece.got}, file);
}

static struct sn_err add(struct ctx *c, struct call *q, struct json_out *o)
{
	struct attachment what = {.attachment_id = new_id(c), .caption = call_query(q, "caption")};
	struct audit_entry e;
	struct attached to;
	struct names *n = names_new(c);
	char id[UUID_TEXT_BYTES];
	if (!n)
		return SN_FAIL(OUT_OF_MEMORY);
	if (!attachment_consent_parse(&what.consent, call_query(q, "consent")))
		return SN_FAIL(ATTACHMENT_CONSENT, .field = "consent");
	SN_TRY(asked_subject(c, q, &to));
	SN_TRY(call_may(c, q, to.org_no));
	what.org_no = to.org_no;
	what.subject = to.kind;
	what.subject_id = to.id;
	SN_TRY(attachment_add(c, &what, q->prepared, &what));
	uuid_text(what.attachment_id, id);
	e = entry_of(q, AUDIT_CHANGE, what.org_no);
	e.object_id = str_of(id);
	e.digest = what.digest;
	SN_TRY(audit_write(c, &e));
	attachment_out(n, o, &what);
	return SN_SUCCESS;
}

/* ---- its file ---- */

static struct sn_err file(struct ctx *c, struct call *q, struct json_out *o)
{
	struct audit_entry e;
	struct attachment a;
	struct uuid id;
	struct str bytes;
	FILE *out = NULL;
	(void)o;
	SN_TRY(uuid_parse(&id, q->args[0], "attachment"));
	SN_TRY(attachment_by_id(c, id, &a));
	SN_TRY(call_may(c, q, a.org_no));
	SN_TRY(attached_may_open(c, a.subject, a.org_no));
	SN_TRY(attachment_read(c, &a, &bytes));
	e = entry_of(q, AUDIT_EXPORT, a.org_no);
	e.object_id = q->args[0];
	e.rows = 1;
	e.digest = a.digest;
	SN_TRY(call_trail(c, q, &e));
	const char *name = arena_printf(c->mem, STR_FMT ".%s", STR_ARG(q->args[0]),
					attachment_type_ending(a.type));
	if (!name)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(call_download(c, q, FILE_TYPE, name, &out));
	const bool written = fwrite(bytes.at, 1, bytes.bytes, out) == bytes.bytes;
	return fclose(out) == 0 && written ? SN_SUCCESS : SN_FAIL(CANNOT_WRITE_FILE);
}

/* clang-format off */
#define OF_EXAMPLE "0192c8a4-6f00-7aaa-8bbb-0123456789ac"
static const struct query_field list_query[] = {
	{"org", FIELD_TEXT, NULL, "150300", "工会（含下级）；不填：本工会", "the union, with those below it; one's own where it is not given"},
	{"for", FIELD_WORD, SUBJECT_WORDS, "document", "只要属于它的：类型，与 of 同用", "only of this thing: its kind, together with of"},
	{"of", FIELD_UUID, NULL, OF_EXAMPLE, "只要属于它的：编号", "only of this thing: its id"},
	{0},
};
static const struct query_field add_query[] = {
	{"for", FIELD_WORD, SUBJECT_WORDS, "document", "属于什么", "what it belongs to"},
	{"of", FIELD_UUID, NULL, OF_EXAMPLE, "所属编号", "id of what it belongs to"},
	{"consent", FIELD_WORD, CONSENT_WORDS, "not-needed", "照片中可辨认的人是否同意", "did the people who can be recognised agree"},
	{"caption", FIELD_TEXT, NULL, "签领表第 1 页（合成数据）", "说明", "what it shows"},
	{0},
};
const struct route api_attachment_routes[] = {
	{"GET", "/api/v1/attachments", ROUTE_READ, WHO_PERMITTED, PERMISSION_SCAN_READ, .reply = &shape_attachment, .reply_page = true,
	 .query = list_query, .answer = list, .zh = "照片和扫描件：一件事的，或一个工会及其下级的", .en = "pictures and scans: of one thing, or of a union and those below it"},
	{"POST", "/api/v1/attachments", ROUTE_WRITE, WHO_PERMITTED, PERMISSION_SCAN_ADD, BODY_FILE, .body_bytes_max = ATTACHMENT_BYTES_MAX,
	 .reply = &shape_attachment, .status = 201, .query = add_query, .prepare = add_prepare, .answer = add,
	 .zh = "上传照片或扫描件（JPEG、PNG、PDF；拍摄地点等信息一律去掉）", .en = "add a picture or a scan (JPEG, PNG, PDF); where it was taken is dropped"},
	{"GET", "/api/v1/attachments/{attachment}", ROUTE_READ, WHO_PERMITTED, PERMISSION_SCAN_READ, .file = FILE_TYPE, .answer = file,
	 .zh = "一份照片或扫描件（记入审计）", .en = "the file of one (it goes on the audit trail)"},
	{0},
};
/* clang-format on */
