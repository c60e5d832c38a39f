"""Published figures beside counted ones: in come references and a question; out come the figures that answer it, each once.

They stand beside, under their own definitions; nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tallymark.counting.year_report_lines import PublishedTotal
from tallymark.model.definition import breaks_inside, definition, definitions
from tallymark.model.figure import Figure, Relation
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.references import Query, References

SLACK_DAYS = 7
EVERYBODY = Population()


def beside(
    references: References,
    measure: str,
    relation: Relation,
    people: Iterable[Population],
    year: int,
    *,
    base: int | None = None,
    first: str = "",
) -> tuple[Figure, ...]:
    """The figures of a fiscal year on any of these people, those of the definition ``first`` before the others.

    One figure for each definition, people, whole and value: the one seen in its source, of the best tier and the newest vintage.
    ``base`` keeps changes from that year only.
    """
    found: list[Figure] = []
    for population in dict.fromkeys(people):
        query = Query(measure, relation, population, Period.fiscal_year(year), SLACK_DAYS)
        found += [one for one in references.lookup(query) if one.key.population.same(population)]
    if base is not None:
        days = Period.fiscal_year(base)
        found = [
            one for one in found if one.key.base is not None and one.key.base.same_days(days, slack_days=SLACK_DAYS)
        ]
    best: dict[tuple[object, ...], Figure] = {}
    for one in sorted(found, key=_better):
        best.setdefault((one.definition, one.key.population, one.key.of, one.key.base, one.value), one)
    return tuple(sorted(best.values(), key=lambda one: (one.definition != first, one.definition, _better(one))))


def totals(references: References, measure: str, years: Sequence[int], year: int) -> tuple[PublishedTotal, ...]:
    """Each published series of everybody that has a figure of the year, with its figures of ``years`` and its rank to that year."""
    by_series: dict[str, dict[int, list[Figure]]] = {}
    for one in references.lookup(Query(measure, Relation.LEVEL, EVERYBODY)):
        inside = one.key.period.fiscal_years()
        days = Period.fiscal_year(inside[0]) if len(inside) == 1 else None
        if days is not None and one.decides and one.definition and one.key.period.same_days(days):
            by_series.setdefault(definition(one.definition).series, {}).setdefault(inside[0], []).append(one)
    found = [_series(name, figures, years, year) for name, figures in by_series.items() if year in figures]
    return tuple(sorted(found, key=lambda one: (-len(one.years), one.series)))


def _series(name: str, figures: Mapping[int, Sequence[Figure]], years: Sequence[int], year: int) -> PublishedTotal:
    newest = {other: min(known, key=_better) for other, known in figures.items() if other <= year}
    own = newest[year].value
    beaten = [other for other, one in newest.items() if other != year and one.value.low is not None]
    above = [other for other in beaten if own.high is not None and (newest[other].value.low or 0) > own.high]
    inside = Period(Period.fiscal_year(min(newest)).start, Period.fiscal_year(year).end)
    return PublishedTotal(
        series=name,
        figures={
            other: tuple(sorted(_each(figures.get(other, ())), key=_better)) for other in years if other in figures
        },
        rank=1 + len(above) if own.high is not None and len(newest) > 1 else None,
        years=tuple(sorted(newest)),
        breaks=tuple(era.break_words for era in breaks_inside(name, inside) if era.break_words),
    )


def _each(figures: Iterable[Figure]) -> list[Figure]:
    """One figure for each definition and value."""
    best: dict[tuple[object, ...], Figure] = {}
    for one in sorted(figures, key=_better):
        best.setdefault((one.definition, one.value), one)
    return list(best.values())


def era_of(series: str, year: int) -> str:
    """The definition of a series that is in force on the last day of a fiscal year, empty for none."""
    last = Period.fiscal_year(year).last_day
    for one in definitions().values():
        started = one.valid_from is None or (last is not None and one.valid_from <= last)
        if (
            one.series == series
            and started
            and (one.valid_until is None or (last is not None and last < one.valid_until))
        ):
            return one.id
    return ""


def _better(figure: Figure) -> tuple[object, ...]:
    """An order in which the figure to show comes first: confirmed, good tier, newest vintage."""
    newest = tuple(-ord(letter) for letter in figure.provenance.vintage)
    return (not figure.decides, figure.tier, newest, figure.id)


def near(references: References, measure: str, year: int, most: int) -> tuple[Figure, ...]:
    """Figures of any people for the fiscal year, else for days that overlap it; at most ``most``, confirmed ones first."""
    period = Period.fiscal_year(year)
    found = references.lookup(Query(measure, Relation.LEVEL, None, period, SLACK_DAYS))
    if not found:
        overlapping = references.lookup(Query(measure, Relation.LEVEL, None, days=period))
        found = tuple(one for one in overlapping if one.key.period.overlaps(period))
    best: dict[tuple[object, ...], Figure] = {}
    for one in sorted(found, key=_better):
        best.setdefault((one.definition, one.key, one.value), one)
    return tuple(best.values())[:most]
