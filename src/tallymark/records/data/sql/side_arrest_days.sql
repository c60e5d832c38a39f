-- Arrests counted once, with the day of the arrest.
SELECT
    arrests.row_key,
    arrests.person,
    person_key(arrests.person) AS person_key,
    second_key(arrests.person) AS second_key,
    cast(
        cast(coalesce(arrests.apprehension_date_time, cast(arrests.apprehension_date AS timestamp)) AS date) AS timestamp
    ) AS at
FROM arrests
ANTI JOIN (SELECT row_key FROM arrest_episodes WHERE NOT is_kept_row) AS dropped ON dropped.row_key = arrests.row_key
