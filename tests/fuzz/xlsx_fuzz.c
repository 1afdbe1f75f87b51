/* SPDX-License-Identifier: EUPL-1.2
 * xlsx_fuzz.c — any bytes as an uploaded file. Whatever comes: a verdict with a sentence, or rows of text that is UTF-8.
 */
#include "fuzz/sheet_drain.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    drain_bytes((struct str){(const char *)data, size}, drain_options());
    return 0;
}
