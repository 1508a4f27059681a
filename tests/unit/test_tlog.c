/* The published proof cases (RFC 6962; 98 + 98 of them, each with its verdict) and our own log's proofs. */
#include "base/crypto.h"
#include "store_fixture.h"
#include "tlog/tlog_priv.h"
#include "tlog/tlog_sql.h"

#include <ftw.h>
#include <sodium.h>

struct proof_case {
	uint64_t a, b; /* leafIdx, treeSize or size1, size2 */
	struct tlog_hash first, second, proof[80];
	size_t count;
	bool whole, refused; /* whole: every hash has 32 bytes */
};

/* The text behind a key; the files are all of one shape. */
static const char *behind(const char *text, const char *key)
{
	const char *at = strstr(text, key);
	return at ? at + strlen(key) : "";
}
/* Some roots of consistency cases are words like "don't care": shorter than a hash, they are filled up with zeros. */
static bool hash_at(const char *at, struct tlog_hash *h, size_t bytes_min)
{
	const char *quote = strchr(at, '"'), *end = quote ? strchr(quote + 1, '"') : NULL;
	size_t bytes = 0;
	return end &&
	       sodium_base642bin(h->bytes, sizeof h->bytes, quote + 1, (size_t)(end - quote - 1),
				 NULL, &bytes, NULL, sodium_base64_VARIANT_ORIGINAL) == 0 &&
	       bytes >= bytes_min;
}
static void read_proof(struct proof_case *c, const char *text)
{
	const char *at = behind(text, "\"proof\":"), *end = strchr(at, ']');
	for (at = strchr(at, '"'); at && end && at < end && c->count < 80;) {
		c->whole &= hash_at(at, &c->proof[c->count++], TLOG_HASH_BYTES);
		at = strchr(strchr(at + 1, '"') + 1, '"');
	}
}

static int cases, wrong;
static int each_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	char text[65536] = {0};
	(void)st, (void)ftw;
	if (type != FTW_F || !strstr(path, ".json"))
		return 0;
	FILE *f = fopen(path, "re");
	const size_t bytes = f ? fread(text, 1, sizeof text - 1, f) : 0;
	if (f)
		(void)fclose(f);
	const bool inclusion = strstr(text, "leafIdx") != NULL;
	const size_t bytes_min = inclusion ? TLOG_HASH_BYTES : 0;
	struct proof_case c = {.whole = bytes > 0, .refused = strstr(text, "\"wantErr\": true")};
	c.a = strtoull(behind(text, inclusion ? "\"leafIdx\":" : "\"size1\":"), NULL, 10);
	c.b = strtoull(behind(text, inclusion ? "\"treeSize\":" : "\"size2\":"), NULL, 10);
	c.whole &= hash_at(behind(text, inclusion ? "\"leafHash\":" : "\"root1\":"), &c.first,
			   bytes_min);
	c.whole &=
		hash_at(behind(text, inclusion ? "\"root\":" : "\"root2\":"), &c.second, bytes_min);
	read_proof(&c, text);
	const struct tlog_consistency_claim claim = {c.a, c.b, c.first, c.second};
	const bool holds =
		c.whole &&
		(inclusion ? tlog_inclusion_holds(c.a, c.b, c.first, c.proof, c.count, c.second)
			   : tlog_consistency_holds(&claim, c.proof, c.count));
	cases++;
	if (holds == c.refused) {
		wrong++;
		printf("# %s\n", path);
	}
	return 0;
}

static void published_cases(void)
{
	const char *dir = getenv("SONGNUAN_VECTORS");
	char path[4096];
	(void)snprintf(path, sizeof path, "%s/merkle",
		       dir ? dir : TEST_FILES "/../../../shared/vectors");
	if (nftw(path, each_file, 16, FTW_PHYS) != 0) {
		printf("ok %d # skip no published cases here, set SONGNUAN_VECTORS\n", ++tap_count);
		return;
	}
	EQ_I64(cases, 196, "98 inclusion and 98 consistency cases");
	EQ_I64(wrong, 0, "each has its published verdict");
}

/* ---- what a leaf may say ---- */

