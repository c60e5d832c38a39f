"""Duplicate rows: one event printed twice. In come rates and events; out come the copies with their date-times.

Kinds: ``exact`` (word for word), ``other_bond`` (alike but for the bond), ``same_day`` (again later on the day, with
another value in one field), ``reprocessed_within_24_hours`` (an arrest again, by method ``ERO Reprocessed Arrest``). A
copy never joins two 24-hour episodes of a person that are apart without it, neither on date-times nor on days: the rule
says the same about the release and about the undamaged records.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tallymark.synthetic.block import Block
from tallymark.synthetic.columns import DAY, MINUTE, Array, Columns, seconds
from tallymark.synthetic.defects.settings import DuplicateRows
from tallymark.synthetic.seeds import stream
from tallymark.synthetic.spec import Spec
from tallymark.synthetic.view import Values, blank, put

KINDS = ("", "exact", "other_bond", "same_day", "reprocessed_within_24_hours")
VARIED = {"detainers": "detainer_lift_reason", "encounters": "processing_disposition", "removals": "port_of_departure"}
BOND_FIELDS = ("initial_bond_set_amount", "initial_bond_set_date", "bond_posted_amount", "bond_posted_date")


@dataclass(frozen=True, slots=True)
class Copies:
    """Rows that stand beside the row of their event."""

    origin: Array
    at: Array
    kind: Array


def copies(
    settings: DuplicateRows, spec: Spec, block: Block, table: str, release: str, events: Columns, printed: Array
) -> Copies:
    """The copies of the printed events; an event is copied at most once in each way."""
    found: list[tuple[Array, Array, int]] = []
    for kind, name in enumerate(KINDS[1:], start=1):
        rate = getattr(settings, name).get(table, 0.0)
        rng = stream(spec.seed, block.number, "duplicate_rows", release, table, name)
        chance, place = rng.random(len(printed)), rng.random(len(printed))
        if rate == 0:
            continue
        at = _moved(events["at"], place, name, days_only=table in VARIED)
        able = printed & (chance < rate) & _keeps_apart(events, at)
        if "out" in events:
            able &= at < events["out"]
        if name == "same_day" and table not in VARIED:
            able &= at > events["at"]
        found.append((np.flatnonzero(able), at, kind))
    origin = np.concatenate([np.zeros(0, dtype="int64"), *(places for places, _, _ in found)])
    when = np.concatenate([np.zeros(0, dtype="datetime64[s]"), *(at[places] for places, at, _ in found)])
    kinds = np.concatenate([np.full(len(places), kind, dtype="int8") for places, _, kind in found] or [origin])
    return Copies(origin, when, kinds.astype("int8"))


def _moved(at: Array, place: Array, name: str, *, days_only: bool) -> Array:
    if name == "reprocessed_within_24_hours":
        return at + seconds(MINUTE + place * (DAY - MINUTE))
    if name == "same_day" and not days_only:
        left = (at.astype("datetime64[D]") + 1 - at).astype("int64") - MINUTE
        return at + seconds(place * left)
    return at


def _keeps_apart(events: Columns, moved: Array) -> Array:
    """Whether a copy stays more than a day from the next episode of its person, on date-times and on days."""
    day = np.timedelta64(DAY, "s")
    following = _next_episode(events["person"], events["at"])
    dates = _next_episode(events["person"], events["at"].astype("datetime64[D]").astype("datetime64[s]"))
    apart = np.isnat(following) | (following - moved > day)
    return np.array(apart & (np.isnat(dates) | (dates - moved.astype("datetime64[D]") > day)))


def _next_episode(person: Array, at: Array) -> Array:
    """For each event the moment at which its person's next episode begins, NaT for none."""
    count = len(at)
    begins = np.ones(count + 1, dtype=bool)
    begins[1:-1] = (person[1:] != person[:-1]) | (at[1:] - at[:-1] > np.timedelta64(DAY, "s"))
    places = np.where(begins[1:], np.arange(1, count + 1), count)
    following = np.minimum.accumulate(places[::-1])[::-1]
    inside = following < count
    same = np.zeros(count, dtype=bool)
    same[inside] = person[following[inside]] == person[inside]
    found = np.full(count, np.datetime64("NaT", "s"))
    found[same] = at[following[same]]
    return found


def vary(table: str, field: str, values: Values, defect: Array) -> Values:
    """The values of a field with what is different in copies."""
    again = defect == KINDS.index("reprocessed_within_24_hours")
    same_day = defect == KINDS.index("same_day")
    if table == "arrests" and field == "apprehension_method":
        return put(values, again, "ERO Reprocessed Arrest")
    if table == "arrests" and field == "case_status":
        return put(values, same_day, "E-Charging Document Canceled by ICE")
    if VARIED.get(table) == field:
        return blank(values, same_day)
    if field in BOND_FIELDS:
        return blank(values, defect == KINDS.index("other_bond"))
    return values
