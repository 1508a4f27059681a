/* Receipts as bytes, text and address: what is whole is accepted by its key and person alone, what is bent in one bit is not.
 * Pure. Everybody in it is synthetic (合成数据). */
#include "base/crypto.h"
#include "tap.h"
#include "tlog/receipt.h"

#include <stdio.h>

enum { LEAVES = 300, INDEX = 257 };
#define ORIGIN "songnuan.care.example.cn/tlog/150000"
#define NAME   "合成张三"
#define ID     "150302196001010017"

static const uint8_t seed[TLOG_SEED_BYTES] = {1, 2, 3, 250, 16};
static struct tlog_hash leaves[LEAVES];
static char record[TLOG_LEAF_BYTES_MAX], note[TLOG_CHECKPOINT_BYTES];
static struct tlog_receipt good;
static struct tlog_vkey vkey, other_key;

static const char *why(struct sn_err e)
{
	return sn_failed(e) ? sn_reason_word(e.reason) : "-";
}

static int64_t split(int64_t n)
{
	int64_t k = 1;
	while (2 * k < n)
		k *= 2;
	return k;
}
static struct tlog_hash root_of(int64_t from, int64_t until)
{
	if (until - from == 1)
		return leaves[from];
	const int64_t middle = from + split(until - from);
	return tlog_node_hash(root_of(from, middle), root_of(middle, until));
}
static size_t path(int64_t index, int64_t from, int64_t until, struct tlog_hash *out)
{
	if (until - from == 1)
		return 0;
	const int64_t middle = from + split(until - from);
	const bool left = index < middle;
	const size_t n = left ? path(index, from, middle, out) : path(index, middle, until, out);
	out[n] = left ? root_of(middle, until) : root_of(from, middle);
	return n + 1;
}

static void make_record(void)
{
	const struct crypto_key salt = tlog_salt_of(seed);
	const struct tlog_opening opening = {.name = STR(NAME),
					     .id = STR(ID),
					     .cycle = STR("hw"),
					     .item = STR("kit"),
					     .quantity = STR("1"),
					     .value = STR("19900")};
	uint8_t cm[TLOG_HASH_BYTES];
	size_t bytes = 0;
	const bool fits = tlog_commitment_of(&salt, &opening, cm);
	const struct tlog_leaf leaf = {.kind = TLOG_HANDOVER,
				       .day = 20241026,
				       .cycle = STR("hw"),
				       .debit = STR("recipient/150302"),
				       .credit = STR("custody/150302"),
				       .item = STR("kit"),
				       .quantity = 1,
				       .value = MONEY_FEN(19900),
				       .level = 'B',
				       .reverses_index = -1,
				       .commitment = cm};
	OK(fits && !sn_failed(tlog_leaf_text(&leaf, record, &bytes)), "a hand-over's record");
	good.record_bytes = bytes;
	memcpy(good.record, record, bytes);
}

static void make(void)
{
	const uint8_t secret[CRYPTO_SEED_BYTES] = {7}, another[CRYPTO_SEED_BYTES] = {8};
	const struct crypto_signing_key key = crypto_signing_key(secret),
					second = crypto_signing_key(another);
	make_record();
	for (int i = 0; i < LEAVES; i++)
		leaves[i] = tlog_leaf_hash((struct str){(const char *)&i, sizeof i});
	leaves[INDEX] = tlog_leaf_hash(tlog_receipt_record(&good));
	good.index = INDEX;
	good.salt = tlog_salt_of(seed);
	good.proof_count = path(INDEX, 0, LEAVES, good.proof);
	tlog_vkey_of(STR(ORIGIN), &key, &vkey);
	tlog_vkey_of(STR(ORIGIN), &second, &other_key);
	const struct tlog_checkpoint c = {STR(ORIGIN), {LEAVES, root_of(0, LEAVES)}};
	const size_t bytes = tlog_checkpoint_sign(&c, &key, note);
	EQ_STR(why(tlog_receipt_sign(&good, (struct str){note, bytes})), "-",
	       "it takes the log's signature");
}

/* Accepted: of this key, and of this person. */
static bool holds(struct str text)
{
	struct tlog_receipt r;
	struct tlog_head head;
	return !sn_failed(tlog_receipt_parse(text, &r)) &&
	       !sn_failed(tlog_receipt_check(&r, &vkey, &head)) &&
	       !sn_failed(tlog_receipt_opens(&r, STR(NAME), STR(ID)));
}

static int bent_taken(struct str text)
{
	static char bent[16 << 10];
	int taken = 0;
	for (size_t i = 0; i < text.bytes; i++) {
		for (unsigned bit = 0; bit < 8; bit++) {
			memcpy(bent, text.at, text.bytes);
			bent[i] = (char)((uint8_t)bent[i] ^ 1U << bit);
			taken += holds((struct str){bent, text.bytes});
		}
	}
	for (size_t cut = 0; cut < text.bytes; cut++)
		taken += holds((struct str){text.at, cut});
	return taken;
}

