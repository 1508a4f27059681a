/* The log as files, signed and replayed, on real stores: what is published can be recomputed from the files alone, and a
 * flipped byte in any of them is refused; a database that is not what was signed is found. */
#include "store_fixture.h"
#include "tlog/replay.h"
#include "tlog/signer.h"
#include "tlog/tlog_priv.h"
#include "tlog/tlog_sql.h"

#include <sys/stat.h>
#include <unistd.h>

#define ORIGIN "songnuan.care.example.cn/tlog/150000"

static const char *why(struct sn_err e)
{
	return sn_failed(e) ? sn_reason_word(e.reason) : "-";
}

/* ---- paths ---- */

static void paths(void)
{
	static const char *const good[] = {"checkpoint",
					   "tile/0/000",
					   "tile/0/000.p/1",
					   "tile/0/255.p/255",
					   "tile/1/x001/000",
					   "tile/6/x001/x234/067",
					   "tile/entries/x001/x234/067.p/7",
					   "tile/63/000"};
	static const char *const bad[] = {"",
					  "tile",
					  "tile/0",
					  "tile/0/",
					  "tile/0/0",
					  "tile/0/0000",
					  "tile/00/000",
					  "tile/-1/000",
					  "tile/0/000.p",
					  "tile/0/000.p/",
					  "tile/0/000.p/0",
					  "tile/0/000.p/256",
					  "tile/0/000.p/01",
					  "tile/0/000.p/1/",
					  "tile/0/x000/001",
					  "tile/0/x001",
					  "tile/0/001/002",
					  "tile/0/x01/002",
					  "tile/0/-01",
					  "tile/entry/000",
					  "tile/100/000",
					  "/checkpoint",
					  "checkpoint/",
					  "tile/0/000/",
					  "tile/8/data/000",
					  "tile/0/000.q/1",
					  "tile/0/x999/x999/x999/x999/x999/x999/999"};
	struct tlog_file file;
	char path[TLOG_FILE_PATH_BYTES];
	int wrong = 0;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		const bool parsed = tlog_file_parse(str_of(good[i]), &file);
		tlog_file_path(&file, path);
		if (!parsed || strcmp(path, good[i]) != 0) {
			wrong++;
			printf("# %s\n", good[i]);
		}
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		if (!tlog_file_parse(str_of(bad[i]), &file))
			continue;
		wrong++;
		printf("# %s\n", bad[i]);
	}
	EQ_I64(wrong, 0, "a path has one form");
	OK(tlog_file_parse(STR("tile/entries/x001/x234/067.p/7"), &file) &&
		   file.number == 1234067 && file.width == 7 && file.kind == TLOG_FILE_ENTRIES,
	   "its number is read");
}

/* ---- a log in memory, as an outsider has it ---- */

enum { FILES_MAX = 64, NAME_BYTES = TLOG_FILE_PATH_BYTES };
struct copy {
	char name[FILES_MAX][NAME_BYTES];
	char *bytes[FILES_MAX];
	size_t size[FILES_MAX];
	int count;
};
static void copy_add(struct copy *c, const char *name, struct str bytes)
{
	const int i = c->count++;
	(void)snprintf(c->name[i], NAME_BYTES, "%s", name);
	c->bytes[i] = malloc(bytes.bytes + 1);
	memcpy(c->bytes[i], bytes.at, bytes.bytes);
	c->size[i] = bytes.bytes;
}
static void copy_free(struct copy *c)
{
	for (int i = 0; i < c->count; i++)
		free(c->bytes[i]);
	c->count = 0;
}
static struct sn_err copy_read(void *self, const char *path, struct buf *out)
{
	const struct copy *c = self;
	for (int i = 0; i < c->count; i++) {
		if (strcmp(c->name[i], path) != 0)
			continue;
		buf_add(out, (struct str){c->bytes[i], c->size[i]});
		return SN_SUCCESS;
	}
	return sn_err_with_text(SN_FAIL(LOG_UNREACHED), "%s", path);
}
static struct sn_err replay(struct ctx *c, struct copy *copy, const struct tlog_replay *ask)
{
	struct tlog_replayed out;
	const struct tlog_source source = {.read = copy_read, .self = copy};
	return tlog_replay(c->mem, &source, ask, &out);
}

/* ---- the log of a test ---- */

