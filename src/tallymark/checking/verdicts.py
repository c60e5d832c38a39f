"""Verdicts: in comes the evidence on one claim; out comes one word of the closed list with its reason. A pure function.

The order of the steps is their meaning: what is no outcome is not judged; a figure that fits supports; a figure that only
fits word by word misleads; a figure that would fit but was not seen, or is faulty, decides nothing; a near figure that fits
is named as drift; only when every figure that may decide speaks against, and every part of the claim is firm, is it contradicted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from tallymark.checking.candidate import Nearness, publisher_of, series_of
from tallymark.checking.evidence import ACCUSING_TIERS, Evidence, deciding, judges, meant
from tallymark.checking.family import agencies
from tallymark.checking.guards import why_not_against, why_not_elsewhere
from tallymark.checking.printings import replaced_by
from tallymark.checking.question import why_not_accuse
from tallymark.checking.testing import CHANGES, against, coarse_reach, digits, supports, width_of
from tallymark.checking.wording import measure_words, named, period_words, supports_line
from tallymark.model.comparison import Outcome
from tallymark.model.figure import Figure, Modality, Relation
from tallymark.model.interval import Interval
from tallymark.model.verdict import Try, Verdict, VerdictKind

SURE_DIGITS = 3
MOST_NAMED = 4
KINDS = {
    Outcome.EXACT.value: VerdictKind.EXACT,
    Outcome.ROUNDED.value: VerdictKind.ROUNDED,
    Outcome.HEDGED.value: VerdictKind.HEDGED,
    Outcome.TRUNCATED.value: VerdictKind.TRUNCATED,
    Outcome.HEDGED_WIDE.value: VerdictKind.HEDGED,
}
STRENGTH = list(KINDS)


def decide(evidence: Evidence) -> Verdict:
    """The verdict on one claim."""
    for step in STEPS:
        verdict = step(evidence)
        if verdict is not None:
            return verdict
    return _open(evidence)


def _not_asked(e: Evidence) -> Verdict | None:
    claim = e.question.claim
    if claim.modality is Modality.FORECAST and claim.measure.value is not None:
        return _foretold(e)
    if claim.modality is not Modality.ACTUAL:
        return _not_checkable(e, "not_an_outcome", f"A {claim.modality.value} is not compared with outcomes.")
    if claim.measure.value is None:
        return _not_checkable(e, "measure_unmapped", "No entry of the lexicon says what this number counts.")
    return None


def _foretold(e: Evidence) -> Verdict:
    """A forecast: it may have come true; one that did not was still no false statement of fact."""
    known = [
        one for one in deciding(e) if one.nearness == Nearness.DIRECT and one.firm and not e.question.claim.unmapped
    ]
    fits = [one for one in known if supports(one)]
    if fits and not e.question.another:
        best = min(fits, key=lambda one: _rank_of(e, one))
        words = f"A forecast that came true. {_how(best)} {named(best.figure)}."
        return _verdict(e, KINDS[best.outcome], "came_true", words, best)
    words = "A forecast is not called wrong by what came later"
    if known:
        return _not_checkable(e, "not_an_outcome", f"{words}: {named(known[0].figure)}.", lead=known[0])
    return _not_checkable(e, "not_an_outcome", f"{words}.")


def _supported(e: Evidence) -> Verdict | None:
    claim = e.question.claim
    fits = [one for one in e.tries if one.figure.decides and supports(one) and one.nearness != Nearness.BOUND]
    if not fits:
        return None
    best = min(fits, key=lambda one: _rank_of(e, one))
    if claim.unmapped and digits(claim.value.number) < SURE_DIGITS:
        words = f"The number fits {named(best.figure)}, but words beside it are not understood."
        return _follows(e) or _not_checkable(e, "ambiguous", words, lead=best)
    only = _only_some(e, fits)
    if only:
        return _verdict(e, VerdictKind.TRUE_UNDER, "definition", only, best)
    newer = replaced_by(e, fits)
    if newer is not None:
        words = f"The number of an earlier printing, {named(best.figure)}; by the day of the text it was {named(newer.figure)}."
        return _verdict(e, VerdictKind.TRUE_UNDER, "vintage", words, best)
    if e.ranking is not None and e.ranking.holds is False and not why_not_accuse(e.question):
        words = f"The number is right, but it is no record: {e.ranking.words}."
        return _verdict(e, VerdictKind.CONTRADICTED, "rank", words, best)
    if e.question.unit_word:
        words = f"The number fits {named(best.figure)}, which counts {e.question.unit_word}."
        return _verdict(e, VerdictKind.TRUE_UNDER, "unit", words, best, drift="scope")
    kind = KINDS[best.outcome]
    return _verdict(e, kind, "fits", f"{_how(best)} {named(best.figure)}.", best)


def _rank_of(e: Evidence, one: Try) -> tuple[bool, bool, int, int]:
    """The order of figures that fit: the series that is meant, the claim's own days, the closest, the best source."""
    series = meant(e)
    other = bool(series) and series_of(one.figure) != series
    strength = STRENGTH.index(one.outcome) if one.outcome in KINDS else len(KINDS)
    return (other, one.nearness != Nearness.DIRECT, strength, one.figure.tier)


