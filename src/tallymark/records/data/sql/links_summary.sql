-- Counts of links. Low: links without any other candidate. High: each record without a person may hide one more link.
WITH counted AS (
    SELECT
        count(*) AS n_links,
        count(*) FILTER (WHERE match_kind = 'only') AS n_only,
        count(*) FILTER (WHERE match_kind = 'nearest') AS n_nearest,
        count(*) FILTER (WHERE match_kind = 'tied') AS n_tied
    FROM result
),
firsts AS (
    SELECT
        count(*) AS n_first,
        count(*) FILTER (WHERE person IS NULL) AS n_first_without_id,
        count(*) FILTER (WHERE person IS NOT NULL AND at IS NOT NULL) AS n_first_that_can_match
    FROM first_side
),
seconds AS (
    SELECT
        count(*) FILTER (WHERE person IS NOT NULL AND at IS NOT NULL) AS n_second_that_can_match,
        count(*) FILTER (WHERE person IS NULL) AS n_second_without_id
    FROM second_side
)
SELECT
    n_first AS n_rows,
    n_first_without_id AS n_rows_without_id,
    n_links AS n_counted,
    n_only AS n_low,
    n_links + least(n_first - n_links, n_first_without_id + n_second_without_id) AS n_high,
    n_only,
    n_nearest,
    n_tied,
    n_first_that_can_match,
    n_second_that_can_match,
    n_second_without_id
FROM counted, firsts, seconds
