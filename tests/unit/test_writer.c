#include "store_fixture.h"
#include "testdb/testdb_sql.h"

#include <pthread.h>
#include <semaphore.h>
#include <sys/eventfd.h>
#include <unistd.h>

static const struct store_domain *const domains[] = {&testdb_domain};

/* ---- small works ---- */

struct fact {
	struct uuid id;
	const char *word;
};
static struct sn_err add_fact(struct ctx *c, void *arg)
{
	const struct fact *f = arg;
	return store_run(c->store, &testdb_sql_fact_add,
			 PARAMS(p_uuid(f->id), p_text(str_of(f->word))), NULL);
}

static int64_t facts(struct fixture *f, const char *word)
{
	int64_t n = 0;
	struct rows *r = store_query(f->c.store, &testdb_sql_facts, NO_PARAMS);
	while (store_next(r))
		n += str_is(store_text(r, "word"), word);
	fixture_must(store_done(r), "facts");
	return n;
}

/* ---- what is refused leaves nothing; what must stay stays ---- */

static struct sn_err refused_work(struct ctx *c, void *arg)
{
	struct fact refused = {new_id(c), "refused"};
	struct fact *side = ARENA_NEW(c->mem, struct fact);
	*side = (struct fact){new_id(c), "side"};
	(void)arg;
	SN_TRY(add_fact(c, &refused));
	SN_TRY(store_side(c, add_fact, side));
	return SN_FAIL(BAD_NUMBER);
}

static struct sn_err attempting_work(struct ctx *c, void *arg)
{
	struct fact first = {new_id(c), "kept"}, again = first, last = {new_id(c), "kept"};
	struct sn_err *got = arg;
	SN_TRY(add_fact(c, &first));
	*got = store_attempt(c, add_fact, &again);
	return add_fact(c, &last);
}

static struct sn_err hiding_work(struct ctx *c, void *arg)
{
	struct fact first = {new_id(c), "hidden"};
	(void)arg;
	SN_TRY(add_fact(c, &first));
	const struct sn_err hidden = add_fact(c, &first);
	(void)hidden;
	return SN_SUCCESS;
}

/* A copy is lost and nobody asks. */
static struct sn_err forgetful_work(struct ctx *c, void *arg)
{
	struct fact f = {new_id(c), "forgotten"};
	(void)arg;
	if (arena_alloc(c->mem, SIZE_MAX / 2))
		return SN_FAIL(BAD_NUMBER);
	return add_fact(c, &f);
}

static struct sn_err broken_side_work(struct ctx *c, void *arg)
{
	struct fact *f = ARENA_NEW(c->mem, struct fact);
	(void)arg;
	*f = (struct fact){new_id(c), "broken side"};
	SN_TRY(add_fact(c, f));
	return store_side(c, add_fact, f); /* the same id once more */
}

static void refusals(struct fixture *f)
{
	struct sn_err got = SN_SUCCESS;
	EQ_STR(sn_reason_word(store_write(&f->c, refused_work, NULL).reason), "bad_number",
	       "a work's error comes back");
	EQ_I64(facts(f, "refused"), 0, "a refused work leaves nothing");
	EQ_I64(facts(f, "side"), 1, "but its side fact stays");
	OK(!sn_failed(store_write(&f->c, attempting_work, &got)), "an attempt may fail alone");
	EQ_STR(sn_reason_word(got.reason), "store_unique", "and tells why");
	EQ_I64(facts(f, "kept"), 2, "what stood before and after it is kept");
	EQ_STR(sn_reason_word(store_write(&f->c, hiding_work, NULL).reason), "store_unique",
	       "an error of the store cannot be hidden");
	EQ_I64(facts(f, "hidden"), 0, "nor what led to it kept");
	struct ctx small = f->c;
	small.mem = arena_new(1 << 16);
	EQ_STR(sn_reason_word(store_write(&small, forgetful_work, NULL).reason), "out_of_memory",
	       "nor that memory ran short");
	arena_free(small.mem);
	EQ_I64(facts(f, "forgotten"), 0, "whatever was made without it");
	EQ_STR(sn_reason_word(store_write(&f->c, broken_side_work, NULL).reason), "store_unique",
	       "where a fact that must stay cannot be written the request is refused");
	EQ_I64(facts(f, "broken side"), 0, "and leaves nothing");
}

