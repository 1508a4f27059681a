/* serve: the server on this database, until it is told to stop. */
#include "base/log.h"
#include "cli/cli_priv.h"
#include "cli/cmd.h"
#include "fetch/fetch.h"
#include "http/cache.h"
#include "http/http.h"
#include "http/job.h"
#include "http/kept.h"
#include "http/oidc_flow.h"
#include "people/keyring.h"
#include "rights/audit.h"
#include "rights/session.h"
#include "store/shelf.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <signal.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define DEMO_PASSWORD "orange-coat-warm-hands"
enum { DEMO_PORTS = 20 };

/* clang-format off */
static const struct cli_option serve_options[] = {
	{"listen", "ADDR:PORT", false, "在哪里监听（缺省 127.0.0.1:8080；端口 0：任取一个空闲的）", "where to listen (127.0.0.1:8080; port 0: a free one)"},
	{"tls-cert", "FILE", false, "证书链（PEM）；SIGHUP 后重新读取", "certificate chain (PEM); read again at SIGHUP"},
	{"tls-key", "FILE", false, "私钥（PEM）", "its private key (PEM)"},
	{"insecure-http", NULL, false, "本机以外也用不加密的 HTTP（前面须另有 TLS）", "HTTP without TLS also where others reach it (something before it ends TLS)"},
	{"site", "URL", false, "大家打开的网址（如 https://care.example.cn）；安全密钥只认这个网址，统一登录只回到这个网址。只供本机使用时为 localhost，不用写", "the address that people open (https://care.example.cn): security keys are bound to it, and sign-in services send people back there; not needed where only this machine uses it, as localhost"},
	{"threads", "N", false, "线程数（缺省：处理器数）", "threads (one a processor)"},
	{"rate", "N", false, "每次登录每分钟最多多少个请求（缺省 600）", "requests of one session in a minute at most (600)"},
	{"backups", "FOLDER", false, "控制台里做的备份放在哪里（缺省：数据目录下的 backups；PostgreSQL 不写则不设）", "where backups made in the console are kept (backups in the data directory; with PostgreSQL nowhere unless it is said)"},
	{"demo", NULL, false, "演示：密码公开，每一页都写明", "a demo: its passwords are public, and every page says so"},
	{NULL, NULL, false, NULL, NULL}};
/* clang-format on */

struct serve {
	struct cli *cli;
	struct http_server *server;
	struct session_desk *desk;
	struct oidc_desk *oidc;
	struct job_desk *jobs;
	struct audit_buffer *audit;
	struct org_cache *trees;
	struct cache *cache;
	struct kept *kept;
	struct shelf *shelf;
	struct log log;
};

/* ---- what it says at the start ---- */

static struct sn_err tell_setup_code(struct serve *s)
{
	struct session_setup_code code = {0};
	bool set_up = false;
	SN_TRY(session_is_set_up(&s->cli->ctx, &set_up));
	if (set_up)
		return SN_SUCCESS;
	SN_TRY(store_write(&s->cli->ctx, session_setup_code_work, &code));
	(void)fprintf(s->cli->out,
		      CLI_WORDS(s->cli,
				"首次启动：请打开上面的地址，用初始设置码 %s 为 " STR_FMT
				" 设置密码（此码只显示这一次）\n",
				"first start: open the address above; the set-up code %s sets the "
				"password of " STR_FMT " (shown this once)\n"),
		      code.code, STR_ARG(code.login));
	crypto_wipe(code.code, sizeof code.code);
	return SN_SUCCESS;
}

/* ---- the demo's users ---- */

/* The demo's data are known by their users: each that belongs to a union is called an example. Anybody else's data must not
 * get passwords that all the world knows. */
static struct sn_err only_a_demo(struct serve *s)
{
	static const char example[] = "示例";
	struct user *users = NULL;
	size_t count = 0, examples = 0;
	SN_TRY(rights_users(&s->cli->ctx, &users, &count));
	for (size_t i = 0; i < count; i++) {
		const struct str name = users[i].name;
		if (users[i].closed || users[i].org_no == 0)
			continue;
		if (!memmem(name.at, name.bytes, example, sizeof example - 1))
			return SN_FAIL(NOT_A_DEMO);
		examples++;
	}
	return examples > 0 ? SN_SUCCESS : SN_FAIL(NOT_A_DEMO);
}

