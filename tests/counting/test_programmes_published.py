"""Published figures of a programme: chosen as its file says, and divided exactly."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallymark.counting.programmes import Programme, programme, programmes
from tallymark.counting.programmes_published import divided, published
from tallymark.model.errors import DataError
from tallymark.model.figure import Figure, Key, Provenance, Relation
from tallymark.model.interval import Interval
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.references import Coverage, Query
from tallymark.register.register import load
from tests.counting.test_programmes import small


class Shelf:
    """References that hold a few figures."""

    as_of = "2026-01-01"
    sha256 = "0"

    def __init__(self, *figures: Figure) -> None:
        self.figures = figures

    def lookup(self, query: Query) -> tuple[Figure, ...]:
        """The figures of the measure, of the period where one is asked for."""
        known = (figure for figure in self.figures if figure.key.measure == query.measure)
        return tuple(one for one in known if query.period is None or one.key.period.same_days(query.period))

    def covers(self, query: Query) -> Coverage:  # noqa: ARG002  the protocol gives it
        """Nothing is said about coverage."""
        return Coverage("none", None, "")


def figure(
    name: str, value: str, population: str = "", period: str = "FY2011", measure: str = "removals", definition: str = ""
) -> Figure:
    """A made-up figure."""
    key = Key(Relation.LEVEL, measure, Population.parse(population), Period.parse(period))
    return Figure(f"a#{name}", key, Interval.parse(value), "events", value, definition, Provenance(None))


WHOLE, PART = figure("whole", "400"), figure("part", "100", "criminality=convicted", definition="dhs.removals")


@pytest.fixture
def one(tmp_path: Path) -> Programme:
    """The small programme."""
    return small(tmp_path)


def test_a_section_keeps_what_its_file_says(one: Programme) -> None:
    """Inside the population, no other filter, of the definition, of a whole year, oldest first."""
    other = [
        figure("wrong_definition", "1", "criminality=convicted"),
        figure("month", "2", "criminality=convicted", "2011-03", definition="dhs.removals"),
        figure("narrower", "3", "criminality=convicted;level=1", definition="dhs.removals"),
        figure("older", "4", "criminality=convicted", "FY2009", definition="dhs.removals"),
    ]
    found = published(one, Shelf(WHOLE, PART, *other))
    assert [figure.id for figure in found.sections[0][1]] == ["a#older", "a#part"]
    assert found.sections[1][1] == ()


def test_ids_can_be_picked(tmp_path: Path) -> None:
    """Only those named, whatever else fits."""
    picked = small(tmp_path, ("definitions: [dhs.removals], periods: years", 'pick: ["a#month"]'))
    month = figure("month", "2", "criminality=convicted", "2011-03")
    found = published(picked, Shelf(WHOLE, PART, month))
    assert [figure.id for figure in found.sections[0][1]] == ["a#month"]


def test_a_ratio_is_an_exact_fraction(one: Programme) -> None:
    """100 of 400 is 1/4; a lead in it makes it undecided."""
    ratio = published(one, Shelf(WHOLE, PART)).ratios[0]
    assert (ratio.low, ratio.high, ratio.decides) == (Fraction(1, 4), Fraction(1, 4), True)
    assert not published(one, Shelf(replace(WHOLE, confirmed=False), PART)).ratios[0].decides


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        ("100", "[200, 400]", Fraction(1, 4), Fraction(1, 2)),
        ("(100, inf)", "(400, inf)", None, None),
        ("(100, inf)", "400", Fraction(1, 4), None),
        ("100", "(400, inf)", None, Fraction(1, 4)),
        ("100", "[0, 400]", Fraction(1, 4), None),
        ("31.2", "52.7", Fraction(312, 527), Fraction(312, 527)),
    ],
)
def test_bounds_of_printed_values_carry_over(part: str, whole: str, low: Fraction, high: Fraction) -> None:
    """A side that the words leave open stays open."""
    assert divided(figure("part", part), figure("whole", whole)) == (low, high)


@given(st.integers(0, 10**9), st.integers(0, 10**6), st.integers(1, 10**9), st.integers(0, 10**6))
def test_every_ratio_of_values_in_the_intervals_lies_in_the_bounds(
    part: int, more: int, whole: int, wider: int
) -> None:
    """Whatever the printed values stand for."""
    low, high = divided(figure("p", f"[{part}, {part + more}]"), figure("w", f"[{whole}, {whole + wider}]"))
    assert low is not None
    assert high is not None
    for above in (part, part + more):
        for below in (whole, whole + wider):
            assert low <= Fraction(above, below) <= high


@pytest.mark.parametrize(
    ("figures", "detail"),
    [
        ((WHOLE,), "no figure a#part of removals, arrests"),
        ((WHOLE, replace(PART, key=replace(PART.key, period=Period.parse("FY2012")))), "FY2012 of FY2011"),
        (
            (replace(WHOLE, key=replace(WHOLE.key, population=Population.parse("level=1"))), PART),
            "criminality=convicted is no part of level=1",
        ),
    ],
)
def test_a_pair_that_is_no_part_and_whole_is_refused(one: Programme, figures: tuple[Figure, ...], detail: str) -> None:
    """Another period, other people, or no such figure."""
    with pytest.raises(DataError) as error:
        published(one, Shelf(*figures))
    assert (error.value.code, error.value.detail) == ("TM-COUNT-040", detail)


def test_the_secure_communities_funnel() -> None:
    """The steps of October 2008 to March 2011 as printed, worked out by hand."""
    ratios = {ratio.pair.title: ratio for ratio in published(programme("secure_communities"), load()).ratios}
    assert ratios["Booked into custody of prints submitted"].low == Fraction(197302, 7225393)
    assert ratios["Removed of those booked"].low == Fraction(101741, 197302)
    assert ratios["Convicted of those removed"].low == Fraction(72445, 101741)
    assert ratios["Detainers of matches"].low == Fraction(16631, 82890)
    shown = [round(100 * float(ratio.low or 0), 1) for ratio in ratios.values()]
    assert shown == [2.7, 51.6, 71.2, 4.4, 49.5, 71.9, 30.8, 20.1, 28.7, 31.6]


def test_final_fines_are_two_fifths_less_than_proposed() -> None:
    """$31.2 million of $52.7 million, each rounded to a tenth of a million."""
    (ratio,) = published(programme("worksite"), load()).ratios
    assert (ratio.low, ratio.high) == (Fraction(3115, 5275), Fraction(3125, 5265))
    assert ratio.pair.unlike


@pytest.mark.parametrize("name", programmes())
def test_every_section_that_ships_has_figures(name: str) -> None:
    """An empty one would be a misprint; what is picked is there."""
    for section, figures in published(programme(name), load()).sections:
        assert figures, section.id
        assert {figure.id for figure in figures} >= set(section.pick)
