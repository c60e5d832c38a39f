-- Counts of stays with their fields; the bounds are those of the stays.
SELECT count(*) AS n_rows, 0 AS n_rows_without_id, count(*) AS n_counted, count(*) AS n_low, count(*) AS n_high
FROM result
