/* Files of rosters: the rows, and their way from state to state. */
#include "people/intake_priv.h"
#include "people/intake_sql.h"
#include "people/people_priv.h"

#include "base/text.h"

static const char *const state_words[] = {
#define X(name, word, zh, en) [INTAKE_##name] = (word),
	INTAKE_STATES(X)
#undef X
};
const char *intake_state_word(enum intake_state state)
{
	return state_words[state];
}
static const char *const kind_words[] = {
#define X(name, word, zh, en) [INTAKE_##name] = (word),
	INTAKE_KINDS(X)
#undef X
};
const char *intake_kind_word(enum intake_kind kind)
{
	return kind_words[kind];
}
bool intake_kind_parse(enum intake_kind *out, struct str word)
{
	for (int k = 0; k < INTAKE_KINDS_COUNT; k++)
		if (str_is(word, kind_words[k])) {
			*out = (enum intake_kind)k;
			return true;
		}
	return false;
}
static const char *const change_words[] = {
#define X(name, word, zh, en) [INTAKE_CHANGE_##name] = (word),
	INTAKE_CHANGES(X)
#undef X
};
const char *intake_change_word(enum intake_change change)
{
	return change_words[change];
}

bool intake_is_open(enum intake_state state)
{
	return state == INTAKE_TAKING || state == INTAKE_UNDOING;
}

struct sn_err intake_state_error(const struct intake *is)
{
	return sn_err_with_text(SN_FAIL(IMPORT_STATE, .field = "import"), "%s",
				intake_state_word(is->state));
}

/* ---- rows ---- */

static struct str keep(struct ctx *c, struct str text)
{
	return text.bytes == 0 ? STR_NULL : arena_str(c->mem, text);
}

static struct intake from_row(struct ctx *c, const struct rows *r)
{
	struct intake i = {.intake_id = store_uuid(r, "intake_id"),
			   .shard = store_int(r, "shard"),
			   .org_no = store_int(r, "org_no"),
			   .link_id = store_uuid(r, "link_id"),
			   .name = keep(c, store_text(r, "name")),
			   .employer = keep(c, store_text(r, "employer")),
			   .categories = keep(c, store_text(r, "categories")),
			   .bytes = store_int(r, "bytes"),
			   .state = (enum intake_state)store_int(r, "state"),
			   .maker_id = store_uuid(r, "maker_id"),
			   .at_us = store_int(r, "at_us"),
			   .expires_us = store_int(r, "expires_us"),
			   .checked_us =
				   store_is_null(r, "checked_us") ? 0 : store_int(r, "checked_us"),
			   .read = store_int(r, "read_count"),
			   .taken = store_int(r, "taken_count"),
			   .changed = store_int(r, "changed_count"),
			   .unchanged = store_int(r, "unchanged_count"),
			   .rejected = store_int(r, "rejected_count"),
			   .totals = store_int(r, "totals_count"),
			   .blank = store_int(r, "blank_count"),
			   .without_id = store_int(r, "without_id_count"),
			   .ignored = keep(c, store_text(r, "ignored")),
			   .skipped = keep(c, store_text(r, "skipped")),
			   .batch_id = store_uuid(r, "batch_id"),
			   .moved_by = store_uuid(r, "moved_by"),
			   .moved_us = store_int(r, "moved_us"),
			   .kind = (enum intake_kind)store_int(r, "kind"),
			   .about = keep(c, store_text(r, "about")),
			   .part = keep(c, store_text(r, "about_part")),
			   .words = keep(c, store_text(r, "words")),
			   .empty = store_int(r, "empty_count"),
			   .noted = store_int(r, "noted_count"),
			   .done = store_int(r, "done_count"),
			   .step_us = store_int(r, "step_us")};
	const struct str digest = store_bytes(r, "sha256");
	if (digest.bytes == sizeof i.sha256.bytes)
		memcpy(i.sha256.bytes, digest.at, digest.bytes);
	return i;
}

struct sn_err intake_by_id(struct ctx *c, struct uuid intake_id, struct intake *out)
{
	struct rows *r = store_query(c->store, &intake_sql_by_id, PARAMS(p_uuid(intake_id)));
	const bool there = store_next(r);
	if (there)
		*out = from_row(c, r);
	SN_TRY(store_done(r));
	return there && (out->expires_us > now_us(c) || intake_is_open(out->state))
		       ? SN_SUCCESS
		       : SN_FAIL(NO_SUCH_IMPORT, .field = "import");
}

struct sn_err intake_of_link(struct ctx *c, int64_t shard, struct uuid link_id, struct intake *out)
{
	*out = (struct intake){.intake_id = UUID_NULL};
	struct rows *r =
		store_query(c->store, &intake_sql_of_link, PARAMS(p_int(shard), p_uuid(link_id)));
	if (store_next(r))
		*out = from_row(c, r);
	SN_TRY(store_done(r));
	if (out->expires_us <= now_us(c))
		*out = (struct intake){.intake_id = UUID_NULL};
	return SN_SUCCESS;
}

struct sn_err intake_list(struct ctx *c, const struct org *org, struct uuid before, size_t rows_max,
			  struct intake **out, size_t *count)
{
	struct intake *list = ARENA_ARRAY(c->mem, struct intake, rows_max);
	const char *to = arena_printf(c->mem, STR_FMT "g", STR_ARG(org->path));
	size_t n = 0;
	if (!to || (rows_max > 0 && !list))
		return SN_FAIL(OUT_OF_MEMORY);
	if (uuid_is_null(before))
		memset(before.bytes, 0xFF, sizeof before.bytes);
	struct rows *r = store_query(c->store, &intake_sql_below,
				     PARAMS(p_text(org->path), p_text(str_of(to)), p_uuid(before),
					    p_int((int64_t)rows_max)));
	while (n < rows_max && store_next(r))
		list[n++] = from_row(c, r);
	*out = list;
	*count = n;
	return store_done(r);
}

