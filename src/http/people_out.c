/* A person in a reply, and a person in a path. */
#include "http/people_out.h"

#include "http/api.h"
#include "http/shapes.h"
#include "rights/audit.h"

static const struct field person_fields[] = {
	{"id", FIELD_UUID, FIELD_NEEDED, .example = "01930000-0000-7000-8000-000000000001",
	 .zh = "人员编号", .en = "id"},
	{"org", FIELD_OBJECT, FIELD_NULLABLE, .of = &shape_org_ref, .zh = "所在工会",
	 .en = "on whose roster"},
	{"name", FIELD_TEXT, FIELD_NEEDED, .example = "王*英", .zh = "姓名（脱敏）",
	 .en = "name, masked"},
	{"id_number", FIELD_TEXT, FIELD_NULLABLE, .example = "150***********0021",
	 .zh = "身份证号（脱敏）；空：没有登记", .en = "ID number, masked; null: none is known"},
	{"phone", FIELD_TEXT, FIELD_NULLABLE, .example = "138****1234",
	 .zh = "电话（脱敏）；空：没有登记", .en = "phone, masked; null: none is known"},
	{"team", FIELD_TEXT, FIELD_NULLABLE, .example = "一班", .zh = "班组", .en = "team"},
	{"site", FIELD_TEXT, FIELD_NULLABLE, .example = "团结路", .zh = "作业点", .en = "site"},
	{"employer", FIELD_TEXT, FIELD_NULLABLE, .example = "示例环卫公司（合成数据）",
	 .zh = "用人单位", .en = "employer"},
	{"workplace", FIELD_TEXT, FIELD_NULLABLE, .example = "示例环卫中心（合成数据）",
	 .zh = "用工单位", .en = "place of work"},
	{"post", FIELD_TEXT, FIELD_NULLABLE, .example = "清扫", .zh = "岗位", .en = "post"},
	{"size", FIELD_TEXT, FIELD_NULLABLE, .example = "175", .zh = "衣服尺码",
	 .en = "size of clothes"},
	{"categories", FIELD_LIST, FIELD_NEEDED, .example = "环卫工", .zh = "类别",
	 .en = "categories"},
	{"left", FIELD_BOOL, FIELD_NEEDED, .example = "false", .zh = "已离岗",
	 .en = "no longer on the roster"},
	{0},
};
const struct shape shape_person = {"Person", person_fields};

static struct str known(const char *masked)
{
	return masked[0] ? str_of(masked) : STR_NULL;
}

void person_out(struct ctx *c, struct json_out *o, const char *key, const struct people_found *f)
{
	json_out_object(o, key);
	json_out_uuid(o, "id", f->person.person_id);
	reply_org(c, o, "org", f->person.org_no);
	json_out_text(o, "name", str_of(f->name_masked));
	json_out_text(o, "id_number", known(f->id_masked));
	json_out_text(o, "phone", known(f->phone_masked));
	json_out_text(o, "team", f->person.team);
	json_out_text(o, "site", f->person.site);
	json_out_text(o, "employer", f->person.employer);
	json_out_text(o, "workplace", f->person.workplace);
	json_out_text(o, "post", f->person.post);
	json_out_text(o, "size", f->person.size);
	json_out_array(o, "categories");
	for (size_t i = 0; i < f->categories_count; i++)
		json_out_text(o, NULL, f->categories[i]);
	json_out_end(o);
	json_out_bool(o, "left", f->person.left);
	json_out_end(o);
}

struct sn_err call_person(struct ctx *c, struct call *q, struct str id, struct person_ref *out)
{
	struct uuid person_id;
	struct person person;
	SN_TRY(uuid_parse(&person_id, id, "person"));
	SN_TRY(people_by_id(c, person_id, out));
	SN_TRY(people_by_refs(c, out, 1, &person));
	return call_may(c, q, person.org_no);
}

/* ---- the trail ---- */

static struct audit_entry entry_of(const struct call *q, enum audit_act act, int64_t org_no)
{
	return (struct audit_entry){
		.act = act, .session_id = q->session_id, .org_no = org_no, .address = q->from};
}

struct sn_err trail_person(struct ctx *c, struct call *q, const struct person *person)
{
	struct audit_entry e = entry_of(q, AUDIT_PERSON, person->org_no);
	char id[UUID_TEXT_BYTES];
	uuid_text(person->person_id, id);
	e.object_kind = STR("person");
	e.object_id = str_of(id);
	return call_trail(c, q, &e);
}

struct sn_err trail_people(struct ctx *c, const struct call *q, int64_t org_no, size_t rows)
{
	struct audit_entry e = entry_of(q, AUDIT_LIST, org_no);
	e.object_kind = STR("person");
	e.rows = (int64_t)rows;
	return q->api->audit ? audit_note(c, q->api->audit, &e) : SN_SUCCESS;
}

struct sn_err trail_change(struct ctx *c, const struct call *q, const struct person *person)
{
	struct audit_entry e = entry_of(q, AUDIT_CHANGE, person->org_no);
	char id[UUID_TEXT_BYTES];
	uuid_text(person->person_id, id);
	e.object_kind = STR("person");
	e.object_id = str_of(id);
	return audit_write(c, &e);
}
