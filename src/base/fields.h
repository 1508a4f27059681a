#ifndef SN_BASE_FIELDS_H
#define SN_BASE_FIELDS_H
/* fields: the Chinese word of every field that a refusal can name ({field} of base/reasons.h).
 *
 *   shape   X("word", "zh"): the word is what files, options and JSON call it and what an English sentence shows.
 *   rule    a field that SN_FAIL() or a parser is given stands here (tools/check-fields.sh); several parts of the program
 *           may use one word, so the Chinese suits all of them. */

/* clang-format off */
#define SN_FIELDS(X) \
	X("is",                  "数字性质") \
	X("years",               "年份") \
	X("value",               "数字") \
	X("measure",             "指标") \
	X("first-year",          "起始年份") \
	X("--as",               "--as（操作人）") \
	X("--data",             "--data（数据位置）") \
	X("--keys",             "--keys（密钥文件）") \
	X("account",            "账户") \
	X("alias",              "简称") \
	X("aliases",            "简称") \
	X("amount",             "金额") \
	X("amount-is",          "金额性质") \
	X("amount_fen",         "金额（分）") \
	X("amount_is",          "金额性质") \
	X("amount_meaning",     "金额含义") \
	X("amount_yuan",        "金额（元）") \
	X("at",                 "时间") \
	X("attachment", "附件") \
	X("basis", "估价依据") \
	X("batch",              "批次编号") \
	X("by",                 "发放人") \
	X("bytes", "大小") \
	X("caption", "图片说明") \
	X("case",               "事项编号") \
	X("category",           "类别") \
	X("children",           "划归的下级工会") \
	X("code",               "代码") \
	X("confirmed",          "名称已确认") \
	X("consent", "本人同意") \
	X("count",              "笔数") \
	X("cycle",              "活动") \
	X("cycle_no",           "活动") \
	X("data",               "数据") \
	X("day",                "日期") \
	X("declared_count",     "声明的笔数") \
	X("declared_total_fen", "声明的合计") \
	X("dek",                "密钥") \
	X("delivery_id",        "发放编号") \
	X("depth",              "级数") \
	X("document",           "单据编号") \
	X("document_id",        "单据编号") \
	X("donation", "捐赠") \
	X("donor", "捐赠人") \
	X("employer",           "用人单位") \
	X("file",               "文件") \
	X("from",               "起") \
	X("hands",              "人数") \
	X("holder",             "保管人") \
	X("household",          "户号") \
	X("id",                 "编号") \
	X("id_number",          "身份证号") \
	X("into",               "并入的工会") \
	X("invoice",            "发票号码") \
	X("item",               "物品") \
	X("item_no",            "物品") \
	X("items",              "物品清单") \
	X("joint_with",        "牵头工会代码") \
	X("keys",               "密钥") \
	X("kind",               "类型") \
	X("level",              "级别") \
	X("list",               "清单") \
	X("login",              "登录名") \
	X("lot_no",             "批次") \
	X("meaning",           "金额含义") \
	X("name",               "名称") \
	X("named",              "实名人数") \
	X("order",              "排序") \
	X("org",                "工会") \
	X("org_code",           "工会代码") \
	X("org_name",           "工会名称") \
	X("org_no",             "工会") \
	X("output",             "-o（输出文件）") \
	X("parent",             "上级代码") \
	X("partner",           "合作单位") \
	X("partner_code",      "合作单位代码") \
	X("parts",              "套装清单") \
	X("people",             "人数") \
	X("people-is",          "人数性质") \
	X("period", "期间") \
	X("person",             "人员编号") \
	X("phone",              "电话") \
	X("post",               "岗位") \
	X("programme-facts.csv", "programme-facts.csv") \
	X("purpose",            "用途") \
	X("qty",                "数量") \
	X("quantity",           "数量") \
	X("reason",             "原因") \
	X("receiver",           "接收人") \
	X("recipients",         "人数") \
	X("report",             "报告") \
	X("reported_by",       "报送方") \
	X("reverses_id",        "被更正的一笔") \
	X("role",              "角色") \
	X("rows",               "行数") \
	X("scale",              "倍数") \
	X("scope",              "范围") \
	X("sealed", "密封内容") \
	X("sha256", "文件指纹") \
	X("site",               "作业点") \
	X("size",               "尺码") \
	X("source",             "资金来源") \
	X("standard_fen",       "标准金额") \
	X("team",               "班组") \
	X("to",                 "去向") \
	X("token",              "领取码") \
	X("total",              "合计") \
	X("unit",               "计量单位") \
	X("until",              "止") \
	X("uscc",               "统一社会信用代码") \
	X("user",               "用户") \
	X("value_fen",          "金额") \
	X("version",            "版本") \
	X("why",                "原因") \
	X("words",              "说明") \
	X("workplace",          "用工单位") \
	X("year",               "年度") \
	/* end of the list */

/* clang-format on */
#endif
