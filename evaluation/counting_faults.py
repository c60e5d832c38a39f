"""Faults put into the counting room: in come rules, rule sets, breakdowns and functions; out come places where one is broken.

Each fault is a name and a context in which it is there. Broken cards come from ``rules/mutants``; the others break the choice of a
rule, the names of values, the parts of a date, and the sums.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from unittest.mock import patch

import pyarrow as pa
import pyarrow.compute as pc

from tallymark.counting.breakdowns import Breakdown, breakdowns
from tallymark.counting.cells import cells_of
from tallymark.counting.counted import UNKNOWN, Cell, Group, Tally
from tallymark.counting.scan import N_ROWS, scan
from tallymark.rules import compiling
from tallymark.rules.cards import cards
from tallymark.rules.mutants import Mutant, broken, mutants
from tallymark.rules.rule_sets import RuleSet, rule_sets

# The definitions that are compared, with the families that their tables use.
TESTED = {
    "ice.removals_records": ("exit", "year", "criminality", "offence"),
    "ice.removals_by_departure": ("exit", "year", "criminality", "offence"),
    "ohss.removals": ("exit", "year", "criminality", "offence"),
    "dhs.returns": ("exit", "year", "criminality"),
    "ice.removals.2009": ("exit", "year"),
}
Tables = Mapping[str, pa.Table]
Change = Callable[[Cell], Cell | None]


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault with what it is in words.

    ``rules`` are the rules of definitions that could answer otherwise, and ``instead`` those that answer while the fault is
    there; empty for one in no rule.
    """

    name: str
    put: Callable[[], AbstractContextManager[object]]
    rules: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()


def faults() -> tuple[Fault, ...]:
    """Every fault in a fixed order."""
    return (*_in_cards(), *_in_rule_sets(), *_in_breakdowns(), *_in_functions())


def _named() -> tuple[str, ...]:
    """The rules that the tested definitions and breakdowns name."""
    found = {"criminality.pending.case": ""}
    for name, families in TESTED.items():
        for family in (*families, "level"):
            found |= dict.fromkeys(rule_sets()[name].rules.get(family, ()), "")
    return tuple(found)


def _in_cards() -> Iterator[Fault]:
    named = _named()
    used = {one.id: one for rule in named for one in cards().tree(cards().get(rule))}
    for card in used.values():
        for mutant in mutants(card):
            yield Fault(f"{card.id}: {mutant.fault}", partial(_with_card, mutant), named, named)


@contextmanager
def _with_card(mutant: Mutant) -> Iterator[None]:
    """All cards are read through one object; it holds the broken one for a while."""
    together = cards()
    whole = together.by_id
    object.__setattr__(together, "by_id", broken(together, mutant).by_id)
    compiling._compiled_once.cache_clear()
    try:
        yield
    finally:
        object.__setattr__(together, "by_id", whole)
        compiling._compiled_once.cache_clear()


def _in_rule_sets() -> Iterator[Fault]:
    """Another rule of the same family and kind in the place of the one that a definition names."""
    for name, families in TESTED.items():
        one = rule_sets()[name]
        for family in families:
            own = cards().get(one.rules[family][0])
            for card in cards():
                if card.id.split(".")[0] == family and card.kind == own.kind and card.id not in one.rules[family]:
                    rules = MappingProxyType({**one.rules, family: (card.id,)})
                    changed = replace(one, rules=rules)
                    yield Fault(
                        f"{name}: {family} is {card.id}", partial(_with_rule_set, changed), (own.id,), (card.id,)
                    )


@contextmanager
def _with_rule_set(changed: RuleSet) -> Iterator[None]:
    together = MappingProxyType({**rule_sets(), changed.id: changed})
    with (
        patch("tallymark.rules.rule_sets.rule_sets", lambda: together),
        patch("tallymark.counting.measures.rule_sets", lambda: together),
    ):
        yield


def _in_breakdowns() -> Iterator[Fault]:
    known = breakdowns()
    crime, year = known["criminality"], known["fiscal_year"]
    changes = {
        "convicted and not convicted change places": ("criminality", replace(crime, yes=crime.no, no=crime.yes)),
        "pending charges are not told apart": ("criminality", replace(crime, instead={})),
        "convicted goes by another name": ("criminality", replace(crime, yes="pending")),
        "offence is the threat level": ("offence", replace(known["offence"], family="level")),
        "threat level is the offence": ("level", replace(known["level"], family="offence")),
        "the fiscal year is the calendar year": ("fiscal_year", replace(year, time="calendar_year")),
        "the month is the year": ("month", replace(known["month"], time="fiscal_year")),
    }
    for words, (name, one) in changes.items():
        yield Fault(f"breakdown: {words}", partial(_with_breakdowns, MappingProxyType({**known, name: one})))


