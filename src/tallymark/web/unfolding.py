"""Unfolding: in comes a text while it is read and compared; out come pieces for a reader who watches: paragraphs with their claims, then verdicts.

A claim is marked as soon as it is found. A verdict is told when nothing later can change it: one that speaks against a claim
waits for the finished result, because another sentence of the text may take it back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence

from tallymark.model.claim import Document, Span
from tallymark.model.verdict import AGAINST, Checked
from tallymark.reports.markup import Markup, el, join
from tallymark.reports.page_text import paragraph_spans
from tallymark.reports.plain import one_line
from tallymark.reports.terminal import plural
from tallymark.reports.verdicts import verdict_words
from tallymark.web.templating import render

AT_ONCE = 25  # verdicts
Tell = Callable[[str, str], None]


class Unfolding:
    """Text ``number`` (from 1) of ``n_texts``; ``tell`` is given the kind and the content of each piece.

    Kinds: ``open`` is the frame of the text; ``found`` its next paragraphs with every claim marked alike, the first of them
    with ``data-on`` where it continues the last one told; ``verdicts`` JSON of those that are final; ``progress`` words.
    """

    def __init__(self, number: int, n_texts: int, document: Document, tell: Tell) -> None:
        self._number = number
        self._of = f"text {number} of {n_texts}, " if n_texts > 1 else ""
        self._text = document.text
        self._tell = tell
        self._paragraphs = tuple(paragraph_spans(document.text))
        self._paragraph, self._at = 0, 0
        self._n_found, self._n_compared = 0, 0
        self._verdicts: list[dict[str, str]] = []
        title = one_line(document.title or ("" if document.name == "-" else document.name)) or f"Text {number}"
        tell("open", render("check_found.html", title=title))

    def read(self, end: int, spans: Sequence[Span]) -> None:
        """The text is read up to the character ``end``; ``spans`` are the claims found since the last time, in its order."""
        marked = join(*self._marked(end, spans))
        self._at = max(end, self._at)
        if marked.text:
            self._tell("found", marked.text)
        part = f"{100 * self._at // max(len(self._text), 1)} %"
        self._tell("progress", f"Reading {self._of}{part}: {plural(self._n_found, 'claim')} found")

    def compared(self, checked: Checked) -> None:
        """A claim has its verdict."""
        self._n_compared += 1
        if checked.verdict.kind not in AGAINST:
            word = verdict_words()[checked.verdict.kind]
            self._verdicts.append(
                {"claim": checked.subject.id, "kind": word.kind.value, "mark": word.mark, "label": word.label}
            )
        if self._n_compared % AT_ONCE == 0:
            self.flush()

    def flush(self) -> None:
        """Tell the verdicts that wait to be told."""
        if self._verdicts:
            self._tell("verdicts", json.dumps({"text": self._number, "verdicts": self._verdicts}))
        self._verdicts = []
        self._tell("progress", f"Comparing {self._of}{self._n_compared:,} of {plural(self._n_found, 'claim')}")

    def _marked(self, end: int, spans: Sequence[Span]) -> Iterator[Markup]:
        """The paragraphs from where the text was told to ``end``."""
        numbered = list(enumerate(spans, self._n_found + 1))
        self._n_found += len(spans)
        while self._paragraph < len(self._paragraphs):
            paragraph = self._paragraphs[self._paragraph]
            part = Span(max(paragraph.start, self._at), max(min(paragraph.end, end), paragraph.start, self._at))
            if part.of(self._text).strip():
                here = [(n, span) for n, span in numbered if part.start <= span.start < part.end]
                yield el("p", *self._words(part, here), dir="auto", data_on=part.start > paragraph.start)
            if paragraph.end > end:
                return
            self._paragraph += 1

    def _words(self, part: Span, spans: Sequence[tuple[int, Span]]) -> Iterator[str | Markup]:
        """A stretch of the text with each claim marked by its number, which is final as the text is read in its order."""
        at = part.start
        for number, span in spans:
            start, end = max(span.start, at), min(span.end, part.end)
            if start < end:
                mark = el("mark", self._text[start:end])
                yield self._text[at:start]
                yield el("span", mark, class_="claim", id=f"m-d{self._number}-c{number}")
                at = end
        yield self._text[at : part.end]
