-- SPDX-License-Identifier: EUPL-1.2
-- What each program's database account may do, as roles: whoever makes an account gives it its role and makes that the default one
--   CREATE USER lookup@localhost …; GRANT portal_lookup TO lookup@localhost; SET DEFAULT ROLE portal_lookup FOR lookup@localhost;
-- Run in the portal's own database, after views.sql. What is not named here is refused by the server.

-- lookup and query: the public views; for name search the posting lists and, column by column, what a result list shows. Neither can read a
-- sealed name, an identity number or its index, evidence, a case, staff or the audit. They write nothing at all.
CREATE ROLE IF NOT EXISTS portal_lookup;
GRANT SELECT ON public_subject TO portal_lookup;
GRANT SELECT ON public_former_name TO portal_lookup;
GRANT SELECT ON public_licence TO portal_lookup;
GRANT SELECT ON public_record TO portal_lookup;
GRANT SELECT ON public_grade TO portal_lookup;
GRANT SELECT ON public_round TO portal_lookup;
GRANT SELECT ON public_publication TO portal_lookup;
GRANT SELECT ON public_publication_file TO portal_lookup;
GRANT SELECT ON public_division TO portal_lookup;
GRANT SELECT ON name_gram TO portal_lookup;
GRANT SELECT ON pinyin_gram TO portal_lookup;
GRANT SELECT ON search_name TO portal_lookup;
GRANT SELECT (id, public_id, kind, type, name, code, division) ON subject TO portal_lookup;
GRANT SELECT (subject_id, name, until_day) ON subject_former_name TO portal_lookup;
GRANT SELECT (subject_id, id, number, number_key) ON licence TO portal_lookup;
GRANT SELECT (subject_id, year, round_id, grade) ON grade TO portal_lookup;
GRANT SELECT (id, state) ON grade_round TO portal_lookup;
GRANT SELECT (id, hash, body) ON regime_version TO portal_lookup;
GRANT SELECT ON setting TO portal_lookup;
