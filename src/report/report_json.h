#ifndef SN_REPORT_REPORT_JSON_H
#define SN_REPORT_REPORT_JSON_H
/* report_json: a report in the one form that the command and the API give, and the words of its findings.
 *
 *   start   report_as_of(), org_tree_load() of that day, report_build(), report_json(). */
#include "base/json.h"
#include "report/report.h"

/* The day on whose tree a cycle's report stands. */
int32_t report_as_of(const struct ctx *c, const struct cycle *cycle);

struct report_view {
	const struct org_tree *tree;
	const struct report *report;
	int32_t as_of;
	enum lang lang; /* of findings and of joint activities */
};
struct sn_err report_json(struct ctx *c, struct json_out *o,
			  const struct report_view *view) SN_MUST_USE;
/* {"value","is","unknown_parts"}; nothing known: null, "unknown". */
void report_json_figure(struct json_out *o, const char *key, struct figure f);
const char *report_finding_text(const char *what, enum lang lang);
/* The partner's name, or the joint activity with who leads it; in c->mem. */
struct sn_err report_other_name(struct ctx *c, const struct report_view *view,
				const struct report_other *other, const char **out) SN_MUST_USE;
#endif
