#ifndef SN_BASE_REASONS_H
#define SN_BASE_REASONS_H
/* reasons: every refusal that Songnuan can utter, in one list.
 *
 *   shape   X(NAME, CODE, "word", "zh-CN", "en").  CODE is one of SN_ERR_CODES in base/err.h; "word" is stable
 *           (scripts, JSON and the API rely on it) and is the name in small letters.
 *   text    says what is wrong, where, why, and what to do.  Placeholders: {field} {row} {text} from the error;
 *           {0} {1} {2} its whole-number arguments; {yuan0} {yuan1} {yuan2} the same, read as fen, shown as yuan.
 *   rule    {text} is masked or public before it enters an error: raw input never does (settled.md 12).
 *   where   a layer adds its reasons in its own section; a reason that two layers need stands in the lower one. */

/* clang-format off */
#define SN_REASONS_BASE(X) \
	X(NONE,               OK,        "ok",                  "完成", "done") \
	X(OUT_OF_MEMORY,      NOMEM,     "out_of_memory",       "内存不足，操作没有进行；请关闭其他程序后重试", "out of memory, nothing was done; free some memory and try again") \
	X(BAD_USAGE,          USAGE,     "bad_usage",           "命令写法不对：{text}；请用 --help 查看用法", "wrong usage: {text}; see --help") \
	X(CANNOT_READ_FILE,   NOT_FOUND, "cannot_read_file",    "文件打不开：{text}；请检查路径和权限", "cannot open the file {text}; check its path and permissions") \
	X(CANNOT_WRITE_FILE,  IO,        "cannot_write_file",   "文件写不了：{text}；请检查磁盘空间和权限", "cannot write the file {text}; check free space and permissions") \
	X(BAD_NUMBER,         INVALID,   "bad_number",          "“{field}”应是整数：{text}", "{field} is to be a whole number: {text}") \
	X(BAD_AMOUNT,         INVALID,   "bad_amount",          "“{field}”应是金额（元，最多两位小数）：{text}", "{field} is to be an amount in yuan with at most two decimals: {text}") \
	X(AMOUNT_OVERFLOW,    INVALID,   "amount_overflow",     "“{field}”的金额太大，算不下了", "the amount of {field} is too large to add up") \
	X(BAD_DAY,            INVALID,   "bad_day",             "“{field}”应是日期，如 2024-10-26：{text}", "{field} is to be a date such as 2024-10-26: {text}") \
	X(BAD_TIME,           INVALID,   "bad_time",            "“{field}”应是时间，如 2024-10-26T09:30:00+08:00：{text}", "{field} is to be a time such as 2024-10-26T09:30:00+08:00: {text}") \
	X(BAD_UUID,           INVALID,   "bad_uuid",            "“{field}”应是 36 位编号（UUID）：{text}", "{field} is to be a 36-character UUID: {text}") \
	X(MISSING_FIELD,      INVALID,   "missing_field",       "缺少“{field}”；请补上后重试", "{field} is missing; fill it in and try again") \
	X(UNKNOWN_FIELD,      INVALID,   "unknown_field",       "不认识的字段“{text}”；请对照说明书改正或删去", "unknown field {text}; correct or remove it") \
	X(BAD_JSON,           INVALID,   "bad_json",            "第 {row} 行不是正确的 JSON：{text}", "line {row} is not valid JSON: {text}") \
	X(TOO_LONG,           TOO_LARGE, "too_long",            "“{field}”太长：最多 {0}", "{field} is too long: at most {0}")
/* clang-format on */

/* clang-format off */
#define SN_REASONS(X) \
	SN_REASONS_BASE(X)
/* clang-format on */
#endif
