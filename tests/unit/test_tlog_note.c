/* Signed notes, keys and checkpoints as text: published examples, and what is bent is refused. Pure. */
#include "tap.h"
#include "tlog/note.h"

/* From the examples of Go's golang.org/x/mod/sumdb/note. */
#define GO_SECRET "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
#define GO_PUBLIC "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define GO_TEXT                                                                                    \
	"If you think cryptography is the answer to your problem,\n"                               \
	"then you don't know what your problem is.\n\n"
#define GO_SIGNATURE                                                                               \
	"\xe2\x80\x94 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSN" \
	"XgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
#define ORIGIN "songnuan.care.example.cn/tlog/150000"

static const char *why(struct sn_err e)
{
	return sn_failed(e) ? sn_reason_word(e.reason) : "-";
}

static void published_example(void)
{
	struct tlog_vkey vkey;
	struct tlog_checkpoint out;
	struct crypto_signing_key key;
	struct str name;
	char text[TLOG_KEY_TEXT_BYTES];
	OK(tlog_skey_parse(STR(GO_SECRET), &name, &key), "Go's secret key is read");
	tlog_skey_text(name, &key, text);
	EQ_STR(text, GO_SECRET, "and written as Go writes it");
	tlog_vkey_of(name, &key, &vkey);
	tlog_vkey_text(&vkey, text);
	EQ_STR(text, GO_PUBLIC, "its public half is the published one");
	EQ_STR(why(tlog_vkey_parse(STR(GO_PUBLIC "\n"), &vkey)), "-", "which is read too");
	EQ_STR(why(tlog_checkpoint_open(STR(GO_TEXT GO_SIGNATURE), &vkey, &out)),
	       "not_a_checkpoint", "Go's signature holds, though its text is no checkpoint");
	EQ_STR(why(tlog_checkpoint_open(STR("if" GO_TEXT GO_SIGNATURE), &vkey, &out)), "not_signed",
	       "over another text it does not");
}

static const struct tlog_checkpoint some = {
	.origin = {ORIGIN, sizeof ORIGIN - 1},
	.head = {.size = 70000, .root = {{1, 2, 3, 250}}},
};

static void flipped(struct str note, const struct tlog_vkey *vkey)
{
	char bent[TLOG_CHECKPOINT_BYTES];
	struct tlog_checkpoint out;
	int taken = 0;
	for (size_t i = 0; i < note.bytes; i++) {
		for (unsigned bit = 0; bit < 8; bit++) {
			memcpy(bent, note.at, note.bytes);
			bent[i] = (char)((uint8_t)bent[i] ^ 1U << bit);
			taken += !sn_failed(
				tlog_checkpoint_open((struct str){bent, note.bytes}, vkey, &out));
		}
	}
	EQ_I64(taken, 0, "with any one bit flipped it is refused");
	for (size_t cut = 0; cut < note.bytes; cut++)
		taken += !sn_failed(tlog_checkpoint_open((struct str){note.at, cut}, vkey, &out));
	EQ_I64(taken, 0, "and cut off anywhere");
}

static void own_checkpoint(void)
{
	struct tlog_vkey vkey, other;
	struct tlog_checkpoint out;
	char note[TLOG_CHECKPOINT_BYTES], more[2 * TLOG_CHECKPOINT_BYTES];
	const uint8_t seed[CRYPTO_SEED_BYTES] = {7}, other_seed[CRYPTO_SEED_BYTES] = {8};
	const struct crypto_signing_key key = crypto_signing_key(seed);
	const struct crypto_signing_key other_key = crypto_signing_key(other_seed);
	tlog_vkey_of(some.origin, &key, &vkey);
	tlog_vkey_of(some.origin, &other_key, &other);
	const struct str text = {note, tlog_checkpoint_sign(&some, &key, note)};
	EQ_STR(why(tlog_checkpoint_open(text, &vkey, &out)), "-", "what is signed is opened");
	OK(str_eq(out.origin, some.origin) && out.head.size == 70000 &&
		   memcmp(&out.head.root, &some.head.root, TLOG_HASH_BYTES) == 0,
	   "and says what was signed");
	EQ_STR(why(tlog_checkpoint_open(text, &other, &out)), "not_signed",
	       "another key of the same name has not signed it");
	EQ_STR(why(tlog_checkpoint_open(text, NULL, &out)), "-",
	       "without a key its signature is not looked at");
	(void)snprintf(more, sizeof more, "%s" GO_SIGNATURE, note);
	EQ_STR(why(tlog_checkpoint_open(str_of(more), &vkey, &out)), "-",
	       "a signature of somebody unknown beside it does no harm");
	(void)snprintf(more, sizeof more, "%sno signature\n", note);
	EQ_STR(why(tlog_checkpoint_open(str_of(more), &vkey, &out)), "not_a_checkpoint",
	       "what is no signature does");
	flipped(text, &vkey);
}

