-- One row for each stay of a person.
SELECT
    last_row_key,
    first_row_key,
    longest_row_key,
    stay_number,
    n_stays,
    n_stints,
    stay_booked_in_date_time,
    first_booked_in_date_time,
    stay_booked_out_date_time,
    is_open,
    stay_days,
    n_stints_left_open,
    meets_earlier_stay
FROM stays_found
ORDER BY last_row_key
