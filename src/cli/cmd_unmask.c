/* people unmask: one whole number, on record before it is printed. */
#include "care/whole.h"
#include "cli/cmd.h"
#include "people/people.h"

static struct sn_err show_work(struct ctx *c, void *whole)
{
	return whole_show(c, whole);
}

static struct sn_err print_json(struct cli *cli, const struct whole *w)
{
	struct json_out o = json_out_file(cli->out, true);
	json_out_object(&o, NULL);
	json_out_text(&o, "field", str_of(unmask_field_words(w->ask.field)->word));
	json_out_text(&o, "value", w->value);
	json_out_int(&o, "left_hour", w->left.hour);
	json_out_int(&o, "left_day", w->left.day);
	json_out_end(&o);
	return json_out_done(&o);
}

struct sn_err cmd_people_unmask(struct cli *cli)
{
	struct person person;
	struct whole w = {.ask = {.person = &person, .reference = cli_value(cli, "reference")}};
	if (!unmask_field_parse(cli_value(cli, "field"), &w.ask.field))
		return sn_err_with_text(SN_FAIL(BAD_USAGE), "--field id_number|phone|card");
	if (!unmask_purpose_parse(cli_value(cli, "purpose"), &w.ask.purpose))
		return SN_FAIL(PURPOSE_NEEDED, .field = "purpose");
	SN_TRY(cmd_person(cli, cli->operands[0], &person));
	SN_TRY(store_write(&cli->ctx, show_work, &w));
	if (cli->format == TABLE_FORMAT_JSON)
		return print_json(cli, &w);
	const struct org_words *field = unmask_field_words(w.ask.field);
	(void)fprintf(cli->out,
		      CLI_WORDS(cli, "%s：" STR_FMT "（这次查看已记入审计日志）\n",
				"%s: " STR_FMT " (that you looked is on record)\n"),
		      CLI_WORDS(cli, field->zh, field->en), STR_ARG(w.value));
	return SN_SUCCESS;
}
