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
	X(MISSING_FIELD,      INVALID,   "missing_field",       "缺少“{field}”{text}；请补上后重试", "{field} is missing{text}; fill it in and try again") \
	X(UNKNOWN_FIELD,      INVALID,   "unknown_field",       "不认识的字段“{text}”；请对照说明书改正或删去", "unknown field {text}; correct or remove it") \
	X(BAD_JSON,           INVALID,   "bad_json",            "第 {row} 行不是正确的 JSON：{text}", "line {row} is not valid JSON: {text}") \
	X(WRONG_KIND,         INVALID,   "wrong_kind",          "“{field}”的类型不对，应是（位置：类型）{text}", "{field} is of the wrong kind, wanted (place: kind) {text}") \
	X(UNREADABLE_FILE,    INVALID,   "unreadable_file",     "文件读不了：{text}；请用 Excel 或 WPS 打开后另存为 .xlsx 再试", "the file cannot be read: {text}; open it in a spreadsheet, save it as .xlsx and try again") \
	X(ENCRYPTED_FILE,     INVALID,   "encrypted_file",      "文件设了密码，读不了；请去掉打开密码后另存再试", "the file is protected by a password; remove it, save the file and try again") \
	X(OLD_XLS_FILE,       INVALID,   "old_xls_file",        "这是旧版 .xls 文件；请用 Excel 或 WPS 另存为 .xlsx 再试", "this is an old .xls file; save it as .xlsx and try again") \
	X(TOO_BIG,            TOO_LARGE, "too_big",             "文件太大：{text}，最多 {0}；请拆成几个文件再试", "the file is too big: {text}, at most {0}; split it and try again") \
	X(TOO_MANY_COLUMNS,   TOO_LARGE, "too_many_columns",    "第 {row} 行超过 {0} 列；请删去多余的列再试", "row {row} has more than {0} columns; delete those not needed and try again") \
	X(OPEN_QUOTE,         INVALID,   "open_quote",          "第 {row} 行有一个双引号没有配对；请补上或删去再试", "row {row} opens a quote that is never closed; close or remove it and try again") \
	X(NO_HEADER,          INVALID,   "no_header",           "前 {0} 行里找不到表头，缺少这些列：{text}；请补上列名再试", "no header in the first {0} rows, these columns are missing: {text}; name them and try again") \
	X(HIDDEN_SHEET,       INVALID,   "hidden_sheet",        "工作表是隐藏的，没有读；要导入请先取消隐藏", "the sheet is hidden and was not read; unhide it to import it") \
	X(EMPTY_SHEET,        INVALID,   "empty_sheet",         "工作表是空的，没有读", "the sheet is empty and was not read") \
	X(TOO_LONG,           TOO_LARGE, "too_long",            "“{field}”太长：最多 {0}", "{field} is too long: at most {0}")

/* base, what people write: numbers, names, files' text */
#define SN_REASONS_TEXT(X) \
	X(BAD_ENCODING,       INVALID,   "bad_encoding",        "文字编码读不懂（第 {0} 字节处）；请另存为 UTF-8 的 CSV 或 xlsx 后重试", "the text's encoding cannot be read (at byte {0}); save it as CSV in UTF-8 or as xlsx and try again") \
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
	X(BAD_PHONE,          INVALID,   "bad_phone",           "电话号码不对（{text}，9 代表一位数字）：手机 11 位，座机要带区号；如被表格变成 1.38E+10，请把该列设为“文本”后重填；没有电话可以留空", "the phone number is wrong ({text}, where 9 stands for a digit): mobiles have 11 digits, landlines need the area code; where a spreadsheet made 1.38E+10 of it, format the column as text and fill it in again; leave it empty where there is none")

#define SN_REASONS_STORE(X) \
	X(STORE_UNIQUE,       CONFLICT,  "store_unique",        "这一条已经登记过", "this row is there already") \
	X(STORE_CHECK,        LIMIT,     "store_check",         "数据库的规则不允许这样写", "a rule of the database refuses this") \
	X(STORE_AGAIN,        DOWN,      "store_again",         "数据库正忙，请稍后重试", "the database is busy; try again in a moment") \
	X(STORE_DOWN,         DOWN,      "store_down",          "连不上数据库，什么也没有写入：{text}；请检查数据库后重试", "the database cannot be reached and nothing was written: {text}; check it and try again") \
	X(STORE_UNKNOWN,      UNKNOWN,   "store_unknown",       "提交时连接中断，结果未知；请用同一编号再提交一次", "the connection was lost during the commit and the outcome is unknown; send the same id again") \
	X(STORE_FULL,         FULL,      "store_full",          "磁盘已满，本次没有写入；请腾出空间后重试", "the disk is full and nothing was written; free some space and try again") \
	X(STORE_IO,           IO,        "store_io",            "存储出错：{text}；请检查磁盘", "the storage failed: {text}; check the disk") \
	X(STORE_FENCED,       REFUSES,   "store_fenced",        "另一个程序已接管写入，本程序停止写入，以免重复", "another process has taken over writing; this one stops so that nothing is written twice") \
	X(STORE_LEASED,       DOWN,      "store_leased",        "另一个程序正在写入：{text}；请等它结束后重试", "another process is writing: {text}; try again when it has ended") \
	X(STORE_NEWER,        REFUSES,   "store_newer",         "数据库由更新的版本建立（{text}）；请先升级本程序", "the database is of a newer version ({text}); upgrade this program first") \
	X(STORE_OLDER,        REFUSES,   "store_older",         "数据库版本较旧（{text}）；请运行 songnuan init 升级", "the database is of an older version ({text}); run songnuan init to upgrade it") \
	X(STORE_MISSING,      NOT_FOUND, "store_missing",       "这里没有数据库：{text}；请先运行 songnuan init", "there is no database at {text}; run songnuan init first") \
	X(STORE_EXISTS,       CONFLICT,  "store_exists",        "这里已经有数据库：{text}；没有改动它", "there is a database at {text} already; it was left as it is") \
	X(BACKUP_DAMAGED,     MISMATCH,  "backup_damaged",      "备份文件损坏，或密钥不对；什么也没有恢复", "the backup file is damaged or the key is not its own; nothing was restored")

