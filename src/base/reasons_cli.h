#ifndef SN_BASE_REASONS_CLI_H
#define SN_BASE_REASONS_CLI_H
/* reasons_cli: refusals about the command line; the shape is told in base/reasons.h.
 * Each list ends in a comment, so that every line in it looks the same and both sides of a merge can be kept. */

/* clang-format off */
#define SN_REASONS_CLI(X) \
	X(PARTLY_TAKEN,       PARTLY,    "partly_taken",        "有 {0} 行未收下，已列明原因；改正后再交即可，已收下的不会重复", "{0} rows were not taken, each with its reason; correct them and hand them in again: what was taken is not taken twice") \
	X(NOT_BALANCED,       MISMATCH,  "not_balanced",        "试算不平衡；请运行 songnuan verify 找出原因", "the trial balance is not zero; run songnuan verify to find out why") \
	X(VERIFY_FOUND,       MISMATCH,  "verify_found",        "核对发现 {0} 处不一致，已逐条列出", "{0} things do not agree; each is listed") \
	X(NOT_IN_TREE,        NOT_FOUND, "not_in_tree",         "该工会在这一天不在组织树中", "the union is not in the tree of that day") \
	/* end of the list */

/* clang-format on */
#endif
