#ifndef SN_BASE_QR_H
#define SN_BASE_QR_H
/* qr: a QR code of a text, as squares, as a picture and as a drawing inside a page.
 *
 *   shape   The smallest version that holds the text at error level M (L for long ones), with a border of four light squares.
 *   errors  qr_too_long; out_of_memory.
 *   source  ISO/IEC 18004 by libqrencode; PNG: RFC 2083.
 *   start   qr_make(); qr_png(), qr_svg(). */
#include "base/arena.h"
#include "base/err.h"

struct qr {
	int width;           /* with its border, in squares */
	const uint8_t *dark; /* width × width, row by row: 1 is dark; in mem */
};
struct sn_err qr_make(struct arena *mem, struct str text, struct qr *out) SN_MUST_USE;
/* Each square has so many dots. */
struct sn_err qr_png(const struct qr *q, int dots, struct buf *out) SN_MUST_USE;
/* <svg …>: without a size of its own, without style. */
void qr_svg(const struct qr *q, struct str words, struct buf *out);
#endif
