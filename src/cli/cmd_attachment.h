#ifndef SN_CLI_CMD_ATTACHMENT_H
#define SN_CLI_CMD_ATTACHMENT_H
/* cmd_attachment: what commands share about what a picture or a scan belongs to. */
#include "cli/cmd.h"
#include "people/attachment.h"

struct cmd_subject {
	enum attachment_subject kind;
	struct uuid id;
	int64_t shard, org_no;
};
/* "visit:0190…": what it names, which must be there; attachment_subject, bad_uuid, or the domain's own refusal. */
struct sn_err cmd_subject(struct cli *cli, struct str text, const char *field,
			  struct cmd_subject *out) SN_MUST_USE;
#endif
