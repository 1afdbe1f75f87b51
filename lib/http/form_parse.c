/* SPDX-License-Identifier: EUPL-1.2
 * form_parse.c — application/x-www-form-urlencoded: bytes to named fields. What the fields mean is form_read.c's business.
 */
#include "base/arena.h"
#include "base/check.h"
#include "http/form.h"
#include "http/internal.h"

bool form_parse_urlencoded(struct arena *a, struct str body, struct form_parts *out)
{
    if (body.n > HTTP_FORM_BODY_MAX)
        return false;
    struct str rest = body, piece, name, value;
    while (str_cut(&rest, '&', &piece)) {
        if (piece.n == 0)
            continue;
        if (out->n == HTTP_FORM_PARTS_MAX)
            return false;
        struct str tail = piece, head;
        str_cut(&tail, '=', &head);
        if (!http_decode(a, head, true, &name) || !http_decode(a, tail, true, &value))
            return false;
        if (name.n == 0 || name.n > HTTP_FORM_NAME_MAX)
            return false;
        *VEC_PUSH(a, *out) = (struct form_part){.name = name, .value = value};
    }
    return true;
}
