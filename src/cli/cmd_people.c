#include "base/limits.h"
#include "base/name.h"
#include "care/care.h"
#include "cli/cmd.h"

#include <inttypes.h>

enum { CATEGORIES_MAX = 16, FOUND_ROWS_MAX = 200 };

/* "a,b,c" into at most CATEGORIES_MAX words. */
static struct sn_err split_words(struct cli *cli, const char *option, const struct str **out,
				 size_t *count)
{
	struct str rest = cli_value(cli, option), part;
	struct str *words = ARENA_ARRAY(cli->ctx.mem, struct str, CATEGORIES_MAX);
	*count = 0;
	if (!words)
		return SN_FAIL(OUT_OF_MEMORY);
	while (str_split(&rest, ',', &part)) {
		if (*count == CATEGORIES_MAX)
			return SN_FAIL(TOO_LONG, .field = option, .arg = {CATEGORIES_MAX});
		words[(*count)++] = str_trim(part);
	}
	*out = words;
	return SN_SUCCESS;
}

static struct sn_err show_progress(void *self, int64_t rows)
{
	struct cli *cli = self;
	cli_progress(cli, CLI_WORDS(cli, "导入", "import"), rows, 0);
	return SN_SUCCESS;
}

static struct sn_err print_import_json(struct cli *cli, const struct people_import_result *r)
{
	struct json_out o = json_out_file(cli->out, true);
	json_out_object(&o, NULL);
	if (uuid_is_null(r->batch_id))
		json_out_null(&o, "batch");
	else
		json_out_uuid(&o, "batch", r->batch_id);
	json_out_object(&o, "rows");
	json_out_int(&o, "read", r->read);
	json_out_int(&o, "taken", r->taken);
	json_out_int(&o, "changed", r->changed);
	json_out_int(&o, "unchanged", r->unchanged);
	json_out_int(&o, "rejected", r->rejected);
	json_out_int(&o, "totals", r->totals_rows);
	json_out_int(&o, "blank", r->blank_rows);
	json_out_int(&o, "without_id", r->without_id);
	json_out_end(&o);
	cmd_json_rejects(cli, &o, r->rejects, r->rejects_count);
	json_out_end(&o);
	return json_out_done(&o);
}

static void print_import_text(struct cli *cli, const struct people_import_result *r)
{
	char words[512];
	cmd_text_counts(cli, (const struct cmd_count[]){{"读入", "read", r->read},
							{"新收", "taken", r->taken},
							{"更新", "changed", r->changed},
							{"未变", "unchanged", r->unchanged},
							{"退回", "rejected", r->rejected},
							{"合计行", "totals rows", r->totals_rows},
							{"空行", "blank rows", r->blank_rows},
							{"无证件号", "without ID", r->without_id},
							{NULL, NULL, 0}});
	for (size_t i = 0; i < r->ignored_count; i++)
		(void)fprintf(cli->out,
			      CLI_WORDS(cli, "  未采用的列：" STR_FMT "\n",
					"  column not used: " STR_FMT "\n"),
			      STR_ARG(r->ignored[i]));
	for (size_t i = 0; i < r->skipped_count; i++) {
		sn_err_words(r->skipped[i].why, cli->lang, words, sizeof words);
		(void)fprintf(cli->out,
			      CLI_WORDS(cli, "  未读的工作表 " STR_FMT "：%s\n",
					"  sheet not read " STR_FMT ": %s\n"),
			      STR_ARG(r->skipped[i].sheet), words);
	}
	cmd_text_rejects(cli, r->rejects, r->rejects_count);
	if (!uuid_is_null(r->batch_id)) {
		char id[UUID_TEXT_BYTES];
		uuid_text(r->batch_id, id);
		(void)fprintf(cli->out,
			      CLI_WORDS(cli, "导入批次 %s（songnuan people undo 可整批收回）\n",
					"batch %s (songnuan people undo takes it back whole)\n"),
			      id);
	}
}

struct sn_err cmd_people_import(struct cli *cli)
{
	struct people_import what = {.path = cli->operands[0],
				     .dry_run = cli_has(cli, "dry-run"),
				     .rejects_path = cli_value(cli, "rejects"),
				     .lang = cli->lang,
				     .progress = show_progress,
				     .progress_self = cli};
	struct people_import_result result;
	SN_TRY(cli_org(cli, "org", &what.org));
	SN_TRY(RIGHTS_REQUIRE(&cli->ctx, ROLE_MAKER, what.org.org_no));
	SN_TRY(split_words(cli, "category", &what.categories, &what.categories_count));
	SN_TRY(people_import(&cli->ctx, &what, &result));
	cli_progress_end(cli);
	if (cli->format == TABLE_FORMAT_JSON)
		SN_TRY(print_import_json(cli, &result));
	else
		print_import_text(cli, &result);
	return result.rejected > 0 ? SN_FAIL(PARTLY_TAKEN, .arg = {result.rejected}) : SN_SUCCESS;
}

struct sn_err cmd_people_undo(struct cli *cli)
{
	struct uuid batch_id;
	struct people_batch batch;
	int64_t people = 0;
	SN_TRY(uuid_parse(&batch_id, cli->operands[0], "batch"));
	SN_TRY(people_batch(&cli->ctx, batch_id, &batch));
	SN_TRY(RIGHTS_REQUIRE(&cli->ctx, ROLE_MAKER, batch.org_no));
	SN_TRY(people_undo(&cli->ctx, batch_id, care_undo_guard, &people));
	(void)fprintf(cli->out,
		      CLI_WORDS(cli, "已整批收回：%" PRId64 " 人\n",
				"taken back whole: %" PRId64 " people\n"),
		      people);
	return SN_SUCCESS;
}

