/* Which steps an amount needs, and what each step may: pure. */
#include "base/json.h"
#include "ledger/purchase_priv.h"

#include <assert.h>

static const struct ledger_words step_words[] = {
#define X(name, word, zh, en) [PURCHASE_##name] = {word, zh, en},
	PURCHASE_STEPS(X)
#undef X
};
static const struct ledger_words finding_words[] = {
#define X(name, word, zh, en) [PURCHASE_FINDING_##name] = {word, zh, en},
	PURCHASE_FINDINGS(X)
#undef X
};

const struct ledger_words *purchase_step_words(enum purchase_step_kind kind)
{
	assert(kind < PURCHASE_STEPS_COUNT);
	return &step_words[kind];
}

const struct ledger_words *purchase_finding_words(enum purchase_finding_kind kind)
{
	assert(kind < PURCHASE_FINDINGS_COUNT);
	return &finding_words[kind];
}

/* ---- thresholds ---- */

static struct sn_err value_bad(const struct json_value *v, const char *key)
{
	char path[64];
	json_path(v, path, sizeof path);
	return sn_err_with_text(SN_FAIL(THRESHOLDS_VALUE, .field = key), "%s.%s", path, key);
}

/* A copy in the arena: the document is freed when it has been read. */
static struct sn_err text_of(struct arena *mem, struct str there, struct str *out)
{
	*out = STR_NULL;
	if (str_is_null(there))
		return SN_SUCCESS;
	*out = arena_str(mem, there);
	return str_is_null(*out) ? SN_FAIL(OUT_OF_MEMORY) : SN_SUCCESS;
}

static struct sn_err want_of(const struct json_value *tier, const char *key,
			     enum purchase_want *out)
{
	const struct json_value v = json_find(tier, key);
	bool needed = false;
	*out = PURCHASE_UNSET;
	if (json_kind(&v) == JSON_ABSENT || json_kind(&v) == JSON_KIND_NULL)
		return SN_SUCCESS;
	SN_TRY(json_get_bool(tier, key, &needed));
	*out = needed ? PURCHASE_NEEDED : PURCHASE_NOT_NEEDED;
	return SN_SUCCESS;
}

/* Fewer than three are no comparison (三家): none is asked, or so many. */
static struct sn_err tier_parse(struct arena *mem, const struct json_value *v,
				struct purchase_tier *out)
{
	struct str source = STR_NULL;
	*out = (struct purchase_tier){.quotes = -1};
	SN_TRY(json_only(v, (const char *const[]){"from_fen", "meeting", "quotes", "contract",
						  "source", NULL}));
	SN_TRY(json_get_money(v, "from_fen", &out->from));
	SN_TRY(want_of(v, "meeting", &out->meeting));
	SN_TRY(want_of(v, "contract", &out->contract));
	SN_TRY(json_get_int_or(v, "quotes", &out->quotes));
	SN_TRY(json_get_text_or(v, "source", &source));
	if (money_less(out->from, MONEY_FEN(0)))
		return value_bad(v, "from_fen");
	const struct json_value quotes = json_find(v, "quotes");
	const bool unset =
		json_kind(&quotes) == JSON_ABSENT || json_kind(&quotes) == JSON_KIND_NULL;
	if (!unset && out->quotes != 0 &&
	    (out->quotes < PURCHASE_QUOTES_DEFAULT || out->quotes > PURCHASE_QUOTES_MAX))
		return value_bad(v, "quotes");
	/* The contract says which quote was chosen. */
	if (out->quotes > 0 && out->contract == PURCHASE_NOT_NEEDED)
		return value_bad(v, "contract");
	return text_of(mem, source, &out->source);
}

