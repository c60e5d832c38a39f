-- Every kept stint of a person with the start of its stay; persons by two keys.
WITH dropped AS (
    SELECT row_key FROM stint_duplicates WHERE NOT is_kept_row
),
kept AS (
    SELECT
        records.row_key,
        person_key(records.person) AS person_key,
        second_key(records.person) AS second_key,
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
    WINDOW w AS (PARTITION BY person_key, second_key ORDER BY booked_in, booked_out NULLS LAST, row_key)
),
reaching AS (
    SELECT
        *,
        max(until) OVER (
            PARTITION BY person_key, second_key ORDER BY booked_in, booked_out NULLS LAST, row_key
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS reach
    FROM ending
),
in_stays AS (
    SELECT
        row_key,
        person_key,
        second_key,
        booked_in,
        booked_out,
        stay_booked_in_date_time AS stay_start,
        stay_booked_out_date_time
    FROM kept
    WHERE $stay_rule = 'stamp' AND stay_booked_in_date_time IS NOT NULL
    UNION ALL
    SELECT
        row_key,
        person_key,
        second_key,
        booked_in,
        booked_out,
        max(CASE WHEN reach IS NULL OR booked_in > reach + $gap_hours * INTERVAL 1 HOUR THEN booked_in END) OVER (
            PARTITION BY person_key, second_key ORDER BY booked_in, booked_out NULLS LAST, row_key
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS stay_start,
        cast(NULL AS timestamp) AS stay_booked_out_date_time
    FROM reaching
)
SELECT
    row_key,
    person_key,
    second_key,
    booked_in,
    booked_out,
    stay_start,
    stay_booked_out_date_time,
    date_diff('second', booked_in, coalesce(booked_out, cast($cutoff_date AS timestamp) + INTERVAL 1 DAY)) AS n_seconds
FROM in_stays
