-- One row for each stay: its facilities, and every other open field as its last stint has it.
SELECT
    stays.last_row_key,
    coalesce(first_stint.facility_code, first_stint.facility) AS first_facility,
    coalesce(longest_stint.facility_code, longest_stint.facility) AS longest_facility,
    coalesce(records.facility_code, records.facility) AS last_facility,
    open_fields()
FROM stays
JOIN records ON records.row_key = stays.last_row_key
JOIN stints AS first_stint ON first_stint.row_key = stays.first_row_key
JOIN stints AS longest_stint ON longest_stint.row_key = stays.longest_row_key
ORDER BY stays.last_row_key
