#include "cli/cli_priv.h"
#include "cli/cmd.h"

/* clang-format off */
#define END {NULL, NULL, false, NULL, NULL}
#define CYCLE_OPTION {"cycle", "CODE", true, "活动代码，如 hw-2024", "the cycle's code, such as hw-2024"}
#define ORG_OPTION   {"org", "CODE", true, "工会代码、别名或全称", "a union's code, alias or official name"}
#define DAY_OPTION   {"day", "DAY", false, "业务日期（缺省为今天）", "the business day (today)"}
#define ID_OPTIONS \
	{"id", "UUID", false, "单据编号；同一编号再交一次结果不变", "the document's id; the same id again is the same answer"}, \
	{"again", NULL, false, "确是另一份内容相同的单据（十分钟内）", "it is another document with the same content (within ten minutes)"}
#define REASON_OPTION {"reason", "WORDS", true, "原因（存入账目，不能再改）", "why: kept with the books for good"}
#define ACT_OPTION   {"id", "UUID", false, "这次更正的编号；同一编号再交一次结果不变", "the correction's own id; the same id again is the same answer"}

static const struct cli_option init_options[] = {
	{"admin", "LOGIN", false, "第一个系统管理员的登录名（缺省 admin）", "login of the first administrator (admin)"},
	{"name", "NAME", false, "其姓名", "and the name"}, END};

static const struct cli_option org_show_options[] = {
	{"depth", "N", false, "往下几级（缺省 1）", "so many levels below (1)"},
	{"day", "DAY", false, "哪一天的组织树（缺省今天）", "the tree of which day (today)"}, END};
static const struct cli_option org_move_options[] = {
	{"to", "CODE", true, "新的上级工会", "the new union above"}, DAY_OPTION, END};
static const struct cli_option org_merge_options[] = {
	{"into", "CODE", true, "并入哪个工会", "the union that it becomes part of"}, DAY_OPTION, END};
static const struct cli_option org_split_options[] = {
	{"code", "CODE", true, "新工会的代码", "the new union's code"},
	{"name", "NAME", true, "新工会的全称", "its official name"},
	{"children", "CODE,…", false, "划归新工会的下级", "which unions go to it"}, DAY_OPTION, END};
static const struct cli_option org_rename_options[] = {DAY_OPTION, END};

static const struct cli_option people_import_options[] = {
	ORG_OPTION,
	{"category", "WORD,…", false, "人员类别，如 sanitation", "categories, such as sanitation"},
	{"dry-run", NULL, false, "只检查，不写入", "check only, write nothing"},
	{"rejects", "OUT.xlsx", false, "把退回的行写到这个文件", "hand rejected rows back in this file"}, END};
static const struct cli_option people_find_options[] = {
	{"id", "NUMBER", false, "按身份证号（整号）", "by ID number (whole)"},
	{"phone", "NUMBER", false, "按电话", "by phone"},
	{"last4", "XXXX", false, "按证件号后四位（须给 --org）", "by the last four of the ID number (needs --org)"},
	{"name", "NAME", false, "按姓名开头（须给 --org）", "by the beginning of the name (needs --org)"},
	{"org", "CODE", false, "在哪个工会及其下级", "within which union and below"}, END};
static const struct cli_option people_duplicates_options[] = {ORG_OPTION, END};
static const struct cli_option people_unmask_options[] = {
	{"field", "WORD", true, "id_number、phone、card（卡号限会计、出纳）", "id_number, phone, card (cards: accountant and cashier)"},
	{"purpose", "WORD", true, "delivery、payment、correction、complaint、own、inspection、law", "delivery, payment, correction, complaint, own, inspection, law"},
	{"reference", "TEXT", true, "依据：单据号、文号、来访登记号", "the paper, document or request"}, END};
static const struct cli_option people_merge_options[] = {
	{"into", "PERSON", true, "保留哪一条（编号见 people find）", "the record that stays (its id: people find)"}, END};

