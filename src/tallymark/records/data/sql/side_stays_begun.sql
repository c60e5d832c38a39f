-- Stays with their start, and stints without a person, each of which may be a stay.
SELECT
    last_row_key AS row_key,
    person_id AS person,
    person_key(person_id) AS person_key,
    second_key(person_id) AS second_key,
    stay_booked_in_date_time AS at
FROM stays
UNION ALL
SELECT
    stints.row_key,
    stints.person,
    person_key(stints.person) AS person_key,
    second_key(stints.person) AS second_key,
    stints.booked_in_date_time AS at
FROM stints
WHERE stints.person_id IS NULL
