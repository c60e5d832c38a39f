"""Every row comes from one event or one named defect, and the totals add up: for any seed, any rates."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tallymark.synthetic.block import make_block
from tallymark.synthetic.read_spec import read_spec
from tallymark.synthetic.synth import blocks, synth, with_options
from tallymark.synthetic.totals import Totals
from tests.synthetic.making import Folder, make, release, spec_of

TABLES = ("arrests", "detainers", "stints", "removals")
RATE = st.floats(0, 0.5)
DEFECTS = st.fixed_dictionaries(
    {
        "duplicate_rows": st.fixed_dictionaries(
            {kind: st.dictionaries(st.sampled_from(TABLES), RATE) for kind in ("exact", "same_day", "other_bond")}
        ),
        "late_rows": st.fixed_dictionaries(
            {"rates": st.dictionaries(st.sampled_from(TABLES), RATE), "days": st.integers(1, 400)}
        ),
        "missing_months": st.fixed_dictionaries(
            {"months": st.dictionaries(st.sampled_from(TABLES), st.just(["2023-03", "2024-11"]))}
        ),
        "october_lock": st.one_of(st.none(), st.just({})),
        "blanks": st.fixed_dictionaries({"known": st.booleans()}),
    }
)


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(0, 2**31 - 1),
    defects=DEFECTS,
    extracted=st.dates(date(2023, 1, 1), date(2027, 1, 1)),
    rows_per_sheet=st.integers(20, 200),
    by_year=st.booleans(),
)
def test_every_row_traces_to_one_event_or_one_defect(
    seed: int, defects: dict[str, Any], extracted: date, rows_per_sheet: int, by_year: bool
) -> None:
    """Rows of the files and of the truth are one to one; printed and left out make all events; copies name their defect."""
    one = release(extracted=extracted, defects=defects, rows_per_sheet=rows_per_sheet, by_fiscal_year=by_year)
    with tempfile.TemporaryDirectory() as folder:
        made = make(Path(folder) / "out", people=40, seed=seed, releases=[one])
        for table in TABLES:
            _check_table(made, table)


def _check_table(made: Folder, table: str) -> None:
    rows = made.truth(f"rows/plain/{table}")
    places = [(row["file"], row["row"]) for row in rows]
    assert len(set(places)) == len(places)
    files = [path for path in (made.path / "plain").iterdir() if path.name.startswith(f"plain_{table}")]
    records = {(path.name, n) for path in files for n in range(2, len(made.lines(f"plain/{path.name}")) + 1)}
    assert set(places) == records
    own = Counter(row["event"] for row in rows if row["defect"] is None)
    gone = Counter(row["event"] for row in made.truth(f"left_out/plain/{table}"))
    events = {row["event"]: row["person"] for row in made.truth(table)}
    assert {1} >= set((own + gone).values())
    assert set(events) == set(own) | set(gone)
    assert all(events[row["event"]] == row["person"] for row in rows)
    assert {row["event"] for row in rows if row["defect"] is not None} <= set(own)
    counted = made.totals()["rows"][f"plain/{table}"]
    assert {key: n for key, n in counted.items() if n} == dict(Counter(row["defect"] or "event" for row in rows))
    assert sum(made.totals()["left_out"][f"plain/{table}"].values()) == len(gone)
    assert counted["event"] + len(gone) == made.totals()["events"][table]


@pytest.fixture(scope="module")
def standard(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """3,000 people of the standard spec, damaged in every way."""
    spec = with_options(read_spec("standard"), seed=5)
    path = tmp_path_factory.mktemp("standard") / "out"
    synth(replace(spec, people=3000), path)
    return Folder(path)


def test_every_rare_thing_occurs(standard: Folder) -> None:
    """Re-arrests within a day, same-day transfers, overlapping and back-to-back stays, departures without confirmation."""
    totals = standard.totals()
    assert {
        "arrests_first",
        "arrests_again_within_24_hours",
        "arrests_again_just_over_24_hours",
        "arrests_again_after_exactly_24_hours",
        "stays_first",
        "stays_back_to_back",
        "stays_overlapping",
        "stays_without_arrest",
        "stints_only_or_first",
        "stints_transfer",
        "stints_same_day_transfer",
        "people_with_several_stays",
        "departures_never_confirmed",
        "departures_confirmed_later",
        "departures_without_stay",
        "detainers_without_arrest",
    } == set(totals["occurred"])
    assert [name for name, n in totals["occurred"].items() if n == 0] == []
    years = totals["by_fiscal_year"]
    assert years["removals_by_departure"] != years["removals_by_lock"]
    reasons: Counter[str] = sum((Counter(found) for found in totals["left_out"].values()), Counter())
    assert {"after_extraction", "late_rows", "october_lock", "method_switch", "missing_months"} == set(reasons)
    copies: Counter[str] = sum((Counter(found) for found in totals["rows"].values()), Counter())
    assert {
        "duplicate_exact",
        "duplicate_other_bond",
        "duplicate_same_day",
        "duplicate_reprocessed_within_24_hours",
    } == (set(copies) - {"event"})


@pytest.mark.parametrize("seed", range(1, 21))
def test_every_rare_thing_occurs_in_the_small_spec(seed: int) -> None:
    """Whatever the seed: 400 people are enough at the rates of that spec."""
    spec, totals = replace(read_spec("small"), seed=seed), Totals()
    for block in blocks(spec):
        totals.add_block(spec, block)
    assert {name for name, n in totals.occurred.items() if n == 0} == set()


def _inside(count: int, of: int, rate: float) -> bool:
    """Whether a count lies within five standard deviations of what a rate gives."""
    deviation = float((of * rate * (1 - rate)) ** 0.5)
    return abs(count - of * rate) <= 5 * deviation + 1


def test_rates_are_those_of_the_spec(standard: Folder) -> None:
    """Counts lie within binomial bounds (five standard deviations) of the stated rates."""
    totals = standard.totals()
    rows = totals["rows"]["a/arrests"]
    printed = rows["event"]
    assert _inside(rows["duplicate_exact"], printed, 0.002)
    assert _inside(totals["cells"]["a/arrests"]["person_id/missing_id"], sum(rows.values()), 0.01)
    assert _inside(
        totals["cells"]["a/detainers"]["person_id/missing_id"], sum(totals["rows"]["a/detainers"].values()), 0.12
    )
    removals = totals["events"]["removals"]
    assert _inside(totals["occurred"]["departures_never_confirmed"], removals, 0.01)
    assert _inside(
        totals["occurred"]["arrests_again_within_24_hours"], totals["occurred"]["arrests_first"], 0.03 + 0.002 + 0.001
    )
    primary = totals["occurred"]["stays_first"]
    assert _inside(totals["occurred"]["stays_back_to_back"], primary, 0.02)
    assert _inside(totals["occurred"]["stays_overlapping"], primary, 0.01)
    assert _inside(totals["occurred"]["stints_same_day_transfer"], totals["events"]["stays"], 0.15)


def test_people_do_not_depend_on_how_many_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole block is the same in a spec of more people, and whatever block was made before."""
    monkeypatch.setattr("tallymark.synthetic.block.BLOCK", 50)
    few, many = spec_of(people=100), spec_of(people=1000)
    make_block(many, 7)
    for table in ("people", "cases", "arrests", "stints", "removals"):
        one, other = getattr(make_block(few, 1), table), getattr(make_block(many, 1), table)
        assert {name: values.astype(str).tolist() for name, values in one.items()} == {
            name: values.astype(str).tolist() for name, values in other.items()
        }


