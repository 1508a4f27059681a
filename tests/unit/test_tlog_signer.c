/* The log's key and the checkpoint beside it where disk, folder or file are not what they were: refused by name, nothing is
 * signed, nothing half stays; on real stores and a real disk. */
#include "base/limits.h"
#include "store_fixture.h"
#include "tlog/signer.h"
#include "tlog/tlog_priv.h"
#include "tlog/tlog_sql.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define ORIGIN "songnuan.care.example.cn/tlog/150000"
/* Go's published example (test_tlog_note.c): a key, though of no log. */
#define NO_LOG "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz\n"

static const char *why(struct sn_err e)
{
	return sn_failed(e) ? sn_reason_word(e.reason) : "-";
}

struct place {
	char folder[64], key[96], beside[112], part[128], other[112];
};
static void place_open(struct place *p)
{
	*p = (struct place){.folder = "/tmp/songnuan-signer-XXXXXX"};
	OK(mkdtemp(p->folder) != NULL, "a folder for the key");
	(void)snprintf(p->key, sizeof p->key, "%s/log.key", p->folder);
	(void)snprintf(p->beside, sizeof p->beside, "%s.checkpoint", p->key);
	(void)snprintf(p->part, sizeof p->part, "%s.part", p->beside);
	(void)snprintf(p->other, sizeof p->other, "%s.other", p->key);
}
static void place_close(const struct place *p)
{
	(void)unlink(p->key);
	(void)unlink(p->beside);
	EQ_I64(rmdir(p->folder), 0, "nothing half is left");
}
static void write_text(const char *path, const char *text)
{
	FILE *f = fopen(path, "we");
	(void)fputs(text, f);
	(void)fchmod(fileno(f), 0600);
	(void)fclose(f);
}

/* ---- the key, without a database ---- */

/* No file may grow past `bytes`: what a full disk does to one. Nothing is printed meanwhile. */
static struct sn_err created_within(const char *path, rlim_t bytes)
{
	struct rlimit old, small;
	(void)getrlimit(RLIMIT_FSIZE, &old);
	small = (struct rlimit){bytes, old.rlim_max};
	(void)fflush(stdout);
	(void)signal(SIGXFSZ, SIG_IGN);
	(void)setrlimit(RLIMIT_FSIZE, &small);
	const struct sn_err e = tlog_key_create(str_of(path), STR(ORIGIN));
	(void)setrlimit(RLIMIT_FSIZE, &old);
	(void)signal(SIGXFSZ, SIG_DFL);
	return e;
}
static void keys_need_room(void)
{
	struct place p;
	struct tlog_signer *s = NULL;
	char long_path[STORE_PATH_BYTES_MAX + 20], below[160], here[512];
	place_open(&p);
	EQ_STR(why(created_within(p.key, 16)), "store_full", "a key has no room on a full disk");
	OK(access(p.key, F_OK) != 0, "and no half of it is left");
	EQ_STR(why(tlog_signer_load(&s, str_of(p.key))), "log_key_missing", "so there is none");
	(void)snprintf(below, sizeof below, "%s/none/log.key", p.folder);
	EQ_STR(why(tlog_key_create(str_of(below), STR(ORIGIN))), "cannot_write_file",
	       "nor in a folder that is not there");
	memset(long_path, 'a', sizeof long_path - 1);
	long_path[sizeof long_path - 1] = 0;
	EQ_STR(why(tlog_key_create(str_of(long_path), STR(ORIGIN))), "too_long",
	       "nor at a path longer than paths are");
	EQ_STR(why(tlog_signer_load(&s, str_of(long_path))), "too_long", "… where none is read");
	long_path[STORE_PATH_BYTES_MAX - 5] = 0;
	EQ_STR(why(tlog_signer_load(&s, str_of(long_path))), "too_long",
	       "nor where its checkpoint has no room beside it");
	OK(getcwd(here, sizeof here) != NULL && chdir(p.folder) == 0, "in the folder itself");
	EQ_STR(why(tlog_key_create(STR("log.key"), STR(ORIGIN))), "-", "it needs no folder's name");
	EQ_STR(why(tlog_signer_load(&s, STR("log.key"))), "-", "and is read so");
	tlog_signer_free(s);
	OK(chdir(here) == 0, "back");
	(void)snprintf(below, sizeof below, "%s/x", p.key);
	EQ_STR(why(tlog_signer_load(&s, str_of(below))), "cannot_read_file",
	       "a key below a file is not read");
	EQ_STR(why(tlog_signer_load(&s, str_of(p.folder))), "log_key_damaged",
	       "a folder is no key");
	char text[600];
	memset(text, 'a', sizeof text - 1);
	text[sizeof text - 1] = 0;
	write_text(p.other, text);
	EQ_STR(why(tlog_signer_load(&s, str_of(p.other))), "log_key_damaged",
	       "nor is what is longer than any");
	write_text(p.other, NO_LOG);
	EQ_STR(why(tlog_signer_load(&s, str_of(p.other))), "log_key_damaged",
	       "nor one that is not a log's");
	OK(!s, "nothing of them is loaded");
	tlog_signer_free(NULL);
	(void)unlink(p.other);
	place_close(&p);
}

/* ---- with a database ---- */

