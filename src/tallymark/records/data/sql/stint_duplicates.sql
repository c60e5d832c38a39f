-- Stints that share person, day of book-in and facility with another one: whether they repeat it, and the bonds seen for them.
-- Every other row repeats nothing, and its bonds are its own.
WITH close_rows AS (
    SELECT
        records.row_key,
        records.person,
        records.booked_in_date_time,
        records.stay_booked_in_date_time,
        records.stay_booked_out_date_time,
        records.booked_out_date_time,
        records.release_reason,
        records.msc_charge_code,
        records.initial_bond_set_amount,
        records.initial_bond_set_date,
        records.bond_posted_amount,
        records.bond_posted_date,
        coalesce(records.facility_code, records.facility) AS place,
        row_number() OVER (PARTITION BY records.person, alike_fields() ORDER BY records.row_key) AS row_in_alike
    FROM records
    JOIN stints_found ON stints_found.row_key = records.row_key
),
-- Stage 2 looks at what stage 1 kept; a day that is unknown repeats nothing.
same_day AS (
    SELECT
        row_key,
        CASE
            WHEN booked_in_date_time IS NULL THEN false
            ELSE row_number() OVER (
                PARTITION BY person, place, cast(booked_in_date_time AS date), stay_booked_in_date_time
                ORDER BY
                    booked_in_date_time DESC NULLS LAST,
                    release_reason DESC NULLS LAST,
                    stay_booked_out_date_time DESC NULLS LAST,
                    booked_out_date_time DESC NULLS LAST,
                    msc_charge_code DESC NULLS LAST,
                    row_key DESC
            ) > 1
        END AS is_same_day_repeat
    FROM close_rows
    WHERE row_in_alike = 1
),
judged AS (
    SELECT
        close_rows.row_key,
        close_rows.row_in_alike > 1 AS is_repeat_but_for_bond,
        coalesce(same_day.is_same_day_repeat, false) AS is_same_day_repeat,
        min(close_rows.initial_bond_set_amount) OVER w AS initial_bond_set_amount,
        min(close_rows.initial_bond_set_date) OVER w AS initial_bond_set_date,
        min(close_rows.bond_posted_amount) OVER w AS bond_posted_amount,
        min(close_rows.bond_posted_date) OVER w AS bond_posted_date
    FROM close_rows
    LEFT JOIN same_day ON same_day.row_key = close_rows.row_key
    WINDOW w AS (PARTITION BY close_rows.person, close_rows.booked_in_date_time, close_rows.place)
)
SELECT
    row_key,
    is_repeat_but_for_bond,
    is_same_day_repeat,
    NOT (is_repeat_but_for_bond OR is_same_day_repeat) AS is_kept_row,
    initial_bond_set_amount AS initial_bond_set_amount_lowest_seen,
    initial_bond_set_date AS initial_bond_set_date_earliest_seen,
    bond_posted_amount AS bond_posted_amount_lowest_seen,
    bond_posted_date AS bond_posted_date_earliest_seen
FROM judged
ORDER BY row_key
