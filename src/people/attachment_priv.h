#ifndef SN_PEOPLE_ATTACHMENT_PRIV_H
#define SN_PEOPLE_ATTACHMENT_PRIV_H
/* attachment_priv: what the files of attachment share: taking a picture apart and putting it together again. */
#include "people/attachment.h"

/* Bytes in, from the front on; bytes out, into a room that is asserted to suffice. */
struct attachment_cut {
	const uint8_t *in;
	size_t in_bytes, at;
	uint8_t *out;
	size_t out_bytes, used;
};
static inline bool attachment_has(const struct attachment_cut *k, size_t bytes)
{
	return k->in_bytes - k->at >= bytes;
}
static inline uint32_t attachment_u16(const uint8_t *at)
{
	return (uint32_t)at[0] << 8 | at[1];
}
static inline uint32_t attachment_u32(const uint8_t *at)
{
	return attachment_u16(at) << 16 | attachment_u16(at + 2);
}
void attachment_keep(struct attachment_cut *k, const void *bytes, size_t count);
/* Damaged or cut off where the reading stands. */
struct sn_err attachment_broken(const struct attachment_cut *k) SN_MUST_USE;
struct sn_err attachment_pixels_check(uint32_t width, uint32_t height) SN_MUST_USE;

/* The room that a cleaned JPEG may need beyond what it had: the way up, written anew. */
enum { ATTACHMENT_JPEG_EXTRA_BYTES = 36 };
/* *start: where in k->out the picture begins. */
struct sn_err attachment_clean_jpeg(struct attachment_cut *k, size_t *start) SN_MUST_USE;
struct sn_err attachment_clean_png(struct attachment_cut *k) SN_MUST_USE;
#endif
