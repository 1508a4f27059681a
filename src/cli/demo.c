#include "cli/demo.h"

#include "cli/cli_priv.h"
#include "cli/cmd.h"
#include "cli/demo_campaign.h"
#include "cli/demo_facts.h"
#include "cli/demo_matrix.h"
#include "cli/demo_others.h"
#include "cli/demo_programme.h"
#include "cli/demo_unions.h"
#include "report/report.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>

/* Bayannur's 2,389 and Wuhai's 2,297 people, 615 of them in 乌达, are the press's figures. How the others are spread over
 * their counties was not printed: the split below is the demo's own. */
static const struct demo_place bayannur[] = {
	{"150802", "150800-E01", "150802", 689, 0}, {"150821", "150800-E02", "150821", 400, 0},
	{"150822", "150800-E03", "150822", 200, 0}, {"150823", "150800-E04", "150823", 450, 0},
	{"150824", "150800-E05", "150824", 200, 0}, {"150825", "150800-E06", "150825", 100, 0},
	{"150826", "150800-E07", "150826", 350, 0},
};
static const struct demo_place wuhai[] = {
	{"150302", "150300-E01", "150302", 1122, 0},
	{"150303", "150300-E02", "150303", 560, 0},
	{"150304", "150300-E03", "150304", 615, DEMO_LED},
};
static const struct {
	const char *code, *who;
	const struct demo_place *places;
	size_t count;
} leagues[] = {
	{"150800", "b", bayannur, sizeof bayannur / sizeof bayannur[0]},
	{"150300", "w", wuhai, sizeof wuhai / sizeof wuhai[0]},
};
enum { LEAGUES = sizeof leagues / sizeof leagues[0], STANDARD_YUAN = 200 };

struct inputs {
	char *unions, *others, *campaign, *facts, *programme, *matrix;
};

static struct sn_err write_inputs(struct demo *d, struct inputs *in)
{
	const char *directory = demo_input_directory(d);
	if (mkdir(directory, 0700) != 0 && errno != EEXIST)
		return sn_err_with_text(SN_FAIL(CANNOT_WRITE_FILE), "%s", directory);
	SN_TRY(demo_write_file(d, "unions.csv", demo_unions, DEMO_UNIONS_BYTES, &in->unions));
	SN_TRY(demo_write_file(d, "unions-other.csv", demo_others, DEMO_OTHERS_BYTES, &in->others));
	SN_TRY(demo_write_file(d, "campaign-2024.csv", demo_campaign, DEMO_CAMPAIGN_BYTES,
			       &in->campaign));
	SN_TRY(demo_write_file(d, "programme-facts.csv", demo_facts, DEMO_FACTS_BYTES, &in->facts));
	SN_TRY(demo_write_file(d, "condolence-campaign.json", demo_programme, DEMO_PROGRAMME_BYTES,
			       &in->programme));
	return demo_write_file(d, "matrix.json", demo_matrix, DEMO_MATRIX_BYTES, &in->matrix);
}

/* ---- who acts ---- */

static struct sn_err user(struct demo *d, const char *login, const char *name, const char *org,
			  const char *role)
{
	SN_TRY(demo_step(d, "user", "add", login, "--name", name, "--org", org, "--as", "admin",
			 NULL));
	return demo_step(d, "user", "grant", login, "--role", role, "--org", org, "--as", "admin",
			 NULL);
}

/* The four hands of the region, who may act everywhere below it, and the accountant for the rules of money. */
static struct sn_err region_users(struct demo *d)
{
	static const char *const hands[][3] = {
		{"r-maker", "经办（示例）", "maker"},
		{"r-checker", "审核（示例）", "checker"},
		{"r-approver", "批准（示例）", "approver"},
		{"r-cashier", "出纳（示例）", "cashier"},
		{"r-accountant", "会计（示例）", "accountant"},
		{"r-auditor", "经审（示例）", "auditor"},
	};
	for (size_t i = 0; i < sizeof hands / sizeof hands[0]; i++)
		SN_TRY(user(d, hands[i][0], hands[i][1], "150000", hands[i][2]));
	SN_TRY(demo_step(d, "user", "grant", "r-maker", "--role", "maker", "--as", "admin", NULL));
	return demo_step(d, "user", "grant", "r-accountant", "--role", "accountant", "--as",
			 "admin", NULL);
}

