#include "tlog/signer.h"

#include "base/limits.h"
#include "tlog/tlog_priv.h"
#include "tlog/tlog_sql.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES = STORE_PATH_BYTES_MAX };
#define BESIDE ".checkpoint"

struct tlog_signer {
	struct crypto_signing_key key;
	char name[TLOG_ORIGIN_BYTES_MAX + 1];
	struct tlog_vkey vkey; /* its name is the one above */
	char path[PATH_BYTES], beside[PATH_BYTES];
};

/* ---- files ---- */

static struct sn_err at_path(struct sn_err e, const char *path)
{
	return sn_err_with_text(e, "%s", path);
}

static struct sn_err cannot_write(const char *path)
{
	const bool full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
	return full ? SN_FAIL(STORE_FULL) : at_path(SN_FAIL(CANNOT_WRITE_FILE), path);
}

static struct sn_err path_with(char out[PATH_BYTES], struct str path, const char *end)
{
	const int n = snprintf(out, PATH_BYTES, STR_FMT "%s", STR_ARG(path), end);
	return n > 0 && n < PATH_BYTES
		       ? SN_SUCCESS
		       : SN_FAIL(TOO_LONG, .field = "file", .arg = {PATH_BYTES - 1});
}

static bool sync_folder(const char *path)
{
	char folder[PATH_BYTES] = ".";
	const char *slash = strrchr(path, '/');
	if (slash)
		(void)snprintf(folder, sizeof folder, "%.*s", (int)(slash - path) + 1, path);
	const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const bool synced = fd >= 0 && fsync(fd) == 0;
	if (fd >= 0)
		(void)close(fd);
	return synced;
}

static bool write_all(int fd, struct str text)
{
	while (text.bytes > 0) {
		const ssize_t n = write(fd, text.at, text.bytes);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		text.at += n;
		text.bytes -= (size_t)n;
	}
	return true;
}

/* The whole file on the disk, or none: flags say whether it may be there already. */
static bool write_file(const char *path, int flags, struct str text)
{
	const int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0600);
	if (fd < 0)
		return false;
	bool written = fchmod(fd, 0600) == 0 && write_all(fd, text) && fsync(fd) == 0;
	written = close(fd) == 0 && written;
	if (!written)
		(void)unlink(path);
	return written;
}

/* All of a small file; false: it cannot be read, or is longer. */
static bool read_file(int fd, char *out, size_t room, struct str *text)
{
	size_t used = 0;
	for (;;) {
		const ssize_t n = read(fd, out + used, room - used);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || used + (size_t)n == room)
			return false;
		if (n == 0)
			break;
		used += (size_t)n;
	}
	*text = (struct str){out, used};
	return true;
}

/* ---- the key ---- */

struct sn_err tlog_key_create(struct str path, struct str origin)
{
	char name[PATH_BYTES], text[TLOG_KEY_TEXT_BYTES + 1];
	uint8_t seed[CRYPTO_SEED_BYTES];
	struct str below;
	SN_TRY(path_with(name, path, ""));
	SN_TRY(tlog_origin_path(origin, &below));
	crypto_random(seed, sizeof seed);
	struct crypto_signing_key key = crypto_signing_key(seed);
	tlog_skey_text(origin, &key, text);
	const size_t bytes = strlen(text);
	text[bytes] = '\n';
	const bool written = write_file(name, O_EXCL, (struct str){text, bytes + 1});
	const bool there = !written && errno == EEXIST;
	crypto_wipe(seed, sizeof seed);
	crypto_wipe(&key, sizeof key);
	crypto_wipe(text, sizeof text);
	if (there)
		return at_path(SN_FAIL(LOG_KEY_EXISTS), name);
	return written && sync_folder(name) ? SN_SUCCESS : cannot_write(name);
}

/* One line, in a regular file that nobody else may read. */
static bool read_key(int fd, struct tlog_signer *s)
{
	char bytes[TLOG_KEY_TEXT_BYTES + 1];
	struct stat st;
	struct str text, name, below;
	bool good = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && (st.st_mode & 07777U) == 0600U &&
		    read_file(fd, bytes, sizeof bytes, &text) &&
		    tlog_skey_parse(str_trim(text), &name, &s->key) &&
		    !sn_failed(tlog_origin_path(name, &below));
	if (good) {
		(void)snprintf(s->name, sizeof s->name, STR_FMT, STR_ARG(name));
		tlog_vkey_of(str_of(s->name), &s->key, &s->vkey);
	}
	crypto_wipe(bytes, sizeof bytes);
	return good;
}

