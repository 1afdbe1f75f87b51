-- SPDX-License-Identifier: EUPL-1.2
-- Notices by their day, latest first, page by page: open data.
ALTER TABLE notice ADD KEY notice_issued (is_open, issued_on);
