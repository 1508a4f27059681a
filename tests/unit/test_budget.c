/* Budget lines: who enters, who approves, who spends, what is left; and that verify sees an edit of any of it; on both
 * engines. */
#include "books_world.h"

struct entering {
	struct budget_entry entry, out;
	bool approves;
};
static struct sn_err enter_work(struct ctx *c, void *arg)
{
	struct entering *e = arg;
	return e->approves ? budget_approve(c, e->entry.entry_id, &e->out)
			   : budget_enter(c, &e->entry, &e->out);
}
static const char *enters(struct books *b, struct entering *e)
{
	e->approves = false;
	return sn_reason_word(books_as(b, MAKER, enter_work, e).reason);
}
static const char *approves(struct books *b, enum who who, struct entering *e)
{
	e->approves = true;
	return sn_reason_word(books_as(b, who, enter_work, e).reason);
}
static struct entering line(const char *code, int64_t fen)
{
	return (struct entering){.entry = {.entry_id = uuid_random(),
					   .org_no = REGION,
					   .kind = BUDGET_ADD,
					   .code = str_of(code),
					   .words = STR("慰问品"),
					   .source = FUND_OWN,
					   .delta = MONEY_FEN(fen)}};
}
static struct entering change(const char *code, int64_t fen)
{
	struct entering e = line(code, fen);
	e.entry.kind = BUDGET_CHANGE;
	e.entry.source = FUND_NONE;
	return e;
}
static void have(struct books *b, struct entering e)
{
	EQ_STR(enters(b, &e), "ok", "entered");
	EQ_STR(approves(b, APPROVER, &e), "ok", "and approved");
}
static struct budget_line line_of(struct books *b, const char *code)
{
	struct budget_line *lines, none = {.org_no = 0};
	size_t count = 0;
	fixture_must(budget_lines(&b->w.f.c, &(const struct budget_filter){.org_no = REGION},
				  &lines, &count),
		     "lines");
	for (size_t i = 0; i < count; i++)
		if (str_is(lines[i].code, code))
			return lines[i];
	return none;
}
static int64_t used(struct books *b, const char *code)
{
	return money_fen(line_of(b, code).used);
}

/* ---- entering ---- */

static void what_is_no_entry(struct books *b)
{
	char long_words[PURCHASE_WORDS_BYTES_MAX + 2] = {0};
	static struct uuid users[BUDGET_USERS_MAX + 1];
	memset(long_words, 'a', sizeof long_words - 1);
	struct entering e = line("b1", 1000);
	e.entry.entry_id = UUID_NULL;
	EQ_STR(enters(b, &e), "missing_field", "an entry has an id");
	e = line("b1", 1000);
	e.entry.words = STR_NULL;
	EQ_STR(enters(b, &e), "missing_field", "and says what for");
	e.entry.words = str_of(long_words);
	EQ_STR(enters(b, &e), "too_long", "in a paragraph");
	e = line("b1", 1000);
	e.entry.users = users;
	e.entry.users_count = BUDGET_USERS_MAX + 1;
	EQ_STR(enters(b, &e), "too_long", "it names some users, not all");
	static const char *const bad[] = {
		"", "a b", "买", "a;b", "[", "a@b", "a-code-that-is-longer-than-thirty-two-bytes"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		e = line(bad[i], 1000);
		EQ_STR(enters(b, &e), "budget_bad", "a code that is none");
	}
	static const int64_t fens[] = {0, -1, LEDGER_FEN_MAX + 1};
	for (size_t i = 0; i < sizeof fens / sizeof *fens; i++) {
		e = line("b1", fens[i]);
		EQ_STR(enters(b, &e), "budget_bad", "an amount that is none");
	}
	e = change("b1", -LEDGER_FEN_MAX - 1);
	EQ_STR(enters(b, &e), "budget_bad", "nor of a change");
	e = line("b1", 1000);
	e.entry.source = FUND_NONE;
	EQ_STR(enters(b, &e), "source_missing", "whose money it is, is said");
	e.entry.source = FUND_SOURCES_COUNT;
	EQ_STR(enters(b, &e), "source_missing", "and known");
	e = line("b1", 1000);
	EQ_STR(sn_reason_word(books_as(b, KEEPER, enter_work, &e).reason), "not_granted",
	       "a maker enters it");
	e = change("b1", 1);
	EQ_STR(enters(b, &e), "budget_gone", "what is not there is not changed");
	e.approves = true;
	EQ_STR(approves(b, APPROVER, &e), "budget_entry_gone", "nor approved");
}

