"""Templates: in comes the register; out come short articles of our own wording, true and false in the same words.

Every case is one number of the register in a sentence, with a sentence around it. A false case differs from its true
twin in one thing, and ``reasons`` are the codes that name it rightly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import cycle

from tallymark.checking.candidate import series_of
from tallymark.model.figure import Figure, Relation
from tallymark.model.interval import grouped
from tallymark.model.period import Period, PeriodKind
from tallymark.model.population import Population
from tallymark.model.references import Query
from tallymark.register.register import Register

EVERYBODY = Population()
CONVICTED = Population.of(criminality="convicted")
INTERIOR = Population.of(arrest_place="interior")
SOUTHWEST = Population.of(area="southwest")
OPENINGS = (
    "The agency published its yearly figures on Tuesday.",
    "New statistics on immigration enforcement came out this week.",
    "A report to Congress sums up the year.",
)
CLOSINGS = (
    "Advocates and officials drew different lessons from it.",
    "The release gave no reasons for the trend.",
    "Members of both parties asked for more detail.",
)
RECORDS_FROM = 1960
FALSE_RECORDS = 6
FAR_APART = Decimal("0.06")
# A bound is planted no nearer to the figure than this part of it: revisions of a series are smaller.
NEAR_BOUND = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class Series:
    """Year rows of one series for one population, with the words that state them."""

    measure: str
    population: Population
    series: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One article: ``number`` is the text of the number under test, ``at`` where it starts."""

    kind: str
    text: str
    number: str
    at: int
    truth: bool
    reasons: tuple[str, ...]
    dated: date


SERIES = (
    Series("removals", EVERYBODY, "ice.removals", (
        "Immigration and Customs Enforcement removed {n} people in fiscal {y}.",
        "ICE deported {n} people in fiscal year {y}, the agency said.",
        "In fiscal {y}, ICE carried out {n} removals.",
    )),
    Series("removals", CONVICTED, "ice.removals", (
        "ICE removed {n} people with criminal convictions in fiscal {y}.",
        "In fiscal year {y}, ICE deported {n} convicted criminals.",
    )),
    Series("removals", INTERIOR, "ice.removals", (
        "ICE removed {n} people from the interior of the country in fiscal {y}.",
        "ICE removed {n} people arrested in the interior of the country in fiscal {y}.",
    )),
    Series("border_apprehensions", SOUTHWEST, "cbp.usbp_apprehensions", (
        "The Border Patrol apprehended {n} people along the southwest border in fiscal {y}.",
        "Border Patrol apprehensions on the southwest border came to {n} in fiscal year {y}.",
    )),
    Series("border_apprehensions", EVERYBODY, "cbp.usbp_apprehensions", (
        "The Border Patrol made {n} apprehensions nationwide in fiscal {y}.",
    )),
    Series("arrests", EVERYBODY, "ice.arrests", (
        "ICE officers made {n} administrative arrests in fiscal {y}.",
    )),
)  # fmt: skip