def _only_some(e: Evidence, fits: list[Try]) -> str:
    """Words when the number holds only at the edge, under figures that the text does not mean, or that only others computed."""
    rival = _rival(e, fits)
    if rival is not None:
        return f"True only at the edge, by {named(fits[0].figure)}; by another definition it is {named(rival.figure)}."
    others = [one for one in judges(e) if against(one)]
    if not others:
        return ""
    series = meant(e)
    mine = [one for one in deciding(e) if series and series_of(one.figure) == series]
    if mine and all(against(one) for one in mine) and any(one.firm for one in mine):
        return f"True only by {named(fits[0].figure)}; meant is {named(mine[0].figure)}."
    official = [one for one in fits if one.figure.tier in ACCUSING_TIERS or publisher_of(one.figure) in agencies()]
    if not official:
        return f"True only by {named(fits[0].figure)}, which others computed; published is {named(others[0].figure)}."
    return ""


def _rival(e: Evidence, fits: list[Try]) -> Try | None:
    """An official figure by another definition that speaks against a number which only just fits the others.

    A text that names the publisher of what fits has said which definition it means.
    """
    if any(one.outcome != Outcome.HEDGED_WIDE or publisher_of(one.figure) in e.question.agencies for one in fits):
        return None
    mine = {series_of(one.figure) for one in fits}
    rivals = (one for one in deciding(e) if against(one) and one.figure.tier in ACCUSING_TIERS)
    return next((one for one in rivals if series_of(one.figure) not in mine), None)


def _coarse(e: Evidence) -> Verdict | None:
    """A round bound that holds, with every figure short of the next number as round: "over a million" of 1.2 million.

    "More than n" is understood to end at the next number of n's granule (Cummins, Sauerland & Solt 2012), "less than n"
    at the one below it, and neither beyond twice or half of n.
    """
    claim = e.question.claim
    reach = coarse_reach(claim)
    if reach is None or claim.unmapped or e.question.another or e.question.unit_word:
        return None
    known = deciding(e)
    fits = [one for one in known if one.firm and reach.covers(one.figure.value)]
    if not fits or not all(reach.covers(found := one.figure.value) or _bound_in(found, reach) for one in known):
        return None
    best = replace(min(fits, key=lambda one: _rank_of(e, one)), outcome=Outcome.HEDGED_WIDE.value)
    return _verdict(e, VerdictKind.HEDGED, "fits", f"{_how(best)} {named(best.figure)}.", best)


def _bound_in(value: Interval, reach: Interval) -> bool:
    """Whether a figure is itself a bound that leaves room inside ``reach``."""
    return (value.low is None or value.high is None) and value.touches(reach)