/* A league's hands also serve its counties, which have too few people of their own (代管、代审); each county has a
 * keeper, a second one who counts, and a distributor. */
static struct sn_err league_users(struct demo *d, const char *code, const char *who,
				  const struct demo_place *places, size_t count)
{
	static const char *const roles[] = {"maker", "checker", "approver", "cashier"};
	for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++)
		SN_TRY(user(d, demo_text(d, "%s-%s", who, roles[i]), "示例", code, roles[i]));
	SN_TRY(user(d, demo_text(d, "%s-keeper", who), "仓管复点（示例）", code, "keeper"));
	for (size_t i = 0; i < count; i++) {
		SN_TRY(user(d, demo_text(d, "k-%s", places[i].county), "仓管（示例）",
			    places[i].county, "keeper"));
		SN_TRY(user(d, demo_text(d, "f-%s", places[i].county), "发放员（示例）",
			    places[i].county, "distributor"));
	}
	return SN_SUCCESS;
}

/* ---- money: in, and down the tree ---- */

struct sn_err demo_sign(struct demo *d, const char *id, const char *who)
{
	static const char *const hands[][2] = {
		{"checker", "checker"}, {"approver", "approver"}, {"treasurer", "cashier"}};
	for (size_t i = 0; i < sizeof hands / sizeof hands[0]; i++)
		SN_TRY(demo_step(d, "document", "sign", id, "--hand", hands[i][0], "--as",
				 demo_text(d, "%s-%s", who, hands[i][1]), NULL));
	return SN_SUCCESS;
}

static struct sn_err receive(struct demo *d, const char *org, const char *who, int64_t yuan,
			     const char *words)
{
	const char *id = demo_fresh_id(d);
	SN_TRY(demo_step(d, "fund", "receive", "--org", org, "--source", "OWN", "--amount",
			 demo_text(d, "%" PRId64, yuan), "--cycle", "hw-2024", "--id", id,
			 "--words", words, "--as", demo_text(d, "%s-maker", who), NULL));
	return demo_sign(d, id, who);
}

struct allotment {
	const char *from, *who, *source, *words;
	char *to;
	int64_t lines, total_yuan;
};

static struct sn_err allot(struct demo *d, const struct allotment *a)
{
	const char *id = demo_fresh_id(d);
	SN_TRY(demo_step(d, "fund", "allot", "--org", a->from, "--source", a->source, "--to", a->to,
			 "--count", demo_text(d, "%" PRId64, a->lines), "--total",
			 demo_text(d, "%" PRId64, a->total_yuan), "--cycle", "hw-2024", "--id", id,
			 "--words", a->words, "--as", demo_text(d, "%s-maker", a->who), NULL));
	return demo_sign(d, id, a->who);
}

static int64_t league_yuan(const struct demo *d, size_t league)
{
	int64_t people = 0;
	for (size_t i = 0; i < leagues[league].count; i++)
		people += leagues[league].places[i].people;
	return people * STANDARD_YUAN * d->scale;
}

/* Half of each league's need from the region, half raised by itself: the press names the sums, not the parts. */
static struct sn_err money(struct demo *d)
{
	const int64_t half[LEAGUES] = {league_yuan(d, 0) / 2, league_yuan(d, 1) / 2};
	demo_chapter(d, "经费：自治区总工会500万元，盟市自筹，逐级下拨（下拨比例为演示）",
		     "money: the region's 5,000,000 yuan and local money, allotted down the tree");
	d->shown = true;
	SN_TRY(receive(d, "150000", "r", 5000000 * d->scale, "自治区总工会2024年慰问资金"));
	SN_TRY(allot(d, &(struct allotment){"150000", "r", "OWN", "环卫工人慰问",
					    demo_text(d, "150800=%" PRId64 ",150300=%" PRId64,
						      half[0], half[1]),
					    2, half[0] + half[1]}));
	d->shown = false;
	for (size_t l = 0; l < LEAGUES; l++)
		SN_TRY(receive(d, leagues[l].code, leagues[l].who, league_yuan(d, l) - half[l],
			       "筹集"));
	return SN_SUCCESS;
}