static struct sn_err tiers_parse(struct arena *mem, const struct json_value *list,
				 struct purchase_rules *out)
{
	const size_t count = json_count(list);
	if (count == 0 || count > PURCHASE_TIERS_MAX)
		return value_bad(list, "tiers");
	out->tiers = ARENA_ARRAY(mem, struct purchase_tier, count);
	if (!out->tiers)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		const struct json_value v = json_at(list, i);
		SN_TRY(tier_parse(mem, &v, &out->tiers[i]));
		if (i > 0 && !money_less(out->tiers[i - 1].from, out->tiers[i].from))
			return value_bad(&v, "from_fen");
		out->tiers_count++;
	}
	return SN_SUCCESS;
}

static struct sn_err period_parse(const struct json_value *root, struct purchase_rules *out)
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

static struct sn_err rules_parse(struct arena *mem, const struct json_value *root,
				 struct purchase_rules *out)
{
	struct json_value tiers;
	struct str source = STR_NULL;
	int64_t schema = 0;
	SN_TRY(json_only(root, (const char *const[]){"schema", "version", "from", "until", "source",
						     "tiers", NULL}));
	SN_TRY(json_get_int(root, "schema", &schema));
	if (schema != 1)
		return value_bad(root, "schema");
	SN_TRY(json_get_int(root, "version", &out->version));
	if (out->version <= 0)
		return value_bad(root, "version");
	SN_TRY(period_parse(root, out));
	SN_TRY(json_get_text(root, "source", &source));
	if (source.bytes == 0)
		return value_bad(root, "source");
	SN_TRY(text_of(mem, source, &out->source));
	SN_TRY(json_get_array(root, "tiers", &tiers));
	return tiers_parse(mem, &tiers, out);
}

struct sn_err purchase_rules_parse(struct arena *mem, struct str json, struct purchase_rules *out)
{
	struct json_doc *doc = NULL;
	*out = (struct purchase_rules){0};
	SN_TRY(json_read(&doc, json));
	const struct json_value root = json_root(doc);
	const struct sn_err e = rules_parse(mem, &root, out);
	json_free(doc);
	return e;
}

struct purchase_needs purchase_needs_of(const struct purchase_rules *rules, struct money amount)
{
	struct purchase_tier tier = {.quotes = -1};
	for (size_t i = 0; i < rules->tiers_count; i++)
		if (!money_less(amount, rules->tiers[i].from))
			tier = rules->tiers[i];
	const int64_t quotes = tier.quotes < 0 ? PURCHASE_QUOTES_DEFAULT : tier.quotes;
	return (struct purchase_needs){
		.meeting = tier.meeting != PURCHASE_NOT_NEEDED,
		.quotes = quotes,
		.contract = tier.contract != PURCHASE_NOT_NEEDED || quotes > 0,
		.unset = tier.meeting == PURCHASE_UNSET || tier.contract == PURCHASE_UNSET ||
			 tier.quotes < 0,
	};
}

/* ---- steps ---- */

static int64_t count_of(const struct purchase_step *steps, size_t count,
			enum purchase_step_kind kind)
{
	int64_t n = 0;
	for (size_t i = 0; i < count; i++)
		n += steps[i].kind == kind;
	return n;
}

static struct sn_err first_comes(const char *zh, const char *en)
{
	return sn_err_with_text(SN_FAIL(PURCHASE_ORDER), "%s (%s)", zh, en);
}

struct sn_err purchase_may(const struct purchase_needs *needs, const struct purchase_step *steps,
			   size_t count, enum purchase_step_kind next)
{
	const bool contracted = count_of(steps, count, PURCHASE_CONTRACT) > 0;
	const bool accepted = count_of(steps, count, PURCHASE_ACCEPTANCE) > 0;
	const int64_t quotes = count_of(steps, count, PURCHASE_QUOTE);
	switch (next) {
	case PURCHASE_OPEN:
	case PURCHASE_STEPS_COUNT:
		break;
	case PURCHASE_QUOTE:
		/* what was contracted or delivered is not compared any more */
		if (contracted || accepted)
			return first_comes("另立一项采购；这项已签合同或已验收",
					   "another purchase: this one is contracted or accepted");
		break;
	case PURCHASE_CONTRACT:
		if (accepted || contracted)
			return first_comes("另立一项采购；这项已签合同或已验收",
					   "another purchase: this one is contracted or accepted");
		if (quotes < needs->quotes)
			return SN_FAIL(PURCHASE_FEW_QUOTES, .arg = {quotes, needs->quotes});
		break;
	case PURCHASE_ACCEPTANCE:
		if (!contracted && quotes < needs->quotes)
			return first_comes(step_words[PURCHASE_QUOTE].zh,
					   step_words[PURCHASE_QUOTE].en);
		/* whose quotes there are, has a choice to record */
		if (!contracted && (needs->contract || quotes > 0))
			return first_comes(step_words[PURCHASE_CONTRACT].zh,
					   step_words[PURCHASE_CONTRACT].en);
		break;
	}
	return SN_SUCCESS;
}

