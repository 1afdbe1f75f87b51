/* SPDX-License-Identifier: EUPL-1.2
 * main.c — portalctl: the operator at the shell. The table of commands is the documentation that `portalctl help` prints.
 */
#include <stdarg.h>
#include <unistd.h>

#include "auth/staff.h"
#include "base/log.h"
#include "portalctl/ctl.h"

struct command {
    const char *words, *arguments, *what;
    ctl_fn run;
};
static const struct command COMMANDS[] = {
    {"key create", "FILE", "make the key file (never overwrites)", ctl_key_create},
    {"key status", "", "key epochs, and how many stored values each has", ctl_key_status},
    {"key rotate", "[--only-new]", "add a key epoch and move everything stored to it; nobody is stopped", ctl_key_rotate},
    {"key refresh", "", "go on with a rotation: move what is not of the newest epoch", ctl_key_refresh},
    {"key retire", "EPOCH [--at-once]", "take an epoch out of the key file once nothing has it", ctl_key_retire},
    {"key log", "FILE", "check the keeper's usage log line by line", ctl_key_log},
    {"key public", "", "print the public keys that signatures are checked with", ctl_key_public},
    {"migrate", "", "bring the database to this release's schema", ctl_migrate},
    {"check", "", "prepare every statement of portalctl, compare server settings", ctl_check},
    {"regime check", "FILE…", "all faults of rule sets as file:line:column, golden cases included", ctl_regime_check},
    {"regime activate", "NAME", "put a rule set in force (suixi, meizhou, huzhou, hainan, hunan)", ctl_regime_activate},
    {"division import", "FILE.csv", "divisions and towns: code,name", ctl_division_import},
    {"unit add", "NAME [--kind KIND] --division PREFIX [--parent NAME]", "a unit (责任股室/处室)", ctl_unit_add},
    {"user add", "LOGIN --name NAME --unit UNIT --role ROLE,… --scope PREFIX [--password WORDS] [--cheap-password]",
     "an account; prints password and second factor once (a password of one's own: demonstration only)", ctl_user_add},
    {"user list", "", "accounts with roles and state", ctl_user_list},
    {"user reset", "LOGIN", "new password and second factor; ends all sessions", ctl_user_reset},
    {"user disable", "LOGIN", "close an account; ends all sessions", ctl_user_disable},
    {"user code", "LOGIN", "the six digits of now (demonstration only)", ctl_user_code},
    {"import",
     "FILE --kind subject|record [--item CODE] [--unit NAME] [--division CODE] [--sheet N] [--confirm-codes]"
     " [--without-code] [--skip-refused] [--dry-run] [--as LOGIN] [--quiet]",
     "subjects or records from .xlsx or CSV", ctl_import},
    {"grade open", "YEAR [--trial] [--scope PREFIX] [--as LOGIN]", "open a round for a year", ctl_grade_open},
    {"grade compute", "ROUND", "compute an open round (goes on where it stopped)", ctl_grade_compute},
    {"grade sign", "ROUND --as LOGIN --step review|approve", "sign a round for a member of staff", ctl_grade_sign},
    {"grade verify", "ROUND", "compute again without writing and compare the hashes", ctl_grade_verify},
    {"grade list", "[YEAR]", "rounds and their states", ctl_grade_list},
    {"publish", "ROUND --as LOGIN [--correction WHY]", "publish a round's summary table and report with a number", ctl_publish},
    {"notice list", "[--state STATE]", "numbered documents, newest first", ctl_notice_list},
    {"notice forget", "", "forget the documents behind records that are no longer shown (the worker does it by itself)",
     ctl_notice_forget},
    {"bundle", "--year YEAR --out FILE.zip [--number NUMBER]", "the signed static bundle of a published table", ctl_bundle},
    {"verify", "FILE [--key PUBKEYS] [--proof FILE.proof]",
     "is the file what the bureau signed; with --key it needs no configuration and no network", ctl_verify},
    {"demo write", "DIR --regime NAME [--subjects N] [--regimes DIR] [--lists DIR]",
     "the demonstration bureau's invented subjects and records as CSV", ctl_demo_write},
    {"record rebuild", "", "work out the life of every record again (done by regime activate)", ctl_record_rebuild},
    {"archive pack", "", "pack what was touched for the public pages (the worker does it by itself)", ctl_archive_pack},
    {"search rebuild", "", "make the search index again", ctl_search_rebuild},
    {"audit checkpoint", "", "print the newest signed checkpoint, to be kept elsewhere", ctl_audit_checkpoint},
    {"audit verify", "[--checkpoint FILE]", "walk the log of acts, against a kept checkpoint too; names the first bad row",
     ctl_audit_verify},
};
enum { COMMANDS_N = sizeof COMMANDS / sizeof *COMMANDS };

static const char *const FLAGS[] = {"only-new",     "at-once", "trial",          "confirm-codes", "without-code",
                                    "skip-refused", "dry-run", "cheap-password", "quiet"};

static int help(void)
{
    ctl_say("portalctl COMMAND … (PORTAL_CONFIG names the configuration file)\n");
    for (size_t i = 0; i < COMMANDS_N; i++)
        ctl_say("  %s %s\n      %s\n", COMMANDS[i].words, COMMANDS[i].arguments, COMMANDS[i].what);
    return 0;
}

/* A command that was typed wrong: what is right of that one, not the whole table. */
static int usage(const struct command *c)
{
    ctl_refuse("usage: portalctl %s %s\n", c->words, c->arguments);
    return 2;
}

