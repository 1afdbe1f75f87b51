-- SPDX-License-Identifier: EUPL-1.2
-- The public archive of a subject as one row, so that its page costs one point select. Whether a row may still be shown is decided by the
-- statement that reads it: it may, unless archive_touch has a row for its block. Every write that changes what the public views say of a subject
-- adds such a row in its own transaction; the worker packs the block anew and deletes the rows that it saw. Triggers add them for changes, so that
-- no writer can forget to; new subjects and records come in by the million and their writers add one row per block (subject_touch.h).
CREATE TABLE archive_pack (
  subject_id BIGINT NOT NULL PRIMARY KEY,
  block BIGINT NOT NULL COMMENT 'subject_id divided by 1024',
  public_id CHAR(16) CHARACTER SET ascii NOT NULL,
  code VARCHAR(18) CHARACTER SET ascii NULL,
  body MEDIUMBLOB NOT NULL COMMENT 'what the public views say of the subject; see archive_pack.h',
  UNIQUE KEY archive_pack_public_id (public_id),
  UNIQUE KEY archive_pack_code (code)
) ENGINE=InnoDB;

CREATE TABLE archive_touch (
  block BIGINT NOT NULL COMMENT 'its packs are not shown while there is a row',
  token BIGINT UNSIGNED NOT NULL COMMENT 'UUID_SHORT(): writers never wait for each other',
  PRIMARY KEY (block, token)
) ENGINE=InnoDB;
INSERT INTO archive_touch SELECT DISTINCT id DIV 1024, 0 FROM subject;

CREATE TRIGGER subject_touch_update AFTER UPDATE ON subject FOR EACH ROW
  INSERT INTO archive_touch VALUES (NEW.id DIV 1024, UUID_SHORT());
CREATE TRIGGER subject_touch_delete AFTER DELETE ON subject FOR EACH ROW
  INSERT INTO archive_touch VALUES (OLD.id DIV 1024, UUID_SHORT());
CREATE TRIGGER former_name_touch_update AFTER UPDATE ON subject_former_name FOR EACH ROW
  INSERT INTO archive_touch VALUES (OLD.subject_id DIV 1024, UUID_SHORT()), (NEW.subject_id DIV 1024, UUID_SHORT());
CREATE TRIGGER former_name_touch_delete AFTER DELETE ON subject_former_name FOR EACH ROW
  INSERT INTO archive_touch VALUES (OLD.subject_id DIV 1024, UUID_SHORT());
CREATE TRIGGER licence_touch_update AFTER UPDATE ON licence FOR EACH ROW
  INSERT INTO archive_touch VALUES (OLD.subject_id DIV 1024, UUID_SHORT()), (NEW.subject_id DIV 1024, UUID_SHORT());
CREATE TRIGGER licence_touch_delete AFTER DELETE ON licence FOR EACH ROW
  INSERT INTO archive_touch VALUES (OLD.subject_id DIV 1024, UUID_SHORT());
-- A record that moves to another subject touches both; one that does not is written once, for a rebuild changes millions.
CREATE TRIGGER record_touch_update AFTER UPDATE ON record FOR EACH ROW
  INSERT INTO archive_touch SELECT NEW.subject_id DIV 1024, UUID_SHORT()
  UNION ALL SELECT OLD.subject_id DIV 1024, UUID_SHORT() FROM DUAL WHERE OLD.subject_id <> NEW.subject_id;
CREATE TRIGGER record_touch_delete AFTER DELETE ON record FOR EACH ROW
  INSERT INTO archive_touch VALUES (OLD.subject_id DIV 1024, UUID_SHORT());

-- Publishing or superseding a round changes what is known of everybody in it. grade_block says who that is, in blocks of 4096.
CREATE TRIGGER grade_round_touch AFTER UPDATE ON grade_round FOR EACH ROW
  INSERT INTO archive_touch
  SELECT g.block * 4 + part.n, UUID_SHORT() FROM grade_block g
    JOIN (SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3) part
    WHERE g.round_id = NEW.id AND NOT (OLD.published_at <=> NEW.published_at AND OLD.superseded_at <=> NEW.superseded_at)
  UNION ALL
  SELECT NEW.subject_id DIV 1024, UUID_SHORT() FROM DUAL
    WHERE NEW.subject_id IS NOT NULL AND NOT (OLD.published_at <=> NEW.published_at AND OLD.superseded_at <=> NEW.superseded_at);
