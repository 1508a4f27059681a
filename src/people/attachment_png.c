/* PNG: what an image needs is kept, texts, times, profiles and Exif are dropped. Source: W3C PNG, second edition. */
#include "people/attachment_priv.h"

#include <string.h>
#include <zlib.h>

enum { SIGNATURE_BYTES = 8, CHUNK_EXTRA_BYTES = 12, TYPE_BYTES = 4, HEADER_BYTES = 13 };
enum { ANCILLARY = 0x20 }; /* of the type's first letter: small ones may be left out */

struct chunk {
	const uint8_t *type; /* with the data behind it */
	const uint8_t *whole;
	size_t data_bytes;
};

static bool is(const struct chunk *k, const char *type)
{
	return memcmp(k->type, type, TYPE_BYTES) == 0;
}

static struct sn_err next_chunk(struct attachment_cut *k, struct chunk *out)
{
	if (!attachment_has(k, CHUNK_EXTRA_BYTES))
		return attachment_broken(k);
	out->whole = k->in + k->at;
	out->type = out->whole + 4;
	out->data_bytes = attachment_u32(out->whole);
	if (out->data_bytes > ATTACHMENT_BYTES_MAX ||
	    !attachment_has(k, out->data_bytes + CHUNK_EXTRA_BYTES))
		return attachment_broken(k);
	const uLong sum =
		crc32(crc32(0L, Z_NULL, 0), out->type, (uInt)(out->data_bytes + TYPE_BYTES));
	if (sum != attachment_u32(out->type + TYPE_BYTES + out->data_bytes))
		return attachment_broken(k);
	k->at += out->data_bytes + CHUNK_EXTRA_BYTES;
	return SN_SUCCESS;
}

static bool is_kept(const struct chunk *k)
{
	static const char *const kept[] = {"PLTE", "IDAT", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT"};
	for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
		if (is(k, kept[i]))
			return true;
	return false;
}

static void keep_chunk(struct attachment_cut *k, const struct chunk *c)
{
	attachment_keep(k, c->whole, c->data_bytes + CHUNK_EXTRA_BYTES);
}

static struct sn_err header_check(struct attachment_cut *k, const struct chunk *c)
{
	if (!is(c, "IHDR") || c->data_bytes != HEADER_BYTES)
		return attachment_broken(k);
	const uint32_t width = attachment_u32(c->type + 4), height = attachment_u32(c->type + 8);
	if (width == 0 || height == 0)
		return attachment_broken(k);
	return attachment_pixels_check(width, height);
}

struct sn_err attachment_clean_png(struct attachment_cut *k)
{
	struct chunk c;
	bool data = false, data_ended = false;
	attachment_keep(k, k->in, SIGNATURE_BYTES); /* the caller saw it */
	k->at = SIGNATURE_BYTES;
	SN_TRY(next_chunk(k, &c));
	SN_TRY(header_check(k, &c));
	keep_chunk(k, &c);
	for (;;) {
		SN_TRY(next_chunk(k, &c));
		if (is(&c, "IEND"))
			break;
		const bool is_data = is(&c, "IDAT");
		if (is_data && data_ended)
			return attachment_broken(k); /* its pieces stand together */
		data_ended = data && !is_data;
		data = data || is_data;
		if (is_kept(&c))
			keep_chunk(k, &c);
		else if (!(c.type[0] & ANCILLARY))
			return attachment_broken(k);
	}
	if (!data || c.data_bytes != 0)
		return attachment_broken(k);
	keep_chunk(k, &c);
	return SN_SUCCESS;
}
