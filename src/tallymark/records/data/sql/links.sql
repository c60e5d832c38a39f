-- One row for each link.
SELECT
    first_row_key,
    second_row_key,
    n_seconds_between,
    CASE kind WHEN 0 THEN 'only' WHEN 1 THEN 'nearest' ELSE 'tied' END AS match_kind,
    n_others_left_out
FROM links_found
ORDER BY first_row_key
