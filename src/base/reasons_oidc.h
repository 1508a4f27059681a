#ifndef SN_BASE_REASONS_OIDC_H
#define SN_BASE_REASONS_OIDC_H
/* reasons_oidc: refusals of signing in by another service (OpenID Connect); the shape is told in base/reasons.h.
 * Each list ends in a comment, so that every line in it looks the same and both sides of a merge can be kept. */

/* clang-format off */
#define SN_REASONS_OIDC(X) \
	X(OIDC_NO_PROVIDER,    NOT_FOUND, "oidc_no_provider",    "没有这个统一登录服务，或已停用", "there is no such sign-in service, or it is no longer used") \
	X(OIDC_PROVIDER_EXISTS, CONFLICT, "oidc_provider_exists", "已有这个代码的统一登录服务；要改设置请先停用它，再用新代码添加", "there is a sign-in service of this code; to change its settings, remove it and add it under a new code") \
	X(OIDC_TOO_MANY,       LIMIT,     "oidc_too_many",       "统一登录服务最多 {0} 个；请先停用不用的", "there are at most {0} sign-in services; remove one that is not used") \
	X(OIDC_BAD_CODE,       INVALID,   "oidc_bad_code",       "代码应是 1 到 {0} 个小写字母、数字或连字符，以字母开头", "a code has 1 to {0} small letters, digits or hyphens and starts with a letter") \
	X(OIDC_BAD_ISSUER,     INVALID,   "oidc_bad_issuer",     "应是 https:// 开头的地址，与服务方公布的 issuer 一字不差，不带问号、井号、用户名；http 只能用于本机", "write the issuer exactly as the service publishes it: an https:// address without query, fragment or user name; http for this machine only") \
	X(OIDC_BAD_HOST,       INVALID,   "oidc_bad_host",       "应是主机名，或 主机名:端口，用空格隔开，最多 {0} 字节", "give host names, or host:port, separated by blanks, {0} bytes at most") \
	X(OIDC_BAD_VALUE,      INVALID,   "oidc_bad_value",      "空、太长（最多 {0} 字节）或含有不能用的字符；请核对服务方给您的内容", "empty, too long (at most {0} bytes) or with characters that cannot be; compare it with what the service gave you") \
	X(OIDC_NO_ORIGIN,      REFUSES,   "oidc_no_origin",      "服务器不知道自己对外的地址，不能用统一登录；请系统管理员启动服务时给出 --origin https://…", "the server does not know its public address, which signing in by a service needs; start it with --origin https://…") \
	X(OIDC_DOWN,           DOWN,      "oidc_down",           "统一登录服务没有应答；请过几秒再试，或用用户名和密码登录", "the sign-in service does not answer; try again in some seconds, or use login and password") \
	X(OIDC_MISCONFIGURED,  DOWN,      "oidc_misconfigured",  "统一登录服务公布的设置不能用（{text}）；请系统管理员与服务方核对", "what the sign-in service publishes cannot be used ({text}); the system administrator should look into it with the service") \
	X(OIDC_ATTEMPT_GONE,   DENIED,    "oidc_attempt_gone",   "这次登录已过期、已用过，或不是从这个浏览器开始的；请回到登录页重新点一次", "this sign-in has expired, was used, or did not begin in this browser; start again from the sign-in page") \
	X(OIDC_CANCELLED,      DENIED,    "oidc_cancelled",      "统一登录服务没有让您登录，或您取消了；请再试一次，或用用户名和密码登录", "the sign-in service did not let you in, or you cancelled; try again, or use login and password") \
	X(OIDC_REFUSED,        DENIED,    "oidc_refused",        "没有登录成功：统一登录服务的答复没有通过核对；请再试一次，仍不行请告诉系统管理员", "not signed in: the answer of the sign-in service did not pass the checks; try again, and tell the system administrator if it stays so") \
	X(OIDC_CODE_REFUSED,   DENIED,    "oidc_code_refused",   "统一登录服务没有接受换取凭证的请求；请系统管理员核对客户端编号和密钥", "the sign-in service did not accept the exchange; the system administrator should check client id and secret") \
	X(OIDC_TOKEN_FORM,     DENIED,    "oidc_token_form",     "凭证的格式不对", "the token is not of the form that it must have") \
	X(OIDC_TOKEN_ALGORITHM, DENIED,   "oidc_token_algorithm", "凭证的签名算法不在允许之列（只认 ES256、RS256）", "the token is signed by an algorithm that is not allowed (only ES256 and RS256 are)") \
	X(OIDC_TOKEN_KEY,      DENIED,    "oidc_token_key",      "签凭证的密钥不是服务方公布的", "the token's key is none that the service publishes") \
	X(OIDC_TOKEN_SIGNATURE, DENIED,   "oidc_token_signature", "凭证的签名不对", "the token's signature is wrong") \
	X(OIDC_TOKEN_ISSUER,   DENIED,    "oidc_token_issuer",   "凭证不是这个服务签发的", "the token was not issued by this service") \
	X(OIDC_TOKEN_AUDIENCE, DENIED,    "oidc_token_audience", "凭证不是签发给本系统的", "the token was not issued for this system") \
	X(OIDC_TOKEN_TIME,     DENIED,    "oidc_token_time",     "凭证已过期或时间不对；请核对两边的时钟", "the token has expired or its times are wrong; compare both clocks") \
	X(OIDC_TOKEN_NONCE,    DENIED,    "oidc_token_nonce",    "凭证不属于这次登录", "the token does not belong to this sign-in") \
	X(OIDC_TOKEN_SUBJECT,  DENIED,    "oidc_token_subject",  "凭证里没有可用的账号标识；请系统管理员核对“账号标识”的设置", "the token names no account that can be used; the system administrator should check which claim is set") \
	X(OIDC_UNLINKED,       DENIED,    "oidc_unlinked",       "您在那边的账号还没有和本系统的用户关联：请先用用户名和密码登录，在“我的账户”里点“关联”；没有密码的，请安全管理员办理", "your account there is not linked to a user here: sign in by login and password and link it on your account's page; without a password, ask the security administrator") \
	X(OIDC_LINKED_ALREADY, CONFLICT,  "oidc_linked_already", "这个用户已关联该服务的一个账号；要换请先解除关联", "the user is linked to an account of this service already; cut that link first") \
	X(OIDC_LINKED_TO_ANOTHER, CONFLICT, "oidc_linked_to_another", "那边的这个账号已关联另一个用户；请安全管理员先解除", "this account of the service is linked to another user; the security administrator cuts that link first") \
	X(OIDC_NO_LINK,        NOT_FOUND, "oidc_no_link",        "没有这个关联，或已解除", "there is no such link, or it was cut") \
	X(OIDC_LINKS_HIMSELF,  CONFLICT,  "oidc_links_himself",  "对方已有密码，一个人不能替他关联；请他登录后在“我的账户”里自己关联", "the user has a password, so nobody links for him alone; he signs in and links on his account's page") \
	/* end of the list */

/* clang-format on */
#endif