/* ---- goods: bought by each county, put together, issued, handed over ---- */

/* What a kit is made of, and what a part costs: 75 + 60 + 35 + 30 = 200 yuan. Prices are the demo's own. */
static const struct {
	const char *code, *name;
	int64_t yuan;
} parts[] = {{"rice-10kg", "大米10公斤", 75},
	     {"oil-5l", "食用油5升", 60},
	     {"flour-10kg", "面粉10公斤", 35},
	     {"flask", "保温杯", 30}};

/* Who quotes. Nobody stands behind these names; the cheapest by a little is always the first. */
static const struct {
	const char *code, *name;
	int64_t above_yuan; /* its quote, above the standard, a kit */
} suppliers[] = {{"demo-s1", "示例商贸甲公司（虚构）", 0},
		 {"demo-s2", "示例商贸乙公司（虚构）", 3},
		 {"demo-s3", "示例商贸丙公司（虚构）", 5}};

static struct sn_err register_suppliers(struct demo *d)
{
	for (size_t i = 0; i < sizeof suppliers / sizeof suppliers[0]; i++)
		SN_TRY(demo_step(d, "partner", "add", suppliers[i].code, "--name",
				 suppliers[i].name, "--kind", "company", "--as", "r-maker", NULL));
	return SN_SUCCESS;
}

static struct sn_err items(struct demo *d)
{
	demo_chapter(d, "物品：米、油、面、保温杯组成慰问礼包",
		     "goods: rice, oil, flour and a flask make one kit");
	d->shown = true;
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		SN_TRY(demo_step(d, "item", "add", parts[i].code, "--name", parts[i].name, "--as",
				 "r-maker", NULL));
	SN_TRY(register_suppliers(d));
	return demo_step(d, "item", "add", "kit:2024-hw", "--name", "2024年慰问礼包", "--unit",
			 "set", "--parts", "rice-10kg=1,oil-5l=1,flour-10kg=1,flask=1", "--as",
			 "r-maker", NULL);
}

/* Decision, three quotes, contract, and two keepers who count; the purchase's id. */
static struct sn_err chain(struct demo *d, const struct demo_place *place, const char *who,
			   int64_t kits, const char **purchase)
{
	const char *id = *purchase = demo_fresh_id(d), *maker = demo_text(d, "%s-maker", who);
	const char *total = demo_text(d, "%" PRId64, kits * STANDARD_YUAN);
	char *ordered = demo_text(d, "%s", ""), *counted = ordered;
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		const char *comma = i == 0 ? "" : ",";
		ordered = demo_text(d, "%s%s%s=%" PRId64 "@%" PRId64, ordered, comma, parts[i].code,
				    kits, kits * parts[i].yuan);
		counted = demo_text(d, "%s%s%s=%" PRId64, counted, comma, parts[i].code, kits);
	}
	SN_TRY(demo_step(d, "purchase", "open", "--org", place->county, "--cycle", "hw-2024",
			 "--ceiling", total, "--words", "慰问礼包", "--meeting",
			 demo_text(d, "示例纪要-%s", place->county), "--present", "示例", "--id",
			 id, "--as", maker, NULL));
	for (size_t i = 0; i < sizeof suppliers / sizeof suppliers[0]; i++)
		SN_TRY(demo_step(
			d, "purchase", "quote", id, "--supplier", suppliers[i].code, "--amount",
			demo_text(d, "%" PRId64, kits * (STANDARD_YUAN + suppliers[i].above_yuan)),
			"--as", maker, NULL));
	SN_TRY(demo_step(d, "purchase", "contract", id, "--supplier", suppliers[0].code, "--number",
			 demo_text(d, "示例合同-%s", place->county), "--items", ordered, "--total",
			 total, "--as", maker, NULL));
	const char *const counters[] = {demo_text(d, "k-%s", place->county),
					demo_text(d, "%s-keeper", who)};
	for (size_t i = 0; i < 2; i++)
		SN_TRY(demo_step(d, "purchase", "accept", id, "--number", "示例验收-1", "--items",
				 counted, "--as", counters[i], NULL));
	return SN_SUCCESS;
}

