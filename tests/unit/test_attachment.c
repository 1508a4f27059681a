/* Pictures and scans: what is taken, what of them is dropped, how they are stored; on both engines. */
#include "org/org_sql.h"
#include "people/attachment.h"
#include "people/attachment_sql.h"
#include "store_fixture.h"

#include <unistd.h>

static const struct store_domain *const domains[] = {&org_domain, &attachment_domain};

#define REASON(e, name, what) EQ_STR(sn_reason_word((e).reason), name, what)

/* ---- making files ---- */

struct file {
	uint8_t bytes[4096];
	size_t used;
};
static void put(struct file *f, const void *bytes, size_t count)
{
	memcpy(f->bytes + f->used, bytes, count);
	f->used += count;
}
#define PUT(f, literal) put((f), (literal), sizeof(literal) - 1)
static struct str file_str(const struct file *f)
{
	return (struct str){(const char *)f->bytes, f->used};
}
static void segment(struct file *f, uint8_t marker, const void *body, size_t bytes)
{
	const uint8_t head[] = {0xFF, marker, (uint8_t)((bytes + 2) >> 8), (uint8_t)(bytes + 2)};
	put(f, head, sizeof head);
	put(f, body, bytes);
}
#define SEGMENT(f, marker, literal) segment((f), (marker), (literal), sizeof(literal) - 1)

static const char frame[] = "\x08\x00\x10\x00\x10\x01\x01\x11\x00";
static const char scan_head[] = "\x01\x01\x00\x00\x3F\x00";
#define EXIF(way)                                                                                  \
	"Exif\0\0II*\0\x08\0\0\0\x02\0\x0F\x01\x02\0\x06\0\0\0Phon\x12\x01\x03\0\x01\0\0\0" way    \
	"\0\0\0\0\0\0\0GPS 40.1,116.2"

struct recipe {
	bool exif, comment, no_frame, no_scan, no_end, two_frames, restart_outside;
	const char *tail;
};
static struct file jpeg(struct recipe r)
{
	struct file f = {.used = 0};
	PUT(&f, "\xFF\xD8");
	SEGMENT(&f, 0xE0, "JFIF\0\1\1\0\0\1\0\1\0\0");
	if (r.exif)
		SEGMENT(&f, 0xE1, EXIF("\x06"));
	if (r.comment)
		SEGMENT(&f, 0xFE, "taken at home");
	SEGMENT(&f, 0xEE, "Adobe\0\x64\0\0\0\0\x01");
	SEGMENT(&f, 0xEE, "Adobe, and more than its mark");
	if (r.restart_outside)
		PUT(&f, "\xFF\xD0");
	PUT(&f, "\xFF\xFF\xFF"); /* fill bytes */
	SEGMENT(&f, 0xDB, "\0quantisation");
	if (!r.no_frame)
		segment(&f, 0xC0, frame, sizeof frame - 1);
	if (r.two_frames)
		segment(&f, 0xC0, frame, sizeof frame - 1);
	if (!r.no_scan) {
		segment(&f, 0xDA, scan_head, sizeof scan_head - 1);
		PUT(&f, "data\xFF\x00\xFF\xD0more");
	}
	if (!r.no_end)
		PUT(&f, "\xFF\xD9");
	if (r.tail)
		put(&f, r.tail, strlen(r.tail));
	return f;
}

static uint32_t crc_of(const uint8_t *at, size_t bytes)
{
	uint32_t crc = ~0U;
	for (size_t i = 0; i < bytes; i++) {
		crc ^= at[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1U ? 0xEDB88320U : 0U);
	}
	return ~crc;
}
static void put_u32(struct file *f, uint32_t n)
{
	const uint8_t bytes[] = {(uint8_t)(n >> 24), (uint8_t)(n >> 16), (uint8_t)(n >> 8),
				 (uint8_t)n};
	put(f, bytes, sizeof bytes);
}
static void chunk(struct file *f, const char *type, const void *data, size_t bytes)
{
	put_u32(f, (uint32_t)bytes);
	const size_t from = f->used;
	put(f, type, 4);
	put(f, data, bytes);
	put_u32(f, crc_of(f->bytes + from, bytes + 4));
}
#define CHUNK(f, type, literal) chunk((f), (type), (literal), sizeof(literal) - 1)
static const char header[] = "\0\0\0\x10\0\0\0\x10\x08\0\0\0\0";

