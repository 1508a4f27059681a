/* Corrections: red letters (红字更正), void entitlements, decided cases, people who leave or are one; and what auditors
 * look at first. Nothing here edits: each is a new fact that points at the old one. */
#include "base/name.h"
#include "care/entry.h"
#include "cli/cmd.h"
#include "cli/cmd_document.h"
#include "cli/cmd_file.h"

#include <inttypes.h>

/* The same act under the same --id is the same answer. */
static struct sn_err act_id(struct cli *cli, struct uuid *out)
{
	*out = new_id(&cli->ctx);
	return cli_uuid(cli, "id", out);
}

/* A person by the number that people find shows; the number alone does not say the shard, so each is asked. */
static struct sn_err person_of(struct cli *cli, struct str text, const struct org_tree *tree,
			       struct person *out)
{
	struct uuid id;
	size_t count = 0;
	struct person_ref *refs =
		ARENA_ARRAY(cli->ctx.mem, struct person_ref, (size_t)org_tree_count(tree) + 1);
	struct person *people =
		ARENA_ARRAY(cli->ctx.mem, struct person, (size_t)org_tree_count(tree) + 1);
	if (!refs || !people)
		return SN_FAIL(OUT_OF_MEMORY);
	SN_TRY(uuid_parse(&id, text, "person"));
	for (int32_t at = 0; at < org_tree_count(tree); at++) {
		const struct org *org = org_tree_org(tree, at);
		if (org->shard == org->org_no)
			refs[count++] = (struct person_ref){org->shard, id};
	}
	SN_TRY(people_by_refs(&cli->ctx, refs, count, people));
	for (size_t i = 0; i < count; i++)
		if (!uuid_is_null(people[i].person_id)) {
			*out = people[i];
			return SN_SUCCESS;
		}
	return SN_FAIL(NO_SUCH_PERSON);
}

struct sn_err cmd_person(struct cli *cli, struct str text, struct person *out)
{
	struct org_tree *tree = NULL;
	SN_TRY(org_tree_load(&cli->ctx, 0, &tree));
	const struct sn_err e = person_of(cli, text, tree, out);
	org_tree_free(tree);
	return e;
}

static void say_person(const struct cli *cli, const char *zh, const char *en,
		       const struct person *person)
{
	char masked[NAME_MASK_BYTES];
	name_mask(person->name, masked);
	(void)fprintf(cli->out, "%s%s%s\n", CLI_WORDS(cli, zh, en), CLI_WORDS(cli, "：", ": "),
		      masked);
}

/* ---- deliver reverse ---- */

struct reversing {
	struct care_record record;
	struct uuid reversal_id;
	struct str why;
};

static struct sn_err reverse_work(struct ctx *c, void *arg)
{
	const struct reversing *w = arg;
	return care_delivery_reverse(c, w->record.shard, w->record.record_id, w->reversal_id,
				     w->why);
}

struct sn_err cmd_deliver_reverse(struct cli *cli)
{
	struct reversing w = {.why = cli_value(cli, "reason")};
	struct cycle cycle;
	struct uuid record_id;
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &cycle));
	SN_TRY(entry_record_id(cli->ctx.mem, &cycle, cli->operands[0], &record_id));
	SN_TRY(care_record_by_id(&cli->ctx, record_id, &w.record));
	SN_TRY(act_id(cli, &w.reversal_id));
	SN_TRY(store_write(&cli->ctx, reverse_work, &w));
	(void)fprintf(
		cli->out, "%s\n",
		CLI_WORDS(
			cli,
			"已红字更正：物品或现金回到原处；若有重复的一次，改由它作为本人应得的一份",
			"taken back: the goods or the cash are where they came from; where a "
			"double "
			"is left it is the gift now"));
	return SN_SUCCESS;
}

/* ---- document reverse ---- */

struct document_reversing {
	struct document document, after;
	struct uuid reversal_id;
	struct str why;
};

static struct sn_err document_reverse_work(struct ctx *c, void *arg)
{
	struct document_reversing *w = arg;
	return document_reverse(c, &w->document, w->reversal_id, w->why, &w->after);
}

struct sn_err cmd_document_reverse(struct cli *cli)
{
	struct document_reversing w = {.why = cli_value(cli, "reason")};
	struct uuid id;
	SN_TRY(uuid_parse(&id, cli->operands[0], "document"));
	SN_TRY(document_read(&cli->ctx, id, &w.document));
	SN_TRY(act_id(cli, &w.reversal_id));
	SN_TRY(store_write(&cli->ctx, document_reverse_work, &w));
	return cmd_print_document(cli, &w.after);
}

/* ---- people leave, people merge ---- */

struct changing {
	struct person person, into;
};

static struct person_ref ref_of(const struct person *p)
{
	return (struct person_ref){p->shard, p->person_id};
}

