-- SPDX-License-Identifier: EUPL-1.2
-- The house: sequences, divisions, organisation, sign-in, audit, regimes, jobs. Times are UTC, days are those of Asia/Shanghai.

CREATE TABLE sequence_number (
  name VARCHAR(40) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  next_value BIGINT NOT NULL
) ENGINE=InnoDB;

-- GB/T 2260 divisions and the towns below them. A scope is a code without its trailing zero pairs: a prefix of all below it.
CREATE TABLE division (
  code VARCHAR(12) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  name VARCHAR(60) NOT NULL,
  level TINYINT NOT NULL COMMENT '1 province, 2 city, 3 county, 4 town'
) ENGINE=InnoDB;

-- 责任股室/处室: the part of the bureau, or the institution, that owns a source, a case or a record.
CREATE TABLE unit (
  id INT NOT NULL PRIMARY KEY,
  name VARCHAR(120) NOT NULL,
  kind VARCHAR(20) CHARACTER SET ascii NOT NULL COMMENT 'bureau, office, supervision, institution, association',
  parent_id INT NULL,
  division_prefix VARCHAR(12) CHARACTER SET ascii NOT NULL,
  UNIQUE KEY unit_name (name),
  CONSTRAINT unit_parent FOREIGN KEY (parent_id) REFERENCES unit (id)
) ENGINE=InnoDB;

CREATE TABLE staff (
  id INT NOT NULL PRIMARY KEY,
  login VARCHAR(40) CHARACTER SET ascii NOT NULL,
  name VARCHAR(60) NOT NULL,
  unit_id INT NOT NULL,
  password_hash VARCHAR(160) CHARACTER SET ascii NOT NULL,
  totp_secret VARBINARY(160) NULL COMMENT 'sealed; NULL until enrolled',
  totp_counter BIGINT NOT NULL DEFAULT 0 COMMENT 'last one accepted: a code works once',
  must_change BOOLEAN NOT NULL DEFAULT FALSE,
  disabled_at DATETIME(6) NULL,
  created_at DATETIME(6) NOT NULL,
  version INT NOT NULL DEFAULT 1,
  UNIQUE KEY staff_login (login),
  CONSTRAINT staff_unit FOREIGN KEY (unit_id) REFERENCES unit (id)
) ENGINE=InnoDB;

CREATE TABLE staff_role (
  staff_id INT NOT NULL,
  role VARCHAR(20) CHARACTER SET ascii NOT NULL,
  unit_id INT NULL COMMENT 'NULL: every unit of the jurisdiction',
  division_prefix VARCHAR(12) CHARACTER SET ascii NOT NULL,
  PRIMARY KEY (staff_id, role, division_prefix),
  CONSTRAINT staff_role_staff FOREIGN KEY (staff_id) REFERENCES staff (id)
) ENGINE=InnoDB;

CREATE TABLE session (
  token_hash BINARY(32) NOT NULL PRIMARY KEY,
  staff_id INT NOT NULL,
  csrf BINARY(32) NOT NULL,
  staff_version INT NOT NULL,
  created_at DATETIME(6) NOT NULL,
  seen_at DATETIME(6) NOT NULL,
  expires_at DATETIME(6) NOT NULL,
  KEY session_staff (staff_id),
  KEY session_expiry (expires_at)
) ENGINE=InnoDB;

-- Delays, never locks: one row per bucket (an account, an address, a known device).
CREATE TABLE login_throttle (
  bucket BINARY(32) NOT NULL PRIMARY KEY,
  failures INT NOT NULL,
  not_before DATETIME(6) NOT NULL,
  updated_at DATETIME(6) NOT NULL
) ENGINE=InnoDB;

-- One row per form that acted: a double click, a retry and a lost reply find the first result.
CREATE TABLE form_token (
  token BINARY(16) NOT NULL PRIMARY KEY,
  staff_id INT NOT NULL,
  route VARCHAR(120) CHARACTER SET ascii NOT NULL,
  body_hash BINARY(32) NOT NULL,
  result VARCHAR(200) CHARACTER SET ascii NOT NULL COMMENT 'where the first request was sent on to',
  acted_at DATETIME(6) NOT NULL,
  KEY form_token_age (acted_at)
) ENGINE=InnoDB;

CREATE TABLE audit (
  seq BIGINT NOT NULL PRIMARY KEY,
  acted_at DATETIME(6) NOT NULL,
  actor_id INT NOT NULL COMMENT '0: the system itself',
  actor VARCHAR(100) NOT NULL,
  role VARCHAR(20) CHARACTER SET ascii NOT NULL,
  action VARCHAR(40) CHARACTER SET ascii NOT NULL,
  object_type VARCHAR(30) CHARACTER SET ascii NOT NULL,
  object_id VARCHAR(40) CHARACTER SET ascii NOT NULL,
  detail VARCHAR(2000) NOT NULL,
  request_id VARCHAR(32) CHARACTER SET ascii NOT NULL,
  chain BINARY(32) NOT NULL COMMENT 'H(previous chain, this row)',
  KEY audit_object (object_type, object_id),
  KEY audit_actor (actor_id, seq)
) ENGINE=InnoDB;

-- The one row that puts audit rows in order; locked last in every transaction that acts.
CREATE TABLE audit_head (
  id TINYINT NOT NULL PRIMARY KEY,
  seq BIGINT NOT NULL,
  chain BINARY(32) NOT NULL
) ENGINE=InnoDB;
INSERT INTO audit_head VALUES (1, 0, REPEAT('\0', 32));

-- Every rule set that was ever in force here, whole, so that an old score sheet can be read with the rules of its day.
CREATE TABLE regime_version (
  id INT NOT NULL PRIMARY KEY,
  code VARCHAR(40) CHARACTER SET ascii NOT NULL,
  hash BINARY(32) NOT NULL,
  body MEDIUMTEXT NOT NULL COMMENT 'all layers, one after another',
  activated_at DATETIME(6) NOT NULL,
  UNIQUE KEY regime_version_hash (hash)
) ENGINE=InnoDB;

CREATE TABLE setting (
  name VARCHAR(40) CHARACTER SET ascii NOT NULL PRIMARY KEY,
  value VARCHAR(400) NOT NULL
) ENGINE=InnoDB;

-- Work for the worker. Claimed by a guarded UPDATE on (id, version) with a lease, so that a killed worker's job is taken up again.
CREATE TABLE job (
  id BIGINT NOT NULL PRIMARY KEY,
  kind VARCHAR(30) CHARACTER SET ascii NOT NULL,
  object_id BIGINT NOT NULL,
  state VARCHAR(10) CHARACTER SET ascii NOT NULL DEFAULT 'queued' COMMENT 'queued, running, done, failed',
  step VARCHAR(60) NOT NULL DEFAULT '',
  done BIGINT NOT NULL DEFAULT 0,
  total BIGINT NOT NULL DEFAULT 0,
  message VARCHAR(500) NOT NULL DEFAULT '',
  attempts INT NOT NULL DEFAULT 0,
  lease_until DATETIME(6) NULL,
  requested_by INT NOT NULL,
  created_at DATETIME(6) NOT NULL,
  finished_at DATETIME(6) NULL,
  version INT NOT NULL DEFAULT 1,
  UNIQUE KEY job_object (kind, object_id),
  KEY job_state (state, id)
) ENGINE=InnoDB;
