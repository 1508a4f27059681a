#include "base/qr.h"

#include <qrencode.h>
#include <stdlib.h>
#include <zlib.h>

enum { BORDER = 4, LONG_BYTES = 200 };

struct sn_err qr_make(struct arena *mem, struct str text, struct qr *out)
{
	QRcode *code = QRcode_encodeData((int)text.bytes, (const unsigned char *)text.at, 0,
					 text.bytes > LONG_BYTES ? QR_ECLEVEL_L : QR_ECLEVEL_M);
	if (!code)
		return SN_FAIL(QR_TOO_LONG);
	const int inner = code->width;
	out->width = inner + 2 * BORDER;
	uint8_t *dark = arena_alloc_n(mem, (size_t)out->width, (size_t)out->width);
	for (int y = 0; dark && y < out->width; y++) {
		for (int x = 0; x < out->width; x++) {
			const int row = y - BORDER, column = x - BORDER;
			const bool inside =
				row >= 0 && row < inner && column >= 0 && column < inner;
			dark[y * out->width + x] = inside && (code->data[row * inner + column] & 1);
		}
	}
	QRcode_free(code);
	out->dark = dark;
	return dark ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* ---- PNG ---- */

static void put32(uint8_t *out, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		out[i] = (uint8_t)(value >> (24 - 8 * i));
}

static void add_chunk(struct buf *out, const char type[5], const uint8_t *bytes, size_t count)
{
	uint8_t number[4];
	put32(number, (uint32_t)count);
	buf_add(out, (struct str){(const char *)number, 4});
	buf_add(out, (struct str){type, 4});
	buf_add(out, (struct str){(const char *)bytes, count});
	unsigned long crc = crc32(0, (const unsigned char *)type, 4);
	if (count > 0)
		crc = crc32(crc, bytes, (unsigned)count);
	put32(number, (uint32_t)crc);
	buf_add(out, (struct str){(const char *)number, 4});
}

/* One bit a dot, 1 is light; each row begins with its filter, none. */
static void draw(const struct qr *q, int dots, uint8_t *lines, size_t line_bytes)
{
	const int side = q->width * dots;
	for (int y = 0; y < side; y++) {
		uint8_t *line = lines + (size_t)y * line_bytes;
		for (int x = 0; x < side; x++)
			if (!q->dark[y / dots * q->width + x / dots])
				line[1 + x / 8] |= (uint8_t)(0x80 >> x % 8);
	}
}

struct sn_err qr_png(const struct qr *q, int dots, struct buf *out)
{
	const size_t side = (size_t)(q->width * dots), line_bytes = 1 + (side + 7) / 8;
	uLongf packed_bytes = compressBound((uLong)(side * line_bytes));
	uint8_t *lines = calloc(side, line_bytes), *packed = malloc(packed_bytes);
	uint8_t head[13] = {[8] = 1}; /* one bit, grey, no interlacing */
	bool fine = lines && packed;
	if (fine) {
		draw(q, dots, lines, line_bytes);
		fine = compress2(packed, &packed_bytes, lines, (uLong)(side * line_bytes), 9) ==
		       Z_OK;
	}
	if (fine) {
		put32(head, (uint32_t)side);
		put32(head + 4, (uint32_t)side);
		buf_add(out, STR("\x89PNG\r\n\x1a\n"));
		add_chunk(out, "IHDR", head, sizeof head);
		add_chunk(out, "IDAT", packed, packed_bytes);
		add_chunk(out, "IEND", head, 0);
	}
	free(lines);
	free(packed);
	return fine && !buf_full(out) ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* ---- SVG ---- */

void qr_svg(const struct qr *q, struct str words, struct buf *out)
{
	buf_printf(out,
		   "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" "
		   "aria-label=\"",
		   q->width, q->width);
	buf_add_html(out, words);
	buf_printf(out,
		   "\" shape-rendering=\"crispEdges\"><rect width=\"%d\" height=\"%d\" "
		   "fill=\"#fff\"/><path d=\"",
		   q->width, q->width);
	for (int y = 0; y < q->width; y++) {
		for (int x = 0, run = 0; x < q->width; x += run ? run : 1) {
			for (run = 0; x + run < q->width && q->dark[y * q->width + x + run];)
				run++;
			if (run > 0)
				buf_printf(out, "M%d %dh%dv1h-%dz", x, y, run, run);
		}
	}
	buf_add(out, STR("\" fill=\"#000\"/></svg>"));
}
