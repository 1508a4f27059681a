/* What has changed between two programmes, and what becomes of a person of the old list: pure. */
#include "base/limits.h"
#include "report/copy_priv.h"

#include <assert.h>
#include <inttypes.h>

/* ---- words ---- */

struct copy_words copy_part_words(enum copy_fact fact)
{
	static const enum copy_part parts[] = {
#define X(name, part, word, zh, en) COPY_PART_##part,
		COPY_FACTS(X)
#undef X
	};
	static const struct copy_words words[] = {
#define X(name, word, zh, en) {word, zh, en},
		COPY_PARTS(X)
#undef X
	};
	assert(fact < COPY_FACTS_COUNT);
	return words[parts[fact]];
}

struct copy_words copy_fact_words(enum copy_fact fact)
{
	static const struct copy_words words[] = {
#define X(name, part, word, zh, en) {word, zh, en},
		COPY_FACTS(X)
#undef X
	};
	assert(fact < COPY_FACTS_COUNT);
	return words[fact];
}

struct copy_words copy_change_words(enum copy_change change)
{
	static const struct copy_words words[] = {
#define X(name, word, zh, en) {word, zh, en},
		COPY_CHANGES(X)
#undef X
	};
	assert(change < COPY_CHANGES_COUNT);
	return words[change];
}

struct copy_words copy_fate_words(enum copy_fate fate)
{
	static const struct copy_words words[] = {
#define X(name, word, goes_on, zh, en) {word, zh, en},
		COPY_FATES(X)
#undef X
	};
	assert(fate < COPY_FATES_COUNT);
	return words[fate];
}

bool copy_fate_goes_on(enum copy_fate fate)
{
	static const bool goes[] = {
#define X(name, word, goes_on, zh, en) goes_on,
		COPY_FATES(X)
#undef X
	};
	assert(fate < COPY_FATES_COUNT);
	return goes[fate];
}

/* ---- people ---- */

enum copy_fate copy_fate_of(const struct copy_person_is *is)
{
	if (is->left)
		return COPY_FATE_LEFT;
	if (is->seen)
		return COPY_FATE_MERGED;
	if (!is->inside)
		return COPY_FATE_OUTSIDE;
	if (!is->fits)
		return COPY_FATE_CATEGORY;
	if (is->voided)
		return COPY_FATE_VOIDED;
	return is->moved ? COPY_FATE_MOVED : COPY_FATE_SAME;
}

/* ---- the name, and what was asked ---- */

struct str copy_title(struct arena *mem, struct str text, int32_t was_year, int32_t now_year)
{
	char was[8], now[8];
	enum { YEAR_BYTES = 4 };
	bool found = false;
	(void)snprintf(was, sizeof was, "%04d", (int)was_year);
	(void)snprintf(now, sizeof now, "%04d", (int)now_year);
	char *out = arena_alloc(mem, text.bytes + 1);
	if (!out || text.bytes < YEAR_BYTES)
		return STR_NULL;
	memcpy(out, text.at, text.bytes);
	for (size_t i = 0; i + YEAR_BYTES <= text.bytes; i++) {
		if (memcmp(out + i, was, YEAR_BYTES) != 0)
			continue;
		memcpy(out + i, now, YEAR_BYTES);
		found = true;
	}
	return found ? (struct str){out, text.bytes} : STR_NULL;
}

struct sn_err copy_asked(const struct cycle *now, int64_t from_no, struct str kits,
			 struct sha256 *out)
{
	struct buf *b = buf_new(COPY_ASKED_BYTES_MAX);
	if (!b)
		return SN_FAIL(OUT_OF_MEMORY);
	buf_printf(b, "songnuan-copy/v1\n%" PRId64 " %d %d\n" STR_FMT "\n" STR_FMT "\n" STR_FMT,
		   from_no, (int)now->from_day, (int)now->until_day, STR_ARG(now->code),
		   STR_ARG(now->name), STR_ARG(kits));
	const bool full = buf_full(b);
	*out = crypto_sha256(buf_str(b));
	buf_free(b);
	return full ? SN_FAIL(OUT_OF_MEMORY) : SN_SUCCESS;
}

/* ---- two programmes ---- */

