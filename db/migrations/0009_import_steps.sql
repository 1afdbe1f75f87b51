-- SPDX-License-Identifier: EUPL-1.2
-- Imports in steps: what the file holds, which column is what, a second person's approval, and what is needed to undo a batch.

ALTER TABLE import_batch
  MODIFY state VARCHAR(12) CHARACTER SET ascii NOT NULL
    COMMENT 'uploaded, looked, mapped, checked, asked, rejected, committing, committed, undo_asked, undoing, undone, unreadable',
  ADD COLUMN layout VARCHAR(20) CHARACTER SET ascii NOT NULL DEFAULT '' COMMENT 'national layout that the headers were recognised as' AFTER item,
  ADD COLUMN coding TINYINT NOT NULL DEFAULT 0 COMMENT 'CSV: the encoding a person chose; 0 found by the reader' AFTER encoding,
  ADD COLUMN header_row INT NOT NULL DEFAULT 0 COMMENT '0: found by itself in each sheet' AFTER sheet_no,
  ADD COLUMN header_key BINARY(32) NULL COMMENT 'of the folded headers: under it a mapping is remembered' AFTER header_row,
  ADD COLUMN rows_duplicate INT NOT NULL DEFAULT 0 COMMENT 'repeat an earlier row of the same file' AFTER rows_same,
  ADD COLUMN asked_by INT NULL AFTER created_at,
  ADD COLUMN asked_at DATETIME(6) NULL AFTER asked_by,
  ADD COLUMN undo_by INT NULL COMMENT 'who asked for the undoing' AFTER committed_at,
  ADD COLUMN undo_reason VARCHAR(300) NOT NULL DEFAULT '' AFTER undo_by,
  ADD COLUMN undone_by INT NULL COMMENT 'who allowed it' AFTER undo_reason,
  ADD COLUMN undone_at DATETIME(6) NULL AFTER undone_by,
  ADD KEY import_batch_state (state, id);

CREATE TABLE import_sheet (
  batch_id BIGINT NOT NULL,
  sheet_no INT NOT NULL COMMENT 'from 1, as in the workbook',
  name VARCHAR(100) NOT NULL,
  hidden BOOLEAN NOT NULL,
  rows_total INT NOT NULL COMMENT 'that hold something, the header among them',
  header_row INT NOT NULL COMMENT 'proposed; 0: none found',
  mapped INT NOT NULL COMMENT 'columns whose name is known',
  PRIMARY KEY (batch_id, sheet_no)
) ENGINE=InnoDB;

CREATE TABLE import_column (
  batch_id BIGINT NOT NULL,
  column_no INT NOT NULL COMMENT 'from 0: column A',
  header VARCHAR(200) NOT NULL,
  field VARCHAR(30) CHARACTER SET ascii NOT NULL COMMENT 'empty: not imported',
  origin TINYINT NOT NULL COMMENT '0 nobody, 1 by the name, 2 as last time, 3 by a person',
  PRIMARY KEY (batch_id, column_no)
) ENGINE=InnoDB;

CREATE TABLE import_preview (
  batch_id BIGINT NOT NULL PRIMARY KEY,
  body MEDIUMBLOB NOT NULL COMMENT 'sealed; the first rows'
) ENGINE=InnoDB;

-- Which column was what the last time the same unit brought in a table with the same header.
CREATE TABLE import_memory (
  unit_id INT NOT NULL,
  kind VARCHAR(10) CHARACTER SET ascii NOT NULL,
  item VARCHAR(40) CHARACTER SET ascii NOT NULL,
  header_key BINARY(32) NOT NULL,
  fields VARCHAR(8000) CHARACTER SET ascii NOT NULL COMMENT 'a field a column, comma separated',
  used_by INT NOT NULL,
  used_at DATETIME(6) NOT NULL,
  PRIMARY KEY (unit_id, kind, item, header_key)
) ENGINE=InnoDB;

-- What the first changed rows change.
CREATE TABLE import_diff (
  batch_id BIGINT NOT NULL,
  diff_no INT NOT NULL,
  row_no INT NOT NULL,
  name VARCHAR(200) NOT NULL COMMENT 'natural persons: masked',
  field VARCHAR(60) NOT NULL,
  text_before VARCHAR(500) NOT NULL,
  text_after VARCHAR(500) NOT NULL,
  PRIMARY KEY (batch_id, diff_no)
) ENGINE=InnoDB;

-- The user's own table with the faults beside each row.
CREATE TABLE import_output (
  batch_id BIGINT NOT NULL,
  format VARCHAR(4) CHARACTER SET ascii NOT NULL COMMENT 'xlsx, csv',
  part INT NOT NULL,
  body MEDIUMBLOB NOT NULL COMMENT 'sealed',
  PRIMARY KEY (batch_id, format, part)
) ENGINE=InnoDB;

-- Subjects as they were before a batch changed them, or, once a batch is undone, as it had made them.
CREATE TABLE import_subject_before (
  batch_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  removed BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'made by the batch and taken away when it was undone',
  public_id CHAR(16) CHARACTER SET ascii NOT NULL,
  kind TINYINT NOT NULL,
  type VARCHAR(40) CHARACTER SET ascii NOT NULL,
  name VARCHAR(200) NOT NULL,
  code VARCHAR(18) CHARACTER SET ascii NULL,
  code_confirmed BOOLEAN NOT NULL,
  division VARCHAR(12) CHARACTER SET ascii NOT NULL,
  address VARCHAR(300) NOT NULL,
  representative VARCHAR(100) NOT NULL,
  established DATE NULL,
  ended DATE NULL,
  name_sealed VARBINARY(400) NULL,
  name_index BINARY(16) NULL,
  id_kind TINYINT NOT NULL,
  id_sealed VARBINARY(200) NULL,
  id_index BINARY(16) NULL,
  content_hash BINARY(16) NOT NULL,
  from_batch BIGINT NULL COMMENT 'the batch that had written it last',
  created_at DATETIME(6) NOT NULL,
  version INT NOT NULL,
  PRIMARY KEY (batch_id, id)
) ENGINE=InnoDB;

CREATE TABLE import_former_before (
  batch_id BIGINT NOT NULL,
  subject_id BIGINT NOT NULL,
  name VARCHAR(200) NOT NULL,
  until_day DATE NULL,
  PRIMARY KEY (batch_id, subject_id, name)
) ENGINE=InnoDB;

CREATE TABLE import_licence_before (
  batch_id BIGINT NOT NULL,
  subject_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  kind VARCHAR(100) NOT NULL,
  number VARCHAR(100) NOT NULL,
  number_key VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  content VARCHAR(1000) NOT NULL,
  issued DATE NULL,
  valid_from DATE NULL,
  valid_to DATE NULL,
  authority VARCHAR(200) NOT NULL,
  from_batch BIGINT NULL,
  PRIMARY KEY (batch_id, subject_id, id)
) ENGINE=InnoDB;

-- Grades that were worked out with records that have been withdrawn since; their round is not published yet.
CREATE TABLE grade_outdated (
  round_id INT NOT NULL,
  subject_id BIGINT NOT NULL,
  reason VARCHAR(200) NOT NULL,
  noted_at DATETIME(6) NOT NULL,
  PRIMARY KEY (round_id, subject_id)
) ENGINE=InnoDB;

ALTER TABLE licence ADD COLUMN batch_id BIGINT NULL COMMENT 'the import that wrote it last', ADD KEY licence_batch (batch_id);
ALTER TABLE subject ADD KEY subject_batch (batch_id);
SET system_versioning_alter_history = KEEP;
ALTER TABLE record ADD KEY record_batch (batch_id);
