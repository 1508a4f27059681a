/* Programmes: documents against a closed schema, and which version is in force. */
#include "base/json.h"
#include "care/care_priv.h"
#include "care/care_sql.h"

enum { PROGRAMME_SCHEMA = 1, AGE_MAX = 150, HEAD_QUANTITY_MAX = 1000, GAP_DAYS_MAX = 36500 };

/* ---- one document ---- */

/* A document being read: texts are copied into mem, since the JSON is freed at the end. */
struct reading {
	struct arena *mem;
	struct programme *p;
};

/* The place of a value, as $.caps[0].max_fen, in an error. */
static struct sn_err at_place(struct sn_err e, const struct json_value *v)
{
	json_path(v, e.text, sizeof e.text);
	return e;
}

static struct sn_err bad_value(const struct json_value *object, const char *key)
{
	const struct json_value v = json_find(object, key);
	return at_place(SN_FAIL(PROGRAMME_VALUE), &v);
}

bool care_code_is_good(struct str code)
{
	if (code.bytes == 0 || code.bytes > CARE_CODE_BYTES_MAX)
		return false;
	for (size_t i = 0; i < code.bytes; i++) {
		const char b = code.at[i];
		if (!((b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '-' || b == '.'))
			return false;
	}
	return true;
}

static struct sn_err keep(const struct reading *r, struct str *text)
{
	*text = arena_str(r->mem, *text);
	return str_is_null(*text) ? SN_FAIL(OUT_OF_MEMORY) : SN_SUCCESS;
}

static struct sn_err get_code(const struct reading *r, const struct json_value *object,
			      const char *key, struct str *out)
{
	SN_TRY(json_get_text(object, key, out));
	return care_code_is_good(*out) ? keep(r, out) : bad_value(object, key);
}

/* Words that a person reads: there must be some. */
static struct sn_err get_words(const struct reading *r, const struct json_value *object,
			       const char *key, struct str *out)
{
	SN_TRY(json_get_text(object, key, out));
	return str_trim(*out).bytes > 0 ? keep(r, out) : bad_value(object, key);
}

static struct sn_err get_list(const struct json_value *object, const char *key,
			      struct json_value *out)
{
	SN_TRY(json_get_array(object, key, out));
	return json_count(out) <= PROGRAMME_ITEMS_MAX ? SN_SUCCESS : bad_value(object, key);
}

static struct sn_err read_kind(const struct reading *r, const struct json_value *root)
{
	static const char *const kinds[] = {
#define X(name, word, zh, en) word,
		PROGRAMME_KINDS(X)
#undef X
	};
	SN_TRY(json_get_text(root, "kind", &r->p->kind));
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		if (str_is(r->p->kind, kinds[i])) {
			r->p->kind = str_of(kinds[i]);
			return SN_SUCCESS;
		}
	}
	return bad_value(root, "kind");
}

static struct sn_err read_header(const struct reading *r, const struct json_value *root)
{
	static const char *const name_keys[] = {"zh", "en", NULL};
	int64_t schema = 0;
	struct json_value name;
	SN_TRY(json_get_int(root, "schema", &schema));
	if (schema != PROGRAMME_SCHEMA)
		return SN_FAIL(PROGRAMME_SCHEMA, .arg = {schema, PROGRAMME_SCHEMA});
	SN_TRY(get_code(r, root, "code", &r->p->code));
	SN_TRY(json_get_int(root, "version", &r->p->version));
	if (r->p->version < 1)
		return bad_value(root, "version");
	SN_TRY(json_get_object(root, "name", &name));
	SN_TRY(json_only(&name, name_keys));
	SN_TRY(get_words(r, &name, "zh", &r->p->name_zh));
	SN_TRY(get_words(r, &name, "en", &r->p->name_en));
	SN_TRY(read_kind(r, root));
	SN_TRY(get_words(r, root, "source", &r->p->source));
	SN_TRY(json_get_text_or(root, "source_zh", &r->p->source_zh));
	if (str_is_null(r->p->source_zh)) {
		r->p->source_zh = r->p->source;
		return SN_SUCCESS;
	}
	return str_trim(r->p->source_zh).bytes > 0 ? keep(r, &r->p->source_zh)
						   : bad_value(root, "source_zh");
}

static struct sn_err read_day(const struct json_value *object, const char *key, struct str text,
			      int32_t *day)
{
	return sn_failed(day_parse(day, text, key)) ? bad_value(object, key) : SN_SUCCESS;
}

