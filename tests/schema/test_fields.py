"""Canonical fields: the shipped list and its closed schema."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallymark.model.errors import DataError
from tallymark.schema.fields import field, fields, read_fields
from tallymark.schema.tables import tables

HEAD = "name,type,unit,meaning,codes,source,privacy\n"


def test_every_field_belongs_to_a_table() -> None:
    """No field is defined that no table has."""
    used = {name for table in tables().values() for name in table.fields}
    assert sorted(set(fields()) - used) == []


@pytest.mark.parametrize(
    ("name", "kind", "unit", "privacy"),
    [
        ("person_id", "text", "", "identifier"),
        ("alien_file_number", "text", "", "identifier"),
        ("apprehension_date", "date", "day", "open"),
        ("apprehension_date_time", "datetime", "printed clock", "open"),
        ("booked_in_date_time", "datetime", "printed clock", "open"),
        ("bond_posted_amount", "decimal", "usd", "open"),
        ("final_order_yes_no", "boolean", "", "open"),
        ("case_threat_level", "integer", "level", "open"),
        ("apprehension_site_landmark", "text", "", "landmark"),
        ("event_landmark", "text", "", "landmark"),
        ("n_people", "integer", "people", "open"),
    ],
)
def test_a_field_has_its_type_unit_and_privacy(name: str, kind: str, unit: str, privacy: str) -> None:
    """What other rooms rely on, written out by hand."""
    found = field(name)
    assert (found.type, found.unit, found.privacy) == (kind, unit, privacy)


def test_identifiers_and_landmarks_are_never_open() -> None:
    """A field whose name says that it points to one person or place is closed for grouping."""
    pointing = [name for name in fields() if name.endswith(("_id", "_landmark", "_number")) and name != "detention_id"]
    assert [name for name in pointing if fields()[name].privacy == "open"] == []


def test_a_date_field_says_so_in_its_name() -> None:
    """Date fields end in _date (or are the day of a count or the month of a report), date-time fields in _date_time."""
    assert {name for name in fields() if fields()[name].type == "datetime" and not name.endswith("_date_time")} == set()
    days = {name for name in fields() if fields()[name].type == "date" and not name.endswith("_date")}
    assert days == {"date", "reported_month"}


def test_an_unknown_field_is_a_coded_error() -> None:
    """The error names the field."""
    with pytest.raises(DataError) as caught:
        field("shoe_size")
    assert caught.value.code == "TM-SCHEMA-002"
    assert "shoe_size" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("name,type,unit,meaning,codes,source,privacy,colour\n", "line 1"),
        (HEAD + "a,text,,meaning,,source,open\na,text,,meaning,,source,open\n", "line 3"),
        (HEAD + "A b,text,,meaning,,source,open\n", "line 2"),
        (HEAD + "a,float,,meaning,,source,open\n", "line 2"),
        (HEAD + "a,text,,meaning,,source,secret\n", "line 2"),
        (HEAD + "a,text,,,,source,open\n", "line 2"),
        (HEAD + "a,text,,meaning,,,open\n", "line 2"),
        (HEAD + "a,text,,meaning,,source\n", "line 2"),
        (HEAD + "a,text,,meaning,,source,open,more\n", "line 2"),
    ],
)
def test_a_list_that_breaks_the_schema_names_its_line(tmp_path: Path, text: str, line: str) -> None:
    """Unknown column, name twice or malformed, unknown type or privacy, empty meaning or source, too few or many cells."""
    path = tmp_path / "fields.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_fields(path, "fields.csv")
    assert caught.value.code == "TM-SCHEMA-001"
    assert caught.value.where == f"fields.csv {line}"
