"""Derived tables as such: built once, kept by hash, whole or not at all, and what is refused."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path
from typing import Any

import pytest

from tallymark.engine.sql import to_spark
from tallymark.model.errors import DataError, TallymarkError, UsageError
from tallymark.records import built, ranges
from tallymark.records import derive as module
from tallymark.records.compose import Names, Sheet, compose, template
from tallymark.records.derive import derive
from tallymark.records.parameters import Value, of, parameters, read_parameters, settle
from tallymark.records.recipes import read_recipes, recipes
from tallymark.schema.parquet import PartWriter
from tests.records.small import RELEASE, columns_of, digest, rows_of, store_with
from tests.records.test_episodes import arrest
from tests.records.test_stint_duplicates import stint

CONTENT = {
    "arrests": [arrest("a", "2024-01-01 10:00")],
    "stints": [stint("a", "2024-01-01 20:00", "2024-01-05 10:00")],
    "detainers": [{"person_id": "a", "detainer_prepared_date": dt.date(2024, 1, 1)}],
    "encounters": [{"person_id": "a", "event_date": dt.date(2024, 1, 1)}],
    "removals": [{"person_id": "a", "departed_date": dt.date(2024, 1, 5)}],
}


def test_a_table_is_built_once_and_another_choice_is_another_folder(tmp_path: Path) -> None:
    """The second call reads what the first one wrote; no unfinished folder stays."""
    store = store_with(tmp_path, CONTENT)
    first = derive(store, RELEASE, "arrest_episodes")
    written = first.files[0].stat().st_mtime_ns
    again = derive(store, RELEASE, "arrest_episodes", {"window_hours": 24})
    other = derive(store, RELEASE, "arrest_episodes", {"window_hours": 12})
    assert (again.folder, again.files[0].stat().st_mtime_ns, again.summary) == (first.folder, written, first.summary)
    assert other.folder != first.folder
    assert [path.stat().st_mode & 0o777 for path in (first.folder, first.folder.parent)] == [0o700, 0o700]
    assert sorted(path.name for path in first.folder.parent.iterdir()) == sorted([first.folder.name, other.folder.name])


def test_a_parameter_of_a_table_below_reaches_it(tmp_path: Path) -> None:
    """The stays under the links are built from gaps, and the links know it."""
    found = derive(store_with(tmp_path, CONTENT), RELEASE, "arrest_stay_links", {"stays.stay_rule": "gaps"})
    assert found.parameters["stays.stay_rule"] == "gaps"
    assert found.summary.n_counted == 1


@pytest.mark.parametrize("name", list(recipes()))
def test_every_table_has_the_columns_that_its_recipe_explains(tmp_path: Path, name: str) -> None:
    """Nothing is in a table that no one can look up; ``other fields`` stands for the fields of the canonical table."""
    row = rows_of(derive(store_with(tmp_path, CONTENT), RELEASE, name))[0]
    explained = list(recipes()[name].columns)
    assert list(row)[: len(explained) - ("other fields" in explained)] == [
        column for column in explained if column != "other fields"
    ]


@pytest.mark.parametrize("name", list(recipes()))
def test_every_query_translates_to_spark(name: str) -> None:
    """Each is made of operations that both engines answer alike."""
    recipe = recipes()[name]
    settled = {key: dt.date(2024, 1, 1) if value is None else value for key, value in settle(name, {}).items()}
    names = Names(settled, {table: [Sheet(1, "S", 0)] for table in recipe.tables}, recipe.records, recipe.expressions)
    for text in recipe.queries:
        assert to_spark(compose(template(text), names, recipe.parts)).startswith(("WITH", "SELECT"))


def test_every_parameter_belongs_to_a_table_and_says_its_meaning_and_source() -> None:
    """A default that nobody can explain is no default."""
    for parameter in parameters().values():
        assert set(parameter.defaults) <= set(recipes())
        assert parameter.meaning
        assert parameter.source
    assert set(of("stays")) == {"stay_rule", "gap_hours", "cutoff_date"}


@pytest.mark.parametrize(
    ("name", "given", "code"),
    [
        ("arrests", {}, "TM-RECORDS-004"),
        ("arrest_episodes", {"gap_hours": 1}, "TM-RECORDS-002"),
        ("arrest_episodes", {"stays.gap_hours": 1}, "TM-RECORDS-002"),
        ("arrest_episodes", {"window_hours": -1}, "TM-RECORDS-003"),
        ("arrest_episodes", {"window_hours": True}, "TM-RECORDS-003"),
        ("arrest_episodes", {"rule": "guess"}, "TM-RECORDS-003"),
        ("stays", {"cutoff_date": "2024-01-01"}, "TM-RECORDS-003"),
    ],
)
def test_a_wrong_call_is_refused_with_a_code(tmp_path: Path, name: str, given: dict[str, Value], code: str) -> None:
    """No choice is passed over in silence."""
    with pytest.raises(UsageError) as caught:
        derive(store_with(tmp_path, CONTENT), RELEASE, name, given)
    assert caught.value.code == code


def test_a_release_without_the_table_is_refused(tmp_path: Path) -> None:
    """Stays need stints."""
    with pytest.raises(DataError, match="no table stints") as caught:
        derive(store_with(tmp_path, {"arrests": []}), RELEASE, "stays")
    assert caught.value.code == "TM-RECORDS-005"


def test_a_failure_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full while a table is written leaves no folder, finished or not."""
    store = store_with(tmp_path, CONTENT)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "_write_card", full)
    with pytest.raises((OSError, TallymarkError)):
        derive(store, RELEASE, "arrest_episodes")
    assert list((store.release(RELEASE).folder / "derived").iterdir()) == []


