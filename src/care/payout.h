#ifndef SN_CARE_PAYOUT_H
#define SN_CARE_PAYOUT_H
/* payout: cash gifts through a bank: people's cards, the batch that goes to the bank, the file that comes back.
 *
 *   shapes  A card is sealed under its person's own key and found by its keyed hash; answers show ****1234 alone.
 *           A batch is a list of entitlements to cash of one cycle, in one union and those below it in its shard, out
 *           of one fund.  It is a document (batch_id = document_id): an ISSUE of its total out of the fund into a
 *           custody whose holder is the batch.  The policy's hands sign it; a cashier, who takes it to the bank,
 *           accepts it last.  Only then its file may be had.
 *   life    a line is OPEN → PAID or BOUNCED; PAID → BOUNCED when the bank takes it back later (退汇, which reverses
 *           the delivery); BOUNCED → BACK when its money returns to the fund, by payout_back() or because a later
 *           batch pays the person again; VOID when the batch was cancelled.  A batch closes when all are PAID or BACK.
 *   once    one entitlement has at most one line that is OPEN or PAID: a unique index says so, whoever writes.
 *   paid    what the bank reports as paid is a delivery (care.h) of evidence level C, the bank's serial its words:
 *           neither a signature nor a picture of the person is there (docs/decisions/).  record_id = line_id.
 *   errors  card_bad (digits, Luhn), card_none; payout_empty, payout_other (an entitlement outside), envelope_count,
 *           envelope_total; payout_not_signed, payout_layout_changed; of a return row: payout_no_line,
 *           payout_amount_differs, payout_state_unknown, payout_reason_missing, payout_serial_missing,
 *           payout_serial_differs, payout_after_bounce; payout_line_open, payout_closed; and care_deliver()'s.
 *   source  issue 3; product.md (Money before goods); settled.md 17, 25; ISO/IEC 7812-1 Annex B (Luhn).
 *   start   payout_cards_set(), payout_make(), payout_export(), payout_return(), payout_close(). */
#include "care/care.h"

/* ---- cards ---- */

enum { CARD_DIGITS_MIN = 12, CARD_DIGITS_MAX = 19, CARD_MASK_BYTES = 12 };
struct card {
	char digits[CARD_DIGITS_MAX + 1];
};
/* Digits with blanks or hyphens between them; 12 to 19 and Luhn's sum, else card_bad. Pure. */
struct sn_err payout_card_parse(struct card *out, struct str text) SN_MUST_USE;
/* "****1234" */
void payout_card_mask(const struct card *card, char out[CARD_MASK_BYTES]);

struct card_item {
	struct id_hash id_hash;
	struct card card;
	struct str bank; /* its name and branch, as the bank's file wants it; STR_NULL: none */
};
enum card_outcome { CARD_SET, CARD_CHANGED, CARD_UNCHANGED, CARD_REFUSED };
struct card_result {
	enum card_outcome outcome;
	struct sn_err why; /* REFUSED: who_unknown, not_granted */
	bool shared;       /* somebody else has this card too: a finding, no refusal */
};
/* An array: one set read, decided in order. The earlier card of a person is kept with the day on which it ended. By a
 * maker at the person's union. Inside a work. */
struct sn_err payout_cards_set(struct ctx *c, const struct card_item *items, size_t count,
			       struct card_result *out) SN_MUST_USE;
/* Cards that several people have now. */
struct card_shared {
	int64_t shard;
	char mask[CARD_MASK_BYTES];
	int64_t people;
	struct person_ref first; /* one of them */
};
struct sn_err payout_cards_shared(struct ctx *c, int64_t shard, struct card_shared **out,
				  size_t *count) SN_MUST_USE;

/* ---- a batch ---- */

struct payout_ask {
	struct uuid batch_id; /* the caller's; the same with the same content is the same answer */
	int64_t cycle_no, org_no;
	const struct org_tree *tree;
	struct str benefit; /* STR_NULL: all that may be cash */
	enum fund_source source;
	struct str purpose, words;
	int64_t declared_count; /* the envelope: as the maker counted */
	struct money declared_total;
	int32_t day; /* 0: today */
};
struct payout {
	struct uuid batch_id;
	int64_t shard, org_no, cycle_no;
	enum fund_source source;
	int64_t count, paid, bounced, back, open; /* lines; open: the bank has not answered */
	struct money total;
	int64_t exports;   /* how often its file was had */
	int64_t closed_us; /* 0: not */
	enum document_state state;
	int64_t without_card; /* payout_make() only: entitled, but no card is known */
};
/* A draft with everybody who is entitled to cash there, has a card, has not had it and is in no other batch.  By a
 * maker; the document's rules hold (document_make()).  Inside a work. */
struct sn_err payout_make(struct ctx *c, const struct payout_ask *ask,
			  struct payout *out) SN_MUST_USE;