static const struct cli_option programme_show_options[] = {
	{"version", "N", false, "第几版（缺省：现行）", "which version (the one in force)"}, END};
static const struct cli_option cycle_create_options[] = {
	{"programme", "CODE", true, "项目代码", "the programme's code"},
	ORG_OPTION,
	{"name", "NAME", true, "活动名称", "the cycle's name"},
	{"from", "DAY", true, "开始日期", "first day"},
	{"until", "DAY", true, "结束日期", "last day"}, END};
static const struct cli_option cycle_advance_options[] = {
	{"to", "STATE", true, "checked approved open closed audited", "checked approved open closed audited"}, END};

static const struct cli_option item_add_options[] = {
	{"name", "NAME", true, "品名", "name"},
	{"size", "SIZE", false, "尺码", "size"},
	{"unit", "UNIT", false, "单位：piece set portion（缺省 piece）", "piece, set or portion (piece)"},
	{"parts", "CODE=N,…", false, "套装清单：由哪些物品各几件组成", "makes it a kit: of which items, how many each"}, END};

#define BUDGET_OPTION {"budget", "CODE", false, "从哪个预算项支出", "the budget line it takes from"}
#define MONEY_DOCUMENT \
	CYCLE_OPTION, ID_OPTIONS, DAY_OPTION, \
	{"words", "WORDS", false, "用途说明", "what for"}, \
	{"purpose", "WORD", false, "用途代码（缺省 condolence）", "the purpose's word (condolence)"}
static const struct cli_option fund_receive_options[] = {
	ORG_OPTION, {"source", "SOURCE", true, "来源：FISCAL UPPER OWN DONATION ADMIN OTHER", "FISCAL UPPER OWN DONATION ADMIN OTHER"},
	{"amount", "YUAN", true, "金额（元）", "amount in yuan"}, MONEY_DOCUMENT, END};
static const struct cli_option fund_allot_options[] = {
	ORG_OPTION, {"source", "SOURCE", true, "用哪一种来源的钱", "whose money"},
	{"to", "CODE=YUAN,…", false, "下拨给谁、多少", "to whom, how much"},
	{"list", "FILE", false, "下拨清单（列：工会代码、金额）", "or a list (columns org_code, amount)"},
	{"count", "N", true, "清单共几笔（先申报，须与清单相符）", "how many lines: declared first, must match"},
	{"total", "YUAN", true, "合计多少元（须与清单相符）", "the total: declared first, must match"}, BUDGET_OPTION, MONEY_DOCUMENT, END};
static const struct cli_option fund_purchase_options[] = {
	ORG_OPTION, {"source", "SOURCE", true, "用哪一种来源的钱", "whose money"},
	{"items", "CODE=N@YUAN,…", true, "物品=数量@总价", "item=quantity@total"},
	{"invoice", "NUMBER", true, "发票代码和号码", "the invoice's code and number"},
	{"purchase", "ID", true, "哪项采购（须已两人验收）", "the purchase whose goods two people accepted"}, BUDGET_OPTION,
	{"total", "YUAN", true, "发票金额", "the invoice's total"}, MONEY_DOCUMENT, END};
static const struct cli_option fund_return_options[] = {
	ORG_OPTION, {"source", "SOURCE", true, "退回哪一种来源", "to which source"},
	{"amount", "YUAN", true, "金额（元）", "amount in yuan"}, MONEY_DOCUMENT, END};
static const struct cli_option sign_options[] = {
	{"hand", "HAND", true, "以什么身份签：checker（审核）approver（批准）treasurer（支付）", "checker, approver or treasurer"}, END};
static const struct cli_option document_reverse_options[] = {REASON_OPTION, ACT_OPTION, END};
static const struct cli_option document_exceptions_options[] = {
	{"cycle", "CODE", false, "只看这个活动", "of this cycle only"},
	{"org", "CODE", false, "只看这个工会", "of this union only"},
	{"state", "STATE", false, "made checked approved done", "made checked approved done"}, END};