/* ---- find ---- */

static const struct table_out_column found_columns[] = {
	{"person", "编号", "person", TABLE_TEXT, 0},
	{"org", "工会", "union", TABLE_TEXT, 0},
	{"name", "姓名", "name", TABLE_TEXT, 0},
	{"id_number", "证件号", "ID number", TABLE_TEXT, 0},
	{"phone", "电话", "phone", TABLE_TEXT, 0},
	{"team", "班组", "team", TABLE_TEXT, 0},
	{"site", "作业点", "site", TABLE_TEXT, 0},
	{"employer", "用人单位", "employer", TABLE_TEXT, 0},
	{"left", "已离开", "left", TABLE_BOOL, 0},
};

static struct str org_code(struct cli *cli, int64_t org_no)
{
	struct org org;
	return sn_failed(org_by_no(&cli->ctx, org_no, 0, &org)) ? STR_NULL : org.code;
}

static void person_row(struct cli *cli, struct table_out *t, const struct people_found *f)
{
	char id[UUID_TEXT_BYTES];
	uuid_text(f->person.person_id, id);
	table_out_text(t, str_of(id));
	table_out_text(t, org_code(cli, f->person.org_no));
	table_out_text(t, str_of(f->name_masked));
	table_out_text(t, f->id_masked[0] ? str_of(f->id_masked) : STR_NULL);
	table_out_text(t, f->phone_masked[0] ? str_of(f->phone_masked) : STR_NULL);
	table_out_text(t, f->person.team);
	table_out_text(t, f->person.site);
	table_out_text(t, f->person.employer);
	table_out_bool(t, f->person.left);
	table_out_row_end(t);
}

static struct sn_err print_found(struct cli *cli, const struct people_found *found, size_t count)
{
	struct table_out *t = NULL;
	SN_TRY(cli_table(cli, found_columns, sizeof found_columns / sizeof found_columns[0], &t));
	for (size_t i = 0; i < count; i++)
		person_row(cli, t, &found[i]);
	return table_out_close(t);
}

struct sn_err cmd_people_find(struct cli *cli)
{
	struct people_query query = {.id_number = cli_value(cli, "id"),
				     .phone = cli_value(cli, "phone"),
				     .last4 = cli_value(cli, "last4"),
				     .name = cli_value(cli, "name"),
				     .rows_max = FOUND_ROWS_MAX};
	struct people_found *found = NULL;
	struct org_tree *tree = NULL;
	size_t count = 0;
	if (cli_has(cli, "org")) {
		struct org org;
		SN_TRY(cli_org(cli, "org", &org));
		query.org_no = org.org_no;
	}
	SN_TRY(org_tree_load(&cli->ctx, 0, &tree));
	query.tree = tree;
	const struct sn_err e = people_find(&cli->ctx, &query, &found, &count);
	org_tree_free(tree);
	SN_TRY(e);
	return print_found(cli, found, count);
}

/* ---- duplicates ---- */

static const struct table_out_column duplicate_columns[] = {
	{"group", "组", "group", TABLE_INT, 0},      {"why", "原因", "why", TABLE_TEXT, 0},
	{"person", "编号", "person", TABLE_TEXT, 0}, {"org", "工会", "union", TABLE_TEXT, 0},
	{"name", "姓名", "name", TABLE_TEXT, 0},     {"team", "班组", "team", TABLE_TEXT, 0},
};

struct duplicates {
	struct cli *cli;
	struct table_out *table;
	int64_t groups;
};

static void duplicate_rows(void *self, const struct people_finding *f)
{
	struct duplicates *d = self;
	const char *why = f->kind == PEOPLE_SAME_PHONE
				  ? CLI_WORDS(d->cli, "同一电话", "same phone")
				  : CLI_WORDS(d->cli, "同名同班组", "same name and team");
	d->groups++;
	for (size_t i = 0; i < f->count; i++) {
		char id[UUID_TEXT_BYTES], masked[NAME_MASK_BYTES];
		uuid_text(f->people[i].person_id, id);
		name_mask(f->people[i].name, masked);
		table_out_int(d->table, d->groups);
		table_out_text(d->table, str_of(why));
		table_out_text(d->table, str_of(id));
		table_out_text(d->table, org_code(d->cli, f->people[i].org_no));
		table_out_text(d->table, str_of(masked));
		table_out_text(d->table, f->people[i].team);
		table_out_row_end(d->table);
	}
}

struct sn_err cmd_people_duplicates(struct cli *cli)
{
	struct duplicates d = {.cli = cli};
	struct org_tree *tree = NULL;
	struct org org;
	SN_TRY(cli_org(cli, "org", &org));
	SN_TRY(org_tree_load(&cli->ctx, 0, &tree));
	struct sn_err e =
		cli_table(cli, duplicate_columns,
			  sizeof duplicate_columns / sizeof duplicate_columns[0], &d.table);
	if (!sn_failed(e))
		e = people_duplicates(&cli->ctx, tree, org.org_no, duplicate_rows, &d);
	const struct sn_err closed = table_out_close(d.table);
	org_tree_free(tree);
	return sn_failed(e) ? e : closed;
}