#define SN_REASONS_PEOPLE(X) \
	X(KEY_MISSING,        NOT_FOUND, "key_missing",         "找不到密钥文件：{text}；请从备份恢复该文件，没有它身份信息打不开", "the key file is not there: {text}; restore it from your copy, identities cannot be opened without it") \
	X(KEY_EXISTS,         CONFLICT,  "key_exists",          "密钥文件已经存在：{text}；没有改动它", "there is a key file already: {text}; it was left as it is") \
	X(KEY_DAMAGED,        REFUSES,   "key_damaged",         "密钥文件不可用：{text}；应为 {0} 字节、仅本人可读写（0600）", "the key file cannot be used: {text}; it is to have {0} bytes and mode 0600") \
	X(KEYS_NEEDED,        REFUSES,   "keys_needed",         "没有载入密钥，身份信息无法读写；请用 --keys 指明密钥文件", "no key file was loaded, so identities can be neither read nor written; name it by --keys") \
	X(SEAL_BROKEN,        MISMATCH,  "seal_broken",         "加密内容被改动过，或密钥不对；请从备份核对", "sealed data was tampered with, or the key is not its own; compare with a backup") \
	X(NO_SUCH_PERSON,     NOT_FOUND, "no_such_person",      "没有这个人；请核对后重试", "there is no such person; check and try again") \
	X(NO_IDENTITY,        NOT_FOUND, "no_identity",         "此人没有登记身份证号", "no ID number is known of this person") \
	X(DUPLICATE_IN_FILE,  CONFLICT,  "duplicate_in_file",   "与本文件第 {0} 行{text}是同一个人；请删去其中一行", "the same person as in row {0}{text} of this file; delete one of the two") \
	X(DUPLICATE_EXISTING, CONFLICT,  "duplicate_existing",  "此人已在{text}的名册上；请与该工会核对，离岗后才能转入", "this person is on the roster of {text} already; settle it with that union, which has to let him leave first") \
	X(SEVERAL_MATCH,      CONFLICT,  "several_match",       "名册上有 {0} 个同班组同姓名的人，无法判断是哪一个；请补上身份证号", "{0} people of this name and team are on the roster and it is not clear who is meant; add the ID number") \
	X(ID_CONTRADICTS,     INVALID,   "id_contradicts",      "“{field}”与身份证号不一致；请核对两处", "{field} contradicts the ID number; check both") \
	X(TOO_MANY_CATEGORIES, LIMIT,    "too_many_categories", "类别太多：最多 {0} 个", "too many categories: at most {0}") \
	X(NO_SUCH_BATCH,      NOT_FOUND, "no_such_batch",       "没有这一批导入；请核对批次编号", "there is no such import; check its id") \
	X(BATCH_UNDONE,       CONFLICT,  "batch_undone",        "这一批导入已经撤回过", "this import was taken back already") \
	X(BATCH_IN_USE,       CONFLICT,  "batch_in_use",        "这一批里有人已经列入慰问或领取，不能撤回；请改用更正", "somebody of this import has an entitlement or a delivery, so it cannot be taken back; correct it instead") \
	X(BATCH_CHANGED_LATER, CONFLICT, "batch_changed_later", "之后的导入或合并改动过这一批里的 {0} 个人；请先撤回后面的", "{0} people of this import were changed by a later import or merge; take that back first") \
	X(MERGED_TOO_OFTEN,   LIMIT,     "merged_too_often",    "此人的登记已经合并或转移过 {0} 次，不能再接下去；请改为并入另一条", "the records of this person were merged or moved {0} times, which is the most; merge the other way round") \
	X(MERGE_LOSES_ID,     CONFLICT,  "merge_loses_id",      "要保留的一条没有身份证号，而被并入的一条有；请反过来合并", "the record that would stay has no ID number and the other one has; merge the other way round") \
	X(FIND_BY_ONE,        INVALID,   "find_by_one",         "请给出身份证号、电话、身份证号末四位、姓名中的一项（末四位可与姓名一起用）", "give one of ID number, phone, last four of the ID number or name (the last four may stand with a name)") \
	X(BAD_LAST4,          INVALID,   "bad_last4",           "身份证号末四位应为四位数字，最后一位可以是 X", "the last four of an ID number are four digits, of which the last may be X") \
	X(SAME_PERSON,        CONFLICT,  "same_person",         "这两条已经是同一个人", "these two are one person already")