static const struct cli_option document_list_options[] = {
	{"cycle", "CODE", false, "只看这个活动", "of this cycle only"},
	{"org", "CODE", false, "只看这个工会", "of this union only"},
	{"state", "STATE", false, "made checked approved done cancelled", "made checked approved done cancelled"}, END};

#define GOODS_DOCUMENT \
	ORG_OPTION, CYCLE_OPTION, ID_OPTIONS, DAY_OPTION, \
	{"items", "CODE=N,…", true, "物品=数量；现金写 cash=元", "item=quantity; cash=yuan"}, \
	{"words", "WORDS", false, "说明", "words"}
static const struct cli_option stock_kit_options[] = {
	ORG_OPTION, CYCLE_OPTION, ID_OPTIONS, DAY_OPTION,
	{"items", "KIT=N", true, "套装=数量", "kit=quantity"}, END};
static const struct cli_option stock_issue_options[] = {
	GOODS_DOCUMENT, {"to", "USER", true, "领用人", "who takes it"},
	{"source", "SOURCE", false, "现金：用哪一种来源的钱", "cash: whose money"}, BUDGET_OPTION, END};
static const struct cli_option stock_giveback_options[] = {
	GOODS_DOCUMENT, {"from", "USER", true, "交回人", "who gives it back"},
	{"budget", "CODE", false, "现金退回哪个预算项", "cash: the budget line it goes back to"}, END};
static const struct cli_option stock_transfer_options[] = {
	GOODS_DOCUMENT, {"to", "CODE", true, "调往哪个工会", "to which union"}, END};
static const struct cli_option stock_loss_options[] = {
	GOODS_DOCUMENT, {"from", "USER", false, "谁保管的（缺省：库存）", "out of whose custody (the stock)"}, END};
static const struct cli_option custody_options[] = {
	{"cycle", "CODE", false, "只看这个活动", "of this cycle only"},
	{"org", "CODE", false, "只看这个工会", "of this union only"}, END};

static const struct cli_option count_options[] = {
	ORG_OPTION, CYCLE_OPTION, ID_OPTIONS, DAY_OPTION,
	{"from", "USER", false, "盘点谁保管的（缺省：库存）", "in whose custody (the stock)"}, END};

static const struct cli_option entitle_options[] = {CYCLE_OPTION, ORG_OPTION, END};
static const struct cli_option entitle_tokens_options[] = {
	CYCLE_OPTION, ORG_OPTION,
	{"person", "PERSON", false, "只给这个人（编号见 people find）", "for this person alone (its id: people find)"},
	{"again", NULL, false, "信丢了：已发过的也换新码，旧码作废", "letters were lost: new tokens also where one was told, which no longer counts"}, END};
static const struct cli_option entitle_void_options[] = {
	CYCLE_OPTION, REASON_OPTION,
	{"benefit", "CODE", false, "只作废这一项（缺省：该活动的全部）", "this benefit only (all of the cycle)"}, END};
static const struct cli_option deliver_options[] = {
	CYCLE_OPTION,
	{"ask", NULL, false, "当面询问：已领过的会被拒绝（缺省：已发生的事实，都收下）", "asking: a second gift is refused (facts that happened are all taken)"},
	{"rejects", "OUT.xlsx", false, "把退回的行写到这个文件", "hand rejected rows back in this file"}, END};
static const struct cli_option cycle_option[] = {CYCLE_OPTION, END};
static const struct cli_option deliver_reverse_options[] = {CYCLE_OPTION, REASON_OPTION, ACT_OPTION, END};
static const struct cli_option case_close_options[] = {CYCLE_OPTION, REASON_OPTION, END};
static const struct cli_option state_options[] = {
	CYCLE_OPTION, ORG_OPTION,
	{"people", "N", false, "人数", "people"}, {"people-is", "WORD", false, "exact、more_than（余）、about（近）", "exact, more_than, about"},
	{"amount", "YUAN", false, "金额（元）", "amount in yuan"}, {"amount-is", "WORD", false, "同上", "the same"},
	{"meaning", "WORD", false, "金额含义：given（发放）、raised（筹集）", "what the amount means: given, raised"},
	{"partner", "CODE", false, "合作单位自有的慰问（R 级，计入它所属的工会）", "a partner's own giving (level R, part of the union beside which it stands)"},
	{"by", "WORD", false, "partner（本单位自报）或 union（工会代报，缺省）", "partner (it said so itself) or union (for it; default)"},
	{"words", "WORDS", false, "原文", "in its own words"}, END};
