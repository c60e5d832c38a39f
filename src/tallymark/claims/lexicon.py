"""The lexicon: in come the phrases of ``data/lexicon/*.yaml``; out come the terms found among the words of a sentence, longest first.

Notation of a phrase: words parted by blanks; ``a|b`` alternatives of one word, ``?a|b`` an optional word, ``/v`` every
form of a regular verb, ``/n`` singular and plural. Each entry has a closed schema; an unknown key is TM-CLAIMS-201.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from tallymark.model.closed_yaml import parse_yaml
from tallymark.model.errors import DataError
from tallymark.model.vocabulary import measures, population_values

ROLES = frozenset({"act", "event", "people", "thing", "filter", "neutral", "context", "change"})
COUNTED = frozenset({"act", "event", "people", "thing"})
KEYS = frozenset(
    {
        "role",
        "phrases",
        "measure",
        "when",
        "needs",
        "filters",
        "unit",
        "context",
        "head",
        "direction",
        "close",
        "per_day",
        "over_time",
        "stock",
        "blocks",
        "crime",
        "part",
    }
)
BY_MEASURE = "by_measure"
MAX_FORMS = 4000
_END = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning that phrases carry.

    ``role``: act (a verb whose people are counted), event (a noun for what happened), people, thing, filter (narrows
    who), neutral (changes nothing; ``head`` when it can be what is counted), context (chooses between measures), change
    (with ``direction``). ``when`` maps a context to another measure (None: to no measure at all); ``needs`` is a context
    without which the entry does not count; ``close``: only right beside the number; ``per_day`` is the measure of a daily
    rate; ``over_time`` what they are over a period longer than a day; ``stock`` what millions of them are when no verb governs
    the number; ``blocks``: a place the vocabulary does not know, kept as unmapped;
    ``crime``: a deed, which narrows who is counted but is no person itself; ``part``: it names a whole of which the measure
    is the part ("of the labor force"). ``place`` is file and number of the entry, for messages and the use report.
    """

    place: str
    role: str
    phrases: tuple[str, ...]
    measure: str | None = None
    when: tuple[tuple[str, str | None], ...] = ()
    needs: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    context: str = ""
    head: bool = False
    direction: str = ""
    close: bool = False
    per_day: str = ""
    stock: str = ""
    blocks: bool = False
    crime: bool = False
    over_time: str = ""
    part: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """An entry found at the words ``first`` to ``last`` (included) of a sentence."""

    entry: Entry
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries and the index that finds them: a tree of words, the empty word marking the end of a phrase."""

    entries: tuple[Entry, ...]
    tree: Mapping[str, Any]

    def find(self, words: Sequence[str]) -> tuple[Term, ...]:
        """The terms among lower-case words, left to right, the longest at each place, none overlapping."""
        found: list[Term] = []
        position, end = 0, len(words)
        while position < end:
            node = self.tree.get(words[position])
            best: Entry | None = None
            last = step = position
            while node is not None:
                if _END in node:
                    best, last = node[_END], step
                step += 1
                node = node.get(words[step]) if step < end else None
            if best is None:
                position += 1
                continue
            found.append(Term(best, position, last))
            position = last + 1
        return tuple(found)


@cache
def lexicon() -> Lexicon:
    """The bundled lexicon; raises TM-CLAIMS-201 for an entry outside the schema, TM-CLAIMS-202 for a phrase listed twice."""
    entries = tuple(_entries())
    tree: dict[str, Any] = {}
    for entry in entries:
        for phrase in entry.phrases:
            for words in forms(phrase, entry.place):
                _insert(tree, words, entry)
    return Lexicon(entries, tree)


def forms(phrase: str, place: str = "") -> Iterator[tuple[str, ...]]:
    """Every sequence of words that a phrase stands for."""
    slots = [_slot(word) for word in phrase.lower().split()]
    size = 1
    for slot in slots:
        size *= len(slot)
    if size > MAX_FORMS or not slots:
        raise DataError("TM-CLAIMS-201", where=place, detail=f"{phrase!r} stands for {size} word sequences")
    for choice in itertools.product(*slots):
        words = tuple(word for word in choice if word)
        if words:
            yield words


def _slot(word: str) -> tuple[str, ...]:
    if word.startswith("?"):
        return ("", *_alternatives(word[1:]))
    return _alternatives(word)


def _alternatives(word: str) -> tuple[str, ...]:
    found: list[str] = []
    for part in word.split("|"):
        if part.endswith("/v"):
            found += verb_forms(part[:-2])
        elif part.endswith("/n"):
            found += [part[:-2], plural(part[:-2])]
        else:
            found.append(part)
    return tuple(found)


def verb_forms(base: str) -> list[str]:
    """The forms of a regular verb: drop, drops, dropped, dropping."""
    if base.endswith("e"):
        return [base, base + "s", base + "d", base[:-1] + "ing"]
    if base.endswith("y") and base[-2] not in "aeiou":
        return [base, base[:-1] + "ies", base[:-1] + "ied", base + "ing"]
    stem = base + base[-1] if base in DOUBLING else base
    third = base + "es" if base.endswith(("s", "sh", "ch", "x")) else base + "s"
    return [base, third, stem + "ed", stem + "ing"]


DOUBLING = frozenset({"drop", "plan", "step", "slip", "dip", "stop", "commit", "permit"})


def plural(noun: str) -> str:
    """The regular plural of a noun."""
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "es" if noun.endswith(("s", "sh", "ch", "x")) else noun + "s"


def _insert(tree: dict[str, Any], words: tuple[str, ...], entry: Entry) -> None:
    node = tree
    for word in words:
        node = node.setdefault(word, {})
    known: Entry | None = node.get(_END)
    if known is not None and known.role != "context" and entry.role != "context" and known is not entry:
        detail = f"{' '.join(words)!r} is also in {known.place}"
        raise DataError("TM-CLAIMS-202", where=entry.place, detail=detail)
    if known is None or known.role == "context":
        node[_END] = entry


def _entries() -> Iterator[Entry]:
    folder = resources.files("tallymark.claims").joinpath("data/lexicon")
    for path in sorted(folder.iterdir(), key=lambda item: item.name):
        if path.name.endswith(".yaml"):
            yield from read_entries(path.read_text(encoding="utf-8"), f"claims/data/lexicon/{path.name}")


def read_entries(text: str, name: str) -> Iterator[Entry]:
    """The entries of one file; raises TM-CLAIMS-201 with file and entry number for anything outside the schema."""
    content = parse_yaml(text, name, "TM-CLAIMS-201")
    if not isinstance(content, dict) or set(content) != {"entries"}:
        raise DataError("TM-CLAIMS-201", where=name, detail="one key: entries")
    for number, row in enumerate(content["entries"], 1):
        yield _entry(row, f"{name} entry {number}")


def _entry(row: object, place: str) -> Entry:
    if not isinstance(row, dict) or set(row) - KEYS or row.get("role") not in ROLES:
        raise DataError("TM-CLAIMS-201", where=place, detail=str(row)[:200])
    phrases = row.get("phrases")
    if not isinstance(phrases, list) or not all(isinstance(phrase, str) for phrase in phrases):
        raise DataError(
            "TM-CLAIMS-201", where=place, detail="phrases must be a list of words; quote what YAML reads otherwise"
        )
    when = tuple((str(key), None if value is None else str(value)) for key, value in row.get("when", {}).items())
    filters = tuple((str(key), str(value)) for key, value in row.get("filters", {}).items())
    for measure in (
        row.get("measure"),
        row.get("per_day"),
        row.get("stock"),
        row.get("over_time"),
        *(value for _, value in when),
    ):
        if measure is not None and measure not in measures():
            raise DataError("TM-CLAIMS-201", where=place, detail=f"measure {measure!r}")
    for pair in filters:
        if pair not in population_values() and pair[1] != BY_MEASURE:
            raise DataError("TM-CLAIMS-201", where=place, detail=f"filter {pair!r}")
    return Entry(
        place, row["role"], tuple(phrases), row.get("measure"), when, row.get("needs", ""), filters, row.get("unit", ""),
        row.get("context", ""), bool(row.get("head", False)),
        row.get("direction", ""), bool(row.get("close", False)), row.get("per_day", ""), row.get("stock", ""), bool(row.get("blocks", False)), bool(row.get("crime", False)),
        row.get("over_time", ""), bool(row.get("part", False)),
    )  # fmt: skip
