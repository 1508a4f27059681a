#ifndef SN_LEDGER_PRIV_H
#define SN_LEDGER_PRIV_H
/* ledger_priv: what the files of the ledger's core share: the pure rules, and the rows that both posting and
 * verification read. */
#include "ledger/ledger.h"

enum {
	LEDGER_ORG_BITS = ACCOUNT_ORG_BITS,
	LEDGER_KEY_BYTES_MAX = 160,    /* an account's key as text: 8 parts, the longest 143 */
	LEDGER_ACCOUNT_BYTES_MAX = 64, /* class "/" code in a leaf */
};

enum hold_state { HOLD_OPEN, HOLD_POSTED, HOLD_VOID, HOLD_EXPIRED };

/* ---- rules: pure (ledger_rules.c) ---- */

bool ledger_may_be_negative(enum account_class class);
/* Is this a transfer at all, and are its accounts those of its kind? */
struct sn_err ledger_transfer_check(const struct transfer *t) SN_MUST_USE;
struct ledger_move {
	int64_t quantity;
	struct money value;
};
/* May so much be taken from (or held of) the account, as it stands? */
struct sn_err ledger_take_check(const struct account *from, struct ledger_move move) SN_MUST_USE;
/* Adds; amount_overflow: the account stays as it was. */
struct sn_err ledger_account_add(struct account *a, struct ledger_move move) SN_MUST_USE;
struct sn_err ledger_account_take(struct account *a, struct ledger_move move) SN_MUST_USE;
struct sn_err ledger_account_hold(struct account *a, struct ledger_move move) SN_MUST_USE;
void ledger_account_release(struct account *a, struct ledger_move move);
bool ledger_key_eq(const struct account_key *a, const struct account_key *b);
/* Where a transfer to another shard passes through, on this side of it. */
struct account_key ledger_in_transit(const struct account_key *side);
/* "1024/fund/3/OWN/0/0/-/-" */
struct str ledger_key_text(const struct account_key *key, char out[LEDGER_KEY_BYTES_MAX]);
enum tlog_kind ledger_leaf_kind(enum transfer_kind kind);

/* What a leaf says of a leg. Both posting and verification make it here. */
struct ledger_leaf_of {
	enum transfer_kind kind;
	int32_t day;
	const struct account_key *from, *to;
	struct ledger_move move;
	int64_t reverses_index; /* -1: none */
	const uint8_t *commitment;
	struct str shard_code, cycle_word, item_word;
};
struct ledger_leaf_room {
	char debit[LEDGER_ACCOUNT_BYTES_MAX], credit[LEDGER_ACCOUNT_BYTES_MAX];
};
struct tlog_leaf ledger_leaf(const struct ledger_leaf_of *of, struct ledger_leaf_room *room);
/* Whose word the leaf uses: the cycle that one of both sides has. */
int64_t ledger_leaf_cycle_no(const struct account_key *from, const struct account_key *to);

/* ---- rows (ledger_store.c) ---- */

struct account ledger_account_from_row(const struct rows *r);
/* A column's text, copied; *kept becomes false where there was no memory for it, which is not "no text". */
struct str ledger_text(struct arena *mem, const struct rows *r, const char *column, bool *kept);

/* The list with room for one more behind `count`: it doubles as it grows. NULL when out of memory. */
void *ledger_grow(struct arena *mem, void *list, size_t count, size_t each_bytes);

/* A transfer as it is stored: a leg in one shard. */
struct ledger_row {
	struct transfer transfer; /* from, to are not filled */
	int64_t shard, from_no, to_no, other_shard;
};
/* A row that names both accounts: from_org_no … to_level. */
struct transfer ledger_transfer_with_accounts(const struct rows *r);
struct ledger_row ledger_row_from(const struct rows *r);
struct sn_err ledger_row_read(struct ctx *c, int64_t shard, struct uuid transfer_id,
			      struct ledger_row *out) SN_MUST_USE;
/* Reads accounts by number: shards_and_numbers has count pairs; no_such_transfer where one is missing. */
struct sn_err ledger_accounts_by_no(struct ctx *c, const int64_t (*shards_and_numbers)[2],
				    size_t count, struct account *out) SN_MUST_USE;

