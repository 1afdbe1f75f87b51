/* SPDX-License-Identifier: EUPL-1.2
 * limits.h — every limit of a request, in one place. What exceeds one is answered with the status named, before any page code runs.
 * nginx.conf.example keeps its own limits at or above these, so that people meet our pages and not nginx's.
 */
#ifndef HTTP_LIMITS_H
#define HTTP_LIMITS_H

enum {
    HTTP_PATH_MAX = 512,                /* bytes, still encoded: 414 */
    HTTP_QUERY_MAX = 4 * 1024,          /* bytes, still encoded: 414 */
    HTTP_QUERY_PARAMS_MAX = 64,         /* 400 */
    HTTP_HEADER_MAX = 1024,             /* any header that we read, Cookie apart: 400 */
    HTTP_COOKIE_MAX = 4 * 1024,         /* 400 */
    HTTP_COOKIES_MAX = 32,              /* 400 */
    HTTP_CAPTURES_MAX = 4,              /* {name} in one route pattern; CHECKed at start */
    HTTP_FORM_BODY_MAX = 256 * 1024,    /* urlencoded body: 413 */
    HTTP_FORM_PARTS_MAX = 512,          /* fields in one form, repeated ones counted each: 400 */
    HTTP_FORM_NAME_MAX = 64,            /* bytes of a field name: 400 */
    HTTP_UPLOAD_MAX = 20 * 1024 * 1024, /* files of one multipart form, unless the route says otherwise: 413 */
    HTTP_UPLOAD_SLACK = 64 * 1024,      /* the other fields and the headers of the parts */
    HTTP_PART_HEADER_MAX = 2 * 1024,    /* the headers of one part: 400 */
    HTTP_FILE_NAME_MAX = 200,           /* bytes kept of a file name, at a character's border */
    HTTP_ARENA_BYTES = 8 * 1024 * 1024, /* everything of one request but an uploaded body: 503 */
    HTTP_PUBLIC_MAX_AGE = 300,          /* seconds a public page may be kept, at most */
};

#endif
