-- Rows without a person: all, those that differ in an open field, and of these those on days without a row of a person.
-- A row without a person may repeat a row of a person on its day; those on other days are one where they are alike.
WITH alike AS (
    SELECT open_fields(), cast(event_date_time AS date) AS event_day, count(*) AS n_alike
    FROM records
    WHERE records.person_id IS NULL
    GROUP BY open_fields(), cast(event_date_time AS date)
),
days_of_persons AS (
    SELECT DISTINCT cast(event_date_time AS date) AS event_day FROM records WHERE records.person_id IS NOT NULL
)
SELECT
    coalesce(sum(alike.n_alike), 0) AS n_rows_without_id,
    count(*) AS n_distinct_without_id,
    count(*) FILTER (WHERE days_of_persons.event_day IS NULL) AS n_apart
FROM alike
LEFT JOIN days_of_persons ON days_of_persons.event_day = alike.event_day
