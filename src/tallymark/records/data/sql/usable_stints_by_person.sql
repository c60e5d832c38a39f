-- Kept stints with usable times.
SELECT
    person_key(person_id) AS person_key,
    second_key(person_id) AS second_key,
    person_key(place) AS place_key,
    started,
    booked_out,
    stay_ended
FROM usable_stints
