-- Counts of a table of episodes. Low: a row without a person may repeat a row of a person on its day; those on other days are
-- one event where they are alike in all open fields. High: every row is an event.
WITH counted AS (
    SELECT
        count(*) AS n_rows,
        count(*) FILTER (WHERE is_kept_row) AS n_kept,
        count(*) FILTER (WHERE n_rows_in_episode > 1) AS n_rows_in_several,
        count(*) FILTER (WHERE row_in_episode = 1) AS n_episodes
    FROM result
),
alike AS (
    SELECT open_fields(), cast(event_date_time AS date) AS event_day, count(*) AS n_alike
    FROM records
    WHERE records.person_id IS NULL
    GROUP BY open_fields(), cast(event_date_time AS date)
),
days_of_persons AS (
    SELECT DISTINCT cast(event_date_time AS date) AS event_day FROM records WHERE records.person_id IS NOT NULL
),
without_person AS (
    SELECT
        coalesce(sum(alike.n_alike), 0) AS n_rows_without_id,
        count(*) AS n_distinct_without_id,
        count(*) FILTER (WHERE days_of_persons.event_day IS NULL) AS n_apart
    FROM alike
    LEFT JOIN days_of_persons ON days_of_persons.event_day = alike.event_day
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
FROM counted, without_person
