#include "world.h"

#include "base/crypto.h"
#include "bench.h"
#include "cli/cli.h"
#include "people/keyring.h"
#include "store/seal.h"

#include <inttypes.h>
#include <unistd.h>

static struct sn_err begin_seals(struct ctx *c, void *arg)
{
	int64_t rows = 0;
	(void)arg;
	return seal_anew(c, STR_NULL, &rows);
}

void world_open(struct world *w, enum fixture_engine engine)
{
	char path[BENCH_PATH_BYTES];
	size_t count = 0;
	if (!crypto_start())
		bench_die("libsodium", "does not start");
	bench_path("keys", path);
	(void)unlink(path);
	fixture_must(keyring_create(str_of(path)), "keyring_create");
	fixture_must(keyring_load(&w->keys, str_of(path)), "keyring_load");
	(void)unlink(path);
	const struct store_domain *const *domains = cli_domains(&count);
	fixture_create_empty(&w->f, engine, domains, count);
	w->f.config.clock = w->f.c.clock = w->f.writer_config.store.clock = clock_system();
	fixture_must(store_create(&w->f.config), "store_create");
	w->tlog = tlog_new();
	const struct store_key key = keyring_rows_key(w->keys);
	w->seals = store_seals_new(&key);
	w->hooks[0] = tlog_hook(w->tlog);
	w->hooks[1] = store_seals_hook(w->seals);
	w->f.writer_config.hooks = w->hooks;
	w->f.writer_config.hooks_count = 2;
	w->f.writer_config.seals = w->seals;
	w->f.writer_config.base.tlog = w->tlog;
	w->f.c.keys = w->f.writer_config.base.keys = w->keys;
	fixture_start(&w->f);
	fixture_must(store_write(&w->f.c, begin_seals, NULL), "seal_anew");
}

void world_close(struct world *w)
{
	fixture_close(&w->f);
	tlog_free(w->tlog);
	store_seals_free(w->seals);
	keyring_free(w->keys);
}

/* ---- the region ---- */

enum { PAGE = 5000, CODE_BYTES = 32, NAME_BYTES = 64 };

/* A tier of the tree: so many unions, spread evenly over those above. */
struct tier {
	const char *code, *parent_code; /* printf formats of a number */
	int64_t count, parents;
	enum org_kind kind;
	int level;
};

struct page {
	struct org_new what[PAGE];
	struct org_added added[PAGE];
	char codes[PAGE][2][CODE_BYTES], names[PAGE][NAME_BYTES];
	size_t count;
};

static struct sn_err add_page(struct ctx *c, void *arg)
{
	struct page *page = arg;
	return org_add_many(c, page->what, page->count, page->added);
}

static void flush(struct world *w, struct page *page)
{
	const struct arena_mark mark = arena_mark(w->f.c.mem);
	fixture_must(store_write(&w->f.c, add_page, page), "org_add_many");
	for (size_t i = 0; i < page->count; i++)
		fixture_must(page->added[i].why, page->codes[i][0]);
	arena_rewind(w->f.c.mem, mark);
	page->count = 0;
}

static void add(struct page *page, const struct tier *tier, int64_t no)
{
	const size_t i = page->count++;
	char(*code)[CODE_BYTES] = page->codes[i];
	(void)snprintf(code[0], CODE_BYTES, "%s%07" PRId64, tier->code, no);
	(void)snprintf(code[1], CODE_BYTES, "%s%07" PRId64, tier->parent_code,
		       tier->parents ? no % tier->parents : 0);
	(void)snprintf(page->names[i], NAME_BYTES, "模拟%s%07" PRId64 "工会", tier->code, no);
	page->what[i] = (struct org_new){
		.code = str_of(code[0]),
		.parent_code = tier->parents ? str_of(code[1]) : STR_NULL,
		.name = str_of(page->names[i]),
		.kind = tier->kind,
		.level = tier->level,
		.official_order = no,
		.from_day = 20200101,
	};
}

void world_region(struct world *w, int64_t unions)
{
	const struct tier tiers[] = {
		{"R", "", 1, 0, ORG_GENERAL, 1},
		{"L", "R", WORLD_LEAGUES, 1, ORG_GENERAL, 2},
		{"C", "L", WORLD_COUNTIES, WORLD_LEAGUES, ORG_GENERAL, 3},
		{"G", "C", unions, WORLD_COUNTIES, ORG_GRASSROOTS, 4},
	};
	struct page *page = calloc(1, sizeof *page);
	if (!page)
		bench_die("world_region", "no memory");
	for (size_t t = 0; t < sizeof tiers / sizeof tiers[0]; t++) {
		for (int64_t no = 0; no < tiers[t].count; no++) {
			if (page->count == PAGE)
				flush(w, page);
			add(page, &tiers[t], no);
		}
	}
	flush(w, page);
	free(page);
	struct raw *raw = raw_open(&w->f);
	raw_script(raw, "ANALYZE");
	raw_close(raw);
}

struct org world_org(struct world *w, const char *code)
{
	struct org org;
	fixture_must(org_find(&w->f.c, str_of(code), 0, &org), code);
	return org;
}
