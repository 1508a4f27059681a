/* The key file, blind indexes, people's own keys, sealed fields. */
#include "people/keyring.h"
#include "tap.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[] = "/tmp/songnuan-keyring-XXXXXX";
static char path[64], other[64];

static struct str file(void)
{
	return str_of(path);
}

static void key_file(void)
{
	struct keyring *k = NULL;
	struct stat st;
	EQ_STR(sn_reason_word(keyring_load(&k, file()).reason), "key_missing",
	       "a key that is not there is said to be missing, none is made");
	OK(!sn_failed(keyring_create(file())), "a key file is made");
	OK(stat(path, &st) == 0 && st.st_size == 32 && (st.st_mode & 07777) == 0600,
	   "32 bytes that only the owner may read");
	EQ_STR(sn_reason_word(keyring_create(file()).reason), "key_exists",
	       "an existing key is never overwritten");
	OK(!sn_failed(keyring_load(&k, file())), "it loads");
	keyring_free(k);
	OK(chmod(path, 0640) == 0, "the group may read it");
	EQ_STR(sn_reason_word(keyring_load(&k, file()).reason), "key_damaged",
	       "then it is refused");
	OK(k == NULL, "and there is no keyring");
	OK(chmod(path, 0600) == 0 && truncate(path, 31) == 0, "a byte is cut off");
	EQ_STR(sn_reason_word(keyring_load(&k, file()).reason), "key_damaged",
	       "a short file is refused");
	OK(unlink(path) == 0 && mkdir(path, 0600) == 0, "a directory in its place");
	EQ_STR(sn_reason_word(keyring_load(&k, file()).reason), "key_damaged", "is refused");
	(void)rmdir(path);
	EQ_STR(sn_reason_word(keyring_create(STR("/nowhere/at/all")).reason), "cannot_write_file",
	       "a place that cannot be written is said");
	static char long_path[5000];
	memset(long_path, 'x', sizeof long_path - 1);
	EQ_STR(sn_reason_word(keyring_load(&k, str_of(long_path)).reason), "too_long",
	       "a path has a limit");
	keyring_free(NULL);
}

static void indexes(const struct keyring *k, const struct keyring *k2)
{
	const struct str id = STR("150102199003070011");
	const struct blind_index a = keyring_index(k, KEYRING_ID_NUMBER, id);
	const struct blind_index b = keyring_index(k, KEYRING_ID_NUMBER, id);
	const struct blind_index phone = keyring_index(k, KEYRING_PHONE, id);
	const struct blind_index foreign = keyring_index(k2, KEYRING_ID_NUMBER, id);
	OK(memcmp(&a, &b, sizeof a) == 0, "equal values have equal indexes");
	OK(memcmp(&a, &phone, sizeof a) != 0, "each field has a key of its own");
	OK(memcmp(&a, &foreign, sizeof a) != 0, "each root has indexes of its own");
	const struct store_key backup = keyring_backup_key(k), backup2 = keyring_backup_key(k2);
	OK(memcmp(&backup, &backup2, sizeof backup) != 0, "and a backup key of its own");
}

static struct uuid numbered(uint32_t n)
{
	struct uuid u = {{1}};
	memcpy(u.bytes + 8, &n, sizeof n);
	return u;
}

static struct str wrapped_text(const struct wrapped_key *w)
{
	return (struct str){(const char *)w->bytes, sizeof w->bytes};
}

static void own_keys(const struct keyring *k, const struct keyring *k2)
{
	struct person_key key, again = {.person_id = numbered(1), .epoch = 1};
	struct wrapped_key wrapped;
	keyring_new_key(k, numbered(1), &key, &wrapped);
	OK(!sn_failed(keyring_unwrap(k, wrapped_text(&wrapped), &again)) &&
		   memcmp(&key.key, &again.key, sizeof key.key) == 0,
	   "a wrapped key unwraps to itself");
	again.person_id = numbered(2);
	EQ_STR(sn_reason_word(keyring_unwrap(k, wrapped_text(&wrapped), &again).reason),
	       "seal_broken", "not for another person");
	again = (struct person_key){.person_id = numbered(1), .epoch = 2};
	EQ_STR(sn_reason_word(keyring_unwrap(k, wrapped_text(&wrapped), &again).reason),
	       "seal_broken", "not under another epoch");
	again.epoch = 1;
	EQ_STR(sn_reason_word(keyring_unwrap(k2, wrapped_text(&wrapped), &again).reason),
	       "seal_broken", "not under another root");
	EQ_STR(sn_reason_word(keyring_unwrap(k, STR("short"), &again).reason), "seal_broken",
	       "not from a text of another size");
}

