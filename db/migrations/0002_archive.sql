-- SPDX-License-Identifier: EUPL-1.2
-- Subjects (信用主体) with their names and licences, records (信用信息), name search, imports.

CREATE TABLE subject (
  id BIGINT NOT NULL PRIMARY KEY,
  public_id CHAR(16) CHARACTER SET ascii NOT NULL COMMENT 'opaque; the URL of natural persons and of subjects without a code',
  kind TINYINT NOT NULL COMMENT '1 legal person, 2 unincorporated organisation, 3 natural person',
  type VARCHAR(40) CHARACTER SET ascii NOT NULL COMMENT 'subject type of the regime',
  name VARCHAR(200) NOT NULL COMMENT 'natural persons: masked',
  code VARCHAR(18) CHARACTER SET ascii NULL COMMENT 'unified social credit code',
  code_confirmed BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'fails its check character, confirmed by a person',
  division VARCHAR(12) CHARACTER SET ascii NOT NULL COMMENT 'to town level where known',
  address VARCHAR(300) NOT NULL DEFAULT '',
  representative VARCHAR(100) NOT NULL DEFAULT '' COMMENT '法定代表人/主要负责人 as published',
  established DATE NULL,
  ended DATE NULL,
  name_sealed VARBINARY(400) NULL,
  name_index BINARY(16) NULL,
  id_kind TINYINT NOT NULL DEFAULT 0,
  id_sealed VARBINARY(200) NULL,
  id_index BINARY(16) NULL,
  content_hash BINARY(16) NOT NULL COMMENT 'hash of the imported content: the same row again changes nothing',
  batch_id BIGINT NULL,
  created_at DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL,
  version INT NOT NULL DEFAULT 1,
  UNIQUE KEY subject_public_id (public_id),
  UNIQUE KEY subject_code (code),
  UNIQUE KEY subject_id_index (id_index),
  KEY subject_name (name(40)),
  KEY subject_name_index (name_index),
  KEY subject_place (division, type)
) ENGINE=InnoDB;

CREATE TABLE subject_former_name (
  subject_id BIGINT NOT NULL,
  name VARCHAR(200) NOT NULL,
  until_day DATE NULL,
  PRIMARY KEY (subject_id, name)
) ENGINE=InnoDB;

CREATE TABLE licence (
  subject_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  kind VARCHAR(100) NOT NULL COMMENT '证书名称 or 许可类别',
  number VARCHAR(100) NOT NULL,
  number_key VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'folded for lookup',
  content VARCHAR(1000) NOT NULL DEFAULT '',
  issued DATE NULL,
  valid_from DATE NULL,
  valid_to DATE NULL,
  authority VARCHAR(200) NOT NULL DEFAULT '',
  PRIMARY KEY (subject_id, id),
  UNIQUE KEY licence_number (subject_id, number_key),
  KEY licence_key (number_key)
) ENGINE=InnoDB;

-- One fact about a subject. Clustered by subject: grading streams it in order. History by the server: "as known on" any instant.
-- show_from/show_to and use_to are worked out from the regime when the record is written (record_life), so that a view can hold them.
CREATE TABLE record (
  subject_id BIGINT NOT NULL,
  id BIGINT NOT NULL,
  item VARCHAR(20) CHARACTER SET ascii NOT NULL,
  category VARCHAR(20) CHARACTER SET ascii NOT NULL,
  severity TINYINT NOT NULL DEFAULT 0 COMMENT '0 none, 1 minor, 2 general, 3 serious',
  title VARCHAR(300) NOT NULL,
  detail VARCHAR(4000) NOT NULL DEFAULT '',
  document_no VARCHAR(120) NOT NULL DEFAULT '',
  authority VARCHAR(200) NOT NULL DEFAULT '' COMMENT 'who decided or awarded',
  source VARCHAR(120) NOT NULL DEFAULT '' COMMENT 'system or unit it came from',
  unit_id INT NOT NULL,
  found DATE NOT NULL COMMENT 'finding or decision',
  points INT NOT NULL DEFAULT 0 COMMENT 'practice points, thousandths',
  amount BIGINT NOT NULL DEFAULT 0 COMMENT 'fen',
  show_from DATE NULL COMMENT 'NULL: never public',
  show_to DATE NULL COMMENT 'last day shown; NULL: no end',
  use_to DATE NULL COMMENT 'last day it may be used in grading; NULL: no end',
  state TINYINT NOT NULL DEFAULT 1 COMMENT '1 active, 2 withdrawn, 3 repaired',
  disputed BOOLEAN NOT NULL DEFAULT FALSE,
  content_hash BINARY(16) NOT NULL COMMENT 'natural key: the same fact twice is one',
  batch_id BIGINT NULL,
  version INT NOT NULL DEFAULT 1,
  PRIMARY KEY (subject_id, id),
  UNIQUE KEY record_content (content_hash),
  KEY record_id (id),
  KEY record_item (item, found)
) ENGINE=InnoDB WITH SYSTEM VERSIONING;

