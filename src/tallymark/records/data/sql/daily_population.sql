-- People held on each day of the calendar. A day's midnight is the one that begins it.
WITH counted AS (
    SELECT
        place,
        kind,
        is_start,
        day,
        CASE WHEN full_hour = 0 THEN day ELSE day + 1 END AS midnight,
        counted_day,
        n
    FROM population_changes
),
changes AS (
    SELECT place, kind, midnight AS day, n AS midnight, 0 AS any_part, 0 AS any_part_of_stints, n AS whole_day
    FROM counted
    WHERE is_start
    UNION ALL
    SELECT place, kind, counted_day AS day, 0, n, 0, 0 FROM counted WHERE is_start
    UNION ALL
    SELECT place, kind, day, 0, 0, n, 0 FROM counted WHERE is_start
    UNION ALL
    SELECT place, kind, midnight AS day, -n, -n, -n, 0 FROM counted WHERE NOT is_start
    UNION ALL
    SELECT place, kind, counted_day AS day, 0, 0, 0, -n FROM counted WHERE NOT is_start
),
-- What happened before the first day is where the first day begins.
daily AS (
    SELECT
        place,
        greatest(day, $from_date) AS day,
        sum(CASE WHEN kind IN ('alone', 'merged', 'before_open') THEN midnight ELSE 0 END) AS midnight_low,
        sum(CASE WHEN kind IN ('alone', 'merged', 'open_alone', 'open_merged', 'no_id') THEN midnight ELSE 0 END) AS midnight,
        sum(CASE WHEN kind IN ('alone', 'part', 'open_alone', 'no_id') THEN midnight ELSE 0 END) AS midnight_high,
        sum(CASE WHEN kind IN ('alone', 'merged', 'before_open') THEN any_part ELSE 0 END) AS any_part_low,
        sum(CASE WHEN kind IN ('alone', 'merged', 'open_alone', 'open_merged', 'no_id') THEN any_part ELSE 0 END) AS any_part,
        sum(CASE WHEN kind IN ('alone', 'part', 'open_alone', 'no_id') THEN any_part_of_stints ELSE 0 END) AS any_part_high,
        sum(CASE WHEN kind IN ('alone', 'merged', 'before_open') THEN whole_day ELSE 0 END) AS whole_day_low,
        sum(CASE WHEN kind IN ('alone', 'merged', 'open_alone', 'open_merged', 'no_id') THEN whole_day ELSE 0 END) AS whole_day,
        sum(CASE WHEN kind IN ('alone', 'part', 'open_alone', 'no_id') THEN whole_day ELSE 0 END) AS whole_day_high
    FROM changes
    WHERE day <= $until_date
    GROUP BY place, greatest(day, $from_date)
),
places AS (
    SELECT DISTINCT place FROM population_changes
    UNION ALL
    SELECT '' AS place WHERE NOT EXISTS (SELECT 1 FROM population_changes)
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