static struct sn_err buy(struct demo *d, const struct demo_place *place, const char *who,
			 int64_t kits, const char *source)
{
	const char *id = demo_fresh_id(d), *purchase = NULL;
	char *list = demo_text(d, "%s", "");
	SN_TRY(chain(d, place, who, kits, &purchase));
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		list = demo_text(d, "%s%s%s=%" PRId64 "@%" PRId64, list, i == 0 ? "" : ",",
				 parts[i].code, kits, kits * parts[i].yuan);
	SN_TRY(demo_step(d, "fund", "purchase", "--org", place->county, "--source", source,
			 "--items", list, "--invoice", demo_text(d, "示例发票-%s", place->county),
			 "--total", demo_text(d, "%" PRId64, kits * STANDARD_YUAN), "--cycle",
			 "hw-2024", "--id", id, "--purchase", purchase, "--as",
			 demo_text(d, "%s-maker", who), NULL));
	SN_TRY(demo_sign(d, id, who));
	return d->shown ? demo_step(d, "purchase", "show", purchase, NULL) : SN_SUCCESS;
}

static struct sn_err put_together(struct demo *d, const struct demo_place *place, const char *who,
				  int64_t kits)
{
	const char *id = demo_fresh_id(d), *keeper = demo_text(d, "k-%s", place->county);
	SN_TRY(demo_step(d, "stock", "kit", "--org", place->county, "--items",
			 demo_text(d, "kit:2024-hw=%" PRId64, kits), "--cycle", "hw-2024", "--id",
			 id, "--as", keeper, NULL));
	return demo_step(d, "document", "sign", id, "--hand", "checker", "--as",
			 demo_text(d, "%s-keeper", who), NULL);
}

static struct sn_err issue(struct demo *d, const struct demo_place *place, int64_t kits)
{
	const char *id = demo_fresh_id(d), *distributor = demo_text(d, "f-%s", place->county);
	SN_TRY(demo_step(d, "stock", "issue", "--org", place->county, "--to", distributor,
			 "--items", demo_text(d, "kit:2024-hw=%" PRId64, kits), "--cycle",
			 "hw-2024", "--id", id, "--as", demo_text(d, "k-%s", place->county), NULL));
	return demo_step(d, "document", "accept", id, "--as", distributor, NULL);
}

static struct sn_err county(struct demo *d, size_t league, const struct demo_place *place)
{
	const char *who = leagues[league].who, *maker = demo_text(d, "%s-maker", who);
	const int64_t people = place->people * d->scale;
	struct demo_files files;
	SN_TRY(demo_write_people(d->cli, demo_input_directory(d), place, people, &files));
	SN_TRY(demo_step(d, "people", "import", files.roster.at, "--org", place->employer,
			 "--category", "环卫工", "--as", maker, NULL));
	SN_TRY(demo_step(d, "entitle", "--cycle", "hw-2024", "--org", place->county, "--as", maker,
			 NULL));
	SN_TRY(buy(d, place, who, people, "UPPER"));
	SN_TRY(put_together(d, place, who, people));
	SN_TRY(issue(d, place, people - place->led));
	return demo_step(d, "deliver", files.deliveries.at, "--cycle", "hw-2024", "--as",
			 demo_text(d, "f-%s", place->county), NULL);
}

/* A league gives its counties what they need: the region's half as UPPER money and its own half. */
static struct sn_err league_allots(struct demo *d, size_t league)
{
	static const char *const sources[] = {"UPPER", "OWN"};
	for (size_t s = 0; s < sizeof sources / sizeof sources[0]; s++) {
		char *to = demo_text(d, "%s", "");
		int64_t total = 0,
			left = s == 0 ? league_yuan(d, league) / 2
				      : league_yuan(d, league) - league_yuan(d, league) / 2;
		for (size_t i = 0; i < leagues[league].count; i++) {
			const struct demo_place *place = &leagues[league].places[i];
			const bool last = i + 1 == leagues[league].count;
			const int64_t yuan =
				last ? left : place->people * STANDARD_YUAN * d->scale / 2;
			to = demo_text(d, "%s%s%s=%" PRId64, to, i == 0 ? "" : ",", place->county,
				       yuan);
			total += yuan;
			left -= yuan;
		}
		SN_TRY(allot(d, &(struct allotment){leagues[league].code, leagues[league].who,
						    sources[s], "环卫工人慰问", to,
						    (int64_t)leagues[league].count, total}));
	}
	return SN_SUCCESS;
}

