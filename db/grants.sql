-- SPDX-License-Identifier: EUPL-1.2
-- What each program's database account may do. The accounts are made first (tests/tools/accounts.sh, or by hand on a real server); this runs in the
-- portal's own database after views.sql, and again after each migration. What is not named here is refused by the server.

-- lookup: the public views; for name search the posting lists and, column by column, what a result list shows. It cannot read a sealed name, an
-- identity number or its index, evidence, a case, staff or the audit but the number of its last row, and it writes nothing at all.
GRANT SELECT ON public_subject TO portal_lookup@localhost;
GRANT SELECT ON public_former_name TO portal_lookup@localhost;
GRANT SELECT ON public_licence TO portal_lookup@localhost;
GRANT SELECT ON public_record TO portal_lookup@localhost;
GRANT SELECT ON public_grade TO portal_lookup@localhost;
GRANT SELECT ON public_round TO portal_lookup@localhost;
GRANT SELECT ON public_publication TO portal_lookup@localhost;
GRANT SELECT ON public_publication_file TO portal_lookup@localhost;
GRANT SELECT ON public_publication_chunk TO portal_lookup@localhost;
GRANT SELECT ON public_notice TO portal_lookup@localhost;
GRANT SELECT ON public_notice_body TO portal_lookup@localhost;
GRANT SELECT ON public_notice_file TO portal_lookup@localhost;
GRANT SELECT (id, seq) ON audit_head TO portal_lookup@localhost;
GRANT SELECT ON public_division TO portal_lookup@localhost;
GRANT SELECT ON public_checkpoint TO portal_lookup@localhost;
GRANT SELECT ON archive_pack TO portal_lookup@localhost;
GRANT SELECT ON archive_touch TO portal_lookup@localhost;
GRANT SELECT ON public_signing_key TO portal_lookup@localhost;
GRANT SELECT ON name_gram TO portal_lookup@localhost;
GRANT SELECT ON pinyin_gram TO portal_lookup@localhost;
GRANT SELECT ON search_name TO portal_lookup@localhost;
GRANT SELECT ON setting TO portal_lookup@localhost;
GRANT SELECT (id, public_id, kind, type, name, code, division) ON subject TO portal_lookup@localhost;
GRANT SELECT (subject_id, name, until_day) ON subject_former_name TO portal_lookup@localhost;
GRANT SELECT (subject_id, id, number, number_key) ON licence TO portal_lookup@localhost;
GRANT SELECT (subject_id, year, round_id, grade) ON grade TO portal_lookup@localhost;
GRANT SELECT (id, state) ON grade_round TO portal_lookup@localhost;
GRANT SELECT (id, hash, body) ON regime_version TO portal_lookup@localhost;

-- query: open data over the same public views, and the same search. It writes nothing either.
GRANT SELECT ON public_subject TO portal_query@localhost;
GRANT SELECT ON public_former_name TO portal_query@localhost;
GRANT SELECT ON public_licence TO portal_query@localhost;
GRANT SELECT ON public_record TO portal_query@localhost;
GRANT SELECT ON public_grade TO portal_query@localhost;
GRANT SELECT ON public_round TO portal_query@localhost;
GRANT SELECT ON public_publication TO portal_query@localhost;
GRANT SELECT ON public_publication_file TO portal_query@localhost;
GRANT SELECT ON public_publication_chunk TO portal_query@localhost;
GRANT SELECT ON public_division TO portal_query@localhost;
GRANT SELECT ON name_gram TO portal_query@localhost;
GRANT SELECT ON pinyin_gram TO portal_query@localhost;
GRANT SELECT ON search_name TO portal_query@localhost;
GRANT SELECT ON setting TO portal_query@localhost;
GRANT SELECT (id, seq) ON audit_head TO portal_query@localhost;
GRANT SELECT ON archive_pack TO portal_query@localhost;
GRANT SELECT ON archive_touch TO portal_query@localhost;
GRANT SELECT (id, public_id, kind, type, name, code, division) ON subject TO portal_query@localhost;
GRANT SELECT (subject_id, name, until_day) ON subject_former_name TO portal_query@localhost;
GRANT SELECT (subject_id, id, number, number_key) ON licence TO portal_query@localhost;
GRANT SELECT (subject_id, year, round_id, grade) ON grade TO portal_query@localhost;
GRANT SELECT (id, state) ON grade_round TO portal_query@localhost;
GRANT SELECT (id, hash, body) ON regime_version TO portal_query@localhost;