def n_workers() -> int:
    """How many threads of our own are there; DuckDB's that once called Python stay listed."""
    return sum(thread.name.startswith("ThreadPoolExecutor") for thread in threading.enumerate())


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
@pytest.mark.parametrize("name", ["arrest_episodes", "stint_duplicates", "stays", "arrest_stay_links"])
def test_a_table_that_stops_halfway_leaves_no_work_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, error: type[BaseException]
) -> None:
    """Its threads have ended and the release has no file more, even while somebody holds the error."""
    store = store_with(tmp_path, CONTENT)
    for below in recipes()[name].derived:
        derive(store, RELEASE, below)
    folder = store.release(RELEASE).folder
    before = {path for path in folder.rglob("*") if path.name != "derived"}

    def stop(*_: object) -> None:
        raise error

    monkeypatch.setattr(PartWriter, "write", stop)
    with pytest.raises(error) as caught:
        derive(store, RELEASE, name)
    assert n_workers() == 0
    assert {path for path in folder.rglob("*") if path.name != "derived"} == before
    assert caught.value.__traceback__ is not None


def test_a_second_attempt_begins_when_the_first_one_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that stand backwards in the file: no thread and no row of the first attempt is there any more."""
    attempts: list[tuple[int, int]] = []
    made: list[ranges.Ranges] = []
    write_rows, gather = built._write, ranges.Ranges.__enter__

    def counted(*given: Any) -> None:
        waiting = sum(len(rows["row_key"]) for one in made for rows in [one.take(0)])
        attempts.append((n_workers(), waiting))
        write_rows(*given)

    def noted(self: ranges.Ranges) -> ranges.Ranges:
        if "row_key" in self.names:
            made.append(self)
        return gather(self)

    monkeypatch.setattr(built, "_write", counted)
    monkeypatch.setattr(ranges.Ranges, "__enter__", noted)
    rows = [arrest("a", "2024-01-01 10:00"), arrest("a", "2024-01-01 11:00")]
    content = {"arrests": [{**row, "row": 2 - place} for place, row in enumerate(rows)]}
    derive(store_with(tmp_path, content), RELEASE, "arrest_episodes")
    assert attempts == [(0, 0), (0, 0)]


@pytest.mark.parametrize(
    "text",
    [
        "a: [1",
        "- a",
        "a: 1",
        "a: {type: integer}",
        "a: {type: float, meaning: m, source: s, defaults: {}}",
        "a: {type: integer, meaning: m, source: s, defaults: {stays: 5}, maximum: 4}",
        "a: {type: integer, meaning: m, source: s, defaults: {}, colour: red}",
        "a: {type: integer, meaning: m, source: s, defaults: {}}\na: {type: integer, meaning: n, source: s, defaults: {}}",
    ],
)
def test_a_broken_list_of_parameters_is_an_error_with_its_key(tmp_path: Path, text: str) -> None:
    """Unknown keys and defaults that cannot be are never passed over."""
    path = tmp_path / "parameters.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"parameters\.yaml") as caught:
        read_parameters(path, "parameters.yaml")
    assert caught.value.code == "TM-RECORDS-001"


def test_a_recipe_of_unknown_tables_is_an_error(tmp_path: Path) -> None:
    """A derived table can be built from those above it only."""
    path = tmp_path / "recipes.yaml"
    path.write_text(
        "a: {meaning: m, unit: u, tables: [arrests], derived: [b], rows: r, summary: s, columns: {}}", encoding="utf-8"
    )
    with pytest.raises(DataError, match="above it: b"):
        read_recipes(path, "recipes.yaml")


@pytest.mark.parametrize(
    "rows", ["", "sweep: {find: repeats, rows: r, into: t},", "rows: r, sweep: {find: repeats, rows: r},"]
)
def test_a_recipe_whose_rows_come_from_nowhere_is_an_error(tmp_path: Path, rows: str) -> None:
    """Neither rows nor a sweep; a table that nothing reads; rows that read a table which is not named."""
    path = tmp_path / "recipes.yaml"
    path.write_text(
        f"a: {{meaning: m, unit: u, tables: [arrests], {rows} summary: s, columns: {{}}}}", encoding="utf-8"
    )
    with pytest.raises(DataError, match=r"recipes\.yaml key a") as caught:
        read_recipes(path, "recipes.yaml")
    assert caught.value.code == "TM-RECORDS-001"


def test_row_numbers_rise_in_the_order_of_sheets_however_many_there_are(tmp_path: Path) -> None:
    """Thirty sheets of one row, more than are told apart by comparing."""
    rows = [{"person_id": str(place), "file_id": 1, "sheet": f"S{place}", "row": 2} for place in range(30)]
    found = rows_of(derive(store_with(tmp_path, {"arrests": rows}), RELEASE, "arrest_episodes"))
    assert [(row["row_key"], row["sheet"]) for row in found] == [
        (place * 4_294_967_296 + 2, f"S{place}") for place in range(30)
    ]


def test_files_in_another_order_than_the_source_give_the_same_table(tmp_path: Path) -> None:
    """Two stays of one person and one of another; the rows stand backwards in the file."""
    day = dt.datetime(2024, 1, 1)
    rows = [
        {"person_id": who, "row": place, "booked_in_date_time": day + dt.timedelta(days=place),
         "stay_booked_in_date_time": day + dt.timedelta(days=place), "facility_code": "F"}
        for place, who in enumerate("aba", 1)
    ]  # fmt: skip
    forwards = derive(store_with(tmp_path / "a", {"stints": rows}), RELEASE, "stays")
    backwards = derive(store_with(tmp_path / "b", {"stints": rows[::-1]}), RELEASE, "stays")
    assert columns_of(backwards, "last_row_key", "person_id") == [(1, "a"), (2, "b"), (3, "a")]
    assert rows_of(backwards) == rows_of(forwards)


def test_rows_that_wait_on_the_disk_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ranges of seven rows and no memory for any of them; nothing is left on the disk but the table."""
    rows = [
        {"person_id": digest(str(place % 40)), "apprehension_date_time": dt.datetime(2024, 1, 1 + place % 20)}
        for place in range(100)
    ]
    held = derive(store_with(tmp_path / "a", {"arrests": rows}), RELEASE, "arrest_episodes")
    monkeypatch.setattr(ranges, "ROWS_OF_A_RANGE", 7)
    waited = derive(store_with(tmp_path / "b", {"arrests": rows}), RELEASE, "arrest_episodes", memory_mb=64)
    assert [path.read_bytes() for path in waited.files] == [path.read_bytes() for path in held.files]
    monkeypatch.setattr(module, "BYTES_IN_MEMORY", 0)
    spilt = derive(store_with(tmp_path / "c", {"arrests": rows}), RELEASE, "arrest_episodes")
    assert [path.read_bytes() for path in spilt.files] == [path.read_bytes() for path in held.files]
    assert [path.name for path in spilt.folder.parent.iterdir()] == [spilt.folder.name]
