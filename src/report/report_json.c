/* The report as JSON: what `songnuan report --format json` prints and GET /api/v1/cycles/{cycle}/report answers. */
#include "report/report_json.h"

#include "org/partner.h"

/* A cycle's report stands on the tree of its last day, or of today while it runs. */
int32_t report_as_of(const struct ctx *c, const struct cycle *cycle)
{
	const int32_t today = day_of(now_us(c));
	return cycle->until_day != 0 && cycle->until_day < today ? cycle->until_day : today;
}

/* ---- what a finding says, in one place ---- */

static const struct {
	const char *what, *zh, *en;
} finding_words[] = {
	{"named_exceeds_reported", "实名发放人数多于上报人数", "more people by name than reported"},
	{"named_value_exceeds_reported", "实名发放金额多于上报金额",
	 "more value by name than reported"},
	{"children_exceed_subtree", "下级人数之和多于本级含下级的上报数",
	 "the unions below add up to more people than reported with them"},
	{"children_amount_exceeds_subtree", "下级金额之和多于本级含下级的上报数",
	 "the unions below add up to more money than reported with them"},
	{"union_not_in_tree", "上报的工会在该日期已不在组织树中，数字未计入",
	 "a union that reported is not in the tree of that day; its figure is not counted"},
	{"partner_reported_twice", "企业自报与工会代报的人数都在，只计企业自报",
	 "the company and the union for it both reported the people; only the company's own word "
	 "counts"},
	{"partner_amount_reported_twice", "企业自报与工会代报的金额都在，只计企业自报",
	 "the company and the union for it both reported the amount; only the company's own word "
	 "counts"},
	{"joint_lead_silent", "联合活动的牵头工会没有报数，这个数字没有计入任何工会",
	 "the union that leads this joint activity said nothing: the figure counts nowhere"},
	{"stated_people_differ", "上级通报人数与自下而上合计不同",
	 "the people stated from above differ from the sum from below"},
	{"stated_amount_differs", "上级通报金额与自下而上合计不同",
	 "the amount stated from above differs from the sum from below"},
};

const char *report_finding_text(const char *what, enum lang lang)
{
	for (size_t i = 0; i < sizeof finding_words / sizeof finding_words[0]; i++)
		if (strcmp(finding_words[i].what, what) == 0)
			return lang == LANG_ZH ? finding_words[i].zh : finding_words[i].en;
	return what;
}

/* ---- JSON ---- */

void report_json_figure(struct json_out *o, const char *key, struct figure f)
{
	json_out_object(o, key);
	if (f.known_parts > 0)
		json_out_int(o, "value", f.value);
	else
		json_out_null(o, "value");
	json_out_text(o, "is",
		      str_of(f.known_parts > 0 ? report_qualifier_words(f.is)->word : "unknown"));
	json_out_int(o, "unknown_parts", f.unknown_parts);
	json_out_end(o);
}

static void json_org(struct json_out *o, const struct org *org)
{
	json_out_text(o, "org", org->code);
	json_out_text(o, "name", org->name);
}

static void json_row(struct json_out *o, const char *key, const struct org_tree *tree,
		     const struct report_row *row)
{
	const struct org *org = org_tree_org(tree, row->at);
	json_out_object(o, key);
	json_org(o, org);
	json_out_int(o, "level", org->level);
	report_json_figure(o, "recipients", row->recipients);
	report_json_figure(o, "amount_fen", row->amount);
	json_out_text(o, "meaning", str_of(report_meaning_words(row->meaning)->word));
	report_json_figure(o, "given_fen", row->given);
	report_json_figure(o, "raised_fen", row->raised);
	json_out_object(o, "named");
	json_out_int(o, "A", row->named[EVIDENCE_A]);
	json_out_int(o, "B", row->named[EVIDENCE_B]);
	json_out_int(o, "C", row->named[EVIDENCE_C]);
	json_out_money(o, "value_fen", row->named_value);
	json_out_end(o);
	json_out_object(o, "units");
	json_out_int(o, "person", report_named_people(row));
	json_out_int(o, "person_time", row->person_times);
	json_out_int(o, "household", row->households);
	json_out_int(o, "piece", row->pieces);
	json_out_end(o);
	/* A share as two whole numbers: exact, and "of nothing" stays visible. */
	json_out_object(o, "coverage");
	json_out_int(o, "named", report_named_people(row));
	if (row->recipients.known_parts > 0)
		json_out_int(o, "of", row->recipients.value);
	else
		json_out_null(o, "of");
	json_out_end(o);
	json_out_bool(o, "detail", row->detail);
	json_out_text(o, "words",
		      row->subtree ? row->subtree->words
		      : row->own   ? row->own->words
				   : STR_NULL);
	json_out_end(o);
}

/* Partners' names, read before anything is printed. */
struct sn_err report_other_name(struct ctx *c, const struct report_view *view,
				const struct report_other *other, const char **out)
{
	const bool zh = view->lang == LANG_ZH;
	const struct org_tree *tree = view->tree;
	const struct reported *said = other->said;
	const char *who = zh ? "联合活动" : "joint activity";
	struct partner partner;
	if (said->partner_no != 0) {
		SN_TRY(partner_by_no(c, said->partner_no, 0, &partner));
		who = partner.name.at;
	}
	const int32_t lead = said->joint_no != 0 ? org_tree_at(tree, said->joint_no) : ORG_NOWHERE;
	*out = lead == ORG_NOWHERE
		       ? who
		       : arena_printf(c->mem,
				      zh ? "%s（" STR_FMT "牵头）" : "%s (led by " STR_FMT ")", who,
				      STR_ARG(org_tree_org(tree, lead)->name));
	return *out ? SN_SUCCESS : SN_FAIL(OUT_OF_MEMORY);
}

