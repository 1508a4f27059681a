#ifndef SN_LEDGER_DOCUMENT_PRIV_H
#define SN_LEDGER_DOCUMENT_PRIV_H
/* document_priv: what the files of document share: its row, its lines, its table of states, its pure rules. */
#include "base/crypto.h"
#include "ledger/document.h"

/* A line with what the envelope needs to know of it. */
struct document_line {
	struct transfer transfer;
	int64_t ask_no; /* which of the maker's lines it serves; 0: all of them */
	bool counted;   /* its value counts for the envelope */
	bool held;      /* reserved in the ledger */
};
struct document_row {
	struct document document;
	struct sha256 asked;
	struct uuid holder_id; /* whose custody it leaves */
};

/* ---- document_rules.c ---- */

enum document_event {
	DOCUMENT_CHECK,
	DOCUMENT_APPROVE,
	DOCUMENT_TREASURE,
	DOCUMENT_ACCEPT,
	DOCUMENT_CANCEL,
	DOCUMENT_EVENTS_COUNT
};
enum document_event document_event_of(enum hand hand); /* not for the maker: making is no step */
/* last: every other signature that is needed is there. */
struct sn_err document_step(enum document_state *s, enum document_event e, bool last) SN_MUST_USE;
/* Is everything signed that is needed, but for `hand` (HANDS_COUNT: the receiver)? */
bool document_is_last(const struct document *d, enum hand hand);
/* Pure: is it this user's turn to sign as `hand` (HANDS_COUNT: to accept), his roles apart? The one rule behind signing and
 * behind what waits for him. */
struct sn_err document_turn(const struct document_row *row, enum hand hand,
			    struct uuid user_id) SN_MUST_USE;
/* Pure: may this approver take it back? */
struct sn_err document_reverse_turn(const struct document_row *row,
				    struct uuid user_id) SN_MUST_USE;
struct document_roles {
	enum rights_role roles[2];
	size_t count;
};
struct document_roles document_roles(enum document_kind kind, enum hand hand, bool cash);
/* Who accepts where nobody is named. */
struct document_roles document_receiver_roles(bool cash);
bool document_takes(enum document_kind kind, enum transfer_kind line);
struct sn_err document_envelope(const struct document *declared, int64_t count, struct money total,
				bool total_needed) SN_MUST_USE;

/* ---- document_store.c ---- */

struct sn_err document_row_read(struct ctx *c, int64_t shard, struct uuid document_id,
				struct document_row *out, bool *there) SN_MUST_USE;
/* The latest paper that is not cancelled and that this maker drafted with the same words since; null: none. */
struct sn_err document_twin(struct ctx *c, const struct document_row *row, int64_t since_us,
			    struct uuid *twin_id, int64_t *made_us) SN_MUST_USE;
struct sn_err document_row_add(struct ctx *c, const struct document_row *row) SN_MUST_USE;
struct sn_err document_row_step(struct ctx *c, const struct document *d, enum document_event e,
				enum document_state next) SN_MUST_USE;
struct sn_err document_row_reverse(struct ctx *c, const struct document *d) SN_MUST_USE;
struct sn_err document_lines_add(struct ctx *c, const struct document *d,
				 const struct document_line *lines, size_t count) SN_MUST_USE;
struct sn_err document_lines_read(struct ctx *c, const struct document *d,
				  struct document_line **out, size_t *count) SN_MUST_USE;

/* The reason or remark of a step. said: the actor has said just this with it before. */
struct sn_err document_word_add(struct ctx *c, const struct document *d, enum document_event e,
				struct str words) SN_MUST_USE;
struct sn_err document_said(struct ctx *c, const struct document *d, enum document_event e,
			    struct str words, bool *said) SN_MUST_USE;
struct document_row document_row_from(struct arena *mem, const struct rows *r, bool *kept);

/* ---- document_leaf.c ---- */

/* Of a document that was done in this work, after its lines are posted. */
struct sn_err document_leaf_append(struct ctx *c, const struct document *d) SN_MUST_USE;
/* Of one that was taken back in this work, after the opposites are posted. */
struct sn_err document_leaf_reversed(struct ctx *c, const struct document *d) SN_MUST_USE;

/* ---- document_plan.c: from a plan to a draft ---- */

/* What was asked, as text: its hash settles whether a repeated id is the same paper. NULL when out of memory;
 * document_draft_begin() takes it and frees it, NULL too. */
struct buf *document_ask_begin(const struct document_plan *plan);
void document_ask_id(struct buf *b, struct uuid id);
void document_ask_line(struct buf *b, int64_t what, int64_t quantity, struct money amount);

struct document_draft;
struct sn_err document_draft_begin(struct ctx *c, const struct document_plan *plan,
				   struct buf *asked, struct document_draft *draft,
				   bool *done) SN_MUST_USE;
struct sn_err document_draft_room(struct ctx *c, struct document_draft *draft,
				  size_t lines) SN_MUST_USE;
/* The next line's transfer, with a new id; it serves the maker's line ask_no (0: all of them). */
struct transfer *document_draft_add(struct ctx *c, struct document_draft *draft, int64_t ask_no,
				    bool counted);
struct document_plan document_plan_as(const struct document_plan *plan, enum document_kind kind);
/* The account of this class that the plan is about. */
struct account_key document_key_of(const struct document_plan *p, enum account_class class);
struct sn_err document_lines_good(size_t count) SN_MUST_USE;
struct sn_err document_source_good(enum fund_source source) SN_MUST_USE;
/* May money of the plan's source be spent on its purpose? */
struct sn_err document_spendable(struct ctx *c, const struct document_plan *p) SN_MUST_USE;

/* ---- document_list.c ---- */

/* A document that is not finished, with what its rights are asked at. */
struct document_open {
	struct document_row row;
	struct rights_at at, receiver_at;
	bool cash;
};
/* May the holder of these roles take the step now? document_turn() and the roles. */
struct sn_err document_may(const struct document_open *open, const struct rights_held *held,
			   enum hand hand, struct uuid user_id) SN_MUST_USE;
struct sn_err document_open_read(struct ctx *c, const struct document_row *row,
				 struct document_open *out) SN_MUST_USE;

/* ---- document.c ---- */

/* What a plan comes to. */
struct document_draft {
	struct document_row row;
	struct document_line *lines;
	size_t count;
	int64_t asks;      /* how many lines the maker gave */
	bool total_needed; /* the maker must declare the total */
	bool cash;
	bool refuse_twin;
	struct str budget; /* the line it takes from or gives back to */
	enum fund_source source;
};
/* Answers a repeated id: *done says that draft->row is the document that was there. Fills shard, day, maker. */
struct sn_err document_begin(struct ctx *c, struct document_draft *draft,
			     const struct sha256 *asked, bool *done) SN_MUST_USE;
/* Envelope, rights, holds, rows. */
struct sn_err document_finish(struct ctx *c, struct document_draft *draft,
			      struct document *out) SN_MUST_USE;
#endif
