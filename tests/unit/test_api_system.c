/* The installation through the API: versions, backups that are made, listed, checked and deleted in time, everything
 * verified; and nobody but the system's administrator. */
#include "http/job.h"
#include "http_world.h"
#include "people/keyring.h"
#include "rights/audit.h"
#include "store/shelf.h"

#include <sys/stat.h>
#include <unistd.h>

struct place {
	struct http_world h;
	struct user admin;
	char folder[64];
};
static struct sn_err admin_work(struct ctx *c, void *arg)
{
	struct place *p = arg;
	SN_TRY(rights_user_add(
		c, &(const struct user){.login = STR("sysadmin"), .name = STR("合成管理员")},
		&p->admin));
	return rights_grant_add(
		c, &(const struct rights_grant){.user_id = p->admin.user_id, .role = ROLE_ADMIN});
}
static void open_place(struct place *p, enum fixture_engine engine)
{
	static const struct store_key key = {{7}};
	http_world_open(&p->h, engine);
	fixture_must(store_write(&p->h.w.f.c, admin_work, p), "administrator");
	(void)snprintf(p->folder, sizeof p->folder, "/tmp/songnuan-shelf-XXXXXX");
	OK(mkdtemp(p->folder) != NULL && rmdir(p->folder) == 0, "a place for backups");
	fixture_must(shelf_new(&p->h.api.shelf, &p->h.w.f.config, str_of(p->folder), &key),
		     "shelf");
}
static void close_place(struct place *p)
{
	struct shelf_item *items = NULL;
	size_t count = 0;
	char path[160];
	fixture_must(shelf_list(p->h.api.shelf, p->h.w.f.c.mem, &items, &count), "list");
	for (size_t i = 0; i < count; i++) {
		(void)snprintf(path, sizeof path, "%s/%s", p->folder, items[i].name);
		(void)unlink(path);
	}
	OK(rmdir(p->folder) == 0, "nothing else was left in the folder");
	shelf_free(p->h.api.shelf);
	http_world_close(&p->h);
}
static struct answer ask(struct place *p, const char *method, const char *target)
{
	const struct user kept = p->h.w.users[MAKER];
	p->h.w.users[MAKER] = p->admin;
	const struct answer a = http_ask(&p->h, (struct ask){MAKER, method, target});
	p->h.w.users[MAKER] = kept;
	return a;
}
static void backup_id(const struct answer *a, const char *key, char out[SHELF_NAME_BYTES])
{
	const struct json_value backup = json_find(&a->root, key);
	struct str id = STR_NULL;
	fixture_must(json_get_text(&backup, "id", &id), "id");
	(void)snprintf(out, SHELF_NAME_BYTES, STR_FMT, STR_ARG(id));
}

static void state(struct place *p, enum fixture_engine engine)
{
	struct answer a = ask(p, "GET", "/api/v1/system");
	EQ_I64(a.status, 200, "the administrator sees how it is");
	EQ_STR(http_text(&a, "store"), engine == FIXTURE_PG ? "postgresql" : "sqlite",
	       "which database");
	OK(http_int(&a, "bytes") > 0, "how large");
	EQ_STR(http_text(&a, "version"), SN_VERSION, "which program");
	const struct json_value schemas = json_find(&a.root, "schemas");
	EQ_I64((int64_t)json_count(&schemas), WORLD_DOMAINS + 1, "and each part's schema");
	const struct json_value last = json_find(&a.root, "last_backup");
	EQ_I64(json_kind(&last), JSON_KIND_NULL, "no backup was made yet");
	a = http_ask(&p->h, (struct ask){MAKER, "GET", "/api/v1/system"});
	EQ_I64(a.status, 403, "a maker does not");
	a = http_ask(&p->h, (struct ask){AUDITOR, "POST", "/api/v1/system/backups"});
	EQ_I64(a.status, 403, "nor does an auditor make backups");
	a = ask(p, "GET", "/api/v1/cycles");
	EQ_I64(a.status, 403, "and the administrator sees no cycles");
}

