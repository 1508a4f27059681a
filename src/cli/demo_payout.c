/* A small bank batch: six people with cards, one payment bounces and is paid again to a new card. The people, the cards (they
 * begin with 6299, which no bank has), the bank and what it says are the demo's own. */
#include "base/cardnumber.h"
#include "base/idnumber.h"
#include "cli/demo.h"

#include <inttypes.h>
#include <unistd.h>

enum { PEOPLE = 6, BOUNCED = 3, GIFT_YUAN = 200, FILE_BYTES = 2048 };
static const char county[] = "150702", county_cycle[] = "zw-2024";

static struct id_number number_of(int person)
{
	return id_number_make(150702, day_add(19650301, person * 411), person * 7 + 1);
}

/* 19 digits with a right check digit. */
static struct card_number card_of(int n)
{
	struct card_number k;
	(void)snprintf(k.digits, sizeof k.digits, "6299%014d0", n);
	for (char digit = '0'; !card_number_is_luhn(str_of(k.digits)) && digit <= '9'; digit++)
		k.digits[18] = digit;
	return k;
}

static struct sn_err write_roster(struct demo *d, char **path)
{
	static const char *const names[PEOPLE] = {"合成甲", "合成乙", "合成丙",
						  "合成丁", "合成戊", "合成己"};
	char text[FILE_BYTES];
	int at =
		snprintf(text, sizeof text, "花名册（合成数据，非真实人员）\n姓名,身份证号,班组\n");
	for (int i = 0; i < PEOPLE; i++)
		at += snprintf(text + at, sizeof text - (size_t)at, "%s,%s,示例班\n", names[i],
			       number_of(i).digits);
	return demo_write_file(d, "cash-roster.csv", text, (size_t)at, path);
}

static struct sn_err write_cards(struct demo *d, const char *name, int first, int last, int card,
				 char **path)
{
	char text[FILE_BYTES];
	int at = snprintf(text, sizeof text, "银行卡名单（合成数据）\n身份证号,银行卡号,开户行\n");
	for (int i = first; i <= last; i++)
		at += snprintf(text + at, sizeof text - (size_t)at, "%s,%s,示例银行\n",
			       number_of(i).digits, card_of(card + i).digits);
	return demo_write_file(d, name, text, (size_t)at, path);
}

/* What the bank says: one account is closed. */
static struct sn_err write_return(struct demo *d, const char *name, const char *batch, int payments,
				  char **path)
{
	char text[FILE_BYTES];
	int at = snprintf(text, sizeof text, "代发回盘（合成数据）\n附言,金额,处理状态,失败原因\n");
	for (int i = 1; i <= payments; i++) {
		const bool bounces = payments > 1 && i == BOUNCED;
		at += snprintf(text + at, sizeof text - (size_t)at, "%s-%d,%d.00,%s\n", batch, i,
			       GIFT_YUAN, bounces ? "交易失败,账户已销户" : "交易成功,");
	}
	return demo_write_file(d, name, text, (size_t)at, path);
}

/* ---- the steps ---- */

static struct sn_err open_cycle(struct demo *d)
{
	static const char *const steps[][2] = {
		{"checked", "r-checker"}, {"approved", "r-approver"}, {"open", "r-maker"}};
	SN_TRY(demo_step(d, "cycle", "create", county_cycle, "--programme", "condolence-campaign",
			 "--org", county, "--name", "2024年走访慰问金", "--from", "2024-10-01",
			 "--until", "2024-12-31", "--as", "r-maker", NULL));
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
		SN_TRY(demo_step(d, "cycle", "advance", county_cycle, "--to", steps[i][0], "--as",
				 steps[i][1], NULL));
	return SN_SUCCESS;
}

static struct sn_err receive(struct demo *d)
{
	static const char *const hands[][2] = {
		{"checker", "r-checker"}, {"approver", "r-approver"}, {"treasurer", "r-cashier"}};
	const char *id = demo_fresh_id(d);
	SN_TRY(demo_step(d, "fund", "receive", "--org", county, "--cycle", county_cycle, "--source",
			 "OWN", "--amount", demo_text(d, "%d", PEOPLE * GIFT_YUAN), "--id", id,
			 "--words", "走访慰问金", "--as", "r-maker", NULL));
	for (size_t i = 0; i < sizeof hands / sizeof hands[0]; i++)
		SN_TRY(demo_step(d, "document", "sign", id, "--hand", hands[i][0], "--as",
				 hands[i][1], NULL));
	return SN_SUCCESS;
}

