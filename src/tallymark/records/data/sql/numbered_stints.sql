-- Every kept stint of a person with its place in its stay. The last stint of a stay stands for the stay.
WITH dropped AS (
    SELECT row_key FROM stint_duplicates WHERE NOT is_kept_row
),
kept AS (
    SELECT
        records.row_key,
        records.person,
        records.stay_booked_in_date_time,
        records.stay_booked_out_date_time,
        records.booked_in_date_time AS booked_in,
        records.booked_out_date_time AS booked_out
    FROM records
    ANTI JOIN dropped ON dropped.row_key = records.row_key
    WHERE records.person_id IS NOT NULL
),
-- Rule gaps: a stint whose end is not known ends at the person's next book-in, the last one at the cut-off.
ending AS (
    SELECT
        *,
        coalesce(booked_out, lead(booked_in) OVER w, cast($cutoff_date AS timestamp) + INTERVAL 1 DAY) AS until
    FROM kept
    WHERE $stay_rule = 'gaps' AND booked_in IS NOT NULL
    WINDOW w AS (PARTITION BY person ORDER BY booked_in, booked_out NULLS LAST, row_key)
),
reaching AS (
    SELECT
        *,
        max(until) OVER (
            PARTITION BY person ORDER BY booked_in, booked_out NULLS LAST, row_key
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS reach
    FROM ending
),
in_stays AS (
    SELECT row_key, person, booked_in, booked_out, stay_booked_in_date_time AS stay_start, stay_booked_out_date_time
    FROM kept
    WHERE $stay_rule = 'stamp' AND stay_booked_in_date_time IS NOT NULL
    UNION ALL
    SELECT
        row_key,
        person,
        booked_in,
        booked_out,
        max(CASE WHEN reach IS NULL OR booked_in > reach + $gap_hours * INTERVAL 1 HOUR THEN booked_in END) OVER (
            PARTITION BY person ORDER BY booked_in, booked_out NULLS LAST, row_key
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS stay_start,
        cast(NULL AS timestamp) AS stay_booked_out_date_time
    FROM reaching
),
timed AS (
    SELECT
        *,
        date_diff(
            'second', booked_in, coalesce(booked_out, cast($cutoff_date AS timestamp) + INTERVAL 1 DAY)
        ) AS n_seconds
    FROM in_stays
)
SELECT
    row_key,
    person,
    stay_start,
    stay_booked_out_date_time,
    booked_in,
    booked_out,
    row_number() OVER w AS stint_number,
    count(*) OVER every_stint AS n_stints,
    first_value(row_key) OVER w AS first_row_key,
    first_value(booked_in) OVER w AS first_booked_in,
    max(booked_out) OVER every_stint AS last_known_booked_out,
    count(CASE WHEN booked_out IS NULL THEN 1 END) OVER every_stint AS n_open_stints,
    first_value(row_key) OVER by_length AS longest_row_key
FROM timed
WINDOW
    w AS (PARTITION BY person, stay_start ORDER BY booked_in, booked_out NULLS LAST, row_key),
    every_stint AS (
        PARTITION BY person, stay_start ORDER BY booked_in, booked_out NULLS LAST, row_key
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ),
    by_length AS (
        PARTITION BY person, stay_start
        ORDER BY
            n_seconds DESC NULLS LAST, booked_in DESC NULLS LAST, booked_out DESC NULLS FIRST, row_key DESC
    )
