-- Counts of links. Low: links without any other candidate. High: each person has as many links as there are records of the
-- rarer kind, whatever the window, and each record without a person hides one more.
WITH counted AS (
    SELECT
        count(*) AS n_links,
        count(*) FILTER (WHERE match_kind = 'only') AS n_only,
        count(*) FILTER (WHERE match_kind = 'nearest') AS n_nearest,
        count(*) FILTER (WHERE match_kind = 'tied') AS n_tied,
        coalesce(sum(n_others_left_out), 0) AS n_left_out
    FROM result
),
both_sides AS (
    SELECT person_key, second_key, CASE WHEN at IS NULL THEN 0 ELSE 1 END AS can_match, 1 AS is_first, 0 AS is_second FROM first_side
    UNION ALL
    SELECT person_key, second_key, CASE WHEN at IS NULL THEN 0 ELSE 1 END AS can_match, 0 AS is_first, 1 AS is_second FROM second_side
),
persons AS (
    SELECT
        person_key,
        second_key,
        sum(is_first) AS n_first,
        sum(is_second) AS n_second,
        sum(is_first * can_match) AS n_first_that_can_match,
        sum(is_second * can_match) AS n_second_that_can_match
    FROM both_sides
    GROUP BY person_key, second_key
),
sides AS (
    SELECT
        coalesce(sum(n_first), 0) AS n_first,
        coalesce(sum(CASE WHEN person_key IS NULL THEN n_first END), 0) AS n_first_without_id,
        coalesce(sum(CASE WHEN person_key IS NULL THEN n_second END), 0) AS n_second_without_id,
        coalesce(sum(CASE WHEN person_key IS NOT NULL THEN n_first_that_can_match END), 0) AS n_first_that_can_match,
        coalesce(sum(CASE WHEN person_key IS NOT NULL THEN n_second_that_can_match END), 0) AS n_second_that_can_match,
        coalesce(sum(CASE WHEN person_key IS NOT NULL THEN least(n_first, n_second) END), 0) AS n_rarer
    FROM persons
)
SELECT
    n_first AS n_rows,
    n_first_without_id AS n_rows_without_id,
    n_links AS n_counted,
    n_only AS n_low,
    least(n_first, n_rarer + n_first_without_id + n_second_without_id) AS n_high,
    n_only,
    n_nearest,
    n_tied,
    n_left_out,
    n_first_that_can_match,
    n_second_that_can_match,
    n_second_without_id
FROM counted, sides
