#ifndef SN_TLOG_RECEIPT_H
#define SN_TLOG_RECEIPT_H
/* receipt: what a person holds of his hand-over, and how anybody checks it; pure.
 *
 *   shapes  S, short  https://HOST/r#TEXT; TEXT is base64url of 0x01 ‖ index, 48 bits ‖ seed 16: 31 characters.  It names a
 *                     record of the published log; the fragment behind # never reaches a server.
 *           F, full   "SNR1" ‖ n, 8 bits ‖ index, 48 bits ‖ size, 48 bits ‖ salt 32 ‖ n × hash 32 ‖ key id 4 ‖ signature 64 ‖
 *                     record's length, 16 bits ‖ record ‖ k × (key id 4 ‖ time, 64 bits ‖ signature 64): the record, its proof
 *                     and the log's signature; nothing else is needed but the log's public key.  As bytes, as base64url, or
 *                     as an address with that behind its #.
 *           text      F as c2sp.org/tlog-proof@v1, its extra line: base64(salt ‖ record)
 *           numbers   big-endian
 *           opening   salt = SHA-256("songnuan/salt/v1" LF ‖ seed), cm = HMAC-SHA-256(salt, rec), where rec says who
 *                     received (name, ID number) and repeats camp, item, qty and fen of the record.
 *   secret  Whoever has a receipt can try ID numbers until one opens it: it is kept like the ID card itself.
 *   errors  not_a_receipt; not_signed, not_a_checkpoint, receipt_other_key: by another key; receipt_proof: record, place,
 *           proof and signature are not of one tree; receipt_no_person: the record binds nobody; receipt_not_his: name, ID
 *           number and seed are not those that were bound.
 *   source  trust.md 3.2, 3.8; C2SP tlog-proof; docs/decisions/0037 and 0038.
 *   start   tlog_receipt_parse(), tlog_receipt_check(), tlog_receipt_opens(). */
#include "tlog/note.h"

enum {
	TLOG_SEED_BYTES = 16,
	TLOG_SHORT_BYTES = 1 + 6 + TLOG_SEED_BYTES,
	TLOG_SHORT_TEXT_BYTES = 32, /* with its NUL */
	TLOG_COSIGNATURE_BYTES = TLOG_KEY_ID_BYTES + 8 + CRYPTO_SIGNATURE_BYTES,
	TLOG_COSIGNATURES_MAX = 16,
	TLOG_RECEIPT_BYTES_MAX = 4 + 1 + 6 + 6 + CRYPTO_KEY_BYTES +
				 TLOG_PROOF_HASHES_MAX * TLOG_HASH_BYTES + TLOG_KEY_ID_BYTES +
				 CRYPTO_SIGNATURE_BYTES + 2 + TLOG_LEAF_BYTES_MAX +
				 TLOG_COSIGNATURES_MAX * TLOG_COSIGNATURE_BYTES,
	TLOG_RECEIPT_TEXT_BYTES_MAX = 8 << 10, /* of any form but the note's many cosignatures */
	TLOG_NAME_BYTES_MAX = 512,             /* of a person */
};
#define TLOG_INDEX_MAX ((INT64_C(1) << 48) - 1)

/* ---- opening what a record binds ---- */

struct crypto_key tlog_salt_of(const uint8_t seed[TLOG_SEED_BYTES]);
struct tlog_opening {
	struct str name, id; /* id: 18 characters; STR_NULL: none is known, written "-" */
	struct str cycle, item, quantity, value; /* as the record says them */
};
/* cm; false: a text does not fit. */
bool tlog_commitment_of(const struct crypto_key *salt, const struct tlog_opening *opening,
			uint8_t out[TLOG_HASH_BYTES]) SN_MUST_USE;
/* The value of the record's line with this key; STR_NULL: "-", or there is none. */
struct str tlog_record_line(struct str record, const char *key);

/* ---- the short one ---- */

struct tlog_short {
	int64_t index;
	uint8_t seed[TLOG_SEED_BYTES];
};
void tlog_short_text(const struct tlog_short *what, char out[TLOG_SHORT_TEXT_BYTES]);
/* The text, or an address that has it behind its #. not_a_receipt. */
struct sn_err tlog_short_parse(struct str text, struct tlog_short *out) SN_MUST_USE;

/* ---- the full one ---- */

struct tlog_receipt {
	int64_t index, size;
	struct crypto_key salt;
	struct tlog_hash proof[TLOG_PROOF_HASHES_MAX];
	size_t proof_count;
	uint8_t key_id[TLOG_KEY_ID_BYTES],
		signature[CRYPTO_SIGNATURE_BYTES]; /* where there is no note */
	char record[TLOG_LEAF_BYTES_MAX];
	size_t record_bytes;
	uint8_t cosignatures[TLOG_COSIGNATURES_MAX][TLOG_COSIGNATURE_BYTES];
	size_t cosignatures_count;
	struct str note; /* the checkpoint of the text form; STR_NULL: it is made of the rest */
};
static inline struct str tlog_receipt_record(const struct tlog_receipt *r)
{
	return (struct str){r->record, r->record_bytes};
}
/* Any of its forms. The note points into the text. */
struct sn_err tlog_receipt_parse(struct str text, struct tlog_receipt *out) SN_MUST_USE;
/* Takes size, key id and the log's own signature out of the checkpoint, which becomes its note. Nothing is verified. */
struct sn_err tlog_receipt_sign(struct tlog_receipt *r, struct str note) SN_MUST_USE;
/* F; the number of its bytes. */
size_t tlog_receipt_bytes(const struct tlog_receipt *r, uint8_t out[TLOG_RECEIPT_BYTES_MAX]);
/* The text form; r has a note. */
void tlog_receipt_text(const struct tlog_receipt *r, struct buf *out);

/* Is the record in the log that this key has signed? *head: the log it was proven in. */
struct sn_err tlog_receipt_check(const struct tlog_receipt *r, const struct tlog_vkey *vkey,
				 struct tlog_head *head) SN_MUST_USE;
/* Is it the record of this person? name as it is stored (name.h), id of 18 characters or STR_NULL. */
struct sn_err tlog_receipt_opens(const struct tlog_receipt *r, struct str name,
				 struct str id) SN_MUST_USE;
#endif
