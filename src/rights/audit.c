#include "rights/audit.h"

#include "base/idnumber.h"
#include "base/limits.h"
#include "base/phone.h"
#include "base/text.h"
#include "people/keyring.h"
#include "rights/audit_sql.h"
#include "store/writer.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

const struct audit_words *audit_act_words(enum audit_act act)
{
	static const struct audit_words words[] = {
#define X(name, word, business, zh, en) [AUDIT_##name] = {word, zh, en, business},
		AUDIT_ACTS(X)
#undef X
	};
	assert(act < AUDIT_ACTS_COUNT);
	return &words[act];
}
const struct audit_words *audit_purpose_words(enum audit_purpose purpose)
{
	static const struct audit_words words[] = {
#define X(name, word, zh, en) [AUDIT_FOR_##name] = {word, zh, en, true},
		AUDIT_PURPOSES(X)
#undef X
	};
	assert(purpose < AUDIT_PURPOSES_COUNT);
	return &words[purpose];
}

/* ---- what a row may hold ---- */

static bool is_digit(char ch)
{
	return ch >= '0' && ch <= '9';
}
/* A run of digits, with the X that an ID number may end in, that is an ID number or a mobile phone's. */
static bool is_personal_run(struct str run, int32_t today)
{
	struct id_number id;
	struct phone phone;
	if (!sn_failed(id_number_parse(&id, run, today)))
		return true;
	return !sn_failed(phone_parse(&phone, run)) && phone.mobile;
}
static bool is_personal(struct str text, int32_t today)
{
	struct uuid id;
	if (!sn_failed(uuid_parse(&id, text, "id"))) /* its last twelve may be digits by chance */
		return false;
	for (size_t at = 0; at < text.bytes;) {
		size_t end = at;
		while (end < text.bytes && is_digit(text.at[end]))
			end++;
		if (end > at && end < text.bytes && (text.at[end] == 'X' || text.at[end] == 'x'))
			end++;
		if (end > at && is_personal_run((struct str){text.at + at, end - at}, today))
			return true;
		at = end > at ? end : at + 1;
	}
	return false;
}
/* One line of UTF-8 of at most so many bytes. */
static bool is_line(struct str s, size_t bytes_max)
{
	for (size_t i = 0; i < s.bytes; i++)
		if ((unsigned char)s.at[i] < ' ' || s.at[i] == 0x7F)
			return false;
	return s.bytes <= bytes_max && text_is_utf8(s);
}
static bool is_kind(struct str s)
{
	for (size_t i = 0; i < s.bytes; i++)
		if (!(s.at[i] >= 'a' && s.at[i] <= 'z') && s.at[i] != '-')
			return false;
	return s.bytes <= AUDIT_KIND_BYTES_MAX;
}
static struct sn_err entry_check(const struct ctx *c, const struct audit_entry *e)
{
	const int32_t today = day_of(now_us(c));
	assert(e->act < AUDIT_ACTS_COUNT && e->purpose < AUDIT_PURPOSES_COUNT && e->rows >= 0);
	assert(is_kind(e->object_kind) && is_line(e->address, AUDIT_ADDRESS_BYTES_MAX));
	if (!is_line(e->object_id, AUDIT_ID_BYTES_MAX))
		return SN_FAIL(TOO_LONG, .field = "id", .arg = {AUDIT_ID_BYTES_MAX});
	if (!is_line(e->reference, AUDIT_ID_BYTES_MAX))
		return SN_FAIL(TOO_LONG, .field = "reference", .arg = {AUDIT_ID_BYTES_MAX});
	if (is_personal(e->object_id, today) || is_personal(e->reference, today))
		return SN_FAIL(AUDIT_PERSONAL);
	return SN_SUCCESS;
}

/* ---- rows and their check values ---- */

static const struct sha256 no_digest = {{0}};
enum { CHECK_BYTES = sizeof((struct blind_index *)0)->bytes };

