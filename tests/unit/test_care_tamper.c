/* Whoever edits care's tables by hand is found: a column at a time, with the row and what verification calls it. */
#include "care/care_priv.h"
#include "care_world.h"

enum {
	PEOPLE = 9,
	GIVEN_TWICE = 0,
	CASH = 1,
	OPEN = 2,
	VOIDED = 3,
	LOTS = 4,
	TOLD = 5,
	NUMBERLESS = 7,
	OUTSIDER = 8
};

/* The things that the edits are about; a parameter's letter says which. */
enum thing {
	NOTHING,
	SHARD,
	ENTITLEMENT, /* of one who was given nothing yet */
	VOID_ENTITLEMENT,
	TOLD_ENTITLEMENT,       /* whose token was told twice */
	NUMBERLESS_ENTITLEMENT, /* of one without an ID number: nothing else is held for it */
	RUN,
	AWARD,  /* the record that is the award */
	DOUBLE, /* the record that is not */
	CASH_RECORD,
	LOTS_RECORD, /* out of two lots; its case is decided */
	TAKEN_BACK,  /* a second double, taken back: its case was closed by that */
	STRANGER,    /* an id that nothing has */
	PERSON,      /* somebody who is not entitled */
	HASH,        /* whose number this is */
	CYCLE,
	THINGS
};
struct things {
	struct param of[THINGS];
	struct uuid id[THINGS];
};

#define EDIT(text, letters)                                                                        \
	{                                                                                          \
		.name = "test.edit", .params = (letters), .sql = (text)                            \
	}
#define ENTITLED " WHERE shard = $1 AND entitlement_id = $2"
#define RECORDED " WHERE shard = $1 AND record_id = $2"
#define ROW_OF_ENTITLEMENT                                                                         \
	"INSERT INTO entitlement (shard, entitlement_id, cycle_no, benefit, person_id, org_no, "   \
	"quantity, "                                                                               \
	"value_fen, day, id_hash, token_hash, token_tries, run_id) SELECT shard, $3, cycle_no, "   \
	"benefit, $4, "                                                                            \
	"org_no, quantity, value_fen, day, NULL, token_hash, token_tries, "