/* ---- hooks ---- */

struct journal {
	char text[128];
	size_t pending;
	bool refuse_seal;
};
static void note(struct journal *j, const char *word)
{
	const size_t used = strlen(j->text);
	(void)snprintf(j->text + used, sizeof j->text - used, "%s ", word);
}
static size_t hook_mark(void *self)
{
	struct journal *j = self;
	note(j, "mark");
	return j->pending;
}
static void hook_rewind(void *self, size_t mark)
{
	struct journal *j = self;
	note(j, "rewind");
	j->pending = mark;
}
static struct sn_err hook_seal(void *self, struct ctx *c)
{
	struct journal *j = self;
	struct fact f = {new_id(c), "seal"};
	note(j, "seal");
	if (j->refuse_seal)
		return SN_FAIL(BAD_NUMBER);
	return add_fact(c, &f);
}
static void hook_end(void *self, bool committed)
{
	struct journal *j = self;
	note(j, committed ? "commit" : "back");
	j->pending = 0;
}
static struct sn_err appending_work(struct ctx *c, void *arg)
{
	struct journal *j = arg;
	struct fact f = {new_id(c), "appended"};
	j->pending++;
	return add_fact(c, &f);
}
static struct sn_err appending_refused_work(struct ctx *c, void *arg)
{
	struct journal *j = arg;
	(void)c;
	j->pending++;
	return SN_FAIL(BAD_NUMBER);
}

static void hooks(enum fixture_engine engine)
{
	struct fixture f;
	struct journal j = {""};
	const struct store_group_hook hook = {.self = &j,
					      .mark = hook_mark,
					      .rewind = hook_rewind,
					      .seal = hook_seal,
					      .end = hook_end};
	fixture_create(&f, engine, domains, 1);
	f.writer_config.hooks = &hook;
	f.writer_config.hooks_count = 1;
	fixture_start(&f);
	OK(!sn_failed(store_write(&f.c, appending_work, &j)), "a work with hooks");
	EQ_STR(j.text, "mark seal commit ", "marks, seals, ends");
	EQ_I64(facts(&f, "seal"), 1, "what the seal writes is in the commit");
	j.text[0] = '\0';
	OK(sn_failed(store_write(&f.c, appending_refused_work, &j)), "a refused work");
	EQ_STR(j.text, "mark rewind back ", "is rewound, and a group of nothing is not sealed");
	j.text[0] = '\0';
	j.refuse_seal = true;
	EQ_STR(sn_reason_word(store_write(&f.c, appending_work, &j).reason), "bad_number",
	       "a refused seal refuses the group");
	EQ_STR(j.text, "mark seal back ", "which is rolled back");
	EQ_I64(facts(&f, "appended"), 1, "and leaves nothing");
	fixture_close(&f);
}

/* ---- a group that fails at its seal ---- */

/* Holds the writer until a group waits behind it. */
struct gate {
	sem_t inside, go;
};
static struct sn_err gate_work(struct ctx *c, void *arg)
{
	struct gate *g = arg;
	(void)c;
	(void)sem_post(&g->inside);
	(void)sem_wait(&g->go);
	return SN_SUCCESS;
}