/* clang-format on */

/* clang-format off */
#define SN_REASONS_CLI(X) \
	X(PARTLY_TAKEN,       PARTLY,    "partly_taken",        "有 {0} 行未收下，已列明原因；改正后再交即可，已收下的不会重复", "{0} rows were not taken, each with its reason; correct them and hand them in again: what was taken is not taken twice") \
	X(NOT_BALANCED,       MISMATCH,  "not_balanced",        "试算不平衡；请运行 songnuan verify 找出原因", "the trial balance is not zero; run songnuan verify to find out why") \
	X(VERIFY_FOUND,       MISMATCH,  "verify_found",        "核对发现 {0} 处不一致，已逐条列出", "{0} things do not agree; each is listed") \
	X(NOT_IN_TREE,        NOT_FOUND, "not_in_tree",         "该工会在这一天不在组织树中", "the union is not in the tree of that day")
/* clang-format on */

/* clang-format off */
#define SN_REASONS_REPORT(X) \
	X(BAD_SCOPE,          INVALID,   "bad_scope",           "范围只能是 own（本级）、subtree（含下级）或 stated（上级通报），不能是“{text}”", "the scope is own, subtree or stated, not {text}") \
	X(BAD_QUALIFIER,      INVALID,   "bad_qualifier",       "“{field}”只能是 exact、more_than 或 about，不能是“{text}”", "{field} is exact, more_than or about, not {text}") \
	X(BAD_MEANING,        INVALID,   "bad_meaning",         "金额含义只能是 given（发放）、raised（筹集）或 unknown，不能是“{text}”", "the amount's meaning is given, raised or unknown, not {text}") \
	X(REPORTED_TWICE,     CONFLICT,  "reported_twice",      "同一文件里已有该工会同一范围的数字（第 {0} 行）；请合并为一行", "this file has a figure of the same union and scope already (row {0}); make one row of them") \
	X(ORG_NAME_DIFFERS,   CONFLICT,  "org_name_differs",    "工会代码与名称对不上：该名称属于 {text}；请核对", "code and name are of two unions: the name is that of {text}; check which is meant") \
	X(NOTHING_SAID,       INVALID,   "nothing_said",        "这一行既没有人数也没有金额，也没有说明；请补上或删去", "this row has neither people nor an amount nor words; fill it in or remove it")

#define SN_REASONS_LEDGER(X) \
	X(BALANCE_SHORT,      LIMIT,     "balance_short",       "余额不足（{text}）：可用 {yuan0} 元，需要 {yuan1} 元；请先拨入或减少金额", "not enough money ({text}): {yuan0} yuan can be used, {yuan1} are needed; bring money in first or make it less") \
	X(TRANSFER_DIFFERS,   CONFLICT,  "transfer_differs",    "这个编号已用于内容不同的一笔；请核对，新的一笔要用新编号", "this id was used for other content; check it, a new transfer takes a new id") \
	X(TRANSFER_EMPTY,     INVALID,   "transfer_empty",      "数量和金额都是 0；请填写要转多少", "quantity and value are both 0; say how much is to move") \
	X(TRANSFER_SHAPE,     INVALID,   "transfer_shape",      "这一笔的“{field}”不合规则；请核对两边的账户", "the {field} of this transfer is against the rules; check both accounts") \
	X(NO_SUCH_TRANSFER,   NOT_FOUND, "no_such_transfer",    "没有这一笔；请核对编号", "there is no such transfer; check the id") \
	X(REVERSED_ALREADY,   CONFLICT,  "reversed_already",    "这一笔已经红字更正过，不能再更正", "this transfer was reversed already and cannot be reversed again") \
	X(REVERSAL_FINAL,     CONFLICT,  "reversal_final",      "红字更正本身不能再更正；请另记一笔新的", "a reversal is not reversed; post a new transfer instead") \
	X(HOLD_GONE,          CONFLICT,  "hold_gone",           "这一笔预留已经撤销、到期或不存在；请重新预留", "what was held is released, has run out or never was; hold it anew") \
	X(CYCLE_UNKNOWN,      NOT_FOUND, "cycle_unknown",       "账上没有这一期活动（{0}）；请先建立活动", "the ledger knows no cycle {0}; create the cycle first") \
	X(WORD_FIXED,         CONFLICT,  "word_fixed",          "编码已用于存证，不能再改；请新建一个", "the code is used by the log and is not changed any more; make a new one") \
	X(ACCOUNTS_USED_UP,   LIMIT,     "accounts_used_up",    "这个工会的账户太多（{0}）；请联系管理员", "this union has too many accounts ({0}); ask the administrator")

