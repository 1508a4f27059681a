#ifndef SN_BASE_REASONS_PAYOUT_H
#define SN_BASE_REASONS_PAYOUT_H
/* reasons_payout: refusals about bank cards, bank batches and their return files; the shape is told in base/reasons.h. */

/* clang-format off */
#define SN_REASONS_CARD(X) \
	X(CARD_MISSING,       INVALID,   "card_missing",       "没有卡号；请补上", "the card number is missing; fill it in") \
	X(CARD_LENGTH,        INVALID,   "card_length",        "卡号应是 {0} 至 {1} 位数字，现有 {2} 位；请对照银行卡或存折改正", "a card or account number has {0} to {1} digits, this one has {2}; compare it with the card") \
	X(CARD_CHARACTERS,    INVALID,   "card_characters",    "卡号只能是数字（空格和短横可以有）；请对照银行卡或存折改正", "a card number is digits only (blanks and hyphens are forgiven); compare it with the card") \
	X(CARD_CHECKSUM,      INVALID,   "card_checksum",      "银联卡号校验不符，有一位写错了；请对照银行卡改正", "the check digit of this UnionPay card does not fit, a digit is wrong; compare it with the card") \
	X(CARD_LOST_DIGITS,   INVALID,   "card_lost_digits",   "卡号被表格当成数字，后几位已丢失，无法还原；请把这一列设为“文本”格式，重新录入或重新导出", "a spreadsheet took the card number for a number and its last digits are lost for good; format the column as text, then type or export the numbers again") \
	X(CARD_RELATION,      INVALID,   "card_relation",      "户名与本人姓名不同，要写明户主与本人的关系（配偶、父母、子女……）；若是本人的卡请改正户名", "the account is in another name: say how its holder is related to the person (spouse, parent, child …); correct the name where it is his own card") \
	X(CARD_NAME_DIFFERS,  CONFLICT,  "card_name_differs",  "身份证号与姓名对不上：名册上此号是 {text}；请核对是否错行", "the ID number belongs to {text} on the roster, not to the name beside it; check whether rows have shifted") \
	X(CARD_TWICE,         CONFLICT,  "card_twice",         "本文件第 {0} 行给同一个人登记了另一个卡号，这一行没有收下；请核对哪个对，第 {0} 行错了就用 songnuan card set 改正", "row {0} of this file gives the same person another card, so this row was not taken; find out which is right, and where row {0} is wrong correct it by songnuan card set") \
	X(CARD_IN_BATCH,      CONFLICT,  "card_in_batch",      "此人有一笔钱正在银行批次 {text} 里，回盘前不能删去卡；新卡可以先登记，下一批起用", "a payment to this person is in bank batch {text}, so the card stays until the return file; a new card may be set and counts from the next batch") \
	X(NO_CARD,            NOT_FOUND, "no_card",            "此人没有登记银行卡", "no bank card is known of this person") \
	/* end of the list */

