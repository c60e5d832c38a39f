"""The closed vocabularies: in come ``data/measures.csv`` and ``data/population.csv``; out come measures and population values with their words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from tallymark.model import closed
from tallymark.model.errors import DataError


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted.

    ``unit`` is the unit of count (people, events, usd, person_days, ...); ``flow`` is ``flow`` (adds up over time),
    ``stock`` (as of a day), ``rate`` (an average, does not add up) or ``amount`` (money, adds up).
    """

    id: str
    unit: str
    flow: str
    words: str
    note: str


@dataclass(frozen=True, slots=True)
class PopulationValue:
    """One filter value, e.g. key ``offence``, value ``homicide``.

    ``implies`` is a filter that always holds with it (``criminality=convicted``); ``within`` is a wider value of the
    same key that includes it (``convicted`` lies within ``convicted_or_pending``).
    """

    key: str
    value: str
    words: str
    implies: tuple[tuple[str, str], ...]
    within: tuple[str, ...]


FLOWS = ("flow", "stock", "rate", "amount")


@cache
def measures() -> dict[str, Measure]:
    """Every measure by id."""
    found: dict[str, Measure] = {}
    for line, row in read_table("measures.csv", ("id", "unit", "flow", "words", "note")):
        if row["flow"] not in FLOWS or row["id"] in found:
            raise DataError("TM-MODEL-006", where=f"model/data/measures.csv line {line}", detail=row["id"])
        found[row["id"]] = Measure(**row)
    return found


@cache
def population_values() -> dict[tuple[str, str], PopulationValue]:
    """Every filter value by (key, value)."""
    found: dict[tuple[str, str], PopulationValue] = {}
    for line, row in read_table("population.csv", ("key", "value", "words", "implies", "within")):
        pairs = tuple(_pair(part, line) for part in row["implies"].split(";") if part)
        within = tuple(part for part in row["within"].split(";") if part)
        item = PopulationValue(row["key"], row["value"], row["words"], pairs, within)
        if (item.key, item.value) in found:
            raise DataError("TM-MODEL-006", where=f"model/data/population.csv line {line}", detail="listed twice")
        found[item.key, item.value] = item
    return found


def measure(measure_id: str) -> Measure:
    """The measure with this id; raises TM-MODEL-005."""
    try:
        return measures()[measure_id]
    except KeyError:
        raise DataError("TM-MODEL-005", where=f"measure {measure_id!r}", detail="see model/data/measures.csv") from None


def population_value(key: str, value: str) -> PopulationValue:
    """The filter value; raises TM-MODEL-005."""
    try:
        return population_values()[key, value]
    except KeyError:
        raise DataError("TM-MODEL-005", where=f"{key}={value}", detail="see model/data/population.csv") from None


def read_table(name: str, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a data file of this room with their line numbers; raises TM-MODEL-006 when a column is off."""
    path = resources.files("tallymark.model").joinpath(f"data/{name}")
    return closed.read_rows(path, f"model/data/{name}", columns, "TM-MODEL-006")


def _pair(text: str, line: int) -> tuple[str, str]:
    key, mark, value = text.partition("=")
    if not mark:
        raise DataError("TM-MODEL-006", where=f"model/data/population.csv line {line}", detail=text)
    return key, value