struct telling {
	copy_each_row *each;
	void *self;
};

enum copy_change copy_change_of(struct copy_side was, struct copy_side now)
{
	if (!now.known)
		return was.known ? COPY_GONE : COPY_UNSET;
	if (!was.known)
		return COPY_NEW;
	return was.value == now.value ? COPY_SAME : COPY_CHANGED;
}

static struct sn_err tell(const struct telling *t, struct copy_row row)
{
	row.change = copy_change_of(row.was, row.now);
	return t->each(t->self, &row);
}

/* 0 says that there is no such rule. */
static struct copy_side rule(int64_t value)
{
	return (struct copy_side){.known = value != 0, .value = value};
}

static struct sn_err tell_rule(const struct telling *t, enum copy_fact fact, enum copy_unit unit,
			       int64_t was, int64_t now)
{
	if (was == 0 && now == 0)
		return SN_SUCCESS;
	return tell(t, (struct copy_row){
			       .fact = fact, .unit = unit, .was = rule(was), .now = rule(now)});
}

static bool has_text(const struct str *list, size_t count, struct str text)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(list[i], text))
			return true;
	return false;
}

/* Cash is STR_NULL in a benefit's items and "cash" in its document. */
static struct str item_text(struct str item)
{
	return str_is_null(item) ? STR("cash") : item;
}

struct texts {
	const struct str *was, *now;
	size_t was_count, now_count;
};

static struct sn_err tell_texts(const struct telling *t, enum copy_fact fact, struct str code,
				struct texts x)
{
	for (size_t i = 0; i < x.was_count; i++) {
		const bool stays = has_text(x.now, x.now_count, x.was[i]);
		SN_TRY(t->each(t->self,
			       &(const struct copy_row){.fact = fact,
							.change = stays ? COPY_SAME : COPY_GONE,
							.code = code,
							.name = item_text(x.was[i])}));
	}
	for (size_t i = 0; i < x.now_count; i++)
		if (!has_text(x.was, x.was_count, x.now[i]))
			SN_TRY(t->each(t->self,
				       &(const struct copy_row){.fact = fact,
								.change = COPY_NEW,
								.code = code,
								.name = item_text(x.now[i])}));
	return SN_SUCCESS;
}

static const struct benefit *benefit_of(const struct programme *p, struct str code)
{
	for (size_t i = 0; i < p->benefits_count; i++)
		if (str_eq(p->benefits[i].code, code))
			return &p->benefits[i];
	return NULL;
}

static struct copy_side standard_of(const struct benefit *b)
{
	return (struct copy_side){.known = b && b->value_known,
				  .value = b ? money_fen(b->value) : 0};
}

static struct sn_err tell_benefit(const struct telling *t, const struct benefit *was,
				  const struct benefit *now)
{
	static const struct benefit none = {.items_count = 0};
	const struct benefit *a = was ? was : &none, *b = now ? now : &none;
	const struct str code = was ? was->code : now->code;
	SN_TRY(tell(t, (struct copy_row){.fact = COPY_FACT_STANDARD,
					 .code = code,
					 .unit = COPY_UNIT_FEN,
					 .was = standard_of(was),
					 .now = standard_of(now)}));
	SN_TRY(tell(t, (struct copy_row){.fact = COPY_FACT_QUANTITY,
					 .code = code,
					 .unit = COPY_UNIT_PIECE,
					 .was = {was != NULL, a->quantity},
					 .now = {now != NULL, b->quantity}}));
	return tell_texts(t, COPY_FACT_ITEM, code,
			  (struct texts){a->items, b->items, a->items_count, b->items_count});
}

static struct sn_err tell_benefits(const struct telling *t, const struct programme *was,
				   const struct programme *now)
{
	for (size_t i = 0; i < was->benefits_count; i++)
		SN_TRY(tell_benefit(t, &was->benefits[i], benefit_of(now, was->benefits[i].code)));
	for (size_t i = 0; i < now->benefits_count; i++)
		if (!benefit_of(was, now->benefits[i].code))
			SN_TRY(tell_benefit(t, NULL, &now->benefits[i]));
	return SN_SUCCESS;
}

