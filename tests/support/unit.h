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

#endif