#define SN_REASONS_TLOG(X) \
	X(LEAF_TOO_LONG,      INVALID,   "leaf_too_long",       "存证的一条记录超过 {0} 字节；请缩短编码后重试", "a record of the log has more than {0} bytes; shorten the codes and try again") \
	X(LEAF_TEXT,          INVALID,   "leaf_text",           "“{field}”不能写入存证：只能用不带空格的英文字母、数字和符号，必填的不能缺", "{field} cannot be written to the log: letters, digits and signs of ASCII without blanks, and nothing that is needed left out") \
	X(NO_SUCH_LEAF,       NOT_FOUND, "no_such_leaf",        "存证里没有第 {0} 条；现在共有 {1} 条", "the log has no record {0}; it has {1}") \
	X(LEAF_DAMAGED,       MISMATCH,  "leaf_damaged",        "存证第 {0} 条与数据库不符，可能被改动过；请保留现场，用备份核对", "record {0} of the log is not what was written, it may have been changed; keep everything as it is and compare with a backup")
/* clang-format on */

/* clang-format off */
#define SN_REASONS_CARE(X) \
	X(PROGRAMME_SCHEMA,   INVALID,   "programme_schema",    "项目文件的格式版本是 {0}，本程序认识的是 {1}；请升级程序或改用旧格式", "the programme file is of schema {0}, this program reads schema {1}; upgrade it or use that schema") \
	X(PROGRAMME_VALUE,    INVALID,   "programme_value",     "项目文件里这一处的值不能用：{text}；请对照 data/schema/programme.schema.json 改正", "a value of the programme file cannot be used: {text}; compare it with data/schema/programme.schema.json") \
	X(PROGRAMME_RULE_UNKNOWN, INVALID, "programme_rule_unknown", "项目文件里的规则种类不认识：{text}；没有载入", "the programme file names a kind of rule that this program does not know: {text}; nothing was loaded") \
	X(PROGRAMME_VERSION_TAKEN, CONFLICT, "programme_version_taken", "项目 {text} 的第 {0} 版已载入，内容不同；改了规则请用新的版本号", "version {0} of programme {text} is loaded with other content; a changed rule needs a new version") \
	X(PROGRAMME_OVERLAP,  CONFLICT,  "programme_overlap",   "项目 {text} 第 {0} 版的生效日不晚于已有版本（{1}）；新版应晚些生效", "version {0} of programme {text} does not begin after the version before it ({1}); a later version begins later") \
	X(NO_SUCH_PROGRAMME,  NOT_FOUND, "no_such_programme",   "没有这个项目，或那一天没有生效的版本：{text}；请先用 songnuan programme load 载入", "no such programme, or no version in force on that day: {text}; load it with songnuan programme load") \
	X(VALUE_UNSET,        CONFLICT,  "value_unset",         "规则里还有没定的值：{text}；请先定下来，载入新的版本，再生成名额", "the rules have a value that nobody has set yet: {text}; decide it, load a new version, then entitle") \
	X(NO_SUCH_CYCLE,      NOT_FOUND, "no_such_cycle",       "没有这个批次：{text}；请用 songnuan cycle show 查看", "no such cycle: {text}; see songnuan cycle show") \
	X(CYCLE_CODE_TAKEN,   CONFLICT,  "cycle_code_taken",    "批次代码 {text} 已用于内容不同的批次；请换一个代码", "the cycle code {text} is taken by a cycle with other content; choose another") \
	X(BAD_CYCLE_CODE,     INVALID,   "bad_cycle_code",      "批次代码应是 1 至 {0} 个小写字母、数字、点或连字符，如 hw-2024", "a cycle's code is 1 to {0} small letters, digits, dots or hyphens, such as hw-2024") \
	X(BAD_PERIOD,         INVALID,   "bad_period",          "“{field}”的起止日期不对：起 {0}，止 {1}；请改正", "the period of {field} is wrong: from {0} until {1}; correct it") \
	X(CYCLE_STATE,        CONFLICT,  "cycle_state",         "批次现在的状态不能这样做：{text}", "the cycle's state does not allow this: {text}") \
	X(CUSTODY_LEFT,       CONFLICT,  "custody_left",        "批次还不能结束：{text} 名下还有 {0} 件、{yuan1} 元未交清；请先发放、交回或核销", "the cycle cannot be closed: {text} still holds {0} pieces worth {yuan1} yuan; hand them over, give them back or write them off") \
	X(HOLDS_LEFT,         CONFLICT,  "holds_left",          "批次还不能结束：{text} 有 {0} 件、{yuan1} 元被未办完的单据或设备占用；请先办完或撤销", "the cycle cannot be closed: {0} pieces and {yuan1} yuan at {text} are held by unfinished documents or devices; finish or cancel them") \
	X(ORG_OUTSIDE_CYCLE,  INVALID,   "org_outside_cycle",   "“{text}”不在本活动的工会范围内；请核对工会代码", "{text} does not belong to the unions of this cycle; check the code") \
	X(PINNED_ELSEWHERE,   CONFLICT,  "pinned_elsewhere",    "这个人在本批次已由 {text} 计入；不在这里重复计入", "this person counts with {text} in this cycle; nobody counts twice") \
	X(AGE_OUTSIDE,        CONFLICT,  "age_outside",         "年龄 {0} 岁，不在项目规定的范围内（{1} 至 {2}，0 为不限）", "{0} years old, outside the programme's range ({1} to {2}, 0: open)") \
	X(NO_SUCH_ENTITLEMENT, NOT_FOUND, "no_such_entitlement", "没有这个名额；请核对编号", "no such entitlement; check its id") \
	X(ENTITLEMENT_VOID,   CONFLICT,  "entitlement_void",    "这个名额已作废；要恢复请由批次的批准人另行决定", "this entitlement was taken back; only a new decision can replace it") \
	X(WHO_UNKNOWN,        NOT_FOUND, "who_unknown",         "名册里没有这个身份证号；请核对，或先把人录入名册再补录", "nobody on a roster bears this ID number; check it, or put the person on the roster and send the row again") \
	X(NOT_ENTITLED,       CONFLICT,  "not_entitled",        "这个人在本批次没有这样物品的名额；请核对批次和物品，或先生成名额", "this person has no entitlement to this item in this cycle; check cycle and item, or entitle first") \
	X(GIVEN_ALREADY,      CONFLICT,  "given_already",       "这个人在本批次已经领过：{0}，{text}；不再发放", "this person has had this gift already: on {0}, {text}; it is not given twice") \
	X(QUANTITY_DIFFERS,   INVALID,   "quantity_differs",    "数量应是 {1}，写的是 {0}；一次发齐，多出的另记一条", "the quantity is to be {1}, not {0}; a gift is handed over whole, what is more goes into a record of its own") \
	X(BAD_LEVEL,          INVALID,   "bad_level",           "凭证级别应是 A（本人确认）、B（签名影像）或 C（发放人记录）", "the evidence level is to be A (recipient's own secret), B (signature or photo) or C (distributor's word)") \
	X(LEVEL_NEEDS_PROOF,  DENIED,    "level_needs_proof",   "级别 A 要有本人的领取码；没有请按 B 或 C 记录", "level A needs the recipient's token; without it record level B or C") \
	X(TOKEN_WRONG,        DENIED,    "token_wrong",         "领取码不对，还可以试 {0} 次；请核对慰问信上的 12 位码，或按 B、C 记录", "the token is wrong, {0} tries are left; compare the 12 characters on the letter, or record level B or C") \
	X(TOKEN_LOCKED,       DENIED,    "token_locked",        "领取码错了 {0} 次，已锁定；请按 B 或 C 记录", "the token was wrong {0} times and is locked; record level B or C") \
	X(STOCK_SHORT,        LIMIT,     "stock_short",         "{text} 只有 {0}，需要 {1}；请先把领用或入库记上，再补录这一条", "{text} has {0}, needs {1}; record the issue or the purchase first, then send this row again") \
	X(RECORD_DIFFERS,     CONFLICT,  "record_differs",      "这个发放编号已用于内容不同的记录；请核对，新的发放要用新的编号", "this delivery id stands for a record with other content; check it, a new hand-over needs a new id") \
	X(NO_SUCH_DELIVERY,   NOT_FOUND, "no_such_delivery",    "没有这条发放记录；请核对编号", "no such delivery; check its id") \
	X(DELIVERY_REVERSED,  CONFLICT,  "delivery_reversed",   "这条发放记录已经红字更正过", "this delivery has been taken back already") \
	X(PERSON_IN_USE,      CONFLICT,  "person_in_use",       "名单里有人已有名额或发放记录，不能撤回；请先作废名额", "somebody of this list has an entitlement or a delivery, so it cannot be taken back; void the entitlements first")
