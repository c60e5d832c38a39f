"""Sentences: in comes a text; out come the spans of its sentences; a line break that ends a paragraph always ends a sentence.

nupunkt proposes the breaks; words of ``data/abbreviations.csv`` take wrong ones back, and a full stop with the next
sentence's capital right behind it ("year.The") adds one. Why and at what price: docs/decisions/0002-sentences.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tallymark.claims.rows import bad_row
from tallymark.claims.tables import read_rows
from tallymark.model.claim import Span
from tallymark.model.patterns import compile_pattern

LONGEST_WRAPPED = 50  # a line at least this long that ends inside a sentence was wrapped, not ended
LONGEST_PART = 20_000  # longer paragraphs are no prose; they are cut so that work stays linear

_LINE = compile_pattern(r"[^\n]+")
_MISSING_SPACE = compile_pattern(
    r"(?<=[a-z\d)”\"][.?!])(?=[A-Z“][a-z]{1,20}[\s,’'])|(?<=[a-z][.?!]”)(?=[A-Z“])|(?<=[a-z][.?!][\"’])(?=[A-Z])"
)
_STRONG_END = compile_pattern(r"[.?!:;][\"”’)\]]*\s*$")
_LAST_WORD = compile_pattern(r"([\w.’'-]+)\.[\"”’)\]]*\s*$")
_MARK = compile_pattern(r"^\s*(?:[-•*–]|\(?\d{1,2}[.)])\s")


@cache
def abbreviations() -> dict[str, str]:
    """Abbreviation without its last point -> ``never`` (ends no sentence) or ``lower`` (ends one only before a capital); TM-CLAIMS-001."""
    found: dict[str, str] = {}
    for line, row in read_rows("abbreviations.csv", ("word", "ends")):
        if row["ends"] not in ("never", "lower") or row["word"] in found:
            raise bad_row("abbreviations.csv", line, row["word"])
        found[row["word"]] = row["ends"]
    return found


def split(text: str) -> tuple[Span, ...]:
    """The spans of the sentences of ``text``, without the white space around them, in order."""
    return tuple(span for start, end in _paragraphs(text) for span in _sentences(text, start, end))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of text between line breaks; a line wrapped inside a sentence is joined to the next."""
    start = end = -1
    for match in _LINE.finditer(text):
        if start >= 0 and not _wrapped(text, start, end, match):
            yield from _parts(start, end)
            start = -1
        start = match.start() if start < 0 else start
        end = match.end()
    if start >= 0:
        yield from _parts(start, end)


def _parts(start: int, end: int) -> Iterator[tuple[int, int]]:
    for at in range(start, end, LONGEST_PART):
        yield at, min(end, at + LONGEST_PART)


def _wrapped(text: str, start: int, end: int, following: re.Match[str]) -> bool:
    """Whether the line break after ``end`` stands inside a sentence, as in texts wrapped at a column."""
    if following.start() != end + 1 or _MARK.match(following.group()):
        return False
    line_start = text.rfind("\n", start, end) + 1 or start
    if end - line_start < LONGEST_WRAPPED or _STRONG_END.search(text[max(start, end - 12) : end]):
        return False
    head = following.group().lstrip()[:1]
    return head.islower() or head.isdigit()


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    from nupunkt import sent_spans  # noqa: PLC0415  loading its model costs a tenth of a second

    part = text[start:end]
    begin = 0
    for _, stop in sent_spans(part):
        if stop < len(part) and not _ends(part[begin:stop], part[stop:]):
            continue
        yield from _with_missing_spaces(text, start + begin, start + stop)
        begin = stop
    if begin < len(part):
        yield from _with_missing_spaces(text, start + begin, start + len(part))


def _ends(before: str, after: str) -> bool:
    """Whether a proposed break is one: not before a small letter, not after an abbreviation that ends no sentence."""
    head = after.lstrip()[:1]
    if head.islower():
        return False
    last = _LAST_WORD.search(before[-40:])
    kind = abbreviations().get(last.group(1)) if last else None
    return kind is None or (kind == "lower" and (head.isupper() or head in '“"'))


def _with_missing_spaces(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for match in _MISSING_SPACE.finditer(text, start, end):
        yield from _stripped(text, at, match.start())
        at = match.start()
    yield from _stripped(text, at, end)


def _stripped(text: str, start: int, end: int) -> Iterator[Span]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    if right > left:
        yield Span(start + left, start + right)
