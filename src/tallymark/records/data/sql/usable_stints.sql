-- Kept stints with usable times, and the place where they count.
SELECT
    records.person_id,
    place_of_stint AS place,
    records.booked_in_date_time AS started,
    records.booked_out_date_time AS booked_out,
    CASE
        WHEN records.stay_booked_out_date_time >= records.booked_in_date_time THEN records.stay_booked_out_date_time
    END AS stay_ended
FROM records
ANTI JOIN (SELECT row_key FROM stint_duplicates WHERE NOT is_kept_row) AS dropped ON dropped.row_key = records.row_key
WHERE
    records.booked_in_date_time IS NOT NULL
    AND (records.booked_out_date_time IS NULL OR records.booked_out_date_time >= records.booked_in_date_time)
