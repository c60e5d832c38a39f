-- One row for each kept stint of a person: its stay and its place in it.
SELECT
    stints_found.row_key,
    stints_found.last_row_key,
    stints_found.stint_number,
    stints_found.n_stints,
    coalesce(records.facility_code, records.facility) AS facility,
    stints_found.booked_in_date_time,
    stints_found.booked_out_date_time
FROM stints_found
JOIN records ON records.row_key = stints_found.row_key
ORDER BY last_row_key, stint_number
