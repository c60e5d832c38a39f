"""Jobs: what a worker process does; in come texts with the wishes of a reader; out come pieces of pages, JSON and tables.

This module and what it imports at its top are light, so that a worker starts fast.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tallymark.model.errors import InputError, TallymarkError, UsageError
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.vocabulary import measure as known_measure
from tallymark.web.asks import Ask
from tallymark.web.memory import bound_memory

if TYPE_CHECKING:
    from tallymark.checking.correction import Correction
    from tallymark.model.claim import Document
    from tallymark.model.verdict import Report
    from tallymark.register.register import Register
    from tallymark.web.unfolding import Unfolding

WARM_UP = "ICE removed 396,906 people in fiscal year 2011, nearly 55 percent of them convicted criminals."
FORMS = ("page", "json", "csv", "html", "claimreview", "lines")


@dataclass(frozen=True, slots=True)
class Text:
    """One text: ``content`` is a file's bytes or a text, ``dated`` the label of its day or month or empty."""

    name: str
    content: bytes | str
    dated: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader chose for one claim of text ``text`` (from 1), as written; the empty text leaves a part as it was read."""

    text: int
    claim: str
    measure: str = ""
    people: str = ""
    period: str = ""
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """Texts to check and the form of the result; ``characters`` is the most that one text may have.

    With ``watched`` a reader sees the texts unfold before the result is there.
    """

    texts: tuple[Text, ...]
    form: str = "page"
    choices: tuple[Choice, ...] = ()
    reviewer: str = ""
    claims: tuple[str, ...] = ()
    reconcile: bool = False
    characters: int = 500_000
    watched: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a result: ``kind`` is one of ``web.unfolding``, result, line, error, fault or end."""

    kind: str
    content: bytes = b""


