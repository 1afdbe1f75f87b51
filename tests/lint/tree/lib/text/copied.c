/* SPDX-License-Identifier: EUPL-1.2
 * other.c — a file of the linter's own corpus.
 */
int x;