def _literal(e: Evidence) -> Verdict | None:
    fits = [one for one in judges(e) if one.outcome == Outcome.LITERAL_ONLY]
    if not fits:
        return None
    best = fits[0]
    words = f"Word by word it holds, but the published figure is far from it: {named(best.figure)}."
    blocked = why_not_accuse(e.question) or ("the number fits others of those days" if e.unspecific else "")
    if blocked or any(one.outcome == Outcome.OPEN for one in deciding(e)):
        return _not_checkable(
            e, "ambiguous", f"{words} Not called misleading: {blocked or 'figures are imprecise'}.", lead=best
        )
    return _verdict(e, VerdictKind.MISLEADING, "value", words, best)


def _would_fit(e: Evidence) -> Verdict | None:
    """A figure that fits but was never seen in its source, or is known to be faulty."""
    fits = [one for one in e.tries if supports(one) and not one.figure.decides]
    if not fits:
        return None
    return _undecided(e, fits[0])


def _undecided(e: Evidence, lead: Try) -> Verdict:
    if lead.figure.fault:
        words = f"It meets {named(lead.figure)}, which is known to be faulty: {lead.figure.fault}."
        return _not_checkable(e, "reference_faulty", words, lead=lead)
    words = f"The figure to compare with was not seen in its source: {named(lead.figure)}."
    return _not_checkable(e, "reference_unconfirmed", words, lead=lead)


def _drifted(e: Evidence) -> Verdict | None:
    near = [one for one in e.drifted if _worth_naming(e, one)]
    if not near or (any(one.outcome == Outcome.OPEN for one in deciding(e) if one.firm) and not _very_number(e, near)):
        return None
    best = min(near, key=lambda one: (STRENGTH.index(one.outcome), _steps(one)))
    drift = {Nearness.PERIOD: "period", Nearness.UNIT: "unit"}.get(Nearness(best.nearness), "scope")
    what = "; ".join(best.differs)
    words = f"The number fits something else: {named(best.figure)}, {what}."
    speaking = [one for one in judges(e) if against(one)]
    if speaking and _excluded(e, best, drift) and not _blocked(e, speaking):
        words = f"{words} For what the text names the source has {named(speaking[0].figure)}."
        return _verdict(e, VerdictKind.CONTRADICTED, drift, words, speaking[0])
    return _verdict(e, VerdictKind.TRUE_UNDER, drift, words, best, drift="scope" if drift == "unit" else drift)


def _blocked(e: Evidence, speaking: list[Try]) -> str:
    return why_not_accuse(e.question) or why_not_elsewhere(e, speaking, speaking[0])


def _very_number(e: Evidence, near: list[Try]) -> bool:
    """Whether a near figure prints the claim's number with so many digits that it is no accident."""
    exact = any(one.outcome == Outcome.EXACT for one in near)
    return exact and digits(e.question.claim.value.number) > SURE_DIGITS


def _worth_naming(e: Evidence, one: Try) -> bool:
    """Whether a fit elsewhere means something: by the publisher meant, and of other days only where its own days disagree."""
    series = meant(e)
    if series and one.figure.key.measure == e.question.claim.measure.value and series_of(one.figure) != series:
        return False
    if e.question.claim.relation is Relation.LEVEL or one.nearness == Nearness.SCOPE:
        return True
    return any(against(judge) for judge in judges(e))


def _steps(one: Try) -> int:
    """How far a drift is: the order of preference among near figures that fit equally well."""
    return [Nearness.UNIT, Nearness.SCOPE, Nearness.PERIOD].index(Nearness(one.nearness)) * 10 + len(one.differs)


def _excluded(e: Evidence, best: Try, drift: str) -> bool:
    """Whether the text's own words exclude the reading that fits."""
    claim, key = e.question.claim, best.figure.key
    if drift == "unit":
        return True
    if drift == "period":
        slot = claim.base if claim.relation in CHANGES else claim.period
        mine = e.question.base if claim.relation in CHANGES else e.question.period
        given = key.base if claim.relation in CHANGES else key.period
        return slot.origin == "text" and mine is not None and given is not None and not mine.overlaps(given)
    if key.measure != claim.measure.value:
        return False
    if claim.relation is Relation.SHARE and claim.of.origin == "text" and claim.of.value is not None:
        whole = claim.of.value.filters
        if whole and whole != (() if key.of is None else key.of.filters):
            return True
    mine_people, given_people = claim.population.value.normal().as_dict(), key.population.normal().as_dict()
    said = claim.population.origin == "text"
    return said and any(given_people.get(name) != value for name, value in mine_people.items())