static struct sn_err read_effective(const struct reading *r, const struct json_value *root)
{
	static const char *const keys[] = {"from", "until", NULL};
	struct json_value effective;
	struct str from, until = STR_NULL;
	SN_TRY(json_get_object(root, "effective", &effective));
	SN_TRY(json_only(&effective, keys));
	SN_TRY(json_get_text(&effective, "from", &from));
	SN_TRY(read_day(&effective, "from", from, &r->p->from_day));
	SN_TRY(json_get_text_or(&effective, "until", &until));
	if (str_is_null(until))
		return SN_SUCCESS;
	SN_TRY(read_day(&effective, "until", until, &r->p->until_day));
	return r->p->until_day > r->p->from_day ? SN_SUCCESS : bad_value(&effective, "until");
}

/* What nobody has set yet: the first is named when somebody is to be entitled, with who sets it. */
static struct sn_err mark_unset(const struct reading *r, const struct json_value *owner,
				const struct json_value *v)
{
	struct str set_by;
	SN_TRY(get_words(r, owner, "set_by", &set_by));
	if (!str_is_null(r->p->unset))
		return SN_SUCCESS;
	struct sn_err place = at_place(SN_SUCCESS, v);
	r->p->unset = str_of(place.text);
	r->p->unset_by = set_by;
	return keep(r, &r->p->unset);
}

static struct sn_err read_age_range(const struct reading *r, const struct json_value *rule)
{
	static const char *const keys[] = {"kind", "from_years", "until_years", "source", NULL};
	struct programme *p = r->p;
	struct str source;
	SN_TRY(json_only(rule, keys));
	SN_TRY(get_words(r, rule, "source", &source));
	SN_TRY(json_get_int_or(rule, "from_years", &p->age_from));
	SN_TRY(json_get_int_or(rule, "until_years", &p->age_until));
	if (p->age_from < 0 || p->age_from > AGE_MAX)
		return bad_value(rule, "from_years");
	const bool open = p->age_until == 0;
	if (p->age_until < 0 || p->age_until > AGE_MAX || (!open && p->age_until <= p->age_from))
		return bad_value(rule, "until_years");
	return SN_SUCCESS;
}

/* A number that may be unset (null); then `owner` says who sets it. */
static struct sn_err read_number(const struct reading *r, const struct json_value *owner,
				 const struct json_value *object, const char *key, int64_t *out)
{
	const struct json_value v = json_find(object, key);
	return json_kind(&v) == JSON_KIND_NULL ? mark_unset(r, owner, &v)
					       : json_get_int(object, key, out);
}

static struct sn_err read_gap(const struct reading *r, const struct json_value *rule)
{
	static const char *const keys[] = {"kind", "days", "set_by", "source", NULL};
	struct str source;
	SN_TRY(json_only(rule, keys));
	SN_TRY(get_words(r, rule, "source", &source));
	r->p->gap_days = 1;
	SN_TRY(read_number(r, rule, rule, "days", &r->p->gap_days));
	return r->p->gap_days >= 1 && r->p->gap_days <= GAP_DAYS_MAX ? SN_SUCCESS
								     : bad_value(rule, "days");
}

static struct sn_err read_quota(const struct reading *r, const struct json_value *rule)
{
	static const char *const keys[] = {"kind", "places", "set_by", "source", NULL};
	static const char *const place_keys[] = {"org", "places", NULL};
	struct json_value list;
	struct str source;
	SN_TRY(json_only(rule, keys));
	SN_TRY(get_words(r, rule, "source", &source));
	SN_TRY(json_get_array(rule, "places", &list));
	const size_t count = json_count(&list);
	if (count == 0 || count > PROGRAMME_PLACES_MAX)
		return bad_value(rule, "places");
	struct quota *quotas = ARENA_ARRAY(r->mem, struct quota, count);
	if (!quotas)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		const struct json_value v = json_at(&list, i);
		struct quota *q = &quotas[i];
		SN_TRY(json_only(&v, place_keys));
		SN_TRY(get_words(r, &v, "org", &q->org_code));
		for (size_t j = 0; j < i; j++)
			if (str_eq(quotas[j].org_code, q->org_code))
				return bad_value(&v, "org");
		q->places = 0;
		SN_TRY(read_number(r, rule, &v, "places", &q->places));
		if (q->places < 0)
			return bad_value(&v, "places");
	}
	r->p->quotas = quotas;
	r->p->quotas_count = count;
	return SN_SUCCESS;
}

