/* A list as a file: all of it, in the asker's language, harmless in a spreadsheet, and in the trail before it is sent. */
#include "http_world.h"
#include "rights/audit.h"

static void draft(struct http_world *h, int n)
{
	char body[256];
	(void)snprintf(body, sizeof body,
		       "{\"code\":\"x-%03d\",\"name\":\"=1+%d\",\"programme\":\"campaign\",\"org\":"
		       "\"150000\","
		       "\"from\":\"2024-11-01\"}",
		       n, n);
	const struct answer a = http_ask(h, (struct ask){MAKER, "POST", "/api/v1/cycles", body});
	if (a.status != 201)
		OK(false, "a cycle is drafted");
}

static int lines(struct str text)
{
	int count = 0;
	for (size_t i = 0; i < text.bytes; i++)
		count += text.at[i] == '\n';
	return count;
}

static bool has(struct str text, const char *part)
{
	return memmem(text.at, text.bytes, part, strlen(part)) != NULL;
}

static void trail(struct http_world *h, int64_t rows)
{
	struct ctx c = h->w.f.c;
	struct audit_entry *list = NULL;
	size_t count = 0;
	c.actor_id = h->w.users[AUDITOR].user_id;
	const struct audit_filter filter = {
		.acts = 1U << AUDIT_EXPORT, .org_no = h->w.orgs[REGION].org_no, .rows_max = 10};
	const struct sn_err e = audit_list(&c, &filter, &list, &count);
	OK(!sn_failed(e) && count > 0, "the trail has it");
	if (sn_failed(e) || count == 0)
		return;
	EQ_I64(list[0].rows, rows, "with its rows");
	OK(uuid_eq(list[0].user_id, h->w.users[MAKER].user_id), "and who took it");
	OK(str_is(list[0].object_id, "cycles"), "and what it was");
	OK(!sha256_eq(list[0].digest, (struct sha256){{0}}), "and the file's digest");
}

static void files(struct http_world *h)
{
	enum { MADE = PAGE_ROWS_MAX + 30 };
	for (int n = 0; n < MADE; n++)
		draft(h, n);
	struct answer a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/cycles?format=csv"});
	EQ_I64(a.status, 200, "a list as CSV");
	const int all = lines(a.body);
	OK(all > MADE, "has the rows of more than one page");
	OK(has(a.body, "主办工会代码"), "headings are those of the reply's shape, in Chinese");
	OK(has(a.body, "'=1+7") && !has(a.body, ",=1+7"), "a name that is a formula is defused");
	trail(h, all - 1);
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/cycles?format=csv&state=draft&limit=5",
				     .lang = LANG_EN});
	OK(has(a.body, "run by code"), "or in English");
	EQ_I64(lines(a.body), MADE + 1, "filters count, a page's length does not");
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/cycles?format=xlsx"});
	OK(a.status == 200 && a.body.bytes > 1000 && memcmp(a.body.at, "PK", 2) == 0,
	   "as a workbook");
	a = http_ask(h, (struct ask){CHECKER, "GET", "/api/v1/cycles?format=csv"});
	EQ_STR(a.code, "not_granted", "who may read may not export");
	a = http_ask(h, (struct ask){MAKER, "GET", "/api/v1/cycles?format=pdf"});
	EQ_STR(a.code, "bad_word", "another form is refused");
}

int main(void)
{
	OK(crypto_start(), "libsodium is there");
	FOR_EACH_ENGINE(engine)
	{
		struct http_world h;
		http_world_open(&h, engine);
		files(&h);
		http_world_close(&h);
	}
	return tap_done();
}
