/* SPDX-License-Identifier: EUPL-1.2
 * sheet_serve.h — the parser's half: one file, requests answered one after the other until the other side is gone. Called by the
 * program `parser`, after it has given up everything but this; knows nothing of processes and limits.
 */
#ifndef SHEET_SERVE_H
#define SHEET_SERVE_H

#include <stdbool.h>

#include "base/str.h"

struct sheet_server;
struct sheet_wire_request;

/* bytes: the file; must outlive the server. */
struct sheet_server *sheet_serve_new(struct str bytes);
void sheet_serve_free(struct sheet_server **v);
/* The answer lives until the next call. False: no request of ours; nothing more is to be said. */
bool sheet_serve_answer(struct sheet_server *v, const struct sheet_wire_request *q, struct str *answer_out);
/* Requests from the connection, answers into it; the exit status. */
int sheet_serve(struct str bytes, int connection);

#endif
