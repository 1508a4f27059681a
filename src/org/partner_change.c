/* Partners: adding, aliases, names and closing, each with its day and an event of who entered it. */
#include "org/partner_priv.h"
#include "org/partner_sql.h"

struct act {
	int64_t partner_no;
	const char *kind;
	struct str words;
	int32_t day;
};
static struct sn_err act_write(struct ctx *c, const struct act *a)
{
	return store_run(c->store, &partner_sql_add_event,
			 PARAMS(p_uuid(new_id(c)), p_int(a->partner_no), p_text(str_of(a->kind)),
				p_text(a->words), p_int(a->day), p_uuid_or_null(c->actor_id),
				p_int(now_us(c))),
			 NULL);
}

/* ---- adding ---- */

/* Codes go into refusals and files: letters, digits, dots, underscores and hyphens. */
static struct sn_err code_check(struct str code)
{
	bool good = code.bytes > 0 && code.bytes <= ORG_CODE_BYTES_MAX;
	for (size_t i = 0; good && i < code.bytes; i++) {
		const char ch = code.at[i];
		good = (ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'Z') ||
		       (ch >= 'a' && ch <= 'z') || ch == '.' || ch == '_' || ch == '-';
	}
	return good ? SN_SUCCESS
		    : SN_FAIL(PARTNER_BAD_CODE, .field = "code", .arg = {ORG_CODE_BYTES_MAX});
}

static struct sn_err new_take(struct ctx *c, const struct partner_new *in, struct partner_new *out)
{
	const int32_t today = org_day(c, 0);
	struct uscc uscc;
	*out = *in;
	out->code = str_trim(in->code);
	SN_TRY(code_check(out->code));
	SN_TRY(org_text_take(c->mem, in->name, "name", NAME_BYTES_MAX, &out->name));
	if (str_is_null(out->name))
		return SN_FAIL(MISSING_FIELD, .field = "name");
	if (in->kind >= PARTNER_KINDS_COUNT)
		return SN_FAIL(PARTNER_BAD_KIND, .field = "kind");
	out->uscc = STR_NULL;
	if (in->uscc.bytes > 0) {
		SN_TRY(uscc_parse(&uscc, in->uscc));
		out->uscc = arena_str(c->mem, str_of(uscc.characters));
		if (!out->uscc.at)
			return SN_FAIL(OUT_OF_MEMORY);
	}
	if (in->from_day > today)
		return SN_FAIL(ORG_DAY_AHEAD, .field = "from", .arg = {in->from_day});
	return SN_SUCCESS;
}

/* One body is registered once: its USCC, or its name beside the same union, tells that it is there. */
static struct sn_err twin_check(struct ctx *c, const struct partner_new *what, struct str key)
{
	bool twin = false, by_uscc = false;
	struct partner other = {.partner_no = 0};
	struct rows *r = store_query(
		c->store, &partner_sql_twin,
		PARAMS(p_text(what->code), p_text(what->uscc), p_text(key), p_int(what->org_no)));
	if (store_next(r)) {
		twin = true;
		by_uscc = store_int(r, "by_uscc") != 0;
		other.code = arena_str(c->mem, store_text(r, "code"));
		other.name = arena_str(c->mem, store_text(r, "name"));
	}
	SN_TRY(store_done(r));
	if (!twin)
		return SN_SUCCESS;
	return partner_err_named(by_uscc ? SN_FAIL(PARTNER_USCC_TAKEN, .field = "uscc")
					 : SN_FAIL(PARTNER_NAME_TAKEN, .field = "name"),
				 &other);
}

/* The field in which the partner differs from the one that is there; NULL: it is the same. */
static const char *difference(const struct partner_new *w, const struct partner *is)
{
	if (!str_eq(w->name, is->name))
		return "name";
	if (w->kind != is->kind)
		return "kind";
	if (w->org_no != is->org_no)
		return "org";
	if (!str_is_null(w->uscc) && !str_is_null(is->uscc) && !str_eq(w->uscc, is->uscc))
		return "uscc";
	if (w->from_day != 0 && w->from_day != is->from_day)
		return "from";
	return NULL;
}

