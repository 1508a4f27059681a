#include "tlog/replay.h"

#include "tlog/tlog_priv.h"

#include <stdlib.h>

/* The hashes of a tile that is being filled. */
struct level {
	struct tlog_hash hashes[TLOG_TILE_WIDTH];
	int64_t number;
	int width;
};
struct replay {
	const struct tlog_source *source;
	const struct tlog_replay *ask;
	struct tlog_frontier tree;
	struct level levels[TLOG_TILE_LEVELS];
	struct tlog_head since; /* size 0: none */
	struct buf *entries, *tile, *note;
};

static struct sn_err read_file(const struct replay *r, const struct tlog_file *file,
			       struct buf *out, int64_t index)
{
	char path[TLOG_FILE_PATH_BYTES];
	tlog_file_path(file, path);
	buf_reset(out);
	SN_TRY(r->source->read(r->source->self, path, out));
	return buf_full(out) ? sn_err_with_text(SN_FAIL(LOG_FILE_SHAPE, .arg = {index}), "%s", path)
			     : SN_SUCCESS;
}

static struct sn_err at_file(struct sn_err e, const struct tlog_file *file)
{
	char path[TLOG_FILE_PATH_BYTES];
	tlog_file_path(file, path);
	return sn_err_with_text(e, "%s", path);
}

/* A tile is read and compared when all of its hashes are known, or the log ends. */
static struct sn_err compare_tile(struct replay *r, int at)
{
	struct level *level = &r->levels[at];
	const int bits = at * TLOG_TILE_BITS;
	const struct tlog_file file = {.kind = TLOG_FILE_HASHES,
				       .level = at,
				       .number = level->number,
				       .width = level->width};
	const int64_t first = level->number * TLOG_TILE_WIDTH;
	if (level->width == 0)
		return SN_SUCCESS;
	SN_TRY(read_file(r, &file, r->tile, first << bits));
	const struct str bytes = buf_str(r->tile);
	if (bytes.bytes != (size_t)level->width * TLOG_HASH_BYTES)
		return at_file(SN_FAIL(LOG_FILE_SHAPE, .arg = {first << bits}), &file);
	for (int i = 0; i < level->width; i++) {
		if (memcmp(bytes.at + (size_t)i * TLOG_HASH_BYTES, level->hashes[i].bytes,
			   TLOG_HASH_BYTES) == 0)
			continue;
		const int64_t index = (first + i) << bits;
		return at_file(at == 0 ? SN_FAIL(LOG_ENTRY_DIFFERS, .arg = {index})
				       : SN_FAIL(LOG_TILE_DIFFERS, .arg = {index}),
			       &file);
	}
	if (level->width == TLOG_TILE_WIDTH) {
		level->number++;
		level->width = 0;
	}
	return SN_SUCCESS;
}

static struct sn_err add_hash(struct replay *r, int at, struct tlog_hash hash)
{
	struct level *level = &r->levels[at];
	level->hashes[level->width++] = hash;
	return level->width == TLOG_TILE_WIDTH ? compare_tile(r, at) : SN_SUCCESS;
}

static struct sn_err since_holds(const struct replay *r)
{
	const bool here = r->since.size > 0 && r->tree.size == r->since.size;
	return !here || tlog_hash_eq(tlog_frontier_root(&r->tree), r->since.root)
		       ? SN_SUCCESS
		       : SN_FAIL(LOG_SINCE_DIFFERS, .arg = {r->since.size});
}

static struct sn_err add_record(struct replay *r, struct str record)
{
	struct tlog_tile_root roots[TLOG_TILE_LEVELS];
	const struct tlog_hash hash = tlog_leaf_hash(record);
	const size_t completed = tlog_frontier_push(&r->tree, hash, roots);
	SN_TRY(add_hash(r, 0, hash));
	for (size_t i = 0; i < completed; i++)
		if (roots[i].level < TLOG_TILE_LEVELS)
			SN_TRY(add_hash(r, roots[i].level, roots[i].hash));
	return since_holds(r);
}

/* Takes the next record off a bundle: two bytes of length, big-endian, then so many bytes. */
static bool next_record(struct str *rest, struct str *record)
{
	if (rest->bytes < 2)
		return false;
	const size_t bytes = (size_t)(uint8_t)rest->at[0] << 8 | (uint8_t)rest->at[1];
	if (bytes > TLOG_LEAF_BYTES_MAX || rest->bytes - 2 < bytes)
		return false;
	*record = (struct str){rest->at + 2, bytes};
	*rest = (struct str){rest->at + 2 + bytes, rest->bytes - 2 - bytes};
	return true;
}

