"""People whose every event is written out in a spec: in come their cases; out comes a block as the generator makes one."""

from __future__ import annotations

from datetime import date

import numpy as np

from tallymark.synthetic.block import NO_CASE, Block
from tallymark.synthetic.cases import RELATIONS
from tallymark.synthetic.columns import Array, Columns, draw, take
from tallymark.synthetic.people import CRIMINALITY, crimes
from tallymark.synthetic.seeds import stream
from tallymark.synthetic.spec import ScriptedPerson, Spec

DAY = np.timedelta64(1, "D")


def script_block(spec: Spec, number: int) -> Block:
    """The scripted people as one block, numbered after the people drawn at random."""
    names = list(dict.fromkeys(case.person for case in spec.script))
    who = _people(spec, number, names)
    order = sorted(spec.script, key=lambda case: names.index(case.person))
    found = _cases(order, names)
    arrests = _arrests(order, found)
    stays, stints = _custody(order, found, arrests)
    detainers, bookings = _detainers(order, found, arrests)
    encounters = _events(found, [(n, at) for n, case in enumerate(order) for at in case.encounters])
    return Block(
        number, who, found, bookings, arrests, detainers, encounters, stays, stints, _removals(order, found, stays)
    )


def _people(spec: Spec, number: int, names: list[str]) -> Columns:
    count = len(names)
    criminality = {case.person: CRIMINALITY.index(case.criminality) for case in spec.script}
    rng = stream(spec.seed, number, "people")
    who: Columns = {
        "person": np.arange(spec.people, spec.people + count, dtype="int64"),
        "gender": draw(rng, spec.population.gender, count),
        "citizenship": draw(rng, spec.population.citizenship, count),
        "birth_year": np.full(count, int(spec.population.birth_year_mean)),
        "entry": np.full(count, np.datetime64(spec.first_day.isoformat(), "s")),
    }
    who |= crimes(rng, spec.population, np.array([criminality[name] for name in names], dtype="int32"))
    for name, shares in spec.population.attributes.items():
        who[f"attribute:{name}"] = draw(rng, shares, count)
    return who


def _moments(texts: list[str | None]) -> Array:
    return np.array(["NaT" if text is None else text.replace(" ", "T") for text in texts], dtype="datetime64[s]")


def _days(days: list[date | None]) -> Array:
    return _moments([None if day is None else day.isoformat() for day in days])


def _cases(order: list[ScriptedPerson], names: list[str]) -> Columns:
    count = len(order)
    departed = _days([case.departed for case in order])
    outs = [[stint.until for stay in case.stays for stint in stay.stints if stint.until] for case in order]
    return {
        "person": np.array([names.index(case.person) for case in order]),
        "start": _moments([_first(case) for case in order]),
        "programme": np.zeros(count, dtype="int32"),
        "area": np.zeros(count, dtype="int32"),
        "arrested": np.array([bool(case.arrests) for case in order]),
        "handed_over": np.array([case.handed_over for case in order]),
        "out": _moments([max(out) if out else None for out in outs]),
        "second_out": _moments([None] * count),
        "departed": departed,
        "confirmed": _days([case.confirmed for case in order]),
        "returned": np.zeros(count, dtype=bool),
        "third_country": np.zeros(count, dtype=bool),
        "ordered": departed - DAY,
    }


def _first(case: ScriptedPerson) -> str | None:
    stays = [stint.since for stay in case.stays for stint in stay.stints]
    return min([*case.arrests, *stays, *case.detainers, *case.encounters], default=None)


def _events(found: Columns, listed: list[tuple[int, str]]) -> Columns:
    case = np.array([number for number, _ in listed], dtype="int64")
    at = _moments([text for _, text in listed])
    return _sorted({"person": found["person"][case], "case": case, "at": at})


def _sorted(table: Columns, by: str = "at") -> Columns:
    return take(table, np.lexsort((table[by], table["person"])))


