/* What a batch spends and what a return file means: pure decisions over loaded values. */
#include "care/payout_priv.h"

#include <stdlib.h>

/* ---- money ---- */

size_t payout_spend(struct payout_purse *purses, size_t count, struct money value,
		    struct cash_share *out)
{
	int64_t left = money_fen(value), free = 0;
	size_t n = 0;
	for (size_t i = 0; i < count && free < left; i++)
		free += money_fen(purses[i].free);
	if (free < left)
		return 0;
	for (size_t i = 0; left > 0; i++) {
		const int64_t has = money_fen(purses[i].free);
		const int64_t taken = has < left ? has : left;
		if (taken <= 0)
			continue;
		out[n++] = (struct cash_share){purses[i].key, MONEY_FEN(taken)};
		purses[i].free = MONEY_FEN(has - taken);
		left -= taken;
	}
	return n;
}

/* ---- the return file ---- */

bool payout_why_is_card(enum payout_why why)
{
	switch (why) {
	case PAYOUT_WHY_NAME:
	case PAYOUT_WHY_CLOSED:
	case PAYOUT_WHY_NUMBER:
	case PAYOUT_WHY_FROZEN:
	case PAYOUT_WHY_LIMITED:
		return true;
	case PAYOUT_WHY_NONE:
	case PAYOUT_WHY_OTHER:
	case PAYOUT_WHY_GIVEN:
	case PAYOUT_WHY_VOIDED:
	case PAYOUT_WHY_CANCELLED:
	case PAYOUT_WHYS_COUNT:
		break;
	}
	return false;
}

static int by_serial(const void *key, const void *at)
{
	const int64_t serial = *(const int64_t *)key;
	const struct payout_line *line = at;
	return (serial > line->serial) - (serial < line->serial);
}

static struct sn_err match(const struct payout_deciding *d, const struct payout_row *row,
			   size_t *line)
{
	*line = d->lines_count;
	if (!str_is_null(row->batch) && !str_eq(row->batch, d->batch->number))
		return sn_err_with_text(SN_FAIL(PAYOUT_OTHER, .field = "line"), STR_FMT,
					STR_ARG(row->batch));
	const struct payout_line *found = d->lines_count == 0
						  ? NULL
						  : bsearch(&row->serial, d->lines, d->lines_count,
							    sizeof *d->lines, by_serial);
	if (!found)
		return SN_FAIL(PAYOUT_LINE_GONE, .field = "serial", .arg = {row->serial});
	if (money_fen(row->value) != money_fen(found->value))
		return SN_FAIL(PAYOUT_AMOUNT, .field = "amount",
			       .arg = {money_fen(row->value), money_fen(found->value)});
	if (row->last4[0] && strcmp(row->last4, found->last4) != 0)
		return sn_err_with_text(SN_FAIL(PAYOUT_ACCOUNT, .field = "account"), "****%s",
					found->last4);
	const int32_t exported = day_of(d->batch->exported_us);
	if (row->day != 0 && (row->day < exported || row->day > d->today))
		return SN_FAIL(PAYOUT_DAY, .field = "day", .arg = {row->day, exported});
	*line = (size_t)(found - d->lines);
	return SN_SUCCESS;
}

