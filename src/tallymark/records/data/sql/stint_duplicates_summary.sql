-- Counts of stints. Low: rows without a person count where nothing says that they repeat another. High: every row is one.
WITH counted AS (
    SELECT
        count(*) AS n_rows,
        count(*) FILTER (WHERE is_kept_row) AS n_kept,
        count(*) FILTER (WHERE is_repeat_but_for_bond) AS n_repeats_but_for_bond,
        count(*) FILTER (WHERE is_same_day_repeat) AS n_same_day_repeats
    FROM result
)
SELECT
    n_rows,
    n_rows_without_id,
    n_kept AS n_counted,
    n_kept - n_rows_without_id + n_apart AS n_low,
    n_rows AS n_high,
    n_repeats_but_for_bond,
    n_same_day_repeats,
    n_distinct_without_id
FROM counted, rows_without_person
