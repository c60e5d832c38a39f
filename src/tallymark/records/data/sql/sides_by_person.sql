-- Records of both kinds.
SELECT person_key, second_key, at, row_key, is_second
FROM (
    SELECT person_key, second_key, at, row_key, false AS is_second FROM first_side
    UNION ALL
    SELECT person_key, second_key, at, row_key, true AS is_second FROM second_side
) AS sides
