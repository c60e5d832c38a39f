"""Breakdowns: in comes ``data/breakdowns.yaml``; out comes for each by what it divides: a part of the day, a rule, or an open field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import cast

from tallymark.model.closed_yaml import check_keys, parse_yaml
from tallymark.model.errors import DataError, UsageError
from tallymark.rules.card import FAMILIES
from tallymark.rules.cards import cards
from tallymark.schema.fields import fields

CODE = "TM-COUNT-004"
NO_BREAKDOWN = "TM-COUNT-005"
LABEL = "counting/data/breakdowns.yaml"
TIMES = ("fiscal_year", "calendar_year", "month", "day")
OPTIONAL = ("time", "family", "fields", "yes", "no", "instead", "known", "labels", "title")
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One breakdown; exactly one of ``time``, ``family``, ``rule`` and ``fields`` is filled.

    ``yes`` and ``no`` name the answers of a condition. ``instead`` gives for the rule that decides a condition another value
    and the rule under which a ``no`` has it. ``known`` names printed values, ``labels`` are words; with ``title`` words in capitals are shown with capitals at their beginning.
    """

    id: str
    words: str
    time: str = ""
    family: str = ""
    rule: str = ""
    fields: tuple[str, ...] = ()
    yes: str = YES
    no: str = NO
    instead: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    title: bool = False


@cache
def breakdowns() -> Mapping[str, Breakdown]:
    """Every breakdown of the file by id."""
    return read_breakdowns(resources.files("tallymark.counting").joinpath("data/breakdowns.yaml"), LABEL)


def breakdown(name: str) -> Breakdown:
    """The breakdown of this id, or that by a condition or category of the rules with this id; raises TM-COUNT-005."""
    found = breakdowns().get(name)
    if found is not None:
        return found
    versions = cards().by_id.get(name.partition("@")[0])
    if versions and versions[-1].kind in ("condition", "category"):
        return Breakdown(name, versions[-1].title, rule=name)
    detail = f"known: {', '.join(breakdowns())}, and the id of any condition or category that tallymark rules lists"
    raise UsageError(NO_BREAKDOWN, where=repr(name), detail=detail)


def share_values(by: Sequence[Breakdown]) -> tuple[str, ...]:
    """The values of the last breakdown whose share is a finding by itself: the yes of a condition."""
    if not by:
        return ()
    last = by[-1]
    named = last.family and last.yes != YES
    by_condition = last.rule and cards().get(last.rule).kind == "condition"
    return (last.yes,) if named or by_condition else ()


def read_breakdowns(path: Traversable, label: str) -> Mapping[str, Breakdown]:
    """The breakdowns of a file; raises TM-COUNT-004 with the key that breaks the schema."""
    loaded = parse_yaml(path.read_text(encoding="utf-8"), label, CODE)
    if not isinstance(loaded, Mapping):
        raise DataError(CODE, where=label, detail="a mapping is expected")
    return MappingProxyType(
        {str(name): _breakdown(str(name), entry, f"{label} key {name}") for name, entry in loaded.items()}
    )


def _breakdown(name: str, loaded: object, where: str) -> Breakdown:
    entry = check_keys(loaded, where, ("words",), OPTIONAL, CODE)
    found = Breakdown(
        name,
        str(entry["words"]),
        time=str(entry.get("time", "")),
        family=str(entry.get("family", "")),
        fields=tuple(str(one) for one in cast("list[object]", entry.get("fields", []))),
        yes=str(entry.get("yes", YES)),
        no=str(entry.get("no", NO)),
        instead=MappingProxyType(
            {rule: _mapping(one, where) for rule, one in _mapping(entry.get("instead"), where).items()}
        ),
        known=MappingProxyType(_mapping(entry.get("known"), where)),
        labels=MappingProxyType(_mapping(entry.get("labels"), where)),
        title=bool(entry.get("title", False)),
    )
    fault = _fault(found)
    if fault:
        raise DataError(CODE, where=where, detail=fault)
    return found


def _mapping(loaded: object, where: str) -> dict[str, str]:
    """A mapping with text keys; empty when there is none."""
    if loaded is None:
        return {}
    if not isinstance(loaded, Mapping):
        raise DataError(CODE, where=where, detail="a mapping is expected")
    return {str(key): value for key, value in loaded.items()}


def _fault(found: Breakdown) -> str:
    """What is wrong with an entry that has the right keys, empty for nothing."""
    if sum(map(bool, (found.time, found.family, found.fields))) != 1:
        return "exactly one of time, family and fields"
    if found.time and found.time not in TIMES:
        return f"time {found.time!r} is none of {', '.join(TIMES)}"
    if found.family and found.family not in FAMILIES:
        return f"there is no family {found.family!r}"
    closed = [name for name in found.fields if name not in fields() or fields()[name].privacy != "open"]
    if closed:
        return f"{closed[0]!r} is no open field"
    known = cards().by_id
    rules = [rule for name, one in found.instead.items() for rule in (name, *one.values()) if rule not in known]
    return f"there is no rule {rules[0]!r}" if rules else ""
