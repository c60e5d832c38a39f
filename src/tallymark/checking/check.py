"""Checking a text: in come what the claims room found and the references; out comes a report with one verdict each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tallymark.checking.candidate import Candidate, Nearness, series_of
from tallymark.checking.candidates import candidates, known_people
from tallymark.checking.consistency import own_numbers
from tallymark.checking.drift import Found, after_text, drift, upper_bounds
from tallymark.checking.evidence import Evidence
from tallymark.checking.family import family
from tallymark.checking.guards import is_near
from tallymark.checking.levels import Count, levels
from tallymark.checking.means import Mean, mean_of, means, without_mean_words
from tallymark.checking.own_claims import OwnClaims
from tallymark.checking.question import Question, named_days, question_of
from tallymark.checking.ranks import RECORDS, Ranking, rank_tries, record
from tallymark.checking.shelf import Shelf
from tallymark.checking.statements import check_statement
from tallymark.checking.testing import against, supports, try_candidate
from tallymark.checking.verdicts import decide
from tallymark.checking.wording import measure_words, period_words
from tallymark.model.claim import Claim, Document, Extraction
from tallymark.model.comparison import Outcome
from tallymark.model.definition import breaks_inside
from tallymark.model.figure import Modality, Relation
from tallymark.model.period import Period, PeriodKind
from tallymark.model.references import Query, Records, References
from tallymark.model.verdict import AGAINST, Checked, Report, Try, VerdictKind
from tallymark.model.vocabulary import measures


def check(
    extraction: Extraction,
    references: References,
    records: Records | None = None,
    *,
    progress: Callable[[Checked], None] | None = None,
) -> Report:
    """Every claim and statement of a text with its verdict, in the order of the text.

    ``references`` are the published figures; ``records`` may add what they count (``checking.recounts``). ``progress`` is told
    each verdict on a claim as it is made, before the records are asked: one of ``AGAINST`` may still be taken back when the
    whole text is compared, every other one is final.
    """
    shelf = Shelf(references)
    document, own = extraction.document, OwnClaims(extraction.claims)
    found: dict[str, Evidence] = {}
    checks: list[Checked] = []
    for claim in extraction.claims:
        found[claim.id] = gather(shelf, claim, document, own)
        checks.append(Checked(claim, decide(found[claim.id])))
        if progress is not None:
            progress(checks[-1])
    checks = _soften(checks)
    if records is not None:
        checks = [_recounted(one, found[one.subject.id], records, shelf) for one in checks]
    checks += [Checked(statement, check_statement(shelf, statement, document)) for statement in extraction.statements]
    ordered = sorted(checks, key=lambda one: (one.subject.span.start, one.subject.span.end))
    notes = (*extraction.notes, *own.notes)
    used = () if records is None else records.used()
    return Report(document, tuple(ordered), references.as_of, references.sha256, notes, used)


def _recounted(checked: Checked, evidence: Evidence, records: Records, shelf: Shelf) -> Checked:
    from tallymark.checking.recounts import with_records  # noqa: PLC0415  loaded only where records are asked

    return replace(checked, verdict=with_records(checked.verdict, evidence, records, shelf))


def gather(shelf: Shelf, claim: Claim, document: Document, own_claims: OwnClaims) -> Evidence:
    """All the evidence on one claim."""
    question = question_of(claim, document, own_claims)
    own = own_numbers(claim, own_claims, gap=question.gap)
    count = question.count
    if count is None or claim.modality not in (Modality.ACTUAL, Modality.FORECAST):
        return Evidence(question, own=own)
    mean = mean_of(question, document)
    if mean is not None:
        return _of_mean(shelf, question, mean, document)
    if claim.relation is Relation.RANK:
        tries = rank_tries(shelf, question)
    else:
        asked = [one for one in candidates(shelf, question) if not _only_read_into(one, question)]
        pairs = [(candidate, try_candidate(claim, candidate)) for candidate in asked]
        tries = tuple(one for candidate, one in pairs if not candidate.window or _window_counts(question, one))
    n_tried, found = len(tries), Found((), 0)
    if claim.relation is not Relation.RANK and not any(supports(one) for one in tries):
        found = drift(shelf, question)
        if not any(one.firm for one in tries) and not found.tries and claim.relation is Relation.LEVEL:
            tries += _bounds(shelf, question)
    return Evidence(
        question,
        tries,
        found.tries,
        n_tried + found.n_tried,
        found.unspecific,
        wider_unknown=_wider_unknown(shelf, question, document) if tries and not found.tries else "",
        coverage=shelf.coverage(Query(count.measure, claim.relation, None, count.period)) if not tries else None,
        known_measure=shelf.knows(count.measure),
        known_population=known_people(shelf, count),
        ranking=_ranking(shelf, question, tries),
        own=own,
        breaks=_breaks(question, tries),
        notes=_notes(question),
        fits_named_days=_fits_named_days(shelf, question) if tries and not any(supports(one) for one in tries) else "",
    )


def _only_read_into(candidate: Candidate, question: Question) -> bool:
    """Whether a figure is another reading of the claim's days although its own began after the text was written."""
    return candidate.nearness is Nearness.READING and after_text(candidate.figure, question)