/* A row as it is stored, in words. */
struct row {
	struct audit_entry entry;
	struct str act, outcome, purpose;
};
static struct row row_of(const struct ctx *c, const struct audit_entry *e)
{
	struct row r = {.entry = *e,
			.act = str_of(audit_act_words(e->act)->word),
			.outcome = str_of(sn_reason_word(e->outcome)),
			.purpose = str_of(audit_purpose_words(e->purpose)->word)};
	if (r.entry.at_us == 0)
		r.entry.at_us = now_us(c);
	if (uuid_is_null(r.entry.user_id))
		r.entry.user_id = c->actor_id;
	return r;
}
/* Of every field and of the row before. No field holds a line's end, so no two rows have one text. */
static struct sn_err row_check(const struct ctx *c, const struct row *r,
			       const struct blind_index *before, struct blind_index *out)
{
	char user[UUID_TEXT_BYTES], session[UUID_TEXT_BYTES];
	char digest[2 * SHA256_BYTES + 1], last[2 * CHECK_BYTES + 1];
	const struct audit_entry *e = &r->entry;
	uuid_text(e->user_id, user);
	uuid_text(e->session_id, session);
	crypto_hex(e->digest.bytes, sizeof e->digest.bytes, digest);
	crypto_hex(before->bytes, sizeof before->bytes, last);
	const char *text = arena_printf(
		c->mem,
		"songnuan-audit/v1\nno %lld\nat %lld\nact " STR_FMT "\noutcome " STR_FMT
		"\nuser %s\nsession %s\norg %lld\nobject " STR_FMT " " STR_FMT "\npurpose " STR_FMT
		"\nreference " STR_FMT "\naddress " STR_FMT "\nrows %lld\ndigest %s\nbefore %s\n",
		(long long)e->audit_no, (long long)e->at_us, STR_ARG(r->act), STR_ARG(r->outcome),
		user, session, (long long)e->org_no, STR_ARG(e->object_kind), STR_ARG(e->object_id),
		STR_ARG(r->purpose), STR_ARG(e->reference), STR_ARG(e->address), (long long)e->rows,
		digest, last);
	assert(c->keys);
	if (!text)
		return SN_FAIL(OUT_OF_MEMORY);
	*out = keyring_index(c->keys, KEYRING_AUDIT, str_of(text));
	return SN_SUCCESS;
}
static void index_read(struct blind_index *out, struct str bytes)
{
	memset(out->bytes, 0, sizeof out->bytes);
	if (bytes.bytes == sizeof out->bytes)
		memcpy(out->bytes, bytes.at, sizeof out->bytes);
}

/* ---- writing ---- */

enum { AUDIT_COLUMNS = 15 };
static void row_params(const struct row *r, const struct blind_index *check, struct param *out)
{
	const struct audit_entry *e = &r->entry;
	const struct param params[AUDIT_COLUMNS] = {
		p_int(e->audit_no),
		p_int(e->at_us),
		p_text(r->act),
		p_text(r->outcome),
		p_uuid_or_null(e->user_id),
		p_uuid_or_null(e->session_id),
		e->org_no == 0 ? p_null() : p_int(e->org_no),
		p_text(e->object_kind),
		p_text(e->object_id),
		p_text(r->purpose),
		p_text(e->reference),
		p_text(e->address),
		p_int(e->rows),
		sha256_eq(e->digest, no_digest) ? p_null()
						: p_bytes(e->digest.bytes, sizeof e->digest.bytes),
		p_bytes(check->bytes, sizeof check->bytes)};
	memcpy(out, params, sizeof params);
}
static struct sn_err last_read(struct ctx *c, int64_t *audit_no, struct blind_index *check)
{
	*audit_no = 0;
	memset(check->bytes, 0, sizeof check->bytes);
	struct rows *r = store_query(c->store, &audit_sql_last, NO_PARAMS);
	if (store_next(r)) {
		*audit_no = store_int(r, "audit_no");
		index_read(check, store_bytes(r, "check_value"));
	}
	return store_done(r);
}
static struct sn_err write_all(struct ctx *c, const struct audit_entry *entries, size_t count)
{
	struct blind_index before;
	int64_t audit_no = 0;
	struct param *params = ARENA_ARRAY(c->mem, struct param, count * AUDIT_COLUMNS);
	struct blind_index *checks = ARENA_ARRAY(c->mem, struct blind_index, count);
	struct row *rows = ARENA_ARRAY(c->mem, struct row, count);
	if (!params || !checks || !rows)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(last_read(c, &audit_no, &before));
	for (size_t i = 0; i < count; i++) {
		rows[i] = row_of(c, &entries[i]);
		rows[i].entry.audit_no = ++audit_no;
		SN_TRY(row_check(c, &rows[i], i == 0 ? &before : &checks[i - 1], &checks[i]));
		row_params(&rows[i], &checks[i], &params[i * AUDIT_COLUMNS]);
	}
	return store_many(c->store, &audit_sql_add, params, count, NULL);
}

