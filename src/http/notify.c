/* systemd: the socket that it hands over, and what it is told. Without its library: both are a few lines. */
#include "http/http.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { FIRST_INHERITED_FD = 3 }; /* sd_listen_fds(3) */

void http_notify(const char *state)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	if (!path || strlen(path) >= sizeof to.sun_path || (path[0] != '/' && path[0] != '@'))
		return;
	const size_t length = strlen(path);
	memcpy(to.sun_path, path, length);
	if (path[0] == '@')
		to.sun_path[0] = '\0'; /* an abstract name */
	const int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	(void)!sendto(fd, state, strlen(state), MSG_NOSIGNAL, (const struct sockaddr *)&to,
		      (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length));
	(void)close(fd);
}

int http_inherited_socket(void)
{
	int64_t pid = 0, count = 0;
	const char *for_pid = getenv("LISTEN_PID"), *fds = getenv("LISTEN_FDS");
	if (!for_pid || !fds || !str_to_int(str_of(for_pid), &pid) || pid != (int64_t)getpid() ||
	    !str_to_int(str_of(fds), &count) || count < 1)
		return -1;
	(void)fcntl(FIRST_INHERITED_FD, F_SETFD, FD_CLOEXEC);
	return FIRST_INHERITED_FD;
}