static struct file png(const char *const *types)
{
	struct file f = {.used = 0};
	PUT(&f, "\x89PNG\r\n\x1A\n");
	for (; *types; types++)
		if (strcmp(*types, "IHDR") == 0)
			chunk(&f, *types, header, sizeof header - 1);
		else
			chunk(&f, *types, "words", strcmp(*types, "IEND") == 0 ? 0 : 5);
	return f;
}
#define PNG(...) png((const char *const[]){__VA_ARGS__, NULL})

/* ---- cleaning ---- */

static bool contains(struct str s, const char *words)
{
	return memmem(s.at, s.bytes, words, strlen(words)) != NULL;
}
static struct sn_err clean(struct arena *mem, const struct file *f, struct str *out)
{
	enum attachment_type type;
	return attachment_clean(mem, file_str(f), &type, out);
}

static void test_jpeg(struct arena *mem)
{
	struct str out, again;
	struct file f = jpeg((struct recipe){.exif = true, .comment = true, .tail = "MOVIE"});
	fixture_must(clean(mem, &f, &out), "a JPEG");
	OK(!contains(out, "GPS") && !contains(out, "Phon"),
	   "where it was taken and by what is gone");
	OK(!contains(out, "taken at home"), "comments are gone");
	OK(!contains(out, "MOVIE"), "what stands behind the end is gone");
	OK(!contains(out, "and more than its mark"),
	   "a mark of Adobe's that is longer than it is gone");
	OK(contains(out, "quantisation") && contains(out, "data") && contains(out, "more") &&
		   contains(out, "Adobe"),
	   "what the image needs stays");
	OK(contains(out, "Exif"), "the way up is written anew");
	EQ_I64(out.at[2 + 29], 6, "… as it was");
	memcpy(f.bytes, out.at, out.bytes);
	f.used = out.bytes;
	fixture_must(clean(mem, &f, &again), "again");
	OK(str_eq(out, again), "cleaning what is clean changes nothing");
	f = jpeg((struct recipe){.exif = false});
	fixture_must(clean(mem, &f, &out), "upright");
	OK(!contains(out, "Exif"), "an upright picture gets no Exif");
}

static void refused_jpeg(struct arena *mem, struct recipe r, const char *what)
{
	struct str out;
	const struct file f = jpeg(r);
	REASON(clean(mem, &f, &out), "attachment_broken", what);
}
static void test_jpeg_refused(struct arena *mem)
{
	struct str out;
	refused_jpeg(mem, (struct recipe){.no_frame = true}, "a scan without a frame");
	refused_jpeg(mem, (struct recipe){.no_scan = true}, "no scan");
	refused_jpeg(mem, (struct recipe){.no_end = true}, "a JPEG that was cut off");
	refused_jpeg(mem, (struct recipe){.two_frames = true}, "two frames");
	refused_jpeg(mem, (struct recipe){.restart_outside = true}, "a restart outside a scan");
	struct file f = jpeg((struct recipe){.exif = true});
	int bad = 0;
	for (size_t bytes = 3; bytes < f.used; bytes++) {
		const struct str cut = {(const char *)f.bytes, bytes};
		enum attachment_type type;
		bad += attachment_clean(mem, cut, &type, &out).reason != SN_R_ATTACHMENT_BROKEN;
	}
	EQ_I64(bad, 0, "a JPEG that is cut off anywhere is refused");
	f = (struct file){.used = 0};
	PUT(&f, "\xFF\xD8");
	SEGMENT(&f, 0xC0, "\x08\xFF\xFF\xFF\xFF\x01\x01\x11\x00");
	REASON(clean(mem, &f, &out), "attachment_pixels", "more pixels than any camera makes");
}

