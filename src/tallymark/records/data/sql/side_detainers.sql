-- Detainers counted once, with the day on which they were prepared.
SELECT
    detainers.row_key,
    detainers.person,
    person_key(detainers.person) AS person_key,
    second_key(detainers.person) AS second_key,
    cast(detainers.detainer_prepared_date AS timestamp) AS at
FROM detainers
ANTI JOIN (SELECT row_key FROM detainer_episodes WHERE NOT is_kept_row) AS dropped
    ON dropped.row_key = detainers.row_key
