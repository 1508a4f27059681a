/* The trail of who saw or did what, on both engines. */
#include "base/limits.h"
#include "org/org_sql.h"
#include "people/keyring.h"
#include "rights/audit.h"
#include "rights/audit_sql.h"
#include "rights/rights_sql.h"
#include "store_fixture.h"

#include <unistd.h>

static const struct store_domain *const domains[] = {&org_domain, &rights_domain, &audit_domain};
#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)

enum { REGION = 1, COUNTY, CREW, OTHER };
enum who { READER, AUDITOR, ABOVE, MAKER, FAR, WHO_COUNT };
struct world {
	struct fixture f;
	struct keyring *keys;
	struct user users[WHO_COUNT];
};

#define UNION(c, p, k, l)                                                                          \
	{                                                                                          \
		.code = STR(c), .parent_code = STR(p), .name = STR("工会" c), .kind = (k),         \
		.level = (l), .from_day = 20150101                                                 \
	}
static struct sn_err people_work(struct ctx *c, void *arg)
{
	static const struct org_new orgs[] = {
		UNION("15", "", ORG_GENERAL, 1), UNION("1501", "15", ORG_GENERAL, 3),
		UNION("E1", "1501", ORG_GRASSROOTS, 4), UNION("1502", "15", ORG_GENERAL, 3)};
	static const struct {
		const char *login;
		enum rights_role role;
		int64_t org_no;
	} users[WHO_COUNT] = {{"reader", ROLE_AUDITADMIN, 0},
			      {"auditor", ROLE_AUDITOR, COUNTY},
			      {"above", ROLE_SUPERVISOR, REGION},
			      {"maker", ROLE_MAKER, COUNTY},
			      {"far", ROLE_AUDITOR, OTHER}};
	struct world *w = arg;
	struct org_added added[4];
	SN_TRY(org_add_many(c, orgs, 4, added));
	for (size_t i = 0; i < WHO_COUNT; i++) {
		const struct user u = {.login = str_of(users[i].login), .name = STR("合成用户")};
		SN_TRY(rights_user_add(c, &u, &w->users[i]));
		SN_TRY(rights_grant_add(c,
					&(const struct rights_grant){.user_id = w->users[i].user_id,
								     .role = users[i].role,
								     .org_no = users[i].org_no}));
	}
	return SN_SUCCESS;
}
static void open_world(struct world *w, enum fixture_engine engine)
{
	char path[] = "/tmp/songnuan-audit-XXXXXX";
	const int fd = mkstemp(path);
	OK(fd >= 0 && close(fd) == 0 && unlink(path) == 0, "a place for the key");
	fixture_must(keyring_create(str_of(path)), "key");
	fixture_must(keyring_load(&w->keys, str_of(path)), "key");
	(void)unlink(path);
	fixture_create(&w->f, engine, domains, sizeof domains / sizeof domains[0]);
	w->f.writer_config.base.keys = w->keys;
	w->f.c.keys = w->keys;
	fixture_start(&w->f);
	fixture_must(store_write(&w->f.c, people_work, w), "people");
}
static void close_world(struct world *w)
{
	fixture_close(&w->f);
	keyring_free(w->keys);
}
static struct ctx as(struct world *w, enum who who)
{
	struct ctx c = w->f.c;
	c.actor_id = w->users[who].user_id;
	return c;
}

static const struct audit_entry page_seen = {
	.act = AUDIT_PERSON,
	.org_no = COUNTY,
	.object_kind = {"person", 6},
	.object_id = {"018f3c2a-0000-7000-8000-123456789012", 36},
	.purpose = AUDIT_FOR_DELIVERY,
	.reference = {"沪工发〔2024〕12号", 24},
	.address = {"203.0.113.7", 11},
};
static struct uuid person(void)
{
	struct uuid id;
	fixture_must(uuid_parse(&id, page_seen.object_id, "id"), "person");
	return id;
}

