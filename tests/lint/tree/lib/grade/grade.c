/* SPDX-License-Identifier: EUPL-1.2
 * grade.c — a file of the linter's own corpus.
 */
#include "regime/regime.h"
#include "http/request.h"
#include "html/html.h"
#include <mysql/mysql.h>
#include "record/record.h"
void f(void)
{
    char *p = malloc(3);
    arena_free(&a);
    p->free(p);
    free (p);
    strcpy(p, "x");
    time(0);
    query("SELECT a"
          " FROM b");
}