static const struct row {
	struct sn_statement statement;
	enum thing params[4];
	const char *found;
	enum thing named; /* NOTHING: a row without an id */
	const char *what;
} rows[] = {
	/* clang-format off */
	{EDIT("UPDATE entitlement SET person_id = $3" ENTITLED, "iuu"), {SHARD, ENTITLEMENT, PERSON}, "roster", RUN, "somebody swapped in a list"},
	{EDIT("UPDATE entitlement SET id_hash = $3" ENTITLED, "iub"), {SHARD, ENTITLEMENT, HASH}, "roster", RUN, "a number swapped in a list"},
	{EDIT("UPDATE entitlement SET id_hash = NULL" ENTITLED, "iu"), {SHARD, ENTITLEMENT}, "roster", RUN, "a number taken out of a list"},
	{EDIT("UPDATE entitlement SET token_hash = $3" ENTITLED, "iub"), {SHARD, ENTITLEMENT, HASH}, "entitlement", ENTITLEMENT, "a token that is none"},
	{EDIT("UPDATE entitlement SET token_hash = (SELECT token_hash FROM entitlement WHERE entitlement_id = $3)" ENTITLED, "iuu"), {SHARD, ENTITLEMENT, VOID_ENTITLEMENT}, "roster", RUN, "a token of another"},
	{EDIT("UPDATE entitlement SET org_no = org_no + 1" ENTITLED, "iu"), {SHARD, ENTITLEMENT}, "roster", RUN, "the union of an entitlement"},
	{EDIT("UPDATE entitlement SET quantity = quantity + 1" ENTITLED, "iu"), {SHARD, ENTITLEMENT}, "roster", RUN, "its quantity"},
	{EDIT("UPDATE entitlement SET value_fen = value_fen + 1" ENTITLED, "iu"), {SHARD, ENTITLEMENT}, "entitlement", RUN, "its value, by the list"},
	{EDIT("UPDATE entitlement SET value_fen = value_fen + 1" ENTITLED, "iu"), {SHARD, ENTITLEMENT}, "cap", ENTITLEMENT, "its value, by the cap"},
	{EDIT("UPDATE entitlement SET benefit = 'coat'" ENTITLED, "iu"), {SHARD, ENTITLEMENT}, "roster", RUN, "its benefit"},
	{EDIT("UPDATE entitlement SET cycle_no = cycle_no + 1" ENTITLED, "iu"), {SHARD, ENTITLEMENT}, "entitlement", ENTITLEMENT, "its cycle"},
	{EDIT("UPDATE entitlement SET run_id = $3" ENTITLED, "iuu"), {SHARD, ENTITLEMENT, STRANGER}, "entitlement", ENTITLEMENT, "an entitlement of no list"},
	{EDIT("DELETE FROM entitlement" ENTITLED, "iu"), {SHARD, ENTITLEMENT}, "roster", RUN, "somebody removed from a list"},
	{EDIT("DELETE FROM entitlement" ENTITLED, "iu"), {SHARD, ENTITLEMENT}, "cap", ENTITLEMENT, "… whose cap is still held"},
	{EDIT(ROW_OF_ENTITLEMENT "run_id FROM entitlement" ENTITLED, "iuuu"), {SHARD, ENTITLEMENT, STRANGER, PERSON}, "roster", RUN, "somebody added to a list"},
	{EDIT(ROW_OF_ENTITLEMENT "entitlement_id FROM entitlement" ENTITLED, "iuuu"), {SHARD, ENTITLEMENT, STRANGER, PERSON}, "entitlement", STRANGER, "somebody entitled by no list"},
	{EDIT("UPDATE entitlement SET void_us = 1" ENTITLED, "iu"), {SHARD, ENTITLEMENT}, "cap", ENTITLEMENT, "an entitlement voided by hand"},
	{EDIT("UPDATE entitlement SET void_us = NULL" ENTITLED, "iu"), {SHARD, VOID_ENTITLEMENT}, "cap", VOID_ENTITLEMENT, "one that was void"},
	{EDIT("UPDATE entitlement SET void_us = 1 WHERE shard = $1 AND person_id IN (SELECT person_id FROM award WHERE record_id = $2)", "iu"), {SHARD, AWARD}, "award", AWARD, "… one whose gift was given"},
	{EDIT("UPDATE entitlement SET void_us = void_us + 1" ENTITLED, "iu"), {SHARD, VOID_ENTITLEMENT}, "void", VOID_ENTITLEMENT, "when it was made void"},
	{EDIT("UPDATE entitlement SET void_by = $3" ENTITLED, "iuu"), {SHARD, VOID_ENTITLEMENT, STRANGER}, "void", VOID_ENTITLEMENT, "by whom"},
	{EDIT("UPDATE entitlement SET void_words = 'x'" ENTITLED, "iu"), {SHARD, VOID_ENTITLEMENT}, "void", VOID_ENTITLEMENT, "why"},
	{EDIT("UPDATE entitlement SET void_us = NULL, id_hash = NULL" ENTITLED, "iu"), {SHARD, VOID_ENTITLEMENT}, "void", NOTHING, "one that was void, with nothing left that a cap could hold"},
	{EDIT("UPDATE entitlement SET void_us = 1 WHERE shard = $1 AND id_hash IS NULL AND void_us IS NULL AND entitlement_id <> $2", "iu"), {SHARD, ENTITLEMENT}, "void", NUMBERLESS_ENTITLEMENT, "an entitlement without caps voided by hand"},
	{EDIT("UPDATE entitlement SET told_hash = $3" ENTITLED, "iub"), {SHARD, TOLD_ENTITLEMENT, HASH}, "token", TOLD_ENTITLEMENT, "a token told anew"},
	{EDIT("UPDATE entitlement SET told_hash = token_hash" ENTITLED, "iu"), {SHARD, TOLD_ENTITLEMENT}, "token", TOLD_ENTITLEMENT, "… put back to the list's"},
	{EDIT("UPDATE entitlement SET told_us = told_us + 1" ENTITLED, "iu"), {SHARD, TOLD_ENTITLEMENT}, "token", TOLD_ENTITLEMENT, "when it was told"},
	{EDIT("UPDATE entitlement SET told_count = 1" ENTITLED, "iu"), {SHARD, TOLD_ENTITLEMENT}, "token", TOLD_ENTITLEMENT, "which telling it was"},
	{EDIT("UPDATE entitlement SET told_us = NULL, told_hash = NULL, told_count = 0" ENTITLED, "iu"), {SHARD, TOLD_ENTITLEMENT}, "token", NOTHING, "a telling that is gone"},
	{EDIT("UPDATE entitlement SET told_hash = $3, told_us = 1, told_count = 1" ENTITLED, "iub"), {SHARD, ENTITLEMENT, HASH}, "token", ENTITLEMENT, "a token that nobody told"},
	{EDIT("UPDATE entitle_run SET made = made + 1 WHERE run_id = $1", "u"), {RUN}, "entitlement", RUN, "how many a list made"},
	{EDIT("UPDATE entitle_run SET value_fen = value_fen + 1 WHERE run_id = $1", "u"), {RUN}, "entitlement", RUN, "how much a list is worth"},
	{EDIT("UPDATE entitle_run SET at_us = at_us + 200000000000 WHERE run_id = $1", "u"), {RUN}, "roster", RUN, "when a list was made"},
	{EDIT("UPDATE entitle_run SET cycle_no = cycle_no + 1 WHERE run_id = $1", "u"), {RUN}, "roster", RUN, "whose cycle's list it is"},
	{EDIT("UPDATE entitle_run SET shard = shard + 1 WHERE run_id = $1", "u"), {RUN}, "roster", RUN, "whose shard's list it is"},
	{EDIT("DELETE FROM entitle_run WHERE run_id = $1", "u"), {RUN}, "entitlement", ENTITLEMENT, "a list that is gone"},
	{EDIT("UPDATE cap_hold SET amount_fen = amount_fen + 1 WHERE entitlement_id = $1", "u"), {ENTITLEMENT}, "cap", ENTITLEMENT, "what a cap holds"},
	{EDIT("UPDATE cap_hold SET org_shard = org_shard + 1 WHERE entitlement_id = $1", "u"), {ENTITLEMENT}, "cap", ENTITLEMENT, "whose shard's hold it is"},
	{EDIT("UPDATE cap_hold SET cycle_no = cycle_no + 1 WHERE entitlement_id = $1", "u"), {ENTITLEMENT}, "cap", ENTITLEMENT, "which cycle's hold it is"},
	{EDIT("UPDATE cap_hold SET entitlement_id = $2 WHERE entitlement_id = $1", "uu"), {ENTITLEMENT, STRANGER}, "cap", STRANGER, "a hold for nothing"},
	{EDIT("DELETE FROM cap_hold WHERE entitlement_id = $1", "u"), {ENTITLEMENT}, "cap", ENTITLEMENT, "a hold that is gone"},
	{EDIT("UPDATE cycle_pin SET pinned_shard = pinned_shard + 1 WHERE id_hash = (SELECT id_hash FROM entitlement WHERE entitlement_id = $1)", "u"), {ENTITLEMENT}, "pin", ENTITLEMENT, "a pin to another shard"},
	{EDIT("DELETE FROM cycle_pin WHERE id_hash = (SELECT id_hash FROM entitlement WHERE entitlement_id = $1)", "u"), {ENTITLEMENT}, "pin", ENTITLEMENT, "a pin that is gone"},
	{EDIT("DELETE FROM award" RECORDED, "iu"), {SHARD, AWARD}, "delivery", AWARD, "an award that is gone"},
	{EDIT("UPDATE award SET record_id = $3" RECORDED, "iuu"), {SHARD, AWARD, DOUBLE}, "award", DOUBLE, "an award given to the double"},
	{EDIT("UPDATE award SET level = 4" RECORDED, "iu"), {SHARD, AWARD}, "award", AWARD, "its level"},
	{EDIT("UPDATE award SET quantity = 2" RECORDED, "iu"), {SHARD, AWARD}, "award", AWARD, "its quantity"},
	{EDIT("UPDATE award SET value_fen = 1" RECORDED, "iu"), {SHARD, AWARD}, "award", AWARD, "its value"},
	{EDIT("UPDATE award SET key_us = key_us - 1" RECORDED, "iu"), {SHARD, AWARD}, "award", AWARD, "its time"},
	{EDIT("UPDATE award SET org_no = org_no + 1" RECORDED, "iu"), {SHARD, AWARD}, "award", AWARD, "its union"},
	{EDIT("UPDATE award SET household_id = $3" RECORDED, "iuu"), {SHARD, AWARD, STRANGER}, "award", AWARD, "its household"},
	{EDIT("UPDATE award SET household_id = NULL" RECORDED, "iu"), {SHARD, AWARD}, "award", AWARD, "its household taken away"},
	{EDIT("UPDATE award SET cash = 1" RECORDED, "iu"), {SHARD, AWARD}, "award", AWARD, "goods called cash"},
	{EDIT("UPDATE award SET person_id = $3" RECORDED, "iuu"), {SHARD, AWARD, PERSON}, "award", AWARD, "whose it is"},
	{EDIT("UPDATE award SET benefit = 'coat'" RECORDED, "iu"), {SHARD, AWARD}, "award", AWARD, "what it is"},
	{EDIT("DELETE FROM delivery" RECORDED, "iu"), {SHARD, AWARD}, "award", AWARD, "a delivery that is gone"},
	{EDIT("DELETE FROM delivery" RECORDED, "iu"), {SHARD, DOUBLE}, "case", DOUBLE, "a double that is gone"},
	{EDIT("UPDATE delivery SET person_id = $3" RECORDED, "iuu"), {SHARD, AWARD, PERSON}, "delivery", AWARD, "who was given it"},
	{EDIT("UPDATE delivery SET quantity = 2" RECORDED, "iu"), {SHARD, DOUBLE}, "delivery", DOUBLE, "how many were given"},
	{EDIT("UPDATE delivery SET value_fen = 1" RECORDED, "iu"), {SHARD, DOUBLE}, "delivery", DOUBLE, "what they were worth"},
	{EDIT("UPDATE delivery SET value_fen = 1" RECORDED, "iu"), {SHARD, LOTS_RECORD}, "delivery", LOTS_RECORD, "… out of two lots"},
	{EDIT("UPDATE delivery SET transfers = 1" RECORDED, "iu"), {SHARD, LOTS_RECORD}, "delivery", LOTS_RECORD, "… called one lot"},
	{EDIT("UPDATE delivery SET transfers = 3" RECORDED, "iu"), {SHARD, LOTS_RECORD}, "delivery", LOTS_RECORD, "… called three"},
	{EDIT("UPDATE delivery SET quantity = 1" RECORDED, "iu"), {SHARD, CASH_RECORD}, "delivery", CASH_RECORD, "how much cash was given"},
	{EDIT("UPDATE delivery SET key_us = key_us + 1" RECORDED, "iu"), {SHARD, DOUBLE}, "delivery", DOUBLE, "when it was given"},
	{EDIT("UPDATE delivery SET level = 4" RECORDED, "iu"), {SHARD, AWARD}, "award", AWARD, "how it is evidenced"},
	{EDIT("UPDATE delivery SET org_no = org_no + 1" RECORDED, "iu"), {SHARD, AWARD}, "award", AWARD, "which union gave"},
	{EDIT("UPDATE delivery SET item_no = 0" RECORDED, "iu"), {SHARD, AWARD}, "award", AWARD, "which item was given"},
	{EDIT("UPDATE delivery SET benefit = NULL, entitlement_id = NULL" RECORDED, "iu"), {SHARD, DOUBLE}, "case", DOUBLE, "a double that nobody was entitled to"},
	{EDIT("UPDATE delivery SET entitlement_id = $3" RECORDED, "iuu"), {SHARD, AWARD, STRANGER}, "delivery", AWARD, "a gift by no entitlement"},
	{EDIT("UPDATE delivery SET reversal_id = $3" RECORDED, "iuu"), {SHARD, AWARD, STRANGER}, "award", AWARD, "a gift said to be taken back"},
	{EDIT("UPDATE delivery SET state = 1" RECORDED, "iu"), {SHARD, AWARD}, "received", NOTHING, "a gift said to lie in over-issue"},
	{EDIT("DELETE FROM care_case" RECORDED, "iu"), {SHARD, DOUBLE}, "case", DOUBLE, "a case that is gone"},
	{EDIT("UPDATE care_case SET closed_us = 1" RECORDED, "iu"), {SHARD, DOUBLE}, "case", DOUBLE, "a case closed by hand"},
	{EDIT("UPDATE care_case SET closed_us = 1, words = 'x'" RECORDED, "iu"), {SHARD, DOUBLE}, "case", DOUBLE, "… with words"},
	{EDIT("UPDATE care_case SET closed_us = NULL, words = NULL, closed_by = NULL" RECORDED, "iu"), {SHARD, LOTS_RECORD}, "case", NOTHING, "a decided case that is open again"},
	{EDIT("UPDATE care_case SET words = 'x'" RECORDED, "iu"), {SHARD, LOTS_RECORD}, "case", LOTS_RECORD, "why a case was closed"},
	{EDIT("UPDATE care_case SET closed_by = $3" RECORDED, "iuu"), {SHARD, LOTS_RECORD, STRANGER}, "case", LOTS_RECORD, "by whom"},
	{EDIT("UPDATE care_case SET closed_us = closed_us + 1" RECORDED, "iu"), {SHARD, LOTS_RECORD}, "case", LOTS_RECORD, "when"},
	{EDIT("UPDATE care_case SET opened_us = opened_us - 1" RECORDED, "iu"), {SHARD, LOTS_RECORD}, "case", LOTS_RECORD, "since when it was open"},
	{EDIT("UPDATE care_case SET org_no = org_no + 1" RECORDED, "iu"), {SHARD, LOTS_RECORD}, "case", LOTS_RECORD, "whose case it was"},
	{EDIT("DELETE FROM care_case" RECORDED, "iu"), {SHARD, TAKEN_BACK}, "case", NOTHING, "the case of a record that was taken back"},
	{EDIT("UPDATE care_case SET record_id = $3" RECORDED, "iuu"), {SHARD, DOUBLE, AWARD}, "case", AWARD, "a case about the award"},
	{EDIT("UPDATE care_case SET person_id = $3" RECORDED, "iuu"), {SHARD, DOUBLE, PERSON}, "case", DOUBLE, "a case about somebody else"},
	{EDIT("UPDATE care_case SET kind = 1" RECORDED, "iu"), {SHARD, DOUBLE}, "case", DOUBLE, "a case of another kind"},
	{EDIT("UPDATE coverage SET people = people + 1 WHERE cycle_no = $1", "i"), {CYCLE}, "coverage", NOTHING, "people covered"},
	{EDIT("UPDATE coverage SET person_times = person_times + 1 WHERE cycle_no = $1", "i"), {CYCLE}, "coverage", NOTHING, "gifts covered"},
	{EDIT("UPDATE coverage SET households = households + 1 WHERE cycle_no = $1", "i"), {CYCLE}, "coverage", NOTHING, "households covered"},
	{EDIT("UPDATE coverage SET pieces = pieces + 1 WHERE cycle_no = $1", "i"), {CYCLE}, "coverage", NOTHING, "pieces covered"},
	{EDIT("UPDATE coverage SET value_fen = value_fen + 1 WHERE cycle_no = $1", "i"), {CYCLE}, "coverage", NOTHING, "value covered"},
	{EDIT("UPDATE coverage SET level = 4 WHERE cycle_no = $1", "i"), {CYCLE}, "coverage", AWARD, "the level covered"},
	{EDIT("UPDATE coverage SET org_no = org_no + 1 WHERE cycle_no = $1", "i"), {CYCLE}, "coverage", AWARD, "the union covered"},
	{EDIT("UPDATE coverage SET cycle_no = cycle_no + 1 WHERE cycle_no = $1", "i"), {CYCLE}, "coverage", AWARD, "the cycle covered"},
	{EDIT("DELETE FROM coverage WHERE cycle_no = $1", "i"), {CYCLE}, "coverage", AWARD, "coverage that is gone"},
	{EDIT("UPDATE cycle SET state = 4 WHERE cycle_no = $1", "i"), {CYCLE}, "cycle", NOTHING, "a cycle closed by hand"},
	{EDIT("UPDATE cycle SET state = 2 WHERE cycle_no = $1", "i"), {CYCLE}, "cycle", NOTHING, "a cycle put back"},
	{EDIT("UPDATE cycle SET maker_id = $2 WHERE cycle_no = $1", "iu"), {CYCLE, STRANGER}, "cycle", NOTHING, "who made it"},
	{EDIT("UPDATE cycle SET checker_id = $2 WHERE cycle_no = $1", "iu"), {CYCLE, STRANGER}, "cycle", NOTHING, "who checked it"},
	{EDIT("UPDATE cycle SET approver_id = $2 WHERE cycle_no = $1", "iu"), {CYCLE, STRANGER}, "cycle", NOTHING, "who approved it"},
	{EDIT("UPDATE cycle SET from_day = from_day - 1 WHERE cycle_no = $1", "i"), {CYCLE}, "leaf", NOTHING, "when it begins"},
	{EDIT("UPDATE cycle SET until_day = 0 WHERE cycle_no = $1", "i"), {CYCLE}, "leaf", NOTHING, "when it ends"},
	{EDIT("UPDATE cycle SET org_no = org_no + 1 WHERE cycle_no = $1", "i"), {CYCLE}, "leaf", NOTHING, "whose it is"},
	{EDIT("UPDATE cycle SET org_no = 77 WHERE cycle_no = $1", "i"), {CYCLE}, "leaf", NOTHING, "whose it is, of unions that there are not"},
	{EDIT("UPDATE programme SET document = 'x' WHERE version = $1", "i"), {CYCLE}, "leaf", NOTHING, "rules that are none"},
	{EDIT("UPDATE entitle_run SET cycle_no = 77 WHERE run_id = $1", "u"), {RUN}, "roster", RUN, "a list of no cycle"},
	{EDIT("UPDATE cycle SET code = 'hw-2099' WHERE cycle_no = $1", "i"), {CYCLE}, "leaf", NOTHING, "its code"},
	{EDIT("UPDATE cycle SET programme_version = 2 WHERE cycle_no = $1", "i"), {CYCLE}, "leaf", NOTHING, "by which rules it runs"},
	{EDIT("UPDATE programme SET document = document || ' ' WHERE version = $1", "i"), {CYCLE}, "leaf", NOTHING, "the rules themselves"},
	{EDIT("UPDATE cycle_step SET by_id = $2 WHERE cycle_no = $1 AND state = 2", "iu"), {CYCLE, STRANGER}, "cycle", NOTHING, "who took a step"},
	{EDIT("UPDATE cycle_step SET at_us = at_us + 200000000000 WHERE cycle_no = $1 AND state = 2", "i"), {CYCLE}, "leaf", NOTHING, "when a step was taken"},
	{EDIT("UPDATE cycle_step SET step_id = $2 WHERE cycle_no = $1 AND state = 2", "iu"), {CYCLE, STRANGER}, "leaf", STRANGER, "which step it was"},
	{EDIT("DELETE FROM cycle_step WHERE cycle_no = $1 AND state = 2", "i"), {CYCLE}, "cycle", NOTHING, "a step that is gone"},
	/* clang-format on */
};
enum { ROWS = sizeof rows / sizeof rows[0] };

