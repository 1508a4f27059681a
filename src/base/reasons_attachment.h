#ifndef SN_BASE_REASONS_ATTACHMENT_H
#define SN_BASE_REASONS_ATTACHMENT_H
/* reasons_attachment: refusals about pictures and scans; the shape is told in base/reasons.h. */

/* clang-format off */
#define SN_REASONS_ATTACHMENT(X) \
	X(ATTACHMENT_KIND,    INVALID,   "attachment_kind",    "这不是 JPEG、PNG 图片或 PDF 扫描件（按内容判断，不看文件名）；请另存为其中一种再试", "this is no JPEG or PNG picture and no PDF (by its content, not by its name); save it as one of these and try again") \
	X(ATTACHMENT_BROKEN,  INVALID,   "attachment_broken",  "文件在第 {0} 字节处损坏或不完整；请重新拍照、扫描或重新导出后再试", "the file is damaged or cut off at byte {0}; take, scan or export it again") \
	X(ATTACHMENT_PIXELS,  TOO_LARGE, "attachment_pixels",  "图片有 {0}×{1} 像素，超过 {2}；请缩小后再试", "the picture has {0}×{1} pixels, more than {2}; make it smaller and try again") \
	X(ATTACHMENT_CONSENT, INVALID,   "attachment_consent", "请说明照片中可辨认的人是否同意：yes（已同意）、no（未同意，只作凭证，不公开）、not-needed（没有可辨认的人）", "say whether the people who can be recognised agreed: yes, no (kept as proof, never shown to the public) or not-needed (nobody can be recognised)") \
	X(ATTACHMENT_SUBJECT, INVALID,   "attachment_subject", "“{field}”应写作 类型:编号，类型是 document、portion、visit、honour 之一（单据、份发放、慰问、荣誉）", "{field} is to be KIND:ID, with KIND one of document, portion, visit, honour") \
	X(ATTACHMENT_DIFFERS, CONFLICT,  "attachment_differs", "这个附件编号已用于另一内容（“{field}”不同）；请换一个编号", "an attachment of this id is there with another {field}; use another id") \
	X(NO_SUCH_ATTACHMENT, NOT_FOUND, "no_such_attachment", "没有这个附件；请用 attachment list 核对编号", "there is no such attachment; check its id with attachment list") \
	/* end of the list */

/* clang-format on */
#endif
