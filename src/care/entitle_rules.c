/* Whether somebody may be entitled now: gaps between gifts, places of unions. Pure decisions over loaded values. */
#include "care/care_priv.h"

/* ---- gaps ---- */

int64_t care_days_between(int32_t a, int32_t b)
{
	const int64_t day_us = INT64_C(86400000000);
	const int64_t days = (day_start_us(a) - day_start_us(b)) / day_us;
	return days < 0 ? -days : days;
}

/* A cycle may begin before an earlier one's gift was handed over: what counts is how far apart they lie. */
struct sn_err care_gap_decide(int64_t gap_days, int32_t day, const struct earlier_gift *gift)
{
	if (care_days_between(gift->day, day) >= gap_days)
		return SN_SUCCESS;
	return sn_err_with_text(SN_FAIL(GIFT_TOO_SOON, .arg = {gift->day, gap_days}), STR_FMT,
				STR_ARG(gift->cycle_name));
}

/* ---- places ---- */

static struct place_limit *limit_at(const struct place_limits *limits, int32_t at)
{
	size_t low = 0, high = limits->count;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		if (limits->of[middle].at < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low < limits->count && limits->of[low].at == at ? &limits->of[low] : NULL;
}

struct sn_err care_place_decide(const struct place_limits *limits, int64_t org_no)
{
	for (int32_t at = org_tree_at(limits->tree, org_no); at != ORG_NOWHERE;
	     at = org_tree_parent(limits->tree, at)) {
		const struct place_limit *l = limit_at(limits, at);
		if (l && l->taken >= l->places)
			return SN_FAIL(PLACES_FULL, .arg = {l->taken, l->places, l->org_no});
	}
	return SN_SUCCESS;
}

void care_place_take(struct place_limits *limits, int64_t org_no, int64_t people)
{
	for (int32_t at = org_tree_at(limits->tree, org_no); at != ORG_NOWHERE;
	     at = org_tree_parent(limits->tree, at)) {
		struct place_limit *l = limit_at(limits, at);
		if (l)
			l->taken += people;
	}
}
