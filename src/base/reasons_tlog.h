#ifndef SN_BASE_REASONS_TLOG_H
#define SN_BASE_REASONS_TLOG_H
/* reasons_tlog: refusals about the log of leaves; the shape is told in base/reasons.h.
 * Each list ends in a comment, so that every line in it looks the same and both sides of a merge can be kept. */

/* clang-format off */
#define SN_REASONS_TLOG(X) \
	X(LEAF_TOO_LONG,      INVALID,   "leaf_too_long",       "存证的一条记录超过 {0} 字节；请缩短编码后重试", "a record of the log has more than {0} bytes; shorten the codes and try again") \
	X(LEAF_TEXT,          INVALID,   "leaf_text",           "“{field}”不能写入存证：只能用不带空格的英文字母、数字和符号，必填的不能缺", "{field} cannot be written to the log: letters, digits and signs of ASCII without blanks, and nothing that is needed left out") \
	X(NO_SUCH_LEAF,       NOT_FOUND, "no_such_leaf",        "存证里没有第 {0} 条；现在共有 {1} 条", "the log has no record {0}; it has {1}") \
	X(LEAF_DAMAGED,       MISMATCH,  "leaf_damaged",        "存证第 {0} 条与数据库不符，可能被改动过；请保留现场，用备份核对", "record {0} of the log is not what was written, it may have been changed; keep everything as it is and compare with a backup") \
	/* end of the list */

/* clang-format on */
#endif
