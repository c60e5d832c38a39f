"""Rows of the register: in come the cells of one CSV line and its source card; out comes a figure or a coded error with file and line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache

from tallymark.model.definition import definitions
from tallymark.model.errors import DataError, TallymarkError
from tallymark.model.figure import Figure, Hedge, Key, Provenance, Relation
from tallymark.model.interval import Interval
from tallymark.model.patterns import compile_pattern
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.vocabulary import measure, measures
from tallymark.register.card import DAY, Card

COLUMNS = (
    "id", "relation", "measure", "population", "of", "period", "base", "value", "number", "hedge", "unit", "printed",
    "definition", "vintage", "locator", "confirmed", "basis", "fault", "note",
)  # fmt: skip
MEASURE_COLUMN = COLUMNS.index("measure")
ROW_ID = compile_pattern(r"[A-Za-z0-9][A-Za-z0-9._-]*")
CONFIRMED = {"": None, "true": True, "false": False}
BASES = ("printed", "computed")
UNITS = {
    Relation.SHARE: ("percent",), Relation.CHANGE_PCT: ("percent", "points"), Relation.RATIO: ("ratio",),
    Relation.RANK: ("rank", "year", "years"),
}  # fmt: skip
SHARES = Interval(Decimal(0), Decimal(100))
period_of = cache(Period.parse)
population_of = cache(Population.parse)
RELATIONS = {relation.value: relation for relation in Relation}
HEDGES = {hedge.value: hedge for hedge in Hedge}


def value_of(text: str) -> Interval:
    """``Interval.parse``, with a short way for a plain whole number."""
    return Interval.point(text) if text.isascii() and text.isdigit() else Interval.parse(text)


READERS: dict[str, tuple[str, Callable[[str], object]]] = {
    "relation": ("TM-REGISTER-006", RELATIONS.__getitem__),
    "measure": ("TM-REGISTER-007", measure),
    "population": ("TM-REGISTER-007", population_of),
    "of": ("TM-REGISTER-007", population_of),
    "period": ("TM-REGISTER-008", period_of),
    "base": ("TM-REGISTER-008", period_of),
    "value": ("TM-REGISTER-009", value_of),
    "number": ("TM-REGISTER-009", Decimal),
    "hedge": ("TM-REGISTER-006", HEDGES.__getitem__),
    "confirmed": ("TM-REGISTER-006", CONFIRMED.__getitem__),
}
MAY_BE_EMPTY = frozenset({"base", "number"})


def read_row(cells: Sequence[str], card: Card, where: str) -> Figure:
    """The figure in one line; ``where`` is ``file:line``.

    Raises TM-REGISTER-004 for a line with another number of cells and TM-REGISTER-006 to 009 for a cell that cannot be read.
    """
    if len(cells) != len(COLUMNS):
        detail = f"{len(cells)} cells, {len(COLUMNS)} columns"
        raise DataError("TM-REGISTER-004", where=where, detail=detail)
    try:
        return _figure(cells, card, where)
    except (TallymarkError, ValueError, KeyError, InvalidOperation):
        raise _first_fault(cells, where) from None


def _figure(cells: Sequence[str], card: Card, where: str) -> Figure:
    (row_id, relation_word, measure_id, population, of, period, base, value, number, hedge, unit, printed,
     definition, vintage, locator, confirmed, basis, fault, note) = cells  # fmt: skip
    relation = RELATIONS[relation_word]
    whole = population_of(of) if relation is Relation.SHARE else None
    sure = CONFIRMED[confirmed]
    key = Key(
        relation, measure(measure_id).id, population_of(population), period_of(period), whole,
        period_of(base) if base else None,
    )  # fmt: skip
    return Figure(
        f"{card.source.id}#{row_id}", key, value_of(value), unit, printed, definition,
        Provenance(card.source, locator or card.locator, vintage or card.vintage, where), HEDGES[hedge],
        card.confirmed if sure is None else sure, basis or "printed", fault, note, (),
        Decimal(number) if number else None,
    )  # fmt: skip


def _first_fault(cells: Sequence[str], where: str) -> DataError:
    """Which cell cannot be read: the columns one by one."""
    row = dict(zip(COLUMNS, cells, strict=True))
    for column, (code, read) in READERS.items():
        try:
            if row[column] or column not in MAY_BE_EMPTY:
                read(row[column])
        except (TallymarkError, ValueError, KeyError, InvalidOperation):
            return DataError(code, where=f"{where}, column {column}", detail=repr(row[column]))
    return DataError("TM-REGISTER-004", where=where)


def row_errors(cells: Sequence[str], figure: Figure) -> tuple[DataError, ...]:
    """What breaks the schema in a line that could be read: every fault, not only the first."""
    row = dict(zip(COLUMNS, cells, strict=True))
    where = figure.provenance.row
    checks: tuple[tuple[str, str, bool], ...] = (
        ("TM-REGISTER-005", "id", ROW_ID.fullmatch(row["id"]) is not None),
        ("TM-REGISTER-006", "basis", figure.basis in BASES),
        ("TM-REGISTER-006", "vintage", not row["vintage"] or DAY.fullmatch(row["vintage"]) is not None),
        ("TM-REGISTER-006", "printed", bool(row["printed"])),
        ("TM-REGISTER-010", "unit", _unit_fits(figure)),
        ("TM-REGISTER-009", "value", _value_fits(figure)),
        ("TM-REGISTER-011", "definition", _definition_fits(figure)),
        ("TM-REGISTER-012", "of", bool(figure.key.of is not None) or not row["of"]),
        ("TM-REGISTER-012", "base", _base_fits(figure)),
    )
    return tuple(
        DataError(code, where=f"{where}, column {column}", detail=row[column])
        for code, column, fits in checks
        if not fits
    )


def _unit_fits(figure: Figure) -> bool:
    units = UNITS.get(figure.key.relation, (measures()[figure.key.measure].unit,))
    return figure.unit in units


def _value_fits(figure: Figure) -> bool:
    """The printed number lies in the interval or is an end of it; a count has a least value, a share lies in 0 to 100."""
    value, number = figure.value, figure.number
    if figure.key.relation in (Relation.LEVEL, Relation.SHARE) and value.low is None:
        return False
    if figure.key.relation is Relation.SHARE and not SHARES.covers(value):
        return False
    return number is None or value.contains(number) or number in (value.low, value.high)


def _definition_fits(figure: Figure) -> bool:
    """The definition is known, counts this measure, and its era touches the period."""
    known = definitions().get(figure.definition)
    if known is None or known.measure != figure.key.measure:
        return False
    if known.valid_from is None and known.valid_until is None:
        return True
    return figure.key.period.overlaps(Period(known.valid_from, known.valid_until))


def _base_fits(figure: Figure) -> bool:
    needs = figure.key.relation in (Relation.CHANGE_PCT, Relation.CHANGE_ABS, Relation.RATIO, Relation.RANK)
    return needs == (figure.key.base is not None)