#define ROOT "AQIDBAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
static void forms(void)
{
	static const struct {
		const char *text, *why;
	} cases[] = {
		{"a/tlog/1\n1\n" ROOT "\n" GO_SIGNATURE, "-"},
		{"a/tlog/1\n1\n" ROOT "more\n\n" GO_SIGNATURE, "-"},
		{"a/tlog/1\n01\n" ROOT "\n" GO_SIGNATURE, "not_a_checkpoint"},
		{"a/tlog/1\n-1\n" ROOT "\n" GO_SIGNATURE, "not_a_checkpoint"},
		{"a/tlog/1\n-0\n" ROOT "\n" GO_SIGNATURE, "not_a_checkpoint"},
		{"a/tlog/1\n9223372036854775808\n" ROOT "\n" GO_SIGNATURE, "not_a_checkpoint"},
		{"a/tlog/1\n\n" ROOT "\n" GO_SIGNATURE, "not_a_checkpoint"},
		{"\n1\n" ROOT "\n" GO_SIGNATURE, "not_a_checkpoint"},
		{"a/tlog/1\n1\nAQI=\n\n" GO_SIGNATURE, "not_a_checkpoint"},
		{"a/tlog/1\n1\n" ROOT, "not_a_checkpoint"},
		{"a/tlog/1\n1\n" ROOT "\n", "not_a_checkpoint"},
		{"a/tlog/1\r\n1\n" ROOT "\n" GO_SIGNATURE, "not_a_checkpoint"},
		{"a\xff/tlog/1\n1\n" ROOT "\n" GO_SIGNATURE, "not_a_checkpoint"},
		{"", "not_a_checkpoint"},
		{"\n", "not_a_checkpoint"},
		{"a/tlog/1\n\n" GO_SIGNATURE, "not_a_checkpoint"},
		{"a/tlog/1\n1\n\n" GO_SIGNATURE, "not_a_checkpoint"},
		{"a/tlog/1\n1\n!!!!\n\n" GO_SIGNATURE, "not_a_checkpoint"},
		{"a/tlog/1\n1\n" ROOT "\nmore\n\n" GO_SIGNATURE, "not_a_checkpoint"},
#define SIGNED(line) "a/tlog/1\n1\n" ROOT "\n\xe2\x80\x94 " line "\n"
		{SIGNED("Peter x08go/ZJ"), "-"},
		{SIGNED(" x08go/ZJ"), "not_a_checkpoint"},
		{SIGNED("Peter"), "not_a_checkpoint"},
		{SIGNED("Peter "), "not_a_checkpoint"},
		{SIGNED("Peter !!!!"), "not_a_checkpoint"},
		{SIGNED("Peter AAAA"), "not_a_checkpoint"},
	};
	struct tlog_checkpoint out;
	char *many = calloc(1, TLOG_NOTE_BYTES_MAX + 200);
	size_t used = (size_t)snprintf(many, 200, "a/tlog/1\n1\n" ROOT "\n");
	for (int i = 0; i < TLOG_SIGNATURES_MAX; i++)
		used += (size_t)snprintf(many + used, 200, GO_SIGNATURE);
	EQ_STR(why(tlog_checkpoint_open(str_of(many), NULL, &out)), "-",
	       "as many signatures as may be");
	(void)snprintf(many + used, 200, GO_SIGNATURE);
	EQ_STR(why(tlog_checkpoint_open(str_of(many), NULL, &out)), "not_a_checkpoint",
	       "one more is too many");
	memset(many, 'a', TLOG_NOTE_BYTES_MAX + 1);
	many[TLOG_NOTE_BYTES_MAX] = '\n';
	EQ_STR(why(tlog_checkpoint_open((struct str){many, TLOG_NOTE_BYTES_MAX + 1}, NULL, &out)),
	       "not_a_checkpoint", "more than any is");
	free(many);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		EQ_STR(why(tlog_checkpoint_open(str_of(cases[i].text), NULL, &out)), cases[i].why,
		       "one form alone is a checkpoint");
}

