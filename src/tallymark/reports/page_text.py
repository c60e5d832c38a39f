"""The checked text with its claims marked: in come a text and cards; out come paragraphs whose marks lead to the cards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tallymark.model.claim import Span
from tallymark.model.patterns import compile_pattern
from tallymark.reports.card import Card
from tallymark.reports.markup import Markup, el, join

_PARAGRAPH_END = compile_pattern(r"\n[ \t\r]*\n\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text and the card that marks it, None for text between marks."""

    span: Span
    card: Card | None


def marked_text(text: str, found: Sequence[Card], prefix: str) -> Markup:
    """The whole text in paragraphs; ``prefix`` keeps the anchors of several texts apart."""
    pieces = tuple(pieces_of(len(text), found))
    labelled: set[str] = set()
    paragraphs: list[Markup] = []
    first = 0
    for span in paragraph_spans(text):
        while first < len(pieces) and pieces[first].span.end <= span.start and pieces[first].span.start < span.start:
            first += 1
        last = first
        while last < len(pieces) and pieces[last].span.start < span.end:
            last += 1
        if span.of(text).strip():
            children = [_piece(text, piece, span, prefix, labelled) for piece in pieces[first:last]]
            paragraphs.append(el("p", *children, dir="auto"))
    return join(*paragraphs)


def pieces_of(length: int, found: Sequence[Card]) -> Iterator[Piece]:
    """The text cut into pieces that do not overlap and together are the whole text.

    Where two cards overlap the later one begins behind the earlier; a card that is wholly inside another has an empty piece.
    """
    at = 0
    for card in sorted(found, key=lambda card: (card.span.start, -card.span.end)):
        start, end = max(card.span.start, at), max(card.span.end, at)
        if start > at:
            yield Piece(Span(at, start), None)
        yield Piece(Span(start, end), card)
        at = end
    if at < length:
        yield Piece(Span(at, length), None)


def paragraph_spans(text: str) -> Iterator[Span]:
    """The paragraphs, divided by empty lines."""
    at = 0
    for gap in _PARAGRAPH_END.finditer(text):
        yield Span(at, gap.start())
        at = gap.end()
    yield Span(at, len(text))


def _piece(text: str, piece: Piece, within: Span, prefix: str, labelled: set[str]) -> str | Markup:
    words = text[max(piece.span.start, within.start) : min(piece.span.end, within.end)]
    return words if piece.card is None else _mark(words, piece.card, prefix, labelled)


def _mark(words: str, card: Card, prefix: str, labelled: set[str]) -> Markup:
    first = card.id not in labelled
    labelled.add(card.id)
    return el(
        "a",
        el("mark", words) if words else None,
        el("span", f"{card.word.mark} {card.id}", el("span", f" {card.word.label}", class_="unseen"), class_="tag"),
        id=f"m-{prefix}{card.id}" if first else None,
        class_=f"claim v-{card.word.kind}",
        href=f"#{prefix}{card.id}",
        title=card.word.label,
    )