struct seen {
	struct audit_entry *rows;
	size_t count;
};
static const char *list(struct world *w, enum who who, struct audit_filter f, struct seen *out)
{
	struct ctx c = as(w, who);
	if (f.rows_max == 0)
		f.rows_max = 100;
	*out = (struct seen){NULL, 0};
	return sn_reason_word(audit_list(&c, &f, &out->rows, &out->count).reason);
}

static void test_rows(enum fixture_engine engine)
{
	struct world w;
	struct seen seen;
	open_world(&w, engine);
	struct ctx c = as(&w, MAKER);
	REASON(audit_first(&c, &page_seen), "ok", "a row is durable before the answer");
	EQ_STR(list(&w, READER, (struct audit_filter){.rows_max = 10}, &seen), "ok", "and is read");
	EQ_I64((int64_t)seen.count, 1, "one");
	const struct audit_entry *e = &seen.rows[0];
	EQ_I64(e->audit_no, 1, "numbers begin with one");
	EQ_I64(e->at_us, FIXTURE_AT_US, "with its time");
	OK(e->act == AUDIT_PERSON && e->purpose == AUDIT_FOR_DELIVERY && e->org_no == COUNTY,
	   "what, why and where");
	OK(uuid_eq(e->user_id, w.users[MAKER].user_id) && uuid_is_null(e->session_id), "who");
	OK(str_eq(e->object_kind, page_seen.object_kind) &&
		   str_eq(e->object_id, page_seen.object_id) &&
		   str_eq(e->reference, page_seen.reference) &&
		   str_eq(e->address, page_seen.address) && str_is(e->outcome_word, "ok"),
	   "whom, for which paper, from where, how it ended");

	struct audit_entry odd = page_seen;
	odd.reference = STR("王某 150102199003070021 的申请"); /* 合成数据 */
	REASON(audit_first(&c, &odd), "ok", "a number whose check digit is wrong is no ID number");
	odd.reference = STR("11010519491231002X"); /* the example of GB 11643 */
	REASON(audit_first(&c, &odd), "audit_personal", "an ID number stays out of the trail");
	odd.reference = STR("电话 13800138000");
	REASON(audit_first(&c, &odd), "audit_personal", "a phone number too");
	odd.reference = STR("电话8613800138000来电");
	REASON(audit_first(&c, &odd), "audit_personal",
	       "with its country's number in front as well");
	odd.reference = STR_NULL;
	odd.object_id = STR("13800138000");
	REASON(audit_first(&c, &odd), "audit_personal", "also where an id should stand");
	odd.object_id = STR("cycle\nhw-2024");
	REASON(audit_first(&c, &odd), "too_long", "a row is of single lines");
	odd.object_id = STR("hw-2024-150102199003");
	REASON(audit_first(&c, &odd), "ok", "codes with digits in them are codes");
	struct audit_buffer *b = NULL;
	fixture_must(audit_buffer_new(&b), "buffer");
	odd.object_id = STR("13800138000");
	REASON(audit_note(&c, b, &odd), "audit_personal", "nor does the buffer take one");
	audit_buffer_free(b);
	close_world(&w);
}

/* ---- who reads what ---- */