static void full(void)
{
	uint8_t bytes[TLOG_RECEIPT_BYTES_MAX], again[TLOG_RECEIPT_BYTES_MAX];
	char base64[8 << 10], address[9 << 10];
	struct tlog_receipt r;
	struct tlog_head head;
	const size_t count = tlog_receipt_bytes(&good, bytes);
	const struct str whole = {(const char *)bytes, count};
	EQ_I64((int64_t)count, 119 + 32 * (int64_t)good.proof_count + (int64_t)good.record_bytes,
	       "its size is what the format says");
	OK(holds(whole), "the bytes are accepted");
	EQ_STR(why(tlog_receipt_parse(whole, &r)), "-", "and read");
	EQ_STR(why(tlog_receipt_check(&r, &vkey, &head)), "-", "checked");
	EQ_I64(head.size, LEAVES, "… in the log of its size");
	EQ_I64((int64_t)tlog_receipt_bytes(&r, again), (int64_t)count, "written again");
	OK(memcmp(bytes, again, count) == 0, "… they are the same");
	EQ_STR(why(tlog_receipt_check(&r, &other_key, &head)), "receipt_other_key", "another key");
	EQ_STR(why(tlog_receipt_opens(&r, STR("合成李四"), STR(ID))), "receipt_not_his",
	       "another name");
	EQ_STR(why(tlog_receipt_opens(&r, STR(NAME), STR_NULL)), "receipt_not_his",
	       "no ID number where there is one");
	r.index--;
	EQ_STR(why(tlog_receipt_check(&r, &vkey, &head)), "receipt_proof", "another place");
	crypto_base64url(bytes, count, base64);
	OK(holds(str_of(base64)), "as base64url");
	(void)snprintf(address, sizeof address, "https://care.example.cn/r#%s\n", base64);
	OK(holds(str_of(address)), "as an address");
	EQ_I64(bent_taken(whole), 0,
	       "with any one bit flipped, or cut off anywhere, it is refused");
}

static void cosigned(void)
{
	struct tlog_receipt more = good, r;
	uint8_t bytes[TLOG_RECEIPT_BYTES_MAX];
	more.cosignatures_count = 2;
	memset(more.cosignatures, 5, sizeof more.cosignatures);
	const struct str whole = {(const char *)bytes, tlog_receipt_bytes(&more, bytes)};
	OK(holds(whole), "cosignatures of whom nobody asks about are let pass");
	EQ_STR(why(tlog_receipt_parse(whole, &r)), "-", "and");
	EQ_I64((int64_t)r.cosignatures_count, 2, "counted");
}

static void text_form(void)
{
	struct buf *b = buf_new(16 << 10);
	struct tlog_receipt r;
	struct tlog_head head;
	tlog_receipt_text(&good, b);
	const struct str text = buf_str(b);
	OK(str_starts(text, STR("c2sp.org/tlog-proof@v1\nextra ")), "as C2SP's text");
	OK(holds(text), "it is accepted");
	EQ_STR(why(tlog_receipt_parse(text, &r)), "-", "it is read");
	EQ_STR(why(tlog_receipt_check(&r, &other_key, &head)), "not_signed", "another key");
	EQ_I64(bent_taken(text), 0, "with any one bit flipped, or cut off anywhere, it is refused");
	buf_free(b);
}

static void short_form(void)
{
	struct tlog_short s = {.index = 70000}, again;
	char text[TLOG_SHORT_TEXT_BYTES], address[128];
	memcpy(s.seed, seed, sizeof s.seed);
	tlog_short_text(&s, text);
	EQ_STR(text, "AQAAAAERcAECA_oQAAAAAAAAAAAAAAA", "31 characters");
	(void)snprintf(address, sizeof address, "https://a.example.org/r#%s", text);
	EQ_I64((int64_t)strlen(address), 55, "55 with a host of thirteen");
	EQ_STR(why(tlog_short_parse(str_of(address), &again)), "-", "read back");
	EQ_I64(again.index, s.index, "its index");
	OK(memcmp(again.seed, seed, sizeof seed) == 0, "and its seed");
	EQ_STR(why(tlog_short_parse(STR("AgAAAAERcAECA_oQAAAAAAAAAAAAAAA"), &again)),
	       "not_a_receipt", "another version");
	EQ_STR(why(tlog_short_parse(STR("AQAAAAERcAECA_oQAAAAAAAAAAAAAA"), &again)),
	       "not_a_receipt", "a character is missing");
	s.index = TLOG_INDEX_MAX;
	tlog_short_text(&s, text);
	EQ_STR(why(tlog_short_parse(str_of(text), &again)), "-", "the last index");
	EQ_I64(again.index, TLOG_INDEX_MAX, "… is kept");
}

static void nobody(void)
{
	struct tlog_receipt r = good;
	const char text[] = "songnuan-leaf/v1\ntype cycle\ncm -\n";
	memcpy(r.record, text, sizeof text - 1);
	r.record_bytes = sizeof text - 1;
	EQ_STR(why(tlog_receipt_opens(&r, STR(NAME), STR(ID))), "receipt_no_person",
	       "a record that binds nobody is nobody's");
}

int main(void)
{
	if (!crypto_start())
		return 1;
	make();
	full();
	cosigned();
	text_form();
	short_form();
	nobody();
	return tap_done();
}
