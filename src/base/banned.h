/* Compiled into every file by -include: these have a safer form here. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#undef sprintf
#undef vsprintf
#undef alloca
#pragma GCC poison strcpy strcat strncat sprintf vsprintf strtok gets atoi atol localtime gmtime   \
	ctime asctime alloca
/* Not poisoned, because a macro of <xlsxwriter.h> that nobody uses names it: only a call is an error. */
extern char *strncpy(char *, const char *, size_t) __attribute__((error("use snprintf or memcpy")));
