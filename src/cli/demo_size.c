/* Tailored coats in one banner: sizes by team, an order that another person checks, and what changed after it. The sizes are
 * the demo's own, as the people are. */
#include "cli/demo.h"
#include "cli/demo_coats.h"

static const struct demo_place banner = {"150824", "150800-E05", "150824", 200};

static struct sn_err coats(struct demo *d)
{
	static const char *const sizes[] = {"S", "M", "L", "XL", "2XL"};
	static const char *const steps[][2] = {
		{"checked", "r-checker"}, {"approved", "r-approver"}, {"open", "r-maker"}};
	char *programme = NULL;
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++)
		SN_TRY(demo_step(d, "item", "add", demo_text(d, "coat/%s", sizes[i]), "--name",
				 demo_text(d, "定制棉服 %s", sizes[i]), "--size", sizes[i], "--as",
				 "r-maker", NULL));
	SN_TRY(demo_write_file(d, "tailored-coats.json", demo_coats, DEMO_COATS_BYTES, &programme));
	SN_TRY(demo_step(d, "programme", "load", programme, "--as", "r-maker", NULL));
	d->shown = false;
	SN_TRY(demo_step(d, "cycle", "create", "coat-2024", "--programme", "tailored-coats",
			 "--org", "150800", "--name", "2024年定制棉服", "--from", "2024-10-01",
			 "--until", "2024-12-31", "--as", "r-maker", NULL));
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
		SN_TRY(demo_step(d, "cycle", "advance", "coat-2024", "--to", steps[i][0], "--as",
				 steps[i][1], NULL));
	SN_TRY(demo_step(d, "entitle", "--cycle", "coat-2024", "--org", banner.county, "--as",
			 "b-maker", NULL));
	d->shown = true;
	return SN_SUCCESS;
}

static struct sn_err collect(struct demo *d)
{
	struct str filled;
	SN_TRY(demo_step(d, "size", "sheet", "--cycle", "coat-2024", "--org", banner.county, "-o",
			 demo_text(d, "%s/sizes-to-fill.xlsx", demo_input_directory(d)), "--as",
			 "b-maker", NULL));
	SN_TRY(demo_write_sizes(d->cli, demo_input_directory(d), &banner, banner.people * d->scale,
				&filled));
	SN_TRY(demo_step(d, "size", "import", filled.at, "--cycle", "coat-2024", "--org",
			 banner.county, "--as", "b-maker", NULL));
	SN_TRY(demo_step(d, "size", "missing", "--cycle", "coat-2024", "--org", banner.county,
			 NULL));
	return demo_step(d, "size", "total", "--cycle", "coat-2024", "--org", banner.county,
			 "--reserve", "3%", NULL);
}

static struct sn_err order(struct demo *d)
{
	const char *first = demo_text(d, "coat-2024/%s/coat/1", banner.county);
	const char *late = demo_text(d, "coat-2024/%s/coat/2", banner.county);
	SN_TRY(demo_step(d, "size", "order", "--cycle", "coat-2024", "--org", banner.county,
			 "--reserve", "3%", "--as", "b-maker", NULL));
	SN_TRY(demo_step(d, "size", "check", first, "--as", "b-checker", NULL));
	SN_TRY(demo_step(d, "size", "set", "王英", "XXL", "--cycle", "coat-2024", "--org",
			 banner.county, "--team", "第1班", "--why", "试穿偏小", "--as", "b-maker",
			 NULL));
	SN_TRY(demo_step(d, "size", "set", "孙秀兰", "m", "--cycle", "coat-2024", "--org",
			 banner.county, "--team", "第2班", "--why", "登记时请假", "--as", "b-maker",
			 NULL));
	SN_TRY(demo_step(d, "size", "order", "--cycle", "coat-2024", "--org", banner.county,
			 "--late", "--as", "b-maker", NULL));
	SN_TRY(demo_step(d, "size", "check", late, "--as", "b-checker", NULL));
	SN_TRY(demo_step(d, "size", "show", late, NULL));
	return demo_step(d, "size", "changes", "--cycle", "coat-2024", "--org", banner.county,
			 NULL);
}

struct sn_err demo_size(struct demo *d)
{
	demo_chapter(d, "尺码：一个旗的定制棉服，按班组登记、汇总、订制，迟改另计（合成数据）",
		     "sizes: tailored coats in one banner, by team, ordered, changed late "
		     "(synthetic)");
	d->shown = true;
	SN_TRY(coats(d));
	SN_TRY(collect(d));
	return order(d);
}