/* Whoever has none gets the public password. Only where nobody has one yet: a database in use keeps its own. */
static struct sn_err give_password(struct serve *s, const struct user *user)
{
	struct ctx c = s->cli->ctx;
	struct session_password p = {
		.desk = s->desk, .user_id = user->user_id, .password = STR(DEMO_PASSWORD)};
	c.actor_id = user->user_id; /* each his own, at the machine itself */
	SN_TRY(session_password_prepare(&c, &p));
	return store_write(&c, session_password_work, &p);
}

static struct sn_err tell_demo_user(struct serve *s, const struct user *user)
{
	struct rights_grant *grants = NULL;
	size_t count = 0;
	SN_TRY(rights_grants(&s->cli->ctx, user->user_id, &grants, &count));
	(void)fprintf(s->cli->out, "  %-13.*s", (int)user->login.bytes, user->login.at);
	unsigned told = 0; /* one that is held at several unions is told once */
	for (size_t i = 0; i < count; i++) {
		if (!(told & 1U << grants[i].role))
			(void)fprintf(s->cli->out, " %s", rights_role_word(grants[i].role));
		told |= 1U << grants[i].role;
	}
	(void)fputc('\n', s->cli->out);
	return SN_SUCCESS;
}

/* Those of the region and of one league; the other leagues' are called alike. */
static bool is_shown(const struct user *user)
{
	return str_starts(user->login, STR("r-")) || str_starts(user->login, STR("w-")) ||
	       str_starts(user->login, STR("admin"));
}

static struct sn_err demo_users(struct serve *s)
{
	struct user *users = NULL;
	size_t count = 0;
	bool set_up = false;
	SN_TRY(session_is_set_up(&s->cli->ctx, &set_up));
	SN_TRY(rights_users(&s->cli->ctx, &users, &count));
	(void)fprintf(s->cli->out,
		      CLI_WORDS(s->cli, "演示用户（密码都是 %s，人员均为合成数据）：\n",
				"users of the demo (password of all: %s; people are "
				"synthetic):\n"),
		      DEMO_PASSWORD);
	for (size_t i = 0; i < count; i++) {
		if (users[i].closed)
			continue;
		if (!set_up)
			SN_TRY(give_password(s, &users[i]));
		if (is_shown(&users[i]))
			SN_TRY(tell_demo_user(s, &users[i]));
	}
	return SN_SUCCESS;
}

static struct sn_err tell_address(struct serve *s)
{
	struct str listen = cli_value(s->cli, "listen");
	size_t colon = listen.bytes;
	while (colon > 0 && listen.at[colon - 1] != ':')
		colon--;
	const struct str host = colon > 1 ? (struct str){listen.at, colon - 1} : STR("127.0.0.1");
	const bool local = str_is(host, "127.0.0.1") || str_is(host, "[::1]");
	(void)fprintf(s->cli->out, "songnuan " SN_VERSION " · %s://" STR_FMT ":%d\n",
		      http_is_tls(s->server) ? "https" : "http",
		      STR_ARG(local ? STR("localhost") : host), http_port(s->server));
	return SN_SUCCESS;
}

/* ---- the work that comes back ---- */

static void note(struct serve *s, const char *event, struct sn_err e)
{
	if (sn_failed(e))
		LOG(&s->log, LOG_ERROR, event, LOG_STR("reason", str_of(sn_reason_word(e.reason))));
}

static void reload(struct serve *s)
{
	const struct sn_err e = http_reload(s->server);
	note(s, "reload", e);
	if (!sn_failed(e))
		LOG(&s->log, LOG_INFO, "reload");
}

static const sigset_t *signals(sigset_t *set)
{
	(void)sigemptyset(set);
	(void)sigaddset(set, SIGTERM);
	(void)sigaddset(set, SIGINT);
	(void)sigaddset(set, SIGHUP);
	return set;
}

