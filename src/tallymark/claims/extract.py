"""Extraction: in comes a document; out come its quantitative claims with every part filled, and its comparisons without a number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from tallymark.claims.claim_parts import claim_from
from tallymark.claims.clauses import NounPhrase, Sentence
from tallymark.claims.completion import complete, read_draft
from tallymark.claims.drafts import Draft
from tallymark.claims.frames import Frame, frame_of
from tallymark.claims.headings import heading_of, is_list_line, under_heading
from tallymark.claims.layout import HEAD_LINES, MOST_IN_TEXT, laid_out, within_limit
from tallymark.claims.links import link, link_repeats
from tallymark.claims.measures import resolve
from tallymark.claims.modality import modality_of
from tallymark.claims.off_subject import points_back
from tallymark.claims.ranks import since_ranks
from tallymark.claims.scopes import keep_scopes
from tallymark.claims.speech import find_speech
from tallymark.claims.statements import find_statements
from tallymark.claims.timing import place_periods
from tallymark.model.claim import Document, Extraction, Slot, Span
from tallymark.model.figure import Relation

TELL_EVERY = 100  # sentences
Progress = Callable[[int, Sequence[Span]], None]
REACH = 12  # drafts before a number that may lend it a part
NO_CLAIM_MASKS = frozenset({"age", "idiom", "ordinal", "temperature"})


def extract(document: Document, *, progress: Progress | None = None) -> Extraction:
    """Every quantitative claim of ``document`` and its number-free comparisons, in the order of the text.

    ``progress`` is told after some sentences, and when all are read, up to which character the text is read and where the
    claims stand that were found since it was told last. That they are claims is final; what they count is not, as a later
    sentence may settle it.
    """
    text, spans, numbers, whole = within_limit(document.text)
    dated = document.dated.start if document.dated is not None else None
    sentences: list[tuple[int, Sentence]] = []
    drafts = _drafts(_kept(laid_out(text, spans, numbers, dated), sentences), progress)
    speech = find_speech(text, spans)
    head = frozenset(word for _, sentence in sentences[:HEAD_LINES] for word in sentence.words)
    place_periods(drafts, document.dated, head)
    drafts = [draft for draft in drafts if not draft.topic]
    keep_scopes(drafts, sentences)
    link_repeats(drafts)
    drafts.sort(key=lambda draft: draft.span)
    for number, draft in enumerate(drafts, 1):
        draft.id = f"c{number}"
    claims = tuple(claim_from(draft, text, speech) for draft in drafts)
    statements = find_statements(sentences, drafts, speech)
    notes = [] if dated is not None else ["the date of the text is not known: relative periods stay open"]
    if not whole:
        notes.append(
            f"only the first {MOST_IN_TEXT:,} numbers of the text were read; check the rest as a text of its own"
        )
    return Extraction(document, claims, statements, tuple(notes))


def _kept(
    sentences: Iterable[tuple[int, Sentence]], kept: list[tuple[int, Sentence]]
) -> Iterator[tuple[int, Sentence]]:
    """The sentences one by one, each kept in the list too."""
    for one in sentences:
        kept.append(one)
        yield one


class _Telling:
    """What ``progress`` was told of the claims found so far."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._n_told, self._end = 0, 0

    def after(self, line: int, sentence: Sentence, found: Sequence[Draft]) -> None:
        """A sentence is read."""
        self._end = max(self._end, sentence.span.end)
        if line % TELL_EVERY == TELL_EVERY - 1:
            self.rest(found)

    def rest(self, found: Sequence[Draft]) -> None:
        """Tell what was not told yet."""
        if self._progress is not None:
            spans = [draft.span for draft in found if not draft.topic]
            self._progress(self._end, sorted(spans[self._n_told :]))
            self._n_told = len(spans)


def _drafts(sentences: Iterable[tuple[int, Sentence]], progress: Progress | None = None) -> list[Draft]:
    found: list[Draft] = []
    telling = _Telling(progress)
    before: frozenset[str] = frozenset()
    before_that, last_paragraph = before, -1
    heading: Draft | None = None
    for line, (paragraph, sentence) in enumerate(sentences):
        here = sorted(_framed(sentence, paragraph, line), key=lambda draft: draft.place)
        if found and found[-1].topic and found[-1].measure.value is None and not (here and points_back(sentence)):
            found.pop()  # the time of a sentence without a number is lent to a sentence that points back to it
        for draft in here:
            read_draft(draft, before)
        here = [
            draft for draft in here if draft.quantity is None or draft.quantity.mask != "absence" or draft.measure.value
        ]
        for draft in here:
            earlier = found[-REACH:]
            link(draft, here, earlier)
            if heading is not None and is_list_line(draft):
                under_heading(draft, heading)
            complete(draft, earlier)
            found.append(draft)
        if not here:
            found += _topic(sentence, paragraph, line, before)
        if sentence.words and sentence.words[-1] == ":":
            heading = heading_of(sentence, paragraph, line, found[-1] if found else None, heading)
        elif not (here and all(is_list_line(draft) for draft in here)):
            heading = None
        before = sentence.contexts | (before_that if paragraph == last_paragraph else frozenset())
        before_that, last_paragraph = sentence.contexts, paragraph
        telling.after(line, sentence, found)
    telling.rest(found)
    return found


def _topic(sentence: Sentence, paragraph: int, line: int, before: frozenset[str]) -> Iterator[Draft]:
    """What a sentence without a number speaks of, for the sentences after it: no claim, only a giver of measure and period."""
    phrase = NounPhrase(0, -1, (), (), False)
    frame = Frame(0, Relation.LEVEL, None, phrase)
    for term in reversed(sentence.counted):
        choice = resolve(sentence, term, before)
        if choice.measure is not None and not term.entry.close:
            draft = Draft(sentence, 0, frame, paragraph, line, None, sentence.span, topic=True)
            draft.measure = Slot(choice.measure, "text", sentence.span_of(term.first, term.last))
            yield draft
            return
    if sentence.periods:
        yield Draft(sentence, 0, frame, paragraph, line, None, sentence.span, topic=True)


def _framed(sentence: Sentence, paragraph: int, line: int) -> Iterator[Draft]:
    for place in sentence.numbers:
        quantity = sentence.quantities[place]
        if quantity.mask in NO_CLAIM_MASKS and quantity.kind != "ordinal":
            continue
        frame = frame_of(sentence, place)
        if frame is not None:
            modality = modality_of(sentence.text, sentence.span, quantity.number_span)
            yield Draft(sentence, place, frame, paragraph, line, quantity, quantity.span, modality=modality)
    for rank in since_ranks(sentence):
        span = sentence.span_of(rank.first, rank.frame.place)
        draft = Draft(sentence, rank.frame.place, rank.frame, paragraph, line, None, span)
        draft.years, draft.years_hedge = rank.years, rank.hedge
        yield draft
