#include "people/keyring.h"

#include "base/limits.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEYRING_EPOCH = 1, FIELDS_COUNT = KEYRING_DRAFTS + 1, PATH_BYTES_MAX = 4096 };
enum { CODEC_VERSION = 1, CODEC_XCHACHA20_POLY1305 = 1, CODEC_HEAD_BYTES = 6 };

struct keyring {
	struct crypto_key root, kek, backup, installation, rows;
	struct crypto_key index[FIELDS_COUNT];
};

/* ---- the file ---- */

static struct sn_err at_path(struct sn_err e, struct str path)
{
	return sn_err_with_text(e, STR_FMT, STR_ARG(path));
}

static struct sn_err terminated(struct str path, char out[PATH_BYTES_MAX])
{
	if (path.bytes >= PATH_BYTES_MAX)
		return SN_FAIL(TOO_LONG, .field = "keys", .arg = {PATH_BYTES_MAX - 1});
	if (path.bytes > 0)
		memcpy(out, path.at, path.bytes);
	out[path.bytes] = '\0';
	return SN_SUCCESS;
}

/* The directory's entry is to be on disk too: a key that a power cut takes away takes everybody's identity. */
static bool sync_directory(char path[PATH_BYTES_MAX])
{
	char *slash = strrchr(path, '/');
	if (slash)
		slash[slash == path] = '\0';
	const int fd = open(slash ? path : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return false;
	const bool synced = fsync(fd) == 0;
	return close(fd) == 0 && synced;
}

struct sn_err keyring_create(struct str path)
{
	char name[PATH_BYTES_MAX];
	SN_TRY(terminated(path, name));
	const int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return at_path(errno == EEXIST ? SN_FAIL(KEY_EXISTS) : SN_FAIL(CANNOT_WRITE_FILE),
			       path);
	struct crypto_key root = crypto_key_random();
	bool written = fchmod(fd, 0600) == 0 &&
		       write(fd, root.bytes, sizeof root.bytes) == (ssize_t)sizeof root.bytes &&
		       fsync(fd) == 0;
	crypto_wipe(&root, sizeof root);
	written = close(fd) == 0 && written;
	if (!written)
		(void)unlink(name);
	else
		written = sync_directory(name);
	return written ? SN_SUCCESS : at_path(SN_FAIL(CANNOT_WRITE_FILE), path);
}

/* Exactly the key, in a regular file that nobody else may read. */
static bool read_root(int fd, struct crypto_key *root)
{
	struct stat st;
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || (st.st_mode & 07777U) != 0600U ||
	    st.st_size != CRYPTO_KEY_BYTES)
		return false;
	return read(fd, root->bytes, sizeof root->bytes) == (ssize_t)sizeof root->bytes;
}

static void derive(struct keyring *k)
{
	k->kek = crypto_kdf(&k->root, "sn-kek--", KEYRING_EPOCH);
	k->backup = crypto_kdf(&k->root, "sn-backp", 1);
	k->installation = crypto_kdf(&k->root, "sn-instl", KEYRING_EPOCH);
	k->rows = crypto_kdf(&k->root, "sn-rows_", KEYRING_EPOCH);
	for (uint64_t field = 0; field < FIELDS_COUNT; field++)
		k->index[field] = crypto_kdf(&k->root, "sn-bidx-", field);
}