static void note(struct world *w, enum who who, enum audit_act act, int64_t org_no)
{
	struct ctx c = as(w, who);
	const struct audit_entry e = {.act = act, .org_no = org_no, .address = STR("10.0.0.9")};
	fixture_must(audit_first(&c, &e), "row");
}
static void test_rights(enum fixture_engine engine)
{
	struct world w;
	struct seen seen;
	open_world(&w, engine);
	note(&w, MAKER, AUDIT_SIGN_IN, 0);
	note(&w, MAKER, AUDIT_LIST, CREW);
	note(&w, MAKER, AUDIT_EXPORT, COUNTY);
	note(&w, FAR, AUDIT_LIST, OTHER);
	note(&w, READER, AUDIT_USER, COUNTY);
	EQ_STR(list(&w, READER, (struct audit_filter){.rows_max = 100}, &seen), "ok",
	       "the audit administrator reads");
	EQ_I64((int64_t)seen.count, 5, "every act");
	EQ_STR(list(&w, AUDITOR, (struct audit_filter){.org_no = COUNTY}, &seen), "ok",
	       "an auditor reads his subtree");
	EQ_I64((int64_t)seen.count, 2, "its business, not its users");
	EQ_STR(list(&w, AUDITOR, (struct audit_filter){.org_no = COUNTY, .acts = 1U << AUDIT_USER},
		    &seen),
	       "not_granted", "asked for users he is refused, not shown everything");
	EQ_STR(list(&w, AUDITOR, (struct audit_filter){.rows_max = 9}, &seen), "not_granted_to_all",
	       "nor does he read everywhere");
	EQ_STR(list(&w, AUDITOR, (struct audit_filter){.org_no = OTHER}, &seen), "not_granted",
	       "nor beside him");
	EQ_STR(list(&w, ABOVE, (struct audit_filter){.org_no = REGION}, &seen), "ok",
	       "who supervises from above reads below");
	EQ_I64((int64_t)seen.count, 3, "the business of all its unions");
	EQ_STR(list(&w, MAKER, (struct audit_filter){.org_no = COUNTY}, &seen), "not_granted",
	       "a maker reads no trail");
	EQ_STR(list(&w, READER, (struct audit_filter){.org_no = COUNTY}, &seen), "ok",
	       "a subtree of everything");
	EQ_I64((int64_t)seen.count, 3, "has its business and its users");
	close_world(&w);
}

/* ---- filters and pages ---- */

static int64_t sum_of_pages(struct world *w, struct audit_filter f, size_t *pages)
{
	int64_t sum = 0;
	struct seen seen;
	for (*pages = 0; *pages < 100; (*pages)++) {
		EQ_STR(list(w, READER, f, &seen), "ok", "page");
		if (seen.count == 0)
			break;
		for (size_t i = 0; i < seen.count; i++)
			sum += seen.rows[i].audit_no;
		f.before_no = seen.rows[seen.count - 1].audit_no;
	}
	return sum;
}
static void test_pages(enum fixture_engine engine)
{
	struct world w;
	struct seen seen;
	size_t pages = 0;
	enum { ROWS = 25, SECOND_US = 1000000 };
	open_world(&w, engine);
	for (int64_t i = 0; i < ROWS; i++) {
		/* Five rows of one microsecond each, and the clock steps back once. */
		fixture_set_time(&w.f, FIXTURE_AT_US + (i / 5 == 2 ? 0 : i / 5) * SECOND_US);
		note(&w, i % 2 ? MAKER : FAR, i % 5 ? AUDIT_LIST : AUDIT_SIGN_IN, i % 3 ? CREW : 0);
	}
	EQ_I64(sum_of_pages(&w, (struct audit_filter){.rows_max = 4}, &pages),
	       ROWS * (ROWS + 1) / 2,
	       "page after page gives every row once, also of one instant and of a clock that went "
	       "back");
	EQ_I64((int64_t)pages, 7, "in as many pages as there are");
	EQ_I64(sum_of_pages(&w,
			    (struct audit_filter){.rows_max = 3, .user_id = w.users[MAKER].user_id},
			    &pages),
	       2 + 4 + 6 + 8 + 10 + 12 + 14 + 16 + 18 + 20 + 22 + 24, "of one user");
	EQ_STR(list(&w, READER, (struct audit_filter){.acts = 1U << AUDIT_SIGN_IN}, &seen), "ok",
	       "of one act");
	EQ_I64((int64_t)seen.count, 5, "its rows");
	EQ_STR(list(&w, READER,
		    (struct audit_filter){.from_us = FIXTURE_AT_US + 3 * SECOND_US,
					  .to_us = FIXTURE_AT_US + 4 * SECOND_US},
		    &seen),
	       "ok", "of a time");
	EQ_I64((int64_t)seen.count, 5, "from its first instant, without its end");
	EQ_I64(seen.rows[0].audit_no, 20, "newest first");
	EQ_STR(list(&w, READER, (struct audit_filter){.org_no = CREW}, &seen), "ok", "of a union");
	EQ_I64((int64_t)seen.count, 16, "its rows alone");

	struct ctx c = as(&w, MAKER), reader = as(&w, AUDITOR);
	fixture_must(audit_first(&c, &page_seen), "page");
	struct audit_entry refused = page_seen;
	refused.act = AUDIT_UNMASK;
	refused.outcome = SN_R_NOT_GRANTED;
	fixture_must(audit_first(&c, &refused), "refused");
	REASON(audit_of_person(&reader, person(), COUNTY, 0, &seen.rows, &seen.count), "ok",
	       "who looked at this person");
	EQ_I64((int64_t)seen.count, 2, "is answered");
	EQ_STR(seen.rows[0].outcome_word.at, "not_granted", "with who was refused");
	REASON(audit_of_person(&reader, person(), COUNTY, seen.rows[0].audit_no, &seen.rows,
			       &seen.count),
	       "ok", "and goes on");
	EQ_I64((int64_t)seen.count, 1, "behind the cursor");
	REASON(audit_of_person(&c, person(), COUNTY, 0, &seen.rows, &seen.count), "not_granted",
	       "not to everybody");
	close_world(&w);
}

