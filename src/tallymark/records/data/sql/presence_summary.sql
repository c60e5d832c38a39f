-- Counts of stretches. Low: those of a person. High: each stint is a stretch of its own.
WITH counted AS (
    SELECT
        count(*) FILTER (WHERE kind IN ('alone', 'merged')) AS n_with_id,
        count(*) FILTER (WHERE kind = 'no_id') AS n_without_id,
        count(*) FILTER (WHERE kind IN ('alone', 'part', 'no_id')) AS n_stints
    FROM result
),
kept AS (
    SELECT count(*) AS n_rows, count(*) FILTER (WHERE is_kept_row) AS n_kept FROM stint_duplicates
),
without_person AS (
    SELECT count(*) AS n_rows_without_id FROM records WHERE records.person_id IS NULL
)
SELECT
    n_rows,
    n_rows_without_id,
    n_with_id + n_without_id AS n_counted,
    n_with_id AS n_low,
    n_stints AS n_high,
    n_kept - n_stints AS n_rows_without_usable_times
FROM counted, kept, without_person
