-- Counts of stints in stays. High: rows without a person or stamp are in stays too.
WITH counted AS (
    SELECT count(*) AS n_stints FROM result
),
kept AS (
    SELECT count(*) AS n_rows, count(*) FILTER (WHERE is_kept_row) AS n_kept FROM stint_duplicates
),
without_person AS (
    SELECT count(*) AS n_rows_without_id FROM records WHERE records.person_id IS NULL
)
SELECT n_rows, n_rows_without_id, n_stints AS n_counted, n_stints AS n_low, n_kept AS n_high
FROM counted, kept, without_person
