"""Published figures of a programme: in come a programme and references; out come its sections and the ratios of its pairs as exact fractions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tallymark.counting.programmes import SCHEMA, Pair, Programme, Section
from tallymark.model.errors import DataError
from tallymark.model.figure import Figure
from tallymark.model.references import Query, References

YEAR_DAYS = 360


@dataclass(frozen=True, slots=True)
class Ratio:
    """A part over its whole; ``low`` and ``high`` are exact, None where a printed bound leaves that side open."""

    pair: Pair
    part: Figure
    whole: Figure
    low: Fraction | None
    high: Fraction | None

    @property
    def decides(self) -> bool:
        """Whether both figures were seen in their sources and have no known fault."""
        return self.part.decides and self.whole.decides


@dataclass(frozen=True, slots=True)
class Published:
    """What is published on a programme, in the order of its file."""

    sections: tuple[tuple[Section, tuple[Figure, ...]], ...]
    ratios: tuple[Ratio, ...]


def published(programme: Programme, references: References) -> Published:
    """The figures of each section, oldest period first, and the ratios; raises TM-COUNT-040 for a pair that cannot be found."""
    known = {name: references.lookup(Query(name)) for name in programme.measures}
    by_id = {figure.id: figure for figures in known.values() for figure in figures}
    sections = tuple((section, _chosen(section, known[section.measure])) for section in programme.published)
    return Published(sections, tuple(_ratio(programme, pair, by_id) for pair in programme.pairs))


def _chosen(section: Section, figures: Sequence[Figure]) -> tuple[Figure, ...]:
    found = [figure for figure in figures if _fits(section, figure)]
    return tuple(sorted(found, key=_order))


def _fits(section: Section, figure: Figure) -> bool:
    keys = {key for key, _ in figure.key.population.filters}
    return (
        figure.key.population.inside(section.where)
        and (section.filters is None or keys <= set(section.filters))
        and (not section.definitions or figure.definition in section.definitions)
        and (not section.pick or figure.id in section.pick)
        and (not section.years_only or (figure.key.period.n_days or 0) >= YEAR_DAYS)
    )


def _order(figure: Figure) -> tuple[str, ...]:
    """By the last day, the first, relation, people, vintage and id; a period without an end last."""
    period = figure.key.period
    ends = (str(period.end or "9999"), str(period.start or ""))
    return (*ends, str(figure.key.relation), str(figure.key.population), figure.provenance.vintage, figure.id)


def _ratio(programme: Programme, pair: Pair, by_id: Mapping[str, Figure]) -> Ratio:
    missing = [name for name in (pair.part, pair.whole) if name not in by_id]
    where = f"programme {programme.id}, ratio {pair.title!r}"
    if missing:
        raise DataError(SCHEMA, where=where, detail=f"no figure {missing[0]} of {', '.join(programme.measures)}")
    part, whole = by_id[pair.part], by_id[pair.whole]
    if not part.key.period.same_days(whole.key.period):
        raise DataError(SCHEMA, where=where, detail=f"{part.key.period.label} of {whole.key.period.label}")
    if not pair.unlike and not part.key.population.inside(whole.key.population.without("programme")):
        raise DataError(SCHEMA, where=where, detail=f"{part.key.population} is no part of {whole.key.population}")
    return Ratio(pair, part, whole, *divided(part, whole))


def divided(part: Figure, whole: Figure) -> tuple[Fraction | None, Fraction | None]:
    """The least and the greatest ratio that the printed values allow."""
    low, high = part.value, whole.value
    least = None if low.low is None or high.high is None else Fraction(low.low) / Fraction(high.high)
    most = None if low.high is None or not high.low else Fraction(low.high) / Fraction(high.low)
    return least, most
