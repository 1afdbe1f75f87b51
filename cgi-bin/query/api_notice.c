/* SPDX-License-Identifier: EUPL-1.2
 * api_notice.c — numbered notices that the public page lists, latest first.
 */
#include "query/api.h"

#include "base/arena.h"

void api_notices(struct api_call *c)
{
    struct opendata_notices v =
        opendata_notices(c->app->db, &c->maker, c->given[P_KIND].text, (int)c->given[P_YEAR].number, c->position, c->limit + 1);
    bool more = v.n > (size_t)c->limit;
    size_t n = more ? (size_t)c->limit : v.n;
    api_page(c, v.p, n, more ? v.p[n - 1].check_code : STR_NONE);
}
