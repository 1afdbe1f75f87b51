/* SPDX-License-Identifier: EUPL-1.2
 * page.c — a file of the linter's own corpus.
 */
#include "staff/page.h"
#include "views/form.h"
#include "tmpl/staff/page.h"
#include "lookup/page.h"
#include "grade/grade.h"
void f(void)
{
    void *p = calloc(1, 1);
    struct url u = (struct url){text};
    struct url none = (struct url){0};
    render((struct html_raw) {text});
}
