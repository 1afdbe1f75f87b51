/* SPDX-License-Identifier: EUPL-1.2
 * good.c — a file of the linter's own corpus.
 */
#include "base/str.h"
/* strcpy( and malloc( in a comment, "SELECT x FROM y" too */
// sprintf( in another
static const char *text = "strcpy(a, b); sprintf \" localtime(";
struct url made(void)
{
    x.localtime_zone = '"';
    return (struct url){text};
}