/* ---- one edit, verified inside its own work, which then fails: nothing stays edited ---- */

struct attempt {
	const struct row *row;
	const struct things *things;
	int64_t findings, named;
};
static void note(void *self, const struct ledger_finding *f)
{
	struct attempt *a = self;
	const struct uuid wanted = a->things->id[a->row->named];
	a->findings++;
	a->named += strcmp(f->what, a->row->found) == 0 &&
		    (a->row->named == NOTHING || uuid_eq(f->id, wanted));
}
static struct sn_err edit_work(struct ctx *c, void *arg)
{
	struct attempt *a = arg;
	struct param params[4];
	int64_t changed = 0, findings = 0;
	for (size_t i = 0; i < 4; i++)
		params[i] = a->things->of[a->row->params[i]];
	SN_TRY(store_run(c->store, &a->row->statement, params, &changed));
	if (changed == 0)
		return SN_FAIL(MISSING_FIELD); /* the test's own fault */
	SN_TRY(care_verify(c, note, a, &findings));
	return findings == a->findings ? SN_FAIL(BAD_USAGE) : SN_FAIL(OUT_OF_MEMORY);
}

static void test_edits(struct world *w, const struct things *things)
{
	for (size_t i = 0; i < ROWS; i++) {
		struct attempt a = {.row = &rows[i], .things = things};
		const struct sn_err e = world_as(w, MAKER, edit_work, &a);
		if (!OK(e.reason == SN_R_BAD_USAGE && a.named > 0, rows[i].what))
			printf("# %s: %lld findings, %s\n", sn_reason_word(e.reason),
			       (long long)a.findings, rows[i].statement.sql);
	}
}

