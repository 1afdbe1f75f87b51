-- SPDX-License-Identifier: EUPL-1.2
-- A posting says in 64 bits which other grams its name has, so that a walk of several words passes over most names without looking them up in the
-- lists of the other words. All ones, what rows written before have, say "maybe any": every find stays right, and `portalctl search rebuild` makes
-- it fast. Last column and a constant: instant at any size.
ALTER TABLE name_gram
  ADD COLUMN signature BIGINT UNSIGNED NOT NULL DEFAULT 18446744073709551615 COMMENT 'three bits for each pair of characters of the name';
ALTER TABLE pinyin_gram
  ADD COLUMN signature BIGINT UNSIGNED NOT NULL DEFAULT 18446744073709551615 COMMENT 'three bits for each gram of its kind: syllables, or initials';
