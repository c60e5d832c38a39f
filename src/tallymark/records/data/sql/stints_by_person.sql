-- Every kept stint that can be in a stay.
SELECT
    person_key(records.person) AS person_key,
    second_key(records.person) AS second_key,
    records.booked_in_date_time AS booked_in,
    records.booked_out_date_time AS booked_out,
    records.stay_booked_in_date_time AS stay_booked_in,
    records.stay_booked_out_date_time AS stay_booked_out,
    records.row_key
FROM records
ANTI JOIN (SELECT row_key FROM stint_duplicates WHERE NOT is_kept_row) AS dropped ON dropped.row_key = records.row_key
WHERE
    CASE
        WHEN $stay_rule = 'gaps' THEN records.booked_in_date_time IS NOT NULL
        ELSE records.stay_booked_in_date_time IS NOT NULL
    END