/* ---- the things ---- */

static const struct sn_statement read_entitlements = {
	.name = "test.entitlements",
	.params = "i",
	.sql = "SELECT person_id, entitlement_id, run_id FROM entitlement WHERE shard = $1"};

static void name_thing(struct things *t, enum thing which, struct uuid id)
{
	t->id[which] = id;
	t->of[which] = p_uuid(id);
}

static struct sn_err void_work(struct ctx *c, void *arg)
{
	const struct things *t = arg;
	return care_entitlement_void(c, t->of[SHARD].as.integer, t->id[VOID_ENTITLEMENT],
				     STR("离职"));
}

/* Twice: the first letter was lost. */
struct telling {
	struct world *w;
	struct uuid person_id;
	int64_t told;
};
static void forget(void *self, const struct person *person, struct str benefit,
		   const char token[CARE_TOKEN_BYTES])
{
	(void)self, (void)person, (void)benefit, (void)token;
}
static struct sn_err tell_work(struct ctx *c, void *arg)
{
	struct telling *t = arg;
	for (int i = 0; i < 2; i++) {
		int64_t told = 0;
		SN_TRY(care_tokens(c,
				   &(const struct token_ask){.cycle = t->w->cycle,
							     .org = t->w->orgs[COUNTY],
							     .tree = t->w->tree,
							     .person_id = t->person_id,
							     .again = i > 0,
							     .each = forget},
				   &told));
		t->told += told;
	}
	return SN_SUCCESS;
}

