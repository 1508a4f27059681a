#include "ledger/fund.h"

#include "base/json.h"
#include "ledger/goods_sql.h"

#include <assert.h>

/* ---- parsing, pure ---- */

/* A copy in the arena: the document is freed when it has been read. */
static struct sn_err text_of(struct arena *mem, const struct json_value *v, const char *key,
			     struct str *out)
{
	struct str there = STR_NULL;
	SN_TRY(json_get_text(v, key, &there));
	*out = arena_str(mem, there);
	return str_is_null(*out) ? SN_FAIL(OUT_OF_MEMORY) : SN_SUCCESS;
}

static struct sn_err value_bad(const struct json_value *v, const char *key)
{
	char path[64];
	json_path(v, path, sizeof path);
	return sn_err_with_text(SN_FAIL(MATRIX_VALUE, .field = key), "%s.%s", path, key);
}

static struct sn_err source_of(const struct json_value *rule, enum fund_source *out)
{
	struct str word = STR_NULL;
	SN_TRY(json_get_text(rule, "source", &word));
	for (int s = FUND_NONE + 1; s < FUND_SOURCES_COUNT; s++)
		if (str_is(word, ledger_source_words((enum fund_source)s)->word)) {
			*out = (enum fund_source)s;
			return SN_SUCCESS;
		}
	return value_bad(rule, "source");
}

static struct fund_purpose *purpose_find(const struct fund_matrix *m, struct str word)
{
	for (size_t i = 0; i < m->purposes_count; i++)
		if (str_eq(m->purposes[i].word, word))
			return &m->purposes[i];
	return NULL;
}

static struct sn_err purposes_parse(struct arena *mem, const struct json_value *list,
				    struct fund_matrix *out)
{
	const size_t count = json_count(list);
	if (count == 0 || count > FUND_PURPOSES_MAX)
		return value_bad(list, "purposes");
	out->purposes = ARENA_ARRAY(mem, struct fund_purpose, count);
	if (!out->purposes)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		const struct json_value v = json_at(list, i);
		struct fund_purpose p = {0};
		SN_TRY(json_only(&v, (const char *const[]){"purpose", "zh", "en", NULL}));
		SN_TRY(text_of(mem, &v, "purpose", &p.word));
		SN_TRY(text_of(mem, &v, "zh", &p.zh));
		SN_TRY(text_of(mem, &v, "en", &p.en));
		if (p.word.bytes == 0 || purpose_find(out, p.word))
			return value_bad(&v, "purpose");
		out->purposes[out->purposes_count++] = p;
	}
	return SN_SUCCESS;
}

static struct sn_err rules_parse(const struct json_value *list, struct fund_matrix *out)
{
	for (size_t i = 0; i < json_count(list); i++) {
		const struct json_value v = json_at(list, i);
		enum fund_source source = FUND_NONE;
		struct str word = STR_NULL;
		bool allowed = false;
		SN_TRY(json_only(&v, (const char *const[]){"source", "purpose", "allowed", NULL}));
		SN_TRY(source_of(&v, &source));
		SN_TRY(json_get_text(&v, "purpose", &word));
		SN_TRY(json_get_bool(&v, "allowed", &allowed));
		struct fund_purpose *p = purpose_find(out, word);
		/* A pair that stands twice would be decided by its place in the file. */
		if (!p || p->verdict[source] != FUND_UNSET)
			return value_bad(&v, "purpose");
		p->verdict[source] = allowed ? FUND_ALLOWED : FUND_FORBIDDEN;
	}
	return SN_SUCCESS;
}

static struct sn_err period_parse(const struct json_value *root, struct fund_matrix *out)
{
	struct str from = STR_NULL, until = STR_NULL;
	SN_TRY(json_get_text(root, "from", &from));
	SN_TRY(json_get_text_or(root, "until", &until));
	SN_TRY(day_parse(&out->from_day, from, "from"));
	if (!str_is_null(until))
		SN_TRY(day_parse(&out->until_day, until, "until"));
	if (out->until_day != 0 && out->until_day <= out->from_day)
		return value_bad(root, "until");
	return SN_SUCCESS;
}