static const struct cli_option report_options[] = {
	CYCLE_OPTION, {"org", "CODE", false, "哪个工会（缺省：主办工会）", "which union (the cycle's own)"},
	{"depth", "N", false, "往下几级（缺省 1）", "so many levels below (1)"},
	{"day", "DAY", false, "哪一天的组织树", "the tree of which day"},
	{"rows", NULL, false, "列出数字背后的上报原文", "the reported rows behind the figures, word for word"}, END};
static const struct cli_option balance_options[] = {
	{"org", "CODE", false, "只看这个工会", "of this union only"},
	{"cycle", "CODE", false, "只看这个活动", "of this cycle only"},
	{"class", "WORD", false, "只看这类账户，如 fund stock custody recipient", "of this class only, such as fund stock custody recipient"}, END};
static const struct cli_option statement_options[] = {
	ORG_OPTION, {"account", "N", true, "账户号（见 ledger balance）", "the account's number (ledger balance shows it)"},
	{"from", "DAY", false, "从哪一天", "from which day"}, {"until", "DAY", false, "到哪一天", "until which day"}, END};
static const struct cli_option trial_options[] = {
	{"sum", NULL, false, "各分片合计，每类账户、每种物品一行", "one row a class and item over all shards"}, END};
static const struct cli_option demo_options[] = {
	{"scale", "N", false, "人数放大 N 倍（缺省 1）", "so many times the people (1)"},
	{"source", "DIR", false, "数据文件所在目录", "where the figures are"}, END};

