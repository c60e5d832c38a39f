"""Names in headers: in comes what a header cell says; out comes the form in which two names are compared."""

from __future__ import annotations

import re
from collections.abc import Sequence

_GAPS = re.compile(r"[\s_]+")


def fold(name: str | None) -> str:
    """The name with case, blanks, underscores and line breaks made alike: `` Book_In  Date`` is ``book in date``.

    An empty cell is the empty name. Nothing else is forgiven: a changed letter, bracket or word is another name.
    """
    return _GAPS.sub(" ", name or "").strip().casefold()


def fold_row(cells: Sequence[str | None]) -> tuple[str, ...]:
    """The folded names of a row; empty cells at its end do not count as columns."""
    names = [fold(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)