/* The same code again: a USCC that was not known is added, nothing else changes. */
static struct sn_err add_again(struct ctx *c, const struct partner_new *w, struct str key,
			       struct partner *is, bool *changed)
{
	int64_t rows = 0;
	const char *field = difference(w, is);
	*changed = false;
	if (field)
		return partner_err_named(SN_FAIL(PARTNER_CODE_TAKEN, .field = field), is);
	if (str_is_null(w->uscc) || !str_is_null(is->uscc))
		return SN_SUCCESS;
	SN_TRY(twin_check(c, w, key));
	SN_TRY(store_run(c->store, &partner_sql_set_uscc,
			 PARAMS(p_int(is->partner_no), p_text(w->uscc)), &rows));
	*changed = rows == 1;
	is->uscc = w->uscc;
	return act_write(c, &(const struct act){is->partner_no, "uscc", w->uscc, org_day(c, 0)});
}

static struct sn_err next_no(struct ctx *c, int64_t *out)
{
	struct rows *r = store_query(c->store, &partner_sql_last_no, NO_PARAMS);
	*out = store_next(r) ? store_int(r, "partner_no") + 1 : 1;
	SN_TRY(store_done(r));
	return *out > PARTNERS_MAX ? SN_FAIL(PARTNER_FULL, .arg = {PARTNERS_MAX}) : SN_SUCCESS;
}

struct sn_err partner_add(struct ctx *c, const struct partner_new *what, struct partner *out,
			  bool *changed)
{
	struct partner_new w;
	struct str key;
	struct org org;
	bool there = false;
	SN_TRY(new_take(c, what, &w));
	SN_TRY(org_key(c->mem, w.name, &key));
	SN_TRY(partner_by_code(c, w.code, out, &there));
	if (there)
		return add_again(c, &w, key, out, changed);
	if (w.org_no != 0)
		SN_TRY(org_by_no(c, w.org_no, 0, &org));
	SN_TRY(twin_check(c, &w, key));
	*out = (struct partner){.code = arena_str(c->mem, w.code),
				.name = w.name,
				.kind = w.kind,
				.uscc = w.uscc,
				.org_no = w.org_no,
				.from_day = org_day(c, w.from_day)};
	if (!out->code.at)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(next_no(c, &out->partner_no));
	SN_TRY(store_run(c->store, &partner_sql_add,
			 PARAMS(p_int(out->partner_no), p_text(out->code),
				p_text(str_of(partner_kind_words(w.kind)->word)), p_text(w.uscc),
				w.org_no == 0 ? p_null() : p_int(w.org_no), p_int(out->from_day)),
			 NULL));
	SN_TRY(store_run(
		c->store, &partner_sql_add_name,
		PARAMS(p_int(out->partner_no), p_int(out->from_day), p_text(w.name), p_text(key)),
		NULL));
	*changed = true;
	return act_write(c, &(const struct act){out->partner_no, "add", w.name, out->from_day});
}

/* ---- names ---- */

static struct sn_err open_check(const struct partner *p)
{
	if (p->closed_day != 0)
		return partner_err_named(
			SN_FAIL(PARTNER_CLOSED, .field = "partner", .arg = {p->closed_day}), p);
	return SN_SUCCESS;
}

