"""Benchmarks: in comes a YAML file of a user; out come shares of groups with their uncertainty, and where they are from.

A representation ratio is as good as its benchmark, so the file must say who is counted, when, and by whom.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

from tallymark.model.closed_yaml import check_keys, parse_yaml
from tallymark.model.errors import InputError, TallymarkError
from tallymark.model.interval import Interval
from tallymark.model.period import Period

CODE = "TM-COUNT-043"
UNITS = ("percent", "people")
REQUIRED = ("title", "people", "period", "by", "unit", "source", "groups")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The share of a group, between 0 and 1, ends included."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Shares by group: ``people`` says who is counted, ``by`` which breakdown the groups are values of."""

    title: str
    people: str
    period: Period
    by: str
    source: str
    url: str
    note: str
    groups: Mapping[str, Bounds]


def read_benchmark(path: Path) -> Benchmark:
    """The benchmark of a file; raises TM-COUNT-043 with the key that breaks the schema or cannot be."""
    label = path.name
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(CODE, where=str(path), detail=type(error).__name__) from None
    try:
        entry = parse_yaml(text, label, CODE)
    except TallymarkError as error:
        raise InputError(CODE, where=error.where, detail=error.detail) from None
    return benchmark_of(entry, label)


def benchmark_of(loaded: object, label: str) -> Benchmark:
    """The benchmark of what a file or a request says; raises TM-COUNT-043 like ``read_benchmark``."""
    try:
        entry = check_keys(loaded, label, REQUIRED, ("whole", "note"), CODE)
        source = check_keys(entry["source"], f"{label} source", ("title", "url"), (), CODE)
    except TallymarkError as error:
        raise InputError(CODE, where=error.where, detail=error.detail) from None
    return Benchmark(
        _text(entry, "title", label),
        _text(entry, "people", label),
        _period(entry, label),
        _text(entry, "by", label),
        _text(source, "title", f"{label} source"),
        _text(source, "url", f"{label} source"),
        _text(entry, "note", label) if "note" in entry else "",
        _groups(entry, label),
    )


def _groups(entry: Mapping[str, object], label: str) -> Mapping[str, Bounds]:
    unit = entry["unit"]
    if unit not in UNITS or ("whole" in entry) != (unit == "people"):
        raise _fault(f"{label}, key unit", "percent, or people together with the key whole")
    whole = _interval(entry["whole"], f"{label}, key whole") if "whole" in entry else Interval.point(100)
    listed = entry["groups"]
    if not isinstance(listed, Mapping) or not listed:
        raise _fault(f"{label}, key groups", "values by group are expected")
    found = {str(name): _bounds(value, whole, f"{label} group {name}") for name, value in listed.items()}
    if sum(bounds.low for bounds in found.values()) > 1:
        raise _fault(f"{label}, key groups", "the groups are more than the whole")
    return MappingProxyType(found)


def _bounds(value: object, whole: Interval, where: str) -> Bounds:
    part = _interval(value, where)
    if part.low is None or part.high is None or whole.low is None or whole.high is None or whole.low <= 0:
        raise _fault(where, "both ends are needed, and the whole is more than 0")
    low = Fraction(part.low) / Fraction(whole.high)
    if low > 1 or part.low < 0:
        raise _fault(where, "no part of the whole")
    return Bounds(low, min(Fraction(part.high) / Fraction(whole.low), Fraction(1)))


def _interval(value: object, where: str) -> Interval:
    try:
        return Interval.parse(str(value))
    except TallymarkError:
        raise _fault(where, 'a number, or an interval such as "[54.1, 55.9]"') from None


def _period(entry: Mapping[str, object], label: str) -> Period:
    try:
        return Period.parse(str(entry["period"]))
    except TallymarkError:
        raise _fault(f"{label}, key period", "a label such as CY2019 or CY2015-CY2019") from None


def _text(entry: Mapping[str, object], key: str, where: str) -> str:
    value = entry[key]
    if not isinstance(value, str) or not value.strip():
        raise _fault(f"{where}, key {key}", "words are expected")
    return " ".join(value.split())


def _fault(where: str, detail: str) -> InputError:
    return InputError(CODE, where=where, detail=detail)
