-- testdb: a small domain by which the store is tested.

-- sealed: thing (shard i, id u | name t, qty i, data b)

-- name: item_add (shard i, id u, name t, qty i, data b)
INSERT INTO thing (shard, id, name, qty, data) VALUES ($1, $2, $3, $4, $5);

-- name: item_get (shard i, id u)
SELECT id, name, qty, data FROM thing WHERE shard = $1 AND id = $2;

-- name: items (shard i)
SELECT id, name, qty, data FROM thing WHERE shard = $1 ORDER BY id;

-- name: item_take (pieces i, shard i, id u)
UPDATE thing SET qty = qty - $1 WHERE shard = $2 AND id = $3 AND qty > -1;

-- name: item_rename (shard i, id u, name t)
UPDATE thing SET name = $3 WHERE shard = $1 AND id = $2;

-- name: item_drop (shard i, id u)
DELETE FROM thing WHERE shard = $1 AND id = $2;

-- name: items_count ()
-- any shard: a test counts them all
SELECT CAST(COUNT(*) AS BIGINT) AS n FROM thing;

-- The parameters stand in another order than their numbers.
-- name: item_named (shard i, name t)
SELECT id FROM thing WHERE name = $2 AND shard = $1;

-- name: fact_add (id u, word t)
INSERT INTO fact (id, word) VALUES ($1, $2);

-- name: facts ()
SELECT id, word FROM fact ORDER BY word, id;
