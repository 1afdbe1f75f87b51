/* SPDX-License-Identifier: EUPL-1.2
 * rooms.c — who may include whom. Rooms lie in layers, in the order of the design; a room uses layers above its own, and rooms of
 * its own layer as long as no ring comes of it. Programs use rooms, their own folder and views/; nothing in lib/ knows a program or
 * a template.
 */
#include "tools/lint/lint.h"

struct room {
    struct str name;
    int layer;
};

enum { LAYER_DOMAIN = 5 };

static const struct room ROOMS[] = {
    {STR_INIT("base"), 0},    {STR_INIT("html"), 1},      {STR_INIT("db"), 1},       {STR_INIT("http"), 1},
    {STR_INIT("crypto"), 1},  {STR_INIT("sandbox"), 1},   {STR_INIT("text"), 2},     {STR_INIT("sheet"), 2},
    {STR_INIT("paper"), 2},   {STR_INIT("calendar"), 3},  {STR_INIT("regime"), 3},   {STR_INIT("auth"), 4},
    {STR_INIT("audit"), 4},   {STR_INIT("subject"), 5},   {STR_INIT("record"), 5},   {STR_INIT("grade"), 5},
    {STR_INIT("case"), 5},    {STR_INIT("objection"), 5}, {STR_INIT("repair"), 5},   {STR_INIT("commitment"), 5},
    {STR_INIT("listing"), 5}, {STR_INIT("draw"), 5},      {STR_INIT("publish"), 5},  {STR_INIT("exchange"), 5},
    {STR_INIT("notice"), 5},  {STR_INIT("archive"), 5},   {STR_INIT("opendata"), 5}, {STR_INIT("search"), 5},
    {STR_INIT("import"), 5},  {STR_INIT("job"), 5},       {STR_INIT("evidence"), 5}, {STR_INIT("entry"), 5},
    {STR_INIT("program"), 6},
};
enum { ROOM_COUNT = sizeof ROOMS / sizeof *ROOMS };
_Static_assert((int)ROOM_COUNT <= (int)ROOMS_MAX, "room for every room");

static int room_index(struct str name)
{
    for (int i = 0; i < ROOM_COUNT; i++)
        if (str_eq(ROOMS[i].name, name))
            return i;
    return -1;
}

bool rooms_is_domain(struct str name)
{
    int i = room_index(name);
    return i >= 0 && ROOMS[i].layer == LAYER_DOMAIN;
}

static bool program(struct str name)
{
    static const char *const list[] = {"lookup", "query",  "account",   "staff", "worker",
                                       "parser", "keeper", "portalctl", "views", "tmpl"};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (str_eq(name, str_from(list[i])))
            return true;
    return false;
}

static void lib_includes(struct lint *l, const struct source *s, int line, struct str folder)
{
    int self = room_index(s->room), other = room_index(folder);
    if (self < 0)
        return;
    if (other < 0) {
        if (program(folder))
            lint_report(l, s->path, line, "rooms", "a room knows no program and no template: %.*s/", STR_ARG(folder));
        return;
    }
    const struct room *a = &ROOMS[self], *b = &ROOMS[other];
    bool page_room = str_eq(b->name, STR("http")) || str_eq(b->name, STR("html"));
    if (a->layer == LAYER_DOMAIN && page_room)
        lint_report(l, s->path, line, "rooms", "a domain room knows nothing of %.*s/", STR_ARG(b->name));
    else if (b->layer > a->layer)
        lint_report(l, s->path, line, "rooms", "%.*s/ stands above %.*s/ in the list of rooms and may not use it", STR_ARG(a->name),
                    STR_ARG(b->name));
    if (self != other && !l->uses[self][other]) {
        l->uses[self][other] = true;
        l->where[self][other].path = s->path;
        l->where[self][other].line = line;
    }
}

static void own_include(struct lint *l, const struct source *s, int line, struct str name)
{
    struct str rest = name, folder;
    str_cut(&rest, '/', &folder);
    if (s->part == PART_LIB && !str_contains(name, STR("/")))
        lint_report(l, s->path, line, "rooms", "include by room: \"%.*s/%.*s\"", STR_ARG(s->room), STR_ARG(name));
    else if (s->part == PART_LIB)
        lib_includes(l, s, line, folder);
    else if (s->part == PART_TOOLS && !str_eq(folder, STR("base")) &&
             !(str_eq(folder, STR("tools")) && str_cut(&rest, '/', &folder) && str_eq(folder, s->room)))
        lint_report(l, s->path, line, "rooms", "a host program uses base/ and tools/%.*s/", STR_ARG(s->room));
    else if (s->part == PART_PROGRAM && program(folder) && !str_eq(folder, s->room) && !str_eq(folder, STR("views")) &&
             !str_eq(folder, STR("tmpl")))
        lint_report(l, s->path, line, "rooms", "one program does not know another: %.*s/", STR_ARG(folder));
}

static void system_include(struct lint *l, const struct source *s, int line, struct str name)
{
    bool database = str_starts(name, STR("mysql")) || str_starts(name, STR("mariadb"));
    bool fastcgi = str_starts(name, STR("fcgi"));
    if (s->part == PART_TESTS)
        return;
    if (database && !str_eq(s->room, STR("db")))
        lint_report(l, s->path, line, "rooms", "<%.*s> belongs to db/", STR_ARG(name));
    if (fastcgi && !str_eq(s->room, STR("http")))
        lint_report(l, s->path, line, "rooms", "<%.*s> belongs to http/", STR_ARG(name));
    if (str_eq(name, STR("fcgi_stdio.h")))
        lint_report(l, s->path, line, "rooms", "fcgi_stdio.h replaces stdio: use fcgiapp.h");
}

void rules_rooms(struct lint *l, const struct source *s)
{
    size_t at = 0, code_at = 0;
    struct str text, code;
    if (s->part == PART_LIB && room_index(s->room) < 0)
        lint_report(l, s->path, 1, "rooms", "%.*s/ is not a room of the design: add it to lint/rooms.c in its place",
                    STR_ARG(s->room));
    for (int line = 1; source_line(s->text, &at, &text); line++) {
        source_line(s->code, &code_at, &code);
        if (!str_starts(code, STR("#include")))
            continue;
        struct str rest = str_trim(str_sub(text, sizeof "#include" - 1, text.n));
        if (rest.n < 2)
            continue;
        ptrdiff_t end = str_find(rest, rest.p[0] == '<' ? STR(">") : STR("\""), 1);
        struct str name = str_sub(rest, 1, end < 0 ? rest.n : (size_t)end);
        if (rest.p[0] == '<')
            system_include(l, s, line, name);
        else
            own_include(l, s, line, name);
    }
}

void rules_rooms_end(struct lint *l)
{
    static bool reach[ROOMS_MAX][ROOMS_MAX];
    memcpy(reach, l->uses, sizeof reach);
    for (int k = 0; k < ROOM_COUNT; k++)
        for (int i = 0; i < ROOM_COUNT; i++)
            for (int j = 0; j < ROOM_COUNT; j++)
                reach[i][j] = reach[i][j] || (reach[i][k] && reach[k][j]);
    for (int i = 0; i < ROOM_COUNT; i++)
        for (int j = 0; j < ROOM_COUNT; j++)
            if (l->uses[i][j] && reach[j][i] && ROOMS[i].layer == ROOMS[j].layer)
                lint_report(l, l->where[i][j].path, l->where[i][j].line, "rooms",
                            "%.*s/ and %.*s/ use each other, perhaps through others", STR_ARG(ROOMS[i].name),
                            STR_ARG(ROOMS[j].name));
}