/* Until a signal says stop, or the server cannot go on. */
static struct sn_err run(struct serve *s)
{
	sigset_t set;
	const struct timespec second = {.tv_sec = 1};
	for (;;) {
		const int got = sigtimedwait(signals(&set), NULL, &second);
		if (got == SIGTERM || got == SIGINT)
			return SN_SUCCESS;
		if (got == SIGHUP)
			reload(s);
		SN_TRY(http_health(s->server));
	}
}

/* ---- start and stop ---- */

static struct sn_err numbers_of(const struct cli *cli, struct http_config *out)
{
	int64_t threads = 0, rate = 0;
	SN_TRY(cli_int(cli, "rate", &rate));
	if (rate < 0 || rate > INT_MAX)
		return sn_err_with_text(SN_FAIL(BAD_USAGE), "--rate N");
	SN_TRY(cli_int(cli, "threads", &threads));
	if (threads < 0 || threads > HTTP_THREADS_MAX)
		return sn_err_with_text(SN_FAIL(BAD_USAGE), "--threads 1–%d", HTTP_THREADS_MAX);
	out->threads = (int)threads;
	out->session_per_minute = (int)rate;
	return SN_SUCCESS;
}

/* Without --listen: the usual port; for a demo, the next one that is free. */
static struct sn_err start_at(struct serve *s, struct http_config *config)
{
	char listen[32];
	struct sn_err e = SN_SUCCESS;
	if (!str_is_null(config->listen) || config->listen_fd >= 0)
		return http_start(&s->server, config);
	for (int port = 8080; port < 8080 + DEMO_PORTS; port++) {
		(void)snprintf(listen, sizeof listen, "127.0.0.1:%d", port);
		config->listen = str_of(listen);
		e = http_start(&s->server, config);
		if (e.reason != SN_R_CANNOT_LISTEN || !config->api.demo)
			break;
	}
	return e;
}

static struct sn_err start(struct serve *s)
{
	struct cli *cli = s->cli;
	struct http_config config = {
		.listen = cli_value(cli, "listen"),
		.listen_fd = http_inherited_socket(),
		.cert_path = cli_value(cli, "tls-cert"),
		.key_path = cli_value(cli, "tls-key"),
		.insecure_http = cli_has(cli, "insecure-http"),
		.site = cli_value(cli, "site"),
		.store = cli->store,
		.base = cli->ctx,
		.api = {.demo = cli_has(cli, "demo"),
			.jobs = s->jobs,
			.desk = s->desk,
			.oidc = s->oidc,
			.trees = s->trees,
			.cache = s->cache,
			.kept = s->kept,
			.shelf = s->shelf,
			.audit = s->audit,
			.spool_directory =
				str_starts(cli->data, STR("postgres")) ? STR_NULL : cli->data},
		.log_key_path = cli_log_key_path(cli),
		.journal = stderr};
	if (str_is_null(config.cert_path) != str_is_null(config.key_path))
		return str_is_null(config.key_path) ? SN_FAIL(MISSING_FIELD, .field = "--tls-key")
						    : SN_FAIL(MISSING_FIELD, .field = "--tls-cert");
	SN_TRY(numbers_of(cli, &config));
	return start_at(s, &config);
}

/* A database on a server has no directory of its own beside which a copy would lie. */
static struct sn_err open_shelf(struct serve *s)
{
	struct cli *cli = s->cli;
	const struct store_key key = keyring_backup_key(cli->keyring);
	struct str folder = cli_value(cli, "backups");
	if (str_is_null(folder)) {
		if (str_starts(cli->data, STR("postgres")))
			return SN_SUCCESS;
		folder = str_of(arena_printf(cli->ctx.mem, STR_FMT "/backups", STR_ARG(cli->data)));
	}
	return folder.at ? shelf_new(&s->shelf, &cli->store, folder, &key) : SN_FAIL(OUT_OF_MEMORY);
}