def _with_breakdowns(changed: Mapping[str, Breakdown]) -> AbstractContextManager[object]:
    return patch("tallymark.counting.breakdowns.breakdowns", lambda: changed)


def _in_functions() -> Iterator[Fault]:
    """Faults in the parts of a date, in the sums and in the scan."""
    for words, text in YEARS.items():
        yield Fault(f"date: {words}", partial(_with_year, text))
    for words, change in SUMS.items():
        yield Fault(f"sums: {words}", partial(_with_cells, change))
    for words, changed in SCANS.items():
        yield Fault(f"scan: {words}", partial(_with_scan, changed))


def _with_year(text: str) -> AbstractContextManager[object]:
    return patch("tallymark.counting.questions._part_of_day", lambda _, day: text.format(day=day))


def _with_cells(change: Change) -> AbstractContextManager[object]:
    def changed(name: str, on_fields: Mapping[Group, Tally], any_reading: Mapping[Group, Tally]) -> list[Cell]:
        return [one for cell in cells_of(name, on_fields, any_reading) if (one := change(cell)) is not None]

    return patch("tallymark.counting.count.cells_of", changed)


def _with_scan(change: Callable[[Tables], Tables]) -> AbstractContextManager[object]:
    return patch("tallymark.counting.count.scan", lambda engine, plan: change(scan(engine, plan)))


def _tallied(change: Callable[[Tally], Tally]) -> Change:
    return lambda cell: replace(cell, tally=change(cell.tally))


def _named_unknown(cell: Cell) -> Cell:
    first = {0: "FY2024", 1: "convicted"}
    group = tuple(first.get(place, value) if value == UNKNOWN else value for place, value in enumerate(cell.group))
    return replace(cell, group=group)


def _each(change: Callable[[pa.Table], pa.Table]) -> Callable[[Tables], Tables]:
    return lambda found: {name: change(one) for name, one in found.items()}


def _counted(change: Callable[[pa.ChunkedArray], pa.ChunkedArray]) -> Callable[[Tables], Tables]:
    """With other numbers of rows."""

    def changed(one: pa.Table) -> pa.Table:
        return one.set_column(one.schema.get_field_index(N_ROWS), N_ROWS, change(one.column(N_ROWS)))

    return _each(changed)


def _first_answers(found: Tables) -> Tables:
    first: dict[tuple[str, ...], pa.Table] = {}
    return {name: first.setdefault(tuple(one.column_names), one) for name, one in found.items()}


YEARS = {
    "the fiscal year begins in September": "year({day}) + CASE WHEN month({day}) >= 9 THEN 1 ELSE 0 END",
    "the fiscal year begins in November": "year({day}) + CASE WHEN month({day}) > 10 THEN 1 ELSE 0 END",
    "the fiscal year is one late": "year({day}) + CASE WHEN month({day}) >= 10 THEN 2 ELSE 1 END",
    "the fiscal year ends with December": "year({day}) + CASE WHEN month({day}) > 12 THEN 1 ELSE 0 END",
}
SUMS: Mapping[str, Change] = {
    "possible rows are certain": _tallied(
        lambda one: Tally(one.certain + one.possible, 0, one.certain_any, one.possible_any)
    ),
    "possible rows are lost": _tallied(lambda one: Tally(one.certain, 0, one.certain_any, one.possible_any)),
    "certain rows are possible": _tallied(lambda one: Tally(0, one.certain + one.possible, 0, one.possible_any)),
    "rows count twice": _tallied(lambda one: one + one),
    "unknown values are lost": lambda cell: None if UNKNOWN in cell.group else cell,
    "unknown values are the first one": _named_unknown,
}
SCANS: Mapping[str, Callable[[Tables], Tables]] = {
    "the last combination is lost": _each(lambda one: one.slice(0, max(one.num_rows - 1, 0))),
    "the first combination is lost": _each(lambda one: one.slice(1)),
    "rows without an answer are lost": _each(lambda one: one.filter(pc.is_valid(one.column(0)))),
    "combinations count once": _counted(lambda n_rows: pa.chunked_array([[1] * len(n_rows)], pa.int64())),
    "one row too many": _counted(lambda n_rows: pc.add(n_rows, 1)),
    "every question has the answers of the first": _first_answers,
}
