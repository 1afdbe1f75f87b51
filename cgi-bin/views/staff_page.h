/* SPDX-License-Identifier: EUPL-1.2
 * staff_page.h — the frame of staff pages: the common page, who is signed in and as what, the staff menu, the sign-out form, and
 * the one-line message after a redirect. Filled by the staff program, read by templates/layout/staff.html. Owns nothing.
 */
#ifndef VIEWS_STAFF_PAGE_H
#define VIEWS_STAFF_PAGE_H

#include "views/form.h"

struct staff_page {
    struct page base;        /* base.nav is the staff menu */
    struct str user;         /* display name */
    struct str role;         /* 经办人员, 复核人员, 审批人员 … */
    struct str unit;         /* 责任股室 */
    struct url sign_out;     /* action of the sign-out form */
    struct url account;      /* own password and second factor */
    struct form_guard guard; /* of the sign-out form */
    struct str done;         /* success message after a 303: 已导入 123 条; may be empty */
    int refresh;             /* seconds to the next look at a running job; 0 = never */
};

#endif
