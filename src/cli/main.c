#include "base/err.h"

#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--version") == 0) {
		puts("songnuan " SN_VERSION);
		return 0;
	}
	return sn_err_exit_status(SN_FAIL(BAD_USAGE));
}
