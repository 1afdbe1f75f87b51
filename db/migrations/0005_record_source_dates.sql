-- SPDX-License-Identifier: EUPL-1.2
-- Dates that the source of a record gave. They bound what the regime says, and are kept apart from it so that the record's life can be worked
-- out again when another rule set is put in force (portalctl record rebuild).
SET system_versioning_alter_history = KEEP;
ALTER TABLE record
  ADD COLUMN source_show_from DATE NULL AFTER use_to,
  ADD COLUMN source_show_to DATE NULL AFTER source_show_from,
  ADD COLUMN source_use_to DATE NULL AFTER source_show_to;
