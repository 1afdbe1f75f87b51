/* SPDX-License-Identifier: EUPL-1.2
 * home.h — handler of the work bench. In home.c.
 */
#ifndef STAFF_HOME_H
#define STAFF_HOME_H

#include "http/route.h"

void page_home(struct req *r);

#endif