struct sn_err purchase_choice(const struct purchase *p, const struct purchase_step *steps,
			      size_t count, const struct purchase_step *contract)
{
	const struct purchase_step *chosen = NULL, *cheapest = NULL;
	for (size_t i = 0; i < count; i++) {
		if (steps[i].kind != PURCHASE_QUOTE)
			continue;
		if (steps[i].partner_no == contract->partner_no)
			chosen = &steps[i];
		if (!cheapest || money_less(steps[i].amount, cheapest->amount))
			cheapest = &steps[i];
	}
	if (cheapest && !chosen)
		return SN_FAIL(PURCHASE_NO_QUOTE, .field = "supplier");
	if (chosen && money_less(cheapest->amount, chosen->amount) && contract->words.bytes == 0)
		return SN_FAIL(PURCHASE_WHY, .field = "why",
			       .arg = {money_fen(cheapest->amount), money_fen(chosen->amount)});
	if (chosen && money_less(chosen->amount, contract->amount))
		return SN_FAIL(PURCHASE_ABOVE_QUOTE, .field = "total",
			       .arg = {money_fen(chosen->amount), money_fen(contract->amount)});
	if (money_less(p->ceiling, contract->amount))
		return SN_FAIL(PURCHASE_ABOVE_CEILING, .field = "total",
			       .arg = {money_fen(p->ceiling), money_fen(contract->amount)});
	return SN_SUCCESS;
}

struct sn_err purchase_acceptor(const struct purchase *p, const struct purchase_step *steps,
				size_t count, struct uuid user_id)
{
	bool own = uuid_is_null(user_id) || uuid_eq(p->maker_id, user_id);
	for (size_t i = 0; i < count; i++)
		own = own ||
		      (steps[i].kind != PURCHASE_ACCEPTANCE && uuid_eq(steps[i].first_id, user_id));
	return own ? SN_FAIL(PURCHASE_ACCEPTS_OWN) : SN_SUCCESS;
}

static const struct purchase_line *line_of(const struct purchase_step *s, int64_t item_no)
{
	for (size_t i = 0; i < s->lines_count; i++)
		if (s->lines[i].item_no == item_no)
			return &s->lines[i];
	return NULL;
}

/* A difference in accepted pieces, or else in refused ones. */
static bool apart(const struct purchase_line *a, const struct purchase_line *b, int64_t args[2])
{
	const bool accepted = (a ? a->quantity : 0) != (b ? b->quantity : 0);
	args[0] = a ? (accepted ? a->quantity : a->refused) : 0;
	args[1] = b ? (accepted ? b->quantity : b->refused) : 0;
	return args[0] != args[1];
}

int64_t purchase_count_apart(const struct purchase_step *first, const struct purchase_step *second,
			     int64_t args[2])
{
	for (size_t i = 0; i < first->lines_count; i++)
		if (apart(&first->lines[i], line_of(second, first->lines[i].item_no), args))
			return first->lines[i].item_no;
	for (size_t i = 0; i < second->lines_count; i++)
		if (apart(line_of(first, second->lines[i].item_no), &second->lines[i], args))
			return second->lines[i].item_no;
	return 0;
}
