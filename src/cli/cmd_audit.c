/* audit: the trail, read and checked. Reading it is an act that is written into it. */
#include "base/limits.h"
#include "cli/cli_priv.h"
#include "cli/cmd.h"
#include "rights/audit.h"

#include <inttypes.h>

/* ---- what is asked for ---- */

static struct sn_err one_act(struct str word, unsigned *acts)
{
	for (unsigned a = 0; a < AUDIT_ACTS_COUNT; a++)
		if (str_is(word, audit_act_words((enum audit_act)a)->word)) {
			*acts |= 1U << a;
			return SN_SUCCESS;
		}
	return sn_err_with_text(SN_FAIL(BAD_USAGE), "--act " STR_FMT, STR_ARG(word));
}
static struct sn_err filter_read(struct cli *cli, struct audit_filter *f)
{
	struct str acts = cli_value(cli, "act"), word;
	int32_t from = 0, to = 0;
	int64_t limit = AUDIT_PAGE_ROWS_MAX;
	struct user user;
	struct org org;
	while (cli_has(cli, "act") && str_split(&acts, ',', &word))
		SN_TRY(one_act(str_trim(word), &f->acts));
	if (cli_has(cli, "user")) {
		SN_TRY(cli_user(cli, cli_value(cli, "user"), &user));
		f->user_id = user.user_id;
	}
	if (cli_has(cli, "org")) {
		SN_TRY(cli_org(cli, "org", &org));
		f->org_no = org.org_no;
	}
	SN_TRY(cli_day(cli, "from", &from));
	SN_TRY(cli_day(cli, "to", &to));
	SN_TRY(cli_int(cli, "before", &f->before_no));
	SN_TRY(cli_int(cli, "limit", &limit));
	if (limit < 1 || limit > AUDIT_PAGE_ROWS_MAX || f->before_no < 0)
		return sn_err_with_text(SN_FAIL(BAD_USAGE), "--limit 1…%d", AUDIT_PAGE_ROWS_MAX);
	f->rows_max = (size_t)limit;
	f->from_us = from == 0 ? 0 : day_start_us(from);
	f->to_us = to == 0 ? 0 : day_start_us(day_add(to, 1));
	f->object_kind = cli_value(cli, "kind");
	f->object_id = cli_value(cli, "object");
	if (f->object_id.bytes > 0 && f->object_kind.bytes == 0)
		return sn_err_with_text(SN_FAIL(BAD_USAGE), "--object --kind");
	return SN_SUCCESS;
}

/* ---- what is shown ---- */

static const struct table_out_column columns[] = {
	{"no", "序号", "no.", TABLE_INT, 0},
	{"at", "时间", "at", TABLE_TIME, 0},
	{"user", "谁", "who", TABLE_TEXT, 0},
	{"act", "做了什么", "act", TABLE_TEXT, 0},
	{"outcome", "结果", "outcome", TABLE_TEXT, 0},
	{"org", "工会", "union", TABLE_TEXT, 0},
	{"kind", "对象", "object", TABLE_TEXT, 0},
	{"object", "对象编号", "object's id", TABLE_TEXT, 0},
	{"rows", "行数", "rows", TABLE_INT, 0},
	{"purpose", "事由", "purpose", TABLE_TEXT, 0},
	{"reference", "依据", "reference", TABLE_TEXT, 0},
	{"address", "来自", "from", TABLE_TEXT, 0},
};
/* Who it was, whatever became of him; STR_NULL: the program, or nobody that was known. */
static struct sn_err login_of(struct cli *cli, struct uuid user_id, struct str *login)
{
	struct user user;
	*login = STR_NULL;
	if (uuid_is_null(user_id))
		return SN_SUCCESS;
	const struct sn_err e = rights_user_by_id(&cli->ctx, user_id, &user);
	if (!sn_failed(e))
		*login = user.login;
	return e.reason == SN_R_NO_SUCH_USER ? SN_SUCCESS : e;
}
static struct sn_err code_of(struct cli *cli, int64_t org_no, struct str *code)
{
	struct org org;
	*code = STR_NULL;
	if (org_no == 0)
		return SN_SUCCESS;
	const struct sn_err e = org_by_no(&cli->ctx, org_no, 0, &org);
	if (!sn_failed(e))
		*code = org.code;
	return e.reason == SN_R_NO_SUCH_ORG ? SN_SUCCESS : e;
}
static struct sn_err print_row(struct cli *cli, struct table_out *t, const struct audit_entry *e)
{
	struct str login, code;
	const bool words = cli->format == TABLE_FORMAT_TEXT || cli->format == TABLE_FORMAT_XLSX;
	const struct audit_words *act = audit_act_words(e->act);
	const struct audit_words *purpose = audit_purpose_words(e->purpose);
	SN_TRY(login_of(cli, e->user_id, &login));
	SN_TRY(code_of(cli, e->org_no, &code));
	table_out_int(t, e->audit_no);
	table_out_time(t, e->at_us);
	table_out_text(t, login);
	table_out_text(t, str_of(words ? CLI_WORDS(cli, act->zh, act->en) : act->word));
	table_out_text(t, e->outcome_word);
	table_out_text(t, code);
	table_out_text(t, e->object_kind.bytes > 0 ? e->object_kind : STR_NULL);
	table_out_text(t, e->object_id.bytes > 0 ? e->object_id : STR_NULL);
	table_out_int(t, e->rows);
	if (e->purpose == AUDIT_FOR_NONE)
		table_out_unknown(t);
	else
		table_out_text(t, str_of(words ? CLI_WORDS(cli, purpose->zh, purpose->en)
					       : purpose->word));
	table_out_text(t, e->reference.bytes > 0 ? e->reference : STR_NULL);
	table_out_text(t, e->address.bytes > 0 ? e->address : STR_NULL);
	table_out_row_end(t);
	return SN_SUCCESS;
}
static struct sn_err print_all(struct cli *cli, const struct audit_entry *rows, size_t count)
{
	struct table_out *t = NULL;
	struct sn_err e = SN_SUCCESS;
	SN_TRY(cli_table(cli, columns, sizeof columns / sizeof columns[0], &t));
	for (size_t i = 0; i < count && !sn_failed(e); i++)
		e = print_row(cli, t, &rows[i]);
	const struct sn_err closed = table_out_close(t);
	return sn_failed(e) ? e : closed;
}

