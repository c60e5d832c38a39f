"""Families: in comes ``data/family.csv``; out comes which measures are near each other and how words left out are read.

Kinds of lines:
``near`` measures mixed up in texts; ``wider`` a count that texts call by the same words, with words of the sentence that
exclude it; ``narrow`` words anywhere in a text that exclude every wider count; ``same_outside`` two measures that are one
count outside a window; ``parts`` a count that is the sum of two others; ``rate_of`` a flow behind a rate per day;
``estimate`` a stock that is estimated at intervals and stays in force; ``open_filter`` a filter that figures carry and texts
leave out; ``redundant`` a filter that the measure implies; ``default`` the series meant when a text names no publisher;
``agency`` words that name a publisher; ``another_count`` words beside a number that make it another count than its
measure; ``mean`` words that make it a mean of several counts; ``gap`` words that make it what one count lacks of another; ``unit_word`` a noun for people that counts groups of them; ``department`` the body above the agency that counts,
whose own total may be wider.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from tallymark.model.errors import DataError, TallymarkError
from tallymark.model.patterns import compile_pattern
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.vocabulary import measures

COLUMNS = ["kind", "name", "other", "words"]
KINDS = {
    "near",
    "wider",
    "same_outside",
    "open_filter",
    "redundant",
    "default",
    "rate_of",
    "estimate",
    "agency",
    "another_count",
    "gap",
    "mean",
    "parts",
    "unit_word",
    "narrow",
    "department",
}
WORDS_ONLY = ("agency", "another_count", "gap", "mean", "unit_word")


@dataclass(frozen=True, slots=True)
class Family:
    """What is known about one measure: see the module docstring for the fields."""

    near: tuple[tuple[str, str], ...] = ()
    wider: tuple[tuple[str, str], ...] = ()
    narrow: tuple[str, ...] = ()
    same_outside: tuple[tuple[str, Period], ...] = ()
    open_filters: tuple[Population, ...] = ()
    redundant: frozenset[tuple[str, str]] = frozenset()
    default: str = ""
    rate_of: str = ""
    estimate: bool = False
    department: str = ""


@cache
def families() -> dict[str, Family]:
    """The family of every measure that has one; raises TM-CHECKING-001 for a line that breaks the schema."""
    lines = _bundled()
    names = {name for kind, name, *_ in lines if kind not in (*WORDS_ONLY, "parts")}
    names |= {other for kind, _, other, _ in lines if kind in ("near", "same_outside")}
    return {name: _family(name, lines) for name in names}


def family(measure: str) -> Family:
    """The family of one measure, empty where nothing is known."""
    return families().get(measure, Family())


@cache
def agencies() -> frozenset[str]:
    """The publishers whose figures are official."""
    return frozenset(name for kind, name, *_ in _bundled() if kind == "agency")


def agencies_in(words: str) -> frozenset[str]:
    """The publishers that some words name ("the Border Patrol said": CBP)."""
    return frozenset(name for pattern, name in _agency_patterns() if pattern.search(words))


@cache
def _bundled() -> list[tuple[str, str, str, str]]:
    with resources.as_file(resources.files("tallymark.checking").joinpath("data/family.csv")) as path:
        return read_lines(path)


@cache
def sums() -> tuple[tuple[str, str, str], ...]:
    """Counts that are the sum of two others: the sum and both parts."""
    return tuple((name, other, words) for kind, name, other, words in _bundled() if kind == "parts")


def unit_word(words: str, people: Population) -> str:
    """What a figure counts where ``words`` name groups of these people ("families"); empty when they do not."""
    for kind, name, other, meant in _bundled():
        if (
            kind == "unit_word"
            and re.search(rf"\b{name}\b", words, re.IGNORECASE)
            and people.inside(Population.parse(other))
        ):
            return meant
    return ""


def another_count(words: str) -> str:
    """The first word that makes a number another count than its measure says ("an average of"); empty for none."""
    match = _words_of("another_count", "gap", "mean").search(words)
    return "" if match is None else match[0]


def gap_word(words: str) -> str:
    """The first word that makes a number what one count lacks of another ("missing"); empty for none."""
    match = _words_of("gap").search(words)
    return "" if match is None else match[0]


def mean_word(words: str) -> str:
    """The first word that makes a number a mean of several counts ("average"); empty for none."""
    match = _words_of("mean").search(words)
    return "" if match is None else match[0]


@cache
def _words_of(*kinds: str) -> re.Pattern[str]:
    names = [name for kind, name, *_ in _bundled() if kind in kinds]
    return compile_pattern(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE)


def read_lines(path: Path) -> list[tuple[str, str, str, str]]:
    """The lines of a family file; raises TM-CHECKING-001 naming file and line."""
    found: list[tuple[str, str, str, str]] = []
    with path.open("r", encoding="utf-8") as handle:
        reader = csv.DictReader(handle)
        if reader.fieldnames != COLUMNS:
            raise DataError("TM-CHECKING-001", where=f"{path.name} line 1", detail=f"columns must be {COLUMNS}")
        for row in reader:
            _test(row, f"{path.name} line {reader.line_num}")
            found.append((row["kind"], row["name"], row["other"], row["words"]))
    return found


def _test(row: dict[str, str], where: str) -> None:
    if None in row or None in row.values() or row["kind"] not in KINDS:
        raise DataError("TM-CHECKING-001", where=where, detail=str(row.get("kind")))
    kind = row["kind"]
    try:
        if kind in ("open_filter", "redundant", "unit_word"):
            Population.parse(row["other"])
        if kind == "same_outside":
            Period.parse(row["words"])
    except TallymarkError as error:
        raise DataError("TM-CHECKING-001", where=where, detail=error.where) from error
    named = [] if kind in WORDS_ONLY else [row["name"]]
    named += [row["other"]] if kind in ("near", "wider", "same_outside", "rate_of") else []
    if any(name not in measures() for name in named):
        raise DataError("TM-CHECKING-001", where=where, detail=", ".join(named))


def _family(name: str, lines: list[tuple[str, str, str, str]]) -> Family:
    mine = [line for line in lines if line[1] == name]
    turned = [(kind, other, first, _turned(kind, first, words)) for kind, first, other, words in lines if other == name]
    both = [*mine, *turned]
    return Family(
        near=tuple((other, words) for kind, _, other, words in both if kind == "near"),
        wider=tuple((other, words) for kind, _, other, words in mine if kind == "wider"),
        narrow=tuple(other for kind, _, other, _ in mine if kind == "narrow"),
        same_outside=tuple((other, Period.parse(words)) for kind, _, other, words in both if kind == "same_outside"),
        open_filters=tuple(Population.parse(other) for kind, _, other, _ in mine if kind == "open_filter"),
        redundant=frozenset(pair for kind, _, other, _ in mine if kind == "redundant" for pair in _filters(other)),
        default=next((other for kind, _, other, _ in mine if kind == "default"), ""),
        rate_of=next((other for kind, _, other, _ in mine if kind == "rate_of"), ""),
        estimate=any(kind == "estimate" for kind, *_ in mine),
        department=next((other for kind, _, other, _ in mine if kind == "department"), ""),
    )


def _turned(kind: str, measure: str, words: str) -> str:
    """The words of a line read from its other side: of the measure that is then the near one."""
    return measures()[measure].words if kind == "near" else words


def _filters(text: str) -> tuple[tuple[str, str], ...]:
    return Population.parse(text).filters


@cache
def _agency_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    lines = _bundled()
    return tuple(
        (compile_pattern(rf"\b{re.escape(other)}\b"), name) for kind, name, other, _ in lines if kind == "agency"
    )
