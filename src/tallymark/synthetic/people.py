"""People: in come the shares of a spec and a random stream; out come the people of one block, one row each."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from tallymark.synthetic.columns import DAY, Array, Columns, draw, moment, seconds
from tallymark.synthetic.seeds import stream
from tallymark.synthetic.spec import Population, Spec

CRIMINALITY = ("1 Convicted Criminal", "2 Pending Criminal Charges", "3 Other Immigration Violator")
CONVICTED, PENDING = 0, 1


@dataclass(frozen=True, slots=True)
class Offence:
    """An offence by its NCIC code as releases print it, with the threat level that this generator gives to it."""

    code: str
    name: str
    level: int


@dataclass(frozen=True, slots=True)
class Place:
    """An area of responsibility as printed, its short code and a state inside it."""

    area: str
    code: str
    state: str
    city: str


@cache
def offences() -> dict[str, Offence]:
    """Offences by code, from ``data/offences.csv``."""
    return {row["code"]: Offence(row["code"], row["name"], int(row["level"])) for row in _rows("offences.csv")}


@cache
def places() -> dict[str, Place]:
    """Areas by name, from ``data/places.csv``."""
    return {row["area"]: Place(**row) for row in _rows("places.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("tallymark.synthetic").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def people(spec: Spec, block: int, first: int, count: int) -> Columns:
    """The people of a block, numbered from ``first``."""
    who = spec.population
    rng = stream(spec.seed, block, "people")
    born = np.rint(rng.normal(who.birth_year_mean, who.birth_year_deviation, count))
    found: Columns = {
        "person": np.arange(first, first + count, dtype="int64"),
        "gender": draw(rng, who.gender, count),
        "citizenship": draw(rng, who.citizenship, count),
        "birth_year": np.clip(born, who.birth_year_oldest, who.birth_year_youngest).astype("int64"),
    }
    found |= crimes(rng, who, draw(rng, who.criminality, count))
    ago = seconds(rng.exponential(6 * 365 * DAY, count))
    found["entry"] = (moment(spec.first_day) - ago).astype("datetime64[s]")
    for name, shares in who.attributes.items():
        found[f"attribute:{name}"] = draw(stream(spec.seed, block, "attribute", name), shares, count)
    return found


def crimes(rng: np.random.Generator, who: Population, criminality: Array) -> Columns:
    """Criminality at the arrest and in the case, and the most serious conviction (place in the shares, -1 for none)."""
    later = (criminality == PENDING) & (rng.random(len(criminality)) < who.convicted_later)
    case = np.where(later, CONVICTED, criminality).astype("int32")
    offence = np.where(case == CONVICTED, draw(rng, who.offence, len(case)), -1).astype("int32")
    levels = np.array([*(offences()[code].level for code in who.offence), 0])
    return {"criminality": criminality, "case_criminality": case, "offence": offence, "level": levels[offence]}