static void json_other(struct json_out *o, const struct org_tree *tree, const char *name,
		       const struct report_other *other)
{
	const struct reported *said = other->said;
	const int32_t lead = said->joint_no != 0 ? org_tree_at(tree, said->joint_no) : ORG_NOWHERE;
	json_out_object(o, NULL);
	json_out_text(o, "org", org_tree_org(tree, other->at)->code);
	json_out_text(o, "name", str_of(name));
	json_out_bool(o, "partner", said->partner_no != 0);
	json_out_text(o, "reported_by", str_of(said->by_partner ? "partner" : "union"));
	if (lead == ORG_NOWHERE)
		json_out_null(o, "joint_with");
	else
		json_out_text(o, "joint_with", org_tree_org(tree, lead)->code);
	json_out_text(o, "evidence", STR("R"));
	report_json_figure(o, "recipients", said->recipients);
	report_json_figure(o, "amount_fen", said->amount);
	json_out_text(o, "meaning", str_of(report_meaning_words(said->meaning)->word));
	json_out_bool(o, "added", other->added);
	json_out_bool(o, "detail", other->detail);
	json_out_text(o, "words", said->words);
	json_out_end(o);
}

static void json_stated(struct json_out *o, const struct report *r)
{
	if (!r->stated) {
		json_out_null(o, "stated");
		return;
	}
	json_out_object(o, "stated");
	report_json_figure(o, "recipients", r->stated->recipients);
	report_json_figure(o, "amount_fen", r->stated->amount);
	json_out_text(o, "words", r->stated->words);
	json_out_end(o);
}

static void json_letters(struct json_out *o, const struct report *r)
{
	json_out_object(o, "letters");
	json_out_text(o, "unit", str_of(unit_word(UNIT_LETTER)));
	json_out_int(o, "printed", r->letters.letters);
	json_out_int(o, "again", r->letters.again);
	json_out_end(o);
}

static void json_portions(struct json_out *o, const struct report *r)
{
	json_out_array(o, "portions");
	for (size_t i = 0; i < r->portions_count; i++) {
		const struct portion_total *p = &r->portions[i];
		const char level[] = {ledger_evidence_letter(p->level), '\0'};
		json_out_object(o, NULL);
		json_out_text(o, "unit", str_of(unit_word(p->unit)));
		json_out_text(o, "evidence", str_of(level));
		json_out_int(o, "quantity", p->quantity);
		json_out_int(o, "times", p->times);
		if (p->unknown_times == p->times)
			json_out_null(o, "person_times");
		else
			json_out_int(o, "person_times", p->person_times);
		json_out_int(o, "person_times_unknown", p->unknown_times);
		json_out_money(o, "value_fen", p->value);
		json_out_end(o);
	}
	json_out_end(o);
}

static void json_visits(struct json_out *o, const struct visit_total *v)
{
	json_out_object(o, "visits");
	json_out_int(o, "sessions", v->sessions);
	if (v->sessions_untold == v->sessions)
		json_out_null(o, "met_person_times");
	else
		json_out_int(o, "met_person_times", v->met);
	json_out_text(o, "met_is",
		      v->sessions_untold == v->sessions
			      ? STR("unknown")
			      : str_of(visit_qualifier_words(v->met_is)->word));
	json_out_int(o, "sessions_untold", v->sessions_untold);
	json_out_int(o, "needs", v->needs);
	json_out_int(o, "needs_open", v->needs_open);
	json_out_end(o);
}

static void json_finding(struct json_out *o, const struct report_view *view,
			 const struct report_finding *f)
{
	json_out_object(o, NULL);
	json_out_text(o, "what", str_of(f->what));
	json_org(o, org_tree_org(view->tree, f->at));
	report_json_figure(o, "stated", f->stated);
	report_json_figure(o, "found", f->found);
	json_out_int(o, "difference", f->stated.value - f->found.value);
	json_out_text(o, "message", str_of(report_finding_text(f->what, view->lang)));
	json_out_end(o);
}

struct sn_err report_json(struct ctx *c, struct json_out *o, const struct report_view *view)
{
	const struct report *r = view->report;
	const struct org_tree *tree = view->tree;
	char day[DAY_TEXT_BYTES];
	const char **names = ARENA_ARRAY(c->mem, const char *, r->others_count + 1);
	if (!names)
		return SN_FAIL(OUT_OF_MEMORY);
	for (size_t i = 0; i < r->others_count; i++)
		SN_TRY(report_other_name(c, view, &r->others[i], &names[i]));
	day_text(view->as_of, day);
	json_out_object(o, NULL);
	json_out_text(o, "cycle", r->cycle.code);
	json_out_text(o, "org", org_tree_org(tree, r->org_at)->code);
	json_out_text(o, "as_of", str_of(day));
	json_out_array(o, "rows");
	for (size_t i = 1; i < r->rows_count; i++)
		json_row(o, NULL, tree, &r->rows[i]);
	json_out_end(o);
	json_out_array(o, "others");
	for (size_t i = 0; i < r->others_count; i++)
		json_other(o, tree, names[i], &r->others[i]);
	json_out_end(o);
	json_row(o, "total", tree, &r->rows[0]);
	json_out_array(o, "silent");
	for (size_t i = 0; i < r->silent_count; i++) {
		json_out_object(o, NULL);
		json_org(o, org_tree_org(tree, r->silent[i]));
		json_out_end(o);
	}
	json_out_end(o);
	json_stated(o, r);
	json_portions(o, r);
	json_letters(o, r);
	json_visits(o, &r->visits);
	json_out_array(o, "findings");
	for (size_t i = 0; i < r->findings_count; i++)
		json_finding(o, view, &r->findings[i]);
	json_out_end(o);
	json_out_end(o);
	return SN_SUCCESS;
}
