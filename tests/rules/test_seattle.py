"""The rules over the removals of the Seattle area FY2012 to FY2019 (UW v. DHS) against counts by Python alone."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from tallymark.engine.engine import Engine
from tallymark.releases.layouts import layouts
from tallymark.rules.compiling import compiler_for
from tallymark.schema.arrow import arrow_type
from tallymark.schema.fields import fields

FILES = ("SeattleAOROtherRemovals.csv", "SeattleAORExpeditedRemovals.csv")
BANNER_ROWS = 7


@pytest.fixture(scope="module")
def rows(shared: Path) -> list[tuple[date, str, str]]:
    """Departure, most serious conviction and category of every row."""
    found = []
    for name in FILES:
        with (shared / "data/uwchr-ice-air" / name).open(encoding="utf-8-sig", newline="") as handle:
            for row in list(csv.reader(handle))[BANNER_ROWS:]:
                found.append((datetime.strptime(row[0], "%m/%d/%Y").date(), row[5], row[6]))
    return found


@pytest.fixture
def seattle(duck: Engine, rows: list[tuple[date, str, str]]) -> Engine:
    """The rows as a table of removals with the fields that the layout fills."""
    columns = {"departed_date": 0, "msc_charge": 1, "case_category": 2}
    arrays = [
        pa.array([row[place] or None for row in rows], arrow_type(fields()[name])) for name, place in columns.items()
    ]
    duck.register("records", pa.table(arrays, names=list(columns)))
    return duck


def counted(engine: Engine, rule: str) -> Counter[object]:
    """Rows by the answer of a rule, on the fields."""
    compiled = compiler_for("removals", absent=layouts()["uw.2019.removals"].absent).compile(rule)
    sql = f"SELECT {compiled.on_fields} AS answer, count(*) AS n FROM records AS records GROUP BY {compiled.on_fields}"  # noqa: S608
    return Counter({row["answer"]: row["n"] for row in engine.query(sql).to_pylist()})


def test_convictions_are_the_named_ones(seattle: Engine, rows: list[tuple[date, str, str]]) -> None:
    """The release has no criminality: an empty conviction means none."""
    expected = sum(bool(row[1]) for row in rows)
    assert counted(seattle, "criminality.convicted_any.known") == {True: expected, False: len(rows) - expected}


def test_exits_go_by_the_category(seattle: Engine, rows: list[tuple[date, str, str]]) -> None:
    """The release has no status: voluntary return and departure are returns, pending categories unknown."""
    returns = sum(row[2].startswith(("[9] ", "[1A]", "[1B]", "[2V]", "[8V]")) for row in rows)
    found = counted(seattle, "exit.kind.return")
    assert found[True] == returns
    assert found[True] + found[False] + found[None] == len(rows)
    assert counted(seattle, "exit.recorded.departed") == {True: len(rows)}


def test_offences_go_by_the_printed_name(seattle: Engine, rows: list[tuple[date, str, str]]) -> None:
    """Driving under the influence, immigration, traffic and no conviction against words in the names."""
    found = counted(seattle, "offence.press_release.group")
    assert found["no_conviction"] == sum(not row[1] for row in rows)
    assert found["dui"] == sum("Driving Under Influence" in row[1] for row in rows)
    assert found["traffic"] == sum(row[1] in ("Traffic Offense", "Hit and Run") for row in rows)
    assert found["homicide"] == sum("omicide" in row[1] or "Manslaughter" in row[1] for row in rows)
    assert found.total() == len(rows)
    assert None not in found