struct world {
	struct fixture f;
	struct tlog *log;
	struct store_group_hook hook;
	char folder[64], key[96], beside[112];
	struct tlog_signer *signer;
	int64_t leaves;
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
	w->leaves += count;
}
static void world_open(struct world *w, enum fixture_engine engine)
{
	static const struct store_domain *const domains[] = {&tlog_domain};
	*w = (struct world){.folder = "/tmp/songnuan-log-XXXXXX"};
	fixture_create(&w->f, engine, domains, 1);
	w->log = tlog_new();
	w->hook = tlog_hook(w->log);
	w->f.writer_config.hooks = &w->hook;
	w->f.writer_config.hooks_count = 1;
	w->f.writer_config.base.tlog = w->log;
	fixture_start(&w->f);
	OK(mkdtemp(w->folder) != NULL, "a folder for the key");
	(void)snprintf(w->key, sizeof w->key, "%s/log.key", w->folder);
	(void)snprintf(w->beside, sizeof w->beside, "%s.checkpoint", w->key);
	fixture_must(tlog_key_create(str_of(w->key), STR(ORIGIN)), "key");
	fixture_must(tlog_signer_load(&w->signer, str_of(w->key)), "load");
}
static void world_close(struct world *w)
{
	tlog_signer_free(w->signer);
	fixture_close(&w->f);
	tlog_free(w->log);
	(void)unlink(w->key);
	(void)unlink(w->beside);
	EQ_I64(rmdir(w->folder), 0, "nothing else lies beside the key");
}
static bool sign(struct world *w)
{
	bool now = false;
	fixture_must(tlog_sign(&w->f.c, w->signer, &now), "sign");
	return now;
}
static void publish(struct world *w, struct copy *copy)
{
	struct tlog_published p;
	struct tlog_files_cursor cursor = {.stage = 0};
	struct buf *b = buf_new(TLOG_FILE_ENTRIES_BYTES + 1);
	char path[NAME_BYTES];
	fixture_must(tlog_published_read(&w->f.c, &p), "published");
	while (tlog_files_next(&cursor, p.size)) {
		buf_reset(b);
		fixture_must(tlog_file_read(&w->f.c, &cursor.file, p.size, b), "file");
		tlog_file_path(&cursor.file, path);
		copy_add(copy, path, buf_str(b));
	}
	copy_add(copy, "checkpoint", p.note);
	buf_free(b);
}

/* ---- what is published is recomputed, what is bent refused ---- */

struct seen {
	int64_t count, wrong;
};
static struct sn_err see(void *self, int64_t index, struct str record)
{
	struct seen *s = self;
	s->wrong += index != s->count++ || !str_starts(record, STR("songnuan-leaf/v1\n"));
	return SN_SUCCESS;
}

/* One byte of each stretch of each file, and the index that is named lies in the bent stretch's reach. */
static void flipped_bytes(struct world *w, struct copy *copy, size_t step)
{
	const struct tlog_replay ask = {.vkey = tlog_signer_vkey(w->signer)};
	int64_t tried = 0, taken = 0, unnamed = 0;
	for (int i = 0; i < copy->count; i++) {
		for (size_t at = 0; at < copy->size[i]; at += step) {
			copy->bytes[i][at] ^= 4;
			const struct sn_err e = replay(&w->f.c, copy, &ask);
			copy->bytes[i][at] ^= 4;
			tried++;
			taken += !sn_failed(e);
			if (strncmp(copy->name[i], "tile/0/000", 10) == 0 &&
			    e.arg[0] != (int64_t)at / TLOG_HASH_BYTES)
				unnamed++;
		}
	}
	printf("# %" PRId64 " bytes flipped\n", tried);
	EQ_I64(taken, 0, "a flipped byte in any file is refused");
	EQ_I64(unnamed, 0, "and the first bad record is named");
}

static void cut_and_grown(struct world *w, struct copy *copy)
{
	const struct tlog_replay ask = {.vkey = tlog_signer_vkey(w->signer)};
	int taken = 0;
	for (int i = 0; i < copy->count; i++) {
		copy->size[i]--;
		taken += !sn_failed(replay(&w->f.c, copy, &ask));
		copy->size[i] += 2; /* there is room for one more */
		copy->bytes[i][copy->size[i] - 1] = '\0';
		taken += !sn_failed(replay(&w->f.c, copy, &ask));
		copy->size[i]--;
		copy->name[i][0] ^= 1;
		taken += replay(&w->f.c, copy, &ask).reason != SN_R_LOG_UNREACHED;
		copy->name[i][0] ^= 1;
	}
	EQ_I64(taken, 0, "so is a file cut off, grown or gone");
}