struct sn_err keyring_load(struct keyring **out, struct str path)
{
	char name[PATH_BYTES_MAX];
	*out = NULL;
	SN_TRY(terminated(path, name));
	const int fd = open(name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return at_path(errno == ENOENT ? SN_FAIL(KEY_MISSING) : SN_FAIL(CANNOT_READ_FILE),
			       path);
	struct keyring *k = calloc(1, sizeof *k);
	if (k) {
		/* Where the machine grants no locked memory the key is used all the same. */
		(void)mlock(k, sizeof *k);
		(void)madvise(k, sizeof *k, MADV_DONTDUMP);
	}
	const bool read_all = k && read_root(fd, &k->root);
	(void)close(fd);
	if (!read_all) {
		keyring_free(k);
		return k ? at_path(SN_FAIL(KEY_DAMAGED, .arg = {CRYPTO_KEY_BYTES}), path)
			 : SN_FAIL(OUT_OF_MEMORY);
	}
	derive(k);
	*out = k;
	return SN_SUCCESS;
}

void keyring_free(struct keyring *k)
{
	if (!k)
		return;
	crypto_wipe(k, sizeof *k);
	(void)munlock(k, sizeof *k);
	free(k);
}

static struct store_key as_store_key(const struct crypto_key *k)
{
	struct store_key key;
	_Static_assert(sizeof key.bytes == sizeof k->bytes, "one size of keys");
	memcpy(key.bytes, k->bytes, sizeof key.bytes);
	return key;
}

struct store_key keyring_backup_key(const struct keyring *k)
{
	return as_store_key(&k->backup);
}

struct store_key keyring_rows_key(const struct keyring *k)
{
	return as_store_key(&k->rows);
}

/* ---- blind index ---- */

struct blind_index keyring_index(const struct keyring *k, enum keyring_field field,
				 struct str normal)
{
	struct blind_index index;
	assert((int)field < FIELDS_COUNT); /* a new field is counted there */
	const struct sha256 mac = crypto_hmac_sha256(&k->index[field], normal);
	memcpy(index.bytes, mac.bytes, sizeof index.bytes);
	return index;
}

int64_t keyring_index_epoch(const struct keyring *k)
{
	(void)k;
	return KEYRING_EPOCH;
}

/* ---- a person's own key ---- */

/* table|column|row|person; for a wrapped key the row is the person. */
struct aad {
	char bytes[2 * ((size_t)SEAL_WORD_BYTES_MAX + 1) + 2 * sizeof(struct uuid)];
	size_t used;
};

static void aad_add(struct aad *a, const void *bytes, size_t count)
{
	assert(a->used + count <= sizeof a->bytes);
	memcpy(a->bytes + a->used, bytes, count);
	a->used += count;
}

static struct str aad_of(struct aad *a, const struct seal_place *place, struct uuid person_id)
{
	a->used = 0;
	aad_add(a, place->table, strlen(place->table));
	aad_add(a, "|", 1);
	aad_add(a, place->column, strlen(place->column));
	aad_add(a, "|", 1);
	aad_add(a, place->row_id.bytes, sizeof place->row_id.bytes);
	aad_add(a, person_id.bytes, sizeof person_id.bytes);
	return (struct str){a->bytes, a->used};
}

static struct str wrap_aad(struct aad *a, struct uuid person_id)
{
	return aad_of(a, &(struct seal_place){"person", "dek", person_id}, person_id);
}

void keyring_new_key(const struct keyring *k, struct uuid person_id, struct person_key *key,
		     struct wrapped_key *wrapped)
{
	struct aad aad;
	*key = (struct person_key){
		.person_id = person_id, .epoch = KEYRING_EPOCH, .key = crypto_key_random()};
	wrapped->epoch = KEYRING_EPOCH;
	crypto_seal(&k->kek, wrap_aad(&aad, person_id),
		    (struct str){(const char *)key->key.bytes, sizeof key->key.bytes},
		    wrapped->bytes);
}

struct person_key keyring_installation_key(const struct keyring *k)
{
	return (struct person_key){.epoch = KEYRING_EPOCH, .key = k->installation};
}

struct sn_err keyring_unwrap(const struct keyring *k, struct str stored, struct person_key *key)
{
	struct aad aad;
	if (key->epoch != KEYRING_EPOCH || stored.bytes != WRAPPED_KEY_BYTES ||
	    !crypto_open(&k->kek, wrap_aad(&aad, key->person_id), stored, key->key.bytes))
		return SN_FAIL(SEAL_BROKEN, .field = "dek");
	return SN_SUCCESS;
}

/* ---- sealed fields ---- */

void keyring_seal(const struct person_key *key, const struct seal_place *place, struct str plain,
		  uint8_t *out)
{
	struct aad aad;
	const uint32_t epoch = (uint32_t)key->epoch;
	out[0] = CODEC_VERSION;
	out[1] = CODEC_XCHACHA20_POLY1305;
	for (int i = 0; i < 4; i++)
		out[2 + i] = (uint8_t)(epoch >> (24 - 8 * i));
	crypto_seal(&key->key, aad_of(&aad, place, key->person_id), plain, out + CODEC_HEAD_BYTES);
}

struct sn_err keyring_open(const struct person_key *key, const struct seal_place *place,
			   struct str sealed, uint8_t *out)
{
	struct aad aad;
	/* The epoch in the head says which key a reader needs; here the caller has brought it. */
	if (sealed.bytes < SEAL_OVERHEAD_BYTES || sealed.at[0] != CODEC_VERSION ||
	    sealed.at[1] != CODEC_XCHACHA20_POLY1305 ||
	    !crypto_open(
		    &key->key, aad_of(&aad, place, key->person_id),
		    (struct str){sealed.at + CODEC_HEAD_BYTES, sealed.bytes - CODEC_HEAD_BYTES},
		    out))
		return SN_FAIL(SEAL_BROKEN, .field = place->column);
	return SN_SUCCESS;
}
