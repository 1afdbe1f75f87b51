/* SPDX-License-Identifier: EUPL-1.2
 * clock.c — a file of the linter's own corpus.
 */
void now(void);
void now(void)
{
    clock_gettime(0, 0);
}
