#ifndef SN_CARE_CARD_H
#define SN_CARE_CARD_H
/* card: the bank card, passbook or other account to which a person's cash gifts are paid.
 *
 *   shapes  A card row is never edited: another card ends the one before, and what was paid or is being paid keeps the row
 *           that it was paid by.  The number and the holder's name are sealed under the person's own key; equal numbers are
 *           found by their keyed hash, which `registry` has once for all shards.  Only the last four stand in the open.
 *   rules   A card in another name says how its holder is related to the person.  One card for several people is allowed
 *           (a couple, an old mother and her son) and is a finding: card_shared().  A card from which the bank sent money
 *           back is bad until it is set anew, the same number too.
 *   errors  those of cardnumber.h; card_relation, card_twice, card_in_batch, no_card, no_such_person, keys_needed, too_long.
 *   rights  a maker at the person's union sets and removes cards.
 *   source  issue 3, point 1; settled.md 10, 25; product.md (Personal data).
 *   start   card_set(), card_current(), card_open(). */
#include "base/cardnumber.h"
#include "care/handover.h"

struct card {
	struct uuid card_id; /* null: there is none */
	struct person_ref who;
	struct blind_index hash;
	char last4[CARD_LAST_DIGITS + 1];
	struct str bank;                 /* where it was opened; STR_NULL: not told */
	enum handover_relation relation; /* SELF: in the person's own name */
	bool bad;             /* the bank sent money back, and nobody set it anew since */
	struct str bad_words; /* the bank's words */
	int64_t at_us;
};
struct card_new {
	struct person_ref who;
	int64_t org_no; /* whose roster the person stands on: rights are asked there */
	struct card_number number;
	struct str bank;   /* STR_NULL: not told */
	struct str holder; /* STR_NULL: the person */
	enum handover_relation relation;
};
enum card_fate { CARD_TAKEN, CARD_CHANGED, CARD_UNCHANGED, CARD_REFUSED };
struct card_set {
	enum card_fate fate;
	struct sn_err why; /* REFUSED */
	bool shared;       /* another person's card has this number too */
};
/* Pure: what is wrong with it by itself. */
struct sn_err card_check(const struct card_new *k) SN_MUST_USE;
/* An array; each person stands in it once. Inside a work. */
struct sn_err card_set(struct ctx *c, const struct card_new *what, size_t count,
		       struct card_set *out) SN_MUST_USE;
/* What would become of them; writes nothing. */
struct sn_err card_look(struct ctx *c, const struct card_new *what, size_t count,
			struct card_set *out) SN_MUST_USE;
/* As card_set(); which card there was before is kept, so that the import can be taken back (listed.h). */
struct card_import {
	struct uuid intake_id;
	const struct card_new *what;
	size_t count;
};
struct sn_err card_set_listed(struct ctx *c, const struct card_import *list,
			      struct card_set *out) SN_MUST_USE;
/* What all that was said of a card says, as a keyed hash: equal is the same. */
struct blind_index card_said(const struct keyring *keys, const struct card_new *k);
/* No card any more: no_card, card_in_batch. Inside a work. */
struct sn_err card_remove(struct ctx *c, const struct person *person) SN_MUST_USE;
/* out[i] is the card of who[i]; people who have none have a null card_id. In c->mem. */
struct sn_err card_current(struct ctx *c, const struct person_ref *who, size_t count,
			   struct card *out) SN_MUST_USE;
/* How many people are paid by its number. */
struct sn_err card_people(struct ctx *c, const struct card *card, int64_t *people) SN_MUST_USE;
/* The bank sent it back: bad until it is set anew. Inside a work. */
struct card_ref {
	int64_t shard;
	struct uuid card_id;
};
struct sn_err card_mark_bad(struct ctx *c, struct card_ref card, struct str words) SN_MUST_USE;

/* What the bank has to know, opened: for its file alone. seal_broken where somebody put another number in the row. */
struct card_opened {
	struct card_number number;
	struct str holder; /* STR_NULL: the person */
	struct str bank;
	struct blind_index hash; /* of the number as it was opened */
};
struct sn_err card_open(struct ctx *c, const struct card_ref *cards, size_t count,
			struct card_opened *out) SN_MUST_USE;

/* A union's roster and those below it; at most CARD_LIST_MAX, by union and person; a row's texts hold until its callback
 * returns. */
struct card_row {
	struct card card;
	int64_t org_no, people; /* people: who have this number, the person among them */
	struct str name;        /* whole: masked at the edge */
};
typedef struct sn_err card_each(void *self, const struct card_row *row);
struct card_filter {
	struct str org_path;
	bool shared_only;
};
struct sn_err card_list(struct ctx *c, const struct card_filter *filter, card_each *each,
			void *self) SN_MUST_USE;

/* Findings "card": it does not open, is another number than its hash and last four say, is of nobody, or its number is
 * not registered. */
struct sn_err card_verify(struct ctx *c, void (*each)(void *self, const struct ledger_finding *f),
			  void *self, int64_t *findings) SN_MUST_USE;
#endif
