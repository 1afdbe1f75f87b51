-- SPDX-License-Identifier: EUPL-1.2
-- What a round has computed so far: one row per block of subject ids, written in the same transaction as the block's grades. A killed run
-- goes on with the blocks that are missing; the round's hashes are hashes over the blocks' in order, however many processes made them.

CREATE TABLE grade_block (
  round_id INT NOT NULL,
  block BIGINT NOT NULL COMMENT 'subject id divided by the width of a block',
  snapshot_digest BINARY(32) NOT NULL,
  result_digest BINARY(32) NOT NULL,
  in_scope INT NOT NULL COMMENT 'subjects of the jurisdiction that existed in the year',
  graded INT NOT NULL COMMENT 'of these, with a row in grade',
  not_rolled_out INT NOT NULL,
  without_base INT NOT NULL COMMENT 'graded without any base record',
  records INT NOT NULL,
  moved_up INT NOT NULL,
  moved_down INT NOT NULL,
  distribution VARCHAR(400) NOT NULL COMMENT 'grade=count, comma separated',
  PRIMARY KEY (round_id, block)
) ENGINE=InnoDB;