struct sn_err partner_add_alias(struct ctx *c, int64_t partner_no, struct str alias)
{
	struct partner p, found;
	struct str text, key;
	SN_TRY(partner_by_no(c, partner_no, 0, &p));
	SN_TRY(open_check(&p));
	SN_TRY(org_text_take(c->mem, alias, "alias", NAME_BYTES_MAX, &text));
	if (str_is_null(text))
		return SN_FAIL(MISSING_FIELD, .field = "alias");
	SN_TRY(org_key(c->mem, text, &key));
	const struct sn_err e = partner_find(c, text, 0, &found);
	if (!sn_failed(e) && found.partner_no == partner_no)
		return SN_SUCCESS;
	if (!sn_failed(e))
		return org_err_typed(SN_FAIL(PARTNER_ALIAS_TAKEN, .field = "alias"), alias);
	if (e.reason == SN_R_PARTNER_AMBIGUOUS || e.reason == SN_R_PARTNER_CLOSED)
		return org_err_typed(SN_FAIL(PARTNER_ALIAS_TAKEN, .field = "alias"), alias);
	if (e.reason != SN_R_NO_SUCH_PARTNER)
		return e;
	SN_TRY(store_run(c->store, &partner_sql_add_alias,
			 PARAMS(p_text(key), p_text(text), p_int(partner_no)), NULL));
	return act_write(c, &(const struct act){partner_no, "alias", text, org_day(c, 0)});
}

/* The first day of its name of now: what changes later may not stand before it. */
static struct sn_err last_change(struct ctx *c, int64_t partner_no, int32_t *out)
{
	struct partner_name *names = NULL;
	size_t count = 0;
	SN_TRY(partner_names(c, partner_no, &names, &count));
	*out = count > 0 ? names[count - 1].from_day : 0;
	return SN_SUCCESS;
}

static struct sn_err day_check(struct ctx *c, const struct partner *p, int32_t day, int32_t *last)
{
	SN_TRY(last_change(c, p->partner_no, last));
	if (day > org_day(c, 0))
		return SN_FAIL(ORG_DAY_AHEAD, .field = "day", .arg = {day});
	if (day < *last)
		return partner_err_named(
			SN_FAIL(PARTNER_DAY_ORDER, .field = "day", .arg = {day, *last}), p);
	return SN_SUCCESS;
}

struct sn_err partner_rename(struct ctx *c, int64_t partner_no, struct str name, int32_t day)
{
	struct partner p;
	struct str text, key;
	int32_t last = 0;
	day = org_day(c, day);
	SN_TRY(partner_by_no(c, partner_no, 0, &p));
	SN_TRY(open_check(&p));
	SN_TRY(org_text_take(c->mem, name, "name", NAME_BYTES_MAX, &text));
	if (str_is_null(text))
		return SN_FAIL(MISSING_FIELD, .field = "name");
	if (str_eq(text, p.name))
		return SN_SUCCESS;
	SN_TRY(org_key(c->mem, text, &key));
	SN_TRY(twin_check(c, &(const struct partner_new){.code = p.code, .org_no = p.org_no}, key));
	SN_TRY(day_check(c, &p, day, &last));
	const struct param *row = PARAMS(p_int(partner_no), p_int(day), p_text(text), p_text(key));
	if (day == last) {
		SN_TRY(store_run(c->store, &partner_sql_replace_name, row, NULL));
	} else {
		SN_TRY(store_run(c->store, &partner_sql_close_name,
				 PARAMS(p_int(partner_no), p_int(day)), NULL));
		SN_TRY(store_run(c->store, &partner_sql_add_name, row, NULL));
	}
	return act_write(c, &(const struct act){partner_no, "rename", text, day});
}

struct sn_err partner_close(struct ctx *c, int64_t partner_no, int32_t day)
{
	struct partner p;
	int32_t last = 0;
	day = org_day(c, day);
	SN_TRY(partner_by_no(c, partner_no, 0, &p));
	if (p.closed_day == day)
		return SN_SUCCESS;
	SN_TRY(open_check(&p));
	SN_TRY(day_check(c, &p, day, &last));
	SN_TRY(store_run(c->store, &partner_sql_close, PARAMS(p_int(partner_no), p_int(day)),
			 NULL));
	return act_write(c, &(const struct act){partner_no, "close", STR_NULL, day});
}
