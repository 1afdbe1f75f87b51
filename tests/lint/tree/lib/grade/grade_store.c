/* SPDX-License-Identifier: EUPL-1.2
 * grade_store.c — a file of the linter's own corpus.
 */
static const char *const all = "SELECT a FROM b WHERE c = ?";
static const char *const bad = "SELECT a FROM b WHERE c = '%s'";
