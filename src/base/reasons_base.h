#ifndef SN_BASE_REASONS_BASE_H
#define SN_BASE_REASONS_BASE_H
/* reasons_base: refusals about files, numbers, names: what every layer may say; the shape is told in base/reasons.h.
 * Each list ends in a comment, so that every line in it looks the same and both sides of a merge can be kept. */

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
	X(BAD_UUID,           INVALID,   "bad_uuid",            "“{field}”应是 36 位编号（UUID）：{text}；请照列表里显示的编号填写（人员编号用 songnuan people find 查）", "{field} is to be a 36-character UUID: {text}; take the id as the list shows it (a person's from songnuan people find)") \
	X(MISSING_FIELD,      INVALID,   "missing_field",       "缺少“{field}”{text}；请补上后重试", "{field} is missing{text}; fill it in and try again") \
	X(UNKNOWN_FIELD,      INVALID,   "unknown_field",       "不认识的字段“{text}”；请对照说明书改正或删去", "unknown field {text}; correct or remove it") \
	X(BAD_JSON,           INVALID,   "bad_json",            "这一行不是正确的 JSON：{text}；请改正再试", "this line is not valid JSON: {text}; correct it and try again") \
	X(WRONG_KIND,         INVALID,   "wrong_kind",          "“{field}”的类型不对，应是（位置：类型）{text}", "{field} is of the wrong kind, wanted (place: kind) {text}") \
	X(UNREADABLE_FILE,    INVALID,   "unreadable_file",     "文件读不了：{text}；请用 Excel 或 WPS 打开后另存为 .xlsx 再试", "the file cannot be read: {text}; open it in a spreadsheet, save it as .xlsx and try again") \
	X(ENCRYPTED_FILE,     INVALID,   "encrypted_file",      "文件设了密码，读不了；请去掉打开密码后另存再试", "the file is protected by a password; remove it, save the file and try again") \
	X(OLD_XLS_FILE,       INVALID,   "old_xls_file",        "这是旧版 .xls 文件；请用 Excel 或 WPS 另存为 .xlsx 再试", "this is an old .xls file; save it as .xlsx and try again") \
	X(TOO_BIG,            TOO_LARGE, "too_big",             "文件太大：{text}，最多 {0}；请拆成几个文件再试", "the file is too big: {text}, at most {0}; split it and try again") \
	X(TOO_MANY_COLUMNS,   TOO_LARGE, "too_many_columns",    "这一行超过 {0} 列；请删去多余的列再试", "the row has more than {0} columns; delete those not needed and try again") \
	X(OPEN_QUOTE,         INVALID,   "open_quote",          "这一行有一个双引号没有配对；请补上或删去再试", "the row opens a quote that is never closed; close or remove it and try again") \
	X(NO_HEADER,          INVALID,   "no_header",           "前 {0} 行里找不到表头，缺少这些列：{text}；请补上列名再试", "no header in the first {0} rows, these columns are missing: {text}; name them and try again") \
	X(HIDDEN_SHEET,       INVALID,   "hidden_sheet",        "工作表是隐藏的，没有读；要导入请先取消隐藏", "the sheet is hidden and was not read; unhide it to import it") \
	X(EMPTY_SHEET,        INVALID,   "empty_sheet",         "工作表是空的，没有读", "the sheet is empty and was not read") \
	X(TOO_LONG,           TOO_LARGE, "too_long",            "“{field}”太长：最多 {0}", "{field} is too long: at most {0}") \
 \
	/* end of the list */
/* base, what people write: numbers, names, files' text */
#define SN_REASONS_TEXT(X) \
	X(BAD_ENCODING,       INVALID,   "bad_encoding",        "文字编码读不懂（第 {0} 字节处）；请另存为 UTF-8 后重试，表格也可存为 xlsx", "the text's encoding cannot be read (at byte {0}); save it in UTF-8, a table also as xlsx, and try again") \
	X(BAD_UNIT,           INVALID,   "bad_unit",            "“{field}”不是计量单位；应如 件、套、人、人次、户、场次、份", "{field} is not a unit; units are such as piece, set, person, person_time, household, session, portion") \
	X(MISSING_NAME,       INVALID,   "missing_name",        "没有姓名；请补上", "the name is missing; fill it in") \
	X(BAD_NAME,           INVALID,   "bad_name",            "这不像姓名（形如 {text}）：姓名里要有文字，不能有打码的 * 和其他符号；请对照证件改正", "this is no name (its shape is {text}): a name has letters, and neither a masking * nor other signs; compare it with the card") \
	X(MISSING_ID,         INVALID,   "missing_id",          "没有身份证号；请补上", "the ID number is missing; fill it in") \
	X(BAD_ID_LENGTH,      INVALID,   "bad_id_length",       "身份证号应是 18 位，现有 {0} 位；请核对证件", "an ID number has 18 characters, this one has {0}; check the card") \
	X(BAD_ID_CHARACTERS,  INVALID,   "bad_id_characters",   "身份证号第 {0} 位应是数字（末位可为 X）；请核对证件", "character {0} of the ID number is to be a digit (the last may be X); check the card") \
	X(BAD_ID_DIVISION,    INVALID,   "bad_id_division",     "身份证号前两位 {0} 不是任何省份的代码；请核对证件", "the ID number begins with {0}, which is no province; check the card") \
	X(BAD_ID_DATE,        INVALID,   "bad_id_date",         "身份证号第 7 至 14 位不是可能的出生日期；请核对证件", "characters 7 to 14 of the ID number are no possible birth date; check the card") \
	X(BAD_ID_CHECKSUM,    INVALID,   "bad_id_checksum",     "身份证号校验不符，有一位写错了；请对照证件改正", "the ID number's check character does not fit, a character is wrong; compare it with the card") \
	X(ID_LOST_DIGITS,     INVALID,   "id_lost_digits",      "身份证号被表格当成数字，后几位已丢失，无法还原；请把这一列设为“文本”格式，重新录入或重新导出", "a spreadsheet took the ID number for a number and its last digits are lost for good; format the column as text, then type or export the numbers again") \
	X(BAD_USCC_LENGTH,    INVALID,   "bad_uscc_length",     "统一社会信用代码应是 18 位，现有 {0} 位；请核对证书", "a unified social credit code has 18 characters, this one has {0}; check the certificate") \
	X(BAD_USCC_CHARACTERS, INVALID,  "bad_uscc_characters", "统一社会信用代码第 {0} 位不对：只用数字和大写字母，没有 I、O、S、V、Z；请核对证书", "character {0} of the unified social credit code is wrong: digits and capitals without I, O, S, V, Z; check the certificate") \
	X(BAD_USCC_CHECKSUM,  INVALID,   "bad_uscc_checksum",   "统一社会信用代码校验不符，有一位写错了；请对照证书改正", "the unified social credit code's check character does not fit, a character is wrong; compare it with the certificate") \
	X(BAD_PHONE,          INVALID,   "bad_phone",           "电话号码不对（{text}，9 代表一位数字）：手机 11 位，座机要带区号；如被表格变成 1.38E+10，请把该列设为“文本”后重填；没有电话可以留空", "the phone number is wrong ({text}, where 9 stands for a digit): mobiles have 11 digits, landlines need the area code; where a spreadsheet made 1.38E+10 of it, format the column as text and fill it in again; leave it empty where there is none") \
	/* end of the list */

/* clang-format on */
#endif
