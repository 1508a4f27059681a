#ifndef SN_BASE_REASONS_HTTP_H
#define SN_BASE_REASONS_HTTP_H
/* reasons_http: refusals of the server and its API; the shape is told in base/reasons.h.
 * Each list ends in a comment, so that every line in it looks the same and both sides of a merge can be kept. */

/* clang-format off */
#define SN_REASONS_HTTP(X) \
	X(NO_SUCH_ROUTE,       NOT_FOUND, "no_such_route",       "没有这个地址；接口清单见 /api/v1/openapi.json", "there is nothing at this address; /api/v1/openapi.json lists what there is") \
	X(METHOD_NOT_ALLOWED,  USAGE,     "method_not_allowed",  "这个地址不接受这种请求方法；请看答复头 Allow", "this address does not take this method; see the header Allow") \
	X(BAD_TARGET,          INVALID,   "bad_target",          "地址中的参数有误：编码、重复或过多；请逐个检查", "the parameters of the address are wrong: encoding, given twice or too many; check each of them") \
	X(BAD_CURSOR,          INVALID,   "bad_cursor",          "翻页标记不是这份清单给出的；请从第一页重新开始", "the page's cursor is not one that this list gave; start from the first page") \
	X(BAD_WORD,            INVALID,   "bad_word",            "不在可选的值之内；可选：{text}", "not one of the values that there are: {text}") \
	X(OUT_OF_RANGE,        INVALID,   "out_of_range",        "超出允许的范围：{0} 到 {1}", "outside the range: {0} to {1}") \
	X(SIGN_IN_FIRST,       DENIED,    "sign_in_first",       "请先登录", "sign in first") \
	X(SECOND_FACTOR_FIRST, DENIED,    "second_factor_first", "请先完成第二步验证", "give the second factor first") \
	X(CSRF_MISSING,        DENIED,    "csrf_missing",        "请求缺少防伪标记；请刷新页面再试", "the request lacks the page's token; reload the page and try again") \
	X(IDEMPOTENCY_KEY_MISSING, INVALID, "idempotency_key_missing",       "写入请求要带 Idempotency-Key 头（1 到 64 个可见字符），重试时用同一个", "a write carries the header Idempotency-Key (1 to 64 visible characters), the same one at every retry") \
	X(IDEMPOTENCY_DIFFERS, LIMIT,     "idempotency_differs", "这个 Idempotency-Key 已用于内容不同的请求；新请求请用新的", "this Idempotency-Key was used for another request; give a new one to a new request") \
	X(TOO_SLOW,            INVALID,   "too_slow",            "请求在 {0} 秒内没有发完；请检查网络后重试", "the request was not complete within {0} seconds; check the line and try again") \
	X(SERVER_BUSY,         RATE,      "server_busy",         "服务器正忙；请过 {0} 秒再试", "the server is busy; try again in {0} seconds") \
	X(SERVER_STOPS,        DOWN,      "server_stops",        "服务器正在停止；请稍后重试", "the server is stopping; try again in a moment") \
	X(EXPORT_LIMIT,        LIMIT,     "export_limit",        "这份清单超过 {0} 行，不能一次导出；请加筛选条件", "the list has more than {0} rows and is not exported at once; filter it") \
	X(BAD_REQUEST,         INVALID,   "bad_request",         "请求不合 HTTP 规范：{text}", "the request is not as HTTP asks: {text}") \
	X(TARGET_TOO_LONG,     TOO_LARGE, "target_too_long",     "地址太长：最多 {0} 字节；请减少筛选条件", "the address is too long: at most {0} bytes; use fewer filters") \
	X(HEADERS_TOO_LARGE,   TOO_LARGE, "headers_too_large",   "请求头太多或太大：最多 {0} 个、共 {1} 字节；请清除浏览器中本站的数据后再试", "the request's headers are too many or too large: at most {0}, {1} bytes in all; clear what the browser keeps of this site and try again") \
	X(BODY_TOO_LARGE,      TOO_LARGE, "body_too_large",      "请求内容太大：这个地址最多收 {0} 字节；请分几次提交", "the request's body is too large: this address takes at most {0} bytes; send it in parts") \
	X(BODY_UNWANTED,       TOO_LARGE, "body_unwanted",       "这个地址不接受请求内容；请不带内容再发", "this address takes no body; send the request without one") \
	X(ORIGIN_FOREIGN,      DENIED,    "origin_foreign",      "请求来自别的网站，未予受理；请在本系统的页面上操作", "the request came from another site and was not taken; act on this system's own pages") \
	X(ENROL_FIRST,         DENIED,    "enrol_first",         "您的角色须有第二步验证；请先登记验证器", "your roles ask for a second factor; enrol an authenticator first") \
	X(TOO_MANY_REQUESTS,   RATE,      "too_many_requests",   "请求过于频繁；请过 {0} 秒再试", "too many requests; try again in {0} seconds") \
	X(CANNOT_LISTEN,       USAGE,     "cannot_listen",       "不能在 {text} 上监听：地址被占用或写法有误（应为 127.0.0.1:8080 一类）", "cannot listen at {text}: it is taken or not written as 127.0.0.1:8080") \
	X(TLS_NEEDED,          USAGE,     "tls_needed",          "本机以外可达的地址须用 TLS：给出 --tls-cert 与 --tls-key，或明确用 --insecure-http", "an address that others reach needs TLS: give --tls-cert and --tls-key, or say --insecure-http") \
	X(BAD_CERTIFICATE,     USAGE,     "bad_certificate",     "证书或私钥不能用：{text}", "the certificate or its key cannot be used: {text}") \
	X(JOB_CANCELLED,       CONFLICT,  "job_cancelled",       "已按要求取消；没有写入任何内容", "cancelled as asked; nothing was written") \
	X(NO_SUCH_JOB,         NOT_FOUND, "no_such_job",         "没有这项进行中的工作，或它已结束", "there is no such work, or it has ended") \
	X(TOO_MANY_STREAMS,    RATE,      "too_many_streams",    "打开的页面太多（每次登录最多 {0} 个实时连接）；请关闭几个", "too many pages are open (at most {0} live connections of one session); close some") \
	X(STORE_NOT_READY,     DOWN,      "store_not_ready",     "数据库暂不可用；请稍后再试", "the database is not available; try again in a moment") \
	/* end of the list */

/* clang-format on */
#endif