static void find_entitlements(struct world *w, const struct person *people, struct things *t)
{
	struct rows *r = store_query(w->f.c.store, &read_entitlements, &t->of[SHARD]);
	while (store_next(r)) {
		const struct uuid who = store_uuid(r, "person_id");
		if (uuid_eq(who, people[OPEN].person_id))
			name_thing(t, ENTITLEMENT, store_uuid(r, "entitlement_id"));
		if (uuid_eq(who, people[VOIDED].person_id))
			name_thing(t, VOID_ENTITLEMENT, store_uuid(r, "entitlement_id"));
		if (uuid_eq(who, people[TOLD].person_id))
			name_thing(t, TOLD_ENTITLEMENT, store_uuid(r, "entitlement_id"));
		if (uuid_eq(who, people[NUMBERLESS].person_id))
			name_thing(t, NUMBERLESS_ENTITLEMENT, store_uuid(r, "entitlement_id"));
		name_thing(t, RUN, store_uuid(r, "run_id"));
	}
	fixture_must(store_done(r), "entitlements");
	fixture_must(world_as(w, CHECKER, void_work, t), "void");
	struct telling telling = {.w = w, .person_id = people[TOLD].person_id};
	fixture_must(world_as(w, MAKER, tell_work, &telling), "tokens");
	EQ_I64(telling.told, 2, "a token is told, and told again");
}

