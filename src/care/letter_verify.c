/* What the log says of letters, and whether the tables still say the same. */
#include "care/letter_priv.h"
#include "care/letter_sql.h"

#include <assert.h>
#include <inttypes.h>

/* ---- leaves ---- */

/* Sender and title are bound with the text: a letter is also whom it is from. */
struct sn_err letter_checked_leaf(struct ctx *c, const struct letter *l, struct sha256 *digest,
				  struct tlog_leaf *out)
{
	char id[UUID_TEXT_BYTES], maker[UUID_TEXT_BYTES], checker[UUID_TEXT_BYTES];
	char body[SHA256_BYTES * 2 + 1];
	struct cycle cycle;
	SN_TRY(care_cycle_by_no(c, l->cycle_no, &cycle));
	uuid_text(l->letter_id, id);
	uuid_text(l->maker_id, maker);
	uuid_text(l->checker_id, checker);
	const struct sha256 text = crypto_sha256(l->body);
	crypto_hex(text.bytes, SHA256_BYTES, body);
	const char *words = arena_printf(
		c->mem,
		"songnuan-letter/v1\nletter %s\norg %" PRId64 "\ncode " STR_FMT
		"\nlang %s\nversion %" PRId64 "\nsender %" PRId64 " %" PRId64
		"\nday %d\ntitle %zu " STR_FMT "\nbody %s\nuses %u\nmaker %s %" PRId64
		"\nchecker %s %" PRId64 "\n",
		id, l->org_no, STR_ARG(l->code), letter_lang_words(l->lang)->word, l->version,
		l->sender_org_no, l->sender_partner_no, l->day, l->title.bytes, STR_ARG(l->title),
		body, l->uses, maker, l->made_us, checker, l->checked_us);
	if (!words)
		return SN_FAIL(OUT_OF_MEMORY);
	*digest = crypto_sha256(str_of(words));
	*out = (struct tlog_leaf){.kind = TLOG_LETTER,
				  .day = day_of(l->checked_us),
				  .cycle = cycle.code,
				  .level = '-',
				  .reverses_index = -1,
				  .commitment = digest->bytes};
	return SN_SUCCESS;
}

static void add_line(struct sha256_stream *s, const char *line, int bytes, size_t room)
{
	assert(bytes > 0 && (size_t)bytes < room);
	sha256_stream_add(s, (struct str){line, (size_t)bytes});
}

void letter_run_begin(struct sha256_stream *s, const struct letter_run *run)
{
	char line[256], id[UUID_TEXT_BYTES], letter[UUID_TEXT_BYTES], by[UUID_TEXT_BYTES];
	uuid_text(run->run_id, id);
	uuid_text(run->letter_id, letter);
	uuid_text(run->by_id, by);
	const int n = snprintf(line, sizeof line,
			       "songnuan-letters/v1\nrun %s\nletter %s\norg %" PRId64
			       "\nway %s\nagain %" PRId64 "\nby %s\nat %" PRId64 "\n",
			       id, letter, run->org_no, letter_way_words(run->way)->word,
			       run->again, by, run->at_us);
	add_line(s, line, n, sizeof line);
}

void letter_run_page(struct sha256_stream *s, int64_t page_no, const struct letter_page *page)
{
	char line[256 + CARE_CODE_BYTES_MAX], subject[UUID_TEXT_BYTES], team[UUID_TEXT_BYTES];
	uuid_text(page->subject_id, subject);
	uuid_text(page->team_id, team);
	const int n = snprintf(line, sizeof line,
			       "page %" PRId64 " shard %" PRId64 " org %" PRId64
			       " subject %s team %s again %d reached %" PRId64 " " STR_FMT "\n",
			       page_no, page->shard, page->org_no, subject, team, page->again,
			       page->reached, STR_ARG(page->benefit));
	add_line(s, line, n, sizeof line);
}

void letter_run_given(struct sha256_stream *s, struct uuid entitlement_id, bool again)
{
	char line[64], id[UUID_TEXT_BYTES];
	uuid_text(entitlement_id, id);
	const int n = snprintf(line, sizeof line, "%s %d\n", id, again);
	add_line(s, line, n, sizeof line);
}

struct tlog_leaf letter_run_leaf(const struct letter_run *run, const struct sha256 *digest)
{
	return (struct tlog_leaf){.kind = TLOG_LETTERS,
				  .day = day_of(run->at_us),
				  .cycle = run->cycle,
				  .quantity = run->letters,
				  .level = '-',
				  .reverses_index = -1,
				  .commitment = digest->bytes};
}

/* ---- verifying ---- */

struct verifying {
	void (*each)(void *self, const struct ledger_finding *f);
	void *self;
	int64_t count;
};
static void report(struct verifying *v, struct ledger_finding f)
{
	v->count++;
	v->each(v->self, &f);
}

/* A leaf whose row was taken away is found by their number. */
static struct sn_err verify_number(struct ctx *c, struct verifying *v, enum tlog_kind kind,
				   const char *what, int64_t rows)
{
	int64_t leaves = 0;
	SN_TRY(tlog_count_kind(c, kind, &leaves));
	if (leaves != rows)
		report(v, (struct ledger_finding){.what = what, .expected = leaves, .found = rows});
	return SN_SUCCESS;
}

