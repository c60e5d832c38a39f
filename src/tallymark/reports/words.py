"""Parts of claims and figures in words: in come periods, populations, keys, sources; out come phrases for people."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from tallymark.model.definition import definitions
from tallymark.model.figure import Figure, Key, Relation
from tallymark.model.interval import grouped
from tallymark.model.patterns import compile_pattern
from tallymark.model.period import Period, PeriodKind
from tallymark.model.population import Population
from tallymark.model.vocabulary import measures

RELATION_WORDS: Mapping[Relation, str] = {
    Relation.LEVEL: "number",
    Relation.SHARE: "share",
    Relation.CHANGE_PCT: "change in percent",
    Relation.CHANGE_ABS: "difference",
    Relation.RATIO: "multiple",
    Relation.RANK: "rank",
}
# Of a counted figure's trail what fits into one line; hashes and SQL stand where it is told whole.
TRAIL_SHOWN = ("release", "definition", "rules", "engine", "command")
DIRECTION_WORDS = {"up": "more", "down": "less"}
_BRACKETS = compile_pattern(r"(\$?)([\[(])(-inf|-?\d[\d.,]*), (inf|-?\d[\d.,]*)([\])])")
UNIT_SIGNS = {"percent": "{} %", "points": "{} points", "usd": "${}", "ratio": "{} times"}


def measure_words(measure: str | None) -> str:
    """The measure in words; "what is counted is not known" when the text's words map to none."""
    if measure is None:
        return "what is counted is not known"
    known = measures().get(measure)
    return measure if known is None else known.words


def period_words(period: Period | None) -> str:
    """The period in words with its days where a fiscal year or an open end could be misread."""
    if period is None:
        return "period not known"
    label = period.label
    if period.kind is PeriodKind.FISCAL_YEAR and period.end is not None:
        return f"fiscal year {period.end.year} ({period.start} to {period.last_day})"
    if label.startswith("CY") and "-" not in label:
        return f"calendar year {label[2:]}"
    if period.start is None or period.end is None:
        return f"since {period.start}" if period.start else f"until {period.last_day}"
    return label.replace("/", " to ") if "FY" not in label else label.replace("-", " to ")


def population_words(population: Population | None) -> str:
    """The filters in words; "everybody counted" without one."""
    return "everybody counted" if population is None or not population.filters else population.words


def what_words(measure: str | None, population: Population) -> str:
    """Measure and population together: "removals, convicted of homicide"."""
    return ", ".join(part for part in (measure_words(measure), population.words) if part)


def key_words(key: Key) -> str:
    """The question a figure answers, in one phrase."""
    what = what_words(key.measure, key.population)
    parts = [what if key.relation is Relation.LEVEL else f"{RELATION_WORDS[key.relation]}: {what}"]
    if key.relation is Relation.SHARE and key.of is not None and key.of.filters:
        parts.append(f"of those {key.of.words}")
    parts.append(period_words(key.period))
    if key.base is not None:
        parts.append(f"compared with {period_words(key.base)}")
    return ", ".join(parts)


def number_words(number: Decimal, unit: str) -> str:
    """A number with its unit: ``55 %``, ``$3,000``, ``396,906``."""
    return UNIT_SIGNS.get(unit, "{}").format(grouped(number))


def value_words(figure: Figure) -> str:
    """A figure's value with its unit, as an interval when it is one."""
    return UNIT_SIGNS.get(figure.unit, "{}").format(str(figure.value))


def figure_words(figure: Figure) -> str:
    """A figure's value for readers who do not know the notation of intervals: ``more than 195,000``, ``54.5 to 55.5 %``."""
    return in_words(value_words(figure))


def in_words(said: str) -> str:
    """The same with every interval in brackets said in words: ``(195,000, inf)`` becomes ``more than 195,000``."""
    return _BRACKETS.sub(lambda found: _bounds_words(*found.groups()), said)


def _bounds_words(sign: str, left: str, low: str, high: str, right: str) -> str:
    if high == "inf":
        return f"more than {sign}{low}" if left == "(" else f"{sign}{low} or more"
    if low == "-inf":
        return f"less than {sign}{high}" if right == ")" else f"{sign}{high} or less"
    if low == high:
        return sign + low
    most = f"under {sign}{high}" if right == ")" else f"{sign}{high}"
    if left == "(":
        return f"over {sign}{low}, {most if right == ')' else f'up to {most}'}"
    return f"{sign}{low} to {most}"


def definition_words(definition_id: str) -> str:
    """The counting rules in words; the id itself when the table does not list it."""
    known = definitions().get(definition_id)
    return definition_id if known is None else known.words


def source_words(figure: Figure, *, printed: bool = True) -> str:
    """Where a figure was read, in one line: publisher, title, place, vintage (unless not ``printed``), carrier, tier, row."""
    source = figure.provenance.source
    if source is None:
        shown = [f"{what} {value}" for what, value in figure.provenance.trail if what in TRAIL_SHOWN]
        return "; ".join(shown) or figure.id
    parts = [f"{source.publisher}: {source.title}" if source.title else source.publisher, figure.provenance.locator]
    if figure.provenance.vintage and printed:
        parts.append(f"printed {figure.provenance.vintage}")
    if source.carrier and source.carrier not in (source.publisher, "none"):
        parts.append(f"read at {source.carrier}")
    parts += [f"tier {source.tier}", "your own figures" if source.own else "", f"row {figure.id}"]
    return ", ".join(part for part in parts if part)
