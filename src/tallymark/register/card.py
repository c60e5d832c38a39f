"""Source cards: in comes the YAML beside a CSV of the register; out comes the source that its rows cite."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml

from tallymark.model.closed_yaml import LOADER
from tallymark.model.errors import DataError
from tallymark.model.figure import Source
from tallymark.model.patterns import compile_pattern

KEYS = (
    "id", "publisher", "carrier", "tier", "title", "address", "locator", "read_on", "vintage", "confirmed", "licence",
    "note",
)  # fmt: skip
OPTIONAL = frozenset({"note", "locator", "vintage"})
SOURCE_ID = compile_pattern(r"[a-z0-9][a-z0-9.-]*")
READ_ON = compile_pattern(r"^read_on:\s*[\"']?(\d{4}-\d\d-\d\d)", re.MULTILINE)
# A line that means the same to every YAML reader: a plain word without signs, or text in double quotes.
FLAT_LINE = compile_pattern(r'([a-z_]+): (?:([\w./-]+)|"((?:[^"\\]|\\["\\])*)")')
DAY = compile_pattern(r"\d{4}(-\d\d(-\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Card:
    """A source with what its rows take from it when their own cell is empty.

    ``vintage`` is the date of printing (ISO day, month or year), ``confirmed`` whether the rows were seen in the source.
    """

    source: Source
    locator: str
    vintage: str
    confirmed: bool


def read_card(text: str, where: str, *, source_id: str, own: bool = False) -> Card:
    """The card in ``text``; raises TM-REGISTER-003 with file and line for anything outside the schema.

    ``source_id`` is the name of the CSV beside it, which the card must repeat; ``own`` marks a newsroom's own file.
    """
    values = _pairs(text, where)
    missing = [key for key in KEYS if key not in OPTIONAL and not values.get(key, ("", 0))[0]]
    if missing:
        raise DataError("TM-REGISTER-003", where=f"{where} line 1", detail=f"no value for {', '.join(missing)}")
    _check_values(values, where, source_id)
    plain = {key: values[key][0] if key in values else "" for key in KEYS}
    source = Source(
        plain["id"], plain["publisher"], plain["carrier"], int(plain["tier"]), plain["title"], plain["address"],
        plain["read_on"], plain["licence"], plain["note"], own,
    )  # fmt: skip
    return Card(source, plain["locator"], plain["vintage"], plain["confirmed"] == "true")


def read_on(text: str) -> str:
    """The day a card's source was read, found without parsing the card; empty when there is none."""
    match = READ_ON.search(text)
    return match[1] if match else ""


def _pairs(text: str, where: str) -> dict[str, tuple[str, int]]:
    """Each key with its value as written and its line."""
    return _flat_pairs(text) or _yaml_pairs(text, where)


def _flat_pairs(text: str) -> dict[str, tuple[str, int]]:
    """The pairs of a card that is written plainly, ten times faster than YAML; empty when any line needs YAML."""
    found: dict[str, tuple[str, int]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        match = FLAT_LINE.fullmatch(line)
        if match is None or match[1] in found or match[1] not in KEYS:
            return {}
        value = match[2] or re.sub(r"\\(.)", r"\1", match[3] or "")
        found[match[1]] = (" ".join(value.split()), number)
    return found


def _yaml_pairs(text: str, where: str) -> dict[str, tuple[str, int]]:
    try:
        node = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = 1 if mark is None else mark.line + 1
        raise DataError("TM-REGISTER-003", where=f"{where} line {line}", detail="this is not YAML") from None
    if not isinstance(node, yaml.MappingNode):
        raise DataError("TM-REGISTER-003", where=f"{where} line 1", detail="a card is a list of key: value lines")
    found: dict[str, tuple[str, int]] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if key.value not in KEYS or key.value in found or not isinstance(value, yaml.ScalarNode):
            raise DataError("TM-REGISTER-003", where=f"{where} line {line}", detail=f"key {key.value!r}")
        found[key.value] = (" ".join(str(value.value).split()), line)
    return found


def _check_values(values: dict[str, tuple[str, int]], where: str, source_id: str) -> None:
    rules: dict[str, Callable[[str], object]] = {
        "id": lambda text: text == source_id and SOURCE_ID.fullmatch(text),
        "tier": lambda text: text in ("1", "2", "3"),
        "confirmed": lambda text: text in ("true", "false"),
        "read_on": lambda text: re.fullmatch(r"\d{4}-\d\d-\d\d", text),
        "vintage": lambda text: not text or DAY.fullmatch(text),
        "address": lambda text: re.match(r"https?://", text) or text == "none",
    }
    for key, rule in rules.items():
        text, line = values.get(key, ("", 1))
        if not rule(text):
            raise DataError("TM-REGISTER-003", where=f"{where} line {line}", detail=f"{key}: {text!r}")
