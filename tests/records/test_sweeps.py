"""Sweeps held against plain Python, row by row, on random rows of few persons and few times, so that ties are common."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallymark.engine.connect import connect
from tallymark.engine.engine import Engine
from tallymark.model.errors import DataError
from tallymark.records import ranges
from tallymark.records.ranges import Room
from tallymark.records.sweep import Query, sweep
from tallymark.records.sweeps import links
from tallymark.records.sweeps.registry import SWEEPS
from tallymark.records.sweeps.rows import DAY, MISSING, SECOND, Rows, by_person

WINDOW = {"days_before": 2, "days_after": 3}
Record = tuple[int, int | None, bool]
RECORDS = st.lists(
    st.tuples(st.integers(0, 2), st.one_of(st.none(), st.integers(0, 60)), st.booleans()), max_size=30
)  # fmt: skip


def in_turn(records: list[Record], unit: int) -> Rows:
    """The records of a person together, by time; row keys are places in the list."""
    order = sorted(
        range(len(records)), key=lambda place: (records[place][0], records[place][1] is None, records[place][1] or 0)
    )
    ordered = [records[place] for place in order]
    return Rows(
        np.array([person for person, _, _ in ordered], dtype=np.int64),
        {
            "at": np.array([MISSING if at is None else at * unit for _, at, _ in ordered], dtype=np.int64),
            "is_second": np.array([second for _, _, second in ordered], dtype=np.int64),
            "row_key": np.array(order, dtype=np.int64),
        },
    )


def by_hand(records: list[Record], unit: int) -> list[tuple[int, int, int, int, int]]:
    """Links from a list of all pairs, sorted and cut as the rule says."""
    pairs = [
        (first, second, at2 * unit // SECOND - at1 * unit // SECOND)
        for first, (person, at1, is_second) in enumerate(records)
        for second, (other, at2, of_second) in enumerate(records)
        if person == other and not is_second and of_second and at1 is not None and at2 is not None
        and -2 * DAY <= (at2 - at1) * unit <= 3 * DAY
    ]  # fmt: skip
    chosen = []
    for second in {pair[1] for pair in pairs}:
        ranked = sorted((abs(between), -between, first) for first, of, between in pairs if of == second)
        tied = len(ranked) > 1 and ranked[0][0] == ranked[1][0]
        chosen.append((ranked[0][2], second, -ranked[0][1], len(ranked), tied))
    found = []
    for first in {one[0] for one in chosen}:
        ranked_seconds = sorted((abs(one[2]), -one[2], one[1], one) for one in chosen if one[0] == first)
        _, second, between, n_first, tied = ranked_seconds[0][3]
        tied = tied or (len(ranked_seconds) > 1 and ranked_seconds[0][0] == ranked_seconds[1][0])
        n_second = sum(pair[0] == first for pair in pairs)
        kind = links.ONLY if n_first == n_second == 1 else links.TIED if tied else links.NEAREST
        found.append((first, second, between, kind, len(ranked_seconds) - 1))
    return sorted(found)


@given(records=RECORDS, unit=st.sampled_from([DAY // 8, DAY, DAY + 300_000]))
def test_links_and_their_kinds_are_those_of_going_through_all_pairs(records: list[Record], unit: int) -> None:
    """Ties of distance, of time and of both; times with a part of a second; records without a time."""
    rows = in_turn(records, unit)
    found = links.find(rows, WINDOW)
    assert sorted(zip(*(found[name].tolist() for name in links.SCHEMA.names), strict=True)) == by_hand(records, unit)


def test_what_could_match_is_counted_by_person() -> None:
    """Person 0 has two first and one second record, person 1 two second ones of which one has no time."""
    rows = in_turn([(0, 1, False), (0, None, False), (0, 1, True), (1, 1, True), (1, None, True)], DAY)
    assert links.count(rows) == {
        "n_first": 2, "n_rarer": 1, "n_first_that_can_match": 1, "n_second_that_can_match": 2,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["stays", "stints_of_stays", "stretches", "episodes"])
@given(drawn=st.lists(st.tuples(st.integers(0, 9), *[st.integers(0, 9)] * 5), min_size=1, max_size=40))
def test_the_size_of_pieces_changes_nothing(name: str, drawn: list[tuple[int, ...]]) -> None:
    """A sweep of tiny pieces finds what one of a single piece finds; changes are added up first."""
    wanted = SWEEPS[name]
    settings = {
        "rule": "chain", "window_hours": 48, "keep": "first",
        "stay_rule": "gaps", "gap_hours": 30, "cutoff_date": np.datetime64("1970-01-20").astype(object),
    }  # fmt: skip
    names = {
        "episodes": ("event_time", "sorts_last"), "stretches": ("started", "booked_out", "stay_ended", "place_key"),
    }.get(name, ("booked_in", "booked_out", "stay_booked_in", "stay_booked_out"))  # fmt: skip
    columns = {"person_key": np.array([row[0] for row in drawn], dtype=np.int64)}
    columns |= {
        of: np.array([row[place] * (1 if of in ("sorts_last", "place_key") else DAY) for row in drawn], dtype=np.int64)
        for place, of in enumerate(names, 1)
    }
    columns["row_key"] = np.arange(len(drawn))
    if name == "stretches":
        columns["booked_out"] = np.maximum(columns["booked_out"], columns["started"])

    def swept(persons: list[set[int]]) -> list[tuple[int, ...]]:
        pieces = [np.isin(columns["person_key"], list(some)) for some in persons]
        found = [
            wanted.find(by_person({of: values[one] for of, values in columns.items()}, wanted.ordered_by), settings)
            for one in pieces if one.any()
        ]  # fmt: skip
        listed = [
            tuple(values)
            for one in found
            for values in zip(*(one[of].tolist() for of in wanted.schema.names), strict=True)
        ]
        if name != "stretches":
            return sorted(listed)
        return sorted((*key, sum(one[-1] for one in listed if one[:-1] == key)) for key in {one[:-1] for one in listed})

    assert swept([{person} for person in range(10)]) == swept([set(range(10))])


def swept(
    engine: Engine, name: str, sql: str, folder: Path, n_rows: int = 10
) -> tuple[list[dict[str, object]], dict[str, int]]:
    """What a sweep finds in order, and its counts."""
    with sweep(engine, SWEEPS[name], Query(sql, {}, Room(folder, n_rows)), WINDOW) as found:
        with found.ordered(Room(folder, n_rows)) as batches:
            listed = [row for batch in batches for row in batch.to_pylist()]
        return listed, dict(found.counts)


def test_an_error_of_the_query_keeps_its_code(tmp_path: Path) -> None:
    """An engine that runs out of memory halfway."""

    class Full:
        def batches(self, _: str, __: object) -> Iterator[pa.RecordBatch]:
            yield pa.RecordBatch.from_pydict({"person_key": [1], "row_key": [2]})
            raise DataError("TM-ENGINE-009", where="query", detail="OutOfMemoryException")

    with pytest.raises(DataError) as caught:
        swept(cast(Engine, Full()), "repeats", "SELECT 1", tmp_path)
    assert caught.value.code == "TM-ENGINE-009"


def test_rows_that_share_a_hash_are_found_and_the_others_not(tmp_path: Path) -> None:
    """Two of three rows share theirs; what is found is in the order of the records."""
    with connect() as engine:
        engine.register("given", pa.table({"person_key": [5, 3, 5], "row_key": [12, 11, 10]}))
        found, _ = swept(engine, "repeats", "SELECT person_key, row_key FROM given", tmp_path)
    assert found == [{"row_key": 10}, {"row_key": 12}]


def test_rows_of_many_ranges_are_found_once_and_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty persons with two rows each, in ranges of about three rows; row numbers fall where hashes rise."""
    monkeypatch.setattr(ranges, "ROWS_OF_A_RANGE", 3)
    step = 2**63 // 41
    keys = [step * (person + 1) for person in range(40) for _ in range(2)]
    with connect() as engine:
        engine.register("given", pa.table({"person_key": keys, "row_key": list(range(80, 0, -1))}))
        found, _ = swept(engine, "repeats", "SELECT person_key, row_key FROM given", tmp_path, n_rows=80)
    assert [row["row_key"] for row in found] == list(range(1, 81))


