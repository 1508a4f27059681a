-- honour: who was honoured with what. An honour is found by its id alone: whoever has it need not know its shard.

-- sealed: honour (shard i, honour_id u | org_no i, kind t, person_id u, union_no i, partner_no i, station t, station_code t, award t, giver t, year i, level t, document t, words t, maker_id u, at_us i, withdrawn_us i, withdrawn_by u, why t)

-- any shard: an id is all that people are handed
-- name: by_id (honour_id u)
SELECT shard, honour_id, org_no, kind, person_id, union_no, partner_no, station, station_code, award, giver, year, level,
       document, words, maker_id, at_us, withdrawn_us, withdrawn_by, why
  FROM honour WHERE honour_id = $1;

-- name: add (shard i, honour_id u, org_no i, kind t, person_id u, union_no i, partner_no i, station t, station_code t, award t, giver t, year i, level t, document t, words t, maker_id u, at_us i)
INSERT INTO honour (shard, honour_id, org_no, kind, person_id, union_no, partner_no, station, station_code, award, giver,
                    year, level, document, words, maker_id, at_us)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17);

-- The same award of the same subject that stands: what was told of it is compared by who asks.
-- name: alike (shard i, org_no i, kind t, award t)
SELECT shard, honour_id, org_no, kind, person_id, union_no, partner_no, station, station_code, award, giver, year, level,
       document, words, maker_id, at_us, withdrawn_us, withdrawn_by, why
  FROM honour WHERE shard = $1 AND org_no = $2 AND kind = $3 AND award = $4 AND withdrawn_us IS NULL
 ORDER BY honour_id;

-- name: withdraw (shard i, honour_id u, withdrawn_us i, withdrawn_by u, why t)
UPDATE honour SET withdrawn_us = $3, withdrawn_by = $4, why = $5
 WHERE shard = $1 AND honour_id = $2 AND withdrawn_us IS NULL;

-- any shard: a region looks at all its counties
-- name: below (from_path t, to_path t, withdrawn_too i, year i, kind t, rows_max i)
SELECT h.shard, h.honour_id, h.org_no, h.kind, h.person_id, h.union_no, h.partner_no, h.station, h.station_code, h.award,
       h.giver, h.year, h.level, h.document, h.words, h.maker_id, h.at_us, h.withdrawn_us, h.withdrawn_by, h.why
  FROM org o JOIN honour h ON h.org_no = o.org_no
 WHERE o.path >= $1 AND o.path < $2 AND ($3 = 1 OR h.withdrawn_us IS NULL) AND ($4 = 0 OR h.year = $4)
   AND ($5 IS NULL OR h.kind = $5)
 ORDER BY o.path, h.year NULLS LAST, h.honour_id LIMIT $6;

-- Whose station a code is.
-- any shard: a code is the same everywhere
-- name: station_of_code (code t)
SELECT org_no, station FROM honour WHERE station_code = $1 ORDER BY at_us LIMIT 1;

-- The guard of people_undo().
-- name: of_person (shard i, person_id u)
SELECT CAST(COUNT(*) AS BIGINT) AS count FROM honour WHERE shard = $1 AND person_id = $2 AND person_id IS NOT NULL;

-- any shard: verification looks at every row
-- name: all (after_id u, rows_max i)
SELECT shard, honour_id, org_no, kind, person_id, union_no, partner_no, station, station_code, award, giver, year, level,
       document, words, maker_id, at_us, withdrawn_us, withdrawn_by, why
  FROM honour WHERE honour_id > $1 ORDER BY honour_id LIMIT $2;

-- any shard: verification looks at every row
-- name: wrong ()
SELECT h.shard, h.honour_id FROM honour h
 WHERE (h.person_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM person p WHERE p.shard = h.shard AND p.person_id = h.person_id))
    OR (h.union_no IS NOT NULL AND NOT EXISTS (SELECT 1 FROM org o WHERE o.org_no = h.union_no))
    OR (h.partner_no IS NOT NULL AND NOT EXISTS (SELECT 1 FROM partner q WHERE q.partner_no = h.partner_no))
 ORDER BY h.shard, h.honour_id;