static int unknown(int argc, char **argv)
{
    if (argc < 2)
        return ctl_refuse("no command; `portalctl help` lists them\n") + 1;
    ctl_refuse("no command \"%s%s%s\"\n", argv[1], argc > 2 ? " " : "", argc > 2 ? argv[2] : "");
    for (size_t i = 0; i < COMMANDS_N; i++)
        if (strncmp(COMMANDS[i].words, argv[1], strlen(argv[1])) == 0)
            ctl_refuse("there is: portalctl %s %s\n", COMMANDS[i].words, COMMANDS[i].arguments);
    return ctl_refuse("`portalctl help` lists all\n") + 1;
}

const char *ctl_option(const struct ctl *c, const char *name)
{
    for (size_t i = 0; i < c->options_n; i++)
        if (strcmp(c->option[i][0], name) == 0)
            return c->option[i][1];
    return NULL;
}

struct str ctl_text(const struct ctl *c, const char *name, const char *fallback)
{
    const char *v = ctl_option(c, name);
    return str_from(v ? v : fallback);
}

bool ctl_flag(const struct ctl *c, const char *name)
{
    return ctl_option(c, name) != NULL;
}

struct program *ctl_program(unsigned needs)
{
    return program_start("portalctl", needs | PROGRAM_OPERATOR);
}

static void print(FILE *to, const char *fmt, va_list ap)
{
    vfprintf(to, fmt, ap);
    fflush(to);
}

void ctl_say(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    print(stdout, fmt, ap);
    va_end(ap);
}

int ctl_refuse(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    print(stderr, fmt, ap);
    va_end(ap);
    return 1;
}

void ctl_progress(void *what, int64_t done, int64_t total)
{
    if (!isatty(STDERR_FILENO))
        return;
    if (total > 0)
        fprintf(stderr, "\r%s %lld / %lld (%lld %%) ", (const char *)what, (long long)done, (long long)total,
                (long long)(done * 100 / total));
    else
        fprintf(stderr, "\r%s %lld ", (const char *)what, (long long)done);
}

struct audit_actor ctl_actor(const struct ctl *c, struct db *db)
{
    const char *login = ctl_option(c, "as");
    struct staff s;
    if (login && !staff_by_login(db, c->arena, str_from(login), &s))
        fail(FAIL_CONFIG, "no account %s", login);
    if (!login)
        return (struct audit_actor){.id = 0, .name = STR("operator"), .role = STR("shell")};
    return (struct audit_actor){.id = s.id, .name = s.login, .role = STR("shell")};
}

void ctl_audit(struct db *db, struct ctl *c, const char *action, const char *object_type, int64_t id, struct str detail)
{
    struct audit_entry e = {.at = c->now,
                            .actor = ctl_actor(c, db),
                            .action = str_from(action),
                            .object_type = str_from(object_type),
                            .object_id = id,
                            .detail = detail};
    audit_write(db, c->arena, &e);
}

static bool is_flag(const char *name)
{
    for (size_t i = 0; i < sizeof FLAGS / sizeof *FLAGS; i++)
        if (strcmp(FLAGS[i], name) == 0)
            return true;
    return false;
}

/* The table says which options a command takes. */
static bool takes(const struct command *command, struct str name)
{
    struct str known = str_from(command->arguments);
    for (ptrdiff_t at = 0; (at = str_find(known, STR("--"), (size_t)at)) >= 0; at += 2) {
        struct str rest = str_sub(known, (size_t)at + 2, known.n);
        char after = rest.n > name.n ? rest.p[name.n] : ' ';
        if (str_starts(rest, name) && (after == ' ' || after == ']'))
            return true;
    }
    return false;
}

static bool read_words(struct ctl *c, const struct command *command, int argc, char **argv)
{
    for (int i = 0; i < argc; i++) {
        if (c->n == CTL_WORDS_MAX || c->options_n == CTL_WORDS_MAX)
            return false;
        if (strncmp(argv[i], "--", 2) != 0) {
            c->word[c->n++] = argv[i];
            continue;
        }
        const char *name = argv[i] + 2;
        bool flag = is_flag(name);
        if (!takes(command, str_from(name)))
            return ctl_refuse("no option --%s\n", name) == 0;
        if (!flag && i + 1 == argc)
            return ctl_refuse("--%s needs a value\n", name) == 0;
        c->option[c->options_n][0] = name;
        c->option[c->options_n++][1] = flag ? "" : argv[++i];
    }
    return true;
}

static int words_that_match(const char *words, int argc, char **argv)
{
    char joined[64];
    snprintf(joined, sizeof joined, "%s", argc > 1 ? argv[1] : "");
    if (strcmp(joined, words) == 0)
        return 1;
    if (argc > 2)
        snprintf(joined, sizeof joined, "%s %s", argv[1], argv[2]);
    return strcmp(joined, words) == 0 ? 2 : 0;
}

int main(int argc, char **argv)
{
    log_program("portalctl");
    if (argc == 2 && strcmp(argv[1], "--check") == 0) {
        struct ctl none = {.arena = arena_new(1 << 20)};
        return ctl_check(&none);
    }
    for (size_t i = 0; i < COMMANDS_N; i++) {
        int used = words_that_match(COMMANDS[i].words, argc, argv);
        if (!used)
            continue;
        struct ctl c = {.arena = arena_new((size_t)1 << 30), .now = clock_now()};
        c.today = instant_day(c.now);
        bool right = read_words(&c, &COMMANDS[i], argc - 1 - used, argv + 1 + used);
        int status = right ? COMMANDS[i].run(&c) : 2; /* 2: the words are not what the command takes */
        arena_free(&c.arena);
        return status == 2 ? usage(&COMMANDS[i]) : status;
    }
    return argc == 2 && strcmp(argv[1], "help") == 0 ? help() : unknown(argc, argv);
}