static void test_png(struct arena *mem)
{
	struct str out, again;
	struct file f = PNG("IHDR", "tEXt", "gAMA", "eXIf", "IDAT", "IDAT", "tIME", "IEND");
	PUT(&f, "MOVIE");
	fixture_must(clean(mem, &f, &out), "a PNG");
	OK(!contains(out, "tEXt") && !contains(out, "eXIf") && !contains(out, "tIME") &&
		   !contains(out, "MOVIE"),
	   "texts, Exif, times and what stands behind the end are gone");
	OK(contains(out, "IHDR") && contains(out, "gAMA") && contains(out, "IDAT"),
	   "what the image needs stays");
	memcpy(f.bytes, out.at, out.bytes);
	f.used = out.bytes;
	fixture_must(clean(mem, &f, &again), "again");
	OK(str_eq(out, again), "cleaning what is clean changes nothing");
	const struct {
		struct file file;
		const char *what;
	} refused[] = {
		{PNG("IDAT", "IEND"), "no header"},
		{PNG("IHDR", "IEND"), "no data"},
		{PNG("IHDR", "IDAT"), "no end"},
		{PNG("IHDR", "IDAT", "tEXt", "IDAT", "IEND"), "data in two places"},
		{PNG("IHDR", "IDAT", "ABCD", "IEND"), "a chunk that is needed and not known"},
	};
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
		REASON(clean(mem, &refused[i].file, &out), "attachment_broken", refused[i].what);
	f = PNG("IHDR", "IDAT", "IEND");
	f.bytes[20] ^= 1;
	REASON(clean(mem, &f, &out), "attachment_broken", "a wrong checksum");
}

static void test_kinds(struct arena *mem)
{
	struct str out;
	enum attachment_type type;
	const struct str pdf = STR("%PDF-1.7\n1 0 obj\n%%EOF\n");
	fixture_must(attachment_clean(mem, pdf, &type, &out), "a PDF");
	OK(type == ATTACHMENT_PDF && str_eq(out, pdf), "a PDF is stored as it is");
	REASON(attachment_clean(mem, STR("%PDF-1.7\n1 0 obj\n"), &type, &out), "attachment_broken",
	       "a PDF that was cut off");
	REASON(attachment_clean(mem, STR("GIF89a"), &type, &out), "attachment_kind",
	       "no other kind is taken");
	REASON(attachment_clean(mem, STR("<html>photo.jpg"), &type, &out), "attachment_kind",
	       "whatever it calls itself");
	const struct str huge = {pdf.at, ATTACHMENT_BYTES_MAX + 1};
	REASON(attachment_clean(mem, huge, &type, &out), "too_big", "more bytes than the cap");
	REASON(attachment_clean(mem, STR(""), &type, &out), "attachment_kind", "an empty file");
}

/* ---- storing ---- */