-- staff: pages of officers. Audit rows, grades and published files can be added, never changed or deleted.
GRANT SELECT ON * TO portal_staff@localhost;
GRANT INSERT ON audit_row TO portal_staff@localhost;
GRANT INSERT ON audit_detail TO portal_staff@localhost;
GRANT UPDATE ON audit_head TO portal_staff@localhost;
GRANT INSERT, UPDATE ON sequence_number TO portal_staff@localhost;
GRANT INSERT, UPDATE ON staff TO portal_staff@localhost;
GRANT INSERT, UPDATE, DELETE ON staff_role TO portal_staff@localhost;
GRANT INSERT, UPDATE, DELETE ON session TO portal_staff@localhost;
GRANT INSERT, UPDATE, DELETE ON login_throttle TO portal_staff@localhost;
GRANT INSERT ON form_token TO portal_staff@localhost;
GRANT INSERT, UPDATE ON unit TO portal_staff@localhost;
GRANT INSERT, UPDATE ON job TO portal_staff@localhost;
GRANT INSERT, UPDATE ON import_batch TO portal_staff@localhost;
GRANT INSERT ON import_file TO portal_staff@localhost;
GRANT UPDATE ON import_column TO portal_staff@localhost;
GRANT INSERT, UPDATE ON import_memory TO portal_staff@localhost;
GRANT INSERT, UPDATE ON record TO portal_staff@localhost;
GRANT INSERT, UPDATE ON entry TO portal_staff@localhost;
GRANT INSERT, UPDATE ON evidence TO portal_staff@localhost;
GRANT INSERT ON evidence_part TO portal_staff@localhost;
GRANT INSERT ON regrade TO portal_staff@localhost;
GRANT INSERT ON archive_touch TO portal_staff@localhost;
GRANT INSERT, UPDATE ON grade_round TO portal_staff@localhost;
GRANT INSERT, UPDATE ON grade_excuse TO portal_staff@localhost;
GRANT INSERT, UPDATE ON publication TO portal_staff@localhost;
GRANT INSERT ON publication_file TO portal_staff@localhost;
GRANT INSERT ON publication_chunk TO portal_staff@localhost;
GRANT INSERT, UPDATE ON notice TO portal_staff@localhost;
GRANT INSERT, UPDATE, DELETE ON notice_body TO portal_staff@localhost;
GRANT INSERT, UPDATE ON document_number TO portal_staff@localhost;

-- worker: imports and gradings.
GRANT SELECT ON * TO portal_worker@localhost;
GRANT DELETE ON session TO portal_worker@localhost;
GRANT DELETE ON form_token TO portal_worker@localhost;
GRANT DELETE ON login_throttle TO portal_worker@localhost;
GRANT INSERT ON audit_row TO portal_worker@localhost;
GRANT INSERT, DELETE ON audit_detail TO portal_worker@localhost;
GRANT INSERT ON audit_checkpoint TO portal_worker@localhost;
GRANT UPDATE ON audit_head TO portal_worker@localhost;
GRANT INSERT, UPDATE ON sequence_number TO portal_worker@localhost;
GRANT INSERT, UPDATE ON job TO portal_worker@localhost;
GRANT UPDATE ON notice TO portal_worker@localhost;
GRANT DELETE ON notice_body TO portal_worker@localhost;
GRANT INSERT, DELETE ON notice_file TO portal_worker@localhost;
GRANT INSERT ON publication_file TO portal_worker@localhost;
GRANT INSERT ON publication_chunk TO portal_worker@localhost;
GRANT UPDATE ON import_batch TO portal_worker@localhost;
GRANT INSERT, DELETE ON import_fault TO portal_worker@localhost;
GRANT INSERT, DELETE ON import_sheet TO portal_worker@localhost;
GRANT INSERT, DELETE ON import_column TO portal_worker@localhost;
GRANT INSERT, DELETE ON import_preview TO portal_worker@localhost;
GRANT INSERT, DELETE ON import_diff TO portal_worker@localhost;
GRANT INSERT, DELETE ON import_output TO portal_worker@localhost;
-- what a batch changed, for its undoing, which takes away subjects that nothing refers to
GRANT INSERT ON import_subject_before TO portal_worker@localhost;
GRANT INSERT ON import_former_before TO portal_worker@localhost;
GRANT INSERT ON import_licence_before TO portal_worker@localhost;
GRANT INSERT ON grade_outdated TO portal_worker@localhost;
GRANT INSERT, UPDATE, DELETE ON subject TO portal_worker@localhost;
GRANT INSERT, UPDATE, DELETE ON subject_former_name TO portal_worker@localhost;
GRANT INSERT, UPDATE, DELETE ON licence TO portal_worker@localhost;
GRANT INSERT, UPDATE ON record TO portal_worker@localhost;
GRANT INSERT, UPDATE, DELETE ON search_name TO portal_worker@localhost;
GRANT INSERT, UPDATE, DELETE ON name_gram TO portal_worker@localhost;
GRANT INSERT, UPDATE, DELETE ON pinyin_gram TO portal_worker@localhost;
GRANT INSERT, UPDATE ON setting TO portal_worker@localhost;
GRANT INSERT, UPDATE ON grade_round TO portal_worker@localhost;
GRANT UPDATE ON regrade TO portal_worker@localhost;
GRANT INSERT, UPDATE, DELETE ON grade TO portal_worker@localhost;
GRANT INSERT, UPDATE, DELETE ON grade_block TO portal_worker@localhost;
GRANT INSERT, UPDATE, DELETE ON grade_mover TO portal_worker@localhost;
GRANT INSERT, DELETE ON archive_touch TO portal_worker@localhost;
GRANT INSERT, DELETE ON archive_pack TO portal_worker@localhost;
