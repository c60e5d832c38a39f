-- Counts of stretches. Low: those of a person. High: each stint is a stretch of its own.
WITH counted AS (
    SELECT
        coalesce(sum(n) FILTER (WHERE kind IN ('alone', 'merged', 'open_alone', 'open_merged')), 0) AS n_with_id,
        coalesce(sum(n) FILTER (WHERE kind = 'no_id'), 0) AS n_without_id,
        coalesce(sum(n) FILTER (WHERE kind IN ('open_alone', 'open_merged')), 0) AS n_open,
        coalesce(sum(n) FILTER (WHERE kind IN ('alone', 'part', 'open_alone', 'no_id')), 0) AS n_stints
    FROM result
    WHERE is_start
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
    n_open,
    n_kept - n_stints AS n_rows_without_usable_times
FROM counted, kept, without_person
