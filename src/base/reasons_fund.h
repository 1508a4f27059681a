#ifndef SN_BASE_REASONS_FUND_H
#define SN_BASE_REASONS_FUND_H
/* reasons_fund: refusals about sources and purposes; the shape is told in base/reasons.h.
 * Each list ends in a comment, so that every line in it looks the same and both sides of a merge can be kept. */

/* clang-format off */
#define SN_REASONS_FUND(X) \
	X(SOURCE_FORBIDS,     DENIED,    "source_forbids",      "{text}：按资金使用矩阵，这种来源的钱不能用于这个用途；请换来源或用途", "{text}: money of this source may not be spent on this purpose; choose another source or purpose") \
	X(SOURCE_UNSET,       CONFLICT,  "source_unset",        "{text}：还没有人定过这种来源的钱能不能用于这个用途；请在资金使用矩阵里定下来，载入新的版本", "{text}: nobody has set whether money of this source may be spent on this purpose; set it in the matrix and load the new version") \
	X(PURPOSE_UNKNOWN,    INVALID,   "purpose_unknown",     "资金使用矩阵里没有这个用途；请用矩阵里的：{text}", "the matrix does not know this purpose; use one of: {text}") \
	X(MATRIX_VALUE,       INVALID,   "matrix_value",        "资金使用矩阵里这一处的值不能用：{text}", "this value of the matrix cannot be used: {text}") \
	X(MATRIX_VERSION_TAKEN, CONFLICT, "matrix_version_taken", "资金使用矩阵第 {0} 版已载入，内容不同；改了规则请用新的版本号", "version {0} of the matrix was loaded with other content; changed rules need a new version") \
	/* end of the list */

/* clang-format on */
#endif