/* Each kind at most once: what two of a kind mean together nobody has said. */
static struct sn_err read_rules(const struct reading *r, const struct json_value *list)
{
	static const struct {
		const char *kind;
		struct sn_err (*read)(const struct reading *r, const struct json_value *rule);
	} kinds[] = {{"age_range", read_age_range}, {"gap", read_gap}, {"quota", read_quota}};
	enum { KINDS = sizeof kinds / sizeof kinds[0] };
	bool seen[KINDS] = {false};
	for (size_t i = 0; i < json_count(list); i++) {
		const struct json_value rule = json_at(list, i);
		struct str kind;
		size_t k = 0;
		SN_TRY(json_as_object(&rule));
		SN_TRY(json_get_text(&rule, "kind", &kind));
		while (k < KINDS && !str_is(kind, kinds[k].kind))
			k++;
		if (k == KINDS)
			return at_place(SN_FAIL(PROGRAMME_RULE_UNKNOWN), &rule);
		if (seen[k])
			return bad_value(&rule, "kind");
		seen[k] = true;
		SN_TRY(kinds[k].read(r, &rule));
	}
	return SN_SUCCESS;
}

static struct sn_err read_eligibility(const struct reading *r, const struct json_value *root)
{
	static const char *const keys[] = {"categories", "rules", NULL};
	struct json_value eligibility, list;
	SN_TRY(json_get_object(root, "eligibility", &eligibility));
	SN_TRY(json_only(&eligibility, keys));
	SN_TRY(get_list(&eligibility, "categories", &list));
	struct str *categories = ARENA_ARRAY(r->mem, struct str, json_count(&list) + 1);
	if (!categories)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < json_count(&list); i++) {
		const struct json_value v = json_at(&list, i);
		SN_TRY(json_as_text(&v, &categories[i]));
		if (str_trim(categories[i]).bytes == 0)
			return at_place(SN_FAIL(PROGRAMME_VALUE), &v);
		SN_TRY(keep(r, &categories[i]));
	}
	r->p->categories = categories;
	r->p->categories_count = json_count(&list);
	SN_TRY(get_list(&eligibility, "rules", &list));
	return read_rules(r, &list);
}

/* An amount that may be unset (null); then the file says who sets it. */
static struct sn_err read_amount(const struct reading *r, const struct json_value *object,
				 const char *key, struct money *out, bool *known)
{
	const struct json_value v = json_find(object, key);
	struct str source, set_by = STR_NULL;
	SN_TRY(get_words(r, object, "source", &source));
	*known = json_kind(&v) != JSON_KIND_NULL;
	if (*known) {
		SN_TRY(json_get_text_or(object, "set_by", &set_by));
		SN_TRY(json_get_money(object, key, out));
		return money_less(MONEY_FEN(0), *out) ? SN_SUCCESS : bad_value(object, key);
	}
	return mark_unset(r, object, &v);
}

/* "cash" is money; anything else is an item's code. */
static struct sn_err read_items(const struct reading *r, const struct json_value *object,
				struct benefit *b)
{
	struct json_value list;
	SN_TRY(get_list(object, "items", &list));
	struct str *items = ARENA_ARRAY(r->mem, struct str, json_count(&list) + 1);
	if (!items)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < json_count(&list); i++) {
		const struct json_value v = json_at(&list, i);
		SN_TRY(json_as_text(&v, &items[i]));
		if (items[i].bytes == 0)
			return at_place(SN_FAIL(PROGRAMME_VALUE), &v);
		if (str_is(items[i], "cash"))
			items[i] = STR_NULL;
		else
			SN_TRY(keep(r, &items[i]));
	}
	b->items = items;
	b->items_count = json_count(&list);
	if (b->items_count == 0)
		return bad_value(object, "items");
	b->item_code = items[0];
	return SN_SUCCESS;
}

static struct sn_err read_benefits(const struct reading *r, const struct json_value *root)
{
	static const char *const keys[] = {"code",   "items",  "quantity", "standard_fen",
					   "set_by", "source", NULL};
	struct json_value list;
	SN_TRY(get_list(root, "benefits", &list));
	const size_t count = json_count(&list);
	struct benefit *benefits = ARENA_ARRAY(r->mem, struct benefit, count + 1);
	if (!benefits)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		const struct json_value v = json_at(&list, i);
		struct benefit *b = &benefits[i];
		SN_TRY(json_only(&v, keys));
		SN_TRY(get_code(r, &v, "code", &b->code));
		for (size_t j = 0; j < i; j++)
			if (str_eq(benefits[j].code, b->code))
				return bad_value(&v, "code");
		SN_TRY(read_items(r, &v, b));
		b->quantity = 1;
		SN_TRY(json_get_int_or(&v, "quantity", &b->quantity));
		if (b->quantity < 1 || b->quantity > HEAD_QUANTITY_MAX)
			return bad_value(&v, "quantity");
		SN_TRY(read_amount(r, &v, "standard_fen", &b->value, &b->value_known));
	}
	r->p->benefits = benefits;
	r->p->benefits_count = count;
	return count > 0 ? SN_SUCCESS : bad_value(root, "benefits");
}

