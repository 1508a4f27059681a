/* A visit of the seed: what was printed of it, and a need that was heard there. The need is the demo's own. */
#include "cli/demo.h"

struct sn_err demo_visit(struct demo *d)
{
	const char *id = demo_fresh_id(d), *need = demo_fresh_id(d);
	demo_chapter(d, "走访：看望了谁、听到什么、办了没有（一次走访是一场次，不加进发放人数）",
		     "a visit: whom they met, what they heard, what became of it (a session, never "
		     "added to people)");
	d->shown = true;
	SN_TRY(demo_step(d, "visit", "add", "--org", "150428", "--site", "城市清洁一线", "--day",
			 "2024-10-26", "--cycle", "hw-2024", "--met", "400", "--met-is",
			 "more_than", "--words", "慰问城市清洁一线环卫工人400多名", "--id", id,
			 "--as", "r-maker", NULL));
	SN_TRY(demo_step(d, "visit", "need-add", id, "--topic", "饮水", "--words",
			 "路段上没有热水（示例）", "--id", need, "--as", "r-maker", NULL));
	SN_TRY(demo_step(d, "visit", "need-list", "--org", "150428", NULL));
	SN_TRY(demo_step(d, "visit", "need-close", need, "--answer", "附近驿站已装热水器（示例）",
			 "--as", "r-maker", NULL));
	return demo_step(d, "visit", "show", id, NULL);
}