static void published_log(enum fixture_engine engine)
{
	struct world w;
	struct copy first = {.count = 0}, later = {.count = 0};
	struct seen seen = {.count = 0};
	world_open(&w, engine);
	OK(!sign(&w), "nothing is signed of an empty log");
	grow(&w, 300);
	OK(sign(&w) && !sign(&w), "what is new is signed, once");
	publish(&w, &first);
	grow(&w, 1);
	grow(&w, 700);
	OK(sign(&w), "and what comes later");
	publish(&w, &later);
	EQ_I64(first.count, 2 + 2 + 1 + 1,
	       "300 records: two bundles, two tiles, one above, a checkpoint");
	struct tlog_replay ask = {.vkey = tlog_signer_vkey(w.signer), .each = see, .self = &seen};
	EQ_STR(why(replay(&w.f.c, &later, &ask)), "-", "an outsider recomputes all of it");
	EQ_I64(seen.count, w.leaves, "each record");
	EQ_I64(seen.wrong, 0, "in its order");
	ask.each = NULL;
	ask.since = (struct str){first.bytes[first.count - 1], first.size[first.count - 1]};
	EQ_STR(why(replay(&w.f.c, &later, &ask)), "-", "the earlier checkpoint is its beginning");
	ask.since = (struct str){later.bytes[later.count - 1], later.size[later.count - 1]};
	EQ_STR(why(replay(&w.f.c, &first, &ask)), "log_since_longer",
	       "a log that became shorter is refused");
	flipped_bytes(&w, &first, 61);
	cut_and_grown(&w, &first);
	copy_free(&first);
	copy_free(&later);
	world_close(&w);
}

/* Two logs under one key: the split view that --since finds. */
static void another_history(enum fixture_engine engine)
{
	struct world a, b;
	struct copy copy_a = {.count = 0}, copy_b = {.count = 0};
	world_open(&a, engine);
	world_open(&b, engine);
	tlog_signer_free(b.signer);
	fixture_must(tlog_signer_load(&b.signer, str_of(a.key)), "the same key");
	grow(&a, 10);
	grow(&b, 9);
	grow(&b, 9);
	fixture_must(store_write(&a.f.c, append, &(int64_t){1}), "append");
	OK(sign(&a), "one history is signed");
	publish(&a, &copy_a);
	(void)unlink(a.beside); /* whoever has the key has it */
	OK(sign(&b), "another too, by the same key");
	publish(&b, &copy_b);
	const struct tlog_replay ask = {
		.vkey = tlog_signer_vkey(a.signer),
		.since = {copy_a.bytes[copy_a.count - 1], copy_a.size[copy_a.count - 1]}};
	EQ_STR(why(replay(&a.f.c, &copy_b, &ask)), "log_since_differs",
	       "who kept a checkpoint of the one sees it by the other");
	copy_free(&copy_a);
	copy_free(&copy_b);
	world_close(&b);
	world_close(&a);
}

/* ---- the guard ---- */

static const struct sn_statement cut_leaves = {
	.name = "test.cut", .sql = "DELETE FROM tlog_leaf WHERE leaf_index >= $1", .params = "i"};
static const struct sn_statement cut_frontier = {
	.name = "test.frontier",
	.sql = "UPDATE tlog_frontier SET size = $1, edge = $2",
	.params = "ib"};
static const struct sn_statement cut_checkpoint = {
	.name = "test.checkpoint", .sql = "DELETE FROM tlog_checkpoint", .params = ""};
static const struct sn_statement bend_leaf = {
	.name = "test.bend",
	.sql = "UPDATE tlog_leaf SET hash = (SELECT hash FROM tlog_leaf WHERE leaf_index = 1) "
	       "WHERE leaf_index = 2",
	.params = ""};

/* The database as it was at the frontier's size. */
static struct sn_err go_back(struct ctx *c, void *arg)
{
	const struct tlog_frontier *f = arg;
	SN_TRY(store_run(c->store, &cut_leaves, PARAMS(p_int(f->size)), NULL));
	SN_TRY(store_run(c->store, &cut_checkpoint, NO_PARAMS, NULL));
	return store_run(c->store, &cut_frontier,
			 PARAMS(p_int(f->size),
				p_bytes(f->edge, tlog_edge_count(f->size) * TLOG_HASH_BYTES)),
			 NULL);
}
static struct sn_err bend(struct ctx *c, void *arg)
{
	(void)arg;
	return store_run(c->store, &bend_leaf, NO_PARAMS, NULL);
}

