#ifndef SN_CARE_ENTRY_H
#define SN_CARE_ENTRY_H
/* entry: hand-overs as people write them down: a row of a file, a form, a request; made into delivery_items.
 *
 *   shapes  struct entry is words alone.  entry_open() reads once what they are read by: the programme, the items; the
 *           distributors that are named are remembered.
 *   record  A UUID is taken as it is.  Any other text names the hand-over within its cycle: "12" of the same list is the
 *           same hand-over tomorrow (UUID version 8, RFC 9562 §5.8, from a hash).
 *   item    An item's code; "cash" or 现金, where quantity is yuan; a code that has sizes ("coat" of "coat/L") asks for the
 *           size that was collected for the person.
 *   file    Pages of ENTRY_PAGE_ROWS, each durable before the next, so a file that was cut short is simply handed in
 *           again: what is there already is the same answer.
 *   errors  of an entry: missing_field, bad_id_*, bad_amount, bad_number, item_unknown, bad_level, no_such_user, those of
 *           handover_how; then those of care_deliver().
 *   start   entry_open(), entry_parse(); entry_deliver_file(). */
#include "base/table_in.h"
#include "care/handover.h"

struct entry {
	struct str record;     /* "12", or a UUID */
	struct str id_number;  /* who, or */
	struct person_ref who; /* …directly */
	struct str item, quantity, level, at;
	struct str by, token; /* empty: not said, as all that follow */
	struct str place, proxy, relation, mandate;
};
struct entries;
/* In c->mem. */
struct sn_err entry_open(struct ctx *c, const struct cycle *cycle,
			 struct entries **out) SN_MUST_USE;
/* Texts of the item live in mem. */
struct sn_err entry_parse(struct ctx *c, struct arena *mem, struct entries *x,
			  const struct entry *words, struct delivery_item *out) SN_MUST_USE;
struct sn_err entry_record_id(struct arena *mem, const struct cycle *cycle, struct str text,
			      struct uuid *out) SN_MUST_USE;
/* A copy of the reader's row, which holds until its next one. */
struct sn_err entry_keep_row(struct arena *mem, const struct table_row *row,
			     struct table_row *out) SN_MUST_USE;

struct entry_file {
	const struct byte_source *source; /* CSV or xlsx */
	struct cycle cycle;
	bool asked; /* a second gift is refused; false: reported facts */
	/* Of each row that was not taken; an error ends the file. */
	struct sn_err (*reject)(void *self, const struct table_in *table,
				const struct table_row *row, struct sn_err why);
	void (*progress)(void *self, int64_t rows); /* NULL: nobody watches */
	void *self;
};
struct entry_file_result {
	int64_t read, awarded, replayed, over_issue, rejected;
	int64_t other_size; /* of those awarded: in another size than was collected */
	int64_t totals;     /* rows that only add up others: counted, not taken */
};
/* Outside a work; c->writer must be there. */
struct sn_err entry_deliver_file(struct ctx *c, const struct entry_file *what,
				 struct entry_file_result *out) SN_MUST_USE;
#endif
