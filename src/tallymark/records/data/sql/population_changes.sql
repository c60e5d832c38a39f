-- Beginnings and ends of the stretches of time in which a person was held without a break, counted by hour. Kinds: alone, a
-- stretch that is one stint; merged, one of several stints that overlap or touch, whose stints are there too as part;
-- open_alone and open_merged, the same with a stint whose end nothing tells; before_open, an open_merged stretch without that
-- stint; no_id, a stint without a person.
WITH places AS (
    SELECT DISTINCT person_key(place_of_stint) AS place_key, place_of_stint AS place FROM records
),
of_persons AS (
    SELECT place_key, kind, is_start, hour_number, n_days_later, sum(n) AS n
    FROM stretches_found
    GROUP BY place_key, kind, is_start, hour_number, n_days_later
),
without_id AS (
    SELECT
        place,
        started,
        -- A stint of no time at all counts as one second.
        greatest(
            coalesce(booked_out, stay_ended, cast($cutoff_date AS timestamp) + INTERVAL 1 DAY),
            started + INTERVAL 1 SECOND
        ) AS ended
    FROM usable_stints
    WHERE usable_stints.person_id IS NULL
),
days AS (
    SELECT
        place,
        cast(started AS date) AS start_day,
        cast(ended AS date) AS end_day,
        (date_diff('second', cast(cast(started AS date) AS timestamp), started) + 3599) // 3600 AS start_hour,
        (date_diff('second', cast(cast(ended AS date) AS timestamp), ended) + 3599) // 3600 AS end_hour
    FROM without_id
),
changes AS (
    SELECT
        CASE of_persons.kind
            WHEN 0 THEN 'alone'
            WHEN 1 THEN 'merged'
            WHEN 2 THEN 'part'
            WHEN 3 THEN 'open_alone'
            WHEN 4 THEN 'open_merged'
            ELSE 'before_open'
        END AS kind,
        places.place,
        of_persons.is_start,
        cast(cast('1970-01-01' AS date) + of_persons.hour_number // 25 * INTERVAL 1 DAY AS date) AS day,
        of_persons.hour_number % 25 AS full_hour,
        cast(
            cast('1970-01-01' AS date) + (of_persons.hour_number // 25 + of_persons.n_days_later) * INTERVAL 1 DAY AS date
        ) AS counted_day,
        of_persons.n
    FROM of_persons
    JOIN places ON places.place_key = of_persons.place_key
    UNION ALL
    SELECT 'no_id' AS kind, place, true AS is_start, start_day AS day, start_hour AS full_hour, start_day AS counted_day, 1 AS n
    FROM days
    UNION ALL
    SELECT
        'no_id' AS kind,
        place,
        false AS is_start,
        end_day AS day,
        end_hour AS full_hour,
        greatest(end_day, CASE WHEN start_hour = 0 THEN start_day ELSE start_day + 1 END) AS counted_day,
        1 AS n
    FROM days
)
SELECT kind, place, is_start, day, full_hour, counted_day, sum(n) AS n
FROM changes
GROUP BY kind, place, is_start, day, full_hour, counted_day
ORDER BY kind, place, is_start, day, full_hour, counted_day
