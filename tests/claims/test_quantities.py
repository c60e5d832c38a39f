"""Quantities: units, kinds, fractions, multiples, ranges, pairs, directions and the JSON entries."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from tallymark.claims.bounds import find_bounds
from tallymark.claims.listing import quantities_json
from tallymark.claims.quantities import find_quantities, quantity_json
from tallymark.claims.relations import best_source, relation
from tallymark.claims.sentences import split
from tallymark.model.claim import Span


@pytest.mark.parametrize(
    ("text", "number", "unit", "kind"),
    [
        ("It was 55 percent of them.", "55", "percent", "percent"),
        ("It fell by 3 percentage points.", "3", "points", "points"),
        ("Two-thirds of them left.", "66.667", "percent", "fraction"),
        ("More than half of them left.", "50", "percent", "fraction"),
        ("About a third of them left.", "33.333", "percent", "fraction"),
        ("One in three of them left.", "33.333", "percent", "fraction"),
        ("3 out of 10 of them left.", "30", "percent", "fraction"),
        ("Nine in ten agreed.", "90", "percent", "fraction"),
        ("Nine in 10 agreed.", "90", "percent", "fraction"),
        ("Only 1 in 20 agreed.", "5", "percent", "fraction"),
        ("Three-quarters of them left.", "75", "percent", "fraction"),
        ("It was a 70/30 split.", "70", "percent", "percent"),
        ("Barely a majority agreed.", "50", "percent", "fraction"),
        ("Arrests doubled.", "2", "ratio", "multiple"),
        ("It was more than triple the old figure.", "3", "ratio", "multiple"),
        ("A fivefold increase came.", "5", "ratio", "multiple"),
        ("Three times as many came.", "3", "ratio", "multiple"),
        ("A fine of $50 million came.", "50000000", "usd", "money"),
        ("It cost 40 cents.", "40", "cent", "money"),
        ("It was 300 miles long.", "300", "mile", "count"),
        ("They held 300 people there.", "300", "count", "count"),
    ],
)
def test_number_unit_and_kind(text: str, number: str, unit: str, kind: str) -> None:
    """Shares are percent, multiples ratios, money a currency; everything else is counted."""
    (found,) = find_quantities(text)
    assert (found.number, found.unit, found.kind) == (Decimal(number), unit, kind)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("They held 500 to 600 people.", 500, 600),
        ("They held between 500 and 600 people.", 500, 600),
        ("They held 500-600 people.", 500, 600),
        ("They held 1 to 2 thousand people.", 1000, 2000),
        ("It cost $3 billion to $5 billion.", 3 * 10**9, 5 * 10**9),
        ("It was 5 percent to 7 percent.", 5, 7),
        ("They held three or four people.", 3, 4),
        ("Costs range from $200 to $4 million.", 200, 4_000_000),
    ],
)
def test_a_written_range_is_one_quantity(text: str, low: int, high: int) -> None:
    """Two numbers joined as a range have both ends and no value; a scale or unit may be printed once."""
    (found,) = find_quantities(text)
    assert (found.number, found.low, found.high) == (None, Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Arrests rose from 300 to 400 there.", [300, 400]),
        ("Arrests went from 300 to 400 there.", [300, 400]),
        ("Arrests doubled, from 200 to 400 there.", [2, 200, 400]),
        ("Arrests rose 30 percent to 400 there.", [30, 400]),
        ("They held five hundred men and six hundred women.", [500, 600]),
    ],
)
def test_two_values_are_no_range(text: str, numbers: list[int]) -> None:
    """The words "Rose from a to b" is where the count was and where it is."""
    assert [item.number for item in find_quantities(text)] == numbers


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Arrests rose 30 percent.", "up"),
        ("Arrests fell in August by 30 percent.", "down"),
        ("Arrests are down a stunning 41 percent.", "down"),
        ("That is an 89 percent increase.", "up"),
        ("That is some 27,000 more than before.", "up"),
        ("There were 3,000 fewer of them.", "down"),
        ("Arrests rose to 3,000 people.", None),
        ("They gave up 517 yards.", None),
        ("They struck down three laws.", None),
        ("They held 300 or more people.", None),
        ("It rose above 120 degrees.", None),
    ],
)
def test_direction_is_that_of_a_change_by_the_number(text: str, direction: str | None) -> None:
    """A number is up or down when something moved by it, not when something moved to it."""
    (found,) = find_quantities(text)
    assert found.direction == direction


def test_a_conversion_in_parentheses_takes_the_hedge() -> None:
    """A number in another unit right after the first shares its hedge."""
    found = find_quantities("It is about 8 miles (13 km) long.")
    assert [item.hedge for item in found] == ["about", "about"]


def test_with_sentences_only_quantities_inside_one_are_given() -> None:
    """A quantity outside the given spans is left out."""
    text = "They held 300 people. They held 400 people."
    second = split(text)[1]
    assert [item.number for item in find_quantities(text, (second,))] == [400]
    assert find_quantities(text, (Span(0, 3),)) == ()


def test_entries_have_value_or_range_unit_and_direction() -> None:
    """A JSON entry quotes its words and has exactly one of value and range."""
    text = "About 300 people paid $2 million; dozens, or two-thirds, came, and costs rose from $5 to $7."
    entries = quantities_json(find_quantities(text), text)
    assert [entry.get("value", entry.get("range")) for entry in entries] == [300, 2_000_000, [12, 120], 2 / 3, [5, 7]]
    assert [entry["direction"] for entry in entries] == ["~", "=", "=", "=", "="]
    assert [entry["unit"] for entry in entries] == ["count", "usd", "count", "fraction", "usd"]
    assert all(text[entry["start"] : entry["end"]] == entry["text"] for entry in entries)  # type: ignore[index]
    assert all(("value" in entry) != ("range" in entry) for entry in entries)


def test_an_entry_of_one_quantity_says_which_way_it_moved() -> None:
    """Without a hedge the direction is up or down for the size of a change."""
    text = "Arrests fell 5.5 percent."
    entry = quantity_json(find_quantities(text)[0], text)
    assert entry == {
        "start": 13, "end": 24, "text": "5.5 percent", "unit": "percent", "unit_text": "percent", "value": 5.5, "direction": "down",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is more than 20 and less or equal than 35.", [("more than 20 and less or equal than 35", "(20,35]")]),
        ("It is at most 9 and at least 3.", [("at most 9 and at least 3", "[3,9]")]),
        ("It is 40 or more.", [("40 or more", "[40,)")]),
        ("It is under 40 but over 50.", [("under 40", "(,40)"), ("over 50", "(50,)")]),
        ("It is 5k-20k.", [("5k-20k", "[5000,20000)")]),
        ("It equals 7.", [("equals 7", "[7,7]")]),
        ("It is <= 7.", [("<= 7", "(,7]")]),
        ("Nothing here.", []),
    ],
)
def test_bounds_in_interval_notation(text: str, expected: list[tuple[str, str]]) -> None:
    """Bounds and ranges are read with their words; neighbouring bounds that enclose numbers become one."""
    assert [(span.of(text), notation) for span, notation in find_bounds(text)] == expected


@pytest.mark.parametrize(
    ("stated", "place", "source", "source_place", "expected"),
    [
        ("65000", "1000", "65000", "1", "exact"),
        ("3300", "100", "3340", "1", "rounded"),
        ("388000", "1000", "388700", "1", "truncated"),
        ("102000", "1000", "102500", "1", "rounded"),
        ("101000", "1000", "101500", "1", "truncated"),
        ("102000", "1000", "101500", "1", "rounded"),
        ("65000", "1000", "66000", "1", None),
        ("396906", "1", "400000", "100000", None),
    ],
)
def test_relations_of_printed_numbers(
    stated: str, place: str, source: str, source_place: str, expected: str | None
) -> None:
    """A number is rounded to the nearest place, ties up or to even, or has its digits cut off; a coarser number explains none."""
    assert relation(Decimal(stated), Decimal(place), Decimal(source), Decimal(source_place)) == expected


def test_the_best_source_is_of_the_same_kind_and_closest() -> None:
    """A headline's rounded money comes from the money of the body, not from a count."""
    (stated,) = find_quantities("It cost $65K in all.")
    found = best_source(stated, find_quantities("Some 65,000 people paid $65,200 and $65,000."))
    assert found is not None
    assert (found[0].unit, found[1], found[2]) == ("usd", Decimal(65000), "rescaled")
    assert best_source(stated, find_quantities("Nobody paid 7 dollars.")) is None


@pytest.mark.parametrize(
    "unit",
    ["1", "1,", "1.", "1-", "$", "one hundred ", "a half a ", "more than about ", "from 1 to ", "(1(", "Sept. 1, "],
)
def test_time_grows_in_step_with_the_text(unit: str) -> None:
    """Hostile repetition costs no more than in proportion: eight times the text stays below 24 times the time, plus slack."""
    small, large = (unit * (size // len(unit)) for size in (20_000, 160_000))
    first, second = _seconds(small), _seconds(large)
    assert second < 24 * first + 0.5


def _seconds(text: str) -> float:
    began = time.process_time()
    find_quantities(text)
    split(text)
    find_bounds(text)
    return time.process_time() - began
