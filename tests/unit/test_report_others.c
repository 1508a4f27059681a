/* Figures that are not a union's own: companies' giving counts once, joint activities count where they are led; from
 * files to the report, on both engines. */
#include "care_world.h"
#include "org/partner.h"
#include "report/report.h"

#define HEADER                                                                                     \
	"org_code,scope,recipients,amount_fen,amount_meaning,partner_code,reported_by,joint_"      \
	"with\n"

static struct sn_err partners_work(struct ctx *c, void *arg)
{
	const struct world *w = arg;
	struct partner made;
	bool changed;
	SN_TRY(partner_add(c,
			   &(const struct partner_new){.code = STR("gs"),
						       .name = STR("甲公司"),
						       .kind = PARTNER_COMPANY,
						       .org_no = w->orgs[COUNTY].org_no},
			   &made, &changed));
	return partner_add(c,
			   &(const struct partner_new){.code = STR("free"),
						       .name = STR("乙公司"),
						       .kind = PARTNER_COMPANY},
			   &made, &changed);
}

static struct reported_import_result import(struct world *w, const char *rows)
{
	char path[] = "/tmp/reportedXXXXXX";
	struct reported_import_result r;
	struct ctx c = w->f.c;
	c.actor_id = w->users[MAKER].user_id;
	FILE *f = fdopen(mkstemp(path), "w");
	(void)fprintf(f, HEADER "%s", rows);
	(void)fclose(f);
	fixture_must(report_import(&c,
				   &(const struct reported_import){.cycle = w->cycle,
								   .tree = w->tree,
								   .path = str_of(path)},
				   &r),
		     "import");
	(void)unlink(path);
	return r;
}
static const char *refused(struct world *w, const char *rows)
{
	const struct reported_import_result r = import(w, rows);
	return r.rejects_count == 1 ? sn_reason_word(r.rejects[0].why.reason) : "taken";
}
static struct report build(struct world *w)
{
	struct report r;
	fixture_must(report_build(&w->f.c,
				  &(const struct report_ask){
					  .cycle = w->cycle,
					  .tree = w->tree,
					  .org_at = org_tree_at(w->tree, w->orgs[REGION].org_no),
					  .depth = 3},
				  &r),
		     "report");
	return r;
}
static void open_world(struct world *w, enum fixture_engine engine)
{
	care_world_open(w, engine);
	fixture_must(world_as(w, MAKER, partners_work, w), "partners");
}

static void test_company(enum fixture_engine engine)
{
	struct world w;
	open_world(&w, engine);
	import(&w, "150302,own,100,1000,given,,,\n150302,own,30,600,given,gs,,\n");
	struct report r = build(&w);
	EQ_I64(r.rows[0].recipients.value, 130, "a company's own giving is added to its union's");
	EQ_I64(r.rows[0].given.value, 1600, "money that was given too");
	EQ_I64((int64_t)r.others_count, 1, "and has a row of its own");
	EQ_I64(r.others[0].depth, 3, "… below its union");
	EQ_I64((int64_t)r.findings_count, 0, "nothing to be looked at");
	EQ_I64(import(&w, "150302,own,30,600,given,gs,union,\n").unchanged, 1,
	       "the same again changes nothing");

	import(&w, "150302,own,35,,unknown,gs,partner,\n");
	r = build(&w);
	EQ_I64(r.rows[0].recipients.value, 135,
	       "said by both it counts once: the company's own word");
	EQ_I64((int64_t)r.others_count, 2, "both are shown");
	EQ_I64(r.others[0].added + r.others[1].added, 1, "… one is added");
	EQ_I64((int64_t)r.findings_count, 1, "and it is a finding");
	EQ_STR(r.findings[0].what, "partner_reported_twice", "… that says so");
	EQ_I64(r.rows[0].amount.unknown_parts, 1,
	       "what the company did not say is unknown, not zero");

	import(&w, "150300,subtree,1000,,unknown,,,\n");
	r = build(&w);
	EQ_I64(r.rows[0].recipients.value, 1000, "inside a subtree figure it is not added again");
	EQ_I64(r.others[0].detail && r.others[1].detail, 1, "… but shown as detail");
	care_world_close(&w);
}

static void test_joint(enum fixture_engine engine)
{
	struct world w;
	open_world(&w, engine);
	import(&w, "150302,own,100,,unknown,,,\n150302,own,500,5000,given,,,150303\n");
	struct report r = build(&w);
	EQ_I64(r.rows[0].recipients.value, 100,
	       "a joint activity does not count where it is not led");
	EQ_I64((int64_t)r.findings_count, 1, "a leading union that is silent is a finding");
	EQ_STR(r.findings[0].what, "joint_lead_silent", "… that says so");
	import(&w, "150303,own,500,5000,given,,,\n");
	r = build(&w);
	EQ_I64(r.rows[0].recipients.value, 600, "it counts once, in the figures of its lead");
	EQ_I64(r.rows[0].given.value, 5000, "so does its money");
	EQ_I64((int64_t)r.findings_count, 0, "nothing more to be looked at");
	EQ_I64(r.others[0].added, 0, "the other's row is shown, not added");
	care_world_close(&w);
}

static void test_refusals(enum fixture_engine engine)
{
	struct world w;
	open_world(&w, engine);
	EQ_STR(refused(&w, "150303,own,1,,,gs,,\n"), "partner_elsewhere",
	       "below another union than its own");
	EQ_STR(refused(&w, "150302,own,1,,,free,,\n"), "partner_elsewhere",
	       "a company beside no union");
	EQ_STR(refused(&w, "150302,own,1,,,nobody,,\n"), "no_such_partner",
	       "a company that nobody registered");
	EQ_STR(refused(&w, "150302,subtree,1,,,gs,,\n"), "other_scope", "with a subtree");
	EQ_STR(refused(&w, "150302,own,1,,,,partner,\n"), "bad_reported_by",
	       "by a partner that is not named");
	EQ_STR(refused(&w, "150302,own,1,,,gs,someone,\n"), "bad_reported_by", "by somebody else");
	EQ_STR(refused(&w, "150302,own,1,,,,,150302\n"), "joint_with_itself", "joint with itself");
	EQ_STR(refused(&w, "150302,own,1,,,,,999999\n"), "org_outside_cycle",
	       "led by a union that is not there");
	const struct reported_import_result r = import(
		&w, "150302,own,1,,,gs,,\n150302,own,2,,,gs,,\n150302,own,3,,,gs,partner,\n");
	EQ_I64(r.rejected, 1, "the same figure twice in one file is handed back");
	EQ_I64(r.taken, 2, "the company's and the union's are two");
	care_world_close(&w);
}

int main(void)
{
	FOR_EACH_ENGINE(engine)
	{
		test_company(engine);
		test_joint(engine);
		test_refusals(engine);
	}
	return tap_done();
}