struct sn_err tlog_signer_load(struct tlog_signer **out, struct str path)
{
	struct tlog_signer *s = calloc(1, sizeof *s);
	*out = NULL;
	if (!s)
		return SN_FAIL(OUT_OF_MEMORY);
	/* Where the machine grants no locked memory the key is used all the same. */
	(void)mlock(s, sizeof *s);
	(void)madvise(s, sizeof *s, MADV_DONTDUMP);
	struct sn_err e = path_with(s->path, path, "");
	if (!sn_failed(e))
		e = path_with(s->beside, path, BESIDE);
	const int fd = sn_failed(e) ? -1 : open(s->path, O_RDONLY | O_CLOEXEC);
	if (!sn_failed(e) && fd < 0)
		e = at_path(errno == ENOENT ? SN_FAIL(LOG_KEY_MISSING) : SN_FAIL(CANNOT_READ_FILE),
			    s->path);
	else if (!sn_failed(e) && !read_key(fd, s))
		e = at_path(SN_FAIL(LOG_KEY_DAMAGED), s->path);
	if (fd >= 0)
		(void)close(fd);
	if (sn_failed(e))
		tlog_signer_free(s);
	else
		*out = s;
	return e;
}

void tlog_signer_free(struct tlog_signer *s)
{
	if (!s)
		return;
	crypto_wipe(s, sizeof *s);
	(void)munlock(s, sizeof *s);
	free(s);
}

const struct tlog_vkey *tlog_signer_vkey(const struct tlog_signer *s)
{
	return &s->vkey;
}

/* ---- the last checkpoints ---- */

struct sn_err tlog_published_read(struct ctx *c, struct tlog_published *out)
{
	struct rows *r = store_query(c->store, &tlog_sql_checkpoint, PARAMS(p_int(TLOG_NO)));
	bool lost = false;
	*out = (struct tlog_published){.note = STR_NULL};
	if (store_next(r)) {
		out->size = store_int(r, "size");
		out->at_us = store_int(r, "at_us");
		out->note = arena_str(c->mem, store_bytes(r, "note"));
		lost = str_is_null(out->note);
	}
	SN_TRY(store_done(r));
	return lost ? SN_FAIL(OUT_OF_MEMORY) : SN_SUCCESS;
}

struct sn_err tlog_key_may_be_made(struct ctx *c, struct str path)
{
	char beside[PATH_BYTES];
	struct tlog_published published;
	SN_TRY(path_with(beside, path, BESIDE));
	SN_TRY(tlog_published_read(c, &published));
	return published.size == 0 && access(beside, F_OK) != 0
		       ? SN_SUCCESS
		       : sn_err_with_text(SN_FAIL(LOG_KEY_MISSING), STR_FMT, STR_ARG(path));
}

/* A checkpoint that is kept is one that this key has signed for its log. */
static struct sn_err open_kept(struct str note, const struct tlog_signer *s, const char *where,
			       struct tlog_checkpoint *out)
{
	if (sn_failed(tlog_checkpoint_open(note, s ? &s->vkey : NULL, out)) ||
	    (s && !str_eq(out->origin, s->vkey.name)))
		return at_path(SN_FAIL(CHECKPOINT_DAMAGED), where);
	return SN_SUCCESS;
}

