"""``/api/v1/check`` and ``/api/v1/reconcile``: in come texts; out come claims with verdicts and evidence, whole or line by line."""

from __future__ import annotations

from collections.abc import AsyncIterator
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from tallymark.model.errors import UsageError
from tallymark.web.api.document import content, problems
from tallymark.web.jobs import Choice, Job, Text
from tallymark.web.state import TheSettings, TheWorkers
from tallymark.web.workers import Workers

router = APIRouter(prefix="/api/v1", tags=["check"])
EXAMPLE = "ICE removed 396,906 people in fiscal year 2011, nearly 55 percent of them convicted criminals."
YEAR = r"(18|19|20|21)\d\d"
DAY = rf"^{YEAR}-(0[1-9]|1[0-2])(-(0[1-9]|1\d|2[0-8]))?$|^{YEAR}-(0[13-9]|1[0-2])-(29|30)$|^{YEAR}-(0[13578]|1[02])-31$"
NAME = r"^[^\x00-\x1f\x7f/\\]*$"


class Strict(BaseModel):
    """An object without unknown keys."""

    model_config = ConfigDict(extra="forbid")


class TextIn(Strict):
    """One text to check."""

    text: str = Field(min_length=1, max_length=500_000, description="The text, English.", examples=[EXAMPLE])
    name: str = Field("text", min_length=1, max_length=120, pattern=NAME, description="What to call it in the report.")
    date: str | None = Field(
        None, pattern=DAY, description="Its day or month, when it does not say so itself.", examples=["2011-10-18"]
    )


class CorrectionIn(Strict):
    """How a reader corrects the reading of one claim; a part left out stays as it was read."""

    claim: str = Field(pattern=r"^[cs]\d{1,5}$", description="The claim's id in the report.", examples=["c1"])
    measure: str | None = Field(None, max_length=60, description="An id of /api/v1/measures.", examples=["removals"])
    population: str | None = Field(
        None, max_length=300, description="Filters such as criminality=convicted;offence=drugs, or everybody."
    )
    period: str | None = Field(
        None, max_length=40, description="FY2011, CY2011, 2019-08, 2021-01-13 or 2017-01-22/2017-04-29."
    )
    definition: str | None = Field(
        None, max_length=80, description="The only definition to compare with.", examples=["ice.removals.2009"]
    )


class CheckIn(TextIn):
    """A text with what a reader chose."""

    corrections: list[CorrectionIn] = Field(
        default=[], max_length=100, description="How a reader corrects the reading, one for each claim."
    )
    reviewer: str = Field("", max_length=200, description="Who answers for a ClaimReview.")
    claims: list[str] = Field(default=[], max_length=100, description="Which claims become a ClaimReview.")


class ReconcileIn(Strict):
    """Several texts whose figures are put side by side."""

    texts: list[TextIn] = Field(min_length=1, max_length=10, description="The texts; names may repeat.")


class Form(StrEnum):
    """What the answer looks like."""

    JSON = "json"
    LINES = "lines"
    CSV = "csv"
    HTML = "html"
    CLAIMREVIEW = "claimreview"


MEDIA = {
    Form.JSON: "application/json",
    Form.LINES: "application/x-ndjson",
    Form.CSV: "text/csv",
    Form.HTML: "text/html",
    Form.CLAIMREVIEW: "application/ld+json",
}
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: content(
        "The report in the form asked for; lines is one JSON object a line: document, claims and statements in the order of the text, figures, end.",
        {
            "application/json": {"$ref": "#/components/schemas/report"},
            "application/x-ndjson": {"type": "string"},
            "text/csv": {"type": "string"},
            "text/html": {"type": "string"},
            "application/ld+json": {"type": "object"},
        },
    ),
    **problems(400, 403, 408, 413, 421, 422, 500, 503),
}


@router.post("/check", summary="Check the figures of one text.", responses=ANSWERS, response_class=Response)
async def check(
    asked: CheckIn,
    workers: TheWorkers,
    settings: TheSettings,
    form: Annotated[
        Form, Query(alias="format", description="json, lines (streamed), csv, html or claimreview.")
    ] = Form.JSON,
) -> Response:
    """Every quantitative claim with its parts, verdict and everything it was compared with. The text lives for this request only."""
    job = Job(
        (_text(asked),),
        form.value,
        tuple(_choice(one) for one in asked.corrections),
        asked.reviewer,
        tuple(asked.claims),
        characters=settings.limits.characters,
    )
    if form is Form.LINES:
        return StreamingResponse(await _begun(workers, job), media_type=MEDIA[form])
    return Response(await workers.run(job), media_type=MEDIA[form])


@router.post(
    "/reconcile",
    summary="Check several texts and put the same figure of each side by side.",
    responses={
        200: content(
            "The reports and the clusters of mentions.", {"application/json": {"$ref": "#/components/schemas/reports"}}
        ),
        **problems(400, 403, 408, 413, 421, 422, 500, 503),
    },
    response_class=Response,
)
async def reconcile(asked: ReconcileIn, workers: TheWorkers, settings: TheSettings) -> Response:
    """The most precise mention of each figure interprets the others: exact, rounded, hedged, truncated, derived, drifted or conflicting."""
    if len(asked.texts) > settings.limits.texts:
        raise UsageError("TM-WEB-003", where="texts", detail=f"at most {settings.limits.texts} texts at a time")
    job = Job(tuple(_text(one) for one in asked.texts), "json", reconcile=True, characters=settings.limits.characters)
    return Response(await workers.run(job), media_type="application/json")


async def _begun(workers: Workers, job: Job) -> AsyncIterator[bytes]:
    """The lines of a job that has begun: an error before the first line is an ordinary answer."""
    pieces = workers.stream(job)
    first = await anext(pieces)

    async def lines() -> AsyncIterator[bytes]:
        yield first.content
        async for piece in pieces:
            yield piece.content

    return lines()


def _text(one: TextIn) -> Text:
    return Text(one.name, one.text, one.date or "")


def _choice(one: CorrectionIn) -> Choice:
    return Choice(1, one.claim, one.measure or "", one.population or "", one.period or "", one.definition or "")
