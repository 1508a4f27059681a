/* verify log, log check: a published log, fetched from a folder or an address and recomputed. */
#include "base/json.h"
#include "base/url.h"
#include "cli/cmd_log.h"
#include "fetch/fetch.h"
#include "tlog/signer.h"

#include <inttypes.h>
#include <stdlib.h>

/* ---- where the files are ---- */

bool cmd_log_read_file(const char *path, struct buf *out)
{
	char bytes[16 << 10];
	size_t n;
	FILE *f = fopen(path, "re");
	if (!f)
		return false;
	while ((n = fread(bytes, 1, sizeof bytes, f)) > 0)
		buf_add(out, (struct str){bytes, n});
	const bool whole = !ferror(f);
	(void)fclose(f);
	return whole;
}

static struct sn_err unreached(const char *path)
{
	return sn_err_with_text(SN_FAIL(LOG_UNREACHED), "%s", path);
}

static struct sn_err fetch_file(struct cmd_log_place *p, const char *path, struct buf *out)
{
	char url[URL_BYTES_MAX + 1];
	struct fetch_reply reply;
	const int n = snprintf(url, sizeof url, STR_FMT "/%s", STR_ARG(p->base), path);
	if (n < 0 || n >= (int)sizeof url)
		return unreached(path);
	arena_reset(p->mem);
	const struct fetch_request ask = {.url = str_of(url),
					  .private_network = true, /* whoever types it says so */
					  .bytes_max = TLOG_FILE_ENTRIES_BYTES + 1};
	const enum fetch_outcome outcome = fetch(p->mem, &ask, &reply);
	if (outcome == FETCH_TOO_BIG)
		return sn_err_with_text(SN_FAIL(LOG_FILE_SHAPE), "%s", path);
	if (outcome != FETCH_DONE || reply.status != 200)
		return unreached(path);
	buf_add(out, reply.body);
	return SN_SUCCESS;
}

struct sn_err cmd_log_read_place(void *self, const char *path, struct buf *out)
{
	struct cmd_log_place *p = self;
	char name[CMD_LOG_PATH_BYTES];
	if (p->url)
		return fetch_file(p, path, out);
	const int n = snprintf(name, sizeof name, STR_FMT "/%s", STR_ARG(p->base), path);
	return n > 0 && n < (int)sizeof name && cmd_log_read_file(name, out) ? SN_SUCCESS
									     : unreached(path);
}

struct sn_err cmd_log_open_place(struct str text, struct cmd_log_place *out)
{
	struct url url;
	while (text.bytes > 1 && text.at[text.bytes - 1] == '/')
		text.bytes--;
	*out = (struct cmd_log_place){.base = text,
				      .url = str_starts(text, STR("http://")) ||
					     str_starts(text, STR("https://"))};
	if (!out->url)
		return SN_SUCCESS;
	out->mem = arena_new(1 << 20);
	if (!out->mem || !fetch_start())
		return SN_FAIL(OUT_OF_MEMORY);
	return url_parse(text, &url)
		       ? SN_SUCCESS
		       : sn_err_with_text(SN_FAIL(BAD_USAGE), STR_FMT " (https)", STR_ARG(text));
}

/* A small file of the user's own, into the command's memory. */
static struct sn_err read_own(struct cli *cli, struct str path, struct str *out)
{
	struct buf *b = buf_new(TLOG_NOTE_BYTES_MAX + 1);
	if (!b)
		return SN_FAIL(OUT_OF_MEMORY);
	const bool read = cmd_log_read_file(path.at, b) && !buf_full(b);
	*out = read ? arena_str(cli->ctx.mem, buf_str(b)) : STR_NULL;
	buf_free(b);
	return read ? SN_SUCCESS
		    : sn_err_with_text(SN_FAIL(CANNOT_READ_FILE), STR_FMT, STR_ARG(path));
}

/* ---- verify log ---- */

static void far(void *self, int64_t done, int64_t total)
{
	struct cli *cli = self;
	cli_progress(cli, CLI_WORDS(cli, "核对", "checking"), done, total);
}

/* The key itself, or a file that holds it. */
struct sn_err cmd_log_vkey(struct cli *cli, struct tlog_vkey *key, bool *given)
{
	struct str text = cli_value(cli, "vkey");
	*given = !str_is_null(text);
	if (!*given || !sn_failed(tlog_vkey_parse(text, key)))
		return SN_SUCCESS;
	SN_TRY(read_own(cli, text, &text));
	return tlog_vkey_parse(text, key);
}