static struct copy_side places_of(const struct programme *p, struct str org)
{
	for (size_t i = 0; i < p->quotas_count; i++)
		if (str_eq(p->quotas[i].org_code, org))
			return copy_known(p->quotas[i].places);
	return (struct copy_side){.known = false};
}

static struct copy_side cap_of(const struct programme *p, struct str rule_code)
{
	for (size_t i = 0; i < p->caps_count; i++)
		if (str_eq(p->caps[i].rule, rule_code))
			return copy_known(money_fen(p->caps[i].max));
	return (struct copy_side){.known = false};
}

/* Of both programmes: what only the new one has comes behind. */
static struct sn_err tell_limits(const struct telling *t, const struct programme *was,
				 const struct programme *now)
{
	const struct programme *const both[] = {was, now};
	for (size_t p = 0; p < 2; p++) {
		for (size_t i = 0; i < both[p]->quotas_count; i++) {
			const struct str org = both[p]->quotas[i].org_code;
			if (p == 1 && places_of(was, org).known)
				continue;
			SN_TRY(tell(t, (struct copy_row){.fact = COPY_FACT_PLACES,
							 .code = org,
							 .unit = COPY_UNIT_PERSON,
							 .was = places_of(was, org),
							 .now = places_of(now, org)}));
		}
		for (size_t i = 0; i < both[p]->caps_count; i++) {
			const struct str code = both[p]->caps[i].rule;
			if (p == 1 && cap_of(was, code).known)
				continue;
			SN_TRY(tell(t, (struct copy_row){.fact = COPY_FACT_CAP,
							 .code = code,
							 .unit = COPY_UNIT_FEN,
							 .was = cap_of(was, code),
							 .now = cap_of(now, code)}));
		}
	}
	return SN_SUCCESS;
}

/* No source named: any may pay, which is what naming all says. */
static bool pays(const struct programme *p, enum fund_source source)
{
	return p->sources == 0 || p->sources & 1U << source;
}

static struct sn_err tell_sources(const struct telling *t, const struct programme *was,
				  const struct programme *now)
{
	if (was->sources == 0 && now->sources == 0)
		return SN_SUCCESS;
	for (int s = FUND_NONE + 1; s < FUND_SOURCES_COUNT; s++) {
		const enum fund_source source = (enum fund_source)s;
		const struct ledger_words *w = ledger_source_words(source);
		const bool before = pays(was, source), after = pays(now, source);
		if (!before && !after)
			continue;
		SN_TRY(t->each(t->self,
			       &(const struct copy_row){.fact = COPY_FACT_SOURCE,
							.change = before && after ? COPY_SAME
								  : after         ? COPY_NEW
										  : COPY_GONE,
							.of = {w->word, w->zh, w->en}}));
	}
	return SN_SUCCESS;
}

struct sn_err copy_programmes(const struct programme *was, const struct programme *now,
			      copy_each_row *each, void *self)
{
	const struct telling t = {each, self};
	SN_TRY(tell(&t, (struct copy_row){.fact = COPY_FACT_VERSION,
					  .code = now->code,
					  .unit = COPY_UNIT_COUNT,
					  .was = copy_known(was->version),
					  .now = copy_known(now->version)}));
	if (!str_is_null(now->unset))
		SN_TRY(each(self, &(const struct copy_row){.fact = COPY_FACT_UNSET,
							   .change = COPY_UNSET,
							   .code = now->unset,
							   .name = now->unset_by}));
	SN_TRY(tell_texts(&t, COPY_FACT_CATEGORY, STR_NULL,
			  (struct texts){was->categories, now->categories, was->categories_count,
					 now->categories_count}));
	SN_TRY(tell_rule(&t, COPY_FACT_AGE_FROM, COPY_UNIT_YEARS, was->age_from, now->age_from));
	SN_TRY(tell_rule(&t, COPY_FACT_AGE_UNTIL, COPY_UNIT_YEARS, was->age_until, now->age_until));
	SN_TRY(tell_rule(&t, COPY_FACT_GAP, COPY_UNIT_DAYS, was->gap_days, now->gap_days));
	SN_TRY(tell_limits(&t, was, now));
	SN_TRY(tell_sources(&t, was, now));
	return tell_benefits(&t, was, now);
}