static struct tlog_leaf moving(void)
{
	return (struct tlog_leaf){.kind = TLOG_HANDOVER,
				  .day = 20241026,
				  .cycle = STR("hw-2024"),
				  .debit = STR("recipient/150302"),
				  .credit = STR("custody/150302"),
				  .item = STR("cny"),
				  .value = MONEY_FEN(20000),
				  .level = 'B',
				  .reverses_index = -1};
}
static void leaves(void)
{
	static const uint8_t commitment[TLOG_HASH_BYTES] = {0xff, 0xfe};
	char text[TLOG_LEAF_BYTES_MAX];
	size_t bytes = 0;
	struct tlog_leaf leaf = moving();
	leaf.commitment = commitment;
	OK(!sn_failed(tlog_leaf_text(&leaf, text, &bytes)), "a leaf");
	OK(str_eq((struct str){text, bytes},
		  STR("songnuan-leaf/v1\ntype handover\nday 2024-10-26\ncamp hw-2024\n"
		      "dr recipient/150302\ncr custody/150302\nitem cny\nqty 0\nfen 20000\nlvl B\n"
		      "ref -\ncm //4AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")),
	   "is its canonical text");
	struct {
		struct tlog_leaf leaf;
		const char *field;
	} bad[] = {
		{moving(), "dr"},  {moving(), "cr"},  {moving(), "item"}, {moving(), "camp"},
		{moving(), "day"}, {moving(), "qty"}, {moving(), "fen"},  {moving(), "fen"},
		{moving(), "lvl"}, {moving(), "ref"}, {moving(), "ref"},  {moving(), "dr"},
		{moving(), "dr"},
	};
	bad[0].leaf.debit = STR_NULL;
	bad[1].leaf.credit = STR("cus tody");
	bad[2].leaf.item = STR("米");
	bad[3].leaf.cycle = STR("a\nb");
	bad[4].leaf.day = 20241301;
	bad[5].leaf.quantity = -1;
	bad[6].leaf.value = MONEY_FEN(-1);
	bad[7].leaf.value = MONEY_FEN(0);
	bad[8].leaf.level = 'R';
	bad[9].leaf.reverses_index = 3;
	bad[10].leaf.kind = TLOG_REVERSE;
	bad[11].leaf.kind = TLOG_ROSTER;
	bad[12].leaf.debit = STR("a\x7f");
	int wrong_fields = 0;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		const struct sn_err e = tlog_leaf_text(&bad[i].leaf, text, &bytes);
		wrong_fields += e.reason != SN_R_LEAF_TEXT || strcmp(e.field, bad[i].field) != 0;
	}
	EQ_I64(wrong_fields, 0, "what a leaf cannot say is refused with its key");
	char long_item[TLOG_LEAF_BYTES_MAX];
	memset(long_item, 'x', sizeof long_item);
	leaf = moving();
	leaf.item = (struct str){long_item, sizeof long_item};
	EQ_STR(sn_reason_word(tlog_leaf_text(&leaf, text, &bytes).reason), "leaf_too_long",
	       "and so is what does not fit");
	leaf = (struct tlog_leaf){.kind = TLOG_ERASE, .level = '-', .reverses_index = 0};
	OK(!sn_failed(tlog_leaf_text(&leaf, text, &bytes)), "an act needs what its kind does");
	static const char *const words[] = {"supply", "issue", "giveback"};
	for (int i = 0; i < 3; i++)
		EQ_STR(tlog_kind_word((enum tlog_kind)(TLOG_SUPPLY + i)), words[i],
		       "each kind has its word");
	OK(tlog_kind_moves(TLOG_RETURN) && tlog_kind_moves(-1) &&
		   tlog_kind_moves(TLOG_KINDS_COUNT) && !tlog_kind_moves(TLOG_CYCLE),
	   "acts move nothing; what no kind has is looked at");
	for (int a = 0; a < TLOG_KINDS_COUNT; a++)
		for (int b = 0; b < a; b++)
			wrong_fields += strcmp(tlog_kind_word((enum tlog_kind)a),
					       tlog_kind_word((enum tlog_kind)b)) == 0;
	EQ_I64(wrong_fields, 0, "and no other's");
}