/* What the bank says, by what the line is: fates where it is taken, PAYOUT_REFUSED where the two contradict. */
static const enum payout_fate fates[PAYOUT_SAYS_COUNT][PAYOUT_LINE_STATES_COUNT] = {
	[PAYOUT_SAYS_PAID] = {[PAYOUT_LINE_WAITING] = PAYOUT_TAKES_PAID,
			      [PAYOUT_LINE_PAID] = PAYOUT_UNCHANGED,
			      [PAYOUT_LINE_BACK] = PAYOUT_UNCHANGED,
			      [PAYOUT_LINE_BOUNCED] = PAYOUT_REFUSED,
			      [PAYOUT_LINE_DROPPED] = PAYOUT_REFUSED},
	[PAYOUT_SAYS_BOUNCED] = {[PAYOUT_LINE_WAITING] = PAYOUT_TAKES_BOUNCED,
				 [PAYOUT_LINE_PAID] = PAYOUT_REFUSED,
				 [PAYOUT_LINE_BACK] = PAYOUT_UNCHANGED,
				 [PAYOUT_LINE_BOUNCED] = PAYOUT_UNCHANGED,
				 [PAYOUT_LINE_DROPPED] = PAYOUT_UNCHANGED},
	/* money that came back before we heard that it went */
	[PAYOUT_SAYS_BACK] = {[PAYOUT_LINE_WAITING] = PAYOUT_TAKES_BOUNCED,
			      [PAYOUT_LINE_PAID] = PAYOUT_TAKES_BACK,
			      [PAYOUT_LINE_BACK] = PAYOUT_UNCHANGED,
			      [PAYOUT_LINE_BOUNCED] = PAYOUT_UNCHANGED,
			      [PAYOUT_LINE_DROPPED] = PAYOUT_UNCHANGED},
	[PAYOUT_SAYS_PENDING] = {[PAYOUT_LINE_WAITING] = PAYOUT_STILL_WAITS,
				 [PAYOUT_LINE_PAID] = PAYOUT_UNCHANGED,
				 [PAYOUT_LINE_BACK] = PAYOUT_UNCHANGED,
				 [PAYOUT_LINE_BOUNCED] = PAYOUT_UNCHANGED,
				 [PAYOUT_LINE_DROPPED] = PAYOUT_UNCHANGED},
};

static struct sn_err contradiction(const struct payout_line *line)
{
	const struct payout_words *why = payout_why_words(line->why);
	if (line->state == PAYOUT_LINE_PAID)
		return SN_FAIL(PAYOUT_LINE_PAID, .field = "result");
	if (line->state == PAYOUT_LINE_DROPPED)
		return sn_err_with_text(SN_FAIL(PAYOUT_LINE_DROPPED, .field = "result"), "%s (%s)",
					why->zh, why->en);
	return sn_err_with_text(SN_FAIL(PAYOUT_LINE_ENDED, .field = "result"), "%s (%s)", why->zh,
				why->en);
}

static void refuse(const struct payout_deciding *d, size_t at, struct sn_err why)
{
	d->out[at] = (struct payout_taken){.fate = PAYOUT_REFUSED, .why = why};
}

/* Of two rows about one line the second adds nothing, or neither counts. */
static bool is_first(const struct payout_deciding *d, size_t at, size_t line)
{
	if (d->first[line] == 0) {
		d->first[line] = at + 1;
		return true;
	}
	const size_t before = d->first[line] - 1;
	if (d->rows[before].says == d->rows[at].says &&
	    d->out[before].why.reason != SN_R_PAYOUT_TWICE) {
		d->out[at] = (struct payout_taken){.fate = PAYOUT_UNCHANGED};
		return false;
	}
	refuse(d, before, SN_FAIL(PAYOUT_TWICE, .field = "result", .arg = {d->rows[at].row}));
	refuse(d, at, SN_FAIL(PAYOUT_TWICE, .field = "result", .arg = {d->rows[before].row}));
	return false;
}

void payout_decide(const struct payout_deciding *d)
{
	for (size_t i = 0; i < d->count; i++) {
		const struct sn_err e = match(d, &d->rows[i], &d->line[i]);
		if (sn_failed(e)) {
			refuse(d, i, e);
			continue;
		}
		if (!is_first(d, i, d->line[i]))
			continue;
		const struct payout_line *line = &d->lines[d->line[i]];
		const enum payout_fate fate = fates[d->rows[i].says][line->state];
		d->out[i] = (struct payout_taken){.fate = fate};
		if (fate == PAYOUT_REFUSED)
			d->out[i].why = contradiction(line);
	}
}
