"""Places: in comes a state or an area of responsibility as a release prints it; out comes where it stands on the map.

A state is an outline of us-atlas (``data/us-states-10m.json``, its licence beside it). An area has no official outline that is open
data, so it is a point: the city that names it. What is in neither list is not on the map and must be counted beside it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from tallymark.model.closed import read_rows

CODE = "TM-WEB-015"
STATES, AREAS = "state", "area"
STATE_COLUMNS = ("fips", "postal", "name")
AREA_COLUMNS = ("code", "city", "latitude", "longitude")


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the map: ``id`` is the number of a state's outline or the code of an area; an area has a point."""

    id: str
    name: str
    latitude: float | None = None
    longitude: float | None = None


def place_of(kind: str, value: str) -> Place | None:
    """The place that a printed value names, by its name or its code; None for one that the map does not have."""
    return _places(kind).get(value.casefold())


@cache
def outlines() -> Mapping[str, Any]:
    """The topology of us-atlas: the states, and the District of Columbia."""
    loaded: Mapping[str, Any] = json.loads(_file("us-states-10m.json").read_text(encoding="utf-8"))
    return loaded


@cache
def _places(kind: str) -> Mapping[str, Place]:
    return MappingProxyType(_states() if kind == STATES else _areas())


def _states() -> dict[str, Place]:
    found: dict[str, Place] = {}
    for _, row in read_rows(_file("states.csv"), "web/data/states.csv", STATE_COLUMNS, CODE):
        one = Place(row["fips"], row["name"])
        found |= {row["name"].casefold(): one, row["postal"].casefold(): one}
    return found


def _areas() -> dict[str, Place]:
    """Every spelling of the code list of areas whose code has a city."""
    from tallymark.schema.codes import code_lists  # noqa: PLC0415  the heavy wing is loaded when it is asked

    cities = {
        row["code"]: Place(row["code"], row["city"], float(row["latitude"]), float(row["longitude"]))
        for _, row in read_rows(_file("areas.csv"), "web/data/areas.csv", AREA_COLUMNS, CODE)
    }
    spelled = {
        value.value.casefold(): cities[value.meaning]
        for value in code_lists()["aor"].values.values()
        if value.meaning in cities
    }
    return {**spelled, **{code.casefold(): place for code, place in cities.items()}}


def _file(name: str) -> Any:  # noqa: ANN401  a traversable of the package
    return resources.files("tallymark.web").joinpath("data", name)
