/* SPDX-License-Identifier: EUPL-1.2
 * notice.c — names of states; see notice.h.
 */
#include "notice/notice.h"

enum { SUBJECT_NATURAL = 3 };

struct str notice_state_name(struct str state)
{
    static const struct {
        const char *code, *name;
    } names[] = {{"draft", "草稿"},          {"issued", "有效"}, {"withdrawn", "已撤销"},
                 {"superseded", "已被替代"}, {"void", "作废"},   {"dropped", "已删除"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq(state, str_from(names[i].code)))
            return str_from(names[i].name);
    return state;
}

bool notice_is_natural(int subject_kind)
{
    return subject_kind == SUBJECT_NATURAL;
}