/* clang-format on */

/* clang-format off */
#define SN_REASONS_GOODS(X) \
	X(ITEM_UNKNOWN,       NOT_FOUND, "item_unknown",        "没有这种物品：{text}；请先登记物品", "there is no such item: {text}; register it first") \
	X(ITEM_CODE_TAKEN,    CONFLICT,  "item_code_taken",     "物品代码 {text} 已登记，内容不同；请换一个代码", "the item code {text} is there already with other content; choose another code") \
	X(ITEM_BAD,           INVALID,   "item_bad",            "物品的“{field}”不对：代码用 1 至 {0} 个字母、数字或 : / - . _，名称必填，单位用件、套或份", "the item's {field} is not valid: a code has 1 to {0} ASCII letters, digits or : / - . _, a name is needed, the unit is pieces, sets or portions") \
	X(KIT_INSIDE_KIT,     INVALID,   "kit_inside_kit",      "套装里不能再放套装：{text}；请列出里面的物品", "a kit cannot hold the kit {text}; list what is in it") \
	X(KIT_PARTS,          INVALID,   "kit_parts",           "套装的组成不对：至少一种、至多 {0} 种物品，每种只列一次、数量大于零；单件物品没有组成", "the kit's parts are not valid: 1 to {0} items, each once and more than none of it; what is no kit has none") \
	X(NOT_A_KIT,          INVALID,   "not_a_kit",           "{text} 不是套装，不能组装；请选套装", "{text} is no kit and cannot be put together; choose a kit") \
	X(LOT_UNEVEN,         INVALID,   "lot_uneven",          "金额 {yuan0} 元除以 {1} 件除不尽；请分成两行：{text}", "{yuan0} yuan for {1} pieces is no whole number of fen a piece; enter two lines: {text}") \
	X(LOTS_FULL,          LIMIT,     "lots_full",           "这个工会的批次号已用完（{0}）", "this union has used up its {0} lot numbers") \
	X(TOO_MANY_LOTS,      LIMIT,     "too_many_lots",       "要从 {0} 个以上的批次里取；请把数量分成几次", "this takes from more than {0} lots; split the quantity") \
	X(GOODS_SHORT,        LIMIT,     "goods_short",         "{text} 可用的只有 {0}，需要 {1}；请先入库，或撤销占用它的单据", "of {text} only {0} are free, {1} are needed; bring some in, or cancel the document that holds them") \
	X(CASH_SHORT,         LIMIT,     "cash_short",          "可用的只有 {yuan0} 元，需要 {yuan1} 元；请先收款，或撤销占用它的单据", "only {yuan0} yuan are free, {yuan1} are needed; receive money first, or cancel the document that holds it") \
	X(INVOICE_USED,       CONFLICT,  "invoice_used",        "这张发票已报过：{text}；一张发票只能用一次，请核对号码", "this invoice was used before: {text}; an invoice is used once, check its number") \
	X(QUANTITY_BAD,       INVALID,   "quantity_bad",        "“{field}”应大于零且不太大；请改正", "{field} is to be more than zero and not too large; correct it")

