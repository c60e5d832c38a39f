"""Figures of counts: in come bounds, a definition and the trail of a table; out come figures with value, words and provenance."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from tallymark.counting.counted import Count, CountedTable, Share, UsedDefinition
from tallymark.counting.means import Mean
from tallymark.model.figure import Figure, Key, Provenance, Relation
from tallymark.model.interval import Interval, change_pct
from tallymark.model.vocabulary import measures

BASIS = "counted"


def between(low: int, high: int) -> Interval:
    """The numbers from low to high."""
    return Interval(Decimal(low), Decimal(high))


def on_fields(count: Count) -> Interval:
    """The bounds on the fields."""
    return between(count.low, count.high)


def any_reading(count: Count) -> Interval:
    """The bounds on any reading."""
    return between(count.low_any, count.high_any)


def percent(low: Fraction, high: Fraction) -> Interval:
    """A share in percent, rounded outward."""
    return _rounded(100 * low).hull(_rounded(100 * high))


def share_readings(share: Share) -> tuple[Interval, Interval]:
    """A share in percent on the fields and on any reading."""
    return percent(share.low, share.high), percent(share.low_any, share.high_any)


def mean_readings(mean: Mean) -> tuple[Interval, Interval]:
    """A mean on the fields and on any reading, rounded outward."""
    return _rounded(mean.low).hull(_rounded(mean.high)), _rounded(mean.low_any).hull(_rounded(mean.high_any))


def change_readings(relation: Relation, now: Count, then: Count) -> tuple[Interval, Interval] | None:
    """A change between two counts on the fields and on any reading; None where it cannot be computed."""
    found = [
        _change(relation, *pair) for pair in ((on_fields(now), on_fields(then)), (any_reading(now), any_reading(then)))
    ]
    return None if found[0] is None or found[1] is None else (found[0], found[1])


def figure(
    key: Key,
    value: Interval,
    definition: UsedDefinition,
    table: CountedTable,
    *,
    fault: str,
    more: tuple[tuple[str, str], ...],
) -> Figure:
    """A counted figure; ``fault`` says why it may not decide, ``more`` are further lines of the trail."""
    unit = measures()[key.measure].unit if key.relation in (Relation.LEVEL, Relation.CHANGE_ABS) else "percent"
    name = definition.imitates or definition.id
    people = f"/{key.population}" if key.population.filters else ""
    whole = f"/of:{key.of}" if key.of is not None and key.of.filters else ""
    base = f"/since:{key.base.label}" if key.base is not None else ""
    return Figure(
        id=f"{table.release}:{definition.id}/{key.measure}/{key.relation}{people}{whole}/{key.period.label}{base}",
        key=key,
        value=value,
        unit="ratio" if key.relation is Relation.RATIO else unit,
        printed=words_of(value),
        definition=name,
        provenance=Provenance(None, trail=(*trail(definition, table), *more)),
        basis=BASIS,
        fault=fault,
        note=under_words(definition, table.release),
    )


def trail(definition: UsedDefinition, table: CountedTable) -> tuple[tuple[str, str], ...]:
    """Release, hashes, rules, SQL, engine and the command that makes the count again."""
    rules = ", ".join(f"{family}: {rule}" for family, rule in definition.rules.items())
    settings = ", ".join(f"{name}={value}" for own in definition.settings.values() for name, value in own.items())
    sql = [text for name, text in table.trail.sql.items() if name.partition("+")[0] == definition.id]
    return (
        ("release", table.trail.release),
        ("manifest_sha256", table.trail.manifest_sha256),
        *(("file", f"{name} sha256 {digest}") for name, digest in table.trail.files),
        ("definition", definition.id),
        ("rules", rules),
        *((("settings", settings),) if settings else ()),
        *(("gap", words) for words in definition.gaps),
        *(("sql", text) for text in sql),
        ("engine", table.trail.engine),
        ("command", table.trail.command),
    )


def under_words(definition: UsedDefinition, release: str) -> str:
    """Where and how a figure was counted: a recount is called equal to a published definition only as its imitation."""
    if definition.imitates:
        return f"counted in {release} under a recount that imitates {definition.imitates}"
    return f"counted in {release} under {definition.id}, which imitates no published definition"


def words_of(value: Interval) -> str:
    """A value in words: ``3,212`` or ``3,100 to 3,250``; shares and changes to two places."""
    if value.low is None or value.high is None:
        return str(value)
    low, high = _printed(value.low), _printed(value.high)
    return low if low == high else f"{low} to {high}"


def _printed(number: Decimal) -> str:
    return f"{number:,f}" if number == number.to_integral_value() else f"{number.quantize(Decimal('0.01')):,f}"


def _rounded(number: Fraction) -> Interval:
    found = between(number.numerator, number.numerator).divide(between(number.denominator, number.denominator))
    if found is None:
        raise ZeroDivisionError
    return found


def _change(relation: Relation, now: Interval, then: Interval) -> Interval | None:
    if relation is Relation.CHANGE_ABS:
        return now - then
    return now.divide(then) if relation is Relation.RATIO else change_pct(now, then)
