"""Side by side: in come a measure, days and filters; out come all figures known about them, in an order a person can read."""

from __future__ import annotations

from tallymark.model.figure import Figure, Relation
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.references import Query
from tallymark.register.register import Register

SLACK_DAYS = 7
YEAR_SLACK_DAYS = 31
YEAR_DAYS = 360
_RELATIONS = tuple(Relation)


def side_by_side(
    register: Register, measure: str, period: Period | None = None, where: Population | None = None
) -> tuple[Figure, ...]:
    """Every figure of ``measure`` for just these days whose population lies within ``where``.

    A week of slack at both ends, a month for a year, so that a year's last running count stands beside the closed one.
    Sorted by relation, population (everybody first), days, definition, vintage (oldest first), tier and id, so that
    vintages and definitions of one count stand below each other. Unconfirmed and faulty figures are in it.
    """
    is_year = period is not None and (period.n_days or 0) >= YEAR_DAYS
    found = register.lookup(Query(measure, None, None, period, YEAR_SLACK_DAYS if is_year else SLACK_DAYS))
    return tuple(sorted((f for f in found if where is None or f.key.population.inside(where)), key=_order))


def differences(figure: Figure, other: Figure) -> tuple[str, ...]:
    """What ``other`` has otherwise than ``figure``, in words: definition, vintage, source, days, people, whole, base."""
    pairs = (
        ("definition", figure.definition, other.definition),
        ("vintage", figure.provenance.vintage, other.provenance.vintage),
        ("source", _source(figure), _source(other)),
        ("period", figure.key.period.label, other.key.period.label),
        ("population", str(figure.key.population), str(other.key.population)),
        ("of", str(figure.key.of), str(other.key.of)),
        ("base", _label(figure.key.base), _label(other.key.base)),
    )
    return tuple(f"{name}: {theirs or 'not said'}" for name, mine, theirs in pairs if mine != theirs)


def _order(figure: Figure) -> tuple[object, ...]:
    key, provenance = figure.key, figure.provenance
    return (
        _RELATIONS.index(key.relation), len(key.population.filters), str(key.population), key.period.label,
        figure.definition, provenance.vintage, figure.tier, figure.id,
    )  # fmt: skip


def _source(figure: Figure) -> str:
    return "" if figure.provenance.source is None else figure.provenance.source.id


def _label(period: Period | None) -> str:
    return "" if period is None else period.label
