"""``/api/v1/releases``, ``/count``, ``/bridge`` and ``/report``: in come questions to the store; out come counts with bounds and trails.

There only with ``--with-records``. Counts of 1 to 10 people are hidden with what would tell them; nothing here turns that off.
Every answer has an ETag: the state of the release, of the register and of this program, and the question.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from tallymark.model.errors import UsageError
from tallymark.reports.numbers import to_json
from tallymark.web.api import shapes
from tallymark.web.api.answers import not_modified, tagged
from tallymark.web.api.document import content, problems
from tallymark.web.api.filters import each_once
from tallymark.web.asks import Ask
from tallymark.web.state import TheRecords

router = APIRouter(prefix="/api/v1", tags=["records"])
RELEASE = r"^[a-z0-9][a-z0-9.-]{0,63}$"
NAME = r"^[a-z0-9_.@-]{1,80}$"
PERIOD = r"^$|^[0-9FCY./-]{4,40}$"
YEAR = r"^FY(19|20)\d\d$"
FILTER = r"^[a-z0-9_.@-]{1,80}=[^\x00-\x1f=]{1,120}$"
SETTING = r"^[a-z0-9_]{1,60}=[^\x00-\x1f=]{1,60}$"
PEOPLE = r"^[a-z_]{1,40}=[a-z0-9_.-]{1,60}$"
FAMILY = r"^[a-z_]{1,40}$"
NUMBER = r"^[0-9.]{1,15}$|^[\[(][0-9.]{1,15}, ?[0-9.]{1,15}[\])]$"
RATIO: dict[str, Any] = {
    "release": "made-up",
    "measure": "removals",
    "benchmark": {
        "title": "A survey",
        "people": "noncitizens of a state",
        "period": "CY2020",
        "by": "citizenship",
        "unit": "percent",
        "source": {"title": "a table", "url": "https://example.org"},
        "groups": {"mexico": "[40, 50]", "canada": "5"},
    },
}
MOST_ITEMS = 5_000
FAULTS = problems(304, 400, 404, 421, 422, 500, 503)
JSON, CSV, LINES = "application/json", "text/csv; charset=utf-8", "application/x-ndjson"


class Form(StrEnum):
    """What a report looks like."""

    JSON = "json"
    CSV = "csv"


class CountForm(StrEnum):
    """What a count looks like."""

    JSON = "json"
    LINES = "lines"
    CSV = "csv"


class Paged(BaseModel):
    """Which page of a list."""

    model_config = ConfigDict(extra="forbid")
    limit: int = Field(1_000, ge=1, le=MOST_ITEMS, description="How many items a page has.")
    offset: int = Field(0, ge=0, le=1_000_000, description="How many items to pass over.")


class CountIn(Paged):
    """What is to be counted."""

    release: str = Field(pattern=RELEASE, description="A release of the store.")
    measure: str = Field(pattern=NAME, description="What is counted.", examples=["removals"])
    by: list[Annotated[str, Field(pattern=NAME)]] = Field(
        default=[],
        max_length=4,
        description="Breakdowns, at most four, each an id of the list or of a rule.",
        examples=[["fiscal_year"]],
    )
    where: list[Annotated[str, Field(pattern=FILTER)]] = Field(
        default=[],
        max_length=8,
        description="The one value of a breakdown that counts, repeatable.",
        examples=[["criminality=convicted"]],
    )
    under: list[Annotated[str, Field(pattern=NAME)]] = Field(
        default=[],
        max_length=40,
        description="Definitions, or all; the measure's own unless given.",
        examples=[["all"]],
    )
    period: str = Field(
        "", pattern=PERIOD, description="FY2013, 2013-04 or 2012-10-01/2013-03-31.", examples=["FY2013"]
    )
    settings: list[Annotated[str, Field(pattern=SETTING)]] = Field(
        default=[],
        alias="set",
        max_length=8,
        description="A parameter of the rules, key=value, repeatable; /api/v1/rules/{rule} lists those of each rule.",
        examples=[["dui_is_traffic=true"]],
    )
    format: CountForm = Field(
        CountForm.JSON, description="json (a page of figures), lines (every figure, streamed) or csv (every figure)."
    )


class ReportIn(BaseModel):
    """Which year-end report."""

    model_config = ConfigDict(extra="forbid")
    release: str = Field(pattern=RELEASE, description="A release of the store.")
    year: str = Field(pattern=YEAR, description="The fiscal year.", examples=["FY2013"])
    under: str = Field("", max_length=80, description="A rule set; that of the year unless given.")
    memo: list[Annotated[str, Field(pattern=NAME)]] = Field(
        default=[], max_length=20, description="Priority memos, or all."
    )
    base: str = Field("", pattern=rf"^$|{YEAR}", description="Another year to compare with.")
    format: Form = Field(Form.JSON, description="json or csv.")


class BridgeIn(BaseModel):
    """From which definition to which."""

    model_config = ConfigDict(extra="forbid")
    release: str = Field(pattern=RELEASE, description="A release of the store.")
    first: str = Field(pattern=NAME, description="The definition to begin with.", examples=["ice.removals.2009"])
    last: str = Field(
        "", max_length=80, description="The definition to end with; the first one with published=true only."
    )
    year: str = Field(
        pattern=r"^[0-9FCY./-]{4,40}$",
        description="The days: FY2013, CY2013, 2013-04 or a range.",
        examples=["FY2013"],
    )
    where: list[Annotated[str, Field(pattern=PEOPLE)]] = Field(
        default=[],
        max_length=8,
        description="Only people within this filter, repeatable.",
        examples=[["criminality=convicted"]],
    )
    order: list[Annotated[str, Field(pattern=FAMILY)]] = Field(
        default=[],
        max_length=8,
        description="The families of rules that differ, in the order of the steps; the usual order unless given.",
        examples=[["year", "exit"]],
    )
    published: bool = Field(False, description="Go on to the published figures of the last definition.")


class MemoIn(BaseModel):
    """Over whom a memo is run."""

    model_config = ConfigDict(extra="forbid")
    release: str = Field(pattern=RELEASE, description="A release of the store.")
    measure: str = Field("removals", pattern=NAME, description="Whose people: a measure about people.")
    period: str = Field("", pattern=PERIOD, description="The days: FY2013, 2013-04 or a range; all unless given.")


class SourceIn(BaseModel):
    """Where a benchmark is from."""

    model_config = ConfigDict(extra="forbid")
    title: str = Field(min_length=1, max_length=300, description="What it is called.")
    url: str = Field(min_length=1, max_length=500, description="Where it is.")


class BenchmarkIn(BaseModel):
    """Shares of groups to compare with; who is counted, when, and by whom must be said."""

    model_config = ConfigDict(extra="forbid")
    title: str = Field(min_length=1, max_length=300, description="What it is.")
    people: str = Field(min_length=1, max_length=300, description="Who is counted.")
    period: str = Field(min_length=4, max_length=40, description="When: CY2019 or CY2015-CY2019.")
    by: str = Field(pattern=NAME, description="The breakdown that the groups are values of.")
    unit: Literal["percent", "people"] = Field(description="What the values of the groups are.")
    source: SourceIn
    groups: dict[Annotated[str, Field(max_length=80)], Annotated[str, Field(pattern=NUMBER)]] = Field(
        min_length=1, max_length=500, description="For each group a number, or an interval such as [54.1, 55.9]."
    )
    whole: str | None = Field(None, pattern=NUMBER, description="All people; with the unit people.")
    note: str | None = Field(None, min_length=1, max_length=1_000, description="What else must be known.")


class RatioIn(BaseModel):
    """A count by one breakdown, and what to compare its shares with."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [RATIO]},
    )
    release: str = Field(pattern=RELEASE, description="A release of the store.")
    measure: str = Field(pattern=NAME, description="What is counted.")
    benchmark: BenchmarkIn
    where: list[Annotated[str, Field(pattern=FILTER)]] = Field(
        default=[], max_length=8, description="The one value of a breakdown that counts, repeatable."
    )
    under: str = Field("", pattern=rf"^$|{NAME}", description="The definition; the measure's own unless given.")
    period: str = Field("", pattern=PERIOD, description="The days; all unless given.")
    minimum: int | None = Field(
        None, ge=11, le=1_000_000, description="Least number of records of a group; 30 unless given."
    )