enum { LEAVES = 700 }; /* more than two tiles */
static struct sn_err append_all(struct ctx *c, void *arg)
{
	const int64_t *from = arg;
	for (int64_t i = *from; i < *from + 100; i++) {
		const struct tlog_leaf leaf = {.kind = TLOG_ROSTER,
					       .day = 20241026,
					       .quantity = i,
					       .level = '-',
					       .reverses_index = -1};
		SN_TRY(tlog_append(c, &leaf, 1, new_id(c)));
	}
	return SN_SUCCESS;
}

/* ---- whoever edits the log is found ---- */

static const struct sn_statement edits[][2] = {
	/* what is done, and what takes it back */
	{{.name = "test.node",
	  .sql = "UPDATE tlog_node SET node_index = 7 WHERE node_index = 1",
	  .params = ""},
	 {.name = "test.node_back",
	  .sql = "UPDATE tlog_node SET node_index = 1 WHERE node_index = 7",
	  .params = ""}},
	{{.name = "test.level",
	  .sql = "UPDATE tlog_node SET level = 2 WHERE node_index = 1",
	  .params = ""},
	 {.name = "test.level_back",
	  .sql = "UPDATE tlog_node SET level = 1 WHERE node_index = 1",
	  .params = ""}},
	{{.name = "test.hash",
	  .sql = "UPDATE tlog_node SET hash = (SELECT hash FROM tlog_leaf WHERE leaf_index = 3) "
		 "WHERE node_index = 1",
	  .params = ""},
	 {.name = "test.gone", .sql = "DELETE FROM tlog_node WHERE node_index = 1", .params = ""}},
	{{.name = "test.size", .sql = "UPDATE tlog_frontier SET size = size + 32", .params = ""},
	 {.name = "test.size_back",
	  .sql = "UPDATE tlog_frontier SET size = size - 32",
	  .params = ""}},
	{{.name = "test.size_less",
	  .sql = "UPDATE tlog_frontier SET size = size - 2",
	  .params = ""},
	 {.name = "test.size_more",
	  .sql = "UPDATE tlog_frontier SET size = size + 2",
	  .params = ""}},
	{{.name = "test.edge", .sql = "UPDATE tlog_frontier SET edge = NULL", .params = ""},
	 {.name = "test.edge_same", .sql = "UPDATE tlog_frontier SET edge = edge", .params = ""}},
};
static struct sn_err edit_log(struct ctx *c, void *arg)
{
	return store_run(c->store, arg, NO_PARAMS, NULL);
}
static void edited_logs(struct fixture *f)
{
	int64_t leaves_seen = 0;
	int found = 0;
	for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
		fixture_must(store_write(&f->c, edit_log, (void *)(uintptr_t)&edits[i][0]), "edit");
		found += tlog_verify(&f->c, &leaves_seen).reason == SN_R_LEAF_DAMAGED;
		fixture_must(store_write(&f->c, edit_log, (void *)(uintptr_t)&edits[i][1]), "back");
	}
	EQ_I64(found, 6, "a kept root, the size or the edge that was edited is found");
	OK(tlog_verify(&f->c, &leaves_seen).reason == SN_R_LEAF_DAMAGED,
	   "and a kept root that is gone");
}

