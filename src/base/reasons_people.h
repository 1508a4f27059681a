#ifndef SN_BASE_REASONS_PEOPLE_H
#define SN_BASE_REASONS_PEOPLE_H
/* reasons_people: refusals about people, households and rosters; the shape is told in base/reasons.h.
 * Each list ends in a comment, so that every line in it looks the same and both sides of a merge can be kept. */

/* clang-format off */
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
	X(SAME_PERSON,        CONFLICT,  "same_person",         "这两条已经是同一个人", "these two are one person already") \
	X(DUPLICATE_SHARDS,   CONFLICT,  "duplicate_shards",    "这些人不在同一旗县的名册上，不能一起判定；请按旗县分别判定", "these people are not on rosters of one county and are not decided together; decide county by county") \
	X(NO_SUCH_IMPORT,     NOT_FOUND, "no_such_import",      "没有这份导入，或文件已过保存期；请重新上传", "there is no such import, or its file was kept long enough; upload it again") \
	X(IMPORT_STATE,       CONFLICT,  "import_state",        "这份导入现在不能做这一步（{text}）；请刷新页面看它到了哪一步", "this step is not one that the import can take now ({text}); reload and see where it stands") \
	X(NO_SUCH_COLUMN,     INVALID,   "no_such_column",      "名册里没有这一列；请用列名，例如 姓名、身份证号、手机", "a roster has no such column; name one, such as 姓名, 身份证号, 手机") \
	X(TOO_MANY_FIXES,     LIMIT,     "too_many_fixes",      "更正太多：一份导入最多 {0} 格；请改好文件后重新上传", "too many corrections: at most {0} cells an import; correct the file and upload it again") \
	X(OTHER_EMPLOYER,     INVALID,   "other_employer",      "这一行的用人单位不是{text}；请更正或删去这一行", "this row names another employer than {text}; correct it or delete the row") \
	X(UNION_LOOKS,        CONFLICT,  "union_looks",         "这一行要由工会核对；可以照常提交", "the union has to look at this row; send the list all the same") \
	X(CLERK_LINK,         DENIED,    "clerk_link",          "链接或验证码不对，或者已经失效；请向工会核实", "the link or the code is wrong, or does not hold any more; ask the union") \
	X(CLERK_STATE,        CONFLICT,  "clerk_state",         "现在不能做这一步（{text}）；请刷新页面", "this step cannot be taken now ({text}); reload the page") \
	X(NO_SUCH_LINK,       NOT_FOUND, "no_such_link",        "没有这个链接；请核对后重试", "there is no such link; check and try again") \
	X(IMPORT_OPEN_HERE,   CONFLICT,  "import_open_here",    "该工会还有一份名册导入到一半；请先在“导入”里继续或撤回它", "an import into this roster is half way; go on with it or take it back first (Imports)") \
	X(IMPORT_BUSY,        CONFLICT,  "import_busy",         "这份导入正由别人办理，已办到后面；请刷新页面看进度", "somebody else is going on with this import; reload the page to see how far it is") \
	X(LIST_LATER,         CONFLICT,  "list_later",          "这份名单里有 {0} 人后来又改过登记，整批撤回会盖掉后来的；请逐人更正", "{0} people of this list were changed again later, and taking it back whole would undo that too; correct them one by one") \
	X(LIST_IN_USE,        CONFLICT,  "list_in_use",         "这份名单里有 {0} 人已经用上了（已订制、已领取，或款项正在银行批次里），不能整批撤回；请逐人更正", "{0} people of this list are in an order, have been served or are in a bank batch by now, so it cannot be taken back whole; correct them one by one") \
	X(LIST_ELSEWHERE,     NOT_FOUND, "list_elsewhere",      "本工会（含下级）的名册里没有这个身份证号；请核对，或由此人所在的工会登记", "nobody on the rosters of this union and those below it bears this ID number; check it, or have his own union enter it") \
	X(ROSTER_OPEN,        CONFLICT,  "roster_open",         "此人所在的名册正在导入或撤回，还没有办完；办完后再来", "the list that this person came with is still on its way into or out of the roster; come back when it is whole") \
	X(NO_PHONE,           NOT_FOUND, "no_phone",            "此人没有登记电话", "no phone number is known of this person") \
	/* end of the list */

/* clang-format on */
#endif
