-- Beginnings and ends of the stretches of time in which a person was held without a break, counted by hour. Kinds: alone, a
-- stretch that is one stint; merged, one of several stints that overlap or touch, whose stints are there too as part;
-- open_alone and open_merged, the same with a stint whose end nothing tells; before_open, an open_merged stretch without that
-- stint; no_id, a stint without a person.
WITH kept AS (
    SELECT
        records.row_key,
        records.person,
        CASE WHEN $by = 'people_by_facility' THEN coalesce(records.facility_code, records.facility, '') ELSE '' END AS place,
        records.booked_in_date_time AS started,
        records.booked_out_date_time AS booked_out,
        CASE
            WHEN records.stay_booked_out_date_time >= records.booked_in_date_time THEN records.stay_booked_out_date_time
        END AS stay_ended
    FROM records
    ANTI JOIN (SELECT row_key FROM stint_duplicates WHERE NOT is_kept_row) AS dropped
        ON dropped.row_key = records.row_key
    WHERE
        records.booked_in_date_time IS NOT NULL
        AND (records.booked_out_date_time IS NULL OR records.booked_out_date_time >= records.booked_in_date_time)
),
-- A stint without a book-out ends when the stay does or when the person is booked in again, whichever is first.
without_end AS (
    SELECT row_key, person, started FROM kept WHERE booked_out IS NULL AND person IS NOT NULL
),
next_starts AS (
    SELECT without_end.row_key, min(kept.started) AS next_start
    FROM without_end
    JOIN kept ON kept.person = without_end.person AND kept.started > without_end.started
    GROUP BY without_end.row_key
),
timed AS (
    SELECT
        kept.row_key,
        kept.person,
        kept.place,
        kept.started,
        kept.booked_out IS NULL AND kept.stay_ended IS NULL AND next_starts.next_start IS NULL AS is_open,
        -- A stint of no time at all counts as one second.
        greatest(
            coalesce(
                kept.booked_out,
                least(
                    coalesce(kept.stay_ended, cast($cutoff_date AS timestamp) + INTERVAL 1 DAY),
                    coalesce(next_starts.next_start, cast($cutoff_date AS timestamp) + INTERVAL 1 DAY)
                )
            ),
            kept.started + INTERVAL 1 SECOND
        ) AS ended
    FROM kept
    LEFT JOIN next_starts ON next_starts.row_key = kept.row_key
),
compared AS (
    SELECT
        *,
        max(ended) OVER (
            PARTITION BY person, place ORDER BY started, ended, row_key
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS reach,
        lead(started) OVER (PARTITION BY person, place ORDER BY started, ended, row_key) AS next_started
    FROM timed
    WHERE person IS NOT NULL
),
-- Only stints that overlap, touch or share a day with another one of the person need to be looked at again.
judged AS (
    SELECT
        *,
        coalesce(cast(started AS date) <= cast(reach AS date), false)
        OR coalesce(cast(next_started AS date) <= cast(greatest(ended, coalesce(reach, ended)) AS date), false)
            AS has_neighbour
    FROM compared
),
numbered AS (
    SELECT
        *,
        count(CASE WHEN started <= reach THEN NULL ELSE 1 END) OVER (
            PARTITION BY person, place ORDER BY started, ended, row_key
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS stretch
    FROM judged
    WHERE has_neighbour
),
stretches AS (
    SELECT
        person,
        place,
        stretch,
        min(started) AS started,
        max(ended) AS ended,
        max(CASE WHEN NOT is_open THEN ended END) AS ended_without_open,
        count(*) AS n_stints,
        count(CASE WHEN is_open THEN 1 END) AS n_open
    FROM numbered
    GROUP BY person, place, stretch
),
following AS (
    SELECT
        *,
        lag(ended) OVER (PARTITION BY person, place ORDER BY stretch) AS previous_ended
    FROM stretches
),
held AS (
    SELECT
        CASE WHEN is_open THEN 'open_alone' ELSE 'alone' END AS kind,
        place,
        started,
        ended,
        cast(NULL AS timestamp) AS previous_ended
    FROM judged
    WHERE NOT has_neighbour
    UNION ALL
    SELECT
        CASE
            WHEN n_stints = 1 AND n_open = 1 THEN 'open_alone'
            WHEN n_stints = 1 THEN 'alone'
            WHEN n_open > 0 THEN 'open_merged'
            ELSE 'merged'
        END AS kind,
        place,
        started,
        ended,
        previous_ended
    FROM following
    UNION ALL
    SELECT 'before_open' AS kind, place, started, ended_without_open AS ended, previous_ended
    FROM following
    WHERE n_stints > 1 AND n_open > 0 AND ended_without_open IS NOT NULL
    UNION ALL
    SELECT 'part' AS kind, numbered.place, numbered.started, numbered.ended, cast(NULL AS timestamp) AS previous_ended
    FROM numbered
    JOIN stretches
        ON stretches.person = numbered.person
        AND stretches.place = numbered.place
        AND stretches.stretch = numbered.stretch
    WHERE stretches.n_stints > 1
    UNION ALL
    SELECT 'no_id' AS kind, place, started, ended, cast(NULL AS timestamp) AS previous_ended
    FROM timed
    WHERE person IS NULL
),
days AS (
    SELECT
        *,
        cast(started AS date) AS start_day,
        cast(ended AS date) AS end_day,
        (date_diff('second', cast(cast(started AS date) AS timestamp), started) + 3599) // 3600 AS start_hour,
        (date_diff('second', cast(cast(ended AS date) AS timestamp), ended) + 3599) // 3600 AS end_hour
    FROM held
)
SELECT
    kind,
    place,
    true AS is_start,
    start_day AS day,
    start_hour AS full_hour,
    -- A person who comes back on a day on which an earlier stretch ended is already counted on that day.
    greatest(
        start_day,
        CASE
            WHEN previous_ended IS NULL THEN start_day
            WHEN previous_ended = cast(cast(previous_ended AS date) AS timestamp) THEN cast(previous_ended AS date)
            ELSE cast(previous_ended AS date) + 1
        END
    ) AS counted_day,
    count(*) AS n
FROM days
GROUP BY kind, place, start_day, start_hour, counted_day
UNION ALL
SELECT
    kind,
    place,
    false AS is_start,
    end_day AS day,
    end_hour AS full_hour,
    greatest(end_day, CASE WHEN start_hour = 0 THEN start_day ELSE start_day + 1 END) AS counted_day,
    count(*) AS n
FROM days
GROUP BY kind, place, end_day, end_hour, counted_day
ORDER BY kind, place, is_start, day, full_hour, counted_day
