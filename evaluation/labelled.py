"""The labelled articles and the pipeline over them: in comes the shared folder; out come texts, labels, and reports on any text."""

from __future__ import annotations

import importlib.util
import json
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from tallymark.checking.check import check
from tallymark.claims.extract import extract
from tallymark.claims.reading import read_text
from tallymark.model.claim import Claim
from tallymark.model.verdict import AGAINST, SUPPORTED, Checked, Report
from tallymark.register.register import Register, load

Label = dict[str, Any]
SEED_DAYS = {"000": date(2011, 10, 18), "002": date(2011, 10, 18), "003": date(2010, 10, 6)}
MIDDLE_OF_MONTH = 15


@dataclass(frozen=True, slots=True)
class Labelled:
    """One labelled article: body, day, labels, and the expected verdicts by claim id."""

    text_id: str
    body: str
    dated: date | None
    labels: tuple[Label, ...]
    expected: dict[str, Label]


@cache
def register() -> Register:
    """The bundled register, loaded once."""
    return load()


def report_on(text: str, name: str, dated: date | None) -> Report:
    """The report on any text."""
    return check(extract(read_text(text, name=name, dated=dated)), register())


def rows(path: Path) -> list[Label]:
    """The objects of a file with one JSON object a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def scorer(shared: Path) -> ModuleType:
    """The scorer that came with the labels, as a module."""
    path = shared / "articles" / "score.py"
    spec = importlib.util.spec_from_file_location("labelled_scorer", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def articles(shared: Path) -> tuple[Labelled, ...]:
    """Every labelled article, in the order of their names."""
    folder = shared / "articles"
    score = scorer(shared)
    labels, expected = rows(folder / "gold.jsonl"), rows(folder / "expected_verdicts.jsonl")
    days = {row["text_id"]: row.get("date") or "" for row in rows(folder / "manifest.jsonl")}
    found = []
    for text_id in sorted({label["text_id"] for label in labels}):
        mine = tuple(sorted((one for one in labels if one["text_id"] == text_id), key=lambda one: int(one["start"])))
        wanted = {row["claim_id"]: row for row in expected if row["claim_id"].startswith(f"{text_id}#")}
        dated = SEED_DAYS.get(text_id[:3]) or day_of(days.get(text_id, ""))
        found.append(Labelled(text_id, score.body(text_id, folder), dated, mine, wanted))
    return tuple(found)


def day_of(words: str) -> date | None:
    """The day of a manifest's date; the middle of the month where only that is known."""
    match = re.match(r"(\d{4})-(\d\d)(?:-(\d\d))?", words)
    return None if match is None else date(int(match[1]), int(match[2]), int(match[3] or MIDDLE_OF_MONTH))


def matched(labels: tuple[Label, ...], report: Report, score: ModuleType) -> dict[str, Checked]:
    """The claim that answers each label, as the scorer matches them."""
    free = [one for one in report.checks if isinstance(one.subject, Claim)]
    found: dict[str, Checked] = {}
    for label in labels:
        near = [one for one in free if overlaps(one, label["num_start"], label["num_end"])]
        if near:
            best = max(
                near, key=lambda one: (_same_value(one, label, score), -(one.subject.span.end - one.subject.span.start))
            )
            free.remove(best)
            found[label["claim_id"]] = best
    return found


def overlaps(one: Checked, start: int, end: int) -> bool:
    """Whether a checked claim shares characters with a span."""
    return one.subject.span.start < end and start < one.subject.span.end


def verdict_class(one: Checked) -> str:
    """``supported``, ``against`` or ``open``, as the scorer classes verdicts."""
    if one.verdict.kind in SUPPORTED:
        return "supported"
    return "against" if one.verdict.kind in AGAINST else "open"


def _same_value(one: Checked, label: Label, score: ModuleType) -> bool:
    subject = one.subject
    number = subject.value.number if isinstance(subject, Claim) else None
    return bool(score.same_value({"value": None if number is None else float(number)}, label))
