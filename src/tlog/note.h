#ifndef SN_TLOG_NOTE_H
#define SN_TLOG_NOTE_H
/* note: signed notes, the keys that sign them and the checkpoints that they carry, as text; pure.
 *
 *   shapes  note        text LF, an empty line, signatures: `— NAME base64(key id 4 ‖ signature 64)` LF
 *           vkey        NAME+8 hex digits of the key id+base64(0x01 ‖ Ed25519 public key 32): public, for everybody who checks
 *           skey        PRIVATE+KEY+NAME+the same digits+base64(0x01 ‖ seed 32): the key file; Go's note.NewSigner reads it
 *           key id      the first 4 bytes of SHA-256(NAME ‖ LF ‖ 0x01 ‖ public key)
 *           checkpoint  a note's text: origin LF size LF base64(root) LF, and lines that we do not write and let pass
 *           origin      HOST/tlog/REGION, such as songnuan.care.example.cn/tlog/150000; it is the key's name too
 *   errors  bad_vkey, bad_origin; not_a_checkpoint: no such text; not_signed: no signature of this key, or a false one.
 *           Signatures of keys that are not asked about are let pass, as cosignatures are to be.
 *   source  C2SP signed-note, tlog-checkpoint; trust.md 3.5.
 *   start   tlog_vkey_parse(), tlog_checkpoint_open(). */
#include "base/crypto.h"
#include "tlog/tlog.h"

enum {
	TLOG_ORIGIN_BYTES_MAX = 160,
	TLOG_KEY_ID_BYTES = 4,
	TLOG_KEY_TEXT_BYTES = 300,   /* of a vkey or a skey, with its NUL */
	TLOG_CHECKPOINT_BYTES = 512, /* of one that we sign: origin twice, size, root, signature */
	TLOG_NOTE_BYTES_MAX = 64 << 10, /* of one that others may have cosigned */
	TLOG_SIGNATURES_MAX = 100,
};

struct tlog_vkey {
	struct str name;
	uint8_t id[TLOG_KEY_ID_BYTES], public_key[CRYPTO_PUBLIC_BYTES];
};
void tlog_vkey_of(struct str name, const struct crypto_signing_key *key, struct tlog_vkey *out);
/* The name points into the text. */
struct sn_err tlog_vkey_parse(struct str text, struct tlog_vkey *out) SN_MUST_USE;
void tlog_vkey_text(const struct tlog_vkey *key, char out[TLOG_KEY_TEXT_BYTES]);

/* A key file's line, without its LF. *name points into the text; false: it is none. Wipe the key. */
bool tlog_skey_parse(struct str text, struct str *name, struct crypto_signing_key *key) SN_MUST_USE;
void tlog_skey_text(struct str name, const struct crypto_signing_key *key,
		    char out[TLOG_KEY_TEXT_BYTES]);

/* bad_origin where it is not HOST/tlog/REGION. *path: "tlog/REGION", where its files stand below its host. */
struct sn_err tlog_origin_path(struct str origin, struct str *path) SN_MUST_USE;

struct tlog_checkpoint {
	struct str origin;
	struct tlog_head head;
};
/* A checkpoint with one signature, ours. origin is a good one. Returns its length; NUL-terminated. */
size_t tlog_checkpoint_sign(const struct tlog_checkpoint *what,
			    const struct crypto_signing_key *key, char out[TLOG_CHECKPOINT_BYTES]);
/* What it says, and that this key has signed it (vkey NULL: nobody looks). The origin points into the note. */
struct sn_err tlog_checkpoint_open(struct str note, const struct tlog_vkey *vkey,
				   struct tlog_checkpoint *out) SN_MUST_USE;
/* The first Ed25519 signature under this name of a note that was opened; false: it has none. */
bool tlog_note_signature(struct str note, struct str name, uint8_t id[TLOG_KEY_ID_BYTES],
			 uint8_t signature[CRYPTO_SIGNATURE_BYTES]) SN_MUST_USE;
#endif
