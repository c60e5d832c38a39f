"""A block of people with everything that happened to them: in come a spec and the number of the block; out come its tables.

Every table holds ``person`` (place in ``people``) and, where there is one, ``case`` (place in ``cases``, -1 for none).
Rows stand by person and time. Numbers of events that run through the whole truth are given when a block is used.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tallymark.synthetic.cases import cases
from tallymark.synthetic.columns import DAY, HOUR, Array, Columns, moment, seconds, stack, take
from tallymark.synthetic.people import people
from tallymark.synthetic.seeds import BLOCK, stream
from tallymark.synthetic.spec import Spec
from tallymark.synthetic.stints import stints

NO_CASE = -1
ARREST_KINDS = ("first", "again_within_24_hours", "again_just_over_24_hours")


@dataclass(frozen=True, slots=True)
class Block:
    """Tables of events; a link such as ``stays.arrest`` is the place of the row in the other table, -1 for none."""

    number: int
    people: Columns
    cases: Columns
    bookings: Columns
    arrests: Columns
    detainers: Columns
    encounters: Columns
    stays: Columns
    stints: Columns
    removals: Columns


def make_block(spec: Spec, number: int) -> Block:
    """The block with this number; it is the same whatever was made before it."""
    first = number * BLOCK
    who = people(spec, number, first, min(BLOCK, spec.people - first))
    found = cases(spec, number, who)
    arrests = _arrests(found)
    stays = _stays(found, arrests)
    rng = stream(spec.seed, number, "stints")
    held = stints(spec.detention, rng, stays)
    held = {"person": stays["person"][held["stay"]], "case": stays["case"][held["stay"]], **held}
    detainers, bookings = _detainers(spec, number, who, found, arrests)
    return Block(
        number,
        who,
        found,
        bookings,
        arrests,
        detainers,
        _encounters(spec, number, who, found),
        stays,
        held,
        _removals(found, stays),
    )


def n_blocks(spec: Spec) -> int:
    """How many blocks hold the people drawn at random."""
    return -(-spec.people // BLOCK)


def _where(found: Columns, chosen: Array, at: Array, **more: Array) -> Columns:
    case = np.flatnonzero(chosen)
    return {"person": found["person"][case], "case": case, "at": at[case], **{k: v[case] for k, v in more.items()}}


def _kind(values: int, count: int) -> Array:
    return np.full(count, values, dtype="int8")


def _sort(table: Columns) -> Columns:
    return take(table, np.lexsort((table["at"], table["person"])))


def _arrests(found: Columns) -> Columns:
    count = len(found["person"])
    day = np.timedelta64(DAY, "s")
    again, more = found["again"], found["once_more"]
    first = _where(found, found["arrested"], found["start"], kind=_kind(0, count))
    kind = np.where(again - found["start"] <= day, 1, 2).astype("int8")
    second = _where(found, found["arrested"] & ~np.isnat(again), again, kind=kind)
    kind = np.where(more - again <= day, 1, 2).astype("int8")
    third = _where(found, found["arrested"] & ~np.isnat(more), more, kind=kind)
    return _sort(stack([first, second, third]))


def first_arrests(arrests: Columns, n_cases: int) -> Array:
    """For each case the place of its first arrest, -1 for none."""
    found = np.full(n_cases, -1, dtype="int64")
    first = np.flatnonzero(arrests["kind"] == 0)
    found[arrests["case"][first]] = first
    return found


def _stays(found: Columns, arrests: Columns) -> Columns:
    count = len(found["person"])
    arrest = first_arrests(arrests, count)
    none = np.full(count, -1, dtype="int64")
    held = ~np.isnat(found["in"])
    first = _where(found, held, found["in"], out=found["out"], arrest=arrest, relation=_kind(0, count))
    second = ~np.isnat(found["second_in"])
    more = _where(found, second, found["second_in"], out=found["second_out"], arrest=none, relation=found["relation"])
    both = _sort(stack([first, more]))
    return {"person": both["person"], "case": both["case"], "in": both.pop("at"), **both}


def _removals(found: Columns, stays: Columns) -> Columns:
    left = ~np.isnat(found["departed"])
    last = np.full(len(left), -1, dtype="int64")
    order = np.argsort(stays["out"], kind="stable")
    last[stays["case"][order]] = order
    names = ("confirmed", "returned", "handed_over")
    removed = _where(found, left, found["departed"], stay=last, **{name: found[name] for name in names})
    return _sort(removed)


def _detainers(spec: Spec, number: int, who: Columns, found: Columns, arrests: Columns) -> tuple[Columns, Columns]:
    rates = spec.detainers
    rng = stream(spec.seed, number, "detainers")
    count = len(found["person"])
    custodial = np.array([one.custodial for one in spec.arrests.programmes])[found["programme"]]
    chosen = found["arrested"] & custodial & (rng.random(count) < rates.before_custodial_arrest)
    prepared = found["start"] - seconds(rng.exponential(rates.lead_mean_days * DAY, count))
    none = np.full(count, -1, dtype="int64")
    match = np.array([one.match for one in spec.arrests.programmes])[found["programme"]]
    matched = rng.random(count) < match
    main = _where(found, chosen, prepared, arrest=first_arrests(arrests, count), matched=matched)
    repeated = chosen & (rng.random(count) < rates.repeated)
    earlier = _where(
        found, repeated, prepared - seconds(rng.uniform(DAY, 30 * DAY, count)), arrest=none, matched=matched
    )
    alone = _alone(spec, rng, len(who["person"]), rates.without_arrest)
    alone |= {"arrest": np.full(len(alone["at"]), -1, dtype="int64"), "matched": np.ones(len(alone["at"]), dtype=bool)}
    table = _sort(stack([main, earlier, alone]))
    table = take(table, table["at"] >= moment(spec.first_day))
    size = len(table["at"])
    booked = {
        "person": table["person"],
        "case": table["case"],
        "at": table["at"] - seconds(rng.uniform(0, 48 * HOUR, size)),
        "matched": table["matched"],
        "detainer": np.arange(size),
    }
    other = _alone(spec, rng, len(who["person"]), rates.unmatched_bookings)
    size = len(other["at"])
    other |= {"matched": np.zeros(size, dtype=bool), "detainer": np.full(size, -1)}
    return table, _sort(stack([booked, other]))


def _encounters(spec: Spec, number: int, who: Columns, found: Columns) -> Columns:
    rates = spec.encounters
    rng = stream(spec.seed, number, "encounters")
    count = len(found["person"])
    chosen = found["arrested"] & (rng.random(count) < rates.before_arrest)
    before = _where(found, chosen, found["start"] - seconds(rng.uniform(0, 2 * DAY, count)))
    table = _sort(stack([before, _alone(spec, rng, len(who["person"]), rates.without_arrest)]))
    return take(table, table["at"] >= moment(spec.first_day))


def _alone(spec: Spec, rng: np.random.Generator, count: int, rate: float) -> Columns:
    """Events of their own, without a case, at any moment of the window."""
    person = np.flatnonzero(rng.random(count) < rate)
    span = float((moment(spec.until) - moment(spec.first_day)).astype("int64"))
    at = moment(spec.first_day) + seconds(rng.random(len(person)) * span)
    return {"person": person, "case": np.full(len(person), NO_CASE), "at": at}
