#ifndef SN_CARE_LETTER_PRIV_H
#define SN_CARE_LETTER_PRIV_H
/* letter_priv: what letter's files share. */
#include "care/care_priv.h"
#include "care/letter.h"

struct sn_err letter_from_row(struct arena *mem, const struct rows *r,
			      struct letter *out) SN_MUST_USE;

/* ---- leaves: made when it happens, and again when it is verified ---- */

/* Its leaf's id is the letter's. */
struct sn_err letter_checked_leaf(struct ctx *c, const struct letter *l, struct sha256 *digest,
				  struct tlog_leaf *out) SN_MUST_USE;
struct letter_run {
	struct uuid run_id, letter_id, by_id;
	int64_t shard, org_no, cycle_no, letters, again, at_us;
	enum letter_way way;
	struct str cycle; /* its code */
};
/* Which pages, and which entitlements each went with; pages in their order, entitlements by id. */
void letter_run_begin(struct sha256_stream *s, const struct letter_run *run);
void letter_run_page(struct sha256_stream *s, int64_t page_no, const struct letter_page *page);
void letter_run_given(struct sha256_stream *s, struct uuid entitlement_id, bool again);
struct tlog_leaf letter_run_leaf(const struct letter_run *run, const struct sha256 *digest);
#endif