#define SN_REASONS_DOCUMENT(X) \
	X(DOCUMENT_GONE,      NOT_FOUND, "document_gone",       "没有这份单据；请核对编号", "there is no such document; check its id") \
	X(DOCUMENT_DIFFERS,   CONFLICT,  "document_differs",    "这个单据编号已用于内容不同的单据；请核对，新的单据要用新的编号", "this document id was used for a document with other content; a new document needs a new id") \
	X(DOCUMENT_STATE,     CONFLICT,  "document_state",      "单据{text}，不能再这样做；请重新打开单据核对", "the document is {text}, which does not allow this; open it again") \
	X(DOCUMENT_EMPTY,     INVALID,   "document_empty",      "单据要有 1 至 {0} 行；请补上或拆成几份", "a document has 1 to {0} lines; add some or split it") \
	X(DOCUMENT_MIXED,     INVALID,   "document_mixed",      "现金和物品不能在同一份单据上；请分成两份", "cash and goods do not stand in one document; make two") \
	X(ENVELOPE_COUNT,     CONFLICT,  "envelope_count",      "声明 {0} 笔，实际 {1} 笔；什么也没有动，请核对后重报", "{0} lines were declared, there are {1}; nothing was moved, check them and try again") \
	X(ENVELOPE_TOTAL,     CONFLICT,  "envelope_total",      "声明合计 {yuan0} 元，各行合计 {yuan1} 元；什么也没有动，请核对后重报", "a total of {yuan0} yuan was declared, the lines add up to {yuan1}; nothing was moved, check them and try again") \
	X(NOT_THE_RECEIVER,   DENIED,    "not_the_receiver",    "这份单据是交给别人的；请由写明的接收人确认", "this is meant for somebody else; the receiver who is named on it accepts") \
	X(NOT_THE_HOLDER,     DENIED,    "not_the_holder",      "交回要由保管人自己做单；请由他本人办理", "a giveback is made by the one who has custody; let him do it") \
	X(ALLOT_NOT_BELOW,    INVALID,   "allot_not_below",     "{text} 不是本会的下级，不能下拨；请核对代码", "{text} is not below this union and gets no allotment from it; check the code") \
	X(RETURN_TOO_MUCH,    LIMIT,     "return_too_much",     "从这个来源收到、还没退回的只有 {yuan0} 元，要退 {yuan1} 元；请核对来源和金额", "only {yuan0} yuan came from this source and have not gone back, {yuan1} are to be returned; check the source and the amount") \
	X(COUNT_SURPLUS,      CONFLICT,  "count_surplus",       "盘点多出来：账上 {0}，实点 {1}；物品不会凭空出现，请查漏登的采购或交回并补登，或红字更正错账", "more was counted than the books say: {0} in the books, {1} counted; goods cannot appear: enter the purchase or giveback that is missing, or reverse the wrong posting") \
	X(COUNT_SHORTFALL,    CONFLICT,  "count_shortfall",     "盘点短少：账上 {0}，实点 {1}；已做核销单，待批准", "less was counted than the books say: {0} in the books, {1} counted; a loss was drafted and waits for approval") \
	X(COUNT_TWICE,        INVALID,   "count_twice",         "{text} 在盘点单里出现两次；请合成一行", "{text} stands twice in the count; make it one line") \
	X(SOURCE_MISSING,     INVALID,   "source_missing",      "没有写明资金来源；请选财政补助、上级补助、本级经费、社会捐赠、行政补助或其他", "the source of the money is missing: FISCAL, UPPER, OWN, DONATION, ADMIN or OTHER")

