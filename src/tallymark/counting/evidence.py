"""Evidence: in comes ``data/evidence.yaml``; out comes how the filters of a population are counted and what such a count may say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import cast

from tallymark.counting.breakdowns import breakdown
from tallymark.model.closed_yaml import check_keys, parse_yaml
from tallymark.model.definition import definitions
from tallymark.model.errors import DataError, UsageError
from tallymark.model.population import Population
from tallymark.model.vocabulary import population_values

CODE = "TM-COUNT-050"
LABEL = "counting/data/evidence.yaml"
SCHEMA = 1
EVERY_VALUE = ""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to count a filter: the values of a breakdown that are counted together; ``needs`` is a value that must occur."""

    by: str
    values: tuple[str, ...]
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """How one filter is counted; see the head of ``data/evidence.yaml``. ``none`` says why a value is not, by value."""

    key: str
    same: str
    values: Mapping[str, tuple[Way, ...]]
    none: Mapping[str, str]
    judges: bool
    beside: str


@dataclass(frozen=True, slots=True)
class Ways:
    """How a population is counted: for each filter by its key the ways, and what the count may say.

    ``refused`` says why it cannot be counted at all, empty where it can; ``beside`` why it only stands beside a text.
    """

    filters: Mapping[str, tuple[Way, ...]]
    refused: str
    beside: tuple[str, ...]
    judges: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """The whole file: filters by key, and for each agency the publishers who count just its records."""

    people: Mapping[str, Filter]
    publishers: Mapping[str, frozenset[str]]


@cache
def rules() -> Rules:
    """What the file of this room says."""
    return read_rules(resources.files("tallymark.counting").joinpath("data/evidence.yaml"), LABEL)


def ways(people: Population) -> Ways:
    """How to count a population; a value implied by another filter of it is not asked again."""
    implied = {pair for item in people.filters for pair in population_values()[item].implies}
    found: dict[str, tuple[Way, ...]] = {}
    beside: list[str] = []
    judges = bool(people.filters)
    for key, value in people.filters:
        if (key, value) in implied:
            continue
        known = rules().people.get(key)
        listed = () if known is None else known.values.get(value, ())
        if known is not None and known.same and not listed:
            listed = (Way(known.same, (value,)),)
        if known is None or not listed:
            return Ways({}, _why_none(known, key, value), (), judges=False)
        found[key] = listed
        beside += [known.beside] if known.beside else []
        judges = judges and known.judges
    return Ways(found, "", tuple(dict.fromkeys(beside)), judges)


def counts_records_of(publisher: str, agency: str) -> bool:
    """Whether a publisher's series counts just the records of an agency."""
    return publisher in rules().publishers.get(agency, frozenset({agency}))


def read_rules(path: Traversable, label: str) -> Rules:
    """The rules of a file; raises TM-COUNT-050 with the key that breaks the schema."""
    loaded = parse_yaml(path.read_text(encoding="utf-8"), label, CODE)
    entry = check_keys(loaded, label, ("schema", "publishers", "people"), (), CODE)
    if entry["schema"] != SCHEMA:
        raise DataError(CODE, where=f"{label} key schema", detail=f"{SCHEMA} is expected")
    people = {
        str(key): _filter(str(key), one, f"{label} key people.{key}")
        for key, one in _mapping(entry["people"], f"{label} key people").items()
    }
    known = {one.publisher for one in definitions().values()}
    publishers = {}
    for agency, names in _mapping(entry["publishers"], f"{label} key publishers").items():
        publishers[str(agency)] = frozenset(_texts(names, f"{label} key publishers.{agency}"))
        strange = sorted(({str(agency)} | publishers[str(agency)]) - known)
        if strange:
            detail = f"{strange[0]!r} publishes no definition"
            raise DataError(CODE, where=f"{label} key publishers.{agency}", detail=detail)
    return Rules(MappingProxyType(people), MappingProxyType(publishers))


def _filter(key: str, loaded: object, where: str) -> Filter:
    entry = check_keys(loaded, where, (), ("same", "values", "judges", "beside", "none"), CODE)
    values, none = {}, {EVERY_VALUE: str(entry["none"])} if "none" in entry else {}
    for value, listed in _mapping(entry.get("values", {}), where).items():
        place = f"{where}.{value}"
        if isinstance(listed, Mapping):
            none[str(value)] = str(check_keys(listed, place, ("none",), (), CODE)["none"])
        else:
            values[str(value)] = tuple(_way(one, place) for one in _list(listed, place))
    strange = sorted(value for value in {*values, *none} - {EVERY_VALUE} if (key, value) not in population_values())
    if strange or key not in {known for known, _ in population_values()}:
        raise DataError(CODE, where=where, detail=f"{key}={', '.join(strange)} is no filter of a population")
    if not (values or none or "same" in entry):
        raise DataError(CODE, where=where, detail="one of same, values and none is needed")
    same = str(entry.get("same", ""))
    _known_breakdown(same, where)
    return Filter(key, same, values, none, entry.get("judges") is True, str(entry.get("beside", "")))


def _way(loaded: object, where: str) -> Way:
    entry = check_keys(loaded, where, ("by", "is"), ("needs",), CODE)
    found = Way(str(entry["by"]), tuple(_texts(entry["is"], where)), str(entry.get("needs", "")))
    _known_breakdown(found.by, where)
    return found


def _known_breakdown(name: str, where: str) -> None:
    try:
        if name:
            breakdown(name)
    except UsageError:
        raise DataError(CODE, where=where, detail=f"there is no breakdown {name!r}") from None


def _why_none(known: Filter | None, key: str, value: str) -> str:
    none = {} if known is None else known.none
    return none.get(value) or none.get(EVERY_VALUE) or f"no released field tells {key}={value}"


def _mapping(loaded: object, where: str) -> Mapping[str, object]:
    if not isinstance(loaded, Mapping):
        raise DataError(CODE, where=where, detail="a mapping is expected")
    return cast("Mapping[str, object]", loaded)


def _list(loaded: object, where: str) -> Iterable[object]:
    if not isinstance(loaded, list) or not loaded:
        raise DataError(CODE, where=where, detail="a list is expected")
    return cast("list[object]", loaded)


def _texts(loaded: object, where: str) -> list[str]:
    found = list(_list(loaded, where))
    if not all(isinstance(one, str) for one in found):
        raise DataError(CODE, where=where, detail="a list of texts is expected")
    return cast("list[str]", found)