/* Refuses at the seal what one of the group has brought. */
struct picky {
	bool bad;
};
static size_t picky_mark(void *self)
{
	(void)self;
	return 0;
}
static void picky_rewind(void *self, size_t mark)
{
	(void)self;
	(void)mark;
}
static struct sn_err picky_seal(void *self, struct ctx *c)
{
	struct picky *p = self;
	(void)c;
	return p->bad ? SN_FAIL(BAD_NUMBER) : SN_SUCCESS;
}
static void picky_end(void *self, bool committed)
{
	struct picky *p = self;
	(void)committed;
	p->bad = false;
}
struct brought {
	struct picky *p;
	struct fact fact;
	bool bad;
	sem_t known;
	struct sn_err outcome;
};
static struct sn_err bring(struct ctx *c, void *arg)
{
	struct brought *b = arg;
	b->p->bad = b->p->bad || b->bad;
	return add_fact(c, &b->fact);
}
static void brought_done(void *self, struct sn_err outcome)
{
	struct brought *b = self;
	b->outcome = outcome;
	(void)sem_post(&b->known);
}

static void one_by_one(enum fixture_engine engine)
{
	enum { GROUP = 5, BAD = 2 };
	struct fixture f;
	struct picky p = {0};
	struct gate gate;
	struct brought b[GROUP];
	int64_t fine = 0;
	const struct store_group_hook hook = {.self = &p,
					      .mark = picky_mark,
					      .rewind = picky_rewind,
					      .seal = picky_seal,
					      .end = picky_end};
	fixture_create(&f, engine, domains, 1);
	f.writer_config.hooks = &hook;
	f.writer_config.hooks_count = 1;
	fixture_start(&f);
	(void)sem_init(&gate.inside, 0, 0);
	(void)sem_init(&gate.go, 0, 0);
	struct brought first = {.p = &p};
	(void)sem_init(&first.known, 0, 0);
	store_submit(&f.c, gate_work, &gate, brought_done, &first);
	(void)sem_wait(&gate.inside);
	for (int i = 0; i < GROUP; i++) {
		b[i] = (struct brought){
			.p = &p, .fact = {uuid_random(), "brought"}, .bad = i == BAD};
		(void)sem_init(&b[i].known, 0, 0);
		store_submit(&f.c, bring, &b[i], brought_done, &b[i]);
	}
	(void)sem_post(&gate.go);
	(void)sem_wait(&first.known);
	for (int i = 0; i < GROUP; i++) {
		(void)sem_wait(&b[i].known);
		fine += !sn_failed(b[i].outcome);
	}
	EQ_I64(fine, GROUP - 1, "where the seal refuses a group the others of it are written");
	EQ_STR(sn_reason_word(b[BAD].outcome.reason), "bad_number",
	       "and the one that is to blame is told why");
	EQ_I64(facts(&f, "brought"), GROUP - 1, "each is there once");
	fixture_close(&f);
}

/* What waits while the writer is busy is one group: the gate keeps it busy until all of them are queued. */
static void one_commit(struct fixture *f)
{
	enum { WAITING = 64 };
	struct picky p = {0};
	struct gate gate;
	struct brought first = {.p = &p}, b[WAITING];
	int64_t before = 0, after = 0;
	(void)sem_init(&gate.inside, 0, 0);
	(void)sem_init(&gate.go, 0, 0);
	(void)sem_init(&first.known, 0, 0);
	store_submit(&f->c, gate_work, &gate, brought_done, &first);
	(void)sem_wait(&gate.inside);
	fixture_must(store_commit_seq(f->c.store, &before), "seq");
	for (int i = 0; i < WAITING; i++) {
		b[i] = (struct brought){.p = &p, .fact = {uuid_random(), "waiting"}};
		(void)sem_init(&b[i].known, 0, 0);
		store_submit(&f->c, bring, &b[i], brought_done, &b[i]);
	}
	(void)sem_post(&gate.go);
	(void)sem_wait(&first.known);
	for (int i = 0; i < WAITING; i++)
		(void)sem_wait(&b[i].known);
	fixture_must(store_commit_seq(f->c.store, &after), "seq");
	EQ_I64(after - before, 2, "64 that wait while one is written share one commit");
	EQ_I64(facts(f, "waiting"), WAITING, "and all of them are there");
}

