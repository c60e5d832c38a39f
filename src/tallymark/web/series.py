"""Series: in come the register and what a reader wants to see; out come lines of figures with their eras, breaks and vintages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tallymark.checking.candidate import series_of
from tallymark.model.definition import Definition, definitions
from tallymark.model.figure import Figure, Relation
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.references import Query
from tallymark.register.register import Register
from tallymark.web.standing import Standing, kind_of, standing

KINDS = {
    "fiscal_year": "fiscal years",
    "calendar_year": "calendar years",
    "month": "months",
    "day": "single days",
    "other": "other lengths of time",
}
YEARS = ("fiscal_year", "calendar_year")
MOST_DRAWN = 2_500
AT_FIRST = 3


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to draw: ``kind`` is a key of ``KINDS`` or empty for the usual one, ``series`` the chosen ones, empty for the first.

    Periods that end before the year ``first`` are left out.
    """

    measure: str
    people: Population
    kind: str = ""
    series: tuple[str, ...] = ()
    first: int | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One figure at its place: ``at`` is a year with its fraction (years) or a day; ``newest`` of its period in its series."""

    figure: Figure
    at: float | str
    newest: bool


@dataclass(frozen=True, slots=True)
class Break:
    """A day on which a series changes what it counts: ``at`` as in ``Point``."""

    at: float | str
    words: str
    definition: str


@dataclass(frozen=True, slots=True)
class Series:
    """One publisher's series: its figures by period, the breaks between its eras, and whether its newest figure is a record."""

    id: str
    publisher: str
    words: str
    points: tuple[Point, ...]
    breaks: tuple[Break, ...]
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything of one chart: the choices a reader has, and the series drawn."""

    wanted: Wanted
    kinds: tuple[tuple[str, int], ...]
    people: tuple[tuple[Population, int], ...]
    available: tuple[tuple[str, int], ...]
    series: tuple[Series, ...]

    @property
    def everybody(self) -> bool:
        """Whether anything is counted of everybody."""
        return any(not one.filters for one, _ in self.people)

    @property
    def n_points(self) -> int:
        """How many figures are shown."""
        return sum(len(one.points) for one in self.series)

    @property
    def is_line(self) -> bool:
        """Whether the figures make a chart: at least two times of one length, and not too many marks."""
        places = {point.at for one in self.series for point in one.points}
        return self.wanted.kind != "other" and len(places) > 1 and self.n_points <= MOST_DRAWN


def shown(register: Register, wanted: Wanted) -> Shown:
    """The series of a measure for some people over periods of one kind."""
    levels = register.lookup(Query(wanted.measure, Relation.LEVEL))
    people = Counter(figure.key.population for figure in levels)
    whom = _whom(wanted.people, people)
    mine = [figure for figure in levels if figure.key.population.same(whom)]
    kinds = Counter(kind_of(figure.key.period) for figure in mine)
    kind = wanted.kind or next((name for name, _ in _comparable_first(kinds)), "fiscal_year")
    drawn = [figure for figure in mine if kind_of(figure.key.period) == kind and not _before(figure, wanted.first)]
    available = Counter(series_of(figure) for figure in drawn)
    chosen = tuple(one for one in wanted.series if one in available) or _first(available)
    return Shown(
        Wanted(wanted.measure, whom, kind, chosen, wanted.first),
        tuple((name, kinds[name]) for name in KINDS if kinds[name]),
        tuple(sorted(people.items(), key=lambda pair: (len(pair[0].filters), pair[0].words))),
        tuple(available.most_common()),
        tuple(_series(name, [one for one in drawn if series_of(one) == name], kind, register) for name in chosen),
    )


def _whom(wanted: Population, known: Counter[Population]) -> Population:
    """The people to show: those wanted; where nobody counted everybody and nobody was chosen, those with the most figures."""
    if wanted.filters or any(one.same(wanted) for one in known):
        return wanted
    return next((one for one, _ in known.most_common(1)), wanted)


def _comparable_first(kinds: Counter[str]) -> list[tuple[str, int]]:
    """The kinds with the most figures first, those of unlike lengths last."""
    return sorted(kinds.most_common(), key=lambda pair: pair[0] == "other")


def _before(figure: Figure, year: int | None) -> bool:
    last = figure.key.period.last_day
    return year is not None and last is not None and last.year < year


def _first(available: Counter[str]) -> tuple[str, ...]:
    return tuple(name for name, _ in available.most_common(AT_FIRST))


def _series(name: str, figures: Sequence[Figure], kind: str, register: Register) -> Series:
    eras = [one for one in definitions().values() if one.series == name]
    points = tuple(_points(figures, kind))
    newest = [point.figure for point in points if point.newest and point.figure.decides]
    last = max(newest, key=lambda one: one.key.period.start or date.min, default=None)
    return Series(
        name,
        eras[0].publisher if eras else "",
        eras[-1].words if len(eras) == 1 else f"{len(eras)} eras, each drawn as a line of its own" if eras else "",
        points,
        _breaks(eras, points, kind),
        None if last is None or kind == "other" else standing(register, last),
    )


def _points(figures: Iterable[Figure], kind: str) -> Iterable[Point]:
    """The figures by period; in each, the newest printing of a confirmed figure stands for the others."""
    by_period: dict[str, list[Figure]] = {}
    for figure in sorted(figures, key=lambda one: (one.key.period.start or date.min, one.provenance.vintage)):
        by_period.setdefault(figure.key.period.label, []).append(figure)
    for group in by_period.values():
        best = max(group, key=lambda one: (one.decides, one.value.is_point, one.provenance.vintage, -one.tier))
        at = place(group[0].key.period, kind)
        yield from (Point(figure, at, figure is best and figure.decides) for figure in group)


def place(period: Period, kind: str) -> float | str:
    """Where a period stands: the number of its year, or its first day."""
    if kind in YEARS and period.last_day is not None:
        return float(period.last_day.year)
    return str(period.start)


def _breaks(eras: Sequence[Definition], points: Sequence[Point], kind: str) -> tuple[Break, ...]:
    starts = sorted(point.figure.key.period.start for point in points if point.figure.key.period.start is not None)
    inside = [one for one in eras if one.valid_from is not None and starts and starts[0] < one.valid_from <= starts[-1]]
    return tuple(
        Break(_day_place(one.valid_from, kind), one.break_words or one.words, one.id)
        for one in inside
        if one.valid_from
    )


def _day_place(day: date, kind: str) -> float | str:
    """The place of a day: years are centred on their number, so the year's first day is half a year before it."""
    if kind not in YEARS:
        return str(day)
    year = day.year + (1 if kind == "fiscal_year" and day.month >= 10 else 0)
    first = date(year - 1, 10, 1) if kind == "fiscal_year" else date(year, 1, 1)
    return round(year - 0.5 + (day - first).days / 366, 3)
