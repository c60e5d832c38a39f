"""Reconciling texts: in come the reports on several texts; out come clusters of mentions of one figure.

A cluster gathers claims of the same relation, measure, people, days, whole and base. Its most precise mention is the
anchor and interprets the others: exact, rounded, hedged, truncated, derived, drifted or conflicting, seen from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tallymark.checking.days import overlap
from tallymark.checking.relations import EVERYBODY, both
from tallymark.checking.shelf import normal
from tallymark.checking.testing import digits
from tallymark.checking.wording import measure_words, period_words
from tallymark.model.claim import Claim, Slot
from tallymark.model.comparison import SPEAKS_AGAINST, Outcome, compare
from tallymark.model.figure import Hedge, Modality, Relation
from tallymark.model.interval import Interval
from tallymark.model.period import Period
from tallymark.model.verdict import Checked, Cluster, Mention, Report, Verdict

LABELS = {
    Outcome.EXACT: "exact", Outcome.ROUNDED: "rounded", Outcome.HEDGED: "hedged", Outcome.HEDGED_WIDE: "hedged",
    Outcome.TRUNCATED: "truncated", Outcome.LITERAL_ONLY: "hedged",
}  # fmt: skip
SAME_DAYS = 8
SPECIFIC_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim with the document it stands in."""

    document: str
    checked: Checked
    claim: Claim


def reconcile(reports: Sequence[Report]) -> tuple[Cluster, ...]:
    """Clusters of mentions of the same figure, those of most texts first; a claim that no other repeats is left out."""
    entries = [
        Entry(report.document.name, checked, _as_fitted(checked.subject, checked.verdict))
        for report in reports
        for checked in report.checks
        if isinstance(checked.subject, Claim) and _may_join(checked.subject)
    ]
    groups: list[list[Entry]] = []
    for entry in sorted(entries, key=lambda one: _precision(one.claim), reverse=True):
        home = next((group for group in groups if _same_figure(group[0].claim, entry.claim)), None)
        if home is None:
            groups.append([entry])
        else:
            home.append(entry)
    clusters = [_cluster(group, entries) for group in groups if len(group) > 1 or _drift(group[0], entries)]
    return tuple(
        sorted(clusters, key=lambda one: (-len({m.document for m in one.mentions}), -len(one.mentions), one.id))
    )


def _as_fitted(claim: Claim, verdict: Verdict) -> Claim:
    """A claim whose period was only inherited, read with the period of the figure that its number fits."""
    if verdict.drift != "period" or verdict.best is None or claim.period.origin != "inherited":
        return claim
    fitted: Slot[Period | None] = Slot(
        verdict.best.key.period, "inherited", claim.period.span, "the period of the figure that fits"
    )
    return replace(claim, period=fitted)


def _may_join(claim: Claim) -> bool:
    """Whether a claim is understood well enough to be the same figure as another: unmapped words block."""
    return (
        claim.measure.value is not None
        and claim.period.value is not None
        and claim.modality is Modality.ACTUAL
        and claim.relation is not Relation.RANK
        and not claim.unmapped
    )


def _same_figure(one: Claim, other: Claim) -> bool:
    return (
        one.relation is other.relation
        and one.measure.value == other.measure.value
        and _people(one) == _people(other)
        and _same_days(one, other)
        and _same_base(one, other)
    )


def _people(claim: Claim) -> tuple[object, object]:
    whole = normal(claim.of.value or EVERYBODY) if claim.relation is Relation.SHARE else EVERYBODY
    return both(claim.population.value, whole), whole


def _same_days(one: Claim, other: Claim) -> bool:
    first, second = one.period.value, other.period.value
    return first is not None and second is not None and first.same_days(second, slack_days=SAME_DAYS)


def _same_base(one: Claim, other: Claim) -> bool:
    if one.relation in (Relation.LEVEL, Relation.SHARE):
        return True
    first, second = one.base.value, other.base.value
    if first is None or second is None:
        return first is second
    return first.same_days(second, slack_days=SAME_DAYS)


def _precision(claim: Claim) -> tuple[int, int]:
    """More precise is more: no hedge before a hedge, then the digits."""
    return (int(claim.hedge in (Hedge.NONE, Hedge.EXACT)) * 10 + digits(claim.value.number), -claim.span.start)


def _cluster(group: list[Entry], entries: list[Entry]) -> Cluster:
    anchor = group[0]
    mentions = [_mention(anchor, entry) for entry in group]
    drifted = _drift(anchor, entries)
    mentions += [Mention(entry.document, entry.checked, "drifted", words) for entry, words in drifted]
    conflicts = [f"{m.document}: {_quote(m)} {m.words}" for m in mentions if m.label == "conflicting"]
    conflicts += _derived_conflicts(group)
    drift = [f"{entry.document}: {words}" for entry, words in drifted] + _named_drift(group)
    return Cluster(
        _identity(anchor.claim), _words(anchor.claim), mentions[0], tuple(mentions), tuple(drift), tuple(conflicts)
    )


