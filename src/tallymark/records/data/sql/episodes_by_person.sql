-- Rows with a time; those without one are each an episode of their own.
SELECT
    person_key(records.person) AS person_key,
    second_key(records.person) AS second_key,
    event_date_time AS event_time,
    goes_last AS sorts_last,
    records.row_key
FROM records
WHERE event_date_time IS NOT NULL