def test_records_without_a_person_are_counted_and_linked_to_nothing(tmp_path: Path) -> None:
    """One first record and two second ones have no person; of the others one pair is a day apart."""
    table = pa.table({
        "person_key": pa.array([7, 7, None, None, None], pa.int64()),
        "at": pa.array([0, DAY, 0, 0, None], pa.int64()),
        "row_key": [1, 2, 3, 4, 5],
        "is_second": [False, True, False, True, True],
    })  # fmt: skip
    with connect() as engine:
        engine.register("given", table)
        found, counts = swept(engine, "links", 'SELECT person_key, "at", row_key, is_second FROM given', tmp_path)
    assert found == [
        {"first_row_key": 1, "second_row_key": 2, "n_seconds_between": 86_400, "match_kind": "only", "n_others_left_out": 0}
    ]  # fmt: skip
    assert (counts["n_first_without_id"], counts["n_second_without_id"], counts["n_first"]) == (1, 2, 1)


def test_no_rows_at_all_find_nothing_and_count_nothing(tmp_path: Path) -> None:
    """A query without rows gives no batch."""
    with connect() as engine:
        found, counts = swept(
            engine, "links", "SELECT 1 AS person_key, 2 AS row_key, true AS is_second WHERE 1 = 2", tmp_path
        )
    assert found == []
    assert set(counts.values()) == {0}


def test_hashes_of_either_sign_go_into_ranges_of_one_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of a hash lies between minus and plus two to the 62nd in Spark: four of them from end to end are four ranges."""
    monkeypatch.setattr(ranges, "ROWS_OF_A_RANGE", 2)
    keys = [key for key in (-(2**62), -1, 0, 2**62 - 9) for _ in range(2)]
    with connect() as engine:
        engine.register("given", pa.table({"person_key": keys, "row_key": list(range(8))}))
        query = Query("SELECT person_key, row_key FROM given", {}, Room(tmp_path, 8))
        with sweep(engine, SWEEPS["repeats"], query, {}) as found:
            pieces = [sorted(piece["row_key"].tolist()) for piece in found.pieces]
    assert pieces == [[4, 5], [6, 7], [0, 1], [2, 3]]