def _mention(anchor: Entry, entry: Entry) -> Mention:
    if entry is anchor:
        return Mention(entry.document, entry.checked, "exact", "the most precise mention")
    number = anchor.claim.value.number
    precise = anchor.claim.hedge in (Hedge.NONE, Hedge.EXACT) and number is not None
    reference = Interval.point(number) if precise and number is not None else anchor.claim.value.core
    outcome = compare(
        entry.claim.value,
        entry.claim.hedge,
        reference,
        reference_hedge=anchor.claim.hedge,
        reference_number_same=number is not None and number == entry.claim.value.number,
    )
    if outcome in SPEAKS_AGAINST and not _both_could_hold(anchor.claim, entry.claim):
        return Mention(entry.document, entry.checked, "conflicting", f"does not fit {anchor.claim.quote}")
    label = LABELS.get(outcome, "hedged")
    return Mention(entry.document, entry.checked, label, f"{label} from {anchor.claim.quote}")


def _both_could_hold(one: Claim, other: Claim) -> bool:
    """Whether some number lies within what both say."""
    return not (one.value.stretch.disjoint(other.value.stretch))


def _drift(anchor: Entry, entries: list[Entry]) -> list[tuple[Entry, str]]:
    """Mentions elsewhere that print the anchor's number for another whole, other people or other days."""
    found = []
    place = entries.index(anchor)
    for at, entry in enumerate(entries):
        if entry.document == anchor.document or entry.claim.relation is not anchor.claim.relation:
            continue
        if not _prints_same(anchor.claim, entry.claim) or _same_figure(anchor.claim, entry.claim):
            continue
        if not _says_more(anchor.claim, entry.claim, place < at):
            continue
        words = _what_was_lost(anchor.claim, entry.claim)
        if words:
            found.append((entry, words))
    return found


def _prints_same(one: Claim, other: Claim) -> bool:
    """The same number, and of so many digits that it is hardly another figure; few digits need shared days."""
    if one.value.number is None or one.value.number != other.value.number or one.unit != other.unit:
        return False
    first, second = one.period.value, other.period.value
    if digits(one.value.number) >= SPECIFIC_DIGITS or first is None or second is None:
        return digits(one.value.number) >= SPECIFIC_DIGITS
    return overlap(first, second) > 0 or first.contains(second) or second.contains(first)


def _says_more(one: Claim, other: Claim, earlier: bool) -> bool:
    """Whether ``one`` says more about people and whole than ``other``, which then lost it; the earlier where both say as much."""
    filters = _n_filters(one) - _n_filters(other)
    return filters > 0 or (filters == 0 and earlier)


def _n_filters(claim: Claim) -> int:
    return len(claim.population.value.filters) + (0 if claim.of.value is None else len(claim.of.value.filters))


def _what_was_lost(anchor: Claim, other: Claim) -> str:
    if anchor.measure.value != other.measure.value:
        return ""
    words = []
    if _people(anchor) != _people(other):
        here = anchor.of.value.words if anchor.of.value is not None and anchor.of.value.filters else "everybody"
        there = other.of.value.words if other.of.value is not None and other.of.value.filters else "everybody"
        if here != there:
            words.append(f"scope: {other.quote} of {there}, elsewhere of {here}")
        else:
            words.append(
                f"scope: {other.quote} for {other.population.value.words or 'everybody'}, "
                f"elsewhere for {anchor.population.value.words or 'everybody'}"
            )
    first, second = anchor.period.value, other.period.value
    if not words and first is not None and second is not None and not _same_days(anchor, other):
        words.append(f"period: {other.quote} in {period_words(second)}, elsewhere in {period_words(first)}")
    return "; ".join(words)


def _named_drift(group: list[Entry]) -> list[str]:
    """Drift that the verdicts themselves named."""
    return [
        f"{entry.document}: {entry.claim.quote}: {entry.checked.verdict.words}"
        for entry in group
        if entry.checked.verdict.drift
    ]


def _derived_conflicts(group: list[Entry]) -> list[str]:
    """Relations of the same figure printed with different numbers ("10 percent" here, "11 percent" there)."""
    plain = {
        entry.claim.value.number: entry
        for entry in group
        if entry.claim.relation is not Relation.LEVEL and entry.claim.hedge in (Hedge.NONE, Hedge.EXACT)
    }
    numbers = [number for number in plain if number is not None]
    if len(numbers) < 2:
        return []
    shown = " and ".join(f"{plain[number].claim.quote} ({plain[number].document})" for number in sorted(numbers))
    return [f"printed differently: {shown}"]


def _quote(mention: Mention) -> str:
    subject = mention.checked.subject
    return subject.quote


def _words(claim: Claim) -> str:
    people = f" {claim.population.value.words}" if claim.population.value.filters else ""
    kind = "" if claim.relation is Relation.LEVEL else f"{claim.relation.value.replace('_', ' ')} of "
    period = "" if claim.period.value is None else f", {period_words(claim.period.value)}"
    base = "" if claim.base.value is None else f", compared with {period_words(claim.base.value)}"
    return f"{kind}{measure_words(claim.measure.value or '')}{people}{period}{base}"


def _identity(claim: Claim) -> str:
    parts = (
        claim.relation.value, claim.measure.value, str(_people(claim)),
        "" if claim.period.value is None else claim.period.value.label,
        "" if claim.base.value is None else claim.base.value.label, str(claim.value.number or Decimal(0)),
    )  # fmt: skip
    return hashlib.sha256("|".join(str(part) for part in parts).encode()).hexdigest()[:12]
