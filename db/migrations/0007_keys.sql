-- SPDX-License-Identifier: EUPL-1.2
-- Public halves of the keys that sign notices, checkpoints and bundles. Never deleted: a signature of a retired epoch goes on verifying.
CREATE TABLE signing_key (
  purpose VARCHAR(20) CHARACTER SET ascii NOT NULL COMMENT 'notice, checkpoint, bundle',
  epoch INT UNSIGNED NOT NULL COMMENT 'key epoch; part of every signature',
  alg TINYINT UNSIGNED NOT NULL COMMENT '1 Ed25519 over SHA-512 of the message',
  public_key BINARY(32) NOT NULL,
  active_from DATETIME(6) NOT NULL,
  retired_at DATETIME(6) NULL COMMENT 'signs nothing any more; still verifies',
  PRIMARY KEY (purpose, epoch)
) ENGINE=InnoDB;
