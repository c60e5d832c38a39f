"""When: in come the drafts of a text with the periods of its sentences; out come period and base of each, read from the words, inherited or assumed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from tallymark.claims.drafts import Draft
from tallymark.claims.off_subject import AHEAD
from tallymark.claims.own_periods import CHANGES, foreign_places, is_stock, look_back, own_period, told_now
from tallymark.claims.period_defaults import (
    MONTHLY_STOCKS,
    NEWEST,
    assume,
    month_before,
    presidency,
    spans_years,
    streaks,
)
from tallymark.claims.period_readings import (
    BORDER,
    base_period,
    ends_of,
    is_appropriation,
    is_flow,
    of_an_act,
    reading_for,
    reported,
    runs_fiscal,
    since_it_began,
    to_date,
    widened,
)
from tallymark.claims.periods import PeriodMention, resolve_relative
from tallymark.model.claim import Slot
from tallymark.model.figure import Modality, Relation
from tallymark.model.period import Period, PeriodKind

PASSING = ("month", "rolling", "part")  # periods that date a vote or a hearing, not the money
NEAR = 8  # drafts on each side that may be of the same sentence
WINDOW = 50  # drafts before and after that a draft may take a period from
A_YEAR = 366
A_QUARTER = 80  # days: less is a month, which no year means
LONG_PART = 350  # days: more is a year
LAST_YEAR = frozenset({"last year", "the previous year", "the prior year", "the year before"})
MILLION = Decimal(1_000_000)


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
    streaks(drafts, dated)
    for off_subject in (False, True):  # what counts nothing known follows the numbers that do
        for index, draft in enumerate(drafts):
            before, after = drafts[max(0, index - WINDOW) : index], drafts[index + 1 : index + WINDOW]
            if draft.period.value is None and (draft.measure.value is None or not off_subject):
                _inherit(draft, before, after, dated)
            elif draft.period.origin == "text" and not off_subject:
                _anchor(draft, before)
            if draft.period.value is None and (draft.measure.value is None) is off_subject:
                assume(draft, before, after, dated, head)
    for index, draft in enumerate(drafts):
        _place_base(draft, [*drafts[max(0, index - WINDOW) : index], *drafts[index + 1 : index + WINDOW]])


def _take_own(here: Sequence[Draft], dated: Period | None, *, fiscal_text: bool) -> None:
    """The periods that the words of one sentence give to its numbers."""
    taken: set[int] = set()
    for draft in sorted(here, key=lambda draft: not draft.frame.base_value):
        place = own_period(draft, taken, foreign_places(draft, here))
        if place is None or (is_appropriation(draft) and draft.sentence.periods[place].kind in PASSING):
            continue
        _take(draft, place, dated, fiscal_text=fiscal_text)
        if draft.frame.base_value:
            taken.add(place)


def _take(draft: Draft, place: int, dated: Period | None, *, fiscal_text: bool) -> None:
    mention = draft.sentence.periods[place]
    period = reading_for(mention, draft, fiscal_text=fiscal_text)
    if mention.role == "since" and (draft.frame.base_value or look_back(draft) is not None):
        period = base_period(mention, None, fiscal=runs_fiscal(draft))
    if mention.relative == "year_before" and mention.words.endswith("ago") and draft.measure.value in MONTHLY_STOCKS:
        period = month_before(dated, 12) or period
    ends = ends_of(mention, fiscal=runs_fiscal(draft)) if draft.relation in CHANGES else None
    if ends is not None:
        draft.base, period = Slot(ends[0], "text", mention.span), ends[1]
    if period is None or (draft.topic and mention.kind == "reign"):
        return
    if spans_years(draft, MILLION) and (period.n_days or A_YEAR + 1) <= A_YEAR:
        return
    if draft.modality is Modality.ACTUAL and dated is not None and not mention.relative and not is_appropriation(draft):
        period = period if is_stock(draft.measure.value) else to_date(period, mention, dated)
        period = reported(period, draft, dated)
    period = since_it_began(widened(period, mention, draft), draft.measure.value)
    period = of_an_act(period, mention, draft)
    others = [
        other.label for other in mention.readings if mention.certainty == "either" and not other.same_days(period)
    ]
    draft.period = Slot(period, "text", mention.span, "also read as " + ", ".join(others) if others else "")


def _anchor(draft: Draft, before: Sequence[Draft]) -> None:
    """Read "a year earlier" or "the same period of 2014" against the claim it is compared with."""
    mention = next((m for m in draft.sentence.periods.values() if m.span == draft.period.span), None)
    if mention is None:
        return
    window = None if mention.relative else _window_compared(draft, mention, before)
    if window is not None:
        draft.period = Slot(window.period.value, "text", mention.span, "the part of that year that was compared before")
        return
    if not (mention.relative or draft.frame.base_value):
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


def _window_compared(draft: Draft, mention: PeriodMention, before: Sequence[Draft]) -> Draft | None:
    """Once a part of a year has been compared with the same part of this one, that year means that part to the end of the passage.

    Of "last year" this holds for any number, of a year by its number for what is compared again ("higher than # in 2012").
    """
    relative = mention.words.lower() in LAST_YEAR
    if mention.kind != "year" or not (relative or (draft.frame.base_value and mention.certainty == "either")):
        return None
    for other in reversed(before):
        period = other.period.value
        if draft.paragraph - other.paragraph > 1:
            return None
        compared = other.frame.base_value or _said_with(other, ("same",))
        if other.measure.value != draft.measure.value or not compared or period is None:
            continue
        part = period.n_days is not None and A_QUARTER < period.n_days < LONG_PART
        if part and other.line != draft.line and any(reading.contains(period) for reading in mention.readings):
            return other
    return None


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
    if draft.topic or told_now(draft):
        return
    linked = [other for kind, other in draft.links if kind in ("same_fact", "part_of")]
    linked = [other for other in linked if other.line == draft.line or look_back(other) is None]
    giver = next((other for other in linked if _gives(other) or _runs_on(draft, other)), None)
    if giver is None and "when" in draft.sentence.words[max(0, draft.place - 2) : draft.place]:
        giver = next((other for other in reversed(before) if other.line == draft.line and _gives(other)), None)
    if giver is None and draft.modality is Modality.ACTUAL:
        reign = presidency(draft, dated)
        if reign is not None:
            draft.period = reign
            return
    if giver is None and not spans_years(draft) and not is_appropriation(draft):
        giver = _earlier_base(draft, before) if draft.frame.base_value else _neighbour(draft, [*before, *after])
    if (
        giver is not None
        and giver.period.value is not None
        and not _is_base_here(draft, giver.period.value, [*before[-NEAR:], *after[:NEAR]])
    ):
        origin = "assumed" if giver.period.origin == "assumed" or giver.period.note == NEWEST else "inherited"
        draft.period = Slot(giver.period.value, origin, giver.period.span or giver.span, giver.period.note)


def _is_base_here(draft: Draft, period: Period, around: Sequence[Draft]) -> bool:
    """Whether the sentence compares with this very period, so that its numbers tell of another ("a decline from fiscal 2013")."""
    if draft.frame.base_value:
        return False
    for other in (draft, *around):
        place = other.frame.base_place
        if other.line != draft.line or other.relation not in CHANGES or place is None:
            continue
        base = base_period(other.sentence.periods[place], None, fiscal=runs_fiscal(draft))
        if base is not None and base.same_days(period):
            return True
    return False


def _gives(other: Draft) -> bool:
    """Whether a period may be taken over: the text said it, and it is no whole presidency and no single day."""
    period = other.period.value
    told = other.period.origin in ("text", "inherited") or other.period.note == NEWEST
    if period is None or not told or period.n_days == 1:
        return False
    return not _said_with(other, ("reign", "rolling", "event"))


def _runs_on(draft: Draft, other: Draft) -> bool:
    """Whether both are of one sentence that is told of the presidency to date."""
    period = other.period.value
    since = period is not None and period.kind is PeriodKind.SINCE
    return draft.line == other.line and since and other.period.origin == "assumed"


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
    usable = [
        other
        for other in drafts
        if other is not draft and not other.frame.base_value and (_gives(other) or _runs_on(draft, other))
    ]
    usable = [other for other in usable if other.modality in (Modality.ACTUAL, draft.modality)]
    if draft.modality in AHEAD:
        usable = [other for other in usable if other.line == draft.line or other.modality is not Modality.ACTUAL]
    measure = draft.measure.value
    if draft.relation in CHANGES:
        # A change sets equal parts of years side by side, so the years of an operation are not its own.
        usable = [other for other in usable if other.line == draft.line or _within_a_year(other)]
    here = [other for other in usable if other.line == draft.line]
    if draft.relation in CHANGES and _points_back(draft):
        here = []
    if draft.frame.base_place is not None:
        base = draft.sentence.periods[draft.frame.base_place].span
        here = [other for other in here if other.period.span != base]
    if is_flow(measure):
        here = [other for other in here if is_flow(other.measure.value) and not is_appropriation(other)]
    if here and "now" not in draft.sentence.words[max(0, draft.place - 4) : draft.place]:
        return min(here, key=lambda other: abs(other.place - draft.place))
    if draft.relation in CHANGES and measure is not None and not is_flow(measure):
        told = [other for other in usable if other.measure.value == measure and 0 <= draft.line - other.line <= 1]
        told = [other for other in told if other.paragraph == draft.paragraph]
        return latest(told) if told else None
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


def _within_a_year(other: Draft) -> bool:
    days = None if other.period.value is None else other.period.value.n_days
    return days is not None and days <= A_YEAR


def _points_back(draft: Draft) -> bool:
    """Whether the number is told of what the sentence before told ("that was nearly double the average")."""
    lead = draft.sentence.words[max(0, draft.place - 3) : draft.place]
    return bool({"that", "this", "it", "that's"}.intersection(lead)) and bool(
        {"is", "was", "'s", "that's"}.intersection(lead)
    )


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