/* ---- the buffer ---- */

static void test_buffer(enum fixture_engine engine)
{
	struct world w;
	struct seen seen;
	struct audit_buffer *b = NULL;
	char id[] = "cycle-1";
	open_world(&w, engine);
	fixture_must(audit_buffer_new(&b), "buffer");
	struct ctx c = as(&w, MAKER);
	struct audit_entry e = {
		.act = AUDIT_LIST, .org_no = CREW, .object_kind = STR("roster"), .rows = 50};
	e.object_id = str_of(id);
	fixture_must(audit_note(&c, b, &e), "note");
	id[6] = '2';
	fixture_must(audit_note(&c, b, &e), "note");
	EQ_STR(list(&w, READER, (struct audit_filter){.rows_max = 9}, &seen), "ok", "read");
	EQ_I64((int64_t)seen.count, 0, "a note waits in memory");
	fixture_set_time(&w.f, FIXTURE_AT_US + 900000);
	REASON(audit_flush(&w.f.c, b), "ok", "until it is flushed");
	EQ_STR(list(&w, READER, (struct audit_filter){.rows_max = 9}, &seen), "ok", "read");
	EQ_I64((int64_t)seen.count, 2, "then it is there");
	OK(str_is(seen.rows[1].object_id, "cycle-1") && seen.rows[1].at_us == FIXTURE_AT_US &&
		   uuid_eq(seen.rows[1].user_id, w.users[MAKER].user_id) && seen.rows[1].rows == 50,
	   "as it was when it was noted, whatever became of the request's memory");
	REASON(audit_flush(&w.f.c, b), "ok", "nothing is written twice");
	int taken = 0;
	struct sn_err last = SN_SUCCESS;
	while (taken <= AUDIT_BUFFER_MAX && !sn_failed(last = audit_note(&c, b, &e)))
		taken++;
	EQ_I64(taken, AUDIT_BUFFER_MAX, "a buffer has its limit");
	REASON(last, "audit_behind", "past it nothing may be shown");
	writer_stop(w.f.writer);
	w.f.writer = NULL;
	audit_buffer_free(b);
	close_world(&w);
}

/* ---- what was tampered with is found ---- */

