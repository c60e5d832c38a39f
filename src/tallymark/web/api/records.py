"""``/api/v1/releases``, ``/count``, ``/bridge`` and ``/report``: in come questions to the store; out come counts with bounds and trails.

There only with ``--with-records``. Counts of 1 to 10 people are hidden with what would tell them; nothing here turns that off.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from tallymark.web.api.document import content, problems
from tallymark.web.asks import Ask
from tallymark.web.state import TheRecords

router = APIRouter(prefix="/api/v1", tags=["records"])
RELEASE = r"^[a-z0-9][a-z0-9.-]{0,63}$"
NAME = r"^[a-z0-9_.@-]{1,80}$"
PERIOD = r"^$|^[0-9FCY./-]{4,40}$"
YEAR = r"^FY(19|20)\d\d$"
FILTER = r"^[a-z0-9_.@-]{1,80}=[^\x00-\x1f=]{1,120}$"
OBJECT = {"type": "object", "required": ["schema"]}
FAULTS = problems(400, 404, 421, 422, 500, 503)


class Form(StrEnum):
    """What the answer looks like."""

    JSON = "json"
    CSV = "csv"


class CountIn(BaseModel):
    """What is to be counted."""

    model_config = ConfigDict(extra="forbid")
    release: str = Field(pattern=RELEASE, description="A release of the store.")
    measure: str = Field(pattern=NAME, description="What is counted.", examples=["removals"])
    by: list[Annotated[str, Field(pattern=NAME)]] = Field(
        default=[],
        max_length=4,
        description="Breakdowns, at most four, each an id of the list or of a rule.",
        examples=[["fiscal_year"]],
    )
    where: list[Annotated[str, Field(pattern=FILTER)]] = Field(
        default=[], max_length=8, description="The one value of a breakdown that counts: criminality=convicted."
    )
    under: list[Annotated[str, Field(pattern=NAME)]] = Field(
        default=[], max_length=40, description="Definitions, or all; the measure's own unless given."
    )
    period: str = Field("", pattern=PERIOD, description="FY2013, 2013-04 or 2012-10-01/2013-03-31.")
    format: Form = Field(Form.JSON, description="json or csv.")


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
    year: str = Field(pattern=r"^[0-9FCY./-]{4,40}$", description="The days: FY2013, CY2013, 2013-04 or a range.")
    published: bool = Field(False, description="Go on to the published figures of the last definition.")


def _documented(words: str, *, csv: bool = False) -> dict[int | str, dict[str, Any]]:
    schemas: dict[str, Any] = {"application/json": OBJECT}
    return {200: content(words, {**schemas, **({"text/csv": {"type": "string"}} if csv else {})}), **FAULTS}


@router.get(
    "/releases", summary="The releases of the store.", responses=_documented("Every release."), response_class=Response
)
async def releases(records: TheRecords) -> Response:
    """Files, tables with their windows, and how many faults are known."""
    return _json(await records.run(Ask(records.store, "releases", "json")))


@router.get(
    "/releases/{release}",
    summary="What is in a release and what is wrong with it.",
    responses=_documented("The quality report."),
    response_class=Response,
)
async def release(records: TheRecords, release: Annotated[str, Path(pattern=RELEASE)]) -> Response:
    """Months, fields without a value, checks, known faults."""
    return _json(await records.run(Ask(records.store, "release", "json", release)))


@router.get(
    "/count",
    summary="Count in the records of a release.",
    responses=_documented("Counts with bounds, shares, notes and the trail.", csv=True),
    response_class=Response,
)
async def count(records: TheRecords, asked: Annotated[CountIn, Query()]) -> Response:
    """Under one definition, some or all; the SQL and the command that makes the numbers again are in the trail."""
    ask = Ask(
        records.store, "count", asked.format.value, asked.release, asked.measure, tuple(asked.by), tuple(asked.where),
        tuple(asked.under), asked.period,
    )  # fmt: skip
    return _formed(await records.run(ask), asked.format)


@router.get(
    "/report",
    summary="The year-end report of a release.",
    responses=_documented("The report.", csv=True),
    response_class=Response,
)
async def report(records: TheRecords, asked: Annotated[ReportIn, Query()]) -> Response:
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
    return _formed(await records.run(ask), asked.format)


@router.get(
    "/bridge",
    summary="From one definition to another, rule by rule.",
    responses=_documented("The steps and the gaps."),
    response_class=Response,
)
async def bridge(records: TheRecords, asked: Annotated[BridgeIn, Query()]) -> Response:
    """How much of the difference between two definitions each rule explains."""
    ask = Ask(
        records.store,
        "bridge",
        "json",
        asked.release,
        first=asked.first,
        last=asked.last,
        year=asked.year,
        published=asked.published,
    )
    return _json(await records.run(ask))


def _formed(made: bytes, form: Form) -> Response:
    return Response(made, media_type="text/csv") if form is Form.CSV else _json(made)


def _json(made: bytes) -> Response:
    return Response(made, media_type="application/json")
