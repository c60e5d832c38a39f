"""Canonical tables: the shipped list and its closed schema."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallymark.model.errors import DataError
from tallymark.schema.tables import read_tables, table, tables

HEAD = "name,fields,key_date,person_field,meaning\n"
PERSON_TABLES = ("arrests", "detainers", "stints", "stays", "encounters", "removals", "book_ins")


def test_the_tables_are_those_of_the_store() -> None:
    """The names that commands take, in the order of the list."""
    assert tuple(tables()) == (
        *PERSON_TABLES,
        "risk_assessments",
        "headcounts",
        "border_deaths",
        "sc_activations",
        "agreements_287g",
    )


@pytest.mark.parametrize("name", PERSON_TABLES)
def test_every_table_of_persons_has_the_common_fields(name: str) -> None:
    """Rules about persons can be asked of any of them."""
    common = {
        "person_id", "birth_year", "gender", "citizenship_country", "case_status", "case_category", "departed_date",
        "departure_country", "final_order_yes_no", "final_order_date", "case_threat_level", "msc_charge",
        "msc_charge_code",
    }  # fmt: skip
    assert common - set(table(name).fields) == set()
    assert table(name).person_field == "person_id"


def test_key_dates_place_a_row_in_time() -> None:
    """Each table is cut by its own date; the activation of a county has month and year only."""
    assert {name: each.key_date for name, each in tables().items()} == {
        "arrests": "apprehension_date",
        "detainers": "detainer_prepared_date",
        "stints": "booked_in_date_time",
        "stays": "stay_booked_in_date_time",
        "encounters": "event_date",
        "removals": "departed_date",
        "book_ins": "booked_in_date",
        "risk_assessments": "",
        "headcounts": "date",
        "border_deaths": "reported_month",
        "sc_activations": "",
        "agreements_287g": "signed_date",
    }


def test_risk_assessments_have_no_fields() -> None:
    """They are recognised and not mapped."""
    assert table("risk_assessments").fields == ()


def test_an_unknown_table_is_a_coded_error() -> None:
    """The error lists the tables there are."""
    with pytest.raises(DataError) as caught:
        table("flights")
    assert caught.value.code == "TM-SCHEMA-004"
    assert "removals" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("name,fields,key_date,meaning\n", "line 1"),
        (HEAD + "a,gender;shoe_size,,,meaning\n", "line 2"),
        (HEAD + "a,gender;gender,,,meaning\n", "line 2"),
        (HEAD + "a,gender,gender,,meaning\n", "line 2"),
        (HEAD + "a,gender,departed_date,,meaning\n", "line 2"),
        (HEAD + "a,gender,,person_id,meaning\n", "line 2"),
        (HEAD + "a,gender,,,\n", "line 2"),
        (HEAD + "A,gender,,,meaning\n", "line 2"),
        (HEAD + "a,gender,,,meaning\na,gender,,,meaning\n", "line 3"),
    ],
)
def test_a_list_that_breaks_the_schema_names_its_line(tmp_path: Path, text: str, line: str) -> None:
    """Unknown or doubled fields, a key date that is none, a person field that is not there, a name twice."""
    path = tmp_path / "tables.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_tables(path, "tables.csv")
    assert caught.value.code == "TM-SCHEMA-003"
    assert caught.value.where == f"tables.csv {line}"
