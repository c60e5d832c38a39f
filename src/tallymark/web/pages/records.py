"""The records pages, only with ``--with-records``: releases, quality, count builder, year-end report, one number under every rule."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from tallymark.web.asks import Ask
from tallymark.web.opened import Opened
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
    where: list[str] = Field(default=[], max_length=MOST)
    order: str = Field("", max_length=80)
    published: str = Field("", max_length=5)


class MemoChoices(BaseModel):
    """What a reader chose on the page of memos."""

    model_config = ConfigDict(extra="ignore")
    release: str = Field("", max_length=64)
    measure: str = Field("", max_length=60)
    period: str = Field("", max_length=40)
    memo: str = Field("", max_length=60)
    where: list[str] = Field(default=[], max_length=MOST)


class ReportChoices(BaseModel):
    """What a reader chose of a year-end report."""

    model_config = ConfigDict(extra="ignore")
    year: str = Field(max_length=10)
    base: str = Field("", max_length=10)
    under: str = Field("", max_length=80)
    memo: list[str] = Field(default=[], max_length=20)


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
    return HTMLResponse(await records.run(_counted(records, "count", release, choices)))


@router.get("/records/{release}/count/choices")
async def choices(records: TheRecords, release: str, choices: Annotated[CountChoices, Query()]) -> HTMLResponse:
    """The definitions and breakdowns of a measure, for the form; what was chosen before stays where it can."""
    return HTMLResponse(await records.run(_counted(records, "choices", release, choices)))


@router.get("/memos")
async def memos(records: TheRecords, choices: Annotated[MemoChoices, Query()]) -> HTMLResponse:
    """A priority memo run over a cohort."""
    return HTMLResponse(await records.run(_memo(records, "memo", choices)))


@router.get("/memos/choices")
async def memo_choices(records: TheRecords, choices: Annotated[MemoChoices, Query()]) -> HTMLResponse:
    """The cohorts of a release, for the form."""
    return HTMLResponse(await records.run(_memo(records, "memo choices", choices)))


@router.get("/rules/{name}/cohorts")
async def cohorts(records: TheRecords, name: Annotated[str, Path(pattern=r"^[a-z0-9_.@]{1,80}$")]) -> HTMLResponse:
    """The releases and rows over which a rule can be run, for its page."""
    return HTMLResponse(await records.run(Ask(records.store, "cohorts", first=name)))


@router.get("/records/{release}/report")
async def report(records: TheRecords, release: str, choices: Annotated[ReportChoices, Query()]) -> HTMLResponse:
    """The year-end report."""
    ask = Ask(
        records.store,
        "report",
        release=release,
        year=choices.year.strip(),
        base=choices.base.strip(),
        under=(choices.under,) if choices.under else (),
        memos=tuple(one for one in choices.memo if one),
    )
    return HTMLResponse(await records.run(ask))


@router.get("/one-number")
async def one_number(records: TheRecords, choices: Annotated[BridgeChoices, Query()]) -> HTMLResponse:
    """One number under every definition, and the bridge between two."""
    return HTMLResponse(await records.run(_bridge(records, "bridge", choices)))


@router.get("/one-number/choices")
async def one_number_choices(records: TheRecords, choices: Annotated[BridgeChoices, Query()]) -> HTMLResponse:
    """The measures of a release and the definitions of a measure, for the form."""
    return HTMLResponse(await records.run(_bridge(records, "bridge choices", choices)))


def _counted(records: Opened, what: str, release: str, choices: CountChoices) -> Ask:
    return Ask(
        records.store,
        what,
        release=release,
        measure=choices.measure,
        by=tuple(one for one in choices.by if one),
        where=_named(choices.where),
        under=tuple(one for one in choices.under if one),
        period=choices.period.strip(),
    )


def _memo(records: Opened, what: str, choices: MemoChoices) -> Ask:
    return Ask(
        records.store,
        what,
        release=choices.release,
        measure=choices.measure,
        where=_named(choices.where),
        period=choices.period.strip(),
        memos=(choices.memo,) if choices.memo else (),
    )


def _bridge(records: Opened, what: str, choices: BridgeChoices) -> Ask:
    return Ask(
        records.store,
        what,
        release=choices.release,
        measure=choices.measure,
        first=choices.first,
        last=choices.last,
        year=choices.year.strip(),
        where=_named(choices.where),
        order=tuple(one.strip() for one in choices.order.split(",") if one.strip()),
        published=bool(choices.published),
    )


def _named(where: list[str]) -> tuple[str, ...]:
    """The filters that are filled in."""
    return tuple(one.strip() for one in where if one.strip())
