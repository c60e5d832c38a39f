-- One row for each stay of a person, made of its stints.
WITH placed AS (
    SELECT
        *,
        lag(row_key) OVER w IS NULL AS is_first,
        lead(row_key) OVER w IS NULL AS is_last,
        max(n_seconds) OVER (
            PARTITION BY person_key, second_key, stay_start ORDER BY booked_in, booked_out NULLS LAST, row_key
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS longest_before,
        max(n_seconds) OVER (
            PARTITION BY person_key, second_key, stay_start ORDER BY booked_in, booked_out NULLS LAST, row_key
            ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
        ) AS longest_after
    FROM stints_in_stays
    WINDOW w AS (PARTITION BY person_key, second_key, stay_start ORDER BY booked_in, booked_out NULLS LAST, row_key)
),
-- The longest stint is the last of the equally long ones; one without a book-in has no length and comes after all that have.
gathered AS (
    SELECT
        person_key,
        second_key,
        stay_start,
        max(CASE WHEN is_last THEN row_key END) AS row_key,
        max(CASE WHEN is_first THEN row_key END) AS first_row_key,
        max(
            CASE
                WHEN n_seconds >= coalesce(longest_before, n_seconds) AND n_seconds > coalesce(longest_after, n_seconds - 1)
                    THEN row_key
                WHEN is_last AND n_seconds IS NULL AND longest_before IS NULL THEN row_key
            END
        ) AS longest_row_key,
        count(*) AS n_stints,
        min(booked_in) AS first_booked_in,
        max(CASE WHEN is_last THEN booked_out END) AS booked_out,
        max(booked_out) AS last_known_booked_out,
        max(CASE WHEN is_last THEN stay_booked_out_date_time END) AS stay_booked_out_date_time,
        count(CASE WHEN booked_out IS NULL THEN 1 END) AS n_open_stints
    FROM placed
    GROUP BY person_key, second_key, stay_start
),
ended AS (
    SELECT
        *,
        coalesce(
            stay_booked_out_date_time, CASE WHEN booked_out IS NOT NULL THEN last_known_booked_out END
        ) AS stay_end
    FROM gathered
),
ordered AS (
    SELECT
        *,
        row_number() OVER w AS stay_number,
        count(*) OVER (
            PARTITION BY person_key, second_key ORDER BY stay_start
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS n_stays,
        max(coalesce(stay_end, cast($cutoff_date AS timestamp) + INTERVAL 1 DAY)) OVER (
            PARTITION BY person_key, second_key ORDER BY stay_start
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS earlier_end
    FROM ended
    WINDOW w AS (PARTITION BY person_key, second_key ORDER BY stay_start)
)
SELECT
    ordered.row_key AS last_row_key,
    first_row_key,
    longest_row_key,
    records.person AS person_id,
    stay_number,
    n_stays,
    n_stints,
    stay_start AS stay_booked_in_date_time,
    first_booked_in AS first_booked_in_date_time,
    stay_end AS stay_booked_out_date_time,
    stay_end IS NULL AS is_open,
    date_diff('day', cast(stay_start AS date), cast(coalesce(stay_end, $cutoff_date) AS date)) AS stay_days,
    n_open_stints - CASE WHEN booked_out IS NULL THEN 1 ELSE 0 END AS n_stints_left_open,
    coalesce(stay_start <= earlier_end, false) AS meets_earlier_stay
FROM records
JOIN ordered ON ordered.row_key = records.row_key
ORDER BY last_row_key