#define SN_REASONS_PAYOUT(X) \
	X(PAYOUT_NO_CASH,     INVALID,   "payout_no_cash",     "项目里没有可发现金的慰问项{text}；请核对 --benefit 和项目文件", "the programme has no benefit that may be paid in cash{text}; check --benefit and the programme") \
	X(PAYOUT_EMPTY,       CONFLICT,  "payout_empty",       "没有可以列入批次的人：{0} 人没有可用的卡，其余的没有名额、已领或已在别的批次里；没有建立批次，请先登记卡号（card import）或生成名额（entitle）", "nobody can go into a batch: {0} people have no card that can be used, the others have no entitlement, were given already or are in another batch; no batch was made: enter cards (card import) or entitle first") \
	X(PAYOUT_ALL_GIVEN,   CONFLICT,  "payout_all_given",   "这一批的 {0} 人都已另行发放，没有要付的；请撤销这一批（payout cancel）", "all {0} people of this batch were given otherwise, nothing is to be paid; cancel the batch (payout cancel)") \
	X(PAYOUT_TOO_MANY,    LIMIT,     "payout_too_many",    "一个批次最多 {0} 人；请按下级工会分成几批", "a batch has at most {0} people; make one for each union below") \
	X(PAYOUT_MONEY_SHORT, LIMIT,     "payout_money_short", "{text} 可用经费 {yuan0} 元，本批需要 {yuan1} 元；请先收款或下拨", "{text} has {yuan0} yuan free, the batch needs {yuan1}; receive or allot money first") \
	X(PAYOUT_DIFFERS,     CONFLICT,  "payout_differs",     "这个编号的批次已建立，但内容不同；请换一个编号", "a batch of this id is there with other content; use another id") \
	X(NO_SUCH_PAYOUT,     NOT_FOUND, "no_such_payout",     "没有这个批次；请用 songnuan payout list 核对批次号", "no such batch; check its number with songnuan payout list") \
	X(PAYOUT_STATE,       CONFLICT,  "payout_state",       "批次 {text}，现在不能这样做；请用 songnuan payout show 查看还差哪一步", "batch {text}: this cannot be done now; songnuan payout show tells which step comes next") \
	X(PAYOUT_EXPORTED,    CONFLICT,  "payout_exported",    "这个批次的银行文件已在 {day0} 导出（{text}），只导出一次；请找出那份文件，丢失的请银行按未付回盘", "the bank's file of this batch was written on {day0} ({text}), and is written once; find that file, or let the bank return the batch as not paid") \
	X(PAYOUT_FILE_EXISTS, CONFLICT,  "payout_file_exists", "文件已经存在，没有覆盖；请换一个文件名", "the file is there already and was left as it is; choose another name") \
	X(PAYOUT_FILE_NEEDED, USAGE,     "payout_file_needed", "请用 -o 指明写到哪个 .csv 或 .xlsx 文件：里面有完整卡号，不能打印在屏幕上", "name the .csv or .xlsx file by -o: it has whole card numbers and is never printed") \
	X(PAYOUT_FILE_GONE,   NOT_FOUND, "payout_file_gone",   "系统里没有这个批次的银行文件：还没有导出，或是在命令行导出的，或银行已全部回盘、文件已删去", "the bank's file of this batch is not kept here: it was not exported yet, was written on the command line, or the bank has answered for every payment and it was deleted") \
	X(PAYOUT_CHANGED,     CONFLICT,  "payout_changed",     "导出时批次有变动，文件没有留下；请再导出一次", "the batch changed while its file was written; no file was left, export again") \
	X(PAYOUT_LIST_CHANGED, CONFLICT, "payout_list_changed", "批次里的卡号与审批时不一致；请停止付款，运行 songnuan verify 核对", "the cards of the batch are not what was approved; stop, do not pay, and run songnuan verify") \
	X(PAYOUT_OWN_RETURN,  DENIED,    "payout_own_return",  "导出银行文件的人不能自己录入回盘；请由另一人（会计）录入", "who exported the file does not enter its return; let another one (the accountant) do it") \
	X(PAYOUT_WAITING,     CONFLICT,  "payout_waiting",     "这份钱正在银行批次 {text} 里，等回盘；现在不能当面发放", "this gift is being paid by bank batch {text}; it cannot be handed over until the return file") \
	X(PAYOUT_VOID_WAITS,  CONFLICT,  "payout_void_waits",  "这个名额的钱正在银行批次 {text} 里；请等回盘，或在导出前撤销批次，再作废", "bank batch {text} is paying this entitlement; wait for the return file, or cancel the batch before its export, then void it") \
	X(PAYOUT_PENDING,     CONFLICT,  "payout_pending",     "活动还不能结束：银行批次 {text} 还没有办完；请录入回盘，或在导出前撤销", "the cycle cannot be closed: bank batch {text} is not finished; enter its return file, or cancel it before export") \
	X(PAYOUT_CARD_BAD,    CONFLICT,  "payout_card_bad",    "上次银行退回（{text}），卡没有更正；请用 songnuan card set 登记新卡或重新确认", "the bank sent it back last time ({text}) and the card is still the same; set another, or the same again, by songnuan card set") \
	X(PAYOUT_TWINS,       CONFLICT,  "payout_twins",       "此人有两份名额（合并过的登记）；只付一份，另一份请作废", "this person has two entitlements (records that were merged); one is paid, void the other") \
	X(PAYOUT_RESULT,      INVALID,   "payout_result",      "看不懂的结果；应是 成功、失败、退汇、处理中 一类的词", "the result is not understood; it is to be a word such as paid, failed, returned, pending") \
	X(PAYOUT_NO_LINE,     INVALID,   "payout_no_line",     "这一行没有附言编号，也没有序号和账号末四位，认不出是哪一笔；请补上", "the row has neither the remark's number nor a serial number with the account's last four, so the payment cannot be found; add them") \
	X(PAYOUT_LINE_GONE,   NOT_FOUND, "payout_line_gone",   "本批次没有第 {0} 笔；请核对附言或序号", "this batch has no line {0}; check the remark or serial number") \
	X(PAYOUT_OTHER,       CONFLICT,  "payout_other",       "这一行是别的批次的；请到那个批次下录入", "this row belongs to another batch; enter it there") \
	X(PAYOUT_AMOUNT,      CONFLICT,  "payout_amount",      "金额不符：文件里 {yuan0} 元，批次里 {yuan1} 元；请向银行查明", "the amounts differ: {yuan0} yuan in the file, {yuan1} in the batch; ask the bank") \
	X(PAYOUT_ACCOUNT,     CONFLICT,  "payout_account",     "卡号末四位与批次里的 {text} 不符；请向银行查明", "the last four of the account are not {text} as in the batch; ask the bank") \
	X(PAYOUT_DAY,         INVALID,   "payout_day",         "银行日期 {day0} 早于导出日 {day1} 或晚于今天；请改正", "the bank's day {day0} is before the export ({day1}) or after today; correct it") \
	X(PAYOUT_TWICE,       CONFLICT,  "payout_twice",       "本文件第 {0} 行对同一笔写了另一个结果；两行都没有采用，请向银行查明", "row {0} of this file says something else of the same payment; neither was taken, ask the bank") \
	X(PAYOUT_LINE_PAID,   CONFLICT,  "payout_line_paid",   "这一笔已按付讫入账；钱退回来的应写“退汇”", "this payment is in the books as paid; where the money came back the bank says “returned”") \
	X(PAYOUT_LINE_ENDED,  CONFLICT,  "payout_line_ended",  "这一笔已按退回处理（{text}），占用的钱已放开；银行改称付讫的，请查明后作为发放事实补录", "this payment was taken as sent back ({text}) and its money is free again; where the bank now says paid, find out and record the hand-over as a fact") \
	X(PAYOUT_BY_BANK,     CONFLICT,  "payout_by_bank",     "这笔钱是银行批次 {text} 付的；钱退回来了请用 songnuan payout return 录入“退汇”", "bank batch {text} paid this; where the money came back enter it as returned by songnuan payout return") \
	X(PAYOUT_LINE_DROPPED, CONFLICT, "payout_line_dropped", "这一笔在导出前已撤出批次（{text}），银行不该付；请向银行查明", "this payment was taken out before the export ({text}) and the bank had no order for it; ask the bank") \
	/* end of the list */

/* clang-format on */
#endif