class Rows:
    """Year rows of the register: confirmed, of tier 1 or 2, printed as one number; the newest printing of each year."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def years(self, series: Series, first: int = 2003) -> dict[int, Figure]:
        """The figure of each fiscal year of a series."""
        found: dict[int, Figure] = {}
        for figure in self._register.lookup(Query(series.measure, Relation.LEVEL, series.population)):
            period = figure.key.period
            usable = figure.decides and figure.tier < 3 and figure.value.is_point and series_of(figure) == series.series
            if usable and period.kind is PeriodKind.FISCAL_YEAR and period.end is not None and period.end.year >= first:
                year = period.end.year
                if year not in found or figure.provenance.vintage > found[year].provenance.vintage:
                    found[year] = figure
        return dict(sorted(found.items()))


def cases(register: Register) -> tuple[Case, ...]:
    """Every planted case with its true twin."""
    rows = Rows(register)
    makers = (_other_year, _other_scope, _wrong_whole, _points, _side, _dropped_other, _record)
    return tuple(case for maker in makers for case in maker(rows))


def _article(
    kind: str, sentence: str, number: str, truth: bool, reasons: tuple[str, ...], year: int, turn: int
) -> Case:
    opening, closing = OPENINGS[turn % len(OPENINGS)], CLOSINGS[turn % len(CLOSINGS)]
    text = f"{opening}\n\n{sentence}\n\n{closing}\n"
    found = re.search(rf"(?<!\d){re.escape(number)}(?!\d)", text)
    return Case(kind, text, number, found.start() if found else 0, truth, reasons, date(year, 12, 20))


def _both(
    kind: str, template: str, true: dict[str, str], false: dict[str, str], tested: str, reasons: tuple[str, ...],
    year: int, turn: int,
) -> Iterator[Case]:  # fmt: skip
    """A true and a false case of one template."""
    yield _article(kind, template.format(**true), true[tested], True, (), year, turn)
    yield _article(kind, template.format(**false), false[tested], False, reasons, year, turn)


def _n(figure: Figure) -> str:
    return grouped(figure.value.low or Decimal(0))


def _apart(one: Figure, other: Figure) -> bool:
    a, b = one.value.low or Decimal(0), other.value.low or Decimal(0)
    return abs(a - b) > FAR_APART * max(a, b)


def _other_year(rows: Rows) -> Iterator[Case]:
    """The number of another year of the same series."""
    for series in SERIES:
        words = cycle(series.words)
        years = rows.years(series)
        for turn, (year, figure) in enumerate(years.items()):
            others = [other for step in (1, -1, 2, -2) if (other := years.get(year + step)) and _apart(figure, other)]
            if others:
                yield from _both(
                    "another year's number", next(words), {"n": _n(figure), "y": str(year)},
                    {"n": _n(others[0]), "y": str(year)}, "n", ("period",), year, turn,
                )  # fmt: skip


def _other_scope(rows: Rows) -> Iterator[Case]:
    """The total printed for the convicted and the reverse."""
    total, convicted = SERIES[0], SERIES[1]
    everybody, some = rows.years(total), rows.years(convicted)
    words, some_words = cycle(total.words), cycle(convicted.words)
    for turn, year in enumerate(sorted(everybody.keys() & some.keys())):
        all_n, some_n, y = _n(everybody[year]), _n(some[year]), str(year)
        yield from _both(
            "total for convicted",
            next(some_words),
            {"n": some_n, "y": y},
            {"n": all_n, "y": y},
            "n",
            ("scope",),
            year,
            turn,
        )
        yield from _both(
            "convicted for total", next(words), {"n": all_n, "y": y}, {"n": some_n, "y": y}, "n", ("scope",), year, turn
        )


def _wrong_whole(rows: Rows) -> Iterator[Case]:
    """A share of one whole printed as a share of another: interior removals for all removals, and the reverse."""
    everybody, interior = rows.years(SERIES[0]), rows.years(SERIES[2])
    convicted = rows.years(SERIES[1])
    both = Series("removals", Population.of(criminality="convicted", arrest_place="interior"), "ice.removals", ())
    inside = rows.years(both)
    for turn, year in enumerate(sorted(everybody.keys() & convicted.keys() & interior.keys() & inside.keys())):
        of_all, of_interior = _share(convicted[year], everybody[year]), _share(inside[year], interior[year])
        part = "{p} percent of the people ICE removed in fiscal {y} had criminal convictions."
        inner = "Of the people ICE removed in fiscal {y} after an arrest in the interior, {p} percent had criminal convictions."
        y = str(year)
        if abs(of_all - of_interior) >= 4:
            yield from _both(
                "wrong whole of a share",
                part,
                {"p": str(of_all), "y": y},
                {"p": str(of_interior), "y": y},
                "p",
                ("scope",),
                year,
                turn,
            )
            yield from _both(
                "wrong whole of a share",
                inner,
                {"p": str(of_interior), "y": y},
                {"p": str(of_all), "y": y},
                "p",
                ("scope",),
                year,
                turn,
            )


def _share(part: Figure, whole: Figure) -> int:
    a, b = part.value.low or Decimal(0), whole.value.low or Decimal(1)
    return int((100 * a / b).to_integral_value())


def _points(rows: Rows) -> Iterator[Case]:
    """Percent printed for percentage points of a share."""
    everybody, convicted = rows.years(SERIES[0]), rows.years(SERIES[1])
    years = sorted(everybody.keys() & convicted.keys())
    templates = (
        "The share of convicted criminals among the people ICE removed {v} by {p} {u} from fiscal {b} to fiscal {y}.",
        "Convicted criminals made up {s} percent of ICE removals in fiscal {y}, {p} {u} {m} than in fiscal {b}.",
    )
    for turn, (base, year) in enumerate((a, b) for a in years for b in years if 0 < b - a <= 3):
        points = _share(convicted[year], everybody[year]) - _share(convicted[base], everybody[base])
        exact = 100 * (_ratio(convicted[year], everybody[year]) - _ratio(convicted[base], everybody[base]))
        if abs(points) >= 4 and round(exact) == points:
            words = {
                "v": "rose" if points > 0 else "fell", "m": "more" if points > 0 else "less", "p": str(abs(points)),
                "b": str(base), "y": str(year), "s": str(_share(convicted[year], everybody[year])),
            }  # fmt: skip
            for template in templates:
                points_words, percent = {**words, "u": "percentage points"}, {**words, "u": "percent"}
                yield from _both(
                    "percent for points", template, points_words, percent, "p", ("unit", "value"), year, turn
                )


def _ratio(part: Figure, whole: Figure) -> Decimal:
    return (part.value.low or Decimal(0)) / (whole.value.low or Decimal(1))


def _side(rows: Rows) -> Iterator[Case]:
    """The wrong side of a bound near the figure."""
    for series in (SERIES[0], SERIES[1], SERIES[3]):
        words = cycle(series.words)
        for turn, (year, figure) in enumerate(rows.years(series).items()):
            number = figure.value.low or Decimal(0)
            step = Decimal(1).scaleb(number.adjusted() - 1)
            below, above = number // step * step, (number // step + 1) * step
            if min(number - below, above - number) < NEAR_BOUND * number:
                continue
            under, over = ("fewer than", "more than") if turn % 2 else ("less than", "over")
            template, y = next(words), str(year)
            true, false = f"{over} {grouped(below)}", f"{over} {grouped(above)}"
            if turn % 2:
                true, false = f"{under} {grouped(above)}", f"{under} {grouped(below)}"
            yield from _both(
                "side of a bound", template, {"n": true, "y": y}, {"n": false, "y": y}, "n", ("side",), year, turn
            )


def _dropped_other(rows: Rows) -> Iterator[Case]:  # noqa: ARG001  (every maker has this signature)
    """A share of the others, those without a conviction, printed as a share of all."""
    others = "More than two-thirds of the people removed without a conviction in fiscal {y} were recent border crossers or repeat immigration violators, ICE said."
    everybody = "More than two-thirds of the people removed in fiscal {y} were recent border crossers or repeat immigration violators, ICE said."
    for turn, year in enumerate((2010, 2011)):
        yield _article("dropped other", others.format(y=year), "two-thirds", True, (), year, turn)
        yield _article("dropped other", everybody.format(y=year), "two-thirds", False, ("scope",), year, turn)


def _record(rows: Rows) -> Iterator[Case]:
    """A year called a record that an earlier year tops."""
    for series in (SERIES[0], SERIES[1], SERIES[3], SERIES[4]):
        years = rows.years(series, first=1900)
        highest, n_false = Decimal(0), 0
        words = cycle(series.words)
        for turn, (year, figure) in enumerate(years.items()):
            number = figure.value.low or Decimal(0)
            template = next(words)
            sentence = template.format(n=f"a record {_n(figure)}", y=year)
            if year - 1 in years and year >= RECORDS_FROM:
                truth = number > highest
                n_false += not truth
                if n_false > FALSE_RECORDS and not truth:
                    continue
                yield _article("wrong record", sentence, _n(figure), truth, () if truth else ("rank",), year, turn)
            highest = max(highest, number)


def fiscal(year: int) -> Period:
    """The fiscal year, for readers of the cases."""
    return Period.fiscal_year(year)