struct sn_err payout_read(struct ctx *c, struct uuid batch_id, struct payout *out) SN_MUST_USE;
struct sn_err payout_list(struct ctx *c, int64_t cycle_no, struct payout **out,
			  size_t *count) SN_MUST_USE;

enum payout_state { PAYOUT_OPEN, PAYOUT_PAID, PAYOUT_BOUNCED, PAYOUT_BACK, PAYOUT_VOID };
struct payout_line {
	int64_t line_no;
	struct uuid line_id;
	struct person_ref who;
	struct str name, bank, reason, serial;
	char mask[CARD_MASK_BYTES];
	struct money amount;
	enum payout_state state;
	struct card card; /* payout_export() only */
};
typedef struct sn_err payout_each_line(void *self, const struct payout_line *line);
/* With masked cards, by line number. */
struct sn_err payout_lines(struct ctx *c, const struct payout *of, payout_each_line *each,
			   void *self) SN_MUST_USE;

/* ---- the bank's file ---- */

/* clang-format off */
#define PAYOUT_FIELDS(X)   /* name, word: what a column of a bank's file may hold */ \
	X(LINE, "line") X(NAME, "name") X(CARD, "card") X(BANK, "bank") X(AMOUNT, "amount") X(WORDS, "words")
#define PAYOUT_RETURNS(X)  /* what a column of a return file may hold */ \
	X(LINE, "line") X(STATE, "state") X(AMOUNT, "amount") X(REASON, "reason") X(SERIAL, "serial")
/* clang-format on */
enum payout_field {
#define X(name, word) PAYOUT_FIELD_##name,
	PAYOUT_FIELDS(X) PAYOUT_FIELDS_COUNT
#undef X
};
enum payout_return_field {
#define X(name, word) PAYOUT_RETURN_##name,
	PAYOUT_RETURNS(X) PAYOUT_RETURNS_COUNT
#undef X
};
enum { LAYOUT_COLUMNS_MAX = 16, LAYOUT_WORDS_MAX = 11 };
/* How one bank wants its file and words its answer: data (data/bank/layout.json is the plain one). Texts point into
 * the document. */
struct payout_layout {
	struct str name, source;
	size_t columns_count;
	struct {
		enum payout_field field;
		struct str title;
	} columns[LAYOUT_COLUMNS_MAX];
	const char *returns[PAYOUT_RETURNS_COUNT][LAYOUT_WORDS_MAX + 1]; /* titles; ended by NULL */
	const char *paid[LAYOUT_WORDS_MAX + 1], *bounced[LAYOUT_WORDS_MAX + 1];
};
/* A closed schema: keys, known fields, every needed one there. The result lives in mem. */
struct sn_err payout_layout_parse(struct arena *mem, struct str json,
				  struct payout_layout *out) SN_MUST_USE;

/* Counts one more leaving of the file and calls each line with its open card, in order; by a cashier of the union.
 * payout_not_signed before the last signature.  layout_digest says what the file is to look like: a second export with
 * another is payout_layout_changed, since one batch is one file, byte for byte.  Inside a work. */
struct sn_err payout_export(struct ctx *c, struct uuid batch_id, const uint8_t layout_digest[32],
			    payout_each_line *each, void *self) SN_MUST_USE;

/* ---- the return file ---- */

struct return_row {
	int64_t line_no;
	bool paid;           /* false: bounced */
	struct money amount; /* zero where the file has no such column */
	bool has_amount;
	struct str reason, serial; /* bounced: why; paid: the bank's serial */
};
enum return_outcome { RETURN_PAID, RETURN_BOUNCED, RETURN_TAKEN_BACK, RETURN_SAME, RETURN_REFUSED };
struct return_result {
	enum return_outcome outcome; /* TAKEN_BACK: paid before, 退汇 now; SAME: known already */
	struct sn_err why;
};
/* Is the word one of these? Blanks around it are forgiven. Pure. */
bool payout_word_is(const char *const *words, struct str word);
/* One set read, decided in order.  Paid and bounced by a maker, 退汇 by a checker or approver: what the actor may not do
 * is refused row by row and can be handed in again.  At most BATCH_ITEMS_MAX rows.  Inside a work. */
struct sn_err payout_return(struct ctx *c, struct uuid batch_id, const struct return_row *rows,
			    size_t count, struct return_result *out) SN_MUST_USE;

/* What bounced goes back to the fund; how much. Nothing bounced: zero. By a maker. Inside a work. */
struct sn_err payout_back(struct ctx *c, struct uuid batch_id, struct money *back) SN_MUST_USE;
/* Every line is paid or back, else payout_line_open. By a maker. Inside a work. */
struct sn_err payout_close(struct ctx *c, struct uuid batch_id, struct payout *out) SN_MUST_USE;

/* Recounts each batch: its total from its lines, its custody from the lines that wait there, each paid line's delivery. */
struct sn_err payout_verify(struct ctx *c, void (*each)(void *self, const struct ledger_finding *f),
			    void *self, int64_t *findings) SN_MUST_USE;
#endif
