#ifndef SN_STORE_SEAL_PRIV_H
#define SN_STORE_SEAL_PRIV_H
/* seal_priv: what writing and verifying seals share: a row as bytes, and a table's sum. */
#include "store/seal.h"
#include "store/store_priv.h"

struct seal {
	uint8_t bytes[ROW_SEAL_BYTES];
};

void seal_combine(struct seal *sum, const struct seal *s);
/* false: it is not as long as a seal. */
bool seal_read(const struct rows *r, const char *column, struct seal *out);

/* Memory that is kept from one row or statement to the next. */
struct room {
	char *at;
	size_t bytes, size;
};

/* A column's value: of a parameter, or of an answer. */
struct cell {
	bool is_null;
	int64_t integer; /* of the letter i */
	struct str bytes;
};

struct cell seal_cell(const struct rows *r, size_t column, char letter);
/* The bytes of keys sort as the keys do in the database, so both can be gone through side by side. false: no memory. */
bool seal_put_key(struct room *out, const struct cell *cell, char letter);
bool seal_of_cells(const struct crypto_key *key, struct room *text,
		   const struct store_sealed *table, const struct cell *cells, struct seal *out);

enum { TABLE_NAME_BYTES_MAX = 64 };

struct sum {
	bool there, fits; /* fits: its MAC does */
	int64_t rows;
	struct seal combined, mac;
};
struct sn_err seal_read_sum(struct store *store, const struct crypto_key *key, const char *table,
			    struct sum *out) SN_MUST_USE;

/* Calls f for each sealed table of the database. */
typedef struct sn_err seal_table(void *self, const struct store_sealed *table);
struct sn_err seal_each_table(const struct store *store, seal_table *f, void *self) SN_MUST_USE;
#endif