struct world {
	struct fixture f;
	struct keyring *keys;
	char keys_path[64];
	struct org org;
};
struct step {
	struct attachment what, out;
	struct str file;
	const struct sn_statement *spoil; /* instead */
};
static struct sn_err step_work(struct ctx *c, void *arg)
{
	struct step *s = arg;
	if (s->spoil)
		return store_run(c->store, s->spoil, NO_PARAMS, NULL);
	struct attachment_file file;
	SN_TRY(attachment_take(c->mem, s->file, &file));
	return attachment_add(c, &s->what, &file, &s->out);
}
static struct sn_err org_work(struct ctx *c, void *arg)
{
	return org_add(c,
		       &(const struct org_new){.code = STR("15"),
					       .name = STR("甲工会"),
					       .kind = ORG_GENERAL,
					       .level = 1,
					       .from_day = 20150101},
		       arg, NULL);
}
static void open_world(struct world *w, enum fixture_engine engine)
{
	fixture_create(&w->f, engine, domains, 2);
	(void)snprintf(w->keys_path, sizeof w->keys_path, "/tmp/attachment-%d.key", (int)getpid());
	(void)unlink(w->keys_path);
	fixture_must(keyring_create(str_of(w->keys_path)), "keys");
	fixture_must(keyring_load(&w->keys, str_of(w->keys_path)), "keys");
	w->f.c.keys = w->keys;
	w->f.writer_config.base.keys = w->keys;
	fixture_start(&w->f);
	fixture_must(store_write(&w->f.c, org_work, &w->org), "a union");
}
static void close_world(struct world *w)
{
	fixture_close(&w->f);
	keyring_free(w->keys);
	(void)unlink(w->keys_path);
}
static struct step adding(struct world *w, struct str file)
{
	return (struct step){.what = {.attachment_id = new_id(&w->f.c),
				      .org_no = w->org.org_no,
				      .subject = ATTACHMENT_OF_VISIT,
				      .subject_id = {{7}},
				      .consent = ATTACHMENT_CONSENT_YES,
				      .caption = STR(" 转运站  现场 ")},
			     .file = file};
}
static struct sn_err run(struct world *w, struct step *s)
{
	return store_write(&w->f.c, step_work, s);
}
/* A statement of its own: the store keeps what it prepared. */
static const struct sn_statement *statement(struct world *w, const char *sql)
{
	struct sn_statement *made = ARENA_NEW(w->f.c.mem, struct sn_statement);
	*made = (struct sn_statement){.name = arena_printf(w->f.c.mem, "test.%p", (void *)made),
				      .sql = sql,
				      .params = ""};
	return made;
}
static void spoil(struct world *w, const char *sql)
{
	struct step s = {.spoil = statement(w, sql)};
	fixture_must(run(w, &s), "spoil");
}
static void count_finding(void *self, const char *what, int64_t shard, struct uuid id)
{
	(void)what;
	(void)shard;
	(void)id;
	++*(int *)self;
}
static int findings(struct world *w)
{
	int n = 0;
	fixture_must(attachment_verify(&w->f.c, count_finding, &n), "verify");
	return n;
}
static int64_t rows_of(struct world *w, const char *sql)
{
	struct rows *r = store_query(w->f.c.store, statement(w, sql), NO_PARAMS);
	const int64_t n = store_next(r) ? store_int(r, "n") : -1;
	fixture_must(store_done(r), "count");
	return n;
}

/* A PDF of several chunks, the last one short. */
static struct str long_pdf(struct arena *mem)
{
	const size_t bytes = 2 * (size_t)ATTACHMENT_CHUNK_BYTES + 1234;
	char *at = arena_alloc(mem, bytes);
	memset(at, 'x', bytes);
	memcpy(at, "%PDF-1.7", 8);
	memcpy(at + bytes - 6, "%%EOF\n", 6);
	return (struct str){at, bytes};
}

static void test_stored(enum fixture_engine engine)
{
	struct world w;
	struct str bytes;
	struct attachment *list = NULL;
	size_t count = 0;
	open_world(&w, engine);
	const struct str pdf = long_pdf(w.f.c.mem);
	struct step s = adding(&w, pdf), t;
	fixture_must(run(&w, &s), "add");
	EQ_STR(s.out.caption.at, "转运站 现场", "the caption is in normal form");
	fixture_must(attachment_read(&w.f.c, &s.out, &bytes), "read");
	OK(str_eq(bytes, pdf), "what is read is what was stored");
	EQ_I64(rows_of(&w, "SELECT COUNT(*) AS n FROM attachment_chunk"), 3, "in three chunks");
	t = s;
	fixture_must(run(&w, &t), "again");
	EQ_I64(rows_of(&w, "SELECT COUNT(*) AS n FROM attachment"), 1,
	       "the same id and content again changes nothing");
	t.what.consent = ATTACHMENT_CONSENT_NO;
	const struct sn_err e = run(&w, &t);
	REASON(e, "attachment_differs", "the same id with another content is refused");
	EQ_STR(e.field, "consent", "… and says what differs");
	t = s;
	t.file = STR("%PDF-1.7 other %%EOF");
	EQ_STR(run(&w, &t).field, "file", "another file too");
	t = adding(&w, pdf);
	fixture_must(run(&w, &t), "the same file for another thing");
	EQ_I64(rows_of(&w, "SELECT COUNT(*) AS n FROM attachment_content"), 1,
	       "the same content is stored once");
	fixture_must(attachment_list(&w.f.c,
				     &(const struct attachment_filter){.shard = w.org.shard,
								       .subject_id = {{7}}},
				     &list, &count),
		     "list");
	EQ_I64((int64_t)count, 2, "attachments of a thing are listed");
	fixture_must(attachment_list(&w.f.c,
				     &(const struct attachment_filter){.org_path = w.org.path},
				     &list, &count),
		     "list");
	EQ_I64((int64_t)count, 2, "and of a union with those below it");
	struct attachment none;
	REASON(attachment_by_id(&w.f.c, new_id(&w.f.c), &none), "no_such_attachment",
	       "an id that is not there");
	t = adding(&w, STR("%PDF-1 %%EOF"));
	char *caption = arena_alloc(w.f.c.mem, ATTACHMENT_CAPTION_BYTES_MAX + 1);
	memset(caption, 'a', ATTACHMENT_CAPTION_BYTES_MAX + 1);
	t.what.caption = (struct str){caption, ATTACHMENT_CAPTION_BYTES_MAX + 1};
	REASON(run(&w, &t), "too_long", "a caption that is too long");
	t = adding(&w, STR("%PDF-1 %%EOF"));
	t.what.org_no = 99;
	REASON(run(&w, &t), "no_such_org", "a union that is not there");
	close_world(&w);
}