/* ---- many threads ---- */

enum { THREADS = 64, WRITES = 20 };
struct writer_thread {
	pthread_t thread;
	struct fixture *f;
	int64_t right;
};
static struct sn_err one_of_a_kind(struct ctx *c, void *arg)
{
	struct fact f = {*(const struct uuid *)arg, "one"};
	return add_fact(c, &f);
}
static void *write_many(void *arg)
{
	struct writer_thread *t = arg;
	struct uuid_maker ids = {0};
	struct ctx c = t->f->c;
	const struct uuid same = {"the only one"};
	c.mem = arena_new(1 << 20);
	c.ids = &ids;
	for (int i = 0; i < WRITES; i++) {
		struct fact f = {uuid_random(), "thread"};
		t->right += !sn_failed(store_write(&c, add_fact, &f));
	}
	struct uuid id = same;
	t->right += sn_failed(store_write(&c, one_of_a_kind, &id)) ? 0 : 1000;
	arena_free(c.mem);
	return NULL;
}

static void threads(struct fixture *f)
{
	struct writer_thread t[THREADS];
	int64_t right = 0, before = 0, after = 0;
	uint64_t woken = 0;
	const int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	store_after_commit(f->writer, fd);
	fixture_must(store_commit_seq(f->c.store, &before), "seq");
	for (int i = 0; i < THREADS; i++) {
		t[i] = (struct writer_thread){.f = f};
		(void)pthread_create(&t[i].thread, NULL, write_many, &t[i]);
	}
	for (int i = 0; i < THREADS; i++) {
		(void)pthread_join(t[i].thread, NULL);
		right += t[i].right;
	}
	EQ_I64(right, THREADS * WRITES + 1000, "64 threads write; of one key one is taken");
	EQ_I64(facts(f, "thread"), THREADS * WRITES, "all of it is there");
	fixture_must(store_commit_seq(f->c.store, &after), "seq");
	OK(read(fd, &woken, sizeof woken) == (ssize_t)sizeof woken &&
		   (int64_t)woken == after - before,
	   "the descriptor was woken once a commit");
	store_after_commit_end(f->writer, fd);
	(void)close(fd);
}

/* ---- the lease ---- */

static void lease(struct fixture *f)
{
	struct writer *second = NULL;
	struct writer_config config = f->writer_config;
	config.holder = "second";
	const struct sn_err e = writer_start(&second, &config);
	EQ_STR(sn_reason_word(e.reason), "store_leased", "a second writer is turned away");
	EQ_STR(e.text, "test", "and told who writes");

	fixture_set_time(f, FIXTURE_AT_US + 60 * INT64_C(1000000));
	fixture_must(writer_start(&second, &config), "second writer");
	OK(second != NULL, "after the lease has run out it takes over");
	struct fact late = {uuid_random(), "late"};
	EQ_STR(sn_reason_word(store_write(&f->c, add_fact, &late).reason), "store_fenced",
	       "the first can't commit any more");
	EQ_STR(sn_reason_word(store_write(&f->c, add_fact, &late).reason), "store_fenced",
	       "nor the next time");
	struct ctx c = f->c;
	c.writer = second;
	OK(!sn_failed(store_write(&c, add_fact, &late)), "the second writes");
	EQ_I64(facts(f, "late"), 1, "once");
	writer_stop(second);
	fixture_stop(f);
	fixture_start(f);
	late.id = uuid_random();
	OK(!sn_failed(store_write(&f->c, add_fact, &late)), "a lease given back is free at once");
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		struct fixture f;
		fixture_open(&f, engine, domains, 1);
		refusals(&f);
		one_commit(&f);
		threads(&f);
		lease(&f);
		fixture_close(&f);
		hooks(engine);
		one_by_one(engine);
	}
	return tap_done();
}