def _of_mean(shelf: Shelf, question: Question, mean: Mean, document: Document) -> Evidence:
    """The evidence on a claim that is a mean of counts: no other period or people are tried, so that none fits by accident."""
    claim = without_mean_words(question.claim, document)
    asked = replace(question, claim=claim, another=question.another or mean.words)
    tries = tuple(try_candidate(claim, candidate) for candidate in means(shelf, asked, mean))
    return Evidence(asked, tries, n_tried=len(tries), known_measure=shelf.knows(claim.measure.value or ""))


def _fits_named_days(shelf: Shelf, question: Question) -> str:
    """Other days of the sentence for which the number holds: its own may have been taken from the wrong words."""
    if question.claim.relation not in (Relation.LEVEL, Relation.SHARE):
        return ""
    for days in named_days(question):
        for candidate in candidates(shelf, replace(question, period=days)):
            one = try_candidate(question.claim, candidate)
            if supports(one) and one.figure.decides:
                return period_words(days)
    return ""


def _wider_unknown(shelf: Shelf, question: Question, document: Document) -> str:
    """A wider count under the same words whose figure is unknown or near the claim's number; empty when there is none."""
    number, count = question.claim.value.number, question.count
    if count is None or question.claim.relation is not Relation.LEVEL:
        return ""
    if any(words in document.text for words in family(count.measure).narrow):
        return ""
    for name, excluding in family(count.measure).wider:
        if excluding and excluding in question.sentence:
            continue
        asked = Count(name, count.population, count.period, count.year_open)
        known = [one.figure.value.middle for one in levels(shelf, asked) if one.figure.decides and not one.window]
        near = any(middle is not None and number is not None and is_near(number, middle) for middle in known)
        if near or not known:
            return measure_words(name)
    return ""


def _soften(checks: list[Checked]) -> list[Checked]:
    """Accusations taken back where the text elsewhere counts a neighbouring measure over the same days under these words."""
    mixed = {
        (one.subject.measure.value, one.subject.period.value)
        for one in checks
        if one.verdict.kind is VerdictKind.TRUE_UNDER
        and one.verdict.best is not None
        and one.verdict.best.key.measure != one.subject.measure.value
    }
    return [
        _taken_back(one) if (one.subject.measure.value, one.subject.period.value) in mixed else one for one in checks
    ]


def _taken_back(one: Checked) -> Checked:
    verdict = one.verdict
    if verdict.kind not in AGAINST or verdict.reason not in ("value", "side", "direction"):
        return one
    words = f"{verdict.words} Not judged: elsewhere the text counts something else under the same words."
    leads = () if verdict.best is None else (verdict.best,)
    return Checked(
        one.subject,
        replace(verdict, kind=VerdictKind.NOT_CHECKABLE, reason="ambiguous", words=words, best=None, leads=leads),
    )


def _notes(question: Question) -> tuple[str, ...]:
    """What the reading of the words added: a bare year read as a fiscal one."""
    period = question.claim.period.value
    if not question.year_open or period is None or period.kind is not PeriodKind.FISCAL_YEAR:
        return ()
    if question.claim.period.origin != "text":
        return ()
    return (f"period: the words name a year, the figures are for {period_words(period)}",)


def _window_counts(question: Question, one: Try) -> bool:
    """Whether days that are only most of the claim's may be tried: for rates and shares, for counts only the very number."""
    known = measures().get(question.claim.measure.value or "")
    rate = question.claim.relation is not Relation.LEVEL or (known is not None and known.flow == "rate")
    return rate or bool(one.figure.parts) or one.outcome == Outcome.EXACT


def _bounds(shelf: Shelf, question: Question) -> tuple[Try, ...]:
    """Wholes that the claimed part exceeds; nothing when it exceeds none."""
    count, claim = question.count, question.claim
    if count is None:
        return ()
    least = claim.value.core.low
    tries = []
    for candidate in upper_bounds(shelf, count):
        high = candidate.figure.value.high
        if least is not None and high is not None and least > high:
            one = try_candidate(claim, candidate)
            if against(one):
                tries.append(one)
    return tuple(tries)


def _ranking(shelf: Shelf, question: Question, tries: tuple[Try, ...]) -> Ranking | None:
    """Whether a level that the text calls a record is one."""
    claim = question.claim
    if claim.relation is not Relation.LEVEL or not any(word in claim.qualifiers for word in RECORDS[:2]):
        return None
    fits = [one for one in tries if supports(one) and one.figure.decides and not one.figure.parts and one.firm]
    rankings = [record(shelf, one.figure) for one in fits]
    for wanted in (True, False, None):
        for one in rankings:
            if one.holds is wanted:
                return one
    return None


def _breaks(question: Question, tries: tuple[Try, ...]) -> tuple[str, ...]:
    """The breaks of a series between the periods that a change, ratio or record compares."""
    base, period = question.base, question.period
    start = None if base is None else base.start
    if period is None or start is None or period.end is None or start >= period.end:
        return ()
    span = Period(start, period.end)
    series = dict.fromkeys(series_of(one.figure) for one in tries if supports(one))
    found = (era.break_words for name in series for era in breaks_inside(name, span) if era.break_words)
    return tuple(dict.fromkeys(found))
