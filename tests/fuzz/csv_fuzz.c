/* SPDX-License-Identifier: EUPL-1.2
 * csv_fuzz.c — any bytes as a CSV, once as found out and once as the first byte says: encoding (low bits) and delimiter.
 */
#include "fuzz/sheet_drain.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sheet_options o = drain_options();
    if (size == 0)
        return 0;
    struct str rest = {(const char *)data + 1, size - 1};
    if (str_starts(rest, STR("PK")))
        return 0; /* xlsx_fuzz has those */
    drain_bytes(rest, o);
    o.encoding = (enum sheet_encoding)(data[0] % 5);
    o.delimiter = "\0,\t;|"[data[0] / 5 % 5];
    drain_bytes(rest, o);
    return 0;
}