static void entries_count_when_approved(struct books *b)
{
	struct entering e = line("Z:b/1-._9", 1000);
	e.entry.day = 20241020;
	EQ_STR(enters(b, &e), "ok", "a line");
	EQ_I64(line_of(b, "Z:b/1-._9").org_no, 0, "that counts for nothing yet");
	EQ_STR(enters(b, &e), "ok", "said again");
	struct entering other = e;
	other.entry.delta = MONEY_FEN(1001);
	EQ_STR(enters(b, &other), "budget_entry_differs", "not with another amount");
	EQ_STR(approves(b, MAKER, &e), "not_granted", "an approver approves");
	EQ_STR(approves(b, APPROVER, &e), "ok", "approved");
	EQ_STR(approves(b, APPROVER, &e), "ok", "said again");
	EQ_I64(money_fen(line_of(b, "Z:b/1-._9").amount), 1000, "it counts");
	struct entering twice = line("Z:b/1-._9", 1);
	EQ_STR(enters(b, &twice), "budget_taken", "a code is used once");
	struct entering more = change("Z:b/1-._9", 500), less = change("Z:b/1-._9", -1600),
			above = change("Z:b/1-._9", LEDGER_FEN_MAX);
	EQ_STR(enters(b, &above), "budget_bad", "no line grows past what the books can hold");
	have(b, more);
	EQ_STR(enters(b, &less), "budget_below_used", "nor shrinks below what is used");
	less.entry.delta = MONEY_FEN(-1500);
	have(b, less);
	EQ_I64(money_fen(line_of(b, "Z:b/1-._9").amount), 0, "to nothing it does");
	struct budget_entry *entries;
	size_t count = 0;
	fixture_must(budget_entries(&b->w.f.c, &(const struct budget_filter){.org_no = REGION},
				    &entries, &count),
		     "entries");
	EQ_I64((int64_t)count, 3, "three entries");
	OK(uuid_eq(entries[1].before_id, entries[0].entry_id) &&
		   uuid_eq(entries[2].before_id, entries[1].entry_id),
	   "each points back to the one before");
}

static struct sn_err second_approver(struct ctx *c, void *arg)
{
	const struct books *b = arg;
	static const enum who whose[] = {MAKER, KEEPER};
	for (size_t i = 0; i < 2; i++)
		SN_TRY(rights_grant_add(
			c, &(const struct rights_grant){.user_id = b->w.people[whose[i]],
							.role = ROLE_APPROVER,
							.org_no = REGION}));
	return SN_SUCCESS;
}
static void two_hands(struct books *b)
{
	struct entering e = line("two", 1000);
	b->w.f.c.actor_id = UUID_NULL;
	fixture_must(store_write(&b->w.f.c, second_approver, b), "approvers");
	EQ_STR(enters(b, &e), "ok", "a line");
	EQ_STR(approves(b, MAKER, &e), "same_hand",
	       "its maker does not approve it, whatever he may");
	EQ_STR(approves(b, APPROVER, &e), "ok", "another does");
	EQ_STR(approves(b, KEEPER, &e), "signed_already", "once");
	struct entering first = line("race", 10), second = line("race", 20);
	EQ_STR(enters(b, &first), "ok", "two enter the same code");
	EQ_STR(enters(b, &second), "ok", "which nobody has approved yet");
	EQ_STR(approves(b, APPROVER, &second), "ok", "one is approved");
	EQ_STR(approves(b, APPROVER, &first), "budget_taken", "the other is too late");
}

/* ---- refused, or withdrawn ---- */

