/* Compiled into every file by -include: these have a safer form here. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#undef sprintf
#undef vsprintf
#undef alloca
#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf strtok gets atoi atol localtime  \
	gmtime ctime asctime alloca
