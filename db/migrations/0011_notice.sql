-- SPDX-License-Identifier: EUPL-1.2
-- Numbered, signed documents (lib/notice), and published files in chunks, which no packet limit cuts.

-- A notice. What tells who it is about stands in notice_body and notice_file alone, so that forgetting (a record repaired or expired) deletes
-- those two rows and what is left here still proves that the number, the salted hash and the signature were there.
CREATE TABLE notice (
  id INT NOT NULL PRIMARY KEY,
  kind VARCHAR(40) CHARACTER SET ascii NOT NULL COMMENT 'kind of the rule set: summary, report, repair_confirmation …',
  state VARCHAR(10) CHARACTER SET ascii NOT NULL COMMENT 'draft, dropped, issued, withdrawn, superseded, void',
  is_open BOOLEAN NOT NULL COMMENT 'listed and readable by anyone; else only its existence is confirmed, to who has the check code',
  sealed BOOLEAN NOT NULL COMMENT 'body and file are ciphertext: it is about a natural person',
  title VARCHAR(200) NOT NULL COMMENT 'never names a person',
  series VARCHAR(20) CHARACTER SET ascii NULL COMMENT 'the code word as it stands in addresses: gs',
  year SMALLINT NULL,
  no INT NULL,
  document_no VARCHAR(120) NULL,
  check_code CHAR(16) CHARACTER SET ascii NULL COMMENT '80 random bits, printed and in the QR code',
  issued_on DATE NULL,
  commitment BINARY(32) NULL COMMENT 'H(salt, body): salt and body are in notice_body until forgotten',
  proof TEXT NULL COMMENT 'the signed statement, lib/notice/proof.h; NULL until the worker has signed',
  signed_at DATETIME(6) NULL,
  publication_id INT NULL,
  subject_id BIGINT NULL COMMENT 'whom it is about; emptied by forgetting',
  record_id BIGINT NULL COMMENT 'the record behind it; emptied by forgetting',
  target_id INT NULL COMMENT 'the notice that this one withdraws or replaces when it is issued',
  ended_by INT NULL COMMENT 'the notice that withdrew or replaced this one',
  ended_on DATE NULL,
  end_reason VARCHAR(300) NOT NULL DEFAULT '' COMMENT 'void: why; names nobody',
  forgotten_at DATETIME(6) NULL,
  division_prefix VARCHAR(12) CHARACTER SET ascii NOT NULL,
  regime_version_id INT NOT NULL,
  drafted_by INT NOT NULL,
  drafted_at DATETIME(6) NOT NULL,
  issued_by INT NULL,
  issued_at DATETIME(6) NULL,
  version INT NOT NULL DEFAULT 1,
  UNIQUE KEY notice_number (series, year, no),
  UNIQUE KEY notice_document_no (document_no),
  UNIQUE KEY notice_check_code (check_code),
  KEY notice_open (is_open, year, kind),
  KEY notice_state (state, id),
  KEY notice_publication (publication_id),
  KEY notice_subject (subject_id, record_id)
) ENGINE=InnoDB;

CREATE TABLE notice_body (
  notice_id INT NOT NULL PRIMARY KEY,
  salt BINARY(32) NOT NULL COMMENT 'random; without it the commitment tells nothing',
  body MEDIUMBLOB NOT NULL COMMENT 'canonical text, lib/notice/notice_body.h; sealed where notice.sealed'
) ENGINE=InnoDB;

CREATE TABLE notice_file (
  notice_id INT NOT NULL,
  format VARCHAR(5) CHARACTER SET ascii NOT NULL COMMENT 'pdf',
  body LONGBLOB NOT NULL COMMENT 'sealed where notice.sealed',
  hash BINARY(32) NOT NULL COMMENT 'of the file as handed out',
  PRIMARY KEY (notice_id, format)
) ENGINE=InnoDB;

-- publication_file.body of older rows (at most 64 MiB, the packet limit) moves into chunks of 1 MiB; the column stays, empty, until no program of the release before runs.
CREATE TABLE publication_chunk (
  publication_id INT NOT NULL,
  format VARCHAR(5) CHARACTER SET ascii NOT NULL,
  seq INT NOT NULL COMMENT 'from 0',
  body MEDIUMBLOB NOT NULL,
  PRIMARY KEY (publication_id, format, seq)
) ENGINE=InnoDB;
ALTER TABLE publication_file
  MODIFY body LONGBLOB NULL,
  MODIFY format VARCHAR(5) CHARACTER SET ascii NOT NULL COMMENT 'csv, xlsx, docx, pdf, proof, zip',
  ADD COLUMN size BIGINT NOT NULL DEFAULT 0;
UPDATE publication_file SET size = LENGTH(body);
INSERT INTO publication_chunk (publication_id, format, seq, body)
  WITH RECURSIVE step (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM step WHERE n < 128)
  SELECT f.publication_id, f.format, step.n, SUBSTRING(f.body, step.n * 1048576 + 1, 1048576)
  FROM publication_file f JOIN step ON step.n * 1048576 < f.size;
