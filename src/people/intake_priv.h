#ifndef SN_PEOPLE_INTAKE_PRIV_H
#define SN_PEOPLE_INTAKE_PRIV_H
/* intake_priv: what the files of intake share: sealed pieces. */
#include "base/table_in.h"
#include "people/intake.h"

/* Reads through the sealed chunks by c->store; one chunk is held open. In c->mem. */
struct intake_source {
	struct ctx *c;
	int64_t shard;
	struct uuid intake_id;
	int64_t held; /* which chunk; -1: none */
	uint8_t *open;
	size_t open_bytes;
	struct byte_source source;
};
struct sn_err intake_open(struct ctx *c, const struct intake *which,
			  struct intake_source *out) SN_MUST_USE;
struct sn_err intake_add_chunks(struct ctx *c, const struct intake *which,
				const struct byte_source *source) SN_MUST_USE;

/* A small text under the installation's key, bound to table, number and import. In c->mem. */
struct intake_seal {
	const char *table;
	struct uuid intake_id;
	int64_t number;
};
struct sn_err intake_seal(struct ctx *c, const struct intake_seal *at, struct str plain,
			  struct str *sealed) SN_MUST_USE;
struct sn_err intake_unseal(struct ctx *c, const struct intake_seal *at, struct str sealed,
			    struct str *plain) SN_MUST_USE;

/* Of the import, in people_fix_order(), with more; columns at NULL: a roster's. In c->mem. */
struct intake_fixing {
	const struct table_column *columns;
	size_t columns_count;
	const struct intake_fix *more;
	size_t more_count;
};
struct sn_err intake_fixes(struct ctx *c, const struct intake *which,
			   const struct intake_fixing *how, struct people_fix **out,
			   size_t *count) SN_MUST_USE;

/* What people_import() is to do with it. */
struct intake_job {
	struct intake_source source;
	struct str categories[PEOPLE_CATEGORIES_MAX];
	struct people_import what;
};
struct sn_err intake_job(struct ctx *c, const struct intake *which,
			 struct intake_job *out) SN_MUST_USE;
struct sn_err intake_state_error(const struct intake *is);
/* Inside a work: from the state that it is in, with now->batch_id as its batch. */
struct sn_err intake_move_to(struct ctx *c, const struct intake *now, enum intake_state to,
			     struct intake *out) SN_MUST_USE;
/* Inside a work: what a check or the taking over found, kept for reading. */
struct sn_err intake_note(struct ctx *c, const struct intake *which,
			  const struct intake_checked *checked) SN_MUST_USE;
#endif
