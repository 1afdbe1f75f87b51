/* SPDX-License-Identifier: EUPL-1.2
 * log.h — one line per event to stderr: time, program, level, request id, message. Control bytes are quoted, so that a value cannot
 * forge a line. Personal data does not belong here: mask it (id.h) before it reaches a message.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/str.h"

enum log_level { LOG_INFO, LOG_WARN, LOG_ERROR };

void log_program(const char *name);      /* once at start; name must live on */
void log_request(struct str request_id); /* copied; empty to end */
void log_line(enum log_level level, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