def _arrests(order: list[ScriptedPerson], found: Columns) -> Columns:
    table = _events(found, [(n, at) for n, case in enumerate(order) for at in case.arrests])
    kind = np.zeros(len(table["at"]), dtype="int8")
    same = (table["case"][1:] == table["case"][:-1]) if len(kind) else np.zeros(0, dtype=bool)
    kind[1:] = np.where(same, np.where(np.diff(table["at"]) <= DAY, 1, 2), 0)
    return table | {"kind": kind}


def _first_arrest(case: Array, arrests: Columns) -> Array:
    first = {int(one): place for place, one in reversed(list(enumerate(arrests["case"])))}
    return np.array([first.get(int(one), -1) for one in case], dtype="int64")


def _custody(order: list[ScriptedPerson], found: Columns, arrests: Columns) -> tuple[Columns, Columns]:
    listed = [(n, stay, place) for n, case in enumerate(order) for place, stay in enumerate(case.stays)]
    case = np.array([n for n, _, _ in listed], dtype="int64")
    first = np.array([place == 0 for _, _, place in listed], dtype=bool)
    stays: Columns = {
        "person": found["person"][case],
        "case": case,
        "in": _moments([stay.stints[0].since for _, stay, _ in listed]),
        "out": _moments([stay.stints[-1].until for _, stay, _ in listed]),
        "arrest": np.where(first, _first_arrest(case, arrests), -1),
        "relation": np.array([RELATIONS.index(stay.relation) for _, stay, _ in listed], dtype="int8"),
    }
    ranks = np.lexsort((stays["in"], stays["person"]))
    stays = take(stays, ranks)
    place_of = np.argsort(ranks)
    parts = [
        (int(place_of[n]), stint, m) for n, (_, stay, _) in enumerate(listed) for m, stint in enumerate(stay.stints)
    ]
    parts.sort(key=lambda part: (part[0], part[2]))
    stay = np.array([n for n, _, _ in parts], dtype="int64")
    since = _moments([stint.since for _, stint, _ in parts])
    moved = np.array([m > 0 for _, _, m in parts], dtype=bool)
    today = np.zeros(len(parts), dtype=bool)
    today[1:] = moved[1:] & (since[1:].astype("datetime64[D]") == since[:-1].astype("datetime64[D]"))
    stints: Columns = {
        "person": stays["person"][stay],
        "case": stays["case"][stay],
        "stay": stay,
        "facility": np.array([stint.facility for _, stint, _ in parts], dtype="int32"),
        "in": since,
        "out": _moments([stint.until for _, stint, _ in parts]),
        "kind": np.where(today, 2, moved).astype("int8"),
    }
    return stays, stints


def _detainers(order: list[ScriptedPerson], found: Columns, arrests: Columns) -> tuple[Columns, Columns]:
    """Detainers, the last of a case linked to its first arrest, each after a booking that matched at the same moment."""
    table = _events(found, [(n, at) for n, case in enumerate(order) for at in case.detainers])
    last = np.ones(len(table["at"]), dtype=bool)
    last[:-1] = table["case"][1:] != table["case"][:-1]
    table["arrest"] = np.where(last, _first_arrest(table["case"], arrests), NO_CASE)
    count = len(table["at"])
    table["matched"] = np.ones(count, dtype=bool)
    booked = {name: table[name] for name in ("person", "case", "at")}
    return table, booked | {"matched": table["matched"], "detainer": np.arange(count)}


def _removals(order: list[ScriptedPerson], found: Columns, stays: Columns) -> Columns:
    case = np.array([n for n, one in enumerate(order) if one.departed], dtype="int64")
    last = {int(one): place for place, one in enumerate(stays["case"])}
    table: Columns = {
        "person": found["person"][case],
        "case": case,
        "at": found["departed"][case],
        "stay": np.array([last.get(int(one), -1) for one in case], dtype="int64"),
    }
    table |= {name: found[name][case] for name in ("confirmed", "returned", "handed_over")}
    return _sorted(table)