def _contradicted(e: Evidence) -> Verdict | None:
    speaking = judges(e)
    if not speaking or not all(against(one) for one in deciding(e)):
        return None
    best = _nearest(e, speaking)
    blocked = why_not_accuse(e.question) or why_not_against(e, speaking, best)
    if blocked:
        words = f"Published is {named(best.figure)}, but {blocked}: not judged."
        return _not_checkable(e, "ambiguous", words, lead=best)
    return _verdict(e, VerdictKind.CONTRADICTED, _reason(e, best), f"{_fault(e, best)} {named(best.figure)}.", best)


def _reason(e: Evidence, best: Try) -> str:
    claim = e.question.claim
    if claim.relation is Relation.RANK:
        return "rank"
    if claim.relation in CHANGES and claim.direction is not None and best.figure.value.middle is not None:
        fell = best.figure.value.middle < 0
        if fell is (claim.direction == "up"):
            return "direction"
    return "side" if best.outcome == Outcome.AGAINST_SIDE else "value"


def _fault(e: Evidence, best: Try) -> str:
    return {
        "rank": "The rank does not hold:",
        "direction": "It went the other way:",
        "side": "On the wrong side of its bound; published is",
    }.get(_reason(e, best), "Published is")


def _follows(e: Evidence) -> Verdict | None:
    """The relation follows from the text's own numbers, and no figure that may judge speaks against it."""
    if e.own is None or not e.own.holds:
        return None
    # Published counts say nothing about what one count lacks of another.
    if not e.question.gap and (
        any(against(one) for one in judges(e)) or (e.question.claim.relation is Relation.LEVEL and e.tries)
    ):
        return None
    return _verdict(e, e.own.kind, "own_numbers", e.own.words, None, line=e.own.line)


def _clashes(e: Evidence) -> Verdict | None:
    """The relation cannot be true together with the text's own numbers."""
    if e.own is None or e.own.holds or e.question.claim.unmapped or e.question.claim.value.number is None:
        return None
    return _verdict(e, VerdictKind.INCONSISTENT, "own_numbers", e.own.words, None, line=e.own.line)


def _open(e: Evidence) -> Verdict:
    """Nothing decided: say which of the reasons."""
    undecided = [one for one in e.tries if not one.figure.decides]
    imprecise = [one for one in deciding(e) if one.outcome == Outcome.OPEN]
    if imprecise:
        words = f"The published figure is too imprecise to decide: {named(imprecise[0].figure)}."
        return _not_checkable(e, "reference_imprecise", words, lead=imprecise[0])
    if undecided:
        return _undecided(e, undecided[0])
    if e.tries:
        words = f"Published is {named(e.tries[0].figure)}, not for just what the text says: not judged."
        return _not_checkable(e, "ambiguous", words, lead=e.tries[0])
    return _missing(e)


def _missing(e: Evidence) -> Verdict:
    claim, period = e.question.claim, e.question.period
    counted = measure_words(claim.measure.value or "")
    people = f" {claim.population.value.words}" if claim.population.value.filters else ""
    if not e.known_measure:
        return _not_checkable(e, "no_such_field", f"The register has no figure for {counted}.")
    if not e.known_population:
        return _not_checkable(e, "no_such_field", f"The register has no figure for {counted}{people}.")
    if period is None:
        return _not_checkable(e, "ambiguous", "The text does not say for which period.")
    newest = None if e.coverage is None else e.coverage.newest
    if _newer(e):
        last = "" if newest is None else f", which ends with {period_words(newest)}"
        return _not_checkable(e, "period_not_covered", f"{period_words(period)} is later than the series{last}.")
    return _not_checkable(e, "period_not_covered", f"No figure for {counted}{people} in {period_words(period)}.")


