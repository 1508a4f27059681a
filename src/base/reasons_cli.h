#ifndef SN_BASE_REASONS_CLI_H
#define SN_BASE_REASONS_CLI_H
/* reasons_cli: refusals about the command line; the shape is told in base/reasons.h.
 * Each list ends in a comment, so that every line in it looks the same and both sides of a merge can be kept. */

/* clang-format off */
#define SN_REASONS_CLI(X) \
	X(PARTLY_TAKEN,       PARTLY,    "partly_taken",        "有 {0} 行未收下，已列明原因；改正后再交即可，已收下的不会重复", "{0} rows were not taken, each with its reason; correct them and hand them in again: what was taken is not taken twice") \
	X(NOT_A_DEMO,         REFUSES,   "not_a_demo",          "这里不是 songnuan demo 生成的演示数据；演示用的密码是公开的，不能用在真实数据上，请去掉 --demo", "these are not data that songnuan demo has made; a demo's passwords are public and not for real data: leave out --demo") \
	X(OPTION_MISSING,     USAGE,     "option_missing",      "缺少 {text}；请补上，或用 --help 查看用法", "{text} is missing; add it, or see --help") \
	X(OPTION_UNKNOWN,     USAGE,     "option_unknown",      "没有这个选项：{text}；请用 --help 查看有哪些", "there is no option {text}; --help lists those that there are") \
	X(OPTION_TWICE,       USAGE,     "option_twice",        "选项 {text} 写了两次；请只留一个", "the option {text} is given twice; keep one") \
	X(OPTION_PLAIN,       USAGE,     "option_plain",        "选项 {text} 后面不带值；请去掉等号和后面的内容", "the option {text} takes no value; take away what follows it") \
	X(OPTION_BARE,        USAGE,     "option_bare",         "选项 {text} 后面要写值；请补上，或用 --help 查看用法", "the option {text} needs a value; add it, or see --help") \
	X(OPERAND_EXTRA,      USAGE,     "operand_extra",       "多写了“{text}”；带空格的名称要加引号，或用 --help 查看用法", "“{text}” is one too many; put a name with blanks into quotes, or see --help") \
	X(REJECTS_XLSX,       USAGE,     "rejects_xlsx",        "退回的行只写成 .xlsx 文件；请把 --rejects 后面的文件名改成以 .xlsx 结尾", "rows that are handed back are written as .xlsx only; let the name behind --rejects end in .xlsx") \
	X(NOT_BALANCED,       MISMATCH,  "not_balanced",        "试算不平衡；请运行 songnuan verify 找出原因", "the trial balance is not zero; run songnuan verify to find out why") \
	X(VERIFY_FOUND,       MISMATCH,  "verify_found",        "核对发现 {0} 处不一致，已逐条列出", "{0} things do not agree; each is listed") \
	X(NOT_IN_TREE,        NOT_FOUND, "not_in_tree",         "该工会在这一天不在组织树中", "the union is not in the tree of that day") \
	/* end of the list */

/* clang-format on */
#endif
