"""Parts of the year-end report by themselves: the list of statistics, arithmetic, thin fields, memos, what tables tell together."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from importlib import resources
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallymark.counting.counted import (
    ALL,
    UNKNOWN,
    Cell,
    Count,
    CountedTable,
    Group,
    Tally,
    Trail,
    UsedDefinition,
    cube,
)
from tallymark.counting.request import Request
from tallymark.counting.year_report_list import read_list, report_list
from tallymark.counting.year_report_memos import chosen_memos, in_force, in_year, memo_list
from tallymark.counting.year_report_numbers import change_percent, count_of, rank, record
from tallymark.counting.year_report_secrets import secret_years
from tallymark.counting.year_report_told import is_rule
from tallymark.model.errors import TallymarkError
from tests.counting.made import exact

DEFINITION = "made.up"
GOOD = resources.files("tallymark.counting").joinpath("data/year_report.yaml").read_text("utf-8")


def table(by: tuple[str, ...], cells: Mapping[Any, Tally], hidden: tuple[Group, ...] = ()) -> CountedTable:
    """A counted table of one definition, some groups of it not shown."""
    listed = tuple(Cell(DEFINITION, group, tally) for group, tally in cells.items())
    values = {name: tuple(dict.fromkeys(group[place] for group in cells)) for place, name in enumerate(by)}
    return CountedTable(
        "made-up", Request("removals", by), (UsedDefinition(DEFINITION, "", "", {}, {}, (), ()),), values, (),
        Trail("made-up", "", (), (), "duckdb", {}, ""), small_cells=False, cells=listed,
        hidden=frozenset((DEFINITION, group) for group in hidden), sums=cube(listed),
    )  # fmt: skip


def certain(n: int) -> Tally:
    """Rows that are counted on any reading."""
    return Tally(n, 0, n, 0)


LETTERS, COLOURS = ("a", "b", "c", UNKNOWN), ("red", "blue", UNKNOWN)


@given(
    st.lists(st.tuples(st.sampled_from(LETTERS), st.sampled_from(COLOURS), st.booleans()), max_size=30),
    st.sampled_from([("a", "b"), ("a",), ("a", "b", "c")]),
    st.sampled_from([("red",), ("red", "blue")]),
)
def test_values_together_have_the_bounds_of_their_rows(
    rows: list[tuple[str, str, bool]], letters: tuple[str, ...], colours: tuple[str, ...]
) -> None:
    """Low: the certain rows of the values; high: every row that could be of them, those of unknown value once."""
    cells: dict[Group, Tally] = dict.fromkeys([(one, other) for one in LETTERS for other in COLOURS], Tally())
    for letter, colour, sure in rows:
        cells[letter, colour] += Tally(1, 0, 1, 0) if sure else Tally(0, 1, 0, 1)
    low = sum(sure and letter in letters and colour in colours for letter, colour, sure in rows)
    high = sum(letter in (*letters, UNKNOWN) and colour in (*colours, UNKNOWN) for letter, colour, _ in rows)
    found = count_of(table(("letter", "colour"), cells), {"letter": letters, "colour": colours}, {})
    assert found == Count(low, high, low, high)


def test_values_together_are_hidden_with_one_of_them() -> None:
    """What is not shown is in no sum."""
    made = table(("letter",), {("a",): certain(5), ("b",): certain(50)}, hidden=(("a",),))
    assert count_of(made, {"letter": ("a", "b")}, {}) is None
    assert count_of(made, {"letter": ("b",)}, {}) == exact(50)


@given(
    st.integers(0, 50),
    st.integers(0, 50),
    st.dictionaries(st.integers(2001, 2009), st.tuples(st.integers(0, 50), st.integers(0, 50))),
)
def test_ranks_hold_whatever_the_true_numbers_are(low: int, more: int, others: dict[int, tuple[int, int]]) -> None:
    """For true numbers at any ends of the bounds the place lies in the bounds, and a record said is one, a denied one none."""
    now = Count(low, low + more, low, low + more)
    bounds = {year: Count(first, first + wide, first, first + wide) for year, (first, wide) in others.items()}
    found, said = rank(now, bounds).bounds, record(now, bounds)
    for mine in (now.low, now.high):
        for pick in (min, max):
            theirs = [pick(one.low, one.high) for one in bounds.values()]
            place = 1 + sum(other > mine for other in theirs)
            assert found.low <= place <= found.high
            is_record = all(mine > other for other in theirs)
            assert said == "undecided" or (said == "yes") == is_record


def test_a_change_from_nothing_has_no_percent() -> None:
    """From 10 to 15 it is a half more; from 0 it is none."""
    found = change_percent(exact(15), exact(10))
    assert found is not None
    assert (found.low, found.high) == (Fraction(50), Fraction(50))
    assert change_percent(exact(15), exact(0)) is None


def test_memos_are_those_in_force_on_a_day_of_the_year() -> None:
    """FY2015 has two memos, FY2009 none; the days are those of the rule card."""
    listed = report_list()
    assert [memo.id for memo in chosen_memos(listed, (), 2015)] == ["morton_2010", "johnson_2014"]
    assert chosen_memos(listed, (), 2009) == ()
    johnson = in_force(listed.memos["johnson_2014"])
    assert johnson.label == "2015-01-05/2017-02-19"
    assert [in_year(johnson, year) for year in (2014, 2015, 2016)] == [
        "no day of the year", "a part of the year", "the whole year",
    ]  # fmt: skip


def test_every_rule_of_the_list_exists() -> None:
    """Breakdowns that are rules and the rules of memos are cards."""
    listed = report_list()
    named = [name for one in listed.sections for name in one.by if "." in name]
    named += [name for memo in listed.memos.values() for name in memo_list(memo).by]
    assert [name for name in named if not is_rule(name)] == []


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("most_values: 12", "most_values: 12\nfavourite: 3", "year_report.yaml"),
        ("measure: removals", "measure: unheard_of", "year_report.yaml"),
        ("figure: {offence: homicide}", "figure: {offence: parking}", "section 2, statistic 1"),
        ("group: {criminality: convicted}, follow", "group: {colour: red}, follow", "section 1, statistic 1"),
        ("    every: programme\n", "", "section 6"),
        ("- id: charges", "- id: charges", ""),
        ("{id: convicted,", "{id: no_conviction,", "section 1"),
        ("measures: [border_deaths]", "measures: border_deaths", "outside 6"),
        ("schema: 1", "schema: [", "line"),
    ],
)
def test_a_broken_list_is_refused_with_its_place(old: str, new: str, where: str) -> None:
    """Unknown keys, words, breakdowns, doubled ids and what is no YAML are told with file and place."""
    if old == new:
        assert read_list(GOOD, "year_report.yaml") == report_list()
        return
    assert old in GOOD
    with pytest.raises(TallymarkError) as caught:
        read_list(GOOD.replace(old, new, 1), "year_report.yaml")
    assert caught.value.code == "TM-COUNT-401"
    assert where in caught.value.where


def test_a_table_that_hides_a_shared_total_is_left_out_in_that_year() -> None:
    """Offences hide the convicted of FY2013 and levels do not: offences are left out in that year only; the totals hide FY2012."""
    crime, offence = "criminality", "offence.press_release.group"
    both = {("FY2012", "convicted"): certain(50), ("FY2013", "convicted"): certain(40)}
    totals = table(("fiscal_year",), {("FY2012",): certain(50), ("FY2013",): certain(40)}, hidden=(("FY2012",),))
    split = {(*group, "dui"): tally for group, tally in both.items()}
    tables = {
        (): totals,
        ("fiscal_year", crime): table(("fiscal_year", crime), both),
        ("fiscal_year", crime, offence): table(
            ("fiscal_year", crime, offence), split, hidden=(("FY2013", "convicted", ALL),)
        ),
        ("programme",): table(("programme",), {("cap",): certain(40)}),
    }
    assert secret_years(tables, (2012, 2013), DEFINITION, 2013) == {
        ("fiscal_year", crime): {2012},
        ("fiscal_year", crime, offence): {2012, 2013},
        ("programme",): frozenset(),
    }


def test_a_total_of_convictions_that_is_hidden_hides_the_tables_that_would_show_it() -> None:
    """The table of convictions stays with its own gap; what divides the convicted further is left out."""
    crime, level = "criminality", "level.field.case"
    both = {("FY2013", "convicted"): certain(40), ("FY2013", "none"): certain(40)}
    split = {(*group, "1"): tally for group, tally in both.items()}
    tables = {
        (): table(("fiscal_year",), {("FY2013",): certain(80)}),
        ("fiscal_year", crime): table(("fiscal_year", crime), both, hidden=(("FY2013", "none"),)),
        ("fiscal_year", crime, level): table(("fiscal_year", crime, level), split),
    }
    assert secret_years(tables, (2013,), DEFINITION, 2013) == {
        ("fiscal_year", crime): frozenset(),
        ("fiscal_year", crime, level): {2013},
    }