static const struct cli_command core_commands[] = {
	{"init", NULL, NULL, 0, 0, init_options, CLI_NOTHING, cmd_init, "建立或升级数据库，生成密钥和第一个管理员", "make or upgrade the database, the key file and the first administrator",
	 "密钥文件 root.key 请另存一份：没有它，身份证号和备份都打不开。", "Keep a copy of root.key elsewhere: without it neither ID numbers nor backups can be opened.",
	 "songnuan init --data /srv/songnuan"},
	{"org", "import", "FILE", 1, 1, NULL, CLI_WRITE, cmd_org_import, "从 CSV 或 xlsx 导入工会", "import unions from CSV or xlsx", NULL, NULL, "songnuan org import unions.csv --as admin"},
	{"org", "show", "[CODE]", 0, 1, org_show_options, CLI_READ, cmd_org_show, "显示组织树", "show the tree of unions", NULL, NULL, "songnuan org show 150800 --depth 1"},
	{"org", "move", "CODE", 1, 1, org_move_options, CLI_WRITE, cmd_org_move, "改变上级工会（原上级和新上级两处都有“调整组织”权限的经办人）", "move a union under another, by a maker of both the union that it leaves and the one that it enters", NULL, NULL, "songnuan org move 150821 --to 150300 --as r-maker"},
	{"org", "merge", "CODE", 1, 1, org_merge_options, CLI_WRITE, cmd_org_merge, "并入另一个工会（两处的上级都有“调整组织”权限的经办人）", "merge a union into another, by a maker of the unions above both", NULL, NULL, "songnuan org merge 150821 --into 150802 --as r-maker"},
	{"org", "split", "CODE", 1, 1, org_split_options, CLI_WRITE, cmd_org_split, "从一个工会分出新的工会", "split a new union off", NULL, NULL, NULL},
	{"org", "rename", "CODE NAME", 2, 2, org_rename_options, CLI_WRITE, cmd_org_rename, "更改全称", "change the official name", NULL, NULL, NULL},
	{"org", "alias", "CODE ALIAS", 2, 2, NULL, CLI_WRITE, cmd_org_alias, "增加别名", "add an alias", NULL, NULL, "songnuan org alias 152222 科右中旗 --as li"},
	{"people", "import", "FILE", 1, 1, people_import_options, CLI_WRITE, cmd_people_import, "导入花名册（CSV、xlsx），好的收下，其余退回", "import a roster (CSV, xlsx): what is good is taken, the rest handed back", NULL, NULL, "songnuan people import 花名册.xlsx --org 150802 --category sanitation --rejects 退回.xlsx --as li"},
	{"people", "undo", "BATCH", 1, 1, NULL, CLI_WRITE, cmd_people_undo, "整批收回一次导入", "take an import back whole", NULL, NULL, NULL},
	{"people", "find", NULL, 0, 0, people_find_options, CLI_READ, cmd_people_find, "查人（显示时遮盖证件号）", "find people (identities masked)", NULL, NULL, NULL},
	{"people", "duplicates", NULL, 0, 0, people_duplicates_options, CLI_READ, cmd_people_duplicates, "列出可能重复的人", "list possible duplicates", NULL, NULL, NULL},
	{"people", "unmask", "PERSON", 1, 1, people_unmask_options, CLI_WRITE, cmd_people_unmask, "凭事由看一个完整号码（先记审计日志再显示，每小时 20 次）", "see a whole number for a purpose (on record before it is shown, 20 an hour)", NULL, NULL, "songnuan people unmask 01a20ef4-865f-7000-9e92-75dab6dbd9e3 --field phone --purpose complaint --reference 来访登记2024-17 --as li"},
	{"people", "leave", "PERSON", 1, 1, NULL, CLI_WRITE, cmd_people_leave, "从名册上去掉（已发过的记录不动）", "take off the roster (what was handed over stays)", NULL, NULL, "songnuan people leave 01a20ef4-865f-7000-9e92-75dab6dbd9e3 --as li"},
	{"people", "merge", "PERSON", 1, 1, people_merge_options, CLI_WRITE, cmd_people_merge, "两条记录是同一个人：并入另一条", "two records are one person: PERSON becomes part of the other", NULL, NULL, NULL},
	{"programme", "load", "FILE.json", 1, 1, NULL, CLI_WRITE, cmd_programme_load, "载入项目规则", "load a programme's rules", NULL, NULL, NULL},
	{"programme", "list", NULL, 0, 0, NULL, CLI_READ, cmd_programme_list, "列出项目", "list programmes", NULL, NULL, NULL},
	{"programme", "show", "CODE", 1, 1, programme_show_options, CLI_READ, cmd_programme_show, "显示项目规则", "show a programme's rules", NULL, NULL, NULL},
	{"cycle", "create", "CODE", 1, 1, cycle_create_options, CLI_WRITE, cmd_cycle_create, "建立一次活动", "create a cycle", NULL, NULL, NULL},
	{"cycle", "advance", "CODE", 1, 1, cycle_advance_options, CLI_WRITE, cmd_cycle_advance, "推进一步：审核、批准、开始、结束、审计", "one step on: checked, approved, open, closed, audited", NULL, NULL, NULL},
	{"cycle", "show", "[CODE]", 0, 1, NULL, CLI_READ, cmd_cycle_show, "显示活动", "show cycles", NULL, NULL, NULL},
	{"item", "add", "CODE", 1, 1, item_add_options, CLI_WRITE, cmd_item_add, "登记物品或套装", "register an item or a kit", NULL, NULL, "songnuan item add kit:2024-hw --name 慰问礼包 --parts rice=1,oil=1 --as wang"},
	{"item", "list", NULL, 0, 0, NULL, CLI_READ, cmd_item_list, "列出物品", "list items", NULL, NULL, NULL},
	{"fund", "matrix", "FILE.json", 1, 1, NULL, CLI_WRITE, cmd_fund_matrix, "载入“来源×用途”规则", "load the source × purpose matrix", NULL, NULL, NULL},
	{"fund", "receive", NULL, 0, 0, fund_receive_options, CLI_WRITE, cmd_fund_receive, "收到经费", "money received", NULL, NULL, NULL},
	{"fund", "allot", NULL, 0, 0, fund_allot_options, CLI_WRITE, cmd_fund_allot, "下拨给下级工会", "allot money to lower unions", NULL, NULL, NULL},
	{"fund", "purchase", NULL, 0, 0, fund_purchase_options, CLI_WRITE, cmd_fund_purchase, "采购入库", "purchase into stock", NULL, NULL, NULL},
	{"fund", "return", NULL, 0, 0, fund_return_options, CLI_WRITE, cmd_fund_return, "经费退回来源", "return money to its source", NULL, NULL, NULL},
	{"document", "sign", "ID", 1, 1, sign_options, CLI_WRITE, cmd_document_sign, "签署单据：审核、批准、支付、接收；最后一人签后入账", "sign a document; the last signature that it needs posts it", NULL, NULL, NULL},
	{"document", "accept", "ID", 1, 1, NULL, CLI_WRITE, cmd_document_accept, "签收：领用、交回、调拨由接收人签收后入账", "accept what is issued, given back or moved: the receiver's signature posts it", NULL, NULL, NULL},
	{"document", "cancel", "ID", 1, 1, NULL, CLI_WRITE, cmd_document_cancel, "撤销未完成的单据", "cancel a document that is not done", NULL, NULL, NULL},
	{"document", "reverse", "ID", 1, 1, document_reverse_options, CLI_WRITE, cmd_document_reverse, "红字更正：已完成的单据整份冲回", "take a document that is done back whole (red letters)",
	 "每一笔都反向再记一次，原单不改。钱或物已经往下走了的，先更正后面的单据。由经办人以外的批准人办理；发票号码可以再用。",
	 "Every line is posted the other way; the document itself is not edited. Where the money or the goods have gone on, take those documents back first. By an approver who did not make it; an invoice's number is free again.",
	 "songnuan document reverse 01a20ef4-85db-7000-99d7-73b15785c037 --reason 金额录错 --as r-approver"},
	{"document", "exceptions", NULL, 0, 0, document_exceptions_options, CLI_READ, cmd_document_exceptions, "交经审会看的例外：经手人少于建议、代管代审、红字更正", "the exceptions for the auditors: few hands, signed by the union above, taken back", NULL, NULL, "songnuan document exceptions --cycle hw-2024 --format xlsx -o 例外.xlsx"},
	{"document", "list", NULL, 0, 0, document_list_options, CLI_READ, cmd_document_list, "列出单据", "list documents", NULL, NULL, NULL},
	{"stock", "kit", NULL, 0, 0, stock_kit_options, CLI_WRITE, cmd_stock_kit, "按清单组装套装", "put kits together by their bill of materials", NULL, NULL, NULL},
	{"stock", "issue", NULL, 0, 0, stock_issue_options, CLI_WRITE, cmd_stock_issue, "出库给发放员（须对方签收）", "issue to a distributor, who signs for it", NULL, NULL, NULL},
	{"stock", "giveback", NULL, 0, 0, stock_giveback_options, CLI_WRITE, cmd_stock_giveback, "发放员交回", "a distributor gives back", NULL, NULL, NULL},
	{"stock", "transfer", NULL, 0, 0, stock_transfer_options, CLI_WRITE, cmd_stock_transfer, "调拨给另一个工会", "move to another union's stock", NULL, NULL, NULL},
	{"stock", "loss", NULL, 0, 0, stock_loss_options, CLI_WRITE, cmd_stock_loss, "报损核销", "write off a loss", NULL, NULL, NULL},
	{"stock", "count", "CODE=N…", 1, CLI_OPERANDS_MAX, count_options, CLI_WRITE, cmd_stock_count, "盘点：差额成为报损草稿", "count the stock: what is missing becomes a draft of a loss", NULL, NULL, NULL},
	{"stock", "custody", NULL, 0, 0, custody_options, CLI_READ, cmd_stock_custody, "谁手里还有什么", "who still holds what", NULL, NULL, NULL},
	{"entitle", "tokens", NULL, 0, 0, entitle_tokens_options, CLI_WRITE, cmd_entitle_tokens, "生成慰问信上的领取码（本人确认 A 级用），写到 -o 文件", "tokens for the letters (evidence A), into the file of -o",
	 "每个码只出现这一次，库里只存它的摘要。默认只给还没有码、也没有领过的人；-o 写 .xlsx 便于合并打印。",
	 "Each token is told this once; only its hash is kept. By default for those who have no token yet and have not had the gift; -o FILE.xlsx suits a mail merge.",
	 "songnuan entitle tokens --cycle hw-2024 --org 150802 -o 领取码.xlsx --as li"},
	{"entitle", "void", "PERSON", 1, 1, entitle_void_options, CLI_WRITE, cmd_entitle_void, "作废名额并放开限额（未领过的）", "take an entitlement back and free its cap (not delivered yet)", NULL, NULL, "songnuan entitle void 01a20ef4-865f-7000-9e92-75dab6dbd9e3 --cycle hw-2024 --reason 已离岗 --as zhao"},
	{"entitle", NULL, NULL, 0, 0, entitle_options, CLI_WRITE, cmd_entitle, "按花名册和项目规则生成领取资格", "make entitlements from rosters by the programme's rule", NULL, NULL, NULL},
	{"deliver", "reverse", "ID", 1, 1, deliver_reverse_options, CLI_WRITE, cmd_deliver_reverse, "红字更正一条发放记录（ID 为发放编号或 UUID）", "take a hand-over back (ID: its delivery_id or UUID)",
	 "物品回到发放前的保管人或库存。此人若有重复的一次，改由它算作应得的一份，相应事项随之结清。由审核人或批准人办理。",
	 "The goods go back to the custody or stock that they left. Where a double of the same gift is left it becomes the gift, and its case is closed. By a checker or approver.",
	 "songnuan deliver reverse 12 --cycle hw-2024 --reason 发错人 --as zhao"},
	{"deliver", NULL, "FILE", 1, 1, deliver_options, CLI_WRITE, cmd_deliver, "记录发放（列：delivery_id,id_number,item,quantity,level,at,by；可加 place,proxy,relation,mandate）", "record hand-overs (columns delivery_id,id_number,item,quantity,level,at,by)",
	 "分尺码的物品：item 写 coat/XL 就是 XL，写 coat 就按登记的尺码（size import）；与登记不同的照收，并报出件数。", "What has sizes: coat/XL is an XL, coat is the size that was collected (size import); another size is taken all the same and counted in the answer.",
	 "songnuan deliver 发放.csv --cycle hw-2024 --rejects 退回.xlsx --as fa"},
	{"case", "close", "CASE", 1, 1, case_close_options, CLI_WRITE, cmd_case_close, "事项有了结论：不追回，写明原因", "decide a case: the goods are not asked back, the reason is kept",
	 "追回了物品的，请改用 deliver reverse，事项自动结清。由审核人或批准人办理。",
	 "Where the goods came back use deliver reverse, which closes the case itself. By a checker or approver.",
	 NULL},
	{"case", "list", NULL, 0, 0, cycle_option, CLI_READ, cmd_cases, "列出待处理事项（重复发放等）", "list cases (gifts given twice and the like)", NULL, NULL, NULL},
	{"reported", "import", "FILE", 1, 1, cycle_option, CLI_WRITE, cmd_reported_import, "导入上报数字", "import reported figures", NULL, NULL, NULL},
	{"reported", "state", NULL, 0, 0, state_options, CLI_WRITE, cmd_reported_state, "登记上级通报的数字，或合作单位自有的慰问（--partner）", "record a figure stated from above, or a partner's own giving (--partner)", NULL, NULL, NULL},
	{"report", NULL, NULL, 0, 0, report_options, CLI_READ, cmd_report, "活动报告", "a cycle's report", NULL, NULL, "songnuan report --cycle hw-2024 --depth 2"},
	{"ledger", "balance", NULL, 0, 0, balance_options, CLI_READ, cmd_ledger_balance, "账户余额", "balances of accounts", NULL, NULL, NULL},
	{"ledger", "statement", NULL, 0, 0, statement_options, CLI_READ, cmd_ledger_statement, "账户流水", "an account's statement", NULL, NULL, NULL},
	{"ledger", "trial", NULL, 0, 0, trial_options, CLI_READ, cmd_ledger_trial, "试算平衡（不平则退出码 1）", "the trial balance (exit status 1 where it is not zero)", NULL, NULL, NULL},
	{"verify", NULL, "[db]", 0, 1, NULL, CLI_READ, cmd_verify, "从流水重算一切：余额、占用、上限、存证、覆盖数", "recompute everything from the transfers: balances, holds, caps, leaves, coverage", NULL, NULL, NULL},
	{"seal", NULL, "[TABLE]", 0, 1, NULL, CLI_WRITE, cmd_seal, "给新加封印的表的各行加封印；写表名：按现状重新加封印",
	 "seal the rows of tables that are newly sealed; with TABLE, seal that one anew as it stands",
	 "升级后 verify 提示 rows-unsealed 时用。加封印就是认可表中现有的内容：请先核对，再运行。由系统管理员办理。",
	 "For when verify says rows-unsealed after an upgrade. Sealing accepts what stands in the table: look at it first. By a system administrator.",
	 NULL},
	{"backup", NULL, "FILE", 1, 1, NULL, CLI_READ, cmd_backup, "在线备份（加密）", "an online backup, encrypted", NULL, NULL, NULL},
	{"restore", NULL, "FILE", 1, 1, NULL, CLI_NOTHING, cmd_restore, "恢复到一个空的数据目录", "restore into an empty place", NULL, NULL, NULL},
	{"demo", NULL, NULL, 0, 0, demo_options, CLI_NOTHING, cmd_demo, "演示：2024年环卫工人节慰问（人员为合成数据）", "the 2024 case, told from an empty directory (people are synthetic)", NULL, NULL, "songnuan demo --data build/demo"},
	{"man", NULL, "[GROUP]", 0, 1, NULL, CLI_NOTHING, cmd_man, "打印手册页（不写组名：总览）", "print a man page (without a group: the overview)", NULL, NULL, "songnuan man people | mandoc"},
	{0},
};

/* Each ends with a row without a group. A part of the work that has a file of its own has its rows there too. */
static const struct cli_command *const tables[] = {
	core_commands,
	cli_user_commands,
	cli_audit_commands,
	cli_partner_commands,
	cli_team_commands,
	cli_handover_commands,
	cli_cooperation_commands,
	cli_donation_commands,
	cli_attachment_commands,
	cli_closing_commands,
	cli_cycle_back_commands,
	cli_portion_commands,
	cli_visit_commands,
	cli_size_commands,
	cli_letter_commands,
	cli_honour_commands,
	cli_card_commands,
	cli_payout_commands,
	cli_action_commands,
	cli_copy_commands,
	cli_budget_commands,
	cli_purchase_commands,
	cli_serve_commands,
	cli_oidc_commands,
	cli_post_commands,
	cli_log_commands,
	cli_receipt_commands,
	NULL,
};
/* clang-format on */

bool cli_next_command(struct cli_cursor *c)
{
	c->at = c->at ? c->at + 1 : tables[0];
	while (!c->at->group) {
		if (!tables[c->table + 1])
			return false;
		c->at = tables[++c->table];
	}
	return true;
}
