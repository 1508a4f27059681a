-- session: all statements of signing in.

-- sealed: user_key (key_id u | user_id u, credential_id b, rp_id t, public_key b, sign_count i, verified i, transports i, name t, added_at_us i, used_at_us i)
-- sealed: user_password (user_id u | hash t, set_at_us i, set_by u, by_other i)
-- sealed: user_totp (user_id u, confirmed i | secret b, since_us i, last_step i)

-- ---- passwords ----

-- name: credential (login t)
SELECT u.user_id, u.login, u.name, u.org_no, u.closed_at_us, p.hash, p.set_at_us
  FROM app_user u LEFT JOIN user_password p ON p.user_id = u.user_id WHERE u.login = $1

-- name: password_at (user_id u)
SELECT set_at_us FROM user_password WHERE user_id = $1

-- name: password_any ()
SELECT user_id FROM user_password LIMIT 1

-- name: password_add (user_id u, hash t, set_at_us i, set_by u, by_other i)
INSERT INTO user_password (user_id, hash, set_at_us, set_by, by_other) VALUES ($1, $2, $3, $4, $5)

-- name: password_set (user_id u, hash t, set_at_us i, set_by u, by_other i)
UPDATE user_password SET hash = $2, set_at_us = $3, set_by = $4, by_other = $5 WHERE user_id = $1

-- The same password at other costs.
-- name: password_rehash (user_id u, set_at_us i, hash t)
UPDATE user_password SET hash = $3 WHERE user_id = $1 AND set_at_us = $2

-- ---- failures ----

-- name: failure (login_hash b)
SELECT failures, last_at_us, locked_until_us FROM sign_in_failure WHERE login_hash = $1

-- name: failure_add (login_hash b, known i, failures i, last_at_us i, locked_until_us i)
INSERT INTO sign_in_failure (login_hash, known, failures, last_at_us, locked_until_us) VALUES ($1, $2, $3, $4, $5)

-- name: failure_count (login_hash b, failures i, last_at_us i, locked_until_us i)
UPDATE sign_in_failure SET failures = $2, last_at_us = $3, locked_until_us = $4 WHERE login_hash = $1

-- name: failure_clear (login_hash b)
DELETE FROM sign_in_failure WHERE login_hash = $1

-- name: failures_forget (known i, last_at_us i)
DELETE FROM sign_in_failure WHERE known = $1 AND last_at_us < $2

-- When the oldest of the newest so many happened.
-- name: failures_edge (known i, skip i)
SELECT last_at_us FROM sign_in_failure WHERE known = $1 ORDER BY last_at_us DESC LIMIT 1 OFFSET $2

-- name: address_known (user_id u, address t, since_us i)
SELECT session_id FROM session WHERE user_id = $1 AND address = $2 AND complete_at_us >= $3 LIMIT 1

-- ---- sessions ----

-- name: by_token (token_hash b)
SELECT s.session_id, s.user_id, s.started_at_us, s.used_at_us, s.second_at_us, s.stepped_at_us, s.ended_at_us,
       u.login, u.name, u.org_no, u.closed_at_us, COALESCE(p.by_other, 0) AS by_other,
       (SELECT COUNT(*) FROM user_totp t WHERE t.user_id = s.user_id AND t.confirmed = 1)
       + (SELECT COUNT(*) FROM user_code k WHERE k.user_id = s.user_id AND k.kind = 1 AND k.void_at_us IS NULL)
       + (SELECT COUNT(*) FROM user_key y WHERE y.user_id = s.user_id) AS factors
  FROM session s JOIN app_user u ON u.user_id = s.user_id LEFT JOIN user_password p ON p.user_id = s.user_id
 WHERE s.token_hash = $1

-- name: by_id (session_id u)
SELECT s.session_id, s.user_id, s.started_at_us, s.used_at_us, s.second_at_us, s.stepped_at_us, s.ended_at_us,
       u.login, u.name, u.org_no, u.closed_at_us, COALESCE(p.by_other, 0) AS by_other,
       (SELECT COUNT(*) FROM user_totp t WHERE t.user_id = s.user_id AND t.confirmed = 1)
       + (SELECT COUNT(*) FROM user_code k WHERE k.user_id = s.user_id AND k.kind = 1 AND k.void_at_us IS NULL)
       + (SELECT COUNT(*) FROM user_key y WHERE y.user_id = s.user_id) AS factors
  FROM session s JOIN app_user u ON u.user_id = s.user_id LEFT JOIN user_password p ON p.user_id = s.user_id
 WHERE s.session_id = $1