def _documented(words: str, shape: dict[str, Any], *others: str) -> dict[int | str, dict[str, Any]]:
    schemas: dict[str, Any] = {JSON: shape, **{media: {"type": "string"} for media in others}}
    return {200: content(words, schemas), **FAULTS}


@router.get(
    "/releases",
    summary="The releases of the store.",
    responses=_documented("Every release.", shapes.RELEASES),
    response_class=Response,
)
async def releases(request: Request, records: TheRecords, asked: Annotated[Paged, Query()]) -> Response:
    """Files, tables with their windows, and how many faults are known."""
    ask = Ask(records.store, "releases", "json")
    return await _page(request, records, ask, "releases", asked, [])


@router.get(
    "/releases/{release}",
    summary="What is in a release and what is wrong with it.",
    responses=_documented("The quality report.", shapes.RELEASE),
    response_class=Response,
)
async def release(
    request: Request,
    records: TheRecords,
    release: Annotated[str, Path(pattern=RELEASE, description="A release of the store.")],
) -> Response:
    """Months, fields without a value, checks, known faults."""
    return await _whole(request, records, Ask(records.store, "release", "json", release))


@router.get(
    "/count",
    summary="Count in the records of a release.",
    responses=_documented("Counts with bounds, shares, notes and the trail.", shapes.COUNTED, "text/csv", LINES),
    response_class=Response,
)
async def count(request: Request, records: TheRecords, asked: Annotated[CountIn, Query()]) -> Response:
    """Under one definition, some or all; the SQL and the command that makes the numbers again are in the trail."""
    each_once("where", asked.where)
    each_once("set", asked.settings)
    form = "csv" if asked.format is CountForm.CSV else "json"
    ask = Ask(
        records.store, "count", form, asked.release, asked.measure, tuple(asked.by), tuple(asked.where),
        tuple(asked.under), asked.period, settings=tuple(asked.settings),
    )  # fmt: skip
    if asked.format is CountForm.CSV:
        return await _whole(request, records, ask)
    if asked.format is CountForm.LINES:
        return await _streamed(request, records, ask)
    pairs = [("release", asked.release), ("measure", asked.measure), ("period", asked.period)]
    pairs += [(name, one) for name in ("by", "where", "under") for one in getattr(asked, name)]
    pairs += [("set", one) for one in asked.settings]
    return await _page(request, records, ask, "figures", asked, [pair for pair in pairs if pair[1]])