struct sn_err audit_write(struct ctx *c, const struct audit_entry *entry)
{
	SN_TRY(entry_check(c, entry));
	return write_all(c, entry, 1);
}
struct sn_err audit_work(struct ctx *c, void *entry)
{
	return audit_write(c, entry);
}
struct sn_err audit_first(struct ctx *c, const struct audit_entry *entry)
{
	struct audit_entry copy = *entry;
	return store_write(c, audit_work, &copy);
}

struct sn_err audit_keep(struct ctx *c, const struct audit_entry *entry, struct audit_entry **out)
{
	struct audit_entry *copy = *out = ARENA_NEW(c->mem, struct audit_entry);
	if (!copy)
		return SN_FAIL(OUT_OF_MEMORY);
	*copy = *entry;
	copy->object_kind = arena_str(c->mem, entry->object_kind);
	copy->object_id = arena_str(c->mem, entry->object_id);
	copy->reference = arena_str(c->mem, entry->reference);
	copy->address = arena_str(c->mem, entry->address);
	return entry_check(c, copy);
}

struct sn_err audit_refused(struct ctx *c, const struct audit_entry *entry)
{
	struct audit_entry *copy = NULL;
	SN_TRY(audit_keep(c, entry, &copy));
	return store_side(c, audit_work, copy);
}

struct sn_err audit_unmasked(struct ctx *c, struct uuid user_id, int64_t after_us, int64_t *at_us,
			     size_t max, size_t *count)
{
	*count = 0;
	struct rows *r = store_query(c->store, &audit_sql_unmasked,
				     PARAMS(p_uuid(user_id), p_int(after_us), p_int((int64_t)max)));
	while (*count < max && store_next(r))
		at_us[(*count)++] = store_int(r, "at_us");
	return store_done(r);
}

/* ---- the buffer ---- */

struct noted {
	struct audit_entry entry; /* its texts stand in `text` */
	char text[AUDIT_KIND_BYTES_MAX + 2 * AUDIT_ID_BYTES_MAX + AUDIT_ADDRESS_BYTES_MAX];
};
struct audit_buffer {
	pthread_mutex_t lock;
	size_t count; /* those that are being flushed stand first, and stay until they are durable */
	struct noted notes[AUDIT_BUFFER_MAX];
};

struct sn_err audit_buffer_new(struct audit_buffer **out)
{
	*out = calloc(1, sizeof **out);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	(void)pthread_mutex_init(&(*out)->lock, NULL);
	return SN_SUCCESS;
}
void audit_buffer_free(struct audit_buffer *b)
{
	if (!b)
		return;
	(void)pthread_mutex_destroy(&b->lock);
	free(b);
}

static void keep_text(struct noted *n, size_t *used, struct str *s)
{
	if (s->bytes == 0)
		return;
	assert(*used + s->bytes <= sizeof n->text);
	memcpy(n->text + *used, s->at, s->bytes);
	s->at = n->text + *used;
	*used += s->bytes;
}
struct sn_err audit_note(struct ctx *c, struct audit_buffer *b, const struct audit_entry *entry)
{
	size_t used = 0;
	SN_TRY(entry_check(c, entry));
	struct audit_entry e = row_of(c, entry).entry;
	(void)pthread_mutex_lock(&b->lock);
	const bool room = b->count < AUDIT_BUFFER_MAX;
	if (room) {
		struct noted *n = &b->notes[b->count++];
		keep_text(n, &used, &e.object_kind);
		keep_text(n, &used, &e.object_id);
		keep_text(n, &used, &e.reference);
		keep_text(n, &used, &e.address);
		n->entry = e;
	}
	(void)pthread_mutex_unlock(&b->lock);
	return room ? SN_SUCCESS : SN_FAIL(AUDIT_BEHIND);
}