static struct sn_err read_period(const struct json_value *object, enum cap_period *out)
{
	static const char *const words[] = {
#define X(name, word) word,
		CAP_PERIODS(X)
#undef X
	};
	struct str word;
	SN_TRY(json_get_text(object, "period", &word));
	for (size_t i = 0; i < CAP_PERIODS_COUNT; i++) {
		if (str_is(word, words[i])) {
			*out = (enum cap_period)i;
			return SN_SUCCESS;
		}
	}
	return bad_value(object, "period");
}

static struct sn_err read_caps(const struct reading *r, const struct json_value *root)
{
	static const char *const keys[] = {"rule", "period", "max_fen", "set_by", "source", NULL};
	struct json_value list;
	SN_TRY(get_list(root, "caps", &list));
	struct cap_rule *caps = ARENA_ARRAY(r->mem, struct cap_rule, json_count(&list) + 1);
	if (!caps)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < json_count(&list); i++) {
		const struct json_value v = json_at(&list, i);
		struct cap_rule *cap = &caps[r->p->caps_count];
		bool known = false;
		SN_TRY(json_only(&v, keys));
		SN_TRY(get_code(r, &v, "rule", &cap->rule));
		for (size_t j = 0; j < r->p->caps_count; j++)
			if (str_eq(caps[j].rule, cap->rule))
				return bad_value(&v, "rule");
		SN_TRY(read_period(&v, &cap->period));
		SN_TRY(read_amount(r, &v, "max_fen", &cap->max, &known));
		r->p->caps_count += known;
	}
	r->p->caps = caps;
	return SN_SUCCESS;
}

static struct sn_err read_sources(const struct reading *r, const struct json_value *root)
{
	struct json_value list;
	SN_TRY(get_list(root, "sources", &list));
	for (size_t i = 0; i < json_count(&list); i++) {
		const struct json_value v = json_at(&list, i);
		struct str word;
		int source = FUND_SOURCES_COUNT - 1;
		SN_TRY(json_as_text(&v, &word));
		while (source > FUND_NONE &&
		       !str_is(word, ledger_source_words((enum fund_source)source)->word))
			source--;
		if (source == FUND_NONE)
			return at_place(SN_FAIL(PROGRAMME_VALUE), &v);
		r->p->sources |= 1U << source;
	}
	return SN_SUCCESS;
}

static struct sn_err read_programme(const struct reading *r, const struct json_value *root)
{
	static const char *const keys[] = {
		"schema",      "code",     "version", "name",    "kind",      "effective", "source",
		"eligibility", "benefits", "caps",    "sources", "source_zh", NULL};
	SN_TRY(json_only(root, keys));
	SN_TRY(read_header(r, root));
	SN_TRY(read_effective(r, root));
	SN_TRY(read_eligibility(r, root));
	SN_TRY(read_benefits(r, root));
	SN_TRY(read_caps(r, root));
	return read_sources(r, root);
}

struct sn_err care_programme_parse(struct arena *mem, struct str json, struct programme *out)
{
	struct json_doc *doc = NULL;
	SN_TRY(json_read(&doc, json));
	*out = (struct programme){.json = arena_str(mem, json)};
	const struct reading r = {mem, out};
	const struct json_value root = json_root(doc);
	const struct sn_err e =
		str_is_null(out->json) ? SN_FAIL(OUT_OF_MEMORY) : read_programme(&r, &root);
	json_free(doc);
	return e;
}

/* ---- versions ---- */

/* What is stored beside a new version. */
struct versions {
	struct str same;   /* the document of this very version, or STR_NULL */
	int64_t neighbour; /* a version whose beginning is out of order with it, or 0 */
};