static struct sn_err deliver(struct demo *d)
{
	demo_chapter(d, "发放：花名册 → 名额 → 采购入库 → 组装 → 领用 → 发放（人员为合成数据）",
		     "delivery: roster, entitlement, purchase, kits, issue, hand-over (people are "
		     "synthetic)");
	for (size_t l = 0; l < LEAGUES; l++) {
		SN_TRY(league_allots(d, l));
		for (size_t i = 0; i < leagues[l].count; i++) {
			d->shown = l == 0 && i == 0;
			SN_TRY(county(d, l, &leagues[l].places[i]));
		}
		d->shown = false;
	}
	(void)fprintf(d->cli->out,
		      CLI_WORDS(d->cli,
				"\n（同样的步骤用于其余 9 个旗县区，共 %" PRId64 " 条命令）\n",
				"\n(the same steps for the 9 other counties: %" PRId64
				" commands so far)\n"),
		      d->steps);
	return SN_SUCCESS;
}

/* ---- what the press said ---- */

/* The statement from above is put together from its parts as printed, each with its own exactness. */
static struct sn_err statement(struct demo *d)
{
	struct figure people, given, raised;
	struct str people_words, given_words, raised_words;
	char yuan[32];
	if (!demo_fact("workers_covered", &people, &people_words) ||
	    !demo_fact("region_allocation", &given, &given_words) ||
	    !demo_fact("raised_below", &raised, &raised_words))
		return SN_FAIL(MISSING_FIELD, .field = "programme-facts.csv");
	SN_TRY(report_figure_add(&given, raised));
	money_text(MONEY_FEN(given.value), yuan, sizeof yuan);
	return demo_step(
		d, "reported", "state", "--cycle", "hw-2024", "--org", "150000", "--people",
		demo_text(d, "%" PRId64, people.value), "--people-is",
		report_qualifier_words(people.is)->word, "--amount", demo_text(d, "%s", yuan),
		"--amount-is", report_qualifier_words(given.is)->word, "--words",
		arena_printf(d->cli->ctx.mem, STR_FMT "；" STR_FMT "；" STR_FMT,
			     STR_ARG(given_words), STR_ARG(raised_words), STR_ARG(people_words)),
		"--as", "r-maker", NULL);
}

/* What else the campaign consists of: a chapter a file, told while the cycle is open. */
/* clang-format off */
static struct sn_err (*const chapters[])(struct demo *d) = {
	demo_letter,
	demo_size,
	demo_team,
	demo_portion,
	demo_visit,
	demo_honour,
	demo_action,
	demo_facts_told,
	demo_payout,
	demo_closing,
	NULL,
};
/* clang-format on */