struct flushing {
	struct audit_buffer *buffer;
	size_t count;
};
static struct sn_err flush_work(struct ctx *c, void *arg)
{
	const struct flushing *f = arg;
	struct audit_entry *entries = ARENA_ARRAY(c->mem, struct audit_entry, f->count);
	if (!entries)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < f->count; i++)
		entries[i] = f->buffer->notes[i].entry;
	return write_all(c, entries, f->count);
}
/* The texts of a note stand in it, so they move with it. */
static void move_note(struct noted *to, const struct noted *from)
{
	*to = *from;
	struct str *const texts[] = {&to->entry.object_kind, &to->entry.object_id,
				     &to->entry.reference, &to->entry.address};
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		if (texts[i]->bytes > 0)
			texts[i]->at = to->text + (texts[i]->at - from->text);
}
struct sn_err audit_flush(struct ctx *c, struct audit_buffer *b)
{
	(void)pthread_mutex_lock(&b->lock);
	struct flushing f = {b, b->count};
	(void)pthread_mutex_unlock(&b->lock);
	if (f.count == 0)
		return SN_SUCCESS;
	SN_TRY(store_write(c, flush_work, &f));
	(void)pthread_mutex_lock(&b->lock);
	for (size_t i = f.count; i < b->count; i++)
		move_note(&b->notes[i - f.count], &b->notes[i]);
	b->count -= f.count;
	(void)pthread_mutex_unlock(&b->lock);
	return SN_SUCCESS;
}

/* ---- reading ---- */

static bool is_act(struct str word, enum audit_act *act)
{
	for (unsigned a = 0; a < AUDIT_ACTS_COUNT; a++)
		if (str_is(word, audit_act_words((enum audit_act)a)->word)) {
			*act = (enum audit_act)a;
			return true;
		}
	return false;
}
static bool is_purpose(struct str word, enum audit_purpose *purpose)
{
	for (unsigned p = 0; p < AUDIT_PURPOSES_COUNT; p++)
		if (str_is(word, audit_purpose_words((enum audit_purpose)p)->word)) {
			*purpose = (enum audit_purpose)p;
			return true;
		}
	return false;
}
static struct sn_err row_from(struct arena *mem, const struct rows *r, struct row *out)
{
	const struct str digest = store_bytes(r, "digest");
	*out = (struct row){
		.entry = {.audit_no = store_int(r, "audit_no"),
			  .at_us = store_int(r, "at_us"),
			  .user_id = store_uuid(r, "user_id"),
			  .session_id = store_uuid(r, "session_id"),
			  .org_no = store_is_null(r, "org_no") ? 0 : store_int(r, "org_no"),
			  .object_kind = arena_str(mem, store_text(r, "object_kind")),
			  .object_id = arena_str(mem, store_text(r, "object_id")),
			  .reference = arena_str(mem, store_text(r, "reference")),
			  .address = arena_str(mem, store_text(r, "address")),
			  .rows = store_int(r, "row_count"),
			  .outcome_word = arena_str(mem, store_text(r, "outcome"))},
		.act = arena_str(mem, store_text(r, "act")),
		.purpose = arena_str(mem, store_text(r, "purpose"))};
	out->outcome = out->entry.outcome_word;
	if (digest.bytes == sizeof out->entry.digest.bytes)
		memcpy(out->entry.digest.bytes, digest.at, digest.bytes);
	return out->act.at && out->purpose.at && out->outcome.at ? SN_SUCCESS
								 : SN_FAIL(OUT_OF_MEMORY);
}

