-- Stays with the day of their end (none for an open one), and stints without a person, each of which may be a stay.
SELECT
    last_row_key AS row_key,
    person_id AS person,
    person_key(person_id) AS person_key,
    second_key(person_id) AS second_key,
    cast(cast(stay_booked_out_date_time AS date) AS timestamp) AS at
FROM stays
UNION ALL
SELECT
    stints.row_key,
    stints.person,
    person_key(stints.person) AS person_key,
    second_key(stints.person) AS second_key,
    cast(NULL AS timestamp) AS at
FROM stints
WHERE stints.person_id IS NULL
