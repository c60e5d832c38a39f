"""Cases: in come people and rates; out come their cases with arrests, stays and departures in time.

A case is one course of enforcement against one person: it may begin with an arrest (and arrests that follow within a
day), lead to a stay in detention (and one back to back or overlapping), and end in a departure, which is confirmed on the
day, later, or never. The next case of a person begins after all that has ended.
"""

from __future__ import annotations

import numpy as np

from tallymark.synthetic.columns import DAY, HOUR, MINUTE, Array, Columns, draw, moment, nothing, seconds, stack, take
from tallymark.synthetic.people import CRIMINALITY
from tallymark.synthetic.seeds import stream
from tallymark.synthetic.spec import Detention, Spec

MOST_CASES = 4
RELATIONS = ("first", "back_to_back", "overlapping")
SHORTEST_STAY = 2 * HOUR


def cases(spec: Spec, block: int, people: Columns) -> Columns:
    """All cases of a block, by person and then by time."""
    alive = np.arange(len(people["person"]))
    ends = np.full(len(alive), moment(spec.first_day))
    parts: list[Columns] = []
    for turn in range(MOST_CASES):
        rng = stream(spec.seed, block, "cases", str(turn))
        starts = _starts(spec, rng, ends[alive], first=turn == 0)
        alive, starts = alive[starts < moment(spec.until)], starts[starts < moment(spec.until)]
        part = _one_turn(spec, rng, people, alive, starts)
        parts.append(part)
        ends[alive] = part["ended"]
        alive = alive[rng.random(len(alive)) < spec.arrests.several_cases]
    found = stack(parts)
    return take(found, np.lexsort((found["start"], found["person"])))


def _starts(spec: Spec, rng: np.random.Generator, ends: Array, *, first: bool) -> Array:
    span = (moment(spec.until) - moment(spec.first_day)).astype("int64")
    if first:
        return ends + seconds(rng.random(len(ends)) * float(span))
    return ends + seconds(3 * DAY + rng.exponential(spec.arrests.case_gap_mean_days * DAY, len(ends)))


def _one_turn(spec: Spec, rng: np.random.Generator, people: Columns, who: Array, start: Array) -> Columns:
    count = len(who)
    rates = spec.arrests
    area = draw(rng, spec.population.area, count)
    part: Columns = {
        "person": who,
        "start": start,
        "programme": draw(rng, {str(n): one.share for n, one in enumerate(rates.programmes)}, count),
        "area": area,
        "arrested": rng.random(count) >= rates.without_arrest,
        "handed_over": rng.random(count) < rates.handed_over_by_border_patrol,
    }
    part["again"], part["once_more"] = _again(spec, rng, start)
    part |= _stays(spec.detention, rng, start)
    part |= _departure(spec, rng, people["case_criminality"][who], part)
    latest = np.fmax(np.fmax(part["once_more"], part["again"]), np.fmax(part["out"], part["second_out"]))
    part["ended"] = np.fmax(np.fmax(latest, start), part["departed"])
    return part


def _again(spec: Spec, rng: np.random.Generator, start: Array) -> tuple[Array, Array]:
    first = _next_arrest(spec, rng, start)
    return first, _next_arrest(spec, rng, first)


def _next_arrest(spec: Spec, rng: np.random.Generator, before: Array) -> Array:
    rates = spec.arrests
    count = len(before)
    chance = rng.random(count)
    within = rates.again_within_24_hours
    exactly = within + rates.again_after_exactly_24_hours
    over = exactly + rates.again_just_over_24_hours
    minutes = np.where(chance < within, rng.integers(10, 1440, count), 1440)
    minutes = np.where(chance >= exactly, rng.integers(1441, 1560, count), minutes)
    after = before + (minutes * MINUTE).astype("timedelta64[s]")
    return np.where(chance < over, after, nothing(count))


def _stays(rates: Detention, rng: np.random.Generator, start: Array) -> Columns:
    count = len(start)
    lag = rng.exponential(rates.booked_in_lag_mean_hours * HOUR, count)
    chance = rng.random(count)
    lag = np.where(chance < rates.booked_in_before_arrest, -rng.uniform(600, DAY, count), lag)
    outside = chance >= 1 - rates.booked_in_outside_window
    lag = np.where(outside, rng.uniform(11 * DAY, 40 * DAY, count), lag)
    held = rng.random(count) < rates.detained
    booked_in = np.where(held, start + seconds(lag), nothing(count))
    booked_out = booked_in + _length(rates, rng, count)
    chance = rng.random(count)
    relation = np.where(chance < rates.back_to_back, 1, np.where(chance < rates.back_to_back + rates.overlapping, 2, 0))
    pause = np.where(rng.random(count) < rates.back_to_back_at_once, 0, rng.uniform(MINUTE, 12 * HOUR, count))
    inside = (booked_out - booked_in).astype("int64") * rng.uniform(0.2, 0.95, count)
    second = np.where(relation == 1, booked_out + seconds(pause), booked_in + seconds(np.maximum(inside, MINUTE)))
    second = np.where(held & (relation > 0), second, nothing(count))
    return {
        "in": booked_in,
        "out": booked_out,
        "relation": relation.astype("int8"),
        "second_in": second,
        "second_out": second + _length(rates, rng, count),
    }


def _length(rates: Detention, rng: np.random.Generator, count: int) -> Array:
    days = rng.lognormal(np.log(rates.stay_median_days), rates.stay_spread, count)
    return seconds(np.maximum(days * DAY, SHORTEST_STAY))


def _departure(spec: Spec, rng: np.random.Generator, criminality: Array, part: Columns) -> Columns:
    rates = spec.removals
    count = len(criminality)
    held = ~np.isnat(part["in"])
    chance = np.array([rates.removed[name] for name in CRIMINALITY])[criminality]
    leaves = rng.random(count) < np.where(held, chance, rates.without_detention)
    leaves &= part["arrested"] | held
    end = np.fmax(part["out"], part["second_out"])
    late = rng.exponential(rates.departure_lag_mean_days * DAY, count)
    lag = np.where(rng.random(count) < rates.departs_on_release, 0.0, late)
    free = part["start"] + seconds(rng.uniform(DAY, 200 * DAY, count))
    left = np.where(held, end + seconds(lag), free)
    left = np.fmax(left, np.fmax(part["again"], part["once_more"]))
    departed = np.where(leaves, left, nothing(count)).astype("datetime64[D]").astype("datetime64[s]")
    chance = rng.random(count)
    wait = np.where(
        chance < rates.confirmed_same_day, 0, DAY + rng.exponential(rates.confirmation_mean_days * DAY, count)
    )
    confirmed = (departed + seconds(wait)).astype("datetime64[D]").astype("datetime64[s]")
    never = chance >= 1 - rates.never_confirmed
    returned = rng.random(count) < rates.returned
    before = part["start"] - seconds(rng.uniform(0, 900 * DAY, count))
    ordered = np.where(rng.random(count) < rates.ordered_before_arrest, before, part["start"])
    ordered = np.where(leaves & ~returned, ordered, nothing(count))
    return {
        "departed": departed,
        "confirmed": np.where(never, nothing(count), confirmed),
        "returned": returned & leaves,
        "third_country": rng.random(count) < rates.third_country,
        "ordered": ordered.astype("datetime64[D]").astype("datetime64[s]"),
    }
