/* 腊八粥 by the bowl: giving without names. Place, amounts and prices are the demo's own. */
#include "cli/demo.h"

enum { BOWLS = 500 };

/* A cycle of its own, money for it, and bowls that two have counted into the stock: as in the chapters before. */
static struct sn_err ready(struct demo *d)
{
	static const char *const steps[][2] = {
		{"checked", "r-checker"}, {"approved", "r-approver"}, {"open", "r-maker"}};
	const char *money = demo_fresh_id(d), *purchase = demo_fresh_id(d),
		   *paper = demo_fresh_id(d);
	SN_TRY(demo_step(d, "item", "add", "laba", "--name", "腊八粥", "--unit", "portion", "--as",
			 "r-maker", NULL));
	SN_TRY(demo_step(d, "cycle", "create", "laba-2025", "--programme", "condolence-campaign",
			 "--org", "150302", "--name", "2025年腊八送粥（演示）", "--from",
			 "2025-01-01", "--until", "2025-01-31", "--as", "r-maker", NULL));
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
		SN_TRY(demo_step(d, "cycle", "advance", "laba-2025", "--to", steps[i][0], "--as",
				 steps[i][1], NULL));
	SN_TRY(demo_step(d, "fund", "receive", "--org", "150302", "--source", "OWN", "--amount",
			 "2000", "--cycle", "laba-2025", "--id", money, "--as", "w-maker", NULL));
	SN_TRY(demo_sign(d, money, "w"));
	SN_TRY(demo_step(d, "purchase", "open", "--org", "150302", "--cycle", "laba-2025",
			 "--ceiling", "2000", "--words", "腊八粥", "--meeting", "示例纪要-腊八",
			 "--present", "示例", "--id", purchase, "--as", "w-maker", NULL));
	for (int i = 1; i <= 3; i++)
		SN_TRY(demo_step(d, "purchase", "quote", purchase, "--supplier",
				 demo_text(d, "demo-s%d", i), "--amount",
				 demo_text(d, "%d", BOWLS * (3 + i)), "--as", "w-maker", NULL));
	SN_TRY(demo_step(d, "purchase", "contract", purchase, "--supplier", "demo-s1", "--number",
			 "示例合同-腊八", "--items", "laba=500@2000", "--total", "2000", "--as",
			 "w-maker", NULL));
	SN_TRY(demo_step(d, "purchase", "accept", purchase, "--number", "1", "--items", "laba=500",
			 "--as", "k-150302", NULL));
	SN_TRY(demo_step(d, "purchase", "accept", purchase, "--number", "1", "--items", "laba=500",
			 "--as", "w-keeper", NULL));
	SN_TRY(demo_step(d, "fund", "purchase", "--org", "150302", "--source", "OWN", "--items",
			 "laba=500@2000", "--invoice", "示例发票-腊八", "--total", "2000",
			 "--cycle", "laba-2025", "--id", paper, "--purchase", purchase, "--as",
			 "w-maker", NULL));
	return demo_sign(d, paper, "w");
}

struct sn_err demo_portion(struct demo *d)
{
	demo_chapter(
		d, "腊八粥：按份发、不记名，出库入账，不加进发放人数（份数为演示）",
		"porridge by the bowl: without names, through the books, never added to people "
		"(the figures are the demo's own)");
	d->shown = false;
	SN_TRY(ready(d));
	d->shown = true;
	SN_TRY(demo_step(d, "portion", "add", "--cycle", "laba-2025", "--org", "150302", "--item",
			 "laba", "--quantity", "300", "--site", "新华西街工会驿站（示例）",
			 "--level", "C", "--person-times", "280", "--day", "2025-01-07", "--as",
			 "k-150302", NULL));
	SN_TRY(demo_step(d, "portion", "add", "--cycle", "laba-2025", "--org", "150302", "--item",
			 "laba", "--quantity", "200", "--site", "转运站（示例）", "--level", "C",
			 "--day", "2025-01-07", "--as", "k-150302", NULL));
	SN_TRY(demo_step(d, "portion", "list", "--cycle", "laba-2025", "--org", "150302", NULL));
	return demo_step(d, "report", "--cycle", "laba-2025", NULL);
}
