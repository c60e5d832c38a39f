"""Recounts: in come the verdict by published figures, its evidence and counted records; out comes the verdict with what records say.

Published figures are judged first and alone. Then records may do three things and no more: support a number for which nothing is
published, show that a number which published figures contradict holds under another definition, and, through a narrow door,
contradict (``_why_no_accusation``). Where a release holds a part of the people or the days, or has a known fault, its count stands
beside the verdict and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tallymark.checking.candidate import Candidate, definition_of, publisher_of_series, series_of
from tallymark.checking.candidates import claim_people_inherited
from tallymark.checking.evidence import ACCUSING_TIERS, Evidence
from tallymark.checking.family import family
from tallymark.checking.guards import why_not_against
from tallymark.checking.levels import populations
from tallymark.checking.question import Question, why_not_accuse
from tallymark.checking.shelf import Shelf
from tallymark.checking.testing import against, supports, try_candidate, width_of
from tallymark.checking.verdicts import KINDS, STRENGTH
from tallymark.checking.wording import supports_line
from tallymark.model.comparison import Outcome
from tallymark.model.figure import Figure, Modality, Relation
from tallymark.model.interval import Interval
from tallymark.model.period import Period
from tallymark.model.population import Population
from tallymark.model.references import Answer, Query, Records, Recounted
from tallymark.model.verdict import Recount, Try, Verdict, VerdictKind
from tallymark.model.vocabulary import measures

EVERYBODY = Population()
ZERO = Decimal(0)
# Nothing published decides, and the words of the claim are understood: records may support.
OPEN_REASONS = (
    "no_such_field",
    "period_not_covered",
    "reference_unconfirmed",
    "reference_imprecise",
    "reference_faulty",
)
# Nothing is published at all: only then may records speak against.
UNPUBLISHED = ("no_such_field", "period_not_covered")
# Published figures contradict the number itself, so that another definition may still hold.
ABOUT_THE_NUMBER = ("value", "side")
# A release whose total is farther than this from the agency's own total is not the agency's count.
MOST_GAP = Decimal("0.02")
BESIDE = "beside"
NOT_APPLIED = "words_not_applied"
RELATIONS = (Relation.LEVEL, Relation.SHARE, Relation.CHANGE_PCT, Relation.CHANGE_ABS, Relation.RATIO)


@dataclass(frozen=True, slots=True)
class Compared:
    """A claim compared with one counted figure of one release."""

    answer: Answer
    counted: Recounted
    attempt: Try

    @property
    def decides(self) -> bool:
        """Whether the count may decide: by its figure, and by a definition that is in force."""
        return self.attempt.figure.decides and self.counted.in_force


def with_records(verdict: Verdict, evidence: Evidence, records: Records, shelf: Shelf) -> Verdict:
    """The verdict with what each release says on the claim; ``shelf`` holds the published figures."""
    question = evidence.question
    query = query_of(question)
    if query is None:
        return verdict
    answers = records.answers(query)
    compared = [one for answer in answers for one in _compared(question, answer)]
    judged = _judged(verdict, evidence, compared, records, shelf)
    unclear = _unclear(question)
    found = tuple(_recount(answer, [one for one in compared if one.answer is answer], unclear) for answer in answers)
    notes = () if unclear else _disagreement(judged, compared)
    return replace(judged, recounts=found, notes=(*judged.notes, *notes))


def query_of(question: Question) -> Query | None:
    """What is asked of records; None where a claim is no outcome, or its measure, people or days are not known."""
    claim, count = question.claim, question.count
    if count is None or count.measure not in measures() or claim.modality is not Modality.ACTUAL:
        return None
    if claim.relation not in RELATIONS or count.period.start is None or count.period.end is None:
        return None
    changing = claim.relation not in (Relation.LEVEL, Relation.SHARE)
    if changing and (question.base is None or claim.unit == "points"):
        return None
    people = populations(count.measure, count.population)[0][0]
    whole = (question.whole or EVERYBODY) if claim.relation is Relation.SHARE else None
    return Query(
        count.measure, claim.relation, people, count.period, of=whole, base=question.base if changing else None
    )


def _compared(question: Question, answer: Answer) -> Iterator[Compared]:
    for one in answer.counted:
        yield Compared(answer, one, try_candidate(question.claim, Candidate(one.figure)))


def _judged(
    verdict: Verdict, evidence: Evidence, compared: Sequence[Compared], records: Records, shelf: Shelf
) -> Verdict:
    """The verdict, changed where full counts may change it."""
    fits = sorted((one for one in compared if one.attempt.figure.decides and supports(one.attempt)), key=_order)
    if verdict.kind is VerdictKind.CONTRADICTED and verdict.reason in ABOUT_THE_NUMBER and fits:
        words = f"{verdict.words} It holds under another way of counting: {recount_words(fits[0].counted.figure)}."
        return _changed(verdict, VerdictKind.TRUE_UNDER, "definition", words, fits[0])
    if verdict.kind is not VerdictKind.NOT_CHECKABLE or verdict.reason not in OPEN_REASONS:
        return verdict
    if _unclear(evidence.question):
        return verdict
    in_force = [one for one in fits if one.counted.in_force]
    if in_force:
        best = in_force[0]
        words = f"Nothing published decides it. {recount_words(best.counted.figure)}."
        return _changed(verdict, KINDS[Outcome(best.attempt.outcome)], "recount", words, best)
    if fits:
        words = f"Nothing published decides it. {recount_words(fits[0].counted.figure)}, which is not the agency's own count."
        return _changed(verdict, VerdictKind.TRUE_UNDER, "definition", words, fits[0])
    return _contradicted(verdict, evidence, compared, records, shelf)


def _order(one: Compared) -> tuple[bool, bool, int]:
    """Definitions in force first, of those the series that texts mean, then the closest fit; counts that decide nothing as they come."""
    figure = one.attempt.figure
    other = one.counted.in_force and series_of(figure) != family(figure.key.measure).default
    fits = figure.decides and one.attempt.outcome in STRENGTH
    strength = STRENGTH.index(Outcome(one.attempt.outcome)) if fits else len(STRENGTH)
    return (not one.counted.in_force, other, strength)


def _unclear(question: Question) -> str:
    """Why what was counted is not just what the text counts, in words; empty when it is: words beside the number were not applied."""
    quoted = ", ".join(f"“{words}”" for words in question.not_mapped)
    if quoted:
        return f"{quoted} in the text is not applied, so this counts other people or more of them"
    other = question.another or question.unit_word or question.gap
    return f"“{other}” makes the number of the text another count" if other else ""


def _contradicted(
    verdict: Verdict, evidence: Evidence, compared: Sequence[Compared], records: Records, shelf: Shelf
) -> Verdict:
    meant = family(evidence.question.claim.measure.value or "").default
    judges = [one for one in compared if one.decides and meant in ("", series_of(one.attempt.figure))]
    if not judges or verdict.reason not in UNPUBLISHED:
        return verdict
    speaking = [one for one in sorted(judges, key=_order) if against(one.attempt)]
    if not speaking:
        return verdict
    why = _why_no_accusation(evidence, compared, judges, speaking[0], records, shelf)
    named = recount_words(speaking[0].counted.figure)
    if why:
        return replace(verdict, words=f"{verdict.words} {named}; a recount does not call a text wrong here: {why}.")
    words = f"Nothing is published for it. {named}, under every definition far from the number."
    return _changed(verdict, VerdictKind.CONTRADICTED, "recount", words, speaking[0])


def _why_no_accusation(
    evidence: Evidence,
    compared: Sequence[Compared],
    judges: Sequence[Compared],
    best: Compared,
    records: Records,
    shelf: Shelf,
) -> str:
    """Why counted records do not make a claim wrong, in words; empty when they do.

    A count accuses only a plain number of people told apart by a filter that the records name themselves, for days that are long
    over, by the definition in force of the series that texts mean, under every other definition and any reading, and only where the
    same release under that definition gives the agency's own published total of those days; by what the two totals differ every count
    is widened first.
    """
    question = evidence.question
    blocked = _not_plain(question, judges, best) or why_not_accuse(question)
    if blocked:
        return blocked
    gaps = [_gap(one, question, records, shelf) for one in judges]
    known = [gap for gap in gaps if gap is not None]
    if len(known) < len(gaps):
        return "no published total of these days shows that the release has all records"
    widest = max(known)
    tries = [try_candidate(question.claim, Candidate(_widened(one.counted, widest))) for one in compared]
    if not all(against(one) for one in tries):
        return "under some definition or reading the number may hold"
    return why_not_against(evidence, tries, tries[compared.index(best)])


def _not_plain(question: Question, judges: Sequence[Compared], best: Compared) -> str:
    """Why a claim or a count is not plain enough for records to speak against; empty when it is."""
    if question.claim.relation is not Relation.LEVEL:
        return "only a plain count may"
    if question.year_open:
        return "the words do not say whether the year is fiscal or calendar"
    if claim_people_inherited(question) or question.counts_as:
        return "whom it counts is not said here"
    if not all(one.answer.judges for one in judges):
        return "the records do not name these people themselves"
    if not all(one.counted.settled for one in judges):
        return "the days end too near to the end of the release"
    if question.agencies and publisher_of_series(series_of(best.attempt.figure)) not in question.agencies:
        return "the text names another agency"
    return ""


def _gap(one: Compared, question: Question, records: Records, shelf: Shelf) -> Decimal | None:
    """By how much the release's total differs from the agency's own of the same series and days; None without such a total or when it is far."""
    count = question.count
    if count is None:
        return None
    series = series_of(one.attempt.figure)
    published = [
        figure.value
        for figure in shelf.near(count.measure, Relation.LEVEL, EVERYBODY, count.period)
        if figure.decides
        and figure.tier in ACCUSING_TIERS
        and series_of(figure) == series
        and figure.key.period.same_days(count.period)
        and figure.value.is_bounded
    ]
    totals = [
        total.figure.value
        for answer in records.answers(Query(count.measure, Relation.LEVEL, EVERYBODY, count.period))
        if answer.release == one.answer.release
        for total in answer.counted
        if total.figure.definition == one.attempt.figure.definition and total.figure.decides
    ]
    gaps = [_farthest(value, totals[0]) for value in published] if totals else []
    most = max(gaps, default=None)
    if most is None or most > MOST_GAP * (totals[0].low or ZERO):
        return None
    return most


def _farthest(one: Interval, other: Interval) -> Decimal:
    """The largest distance between a number of one bounded interval and a number of the other."""
    ends = [(one.high, other.low), (other.high, one.low)]
    return max(abs(high - low) for high, low in ends if high is not None and low is not None)


def _widened(counted: Recounted, gap: Decimal) -> Figure:
    """The figure on any reading, wider by the records that the release may lack or have too many."""
    wide = counted.any_reading + Interval(-gap, gap)
    return replace(counted.figure, value=wide.intersection(Interval(ZERO, None)) or wide)


def _changed(verdict: Verdict, kind: VerdictKind, reason: str, words: str, best: Compared) -> Verdict:
    leads = (verdict.best, *verdict.leads) if verdict.best is not None else verdict.leads
    return replace(
        verdict, kind=kind, reason=reason, words=words, line=best.attempt.line, width=width_of(best.attempt),
        best=best.attempt.figure, supports=supports_line(best.attempt.figure), leads=leads, drift="",
    )  # fmt: skip


def _recount(answer: Answer, compared: Sequence[Compared], unclear: str) -> Recount:
    """What one release says; a count of other people than the text names is context, and the words that were not applied come first."""
    tries = tuple(one.attempt for one in sorted(compared, key=_order))
    if not unclear or not tries:
        return Recount(answer.release, answer.standing, answer.codes, answer.words, tries)
    words = "; ".join(part for part in (unclear, answer.words) if part)
    return Recount(answer.release, BESIDE, (NOT_APPLIED, *answer.codes), words, tries)


def _disagreement(verdict: Verdict, compared: Sequence[Compared]) -> Iterator[str]:
    """A note where published figures carry the verdict and a full recount under the same definition says otherwise."""
    best = verdict.best
    if best is None or best.basis == "counted":
        return
    for one in compared:
        figure = one.attempt.figure
        same = figure.definition == best.definition and one.decides and figure.key.period.same_days(best.key.period)
        if same and best.value.disjoint(figure.value) and best.key.relation is figure.key.relation:
            yield f"{recount_words(figure)}, not {best.printed or best.value}; {bridge_words(figure, one.answer.release)}"


def recount_words(figure: Figure) -> str:
    """A counted figure in a sentence: "Records of RELEASE give 315,943 under a recount that imitates ice.removals.2013-06"."""
    unit = {"percent": " percent"}.get(figure.unit, "")
    return f"{figure.printed or figure.value}{unit} {figure.note}".strip()


def bridge_words(figure: Figure, release: str) -> str:
    """The command that shows which rule explains how much of the difference."""
    known = definition_of(figure)
    period = figure.key.period
    if known is None or figure.key.relation is not Relation.LEVEL or not _is_year(period):
        return "the counts differ"
    people = "".join(f" --where {key}={value}" for key, value in figure.key.population.filters)
    return f"see tallymark bridge {known.imitated_by} --release {release} --year {period.label}{people} --published"


def _is_year(period: Period) -> bool:
    return len(period.fiscal_years()) == 1 and period.label.startswith("FY")


__all__ = ["with_records"]