static struct sn_err matrix_parse(struct arena *mem, const struct json_value *root,
				  struct fund_matrix *out)
{
	struct json_value list;
	SN_TRY(json_only(root, (const char *const[]){"schema", "version", "from", "until", "source",
						     "purposes", "rules", NULL}));
	int64_t schema = 0;
	SN_TRY(json_get_int(root, "schema", &schema));
	if (schema != 1)
		return value_bad(root, "schema");
	SN_TRY(json_get_int(root, "version", &out->version));
	if (out->version <= 0)
		return value_bad(root, "version");
	SN_TRY(period_parse(root, out));
	SN_TRY(text_of(mem, root, "source", &out->source));
	if (out->source.bytes == 0)
		return value_bad(root, "source");
	SN_TRY(json_get_array(root, "purposes", &list));
	SN_TRY(purposes_parse(mem, &list, out));
	SN_TRY(json_get_array(root, "rules", &list));
	return rules_parse(&list, out);
}

struct sn_err fund_matrix_parse(struct arena *mem, struct str json, struct fund_matrix *out)
{
	*out = (struct fund_matrix){0};
	struct json_doc *doc = NULL;
	SN_TRY(json_read(&doc, json));
	const struct json_value root = json_root(doc);
	const struct sn_err e = matrix_parse(mem, &root, out);
	json_free(doc);
	return e;
}

/* ---- in the database ---- */

static struct sn_err json_stored(struct ctx *c, const struct sn_statement *which, int64_t key,
				 struct str *json)
{
	*json = STR_NULL;
	struct rows *r = store_query(c->store, which, PARAMS(p_int(key)));
	const bool there = store_next(r);
	if (there)
		*json = arena_str(c->mem, store_text(r, "json"));
	SN_TRY(store_done(r));
	if (there && str_is_null(*json))
		return SN_FAIL(OUT_OF_MEMORY);
	return SN_SUCCESS;
}

struct sn_err fund_matrix_load(struct ctx *c, struct str json, bool *changed)
{
	struct fund_matrix m;
	struct str there;
	*changed = false;
	SN_TRY(fund_matrix_parse(c->mem, json, &m));
	SN_TRY(json_stored(c, &goods_sql_fund_matrix_by_version, m.version, &there));
	if (!str_is_null(there) && !str_eq(there, json))
		return SN_FAIL(MATRIX_VERSION_TAKEN, .arg = {m.version});
	if (!str_is_null(there))
		return SN_SUCCESS;
	*changed = true;
	return store_run(c->store, &goods_sql_fund_matrix_add,
			 PARAMS(p_int(m.version), p_int(m.from_day),
				m.until_day ? p_int(m.until_day) : p_null(), p_text(json),
				p_int(now_us(c))),
			 NULL);
}

struct sn_err fund_matrix_read(struct ctx *c, int32_t day, struct fund_matrix *out)
{
	struct str json;
	*out = (struct fund_matrix){0};
	SN_TRY(json_stored(c, &goods_sql_fund_matrix_in_force, day ? day : day_of(now_us(c)),
			   &json));
	return str_is_null(json) ? SN_SUCCESS : fund_matrix_parse(c->mem, json, out);
}

static struct sn_err purpose_unknown(struct ctx *c, const struct fund_matrix *m)
{
	const char *words = "";
	for (size_t i = 0; i < m->purposes_count; i++) {
		words = arena_printf(c->mem, "%s%s" STR_FMT, words, i ? " " : "",
				     STR_ARG(m->purposes[i].word));
		if (!words)
			return SN_FAIL(OUT_OF_MEMORY);
	}
	return sn_err_with_text(SN_FAIL(PURPOSE_UNKNOWN, .field = "purpose"), "%s", words);
}

struct sn_err fund_require(struct ctx *c, enum fund_source source, struct str purpose, int32_t day)
{
	struct fund_matrix m;
	assert(source > FUND_NONE && source < FUND_SOURCES_COUNT);
	if (purpose.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "purpose");
	SN_TRY(fund_matrix_read(c, day, &m));
	const struct ledger_words *words = ledger_source_words(source);
	if (m.version == 0)
		return sn_err_with_text(SN_FAIL(SOURCE_UNSET, .field = "purpose"), "%s %s",
					words->word, words->zh);
	const struct fund_purpose *p = purpose_find(&m, purpose);
	if (!p)
		return purpose_unknown(c, &m);
	if (p->verdict[source] == FUND_ALLOWED)
		return SN_SUCCESS;
	const struct sn_err e = p->verdict[source] == FUND_FORBIDDEN
					? SN_FAIL(SOURCE_FORBIDS, .field = "purpose")
					: SN_FAIL(SOURCE_UNSET, .field = "purpose");
	return sn_err_with_text(e, "%s %s × " STR_FMT " " STR_FMT, words->word, words->zh,
				STR_ARG(p->word), STR_ARG(p->zh));
}