enum { ROWS = 1000, ID_BYTES = 18, SEALED_BYTES = ID_BYTES + SEAL_OVERHEAD_BYTES };

static void swapped_rows(const struct keyring *k)
{
	static uint8_t sealed[ROWS][SEALED_BYTES];
	static struct person_key keys[ROWS];
	struct wrapped_key wrapped;
	uint8_t out[ID_BYTES];
	int opened = 0, swapped_opened = 0, same_person_opened = 0;
	for (uint32_t i = 0; i < ROWS; i++) {
		const struct seal_place place = {"person", "id", numbered(i)};
		keyring_new_key(k, numbered(i), &keys[i], &wrapped);
		keyring_seal(&keys[i], &place, STR("150102199003070011"), sealed[i]);
	}
	for (uint32_t i = 0; i < ROWS; i++) {
		const struct seal_place place = {"person", "id", numbered(i)};
		const struct seal_place row = {"person", "id", numbered(i + 1)};
		const struct str mine = {(const char *)sealed[i], SEALED_BYTES};
		const struct str theirs = {(const char *)sealed[(i + 1) % ROWS], SEALED_BYTES};
		opened += !sn_failed(keyring_open(&keys[i], &place, mine, out));
		swapped_opened += !sn_failed(keyring_open(&keys[i], &place, theirs, out));
		same_person_opened += !sn_failed(keyring_open(&keys[i], &row, mine, out));
	}
	EQ_I64(SEALED_BYTES, 64, "an ID number takes 64 bytes");
	EQ_I64(opened, ROWS, "1,000 fields open where they were sealed");
	EQ_I64(swapped_opened, 0, "0 of 1,000 open in another person's row");
	EQ_I64(same_person_opened, 0, "0 of 1,000 open in another row of the same person");
}

static void places(const struct keyring *k)
{
	struct person_key key;
	struct wrapped_key wrapped;
	uint8_t sealed[5 + SEAL_OVERHEAD_BYTES], out[5];
	const struct seal_place place = {"person", "id", numbered(1)};
	const struct str text = {(const char *)sealed, sizeof sealed};
	keyring_new_key(k, numbered(1), &key, &wrapped);
	keyring_seal(&key, &place, STR("hello"), sealed);
	OK(!sn_failed(keyring_open(&key, &place, text, out)) && memcmp(out, "hello", 5) == 0,
	   "what was sealed comes out");
	OK(sn_failed(keyring_open(&key, &(struct seal_place){"person", "phone", numbered(1)}, text,
				  out)),
	   "not in another column");
	OK(sn_failed(
		   keyring_open(&key, &(struct seal_place){"case", "id", numbered(1)}, text, out)),
	   "not in another table");
	OK(sn_failed(keyring_open(&key, &place, (struct str){text.at, 45}, out)),
	   "not when it is too short");
	int opened = 0;
	for (size_t i = 0; i < sizeof sealed; i++) {
		sealed[i] ^= 1U;
		/* The head's epoch is for whoever looks for the key: it is no part of what is opened. */
		opened += (i < 2 || i >= 6) && !sn_failed(keyring_open(&key, &place, text, out));
		sealed[i] ^= 1U;
	}
	EQ_I64(opened, 0, "no bit of it may change");
	uint8_t nothing[SEAL_OVERHEAD_BYTES];
	keyring_seal(&key, &place, STR(""), nothing);
	OK(!sn_failed(keyring_open(&key, &place,
				   (struct str){(const char *)nothing, sizeof nothing}, out)),
	   "an empty text can be sealed");
}

int main(void)
{
	struct keyring *k = NULL, *k2 = NULL;
	if (!crypto_start() || !mkdtemp(dir))
		return 1;
	(void)snprintf(path, sizeof path, "%s/root.key", dir);
	(void)snprintf(other, sizeof other, "%s/other.key", dir);
	key_file();
	if (sn_failed(keyring_create(file())) || sn_failed(keyring_create(str_of(other))) ||
	    sn_failed(keyring_load(&k, file())) || sn_failed(keyring_load(&k2, str_of(other))))
		return 1;
	indexes(k, k2);
	own_keys(k, k2);
	swapped_rows(k);
	places(k);
	keyring_free(k);
	keyring_free(k2);
	(void)unlink(path);
	(void)unlink(other);
	(void)rmdir(dir);
	return tap_done();
}
