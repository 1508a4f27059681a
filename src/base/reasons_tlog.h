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
	X(BAD_VKEY,           USAGE,     "bad_vkey",            "这不是存证公钥；应为一行：名称+八位编号+公钥（songnuan log key 会显示）", "this is no public key of a log: one line, NAME+8 digits+key, as songnuan log key prints it") \
	X(BAD_ORIGIN,         INVALID,   "bad_origin",          "存证的名称应为 主机名/tlog/区划代码，例如 songnuan.care.example.cn/tlog/150000", "a log is named HOST/tlog/REGION, such as songnuan.care.example.cn/tlog/150000") \
	X(NOT_A_CHECKPOINT,   MISMATCH,  "not_a_checkpoint",    "这不是签名检查点（名称、条数、根、签名）；请核对文件或网址", "this is no signed checkpoint (name, size, root, signature); look at the file or the address") \
	X(NOT_SIGNED,         MISMATCH,  "not_signed",          "检查点没有这个公钥的有效签名：不是这个存证，或被改动过", "the checkpoint has no valid signature of this key: it is another log's, or it was changed") \
	X(LOG_KEY_EXISTS,     CONFLICT,  "log_key_exists",      "这里已经有存证密钥：{text}；没有改动它", "there is a log key at {text} already; it was left as it is") \
	X(LOG_KEY_MISSING,    REFUSES,   "log_key_missing",     "找不到存证密钥：{text}；已经签过检查点，请把密钥文件从另存处放回来，不要另造", "there is no log key at {text}; checkpoints were signed with it: put the key file back from its copy, do not make another") \
	X(LOG_KEY_DAMAGED,    REFUSES,   "log_key_damaged",     "存证密钥文件不对：{text}；应为一行密钥、权限 0600，请从另存处放回来", "the log key at {text} is not as it was made: one line, mode 0600; put it back from its copy") \
	X(LOG_BEHIND,         REFUSES,   "log_behind",          "数据库的存证只有 {0} 条，而已签名公布到第 {1} 条（{text}）：数据库比公布的旧，多半是恢复了旧备份。没有启动；请恢复最新的备份，或用 songnuan log check 查看缺了哪些", "the database has {0} records of the log, but {1} were signed and published ({text}): it is older than what was published, perhaps an old backup put back. Nothing is served; restore the newest backup, or see with songnuan log check what is missing") \
	X(LOG_FORKED,         REFUSES,   "log_forked",          "数据库前 {0} 条存证与已签名公布的不一样（{text}）：历史被改写过。没有启动；请保留现场，恢复可信的备份，或用 songnuan log check 查看从哪一条开始不同", "the first {0} records of the log in the database are not those that were signed and published ({text}): history was changed. Nothing is served; keep everything as it is and restore a backup that you trust, or see with songnuan log check where they part") \
	X(CHECKPOINT_DAMAGED, REFUSES,   "checkpoint_damaged",  "保存的最后一个检查点读不出，或不是这把存证密钥签的（{text}）；请核对密钥和该文件，不要删除", "the last checkpoint that was kept cannot be read or is not signed by this log key ({text}); look at the key and that file, do not delete it") \
	X(NO_CHECKPOINT,      NOT_FOUND, "no_checkpoint",       "还没有签过检查点；请启动 songnuan serve，或运行 songnuan log sign", "no checkpoint is signed yet; start songnuan serve, or run songnuan log sign") \
	X(NO_LOG_REGION,      REFUSES,   "no_log_region",       "最上级工会的代码不以六位区划代码开头，不能自动取存证的名称；请先运行 songnuan log key --origin 主机名/tlog/区划代码", "the code of the topmost union does not begin with a region's six digits, so the log cannot be named by itself; run songnuan log key --origin HOST/tlog/REGION first") \
	X(LOG_UNREACHED,      DOWN,      "log_unreached",       "取不到存证文件 {text}；请检查目录、网址或网络后重试", "the log's file {text} cannot be fetched; look at the folder, the address or the line and try again") \
	X(LOG_FILE_SHAPE,     MISMATCH,  "log_file_shape",      "存证文件 {text} 的长度或格式不对，从第 {0} 条起不能核对；文件不完整或被改动过", "the log's file {text} has not the right size or form, so nothing from record {0} on can be checked: it is cut off or was changed") \
	X(LOG_ENTRY_DIFFERS,  MISMATCH,  "log_entry_differs",   "第 {0} 条存证与哈希文件 {text} 不符：两者之一被改动过", "record {0} is not what the hashes of {text} say: one of them was changed") \
	X(LOG_TILE_DIFFERS,   MISMATCH,  "log_tile_differs",    "哈希文件 {text} 中自第 {0} 条起的一段与重新计算的不符：该文件被改动过", "the hash in {text} for the records from {0} on is not the one computed from them: that file was changed") \
	X(LOG_ROOT_DIFFERS,   MISMATCH,  "log_root_differs",    "{0} 条存证重新计算的根与检查点不符：检查点签的不是这些存证", "the root computed from the {0} records is not the checkpoint's: these are not the records that were signed") \
	X(LOG_SINCE_DIFFERS,  MISMATCH,  "log_since_differs",   "前 {0} 条存证与以前的检查点不符：历史被改写过", "the first {0} records are not those of the earlier checkpoint: history was changed") \
	X(LOG_SINCE_LONGER,   MISMATCH,  "log_since_longer",    "以前的检查点已有 {0} 条，现在的只有 {1} 条：公布过的存证被撤掉了", "the earlier checkpoint covers {0} records and this one {1}: what was published was taken away") \
	X(OTHER_LOG,          MISMATCH,  "other_log",           "两个检查点不是同一个存证（{text}）", "the two checkpoints are not of one log ({text})") \
	X(NOT_A_RECEIPT,      MISMATCH,  "not_a_receipt",       "这不是送暖的收据：应为凭证上的网址、SNR1 文件或 tlog-proof 文本，且一字不缺", "this is no receipt of Songnuan: the address on the paper, an SNR1 file or a tlog-proof text, with nothing missing") \
	X(RECEIPT_OTHER_KEY,  MISMATCH,  "receipt_other_key",   "收据不是这个存证公钥签的：公钥不对，或收据被改动过", "the receipt is not signed by this public key: it is another log's key, or the receipt was changed") \
	X(RECEIPT_PROOF,      MISMATCH,  "receipt_proof",       "收据里的存证正文、条号（{0}）、证明和签名对不上：其中有被改动过的", "the receipt's record, its place ({0}), proof and signature are not of one log: something of it was changed") \
	X(RECEIPT_NOT_HIS,    MISMATCH,  "receipt_not_his",     "姓名、身份证号与第 {0} 条存证所绑定的不符：请按发放时登记的姓名、证件号填写；仍不符则不是这个人的收据，或收据的种子被改动过", "name and ID number are not those that record {0} binds: give them as they were on the roster at the hand-over; if they still do not match it is another person's receipt, or its seed was changed") \
	X(RECEIPT_NO_PERSON,  MISMATCH,  "receipt_no_person",   "第 {0} 条存证没有绑定领取人，不是发放记录", "record {0} binds no person: it is no hand-over") \
	X(RECEIPT_EARLY,      RATE,      "receipt_early",       "这条发放刚记下，还没有进入已签名的检查点（已签 {0} 条）；稍等一两秒再取", "this hand-over was just recorded and is not in a signed checkpoint yet ({0} records are); try again in a second or two") \
	X(NO_RECEIPT_LEFT,    NOT_FOUND, "no_receipt_left",     "这条发放没有可打开的收据：个人信息已依法删除，或它是没有种子的旧记录；存证本身仍然有效", "there is nothing left to make this receipt of: the person's data was erased, or the record is an old one without a seed; the log itself still stands") \
	X(QR_TOO_LONG,        TOO_LARGE, "qr_too_long",         "内容超出二维码的容量；请用文件形式", "this does not fit into a QR code; take it as a file") \
	/* end of the list */

/* clang-format on */
#endif