static struct sn_err decide_work(struct ctx *c, void *arg)
{
	const struct things *t = arg;
	struct care_case *list;
	size_t count;
	SN_TRY(care_cases(c, t->of[CYCLE].as.integer, &list, &count));
	for (size_t i = 0; i < count; i++)
		if (uuid_eq(list[i].record_id, t->id[LOTS_RECORD]))
			return care_case_close(c, &list[i], STR("留在本人处"));
	return SN_FAIL(NO_SUCH_DELIVERY);
}
static struct sn_err take_back_work(struct ctx *c, void *arg)
{
	const struct things *t = arg;
	return care_delivery_take_back(c, t->of[SHARD].as.integer, t->id[TAKEN_BACK], new_id(c),
				       STR("退回"));
}

static void hand_out(struct world *w, const struct person *people, struct things *t)
{
	struct delivery_item items[5] = {world_item(w, &people[GIVEN_TWICE]),
					 world_item(w, &people[GIVEN_TWICE]),
					 world_item(w, &people[CASH]), world_item(w, &people[LOTS]),
					 world_item(w, &people[GIVEN_TWICE])};
	struct delivery_result out[5];
	items[2].by_id = UUID_NULL;
	items[2].item_no = 0;
	items[2].quantity = 20000;
	items[3].quantity = 3; /* a fact without an entitlement to so many: two lots, a case */
	items[3].benefit = STR("coat");
	world_deliver_as(w, MAKER, items, 5, out);
	OK(out[0].outcome == DELIVERY_AWARDED && out[1].outcome == DELIVERY_OVER_ISSUE &&
		   out[2].outcome == DELIVERY_AWARDED && out[3].outcome == DELIVERY_OVER_ISSUE,
	   "a gift, its double, a gift in cash and something that nobody was entitled to");
	name_thing(t, AWARD, items[0].record_id);
	name_thing(t, DOUBLE, items[1].record_id);
	name_thing(t, CASH_RECORD, items[2].record_id);
	name_thing(t, LOTS_RECORD, items[3].record_id);
	name_thing(t, TAKEN_BACK, items[4].record_id);
	fixture_must(world_as(w, CHECKER, decide_work, t), "a case is decided");
	fixture_must(world_as(w, CHECKER, take_back_work, t), "a double is taken back");
}