static const struct sn_statement tampers[] = {
	{.name = "t.act",
	 .sql = "UPDATE audit SET act = 'list' WHERE audit_no = $1",
	 .params = "i"},
	{.name = "t.who",
	 .sql = "UPDATE audit SET user_id = NULL WHERE audit_no = $1",
	 .params = "i"},
	{.name = "t.at",
	 .sql = "UPDATE audit SET at_us = at_us + 1 WHERE audit_no = $1",
	 .params = "i"},
	{.name = "t.how",
	 .sql = "UPDATE audit SET outcome = 'denied' WHERE audit_no = $1",
	 .params = "i"},
	{.name = "t.whom",
	 .sql = "UPDATE audit SET object_id = 'x' WHERE audit_no = $1",
	 .params = "i"},
	{.name = "t.why",
	 .sql = "UPDATE audit SET purpose = 'law' WHERE audit_no = $1",
	 .params = "i"},
	{.name = "t.ref",
	 .sql = "UPDATE audit SET reference = NULL WHERE audit_no = $1",
	 .params = "i"},
	{.name = "t.from",
	 .sql = "UPDATE audit SET address = '::1' WHERE audit_no = $1",
	 .params = "i"},
	{.name = "t.rows",
	 .sql = "UPDATE audit SET row_count = 7 WHERE audit_no = $1",
	 .params = "i"},
	{.name = "t.org",
	 .sql = "UPDATE audit SET org_no = NULL WHERE audit_no = $1",
	 .params = "i"},
};
static const struct sn_statement take_out = {
	.name = "t.out", .sql = "DELETE FROM audit WHERE audit_no = $1", .params = "i"};

static struct sn_err tamper_work(struct ctx *c, void *which)
{
	return store_run(c->store, which, PARAMS(p_int(3)), NULL);
}
static void see(void *self, const struct audit_finding *f)
{
	struct audit_finding *first = self;
	if (!first->what)
		*first = *f;
}
static int64_t verify(struct world *w, struct audit_finding *first, int64_t *last)
{
	int64_t findings = 0;
	*first = (struct audit_finding){0, NULL};
	fixture_must(audit_verify(&w->f.c, &(const struct audit_watch){.each = see, .self = first},
				  &findings, last),
		     "verify");
	return findings;
}
static void test_tampering(enum fixture_engine engine)
{
	enum { TAMPERS = sizeof tampers / sizeof tampers[0] };
	int found = 0, named = 0;
	int64_t last = 0;
	for (size_t t = 0; t < TAMPERS; t++) {
		struct world w;
		struct audit_finding first;
		open_world(&w, engine);
		struct ctx c = as(&w, MAKER);
		for (int i = 0; i < 5; i++)
			fixture_must(audit_first(&c, &page_seen), "row");
		if (t == 0) {
			EQ_I64(verify(&w, &first, &last), 0, "an honest trail has no finding");
			EQ_I64(last, 5, "and says its last number");
		}
		fixture_must(store_write(&c, tamper_work, (void *)(uintptr_t)&tampers[t]),
			     "tamper");
		found += verify(&w, &first, &last) == 1;
		named += first.audit_no == 3 && first.what && strcmp(first.what, "changed") == 0;
		if (t + 1 == TAMPERS) {
			fixture_must(store_write(&c, tamper_work, (void *)(uintptr_t)&take_out),
				     "out");
			EQ_I64(verify(&w, &first, &last), 1, "a row that was taken out is found");
			EQ_STR(first.what, "missing", "as missing");
		}
		close_world(&w);
	}
	EQ_I64(found, TAMPERS, "each field that was changed is found");
	EQ_I64(named, TAMPERS, "by its row");
}

int main(void)
{
	OK(crypto_start(), "crypto");
	FOR_EACH_ENGINE(engine)
	{
		test_rows(engine);
		test_rights(engine);
		test_pages(engine);
		test_buffer(engine);
		test_tampering(engine);
	}
	return tap_done();
}
