/* SPDX-License-Identifier: EUPL-1.2
 * banned.h — calls that no file of this project may use. Forced into every translation unit by the Makefile, after the
 * system headers that declare them, so that a use is a compile error and not a review comment.
 * It holds no code. The linter checks the same list in sources that never see the compiler.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* strncpy() is left to the linter: libxlsxwriter's headers name it in macros. */
#pragma GCC poison strcpy strcat strncat stpcpy sprintf vsprintf gets
#pragma GCC poison strtok strtok_r atoi atol atoll atof
/* random() is left to the linter: libsodium's header has a member of that name. */
#pragma GCC poison rand srand srandom system popen
#pragma GCC poison localtime gmtime ctime asctime mktime

#endif