/* ---- coming and going ---- */

struct sn_err intake_remove(struct ctx *c, const struct intake *which)
{
	const struct param *key = PARAMS(p_int(which->shard), p_uuid(which->intake_id));
	if (intake_is_open(which->state))
		return intake_state_error(which);
	SN_TRY(store_run(c->store, &intake_sql_chunks_remove, key, NULL));
	SN_TRY(store_run(c->store, &intake_sql_rejects_remove, key, NULL));
	SN_TRY(store_run(c->store, &intake_sql_fixes_remove, key, NULL));
	return store_run(c->store, &intake_sql_remove, key, NULL);
}

/* Some at each upload, so that no time of day is needed for it. */
static struct sn_err forget_expired(struct ctx *c)
{
	enum { SOME = 16 };
	struct intake old[SOME];
	size_t count = 0;
	struct rows *r =
		store_query(c->store, &intake_sql_expired, PARAMS(p_int(now_us(c)), p_int(SOME)));
	while (count < SOME && store_next(r))
		old[count++] = (struct intake){.shard = store_int(r, "shard"),
					       .intake_id = store_uuid(r, "intake_id")};
	SN_TRY(store_done(r));
	for (size_t i = 0; i < count; i++)
		SN_TRY(intake_remove(c, &old[i]));
	return SN_SUCCESS;
}

static struct sn_err digest_of(const struct byte_source *source, struct sha256 *out)
{
	char room[1 << 14];
	struct sha256_stream *stream = sha256_stream_new();
	struct sn_err e = stream ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
	for (int64_t at = 0; at < source->bytes && !sn_failed(e);) {
		struct byte_piece piece = {.out = room, .wanted = sizeof room};
		e = byte_source_read(source, at, &piece);
		if (piece.got == 0)
			break;
		sha256_stream_add(stream, (struct str){room, piece.got});
		at += (int64_t)piece.got;
	}
	if (stream)
		*out = sha256_stream_end(stream);
	sha256_stream_free(stream);
	return e;
}

static struct sn_err take_words(struct ctx *c, const struct intake_new *what, struct intake *i)
{
	struct roster_row row = {.row = 0};
	SN_TRY(people_word(c->mem, what->name, &i->name));
	SN_TRY(people_word(c->mem, what->employer, &i->employer));
	SN_TRY(people_word(c->mem, what->categories, &i->categories));
	SN_TRY(people_word(c->mem, what->about, &i->about));
	SN_TRY(people_word(c->mem, what->part, &i->part));
	SN_TRY(text_normalise(c->mem, str_is_null(what->words) ? STR("") : what->words, &i->words));
	return people_add_categories(c->mem, what->categories, &row);
}

struct sn_err intake_add(struct ctx *c, const struct intake_new *what, struct intake *out)
{
	const int64_t kept_us = (int64_t)INTAKE_KEEP_DAYS * 86400 * 1000000;
	struct intake i = {.intake_id = new_id(c),
			   .shard = what->org.shard,
			   .org_no = what->org.org_no,
			   .kind = what->kind,
			   .link_id = what->link_id,
			   .bytes = what->source->bytes,
			   .maker_id = c->actor_id,
			   .at_us = now_us(c)};
	SN_TRY(people_need_keys(c));
	if (i.bytes <= 0)
		return SN_FAIL(MISSING_FIELD, .field = "file");
	if (i.bytes > INTAKE_BYTES_MAX)
		return SN_FAIL(TOO_BIG, .field = "file", .arg = {INTAKE_BYTES_MAX});
	i.expires_us = i.at_us + kept_us;
	SN_TRY(take_words(c, what, &i));
	SN_TRY(digest_of(what->source, &i.sha256));
	SN_TRY(forget_expired(c));
	SN_TRY(store_run(c->store, &intake_sql_add,
			 PARAMS(p_int(i.shard), p_uuid(i.intake_id), p_int(i.org_no),
				p_uuid_or_null(i.link_id), p_text(i.name), p_text(i.employer),
				p_text(i.categories), p_int(i.bytes),
				p_bytes(i.sha256.bytes, sizeof i.sha256.bytes),
				p_uuid_or_null(i.maker_id), p_int(i.at_us), p_int(i.expires_us),
				p_int(i.kind), p_text(i.about), p_text(i.part), p_text(i.words)),
			 NULL));
	*out = i;
	return intake_add_chunks(c, &i, what->source);
}

/* ---- from state to state ---- */

struct sn_err intake_move_to(struct ctx *c, const struct intake *now, enum intake_state to,
			     struct intake *out)
{
	int64_t changed = 0;
	const struct intake was = *now;
	SN_TRY(store_run(c->store, &intake_sql_move,
			 PARAMS(p_int(was.shard), p_uuid(was.intake_id), p_int((int64_t)was.state),
				p_int((int64_t)to), p_uuid_or_null(was.batch_id),
				p_uuid_or_null(c->actor_id), p_int(now_us(c))),
			 &changed));
	SN_TRY(intake_by_id(c, was.intake_id, out));
	return changed == 1 ? SN_SUCCESS : intake_state_error(out);
}

struct sn_err intake_move(struct ctx *c, const struct intake *which, enum intake_state to,
			  struct intake *out)
{
	const bool sends = which->state == INTAKE_CHECKED && to == INTAKE_SENT;
	const bool returns = which->state == INTAKE_SENT && to == INTAKE_RETURNED;
	return sends || returns ? intake_move_to(c, which, to, out) : intake_state_error(which);
}
