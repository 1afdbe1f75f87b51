-- SPDX-License-Identifier: EUPL-1.2
-- Open data: today's files of everything that is public, and which subjects' public data changed. The files hold what may be shown on the day
-- they were made and nothing older is kept: they are given out only while open_touch is empty and the day is the same. A row of open_touch is
-- written with every change that archive_touch (0012) tells of, in the transaction of the change itself; the worker makes the files anew and then
-- deletes the rows that it had seen before it began.
CREATE TABLE open_touch (
  block BIGINT NOT NULL,
  token BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (block, token)
) ENGINE=InnoDB;
CREATE TRIGGER archive_touch_open AFTER INSERT ON archive_touch FOR EACH ROW INSERT IGNORE INTO open_touch VALUES (NEW.block, NEW.token);

CREATE TABLE open_file (
  name VARCHAR(40) CHARACTER SET ascii NOT NULL PRIMARY KEY COMMENT 'subjects.jsonl.gz …',
  id BIGINT NOT NULL COMMENT 'whose parts these are',
  made_at DATETIME(6) NOT NULL,
  made_on DATE NOT NULL COMMENT 'given out on this day only',
  regime_version_id INT NOT NULL COMMENT 'and under this rule set only',
  size BIGINT NOT NULL COMMENT 'bytes',
  line_count BIGINT NOT NULL,
  hash BINARY(32) NOT NULL COMMENT 'SHA-256'
) ENGINE=InnoDB;

CREATE TABLE open_part (
  file_id BIGINT NOT NULL,
  seq INT NOT NULL,
  body MEDIUMBLOB NOT NULL,
  PRIMARY KEY (file_id, seq)
) ENGINE=InnoDB;

-- What was last said of each organisation, as a hash: another hash is a change and gives the row the next number. No content.
CREATE TABLE open_subject (
  subject_id BIGINT NOT NULL PRIMARY KEY,
  public_id CHAR(16) CHARACTER SET ascii NOT NULL,
  code VARCHAR(18) CHARACTER SET ascii NULL,
  digest BINARY(32) NOT NULL COMMENT 'all zero: nothing is public any more',
  change_no BIGINT NOT NULL,
  UNIQUE KEY open_subject_change (change_no)
) ENGINE=InnoDB;

ALTER TABLE licence ADD KEY licence_issued (issued);
