-- oidc: providers and links.

-- sealed: oidc_link (link_id u | provider_id u, user_id u, subject_hash b, linked_at_us i, linked_by u, used_at_us i, cut_at_us i, cut_by u)
-- sealed: oidc_provider (provider_id u | code t, name t, issuer t, client_id t, secret b, scope t, claim t, hosts t, ca_pem t, factor_acr t, factor_amr t, private_network i, added_at_us i, added_by u, removed_at_us i, removed_by u)

-- ---- providers ----

-- name: provider_add (provider_id u, code t, name t, issuer t, client_id t, secret b, scope t, claim t, hosts t, ca_pem t, factor_acr t, factor_amr t, private_network i, added_at_us i, added_by u)
INSERT INTO oidc_provider (provider_id, code, name, issuer, client_id, secret, scope, claim, hosts, ca_pem, factor_acr,
       factor_amr, private_network, added_at_us, added_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)

-- name: provider_remove (provider_id u, removed_at_us i, removed_by u)
UPDATE oidc_provider SET removed_at_us = $2, removed_by = $3 WHERE provider_id = $1 AND removed_at_us IS NULL

-- name: providers ()
SELECT provider_id, code, name, issuer, client_id, secret, scope, claim, hosts, ca_pem, factor_acr, factor_amr,
       private_network, added_at_us, added_by
  FROM oidc_provider WHERE removed_at_us IS NULL ORDER BY code

-- name: provider (provider_id u)
SELECT provider_id, code, name, issuer, client_id, secret, scope, claim, hosts, ca_pem, factor_acr, factor_amr,
       private_network, added_at_us, added_by
  FROM oidc_provider WHERE provider_id = $1 AND removed_at_us IS NULL

-- A code is used once, also after its provider was removed.
-- name: provider_by_code (code t)
SELECT provider_id, code, name, issuer, client_id, secret, scope, claim, hosts, ca_pem, factor_acr, factor_amr,
       private_network, added_at_us, added_by, removed_at_us
  FROM oidc_provider WHERE code = $1

-- ---- links ----

-- name: link_add (link_id u, provider_id u, user_id u, subject_hash b, linked_at_us i, linked_by u)
INSERT INTO oidc_link (link_id, provider_id, user_id, subject_hash, linked_at_us, linked_by)
VALUES ($1, $2, $3, $4, $5, $6)

-- name: link_by_subject (subject_hash b)
SELECT l.link_id, u.user_id, u.login, u.name, u.org_no, u.closed_at_us
  FROM oidc_link l JOIN app_user u ON u.user_id = l.user_id
 WHERE l.subject_hash = $1 AND l.cut_at_us IS NULL

-- name: link_of (user_id u, provider_id u)
SELECT link_id FROM oidc_link WHERE user_id = $1 AND provider_id = $2 AND cut_at_us IS NULL

-- name: links_of (user_id u)
SELECT p.provider_id, p.code, p.name, l.linked_at_us, l.linked_by, l.used_at_us
  FROM oidc_link l JOIN oidc_provider p ON p.provider_id = l.provider_id
 WHERE l.user_id = $1 AND l.cut_at_us IS NULL ORDER BY p.code

-- name: link_use (link_id u, used_at_us i)
UPDATE oidc_link SET used_at_us = $2 WHERE link_id = $1

-- name: link_cut (user_id u, provider_id u, cut_at_us i, cut_by u)
UPDATE oidc_link SET cut_at_us = $3, cut_by = $4 WHERE user_id = $1 AND provider_id = $2 AND cut_at_us IS NULL

-- name: links_of_cut (user_id u, cut_at_us i, cut_by u)
UPDATE oidc_link SET cut_at_us = $2, cut_by = $3 WHERE user_id = $1 AND cut_at_us IS NULL

-- name: links_cut (provider_id u, cut_at_us i, cut_by u)
UPDATE oidc_link SET cut_at_us = $2, cut_by = $3 WHERE provider_id = $1 AND cut_at_us IS NULL
