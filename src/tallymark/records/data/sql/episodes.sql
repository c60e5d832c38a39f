-- Rows of episodes of several rows; every other row is an episode of its own.
SELECT row_key, episode_key, row_in_episode, n_rows_in_episode, is_kept_row
FROM episodes_found
ORDER BY row_key