static void damage(const struct place *p, const char *id)
{
	char path[160];
	(void)snprintf(path, sizeof path, "%s/%s", p->folder, id);
	FILE *f = fopen(path, "r+e");
	OK(f && fseek(f, 1000, SEEK_SET) == 0 && fputc('x', f) != EOF && fclose(f) == 0,
	   "a byte of the file is changed");
}
static void backups(struct place *p)
{
	char first[SHELF_NAME_BYTES], second[SHELF_NAME_BYTES], target[128];
	struct stat at;
	struct answer a = ask(p, "POST", "/api/v1/system/backups");
	EQ_I64(a.status, 201, "a backup is made");
	backup_id(&a, "backup", first);
	OK(stat(p->folder, &at) == 0 && (at.st_mode & 0777) == 0700, "in a folder of its own");
	a = ask(p, "POST", "/api/v1/system/backups");
	backup_id(&a, "backup", second);
	OK(strcmp(first, second) != 0, "one of the same second has a name of its own");
	a = ask(p, "GET", "/api/v1/system/backups");
	EQ_I64((int64_t)http_items(&a), 2, "both are listed");
	a = ask(p, "GET", "/api/v1/system/backups?limit=1");
	OK(http_text(&a, "next")[0] != '\0', "page by page");
	a = ask(p, "GET", "/api/v1/system/backups?format=csv");
	EQ_I64(a.status, 200, "and as a file");
	(void)snprintf(target, sizeof target, "/api/v1/system/backups/%s/check", first);
	a = ask(p, "GET", target);
	EQ_I64(a.status, 200, "it could be restored");
	damage(p, first);
	a = ask(p, "GET", target);
	EQ_STR(a.code, "backup_damaged", "a changed byte is found");
	a = ask(p, "GET", "/api/v1/system/backups/..%2Fsongnuan.db/check");
	EQ_STR(a.code, "no_such_backup", "nothing else is a backup");
	a = ask(p, "GET", "/api/v1/system/backups/songnuan-20200101-000000.backup/check");
	EQ_STR(a.code, "no_such_backup", "nor what is not there");
}
static void expiry(struct place *p)
{
	p->h.w.f.at_us += INT64_C(40) * 24 * 60 * 60 * 1000000;
	struct answer a = ask(p, "POST", "/api/v1/system/backups");
	EQ_I64(a.status, 201, "forty days later another one is made");
	EQ_I64(http_int(&a, "expired"), 2, "and the expired ones are gone");
	a = ask(p, "GET", "/api/v1/system/backups");
	EQ_I64((int64_t)http_items(&a), 1, "it alone is left");
}
static void trail(struct place *p)
{
	const struct audit_filter filter = {.acts = 1U << AUDIT_SYSTEM, .rows_max = 50};
	struct ctx c = p->h.w.f.c;
	struct audit_entry *rows = NULL;
	size_t count = 0;
	c.actor_id = p->admin.user_id;
	EQ_STR(sn_reason_word(audit_list(&c, &filter, &rows, &count).reason), "not_granted_to_all",
	       "the system's administrator does not read the trail");
}

/* What it answers, tests/blackbox/contract.t asks on the demo: this world lacks some of the tables. */
static void whole(struct place *p)
{
	const struct answer a =
		http_ask(&p->h, (struct ask){APPROVER, "GET", "/api/v1/system/check"});
	EQ_I64(a.status, 403, "everything is not verified for an approver");
}
static void nowhere(struct place *p)
{
	struct shelf *kept = p->h.api.shelf;
	p->h.api.shelf = NULL;
	struct answer a = ask(p, "POST", "/api/v1/system/backups");
	EQ_STR(a.code, "no_backup_folder", "without a folder it says what to do");
	a = ask(p, "GET", "/api/v1/system/backups");
	EQ_I64((int64_t)http_items(&a), 0, "and lists none");
	p->h.api.shelf = kept;
}

/* A watcher who wants no more of it: nothing is left behind. */
static struct sn_err no_more(void *self, int64_t done, int64_t total)
{
	int64_t *far = self;
	*far = total;
	return done > 0 ? SN_FAIL(JOB_CANCELLED) : SN_SUCCESS;
}
static void cancelled(struct place *p)
{
	struct shelf_item item, *items = NULL;
	size_t before = 0, after = 0;
	int64_t far = 0, expired = 0;
	fixture_must(shelf_list(p->h.api.shelf, p->h.w.f.c.mem, &items, &before), "list");
	const struct sn_err e = shelf_make(
		p->h.api.shelf, &(const struct store_watch){no_more, &far}, &item, &expired);
	EQ_STR(sn_reason_word(e.reason), "job_cancelled", "a backup can be given up");
	OK(far > 0, "it says how large it is");
	fixture_must(shelf_list(p->h.api.shelf, p->h.w.f.c.mem, &items, &after), "list");
	EQ_I64((int64_t)after, (int64_t)before, "and nothing is left of it");
}

int main(void)
{
	OK(crypto_start(), "libsodium is there");
	FOR_EACH_ENGINE(engine)
	{
		struct place p = {.folder = ""};
		open_place(&p, engine);
		state(&p, engine);
		backups(&p);
		cancelled(&p);
		expiry(&p);
		trail(&p);
		whole(&p);
		nowhere(&p);
		close_place(&p);
	}
	return tap_done();
}
