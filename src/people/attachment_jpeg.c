/* JPEG: what an image needs is kept, everything else is dropped. Source: ITU-T T.81 annex B. */
#include "people/attachment_priv.h"

#include <string.h>

/* clang-format off */
enum jpeg_marker {
	JPEG_SOF_FIRST = 0xC0, JPEG_DHT = 0xC4, JPEG_RESERVED = 0xC8, JPEG_DAC = 0xCC, JPEG_SOF_LAST = 0xCF,
	JPEG_RST_FIRST = 0xD0, JPEG_RST_LAST = 0xD7, JPEG_SOI = 0xD8, JPEG_EOI = 0xD9, JPEG_SOS = 0xDA,
	JPEG_DQT = 0xDB, JPEG_DNL = 0xDC, JPEG_DRI = 0xDD,
	JPEG_APP_FIRST = 0xE0, JPEG_APP_EXIF = 0xE1, JPEG_APP_ADOBE = 0xEE, JPEG_APP_LAST = 0xEF, JPEG_COM = 0xFE,
};
/* clang-format on */
enum { UPRIGHT = 1, ORIENTATIONS = 8, ADOBE_BYTES = 12 };

struct segment {
	uint8_t marker;
	const uint8_t *body; /* behind the length */
	size_t bytes;
};

/* ---- the way up: tag 0x0112 of the first directory of an Exif segment (CIPA DC-008) ---- */

static uint32_t exif_number(const uint8_t *at, int bytes, bool little)
{
	uint32_t n = 0;
	for (int i = 0; i < bytes; i++)
		n = n << 8 | at[little ? bytes - 1 - i : i];
	return n;
}

/* 0: it does not say. What is odd about it does not matter, since it is dropped. */
static int exif_orientation(const struct segment *s)
{
	enum { HEAD = 6, TIFF_HEAD = 8, ENTRY = 12, TAG = 0x0112, SHORT = 3 };
	if (s->bytes < HEAD + TIFF_HEAD || memcmp(s->body, "Exif\0\0", HEAD) != 0)
		return 0;
	const uint8_t *tiff = s->body + HEAD;
	const size_t bytes = s->bytes - HEAD;
	const bool little = tiff[0] == 'I';
	if (memcmp(tiff, little ? "II*\0" : "MM\0*", 4) != 0)
		return 0;
	const uint32_t directory = exif_number(tiff + 4, 4, little);
	if (directory > bytes || bytes - directory < 2)
		return 0;
	const uint32_t entries = exif_number(tiff + directory, 2, little);
	for (uint32_t i = 0; i < entries; i++) {
		const size_t at = (size_t)directory + 2 + (size_t)i * ENTRY;
		if (at + ENTRY > bytes)
			return 0;
		if (exif_number(tiff + at, 2, little) != TAG)
			continue;
		const uint32_t way = exif_number(tiff + at + 8, 2, little);
		const bool is_short = exif_number(tiff + at + 2, 2, little) == SHORT;
		return is_short && way >= UPRIGHT && way <= ORIENTATIONS ? (int)way : 0;
	}
	return 0;
}

/* The start of the picture, and an Exif segment that says the way up and nothing else. Ends where the rest begins. */
static size_t write_start(uint8_t *room, int orientation)
{
	enum { WAY_AT = 29 };
	static const uint8_t exif[ATTACHMENT_JPEG_EXTRA_BYTES] = {0xFF, JPEG_APP_EXIF,
								  0,    34,
								  'E',  'x',
								  'i',  'f',
								  0,    0,
								  'M',  'M',
								  0,    42,
								  0,    0,
								  0,    8,
								  0,    1,
								  1,    0x12,
								  0,    3,
								  0,    0,
								  0,    1,
								  0,    0,
								  0,    0,
								  0,    0,
								  0,    0};
	const bool told = orientation > UPRIGHT;
	const size_t start = told ? 0 : sizeof exif;
	room[start] = 0xFF;
	room[start + 1] = JPEG_SOI;
	if (told) {
		memcpy(room + 2, exif, sizeof exif);
		room[2 + WAY_AT] = (uint8_t)orientation;
	}
	return start;
}

/* ---- segments ---- */