@router.get(
    "/report",
    summary="The year-end report of a release.",
    responses=_documented("The report.", shapes.REPORT, "text/csv"),
    response_class=Response,
)
async def report(request: Request, records: TheRecords, asked: Annotated[ReportIn, Query()]) -> Response:
    """What the agency announces at the end of a fiscal year, counted from the records, with published figures beside."""
    under = (asked.under,) if asked.under else ()
    ask = Ask(
        records.store,
        "report",
        asked.format.value,
        asked.release,
        under=under,
        year=asked.year,
        memos=tuple(asked.memo),
        base=asked.base,
    )
    return await _whole(request, records, ask)


@router.get(
    "/bridge",
    summary="From one definition to another, rule by rule.",
    responses=_documented("The steps and the gaps.", shapes.BRIDGE),
    response_class=Response,
)
async def bridge(request: Request, records: TheRecords, asked: Annotated[BridgeIn, Query()]) -> Response:
    """How much of the difference between two definitions each rule explains."""
    each_once("where", asked.where)
    if not (asked.last or asked.published):
        raise UsageError("TM-WEB-018", where="last", detail="name it, or ask for the published figures")
    ask = Ask(
        records.store,
        "bridge",
        "json",
        asked.release,
        first=asked.first,
        last=asked.last,
        year=asked.year,
        published=asked.published,
        where=tuple(asked.where),
        order=tuple(asked.order),
    )
    return await _whole(request, records, ask)


@router.get(
    "/releases/{release}/choices",
    summary="What can be asked of a release.",
    responses=_documented(
        "Measures; for one of them definitions, breakdowns, filters that are known beforehand, years.", shapes.CHOICES
    ),
    response_class=Response,
)
async def choices(
    request: Request,
    records: TheRecords,
    release: Annotated[str, Path(pattern=RELEASE, description="A release of the store.")],
    measure: Annotated[
        str, Query(pattern=rf"^$|{NAME}", description="For which measure; the first one unless given.")
    ] = "",
) -> Response:
    """Definitions for which the release lacks a field are told with the reason."""
    return await _whole(request, records, Ask(records.store, "asking", "json", release, measure))


