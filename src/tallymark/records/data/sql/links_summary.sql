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
)
SELECT
    n_first + n_first_without_id AS n_rows,
    n_first_without_id AS n_rows_without_id,
    n_links AS n_counted,
    n_only AS n_low,
    least(n_first + n_first_without_id, n_rarer + n_first_without_id + n_second_without_id) AS n_high,
    n_only,
    n_nearest,
    n_tied,
    n_left_out,
    n_first_that_can_match,
    n_second_that_can_match,
    n_second_without_id
FROM counted, links_counts
