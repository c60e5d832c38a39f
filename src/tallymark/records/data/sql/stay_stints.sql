-- One row for each kept stint of a person: its stay and its place in it.
SELECT
    numbered_stints.row_key,
    last_stints.row_key AS last_row_key,
    numbered_stints.stint_number,
    numbered_stints.n_stints,
    coalesce(records.facility_code, records.facility) AS facility,
    numbered_stints.booked_in AS booked_in_date_time,
    numbered_stints.booked_out AS booked_out_date_time
FROM numbered_stints
JOIN records ON records.row_key = numbered_stints.row_key
JOIN numbered_stints AS last_stints
    ON last_stints.person_key = numbered_stints.person_key
    AND last_stints.second_key = numbered_stints.second_key
    AND last_stints.stay_start = numbered_stints.stay_start
    AND last_stints.stint_number = last_stints.n_stints
ORDER BY last_row_key, numbered_stints.stint_number