/* Of the file beside the key; size 0: there is none. */
static struct sn_err read_beside(const struct tlog_signer *s, struct tlog_head *head)
{
	char bytes[TLOG_CHECKPOINT_BYTES];
	struct str note;
	struct tlog_checkpoint kept;
	head->size = 0;
	const int fd = open(s->beside, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? SN_SUCCESS : at_path(SN_FAIL(CANNOT_READ_FILE), s->beside);
	const bool whole = read_file(fd, bytes, sizeof bytes, &note);
	(void)close(fd);
	if (!whole)
		return at_path(SN_FAIL(CHECKPOINT_DAMAGED), s->beside);
	SN_TRY(open_kept(note, s, s->beside, &kept));
	*head = kept.head;
	return SN_SUCCESS;
}

/* Is what was signed a beginning of the tree that is here? */
static struct sn_err compare(struct ctx *c, const struct tlog_head *here,
			     const struct tlog_head *kept, const char *where)
{
	struct tlog_hash proof[TLOG_PROOF_HASHES_MAX];
	size_t count = 0;
	if (kept->size == 0)
		return SN_SUCCESS;
	if (kept->size > here->size)
		return at_path(SN_FAIL(LOG_BEHIND, .arg = {here->size, kept->size}), where);
	SN_TRY(tlog_consistency(c, kept->size, here->size, proof, &count));
	const struct tlog_consistency_claim claim = {.old_size = (uint64_t)kept->size,
						     .size = (uint64_t)here->size,
						     .old_root = kept->root,
						     .root = here->root};
	return tlog_consistency_holds(&claim, proof, count)
		       ? SN_SUCCESS
		       : at_path(SN_FAIL(LOG_FORKED, .arg = {kept->size}), where);
}

struct state {
	struct tlog_head here;
	int64_t published; /* the size of the database's checkpoint */
};

static struct sn_err guard(struct ctx *c, const struct tlog_signer *s, struct state *out)
{
	static const char database[] = "database";
	struct tlog_published published;
	struct tlog_head beside = {.size = 0};
	struct tlog_checkpoint kept;
	SN_TRY(tlog_read_head(c, &out->here));
	SN_TRY(tlog_published_read(c, &published));
	out->published = published.size;
	if (s)
		SN_TRY(read_beside(s, &beside));
	if (published.size > 0) {
		SN_TRY(open_kept(published.note, s, database, &kept));
		if (kept.head.size != published.size)
			return at_path(SN_FAIL(CHECKPOINT_DAMAGED), database);
		SN_TRY(compare(c, &out->here, &kept.head, database));
	}
	return s ? compare(c, &out->here, &beside, s->beside) : SN_SUCCESS;
}

/* All of it reads one state of the database. */
static struct sn_err guard_once(struct ctx *c, const struct tlog_signer *s, struct state *out)
{
	SN_TRY(store_snapshot(c->store));
	const struct sn_err e = guard(c, s, out);
	store_release(c->store);
	return e;
}

struct sn_err tlog_guard(struct ctx *c, const struct tlog_signer *s)
{
	struct state state;
	return guard_once(c, s, &state);
}

/* ---- signing ---- */

struct publishing {
	int64_t size, at_us;
	struct str note;
};

static struct sn_err publish_work(struct ctx *c, void *arg)
{
	const struct publishing *p = arg;
	const struct param params[] = {p_int(TLOG_NO), p_int(p->size),
				       p_bytes(p->note.at, p->note.bytes), p_int(p->at_us)};
	int64_t changed = 0;
	SN_TRY(store_run(c->store, &tlog_sql_checkpoint_move, params, &changed));
	return changed == 1 ? SN_SUCCESS
			    : store_run(c->store, &tlog_sql_checkpoint_add, params, NULL);
}

static struct sn_err keep_beside(const struct tlog_signer *s, struct str note)
{
	char part[PATH_BYTES];
	SN_TRY(path_with(part, str_of(s->beside), ".part"));
	if (!write_file(part, O_TRUNC, note))
		return cannot_write(part);
	if (rename(part, s->beside) != 0 || !sync_folder(s->beside))
		return cannot_write(s->beside);
	return SN_SUCCESS;
}

struct sn_err tlog_sign(struct ctx *c, struct tlog_signer *s, bool *signed_now)
{
	char note[TLOG_CHECKPOINT_BYTES];
	struct state state;
	*signed_now = false;
	SN_TRY(guard_once(c, s, &state));
	if (state.here.size == state.published)
		return SN_SUCCESS;
	const struct tlog_checkpoint what = {.origin = s->vkey.name, .head = state.here};
	struct publishing p = {.size = state.here.size, .at_us = now_us(c)};
	p.note = (struct str){note, tlog_checkpoint_sign(&what, &s->key, note)};
	SN_TRY(keep_beside(s, p.note));
	SN_TRY(store_write(c, publish_work, &p));
	*signed_now = true;
	return SN_SUCCESS;
}