/* All acts to the audit administrator; those of the business to auditors and supervisors. */
static struct sn_err acts_seen(struct ctx *c, int64_t org_no, unsigned *acts)
{
	unsigned business = 0;
	const struct sn_err e = RIGHTS_REQUIRE(c, ROLE_AUDITADMIN, org_no);
	if (e.reason != SN_R_NOT_GRANTED && e.reason != SN_R_NOT_GRANTED_TO_ALL)
		return e;
	SN_TRY(rights_may(c, PERMISSION_AUDIT_READ, org_no));
	for (unsigned a = 0; a < AUDIT_ACTS_COUNT; a++)
		if (audit_act_words((enum audit_act)a)->business)
			business |= 1U << a;
	*acts = *acts == 0 ? business : *acts & business;
	/* Only acts that he does not see were asked for: none is left, which is not "any". */
	return *acts == 0 ? e : SN_SUCCESS;
}
static struct sn_err acts_text(struct ctx *c, unsigned acts, struct str *out)
{
	const char *text = "|";
	*out = STR_NULL;
	if (acts == 0)
		return SN_SUCCESS;
	for (unsigned a = 0; a < AUDIT_ACTS_COUNT && text; a++)
		if (acts & 1U << a)
			text = arena_printf(c->mem, "%s%s|", text,
					    audit_act_words((enum audit_act)a)->word);
	*out = str_of(text);
	return text ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

/* Where the page begins: the cursor's row, or the end of the time that was asked for. */
struct page {
	struct str acts, path;
	int64_t from_us, upto_us, before_no;
};
static struct sn_err page_of(struct ctx *c, const struct audit_filter *f, struct page *p)
{
	struct org org;
	*p = (struct page){.from_us = f->from_us,
			   .upto_us = f->to_us == 0 ? INT64_MAX : f->to_us - 1,
			   .before_no = INT64_MAX};
	SN_TRY(acts_text(c, f->acts, &p->acts));
	if (f->org_no != 0) {
		SN_TRY(org_by_no(c, f->org_no, 0, &org));
		p->path = org.path;
	}
	if (f->before_no == 0)
		return SN_SUCCESS;
	struct rows *r = store_query(c->store, &audit_sql_at, PARAMS(p_int(f->before_no)));
	if (store_next(r) && store_int(r, "at_us") <= p->upto_us) {
		p->upto_us = store_int(r, "at_us");
		p->before_no = f->before_no;
	}
	return store_done(r);
}
static struct param p_outcome(enum audit_outcome outcome)
{
	return outcome == AUDIT_ANY_OUTCOME ? p_null() : p_int(outcome == AUDIT_REFUSED);
}
static struct rows *page_query(struct ctx *c, const struct audit_filter *f, const struct page *p)
{
	const struct param params[] = {p_int(p->from_us),
				       p_int(p->upto_us),
				       p_int(p->before_no),
				       p_int((int64_t)f->rows_max),
				       p_text(p->acts),
				       p_text(f->object_kind),
				       p_text(p->path),
				       p_outcome(f->outcome),
				       p_uuid_or_null(f->user_id),
				       p_text(f->object_id)};
	const struct sn_statement *which = f->object_id.bytes > 0      ? &audit_sql_page_of_object
					   : !uuid_is_null(f->user_id) ? &audit_sql_page_of_user
								       : &audit_sql_page;
	return store_query(c->store, which, params);
}
static struct sn_err page_read(struct ctx *c, const struct audit_filter *f,
			       struct audit_entry **out, size_t *count)
{
	struct page page;
	struct sn_err e = SN_SUCCESS;
	assert(f->rows_max > 0 && f->rows_max <= AUDIT_PAGE_ROWS_MAX);
	assert(f->object_id.bytes == 0 || f->object_kind.bytes > 0);
	*count = 0;
	*out = ARENA_ARRAY(c->mem, struct audit_entry, f->rows_max);
	if (!*out)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(page_of(c, f, &page));
	struct rows *r = page_query(c, f, &page);
	while (!sn_failed(e) && *count < f->rows_max && store_next(r)) {
		struct row row;
		e = row_from(c->mem, r, &row);
		if (!sn_failed(e) && (!is_act(row.act, &row.entry.act) ||
				      !is_purpose(row.purpose, &row.entry.purpose)))
			e = SN_FAIL(AUDIT_BROKEN, .arg = {row.entry.audit_no});
		(*out)[(*count)++] = row.entry;
	}
	SN_TRY(store_done(r));
	return e;
}

struct sn_err audit_list(struct ctx *c, const struct audit_filter *filter, struct audit_entry **out,
			 size_t *count)
{
	struct audit_filter f = *filter;
	SN_TRY(acts_seen(c, f.org_no, &f.acts));
	return page_read(c, &f, out, count);
}
struct sn_err audit_of_person(struct ctx *c, struct uuid person_id, int64_t org_no,
			      int64_t before_no, struct audit_entry **out, size_t *count)
{
	char id[UUID_TEXT_BYTES];
	uuid_text(person_id, id);
	struct audit_filter f = {.object_kind = STR("person"),
				 .object_id = str_of(id),
				 .before_no = before_no,
				 .rows_max = AUDIT_PAGE_ROWS_MAX};
	SN_TRY(acts_seen(c, org_no, &f.acts));
	return page_read(c, &f, out, count);
}

/* ---- verify ---- */

const char *audit_sound_word(enum audit_sound sound)
{
	static const char *const words[] = {
#define X(name, word) [AUDIT_##name] = (word),
		AUDIT_SOUNDS(X)
#undef X
	};
	assert(sound < AUDIT_SOUNDS_COUNT);
	return words[sound];
}

/* A row as it was read, in the words that it was stored with. */
static struct row row_again(const struct audit_entry *e)
{
	return (struct row){.entry = *e,
			    .act = str_of(audit_act_words(e->act)->word),
			    .outcome = e->outcome_word,
			    .purpose = str_of(audit_purpose_words(e->purpose)->word)};
}
/* Check values as they are stored: of each row the one before it, then its own. */
struct checks {
	struct blind_index before, own;
	bool has_before, has_own;
};
static struct sn_err checks_read(struct ctx *c, const struct audit_entry *rows, size_t count,
				 struct checks *out)
{
	struct param *params = ARENA_ARRAY(c->mem, struct param, 2 * count + 1);
	if (!params)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < count; i++) {
		params[2 * i] = p_int(rows[i].audit_no - 1);
		params[2 * i + 1] = p_int(rows[i].audit_no);
		/* Before the first row stands nothing, and its check value says so. */
		out[i] = (struct checks){.has_before = rows[i].audit_no == 1};
	}
	if (count == 0)
		return SN_SUCCESS;
	struct rows *r = store_query_many(c->store, &audit_sql_check_at, params, 2 * count);
	while (store_next(r)) {
		struct checks *to = &out[store_set(r) / 2];
		const bool own = store_set(r) % 2 == 1;
		index_read(own ? &to->own : &to->before, store_bytes(r, "check_value"));
		to->has_own |= own;
		to->has_before |= !own;
	}
	return store_done(r);
}
struct sn_err audit_sound(struct ctx *c, const struct audit_entry *rows, size_t count,
			  enum audit_sound **out)
{
	struct checks *checks = ARENA_ARRAY(c->mem, struct checks, count + 1);
	*out = ARENA_ARRAY(c->mem, enum audit_sound, count + 1);
	if (!*out || !checks)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(checks_read(c, rows, count, checks));
	for (size_t i = 0; i < count; i++) {
		const struct row row = row_again(&rows[i]);
		struct blind_index check;
		SN_TRY(row_check(c, &row, &checks[i].before, &check));
		const bool same = checks[i].has_own &&
				  crypto_eq(check.bytes, checks[i].own.bytes, CHECK_BYTES);
		(*out)[i] = !checks[i].has_before ? AUDIT_MISSING
			    : same                ? AUDIT_SOUND
						  : AUDIT_CHANGED;
	}
	return SN_SUCCESS;
}