/* ---- an index over a batch: values by a 64-bit hash; the caller compares what it finds ---- */

struct ledger_index {
	struct ledger_slot *slots;
	size_t mask;
};
struct ledger_slot {
	uint64_t hash;
	uint32_t value_and_1; /* 0: free */
};
bool ledger_index_make(struct arena *mem, struct ledger_index *ix, size_t values_max);
void ledger_index_add(struct ledger_index *ix, uint64_t hash, uint32_t value);
/* Starts with *at = 0; the values of this hash, the earliest added first; false: no more. */
bool ledger_index_next(const struct ledger_index *ix, uint64_t hash, size_t *at, uint32_t *value);
uint64_t ledger_hash_numbers(const int64_t *numbers, size_t count);
uint64_t ledger_hash_uuid(struct uuid id);
uint64_t ledger_hash_key(const struct account_key *key);

/* ---- a batch: what an array of transfers needs to know, read as sets (ledger_batch.c) ---- */

struct ledger_place {          /* a union */
	int64_t org_no, shard; /* shard 0: there is no such union */
	struct str shard_code;
	int32_t open_day; /* nothing is posted on an earlier one; 0: any day */
	bool last_known;  /* was its shard asked for the last transfer? */
	struct uuid
		last_id; /* a later one is not stored; null: none is that the batch could mean */
};
struct ledger_named { /* a cycle or an item */
	int64_t kind, no;
	struct str word; /* STR_NULL: nobody said it */
};
struct ledger_entry { /* an account: as it stood, and as the items that were accepted leave it */
	struct account was, now; /* account_no 0: it is not there yet */
	struct str key_text;
	bool touched;
};
struct ledger_leg {
	const struct ledger_place *place;
	int64_t other_shard; /* 0: local */
	struct ledger_entry *from, *to;
	const struct ledger_row *stored;   /* under the same id, or NULL */
	const struct ledger_row *original; /* what it takes back, or NULL */
	bool reversed;                     /* that was taken back before */
	int64_t reverses_index;            /* the original's leaf; -1: none, or of this batch */
};
enum ledger_verdict { LEDGER_REFUSED, LEDGER_REPLAYED, LEDGER_ACCEPTED };
struct ledger_item {
	const struct transfer *transfer;
	bool releases; /* it was held: what it takes is released with it */
	const struct ledger_place *from_place, *to_place;
	struct ledger_entry *from, *to;
	struct ledger_leg legs[2];
	size_t legs_count;
	struct sn_err outcome;
	enum ledger_verdict verdict;
};
struct ledger_batch {
	struct ctx *c;
	struct ledger_item *items;
	size_t count;
	struct ledger_place *places;
	size_t places_count;
	struct ledger_named *words;
	size_t words_count;
	struct ledger_entry *
		*entries; /* each made when it is met: there are few accounts in most batches */
	size_t entries_count;
	struct ledger_index place_index, word_index, entry_index;
	struct ledger_index id_index, reverses_index; /* of items that were decided */
};

/* Reads what all items need; an item that is no transfer is refused then and there. */
struct sn_err ledger_batch_open(struct ledger_batch *b) SN_MUST_USE;
/* period_closed where the day lies before the first open one of either union. */
struct sn_err ledger_batch_day_check(const struct ledger_item *item) SN_MUST_USE;
struct sn_err ledger_day_check(int32_t day, int32_t open_day) SN_MUST_USE;
/* The accounts of accepted items: new ones are numbered and added, the others moved. */
struct sn_err ledger_batch_write_accounts(struct ledger_batch *b) SN_MUST_USE;
/* The verdict of an earlier item with this id, or NULL. */
const struct ledger_item *ledger_batch_earlier(const struct ledger_batch *b, struct uuid id);
struct str ledger_batch_word(const struct ledger_batch *b, enum ledger_word_kind kind, int64_t no);
/* Do both say the same, but for the accounts? */
bool ledger_same_content(const struct transfer *a, const struct transfer *b);
/* Loads, decides all items in order, writes what was accepted. all_or_nothing: the first refusal is returned and
 * nothing is written. */
struct sn_err ledger_batch_post(struct ledger_batch *b, bool all_or_nothing) SN_MUST_USE;
#endif
