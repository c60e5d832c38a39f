"""The full check names every fault with file and line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tallymark.register.check import check_register

WriteSource = Callable[..., Path]


def codes(path: Path) -> list[str]:
    """The codes of all faults of one file or folder."""
    return [error.code for error in check_register([path], bundled=False)]


def test_the_bundled_register_has_no_fault() -> None:
    """Every bundled row and card keeps the schema."""
    assert [str(error) for error in check_register()] == []


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ({"relation": "sum"}, "TM-REGISTER-006", "relation"),
        ({"hedge": "roughly"}, "TM-REGISTER-006", "hedge"),
        ({"confirmed": "yes"}, "TM-REGISTER-006", "confirmed"),
        ({"basis": "guessed"}, "TM-REGISTER-006", "basis"),
        ({"vintage": "May 2020"}, "TM-REGISTER-006", "vintage"),
        ({"printed": ""}, "TM-REGISTER-006", "printed"),
        ({"measure": "deportations"}, "TM-REGISTER-007", "measure"),
        ({"population": "criminality=guilty"}, "TM-REGISTER-007", "population"),
        (
            {"relation": "share", "of": "place=here", "unit": "percent", "value": "5", "number": ""},
            "TM-REGISTER-007",
            "of",
        ),
        ({"period": "2020"}, "TM-REGISTER-008", "period"),
        ({"relation": "change_abs", "base": "last year"}, "TM-REGISTER-008", "base"),
        ({"value": "about 5"}, "TM-REGISTER-009", "value"),
        ({"number": "1.2k"}, "TM-REGISTER-009", "number"),
        ({"value": "[10, 20]"}, "TM-REGISTER-009", "value"),
        ({"value": "(-inf, 1200]"}, "TM-REGISTER-009", "value"),
        ({"relation": "share", "unit": "percent", "value": "[99, 101]", "number": "100"}, "TM-REGISTER-009", "value"),
        ({"unit": "percent"}, "TM-REGISTER-010", "unit"),
        ({"unit": "people"}, "TM-REGISTER-010", "unit"),
        ({"definition": "ice.removals.1999"}, "TM-REGISTER-011", "definition"),
        ({"definition": "ice.arrests"}, "TM-REGISTER-011", "definition"),
        ({"definition": "ice.removals.2003"}, "TM-REGISTER-011", "definition"),
        ({"of": "criminality=convicted"}, "TM-REGISTER-012", "of"),
        ({"base": "FY2019"}, "TM-REGISTER-012", "base"),
        ({"relation": "change_abs"}, "TM-REGISTER-012", "base"),
        ({"id": "a b"}, "TM-REGISTER-005", "id"),
    ],
)
def test_each_fault_has_a_code_and_a_place(
    write_source: WriteSource, row: dict[str, str], code: str, column: str
) -> None:
    """A broken cell is named by code, line and column."""
    path = write_source({}, row)
    (error,) = check_register([path], bundled=False)
    assert error.code == code
    assert error.where == f"{path}:3, column {column}"


def test_all_faults_are_listed_not_only_the_first(write_source: WriteSource) -> None:
    """Three bad lines give three errors, and a line can have several."""
    path = write_source({"value": "x"}, {"hedge": "x"}, {"unit": "percent", "base": "FY2019"})
    assert codes(path) == ["TM-REGISTER-009", "TM-REGISTER-006", "TM-REGISTER-010", "TM-REGISTER-012"]


def test_an_id_may_stand_once_only(write_source: WriteSource) -> None:
    """Two rows with one id could not be cited apart."""
    assert codes(write_source({"id": "same"}, {"id": "same"})) == ["TM-REGISTER-005"]


def test_a_short_line_is_named(write_source: WriteSource) -> None:
    """A line with too few cells is a fault of that line."""
    path = write_source({})
    path.write_text(path.read_text(encoding="utf-8") + "r9,level,removals\n", encoding="utf-8")
    (error,) = check_register([path], bundled=False)
    assert (error.code, error.where) == ("TM-REGISTER-004", f"{path}:3")


def test_a_card_without_its_csv_is_named(write_source: WriteSource) -> None:
    """A card whose rows are missing is a fault of the folder."""
    path = write_source({})
    write_source({}, name="other")
    path.unlink()
    assert codes(path.parent) == ["TM-REGISTER-002"]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("tier: 2", "tier: 4", 4),
        ("confirmed: true", "confirmed: maybe", 10),
        ("id: newsroom", "id: other", 1),
        ('title: "A table"\n', "", 1),
        ("licence:", "license:", 11),
        ('read_on: "2026-01-31"', "read_on: yesterday", 8),
        ("https://example.org/table", "/home/me/table.pdf", 6),
        ('vintage: "2020"', 'vintage: "last year"', 9),
        ("tier: 2", "tier: [2", 5),
        ("tier: 2", "tier: [2]", 4),
        ("tier: 2", "tier: 2\ntier: 3", 5),
    ],
)
def test_a_card_outside_the_schema_is_named_with_its_line(
    write_source: WriteSource, old: str, new: str, line: int
) -> None:
    """Unknown keys, missing keys and bad values of a card are errors with file and line."""
    path = write_source({})
    card = path.with_suffix(".yaml")
    card.write_text(card.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    (error,) = check_register([path], bundled=False)
    assert error.code == "TM-REGISTER-003"
    assert error.where == f"{path.with_suffix('.yaml')} line {line}"


def test_a_source_may_stand_in_one_file_only(write_source: WriteSource, tmp_path: Path) -> None:
    """A newsroom cannot give a source the name of another one."""
    first = write_source({})
    twin = tmp_path / "twin" / "newsroom.csv"
    twin.parent.mkdir()
    twin.write_text(first.read_text(encoding="utf-8"), encoding="utf-8")
    twin.with_suffix(".yaml").write_text(first.with_suffix(".yaml").read_text(encoding="utf-8"), encoding="utf-8")
    assert [e.code for e in check_register([first, twin], bundled=False)] == ["TM-REGISTER-005"]