def work() -> None:
    """The life of a worker: read the register, check a sentence to be warm, then one job after the other from standard input.

    The arguments of the process are the user's own register files. Pieces go to what was standard output; what a library
    might print goes to standard error, which leads nowhere.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    from tallymark.register.register import load  # noqa: PLC0415  only a worker needs the rooms

    register = load([Path(name) for name in sys.argv[1:]])
    for _ in pieces(Job((Text("-", WARM_UP),), watched=True), register):
        pass
    gc.freeze()

    def send(piece: Piece) -> None:
        pickle.dump(piece, answers)
        answers.flush()

    while True:
        try:
            job = pickle.load(sys.stdin.buffer)  # noqa: S301  written by our own server
            for piece in _guarded(job, register, send):
                send(piece)
        except (EOFError, OSError):
            return


def _guarded(job: Job | Ask, register: Register, tell: Callable[[Piece], None]) -> Iterator[Piece]:
    """The pieces of a job, errors and faults as pieces too; a fault names a line of the program and no text."""
    try:
        if isinstance(job, Job):
            bound_memory()
        yield from _answered(job, register) if isinstance(job, Ask) else pieces(job, register, tell)
        yield Piece("end")
    except TallymarkError as error:
        parts = (type(error).__name__, error.code, error.where, error.detail)
        yield Piece("error", "\0".join(part.replace("\0", " ") for part in parts).encode("utf-8", "surrogatepass"))
    except Exception as error:  # the last stop of a worker: it must live on
        frame = traceback.extract_tb(error.__traceback__)[-1]
        yield Piece("fault", f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}".encode())


def _answered(ask: Ask, register: Register) -> Iterator[Piece]:
    """The answer to a question about records; the heavy wing is loaded with the first one."""
    from tallymark.web.records.answers import answer  # noqa: PLC0415
    from tallymark.web.templating import with_records  # noqa: PLC0415

    with_records()
    yield Piece("result", answer(ask, register).encode("utf-8", "replace"))


def pieces(job: Job, register: Register, tell: Callable[[Piece], None] = lambda _: None) -> Iterator[Piece]:
    """The result of a job in its form; ``tell`` is given what a reader sees before it, where the job is watched."""
    documents = [_document(text, job.characters) for text in job.texts]
    reports: list[Report] = []
    for number, document in enumerate(documents, 1):
        choices = [one for one in job.choices if one.text == number]
        unfolding = _unfolding(number, documents, tell) if job.watched else None
        reports.append(_report(document, register, choices, unfolding))
    yield from _drawn(job, reports, register)


def _unfolding(number: int, documents: Sequence[Document], tell: Callable[[Piece], None]) -> Unfolding:
    from tallymark.web.unfolding import Unfolding  # noqa: PLC0415  templates are loaded by a worker that draws pages

    def told(kind: str, content: str) -> None:
        tell(Piece(kind, content.encode("utf-8", "replace")))

    return Unfolding(number, len(documents), documents[number - 1], told)


def _document(text: Text, most: int) -> Document:
    from tallymark.claims.reading import read_bytes, read_text  # noqa: PLC0415

    dated = day_or_month(text.dated) if text.dated.strip() else None
    if isinstance(text.content, bytes):
        document = read_bytes(text.content, name=text.name, dated=dated)
    else:
        document = read_text(text.content.replace("\r\n", "\n"), name=text.name, dated=dated)
    if len(document.text) > most:
        raise InputError("TM-WEB-003", where=text.name, detail=f"at most {most:,} characters in one text")
    return document


def day_or_month(label: str) -> Period:
    """The date of a text; raises TM-WEB-007 for anything that is neither a day nor a month."""
    from tallymark.model.period import PeriodKind  # noqa: PLC0415

    try:
        period = Period.parse(label)
    except TallymarkError:
        period = None
    if period is None or period.kind not in (PeriodKind.DAY, PeriodKind.MONTH):
        raise InputError("TM-WEB-007", where="date", detail="a day such as 2011-10-18 or a month such as 2011-10")
    return period


def _report(document: Document, register: Register, choices: Sequence[Choice], unfolding: Unfolding | None) -> Report:
    from tallymark.checking.check import check  # noqa: PLC0415
    from tallymark.checking.correction import check_corrected  # noqa: PLC0415
    from tallymark.claims.extract import extract  # noqa: PLC0415

    if choices:
        return check_corrected(extract(document), register, [correction(one) for one in choices])
    if unfolding is None:
        return check(extract(document), register)
    extraction = extract(document, progress=unfolding.read)
    unfolding.read(len(document.text), ())
    report = check(extraction, register, progress=unfolding.compared)
    unfolding.flush()
    return report


def correction(choice: Choice) -> Correction:
    """A choice with its parts parsed; raises TM-MODEL-004 and TM-MODEL-005. ``everybody`` is the population without a filter."""
    from tallymark.checking.correction import Correction  # noqa: PLC0415

    people = Population.parse("" if choice.people == "everybody" else choice.people) if choice.people else None
    return Correction(
        choice.claim,
        known_measure(choice.measure).id if choice.measure else None,
        people,
        Period.parse(choice.period) if choice.period else None,
        choice.definition or None,
    )


def _drawn(job: Job, reports: Sequence[Report], register: Register) -> Iterator[Piece]:
    """The reports in the form asked for."""
    if job.form == "lines":
        from tallymark.web.lines import lines  # noqa: PLC0415  each form loads its own module

        yield from (Piece("line", line.encode("utf-8", "replace")) for line in lines(reports))
        return
    yield Piece("result", _whole(job, reports, register).encode("utf-8", "replace"))


def _whole(job: Job, reports: Sequence[Report], register: Register) -> str:
    clusters: Any = None
    if job.reconcile or (job.form in ("page", "html") and len(reports) > 1):
        from tallymark.checking.reconcile import reconcile  # noqa: PLC0415

        reports = _told_apart(reports)
        clusters = reconcile(reports)
    if job.form == "json":
        from tallymark.reports.as_json import render as as_json  # noqa: PLC0415

        return as_json(reports, clusters)
    if job.form == "csv":
        from tallymark.reports.as_csv import render as as_csv  # noqa: PLC0415

        return as_csv(reports)
    if job.form == "html":
        from tallymark.reports.page import render as as_page  # noqa: PLC0415

        return as_page(reports, clusters)
    if job.form == "claimreview":
        from tallymark.reports.claimreview import render as as_claimreview  # noqa: PLC0415

        if len(reports) > 1:
            raise UsageError("TM-REPORTS-004", where=f"{len(reports)} texts")
        return as_claimreview(reports[0], reviewer=job.reviewer, chosen=job.claims)
    from tallymark.web.result import result_page  # noqa: PLC0415

    return result_page(reports, clusters, job.choices, register)


def _told_apart(reports: Sequence[Report]) -> list[Report]:
    """The reports with names that differ, so that a reader of the comparison knows which text is meant."""
    seen: dict[str, int] = {}
    named = []
    for report in reports:
        name = report.document.name
        seen[name] = seen.get(name, 0) + 1
        unique = name if seen[name] == 1 else f"{name} ({seen[name]})"
        named.append(replace(report, document=replace(report.document, name=unique)))
    return named
