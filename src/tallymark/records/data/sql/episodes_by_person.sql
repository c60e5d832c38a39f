-- Rows with a person and a time, by person and time; the others are each an episode of their own.
SELECT
    person_key(records.person) AS person_key,
    second_key(records.person) AS second_key,
    event_date_time AS event_time,
    goes_last AS sorts_last,
    records.row_key
FROM records
WHERE records.person_id IS NOT NULL AND event_date_time IS NOT NULL
ORDER BY person_key, event_time