static struct sn_err leave_work(struct ctx *c, void *arg)
{
	const struct changing *w = arg;
	return people_leave(c, ref_of(&w->person));
}

struct sn_err cmd_people_leave(struct cli *cli)
{
	struct changing w;
	SN_TRY(cmd_person(cli, cli->operands[0], &w.person));
	SN_TRY(RIGHTS_REQUIRE(&cli->ctx, ROLE_MAKER, w.person.org_no));
	SN_TRY(store_write(&cli->ctx, leave_work, &w));
	say_person(cli, "已离开名册（下次名单里有他就会回来）",
		   "no longer on the roster (the next list that names the person brings him back)",
		   &w.person);
	return SN_SUCCESS;
}

static struct sn_err merge_work(struct ctx *c, void *arg)
{
	const struct changing *w = arg;
	return people_merge(c, ref_of(&w->person), ref_of(&w->into));
}

struct sn_err cmd_people_merge(struct cli *cli)
{
	struct changing w;
	SN_TRY(cmd_person(cli, cli->operands[0], &w.person));
	SN_TRY(cmd_person(cli, cli_value(cli, "into"), &w.into));
	SN_TRY(RIGHTS_REQUIRE(&cli->ctx, ROLE_MAKER, w.person.org_no));
	SN_TRY(RIGHTS_REQUIRE(&cli->ctx, ROLE_MAKER, w.into.org_no));
	SN_TRY(store_write(&cli->ctx, merge_work, &w));
	say_person(cli, "已合并，保留", "one person now, on the record of", &w.into);
	return SN_SUCCESS;
}

/* ---- entitle void ---- */

struct voiding {
	struct care_entitlement *list;
	size_t count;
	struct str benefit, why; /* benefit STR_NULL: all of them */
	int64_t voided;
};

static struct sn_err void_work(struct ctx *c, void *arg)
{
	struct voiding *w = arg;
	w->voided = 0;
	for (size_t i = 0; i < w->count; i++) {
		const struct care_entitlement *e = &w->list[i];
		if (!str_is_null(w->benefit) && !str_eq(w->benefit, e->benefit))
			continue;
		SN_TRY(care_entitlement_void(c, e->shard, e->entitlement_id, w->why));
		w->voided++;
	}
	return w->voided > 0 ? SN_SUCCESS : SN_FAIL(NO_SUCH_ENTITLEMENT);
}

struct sn_err cmd_entitle_void(struct cli *cli)
{
	struct voiding w = {.benefit = cli_value(cli, "benefit"), .why = cli_value(cli, "reason")};
	struct cycle cycle;
	struct person person;
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &cycle));
	SN_TRY(cmd_person(cli, cli->operands[0], &person));
	SN_TRY(care_entitlements_of(&cli->ctx, cycle.cycle_no, ref_of(&person), &w.list, &w.count));
	SN_TRY(store_write(&cli->ctx, void_work, &w));
	say_person(cli, "名额已作废，占用的限额已放开",
		   "the entitlement is void and its cap is free again", &person);
	return SN_SUCCESS;
}

/* ---- entitle tokens ---- */

struct told {
	struct str org, team, name, benefit;
	char token[CARE_TOKEN_BYTES + 2]; /* with its two hyphens */
};
struct telling {
	struct cli *cli;
	struct token_ask ask;
	struct told *list;
	size_t count, room;
	bool full; /* no memory for one more */
	int64_t told;
};

static void keep_token(void *self, const struct person *person, struct str benefit,
		       const char token[CARE_TOKEN_BYTES])
{
	struct telling *w = self;
	struct arena *mem = w->cli->ctx.mem;
	if (w->count == w->room) {
		const size_t room = w->room == 0 ? 256 : 2 * w->room;
		struct told *more = ARENA_ARRAY(mem, struct told, room);
		w->full = w->full || !more;
		if (!more)
			return;
		if (w->count > 0)
			memcpy(more, w->list, w->count * sizeof *more);
		w->list = more;
		w->room = room;
	}
	const struct org *org = org_tree_org(w->ask.tree, org_tree_at(w->ask.tree, person->org_no));
	struct told *t = &w->list[w->count++];
	*t = (struct told){.org = org->name,
			   .team = arena_str(mem, person->team),
			   .name = arena_str(mem, person->name),
			   .benefit = arena_str(mem, benefit)};
	(void)snprintf(t->token, sizeof t->token, "%.4s-%.4s-%.4s", token, token + 4, token + 8);
}

static struct sn_err token_work(struct ctx *c, void *arg)
{
	struct telling *w = arg;
	w->count = 0;
	w->full = false;
	SN_TRY(care_tokens(c, &w->ask, &w->told));
	return w->full ? SN_FAIL(OUT_OF_MEMORY) : SN_SUCCESS;
}