struct refusing {
	struct uuid entry_id;
	struct str why;
	struct budget_entry out;
};
static struct sn_err refuse_work(struct ctx *c, void *arg)
{
	struct refusing *r = arg;
	return budget_refuse(c, r->entry_id, r->why, &r->out);
}
static const char *refuses(struct books *b, enum who who, const struct entering *e, const char *why)
{
	struct refusing r = {.entry_id = e->entry.entry_id, .why = str_of(why)};
	return sn_reason_word(books_as(b, who, refuse_work, &r).reason);
}
/* "a" where he may approve it, "w" where he may withdraw it. */
static const char *may(struct books *b, enum who who, const struct entering *e)
{
	static char text[8];
	struct budget_entry entry;
	struct budget_mine mine;
	b->w.f.c.actor_id = b->w.people[who];
	fixture_must(budget_entry_by_id(&b->w.f.c, e->entry.entry_id, &entry), "entry");
	fixture_must(budget_mine_read(&b->w.f.c, &entry, &mine), "whose turn");
	(void)snprintf(text, sizeof text, "%s%s", mine.approve ? "a" : "",
		       mine.withdraw ? "w" : "");
	return text;
}
static void refused_or_withdrawn(struct books *b)
{
	char words[PURCHASE_WORDS_BYTES_MAX + 2] = {0};
	memset(words, 'a', sizeof words - 1);
	struct entering e = line("no", 1000);
	EQ_STR(refuses(b, APPROVER, &e, "金额不对"), "budget_entry_gone", "what is not there");
	EQ_STR(enters(b, &e), "ok", "entered");
	EQ_STR(may(b, APPROVER, &e), "a", "it waits for an approver");
	EQ_STR(may(b, MAKER, &e), "w", "its maker may withdraw it");
	EQ_STR(may(b, DISTRIBUTOR, &e), "", "others may nothing");
	EQ_STR(refuses(b, APPROVER, &e, " "), "missing_field", "a refusal has a reason");
	EQ_STR(refuses(b, APPROVER, &e, words), "too_long", "which is a paragraph");
	EQ_STR(refuses(b, KEEPER, &e, "金额不对"), "not_granted", "not by anybody");
	EQ_STR(refuses(b, APPROVER, &e, "金额不对"), "ok", "refused");
	EQ_STR(refuses(b, APPROVER, &e, "金额不对"), "ok", "said again");
	EQ_STR(refuses(b, APPROVER, &e, "重复"), "budget_refused", "not with other words");
	EQ_STR(refuses(b, MAKER, &e, "金额不对"), "budget_refused",
	       "nor withdrawn in the same words");
	EQ_STR(may(b, APPROVER, &e), "", "it waits no more");
	EQ_STR(may(b, MAKER, &e), "", "for nobody");
	EQ_STR(approves(b, APPROVER, &e), "budget_refused", "what was refused does not count");
	e = line("yes", 1000);
	have(b, e);
	EQ_STR(refuses(b, MAKER, &e, "不要了"), "signed_already",
	       "what counts is not withdrawn: a change takes it back");
	EQ_STR(may(b, APPROVER, &e), "", "nor does it wait");
	EQ_I64(money_fen(line_of(b, "yes").amount), 1000, "it counts as before");
}

/* ---- spending ---- */

