/* SPDX-License-Identifier: EUPL-1.2
 * request.c — from the FastCGI environment to struct req, and the getters pages use. The path is taken from REQUEST_URI, which
 * nginx passes untouched; PATH_INFO and SCRIPT_NAME are not read. X-Forwarded-* and a client's X-Request-Id are not believed.
 */
#include "http/request.h"

#include <sys/random.h>

#include "base/arena.h"
#include "base/check.h"
#include "http/internal.h"

static struct str env_get(const char *const *envp, const char *name)
{
    size_t n = strlen(name);
    for (; *envp; envp++)
        if (strncmp(*envp, name, n) == 0 && (*envp)[n] == '=')
            return str_from(*envp + n + 1);
    return STR_NONE;
}

/* Printable ASCII within the limit: all that the headers we read may hold. */
static bool header_ok(struct str s)
{
    if (s.n > HTTP_HEADER_MAX)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 || (unsigned char)s.p[i] >= 0x7f)
            return false;
    return true;
}

static bool host_ok(struct str s)
{
    if (s.n > 255)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
                    c == ':' || c == '[' || c == ']' || c == '_';
        if (!good)
            return false;
    }
    return true;
}

static enum http_method method_of(struct str s)
{
    if (str_eq(s, STR("GET")))
        return HTTP_GET;
    if (str_eq(s, STR("HEAD")))
        return HTTP_HEAD;
    return str_eq(s, STR("POST")) ? HTTP_POST : HTTP_OTHER;
}

struct str request_random_hex(struct arena *a, size_t bytes)
{
    unsigned char noise[64];
    CHECK(bytes <= sizeof noise);
    if (getrandom(noise, bytes, 0) != (ssize_t)bytes)
        fail(FAIL_IO, "no random bytes");
    return str_hex(a, noise, bytes);
}

static bool content_length(struct str s, size_t *out)
{
    int64_t n = 0;
    if (s.n && (s.p[0] == '+' || s.p[0] == '-' || !str_int(s, &n)))
        return false;
    *out = (size_t)n;
    return true;
}

static bool read_headers(struct req *r, const char *const *envp)
{
    struct {
        const char *name;
        struct str *to;
    } wanted[] = {
        {"HTTP_HOST", &r->host},
        {"REMOTE_ADDR", &r->remote},
        {"HTTP_ORIGIN", &r->origin},
        {"HTTP_SEC_FETCH_SITE", &r->sec_fetch_site},
        {"HTTP_IF_NONE_MATCH", &r->if_none_match},
        {"HTTP_ACCEPT", &r->accept},
        {"HTTP_ACCEPT_LANGUAGE", &r->accept_language},
        {"CONTENT_TYPE", &r->content_type},
    };
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        *wanted[i].to = env_get(envp, wanted[i].name);
        if (!header_ok(*wanted[i].to))
            return false;
    }
    struct str agent = env_get(envp, "HTTP_USER_AGENT");
    r->user_agent = header_ok(agent) ? agent : STR_NONE; /* for audit only: an odd one is no reason to refuse */
    return host_ok(r->host) && content_length(env_get(envp, "CONTENT_LENGTH"), &r->content_length);
}

int request_read(struct req *r, const char *const *envp)
{
    int status = 400;
    r->method = method_of(env_get(envp, "REQUEST_METHOD"));
    r->target = env_get(envp, "REQUEST_URI");
    if (r->target.n > HTTP_PATH_MAX + 1 + HTTP_QUERY_MAX)
        return 414;
    struct str rest = r->target, raw_path = STR_NONE;
    str_cut(&rest, '?', &raw_path);
    r->raw_query = rest;
    if (!http_parse_path(r->arena, raw_path, &r->path, &status) || !http_parse_query(r->arena, r->raw_query, &r->query, &status))
        return status;
    if (!read_headers(r, envp))
        return 400;
    if (!http_parse_cookies(r->arena, env_get(envp, "HTTP_COOKIE"), &r->cookies, &status))
        return status;
    return 0;
}

/* --- getters ---------------------------------------------------------------------------------------------------------------------
 */

struct str req_query(const struct req *r, struct str name)
{
    return http_pair_get(&r->query, name);
}

bool req_query_has(const struct req *r, struct str name)
{
    return http_pair_get(&r->query, name).p != NULL;
}

int64_t req_query_int(const struct req *r, struct str name, int64_t lo, int64_t hi, int64_t fallback)
{
    int64_t v;
    return str_int(req_query(r, name), &v) && v >= lo && v <= hi ? v : fallback;
}

struct day req_query_day(const struct req *r, struct str name)
{
    struct day d;
    return day_parse(req_query(r, name), &d) ? d : DAY_NONE;
}

const struct str *req_query_all(const struct req *r, struct str name, size_t *count_out)
{
    struct str *all = ARENA_ARRAY(r->arena, struct str, r->query.n);
    *count_out = 0;
    for (size_t i = 0; i < r->query.n; i++)
        if (str_eq(r->query.p[i].name, name))
            all[(*count_out)++] = r->query.p[i].value;
    return all;
}

struct str req_capture(const struct req *r, const char *name)
{
    CHECK(r->route);
    int i = route_capture_index(r->route->pattern, name);
    CHECK(i >= 0 && i < HTTP_CAPTURES_MAX);
    return r->captures[i];
}

bool req_capture_int(const struct req *r, const char *name, int64_t lo, int64_t hi, int64_t *value_out)
{
    struct str s = req_capture(r, name);
    if (s.n == 0 || s.p[0] == '+' || s.p[0] == '-' || (s.n > 1 && s.p[0] == '0'))
        return false;
    return str_int(s, value_out) && *value_out >= lo && *value_out <= hi;
}

struct str req_cookie(const struct req *r, struct str name)
{
    struct str full = r->https ? str_cat(r->arena, STR("__Host-"), name) : name;
    return http_pair_get(&r->cookies, full);
}
