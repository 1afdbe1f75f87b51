-- SPDX-License-Identifier: EUPL-1.2
-- Manual entry, correction and withdrawal of records by two persons, evidence files, and published grades that wait to be graded again.

-- One proposal about one record: a new one, a changed one, or its withdrawal. What was decided is never changed afterwards.
CREATE TABLE entry (
  id BIGINT NOT NULL PRIMARY KEY,
  kind VARCHAR(10) CHARACTER SET ascii NOT NULL COMMENT 'new 录入, correct 更正, withdraw 撤回',
  state VARCHAR(10) CHARACTER SET ascii NOT NULL COMMENT 'draft, submitted, returned, approved, dropped',
  subject_id BIGINT NOT NULL,
  record_id BIGINT NULL COMMENT 'new: the record that it became',
  open_record BIGINT NULL COMMENT 'record_id until decided: one proposal about a record at a time',
  record_version INT NOT NULL DEFAULT 0 COMMENT 'of the record when the proposal was made',
  result_version INT NOT NULL DEFAULT 0 COMMENT 'of the record by the decision; 0: none',
  regime_version_id INT NOT NULL COMMENT 'in force when it was opened: its clock is read there',
  item VARCHAR(40) CHARACTER SET ascii NOT NULL,
  severity TINYINT NOT NULL DEFAULT 0,
  title VARCHAR(300) NOT NULL DEFAULT '',
  detail VARCHAR(4000) NOT NULL DEFAULT '',
  document_no VARCHAR(120) NOT NULL DEFAULT '',
  authority VARCHAR(200) NOT NULL DEFAULT '',
  remark VARCHAR(1000) NOT NULL DEFAULT '' COMMENT 'internal, never part of the record',
  unit_id INT NOT NULL COMMENT 'who provides the record',
  found DATE NULL,
  points INT NOT NULL DEFAULT 0 COMMENT 'thousandths',
  amount BIGINT NOT NULL DEFAULT 0 COMMENT 'fen',
  show_from DATE NULL,
  show_to DATE NULL,
  use_to DATE NULL,
  reason VARCHAR(1000) NOT NULL DEFAULT '' COMMENT 'of a correction or withdrawal',
  received DATE NULL COMMENT 'day 0 of the clock: when the error was found or told',
  verdict VARCHAR(1000) NOT NULL DEFAULT '' COMMENT 'why it was returned',
  author_id INT NOT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  first_submitted_at DATETIME(6) NULL COMMENT 'what lateness is measured by',
  submitted_at DATETIME(6) NULL,
  reviewer_id INT NULL COMMENT 'who decided last',
  decided_at DATETIME(6) NULL,
  version INT NOT NULL DEFAULT 1,
  UNIQUE KEY entry_open (open_record),
  KEY entry_state (state, id),
  KEY entry_author (author_id, state),
  KEY entry_subject (subject_id),
  KEY entry_record (record_id),
  CONSTRAINT entry_regime FOREIGN KEY (regime_version_id) REFERENCES regime_version (id)
) ENGINE=InnoDB;

-- A file that proves something. Its bytes are sealed and never change; a file taken off a draft keeps its row.
CREATE TABLE evidence (
  id BIGINT NOT NULL PRIMARY KEY,
  public_id CHAR(16) CHARACTER SET ascii NOT NULL COMMENT 'random: its address',
  owner_type VARCHAR(20) CHARACTER SET ascii NOT NULL COMMENT 'entry, …: the table of what it belongs to',
  owner_id BIGINT NOT NULL,
  name VARCHAR(200) NOT NULL,
  media VARCHAR(5) CHARACTER SET ascii NOT NULL COMMENT 'pdf, jpg, png, xlsx, ofd: by content',
  size BIGINT NOT NULL,
  sha256 BINARY(32) NOT NULL,
  uploaded_by INT NOT NULL,
  uploaded_at DATETIME(6) NOT NULL,
  removed_by INT NULL,
  removed_at DATETIME(6) NULL,
  UNIQUE KEY evidence_public (public_id),
  KEY evidence_owner (owner_type, owner_id)
) ENGINE=InnoDB;
CREATE TABLE evidence_part (
  evidence_id BIGINT NOT NULL,
  part INT NOT NULL,
  body MEDIUMBLOB NOT NULL COMMENT 'sealed',
  PRIMARY KEY (evidence_id, part)
) ENGINE=InnoDB;

-- A published grade whose score sheet rests on a record that was changed since: 待重新评价 until the round opened for it is published or dropped.
CREATE TABLE regrade (
  subject_id BIGINT NOT NULL,
  year SMALLINT NOT NULL,
  cause_type VARCHAR(20) CHARACTER SET ascii NOT NULL COMMENT 'entry, …: the table of what changed the record',
  cause_id BIGINT NOT NULL,
  graded_round INT NOT NULL COMMENT 'the published round whose grade is in question',
  reason VARCHAR(300) NOT NULL,
  marked_at DATETIME(6) NOT NULL,
  round_id INT NULL COMMENT 'the single round that grades again; NULL: not opened yet',
  PRIMARY KEY (subject_id, year, cause_type, cause_id),
  KEY regrade_round (round_id)
) ENGINE=InnoDB;
