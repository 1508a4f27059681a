#ifndef SN_LEDGER_FUND_H
#define SN_LEDGER_FUND_H
/* fund: what money of which source may be spent on, as data.
 *
 *   shapes  A matrix is a versioned JSON document (data/funds/matrix.json) with an effective period, the source of its
 *           rules, the purposes that it knows, and for each pair source × purpose that somebody has decided: allowed
 *           or not.  A pair that nobody has decided is unset, which is neither.
 *           Of several versions in force on a day the highest holds; an older one is never edited.
 *   errors  source_forbids, source_unset (how to set it), purpose_unknown, matrix_version_taken, and those of json.h.
 *   source  product.md programme 2 (a matrix source × purpose says what each may buy); settled.md 30.
 *   start   fund_matrix_load(), fund_require(). */
#include "ledger/ledger.h"

enum fund_verdict { FUND_UNSET, FUND_ALLOWED, FUND_FORBIDDEN };
struct fund_purpose {
	struct str word, zh, en;
	enum fund_verdict verdict[FUND_SOURCES_COUNT];
};
struct fund_matrix {
	int64_t version;
	int32_t from_day, until_day; /* until_day 0: open */
	struct str source;           /* who set it, where it can be read */
	struct fund_purpose *purposes;
	size_t purposes_count;
};
/* Pure: text lives in mem. */
struct sn_err fund_matrix_parse(struct arena *mem, struct str json,
				struct fund_matrix *out) SN_MUST_USE;
/* The same version with the same bytes: loaded already (changed = false). Inside a work. */
struct sn_err fund_matrix_load(struct ctx *c, struct str json, bool *changed) SN_MUST_USE;
/* May money of this source be spent on this purpose on that day? */
struct sn_err fund_require(struct ctx *c, enum fund_source source, struct str purpose,
			   int32_t day) SN_MUST_USE;
/* The matrix in force on a day (0: today); version 0 where there is none. */
struct sn_err fund_matrix_read(struct ctx *c, int32_t day, struct fund_matrix *out) SN_MUST_USE;
#endif