-- Name search: (bigram, rank) clustered, rank = shortness of the name then id, so that a posting list in key order gives the best first.
CREATE TABLE name_gram (
  gram INT UNSIGNED NOT NULL,
  name_rank BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (gram, name_rank)
) ENGINE=InnoDB;
CREATE TABLE pinyin_gram (
  gram INT UNSIGNED NOT NULL,
  name_rank BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (gram, name_rank)
) ENGINE=InnoDB;
-- What a hit is verified against: every searchable name of a subject (current and former), folded.
CREATE TABLE search_name (
  subject_id BIGINT NOT NULL,
  name_key VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  pinyin VARCHAR(800) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'syllables with blanks between',
  former BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (subject_id, name_key)
) ENGINE=InnoDB;

CREATE TABLE import_batch (
  id BIGINT NOT NULL PRIMARY KEY,
  kind VARCHAR(10) CHARACTER SET ascii NOT NULL COMMENT 'subject, record',
  item VARCHAR(40) CHARACTER SET ascii NOT NULL COMMENT 'subject type, or item of the regime',
  file_name VARCHAR(200) NOT NULL,
  file_hash BINARY(32) NOT NULL,
  file_size BIGINT NOT NULL,
  encoding VARCHAR(40) NOT NULL DEFAULT '',
  sheet_no INT NOT NULL DEFAULT 0,
  state VARCHAR(12) CHARACTER SET ascii NOT NULL COMMENT 'uploaded, checked, committing, committed, unreadable',
  confirm_codes BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'codes that only fail their check character are accepted',
  without_code BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'organisations without a code get an archive (待补代码)',
  skip_refused BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'the good rows are committed although others are refused',
  rows_total INT NOT NULL DEFAULT 0,
  rows_new INT NOT NULL DEFAULT 0,
  rows_changed INT NOT NULL DEFAULT 0,
  rows_same INT NOT NULL DEFAULT 0,
  rows_refused INT NOT NULL DEFAULT 0,
  message VARCHAR(500) NOT NULL DEFAULT '',
  unit_id INT NOT NULL,
  division VARCHAR(12) CHARACTER SET ascii NOT NULL,
  created_by INT NOT NULL,
  created_at DATETIME(6) NOT NULL,
  committed_by INT NULL,
  committed_at DATETIME(6) NULL,
  version INT NOT NULL DEFAULT 1,
  KEY import_batch_age (created_at),
  KEY import_batch_hash (file_hash)
) ENGINE=InnoDB;

CREATE TABLE import_file (
  batch_id BIGINT NOT NULL,
  part INT NOT NULL,
  body MEDIUMBLOB NOT NULL COMMENT 'sealed',
  PRIMARY KEY (batch_id, part)
) ENGINE=InnoDB;

CREATE TABLE import_fault (
  batch_id BIGINT NOT NULL,
  row_no INT NOT NULL COMMENT 'as the spreadsheet program shows it; 0: the file as a whole',
  fault_no INT NOT NULL,
  warning BOOLEAN NOT NULL DEFAULT FALSE,
  column_name VARCHAR(100) NOT NULL DEFAULT '',
  message VARCHAR(300) NOT NULL,
  PRIMARY KEY (batch_id, row_no, fault_no)
) ENGINE=InnoDB;
