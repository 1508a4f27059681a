/* The station of Tuquan with the words of data/2024/programme-facts.csv; who gave the award they do not say. */
#include "cli/demo.h"

struct sn_err demo_honour(struct demo *d)
{
	demo_chapter(
		d, "荣誉：突泉县总工会户外劳动者服务站（原文照录，没有说的不填）",
		"honours: a station's, in the source's words; what they do not say stays open");
	d->shown = true;
	char *id = demo_fresh_id(d);
	const char *words =
		"突泉县总工会户外劳动者服务站面积70平方米 五星级 全国最美工会户外劳动者服务站";
	SN_TRY(demo_step(d, "honour", "add", "--org", "152224", "--station",
			 "突泉县总工会户外劳动者服务站", "--award", "全国最美工会户外劳动者服务站",
			 "--level", "national", "--year", "2022", "--words", words, "--id", id,
			 "--as", "r-maker", NULL));
	SN_TRY(demo_step(d, "honour", "add", "--org", "152224", "--station",
			 "突泉县总工会户外劳动者服务站", "--award", "五星级", "--year", "2022",
			 "--words", words, "--as", "r-maker", NULL));
	SN_TRY(demo_step(d, "honour", "list", "--org", "152200", NULL));
	return demo_step(d, "honour", "show", id, NULL);
}
