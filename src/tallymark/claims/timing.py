"""When: in come the drafts of a text with the periods of its sentences; out come period and base of each, read from the words, inherited or assumed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from tallymark.claims import administrations
from tallymark.claims.clauses import clause_words
from tallymark.claims.drafts import Draft
from tallymark.claims.own_periods import CHANGES, foreign_places, own_period
from tallymark.claims.period_readings import (
    BORDER,
    base_period,
    ends_of,
    is_flow,
    reading_for,
    runs_fiscal,
    to_date,
    widened,
)
from tallymark.claims.periods import PeriodMention, resolve_relative
from tallymark.model.claim import Slot
from tallymark.model.figure import Modality, Relation
from tallymark.model.period import Period, PeriodKind, fiscal_year_of

PASSING = ("month", "rolling", "part")  # periods that date a vote or a hearing, not the money
WINDOW = 80  # drafts before and after that a draft may take a period from
YOUNG = 550  # days: a presidency this young is what a text without a period speaks of
MONTHLY_STOCKS = frozenset(
    {"detention_population", "detention_beds", "atd_population", "personnel_ice", "personnel_border_patrol", "border_fence", "agreements_287g", "agencies_287g"}
)  # fmt: skip
NOT_OUTCOMES = (Modality.TARGET, Modality.MANDATE, Modality.CAPACITY, Modality.REQUEST)
A_YEAR = 366
SEVERAL_YEARS, MILLION = Decimal(600_000), Decimal(1_000_000)


def place_periods(drafts: Sequence[Draft], dated: Period | None, head: frozenset[str] = frozenset()) -> None:
    """Fill the period and base slots of all drafts of a text, base values first, so that no other number takes their period.

    ``head`` are the words of the first sentences: a text that opens with a president speaks of that presidency.
    """
    fiscal = any(mention.certainty == "fiscal" for draft in drafts for mention in draft.sentence.periods.values())
    by_line: dict[int, list[Draft]] = {}
    for draft in drafts:
        by_line.setdefault(draft.line, []).append(draft)
    for here in by_line.values():
        if here[0].sentence.periods:
            _take_own(here, dated, fiscal_text=fiscal)
    for index, draft in enumerate(drafts):
        before, after = drafts[max(0, index - WINDOW) : index], drafts[index + 1 : index + WINDOW]
        if draft.period.value is None:
            _inherit(draft, before, after, dated)
        elif draft.period.origin == "text":
            _anchor(draft, before)
        if draft.period.value is None:
            _assume(draft, before, dated, head)
        _place_base(draft, [*before, *after])


def _take_own(here: Sequence[Draft], dated: Period | None, *, fiscal_text: bool) -> None:
    """The periods that the words of one sentence give to its numbers."""
    taken: set[int] = set()
    for draft in sorted(here, key=lambda draft: not draft.frame.base_value):
        place = own_period(draft, taken, foreign_places(draft, here))
        if place is None or (_is_appropriation(draft) and draft.sentence.periods[place].kind in PASSING):
            continue
        _take(draft, place, dated, fiscal_text=fiscal_text)
        if draft.frame.base_value:
            taken.add(place)


def _take(draft: Draft, place: int, dated: Period | None, *, fiscal_text: bool) -> None:
    mention = draft.sentence.periods[place]
    period = reading_for(mention, draft, fiscal_text=fiscal_text)
    if mention.role == "since" and draft.frame.base_value:
        period = base_period(mention, None, fiscal=runs_fiscal(draft))
    ends = ends_of(mention, fiscal=runs_fiscal(draft)) if draft.relation in CHANGES else None
    if ends is not None:
        draft.base, period = Slot(ends[0], "text", mention.span), ends[1]
    if period is None or (draft.topic and mention.kind == "reign"):
        return
    if _spans_years(draft, MILLION) and (period.n_days or A_YEAR + 1) <= A_YEAR:
        return
    if draft.modality is Modality.ACTUAL and dated is not None and not mention.relative:
        period = to_date(period, mention, dated)
    period = widened(period, mention, draft)
    others = [
        other.label for other in mention.readings if mention.certainty == "either" and not other.same_days(period)
    ]
    draft.period = Slot(period, "text", mention.span, "also read as " + ", ".join(others) if others else "")


def _anchor(draft: Draft, before: Sequence[Draft]) -> None:
    """Read "a year earlier" or "the same period of 2014" against the claim it is compared with."""
    mention = next((m for m in draft.sentence.periods.values() if m.span == draft.period.span), None)
    if mention is None or not (mention.relative or draft.frame.base_value):
        return
    main = next((other for kind, other in draft.links if kind == "base_of"), None) or _before(draft, before)
    if main is None or main.period.value is None:
        return
    if not mention.relative:
        _put_before(draft, mention, main.period.value)
        return
    period = resolve_relative(mention, main.period.value)
    if period is not None:
        draft.period = Slot(period, "text", mention.span, f"against {main.period.value.label}")


def _put_before(draft: Draft, mention: PeriodMention, main: Period) -> None:
    """A month without a year that a later period is compared with lies before it ("in November, up from 39,000 in January")."""
    period = draft.period.value
    if (
        mention.kind != "month"
        or period is None
        or period.start is None
        or main.start is None
        or period.start < main.start
    ):
        return
    earlier = [reading for reading in mention.readings if reading.start is not None and reading.start < main.start]
    if earlier:
        best = max(earlier, key=lambda reading: reading.start or date.min)
        draft.period = Slot(best, "text", mention.span, f"before {main.label}")


def _before(draft: Draft, before: Sequence[Draft]) -> Draft | None:
    near = [other for other in before if other.line == draft.line and not other.frame.base_value]
    return near[0] if near else None


def _inherit(draft: Draft, before: Sequence[Draft], after: Sequence[Draft], dated: Period | None) -> None:
    """Take the period of the number it is joined to, of its sentence, of its paragraph, then of the last claim of the same measure."""
    if draft.topic:
        return
    linked = (other for kind, other in draft.links if kind in ("same_fact", "part_of"))
    giver = next((other for other in linked if _gives(other)), None)
    if giver is None and "when" in draft.sentence.words[max(0, draft.place - 2) : draft.place]:
        giver = next((other for other in reversed(before) if other.line == draft.line and _gives(other)), None)
    if giver is None and draft.modality is Modality.ACTUAL:
        reign = _presidency(draft, dated)
        if reign is not None:
            draft.period = reign
            return
    if giver is None and not _spans_years(draft) and not _is_appropriation(draft):
        giver = _earlier_base(draft, before) if draft.frame.base_value else _neighbour(draft, [*before, *after])
    if giver is not None and giver.period.value is not None:
        draft.period = Slot(giver.period.value, "inherited", giver.period.span or giver.span, giver.period.note)


def _gives(other: Draft) -> bool:
    """Whether a period may be taken over: the text said it, and it is no whole presidency and no single day."""
    period = other.period.value
    if period is None or other.period.origin not in ("text", "inherited") or period.n_days == 1:
        return False
    return not _said_with(other, ("reign", "rolling"))


def _spans_years(draft: Draft, least: Decimal = SEVERAL_YEARS) -> bool:
    """Whether a count of removals is larger than any year's: the sum of several years, which no single year explains."""
    quantity = draft.quantity
    if quantity is None or draft.measure.value != "removals" or draft.relation is not Relation.LEVEL:
        return False
    value = quantity.number if quantity.number is not None else quantity.low
    return value is not None and value >= least


