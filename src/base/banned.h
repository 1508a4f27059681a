/* Compiled into every file by -include: these have a safer form here. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#ifdef SN_WITH_XLSXWRITER /* who writes workbooks: macros of this header name what is banned below */
#include <xlsxwriter.h>
#endif
#undef sprintf
#undef vsprintf
#undef alloca
#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf strtok gets atoi atol localtime  \
	gmtime ctime asctime alloca
