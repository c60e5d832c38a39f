"""A programme for a terminal: in come a programme and its published figures; out come lines with figures, ratios, rules and what is undecidable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from tallymark.model.figure import Figure, Relation
from tallymark.reports.plain import one_line
from tallymark.reports.terminal import Line
from tallymark.reports.words import RELATION_WORDS, definition_words, value_words

if TYPE_CHECKING:
    from tallymark.counting.programmes import Programme, Section
    from tallymark.counting.programmes_published import Published, Ratio

PERIOD_WIDTH = 24
VALUE_WIDTH = 24
HUNDREDTH = Decimal("0.01")


def list_lines(programmes: Mapping[str, Programme]) -> Iterator[Line]:
    """Every programme with what it is and what of it can be counted."""
    yield Line("", "Programmes; tallymark programmes NAME shows one, with --release ID counted from records.", "strong")
    for name, programme in programmes.items():
        counted = ", ".join(dict.fromkeys(asked.measure for asked in programme.records)) or "nothing"
        yield Line("", f"  {name:<20} {one_line(programme.title)}; in records: {counted}")


def programme_lines(programme: Programme, found: Published, as_of: str) -> Iterator[Line]:
    """One programme: published figures, ratios, what each source counts, what nothing decides."""
    yield Line("", one_line(programme.title), "strong")
    yield Line("", one_line(programme.what))
    yield Line("", "")
    yield Line("", f"Published figures in the register as of {as_of}", "strong")
    for section, figures in found.sections:
        yield from _section_lines(section, figures)
    if found.ratios:
        yield Line("", "")
        yield Line("", "Ratios of published figures, exact", "strong")
        for ratio in found.ratios:
            yield from _ratio_lines(ratio)
    yield Line("", "")
    yield Line("", "What is counted", "strong")
    for rule in programme.rules:
        yield Line("rule", f"{one_line(rule.what)}: {one_line(rule.words)}")
    yield Line("", "")
    yield Line("", "What no record and no figure decides", "strong")
    for words in programme.undecidable:
        yield Line("open", one_line(words), "open")
    yield Line("see", programme.see)


def percent_words(low: Fraction | None, high: Fraction | None) -> str:
    """Bounds of a ratio in percent with two decimals: ``2.73 %``, ``59.05 % to 59.35 %``, ``more than 36.00 %``."""
    shown = [None if value is None else _percent(value) for value in (low, high)]
    if shown[0] is not None and shown[0] == shown[1]:
        return f"{shown[0]} %"
    if shown[0] is not None and shown[1] is not None:
        return f"{shown[0]} % to {shown[1]} %"
    if shown[0] is not None:
        return f"at least {shown[0]} %"
    return "not bounded" if shown[1] is None else f"at most {shown[1]} %"


def change_words(ratio: Ratio) -> str:
    """The change from the whole to the part in percent, the smaller number first: ``-40.95 % to -40.64 %``."""
    ends = [None if value is None else value - 1 for value in (ratio.low, ratio.high)]
    return percent_words(ends[0], ends[1])


def _percent(value: Fraction) -> Decimal:
    return (Decimal(value.numerator * 100) / Decimal(value.denominator)).quantize(HUNDREDTH, ROUND_HALF_EVEN)


def _section_lines(section: Section, figures: Sequence[Figure]) -> Iterator[Line]:
    yield Line("", f"  {one_line(section.title)}", "label")
    if not figures:
        yield Line("", "    none in the register", "open")
    elif section.pivot:
        yield from _pivot_lines(section.pivot, figures)
    else:
        yield from (_figure_line(figure) for figure in figures)
    for rule in dict.fromkeys(figure.definition for figure in figures if figure.definition):
        yield Line("", f"    counted as {rule}: {one_line(definition_words(rule))}", "label")


def _figure_line(figure: Figure) -> Line:
    people = "" if not figure.key.population.filters else one_line(figure.key.population.words)
    relation = "" if figure.key.relation is Relation.LEVEL else RELATION_WORDS[figure.key.relation]
    marks = (relation, people, _marks(figure), _source(figure))
    words = "; ".join(mark for mark in marks if mark)
    value = value_words(figure)
    line = f"    {figure.key.period.label:<{PERIOD_WIDTH}} {value:<{VALUE_WIDTH}} {words}"
    return Line("", line, "for" if figure.decides else "open")


def _marks(figure: Figure) -> str:
    marks = (
        "" if figure.confirmed else "not confirmed, decides nothing",
        f"known fault: {one_line(figure.fault)}" if figure.fault else "",
        one_line(figure.note),
    )
    return "; ".join(mark for mark in marks if mark)


def _source(figure: Figure) -> str:
    source = figure.provenance.source
    publisher = "" if source is None else f"{one_line(source.publisher)}, tier {source.tier}, "
    return f"{publisher}row {figure.id}"


def _pivot_lines(key: str, figures: Sequence[Figure]) -> Iterator[Line]:
    """One line a period: everybody, then each value of the key."""
    columns = list(dict.fromkeys(value for figure in figures if (value := figure.key.population.get(key))))
    head = " ".join(f"{name:>16}" for name in ("all", *columns))
    yield Line("", f"    {'':<{PERIOD_WIDTH}} {head}", "label")
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for figure in figures:
        source = figure.provenance.source
        place = figure.key.period.label, "" if source is None else source.id
        rows.setdefault(place, {})[figure.key.population.get(key) or ""] = value_words(figure)
    for (period, source_id), values in rows.items():
        cells = " ".join(f"{values.get(name, ''):>16}" for name in ("", *columns))
        yield Line("", f"    {period:<{PERIOD_WIDTH}} {cells}  {source_id}", "for")


def _ratio_lines(ratio: Ratio) -> Iterator[Line]:
    period = ratio.part.key.period.label
    change = f", a change of {change_words(ratio)}" if ratio.pair.unlike else ""
    yield Line("", f"  {one_line(ratio.pair.title)}, {period}: {percent_words(ratio.low, ratio.high)}{change}")
    mark = "" if ratio.decides else "; not both confirmed"
    words = f"{value_words(ratio.part)} of {value_words(ratio.whole)} ({ratio.part.id} of {ratio.whole.id}{mark})"
    yield Line("of", one_line(words))
    if ratio.pair.note:
        yield Line("note", one_line(ratio.pair.note))
