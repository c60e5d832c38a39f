"""Code lists: the shipped ones and their closed schema."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

from tallymark.model.errors import DataError
from tallymark.schema.codes import code_lists, read_code_lists
from tallymark.schema.fields import fields

INDEX = "name,complete,meaning\ncolour,yes,What colour\n"
VALUES = "value,meaning,source\nRed,,somebody\n"


def test_every_coded_field_has_its_list_and_every_list_a_field() -> None:
    """No list is missing and none is left over."""
    assert sorted(code_lists()) == sorted({field.codes for field in fields().values() if field.codes})


@pytest.mark.parametrize(
    ("name", "n_values", "complete"),
    [("case_status", 17, True), ("case_category", 34, True), ("criminality", 3, True), ("gender", 3, True),
     ("felon", 4, True), ("threat_level", 3, True), ("apprehension_method", 26, False)],
)  # fmt: skip
def test_a_list_has_the_values_that_were_seen(name: str, n_values: int, complete: bool) -> None:
    """The numbers of values as the checks of the Deportation Data Project list them; methods as counted in the records."""
    assert (len(code_lists()[name].values), code_lists()[name].complete) == (n_values, complete)


def test_values_stand_as_printed() -> None:
    """A value is looked up by its very words."""
    assert code_lists()["criminality"].values["3 Other Immigration Violator"].meaning == (
        "no conviction and no pending charge is on record"
    )
    assert "[8F] Expedited Removal" in code_lists()["case_category"].values


def test_statuses_and_categories_are_those_of_the_shared_lists(shared: Path) -> None:
    """Every value of the collected lists is there, and two of later releases."""
    for name in ("case_status", "case_category"):
        with (shared / f"data/code-lists/{name}.csv").open(encoding="utf-8") as handle:
            seen = {row[name] for row in csv.DictReader(handle)}
        assert seen - set(code_lists()[name].values) == set()
        assert len(set(code_lists()[name].values) - seen) == 2


@pytest.mark.parametrize(
    ("files", "where"),
    [
        ({"codes.csv": "name,meaning\n"}, "data/codes.csv line 1"),
        ({"codes.csv": "name,complete,meaning\ncolour,perhaps,What\n"}, "data/codes.csv line 2"),
        ({"codes.csv": INDEX + "colour,yes,Again\n"}, "data/codes.csv line 3"),
        ({"codes/colour.csv": VALUES + "Red,,somebody\n"}, "data/codes/colour.csv line 3"),
        ({"codes/colour.csv": "value,meaning,source\nRed,,\n"}, "data/codes/colour.csv line 2"),
        ({"codes/colour.csv": "value,meaning,source,shade\n"}, "data/codes/colour.csv line 1"),
        ({"codes/shape.csv": VALUES}, "data/codes/shape.csv"),
        ({"codes.csv": INDEX + "shape,no,What shape\n"}, "data/codes/shape.csv"),
    ],
)
def test_lists_that_break_the_schema_name_file_and_line(tmp_path: Path, files: Mapping[str, str], where: str) -> None:
    """Columns, yes or no, doubled lists and values, missing sources, files nobody lists and lists without a file."""
    (tmp_path / "codes").mkdir()
    for name, text in {"codes.csv": INDEX, "codes/colour.csv": VALUES, **files}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_code_lists(tmp_path, "data")
    assert caught.value.code == "TM-SCHEMA-005"
    assert caught.value.where == where
