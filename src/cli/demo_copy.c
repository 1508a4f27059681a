/* The year after: a draft out of this year's cycle, and what has changed. The standard of 2025 is the demo's own. */
#include "cli/demo.h"

struct sn_err demo_copy(struct demo *d)
{
	demo_chapter(d, "来年：一条命令照今年建立草稿，逐项列出变化（只看不写，再建立）",
		     "next year: a draft out of this year's cycle in one command, changes named "
		     "(looked at, then made)");
	d->shown = true;
	SN_TRY(demo_step(d, "cycle", "copy", "hw-2024", "hw-2025", "--from", "2025-10-01",
			 "--until", "2025-12-31", "--dry-run", "--as", "r-maker", NULL));
	d->shown = false;
	return demo_step(d, "cycle", "copy", "hw-2024", "hw-2025", "--from", "2025-10-01",
			 "--until", "2025-12-31", "--as", "r-maker", NULL);
}