static struct act allotment(const char *code, int64_t fen, struct document *d)
{
	struct act a = {.what = DO_ALLOT,
			.plan = plan_of(DOCUMENT_ALLOT, REGION, 1, fen),
			.money = {{COUNTY, MONEY_FEN(fen)}},
			.count = 1,
			.document = d};
	a.plan.plan.budget = str_of(code);
	return a;
}
static struct act cash(enum document_kind kind, const char *code, int64_t fen, struct document *d)
{
	struct act a = {.what = DO_GOODS,
			.plan = plan_of(kind, REGION, 1, fen),
			.goods = {{0, fen, MONEY_FEN(0)}},
			.count = 1,
			.document = d};
	a.plan.plan.budget = str_of(code);
	return a;
}
static void spending_takes_from_a_line(struct books *b)
{
	struct document d, back;
	struct act a = allotment("spend", 600, &d);
	REASON(act(&b->w, MAKER, &a), "budget_gone", "a line that nobody entered");
	have(b, line("spend", 1000));
	a.plan.plan.source = FUND_UPPER;
	REASON(act(&b->w, MAKER, &a), "budget_source", "a line is of one source");
	a.plan.plan.source = FUND_OWN;
	REASON(act(&b->w, MAKER, &a), "ok", "six of ten");
	EQ_I64(used(b, "spend"), 600, "are taken with the draft");
	struct document too_much;
	struct act more = allotment("spend", 401, &too_much);
	const struct sn_err e = act(&b->w, MAKER, &more);
	REASON(e, "budget_short", "five are not there");
	EQ_I64(e.arg[0] * 1000 + e.arg[1], 400401, "… told what is left and what was asked");
	struct entering less = change("spend", -401);
	EQ_STR(enters(b, &less), "budget_below_used", "nor taken away from under it");
	fixture_must(act(&b->w, MAKER, &(struct act){.what = DO_CANCEL, .document = &d}), "cancel");
	EQ_I64(used(b, "spend"), 0, "what is cancelled is given back");
	struct act draw = cash(DOCUMENT_ISSUE, "spend", 900, &d);
	draw.plan.receiver_id = b->w.people[DISTRIBUTOR];
	REASON(act(&b->w, MAKER, &draw), "ok", "cash is drawn");
	sign_all(&b->w, &d);
	fixture_must(act(&b->w, DISTRIBUTOR, &(struct act){.what = DO_ACCEPT, .document = &d}),
		     "accept");
	EQ_I64(used(b, "spend"), 900, "nine are used");
	struct act give = cash(DOCUMENT_GIVEBACK, "none", 300, &back);
	give.plan.holder_id = b->w.people[DISTRIBUTOR];
	REASON(act(&b->w, DISTRIBUTOR, &give), "budget_gone", "nothing comes back to no line");
	have(b, line("other", 100));
	give.plan.plan.budget = STR("other");
	REASON(act(&b->w, DISTRIBUTOR, &give), "budget_back_too_much",
	       "nor to one that has not given so much");
	give.plan.plan.budget = STR("spend");
	REASON(act(&b->w, DISTRIBUTOR, &give), "ok", "to its own it does");
	EQ_I64(used(b, "spend"), 900, "when it is posted");
	fixture_must(act(&b->w, DISTRIBUTOR, &(struct act){.what = DO_CANCEL, .document = &back}),
		     "cancel");
	EQ_I64(used(b, "spend"), 900, "a cancelled one brings nothing back");
	give.plan.plan.document.document_id = uuid_random();
	REASON(act(&b->w, DISTRIBUTOR, &give), "ok", "another");
	fixture_must(act(&b->w, CASHIER, &(struct act){.what = DO_ACCEPT, .document = &back}),
		     "accept");
	EQ_I64(used(b, "spend"), 600, "three came back");
	give.plan.plan.document.document_id = uuid_random();
	give.plan.plan.budget = STR_NULL;
	REASON(act(&b->w, DISTRIBUTOR, &give), "ok", "cash may come back to no line");
}

static void who_may_spend(struct books *b)
{
	struct document d;
	struct uuid cashier = b->w.people[CASHIER], maker = b->w.people[MAKER];
	struct entering roles = line("roles", 1000), users = line("users", 1000),
			named = line("named", 1000);
	roles.entry.roles = 1U << ROLE_CASHIER;
	users.entry.users = &cashier;
	users.entry.users_count = 1;
	named.entry.users = &maker;
	named.entry.users_count = 1;
	named.entry.roles = 1U << ROLE_CASHIER;
	have(b, roles);
	have(b, users);
	have(b, named);
	struct act a = allotment("roles", 10, &d);
	REASON(act(&b->w, MAKER, &a), "budget_not_yours", "a line of the cashier's");
	a = allotment("users", 10, &d);
	REASON(act(&b->w, MAKER, &a), "budget_not_yours", "a line of somebody's");
	a = allotment("named", 10, &d);
	REASON(act(&b->w, MAKER, &a), "ok", "who is named may spend, whatever roles he has");
	struct entering makers = line("makers", 1000);
	makers.entry.roles = 1U << ROLE_MAKER | 1U << ROLE_CASHIER;
	have(b, makers);
	a = allotment("makers", 10, &d);
	REASON(act(&b->w, MAKER, &a), "ok", "and who has one of its roles");
}

static void a_closed_list(struct books *b)
{
	struct document d;
	struct entering list = {.entry = {.entry_id = uuid_random(),
					  .org_no = REGION,
					  .kind = BUDGET_CLOSED_LIST,
					  .words = STR("全部列支")}};
	struct act a = allotment("", 10, &d);
	REASON(act(&b->w, MAKER, &a), "ok", "before it is closed spending needs no line");
	have(b, list);
	a.plan.plan.document.document_id = uuid_random();
	REASON(act(&b->w, MAKER, &a), "budget_line_missing", "then each names one");
	list.entry.entry_id = uuid_random();
	have(b, list);
	bool closed = false;
	fixture_must(budget_closed(&b->w.f.c, REGION, 0, &closed), "closed");
	OK(closed, "closed twice is closed");
}

/* ---- edits past every check ---- */

