#ifndef SN_CLI_CMD_LOG_H
#define SN_CLI_CMD_LOG_H
/* cmd_log: what the two files of the log's commands share: cmd_log.c writes it, cmd_log_check.c reads others' copies. */
#include "base/limits.h"
#include "cli/cmd.h"
#include "tlog/replay.h"

enum { CMD_LOG_PATH_BYTES = STORE_PATH_BYTES_MAX };
/* Adds the file's bytes; what does not fit marks the buffer full. false: it cannot be read. */
bool cmd_log_read_file(const char *path, struct buf *out);

/* Where a published log is: a folder, or an address. */
struct cmd_log_place {
	struct str base; /* without a slash behind it */
	bool url;
	struct arena *mem; /* of one file, fetched; free it */
};
struct sn_err cmd_log_open_place(struct str text, struct cmd_log_place *out) SN_MUST_USE;
/* struct tlog_source's read(). */
struct sn_err cmd_log_read_place(void *place, const char *path, struct buf *out) SN_MUST_USE;
/* --vkey: the key itself, or a file that holds it. */
struct sn_err cmd_log_vkey(struct cli *cli, struct tlog_vkey *key, bool *given) SN_MUST_USE;

struct sn_err cmd_log_check(struct cli *cli);
struct sn_err cmd_verify_log(struct cli *cli);
#endif
