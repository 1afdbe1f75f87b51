/* SPDX-License-Identifier: EUPL-1.2
 * archive.c — portalctl archive pack: what the worker does between jobs, to the end. After a large import, or before a measurement.
 */
#include "archive/archive_pack.h"

#include "portalctl/ctl.h"

int ctl_archive_pack(struct ctl *c)
{
    if (c->n != 0)
        return 2;
    struct program *p = ctl_program(0);
    int64_t blocks = 0;
    enum { AT_ONCE = 16 };
    for (int done = AT_ONCE; done == AT_ONCE; blocks += done)
        done = archive_pack_turn(p->db, AT_ONCE);
    program_stop(&p);
    ctl_say("packed %lld blocks\n", (long long)blocks);
    return 0;
}