static struct sn_err next_segment(struct attachment_cut *k, struct segment *s)
{
	if (!attachment_has(k, 2) || k->in[k->at] != 0xFF)
		return attachment_broken(k);
	while (attachment_has(k, 1) && k->in[k->at] == 0xFF)
		k->at++; /* fill bytes */
	if (!attachment_has(k, 1))
		return attachment_broken(k);
	*s = (struct segment){.marker = k->in[k->at++]};
	if (s->marker == JPEG_EOI)
		return SN_SUCCESS;
	if (s->marker < JPEG_SOF_FIRST || (s->marker >= JPEG_RST_FIRST && s->marker <= JPEG_SOI))
		return attachment_broken(k); /* what stands alone has no place here */
	if (!attachment_has(k, 2))
		return attachment_broken(k);
	const size_t bytes = attachment_u16(k->in + k->at);
	if (bytes < 2 || !attachment_has(k, bytes))
		return attachment_broken(k);
	s->body = k->in + k->at + 2;
	s->bytes = bytes - 2;
	k->at += bytes;
	return SN_SUCCESS;
}

static void keep_segment(struct attachment_cut *k, const struct segment *s)
{
	const size_t length = s->bytes + 2;
	const uint8_t head[] = {0xFF, s->marker, (uint8_t)(length >> 8), (uint8_t)length};
	attachment_keep(k, head, sizeof head);
	attachment_keep(k, s->body, s->bytes);
}

/* Coded data up to the next marker. 0xFF 0x00 is a byte of it, restarts belong to it. */
static struct sn_err keep_scan(struct attachment_cut *k)
{
	const size_t from = k->at;
	for (; attachment_has(k, 2); k->at++) {
		if (k->in[k->at] != 0xFF)
			continue;
		const uint8_t next = k->in[k->at + 1];
		const bool data = next == 0 || (next >= JPEG_RST_FIRST && next <= JPEG_RST_LAST);
		if (!data) {
			attachment_keep(k, k->in + from, k->at - from);
			return SN_SUCCESS;
		}
		k->at++;
	}
	return attachment_broken(k);
}

static bool is_frame(uint8_t marker)
{
	return marker >= JPEG_SOF_FIRST && marker <= JPEG_SOF_LAST && marker != JPEG_DHT &&
	       marker != JPEG_RESERVED && marker != JPEG_DAC;
}
static bool is_kept(const struct segment *s)
{
	if (s->marker == JPEG_APP_ADOBE) /* how the colours are meant; without it some turn over */
		return s->bytes == ADOBE_BYTES && memcmp(s->body, "Adobe", 5) == 0;
	return s->marker == JPEG_DHT || s->marker == JPEG_DAC || s->marker == JPEG_DQT ||
	       s->marker == JPEG_DNL || s->marker == JPEG_DRI;
}
static bool is_dropped(uint8_t marker)
{
	return (marker >= JPEG_APP_FIRST && marker <= JPEG_APP_LAST) || marker == JPEG_COM;
}

static struct sn_err frame_check(const struct attachment_cut *k, const struct segment *s)
{
	if (s->bytes < 6)
		return attachment_broken(k);
	const uint32_t height = attachment_u16(s->body + 1), width = attachment_u16(s->body + 3);
	if (width == 0)
		return attachment_broken(k);
	return attachment_pixels_check(width, height);
}

struct sn_err attachment_clean_jpeg(struct attachment_cut *k, size_t *start)
{
	int orientation = 0;
	bool frame = false, scan = false;
	struct segment s = {.marker = 0};
	k->at = 2; /* the caller saw the start */
	k->used = ATTACHMENT_JPEG_EXTRA_BYTES + 2;
	for (;;) {
		SN_TRY(next_segment(k, &s));
		if (s.marker == JPEG_EOI)
			break;
		if (is_frame(s.marker) && !frame) {
			SN_TRY(frame_check(k, &s));
			frame = true;
			keep_segment(k, &s);
		} else if (s.marker == JPEG_SOS && frame) {
			scan = true;
			keep_segment(k, &s);
			SN_TRY(keep_scan(k));
		} else if (is_kept(&s)) {
			keep_segment(k, &s);
		} else if (!is_dropped(s.marker)) {
			return attachment_broken(k);
		} else if (s.marker == JPEG_APP_EXIF && orientation == 0) {
			orientation = exif_orientation(&s);
		}
	}
	if (!frame || !scan)
		return attachment_broken(k);
	attachment_keep(k, (const uint8_t[]){0xFF, JPEG_EOI}, 2);
	*start = write_start(k->out, orientation);
	return SN_SUCCESS;
}
