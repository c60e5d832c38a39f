"""Inputs of the check page: in comes a posted form; out comes the job it asks for, everything in memory and within the limits."""

from __future__ import annotations

import asyncio
import re
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import parse_qsl

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from tallymark.model.errors import UsageError
from tallymark.web.jobs import FORMS, Choice, Job, Text
from tallymark.web.settings import Limits

MOST_FIELDS = 2_000
PARTS = ("measure", "people", "period", "definition")
FIX = re.compile(r"fix\.(\d{1,2})\.([cs]\d{1,5})\.(\w+)")
MOST_NAME = 120


class InMemory(MultiPartParser):
    """Keeps files in memory: what is posted is never written to a disk. The body's own limit bounds it."""

    spool_max_size = 1 << 30


async def read_form(request: Request, limits: Limits) -> FormData:
    """The form of a request; raises TM-WEB-001 for a body that is none."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        if kind == "multipart/form-data":
            parser = InMemory(
                request.headers,
                request.stream(),
                max_files=limits.texts + 1,
                max_fields=MOST_FIELDS,
                max_part_size=limits.body_bytes,
            )
            return await parser.parse()
        if kind == "application/x-www-form-urlencoded":
            # In a thread and counted before it is read: a body of separators alone would hold up everybody else.
            return await asyncio.to_thread(_plain_form, await request.body())
    except (MultiPartException, ValueError) as error:
        raise UsageError(
            "TM-WEB-001", where="the form", detail=getattr(error, "message", "it cannot be read")
        ) from None
    raise UsageError(
        "TM-WEB-001", where="the form", detail="send multipart/form-data or application/x-www-form-urlencoded"
    )


def _plain_form(body: bytes) -> FormData:
    """The fields of a form without files; raises ValueError for more than ``MOST_FIELDS``."""
    words = body.decode("utf-8", "replace")
    pairs: list[tuple[str, str | UploadFile]] = [
        (name, value) for name, value in parse_qsl(words, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    ]
    return FormData(pairs)


async def job_of(request: Request, limits: Limits, *, form: str = "") -> Job:
    """The job that a posted form asks for; raises TM-WEB-001 without a text and with more texts than may be."""
    fields = await read_form(request, limits)
    wanted = form or _one(fields, "form") or "page"
    if wanted not in FORMS:
        raise UsageError("TM-WEB-001", where="form", detail=f"one of {', '.join(FORMS)}")
    try:
        texts = await _texts(fields)
    finally:
        await fields.close()
    if not texts:
        raise UsageError("TM-WEB-001", where="text", detail="paste a text or choose a file")
    if len(texts) > limits.texts:
        raise UsageError("TM-WEB-003", where="texts", detail=f"at most {limits.texts} texts at a time")
    return Job(
        texts=texts,
        form=wanted,
        choices=_choices(fields),
        reviewer=_one(fields, "reviewer"),
        claims=tuple(str(one).removeprefix("1.") for one in fields.getlist("claim")),
        characters=limits.characters,
    )


async def _texts(fields: FormData) -> tuple[Text, ...]:
    """The pasted texts that are not empty, then the files."""
    dates = [str(one).strip() for one in fields.getlist("date")]
    found = []
    for number, words in enumerate(fields.getlist("text")):
        if isinstance(words, str) and words.strip():
            found.append(Text(f"Text {number + 1}", words, dates[number] if number < len(dates) else ""))
    for file in fields.getlist("file"):
        if isinstance(file, UploadFile) and file.filename:
            found.append(Text(file_name(file.filename), await file.read(), dates[0] if dates else ""))
    return tuple(found)


def file_name(name: str) -> str:
    """The last part of a file's name, cut; folders in it mean nothing here."""
    return PurePosixPath(PureWindowsPath(name).name).name[-MOST_NAME:] or "file"


def _choices(fields: FormData) -> tuple[Choice, ...]:
    """What the reader chose, by text and claim; a claim for which nothing was chosen but whose control is open is kept."""
    found: dict[tuple[int, str], dict[str, str]] = {}
    for name, value in fields.multi_items():
        match = FIX.fullmatch(name)
        if match is not None and match[3] in PARTS and isinstance(value, str):
            found.setdefault((int(match[1]), match[2]), {})[match[3]] = value.strip()
    return tuple(Choice(text, claim, **parts) for (text, claim), parts in sorted(found.items()))


def _one(fields: FormData, name: str) -> str:
    value = fields.get(name)
    return value.strip() if isinstance(value, str) else ""
