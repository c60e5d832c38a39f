-- People held on each day of the calendar. A day's midnight is the one that begins it.
WITH starts AS (
    SELECT
        place,
        kind,
        CASE WHEN started = cast(cast(started AS date) AS timestamp) THEN cast(started AS date) ELSE cast(started AS date) + 1 END
            AS midnight_from,
        -- A person who comes back on a day on which an earlier stretch ended is already counted on that day.
        greatest(
            cast(started AS date),
            CASE
                WHEN previous_ended IS NULL THEN cast(started AS date)
                WHEN previous_ended = cast(cast(previous_ended AS date) AS timestamp) THEN cast(previous_ended AS date)
                ELSE cast(previous_ended AS date) + 1
            END
        ) AS any_part_from,
        cast(started AS date) AS stint_from,
        count(*) AS n
    FROM presence
    GROUP BY place, kind, midnight_from, any_part_from, stint_from
),
ends AS (
    SELECT
        place,
        kind,
        CASE WHEN ended = cast(cast(ended AS date) AS timestamp) THEN cast(ended AS date) ELSE cast(ended AS date) + 1 END
            AS midnight_until,
        greatest(
            cast(ended AS date),
            CASE
                WHEN started = cast(cast(started AS date) AS timestamp) THEN cast(started AS date)
                ELSE cast(started AS date) + 1
            END
        ) AS whole_day_until,
        count(*) AS n
    FROM presence
    GROUP BY place, kind, midnight_until, whole_day_until
),
changes AS (
    SELECT place, kind, midnight_from AS day, n AS midnight, 0 AS any_part, 0 AS any_part_of_stints, n AS whole_day FROM starts
    UNION ALL
    SELECT place, kind, any_part_from AS day, 0, n, 0, 0 FROM starts
    UNION ALL
    SELECT place, kind, stint_from AS day, 0, 0, n, 0 FROM starts
    UNION ALL
    SELECT place, kind, midnight_until AS day, -n, -n, -n, 0 FROM ends
    UNION ALL
    SELECT place, kind, whole_day_until AS day, 0, 0, 0, -n FROM ends
),
-- What happened before the first day is where the first day begins.
daily AS (
    SELECT
        place,
        greatest(day, $from_date) AS day,
        sum(CASE WHEN kind IN ('alone', 'merged') THEN midnight ELSE 0 END) AS midnight_low,
        sum(CASE WHEN kind IN ('alone', 'merged', 'no_id') THEN midnight ELSE 0 END) AS midnight,
        sum(CASE WHEN kind IN ('alone', 'part', 'no_id') THEN midnight ELSE 0 END) AS midnight_high,
        sum(CASE WHEN kind IN ('alone', 'merged') THEN any_part ELSE 0 END) AS any_part_low,
        sum(CASE WHEN kind IN ('alone', 'merged', 'no_id') THEN any_part ELSE 0 END) AS any_part,
        sum(CASE WHEN kind IN ('alone', 'part', 'no_id') THEN any_part_of_stints ELSE 0 END) AS any_part_high,
        sum(CASE WHEN kind IN ('alone', 'merged') THEN whole_day ELSE 0 END) AS whole_day_low,
        sum(CASE WHEN kind IN ('alone', 'merged', 'no_id') THEN whole_day ELSE 0 END) AS whole_day,
        sum(CASE WHEN kind IN ('alone', 'part', 'no_id') THEN whole_day ELSE 0 END) AS whole_day_high
    FROM changes
    WHERE day <= $until_date
    GROUP BY place, greatest(day, $from_date)
),
places AS (
    SELECT DISTINCT place FROM presence
    UNION ALL
    SELECT '' AS place WHERE NOT EXISTS (SELECT 1 FROM presence)
),
grid AS (
    SELECT places.place, calendar.day, calendar.is_partial
    FROM places
    CROSS JOIN calendar
),
filled AS (
    SELECT
        grid.place,
        grid.day,
        grid.is_partial,
        coalesce(sum(midnight_low) OVER w, 0) AS midnight_low,
        coalesce(sum(midnight) OVER w, 0) AS midnight,
        coalesce(sum(midnight_high) OVER w, 0) AS midnight_high,
        coalesce(sum(any_part_low) OVER w, 0) AS any_part_low,
        coalesce(sum(any_part) OVER w, 0) AS any_part,
        coalesce(sum(any_part_high) OVER w, 0) AS any_part_high,
        coalesce(sum(whole_day_low) OVER w, 0) AS whole_day_low,
        coalesce(sum(whole_day) OVER w, 0) AS whole_day,
        coalesce(sum(whole_day_high) OVER w, 0) AS whole_day_high
    FROM grid
    LEFT JOIN daily ON daily.day = grid.day AND daily.place = grid.place
    WINDOW w AS (PARTITION BY grid.place ORDER BY grid.day ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
)
SELECT
    day,
    place AS facility,
    is_partial AS is_partial_day,
    midnight AS n_held_at_midnight,
    midnight_low AS n_held_at_midnight_low,
    greatest(midnight, midnight_high) AS n_held_at_midnight_high,
    any_part AS n_held_any_part,
    any_part_low AS n_held_any_part_low,
    greatest(any_part, any_part_high) AS n_held_any_part_high,
    whole_day AS n_held_whole_day,
    whole_day_low AS n_held_whole_day_low,
    greatest(whole_day, whole_day_high) AS n_held_whole_day_high
FROM filled
ORDER BY facility, day