-- name: factor_count (user_id u)
SELECT (SELECT COUNT(*) FROM user_totp t WHERE t.user_id = $1 AND t.confirmed = 1)
       + (SELECT COUNT(*) FROM user_code k WHERE k.user_id = $1 AND k.kind = 1 AND k.void_at_us IS NULL)
       + (SELECT COUNT(*) FROM user_key y WHERE y.user_id = $1) AS factors

-- name: add (session_id u, token_hash b, user_id u, started_at_us i, complete_at_us i, stepped_at_us i, address t, agent t)
INSERT INTO session (session_id, token_hash, user_id, started_at_us, used_at_us, complete_at_us, stepped_at_us, address, agent)
VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8)

-- stepped_at_us, second_at_us NULL: as they were.
-- name: renew (session_id u, token_hash b, at_us i, stepped_at_us i, second_at_us i)
UPDATE session SET token_hash = $2, used_at_us = $3, stepped_at_us = COALESCE($4, stepped_at_us),
       second_at_us = COALESCE($5, second_at_us), complete_at_us = COALESCE(complete_at_us, $3)
 WHERE session_id = $1 AND ended_at_us IS NULL

-- What was given by a factor that there is no more counts no more, where he has no other.
-- name: second_forget (user_id u)
UPDATE session SET second_at_us = NULL
 WHERE user_id = $1 AND ended_at_us IS NULL
   AND NOT EXISTS (SELECT 1 FROM user_totp t WHERE t.user_id = $1 AND t.confirmed = 1)
   AND NOT EXISTS (SELECT 1 FROM user_code k WHERE k.user_id = $1 AND k.kind = 1 AND k.void_at_us IS NULL)
   AND NOT EXISTS (SELECT 1 FROM user_key y WHERE y.user_id = $1)

-- name: use (session_id u, used_at_us i)
UPDATE session SET used_at_us = $2 WHERE session_id = $1 AND used_at_us < $2 AND ended_at_us IS NULL

-- name: live_of (user_id u, since_us i)
SELECT session_id, started_at_us, used_at_us, second_at_us, address, agent
  FROM session WHERE user_id = $1 AND started_at_us > $2 AND ended_at_us IS NULL
 ORDER BY started_at_us DESC, session_id DESC

-- name: end (user_id u, session_id u, ended_at_us i, ended_by u)
UPDATE session SET ended_at_us = $3, ended_by = $4 WHERE user_id = $1 AND session_id = $2 AND ended_at_us IS NULL

-- but_id NULL: none is left out.
-- name: end_all (user_id u, but_id u, ended_at_us i, ended_by u)
UPDATE session SET ended_at_us = $3, ended_by = $4
 WHERE user_id = $1 AND ended_at_us IS NULL AND ($2 IS NULL OR session_id <> $2)

-- name: forget (user_id u, started_at_us i)
DELETE FROM session WHERE user_id = $1 AND started_at_us < $2

-- ---- TOTP ----

-- name: totp (user_id u, confirmed i)
SELECT secret, since_us, last_step FROM user_totp WHERE user_id = $1 AND confirmed = $2

-- name: totp_add (user_id u, confirmed i, secret b, since_us i, last_step i)
INSERT INTO user_totp (user_id, confirmed, secret, since_us, last_step) VALUES ($1, $2, $3, $4, $5)

-- name: totp_use (user_id u, step i)
UPDATE user_totp SET last_step = $2 WHERE user_id = $1 AND confirmed = 1 AND last_step < $2

-- name: totp_drop (user_id u, confirmed i)
DELETE FROM user_totp WHERE user_id = $1 AND confirmed = $2

-- ---- security keys ----

-- name: keys_of (user_id u)
SELECT key_id, credential_id, rp_id, sign_count, verified, transports, name, added_at_us, used_at_us
  FROM user_key WHERE user_id = $1 ORDER BY added_at_us, key_id

-- name: key_count (user_id u)
SELECT COUNT(*) AS keys FROM user_key WHERE user_id = $1

-- name: key_by_credential (credential_id b)
SELECT key_id, user_id, rp_id, public_key, sign_count, verified FROM user_key WHERE credential_id = $1

