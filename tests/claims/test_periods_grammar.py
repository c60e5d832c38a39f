"""The tables behind the periods: each rule fits its own example, and a faulty line is named."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from tallymark.claims import administrations, periods_grammar, tables
from tallymark.claims.dates import add_months, fold, full_year, holiday_in, latest_day
from tallymark.claims.periods_atoms import Context
from tallymark.claims.periods_grammar import find_atoms, rules
from tallymark.model.errors import DataError

CONTEXT = Context(date(2015, 4, 23), fiscal=True)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_each_rule_finds_its_example(rule: periods_grammar.Rule) -> None:
    """The example beside a rule holds an atom, and the rule's own pattern fits somewhere in it."""
    folded = fold(rule.example)
    assert find_atoms(folded, CONTEXT)
    assert rule.pattern.search(folded)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_each_rule_is_tried_where_its_example_begins(rule: periods_grammar.Rule) -> None:
    """The first words listed for a rule include that of its example, else it would never be tried."""
    match = rule.pattern.search(fold(rule.example))
    assert match is not None
    first = periods_grammar._WORD.match(match.group())
    assert first is not None
    assert ("#" if first[0][0].isdigit() else first[0]) in rule.starts


def test_presidencies_follow_each_other_without_a_gap() -> None:
    """Each presidency begins on the day on which the one before ends."""
    items = administrations.administrations()
    assert all(one.end == two.start for one, two in pairwise(items))


def test_a_name_means_the_latest_president_who_had_begun() -> None:
    """The name "Bush" in a text of 1990 and of 2011, "Trump" in 2018 and 2025 are different presidencies."""
    found = [
        administrations.by_name(name, date(year, 6, 1)) for name, year in (("bush", 1990), ("bush", 2011), ("trump", 2018), ("trump", 2025))
    ]  # fmt: skip
    assert [item.id for item in found if item is not None] == ["bush.41", "bush.43", "trump.1", "trump.2"]


def test_terms_of_a_president_with_two_presidencies_are_these() -> None:
    """The term "Trump's first term" in a text of 2025 ended in January 2021."""
    periods = [administrations.term("trump", number, date(2025, 6, 1))[0].label for number in (1, 2)]
    assert periods == ["2017-01-20/2021-01-19", "2025-01-20/2029-01-19"]


def test_a_faulty_line_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A table with a wrong column or kind raises TM-CLAIMS-001 with file and line."""
    (tmp_path / "data").mkdir()
    monkeypatch.setattr("tallymark.claims.tables.resources.files", lambda _: tmp_path)
    tables.words_of.cache_clear()
    (tmp_path / "data" / "periods_words.csv").write_text("kind,words,value\nmonht,january,1\n", encoding="utf-8")
    with pytest.raises(DataError) as wrong_kind:
        tables.words_of("periods_words.csv", frozenset({"month"}))
    assert (wrong_kind.value.code, "line 2" in wrong_kind.value.where) == ("TM-CLAIMS-001", True)
    (tmp_path / "data" / "administrations.csv").write_text("id,president\n", encoding="utf-8")
    with pytest.raises(DataError) as wrong_column:
        list(tables.read_rows("administrations.csv", ("id", "president", "names")))
    assert wrong_column.value.code == "TM-CLAIMS-001"
    tables.words_of.cache_clear()


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("labor day", 2019, date(2019, 9, 2)),
        ("memorial day", 2011, date(2011, 5, 30)),
        ("thanksgiving", 2014, date(2014, 11, 27)),
        ("election day", 2016, date(2016, 11, 8)),
        ("election day", 2022, date(2022, 11, 8)),
        ("election day", 2015, None),
        ("inauguration day", 2017, date(2017, 1, 20)),
        ("inauguration day", 2018, None),
    ],
)
def test_named_days_fall_on_their_day(name: str, year: int, day: date | None) -> None:
    """Holidays are fixed days or the nth weekday of a month; elections and inaugurations have their years."""
    assert holiday_in(name, year) == day


def test_arithmetic_of_months_and_years() -> None:
    """Months are added with the last day of shorter months; two digits mean the nearest century."""
    assert add_months(date(2016, 1, 31), 1) == date(2016, 2, 29)
    assert add_months(date(2015, 3, 31), -13) == date(2014, 2, 28)
    assert (full_year("08"), full_year("'96"), full_year("2011")) == (2008, 1996, 2011)
    assert latest_day(2, 29, date(2015, 4, 1)) == date(2012, 2, 29)
    assert latest_day(2, 30, date(2015, 4, 1)) is None
