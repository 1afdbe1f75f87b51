/* SPDX-License-Identifier: EUPL-1.2
 * config.c — see config.h.
 */
#include "base/config.h"

#include <stddef.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/check.h"
#include "base/file.h"
#include "base/out.h"

static const struct {
    struct str name;
    size_t offset;
    bool flag;
} NAMES[] = {
    {STR_INIT("database_socket"), offsetof(struct config, database_socket), false},
    {STR_INIT("database_name"), offsetof(struct config, database_name), false},
    {STR_INIT("database_user"), offsetof(struct config, database_user), false},
    {STR_INIT("database_password"), offsetof(struct config, database_password), false},
    {STR_INIT("key_file"), offsetof(struct config, key_file), false},
    {STR_INIT("keeper_socket"), offsetof(struct config, keeper_socket), false},
    {STR_INIT("keeper_dir"), offsetof(struct config, keeper_dir), false},
    {STR_INIT("keeper_log"), offsetof(struct config, keeper_log), false},
    {STR_INIT("keeper_users"), offsetof(struct config, keeper_users), false},
    {STR_INIT("keeper_caps"), offsetof(struct config, keeper_caps), false},
    {STR_INIT("regime_dir"), offsetof(struct config, regime_dir), false},
    {STR_INIT("calendar_dir"), offsetof(struct config, calendar_dir), false},
    {STR_INIT("migration_dir"), offsetof(struct config, migration_dir), false},
    {STR_INIT("origin"), offsetof(struct config, origin), false},
    {STR_INIT("contact"), offsetof(struct config, contact), false},
    {STR_INIT("work_dir"), offsetof(struct config, work_dir), false},
    {STR_INIT("parser"), offsetof(struct config, parser), false},
    {STR_INIT("https"), offsetof(struct config, https), true},
    {STR_INIT("demonstration"), offsetof(struct config, demonstration), true},
};
enum { NAMES_N = sizeof NAMES / sizeof *NAMES };

static const char *set(struct config *c, bool *seen, struct str name, struct str value)
{
    for (size_t i = 0; i < NAMES_N; i++) {
        if (!str_eq(NAMES[i].name, name))
            continue;
        if (seen[i])
            return "stands twice";
        seen[i] = true;
        char *at = (char *)c + NAMES[i].offset;
        if (!NAMES[i].flag)
            *(struct str *)(void *)at = value;
        else if (str_eq(value, STR("yes")))
            *(bool *)(void *)at = true;
        else if (!str_eq(value, STR("no")))
            return "must be yes or no";
        return NULL;
    }
    return "is not a known name";
}

void config_read(struct arena *a, struct str path, struct config *out)
{
    struct stat st;
    if (stat(str_cstr(a, path), &st) == 0 && (st.st_mode & 077))
        fail(FAIL_CONFIG, "%.*s can be read by others: chmod 600", STR_ARG(path));
    struct str rest = file_read(a, path, 64 * 1024), line;
    bool seen[NAMES_N] = {false};
    struct out faults;
    out_to_arena(&faults, a);
    *out = (struct config){0};
    for (int no = 1; str_cut(&rest, '\n', &line); no++) {
        line = str_trim(line);
        if (line.n == 0 || line.p[0] == '#')
            continue;
        ptrdiff_t eq = str_find(line, STR("="), 0);
        struct str name = eq < 0 ? line : str_trim(str_sub(line, 0, (size_t)eq));
        const char *why = eq < 0 ? "has no value" : set(out, seen, name, str_trim(str_sub(line, (size_t)eq + 1, line.n)));
        if (why)
            out_fmt(&faults, "%.*s:%d: %.*s %s; ", STR_ARG(path), no, STR_ARG(str_sub(name, 0, 60)), why);
    }
    if (out_text(&faults).n)
        fail(FAIL_CONFIG, "%.*s", STR_ARG(out_text(&faults)));
}
