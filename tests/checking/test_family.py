"""The families of measures: data with a closed schema."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallymark.checking.family import agencies_in, families, family, read_lines
from tallymark.model.errors import DataError
from tallymark.model.vocabulary import measures

HEAD = "kind,name,other,words\n"


def test_every_family_names_known_measures() -> None:
    """The bundled file holds nothing outside the vocabulary."""
    assert set(families()) <= set(measures())


def test_near_measures_are_near_both_ways() -> None:
    """Fines are near sanctions and sanctions near fines."""
    assert "financial_sanctions" in [name for name, _ in family("fines").near]
    assert ("fines", "final worksite fines") in family("financial_sanctions").near


def test_words_name_publishers() -> None:
    """The Border Patrol is CBP; "nice" is not ICE."""
    assert agencies_in("ICE and the Border Patrol said") == {"ICE", "CBP"}
    assert agencies_in("a nice day") == frozenset()


@pytest.mark.parametrize(
    "line",
    [
        "kin,removals,returns,x", "near,removals,nothing,x", "redundant,removals,colour=red,x",
        "same_outside,removals,returns,someday", "near,removals,returns", "near,removals,returns,x,y",
    ],
)  # fmt: skip
def test_a_line_outside_the_schema_is_an_error_with_its_place(line: str, tmp_path: Path) -> None:
    """TM-CHECKING-001 names file and line."""
    path = tmp_path / "family.csv"
    path.write_text(HEAD + line + "\n", encoding="utf-8")
    with pytest.raises(DataError) as error:
        read_lines(path)
    assert (error.value.code, error.value.where) == ("TM-CHECKING-001", "family.csv line 2")


def test_other_columns_are_an_error(tmp_path: Path) -> None:
    """The columns are closed too."""
    path = tmp_path / "family.csv"
    path.write_text("kind,name\n", encoding="utf-8")
    with pytest.raises(DataError) as error:
        read_lines(path)
    assert error.value.code == "TM-CHECKING-001"