struct world {
	struct fixture f;
	struct tlog *log;
	struct store_group_hook hook;
	struct place at;
	struct tlog_signer *signer;
};
static struct sn_err append(struct ctx *c, void *arg)
{
	const int64_t *count = arg;
	for (int64_t i = 0; i < *count; i++) {
		const struct tlog_leaf leaf = {.kind = TLOG_ROSTER,
					       .day = 20241026,
					       .quantity = i + 1,
					       .level = '-',
					       .reverses_index = -1};
		SN_TRY(tlog_append(c, &leaf, 1, new_id(c)));
	}
	return SN_SUCCESS;
}
static void grow(struct world *w, int64_t count)
{
	fixture_must(store_write(&w->f.c, append, &count), "append");
}
static void world_open(struct world *w, enum fixture_engine engine)
{
	static const struct store_domain *const domains[] = {&tlog_domain};
	*w = (struct world){.log = tlog_new()};
	fixture_create(&w->f, engine, domains, 1);
	w->hook = tlog_hook(w->log);
	w->f.writer_config.hooks = &w->hook;
	w->f.writer_config.hooks_count = 1;
	w->f.writer_config.base.tlog = w->log;
	fixture_start(&w->f);
	place_open(&w->at);
	fixture_must(tlog_key_create(str_of(w->at.key), STR(ORIGIN)), "key");
	fixture_must(tlog_signer_load(&w->signer, str_of(w->at.key)), "load");
}
static void world_close(struct world *w)
{
	tlog_signer_free(w->signer);
	fixture_close(&w->f);
	tlog_free(w->log);
	place_close(&w->at);
}
static const char *signs(struct world *w, bool *now)
{
	return why(tlog_sign(&w->f.c, w->signer, now));
}

/* Edits the published checkpoint, and asks with and without the key. */
struct trial {
	struct sn_statement edit;
	const struct tlog_signer *signer;
	struct sn_err with, without;
};
static struct sn_err edit_work(struct ctx *c, void *arg)
{
	const struct trial *t = arg;
	int64_t changed = 0;
	SN_TRY(store_run(c->store, &t->edit, NO_PARAMS, &changed));
	return changed == 1 ? SN_SUCCESS : SN_FAIL(CHECKPOINT_DAMAGED);
}
static void checkpoints_that_are_not_ours(struct world *w)
{
	static const struct trial trials[] = {
		{.edit = {.name = "test.size",
			  .params = "",
			  .sql = "UPDATE tlog_checkpoint SET size = size - 1"}},
		{.edit = {.name = "test.size_back",
			  .params = "",
			  .sql = "UPDATE tlog_checkpoint SET size = size + 1"}},
	};
	fixture_must(store_write(&w->f.c, edit_work, (void *)(uintptr_t)&trials[0]), "edit");
	EQ_STR(why(tlog_guard(&w->f.c, w->signer)), "checkpoint_damaged",
	       "a published size that its checkpoint does not say");
	EQ_STR(why(tlog_guard(&w->f.c, NULL)), "checkpoint_damaged", "… with a key or without");
	fixture_must(store_write(&w->f.c, edit_work, (void *)(uintptr_t)&trials[1]), "back");
	EQ_STR(why(tlog_guard(&w->f.c, w->signer)), "-", "put right, it is served");
}

static void what_lies_beside(enum fixture_engine engine)
{
	struct world w, another;
	bool now = false;
	char text[TLOG_CHECKPOINT_BYTES + 100], long_path[STORE_PATH_BYTES_MAX + 20];
	world_open(&w, engine);
	EQ_STR(signs(&w, &now), "-", "of nothing");
	OK(!now, "nothing is signed");
	grow(&w, 10);
	OK(mkdir(w.at.part, 0700) == 0, "a folder where the checkpoint is written");
	EQ_STR(signs(&w, &now), "cannot_write_file", "it is not signed then");
	struct tlog_published p;
	fixture_must(tlog_published_read(&w.f.c, &p), "published");
	OK(!now && p.size == 0, "nor published: first the key's own copy");
	OK(rmdir(w.at.part) == 0, "away with it");
	EQ_STR(signs(&w, &now), "-", "then it is");
	OK(now, "signed");
	EQ_STR(signs(&w, &now), "-", "again");
	OK(!now, "there is nothing new");
	checkpoints_that_are_not_ours(&w);

	world_open(&another, engine);
	grow(&another, 10);
	EQ_STR(signs(&another, &now), "-", "another log, another key");
	OK(rename(another.at.beside, w.at.beside) == 0, "its checkpoint beside ours");
	EQ_STR(why(tlog_guard(&w.f.c, w.signer)), "checkpoint_damaged", "is not ours");
	world_close(&another);
	memset(text, 'a', sizeof text - 1);
	text[sizeof text - 1] = 0;
	write_text(w.at.beside, text);
	EQ_STR(why(tlog_guard(&w.f.c, w.signer)), "checkpoint_damaged",
	       "nor what is longer than any");
	OK(unlink(w.at.beside) == 0 && mkdir(w.at.beside, 0700) == 0, "a folder in its place");
	EQ_STR(why(tlog_guard(&w.f.c, w.signer)), "checkpoint_damaged", "is none");
	OK(rmdir(w.at.beside) == 0, "away with it");
	EQ_STR(why(tlog_guard(&w.f.c, w.signer)), "-", "without it the database's own counts");
	memset(long_path, 'a', sizeof long_path - 1);
	long_path[sizeof long_path - 1] = 0;
	EQ_STR(why(tlog_key_may_be_made(&w.f.c, str_of(long_path))), "too_long",
	       "at a path longer than paths are no key may be made");
	world_close(&w);
}
static void a_key_that_was_lost(enum fixture_engine engine)
{
	struct world w;
	world_open(&w, engine);
	write_text(w.at.beside, "something\n");
	EQ_STR(why(tlog_key_may_be_made(&w.f.c, str_of(w.at.key))), "log_key_missing",
	       "what was signed lies beside it: no other key is made, though the database is new");
	world_close(&w);
}

int main(void)
{
	OK(crypto_start(), "crypto starts");
	keys_need_room();
	FOR_EACH_ENGINE(engine)
	{
		what_lies_beside(engine);
		a_key_that_was_lost(engine);
	}
	return tap_done();
}
