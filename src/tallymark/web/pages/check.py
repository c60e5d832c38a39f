"""The check page: in comes a text or a file; out come its claims, marked and judged, with a control to correct how they were read."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse

from tallymark.model.errors import TallymarkError, UsageError
from tallymark.reports.markup import Markup
from tallymark.reports.verdicts import verdict_words
from tallymark.web.correcting import panel_of
from tallymark.web.demo import demo_text
from tallymark.web.inputs import FIX, job_of
from tallymark.web.jobs import Choice, Job
from tallymark.web.problems import problem_page
from tallymark.web.state import TheRegister, TheSettings, TheWorkers
from tallymark.web.templating import render
from tallymark.web.workers import Workers

router = APIRouter(include_in_schema=False)
DOWNLOADS = {
    "json": ("application/json", "check.json"),
    "csv": ("text/csv; charset=utf-8", "check.csv"),
    "html": ("text/html; charset=utf-8", "check.html"),
    "claimreview": ("application/ld+json", "claimreview.json"),
    "lines": ("application/x-ndjson", "check.ndjson"),
}


@router.get("/")
async def page(settings: TheSettings) -> HTMLResponse:
    """The empty page."""
    return HTMLResponse(_page(settings.limits.texts, result=""))


@router.post("/")
async def checked(request: Request, settings: TheSettings, workers: TheWorkers) -> HTMLResponse:
    """The page with the result, for a browser without script."""
    job = await job_of(request, settings.limits, form="page")
    result = (await workers.run(job)).decode()
    texts = [text.content for text in job.texts if isinstance(text.content, str)]
    return HTMLResponse(_page(settings.limits.texts, result=result, texts=texts))


@router.post("/check/stream")
async def stream(request: Request, settings: TheSettings, workers: TheWorkers) -> StreamingResponse:
    """The pieces of the result as lines of JSON, for our script: claims as they are found, then verdicts.

    A reader who corrects a claim has the text before his eyes and gets the result alone.
    """
    job = await job_of(request, settings.limits, form="page")
    return StreamingResponse(_pieces(workers, replace(job, watched=not job.choices)), media_type="application/x-ndjson")


@router.post("/check/export")
async def export(request: Request, settings: TheSettings, workers: TheWorkers) -> Response:
    """The report in a form to keep: JSON, CSV, a self-contained page, ClaimReview."""
    job = await job_of(request, settings.limits)
    if job.form not in DOWNLOADS:
        raise UsageError("TM-WEB-001", where="form", detail=f"one of {', '.join(DOWNLOADS)}")
    media, name = DOWNLOADS[job.form]
    content = await workers.run(job)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media, headers=headers)


@router.get("/check/correction")
def correction(  # in a thread: the figures of a measure may have to be read
    register: TheRegister, text: int, claim: str, measure: str = "", people: str = "", period: str = ""
) -> HTMLResponse:
    """The control with which a reader corrects how one claim was read."""
    if FIX.fullmatch(f"fix.{text}.{claim}.measure") is None:
        raise UsageError("TM-WEB-001", where="claim", detail="a claim such as c3 of a text such as 1")
    read = {"measure": measure, "people": people, "period": period}
    return HTMLResponse(panel_of(Choice(text, claim), read, register))


@router.get("/check/demo")
async def demo() -> Response:
    """The bundled article, as text."""
    return Response(demo_text(), media_type="text/plain; charset=utf-8")


def _page(most_texts: int, *, result: str, texts: list[str] | None = None) -> str:
    return render(
        "check.html",
        here="/",
        title="Check",
        result=Markup(result),
        texts=texts or [""],
        most_texts=most_texts,
        words=list(verdict_words().values()),
    )


async def _pieces(workers: Workers, job: Job) -> AsyncIterator[bytes]:
    try:
        async for piece in workers.stream(job):
            yield _line(piece.kind, piece.content.decode())
    except TallymarkError as error:
        yield _line("error", problem_page(error))


def _line(kind: str, content: str) -> bytes:
    return json.dumps({"kind": kind, "content": content}).encode() + b"\n"
