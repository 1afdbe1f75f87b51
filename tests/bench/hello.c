/* SPDX-License-Identifier: EUPL-1.2
 * hello.c — the floor for a page: the least that a libfcgi program can do. It answers every request with the bytes of one file,
 * read once at the start, and knows no database, no route and no arena. Started like the portal's programs: the listening socket is
 * descriptor 0.
 */
#include <fcgiapp.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST = 64 * 1024 };

int main(int argc, char **argv)
{
    static char body[MOST];
    FILE *f = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (!f) {
        fprintf(stderr, "usage: hello FILE\n");
        return 2;
    }
    size_t n = fread(body, 1, sizeof body, f);
    fclose(f);
    FCGX_Request request;
    if (n == 0 || FCGX_Init() || FCGX_InitRequest(&request, 0, 0))
        return 1;
    while (FCGX_Accept_r(&request) == 0) {
        FCGX_FPrintF(request.out, "Content-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n", (int)n);
        FCGX_PutStr(body, (int)n, request.out);
        FCGX_Finish_r(&request);
    }
    return 0;
}
