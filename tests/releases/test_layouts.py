"""Layouts: the shipped column maps against the collected lists, and their closed schema."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from tallymark.model.errors import DataError
from tallymark.releases.catalogue import catalogue
from tallymark.releases.headers import fold, fold_row
from tallymark.releases.layouts import Layout, collect, layout, layouts, read_layout
from tallymark.releases.parsers import parsers, read_parsers
from tallymark.schema.tables import tables

HEAD = """# id: own.arrests
# release: own
# table: arrests
# publisher: a court
# header_row: 1
# source: a letter
# note:
position,raw,presence,field,parse,note
"""
PREFIXES = {
    "2023-ICFO_42034 (Oct 2011-Sep 2023)": "ddp.2023-11",
    "2024-ICFO-39357 late Jul 2025": "ddp.2025-07",
    "2026-ICLI-00005 Mar 2026": "ddp.2026-03",
}
TABLES = {"detentions": "stints", "rca": "risk_assessments"}


def write(folder: Path, text: str, name: str = "own.csv") -> Path:
    """A layout file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_all_453_collected_raw_columns_have_their_place(shared: Path) -> None:
    """Each raw column of the twelve collected layouts stands in its layout, in its order, with a field or a reason."""
    with (shared / "data/code-lists/ddp_raw_layouts.csv").open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == 453
    wanted: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        wanted[f"{PREFIXES[row['release']]}.{TABLES.get(row['table'], row['table'])}"].append(row["raw_column"])
    assert len(wanted) == 12
    for name, columns in wanted.items():
        ours = layout(name)
        spellings = [fold(column.raw) for column in ours.columns if column.note.startswith("another spelling")]
        assert [each for each in ours.names if each not in spellings] == list(dict.fromkeys(map(fold, columns))), name
        assert [column.raw for column in ours.columns if not column.maps and not column.note] == []
    assert {layout(name).header_row for name in wanted} == {6, 7}


@pytest.mark.parametrize(
    ("name", "raw", "field", "parse"),
    [
        ("ddp.2025-07.arrests", "Unique Identifier", "person_id", "text"),
        ("ddp.2026-03.arrests", "Anonymized Identifier", "person_id", "text"),
        ("ddp.2023-11.removals", "Anonymized Identifer", "person_id", "text"),
        ("ddp.2023-11.removals", "Departure Date", "departed_date", "date"),
        ("ddp.2026-03.arrests", "State", "apprehension_state", "text"),
        ("ddp.2026-03.arrests", "TOA Current Duty AOR", "apprehension_aor", "text"),
        ("ddp.2026-03.stints", "Book Out Date Time", "booked_out_date_time", "date_time"),
        ("ddp.2025-07.stints", "Detention Book Out Date Time", "booked_out_date_time", "date_time"),
        ("ddp.2025-07.stints", "Most Serious Conviction (MSC) Charge Code", "msc_charge_code", "text"),
        ("ddp.2025-07.detainers", "Case Final Order Yes No", "final_order_yes_no", "yes_no"),
        ("ddp.2025-07.detainers", "Final Order Yes No", "detainer_final_order_yes_no", "yes_no"),
        ("ddp.2026-03.detainers", "Final Order Yes No", "final_order_yes_no", "yes_no"),
        ("ddp.2026-03.encounters", "Citizenship County", "citizenship_country", "text"),
        ("uw.2019.removals", "Departed Date", "departed_date", "date"),
        ("uwchr.2022-09023.arrests", "Arrest Date", "apprehension_date", "date"),
        ("nyt.2014.removals", "Rc_Threat_Level", "case_threat_level", "threat_level"),
        ("npr.2016.detainers", "state", "facility_state", "text"),
        ("uwchr.2024.headcounts", "n", "n_people", "integer"),
    ],
)
def test_raw_columns_become_the_field_of_their_meaning(name: str, raw: str, field: str, parse: str) -> None:
    """Names that differ between releases, and one name that means two things, each checked by hand."""
    assert [(each.field, each.parse) for each in layout(name).maps if each.raw == raw] == [(field, parse)]


