"""Levers as JSON: in come the levers, a place and a day; out comes a document with states, facts and their sources."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tallymark.reports.numbers import Json, to_json

if TYPE_CHECKING:
    from tallymark.rules.lever_states import State
    from tallymark.rules.levers import Fact, Lever, Levers, Place


def levers_json(known: Levers, place: Place | None, day: date | None) -> str:
    """``{"schema": 1, "place": ..., "on": ..., "levers": [...], "substitution": ...}``; ``states`` only with a day."""
    from tallymark.rules.lever_states import states  # noqa: PLC0415  loaded only when it is called

    answers = states(known, place, day) if day else ()
    document: dict[str, Json] = {
        "schema": 1,
        "place": None if place is None else {"id": place.id, "title": place.title, "within": place.within or None},
        "on": None if day is None else day.isoformat(),
        "levers": [
            {
                **_lever(lever),
                "states": [_state(state) for state in answers if state.lever is lever],
                "facts": [_fact(fact) for fact in known.facts_of(lever.id, place) if not day or fact.first <= day],
            }
            for lever in known.levers
        ],
        "substitution": known.substitution,
    }
    return to_json(document) + "\n"


def _lever(lever: Lever) -> dict[str, Json]:
    return {
        "id": lever.id,
        "title": lever.title,
        "step": lever.step,
        "decides": lever.decides,
        "who": lever.who,
        "changes": lever.changes,
        "leaves": lever.leaves,
        "parts": dict(lever.parts),
    }


def _state(state: State) -> Json:
    return {
        "part": state.part or None,
        "in_force": state.in_force,
        "reason": state.reason or None,
        "because": [_fact(fact) for fact in state.because],
    }


def _fact(fact: Fact) -> Json:
    return {
        "date": fact.date,
        "place": fact.place or None,
        "part": fact.part or None,
        "kind": fact.kind,
        "what": fact.what,
        "decides": fact.decides,
        "source": {
            "title": fact.source.title,
            "url": None if fact.source.url == "none" else fact.source.url,
            "status": fact.source.status,
        },
    }