static void guarded(enum fixture_engine engine)
{
	struct world w;
	struct tlog_frontier old;
	bool now = false;
	world_open(&w, engine);
	EQ_STR(why(tlog_key_may_be_made(&w.f.c, str_of(w.key))), "-",
	       "nothing is signed: a key may be made");
	EQ_STR(why(tlog_key_create(str_of(w.key), STR(ORIGIN))), "log_key_exists",
	       "but none over another");
	grow(&w, 100);
	fixture_must(tlog_frontier_read(&w.f.c, &old), "frontier");
	OK(sign(&w), "signed at 100");
	grow(&w, 50);
	EQ_STR(why(tlog_guard(&w.f.c, w.signer)), "-", "a database that grew is served");
	OK(sign(&w), "signed at 150");
	EQ_STR(why(tlog_key_may_be_made(&w.f.c, str_of(w.key))), "log_key_missing",
	       "no other key may be made then");
	EQ_STR(why(tlog_guard(&w.f.c, NULL)), "-", "without the key its own checkpoint counts");
	fixture_must(store_write(&w.f.c, go_back, &old), "an old backup is put back");
	struct sn_err e = tlog_guard(&w.f.c, w.signer);
	EQ_STR(why(e), "log_behind", "which is found by what lies beside the key");
	OK(e.arg[0] == 100 && e.arg[1] == 150, "with how many there are and were");
	EQ_I64(sn_err_exit_status(e), 78, "and is not served");
	grow(&w, 10); /* other records than those that were lost */
	grow(&w, 50);
	EQ_STR(why(tlog_guard(&w.f.c, w.signer)), "log_forked",
	       "nor when it has grown on, otherwise");
	EQ_STR(why(tlog_sign(&w.f.c, w.signer, &now)), "log_forked", "and is never signed");
	world_close(&w);
}

static void bent_in_place(enum fixture_engine engine)
{
	struct world w;
	world_open(&w, engine);
	grow(&w, 100);
	OK(sign(&w), "signed");
	fixture_must(store_write(&w.f.c, bend, NULL), "bend");
	grow(&w, 1);
	EQ_STR(why(tlog_guard(&w.f.c, w.signer)), "log_forked",
	       "a leaf that was exchanged is found");
	world_close(&w);
}

static void write_text(const char *path, const char *text, mode_t mode)
{
	FILE *f = fopen(path, "we");
	(void)fputs(text, f);
	(void)fchmod(fileno(f), mode);
	(void)fclose(f);
}

static void bad_files(void)
{
	struct world w;
	struct tlog_signer *none = NULL;
	struct stat st;
	char other[128];
	world_open(&w, FIXTURE_SQLITE);
	OK(stat(w.key, &st) == 0 && (st.st_mode & 07777) == 0600, "the key is its owner's alone");
	(void)snprintf(other, sizeof other, "%s.other", w.key);
	EQ_STR(why(tlog_signer_load(&none, str_of(other))), "log_key_missing", "no key");
	write_text(other, "no key\n", 0600);
	EQ_STR(why(tlog_signer_load(&none, str_of(other))), "log_key_damaged", "a bent key");
	(void)unlink(other);
	OK(chmod(w.key, 0644) == 0 &&
		   tlog_signer_load(&none, str_of(w.key)).reason == SN_R_LOG_KEY_DAMAGED,
	   "a key that others can read");
	grow(&w, 10);
	OK(sign(&w), "signed");
	write_text(w.beside, "nothing\n", 0600);
	EQ_STR(why(tlog_guard(&w.f.c, w.signer)), "checkpoint_damaged",
	       "a bent file beside the key is no reason to go on");
	EQ_STR(why(tlog_key_create(str_of(other), STR("a b"))), "bad_origin",
	       "a name that is none");
	OK(!none, "and nothing is loaded");
	world_close(&w);
}

int main(void)
{
	OK(crypto_start(), "crypto starts");
	paths();
	bad_files();
	FOR_EACH_ENGINE(engine)
	{
		published_log(engine);
		another_history(engine);
		guarded(engine);
		bent_in_place(engine);
	}
	return tap_done();
}
