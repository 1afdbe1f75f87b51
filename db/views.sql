-- SPDX-License-Identifier: EUPL-1.2
-- What the public programs may read: no sealed column, no withdrawn or repaired record, no round that is not published. Whether a row may be
-- shown on a given day, to whom, and masked how, is decided above (lib/archive) from the rule set and today: a view has no clock.
-- Run again after each migration. The definer reads the tables; the accounts of lookup and query have SELECT on the views (grants.sql).

CREATE OR REPLACE ALGORITHM = MERGE VIEW public_subject AS
  SELECT id, public_id, kind, type, name, code, division, address, representative, established, ended, updated_at, version FROM subject;

CREATE OR REPLACE ALGORITHM = MERGE VIEW public_former_name AS
  SELECT subject_id, name, until_day FROM subject_former_name;

CREATE OR REPLACE ALGORITHM = MERGE VIEW public_licence AS
  SELECT subject_id, id, kind, number, number_key, content, issued, valid_from, valid_to, authority FROM licence;

CREATE OR REPLACE ALGORITHM = MERGE VIEW public_record AS
  SELECT subject_id, id, item, category, severity, title, detail, document_no, authority, source, found, points, amount, show_from, show_to,
    use_to, disputed, version
  FROM record WHERE state = 1 AND show_from IS NOT NULL;

-- Every version of a grade that was ever published, the superseded ones too: "as known on" any day.
CREATE OR REPLACE ALGORITHM = MERGE VIEW public_grade AS
  SELECT g.subject_id, g.year, g.round_id, g.grade, g.points, g.sheet, r.kind, r.regime_version_id, r.as_known_at, r.snapshot_hash,
    r.result_hash, r.reviewed_at, r.approved_at, r.published_at, r.superseded_at
  FROM grade g JOIN grade_round r ON r.id = g.round_id WHERE r.published_at IS NOT NULL;

-- Annual rounds, published or under way: of the latter the public learns that they are, not what they say.
CREATE OR REPLACE ALGORITHM = MERGE VIEW public_round AS
  SELECT id, year, division_prefix, published_at IS NOT NULL AS published, superseded_at IS NOT NULL AS superseded,
    IF(published_at IS NULL, 0, subjects) AS subjects, IF(published_at IS NULL, '', distribution) AS distribution
  FROM grade_round WHERE kind = 'annual' AND state <> 'dropped';

CREATE OR REPLACE ALGORITHM = MERGE VIEW public_publication AS
  SELECT p.id, p.year, p.round_id, p.document_no, p.title, p.published_on, p.superseded_by, p.correction, p.result_hash, p.version, r.subjects,
    r.distribution, r.regime_version_id, r.as_known_at, r.division_prefix
  FROM publication p JOIN grade_round r ON r.id = p.round_id WHERE p.kind = 'summary';

CREATE OR REPLACE ALGORITHM = MERGE VIEW public_publication_file AS
  SELECT f.publication_id, f.format, f.size, f.hash FROM publication_file f JOIN publication p ON p.id = f.publication_id WHERE p.kind = 'summary';

CREATE OR REPLACE ALGORITHM = MERGE VIEW public_publication_chunk AS
  SELECT c.publication_id, c.format, c.seq, c.body FROM publication_chunk c JOIN publication p ON p.id = c.publication_id WHERE p.kind = 'summary';

-- Signed notices, the ended ones too: of those not open the page shows existence and state alone, and to who has the check code. Who it is about
-- is in no column.
CREATE OR REPLACE ALGORITHM = MERGE VIEW public_notice AS
  SELECT n.id, n.kind, n.state, n.is_open, n.title, n.series, n.year, n.no, n.document_no, n.check_code, n.issued_on, n.commitment, n.proof,
    n.signed_at, n.publication_id, n.ended_on, n.end_reason, n.forgotten_at IS NOT NULL AS forgotten, n.regime_version_id, n.version,
    e.series AS ended_series, e.year AS ended_year, e.no AS ended_number, e.document_no AS ended_no, e.is_open AS ended_open
  FROM notice n LEFT JOIN notice e ON e.id = n.ended_by WHERE n.signed_at IS NOT NULL;

CREATE OR REPLACE ALGORITHM = MERGE VIEW public_notice_body AS
  SELECT b.notice_id, b.salt, b.body FROM notice_body b JOIN notice n ON n.id = b.notice_id
  WHERE n.is_open AND NOT n.sealed AND n.signed_at IS NOT NULL AND n.forgotten_at IS NULL;

CREATE OR REPLACE ALGORITHM = MERGE VIEW public_notice_file AS
  SELECT f.notice_id, f.format, f.body, f.hash FROM notice_file f JOIN notice n ON n.id = f.notice_id
  WHERE n.is_open AND NOT n.sealed AND n.signed_at IS NOT NULL AND n.forgotten_at IS NULL;

CREATE OR REPLACE ALGORITHM = MERGE VIEW public_division AS
  SELECT code, name, level FROM division;

-- Public halves of signing keys, the retired ones too: old signatures go on verifying.
CREATE OR REPLACE ALGORITHM = MERGE VIEW public_signing_key AS
  SELECT purpose, epoch, alg, public_key, active_from, retired_at FROM signing_key;

-- The log of acts as people read it: rows with what they were about, where that has not been forgotten. Not public.
CREATE OR REPLACE ALGORITHM = MERGE VIEW audit AS
  SELECT r.seq, r.acted_at, r.actor_id, r.alg, r.actor, r.role, r.action, IFNULL(d.object_type, r.object_type) AS object_type,
    IFNULL(d.object_id, r.object_id) AS object_id, IFNULL(d.detail, r.detail) AS detail, r.request_id, r.commitment, r.chain,
    (r.alg = 1 AND d.seq IS NULL) AS forgotten
  FROM audit_row r LEFT JOIN audit_detail d ON d.seq = r.seq;

CREATE OR REPLACE ALGORITHM = MERGE VIEW public_checkpoint AS
  SELECT size, root, chain, sealed_at, signature FROM audit_checkpoint;