static void keys_and_origins(void)
{
	static const char *const bad_keys[] = {
		"",
		"PeterNeumann",
		"PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"PeterNeumann+c74f20a3+AhpC2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10Q=",
		"PeterNeumann+c74f20+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"PeterNeumann+c74f20zz+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"PeterNeumann+c74f20a3+!!!!",
		"PeterNeumann+c74f20a3+ARpc",
		"Peter\x7fNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		"+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
#define TEN   "aaaaaaaaaa"
#define FIFTY TEN TEN TEN TEN TEN
		FIFTY FIFTY FIFTY FIFTY "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
		GO_SECRET};
	static const struct {
		const char *origin, *path;
	} origins[] = {
		{ORIGIN, "tlog/150000"},
		{"songnuan.localhost/tlog/150000", "tlog/150000"},
		{"a:8080/tlog/15-x", "tlog/15-x"},
		{"a", NULL},
		{"a/tlog", NULL},
		{"a/tlog/", NULL},
		{"/tlog/150000", NULL},
		{"a/log/150000", NULL},
		{"a/tlog/150000/x", NULL},
		{"a/tlog/../x", NULL},
		{"A9/tlog/150000", "tlog/150000"},
		{"a[/tlog/150000", NULL},
		{"a{/tlog/150000", NULL},
		{"a/tlog/150000:1", NULL},
		{"a/tlog/15/", NULL},
		{FIFTY FIFTY FIFTY FIFTY "/tlog/150000", NULL},
		{"a b/tlog/150000", NULL},
		{"a+b/tlog/150000", NULL},
		{"", NULL},
	};
	struct tlog_vkey vkey;
	struct str path;
	int wrong = 0;
	for (size_t i = 0; i < sizeof bad_keys / sizeof *bad_keys; i++)
		wrong += tlog_vkey_parse(str_of(bad_keys[i]), &vkey).reason != SN_R_BAD_VKEY;
	EQ_I64(wrong, 0, "what is no public key is refused");
	struct crypto_signing_key secret;
	struct str name;
	OK(!tlog_skey_parse(STR(GO_PUBLIC), &name, &secret) &&
		   !tlog_skey_parse(STR("PRIVATE+KEY+PeterNeumann+c74f20a3"), &name, &secret) &&
		   !tlog_skey_parse(STR("PRIVATE+KEY+PeterNeumann+c74f20a4+"
					"AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"),
				    &name, &secret),
	   "nor is a public key a secret one, a part of one, one under another's number");
	for (size_t i = 0; i < sizeof origins / sizeof *origins; i++) {
		const struct sn_err e = tlog_origin_path(str_of(origins[i].origin), &path);
		wrong += sn_failed(e) != (origins[i].path == NULL) ||
			 (!sn_failed(e) && !str_is(path, origins[i].path));
	}
	EQ_I64(wrong, 0, "an origin is HOST/tlog/REGION and nothing else");
}

int main(void)
{
	OK(crypto_start(), "crypto starts");
	published_example();
	own_checkpoint();
	forms();
	keys_and_origins();
	return tap_done();
}
