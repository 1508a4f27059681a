#ifndef SN_CARE_PAYOUT_PRIV_H
#define SN_CARE_PAYOUT_PRIV_H
/* payout_priv: what the files of payout share: its rules as pure functions, its rows, its leaves. */
#include "care/care_priv.h"
#include "care/payout.h"

/* ---- payout_rules.c: pure ---- */

/* Money that is free in an account of the paying union. */
struct payout_purse {
	struct account_key key;
	struct money free;
};
/* Takes an amount out of the purses, in their order; how many shares, at most one a purse. 0: they have not so much, and
 * are as before. */
size_t payout_spend(struct payout_purse *purses, size_t count, struct money value,
		    struct cash_share *out);
/* What becomes of the rows of a return file. lines are by serial; first: room for one number a line. */
struct payout_deciding {
	const struct payout *batch;
	int32_t today;
	const struct payout_line *lines;
	size_t lines_count;
	const struct payout_row *rows;
	size_t count;
	size_t *first; /* the row that first spoke of the line, from 1 */
	size_t *line;  /* of each row; lines_count: none */
	struct payout_taken *out;
};
void payout_decide(const struct payout_deciding *d);
/* Does the card have to be set anew before the next payment? */
bool payout_why_is_card(enum payout_why why);

/* ---- payout.c ---- */

/* Gives to the batch's budget line, if it has one, what an act frees. */
struct sn_err payout_budget_back(struct ctx *c, const struct payout *batch,
				 const struct payout_act *act, struct money freed) SN_MUST_USE;

/* ---- payout_read.c ---- */

struct sn_err payout_read(struct ctx *c, struct uuid batch_id, struct payout *out) SN_MUST_USE;
struct payout payout_from_row(struct arena *mem, const struct rows *r);
/* An act enters the audit and the log. Of lines it binds what it settled (returns, cancelling, dropping), else the list. */
struct sn_err payout_act_add(struct ctx *c, const struct payout *batch,
			     const struct payout_act *act, const struct payout_line *lines,
			     size_t count) SN_MUST_USE;
struct sn_err payout_act_stands(struct ctx *c, const struct payout *batch,
				const struct payout_act *act, const struct payout_line *lines,
				size_t count, bool *stands) SN_MUST_USE;
/* The holds of a line, first to last. */
struct uuid payout_hold_id(const struct payout_line *line, size_t part);
/* payout_state, with the number and the state's word. */
struct sn_err payout_wrong_state(const struct payout *batch) SN_MUST_USE;

/* ---- payout_file.c ---- */

/* The bank has answered for all: its file goes. */
struct sn_err payout_file_forget(struct ctx *c, const struct payout *b) SN_MUST_USE;

/* ---- payout_act.c ---- */

/* Frees the money of lines that are waiting, each with all its holds. */
struct sn_err payout_free(struct ctx *c, const struct payout *batch,
			  const struct payout_line *const *lines, size_t count) SN_MUST_USE;
#endif
