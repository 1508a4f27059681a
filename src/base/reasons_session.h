#ifndef SN_BASE_REASONS_SESSION_H
#define SN_BASE_REASONS_SESSION_H
/* reasons_session: refusals of signing in; the shape is told in base/reasons.h.
 * Each list ends in a comment, so that every line in it looks the same and both sides of a merge can be kept. */

/* clang-format off */
#define SN_REASONS_SESSION(X) \
	X(SIGNIN_WRONG,       DENIED,    "signin_wrong",        "登录名或密码不对；连续输错 5 次后每次都要多等一会儿，忘记密码请找安全管理员", "login or password is wrong; after five failures each try waits longer; ask the security administrator if it is forgotten") \
	X(SIGNIN_LOCKED,      RATE,      "signin_locked",       "连续输错太多次；请等 {0} 秒再试", "too many failures in a row; wait {0} seconds and try again") \
	X(PASSWORD_WRONG,     DENIED,    "password_wrong",      "现在的密码不对", "the present password is wrong") \
	X(PASSWORD_TWICE,     USAGE,     "password_twice",      "两次输入的不一样；请重新输入", "the two were not the same; type it again") \
	X(PASSWORD_FIRST,     DENIED,    "password_first",      "这个密码是别人设的；请先改成自己的", "somebody else chose this password; choose your own first") \
	X(PASSWORD_SAME,      INVALID,   "password_same",       "新密码和现在的一样；请换一个", "the new password is the present one; choose another") \
	X(BAD_PASSWORD,       INVALID,   "bad_password",        "密码要有 {0} 到 {1} 个字符，可以用汉字、空格组成一句话", "a password has {0} to {1} characters; a sentence with blanks is fine") \
	X(PASSWORD_COMMON,    INVALID,   "password_common",     "这个密码太容易猜：不要用常见词、连号、日期、手机号、重复字符拼成；请换几个不相干的词", "this password is easily guessed: common words, runs, dates, phone numbers and repeats do not count; take some words that have nothing to do with each other") \
	X(PASSWORD_HAS_LOGIN, INVALID,   "password_has_login",  "密码里不能有自己的登录名或姓名", "a password does not contain its user's login or name") \
	X(PASSWORD_IS_SET,    CONFLICT,  "password_is_set",     "对方已有密码，一个人不能替他改；请用“重置密码”，由两个人办理", "the user has a password, which nobody changes for him alone; use a reset, which takes two people") \
	X(SECOND_FACTOR_MISSING, DENIED, "second_factor_missing", "请用二次验证（验证器或一次性验证码）", "use the second factor: the authenticator or a code of the paper list") \
	X(NO_SECOND_FACTOR,   CONFLICT,  "no_second_factor",    "还没有设置二次验证；请先设置", "there is no second factor yet; take one first") \
	X(SECOND_FACTOR_IS_SET, CONFLICT, "second_factor_is_set", "对方已有二次验证，一个人不能替他换；请用“重置密码”并选择同时清除二次验证，由两个人办理", "the user has a second factor, which nobody replaces for him alone; use a reset that drops it, which takes two people") \
	X(CODE_WRONG,         DENIED,    "code_wrong",          "验证码不对或已失效；请核对后再试", "the code is wrong or no longer holds; look again and try once more") \
	X(CODE_USED,          DENIED,    "code_used",           "这个验证码用过了；请等验证器换下一个，或用下一个一次性码", "this code was used; wait for the authenticator's next one, or take the next of the list") \
	X(STEP_UP_NEEDED,     DENIED,    "step_up_needed",      "这件事要先再次验证身份（5 分钟内有效）", "prove yourself again first; it then holds for five minutes") \
	X(NO_SUCH_SESSION,    NOT_FOUND, "no_such_session",     "没有这个会话，或已退出", "there is no such session, or it has ended") \
	X(SETUP_DONE,         CONFLICT,  "setup_done",          "系统已有管理员设了密码，不再生成初始设置码", "an administrator has a password already; there is no set-up code any more") \
	X(NO_SUCH_RESET,      NOT_FOUND, "no_such_reset",       "没有这个重置申请，或已过期、已用过", "there is no such reset, or it has expired or was used") \
	X(RESET_NOT_CONFIRMED, DENIED,   "reset_not_confirmed", "这个重置码还没有第二个人确认；请另一位管理员或本工会的批准人确认后再用", "nobody has confirmed this reset yet; another administrator or an approver of the union does it first") \
	X(RESET_NEEDS_ANOTHER, DENIED,   "reset_needs_another", "重置要由另一个人确认：不是申请的人，也不是本人", "a reset is confirmed by another person: neither who asked for it nor the user") \
	X(RESET_FOR_ONESELF,  DENIED,    "reset_for_oneself",   "不能给自己申请重置；请由另一位安全管理员办理", "nobody asks for a reset of his own; let another security administrator do it") \
	X(KEY_WRONG,          DENIED,    "key_wrong",           "密钥验证没有通过；请用登记过的密钥再试一次，或改用验证码", "the security key’s answer does not hold; try again with a key that you have added, or use a code") \
	X(KEY_ASKED_BEFORE,   CONFLICT,  "key_asked_before",    "这次密钥验证已过期或已用过；请重新开始", "this question to the key has expired or was answered; begin again") \
	X(KEY_ORIGIN,         DENIED,    "key_origin",          "密钥只能在 {text} 使用；请打开这个网址，当心仿冒网站", "security keys work at {text} only; open that address, and beware of pages that imitate it") \
	X(KEY_UNVERIFIED,     DENIED,    "key_unverified",      "这把密钥登记时验证过指纹、面容或 PIN；请再验证一次", "this key knew your finger, face or PIN when it was added; let it ask for it again") \
	X(KEY_COUNTER,        DENIED,    "key_counter",         "这把密钥的计数倒退了，可能有人复制了它；请改用验证码登录，移除这把密钥并报告安全管理员", "this key counts backwards, so there may be a copy of it; use a code, remove the key and tell the security administrator") \
	X(KEY_UNFIT,          INVALID,   "key_unfit",           "这把密钥用的算法不支持（支持 EdDSA、ES256、RS256）；请换一把", "this key’s algorithm is not taken (EdDSA, ES256, RS256 are); use another key") \
	X(KEY_TAKEN,          CONFLICT,  "key_taken",           "这把密钥已经登记过了", "this key has been added already") \
	X(KEY_MANY,           LIMIT,     "key_many",            "每人最多登记 {0} 把密钥；请先移除不用的", "one person has {0} keys at most; remove one that is not used") \
	X(BAD_KEY_NAME,       INVALID,   "bad_key_name",        "请给密钥起个名字，最多 {0} 个字", "give the key a name of at most {0} characters") \
	X(NO_SUCH_KEY,        NOT_FOUND, "no_such_key",         "没有这把密钥，或已移除；请刷新列表", "there is no such key, or it was removed; read the list again") \
	X(NO_KEY,             CONFLICT,  "no_key",              "没有在 {text} 登记过的密钥；请用验证码或备用码", "no key has been added at {text}; use the authenticator or a paper code") \
	X(SITE_UNKNOWN,       CONFLICT,  "site_unknown",        "服务器还不知道自己的网址，不能用密钥；请系统管理员用 serve --site https://域名 启动", "the server has not been told its address, so keys cannot be used; start it with serve --site https://NAME") \
	X(BAD_SITE,           USAGE,     "bad_site",            "网址应像 https://care.example.cn：https、小写域名（不能是 IP）、不带路径", "an address is like https://care.example.cn: https, a name in small letters (no number), no path") \
	X(LAST_FACTOR,        CONFLICT,  "last_factor",         "这是您最后一种二次验证，而您的职责必须有；请先添加另一种，再移除这一种", "this is your last second factor, and your roles ask for one; take another first, then drop this one") \
	/* end of the list */

/* clang-format on */
#endif
