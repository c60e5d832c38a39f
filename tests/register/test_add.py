"""Adding a figure: a good row is appended, a bad one leaves everything as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tallymark.model.errors import DataError, UsageError
from tallymark.register.add import add_figure
from tallymark.register.check import check_register
from tallymark.register.register import load

WriteSource = Callable[..., Path]
NEW_ROW = {
    "relation": "level", "measure": "removals", "period": "FY2019", "value": "(1000, inf)", "number": "1000",
    "hedge": "more_than", "unit": "events", "printed": "more than 1,000", "definition": "dhs.removals",
}  # fmt: skip
NEW_CARD = {
    "publisher": 'The "Office": counts', "carrier": "An archive", "tier": "1", "title": "A table, 2019", "address": "none",
    "read_on": "2026-02-01", "confirmed": "true", "licence": "public domain",
}  # fmt: skip


def test_a_row_is_appended_with_the_next_free_number(write_source: WriteSource) -> None:
    """The figure that is returned is the one that the file then holds."""
    path = write_source({"id": "1"})
    figure = add_figure(path, NEW_ROW)
    assert figure.id == "newsroom#2"
    assert figure.provenance.row == f"{path}:3"
    assert load([path], bundled=False).all_figures()[1] == figure
    assert check_register([path], bundled=False) == ()


def test_a_new_source_gets_its_card(tmp_path: Path) -> None:
    """The first row of a new source writes the CSV and the card, whatever signs are in the words."""
    path = tmp_path / "figures" / "my-source.csv"
    figure = add_figure(path, NEW_ROW, NEW_CARD)
    assert figure.id == "my-source#1"
    (source,) = load([path], bundled=False).sources()
    assert (source.publisher, source.tier, source.own) == ('The "Office": counts', 1, True)
    assert check_register([path], bundled=False) == ()


def test_a_new_source_without_a_card_is_refused(tmp_path: Path) -> None:
    """A figure without a source cannot be cited."""
    with pytest.raises(UsageError) as caught:
        add_figure(tmp_path / "new.csv", NEW_ROW)
    assert caught.value.code == "TM-REGISTER-013"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"value": "lots"}, "TM-REGISTER-009"),
        ({"definition": "unknown"}, "TM-REGISTER-011"),
        ({"id": "r1"}, "TM-REGISTER-005"),
        ({"colour": "red"}, "TM-REGISTER-001"),
    ],
)
def test_a_bad_row_leaves_the_file_alone(write_source: WriteSource, change: dict[str, str], code: str) -> None:
    """Nothing is written unless all holds."""
    path = write_source({})
    before = path.read_bytes()
    with pytest.raises(DataError) as caught:
        add_figure(path, {**NEW_ROW, **change})
    assert caught.value.code == code
    assert path.read_bytes() == before


def test_a_bad_card_writes_nothing(tmp_path: Path) -> None:
    """A card outside the schema stops the first row too."""
    path = tmp_path / "new.csv"
    with pytest.raises(DataError) as caught:
        add_figure(path, NEW_ROW, {**NEW_CARD, "tier": "0"})
    assert caught.value.code == "TM-REGISTER-003"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("ending", "line"), [("", 3), ("\n", 3), ("\n\n", 4)])
def test_a_row_never_joins_the_line_before(write_source: WriteSource, ending: str, line: int) -> None:
    """Whatever the file ends with, the new row is a line of its own and its number is told."""
    path = write_source({"id": "1"})
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + ending, encoding="utf-8")
    assert add_figure(path, NEW_ROW).provenance.row == f"{path}:{line}"
    assert load([path], bundled=False).all_figures()[1].provenance.row == f"{path}:{line}"


def test_a_control_character_is_refused(write_source: WriteSource) -> None:
    """A row that could not be read again is not written."""
    path = write_source({"id": "1"})
    before = path.read_bytes()
    with pytest.raises(DataError) as caught:
        add_figure(path, {**NEW_ROW, "note": "a\x1b[31m note"})
    assert caught.value.code == "TM-REGISTER-014"
    assert path.read_bytes() == before


def test_a_place_that_cannot_be_written_has_a_code(tmp_path: Path) -> None:
    """A file stands where a folder is needed."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        add_figure(tmp_path / "file" / "figures.csv", NEW_ROW, NEW_CARD)
    assert caught.value.code == "TM-CLI-004"
