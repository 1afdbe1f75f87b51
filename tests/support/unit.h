/* SPDX-License-Identifier: EUPL-1.2
 * unit.h — cmocka with the headers it wants before it, and without its fail() macro, which is a function of this project.
 */
#ifndef SUPPORT_UNIT_H
#define SUPPORT_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#undef fail
#undef fail_msg
#define fail_msg(...)                                                                                                              \
    do {                                                                                                                           \
        print_error(__VA_ARGS__);                                                                                                  \
        print_error("\n");                                                                                                         \
        _fail(__FILE__, __LINE__);                                                                                                 \
    } while (0)

#endif
