"""The catalogue of known releases: facts that others rely on, and its closed schema."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from pathlib import Path

import pytest

from tallymark.model.errors import DataError
from tallymark.model.population import Population
from tallymark.releases.catalogue import catalogue, effects, known, read_catalogue, refusals

DATA = Path(__file__).resolve().parents[2] / "src/tallymark/releases/data/catalogue"


def test_ids_that_collide_are_told() -> None:
    """The release whose ids were cut to 15 digits has a fault that forbids matching persons."""
    release = catalogue()["2022-icfo-22955"]
    assert release.ids == "collide"
    assert [fault.effect for fault in release.faults] == ["ids_collide"]


def test_the_withdrawn_removals_of_june_2025_are_wrong_in_both_directions() -> None:
    """FY2024 is short, FY2025 has rows of others, and the whole table must not be used."""
    faults = [fault for fault in catalogue()["2024-icfo-39357.2025-06-late"].faults if fault.table == "removals"]
    assert {fault.effect for fault in faults} == {"incomplete", "overcount", "use_not"}
    (short,) = [fault for fault in faults if fault.effect == "incomplete"]
    assert (short.window.start, short.window.end) == (date(2023, 10, 1), date(2024, 9, 30))


def test_exact_row_counts_of_files_add_up_to_those_of_tables() -> None:
    """Where the files of a table are listed one by one, their sum is the count of the table (two years of NPR overlap)."""
    for release in catalogue().values():
        for table in release.tables:
            listed = sum(file.n_rows for file in release.files if file.table == table.table)
            if table.n_rows is not None and listed:
                assert listed == table.n_rows, (release.id, table.table)


def test_the_listed_files_are_those_of_the_published_table(shared: Path) -> None:
    """Every exact count of a file of records in the published table of counts is in the catalogue."""
    with (shared / "data/ddp-site/ddp_release_record_counts.csv").open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    published = [int(row["records"]) for row in rows if row["path_and_file"] and not row["type"].startswith("Flight")]
    ours = [file.n_rows for release in catalogue().values() for file in release.files]
    assert sorted(published) == sorted(set(ours) - {20384, 6529})


def test_every_fault_names_its_source_and_a_known_effect() -> None:
    """A fault without a source would be a rumour."""
    faults = [fault for release in catalogue().values() for fault in release.faults]
    assert all(fault.source and fault.effect in effects() for fault in faults)
    assert len(faults) >= 40


def test_a_regional_release_says_so() -> None:
    """The release of the Seattle area holds a part of the country; every other ICE release holds all of it."""
    parts = {name for name, one in catalogue().items() if one.scope("removals").people.filters}
    assert parts == {"uw-v-dhs-2019", "border-deaths-arizona"}
    assert catalogue()["uw-v-dhs-2019"].scope("removals").people == Population.of(area="seattle")


def test_a_scope_of_one_table_goes_before_that_of_the_release(tmp_path: Path) -> None:
    """A release may hold the whole country in one table and one area in another."""
    folder = tmp_path / "catalogue"
    shutil.copytree(DATA, folder)
    with (folder / "scopes.csv").open("a", encoding="utf-8") as handle:
        handle.write("14-03290,arrests,ICE,area=seattle,one area alone\n")
    release = read_catalogue(folder, "catalogue")["14-03290"]
    assert release.scope("arrests").words == "one area alone"
    assert release.scope("removals").people == Population()


def test_a_release_without_a_scope_is_refused(tmp_path: Path) -> None:
    """Whose records they are is never left open."""
    folder = tmp_path / "catalogue"
    shutil.copytree(DATA, folder)
    lines = (folder / "scopes.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "scopes.csv").write_text("".join(one for one in lines if not one.startswith("14-")), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_catalogue(folder, "catalogue")
    assert (caught.value.code, caught.value.detail) == ("TM-RELEASES-705", "no scope of 14-03290")


def test_what_a_fault_forbids_is_data() -> None:
    """A table that must not be used is not counted; a doubtful one gives no verdict; ids matter where persons are matched."""
    assert refusals()["use_not"] == "count"
    assert refusals()["doubtful"] == refusals()["incomplete"] == "verdict"
    assert refusals()["ids_absent"] == "persons"
    assert refusals()["filled_later"] == ""


def test_a_release_nobody_knows_is_none() -> None:
    """The catalogue is no register of what may be ingested."""
    assert known("my-own-release") is None


@pytest.mark.parametrize(
    ("name", "line", "where"),
    [
        ("releases.csv", "A b,,t,p,o,2020,none,,l,,note,s", "releases.csv"),
        ("releases.csv", "a,,t,p,o,May,none,,l,,note,s", "releases.csv"),
        ("releases.csv", "a,,t,p,o,2020,some,,l,,note,s", "releases.csv"),
        ("releases.csv", "a,,t,p,o,2020,none,,l,,,s", "releases.csv"),
        ("releases.csv", "a,,t,p,o,2020,none,,l,ftp://x,note,s", "releases.csv"),
        ("tables.csv", "nobody,arrests,,,,,", "tables.csv"),
        ("tables.csv", "14-03290,flights,,,,,", "tables.csv"),
        ("tables.csv", "14-03290,removals,2003-13-01,,,,", "tables.csv"),
        ("tables.csv", "14-03290,removals,2004-01-01,2003-01-01,,,", "tables.csv"),
        ("tables.csv", "14-03290,removals,,,many,,", "tables.csv"),
        ("files.csv", "14-03290,removals,a.xlsx,", "files.csv"),
        ("faults.csv", "14-03290,removals,,,odd,words,source", "faults.csv"),
        ("faults.csv", "14-03290,removals,,,use_not,words,", "faults.csv"),
        ("effects.csv", "odd", "effects.csv"),
        ("effects.csv", "odd,everything,Anything", "effects.csv"),
        ("scopes.csv", "nobody,,ICE,,the whole country", "scopes.csv"),
        ("scopes.csv", "14-03290,flights,ICE,,the whole country", "scopes.csv"),
        ("scopes.csv", "14-03290,removals,Nobody,,the whole country", "scopes.csv"),
        ("scopes.csv", "14-03290,removals,ICE,area=nowhere,a part", "scopes.csv"),
        ("scopes.csv", "14-03290,removals,ICE,,", "scopes.csv"),
        ("scopes.csv", "14-03290,,ICE,,the whole country", "scopes.csv"),
    ],
)
def test_a_list_that_breaks_the_schema_names_file_and_line(tmp_path: Path, name: str, line: str, where: str) -> None:
    """A line added at the end of a list is refused with its number."""
    folder = tmp_path / "catalogue"
    shutil.copytree(DATA, folder)
    text = (folder / name).read_text(encoding="utf-8")
    (folder / name).write_text(text + line + "\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_catalogue(folder, "catalogue")
    assert caught.value.code == "TM-RELEASES-705"
    assert caught.value.where == f"catalogue/{where} line {len(text.splitlines()) + 1}"
