/* verify receipt: what somebody brings, checked without a database. */
#include "base/clock.h"
#include "base/idnumber.h"
#include "base/name.h"
#include "cli/cmd_log.h"
#include "cli/cmd_receipt.h"
#include "tlog/lookup.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

/* ---- the receipt ---- */

static bool read_all(FILE *f, struct buf *out)
{
	char bytes[4096];
	size_t n;
	while ((n = fread(bytes, 1, sizeof bytes, f)) > 0)
		buf_add(out, (struct str){bytes, n});
	return !ferror(f);
}

/* A file of that name where there is one, else the text itself. */
static struct sn_err read_given(struct cli *cli, struct str *out)
{
	const struct str given = cli->operands[0];
	struct buf *b = buf_new(TLOG_RECEIPT_TEXT_BYTES_MAX + TLOG_NOTE_BYTES_MAX);
	*out = given;
	if (!b)
		return SN_FAIL(OUT_OF_MEMORY);
	const bool is_input = str_is(given, "-");
	const bool read = is_input ? read_all(stdin, b) : cmd_log_read_file(given.at, b);
	if (read)
		*out = arena_str(cli->ctx.mem, buf_str(b));
	const bool full = buf_full(b);
	buf_free(b);
	if (full)
		return SN_FAIL(NOT_A_RECEIPT);
	if (is_input && !read)
		return sn_err_with_text(SN_FAIL(CANNOT_READ_FILE), "-");
	return str_is_null(*out) ? SN_FAIL(OUT_OF_MEMORY) : SN_SUCCESS;
}

/* Of a short one the rest is looked up. */
static struct sn_err find(struct cli *cli, struct str text, const struct tlog_vkey *vkey,
			  struct tlog_receipt *out)
{
	struct tlog_short brief;
	struct cmd_log_place place = {.url = false};
	if (sn_failed(tlog_short_parse(text, &brief)))
		return tlog_receipt_parse(text, out);
	if (!cli_has(cli, "with"))
		return SN_FAIL(MISSING_FIELD, .field = "--with");
	struct sn_err e = cmd_log_open_place(cli_value(cli, "with"), &place);
	const struct tlog_source source = {.read = cmd_log_read_place, .self = &place};
	if (!sn_failed(e))
		e = tlog_lookup(cli->ctx.mem, &source, vkey, brief.index, out);
	arena_free(place.mem);
	out->salt = tlog_salt_of(brief.seed);
	crypto_wipe(&brief, sizeof brief);
	return e;
}

/* ---- whose ---- */

struct identity {
	bool asked;
	struct str name, id;
};

static struct sn_err read_line(struct cli *cli, const char *words, struct str *out)
{
	char line[1024];
	if (isatty(STDIN_FILENO))
		(void)fprintf(stderr, "%s", words);
	const bool read = fgets(line, sizeof line, stdin) != NULL;
	*out = arena_str(cli->ctx.mem, (struct str){line, read ? strcspn(line, "\r\n") : 0});
	return str_is_null(*out) ? SN_FAIL(OUT_OF_MEMORY) : SN_SUCCESS;
}

static struct sn_err read_identity(struct cli *cli, struct identity *out)
{
	struct id_number id;
	struct str name = cli_value(cli, "name"), number = cli_value(cli, "id");
	*out = (struct identity){.asked = cli_has(cli, "person") || !str_is_null(name) ||
					  !str_is_null(number)};
	if (!out->asked)
		return SN_SUCCESS;
	if (str_is_null(name))
		SN_TRY(read_line(cli, CLI_WORDS(cli, "姓名：", "name: "), &name));
	if (str_is_null(number))
		SN_TRY(cmd_secret_read(cli,
				       CLI_WORDS(cli, "身份证号（没有写 -）：",
						 "ID number (- where there is none): "),
				       &number));
	SN_TRY(name_parse(cli->ctx.mem, name, &out->name));
	if (str_is(number, "-"))
		return SN_SUCCESS;
	SN_TRY(id_number_parse(&id, number, day_of(clock_now_us(clock_system()))));
	out->id = arena_str(cli->ctx.mem, str_of(id.digits));
	crypto_wipe(&id, sizeof id);
	return str_is_null(out->id) ? SN_FAIL(OUT_OF_MEMORY) : SN_SUCCESS;
}

/* ---- what is told ---- */

static const char *const keys[] = {"type", "day", "camp", "dr",  "cr",
				   "item", "qty", "fen",  "lvl", "ref"};

static struct sn_err tell_json(struct cli *cli, const struct tlog_receipt *r,
			       const struct tlog_vkey *vkey, const struct tlog_head *head,
			       bool person)
{
	struct json_out o = json_out_file(cli->out, true);
	json_out_object(&o, NULL);
	json_out_text(&o, "origin", vkey->name);
	json_out_int(&o, "index", r->index);
	json_out_int(&o, "size", head->size);
	json_out_object(&o, "record");
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		json_out_text(&o, keys[i], tlog_record_line(tlog_receipt_record(r), keys[i]));
	json_out_end(&o);
	json_out_bool(&o, "person_checked", person);
	json_out_end(&o);
	return json_out_done(&o);
}

static struct sn_err tell(struct cli *cli, const struct tlog_receipt *r,
			  const struct tlog_vkey *vkey, const struct tlog_head *head, bool person)
{
	struct str rest = tlog_receipt_record(r), line;
	if (cli->format == TABLE_FORMAT_JSON)
		return tell_json(cli, r, vkey, head, person);
	(void)fprintf(cli->out,
		      CLI_WORDS(cli,
				"核对无误：" STR_FMT " 第 %" PRId64 " 条（共 %" PRId64
				" 条），签名有效\n",
				"ok: " STR_FMT ", record %" PRId64 " of %" PRId64
				", its signature is valid\n"),
		      STR_ARG(vkey->name), r->index, head->size);
	while (str_split(&rest, '\n', &line))
		if (line.bytes > 0)
			(void)fprintf(cli->out, "  " STR_FMT "\n", STR_ARG(line));
	(void)fputs(person ? CLI_WORDS(cli, "领取人与姓名、身份证号相符\n",
				       "it is the record of this person\n")
			   : CLI_WORDS(cli, "没有核对领取人：请加 --person\n",
				       "whose it is was not checked: say --person\n"),
		    cli->out);
	return SN_SUCCESS;
}

struct sn_err cmd_verify_receipt(struct cli *cli)
{
	struct tlog_receipt *r = ARENA_NEW(cli->ctx.mem, struct tlog_receipt);
	struct tlog_vkey vkey;
	struct tlog_head head;
	struct identity who;
	struct str text;
	bool given = false;
	if (!r)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(cmd_log_vkey(cli, &vkey, &given));
	SN_TRY(read_given(cli, &text));
	SN_TRY(find(cli, text, &vkey, r));
	SN_TRY(tlog_receipt_check(r, &vkey, &head));
	SN_TRY(read_identity(cli, &who));
	if (who.asked)
		SN_TRY(tlog_receipt_opens(r, who.name, who.id));
	return tell(cli, r, &vkey, &head, who.asked);
}
