#ifndef SN_BASE_REASONS_HONOUR_H
#define SN_BASE_REASONS_HONOUR_H
/* reasons_honour: refusals about honours; the shape is told in base/reasons.h. */

/* clang-format off */
#define SN_REASONS_HONOUR(X) \
	X(HONOUR_SUBJECT,   INVALID,   "honour_subject",   "荣誉属于谁要写明一个，只写一个：--person 人员编号、--union 工会、--partner 合作单位 或 --station 驿站名称", "say whose honour it is, of one alone: --person ID, --union CODE, --partner CODE or --station NAME") \
	X(HONOUR_KIND,      INVALID,   "honour_kind",      "“{field}”应是 person、union、partner、station 之一（个人、工会、单位、驿站）", "{field} is to be one of person, union, partner, station") \
	X(HONOUR_LEVEL,     INVALID,   "honour_level",     "“{field}”应是 national、region、league、county、unit 之一（全国、自治区、盟市、旗县、单位）；不知道就不填", "{field} is to be one of national, region, league, county, unit; leave it out where it is not known") \
	X(HONOUR_YEAR,      INVALID,   "honour_year",      "年份应在 {0} 至 {1} 之间；不知道就不填", "the year is to be from {0} to {1}; leave it out where it is not known") \
	X(HONOUR_OUTSIDE,   INVALID,   "honour_outside",   "获得荣誉的人或工会不属于登记的工会；请由所属工会或它的上级登记", "who is honoured does not belong to the union that enters it; let their own union or one above do it") \
	X(HONOUR_CODE,      INVALID,   "honour_code",      "驿站代码应是 1 至 {0} 个小写字母、数字、点或连字符", "a station's code is 1 to {0} small letters, digits, dots or hyphens") \
	X(HONOUR_STATION,   CONFLICT,  "honour_station",   "驿站代码 {text} 已用于另一个驿站；请核对驿站名称和代码", "the station code {text} is another station's; check name and code") \
	X(HONOUR_DIFFERS,   CONFLICT,  "honour_differs",   "这个编号的荣誉已登记，但内容不同；请换一个编号", "an honour of this id is there with other content; use another id") \
	X(HONOUR_TWICE,     CONFLICT,  "honour_twice",     "同样的荣誉已经登记（编号 {text}），不重复登记；若是另一次，请写明年份、级别、授予单位或文号", "the same honour is recorded already (id {text}) and is not counted twice; where it is another one, tell its year, level, giver or document") \
	X(HONOUR_WITHDRAWN, CONFLICT,  "honour_withdrawn", "这项荣誉已于 {day0} 撤销，原因与此不同", "this honour was withdrawn on {day0} for another reason") \
	X(NO_SUCH_HONOUR,   NOT_FOUND, "no_such_honour",   "没有这项荣誉；请用 honour list 核对编号", "there is no such honour; check its id with honour list") \
	/* end of the list */

/* clang-format on */
#endif
