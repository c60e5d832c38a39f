"""Levers for a terminal: in come the levers, a place and a day; out come lines with who decides, the state and the facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from tallymark.reports.plain import one_line
from tallymark.reports.terminal import Line

if TYPE_CHECKING:
    from tallymark.rules.lever_states import State
    from tallymark.rules.levers import Fact, Lever, Levers, Place

MARKS = {"seen": "", "computed": "computed", "memory": "from memory, unconfirmed; decides nothing"}
STYLES = {True: "for", False: "for", None: "open"}


def levers_lines(known: Levers, place: Place | None, day: date | None) -> Iterator[Line]:
    """Every lever, with its state on ``day`` when one is given, and the facts of ``place`` (of all places without one)."""
    from tallymark.rules.lever_states import states  # noqa: PLC0415  loaded only when it is called

    scope = "everywhere" if place is None else one_line(place.title)
    yield Line("", f"Three levers are hidden in the word opting out; {scope}{f', on {day}' if day else ''}.", "strong")
    answers = states(known, place, day) if day else ()
    shown: list[Fact] = []
    for lever in known.levers:
        facts = [fact for fact in known.facts_of(lever.id, place) if not day or fact.first <= day]
        yield Line("", "")
        yield from _lever_lines(lever)
        yield from (_state_line(state) for state in answers if state.lever is lever)
        yield from (_fact_line(known, fact, place) for fact in facts)
        shown += facts
    yield Line("", "")
    yield Line("beside them", one_line(known.substitution))
    for source in dict.fromkeys(fact.source for fact in shown if fact.source.url != "none"):
        yield Line("source", f"{one_line(source.title)}: {one_line(source.url)}")
    yield Line("places", ", ".join(known.places))


def state_words(state: State) -> str:
    """The state of a lever or a part in words, with the date of what decides it."""
    if state.in_force is None:
        return f"not told: {state.reason}"
    words = state.lever.in_force if state.in_force else state.lever.not_in_force
    dates = ", ".join(f"{fact.kind} {fact.date}" for fact in state.because)
    return f"{one_line(words)} ({dates})"


def _lever_lines(lever: Lever) -> Iterator[Line]:
    yield Line("", f"{lever.id}: {one_line(lever.title)}", "strong")
    yield Line("step", one_line(lever.step))
    yield Line("decides", f"{lever.decides}. {one_line(lever.who)}")
    yield Line("changes", one_line(lever.changes))
    yield Line("leaves", one_line(lever.leaves))
    for name, words in lever.parts.items():
        yield Line("model", f"{name}: {one_line(words)}")


def _state_line(state: State) -> Line:
    part = f"{state.part}: " if state.part else ""
    return Line("that day", f"{part}{state_words(state)}", STYLES[state.in_force])


def _fact_line(known: Levers, fact: Fact, place: Place | None) -> Line:
    where = known.places[fact.place].title if fact.place else "" if place is None else "the country"
    about = " ".join(
        part for part in (f"{one_line(where)}:" if where else "", f"{fact.part}:" if fact.part else "") if part
    )
    mark = MARKS[fact.source.status]
    source = one_line("; ".join(part for part in (fact.source.title, mark) if part))
    words = f"{fact.kind:<8} {f'{about} ' if about else ''}{one_line(fact.what)} [{source}]"
    return Line(fact.date, words, "open" if fact.source.status == "memory" else "")