#define SN_REASONS_FUND(X) \
	X(SOURCE_FORBIDS,     DENIED,    "source_forbids",      "{text}：按资金使用矩阵，这种来源的钱不能用于这个用途；请换来源或用途", "{text}: money of this source may not be spent on this purpose; choose another source or purpose") \
	X(SOURCE_UNSET,       CONFLICT,  "source_unset",        "{text}：还没有人定过这种来源的钱能不能用于这个用途；请在资金使用矩阵里定下来，载入新的版本", "{text}: nobody has set whether money of this source may be spent on this purpose; set it in the matrix and load the new version") \
	X(PURPOSE_UNKNOWN,    INVALID,   "purpose_unknown",     "资金使用矩阵里没有这个用途；请用矩阵里的：{text}", "the matrix does not know this purpose; use one of: {text}") \
	X(MATRIX_VALUE,       INVALID,   "matrix_value",        "资金使用矩阵里这一处的值不能用：{text}", "this value of the matrix cannot be used: {text}") \
	X(MATRIX_VERSION_TAKEN, CONFLICT, "matrix_version_taken", "资金使用矩阵第 {0} 版已载入，内容不同；改了规则请用新的版本号", "version {0} of the matrix was loaded with other content; changed rules need a new version")

#define SN_REASONS_CAPS(X) \
	X(CAP_REACHED,        LIMIT,     "cap_reached",         "超过限额：已有 {yuan0} 元，再加 {yuan1} 元，限额 {yuan2} 元；{text}", "the cap would be passed: {yuan0} yuan so far, {yuan1} more, at most {yuan2}; {text}") \
	X(CAP_HOLD_DIFFERS,   CONFLICT,  "cap_hold_differs",    "这个名额已按另一金额 {yuan0} 元占用限额；请先作废再重做", "this entitlement holds its cap with another amount, {yuan0} yuan; void it and make it anew")
/* clang-format on */

/* clang-format off */
#define SN_REASONS_ORG(X) \
	X(NO_SUCH_ORG,        NOT_FOUND, "no_such_org",         "没有这个工会：{text}；请检查代码或名称", "there is no such union: {text}; check its code or name") \
	X(ORG_AMBIGUOUS,      CONFLICT,  "org_ambiguous",       "不止一个工会叫这个名称：{text}；请改用代码", "several unions have this name: {text}; use the code") \
	X(ORG_CODE_TAKEN,     CONFLICT,  "org_code_taken",      "代码 {text} 已登记，但“{field}”不同；请改用别的代码，或用改名、移动等命令修改", "the code {text} is there already with another {field}; use another code, or the commands that rename and move") \
	X(ORG_LOOP,           CONFLICT,  "org_loop",            "{text} 不能隶属于自己或自己的下级；请检查上级代码", "{text} cannot stand below itself or its own subtree; check the parent's code") \
	X(ORG_TOO_DEEP,       LIMIT,     "org_too_deep",        "工会层级太深：{text}，最多 {0} 级；请检查上级代码", "the tree becomes too deep at {text}, at most {0} levels; check the parent's code") \
	X(ORG_CLOSED,         CONFLICT,  "org_closed",          "{text} 已并入其他工会（{0}）；请改用并入后的工会", "{text} became part of another union ({0}); use that one") \
	X(ORG_DAY_AHEAD,      INVALID,   "org_day_ahead",       "日期 {0} 还没有到；请到当天再办", "the day {0} is still ahead; do it on that day") \
	X(ORG_DAY_ORDER,      CONFLICT,  "org_day_order",       "日期 {0} 早于 {text} 最近一次变动的日期 {1}；请改用 {1} 或以后的日期", "the day {0} is before {1}, when {text} last changed; use {1} or a later day") \
	X(ORG_NOT_CHILD,      CONFLICT,  "org_not_child",       "{text} 不是该工会的直接下级，不能划给新工会", "{text} is not directly below that union and cannot go to the new one") \
	X(ORG_FULL,           LIMIT,     "org_full",            "工会数量已到上限 {0}", "there are {0} unions, which is the most there can be") \
	X(ORG_BAD_KIND,       INVALID,   "org_bad_kind",        "“{field}”应是 general、industry、zone、grassroots、joint 之一（总工会、产业工会、开发区工会、基层工会、联合基层工会）", "{field} is to be one of general, industry, zone, grassroots, joint") \
	X(ORG_BAD_LEVEL,      INVALID,   "org_bad_level",       "“{field}”应是 1 到 {0} 的整数", "{field} is to be a whole number from 1 to {0}") \
	X(ORG_BAD_YES_NO,     INVALID,   "org_bad_yes_no",      "“{field}”应填“是”或“否”（yes、no）", "{field} is to be yes or no") \
	X(ORG_PARENT_REFUSED, CONFLICT,  "org_parent_refused",  "它的上级 {text} 没有导入，所以这一行也没有；请先改正上级那一行", "its parent {text} was not taken, so this row was not either; correct the parent's row first") \
	X(ALIAS_TAKEN,        CONFLICT,  "alias_taken",         "简称 {text} 已指另一个工会；请换一个", "the alias {text} stands for another union; choose another")