static void make_things(struct world *w, struct person *people, struct things *t)
{
	const int64_t county = w->orgs[COUNTY].org_no;
	world_people(w, (struct world_people){
				.org = COUNTY, .count = 2, .household = "一户", .out = people});
	world_people(
		w, (struct world_people){
			   .org = COUNTY, .first = 2, .count = NUMBERLESS - 2, .out = people + 2});
	world_people(w, (struct world_people){.org = COUNTY,
					      .first = NUMBERLESS,
					      .count = 1,
					      .without_id = true,
					      .out = people + NUMBERLESS});
	EQ_I64(world_entitle(w, REGION).made, OUTSIDER, "eight people are entitled");
	world_people(
		w, (struct world_people){
			   .org = COUNTY, .first = OUTSIDER, .count = 1, .out = people + OUTSIDER});
	const struct uuid first = w->users[FIRST_HAND].user_id;
	world_goods(w, (struct world_goods){
			       .org_no = county, .lot = 1, .quantity = 4, .holder_id = first});
	world_goods(w, (struct world_goods){
			       .org_no = county, .lot = 2, .quantity = 4, .holder_id = first});
	world_goods(w, (struct world_goods){.org_no = county, .cash = MONEY_FEN(100000)});
	t->of[NOTHING] = p_null();
	t->of[SHARD] = p_int(w->orgs[COUNTY].shard);
	t->of[CYCLE] = p_int(w->cycle.cycle_no);
	t->of[HASH] = p_bytes(people[OUTSIDER].id_hash.bytes, sizeof people->id_hash.bytes);
	name_thing(t, PERSON, people[OUTSIDER].person_id);
	name_thing(t, STRANGER, new_id(&w->f.c));
	find_entitlements(w, people, t);
	hand_out(w, people, t);
}

int main(void)
{
	if (!crypto_start())
		return 2;
	FOR_EACH_ENGINE(engine)
	{
		static struct world w;
		static struct person people[PEOPLE];
		struct things things = {.of = {p_null()}};
		care_world_open(&w, engine);
		make_things(&w, people, &things);
		EQ_I64(world_findings(&w), 0, "nothing is found before");
		test_edits(&w, &things);
		EQ_I64(world_findings(&w), 0, "nothing is found afterwards");
		care_world_close(&w);
	}
	return tap_done();
}
