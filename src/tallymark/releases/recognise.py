"""Recognition: in come the first rows of a sheet as text; out comes the layout whose header stands there, or what is nearest.

The header is found by its names, wherever it stands among the first rows and whatever the file is called. Only the same
set of names is read, in any order, each column by its name. Everything else is a near miss: told column by column, never
read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tallymark.releases.compare import ColumnMatch, compare
from tallymark.releases.headers import fold, fold_row
from tallymark.releases.layouts import Layout

Row = Sequence[str | None]
# How many rows of a sheet are searched for its header.
N_HEAD_ROWS = 40
# A row is taken for a damaged header when it shares so many names with one layout and they are so large a share of both,
# or when it shares so many that it must be a table of records: a legend has a word or two of a header, not five.
MIN_NAMES, MIN_SIMILARITY, SURE_NAMES = 2, 0.4, 5
# A cell that begins like a day, is a number or is a long id is no column name: its row is a record and is never shown.
_VALUE = re.compile(r"\d{4}-\d\d-\d\d.*|\d{1,2}/\d{1,2}/\d{2,4}.*|[-+$]?[\d,]+(\.\d+)?|[0-9a-fA-F-]{16,}", re.S)


@dataclass(frozen=True, slots=True)
class CellMap:
    """Where a canonical field is read: ``index`` counts the columns of the sheet from 0; ``raw`` is the name there."""

    index: int
    raw: str
    field: str
    parse: str


@dataclass(frozen=True, slots=True)
class HeaderFound:
    """A header that is one of a layout: ``row`` as the sheet counts it from 1; ``names`` as printed, one for each column.

    ``maps`` says which column becomes which field; ``missing`` are columns of the layout that may be absent and are;
    ``reordered`` tells that the columns stand in another order than in the files seen.
    """

    layout: Layout
    row: int
    names: tuple[str, ...]
    maps: tuple[CellMap, ...]
    missing: tuple[str, ...]
    reordered: bool


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A header that is none of a layout but near one: not read. ``similarity`` is shared names / all names, 0 to 1."""

    layout: Layout
    row: int
    names: tuple[str, ...]
    similarity: float
    columns: tuple[ColumnMatch, ...]

    @property
    def differences(self) -> tuple[ColumnMatch, ...]:
        """The columns that are not the same."""
        return tuple(column for column in self.columns if column.kind != "same")


@dataclass(frozen=True, slots=True)
class NotATable:
    """No header: a sheet of footnotes or a table nobody described. ``row`` is the row most like a header, if there is one."""

    reason: str
    row: int | None = None
    names: tuple[str, ...] = ()


def find_header(rows: Sequence[Row], layouts: Mapping[str, Layout]) -> HeaderFound | NearMiss | NotATable:
    """The header among the first rows of a sheet; ``rows`` start at its first row and hold text or None."""
    head = rows[:N_HEAD_ROWS]
    folded = [fold_row(cells) for cells in head]
    shapes = [(layout, frozenset(layout.names), layout.required) for layout in layouts.values()]
    best: tuple[float, int, Layout] | None = None
    for index, cells in enumerate(head):
        names = _with_nameless(folded, index)
        for layout, known, required in shapes if names else ():
            if required <= set(names) <= known and _fits(names, layout):
                return _found(layout, index + 1, cells, names)
            similarity = _similarity(names, known, required)
            if similarity and (best is None or similarity > best[0]):
                best = (similarity, index, layout)
    if best is None:
        return _no_table(head)
    similarity, index, layout = best
    names = _with_nameless(folded, index)
    return NearMiss(layout, index + 1, _printed(head[index], names), similarity, compare(names, layout))


def nearest(
    names: Sequence[str | None], layouts: Mapping[str, Layout]
) -> tuple[Layout, float, tuple[ColumnMatch, ...]]:
    """The layout nearest to a header, how near it is (0 to 1) and the comparison, however little they share."""
    folded = fold_row(names)
    near = {name: _share(folded, frozenset(each.names), each.required) for name, each in layouts.items()}
    best = max(near, key=lambda name: near[name])
    return layouts[best], near[best], compare(folded, layouts[best])


def likely_header(rows: Sequence[Row]) -> int | None:
    """The 1-based row that looks most like a header: the first with the most names, none of them twice; None without one.

    A row with a day, a number or a long id in it is a record, not a header.
    """
    counts = [_n_names(cells) for cells in rows[:N_HEAD_ROWS]]
    most = max(counts, default=0)
    return counts.index(most) + 1 if most else None


def holds_values(cells: Row) -> bool:
    """Whether a cell of the row begins like a day, is a number or is a long id: the row is a record and no header."""
    return any(_VALUE.fullmatch(cell.strip()) for cell in cells if cell)


def _with_nameless(folded: Sequence[tuple[str, ...]], index: int) -> tuple[str, ...]:
    """The names of a row; columns beyond its last name that are filled in most of the rows below count as nameless ones.

    A row or two that are wider are ragged rows, which the readers put apart.
    """
    names = folded[index]
    below = [cells for cells in folded[index + 1 :] if cells]
    if len(names) <= 1 or not below:
        return names
    filled = Counter(place for cells in below for place, cell in enumerate(cells) if cell and place >= len(names))
    width = max((place + 1 for place, n in filled.items() if 2 * n > len(below)), default=0)
    return names + ("",) * (width - len(names))


def _fits(names: tuple[str, ...], layout: Layout) -> bool:
    """No name twice, and of the names of one thing exactly one."""
    found = set(names)
    return len(found) == len(names) and all(len(found.intersection(group)) == 1 for group in layout.alternatives)


def _share(names: Iterable[str], known: frozenset[str], required: frozenset[str]) -> float:
    found = set(names)
    return len(found & known) / len(found | required)


def _similarity(names: tuple[str, ...], known: frozenset[str], required: frozenset[str]) -> float:
    """Shared names / all names where enough are shared for a damaged header, else 0."""
    n_shared = len((set(names) & known) - {""})
    share = _share(names, known, required)
    if n_shared >= SURE_NAMES or (n_shared >= MIN_NAMES and share >= MIN_SIMILARITY):
        return share
    return 0.0


def _found(layout: Layout, row: int, cells: Row, names: tuple[str, ...]) -> HeaderFound:
    at = {name: index for index, name in enumerate(names)}
    printed = _printed(cells, names)
    maps = tuple(
        CellMap(at[fold(each.raw)], printed[at[fold(each.raw)]], each.field, each.parse)
        for each in layout.maps
        if fold(each.raw) in at
    )
    order = [at[name] for name in layout.names if name in at]
    missing = tuple(column.raw for column in layout.columns if fold(column.raw) not in at)
    return HeaderFound(layout, row, printed, maps, missing, order != sorted(order))


def _printed(cells: Row, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple((cells[index] or "") if index < len(cells) else "" for index in range(len(names)))


def _no_table(head: Sequence[Row]) -> NotATable:
    row = likely_header(head)
    if row is None and not any(fold_row(cells) for cells in head):
        return NotATable("the first rows are empty")
    if row is None:
        return NotATable(f"no row of the first {N_HEAD_ROWS} looks like column names")
    reason = f"no row of the first {N_HEAD_ROWS} has column names of a known layout"
    return NotATable(reason, row, _printed(head[row - 1], fold_row(head[row - 1])))


def _n_names(cells: Row) -> int:
    """How many names with a letter a row has; 0 when one of them stands twice or a cell is a value."""
    if holds_values(cells):
        return 0
    counts = Counter(name for name in fold_row(cells) if any(letter.isalpha() for letter in name))
    return len(counts) if all(n == 1 for n in counts.values()) else 0
