-- Counts of a table of episodes. Low: rows without a person count where nothing says that they repeat another. High: every
-- row is an event.
WITH counted AS (
    SELECT
        count(*) AS n_rows,
        count(*) FILTER (WHERE is_kept_row) AS n_kept,
        count(*) FILTER (WHERE n_rows_in_episode > 1) AS n_rows_in_several,
        count(*) FILTER (WHERE row_in_episode = 1) AS n_episodes
    FROM result
)
SELECT
    n_rows,
    n_rows_without_id,
    n_kept AS n_counted,
    n_episodes - n_rows_without_id + n_apart AS n_low,
    n_rows AS n_high,
    n_episodes,
    n_rows_in_several,
    n_distinct_without_id
FROM counted, rows_without_person
