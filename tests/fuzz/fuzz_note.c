/* What an outsider's program reads of a log: checkpoints, keys, paths, bundles of records. Whatever is taken has one form.
 * Input: 1 byte what it is, then its bytes. */
#include "tlog/replay.h"

#include <assert.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void checkpoint(struct str text)
{
	static const char go[] =
		"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
	struct tlog_vkey vkey;
	struct tlog_checkpoint out;
	const bool known = !sn_failed(tlog_vkey_parse(str_of(go), &vkey));
	assert(known);
	const bool is_signed = !sn_failed(tlog_checkpoint_open(text, &vkey, &out));
	const bool opened = !sn_failed(tlog_checkpoint_open(text, NULL, &out));
	assert(opened || !is_signed);
	(void)known;
	(void)is_signed;
	if (opened)
		assert(out.head.size >= 0 && out.origin.bytes > 0);
}

static void key(struct str text)
{
	struct tlog_vkey vkey;
	struct crypto_signing_key secret;
	struct str name, path;
	char again[TLOG_KEY_TEXT_BYTES];
	if (!sn_failed(tlog_vkey_parse(text, &vkey))) {
		tlog_vkey_text(&vkey, again);
		const struct sn_err e = tlog_vkey_parse(str_of(again), &vkey);
		assert(!sn_failed(e));
		(void)e;
	}
	if (tlog_skey_parse(text, &name, &secret))
		tlog_skey_text(name, &secret, again);
	(void)tlog_origin_path(text, &path).reason;
}

static void path(struct str text)
{
	struct tlog_file file;
	char again[TLOG_FILE_PATH_BYTES];
	if (!tlog_file_parse(text, &file))
		return;
	tlog_file_path(&file, again);
	assert(str_is(text, again));
	(void)tlog_file_exists(&file, INT64_MAX);
}

struct given {
	struct str bundle;
};
/* A log whose checkpoint asks for three records, and which says the same bytes of every other file. */
static struct sn_err read_given(void *self, const char *name, struct buf *out)
{
	const struct given *g = self;
	if (strcmp(name, "checkpoint") == 0)
		buf_add(out, STR("a/tlog/1\n3\nAQIDBAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n"
				 "\xe2\x80\x94 a AAAAAAA=\n"));
	else
		buf_add(out, g->bundle);
	return SN_SUCCESS;
}
static void bundle(struct str bytes)
{
	struct given given = {bytes};
	struct tlog_replayed out;
	struct arena *mem = arena_new(1 << 16);
	const struct tlog_source source = {.read = read_given, .self = &given};
	const struct sn_err e = tlog_replay(mem, &source, &(const struct tlog_replay){0}, &out);
	assert(sn_failed(e)); /* nobody finds records with that root */
	(void)e;
	arena_free(mem);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 1 || !crypto_start())
		return 0;
	const struct str rest = {(const char *)data + 1, size - 1};
	switch (data[0] % 4) {
	case 0:
		checkpoint(rest);
		break;
	case 1:
		key(rest);
		break;
	case 2:
		path(rest);
		break;
	default:
		bundle(rest);
	}
	return 0;
}
