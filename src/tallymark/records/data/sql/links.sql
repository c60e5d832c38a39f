-- Links of two kinds of records of one person, one to one: for each second record the nearest first one, then for each
-- first record the nearest second one of those that chose it. Ties: the first record before the second one, then the order
-- of the source.
WITH pairs AS (
    SELECT
        first_side.row_key AS first_row_key,
        second_side.row_key AS second_row_key,
        date_diff('second', first_side.at, second_side.at) AS n_seconds_between
    FROM first_side
    JOIN second_side
        ON second_side.person_key = first_side.person_key
        AND second_side.second_key = first_side.second_key
        AND second_side.at >= first_side.at - $days_before * INTERVAL 1 DAY
        AND second_side.at <= first_side.at + $days_after * INTERVAL 1 DAY
),
counted AS (
    SELECT
        *,
        count(*) OVER (PARTITION BY first_row_key) AS n_second_candidates
    FROM pairs
),
by_second AS (
    SELECT
        *,
        row_number() OVER w AS choice,
        lead(abs(n_seconds_between)) OVER w AS next_distance,
        count(*) OVER (
            PARTITION BY second_row_key ORDER BY abs(n_seconds_between), n_seconds_between DESC, first_row_key
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS n_first_candidates
    FROM counted
    WINDOW w AS (PARTITION BY second_row_key ORDER BY abs(n_seconds_between), n_seconds_between DESC, first_row_key)
),
by_first AS (
    SELECT
        *,
        coalesce(next_distance = abs(n_seconds_between), false)
        OR coalesce(lead(abs(n_seconds_between)) OVER w = abs(n_seconds_between), false) AS is_tied,
        row_number() OVER w AS choice_of_first,
        count(*) OVER (
            PARTITION BY first_row_key ORDER BY abs(n_seconds_between), n_seconds_between DESC, second_row_key
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) - 1 AS n_others_left_out
    FROM by_second
    WHERE choice = 1
    WINDOW w AS (PARTITION BY first_row_key ORDER BY abs(n_seconds_between), n_seconds_between DESC, second_row_key)
)
SELECT
    first_row_key,
    second_row_key,
    n_seconds_between,
    CASE
        WHEN n_first_candidates = 1 AND n_second_candidates = 1 THEN 'only'
        WHEN is_tied THEN 'tied'
        ELSE 'nearest'
    END AS match_kind,
    n_others_left_out
FROM by_first
WHERE choice_of_first = 1
ORDER BY first_row_key
