"""Trace: where a record came from."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from tallymark.model.errors import DataError, UsageError
from tallymark.releases.trace import column_letter, trace
from tallymark.schema.parquet import write_parts
from tallymark.schema.store import Store
from tests.releases.sources_made import REMOVAL_ROWS, bring_in, write_csv, write_xlsx


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A release of a csv and a workbook of two sheets."""
    write_csv(tmp_path / "a.csv", REMOVAL_ROWS)
    write_xlsx(tmp_path / "b.xlsx", {"FY2012": REMOVAL_ROWS, "FY2013": REMOVAL_ROWS[:1]})
    bring_in(tmp_path / "store", tmp_path / "a.csv", tmp_path / "b.xlsx")
    return Store(tmp_path / "store")


@pytest.mark.parametrize(
    ("number", "place"),
    [(1, ("a.csv", "", 8)), (3, ("a.csv", "", 10)), (4, ("b.xlsx", "FY2012", 8)), (7, ("b.xlsx", "FY2013", 8))],
)
def test_a_record_is_traced_to_its_file_sheet_and_row(store: Store, number: int, place: tuple[str, str, int]) -> None:
    """Records are numbered over all files and sheets in the order of the sources; every cell is equal."""
    found = trace(store, "made-up", "removals", number)
    assert (found.file, found.sheet, found.row) == place
    assert found.ok
    assert [cell.letter for cell in found.cells] == ["A", "B", "C", "D", "E", "F", "G"]
    assert found.cells[0].fields == ("departed_date",)
    assert found.cells[1].fields == ()
    assert all(cell.raw_equal and cell.typed_equal for cell in found.cells)
    assert "person_id" in found.absent


def test_the_text_of_cells_comes_only_when_asked_for(store: Store) -> None:
    """Without it, no cell of the record is anywhere in the answer."""
    assert "MEXICO" not in repr(trace(store, "made-up", "removals", 1))
    shown = trace(store, "made-up", "removals", 2, with_text=True)
    assert shown.cells[3].text == " FRANCE "


def test_a_changed_stored_value_is_told_by_its_column(store: Store) -> None:
    """The typed row no longer follows from the raw cell."""
    folder = store.release("made-up").table("removals")
    (part,) = folder.glob("*.parquet")
    table = pq.read_table(part)
    place = table.schema.get_field_index("gender")
    table = table.set_column(place, table.schema.field(place), pa.array(["Unknown"] * table.num_rows))
    part.unlink()
    write_parts(folder, table.schema, table.to_batches())
    found = trace(store, "made-up", "removals", 1)
    assert [cell.header for cell in found.cells if not cell.typed_equal] == ["Gender"]
    assert not found.ok


def test_a_source_that_is_gone_or_changed_is_said(store: Store, tmp_path: Path) -> None:
    """The stored row is still compared with the raw mirror; elsewhere the source is found by its hash."""
    moved = (tmp_path / "a.csv").rename(tmp_path / "moved.csv")
    found = trace(store, "made-up", "removals", 1)
    assert {cell.raw_equal for cell in found.cells} == {None}
    assert (found.ok, found.source_note) == (True, "the file is gone or cannot be read")
    assert trace(store, "made-up", "removals", 1, [moved]).cells[0].raw_equal is True


@pytest.mark.parametrize("number", [0, -1, 8])
def test_a_row_that_is_not_there_is_wrong_usage(store: Store, number: int) -> None:
    """The error says how many rows there are."""
    with pytest.raises(UsageError, match="rows 1 to 7 are there") as caught:
        trace(store, "made-up", "removals", number)
    assert caught.value.code == "TM-RELEASES-410"


def test_a_table_that_is_not_there_is_a_coded_error(store: Store) -> None:
    """Whatever the name is: also one that leads out of the store."""
    for name in ("arrests", "../removals"):
        with pytest.raises(DataError) as caught:
            trace(store, "made-up", name, 1)
        assert caught.value.code == "TM-SCHEMA-105"


@settings(deadline=None)
@given(st.integers(min_value=1, max_value=16_384))
def test_columns_have_the_letters_that_excel_shows(position: int) -> None:
    """A to XFD, as another library counts them."""
    assert column_letter(position) == get_column_letter(position)
