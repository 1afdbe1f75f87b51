-- SPDX-License-Identifier: EUPL-1.2
-- Grading rounds, grades with their score sheets, publications.

CREATE TABLE grade_round (
  id INT NOT NULL PRIMARY KEY,
  year SMALLINT NOT NULL COMMENT 'the year graded',
  kind VARCHAR(10) CHARACTER SET ascii NOT NULL COMMENT 'trial, annual, single',
  subject_id BIGINT NULL COMMENT 'single: the subject graded again',
  reason VARCHAR(300) NOT NULL DEFAULT '',
  division_prefix VARCHAR(12) CHARACTER SET ascii NOT NULL,
  regime_version_id INT NOT NULL,
  state VARCHAR(12) CHARACTER SET ascii NOT NULL COMMENT 'open, computed, reviewed, approved, published, superseded, dropped',
  as_known_at DATETIME(6) NOT NULL COMMENT 'the snapshot: records as known at this instant',
  snapshot_hash BINARY(32) NULL COMMENT 'over everything that went in',
  result_hash BINARY(32) NULL COMMENT 'over every grade and score sheet that came out',
  subjects INT NOT NULL DEFAULT 0,
  records INT NOT NULL DEFAULT 0,
  moved_up INT NOT NULL DEFAULT 0,
  moved_down INT NOT NULL DEFAULT 0,
  distribution VARCHAR(400) NOT NULL DEFAULT '' COMMENT 'grade=count, comma separated, in the order of the scale',
  created_by INT NOT NULL,
  created_at DATETIME(6) NOT NULL,
  reviewed_by INT NULL,
  reviewed_at DATETIME(6) NULL,
  approved_by INT NULL,
  approved_at DATETIME(6) NULL,
  published_at DATETIME(6) NULL,
  superseded_at DATETIME(6) NULL,
  version INT NOT NULL DEFAULT 1,
  KEY grade_round_year (year, state),
  KEY grade_round_subject (subject_id),
  CONSTRAINT grade_round_regime FOREIGN KEY (regime_version_id) REFERENCES regime_version (id)
) ENGINE=InnoDB;

-- The result for a subject. Never updated: a later round with a higher number supersedes it. sheet: see grade_sheet.h.
CREATE TABLE grade (
  subject_id BIGINT NOT NULL,
  year SMALLINT NOT NULL,
  round_id INT NOT NULL,
  grade CHAR(1) CHARACTER SET ascii NOT NULL,
  points INT NOT NULL COMMENT 'thousandths; 0 where the regime has no points',
  sheet BLOB NOT NULL,
  PRIMARY KEY (subject_id, year, round_id)
) ENGINE=InnoDB;

CREATE TABLE grade_mover (
  round_id INT NOT NULL,
  subject_id BIGINT NOT NULL,
  grade_before CHAR(1) CHARACTER SET ascii NOT NULL,
  grade_now CHAR(1) CHARACTER SET ascii NOT NULL,
  PRIMARY KEY (round_id, subject_id)
) ENGINE=InnoDB;

CREATE TABLE document_number (
  code VARCHAR(60) NOT NULL COMMENT '代字',
  year SMALLINT NOT NULL,
  last_no INT NOT NULL,
  PRIMARY KEY (code, year)
) ENGINE=InnoDB;

CREATE TABLE publication (
  id INT NOT NULL PRIMARY KEY,
  year SMALLINT NOT NULL,
  kind VARCHAR(10) CHARACTER SET ascii NOT NULL COMMENT 'summary (汇总表), report (书面报告)',
  round_id INT NOT NULL,
  document_no VARCHAR(120) NOT NULL,
  title VARCHAR(200) NOT NULL,
  published_on DATE NOT NULL,
  published_by INT NOT NULL,
  superseded_by INT NULL,
  correction VARCHAR(500) NOT NULL DEFAULT '',
  result_hash BINARY(32) NOT NULL,
  version INT NOT NULL DEFAULT 1,
  UNIQUE KEY publication_round (round_id, kind),
  UNIQUE KEY publication_number (document_no),
  KEY publication_year (year, kind)
) ENGINE=InnoDB;

CREATE TABLE publication_file (
  publication_id INT NOT NULL,
  format VARCHAR(5) CHARACTER SET ascii NOT NULL COMMENT 'csv, xlsx, docx',
  body LONGBLOB NOT NULL,
  hash BINARY(32) NOT NULL,
  PRIMARY KEY (publication_id, format)
) ENGINE=InnoDB;
