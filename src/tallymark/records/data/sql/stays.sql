-- One row for each stay of a person, made of its stints.
WITH ended AS (
    SELECT
        *,
        coalesce(
            stay_booked_out_date_time, CASE WHEN booked_out IS NOT NULL THEN last_known_booked_out END
        ) AS stay_end
    FROM numbered_stints
    WHERE stint_number = n_stints
),
ordered AS (
    SELECT
        *,
        row_number() OVER w AS stay_number,
        count(*) OVER (
            PARTITION BY person ORDER BY stay_start, row_key ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS n_stays,
        max(coalesce(stay_end, cast($cutoff_date AS timestamp) + INTERVAL 1 DAY)) OVER (
            PARTITION BY person ORDER BY stay_start, row_key ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS earlier_end
    FROM ended
    WINDOW w AS (PARTITION BY person ORDER BY stay_start, row_key)
)
SELECT
    row_key AS last_row_key,
    first_row_key,
    longest_row_key,
    person AS person_id,
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
FROM ordered
ORDER BY last_row_key
