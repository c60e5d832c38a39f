-- Counts of a table of episodes. Low: every two rows without a person that are alike in all open fields, or like a row with
-- one, are one event. High: every row is an event.
WITH counted AS (
    SELECT
        count(*) AS n_rows,
        count(*) FILTER (WHERE is_kept_row) AS n_kept,
        count(*) FILTER (WHERE n_rows_in_episode > 1) AS n_rows_in_several,
        count(*) FILTER (WHERE row_in_episode = 1) AS n_episodes
    FROM result
),
alike AS (
    SELECT open_fields() FROM records WHERE records.person_id IS NULL
    EXCEPT
    SELECT open_fields() FROM records WHERE records.person_id IS NOT NULL
),
without_person AS (
    SELECT count(*) AS n_rows_without_id FROM records WHERE records.person_id IS NULL
),
distinct_without_person AS (
    SELECT count(*) AS n_distinct_without_id FROM alike
)
SELECT
    n_rows,
    n_rows_without_id,
    n_kept AS n_counted,
    n_episodes - n_rows_without_id + n_distinct_without_id AS n_low,
    n_rows AS n_high,
    n_episodes,
    n_rows_in_several
FROM counted, without_person, distinct_without_person
