"""Redaction and null marks."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tallymark.model.errors import DataError
from tallymark.releases.marks import all_marks, any_of, class_of, marks_in, parse_marks

SPELLINGS = {
    "(b)(6)(b)(7)(c)": "b6,b7c",
    "(b)(6),(b)(7)(c)": "b6,b7c",
    "(b)(6),(b)(7)(c )": "b6,b7c",
    "(b)(6), (b)(7)(c)": "b6,b7c",
    "(b)(6),(b)(7)c)": "b6,b7c",
    "b(6), b(7)c": "b6,b7c",
    "b(6), b(7)C": "b6,b7c",
    "b(6), b(7)(c)  ": "b6,b7c",
    "(b)(7)(E )": "b7e",
    "(b)(7)e)": "b7e",
    "b(7)(e)": "b7e",
    "(B)(7)(E) ": "b7e",
    "(B)(4)": "b4",
    "(B)(3)": "b3",
    "(b)(3), (b)(6), (b)(7)(c)": "b3,b6,b7c",
    "(b)(6": "b6",
    "(b)": "foia",
    " (B) (6) ; (b) (7) (C) ": "b6,b7c",
    "IIDS ETL NULL": "iids_etl_null",
    "iids etl null ": "iids_etl_null",
}
VALUES = [
    "B6",
    "b",
    "(c)(6)",
    "bond",
    "(b)ond",
    "8-Excluded/Removed",
    "[8F] Expedited Removal",
    "(b)(6) x",
    "NULL",
    "NA",
    "",
    "6",
    "BO(6)",
]


@pytest.mark.parametrize(("text", "name"), SPELLINGS.items())
def test_every_spelling_of_a_mark_is_known_by_its_class(text: str, name: str) -> None:
    """Blanks, case and a missing bracket do not matter."""
    assert class_of(text, marks_in("text", "x.arrests")) == name


@pytest.mark.parametrize("text", VALUES)
def test_what_merely_looks_alike_is_a_value(text: str) -> None:
    """NA and NULL are values unless the data says otherwise for the column or layout."""
    assert class_of(text, marks_in("text", "x.arrests")) is None


def test_both_engines_of_expressions_agree() -> None:
    """Arrow's expressions, which look through a column, find the same texts as Python's, which name the class."""
    texts = [*SPELLINGS, *VALUES]
    marks = marks_in("text", "x.arrests")
    found = pc.match_substring_regex(pa.array(texts), any_of(marks)).to_pylist()
    assert found == [class_of(text, marks) is not None for text in texts]


def test_na_is_null_only_where_the_data_says_so() -> None:
    """A threat level NA and a cell of a file written by R are nothing; in a text column elsewhere NA may be a code."""
    assert class_of("NA", marks_in("threat_level", "ddp.2026-03.arrests")) == "na"
    assert class_of("NA", marks_in("text", "uwchr.2023.arrests")) == "na_of_r"
    assert class_of("NA", marks_in("text", "ddp.2026-03.arrests")) is None


def test_every_mark_is_a_valid_expression_in_lower_case() -> None:
    """Ids are distinct and patterns compile."""
    assert len({mark.id for mark in all_marks()}) == len(all_marks())
    assert all(re.compile(mark.pattern) for mark in all_marks())


ENTRY = "{id: a, kind: 'null', pattern: x, parts: '', parses: [], layouts: [], source: s}"


@pytest.mark.parametrize(
    "text",
    [
        "marks: {",
        "[]",
        "other: []",
        "marks: 3",
        "marks: [3]",
        f"marks: [{ENTRY}, {ENTRY}]",
        f"marks: [{ENTRY.replace('source: s', 'colour: red')}]",
        f"marks: [{ENTRY.replace('parses: []', 'parses: text')}]",
        f"marks: [{ENTRY.replace('pattern: x', 'pattern: 3')}]",
        f"""marks: [{ENTRY.replace("pattern: x", "pattern: '('")}]""",
        f"marks: [{ENTRY.replace('null', 'odd')}]",
    ],
)
def test_a_list_of_marks_that_breaks_its_schema_is_a_coded_error(text: str) -> None:
    """Unknown keys, wrong types and broken expressions are never passed over."""
    with pytest.raises(DataError) as caught:
        parse_marks(text)
    assert caught.value.code == "TM-RELEASES-401"
