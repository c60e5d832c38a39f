"""The records pages, only with ``--with-records``: releases, quality, count builder, year-end report, one number under every rule."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from tallymark.web.asks import Ask
from tallymark.web.state import TheRecords

router = APIRouter(include_in_schema=False)
MOST = 8


class CountChoices(BaseModel):
    """What a reader chose in the count builder."""

    model_config = ConfigDict(extra="ignore")
    measure: str = Field("", max_length=60)
    by: list[str] = Field(default=[], max_length=MOST)
    where: list[str] = Field(default=[], max_length=MOST)
    under: list[str] = Field(default=[], max_length=40)
    period: str = Field("", max_length=40)


class BridgeChoices(BaseModel):
    """What a reader chose on the page of one number."""

    model_config = ConfigDict(extra="ignore")
    release: str = Field("", max_length=64)
    measure: str = Field("", max_length=60)
    first: str = Field("", max_length=80)
    last: str = Field("", max_length=80)
    year: str = Field("", max_length=40)
    published: str = Field("", max_length=5)


@router.get("/records")
async def releases(records: TheRecords) -> HTMLResponse:
    """The releases of the store."""
    return HTMLResponse(await records.run(Ask(records.store, "releases")))


@router.get("/records/{release}")
async def release(records: TheRecords, release: str) -> HTMLResponse:
    """One release: its tables, and what can be made of it."""
    return HTMLResponse(await records.run(Ask(records.store, "release", release=release)))


@router.get("/records/{release}/quality")
async def quality(records: TheRecords, release: str) -> HTMLResponse:
    """The coverage calendars and the quality report."""
    return HTMLResponse(await records.run(Ask(records.store, "quality", release=release)))


@router.get("/records/{release}/count")
async def count(records: TheRecords, release: str, choices: Annotated[CountChoices, Query()]) -> HTMLResponse:
    """The count builder with its table."""
    ask = Ask(
        records.store,
        "count",
        release=release,
        measure=choices.measure,
        by=tuple(one for one in choices.by if one),
        where=tuple(one for one in choices.where if one.strip()),
        under=tuple(one for one in choices.under if one),
        period=choices.period.strip(),
    )
    return HTMLResponse(await records.run(ask))


@router.get("/records/{release}/count/choices")
async def choices(
    records: TheRecords, release: str, measure: Annotated[str, Query(max_length=60)] = ""
) -> HTMLResponse:
    """The definitions and breakdowns of a measure, for the form."""
    return HTMLResponse(await records.run(Ask(records.store, "choices", release=release, measure=measure)))


@router.get("/memos")
async def memos(
    records: TheRecords,
    release: Annotated[str, Query(max_length=64)] = "",
    measure: Annotated[str, Query(max_length=60)] = "",
    period: Annotated[str, Query(max_length=40)] = "",
    memo: Annotated[str, Query(max_length=60)] = "",
) -> HTMLResponse:
    """A priority memo run over a cohort."""
    named = (memo,) if memo else ()
    ask = Ask(records.store, "memo", release=release, measure=measure, period=period.strip(), memos=named)
    return HTMLResponse(await records.run(ask))


@router.get("/records/{release}/report")
async def report(
    records: TheRecords,
    release: str,
    year: Annotated[str, Query(max_length=10)],
    base: Annotated[str, Query(max_length=10)] = "",
) -> HTMLResponse:
    """The year-end report."""
    return HTMLResponse(
        await records.run(Ask(records.store, "report", release=release, year=year.strip(), base=base.strip()))
    )


@router.get("/one-number")
async def one_number(records: TheRecords, choices: Annotated[BridgeChoices, Query()]) -> HTMLResponse:
    """One number under every definition, and the bridge between two."""
    ask = Ask(records.store, "bridge", release=choices.release, measure=choices.measure, year=choices.year.strip())
    ask = replace(ask, first=choices.first, last=choices.last, published=bool(choices.published))
    return HTMLResponse(await records.run(ask))
