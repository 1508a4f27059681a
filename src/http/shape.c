/* Does a body have the shape that its route declares? Everything that is wrong is told, place by place. */
#include "base/text.h"
#include "http/api_priv.h"

static void wrong(struct body_errors *out, const struct json_value *v, struct sn_err why)
{
	if (out->count == BODY_ERRORS_MAX)
		return;
	char *path = out->list[out->count].path;
	json_path(v, path, sizeof out->list[0].path);
	if (why.text[0] == '\0')
		why = sn_err_with_text(why, " (%s)", path);
	out->list[out->count++].why = why;
}

static struct sn_err range(const struct field *f, int64_t value)
{
	const bool bounded = f->min != 0 || f->max != 0;
	if (bounded && (value < f->min || value > f->max))
		return SN_FAIL(OUT_OF_RANGE, .field = f->name, .arg = {f->min, f->max});
	return SN_SUCCESS;
}

bool shape_has_word(const char *words, struct str text)
{
	struct str rest = str_of(words), word;
	while (str_split(&rest, '|', &word))
		if (str_eq(word, text))
			return true;
	return false;
}

static struct sn_err text_check(const struct field *f, struct str text)
{
	int32_t day;
	int64_t at_us;
	struct uuid id;
	if (f->kind == FIELD_UUID)
		return uuid_parse(&id, text, f->name);
	if (f->kind == FIELD_DAY)
		return day_parse(&day, text, f->name);
	if (f->kind == FIELD_TIME)
		return time_parse(&at_us, text, f->name);
	if (f->kind == FIELD_WORD && !shape_has_word(f->words, text))
		return sn_err_with_text(SN_FAIL(BAD_WORD, .field = f->name), "%s", f->words);
	if (f->kind == FIELD_TEXT && f->max > 0 && text.bytes > (size_t)f->max)
		return SN_FAIL(TOO_LONG, .field = f->name, .arg = {f->max});
	if (f->kind == FIELD_TEXT && (f->flags & FIELD_NEEDED) && text.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = f->name);
	return SN_SUCCESS;
}

static enum json_kind wanted(enum field_kind kind)
{
	switch (kind) {
	case FIELD_INT:
	case FIELD_FEN:
		return JSON_KIND_INT;
	case FIELD_BOOL:
		return JSON_KIND_BOOL;
	case FIELD_OBJECT:
	case FIELD_ANY:
		return JSON_KIND_OBJECT;
	case FIELD_LIST:
		return JSON_KIND_ARRAY;
	case FIELD_TEXT:
	case FIELD_UUID:
	case FIELD_DAY:
	case FIELD_TIME:
	case FIELD_WORD:
		break;
	}
	return JSON_KIND_TEXT;
}

static void list_check(const struct field *f, const struct json_value *v, struct body_errors *out)
{
	const size_t count = json_count(v);
	if (f->max > 0 && count > (size_t)f->max) {
		wrong(out, v, SN_FAIL(OUT_OF_RANGE, .field = f->name, .arg = {0, f->max}));
		return;
	}
	for (size_t i = 0; i < count && out->count < BODY_ERRORS_MAX; i++) {
		const struct json_value item = json_at(v, i);
		if (f->of)
			shape_check(f->of, &item, out);
		else if (json_kind(&item) != JSON_KIND_TEXT)
			wrong(out, &item, SN_FAIL(WRONG_KIND, .field = f->name));
	}
}

static void field_check(const struct field *f, const struct json_value *v, struct body_errors *out)
{
	const enum json_kind kind = json_kind(v);
	struct str text;
	int64_t number;
	struct sn_err e = SN_SUCCESS;
	if (kind == JSON_ABSENT || kind == JSON_KIND_NULL) {
		if (f->flags & FIELD_NEEDED)
			e = SN_FAIL(MISSING_FIELD, .field = f->name);
	} else if (kind != wanted(f->kind)) {
		e = kind == JSON_KIND_FRACTION ? SN_FAIL(BAD_NUMBER, .field = f->name)
					       : SN_FAIL(WRONG_KIND, .field = f->name);
	} else if (kind == JSON_KIND_TEXT) {
		e = json_as_text(v, &text);
		if (!sn_failed(e))
			e = text_check(f, text);
	} else if (kind == JSON_KIND_INT) {
		e = json_as_int(v, &number);
		if (!sn_failed(e))
			e = range(f, number);
	} else if (f->kind == FIELD_OBJECT) {
		shape_check(f->of, v, out);
	} else if (kind == JSON_KIND_ARRAY) {
		list_check(f, v, out);
	}
	if (sn_failed(e))
		wrong(out, v, e);
}

static const struct field *field_named(const struct shape *shape, const char *name)
{
	for (const struct field *f = shape->fields; f->name; f++)
		if (strcmp(f->name, name) == 0)
			return f;
	return NULL;
}

void shape_check(const struct shape *shape, const struct json_value *v, struct body_errors *out)
{
	if (json_kind(v) != JSON_KIND_OBJECT) {
		wrong(out, v, SN_FAIL(WRONG_KIND, .field = shape->name));
		return;
	}
	for (struct json_each each = {0}; json_next(v, &each);)
		if (!field_named(shape, each.value.key))
			wrong(out, &each.value, SN_FAIL(UNKNOWN_FIELD, .field = shape->name));
	for (const struct field *f = shape->fields; f->name && out->count < BODY_ERRORS_MAX; f++) {
		const struct json_value at = json_find(v, f->name);
		field_check(f, &at, out);
	}
}
