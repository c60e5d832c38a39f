"""``/api/v1/measures``, ``/figures`` and ``/sources``: in comes a question to the register; out come published figures, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from tallymark.model.errors import UsageError
from tallymark.model.figure import Figure, Relation
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.vocabulary import measures
from tallymark.register.register import Register
from tallymark.register.show import side_by_side
from tallymark.reports.as_json import figure_object
from tallymark.reports.figure_table import figures_csv
from tallymark.reports.numbers import Json, to_json
from tallymark.web.api.answers import not_modified, state_of, tag_of, tagged
from tallymark.web.api.document import content, problems
from tallymark.web.api.filters import each_once
from tallymark.web.state import TheRegister

router = APIRouter(prefix="/api/v1", tags=["figures"])
MOST_ITEMS = 500
MOST_KEPT = 256
PERIOD = r"^[0-9FCY./-]{4,40}$"
FILTER = r"^[a-z_]{1,40}=[a-z0-9_.-]{1,60}$"


class Form(StrEnum):
    """What the answer looks like."""

    JSON = "json"
    LINES = "lines"
    CSV = "csv"


class Asked(BaseModel):
    """A question to the register."""

    model_config = ConfigDict(extra="forbid")
    measure: str = Field(
        "",
        max_length=60,
        description="What is counted: an id of /api/v1/measures; every one unless given.",
        examples=["removals"],
    )
    period: str = Field(
        "",
        pattern=rf"^$|{PERIOD}",
        description="Only figures of just these days, a few days of slack.",
        examples=["FY2011"],
    )
    where: list[Annotated[str, Field(pattern=FILTER)]] = Field(
        default=[],
        max_length=8,
        description="Only people within this filter, repeatable.",
        examples=[["criminality=convicted"]],
    )
    everybody: bool = Field(False, description="Only figures of everybody that the measure counts.")
    relation: Relation | None = Field(None, description="level, share, change_pct, change_abs, ratio or rank.")
    definition: str = Field(
        "", max_length=80, description="Only figures counted under this definition.", examples=["ice.removals.2009"]
    )
    format: Form = Field(Form.JSON, description="json (a page), lines (every figure, streamed) or csv (every figure).")
    limit: int = Field(100, ge=1, le=MOST_ITEMS, description="How many figures a page has.")
    offset: int = Field(0, ge=0, le=1_000_000, description="How many figures to pass over.")


@dataclass(frozen=True, slots=True)
class Question:
    """What ``Asked`` asks, without its page: the key under which the answer is remembered."""

    measure: str
    period: str
    where: tuple[str, ...]
    everybody: bool
    relation: Relation | None
    definition: str


LIST: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["schema", "register", "total", "items", "next"],
    "properties": {
        "schema": {"const": 1},
        "register": {"type": "object", "properties": {"as_of": {"type": "string"}, "sha256": {"type": "string"}}},
        "total": {"type": "integer"},
        "next": {"type": ["string", "null"], "description": "The address of the next page."},
    },
}


def page_of(items: dict[str, Any]) -> dict[str, Any]:
    """The shape of a page of ``items``."""
    return {**LIST, "properties": {**LIST["properties"], "items": {"type": "array", "items": items}}}


ANSWERS: dict[int | str, dict[str, Any]] = {
    200: content(
        "The figures in a stable order: relation, people, days, definition, vintage.",
        {
            "application/json": page_of({"$ref": "#/components/schemas/figure"}),
            "application/x-ndjson": {"type": "string"},
            "text/csv": {"type": "string"},
        },
    ),
    **problems(304, 400, 421, 422, 500),
}
MEASURE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["id", "words", "unit", "flow", "note"],
    "properties": {name: {"type": "string"} for name in ("id", "words", "unit", "flow", "note")},
}
SOURCE = {"$ref": "#/components/schemas/source"}


@router.get("/figures", summary="Published figures of a measure.", responses=ANSWERS, response_class=Response)
async def figures(request: Request, register: TheRegister, asked: Annotated[Asked, Query()]) -> Response:
    """Every definition and vintage side by side, unconfirmed and faulty ones marked."""
    each_once("where", asked.where)
    question = Question(
        asked.measure, asked.period, tuple(asked.where), asked.everybody, asked.relation, asked.definition
    )
    tag = tag_of(state_of(register)[1], str(asked))
    known = not_modified(request, tag)
    if known is not None:
        return known
    if asked.format is Form.CSV:
        return tagged(figures_csv(_found(register, question)), "text/csv; charset=utf-8", tag)
    if asked.format is Form.LINES:
        headers = {"ETag": tag, "Cache-Control": "no-cache"}
        return StreamingResponse(_lines(_found(register, question)), media_type="application/x-ndjson", headers=headers)
    page, after = _page(register, question, asked.offset, asked.limit)
    return tagged(page, "application/json", tag, after=after)


@router.get(
    "/measures",
    summary="What the register counts.",
    responses={200: content("Every measure.", {"application/json": page_of(MEASURE)}), **problems(304, 400, 421, 500)},
    response_class=Response,
)
async def all_measures(request: Request, register: TheRegister) -> Response:
    """Every measure that has a figure, with its unit and whether it adds up over time."""
    items: list[Json] = [
        {"id": one.id, "words": one.words, "unit": one.unit, "flow": one.flow, "note": one.note}
        for name in register.measures()
        if (one := measures().get(name)) is not None
    ]
    return whole_list(request, register, "measures", items)


@router.get(
    "/sources",
    summary="Where the register's rows come from.",
    responses={200: content("Every source.", {"application/json": page_of(SOURCE)}), **problems(304, 400, 421, 500)},
    response_class=Response,
)
async def sources(request: Request, register: TheRegister) -> Response:
    """Every source with its publisher, the copy that was read, its tier and the day it was read."""
    items: list[Json] = [
        {
            "id": one.id, "publisher": one.publisher, "carrier": one.carrier, "tier": one.tier, "title": one.title,
            "address": one.address, "read_on": one.read_on, "own": one.own,
        }
        for one in register.sources()
    ]  # fmt: skip
    return whole_list(request, register, "sources", items)


def whole_list(request: Request, register: Register, name: str, items: list[Json]) -> Response:
    """A list in one page, with its tag."""
    tag = tag_of(state_of(register)[1], name)
    known = not_modified(request, tag)
    if known is not None:
        return known
    document: dict[str, Json] = {
        "schema": 1,
        "register": _state(register),
        "total": len(items),
        "items": items,
        "next": None,
    }
    return tagged(to_json(document) + "\n", "application/json", tag)


@lru_cache(maxsize=MOST_KEPT)
def _found(register: Register, question: Question) -> tuple[Figure, ...]:
    """The figures that answer; what a question was answered with is remembered, as the register does not change."""
    if question.measure and question.measure not in measures():
        raise UsageError("TM-WEB-014", where="measure", detail="see /api/v1/measures")
    if question.everybody and question.where:
        raise UsageError("TM-WEB-014", where="everybody", detail="it excludes every filter")
    people = Population.parse(";".join(question.where)) if question.where else None
    days = Period.parse(question.period) if question.period else None
    return tuple(
        one
        for name in ([question.measure] if question.measure else register.measures())
        for one in side_by_side(register, name, days, people)
        if question.relation in (None, one.key.relation)
        and question.definition in ("", one.definition)
        and not (question.everybody and one.key.population.filters)
    )


@lru_cache(maxsize=MOST_KEPT)
def _page(register: Register, question: Question, offset: int, limit: int) -> tuple[bytes, str]:
    """One page as JSON with the address of the next, remembered like the figures in it."""
    found = _found(register, question)
    after = _next(question, offset, limit, len(found))
    document: dict[str, Json] = {
        "schema": 1,
        "register": _state(register),
        "total": len(found),
        "items": [figure_object(one) for one in found[offset : offset + limit]],
        "next": after or None,
    }
    return (to_json(document) + "\n").encode(), after


def _state(register: Register) -> dict[str, Json]:
    as_of, sha256 = state_of(register)
    return {"as_of": as_of, "sha256": sha256}


def _next(question: Question, offset: int, limit: int, total: int) -> str:
    """The address of the page after this one; empty after the last."""
    if offset + limit >= total:
        return ""
    relation = question.relation.value if question.relation else ""
    pairs = [("measure", question.measure), ("period", question.period), ("definition", question.definition)]
    pairs += [("where", one) for one in question.where]
    pairs += [("everybody", "true" if question.everybody else ""), ("relation", relation)]
    pairs += [("limit", str(limit)), ("offset", str(offset + limit))]
    return f"/api/v1/figures?{urlencode([pair for pair in pairs if pair[1]])}"


def _lines(found: tuple[Figure, ...]) -> Iterator[bytes]:
    for one in found:
        yield (to_json(figure_object(one), indent=None) + "\n").encode()
