"""Quotations: in comes a text; out come the insides of its double quotation marks, straight or curly, over several paragraphs too."""

from __future__ import annotations

from tallymark.model.claim import Span
from tallymark.model.patterns import compile_pattern

_PARAGRAPH = compile_pattern(r"(?:[^\n]|\n(?![ \t\r]*\n))+")
_MARK = compile_pattern(r"[\"“”„«»]|(?<![\w'])''|``")
LONGEST = 6_000


def find_quotes(text: str) -> tuple[Span, ...]:
    """The spans between quotation marks, in order.

    A mark that is not closed in its paragraph runs to the end of the paragraph when the next one opens with a mark again
    (a quotation over several paragraphs) or the mark opens the paragraph; otherwise it quotes nothing.
    """
    found: list[Span] = []
    for paragraph in _PARAGRAPH.finditer(text):
        found += _quotes_of(text, paragraph.start(), paragraph.end())
    return tuple(found)


def _quotes_of(text: str, start: int, end: int) -> list[Span]:
    found: list[Span] = []
    opened: int | None = None
    for mark in _MARK.finditer(text, start, end):
        sign = mark.group()
        if opened is None:
            if sign in "“„«``" or (sign not in "”»" and _opens(text, mark.start(), start)):
                opened = mark.end()
        elif sign not in "“„«" and mark.start() - opened <= LONGEST:
            found.append(Span(opened, mark.start()))
            opened = None
        else:
            opened = mark.end()
    if opened is not None and _runs_on(text, opened, start, end):
        found.append(Span(opened, end))
    return [span for span in found if span.start < span.end]


def _opens(text: str, place: int, start: int) -> bool:
    """A straight mark opens after a blank, dash or bracket, and not after a digit (inches)."""
    return place == start or text[place - 1] in " \t\n(—–-[/:" or not text[place - 1].isalnum()


def _runs_on(text: str, opened: int, start: int, end: int) -> bool:
    if not text[start:opened].strip(" \t\r\n\"“„«`'"):
        return True
    following = text[end : end + 80].lstrip()
    return following[:1] in '"“„«' and bool(following)
