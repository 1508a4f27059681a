/* Refusals as RFC 9457 problem documents: one form for all of them. */
#include "http/api_priv.h"

static void words_out(struct json_out *o, const char *key, struct sn_err why, enum lang lang)
{
	char words[1024];
	sn_err_words(why, lang, words, sizeof words);
	json_out_text(o, key, str_of(words));
}

static void problem_begin(struct json_out *o, struct sn_err why, enum lang lang)
{
	const char *word = sn_reason_word(why.reason);
	char type[96];
	(void)snprintf(type, sizeof type, "/problems/%s", word);
	json_out_object(o, NULL);
	json_out_text(o, "type", str_of(type));
	words_out(o, "title", why, lang);
	json_out_int(o, "status", problem_status(why));
	json_out_text(o, "code", str_of(word));
	if (why.field)
		json_out_text(o, "field", str_of(why.field));
	if (why.row > 0)
		json_out_int(o, "row", why.row);
}

/* HTTP has statuses of its own for what is a refusal like any other elsewhere. */
int problem_status(struct sn_err why)
{
	if (why.reason == SN_R_SIGN_IN_FIRST)
		return 401;
	if (why.reason == SN_R_METHOD_NOT_ALLOWED)
		return 405;
	if (why.reason == SN_R_TOO_SLOW)
		return 408;
	if (why.reason == SN_R_TARGET_TOO_LONG)
		return 414;
	if (why.reason == SN_R_HEADERS_TOO_LARGE)
		return 431;
	return sn_err_http_status(why);
}

void problem_out(struct json_out *o, const struct api_call *k, struct sn_err why)
{
	problem_begin(o, why, k->q.lang);
	if (k->errors.count > 0) {
		json_out_array(o, "errors");
		for (size_t i = 0; i < k->errors.count; i++) {
			json_out_object(o, NULL);
			json_out_text(o, "path", str_of(k->errors.list[i].path));
			json_out_text(o, "code",
				      str_of(sn_reason_word(k->errors.list[i].why.reason)));
			words_out(o, "title", k->errors.list[i].why, k->q.lang);
			json_out_end(o);
		}
		json_out_end(o);
	}
	json_out_end(o);
}

struct str api_problem(struct arena *mem, struct sn_err why, enum lang lang, struct str instance)
{
	struct buf *buf = buf_new(PROBLEM_BYTES_MAX);
	struct str text = STR_NULL;
	if (!buf)
		return text;
	struct json_out o = json_out_buf(buf, false);
	problem_begin(&o, why, lang);
	if (!str_is_null(instance))
		json_out_text(&o, "instance", instance);
	json_out_end(&o);
	if (!sn_failed(json_out_done(&o)))
		text = arena_str(mem, buf_str(buf));
	buf_free(buf);
	return text;
}
