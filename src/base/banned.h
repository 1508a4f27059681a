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
/* Not poisoned, because a macro of <xlsxwriter.h> that nobody uses names it: only a call is an error, under gcc. */
#ifndef __clang__
extern char *strncpy(char *restrict, const char *restrict, size_t)
	__attribute__((deprecated("use snprintf or memcpy")));
#endif
