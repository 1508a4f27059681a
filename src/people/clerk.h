#ifndef SN_PEOPLE_CLERK_H
#define SN_PEOPLE_CLERK_H
/* clerk: a link by which a company's clerk fills and corrects its roster without an account.
 *
 *   shapes  A maker makes a link for one union and one employer.  The link's secret (128 random bits) and its code (8
 *           digits) are told once and go two ways: the link by WeChat, the code by telephone.  Here stand only their
 *           digests; that of the code is over both, so who has the database has neither.
 *   reach   Whoever has both sees the list that he himself has sent by this link, and nothing of the roster.
 *   wrong   CLERK_TRIES_MAX wrong codes in a row and the link is dead.  A wrong try counts though its request is refused
 *           (store_side()).  Unknown link, wrong code, dead, ended and expired link are one answer: clerk_link.
 *   errors  clerk_link, no_such_link, out_of_range (days).
 *   rights  asked by the caller: a maker of the union makes and ends links.
 *   source  product.md (Lists from companies); issue 4.
 *   start   clerk_link_add(), clerk_enter(). */
#include "people/people.h"

enum { CLERK_SECRET_BYTES = 16, CLERK_SECRET_TEXT_BYTES = 23, CLERK_CODE_TEXT_BYTES = 9 };

struct clerk_link {
	struct uuid link_id;
	int64_t shard, org_no;
	struct str employer, categories; /* categories STR_NULL: none are given */
	int64_t tries, at_us, expires_us;
	int64_t used_us, ended_us; /* 0: never */
	struct uuid maker_id, ended_by;
};
/* Told once. */
struct clerk_told {
	char secret[CLERK_SECRET_TEXT_BYTES], code[CLERK_CODE_TEXT_BYTES];
};
struct clerk_new {
	struct org org;
	struct str employer, categories;
	int64_t days; /* 1 to CLERK_DAYS_MAX */
};
/* Inside a work. */
struct sn_err clerk_link_add(struct ctx *c, const struct clerk_new *what, struct clerk_link *out,
			     struct clerk_told *told) SN_MUST_USE;
struct sn_err clerk_link_by_id(struct ctx *c, struct uuid link_id,
			       struct clerk_link *out) SN_MUST_USE;
/* Of a union and those below it, the newest first, before `before` (null: from the newest). In c->mem. */
struct sn_err clerk_links(struct ctx *c, const struct org *org, struct uuid before, size_t rows_max,
			  struct clerk_link **out, size_t *count) SN_MUST_USE;
/* Again changes nothing. Inside a work. */
struct sn_err clerk_link_end(struct ctx *c, const struct clerk_link *which) SN_MUST_USE;

struct clerk_key {
	struct str secret, code;
};
/* Inside a work: counts a wrong try. */
struct sn_err clerk_enter(struct ctx *c, const struct clerk_key *key,
			  struct clerk_link *out) SN_MUST_USE;
/* The same without counting, for what is prepared outside: clerk_enter() has to follow and decides. */
struct sn_err clerk_peek(struct ctx *c, const struct clerk_key *key,
			 struct clerk_link *out) SN_MUST_USE;
#endif