static const struct table_out_column token_columns[] = {
	{"union", "工会", "union", TABLE_TEXT, 0},   {"team", "班组", "team", TABLE_TEXT, 0},
	{"name", "姓名", "name", TABLE_TEXT, 0},     {"benefit", "项目", "benefit", TABLE_TEXT, 0},
	{"token", "领取码", "token", TABLE_TEXT, 0},
};

static struct sn_err print_tokens(const struct telling *w)
{
	struct table_out *t = NULL;
	SN_TRY(cli_table(w->cli, token_columns, sizeof token_columns / sizeof token_columns[0],
			 &t));
	for (size_t i = 0; i < w->count; i++) {
		table_out_text(t, w->list[i].org);
		table_out_text(t, w->list[i].team);
		table_out_text(t, w->list[i].name);
		table_out_text(t, w->list[i].benefit);
		table_out_text(t, str_of(w->list[i].token));
		table_out_row_end(t);
	}
	return table_out_close(t);
}

static struct sn_err tell_tokens(struct cli *cli, struct telling *w)
{
	struct person person;
	if (cli_has(cli, "person")) {
		SN_TRY(person_of(cli, cli_value(cli, "person"), w->ask.tree, &person));
		w->ask.person_id = person.person_id;
	}
	SN_TRY(store_write(&cli->ctx, token_work, w));
	const struct sn_err printed = print_tokens(w);
	for (size_t i = 0; i < w->count; i++)
		crypto_wipe(w->list[i].token, sizeof w->list[i].token);
	return printed;
}

/* The letters' secrets go into a file of the maker's alone, never to a terminal, which keeps what it showed. */
struct sn_err cmd_entitle_tokens(struct cli *cli)
{
	struct telling w = {.cli = cli,
			    .ask = {.again = cli_has(cli, "again"), .each = keep_token}};
	struct org_tree *tree = NULL;
	if (str_is_null(cli->output))
		return SN_FAIL(MISSING_FIELD, .field = "output");
	w.ask.self = &w;
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &w.ask.cycle));
	SN_TRY(cli_org(cli, "org", &w.ask.org));
	SN_TRY(org_tree_load(&cli->ctx, 0, &tree));
	w.ask.tree = tree;
	const struct sn_err e = tell_tokens(cli, &w);
	org_tree_free(tree);
	SN_TRY(e);
	(void)fprintf(stderr,
		      CLI_WORDS(cli,
				"领取码 %" PRId64 " 个，写在 " STR_FMT
				"；印好慰问信后请删除这个文件\n",
				"%" PRId64 " tokens in " STR_FMT
				"; delete that file once the letters are printed\n"),
		      w.told, STR_ARG(cli->output));
	return SN_SUCCESS;
}

/* ---- case close ---- */

struct closing_case {
	struct care_case which;
	struct str why;
};

static struct sn_err close_case_work(struct ctx *c, void *arg)
{
	const struct closing_case *w = arg;
	return care_case_close(c, &w->which, w->why);
}

struct sn_err cmd_case_close(struct cli *cli)
{
	struct closing_case w = {.why = cli_value(cli, "reason")};
	struct cycle cycle;
	struct care_case *list = NULL;
	struct uuid id;
	size_t count = 0, at = 0;
	SN_TRY(uuid_parse(&id, cli->operands[0], "case"));
	SN_TRY(care_cycle_by_code(&cli->ctx, cli_value(cli, "cycle"), &cycle));
	SN_TRY(care_cases(&cli->ctx, cycle.cycle_no, &list, &count));
	while (at < count && !uuid_eq(list[at].case_id, id))
		at++;
	if (at == count)
		return SN_FAIL(NO_SUCH_CASE);
	w.which = list[at];
	SN_TRY(store_write(&cli->ctx, close_case_work, &w));
	(void)fprintf(cli->out, "%s\n",
		      CLI_WORDS(cli, "已结：物品仍记在超发账户，原因已留存",
				"decided: the goods stay in over-issue, the reason is kept"));
	return SN_SUCCESS;
}

/* ---- document exceptions: what the 经审会 looks at ---- */

static const struct table_out_column exception_columns[] = {
	{"document", "单据", "document", TABLE_TEXT, 0},
	{"kind", "类型", "kind", TABLE_TEXT, 0},
	{"org", "工会", "union", TABLE_TEXT, 0},
	{"day", "日期", "day", TABLE_DAY, 0},
	{"total_fen", "金额", "total", TABLE_MONEY, 0},
	{"exception", "例外", "exception", TABLE_TEXT, 0},
	{"detail", "说明", "detail", TABLE_TEXT, 0},
};