#define SN_REASONS_RIGHTS(X) \
	X(NO_ACTOR,           DENIED,    "no_actor",            "没有说明由谁操作；请加上 --as 用户名", "nobody is named who does this; add --as USER") \
	X(NO_SUCH_USER,       NOT_FOUND, "no_such_user",        "没有这个用户；请检查用户名", "there is no such user; check the name") \
	X(USER_CLOSED,        DENIED,    "user_closed",         "用户 {text} 已停用；请由接任的人办理", "the user {text} is closed; let the successor do it") \
	X(LOGIN_TAKEN,        CONFLICT,  "login_taken",         "用户名 {text} 已有人用；请换一个", "the login {text} is taken; choose another") \
	X(BAD_LOGIN,          INVALID,   "bad_login",           "用户名应是 2 到 {0} 个小写字母、数字或 . _ - 符号，以字母或数字开头", "a login has 2 to {0} small letters, digits or . _ - and starts with a letter or digit") \
	X(USERS_EXIST,        CONFLICT,  "users_exist",         "已经有用户了；请由管理员添加新用户", "there are users already; let an administrator add new ones") \
	X(NOT_GRANTED,        DENIED,    "not_granted",         "没有“{text}”的权限；请向管理员申请，或请有权限的人办理", "the role {text} is not granted here; ask an administrator for it, or somebody who has it") \
	X(NO_SUCH_GRANT,      NOT_FOUND, "no_such_grant",       "没有这项授权；请用授权列表核对", "there is no such grant; look at the list of grants") \
	X(GRANT_OVER,         INVALID,   "grant_over",          "授权期限 {0} 已过；请填以后的日期", "the grant would end on {0}, which has passed; give a later day") \
	X(ADMIN_IS_APART,     DENIED,    "admin_is_apart",      "系统管理员不能兼任业务岗位（三员分立）；请给业务岗位另设用户", "an administrator holds no other role; make another user for it") \
	X(ACCOUNTANT_AND_CASHIER, DENIED, "accountant_and_cashier", "同一工会的会计和出纳不能是同一人；请换一个人", "nobody is accountant and cashier of one union; choose another person") \
	X(LAST_ADMIN,         CONFLICT,  "last_admin",          "这是最后一个全局系统管理员，不能停用；请先另设一个", "this is the last administrator of the installation; name another one first") \
	X(SAME_HAND,          DENIED,    "same_hand",           "同一份单据上一个人只能签一次；请由另一个人签", "one person signs a document only once; let another person sign") \
	X(OUT_OF_TURN,        CONFLICT,  "out_of_turn",         "还没轮到这一步；请先完成前面的签字", "this signature is not due yet; those before it come first") \
	X(SIGNED_ALREADY,     CONFLICT,  "signed_already",      "这一步已经签过了", "this signature is there already") \
	X(HAND_NOT_NEEDED,    CONFLICT,  "hand_not_needed",     "这份单据不需要这一步签字", "the document does not need this signature") \
	X(BAD_POLICY,         INVALID,   "bad_policy",          "经手人数应是 2 到 4，起点金额不能为负，并要写明依据", "a policy has 2 to 4 hands, an amount that is not negative, and its source")
/* clang-format on */

/* clang-format off */
#define SN_REASONS(X) \
	SN_REASONS_BASE(X) \
	SN_REASONS_TEXT(X) \
	SN_REASONS_STORE(X) \
	SN_REASONS_ORG(X) \
	SN_REASONS_RIGHTS(X) \
	SN_REASONS_PEOPLE(X) \
	SN_REASONS_TLOG(X) \
	SN_REASONS_LEDGER(X) \
	SN_REASONS_REPORT(X) \
	SN_REASONS_GOODS(X) \
	SN_REASONS_DOCUMENT(X) \
	SN_REASONS_FUND(X) \
	SN_REASONS_CAPS(X) \
	SN_REASONS_CARE(X) \
	SN_REASONS_CLI(X)
/* clang-format on */
#endif