static struct sn_err tell_json(struct cli *cli, const struct tlog_replayed *r, bool is_signed)
{
	char root[48];
	struct json_out o = json_out_file(cli->out, true);
	crypto_base64(r->checkpoint.head.root.bytes, TLOG_HASH_BYTES, root);
	json_out_object(&o, NULL);
	json_out_text(&o, "origin", r->checkpoint.origin);
	json_out_int(&o, "size", r->checkpoint.head.size);
	json_out_text(&o, "root", str_of(root));
	json_out_bool(&o, "signature_checked", is_signed);
	if (r->since_size > 0)
		json_out_int(&o, "since", r->since_size);
	else
		json_out_null(&o, "since");
	json_out_end(&o);
	return json_out_done(&o);
}

static struct sn_err tell(struct cli *cli, const struct tlog_replayed *r, bool is_signed)
{
	char root[48];
	if (cli->format == TABLE_FORMAT_JSON)
		return tell_json(cli, r, is_signed);
	crypto_base64(r->checkpoint.head.root.bytes, TLOG_HASH_BYTES, root);
	(void)fprintf(cli->out,
		      CLI_WORDS(cli, "核对无误：" STR_FMT " 的 %" PRId64 " 条存证逐条重算，根 %s\n",
				"ok: " STR_FMT ", %" PRId64 " records recomputed, root %s\n"),
		      STR_ARG(r->checkpoint.origin), r->records, root);
	if (r->since_size > 0)
		(void)fprintf(cli->out,
			      CLI_WORDS(cli, "以前的检查点（%" PRId64 " 条）是它的开头\n",
					"the earlier checkpoint (%" PRId64
					" records) is its beginning\n"),
			      r->since_size);
	(void)fputs(is_signed
			    ? CLI_WORDS(cli, "签名有效\n", "its signature is valid\n")
			    : CLI_WORDS(cli, "没有核对签名：请用 --vkey 给出从别处得到的存证公钥\n",
					"its signature was not checked: give the log's public "
					"key, which you got elsewhere, with --vkey\n"),
		    cli->out);
	return SN_SUCCESS;
}

struct sn_err cmd_verify_log(struct cli *cli)
{
	struct tlog_vkey key;
	struct cmd_log_place place = {.url = false};
	struct tlog_replayed replayed;
	struct tlog_replay ask = {.far = far, .self = cli};
	bool is_signed = false;
	SN_TRY(cmd_log_vkey(cli, &key, &is_signed));
	ask.vkey = is_signed ? &key : NULL;
	if (cli_has(cli, "since"))
		SN_TRY(read_own(cli, cli_value(cli, "since"), &ask.since));
	struct sn_err e = cmd_log_open_place(cli->operands[0], &place);
	const struct tlog_source source = {.read = cmd_log_read_place, .self = &place};
	if (!sn_failed(e))
		e = tlog_replay(cli->ctx.mem, &source, &ask, &replayed);
	arena_free(place.mem);
	cli_progress_end(cli);
	return sn_failed(e) ? e : tell(cli, &replayed, is_signed);
}

/* ---- log check ---- */

/* A published log beside the database's. */
struct comparing {
	struct cli *cli;
	int64_t size;    /* of the database's log */
	struct buf *own; /* its bundle of entries that is being compared */
	struct str rest; /* of it */
	int64_t differs; /* the first record that does; -1: none */
	int64_t missing; /* behind the database's last */
	struct table_out *table;
};

static const struct table_out_column missing_columns[] = {
	{"index", "条号", "index", TABLE_INT, 0},    {"type", "事项", "type", TABLE_TEXT, 0},
	{"day", "日期", "day", TABLE_TEXT, 0},       {"camp", "活动", "cycle", TABLE_TEXT, 0},
	{"dr", "至", "to", TABLE_TEXT, 0},           {"cr", "自", "from", TABLE_TEXT, 0},
	{"item", "物品", "item", TABLE_TEXT, 0},     {"qty", "数量", "quantity", TABLE_TEXT, 0},
	{"fen", "金额（分）", "fen", TABLE_TEXT, 0},
};

/* The value of the record's line with this key; STR_NULL: "-", or there is none. */
static struct str line_of(struct str record, const char *key)
{
	struct str line, word;
	while (str_split(&record, '\n', &line)) {
		struct str value = line;
		if (str_split(&value, ' ', &word) && str_is(word, key))
			return str_is(value, "-") ? STR_NULL : value;
	}
	return STR_NULL;
}

static struct sn_err tell_missing(struct comparing *m, int64_t index, struct str record)
{
	const size_t columns = sizeof missing_columns / sizeof missing_columns[0];
	m->missing++;
	if (!m->table)
		SN_TRY(cli_table(m->cli, missing_columns, columns, &m->table));
	table_out_int(m->table, index);
	for (size_t i = 1; i < columns; i++)
		table_out_text(m->table, line_of(record, missing_columns[i].key));
	table_out_row_end(m->table);
	return SN_SUCCESS;
}