def _presidency(draft: Draft, dated: Period | None) -> Slot[Period | None] | None:
    """The presidency to date of a sum that only several years explain, when the sentence names the president."""
    if not _spans_years(draft) or dated is None or dated.start is None:
        return None
    words = draft.sentence.words
    for place in range(draft.place - 1, -1, -1):
        name = words[place].removesuffix("'s")
        if name not in administrations.names():
            continue
        reign = administrations.by_name(name, dated.start)
        if reign is None or reign.start > dated.start:
            return None
        first, last = fiscal_year_of(reign.start), min(fiscal_year_of(dated.start) - 1, fiscal_year_of(reign.end) - 1)
        span = draft.sentence.span_of(place, place)
        if last > first:
            whole = Period(Period.fiscal_year(first).start, Period.fiscal_year(last).end)
            return Slot(whole, "assumed", span, f"the fiscal years of {reign.president} so far")
        return Slot(
            Period.since(reign.start, min(dated.start, reign.end)),
            "assumed",
            span,
            f"since {reign.president} took office",
        )
    return None


def _earlier_base(draft: Draft, before: Sequence[Draft]) -> Draft | None:
    """The last number that the same measure was compared with before."""
    for other in reversed(before):
        if (
            other.frame.base_value
            and other.period.value is not None
            and other.measure.value == draft.measure.value is not None
        ):
            return other
    return None


def _neighbour(draft: Draft, drafts: Sequence[Draft]) -> Draft | None:
    usable = [other for other in drafts if other is not draft and not other.frame.base_value and _gives(other)]
    usable = [other for other in usable if other.modality in (Modality.ACTUAL, draft.modality)]
    measure = draft.measure.value
    here = [other for other in usable if other.line == draft.line]
    if draft.frame.base_place is not None:
        base = draft.sentence.periods[draft.frame.base_place].span
        here = [other for other in here if other.period.span != base]
    if is_flow(measure):
        here = [other for other in here if is_flow(other.measure.value) and not _is_appropriation(other)]
    if here and "now" not in draft.sentence.words[max(0, draft.place - 4) : draft.place]:
        return min(here, key=lambda other: abs(other.place - draft.place))
    if measure is None or not is_flow(measure):
        return None
    flows = [
        other for other in usable if is_flow(other.measure.value) and family(other.measure.value) == family(measure)
    ]
    earlier = [other for other in flows if other.line < draft.line]
    near = [other for other in earlier if draft.paragraph - other.paragraph <= 1]
    groups = (
        [other for other in near if other.topic and draft.line - other.line == 1],
        [other for other in near if other.measure.value == measure and other.paragraph == draft.paragraph],
        [other for other in near if other.measure.value == measure],
        [other for other in near if other.paragraph == draft.paragraph],
        [other for other in earlier if other.measure.value == measure and not other.topic],
        near,
        [other for other in flows if other.line > draft.line and other.measure.value == measure][:1],
        [other for other in earlier if not other.topic],
    )
    return next((latest(group) for group in groups if group), None)


