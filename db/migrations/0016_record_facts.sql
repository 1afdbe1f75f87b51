-- SPDX-License-Identifier: EUPL-1.2
-- What a grading reads of a record, as one number: five columns of their own cost more to send, millions of times over, than to compute. Bits from
-- the lowest: severity 2, state 2, disputed 1, found 22 (TO_DAYS), use_to 22 (TO_DAYS, 0 = no end). Read by grade_facts_of().
SET system_versioning_alter_history = KEEP;
ALTER TABLE record
  ADD COLUMN facts BIGINT AS (TO_DAYS(found) << 5 | COALESCE(TO_DAYS(use_to), 0) << 27 | disputed << 4 | state << 2 | severity)
    PERSISTENT COMMENT 'severity, state, disputed, found and use_to, packed: what a grading reads';