STEPS: tuple[Callable[[Evidence], Verdict | None], ...] = (
    _not_asked, _supported, _follows, _would_fit, _coarse, _drifted, _literal, _clashes, _contradicted,
)  # fmt: skip


def _nearest(e: Evidence, tries: list[Try]) -> Try:
    return min(tries, key=lambda one: (one.nearness == Nearness.BOUND, _distance(e, one.figure)))


def _distance(e: Evidence, figure: Figure) -> Decimal:
    number, middle = e.question.claim.value.number, figure.value.middle
    if number is None or middle is None:
        return Decimal("Infinity")
    return abs(abs(number) - abs(middle))


def _how(best: Try) -> str:
    return {
        Outcome.EXACT.value: "The same as",
        Outcome.ROUNDED.value: "Rounded from",
        Outcome.TRUNCATED.value: "Cut off from",
        Outcome.HEDGED.value: "Within what the hedge allows:",
        Outcome.HEDGED_WIDE.value: "At the edge of what the hedge allows:",
    }[best.outcome]


def _newer(e: Evidence) -> bool:
    newest = None if e.coverage is None else e.coverage.newest
    period = e.question.period
    return (
        newest is not None
        and newest.end is not None
        and period is not None
        and period.start is not None
        and period.start >= newest.end
    )


def _not_checkable(e: Evidence, reason: str, words: str, *, lead: Try | None = None) -> Verdict:
    leads = () if lead is None else tuple(one.figure for one in (lead, *(t for t in e.tries if t is not lead)))[:5]
    verdict = _verdict(e, VerdictKind.NOT_CHECKABLE, reason, words, None, line="" if lead is None else lead.line)
    return _with_leads(verdict, leads)


def _with_leads(verdict: Verdict, leads: tuple[Figure, ...]) -> Verdict:
    return Verdict(
        verdict.kind, verdict.reason, verdict.words, verdict.line, tries=verdict.tries, leads=leads,
        supports=supports_line(leads[0]) if leads and leads[0].decides else "",
        breaks=verdict.breaks, n_tried=verdict.n_tried, disputed_in_text=verdict.disputed_in_text,
        newer_than_series=verdict.newer_than_series, notes=verdict.notes,
    )  # fmt: skip


def _otherwise(e: Evidence) -> Iterator[str]:
    """Notes on figures that speak against a number which another one carries; those by another reading say which reading."""
    found: dict[str, list[str]] = {}
    for one in deciding(e):
        if against(one):
            reading = "" if one.nearness == Nearness.DIRECT else "; ".join(one.differs)
            found.setdefault(reading, []).append(named(one.figure))
    for reading in sorted(found):
        words = f"by another reading ({reading})" if reading else "other definitions or printings"
        yield f"{words}: {'; '.join([*dict.fromkeys(found[reading])][:MOST_NAMED])}"


def _verdict(
    e: Evidence, kind: VerdictKind, reason: str, words: str, best: Try | None, *, line: str = "", drift: str = ""
) -> Verdict:
    notes = list(e.notes)
    if best is not None and best.differs and not drift:
        notes.append(f"the figure differs from the claim: {'; '.join(best.differs)}")
    if best is not None and supports(best):
        notes += _otherwise(e)
    return Verdict(
        kind=kind,
        reason=reason,
        words=words,
        line=line or ("" if best is None else best.line),
        width="" if best is None else width_of(best),
        best=None if best is None else best.figure,
        tries=(*e.tries, *e.drifted),
        drift=drift,
        supports="" if best is None else supports_line(best.figure),
        breaks=e.breaks,
        n_tried=e.n_tried or len(e.tries) + len(e.drifted),
        disputed_in_text=e.question.claim.disputed,
        newer_than_series=_newer(e),
        notes=tuple(notes),
    )
