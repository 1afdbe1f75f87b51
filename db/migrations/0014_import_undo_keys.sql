-- SPDX-License-Identifier: EUPL-1.2
-- Who changed a subject after whom: asked before a batch is undone.
ALTER TABLE import_subject_before ADD KEY import_subject_before_id (id), ADD KEY import_subject_before_from (from_batch);