@pytest.mark.parametrize("name", ["ddp.2025-07.arrests", "ddp.2026-03.arrests"])
def test_the_apprehension_with_a_time_fills_day_and_time(name: str) -> None:
    """One raw column, two fields; the time first, as the source prints it."""
    (column,) = [column for column in layout(name).columns if column.raw == "Apprehension Date"]
    assert [(each.field, each.parse) for each in column.maps] == [
        ("apprehension_date_time", "date_time"),
        ("apprehension_date", "date"),
    ]
    assert (column.field, column.parse) == ("apprehension_date_time", "date_time")


@pytest.mark.parametrize("found", layouts().values(), ids=lambda found: found.id)
def test_every_field_of_a_table_is_filled_or_absent(found: Layout) -> None:
    """What a layout does not fill is listed, and the id says the table."""
    filled = {each.field for each in found.maps}
    assert filled | set(found.absent) == set(tables()[found.table].fields)
    assert filled & set(found.absent) == set()
    assert found.id.rpartition(".")[2] == found.table
    assert found.release in catalogue()


def test_dates_of_birth_are_never_mapped() -> None:
    """No layout reads a full date of birth into a field, whatever it is called."""
    births = [
        column
        for each in layouts().values()
        for column in each.columns
        if fold(column.raw).startswith(("birth date", "date of birth"))
    ]
    assert len(births) >= 12
    assert [column.raw for column in births if column.maps] == []


def test_the_optional_column_of_the_detainers_is_the_only_one_of_march_2026() -> None:
    """Files of FY2023 and FY2024 have 64 columns, later ones 65."""
    optional = [column.raw for column in layout("ddp.2026-03.detainers").columns if not column.required]
    assert (optional, len(layout("ddp.2026-03.detainers").columns)) == (["Birth Date"], 65)


def test_risk_assessments_are_listed_and_not_mapped() -> None:
    """41 names that differ after folding; no field."""
    found = layout("ddp.2023-11.risk_assessments")
    assert (len(found.columns), found.maps) == (41, ())


def test_no_header_can_be_two_layouts() -> None:
    """For each pair there is a name that one requires and the other does not know."""
    every = list(layouts().values())
    for one in every:
        for other in every:
            if one.id != other.id:
                assert one.required - set(other.names) or other.required - set(one.names), (one.id, other.id)


def test_a_layout_that_could_be_taken_for_another_is_refused(tmp_path: Path) -> None:
    """The same names under another id, or all names of another with one more that may be missing."""
    twin = HEAD + "".join(
        f"{n},{column.raw},required,,,note\n" for n, column in enumerate(layout("ddp.2023-11.arrests").printed, 1)
    )
    for text in (twin, twin + "8,County,optional,,,note\n"):
        with pytest.raises(DataError) as caught:
            collect([*layouts().values(), read_layout(write(tmp_path, text), "own.csv")])
        assert caught.value.code == "TM-RELEASES-702"
    with pytest.raises(DataError):
        collect([layout("uw.2019.arrests"), layout("uw.2019.arrests")])


