"""Cards: in come YAML files, each a list of cards; out come cards that keep the schema, or a coded error with file, card and key."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

from tallymark.model.errors import DataError
from tallymark.rules.card import (
    EFFECTS,
    FAMILIES,
    KINDS,
    STATUSES,
    UNKNOWN,
    Card,
    Case,
    Open,
    Parameter,
    Source,
    Value,
    Vector,
)
from tallymark.rules.closed import SCHEMA, check_keys, list_of, text_of
from tallymark.rules.expressions import Expression, parse_condition, parse_value
from tallymark.rules.values import PARAMETER_TYPES, parameter_value, typed
from tallymark.schema.fields import fields

ID = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*\.[a-z0-9][a-z0-9_]*")
REQUIRED = ("id", "version", "kind", "title", "in_force", "source", "needs")
BODY = {"condition": "when", "category": "cases", "date": "value", "table": "table"}
FIELDS = "TM-RULES-002"
NEEDS = "TM-RULES-004"
VECTORS = "TM-RULES-006"


def read_cards(loaded: object, label: str) -> tuple[Card, ...]:
    """The cards of one file; raises TM-RULES-001 to -004 and -006."""
    if not isinstance(loaded, list) or not loaded:
        raise DataError(SCHEMA, where=label, detail="a list of cards is expected")
    return tuple(read_card(entry, label, number) for number, entry in enumerate(loaded, 1))


def read_card(entry: object, label: str, number: int = 1) -> Card:
    """One card; ``label`` names its file and ``number`` its place there."""
    where = f"{label} card {entry['id'] if isinstance(entry, dict) and 'id' in entry else number}"
    kind = entry.get("kind") if isinstance(entry, dict) else None
    if kind not in KINDS:
        raise DataError(SCHEMA, where=f"{where}, key kind", detail=f"one of {', '.join(KINDS)}")
    more = ("table", "column") if kind == "table" else (BODY[kind], "tests")
    card = check_keys(entry, where, (*REQUIRED, *more), ("parameters", "open"))
    found = _card(card, where, label)
    _check_names(found)
    return found


def expressions(card: Card) -> tuple[Expression, ...]:
    """The expressions of a card in order; raises TM-RULES-003 with file, card and key."""
    parse = parse_value if card.kind == "date" else parse_condition
    found = []
    for text in card.texts:
        try:
            found.append(parse(text))
        except DataError as error:
            where = f"{card.where}, key {BODY[card.kind]}: {error.where}"
            raise DataError(error.code, where=where, detail=error.detail) from None
    return tuple(found)


def _card(entry: Mapping[str, object], where: str, label: str) -> Card:
    found_id, kind, version = text_of(entry, "id", where), str(entry["kind"]), entry["version"]
    if not ID.fullmatch(found_id) or found_id.partition(".")[0] not in FAMILIES:
        detail = f"family.name.part with a family of {', '.join(FAMILIES)}"
        raise DataError(SCHEMA, where=f"{where}, key id", detail=detail)
    if type(version) is not int or version < 1:
        raise DataError(SCHEMA, where=f"{where}, key version", detail="a whole number from 1")
    parameters = _parameters(entry.get("parameters", {}), where)
    from_date, until_date = _in_force(entry["in_force"], f"{where}, key in_force")
    cases = _cases(entry, where) if kind == "category" else ()
    return Card(
        found_id,
        version,
        kind,
        text_of(entry, "title", where),
        from_date,
        until_date,
        _source(entry["source"], f"{where}, key source"),
        tuple(str(name) for name in list_of(entry, "needs", where)),
        parameters,
        _expression(entry, "when", where) if kind == "condition" else "",
        cases,
        _expression(entry, "value", where) if kind == "date" else "",
        text_of(entry, "table", where) if kind == "table" else "",
        text_of(entry, "column", where) if kind == "table" else "",
        tuple(_open(one, kind, cases, f"{where}, key open") for one in list_of(entry, "open", where)),
        tuple(_vector(one, kind, cases, where) for one in list_of(entry, "tests", where)),
        label,
    )


def _expression(entry: Mapping[str, object], key: str, where: str) -> str:
    """The text of an expression; YAML reads a bare ``true`` as a truth value."""
    value = entry[key]
    return str(value).lower() if isinstance(value, bool) else text_of(entry, key, where)


def _in_force(value: object, where: str) -> tuple[dt.date | None, dt.date | None]:
    days = check_keys(value, where, ("from", "until"), ())
    try:
        start, end = (cast("dt.date | None", typed("date", days[key])) for key in ("from", "until"))
    except ValueError as error:
        raise DataError(SCHEMA, where=where, detail=str(error)) from None
    if start is not None and end is not None and start >= end:
        raise DataError(SCHEMA, where=where, detail="from lies before until, which is excluded")
    return start, end


def _source(value: object, where: str) -> Source:
    entry = check_keys(value, where, ("title", "url", "locator", "status"), ())
    if entry["status"] not in STATUSES:
        raise DataError(SCHEMA, where=f"{where}.status", detail=f"one of {', '.join(STATUSES)}")
    url, locator = (" ".join(str(entry[key] or "").split()) for key in ("url", "locator"))
    return Source(text_of(entry, "title", where), url, locator, str(entry["status"]))


def _parameters(value: object, where: str) -> Mapping[str, Parameter]:
    if not isinstance(value, Mapping):
        raise DataError(SCHEMA, where=f"{where}, key parameters", detail="a mapping is expected")
    return MappingProxyType(
        {str(name): _parameter(str(name), entry, f"{where}, key parameters.{name}") for name, entry in value.items()}
    )


def _parameter(name: str, value: object, where: str) -> Parameter:
    entry = check_keys(value, where, ("type", "default", "meaning"), ("choices",))
    choices = entry.get("choices", {})
    is_choice = entry["type"] == "choice"
    if entry["type"] not in PARAMETER_TYPES or not isinstance(choices, Mapping) or is_choice != bool(choices):
        detail = f"type is one of {', '.join(PARAMETER_TYPES)}; a choice alone has choices"
        raise DataError(SCHEMA, where=where, detail=detail)
    words = MappingProxyType({str(choice): " ".join(str(meaning).split()) for choice, meaning in choices.items()})
    bare = Parameter(name, str(entry["type"]), None, text_of(entry, "meaning", where), words)
    try:
        default = parameter_value(bare, entry["default"])
    except ValueError as error:
        raise DataError(SCHEMA, where=f"{where}.default", detail=str(error)) from None
    return Parameter(name, bare.type, default, bare.meaning, words)


def _cases(entry: Mapping[str, object], where: str) -> tuple[Case, ...]:
    found: list[Case] = []
    for one in list_of(entry, "cases", where):
        case = check_keys(one, f"{where}, key cases", ("is", "when"), ())
        name = case["is"]
        if not isinstance(name, str) or not name or name == UNKNOWN or name in {known.value for known in found}:
            detail = f"{name!r}: each case has its own name, a text other than {UNKNOWN}"
            raise DataError(SCHEMA, where=f"{where}, key cases.is", detail=detail)
        found.append(Case(name, _expression(case, "when", f"{where}, key cases.{name}")))
    if not found:
        raise DataError(SCHEMA, where=f"{where}, key cases", detail="one case at least")
    return tuple(found)


def _open(value: object, kind: str, cases: tuple[Case, ...], where: str) -> Open:
    entry = check_keys(value, where, ("what", "effect"), ("is",))
    effect, case = str(entry["effect"]), str(entry.get("is", ""))
    names = {one.value for one in cases}
    moves = effect != "note"
    fits = (case in names) if kind == "category" and moves else not case
    if effect not in EFFECTS or not fits or (moves and kind not in ("condition", "category")):
        detail = f"effect is one of {', '.join(EFFECTS)}; in a category `is` names the case that it moves"
        raise DataError(SCHEMA, where=where, detail=detail)
    return Open(text_of(entry, "what", where), effect, case)


def _vector(value: object, kind: str, cases: tuple[Case, ...], where: str) -> Vector:
    place = f"{where}, key tests"
    entry = check_keys(value, place, ("given", "expect"), ("any_reading", "parameters", "table"))
    given, settings = entry["given"], entry.get("parameters", {})
    if not isinstance(given, Mapping) or not isinstance(settings, Mapping):
        raise DataError(SCHEMA, where=place, detail="given and parameters are mappings")
    known = fields()
    unknown = [str(name) for name in given if str(name) not in known]
    if unknown:
        raise DataError(FIELDS, where=f"{place}.given", detail=f"{unknown[0]!r} is no field")
    try:
        typed_given = {str(name): typed(known[str(name)].type, one) for name, one in given.items()}
        answers = [_answer(kind, cases, entry.get(key)) for key in ("expect", "any_reading")]
    except ValueError as error:
        raise DataError(SCHEMA, where=place, detail=str(error)) from None
    if answers[0] is None:
        raise DataError(SCHEMA, where=f"{place}.expect", detail="an answer is expected")
    # Parameters may be those of a rule that is named: they are typed when all cards are there.
    table = str(entry.get("table", ""))
    return Vector(MappingProxyType(typed_given), answers[0], answers[1], MappingProxyType(dict(settings)), table)


def _answer(kind: str, cases: tuple[Case, ...], value: object) -> Value:
    """An expected answer; None when there is none."""
    if value is None or value == UNKNOWN:
        return None if value is None else UNKNOWN
    if kind == "condition":
        return typed("boolean", value)
    if kind == "category":
        if value not in {*(case.value for case in cases), "none"}:
            raise ValueError(f"{value!r} is no case")
        return str(value)
    return typed("date", value)


def _check_names(card: Card) -> None:
    """Fields, parameters and needs of a card's own text; raises TM-RULES-001, -002, -004 and -006."""
    found = expressions(card)
    named = frozenset().union(*(one.fields for one in found)) if found else frozenset(card.needs)
    known = fields()
    for name in sorted(named | set(card.needs)):
        if name not in known:
            raise DataError(
                FIELDS, where=f"{card.where}, key needs or {BODY[card.kind]}", detail=f"{name!r} is no field"
            )
        if known[name].privacy != "open":
            raise DataError(FIELDS, where=card.where, detail=f"{name} is {known[name].privacy}: no rule may use it")
    if named != set(card.needs) or len(set(card.needs)) < len(card.needs):
        detail = (
            f"the text names {', '.join(sorted(named)) or 'no field'}; needs lists {', '.join(card.needs) or 'none'}"
        )
        raise DataError(NEEDS, where=f"{card.where}, key needs", detail=detail)
    used = frozenset().union(*(one.parameters for one in found))
    if card.kind != "table" and used != set(card.parameters):
        detail = f"the text uses {', '.join(sorted(used)) or 'none'}; listed are {', '.join(card.parameters) or 'none'}"
        raise DataError(SCHEMA, where=f"{card.where}, key parameters", detail=detail)
    if card.kind != "table" and not card.tests:
        raise DataError(VECTORS, where=f"{card.where}, key tests")
