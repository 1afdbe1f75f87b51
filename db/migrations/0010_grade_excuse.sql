-- SPDX-License-Identifier: EUPL-1.2
-- 不参加评价 (HN 18): a subject is taken out of a year's grading on a ground of the regime, by two officers.
CREATE TABLE grade_excuse (
  id INT NOT NULL PRIMARY KEY,
  subject_id BIGINT NOT NULL,
  year SMALLINT NOT NULL,
  code VARCHAR(40) CHARACTER SET ascii NOT NULL COMMENT 'ground of the regime',
  reason VARCHAR(500) NOT NULL,
  state VARCHAR(10) CHARACTER SET ascii NOT NULL COMMENT 'proposed, approved, rejected, revoked',
  live TINYINT AS (IF(state IN ('proposed', 'approved'), 1, NULL)) PERSISTENT COMMENT 'one at a time for a subject and year',
  proposed_by INT NOT NULL,
  proposed_at DATETIME(6) NOT NULL,
  decision VARCHAR(500) NOT NULL DEFAULT '',
  decided_by INT NULL,
  decided_at DATETIME(6) NULL,
  revoked_by INT NULL,
  revoked_at DATETIME(6) NULL,
  version INT NOT NULL DEFAULT 1,
  UNIQUE KEY grade_excuse_live (subject_id, year, live),
  KEY grade_excuse_year (year, subject_id),
  KEY grade_excuse_state (state, id)
) ENGINE=InnoDB;
