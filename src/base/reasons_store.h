#ifndef SN_BASE_REASONS_STORE_H
#define SN_BASE_REASONS_STORE_H
/* reasons_store: refusals about the database; the shape is told in base/reasons.h.
 * Each list ends in a comment, so that every line in it looks the same and both sides of a merge can be kept. */

/* clang-format off */
#define SN_REASONS_STORE(X) \
	X(STORE_UNIQUE,       CONFLICT,  "store_unique",        "这一条已经登记过", "this row is there already") \
	X(STORE_CHECK,        LIMIT,     "store_check",         "数据库的规则不允许这样写", "a rule of the database refuses this") \
	X(STORE_AGAIN,        DOWN,      "store_again",         "数据库正忙，请稍后重试", "the database is busy; try again in a moment") \
	X(STORE_DOWN,         DOWN,      "store_down",          "连不上数据库，什么也没有写入：{text}；请检查数据库后重试", "the database cannot be reached and nothing was written: {text}; check it and try again") \
	X(STORE_UNKNOWN,      UNKNOWN,   "store_unknown",       "提交时连接中断，结果未知；请用同一编号再提交一次", "the connection was lost during the commit and the outcome is unknown; send the same id again") \
	X(STORE_FULL,         FULL,      "store_full",          "磁盘已满，本次没有写入；请腾出空间后重试", "the disk is full and nothing was written; free some space and try again") \
	X(STORE_IO,           IO,        "store_io",            "存储出错：{text}；请检查磁盘", "the storage failed: {text}; check the disk") \
	X(STORE_FENCED,       REFUSES,   "store_fenced",        "另一个程序已接管写入，本程序停止写入，以免重复", "another process has taken over writing; this one stops so that nothing is written twice") \
	X(STORE_LEASED,       DOWN,      "store_leased",        "另一个程序正在写入：{text}；请等它结束后重试", "another process is writing: {text}; try again when it has ended") \
	X(STORE_NEWER,        REFUSES,   "store_newer",         "数据库由更新的版本建立（{text}）；请先升级本程序", "the database is of a newer version ({text}); upgrade this program first") \
	X(STORE_OLDER,        REFUSES,   "store_older",         "数据库版本较旧（{text}）；请运行 songnuan init 升级", "the database is of an older version ({text}); run songnuan init to upgrade it") \
	X(STORE_MISSING,      NOT_FOUND, "store_missing",       "这里没有数据库：{text}；请先运行 songnuan init", "there is no database at {text}; run songnuan init first") \
	X(STORE_EXISTS,       CONFLICT,  "store_exists",        "这里已经有数据库：{text}；没有改动它", "there is a database at {text} already; it was left as it is") \
	X(NO_SUCH_TABLE,      NOT_FOUND, "no_such_table",       "没有加封印的表：{text}；verify 列出的名字才可用", "no table whose rows are sealed is called {text}; use a name that verify shows") \
	X(ROW_DAMAGED,        MISMATCH,  "row_damaged",         "数据库里有一行不是本程序写的样子：{text}；请运行 songnuan verify 找出它", "a row of the database is not as this program writes it: {text}; run songnuan verify to find it") \
	X(BACKUP_DAMAGED,     MISMATCH,  "backup_damaged",      "备份文件损坏，或密钥不对；什么也没有恢复", "the backup file is damaged or the key is not its own; nothing was restored") \
	X(BACKUP_RUNNING,     CONFLICT,  "backup_running",      "正在备份，请等它结束", "a backup is being made; wait for its end") \
	X(NO_SUCH_BACKUP,     NOT_FOUND, "no_such_backup",      "没有这个备份，可能已过期删除", "there is no such backup; it may have expired") \
	X(NO_BACKUP_FOLDER,   REFUSES,   "no_backup_folder",    "没有设置备份目录；请用 songnuan serve --backups 目录 启动", "no folder for backups is set; start songnuan serve with --backups FOLDER") \
	/* end of the list */

/* clang-format on */
#endif
