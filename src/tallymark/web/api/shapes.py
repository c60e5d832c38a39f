"""Shapes of the documents about records for the OpenAPI document: in come keys with their types; out come schemas."""

from __future__ import annotations

from typing import Any

COUNT: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["low", "high", "low_any", "high_any"],
    "properties": {name: {"type": "integer"} for name in ("low", "high", "low_any", "high_any")},
    "description": "Bounds: low and high on the fields of the records, low_any and high_any on any reading of the rules.",
}
SHOWN = {"anyOf": [COUNT, {"type": "null"}], "description": "Null is a number that is not shown."}


def keys(*strings: str, objects: str = "", lists: str = "", **others: dict[str, Any]) -> dict[str, Any]:
    """An object of schema 1 that has all of these keys; a string key with ``?`` may be null, ``objects`` and ``lists`` are words."""
    properties: dict[str, Any] = {"schema": {"const": 1}}
    for name in strings:
        properties[name.removesuffix("?")] = {"type": ["string", "null"] if name.endswith("?") else "string"}
    properties |= {name: {"type": "object"} for name in objects.split()}
    properties |= {name: {"type": "array"} for name in lists.split()}
    properties |= others
    return {"type": "object", "required": [*properties], "properties": properties}


FIGURE: dict[str, Any] = {
    "type": "object",
    "required": [
        "definition",
        "group",
        "value",
        "count",
        "mean",
        "median",
        "near",
        "share",
        "why_undecided",
        "lacking",
    ],
    "properties": {
        "definition": {"type": "string", "description": "An id of definitions."},
        "group": {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "description": "The value of each breakdown; all is the total over it.",
        },
        "count": SHOWN,
        "value": {"type": ["integer", "null"], "description": "The count where its bounds meet."},
        "share": {"type": ["object", "null"], "description": "Of the total above it, as exact fractions, with words."},
        "why_undecided": {"type": "array", "items": {"type": "string"}},
        "lacking": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Rules for which the release has no field: on the fields the count is then a lowest or highest one.",
        },
    },
    "example": {
        "definition": "gao.removals",
        "group": {"fiscal_year": "FY2011"},
        "value": 36,
        "count": {"low": 36, "high": 36, "low_any": 36, "high_any": 36},
        "mean": None,
        "median": None,
        "near": None,
        "share": None,
        "why_undecided": [],
        "lacking": [],
    },
}
_COUNTED: dict[str, Any] = {
    "period": {"type": ["string", "null"]},
    "small_cells": {"const": False, "description": "Small counts are never shown here."},
    "bounds_step": {"type": "integer"},
    "figures": {"type": "array", "items": FIGURE},
}
_WORDS = ("measure", "words", "unit", "release")
_OBJECTS, _LISTS = "where partial left_out values labels trail", "by notes definitions"
MEMO = keys(*_WORDS, objects=_OBJECTS, lists=_LISTS, **_COUNTED)
PAGE: dict[str, Any] = {
    "total": {"type": "integer", "description": "How many there are on all pages."},
    "next": {"type": ["string", "null"], "description": "The address of the next page."},
}
COUNTED = keys(*_WORDS, objects=_OBJECTS, lists=_LISTS, **_COUNTED, **PAGE)
RELEASES = keys(lists="releases", **PAGE)
RELEASE = keys("release", "title", "manifest_sha256", "level", lists="not_read known_faults tables")
CHOICES = keys(
    "release", "measure?", "usual_definition?", lists="measures definitions lacking breakdowns filters years"
)  # fmt: skip
BRIDGE = keys(
    "release", "measure", "period", "standing", objects="population from to trail",
    lists="order steps missing reasons published notes", start=SHOWN, end=SHOWN, small_cells={"const": False},
    range_step={"type": "integer", "description": "Changes in other orders are rounded outward to multiples of it."},
)  # fmt: skip
REPORT = keys(
    "release", "title", "year", "base?", "measure", objects="definition total definitions_left_out register trail",
    lists="notes coverage years ranks published_totals sections memos not_in_records", small_cells={"const": False},
)  # fmt: skip
RATIO = keys("release", "measure", "by", "again", objects="where benchmark", lists="definitions notes groups limits")
PROGRAMME = keys(
    "id", "title", "what", objects="register", lists="published ratios rules undecidable counted"
)  # fmt: skip
