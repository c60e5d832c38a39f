"""Roles of periods: in come an atom and the words around it; out come whether it is a period at all and what it does in its sentence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from tallymark.claims.dates import words
from tallymark.claims.periods_atoms import FISCAL, Atom
from tallymark.claims.periods_grammar import expand
from tallymark.claims.tables import either, read_rows
from tallymark.model.errors import DataError
from tallymark.model.patterns import compile_pattern

CONTEXTS = frozenset(
    {"since", "until", "as_of", "before", "after", "base", "base_from", "base_after", "said", "event", "place", "counted", "hedge", "notice", "over", "document", "spoken", "counted_issue", "surveyed"}
)  # fmt: skip
# Month names that are common words or names too.
DOUBTFUL = frozenset({"may", "march", "mar", "jan", "august", "april", "june"})

_OWN_BASE = compile_pattern(r"(?:than|versus|from|over|compared|comparison|relative)\b")


@cache
def _contexts() -> dict[str, re.Pattern[str]]:
    found: dict[str, re.Pattern[str]] = {}
    lists = {"{reporting}": either(words("reporting")), "{event}": either(words("event"))}
    for line, row in read_rows("periods_contexts.csv", ("context", "pattern", "example")):
        pattern = row["pattern"]
        for place, pieces in lists.items():
            pattern = pattern.replace(place, pieces)
        try:
            found[row["context"]] = compile_pattern(expand(pattern))
        except re.error as error:
            where = f"claims/data/periods_contexts.csv line {line}"
            raise DataError("TM-CLAIMS-001", where=where, detail=str(error)) from None
    if set(found) != CONTEXTS:
        raise DataError("TM-CLAIMS-001", where="claims/data/periods_contexts.csv", detail=str(set(found) ^ CONTEXTS))
    return found


@cache
def _flow() -> re.Pattern[str]:
    return compile_pattern(rf"\b(?:{'|'.join(re.escape(word) for word in words('flow'))})")


def flow_places(folded: str) -> list[int]:
    """Where words of enforcement statistics stand, which run by fiscal years."""
    return [match.start() for match in _flow().finditer(folded)]


def near_flow(places: Sequence[int], atom: Atom) -> bool:
    """Whether one of ``places`` (in order) is near the atom."""
    after = bisect_left(places, atom.start - 160)
    return after < len(places) and places[after] < atom.end + 100


def plausible(folded: str, text: str, atom: Atom) -> bool:
    """Whether the words are a period: "May" needs a capital and a place in the sentence, a round year no count noun after it."""
    head = folded[max(0, atom.start - 40) : atom.start]
    if _contexts()["notice"].search(head):
        return False
    if atom.kind == "month" and atom.month and not atom.year:
        return _plausible_month(text, atom, head)
    if atom.kind == "year" and folded[atom.start : atom.end].isdigit():
        if _contexts()["hedge"].search(head) and not _contexts()["place"].search(head):
            return False
        return atom.year % 50 != 0 or _contexts()["counted"].match(folded[atom.end : atom.end + 24]) is None
    return True


def _plausible_month(text: str, atom: Atom, head: str) -> bool:
    own = text[atom.start : atom.end].split()
    name = own[-1]
    if not name[:1].isupper():
        return False
    if name.lower().rstrip(".") not in DOUBTFUL or len(own) > 1:
        return True
    after = text[atom.end : atom.end + 2]
    if after[:1] == " " and after[1:2].isupper() and name.lower() in ("april", "june", "august", "jan"):
        return False
    return (
        _contexts()["place"].search(head) is not None or re.search(r"[-(,:] ?$", head) is not None or after[:2] == "'s"
    )


def role_of(atom: Atom, own: str, head: str, tail: str) -> str:
    """What its own words and those before and after make of the atom: a word of the list in ``periods``, or ``as_of`` or ``after``."""
    if atom.kind == "now":
        return "now"
    return _not_counted(atom, head, tail) or _compared(atom, own, head, tail) or _open_ended(atom, head) or "at"


def _not_counted(atom: Atom, head: str, tail: str) -> str:
    """``said`` for the time of a statement, ``name`` for a year in a name, empty otherwise."""
    contexts = _contexts()
    if contexts["surveyed"].search(head):
        return ""  # the date of a poll is that of what it counted
    if (
        atom.kind in ("day", "week", "month", "year")
        and atom.certainty != FISCAL
        and any(contexts[key].search(head) for key in ("said", "spoken"))
        and not contexts["counted_issue"].search(head)
    ):
        return "said"
    if atom.kind in ("year", "years") and atom.certainty != FISCAL and contexts["event"].match(tail):
        return "name"
    return "said" if atom.kind in ("day", "month") and contexts["document"].match(tail) else ""


def _compared(atom: Atom, own: str, head: str, tail: str) -> str:
    contexts = _contexts()
    named = atom.kind in ("year", "month", "part", "years")
    if contexts["as_of"].search(head):
        return "as_of"
    if any(contexts[key].search(head) for key in ("base", "base_from")) or _OWN_BASE.match(own):
        return "base"
    if named and (contexts["base_after"].match(tail) or ((atom.year or atom.month) and contexts["over"].search(head))):
        return "base"
    if atom.relative and not head.strip() and tail.startswith(","):
        return "relative"  # "A year earlier, it had removed ..." dates its own sentence
    if atom.relative and not own.endswith("ago"):
        return "relative" if atom.relative in ("same", "year_after") else "base"
    return ""


def _open_ended(atom: Atom, head: str) -> str:
    if atom.kind != "years" and _contexts()["since"].search(head):
        return "since"
    for role in ("until", "before"):
        if _contexts()[role].search(head):
            return role
    return "after" if atom.kind == "day" and _contexts()["after"].search(head) else ""
