-- Rows with a person and a hash of what all rows share of which one repeats another.
SELECT
    hash(
        records.person,
        cast(records.booked_in_date_time AS date),
        coalesce(records.facility_code, records.facility)
    ) // 2 AS person_key,
    records.row_key
FROM records
WHERE records.person_id IS NOT NULL
