"""What was in force: in come the levers, a place and a day; out comes for each lever in force, not in force or not told, and why.

Only facts that were seen or computed decide. A place answers by its own facts, then by those of the place it lies in and of
the country; a fact dated to a month or a year leaves the days inside it undecided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tallymark.rules.levers import Fact, Lever, Levers, Place

WITHIN = "the day lies within the date of the fact"
NOTHING = "no fact that was seen tells"


@dataclass(frozen=True, slots=True)
class State:
    """One lever, or one part of it, on a day: ``in_force`` is None when the facts do not tell, and ``reason`` says why; ``because`` are the facts."""

    lever: Lever
    part: str
    in_force: bool | None
    because: tuple[Fact, ...]
    reason: str


def states(known: Levers, place: Place | None, day: date) -> tuple[State, ...]:
    """Every lever (each part of one that has parts) on ``day`` in ``place``, None being the country as a whole."""
    return tuple(_state(known, lever, part, place, day) for lever in known.levers for part in (lever.parts or ("",)))


def _state(known: Levers, lever: Lever, part: str, place: Place | None, day: date) -> State:
    """In force when the facts of some scope say so; not in force when one scope says so and none the contrary."""
    facts = [fact for fact in known.facts if fact.decides and fact.lever == lever.id and fact.part == part]
    found = (_answer([fact for fact in facts if fact.place == scope], day) for scope in known.chain(place))
    answers = [answer for answer in found if answer is not None]
    for wanted in (True, None, False):
        because = tuple(fact for value, fact in answers if value is wanted)
        if because:
            return State(lever, part, wanted, because, WITHIN if wanted is None else "")
    return State(lever, part, None, (), NOTHING)


def _answer(facts: Sequence[Fact], day: date) -> tuple[bool | None, Fact] | None:
    """What the facts of one scope say: the last one before the day, undecided within its date, and before the first beginning not yet."""
    ordered = sorted(facts, key=lambda fact: (fact.first, fact.last))
    last: tuple[bool | None, Fact] | None = None
    for fact in ordered:
        if fact.last <= day:
            last = fact.kind != "ends", fact
        elif fact.first <= day:
            return None, fact
    if last is None and ordered and ordered[0].kind == "begins":
        return False, ordered[0]
    return last