-- name: key_add (key_id u, user_id u, credential_id b, rp_id t, public_key b, sign_count i, verified i, transports i, name t, added_at_us i)
INSERT INTO user_key (key_id, user_id, credential_id, rp_id, public_key, sign_count, verified, transports, name, added_at_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: key_use (key_id u, sign_count i, used_at_us i, sign_count_before i)
UPDATE user_key SET sign_count = $2, used_at_us = $3 WHERE key_id = $1 AND sign_count = $4

-- name: key_rename (user_id u, key_id u, name t)
UPDATE user_key SET name = $3 WHERE user_id = $1 AND key_id = $2

-- name: key_remove (user_id u, key_id u)
DELETE FROM user_key WHERE user_id = $1 AND key_id = $2

-- name: keys_remove (user_id u)
DELETE FROM user_key WHERE user_id = $1

-- name: challenge (session_id u, purpose i)
SELECT challenge, expires_at_us FROM key_challenge WHERE session_id = $1 AND purpose = $2

-- name: challenge_add (session_id u, purpose i, challenge b, expires_at_us i)
INSERT INTO key_challenge (session_id, purpose, challenge, expires_at_us) VALUES ($1, $2, $3, $4)

-- name: challenge_drop (session_id u, purpose i, challenge b)
DELETE FROM key_challenge WHERE session_id = $1 AND purpose = $2 AND challenge = $3

-- One that is over, and the one that takes another's place.
-- name: challenges_forget (session_id u, purpose i, expires_at_us i)
DELETE FROM key_challenge WHERE (session_id = $1 AND purpose = $2) OR expires_at_us < $3

-- ---- one-time codes ----

-- name: code_add (code_id u, user_id u, kind i, code_hash b, made_by u, made_at_us i, expires_at_us i, factors_too i)
INSERT INTO user_code (code_id, user_id, kind, code_hash, made_by, made_at_us, expires_at_us, factors_too)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)

-- name: codes_void (user_id u, kind i, void_at_us i)
UPDATE user_code SET void_at_us = $3 WHERE user_id = $1 AND kind = $2 AND void_at_us IS NULL

-- name: codes_left (user_id u)
SELECT COUNT(*) AS codes, COUNT(used_at_us) AS used, MIN(made_at_us) AS since_us
  FROM user_code WHERE user_id = $1 AND kind = 1 AND void_at_us IS NULL

-- name: code_by_hash (code_hash b)
SELECT k.code_id, k.user_id, k.kind, k.expires_at_us, k.factors_too, k.confirmed_by, k.used_at_us, k.void_at_us,
       u.login, u.name, u.org_no, u.closed_at_us
  FROM user_code k JOIN app_user u ON u.user_id = k.user_id WHERE k.code_hash = $1

-- name: code_use (code_id u, used_at_us i)
UPDATE user_code SET used_at_us = $2
 WHERE code_id = $1 AND used_at_us IS NULL AND void_at_us IS NULL AND (expires_at_us IS NULL OR expires_at_us > $2)

-- name: reset (code_id u)
SELECT k.code_id, k.user_id, k.made_by, k.made_at_us, k.expires_at_us, k.factors_too, k.confirmed_by, k.used_at_us,
       k.void_at_us, u.login, u.name, u.org_no, u.closed_at_us
  FROM user_code k JOIN app_user u ON u.user_id = k.user_id WHERE k.code_id = $1 AND k.kind = 3

-- name: reset_confirm (code_id u, confirmed_by u, confirmed_at_us i)
UPDATE user_code SET confirmed_by = $2, confirmed_at_us = $3
 WHERE code_id = $1 AND confirmed_by IS NULL AND used_at_us IS NULL AND void_at_us IS NULL AND expires_at_us > $3

-- name: resets (since_us i)
SELECT k.code_id, k.user_id, k.made_by, k.made_at_us, k.expires_at_us, k.factors_too, k.confirmed_by, k.used_at_us,
       k.void_at_us, u.login, u.name, u.org_no, u.closed_at_us
  FROM user_code k JOIN app_user u ON u.user_id = k.user_id
 WHERE k.kind = 3 AND k.used_at_us IS NULL AND k.void_at_us IS NULL AND k.made_at_us > $1
 ORDER BY k.made_at_us, k.code_id

-- ---- the first start ----

-- Who configures or manages users everywhere, the first one first; hash NULL: has no password yet.
-- name: administrators (day i)
SELECT u.user_id, u.login, u.name, u.org_no, u.closed_at_us, p.hash
  FROM user_grant g JOIN app_user u ON u.user_id = g.user_id LEFT JOIN user_password p ON p.user_id = u.user_id
 WHERE g.role IN ('admin', 'security') AND g.org_no = 0 AND g.ended_at_us IS NULL
   AND (g.until_day = 0 OR g.until_day > $1) AND u.closed_at_us IS NULL
 ORDER BY g.role, g.granted_at_us, u.user_id