/* Words for people, the stable word for programs. */
static const char *exception_text(const struct cli *cli, const char *word)
{
	static const char *const words[][3] = {
		{"fewer_hands", "经手人少于建议", "fewer hands than recommended"},
		{"from_above", "代管、代审", "signed by the union above"},
		{"reversed", "红字更正", "taken back"},
	};
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (cli->format == TABLE_FORMAT_TEXT && strcmp(words[i][0], word) == 0)
			return CLI_WORDS(cli, words[i][1], words[i][2]);
	return word;
}

static void exception_row(struct cli *cli, struct table_out *t, const struct document *d,
			  const char *word, struct str detail)
{
	char id[UUID_TEXT_BYTES];
	struct org org;
	const struct document_words *kind = document_kind_words(d->kind);
	const bool known = !sn_failed(org_by_no(&cli->ctx, d->org_no, 0, &org));
	uuid_text(d->document_id, id);
	table_out_text(t, str_of(id));
	table_out_text(t,
		       str_of(cli->format == TABLE_FORMAT_TEXT ? CLI_WORDS(cli, kind->zh, kind->en)
							       : kind->word));
	table_out_text(t, known ? org.code : STR_NULL);
	table_out_day(t, d->day);
	table_out_money(t, d->declared_total);
	table_out_text(t, str_of(exception_text(cli, word)));
	table_out_text(t, detail);
	table_out_row_end(t);
}

/* Money with fewer people than the recommended default, with the decision that allowed it. */
static struct sn_err fewer_hands(struct cli *cli, struct table_out *t, const struct document *d)
{
	const unsigned hands = d->needed & ~(unsigned)DOCUMENT_NEEDS_RECEIVER;
	const int has = __builtin_popcount(hands),
		  wanted = rights_hands_recommended(d->declared_total);
	struct rights_policy policy;
	if (d->kind > DOCUMENT_RETURN || has >= wanted)
		return SN_SUCCESS;
	SN_TRY(rights_policy_of(&cli->ctx, d->org_no, d->declared_total, &policy));
	exception_row(cli, t, d, "fewer_hands",
		      str_of(arena_printf(cli->ctx.mem,
					  CLI_WORDS(cli, "%d 人，建议 %d 人；依据：" STR_FMT,
						    "%d of %d; by: " STR_FMT),
					  has, wanted, STR_ARG(policy.source))));
	return SN_SUCCESS;
}

/* Who signed but belongs to another union than the document's. */
static struct sn_err from_above(struct cli *cli, struct table_out *t, const struct document *d)
{
	const char *who = "";
	for (int hand = 0; hand < HANDS_COUNT; hand++) {
		struct user user;
		if (uuid_is_null(d->signatures.by[hand]))
			continue;
		SN_TRY(rights_user_by_id(&cli->ctx, d->signatures.by[hand], &user));
		if (user.org_no != d->org_no)
			who = arena_printf(cli->ctx.mem, "%s%s" STR_FMT, who, *who ? " " : "",
					   STR_ARG(user.login));
	}
	if (*who)
		exception_row(cli, t, d, "from_above", str_of(who));
	return SN_SUCCESS;
}

static struct sn_err exceptions_of(struct cli *cli, struct table_out *t, const struct document *d)
{
	if (d->state == DOCUMENT_CANCELLED)
		return SN_SUCCESS;
	SN_TRY(fewer_hands(cli, t, d));
	SN_TRY(from_above(cli, t, d));
	if (!uuid_is_null(d->reversal_id))
		exception_row(cli, t, d, "reversed", d->reversed_words);
	return SN_SUCCESS;
}

/* Every document is looked at, a page after the other: an exception that a list cuts off would be nobody's. */
static struct sn_err all_exceptions(struct cli *cli, struct table_out *t,
				    struct document_filter filter)
{
	size_t count = DOCUMENT_LIST_MAX;
	while (count == DOCUMENT_LIST_MAX) {
		const struct arena_mark mark = arena_mark(cli->ctx.mem);
		struct document *list = NULL;
		SN_TRY(document_list(&cli->ctx, &filter, &list, &count));
		for (size_t i = 0; i < count; i++) {
			SN_TRY(exceptions_of(cli, t, &list[i]));
			filter.before_us = list[i].made_us;
			filter.before_id = list[i].document_id;
		}
		arena_rewind(cli->ctx.mem, mark);
	}
	return SN_SUCCESS;
}

struct sn_err cmd_document_exceptions(struct cli *cli)
{
	struct document_filter filter;
	struct table_out *t = NULL;
	SN_TRY(cmd_document_filter(cli, &filter));
	SN_TRY(cli_table(cli, exception_columns,
			 sizeof exception_columns / sizeof exception_columns[0], &t));
	const struct sn_err e = all_exceptions(cli, t, filter);
	const struct sn_err closed = table_out_close(t);
	SN_TRY(e);
	return closed;
}
