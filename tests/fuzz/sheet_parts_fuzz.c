/* SPDX-License-Identifier: EUPL-1.2
 * sheet_parts_fuzz.c — any bytes as the XML inside a workbook: parts divided by NUL (sheet, shared strings, styles, workbook) are
 * put into a proper zip first, so that a fuzzer gets past the checksums to the cells.
 */
#include "fuzz/sheet_drain.h"
#include "unit/sheet/xlsx_build.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(64u << 20);
    struct str rest = {(const char *)data, size}, part[4] = {{0}};
    for (size_t i = 0; i < 4 && str_cut(&rest, '\0', &part[i]); i++)
        ;
    drain_bytes(book_of(a, part[0], part[1], part[2], part[3]), drain_options());
    arena_free(&a);
    return 0;
}
