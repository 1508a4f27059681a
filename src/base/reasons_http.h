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
	/* end of the list */

/* clang-format on */
#endif