static void test_sealed(enum fixture_engine engine)
{
	struct world w;
	struct str bytes;
	open_world(&w, engine);
	struct step s = adding(&w, long_pdf(w.f.c.mem));
	fixture_must(run(&w, &s), "add");
	EQ_I64(findings(&w), 0, "what was stored holds");
	spoil(&w, "UPDATE attachment_chunk SET chunk_no = 5 WHERE chunk_no = 0");
	spoil(&w, "UPDATE attachment_chunk SET chunk_no = 0 WHERE chunk_no = 1");
	spoil(&w, "UPDATE attachment_chunk SET chunk_no = 1 WHERE chunk_no = 5");
	REASON(attachment_read(&w.f.c, &s.out, &bytes), "seal_broken",
	       "chunks that changed places do not open");
	EQ_I64(findings(&w), 1, "and verify finds it");
	spoil(&w, "UPDATE attachment_chunk SET chunk_no = 5 WHERE chunk_no = 0");
	spoil(&w, "UPDATE attachment_chunk SET chunk_no = 0 WHERE chunk_no = 1");
	spoil(&w, "UPDATE attachment_chunk SET chunk_no = 1 WHERE chunk_no = 5");
	EQ_I64(findings(&w), 0, "back in their places they open");
	spoil(&w, "DELETE FROM attachment_chunk WHERE chunk_no = 2");
	EQ_I64(findings(&w), 1, "a chunk that was taken away is found");
	spoil(&w, "UPDATE attachment_content SET bytes = 524288");
	EQ_I64(findings(&w), 1, "also where the size was made to fit: the digest tells");
	w.f.c.keys = NULL;
	REASON(attachment_read(&w.f.c, &s.out, &bytes), "keys_needed",
	       "nothing opens without keys");
	close_world(&w);
}

static void test_words(void)
{
	enum attachment_consent consent;
	enum attachment_subject subject;
	OK(attachment_consent_parse(&consent, STR("未同意")) && consent == ATTACHMENT_CONSENT_NO,
	   "consent in Chinese");
	OK(attachment_consent_parse(&consent, STR("not-needed")) &&
		   consent == ATTACHMENT_CONSENT_NOT_NEEDED,
	   "and by its word");
	OK(!attachment_consent_parse(&consent, STR("maybe")) &&
		   !attachment_consent_parse(&consent, STR_NULL),
	   "nothing else, and there is no default");
	OK(attachment_subject_parse(&subject, STR("荣誉")) && subject == ATTACHMENT_OF_HONOUR,
	   "what it belongs to");
	EQ_STR(attachment_type_ending(ATTACHMENT_PNG), "png", "endings of files");
}

int main(void)
{
	struct arena *mem = arena_new(64 << 20);
	if (!crypto_start())
		return 1;
	test_jpeg(mem);
	test_jpeg_refused(mem);
	test_png(mem);
	test_kinds(mem);
	test_words();
	FOR_EACH_ENGINE(engine)
	{
		test_stored(engine);
		test_sealed(engine);
	}
	arena_free(mem);
	return tap_done();
}
