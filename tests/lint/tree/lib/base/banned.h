/* SPDX-License-Identifier: EUPL-1.2
 * banned.h — a file of the linter's own corpus.
 */
#ifndef X
#define X
#pragma GCC poison strcpy sprintf
#pragma GCC poison localtime
#endif