static struct sn_err next_own(struct comparing *m, int64_t index, struct str *record)
{
	const int64_t left = m->size - index;
	if (index % TLOG_FILE_WIDTH == 0) {
		const struct tlog_file file = {.kind = TLOG_FILE_ENTRIES,
					       .number = index / TLOG_FILE_WIDTH,
					       .width = left < TLOG_FILE_WIDTH ? (int)left
									       : TLOG_FILE_WIDTH};
		buf_reset(m->own);
		SN_TRY(tlog_file_read(&m->cli->ctx, &file, m->size, m->own));
		m->rest = buf_str(m->own);
	}
	const size_t bytes = (size_t)(uint8_t)m->rest.at[0] << 8 | (uint8_t)m->rest.at[1];
	*record = (struct str){m->rest.at + 2, bytes};
	m->rest = (struct str){m->rest.at + 2 + bytes, m->rest.bytes - 2 - bytes};
	return SN_SUCCESS;
}

static struct sn_err compare_record(void *self, int64_t index, struct str record)
{
	struct comparing *m = self;
	struct str own;
	if (m->differs >= 0)
		return SN_SUCCESS;
	if (index >= m->size)
		return tell_missing(m, index, record);
	SN_TRY(next_own(m, index, &own));
	if (!str_eq(own, record))
		m->differs = index;
	return SN_SUCCESS;
}

static struct sn_err compare_with(struct cli *cli, const struct tlog_vkey *vkey,
				  struct comparing *m)
{
	struct cmd_log_place place = {.url = false};
	struct tlog_replayed replayed;
	const struct tlog_replay ask = {.vkey = vkey, .each = compare_record, .self = m};
	struct sn_err e = cmd_log_open_place(cli_value(cli, "with"), &place);
	const struct tlog_source source = {.read = cmd_log_read_place, .self = &place};
	m->own = buf_new(TLOG_FILE_ENTRIES_BYTES + 1);
	if (!sn_failed(e) && !m->own)
		e = SN_FAIL(OUT_OF_MEMORY);
	if (!sn_failed(e))
		e = tlog_replay(cli->ctx.mem, &source, &ask, &replayed);
	arena_free(place.mem);
	buf_free(m->own);
	const struct sn_err closed = m->table ? table_out_close(m->table) : SN_SUCCESS;
	return sn_failed(e) ? e : closed;
}

static void tell_compared(struct cli *cli, const struct comparing *m)
{
	if (cli->format != TABLE_FORMAT_TEXT)
		return;
	if (m->differs >= 0)
		(void)fprintf(
			cli->out,
			CLI_WORDS(cli, "从第 %" PRId64 " 条起，数据库与公布的存证不同\n",
				  "from record %" PRId64
				  " on the database and the published log are not the same\n"),
			m->differs);
	else if (m->missing > 0)
		(void)fprintf(
			cli->out,
			CLI_WORDS(cli,
				  "数据库的 %" PRId64 " 条都与公布的相同；公布过的另外 %" PRId64
				  " 条（如上）数据库里没有\n",
				  "the database's %" PRId64 " records are those published; %" PRId64
				  " more were published (see above) that it does not have\n"),
			m->size, m->missing);
	else
		(void)fprintf(cli->out, "%s\n",
			      CLI_WORDS(cli, "公布的每一条都与数据库相同",
					"every published record is the database's"));
}

static struct sn_err check(struct cli *cli, const struct tlog_signer *signer)
{
	struct tlog_head head;
	struct comparing m = {.cli = cli, .differs = -1};
	const struct sn_err guarded = tlog_guard(&cli->ctx, signer);
	SN_TRY(tlog_read_head(&cli->ctx, &head));
	m.size = head.size;
	if (cli_has(cli, "with")) {
		SN_TRY(compare_with(cli, signer ? tlog_signer_vkey(signer) : NULL, &m));
		tell_compared(cli, &m);
	}
	SN_TRY(guarded);
	if (m.differs >= 0)
		return SN_FAIL(LOG_FORKED, .arg = {m.differs + 1});
	if (m.missing > 0)
		return SN_FAIL(LOG_BEHIND, .arg = {m.size, m.size + m.missing});
	if (cli->format == TABLE_FORMAT_TEXT)
		(void)fprintf(cli->out,
			      CLI_WORDS(cli,
					"无误：数据库的 %" PRId64 " 条存证延续了签过的检查点\n",
					"ok: the database's %" PRId64
					" records continue what was signed\n"),
			      head.size);
	return SN_SUCCESS;
}

struct sn_err cmd_log_check(struct cli *cli)
{
	struct tlog_signer *signer = NULL;
	SN_TRY(cli_log_signer(cli, &signer));
	const struct sn_err e = check(cli, signer);
	tlog_signer_free(signer);
	return e;
}
