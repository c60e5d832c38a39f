"""The verdict table for a terminal: in comes a report; out come aligned lines, plain for a pipe, coloured by rich on a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tallymark.model.verdict import Report
from tallymark.reports.card import Card, cards, lead_words
from tallymark.reports.plain import one_line
from tallymark.reports.recounts import recount_lines, used_lines
from tallymark.reports.verdicts import counts

if TYPE_CHECKING:
    from rich.console import Console

SCOPE = "Printed figures are compared with published ones; nothing is found about a person or a paper."
LABEL_WIDTH = 12
MOST_LEADS = 3
# A number that counts nothing the lexicon knows gets one line, so that the judged ones stand out.
OFF_SUBJECT = "measure_unmapped"
STYLES = {"for": "green", "against": "bold red", "open": "yellow", "label": "dim", "strong": "bold", "": ""}


@dataclass(frozen=True, slots=True)
class Line:
    """A label in the margin, the words beside it and the name of their style."""

    label: str
    words: str
    style: str = ""


def render(reports: Sequence[Report], *, width: int | None = None) -> str:
    """Every report as plain text; ``width`` wraps the lines, None leaves them whole (for pipes)."""
    return plain(lines(reports), width=width)


def plain(rows: Iterable[Line], *, width: int | None = None) -> str:
    """Lines as plain text; ``width`` wraps them, None leaves them whole."""
    return "\n".join(_plain(line, width) for line in rows) + "\n"


def draw_lines(rows: Iterable[Line], console: Console) -> None:
    """Lines on a terminal, wrapped to its width with labels in the margin; rich leaves colour out when NO_COLOR is set."""
    from rich.padding import Padding  # noqa: PLC0415  rich is loaded only for a terminal
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    for line in rows:
        if not line.label:
            console.print(Text(line.words, style=STYLES[line.style]))
            continue
        grid = Table.grid(padding=(0, 1))
        grid.add_column(width=max(LABEL_WIDTH - 1, len(line.label)), style=STYLES["label"], no_wrap=True)
        grid.add_column()
        grid.add_row(Text(line.label), Text(line.words, style=STYLES[line.style]))
        console.print(Padding(grid, (0, 0, 0, 2), expand=False))


def lines(reports: Sequence[Report]) -> Iterator[Line]:
    """The lines of every report, an empty line between two."""
    for number, report in enumerate(reports):
        if number:
            yield Line("", "")
        yield from _header(report)
        for card in cards(report):
            yield from _card_lines(card)
        yield Line("", "")
        yield Line("", summary(report), "strong")


def summary(report: Report) -> str:
    """How many claims and statements there are and how many of each verdict."""
    found = cards(report)
    if not found:
        return "No quantitative claim was found."
    n_statements = sum(card.is_statement for card in found)
    n_claims = len(found) - n_statements
    what = plural(n_claims, "claim") + (f" and {plural(n_statements, 'statement')}" if n_statements else "")
    return f"{what}: " + ", ".join(f"{n} {word.mark} {word.label}" for word, n in counts(report.checks))


def plural(n: int, noun: str) -> str:
    """``1 claim``, ``2 claims``."""
    return f"{n:,} {noun}" + ("" if n == 1 else "s")


def dated_words(report: Report) -> str:
    """The text's date and who said so."""
    document = report.document
    if document.dated is None:
        return "date of the text unknown (give it with --date)"
    return f"dated {document.dated.label} (from the {document.dated_by})"


def register_words(report: Report) -> str:
    """Which state of the register was asked."""
    return f"Register of published figures as of {report.as_of}, sha256 {report.sha256[:12]}."


def _header(report: Report) -> Iterator[Line]:
    yield Line("", f"{one_line(report.document.name)}: {dated_words(report)}", "strong")
    yield Line("", f"{register_words(report)} {SCOPE}")
    for note in (*report.document.notes, *report.notes):
        yield Line("note", one_line(note))
    for words in used_lines(report.records):
        yield Line("records", one_line(words))


def _card_lines(card: Card) -> Iterator[Line]:
    verdict = card.verdict
    width = f" ({verdict.width})" if verdict.width else ""
    head = f"{card.id:<4} {card.word.mark} {card.word.label}{width}  “{one_line(card.quote)}”"
    if verdict.reason == OFF_SUBJECT:
        yield Line("", f"{head}  {one_line(verdict.words)}", card.word.side)
        return
    yield Line("", "")
    yield Line("", head, card.word.side)
    yield Line("reads as", one_line(card.reading))
    if verdict.line:
        yield Line("test", one_line(verdict.line))
    tried = f" ({plural(verdict.n_tried, 'published figure')} tried)" if verdict.n_tried else ""
    yield Line("because", one_line(verdict.words) + tried)
    for remark in card.remarks:
        yield Line("note", one_line(remark))
    for lead in verdict.leads[:MOST_LEADS]:
        yield Line("lead", one_line(lead_words(lead)))
    if len(verdict.leads) > MOST_LEADS:
        yield Line("lead", f"and {len(verdict.leads) - MOST_LEADS} more")
    for words in (line for recount in verdict.recounts for line in recount_lines(recount)):
        yield Line("records", one_line(words))
    if verdict.supports:
        yield Line("supports", one_line(verdict.supports))


def _plain(line: Line, width: int | None) -> str:
    first = f"  {line.label:<{LABEL_WIDTH - 1}} " if line.label else ""
    if width is None or not line.words:
        return (first + line.words).rstrip()
    return textwrap.fill(line.words, width, initial_indent=first, subsequent_indent=" " * len(first) or "     ")