/* The records are handed on once their tile has confirmed them: a whole bundle at its end. */
static struct sn_err hand_on(const struct replay *r, int64_t index, struct str rest)
{
	struct str record;
	if (!r->ask->each)
		return SN_SUCCESS;
	while (next_record(&rest, &record))
		SN_TRY(r->ask->each(r->ask->self, index++, record));
	return SN_SUCCESS;
}

static struct sn_err read_bundle(struct replay *r, const struct tlog_file *file)
{
	struct str record;
	const int64_t first = r->tree.size;
	SN_TRY(read_file(r, file, r->entries, first));
	struct str rest = buf_str(r->entries);
	for (int i = 0; i < file->width; i++) {
		if (!next_record(&rest, &record))
			return at_file(SN_FAIL(LOG_FILE_SHAPE, .arg = {r->tree.size}), file);
		SN_TRY(add_record(r, record));
	}
	if (rest.bytes > 0)
		return at_file(SN_FAIL(LOG_FILE_SHAPE, .arg = {r->tree.size}), file);
	if (file->width < TLOG_FILE_WIDTH)
		SN_TRY(compare_tile(r, 0));
	return hand_on(r, first, buf_str(r->entries));
}

/* Levels above the first end with the log. */
static struct sn_err compare_rest(struct replay *r)
{
	for (int at = 1; at < TLOG_TILE_LEVELS; at++)
		SN_TRY(compare_tile(r, at));
	return SN_SUCCESS;
}

static struct sn_err open_since(struct replay *r, const struct tlog_checkpoint *now)
{
	struct tlog_checkpoint since;
	if (str_is_null(r->ask->since))
		return SN_SUCCESS;
	SN_TRY(tlog_checkpoint_open(r->ask->since, r->ask->vkey, &since));
	if (!str_eq(since.origin, now->origin))
		return sn_err_with_text(SN_FAIL(OTHER_LOG), STR_FMT, STR_ARG(since.origin));
	if (since.head.size > now->head.size)
		return SN_FAIL(LOG_SINCE_LONGER, .arg = {since.head.size, now->head.size});
	r->since = since.head;
	return SN_SUCCESS;
}

static struct sn_err replay(struct arena *mem, struct replay *r, struct tlog_replayed *out)
{
	const struct tlog_file checkpoint = {.kind = TLOG_FILE_CHECKPOINT};
	struct tlog_files_cursor cursor = {.stage = 0};
	SN_TRY(read_file(r, &checkpoint, r->note, 0));
	SN_TRY(tlog_checkpoint_open(buf_str(r->note), r->ask->vkey, &out->checkpoint));
	out->checkpoint.origin = arena_str(mem, out->checkpoint.origin);
	if (str_is_null(out->checkpoint.origin))
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(open_since(r, &out->checkpoint));
	out->since_size = r->since.size;
	const int64_t size = out->checkpoint.head.size;
	while (tlog_files_next(&cursor, size) && cursor.file.kind == TLOG_FILE_ENTRIES) {
		SN_TRY(read_bundle(r, &cursor.file));
		out->records = r->tree.size;
		if (r->ask->far)
			r->ask->far(r->ask->self, r->tree.size, size);
	}
	SN_TRY(compare_rest(r));
	return tlog_hash_eq(tlog_frontier_root(&r->tree), out->checkpoint.head.root)
		       ? SN_SUCCESS
		       : SN_FAIL(LOG_ROOT_DIFFERS, .arg = {size});
}

struct sn_err tlog_replay(struct arena *mem, const struct tlog_source *source,
			  const struct tlog_replay *ask, struct tlog_replayed *out)
{
	struct replay *r = calloc(1, sizeof *r);
	*out = (struct tlog_replayed){.records = 0};
	if (!r)
		return SN_FAIL(OUT_OF_MEMORY);
	r->source = source;
	r->ask = ask;
	r->entries = buf_new(TLOG_FILE_ENTRIES_BYTES + 1);
	r->tile = buf_new(TLOG_FILE_HASHES_BYTES + 1);
	r->note = buf_new(TLOG_NOTE_BYTES_MAX + 1);
	const struct sn_err e =
		r->entries && r->tile && r->note ? replay(mem, r, out) : SN_FAIL(OUT_OF_MEMORY);
	buf_free(r->entries);
	buf_free(r->tile);
	buf_free(r->note);
	free(r);
	return e;
}
