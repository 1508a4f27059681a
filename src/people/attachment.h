#ifndef SN_PEOPLE_ATTACHMENT_H
#define SN_PEOPLE_ATTACHMENT_H
/* attachment: pictures and scans that belong to something: a visit, a portion handed round, an honour, a document.
 *
 *   shapes  What is stored is a content (JPEG, PNG or PDF by its first bytes, never by its name), once a shard however
 *           often it is attached, known by the SHA-256 of what is stored; and the attachment: to what it belongs, the
 *           union, a caption, and whether people in it agreed.  Nothing is changed or taken away afterwards.
 *   clean   A picture is taken apart and put together again from what an image needs.  Of JPEG stay the tables, frames,
 *           scans and Adobe's colour mark; of PNG the palette, transparency and gamma.  Where it was taken (EXIF, GPS,
 *           XMP, MakerNotes), by what, thumbnails, comments and whatever stands behind the end are dropped; the way up
 *           (EXIF orientation) is written anew, so that it does not lie on its side.  A PDF is stored as it is.
 *   sealed  In chunks of ATTACHMENT_CHUNK_BYTES under the installation's key (keyring_installation_key()), each bound
 *           to its content and its place, so that none can be left out or change places; the digest is checked again
 *           when it is read.
 *   consent "yes": the people who can be recognised agreed; "no": they did not, so it is kept as proof and is never
 *           shown to the public; "not-needed": nobody can be recognised.  Somebody must say which: there is no default.
 *   errors  attachment_kind, attachment_broken (arg 0: at which byte), attachment_pixels, too_big, attachment_consent,
 *           attachment_subject, attachment_differs, no_such_attachment, keys_needed, seal_broken.
 *   rights  asked by the caller (layer rights stands above), at the union it belongs with.
 *   source  issue 3 (pictures of visits, portions and plaques); ITU-T T.81 annex B (JPEG); W3C PNG, second edition;
 *           ISO 32000-1 7.5 (PDF); CIPA DC-008 (Exif).
 *   start   attachment_take(), attachment_add(), attachment_read(). */
#include "base/crypto.h"
#include "base/limits.h"
#include "org/org.h"
#include "people/keyring.h"

/* clang-format off */
#define ATTACHMENT_TYPES(X)   /* name, word, ending of a file */ \
	X(JPEG, "image/jpeg",      "jpg") \
	X(PNG,  "image/png",       "png") \
	X(PDF,  "application/pdf", "pdf")
#define ATTACHMENT_CONSENTS(X)   /* name, word, zh, en */ \
	X(YES,        "yes",        "已同意",   "given")      \
	X(NO,         "no",         "未同意",   "not given")  \
	X(NOT_NEEDED, "not-needed", "无需同意", "not needed")
#define ATTACHMENT_SUBJECTS(X)   /* name, word, zh, en; stored by word */ \
	X(DOCUMENT, "document", "单据",   "document") \
	X(PORTION,  "portion",  "份发放", "portion")  \
	X(VISIT,    "visit",    "慰问",   "visit")    \
	X(HONOUR,   "honour",   "荣誉",   "honour")
/* clang-format on */
enum attachment_type {
#define X(name, word, ending) ATTACHMENT_##name,
	ATTACHMENT_TYPES(X) ATTACHMENT_TYPES_COUNT
#undef X
};
enum attachment_consent {
#define X(name, word, zh, en) ATTACHMENT_CONSENT_##name,
	ATTACHMENT_CONSENTS(X) ATTACHMENT_CONSENTS_COUNT
#undef X
};
enum attachment_subject {
#define X(name, word, zh, en) ATTACHMENT_OF_##name,
	ATTACHMENT_SUBJECTS(X) ATTACHMENT_SUBJECTS_COUNT
#undef X
};
const char *attachment_type_word(enum attachment_type type);
const char *attachment_type_ending(enum attachment_type type);
const struct org_words *attachment_consent_words(enum attachment_consent consent);
const struct org_words *attachment_subject_words(enum attachment_subject subject);
/* From the word or the Chinese name. */
bool attachment_consent_parse(enum attachment_consent *out, struct str text) SN_MUST_USE;
bool attachment_subject_parse(enum attachment_subject *out, struct str text) SN_MUST_USE;

/* ---- the parsers: pure ---- */

/* By its first bytes; false: none of these. */
bool attachment_type_of(enum attachment_type *out, struct str bytes) SN_MUST_USE;
/* What is stored of these bytes; in mem, where it is no picture the bytes themselves. Cleaning what was cleaned gives
 * the same bytes. attachment_kind, attachment_broken, attachment_pixels. */
struct sn_err attachment_clean(struct arena *mem, struct str bytes, enum attachment_type *type,
			       struct str *out) SN_MUST_USE;

/* A file as it is stored, with its digest: what takes time, made before a transaction begins. */
struct attachment_file {
	enum attachment_type type;
	struct str bytes;
	struct sha256 digest;
};
struct sn_err attachment_take(struct arena *mem, struct str bytes,
			      struct attachment_file *out) SN_MUST_USE;

/* ---- adding and reading ---- */

struct attachment {
	struct uuid attachment_id;
	int64_t shard, org_no;
	enum attachment_subject subject;
	struct uuid subject_id;
	enum attachment_type type;
	enum attachment_consent consent;
	struct str caption;   /* STR_NULL: none */
	struct sha256 digest; /* of what is stored */
	int64_t bytes;        /* of what is stored */
	struct uuid content_id;
	struct uuid added_by;
	int64_t added_us;
};
/* what: attachment_id (the caller's; the same id and content again is the same answer), org_no, subject, subject_id,
 * consent, caption; file: as attachment_take() made it. The subject's being there is asked by the caller. Inside a work. */
struct sn_err attachment_add(struct ctx *c, const struct attachment *what,
			     const struct attachment_file *file,
			     struct attachment *out) SN_MUST_USE;
struct sn_err attachment_by_id(struct ctx *c, struct uuid attachment_id,
			       struct attachment *out) SN_MUST_USE;
/* The stored bytes, opened and compared with their digest; in c->mem. */
struct sn_err attachment_read(struct ctx *c, const struct attachment *of,
			      struct str *bytes) SN_MUST_USE;

struct attachment_filter {
	int64_t shard;
	struct uuid subject_id; /* null: all */
	struct str org_path;    /* without subject_id: of this union or one below it */
	struct uuid after;      /* the last row of the page before; null: the first page */
	size_t rows_max;        /* 0: ATTACHMENT_LIST_MAX, which is the most */
};
/* The oldest first; in c->mem. */
struct sn_err attachment_list(struct ctx *c, const struct attachment_filter *filter,
			      struct attachment **out, size_t *count) SN_MUST_USE;

/* ---- checking ---- */

/* Opens every content. "attachment-content": it does not open, lacks a chunk, or is not what its digest says. */
typedef void attachment_each_finding(void *self, const char *what, int64_t shard, struct uuid id);
struct sn_err attachment_verify(struct ctx *c, attachment_each_finding *each,
				void *self) SN_MUST_USE;
#endif