struct verifying {
	const struct audit_watch *watch;
	int64_t *findings;
	int64_t last;
	struct blind_index before;
};
static void found(struct verifying *v, int64_t audit_no, const char *what)
{
	(*v->findings)++;
	v->watch->each(v->watch->self, &(const struct audit_finding){audit_no, what});
}
static struct sn_err row_verify(struct ctx *c, struct verifying *v, const struct row *row,
				const struct blind_index *stored)
{
	struct blind_index check;
	const int64_t audit_no = row->entry.audit_no;
	if (audit_no != v->last + 1)
		found(v, v->last + 1, "missing");
	SN_TRY(row_check(c, row, &v->before, &check));
	/* Behind a hole the row before is not known: it was found already. */
	if (audit_no == v->last + 1 && !crypto_eq(check.bytes, stored->bytes, CHECK_BYTES))
		found(v, audit_no, "changed");
	v->before = *stored;
	v->last = audit_no;
	return SN_SUCCESS;
}
/* One page in memory of its own. */
static struct sn_err page_verify(struct ctx *c, struct verifying *v, bool *more)
{
	const struct arena_mark mark = arena_mark(c->mem);
	struct sn_err e = SN_SUCCESS;
	size_t count = 0;
	struct rows *r = store_query(c->store, &audit_sql_after,
				     PARAMS(p_int(v->last), p_int(AUDIT_PAGE_ROWS_MAX)));
	while (!sn_failed(e) && store_next(r)) {
		struct row row;
		struct blind_index stored;
		index_read(&stored, store_bytes(r, "check_value"));
		e = row_from(c->mem, r, &row);
		if (!sn_failed(e))
			e = row_verify(c, v, &row, &stored);
		count++;
	}
	SN_TRY(store_done(r));
	arena_rewind(c->mem, mark);
	*more = count == AUDIT_PAGE_ROWS_MAX;
	return e;
}
struct sn_err audit_verify(struct ctx *c, const struct audit_watch *watch, int64_t *findings,
			   int64_t *last)
{
	struct verifying v = {.watch = watch, .findings = findings};
	struct blind_index check;
	int64_t total = 0;
	SN_TRY(last_read(c, &total, &check));
	for (bool more = true; more;) {
		SN_TRY(page_verify(c, &v, &more));
		if (watch->far)
			SN_TRY(watch->far(watch->self, v.last, total));
	}
	*last = v.last;
	return SN_SUCCESS;
}