def test_a_layout_of_ones_own_stands_beside_those_that_ship(tmp_path: Path) -> None:
    """It keeps to the same schema, and alternatives fill one field: names of the same thing."""
    path = write(
        tmp_path,
        HEAD + "1,Day,required,apprehension_date,date,\n"
        "2,Sex,alternative,gender,text,\n3,Gender,alternative,gender,text,\n4,Docket,required,,,a number of the court\n",
    )
    every = collect([*layouts().values(), read_layout(path, "own.csv")])
    own = every["own.arrests"]
    assert [(each.raw, each.field) for each in own.maps] == [
        ("Day", "apprehension_date"),
        ("Sex", "gender"),
        ("Gender", "gender"),
    ]
    assert own.required == {"day", "docket"}
    assert own.alternatives == (("sex", "gender"),)
    assert len(every) == len(layouts()) + 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (HEAD.replace("# note:", "# colour: red"), 7),
        (HEAD.replace("# note:\n", ""), 1),
        (HEAD.replace("# table: arrests", "# table: flights"), 1),
        (HEAD.replace("# header_row: 1", "# header_row: top"), 1),
        (HEAD.replace("presence,", ""), 8),
        (HEAD, 8),
        (HEAD + "1,Day,required,apprehension_date,date,\n1,Sex,required,gender,text,\n", 10),
        (HEAD + "1,Day,required,apprehension_date,date,\n2,day,required,gender,text,\n", 8),
        (HEAD + "1,Day,sometimes,apprehension_date,date,\n", 9),
        (HEAD + "1,Day,required,shoe_size,integer,\n", 9),
        (HEAD + "1,Day,required,detainer_type,text,\n", 9),
        (HEAD + "1,Day,required,apprehension_date,text,\n", 9),
        (HEAD + "1,Day,required,apprehension_date,magic,\n", 9),
        (HEAD + "1,Day,required,,,\n", 9),
        (HEAD + "1,Day,required,,date,a note\n", 9),
        (HEAD + "1,Day,required,gender,text,\n2,Sex,alternative,gender,text,\n", 10),
        (HEAD + "1,Day,optional,gender,text,\n2,Sex,optional,gender,text,\n", 10),
        (HEAD + "1,Day,alternative,,,a note\n", 9),
        (HEAD + "1,Day,required,gender\n", 9),
    ],
)
def test_a_layout_that_breaks_the_schema_names_its_line(tmp_path: Path, text: str, line: int) -> None:
    """Keys, columns, positions, presence, fields, parsers, notes, doubled names and doubled fields."""
    with pytest.raises(DataError) as caught:
        read_layout(write(tmp_path, text), "own.csv")
    assert caught.value.code == "TM-RELEASES-701"
    assert caught.value.where == f"own.csv line {line}"


def test_an_unknown_layout_is_a_coded_error() -> None:
    """The error names the id."""
    with pytest.raises(DataError) as caught:
        layout("ddp.1999.arrests")
    assert caught.value.code == "TM-RELEASES-703"


def test_parsers_are_a_closed_list(tmp_path: Path) -> None:
    """Every parser makes a field type, and an unknown type is refused with its line."""
    assert set(parsers()) >= {"text", "integer", "decimal", "yes_no", "date", "date_time", "threat_level"}
    path = write(tmp_path, "name,type,reads,meaning\na,text,anything,text\nb,float,digits,number\n")
    with pytest.raises(DataError) as caught:
        read_parsers(path, "parsers.csv")
    assert (caught.value.code, caught.value.where) == ("TM-RELEASES-704", "parsers.csv line 3")


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("Book In Date Time", "book in date time"),
        ("Book_In_Date_Time", "book in date time"),
        (" BOOK  IN\nDATE\tTIME ", "book in date time"),
        ("RCA_CASE NUMBER", "rca case number"),
        ("Alien File Number (redacted)", "alien file number (redacted)"),
        (None, ""),
    ],
)
def test_names_are_compared_without_case_blanks_and_underscores(printed: str | None, folded: str) -> None:
    """Nothing else is forgiven."""
    assert fold(printed) == folded


def test_empty_cells_at_the_end_of_a_header_are_no_columns() -> None:
    """An empty cell in front is one."""
    assert fold_row([None, "Day", "", None]) == ("", "day")


@pytest.mark.parametrize("table", ["arrests", "book_ins"])
def test_a_state_that_a_republisher_added_is_read_as_an_inference(table: str) -> None:
    """The column goes into a field of its own, never into one of the agency's."""
    (column,) = (one for one in layout(f"uwchr.2023.{table}").columns if one.raw == "state")
    assert column.field == "inferred_state"
