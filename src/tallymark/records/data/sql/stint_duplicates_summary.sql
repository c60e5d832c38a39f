-- Counts of stints. Low: rows without a person that are alike in all open fields are one stint. High: every row is one.
WITH counted AS (
    SELECT
        count(*) AS n_rows,
        count(*) FILTER (WHERE is_kept_row) AS n_kept,
        count(*) FILTER (WHERE is_repeat_but_for_bond) AS n_repeats_but_for_bond,
        count(*) FILTER (WHERE is_same_day_repeat) AS n_same_day_repeats
    FROM result
),
alike AS (
    SELECT open_fields(), count(*) AS n_alike
    FROM records
    WHERE records.person_id IS NULL
    GROUP BY open_fields()
),
without_person AS (
    SELECT coalesce(sum(n_alike), 0) AS n_rows_without_id, count(*) AS n_distinct FROM alike
)
SELECT
    n_rows,
    n_rows_without_id,
    n_kept AS n_counted,
    n_kept - n_rows_without_id + n_distinct AS n_low,
    n_rows AS n_high,
    n_repeats_but_for_bond,
    n_same_day_repeats
FROM counted, without_person
