/* Two actions over years with the figures and words of data/2024/programme-facts.csv; the campaign of 2024 is a member. */
#include "cli/demo.h"

struct sn_err demo_action(struct demo *d)
{
	demo_chapter(d, "行动：2015 年以来的环卫工人关爱行动，目标、历年数字和进度",
		     "the action since 2015: figures of the years before, and progress");
	d->shown = true;
	SN_TRY(demo_step(d, "action", "create", "hw-care", "--name", "环卫工人关爱行动", "--org",
			 "150000", "--first-year", "2015", "--as", "r-maker", NULL));
	SN_TRY(demo_step(d, "action", "add-cycle", "hw-care", "hw-2024", "--as", "r-maker", NULL));
	SN_TRY(demo_step(d, "action", "opening", "hw-care", "--measure", "invested", "--unit",
			 "yuan", "--years", "2015-2024", "--value", "42000000", "--is", "more_than",
			 "--words", "自2015年以来至今已投入4200万余元", "--as", "r-maker", NULL));
	SN_TRY(demo_step(d, "action", "create", "service", "--name", "服务职工办实事", "--org",
			 "150000", "--first-year", "2014", "--as", "r-maker", NULL));
	SN_TRY(demo_step(d, "action", "opening", "service", "--measure", "built", "--unit",
			 "station", "--years", "2014-2024", "--value", "3000", "--is", "about",
			 "--words", "共建工会驿站近3000家", "--as", "r-maker", NULL));
	SN_TRY(demo_step(d, "action", "show", "hw-care", NULL));
	return demo_step(d, "action", "show", "service", NULL);
}
