"""Small cells: the one limit below which a number of records is not shown."""

LARGEST_SMALL = 10


def is_small(n_rows: int) -> bool:
    """Whether a count is one to ten."""
    return 1 <= n_rows <= LARGEST_SMALL
