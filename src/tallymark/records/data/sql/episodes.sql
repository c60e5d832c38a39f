-- One row for each record: its episode. Rows without a person or without a time are each an episode of their own.
WITH narrow AS (
    SELECT
        row_key,
        person_key(person) AS person_key,
        event_date_time AS event_time
    FROM records
    WHERE records.person_id IS NOT NULL
),
-- Most rows have no neighbour within the window, so only those that have one are looked at again. Should two persons share a
-- key, rows of both are looked at again, and none is missed: between two neighbours of a person there are only rows that are
-- as near.
compared AS (
    SELECT
        row_key,
        coalesce(
            CASE
                WHEN $rule = 'same_day' THEN cast(event_time AS date) = cast(lag(event_time) OVER w AS date)
                ELSE event_time <= lag(event_time) OVER w + $window_hours * INTERVAL 1 HOUR
            END,
            false
        )
        OR coalesce(
            CASE
                WHEN $rule = 'same_day' THEN cast(event_time AS date) = cast(lead(event_time) OVER w AS date)
                ELSE lead(event_time) OVER w <= event_time + $window_hours * INTERVAL 1 HOUR
            END,
            false
        ) AS has_neighbour
    FROM narrow
    WINDOW w AS (PARTITION BY person_key ORDER BY event_time)
),
near AS (
    SELECT
        records.row_key,
        records.person,
        event_date_time AS event_time,
        goes_last AS sorts_last
    FROM records
    JOIN compared ON compared.row_key = records.row_key
    WHERE compared.has_neighbour
),
judged AS (
    SELECT
        *,
        coalesce(
            CASE
                WHEN $rule = 'same_day' THEN cast(event_time AS date) = cast(lag(event_time) OVER w AS date)
                ELSE event_time <= lag(event_time) OVER w + $window_hours * INTERVAL 1 HOUR
            END,
            false
        ) AS continues
    FROM near
    WINDOW w AS (PARTITION BY person ORDER BY event_time, sorts_last, row_key)
),
numbered AS (
    SELECT
        row_key,
        person,
        event_time,
        sorts_last,
        count(CASE WHEN continues THEN NULL ELSE 1 END) OVER (
            PARTITION BY person ORDER BY event_time, sorts_last, row_key
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS episode
    FROM judged
),
several AS (
    SELECT
        row_key,
        first_value(row_key) OVER w AS episode_key,
        row_number() OVER w AS row_in_episode,
        count(*) OVER (
            PARTITION BY person, episode ORDER BY event_time, sorts_last, row_key
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS n_rows_in_episode
    FROM numbered
    WINDOW w AS (PARTITION BY person, episode ORDER BY event_time, sorts_last, row_key)
)
SELECT
    records.file_id,
    records.sheet,
    records.row,
    records.row_key,
    coalesce(several.episode_key, records.row_key) AS episode_key,
    coalesce(several.row_in_episode, 1) AS row_in_episode,
    coalesce(several.n_rows_in_episode, 1) AS n_rows_in_episode,
    CASE
        WHEN several.row_key IS NULL OR several.n_rows_in_episode = 1 THEN true
        WHEN $rule = 'both_sides' THEN false
        WHEN $keep = 'last' THEN several.row_in_episode = several.n_rows_in_episode
        ELSE several.row_in_episode = 1
    END AS is_kept_row
FROM records
LEFT JOIN several ON several.row_key = records.row_key
ORDER BY records.row_key
