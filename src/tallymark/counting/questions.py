"""Questions of a count: in come a measure, a definition, breakdowns and the fields of a table; out comes what is asked of each row.

A row is counted when every condition of the definition holds; each condition and each breakdown is written twice, on the fields
and on any reading, and NULL is unknown in both.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import sqlglot
from sqlglot import exp

from tallymark.counting.breakdowns import Breakdown
from tallymark.counting.counted import Reasons, UsedDefinition
from tallymark.counting.plan import ROWS, Question
from tallymark.model.errors import UsageError
from tallymark.model.period import Period
from tallymark.rules.card import NONE, Card
from tallymark.rules.cards import cards
from tallymark.rules.compiling import Compiled, Compiler, compiler_for
from tallymark.rules.resolve import Resolved
from tallymark.schema.tables import table as table_named

NO_FIELD = "TM-COUNT-006"
NO_DAY = "TM-COUNT-007"
COUNTED = "counted"
ANY = "+any"
DIALECT = "duckdb"


@dataclass(frozen=True, slots=True)
class Reading:
    """An expression on the fields and on any reading."""

    on_fields: str
    any_reading: str


@dataclass(frozen=True, slots=True)
class Divided:
    """A breakdown over one table: the expression of its values, the values that can occur (none for fields) and why one is unknown."""

    reading: Reading
    values: tuple[str, ...]
    reasons: Reasons
    fields: frozenset[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """One definition as questions: ``any_reading`` is None where it reads as ``on_fields`` does.

    ``values`` are the values of each breakdown that the rules can give; ``reasons`` has for ``""`` (whether a row counts) and
    for each breakdown why it may be unknown; ``dividing`` are the fields that the breakdowns read.
    """

    definition: UsedDefinition
    on_fields: Question
    any_reading: Question | None
    values: Mapping[str, tuple[str, ...]]
    reasons: Mapping[str, Reasons]
    fields: frozenset[str]
    dividing: frozenset[str]


@dataclass(frozen=True, slots=True)
class Source:
    """Rows that are asked: the table, the fields that the release fills, and what the measure asks beside the definition.

    ``when`` are the conditions of the measure and of the rule on repeats, ``reasons`` say why one may be unknown; ``day`` is the
    day of a row where the definition's rule gives none; ``adds`` are columns of what a row adds; ``settings`` are those of a rule
    that divides.
    """

    table: str
    available: frozenset[str]
    when: tuple[Reading, ...] = ()
    day: str = ""
    adds: Mapping[str, str] | None = None
    reasons: Reasons = Reasons()  # noqa: RUF009  it is frozen
    settings: Mapping[str, object] = field(default_factory=dict)


def ask(
    definition: UsedDefinition,
    resolved: Resolved | None,
    source: Source,
    divisions: Sequence[Breakdown],
    period: Period | None,
) -> Asked:
    """The questions of one definition over the rows of ``source``.

    Raises TM-COUNT-006 for a breakdown without a field and TM-COUNT-007 for a period or a part of the day where rows have no day.
    """
    compiler = _compiler(source)
    day = _day(resolved, source)
    conditions = [*source.when, *_exit(resolved)]
    if period is not None:
        conditions.append(_within(period, _needed_day(day, definition.id, "a period")))
    counted = Reading(*(_all(texts) for texts in zip(*((one.on_fields, one.any_reading) for one in conditions), strict=True))) if conditions else Reading("TRUE", "TRUE")  # fmt: skip
    divided = {one.id: _divide(one, resolved, compiler, day, definition.id, source.settings) for one in divisions}
    on_fields = _question(
        definition.id, counted.on_fields, {name: one.reading.on_fields for name, one in divided.items()}, source
    )
    any_reading = _question(
        definition.id + ANY,
        counted.any_reading,
        {name: one.reading.any_reading for name, one in divided.items()},
        source,
    )
    same = (on_fields.answers, on_fields.keep) == (any_reading.answers, any_reading.keep)
    reasons = {
        "": _together(source.reasons, _exit_reasons(resolved)),
        **{name: one.reasons for name, one in divided.items()},
    }
    return Asked(
        definition,
        on_fields,
        None if same else any_reading,
        {name: one.values for name, one in divided.items()},
        reasons,
        fields_in((*on_fields.answers.values(), *any_reading.answers.values())),
        frozenset().union(*(one.fields for one in divided.values())),
    )


def fields_in(texts: Collection[str]) -> frozenset[str]:
    """The columns of ``records`` that expressions read."""
    return frozenset().union(*map(_columns, texts))


@lru_cache(maxsize=4096)
def _columns(text: str) -> frozenset[str]:
    """The columns of one expression; the same rules are asked again for every period and breakdown of a check."""
    return frozenset(column.name for column in sqlglot.parse_one(text, read=DIALECT).find_all(exp.Column))


def _question(name: str, counted: str, groups: Mapping[str, str], source: Source) -> Question:
    answers = {COUNTED: counted} | {column(place): text for place, text in enumerate(groups.values())}
    return Question(name, answers | dict(source.adds or {}), keep=counted)


def column(place: int) -> str:
    """The name of the column of a breakdown by its place."""
    return f"by_{place}"


def _compiler(source: Source) -> Compiler:
    return compiler_for(source.table, absent=set(table_named(source.table).fields) - source.available)


def _all(conditions: Sequence[str]) -> str:
    others = [text for text in conditions if text != "TRUE"]
    return " AND ".join(f"({text})" for text in others) if others else "TRUE"


def _exit(resolved: Resolved | None) -> list[Reading]:
    """The conditions of a rule set that say which rows count."""
    if resolved is None:
        return []
    found = [resolved.compiled[family] for family in ("exit", "duplicate") if family in resolved.compiled]
    return [Reading(one.on_fields, one.any_reading) for one in found if one.card.kind == "condition"]


def _exit_reasons(resolved: Resolved | None) -> Reasons:
    if resolved is None:
        return Reasons()
    found = [reasons_of(resolved.compiled[family]) for family in ("exit", "duplicate") if family in resolved.compiled]
    return _together(*found)


def _together(*several: Reasons) -> Reasons:
    return Reasons(
        tuple(words for one in several for words in one.on_fields),
        tuple(words for one in several for words in one.any_reading),
    )


def reasons_of(compiled: Compiled) -> Reasons:
    """Why a rule may answer nothing: its fields are empty in a row, or no record says what it asks."""
    card = compiled.card
    names = ", ".join(sorted(_could_be_unknown(compiled.on_fields)))
    empty = (f"left open by {names} (rule {card.id}@{card.version})",) if names else ()
    named = f"no field for {', '.join(compiled.without_field)}"
    return Reasons(empty, (*open_words(card), *((named,) if compiled.without_field else ())))


def _could_be_unknown(text: str) -> frozenset[str]:
    """The fields whose emptiness can make an answer unknown: those that are not only asked whether they are empty."""
    columns = sqlglot.parse_one(text, read=DIALECT).find_all(exp.Column)
    return frozenset(column.name for column in columns if not isinstance(column.parent, exp.Is))


def open_words(card: Card) -> tuple[str, ...]:
    """What no record decides in a rule and in those it names."""
    found = [one.what for below in cards().tree(card) for one in below.open if one.effect != "note"]
    return tuple(dict.fromkeys(found))


def _day(resolved: Resolved | None, source: Source) -> Reading | None:
    if resolved is None or "year" not in resolved.compiled:
        return Reading(source.day, source.day) if source.day else None
    found = resolved.compiled["year"]
    texts = (found.on_fields, found.any_reading)
    return Reading(*(f"coalesce({text}, {source.day})" for text in texts) if source.day else texts)


def _needed_day(day: Reading | None, definition: str, what: str) -> Reading:
    if day is None:
        raise UsageError(NO_DAY, where=definition, detail=f"{what} was asked for")
    return day


def _within(period: Period, day: Reading) -> Reading:
    ends = [
        f"{sign} DATE '{end.isoformat()}'" for sign, end in ((">=", period.start), ("<", period.end)) if end is not None
    ]
    return Reading(
        *(_all([f"({text}) {end}" for end in ends]) for text in (day.on_fields, day.any_reading)),
    )


def _divide(
    one: Breakdown,
    resolved: Resolved | None,
    compiler: Compiler,
    day: Reading | None,
    definition: str,
    settings: Mapping[str, object],
) -> Divided:
    if one.time:
        known = _needed_day(day, definition, one.id)
        texts = [_part_of_day(one.time, text) for text in (known.on_fields, known.any_reading)]
        reasons = Reasons(("the record has no day that puts it into a year",))
        return Divided(Reading(*texts), (), reasons, frozenset())
    if one.fields:
        return _by_field(one, compiler, definition)
    compiled = _rule_of(one, resolved, compiler, definition, settings)
    if compiled.card.kind == "category":
        values = tuple(dict.fromkeys((*(case.value for case in compiled.card.cases), NONE)))
        return Divided(Reading(compiled.on_fields, compiled.any_reading), values, reasons_of(compiled), compiled.fields)
    return _by_condition(one, compiled, compiler)


def _by_field(one: Breakdown, compiler: Compiler, definition: str) -> Divided:
    found = next((name for name in one.fields if name in compiler.available), None)
    if found is None:
        detail = f"it needs one of {', '.join(one.fields)}"
        raise UsageError(NO_FIELD, where=f"breakdown {one.id}, definition {definition}", detail=detail)
    text = f"{ROWS}.{found}"
    return Divided(Reading(text, text), (), Reasons((f"left open: {found} is empty",)), frozenset({found}))


def _rule_of(
    one: Breakdown, resolved: Resolved | None, compiler: Compiler, definition: str, settings: Mapping[str, object]
) -> Compiled:
    """The rule by which a breakdown divides; raises TM-COUNT-006 when there is none with a field."""
    if one.family:
        if resolved is not None and one.family in resolved.compiled:
            return resolved.compiled[one.family]
        detail = (
            f"the definition has no rule of the family {one.family} for which the release has a field;"
            f" a rule of the family can be named by its id: tallymark rules {one.family}"
        )
        raise UsageError(NO_FIELD, where=f"breakdown {one.id}, definition {definition}", detail=detail)
    card = cards().get(one.rule)
    if not compiler.has_field(card):
        missing = sorted(cards().needs(card) - compiler.available)
        detail = f"missing in the table or release: {', '.join(missing)}"
        raise UsageError(NO_FIELD, where=f"breakdown {one.id}, definition {definition}", detail=detail)
    known = cards().parameters(card)
    return compiler.compile_card(card, {name: value for name, value in settings.items() if name in known})


def _by_condition(one: Breakdown, compiled: Compiled, compiler: Compiler) -> Divided:
    """Yes and no by the names that the breakdown gives them, with another value in place of some of the noes."""
    deciding = {compiled.card.id, *compiled.taken.values()}
    others = {
        value: compiler.compile(rule)
        for name, instead in one.instead.items()
        if name in deciding
        for value, rule in instead.items()
        if compiler.has_field(compiler.cards.get(rule))
    }
    texts = [
        _named(one, compiled.on_fields, {value: other.on_fields for value, other in others.items()}),
        _named(one, compiled.any_reading, {value: other.any_reading for value, other in others.items()}),
    ]
    read = compiled.fields.union(*(other.fields for other in others.values()))
    return Divided(Reading(*texts), (one.yes, *others, one.no), reasons_of(compiled), read)


def _named(one: Breakdown, condition: str, others: Mapping[str, str]) -> str:
    cases = "".join(f" WHEN ({text}) THEN '{value}'" for value, text in others.items())
    return f"CASE WHEN ({condition}) THEN '{one.yes}' WHEN ({condition}) IS NULL THEN NULL{cases} ELSE '{one.no}' END"


def _part_of_day(part: str, day: str) -> str:
    """Year, month (201310) or day (20131031) of a date as a whole number."""
    match part:
        case "fiscal_year":
            return f"year({day}) + CASE WHEN month({day}) >= 10 THEN 1 ELSE 0 END"
        case "calendar_year":
            return f"year({day})"
        case "month":
            return f"100 * year({day}) + month({day})"
        case _:
            return f"10000 * year({day}) + 100 * month({day}) + day({day})"
