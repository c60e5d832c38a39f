-- Counts of a table of episodes. Low: rows without a person that are alike in all open fields are one event.
-- High: every row is an event.
WITH counted AS (
    SELECT
        count(*) AS n_rows,
        count(*) FILTER (WHERE is_kept_row) AS n_kept,
        count(*) FILTER (WHERE n_rows_in_episode > 1) AS n_rows_in_several,
        count(*) FILTER (WHERE row_in_episode = 1) AS n_episodes
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
    n_episodes - n_rows_without_id + n_distinct AS n_low,
    n_rows AS n_high,
    n_episodes,
    n_rows_in_several
FROM counted, without_person
