#ifndef SN_CARE_ATTACHED_H
#define SN_CARE_ATTACHED_H
/* attached: what pictures and scans belong to: a document, a portion, a visit, an honour (people/attachment.h keeps them).
 *
 *   shapes  struct attached is the thing: its kind and id, the shard in which its pictures lie, and the union that it
 *           belongs to, at which whoever adds or sees them is asked for his right.
 *   errors  the refusal of the thing's own domain: no_such_document, no_such_portion, no_such_visit, no_such_honour.
 *   rights  asked by the caller: PERMISSION_SCAN_ADD, PERMISSION_SCAN_READ at org_no; before a file is handed out attached_may_open().
 *   start   attached_find(). */
#include "people/attachment.h"
#include "store/ctx.h"

struct attached {
	enum attachment_subject kind;
	struct uuid id;
	int64_t shard, org_no;
};
struct sn_err attached_find(struct ctx *c, enum attachment_subject kind, struct uuid id,
			    struct attached *out) SN_MUST_USE;
/* Scans of papers are seen by whoever works with papers. Pictures of people (a portion's, a visit's, an honour's) are no business of an
 * accountant or a cashier: not_granted. */
struct sn_err attached_may_open(struct ctx *c, enum attachment_subject kind,
				int64_t org_no) SN_MUST_USE;
#endif