static struct sn_err prepare(struct demo *d)
{
	char *roster = NULL;
	SN_TRY(write_roster(d, &roster));
	SN_TRY(open_cycle(d));
	SN_TRY(receive(d));
	SN_TRY(demo_step(d, "people", "import", roster, "--org", county, "--category", "环卫工",
			 "--as", "r-maker", NULL));
	return demo_step(d, "entitle", "--cycle", county_cycle, "--org", county, "--as", "r-maker",
			 NULL);
}

/* Made, signed by those that the amount needs, and written for the bank. */
static struct sn_err to_bank(struct demo *d, const char *batch, bool checked, const char *file)
{
	SN_TRY(demo_step(d, "payout", "create", "--cycle", county_cycle, "--org", county, "--as",
			 "r-maker", NULL));
	if (checked)
		SN_TRY(demo_step(d, "payout", "approve", batch, "--hand", "checker", "--as",
				 "r-checker", NULL));
	SN_TRY(demo_step(d, "payout", "approve", batch, "--as", "r-approver", NULL));
	SN_TRY(demo_step(d, "payout", "approve", batch, "--hand", "treasurer", "--as", "r-cashier",
			 NULL));
	return demo_step(d, "payout", "export", batch, "-o", file, "--as", "r-cashier", NULL);
}

/* A company's gift of money, bound to its purpose, with its receipt. */
static struct sn_err give(struct demo *d)
{
	static const char *const hands[][2] = {
		{"checker", "r-checker"}, {"approver", "r-approver"}, {"treasurer", "r-cashier"}};
	const char *id = demo_fresh_id(d);
	SN_TRY(demo_step(d, "donation", "receive", "--org", county, "--cycle", county_cycle,
			 "--partner", "demo-s1", "--purpose", "condolence", "--amount", "2000",
			 "--words", "慰问困难职工（合成数据）", "--id", id, "--as", "r-maker",
			 NULL));
	d->shown = false;
	for (size_t i = 0; i < sizeof hands / sizeof hands[0]; i++)
		SN_TRY(demo_step(d, "document", "sign", id, "--hand", hands[i][0], "--as",
				 hands[i][1], NULL));
	d->shown = true;
	SN_TRY(demo_step(d, "donation", "receipt", id, "--as", "r-accountant", NULL));
	return demo_step(d, "donation", "list", "--org", county, NULL);
}

struct sn_err demo_payout(struct demo *d)
{
	const int32_t today = day_of(now_us(&d->cli->ctx));
	char *cards = NULL, *again = NULL, *said = NULL, *paid = NULL;
	char *batches[2], *files[2];
	for (int i = 0; i < 2; i++) {
		batches[i] = demo_text(d, "%s-%08d-%d", county, today, i + 1);
		files[i] = demo_text(d, "%s/bank-%d.csv", demo_input_directory(d), i + 1);
		(void)unlink(files[i]); /* of a demo before this one */
	}
	SN_TRY(write_cards(d, "cards.csv", 0, PEOPLE - 1, 1, &cards));
	SN_TRY(write_cards(d, "cards-again.csv", BOUNCED - 1, BOUNCED - 1, 100, &again));
	SN_TRY(write_return(d, "bank-return-1.csv", batches[0], PEOPLE, &said));
	SN_TRY(write_return(d, "bank-return-2.csv", batches[1], 1, &paid));
	demo_chapter(
		d, "慰问金：银行代发一批，一笔退回，换卡后再付（人员、卡号均为合成数据）",
		"cash by the bank: a batch, a payment that bounces, and the second one (people "
		"and cards are synthetic)");
	d->shown = false;
	SN_TRY(prepare(d));
	d->shown = true;
	SN_TRY(demo_step(d, "card", "import", cards, "--as", "r-maker", NULL));
	SN_TRY(to_bank(d, batches[0], true, files[0]));
	SN_TRY(demo_step(d, "payout", "return", batches[0], said, "--as", "r-accountant", NULL));
	SN_TRY(demo_step(d, "card", "import", again, "--as", "r-maker", NULL));
	SN_TRY(to_bank(d, batches[1], false, files[1]));
	SN_TRY(demo_step(d, "payout", "return", batches[1], paid, "--as", "r-accountant", NULL));
	SN_TRY(demo_step(d, "payout", "show", batches[0], NULL));
	SN_TRY(demo_step(d, "payout", "list", "--org", county, NULL));
	return give(d);
}
