/* A month is closed by two people and stays closed. The union and the amount are the demo's own. */
#include "cli/demo.h"

struct sn_err demo_closing(struct demo *d)
{
	const char *id = demo_fresh_id(d);
	demo_chapter(
		d, "结账：会计结、批准人确认，结过的月份不再记账（金额为演示）",
		"closing: an accountant closes, an approver confirms, nothing is posted in it any "
		"more (the amount is the demo's own)");
	d->shown = false;
	SN_TRY(demo_step(d, "fund", "receive", "--org", "150428", "--source", "OWN", "--amount",
			 "20000", "--cycle", "hw-2024", "--day", "2024-10-20", "--id", id,
			 "--words", "本级经费（演示）", "--as", "r-maker", NULL));
	SN_TRY(demo_sign(d, id, "r"));
	d->shown = true;
	SN_TRY(demo_step(d, "closing", "month", "2024-10", "--org", "150428", "--as",
			 "r-accountant", NULL));
	SN_TRY(demo_step(d, "closing", "month", "2024-10", "--org", "150428", "--confirm", "--as",
			 "r-approver", NULL));
	SN_TRY(demo_step(d, "closing", "show", "2024-10", "--org", "150428", NULL));
	return demo_refused(d, "period_closed", "fund", "receive", "--org", "150428", "--source",
			    "OWN", "--amount", "100", "--cycle", "hw-2024", "--day", "2024-10-31",
			    "--id", demo_fresh_id(d), "--as", "r-maker", NULL);
}
