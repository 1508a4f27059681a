#ifndef SN_BASE_REASONS_LETTER_H
#define SN_BASE_REASONS_LETTER_H
/* reasons_letter: refusals about letters 慰问信; the shape is told in base/reasons.h. */

/* clang-format off */
#define SN_REASONS_LETTER(X) \
	X(LETTER_CODE,        INVALID,   "letter_code",        "慰问信代码应是 1 至 {0} 个小写字母、数字、点或连字符，如 hw-2024", "a letter's code is 1 to {0} small letters, digits, dots or hyphens, such as hw-2024") \
	X(LETTER_LANG,        INVALID,   "letter_lang",        "“{field}”应是 zh（中文）、mn（蒙古文）、en（英文）之一", "{field} is to be one of zh, mn, en") \
	X(LETTER_WAY,         INVALID,   "letter_way",         "“{field}”应是 name（每人一封）或 team（每班组一封）", "{field} is to be name (one a person) or team (one a team)") \
	X(LETTER_PLACEHOLDER, INVALID,   "letter_placeholder", "正文这一行有不认识的占位符；只能用 {name} {team} {union} {year} {item}，请改正", "this line of the text has a placeholder that is not known; use {name} {team} {union} {year} {item} only") \
	X(LETTER_CONTROL,     INVALID,   "letter_control",     "正文这一行有看不见的控制字符；请在纯文本编辑器里重打这一行", "this line of the text has an invisible control character; type that line again in a plain text editor") \
	X(LETTER_LONG,        LIMIT,     "letter_long",        "正文有 {0} 个字、{1} 行，一页纸放不下（最多 {2} 个字、36 行）；请缩短", "the text has {0} characters in {1} lines, more than a page holds ({2} characters, 36 lines); shorten it") \
	X(LETTER_SCRIPT,      INVALID,   "letter_script",      "正文的文字与所写的语言不符：蒙古文信用传统蒙古文（不用西里尔字母），中文信用汉字，英文信用拉丁字母；请核对文件", "the text is not in the script of its language: Mongolian in the traditional script (no Cyrillic), Chinese in characters, English in Latin letters; check the file") \
	X(LETTER_ELSEWHERE,   CONFLICT,  "letter_elsewhere",   "代码 {text} 在本次活动中已由另一个工会使用；请换一个代码", "the code {text} is another union's in this cycle; choose another") \
	X(LETTER_OUTSIDE,     INVALID,   "letter_outside",     "“{text}”不在这封慰问信的工会范围内；请用本工会自己的慰问信，或核对工会代码", "{text} does not belong to the unions of this letter; use one of its own, or check the code") \
	X(LETTER_UNCHECKED,   CONFLICT,  "letter_unchecked",   "{text} 还没有审核过的版本，不能印；请由另一个人先 letter check", "no version of {text} has been checked, so it cannot be printed; let another person check it first (letter check)") \
	X(LETTER_OWN_TEXT,    DENIED,    "letter_own_text",    "自己登记的慰问信不能自己审核；请由另一个人核对样稿后审核", "nobody checks a letter that he entered himself; let another person read the proof and check it") \
	X(LETTER_TO_ONE,      CONFLICT,  "letter_to_one",      "正文里有 {name}，是写给一个人的；按班组印请另备一份不含 {name} 的正文", "the text has {name}, so it speaks to one person; to print by team, enter a text without {name}") \
	X(LETTER_NOBODY,      NOT_FOUND, "letter_nobody",      "这个范围内没有可印的人：没有名额，或不在班组里；请先生成名额，或核对工会和班组", "there is nobody to print for: no entitlements, or nobody in a team; entitle first, or check union and team") \
	X(LETTER_MANY,        LIMIT,     "letter_many",        "这个范围有 {0} 个以上的名额，一次最多印这么多；请按下级工会或班组分批印", "more than {0} entitlements, which is the most that is printed at once; print by union below or by team") \
	X(NO_SUCH_LETTER,     NOT_FOUND, "no_such_letter",     "本次活动没有这封慰问信（代码、语言、版本）；请用 letter list 核对", "this cycle has no such letter (code, language, version); see letter list") \
	/* end of the list */

/* clang-format on */
#endif
