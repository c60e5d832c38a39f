-- Counts of stays. Low: stays of a person that meet are one, and no row without a person or stamp is a stay of its own.
-- High: each such row is one.
WITH counted AS (
    SELECT
        count(*) AS n_stays,
        coalesce(sum(n_stints), 0) AS n_rows_in_stays,
        count(*) FILTER (WHERE is_open) AS n_open,
        count(*) FILTER (WHERE meets_earlier_stay) AS n_meeting,
        coalesce(sum(n_stints_left_open), 0) AS n_stints_left_open
    FROM result
),
kept AS (
    SELECT
        count(*) AS n_rows,
        count(*) FILTER (WHERE is_kept_row) AS n_kept
    FROM stint_duplicates
),
without_person AS (
    SELECT count(*) AS n_rows_without_id FROM records WHERE records.person_id IS NULL
)
SELECT
    n_rows,
    n_rows_without_id,
    n_stays AS n_counted,
    n_stays - n_meeting AS n_low,
    n_stays + n_kept - n_rows_in_stays AS n_high,
    n_open,
    n_meeting,
    n_stints_left_open,
    n_kept - n_rows_in_stays - n_rows_without_id AS n_rows_without_stay_start
FROM counted, kept, without_person