static struct sn_err verify_letters(struct ctx *c, struct verifying *v)
{
	struct letter *list = NULL;
	struct sn_err e = SN_SUCCESS;
	size_t n = 0;
	struct rows *r = store_query(c->store, &letter_sql_all, NO_PARAMS);
	while (!sn_failed(e) && store_next(r)) {
		list = care_grow(c->mem, list, n, sizeof *list);
		e = list ? letter_from_row(c->mem, r, &list[n++]) : SN_FAIL(OUT_OF_MEMORY);
	}
	SN_TRY(store_done(r));
	SN_TRY(e);
	for (size_t i = 0; i < n; i++) {
		struct sha256 digest;
		struct tlog_leaf leaf;
		bool stands = false;
		SN_TRY(letter_checked_leaf(c, &list[i], &digest, &leaf));
		SN_TRY(care_leaf_stands(c, list[i].shard, list[i].letter_id, &leaf, &stands));
		if (!stands)
			report(v, (struct ledger_finding){.what = "letter",
							  .shard = list[i].shard,
							  .id = list[i].letter_id});
	}
	return verify_number(c, v, TLOG_LETTER, "letter", (int64_t)n);
}

/* The pages of a run as they are now; how many of each sort. */
struct recount {
	int64_t letters, again;
	struct sha256 digest;
};
static struct letter_page page_from(struct arena *mem, const struct rows *r)
{
	return (struct letter_page){.shard = store_int(r, "shard"),
				    .org_no = store_int(r, "org_no"),
				    .subject_id = store_uuid(r, "subject_id"),
				    .team_id = store_uuid(r, "team_id"),
				    .benefit = arena_str(mem, store_text(r, "benefit")),
				    .reached = store_int(r, "reached"),
				    .again = store_int(r, "again") != 0};
}
static struct sn_err recount_run(struct ctx *c, const struct letter_run *run, struct recount *out)
{
	struct sha256_stream *s = sha256_stream_new();
	int64_t page_no = -1;
	if (!s)
		return SN_FAIL(OUT_OF_MEMORY);
	*out = (struct recount){.letters = 0};
	letter_run_begin(s, run);
	struct rows *r = store_query(c->store, &letter_sql_pages_of, PARAMS(p_uuid(run->run_id)));
	while (store_next(r)) {
		if (store_int(r, "page_no") != page_no) {
			const struct letter_page page = page_from(c->mem, r);
			page_no = store_int(r, "page_no");
			out->letters += !page.again;
			out->again += page.again;
			letter_run_page(s, page_no, &page);
		}
		if (!store_is_null(r, "entitlement_id"))
			letter_run_given(s, store_uuid(r, "entitlement_id"),
					 store_int(r, "given_again") != 0);
	}
	out->digest = sha256_stream_end(s);
	sha256_stream_free(s);
	return store_done(r);
}

static struct sn_err verify_run(struct ctx *c, struct verifying *v, const struct letter_run *run)
{
	struct recount is;
	bool stands = false;
	SN_TRY(recount_run(c, run, &is));
	const struct tlog_leaf leaf = letter_run_leaf(run, &is.digest);
	SN_TRY(care_leaf_stands(c, run->shard, run->run_id, &leaf, &stands));
	if (!stands || is.letters != run->letters || is.again != run->again)
		report(v, (struct ledger_finding){.what = "letters",
						  .shard = run->shard,
						  .id = run->run_id,
						  .expected = run->letters,
						  .found = is.letters});
	return SN_SUCCESS;
}

static struct sn_err read_runs(struct ctx *c, struct letter_run **out, size_t *count)
{
	struct letter_run *list = NULL;
	struct sn_err e = SN_SUCCESS;
	size_t n = 0;
	struct rows *r = store_query(c->store, &letter_sql_runs, NO_PARAMS);
	while (!sn_failed(e) && store_next(r)) {
		list = care_grow(c->mem, list, n, sizeof *list);
		if (!list) {
			e = SN_FAIL(OUT_OF_MEMORY);
			break;
		}
		struct letter_run *run = &list[n++];
		*run = (struct letter_run){.run_id = store_uuid(r, "run_id"),
					   .letter_id = store_uuid(r, "letter_id"),
					   .by_id = store_uuid(r, "by_id"),
					   .shard = store_int(r, "shard"),
					   .org_no = store_int(r, "org_no"),
					   .cycle_no = store_int(r, "cycle_no"),
					   .letters = store_int(r, "letters"),
					   .again = store_int(r, "again"),
					   .at_us = store_int(r, "at_us"),
					   .cycle = arena_str(c->mem, store_text(r, "cycle"))};
		/* the table's CHECK has the same list: somebody has gone round it */
		if (!letter_way_parse(&run->way, store_text(r, "way")))
			e = sn_err_with_text(SN_FAIL(ROW_DAMAGED), "letter_run");
	}
	SN_TRY(store_done(r));
	*out = list;
	*count = n;
	return e;
}

static struct sn_err verify_runs(struct ctx *c, struct verifying *v)
{
	struct letter_run *runs = NULL;
	size_t count = 0;
	SN_TRY(read_runs(c, &runs, &count));
	for (size_t i = 0; i < count; i++) {
		const struct arena_mark mark = arena_mark(c->mem);
		SN_TRY(verify_run(c, v, &runs[i]));
		arena_rewind(c->mem, mark);
	}
	return verify_number(c, v, TLOG_LETTERS, "letters", (int64_t)count);
}

struct sn_err letter_verify(struct ctx *c, void (*each)(void *self, const struct ledger_finding *f),
			    void *self, int64_t *findings)
{
	struct verifying v = {.each = each, .self = self};
	SN_TRY(verify_letters(c, &v));
	SN_TRY(verify_runs(c, &v));
	struct rows *r = store_query(c->store, &letter_sql_wrong, NO_PARAMS);
	while (store_next(r))
		report(&v, (struct ledger_finding){.what = "letter-page",
						   .shard = store_int(r, "shard"),
						   .id = store_uuid(r, "id")});
	SN_TRY(store_done(r));
	*findings += v.count;
	return SN_SUCCESS;
}