static struct sn_err cmd_audit_list(struct cli *cli)
{
	struct audit_filter f = {.rows_max = 0};
	struct audit_entry *rows = NULL;
	size_t count = 0;
	SN_TRY(filter_read(cli, &f));
	SN_TRY(audit_list(&cli->ctx, &f, &rows, &count));
	SN_TRY(audit_first(&cli->ctx, &(const struct audit_entry){.act = AUDIT_AUDIT_READ,
								  .org_no = f.org_no,
								  .object_kind = STR("audit"),
								  .rows = (int64_t)count}));
	return print_all(cli, rows, count);
}
static struct sn_err cmd_audit_person(struct cli *cli)
{
	struct person person;
	struct audit_entry *rows = NULL;
	size_t count = 0;
	int64_t before_no = 0;
	char id[UUID_TEXT_BYTES];
	SN_TRY(cmd_person(cli, cli->operands[0], &person));
	SN_TRY(cli_int(cli, "before", &before_no));
	SN_TRY(audit_of_person(&cli->ctx, person.person_id, person.org_no, before_no, &rows,
			       &count));
	uuid_text(person.person_id, id);
	SN_TRY(audit_first(&cli->ctx, &(const struct audit_entry){.act = AUDIT_AUDIT_READ,
								  .org_no = person.org_no,
								  .object_kind = STR("person"),
								  .object_id = str_of(id),
								  .rows = (int64_t)count}));
	return print_all(cli, rows, count);
}

/* ---- the table ---- */

/* clang-format off */
#define END {NULL, NULL, false, NULL, NULL}
static const struct cli_option list_options[] = {
	{"user", "LOGIN", false, "谁做的", "by whom"},
	{"act", "ACT,…", false, "做了什么：sign-in person unmask export change … 可写几个，用逗号分开", "which acts: sign-in, person, unmask, export, change, …; several with commas"},
	{"org", "CODE", false, "这个工会及下级的（缺省：全部）", "of this union and those below it (all)"},
	{"kind", "KIND", false, "什么对象：person、user、cycle…", "objects of which kind: person, user, cycle, …"},
	{"object", "ID", false, "哪一个对象（同时写 --kind）", "which one (with --kind)"},
	{"from", "DAY", false, "从哪一天", "from which day on"},
	{"to", "DAY", false, "到哪一天（含）", "up to which day, inclusive"},
	{"limit", "N", false, "最多几条（缺省、最多 1000）", "so many rows at most (1000)"},
	{"before", "NO", false, "接着往前：上一页最后一条的序号", "further back: the last number of the page before"}, END};
static const struct cli_option person_options[] = {
	{"before", "NO", false, "接着往前：上一页最后一条的序号", "further back: the last number of the page before"}, END};

const struct cli_command cli_audit_commands[] = {
	{"audit", "list", NULL, 0, 0, list_options, CLI_WRITE, cmd_audit_list, "查看审计日志：谁在何时看了、做了什么", "read the trail: who saw or did what, and when",
	 "审计管理员看全部；经审和上级监督看自己工会及下级的业务记录，不看登录和用户管理。日志只增不改，每条都与前一条连着校验，songnuan verify 会查。查看日志本身也记一条。", "The audit administrator reads everything; auditors and supervisors read the business of their own unions, not sign-ins and users. Rows are only added, each is checked together with the one before by songnuan verify. Reading the trail is written into it.",
	 "songnuan audit list --act unmask,export --org 150800 --from 2024-10-01 --as jian"},
	{"audit", "person", "ID", 1, 1, person_options, CLI_WRITE, cmd_audit_person, "谁看过这个人", "who looked at this person", NULL, NULL, "songnuan audit person 0192f0c0-… --as jian"},
	{NULL, NULL, NULL, 0, 0, NULL, CLI_NOTHING, NULL, NULL, NULL, NULL, NULL, NULL},
};
/* clang-format on */