@router.get(
    "/memos/{memo}",
    summary="A priority memo over the people of a release.",
    responses=_documented("The count by the parts of the memo.", shapes.MEMO),
    response_class=Response,
)
async def memo(
    request: Request,
    records: TheRecords,
    memo: Annotated[str, Path(pattern=NAME, description="A memo.", examples=["johnson_2014"])],
    asked: Annotated[MemoIn, Query()],
) -> Response:
    """Who would have been a priority, in which part, and of whom the fields do not tell."""
    ask = Ask(records.store, "memo", "json", asked.release, asked.measure, period=asked.period, memos=(memo,))
    return await _whole(request, records, ask)


@router.get(
    "/programmes/{programme}/counts",
    summary="What the records of a release tell of an enforcement programme.",
    responses=_documented("The programme as under /programmes/{programme} with counted filled.", shapes.PROGRAMME),
    response_class=Response,
)
async def programme(
    request: Request,
    records: TheRecords,
    programme: Annotated[str, Path(pattern=NAME, description="A programme.", examples=["detainers"])],
    release: Annotated[str, Query(pattern=RELEASE, description="A release of the store.")],
) -> Response:
    """The counts that the tables of the release allow, published figures of the same periods beside."""
    return await _whole(request, records, Ask(records.store, "programme", "json", release, name=programme))


@router.post(
    "/ratio",
    summary="Compare shares of groups in the records with their shares in a benchmark.",
    responses={
        200: content("Ratios with bounds and limits.", {JSON: shapes.RATIO}),
        **problems(400, 403, 404, 408, 413, 421, 422, 500, 503),
    },
    response_class=Response,
)
async def ratio(records: TheRecords, asked: RatioIn) -> Response:
    """A ratio is an interval, depends on the benchmark and proves no intent. The benchmark lives for this request only."""
    each_once("where", asked.where)
    ask = Ask(
        records.store,
        "ratio",
        "json",
        asked.release,
        asked.measure,
        (asked.benchmark.by,),
        tuple(asked.where),
        (asked.under,) if asked.under else (),
        asked.period,
        benchmark=asked.benchmark.model_dump_json(exclude_none=True),
        minimum=asked.minimum,
    )
    return Response(await records.once(ask), media_type=JSON)


async def _whole(request: Request, records: TheRecords, ask: Ask) -> Response:
    """An answer as it is; 304 for one who has it, without counting again."""
    tag = await records.tag(ask)
    known = not_modified(request, tag)
    return known or tagged(await records.run(ask), CSV if ask.form == "csv" else JSON, tag)


async def _streamed(request: Request, records: TheRecords, ask: Ask) -> Response:
    """A count line by line."""
    tag = f'{(await records.tag(ask))[:-1]}-lines"'
    known = not_modified(request, tag)
    if known is not None:
        return known
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    return StreamingResponse(_lines(await records.run(ask)), media_type=LINES, headers=headers)


async def _page(
    request: Request, records: TheRecords, ask: Ask, items: str, asked: Paged, pairs: list[tuple[str, str]]
) -> Response:
    """A page of a list with how many there are in all and where the next page is."""
    tag = await records.tag(ask)
    tag = f'{tag[:-1]}-{asked.limit}-{asked.offset}"'
    known = not_modified(request, tag)
    if known is not None:
        return known
    made = await records.run(ask)
    page, more = await asyncio.to_thread(_cut, made, items, asked.limit, asked.offset)
    after = ""
    if more:
        query = urlencode([*pairs, ("limit", str(asked.limit)), ("offset", str(asked.offset + asked.limit))])
        after = f"{request.url.path}?{query}"
    return tagged(to_json({**page, "next": after or None}) + "\n", JSON, tag, after=after)


def _cut(made: bytes, items: str, limit: int, offset: int) -> tuple[dict[str, Any], bool]:
    """The document with the items of one page, and whether others follow."""
    document: dict[str, Any] = json.loads(made, parse_float=Decimal)
    every = document[items]
    return {**document, "total": len(every), items: every[offset : offset + limit]}, offset + limit < len(every)


def _lines(made: bytes) -> Iterator[bytes]:
    """A count line by line: first all but the figures, then each figure."""
    document: dict[str, Any] = json.loads(made, parse_float=Decimal)
    figures = document.pop("figures")
    yield (to_json({"type": "count", **document}, indent=None) + "\n").encode()
    for one in figures:
        yield (to_json({"type": "figure", **one}, indent=None) + "\n").encode()
    yield (to_json({"type": "end", "n": len(figures)}, indent=None) + "\n").encode()