def test_the_number_of_blocks_at_once_changes_no_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks made one by one or three beside one another, in any format: the same files and the same truth."""
    monkeypatch.setattr("tallymark.synthetic.block.BLOCK", 40)
    defects = {
        "duplicate_rows": {"exact": {"arrests": 0.1}},
        "blanks": {"known": True},
        "person_ids": {"missing": {"stints": 0.1}},
    }
    forms = ("csv", "csv.gz", "parquet", "xlsx")
    releases = [release(id=form, format=form, rows_per_sheet=70, defects=defects) for form in forms]
    spec = spec_of(people=150, releases=releases)
    contents = []
    for at_once in (1, 3):
        out = tmp_path / str(at_once)
        synth(spec, out, at_once=at_once)
        contents.append({path.relative_to(out): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()})
    assert contents[0] == contents[1]


def test_another_seed_makes_other_people(tmp_path: Path) -> None:
    """And the same seed the same."""
    first, same, other = (make(tmp_path / str(n), people=30, seed=seed) for n, seed in enumerate((1, 1, 2)))
    name = "plain/plain_arrests.csv"
    assert first.lines(name) == same.lines(name) != other.lines(name)


def test_a_number_of_rows_is_met_roughly() -> None:
    """People are as many as give about the wanted rows over all releases."""
    spec = with_options(read_spec("stress"), n_rows=50_000)
    per_person = 50_000 / spec.people
    assert 3 < per_person < 5