static struct sn_err story(struct demo *d, const struct inputs *in)
{
	demo_chapter(d, "工会：一棵有产业工会、开发区和企业工会的树",
		     "unions: a tree with industrial, zone and enterprise unions");
	d->shown = true;
	SN_TRY(demo_step(d, "org", "import", in->unions, "--as", "admin", NULL));
	SN_TRY(demo_step(d, "org", "import", in->others, "--as", "admin", NULL));
	d->shown = false;
	SN_TRY(region_users(d));
	for (size_t l = 0; l < LEAGUES; l++)
		SN_TRY(league_users(d, leagues[l].code, leagues[l].who, leagues[l].places,
				    leagues[l].count));
	demo_chapter(d, "项目和活动", "programme and cycle");
	d->shown = true;
	SN_TRY(demo_step(d, "programme", "load", in->programme, "--as", "r-maker", NULL));
	SN_TRY(demo_step(d, "fund", "matrix", in->matrix, "--as", "r-accountant", NULL));
	SN_TRY(items(d));
	SN_TRY(demo_step(d, "cycle", "create", "hw-2024", "--programme", "condolence-campaign",
			 "--org", "150000", "--name", "2024年环卫工人节慰问", "--from",
			 "2024-10-01", "--until", "2024-12-31", "--as", "r-maker", NULL));
	SN_TRY(demo_step(d, "cycle", "advance", "hw-2024", "--to", "checked", "--as", "r-checker",
			 NULL));
	SN_TRY(demo_step(d, "cycle", "advance", "hw-2024", "--to", "approved", "--as", "r-approver",
			 NULL));
	SN_TRY(demo_step(d, "cycle", "advance", "hw-2024", "--to", "open", "--as", "r-maker",
			 NULL));
	SN_TRY(money(d));
	SN_TRY(deliver(d));
	for (size_t i = 0; i < sizeof chapters / sizeof chapters[0]; i++)
		if (chapters[i])
			SN_TRY(chapters[i](d));
	demo_chapter(d, "各级上报的数字（13 行，原文照录）",
		     "what unions reported: thirteen rows, word for word");
	d->shown = true;
	SN_TRY(demo_step(d, "reported", "import", in->campaign, "--cycle", "hw-2024", "--as",
			 "r-maker", NULL));
	SN_TRY(statement(d));
	demo_chapter(d, "报告", "the report");
	SN_TRY(demo_step(d, "report", "--cycle", "hw-2024", "--depth", "2", NULL));
	SN_TRY(demo_copy(d));
	demo_chapter(d, "账：试算平衡（每类账户一行，合计为零）",
		     "the books: the trial balance, a row a class of accounts, zero in all");
	SN_TRY(demo_step(d, "ledger", "trial", "--sum", NULL));
	demo_chapter(d, "交经审会：谁代谁签了字", "for the auditors: who signed for whom");
	SN_TRY(demo_step(d, "document", "exceptions", "--org", "150802", NULL));
	demo_chapter(d, "核对：从流水重算一切", "check: everything recomputed from the transfers");
	return demo_step(d, "verify", NULL);
}

static struct sn_err tell(struct demo *d)
{
	struct inputs in;
	SN_TRY(write_inputs(d, &in));
	SN_TRY(story(d, &in));
	const int64_t took_us = now_us(&d->cli->ctx) - d->cli->started_us;
	(void)fprintf(
		d->cli->out,
		CLI_WORDS(d->cli,
			  "\n完成：%" PRId64 " 条命令，%" PRId64 ".%" PRId64 " 秒。数据在 " STR_FMT
			  "；可以接着试：\n"
			  "  songnuan report --data " STR_FMT
			  " --cycle hw-2024 --org 150300 --depth 2\n"
			  "  songnuan report --data " STR_FMT
			  " --cycle hw-2024 --org 150300 --rows    （数字背后的原文）\n"
			  "  songnuan user list --data " STR_FMT "\n",
			  "\ndone: %" PRId64 " commands in %" PRId64 ".%" PRId64
			  " s. The data is in " STR_FMT "; go on with\n"
			  "  songnuan report --data " STR_FMT
			  " --cycle hw-2024 --org 150300 --depth 2\n"
			  "  songnuan report --data " STR_FMT
			  " --cycle hw-2024 --org 150300 --rows    (the words behind the figures)\n"
			  "  songnuan user list --data " STR_FMT "\n"),
		d->steps, took_us / 1000000, took_us / 100000 % 10,
		STR_ARG(cmd_shown_place(d->cli->data)), STR_ARG(cmd_shown_place(d->cli->data)),
		STR_ARG(cmd_shown_place(d->cli->data)), STR_ARG(cmd_shown_place(d->cli->data)));
	return SN_SUCCESS;
}

struct sn_err cmd_demo(struct cli *cli)
{
	struct demo d = {.cli = cli, .scale = 1};
	SN_TRY(cli_int(cli, "scale", &d.scale));
	if (d.scale < 1 || d.scale > DEMO_SCALE_MAX)
		return sn_err_with_text(SN_FAIL(BAD_USAGE), "--scale 1–%d", DEMO_SCALE_MAX);
	SN_TRY(cmd_init(cli));
	if (!cli->ctx.writer)
		return SN_FAIL(STORE_EXISTS);
	d.nothing = fopen("/dev/null", "we");
	if (!d.nothing)
		return SN_FAIL(CANNOT_WRITE_FILE);
	const struct sn_err e = tell(&d);
	(void)fclose(d.nothing);
	return e;
}
