-- Rows without a person: all, those that differ in an open field, and of these those on days without a row of a person.
-- A row without a person may repeat a row of a person on its day; those on other days are one where they are alike.
WITH alike AS (
    SELECT open_filled_fields(), records.event_day, count(*) AS n_alike
    FROM (
        SELECT records.*, cast(event_date_time AS date) AS event_day
        FROM records
        WHERE records.person_id IS NULL
    ) AS records
    GROUP BY open_filled_fields(), records.event_day
),
by_day AS (
    SELECT event_day, count(*) AS n_distinct, sum(n_alike) AS n_rows FROM alike GROUP BY event_day
),
-- All rows of a day; more than those without a person means that one has a person. Dates are read faster than identifiers.
days AS (
    SELECT cast(event_date_time AS date) AS event_day, count(*) AS n_rows
    FROM records
    GROUP BY cast(event_date_time AS date)
)
SELECT
    coalesce(sum(by_day.n_rows), 0) AS n_rows_without_id,
    coalesce(sum(by_day.n_distinct), 0) AS n_distinct_without_id,
    coalesce(sum(CASE WHEN by_day.event_day IS NULL OR days.n_rows = by_day.n_rows THEN by_day.n_distinct END), 0) AS n_apart
FROM by_day
LEFT JOIN days ON days.event_day = by_day.event_day