static void own_proofs(enum fixture_engine engine)
{
	static const struct store_domain *const domains[] = {&tlog_domain};
	struct fixture f;
	fixture_create(&f, engine, domains, 1);
	struct tlog *t = tlog_new();
	const struct store_group_hook hook = tlog_hook(t);
	f.writer_config.hooks = &hook;
	f.writer_config.hooks_count = 1;
	f.writer_config.base.tlog = t;
	fixture_start(&f);
	struct tlog_head heads[LEAVES / 100 + 1];
	for (int64_t from = 0; from < LEAVES; from += 100) {
		fixture_must(tlog_read_head(&f.c, &heads[from / 100]), "head");
		fixture_must(store_write(&f.c, append_all, &from), "append");
	}
	fixture_must(tlog_read_head(&f.c, &heads[LEAVES / 100]), "head");
	EQ_I64(heads[LEAVES / 100].size, LEAVES, "each leaf counts");
	struct tlog_hash leaves[LEAVES], proof[TLOG_PROOF_HASHES_MAX];
	size_t n = 0, count = 0, bad = 0;
	struct rows *r = store_query(f.c.store, &tlog_sql_hashes,
				     PARAMS(p_int(TLOG_NO), p_int(0), p_int(LEAVES)));
	while (n < LEAVES && store_next(r))
		(void)tlog_hash_from(store_bytes(r, "hash"), &leaves[n++]);
	fixture_must(store_done(r), "hashes");
	for (int64_t i = 0; i < LEAVES; i += 7) {
		for (int64_t at = i / 100 + 1; at <= LEAVES / 100; at++) {
			fixture_must(tlog_inclusion(&f.c, i, at * 100, proof, &count), "proof");
			bad += !tlog_inclusion_holds((uint64_t)i, (uint64_t)at * 100, leaves[i],
						     proof, count, heads[at].root);
		}
	}
	EQ_I64((int64_t)bad, 0, "every leaf is proven in every tree that has it");
	for (int64_t a = 1; a <= LEAVES / 100; a++) {
		for (int64_t b = a; b <= LEAVES / 100; b++) {
			const struct tlog_consistency_claim claim = {
				(uint64_t)a * 100, (uint64_t)b * 100, heads[a].root, heads[b].root};
			fixture_must(tlog_consistency(&f.c, a * 100, b * 100, proof, &count),
				     "proof");
			bad += !tlog_consistency_holds(&claim, proof, count);
		}
	}
	EQ_I64((int64_t)bad, 0, "every tree is proven to have grown into every later one");
	int64_t verified = 0;
	fixture_must(tlog_verify(&f.c, &verified), "verify");
	EQ_I64(verified, LEAVES, "the whole log is recounted");
	EQ_STR(sn_reason_word(tlog_inclusion(&f.c, LEAVES, LEAVES, proof, &count).reason),
	       "no_such_leaf", "what is not there has no proof");
	edited_logs(&f);
	fixture_close(&f);
	tlog_free(t);
	tlog_free(NULL);
}

/* A log that an earlier program wrote, whose leaves stood in another table. */
static void an_older_log(enum fixture_engine engine)
{
	struct store_domain older = tlog_domain;
	older.migrations_count = 1;
	const struct store_domain *const before[] = {&older}, *const now[] = {&tlog_domain};
	struct fixture f;
	fixture_create(&f, engine, before, 1);
	struct tlog *t = tlog_new();
	const struct store_group_hook hook = tlog_hook(t);
	f.writer_config.hooks = &hook;
	f.writer_config.hooks_count = 1;
	f.writer_config.base.tlog = t;
	fixture_start(&f);
	for (int64_t from = 0; from < LEAVES; from += 100)
		fixture_must(store_write(&f.c, append_all, &from), "append");
	struct tlog_head old, head;
	fixture_must(tlog_read_head(&f.c, &old), "head");
	fixture_stop(&f);
	f.config.domains = f.writer_config.store.domains = now;
	fixture_must(store_migrate(&f.config), "migrate");
	fixture_start(&f);
	int64_t verified = 0, more = LEAVES;
	fixture_must(tlog_verify(&f.c, &verified), "verify");
	EQ_I64(verified, LEAVES, "an older log keeps its leaves");
	fixture_must(tlog_read_head(&f.c, &head), "head");
	OK(tlog_hash_eq(head.root, old.root), "and its root");
	fixture_must(store_write(&f.c, append_all, &more), "append");
	fixture_must(tlog_verify(&f.c, &verified), "verify");
	EQ_I64(verified, LEAVES + 100, "and grows on");
	fixture_close(&f);
	tlog_free(t);
}

int main(void)
{
	OK(crypto_start(), "crypto starts");
	published_cases();
	leaves();
	FOR_EACH_ENGINE(engine)
	{
		own_proofs(engine);
		an_older_log(engine);
	}
	return tap_done();
}