static struct sn_err read_versions(struct ctx *c, const struct programme *p, struct versions *v)
{
	*v = (struct versions){.same = STR_NULL};
	struct rows *r =
		store_query(c->store, &care_sql_programme_versions, PARAMS(p_text(p->code)));
	while (store_next(r)) {
		const int64_t version = store_int(r, "version");
		const int64_t from_day = store_int(r, "from_day");
		if (version == p->version)
			v->same = arena_str(c->mem, store_text(r, "document"));
		else if ((version < p->version) != (from_day < p->from_day) ||
			 from_day == p->from_day)
			v->neighbour = version;
	}
	return store_done(r);
}

struct sn_err care_programme_load(struct ctx *c, struct str json, struct programme *out,
				  bool *changed)
{
	struct versions stored;
	*changed = false;
	SN_TRY(care_programme_parse(c->mem, json, out));
	SN_TRY(read_versions(c, out, &stored));
	if (!str_is_null(stored.same) && str_eq(stored.same, json))
		return SN_SUCCESS;
	if (!str_is_null(stored.same))
		return sn_err_with_text(SN_FAIL(PROGRAMME_VERSION_TAKEN, .arg = {out->version}),
					STR_FMT, STR_ARG(out->code));
	if (stored.neighbour > 0)
		return sn_err_with_text(
			SN_FAIL(PROGRAMME_OVERLAP, .arg = {out->version, stored.neighbour}),
			STR_FMT, STR_ARG(out->code));
	*changed = true;
	return store_run(c->store, &care_sql_programme_add,
			 PARAMS(p_text(out->code), p_int(out->version), p_int(out->from_day),
				p_int(out->until_day), p_text(json), p_int(now_us(c)),
				p_uuid_or_null(c->actor_id)),
			 NULL);
}

/* The latest that has begun; none where that one has ended. */
static bool in_force(const struct rows *r, int64_t version, int32_t day)
{
	if (version > 0)
		return store_int(r, "version") == version;
	return store_int(r, "from_day") <= day;
}

struct sn_err care_programme_read(struct ctx *c, struct str code, int64_t version, int32_t day,
				  struct programme *out)
{
	struct str document = STR_NULL;
	const int32_t asked = day ? day : day_of(now_us(c));
	struct rows *r = store_query(c->store, &care_sql_programme_versions, PARAMS(p_text(code)));
	while (store_next(r)) {
		if (!in_force(r, version, asked))
			continue;
		const int64_t until_day = store_int(r, "until_day");
		const bool ended = version == 0 && until_day > 0 && until_day <= asked;
		document = ended ? STR_NULL : arena_str(c->mem, store_text(r, "document"));
	}
	SN_TRY(store_done(r));
	if (str_is_null(document))
		return care_code_is_good(code) ? sn_err_with_text(SN_FAIL(NO_SUCH_PROGRAMME),
								  STR_FMT, STR_ARG(code))
					       : SN_FAIL(NO_SUCH_PROGRAMME);
	return care_programme_parse(c->mem, document, out);
}

struct sn_err care_programmes(struct ctx *c, struct programme **out, size_t *count)
{
	struct str *documents = NULL;
	size_t n = 0;
	bool memory = true;
	struct rows *r = store_query(c->store, &care_sql_programmes, NO_PARAMS);
	while (memory && store_next(r)) {
		documents = care_grow(c->mem, documents, n, sizeof *documents);
		memory = documents != NULL;
		if (memory)
			documents[n++] = arena_str(c->mem, store_text(r, "document"));
	}
	SN_TRY(store_done(r));
	*out = ARENA_ARRAY(c->mem, struct programme, n + 1);
	if (!memory || !*out)
		return SN_FAIL(OUT_OF_MEMORY);
	*count = n;
	for (size_t i = 0; i < n; i++)
		SN_TRY(care_programme_parse(c->mem, documents[i], &(*out)[i]));
	return SN_SUCCESS;
}

struct sn_err care_programmes_of(struct ctx *c, struct uuid user_id, struct programme_loaded **out,
				 size_t *count)
{
	struct programme_loaded *list = NULL;
	size_t n = 0;
	bool memory = true;
	struct rows *r = store_query(c->store, &care_sql_programmes_of, PARAMS(p_uuid(user_id)));
	while (memory && store_next(r)) {
		list = care_grow(c->mem, list, n, sizeof *list);
		memory = list != NULL;
		if (memory)
			list[n++] = (struct programme_loaded){
				.programme.json = arena_str(c->mem, store_text(r, "document")),
				.at_us = store_int(r, "loaded_us")};
	}
	SN_TRY(store_done(r));
	for (size_t i = 0; i < n && memory; i++)
		SN_TRY(care_programme_parse(c->mem, list[i].programme.json, &list[i].programme));
	*out = list;
	*count = n;
	return memory ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}
