-- Every kept stint of a person with its place in its stay. The last stint of a stay stands for the stay.
SELECT
    row_key,
    person_key,
    second_key,
    stay_start,
    booked_in,
    booked_out,
    row_number() OVER w AS stint_number,
    count(*) OVER (
        PARTITION BY person_key, second_key, stay_start ORDER BY booked_in, booked_out NULLS LAST, row_key
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
    ) AS n_stints
FROM stints_in_stays
WINDOW w AS (PARTITION BY person_key, second_key, stay_start ORDER BY booked_in, booked_out NULLS LAST, row_key)
