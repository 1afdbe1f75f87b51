/* SPDX-License-Identifier: EUPL-1.2
 * ctl.h — what the commands of portalctl share: arguments, the program, printing. Each command is a function of one file of this
 * folder and a row of the table in main.c. Commands print to standard output, faults to standard error; exit 0 done, 1 refused, 2
 * wrong words, 70 environment.
 */
#ifndef PORTALCTL_CTL_H
#define PORTALCTL_CTL_H

#include "audit/audit.h"
#include "base/arena.h"
#include "base/clock.h"
#include "program/program.h"

enum { CTL_WORDS_MAX = 64 };

struct ctl {
    struct arena *arena;
    const char *word[CTL_WORDS_MAX]; /* positional words after the command */
    size_t n;
    const char *option[CTL_WORDS_MAX][2]; /* --name value; a flag has the value "" */
    size_t options_n;
    struct instant now;
    struct day today;
};

typedef int (*ctl_fn)(struct ctl *c);

/* NULL / STR_NONE when absent. */
const char *ctl_option(const struct ctl *c, const char *name);
struct str ctl_text(const struct ctl *c, const char *name, const char *fallback);
bool ctl_flag(const struct ctl *c, const char *name);
/* Opens the program with what the command needs. */
struct program *ctl_program(unsigned needs);
void ctl_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
int ctl_refuse(const char *fmt, ...) __attribute__((format(printf, 1, 2))); /* to standard error; returns 1 */
/* The operator at the shell, or the member of staff named by --as. */
struct audit_actor ctl_actor(const struct ctl *c, struct db *db);
/* A progress line on a terminal, nothing else. */
void ctl_progress(void *what, int64_t done, int64_t total);
/* Audit inside the open transaction. */
void ctl_audit(struct db *db, struct ctl *c, const char *action, const char *object_type, int64_t id, struct str detail);

/* Public halves of the newest signing keys into the database; 0 when they are there. */
int64_t ctl_keys_publish(struct ctl *c, struct program *p);

int ctl_key_create(struct ctl *c);
int ctl_key_status(struct ctl *c);
int ctl_key_rotate(struct ctl *c);
int ctl_key_refresh(struct ctl *c);
int ctl_key_retire(struct ctl *c);
int ctl_key_log(struct ctl *c);
int ctl_key_public(struct ctl *c);
int ctl_migrate(struct ctl *c);
int ctl_check(struct ctl *c);
int ctl_regime_check(struct ctl *c);
int ctl_regime_activate(struct ctl *c);
int ctl_division_import(struct ctl *c);
int ctl_unit_add(struct ctl *c);
int ctl_user_add(struct ctl *c);
int ctl_user_list(struct ctl *c);
int ctl_user_reset(struct ctl *c);
int ctl_user_disable(struct ctl *c);
int ctl_user_code(struct ctl *c);
int ctl_import(struct ctl *c);
int ctl_grade_open(struct ctl *c);
int ctl_grade_compute(struct ctl *c);
int ctl_grade_sign(struct ctl *c);
int ctl_grade_verify(struct ctl *c);
int ctl_grade_list(struct ctl *c);
int ctl_publish(struct ctl *c);
int ctl_verify(struct ctl *c);
int ctl_notice_list(struct ctl *c);
int ctl_notice_forget(struct ctl *c);
int ctl_bundle(struct ctl *c);
int ctl_demo_write(struct ctl *c);
int ctl_record_rebuild(struct ctl *c);
int ctl_archive_pack(struct ctl *c);
int ctl_search_rebuild(struct ctl *c);
int ctl_audit_checkpoint(struct ctl *c);
int ctl_audit_verify(struct ctl *c);

#endif
