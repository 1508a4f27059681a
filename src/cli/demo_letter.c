/* The letter 慰问信 of the campaign: entered, read by another person, printed for a team by name and as a team, counted.
 * The text is an example of ours; no union's real letter is known to us. */
#include "cli/demo.h"

#include <string.h>

static const char by_name[] =
	"尊敬的{name}师傅：\n\n"
	"　　清晨的街道因您而整洁，城市的冬天因您而温暖。值此{year}年环卫工人节，{union}向"
	"{team}的您和家人致以诚挚的慰问，送上{item}一份。\n"
	"　　愿您保重身体，工作顺利，阖家安康。\n";
static const char by_team[] =
	"{team}的全体师傅：\n\n"
	"　　感谢你们一年来的辛勤付出。值此{year}年环卫工人节，{union}向你们致以诚挚的慰问，"
	"并为每人送上{item}一份。\n";

static struct sn_err enter(struct demo *d, const char *code, const char *file, const char *text)
{
	char *path = NULL;
	SN_TRY(demo_write_file(d, file, text, strlen(text), &path));
	SN_TRY(demo_step(d, "letter", "add", code, "--cycle", "hw-2024", "--sender", "150000",
			 "--title", "慰问信（示例）", "--day", "2024-10-20", "--file", path, "--as",
			 "r-maker", NULL));
	return demo_step(d, "letter", "check", code, "--cycle", "hw-2024", "--version", "1", "--as",
			 "r-checker", NULL);
}

struct sn_err demo_letter(struct demo *d)
{
	demo_chapter(
		d, "慰问信：登记、另一个人审核、按人或按班组印，按封计数",
		"letters: entered, checked by another person, printed by name or team, counted");
	d->shown = true;
	const char *folder = demo_input_directory(d);
	SN_TRY(enter(d, "hw", "letter-by-name.txt", by_name));
	SN_TRY(enter(d, "hw-team", "letter-by-team.txt", by_team));
	SN_TRY(demo_step(d, "letter", "print", "hw", "--cycle", "hw-2024", "--org", "150802",
			 "--team", "第1班", "-o", demo_text(d, "%s/letters.html", folder), "--as",
			 "r-maker", NULL));
	SN_TRY(demo_step(d, "letter", "print", "hw-team", "--cycle", "hw-2024", "--org", "150802",
			 "--team", "第2班", "--by", "team", "-o",
			 demo_text(d, "%s/letter-team.html", folder), "--as", "r-maker", NULL));
	SN_TRY(demo_step(d, "letter", "list", "--cycle", "hw-2024", NULL));
	return demo_step(d, "letter", "count", "--cycle", "hw-2024", "--org", "150802", NULL);
}