def family(measure: str | None) -> str:
    """Whose statistics a measure belongs to, since one agency's period says nothing of another's: border, money or interior."""
    if measure is None or measure in ("budget", "detention_cost"):
        return "money"
    return "border" if measure.startswith(BORDER) else "interior"


def _said_with(draft: Draft, kinds: tuple[str, ...]) -> bool:
    """Whether its period was told by words of these kinds: a whole presidency or "the last two years" is no other number's period."""
    return any(
        mention.kind in kinds and mention.span == draft.period.span for mention in draft.sentence.periods.values()
    )


def latest(group: Sequence[Draft]) -> Draft:
    """The draft whose period ends last: a text tells of its newest figures and looks back for comparison."""
    return max(group, key=lambda other: (_last_day(other), other.line))


def _last_day(draft: Draft) -> date:
    period = draft.period.value
    return date.max if period is None or period.last_day is None else period.last_day


def _assume(draft: Draft, before: Sequence[Draft], dated: Period | None, head: frozenset[str]) -> None:
    if dated is None or dated.start is None or draft.frame.base_value or draft.topic:
        return
    measure = draft.measure.value
    if draft.modality in NOT_OUTCOMES and measure is not None:
        draft.period = Slot(
            Period.fiscal_year(fiscal_year_of(dated.start)), "assumed", None, "the fiscal year of the text"
        )
    elif measure in MONTHLY_STOCKS:
        draft.period = Slot(Period.month(dated.start.year, dated.start.month), "assumed", None, "the month of the text")
    elif _is_appropriation(draft):
        draft.period = Slot(
            Period.fiscal_year(fiscal_year_of(dated.start)), "assumed", None, "the fiscal year of the text"
        )
    elif measure is None:
        draft.period = _year_near(draft, before, dated.start)
    elif not is_flow(measure):
        draft.period = Slot(Period.calendar_year(dated.start.year), "assumed", None, "the year of the text")
    elif draft.modality is Modality.ACTUAL:
        reign = administrations.at(dated.start)
        if (
            reign is not None
            and (dated.start - reign.start).days <= YOUNG
            and _names_president(draft, before, reign, head)
        ):
            since = Period.since(reign.start, dated.start)
            draft.period = Slot(since, "assumed", None, f"since {reign.president} took office")


def _names_president(
    draft: Draft, before: Sequence[Draft], reign: administrations.Administration, head: frozenset[str]
) -> bool:
    """Whether the paragraph of the claim, or the head of the text, speaks of the president in office or the administration."""
    near = head.union(
        draft.sentence.words, *(other.sentence.words for other in before[-10:] if other.paragraph == draft.paragraph)
    )
    return bool({"administration", "administration's"} & near) or any(
        {name, f"{name}'s"} & near for name in reign.names
    )


def _is_appropriation(draft: Draft) -> bool:
    """Whether the number is money of a budget, which runs by fiscal years."""
    if draft.quantity is None or draft.quantity.kind != "money":
        return False
    return draft.measure.value == "budget" or bool(clause_words()["appropriation"] & set(draft.sentence.words))


def _year_near(draft: Draft, before: Sequence[Draft], dated: date) -> Slot[Period | None]:
    """For a number off this subject: the calendar year last named in the paragraph before or this one, else that of the text."""
    for other in reversed(before[-10:]):
        if draft.paragraph - other.paragraph > 1:
            break
        period = other.period.value
        if other.period.origin == "text" and period is not None and period.kind is PeriodKind.CALENDAR_YEAR:
            return Slot(period, "assumed", other.period.span, "the year last named")
    return Slot(Period.calendar_year(dated.year), "assumed", None, "the year of the text")


def _place_base(draft: Draft, drafts: Sequence[Draft]) -> None:
    if draft.relation not in CHANGES or draft.base.value is not None:
        return
    place = draft.frame.base_place
    if place is None:
        here = (
            other
            for other in drafts
            if other.line == draft.line and other.frame.base_value and other.period.value is not None
        )
        base = next(here, None)
        if base is not None and draft.relation is not Relation.RANK:
            draft.base = Slot(base.period.value, "inherited", base.period.span)
        return
    mention = draft.sentence.periods[place]
    period = base_period(mention, draft.period.value, fiscal=runs_fiscal(draft))
    if period is not None:
        draft.base = Slot(period, "text", mention.span)
