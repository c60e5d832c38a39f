"""Who says it: in come a text and its sentences; out come quotations, speakers and denials, asked for by span."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from tallymark.claims.speech_denials import denied
from tallymark.claims.speech_quotes import find_quotes
from tallymark.claims.speech_sources import Source, find_sources
from tallymark.model.claim import Slot, Span


@dataclass(frozen=True, slots=True)
class Speech:
    """What a text says about its sources; ``quotes`` are the insides of quotation marks, paragraphs of one quotation apart."""

    text: str
    sentences: tuple[Span, ...]
    quotes: tuple[Span, ...]
    sources: tuple[Source | None, ...]
    denials: frozenset[int]

    def speaker_at(self, span: Span) -> Slot[str | None]:
        """The source that the text gives for ``span``: of its quotation, else of its sentence; missing when it gives none."""
        index = self._sentence(span)
        source = self.sources[index] if index is not None else None
        if source is None:
            return Slot(None, "missing")
        own = index is not None and self.sentences[index].start <= source.span.start < self.sentences[index].end
        return Slot(source.name, "text" if own else "inherited", source.span, source.note)

    def quoted(self, span: Span) -> bool:
        """Whether ``span`` lies inside quotation marks."""
        place = bisect_right(self.quotes, span.start, key=_start) - 1
        return place >= 0 and span.start < self.quotes[place].end

    def disputed(self, span: Span) -> bool:
        """Whether the text itself denies what the sentence of ``span`` says, in that sentence or the next."""
        index = self._sentence(span)
        return index is not None and index in self.denials

    def _sentence(self, span: Span) -> int | None:
        place = bisect_right(self.sentences, span.start, key=_start) - 1
        return place if place >= 0 and span.start < self.sentences[place].end else None


def _start(span: Span) -> int:
    return span.start


def find_speech(text: str, sentences: Sequence[Span]) -> Speech:
    """Quotations, speakers and denials of ``text``; ``sentences`` in the order of the text."""
    spans = tuple(sentences)
    quotes = find_quotes(text)
    return Speech(text, spans, quotes, find_sources(text, spans, quotes), denied(text, spans))
