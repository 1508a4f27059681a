#ifndef SN_LEDGER_DONATION_H
#define SN_LEDGER_DONATION_H
/* donation: what was given to a union, by whom, for what, and what is left of it.
 *
 *   shapes  A donation is a RECEIVE document (same id) of source DONATION with a donor and a purpose: money into the
 *           fund, or goods into the stock, one lot a line, valued by a stated basis.  The donor is a partner, a named
 *           private person (the name sealed under a key of the donation's own, shown masked) or anonymous (爱心人士).
 *   rules   The purpose binds wherever the money goes: of source DONATION no document may take what other purposes have
 *           left in its fund (checked when it is drafted).  An allotment carries source and purpose down, a return
 *           carries them up again, cash that is given back is bound as it was; only donation_return() takes it out of the
 *           books.  What was spent on a purpose is taken from a union's own donations, oldest first.  Nothing may be taken
 *           back that others' purposes would pay for.  Money needs the hands of any receipt of money; goods a maker, an
 *           approver who accepts the value and a keeper who accepts the goods.
 *   receipt A number of the union and year, given once the donation is in the books, one after the other and never
 *           twice; a void receipt keeps its number, and another may be issued.  A donation is not taken back while its
 *           receipt is in force.
 *   errors  donation_gone, donation_bound (yuan 0: bound to other purposes, 1: would be left), donation_no_donor,
 *           donation_no_basis, donation_not_in, donation_reversed, donation_left (yuan 0: left, 1: asked), receipt_gone,
 *           receipt_in_force (arg 0: year, 1: number), donation_purpose (say for which), those of document.h,
 *           fund_require() and keyring.h.
 *   source  product.md 2 (donors: purpose, receipt, valued goods; a matrix source × purpose).
 *   start   donation_make(), donation_list(), donation_receipt(). */
#include "ledger/document.h"

enum donor_kind { DONOR_PARTNER, DONOR_PERSON, DONOR_ANONYMOUS, DONOR_KINDS_COUNT };
struct donor {
	enum donor_kind kind;
	int64_t partner_no; /* DONOR_PARTNER */
	struct str name; /* DONOR_PERSON: given whole to donation_make(), masked in what is read */
};
struct donation_new {
	/* org_no, cycle_no, day, words, document_id, declared_*; purpose: what the donor binds it to */
	struct document_plan plan;
	struct donor donor;
	struct money amount;            /* money; or … */
	const struct goods_line *lines; /* … goods, each with its total; count 0: money */
	size_t count;
	struct str basis; /* goods: how they were valued ("发票", "市场价，三家询价", …) */
};
/* The draft of the document and what makes it a donation; signed like any document. Inside a work. */
struct sn_err donation_make(struct ctx *c, const struct donation_new *what,
			    struct document *out) SN_MUST_USE;
/* What is left of it back to the donor: a RETURN document, at most the donation's own remainder. Inside a work. */
struct sn_err donation_return(struct ctx *c, struct uuid donation_id,
			      const struct document_plan *given, struct money amount,
			      struct document *out) SN_MUST_USE;

struct donation {
	struct uuid donation_id;
	int64_t shard, org_no, cycle_no;
	struct donor donor;
	bool goods;
	struct money amount; /* goods: their value */
	struct money returned;
	struct money left; /* money: neither spent nor returned; goods: value still in stock */
	struct str purpose, basis; /* basis STR_NULL: money */
	enum document_state state;
	bool reversed; /* taken back whole: nothing is left of it, and no receipt is given for it */
	int32_t day;
	int64_t receipt_year, receipt_no; /* 0: no receipt in force */
};
struct donation_filter {
	int64_t org_no, cycle_no; /* 0: all */
	struct str path;          /* a union and those below it; STR_NULL: not asked for */
};
/* Oldest first. In c->mem. */
struct sn_err donation_list(struct ctx *c, const struct donation_filter *filter,
			    struct donation **out, size_t *count) SN_MUST_USE;

/* By its id: donation_gone. */
struct sn_err donation_read(struct ctx *c, struct uuid donation_id,
			    struct donation *out) SN_MUST_USE;

/* Where money of its purpose went and came from in its fund, by paper, the oldest first; at most DONATION_USES_MAX. Money
 * of one purpose is one heap: which donor's yuan a paper took is a rule (the oldest first), not a fact. */
struct donation_use {
	struct document document;
	struct money in, out; /* of this fund and purpose */
};
struct sn_err donation_uses(struct ctx *c, const struct donation *of, struct donation_use **out,
			    size_t *count) SN_MUST_USE;
/* Goods: where their pieces are now, lot by lot (purchase.h). */
struct purchase_lot;
struct sn_err donation_lots(struct ctx *c, const struct donation *of, struct purchase_lot **out,
			    size_t *count) SN_MUST_USE;

struct receipt {
	int64_t org_no, year, receipt_no;
	struct donation donation; /* donor.name whole: it is printed */
};
/* The receipt in force, a new one where there is none; by an accountant or cashier of the union. Inside a work. */
struct sn_err donation_receipt(struct ctx *c, struct uuid donation_id,
			       struct receipt *out) SN_MUST_USE;
/* Its number stays used. By an accountant or cashier. Inside a work. */
struct sn_err donation_receipt_void(struct ctx *c, struct uuid donation_id,
				    struct str why) SN_MUST_USE;

/* Called by document for every draft: what lines take from funds of source DONATION must leave what is bound. */
struct sn_err donation_guard(struct ctx *c, const struct document *d,
			     const struct account_key *fund, struct money taken) SN_MUST_USE;
/* Called by document once it has taken a document back: a donation's receipt must not be in force, and a fund of source
 * DONATION that lost money by it must still have what is bound in it. */
struct sn_err donation_guard_reversed(struct ctx *c, const struct document *d,
				      const struct account_key *fund) SN_MUST_USE;

/* The purpose for which a fund has donated money left; STR_NULL: none. donation_purpose: several. */
struct sn_err donation_purpose_of(struct ctx *c, int64_t org_no, int64_t cycle_no,
				  struct str *out) SN_MUST_USE;
/* Cash that comes back to a fund of source DONATION is bound as it was issued to its holder: in *purpose what the maker
 * said, out what it is. donation_purpose: it was issued for several, and he named none of them. */
struct sn_err donation_giveback(struct ctx *c, const struct account_key *fund, int64_t shard,
				struct uuid holder_id, struct str *purpose) SN_MUST_USE;

/* Receipt numbers without a gap from 1, each of a donation that is in the books; donations whose document is another
 * kind, purpose or union, and documents of gifts that no donation tells of; what a leaf says otherwise. Findings
 * "donation", "receipt", and "donation-leaf" where the log has more or fewer acts than the tables. */
struct sn_err donation_verify(struct ctx *c,
			      void (*each)(void *self, const struct ledger_finding *f), void *self,
			      int64_t *findings) SN_MUST_USE;
#endif
