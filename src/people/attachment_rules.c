/* What is stored of a file that is handed in, and the words of attachments. Pure. */
#include "people/attachment_priv.h"

#include <assert.h>
#include <string.h>

/* ---- words ---- */

static const struct {
	const char *word, *ending;
} types[] = {
#define X(name, word, ending) [ATTACHMENT_##name] = {word, ending},
	ATTACHMENT_TYPES(X)
#undef X
};
static const struct org_words consents[] = {
#define X(name, word, zh, en) [ATTACHMENT_CONSENT_##name] = {word, zh, en},
	ATTACHMENT_CONSENTS(X)
#undef X
};
static const struct org_words subjects[] = {
#define X(name, word, zh, en) [ATTACHMENT_OF_##name] = {word, zh, en},
	ATTACHMENT_SUBJECTS(X)
#undef X
};

const char *attachment_type_word(enum attachment_type type)
{
	assert(type < ATTACHMENT_TYPES_COUNT);
	return types[type].word;
}
const char *attachment_type_ending(enum attachment_type type)
{
	assert(type < ATTACHMENT_TYPES_COUNT);
	return types[type].ending;
}
const struct org_words *attachment_consent_words(enum attachment_consent consent)
{
	assert(consent < ATTACHMENT_CONSENTS_COUNT);
	return &consents[consent];
}
const struct org_words *attachment_subject_words(enum attachment_subject subject)
{
	assert(subject < ATTACHMENT_SUBJECTS_COUNT);
	return &subjects[subject];
}

static bool word_parse(const struct org_words *words, size_t count, struct str text, size_t *out)
{
	for (size_t i = 0; i < count; i++)
		if (str_is(text, words[i].word) || str_is(text, words[i].zh)) {
			*out = i;
			return true;
		}
	return false;
}
bool attachment_consent_parse(enum attachment_consent *out, struct str text)
{
	size_t i = 0;
	const bool known = word_parse(consents, ATTACHMENT_CONSENTS_COUNT, text, &i);
	*out = (enum attachment_consent)i;
	return known;
}
bool attachment_subject_parse(enum attachment_subject *out, struct str text)
{
	size_t i = 0;
	const bool known = word_parse(subjects, ATTACHMENT_SUBJECTS_COUNT, text, &i);
	*out = (enum attachment_subject)i;
	return known;
}

/* ---- cleaning ---- */

void attachment_keep(struct attachment_cut *k, const void *bytes, size_t count)
{
	assert(k->out_bytes - k->used >= count);
	memcpy(k->out + k->used, bytes, count);
	k->used += count;
}

struct sn_err attachment_broken(const struct attachment_cut *k)
{
	return SN_FAIL(ATTACHMENT_BROKEN, .field = "file", .arg = {(int64_t)k->at});
}

struct sn_err attachment_pixels_check(uint32_t width, uint32_t height)
{
	if ((uint64_t)width * height > ATTACHMENT_PIXELS_MAX)
		return SN_FAIL(ATTACHMENT_PIXELS, .field = "file",
			       .arg = {width, height, ATTACHMENT_PIXELS_MAX});
	return SN_SUCCESS;
}

bool attachment_type_of(enum attachment_type *out, struct str bytes)
{
	if (str_starts(bytes, STR("\xFF\xD8\xFF")))
		*out = ATTACHMENT_JPEG;
	else if (str_starts(bytes, STR("\x89PNG\r\n\x1A\n")))
		*out = ATTACHMENT_PNG;
	else if (str_starts(bytes, STR("%PDF-")))
		*out = ATTACHMENT_PDF;
	else
		return false;
	return true;
}

/* A PDF ends with %%EOF, behind which some programs leave a few bytes: readers look at the last 1,024 (ISO 32000-1
 * annex H). Without it the scan was cut off. */
static struct sn_err pdf_check(struct str bytes)
{
	enum { TAIL_BYTES = 1024, MARK_BYTES = 5 };
	const size_t from = bytes.bytes > TAIL_BYTES ? bytes.bytes - TAIL_BYTES : 0;
	for (size_t at = bytes.bytes; at-- > from;)
		if (bytes.bytes - at >= MARK_BYTES &&
		    memcmp(bytes.at + at, "%%EOF", MARK_BYTES) == 0)
			return SN_SUCCESS;
	return SN_FAIL(ATTACHMENT_BROKEN, .field = "file", .arg = {(int64_t)bytes.bytes});
}

struct sn_err attachment_clean(struct arena *mem, struct str bytes, enum attachment_type *type,
			       struct str *out)
{
	size_t start = 0;
	if (bytes.bytes > ATTACHMENT_BYTES_MAX)
		return sn_err_with_text(
			SN_FAIL(TOO_BIG, .field = "file", .arg = {ATTACHMENT_BYTES_MAX}), "%zu",
			bytes.bytes);
	if (!attachment_type_of(type, bytes))
		return SN_FAIL(ATTACHMENT_KIND, .field = "file");
	if (*type == ATTACHMENT_PDF) {
		*out = bytes;
		return pdf_check(bytes);
	}
	struct attachment_cut k = {.in = (const uint8_t *)bytes.at,
				   .in_bytes = bytes.bytes,
				   .out_bytes = bytes.bytes + ATTACHMENT_JPEG_EXTRA_BYTES};
	k.out = arena_alloc(mem, k.out_bytes);
	if (!k.out)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(*type == ATTACHMENT_JPEG ? attachment_clean_jpeg(&k, &start)
					: attachment_clean_png(&k));
	*out = (struct str){(const char *)k.out + start, k.used - start};
	return SN_SUCCESS;
}