/* clang-format off */
static const struct {
	struct sn_statement statement;
	const char *found, *what;
} edits[] = {
#define ROW(sql, found, what) {BOOKS_EDIT(sql), found, what}
#define SPEND " WHERE shard = $1 AND code = 'spend' AND $2 = $2"
	ROW("UPDATE budget_line SET amount_fen = amount_fen + 1" SPEND, "budget-amount", "how much a line has"),
	ROW("UPDATE budget_line SET used_fen = used_fen + 1" SPEND, "budget-used", "how much is used of it"),
	ROW("UPDATE budget_line SET words = 'x'" SPEND, "budget-line", "what it is for"),
	ROW("UPDATE budget_line SET source = source + 1" SPEND, "budget-line", "whose money it is"),
	ROW("UPDATE budget_line SET roles = roles + 1" SPEND, "budget-line", "which roles may spend"),
	ROW("UPDATE budget_line SET users_count = users_count + 1" SPEND, "budget-line", "how many are named"),
	ROW("UPDATE budget_line SET org_no = org_no + 1" SPEND, "budget-line", "whose line it is"),
	ROW("UPDATE budget_line SET code = 'x'" SPEND, "budget-line", "its code"),
	ROW("UPDATE budget_line SET first_id = $2 WHERE shard = $1 AND code = 'spend'", "budget-line", "which entry added it"),
	ROW("DELETE FROM budget_line" SPEND, "budget-line", "a line that is gone"),
	ROW("UPDATE budget_entry SET delta_fen = delta_fen + 1" SPEND, "budget-leaf", "what was entered"),
	ROW("UPDATE budget_entry SET words = 'x'" SPEND, "budget-leaf", "why"),
	ROW("UPDATE budget_entry SET approver_id = $2 WHERE shard = $1 AND code = 'spend'", "budget-leaf", "who approved it"),
	ROW("UPDATE budget_entry SET maker_id = $2 WHERE shard = $1 AND code = 'spend'", "budget-leaf", "who made it"),
	ROW("UPDATE budget_entry SET approver_id = NULL, approved_us = NULL" SPEND, "budget-amount", "that it was approved"),
	ROW("DELETE FROM budget_entry" SPEND, "budget-amount", "an entry that is gone"),
	ROW("DELETE FROM budget_spender WHERE shard = $1 AND $2 = $2", "budget-leaf", "who may spend"),
	ROW("UPDATE budget_use SET amount_fen = amount_fen + 1" SPEND, "budget-document", "what a document took"),
	ROW("UPDATE budget_use SET state = 2" SPEND " AND state = 1", "budget-document", "that it took it"),
	ROW("UPDATE budget_use SET document_id = $2 WHERE shard = $1 AND code = 'spend' AND amount_fen = 900", "budget-document", "which document did"),
	ROW("DELETE FROM budget_use" SPEND, "budget-used", "that any did"),
	ROW("DELETE FROM budget_closed WHERE shard = $1 AND $2 = $2", "budget-list", "that the list is closed"),
	ROW("UPDATE budget_closed SET org_no = org_no + 1 WHERE shard = $1 AND $2 = $2", "budget-list", "whose list is"),
};
/* clang-format on */
static void edits_are_found(struct books *b)
{
	const struct uuid nobody = uuid_random();
	EQ_I64(books_findings(b), 0, "before it nothing is to be found");
	for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
		struct books_trial t = {.edit = {&edits[i].statement, REGION, nobody}};
		OK(strstr(books_found(b, &t), edits[i].found), edits[i].what);
	}
}

static void run(enum fixture_engine engine)
{
	static struct books b;
	struct document money;
	books_open(&b, engine);
	b.w.f.tick_us = 1; /* entries are listed in the order they were made */
	for (int i = 0; i < 2; i++) {
		struct act receive = {.what = DO_RECEIVE,
				      .plan = plan_of(DOCUMENT_RECEIVE, REGION, 1, 10000000),
				      .money = {{0, MONEY_FEN(10000000)}},
				      .document = &money};
		receive.plan.plan.source = i ? FUND_UPPER : FUND_OWN;
		fixture_must(act(&b.w, MAKER, &receive), "money");
		sign_all(&b.w, &money);
	}
	what_is_no_entry(&b);
	entries_count_when_approved(&b);
	spending_takes_from_a_line(&b);
	refused_or_withdrawn(&b);
	two_hands(&b);
	who_may_spend(&b);
	a_closed_list(&b);
	edits_are_found(&b);
	books_close(&b);
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		run(engine);
	}
	return tap_done();
}
