-- Removals counted once, with the day of the departure.
SELECT
    removals.row_key,
    removals.person,
    person_key(removals.person) AS person_key,
    second_key(removals.person) AS second_key,
    cast(removals.departed_date AS timestamp) AS at
FROM removals
ANTI JOIN (SELECT row_key FROM removal_episodes WHERE NOT is_kept_row) AS dropped ON dropped.row_key = removals.row_key
