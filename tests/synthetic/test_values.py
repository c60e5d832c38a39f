"""What is printed keeps to the code lists and to the order of dates."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallymark.releases.layouts import Layout, layouts
from tallymark.schema.codes import code_lists
from tallymark.schema.fields import fields
from tallymark.synthetic.rows import TABLES
from tests.synthetic.making import Folder, make, release

OFFICIAL = [layouts()[f"ddp.2026-03.{table}"] for table in TABLES if f"ddp.2026-03.{table}" in layouts()]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """400 people in every table of March 2026."""
    one = release(layouts={layout.table: layout.id for layout in OFFICIAL})
    return make(tmp_path_factory.mktemp("values") / "out", people=400, releases=[one])


@pytest.mark.parametrize("layout", OFFICIAL, ids=lambda layout: layout.table)
def test_coded_fields_hold_values_of_their_lists(made: Folder, layout: Layout) -> None:
    """Every printed word of a coded field is one that was seen in releases."""
    strange = {}
    for each in layout.maps:
        codes = fields()[each.field].codes
        if codes:
            printed = set(made.column(f"plain/plain_{layout.table}.csv", each.raw)) - {""}
            strange[each.field] = printed - set(code_lists()[codes].values)
    assert strange
    assert {name: words for name, words in strange.items() if words} == {}


@pytest.mark.parametrize(
    ("table", "earlier", "later"),
    [
        ("arrests", "Apprehension Date", "Departed Date"),
        ("arrests", "Final Order Date", "Departed Date"),
        ("detainers", "Detainer Prepare Date", "Departed Date"),
        ("stints", "Stay Book In Date Time", "Book In Date Time"),
        ("stints", "Book In Date Time", "Book Out Date Time"),
        ("stints", "Book Out Date Time", "Stay Book Out Date Time"),
        ("removals", "Latest Apprehension Date", "Departed Date"),
        ("removals", "MSC Charge Date", "MSC Conviction Date"),
    ],
)
def test_dates_stand_in_their_order(made: Folder, table: str, earlier: str, later: str) -> None:
    """Where both are printed, the earlier day is no later than the later one."""
    name = f"plain/plain_{table}.csv"
    pairs = [
        (a[:10], b[:10]) for a, b in zip(made.column(name, earlier), made.column(name, later), strict=True) if a and b
    ]
    assert pairs
    assert [pair for pair in pairs if pair[0] > pair[1]] == []


def test_known_blanks_come_together(tmp_path: Path) -> None:
    """Where the status of a case is blank, so are its category, its order and its departure."""
    one = release(defects={"blanks": {"known": True}})
    damaged = make(tmp_path / "out", people=400, releases=[one])
    name = "plain/plain_detainers.csv"
    status = damaged.column(name, "Case Status")
    assert "" in status
    for title in ("Case Category", "Final Order Yes No", "Final Order Date", "Departed Date", "Departure Country"):
        cells = damaged.column(name, title)
        assert {cell for cell, above in zip(cells, status, strict=True) if not above} == {""}


def test_a_departure_without_confirmation_leaves_the_case_open(made: Folder) -> None:
    """The removals print it with its day and country; the case is ACTIVE, and the arrests do not know of it."""
    never = {row["event"] for row in made.truth("removals") if row["confirmed_date"] is None}
    rows = [row["row"] for row in made.truth("rows/plain/removals") if row["event"] in never]
    lines = made.lines("plain/plain_removals.csv")
    printed = [dict(zip(lines[0], lines[row - 1], strict=True)) for row in rows]
    assert printed
    assert {"ACTIVE"} == {line["Case Status"] for line in printed}
    assert "" not in {line["Departed Date"] for line in printed} | {line["Departure Country"] for line in printed}