static struct sn_err serve(struct serve *s)
{
	/* What everybody knows needs no cost. */
	const bool demo = cli_has(s->cli, "demo");
	const struct session_cost cheap = {.memory_bytes = (size_t)8 << 20, .passes = 1};
	if (demo)
		SN_TRY(only_a_demo(s));
	SN_TRY(session_desk_new(&s->desk, demo ? cheap : SESSION_COST));
	SN_TRY(oidc_desk_new(&s->oidc));
	SN_TRY(job_desk_new(&s->jobs, s->cli->ctx.clock));
	SN_TRY(audit_buffer_new(&s->audit));
	SN_TRY(open_shelf(s));
	SN_TRY(start(s));
	SN_TRY(tell_address(s));
	if (demo) {
		SN_TRY(demo_users(s));
		(void)fprintf(s->cli->out, "%s\n",
			      CLI_WORDS(s->cli, "请在浏览器中打开上面的地址；按 Ctrl-C 结束",
					"open the address above in a browser; Ctrl-C ends it"));
	} else {
		SN_TRY(tell_setup_code(s));
	}
	(void)fflush(s->cli->out);
	http_notify("READY=1");
	const struct sn_err e = run(s);
	http_notify("STOPPING=1");
	return e;
}

/* A connection is a descriptor, and the usual soft limit is 1,024. */
static void more_descriptors(void)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return;
	const rlim_t wanted = HTTP_CONNECTIONS_MAX + 1024;
	limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

struct sn_err cmd_serve(struct cli *cli)
{
	struct serve s = {.cli = cli,
			  .log = {.to = stderr, .clock = cli->ctx.clock, .least = LOG_INFO}};
	sigset_t set;
	if (cli->data.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "--data");
	if (str_starts(cli->data, STR("postgres")) && cli->keys_path.bytes == 0)
		return SN_FAIL(MISSING_FIELD, .field = "--keys");
	/* Before any thread begins: they all inherit it, and this one alone takes the signals. */
	(void)sigprocmask(SIG_BLOCK, signals(&set), NULL);
	more_descriptors();
	if (!fetch_start())
		return SN_FAIL(OUT_OF_MEMORY);
	cli_store_config(cli);
	SN_TRY(cli_open_as_program(cli));
	SN_TRY(cli_log_key_check(cli));
	SN_TRY(org_cache_new(&s.trees));
	s.cache = cache_new();
	s.kept = kept_new();
	struct sn_err e = s.cache && s.kept ? serve(&s) : SN_FAIL(OUT_OF_MEMORY);
	const bool ended = http_stop(s.server);
	if (!ended) { /* readers only: what they read is nobody's any more */
		writer_stop(cli->ctx.writer);
		(void)fflush(NULL);
		_exit(sn_err_exit_status(e));
	}
	audit_buffer_free(s.audit);
	job_desk_free(s.jobs);
	session_desk_free(s.desk);
	oidc_desk_free(s.oidc);
	org_cache_free(s.trees);
	cache_free(s.cache);
	kept_free(s.kept);
	shelf_free(s.shelf);
	return e;
}

/* clang-format off */
const struct cli_command cli_serve_commands[] = {
	{"serve", NULL, NULL, 0, 0, serve_options, CLI_NOTHING, cmd_serve, "启动服务：接口与控制台，一个进程一个端口", "the server: API and console, one process, one port",
	 "日志写到标准错误，每个请求一行（编号、用户、地址、状态、微秒）。SIGTERM：办完手上的请求后停止；SIGHUP：重新读取证书。/healthz、/readyz 供监控探测，/metrics 只对本机。"
	 "由 systemd 启动时用它给的套接字（ListenStream=），Type=notify。",
	 "The journal goes to standard error, a line a request (id, user, route, status, µs). SIGTERM: finishes what is asked, then stops; SIGHUP: reads the certificate again. "
	 "/healthz and /readyz are for probes, /metrics for this machine alone. Under systemd it takes the socket that it is given (ListenStream=); Type=notify.",
	 "songnuan serve --data /var/lib/songnuan\nsongnuan serve --data /var/lib/songnuan --listen 0.0.0.0:443 --site https://care.example.cn --tls-cert 证书.pem --tls-key 私钥.pem"},
	{0},
};
/* clang-format on */
