/* Finds what a picture or a scan belongs to. */
#include "care/attached.h"

#include "care/honour.h"
#include "care/portion.h"
#include "care/visit.h"
#include "ledger/document.h"
#include "rights/permission.h"

static struct sn_err find_document(struct ctx *c, struct attached *a)
{
	struct document d;
	SN_TRY(document_read(c, a->id, &d));
	a->shard = d.shard;
	a->org_no = d.org_no;
	return SN_SUCCESS;
}

static struct sn_err find_portion(struct ctx *c, struct attached *a)
{
	struct portion p;
	SN_TRY(portion_by_id(c, a->id, &p));
	a->shard = p.shard;
	a->org_no = p.org_no;
	return SN_SUCCESS;
}

static struct sn_err find_visit(struct ctx *c, struct attached *a)
{
	struct visit v;
	SN_TRY(visit_by_id(c, a->id, &v));
	a->shard = v.shard;
	a->org_no = v.org_no;
	return SN_SUCCESS;
}

static struct sn_err find_honour(struct ctx *c, struct attached *a)
{
	struct honour h;
	SN_TRY(honour_by_id(c, a->id, &h));
	a->shard = h.shard;
	a->org_no = h.org_no;
	return SN_SUCCESS;
}

struct sn_err attached_find(struct ctx *c, enum attachment_subject kind, struct uuid id,
			    struct attached *out)
{
	typedef struct sn_err find(struct ctx * c, struct attached * a);
	static find *const finders[ATTACHMENT_SUBJECTS_COUNT] = {
		[ATTACHMENT_OF_DOCUMENT] = find_document,
		[ATTACHMENT_OF_PORTION] = find_portion,
		[ATTACHMENT_OF_VISIT] = find_visit,
		[ATTACHMENT_OF_HONOUR] = find_honour,
	};
	*out = (struct attached){.kind = kind, .id = id};
	return finders[kind](c, out);
}

struct sn_err attached_may_open(struct ctx *c, enum attachment_subject kind, int64_t org_no)
{
	static const enum rights_role of_people[] = {ROLE_MAKER,   ROLE_CHECKER,     ROLE_APPROVER,
						     ROLE_AUDITOR, ROLE_DISTRIBUTOR, ROLE_KEEPER};
	SN_TRY(rights_may(c, PERMISSION_SCAN_READ, org_no));
	return kind == ATTACHMENT_OF_DOCUMENT
		       ? SN_SUCCESS
		       : rights_require(c, of_people, sizeof of_people / sizeof of_people[0],
					org_no);
}
