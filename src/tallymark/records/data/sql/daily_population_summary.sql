-- Person-days of the whole window, and how they change when the clock is shifted: how many stretches hold at the full
-- hour that lies n hours after each midnight. Counted once for all days, not day by day.
WITH counted AS (
    SELECT
        count(DISTINCT day) AS n_days,
        coalesce(sum(n_held_at_midnight), 0) AS n_held,
        coalesce(sum(n_held_at_midnight_low), 0) AS n_low,
        coalesce(sum(n_held_at_midnight_high), 0) AS n_high,
        coalesce(sum(n_held_any_part), 0) AS n_any_part,
        coalesce(sum(n_held_whole_day), 0) AS n_whole_day
    FROM result
),
net AS (
    SELECT day, full_hour AS hour, sum(CASE WHEN is_start THEN n ELSE -n END) AS n
    FROM population_changes
    WHERE kind NOT IN ('part', 'before_open')
    GROUP BY day, hour
),
-- The first day whose shifted midnight is not before the change. 72 hours are added and taken away so that only whole
-- numbers above zero are divided.
placed AS (
    SELECT
        clock.shift_hours,
        net.n,
        greatest(
            cast(net.day + ((net.hour - clock.shift_hours + 95) // 24 - 3) * INTERVAL 1 DAY AS date), $from_date
        ) AS first_day
    FROM net
    CROSS JOIN clock
),
totals AS (
    SELECT
        shift_hours,
        sum(n * (date_diff('day', cast(first_day AS date), cast($until_date AS date)) + 1)) AS n_held
    FROM placed
    WHERE first_day <= $until_date
    GROUP BY shift_hours
),
without_person AS (
    SELECT
        coalesce(sum(n) FILTER (WHERE kind NOT IN ('part', 'before_open')), 0) AS n_rows,
        coalesce(sum(n) FILTER (WHERE kind = 'no_id'), 0) AS n_rows_without_id
    FROM population_changes
    WHERE is_start
),
spread AS (
    SELECT min(n_held) AS n_lowest, max(n_held) AS n_highest FROM totals
)
SELECT
    n_rows,
    n_rows_without_id,
    n_held AS n_counted,
    n_low,
    n_high,
    n_days,
    n_any_part,
    n_whole_day,
    coalesce(n_lowest, 0) AS n_lowest_with_shifted_clock,
    coalesce(n_highest, 0) AS n_highest_with_shifted_clock
FROM counted, spread, without_person
