-- SPDX-License-Identifier: EUPL-1.2
-- The log of acts in two parts: the chained row, and what it was about, which can be forgotten lawfully. The row holds a salted commitment to
-- it, so that the log still verifies and no longer tells whom it was about. `audit` becomes a view of both (views.sql). Checkpoints of a
-- Merkle tree over the rows are signed and published; one kept elsewhere shows any later change.
RENAME TABLE audit TO audit_row;
ALTER TABLE audit_row
  MODIFY object_type VARCHAR(30) CHARACTER SET ascii NOT NULL DEFAULT '',
  MODIFY object_id VARCHAR(40) CHARACTER SET ascii NOT NULL DEFAULT '',
  MODIFY detail VARCHAR(2000) NOT NULL DEFAULT '',
  ADD COLUMN alg TINYINT NOT NULL DEFAULT 0 COMMENT '0 BLAKE2b over row and detail together; 1 BLAKE2b over row and commitment',
  ADD COLUMN commitment BINARY(32) NULL COMMENT 'H(salt, object, detail)',
  ADD KEY audit_action (action, seq);

CREATE TABLE audit_detail (
  seq BIGINT NOT NULL PRIMARY KEY,
  salt BINARY(16) NOT NULL,
  object_type VARCHAR(30) CHARACTER SET ascii NOT NULL,
  object_id VARCHAR(40) CHARACTER SET ascii NOT NULL,
  detail VARCHAR(2000) NOT NULL,
  KEY audit_detail_object (object_type, object_id)
) ENGINE=InnoDB;

CREATE TABLE audit_checkpoint (
  size BIGINT NOT NULL PRIMARY KEY COMMENT 'rows that it covers',
  root BINARY(32) NOT NULL COMMENT 'of the tree over the first `size` rows',
  chain BINARY(32) NOT NULL COMMENT 'of row `size`',
  frontier VARBINARY(2048) NOT NULL COMMENT 'roots of the full subtrees, largest first: the next checkpoint goes on from here',
  sealed_at DATETIME(6) NOT NULL,
  signature VARBINARY(80) NOT NULL
) ENGINE=InnoDB;
