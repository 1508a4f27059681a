#ifndef SN_CARE_ALLOTMENT_H
#define SN_CARE_ALLOTMENT_H
/* allotment: 名额分配 and 资金下拨 as one table: what each union below should get of a cycle, and what it has got.
 *
 *   shapes  A row a union directly below: how many people its rosters have (of the programme's categories, its whole
 *           subtree), or its quota where the programme sets one; people × standard is what it should get; what was
 *           allotted, what is drafted, what came back; what is lacking.  The foot says what the fund has left.
 *   rules   Nothing is kept: the table is computed from rosters, the programme and the documents.  The standard is the sum of
 *           the programme's benefits; where one of them is not set, what anybody should get is unknown, not zero.
 *   units   fen; people are people.
 *   errors  those of care_programme_read().
 *   source  product.md (Who uses it; 集中慰问: standard per head); frontend.md 5, screen 3.
 *   start   care_allotment_table(). */
#include "care/care.h"

struct allotment_row {
	int64_t org_no;
	struct str code;
	int64_t rostered, quota; /* quota -1: the programme sets none */
	int64_t people;          /* which of the two counts */
	struct money should;     /* people × standard */
	struct money allotted, drafted, returned;
	struct money lacking; /* should less what it has got and will get; below zero: too much */
};
struct allotment_table {
	bool standard_known;
	struct money standard;
	struct money
		available; /* what the union's funds of the cycle have free: neither spent nor reserved */
	struct money should, allotted, drafted, returned; /* of all rows */
	struct money
		left; /* available less what is lacking; below zero: the money does not reach */
	struct allotment_row *rows; /* in c->mem, in official order */
	size_t count;
};
/* As it is now. */
struct sn_err care_allotment_table(struct ctx *c, const struct cycle *cycle, const struct org *org,
				   struct allotment_table *out) SN_MUST_USE;
#endif
